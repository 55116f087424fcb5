"""One client's data as a zip (rules S49): whole for the office, their
own for a client, and nothing of anybody else."""

import csv
import io
import json
import zipfile

import icalendar
import pytest

from api import api

FILES = ["person.json", "sessions.json", "sessions.csv", "sessions.ics",
         "invoices.json", "invoices.csv", "invoice-lines.csv",
         "payments.json", "payments.csv", "refunds.csv", "statement.json",
         "statement.csv", "ledger.csv", "access.json"]
# Of whom or what none of ada's files may speak.
FOREIGN = ("Bob", "Marker-Bob", "bob@example.org", "C043")
PRIVATE = ("private of ada", "private of the group", "storm")


def made(person, path, body):
    status, answer = api(person, "POST", path, body)
    assert status in (200, 201), answer
    return answer


@pytest.fixture(scope="module")
def admin(server):
    """Ada alone (saved, override, open) and with Bob; documents of both."""
    admin = server.person("admin")
    server.add("stan", "staff")
    server.add("bob", "client", "--code", "C043", "--name", "Bob Marker-Bob",
               "--email", "bob@example.org")
    service = made(admin, "/services", {
        "name": "Speech", "kind": "fixed", "cost": "42.50", "wage": "30.00",
        "tax_bp": 1300})["id"]

    def session(day, clients, **more):
        return made(admin, "/sessions", {
            "start": f"2026-06-{day:02}T10:00", "end": f"2026-06-{day:02}T11:00",
            "practitioners": ["maria"], "clients": clients,
            "service": service, **more})["id"]

    def save(session, **body):
        made(admin, f"/sessions/{session}/completion", body)

    save(session(1, ["ada"], place="Room 1", public_note="=SUM(A1)",
                 private_note="private of ada"), type="completed")
    save(session(2, ["ada", "bob"], public_note="all may read",
                 private_note="private of the group"),
         type="completed", clients={"C043": "missed"})
    save(session(3, ["ada"]), type="override", charge="7.00", wage="1.00",
         reason="late because of the storm")
    session(20, ["ada"])
    removed = session(21, ["ada"])
    assert api(admin, "DELETE", f"/sessions/{removed}")[0] == 204
    session(4, ["bob"])
    for client in "ada", "bob":
        invoice = made(admin, "/invoices", {"client": client,
                                            "to": "2026-06-05"})
        made(admin, f"/invoices/{invoice['id']}/issue", None)
    made(admin, "/invoices", {"client": "ada", "to": "2026-06-09"})
    paid = made(admin, "/payments", {"client": "ada", "amount": "100.00",
                                     "date": "2026-06-08", "method": "cash"})
    made(admin, f"/payments/{paid['id']}/refund", {"amount": "1.00"})
    made(admin, "/people/ada/tokens", {"label": "Ada's iPhone"})
    made(admin, "/people/ada/feeds", {"label": "Ada's feed"})
    return admin


def archive(person, client="ada"):
    answer = person.get(f"/api/people/{client}/export")
    assert answer.status == 200, answer.text
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="C042.zip"')
    found = zipfile.ZipFile(io.BytesIO(answer.bytes))
    assert found.testzip() is None
    return found


def contents(found):
    """Name without the folder -> text."""
    assert all(name.startswith("C042/") for name in found.namelist())
    return {name[5:]: found.read(name).decode() for name in found.namelist()}


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_the_office_gets_all_of_one_client(server, admin):
    for who in "admin", "stan":
        files = contents(archive(server.person(who)))
        assert list(files) == FILES + ["audit.json"]
    person = json.loads(files["person.json"])
    assert person["name"] == "Ada Brown" and person["code"] == "C042"
    sessions = json.loads(files["sessions.json"])
    assert [s["kind"] for s in sessions] == [
        "single", "group", "single", "single", "single"]
    assert sessions[0]["private_note"] == "private of ada"
    assert sessions[2]["saves"][0]["reason"] == "late because of the storm"
    assert sessions[4]["removed_at"]
    labels = [one["label"] for one in json.loads(files["access.json"])]
    assert labels == ["Ada's iPhone", "Ada's feed"]


def test_of_a_group_only_the_clients_own_part_is_told(server, admin):
    for who in "admin", "ada":
        files = contents(archive(server.person(who)))
        for name, text in files.items():
            for word in FOREIGN:
                assert word not in text, (name, word)
        group = json.loads(files["sessions.json"])[1]
        assert group["type"] == "completed"
        assert group["saves"][0]["charge"] == "42.50"
        assert "missed" not in json.dumps(group)
        assert "private of the group" not in json.dumps(files)


def test_clients_get_their_own_without_what_the_office_keeps(server, admin):
    files = contents(archive(server.person("ada")))
    assert list(files) == FILES
    text = json.dumps(files)
    for word in PRIVATE + ("removed_at",):
        assert word not in text, word
    assert len(json.loads(files["sessions.json"])) == 4
    assert {one["status"] for one in json.loads(files["invoices.json"])} == {
        "issued"}
    assert api(server.person("ada"), "GET", "/people/bob/export")[0] == 404
    assert api(server.person("maria"), "GET", "/people/ada/export")[0] == 403


def test_the_sums_are_those_of_the_endpoint(server, admin):
    files = contents(archive(admin))
    statement = json.loads(files["statement.json"])
    assert statement == api(admin, "GET", "/people/ada/statement")[1]
    assert statement["closing"] == (
        api(admin, "GET", "/people/ada/balance")[1]["balance"])
    lines = rows(files["statement.csv"])
    assert lines[0]["balance"] == "0.00"
    assert lines[-1]["balance"] == statement["closing"]
    cents = [round(float(row["amount"]) * 100)
             for row in rows(files["ledger.csv"])]
    assert sum(cents) == round(float(statement["closing"]) * 100)
    payment, = json.loads(files["payments.json"])
    assert payment["refunds"][0]["amount"] == "1.00"
    assert rows(files["payments.csv"])[0]["refunded"] == "1.00"
    assert rows(files["refunds.csv"])[0]["payment"] == payment["id"]


def test_tables_say_what_the_json_says_and_run_no_formulas(server, admin):
    files = contents(archive(admin))
    table = rows(files["sessions.csv"])
    assert [row["id"] for row in table] == [
        one["id"] for one in json.loads(files["sessions.json"])]
    assert table[0]["public_note"] == "'=SUM(A1)"
    assert table[2]["charge"] == "7.00" and table[3]["charge"] == ""
    drafts = [one for one in json.loads(files["invoices.json"])
              if one["status"] == "draft"]
    assert len(drafts) == 1
    assert len(rows(files["invoice-lines.csv"])) == sum(
        len(one["lines"]) for one in json.loads(files["invoices.json"]))


def test_the_calendar_is_one_that_programs_read(server, admin):
    text = contents(archive(server.person("ada")))["sessions.ics"]
    calendar = icalendar.Calendar.from_ical(text)
    events = calendar.walk("VEVENT")
    assert len(events) == 4
    assert len(calendar.walk("VTIMEZONE")) == 1
    assert str(events[0]["SUMMARY"]) == "Speech, Test practice"
    assert str(events[0]["X-PRACTICE-STATUS"]) == "completed"
    assert events[0]["DTSTART"].dt.isoformat() == "2026-06-01T10:00:00-04:00"
    assert "X-PRACTICE-CLIENTS" not in events[1]


def test_who_is_no_client_has_no_export(server, admin):
    assert api(admin, "GET", "/people/maria/export")[0] == 404
    assert api(admin, "GET", "/people/nobody/export")[0] == 404


def test_files_are_the_same_each_time(server, admin):
    first, again = archive(admin), archive(admin)
    assert contents(first) == contents(again)

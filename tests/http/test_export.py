"""`daybook export`: the whole practice as files, its ledger with a proof that
another program can check, and the way back by `daybook import`."""

import csv
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import time

import icalendar
import pytest

from api import api
from conftest import BINARY, Server, event

TABLES = {
    "practice", "people", "contacts", "services", "rates", "completion-types",
    "schedules", "sessions", "saves", "charges", "wages", "invoices",
    "invoice-lines", "payments", "refunds", "allocations", "payroll", "audit",
    "ledger", "calendars"}


def table(folder, name):
    with open(folder / f"{name}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


# The ledger's proof, by nothing but its README


def transaction_text(rows):
    first = rows[0]

    def number(name):
        return first[name] or "0"

    lines = ["daybook-ledger 1", f"previous {first['previous']}",
             f"id {first['transaction']}", f"at {first['at']}",
             f"kind {len(first['kind'].encode())} {first['kind']}"]
    lines += [f"{name} {number(name)}" for name in (
        "session", "completion", "invoice", "payment", "payroll", "reverses",
        "actor")]
    lines.append(f"entries {len(rows)}")
    lines += [f"{row['account']} {row['person'] or 0} {row['amount']}"
              for row in rows]
    return "".join(line + "\n" for line in lines)


def ledger_fault(folder):
    """None, or what is wrong with the chain."""
    proof = json.loads((folder / "ledger-proof.json").read_text())
    previous, transactions = "0" * 64, []
    for row in table(folder, "ledger"):
        if not transactions or transactions[-1][0]["transaction"] != row[
                "transaction"]:
            transactions.append([])
        transactions[-1].append(row)
    for number, rows in enumerate(transactions, 1):
        head = {k: v for k, v in rows[0].items() if k not in (
            "account", "person", "amount", "who")}
        if any(row[k] != v for row in rows for k, v in head.items()):
            return f"{number}: rows differ"
        if rows[0]["transaction"] != str(number):
            return f"{number}: a gap"
        if rows[0]["previous"] != previous:
            return f"{number}: not chained"
        if sum(int(row["amount"]) for row in rows):
            return f"{number}: does not sum to zero"
        previous = hashlib.sha256(
            transaction_text(rows).encode()).hexdigest()
        if rows[0]["hash"] != previous:
            return f"{number}: another hash"
    if (proof["transactions"], proof["head"]) != (len(transactions), previous):
        return "the end is missing"
    return None


# The demo, exported while it is served


@pytest.fixture(scope="module")
def calendar(demo):
    """A personal calendar with odd bytes, a file, documents, a group's save,
    an own price, and texts that a table has to quote."""
    maria = demo.person("maria")
    odd = event("personal", "20260601T100000Z", "20260601T110000Z",
                "X-ODD;P=\"a:b\":  kept\\, as it is ")
    path = maria.make_calendar("private") + "odd.ics"
    assert maria.put(path, odd).status == 201
    assert maria.ask("MKCOL", maria.home + "papers/").status == 201
    assert maria.put(maria.home + "papers/note.txt", "plain bytes\n",
                     Content_Type="text/plain").status == 201
    admin = demo.person("admin")
    services = api(admin, "GET", "/services")[1]["items"]
    service = next(s["id"] for s in services if s["name"] == "Speech")
    status, answer = api(admin, "POST", f"/services/{service}/prices", {
        "effective_from": "2026-06-01", "cost": "90.00", "wage": "44.00"})
    assert status == 201, answer
    assert api(admin, "PUT", f"/people/c050/rates/{service}",
               {"cost": "12.34"})[0] == 200
    assert api(admin, "PATCH", "/people/c051", {
        "name": '=Quote "Comma, Semi; Jones', "phone": "+1 416 555 0199",
        "contacts": [{"name": "Guardian, One", "relation": "mother"}],
    })[0] == 200
    session = api(admin, "POST", "/sessions", {
        "start": "2026-06-09T20:00", "end": "2026-06-09T20:50",
        "practitioners": ["maria"], "clients": ["c050", "c051"],
        "service": service, "place": "Room 9", "public_note": "two\nlines, all",
        "private_note": "only, ours"})[1]["id"]
    assert api(admin, "POST", f"/sessions/{session}/completion", {
        "type": "completed", "clients": {"C051": "missed"}})[0] == 200
    draft = api(admin, "POST", "/invoices", {
        "client": "c042", "to": "2026-06-09"})[1]["id"]
    assert api(admin, "POST", f"/invoices/{draft}/issue")[0] == 200
    paid = api(admin, "POST", "/payments", {
        "client": "c042", "amount": "5000.00", "date": "2026-06-09",
        "method": "cash"})[1]["id"]
    assert api(admin, "POST", f"/payments/{paid}/refund",
               {"amount": "1.00"})[0] == 200
    # The demo has closed runs, and one that is open.
    payroll = next(run["id"] for run in api(admin, "GET", "/payroll")[1]
                   ["items"] if run["status"] != "closed")
    assert api(admin, "POST", f"/payroll/{payroll}/close")[0] == 200
    # What was saved with an archived type comes back open, with a line.
    for row in api(admin, "GET", "/completion-types?archived=true")[1]["items"]:
        assert api(admin, "PATCH", f"/completion-types/{row['id']}",
                   {"archived": False})[0] == 200
    return odd


@pytest.fixture(scope="module")
def folder(demo, calendar, tmp_path_factory):
    place = tmp_path_factory.mktemp("export") / "whole"
    result = demo.run("export", str(place))
    assert str(place) in result.stdout
    return place


def test_every_table_is_there_and_private(folder):
    assert {path.stem for path in folder.glob("*.csv")} == TABLES
    for path in [folder, *folder.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path
    assert "ledger" in (folder / "README.txt").read_text()
    for name in TABLES:
        assert table(folder, name), name


def test_another_program_proves_the_ledger(demo, folder):
    assert ledger_fault(folder) is None
    proof = json.loads((folder / "ledger-proof.json").read_text())
    assert demo.run("verify").stdout.split() == [
        "ok", f"transactions={proof['transactions']}", f"head={proof['head']}"]


def test_one_altered_byte_is_found(folder, tmp_path):
    good = (folder / "ledger.csv").read_bytes()
    proof = (folder / "ledger-proof.json").read_bytes()
    (tmp_path / "ledger-proof.json").write_bytes(proof)
    lines = good.split(b"\r\n")

    def fault_of(bad):
        (tmp_path / "ledger.csv").write_bytes(bad)
        return ledger_fault(tmp_path)

    assert fault_of(good) is None
    for column in range(15):
        line = lines[len(lines) // 2].split(b",")
        cell = line[column]
        line[column] = (cell[:-1] + (b"7" if cell[-1:] != b"7" else b"8")
                        if cell else b"7")
        bad = lines[:]
        bad[len(lines) // 2] = b",".join(line)
        assert fault_of(b"\r\n".join(bad)), column
    assert fault_of(b"\r\n".join(lines[:-5]) + b"\r\n") is not None


def test_tables_agree_with_the_endpoint(demo, folder):
    admin = demo.person("admin")
    sessions = table(folder, "sessions")
    unsaved = api(admin, "GET", "/reports/unsaved")[1]["items"]
    now = "2026-06-10T13:40"
    assert {row["id"] for row in sessions
            if row["status"] == "open" and row["end"] <= now} == {
        row["session"] for row in unsaved}
    reopened = {row["id"] for row in table(folder, "saves")
                if row["reopened_at"]}
    charges = sum(round(float(row["charge"]) * 100) for row in
                  table(folder, "charges") if row["save"] not in reopened)
    income = -sum(int(row["amount"]) for row in table(folder, "ledger")
                  if row["account"] == "income")
    assert charges == income
    assert table(folder, "invoices")[0]["client"] == "C042"
    assert table(folder, "allocations") and table(folder, "payroll")


def test_texts_are_quoted_and_no_spreadsheet_runs_them(folder):
    person = next(row for row in table(folder, "people")
                  if row["code"] == "C051")
    assert person["name"] == '\'=Quote "Comma, Semi; Jones'
    assert person["phone"] == "'+1 416 555 0199"
    assert [row["name"] for row in table(folder, "contacts")
            if row["person"] == "C051"] == ["Guardian, One"]


def test_personal_calendars_are_as_they_are_stored(folder, calendar):
    odd, = folder.glob("calendars/maria/*-private.ics")
    assert odd.read_bytes() == calendar.encode()
    note, = folder.glob("files/maria/*-papers/*-note.txt")
    assert note.read_bytes() == b"plain bytes\n"
    rows = {row["file"]: row for row in table(folder, "calendars")}
    assert rows[str(odd.relative_to(folder))]["path"] == "private"


def test_each_practitioner_has_a_calendar_that_programs_read(demo, folder):
    for login in "maria", "tom", "lena":
        text = (folder / f"sessions-{login}.ics").read_bytes()
        events = icalendar.Calendar.from_ical(text).walk("VEVENT")
        assert len(events) == sum(
            login in row["practitioners"].split(";")
            for row in table(folder, "sessions") if not row["removed_at"])
        assert all("X-PRACTICE-STATUS" in one for one in events)
    closures = icalendar.Calendar.from_ical(
        (folder / "closures.ics").read_bytes()).walk("VEVENT")
    assert len(closures) == len(
        api(demo.person("admin"), "GET", "/closures")[1]["items"])


# The way back


@pytest.fixture(scope="module")
def back(folder, tmp_path_factory):
    """The export, imported into an empty practice and exported again."""
    base = tmp_path_factory.mktemp("back")
    place = Server(base / "data")
    settings = {row["setting"]: row["value"]
                for row in table(folder, "practice")}
    place.run("practice", *(f"{name}={settings[name]}"
                            for name in ("name", "zone", "currency")))
    # By its tables alone, as into a practice that has something already.
    tables = base / "tables"
    shutil.copytree(folder, tables)
    (tables / "practice.rows").unlink()
    first = place.run("import", str(tables))
    assert "refused 0" in first.stdout, first.stdout + first.stderr
    assert "saved again" not in first.stderr
    again = place.run("import", str(folder))  # it is not empty any more
    assert "added 0, changed 0" in again.stdout, again.stderr
    place.run("export", str(base / "again"))
    return base / "again"


# What a place gives out anew: ids, and when it was entered.
OWN = {"id", "session", "save", "revision", "schedule", "created", "modified",
       "removed_at"}


def same(folder, back, name):
    def rows(place):
        return sorted(
            json.dumps({k: v for k, v in row.items() if k not in OWN})
            for row in table(place, name) if not row.get("removed_at"))
    assert rows(folder) == rows(back), name


def test_what_was_exported_comes_back(folder, back):
    for name in ("people", "services", "rates", "completion-types",
                 "sessions"):
        same(folder, back, name)
    for name in ("people", "contacts", "services", "rates",
                 "completion-types"):
        file = f"{name}.csv"
        assert (folder / file).read_bytes() == (back / file).read_bytes(), name
    closures = [
        sorted(re.findall("^(?:UID|SUMMARY|DTSTART|DTEND).*",
                          (place / "closures.ics").read_text(), re.M))
        for place in (folder, back)]
    assert closures[0] == closures[1]


def test_sessions_end_as_they_did_and_cost_the_same_by_price(folder, back):
    """Also overrides; but prices that changed between two saves are those of
    the session's day."""
    def live(place):
        ids = {row["id"]: row["uid"] for row in table(place, "sessions")
               if not row["removed_at"]}
        saves = {row["id"]: ids[row["session"]]
                 for row in table(place, "saves")
                 if not row["reopened_at"] and row["session"] in ids}
        return sorted((saves[row["save"]], row["client"], row["type"],
                       row["charge"], row["tax"])
                      for row in table(place, "charges")
                      if row["save"] in saves)
    assert len(live(folder)) > 300
    before, after = dict(), dict()
    for into, place in (before, folder), (after, back):
        for uid, client, kind, charge, tax in live(place):
            into[uid, client] = kind, charge, tax
    assert before.keys() == after.keys()
    assert {k: v[0] for k, v in before.items()} == {
        k: v[0] for k, v in after.items()}
    # The demo saved June's before the new price was entered.
    differ = {k for k in before if before[k] != after[k]}
    june = {row["uid"] for row in table(folder, "sessions")
            if row["start"] >= "2026-06-01" and row["service"] == "Speech"}
    assert {uid for uid, _ in differ} <= june
    assert ledger_fault(back) is None


def files(place):
    return {str(path.relative_to(place)): path.read_bytes()
            for path in place.rglob("*") if path.is_file()}


def test_an_empty_place_becomes_the_practice_byte_by_byte(folder, tmp_path):
    place = Server(tmp_path / "data")
    told = place.run("import", str(folder))
    assert "imported the whole practice" in told.stdout
    assert told.stderr.count("\n") == told.stderr.count("event=created") == 1
    place.run("export", str(tmp_path / "again"))
    assert files(folder) == files(tmp_path / "again")
    assert place.run("verify").stdout.startswith("ok transactions=")
    # The rules of the database stand again, and ids go on behind.
    base = sqlite3.connect(place.data / "daybook.db")
    with pytest.raises(sqlite3.Error):
        base.execute("DELETE FROM ledger_entry")
    base.close()
    place.run("person", "password", "admin", "--password-stdin",
              stdin="correct horse\n")
    place.passwords["admin"] = "correct horse"
    place.start()
    try:
        known = {row["code"] for row in table(folder, "people")}
        status, made = api(place.person("admin"), "POST", "/people",
                           {"name": "New Client", "roles": ["client"]})
        assert status == 201 and made["code"] not in known
        assert place.person("admin").propfind(
            "/dav/calendars/admin/", depth="1").status == 207
    finally:
        assert place.stop() == 0
    assert place.run("verify").stdout.startswith("ok transactions=")


@pytest.mark.parametrize("change, why", [
    (lambda text: text.replace('"schema":', '"schema":1', 1), "schema"),
    (lambda text: text[:len(text) // 2], "line"),
    (lambda text: text.rsplit("\n", 2)[0] + "\n", "cut short"),
    (lambda text: "name,login\n", "cannot be read"),
    (lambda text: text.replace('{"table":"person"', '{"table":"token"', 1),
     "no such table"),
    (lambda text: text.replace('"columns":["id"', '"columns":["id) --"', 1),
     "column"),
    (lambda text: re.sub(r'(\{"table":"ledger_entry".*?\n\[\d+,\d+,\d+,)(-?)',
                         r"\g<1>9\2", text, count=1, flags=re.S), ""),
])
def test_rows_that_do_not_hold_leave_the_place_empty(folder, tmp_path, change,
                                                     why):
    target = tmp_path / "changed"
    target.mkdir()
    text = (folder / "practice.rows").read_text()
    other = change(text)
    assert other != text
    (target / "practice.rows").write_text(other)
    place = Server(tmp_path / "data")
    place.run("practice", "name=Empty")
    result = place.run("import", str(target), check=False)
    assert result.returncode == 1 and why in result.stderr, result.stderr
    assert place.run("person", "list").stdout == ""
    assert "Empty" in place.run("practice").stdout


# Refusals


@pytest.fixture
def place(tmp_path):
    return Server(tmp_path / "data")


def test_a_directory_that_holds_something_is_left_alone(place, tmp_path):
    target = tmp_path / "there"
    target.mkdir()
    place.run("export", str(target) + "/")
    assert (target / "README.txt").exists()
    mine = target / "people.csv"
    mine.write_text("mine")
    result = place.run("export", str(target), check=False)
    assert result.returncode == 1 and "not empty" in result.stderr
    assert mine.read_text() == "mine"
    result = place.run("export", str(mine), check=False)
    assert result.returncode == 1 and "people.csv" in result.stderr
    result = place.run("export", str(tmp_path / "no" / "where"), check=False)
    assert result.returncode == 1 and result.stderr
    assert sorted(os.listdir(tmp_path)) == ["data", "there"]


def test_export_takes_one_directory(place, tmp_path):
    for words in (["export"], ["export", "a", "b"], ["export", ""]):
        assert place.run(*words, check=False).returncode == 2
    assert "export" in place.run("--help").stdout


def test_a_kill_leaves_nothing_that_looks_whole(demo, tmp_path):
    for pause in (0.01, 0.03, 0.06, 0.1):
        target = tmp_path / f"killed-{pause}"
        process = subprocess.Popen(
            [BINARY, "export", str(target), "--data", str(demo.data)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        if target.exists():
            assert ledger_fault(target) is None
        for rest in tmp_path.glob("killed-*.partial-*"):
            assert rest.is_dir() and pathlib.Path(rest).name != target.name


def test_a_full_disk_is_told_and_leaves_nothing(demo, tmp_path):
    """A limit on the size of files stands for it."""
    target = tmp_path / "full"
    result = subprocess.run(
        ["/bin/sh", "-c", "trap '' XFSZ; ulimit -f 8; exec \"$@\"", "sh",
         BINARY, "export", str(target), "--data", str(demo.data)],
        capture_output=True, text=True, timeout=60)
    assert result.returncode == 1 and "cannot write" in result.stderr
    assert os.listdir(tmp_path) == []

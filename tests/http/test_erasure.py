"""Erasure (rules S49): names, contacts and notes turn into the code,
in every file of the place; what counts stays."""

import json
import re

import pytest

from api import api
from conftest import event

# Each is in one thing alone, so that a failure tells what was left.
MARKS = [
    "Markname", "Marklast", "mark-email", "+1 555 0177", "Markguardian",
    "mark-guardian", "Markrelation", "Markplace", "Markpublic", "Markprivate",
    "Markreason", "Markold", "Marktitle", "Marktoken", "Markfeed",
    "Markdevice", "Markmethod", "Markalarm", "Markdraft", "Markschedule",
    "Markreview", "mark-login", "Markproperty", "Markstreet", "Marktown",
    "Markdeleted",
]
GROUP_NOTE = "what the group did"


def made(person, method, path, body=None, **headers):
    headers["Content_Type"] = "application/json"
    answer = person.ask(method, "/api" + path,
                        json.dumps(body) if body is not None else None,
                        **headers)
    assert answer.status in (200, 201, 204), answer.text
    return json.loads(answer.text) if answer.text else None


def session_body(day, clients, **more):
    return {"start": f"2026-06-{day:02}T10:00", "end": f"2026-06-{day:02}T11:00",
            "practitioners": ["maria"], "clients": clients, **more}


def completed(admin, session, **body):
    made(admin, "POST", f"/sessions/{session}/completion", body)


def the_client(server, admin):
    """Ways in, and all that is kept of the person."""
    client = made(admin, "POST", "/people", {
        "login": "mark-login", "name": "Markname Marklast",
        "roles": ["client"], "code": "C077", "email": "mark-email@example.org",
        "phone": "+1 555 0177", "address": "5 Markstreet\nMarktown",
        "notice": "both",
        "contacts": [{"name": "Markguardian Jones",
                      "email": "mark-guardian@example.org",
                      "relation": "Markrelation"}],
    }, Idempotency_Key="an answer with names in it")["id"]
    server.passwords["mark-login"] = "password of mark"
    made(admin, "PUT", f"/people/{client}/password",
         {"password": "password of mark"})
    mark = server.person("mark-login")
    server.passwords["mark-login-device"] = made(
        mark, "POST", f"/people/{client}/tokens",
        {"label": "Marktoken"})["secret"]
    feed = made(mark, "POST", f"/people/{client}/feeds",
                {"label": "Markfeed", "level": "full"})["url"]
    server.feed = re.sub("^https?://[^/]*", "", feed)
    assert server.nobody().get(server.feed,
                               User_Agent="Markdevice").status == 200
    assert mark.proppatch(mark.home, "<D:set><D:prop><D:displayname>"
                          "Markproperty</D:displayname></D:prop></D:set>"
                          ).status == 207
    return client


def the_sessions(server, admin):
    """Alone, in a group, and one that became another's."""
    server.alone = made(admin, "POST", "/sessions", session_body(
        1, ["C077"], place='Markplace "à" 5\\3',
        public_note="Markold note", private_note="Markprivate note"))["id"]
    made(admin, "PATCH", f"/sessions/{server.alone}",
         {"public_note": "Markpublic note"})
    completed(admin, server.alone, type="override", charge="7.00",
              wage="1.00", reason="Markreason")
    server.group = made(admin, "POST", "/sessions", session_body(
        2, ["C077", "ada"], public_note=GROUP_NOTE))["id"]
    completed(admin, server.group, type="completed")
    server.given = made(admin, "POST", "/sessions", session_body(
        3, ["C077"], private_note="Markdraft note"))["id"]
    made(admin, "PATCH", f"/sessions/{server.given}",
         {"clients": ["ada"], "private_note": "of Ada"})
    made(admin, "POST", "/schedules", {
        **session_body(4, ["C077"], public_note="Markschedule"),
        "days": ["TH"], "repeat": "weekly", "count": 1, "enabled": True})


def the_phone(server, admin):
    """A new session; the title as it was served, in an alarm; a wrong tag."""
    maria = server.person("maria")
    path = f"{maria.home}sessions/marked.ics"
    assert maria.put(path, event(
        "marked", "20260605T140000Z", "20260605T150000Z",
        "DESCRIPTION:Markpublic too",
        summary="C077 Marktitle Markname")).status == 201
    text = maria.get(path).text
    alarm = ("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\n"
             "DESCRIPTION:Markalarm\r\nEND:VALARM\r\nEND:VEVENT")
    assert maria.put(path, text.replace("END:VEVENT", alarm)).status == 204
    text = maria.get(path).text
    assert "Markname Marklast" in text and "Markalarm" in text
    title = re.search("^SUMMARY.*?(?=\r)", text, re.M).group()
    maria.put(path, text.replace(title, title + " #Markreview"))
    assert "markreview" in admin.get("/api/review").text.lower()
    # a calendar that is deleted is cleared away later
    cal = maria.make_calendar("unwanted")
    assert maria.put(f"{cal}a.ics", event(
        "unwanted", summary="Markdeleted")).status == 201
    assert maria.delete(cal).status == 204


@pytest.fixture(scope="module")
def story(server):
    """A client's year in a few days, each text with a mark of its own."""
    admin = server.person("admin")
    service = made(admin, "POST", "/services", {
        "name": "Speech", "kind": "fixed", "cost": "42.50", "wage": "30.00",
        "tax_bp": 1300})["id"]
    made(admin, "PATCH", "/practice", {"default_service": service})
    made(admin, "PATCH", "/people/maria", {"calendar_names": "full"})
    client = server.client = the_client(server, admin)
    the_sessions(server, admin)
    the_phone(server, admin)
    invoice = server.invoice = made(admin, "POST", "/invoices", {
        "client": client, "to": "2026-06-03"})["id"]
    made(admin, "POST", f"/invoices/{invoice}/issue")
    made(admin, "POST", "/payments", {
        "client": client, "amount": "100.00", "date": "2026-06-08",
        "method": "Markmethod"})
    # What comes is in the way at first.
    server.coming = made(admin, "POST", "/sessions",
                         session_body(20, ["C077"]))["id"]
    return admin


def files_holding(server, mark):
    """Files of the place in which the mark is, in any spelling of case."""
    return [path.name for path in server.data.iterdir()
            if mark.lower().encode() in path.read_bytes().lower()]


@pytest.fixture(scope="module")
def before(server, story):
    """What counts, and the refusals, before it is done."""
    missing = [mark for mark in MARKS
               if not files_holding(server, mark)]
    assert not missing, "the test itself lost these: " + str(missing)
    kept = {
        "ledger": story.get("/api/ledger").text,
        "balance": story.get(f"/api/people/{server.client}/balance").text,
        "invoice": api(story, "GET", f"/invoices/{server.invoice}")[1],
    }
    path = f"/people/{server.client}/erase"
    status, answer = api(story, "POST", path)
    assert status == 409 and answer["error"]["code"] == "sessions-open"
    assert "C077 has 1 coming session" in answer["error"]["message"]
    made(story, "DELETE", f"/sessions/{server.coming}")
    status, answer = api(story, "POST", path, {"confirm": "C042"})
    assert status == 422 and answer["error"]["field"] == "confirm"
    assert story.get(f"/api/people/{server.client}").text.count("Markname")
    return kept


@pytest.fixture(scope="module")
def erased(server, story, before):
    status, answer = api(story, "POST", f"/people/{server.client}/erase",
                         {"confirm": "c077"})
    assert status == 200, answer
    return answer


def test_names_and_addresses_turn_into_the_code(server, story, erased):
    assert erased["name"] == erased["code"] == "C077"
    assert erased["active"] is False and erased["notice"] == "none"
    assert erased["erased"].startswith("2026-06-10T")
    for field in "login", "email", "phone", "address":
        assert erased[field] is None, field
    assert erased["contacts"] == []


def test_no_file_of_the_place_holds_a_mark(server, story, erased):
    left = {mark: files for mark in MARKS
            if (files := files_holding(server, mark))}
    assert not left


def test_nobody_signs_in_and_feeds_are_gone(server, story, erased):
    for login in "mark-login", "mark-login-device":
        person = server.person(login)
        person.session.auth = ("mark-login", server.passwords[login])
        assert person.propfind("/dav/").status == 401
    assert server.nobody().get(server.feed).status == 410


def test_calendars_show_the_code(server, story, erased):
    maria = server.person("maria")
    text = maria.get(f"{maria.home}sessions/").text
    assert "C077" in text and "C042 Ada Brown" in text
    titles = re.findall("^SUMMARY:(.*)\r", text, re.M)
    assert any(re.fullmatch(r"\W+ C077 Speech", title) for title in titles)
    assert any("C077\\, C042 Ada Brown" in title for title in titles)


def test_notes_of_groups_and_of_others_stay(server, story, erased):
    group = api(story, "GET", f"/sessions/{server.group}")[1]
    assert group["public_note"] == GROUP_NOTE
    given = api(story, "GET", f"/sessions/{server.given}")[1]
    assert given["private_note"] == "of Ada"
    alone = api(story, "GET", f"/sessions/{server.alone}")[1]
    for field in "place", "public_note", "private_note", "reason":
        assert alone[field] is None, field


def test_history_shows_sessions_without_their_notes(server, story, erased):
    for session in server.alone, server.given:
        status, was = api(story, "GET",
                          f"/sessions/{session}?at=2026-06-11T00:00:00Z")
        assert status == 200 and was["id"] == session


def test_what_counts_is_as_it_was(server, story, before, erased):
    assert story.get("/api/ledger").text == before["ledger"]
    assert story.get(
        f"/api/people/{server.client}/balance").text == before["balance"]
    invoice = api(story, "GET", f"/invoices/{server.invoice}")[1]
    # How somebody paid is a note.
    assert before["invoice"]["payments"][0].pop("method") == "Markmethod"
    assert invoice["payments"][0].pop("method") is None
    assert invoice == before["invoice"]
    paper = story.get(f"/api/invoices/{server.invoice}.html").text
    assert "C077" in paper and "Mark" not in paper
    assert api(story, "GET", "/ledger/verify")[1]["ok"] is True
    assert server.run("verify").stdout.startswith("ok ")


def test_the_audit_log_tells_that_it_was_done(server, story, erased):
    row = api(story, "GET", f"/audit?object=person:{server.client}")[1][
        "items"][0]
    assert row["action"] == "person.erase" and row["who"] == "admin"


def test_nothing_is_written_about_the_erased_again(server, story, erased):
    status, answer = api(story, "PATCH", f"/people/{server.client}",
                         {"name": "Back Again"})
    assert status == 409 and answer["error"]["code"] == "erased"
    status, answer = api(story, "PATCH", f"/people/{server.client}",
                         {"contacts": []})
    assert status == 409


def test_erasing_again_does_no_harm(server, story, erased):
    status, answer = api(story, "POST", f"/people/{server.client}/erase", {})
    assert status == 200 and answer["erased"] == erased["erased"]


def test_only_clients_are_erased(server, story):
    assert api(story, "POST", "/people/maria/erase")[0] == 404
    both = made(story, "POST", "/people", {
        "name": "Both", "roles": ["client", "practitioner"]})["id"]
    status, answer = api(story, "POST", f"/people/{both}/erase")
    assert status == 409 and answer["error"]["code"] == "not-only-client"

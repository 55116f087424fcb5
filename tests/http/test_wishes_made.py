"""Wishes that make more of a session (rules K9, K14, K15): codes in a draft's
title, an RRULE; and PROPPATCH, which is all or none."""

import re

import pytest

from api import api, items
from conftest import NS, event
from office import line, unfolded
from wishing import (  # noqa: F401
    Channel, OPEN, admin, all_sessions, calendar, channel, clients_of,
    edit, make, now, office, own, practice, refused, status_after, with_lines)


# Drafts

@pytest.mark.parametrize("title, status, kind", [
    ("C042", "open", "single"), ("c042 & C051", "open", "group"),
    ("ok C042", "saved", "single"), ("C042 #late-cancel", "saved", "single"),
    ("C099", "draft", "draft"), ("C070", "draft", "draft"),
    ("Lunch", "draft", "draft")])
def test_codes_typed_into_a_drafts_title_are_its_clients(
        admin, calendar, title, status, kind):
    made = make(admin)
    body = edit(calendar.get(made).text, r"(?<=^SUMMARY:)(.*?)(?=\r?$)", title)
    answer = calendar.put(made, body)
    assert answer.status == 204 and "ETag" not in answer.headers
    found = now(admin, made)
    assert (found["status"], found["kind"]) == (status, kind)
    assert title not in re.findall(r"SUMMARY:(.*)\r", calendar.get(made).text)


def test_a_private_note_keeps_what_was_typed_at_first(admin, own):
    own.person.put(own.calendar + "typed.ics", event("typed", summary="New boy"))
    made = {"uid": "typed", "id": next(
        s["id"] for s in all_sessions(admin) if s["uid"] == "typed")}
    assert own.put(made, edit(own.get(made).text, r"(?<=^SUMMARY:).*?(?=\r)",
                              "C063 at last")).status == 204
    found = now(admin, made)
    assert found["status"] == "open" and clients_of(found) == ["C063"]
    assert found["private_note"] == "New boy"


# Copies

def test_a_copy_of_a_saved_group_is_an_open_group(admin, calendar):
    made = make(admin, "C042", "C051", "C063")
    assert api(admin, "POST", f"/sessions/{made['id']}/completion", {
        "type": "completed", "clients": {"C051": "missed"}})[0] == 200
    uid = f"copy-of-{made['id']}"
    body = re.sub(r"(DT(START|END);TZID=[^:]*:2026)04", r"\g<1>08",
                  edit(calendar.get(made).text, r"(?<=^UID:).*?(?=\r)", uid))
    answer = calendar.person.put(f"{calendar.calendar}{uid}.ics", body)
    assert answer.status == 201, answer.text
    found = now(admin, {"id": next(
        s["id"] for s in all_sessions(admin) if s["uid"] == uid)})
    assert found["status"] == "open" and found["kind"] == "group"
    assert clients_of(found) == ["C042", "C051", "C063"]
    assert found["private_note"] is None
    assert now(admin, made)["status"] == "saved"


def test_a_new_event_with_an_unknown_code_in_its_clients_is_a_draft(
        admin, calendar):
    uid = f"unknown-{calendar.person.login}"
    body = event(uid, "20260803T140000Z", "20260803T150000Z",
                 "X-PRACTICE-CLIENTS:C042,C999", summary="C042 and a friend")
    assert calendar.person.put(f"{calendar.calendar}{uid}.ics",
                               body).status == 201
    found = next(s for s in all_sessions(admin) if s["uid"] == uid)
    found = now(admin, found)
    assert found["status"] == "draft" and not found["clients"]
    assert found["private_note"] == "C042 and a friend"


# An RRULE over a session

def test_a_rule_added_to_a_session_makes_a_schedule(admin, calendar):
    made = make(admin, "C042", month=8)
    got = calendar.get(made)
    token = calendar.token()
    body = with_lines(got.text, "RRULE:FREQ=WEEKLY;COUNT=5")
    answer = calendar.put(made, body, If_Match=got.headers["ETag"])
    assert answer.status == 204 and "ETag" not in answer.headers
    found = now(admin, made)
    assert found["schedule"]
    schedule = api(admin, "GET", f"/schedules/{found['schedule']}")[1]
    assert schedule["count"] == 5 and len(schedule["sessions"]) == 5
    assert schedule["sessions"][0] == made["id"]
    changed = calendar.person.sync(calendar.calendar, token).responses
    assert len(changed) == 5
    for href in changed:
        text = calendar.person.get(href).text
        assert "RRULE" not in text.split("END:VTIMEZONE")[-1]
        assert f"X-PRACTICE-SCHEDULE:{found['schedule']}" in text
    # The program that has not read it anew sends it again.
    assert calendar.put(made, body).status == 204
    assert len(api(admin, "GET", f"/schedules/{found['schedule']}"
                   )[1]["sessions"]) == 5
    # Nor does it mean one session when it changes the rule.
    more = edit(body, "COUNT=5", "COUNT=6")
    assert calendar.put(made, more).status == 204
    schedule = api(admin, "GET", f"/schedules/{found['schedule']}")[1]
    assert schedule["count"] == 6 and len(schedule["sessions"]) == 6
    # One that has read the session repeats what a schedule repeats already.
    refused(admin, calendar, made, with_lines(
        calendar.get(made).text, "RRULE:FREQ=WEEKLY;COUNT=7"),
        "not-permitted", "change the schedule instead")


def test_a_rule_over_a_saved_session_is_refused(admin, calendar):
    made = make(admin, "C042")
    assert status_after(admin, calendar, made, edit(
        calendar.get(made).text, OPEN, "X-PRACTICE-STATUS:missed")) == "missed"
    refused(admin, calendar, made, with_lines(
        calendar.get(made).text, "RRULE:FREQ=WEEKLY;COUNT=3"),
        "session-saved", "after re-opening")


def test_a_rule_over_a_task_is_dropped(admin, practice):
    tasks = Channel(practice, "maria", "to-save/")
    made = make(admin, "C042")
    count = len(all_sessions(admin))
    got = tasks.get(made)
    body = edit(got.text, "^END:VTODO",
                "RRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VTODO")
    assert tasks.put(made, body).status == 204
    assert len(all_sessions(admin)) == count
    assert tasks.get(made).headers["ETag"] != got.headers["ETag"]


@pytest.mark.parametrize("title,ended", [
    ("{} ns", "missed"), ("{} #missed", "missed"), ("{} ok", "completed"),
    ("ns {}", "missed"), ("{} bring ok", None), ("{} x", "canceled")])
def test_k17_the_word_of_an_edit_stands_before_or_behind_the_title(
        admin, own, title, ended):
    made = make(admin, "C042")
    got = own.get(made).text
    shown = line(got, "SUMMARY")
    copy = edit(re.sub(r"X-PRACTICE-.*\r\n", "", unfolded(got)), "^UID:.*$",
                f"UID:copy-{made['uid']}\r")
    where = own.calendar + f"copy-{made['uid']}.ics"
    assert own.person.put(where, edit(
        copy, "^SUMMARY:.*$", f"SUMMARY:{title.format(shown)}\r")).status == 201
    assert own.person.delete(own.href(made)).status == 204
    assert now(admin, made)["type"] == ended
    assert [s["id"] for s in all_sessions(admin)
            if s["start"] == made["start"]] == [made["id"]]


def test_who_may_not_create_does_not_repeat(admin, own):
    people = {p["login"]: p["id"] for p in items(admin, "/people")}
    made = make(admin, "C042", month=8)
    path = f"/people/{people['maria']}"
    may = api(admin, "GET", path)[1]["may"]
    for left in (["edit", "complete"], ["create", "complete"]):
        assert api(admin, "PATCH", path, {"may": left})[0] == 200
        refused(admin, own, made, with_lines(
            own.get(made).text, "RRULE:FREQ=WEEKLY;COUNT=3"),
            "not-permitted", "they may not")
    assert api(admin, "PATCH", path, {"may": may})[0] == 200


# PROPPATCH

STATUS = "<D:set><D:prop><B:status>{}</B:status></D:prop></D:set>"
COLOUR = ("<D:set><D:prop><X:mine xmlns:X='urn:x'>red</X:mine></D:prop>"
          "</D:set>")


def verdicts(answer):
    return {prop.tag: int(stat.findtext("D:status", namespaces=NS).split()[1])
            for stat in answer.xml.iter("{DAV:}propstat")
            for prop in stat.find("D:prop", NS)}


def test_proppatch_of_a_status_and_others_is_all_or_none(admin, calendar):
    made = make(admin, "C042", month=7)
    href = calendar.href(made)
    got = calendar.get(made)
    for first, second in ((STATUS.format("nonsense"), COLOUR),
                          (COLOUR, STATUS.format("nonsense"))):
        answer = calendar.person.proppatch(href, first + second)
        assert answer.status == 207
        assert verdicts(answer) == {"{urn:daybook}status": 403,
                                    "{urn:x}mine": 424}
        assert "unknown-status" in answer.text
        shown = calendar.person.ask(
            "PROPFIND", href, "<propfind xmlns='DAV:'><prop><mine "
            "xmlns='urn:x'/></prop></propfind>", Depth="0")
        assert "{urn:x}mine" in shown.missing(href)
    assert now(admin, made)["status"] == "open"
    # It is told as a PUT's refusal is.
    assert calendar.get(made).headers["ETag"] != got.headers["ETag"]
    item = [r for r in items(admin, "/review") if r["session"] == made["id"]][0]
    assert "no session ends as 'nonsense'" in item["text"]
    answer = calendar.person.proppatch(href, STATUS.format("Canceled") + COLOUR)
    assert verdicts(answer) == {"{urn:daybook}status": 200, "{urn:x}mine": 200}
    assert now(admin, made)["type"] == "canceled"
    shown = calendar.person.ask(
        "PROPFIND", href, "<propfind xmlns='DAV:'><prop><mine "
        "xmlns='urn:x'/></prop></propfind>", Depth="0")
    assert ">red<" in shown.text


def test_a_protected_property_leaves_the_status(admin, calendar):
    made = make(admin, "C042")
    answer = calendar.person.proppatch(
        calendar.href(made), STATUS.format("missed") +
        "<D:set><D:prop><B:charge>1.00 CAD</B:charge></D:prop></D:set>")
    assert verdicts(answer) == {"{urn:daybook}status": 424,
                                "{urn:daybook}charge": 403}
    assert now(admin, made)["status"] == "open"


def test_an_override_by_proppatch_is_denied(admin, office, own):
    made = make(admin, "C042")
    for channel in (office, own):
        answer = channel.person.proppatch(channel.href(made),
                                          STATUS.format("override"))
        assert verdicts(answer) == {"{urn:daybook}status": 403}
        assert "override-denied" in answer.text
    assert now(admin, made)["status"] == "open"


def test_clients_do_not_save_by_proppatch(admin, practice):
    made = make(admin, "C042", month=7)
    client = practice.person("c042")
    href = f"{client.home}sessions/{made['uid']}.ics"
    answer = client.proppatch(href, STATUS.format("canceled"))
    assert verdicts(answer) == {"{urn:daybook}status": 403}
    assert "read-only" in answer.text
    assert now(admin, made)["status"] == "open"

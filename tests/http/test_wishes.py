"""A PUT is a set of wishes (rules K10-K13, K19): what is granted, what is
refused and how that is told to the program, to the audit log and to the person
who reviews."""

import pytest

from api import api, items
from conftest import event
from daybook import but_sequence
from wishing import (  # noqa: F401
    OPEN, admin, calendar, channel, clients_of, day_words, edit, make, now,
    office, own, practice, refused, status_after, with_lines)


# What cannot be taken

def test_a_status_that_does_not_exist_is_refused(admin, channel):
    made = make(admin, "C042")
    text = channel.get(made).text
    body = (edit(text, OPEN, "X-PRACTICE-STATUS:nonsense")
            if OPEN in text else
            edit(text, "^END:VTODO", "X-PRACTICE-STATUS:nonsense\r\nEND:VTODO"))
    refused(admin, channel, made, body, "unknown-status",
            "no session ends as 'nonsense' here")


@pytest.mark.parametrize("title", [
    r"x \1 ok", r"\1 #missed #late-cancel", r"x #ok \1", r"ok x \1",
    r"\1 #twofold", r"#Two Fold \1"])
def test_a_title_that_names_two_ways_to_end_is_refused(admin, channel, title):
    made = make(admin, "C042")
    body = edit(channel.get(made).text, r"(?<=^SUMMARY:)(.*?)(?=\r?$)", title)
    refused(admin, channel, made, body, "unknown-status", "way")


def test_categories_that_name_two_ways_to_end_are_refused(admin, channel):
    made = make(admin, "C042")
    body = edit(channel.get(made).text, "^SUMMARY:",
                "CATEGORIES:Missed,Work\r\nCATEGORIES:late cancel\r\nSUMMARY:")
    refused(admin, channel, made, body, "unknown-status",
            "two ways to end one session")


def test_a_tag_that_no_type_has_restores_the_title_and_is_reviewed(
        admin, channel):
    made = make(admin, "C042")
    got = channel.get(made)
    body = edit(got.text, r"(?<=^SUMMARY:)(.*?)(?=\r?$)", r"\1 #rescued")
    answer = channel.put(made, body, If_Match=got.headers["ETag"])
    assert answer.status == 204 and "ETag" not in answer.headers
    again = channel.get(made)
    assert but_sequence(again.text) == but_sequence(got.text)
    assert again.headers["ETag"] != got.headers["ETag"]
    item = [r for r in items(admin, "/review")
            if r["session"] == made["id"]][0]
    assert item["kind"] == "unknown-tag"
    for word in (channel.name, "'#rescued'", "C042", day_words(made)):
        assert word in item["text"]
    # Programs try again; the office reads it once.
    assert channel.put(made, body).status == 204
    assert len([r for r in items(admin, "/review")
                if r["session"] == made["id"]]) == 1


def test_a_time_that_ends_before_it_starts_is_refused(admin, calendar):
    made = make(admin, "C042", month=7)
    body = edit(calendar.get(made).text, r"^DTEND;TZID=America/Toronto:.*?\r",
                "DTEND;TZID=America/Toronto:20260601T070000\r")
    refused(admin, calendar, made, body, "valid-calendar-data",
            "cannot be understood", "the end lies before the start")


def test_a_negative_duration_is_refused(admin, calendar):
    made = make(admin, "C042", month=7)
    body = edit(calendar.get(made).text, r"^DTEND;.*?\r", "DURATION:-PT30M\r")
    refused(admin, calendar, made, body, "valid-calendar-data",
            "the DURATION is negative")


def test_no_time_at_all_is_refused(admin, calendar):
    made = make(admin, "C042", month=7)
    text = calendar.get(made).text
    refused(admin, calendar, made, edit(text, r"^DTEND;.*?\r\n", ""),
            "not-permitted", "ends after its start")
    refused(admin, calendar, made, edit(text, r"^DTSTART;.*?\r\n", ""),
            "valid-calendar-data", "cannot be understood")


def test_longer_than_24_hours_is_refused(admin, calendar):
    made = make(admin, "C042", month=7)
    text = calendar.get(made).text
    refused(admin, calendar, made, edit(text, r"^DTEND;.*?\r", "DURATION:P2D\r"),
            "not-permitted", "at most 24 hours")
    body = edit(text, r"^DTEND;.*?\r", "DURATION:P1D\r")
    assert calendar.put(made, body).status == 204


def test_a_task_or_a_broken_object_over_a_session_is_refused(admin, calendar):
    made = make(admin, "C042", month=7)
    text = calendar.get(made).text
    refused(admin, calendar, made, text.replace("VEVENT", "VTODO").replace(
        "DTEND", "DUE"), "supported-calendar-component")
    refused(admin, calendar, made, edit(text, "^BEGIN:VEVENT",
                                        "METHOD:PUBLISH\r\nBEGIN:VEVENT"),
            "valid-calendar-object-resource", "cannot be understood")
    refused(admin, calendar, made, edit(text, "^END:VEVENT\r\n", ""),
            "valid-calendar-data")
    refused(admin, calendar, made,
            edit(text, "^END:VEVENT", "RECURRENCE-ID:20260701T120000Z\r\n"
                                      "END:VEVENT"),
            "valid-calendar-object-resource")


def test_400_sessions_in_one_rule_are_refused(admin, calendar):
    made = make(admin, "C042", month=7)
    text = calendar.get(made).text
    for rule in ("FREQ=DAILY;COUNT=400", "FREQ=DAILY;UNTIL=20280101T000000Z",
                 "FREQ=HOURLY;COUNT=3", "FREQ=SECONDLY"):
        refused(admin, calendar, made, with_lines(text, f"RRULE:{rule}"),
                "max-instances", "at most 366 sessions")


def test_more_own_lines_than_are_kept_are_refused(admin, calendar):
    made = make(admin, "C042", month=7)
    body = with_lines(calendar.get(made).text, "X-MINE:" + "a" * 70000)
    refused(admin, calendar, made, body, "max-resource-size")


def test_a_new_event_that_cannot_be_is_refused_and_reviewed(admin, calendar):
    href = calendar.calendar + "cannot-be.ics"
    for lines, element, words in (
            (["RRULE:FREQ=DAILY;COUNT=400"], "max-instances", "366"),
            (["RRULE:FREQ=HOURLY"], "max-instances", "366"),
            (["X-PRACTICE-STATUS:nonsense"], "unknown-status", "nonsense"),
            (["X-MINE:" + "a" * 70000], "max-resource-size", "65536 bytes"),
            (["DURATION:PT1H"], "valid-calendar-data",
             "cannot be understood")):
        answer = calendar.person.put(href, event(
            "cannot-be", "20260612T140000Z", "20260612T150000Z", *lines,
            summary="C042"))
        assert answer.status == (413 if element == "max-resource-size"
                                 else 403), answer.text
        assert element in answer.error
        assert calendar.person.get(href).status == 404
        item = items(admin, "/review")[0]
        assert item["kind"] == "refused" and item["session"] is None
        for word in (calendar.name, "wanted to add a session on Friday, "
                     "12 June 2026 at 10:00", words):
            assert word in item["text"], item["text"]


def test_what_is_no_calendar_is_reviewed_without_a_day(admin, own):
    answer = own.person.put(own.calendar + "noise.ics", "noise \udcff".encode(
        "utf-8", "surrogateescape"))
    assert answer.status == 403 and "valid-calendar-data" in answer.error
    item = items(admin, "/review")[0]
    assert item["text"].startswith(
        "Maria Santos wanted to add a session from a calendar.")


def test_refusals_in_a_personal_calendar_are_nobodys_business(admin, own):
    before = [r["id"] for r in items(admin, "/review")]
    answer = own.person.put(own.person.home + "calendar/a.ics", "noise")
    assert answer.status == 403
    assert [r["id"] for r in items(admin, "/review")] == before


# Who takes part

def test_the_office_changes_who_takes_part(admin, office, own):
    made = make(admin, "C042")
    for line, codes in (("C042,C051", ["C042", "C051"]),
                        (r"c051\\,C063", ["C051", "C063"]),
                        ("C063", ["C063"])):
        answer = office.put(made, edit(
            office.get(made).text, r"(?<=^X-PRACTICE-CLIENTS:).*?(?=\r)",
            line))
        assert answer.status == 204, answer.text
        assert clients_of(now(admin, made)) == codes
    assert "X-PRACTICE-CLIENTS:C063\r\n" in own.get(made).text


@pytest.mark.parametrize("line, element, words", [
    ("C042,C099", "not-permitted", "no active client has the code 'C099'"),
    ("C042,C070", "not-permitted", "no active client has the code 'C070'"),
    ("C042,C042", "not-permitted", "'C042' is named twice"),
    ("C042,c042=missed", "not-permitted", "is named twice"),
    ("C042=nonsense", "unknown-status", "no session ends as 'nonsense'"),
    ("C042=open", "unknown-status", "no session ends as 'open'"),
    ("C042=", "unknown-status", "no session ends as ''"),
])
def test_wrong_participants_are_refused(admin, calendar, line, element, words):
    made = make(admin, "C042")
    for status in ("open", "completed"):
        body = edit(calendar.get(made).text, OPEN,
                    f"X-PRACTICE-STATUS:{status}")
        body = edit(body, "(?<=^X-PRACTICE-CLIENTS:)C042", line)
        refused(admin, calendar, made, body, element, words)


def test_a_practitioner_does_not_change_who_takes_part(admin, own):
    made = make(admin, "C042")
    text = own.get(made).text
    for line in ("C042,C051", "C051", ""):
        refused(admin, own, made, edit(
            text, "(?<=^X-PRACTICE-CLIENTS:)C042", line), "not-permitted",
            "who takes part is for the office to change")


def test_one_clients_ending_needs_the_sessions(admin, calendar):
    made = make(admin, "C042", "C051")
    text = calendar.get(made).text
    body = edit(text, "C042,C051", "C042,C051=missed")
    refused(admin, calendar, made, body, "not-permitted",
            "say how the session ended")
    answer = calendar.put(made, edit(body, OPEN, "X-PRACTICE-STATUS:completed"))
    assert answer.status == 204, answer.text
    shown = calendar.get(made).text
    assert "X-PRACTICE-CLIENTS:C042,C051=missed\r\n" in shown
    # The same with the comma escaped changes nothing.
    revision = now(admin, made)["revision"]
    assert calendar.put(made, edit(shown, "C042,C051", r"C042\\,C051")
                        ).status == 204
    assert now(admin, made)["revision"] == revision
    assert calendar.put(made, edit(shown, "C051=missed", "C051=late-cancel")
                        ).status == 204
    assert {c["code"]: c["type"] for c in now(admin, made)["clients"]} == {
        "C042": "completed", "C051": "late-cancel"}


def test_participants_of_a_saved_session_stay(admin, office):
    made = make(admin, "C042")
    assert office.put(made, edit(office.get(made).text, OPEN,
                                 "X-PRACTICE-STATUS:missed")).status == 204
    refused(admin, office, made, edit(
        office.get(made).text, "(?<=^X-PRACTICE-CLIENTS:)C042", "C051"),
        "session-saved", "can be changed after re-opening")


# Where several speak

def test_status_line_then_title_then_categories_then_status(admin, calendar):
    order = [("^STATUS:CONFIRMED", "STATUS:CANCELLED", "canceled"),
             ("^TRANSP:", "CATEGORIES:Late cancel\r\nTRANSP:", "late-cancel"),
             ("^SUMMARY:", "SUMMARY:ns ", "missed"),
             (OPEN, "X-PRACTICE-STATUS:completed", "completed")]
    for count in range(1, len(order) + 1):
        made = make(admin, "C042")
        body = calendar.get(made).text
        for old, new, _ in order[:count]:
            body = edit(body, old, new)
        assert status_after(admin, calendar, made, body) == \
            order[count - 1][2]


def test_completed_on_an_event_is_taken(admin, calendar):
    made = make(admin, "C042")
    body = edit(calendar.get(made).text, "^STATUS:CONFIRMED",
                "STATUS:COMPLETED")
    assert status_after(admin, calendar, made, body) == "completed"


@pytest.mark.parametrize("tag", ["#late-cancel", "#LATECANCEL", "#Late Cancel",
                                 "late-cancel", "#late--cancel", "-late cancel"])
def test_case_blanks_and_hyphens_in_labels_do_not_count(admin, channel, tag):
    made = make(admin, "C042")
    body = edit(channel.get(made).text, r"(?<=^SUMMARY:)(.*?)(?=\r?$)",
                r"\1 " + tag)
    assert status_after(admin, channel, made, body) == "late-cancel"


def test_an_absent_status_means_unchanged(admin, calendar):
    made = make(admin, "C042")
    assert status_after(admin, calendar, made, edit(
        calendar.get(made).text, OPEN, "X-PRACTICE-STATUS:missed")) == "missed"
    body = edit(calendar.get(made).text, r"^X-PRACTICE-STATUS:missed\r\n", "")
    assert status_after(admin, calendar, made, body) == "missed"
    # A word that says what is so already changes nothing, whatever else
    # speaks behind it.
    body = edit(body, "^SUMMARY:", "SUMMARY:ns ")
    body = edit(body, "^STATUS:CONFIRMED", "STATUS:CANCELLED")
    assert status_after(admin, calendar, made, body) == "missed"


def test_k20_an_old_revision_in_the_body_is_no_precondition(admin, calendar):
    """"Submit my changes anyway": compared with what it was made from."""
    made = make(admin, "C042")
    old = calendar.get(made).text
    assert api(admin, "PATCH", f"/sessions/{made['id']}",
               {"place": "Attic"})[0] == 200
    body = edit(old, OPEN, "X-PRACTICE-STATUS:missed")
    assert calendar.put(made, body, If_Match='"old"').status == 412
    assert calendar.put(made, body).status == 204
    assert now(admin, made)["type"] == "missed"
    assert now(admin, made)["place"] == "Attic"
    # What was open then is not wished open again.
    assert calendar.put(made, old, If_Match="*").status == 204
    assert now(admin, made)["type"] == "missed"


def test_what_if_match_names_is_what_is_compared_with(admin, calendar):
    made = make(admin, "C042")
    old = calendar.get(made).text
    assert api(admin, "PATCH", f"/sessions/{made['id']}",
               {"place": "Attic"})[0] == 200
    body = edit(with_lines(old, "LOCATION:Attic"), OPEN,
                "X-PRACTICE-STATUS:missed")
    etag = calendar.get(made).headers["ETag"]
    assert calendar.put(made, body, If_Match='"old"').status == 412
    assert now(admin, made)["status"] == "open"
    assert calendar.put(made, body, If_Match=etag).status == 204
    assert now(admin, made)["type"] == "missed"
    assert now(admin, made)["place"] == "Attic"


def test_what_options_allows_of_a_session_depends_on_who_asks(practice, admin):
    """What is refused to a person whatever they send is not told (K24)."""
    made = make(admin, "C042")
    status, closed = api(admin, "POST", "/closures", {
        "title": "Boiler", "all_day": True, "from": "2026-07-20",
        "to": "2026-07-20"})
    assert status == 201, closed
    uid, closure = made["uid"], closed["uid"]
    both = {"OPTIONS", "GET", "HEAD", "PROPFIND", "PROPPATCH", "REPORT"}
    changes = {"PUT", "DELETE", "COPY", "MOVE"}
    for login, path, methods in (
            ("maria", f"sessions/{uid}.ics", changes),
            ("maria", f"to-save/{uid}-save.ics", {"PUT", "COPY"}),
            ("maria", f"closures/{closure}.ics", {"COPY"}),
            ("staff", f"maria/{uid}.ics", changes),
            ("staff", f"closures/{closure}.ics", changes),
            ("c042", f"sessions/{uid}.ics", set()),
            ("c042", f"closures/{closure}.ics", set()),
            ("c042", "sessions/", set())):
        who = practice.person(login)
        answer = who.ask("OPTIONS", who.home + path)
        assert set(answer.headers["Allow"].split(", ")) == both | methods, path
        for method in changes - methods:
            answer = who.ask(method, who.home + path,
                             Destination=who.home + "other/x.ics")
            assert answer.status in (403, 405, 409), (method, path)
    for path in ("sessions/none.ics", "none/"):
        who = practice.person("c042")
        answer = who.ask("OPTIONS", who.home + path)
        assert answer.headers["Allow"] == "OPTIONS"


# What other sessions make of an event (K10)

def put_beside(maria, made):
    """A new event at the same time, as calcurse makes one of an edit."""
    path = f"{maria.home}sessions/beside-{made['id']}.ics"
    old = maria.get(f"{maria.home}sessions/{made['uid']}.ics").text
    text = edit(old, f"^UID:{made['uid']}", f"UID:beside-{made['id']}")
    assert maria.put(path, text, If_None_Match="*").status == 201
    return path


def test_a_clash_that_came_since_is_no_change_to_a_delete(practice, admin):
    maria, made = practice.person("maria"), make(admin, "C042", month=7)
    path = f"{maria.home}sessions/{made['uid']}.ics"
    old = maria.get(path)
    other = put_beside(maria, made)
    flagged = maria.get(path)
    assert "X-PRACTICE-CONFLICT" in flagged.text
    assert flagged.headers["ETag"] != old.headers["ETag"]
    assert maria.get(path, If_None_Match=old.headers["ETag"]).status == 200
    assert maria.delete(path, If_Match=old.headers["ETag"]).status == 204
    day = made["start"][:10]
    there, = [s for s in items(admin, f"/sessions?from={day}&to={day}")
              if s["start"] == made["start"]]
    assert (there["id"], there["conflicts"]) == (made["id"], [])
    assert maria.get(other).status == 200 and maria.get(path).status == 404


def test_one_charge_where_a_program_puts_anew_and_deletes_the_old(practice,
                                                                 admin):
    maria, made = practice.person("maria"), make(admin, "C051")
    path = f"{maria.home}sessions/{made['uid']}.ics"
    old = maria.get(path)
    other = f"{maria.home}sessions/missed-{made['id']}.ics"
    text = edit(old.text, f"^UID:{made['uid']}", f"UID:missed-{made['id']}")
    text = edit(text, "^SUMMARY:", "SUMMARY:ns ")
    assert maria.put(other, text, If_None_Match="*").status == 201
    assert maria.delete(path, If_Match=old.headers["ETag"]).status == 204
    day = made["start"][:10]
    there, = [s for s in items(admin, f"/sessions?from={day}&to={day}")
              if s["start"] == made["start"]]
    assert (there["id"], there["type"]) == (made["id"], "missed")
    assert there["clients"][0]["charge"] == "42.50"


def test_a_put_made_before_a_clash_came_or_went_changes_what_it_says(
        practice, admin):
    maria, made = practice.person("maria"), make(admin, "C042", month=7)
    path = f"{maria.home}sessions/{made['uid']}.ics"
    before = maria.get(path)
    other = put_beside(maria, made)
    clashing = maria.get(path)
    answer = maria.put(path, with_lines(before.text, "LOCATION:Attic"),
                       If_Match=before.headers["ETag"])
    assert answer.status == 204
    assert now(admin, made)["place"] == "Attic"
    # A person's change is one.
    for tag in (before, clashing):
        body = with_lines(tag.text, "LOCATION:Cellar")
        etag = tag.headers["ETag"]
        assert maria.put(path, body, If_Match=etag).status == 412
        assert maria.delete(path, If_Match=etag).status == 412
    clashing = maria.get(path)
    assert "X-PRACTICE-CONFLICT" in clashing.text
    assert maria.delete(other).status == 204
    assert "X-PRACTICE-CONFLICT" not in maria.get(path).text
    assert maria.put(path, edit(clashing.text, "LOCATION:Attic",
                                "LOCATION:Loft"),
                     If_Match=clashing.headers["ETag"]).status == 204
    assert (now(admin, made)["place"], now(admin, made)["status"]) == (
        "Loft", "open")


def test_a_closure_that_came_since_is_no_change_either(practice, admin):
    maria, made = practice.person("maria"), make(admin, "C042", month=7)
    path = f"{maria.home}sessions/{made['uid']}.ics"
    old = maria.get(path)
    day = made["start"][:10]
    status, closed = api(admin, "POST", "/closures", {
        "title": "Boiler", "all_day": True, "from": day, "to": day})
    assert status == 201
    try:
        assert maria.put(path, with_lines(old.text, "LOCATION:Attic"),
                         If_Match=old.headers["ETag"]).status == 204
        assert maria.delete(path, If_Match=old.headers["ETag"]).status == 412
    finally:
        api(admin, "DELETE", f"/closures/{closed['id']}")

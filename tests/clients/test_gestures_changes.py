"""Changes and removals by python3-caldav: time, place and note, what is one's
own, what is deleted, moved and copied, and what comes back when it is
refused."""

import datetime
import re

import icalendar
import pytest
from caldav.lib import error

from gestures import NOTHING, ZONE, whose

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

MAY = ["maria", "staff", "admin"]
MAY_NOT = ["nora", "c042"]
TITLE = "C042 A.B. Speech"


def wall(time):
    """DTSTART and DTEND of 50 minutes from a wall time of the practice."""
    lines = {}
    for name, minutes in (("DTSTART", 0), ("DTEND", 50)):
        at = datetime.datetime.fromisoformat(time) + \
            datetime.timedelta(minutes=minutes)
        lines[name] = icalendar.vDatetime(at)
        lines[name].params["TZID"] = ZONE
    return lines


def starts(held):
    return held["DTSTART"].dt.strftime("%Y-%m-%dT%H:%M")


def refused(gesture, *words, **lines):
    with pytest.raises(error.AuthorizationError):
        gesture(*words, **lines)


# Time, place, note

@pytest.mark.parametrize("who", MAY)
def test_a_coming_session_is_moved_in_time_for_everyone(who, practice,
                                                        phones):
    session = practice.session(coming=True)
    phones["c042"].sync()
    phones[who].edit(session, **wall("2026-09-01T16:30"))
    now = practice.now(session)
    assert (now["start"], now["end"], now["tzid"]) == (
        "2026-09-01T16:30", "2026-09-01T17:20", ZONE)
    practice.by_calendar(session, who, "session.move")
    for login in (who, "maria", "c042"):
        assert starts(phones[login].shows(session, "open")) == \
            "2026-09-01T16:30"


@pytest.mark.parametrize("who", MAY)
def test_place_and_note_of_an_open_session_are_changed_for_everyone(
        who, practice, phones):
    session = practice.session(coming=True)
    phones["c042"].sync()
    phones[who].edit(session, LOCATION="Room 2; the blue one",
                     DESCRIPTION="Bring the\nblue book, please")
    now = practice.now(session)
    assert now["place"] == "Room 2; the blue one"
    assert now["public_note"] == "Bring the\nblue book, please"
    practice.by_calendar(session, who, "session.change")
    for login in (who, "maria", "c042"):
        held = phones[login].shows(session, "open")
        assert held["LOCATION"] == "Room 2; the blue one"
        assert held["DESCRIPTION"] == "Bring the\nblue book, please"


@pytest.mark.parametrize("who", MAY)
def test_place_and_note_are_emptied_by_leaving_them_out(who, practice,
                                                        phones):
    session = practice.session(coming=True, place="Room 1",
                               public_note="Bring a pen")
    phones[who].edit(session, remove=("LOCATION", "DESCRIPTION"))
    now = practice.now(session)
    assert (now["place"], now["public_note"]) == (None, None)
    assert "LOCATION" not in phones[who].shows(session, "open")


EDITS = {
    "a move": wall("2026-09-02T10:00"),
    "another place": {"LOCATION": "Elsewhere"},
    "another note": {"DESCRIPTION": "Never mind"},
}


@pytest.mark.parametrize("who", MAY_NOT)
@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_refused_to_who_may_not_edit(edit, who, practice, phones):
    session = practice.session(of=whose(who), coming=True, place="Room 1",
                               public_note="Bring a pen")
    refused(phones[who].edit, session, **EDITS[edit])
    practice.unchanged(session, who, error="read-only" if who == "c042"
                       else "not-permitted")
    held = phones[who].shows(session, "open")
    assert starts(held) == session["start"]
    assert (held["LOCATION"], held["DESCRIPTION"]) == ("Room 1",
                                                       "Bring a pen")


@pytest.mark.parametrize("who", MAY + MAY_NOT)
@pytest.mark.parametrize("edit", EDITS)
def test_of_a_saved_session_an_edit_is_refused_to_everyone(edit, who,
                                                           practice, phones):
    session = practice.session(of=whose(who), place="Room 1",
                               public_note="Bring a pen")
    saved = practice.save(session, "completed")
    refused(phones[who].edit, saved, **EDITS[edit])
    practice.unchanged(saved, who, error={
        "c042": "read-only", "nora": "not-permitted"}.get(
            who, "session-saved"))
    held = phones[who].shows(session, "completed")
    assert starts(held) == session["start"]
    assert (held["LOCATION"], held["DESCRIPTION"]) == ("Room 1",
                                                       "Bring a pen")


@pytest.mark.parametrize("who", MAY)
def test_reopening_allows_the_edit_in_the_same_save(who, practice, phones):
    session = practice.session(place="Room 1")
    practice.save(session, "completed")
    phones[who].edit(session, X_PRACTICE_STATUS="open", LOCATION="Room 2")
    now = practice.now(session)
    assert (now["status"], now["place"]) == ("open", "Room 2")
    assert phones[who].shows(session, "open")["LOCATION"] == "Room 2"


def test_nothing_is_stored_of_a_save_of_which_a_part_is_refused(practice,
                                                                phones):
    session = practice.session(place="Room 1")
    refused(phones["maria"].edit, session, LOCATION="Room 2",
            X_PRACTICE_CLIENTS="C042,C051")
    practice.unchanged(session, "maria", error="not-permitted")
    assert phones["maria"].shows(session, "open")["LOCATION"] == "Room 1"


# One's own

def alarm(session, phone):
    """Ten minutes before, a colour, and a line that only it knows."""
    phone.sync()
    made = icalendar.Alarm()
    made.add("ACTION", "DISPLAY")
    made.add("DESCRIPTION", "Soon")
    made.add("TRIGGER", datetime.timedelta(minutes=-10))
    phone.held(session).add_component(made)
    phone.edit(session, COLOR="tomato", X_ONLY_MINE="kept")


@pytest.mark.parametrize("saved", [False, True], ids=["open", "saved"])
@pytest.mark.parametrize("who", MAY + ["nora"])
def test_alarm_colour_and_unknown_lines_are_kept_for_oneself_only(
        who, saved, practice, phones):
    session = practice.session(of=whose(who))
    if saved:
        session = practice.save(session, "completed")
    others = [phones[login] for login in ("c042", "staff", "maria")
              if login != who]
    for phone in others:
        phone.sync()
    alarm(session, phones[who])
    assert practice.now(session) == session
    held = phones[who].shows(session, session["type"] or "open")
    assert held["COLOR"] == "tomato" and held["X-ONLY-MINE"] == "kept"
    assert [one.name for one in held.subcomponents] == ["VALARM"]
    for phone in others:
        if whose(who) == "maria" or phone.login == "c042":
            held = phone.shows(session, session["type"] or "open")
            assert not {"COLOR", "X-ONLY-MINE"} & set(held)
            assert not held.subcomponents


def test_an_own_alarm_is_refused_in_a_clients_calendar(practice, phones):
    session = practice.session(coming=True)
    refused(alarm, session, phones["c042"])
    practice.unchanged(session, "c042", error="read-only")
    assert not phones["c042"].shows(session, "open").subcomponents


def test_an_own_alarm_outlives_what_the_office_changes(practice, phones):
    session = practice.session(coming=True)
    alarm(session, phones["maria"])
    phones["staff"].edit(session, LOCATION="Room 3")
    held = phones["maria"].shows(session, "open")
    assert held["LOCATION"] == "Room 3" and held["COLOR"] == "tomato"
    assert len(held.subcomponents) == 1


# Deleting

def test_a_coming_one_deleted_by_its_practitioner_comes_back_canceled(
        practice, phones):
    session = practice.session(coming=True)
    phones["maria"].delete(session)
    practice.ended(session, "maria", "canceled", NOTHING)
    held = phones["maria"].shows(session, "canceled", "✗ " + TITLE)
    assert held["TRANSP"] == "TRANSPARENT"
    phones["c042"].shows(session, "canceled")


def test_deleting_cancels_also_for_who_may_not_complete(practice, phones):
    session = practice.session(of="nora", coming=True)
    phones["nora"].delete(session)
    practice.ended(session, "nora", "canceled", NOTHING)
    phones["nora"].shows(session, "canceled")


@pytest.mark.parametrize("who", ["staff", "admin"])
@pytest.mark.parametrize("coming", [True, False], ids=["coming", "past"])
def test_an_open_one_deleted_by_the_office_is_removed_for_all(
        coming, who, practice, phones):
    session = practice.session(coming=coming)
    for login in (who, "maria", "c042"):
        phones[login].sync()
    phones[who].delete(session)
    now = practice.now(session)
    assert now["removed_at"] and now["type"] is None
    practice.by_calendar(session, who, "session.remove")
    for login in (who, "maria", "c042"):
        assert phones[login].lost(session)


@pytest.mark.parametrize("who", ["maria", "nora"])
def test_a_past_open_one_deleted_by_its_practitioner_comes_back(
        who, practice, phones):
    session = practice.session(of=who)
    refused(phones[who].delete, session)
    practice.unchanged(session, who, "DELETE", "past-open")
    phones[who].shows(session, "open", TITLE)


@pytest.mark.parametrize("who", MAY + ["nora"])
@pytest.mark.parametrize("coming", [True, False], ids=["coming", "past"])
def test_a_saved_one_deleted_comes_back(coming, who, practice, phones):
    session = practice.session(of=whose(who), coming=coming)
    saved = practice.save(session, "late-cancel")
    refused(phones[who].delete, saved)
    practice.unchanged(saved, who, "DELETE", "session-saved")
    phones[who].shows(session, "late-cancel",
                      "✗ " + TITLE + " [Late cancel]")


def test_a_deletion_by_a_client_comes_back(practice, phones):
    for session in (practice.session(coming=True), practice.session(),
                    practice.save(practice.session(), "missed")):
        refused(phones["c042"].delete, session)
        practice.unchanged(session, "c042", "DELETE", "read-only")
        phones["c042"].shows(session, session["type"] or "open")


# MOVE and COPY

def carry(phone, method, session, to):
    """The library's own request: it knows no word for either."""
    phone.sync()
    copy = phone.find(session)
    phone.client.request(str(copy.url), method, headers={
        "Destination": phone.practice.url + to})


@pytest.mark.parametrize("who", ["staff", "admin"])
def test_a_move_between_practitioners_by_the_office_reassigns(who, practice,
                                                              phones):
    session = practice.session(coming=True)
    for login in ("maria", "tom", who + "/tom"):
        phones[login].sync()
    carry(phones[who], "MOVE", session,
          f"/dav/calendars/{who}/tom/moved-{session['id']}.ics")
    now = practice.now(session)
    assert [p["id"] for p in now["practitioners"]] == [practice.ids["tom"]]
    assert now["status"] == "open"
    practice.by_calendar(session, who, "session.change")
    assert phones[who].lost(session) and phones["maria"].lost(session)
    phones[who + "/tom"].shows(session, "open", TITLE)
    phones["tom"].shows(session, "open", TITLE)


def test_a_saved_session_is_not_moved_and_stays(practice, phones):
    saved = practice.save(practice.session(), "completed")
    refused(carry, phones["staff"], "MOVE", saved,
            f"/dav/calendars/staff/tom/{saved['id']}.ics")
    practice.unchanged(saved, "staff", "MOVE", "session-saved")
    phones["staff"].shows(saved, "completed")
    assert phones["staff/tom"].lost(saved)


@pytest.mark.parametrize("who", ["maria", "c042"])
def test_a_session_moved_out_of_ones_sessions_comes_back(who, practice,
                                                         phones):
    session = practice.session(coming=True)
    refused(carry, phones[who], "MOVE", session,
            f"/dav/calendars/{who}/calendar/away.ics" if who == "maria"
            else f"/dav/calendars/{who}/sessions/other.ics")
    practice.unchanged(session, who, "MOVE")
    phones[who].shows(session, "open")


def test_a_copy_made_by_the_program_is_a_new_open_session(practice, phones):
    session = practice.session("C042", "C051", coming=True, place="Room 1")
    phone = phones["staff"]
    phone.sync()
    copy = phone.find(session).copy()
    copy.icalendar_component["UID"] = copy.id
    copy.icalendar_component["DTSTART"] = wall("2026-09-03T10:00")["DTSTART"]
    copy.icalendar_component["DTEND"] = wall("2026-09-03T10:00")["DTEND"]
    copy.save()
    made = practice.by_uid(copy.id, "2026-09-03")
    assert made["id"] != session["id"] and made["status"] == "open"
    assert [c["code"] for c in made["clients"]] == ["C042", "C051"]
    assert (made["place"], made["start"]) == ("Room 1", "2026-09-03T10:00")
    assert practice.now(session) == session
    phone.shows(made, "open", "Group (2) C042 A.B., C051 B.C. Speech")
    phone.shows(session, "open", "Group (2) C042 A.B., C051 B.C. Speech")


def test_a_copy_of_an_event_into_the_sessions_is_a_new_session(practice,
                                                              phones):
    private = phones["maria/calendar"]
    uid = private.add("2026-09-04T10:00", summary="C051 about the book")
    private.sync()
    carry(private, "COPY", uid, f"/dav/calendars/maria/sessions/{uid}.ics")
    made = practice.by_uid(uid, "2026-09-04")
    assert [c["code"] for c in made["clients"]] == ["C051"]
    practice.by_calendar(made, "maria", "session.add")
    phones["maria"].shows(made, "open", "C051 B.C. Speech")
    assert not private.lost(uid)


@pytest.mark.parametrize("who,to,of", [
    ("maria", "/dav/calendars/maria/sessions/", "maria"),
    ("staff", "/dav/calendars/staff/maria/", "maria"),
    ("staff", "/dav/calendars/staff/tom/", "tom")])
def test_a_copy_of_a_saved_session_is_a_new_open_one(who, to, of, practice,
                                                     phones):
    session = practice.session("C042", "C051", place="Room 1",
                               public_note="Bring a pen")
    saved = practice.save(session, "completed")
    phones[of].sync()
    carry(phones[who], "COPY", saved, f"{to}copy-{session['id']}.ics")
    found = practice.items(f"/sessions?from={session['start'][:10]}"
                           f"&to={session['start'][:10]}")
    made, = [s for s in found if s["start"] == session["start"]
             and s["id"] != session["id"]]
    assert made["uid"] != session["uid"] and made["status"] == "open"
    assert [c["code"] for c in made["clients"]] == ["C042", "C051"]
    assert [p["id"] for p in made["practitioners"]] == [practice.ids[of]]
    assert (made["place"], made["public_note"]) == ("Room 1", "Bring a pen")
    practice.by_calendar(made, who, "session.add")
    phones[of].shows(made, "open")
    assert {k: v for k, v in practice.now(saved).items()
            if k != "conflicts"} == {k: v for k, v in saved.items()
                                     if k != "conflicts"}


@pytest.mark.parametrize("who", ["nora", "c042"])
def test_a_copy_is_refused_to_who_may_not_create(who, practice, phones):
    session = practice.session(of=whose(who), coming=True)
    refused(carry, phones[who], "COPY", session,
            f"/dav/calendars/{who}/sessions/copy-{who}.ics")
    practice.unchanged(session, who, "COPY")
    day = session["start"][:10]
    assert session["start"] not in [
        s["start"] for s in practice.items(f"/sessions?from={day}&to={day}")
        if s["id"] != session["id"]]


# Closures

def closures(practice):
    return {one["title"]: one for one in practice.api(
        "GET", "/closures?from=2026-10-01&to=2026-12-31")["items"]}


@pytest.mark.parametrize("who", ["staff", "admin"])
def test_the_office_makes_changes_and_deletes_closures(who, practice,
                                                       phones):
    phone = phones[who + "/closures"]
    title = "Repairs of " + who
    phones["c042/closures"].sync()
    uid = phone.add("2026-10-05T09:00", summary=title)
    assert closures(practice)[title]["from"] == "2026-10-05T09:00"
    phone.edit(uid, SUMMARY=title + "!")
    found = closures(practice)
    assert title not in found
    for action in ("closure.add", "closure.change"):
        rows = [r for r in practice.rows(f"closure:{found[title + '!']['id']}")
                if r["action"] == action]
        assert [(r["who"], r["channel"]) for r in rows] == [(who, "calendar")]
    phones["c042/closures"].sync()
    assert phones["c042/closures"].held(uid)["SUMMARY"] == title + "!"
    phone.delete(uid)
    assert title + "!" not in closures(practice)
    for login in (who, "maria", "c042"):
        assert phones[login + "/closures"].lost(uid)


@pytest.mark.parametrize("who", ["maria", "nora", "c042"])
def test_closures_are_refused_to_others_and_come_back(who, practice, phones):
    office, phone = phones["staff/closures"], phones[who + "/closures"]
    title = "Training of " + who
    uid = office.add("2026-11-05T09:00", summary=title)
    before = closures(practice)
    refused(phone.add, "2026-11-06T09:00", summary="My holiday")
    refused(phone.edit, uid, SUMMARY="No training")
    phone.sync()
    assert phone.held(uid)["SUMMARY"] == title
    refused(phone.delete, uid)
    assert not phone.lost(uid)
    assert closures(practice) == before
    rows = [r for r in practice.rows(f"closure:{before[title]['id']}")
            if r["action"] == "calendar.refused"]
    assert {(r["who"], r["channel"]) for r in rows} == {(who, "calendar")}
    assert {r["after"]["method"] for r in rows} == {"PUT", "DELETE"}
    office.delete(uid)


def test_a_session_on_a_closure_made_in_a_calendar_is_flagged(practice,
                                                              phones):
    session = practice.session(coming=True, start="2026-12-07T09:00",
                               end="2026-12-07T09:50")
    phones["maria"].sync()
    uid = phones["staff/closures"].add("2026-12-07T09:10", summary="Flood")
    assert practice.now(session)["conflicts"] == [f"closure:{uid}"]
    held = phones["maria"].shows(session, "open", "\u26a0 " + TITLE)
    assert re.sub(r"\\", "", held["X-PRACTICE-CONFLICT"]) == f"closure:{uid}"
    phones["staff/closures"].sync()
    phones["staff/closures"].delete(uid)
    assert practice.now(session)["conflicts"] == []
    assert "X-PRACTICE-CONFLICT" not in phones["maria"].shows(session, "open")

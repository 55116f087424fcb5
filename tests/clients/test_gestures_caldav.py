"""Saving by python3-caldav: who says how in a calendar that a session ended,
what that costs and pays, and what the program holds after its next sync."""

import pytest
from caldav.lib import error

from gestures import FULL, HALF, NOTHING, whose

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

MAY = ["maria", "staff", "admin"]
MAY_NOT = ["nora", "c042"]

# gesture -> what is written where, the type meant, and what it comes to
WAYS = {
    "the short word before the title": ("ok ", "", {}, "completed", FULL),
    "the label behind the title": ("", " Missed", {}, "missed", FULL),
    "a tag behind the title": ("", " #late-cancel", {}, "late-cancel", HALF),
    "a tag in capitals without its hyphen": ("#LATECANCEL ", "", {},
                                             "late-cancel", HALF),
    "x before the title": ("x ", "", {}, "canceled", NOTHING),
    "ns before the title": ("NS ", "", {}, "missed", FULL),
    "X-PRACTICE-STATUS": ("", "", {"X_PRACTICE_STATUS": "missed"},
                          "missed", FULL),
    "X-PRACTICE-STATUS of a custom type": (
        "", "", {"X_PRACTICE_STATUS": "Late-Cancel"}, "late-cancel", HALF),
    "STATUS:COMPLETED": ("", "", {"STATUS": "COMPLETED"}, "completed", FULL),
    "STATUS:CANCELLED": ("", "", {"STATUS": "CANCELLED"}, "canceled",
                         NOTHING),
    "CATEGORIES": ("", "", {"CATEGORIES": ["Work", "Late cancel"]},
                   "late-cancel", HALF),
}


def write(phone, session, before, after, lines):
    phone.sync()
    title = phone.held(session)["SUMMARY"]
    phone.edit(session, SUMMARY=before + title + after, **lines)


@pytest.mark.parametrize("who", MAY)
@pytest.mark.parametrize("way", WAYS)
def test_a_past_session_is_saved_by(way, who, practice, phones):
    before, after, lines, type, amounts = WAYS[way]
    session = practice.session()
    phones["c042"].sync()
    write(phones[who], session, before, after, lines)
    practice.ended(session, who, type, amounts)
    held = phones[who].shows(session, type)
    sign, title = held["SUMMARY"].split(" ", 1)
    own = " [Late cancel]" if type == "late-cancel" else ""
    assert sign in "✓⊘✗" and title == "C042 A.B. Speech" + own
    assert held["STATUS"] == "CONFIRMED"
    if type in ("canceled", "late-cancel"):
        assert phones["c042"].lost(session), "a day after its start"
    else:
        phones["c042"].shows(session, type, "Speech, Gestures")


@pytest.mark.parametrize("who", MAY_NOT)
@pytest.mark.parametrize("way", WAYS)
def test_none_of_those_saves_for_who_may_not_complete(way, who, practice,
                                                      phones):
    before, after, lines, _, _ = WAYS[way]
    session = practice.session(of=whose(who))
    phones[who].sync()
    title = phones[who].held(session)["SUMMARY"]
    with pytest.raises(error.AuthorizationError):
        write(phones[who], session, before, after, lines)
    practice.unchanged(session, who, error="read-only" if who == "c042"
                       else "not-permitted")
    phones[who].shows(session, "open", title)


@pytest.mark.parametrize("who", MAY)
def test_ok_on_a_saved_one_again_changes_nothing_and_leaves_the_title(
        who, practice, phones):
    saved = practice.save(practice.session(), "completed")
    phones[who].retitle(saved, "ok ")
    assert practice.now(saved) == saved
    title = phones[who].shows(saved, "completed")["SUMMARY"]
    assert title == "✓ C042 A.B. Speech"


@pytest.mark.parametrize("who", MAY)
def test_another_word_on_a_saved_one_saves_it_anew(who, practice, phones):
    session = practice.session()
    practice.save(session, "completed")
    phones[who].retitle(session, after=" #late-cancel")
    practice.ended(session, who, "late-cancel", HALF)
    phones[who].shows(session, "late-cancel",
                      "✗ C042 A.B. Speech [Late cancel]")


@pytest.mark.parametrize("who", MAY)
def test_open_in_the_status_reopens_and_reverses(who, practice, phones):
    session = practice.session()
    practice.save(session, "completed")
    phones[who].edit(session, X_PRACTICE_STATUS="open")
    now = practice.now(session)
    assert (now["status"], now["type"]) == ("open", None)
    assert not any("charge" in one and one["charge"]
                   for one in now["clients"])
    phones[who].shows(session, "open", "C042 A.B. Speech")


@pytest.mark.parametrize("who", MAY_NOT)
def test_open_is_refused_to_who_may_not_complete(who, practice, phones):
    saved = practice.save(practice.session(of=whose(who)), "completed")
    with pytest.raises(error.AuthorizationError):
        phones[who].edit(saved, X_PRACTICE_STATUS="open")
    practice.unchanged(saved, who)
    phones[who].shows(saved, "completed")


@pytest.mark.parametrize("who", MAY)
def test_of_several_the_status_property_wins_then_the_title(who, practice,
                                                            phones):
    session = practice.session()
    write(phones[who], session, "ok ", "",
          {"X_PRACTICE_STATUS": "missed", "CATEGORIES": ["Late cancel"]})
    practice.ended(session, who, "missed", FULL)
    session = practice.session()
    write(phones[who], session, "x ", "",
          {"CATEGORIES": ["Late cancel"], "STATUS": "COMPLETED"})
    practice.ended(session, who, "canceled", NOTHING)
    session = practice.session()
    write(phones[who], session, "", "",
          {"CATEGORIES": ["Late cancel"], "STATUS": "COMPLETED"})
    practice.ended(session, who, "late-cancel", HALF)


@pytest.mark.parametrize("who", MAY)
def test_an_unknown_status_is_refused_and_comes_back(who, practice, phones):
    session = practice.session()
    with pytest.raises(error.AuthorizationError):
        phones[who].edit(session, X_PRACTICE_STATUS="sleepy")
    practice.unchanged(session, who, error="unknown-status")
    phones[who].shows(session, "open", "C042 A.B. Speech")


@pytest.mark.parametrize("who", MAY)
def test_an_unknown_tag_leaves_the_title_and_waits_for_review(who, practice,
                                                              phones):
    session = practice.session()
    phones[who].retitle(session, after=" #sleepy")
    assert practice.now(session) == session
    item, = practice.reviews(session, "unknown-tag")
    assert "#sleepy" in item["text"]
    assert (item["person"], item["state"]) == (who, "waiting")
    phones[who].shows(session, "open", "C042 A.B. Speech")


@pytest.mark.parametrize("who", MAY + ["nora"])
def test_any_other_title_is_dropped_and_the_real_one_comes_back(
        who, practice, phones):
    session = practice.session(of=whose(who))
    phones[who].edit(session, SUMMARY="Lunch with somebody")
    assert practice.now(session) == session
    phones[who].shows(session, "open", "C042 A.B. Speech")


# Before the start

@pytest.mark.parametrize("who", MAY)
@pytest.mark.parametrize("word,type,amounts", [
    ("x", "canceled", NOTHING), ("#late-cancel", "late-cancel", HALF)])
def test_a_coming_session_is_canceled_by(word, type, amounts, who, practice,
                                         phones):
    session = practice.session(coming=True)
    phones[who].retitle(session, word + " ")
    practice.ended(session, who, type, amounts)
    assert phones[who].shows(session, type)["TRANSP"] == "TRANSPARENT"


def test_a_coming_session_is_completed_by_the_office_alone(practice, phones):
    session = practice.session(coming=True)
    with pytest.raises(error.AuthorizationError):
        phones["maria"].retitle(session, "ok ")
    practice.unchanged(session, "maria", error="not-permitted")
    phones["maria"].shows(session, "open", "C042 A.B. Speech")
    phones["staff"].retitle(session, "ok ")
    practice.ended(session, "staff", "completed", FULL)
    phones["maria"].shows(session, "completed")


# Groups

@pytest.mark.parametrize("who", MAY)
def test_in_a_group_each_client_may_end_differently(who, practice, phones):
    session = practice.session("C042", "C051", "C063")
    phones["c051"].sync()
    phones[who].edit(
        session, X_PRACTICE_STATUS="completed",
        X_PRACTICE_CLIENTS="C042,C051=late-cancel,C063=canceled")
    now = practice.ended(session, who, "completed", (
        {"C042": "42.50", "C051": "21.25", "C063": "0.00"}, "30.00"))
    assert [c["type"] for c in now["clients"]] == [
        "completed", "late-cancel", "canceled"]
    held = phones[who].shows(session, "completed")
    assert held["X-PRACTICE-CLIENTS"].replace("\\", "") == \
        "C042,C051=late-cancel,C063=canceled"
    assert phones["c051"].lost(session), "to whom it was canceled"


@pytest.mark.parametrize("who", MAY)
def test_an_exception_is_made_in_a_group_saved_before(who, practice, phones):
    session = practice.session("C042", "C051")
    phones[who].retitle(session, "ok ")
    phones[who].edit(session, X_PRACTICE_CLIENTS="C042,C051=missed")
    now = practice.ended(session, who, "completed", FULL)
    assert [c["type"] for c in now["clients"]] == ["completed", "missed"]
    phones["c051"].shows(session, "missed")


@pytest.mark.parametrize("who", MAY_NOT)
def test_an_exception_is_refused_to_who_may_not_complete(who, practice,
                                                         phones):
    saved = practice.save(practice.session("C042", "C051", of=whose(who)),
                          "completed")
    with pytest.raises(error.AuthorizationError):
        phones[who].edit(saved, X_PRACTICE_CLIENTS="C042,C051=missed")
    practice.unchanged(saved, who)
    phones[who].shows(saved, "completed")


def test_who_takes_part_is_changed_by_the_office_alone(practice, phones):
    session = practice.session(coming=True)
    with pytest.raises(error.AuthorizationError):
        phones["maria"].edit(session, X_PRACTICE_CLIENTS="C042,C051")
    practice.unchanged(session, "maria", error="not-permitted")
    held = phones["maria"].shows(session, "open")
    assert held["X-PRACTICE-CLIENTS"] == "C042"
    phones["staff"].edit(session, X_PRACTICE_CLIENTS="C042,C051")
    assert practice.now(session)["kind"] == "group"
    phones["maria"].shows(session, "open",
                          "Group (2) C042 A.B., C051 B.C. Speech")


# Override

@pytest.mark.parametrize("who", ["staff", "admin"])
def test_the_office_overrides_amounts_with_a_reason(who, practice, phones):
    session = practice.session()
    phones[who].edit(session, X_PRACTICE_CHARGE="12.30 CAD",
                     X_PRACTICE_WAGE="4.50 CAD",
                     X_PRACTICE_REASON="Half the time")
    now = practice.ended(session, who, "override", ("12.30", "4.50"))
    assert (now["reason"], now["map"]) == ("Half the time", "completed")
    held = phones[who].shows(session, "override", "✎ C042 A.B. Speech")
    assert held["X-PRACTICE-CHARGE"] == "12.30 CAD"
    assert held["X-PRACTICE-WAGE"] == "4.50 CAD"
    assert "X-PRACTICE-CHARGE" not in phones["maria"].shows(session,
                                                           "override")


def test_an_override_of_a_group_names_each_charge(practice, phones):
    session = practice.session("C042", "C051")
    phones["staff"].edit(session,
                         X_PRACTICE_CHARGE="C042=10.00 CAD,C051=0.00 CAD",
                         X_PRACTICE_WAGE="5.00 CAD",
                         X_PRACTICE_REASON="Fire drill")
    practice.ended(session, "staff", "override",
                   ({"C042": "10.00", "C051": "0.00"}, "5.00"))
    phones["staff"].shows(session, "override")


@pytest.mark.parametrize("who,lines", [
    ("staff", {"X_PRACTICE_CHARGE": "1.00 CAD",
               "X_PRACTICE_WAGE": "1.00 CAD"}),
    ("staff", {"X_PRACTICE_CHARGE": "lots", "X_PRACTICE_WAGE": "1.00 CAD",
               "X_PRACTICE_REASON": "Why not"}),
    ("staff", {"X_PRACTICE_STATUS": "override",
               "X_PRACTICE_REASON": "Without amounts"}),
    ("maria", {"X_PRACTICE_CHARGE": "1.00 CAD",
               "X_PRACTICE_WAGE": "1.00 CAD",
               "X_PRACTICE_REASON": "I say so"}),
    ("maria", {"X_PRACTICE_STATUS": "override",
               "X_PRACTICE_REASON": "I say so"})])
def test_an_override_is_denied_without_a_reason_amounts_or_the_right(
        who, lines, practice, phones):
    session = practice.session()
    with pytest.raises(error.AuthorizationError):
        phones[who].edit(session, **lines)
    practice.unchanged(session, who, error="override-denied")
    held = phones[who].shows(session, "open")
    assert "X-PRACTICE-CHARGE" not in held
    assert "X-PRACTICE-REASON" not in held

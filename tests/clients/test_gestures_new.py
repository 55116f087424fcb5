"""What is made in a calendar by python3-caldav, and what is ticked in the
tasks of to-save/."""

import datetime

import pytest
from caldav.lib import error

from gestures import FULL, NOTHING

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

MAY = ["maria", "staff", "admin"]
TITLE = "C042 A.B. Speech"


def refused(gesture, *words, **lines):
    with pytest.raises(error.AuthorizationError):
        gesture(*words, **lines)


# New ones

@pytest.mark.parametrize("who", MAY)
@pytest.mark.parametrize("typed,codes,kind,title", [
    ("c042", ["C042"], "single", TITLE),
    ("Speech with C042!", [], "draft", "? Speech with C042!"),
    ("C042, c051 + C063", ["C042", "C051", "C063"], "group",
     "Group (3) C042 A.B., C051 B.C. +1 Speech"),
    ("Lunch", [], "draft", "? Lunch")],
    ids=["code", "code-with-a-mark", "codes", "no-code"])
def test_a_new_event_becomes(typed, codes, kind, title, who, practice,
                             phones):
    day = f"2026-07-{1 + MAY.index(who):02}"
    for login in ("maria", "c042"):
        phones[login].sync()
    uid = phones[who].add(f"{day}T10:00", "LOCATION:Room 1",
                          "DESCRIPTION:Bring a pen", summary=typed)
    made = practice.by_uid(uid, day)
    assert [c["code"] for c in made["clients"]] == codes
    assert made["kind"] == kind
    assert made["status"] == ("open" if codes else "draft")
    assert [p["id"] for p in made["practitioners"]] == [
        practice.ids["maria"]]
    assert (made["start"], made["end"], made["tzid"]) == (
        f"{day}T10:00", f"{day}T10:50", "America/Toronto")
    assert made["service"] == practice.service
    assert (made["place"], made["public_note"]) == ("Room 1", "Bring a pen")
    practice.by_calendar(made, who, "session.add")
    for login in {who, "maria"}:
        held = phones[login].shows(made, "open")
        assert held["SUMMARY"].replace("\u26a0 ", "") == title
        assert held["STATUS"] == ("CONFIRMED" if codes else "TENTATIVE")
    assert phones["c042"].lost(made) != ("C042" in codes)


def test_a_new_past_event_with_a_word_is_a_saved_session(practice, phones):
    uid = phones["maria"].add("2026-06-09T07:00", summary="ok c042")
    made = practice.by_uid(uid, "2026-06-09")
    practice.ended(made, "maria", "completed", FULL)
    phones["maria"].shows(made, "completed", "✓ " + TITLE)


@pytest.mark.parametrize("who", ["nora", "c042"])
def test_a_new_event_is_refused_to_who_may_not_create(who, practice, phones):
    refused(phones[who].add, "2026-07-06T10:00", summary="c042",
            uid=f"refused-{who}")
    rows = [r for r in practice.items("/audit")
            if r["action"] == "calendar.refused" and r["who"] == who
            and r["object"] == "session:0"]
    assert rows[-1]["channel"] == "calendar"
    assert rows[-1]["after"]["method"] == "PUT"
    assert phones[who].lost(f"refused-{who}")
    day = practice.items("/sessions?from=2026-07-06&to=2026-07-06")
    assert not [s for s in day if s["uid"] == f"refused-{who}"]


# Recurring ones

def of_schedule(practice, first, last):
    found = practice.items(f"/sessions?from={first[:10]}&to={last}")
    return sorted((s for s in found if s["schedule"]),
                  key=lambda s: s["start"])


@pytest.mark.parametrize("who,year", [("maria", 2027), ("staff", 2028)])
def test_a_rule_with_a_count_makes_a_session_for_each_date(who, year,
                                                           practice, phones):
    monday = datetime.date(year, 3, 1)
    while monday.weekday():
        monday += datetime.timedelta(1)
    start = f"{monday}T16:00"
    uid = phones[who].add(start, "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=6",
                          summary="c042")
    made = of_schedule(practice, start, f"{year}-04-30")
    steps = [datetime.timedelta(d) for d in (0, 2, 7, 9, 14, 16)]
    assert [s["start"] for s in made] == [f"{monday + d}T16:00"
                                          for d in steps]
    assert made[0]["uid"] == uid and len({s["schedule"] for s in made}) == 1
    assert len({s["uid"] for s in made}) == 6
    for session in made:
        assert [c["code"] for c in session["clients"]] == ["C042"]
        held = phones[who].shows(session, "open", TITLE)
        assert "RRULE" not in held
    practice.by_calendar(made[5], who, "session.add")


def test_an_endless_rule_makes_twelve_months_and_says_so(practice, phones):
    uid = phones["maria"].add("2029-01-02T08:00", "RRULE:FREQ=WEEKLY",
                              summary="c051")
    made = of_schedule(practice, "2029-01-02", "2030-12-31")
    assert made[0]["uid"] == uid and len(made) in (52, 53)
    assert made[-1]["start"][:10] in ("2029-12-25", "2030-01-01")
    item, = practice.reviews(made[0], "endless-rule")
    assert str(len(made)) in item["text"]
    assert (item["person"], item["state"]) == ("maria", "waiting")
    phones["maria"].sync()
    assert all(phones["maria"].find(session) for session in made)
    practice.api("POST", f"/review/{item['id']}/undo")
    assert phones["maria"].lost(made[0]) and phones["maria"].lost(made[-1])


@pytest.mark.parametrize("rule", ["FREQ=DAILY;COUNT=367",
                                  "FREQ=HOURLY;COUNT=2",
                                  "FREQ=WEEKLY;UNTIL=20400101T000000Z"])
def test_a_rule_of_too_many_is_refused_and_makes_none(rule, practice,
                                                      phones):
    refused(phones["maria"].add, "2031-01-06T08:00", "RRULE:" + rule,
            summary="c051", uid="too-many")
    assert not practice.items("/sessions?from=2031-01-01&to=2040-12-31")
    assert phones["maria"].lost("too-many")


@pytest.mark.parametrize("who", ["nora", "c042"])
def test_a_recurring_event_is_refused_to_who_may_not_create(who, practice,
                                                            phones):
    refused(phones[who].add, "2032-01-05T08:00",
            "RRULE:FREQ=WEEKLY;COUNT=3", summary="c042", uid="series-" + who)
    assert phones[who].lost("series-" + who)
    assert not practice.items("/sessions?from=2032-01-01&to=2032-12-31")


# to-save

@pytest.fixture
def tasks(phones):
    return phones["maria/to-save"]


NOW = datetime.datetime(2026, 6, 10, 17, 45, tzinfo=datetime.timezone.utc)
TICKS = {
    "STATUS": ([], {"STATUS": "COMPLETED"}),
    "COMPLETED": ([], {"COMPLETED": NOW}),
    "PERCENT-COMPLETE": ([], {"PERCENT_COMPLETE": 100}),
    "COMPLETED without STATUS": (["STATUS"], {"COMPLETED": NOW}),
    "PERCENT-COMPLETE without STATUS": (["STATUS"],
                                        {"PERCENT_COMPLETE": 100}),
    "all three": ([], {"STATUS": "COMPLETED", "COMPLETED": NOW,
                       "PERCENT_COMPLETE": 100}),
}


@pytest.mark.parametrize("tick", TICKS)
def test_a_task_is_ticked_by(tick, practice, phones, tasks):
    session = practice.session()
    phones["maria"].sync()
    remove, lines = TICKS[tick]
    tasks.edit(session, remove=remove, **lines)
    practice.ended(session, "maria", "completed", FULL)
    tasks.sync()
    held = tasks.held(session)
    assert held["STATUS"] == "COMPLETED"
    assert held["PERCENT-COMPLETE"] == 100 and "COMPLETED" in held
    phones["maria"].shows(session, "completed", "✓ " + TITLE)


def test_the_librarys_own_word_ticks_and_unticks(practice, phones, tasks):
    session = practice.session()
    tasks.sync()

    def todo():
        found, = [t for t in tasks.calendar.todos(include_completed=True)
                  if session["uid"] in str(t.icalendar_component["UID"])]
        return found

    todo().complete(completion_timestamp=NOW)
    practice.ended(session, "maria", "completed", FULL)
    tasks.sync()
    assert tasks.held(session)["STATUS"] == "COMPLETED"
    todo().uncomplete()
    now = practice.now(session)
    assert (now["status"], now["type"]) == ("open", None)
    tasks.sync()
    held = tasks.held(session)
    assert held["STATUS"] == "NEEDS-ACTION" and "COMPLETED" not in held
    phones["maria"].shows(session, "open", TITLE)


def test_a_canceled_task_is_a_canceled_session(practice, phones, tasks):
    session = practice.session()
    tasks.edit(session, STATUS="CANCELLED")
    practice.ended(session, "maria", "canceled", NOTHING)
    phones["maria"].shows(session, "canceled", "✗ " + TITLE)
    tasks.sync()
    held = tasks.held(session)
    assert held["STATUS"] == "COMPLETED", "programs show it as done"
    assert held["SUMMARY"] == "\u2717 " + TITLE


def test_a_word_in_a_tasks_title_saves_too(practice, phones, tasks):
    session = practice.session()
    tasks.retitle(session, "ns ")
    practice.ended(session, "maria", "missed", FULL)
    phones["maria"].shows(session, "missed")
    tasks.sync()
    assert not tasks.held(session)["SUMMARY"].startswith("ns")


def test_unticking_what_the_office_billed_is_refused_and_comes_back(
        practice, phones, tasks):
    session = practice.session("C063")
    tasks.edit(session, STATUS="COMPLETED")
    invoice = practice.api("POST", "/invoices",
                           {"client": "c063", "to": "2026-06-10"})
    practice.api("POST", f"/invoices/{invoice['id']}/issue")
    saved = practice.now(session)
    refused(tasks.edit, session, remove=["COMPLETED", "PERCENT-COMPLETE"],
            STATUS="NEEDS-ACTION")
    practice.unchanged(saved, "maria", error="session-saved")
    tasks.sync()
    assert tasks.held(session)["STATUS"] == "COMPLETED"


def test_a_deleted_task_and_a_new_one_are_refused_and_the_task_comes_back(
        practice, phones, tasks):
    session = practice.session()
    refused(tasks.delete, session)
    practice.unchanged(session, "maria", "DELETE", "read-only")
    tasks.sync()
    assert tasks.held(session)["STATUS"] == "NEEDS-ACTION"
    refused(tasks.calendar.save_todo, summary="Buy milk")


def test_a_tick_is_refused_to_who_may_not_complete_and_comes_back(practice,
                                                                  phones):
    session = practice.session(of="nora")
    tasks = phones["nora/to-save"]
    for gesture in ({"STATUS": "COMPLETED"}, {"STATUS": "CANCELLED"}):
        refused(tasks.edit, session, **gesture)
        practice.unchanged(session, "nora", error="not-permitted")
        tasks.sync()
        assert tasks.held(session)["STATUS"] == "NEEDS-ACTION"

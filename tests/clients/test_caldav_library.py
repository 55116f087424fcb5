"""python3-caldav: what scripts do, by the objects that they do it with."""

import datetime
import logging
import re
from urllib.parse import unquote

import caldav
import pytest
from caldav.elements import cdav, dav, ical
from caldav.lib import error

from daybook import event

UTC = datetime.timezone.utc
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def at(day, hour, month=6):
    return datetime.datetime(2026, month, day, hour, tzinfo=UTC)


def client(server, login, password=None):
    made = caldav.DAVClient(
        server.url + "/dav/", username=login,
        password=password or server.passwords.get(login, server.password))
    made.session.trust_env = False
    return made


@pytest.fixture(scope="module")
def principal(server):
    return client(server, "maria").principal()


@pytest.fixture
def cal(principal, request):
    name = re.sub(r"\W", "-", request.node.name)[:60]
    made = principal.make_calendar(name="A calendar", cal_id=name)
    yield made
    made.delete()


@pytest.fixture(autouse=True)
def nothing_to_complain_of(caplog):
    """The library logs what a server does in ways it does not expect."""
    yield
    said = [r.getMessage() for r in caplog.get_records("call")
            if r.levelno >= logging.WARNING]
    assert not said


def path(thing):
    return thing.url.path


def names(objects):
    return {re.search(r"SUMMARY:(.*?)\r?\n", o.data).group(1)
            for o in objects}


# Finding one's way

def test_the_principal_has_a_name_an_address_and_a_home(principal):
    assert path(principal) == "/dav/principals/maria/"
    assert principal.get_display_name() == "Maria Santos"
    assert "mailto:maria@example.org" in principal.calendar_user_address_set()
    assert path(principal.calendar_home_set) == "/dav/calendars/maria/"
    assert principal.get_property(cdav.CalendarUserType()) == "INDIVIDUAL"


def test_the_principal_is_found_from_each_address_that_a_person_may_type(
        server):
    for typed in ("", "/", "/dav", "/dav/", "/dav/principals/maria/",
                  "/dav/calendars/maria/"):
        made = caldav.DAVClient(server.url + typed, username="maria",
                                password=server.passwords["maria"])
        made.session.trust_env = False
        assert path(made.principal()) == "/dav/principals/maria/", typed


def test_a_wrong_password_is_an_authorization_error(server):
    with pytest.raises(error.AuthorizationError):
        client(server, "maria", "wrong").principal()


def test_the_calendars_are_listed_with_their_kinds(principal):
    found = {path(c).rstrip("/").rsplit("/", 1)[1]: c
             for c in principal.calendars()}
    assert {"sessions", "closures", "to-save"} <= set(found)
    assert found["sessions"].get_supported_components() == ["VEVENT"]
    assert found["to-save"].get_supported_components() == ["VTODO"]
    assert "inbox" not in found and "outbox" not in found


def test_support_for_caldav_is_told(server):
    made = client(server, "maria")
    assert made.check_dav_support() and made.check_cdav_support()


# A calendar of one's own

def test_a_calendar_is_made_found_renamed_coloured_and_deleted(principal):
    made = principal.make_calendar(name="Täglich & öfter", cal_id="daily")
    assert principal.calendar(name="Täglich & öfter").url == made.url
    made.set_properties([dav.DisplayName("Daily"),
                         ical.CalendarColor("#aabbccff"),
                         cdav.CalendarDescription("What happens each day")])
    found = made.get_properties([dav.DisplayName(), ical.CalendarColor(),
                                 cdav.CalendarDescription()])
    assert set(found.values()) == {"Daily", "#aabbccff",
                                   "What happens each day"}
    made.delete()
    with pytest.raises(error.NotFoundError):
        principal.calendar(name="Daily")


def test_a_calendar_without_an_id_gets_one_and_keeps_to_its_kind(principal):
    made = principal.make_calendar(
        name="Tasks only", supported_calendar_component_set=["VTODO"])
    assert made.get_supported_components() == ["VTODO"]
    made.save_todo(summary="Water the plants")
    with pytest.raises(error.AuthorizationError):
        made.save_event(event("no@x"))
    made.delete()


def test_an_event_is_saved_loaded_changed_and_deleted(cal):
    saved = cal.save_event(event("life@x"))
    again = cal.event_by_url(saved.url)
    assert again.data.replace("\r\n", "\n").strip() == \
        saved.data.replace("\r\n", "\n").strip()
    again.icalendar_component["SUMMARY"] = "Changed"
    again.save()
    assert names([cal.event_by_uid("life@x")]) == {"Changed"}
    again.delete()
    with pytest.raises(error.NotFoundError):
        cal.event_by_uid("life@x")


def test_events_todos_and_journals_are_told_apart(cal):
    cal.save_event(dtstart=at(12, 14), dtend=at(12, 15), summary="An event")
    cal.save_todo(summary="A task", due=at(13, 10))
    cal.save_journal(summary="A note", dtstart=datetime.date(2026, 6, 9),
                     description="It rained.")
    assert names(cal.events()) == {"An event"}
    assert names(cal.todos()) == {"A task"}
    assert names(cal.journals()) == {"A note"}
    assert len(list(cal.objects())) == 3


def test_a_done_task_is_no_longer_pending(cal):
    task = cal.save_todo(summary="Once")
    cal.save_todo(summary="Other")
    task.complete(completion_timestamp=at(10, 9))
    assert names(cal.todos()) == {"Other"}
    assert names(cal.todos(include_completed=True)) == {"Once", "Other"}
    task.uncomplete()
    assert names(cal.todos()) == {"Once", "Other"}


def test_no_overwrite_and_no_create_hold(cal):
    cal.save_event(event("there@x"))
    with pytest.raises(error.ConsistencyError):
        cal.save_event(event("there@x"), no_overwrite=True)
    with pytest.raises(error.ConsistencyError):
        cal.save_event(event("nowhere@x"), no_create=True)


def test_what_is_no_event_is_refused(cal):
    bad = event("bad@x").replace("DTEND:20260612T150000Z",
                                 "DTEND:20260612T130000Z")
    with pytest.raises(error.AuthorizationError):
        cal.save_event(bad)
    assert not cal.events()


# Searching

def test_a_range_of_dates_finds_what_overlaps_it(cal):
    for day in (10, 12, 14):
        cal.save_event(event(f"on-{day}@x", f"202606{day}T100000Z",
                             f"202606{day}T110000Z", summary=f"Day {day}"))

    def within(start, end):
        return names(cal.search(start=start, end=end, event=True))

    assert within(at(11, 0), at(13, 0)) == {"Day 12"}
    assert within(at(10, 10), at(14, 11)) == {"Day 10", "Day 12", "Day 14"}
    assert within(at(10, 11), at(12, 10)) == set()
    assert names(cal.date_search(at(12, 10), at(12, 11))) == {"Day 12"}
    assert names(cal.date_search(at(12, 12))) == {"Day 14"}


def test_a_recurring_event_is_expanded_by_the_server(cal):
    cal.save_event(event("weekly@x", "20260603T090000Z", "20260603T093000Z",
                         "RRULE:FREQ=WEEKLY;COUNT=10",
                         "EXDATE:20260617T090000Z", summary="Weekly"))
    found = cal.search(start=at(1, 0), end=at(1, 0, 7), event=True,
                       expand=True)
    starts = sorted(o.icalendar_component["DTSTART"].dt for o in found)
    assert starts == [at(day, 9) for day in (3, 10, 24)]
    assert all("RRULE" not in o.data for o in found)
    whole = cal.search(start=at(1, 0), end=at(1, 0, 7), event=True)
    assert len(whole) == 1 and "RRULE" in whole[0].data


def test_text_and_categories_are_searched(cal):
    cal.save_event(event("sea@x", "20260612T140000Z", "20260612T150000Z",
                         "CATEGORIES:outing,summer", "LOCATION:The pier",
                         summary="Swim"))
    cal.save_event(event("hill@x", "20260613T140000Z", "20260613T150000Z",
                         "CATEGORIES:outing", "CLASS:PRIVATE",
                         summary="Climb"))
    assert names(cal.search(event=True, category="summer")) == {"Swim"}
    assert names(cal.search(event=True, summary="Climb")) == {"Climb"}
    assert not cal.search(event=True, summary="climb"), "i;octet it says"
    assert names(cal.search(event=True, location="pier")) == {"Swim"}
    assert names(cal.search(event=True, class_="PRIVATE")) == {"Climb"}
    assert names(cal.search(event=True, uid="sea@x")) == {"Swim"}
    assert len(cal.search(event=True, category="outing")) == 2


def test_several_events_come_in_one_multiget(cal):
    saved = [cal.save_event(event(f"multi{i}@x")) for i in range(5)]
    found = cal.calendar_multiget([s.url for s in saved])
    assert {unquote(f.url.path) for f in found} == \
        {unquote(s.url.path) for s in saved}
    assert all(f.data.startswith("BEGIN:VCALENDAR") for f in found)


def test_free_busy_tells_when_and_not_what(cal):
    cal.save_event(event("busy@x", "20260612T140000Z", "20260612T150000Z",
                         summary="Secret"))
    answer = cal.freebusy_request(at(12, 0), at(13, 0))
    text = answer.data
    assert "20260612T140000Z/20260612T150000Z" in text or \
        "20260612T140000Z/PT1H" in text
    assert "Secret" not in text


def test_the_whole_calendar_expands_to_the_same_by_server_and_library(cal):
    rules = {
        "daily": "FREQ=DAILY;INTERVAL=3;COUNT=8",
        "weekdays": "FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20260701T000000Z",
        "last": "FREQ=MONTHLY;BYDAY=-1FR",
    }
    for name, rule in rules.items():
        cal.save_event(event(f"{name}@x", "20260605T090000Z",
                             "20260605T100000Z", "RRULE:" + rule,
                             summary=name))
    span = {"start": at(1, 0), "end": at(1, 0, 8)}
    by_server = sorted(
        (str(o.icalendar_component["SUMMARY"]),
         o.icalendar_component["DTSTART"].dt)
        for o in cal.search(event=True, expand=True, **span))
    by_library = []
    for whole in cal.search(event=True, **span):
        whole.expand_rrule(**span)
        by_library += [(str(c["SUMMARY"]), c["DTSTART"].dt)
                       for c in whole.icalendar_instance.subcomponents]
    assert by_server == sorted(by_library) and len(by_server) > 20


# Synchronising

def test_a_snapshot_follows_the_calendar_by_its_sync_token(cal):
    kept = cal.save_event(event("kept@x"))
    gone = cal.save_event(event("gone@x"))
    mine = cal.objects_by_sync_token(load_objects=True)
    assert len(mine.objects_by_url()) == 2
    assert mine.sync() == ([], [])
    kept.icalendar_component["SUMMARY"] = "Changed"
    kept.save()
    gone.delete()
    cal.save_event(event("new@x", summary="New"))
    updated, deleted = mine.sync()
    assert names(updated) == {"Changed", "New"}
    assert [d.url for d in deleted] == [gone.url]
    assert len(mine.objects_by_url()) == 2
    assert mine.sync() == ([], [])


# The practice

@pytest.fixture(scope="module")
def sessions(demo):
    return client(demo, "maria").principal().calendar(cal_id="sessions")


def value(thing, name):
    found = thing.icalendar_component.get(name)
    return None if found is None else str(found)


def open_in(calendar, start, end):
    return [s for s in calendar.search(event=True, start=start, end=end)
            if value(s, "X-PRACTICE-STATUS") == "open"]


def test_sessions_are_found_by_week_and_by_code(sessions):
    week = sessions.search(event=True, start=at(8, 0), end=at(15, 0))
    assert week
    for session in week:
        assert value(session, "UID") and value(session, "SUMMARY")
    ada = sessions.search(event=True, summary="C042")
    assert ada and all("C042" in value(s, "SUMMARY") for s in ada)


def test_expanding_sessions_changes_nothing_since_none_recurs(sessions):
    span = {"event": True, "start": at(8, 0), "end": at(15, 0)}
    plain = {value(s, "UID") for s in sessions.search(**span)}
    expanded = [value(s, "UID")
                for s in sessions.search(expand=True, **span)]
    assert sorted(plain) == sorted(expanded)


def test_a_session_saved_by_its_status_comes_with_the_next_sync(demo,
                                                               sessions):
    mine = sessions.objects_by_sync_token(load_objects=True)
    session = open_in(sessions, at(1, 0, 5), at(10, 13))[0]
    session.icalendar_component["X-PRACTICE-STATUS"] = "missed"
    session.save()
    updated, deleted = mine.sync()
    assert [u.url for u in updated] == [session.url] and not deleted
    assert value(updated[0], "X-PRACTICE-STATUS") == "missed"
    assert value(updated[0], "X-PRACTICE-STATUS-MAP") == "missed"
    demo.run("verify")


def test_a_group_is_saved_though_the_library_escapes_its_codes(sessions):
    group = [s for s in open_in(sessions, at(10, 18), at(30, 0, 7))
             if "," in value(s, "X-PRACTICE-CLIENTS")][0]
    codes = value(group, "X-PRACTICE-CLIENTS")
    group.icalendar_component["X-PRACTICE-STATUS"] = "canceled"
    assert "\\," in group.icalendar_instance.to_ical().decode()
    group.save()
    again = sessions.event_by_url(group.url)
    assert value(again, "X-PRACTICE-STATUS") == "canceled"
    assert value(again, "X-PRACTICE-CLIENTS") == codes


def test_a_session_is_canceled_by_deleting_it_and_stays(sessions):
    session = open_in(sessions, at(11, 0), at(30, 0))[0]
    session.delete()
    again = sessions.event_by_url(session.url)
    assert value(again, "X-PRACTICE-STATUS") == "canceled"
    assert value(again, "STATUS") == "CONFIRMED"
    assert value(again, "TRANSP") == "TRANSPARENT"


def test_a_past_open_session_is_not_deleted(sessions):
    session = open_in(sessions, at(1, 0, 5), at(10, 13))[0]
    before = session.data
    with pytest.raises(error.AuthorizationError):
        session.delete()
    again = sessions.event_by_url(session.url)
    assert value(again, "X-PRACTICE-STATUS") == "open"
    assert again.icalendar_component["SUMMARY"] in before


def test_a_new_event_with_a_code_becomes_a_session(sessions):
    made = sessions.save_event(dtstart=at(25, 14), dtend=at(25, 15),
                               summary="c042")
    again = sessions.event_by_uid(made.id)
    assert again.url == made.url
    assert value(again, "X-PRACTICE-CLIENTS") == "C042"
    assert value(again, "X-PRACTICE-STATUS") == "open"
    assert "C042" in value(again, "SUMMARY")


def test_a_ticked_task_saves_its_session(demo, sessions):
    tasks = client(demo, "maria").principal().calendar(cal_id="to-save")
    before = len(tasks.todos())
    task = tasks.todos()[0]
    task.complete(completion_timestamp=at(10, 17))
    assert len(tasks.todos()) == before - 1
    again = tasks.event_by_url(task.url)
    assert "STATUS:COMPLETED" in again.data
    demo.run("verify")


def test_a_client_reads_and_cannot_write(demo):
    calendar = client(demo, "c042").principal().calendar(cal_id="sessions")
    mine = calendar.events()
    assert mine
    with pytest.raises(error.AuthorizationError):
        calendar.save_event(event("mine@x"))
    with pytest.raises(error.AuthorizationError):
        mine[0].delete()
    with pytest.raises(error.AuthorizationError):
        client(demo, "c042").principal().make_calendar(name="Mine")
    assert len(calendar.events()) == len(mine)


def test_the_office_adds_a_closure_that_everyone_sees(demo):
    staff = client(demo, "staff").principal().calendar(cal_id="closures")
    staff.save_event(dtstart=datetime.date(2026, 8, 3),
                     dtend=datetime.date(2026, 8, 4),
                     summary="Civic holiday")
    for login in ("maria", "c042"):
        theirs = client(demo, login).principal().calendar(cal_id="closures")
        assert "Civic holiday" in names(
            theirs.search(event=True, start=at(3, 12, 8), end=at(3, 13, 8)))

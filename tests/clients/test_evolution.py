"""What Evolution makes of the events in notices: its own library takes them
as it does when somebody presses "Update" in the mail."""

import json
import pathlib
import re
import sys

import icalendar
import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "http"))

from post import Post, part  # noqa: E402


@pytest.fixture(scope="module")
def post(tmp_path_factory):
    post = Post(tmp_path_factory.mktemp("post"))
    post.office.changed("/practice", email="desk@willow.example")
    yield post
    post.close()


@pytest.fixture
def evolution(program, tmp_path):
    """The calendar after each of these mails."""
    def take(*mails):
        messages = [part(mail, "text/calendar").get_content()
                    for mail in mails]
        # Settings in memory: there is no desktop whose own they could be.
        said = program("dbus-run-session", "--", "/usr/bin/python3", "-B",
                       HERE / "evolution.py", stdin=json.dumps(messages),
                       GSETTINGS_BACKEND="memory",
                       XDG_RUNTIME_DIR=tmp_path).stdout
        return [[event for one in held
                 for event in icalendar.Calendar.from_ical(one).walk(
                     "VEVENT")]
                for held in json.loads(re.search(r"^\[.*", said, re.M)[0])]
    return take


def facts(held, session):
    """Start and status of the one event that is held."""
    event, = held
    assert event["UID"] == session["uid"]
    return event["DTSTART"].dt.isoformat(), str(event["STATUS"])


def moved(post, session, hour):
    before = len(post.mailbox.taken)
    day = session["start"][:10]
    post.office.changed(f"/sessions/{session['id']}",
                        start=f"{day}T{hour}:00", end=f"{day}T{hour}:50")
    return post.arrive(before + 1)[before]


def told(post, session, **fields):
    before = len(post.mailbox.taken)
    run = post.office.run(session["start"][:10], **fields)
    return run, post.arrive(before + 1)[before]


def restored(post, run):
    before = len(post.mailbox.taken)
    status, _ = post.office.ask("POST", f"/cancellations/{run['id']}/undo")
    assert status == 200
    return post.arrive(before + 1)[before]


def test_moves_change_one_event_and_a_cancellation_takes_it_away(
        post, evolution):
    session = post.office.coming("c042", day="2026-07-21")
    mails = moved(post, session, 10), moved(post, session, 16)
    run, canceled = told(post, session)
    held = evolution(*mails, canceled, restored(post, run))
    assert facts(held[0], session) == ("2026-07-21T14:00:00+00:00",
                                       "CONFIRMED")
    assert facts(held[1], session) == ("2026-07-21T20:00:00+00:00",
                                       "CONFIRMED")
    assert held[2] == []
    assert facts(held[3], session) == facts(held[1], session)


def test_an_event_that_was_published_is_changed_by_what_comes_later(
        post, evolution):
    session = post.office.coming("c042", day="2026-07-22")
    _, published = told(post, session, cancel=False)
    mail = moved(post, session, 16)
    held = evolution(published, mail, told(post, session)[1])
    assert facts(held[0], session)[0] == "2026-07-22T13:00:00+00:00"
    assert facts(held[1], session)[0] == "2026-07-22T20:00:00+00:00"
    assert held[2] == []


def test_of_two_sessions_the_other_stays_as_it_is(post, evolution):
    sessions = [post.office.coming("c042", day=f"2026-07-{day}")
                for day in (23, 24)]
    mails = [moved(post, one, 11) for one in sessions]
    held = evolution(*mails, told(post, sessions[0])[1])
    assert facts(held[2], sessions[1]) == ("2026-07-24T15:00:00+00:00",
                                           "CONFIRMED")

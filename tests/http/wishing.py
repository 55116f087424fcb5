"""A practice whose calendars are written to, by each of the ways that lead to
a session, and how a refusal is told."""

import datetime
import itertools
import re

import pytest

from api import api, items
from conftest import NS
from daybook import but_sequence
from office import Office

hours = itertools.count()
OPEN = "X-PRACTICE-STATUS:open"


PEOPLE = (
    ("admin", "admin", "Ann Admin"), ("staff", "staff", "Sam Desk"),
    ("maria", "practitioner", "Maria Santos"),
    ("tom", "practitioner", "Tom Weber"),
    ("c042", "client", "Ada Brown"), ("c051", "client", "Ben Fox"),
    ("c063", "client", "Cleo Gray"), ("c070", "client", "Dan Hill"),
)


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    """A practice with a default service of 42.50 that pays 30.00."""
    office = Office(tmp_path_factory.mktemp("wishes") / "data",
                    people=PEOPLE)
    office.changed("/practice", default_service=office.service(name="Speech"))
    for label in ("Late cancel", "Two-fold", "Twofold"):
        office.type(label)
    office.changed("/people/c070", active=False)
    yield office.server
    office.close()


@pytest.fixture(scope="module")
def admin(practice):
    return practice.person("admin")


def make(admin, *clients, month=4):
    """A session of Maria's at an hour of its own, in the past (month 4) or to
    come (month 7)."""
    n = next(hours)
    at = datetime.datetime(2026, month, 1, 8) + datetime.timedelta(
        days=n // 10, hours=n % 10)
    status, made = api(admin, "POST", "/sessions", {
        "start": at.strftime("%Y-%m-%dT%H:%M"),
        "end": at.strftime("%Y-%m-%dT%H:50"),
        "practitioners": ["maria"], "clients": list(clients)})
    assert status == 201, made
    return made


def day_words(session):
    at = datetime.datetime.strptime(session["start"], "%Y-%m-%dT%H:%M")
    return at.strftime("%A, ") + str(at.day) + at.strftime(" %B %Y at %H:%M")


class Channel:
    """Where a person meets a session."""

    def __init__(self, practice, login, calendar):
        self.person = practice.person(login)
        self.calendar = self.person.home + calendar
        self.end = "-save.ics" if calendar == "to-save/" else ".ics"
        self.name = {"maria": "Maria Santos", "staff": "Sam Desk"}[login]

    def href(self, session):
        return self.calendar + session["uid"] + self.end

    def get(self, session):
        got = self.person.get(self.href(session))
        assert got.status == 200, got.text
        return got

    def put(self, session, body, **headers):
        return self.person.put(self.href(session), body, **headers)

    def token(self):
        return self.person.sync(self.calendar).xml.findtext(
            "D:sync-token", namespaces=NS)


CHANNELS = [("maria", "sessions/"), ("staff", "maria/"), ("maria", "to-save/")]
EVENTS = CHANNELS[:2]


@pytest.fixture(params=CHANNELS, ids=["own", "office", "to-save"])
def channel(request, practice):
    return Channel(practice, *request.param)


@pytest.fixture(params=EVENTS, ids=["own", "office"])
def calendar(request, practice):
    return Channel(practice, *request.param)


@pytest.fixture
def own(practice):
    return Channel(practice, "maria", "sessions/")


@pytest.fixture
def office(practice):
    return Channel(practice, "staff", "maria/")


def now(admin, session):
    status, found = api(admin, "GET", f"/sessions/{session['id']}")
    assert status == 200, found
    return found


def edit(text, old, new):
    """old is a pattern; it must be there once."""
    text = re.sub(r"\r\n[ \t]", "", text)
    changed, count = re.subn(old, new, text, count=1, flags=re.M)
    assert count == 1, f"no {old} in\n{text}"
    return changed


def with_lines(text, *lines):
    return edit(text, "^TRANSP:", "".join(x + "\r\n" for x in lines) + "TRANSP:")


def all_sessions(admin):
    return items(admin, "/sessions?limit=500")


OURS = {"unknown-status", "not-permitted", "session-saved", "override-denied",
        "read-only", "past-open"}


def refused(admin, channel, session, body, element, *words):
    """The PUT is refused with this element, nothing changes, the program gets
    the session back, and the office reads why."""
    before, sessions = now(admin, session), len(all_sessions(admin))
    got, token = channel.get(session), channel.token()
    audits = api(admin, "GET", "/audit?limit=1")[1]["items"]
    answer = channel.put(session, body, If_Match=got.headers["ETag"])
    assert answer.status in (403, 413), answer.text
    assert element in answer.error
    assert ("need-privileges" in answer.error) == (element in OURS)
    assert "ETag" not in answer.headers
    assert now(admin, session) == before
    assert len(all_sessions(admin)) == sessions
    again = channel.get(session)
    assert but_sequence(again.text) == but_sequence(got.text)
    assert again.headers["ETag"] != got.headers["ETag"]
    changed = channel.person.sync(channel.calendar, token).responses
    assert list(changed) == [channel.href(session)]
    row = api(admin, "GET", "/audit?limit=1")[1]["items"][0]
    assert row != audits[0] and row["action"] == "calendar.refused"
    assert row["object"] == f"session:{session['id']}"
    item = [r for r in items(admin, "/review")
            if r["session"] == session["id"]][0]
    assert item["kind"] == "refused"
    for word in (channel.name, day_words(session), "was refused", *words):
        assert word in item["text"], item["text"]


def clients_of(session):
    return [c["code"] for c in session["clients"]]


def status_after(admin, channel, made, body):
    answer = channel.put(made, body)
    assert answer.status == 204, answer.text
    return now(admin, made)["type"]

"""Thunderbird through nginx, with TLS by an authority of the tests' own."""

import pytest

from authority import Authority
from gestures import FULL, Practice
from proxy import Nginx
from thunderbird import Thunderbird

EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Daybook//tests//EN
BEGIN:VEVENT
UID:lunch
DTSTAMP:20260601T120000Z
DTSTART:20260612T160000Z
DTEND:20260612T170000Z
SUMMARY:Lunch
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    made = Practice(tmp_path_factory.mktemp("place") / "data", "serve",
                    "--set", "behind_proxy=on", "--set", "public_url=").open()
    yield made
    made.run("verify")
    assert made.stop() == 0, made.log_text()


@pytest.fixture(scope="module")
def proxy(place, tmp_path_factory):
    made = Nginx(place, Authority(tmp_path_factory.mktemp("authority")),
                 tmp_path_factory.mktemp("proxy"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def maria(place, proxy, tmp_path_factory):
    """Her Thunderbird, which has found and taken all her calendars."""
    program = Thunderbird(tmp_path_factory.mktemp("thunderbird"), proxy.ca)
    try:
        program.names = program.connect("maria", place.passwords["maria"],
                                        proxy.url)
        yield program
    finally:
        program.stop()


def test_the_address_alone_finds_every_calendar(maria):
    assert sorted(maria.names) == ["Calendar", "Closures", "Sessions",
                                   "To save"]
    assert [name for name in maria.names if maria.is_read_only(name)] == [
        "Closures"]


def test_a_wrong_password_is_told_as_one(maria, proxy):
    with pytest.raises(AssertionError, match="AuthFailedError"):
        maria.connect("tom", "a guess", proxy.url)


def test_a_word_before_the_title_saves_a_session(maria, place):
    session = place.session()
    uid = session["uid"]
    held = maria.items("Sessions", lambda items: uid in items)[uid]
    assert held["title"] == "C042 A.B. Speech"
    maria.change("Sessions", uid, title="ok " + held["title"])
    place.ended(session, "maria", "completed", FULL)
    maria.items("Sessions", lambda items: items[uid]["title"] ==
                "✓ C042 A.B. Speech")


def test_a_session_moves_from_either_side(maria, place):
    session = place.session(coming=True)
    uid = session["uid"]
    held = maria.items("Sessions", lambda items: uid in items)[uid]
    assert held["zone"] == "America/Toronto"
    maria.change("Sessions", uid, hours=1)
    moved = place.now(session)
    day, hour = session["start"].split("T")
    assert moved["start"].startswith(f"{day}T{int(hour[:2]) + 1:02}")
    place.api("PATCH", f"/sessions/{session['id']}",
              {"start": session["start"], "end": session["end"]})
    maria.items("Sessions",
                lambda items: items[uid]["start"] == held["start"])


def test_what_the_office_takes_away_goes_and_a_closure_comes(maria, place):
    session = place.session(coming=True)
    maria.items("Sessions", lambda items: session["uid"] in items)
    place.api("POST", "/closures", {
        "title": "Snow", "from": "2026-07-20", "to": "2026-07-20",
        "all_day": True})
    maria.items("Closures", lambda items: any(
        item["title"] == "Snow" for item in items.values()))
    place.api("DELETE", f"/sessions/{session['id']}")
    maria.items("Sessions", lambda items: session["uid"] not in items)


def test_an_event_of_her_own_is_made_changed_and_removed(maria, place):
    calendar = place.person("maria").home + "calendar/"
    maria.add("Calendar", EVENT)
    (href, text), = kept(place, calendar).items()
    assert "SUMMARY:Lunch" in text
    maria.change("Calendar", "lunch", title="Lunch, later", hours=2)
    text = kept(place, calendar)[href]
    assert "SUMMARY:Lunch\\, later" in text
    assert "DTSTART:20260612T180000Z" in text
    maria.remove("Calendar", "lunch")
    assert kept(place, calendar) == {}


def kept(place, calendar):
    """What the server has in it: address -> text."""
    person = place.person("maria")
    return {href: person.get(href).text
            for href in person.propfind(calendar, "D:getetag", "1").responses
            if href != calendar}

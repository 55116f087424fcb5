"""Feeds: calendars that are read without a login (rules K39-K41)."""

import re
import sqlite3
from urllib.parse import urlsplit

import icalendar
import pytest

from api import api, items
from conftest import event


@pytest.fixture(scope="module")
def scene(server):
    """Maria meets Ada on 12 June; the practice is shut in August."""
    admin = server.person("admin")
    service = api(admin, "POST", "/services", {
        "name": "Speech", "kind": "fixed", "cost": "42.50",
        "wage": "30.00"})[1]["id"]
    status, made = api(admin, "POST", "/sessions", {
        "start": "2026-06-12T10:00", "end": "2026-06-12T10:50",
        "practitioners": ["maria"], "clients": ["C042"], "service": service,
        "place": "Room 2", "public_note": "Bring the book",
        "private_note": "Top secret"})
    assert status == 201, made
    status, _ = api(admin, "POST", "/closures", {
        "title": "Summer break", "from": "2026-08-01", "to": "2026-08-14",
        "all_day": True})
    assert status == 201
    server.session, server.service = made, service
    return server


def make(person, owner, **fields):
    status, made = api(person, "POST", f"/people/{owner}/feeds", fields)
    assert status == 201, made
    return made["id"], urlsplit(made["url"]).path


def read(server, path):
    answer = server.nobody().get(path)
    assert answer.status == 200, answer.text
    return answer


def events(answer):
    calendar = icalendar.Calendar.from_ical(answer.text)
    return {str(e["SUMMARY"]): e for e in calendar.walk("VEVENT")}


def test_a_feed_shows_busy_and_closures_where_nothing_is_chosen(
        scene, maria):
    answer = read(scene, make(maria, "maria")[1])
    found = events(answer)
    assert set(found) == {"Busy", "Summer break"}
    busy = found["Busy"]
    assert busy.decoded("DTSTART").isoformat() == "2026-06-12T14:00:00+00:00"
    assert busy["UID"] == scene.session["uid"]
    for word in ("C042", "Ada", "Brown", "A.B.", "Speech", "Room", "Bring",
                 "secret", "42.50"):
        assert word not in answer.text
    shut = found["Summer break"]
    assert shut.decoded("DTSTART").isoformat() == "2026-08-01"
    assert shut.decoded("DTEND").isoformat() == "2026-08-15"


@pytest.mark.parametrize("level,title,place", [
    ("initials", "C042 A.B. Speech", False),
    ("full", "C042 Ada Brown Speech", True)])
def test_s50_levels_show_more_when_they_are_chosen(scene, maria, level,
                                                   title, place):
    answer = read(scene, make(maria, "maria", level=level)[1])
    assert title in events(answer)
    assert ("Room 2" in answer.text) == place
    assert ("Bring the book" in answer.text) == place
    assert "secret" not in answer.text and "42.50" not in answer.text


def test_a_client_has_a_feed_of_their_own_sessions(scene):
    ada = scene.person("ada")
    names = {level: set(events(read(scene, make(ada, "ada", level=level)[1])))
             - {"Summer break"} for level in ("busy", "initials", "full")}
    assert names == {"busy": {"Busy"}, "initials": {"Test practice"},
                     "full": {"Speech, Test practice"}}


def test_somebody_without_sessions_sees_closures_alone(scene):
    admin = scene.person("admin")
    assert set(events(read(scene, make(admin, "admin")[1]))) == {
        "Summer break"}


def test_what_a_feed_says_of_itself(scene, maria):
    answer = read(scene, make(maria, "maria", label="Family, at home")[1])
    text = answer.text
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert re.fullmatch('"[^"]+"', answer.headers["ETag"])
    for line in ("METHOD:PUBLISH", "NAME:Family\\, at home",
                 "X-WR-CALNAME:Family\\, at home",
                 "X-WR-TIMEZONE:America/Toronto",
                 "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
                 "X-PUBLISHED-TTL:PT15M"):
        assert f"\r\n{line}\r\n" in text


def test_an_unchanged_feed_is_304(scene, maria):
    path = make(maria, "maria")[1]
    first = read(scene, path)
    again = read(scene, path)
    assert first.bytes == again.bytes
    nobody = scene.nobody()
    tag = first.headers["ETag"]
    for header in ({"If_None_Match": tag},
                   {"If_None_Match": '"x", ' + tag[:-1] + '-gzip"'},
                   {"If_Modified_Since": first.headers["Last-Modified"]}):
        answer = nobody.get(path, **header)
        assert answer.status == 304 and not answer.bytes
        assert answer.headers["ETag"] == tag
    assert nobody.get(path, If_None_Match='"x"', If_Modified_Since=first
                      .headers["Last-Modified"]).status == 200


def test_head_answers_like_get_without_a_body(scene, maria):
    path = make(maria, "maria")[1]
    answer = scene.nobody().ask("HEAD", path)
    assert answer.status == 200 and not answer.bytes
    assert answer.headers["ETag"] == read(scene, path).headers["ETag"]


def test_a_change_changes_the_tag(scene, maria):
    path = make(maria, "maria")[1]
    before = read(scene, path).headers["ETag"]
    scene.run("person", "list")
    assert read(scene, path).headers["ETag"] == before
    status, _ = api(scene.person("admin"), "PATCH",
                    f"/sessions/{scene.session['id']}",
                    {"start": "2026-06-12T10:05", "end": "2026-06-12T10:55"})
    assert status == 200
    after = read(scene, path)
    assert after.headers["ETag"] != before
    assert "DTSTART:20260612T140500Z" in after.text


def test_who_has_the_tag_hears_of_every_change_and_only_of_those(
        scene, maria):
    admin = scene.person("admin")
    path = make(maria, "maria", level="full")[1]
    nobody = scene.nobody()
    session = f"/sessions/{scene.session['id']}"
    changes = (
        ("PATCH", session, {"place": "Room 7"}),
        ("PATCH", "/people/c042", {"name": "Ada Newname"}),
        ("POST", "/closures", {"title": "Boiler", "from": "2026-07-01",
                               "to": "2026-07-01", "all_day": True}),
        ("PATCH", "/practice", {"name": "Another name"}),
        ("POST", session + "/completion", {"type": "canceled"}),
        ("POST", session + "/completion", {"type": "open"}),
        ("PATCH", "/practice", {"name": "Test practice"}),
        ("PATCH", "/people/c042", {"name": "Ada Brown"}),
    )
    for method, address, body in changes:
        before = read(scene, path)
        tag = before.headers["ETag"]
        for _ in range(3):
            answer = nobody.get(path, If_None_Match=tag)
            assert (answer.status, answer.headers["ETag"]) == (304, tag)
            assert (answer.headers["Last-Modified"]
                    == before.headers["Last-Modified"])
        # A change of what the feed does not show.
        assert api(admin, "PATCH", "/practice",
                   {"payment_days": 20})[0] == 200
        assert nobody.get(path, If_None_Match=tag).status == 304
        assert api(admin, method, address, body)[0] in (200, 201)
        answer = nobody.get(path, If_None_Match=tag)
        assert answer.status == 200, (method, address)
        assert answer.headers["ETag"] != tag


def test_what_is_canceled_leaves_at_once(scene, maria):
    admin = scene.person("admin")
    status, made = api(admin, "POST", "/sessions", {
        "start": "2026-06-13T10:00", "end": "2026-06-13T10:50",
        "practitioners": ["maria"], "clients": ["C042"],
        "service": scene.service})
    path = make(maria, "maria")[1]
    assert made["uid"] in read(scene, path).text
    save = f"/sessions/{made['id']}/completion"
    assert api(admin, "POST", save, {"type": "canceled"})[0] == 200
    assert made["uid"] not in read(scene, path).text
    assert api(admin, "POST", save, {"type": "open"})[0] == 200
    assert made["uid"] in read(scene, path).text
    assert api(admin, "DELETE", f"/sessions/{made['id']}")[0] == 204
    assert made["uid"] not in read(scene, path).text


def test_a_revoked_feed_is_410_and_one_that_never_was_404(scene, maria):
    made, path = make(maria, "maria")
    read(scene, path)
    assert api(maria, "DELETE", f"/people/maria/feeds/{made}")[0] == 204
    nobody = scene.nobody()
    assert nobody.get(path).status == 410
    for wrong in ("/feeds/" + "a" * 32 + ".ics", path[:-4], path + "/",
                  "/feeds/", "/feeds", "/feeds/.ics", path + "/x.ics"):
        assert nobody.get(wrong).status == 404, wrong


def test_an_expired_feed_is_410(scene, maria):
    made, path = make(maria, "maria", expires="2026-06-10")
    read(scene, path)
    db = sqlite3.connect(f"{scene.data}/daybook.db", timeout=20)
    with db:
        db.execute("UPDATE feed SET expires = expires - 86400 WHERE id = ?",
                   (made,))
    db.close()
    assert scene.nobody().get(path).status == 410


def test_the_feeds_of_who_is_deactivated_end(scene):
    admin = scene.person("admin")
    scene.add("gone", "client")
    path = make(admin, "gone")[1]
    read(scene, path)
    assert api(admin, "PATCH", "/people/gone", {"active": False})[0] == 200
    assert scene.nobody().get(path).status == 410


def test_last_fetch_and_program_are_shown(scene, maria):
    made, path = make(maria, "maria")
    scene.nobody().get(path, User_Agent="Feed reader/1.0")
    feed = {f["id"]: f for f in items(maria, "/people/maria/feeds")}[made]
    assert feed["program"] == "Feed reader/1.0"
    assert feed["last_fetch"].startswith("2026-06-10T")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PROPFIND", "OPTIONS",
                                    "POST", "MKCALENDAR"])
def test_a_feed_takes_no_other_method_and_asks_for_no_login(scene, maria,
                                                            method):
    path = make(maria, "maria")[1]
    answer = scene.nobody().ask(method, path, event("x@x"))
    assert answer.status == 405 and answer.headers["Allow"] == "GET, HEAD"
    assert "WWW-Authenticate" not in answer.headers


def test_feeds_are_made_listed_and_revoked_by_command(scene):
    path = scene.run("feed", "add", "maria", "--level", "full", "--label",
                     "By hand").stdout.strip()
    assert "C042 Ada Brown Speech" in events(read(scene, path))
    listed = scene.run("feed", "list", "maria").stdout
    number = [n.split()[0] for n in listed.splitlines() if "By hand" in n][0]
    scene.run("feed", "revoke", "maria", number)
    assert scene.nobody().get(path).status == 410
    assert "By hand" not in scene.run("feed", "list", "maria").stdout
    for words in (["feed", "revoke", "maria", number],
                  ["feed", "add", "nobody"],
                  ["feed", "add", "maria", "--level", "all"]):
        assert scene.run(*words, check=False).returncode == 1
    assert scene.run("feed", "add", check=False).returncode == 2

"""Deletes by calendar programs (rules K16, K17): events that are only moved,
many at once, and calendars that cannot be deleted."""

import re

import pytest

from api import api, items
from conftest import NS, event
from test_practice import ledger, line, members, sessions, transactions

# Behind the day of the clock.
SOON = "20260612"


def coming(demo, count, login="maria"):
    """That many of the person's coming open sessions with one client:
    [(href, text)], the first first."""
    found = [(href, text)
             for href, text in sessions(demo, login, "open").items()
             if line(text, "DTSTART").split(":")[-1] > SOON
             and "," not in line(text, "X-PRACTICE-CLIENTS")]
    assert len(found) >= count
    return sorted(found, key=lambda one: line(one[1], "DTSTART"))[:count]


def renewed(text, uid, **lines):
    """The same event as a program makes it anew: title, times and nothing of
    ours."""
    def whole(name):
        head = re.split("BEGIN:VEVENT", text)[1]
        return re.search(rf"^{name}[;:].*?(?=\r?$)", head, re.M).group()

    fresh = event(uid, summary=line(text, "SUMMARY"))
    for name in ("DTSTART", "DTEND"):
        fresh = re.sub(rf"^{name}:.*?(?=\r?$)",
                       lines.get(name) or whole(name), fresh, flags=re.M)
    return fresh


def later(text, hour):
    """DTSTART and DTEND on the session's day, from this hour on."""
    day = line(text, "DTSTART").split(":")[-1][:8]
    zone = "TZID=America/Toronto"
    return {"DTSTART": f"DTSTART;{zone}:{day}T{hour:02}0000",
            "DTEND": f"DTEND;{zone}:{day}T{hour:02}4500"}


def row(text):
    """The session's id, by its page."""
    return line(text, "URL").split("/")[-1]


def token(person, path):
    return person.sync(path).xml.findtext("D:sync-token", namespaces=NS)


def told(person, path, since):
    """(changed, gone) addresses since that token."""
    changed, gone = set(), set()
    for href, response in person.sync(path, since).responses.items():
        status = response.findtext("D:status", "", NS)
        (gone if " 404 " in status else changed).add(href)
    return changed, gone


def actions(demo, session):
    return [one["action"] for one in
            items(demo.person("admin"), f"/audit?object=session:{session}")]


def deletes(demo, state="waiting"):
    return [one for one in
            items(demo.person("staff"), f"/review?state={state}")
            if one["kind"] == "deletes"]


# Moved

def test_a_delete_and_a_new_event_move_the_session(demo):
    maria, path = demo.person("maria"), "/dav/calendars/maria/sessions/"
    href, text = coming(demo, 1)[0]
    client = line(text, "X-PRACTICE-CLIENTS").lower()
    theirs = sessions(demo, client)
    before, proved, since = ledger(demo), transactions(demo), token(maria,
                                                                    path)
    assert maria.delete(href, User_Agent="mover").status == 204
    put = maria.put(path + "moved.ics",
                    renewed(text, "moved", **later(text, 21)),
                    If_None_Match="*", User_Agent="mover")
    assert put.status == 201, put.text
    served = maria.get(path + "moved.ics").text
    assert row(served) == row(text) and line(served, "UID") == "moved"
    assert line(served, "X-PRACTICE-STATUS") == "open"
    assert line(served, "DTSTART").endswith("T210000")
    assert maria.get(href).status == 404
    assert told(maria, path, since) == ({path + "moved.ics"}, {href})
    assert actions(demo, row(text))[:3] == [
        "session.adopt", "session.move", "session.reopen"]
    now = sessions(demo, client)
    assert set(now) == set(theirs), "one event, at its address"
    assert (ledger(demo), transactions(demo)) == (before, proved)


def test_what_the_office_deletes_and_puts_anew_keeps_its_row(demo):
    staff, path = demo.person("staff"), "/dav/calendars/staff/maria/"
    _, text = coming(demo, 1)[0]
    href = next(h for h, t in members(staff, path).items()
                if row(t) == row(text))
    text = staff.get(href).text
    assert staff.delete(href).status == 204
    assert staff.put(path + "anew.ics", renewed(text, "anew")).status == 201
    assert row(staff.get(path + "anew.ics").text) == row(text)
    assert staff.get(href).status == 404
    assert actions(demo, row(text))[:2] == ["session.adopt", "session.restore"]


def test_in_another_practitioners_calendar_it_is_reassigned(demo):
    staff, home = demo.person("staff"), "/dav/calendars/staff/"
    _, text = coming(demo, 2)[1]
    href = next(h for h, t in members(staff, home + "maria/").items()
                if row(t) == row(text))
    text = staff.get(href).text
    assert staff.delete(href).status == 204
    put = staff.put(home + "tom/given.ics", renewed(text, "given"))
    assert put.status == 201, put.text
    assert row(staff.get(home + "tom/given.ics").text) == row(text)
    assert [row(t) for t in sessions(demo, "tom").values()].count(row(text)) \
        == 1
    assert row(text) not in [row(t) for t in sessions(demo, "maria").values()]
    _, found = api(staff, "GET", f"/sessions/{row(text)}")
    assert len(found["practitioners"]) == 1


def test_the_office_undoes_a_delete_by_the_same_event(demo):
    staff, path = demo.person("staff"), "/dav/calendars/staff/maria/"
    _, text = coming(demo, 3)[2]
    href = next(h for h, t in members(staff, path).items()
                if row(t) == row(text))
    text = staff.get(href).text
    assert staff.delete(href, User_Agent="office").status == 204
    maria = demo.person("maria")
    refused = maria.put(maria.home + "sessions/back.ics",
                        event(line(text, "UID")))
    assert refused.status in (403, 409)
    assert "no-uid-conflict" in refused.error
    assert staff.put(href, text, User_Agent="laptop").status == 201
    assert row(staff.get(href).text) == row(text)
    assert line(staff.get(href).text, "X-PRACTICE-STATUS") == "open"
    assert row(text) in [row(t) for t in sessions(demo, "maria").values()]


# Many at once

def test_many_deletes_are_one_item_and_undo_opens_all(demo):
    maria, staff = demo.person("maria"), demo.person("staff")
    some = coming(demo, 6)
    ids = [row(text) for _, text in some]
    for href, _ in some[:4]:
        assert maria.delete(href, User_Agent="thumb").status == 204
    assert not deletes(demo)
    for href, _ in some[4:]:
        assert maria.delete(href, User_Agent="thumb").status == 204
    item, = deletes(demo)
    assert item["session"] in ids and item["state"] == "waiting"
    assert set(item) >= {"id", "kind", "session", "text", "at", "state"}
    assert "Maria" in item["text"] and "'thumb'" in item["text"]
    assert "removed 6 sessions" in item["text"]
    for _, text in some:
        day = line(text, "DTSTART").split(":")[-1]
        assert f"{day[:4]}-{day[4:6]}-{day[6:8]}" in item["text"]
    # one of them ends otherwise before anybody looks
    status, _ = api(staff, "POST", f"/sessions/{ids[5]}/completion",
                    {"type": "missed"})
    assert status == 200
    assert api(maria, "POST", f"/review/{item['id']}/undo")[0] == 403
    status, answer = api(staff, "POST", f"/review/{item['id']}/undo")
    assert status == 200 and answer["state"] == "undone"
    assert "5 open again" in answer["text"] and "1 left" in answer["text"]
    now = {row(t): line(t, "X-PRACTICE-STATUS")
           for t in sessions(demo, "maria").values()}
    assert [now[one] for one in ids] == ["open"] * 5 + ["missed"]
    assert api(staff, "POST", f"/review/{item['id']}/accept")[0] == 409


def test_what_is_accepted_stands(demo):
    maria, staff = demo.person("maria"), demo.person("staff")
    some = coming(demo, 5)
    for href, _ in some:
        assert maria.delete(href, User_Agent="finger").status == 204
    item, = deletes(demo)
    status, answer = api(staff, "POST", f"/review/{item['id']}/accept")
    assert status == 200 and answer["state"] == "accepted"
    now = {row(t): line(t, "X-PRACTICE-STATUS")
           for t in sessions(demo, "maria").values()}
    assert {now[row(text)] for _, text in some} == {"canceled"}
    assert not deletes(demo)


# Whole calendars

@pytest.mark.parametrize("login,names", [
    ("maria", ("sessions", "to-save", "closures")),
    ("staff", ("maria", "tom", "closures")),
    ("admin", ("maria", "lena", "closures")),
    ("c042", ("sessions", "closures")),
])
def test_a_deleted_calendar_never_deletes_sessions(demo, login, names):
    person = demo.person(login)
    for name in names:
        path = f"{person.home}{name}/"
        before, since = members(person, path), token(person, path)
        assert before or name == "to-save"
        for target in (path, path[:-1]):
            refused = person.delete(target)
            assert refused.status == 403, (target, refused.status)
            assert "need-privileges" in refused.error
        assert members(person, path) == before
        assert told(person, path, since) == (set(), set())


def test_no_other_calendar_takes_the_place_of_the_sessions(demo):
    maria = demo.person("maria")
    work = maria.make_calendar("over")
    before = members(maria, maria.home + "sessions/")
    for name in ("sessions/", "to-save/", "closures/"):
        for method in ("MOVE", "COPY"):
            refused = maria.ask(method, work, Overwrite="T",
                                Destination=maria.server.url + maria.home
                                + name)
            assert refused.status in (403, 409, 412), (method, name)
    assert members(maria, maria.home + "sessions/") == before

"""Locks on calendars that are shared: they are of what is locked, and hold
from whichever home it is written to (rules K44, K46)."""

import itertools
import re

import pytest

from conftest import event, xml
from sharing import accept, remove, share

NUMBERS = itertools.count(1)
TASK = ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//EN\r\n"
        "BEGIN:VTODO\r\nUID:t@x\r\nDTSTAMP:20260601T120000Z\r\n"
        "CLASS:PRIVATE\r\nSUMMARY:Hers\r\nEND:VTODO\r\nEND:VCALENDAR\r\n")


@pytest.fixture(scope="module")
def tom(server):
    return server.add("tom", "practitioner", "--name", "Tom Other")


@pytest.fixture
def cal(maria, tom):
    made = maria.make_calendar(f"team-{next(NUMBERS)}")
    assert maria.put(made + "a.ics", event("a@x", summary="Plan")
                     ).status == 201
    return made


@pytest.fixture
def mine(maria, tom, cal):
    return accept(maria, tom, cal, "read-write")


def take(person, path, depth="0", scope="exclusive", **headers):
    return person.ask(
        "LOCK", path, xml(
            "D:lockinfo", f"<D:lockscope><D:{scope}/></D:lockscope>"
            "<D:locktype><D:write/></D:locktype>"
            f"<D:owner>{person.login}</D:owner>"),
        Depth=depth, Timeout="Second-600", **headers)


def lock(person, path, depth="0", scope="exclusive"):
    answer = take(person, path, depth, scope)
    assert answer.status in (200, 201), answer.text
    return answer.headers["Lock-Token"]


def told(person, path):
    """(token, root) of each lock that is told of an address."""
    found = person.propfind(path, "D:lockdiscovery").prop(
        path, "D:lockdiscovery")
    return [("<" + one.findtext(".//{DAV:}locktoken/{DAV:}href") + ">",
             one.findtext(".//{DAV:}lockroot/{DAV:}href")) for one in found]


def unlock(person, path, token):
    return person.ask("UNLOCK", path, Lock_Token=token).status


@pytest.mark.parametrize("who", ["owner", "sharee"])
def test_a_lock_holds_from_both_homes(maria, tom, cal, mine, who):
    one, other = ((maria, cal), (tom, mine))[::1 if who == "owner" else -1]
    body = one[0].get(one[1] + "a.ics").text
    token = lock(one[0], one[1] + "a.ics")
    for person, path in ((maria, cal), (tom, mine), (tom, cal)):
        assert told(person, path + "a.ics") == [(token, path + "a.ics")]
    assert take(other[0], other[1] + "a.ics").status == 423
    for headers in ({}, {"If": f"({token})"}):
        for answer in (
                other[0].put(other[1] + "a.ics", body, **headers),
                other[0].delete(other[1] + "a.ics", **headers)):
            assert answer.status == 423, answer.text
            assert "lock-token-submitted" in answer.text
            assert f">{other[1]}a.ics<" in answer.text
    changed = body.replace("Plan", "Later")
    assert one[0].put(one[1] + "a.ics", changed).status == 423
    assert one[0].put(one[1] + "a.ics", changed, If=f"({token})"
                      ).status == 204
    assert "Later" in other[0].get(other[1] + "a.ics").text
    assert unlock(one[0], one[1] + "a.ics", token) == 204
    assert told(maria, cal + "a.ics") == told(tom, mine + "a.ics") == []
    assert other[0].put(other[1] + "a.ics", body).status == 204


def test_ones_own_lock_holds_at_either_address(tom, cal, mine):
    token = lock(tom, mine + "a.ics")
    body = tom.get(mine + "a.ics").text
    for number, path in enumerate((mine, cal)):
        changed = body.replace("Plan", f"Plan {number}")
        assert tom.put(path + "a.ics", changed).status == 423
        assert tom.put(path + "a.ics", changed,
                       If=f"<{path}a.ics> ({token})").status == 204
    assert tom.ask("LOCK", cal + "a.ics", If=f"({token})").status == 200
    assert unlock(tom, cal + "a.ics", token) == 204


def test_shared_locks_of_both_stand_together(maria, tom, cal, mine):
    hers = lock(maria, cal + "a.ics", scope="shared")
    his = lock(tom, mine + "a.ics", scope="shared")
    assert {t for t, _ in told(tom, mine + "a.ics")} == {hers, his}
    body = tom.get(mine + "a.ics").text
    assert tom.put(mine + "a.ics", body, If=f"({hers})").status == 423
    assert tom.put(mine + "a.ics", body, If=f"({his})").status == 204


@pytest.mark.parametrize("who", ["owner", "sharee"])
def test_a_locked_calendar_takes_nothing_new_from_others(
        maria, tom, cal, mine, who):
    one, other = ((maria, cal), (tom, mine))[::1 if who == "owner" else -1]
    token = lock(*one, "infinity")
    assert told(*other) == [(token, other[1])]
    assert told(other[0], other[1] + "a.ics") == [(token, other[1])]
    for answer in (other[0].put(other[1] + "n.ics", event("n@x")),
                   other[0].delete(other[1] + "a.ics"),
                   take(other[0], other[1] + "n.ics")):
        assert answer.status == 423, answer.text
        assert f">{other[1]}<" in answer.text
    assert one[0].put(one[1] + "n.ics", event("n@x"), If=f"({token})"
                      ).status == 412
    assert one[0].put(one[1] + "n.ics", event("n@x"),
                      If=f"<{one[1]}> ({token})").status == 201


@pytest.mark.parametrize("who", ["owner", "sharee"])
def test_an_empty_resource_of_a_lock_is_in_both_homes(
        maria, tom, cal, mine, who):
    one, other = ((maria, cal), (tom, mine))[::1 if who == "owner" else -1]
    token = lock(one[0], one[1] + "n.ics")
    for person, path in ((maria, cal), (tom, mine)):
        answer = person.get(path + "n.ics")
        assert answer.status == 200 and answer.text == ""
        assert path + "n.ics" in person.propfind(path, "", "1").responses
        assert path + "n.ics" not in person.report(
            path, "C:calendar-query", "<D:prop><D:getetag/></D:prop>"
            '<C:filter><C:comp-filter name="VCALENDAR"/></C:filter>'
        ).responses
    assert other[0].put(other[1] + "n.ics", event("n@x")).status == 423
    assert one[0].put(one[1] + "n.ics", event("n@x"), If=f"({token})"
                      ).status == 204
    assert "UID:n@x" in other[0].get(other[1] + "n.ics").text
    assert unlock(one[0], one[1] + "n.ics", token) == 204


def test_a_sharee_fills_the_empty_resource_that_the_owner_left(
        maria, tom, cal, mine):
    assert unlock(maria, cal + "n.ics", lock(maria, cal + "n.ics")) == 204
    assert tom.put(mine + "n.ics", event("n@x")).status == 204
    assert "UID:n@x" in maria.get(cal + "n.ics").text


def test_who_may_only_read_takes_no_locks_and_sees_them(maria, tom, cal):
    mine = accept(maria, tom, cal)
    for path in (mine, mine + "a.ics", mine + "n.ics"):
        answer = take(tom, path)
        assert answer.status == 403, answer.text
        assert "need-privileges" in answer.error
    assert len(tom.propfind(mine + "a.ics", "D:supportedlock").prop(
        mine + "a.ics", "D:supportedlock")) == 0
    assert "2" not in tom.ask("OPTIONS", mine).headers["DAV"].split(", ")
    token = lock(maria, cal + "a.ics")
    assert told(tom, mine + "a.ics") == [(token, mine + "a.ics")]
    own = tom.get(mine + "a.ics").text
    assert tom.put(mine + "a.ics", own).status == 423


def test_where_changes_are_allowed_locks_are_told(tom, mine):
    assert len(tom.propfind(mine + "a.ics", "D:supportedlock").prop(
        mine + "a.ics", "D:supportedlock")) == 2
    answer = tom.ask("OPTIONS", mine)
    assert "2" in answer.headers["DAV"].split(", ")
    assert "LOCK" in answer.headers["Allow"].split(", ")


def test_what_its_owner_keeps_private_is_not_locked_by_others(
        maria, tom, cal, mine):
    assert maria.put(cal + "p.ics", event(
        "p@x", "20260613T140000Z", "20260613T150000Z", "CLASS:PRIVATE")
                     ).status == 201
    assert maria.put(cal + "t.ics", TASK).status == 201
    for name in ("p.ics", "t.ics"):
        answer = take(tom, mine + name)
        assert answer.status == 403 and "need-privileges" in answer.error
        assert told(maria, cal + name) == []
    assert "SUMMARY:Hers" in maria.get(cal + "t.ics").text


def test_the_owner_may_end_anybodys_lock_and_a_sharee_the_own(
        maria, tom, cal, mine):
    his = lock(tom, mine + "a.ics")
    assert unlock(maria, cal + "a.ics", his) == 204
    hers = lock(maria, cal + "a.ics")
    assert unlock(tom, mine + "a.ics", hers) == 403
    assert unlock(tom, cal + "a.ics", hers) == 403
    assert told(maria, cal + "a.ics")[0][0] == hers


@pytest.mark.parametrize("end", ["removed", "left", "read"])
def test_whose_right_to_change_ends_has_no_locks_left(
        maria, tom, cal, mine, end):
    lock(tom, mine + "a.ics")
    lock(tom, mine + "n.ics")
    hers = lock(maria, cal + "b.ics")
    if end == "removed":
        assert share(maria, cal, remove()).status == 200
    elif end == "left":
        assert tom.delete(mine).status == 204
    else:
        accept_read = (f"<CS:set><D:href>/dav/principals/tom/</D:href>"
                       "<CS:read/></CS:set>")
        assert share(maria, cal, accept_read).status == 200
    assert told(maria, cal + "a.ics") == told(maria, cal + "n.ics") == []
    assert told(maria, cal + "b.ics")[0][0] == hers
    assert maria.put(cal + "a.ics", event("a@x")).status == 204


def test_a_lock_of_the_owner_does_not_keep_a_sharee(maria, tom, cal, mine):
    token = lock(maria, cal, "infinity")
    assert tom.delete(mine).status == 204
    assert told(maria, cal) == [(token, cal)]


def test_locks_that_are_refused_leave_nothing_behind(maria, tom, cal, mine):
    before = set(maria.propfind(cal, "", "1").responses)
    lock(maria, cal + "a.ics")
    assert take(tom, mine, "infinity").status == 207
    assert take(tom, mine + "x/y.ics").status == 409
    assert set(maria.propfind(cal, "", "1").responses) == before
    assert not re.search("urn:uuid", tom.propfind(
        mine, "D:lockdiscovery").text)

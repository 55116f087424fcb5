"""Locks of real clients at once, and across a restart."""

import concurrent.futures
import re

from daybook import event, xml

WRITE = "<D:locktype><D:write/></D:locktype>"
LOCK = xml("D:lockinfo", "<D:lockscope><D:exclusive/></D:lockscope>" + WRITE)


def lock(person, path, **headers):
    return person.ask("LOCK", path, LOCK, Depth="0", Timeout="Second-600",
                      **headers)


def token_of(answer):
    assert answer.status in (200, 201), answer.text
    return answer.headers["Lock-Token"]


def test_of_many_who_lock_at_once_one_gets_the_lock(maria):
    path = maria.home + "calendar/once.ics"
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: lock(maria, path), range(24)))
    won = [a for a in answers if a.status in (200, 201)]
    lost = [a for a in answers if a.status == 423]
    assert len(won) == 1 and len(won) + len(lost) == 24
    assert all("no-conflicting-lock" in a.text for a in lost)
    assert maria.put(path, event("once")).status == 423
    assert maria.put(path, event("once"),
                     If=f"({token_of(won[0])})").status == 204


def test_a_lock_outlives_the_server(server, maria):
    path = maria.home + "calendar/kept.ics"
    assert maria.put(path, event("kept")).status == 201
    token = token_of(lock(maria, path))
    server.stop()
    server.options = ("--set", "test_clock=2026-06-10T17:45:00Z")
    server.start()
    assert maria.put(path, event("kept")).status == 423
    told = maria.propfind(path, "D:lockdiscovery").text
    assert token.strip("<>") in told
    # Five of its ten minutes are over, but for what the test itself takes.
    assert 280 <= int(re.search(r"Second-(\d+)", told)[1]) <= 360
    assert maria.ask("UNLOCK", path, Lock_Token=token).status == 204
    assert maria.delete(path).status == 204


def test_an_event_is_made_by_locking_writing_and_unlocking(maria):
    path = maria.home + "calendar/made.ics"
    calendar = maria.home + "calendar/"
    first = maria.sync(calendar).xml.findtext("{DAV:}sync-token")
    token = token_of(lock(maria, path))
    assert maria.put(path, event("made"), If=f"({token})").status == 204
    assert maria.ask("UNLOCK", path, Lock_Token=token).status == 204
    assert "UID:made" in maria.get(path).text
    assert list(maria.sync(calendar, first).responses) == [path]


def test_of_many_new_events_of_one_uid_a_calendar_takes_one(maria):
    calendar = maria.home + "calendar/"

    def put(number):
        return maria.put(f"{calendar}same-{number}.ics", event("same"))

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(put, range(24)))
    kept = [n for n, a in enumerate(answers) if a.status == 201]
    assert len(kept) == 1
    for number, answer in enumerate(answers):
        if number not in kept:
            assert answer.status == 403
            assert "no-uid-conflict" in answer.error
            assert f"{calendar}same-{kept[0]}.ics" in answer.text

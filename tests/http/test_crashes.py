"""The process dies, the disk is full, the clock goes back: what was answered
is there, the ledger proves itself, and nobody has to do anything.

DAYBOOK_KILLS=number kills so often (make crash KILLS=500); DAYBOOK_SEED=number
makes other moments.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import threading
import time

import pytest
import requests

from api import api, items
from conftest import Person, Server, event
from crash_load import Imports, Runs, Series

KILLS = int(os.environ.get("DAYBOOK_KILLS", "6"))
SEED = int(os.environ.get("DAYBOOK_SEED", "20260610"))
LONGEST = 0.25  # seconds until a kill
WORK = "/dav/calendars/maria/work/"


class Load:
    """Writers that go on until the process is gone, and what they were
    answered. A step that was sent and not answered is in doubt: done or not."""

    def __init__(self, server, admin, maria, service):
        self.server = server
        self.admin = admin
        self.maria = maria
        self.service = service
        self.round = 0
        self.events = {}  # name -> text, None: deleted
        self.doubt = {}  # name -> text that may stand as well
        self.sessions = {}  # id -> ending
        self.session_doubt = {}
        self.keys = set()  # of payments that were answered
        self.key_doubt = set()
        self.done = 0
        self.imports = Imports(admin)
        self.runs = Runs(admin, service)
        self.series = Series(admin)

    def new_events(self, person):
        for number in range(100000):
            name = f"n{self.round}-{number}"
            self.put(person, name, event(f"{name}@x"))

    def edits(self, person):
        """One event again and again, deleted at every seventh step."""
        name = f"e{self.round}"
        for number in range(100000):
            if number % 7 == 6:
                self.doubt[name] = None
                status = person.delete(f"{WORK}{name}.ics").status
                assert status == 204, status
                self.answered(name, None)
            else:
                self.put(person, name, event(f"{name}@x",
                                             summary=f"step {number}"))

    def put(self, person, name, text):
        self.doubt[name] = text
        status = person.put(f"{WORK}{name}.ics", text).status
        assert status in (201, 204), status
        self.answered(name, text)

    def answered(self, name, text):
        self.events[name] = text
        del self.doubt[name]
        self.done += 1

    def saves(self, person):
        """Sessions are made and end: each in the ledger."""
        for number in range(100000):
            status, session = api(person, "POST", "/sessions", {
                "start": "2026-06-01T10:00", "end": "2026-06-01T10:50",
                "service": self.service,
                "practitioners": ["maria"], "clients": ["C042"]})
            assert status == 201, session
            at = session["id"]
            self.sessions[at] = None
            ending = ("completed", "missed", "canceled")[number % 3]
            self.session_doubt[at] = ending
            status, answer = api(person, "POST", f"/sessions/{at}/completion",
                                 {"type": ending})
            assert status == 200, answer
            self.sessions[at] = ending
            del self.session_doubt[at]
            self.done += 1

    def payments(self, person):
        for number in range(100000):
            key = f"k{self.round}-{number}"
            self.key_doubt.add(key)
            self.pay(person, key)

    def pay(self, person, key, also=None):
        status, answer = api(person, "POST", "/payments", {
            "client": "C042", "amount": "1.00", "date": "2026-06-01",
            "method": "cash"}, Idempotency_Key=key)
        assert status == 201 or answer["error"]["code"] == also, answer
        self.keys.add(key)
        self.key_doubt.discard(key)
        self.done += 1

    def run(self, seconds):
        """All at once, until the process is killed after so long."""
        wrong = []

        def work(kind, who):
            try:
                kind(Person(self.server, who.login, who.session.auth[1]))
            except requests.RequestException:
                pass
            except Exception as error:
                wrong.append(error)

        threads = [threading.Thread(target=work, args=pair) for pair in (
            (self.new_events, self.maria), (self.edits, self.maria),
            (self.new_events_of_admin, self.admin), (self.saves, self.admin),
            (self.payments, self.admin), (self.imports.work, self.admin),
            (self.runs.work, self.admin), (self.series.work, self.maria))]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        self.server.stop(signal.SIGKILL)
        for thread in threads:
            thread.join(60)
        assert not wrong, wrong
        self.round += 1

    def new_events_of_admin(self, person):
        """Closures: by another door into everybody's calendars."""
        for number in range(100000):
            status, answer = api(person, "POST", "/closures", {
                "title": f"c{self.round}-{number}", "from": "2027-01-01",
                "to": "2027-01-01", "all_day": True})
            assert status == 201, answer
            self.done += 1

    def look(self):
        """Is all there that was answered, and nothing that was not asked?"""
        for name, text in self.events.items():
            self.is_one_of(name, text, self.doubt.pop(name, text))
        for name, text in self.doubt.items():
            self.is_one_of(name, None, text)
        for at, ending in self.sessions.items():
            status, session = api(self.admin, "GET", f"/sessions/{at}")
            assert status == 200, session
            assert session["type"] in (ending,
                                       self.session_doubt.get(at, ending))
        self.repeat_payments()
        self.imports.drop()
        self.runs.look()
        self.series.look()
        self.events.clear()
        self.doubt.clear()
        self.sessions.clear()
        self.session_doubt.clear()

    def is_one_of(self, name, *texts):
        answer = self.maria.get(f"{WORK}{name}.ics")
        found = answer.text if answer.status == 200 else None
        assert found in texts, (name, answer.status)

    def repeat_payments(self):
        """A key that was in doubt is sent again: one payment either way. The
        key lies in the payment's transaction, its answer does not."""
        for key in sorted(self.key_doubt):
            self.pay(self.admin, key, also="answer-unknown")
        assert len(items(self.admin, "/payments?limit=1000")) == len(self.keys)


def sound(server):
    """The ledger and the file, looked at while the server runs."""
    assert "ok" in server.run("verify").stdout
    with sqlite3.connect(f"file:{server.data}/daybook.db?mode=ro",
                         uri=True) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def sound_at_rest(server):
    assert "ok" in server.run("verify").stdout


def token(server, login):
    secret = server.run("person", "token", login, "--label", "Load").stdout
    return Person(server, login, secret.split()[-1])


@pytest.fixture
def place(tmp_path):
    server = Server(tmp_path / "data")
    server.run("practice", "name=Crash Lane", "zone=America/Toronto",
               "currency=CAD")
    server.add("admin", "admin")
    server.add("maria", "practitioner")
    server.run("person", "add", "c042", "--role", "client", "--code", "C042",
               "--name", "Ada Brown")
    server.start()
    yield server
    if server.process.poll() is None:
        assert server.stop() == 0, server.log_text()


def test_kills_at_random_moments_under_load_lose_nothing(place):
    rng = random.Random(SEED)
    print(f"DAYBOOK_SEED={SEED}")
    admin, maria = token(place, "admin"), token(place, "maria")
    assert maria.make_calendar("work") == WORK
    status, service = api(admin, "POST", "/services", {
        "name": "Speech", "kind": "fixed", "cost": "42.50", "wage": "30.00"})
    assert status == 201, service
    load = Load(place, admin, maria, service["id"])
    for _ in range(KILLS):
        load.run(rng.uniform(0.02, LONGEST))
        place.start()
        load.look()
        sound(place)
    load.imports.look()
    assert load.done > KILLS
    print(f"{KILLS} kills, {load.done} answered writes")


def retired(server):
    """Calendars that were deleted and are not cleared away yet, and how many
    dates of series there are at all."""
    with sqlite3.connect(f"file:{server.data}/daybook.db?mode=ro",
                         uri=True) as db:
        return (
            db.execute("SELECT count(*) FROM collection WHERE owner < 0")
            .fetchone()[0],
            db.execute("SELECT count(*) FROM instance").fetchone()[0])


def test_what_was_deleted_stays_deleted_and_is_cleared_away(place):
    """A calendar of many dates that come at no step goes at once; its rows go
    in slices, amid which the process is killed until none is left."""
    rng = random.Random(SEED)
    maria = token(place, "maria")
    maria.make_calendar("work")
    for number in range(20):
        dates = ",".join(
            f"2026060{day}T{hour:02}{rng.randrange(60):02}"
            f"{rng.randrange(60):02}Z" for day in range(2, 9)
            for hour in range(24) for _ in range(6))
        text = event(f"{number}@x", "20260601T100000Z", "20260601T101000Z",
                     f"RDATE:{dates}")
        assert maria.put(f"{WORK}{number}.ics", text).status == 201
    before = retired(place)
    assert before[0] == 0 and before[1] > 10000
    assert maria.delete(WORK).status == 204
    kills = 0
    while True:
        assert maria.propfind(WORK).status == 404
        assert WORK not in maria.propfind(maria.home, depth="1").responses
        left, dates = retired(place)
        assert dates <= before[1]
        before = left, dates
        if not left:
            break
        place.stop(signal.SIGKILL)
        kills += 1
        sound_at_rest(place)
        place.start()
        # nothing waits for the half minute of the ticker: it begins anew
        maria = Person(place, "maria", maria.session.auth[1])
        time.sleep(rng.uniform(0.01, 0.1))
    assert kills > 1 and before == (0, 0)
    assert maria.make_calendar("work") == WORK
    assert list(maria.sync(WORK).responses) == []
    sound(place)


def test_a_clock_that_goes_back_loses_and_refuses_nothing(place):
    maria = place.person("maria")
    maria.make_calendar("work")
    assert maria.put(f"{WORK}a.ics", event("a@x")).status == 201
    tag = maria.get(f"{WORK}a.ics").headers["ETag"]
    synced = maria.sync(WORK)
    mark = synced.xml.findtext("{DAV:}sync-token")
    assert place.stop() == 0
    place.options = ("--set", "test_clock=2026-06-01T00:00:00Z")
    place.start()
    assert maria.get(f"{WORK}a.ics").headers["ETag"] == tag
    changed = event("a@x", summary="Later, and earlier")
    assert maria.put(f"{WORK}a.ics", changed, If_Match=tag).status == 204
    assert maria.get(f"{WORK}a.ics").headers["ETag"] != tag
    again = maria.sync(WORK, mark)
    assert list(again.responses) == [f"{WORK}a.ics"]
    assert maria.get(f"{WORK}a.ics").text == changed
    sound(place)


def test_a_lock_of_others_is_503_for_writes_and_nothing_for_reads(place):
    maria = place.person("maria")
    maria.make_calendar("work")
    assert maria.put(f"{WORK}a.ics", event("a@x")).status == 201
    with sqlite3.connect(f"{place.data}/daybook.db") as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            answer = maria.put(f"{WORK}b.ics", event("b@x"))
            assert answer.status == 503
            assert int(answer.headers["Retry-After"]) > 0
            assert maria.get(f"{WORK}a.ics").status == 200
        other.rollback()
    assert maria.put(f"{WORK}b.ics", event("b@x")).status == 201
    assert "locked" in place.log_text()
    sound(place)


# Disks that are small or may not be written


def mounts():
    """A command's beginning that gives it mounts of its own, or None."""
    for words in (["unshare", "-m"], ["unshare", "-rm"]):
        if shutil.which("unshare") and subprocess.run(
                [*words, "mount", "-t", "tmpfs", "none", "/mnt"],
                capture_output=True).returncode == 0:
            return words
    return None


class Mounted(Server):
    """A server on a disk of its own, made by `mount`'s words."""

    def __init__(self, data, prepare):
        super().__init__(data)
        self.prepare = prepare

    def start(self):
        words = mounts()
        binary = shutil.which("sh")
        self.wrapper = self.data.parent / "wrapper"
        self.wrapper.write_text(
            "#!/bin/sh\nset -e\n"
            f'exec {" ".join(words)} {binary} -c \'{self.prepare}; '
            'exec "$0" "$@"\' "$REAL" "$@"\n')
        self.wrapper.chmod(0o755)
        import daybook
        real, daybook.BINARY = daybook.BINARY, str(self.wrapper)
        os.environ["REAL"] = real
        try:
            return super().start()
        finally:
            daybook.BINARY = real


    def inside(self, *words):
        """Run a command among the server's mounts."""
        user = ["-U", "--preserve-credentials"] if "-rm" in mounts() else []
        subprocess.run(["nsenter", "-t", str(self.process.pid), "-m", *user,
                        *words], check=True)


needs_mounts = pytest.mark.skipif(mounts() is None,
                                  reason="this system allows no mounts")


@needs_mounts
def test_a_full_disk_is_507_until_there_is_room_again(tmp_path):
    data = tmp_path / "data"
    made = Server(data)
    made.add("maria", "practitioner")
    data.rename(tmp_path / "made")
    data.mkdir()
    server = Mounted(data, f"mount -t tmpfs -o size=8m none {data}; "
                           f"cp -p {tmp_path}/made/* {data}; "
                           f"head -c 2000000 /dev/zero > {data}/ballast")
    server.passwords = made.passwords
    server.start()
    maria = server.person("maria")
    maria.make_calendar("work")
    text = event("x@x", summary="x" * 200000)
    statuses, kept = [], []
    for number in range(60):
        answer = maria.put(f"{WORK}{number}.ics",
                           text.replace("x@x", f"{number}@x"))
        statuses.append(answer.status)
        if answer.status == 201:
            kept.append(number)
    assert set(statuses) == {201, 507}, statuses
    for number in kept:
        assert maria.get(f"{WORK}{number}.ics").status == 200
    log = server.log_text()
    told = [line for line in log.splitlines() if "disk is full" in line]
    assert 0 < len(told) <= statuses.count(507)
    server.inside("rm", f"{data}/ballast")
    assert maria.put(f"{WORK}after.ics", event("after@x")).status == 201
    assert server.stop() == 0, server.log_text()


@needs_mounts
def test_a_disk_that_may_not_be_written_is_refused_with_a_sentence(tmp_path):
    data = tmp_path / "data"
    made = Server(data)
    made.add("maria", "practitioner")
    server = Mounted(data, f"mount -o bind {data} {data}; "
                           f"mount -o remount,bind,ro {data}")
    with pytest.raises(AssertionError):
        server.start()
    assert server.process.wait(10) == 1
    assert str(data) in server.log_text()

"""A server under everything that was seen to hurt it, at once, while an honest
person polls: `make hostile TIME=600` prints the figures.

    load.py SECONDS
"""

import json
import os
import pathlib
import platform
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from daybook import Server, event  # noqa: E402

ATTACK = pathlib.Path(__file__).with_name("attack.py")
HOSTILE = ("maria", "tom", "lena")
MIB = 1024 * 1024


def kib(path, *names):
    with open(path) as lines:
        return sum(int(line.split()[1]) for line in lines
                   if line.startswith(names))


def files_bytes(pid):
    """What of files the process has for itself: it stays as it is."""
    path = f"/proc/{pid}/smaps_rollup"
    return (kib(path, "Private_") - kib(path, "Anonymous:")) * 1024


def anonymous_bytes(pid):
    """The rest of its private memory. The system counts it as it goes, and
    does not keep the process from mapping memory while it is asked."""
    return kib(f"/proc/{pid}/status", "RssAnon:") * 1024


def furnish(server):
    """What the reports of hostile people go over."""
    for login in HOSTILE:
        person = server.person(login)
        path = person.make_calendar("work")
        assert person.put(path + "daily.ics", event(
            "daily@x", "20200101T140000Z", "20200101T150000Z",
            "RRULE:FREQ=DAILY", "DESCRIPTION:" + "d" * 300000)).status == 201
        for i in range(4):
            assert person.put(f"{path}big{i}.ics", event(
                f"big{i}@x", "20260612T140000Z", "20260612T150000Z",
                "DESCRIPTION:" + "e" * 900000)).status == 201


class Watch(threading.Thread):
    """Does something every so often until it is over."""

    def __init__(self, pause, act):
        super().__init__(daemon=True)
        self.pause, self.act, self.over = pause, act, threading.Event()

    def run(self):
        while not self.over.wait(self.pause):
            self.act()

    def end(self):
        self.over.set()
        self.join()


def hold_lock(server):
    """Another program keeps the database locked for a moment."""
    other = sqlite3.connect(server.data / "daybook.db", isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(0.3)
        other.execute("ROLLBACK")
    except sqlite3.OperationalError:
        pass
    finally:
        other.close()


def attack(server, seconds, people, connections, idle):
    process = subprocess.Popen(
        [sys.executable, "-B", str(ATTACK), str(server.port), str(seconds),
         str(connections), str(idle)], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True)
    process.stdin.write(json.dumps(people))
    process.stdin.close()
    return process


def polls(person, until):
    """(seconds, status) of each, one after another."""
    found = []
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            status = person.propfind(person.home, "D:getetag").status
        except OSError:
            status = None
        found.append((time.monotonic() - began, status))
        time.sleep(0.02)
    return found


def run(data, seconds, connections=500, idle=1000):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    idle = max(0, min(idle, hard - connections - 200))
    server = Server(data)
    for login in (*HOSTILE, "hana"):
        server.add(login, "practitioner")
    server.start()
    furnish(server)
    honest = server.person("hana")
    assert honest.propfind(honest.home).status == 207
    pid, memory = server.process.pid, []
    files = files_bytes(pid)
    watches = [
        Watch(0.25, lambda: memory.append(files + anonymous_bytes(pid))),
        Watch(5, lambda: hold_lock(server)),
    ]
    people = {login: server.passwords[login] for login in HOSTILE}
    attacks = [attack(server, seconds, people, *crowd)
               for crowd in ((connections, 0), (0, idle))]
    for watch in watches:
        watch.start()
    found = polls(honest, time.monotonic() + seconds)
    for watch in watches:
        watch.end()
    did = {}
    for process in attacks:
        did.update(json.loads(process.stdout.read()))
        process.wait()
    alive = server.process.poll() is None
    after = files + anonymous_bytes(pid) if alive else 0
    code = server.stop()
    server.run("verify")
    times = sorted(took for took, _ in found)
    return {
        "seconds": seconds, "connections": connections, "idle": idle,
        "polls": len(found),
        "unanswered": sum(status != 207 for _, status in found),
        "p50": times[len(times) // 2], "p99": times[len(times) * 99 // 100],
        "slowest": times[-1], "private": max(memory), "after": after,
        "stopped": code, "alive": alive, "did": did,
    }


def main():
    seconds = float(sys.argv[1])
    folder = tempfile.mkdtemp(prefix="daybook-hostile-")
    try:
        found = run(pathlib.Path(folder) / "data", seconds, idle=5000)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for kind, answers in sorted(found["did"].items()):
        print(f"  {kind:12}", ", ".join(f"{n} x {answer}" for answer, n in
                                        sorted(answers.items())))
    print(f"{time.strftime('%d %B %Y')}, {platform.machine()}, "
          f"{os.cpu_count()} cores, Linux {platform.release()}: "
          f"{found['seconds']:.0f} s, {found['connections']} connections "
          f"and {found['idle']} idle")
    print(f"honest polls: {found['polls']}, {found['unanswered']} unanswered; "
          f"p50 {found['p50'] * 1000:.0f} ms, p99 {found['p99'] * 1000:.0f} "
          f"ms, slowest {found['slowest'] * 1000:.0f} ms")
    print(f"private memory: {found['private'] / MIB:.0f} MiB at most, "
          f"{found['after'] / MIB:.0f} MiB after")
    return 0 if found["alive"] and not found["unanswered"] else 1


if __name__ == "__main__":
    sys.exit(main())

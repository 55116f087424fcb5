"""What a practice does to much at once, each deed at two sizes or three: its
cost for one of what it changes has to stay as it is.

D1 to D12; cancellations are P3 and P4, of practice.py.
"""

import datetime as dt
import json
import os
import resource
import subprocess
import time

import chain
from pages import api
from place import Request, Wrong

PLANS = (36, 366)         # sessions of a schedule
SAVES = (50, 500)         # sessions saved in bulk
GROUPS = (3, 30)          # clients of a session
CLIENTS = (50, 500)       # who get an invoice
ENTRIES = (10_000, 100_000, 1_000_000)  # of the ledger
EVENTS = (2_000, 20_000)  # of an import
CROWDS = (25, 200, 800)   # sessions of one practitioner at one moment
REPEATS = 5

TITLES = {
    "D1": "a schedule's preview, a session of it",
    "D2": "a schedule made, a session of it",
    "D3": "sessions saved in bulk, one of them",
    "D4": "a group made, a client of it",
    "D5": "a group saved, a client of it",
    "D6": "a month's invoices drafted, one of them",
    "D7": "a month's invoices issued, one of them",
    "D8": "daybook verify, a ledger entry",
    "D9": "daybook import, an event",
    "D10": "daybook import again, an event",
    "D11": "one more session at one moment with so many",
    "D12": "one of so many at one moment moved away",
}


class Practice:
    """A practice without sessions, whom its admin asks by the API."""

    def __init__(self, place, quick):
        self.place, self.quick = place, quick
        self.today = dt.date.today()
        self.hour = 0
        self.service = api(place, "POST", "/services", {
            "name": "Speech", "kind": "fixed", "cost": "85.00",
            "wage": "42.00", "tax_bp": 1300}, 201)["id"]
        for login in ("maria", "omar", "ines"):
            api(place, "POST", "/people", {
                "login": login, "roles": ["practitioner"], "name": login,
                "may": ["create", "edit", "complete"]}, 201)
        self.codes = [f"C{number + 1000}"
                      for number in range(self.sizes(CLIENTS)[-1])]
        for code in self.codes:
            api(place, "POST", "/people", {
                "roles": ["client"], "code": code, "name": f"Client {code}"},
                201)

    def sizes(self, sizes):
        return (3, 5) if self.quick else sizes

    def plan(self, count, weeks_ago, clients):
        """A schedule of so many sessions, each hour of the day its own."""
        monday = self.today - dt.timedelta(
            days=self.today.weekday() + 7 * weeks_ago)
        self.hour += 1
        return {
            "start": f"{monday}T{self.hour:02}:00",
            "end": f"{monday}T{self.hour:02}:50", "service": self.service,
            "practitioners": ["maria"], "clients": clients,
            "days": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"],
            "repeat": "weekly", "count": count, "enabled": True}

    def session(self, day, hour, clients, who="omar", minute=0):
        return {"start": f"{day}T{hour:02}:{minute:02}",
                "end": f"{day}T{hour:02}:{minute + 20}",
                "service": self.service, "practitioners": [who],
                "clients": clients}

    def measured(self, count, requests):
        """(report, answers) of requests that change `count` things."""
        before, began = self.place.cpu(), time.monotonic()
        answers = [json.loads(self.place.ask(request)[1])
                   for request in requests]
        seconds = time.monotonic() - began
        return {"answers": count, "seconds": seconds, "p50": seconds / count,
                "server_cpu": self.place.cpu() - before}, answers


def call(method, path, body, status):
    return Request(method, "/api" + path, json.dumps(body),
                   {"Content-Type": "application/json"}, status)


def schedules(practice):
    for size in practice.sizes(PLANS):
        body = practice.plan(size, 60, practice.codes[:1])
        report, shown = practice.measured(
            size, [call("POST", "/schedules/preview", body, 200)])
        if len(shown[0]["dates"]) != size:
            raise Wrong(f"{len(shown[0]['dates'])} dates, not {size}")
        yield "D1", size, report
        report, _ = practice.measured(
            size, [call("POST", "/schedules", body, 201)])
        yield "D2", size, report


def saves(practice):
    """Those of schedules() are over: one may be too few of them."""
    place = practice.place
    api(place, "POST", "/schedules",
        practice.plan(practice.sizes(PLANS)[-1], 60, practice.codes[:1]), 201)
    for size in practice.sizes(SAVES):
        ids, start = [], practice.today - dt.timedelta(days=500)
        while len(ids) < size:
            items = api(place, "GET", "/sessions?status=open&limit=200"
                        f"&from={start}&to={practice.today}")["items"]
            new = [item["id"] for item in items if item["id"] not in ids]
            if not new:
                raise Wrong(f"{len(ids)} sessions to save, not {size}")
            ids += new
            start = items[-1]["start"][:10]
        report, made = practice.measured(size, [call(
            "POST", "/sessions/completions",
            {"ids": ids[:size], "type": "completed"}, 200)])
        if not all(item["ok"] for item in made[0]["items"]):
            raise Wrong("a session that could not be saved")
        yield "D3", size, report


def groups(practice):
    day = practice.today - dt.timedelta(days=100)
    for size in practice.sizes(GROUPS):
        clients = practice.codes[:size]
        report, made = practice.measured(size * REPEATS, [
            call("POST", "/sessions",
                 practice.session(day + dt.timedelta(days=i), 9, clients), 201)
            for i in range(REPEATS)])
        yield "D4", size, report
        report, _ = practice.measured(size * REPEATS, [
            call("POST", f"/sessions/{one['id']}/completion", {
                "type": "completed", "revision": one["revision"]}, 200)
            for one in made])
        yield "D5", size, report
        day += dt.timedelta(days=REPEATS)


def invoices(practice):
    """Each has two sessions of last month's, in which the groups are too."""
    month = practice.today.replace(day=1) - dt.timedelta(days=1)
    first = 0
    for size in practice.sizes(CLIENTS):
        codes = practice.codes[-size:]
        for number, code in enumerate(codes):
            for turn in range(2):
                hour, minute = divmod(first + 2 * number + turn, 2)
                day = month - dt.timedelta(days=hour // 12)
                one = api(practice.place, "POST", "/sessions",
                          practice.session(day, 8 + hour % 12, [code], "ines",
                                           30 * minute), 201)
                api(practice.place, "POST",
                    f"/sessions/{one['id']}/completion",
                    {"type": "completed", "revision": one["revision"]})
        first += 2 * size
        report, made = practice.measured(size, [
            call("POST", "/invoices", {"client": code, "to": str(month)}, 201)
            for code in codes])
        yield "D6", size, report
        report, _ = practice.measured(size, [
            call("POST", f"/invoices/{one['id']}/issue", {}, 200)
            for one in made])
        yield "D7", size, report


def crowds(practice):
    """The last of so many at one moment, and one of them that leaves."""
    day = practice.today + dt.timedelta(days=30)
    for number, size in enumerate(practice.sizes(CROWDS)):
        code = practice.codes[:1]
        there = day + dt.timedelta(days=number)
        before = [api(practice.place, "POST", "/sessions",
                      practice.session(there, 9, code), 201)
                  for _ in range(size - 1)]
        report, _ = practice.measured(1, [call(
            "POST", "/sessions", practice.session(there, 9, code), 201)])
        yield "D11", size, report
        # The one that all others name.
        named = min(before, key=lambda session: session["uid"])
        one = api(practice.place, "GET", f"/sessions/{named['id']}")
        report, _ = practice.measured(1, [call(
            "PATCH", f"/sessions/{one['id']}", {
                "revision": one["revision"], "start": f"{there}T19:00",
                "end": f"{there}T19:20"}, 200)])
        yield "D12", size, report


def command(count, words, stdin=None):
    """A report of a command that goes through `count` things, with the most
    of memory that it had."""
    began = time.monotonic()
    done = subprocess.Popen(words, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(done.pid, 0)
    done.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - began
    if done.returncode:
        raise Wrong(f"{' '.join(words[:2])} ended with {done.returncode}")
    return {"answers": count, "seconds": seconds, "p50": seconds / count,
            "server_cpu": usage.ru_utime + usage.ru_stime,
            "memory": usage.ru_maxrss * 1024}


def ledgers(practice):
    """Of places of their own, which are filled by SQL."""
    place = practice.place
    for size in practice.sizes(ENTRIES):
        data = os.path.join(place.folder, f"ledger-{size}")
        subprocess.run([place.binary, "practice", "--data", data], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        chain.fill(os.path.join(data, "daybook.db"), -(-size // 3))
        yield "D8", size, command(
            size, [place.binary, "verify", "--data", data])


def events(practice):
    """Of a practitioner's year-long files, one after another in time."""
    place = practice.place
    for size in practice.sizes(EVENTS):
        data = os.path.join(place.folder, f"import-{size}")
        file = os.path.join(place.folder, f"{size}.ics")
        subprocess.run(
            [place.binary, "person", "add", "maria", "--role", "practitioner",
             "--password-stdin", "--data", data], input="the word of maria\n",
            text=True, check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        start = dt.datetime(2020, 1, 1)
        with open(file, "w", encoding="ascii", newline="") as out:
            out.write("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
                      "PRODID:-//bench//EN\r\n")
            for number in range(size):
                at = start + dt.timedelta(hours=number)
                out.write("\r\n".join((
                    "BEGIN:VEVENT", f"UID:old-{number}@bench.example",
                    "DTSTAMP:20261101T120000Z", f"DTSTART:{at:%Y%m%dT%H%M%SZ}",
                    "DURATION:PT50M", f"SUMMARY:Client {number % 60}",
                    "DESCRIPTION:As agreed by telephone", "END:VEVENT", "")))
            out.write("END:VCALENDAR\r\n")
        words = [place.binary, "import", file, "--practitioner", "maria",
                 "--data", data]
        yield "D9", size, command(size, words)
        yield "D10", size, command(size, words)


GROUPS_OF = (
    (("D1", "D2"), schedules), (("D3",), saves), (("D4", "D5"), groups),
    (("D6", "D7"), invoices), (("D8",), ledgers), (("D9", "D10"), events),
    (("D11", "D12"), crowds),
)


def reports(place, only, quick):
    """(name, size, report) of each deed that is asked for."""
    wanted = [deed for names, deed in GROUPS_OF
              if not only or set(names) & only]
    if not wanted:
        return
    practice = Practice(place, quick)
    for deed in wanted:
        yield from deed(practice)

"""Workloads of a practice: sessions of the demo's Maria, made by staff and
saved by her, as a calendar program does it: by PUT.

Each write renders the copies of all who see the session: the practitioner,
the client, and the office's people; a save also prices, and posts to the
ledger.
"""

import datetime as dt
import json
import re
import time

from place import Request, Wrong
from workloads import ICS, Workload, xml

COUNT = 200
CODES = ("C042", "C043", "C044", "C045", "C046")
FIRST_HOUR, HOURS = 20, 8  # in UTC, when the demo's people don't work


class Sessions:
    """Numbers sessions, so that no two of a run overlap."""

    def __init__(self, place, count=COUNT):
        self.place, self.count, self.made = place, count, 0

    def take(self):
        """Requests of staff that make so many sessions, long past enough to
        be saved; their UIDs; and the span in which they lie."""
        home = "/dav/calendars/staff/maria/"
        today = dt.datetime.now(dt.timezone.utc).replace(
            hour=FIRST_HOUR, minute=0, second=0, microsecond=0)
        starts, requests, uids = [], [], set()
        for number in range(self.made, self.made + self.count):
            day, hour = divmod(number, HOURS)
            start = today - dt.timedelta(days=2 + day, hours=-hour)
            starts.append(start)
            uids.add(f"bench-{number}@bench.example")
            requests.append(Request(
                "PUT", f"{home}bench-{number}.ics", event(number, start), ICS,
                201))
        self.made += self.count
        span = min(starts), max(starts) + dt.timedelta(hours=1)
        return requests, uids, span


def event(number, start):
    end = start + dt.timedelta(minutes=50)
    return "\r\n".join([
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN",
        "BEGIN:VEVENT", f"UID:bench-{number}@bench.example",
        "DTSTAMP:20261101T120000Z", f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
        f"DTEND:{end:%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{CODES[number % len(CODES)]}", "X-PRACTICE-SERVICE:Speech",
        "END:VEVENT", "END:VCALENDAR", "",
    ])


def open_sessions(place, uids, span):
    """(href, text) of Maria's open ones of these sessions."""
    start, end = (f"{at:%Y%m%dT%H%M%SZ}" for at in span)
    _, body = place.ask(Request(
        "REPORT", place.home + "sessions/", xml(
            "C:calendar-query",
            "<D:prop><C:calendar-data/></D:prop><C:filter>"
            '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
            f'<C:time-range start="{start}" end="{end}"/>'
            "</C:comp-filter></C:comp-filter></C:filter>"), {"Depth": "1"}))
    found = re.findall(r"<D:href>([^<]+)</D:href>.*?<C:calendar-data[^>]*>"
                       r"([^<]+)<", body.decode(), re.S)
    texts = [(href, text.replace("&#13;", "\r")) for href, text in found]
    return [(href, text) for href, text in texts
            if "X-PRACTICE-STATUS:open" in text
            and re.search(r"^UID:(.*?)\r?$", text, re.M).group(1) in uids]


def p1_make(sessions):
    sessions.place.login = "staff"
    return sessions.take()[0]


def p2_save(sessions):
    place = sessions.place
    place.login = "staff"
    requests, uids, span = sessions.take()
    place.load(requests, 8, once=True)
    place.login = "maria"
    found = open_sessions(place, uids, span)
    if len(found) != sessions.count:
        raise Wrong(f"{len(found)} open sessions, not {sessions.count}")
    return [
        Request("PUT", href, text.replace("X-PRACTICE-STATUS:open",
                                          "X-PRACTICE-STATUS:completed"),
                ICS, 204)
        for href, text in found
    ]


def coming(place, count):
    """Make so many sessions to come; the range in which they lie."""
    place.login = "staff"
    home = "/dav/calendars/staff/maria/"
    first = dt.datetime.now(dt.timezone.utc).replace(
        hour=FIRST_HOUR, minute=0, second=0, microsecond=0)
    starts = [first + dt.timedelta(days=2 + number // HOURS,
                                   hours=number % HOURS)
              for number in range(count)]
    place.load([
        Request("PUT", f"{home}bench-{10**6 + number}.ics",
                event(10**6 + number, start), ICS, 201)
        for number, start in enumerate(starts)], 8, once=True)
    return (f"{starts[0] - dt.timedelta(days=1):%Y-%m-%d}",
            f"{starts[-1] + dt.timedelta(days=1):%Y-%m-%d}")


JSON = {"Content-Type": "application/json"}


def cancel(place, count):
    """Preview and apply a run over so many sessions and more: {name: report}
    of P3, a preview, and P4, a session of the run."""
    start, end = coming(place, count)
    body = {"from": start, "to": end}
    preview = Request("POST", "/api/cancellations/preview", json.dumps(body),
                      JSON, 200)
    shown = json.loads(place.ask(preview)[1])
    found = len(shown["items"])
    if found < count:
        raise Wrong(f"{found} sessions in the plan, not {count}")
    report = place.load([preview] * 10, 1, once=True)
    body |= {"hash": shown["hash"], "notify": True, "cancel": True}
    before, began = place.cpu(), time.monotonic()
    run = json.loads(place.ask(Request(
        "POST", "/api/cancellations", json.dumps(body), JSON, 201))[1])
    seconds = time.monotonic() - began
    if {one["outcome"] for one in run["sessions"]} != {"canceled"}:
        raise Wrong("a run that did not cancel them all")
    return {"P3": report,
            "P4": {"answers": found, "seconds": seconds,
                   "p50": seconds / found,
                   "server_cpu": place.cpu() - before}}


TITLES = {"P3": "preview of a run over 2,000 sessions",
          "P4": "a session of a run over 2,000: canceled, told, its views"}

TABLE = (
    Workload("P1", "PUT that makes a session, with its views", p1_make,
             once=True),
    Workload("P2", "PUT that saves a session: views, price, ledger", p2_save,
             once=True),
)

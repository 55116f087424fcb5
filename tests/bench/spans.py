"""Days whose answer is the same size whatever else the calendar holds: long
ago, now and far ahead, amid series without an end. What they cost must not
grow with the calendar.

In each of the days lie EVENTS of its own; SERIES began before them all, come
every day and never end. They are stored for a workload, and removed behind it.
"""

import datetime as dt

from place import Request
from workloads import CALENDAR, ICS, Workload, query, stamps

EVENTS, SERIES = 20, 30
# Sundays, on which the other events never are.
LONG_AGO, FAR_AHEAD = dt.date(1995, 6, 11), dt.date(2090, 6, 11)


def now(calendar):
    return calendar.monday - dt.timedelta(days=1)


def lines(name, start, rule=()):
    return "\r\n".join((
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN",
        "BEGIN:VEVENT", f"UID:{name}@bench.example",
        "DTSTAMP:20261101T120000Z", f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
        "DURATION:PT30M", *rule, f"SUMMARY:{name}", "END:VEVENT",
        "END:VCALENDAR", ""))


def store(calendar):
    made = {f"endless-{number}": lines(
        f"endless-{number}", dt.datetime(1990, 1, 1, 9, number),
        ("RRULE:FREQ=DAILY",)) for number in range(SERIES)}
    for day in (LONG_AGO, now(calendar), FAR_AHEAD):
        for number in range(EVENTS):
            name = f"day-{day}-{number}"
            made[name] = lines(name, dt.datetime.combine(
                day, dt.time(number)))
    calendar.place.load([
        Request("PUT", f"{calendar.path}{name}.ics", text, ICS, 201)
        for name, text in made.items()], 8, once=True)
    calendar.extra = [f"{name}.ics" for name in made]


def remove(calendar, _):
    calendar.place.load([
        Request("DELETE", calendar.path + name, status=204)
        for name in calendar.extra], 8, once=True)


def day_query(day):
    def requests(calendar):
        store(calendar)
        return [query(calendar, "<C:calendar-data/>", EVENTS + SERIES,
                      CALENDAR, day(calendar), 1)]
    return requests


def day_busy(day):
    def requests(calendar):
        store(calendar)
        return [calendar.report(
            "C:free-busy-query",
            f"<C:time-range {stamps(day(calendar), 1)}/>",
            status=200, count=1, needle="BEGIN:VFREEBUSY")]
    return requests


DAYS = (("long ago", lambda _: LONG_AGO), ("now", now),
        ("far ahead", lambda _: FAR_AHEAD))
TABLE = tuple(
    Workload(f"W{16 + number}", f"calendar-query, a day of 50 {name}",
             day_query(day), after=remove)
    for number, (name, day) in enumerate(DAYS)) + tuple(
    Workload(f"W{19 + number}", f"free-busy, a day of 50 {name}",
             day_busy(day), after=remove)
    for number, (name, day) in enumerate(DAYS))

"""A personal calendar as people have them, made from its size alone.

Of K objects about 15 % recur (weekly) and 8 % last all day; two thirds of the
others are in a zone, with its VTIMEZONE. They spread over a tenth of K weeks, so that a week holds
about as many events whatever K is. Every event knows its own instances, so
that answers can be checked.
"""

import datetime as dt
import functools
import random
import zoneinfo

UTC = dt.timezone.utc
# A Monday; the calendar ends with the week before it, but for what recurs.
END = dt.date(2026, 11, 30)
LONGEST = 520  # weeks

ZONES = {
    "Europe/Berlin": (("+0200", "+0100", "19701025T030000", "10", "-1SU"),
                      ("+0100", "+0200", "19700329T020000", "3", "-1SU")),
    "America/Toronto": (("-0400", "-0500", "20071104T020000", "11", "1SU"),
                        ("-0500", "-0400", "20070311T020000", "3", "2SU")),
}

NOUNS = ("review", "walk", "lesson", "call", "dinner", "rehearsal", "dentist",
         "budget", "handover", "choir", "supervision", "training", "lunch",
         "inspection", "reading", "workshop", "tax", "garden", "physio",
         "market")
PLACES = ("Room", "Hall", "Studio", "Café", "Library", "Office")
NAMES = ("Ines", "Kofi", "Mia", "Noah", "Olga", "Priya", "Rosa", "Theo", "Uma",
         "Yusuf")
CATEGORIES = ("Work", "Home", "Family", "Travel")


def weeks(size):
    return max(8, min(size // 10, LONGEST))


def fold(line):
    """RFC 5545 3.1: at most 75 octets a line, characters kept whole."""
    data, pieces = line.encode(), []
    while len(data) > 74:
        cut = 74
        while data[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(data[:cut])
        data = data[cut:]
    pieces.append(data)
    return b"\r\n ".join(pieces).decode()


@functools.lru_cache(None)
def timezone_lines(zone):
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    for kind, rule in zip(("STANDARD", "DAYLIGHT"), ZONES[zone]):
        before, after, start, month, day = rule
        lines += [
            f"BEGIN:{kind}", f"DTSTART:{start}", f"TZOFFSETFROM:{before}",
            f"TZOFFSETTO:{after}",
            f"RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY={day}", f"END:{kind}",
        ]
    return lines + ["END:VTIMEZONE"]


class Event:
    """Event `number` of a calendar of `size` objects."""

    def __init__(self, number, size, revision=0):
        pick = random.Random(f"daybook {size} {number}")
        self.number = number
        self.uid = f"{pick.getrandbits(96):024x}@bench.example"
        self.name = f"{pick.getrandbits(64):016x}.ics"
        self.revision = revision
        kind = pick.random()
        self.all_day = kind < 0.08
        self.repeats = 1
        self.left_out = self.moved = None
        if 0.08 <= kind < 0.23:
            self._recur(pick)
        self.zone = pick.choice([None, "Europe/Berlin", "America/Toronto"])
        if self.repeats > 1 and not self.zone:
            self.zone = "Europe/Berlin"
        week = END - dt.timedelta(weeks=pick.randint(1, weeks(size)))
        self.day = week + dt.timedelta(days=pick.randrange(5))
        self.minutes = pick.choice((30, 45, 50, 60, 60, 90))
        self.start = dt.time(pick.randint(9, 16), pick.choice((0, 15, 30)))
        self.details = self._details(pick)

    def _recur(self, pick):
        """Weekly: some with an excluded week, some with a moved one."""
        self.repeats = pick.randint(4, 40)
        if pick.random() < 0.4:
            self.left_out = pick.randrange(1, self.repeats)
        if pick.random() < 0.3:
            self.moved = pick.randrange(self.repeats)
            if self.moved == self.left_out:
                self.moved = None

    def _details(self, pick):
        title = f"{pick.choice(NOUNS).title()} with {pick.choice(NAMES)}"
        if self.revision:
            title += f" ({self.revision})"
        note = " ".join(pick.choice(NOUNS) for _ in range(pick.randint(4, 60)))
        lines = [
            f"SUMMARY:{title}",
            f"LOCATION:{pick.choice(PLACES)} {pick.randint(1, 40)}",
            f"DESCRIPTION:{note}\\n\\n{pick.choice(NAMES)}",
            f"CATEGORIES:{pick.choice(CATEGORIES)}",
            f"SEQUENCE:{self.revision}",
            "STATUS:CONFIRMED",
        ]
        if pick.random() < 0.2:
            lines.append("ORGANIZER;CN=Someone:mailto:someone@bench.example")
            lines += [
                f"ATTENDEE;CN={name};ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:"
                f"mailto:{name.lower()}@bench.example"
                for name in pick.sample(NAMES, pick.randint(2, 6))
            ]
        if pick.random() < 0.5:
            lines.append(f"X-APPLE-SORT-ORDER:{pick.randrange(10 ** 9)}")
        if pick.random() < 0.4:
            lines += ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M",
                      "DESCRIPTION:Soon", "END:VALARM"]
        return lines

    def _spell(self, name, local):
        if self.all_day:
            return f"{name};VALUE=DATE:{local:%Y%m%d}"
        if not self.zone:
            return f"{name}:{local:%Y%m%dT%H%M%SZ}"
        return f"{name};TZID={self.zone}:{local:%Y%m%dT%H%M%S}"

    def _local(self, repeat):
        """Wall time at which that repetition starts by rule."""
        day = self.day + dt.timedelta(weeks=repeat)
        return dt.datetime.combine(day, self.start)

    @property
    def length(self):
        if self.all_day:
            return dt.timedelta(days=1)
        return dt.timedelta(minutes=self.minutes)

    def _component(self, extra, local):
        lines = ["BEGIN:VEVENT", f"UID:{self.uid}",
                 "DTSTAMP:20261101T120000Z", *extra,
                 self._spell("DTSTART", local),
                 self._spell("DTEND", local + self.length), *self.details]
        if self.all_day:
            lines.append("TRANSP:TRANSPARENT")
        return lines + ["END:VEVENT"]

    @property
    def components(self):
        """How many VEVENTs it holds."""
        return 1 if self.moved is None else 2

    @functools.cached_property
    def bytes(self):
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN"]
        extra = []
        if self.zone and not self.all_day:
            lines += timezone_lines(self.zone)
        if self.repeats > 1:
            extra.append(f"RRULE:FREQ=WEEKLY;COUNT={self.repeats}")
        if self.left_out is not None:
            extra.append(self._spell("EXDATE", self._local(self.left_out)))
        lines += self._component(extra, self._local(0))
        if self.moved is not None:
            local = self._local(self.moved)
            lines += self._component([self._spell("RECURRENCE-ID", local)],
                                     local + dt.timedelta(hours=2))
        lines += ["END:VCALENDAR", ""]
        return "\r\n".join(fold(line) for line in lines).encode()

    def instances(self):
        """(start, end) of each instance, in UTC; none of an all-day one."""
        zone = zoneinfo.ZoneInfo(self.zone) if self.zone else UTC
        for repeat in range(self.repeats):
            if self.all_day or repeat == self.left_out:
                continue
            local = self._local(repeat)
            if repeat == self.moved:
                local += dt.timedelta(hours=2)
            start = local.replace(tzinfo=zone).astimezone(UTC)
            yield start, start + self.length

    def within(self, monday):
        """How many instances fall in the week: none crosses its ends."""
        first, last = monday, monday + dt.timedelta(days=7)
        return sum(
            first <= self.day + dt.timedelta(weeks=repeat) < last
            for repeat in range(self.repeats)
            if repeat != self.left_out
        )


def busy(events, start, end):
    """Seconds of the span in which some event blocks time."""
    spans = sorted(
        (max(a, start), min(b, end))
        for event in events
        for a, b in event.instances()
        if a < end and b > start
    )
    total, until = dt.timedelta(), start
    for a, b in spans:
        total += max(dt.timedelta(), b - max(a, until))
        until = max(until, b)
    return int(total.total_seconds())

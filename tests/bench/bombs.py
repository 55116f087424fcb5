"""Rules that were made to cost: each alone in a calendar, whose events of one
month are asked for in the rule's first years and in the year 9998."""

from place import Request
from workloads import ICS, Workload, xml

HOURS = ",".join(map(str, range(24)))
SIXTY = ",".join(map(str, range(60)))
RULES = (
    "FREQ=HOURLY;BYMONTHDAY=30;BYMONTH=2",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=10000",
    "FREQ=DAILY;BYMONTH=1;COUNT=10000",
    "FREQ=SECONDLY;INTERVAL=86400;BYHOUR=5;COUNT=10",
    "FREQ=MINUTELY;INTERVAL=1440;BYHOUR=5;COUNT=10",
    "FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=1MO,-5TU;COUNT=10000",
    "FREQ=YEARLY;BYYEARDAY=366;BYMONTHDAY=30;BYDAY=MO",
    "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;COUNT=10000",
    "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD;BYMONTHDAY=31;BYDAY=2MO;"
    "COUNT=10000",
    f"FREQ=DAILY;BYHOUR={HOURS};BYMINUTE={SIXTY};BYSECOND={SIXTY};BYSETPOS=1",
)


class Bombs:
    def __init__(self, place):
        self.place = place
        for number, rule in enumerate(RULES, 1):
            path = f"{place.home}bomb-{number}/"
            place.ask(Request("MKCALENDAR", path, xml("C:mkcalendar", ""),
                              status=201))
            place.ask(Request(
                "PUT", path + "bomb.ics", "\r\n".join((
                    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN",
                    "BEGIN:VEVENT", f"UID:bomb-{number}",
                    "DTSTAMP:20260601T120000Z", "DTSTART:00010103T090000Z",
                    f"RRULE:{rule}", "END:VEVENT", "END:VCALENDAR", "")),
                ICS, status=201))

    def queries(self, number):
        return [Request(
            "REPORT", f"{self.place.home}bomb-{number}/", xml(
                "C:calendar-query",
                '<D:prop><D:getetag/></D:prop><C:filter><C:comp-filter '
                'name="VCALENDAR"><C:comp-filter name="VEVENT">'
                f'<C:time-range start="{year}0301T000000Z" '
                f'end="{year}0401T000000Z"/>'
                '</C:comp-filter></C:comp-filter></C:filter>'),
            {"Depth": "1"}) for year in ("0040", "9998")]


def of(number):
    return lambda bombs: bombs.queries(number)


TABLE = tuple(Workload(f"B{number}", rule.split(";BYMINUTE")[0], of(number))
              for number, rule in enumerate(RULES, 1))

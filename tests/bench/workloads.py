"""What is measured: a table of workloads, each a function that gives the
requests for a calendar, having checked one answer's content by itself."""

import datetime as dt
import html
import random
import re
import urllib.parse

import events
from place import Request, Wrong

SPACES = ('xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" '
          'xmlns:CS="http://calendarserver.org/ns/"')
ICS = {"Content-Type": "text/calendar; charset=utf-8"}
RESPONSE = "</D:response>"
CALENDAR = "BEGIN:VCALENDAR"
MOST_PUTS = 1000


def xml(root, inner):
    return f'<?xml version="1.0"?><{root} {SPACES}>{inner}</{root}>'


class Calendar:
    """A personal calendar of `size` objects at its server."""

    def __init__(self, place, size):
        self.place, self.size = place, size
        self.path = f"{place.home}bench-{size}/"
        self.events = [events.Event(i, size) for i in range(size)]
        self.pick = random.Random(size)
        self.fresh = size  # the last number an event was made of

    def seed(self, connections):
        body = xml("C:mkcalendar", "<D:set><D:prop><D:displayname>Bench"
                                   "</D:displayname></D:prop></D:set>")
        self.place.ask(Request("MKCALENDAR", self.path, body, status=201))
        return self.place.load([self.put(event) for event in self.events],
                               connections, once=True)

    def put(self, event, status=201, **headers):
        return Request("PUT", self.path + event.name, event.bytes,
                       ICS | headers, status)

    def report(self, root, inner, depth="1", **expected):
        return Request("REPORT", self.path, xml(root, inner),
                       {"Depth": depth}, **expected)

    def tags(self):
        """name -> entity tag of what is there."""
        _, body = self.place.ask(listing(self))
        return {
            urllib.parse.unquote(href.rsplit("/", 1)[1]): html.unescape(tag)
            for href, tag in re.findall(
                r"<D:href>([^<]*)</D:href>.*?<D:getetag>([^<]*)</D:getetag>",
                body.decode(), re.S)
        }

    def token(self):
        _, body = self.place.ask(poll(self))
        return re.search(r"<D:sync-token>([^<]+)<", body.decode()).group(1)

    def changed(self, count):
        """Requests that store `count` events anew, and If-Match their tags."""
        tags, requests = self.tags(), []
        for number in self.pick.sample(range(self.size), count):
            old = self.events[number]
            new = events.Event(number, self.size, old.revision + 1)
            self.events[number] = new
            requests.append(self.put(new, 204,
                                     **{"If-Match": tags[new.name]}))
        return requests

    @property
    def monday(self):
        return events.END - dt.timedelta(weeks=3)


def poll(calendar):
    body = xml("D:propfind",
               "<D:prop><CS:getctag/><D:sync-token/></D:prop>")
    return Request("PROPFIND", calendar.path, body, {"Depth": "0"}, count=1,
                   needle=RESPONSE)


def listing(calendar):
    body = xml("D:propfind", "<D:prop><D:getetag/></D:prop>")
    return Request("PROPFIND", calendar.path, body, {"Depth": "1"},
                   count=calendar.size + 1, needle=RESPONSE)


def sync(calendar, token, count):
    return calendar.report(
        "D:sync-collection",
        f"<D:sync-token>{token}</D:sync-token><D:sync-level>1</D:sync-level>"
        "<D:prop><D:getetag/></D:prop>", "0", count=count, needle=RESPONSE)


def multiget(calendar, count):
    chosen = calendar.pick.sample(calendar.events, min(count, calendar.size))
    hrefs = "".join(f"<D:href>{calendar.path}{event.name}</D:href>"
                    for event in chosen)
    return calendar.report(
        "C:calendar-multiget",
        f"<D:prop><D:getetag/><C:calendar-data/></D:prop>{hrefs}",
        count=len(chosen), needle=CALENDAR)


def get(calendar, event):
    return Request("GET", calendar.path + event.name, status=200,
                   count=event.components, needle=f"UID:{event.uid}")


def stamps(start, days):
    """A time-range's attributes from midnight UTC of that day."""
    end = start + dt.timedelta(days=days)
    return f'start="{start:%Y%m%d}T000000Z" end="{end:%Y%m%d}T000000Z"'


def query(calendar, data, count, needle, start=None, days=7):
    span = f"<C:time-range {stamps(start or calendar.monday, days)}/>"
    return calendar.report(
        "C:calendar-query",
        f"<D:prop><D:getetag/>{data}</D:prop><C:filter>"
        '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
        f"{span}</C:comp-filter></C:comp-filter></C:filter>",
        count=count, needle=needle)


# Workloads


def w1_poll(calendar):
    return [poll(calendar)]


def w2_listing(calendar):
    if set(calendar.tags()) - {""} != {e.name for e in calendar.events}:
        raise Wrong("the listing does not hold what was stored")
    return [listing(calendar)]


def w3_initial_sync(calendar):
    return [sync(calendar, "", calendar.size)]


def w4a_sync_unchanged(calendar):
    return [sync(calendar, calendar.token(), 0)]


def w4b_sync_changed(calendar):
    token = calendar.token()
    for request in calendar.changed(min(10, calendar.size)):
        calendar.place.ask(request)
    return [sync(calendar, token, min(10, calendar.size))]


def w5_week(calendar):
    count = sum(e.within(calendar.monday) > 0 for e in calendar.events)
    return [query(calendar, "<C:calendar-data/>", count, CALENDAR)]


def w6_week_expanded(calendar):
    count = sum(e.within(calendar.monday) for e in calendar.events)
    data = (f"<C:calendar-data><C:expand {stamps(calendar.monday, 7)}/>"
            "</C:calendar-data>")
    request = query(calendar, data, count, "BEGIN:VEVENT")
    _, body = calendar.place.ask(request)
    if b"RRULE" in body:
        raise Wrong("a rule was left in what was expanded")
    return [request]


def w7_multiget_50(calendar):
    return [multiget(calendar, 50) for _ in range(20)]


def w8_multiget_1000(calendar):
    return [multiget(calendar, 1000) for _ in range(3)]


def fresh(calendar, count):
    calendar.fresh += count
    return [events.Event(calendar.fresh - i, calendar.size)
            for i in range(count)]


def remove(calendar, names):
    calendar.place.load(
        [Request("DELETE", calendar.path + name, status=204)
         for name in names], 8, once=True)


def w9_put_new(calendar):
    return [calendar.put(event, **{"If-None-Match": "*"})
            for event in fresh(calendar, min(MOST_PUTS, calendar.size))]


def w9_remove(calendar, requests):
    remove(calendar, [request.path.rsplit("/", 1)[1] for request in requests])


def w10_put_over(calendar):
    return calendar.changed(min(MOST_PUTS, calendar.size))


def w11_get(calendar):
    chosen = calendar.pick.sample(calendar.events, min(500, calendar.size))
    _, body = calendar.place.ask(get(calendar, chosen[0]))
    if body != chosen[0].bytes:
        raise Wrong("the bytes are not those stored")
    return [get(calendar, event) for event in chosen]


def w12_free_busy(calendar):
    request = calendar.report(
        "C:free-busy-query", f"<C:time-range {stamps(calendar.monday, 30)}/>",
        status=200, count=1, needle="BEGIN:VFREEBUSY")
    _, body = calendar.place.ask(request)
    start = dt.datetime.combine(calendar.monday, dt.time(), events.UTC)
    wanted = events.busy(calendar.events, start, start + dt.timedelta(30))
    found = busy_seconds(body.decode())
    if found != wanted:
        raise Wrong(f"{found} busy seconds in place of {wanted}")
    return [request]


def busy_seconds(text):
    """Sum of the periods of a VFREEBUSY."""
    total = 0
    for line in text.replace("\r\n ", "").split("\r\n"):
        if not line.startswith("FREEBUSY"):
            continue
        for period in line.rsplit(":", 1)[1].split(","):
            start, end = (dt.datetime.strptime(x, "%Y%m%dT%H%M%SZ")
                          for x in period.split("/"))
            total += int((end - start).total_seconds())
    return total


def w13_export(calendar):
    count = sum(event.components for event in calendar.events)
    return [Request("GET", calendar.path, status=200, count=count,
                    needle="BEGIN:VEVENT")]


def w14_mixed(calendar):
    """Of a hundred, 90 poll, 6 sync, 3 fetch ten, and 1 stores one of three
    that are there for it."""
    token, requests = calendar.token(), []
    stored = fresh(calendar, 3)
    for event in stored:
        calendar.place.ask(calendar.put(event))
    for i in range(10):
        changes = sync(calendar, token, 0)
        changes.needle = "-"  # they come in between
        again = stored[i % 3]
        again = events.Event(again.number, calendar.size, i + 1)
        requests += [poll(calendar)] * 90 + [changes] * 6
        requests += [multiget(calendar, 10) for _ in range(3)]
        requests.append(calendar.put(again, 204))
    calendar.pick.shuffle(requests)
    return requests


def w14_remove(calendar, requests):
    remove(calendar, {request.path.rsplit("/", 1)[1] for request in requests
                      if request.method == "PUT"})


class Workload:
    def __init__(self, name, title, requests, once=False, connections=None,
                 after=None):
        self.name, self.title, self.requests = name, title, requests
        self.once, self.connections, self.after = once, connections, after


TABLE = (
    Workload("W1", "PROPFIND 0: ctag, sync-token", w1_poll),
    Workload("W2", "PROPFIND 1: etags of all", w2_listing),
    Workload("W3", "sync-collection, initial", w3_initial_sync),
    Workload("W4a", "sync-collection, no change", w4a_sync_unchanged),
    Workload("W4b", "sync-collection, 10 changes", w4b_sync_changed),
    Workload("W5", "calendar-query, a week with data", w5_week),
    Workload("W6", "calendar-query, a week expanded", w6_week_expanded),
    Workload("W7", "multiget of 50", w7_multiget_50),
    Workload("W8", "multiget of 1,000", w8_multiget_1000),
    Workload("W9", "PUT new", w9_put_new, once=True, after=w9_remove),
    Workload("W10", "PUT over, If-Match", w10_put_over, once=True),
    Workload("W11", "GET of one", w11_get),
    Workload("W12", "free-busy of 30 days", w12_free_busy),
    Workload("W13", "GET of the whole calendar", w13_export),
    Workload("W14", "mixed, 64 connections", w14_mixed, connections=64,
             after=w14_remove),
)

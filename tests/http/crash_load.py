"""Work that has many steps, for a server that is killed amid it: imports by
upload, runs of cancellations, series that are sent again. What was answered is
done whole; what was in doubt, whole or not at all; nobody has to ask again."""

import base64
import datetime
import time

from api import api, items
from conftest import event

SESSIONS = "/dav/calendars/maria/sessions/"
DATES = 4  # of a series


def day(first, number):
    return first + datetime.timedelta(days=number)


def settled(condition):
    """What goes on by itself after a start comes to an end."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


class Imports:
    """Files of clients, each with codes of its own."""

    def __init__(self, admin):
        self.admin, self.number = admin, 0
        self.applied, self.doubt, self.begun = [], [], []

    def work(self, person):
        while True:
            self.number += 1
            codes = [f"I{self.number}X{i}" for i in range(20)]
            rows = "".join(f"Client {code},{code},client\n" for code in codes)
            text = "name,code,roles\n" + rows
            status, job = api(person, "POST", "/imports", {"files": [
                {"name": "people.csv",
                 "content": base64.b64encode(text.encode()).decode()}]})
            assert status == 201, job
            at = f"/imports/{job['id']}"
            self.begun.append(at)
            while job["state"] != "ready":
                time.sleep(0.01)
                status, job = api(person, "GET", at)
                assert status == 200, job
            self.doubt.append(codes)
            status, job = api(person, "POST", at + "/apply",
                              {"hash": job["hash"]})
            assert status in (200, 202, 204), job
            self.doubt.remove(codes)
            self.applied.append(codes)

    def there(self, codes):
        return sum(api(self.admin, "GET", f"/people/{code}")[0] == 200
                   for code in codes)

    def look(self):
        for codes in self.applied:
            assert settled(lambda: self.there(codes) == len(codes)), codes
        for codes in self.doubt:
            assert settled(lambda: self.there(codes) in (0, len(codes)))
        self.applied, self.doubt = [], []

    def drop(self):
        """Of those that were only shown, so many are kept and no more."""
        for at in self.begun:
            assert settled(lambda: api(self.admin, "DELETE", at)[0]
                           in (204, 404)), at
        self.begun = []


class Runs:
    """Whole days that are canceled at once: Saturdays and Sundays, where no
    series comes, however often the server is killed."""

    def __init__(self, admin, service):
        self.admin, self.service, self.number = admin, service, 0
        self.done, self.doubt = {}, []

    def work(self, person):
        while True:
            self.number += 1
            week, sunday = divmod(self.number, 2)
            date = day(datetime.date(2027, 1, 2),
                       7 * week + sunday).isoformat()
            made = [self.session(person, date, hour) for hour in (9, 11, 13)]
            span = {"from": date, "to": date}
            status, plan = api(person, "POST", "/cancellations/preview", span)
            assert status == 200, plan
            self.doubt.append(made)
            status, run = api(person, "POST", "/cancellations", {
                **span, "hash": plan["hash"], "notify": False, "cancel": True})
            assert status == 201, run
            self.doubt.remove(made)
            self.done[run["id"]] = made

    def session(self, person, date, hour):
        status, session = api(person, "POST", "/sessions", {
            "start": f"{date}T{hour:02}:00", "end": f"{date}T{hour:02}:50",
            "service": self.service, "practitioners": ["maria"],
            "clients": ["C042"]})
        assert status == 201, session
        return session["id"]

    def canceled(self, made):
        return sum(api(self.admin, "GET", f"/sessions/{one}")[1]["type"]
                   == "canceled" for one in made)

    def look(self):
        for run, made in self.done.items():
            assert settled(lambda: self.canceled(made) == len(made)), made
            assert settled(lambda: all(
                one["outcome"] == "canceled" for one in
                api(self.admin, "GET", f"/cancellations/{run}")[1]
                ["sessions"]))
        for made in self.doubt:
            assert settled(lambda: self.canceled(made) in (0, len(made)))
        self.done, self.doubt = {}, []


class Series:
    """One rule over sessions from a Monday on, that is sent again, each time
    an hour later or earlier: never more dates than it has, and all of them at
    one hour."""

    def __init__(self, admin):
        self.admin, self.number, self.first = admin, 0, None
        self.hours = set()  # that may stand; None: no such series

    def work(self, person):
        self.number += 1
        self.first = day(datetime.date(2027, 1, 4), 7 * self.number)
        self.hours = {None}
        while True:
            for hour in range(10, 20):
                self.hours.add(hour)
                status = person.put(f"{SESSIONS}s{self.number}.ics",
                                    self.text(hour)).status
                assert status in (201, 204), status
                self.hours = {hour}

    def text(self, hour):
        start = f"{self.first:%Y%m%d}T{hour}"
        return event(f"s{self.number}@x", f"{start}0000Z", f"{start}5000Z",
                     f"RRULE:FREQ=DAILY;COUNT={DATES}", summary="C042")

    def look(self):
        if not self.first:
            return
        last = day(self.first, DATES)
        found = items(self.admin, f"/sessions?from={self.first}&to={last}"
                                  "&limit=100")
        at = {one["start"].split("T")[1][:2] for one in found}
        if not found:
            assert None in self.hours
            return
        assert len(found) == DATES and len(at) == 1, found
        # Toronto is five hours behind in winter, four in summer.
        assert {int(hour) + behind for hour in at for behind in (4, 5)} \
            & self.hours, (at, self.hours)

"""Workloads of the pages: what a browser of the office asks for, in a practice
with 20,000 sessions, half of them past and saved."""

import datetime as dt
import http.client
import json
import re
import urllib.parse

from place import Request, Wrong
from workloads import Workload

SESSIONS = 20_000
DAYS = ("MO", "TU", "WE", "TH", "FR")
A_PLAN = 366      # sessions, the most that a schedule makes
PRACTITIONERS = 10
CLIENTS = 60
SAVED_AT_ONCE = 200
ENDINGS = ("completed", "completed", "missed", "completed", "canceled")
JSON = {"Content-Type": "application/json"}


def api(place, method, path, body=None, status=200):
    text = json.dumps(body) if body is not None else b""
    _, answer = place.ask(Request(method, "/api" + path, text,
                                  JSON if body is not None else {}, status))
    return json.loads(answer)


class Office:
    """A practice, and a browser of its admin: signed in by a cookie."""

    def __init__(self, place, quick=False):
        self.place = place
        self.today = dt.date.today()
        self.plan = 10 if quick else A_PLAN
        self.people()
        self.schedules(3 if quick else -(-SESSIONS // A_PLAN))
        self.save()
        self.cookie = self.sign_in()

    def people(self):
        self.service = api(self.place, "POST", "/services", {
            "name": "Speech", "kind": "fixed", "cost": "85.00",
            "wage": "42.00", "tax_bp": 1300}, 201)["id"]
        for number in range(PRACTITIONERS):
            api(self.place, "POST", "/people", {
                "login": f"p{number}", "roles": ["practitioner"],
                "name": f"Practitioner {number}",
                "may": ["create", "edit", "complete"]}, 201)
        for number in range(CLIENTS):
            api(self.place, "POST", "/people", {
                "roles": ["client"], "code": f"C{number + 100}",
                "name": f"Client {number}"}, 201)

    def schedules(self, count):
        """From Monday so many weeks ago that half of them is past."""
        monday = self.today - dt.timedelta(
            days=self.today.weekday() + 7 * (self.plan // len(DAYS) // 2))
        for number in range(count):
            hour = 8 + number // PRACTITIONERS
            api(self.place, "POST", "/schedules", {
                "start": f"{monday}T{hour:02}:00",
                "end": f"{monday}T{hour:02}:50", "service": self.service,
                "practitioners": [f"p{number % PRACTITIONERS}"],
                "clients": [f"C{100 + number % CLIENTS}"], "days": DAYS,
                "repeat": "weekly", "count": self.plan, "enabled": True}, 201)
        self.count = count * self.plan

    def save(self):
        """All that is over but that of the last three days."""
        until = self.today - dt.timedelta(days=3)
        number = 0
        while ids := [item["id"] for item in api(
                self.place, "GET", f"/sessions?status=open&to={until}"
                f"&limit={SAVED_AT_ONCE}")["items"]]:
            made = api(self.place, "POST", "/sessions/completions", {
                "ids": ids, "type": ENDINGS[number % len(ENDINGS)]})
            if not all(item["ok"] for item in made["items"]):
                raise Wrong("a session that could not be saved")
            number += 1

    def sign_in(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.place.port)
        connection.request(
            "POST", "/sign-in",
            urllib.parse.urlencode({"login": self.place.login,
                                    "password": self.place.password}),
            {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        answer.read()
        cookie = re.match(r"[^;]+", answer.getheader("Set-Cookie") or "")
        connection.close()
        if answer.status != 303 or not cookie:
            raise Wrong(f"signing in: status {answer.status}")
        return cookie.group()

    def page(self, path, needle="</html>", count=1):
        return Request("GET", path, headers={"Cookie": self.cookie},
                       status=200, needle=needle, count=count)


def one(path, needle="</html>"):
    """A workload that asks for one address, written with the days of the
    practice; its answer has to end as a page."""
    def requests(office):
        month = office.today.replace(day=1)
        next_month = (month + dt.timedelta(days=32)).replace(day=1)
        made = office.page(path.format(
            today=office.today, month=month, next_month=next_month,
            start=office.today - dt.timedelta(days=400),
            end=office.today + dt.timedelta(days=400)), needle)
        office.place.ask(made)
        return [made]
    return requests


TABLE = (
    Workload("U1", "/today", one("/today")),
    Workload("U2", "/calendar, a month", one("/calendar?view=month")),
    Workload("U3", "/calendar, a week", one("/calendar?view=week")),
    Workload("U4", "/calendar/events of a month",
             one("/calendar/events?start={month}&end={next_month}",
                 '[{"id"')),
    Workload("U5", "/sessions", one("/sessions")),
    Workload("U6", "/sessions of all time",
             one("/sessions?from={start}&to={end}")),
    Workload("U7", "/sessions by a text",
             one("/sessions?q=Client+7")),
    Workload("U8", "/open-sessions", one("/open-sessions")),
    Workload("U9", "/cancellations, the rest of the month",
             one("/cancellations?from={today}&to={next_month}")),
    Workload("U10", "/clients", one("/clients")),
    Workload("U11", "/search, a client's name", one("/search?q=client+7")),
    Workload("U12", "/search, a practitioner's sessions",
             one("/search?q=practitioner+3&kind=sessions")),
    Workload("U13", "/reports/revenue of all time",
             one("/reports/revenue?from={start}&to={end}")),
    Workload("U14", "/reports/attendance of all time",
             one("/reports/attendance?from={start}&to={end}")),
    Workload("U15", "/practitioners/p0/wages", one("/practitioners/p0/wages")),
    Workload("U16", "/clients/C107", one("/clients/C107")),
    Workload("U17", "/clients/C107/statement",
             one("/clients/C107/statement")),
    Workload("U18", "/settings/audit", one("/settings/audit")),
)

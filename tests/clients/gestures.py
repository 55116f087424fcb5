"""A practice whose amounts are known, and the calendar programs of its
people: what they do in them, and what they hold after their next sync."""

import datetime
import itertools
import sys
from pathlib import Path

import caldav
import icalendar

from daybook import Server

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "http"))

from api import api, items  # noqa: E402

ZONE = "America/Toronto"
FULL, HALF = ("42.50", "30.00"), ("21.25", "15.00")
NOTHING = ("0.00", "0.00")
CLIENTS = {"c042": "Ada Brown", "c051": "Bo Chen", "c063": "Cleo Dunn"}
slots = itertools.count()


class Practice(Server):
    """One service of 42.50 that pays 30.00; a late cancel costs half."""

    def open(self):
        self.run("practice", "name=Gestures", f"zone={ZONE}", "currency=CAD")
        self.add("admin", "admin")
        self.add("staff", "staff")
        for login in ("maria", "tom", "nora"):
            self.add(login, "practitioner", "--name", login.title())
        for login, name in CLIENTS.items():
            self.add(login, "client", "--code", login.upper(), "--name", name)
        self.start()
        self.admin = self.person("admin")
        self.service = self.api("POST", "/services", {
            "name": "Speech", "kind": "fixed", "cost": "42.50",
            "wage": "30.00"})["id"]
        self.api("PATCH", "/practice", {"default_service": self.service})
        self.api("POST", "/completion-types", {
            "label": "Late cancel", "map": "canceled", "short": "lc",
            "modifier": "percentage", "client": 50, "practitioner": 50})
        self.api("PATCH", "/people/nora", {"may": []})
        for login in ("staff", "admin"):
            self.api("PATCH", f"/people/{login}", {"calendar_money": True})
        self.ids = {login: self.api("GET", f"/people/{login}")["id"]
                    for login in self.passwords}
        return self

    def api(self, method, path, json=None):
        status, answer = api(self.admin, method, path, json)
        assert status in (200, 201, 204), answer
        return answer

    def items(self, path):
        return items(self.admin, path)

    def session(self, *clients, of="maria", coming=False, **fields):
        """A session of its own hour, before or after the clock's day."""
        slot = next(slots)
        day = datetime.date(2026, 6, 15) if coming else \
            datetime.date(2026, 6, 8)
        step = datetime.timedelta(slot // 10)
        start = f"{day + step if coming else day - step}T{8 + slot % 10:02}"
        return self.api("POST", "/sessions", {
            "start": start + ":00", "end": start + ":50",
            "practitioners": [of], "clients": list(clients or ("C042",)),
            **fields})

    def now(self, session):
        return self.api("GET", f"/sessions/{session['id']}")

    def by_uid(self, uid, day):
        """The session of that UID, of a day."""
        found, = [s for s in self.items(f"/sessions?from={day}&to={day}")
                  if s["uid"] == uid]
        return found

    def save(self, session, type, **fields):
        return self.api("POST", f"/sessions/{session['id']}/completion",
                        {"type": type, **fields})

    def rows(self, thing):
        """What was done to "session:12", the newest last."""
        return sorted(self.items(f"/audit?object={thing}"),
                      key=lambda row: int(row["id"]))

    def audit(self, session, action):
        return [row for row in self.rows(f"session:{session['id']}")
                if row["action"] == action]

    def reviews(self, session, kind):
        return [one for one in self.items("/review")
                if one["session"] == session["id"] and one["kind"] == kind]

    # --- What became of it ---

    def ended(self, session, who, type, amounts, action="session.save"):
        """It ended so, by the calendar of that person, with those amounts
        (charge, wage); the charge may be one a client."""
        now = self.now(session)
        charges, wage = amounts
        if isinstance(charges, str):
            charges = {c["code"]: charges for c in now["clients"]}
        assert (now["status"], now["type"]) == ("saved", type)
        assert {c["code"]: c["charge"] for c in now["clients"]} == charges
        assert [p["wage"] for p in now["practitioners"]] == [wage]
        assert now["channel"] == "calendar"
        self.by_calendar(session, who, action)
        return now

    def by_calendar(self, session, who, action):
        row = self.audit(session, action)[-1]
        assert (row["who"], row["channel"]) == (who, "calendar")

    def unchanged(self, session, who, method="PUT", error=None):
        """Nothing of it changed, and the refusal is on record."""
        now = self.now(session)
        assert {k: v for k, v in now.items() if k != "conflicts"} == \
            {k: v for k, v in session.items() if k != "conflicts"}
        self.by_calendar(session, who, "calendar.refused")
        after = self.audit(session, "calendar.refused")[-1]["after"]
        assert after["method"] == method
        assert error in (None, after["error"])


class Phone:
    """A person's python3-caldav and the copies that it holds."""

    def __init__(self, practice, login, calendar="sessions"):
        self.practice = practice
        self.login = login
        self.client = caldav.DAVClient(
            practice.url + "/dav/", username=login,
            password=practice.passwords[login])
        self.client.session.trust_env = False
        self.calendar = self.client.principal().calendar(cal_id=calendar)
        self.mirror = self.calendar.objects_by_sync_token(load_objects=True)

    def sync(self):
        self.mirror.sync()

    def find(self, session):
        """The copy of a session; None: it holds none."""
        uid = session if isinstance(session, str) else session["uid"]
        for copy in self.mirror.objects_by_url().values():
            if str(copy.icalendar_component["UID"]) in (uid, uid + "-save"):
                return copy
        return None

    def held(self, session):
        copy = self.find(session)
        return copy and copy.icalendar_component

    def edit(self, session, remove=(), **lines):
        """Change lines of the copy (_ for -), and send it."""
        self.sync()
        copy = self.find(session)
        component = copy.icalendar_component
        for name, value in lines.items():
            name = name.replace("_", "-")
            component.pop(name, None)
            component.add(name, value)
        for name in remove:
            component.pop(name, None)
        copy.save()

    def retitle(self, session, before="", after=""):
        self.sync()
        title = self.held(session)["SUMMARY"]
        self.edit(session, SUMMARY=before + title + after)

    def delete(self, session):
        """As programs do: its own copy is gone first."""
        self.sync()
        copy = self.find(session)
        del self.mirror.objects_by_url()[copy.url]
        copy.delete()

    def add(self, start, *lines, summary, minutes=50, uid=None):
        """A new event, at a wall time such as 2026-07-01T10:00."""
        start = datetime.datetime.fromisoformat(start)
        uid = uid or f"made-{next(slots)}@phone"
        end = start + datetime.timedelta(minutes=minutes)
        self.calendar.save_event("\r\n".join([
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN",
            "BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260610T120000Z",
            f"DTSTART;TZID={ZONE}:{start:%Y%m%dT%H%M%S}",
            f"DTEND;TZID={ZONE}:{end:%Y%m%dT%H%M%S}",
            f"SUMMARY:{summary}", *lines, "END:VEVENT", "END:VCALENDAR",
            ""]))
        return uid

    def shows(self, session, status, title=None):
        """After a sync it holds what the server has: this status, and a
        title without what was typed."""
        self.sync()
        copy = self.find(session)
        held = copy.icalendar_component
        assert held["X-PRACTICE-STATUS"] == status
        assert title is None or held["SUMMARY"] == title
        there = icalendar.Calendar.from_ical(
            self.client.request(copy.url).raw)
        assert copy.icalendar_instance.to_ical() == there.to_ical()
        return held

    def lost(self, session):
        """After a sync it holds no copy any more."""
        self.sync()
        return self.find(session) is None


class Phones(dict):
    """Each person's, made when first asked for: "maria", "staff" (with
    Maria's calendar), "maria/to-save"."""

    def __init__(self, practice):
        super().__init__()
        self.practice = practice

    def __missing__(self, name):
        login, _, calendar = name.partition("/")
        office = login in ("admin", "staff")
        self[name] = Phone(self.practice, login,
                           calendar or ("maria" if office else "sessions"))
        return self[name]


def whose(login):
    """The practitioner in whose sessions that person's program stands."""
    return login if login in ("nora", "tom") else "maria"

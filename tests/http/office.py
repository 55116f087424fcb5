"""A practice on which the rules are examined, one by one."""

import itertools
import re
import zlib

from api import api
from daybook import Server, copied

PEOPLE = (
    ("admin", "admin", "Ann Admin"), ("staff", "staff", "Sam Desk"),
    ("maria", "practitioner", "Maria Santos"),
    ("tom", "practitioner", "Tom Okafor"),
    ("c042", "client", "Ada Brown"), ("c051", "client", "Ben Fox"),
    ("c063", "client", "Cleo Gray"),
)
SPEECH = {"name": "Speech", "kind": "fixed", "cost": "42.50",
          "wage": "30.00", "wage_basis": "session", "tax_bp": 0}


def make_office(data, zone, currency, people):
    made = Server(data)
    made.run("practice", "name=Willow Lane", f"zone={zone}",
             f"currency={currency}", "phone=+1 416 555 0142")
    for login, role, name in people:
        code = ("--code", login.upper()) if role == "client" else ()
        made.add(login, role, "--name", name, *code)
    return made


class Office:
    """Its people, and short words for what an office does."""

    def __init__(self, data, zone="America/Toronto", currency="CAD",
                 people=PEOPLE):
        about = (zone, currency, people)
        self.server = copied(data, f"office-{zlib.crc32(repr(about).encode())}",
                             lambda place: make_office(place, *about))
        for login, _, _ in people:
            setattr(self, login, self.server.person(login))
        self.slots = itertools.count()
        self.names = itertools.count(1)
        self.server.start()

    def close(self):
        assert self.server.stop() == 0, self.server.log_text()

    def at(self, instant):
        """Go on at that instant."""
        assert self.server.stop() == 0
        self.server.options = ("--set", f"test_clock={instant}")
        self.server.start()

    def ask(self, method, path, json=None, who=None):
        return api(who or self.admin, method, path, json)

    def made(self, path, who=None, **fields):
        status, answer = self.ask("POST", path, fields or None, who)
        assert status in (200, 201), answer
        return answer

    def changed(self, path, who=None, **fields):
        status, answer = self.ask("PATCH", path, fields, who)
        assert status == 200, answer
        return answer

    def got(self, path, who=None, expected=200):
        status, answer = self.ask("GET", path, None, who)
        assert status == expected, answer
        return answer

    def service(self, **fields):
        fields = {**SPEECH, "name": f"Service {next(self.names)}", **fields}
        return self.made("/services", **fields)["id"]

    def default_service(self, **fields):
        """A service that Maria's and Tom's sessions have of themselves."""
        made = self.service(**fields)
        for login in "maria", "tom":
            self.changed(f"/people/{login}", default_service=made)
        return made

    def type(self, label, client=50, practitioner=50, map="canceled",
             modifier="percentage", **fields):
        return self.made("/completion-types", label=label, map=map,
                         modifier=modifier, client=client,
                         practitioner=practitioner, **fields)["slug"]

    def client(self, **fields):
        """The code of a client of one's own, without a login."""
        return self.made("/people", **{"name": "Ida Own", "roles": ["client"],
                                       **fields})["code"]

    def practitioner(self, **fields):
        """The id of a practitioner of one's own, without a login."""
        return self.made("/people", **{"name": "Pia Own",
                                       "roles": ["practitioner"],
                                       **fields})["id"]

    def day(self):
        """A past day on which nothing is yet; seldom a short month's."""
        slot = next(self.slots)
        return f"202{1 + slot // 336}-{1 + slot // 28 % 12:02}" \
               f"-{1 + slot % 28:02}"

    def session(self, *clients, who=None, day=None, at="09:00", to="09:50",
                **fields):
        """A session, of Maria and in the past where nothing else is said."""
        day = day or self.day()
        return self.made("/sessions", who, **{
            "start": f"{day}T{at}", "end": f"{day}T{to}",
            "practitioners": ["maria"], "clients": list(clients), **fields})

    def save(self, session, type, who=None, **fields):
        return self.ask("POST", f"/sessions/{session['id']}/completion",
                        {"type": type, **fields}, who)

    def saved(self, session, type="completed", who=None, **fields):
        status, answer = self.save(session, type, who, **fields)
        assert status == 200, answer
        return answer

    def now(self, session, who=None):
        return self.got(f"/sessions/{session['id']}", who)

    def balance(self, code):
        return self.got(f"/people/{code}/balance")["balance"]

    def unpaid(self, login):
        return self.got(f"/people/{login}/wages")["unpaid"]

    def transactions(self):
        proof = self.got("/ledger/verify")
        assert proof["ok"], proof
        return proof["transactions"]

    def resource(self, session, person, calendar="sessions"):
        """Where a calendar program of that person finds the session."""
        return f"{person.home}{calendar}/{session['uid']}.ics"


def charges(session):
    return {c["code"]: c["charge"] for c in session["clients"]}


def wages(session):
    return {p["login"] or p["id"]: p["wage"]
            for p in session["practitioners"]}


def unfolded(text):
    return re.sub(r"\r?\n[ \t]", "", text)


def line(text, name):
    """A property of the event, not of its time zone."""
    text = re.sub(r"BEGIN:VTIMEZONE.*?END:VTIMEZONE", "", unfolded(text),
                  flags=re.S)
    found = re.search(rf"^{name}[;:](.*?)\r?$", text, re.M)
    return found.group(1) if found else None


def with_line(text, name, value):
    """The event with that line, in place of the one it has."""
    text = re.sub(rf"^{name}[;:].*\r\n", "", unfolded(text), flags=re.M)
    return text.replace("END:VEVENT", f"{name}:{value}\r\nEND:VEVENT")

"""A practice full of marked secrets, and the search for them in answers.

Every text that is somebody's is a word that occurs nowhere else, every amount
a number of its own; a marker knows who may ever be answered it.
DAYBOOK_SEED=number makes others, and other requests.
"""

import base64
import html
import os
import random
import re
import string
from urllib.parse import unquote_to_bytes, urlsplit

from api import api
from conftest import event

SEED = int(os.environ.get("DAYBOOK_SEED", "20260610"))
PREFIX = "Zqxvk"
WORD = re.compile(rb"zqxvk[a-z]{8}")
AMOUNT = re.compile(rb"(?<![0-9a-z])7[3-6]91\.?\d\d(?![0-9a-z])")
INITIALS = re.compile(rb"(?<![A-Za-z])[A-Z]\.[A-Z]\.")
FOLD = re.compile(rb"\r?\n[ \t]|&#13;\n[ \t]|\\r\\n ")
# One group of three bytes of the prefix, wherever base64 has begun.
CODED = [base64.b64encode(part) for part in (b"Zqx", b"qxv", b"xvk")]
RUN = re.compile(rb"[A-Za-z0-9+/_-]{8,}")
OFFICE = {"admin", "stan"}
PRACTITIONERS = ("maria", "tom", "lena")
CLIENTS = [f"c{number}" for number in range(1, 11)]

NAMED = """
    D:resourcetype D:displayname D:getetag D:getcontenttype D:getcontentlength
    D:getlastmodified D:creationdate D:supportedlock D:lockdiscovery
    D:current-user-principal D:principal-URL D:alternate-URI-set D:owner
    D:group-member-set D:group-membership D:principal-collection-set
    D:current-user-privilege-set D:acl D:acl-restrictions D:sync-token
    D:supported-privilege-set D:supported-report-set D:resource-id D:group
    C:calendar-data C:supported-calendar-component-set C:calendar-description
    C:supported-calendar-data C:supported-collation-set C:max-resource-size
    C:calendar-home-set C:calendar-user-address-set C:calendar-user-type
    C:calendar-timezone C:calendar-timezone-id C:schedule-inbox-URL
    C:schedule-outbox-URL C:schedule-tag C:schedule-calendar-transp
    CS:getctag CS:email-address-set CS:invite CS:shared-url
    A:calendar-color A:calendar-order
    B:status B:status-label B:status-map B:clients B:service B:conflict
    B:charge B:wage B:reason B:schedule B:revision B:saved-at B:private-note
    B:public-note B:practitioners B:X-PRACTICE-CLIENTS""".split()


class Markers:
    """marker -> who may be answered it: names of viewers."""

    def __init__(self, rng):
        self.rng = rng
        self.what = {}
        self.seers = {}
        self.seen = set()
        self.private = set()  # in no calendar, whoever asks
        self.amounts = iter(range(10, 90))

    def word(self, what, *seers):
        made = PREFIX + "".join(self.rng.choices(string.ascii_lowercase, k=8))
        self._add(made.lower().encode(), what, seers)
        return made

    def amount(self, what, *seers):
        """Each kind of amount is in a thousand of its own."""
        made = f"7391.{next(self.amounts)}"
        self.also(made, what, *seers)
        return made

    def also(self, text, what, *seers):
        self._add(text.lower().replace(".", "").encode(), what, seers)

    def initials(self, text, what, *seers):
        self._add(text.encode(), what, seers)

    def _add(self, key, what, seers):
        assert key not in self.what
        self.what[key] = what
        self.seers[key] = set(seers) | OFFICE

    def decoy(self):
        """A word that looks the same and is nobody's."""
        return PREFIX + "".join(self.rng.choices(string.ascii_lowercase, k=8))

    def within(self, text):
        """Markers in bytes, in every form that an answer may give them."""
        text = FOLD.sub(b"", text)
        forms = [text]
        if b"%" in text:
            forms.append(unquote_to_bytes(text))
        if b"&#" in text or b"\\u" in text:
            forms.append(html.unescape(re.sub(
                r"\\u00(..)", lambda m: chr(int(m[1], 16)),
                text.decode("latin-1"))).encode("utf-8", "replace"))
        if any(needle in text for needle in CODED):
            forms += decoded(text)
        found = set()
        for form in forms:
            found.update(WORD.findall(form.lower()))
            found.update(n.replace(b".", b"") for n in AMOUNT.findall(form))
            found.update(INITIALS.findall(form))
        return {key for key in found if key in self.what}

    def leaks(self, viewer, answer, sent="", calendar=False):
        """What this viewer should not have been answered. What was in the
        request itself may come back."""
        raw = answer.raw
        head = f"{raw.status_code} {raw.reason}\r\n" + "".join(
            f"{name}: {value}\r\n" for name, value in raw.headers.items())
        found = self.within(head.encode("latin-1") + answer.bytes)
        self.seen |= {key for key in found if viewer in self.seers[key]}
        own = self.within(sent.encode()) if found else set()
        return {self.what[key] for key in found - own
                if viewer not in self.seers[key] or
                (calendar and key in self.private)}


def decoded(text):
    for run in RUN.findall(text):
        run = run.replace(b"-", b"+").replace(b"_", b"/")
        for at in range(4):
            part = run[at:]
            yield base64.b64decode(part[:len(part) // 4 * 4])


# The practice


class Practice:
    """Ten clients, three practitioners and an office, and all of their
    secrets. Viewers: logins' short names, "nobody", "feed:c1:busy"..."""

    def __init__(self, server, rng):
        self.server = server
        self.markers = Markers(rng)
        self.logins = {"admin": "admin"}
        self.codes = {}
        self.ids = {}
        self.sessions = {}  # key -> the office's JSON
        self.feeds = {}
        self.own = {}  # addresses of personal calendars
        self.passwords = {}
        server.run("practice", "name=Practice", "zone=America/Toronto",
                   "currency=CAD")
        server.add("admin", "admin", "--name", "Ann Admin")
        server.start()
        self.admin = server.person("admin")
        self._people()
        self._services()
        self._types()
        self._sessions()
        self._save()
        self._documents()
        self._private()
        self._feeds()

    def post(self, path, body, who="admin", expected=201, method="POST"):
        status, answer = api(self.person(who), method, path, body)
        assert status == expected, (path, answer)
        return answer

    def person(self, viewer):
        if viewer not in self.logins:
            return self.server.nobody()
        return self.server.person(self.logins[viewer])

    def shared(self, client):
        """Practitioners who meet them (see _sessions)."""
        met = {"c1": "maria lena", "c2": "maria tom", "c3": "maria tom",
               "c4": "tom lena", "c5": "maria tom", "c7": "lena"}
        return set(met.get(client, "tom").split())

    def met(self, viewer):
        """Whose existence is known to them."""
        if viewer in CLIENTS:
            return self.shared(viewer) | {viewer}
        return {viewer, "stan", "admin", *PRACTITIONERS} | {
            who for who in CLIENTS if viewer in self.shared(who)}

    def _add(self, who, roles, names, seers, **fields):
        word = self.markers.word
        first, last = word(f"{who}'s first name", who, *seers), word(
            f"{who}'s last name", who, *seers)
        login = word(f"{who}'s login", who, *fields.pop("login_seers", ()))
        made = self.post("/people", {
            "login": login.lower(), "roles": roles,
            "name": f"{names[0]}{first} {names[1]}{last}",
            "email": word(f"{who}'s e-mail", who,
                          *fields.pop("email_seers", ())) + "@example.org",
            "phone": word(f"{who}'s phone", who), **fields})
        self.logins[who], self.ids[who] = login.lower(), made["id"]
        self.server.passwords[login.lower()] = f"password of {who}"
        self.post(f"/people/{made['id']}/password",
                  {"password": f"password of {who}"}, expected=204,
                  method="PUT")
        return made

    def _people(self):
        word = self.markers.word
        team = set(PRACTITIONERS)
        self._add("stan", ["staff"], "SS", team, login_seers=team,
                  email_seers=team)
        for who, names in zip(PRACTITIONERS, ("code", "initials", "full")):
            met = {c for c in CLIENTS if who in self.shared(c)}
            known = team | met
            self._add(who, ["practitioner"], ("M", "P"), known,
                      login_seers=known, email_seers=team,
                      calendar_names=names)
        for number, who in enumerate(CLIENTS):
            shared = self.shared(who)
            seers = {s for s in shared if s == "lena"}
            feeds = {f"feed:{s}:full" for s in shared}
            code = word(f"{who}'s code", who, *shared, *feeds,
                        *(f"feed:{s}:initials" for s in shared))
            self.codes[who] = code
            contact = {"name": word(f"{who}'s contact", who),
                       "email": word(f"{who}'s contact's e-mail", who)
                       + "@example.org",
                       "phone": word(f"{who}'s contact's phone", who),
                       "relation": word(f"{who}'s relation", who)}
            initials = "BDFGHJKLNR"[number], "TUVWXYZQCE"[number]
            self._add(who, ["client"], initials, seers | feeds, code=code,
                      contacts=[contact])
            self.markers.initials(
                "{}.{}.".format(*initials), f"{who}'s initials", who,
                *(shared - {"maria"}), *feeds,
                *(f"feed:{s}:initials" for s in shared))

    def _services(self):
        """Each practitioner's own service pays a wage of its own."""
        self.services = {}
        uses = {"maria": "c1 c2 c3 c5", "tom": "c2 c3 c4 c5 c6 c8 c9 c10",
                "lena": "c1 c4 c7"}
        for who in PRACTITIONERS:
            met = uses[who].split()
            name = self.markers.word(
                f"{who}'s service", *PRACTITIONERS, *met,
                *(f"feed:{c}:full" for c in met), f"feed:{who}:initials",
                f"feed:{who}:full", "feed:tom:initials", "feed:tom:full",
                "feed:maria:initials", "feed:maria:full")
            self.services[who] = self.post("/services", {
                "name": name, "kind": "fixed", "cost": "50.00",
                "wage": self.markers.amount(f"{who}'s wage", who)})["id"]
        self.unused = self.post("/services", {
            "name": self.markers.word("a service nobody uses",
                                      *PRACTITIONERS),
            "kind": "fixed", "cost": "1.00", "wage": "1.00"})["id"]
        for who in CLIENTS:
            amount = self.markers.amount(f"{who}'s fee", who)
            for service in self.services.values():
                self.post(f"/people/{self.ids[who]}/rates/{service}",
                          {"cost": amount}, expected=200, method="PUT")

    def _types(self):
        self.types = {}
        for who in ("c1", "c2", "c3"):
            label = self.markers.word(f"the type of {who}", who,
                                      *PRACTITIONERS)
            self.types[who] = self.post("/completion-types", {
                "label": label, "map": "completed",
                "modifier": "percentage", "client": 100,
                "practitioner": 100})["slug"]

    def _session(self, key, day, hour, practitioners, clients, **more):
        """More of its fields in `more`; texts are seen by who takes part."""
        team, met = practitioners.split(), clients.split()
        feeds = [f"feed:{who}:full" for who in team + met]
        word = self.markers.word
        made = self.post("/sessions", {
            "start": f"2026-06-{day:02}T{hour:02}:00",
            "end": f"2026-06-{day:02}T{hour:02}:50",
            "practitioners": [self.logins[who] for who in team],
            "clients": [self.codes[who] for who in met],
            "service": self.services[team[0]],
            "place": word(f"the place of {key}", *team, *met, *feeds),
            "public_note": word(f"the note of {key}", *team, *met, *feeds),
            "private_note": word(f"the private note of {key}", *team),
            **more})
        self.markers.private.add(made["private_note"].lower().encode())
        made["who"] = set(team + met)
        self.sessions[key] = made
        return made

    def _sessions(self):
        add = self._session
        add("open single", 1, 9, "maria", "c1")
        add("saved single", 1, 10, "maria", "c1")
        add("custom single", 1, 11, "maria", "c2")
        add("group", 2, 9, "maria", "c1 c2 c3")
        add("override", 2, 10, "tom", "c2 c3 c4")
        add("coming", 20, 9, "maria", "c1")
        add("coming of another", 20, 10, "tom", "c2")
        add("coming group", 21, 9, "lena", "c1 c4")
        add("canceled", 20, 11, "maria", "c2")
        add("draft", 22, 9, "tom", "")
        add("removed", 22, 10, "tom", "c2")
        add("two practitioners", 3, 9, "maria tom", "c5")
        add("lena's", 3, 10, "lena", "c7")
        for number, who in enumerate(("c6", "c8", "c9", "c10")):
            add(f"{who}'s", 4, 9 + number, "tom", who)
        for number in range(4):
            add(f"watched group {number}", 8, 8 + number, "maria", "c1 c2 c3")
        self.schedule = self.post("/schedules", {
            "start": "2026-06-23T09:00", "end": "2026-06-23T09:30",
            "practitioners": [self.logins["tom"]],
            "clients": [self.codes["c6"]], "service": self.services["tom"],
            "days": ["TU"], "repeat": "weekly", "count": 3})["id"]
        self.closure = self.post("/closures", {
            "title": "Shut", "from": "2026-08-01", "to": "2026-08-02",
            "all_day": True})["id"]

    def complete(self, key, kind, **more):
        self.post(f"/sessions/{self.sessions[key]['id']}/completion",
                  {"type": kind, **more}, expected=200)

    def _save(self):
        codes, types = self.codes, self.types
        self.complete("saved single", types["c1"])
        self.complete("custom single", types["c2"])
        self.complete("group", "completed", clients={
            codes["c2"]: "missed", codes["c3"]: types["c3"]})
        charges = {codes[who]: self.markers.amount(
            f"{who}'s override", who) for who in ("c2", "c3", "c4")}
        self.complete("override", "override", charges=charges,
                      wage=self.markers.amount("the override's wage", "tom"),
                      reason=self.markers.word("the reason"))
        self.complete("canceled", "canceled")
        self.complete("two practitioners", "override", reason="x", charges={
            codes["c5"]: "1.00"}, wages={
                self.logins[who]: self.markers.amount(f"{who}'s share", who)
                for who in ("maria", "tom")})
        for key in ("lena's", "c6's", "c8's"):
            self.complete(key, "completed")
        self.post(f"/sessions/{self.sessions['removed']['id']}", None,
                  method="DELETE", expected=204)

    def _documents(self):
        self.invoices, self.payments = {}, {}
        for who in ("c1", "c2", "c3"):
            draft = self.post("/invoices", {"client": self.logins[who],
                                            "to": "2026-06-09"})["id"]
            made = self.post(f"/invoices/{draft}/issue", None, expected=200)
            self.invoices[who] = draft
            self.payments[who] = self.post("/payments", {
                "client": self.logins[who], "date": "2026-06-10",
                "amount": self.markers.amount(f"{who}'s payment", who),
                "method": "cash"})["id"]
            number = str(made["number"])
            assert number
        self.payroll = self.post("/payroll", {"to": "2026-06-10"})["id"]
        self.post(f"/payroll/{self.payroll}/close", None, expected=200)

    def _private(self):
        """What each keeps for themselves: calendars, alarms, tokens."""
        word = self.markers.word
        for who in (*PRACTITIONERS, "stan"):
            person = self.person(who)
            name = word(f"{who}'s calendar's address", who)
            path = person.make_calendar(name, "<D:displayname>" + word(
                f"{who}'s calendar", who) + "</D:displayname>")
            title = word(f"{who}'s private event", who)
            self.own[who] = path
            self.markers.seers[name.lower().encode()] -= OFFICE - {who}
            self.markers.seers[title.lower().encode()] -= OFFICE - {who}
            person.put(path + "1.ics", event(name + "-1", summary=title))
            self.post(f"/people/{self.logins[who]}/tokens",
                      {"label": word(f"{who}'s token", who)}, who=who)
        self._own_lines("maria", "sessions/", "coming")
        self._own_lines("stan", self.logins["maria"] + "/", "coming")

    def href(self, viewer, key, calendar="sessions/"):
        """A session's address in somebody's calendar."""
        name = self.sessions[key]["uid"] + ".ics"
        return f"/dav/calendars/{self.logins[viewer]}/{calendar}{name}"

    def _own_lines(self, who, calendar, key):
        person = self.person(who)
        href = self.href(who, key, calendar)
        text = person.get(href).text
        alarm, odd = (self.markers.word(f"{who}'s own {what}", who)
                      for what in ("alarm", "line"))
        for own in (alarm, odd):
            self.markers.seers[own.lower().encode()] -= OFFICE - {who}
        lines = (f"X-MINE:{odd}\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\n"
                 f"TRIGGER:-PT5M\r\nDESCRIPTION:{alarm}\r\nEND:VALARM\r\n")
        answer = person.put(href, text.replace("END:VEVENT",
                                               lines + "END:VEVENT"))
        assert answer.status == 204, answer.text

    def _feeds(self):
        for who in ("c1", "maria", "tom"):
            for level in ("busy", "initials", "full"):
                label = self.markers.word(f"{who}'s {level} feed", who,
                                          f"feed:{who}:{level}")
                made = self.post(f"/people/{self.logins[who]}/feeds",
                                 {"level": level, "label": label}, who=who)
                self.feeds[f"feed:{who}:{level}"] = urlsplit(
                    made["url"]).path


# Requests


class Walk:
    """Requests of one viewer, each answer searched as it comes."""

    count = 0

    def __init__(self, practice, viewer):
        self.practice, self.viewer = practice, viewer
        self.markers = practice.markers
        self.person = practice.person(viewer)
        self.rng = random.Random(f"{SEED} {viewer}")
        self.foreign = [key for key, made in practice.sessions.items()
                        if viewer not in made["who"]]
        self.tokens = {}
        self.wrong = []

    def ask(self, method, path, body=None, **headers):
        answer = self.person.ask(method, path, body, **headers)
        Walk.count += 1
        sent = path + (body or "") + " ".join(headers.values())
        leaks = self.markers.leaks(self.viewer, answer, sent,
                                   not path.startswith("/api/"))
        if leaks or answer.status >= 500:
            self.wrong.append((method, path, body, leaks, answer.text[:1500]))
        return answer

    def finish(self):
        for found in self.wrong:
            print(*found, sep="\n", end="\n\n")
        assert not self.wrong

    def xml(self, method, path, root, inner, depth=None, **headers):
        spaces = ('xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" '
                  'xmlns:CS="http://calendarserver.org/ns/" '
                  'xmlns:A="http://apple.com/ns/ical/" '
                  'xmlns:B="urn:daybook"')
        if depth:
            headers["Depth"] = depth
        return self.ask(method, path, f"<{root} {spaces}>{inner}</"
                        f"{root.split()[0]}>", **headers)

    def props(self):
        """Some of the named ones, or all."""
        names = NAMED
        if self.rng.random() < 0.5:
            names = self.rng.sample(NAMED, self.rng.randint(1, 12))
        return "".join(f"<{name}/>" for name in names)

    def homes(self):
        """Addresses of one's own."""
        found = ["/", "/dav/", "/dav/principals/", "/dav/calendars/"]
        if self.person.login:
            home = self.person.home
            found += [f"/dav/principals/{self.person.login}/", home,
                      home + "sessions/", home + "closures/",
                      home + "to-save/"]
            if self.viewer in self.practice.own:
                found.append(self.practice.own[self.viewer])
            if self.viewer == "stan":
                found += [f"{home}{self.practice.logins[who]}/"
                          for who in PRACTITIONERS]
        return found

    def place(self):
        return self.rng.choice(self.homes())

    def calendar(self):
        return self.rng.choice([p for p in self.homes()
                                if p.count("/") > 4] or ["/dav/calendars/"])

    def same(self, ask, real, decoy):
        """Is what is there answered as what is not?"""
        shown = [as_seen(ask(word), word) for word in (real, decoy)]
        if shown[0] != shown[1]:
            self.wrong.append((real, decoy, *shown))

    def pair_of(self):
        """(somebody's, nobody's) login or id."""
        who = self.rng.choice([w for w in CLIENTS + ["lena", "tom", "maria"]
                               if w != self.viewer])
        if self.rng.random() < 0.5:
            return self.practice.logins[who], self.markers.decoy().lower()
        return self.practice.ids[who], "999"


def as_seen(answer, word):
    """An answer without what differs by itself."""
    kept = sorted((name, value) for name, value in answer.headers.items()
                  if name not in ("Date", "Content-Length",
                                  "X-Request-Id"))
    if len(word) < 5:  # an id
        return answer.status, str(kept), re.sub(
            rf"""(?<=['"/]){word}(?=['"/.?])""", "@", answer.text)
    text = answer.text.replace(word, "@").replace(word.lower(), "@")
    return answer.status, str(kept).replace(word, "@"), text

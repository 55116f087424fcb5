"""What happens to others changes nothing for those who may not know of it: no
byte, entity tag, token, revision or date of any of their answers."""

import random
import re
import time

import pytest

from api import api
from conftest import NS, Server
from privacy import SEED, Practice

PROPERTIES = """<D:getetag/><D:sync-token/><CS:getctag/><D:getlastmodified/>
    <D:creationdate/><D:getcontentlength/><D:displayname/><C:calendar-data/>
    <B:status/><B:clients/>"""
SPACES = " ".join(f'xmlns:{prefix}="{ns}"' for prefix, ns in NS.items())


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("changes") / "data")
    scene = Practice(made, random.Random(SEED))
    for key in "watched group 2", "watched group 3":
        override(scene, key)
    time.sleep(1.1)  # stamps of what comes would differ
    yield scene
    assert made.stop() == 0, made.log_text()


def override(scene, key, other="2.00", wage="3.00", reason="why"):
    """An override of which only c1's charge is always the same."""
    codes = scene.codes
    scene.complete(key, "override", charges={
        codes["c1"]: "1.00", codes["c2"]: other, codes["c3"]: "0.50"},
        wage=wage, reason=reason)


class Watcher:
    """All that one viewer is ever answered, whole."""

    def __init__(self, scene, viewer):
        self.scene, self.viewer = scene, viewer
        self.person = scene.person(viewer)
        self.tokens = {}

    def _ask(self, method, path, body=None, **headers):
        answer = self.person.ask(method, path, body, **headers)
        assert answer.status < 400, (method, path, answer.text)
        kept = {name: value for name, value in answer.headers.items()
                if name not in ("Date", "X-Request-Id")}
        return answer.status, kept, answer.text

    def _calendar(self, path):
        found = {path: self._ask(
            "PROPFIND", path, f"<D:propfind {SPACES}><D:prop>{PROPERTIES}"
            "</D:prop></D:propfind>", Depth="1")}
        for token in "", self.tokens.get(path):
            if token is None:
                continue
            answer = found[path, token] = self._ask(
                "REPORT", path, f"<D:sync-collection {SPACES}><D:sync-token>"
                f"{token}</D:sync-token><D:sync-level>1</D:sync-level><D:prop>"
                f"{PROPERTIES}</D:prop></D:sync-collection>")
            # The last is the answer's own; those before are of members.
            self.tokens.setdefault(path, re.findall(
                "sync-token>([^<]+)</[^>]*sync-token>", answer[2])[-1])
        if not path.endswith(f"/{self.person.login}/"):
            found["GET", path] = self._ask("GET", path)
        return found

    def look(self):
        if self.viewer.startswith("feed:"):
            return {"feed": self._ask("GET", self.scene.feeds[self.viewer])}
        home, me = self.person.home, self.person.login
        paths = [home, home + "sessions/", home + "closures/"]
        if self.viewer == "stan":
            paths = [home, f"{home}{self.scene.logins['maria']}/"]
        elif not self.viewer.startswith("c"):
            paths.append(home + "to-save/")
        found = {}
        for path in paths:
            found.update(self._calendar(path))
        if self.viewer == "stan":
            return found
        asked = [f"/people/{me}", "/people", "/sessions", "/practice"]
        if self.viewer.startswith("c"):
            asked += ["/invoices", f"/people/{me}/statement",
                      f"/people/{me}/balance"]
        else:
            asked.append(f"/people/{me}/wages")
        for path in asked:
            found[path] = self._ask("GET", "/api" + path)
        for made in self.scene.sessions.values():
            if self.viewer in made["who"] and \
                    made is not self.scene.sessions["removed"]:
                path = f"/api/sessions/{made['id']}"
                found[path] = self._ask("GET", path)
        return found


CLIENT = ("c1", "feed:c1:busy", "feed:c1:initials", "feed:c1:full")
OWN_FEEDS = ("feed:maria:busy", "feed:maria:initials", "feed:maria:full")
OTHER = ("tom", "feed:tom:busy", "feed:tom:initials", "feed:tom:full", "lena")


def change_session(scene, key, **fields):
    status, answer = api(scene.admin, "PATCH",
                         f"/sessions/{scene.sessions[key]['id']}", fields)
    assert status == 200, answer


def codes_of(scene, names):
    return [scene.codes[who] for who in names.split()]


def joins(scene):
    change_session(scene, "watched group 0",
                   clients=codes_of(scene, "c1 c2 c3 c4"))


def leaves(scene):
    change_session(scene, "watched group 0", clients=codes_of(scene, "c1 c3"))


def is_alone(scene):
    change_session(scene, "watched group 0", clients=codes_of(scene, "c1"))


def private_note(scene):
    change_session(scene, "watched group 1", private_note="Of c2 alone")


def charge_of_another(scene):
    override(scene, "watched group 2", other="4.00")


def wage(scene):
    override(scene, "watched group 2", other="4.00", wage="9.00")


def reason(scene):
    override(scene, "watched group 2", other="4.00", wage="9.00",
             reason="another")


def exception_of_another(scene):
    scene.complete("group", "completed", clients={
        scene.codes["c2"]: "canceled"})


def all_but_own_ending(scene):
    """The session's own ending changes, c1's stays by an exception."""
    scene.complete("group", "missed", clients={
        scene.codes["c1"]: "completed"})


def own_lines(scene, who, calendar, key="open single"):
    person = scene.person(who)
    href = scene.href(who, key, calendar)
    alarm = ("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT9M\r\n"
             "DESCRIPTION:x\r\nEND:VALARM\r\nEND:VEVENT")
    text = person.get(href).text.replace("END:VEVENT", alarm)
    assert person.put(href, text).status == 204


def alarm(scene):
    own_lines(scene, "maria", "sessions/")


def alarm_of_staff(scene):
    own_lines(scene, "stan", scene.logins["maria"] + "/")


def colour(scene):
    maria = scene.person("maria")
    for path in (maria.home + "sessions/", maria.home + "closures/"):
        answer = maria.proppatch(path, "<D:set><D:prop><A:calendar-color>"
                                       "#123456</A:calendar-color></D:prop>"
                                       "</D:set>")
        assert " 200 " in answer.text


def refused(scene):
    maria = scene.person("maria")
    href = scene.href("maria", "open single")
    text = maria.get(href).text.replace("STATUS:open", "STATUS:nonsense")
    assert maria.put(href, text).status == 403
    assert maria.delete(href).status == 403


def sessions_of_another(scene):
    """Made, moved onto one of c1's, saved, re-opened and removed."""
    made = scene.post("/sessions", {
        "start": "2026-06-20T15:00", "end": "2026-06-20T15:30",
        "practitioners": [scene.logins["maria"]],
        "clients": [scene.codes["c2"]], "service": scene.services["maria"]})
    path = f"/sessions/{made['id']}"
    for start in "2026-06-20T09:10", "2026-06-09T09:00":
        scene.post(path, {"start": start,
                          "end": start.replace(":", ":3", 1)[:14] + "55"},
                   method="PATCH", expected=200)
        for kind in "completed", "open":
            scene.post(path + "/completion", {"type": kind}, expected=200)
    scene.post(path, None, method="DELETE", expected=204)


def people(scene):
    for who in "c2", "c3":
        scene.post(f"/people/{scene.ids[who]}", {
            "name": "Other Name", "email": "other@example.org",
            "phone": "1", "contacts": []}, method="PATCH", expected=200)
        scene.post(f"/people/{scene.logins[who]}/feeds", {}, who=who)
        scene.post(f"/people/{scene.logins[who]}/tokens", {"label": "x"},
                   who=who)


def names_setting(scene):
    scene.post(f"/people/{scene.ids['maria']}", {"calendar_names": "full"},
               method="PATCH", expected=200)


def money_of_another(scene):
    scene.post("/payments", {"client": scene.logins["c2"], "amount": "5.00",
                             "date": "2026-06-10", "method": "cash"})
    scene.post(f"/invoices/{scene.invoices['c2']}/void", None, expected=200)
    scene.post("/invoices", {"client": scene.logins["c2"],
                             "to": "2026-06-10"})


def services_and_types(scene):
    scene.post(f"/services/{scene.services['maria']}/prices", {
        "effective_from": "2026-07-01", "cost": "1.00", "wage": "1.00"})
    scene.post(f"/people/{scene.ids['c2']}/rates/{scene.services['maria']}",
               {"cost": "3.00"}, method="PUT", expected=200)


def a_new_person(scene):
    for role in "client", "practitioner":
        scene.post("/people", {"name": "New Person", "roles": [role],
                               "login": "new-" + role})


@pytest.mark.parametrize("change,blind", [
    (joins, CLIENT + OTHER), (leaves, CLIENT + OTHER),
    (is_alone, CLIENT + OTHER),
    (private_note, CLIENT + OTHER + OWN_FEEDS),
    (charge_of_another, CLIENT + OTHER + OWN_FEEDS),
    (wage, CLIENT + OTHER + OWN_FEEDS),
    (reason, CLIENT + OTHER + OWN_FEEDS),
    (exception_of_another, CLIENT + OTHER + OWN_FEEDS),
    (all_but_own_ending, CLIENT + OTHER),
    (alarm, CLIENT + OTHER + OWN_FEEDS + ("stan",)),
    (alarm_of_staff, CLIENT + OTHER + OWN_FEEDS + ("maria",)),
    (colour, CLIENT + OTHER + OWN_FEEDS + ("stan",)),
    (refused, CLIENT + OTHER + OWN_FEEDS + ("stan",)),
    (sessions_of_another, CLIENT + OTHER),
    (people, CLIENT + OWN_FEEDS[:1]), (names_setting, CLIENT + OTHER),
    (money_of_another, CLIENT + OTHER + OWN_FEEDS + ("maria", "stan")),
    (services_and_types, CLIENT + OTHER + OWN_FEEDS),
    (a_new_person, CLIENT + OTHER + OWN_FEEDS + ("maria",)),
], ids=lambda value: getattr(value, "__name__", ""))
def test_a_change_shows_to_those_alone_whom_it_concerns(practice, change,
                                                        blind):
    watchers = [Watcher(practice, viewer) for viewer in blind]
    for watcher in watchers:
        watcher.look()  # its first tokens
    before = [watcher.look() for watcher in watchers]
    change(practice)
    for watcher, old in zip(watchers, before):
        new = watcher.look()
        assert list(new) == list(old)
        shown = [(watcher.viewer, where, old[where], new[where])
                 for where in old if old[where] != new[where]]
        assert not shown


def test_what_a_viewer_may_see_shows_and_moves_the_stamps(practice):
    """Else the tests above could not fail."""
    watchers = [Watcher(practice, viewer)
                for viewer in ("c1", "maria", "stan", *CLIENT[1:])]
    before = [watcher.look() for watcher in watchers]
    change_session(practice, "watched group 1", public_note="Bring a pen")
    for watcher, old in zip(watchers, before):
        told = watcher.viewer not in ("feed:c1:busy", "feed:c1:initials")
        assert (watcher.look() != old) == told, watcher.viewer
    _, headers, text = watchers[-1].look()["feed"]
    _, old_headers, old_text = before[-1]["feed"]
    uid = practice.sessions["watched group 1"]["uid"]
    stamps = [re.search(rf"UID:{uid}\r\n(.*?)DTSTART", shown, re.S)[1]
              for shown in (old_text, text)]
    assert "SEQUENCE:0" in stamps[0] and "SEQUENCE:1" in stamps[1]
    assert old_headers["Last-Modified"] != headers["Last-Modified"]


def test_a_session_is_not_shown_as_it_was_before_one_took_part(practice):
    made = practice.sessions["coming"]
    change_session(practice, "coming", place="A room of before")
    then = api(practice.admin, "GET", "/audit?limit=1")[1]["items"][0]["at"]
    time.sleep(1.1)
    change_session(practice, "coming", clients=codes_of(practice, "c1 c4"),
                   place="A room", practitioners=[
                       practice.logins["maria"], practice.logins["lena"]])
    for viewer in ("c4", "lena"):
        person = practice.person(viewer)
        assert api(person, "GET", f"/sessions/{made['id']}")[0] == 200
        status, answer = api(person, "GET",
                             f"/sessions/{made['id']}?at={then}")
        assert status == 404, answer
    assert api(practice.person("c1"), "GET",
               f"/sessions/{made['id']}?at={then}")[0] == 200

"""A real server on a free port of loopback for each module of tests."""

import fcntl
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time

import pytest
import requests
from lxml import etree

ROOT = pathlib.Path(__file__).resolve().parents[1]
BINARY = os.environ.get("DAYBOOK", str(ROOT / "build" / "daybook"))
# Wednesday 10 June 2026, 13:40 in Toronto.
CLOCK = "2026-06-10T17:40:00Z"
NS = {
    "D": "DAV:",
    "C": "urn:ietf:params:xml:ns:caldav",
    "CS": "http://calendarserver.org/ns/",
    "A": "http://apple.com/ns/ical/",
    "B": "urn:daybook",
}


def but_sequence(text):
    """What is served anew after a refusal differs in this alone: vdirsyncer
    compares contents, and takes it for a change by which a file comes back."""
    return re.sub(r"\r?\nSEQUENCE:\d+", "", text)


class Answer:
    """A response with its XML read where there is some."""

    def __init__(self, response):
        self.raw = response
        self.status = response.status_code
        self.headers = response.headers
        self.text = response.content.decode("utf-8", "replace")
        self.bytes = response.content

    @property
    def xml(self):
        return etree.fromstring(self.bytes)

    @property
    def error(self):
        """Names of the elements inside DAV:error."""
        return [
            etree.QName(child).localname
            for child in self.xml.xpath("//D:error/*", namespaces=NS)
        ]

    @property
    def responses(self):
        """href -> response element."""
        return {
            r.findtext("D:href", namespaces=NS): r
            for r in self.xml.findall("D:response", NS)
        }

    def prop(self, href, path):
        """The first element of that path among the 200 properties of href."""
        found = self.responses[href].xpath(
            "D:propstat[contains(D:status,' 200 ')]/D:prop/" + path,
            namespaces=NS,
        )
        return found[0] if found else None

    def missing(self, href):
        """Clark names of the 404 properties of href."""
        return {
            child.tag
            for child in self.responses[href].xpath(
                "D:propstat[contains(D:status,' 404 ')]/D:prop/*",
                namespaces=NS,
            )
        }


class Person:
    """Requests as one signed-in person (or nobody)."""

    def __init__(self, server, login=None, password=None):
        self.server = server
        self.login = login
        self.session = requests.Session()
        self.session.trust_env = False
        if login:
            self.session.auth = (login, password)
        self.home = f"/dav/calendars/{login}/"

    def ask(self, method, path, body=None, **headers):
        headers = {k.replace("_", "-"): v for k, v in headers.items()}
        if isinstance(body, str):
            body = body.encode()
        return Answer(
            self.session.request(
                method,
                self.server.url + path,
                data=body,
                headers=headers,
                allow_redirects=False,
                timeout=60,
            )
        )

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def put(self, path, body, **headers):
        headers.setdefault("Content_Type", "text/calendar; charset=utf-8")
        return self.ask("PUT", path, body, **headers)

    def delete(self, path, **headers):
        return self.ask("DELETE", path, **headers)

    def propfind(self, path, props="", depth="0", **headers):
        """props: "D:displayname C:calendar-data"; "" is allprop."""
        body = ""
        if props:
            inner = "".join(f"<{p}/>" for p in props.split())
            body = xml("D:propfind", f"<D:prop>{inner}</D:prop>")
        return self.ask("PROPFIND", path, body, Depth=depth, **headers)

    def proppatch(self, path, inner):
        return self.ask("PROPPATCH", path, xml("D:propertyupdate", inner))

    def report(self, path, root, inner, depth="1", **headers):
        return self.ask("REPORT", path, xml(root, inner), Depth=depth, **headers)

    def make_calendar(self, name, inner=""):
        body = ""
        if inner:
            body = xml("C:mkcalendar", f"<D:set><D:prop>{inner}</D:prop></D:set>")
        answer = self.ask("MKCALENDAR", self.home + name + "/", body)
        assert answer.status == 201, answer.text
        return self.home + name + "/"

    def sync(self, path, token="", limit=None, props="<D:getetag/>"):
        inner = f"<D:sync-token>{token}</D:sync-token>"
        inner += "<D:sync-level>1</D:sync-level>"
        if limit:
            inner += f"<D:limit><D:nresults>{limit}</D:nresults></D:limit>"
        inner += f"<D:prop>{props}</D:prop>"
        return self.report(path, "D:sync-collection", inner)


def xml(root, inner):
    spaces = " ".join(f'xmlns:{p}="{ns}"' for p, ns in NS.items())
    return f'<?xml version="1.0"?><{root} {spaces}>{inner}</{root}>'


class Server:
    """A daybook process on a place of its own."""

    def __init__(self, data, command="serve", *options):
        self.data = pathlib.Path(data)
        self.command = command
        self.options = options
        self.process = None
        self.passwords = {}
        self.password = None

    def start(self):
        self.log = open(str(self.data) + ".log", "ab")
        self.process = subprocess.Popen(
            [BINARY, self.command, "--data", str(self.data),
             "--listen", "127.0.0.1:0", "--set", f"test_clock={CLOCK}",
             "--set", "public_url=https://cal.example.org",
             *self.options],
            stdout=subprocess.PIPE,
            stderr=self.log,
        )
        for line in self.process.stdout:
            text = line.decode()
            if text.strip().startswith("password"):
                self.password = text.split()[1]
            if text.startswith("listening on "):
                self.url = text.split()[2]
                self.port = int(self.url.rsplit(":", 1)[1])
                return self
        raise AssertionError("daybook did not start: " + self.log_text())

    def log_text(self):
        return pathlib.Path(str(self.data) + ".log").read_text()

    def stop(self, how=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(60)
        self.process.stdout.close()
        self.log.close()
        return self.process.returncode

    def run(self, *words, stdin=None, check=True):
        result = subprocess.run(
            [BINARY, *words, "--data", str(self.data)],
            input=stdin, capture_output=True, text=True, timeout=300,
        )
        if check:
            assert result.returncode == 0, result.stderr
        return result

    def add(self, login, role, *options, password=None):
        password = password or f"password of {login}"
        self.run("person", "add", login, "--role", role, "--password-stdin",
                 *options, stdin=password + "\n")
        self.passwords[login] = password
        return self.person(login)

    def person(self, login):
        return Person(self, login, self.passwords.get(login, self.password))

    def nobody(self):
        return Person(self)

    def socket(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)


# Where places stand that are made once and copied; all processes share it.
kept_places = None


@pytest.fixture(scope="session", autouse=True)
def places_are_kept(tmp_path_factory):
    global kept_places
    kept_places = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        kept_places = kept_places.parent


def copied(data, name, make):
    """A server, not started, over a copy at DATA of the place of that NAME.
    It is made once a run, since passwords take their time."""
    kept = kept_places / f"made-{name}"
    with open(f"{kept}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (kept / "known.json").exists():
            shutil.rmtree(kept, ignore_errors=True)
            kept.mkdir()
            made = make(kept / "data")
            (kept / "known.json").write_text(json.dumps(
                [made.command, made.passwords, made.password]))
    command, passwords, password = json.loads(
        (kept / "known.json").read_text())
    shutil.copytree(kept / "data", data, dirs_exist_ok=True)
    server = Server(data, command)
    server.passwords, server.password = passwords, password
    return server


def make_place(data):
    made = Server(data)
    made.run("practice", "name=Test practice", "zone=America/Toronto",
             "currency=CAD")
    made.add("admin", "admin", "--name", "Ann Admin")
    made.add("maria", "practitioner", "--name", "Maria Santos",
             "--email", "maria@example.org")
    made.add("ada", "client", "--name", "Ada Brown", "--code", "C042")
    return made


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A new place with one admin, one practitioner and one client."""
    made = copied(tmp_path_factory.mktemp("place") / "data", "place",
                  make_place)
    made.start()
    yield made
    assert made.stop() == 0, made.log_text()


@pytest.fixture(scope="module")
def maria(server):
    return server.person("maria")


def make_demo(data):
    made = Server(data, "demo").start()
    assert made.stop() == 0, made.log_text()
    return made


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo practice as it is on the clock's day."""
    made = copied(tmp_path_factory.mktemp("demo") / "data", "demo", make_demo)
    made.start()
    yield made
    assert made.stop() == 0, made.log_text()


def event(uid, start="20260612T140000Z", end="20260612T150000Z", *lines,
          summary="Tea"):
    """One VEVENT with CRLF line ends."""
    return "\r\n".join([
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN",
        "BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260601T120000Z",
        f"DTSTART:{start}", f"DTEND:{end}", f"SUMMARY:{summary}", *lines,
        "END:VEVENT", "END:VCALENDAR", "",
    ])


def wait_for(condition, seconds=10):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")

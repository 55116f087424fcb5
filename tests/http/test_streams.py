"""Long answers leave while they are written: they are held by nobody, and one
that is cut off looks like it (rule K47)."""

import gzip
import http.client
import os
import re
import signal
import socket
import sqlite3
import struct
import time
import xml.etree.ElementTree as ElementTree

import pytest
import requests

from conftest import NS, copied, event, make_place, wait_for, xml
from test_door import sockets

COUNT = 24
LONG = 400_000  # of each event: together more than the kernel holds
ETAGS = xml("D:sync-collection", "<D:sync-token/><D:sync-level>1"
            "</D:sync-level><D:prop><D:getetag/></D:prop>")
DATA = "<D:prop><D:getetag/><C:calendar-data/></D:prop>"


def long_event(number, *lines):
    text = f"{number:06}" * (LONG // 6)
    folded = "\r\n ".join(text[i:i + 70] for i in range(0, len(text), 70))
    return event(f"long-{number}@x", "20260612T140000Z", "20260612T150000Z",
                 *lines, f"DESCRIPTION:{folded}")


def fill(person):
    path = person.make_calendar("long")
    for number in range(COUNT):
        answer = person.put(f"{path}{number:03}.ics", long_event(number))
        assert answer.status == 201, answer.text
    return path


@pytest.fixture(scope="module")
def path(maria):
    return fill(maria)


class Raw:
    """One request over a socket that takes little by itself."""

    def __init__(self, person, method, path, body="", version="HTTP/1.1",
                 **headers):
        head = {k.replace("_", "-"): v for k, v in headers.items()}
        request = person.session.prepare_request(requests.Request(
            method, person.server.url + path, data=body.encode(),
            headers={"Depth": "1"} | head))
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        self.socket.settimeout(60)
        self.socket.connect(("127.0.0.1", person.server.port))
        lines = [f"{method} {path} {version}", "Host: localhost"]
        lines += [f"{name}: {value}" for name, value in
                  request.headers.items() if name in
                  ("Authorization", "Depth", "Accept-Encoding",
                   "Content-Length", "Connection")
                  and (name != "Accept-Encoding" or name in head)]
        self.method = method
        self.socket.sendall("\r\n".join(lines + ["", ""]).encode()
                            + body.encode())

    def answer(self):
        answer = http.client.HTTPResponse(self.socket, method=self.method)
        answer.begin()
        return answer

    def cut(self):
        """Does it end before it is whole?"""
        try:
            answer = self.answer()
            answer.read()
        except (http.client.IncompleteRead, ConnectionError,
                http.client.BadStatusLine):
            return True
        return False

    def vanish(self):
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                               struct.pack("ii", 1, 0))
        self.socket.close()


def descriptors(server):
    """What files without a name the server has open, each by its size."""
    found = {}
    folder = f"/proc/{server.process.pid}/fd"
    for fd in os.listdir(folder):
        try:
            target = os.readlink(f"{folder}/{fd}")
            if target.startswith(str(server.data)) and "(deleted)" in target:
                found[fd] = os.stat(f"{folder}/{fd}").st_size
        except FileNotFoundError:
            continue
    return found


def whole_of(person, path):
    """As it comes where nothing streams."""
    answer = Raw(person, "GET", path, version="HTTP/1.0").answer()
    assert answer.getheader("Content-Length")
    assert not answer.getheader("Transfer-Encoding")
    return answer, answer.read()


def test_a_long_calendar_comes_in_chunks_and_is_the_same(maria, path):
    held, text = whole_of(maria, path)
    answer = Raw(maria, "GET", path).answer()
    assert answer.status == 200
    assert answer.getheader("Transfer-Encoding") == "chunked"
    assert not answer.getheader("Content-Length")
    assert re.fullmatch("[0-9a-f]{16}", answer.getheader("X-Request-Id"))
    for name in ("ETag", "Content-Type", "Vary", "Cache-Control",
                 "X-Content-Type-Options", "Content-Security-Policy"):
        assert answer.getheader(name) == held.getheader(name)
    assert answer.read() == text
    assert text.count(b"BEGIN:VEVENT") == COUNT


def segments(connection):
    """How many that hold data have come: tcpi_data_segs_in of tcp_info."""
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
    return struct.unpack_from("=I", info, 152)[0]


@pytest.mark.parametrize("length", (200, 5_000))
def test_k33_a_short_answer_leaves_in_one_write(maria, length):
    """Its head would wait for an acknowledgement of what came before."""
    path = maria.make_calendar(f"one-write-{length}") + "a.ics"
    assert maria.put(path, event("a@x", summary="x" * length)).status == 201
    raw = Raw(maria, "GET", path)
    answer = raw.answer()
    assert answer.status == 200 and len(answer.read()) > length
    assert segments(raw.socket) == 1


def test_a_short_answer_has_a_length(maria):
    short = maria.make_calendar("short")
    maria.put(short + "a.ics", event("a@x"))
    answer = Raw(maria, "GET", short).answer()
    assert answer.getheader("Content-Length")
    assert not answer.getheader("Transfer-Encoding")


def test_head_tells_the_length_of_a_long_one(maria, path):
    held, text = whole_of(maria, path)
    answer = Raw(maria, "HEAD", path).answer()
    assert answer.status == 200
    assert int(answer.getheader("Content-Length")) == len(text)
    assert answer.getheader("ETag") == held.getheader("ETag")
    assert answer.getheader("Content-Type") == held.getheader("Content-Type")
    assert answer.read() == b""


def test_a_long_answer_is_compressed_on_its_way(maria, path):
    plain = whole_of(maria, path)[1]
    answer = Raw(maria, "GET", path, Accept_Encoding="gzip").answer()
    assert answer.getheader("Content-Encoding") == "gzip"
    assert answer.getheader("Transfer-Encoding") == "chunked"
    assert "Accept-Encoding" in answer.getheader("Vary")
    packed = answer.read()
    assert gzip.decompress(packed) == plain
    head = Raw(maria, "HEAD", path, Accept_Encoding="gzip").answer()
    assert head.getheader("Content-Encoding") == "gzip"
    assert int(head.getheader("Content-Length")) == len(packed)


def hrefs(path):
    return "".join(f"<D:href>{path}{n:03}.ics</D:href>" for n in range(COUNT))


REPORTS = {
    "multiget": lambda path: ("REPORT", xml("C:calendar-multiget",
                                            DATA + hrefs(path)), COUNT),
    "query": lambda path: ("REPORT", xml(
        "C:calendar-query", DATA + '<C:filter><C:comp-filter name="VCALENDAR">'
        '<C:comp-filter name="VEVENT"/></C:comp-filter></C:filter>'), COUNT),
    "sync": lambda path: ("REPORT", ETAGS.replace(
        "<D:getetag/>", "<D:getetag/><C:calendar-data/>"), COUNT),
    "listing": lambda path: ("PROPFIND", xml("D:propfind", "<D:prop><D:getlastmodified/>" + "".join(
        f"<X{n:090} xmlns='urn:x'/>" for n in range(120)) + "</D:prop>"),
        COUNT + 1),
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_long_multistatus_comes_in_chunks_and_is_the_same(maria, path, name):
    method, body, count = REPORTS[name](path)
    answer = Raw(maria, method, path, body).answer()
    assert answer.status == 207
    assert answer.getheader("Transfer-Encoding") == "chunked"
    text = answer.read()
    root = ElementTree.fromstring(text)
    assert len(root.findall("D:response", NS)) == count
    held = Raw(maria, method, path, body, version="HTTP/1.0").answer()
    assert held.getheader("Content-Type") == answer.getheader("Content-Type")
    assert held.getheader("DAV") == answer.getheader("DAV")
    assert held.read() == text


def test_the_connection_is_used_again_behind_a_long_answer(maria, path):
    for _ in range(2):
        answer = maria.get(path)
        assert answer.text.count("BEGIN:VEVENT") == COUNT
    assert maria.propfind(path, "D:resourcetype").status == 207


def test_a_zone_that_comes_late_stands_before_who_needs_it(maria):
    late = maria.make_calendar("late")
    zone = ("BEGIN:VTIMEZONE\r\nTZID:{0}\r\nBEGIN:STANDARD\r\n"
            "DTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\n"
            "TZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n")
    for number in range(6):
        text = long_event(number).replace(
            "DTSTART:20260612T140000Z", f"DTSTART;TZID=Here{number}:"
            "20260612T140000").replace(
            "BEGIN:VEVENT", zone.format(f"Here{number}") + "BEGIN:VEVENT")
        assert maria.put(f"{late}{number}.ics", text).status == 201
        again = text.replace(f"long-{number}@", f"other-{number}@")
        assert maria.put(f"{late}{number}b.ics", again).status == 201
    answer = Raw(maria, "GET", late).answer()
    assert answer.getheader("Transfer-Encoding") == "chunked"
    lines = answer.read().decode().split("\r\n")
    assert lines.count("BEGIN:VEVENT") == 12
    known, depth = set(), 0
    for line in lines:
        assert depth or line[:6] in ("BEGIN:", "VERSIO", "PRODID", ""), line
        depth += line.startswith("BEGIN:V") - line.startswith("END:V")
        if line.startswith("TZID:"):
            assert line[5:] not in known
            known.add(line[5:])
        if line.startswith("DTSTART;TZID="):
            assert line[13:].split(":")[0] in known
    assert known == {f"Here{n}" for n in range(6)} and depth == 0


def test_who_leaves_in_the_middle_keeps_nothing_busy(server, maria, path):
    for _ in range(40):  # more than there are workers
        raw = Raw(maria, "GET", path)
        assert raw.socket.recv(100)
        raw.vanish()
    assert maria.propfind(path, "D:resourcetype").status == 207
    wait_for(lambda: not descriptors(server))
    assert maria.get(path).text.count("BEGIN:VEVENT") == COUNT


def test_who_is_slow_keeps_no_worker_and_no_read(server, maria, path):
    """What is not taken waits in a file, and the answer is of one moment."""
    plain = whole_of(maria, path)[1]
    slow = Raw(maria, "GET", path)
    wait_for(lambda: sum(descriptors(server).values()) > LONG)
    # The read has ended: the log can be emptied, and all of it.
    db = sqlite3.connect(f"{server.data}/daybook.db", timeout=20)
    assert maria.put(path + "new.ics", event("new@x")).status == 201

    def emptied():
        return db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    wait_for(emptied)
    db.close()
    assert slow.answer().read() == plain
    wait_for(lambda: not descriptors(server))
    assert maria.delete(path + "new.ics").status == 204


@pytest.fixture()
def other(tmp_path):
    """A server of its own, in a hurry, with a long calendar."""
    made = copied(tmp_path / "data", "streams", make_long)
    made.options = ("--set", "body_timeout=1", "--set", "log_level=debug")
    made.start()
    yield made
    made.stop()


def make_long(data):
    made = make_place(data)
    made.start()
    fill(made.person("maria"))
    assert made.stop() == 0
    return made


def lose_the_last(other):
    """The bytes of the last member are not there any more."""
    db = sqlite3.connect(f"{other.data}/daybook.db", timeout=20)
    with db:
        db.execute("DELETE FROM member_bytes WHERE member ="
                   " (SELECT max(id) FROM member)")
    db.close()


def test_a_row_that_fails_cuts_the_answer_off(other):
    maria = other.person("maria")
    path = maria.home + "long/"
    lose_the_last(other)
    assert Raw(maria, "GET", path).cut()
    assert Raw(maria, "GET", path, Accept_Encoding="gzip").cut()
    method, body, _ = REPORTS["query"](path)
    assert Raw(maria, method, path, body).cut()
    assert other.log_text().count("event=answer-cut") == 3
    # Where nothing has left yet it is an error as ever.
    held = Raw(maria, "GET", path, version="HTTP/1.0").answer()
    assert held.status == 500
    assert Raw(maria, "HEAD", path).answer().status == 500
    short = maria.make_calendar("short")
    assert maria.get(short).status == 200


def test_an_answer_that_was_cut_off_leaves_no_connection_behind(other):
    maria = other.person("maria")
    path = maria.home + "long/"
    lose_the_last(other)
    assert maria.propfind(maria.home).status == 207  # on one that stays open
    before = sockets(other)
    for _ in range(5):
        raw = Raw(maria, "GET", path)
        assert raw.cut()
        raw.socket.close()
    wait_for(lambda: sockets(other) <= before)


def test_who_takes_a_byte_at_a_time_is_cut_off(other):
    maria = other.person("maria")
    raw = Raw(maria, "GET", maria.home + "long/")
    got = 0
    for _ in range(8):
        got += len(raw.socket.recv(1))
        time.sleep(0.4)
    try:  # what the kernel holds comes all the same
        while piece := raw.socket.recv(1 << 20):
            got += len(piece)
    except ConnectionError:
        pass
    assert 8 < got < COUNT * LONG
    wait_for(lambda: not descriptors(other))
    lines = re.findall("event=request .*method=GET.*", other.log_text())
    assert len(lines) == 1 and "status=200" in lines[0]


def test_a_server_that_dies_leaves_half_an_answer_and_no_file(other):
    maria = other.person("maria")
    raw = Raw(maria, "GET", maria.home + "long/")
    wait_for(lambda: descriptors(other))
    other.stop(signal.SIGKILL)
    assert raw.cut()
    assert {name for name in os.listdir(other.data)
            if "answer" in name or name.startswith("#")} == set()
    other.start()
    assert other.person("maria").get(
        maria.home + "long/").text.count("BEGIN:VEVENT") == COUNT


def test_a_server_that_stops_sends_long_answers_to_their_end(other):
    maria = other.person("maria")
    raw = Raw(maria, "GET", maria.home + "long/")
    answer = raw.answer()
    other.process.send_signal(signal.SIGTERM)
    assert answer.read().count(b"BEGIN:VEVENT") == COUNT
    assert other.process.wait(30) == 0

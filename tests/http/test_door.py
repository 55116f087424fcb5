"""The door under strain: what strangers may take, peers that leave, writers
that wait, and a disk that is full."""

import concurrent.futures
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import time

import pytest

from conftest import Server, event, wait_for
from test_edge import basic, raw, status_of

MIB = 1024 * 1024


@pytest.fixture
def served(tmp_path):
    made = []

    def serve(*settings):
        server = Server(tmp_path / "data", "serve", *(
            word for one in settings for word in ("--set", one)))
        server.add("maria", "practitioner")
        made.append(server.start())
        return server

    yield serve
    for server in made:
        assert server.stop() == 0


def private_bytes(server):
    with open(f"/proc/{server.process.pid}/smaps_rollup") as lines:
        return sum(int(line.split()[1]) * 1024 for line in lines
                   if line.startswith("Private_"))


def sockets(server):
    """How many it has open. Files of the database are no part of it: each
    worker opens its own when it first has something to do."""
    folder, found = f"/proc/{server.process.pid}/fd", 0
    for fd in os.listdir(folder):
        try:
            found += os.readlink(f"{folder}/{fd}").startswith("socket:")
        except FileNotFoundError:
            continue  # closed meanwhile
    return found


def put_head(auth, length, more=b""):
    return (b"PUT /dav/calendars/maria/x/a.ics HTTP/1.1\r\nHost: a\r\n" + auth +
            b"Content-Length: %d\r\n" % length + more + b"\r\n")


WRONG = b"Authorization: Basic bWFyaWE6d3Jvbmc=\r\n"


def test_announced_bodies_take_no_memory(served):
    server = served()
    maria = server.person("maria")
    assert maria.propfind("/dav/").status == 207
    before = private_bytes(server)
    sockets = [server.socket() for _ in range(200)]
    for i, s in enumerate(sockets):
        s.sendall(put_head(WRONG if i % 2 else basic(maria), 8 * MIB))
    time.sleep(1)
    assert maria.propfind("/dav/").status == 207
    assert private_bytes(server) - before < 64 * MIB
    for s in sockets:
        s.close()


def test_who_says_nothing_takes_no_memory_that_others_have_used(served):
    server = served()
    assert server.nobody().get("/healthz").status == 200
    before = private_bytes(server)
    spoke = [server.socket() for _ in range(600)]
    for s in spoke:
        s.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        assert status_of(s.recv(4096)) == 200
    for s in spoke:
        s.close()
    wait_for(lambda: sockets(server) < 20)
    silent = [server.socket() for _ in range(600)]
    wait_for(lambda: sockets(server) > 600)
    assert private_bytes(server) - before < 10 * MIB
    for s in silent:
        s.close()


def test_bodies_of_strangers_are_not_kept(served):
    server = served()
    maria = server.person("maria")
    assert maria.propfind("/dav/").status == 207
    before = private_bytes(server)
    sockets = [server.socket() for _ in range(30)]
    for s in sockets:
        s.sendall(put_head(WRONG, 4 * MIB))
    for s in sockets:
        s.settimeout(5)
        try:
            for _ in range(3):
                s.sendall(b"x" * MIB)
        except OSError:
            pass  # closed, or not read: as good
    assert maria.propfind("/dav/").status == 207
    assert private_bytes(server) - before < 64 * MIB
    for s in sockets:
        s.close()


def test_a_wrong_login_is_told_before_a_large_body_is_sent(served):
    server = served()
    out = raw(server, put_head(WRONG, 4 * MIB, b"Expect: 100-continue\r\n"),
              close=False)
    assert status_of(out) == 401


def test_a_large_body_of_a_known_person_is_taken(served):
    server = served()
    maria = server.person("maria")
    path = maria.make_calendar("large")
    body = event("large@x", summary="y" * 900000)
    assert maria.put(path + "a.ics", body).status == 201
    assert maria.get(path + "a.ics").text == body

    def chunks():
        for at in range(0, len(body), 9000):
            yield body[at:at + 9000].encode()

    assert maria.put(path + "a.ics", chunks()).status == 204


def test_peers_that_are_gone_free_their_places_at_once(served):
    server = served("connections=300")
    maria = server.person("maria")
    assert maria.propfind("/dav/").status == 207
    before = sockets(server)
    for _ in range(4):
        for _ in range(100):
            s = server.socket()
            s.sendall(put_head(WRONG, 4000) + b"x" * 100)
            s.close()
    assert server.person("maria").propfind("/dav/").status == 207
    wait_for(lambda: sockets(server) < before + 20, 20)


@pytest.mark.parametrize("count", [127, 128, 129, 256, 384])
def test_programs_that_ask_at_one_moment_are_all_answered(served, count):
    server = served("connections=500")
    auth = basic(server.person("maria"))
    ask = b"OPTIONS /dav/ HTTP/1.1\r\nHost: a\r\n" + auth + b"\r\n"
    programs = [server.socket() for _ in range(count)]
    for s in programs:  # until the server has taken each of them
        s.sendall(ask)
        assert s.recv(4096).startswith(b"HTTP/1.1 200")
    server.process.send_signal(signal.SIGSTOP)
    for s in programs:
        s.sendall(ask)
    server.process.send_signal(signal.SIGCONT)
    for s in programs:
        s.settimeout(20)
        assert s.recv(4096).startswith(b"HTTP/1.1 200")
        s.close()


def test_stopping_does_not_wait_for_bodies_that_do_not_come(served):
    server = served()
    sockets = [server.socket() for _ in range(20)]
    for s in sockets:
        s.sendall(put_head(WRONG, 4000) + b"x" * 100)
    time.sleep(0.3)
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(60)
    assert time.monotonic() - began < 15  # stop_timeout is 20
    for s in sockets:
        s.close()


def test_idle_sockets_at_the_limit_give_way(served):
    server = served("connections=200")
    maria = server.person("maria")
    sockets = []
    for _ in range(600):
        s = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        sockets.append(s)
    assert maria.propfind("/dav/").status == 207
    for s in sockets:
        s.close()


def lock(server):
    other = sqlite3.connect(server.data / "daybook.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_who_waits_for_a_place_gets_the_first_that_is_free(served):
    server = served("connections=8")
    maria = server.person("maria")
    path = maria.make_calendar("work")
    maria.session.close()
    other = lock(server)
    full = [server.socket() for _ in range(8)]
    for i, s in enumerate(full):
        body = event(f"{i}@x").encode()
        s.sendall(f"PUT {path}{i}.ics HTTP/1.1\r\nHost: a\r\n".encode() +
                  basic(maria) + b"Content-Type: text/calendar\r\n"
                  b"Content-Length: %d\r\n\r\n" % len(body) + body)
    time.sleep(1)  # all of them are at work, none can be closed
    late = server.socket()
    late.sendall(b"OPTIONS /dav/ HTTP/1.1\r\nHost: a\r\n" + basic(maria) +
                 b"\r\n")
    other.execute("ROLLBACK")
    other.close()
    for s in full:
        assert s.recv(4096).startswith(b"HTTP/1.1 201")
    full.pop().close()
    late.settimeout(10)
    assert late.recv(4096).startswith(b"HTTP/1.1 200")


def test_writers_that_wait_for_a_lock_stop_no_readers(served):
    server = served()
    maria = server.person("maria")
    path = maria.make_calendar("work")
    other = lock(server)
    with concurrent.futures.ThreadPoolExecutor(24) as pool:
        jobs = [pool.submit(
            lambda i: server.person("maria").put(f"{path}{i}.ics",
                                                 event(f"{i}@x")), i)
                for i in range(24)]
        time.sleep(0.5)
        assert maria.propfind("/dav/").status == 207
        # Nobody has been answered yet: the read did not wait for them.
        assert not any(job.done() for job in jobs)
        answers = [job.result() for job in jobs]
    assert {answer.status for answer in answers} == {503}
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)
    other.execute("ROLLBACK")
    assert maria.put(path + "a.ics", event("a@x")).status == 201


def sign_in(server, login):
    """As the page's form does. One address may try ten at once."""
    return server.nobody().ask(
        "POST", "/sign-in",
        f"login={login}&password={server.passwords[login].replace(' ', '+')}",
        Content_Type="application/x-www-form-urlencoded",
        Origin="https://cal.example.org")


def test_sign_ins_that_wait_for_a_lock_stop_no_readers(served):
    server = served("workers=4")
    maria = server.person("maria")
    assert maria.propfind("/dav/").status == 207
    other = lock(server)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(sign_in, server, "maria") for _ in range(8)]
        time.sleep(0.5)
        assert maria.get("/api/people/maria/tokens").status == 200
        assert not any(job.done() for job in jobs)
        answers = [job.result() for job in jobs]
    assert {answer.status for answer in answers} == {503}
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)
    other.execute("ROLLBACK")
    assert sign_in(server, "maria").status == 303
    lines = [line for line in server.log_text().splitlines()
             if "event=page-failed" in line]
    assert len(lines) == 8 and all("locked" in line for line in lines)


def test_a_lock_is_logged_with_its_reason(served):
    server = served()
    maria = server.person("maria")
    path = maria.make_calendar("work")
    other = lock(server)
    assert maria.put(path + "a.ics", event("a@x")).status == 503
    other.execute("ROLLBACK")
    lines = [line for line in server.log_text().splitlines()
             if "event=dav-failed" in line]
    assert len(lines) == 1 and "locked" in lines[0]


def test_a_feed_is_read_while_the_database_is_locked(served):
    server = served()
    url = server.run("feed", "add", "maria").stdout.split()[-1]
    feed = "/feeds/" + url.rsplit("/", 1)[1]
    maria = server.person("maria")
    path = maria.make_calendar("work")
    other = lock(server)
    assert maria.put(path + "a.ics", event("a@x")).status == 503
    began = time.monotonic()
    assert server.nobody().get(feed).status == 200
    assert time.monotonic() - began < 4
    other.execute("ROLLBACK")


def test_one_person_leaves_workers_to_others(served):
    server = served("workers=4")
    server.add("tom", "practitioner")
    maria, tom = server.person("maria"), server.person("tom")
    path = maria.make_calendar("work")
    assert tom.propfind("/dav/").status == 207
    other = lock(server)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(
            lambda i: server.person("maria").put(f"{path}{i}.ics",
                                                 event(f"{i}@x")), i)
                for i in range(8)]
        time.sleep(0.5)
        assert tom.propfind("/dav/").status == 207
        assert not any(job.done() for job in jobs)
        for job in jobs:
            job.result()
    other.execute("ROLLBACK")


def test_answers_that_are_not_read_are_bounded(served):
    server = served()
    maria = server.person("maria")
    path = maria.make_calendar("big")
    for i in range(9):
        assert maria.put(f"{path}{i}.ics",
                         event(f"{i}@x", summary=os.urandom(400000).hex())
                         ).status == 201
    before = private_bytes(server)
    sockets = []
    for _ in range(60):
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.connect(("127.0.0.1", server.port))
        s.sendall(b"GET " + path.encode() + b" HTTP/1.1\r\nHost: a\r\n" +
                  basic(maria) + b"\r\n")
        sockets.append(s)
    time.sleep(4)
    # 60 times 7 MiB, were they all kept.
    assert private_bytes(server) - before < 250 * MIB
    for s in sockets:
        s.close()
    assert maria.propfind("/dav/").status == 207


def test_every_answer_says_nosniff(server, maria):
    for path in ("/healthz", "/dav/", "/api/people", "/nothing", "/feeds/x.ics",
                 "/api/nothing"):
        answer = maria.get(path)
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path


@pytest.mark.parametrize("port", ["99999", "65536", "-1", "", "80x", "+80"])
def test_a_port_that_is_none_is_refused(tmp_path, port):
    server = Server(tmp_path / "data")
    result = server.run("serve", "--listen", f"127.0.0.1:{port}", check=False)
    assert result.returncode == 1 and "port" in result.stderr


def test_a_full_disk_is_507_and_logged_with_its_reason(tmp_path):
    server = Server(tmp_path / "data")
    maria = server.add("maria", "practitioner")
    server.start()
    path = maria.make_calendar("full")
    size = os.path.getsize(server.data / "daybook.db")
    # SQLite's own bound stands for the disk's.
    other = sqlite3.connect(server.data / "daybook.db")
    other.close()
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE,
                     (size, resource.RLIM_INFINITY))
    codes = {maria.put(f"{path}{i}.ics",
                       event(f"{i}@x", summary="y" * 300000)).status
             for i in range(20)}
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE,
                     (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert codes & {500, 507}
    assert "event=dav-failed" in server.log_text()
    assert "reason=" in server.log_text()
    assert maria.put(path + "a.ics", event("a@x")).status == 201
    server.stop()

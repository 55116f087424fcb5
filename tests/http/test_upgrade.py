"""Sockets that stay open while one process ends and the next begins."""

import os
import pathlib
import signal
import socket
import subprocess
import threading
import time

import pytest
import requests

from conftest import BINARY, CLOCK, Server, event

TAKE = 'export LISTEN_PID=$$; exec "$@"'


def listening(kind=socket.AF_INET, address=("127.0.0.1", 0)):
    made = socket.socket(kind)
    made.bind(address)
    made.listen(128)
    return made


class Handed(Server):
    """A server that is given its sockets, as systemd does."""

    def __init__(self, data, *sockets, names="", options=()):
        super().__init__(data, "serve", *options)
        self.sockets, self.names = sockets, names
        host, port = sockets[0].getsockname()
        self.url, self.port = f"http://{host}:{port}", port

    def spawn(self):
        count = len(self.sockets)
        # first out of the way of one another
        copies = [os.dup2(one.fileno(), 100 + n, inheritable=True)
                  for n, one in enumerate(self.sockets)]

        def place():
            for n, copy in enumerate(copies):
                os.dup2(copy, 3 + n)
        self.log = open(str(self.data) + ".log", "ab")
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", TAKE, "sh", BINARY, "serve", "--data",
             str(self.data), "--set", f"test_clock={CLOCK}", *self.options],
            preexec_fn=place, pass_fds=tuple(range(3, 3 + count)),
            env={**os.environ, "LISTEN_FDS": str(count),
                 "LISTEN_FDNAMES": self.names},
            stdout=subprocess.PIPE, stderr=self.log)
        for copy in copies:
            os.close(copy)
        return self.process

    def start(self):
        self.spawn()
        for line in self.process.stdout:
            if line.startswith(b"listening on "):
                self.told = line.decode().split()[2]
                return self
        raise AssertionError(self.log_text())


@pytest.fixture
def socket_of():
    made = []

    def make(*words):
        made.append(listening(*words))
        return made[-1]
    yield make
    for one in made:
        one.close()


def test_it_serves_on_the_socket_that_it_is_given(tmp_path, socket_of):
    server = Handed(tmp_path / "data", socket_of())
    server.add("maria", "practitioner")
    server.start()
    assert server.told == server.url
    assert server.person("maria").propfind("/dav/").status == 207
    assert server.stop() == 0


def test_sockets_of_another_process_are_not_touched(tmp_path, socket_of):
    done = Server(tmp_path / "data")
    env = {**os.environ, "LISTEN_FDS": "1", "LISTEN_PID": "1"}
    process = subprocess.Popen(
        [BINARY, "serve", "--data", str(done.data), "--listen",
         "127.0.0.1:0"], env=env, stdout=subprocess.PIPE)
    assert process.stdout.readline().startswith(b"listening on http://127")
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def test_a_redirect_is_known_by_its_name(tmp_path, socket_of):
    main, beside = socket_of(), socket_of()
    server = Handed(tmp_path / "data", main, beside, names="x:redirect",
                    options=("--set", "behind_proxy=on")).start()
    try:
        port = beside.getsockname()[1]
        answer = requests.get(f"http://127.0.0.1:{port}/a", timeout=20,
                              allow_redirects=False)
        assert answer.status_code == 301
        assert requests.get(server.url + "/healthz",
                            timeout=20).status_code == 200
    finally:
        assert server.stop() == 0


def test_a_socket_beyond_loopback_is_judged_as_an_address_is(tmp_path,
                                                             socket_of):
    server = Handed(tmp_path / "data",
                    socket_of(socket.AF_INET, ("0.0.0.0", 0)))
    assert server.spawn().wait(30) == 1
    assert "beyond loopback" in server.log_text()
    server.process.stdout.close()


def test_a_socket_that_does_not_listen_is_refused_in_words(tmp_path):
    with socket.socket() as idle:
        idle.bind(("127.0.0.1", 0))
        server = Handed(tmp_path / "data", idle)
        assert server.spawn().wait(30) == 1
        assert "does not listen" in server.log_text()
        server.process.stdout.close()
    assert not pathlib.Path(server.data).exists()


def test_one_socket_too_many_is_refused_in_words(tmp_path, socket_of):
    server = Handed(tmp_path / "data", socket_of(), socket_of())
    assert server.spawn().wait(30) == 1
    assert "one too many" in server.log_text()
    server.process.stdout.close()


def test_a_port_in_use_is_refused_in_words(tmp_path, socket_of):
    port = socket_of().getsockname()[1]
    done = subprocess.run(
        [BINARY, "serve", "--data", str(tmp_path / "data"), "--listen",
         f"127.0.0.1:{port}"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "in use" in done.stderr and str(port) in done.stderr


def test_an_upgrade_drops_no_request(tmp_path, socket_of):
    """Many programs ask and write all the while; the process is replaced
    four times under them. Each asks on a connection of its own, and some
    keep theirs as programs do. One that was kept may be closed just when its
    program asks again, which asks on another then (RFC 9112, 9.5)."""
    place = Handed(tmp_path / "data", socket_of())
    place.add("maria", "practitioner")
    place.start()
    calendar = place.person("maria").make_calendar("a")
    failed, written, again, done = [], [], [], threading.Event()

    def ask(number, keeps):
        maria, count = place.person("maria"), 0
        while not done.is_set():
            if not keeps:
                maria.session.close()
            count += 1
            name = f"{calendar}{number}-{count}.ics"
            try:
                answer = maria.put(name, event(f"{number}-{count}"))
            except requests.RequestException as wrong:
                failed.append((number, repr(wrong)))
                continue
            if answer.status == 201:
                written.append(name)
            else:
                failed.append((number, answer.status, answer.text))

    threads = [threading.Thread(target=ask, args=(n, n < 4))
               for n in range(6)]
    for thread in threads:
        thread.start()
    for _ in range(4):
        time.sleep(0.7)
        assert place.stop() == 0
        place.start()
    time.sleep(0.5)
    done.set()
    for thread in threads:
        thread.join()
    listed = place.person("maria").propfind(calendar, "D:getetag", "1")
    assert place.stop() == 0
    assert not failed, failed[:5]
    assert len(written) > 50 and len(again) < len(written) / 10
    assert set(written) <= set(listed.responses)

"""A start that is refused leaves the place as it was."""

import hashlib
import socket
import sqlite3
import subprocess

import pytest

from daybook import BINARY, Server


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A practice with a session's calendar, rendered for one address."""
    made = Server(tmp_path_factory.mktemp("refused") / "data")
    made.add("joan", "admin,practitioner")
    made.start()
    assert made.stop() == 0
    return made


def told(place):
    """All that the database says, and the names beside it."""
    base = sqlite3.connect(f"file:{place.data}/daybook.db?mode=ro", uri=True)
    text = "\n".join(base.iterdump())
    base.close()
    return hashlib.sha256(text.encode()).hexdigest()


def refused(place, *words):
    before = told(place)
    result = subprocess.run(
        [BINARY, "serve", "--data", str(place.data),
         "--set", "public_url=https://other.example.org", *words],
        capture_output=True, text=True, timeout=60)
    assert result.returncode == 1
    assert result.stdout == ""
    assert told(place) == before
    return result.stderr


def test_a_port_in_use_leaves_the_database_as_it_was(place):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refused(place, "--listen", f"127.0.0.1:{port}")
    assert f"cannot listen on '127.0.0.1:{port}'" in said
    assert "in use" in said


def test_a_redirects_port_in_use_leaves_it_too(place):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refused(place, "--listen", "127.0.0.1:0",
                       "--set", "behind_proxy=on",
                       "--set", f"redirect_listen=127.0.0.1:{port}")
    assert f"cannot listen on '127.0.0.1:{port}'" in said


def test_a_unix_socket_in_use_stays_its_owners(place, tmp_path):
    path = tmp_path / "sock"
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(path))
        other.listen()
        said = refused(place, "--listen", f"unix:{path}")
        assert "in use" in said
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(path))


def test_a_unix_socket_left_behind_is_taken(place, tmp_path):
    path = tmp_path / "sock"
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(path))
    process = subprocess.Popen(
        [BINARY, "serve", "--data", str(place.data), "--listen",
         f"unix:{path}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert process.stdout.readline() == f"listening on unix:{path}\n".encode()
    finally:
        process.terminate()
        process.communicate(timeout=60)
    assert process.returncode == 0

"""Strangers, feeds and tokens beside the table of rights
(tests/data/rights.txt), whose every request is sent here too."""

import pathlib

import pytest

from conftest import Person, Server

TABLE = pathlib.Path(__file__).parents[1] / "data" / "rights.txt"


def rows():
    """(method, path) of each line, each once."""
    found = {}
    for line in TABLE.read_text().splitlines():
        words = line.split()
        if not words or not words[0].isupper():
            continue
        path = next(w for w in words[1:] if w.startswith("/"))
        found[words[0], path] = True
    return list(found)


ROWS = rows()


def is_page(method, path):
    """A POST to "/" is CalDAV's: no page there takes one."""
    return not path.startswith(("/api/", "/dav/")) and method in (
        "GET", "HEAD", "POST") and (method, path) != ("POST", "/")


def is_open(method, path):
    """How to begin: what is there, and the page to sign in."""
    return method == "OPTIONS" and not path.startswith(
        ("/api/", "/feeds/")) or (
        method, path) == ("GET", "/sign-in")


def is_link(path):
    """What its own address opens, and nobody else."""
    return path.startswith(("/first/", "/feeds/"))


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("rights") / "data")
    server.add("office", "admin")
    server.add("maria", "practitioner", "--name", "Maria Santos")
    server.add("ada", "client", "--code", "C042", "--name", "Zinnia Quartz")
    server.start()
    yield server
    assert server.stop() == 0, server.log_text()


def test_the_table_has_every_door():
    methods = {method for method, _ in ROWS}
    assert {"GET", "PUT", "PROPFIND", "REPORT", "POST", "PATCH"} <= methods
    assert len(ROWS) > 400


def test_a_stranger_is_told_to_sign_in_everywhere(place):
    nobody = place.nobody()
    for method, path in ROWS:
        answer = nobody.ask(method, path, Content_Type="application/json")
        if is_open(method, path):
            assert answer.status == 200, (method, path, answer.status)
        elif is_link(path):
            assert answer.status in (404, 405), (method, path, answer.status)
        elif is_page(method, path):
            assert answer.headers["Location"].startswith("/sign-in"), path
            assert not answer.text
        else:
            assert answer.status == 401, (method, path, answer.status)
        assert "Zinnia" not in answer.text and "Santos" not in answer.text


def test_the_word_of_a_feed_opens_nothing_else(place):
    url = place.run("feed", "add", "maria").stdout.split()[-1]
    word = url.rsplit("/", 1)[1].removesuffix(".ics")
    at = url[url.index("/feeds/"):]
    assert place.nobody().get(at).status == 200
    for method in ("PUT", "POST", "DELETE", "PATCH", "PROPFIND", "REPORT"):
        assert place.nobody().ask(method, at).status == 405, method
    assert Person(place, "maria", word).propfind("/dav/").status == 401
    place.run("feed", "revoke", "maria", "1")
    assert place.nobody().get(at).status in (404, 410)


def test_a_token_reads_what_its_person_reads_and_no_more(place):
    secret = place.run("person", "token", "maria", "--label",
                       "Phone").stdout.split()[-1]
    token = Person(place, "maria", secret)
    maria = place.person("maria")
    for method, path in ROWS:
        if method in ("GET", "PROPFIND", "REPORT") and not is_page(
                method, path):
            asked = [who.ask(method, path, Depth="0").status
                     for who in (maria, token)]
            assert asked[0] == asked[1], (method, path, asked)
    # whose name it is not, it does not open
    assert Person(place, "office", secret).get("/api/people").status == 401


@pytest.mark.parametrize("login, password", [
    ("maria", "wrong"), ("nobody", "wrong"), ("", "")])
def test_a_wrong_login_is_a_stranger(place, login, password):
    for method, path in ROWS[::60]:
        if not (is_open(method, path) or is_page(method, path)
                or is_link(path)):
            answer = Person(place, login, password).ask(method, path)
            assert answer.status in (401, 429), (method, path)

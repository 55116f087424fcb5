"""Wrong passwords: whom they slow down, and whom they do not."""

import concurrent.futures

import pytest

from conftest import Server


def served(tmp_path, *settings):
    server = Server(tmp_path / "data", "serve", "--set", "login_burst=5",
                    "--set", "login_refill=600",
                    *(word for one in settings for word in ("--set", one)))
    server.add("maria", "practitioner")
    server.start()
    return server


def status(server, login, password, address=None):
    person = server.nobody()
    person.session.auth = (login, password)
    headers = {"X_Forwarded_For": address} if address else {}
    return person.propfind("/dav/", **headers).status


def right(server, address=None):
    login, password = server.person("maria").session.auth
    return status(server, login, password, address)


@pytest.mark.parametrize("login", ["Maria", "MARIA", "maria"])
def test_a_login_is_taken_without_regard_to_case(server, login):
    """Phones begin every field with a capital."""
    password = server.passwords["maria"]
    token = server.run("person", "token", "maria", "--label",
                       login).stdout.split()[-1]
    for secret in (password, token):
        assert status(server, login, secret) == 207
    assert status(server, login, password.upper()) == 401


def test_guesses_at_once_are_bounded_as_guesses_in_a_row(tmp_path):
    server = served(tmp_path)
    try:
        with concurrent.futures.ThreadPoolExecutor(40) as pool:
            codes = list(pool.map(
                lambda i: status(server, "maria", f"guess {i}"), range(120)))
        assert codes.count(401) == 5 and codes.count(429) == 115
    finally:
        server.stop()


def test_who_signed_in_before_is_not_locked_out_by_guesses(tmp_path):
    server = served(tmp_path)
    secret = server.run("person", "token", "maria", "--label",
                        "iPhone").stdout.strip()
    try:
        assert right(server) == 207
        codes = [status(server, "maria", f"guess {i}") for i in range(12)]
        assert codes[-1] == 429
        codes = [status(server, f"other{i}", "guess") for i in range(12)]
        assert codes[-1] == 429
        assert right(server) == 207
        assert status(server, "maria", secret) == 207
    finally:
        server.stop()


def test_behind_a_proxy_a_strangers_guesses_are_his_own(tmp_path):
    server = served(tmp_path, "behind_proxy=on")
    try:
        # What he writes himself stands before what the proxy adds.
        codes = [status(server, f"other{i}", "guess", f"10.0.0.{i}, 9.9.9.9")
                 for i in range(12)]
        assert codes == [401] * 5 + [429] * 7
        assert right(server, "8.8.8.8") == 207
    finally:
        server.stop()


def test_behind_a_proxy_a_strangers_guesses_keep_nobody_waiting(tmp_path):
    """Who comes from an address for the first time, too."""
    server = served(tmp_path, "behind_proxy=on")
    try:
        codes = [status(server, "maria", f"guess {i}", "9.9.9.9")
                 for i in range(20)]
        assert codes == [401] * 5 + [429] * 15
        codes = [status(server, "maria", f"guess {i}", "9.9.9.8")
                 for i in range(20)]
        assert codes == [401] * 5 + [429] * 15
        assert right(server, "8.8.8.8") == 207
    finally:
        server.stop()


def test_a_proxy_that_names_nobody_does_not_make_all_one_address(tmp_path):
    server = served(tmp_path, "behind_proxy=on")
    try:
        for i in range(12):
            status(server, f"other{i}", "guess")
        assert right(server) == 207
    finally:
        server.stop()


def test_without_a_proxy_an_address_cannot_be_claimed(tmp_path):
    server = served(tmp_path)
    try:
        codes = [status(server, f"other{i}", "guess", f"10.0.0.{i}")
                 for i in range(7)]
        assert codes == [401] * 5 + [429] * 2
    finally:
        server.stop()


def test_nobody_is_told_to_wait_longer_than_a_refill(tmp_path):
    server = served(tmp_path)
    try:
        for i in range(30):
            status(server, "maria", f"guess {i}")
        person = server.nobody()
        person.session.auth = ("maria", "guess")
        answer = person.propfind("/dav/")
        assert answer.status == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 600
    finally:
        server.stop()

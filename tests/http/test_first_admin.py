"""A new place's first admin is made by a link that is written into the log."""

import re

import pytest

from conftest import Server
from pages import Browser

FIELDS = {"name": "Joan Pellerin", "login": "joan",
          "password": "correct horse"}


@pytest.fixture
def place(tmp_path):
    server = Server(tmp_path / "data").start()
    yield server
    server.stop()


def link(server):
    """The link's path, of the line behind the one that says it listens."""
    line = server.process.stdout.readline().decode()
    found = re.search(r"https://cal\.example\.org(/first/[0-9a-f]{32})$",
                      line.strip())
    assert found, line
    return found.group(1)


def fill(browser, path, **fields):
    return browser.ask("POST", path, FIELDS | fields)


def test_the_link_makes_an_admin_who_is_led_through_the_set_up(place):
    path, browser = link(place), Browser(place)
    assert "no admin yet" in browser.get("/sign-in").words
    page = browser.get(path)
    assert page.status == 200
    assert page.tree.xpath("//main//input[@type='password']")
    answer = fill(browser, path)
    assert (answer.status, answer.location) == (303, "/setup")
    assert browser.get("/setup").location == "/setup/practice"
    assert "no admin yet" not in Browser(place).get("/sign-in").words
    again = Browser(place, "joan", "correct horse")
    assert again.get("/").location == "/setup"
    # It was there once.
    for later in (Browser(place), again):
        assert later.get(path).status == 404
        assert fill(later, path).status == 404


def test_what_is_wrong_is_told_and_the_link_stays(place):
    path, browser = link(place), Browser(place)
    answer = fill(browser, path, login="", password="short")
    assert answer.status == 422
    assert set(answer.wrong()) == {"login", "password"}
    assert dict(answer.form())["name"] == "Joan Pellerin"
    assert fill(browser, path).status == 303


def test_another_link_and_another_sites_form_make_nobody(place):
    path, browser = link(place), Browser(place)
    for other in ("/first/" + "0" * 32, "/first/1"):
        assert browser.get(other).status == 404
        assert fill(browser, other).status == 404
    assert browser.ask("POST", path, FIELDS,
                       Origin="https://evil.example").status == 403
    assert place.run("person", "list").stdout == ""
    assert browser.get(path).status == 200


def test_an_admin_of_the_command_line_ends_the_link(place):
    path = link(place)
    place.add("ann", "admin")
    assert Browser(place).get(path).status == 404
    assert fill(Browser(place), path).status == 404
    place.stop()
    place.start()
    assert "first/" not in place.log_text()

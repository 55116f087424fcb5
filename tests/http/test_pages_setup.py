"""A new place is led through five steps, and can be left between them."""

import pytest

from conftest import Server
from pages import Browser


@pytest.fixture
def place(tmp_path):
    server = Server(tmp_path / "data").start()
    server.add("joan", "admin")
    yield server
    server.stop()


@pytest.fixture
def joan(place):
    return Browser(place, "joan", place.passwords["joan"])


def api(place, path):
    answer = place.person("joan").get("/api" + path)
    assert answer.status == 200, answer.text
    return answer.raw.json()


def send(browser, step, **fields):
    """What the form of a step holds, with these typed in."""
    form = dict(browser.get(f"/setup/{step}").form())
    return browser.post(f"/setup/{step}", form | fields)


def test_an_admin_of_a_new_place_comes_to_its_first_step(joan):
    answer = joan.get("/")
    assert (answer.status, answer.location) == (303, "/setup")
    answer = joan.get("/setup")
    assert (answer.status, answer.location) == (303, "/setup/practice")
    page = joan.get("/setup/practice")
    assert "Step 1 of 5" in page.words
    assert page.form()


def test_a_list_without_a_row_says_what_it_is_for_and_how_to_begin(joan):
    for path, words, deed in (
            ("/sessions", "A session is one meeting", "/sessions/new"),
            ("/clients", "A client is who comes", "/clients/new"),
            ("/practitioners", "One is who meets", "/practitioners/new"),
            ("/services", "A session needs a service", "/services/new")):
        empty, = joan.get(path).tree.xpath("//main//div[@class='empty']")
        assert words in empty.text_content(), path
        assert empty.xpath(".//a/@href") == [deed]
    assert "Nobody like that" in joan.get("/clients?q=x").words


def test_five_steps_lead_to_a_practice_that_can_plan(place, joan):
    answer = send(joan, "practice", name="Elm Street",
                  zone="America/Toronto")
    assert (answer.status, answer.location) == (303, "/setup/money")
    answer = send(joan, "money", currency="CAD")
    assert (answer.status, answer.location) == (303, "/setup/service")
    answer = send(joan, "service", name="Speech", cost="85.00", wage="42.00")
    assert (answer.status, answer.location) == (303, "/setup/practitioner")
    answer = send(joan, "practitioner", name="Maria Santos", login="maria")
    assert (answer.status, answer.location) == (303, "/setup/device")
    page = joan.get("/setup/device")
    assert "/devices/connect" in page.links()
    answer = send(joan, "device")
    assert (answer.status, answer.location) == (303, "/today")
    assert "The practice is set up." in joan.get("/today").flash
    practice = api(place, "/practice")
    assert (practice["name"], practice["zone"], practice["currency"]) == (
        "Elm Street", "America/Toronto", "CAD")
    maria = api(place, "/people/maria")
    assert maria["roles"] == ["practitioner"]
    assert set(maria["may"]) == {"create", "edit", "complete"}
    assert api(place, "/services")["items"][0]["cost"] == "85.00"


def test_whoever_leaves_goes_on_where_they_were(place, joan):
    send(joan, "practice", name="Elm Street", zone="America/Toronto")
    assert joan.get("/").location == "/today"
    page = joan.get("/today")
    assert "The practice is not set up yet" in page.words
    assert "/setup" in page.links()
    assert joan.get("/setup").location == "/setup/money"
    send(joan, "money", currency="JPY")
    send(joan, "service", name="Speech", cost="8500", wage="0")
    assert joan.get("/setup").location == "/setup/practitioner"
    # Another browser, another day.
    again = Browser(place, "joan", place.passwords["joan"])
    assert again.get("/setup").location == "/setup/practitioner"
    send(again, "practitioner", own="on", name="")
    assert set(api(place, "/people/joan")["roles"]) == {
        "admin", "practitioner"}
    assert again.get("/setup").location == "/setup/device"
    assert "The practice is not set up yet" not in again.get("/today").words


def test_what_is_wrong_is_told_and_what_was_typed_stays(joan):
    answer = send(joan, "practice", name="", zone="Toronto")
    assert answer.status == 422
    assert "name" in answer.wrong()
    answer = send(joan, "practice", name="Elm Street", zone="Toronto")
    assert answer.status == 422
    assert "zone" in answer.wrong()
    assert dict(answer.form())["name"] == "Elm Street"
    answer = send(joan, "money", currency="dollars")
    assert answer.status == 422 and "currency" in answer.wrong()
    answer = send(joan, "service", name="Speech", cost="a lot", wage="0")
    assert answer.status == 422 and "cost" in answer.wrong()
    answer = send(joan, "practitioner", name="", login="")
    assert answer.status == 422 and "name" in answer.wrong()


def test_a_place_with_people_starts_at_today(place, joan):
    place.add("maria", "practitioner")
    assert joan.get("/").location == "/today"


def test_the_steps_are_an_admins(place, joan):
    place.add("sam", "staff")
    sam = Browser(place, "sam", place.passwords["sam"])
    assert sam.get("/setup").status == 403
    assert sam.get("/setup/service").status == 403
    assert sam.post("/setup/service", {"name": "x"}).status == 403
    assert "The practice is not set up yet" not in sam.get("/today").words
    assert joan.get("/setup/nothing").status == 404

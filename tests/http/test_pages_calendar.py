"""The calendar's page and its events (U15, U17, U22, U23, U26)."""

import json

import pytest

from office import Office
from pages import browser

WEEK = "/calendar?view=week&date=2026-06-10"
EVENTS = "/calendar/events?start=2026-06-08&end=2026-06-15"
KEYS = {"id", "title", "start", "end", "allDay", "url", "classNames",
        "status", "label"}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("calendar") / "data")
    made.at("2026-06-10T17:40:00Z")
    made.speech = made.service(name="Speech")
    made.past = made.session("C042", service=made.speech, day="2026-06-09",
                             at="13:00", to="13:50",
                             private_note="Ask about sleep.")
    made.coming = made.session("C051", service=made.speech, day="2026-06-12",
                               practitioners=["tom"])
    made.made("/closures", **{"title": "boiler repair", "all_day": True,
                              "from": "2026-06-12", "to": "2026-06-12"})
    yield made
    made.close()


@pytest.fixture(scope="module")
def staff(office):
    return browser(office, "staff")


@pytest.fixture(scope="module")
def maria(office):
    return browser(office, "maria")


@pytest.fixture(scope="module")
def client(office):
    return browser(office, "c042")


def test_the_signs_that_clients_read_are_those_they_see(staff, client):
    def signs(who):
        return who.get(WEEK).tree.xpath("//ul[@class='signs']/li")

    assert "Draft" in [one.text_content() for one in signs(staff)]
    assert "Draft" not in [one.text_content() for one in signs(client)]
    assert len(signs(staff)) == len(signs(client)) + 1


def events(who, url=EVENTS):
    answer = who.get(url)
    assert answer.status == 200, answer.words
    assert answer.headers["Content-Type"].startswith("application/json")
    return {one["id"]: one for one in json.loads(answer.text)}


@pytest.mark.parametrize("query, h1", [
    ("?view=month&date=2026-06-10", "June 2026"),
    ("?view=week&date=2026-06-10", "8–13 June 2026"),
    ("?view=week&date=2026-07-01", "29 June – 4 July 2026"),
    ("?view=day&date=2026-06-10", "Wed 10 June 2026"),
    ("?view=day&date=2027-06-10", "Thu 10 June 2027"),
    ("", "8–13 June 2026"),
    ("?view=year&date=2026-06-99", "8–13 June 2026"),
    ("?view=week&date=9999-12-31", "8–13 June 2026"),
])
def test_the_heading_is_the_span_that_was_asked_for(staff, query, h1):
    page = staff.get("/calendar" + query)
    assert (page.status, page.h1) == (200, h1)


def test_u23_earlier_today_later_and_views_are_links(staff):
    links = {a.text_content(): a.get("href")
             for a in staff.get(WEEK).tree.xpath("//main//nav//a")}
    assert links["Earlier"] == "/calendar?view=week&date=2026-06-01"
    assert links["Today"] == WEEK
    assert links["Later"] == "/calendar?view=week&date=2026-06-15"
    assert links["Month"] == "/calendar?view=month&date=2026-06-10"
    assert links["Day"] == "/calendar?view=day&date=2026-06-10"
    months = staff.get("/calendar?view=month&date=2026-01-31").links()
    assert "/calendar?view=month&date=2025-12-01" in months
    assert "/calendar?view=month&date=2026-02-01" in months


def test_u15_without_script_it_is_a_list_of_its_span(office, staff):
    page = staff.get(WEEK)
    assert "Ada Brown" in page.words and "Ben Fox" in page.words
    assert "13:00–13:50" in page.words and "To save" in page.words
    assert "Closed: boiler repair" in page.words
    assert f"/sessions/{office.past['id']}" in page.links()
    assert "Add session, Fri 12 June" in page.words
    assert "/sessions/new?date=2026-06-12" in page.links()


def test_s6_calendar_list_and_menu_lead_to_the_same_form(staff):
    for address in WEEK, "/calendar?view=month&date=2026-06-10", "/sessions":
        page = staff.get(address)
        assert "/sessions/new" in page.tree.xpath("//nav//a/@href")
        assert any(link.startswith("/sessions/new")
                   for link in page.links()), address
    form = staff.get("/sessions/new?date=2026-06-12").form()
    assert ("date", "2026-06-12") in form


def test_u17_whoever_may_not_add_has_no_link_to_it(office, client, maria):
    assert "/sessions/new" not in client.get(WEEK).text
    assert "/sessions/new?date=2026-06-12" in maria.get(WEEK).links()
    office.changed("/people/tom", may=["edit", "complete"])
    tom = browser(office, "tom")
    assert "/sessions/new" not in tom.get(WEEK).text


def test_a_sunday_stands_there_where_somebody_comes_on_it(office, staff):
    office.session("C042", service=office.speech, day="2026-06-21")
    assert staff.get("/calendar?date=2026-06-17").h1 == "15–21 June 2026"
    assert staff.get("/calendar?date=2026-06-14").h1 == "8–14 June 2026"


def test_u23_events_are_wall_times_with_an_end_that_is_left_out(office, staff):
    found = events(staff)
    past = found[f"session:{office.past['id']}"]
    assert past == {
        "id": f"session:{office.past['id']}", "title": "Ada Brown",
        "start": "2026-06-09T13:00", "end": "2026-06-09T13:50",
        "allDay": False, "url": f"/sessions/{office.past['id']}",
        "classNames": past["classNames"], "status": "to_save",
        "label": "To save"}
    assert past["classNames"][0] == "ev" and "tosave" in past["classNames"]
    coming = found[f"session:{office.coming['id']}"]
    assert "clash" in coming["classNames"]
    closure = [one for id, one in found.items() if id.startswith("closure:")]
    assert len(closure) == 1 and set(closure[0]) == KEYS
    assert closure[0]["title"] == "Closed: boiler repair"
    assert (closure[0]["start"], closure[0]["end"]) == ("2026-06-12",
                                                        "2026-06-13")
    assert closure[0]["allDay"] is True


def test_u23_a_session_of_another_zone_stands_at_the_practices_time(
        office, staff):
    far = office.session("C042", service=office.speech, day="2026-05-05",
                         at="15:00", to="16:00", tzid="Europe/London")
    one = events(staff, "/calendar/events?start=2026-05-05&end=2026-05-06")[
        f"session:{far['id']}"]
    assert (one["start"], one["end"]) == ("2026-05-05T10:00",
                                          "2026-05-05T11:00")
    page = staff.get("/calendar?view=day&date=2026-05-05")
    assert "10:00–11:00" in page.words


def test_u23_the_office_picks_practitioners(office, staff):
    past, coming = (f"session:{s['id']}" for s in (office.past, office.coming))
    assert {past, coming} <= set(events(staff))
    only = set(events(staff, EVENTS + "&practitioners=tom"))
    assert coming in only and past not in only
    assert {past, coming} <= set(events(staff,
                                        EVENTS + "&practitioners=tom,maria"))
    assert {past, coming} <= set(events(
        staff, EVENTS + "&practitioners=tom&practitioners=maria"))
    assert not any(id.startswith("session:") for id in
                   events(staff, EVENTS + "&practitioners=nobody"))


def test_u16_everybody_sees_their_own_and_no_more_of_it(office, maria, client):
    for who, title in (maria, "C042 A.B."), (client, "Speech"):
        found = events(who)
        sessions = [i for i in found if i.startswith("session:")]
        assert sessions == [f"session:{office.past['id']}"]
        assert found[sessions[0]]["title"] == title
        assert any(id.startswith("closure:") for id in found)
        for url in EVENTS, WEEK:
            text = who.get(url).text
            assert "Ben Fox" not in text and "42.50" not in text
            assert "sleep" not in text
    assert "Ada Brown" not in maria.get(WEEK).text


@pytest.mark.parametrize("query, status", [
    ("start=2026-01-01&end=2027-01-02", 200),
    ("start=2026-01-01&end=2027-01-03", 422),
    ("start=2026-06-08", 422), ("end=2026-06-08", 422), ("", 422),
    ("start=2026-06-08&end=2026-06-08", 422),
    ("start=monday&end=2026-06-08", 422),
    ("start=2026-06-08T00:00:00-04:00&end=2026-06-09T00:00:00Z", 200),
])
def test_u23_events_are_asked_for_by_at_most_366_days(staff, query, status):
    answer = staff.get("/calendar/events?" + query)
    assert answer.status == status
    # Who asks is a script, also where something is wrong.
    assert answer.headers["Content-Type"].startswith("application/json")
    if status == 422:
        error = json.loads(answer.text)["error"]
        assert error["field"] in ("start", "end") and error["message"]


def test_u22_a_session_in_short_as_each_may_know_it(office, staff, maria,
                                                    client):
    url = f"/sessions/{office.past['id']}"
    for who, name, deeds in (
            (staff, "Ada Brown", ["Save", "Open page", "Edit"]),
            (maria, "C042 A.B.", ["Save", "Open page", "Edit"]),
            (client, "Speech", ["Open page"])):
        card = who.get(url + "/card")
        assert card.status == 200 and "<html" not in card.text
        assert card.tree.find(".//h2").text_content() == name
        assert [a.text_content() for a in card.tree.xpath("//a")] == deeds
        assert "Tue 9 June, 13:00–13:50" in card.text
        assert "sleep" not in card.text and "42.50" not in card.text
    other = f"/sessions/{office.coming['id']}/card"
    assert client.get(other).status == maria.get(other).status == 404

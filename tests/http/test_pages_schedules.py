"""Schedules in a browser without script: made by the form, changed, refused
(U12, U18)."""

import pytest

from office import Office
from pages import browser
from session_forms import asked, schedule_of


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("office") / "data")
    made.speech = made.default_service(name="Speech")
    yield made
    made.close()


@pytest.fixture(scope="module")
def staff(office):
    return browser(office, "staff")


@pytest.mark.parametrize("field, typed", [
    ("date", "soon"), ("start", "noon"), ("count", "ten"), ("from", "later"),
    ("practitioners", "nobody"), ("until", "2031-12-01")])
def test_u12_a_refused_schedule_keeps_what_was_typed(staff, field, typed):
    answer = staff.post("/sessions/new", asked(
        date="2033-10-03", days="MO", count="3", enabled="on"))
    page = staff.get(answer.location + "/edit")
    assert page.h1 == "Edit schedule"
    fields = [pair for pair in page.form() if pair[0] not in (field, "place")]
    answer = staff.post(answer.location + "/edit",
                        fields + [(field, typed), ("place", "Attic")])
    assert answer.status == 422
    assert answer.title.startswith("Error: Edit schedule")
    assert field in answer.wrong()
    assert ("place", "Attic") in answer.form()
    assert (field, typed) in answer.form()


def test_u12_of_a_wrong_pair_both_are_told(staff):
    for ends in {"count": "3", "until": "2031-07-01"}, {}:
        page = staff.post("/sessions/new", asked(days="MO", **ends))
        assert page.status == 422
        assert set(page.wrong()) == {"count", "until"}


def test_u18_a_schedule_leads_to_its_sessions(office, staff):
    answer = staff.post("/sessions/new", asked(
        date="2031-08-04", days=["MO", "WE"], count="4", enabled="on"))
    schedule = schedule_of(office, answer)
    assert len(schedule["sessions"]) == 4
    page = staff.get(answer.location)
    assert page.h1 == "Schedule"
    assert "4 sessions are made" in page.flash
    assert [row[0] for row in page.rows()] == [
        "Mon 4 Aug 2031", "Wed 6 Aug 2031", "Mon 11 Aug 2031",
        "Wed 13 Aug 2031"]
    file = staff.get(answer.location + "?format=csv").text.splitlines()
    assert [row.split(",")[0] for row in file] == [
        "Date", "2031-08-04", "2031-08-06", "2031-08-11", "2031-08-13"]


def test_u18_enabled_can_be_ticked_later(office, staff):
    answer = staff.post("/sessions/new", asked(
        date="2031-09-01", days="MO", count="3"))
    assert len(schedule_of(office, answer)["sessions"]) == 1
    page = staff.get(answer.location)
    pairs = page.form(answer.location) + [("enabled", "on")]
    assert staff.post(answer.location, pairs).status == 303
    schedule = office.got(answer.location)
    assert schedule["enabled"] and len(schedule["sessions"]) == 3
    stale = staff.post(answer.location, pairs)
    assert stale.status == 409


def test_u2_another_s_schedule_is_none(office, staff):
    answer = staff.post("/sessions/new", asked(
        date="2031-12-01", days="MO", count="2", enabled="on"))
    tom = browser(office, "tom")
    assert tom.get(answer.location).status == 404
    assert tom.get("/schedules/99999").status == 404
    ada = browser(office, "c042")
    assert ada.get(answer.location).status == 403

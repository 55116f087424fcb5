"""Services and their dated prices on their pages (S8, S32)."""

import pytest

from office import Office
from pages import browser

NEW = {"name": "Coaching", "kind": "hourly", "cost": "60.00", "wage": "35.00",
       "wage_basis": "client", "tax_bp": "1300"}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("services") / "data")
    yield made
    made.close()


@pytest.fixture(scope="module")
def staff(office):
    return browser(office, "staff")


def test_s8_a_service_is_added_and_its_price_raised_from_a_day_on(
        office, staff):
    page = staff.get("/services")
    assert "needs a service to be billed" in page.words
    answer = staff.post("/services/new", NEW)
    assert answer.status == 303
    row, = staff.get("/services").rows()
    assert row[:6] == ["Coaching", "Per hour", "60.00", "35.00", "Per client",
                       "13%"]
    assert staff.post(answer.location, {
        "effective_from": "2026-09-01", "cost": "66.00", "wage": "35.00",
        "tax_bp": "825"}).status == 303
    rows = staff.get(answer.location).rows()
    assert [row[:2] for row in rows] == [["The beginning", "60.00"],
                                         ["Tue 1 Sep", "66.00"]]
    assert rows[1][3] == "8.25%"
    again = staff.post(answer.location, {
        "effective_from": "2026-09-01", "cost": "70.00", "wage": "35.00"})
    assert again.status == 409
    assert len(staff.get(answer.location).rows()) == 2


def test_u12_amounts_that_are_none_are_told(office, staff):
    answer = staff.post("/services/new", {**NEW, "name": "", "cost": "-1",
                                          "wage": "3.999"})
    assert answer.status == 422
    assert {"name", "cost", "wage"} <= set(answer.wrong())
    assert dict(answer.form())["wage"] == "3.999"


def test_u5_the_list_is_a_csv_too(office, staff):
    answer = staff.get("/services?format=csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.text.splitlines()[0] == "Name,Kind,Cost,Wage,Wage is,Tax"


def test_u2_prices_are_the_office_s(office):
    maria = browser(office, "maria")
    assert maria.get("/services").status == 403
    assert maria.post("/services/new", NEW).status == 403


def test_u12_what_is_wrong_is_told_in_words_of_people(staff):
    answer = staff.post("/sessions/new", {
        "date": "2026-06-11", "start": "25:99", "end": "noon", "days": "MO",
        "repeat": "weekly", "count": "ten", "public_note": "x" * 10001})
    wrong = answer.wrong()
    assert wrong["start"] == wrong["end"] == "A time such as 16:00."
    assert wrong["count"] == "A whole number."
    assert wrong["public_note"].startswith("A public note has at most 10000")
    assert dict(answer.form())["start"] == "25:99"
    assert "Number: a whole number." in answer.alert
    assert "Count" not in answer.alert
    answer = staff.post("/clients/new", {"name": "Ada", "address": "x" * 501})
    assert answer.wrong()["address"].startswith("An address has at most 500")
    answer = staff.post("/services/new", {"name": "Art", "cost": "a lot"})
    assert answer.wrong()["cost"] == 'An amount such as "42.50".'
    answer = staff.post("/services/new", {"name": "Art", "cost": "1.00",
                                          "wage": "1.00", "tax_bp": "much"})
    assert "Tax: a whole number" in answer.alert
    assert "#f-tax_bp" in answer.links()

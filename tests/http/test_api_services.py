"""Services and their dated prices behind the JSON endpoint (S8)."""

import pytest

from api import api, items, wrong_fields

SPEECH = {"name": "Speech", "kind": "fixed", "cost": "42.50",
          "wage": "30.00"}
names = iter(f"Service {n}" for n in range(1000))


@pytest.fixture(scope="module")
def admin(server):
    return server.person("admin")


def make(admin, **fields):
    status, answer = api(admin, "POST", "/services",
                         {**SPEECH, "name": next(names), **fields})
    assert status == 201, answer
    return answer


def test_a_service_holds_from_the_beginning(admin):
    made = make(admin, kind="hourly", wage_basis="client", tax_bp=1300)
    assert made["kind"] == "hourly" and made["wage_basis"] == "client"
    assert made["prices"] == [{"effective_from": None, "cost": "42.50",
                               "wage": "30.00", "tax_bp": 1300}]
    assert made in items(admin, "/services")


def test_what_is_not_said_is_per_session_and_untaxed(admin):
    made = make(admin)
    assert made["wage_basis"] == "session" and made["tax_bp"] == 0


def test_s8_a_service_may_cost_nothing(admin):
    assert make(admin, cost="0.00", wage="0")["cost"] == "0.00"


def test_the_price_of_today_is_shown(admin):
    made = make(admin, tax_bp=1300)
    path = f"/services/{made['id']}/prices"
    assert api(admin, "POST", path, {"effective_from": "2026-06-01",
                                     "cost": "50.00",
                                     "wage": "31.00"})[0] == 201
    status, price = api(admin, "POST", path, {
        "effective_from": "2026-07-01", "cost": "60.00", "wage": "32.00",
        "tax_bp": 500})
    assert status == 201
    assert price == {"effective_from": "2026-07-01", "cost": "60.00",
                     "wage": "32.00", "tax_bp": 500}
    now = [s for s in items(admin, "/services") if s["id"] == made["id"]][0]
    assert now["cost"] == "50.00" and now["tax_bp"] == 1300
    assert [p["effective_from"] for p in now["prices"]] == [
        None, "2026-06-01", "2026-07-01"]


def test_two_prices_of_one_day_are_409(admin):
    path = f"/services/{make(admin)['id']}/prices"
    price = {"effective_from": "2026-08-01", "cost": "1.00", "wage": "1.00"}
    assert api(admin, "POST", path, price)[0] == 201
    assert api(admin, "POST", path, price)[0] == 409


def test_a_name_that_is_taken_is_409_ignoring_case(admin):
    made = make(admin)
    assert api(admin, "POST", "/services",
               {**SPEECH, "name": made["name"].upper()})[0] == 409


@pytest.mark.parametrize("field,value", [
    ("name", ""), ("name", "x" * 201), ("name", None), ("kind", "weekly"),
    ("cost", "42.505"), ("cost", 42.5), ("cost", "-1.00"), ("cost", ""),
    ("cost", "1e3"), ("wage", None), ("wage_basis", "hour"),
    ("tax_bp", 10001), ("tax_bp", -1), ("tax_bp", 1.5), ("colour", "red"),
    ("id", "7"), ("active", True)])
def test_a_wrong_field_is_named(admin, field, value):
    status, answer = api(admin, "POST", "/services",
                         {**SPEECH, "name": next(names), field: value})
    assert status == 422 and set(wrong_fields(answer)) == {field}


@pytest.mark.parametrize("body", [
    {}, {"effective_from": "2026-13-01", "cost": "1", "wage": "1"},
    {"effective_from": None, "cost": "1", "wage": "1"},
    {"effective_from": "2026-09-01", "cost": "1"}])
def test_a_wrong_price_is_422(admin, body):
    path = f"/services/{make(admin)['id']}/prices"
    assert api(admin, "POST", path, body)[0] == 422


def test_prices_of_no_service_are_404(admin):
    price = {"effective_from": "2026-08-01", "cost": "1.00", "wage": "1.00"}
    for word in "999999", "x", "-1", "0":
        assert api(admin, "POST", f"/services/{word}/prices",
                   price)[0] == 404


def test_practitioners_see_services_without_prices(admin, maria):
    make(admin)
    for service in items(maria, "/services"):
        assert set(service) == {"id", "name", "kind", "wage_basis", "active"}
    assert api(maria, "POST", "/services", SPEECH)[0] == 403


def test_services_are_closed_to_clients(server):
    ada = server.person("ada")
    assert api(ada, "GET", "/services")[0] == 403
    assert api(ada, "POST", "/services", SPEECH)[0] == 403


def test_staff_make_services(server):
    staff = server.add("stan", "staff")
    assert make(staff)["id"]


def test_services_come_in_pages(admin):
    make(admin), make(admin)
    assert items(admin, "/services?limit=1") == items(admin, "/services")

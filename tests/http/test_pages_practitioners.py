"""Practitioners on their pages (S3, S32)."""

import pytest

from office import Office
from pages import browser


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("practitioners") / "data")
    made.speech = made.service()
    yield made
    made.close()


@pytest.fixture(scope="module")
def admin(office):
    return browser(office, "admin")


def test_s3_a_practitioner_is_added_and_their_rate_changed(office, admin):
    fields = dict(admin.get("/practitioners/new").form())
    fields.update(name="Nora Lind", login="nora", hourly="25.00", bonus="3.00",
                  may="complete")
    answer = admin.post("/practitioners/new", fields)
    assert answer.status == 303, answer.alert
    assert answer.location == "/practitioners/nora"
    person = office.got("/people/nora")
    assert (person["roles"], person["may"]) == (["practitioner"], ["complete"])
    assert "25.00 + 3.00" in admin.get("/practitioners/nora").words
    where = "/practitioners/nora/edit"
    pairs = [pair for pair in admin.get(where).form(where)
             if pair[0] not in ("hourly", "may")]
    assert admin.post(where, pairs + [("hourly", "30.00")]).status == 303
    person = office.got("/people/nora")
    assert (person["hourly"], person["may"]) == ("30.00", [])
    assert person["active"] is True


def test_s2_the_last_role_that_money_stands_on_stays(office, admin):
    where = "/practitioners/maria/edit"
    pairs = [pair for pair in admin.get(where).form(where)
             if pair[0] != "active"]
    assert admin.post(where, pairs).status == 303
    assert "not active" in admin.get("/practitioners/maria").words
    assert "Maria Santos" not in admin.get("/practitioners").words
    assert "Maria Santos" in admin.get("/practitioners?status=inactive").words
    pairs = admin.get(where).form(where) + [("active", "on")]
    assert admin.post(where, pairs).status == 303


def test_u12_a_rate_that_is_none_is_told(admin):
    answer = admin.post("/practitioners/new", {"name": "X", "hourly": "much"})
    assert answer.status == 422
    assert set(answer.wrong()) == {"hourly"}
    assert dict(answer.form())["hourly"] == "much"


def test_s4_staff_add_practitioners_without_a_login(office):
    staff = browser(office, "staff")
    page = staff.get("/practitioners/new")
    assert "login" not in dict(page.form())
    answer = staff.post("/practitioners/new", {"name": "Otto Berg",
                                               "may": "complete"})
    assert answer.status == 303
    assert "Otto Berg" in staff.get(answer.location).words
    assert staff.post("/practitioners/new", {
        "name": "Eve", "login": "eve"}).status == 403


def test_u2_practitioners_are_the_office_s(office):
    for login in ("maria", "c042"):
        one = browser(office, login)
        for path in ("/practitioners", "/practitioners/tom",
                     "/practitioners/tom/edit", "/practitioners/new"):
            assert one.get(path).status == 403


def test_lists_of_people_are_searched_by_what_they_have(admin):
    for path, label in (("/clients", "Name or code"),
                        ("/practitioners", "Name or login")):
        label_of, = admin.get(path).tree.xpath(
            "//main//label[@for='f-q']/text()")
        assert label_of == label
    assert "Maria" in admin.get("/practitioners?q=maria").words

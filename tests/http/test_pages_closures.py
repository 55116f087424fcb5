"""Closures on their pages (S46, S47, U26)."""

import pytest

from office import Office
from pages import browser


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("closures") / "data")
    made.speech = made.service()
    yield made
    made.close()


@pytest.fixture(scope="module")
def staff(office):
    return browser(office, "staff")


def closures(office):
    return {one["title"]: one for one in
            office.got("/closures?from=2040-01-01&to=2040-12-31")["items"]}


def add(staff, **fields):
    answer = staff.post("/closures/new", fields)
    assert answer.status == 303, answer.words
    return answer.location


def test_u26_all_day_takes_both_ends(office, staff):
    page = staff.get("/closures/new?from=2040-03-01&to=2040-03-02")
    fields = dict(page.form())
    assert page.h1 == "Add closure"
    assert (fields["all_day"], fields["from"]) == ("on", "2040-03-01")
    where = add(staff, **{**fields, "title": "Spring break",
                          "from_time": "09:00"})
    one = closures(office)["Spring break"]
    assert (one["from"], one["to"]) == ("2040-03-01", "2040-03-02")
    assert one["all_day"] and where == f"/closures/{one['id']}"
    assert "The closure is in every calendar." in staff.get(where).flash


def test_u26_hours_lead_to_the_cancellations_tool_with_them(office, staff):
    session = office.session("C042", service=office.speech, day="2040-04-02",
                             at="09:00", to="09:50")
    where = add(staff, **{"title": "Boiler repair", "from": "2040-04-02",
                          "from_time": "08:00", "to": "2040-04-02",
                          "to_time": "12:00"})
    page = staff.get(where)
    assert "Ada Brown" in page.words and "1 session" in page.words
    link = [url for url in page.links() if url.startswith("/cancellations")]
    assert link == ["/cancellations?from=2040-04-02T08:00&to=2040-04-02T12:00"]
    assert f"/sessions/{session['id']}" in staff.get(link[0]).links()


def test_u26_it_is_changed_and_removed_and_comes_back(office, staff):
    where = add(staff, **{"title": "Fair", "from": "2040-05-01",
                          "to": "2040-05-01", "all_day": "on"})
    fields = dict(staff.get(where).form(where))
    fields["to"] = "2040-05-03"
    assert staff.post(where, fields).status == 303
    assert closures(office)["Fair"]["to"] == "2040-05-03"
    stale = staff.post(where, fields)
    assert stale.status == 409
    assert staff.post(where, {"remove": "1"}).location == "/closures"
    assert "Fair" not in closures(office)
    assert staff.get(where).status == 404
    undo = dict(staff.get("/closures").form("/undo"))
    assert staff.post("/undo", undo).status == 303
    assert closures(office)["Fair"]["to"] == "2040-05-03"


def test_u12_what_is_wrong_is_told_and_kept(office, staff):
    answer = staff.post("/closures/new", {
        "title": "", "from": "2040-06-02", "to": "2040-06-01",
        "all_day": "on"})
    assert answer.status == 422
    assert {"title", "to"} & set(answer.wrong())
    assert dict(answer.form())["from"] == "2040-06-02"
    answer = staff.post("/closures/new", {
        "title": "Fair", "from": "2040-06-02", "from_time": "noon",
        "to": "2040-06-02", "to_time": "13:00"})
    assert answer.wrong() == {"from_time": "A time such as 16:00."}
    assert dict(answer.form())["from_time"] == "noon"
    answer = staff.post("/closures/new", {
        "title": "Fair", "from": "soon", "from_time": "noon",
        "to": "2040-06-02", "to_time": ""})
    assert set(answer.wrong()) == {"from", "from_time", "to_time"}
    assert answer.wrong()["to_time"] == "Please fill this in."
    answer = staff.post("/closures/new", {
        "title": "Fair", "from": "2040-06-02", "from_time": "13:00",
        "to": "2040-06-02", "to_time": "12:00"})
    assert list(answer.wrong()) == ["to_time"]


def test_s46_everybody_sees_closures_and_the_office_alone_changes_them(
        office, staff):
    where = add(staff, **{"title": "Open to all", "from": "2040-07-01",
                          "to": "2040-07-01", "all_day": "on"})
    for login in ("maria", "c042"):
        one = browser(office, login)
        page = one.get("/closures")
        assert "Open to all" in page.words
        assert page.heads() == ["When", "Title"]
        assert "/closures/new" not in page.text
        assert one.get(where).status == 403
        assert one.post("/closures/new", {"title": "x"}).status == 403

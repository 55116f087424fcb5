"""Payroll runs on their pages (S40, U2, U12, U27)."""

import csv
import io

import pytest

from office import Office
from pages import browser

TODAY = "2026-06-10"


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path / "data")
    made.at("2026-06-10T17:40:00Z")
    made.speech = made.default_service(name="Speech")
    yield made
    made.close()


@pytest.fixture
def admin(office):
    return browser(office, "admin")


@pytest.fixture
def staff(office):
    return browser(office, "staff")


def new_run(who, to=TODAY):
    answer = who.post("/payroll", {"to": to})
    assert answer.status == 303, answer.alert
    return answer.location


def test_s40_a_run_is_made_and_closed(office, admin):
    first = office.saved(office.session("C042", day="2026-06-01"))
    office.saved(office.session("C051", day="2026-06-02", to="10:15"))
    office.saved(office.session("C042", day="2026-06-03",
                                practitioners=["tom"]))
    page = admin.get("/payroll")
    assert page.h1 == "Payroll"
    assert dict(page.form("/payroll"))["to"] == TODAY
    assert "Up to" in page.words
    assert page.tree.xpath("//main//button[normalize-space()='New run']")
    url = new_run(admin)
    page = admin.get(url)
    assert page.h1 == f"Payroll run {url.rsplit('/', 1)[1]}"
    assert "is made: 90.00 CAD to pay." in page.flash
    assert page.heads() == ["Practitioner", "Sessions", "Hours", "Wages",
                            "Reversals", "To pay"]
    assert page.rows() == [
        ["Maria Santos", "2", "2:05", "60.00", "0.00", "60.00"],
        ["Tom Okafor", "1", "0:50", "30.00", "0.00", "30.00"]]
    assert "Total CAD 3 2:55 90.00 0.00 90.00" in page.said
    close, = page.tree.xpath(
        "//main//a[normalize-space()='Close run…']/@href")
    assert close == url + "/close"
    page = admin.get(close)
    assert "2 practitioners get 90.00 CAD." in page.words
    assert "can’t be changed" in page.words
    # Asking closes nothing.
    assert office.got(url)["status"] == "open"
    done = admin.post(close, page.form())
    assert (done.status, done.location) == (303, url)
    page = admin.get(url)
    assert "is closed: 90.00 CAD are paid." in page.flash
    assert "Closed" in page.words and "Close run" not in page.words
    assert office.unpaid("maria") == "0.00"
    # What was paid and is re-opened comes off the next.
    office.saved(first, "open")
    url = new_run(admin)
    assert admin.get(url).rows() == [
        ["Maria Santos", "0", "0:00", "0.00", "−30.00", "−30.00"]]


def test_u12_one_run_is_open_at_a_time(office, admin):
    office.saved(office.session("C042", day="2026-06-01"))
    url = new_run(admin)
    page = admin.get("/payroll")
    assert "is open. Close it before the next one is made." in page.words
    page = admin.post("/payroll", {"to": "2026-06-05"})
    assert page.status == 409
    assert "close it first" in page.alert
    assert dict(page.form("/payroll"))["to"] == "2026-06-05"
    assert url in page.links()


def test_u12_what_is_no_day_is_told_at_its_field(admin):
    for typed in "", "soon", "2026-02-30":
        page = admin.post("/payroll", {"to": typed})
        assert page.status == 422, typed
        assert page.title.startswith("Error: ")
        assert list(page.wrong()) == ["to"]
        assert dict(page.form("/payroll"))["to"] == typed
        assert page.tree.xpath("//*[@role='alert']//a[@href='#f-to']")
    assert "There was none so far." in admin.get("/payroll").words


def test_u12_a_run_is_closed_once(office, admin):
    office.saved(office.session("C042", day="2026-06-01"))
    url = new_run(admin)
    form = admin.get(url + "/close").form()
    assert admin.post(url + "/close", form).status == 303
    page = admin.post(url + "/close", form)
    assert page.status == 409
    assert "closed already" in page.alert
    assert "30.00 CAD were paid" in page.words
    assert not page.tree.xpath("//main//button")
    assert not admin.get(url + "/close").tree.xpath("//main//button")


def test_u2_staff_close_runs_only_where_it_is_granted(office, staff):
    office.saved(office.session("C042", day="2026-06-01"))
    url = new_run(staff)
    page = staff.get(url)
    assert page.status == 200 and "Close run" not in page.words
    page = staff.get(url + "/close")
    assert page.status == 200
    assert not page.tree.xpath("//main//button")
    assert staff.post(url + "/close").status == 403
    assert office.got(url)["status"] == "open"
    office.changed("/people/staff", grants=["payroll"])
    granted = browser(office, "staff")
    assert "Close run…" in granted.get(url).words
    assert granted.post(url + "/close",
                        granted.get(url + "/close").form()).status == 303
    assert office.got(url)["status"] == "closed"


def test_u2_payroll_is_the_offices(office, admin):
    office.saved(office.session("C042", day="2026-06-01"))
    url = new_run(admin)
    for login in "maria", "c042":
        who = browser(office, login)
        for path in "/payroll", url, url + "/close", "/payroll/999":
            page = who.get(path)
            assert page.status == 403, path
            assert "30.00" not in page.text
        assert who.post("/payroll", {"to": TODAY}).status == 403
        assert who.post(url + "/close").status == 403
        assert "/payroll" not in who.get("/help").text
    assert office.got(url)["status"] == "open"
    one, other = admin.get("/payroll/999"), admin.get("/payroll/nonsense")
    assert (one.status, other.status) == (404, 404)
    assert admin.get("/payroll/999/close").status == 404
    assert admin.post("/payroll/999/close").status == 404
    assert admin.ask("PUT", url).status == 405


def test_what_is_not_saved_is_told_before_and_after(office, staff):
    office.session("C042", day="2026-06-01")
    office.session("C042", day="2026-06-09", at="12:00", to="12:50")
    page = staff.get("/payroll")
    assert "2 sessions are not saved yet" in page.words
    url = new_run(staff, "2026-06-05")
    page = staff.get(url)
    assert "1 session is not saved yet and not in this run." in page.words
    assert "/open-sessions" in page.links()
    assert "No wage that is not paid yet" in page.words


def test_u5_runs_have_pages_and_csv(office, admin):
    for number in range(27):
        run = office.made("/payroll", to=f"2026-05-{number + 1:02}")
        office.made(f"/payroll/{run['id']}/close")
    page = admin.get("/payroll")
    assert page.heads() == ["Run", "Up to", "Status", "Practitioners",
                            "To pay"]
    assert "1–25 of 27" in page.words
    seen = [row[0] for row in page.rows()]
    later, = page.tree.xpath("//main//a[normalize-space()='Later']/@href")
    seen += [row[0] for row in admin.get(later).rows()]
    assert seen == [f"Run {number}" for number in range(27, 0, -1)]
    rows = list(csv.reader(io.StringIO(
        admin.get("/payroll?format=csv").text)))
    assert rows[0] == page.heads() and len(rows) == 28
    assert rows[1] == ["Run 27", "2026-05-27", "Closed", "0", "0.00"]


def test_typed_text_is_only_ever_text_in_csv_too(office, admin):
    mark = "=<b>cmd</b>"
    office.changed("/people/maria", name=mark)
    office.saved(office.session("C042", day="2026-06-01"))
    url = new_run(admin)
    page = admin.get(url)
    assert mark in page.words and "<b>" not in page.text
    rows = list(csv.reader(io.StringIO(admin.get(url + "?format=csv").text)))
    assert rows == [
        ["Practitioner", "Sessions", "Hours", "Wages", "Reversals", "To pay"],
        ["'" + mark, "1", "0:50", "30.00", "0.00", "30.00"]]

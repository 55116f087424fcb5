"""Wages line by line (S4, S33, S37, U5, U16, U27)."""

import csv
import io

import pytest

from office import Office
from pages import browser

HEADS = ["Date", "Client", "Service", "Min", "How it ended", "Base", "Wage"]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("wages") / "data")
    made.at("2026-06-10T17:40:00Z")
    made.speech = made.default_service(name="Speech")
    made.late = made.type("Late cancel")
    yield made
    made.close()


@pytest.fixture(scope="module")
def maria(office):
    return browser(office, "maria")


@pytest.fixture(scope="module")
def staff(office):
    return browser(office, "staff")


def day_of(day):
    return f"?from={day}&to={day}"


def test_u27_each_line_has_its_base_and_its_wage(office, maria, staff):
    day = "2026-04-01"
    office.saved(office.session("C042", day=day))
    office.saved(office.session("C051", day=day, at="10:00", to="11:00"),
                 office.late)
    office.saved(office.session("C063", day=day, at="12:00", to="12:50"),
                 "canceled")
    override = office.session("C042", day=day, at="13:00", to="13:50")
    office.saved(override, "override", charge="99.00", wage="40.00",
                 reason="Xylophone")
    open_one = office.session("C042", day=day, at="14:00", to="14:50")
    page = maria.get(f"/wages{day_of(day)}")
    assert page.h1 == "Wages"
    assert page.heads() == HEADS
    assert page.rows() == [
        ["Wed 1 Apr", "C042 A.B.", "Speech", "50", "Completed with cost over-ride",
         "30.00", "40.00"],
        ["Wed 1 Apr", "C063 C.G.", "Speech", "50", "Canceled", "30.00",
         "0.00"],
        ["Wed 1 Apr", "C051 B.F.", "Speech", "60", "Late cancel", "30.00",
         "15.00"],
        ["Wed 1 Apr", "C042 A.B.", "Speech", "50", "Completed", "30.00",
         "30.00"]]
    assert "Total CAD 85.00" in page.said
    # Own wages and codes: no names, no charges.
    for secret in "Ada Brown", "Ben Fox", "42.50", "21.25", "99.00":
        assert secret not in page.text
    assert "1 to save" in page.words and "/to-save" in page.links()
    page = staff.get(f"/practitioners/maria/wages{day_of(day)}")
    assert page.heads() == HEADS
    assert [row[1] for row in page.rows()] == [
        "Ada Brown", "Cleo Gray", "Ben Fox", "Ada Brown"]
    assert "Maria Santos" in page.words
    assert "/open-sessions?practitioner=maria" in page.links()
    office.saved(open_one, "canceled")


def test_s37_what_was_paid_and_re_opened_is_taken_back(office, maria, staff):
    day = "2026-05-04"
    session = office.saved(office.session("C042", day=day))
    run = office.made("/payroll", to="2026-05-31")
    page = staff.get("/practitioners/maria/wages")
    assert f"/payroll/{run['id']}" in page.links()
    assert "not closed" in page.words
    assert "not closed" not in maria.get("/wages").words
    office.made(f"/payroll/{run['id']}/close")
    page = maria.get("/wages")
    assert not page.rows()
    assert f"Run {run['id']} to 31 May" in page.said
    assert not [link for link in page.links() if "payroll" in link]
    assert f"/payroll/{run['id']}" in staff.get(
        "/practitioners/maria/wages").links()
    page = maria.get(f"/wages{day_of(day)}")
    assert page.rows() == [["Mon 4 May", "C042 A.B.", "Speech", "50",
                            f"Completed run {run['id']}", "30.00", "30.00"]]
    office.saved(session, "open")
    page = maria.get("/wages")
    assert page.rows() == [["Mon 4 May", "C042 A.B.", "Speech", "50",
                            "Re-opened", "30.00", "−30.00"]]
    assert "Not paid yet, CAD −30.00" in page.said
    # Somebody else takes it now: nothing of it is told any more.
    office.changed(f"/sessions/{session['id']}", practitioners=["tom"],
                   clients=["C051"])
    page = maria.get("/wages")
    assert page.rows()[0][1] == ""
    assert "C051" not in page.text
    assert f"/sessions/{session['id']}" not in page.links()
    office.saved(session)
    run = office.made("/payroll", to="2026-05-31")
    office.made(f"/payroll/{run['id']}/close")


def test_s4_each_sees_their_own(office, maria, staff):
    day = "2026-03-03"
    office.saved(office.session("C042", day=day, practitioners=["tom"]))
    assert not maria.get(f"/wages{day_of(day)}").rows()
    assert len(browser(office, "tom").get(
        f"/wages{day_of(day)}").rows()) == 1
    assert len(staff.get(
        f"/practitioners/tom/wages{day_of(day)}").rows()) == 1
    for login in "maria", "tom", "c042":
        assert browser(office, login).get(
            "/practitioners/maria/wages").status == 403
        assert browser(office, login).get(
            "/practitioners/nobody/wages").status == 403
    for login in "admin", "staff", "c042":
        assert browser(office, login).get("/wages").status == 403
    for word in "nobody", "c042", "999", "staff":
        assert staff.get(f"/practitioners/{word}/wages").status == 404
    assert maria.ask("POST", "/wages").status == 405
    pia = office.practitioner()
    assert staff.get(f"/practitioners/{pia}/wages").status == 200


def test_s32_the_rate_is_told(office, staff):
    office.changed("/people/tom", hourly="25.00", bonus="3.00")
    page = staff.get("/practitioners/tom/wages")
    assert "25.00 an hour + 3.00 bonus = 28.00" in page.words
    office.changed("/people/tom", hourly=None)
    assert "as the services say" in staff.get(
        "/practitioners/tom/wages").words


def test_u5_the_span_stands_in_the_address(office, maria):
    for day in "2026-01-31", "2026-02-01", "2026-02-28":
        office.saved(office.session("C042", day=day))

    def days(query):
        page = maria.get(f"/wages?{query}")
        assert page.status == 200
        return [row[0] for row in page.rows()]
    assert days("from=2026-02-01&to=2026-02-28") == ["Sat 28 Feb",
                                                     "Sun 1 Feb"]
    assert days("to=2026-02-27") == ["Sun 1 Feb"]
    assert days("from=2026-02-28")[-1] == "Sat 28 Feb"
    nothing = maria.get("/wages?from=nonsense&to=2026-02-30")
    assert set(nothing.wrong()) == {"from", "to"}
    assert set(days("all=1")) > {"Sat 28 Feb", "Sat 31 Jan"}
    page = maria.get("/wages?from=2026-02-01&to=2026-02-28")
    form = dict(page.tree.xpath("//form[@method='get'][.//*[@name='from']]")[
        0].form_values())
    assert form == {"from": "2026-02-01", "to": "2026-02-28"}
    assert "1–28 February 2026" in page.words


def test_u5_the_lines_have_pages_and_csv(office, staff):
    mark = "=HYPERLINK(1)"
    code = office.client(name=mark)
    for hour in range(6, 20):
        for minute in (0, 30):
            office.saved(office.session(
                code, day="2026-02-10", practitioners=["tom"],
                at=f"{hour:02}:{minute:02}", to=f"{hour:02}:{minute + 9:02}"))
    path = f"/practitioners/tom/wages{day_of('2026-02-10')}"
    page = staff.get(path)
    assert len(page.rows()) == 25 and "1–25 of 28" in page.words
    assert "Total CAD 840.00" in page.said  # of all, not of the page
    later, = page.tree.xpath("//main//a[normalize-space()='Later']/@href")
    assert len(staff.get(later).rows()) == 3
    answer = staff.get(path + "&format=csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == HEADS and len(rows) == 29
    assert rows[1] == ["2026-02-10", "'" + mark, "Speech", "9", "Completed",
                       "30.00", "30.00"]


def test_typed_text_is_only_ever_text(office, staff, maria):
    mark = "<b>x</b>\"'&"
    code = office.client(name=mark)
    service = office.service(name=mark)
    day = "2026-01-05"
    office.saved(office.session(code, day=day, service=service))
    for who, path in ((maria, "/wages"),
                      (staff, "/practitioners/maria/wages")):
        page = who.get(path + day_of(day))
        assert mark in page.words and "<b>" not in page.text

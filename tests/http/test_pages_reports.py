"""Reports in a browser without script: tables, charts, CSV (S20, S40, U5)."""

import csv
import io

import pytest

from office import Office
from pages import browser

REPORTS = ("unsaved", "attendance", "revenue", "wages", "aged")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("reports"))
    office.at("2026-06-10T14:00:00Z")
    taxed = office.service(name="Speech <b>&", tax_bp=1300)
    plain = office.service(name="=Reading", cost="1200.00")
    for client, service, ending in (
            ("c042", taxed, "completed"), ("c042", taxed, "missed"),
            ("c051", taxed, "canceled"), ("c051", plain, "completed")):
        session = office.session(client, day="2026-06-08", service=service)
        office.saved(session, ending)
    office.session("c042", day="2026-06-09", service=taxed)
    office.session("c051", day="2026-06-09", at="10:00", to="11:00",
                   service=taxed, practitioners=["tom"])
    yield office
    office.close()


@pytest.fixture(scope="module")
def staff(office):
    return browser(office, "staff")


def foot(page):
    return [cell.text_content() for cell in page.tree.xpath(
        "(//main//table)[1]/tfoot/tr/*")]


def heard(page):
    return page.tree.xpath("string(//svg[@role='img']/desc)")


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.text)))


def test_the_list_leads_to_each_report(staff):
    page = staff.get("/reports")
    assert page.h1 == "Reports"
    for name in REPORTS:
        assert f"/reports/{name}" in page.links()
        assert staff.get(f"/reports/{name}").status == 200


def test_attendance_counts_endings_by_client(staff):
    page = staff.get("/reports/attendance")
    assert page.heads() == ["Client", "Code", "Completed", "Missed",
                            "Canceled"]
    assert page.rows() == [["Ada Brown", "C042", "1", "1", "0"],
                           ["Ben Fox", "C051", "1", "0", "1"]]
    assert foot(page) == ["Total", "", "2", "1", "1"]
    assert heard(page) == "Completed: 2, Missed: 1, Canceled: 1"


def test_revenue_adds_up_by_service(staff):
    page = staff.get("/reports/revenue")
    assert page.heads() == ["Service", "Sessions", "Charge", "Tax", "Total"]
    rows = {row[0]: row[1:] for row in page.rows()}
    assert rows["Speech <b>&"] == ["2", "85.00", "11.06", "96.06"]
    assert rows["=Reading"] == ["1", "1,200.00", "0.00", "1,200.00"]
    assert foot(page)[-1] == "1,296.06"
    assert "Amounts are in CAD." in page.words
    assert "=Reading: 1,200.00" in heard(page)


def test_wages_by_practitioner(office, staff):
    page = staff.get("/reports/wages")
    assert page.heads() == ["Practitioner", "Opening", "Sessions", "Wages",
                            "Paid", "Unpaid"]
    maria, = [row for row in page.rows() if row[0] == "Maria Santos"]
    assert maria[-1] == office.unpaid("maria")
    assert f"Maria Santos: {maria[3]}" in heard(page)


def test_s20_unsaved_sessions_lead_to_saving(staff):
    page = staff.get("/reports/unsaved")
    assert page.heads() == ["Date", "Time", "Clients", "Service",
                            "Practitioner", "Days ago", "Save"]
    assert [row[2] for row in page.rows()] == ["Ada Brown", "Ben Fox"]
    assert "2 past sessions" in page.words
    assert heard(page) == "Maria Santos: 1, Tom Okafor: 1"
    assert sum("/save?to=%2Freports%2Funsaved" in link
               for link in page.links()) == 2


def test_s39_aged_balances_are_explained(office, staff):
    page = staff.get("/reports/aged")
    assert page.heads() == [
        "Client", "Code", "0–30 days", "31–60 days", "61–90 days",
        "Over 90 days", "Not invoiced", "Credit", "Balance"]
    ada = page.rows()[0]
    assert ada[0] == "Ada Brown" and ada[-1] == office.balance("c042")
    assert ada[-3] == ada[-1]
    for bar in ("0–30 days: 0.00", "Not invoiced: 1,296.06"):
        assert bar in heard(page)


def test_charts_have_a_title_and_hold_what_the_table_holds(staff):
    for name in REPORTS:
        page = staff.get(f"/reports/{name}")
        chart, = page.tree.xpath("//svg[@role='img']")
        for told in chart.get("aria-labelledby").split():
            assert page.tree.get_element_by_id(told).text_content()
        shown = [text.text_content() for text in chart.xpath(
            ".//text[@class='size']")]
        cells = {cell.text_content() for cell in page.tree.xpath(
            "//main//table//td")}
        assert shown and set(shown) <= cells


def test_u5_days_are_asked_for_by_the_address(staff):
    assert staff.get("/reports/attendance?from=2026-06-08&to=2026-06-08"
                     ).rows()
    page = staff.get("/reports/attendance?from=2026-05-01&to=2026-05-31")
    assert "No session of these days is saved." in page.words
    assert not page.tree.xpath("//svg[@role='img']")
    assert "/reports/revenue?from=2026-05-01&to=2026-05-31" in staff.get(
        "/reports/revenue").links()


def test_days_that_are_none_are_told_at_their_field(staff):
    for name in ("attendance", "revenue", "wages"):
        page = staff.get(f"/reports/{name}?from=%22soon%3Ci%3E&to=2026-06-01")
        assert page.status == 422
        assert page.title.startswith("Error: ")
        assert "from" in page.wrong()
        assert "<i>" not in page.text
        typed, = page.tree.xpath("//input[@name='from']")
        assert typed.get("value") == '"soon<i>'
        # A browser shows nothing in a field of days that holds no day.
        assert typed.get("type") == "text"
        page = staff.get(f"/reports/{name}?from=2026-06-09&to=2026-06-08")
        assert page.status == 422 and "to" in page.wrong()


def test_u5_csv_is_the_same_rows(staff):
    for name in REPORTS:
        page = staff.get(f"/reports/{name}")
        answer = staff.get(f"/reports/{name}?format=csv")
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert f"reports-{name}.csv" in answer.headers["Content-Disposition"]
        rows = rows_of(answer)
        assert len(rows) == len(page.rows()) + 1
        assert rows[0] == [head for head in page.heads() if head != "Save"]


def test_u16_typed_text_is_text_in_tables_charts_and_csv(staff):
    page = staff.get("/reports/revenue")
    assert "Speech <b>&" not in page.text
    assert "Speech &lt;b&gt;&amp;" in page.text
    names = [row[0] for row in rows_of(staff.get(
        "/reports/revenue?format=csv"))]
    assert "'=Reading" in names and "Speech <b>&" in names
    amounts = [row[-1] for row in rows_of(staff.get(
        "/reports/revenue?format=csv"))]
    assert "1200.00" in amounts


def test_s37_a_reopening_takes_away(office):
    """What was re-opened in the span is below zero, bars too."""
    session = office.session("c063", day="2026-06-08", at="15:00",
                             to="15:50", service=office.service(name="Gone"))
    office.saved(session)
    office.at("2026-07-10T14:00:00Z")
    office.saved(session, "open")
    later = browser(office, "staff")
    page = later.get("/reports/revenue?from=2026-07-01&to=2026-07-31")
    row, = page.rows()
    assert row[0] == "Gone" and row[-1] == "−42.50"
    assert heard(page) == "Gone: −42.50"


def test_u2_reports_are_the_office_s(office):
    for login in ("maria", "c042"):
        who = browser(office, login)
        for name in ("", *(f"/{name}" for name in REPORTS)):
            assert who.get(f"/reports{name}").status == 403
            assert who.get(f"/reports{name}?format=csv").status == 403
        assert "/reports" not in who.get("/help").text

"""The search in a browser without script: each role finds what it may know,
and nothing by what it may not (S4, S50, U16)."""

import csv
import datetime
import io

import pytest

from office import Office
from pages import Browser, browser, quoted


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("search"))
    office.at("2026-06-10T14:00:00Z")
    office.changed("/people/c042", email="ada@example.org",
                   phone="+1 416 555 0777")
    office.changed("/people/maria", calendar_names="initials")
    office.changed("/people/tom", calendar_names="full")
    office.reading = office.service(name="Reading <b>")
    office.ada = office.session(
        "c042", day="2026-06-08", service=office.reading,
        public_note="Bring the ÉTUDES", private_note="Mother called")
    office.ben = office.session(
        "c051", day="2026-06-09", service=office.service(name="Speech"),
        practitioners=["tom"], place="Room Blue")
    office.saved(office.ada)
    draft = office.made("/invoices", client="c042", to="2026-06-30")
    office.invoice = office.made(f"/invoices/{draft['id']}/issue")
    office.made("/payments", client="c042", amount="12.34",
                date="2026-06-10", method="Cheque 77")
    yield office
    office.close()


@pytest.fixture(scope="module")
def who(office):
    signed = {}

    def sign(login):
        if login not in signed:
            signed[login] = browser(office, login)
        return signed[login]
    return sign


def found(browser, text, more=""):
    """First cells of each kind's table."""
    page = browser.get(f"/search?q={quoted(text)}{more}")
    assert page.status == 200
    assert page.h1 == "Search"
    return {table.findtext("caption"): [
        row.xpath("string(./*[1])") for row in table.xpath("./tbody/tr")]
        for table in page.tree.xpath("//main//table")}


def test_the_field_of_every_page_leads_here(who):
    page = who("staff").get("/help")
    form, = page.tree.xpath("//form[@role='search']")
    assert form.get("action") == "/search"
    assert form.get("method", "get").lower() == "get"
    assert form.xpath(".//input[@name='q']")
    assert "Find" in who("staff").get("/search").words


def test_the_office_finds_people_by_any_of_their_words(who):
    staff = who("staff")
    for text in ("Ada", "ADA BROWN", "brown ada", "c042", "ada@EXAMPLE",
                 "555 0777"):
        assert found(staff, text)["Clients"] == ["Ada Brown"], text
    assert found(staff, "santos")["Practitioners"] == ["Maria Santos"]
    page = staff.get("/search?q=ada")
    assert "/clients/C042" in page.links()
    assert "/practitioners/maria" in staff.get("/search?q=maria").links()


def test_the_office_finds_sessions_by_people_service_place_and_notes(
        office, who):
    staff = who("staff")
    for text in ("Ada", "reading", "études", "mother called",
                 "reading santos", "2026-06-08"):
        assert found(staff, text)["Sessions"] == ["Ada Brown"], text
    assert found(staff, "room blue")["Sessions"] == ["Ben Fox"]
    page = staff.get("/search?q=reading")
    assert f"/sessions/{office.ada['id']}" in page.links()
    assert "Sessions" not in found(staff, "reading okafor")
    assert "Sessions" not in found(staff, "ada 2026-06-09")


def test_the_office_finds_invoices_and_payments(office, who):
    staff = who("staff")
    number = office.invoice["number"]
    assert found(staff, number)["Invoices"] == [number]
    assert found(staff, "brown")["Invoices"] == [number]
    assert f"/invoices/{office.invoice['id']}" in staff.get(
        f"/search?q={quoted(number)}").links()
    for text in ("cheque", "12.34", "brown"):
        assert found(staff, text)["Payments"] == ["Ada Brown"], text


def test_s50_a_practitioner_finds_clients_as_calendars_name_them(office, who):
    maria, tom = who("maria"), who("tom")
    assert found(maria, "C042")["Clients"] == ["A.B."]
    assert found(maria, "a.b.")["Clients"] == ["A.B."]
    for text in ("Ada", "brown", "ada@example", "555", "Mother Brown"):
        assert "Clients" not in found(maria, text), text
        assert "Sessions" not in found(maria, text), text
    assert found(tom, "fox")["Clients"] == ["Ben Fox"]
    assert found(tom, "fox")["Sessions"] == ["C051 Ben Fox"]
    # Others' clients and sessions are not theirs.
    assert found(tom, "C042") == {} and found(maria, "C051") == {}
    assert found(maria, "mother called")["Sessions"] == ["C042 A.B."]
    assert found(maria, "okafor")["Practitioners"] == ["Tom Okafor"]


def test_u16_a_practitioner_reads_no_money_and_no_contact(office, who):
    page = who("maria").get("/search?q=C042")
    for secret in ("Ada", "Brown", "0777", "example.org", "42.50", "12.34"):
        assert secret not in page.text, secret
    for kind in ("invoices", "payments"):
        page = who("maria").get(f"/search?q=brown&kind={kind}")
        assert kind.capitalize() not in page.words
    assert "/clients/C042" not in page.text


def test_u2_who_may_read_no_contact_has_no_columns_for_it(who):
    heads = {login: who(login).get("/search?q=maria").heads()
             for login in ("staff", "tom", "c042")}
    assert heads == {"staff": ["Practitioner", "Phone", "E-mail", "Status"],
                     "tom": ["Practitioner"], "c042": ["Practitioner"]}
    assert who("maria").get("/search?q=c042").heads() == ["Client", "Code"]


def test_s4_a_client_finds_own_things_alone(office, who):
    ada = who("c042")
    assert found(ada, "études")["Sessions"] == ["Reading <b>"]
    assert found(ada, "maria")["Practitioners"] == ["Maria Santos"]
    assert found(ada, office.invoice["number"])["Invoices"] == [
        office.invoice["number"]]
    for text in ("mother", "speech", "Ben", "C051", "okafor", "blue",
                 "12.34", "cheque"):
        assert found(ada, text) == {}, text
    assert found(who("c051"), office.invoice["number"]) == {}
    text = ada.get("/search?q=maria").text
    for secret in ("Mother", "Ben", "C051", "30.00"):
        assert secret not in text, secret


def test_u5_one_kind_comes_by_25_with_csv(office, who):
    client = office.client(name="Zoe Many")
    for day in range(1, 27):
        office.session(client, day=f"2025-03-{day:02}",
                       public_note="one of many")
    staff = who("staff")
    everything = staff.get("/search?q=many")
    assert len(found(staff, "many")["Sessions"]) == 5
    assert "Show all 26" in everything.words
    one = staff.get("/search?q=many&kind=sessions")
    two = staff.get("/search?q=many&kind=sessions&page=2")
    assert "1–25 of 26" in one.words and "26–26 of 26" in two.words
    links = [link for page in (one, two) for link in page.links()
             if link.startswith("/sessions/")]
    assert len(links) == len(set(links)) == 26
    answer = staff.get("/search?q=many&kind=sessions&format=csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert len(list(csv.reader(io.StringIO(answer.text)))) == 27


def test_the_next_session_is_found_first(office, who):
    client = office.client(name="Nina Near")
    now = datetime.date(2026, 6, 10)
    days = [now + datetime.timedelta(days=d) for d in (90, 9, -9, 30, -60, 2)]
    for day in days:
        office.session(client, day=str(day))
    page = who("staff").get("/search?q=near&kind=sessions&format=csv")
    found = [row[1] for row in csv.reader(io.StringIO(page.text))][1:]
    order = [days[i] for i in (5, 1, 3, 0, 2, 4)]
    assert found == [str(day) for day in order]


def test_of_very_many_sessions_the_nearest_are_looked_through(office, who):
    client = office.client(name="Vera Vast")
    for year in (2022, 2023):
        office.made("/schedules", start=f"{year}-01-03T07:00",
                    end=f"{year}-01-03T07:20", clients=[client],
                    practitioners=["maria"], repeat="weekly", count=260,
                    days=["MO", "TU", "WE", "TH", "FR"], enabled=True)
    page = who("staff").get("/search?q=vast&kind=sessions")
    assert "1–25 of 500" in page.words
    assert "nearest 500 sessions were looked through" in page.words
    last = who("staff").get("/search?q=vast&kind=sessions&page=20")
    assert "476–500 of 500" in last.words and len(last.rows()) == 25
    day = who("staff").get("/search?q=vast+2022-01-04&kind=sessions")
    assert len(day.rows()) == 1 and "looked through" not in day.words


def test_u16_what_was_typed_is_only_text(office, who):
    staff = who("staff")
    page = staff.get("/search?q=" + quoted('"><script>alert(1)</script>'))
    assert page.status == 200 and "<script>alert" not in page.text
    assert '"><script>alert(1)</script>' in page.tree.xpath(
        "//main//input[@name='q']/@value")
    assert "Nothing is found" in page.words
    for text in ("%", "_", "!", "'", "a%", "%%%", "\\"):
        assert "Clients" not in found(staff, text), text
    assert "Reading <b>" not in staff.get("/search?q=reading").text
    evil = office.client(name="=HYPERLINK(evil)")
    rows = list(csv.reader(io.StringIO(staff.get(
        "/search?q=hyperlink&kind=clients&format=csv").text)))
    assert rows[1][0] == "'=HYPERLINK(evil)" and rows[1][1] == evil


def test_a_text_that_is_too_long_is_told_and_kept(who):
    page = who("staff").get("/search?q=" + "x" * 201)
    assert page.status == 422 and "q" in page.wrong()
    assert page.tree.xpath("//main//input[@name='q']/@value") == ["x" * 201]
    assert who("staff").get("/search?q=%20%20").status == 200
    assert who("staff").get("/search?q=%FF%00").status < 500


def test_people_of_any_language_are_found_by_any_case(office, who):
    code = office.client(name="Ägnes Çelik")
    assert found(who("staff"), "äGNES çelik")["Clients"] == ["Ägnes Çelik"]
    page = who("staff").get("/clients?q=" + quoted("ÇELIK"))
    assert [row[0] for row in page.rows()] == [f"Ägnes Çelik {code}"] or \
        "Ägnes Çelik" in page.rows()[0][0]
    assert [one["code"] for one in office.got(
        "/people?role=client&q=" + quoted("çel ÄGN"))["items"]] == [code]
    office.changed(f"/people/{code}", name="Other Name")
    assert "Clients" not in found(who("staff"), "çelik")


def test_the_api_finds_people_as_they_may_be_known(office):
    def codes(query, who=None):
        return [one["code"] for one in office.got("/people?" + query,
                                                  who)["items"]]

    assert codes("q=ada") == ["C042"]
    assert codes("q=ada", office.maria) == []
    assert codes("q=a.b.", office.maria) == ["C042"]
    assert codes("q=c042", office.tom) == []
    office.client(name="Gone Away", active=False)
    assert codes("q=gone&status=active") == []
    assert len(codes("q=gone&status=inactive")) == 1
    assert office.got("/people?status=x", expected=422)
    first = office.got("/people?role=client&limit=2")
    second = office.got(f"/people?role=client&limit=2&cursor={first['next']}")
    ids = [one["id"] for one in first["items"] + second["items"]]
    assert len(set(ids)) == 4 and ids == sorted(ids, key=int)


def test_u1_who_is_not_signed_in_finds_nothing(office):
    answer = Browser(office.server).get("/search?q=ada")
    assert answer.status == 303
    assert answer.location == "/sign-in?to=%2Fsearch%3Fq%3Dada"

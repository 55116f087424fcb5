"""Clients on their pages (S3, U5, U12)."""

import pytest

from office import Office
from pages import browser


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("clients") / "data")
    made.speech = made.service()
    yield made
    made.close()


@pytest.fixture(scope="module")
def staff(office):
    return browser(office, "staff")


def test_s3_a_client_is_added_with_a_guardian_who_pays(office, staff):
    fields = dict(staff.get("/clients/new").form())
    fields.update({
        "name": "Mia Laurent", "email": "mia@example.org", "notice": "email",
        "address": "2 Elm Street\nToronto", "contacts[0][name]": "Ruth Laurent",
        "contacts[0][relation]": "mother",
        "contacts[0][email]": "ruth@example.org",
        "contacts[0][notice]": "both", "contacts[0][payer]": "on"})
    answer = staff.post("/clients/new", fields)
    assert answer.status == 303, answer.alert
    code = answer.location.rsplit("/", 1)[1]
    person = office.got(f"/people/{client(office, code)['id']}")
    assert person["roles"] == ["client"]
    assert person["address"] == "2 Elm Street\nToronto"
    contact, = person["contacts"]
    assert (contact["name"], contact["payer"]) == ("Ruth Laurent", True)
    page = staff.get(answer.location)
    assert page.h1 == f"Mia Laurent {code}"
    assert "mother, payer" in page.words
    assert f"with the code {code}" in page.flash


def client(office, code):
    return next(one for one in office.got("/people?limit=1000")["items"]
                if one["code"] == code)


def test_s3_a_contact_is_changed_and_taken_away(office, staff):
    where = "/clients/C042/edit"
    fields = dict(staff.get(where).form(where))
    fields.update({"contacts[0][name]": "Ann Brown",
                   "contacts[0][phone]": "+1 416 555 0111"})
    assert staff.post(where, fields).status == 303
    fields = dict(staff.get(where).form(where))
    assert fields["contacts[0][name]"] == "Ann Brown"
    assert fields["contacts[1][name]"] == ""
    fields.update({"contacts[1][name]": "Bob Brown", "phone": "416 555 0100"})
    assert staff.post(where, fields).status == 303
    fields = dict(staff.get(where).form(where))
    fields["contacts[0][name]"] = ""
    assert staff.post(where, fields).status == 303
    person = office.got(f"/people/{client(office, 'C042')['id']}")
    assert [one["name"] for one in person["contacts"]] == ["Bob Brown"]
    assert person["phone"] == "416 555 0100"


def test_u12_what_is_wrong_with_a_contact_is_told_at_its_field(staff):
    fields = dict(staff.get("/clients/new").form())
    fields.update({"name": "x" * 300, "contacts[0][name]": "Eve",
                   "contacts[0][relation]": "y" * 300})
    answer = staff.post("/clients/new", fields)
    assert answer.status == 422
    wrong = answer.wrong()
    assert {"name", "contacts[0][relation]"} == set(wrong)
    assert not wrong["name"].startswith("name:")
    links = answer.tree.xpath("//*[@role='alert']//a/@href")
    assert "#f-contacts[0][relation]" in links


def test_u12_an_old_form_tells_what_is_there_now(office, staff):
    where = "/clients/C051/edit"
    fields = dict(staff.get(where).form(where))
    person = client(office, "C051")
    office.changed(f"/people/{person['id']}", email="new@example.org")
    answer = staff.post(where, {**fields, "email": "mine@example.org"})
    assert answer.status == 409
    assert "Now there: new@example.org" in answer.words
    assert dict(answer.form(where))["email"] == "mine@example.org"


def test_u5_the_list_finds_names_and_codes(office, staff):
    page = staff.get("/clients?q=fox")
    assert [row[:2] for row in page.rows()] == [["Ben Fox", "C051"]]
    assert staff.get("/clients?q=c063").rows()[0][0] == "Cleo Gray"
    assert "Nobody like that" in staff.get("/clients?q=zzz").words
    person = client(office, "C063")
    office.changed(f"/people/{person['id']}", active=False)
    assert "Cleo Gray" not in staff.get("/clients").words
    assert "Cleo Gray" in staff.get("/clients?status=inactive").words
    office.changed(f"/people/{person['id']}", active=True)


def test_u5_each_client_stands_on_one_page_of_the_list(office, staff):
    for number in range(27):
        office.made("/people", name=f"Paged {number:02}", roles=["client"])
    seen = []
    url = "/clients?q=paged"
    while url:
        page = staff.get(url)
        seen += [row[0] for row in page.rows()]
        later = page.tree.xpath("//nav[@aria-label='Pages']"
                                "//a[contains(., 'Later')]/@href")
        url = later[0] if later else None
    assert seen == [f"Paged {number:02}" for number in range(27)]


def test_a_client_s_page_shows_what_is_owed(office, staff):
    one = office.session("C042", service=office.speech)
    office.saved(one, "completed")
    page = staff.get("/clients/C042")
    assert "42.50" in page.tree.xpath(
        "//*[@class='key-figure']")[0].text_content()
    assert f"/sessions/{one['id']}" in page.links()


def sessions_link(page):
    return page.tree.xpath("//section[.//h2='Sessions']//a/@href")[0]


def test_a_client_s_page_leads_to_all_their_sessions(office, staff):
    for month in ("2025-11", "2026-06", "2027-02"):
        office.session("C051", start=f"{month}-11T09:00",
                       end=f"{month}-11T09:50", public_note="C051 came")
    office.session("C042", start="2026-06-11T09:00", end="2026-06-11T09:50",
                   public_note="asks for C051")
    link = sessions_link(staff.get("/clients/C051"))
    page = staff.get(link)
    assert all("Brown" not in row[3] for row in page.rows())
    dates = [row[1] for row in page.rows()]
    assert {"Thu 11 Feb 2027", "Tue 11 Nov 2025"} <= set(dates)
    assert dict(page.form("/sessions"))["client"] == "C051"
    count = len(office.got("/sessions?client=C051")["items"])
    assert f"All {count}" in staff.get("/clients/C051").words
    assert f"{count} sessions of C051" in page.words
    assert "No sessions" in staff.get("/sessions?client=C999").words


def test_nobody_but_the_office_asks_for_a_client_s_sessions(office):
    maria = browser(office, "maria")
    assert (maria.get("/sessions?client=C042").rows() ==
            maria.get("/sessions").rows())


def test_the_next_sessions_stand_before_the_last_ones(office, staff):
    days = ("2026-06-01", "2026-06-29", "2026-07-06", "2026-08-03")
    made = office.made("/people", name="Noa Near", roles=["client"])
    for day in days:
        office.session(made["code"], start=f"{day}T09:00", end=f"{day}T09:50")
    rows = staff.get(f"/clients/{made['code']}").tree.xpath(
        "//section[.//h2='Sessions']//li//a/text()")
    assert rows == ["Mon 3 August, 09:00–09:50", "Mon 6 July, 09:00–09:50",
                    "Mon 29 June, 09:00–09:50", "Mon 1 June, 09:00–09:50"]


def test_u2_clients_are_the_office_s(office, staff):
    for login in ("maria", "c042"):
        one = browser(office, login)
        for path in ("/clients", "/clients/C051", "/clients/nobody",
                     "/clients/C051/edit", "/clients/new"):
            assert one.get(path).status == 403
    assert staff.get("/clients/nobody").status == 404
    assert staff.get("/clients/maria").status == 404


def test_u16_markup_in_a_name_is_text(office, staff):
    office.made("/people", name="<script>alert(7)</script>", roles=["client"],
                code="C999")
    for path in ("/clients?q=alert", "/clients/C999", "/clients/C999/edit"):
        assert "<script>alert(7)" not in staff.get(path).text
        assert "alert(7)" in staff.get(path).text

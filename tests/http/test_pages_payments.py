"""Payments on their pages (S37, S39, S40, U2, U5, U12 to U16, U27)."""

import csv
import io

import pytest

from office import PEOPLE, Office
from pages import Browser
from test_pages_invoices import (SCRIPT, browser, buttons, issued, pressed,
                                 seen_by)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("payments") / "data",
                  people=(*PEOPLE, ("vera", "staff", "Vera Void")))
    made.changed("/people/vera", grants=["void"])
    made.changed("/practice", invoice_prefix="INV-")
    made.speech = made.service(tax_bp=0)
    yield made
    made.close()


@pytest.fixture(scope="module")
def staff(office):
    return browser(office, "staff")


@pytest.fixture(scope="module")
def vera(office):
    return browser(office, "vera")


def paid(office, code, amount, **fields):
    return office.made("/payments", **{"client": code, "amount": amount,
                                       "method": "card", **fields})


def form(one, code):
    return dict(one.get(f"/payments/new?client={code}").form("/payments/new"))


def account(office, code):
    answer = office.got(f"/people/{code}/balance")
    return answer["balance"], answer["credit"]


def test_u27_a_payment_pays_the_oldest_first(office, staff):
    code = office.client(name="Ida Pays")
    one, two = issued(office, code), issued(office, code, day="2026-06-02")
    page = staff.get(f"/payments/new?client={code}")
    assert page.h1 == "Record a payment"
    labels = [" ".join(e.text_content().split()) for e in
              page.tree.xpath("//main//label|//main//legend")]
    for label in ("Amount", "Date", "Method", "Pays", "Oldest first",
                  "Chosen invoices"):
        assert label in labels
    assert "Record payment" in buttons(page)
    fields = dict(page.form("/payments/new"))
    assert fields["date"] == "2026-06-10"
    assert f"allocate[{one['id']}]" in fields
    assert page.words.index(one["number"]) < page.words.index(two["number"])
    answer = staff.post("/payments/new", {**fields, "amount": "100.00",
                                          "method": "transfer"})
    assert answer.status == 303, answer.alert
    page = staff.get(answer.location)
    assert answer.location == f"/clients/{code}/statement"
    assert (f"100.00 CAD recorded. 42.50 to {one['number']}, 42.50 to "
            f"{two['number']}. 15.00 is credit for the next invoice."
            ) in page.flash
    assert account(office, code) == ("-15.00", "15.00")


def test_u27_a_payment_goes_to_chosen_invoices(office, staff):
    code = office.client()
    one, two = issued(office, code), issued(office, code, day="2026-06-02")
    answer = staff.post("/payments/new", {
        **form(staff, code), "amount": "30.00", "allocate": "chosen",
        f"allocate[{two['id']}]": "20.00"})
    assert answer.status == 303, answer.alert
    dues = [office.got(f"/invoices/{i['id']}")["due"] for i in (one, two)]
    assert dues == ["42.50", "22.50"]
    assert account(office, code)[1] == "10.00"
    answer = staff.post("/payments/new", {
        **form(staff, code), "amount": "5.00", "allocate": "chosen"})
    assert answer.status == 303 and account(office, code)[1] == "15.00", (
        "nothing chosen is credit")
    answer = staff.post("/payments/new", {
        **form(staff, code), "amount": "7.00",
        f"allocate[{two['id']}]": " 7.00 "})
    assert answer.status == 303
    assert office.got(f"/invoices/{two['id']}")["due"] == "15.50"


@pytest.mark.parametrize("typed,wrong", [
    ({"amount": ""}, "amount"), ({"amount": "0.00"}, "amount"),
    ({"amount": "-1"}, "amount"), ({"amount": "1,204.33"}, "amount"),
    ({"amount": "1.005"}, "amount"), ({"amount": "1e3"}, "amount"),
    ({"amount": SCRIPT}, "amount"), ({"date": "yesterday"}, "date"),
    ({"method": "x" * 41}, "method"),
])
def test_u12_a_wrong_payment_keeps_what_was_typed(office, staff, typed, wrong):
    code = office.client()
    fields = {**form(staff, code), "amount": "10.00", "method": "cash",
              **typed}
    answer = staff.post("/payments/new", fields)
    assert answer.status == 422
    assert set(answer.wrong()) == {wrong}
    kept = dict(answer.form("/payments/new"))
    assert {name: kept[name] for name in ("client", *typed)} == {
        "client": code, **typed}
    assert answer.title.startswith("Error: ")
    assert answer.tree.xpath(f"//*[@role='alert']//a[@href='#f-{wrong}']")
    assert SCRIPT not in answer.text
    assert account(office, code) == ("0.00", "0.00")


def test_u12_a_wrong_choice_is_told_where_it_is(office, staff):
    code = office.client()
    one, two = issued(office, code), issued(office, code, day="2026-06-02")
    names = [f"allocate[{i['id']}]" for i in (one, two)]
    base = {**form(staff, code), "amount": "40.00", "allocate": "chosen"}
    answer = staff.post("/payments/new", {**base, names[1]: "42.51"})
    assert answer.status == 422 and "Less than that" in answer.alert
    assert "allocate" in answer.tree.xpath(
        "//*[@aria-invalid='true']/@name")
    assert dict(answer.form("/payments/new"))[names[1]] == "42.51"
    answer = staff.post("/payments/new", {**base, names[0]: "1.00",
                                          names[1]: "lots"})
    assert answer.status == 422 and names[1] in answer.wrong()
    assert names[0] not in answer.wrong()
    assert "allocate[1]" not in answer.wrong()[names[1]]
    other = issued(office, office.client())
    answer = staff.post("/payments/new", {
        **base, f"allocate[{other['id']}]": "1.00"})
    assert answer.status == 422
    answer = staff.post("/payments/new", {**base, "allocate[x]": "1.00"})
    assert answer.status == 422
    assert account(office, code) == ("85.00", "0.00")


def test_u15_without_a_client_the_form_asks_for_one(office, staff):
    code = office.client(name="Ula Named")
    invoice = issued(office, code)
    fields = dict(staff.get("/payments/new").form("/payments/new"))
    assert fields["client"] == ""
    answer = staff.post("/payments/new", {**fields, "amount": "5.00"})
    assert answer.status == 422 and set(answer.wrong()) == {"client"}
    shown = staff.post("/payments/new", {**fields, "amount": "5.00",
                                         "client": "ula named", "show": "1"})
    assert shown.status == 200
    assert invoice["number"] in shown.words
    kept = dict(shown.form("/payments/new"))
    assert (kept["client"], kept["amount"]) == (code, "5.00")
    assert account(office, code) == ("42.50", "0.00")
    answer = staff.post("/payments/new", {**fields, "amount": "5.00",
                                          "client": "Ula Named"})
    assert answer.status == 303 and account(office, code)[0] == "37.50"
    assert staff.get("/payments/new?client=nobody").status == 200


def test_s37_a_payment_is_voided_by_whoever_may(office, staff, vera):
    code = office.client()
    invoice = issued(office, code)
    payment = paid(office, code, "42.50")
    path = f"/payments/{payment['id']}/void"
    assert "Void" not in staff.get("/payments").rows()[0][6].split()
    page = staff.get(path)
    assert page.status == 200 and "Void" not in buttons(page)
    assert "ask an admin" in page.words
    assert staff.post(path).status == 403
    assert "Void" in vera.get("/payments").rows()[0][6].split()
    page = vera.get(path)
    assert page.h1 == "Payments"
    answer = pressed(vera, page, "Void")
    assert answer.status == 303
    page = vera.get(answer.location)
    assert "The payment of 42.50 CAD is void." in page.flash
    assert office.got(f"/invoices/{invoice['id']}")["due"] == "42.50"
    assert account(office, code) == ("42.50", "0.00")
    again = vera.post(path)
    assert again.status == 409 and "void already" in again.alert
    assert "Void" not in buttons(again)
    row = vera.get("/payments").rows()[0]
    assert row[5] == "Void" and "Refund" not in row[6]
    assert staff.post(f"/payments/{payment['id']}/refund",
                      {"amount": "1.00"}).status == 409


def test_s39_a_part_is_given_back(office, staff, vera):
    code = office.client()
    invoice = issued(office, code)
    payment = paid(office, code, "57.50")
    path = f"/payments/{payment['id']}/refund"
    page = staff.get(path)
    fields = dict(page.form(path))
    assert (fields["amount"], fields["date"]) == ("57.50", "2026-06-10")
    answer = staff.post(path, {**fields, "amount": "57.51"})
    assert answer.status == 422 and set(answer.wrong()) == {"amount"}
    assert dict(answer.form(path))["amount"] == "57.51"
    answer = staff.post(path, {**fields, "amount": "20.00"})
    assert answer.status == 303
    page = staff.get(answer.location)
    assert "20.00 CAD was given back." in page.flash
    assert account(office, code) == ("5.00", "0.00")
    assert office.got(f"/invoices/{invoice['id']}")["due"] == "5.00"
    row = staff.get("/payments").rows()[0]
    assert row[4:6] == [f"{invoice['number']} 37.50", "Part-refunded"]
    assert "given back" in vera.get(f"/payments/{payment['id']}/void").words
    assert vera.post(f"/payments/{payment['id']}/void").status == 409
    receipt = staff.get(f"/payments/{payment['id']}")
    for word in ("Receipt", "57.50 CAD", "Card", invoice["number"],
                 "Given back Wed 10 June", "20.00", "Part-refunded"):
        assert word in receipt.words, word
    staff.post(path, {"amount": "37.50"})
    assert "Refunded" in staff.get("/payments").rows()[0][5]
    assert "Nothing of it is left" in staff.get(path).words


def test_u5_the_list_finds_and_pages(office, staff):
    code = office.client(name="Paged Payer")
    made = [paid(office, code, f"{n}.00", date=f"2026-05-{n:02}",
                 method="cheque")
            for n in range(1, 28)]
    for path in (f"/payments?client={code}", "/payments?q=paged+payer"):
        seen, addresses = [], path
        while addresses:
            page = staff.get(addresses)
            seen += [row[3] for row in page.rows()]
            later = page.tree.xpath("//nav[@aria-label='Pages']"
                                    "//a[contains(., 'Later')]/@href")
            addresses = later[0] if later else None
        assert seen == [p["amount"] for p in reversed(made)]
    assert len(staff.get("/payments?q=CHEQUE").rows()) == 25
    page = staff.get(f"/payments?client={code}&from=2026-05-03"
                     "&to=2026-05-05")
    assert [row[0] for row in page.rows()] == ["Tue 5 May", "Mon 4 May",
                                               "Sun 3 May"]
    assert page.heads()[:6] == ["Date", "Client", "Method", "Amount", "Pays",
                                "Status"]
    text = staff.get(f"/payments?client={code}&format=csv").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [r["Amount"] for r in rows] == [p["amount"] for p in
                                           reversed(made)]
    assert rows[0]["Date"] == "2026-05-27"
    assert len(staff.get(f"/payments?client={code}&status=credit").rows()) == 25
    office.made(f"/payments/{made[0]['id']}/void")
    assert [r[3] for r in staff.get(f"/payments?client={code}&status=void"
                                    ).rows()] == ["1.00"]
    assert "26 of 26" in staff.get(f"/payments?client={code}&status=posted"
                                   "&page=2").words


def test_u16_what_is_typed_is_text_on_pages_and_in_csv(office, staff):
    code = office.client(name=f"Eve {SCRIPT}")
    payment = paid(office, code, "9.00", method="=1+1<script>alert(7)")
    for path in ("/payments", f"/payments/{payment['id']}",
                 f"/payments/{payment['id']}/void",
                 f"/payments/{payment['id']}/refund",
                 f"/payments/new?client={code}",
                 "/payments?q=%3Cscript%3Ealert(7)",
                 f"/clients/{code}/statement"):
        page = staff.get(path)
        assert page.status == 200
        assert "<script>alert(7)" not in page.text
    rows = list(csv.DictReader(io.StringIO(
        staff.get("/payments?format=csv").text)))
    assert rows[0]["Method"] == "'=1+1<script>alert(7)"
    assert SCRIPT in rows[0]["Client"]


def test_u2_payments_are_the_office_s(office):
    payment = paid(office, "C042", "3.00")
    paths = ["/payments", "/payments/new", f"/payments/{payment['id']}",
             *(f"/payments/{payment['id']}/{d}" for d in ("void", "refund"))]
    for login in ("maria", "c042", "c051"):
        one = browser(office, login)
        for path in paths:
            assert one.get(path).status == 403, (login, path)
            if not path[-1].isdigit() and path != "/payments":
                assert one.post(path, {"amount": "1.00"}).status == 403
    one = browser(office, "admin")
    assert [one.get(path).status for path in paths] == [200] * 5
    for path in ("/payments/999999", "/payments/x/void",
                 "/payments/999999/refund"):
        assert one.get(path).status == 404
    assert one.post("/payments/999999/void").status == 404
    nobody = Browser(office.server)
    assert [nobody.get(path).status for path in paths] == [303] * 5


@pytest.mark.parametrize("currency,amount,shown", [
    ("JPY", "1204", "1,204"), ("BHD", "1204.125", "1,204.125")])
def test_s30_amounts_have_the_currency_s_digits(tmp_path, currency, amount,
                                                shown):
    office = Office(tmp_path / "data", currency=currency)
    try:
        one = browser(office, "staff")
        answer = one.post("/payments/new", {**form(one, "C042"),
                                            "amount": amount})
        assert answer.status == 303, answer.alert
        assert f"{shown} {currency} recorded" in one.get(
            answer.location).flash
        page = one.get("/clients/C042/statement")
        assert f"−{shown}" in page.rows()[1][4]
        assert f"has paid {shown} {currency} more" in page.words
        wrong = one.post("/payments/new", {**form(one, "C042"),
                                           "amount": amount + ".1111"})
        assert wrong.status == 422
    finally:
        office.close()


def test_u5_a_list_of_nothing_says_so(office, staff):
    seen, addresses = seen_by(staff, "/payments?q=zzzz")
    assert (seen, len(addresses)) == ([], 1)
    assert "No payment is like that." in staff.get("/payments?q=zzzz").words

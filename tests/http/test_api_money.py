"""Invoices, payments, payroll, statements and reports by /api."""

import csv
import io
import shutil
import subprocess

import pytest

from api import api, items, wrong_fields

TO = "2026-06-10"


@pytest.fixture(scope="module")
def office(server):
    return server.person("admin")


@pytest.fixture(scope="module")
def staff(server):
    return server.add("sam", "staff", "--name", "Sam Desk")


@pytest.fixture(scope="module")
def granted(server, office):
    person = server.add("rita", "staff", "--name", "Rita Till")
    status, _ = api(office, "PATCH", "/people/rita",
                    {"grants": ["void", "payroll"]})
    assert status == 200
    return person


@pytest.fixture(scope="module")
def service(office):
    """42.50 at 13 %, wage 30.00."""
    return made(office, "/services", name="Speech", kind="fixed",
                cost="42.50", wage="30.00", wage_basis="session",
                tax_bp=1300)["id"]


@pytest.fixture(scope="module")
def untaxed(office):
    return made(office, "/services", name="Phonics", kind="fixed",
                cost="42.50", wage="30.00", wage_basis="session",
                tax_bp=0)["id"]


def made(person, path, **fields):
    status, answer = api(person, "POST", path, fields)
    assert status in (200, 201), answer
    return answer


def got(person, path, expected=200):
    status, answer = api(person, "GET", path)
    assert status == expected, answer
    return answer


class Client:
    """A client of their own for each test, so that none is in another's way."""

    count = 100

    def __init__(self, server, office, service):
        Client.count += 1
        self.code = f"C{Client.count}"
        self.office, self.service = office, service
        self.person = server.add(self.code.lower(), "client", "--name",
                                 f"Ada Ælfgifu <{Client.count}> & 李",
                                 "--code", self.code)

    def saved(self, day="2026-06-08", service=None, who="maria", type="completed"):
        session = made(self.office, "/sessions", start=f"{day}T10:00",
                       end=f"{day}T11:00", service=service or self.service,
                       practitioners=[who], clients=[self.code])
        made(self.office, f"/sessions/{session['id']}/completion", type=type)
        return session["id"]

    def reopened(self, session):
        made(self.office, f"/sessions/{session}/completion", type="open")

    def draft(self, to=TO):
        return made(self.office, "/invoices", client=self.code, to=to)

    def issued(self, to=TO):
        draft = self.draft(to)
        return made(self.office, f"/invoices/{draft['id']}/issue")

    def paid(self, amount, **fields):
        return made(self.office, "/payments", client=self.code, amount=amount,
                    date="2026-06-02", method="card", **fields)

    def balance(self):
        return got(self.office, f"/people/{self.code}/balance")


@pytest.fixture
def client(server, office, service):
    return Client(server, office, service)


@pytest.fixture
def practitioner(server):
    Client.count += 1
    login = f"p{Client.count}"
    return server.add(login, "practitioner", "--name", "Tom Okafor")


# Invoices


def test_a_draft_lists_what_is_owed(client):
    client.saved("2026-06-01")
    client.saved("2026-06-03")
    client.saved("2026-06-10")
    draft = client.draft(to="2026-06-09")
    assert draft["status"] == "draft" and draft["number"] is None
    assert draft["client"] == client.code
    assert [(x["date"], x["service"], x["label"], x["charge"], x["tax"])
            for x in draft["lines"]] == [
        ("2026-06-01", "Speech", "Completed", "42.50", "5.53"),
        ("2026-06-03", "Speech", "Completed", "42.50", "5.53")]
    assert (draft["charge"], draft["tax"], draft["total"]) == (
        "85.00", "11.06", "96.06")
    assert got(client.office, f"/invoices/{draft['id']}") == draft


def test_numbers_are_given_at_issue_without_a_gap(client):
    client.saved("2026-06-01")
    first = client.draft("2026-06-01")
    client.saved("2026-06-02")
    second = client.issued("2026-06-02")
    issued = made(client.office, f"/invoices/{first['id']}/issue")
    assert int(issued["number"]) == int(second["number"]) + 1
    assert issued["status"] == "issued" and issued["issued_at"]
    status, answer = api(client.office, "POST",
                         f"/invoices/{first['id']}/issue")
    assert (status, answer["error"]["code"]) == (409, "conflict")


def test_an_empty_draft_is_not_issued(client):
    draft = client.draft()
    assert draft["lines"] == []
    status, _ = api(client.office, "POST", f"/invoices/{draft['id']}/issue")
    assert status == 409


def test_voiding_needs_the_grant_and_frees_the_lines(client, staff, granted):
    client.saved()
    invoice = client.issued()
    path = f"/invoices/{invoice['id']}/void"
    assert api(staff, "POST", path)[0] == 403
    status, answer = api(granted, "POST", path)
    assert status == 200
    assert answer["status"] == "void" and answer["number"] == invoice["number"]
    assert api(granted, "POST", path)[0] == 409
    assert len(client.draft()["lines"]) == 1


def test_reopening_by_what_was_billed(client, staff):
    session = client.saved()
    draft = client.draft()
    made(staff, f"/sessions/{session}/completion", type="open")
    assert got(staff, f"/invoices/{draft['id']}")["lines"] == []
    made(staff, f"/sessions/{session}/completion", type="completed")
    client.issued()
    status, answer = api(staff, "POST", f"/sessions/{session}/completion",
                         {"type": "open"})
    assert (status, answer["error"]["code"]) == (403, "session-saved")
    client.reopened(session)
    credit = client.draft()
    assert [(x["credit"], x["charge"], x["tax"]) for x in credit["lines"]] == [
        (True, "-42.50", "-5.53")]
    assert credit["total"] == "-48.03"


def test_clients_see_their_own_issued_invoices(client, server, office, service):
    other = Client(server, office, service)
    client.saved()
    invoice = client.issued()
    client.saved("2026-06-09")
    draft = client.draft()
    assert got(client.person, f"/invoices/{invoice['id']}") == invoice
    got(client.person, f"/invoices/{draft['id']}", 404)
    got(client.person, f"/invoices/{draft['id']}.html", 404)
    for end in ("", ".html", ".pdf"):
        got(other.person, f"/invoices/{invoice['id']}{end}", 404)
    assert [i["id"] for i in items(client.person, "/invoices")] == [
        invoice["id"]]
    status, _ = api(client.person, "POST", "/invoices",
                    {"client": client.code, "to": TO})
    assert status == 403


def test_practitioners_see_no_invoice(client, maria):
    client.saved()
    invoice = client.issued()
    for path in ("/invoices", f"/invoices/{invoice['id']}",
                 f"/invoices/{invoice['id']}.pdf",
                 f"/people/{client.code}/balance",
                 f"/people/{client.code}/statement", "/payments",
                 "/reports/revenue", "/ledger", "/ledger/verify",
                 "/payroll"):
        got(maria, path, 403)


def test_wrong_fields_of_a_draft_are_named(office):
    status, answer = api(office, "POST", "/invoices", {"client": "C999"})
    assert status == 422
    assert wrong_fields(answer) == {"to": "to-missing",
                                    "client": "client-unknown"}
    status, answer = api(office, "POST", "/invoices",
                         {"client": "C999", "to": TO})
    assert status == 422 and wrong_fields(answer) == {"client": "client-unknown"}
    status, answer = api(office, "POST", "/invoices",
                         {"client": "maria", "to": TO})
    assert status == 422 and wrong_fields(answer) == {"client": "client-unknown"}


# On paper


def test_the_page_escapes_and_names_the_practice(client):
    client.saved(type="missed")
    invoice = client.issued()
    answer = client.person.get(f"/api/invoices/{invoice['id']}.html")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    text = answer.text
    assert "Test practice" in text and "aybook" not in text
    assert f"Invoice {invoice['number']}" in text
    assert "Ada Ælfgifu &lt;" in text and "&amp; 李" in text
    assert "Missed" in text and "42.50" in text and "Total CAD" in text
    assert "3px double" in text
    for word in ("<script", "http://", "https://", "src="):
        assert word not in text


def test_paper_tells_drafts_and_is_as_it_was_issued_after(client):
    client.saved()
    draft = client.draft()
    page = f"/api/invoices/{draft['id']}.html"
    assert ">Draft<" in client.office.get(page).text
    made(client.office, f"/invoices/{draft['id']}/issue")
    issued = client.office.get(page).text
    assert ">Draft<" not in issued
    made(client.office, f"/invoices/{draft['id']}/void")
    assert client.office.get(page).text == issued


def test_what_was_issued_is_the_same_to_the_byte(client):
    late = made(client.office, "/completion-types", label="Late",
                map="canceled", modifier="percentage", client=50,
                practitioner=50)
    client.saved(type=late["slug"])
    invoice = client.issued()
    pages = {end: client.office.get(f"/api/invoices/{invoice['id']}{end}").bytes
             for end in ("", ".html", ".pdf")}
    status, _ = api(client.office, "PATCH", f"/completion-types/{late['id']}",
                    {"label": "Very late", "client": 80})
    assert status == 200
    api(client.office, "DELETE", f"/completion-types/{late['id']}")
    api(client.office, "PATCH", f"/people/{client.code}", {"name": "Someone"})
    api(client.office, "PATCH", "/practice", {"name": "Other practice"})
    try:
        for end, page in pages.items():
            again = client.office.get(f"/api/invoices/{invoice['id']}{end}")
            assert again.bytes == page
    finally:
        api(client.office, "PATCH", "/practice", {"name": "Test practice"})


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="no poppler-utils")
def test_the_pdf_holds_names_of_any_script_and_every_line(client):
    for day in range(1, 10):
        for _ in range(6):
            client.saved(f"2026-06-{day:02}")
    invoice = client.issued()
    answer = client.office.get(f"/api/invoices/{invoice['id']}.pdf")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.bytes.startswith(b"%PDF-")
    text = subprocess.run(["pdftotext", "-layout", "-", "-"],
                          input=answer.bytes, capture_output=True,
                          check=True).stdout.decode()
    assert "Ælfgifu" in text and "Test practice" in text
    assert text.count("Completed") == 54 and text.count("How it ended") > 1
    assert f"{float(invoice['total']):,.2f}" in text and "To pay" in text
    info = subprocess.run(["pdfinfo", "-"], input=client.office.get(
        f"/api/invoices/{invoice['id']}.pdf?paper=letter").bytes,
        capture_output=True, check=True).stdout.decode()
    assert "612 x 792" in info and invoice["number"] in info


# Payments


def test_100_00_against_42_50_is_57_50_credit(client, untaxed):
    client.saved(service=untaxed)
    invoice = client.issued()
    payment = client.paid("100.00")
    assert payment["allocations"] == [{"invoice": invoice["id"],
                                       "number": invoice["number"],
                                       "amount": "42.50"}]
    assert payment["unallocated"] == "57.50"
    assert payment["date"] == "2026-06-02" and payment["method"] == "card"
    assert client.balance() == {"balance": "-57.50", "credit": "57.50"}
    client.saved("2026-06-09", untaxed)
    next_one = client.issued()
    assert (next_one["paid"], next_one["due"]) == ("42.50", "0.00")
    assert client.balance() == {"balance": "-15.00", "credit": "15.00"}
    page = client.person.get(f"/api/invoices/{next_one['id']}.html").text
    assert "Credit used" in page and "−42.50" in page
    page = client.person.get(f"/api/invoices/{invoice['id']}.html").text
    assert "Paid" not in page and "To pay" in page


def test_chosen_invoices_are_paid(client):
    client.saved("2026-06-01")
    first = client.issued("2026-06-01")
    client.saved("2026-06-02")
    second = client.issued("2026-06-02")
    payment = client.paid("50.00", allocate=[
        {"invoice": second["id"], "amount": "20.00"}])
    assert payment["unallocated"] == "30.00"
    assert got(client.office, f"/invoices/{first['id']}")["paid"] == "0.00"
    assert got(client.office, f"/invoices/{second['id']}")["due"] == "28.03"
    for allocate in ([{"invoice": second["id"], "amount": "28.04"}],
                     [{"invoice": "99999", "amount": "1.00"}],
                     [{"invoice": "x", "amount": "1.00"}],
                     [{"invoice": first["id"], "amount": "0.00"}]):
        status, answer = api(client.office, "POST", "/payments", {
            "client": client.code, "amount": "40.00", "date": TO,
            "method": "cash", "allocate": allocate})
        assert status == 422, answer
        assert "allocate" in wrong_fields(answer)


def test_wrong_payments_are_refused(client):
    for amount in ("0.00", "-1.00", "1.001", "x", 12, None):
        status, answer = api(client.office, "POST", "/payments", {
            "client": client.code, "amount": amount, "date": TO,
            "method": "card"})
        assert status == 422, amount
        assert "amount" in wrong_fields(answer)
    status, _ = api(client.person, "POST", "/payments", {
        "client": client.code, "amount": "1.00", "date": TO, "method": "x"})
    assert status == 403
    assert client.balance()["balance"] == "0.00"


def test_a_payment_is_voided_by_reversal(client, staff, granted):
    client.saved()
    invoice = client.issued()
    payment = client.paid("48.03")
    path = f"/payments/{payment['id']}/void"
    assert api(staff, "POST", path)[0] == 403
    status, answer = api(granted, "POST", path)
    assert status == 200 and answer["status"] == "void"
    assert answer["allocations"] == [] and answer["unallocated"] == "0.00"
    assert api(granted, "POST", path)[0] == 409
    assert client.balance()["balance"] == "48.03"
    assert got(staff, f"/invoices/{invoice['id']}")["due"] == "48.03"
    assert api(granted, "POST", "/payments/99999/void")[0] == 404


def test_refunds_are_at_most_what_was_paid(client):
    payment = client.paid("100.00")
    path = f"/payments/{payment['id']}/refund"
    answer = made(client.office, path, amount="40.00")
    assert (answer["refunded"], answer["unallocated"]) == ("40.00", "60.00")
    assert [r["amount"] for r in answer["refunds"]] == ["40.00"]
    status, answer = api(client.office, "POST", path, {"amount": "60.01"})
    assert status == 422 and "amount" in wrong_fields(answer)
    made(client.office, path, amount="60.00", date="2026-06-01")
    assert client.balance() == {"balance": "0.00", "credit": "0.00"}
    assert api(client.office, "POST",
               f"/payments/{payment['id']}/void")[0] == 409


# Statement and wages


def test_a_statement_adds_up(client):
    session = client.saved()
    invoice = client.issued()
    payment = client.paid("20.00")
    path = f"/people/{client.code}/statement"
    answer = got(client.person, path)
    assert (answer["opening"], answer["closing"]) == ("0.00", "28.03")
    first, second = answer["entries"]
    assert first["date"] == TO, "the day of posting, not of the session"
    assert (first["session"], first["invoice"]) == (session, invoice["id"])
    assert (first["amount"], first["balance"]) == ("48.03", "48.03")
    assert second["payment"] == payment["id"]
    assert second["text"] == "Payment of 2026-06-02, card"
    assert second["balance"] == "28.03"
    before = got(client.office, path + "?to=2026-06-09")
    assert (before["closing"], before["entries"]) == ("0.00", [])
    after = got(client.office, path + "?from=2026-06-11")
    assert (after["opening"], after["entries"]) == ("28.03", [])
    got(client.office, path + "?from=2026-06-11&to=2026-06-10", 422)


def test_a_statement_as_csv(client):
    client.saved()
    client.paid("10.00", allocate=[])
    answer = client.person.get(f"/api/people/{client.code}/statement",
                               Accept="text/csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [r["text"] for r in rows] == [
        "Opening balance", "Speech: Completed", "Payment of 2026-06-02, card",
        "Closing balance"]
    assert rows[2]["amount"] == "-10.00" and rows[3]["balance"] == "38.03"


def test_another_clients_account_is_not_known(client, server, office, service):
    other = Client(server, office, service)
    for kind in ("balance", "statement"):
        got(client.person, f"/people/{other.code}/{kind}", 404)
        got(office, f"/people/maria/{kind}", 404)
        got(office, f"/people/nobody/{kind}", 404)
    got(client.person, f"/people/{client.code}/wages", 403)


def test_wages_are_paid_by_a_run(client, practitioner, staff, granted):
    who = practitioner.login
    session = client.saved("2026-06-01", who=who)
    path = f"/people/{who}/wages"
    answer = got(practitioner, path)
    assert answer["unpaid"] == "30.00"
    assert [(e["date"], e["session"], e["amount"], e["payroll"])
            for e in answer["entries"]] == [
        ("2026-06-01", session, "30.00", None)]
    run = made(staff, "/payroll", to=TO)
    assert run["status"] == "open"
    line = next(x for x in run["lines"] if x["practitioner"] == who)
    assert (line["sessions"], line["amount"]) == (1, "30.00")
    close = f"/payroll/{run['id']}/close"
    assert api(staff, "POST", close)[0] == 403
    status, closed = api(granted, "POST", close)
    assert (status, closed["status"]) == (200, "closed")
    assert api(granted, "POST", close)[0] == 409
    answer = got(practitioner, path)
    assert answer["unpaid"] == "0.00"
    assert answer["entries"][0]["payroll"] == run["id"]
    client.reopened(session)
    assert got(practitioner, path)["unpaid"] == "-30.00"
    again = made(staff, "/payroll", to=TO)
    assert api(staff, "POST", "/payroll", {"to": TO})[0] == 409
    line = next(x for x in again["lines"] if x["practitioner"] == who)
    assert line["amount"] == "-30.00"
    assert got(staff, f"/payroll/{run['id']}") == closed
    text = staff.get(f"/api/payroll/{again['id']}", Accept="text/csv").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert any(r["practitioner"] == who and r["amount"] == "-30.00"
               for r in rows)


def test_practitioners_see_their_own_wages_only(practitioner, maria):
    got(practitioner, "/people/maria/wages", 404)
    got(maria, "/people/maria/wages")
    got(practitioner, "/people/nobody/wages", 404)
    assert api(practitioner, "POST", "/payroll", {"to": TO})[0] == 403


# Reports and the ledger


def test_the_ledger_shows_each_side(client):
    client.saved()
    client.paid("100.00")
    saved, paid = items(client.office, "/ledger?limit=1000")[-2:]
    assert saved["kind"] == "save" and saved["session"]
    assert {e["account"]: e["amount"] for e in saved["entries"]} == {
        f"receivable:{client.code}": "48.03", "income": "-42.50",
        "tax": "-5.53", "wages": "30.00", "payable:maria": "-30.00"}
    assert paid["kind"] == "payment"
    assert {e["account"]: e["amount"] for e in paid["entries"]} == {
        "cash": "100.00", f"receivable:{client.code}": "-100.00"}
    assert got(client.office, "/ledger?to=2026-06-09")["items"] == []


def test_the_ledger_is_whole(office):
    proof = got(office, "/ledger/verify")
    assert proof["ok"] is True and proof["fault"] is None
    assert proof["transactions"] == len(items(office, "/ledger"))
    assert len(proof["head"]) == 64


@pytest.mark.parametrize("name", ["unsaved", "attendance", "revenue", "wages",
                                  "aged"])
def test_reports_come_as_json_and_csv(office, client, name):
    client.saved()
    made(office, "/sessions", start="2026-06-09T10:00", end="2026-06-09T11:00",
         service=client.service, practitioners=["maria"],
         clients=[client.code])
    rows = got(office, f"/reports/{name}")["items"]
    assert rows
    text = office.get(f"/api/reports/{name}", Accept="text/csv").text
    table = list(csv.DictReader(io.StringIO(text)))
    assert len(table) == len(rows)
    assert set(table[0]) == set(rows[0])
    got(client.person, f"/reports/{name}", 403)


def test_aged_dues_explain_the_balance(client):
    client.saved()
    client.issued()
    client.saved("2026-06-09")
    client.paid("10.00")
    row = next(r for r in got(client.office, "/reports/aged")["items"]
               if r["client"] == client.code)
    assert row["days_0_30"] == "38.03" and row["not_invoiced"] == "48.03"
    assert row["balance"] == "86.06" and row["credit"] == "0.00"


def test_formulas_are_only_text_in_csv(server, office, service):
    client = Client(server, office, service)
    api(office, "PATCH", f"/people/{client.code}", {"name": "=1+1"})
    client.saved()
    text = office.get("/api/reports/attendance", Accept="text/csv").text
    assert "'=1+1" in text and ",=1+1" not in text

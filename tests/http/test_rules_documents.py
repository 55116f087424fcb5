"""Invoices, payments, statements and payroll (S38 to S40)."""

import pytest

from api import items, wrong_fields
from office import Office

TO = "2026-06-10"  # the clock's day


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("documents") / "data")
    made.speech = made.service()
    made.taxed = made.service(tax_bp=1300)
    yield made
    made.close()


def saved(office, code, day="2026-06-01", type="completed", **fields):
    made = office.session(code, **{"service": office.speech, "day": day,
                                   **fields})
    office.saved(made, type)
    return made


def draft(office, code, to=TO):
    return office.made("/invoices", client=code, to=to)


def issued(office, code, to=TO):
    return office.made(f"/invoices/{draft(office, code, to)['id']}/issue")


def paid(office, code, amount, **fields):
    return office.made("/payments", **{"client": code, "amount": amount,
                                       "date": "2026-06-02", "method": "card",
                                       **fields})


def account(office, code):
    answer = office.got(f"/people/{code}/balance")
    return answer["balance"], answer["credit"]


def due(office, invoice):
    return office.got(f"/invoices/{invoice['id']}")["due"]


def test_s38_draft_issued_void_and_numbers_without_a_gap(office):
    numbers = []
    for n in range(3):
        code = office.client()
        saved(office, code)
        first = draft(office, code)
        assert (first["status"], first["number"]) == ("draft", None)
        other = office.client()
        saved(office, other)
        abandoned = draft(office, other)
        invoice = office.made(f"/invoices/{first['id']}/issue")
        assert invoice["status"] == "issued" and invoice["issued_at"]
        numbers.append(int(invoice["number"]))
        assert office.got(f"/invoices/{abandoned['id']}")["number"] is None
        if n == 1:
            gone = office.made(f"/invoices/{first['id']}/void")
            assert (gone["status"], gone["number"]) == (
                "void", invoice["number"])
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]


def test_s38_a_charge_sits_on_one_live_invoice(office):
    code = office.client()
    saved(office, code)
    first = draft(office, code)
    assert len(first["lines"]) == 1
    assert draft(office, code)["lines"] == [], "a draft holds its charges"
    invoice = office.made(f"/invoices/{first['id']}/issue")
    assert draft(office, code)["lines"] == []
    office.made(f"/invoices/{invoice['id']}/void")
    again = draft(office, code)
    assert len(again["lines"]) == 1, "void frees its lines"
    kept = office.got(f"/invoices/{invoice['id']}")
    assert kept["number"] == invoice["number"]
    assert len(kept["lines"]) == 1, "and keeps what it said"
    assert office.ask("POST", f"/invoices/{invoice['id']}/issue")[0] == 409
    assert office.ask("POST", f"/invoices/{invoice['id']}/void")[0] == 409


def test_s38_issued_documents_never_change(office):
    code = office.client(name="Ida Before")
    made = saved(office, code, service=office.taxed)
    invoice = issued(office, code)

    def paper():
        return [office.admin.get(f"/api/invoices/{invoice['id']}{end}").bytes
                for end in (".html", ".pdf")]

    before = paper()
    office.changed(f"/people/{code}", name="Ida After", email="i@example.org")
    office.changed("/practice", name="Other name", phone="999")
    office.made(f"/services/{office.taxed}/prices",
                effective_from="2026-01-01",
                cost="99.00", wage="1.00")
    office.saved(made, "open")
    office.saved(made, "missed")
    assert paper() == before
    office.changed("/practice", name="Willow Lane", phone="+1 416 555 0142")
    status, _ = office.ask("PATCH", f"/invoices/{invoice['id']}", {"to": TO})
    assert status == 405


def test_s38_a_void_invoice_has_the_paper_that_was_issued(office):
    code = office.client()
    office.made("/payments", client=code, amount="10.00")
    saved(office, code, service=office.taxed)
    invoice = issued(office, code)

    def paper():
        return [office.admin.get(f"/api/invoices/{invoice['id']}{end}").bytes
                for end in (".html", ".pdf", ".pdf?paper=letter")]

    before = paper()
    assert "Credit used" in before[0].decode()
    office.made(f"/invoices/{invoice['id']}/void")
    assert paper() == before
    again = issued(office, code)
    office.made("/payments", client=code, amount="5.00")
    office.made(f"/invoices/{again['id']}/void")
    assert paper() == before
    assert office.got(f"/invoices/{invoice['id']}")["status"] == "void"


def test_s38_a_draft_that_was_voided_says_so_on_its_paper(office):
    code = office.client()
    saved(office, code)
    made = draft(office, code)
    office.made(f"/invoices/{made['id']}/void")
    page = office.admin.get(f"/api/invoices/{made['id']}.html").text
    assert ">Void</p>" in page


def test_s38_reopening_a_session_takes_its_line_off_a_draft(office):
    code = office.client()
    one, two = saved(office, code), saved(office, code, "2026-06-02")
    first = draft(office, code)
    assert first["total"] == "85.00"
    office.saved(one, "open", office.staff)
    now = office.got(f"/invoices/{first['id']}")
    assert [x["session"] for x in now["lines"]] == [two["id"]]
    assert now["total"] == "42.50"
    office.saved(one, "missed")
    assert [x["label"] for x in draft(office, code)["lines"]] == ["Missed"]


def test_s38_reopening_one_on_an_issued_invoice_is_an_admins(office):
    code = office.client()
    made = saved(office, code, service=office.taxed)
    invoice = issued(office, code)
    total = invoice["total"]
    for who in (office.staff, office.maria):
        status, answer = office.save(made, "open", who)
        assert status == 403
        assert answer["error"]["code"] == "session-saved"
    office.saved(made, "open")
    assert office.got(f"/invoices/{invoice['id']}")["total"] == total
    assert account(office, code) == ("0.00", "0.00")
    office.saved(made, "missed")
    nxt = draft(office, code)
    assert sorted((x["credit"], x["charge"][:1] == "-")
                  for x in nxt["lines"]) == [(False, False), (True, True)]
    credit, = [x for x in nxt["lines"] if x["credit"]]
    assert (credit["charge"].lstrip("-"), credit["session"]) == (
        invoice["lines"][0]["charge"], made["id"])
    assert nxt["total"] == "0.00"


def test_s38_the_next_invoice_takes_the_credit(office):
    code = office.client()
    made = saved(office, code)
    issued(office, code)
    office.saved(made, "open")
    saved(office, code, "2026-06-03")
    nxt = issued(office, code)
    assert nxt["total"] == "0.00"
    assert sorted(x["charge"] for x in nxt["lines"]) == ["-42.50", "42.50"]
    assert draft(office, code)["lines"] == [], "a credit is given once"
    assert account(office, code) == ("42.50", "0.00")


PAPER = {"address": "12 Willow Lane\nToronto ON", "email": "w@example.org",
         "tax_name": "HST", "tax_number": "R123", "payment_days": 30}


def test_s38_what_an_invoice_shows(office):
    before = office.got("/practice")
    code = office.client(name="Ida Shown", address="5 Own Street\nOttawa",
                         contacts=[{"name": "Guardian Shown"}])
    paying = office.client(name="Kid Paid", address="5 Own Street", contacts=[
        {"name": "Pat Paying", "address": "7 Payer Road\nHamilton",
         "payer": True}])
    saved(office, code, "2026-06-01")
    saved(office, paying, "2026-06-01", "missed")
    office.changed("/practice", **PAPER)
    try:
        invoices = [issued(office, code), issued(office, paying)]
    finally:
        office.changed("/practice", **{k: before[k] for k in PAPER})
    own, other = (office.admin.get(f"/api/invoices/{i['id']}.html").text
                  for i in invoices)
    for text, invoice in ((own, invoices[0]), (other, invoices[1])):
        for word in ("12 Willow Lane", "Toronto ON", "w@example.org",
                     "HST R123", invoice["number"], "Issued 10 June 2026",
                     "Due 10 July 2026", "1 June"):
            assert word in text, word
    assert "Ida Shown" in own and "5 Own Street" in own and "Ottawa" in own
    assert "Completed" in own and "Guardian Shown" not in own
    assert "Pat Paying" in other and "7 Payer Road" in other
    assert "Hamilton" in other and "5 Own Street" not in other
    assert "Missed" in other


def test_s38_the_settings_that_invoices_show_are_judged(office):
    for wrong in ({"payment_days": -1}, {"payment_days": 366},
                  {"email": "w"}, {"tax_name": "x" * 41},
                  {"tax_number": "x" * 41}, {"address": "x" * 501}):
        status, answer = office.ask("PATCH", "/practice", wrong)
        assert status == 422, wrong
        assert set(wrong_fields(answer)) == set(wrong)
    office.changed("/practice", **PAPER)
    assert {k: office.got("/practice")[k] for k in PAPER} == PAPER
    office.changed("/practice", address=None, email=None, tax_name=None,
                   tax_number=None, payment_days=14)
    now = office.got("/practice")
    assert [now[k] for k in PAPER] == [None, None, None, None, 14]


def test_s38_what_is_paid_since_is_not_on_the_paper(office):
    code = office.client()
    office.made("/payments", client=code, amount="10.00")
    saved(office, code)
    invoice = issued(office, code)

    def paper():
        return [office.admin.get(f"/api/invoices/{invoice['id']}{end}").bytes
                for end in (".html", ".pdf", ".pdf?paper=letter")]

    before = paper()
    text = before[0].decode()
    assert "Credit used" in text and "−10.00" in text and "32.50" in text
    payment = paid(office, code, "32.50")
    now = office.got(f"/invoices/{invoice['id']}")
    assert (now["paid"], now["due"]) == ("42.50", "0.00")
    assert {p["amount"] for p in now["payments"]} == {"10.00", "32.50"}
    assert paper() == before
    office.made(f"/payments/{payment['id']}/refund", amount="30.00")
    assert paper() == before
    first = next(p["payment"] for p in now["payments"]
                 if p["amount"] == "10.00")
    office.made(f"/payments/{first}/refund", amount="4.00")
    assert paper() == before
    office.made(f"/payments/{first}/refund", amount="6.00")
    assert office.got(f"/invoices/{invoice['id']}")["due"] == "40.00"
    assert paper() == before


def test_s39_100_against_42_50_leave_a_credit_of_57_50(office):
    code = office.client()
    saved(office, code)
    invoice = issued(office, code)
    payment = paid(office, code, "100.00")
    assert [(a["invoice"], a["amount"]) for a in payment["allocations"]] == [
        (invoice["id"], "42.50")]
    assert payment["unallocated"] == "57.50"
    assert account(office, code) == ("-57.50", "57.50")
    assert due(office, invoice) == "0.00"
    saved(office, code, "2026-06-02")
    second = draft(office, code)
    unused = office.got(f"/payments/{payment['id']}")["unallocated"]
    assert unused == "57.50", "it is used when the invoice is issued"
    assert account(office, code) == ("-15.00", "57.50"), "and by nothing else"
    aged, = [row for row in items(office.admin, "/reports/aged")
             if row["client"] == code]
    assert aged["credit"] == "57.50" and aged["balance"] == "-15.00"
    second = office.made(f"/invoices/{second['id']}/issue")
    assert second["due"] == "0.00"
    assert account(office, code) == ("-15.00", "15.00")
    assert office.got(f"/payments/{payment['id']}")["unallocated"] == "15.00"


def test_s39_payments_go_to_the_oldest_first_unless_chosen(office):
    code = office.client()
    invoices = []
    for day in ("2026-06-01", "2026-06-02", "2026-06-03"):
        saved(office, code, day)
        invoices.append(issued(office, code, day))
    payment = paid(office, code, "50.00")
    assert [(a["invoice"], a["amount"]) for a in payment["allocations"]] == [
        (invoices[0]["id"], "42.50"), (invoices[1]["id"], "7.50")]
    chosen = paid(office, code, "30.00", allocate=[
        {"invoice": invoices[2]["id"], "amount": "20.00"}])
    assert [(a["invoice"], a["amount"]) for a in chosen["allocations"]] == [
        (invoices[2]["id"], "20.00")]
    assert chosen["unallocated"] == "10.00"
    assert [due(office, i) for i in invoices] == ["0.00", "35.00", "22.50"]
    for wrong in ([{"invoice": invoices[1]["id"], "amount": "35.01"}],
                  [{"invoice": invoices[1]["id"], "amount": "99.00"}],
                  [{"invoice": "999999", "amount": "1.00"}],
                  [{"invoice": invoices[1]["id"], "amount": "20.00"},
                   {"invoice": invoices[1]["id"], "amount": "20.00"}]):
        status, answer = office.ask("POST", "/payments", {
            "client": code, "amount": "40.00", "date": TO,
            "method": "card", "allocate": wrong})
        assert status == 422, answer
        assert all(f.startswith("allocate") for f in wrong_fields(answer))
    assert [due(office, i) for i in invoices] == ["0.00", "35.00", "22.50"]


def test_s39_what_a_credit_note_paid_is_not_to_come_from_it_again(office):
    code = office.client()
    made = saved(office, code, day="2026-05-05")
    first = issued(office, code)
    paid(office, code, "12.50")
    office.saved(made, "open")
    credit = issued(office, code)

    def stands(invoice):
        now = office.got(f"/invoices/{invoice['id']}")
        return now["total"], now["paid"], now["due"]

    assert stands(first) == ("42.50", "42.50", "0.00")
    assert stands(credit) == ("-42.50", "-30.00", "-12.50")
    assert account(office, code) == ("-12.50", "12.50")
    saved(office, code)
    last = issued(office, code)
    assert stands(last) == ("42.50", "12.50", "30.00")
    assert stands(credit) == ("-42.50", "-42.50", "0.00")
    office.made(f"/invoices/{credit['id']}/void")
    assert stands(credit)[2] == "0.00"
    assert stands(last) == ("42.50", "0.00", "42.50")
    assert stands(first) == ("42.50", "12.50", "30.00")


def test_s39_a_payment_before_any_invoice_is_credit(office):
    code = office.client()
    payment = paid(office, code, "20.00")
    assert payment["allocations"] == [] and payment["unallocated"] == "20.00"
    assert account(office, code) == ("-20.00", "20.00")


def test_s39_refunds_are_at_most_what_was_paid(office):
    code = office.client()
    payment = paid(office, code, "57.50")
    path = f"/payments/{payment['id']}/refund"
    for amount in ("57.51", "0.00", "-1.00", "1e3"):
        status, answer = office.ask("POST", path, {"amount": amount})
        assert status == 422 and set(wrong_fields(answer)) == {"amount"}
    office.made(path, amount="50.00", date=TO)
    assert account(office, code) == ("-7.50", "7.50")
    status, answer = office.ask("POST", path, {"amount": "7.51"})
    assert status == 422
    office.made(path, amount="7.50")
    assert account(office, code) == ("0.00", "0.00")
    assert office.ask("POST", f"/payments/{payment['id']}/void")[0] == 409
    last = items(office.admin, "/ledger?limit=1000")[-1]
    assert {e["account"]: e["amount"] for e in last["entries"]} == {
        "cash": "-7.50", f"receivable:{code}": "7.50"}


def test_s39_voiding_a_payment_makes_its_invoice_due_again(office):
    code = office.client()
    saved(office, code)
    invoice = issued(office, code)
    payment = paid(office, code, "42.50")
    assert due(office, invoice) == "0.00"
    office.made(f"/payments/{payment['id']}/void")
    assert due(office, invoice) == "42.50"
    assert account(office, code) == ("42.50", "0.00")


def test_s40_a_payment_posts_today_and_shows_its_own_date(office):
    code = office.client()
    payment = paid(office, code, "10.00", date="2026-01-15")
    assert payment["date"] == "2026-01-15"
    statement = office.got(f"/people/{code}/statement")
    assert [(e["date"], e["payment"]) for e in statement["entries"]] == [
        (TO, payment["id"])]
    assert "2026-01-15" in statement["entries"][0]["text"]
    january = office.got(f"/people/{code}/statement"
                         "?from=2026-01-01&to=2026-01-31")
    assert january["entries"] == [] and january["closing"] == "0.00"
    posted = items(office.admin, f"/ledger?from={TO}&to={TO}&limit=1000")[-1]
    assert posted["at"][:10] == TO and posted["kind"] == "payment"


def test_s40_opening_and_entries_make_closing_at_any_date(office):
    code = office.client()
    saved(office, code, "2026-05-01", service=office.speech)
    office.at("2026-06-11T03:50:00Z")  # still the 10th in Toronto
    saved(office, code, "2026-05-02", type="missed", service=office.speech)
    office.at("2026-06-11T04:10:00Z")  # the 11th
    one = saved(office, code, "2026-05-03", service=office.speech)
    paid(office, code, "100.00", date="2026-05-05")
    office.at("2026-06-14T16:00:00Z")
    office.saved(one, "open")

    def posted(until):
        """The receivable's sum by the ledger up to that day's end."""
        return sum(round(float(e["amount"]) * 100)
                   for t in items(office.admin,
                                  f"/ledger?to={until}&limit=1000")
                   for e in t["entries"]
                   if e["account"] == f"receivable:{code}")

    totals = []
    for until in ("2026-06-09", TO, "2026-06-11", "2026-06-12", "2026-06-14"):
        answer = office.got(f"/people/{code}/statement?to={until}")
        cents = [round(float(e["amount"]) * 100) for e in answer["entries"]]
        opening = round(float(answer["opening"]) * 100)
        closing = round(float(answer["closing"]) * 100)
        assert opening + sum(cents) == closing == posted(until)
        running = opening
        for entry, amount in zip(answer["entries"], cents):
            running += amount
            assert round(float(entry["balance"]) * 100) == running
        totals.append(answer["closing"])
    assert totals == ["0.00", "85.00", "27.50", "27.50", "-15.00"]
    later = office.got(f"/people/{code}/statement?from=2026-06-11"
                       "&to=2026-06-11")
    assert (later["opening"], later["closing"]) == ("85.00", "27.50")
    assert [e["date"] for e in later["entries"]] == ["2026-06-11"] * 2
    after = office.got(f"/people/{code}/statement?from=2026-06-12")
    assert (after["opening"], after["closing"]) == ("27.50", "-15.00")
    assert office.balance(code) == "-15.00"


def test_s40_an_invoice_takes_sessions_up_to_and_including_its_day(office):
    code = office.client()
    for day, at, to in (("2026-06-01", "09:00", "09:50"),
                        ("2026-06-03", "23:30", "23:50"),
                        ("2026-06-04", "00:00", "00:50")):
        saved(office, code, day, at=at, to=to)
    first = draft(office, code, "2026-06-03")
    assert [x["date"] for x in first["lines"]] == ["2026-06-01", "2026-06-03"]
    saved(office, code, "2026-05-20")
    assert len(office.got(f"/invoices/{first['id']}")["lines"]) == 2
    nxt = draft(office, code, "2026-06-03")
    assert [x["date"] for x in nxt["lines"]] == ["2026-05-20"], (
        "what is saved later goes on the next")
    assert [x["date"] for x in draft(office, code)["lines"]] == ["2026-06-04"]


def run_line(run, who):
    found = [x for x in run["lines"] if x["practitioner"] == who]
    return (found[0]["sessions"], found[0]["amount"]) if found else None


def test_s40_a_payroll_run_pays_what_is_unpaid_to_the_periods_end(office):
    pia, code = office.practitioner(), office.client()
    word = office.got(f"/people/{pia}")["login"] or pia
    made = [saved(office, code, day, practitioners=[pia])
            for day in ("2026-06-01", "2026-06-03", "2026-06-04")]
    run = office.made("/payroll", to="2026-06-03")
    assert run["status"] == "open" and run_line(run, word) == (2, "60.00")
    before = items(office.admin, "/ledger?limit=1000")
    closed = office.made(f"/payroll/{run['id']}/close")
    assert closed["status"] == "closed"
    posted = items(office.admin, "/ledger?limit=1000")[len(before):]
    moved = {}
    for one in posted:
        for entry in one["entries"]:
            moved.setdefault(entry["account"], []).append(entry["amount"])
    assert moved[f"payable:{word}"] == ["60.00"]
    assert "cash" in moved and "wages" not in moved
    assert office.unpaid(pia) == "30.00"
    frozen = office.got(f"/payroll/{run['id']}")
    office.saved(made[0], "open")
    office.saved(made[1], "canceled")
    late = saved(office, code, "2026-06-02", practitioners=[pia])
    assert office.got(f"/payroll/{run['id']}") == frozen == closed
    assert office.unpaid(pia) == "0.00"
    assert office.ask("POST", f"/payroll/{run['id']}/close")[0] == 409
    nxt = office.made("/payroll", to="2026-06-03")
    assert run_line(nxt, word)[1] == "-30.00", (
        "two given back, and one saved late for the 2nd")
    wages = office.got(f"/people/{pia}/wages")["entries"]
    assert {e["session"] for e in wages if e["amount"] == "30.00"} >= {
        late["id"]}
    office.made(f"/payroll/{nxt['id']}/close")


def test_s40_one_run_is_open_at_a_time(office):
    run = office.made("/payroll", to="2026-06-03")
    status, answer = office.ask("POST", "/payroll", {"to": "2026-06-12"})
    assert status == 409
    assert answer["error"]["current"] == run
    assert office.got(f"/payroll/{run['id']}") == run, "it loses no lines"
    office.made(f"/payroll/{run['id']}/close")
    second = office.made("/payroll", to="2026-06-12")
    office.made(f"/payroll/{second['id']}/close")


def test_s40_a_refund_goes_from_cash_and_wages_are_paid_from_it(office):
    pia, code = office.practitioner(), office.client()
    word = office.got(f"/people/{pia}")["login"] or pia

    def cash():
        return sum(round(float(e["amount"]) * 100)
                   for t in items(office.admin, "/ledger?limit=1000")
                   for e in t["entries"] if e["account"] == "cash")

    saved(office, code, practitioners=[pia])
    start = cash()
    payment = paid(office, code, "42.50")
    assert cash() == start + 4250
    office.made(f"/payments/{payment['id']}/refund", amount="2.50")
    assert cash() == start + 4000
    run = office.made("/payroll", to="2026-06-12")
    assert run_line(run, word) == (1, "30.00")
    total = sum(round(float(x["amount"]) * 100) for x in run["lines"])
    office.made(f"/payroll/{run['id']}/close")
    assert cash() == start + 4000 - total
    assert office.unpaid(pia) == "0.00"

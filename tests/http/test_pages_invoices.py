"""Invoices on their pages (S38, U2, U5, U12 to U16, U27, U28)."""

import csv
import io
import itertools

import pytest

from office import PEOPLE, Office
from pages import Browser, browser

SCRIPT = "<script>alert(7)</script>"
MINUS = "−"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("invoices") / "data",
                  people=(*PEOPLE, ("vera", "staff", "Vera Void")))
    made.changed("/people/vera", grants=["void"])
    made.changed("/practice", address="214 Willow Lane\nToronto",
                 email="desk@example.org", tax_name="HST",
                 tax_number="81234 RT0001", invoice_prefix="INV-")
    made.speech = made.service(tax_bp=1300)
    made.dates = itertools.count(1)
    yield made
    made.close()


@pytest.fixture(scope="module")
def staff(office):
    return browser(office, "staff")


def saved(office, code, type="completed", **fields):
    made = office.session(code, **{"day": "2026-06-01",
                                   "service": office.speech, **fields})
    return office.saved(made, type)


def draft(office, code="C042", **fields):
    saved(office, code, **fields)
    return office.made("/invoices", client=code, to="2026-06-10")


def issued(office, code="C042", **fields):
    made = draft(office, code, **fields)
    return office.made(f"/invoices/{made['id']}/issue")


def url(invoice, deed=""):
    return f"/invoices/{invoice['id']}{deed}"


def buttons(page):
    return [" ".join(e.text_content().split()) for e in
            page.tree.xpath("//main//button|//main//a[contains(@class,"
                            "'button')]")]


def pressed(one, page, deed):
    """Press the button of that text in the form that it stands in."""
    form, = [f for f in page.tree.xpath("//main//form[@method='post']")
             if any(b.text_content().strip() == deed
                    for b in f.xpath(".//button"))]
    return one.post(form.get("action"), dict(form.form_values()))


def test_u27_a_draft_is_made_issued_paid(office, staff):
    code = office.client(name="Ida Flow")
    saved(office, code)
    saved(office, code, "missed")
    page = staff.get(f"/invoices/new?client={code}")
    assert page.h1 == "Invoices"
    labels = {e.text_content() for e in page.tree.xpath("//main//label")}
    assert {"Client", "Sessions up to"} <= labels
    fields = dict(page.form("/invoices/new"))
    assert (fields["client"], fields["to"]) == (code, "2026-06-10")
    answer = staff.post("/invoices/new", fields)
    assert answer.status == 303, answer.alert
    page = staff.get(answer.location)
    assert page.h1 == "Draft invoice"
    assert "2 lines, 96.06 CAD" in page.flash
    assert "Draft" in page.words
    assert page.heads() == ["Date", "Service", "With", "How it ended",
                            "Charge", "Tax"]
    assert [row[2:] for row in page.rows()] == [
        ["Maria Santos", "Completed", "42.50", "5.53"],
        ["Maria Santos", "Missed", "42.50", "5.53"]]
    assert page.rows()[0][0] == "Mon 1 Jun"
    assert "Issue invoice" in buttons(page) and "Send" not in buttons(page)
    answer = pressed(staff, page, "Issue invoice")
    assert answer.status == 303, answer.alert
    page = staff.get(answer.location)
    assert page.h1.startswith("INV-00") and page.h1 in page.flash
    assert "96.06 CAD" in page.flash and "Undo" not in page.flash
    assert {"Send", "PDF", "Record payment"} <= set(buttons(page))
    assert "Issue invoice" not in buttons(page)
    for word in ("Willow Lane", "214 Willow Lane", "desk@example.org",
                 "HST 81234 RT0001", f"Invoice {page.h1}",
                 "Issued 10 June 2026", "Due 24 June 2026", "Total CAD",
                 "To pay by Wed 24 June", "Due in 14 days."):
        assert word in page.words, word
    link, = page.tree.xpath("//main//a[normalize-space()='Record payment']"
                            "/@href")
    answer = staff.post("/payments/new", {
        **dict(staff.get(link).form("/payments/new")), "amount": "90.00",
        "method": "card"})
    assert answer.status == 303, answer.alert
    number = page.h1
    page = staff.get(url({"id": page_id(office, number)}))
    assert "Part-paid" in page.words
    assert f"Paid Wed 10 June, card{MINUS}90.00" in page.words
    figure, = page.tree.xpath("//*[@class='key-figure']")
    assert figure.text_content().split()[0] == "6.06"
    office.made("/payments", client=code, amount="6.06")
    page = staff.get(url({"id": page_id(office, number)}))
    assert "Paid" in page.words and "Nothing is left to pay." in page.words


def page_id(office, number):
    return next(one["id"] for one in office.got("/invoices?limit=1000")["items"]
                if one["number"] == number)


def test_u14_thousands_are_apart_on_page_and_paper(office, staff):
    code = office.client()
    dear = office.service(cost="1204.33", tax_bp=0)
    invoice = issued(office, code, service=dear)
    page = staff.get(url(invoice))
    assert "1,204.33" in page.words and "1204.33" not in page.words
    paper = office.admin.get(f"/api/invoices/{invoice['id']}.html").text
    assert "1,204.33" in paper and "1204.33" not in paper
    assert staff.get("/invoices").rows()[0][5:8] == [
        "1,204.33", "0.00", "1,204.33"]


def test_s39_credit_of_before_is_used_and_shown(office, staff):
    code = office.client()
    office.made("/payments", client=code, amount="57.50")
    invoice = issued(office, code)
    page = staff.get(url(invoice))
    assert f"Credit used{MINUS}48.03" in page.words
    assert "Paid" in page.words


def test_s38_a_credit_note_says_what_is_given_back(office, staff):
    code = office.client()
    made = saved(office, code)
    first = office.made("/invoices", client=code, to="2026-06-10")
    office.made(f"/invoices/{first['id']}/issue")
    office.made("/payments", client=code, amount="48.03")
    office.saved(made, "open")
    second = office.made("/invoices", client=code, to="2026-06-10")
    page = staff.get(url(second))
    assert page.rows()[0][3] == "Re-opened (Completed)"
    assert page.rows()[0][4] == f"{MINUS}42.50"
    office.made(f"/invoices/{second['id']}/issue")
    page = staff.get(url(second))
    assert "Credit to you48.03" in page.words
    assert staff.get("/invoices").rows()[0][4] == "Credit"


def test_s39_a_credit_note_says_what_it_paid_and_what_is_left_of_it(office):
    admin = browser(office, "admin")
    code = office.client()
    made = saved(office, code)
    first = office.made("/invoices", client=code, to="2026-06-10")
    office.made(f"/invoices/{first['id']}/issue")
    assert "with your payment." in admin.get(url(first)).words
    office.made("/payments", client=code, amount="8.03")
    office.saved(made, "open")
    credit = office.made("/invoices", client=code, to="2026-06-10")
    office.made(f"/invoices/{credit['id']}/issue")
    page = admin.get(url(credit))
    assert "Paid other invoices40.00" in page.words
    assert "Credit to you8.03" in page.words
    assert "with your payment" not in page.words
    assert admin.get("/invoices").rows()[0][5:8] == [
        f"{MINUS}48.03", f"{MINUS}40.00", f"{MINUS}8.03"]
    page = admin.get(url(credit, "/void"))
    assert "40.00 CAD that it paid of other invoices is to pay on them" \
        in page.words


def test_u27_send_goes_through_the_outbox_once(office, staff):
    code = office.client(name="Ida Sent", email="ida@example.org")
    invoice = issued(office, code)
    answer = pressed(staff, staff.get(url(invoice)), "Send")
    assert answer.status == 303, answer.alert
    page = staff.get(answer.location)
    assert "ida@example.org" in page.flash
    assert "Waits to be sent to ida@example.org" in page.words
    notice, = [n for n in office.got("/outbox?limit=1000")["items"]
               if n["invoice"] == invoice["id"]]
    assert notice["state"] == "queued"
    again = staff.get(pressed(staff, page, "Send").location)
    assert "waits already" in again.flash
    assert "Undo" not in again.flash, "it was not queued just now"


def test_u13_what_was_just_queued_is_taken_back(office, staff):
    code = office.client(name="Ida Undone", email="undone@example.org")
    invoice = issued(office, code)
    page = staff.get(pressed(staff, staff.get(url(invoice)), "Send").location)
    undo, = page.tree.xpath("//form[@action='/undo']")
    assert staff.post("/undo", dict(undo.form_values())).status == 303
    notice, = [n for n in office.got("/outbox?limit=1000")["items"]
               if n["invoice"] == invoice["id"]]
    assert notice["state"] == "dropped"
    assert "Not sent to undone@example.org" in staff.get(url(invoice)).words


def test_s38_an_invoice_without_an_address_to_send_to_says_so(office, staff):
    invoice = issued(office, office.client(name="Ida Mute"))
    answer = pressed(staff, staff.get(url(invoice)), "Send")
    assert answer.status == 409
    assert "has no e-mail address" in answer.alert
    assert answer.title.startswith("Error: ")


def test_s38_void_asks_first_keeps_the_number_and_frees_lines(office):
    admin = browser(office, "admin")
    code = office.client()
    invoice = issued(office, code)
    office.made("/payments", client=code, amount="20.00")
    link, = admin.get(url(invoice)).tree.xpath(
        "//main//a[normalize-space()='Void invoice…']/@href")
    page = admin.get(link)
    assert (page.h1, link) == ("Invoices", url(invoice, "/void"))
    assert "20.00 CAD that was put against it becomes credit" in page.words
    answer = pressed(admin, page, "Void invoice")
    assert answer.status == 303
    page = admin.get(answer.location)
    assert (page.h1, "Void" in page.words) == (invoice["number"], True)
    assert "can be invoiced again" in page.flash and "Undo" not in page.flash
    assert "Void invoice…" not in buttons(page)
    assert office.got(f"/people/{code}/balance")["credit"] == "20.00"
    again = admin.post(url(invoice, "/void"))
    assert again.status == 409 and "void already" in again.alert
    assert len(office.made("/invoices", client=code,
                           to="2026-06-10")["lines"]) == 1


def test_u2_staff_void_drafts_and_what_is_granted(office, staff):
    first, second = draft(office, office.client()), issued(
        office, office.client())
    assert "Void invoice…" in buttons(staff.get(url(first)))
    assert pressed(staff, staff.get(url(first, "/void")),
                   "Void invoice").status == 303
    assert "Void invoice…" not in buttons(staff.get(url(second)))
    page = staff.get(url(second, "/void"))
    assert page.status == 200 and "Void invoice" not in buttons(page)
    assert staff.post(url(second, "/void")).status == 403
    vera = browser(office, "vera")
    assert "Void invoice…" in buttons(vera.get(url(second)))
    assert pressed(vera, vera.get(url(second, "/void")),
                   "Void invoice").status == 303


def test_u12_a_stale_page_issues_nothing_twice(office, staff):
    made = draft(office, office.client())
    page = staff.get(url(made))
    office.made(f"/invoices/{made['id']}/issue")
    answer = pressed(staff, page, "Issue invoice")
    assert answer.status == 409
    assert "issued already" in answer.alert
    assert answer.h1.startswith("INV-"), "it shows what is there now"


def test_u12_a_draft_without_lines_is_not_issued(office, staff):
    code = office.client()
    made = office.made("/invoices", client=code, to="2026-06-10")
    answer = pressed(staff, staff.get(url(made)), "Issue invoice")
    assert answer.status == 409 and "no lines" in answer.alert
    answer = staff.post("/invoices/new", {"client": code, "to": "2026-06-10"})
    assert "has no lines" in staff.get(answer.location).flash


@pytest.mark.parametrize("fields,wrong", [
    ({"client": "", "to": ""}, {"client", "to"}),
    ({"client": "nobody", "to": "2026-06-10"}, {"client"}),
    ({"client": "maria", "to": "2026-06-10"}, {"client"}),
    ({"client": "C042", "to": "soon"}, {"to"}),
    ({"client": SCRIPT, "to": "2026-13-40"}, {"to", "client"}),
])
def test_u12_what_is_typed_wrong_stays_and_is_told(staff, fields, wrong):
    answer = staff.post("/invoices/new", fields)
    assert answer.status == 422
    assert set(answer.wrong()) <= wrong and answer.wrong()
    kept = dict(answer.form("/invoices/new"))
    assert {name: kept[name] for name in fields} == fields
    links = answer.tree.xpath("//*[@role='alert']//a/@href")
    assert links and all(link[3:] in wrong for link in links)
    assert SCRIPT not in answer.text


def test_u18_a_client_is_found_by_name_unless_two_are_called_so(office, staff):
    code = office.client(name="Una Alone")
    answer = staff.post("/invoices/new", {"client": "una alone",
                                          "to": "2026-06-10"})
    assert answer.status == 303
    assert code in staff.get(answer.location).words
    for _ in range(2):
        office.client(name="Tia Twin")
    answer = staff.post("/invoices/new", {"client": "Tia Twin",
                                          "to": "2026-06-10"})
    assert answer.status == 422 and "More than one" in answer.wrong()["client"]


def test_u16_script_in_texts_is_text_on_page_and_in_csv(office, staff):
    code = office.client(name=f"Eve {SCRIPT}", address=f"1 {SCRIPT}")
    sharp = office.service(name=f"S {SCRIPT}")
    made = draft(office, code, service=sharp)
    for path in (url(made), "/invoices", url(made, "/void"),
                 f"/invoices/new?client={code}",
                 "/invoices?q=%3Cscript%3E", "/invoices?from=%22%3E%3Cscript"):
        page = staff.get(path)
        assert "<script>alert(7)" not in page.text
        assert page.status == (422 if "?from" in path else 200)
    assert f"Eve {SCRIPT}" in staff.get(url(made)).words
    formula = office.client(name="=HYPERLINK(1)")
    draft(office, formula)
    text = staff.get("/invoices?format=csv").text
    rows = list(csv.DictReader(io.StringIO(text)))
    cells = [row["Client"] for row in rows]
    assert any(cell.startswith("'=HYPERLINK(1)") for cell in cells)
    assert any(SCRIPT in cell for cell in cells)


def seen_by(one, path):
    seen, addresses = [], []
    while path:
        addresses.append(path)
        page = one.get(path)
        seen += [row[0] for row in page.rows()]
        later = page.tree.xpath("//nav[@aria-label='Pages']"
                                "//a[contains(., 'Later')]/@href")
        path = later[0] if later else None
    return seen, addresses


def test_u5_each_invoice_stands_on_one_page(office, staff):
    code = office.client(name="Paged Person")
    for _ in range(27):
        issued(office, code)
    numbers = [one["number"] for one in
               office.got(f"/invoices?client={code}&limit=1000")["items"]]
    for path in (f"/invoices?client={code}", "/invoices?q=paged+person",
                 f"/invoices?client={code}&status=due"):
        seen, addresses = seen_by(staff, path)
        assert seen == numbers, "the newest first, each once"
        assert len(addresses) == 2
        assert "1–25 of 27" in staff.get(addresses[0]).words
        assert "26–27 of 27" in staff.get(addresses[1]).words
    text = staff.get(f"/invoices?client={code}&format=csv").text
    assert [r["Number"] for r in csv.DictReader(io.StringIO(text))] == numbers


def test_u5_filters_ask_how_an_invoice_stands(office, staff):
    code = office.client(name="Filtered Person")
    other = draft(office, code)
    paid = issued(office, code, day="2026-05-01")
    office.made("/payments", client=code, amount=paid["due"])
    gone = issued(office, code)
    office.made(f"/invoices/{gone['id']}/void")
    part = issued(office, code)
    office.made("/payments", client=code, amount="1.00")
    due = issued(office, code)

    def found(status):
        page = staff.get(f"/invoices?client={code}&status={status}")
        return [(row[0], row[4]) for row in page.rows()]

    assert found("draft") == [("Draft invoice", "Draft")]
    assert found("paid") == [(paid["number"], "Paid")]
    assert found("void") == [(gone["number"], "Void")]
    assert found("part-paid") == [(part["number"], "Part-paid")]
    assert found("due") == [(due["number"], "Issued"),
                            (part["number"], "Part-paid")]
    assert found("overdue") == []
    assert len(found("issued")) == 3 and len(found("")) == 5
    tabs = staff.get(f"/invoices?client={code}").tree.xpath(
        "//nav[@aria-label='By status']/a")
    assert [" ".join(t.text_content().split()) for t in tabs] == [
        "All 5", "Draft 1", "To pay 2", "Overdue 0", "Paid 1", "Void 1"]
    one = staff.get(f"/invoices?q={part['number']}").rows()
    assert [row[0] for row in one] == [part["number"]]
    assert staff.get(f"/invoices?client={code}&to=2026-06-09"
                     ).words.count("Filtered Person") == 0
    assert len(staff.get(f"/invoices?client={code}&from=2026-06-10"
                         ).rows()) == 5
    assert "No invoice is like that." in staff.get(
        "/invoices?client=nobody").words
    assert other["number"] is None


def test_u28_the_page_prints_without_its_sides(staff, office):
    page = staff.get(url(issued(office, office.client())))
    sides = page.tree.xpath("//*[contains(@class,'screen-only')]")
    assert "History" in "".join(s.text_content() for s in sides)
    paper, = page.tree.xpath("//*[contains(@class,'paper') and "
                             "contains(@class,'card')]")
    assert not paper.xpath(".//button")


def test_u27_the_pdf_is_the_document_of_the_route(office, staff):
    invoice = issued(office, office.client())
    page = staff.get(url(invoice, ".pdf"))
    assert page.status == 200 and page.bytes.startswith(b"%PDF")
    assert page.headers["Content-Type"] == "application/pdf"
    assert invoice["number"] in page.headers["Content-Disposition"]
    assert page.bytes == office.admin.get(
        f"/api/invoices/{invoice['id']}.pdf").bytes
    letter = staff.get(url(invoice, ".pdf?paper=letter"))
    assert letter.bytes != page.bytes
    assert staff.get("/invoices/999999.pdf").status == 404


def test_u2_everybody_sees_their_own_and_no_other(office):
    mine = issued(office, "C042")
    held = draft(office, "C042")
    other = issued(office, "C051")
    for login, statuses in {
        "admin": (200, 200, 200), "staff": (200, 200, 200),
        "c042": (200, 404, 404), "c051": (404, 404, 200),
        "maria": (403, 403, 403),
    }.items():
        one = browser(office, login)
        for invoice, status in zip((mine, held, other), statuses):
            assert one.get(url(invoice)).status == status, login
            assert one.get(url(invoice, ".pdf")).status == status
        closed = 200 if login in ("admin", "staff") else 403
        for path in (url(mine, "/void"), "/invoices/new"):
            assert one.get(path).status == closed, (login, path)
        if closed == 403:
            for path in (url(mine), url(mine, "/void"), "/invoices/new"):
                for deed in ("issue", "send"):
                    assert one.post(path, {"do": deed}).status == 403
    ada = browser(office, "c042")
    page = ada.get("/invoices")
    numbers = [row[0] for row in page.rows()]
    assert mine["number"] in numbers and other["number"] not in numbers
    assert "Draft invoice" not in numbers
    assert page.heads()[:2] == ["Number", "Issued"]
    assert "Ben Fox" not in page.text and "New invoice" not in page.words
    page = ada.get(url(mine))
    assert not {"Send", "Record payment", "Void invoice…"} & set(buttons(page))
    assert "History" not in page.words and "Ann Admin" not in page.text
    assert "PDF" in buttons(page)
    same = ada.get("/invoices/999999")
    assert same.status == 404 and same.words == ada.get(url(other)).words
    assert ada.get("/invoices?client=C051&status=draft").rows() == []


def test_u1_strangers_are_asked_to_sign_in(office):
    nobody = Browser(office.server)
    for path in ("/invoices", "/invoices/1", "/invoices/1.pdf"):
        answer = nobody.get(path)
        assert answer.status == 303
        assert answer.location.startswith("/sign-in?to=")


@pytest.mark.parametrize("currency,cost,shown", [
    ("JPY", "4250", "4,250"), ("BHD", "1042.505", "1,042.505")])
def test_s30_each_currency_has_its_digits(tmp_path, currency, cost, shown):
    office = Office(tmp_path / "data", currency=currency)
    try:
        service = office.service(cost=cost, wage="1")
        made = office.session("C042", service=service, day="2026-06-01")
        office.saved(made)
        one = office.made("/invoices", client="C042", to="2026-06-10")
        office.made(f"/invoices/{one['id']}/issue")
        page = browser(office, "staff").get(url(one))
        assert page.rows()[0][4] == shown
        assert f"Total {currency}{shown}" in page.words
        paper = office.admin.get(f"/api/invoices/{one['id']}.html").text
        assert shown in paper
    finally:
        office.close()


def test_u12_a_draft_that_lost_a_line_since_is_not_issued(office, staff):
    code = office.client(name="Ida Changed")
    one = saved(office, code)
    saved(office, code, "missed")
    made = office.made("/invoices", client=code, to="2026-06-10")
    page = staff.get(url(made))
    office.saved(one, "open")
    answer = pressed(staff, page, "Issue invoice")
    assert answer.status == 409
    assert "it comes to 48.03 now" in answer.alert
    assert len(answer.rows()) == 1, "it shows what is there now"
    assert office.got(f"/invoices/{made['id']}")["status"] == "draft"
    status, error = office.ask("POST", f"/invoices/{made['id']}/issue",
                               {"total": "96.06"})
    assert status == 409
    assert error["error"]["current"]["total"] == "48.03"
    answer = pressed(staff, answer, "Issue invoice")
    assert answer.status == 303, answer.alert

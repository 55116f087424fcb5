"""A client's statement, export and erasure on pages (S40, S49, U2, U27)."""

import csv
import io
import zipfile

import pytest

from office import PEOPLE, Office
from pages import Browser
from post import Post
from test_pages_invoices import SCRIPT, browser, buttons, issued, pressed

MINUS = "−"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("statement") / "data",
                  people=(*PEOPLE, ("tess", "admin,practitioner", "Tess Two")))
    made.speech = made.service(name="Speech", tax_bp=1300)
    yield made
    made.close()


@pytest.fixture(scope="module")
def staff(office):
    return browser(office, "staff")


def where(code, rest=""):
    return f"/clients/{code}/statement{rest}"


def saved(office, code, type="completed", **fields):
    made = office.session(code, **{"day": "2026-06-01",
                                   "service": office.speech, **fields})
    return office.saved(made, type)


def test_u27_opening_and_rows_make_the_closing_balance(office, staff):
    code = office.client(name="Ida Account")
    saved(office, code)
    late = office.type("Late cancel", client=50)
    saved(office, code, late)
    office.made("/payments", client=code, amount="14.54", method="card",
                date="2026-05-15")
    made = saved(office, code, "missed")
    office.saved(made, "open")
    page = staff.get(where(code))
    assert page.h1 == "Payments and statement"
    assert page.heads() == ["Date", "What", "How", "Charge", "Paid",
                            "Balance"]
    assert page.rows() == [
        ["Fri 1 May", "Opening balance", "", "", "", "0.00"],
        ["Wed 10 Jun", "Speech, Maria Santos", "Completed", "48.03", "",
         "48.03"],
        ["Wed 10 Jun", "Speech, Maria Santos", "Late cancel", "24.01", "",
         "72.04"],
        ["Wed 10 Jun", "Payment of Fri 15 May", "Card", "",
         f"{MINUS}14.54", "57.50"],
        ["Wed 10 Jun", "Speech, Maria Santos", "Missed", "48.03", "",
         "105.53"],
        ["Wed 10 Jun", "Speech, Maria Santos", "Re-opened",
         f"{MINUS}48.03", "", "57.50"]]
    foot = [" ".join(c.text_content().split()) for c in
            page.tree.xpath("//main//tfoot//td")]
    assert foot == ["Wed 10 Jun", "Closing balance", "CAD", "72.04",
                    f"{MINUS}14.54", "57.50"]
    assert f"Equals the ledger: 0.00 + 72.04 {MINUS} 14.54 = 57.50" in \
        page.words
    assert "owes 57.50 CAD today" in page.words


def test_an_override_looks_the_same_wherever_it_is_shown(office, staff):
    code = office.client(name="Una Account")
    made = office.session(code, day="2026-06-01", service=office.speech)
    office.saved(made, "override", charge="10.00", wage="5.00",
                 reason="Agreed")
    draft = office.made("/invoices", client=code, to="2026-06-10")
    kinds = {path: staff.get(path).tree.xpath(
        "//main//span[contains(., 'cost over-ride')]/@class")
        for path in (where(code), f"/invoices/{draft['id']}",
                     f"/sessions/{made['id']}")}
    for path, found in kinds.items():
        assert found and set(found) == {"badge over"}, (path, found)


def test_s40_the_span_is_in_the_address_and_the_sums_hold(office, staff):
    code = office.client()
    saved(office, code)
    page = staff.get(where(code, "?from=2026-06-11&to=2026-06-12"))
    assert page.rows() == [["Thu 11 Jun", "Opening balance", "", "", "",
                            "48.03"]]
    assert "48.03 + 0.00 + 0.00 = 48.03" in page.words
    page = staff.get(where(code, "?from=2026-05-01&to=2026-06-09"))
    assert page.rows()[0][5] == "0.00" and "= 0.00" in page.words
    fields = dict(page.tree.xpath("//main//form[@method='get']")[0]
                  .form_values())
    assert fields == {"from": "2026-05-01", "to": "2026-06-09"}
    turned = staff.get(where(code, "?from=2026-06-12&to=2026-06-01"))
    assert turned.status == 422 and list(turned.wrong()) == ["to"]
    assert staff.get(where(code, "?from=soon&to=%00")).status == 422


def test_s39_credit_is_shown_below_zero(office, staff):
    code = office.client()
    office.made("/payments", client=code, amount="1204.33", method="cash")
    page = staff.get(where(code))
    assert page.rows()[1][1:] == ["Payment", "Cash", "", f"{MINUS}1,204.33",
                                  f"{MINUS}1,204.33"]
    assert "has paid 1,204.33 CAD more than is owed" in page.words


def test_s37_void_and_refund_are_entries_of_their_own(office, staff):
    code = office.client()
    one = office.made("/payments", client=code, amount="10.00")
    office.made(f"/payments/{one['id']}/void")
    two = office.made("/payments", client=code, amount="20.00",
                      method="transfer")
    office.made(f"/payments/{two['id']}/refund", amount="5.00")
    page = staff.get(where(code))
    assert [row[1:2] + row[4:] for row in page.rows()[1:]] == [
        ["Payment", f"{MINUS}10.00", f"{MINUS}10.00"],
        ["Payment void of Wed 10 June", "10.00", "0.00"],
        ["Payment", f"{MINUS}20.00", f"{MINUS}20.00"],
        ["Refund of Wed 10 June", "5.00", f"{MINUS}15.00"]]
    assert "Part-refunded" in page.words


def test_u27_a_payment_is_recorded_from_there(office, staff):
    code = office.client()
    invoice = issued(office, code)
    page = staff.get(where(code))
    fields = dict(page.form("/payments/new"))
    assert fields["client"] == code
    assert f"allocate[{invoice['id']}]" in fields
    answer = staff.post("/payments/new", {**fields, "amount": "48.03"})
    assert answer.location == where(code)
    assert "48.03 to " in staff.get(answer.location).flash


def test_u5_the_same_rows_come_as_csv(office, staff):
    code = office.client()
    odd = office.service(name="=cmd()", tax_bp=0)
    saved(office, code, service=odd)
    office.made("/payments", client=code, amount="100.00", method="+cash")
    text = staff.get(where(code, "?format=csv")).text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [r["What"] for r in rows] == [
        "Opening balance", "'=cmd(), Maria Santos", "Payment",
        "Closing balance"]
    assert rows[1]["Charge"] == "42.50" and rows[2]["Paid"] == "-100.00"
    assert rows[2]["How"] == "'+cash"
    assert rows[3]["Balance"] == "-57.50"
    assert rows[1]["Date"] == "2026-06-10"


def test_u27_send_queues_the_statement_once(office, staff):
    code = office.client(name="Ida Sent", email="Ida@Example.org")
    saved(office, code)
    page = staff.get(where(code, "?from=2026-06-01&to=2026-06-10"))
    answer = pressed(staff, page, "Send")
    assert answer.status == 303, answer.alert
    page = staff.get(answer.location)
    assert "from=2026-06-01" in answer.location
    assert "The statement goes to ida@example.org" in page.flash
    again = staff.get(pressed(staff, page, "Send").location)
    assert "waits already" in again.flash
    kinds = [n for n in office.got("/outbox?limit=1000")["items"]
             if n["recipient"]["address"] == "ida@example.org"]
    assert [(n["kind"], n["state"]) for n in kinds] == [
        ("statement", "queued")]
    undo, = page.tree.xpath("//form[@action='/undo']")
    assert undo is not None
    mute = office.client(name="Ida Mute")
    answer = pressed(staff, staff.get(where(mute)), "Send")
    assert answer.status == 409 and "has no e-mail" in answer.alert
    answer = staff.post(where(code), {"from": "2026-06-10",
                                      "to": "2026-06-01"})
    assert answer.status == 422 and "not before" in answer.alert
    assert staff.post(where(code), {"from": "", "to": "x"}).status == 422


def test_s44_the_route_sends_a_statement(office):
    code = office.client(email="route@example.org")
    saved(office, code)
    path = f"/people/{code}/statement/send"
    span = {"from": "2026-06-01", "to": "2026-06-10"}
    status, answer = office.ask("POST", path, span, office.staff)
    assert status == 200
    assert (answer["opening"], answer["closing"]) == ("0.00", "48.03")
    assert len(answer["entries"]) == 1
    notice, = answer["notices"]
    assert notice["kind"] == "statement" and notice["state"] == "queued"
    assert notice["recipient"]["address"] == "route@example.org"
    status, again = office.ask("POST", path, span, office.staff)
    assert again["notices"][0]["id"] == notice["id"], "it waits already"
    other = {"from": "2026-05-01", "to": "2026-05-31"}
    status, more = office.ask("POST", path, other, office.staff)
    assert status == 200 and more["notices"][0]["id"] != notice["id"]
    for body, wrong in (({}, {"from", "to"}), ({"from": "2026-06-01"}, {"to"}),
                        ({"from": "2026-06-02", "to": "2026-06-01"}, {"to"}),
                        ({"from": "x", "to": "2026-06-01"}, {"from"})):
        status, answer = office.ask("POST", path, body)
        assert status == 422
        fields = answer["error"].get("fields") or [answer["error"]]
        assert {f["field"] for f in fields} == wrong
    for who, expected in ((office.maria, 403), (office.c042, 403)):
        assert office.ask("POST", path, span, who)[0] == expected
    for word in ("nobody", "maria", "staff"):
        assert office.ask("POST", f"/people/{word}/statement/send",
                          span)[0] == 404
    document = office.got("/openapi.json")
    assert "/api/people/{client}/statement/send" in document["paths"]


def test_s49_the_export_is_the_zip_of_the_route(office, staff):
    saved(office, "C042")
    page = staff.get("/clients/C042/export")
    assert page.status == 200
    assert page.headers["Content-Type"] == "application/zip"
    assert "C042.zip" in page.headers["Content-Disposition"]
    mine = zipfile.ZipFile(io.BytesIO(page.bytes))
    route = zipfile.ZipFile(io.BytesIO(
        office.staff.get("/api/people/C042/export").bytes))
    assert mine.namelist() == route.namelist() and mine.testzip() is None
    assert staff.get("/clients/nobody/export").status == 404
    assert staff.get("/clients/maria/export").status == 404


def test_s49_erasing_asks_for_the_code_and_says_what_stays(office):
    admin = browser(office, "admin")
    code = office.client(name="Gone Person", email="gone@example.org")
    saved(office, code)
    path = f"/clients/{code}/erase"
    page = admin.get(path)
    assert page.h1 == "Clients"
    for word in ("Gone Person", "What stays", "invoices", "ledger",
                 f"Type {code} to confirm."):
        assert word in page.words, word
    for typed in ("", "C000", SCRIPT):
        answer = admin.post(path, {"confirm": typed})
        assert answer.status == 422, typed
        assert set(answer.wrong()) == {"confirm"}
        assert dict(answer.form(path))["confirm"] == typed
        assert SCRIPT not in answer.text
    assert admin.post(path, {}).status == 422
    assert office.got(f"/people/{code}")["name"] == "Gone Person"
    answer = pressed(admin, page, "Erase")
    assert answer.status == 422, "the button alone is not enough"
    answer = admin.post(path, {"confirm": code})
    assert answer.status == 303, answer.alert
    page = admin.get(answer.location)
    assert "Sessions, invoices and the ledger stay." in page.flash
    assert "Gone Person" not in page.text and "gone@example" not in page.text
    assert office.balance(code) == "48.03"
    assert "48.03" in admin.get(where(code)).words


def test_s49_a_client_with_open_sessions_is_not_erased(office):
    admin = browser(office, "admin")
    code = office.client(name="Still Coming")
    office.session(code, day="2026-07-01", service=office.speech)
    answer = admin.post(f"/clients/{code}/erase", {"confirm": code})
    assert answer.status == 409
    assert dict(answer.form(f"/clients/{code}/erase"))["confirm"] == code
    assert office.got(f"/people/{code}")["name"] == "Still Coming"


def test_u2_each_page_is_closed_to_who_may_not(office):
    paths = [where("C042"), "/clients/C042/export", "/clients/C042/erase"]
    for login, expected in {"admin": (200, 200, 200),
                            "tess": (200, 200, 200),
                            "staff": (200, 200, 403),
                            "maria": (403, 403, 403),
                            "c042": (403, 403, 403),
                            "c051": (403, 403, 403)}.items():
        one = browser(office, login)
        assert tuple(one.get(p).status for p in paths) == expected, login
        if login not in ("admin", "tess"):
            assert one.post(paths[2], {"confirm": "C042"}).status == 403
        if expected[0] == 403:
            assert one.post(paths[0], {"from": "2026-06-01",
                                       "to": "2026-06-10"}).status == 403
    assert office.got("/people/C042")["name"] == "Ada Brown"
    staff = browser(office, "staff")
    for rest in ("statement", "export"):
        assert staff.get(f"/clients/C999/{rest}").status == 404
        assert staff.get(f"/clients/maria/{rest}").status == 404
    nobody = Browser(office.server)
    assert [nobody.get(p).status for p in paths] == [303] * 3


def test_u2_the_client_s_page_offers_what_one_may(office, staff):
    admin = browser(office, "admin").get("/clients/C042")
    links = {" ".join(a.text_content().split()): a.get("href") for a in
             admin.tree.xpath("//main//a")}
    assert links["Statement"] == where("C042")
    assert links["Export"] == "/clients/C042/export"
    assert links["Erase…"] == "/clients/C042/erase"
    assert links["Invoices"] == "/invoices?client=C042"
    page = staff.get("/clients/C042")
    assert "Erase…" not in buttons(page) and "Export" in buttons(page)


def test_u16_script_in_names_is_text(office):
    admin = browser(office, "admin")
    code = office.client(name=f"Eve {SCRIPT}")
    sharp = office.service(name=f"S {SCRIPT}")
    saved(office, code, service=sharp)
    for path in (where(code), f"/clients/{code}/erase"):
        page = admin.get(path)
        assert "<script>alert(7)" not in page.text
        assert "alert(7)" in page.text


def test_s40_the_statement_is_a_pdf_too(office, staff):
    code = office.client(name="Ida Paper")
    saved(office, code)
    path = where(code, ".pdf?from=2026-06-01&to=2026-06-10")
    page = staff.get(path)
    assert page.status == 200 and page.bytes.startswith(b"%PDF")
    assert page.headers["Content-Type"] == "application/pdf"
    assert f"statement-{code}-2026-06-10.pdf" in \
        page.headers["Content-Disposition"]
    assert staff.get(where(code, ".pdf")).status == 200
    assert staff.get(path + "&paper=letter").bytes != page.bytes
    assert path in staff.get(where(
        code, "?from=2026-06-01&to=2026-06-10")).links()
    for query in ("", "?from=2026-06-01", "?from=x&to=2026-06-01"):
        office.got(f"/people/{code}/statement.pdf{query}", expected=422)
    mine = "/people/C042/statement.pdf?from=2026-06-01&to=2026-06-10"
    assert office.c042.get("/api" + mine).bytes.startswith(b"%PDF")
    for who, expected in ((office.c051, 404), (office.maria, 403)):
        assert office.ask("GET", mine, None, who)[0] == expected
    for login, expected in (("maria", 403), ("c042", 403)):
        assert browser(office, login).get(
            "/clients/C042/statement.pdf").status == expected
    assert staff.get("/clients/nobody/statement.pdf").status == 404


def test_s44_the_mail_takes_the_statement_along(tmp_path):
    post = Post(tmp_path)
    office = post.office
    try:
        office.saved(office.session("C042", day="2026-06-01",
                                    service=office.service_id))
        office.made("/people/C042/statement/send", **{
            "from": "2026-06-01", "to": "2026-06-30"})
        mail = post.arrive(1)[-1]
        assert mail["To"].addresses[0].addr_spec == "ada@example.org"
        assert "statement of account" in mail["Subject"]
        body = mail.get_body(("plain",)).get_content()
        assert "1 June 2026" in body and "30 June 2026" in body
        assert "42.50" not in body, "money stands on the paper alone"
        file, = [part for part in mail.iter_attachments()]
        assert file.get_content_type() == "application/pdf"
        assert file.get_filename() == "statement-C042-2026-06-30.pdf"
        assert file.get_content().startswith(b"%PDF")
    finally:
        post.close()

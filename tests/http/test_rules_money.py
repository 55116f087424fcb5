"""What a session costs and pays, to the cent (S30 to S37)."""

import sqlite3
import subprocess

import pytest

from api import api, items
from conftest import BINARY, Server
from desk import Desk, charges, wages


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(tmp_path_factory.mktemp("money") / "data")
    made.speech = made.service()
    made.late = made.type("Late cancel", 50, 50)
    yield made
    made.close()


# --- Amounts ------------------------------------------------------------------


@pytest.mark.parametrize("cost,minutes,charge", [
    ("10.00", "01", "0.17"), ("42.50", "50", "35.42"), ("0.00", "50", "0.00"),
    ("10.00", "03", "0.50"), ("1.00", "00", "24.00"), ("0.01", "30", "0.01"),
    ("0.01", "29", "0.00")])
def test_s31_hourly_goes_by_elapsed_minutes_and_is_rounded(
        desk, cost, minutes, charge):
    service = desk.service(kind="hourly", cost=cost, wage=cost)
    until = {"end": "2020-03-03T09:00"} if minutes == "00" else {}
    made = desk.session("C042", service=service, day="2020-03-02",
                        to=f"09:{minutes}", **until)
    saved = desk.saved(made)
    assert charges(saved) == {"C042": charge}
    assert wages(saved) == {"maria": charge}


def test_s31_elapsed_minutes_are_those_of_utc(desk):
    service = desk.service(kind="hourly", cost="10.00", wage="6.00")
    autumn = desk.session("C042", service=service, day="2025-11-02",
                          at="00:30", to="02:30")
    assert charges(desk.saved(autumn)) == {"C042": "30.00"}
    spring = desk.session("C042", service=service, day="2026-03-08",
                          at="00:30", to="03:30")
    saved = desk.saved(spring)
    assert charges(saved) == {"C042": "20.00"}
    assert wages(saved) == {"maria": "12.00"}


def test_s31_fixed_is_the_rate_whatever_the_duration(desk):
    for to in ("09:01", "23:59"):
        made = desk.session("C042", service=desk.speech, to=to)
        saved = desk.saved(made)
        assert charges(saved) == {"C042": "42.50"}
        assert wages(saved) == {"maria": "30.00"}


def test_s32_a_clients_own_rate_goes_before_the_services(desk):
    own, other = desk.client(), desk.client()
    path = f"/people/{own}/rates/{desk.speech}"
    assert desk.ask("PUT", path, {"cost": "38.00"})[0] in (200, 204)
    made = desk.session(own, other, service=desk.speech)
    assert charges(desk.saved(made)) == {own: "38.00", other: "42.50"}
    assert desk.ask("DELETE", path)[0] == 204
    desk.saved(made, "open")
    assert charges(desk.saved(made)) == {own: "42.50", other: "42.50"}


def test_s32_a_clients_own_rate_of_an_hourly_service_is_an_hours(desk):
    own = desk.client()
    service = desk.service(kind="hourly")
    assert desk.ask("PUT", f"/people/{own}/rates/{service}",
                    {"cost": "10.00"})[0] in (200, 204)
    made = desk.session(own, service=service, to="09:01")
    assert charges(desk.saved(made)) == {own: "0.17"}


def test_s32_a_practitioners_hourly_and_bonus_are_28_an_hour(desk):
    pia = desk.practitioner(hourly="25.00", bonus="3.00")
    for kind in ("fixed", "hourly"):
        service = desk.service(kind=kind)
        hour = desk.session("C042", service=service, practitioners=[pia],
                            to="10:00")
        assert wages(desk.saved(hour)) == {pia: "28.00"}
        part = desk.session("C042", service=service, practitioners=[pia])
        assert wages(desk.saved(part)) == {pia: "23.33"}
    alone = desk.practitioner(hourly="25.00")
    made = desk.session("C042", service=desk.speech, practitioners=[alone],
                        to="10:00")
    assert wages(desk.saved(made)) == {alone: "25.00"}


def test_s32_an_hourly_wage_is_once_for_each_client_on_that_basis(desk):
    pia = desk.practitioner(hourly="25.00", bonus="3.00")
    service = desk.service(wage_basis="client")
    made = desk.session("C042", "C051", "C063", service=service,
                        practitioners=[pia], to="10:00")
    assert wages(desk.saved(made)) == {pia: "84.00"}


def test_s32_several_practitioners_each_earn_theirs_in_full(desk):
    pia = desk.practitioner(hourly="25.00", bonus="3.00")
    made = desk.session("C042", service=desk.speech, to="10:00",
                        practitioners=["maria", "tom", pia])
    saved = desk.saved(made)
    assert wages(saved) == {"maria": "30.00", "tom": "30.00", pia: "28.00"}
    assert charges(saved) == {"C042": "42.50"}


def test_s33_percentages_apply_to_the_rounded_base(desk):
    service = desk.service(kind="hourly", cost="42.50", wage="42.50")
    quarter = desk.type("Quarter", 25, 25)
    made = desk.session("C042", service=service)
    saved = desk.saved(made, quarter)
    assert charges(saved) == {"C042": "8.86"}
    assert wages(saved) == {"maria": "8.86"}


def test_s33_a_percentage_above_100_and_999(desk):
    for percent, charge in ((150, "63.75"), (999, "424.58"), (0, "0.00")):
        slug = desk.type(f"P {percent}", percent, 100)
        made = desk.session("C042", service=desk.speech)
        saved = desk.saved(made, slug)
        assert charges(saved) == {"C042": charge}
        assert wages(saved) == {"maria": "30.00"}


def test_s33_fixed_modifiers_replace_and_never_prorate(desk):
    slug = desk.type("Fixed 25/10", 25, 10, modifier="fixed")
    hourly = desk.service(kind="hourly")
    for service, to in ((desk.speech, "09:50"), (hourly, "09:01"),
                        (hourly, "12:00")):
        saved = desk.saved(desk.session("C042", service=service, to=to), slug)
        assert charges(saved) == {"C042": "25.00"}
        assert wages(saved) == {"maria": "10.00"}


def test_s33_fixed_on_a_per_client_wage_is_for_each_client(desk):
    slug = desk.type("Fixed each", 25, 10, modifier="fixed")
    service = desk.service(wage_basis="client")
    saved = desk.saved(desk.session("C042", "C051", "C063",
                                    service=service), slug)
    assert set(charges(saved).values()) == {"25.00"}
    assert wages(saved) == {"maria": "30.00"}


@pytest.mark.parametrize("basis,wage", [("session", "30.00"),
                                        ("client", "90.00")])
def test_s34_three_times_42_50_are_127_50(desk, basis, wage):
    codes = [desk.client() for _ in range(3)]
    service = desk.service(wage_basis=basis)
    saved = desk.saved(desk.session(*codes, service=service))
    assert charges(saved) == dict.fromkeys(codes, "42.50")
    assert wages(saved) == {"maria": wage}
    newest = items(desk.admin, "/ledger?limit=1000")[-1]
    amounts = {e["account"]: e["amount"] for e in newest["entries"]}
    assert amounts["income"] == "-127.50"
    assert amounts["wages"] == wage


@pytest.mark.parametrize("basis,wage", [("session", "30.00"),
                                        ("client", "45.00")])
def test_s34_full_late_and_canceled_are_63_75(desk, basis, wage):
    full, late, canceled = (desk.client() for _ in range(3))
    service = desk.service(wage_basis=basis)
    made = desk.session(full, late, canceled, service=service)
    saved = desk.saved(made, clients={late: desk.late, canceled: "canceled"})
    assert charges(saved) == {full: "42.50", late: "21.25", canceled: "0.00"}
    assert wages(saved) == {"maria": wage}
    assert [desk.balance(c) for c in (full, late, canceled)] == [
        "42.50", "21.25", "0.00"]
    newest = items(desk.admin, "/ledger?limit=1000")[-1]
    amounts = {e["account"]: e["amount"] for e in newest["entries"]}
    assert amounts["income"] == "-63.75"


def test_s34_a_session_wage_follows_the_sessions_own_status(desk):
    made = desk.session("C042", "C051", service=desk.speech)
    saved = desk.saved(made, "canceled", clients={"C042": "completed"})
    assert charges(saved) == {"C042": "42.50", "C051": "0.00"}
    assert wages(saved) == {"maria": "0.00"}


def test_s35_tax_is_rounded_on_each_line(desk):
    code = desk.client()
    service = desk.service(tax_bp=1300)
    for day in ("2026-06-01", "2026-06-02", "2026-06-03"):
        saved = desk.saved(desk.session(code, service=service, day=day))
        assert [c["tax"] for c in saved["clients"]] == ["5.53"]
    draft = desk.made("/invoices", client=code, to="2026-06-10")
    assert [x["tax"] for x in draft["lines"]] == ["5.53"] * 3
    assert (draft["charge"], draft["tax"], draft["total"]) == (
        "127.50", "16.59", "144.09")
    assert desk.balance(code) == "144.09"


def test_s35_tax_is_of_what_is_charged_and_wages_are_untaxed(desk):
    code = desk.client()
    service = desk.service(tax_bp=1300)
    saved = desk.saved(desk.session(code, service=service), desk.late)
    assert saved["clients"][0]["tax"] == "2.76", "13 % of 21.25"
    assert wages(saved) == {"maria": "15.00"}
    newest = items(desk.admin, "/ledger?limit=1000")[-1]
    assert {e["account"]: e["amount"] for e in newest["entries"]} == {
        f"receivable:{code}": "24.01", "income": "-21.25", "tax": "-2.76",
        "wages": "15.00", "payable:maria": "-15.00"}


# --- Currencies ---------------------------------------------------------------


@pytest.fixture(scope="module")
def abroad(tmp_path_factory):
    """A practice of that currency, made when it is first asked for."""
    desks = {}

    def find(currency):
        if currency not in desks:
            desks[currency] = Desk(
                tmp_path_factory.mktemp(currency) / "data",
                currency=currency, people=(("admin", "admin", "Ann"),
                                           ("maria", "practitioner", "M"),
                                           ("c042", "client", "Ada")))
        return desks[currency]

    yield find
    for desk in desks.values():
        desk.close()


@pytest.mark.parametrize("currency,cost,charge,tax,half,fixed", [
    ("JPY", "4251", "3543", "461", "1772", "25"),
    ("CAD", "42.51", "35.43", "4.61", "17.72", "25.00"),
    ("BHD", "42.511", "35.426", "4.605", "17.713", "25.000")])
def test_s30_0_2_and_3_decimals_work(abroad, currency, cost, charge, tax,
                                     half, fixed):
    desk = abroad(currency)
    service = desk.service(kind="hourly", cost=cost, wage=cost, tax_bp=1300)
    saved = desk.saved(desk.session("C042", service=service))
    assert charges(saved) == {"C042": charge}
    assert wages(saved) == {"maria": charge}
    assert saved["clients"][0]["tax"] == tax
    saved = desk.saved(desk.session("C042", service=service),
                       desk.type("Half", 50, 50))
    assert charges(saved) == {"C042": half}, "half a unit is rounded up"
    saved = desk.saved(desk.session("C042", service=service),
                       desk.type("Fixed", 25, 10, modifier="fixed"))
    assert charges(saved) == {"C042": fixed}, "whole units of the currency"
    assert desk.got("/ledger/verify")["ok"]


@pytest.mark.parametrize("currency,right,wrong", [
    ("JPY", "25", ("25.0", "25.5", "25.", "25,0")),
    ("CAD", "25.00", ("25.001", "25,00", "1e3", "-1", "+1", " 25", "25 ",
                      "", "0x10", "NaN", "1,000.00", "٢٥", "9" * 30)),
    ("BHD", "25.000", ("25.0001", "25,000", "1e3"))])
def test_s30_amounts_have_the_currencys_digits(abroad, currency, right,
                                               wrong):
    desk = abroad(currency)
    for field in ("cost", "wage"):
        for text in wrong:
            status, answer = desk.ask("POST", "/services", {
                "name": "Odd", "kind": "fixed", "cost": right, "wage": right,
                field: text})
            assert status == 422, text
            assert [f["field"] for f in answer["error"]["fields"]] == [field]
    kept = desk.made("/services", name="Right", kind="fixed", cost=right,
                     wage=right)
    assert kept["cost"] == right


def test_s30_the_currency_stays_once_something_is_posted(abroad):
    desk = abroad("JPY")
    service = desk.service(cost="100", wage="50")
    desk.saved(desk.session("C042", service=service))
    status, answer = desk.ask("PATCH", "/practice", {"currency": "CAD"})
    assert status in (409, 422) and answer["error"]["message"]
    assert desk.got("/practice")["currency"] == "JPY"


# --- The ledger ---------------------------------------------------------------


def test_s36_saving_42_50_and_13_percent_posts_both_sides(desk):
    code = desk.client()
    service = desk.service(tax_bp=1300)
    made = desk.session(code, service=service)
    desk.saved(made)
    posted = items(desk.admin, "/ledger?limit=1000")[-1]
    assert posted["session"] == made["id"] and posted["kind"] == "save"
    assert {e["account"]: e["amount"] for e in posted["entries"]} == {
        f"receivable:{code}": "48.03", "income": "-42.50", "tax": "-5.53",
        "wages": "30.00", "payable:maria": "-30.00"}


def test_s36_every_transaction_sums_to_zero(desk):
    everything = items(desk.admin, "/ledger?limit=1000")
    assert len(everything) > 20
    for posted in everything:
        cents = [round(float(e["amount"]) * 100) for e in posted["entries"]]
        assert cents and sum(cents) == 0, posted


@pytest.mark.parametrize("statement", [
    "UPDATE ledger_transaction SET at = at + 1",
    "UPDATE ledger_entry SET amount = amount + 1",
    "UPDATE ledger_entry SET person = NULL WHERE account = 1",
    "DELETE FROM ledger_transaction", "DELETE FROM ledger_entry",
    "DELETE FROM ledger_entry WHERE position = 1",
    "INSERT OR REPLACE INTO ledger_entry (posting, position, account, amount)"
    " VALUES (1, 0, 1, 1)"])
def test_s36_the_database_itself_refuses_changes(desk, statement):
    desk.saved(desk.session("C042", service=desk.service(cost="0.00")))
    db = sqlite3.connect(f"{desk.server.data}/daybook.db", timeout=20)
    before = list(db.execute("SELECT * FROM ledger_entry"))
    try:
        with pytest.raises(sqlite3.DatabaseError):
            with db:
                db.execute(statement)
        assert list(db.execute("SELECT * FROM ledger_entry")) == before
    finally:
        db.close()
    assert desk.transactions()


def test_s37_reopening_posts_exact_negatives_and_resaving_anew(desk):
    code, pia = desk.client(), desk.practitioner()
    service = desk.service(tax_bp=1300)
    made = desk.session(code, service=service, practitioners=[pia])
    before = (desk.balance(code), desk.unpaid(pia))
    assert before == ("0.00", "0.00")
    desk.saved(made)
    saved = (desk.balance(code), desk.unpaid(pia))
    assert saved == ("48.03", "30.00")
    desk.saved(made, "open")
    assert (desk.balance(code), desk.unpaid(pia)) == before
    first, back = items(desk.admin, "/ledger?limit=1000")[-2:]
    assert back["reverses"] == first["id"] and back["session"] == made["id"]
    assert back["kind"] == "reopen"
    negative = {e["account"]: e["amount"].lstrip("-") if e["amount"][0] == "-"
                else "-" + e["amount"] for e in first["entries"]}
    assert {e["account"]: e["amount"] for e in back["entries"]} == negative
    desk.saved(made)
    assert (desk.balance(code), desk.unpaid(pia)) == saved
    third = items(desk.admin, "/ledger?limit=1000")[-1]
    assert third["entries"] == first["entries"]
    assert third["id"] != first["id"] and not third.get("reverses")


def test_s37_a_payment_is_voided_by_reversal(desk):
    code = desk.client()
    payment = desk.made("/payments", client=code, amount="42.50",
                        date="2026-06-02", method="card")
    assert desk.balance(code) == "-42.50"
    desk.made(f"/payments/{payment['id']}/void")
    assert desk.balance(code) == "0.00"
    paid, back = items(desk.admin, "/ledger?limit=1000")[-2:]
    assert back["reverses"] == paid["id"]
    assert {e["account"]: e["amount"] for e in back["entries"]} == {
        "cash": "-42.50", f"receivable:{code}": "42.50"}
    assert desk.ask("POST", f"/payments/{payment['id']}/void")[0] == 409


COLUMNS = [
    ("ledger_entry", "amount", "amount + 1"),
    ("ledger_entry", "account", "CASE account WHEN 1 THEN 2 ELSE 1 END,"
     " person = NULL"),
    ("ledger_entry", "person", "person + 1"),
    ("ledger_transaction", "at", "at + 1"),
    ("ledger_transaction", "kind", "'void'"),
    ("ledger_transaction", "session", "session + 1"),
    ("ledger_transaction", "reverses", "1"),
    ("ledger_transaction", "previous", "zeroblob(32)"),
    ("ledger_transaction", "hash", "zeroblob(32)")]


@pytest.fixture(scope="module")
def copies(desk, tmp_path_factory):
    """Makes a place with a copy of the database, and the way to it."""
    desk.saved(desk.session("C042", service=desk.speech))
    folder = tmp_path_factory.mktemp("copies")
    whole = folder / "whole.db"
    desk.server.run("backup", str(whole))

    def copy(name):
        place = folder / name
        place.mkdir()
        (place / "daybook.db").write_bytes(whole.read_bytes())
        return place

    return copy


def verified(desk, place):
    return subprocess.run([BINARY, "verify", "--data", str(place)],
                          capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("table,column,value", COLUMNS)
def test_s36_verify_finds_what_was_altered(desk, copies, table, column,
                                           value):
    place = copies(f"{table}-{column}")
    assert verified(desk, place).returncode == 0
    db = sqlite3.connect(place / "daybook.db")
    db.execute(f"DROP TRIGGER {table}_update")
    row = ("posting = (SELECT max(id) FROM ledger_transaction)"
           " AND position = 0" if table == "ledger_entry" else
           "id = (SELECT max(id) FROM ledger_transaction)")
    with db:
        assert db.execute(f"UPDATE {table} SET {column} = {value}"
                          f" WHERE {row}").rowcount == 1
    db.close()
    answer = verified(desk, place)
    assert answer.returncode == 1 and answer.stderr + answer.stdout


def test_s36_verify_finds_one_altered_byte_of_the_file(desk, copies):
    place = copies("byte")
    file = place / "daybook.db"
    db = sqlite3.connect(file)
    digest, = db.execute("SELECT hash FROM ledger_transaction"
                         " ORDER BY id DESC LIMIT 1 OFFSET 1").fetchone()
    db.close()
    data = bytearray(file.read_bytes())
    at = data.index(digest)
    data[at + 7] ^= 1
    file.write_bytes(data)
    assert verified(desk, place).returncode == 1


def test_s36_the_endpoint_tells_what_verify_finds(desk, copies):
    place = copies("served")
    db = sqlite3.connect(place / "daybook.db")
    db.execute("DROP TRIGGER ledger_entry_update")
    with db:
        db.execute("UPDATE ledger_entry SET amount = amount + 1"
                   " WHERE posting = 1 AND position = 0")
    db.close()
    server = Server(place)
    server.passwords = desk.server.passwords
    server.start()
    try:
        status, proof = api(server.person("admin"), "GET", "/ledger/verify")
        assert status == 200 and proof["ok"] is False and proof["fault"]
    finally:
        server.stop()

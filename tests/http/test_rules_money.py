"""What a session costs and pays, to the cent (S30 to S37)."""

import sqlite3
import subprocess

import pytest

from api import api, items
from conftest import BINARY, Server
from office import Office, charges, wages


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("money") / "data")
    made.speech = made.service()
    made.late = made.type("Late cancel", 50, 50)
    yield made
    made.close()


# Amounts


@pytest.mark.parametrize("cost,minutes,charge", [
    ("10.00", "01", "0.17"), ("42.50", "50", "35.42"), ("0.00", "50", "0.00"),
    ("10.00", "03", "0.50"), ("1.00", "00", "24.00"), ("0.01", "30", "0.01"),
    ("0.01", "29", "0.00")])
def test_s31_hourly_goes_by_elapsed_minutes_and_is_rounded(
        office, cost, minutes, charge):
    service = office.service(kind="hourly", cost=cost, wage=cost)
    until = {"end": "2020-03-03T09:00"} if minutes == "00" else {}
    made = office.session("C042", service=service, day="2020-03-02",
                          to=f"09:{minutes}", **until)
    saved = office.saved(made)
    assert charges(saved) == {"C042": charge}
    assert wages(saved) == {"maria": charge}


def test_s31_elapsed_minutes_are_those_of_utc(office):
    service = office.service(kind="hourly", cost="10.00", wage="6.00")
    autumn = office.session("C042", service=service, day="2025-11-02",
                            at="00:30", to="02:30")
    assert charges(office.saved(autumn)) == {"C042": "30.00"}
    spring = office.session("C042", service=service, day="2026-03-08",
                            at="00:30", to="03:30")
    saved = office.saved(spring)
    assert charges(saved) == {"C042": "20.00"}
    assert wages(saved) == {"maria": "12.00"}


def test_s31_fixed_is_the_rate_whatever_the_duration(office):
    for to in ("09:01", "23:59"):
        made = office.session("C042", service=office.speech, to=to)
        saved = office.saved(made)
        assert charges(saved) == {"C042": "42.50"}
        assert wages(saved) == {"maria": "30.00"}


def test_s32_a_clients_own_rate_goes_before_the_services(office):
    own, other = office.client(), office.client()
    path = f"/people/{own}/rates/{office.speech}"
    assert office.ask("PUT", path, {"cost": "38.00"})[0] in (200, 204)
    made = office.session(own, other, service=office.speech)
    assert charges(office.saved(made)) == {own: "38.00", other: "42.50"}
    assert office.ask("DELETE", path)[0] == 204
    office.saved(made, "open")
    assert charges(office.saved(made)) == {own: "42.50", other: "42.50"}


def test_s32_a_clients_own_rate_of_an_hourly_service_is_an_hours(office):
    own = office.client()
    service = office.service(kind="hourly")
    assert office.ask("PUT", f"/people/{own}/rates/{service}",
                      {"cost": "10.00"})[0] in (200, 204)
    made = office.session(own, service=service, to="09:01")
    assert charges(office.saved(made)) == {own: "0.17"}


def test_s32_a_clients_own_rate_holds_from_its_day_on(office):
    own = office.client()
    path = f"/people/{own}/rates/{office.speech}"
    for cost, day in (("38.00", None), ("40.00", "2026-03-01"),
                      ("41.00", "2026-04-01")):
        body = {"cost": cost, "effective_from": day} if day else {"cost": cost}
        assert office.ask("PUT", path, body) == (
            200, {"service": office.speech, "cost": cost,
                  "effective_from": day})
    for day, cost in (("2026-02-28", "38.00"), ("2026-03-01", "40.00"),
                      ("2026-03-31", "40.00"), ("2026-04-01", "41.00")):
        made = office.session(own, service=office.speech, day=day)
        assert charges(office.saved(made)) == {own: cost}
    found = office.got(path)
    assert (found["cost"], found["effective_from"]) == ("41.00", "2026-04-01")
    assert [(v["cost"], v["effective_from"]) for v in found["versions"]] == [
        ("38.00", None), ("40.00", "2026-03-01"), ("41.00", "2026-04-01")]
    assert office.got(f"/people/{own}")["rates"] == {office.speech: "41.00"}
    assert office.ask("DELETE", path)[0] == 204
    assert office.ask("GET", path)[0] == 404


def test_s32_a_rate_from_a_day_on_only_leaves_the_days_before(office):
    own = office.client()
    path = f"/people/{own}/rates/{office.speech}"
    assert office.ask("PUT", path, {"cost": "9.00",
                                    "effective_from": "2035-01-01"})[0] == 200
    made = office.session(own, service=office.speech, day="2026-03-02")
    assert charges(office.saved(made)) == {own: "42.50"}
    assert office.got(path)["cost"] is None
    assert office.got(f"/people/{own}")["rates"] == {}
    assert office.ask("DELETE", path)[0] == 204


def test_s32_a_practitioners_rate_holds_from_its_day_on(office):
    pia = office.practitioner(hourly="25.00")
    path = f"/people/{pia}/rates"
    made = office.made(path, hourly="30.00", bonus="1.00",
                       effective_from="2026-03-01")
    assert made == {"hourly": "30.00", "bonus": "1.00",
                    "effective_from": "2026-03-01"}
    office.made(path, hourly=None, effective_from="2026-04-01")
    for day, wage in (("2026-02-28", "25.00"), ("2026-03-01", "31.00"),
                      ("2026-04-01", "30.00")):
        hour = office.session("C042", service=office.speech, day=day,
                              practitioners=[pia], to="10:00")
        assert wages(office.saved(hour)) == {pia: wage}
    assert [(v["hourly"], v["effective_from"])
            for v in office.got(path)["items"]] == [
        ("25.00", None), ("30.00", "2026-03-01"), (None, "2026-04-01")]
    now = office.got(f"/people/{pia}")
    assert (now["hourly"], now["bonus"]) == (None, "0.00")
    for wrong in ({"hourly": "-1.00", "effective_from": "2026-04-01"},
                  {"hourly": "1.00"}):
        assert office.ask("POST", path, wrong)[0] == 422
    assert office.ask("POST", "/people/C042/rates", {
        "hourly": "1.00", "effective_from": "2026-04-01"})[0] == 404


def test_s32_a_change_of_hourly_or_bonus_holds_from_today(office):
    pia = office.practitioner(hourly="25.00")
    past = [office.session("C042", service=office.speech, to="10:00",
                           practitioners=[pia]) for _ in range(2)]
    assert wages(office.saved(past[0])) == {pia: "25.00"}
    assert office.changed(f"/people/{pia}", hourly="40.00",
                          bonus="2.00")["hourly"] == "40.00"
    assert wages(office.saved(past[1])) == {pia: "25.00"}
    office.saved(past[0], "open")
    assert wages(office.saved(past[0])) == {pia: "25.00"}
    coming = office.session("C042", service=office.speech, day="2035-03-01",
                            to="10:00", practitioners=[pia])
    assert wages(office.saved(coming)) == {pia: "42.00"}
    assert office.changed(f"/people/{pia}", phone="1")["bonus"] == "2.00"
    assert len(office.got(f"/people/{pia}/rates")["items"]) == 2
    assert office.changed(f"/people/{pia}", hourly="25.00",
                          bonus="0.00")["hourly"] == "25.00"
    assert len(office.got(f"/people/{pia}/rates")["items"]) == 2


def test_s32_a_practitioners_hourly_and_bonus_are_28_an_hour(office):
    pia = office.practitioner(hourly="25.00", bonus="3.00")
    for kind in ("fixed", "hourly"):
        service = office.service(kind=kind)
        hour = office.session("C042", service=service, practitioners=[pia],
                              to="10:00")
        assert wages(office.saved(hour)) == {pia: "28.00"}
        part = office.session("C042", service=service, practitioners=[pia])
        assert wages(office.saved(part)) == {pia: "23.33"}
    alone = office.practitioner(hourly="25.00")
    made = office.session("C042", service=office.speech, practitioners=[alone],
                          to="10:00")
    assert wages(office.saved(made)) == {alone: "25.00"}


def test_s32_an_hourly_wage_is_once_for_each_client_on_that_basis(office):
    pia = office.practitioner(hourly="25.00", bonus="3.00")
    service = office.service(wage_basis="client")
    made = office.session("C042", "C051", "C063", service=service,
                          practitioners=[pia], to="10:00")
    assert wages(office.saved(made)) == {pia: "84.00"}


def test_s32_several_practitioners_each_earn_theirs_in_full(office):
    pia = office.practitioner(hourly="25.00", bonus="3.00")
    made = office.session("C042", service=office.speech, to="10:00",
                          practitioners=["maria", "tom", pia])
    saved = office.saved(made)
    assert wages(saved) == {"maria": "30.00", "tom": "30.00", pia: "28.00"}
    assert charges(saved) == {"C042": "42.50"}


def test_s33_percentages_apply_to_the_rounded_base(office):
    service = office.service(kind="hourly", cost="42.50", wage="42.50")
    quarter = office.type("Quarter", 25, 25)
    made = office.session("C042", service=service)
    saved = office.saved(made, quarter)
    assert charges(saved) == {"C042": "8.86"}
    assert wages(saved) == {"maria": "8.86"}


def test_s33_a_percentage_above_100_and_999(office):
    for percent, charge in ((150, "63.75"), (999, "424.58"), (0, "0.00")):
        slug = office.type(f"P {percent}", percent, 100)
        made = office.session("C042", service=office.speech)
        saved = office.saved(made, slug)
        assert charges(saved) == {"C042": charge}
        assert wages(saved) == {"maria": "30.00"}


def test_s33_fixed_modifiers_replace_and_never_prorate(office):
    slug = office.type("Fixed 25/10", 25, 10, modifier="fixed")
    hourly = office.service(kind="hourly")
    for service, to in ((office.speech, "09:50"), (hourly, "09:01"),
                        (hourly, "12:00")):
        saved = office.saved(office.session("C042", service=service, to=to),
                             slug)
        assert charges(saved) == {"C042": "25.00"}
        assert wages(saved) == {"maria": "10.00"}


def test_s33_fixed_on_a_per_client_wage_is_for_each_client(office):
    slug = office.type("Fixed each", 25, 10, modifier="fixed")
    service = office.service(wage_basis="client")
    saved = office.saved(office.session("C042", "C051", "C063",
                                        service=service), slug)
    assert set(charges(saved).values()) == {"25.00"}
    assert wages(saved) == {"maria": "30.00"}


@pytest.mark.parametrize("basis,wage", [("session", "30.00"),
                                        ("client", "90.00")])
def test_s34_three_times_42_50_are_127_50(office, basis, wage):
    codes = [office.client() for _ in range(3)]
    service = office.service(wage_basis=basis)
    saved = office.saved(office.session(*codes, service=service))
    assert charges(saved) == dict.fromkeys(codes, "42.50")
    assert wages(saved) == {"maria": wage}
    newest = items(office.admin, "/ledger?limit=1000")[-1]
    amounts = {e["account"]: e["amount"] for e in newest["entries"]}
    assert amounts["income"] == "-127.50"
    assert amounts["wages"] == wage


@pytest.mark.parametrize("basis,wage", [("session", "30.00"),
                                        ("client", "45.00")])
def test_s34_full_late_and_canceled_are_63_75(office, basis, wage):
    full, late, canceled = (office.client() for _ in range(3))
    service = office.service(wage_basis=basis)
    made = office.session(full, late, canceled, service=service)
    saved = office.saved(made, clients={late: office.late,
                                        canceled: "canceled"})
    assert charges(saved) == {full: "42.50", late: "21.25", canceled: "0.00"}
    assert wages(saved) == {"maria": wage}
    assert [office.balance(c) for c in (full, late, canceled)] == [
        "42.50", "21.25", "0.00"]
    newest = items(office.admin, "/ledger?limit=1000")[-1]
    amounts = {e["account"]: e["amount"] for e in newest["entries"]}
    assert amounts["income"] == "-63.75"


def test_s34_a_session_wage_follows_the_sessions_own_status(office):
    made = office.session("C042", "C051", service=office.speech)
    saved = office.saved(made, "canceled", clients={"C042": "completed"})
    assert charges(saved) == {"C042": "42.50", "C051": "0.00"}
    assert wages(saved) == {"maria": "0.00"}


def test_s35_tax_is_rounded_on_each_line(office):
    code = office.client()
    service = office.service(tax_bp=1300)
    for day in ("2026-06-01", "2026-06-02", "2026-06-03"):
        saved = office.saved(office.session(code, service=service, day=day))
        assert [c["tax"] for c in saved["clients"]] == ["5.53"]
    draft = office.made("/invoices", client=code, to="2026-06-10")
    assert [x["tax"] for x in draft["lines"]] == ["5.53"] * 3
    assert (draft["charge"], draft["tax"], draft["total"]) == (
        "127.50", "16.59", "144.09")
    assert office.balance(code) == "144.09"


def test_s35_tax_is_of_what_is_charged_and_wages_are_untaxed(office):
    code = office.client()
    service = office.service(tax_bp=1300)
    saved = office.saved(office.session(code, service=service), office.late)
    assert saved["clients"][0]["tax"] == "2.76", "13 % of 21.25"
    assert wages(saved) == {"maria": "15.00"}
    newest = items(office.admin, "/ledger?limit=1000")[-1]
    assert {e["account"]: e["amount"] for e in newest["entries"]} == {
        f"receivable:{code}": "24.01", "income": "-21.25", "tax": "-2.76",
        "wages": "15.00", "payable:maria": "-15.00"}


# Currencies


@pytest.fixture(scope="module")
def abroad(tmp_path_factory):
    """A practice of that currency, made when it is first asked for."""
    offices = {}

    def find(currency):
        if currency not in offices:
            offices[currency] = Office(
                tmp_path_factory.mktemp(currency) / "data",
                currency=currency, people=(("admin", "admin", "Ann"),
                                           ("maria", "practitioner", "M"),
                                           ("c042", "client", "Ada")))
        return offices[currency]

    yield find
    for office in offices.values():
        office.close()


@pytest.mark.parametrize("currency,cost,charge,tax,half,fixed", [
    ("JPY", "4251", "3543", "461", "1772", "25"),
    ("CAD", "42.51", "35.43", "4.61", "17.72", "25.00"),
    ("BHD", "42.511", "35.426", "4.605", "17.713", "25.000")])
def test_s30_0_2_and_3_decimals_work(abroad, currency, cost, charge, tax,
                                     half, fixed):
    office = abroad(currency)
    service = office.service(kind="hourly", cost=cost, wage=cost, tax_bp=1300)
    saved = office.saved(office.session("C042", service=service))
    assert charges(saved) == {"C042": charge}
    assert wages(saved) == {"maria": charge}
    assert saved["clients"][0]["tax"] == tax
    saved = office.saved(office.session("C042", service=service),
                         office.type("Half", 50, 50))
    assert charges(saved) == {"C042": half}, "half a unit is rounded up"
    saved = office.saved(office.session("C042", service=service),
                         office.type("Fixed", 25, 10, modifier="fixed"))
    assert charges(saved) == {"C042": fixed}, "whole units of the currency"
    assert office.got("/ledger/verify")["ok"]


@pytest.mark.parametrize("currency,right,wrong", [
    ("JPY", "25", ("25.0", "25.5", "25.", "25,0")),
    ("CAD", "25.00", ("25.001", "25,00", "1e3", "-1", "+1", " 25", "25 ",
                      "", "0x10", "NaN", "1,000.00", "٢٥", "9" * 30)),
    ("BHD", "25.000", ("25.0001", "25,000", "1e3"))])
def test_s30_amounts_have_the_currencys_digits(abroad, currency, right,
                                               wrong):
    office = abroad(currency)
    for field in ("cost", "wage"):
        for text in wrong:
            status, answer = office.ask("POST", "/services", {
                "name": "Odd", "kind": "fixed", "cost": right, "wage": right,
                field: text})
            assert status == 422, text
            assert [f["field"] for f in answer["error"]["fields"]] == [field]
    kept = office.made("/services", name="Right", kind="fixed", cost=right,
                       wage=right)
    assert kept["cost"] == right


def test_s30_the_currency_stays_once_something_is_posted(abroad):
    office = abroad("JPY")
    service = office.service(cost="100", wage="50")
    office.saved(office.session("C042", service=service))
    status, answer = office.ask("PATCH", "/practice", {"currency": "CAD"})
    assert status in (409, 422) and answer["error"]["message"]
    assert office.got("/practice")["currency"] == "JPY"


# The ledger


def test_s36_saving_42_50_and_13_percent_posts_both_sides(office):
    code = office.client()
    service = office.service(tax_bp=1300)
    made = office.session(code, service=service)
    office.saved(made)
    posted = items(office.admin, "/ledger?limit=1000")[-1]
    assert posted["session"] == made["id"] and posted["kind"] == "save"
    assert {e["account"]: e["amount"] for e in posted["entries"]} == {
        f"receivable:{code}": "48.03", "income": "-42.50", "tax": "-5.53",
        "wages": "30.00", "payable:maria": "-30.00"}


def test_s36_every_transaction_sums_to_zero(office):
    everything = items(office.admin, "/ledger?limit=1000")
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
def test_s36_the_database_itself_refuses_changes(office, statement):
    office.saved(office.session("C042", service=office.service(cost="0.00")))
    db = sqlite3.connect(f"{office.server.data}/daybook.db", timeout=20)
    before = list(db.execute("SELECT * FROM ledger_entry"))
    try:
        with pytest.raises(sqlite3.DatabaseError):
            with db:
                db.execute(statement)
        assert list(db.execute("SELECT * FROM ledger_entry")) == before
    finally:
        db.close()
    assert office.transactions()


def test_s37_reopening_posts_exact_negatives_and_resaving_anew(office):
    code, pia = office.client(), office.practitioner()
    service = office.service(tax_bp=1300)
    made = office.session(code, service=service, practitioners=[pia])
    before = (office.balance(code), office.unpaid(pia))
    assert before == ("0.00", "0.00")
    office.saved(made)
    saved = (office.balance(code), office.unpaid(pia))
    assert saved == ("48.03", "30.00")
    office.saved(made, "open")
    assert (office.balance(code), office.unpaid(pia)) == before
    first, back = items(office.admin, "/ledger?limit=1000")[-2:]
    assert back["reverses"] == first["id"] and back["session"] == made["id"]
    assert back["kind"] == "reopen"
    negative = {e["account"]: e["amount"].lstrip("-") if e["amount"][0] == "-"
                else "-" + e["amount"] for e in first["entries"]}
    assert {e["account"]: e["amount"] for e in back["entries"]} == negative
    office.saved(made)
    assert (office.balance(code), office.unpaid(pia)) == saved
    third = items(office.admin, "/ledger?limit=1000")[-1]
    assert third["entries"] == first["entries"]
    assert third["id"] != first["id"] and not third.get("reverses")


def test_s37_a_payment_is_voided_by_reversal(office):
    code = office.client()
    payment = office.made("/payments", client=code, amount="42.50",
                          date="2026-06-02", method="card")
    assert office.balance(code) == "-42.50"
    office.made(f"/payments/{payment['id']}/void")
    assert office.balance(code) == "0.00"
    paid, back = items(office.admin, "/ledger?limit=1000")[-2:]
    assert back["reverses"] == paid["id"]
    assert {e["account"]: e["amount"] for e in back["entries"]} == {
        "cash": "-42.50", f"receivable:{code}": "42.50"}
    assert office.ask("POST", f"/payments/{payment['id']}/void")[0] == 409


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
def copies(office, tmp_path_factory):
    """Makes a place with a copy of the database, and the way to it."""
    office.saved(office.session("C042", service=office.speech))
    folder = tmp_path_factory.mktemp("copies")
    whole = folder / "whole.db"
    office.server.run("backup", str(whole))

    def copy(name):
        place = folder / name
        place.mkdir()
        (place / "daybook.db").write_bytes(whole.read_bytes())
        return place

    return copy


def verified(office, place):
    return subprocess.run([BINARY, "verify", "--data", str(place)],
                          capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("table,column,value", COLUMNS)
def test_s36_verify_finds_what_was_altered(office, copies, table, column,
                                           value):
    place = copies(f"{table}-{column}")
    assert verified(office, place).returncode == 0
    db = sqlite3.connect(place / "daybook.db")
    db.execute(f"DROP TRIGGER {table}_update")
    row = ("posting = (SELECT max(id) FROM ledger_transaction)"
           " AND position = 0" if table == "ledger_entry" else
           "id = (SELECT max(id) FROM ledger_transaction)")
    with db:
        assert db.execute(f"UPDATE {table} SET {column} = {value}"
                          f" WHERE {row}").rowcount == 1
    db.close()
    answer = verified(office, place)
    assert answer.returncode == 1 and answer.stderr + answer.stdout


def test_s36_verify_finds_one_altered_byte_of_the_file(office, copies):
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
    assert verified(office, place).returncode == 1


def test_s36_the_endpoint_tells_what_verify_finds(office, copies):
    place = copies("served")
    db = sqlite3.connect(place / "daybook.db")
    db.execute("DROP TRIGGER ledger_entry_update")
    with db:
        db.execute("UPDATE ledger_entry SET amount = amount + 1"
                   " WHERE posting = 1 AND position = 0")
    db.close()
    server = Server(place)
    server.passwords = office.server.passwords
    server.start()
    try:
        status, proof = api(server.person("admin"), "GET", "/ledger/verify")
        assert status == 200 and proof["ok"] is False and proof["fault"]
    finally:
        server.stop()

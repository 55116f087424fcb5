"""The same save again, another one, and back to open (S24, S25)."""

import pytest

from api import api, items
from conftest import wait_for
from desk import Desk, charges, line, wages, with_line

COMING = {"start": "2026-07-06T09:00", "end": "2026-07-06T09:50"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(tmp_path_factory.mktemp("again") / "data")
    made.speech = made.service()
    made.late = made.type("Late cancel", 50, 50)
    made.partly = made.type("Left early", 80, 100, map="completed")
    yield made
    made.close()


def refused(answer, status, code):
    assert answer[0] == status, answer
    assert answer[1]["error"]["code"] == code, answer
    assert answer[1]["error"]["message"]


def put_status(desk, session, who, status, calendar="sessions", etag=None):
    path = desk.resource(session, who, calendar)
    got = who.get(path)
    return who.put(path, with_line(got.text, "X-PRACTICE-STATUS", status),
                   If_Match=etag or got.headers["ETag"])


# --- S24 ----------------------------------------------------------------------


def test_s24_the_same_save_twice_changes_nothing(desk):
    made = desk.session("C042", "C051", service=desk.speech)
    for fields in (
            {"type": "missed"},
            {"type": "completed", "clients": {"C051": desk.late}},
            {"type": "override", "reason": "Agreed", "wage": "5.00",
             "charges": {"C042": "1.00", "C051": "2.00"}}):
        first = desk.saved(made, **fields)
        posted = desk.transactions()
        rows = len(items(desk.admin, f"/audit?object=session:{made['id']}"))
        tag = desk.maria.get(desk.resource(made, desk.maria)).headers["ETag"]
        again = desk.saved(made, **fields)
        assert again == first
        assert desk.transactions() == posted
        assert len(items(desk.admin,
                         f"/audit?object=session:{made['id']}")) == rows
        assert desk.maria.get(desk.resource(made, desk.maria)
                              ).headers["ETag"] == tag


def test_s24_the_same_save_over_a_stale_revision_changes_nothing(desk):
    made = desk.session("C042", service=desk.speech)
    first = desk.saved(made, "missed", revision=made["revision"])
    assert desk.saved(made, "missed", revision=made["revision"]) == first


def test_s24_another_save_is_a_reopening_and_a_save(desk):
    code, pia = desk.client(), desk.practitioner()
    made = desk.session(code, service=desk.speech, practitioners=[pia])
    desk.saved(made, "completed")
    posted = desk.transactions()
    saved = desk.saved(made, desk.late)
    assert saved["type"] == "late-cancel" and charges(saved) == {code: "21.25"}
    assert desk.balance(code) == "21.25" and desk.unpaid(pia) == "15.00"
    assert desk.transactions() == posted + 2
    first, back, last = items(desk.admin, "/ledger?limit=1000")[-3:]
    assert back["reverses"] == first["id"] and back["kind"] == "reopen"
    assert last["kind"] == "save"
    for fields in ({"clients": {code: "missed"}}, {}):
        desk.saved(made, "completed", **fields)
        assert desk.balance(code) == "42.50"


def test_s24_other_amounts_and_exceptions_are_another_save(desk):
    made = desk.session("C042", "C051", service=desk.speech)
    desk.saved(made, "completed")
    saved = desk.saved(made, "completed", clients={"C051": desk.late})
    assert charges(saved) == {"C042": "42.50", "C051": "21.25"}
    override = {"reason": "Agreed", "wage": "5.00"}
    desk.saved(made, "override", charges={"C042": "1", "C051": "2"},
               **override)
    saved = desk.saved(made, "override", charges={"C042": "1", "C051": "3"},
                       **override)
    assert charges(saved) == {"C042": "1.00", "C051": "3.00"}
    saved = desk.saved(made, "override", charges={"C042": "1", "C051": "3"},
                       reason="Agreed", wage="6.00")
    assert wages(saved) == {"maria": "6.00"}


def test_s24_a_different_status_over_a_stale_revision_conflicts(desk):
    made = desk.session("C042", service=desk.speech)
    path = desk.resource(made, desk.maria)
    stale = desk.maria.get(path).headers["ETag"]
    saved = desk.saved(made, "missed", revision=made["revision"])
    for type in ("completed", "open", "canceled"):
        answer = desk.save(made, type, revision=made["revision"])
        assert answer[0] == 409
        current = answer[1]["error"]["current"]
        assert current["type"] == "missed"
        assert current["revision"] == saved["revision"]
    answer = put_status(desk, made, desk.maria, "completed", etag=stale)
    assert answer.status == 412
    assert desk.now(made) == saved
    desk.saved(made, "completed", revision=saved["revision"])


# --- S25: back to open --------------------------------------------------------


def test_s25_opening_an_open_session_changes_nothing(desk):
    made = desk.session("C042", service=desk.speech)
    assert desk.saved(made, "open") == desk.now(made) == made


@pytest.fixture
def billed(desk):
    """Sessions of a client, of which one is invoiced and one paid out."""
    code, pia = desk.client(), desk.practitioner()
    invoiced = desk.session(code, service=desk.speech)
    desk.saved(invoiced, "completed", desk.maria)
    draft = desk.made("/invoices", client=code, to="2026-06-10")
    desk.made(f"/invoices/{draft['id']}/issue")
    paid = desk.session(code, service=desk.speech, practitioners=["maria",
                                                                  pia])
    desk.saved(paid, "completed", desk.maria)
    run = desk.made("/payroll", to="2026-06-10")
    desk.made(f"/payroll/{run['id']}/close")
    return invoiced, paid


def test_s25_staff_reopen_until_invoiced_or_paid_out(desk, billed):
    fresh = desk.session("C042", service=desk.speech)
    desk.saved(fresh, "completed")
    desk.saved(fresh, "open", desk.staff)
    for session in billed:
        refused(desk.save(session, "open", desk.staff), 403, "session-saved")
        refused(desk.save(session, "missed", desk.staff), 403,
                "session-saved")
        answer = put_status(desk, session, desk.staff, "open", "maria")
        assert answer.status == 403
        assert {"need-privileges", "session-saved"} <= set(answer.error)
        assert desk.now(session)["type"] == "completed"


def test_s25_an_admin_reopens_always(desk, billed):
    for session in billed:
        assert desk.saved(session, "open")["status"] == "open"
        desk.saved(session, "completed")
        assert desk.saved(session, "missed")["type"] == "missed"


def test_s25_a_practitioner_reopens_what_is_unbilled_only(desk, billed):
    for session in billed:
        refused(desk.save(session, "open", desk.maria), 403, "session-saved")
    other = desk.session("C042", service=desk.speech, practitioners=["tom"])
    desk.saved(other, "completed")
    refused(desk.save(other, "open", desk.maria), 404, "not-found")


def test_s25_a_draft_invoice_holds_nobody(desk):
    code = desk.client()
    made = desk.session(code, service=desk.speech)
    desk.saved(made, "completed", desk.maria)
    draft = desk.made("/invoices", client=code, to="2026-06-10")
    assert len(draft["lines"]) == 1
    desk.saved(made, "open", desk.maria)
    assert desk.got(f"/invoices/{draft['id']}")["lines"] == []


def test_s25_a_practitioner_reopens_within_24_hours_of_the_save(desk):
    desk.at("2026-06-10T18:00:00Z")
    saved = [desk.session("C042", service=desk.speech) for _ in range(6)]
    for session in saved:
        desk.saved(session, "completed", desk.maria)
    desk.at("2026-06-11T17:59:00Z")
    assert desk.saved(saved[0], "open", desk.maria)["status"] == "open"
    assert desk.saved(saved[1], "missed", desk.maria)["type"] == "missed"
    assert put_status(desk, saved[2], desk.maria, "open").status == 204
    desk.at("2026-06-11T18:01:00Z")
    refused(desk.save(saved[3], "open", desk.maria), 403, "session-saved")
    refused(desk.save(saved[3], "missed", desk.maria), 403, "session-saved")
    answer = put_status(desk, saved[3], desk.maria, "open")
    assert answer.status == 403
    assert {"need-privileges", "session-saved"} <= set(answer.error)
    assert desk.saved(saved[3], "completed", desk.maria)["type"] == (
        "completed"), "the same again is no change"
    assert desk.saved(saved[1], "open", desk.maria)["status"] == "open", (
        "it was saved anew two minutes ago")
    desk.changed("/practice", reopen_hours=48)
    assert desk.saved(saved[4], "open", desk.maria)["status"] == "open"
    desk.changed("/practice", reopen_hours=24)
    assert desk.saved(saved[5], "open", desk.staff)["status"] == "open"


# --- S25: before the start ----------------------------------------------------


def test_s25_before_the_start_a_practitioner_only_cancels(desk):
    for type in ("completed", "missed", desk.partly):
        made = desk.session("C042", service=desk.speech, **COMING)
        refused(desk.save(made, type, desk.maria), 403, "before-start")
        answer = put_status(desk, made, desk.maria, type)
        assert answer.status == 403
        assert {"need-privileges", "not-permitted"} <= set(answer.error)
        item = desk.made("/sessions/completions", desk.maria, type=type,
                         ids=[made["id"]])["items"][0]
        assert not item["ok"] and item["error"]["code"] == "before-start"
        assert desk.now(made)["status"] == "open"
    for type, charge in (("canceled", "0.00"), (desk.late, "21.25")):
        made = desk.session("C042", service=desk.speech, **COMING)
        assert charges(desk.now(desk.saved(made, type, desk.maria))) == {
            "C042": charge}
        made = desk.session("C042", service=desk.speech, **COMING)
        assert put_status(desk, made, desk.maria, type).status == 204


def test_s25_before_the_start_every_client_of_a_group_is_canceled(desk):
    made = desk.session("C042", "C051", service=desk.speech, **COMING)
    refused(desk.save(made, "canceled", desk.maria,
                      clients={"C051": "missed"}), 403, "before-start")
    desk.saved(made, "canceled", desk.maria, clients={"C051": desk.late})


def test_s25_before_the_start_staff_and_admin_complete(desk):
    for who in (desk.staff, desk.admin):
        for type in ("completed", "missed", desk.partly, "canceled"):
            made = desk.session("C042", service=desk.speech, **COMING)
            assert desk.saved(made, type, who)["type"] == type
        made = desk.session("C042", service=desk.speech, **COMING)
        assert put_status(desk, made, who, "completed", "maria").status == 204


def test_s25_what_has_begun_may_be_completed_before_its_end(desk):
    # The clock stands at 11 June 2026, 14:01 in Toronto.
    made = desk.session("C042", service=desk.speech, day="2026-06-11",
                        at="14:00", to="15:00")
    assert desk.saved(made, "completed", desk.maria)["type"] == "completed"
    soon = desk.session("C042", service=desk.speech, day="2026-06-11",
                        at="14:30", to="15:00")
    refused(desk.save(soon, "completed", desk.maria), 403, "before-start")


def test_a_canceled_session_leaves_a_clients_calendar_24_hours_after_start(
        desk):
    made = desk.session("C042", service=desk.speech, day="2026-06-12",
                        at="10:00", to="10:50")
    desk.saved(made, "canceled", desk.maria)
    path = desk.resource(made, desk.c042)
    desk.at("2026-06-13T13:58:00Z")
    shown = desk.c042.get(path)
    assert shown.status == 200
    assert line(shown.text, "TRANSP") == "TRANSPARENT"
    assert "STATUS:CANCELLED" not in shown.text
    desk.at("2026-06-13T14:01:00Z")
    wait_for(lambda: desk.c042.get(path).status == 404)
    assert desk.maria.get(desk.resource(made, desk.maria)).status == 200
    assert api(desk.c042, "GET", f"/sessions/{made['id']}")[0] == 200

"""The same save again, another one, and back to open (S24, S25)."""

import pytest

from api import api, items
from conftest import wait_for
from office import Office, charges, line, wages, with_line

COMING = {"start": "2026-07-06T09:00", "end": "2026-07-06T09:50"}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("again") / "data")
    made.speech = made.service()
    made.late = made.type("Late cancel", 50, 50)
    made.partly = made.type("Left early", 80, 100, map="completed")
    yield made
    made.close()


def refused(answer, status, code):
    assert answer[0] == status, answer
    assert answer[1]["error"]["code"] == code, answer
    assert answer[1]["error"]["message"]


def put_status(office, session, who, status, calendar="sessions", etag=None):
    path = office.resource(session, who, calendar)
    got = who.get(path)
    return who.put(path, with_line(got.text, "X-PRACTICE-STATUS", status),
                   If_Match=etag or got.headers["ETag"])


def test_s24_the_same_save_twice_changes_nothing(office):
    made = office.session("C042", "C051", service=office.speech)
    for fields in (
            {"type": "missed"},
            {"type": "completed", "clients": {"C051": office.late}},
            {"type": "override", "reason": "Agreed", "wage": "5.00",
             "charges": {"C042": "1.00", "C051": "2.00"}}):
        first = office.saved(made, **fields)
        posted = office.transactions()
        rows = len(items(office.admin, f"/audit?object=session:{made['id']}"))
        tag = office.maria.get(office.resource(made,
                                               office.maria)).headers["ETag"]
        again = office.saved(made, **fields)
        assert again == first
        assert office.transactions() == posted
        assert len(items(office.admin,
                         f"/audit?object=session:{made['id']}")) == rows
        assert office.maria.get(office.resource(made, office.maria)
                                ).headers["ETag"] == tag


def test_s24_the_same_save_over_a_stale_revision_changes_nothing(office):
    made = office.session("C042", service=office.speech)
    first = office.saved(made, "missed", revision=made["revision"])
    assert office.saved(made, "missed", revision=made["revision"]) == first


def test_s24_another_save_is_a_reopening_and_a_save(office):
    code, pia = office.client(), office.practitioner()
    made = office.session(code, service=office.speech, practitioners=[pia])
    office.saved(made, "completed")
    posted = office.transactions()
    saved = office.saved(made, office.late)
    assert saved["type"] == "late-cancel" and charges(saved) == {code: "21.25"}
    assert office.balance(code) == "21.25" and office.unpaid(pia) == "15.00"
    assert office.transactions() == posted + 2
    first, back, last = items(office.admin, "/ledger?limit=1000")[-3:]
    assert back["reverses"] == first["id"] and back["kind"] == "reopen"
    assert last["kind"] == "save"
    for fields in ({"clients": {code: "missed"}}, {}):
        office.saved(made, "completed", **fields)
        assert office.balance(code) == "42.50"


def test_s24_other_amounts_and_exceptions_are_another_save(office):
    made = office.session("C042", "C051", service=office.speech)
    office.saved(made, "completed")
    saved = office.saved(made, "completed", clients={"C051": office.late})
    assert charges(saved) == {"C042": "42.50", "C051": "21.25"}
    override = {"reason": "Agreed", "wage": "5.00"}
    office.saved(made, "override", charges={"C042": "1", "C051": "2"},
                 **override)
    saved = office.saved(made, "override", charges={"C042": "1", "C051": "3"},
                         **override)
    assert charges(saved) == {"C042": "1.00", "C051": "3.00"}
    saved = office.saved(made, "override", charges={"C042": "1", "C051": "3"},
                         reason="Agreed", wage="6.00")
    assert wages(saved) == {"maria": "6.00"}


def test_s24_a_different_status_over_a_stale_revision_conflicts(office):
    made = office.session("C042", service=office.speech)
    path = office.resource(made, office.maria)
    stale = office.maria.get(path).headers["ETag"]
    saved = office.saved(made, "missed", revision=made["revision"])
    for type in ("completed", "open", "canceled"):
        answer = office.save(made, type, revision=made["revision"])
        assert answer[0] == 409
        current = answer[1]["error"]["current"]
        assert current["type"] == "missed"
        assert current["revision"] == saved["revision"]
    answer = put_status(office, made, office.maria, "completed", etag=stale)
    assert answer.status == 412
    assert office.now(made) == saved
    office.saved(made, "completed", revision=saved["revision"])


# S25: back to open


def test_s25_opening_an_open_session_changes_nothing(office):
    made = office.session("C042", service=office.speech)
    assert office.saved(made, "open") == office.now(made) == made


@pytest.fixture
def billed(office):
    """Sessions of a client, of which one is invoiced and one paid out."""
    code, pia = office.client(), office.practitioner()
    invoiced = office.session(code, service=office.speech)
    office.saved(invoiced, "completed", office.maria)
    draft = office.made("/invoices", client=code, to="2026-06-10")
    office.made(f"/invoices/{draft['id']}/issue")
    paid = office.session(code, service=office.speech, practitioners=["maria",
                                                                      pia])
    office.saved(paid, "completed", office.maria)
    run = office.made("/payroll", to="2026-06-10")
    office.made(f"/payroll/{run['id']}/close")
    return invoiced, paid


def test_s25_staff_reopen_until_invoiced_or_paid_out(office, billed):
    fresh = office.session("C042", service=office.speech)
    office.saved(fresh, "completed")
    office.saved(fresh, "open", office.staff)
    for session in billed:
        refused(office.save(session, "open", office.staff), 403,
                "session-saved")
        refused(office.save(session, "missed", office.staff), 403,
                "session-saved")
        answer = put_status(office, session, office.staff, "open", "maria")
        assert answer.status == 403
        assert {"need-privileges", "session-saved"} <= set(answer.error)
        assert office.now(session)["type"] == "completed"


def test_s25_an_admin_reopens_always(office, billed):
    for session in billed:
        assert office.saved(session, "open")["status"] == "open"
        office.saved(session, "completed")
        assert office.saved(session, "missed")["type"] == "missed"


def test_s25_a_practitioner_reopens_what_is_unbilled_only(office, billed):
    for session in billed:
        refused(office.save(session, "open", office.maria), 403,
                "session-saved")
    other = office.session("C042", service=office.speech,
                           practitioners=["tom"])
    office.saved(other, "completed")
    refused(office.save(other, "open", office.maria), 404, "not-found")


def test_s25_a_draft_invoice_holds_nobody(office):
    code = office.client()
    made = office.session(code, service=office.speech)
    office.saved(made, "completed", office.maria)
    draft = office.made("/invoices", client=code, to="2026-06-10")
    assert len(draft["lines"]) == 1
    office.saved(made, "open", office.maria)
    assert office.got(f"/invoices/{draft['id']}")["lines"] == []


def test_s25_a_practitioner_reopens_within_24_hours_of_the_save(office):
    office.at("2026-06-10T18:00:00Z")
    saved = [office.session("C042", service=office.speech) for _ in range(6)]
    for session in saved:
        office.saved(session, "completed", office.maria)
    office.at("2026-06-11T17:59:00Z")
    assert office.saved(saved[0], "open", office.maria)["status"] == "open"
    assert office.saved(saved[1], "missed", office.maria)["type"] == "missed"
    assert put_status(office, saved[2], office.maria, "open").status == 204
    office.at("2026-06-11T18:01:00Z")
    refused(office.save(saved[3], "open", office.maria), 403, "session-saved")
    refused(office.save(saved[3], "missed", office.maria), 403,
            "session-saved")
    answer = put_status(office, saved[3], office.maria, "open")
    assert answer.status == 403
    assert {"need-privileges", "session-saved"} <= set(answer.error)
    assert office.saved(saved[3], "completed", office.maria)["type"] == (
        "completed"), "the same again is no change"
    assert office.saved(saved[1], "open", office.maria)["status"] == "open", (
        "it was saved anew two minutes ago")
    office.changed("/practice", reopen_hours=48)
    assert office.saved(saved[4], "open", office.maria)["status"] == "open"
    office.changed("/practice", reopen_hours=24)
    assert office.saved(saved[5], "open", office.staff)["status"] == "open"


# S25: before the start


def test_s25_before_the_start_a_practitioner_only_cancels(office):
    for type in ("completed", "missed", office.partly):
        made = office.session("C042", service=office.speech, **COMING)
        refused(office.save(made, type, office.maria), 403, "before-start")
        answer = put_status(office, made, office.maria, type)
        assert answer.status == 403
        assert {"need-privileges", "not-permitted"} <= set(answer.error)
        item = office.made("/sessions/completions", office.maria, type=type,
                           ids=[made["id"]])["items"][0]
        assert not item["ok"] and item["error"]["code"] == "before-start"
        assert office.now(made)["status"] == "open"
    for type, charge in (("canceled", "0.00"), (office.late, "21.25")):
        made = office.session("C042", service=office.speech, **COMING)
        assert charges(office.now(office.saved(made, type, office.maria))) == {
            "C042": charge}
        made = office.session("C042", service=office.speech, **COMING)
        assert put_status(office, made, office.maria, type).status == 204


def test_s25_before_the_start_every_client_of_a_group_is_canceled(office):
    made = office.session("C042", "C051", service=office.speech, **COMING)
    refused(office.save(made, "canceled", office.maria,
                        clients={"C051": "missed"}), 403, "before-start")
    office.saved(made, "canceled", office.maria, clients={"C051": office.late})


def test_s25_before_the_start_staff_and_admin_complete(office):
    for who in (office.staff, office.admin):
        for type in ("completed", "missed", office.partly, "canceled"):
            made = office.session("C042", service=office.speech, **COMING)
            assert office.saved(made, type, who)["type"] == type
        made = office.session("C042", service=office.speech, **COMING)
        assert put_status(office, made, who, "completed",
                          "maria").status == 204


def test_s25_what_has_begun_may_be_completed_before_its_end(office):
    # The clock stands at 11 June 2026, 14:01 in Toronto.
    made = office.session("C042", service=office.speech, day="2026-06-11",
                          at="14:00", to="15:00")
    assert office.saved(made, "completed", office.maria)["type"] == "completed"
    soon = office.session("C042", service=office.speech, day="2026-06-11",
                          at="14:30", to="15:00")
    refused(office.save(soon, "completed", office.maria), 403, "before-start")


def test_a_canceled_session_leaves_a_clients_calendar_24_hours_after_start(
        office):
    made = office.session("C042", service=office.speech, day="2026-06-12",
                          at="10:00", to="10:50")
    office.saved(made, "canceled", office.maria)
    path = office.resource(made, office.c042)
    office.at("2026-06-13T13:58:00Z")
    shown = office.c042.get(path)
    assert shown.status == 200
    assert line(shown.text, "TRANSP") == "TRANSPARENT"
    assert "STATUS:CANCELLED" not in shown.text
    office.at("2026-06-13T14:01:00Z")
    wait_for(lambda: office.c042.get(path).status == 404)
    assert office.maria.get(office.resource(made, office.maria)).status == 200
    assert api(office.c042, "GET", f"/sessions/{made['id']}")[0] == 200

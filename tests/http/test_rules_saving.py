"""Saving a session: the ways, the choices, again, and back (S17 to S25)."""

import pytest

from api import items, wrong_fields
from desk import Desk, charges, line, wages, with_line

COMING = "2026-07-06"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(tmp_path_factory.mktemp("saving") / "data")
    made.speech = made.service()
    made.late = made.type("Late cancel", 50, 50, short="lc")
    yield made
    made.close()


def put(desk, session, who, calendar="sessions", etag=None, **lines):
    path = desk.resource(session, who, calendar)
    got = who.get(path)
    assert got.status == 200, got.text
    text = got.text
    for name, value in lines.items():
        text = with_line(text, name.replace("_", "-"), value)
    return who.put(path, text, If_Match=etag or got.headers["ETag"])


def audited(desk, session):
    rows = items(desk.admin, f"/audit?object=session:{session['id']}")
    return [r for r in rows if r["action"] != "session.add"]


# --- S17, S18 -----------------------------------------------------------------


def by_json(desk, session):
    desk.saved(session, "missed", desk.maria)


def by_bulk(desk, session):
    answer = desk.made("/sessions/completions", desk.maria,
                       ids=[session["id"]], type="missed")
    assert answer["items"][0]["ok"], answer


def by_put(desk, session):
    assert put(desk, session, desk.maria,
               X_PRACTICE_STATUS="missed").status == 204


def by_title(desk, session):
    title = line(desk.maria.get(desk.resource(session, desk.maria)).text,
                 "SUMMARY")
    assert put(desk, session, desk.maria,
               SUMMARY=f"ns {title}").status == 204


def by_proppatch(desk, session):
    answer = desk.maria.proppatch(
        desk.resource(session, desk.maria),
        "<D:set><D:prop><B:status>missed</B:status></D:prop></D:set>")
    assert " 200 " in answer.text


@pytest.mark.parametrize("way,channel", [
    (by_json, "api"), (by_bulk, "api"), (by_put, "calendar"),
    (by_title, "calendar"), (by_proppatch, "calendar")])
def test_s17_every_way_has_the_same_result_and_audit_row(desk, way, channel):
    code, pia = desk.client(), "maria"
    made = desk.session(code, service=desk.speech)
    unpaid = float(desk.unpaid(pia))
    way(desk, made)
    now = desk.now(made)
    assert (now["status"], now["type"], now["label"], now["map"]) == (
        "saved", "missed", "Missed", "missed")
    assert charges(now) == {code: "42.50"} and wages(now) == {pia: "30.00"}
    assert desk.balance(code) == "42.50"
    assert float(desk.unpaid(pia)) == unpaid + 30
    assert now["channel"] == channel and now["saved_at"]
    rows = audited(desk, made)
    assert len(rows) == 1
    row = rows[0]
    assert (row["who"], row["channel"], row["action"]) == (
        "maria", channel, "session.save")
    assert row["before"]["type"] is None and row["after"]["type"] == "missed"
    assert row["object"] == f"session:{made['id']}" and row["at"]


def test_s17_a_ticked_task_saves_as_completed(desk):
    code = desk.client()
    made = desk.session(code, service=desk.speech, day="2026-06-08")
    path = f"{desk.maria.home}to-save/{made['uid']}-save.ics"
    task = desk.maria.get(path)
    assert task.status == 200 and "BEGIN:VTODO" in task.text
    ticked = task.text.replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED")
    assert desk.maria.put(path, ticked).status == 204
    assert desk.now(made)["type"] == "completed"
    assert desk.balance(code) == "42.50"


def test_s18_every_choice_is_taken(desk):
    gone = desk.type("For a while")
    for type, charge in (("completed", "42.50"), ("missed", "42.50"),
                         ("canceled", "0.00"), (desk.late, "21.25"),
                         (gone, "21.25")):
        made = desk.session("C042", service=desk.speech)
        assert made["status"] == "open" and made["type"] is None
        saved = desk.saved(made, type)
        assert (saved["status"], saved["type"]) == ("saved", type)
        assert charges(saved) == {"C042": charge}
        back = desk.saved(made, "open")
        assert (back["status"], back["type"]) == ("open", None)
        assert back["label"] is None and back["saved_at"] is None


def test_s18_disabled_archived_and_unknown_types_are_no_choice(desk):
    off, old = desk.type("Disabled one"), desk.type("Archived one")
    desk.changed(f"/completion-types/{off}", enabled=False)
    assert desk.ask("DELETE", f"/completion-types/{old}")[0] == 204
    made = desk.session("C042", service=desk.speech)
    for type in (off, old, "nonsense", "Completed", "saved", "draft", " "):
        status, answer = desk.save(made, type)
        assert status == 422, type
        assert set(wrong_fields(answer)) == {"type"}
        if type == "Completed" or not type.strip():
            continue  # to a calendar: a label, and nothing said
        answer = put(desk, made, desk.maria, X_PRACTICE_STATUS=type)
        assert answer.status == 403 and "unknown-status" in answer.error
    assert desk.now(made)["status"] == "open"


def test_s19_one_transaction_a_session_and_failures_are_listed(desk):
    good = [desk.session("C042", service=desk.speech) for _ in range(2)]
    draft = desk.session(service=desk.speech)
    answer = desk.made("/sessions/completions", type="completed",
                       ids=[good[0]["id"], draft["id"], "0", "none",
                            good[1]["id"]])
    assert [i["ok"] for i in answer["items"]] == [
        True, False, False, False, True]
    assert [i["id"] for i in answer["items"]] == [
        good[0]["id"], draft["id"], "0", "none", good[1]["id"]]
    for item in answer["items"]:
        assert item["ok"] or (item["error"]["code"]
                              and item["error"]["message"])
    for session in good:
        assert desk.now(session)["type"] == "completed"


@pytest.mark.parametrize("body", [
    {"type": ""}, {"type": None}, {}, {"type": " "}])
def test_s19_the_server_refuses_an_empty_choice(desk, body):
    made = desk.session("C042", service=desk.speech)
    status, answer = desk.ask("POST", "/sessions/completions",
                              {"ids": [made["id"]], **body})
    assert status == 422 and "type" in wrong_fields(answer)
    status, answer = desk.ask("POST", "/sessions/completions",
                              {"ids": [], "type": "completed"})
    assert status == 422 and "ids" in wrong_fields(answer)
    assert desk.now(made)["status"] == "open"


def test_s20_unsaved_sessions_count_nowhere(desk):
    code, pia = desk.client(), desk.practitioner()
    before = desk.transactions()
    past = [desk.session(code, service=desk.speech, practitioners=[pia])
            for _ in range(5)]
    assert desk.balance(code) == "0.00" and desk.unpaid(pia) == "0.00"
    assert desk.transactions() == before
    assert desk.got(f"/people/{code}/statement")["entries"] == []
    assert desk.made("/invoices", client=code, to="2030-01-01")["lines"] == []
    coming = desk.session(code, service=desk.speech, day=COMING,
                          practitioners=[pia])
    to_save = {s["id"] for s in items(
        desk.admin, f"/sessions?to_save=1&practitioner={pia}")}
    assert to_save == {s["id"] for s in past}
    assert coming["id"] not in to_save
    desk.saved(past[0])
    left = items(desk.admin, f"/sessions?to_save=1&practitioner={pia}")
    assert len(left) == 4
    assert desk.balance(code) == "42.50" and desk.unpaid(pia) == "30.00"


# --- S21: override ------------------------------------------------------------


def test_s21_staff_decide_cost_and_wage_of_a_single_session(desk):
    made = desk.session("C042", service=desk.speech)
    saved = desk.saved(made, "override", desk.staff, charge="12.34",
                       wage="5.67", reason="A storm")
    assert charges(saved) == {"C042": "12.34"}
    assert wages(saved) == {"maria": "5.67"}
    assert (saved["type"], saved["map"], saved["label"], saved["reason"]) == (
        "override", "completed", "Completed with cost over-ride", "A storm")


def test_s21_an_override_may_be_of_nothing_and_tax_goes_by_the_service(desk):
    made = desk.session("C042", service=desk.service(tax_bp=1300))
    saved = desk.saved(made, "override", charge="0.00", wage="0",
                       reason="Goodwill")
    assert charges(saved) == {"C042": "0.00"}
    assert saved["clients"][0]["tax"] == "0.00"
    desk.saved(made, "open")
    saved = desk.saved(made, "override", charge="42.50", wage="0",
                       reason="Once more")
    assert saved["clients"][0]["tax"] == "5.53"


def test_s21_in_groups_a_charge_for_each_client_and_a_wage_for_each(desk):
    made = desk.session("C042", "C051", service=desk.speech,
                        practitioners=["maria", "tom"])
    saved = desk.saved(made, "override", reason="Agreed",
                       charges={"C042": "10.00", "C051": "0"},
                       wages={"maria": "7.50", "tom": "0.00"})
    assert charges(saved) == {"C042": "10.00", "C051": "0.00"}
    assert wages(saved) == {"maria": "7.50", "tom": "0.00"}


WHOLE = {"reason": "Agreed", "charges": {"C042": "10.00", "C051": "1.00"},
         "wages": {"maria": "5.00", "tom": "5.00"}}


@pytest.mark.parametrize("change,field", [
    ({"reason": None}, "reason"), ({"reason": ""}, "reason"),
    ({"reason": "  "}, "reason"), ({"reason": 7}, "reason"),
    ({"charges": {"C042": "10.00"}}, "charge"),
    ({"charges": {}}, "charge"), ({"charges": None}, "charge"),
    ({"charges": {"C042": "10.00", "C051": "-1.00"}}, "charges"),
    ({"charges": {"C042": "10.00", "C051": "1.005"}}, "charges"),
    ({"charges": {"C042": "10.00", "C051": "1e3"}}, "charges"),
    ({"charges": {"C042": "10.00", "C051": 1}}, "charges"),
    ({"charges": {"C042": "1", "C051": "1", "C063": "1"}}, "charges"),
    ({"charges": None, "charge": "5.00"}, "charge"),
    ({"wages": {"maria": "5.00"}}, "wage"),
    ({"wages": {"maria": "5.00", "tom": "-5.00"}}, "wages"),
    ({"wages": {"maria": "5.00", "tom": "5.00", "admin": "1"}}, "wages"),
    ({"wages": None}, "wage"), ({"wages": None, "wage": "5.00"}, "wage")])
def test_s21_an_override_that_lacks_something_is_refused(desk, change, field):
    if not hasattr(desk, "pair"):
        desk.pair = desk.session("C042", "C051", service=desk.speech,
                                 practitioners=["maria", "tom"])
    body = {k: v for k, v in {**WHOLE, **change}.items() if v is not None}
    status, answer = desk.save(desk.pair, "override", **body)
    assert status == 422, answer
    assert any(f.startswith(field) for f in wrong_fields(answer)), answer
    assert all(f["message"] for f in answer["error"]["fields"])
    assert desk.now(desk.pair)["status"] == "open"


@pytest.mark.parametrize("fields", [
    {"charge": "1.00"}, {"charges": {"C042": "1.00"}}, {"wage": "1.00"},
    {"wages": {"maria": "1.00"}}])
def test_s21_amounts_belong_to_an_override(desk, fields):
    made = desk.session("C042", service=desk.speech)
    assert desk.save(made, "completed", **fields)[0] == 422
    assert desk.now(made)["status"] == "open"


def test_s21_a_practitioner_is_refused_on_every_channel(desk):
    made = desk.session("C042", service=desk.speech)
    status, answer = desk.save(made, "override", desk.maria, charge="1.00",
                               wage="1.00", reason="Mine")
    assert status == 403 and answer["error"]["code"] == "override-denied"
    status, answer = desk.save(made, "completed", desk.maria, wage="99.00")
    assert status == 403 and answer["error"]["code"] == "override-denied"
    answer = desk.made("/sessions/completions", desk.maria,
                       ids=[made["id"]], type="override")["items"][0]
    assert answer["error"]["code"] == "override-denied"
    for lines in ({"X_PRACTICE_STATUS": "override",
                   "X_PRACTICE_REASON": "Mine",
                   "X_PRACTICE_CHARGE": "1.00 CAD",
                   "X_PRACTICE_WAGE": "1.00 CAD"},
                  {"X_PRACTICE_STATUS": "override"}):
        answer = put(desk, made, desk.maria, **lines)
        assert answer.status == 403
        assert {"need-privileges", "override-denied"} <= set(answer.error)
    answer = desk.maria.proppatch(
        desk.resource(made, desk.maria),
        "<D:set><D:prop><B:status>override</B:status></D:prop></D:set>")
    assert " 403 " in answer.text and " 200 " not in answer.text
    assert desk.now(made)["status"] == "open"


def test_s21_staff_override_from_a_calendar_where_money_is_on(desk):
    desk.changed("/people/staff", calendar_money=True)
    made = desk.session("C042", service=desk.speech)
    answer = put(desk, made, desk.staff, "maria",
                 X_PRACTICE_STATUS="override", X_PRACTICE_CHARGE="12.00 CAD",
                 X_PRACTICE_WAGE="6.00 CAD", X_PRACTICE_REASON="By phone")
    assert answer.status == 204, answer.text
    now = desk.now(made)
    assert charges(now) == {"C042": "12.00"}
    assert wages(now) == {"maria": "6.00"} and now["reason"] == "By phone"
    other = desk.session("C042", service=desk.speech)
    answer = put(desk, other, desk.staff, "maria",
                 X_PRACTICE_STATUS="override", X_PRACTICE_CHARGE="12.00 CAD",
                 X_PRACTICE_WAGE="6.00 CAD")
    assert answer.status == 403 and "override-denied" in answer.error


# --- S22, S23 -----------------------------------------------------------------


def test_s22_type_and_label_show_on_calendar_list_and_invoice(desk):
    code = desk.client()
    made = desk.session(code, service=desk.speech)
    opened = items(desk.admin, f"/sessions?client={code}&status=open")[0]
    assert (opened["type"], opened["label"]) == (None, None)
    shown = desk.maria.get(desk.resource(made, desk.maria)).text
    assert line(shown, "X-PRACTICE-STATUS") == "open"
    assert line(shown, "CATEGORIES") is None
    desk.saved(made, desk.late)
    listed = items(desk.admin, f"/sessions?client={code}&status=saved")[0]
    assert (listed["type"], listed["label"], listed["map"]) == (
        "late-cancel", "Late cancel", "canceled")
    shown = desk.maria.get(desk.resource(made, desk.maria)).text
    assert line(shown, "CATEGORIES") == "Late cancel"
    assert line(shown, "X-PRACTICE-STATUS") == "late-cancel"
    assert line(shown, "X-PRACTICE-STATUS-LABEL") == "Late cancel"
    assert line(shown, "X-PRACTICE-STATUS-MAP") == "canceled"
    draft = desk.made("/invoices", client=code, to="2026-06-10")
    assert [x["label"] for x in draft["lines"]] == ["Late cancel"]
    page = desk.admin.get(f"/api/invoices/{draft['id']}.html").text
    assert "Late cancel" in page


def test_s23_each_client_may_have_an_own_completion(desk):
    made = desk.session("C042", "C051", "C063", service=desk.speech)
    saved = desk.saved(made, "completed",
                       clients={"C051": "missed", "C063": desk.late})
    assert {c["code"]: c["type"] for c in saved["clients"]} == {
        "C042": "completed", "C051": "missed", "C063": "late-cancel"}
    assert saved["type"] == "completed"
    shown = desk.maria.get(desk.resource(made, desk.maria)).text
    assert line(shown, "X-PRACTICE-CLIENTS") == (
        "C042,C051=missed,C063=late-cancel")
    ben = desk.c051.get(desk.resource(made, desk.c051)).text
    assert line(ben, "X-PRACTICE-STATUS") == "missed"
    mine = desk.now(made, desk.c063)
    assert mine["type"] == "late-cancel"
    assert [c["charge"] for c in mine["clients"]] == ["21.25"]
    status, answer = desk.save(desk.session("C042", service=desk.speech),
                               "completed", clients={"C051": "missed"})
    assert status == 422 and "clients" in str(wrong_fields(answer))


def test_s23_a_practitioner_says_so_from_the_phone(desk):
    made = desk.session("C042", "C051", service=desk.speech)
    answer = put(desk, made, desk.maria, X_PRACTICE_STATUS="completed",
                 X_PRACTICE_CLIENTS="C042,C051=missed")
    assert answer.status == 204, answer.text
    assert {c["code"]: c["type"] for c in desk.now(made)["clients"]} == {
        "C042": "completed", "C051": "missed"}

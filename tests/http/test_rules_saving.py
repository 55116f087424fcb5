"""Saving a session: the ways, the choices, again, and back (S17 to S25)."""

import pytest

from api import items, wrong_fields
from office import Office, charges, line, wages, with_line

COMING = "2026-07-06"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("saving") / "data")
    made.speech = made.service()
    made.late = made.type("Late cancel", 50, 50, short="lc")
    yield made
    made.close()


def put(office, session, who, calendar="sessions", etag=None, **lines):
    path = office.resource(session, who, calendar)
    got = who.get(path)
    assert got.status == 200, got.text
    text = got.text
    for name, value in lines.items():
        text = with_line(text, name.replace("_", "-"), value)
    return who.put(path, text, If_Match=etag or got.headers["ETag"])


def audited(office, session):
    rows = items(office.admin, f"/audit?object=session:{session['id']}")
    return [r for r in rows if r["action"] != "session.add"]


def by_json(office, session):
    office.saved(session, "missed", office.maria)


def by_bulk(office, session):
    answer = office.made("/sessions/completions", office.maria,
                         ids=[session["id"]], type="missed")
    assert answer["items"][0]["ok"], answer


def by_put(office, session):
    assert put(office, session, office.maria,
               X_PRACTICE_STATUS="missed").status == 204


def by_title(office, session):
    title = line(office.maria.get(office.resource(session, office.maria)).text,
                 "SUMMARY")
    assert put(office, session, office.maria,
               SUMMARY=f"ns {title}").status == 204


def by_proppatch(office, session):
    answer = office.maria.proppatch(
        office.resource(session, office.maria),
        "<D:set><D:prop><B:status>missed</B:status></D:prop></D:set>")
    assert " 200 " in answer.text


@pytest.mark.parametrize("way,channel", [
    (by_json, "api"), (by_bulk, "api"), (by_put, "calendar"),
    (by_title, "calendar"), (by_proppatch, "calendar")])
def test_s17_every_way_has_the_same_result_and_audit_row(office, way, channel):
    code, pia = office.client(), "maria"
    made = office.session(code, service=office.speech)
    unpaid = float(office.unpaid(pia))
    way(office, made)
    now = office.now(made)
    assert (now["status"], now["type"], now["label"], now["map"]) == (
        "saved", "missed", "Missed", "missed")
    assert charges(now) == {code: "42.50"} and wages(now) == {pia: "30.00"}
    assert office.balance(code) == "42.50"
    assert float(office.unpaid(pia)) == unpaid + 30
    assert now["channel"] == channel and now["saved_at"]
    rows = audited(office, made)
    assert len(rows) == 1
    row = rows[0]
    assert (row["who"], row["channel"], row["action"]) == (
        "maria", channel, "session.save")
    assert row["before"]["type"] is None and row["after"]["type"] == "missed"
    assert row["object"] == f"session:{made['id']}" and row["at"]


def test_s17_a_ticked_task_saves_as_completed(office):
    code = office.client()
    made = office.session(code, service=office.speech, day="2026-06-08")
    path = f"{office.maria.home}to-save/{made['uid']}-save.ics"
    task = office.maria.get(path)
    assert task.status == 200 and "BEGIN:VTODO" in task.text
    ticked = task.text.replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED")
    assert office.maria.put(path, ticked).status == 204
    assert office.now(made)["type"] == "completed"
    assert office.balance(code) == "42.50"


def test_s18_every_choice_is_taken(office):
    gone = office.type("For a while")
    for type, charge in (("completed", "42.50"), ("missed", "42.50"),
                         ("canceled", "0.00"), (office.late, "21.25"),
                         (gone, "21.25")):
        made = office.session("C042", service=office.speech)
        assert made["status"] == "open" and made["type"] is None
        saved = office.saved(made, type)
        assert (saved["status"], saved["type"]) == ("saved", type)
        assert charges(saved) == {"C042": charge}
        back = office.saved(made, "open")
        assert (back["status"], back["type"]) == ("open", None)
        assert back["label"] is None and back["saved_at"] is None


def test_s18_disabled_archived_and_unknown_types_are_no_choice(office):
    off, old = office.type("Disabled one"), office.type("Archived one")
    office.changed(f"/completion-types/{off}", enabled=False)
    assert office.ask("DELETE", f"/completion-types/{old}")[0] == 204
    made = office.session("C042", service=office.speech)
    for type in (off, old, "nonsense", "Completed", "saved", "draft", " "):
        status, answer = office.save(made, type)
        assert status == 422, type
        assert set(wrong_fields(answer)) == {"type"}
        if type == "Completed" or not type.strip():
            continue  # to a calendar: a label, and nothing said
        answer = put(office, made, office.maria, X_PRACTICE_STATUS=type)
        assert answer.status == 403 and "unknown-status" in answer.error
    assert office.now(made)["status"] == "open"


def test_s19_one_transaction_a_session_and_failures_are_listed(office):
    good = [office.session("C042", service=office.speech) for _ in range(2)]
    draft = office.session(service=office.speech)
    answer = office.made("/sessions/completions", type="completed",
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
        assert office.now(session)["type"] == "completed"


@pytest.mark.parametrize("body", [
    {"type": ""}, {"type": None}, {}, {"type": " "}])
def test_s19_the_server_refuses_an_empty_choice(office, body):
    made = office.session("C042", service=office.speech)
    status, answer = office.ask("POST", "/sessions/completions",
                                {"ids": [made["id"]], **body})
    assert status == 422 and "type" in wrong_fields(answer)
    status, answer = office.ask("POST", "/sessions/completions",
                                {"ids": [], "type": "completed"})
    assert status == 422 and "ids" in wrong_fields(answer)
    assert office.now(made)["status"] == "open"


def test_s20_unsaved_sessions_count_nowhere(office):
    code, pia = office.client(), office.practitioner()
    before = office.transactions()
    past = [office.session(code, service=office.speech, practitioners=[pia])
            for _ in range(5)]
    assert office.balance(code) == "0.00" and office.unpaid(pia) == "0.00"
    assert office.transactions() == before
    assert office.got(f"/people/{code}/statement")["entries"] == []
    assert office.made("/invoices", client=code,
                       to="2030-01-01")["lines"] == []
    coming = office.session(code, service=office.speech, day=COMING,
                            practitioners=[pia])
    to_save = {s["id"] for s in items(
        office.admin, f"/sessions?to_save=1&practitioner={pia}")}
    assert to_save == {s["id"] for s in past}
    assert coming["id"] not in to_save
    office.saved(past[0])
    left = items(office.admin, f"/sessions?to_save=1&practitioner={pia}")
    assert len(left) == 4
    assert office.balance(code) == "42.50" and office.unpaid(pia) == "30.00"


# S21: override


def test_s21_staff_decide_cost_and_wage_of_a_single_session(office):
    made = office.session("C042", service=office.speech)
    saved = office.saved(made, "override", office.staff, charge="12.34",
                         wage="5.67", reason="A storm")
    assert charges(saved) == {"C042": "12.34"}
    assert wages(saved) == {"maria": "5.67"}
    assert (saved["type"], saved["map"], saved["label"], saved["reason"]) == (
        "override", "completed", "Completed with cost over-ride", "A storm")


def test_s21_an_override_may_be_of_nothing_and_tax_goes_by_the_service(office):
    made = office.session("C042", service=office.service(tax_bp=1300))
    saved = office.saved(made, "override", charge="0.00", wage="0",
                         reason="Goodwill")
    assert charges(saved) == {"C042": "0.00"}
    assert saved["clients"][0]["tax"] == "0.00"
    office.saved(made, "open")
    saved = office.saved(made, "override", charge="42.50", wage="0",
                         reason="Once more")
    assert saved["clients"][0]["tax"] == "5.53"


def test_s21_in_groups_a_charge_for_each_client_and_a_wage_for_each(office):
    made = office.session("C042", "C051", service=office.speech,
                          practitioners=["maria", "tom"])
    saved = office.saved(made, "override", reason="Agreed",
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
def test_s21_an_override_that_lacks_something_is_refused(office, change,
                                                         field):
    if not hasattr(office, "pair"):
        office.pair = office.session("C042", "C051", service=office.speech,
                                     practitioners=["maria", "tom"])
    body = {k: v for k, v in {**WHOLE, **change}.items() if v is not None}
    status, answer = office.save(office.pair, "override", **body)
    assert status == 422, answer
    assert any(f.startswith(field) for f in wrong_fields(answer)), answer
    assert all(f["message"] for f in answer["error"]["fields"])
    assert office.now(office.pair)["status"] == "open"


@pytest.mark.parametrize("fields", [
    {"charge": "1.00"}, {"charges": {"C042": "1.00"}}, {"wage": "1.00"},
    {"wages": {"maria": "1.00"}}])
def test_s21_amounts_belong_to_an_override(office, fields):
    made = office.session("C042", service=office.speech)
    assert office.save(made, "completed", **fields)[0] == 422
    assert office.now(made)["status"] == "open"


def test_s21_a_practitioner_is_refused_on_every_channel(office):
    made = office.session("C042", service=office.speech)
    status, answer = office.save(made, "override", office.maria, charge="1.00",
                                 wage="1.00", reason="Mine")
    assert status == 403 and answer["error"]["code"] == "override-denied"
    status, answer = office.save(made, "completed", office.maria, wage="99.00")
    assert status == 403 and answer["error"]["code"] == "override-denied"
    answer = office.made("/sessions/completions", office.maria,
                         ids=[made["id"]], type="override")["items"][0]
    assert answer["error"]["code"] == "override-denied"
    for lines in ({"X_PRACTICE_STATUS": "override",
                   "X_PRACTICE_REASON": "Mine",
                   "X_PRACTICE_CHARGE": "1.00 CAD",
                   "X_PRACTICE_WAGE": "1.00 CAD"},
                  {"X_PRACTICE_STATUS": "override"}):
        answer = put(office, made, office.maria, **lines)
        assert answer.status == 403
        assert {"need-privileges", "override-denied"} <= set(answer.error)
    answer = office.maria.proppatch(
        office.resource(made, office.maria),
        "<D:set><D:prop><B:status>override</B:status></D:prop></D:set>")
    assert " 403 " in answer.text and " 200 " not in answer.text
    assert office.now(made)["status"] == "open"


def test_s21_staff_override_from_a_calendar_where_money_is_on(office):
    office.changed("/people/staff", calendar_money=True)
    made = office.session("C042", service=office.speech)
    answer = put(office, made, office.staff, "maria",
                 X_PRACTICE_STATUS="override", X_PRACTICE_CHARGE="12.00 CAD",
                 X_PRACTICE_WAGE="6.00 CAD", X_PRACTICE_REASON="By phone")
    assert answer.status == 204, answer.text
    now = office.now(made)
    assert charges(now) == {"C042": "12.00"}
    assert wages(now) == {"maria": "6.00"} and now["reason"] == "By phone"
    other = office.session("C042", service=office.speech)
    answer = put(office, other, office.staff, "maria",
                 X_PRACTICE_STATUS="override", X_PRACTICE_CHARGE="12.00 CAD",
                 X_PRACTICE_WAGE="6.00 CAD")
    assert answer.status == 403 and "override-denied" in answer.error


def test_s22_type_and_label_show_on_calendar_list_and_invoice(office):
    code = office.client()
    made = office.session(code, service=office.speech)
    opened = items(office.admin, f"/sessions?client={code}&status=open")[0]
    assert (opened["type"], opened["label"]) == (None, None)
    shown = office.maria.get(office.resource(made, office.maria)).text
    assert line(shown, "X-PRACTICE-STATUS") == "open"
    assert line(shown, "CATEGORIES") is None
    office.saved(made, office.late)
    listed = items(office.admin, f"/sessions?client={code}&status=saved")[0]
    assert (listed["type"], listed["label"], listed["map"]) == (
        "late-cancel", "Late cancel", "canceled")
    shown = office.maria.get(office.resource(made, office.maria)).text
    assert line(shown, "CATEGORIES") == "Late cancel"
    assert line(shown, "X-PRACTICE-STATUS") == "late-cancel"
    assert line(shown, "X-PRACTICE-STATUS-LABEL") == "Late cancel"
    assert line(shown, "X-PRACTICE-STATUS-MAP") == "canceled"
    draft = office.made("/invoices", client=code, to="2026-06-10")
    assert [x["label"] for x in draft["lines"]] == ["Late cancel"]
    page = office.admin.get(f"/api/invoices/{draft['id']}.html").text
    assert "Late cancel" in page


@pytest.mark.parametrize("who", ["admin", "staff", "maria"])
def test_s17_a_save_answers_with_the_session_as_it_stands_then(office, who):
    """What a save knows of the session is what is read of it afterwards, a
    clash that ends with a cancellation among it."""
    asks = getattr(office, who)
    day = office.day()
    made = office.session("C042", "C051", day=day, service=office.speech,
                          place="Room 2", private_note="Bring the file.")
    office.session("C063", day=day, service=office.speech)
    ways = [{"type": "completed", "clients": {"C051": "missed"}},
            {"type": "completed", "clients": {"C051": "missed"}},
            {"type": office.late}, {"type": "open"}, {"type": "canceled"}]
    if who != "maria":
        ways.append({"type": "override", "wage": "3.00", "reason": "agreed",
                     "charges": {"C042": "1.00", "C051": "2.00"}})
    for way in ways:
        answer = office.saved(made, who=asks, **way)
        assert answer == office.now(made, asks)
        assert answer["type"] == (way["type"] if way["type"] != "open"
                                  else None)
        assert bool(answer["conflicts"]) == (
            answer["map"] != "canceled"), answer


def test_s23_each_client_may_have_an_own_completion(office):
    made = office.session("C042", "C051", "C063", service=office.speech)
    saved = office.saved(made, "completed",
                         clients={"C051": "missed", "C063": office.late})
    assert {c["code"]: c["type"] for c in saved["clients"]} == {
        "C042": "completed", "C051": "missed", "C063": "late-cancel"}
    assert saved["type"] == "completed"
    shown = office.maria.get(office.resource(made, office.maria)).text
    assert line(shown, "X-PRACTICE-CLIENTS") == (
        "C042,C051=missed,C063=late-cancel")
    ben = office.c051.get(office.resource(made, office.c051)).text
    assert line(ben, "X-PRACTICE-STATUS") == "missed"
    mine = office.now(made, office.c063)
    assert mine["type"] == "late-cancel"
    assert [c["charge"] for c in mine["clients"]] == ["21.25"]
    status, answer = office.save(office.session("C042", service=office.speech),
                                 "completed", clients={"C051": "missed"})
    assert status == 422 and "clients" in str(wrong_fields(answer))


def test_s23_a_practitioner_says_so_from_the_phone(office):
    made = office.session("C042", "C051", service=office.speech)
    answer = put(office, made, office.maria, X_PRACTICE_STATUS="completed",
                 X_PRACTICE_CLIENTS="C042,C051=missed")
    assert answer.status == 204, answer.text
    assert {c["code"]: c["type"] for c in office.now(made)["clients"]} == {
        "C042": "completed", "C051": "missed"}

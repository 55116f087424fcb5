"""The practice's settings, and what holds for every route."""

import sqlite3
import threading

import pytest

from api import api, items, wrong_fields
from conftest import event


@pytest.fixture(scope="module")
def admin(server):
    return server.person("admin")


@pytest.fixture(scope="module")
def staff(server):
    return server.add("stan", "staff")


def practice(person):
    status, answer = api(person, "GET", "/practice")
    assert status == 200
    return answer


def count(server, table):
    db = sqlite3.connect(f"file:{server.data}/daybook.db?mode=ro", uri=True)
    try:
        return db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    finally:
        db.close()


def test_the_practice_as_it_was_set_up(admin):
    answer = practice(admin)
    assert answer.pop("revision")
    assert answer == {
        "name": "Test practice", "zone": "America/Toronto",
        "currency": "CAD", "phone": None, "address": None, "email": None,
        "tax_name": None, "tax_number": None, "payment_days": 14,
        "default_service": None,
        "invoice_prefix": "", "invoice_zero_lines": False,
        "reopen_hours": 24, "reminder_hours": [], "hours": {},
        "notice_hours": {"from": "07:00", "to": "21:00"},
        "notices": dict.fromkeys(
            ("canceled", "rescheduled", "restored", "closure", "reminder",
             "invoice", "statement", "review")),
        "notify_on_calendar_cancel": True}


def test_every_setting_can_be_changed(admin):
    before = practice(admin)
    status, service = api(admin, "POST", "/services", {
        "name": "Speech", "kind": "fixed", "cost": "42.50", "wage": "30.00"})
    wanted = {
        "name": "Willow Lane", "zone": "Europe/Berlin", "currency": "EUR",
        "phone": "+1 416 555 0142", "address": "12 Lane\nToronto",
        "email": "w@example.org", "tax_name": "HST", "tax_number": "R123",
        "payment_days": 30, "default_service": service["id"],
        "invoice_prefix": "W-", "invoice_zero_lines": True,
        "reopen_hours": 48, "reminder_hours": [24, 2],
        "hours": {"MO": [["09:00", "12:00"], ["13:00", "17:00"]],
                  "SA": [["10:00", "24:00"]]},
        "notice_hours": {"from": "08:00", "to": "19:30"},
        "notices": {**before["notices"], "closure": {
            "subject": "Closed", "text": "{date}", "sms": None}},
        "notify_on_calendar_cancel": False}
    status, answer = api(admin, "PATCH", "/practice", wanted)
    assert status == 200, answer
    assert answer == {**wanted, "revision": before["revision"] + 1}
    assert practice(admin) == answer
    status, answer = api(admin, "PATCH", "/practice", before)
    assert status == 409 and answer["error"]["current"]["currency"] == "EUR"
    before.pop("revision")
    status, answer = api(admin, "PATCH", "/practice", before)
    assert status == 200
    assert answer["default_service"] is None and answer["phone"] is None


def test_nothing_to_change_changes_nothing(admin):
    before = practice(admin)
    status, answer = api(admin, "PATCH", "/practice", {})
    before.pop("revision"), answer.pop("revision")
    assert status == 200 and answer == before


@pytest.mark.parametrize("fields", [
    {"name": ""}, {"name": "x" * 201}, {"zone": "EST5"}, {"zone": "Mars"},
    {"currency": "XXQ"}, {"currency": "cad "}, {"phone": "x" * 65},
    {"default_service": "999"}, {"default_service": 7},
    {"invoice_prefix": "x" * 21}, {"invoice_zero_lines": 1},
    {"reopen_hours": -1}, {"reopen_hours": 8761}, {"reopen_hours": 1.5},
    {"reminder_hours": [0]}, {"reminder_hours": ["2"]},
    {"reminder_hours": "24,2"}, {"reminder_hours": [1, 2, 3, 4, 5, 6]},
    {"notify_on_calendar_cancel": None}, {"currency": None},
    {"logo": "x"}])
def test_a_wrong_setting_is_named(admin, fields):
    status, answer = api(admin, "PATCH", "/practice", fields)
    assert status == 422
    assert all(f.startswith(next(iter(fields))) for f in wrong_fields(answer))


def test_all_wrong_settings_are_named(admin):
    status, answer = api(admin, "PATCH", "/practice", {
        "zone": "Mars", "currency": "XXQ", "reminder_hours": [0]})
    assert status == 422
    assert set(wrong_fields(answer)) == {"zone", "currency",
                                         "reminder_hours"}


def test_settings_are_an_admins_and_everybody_may_read_them(
        server, staff, maria):
    for person in staff, maria, server.person("ada"):
        assert practice(person)["currency"] == "CAD"
        assert api(person, "PATCH", "/practice", {"name": "Mine"})[0] == 403


def test_changes_of_settings_are_logged(admin):
    api(admin, "PATCH", "/practice", {"reopen_hours": 30})
    row = items(admin, "/audit?object=practice")[0]
    assert row["who"] == "admin" and row["channel"] == "api"
    assert row["action"] == "practice.change"
    assert row["before"]["reopen_hours"] == 24
    assert row["after"]["reopen_hours"] == 30
    api(admin, "PATCH", "/practice", {"reopen_hours": 24})


# What holds for every route


def test_without_a_login_it_is_401_in_json(server):
    status, answer = api(server.nobody(), "GET", "/practice")
    assert status == 401
    assert answer["error"]["code"] == "unauthenticated"
    raw = server.nobody().get("/api/no-such")
    assert raw.status == 401
    assert raw.headers["WWW-Authenticate"].startswith("Basic realm=")
    assert raw.headers["Content-Type"] == "application/json"


def test_an_address_without_anything_is_404_in_json(admin):
    for path in "/no-such", "/people/maria/nothing", "/practice/", "/":
        status, answer = api(admin, "GET", path)
        assert status == 404 and answer["error"]["message"]


def test_a_method_that_is_not_taken_is_405_with_allow(admin):
    answer = admin.ask("PUT", "/api/practice")
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, PATCH"


@pytest.mark.parametrize("body", [
    b"{", b"[1]", b"7", b"nothing", b'{"a": 1} x', b'{"name": "\xff"}',
    b'{"name": "a", "name": "b"}', b"\x00", b"{'name': 'a'}"])
def test_what_is_no_json_object_is_400(admin, body):
    status, answer = api(admin, "PATCH", "/practice", body)
    assert status == 400 and answer["error"]["code"] == "not-json"


def test_json_that_nests_too_deep_is_400(admin):
    body = b'{"name": ' + b"[" * 100000 + b"]" * 100000 + b"}"
    assert api(admin, "PATCH", "/practice", body)[0] == 400


def test_a_field_where_none_is_taken_is_422(admin):
    status, answer = api(admin, "POST", "/review/1/accept", {"x": 1})
    assert status == 422 and wrong_fields(answer) == {"x": "unknown-field"}


def test_a_body_over_1_mib_is_413_in_json(admin):
    body = b'{"name": "' + b"x" * (1024 * 1024) + b'"}'
    status, answer = api(admin, "PATCH", "/practice", body)
    assert status == 413 and answer["error"]["code"] == "too-large"


def test_answers_are_not_kept_by_anybody_else(admin):
    answer = admin.get("/api/practice")
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_another_site_makes_a_browser_ask_is_refused(admin):
    status, _ = api(admin, "PATCH", "/practice", {"name": "Evil"},
                    Sec_Fetch_Site="cross-site")
    assert status == 403
    assert practice(admin)["name"] == "Test practice"


# Idempotency-Key

ADA = {"name": "Ada Brown", "roles": ["client"]}


def test_a_repeat_is_answered_the_same_and_changes_nothing(server, admin):
    same = {"Idempotency_Key": "k1", "Content_Type": "application/json"}
    first = admin.ask("POST", "/api/people", b'{"name": "A", "roles": []}',
                      **same)
    people = count(server, "person")
    again = admin.ask("POST", "/api/people", b'{"name": "A", "roles": []}',
                      **same)
    assert first.status == again.status == 201
    assert first.bytes == again.bytes
    assert first.headers["Content-Type"] == again.headers["Content-Type"]
    assert count(server, "person") == people
    assert api(admin, "POST", "/people", ADA)[1]["id"] != (
        api(admin, "POST", "/people", ADA)[1]["id"])


def test_a_repeat_after_a_restart_is_answered_the_same(server, admin):
    first = api(admin, "POST", "/people", ADA, Idempotency_Key="restart")
    assert server.stop() == 0
    server.start()
    assert api(admin, "POST", "/people", ADA,
               Idempotency_Key="restart") == first


def test_a_secret_is_repeated_by_the_process_that_made_it_alone(
        server, admin):
    label = {"label": "iPhone"}
    first = api(admin, "POST", "/people/admin/tokens", label,
                Idempotency_Key="token")
    assert first[0] == 201
    assert api(admin, "POST", "/people/admin/tokens", label,
               Idempotency_Key="token") == first
    assert server.stop() == 0
    server.start()
    status, answer = api(admin, "POST", "/people/admin/tokens", label,
                         Idempotency_Key="token")
    assert status == 409 and answer["error"]["code"] == "answer-unknown"
    assert len(items(admin, "/people/admin/tokens")) == 1


def test_a_key_of_another_request_is_422(admin):
    assert api(admin, "POST", "/people", ADA, Idempotency_Key="k2")[0] == 201
    for path, body in (("/people", {**ADA, "name": "B"}),
                       ("/people/admin/tokens", ADA)):
        status, answer = api(admin, "POST", path, body, Idempotency_Key="k2")
        assert status == 422


def test_keys_are_everybodys_own(admin, staff):
    one = api(admin, "POST", "/people", ADA, Idempotency_Key="k3")
    two = api(staff, "POST", "/people", ADA, Idempotency_Key="k3")
    assert one[0] == two[0] == 201 and one[1]["id"] != two[1]["id"]


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_has_1_to_200_characters(admin, key):
    assert api(admin, "POST", "/people", ADA, Idempotency_Key=key)[0] == 422


def test_a_refused_request_may_be_tried_again_with_its_key(admin):
    body = {**ADA, "login": "taken.once"}
    _, other = api(admin, "POST", "/people", body)
    assert api(admin, "POST", "/people", body, Idempotency_Key="k4")[0] == 409
    api(admin, "PATCH", f"/people/{other['id']}", {"login": None})
    assert api(admin, "POST", "/people", body, Idempotency_Key="k4")[0] == 201
    assert api(admin, "POST", "/people", body, Idempotency_Key="k4")[0] == 201


def test_of_many_at_once_with_one_key_one_is_carried_out(server, admin):
    people, answers = count(server, "person"), []

    def ask():
        person = server.person("admin")
        answers.append(api(person, "POST", "/people", ADA,
                           Idempotency_Key="race"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    [t.start() for t in threads], [t.join() for t in threads]
    assert count(server, "person") == people + 1
    made = [a for a in answers if a[0] == 201]
    assert made and all(a == made[0] for a in made)
    assert {a[0] for a in answers} <= {201, 409}


def test_a_repeat_whose_answer_was_lost_is_409(server, admin):
    assert api(admin, "POST", "/people", ADA, Idempotency_Key="k5")[0] == 201
    db = sqlite3.connect(f"{server.data}/daybook.db", timeout=20)
    with db:
        db.execute("UPDATE claim SET status = 0, body = NULL"
                   " WHERE key = 'k5'")
    db.close()
    people = count(server, "person")
    status, answer = api(admin, "POST", "/people", ADA, Idempotency_Key="k5")
    assert status == 409 and answer["error"]["code"] == "answer-unknown"
    assert count(server, "person") == people


def test_keys_are_kept_for_a_week(server, admin):
    assert api(admin, "POST", "/people", ADA, Idempotency_Key="k6")[0] == 201
    db = sqlite3.connect(f"{server.data}/daybook.db", timeout=20)
    with db:
        db.execute("UPDATE claim SET at = at - 7 * 86400 WHERE key = 'k6'")
    db.close()
    people = count(server, "person")
    assert api(admin, "POST", "/people", ADA, Idempotency_Key="k6")[0] == 201
    assert count(server, "person") == people + 1


# The audit log and the review list


def test_the_audit_log_is_the_offices_and_comes_in_pages(
        server, admin, staff, maria):
    everything = items(admin, "/audit?limit=1000")
    assert items(admin, "/audit?limit=7") == everything
    ids = [int(row["id"]) for row in everything]
    assert ids == sorted(ids, reverse=True)
    assert items(staff, "/audit?object=person")
    for person in maria, server.person("ada"):
        assert api(person, "GET", "/audit")[0] == 403
    for wrong in "object=:", "object=person:x", "object=:7":
        assert api(admin, "GET", "/audit?" + wrong)[0] == 422


@pytest.fixture
def waiting(admin, maria):
    """A review item: an unknown word typed into a title."""
    path = maria.home + "sessions/odd.ics"
    if maria.get(path).status == 404:
        assert maria.put(path, event("odd@x", summary="Tea")).status == 201
    text = maria.get(path).text
    title = [n for n in text.split("\r\n") if n.startswith("SUMMARY")][0]
    maria.put(path, text.replace(title, title + " #nonsense"))
    found = items(admin, "/review")
    assert found, "an unknown word waits for a person"
    return found[0]


def test_what_waits_is_accepted_once(admin, waiting):
    assert waiting["kind"] == "unknown-tag" and waiting["person"] == "maria"
    assert waiting["state"] == "waiting" and waiting["session"]
    path = f"/review/{waiting['id']}"
    status, answer = api(admin, "POST", path + "/accept")
    assert status == 200 and answer == {**waiting, "state": "accepted"}
    for verb in "/accept", "/undo":
        status, answer = api(admin, "POST", path + verb)
        assert status == 409
        assert answer["error"]["current"]["state"] == "accepted"
    assert waiting["id"] not in {r["id"] for r in items(admin, "/review")}
    assert waiting["id"] in {
        r["id"] for r in items(admin, "/review?state=all")}


def test_the_review_list_is_the_offices(server, admin, staff, maria, waiting):
    path = f"/review/{waiting['id']}"
    for person in maria, server.person("ada"):
        assert api(person, "GET", "/review")[0] == 403
        assert api(person, "POST", path + "/accept")[0] == 403
    assert api(staff, "POST", path + "/undo")[1]["state"] == "undone"
    assert api(admin, "POST", "/review/999999/undo")[0] == 404
    assert api(admin, "GET", "/review?state=odd")[0] == 422


def test_an_endless_rule_is_undone(admin, maria):
    path = maria.home + "sessions/endless.ics"
    assert maria.put(path, event("endless@x", "20260615T140000Z",
                                 "20260615T150000Z",
                                 "RRULE:FREQ=WEEKLY")).status == 201
    item = [r for r in items(admin, "/review")
            if r["kind"] == "endless-rule"][0]
    assert maria.get(path).status == 200
    status, answer = api(admin, "POST", f"/review/{item['id']}/undo")
    assert status == 200, answer
    assert maria.get(path).status == 404

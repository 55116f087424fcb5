"""Sessions: their fields, kinds, services and clashes (S5, S7 to S9)."""

import pytest

from api import items, wrong_fields
from desk import Desk, charges, line, wages

SLOT = {"start": "2026-07-06T09:00", "end": "2026-07-06T09:50"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(tmp_path_factory.mktemp("sessions") / "data")
    made.speech = made.service()
    yield made
    made.close()



# --- S5 -----------------------------------------------------------------------


def test_s5_the_number_of_clients_makes_the_kind(desk):
    made = desk.session("C042", service=desk.speech, **SLOT)
    assert (made["kind"], made["status"]) == ("single", "open")
    path = f"/sessions/{made['id']}"
    for clients, kind, status in (
            (["C042", "C051"], "group", "open"),
            (["C042", "C051", "C063"], "group", "open"),
            (["C063"], "single", "open"), ([], "draft", "draft"),
            (["C042"], "single", "open")):
        now = desk.changed(path, clients=clients)
        assert (now["kind"], now["status"]) == (kind, status)
        assert [c["code"] for c in now["clients"]] == clients
        shown = desk.maria.get(desk.resource(made, desk.maria)).text
        assert line(shown, "STATUS") == (
            "TENTATIVE" if status == "draft" else "CONFIRMED")
        assert ("Group (" in line(shown, "SUMMARY")) == (kind == "group")


@pytest.mark.parametrize("field", ["kind", "type", "status", "charge", "id",
                                   "uid", "revision", "schedule", "label"])
def test_s5_there_is_no_type_field(desk, field):
    status, answer = desk.ask("POST", "/sessions", {
        **SLOT, "practitioners": ["maria"], "clients": ["C042"],
        field: "group"})
    assert status == 422
    assert wrong_fields(answer) == {field: "unknown-field"}


def test_s5_a_draft_is_visible_flagged_and_not_billable(desk):
    made = desk.session(service=desk.speech)
    assert (made["status"], made["kind"]) == ("draft", "draft")
    assert made["id"] in {s["id"] for s in items(desk.maria, "/sessions")}
    assert made["id"] in {s["id"] for s in items(
        desk.admin, "/sessions?status=draft")}
    assert made["id"] not in {s["id"] for s in items(
        desk.admin, "/sessions?status=open")}
    shown = desk.maria.get(desk.resource(made, desk.maria)).text
    assert line(shown, "STATUS") == "TENTATIVE"
    for who in (desk.maria, desk.staff, desk.admin):
        for type in ("completed", "missed", "canceled"):
            status, answer = desk.save(made, type, who)
            assert status == 409, answer
            assert answer["error"]["message"]
    item = desk.made("/sessions/completions", ids=[made["id"]],
                     type="completed")["items"][0]
    assert not item["ok"]
    assert desk.now(made) == made


def test_s5_a_session_without_service_or_practitioner_is_a_draft(desk):
    for fields in ({"service": None}, {"practitioners": []}):
        made = desk.made("/sessions", **{
            **SLOT, "clients": ["C042"], "practitioners": ["maria"],
            "service": desk.speech, **fields})
        assert made["status"] == "draft"


# --- S7 -----------------------------------------------------------------------


def test_s7_every_field_comes_back(desk):
    fields = {"place": "Room 2", "public_note": "Bring shoes\nand water",
              "private_note": "Nervous today", "service": desk.speech}
    made = desk.session("C042", practitioners=["maria", "tom"], **SLOT,
                        **fields)
    assert {k: made[k] for k in fields} == fields
    assert (made["start"], made["end"]) == (SLOT["start"], SLOT["end"])
    assert made["tzid"] == "America/Toronto"
    assert made["start_utc"] == "2026-07-06T13:00:00Z"
    assert [p["login"] for p in made["practitioners"]] == ["maria", "tom"]
    assert made["uid"] and made["revision"] == 1 and made["type"] is None
    assert desk.now(made) == made
    for field in ("place", "public_note", "private_note"):
        for value in ("Other", None):
            now = desk.changed(f"/sessions/{made['id']}", **{field: value})
            assert now[field] == value


@pytest.mark.parametrize("start,end,right", [
    ("2026-07-06T09:00", "2026-07-06T09:01", True),
    ("2026-07-06T09:00", "2026-07-07T09:00", True),
    ("2026-07-06T09:00", "2026-07-06T09:00", False),
    ("2026-07-06T09:00", "2026-07-06T08:59", False),
    ("2026-07-06T09:00", "2026-07-07T09:01", False),
    ("2026-07-06T09:00", "2026-08-06T09:00", False)])
def test_s7_the_end_is_after_the_start_and_within_24_hours(desk, start, end,
                                                          right):
    body = {"start": start, "end": end, "practitioners": ["maria"],
            "clients": ["C042"], "service": desk.speech}
    plan = {"days": ["MO"], "repeat": "weekly", "count": 1}
    made = desk.session("C042", service=desk.speech, **SLOT)
    for method, path, json in (
            ("POST", "/sessions", body),
            ("PATCH", f"/sessions/{made['id']}", {"start": start,
                                                  "end": end}),
            ("POST", "/schedules/preview", {**body, **plan}),
            ("POST", "/schedules", {**body, **plan})):
        status, answer = desk.ask(method, path, json)
        if right:
            assert status in (200, 201), answer
        else:
            assert status == 422 and set(wrong_fields(answer)) == {"end"}


def test_s7_moving_the_start_alone_keeps_the_length(desk):
    made = desk.session("C042", service=desk.speech, **SLOT)
    now = desk.changed(f"/sessions/{made['id']}", start="2026-07-07T11:00")
    assert (now["start"], now["end"]) == ("2026-07-07T11:00",
                                          "2026-07-07T11:50")


def test_s7_the_private_note_stays_with_staff_and_its_practitioners(desk):
    made = desk.session("C042", "C051", service=desk.speech, **SLOT,
                        public_note="For everybody", private_note="Hidden")
    for who in (desk.maria, desk.staff, desk.admin):
        assert desk.now(made, who)["private_note"] == "Hidden"
    for who in (desk.c042, desk.c051):
        seen = desk.now(made, who)
        assert "private_note" not in seen
        assert seen["public_note"] == "For everybody"
    desk.got(f"/sessions/{made['id']}", desk.tom, 404)
    for who, calendar in ((desk.c042, "sessions"), (desk.maria, "sessions"),
                          (desk.staff, "maria")):
        text = who.get(desk.resource(made, who, calendar)).text
        assert "Hidden" not in text
        assert line(text, "DESCRIPTION") == "For everybody"
    for login in ("c042", "maria"):
        url = desk.made(f"/people/{login}/feeds", label="Feed",
                        level="full")["url"]
        feed = desk.server.nobody().get("/feeds/" + url.split("/feeds/")[1])
        assert "For everybody" in feed.text and "Hidden" not in feed.text
    assert "Hidden" not in str(items(desk.c042, "/sessions"))
    old = desk.changed(f"/sessions/{made['id']}", private_note="Newer")
    assert old["private_note"] == "Newer"
    text = desk.c042.get(f"/api/sessions/{made['id']}"
                         "?at=2026-06-10T23:00:00Z").text
    assert "Hidden" not in text and "Newer" not in text


def test_s7_every_wrong_field_is_told(desk):
    status, answer = desk.ask("POST", "/sessions", {
        "start": "2026-02-30T09:00", "end": 7, "clients": "C042",
        "practitioners": [7], "place": "x" * 256, "public_note": ["a"],
        "private_note": 1, "service": {}, "tzid": True, "colour": "red"})
    assert status == 422
    assert {f.split("[")[0] for f in wrong_fields(answer)} == {
        "start", "end", "clients", "practitioners", "place", "public_note",
        "private_note", "service", "tzid", "colour"}
    status, answer = desk.ask("POST", "/sessions", {
        "start": "2026-07-06T09:00", "end": "2026-07-06T08:00",
        "clients": ["C999"], "practitioners": ["nobody"],
        "service": "999999", "tzid": "Mars/Olympus"})
    assert status == 422
    assert {"clients", "practitioners", "tzid"} <= set(wrong_fields(answer))
    for field in answer["error"]["fields"]:
        assert field["code"] and field["message"]
    status, answer = desk.ask("POST", "/sessions", {})
    assert status == 422 and {"start", "end"} <= set(wrong_fields(answer))


# --- S8 -----------------------------------------------------------------------


def test_s8_the_practitioners_then_the_practices_default_service(desk):
    own, practices = desk.service(cost="11.00"), desk.service(cost="22.00")
    pia = desk.practitioner()

    def made():
        return desk.session("C042", practitioners=[pia])

    assert (made()["status"], made()["service"]) == ("draft", None)
    desk.changed("/practice", default_service=practices)
    one = made()
    assert (one["status"], one["service"]) == ("open", practices)
    assert charges(desk.saved(one)) == {"C042": "22.00"}
    desk.changed(f"/people/{pia}", default_service=own)
    assert charges(desk.saved(made())) == {"C042": "11.00"}
    named = desk.session("C042", practitioners=[pia], service=desk.speech)
    assert charges(desk.saved(named)) == {"C042": "42.50"}
    desk.changed("/practice", default_service=None)


def test_s8_prices_go_by_the_start_in_the_practices_zone(desk):
    service = desk.service(cost="40.00", wage="20.00")
    price = desk.made(f"/services/{service}/prices", cost="42.50",
                      effective_from="2026-03-01", wage="30.00", tax_bp=1300)
    assert price["effective_from"] == "2026-03-01"
    for day, at, to, cost, wage in (
            ("2026-02-27", "09:00", "10:00", "40.00", "20.00"),
            ("2026-02-28", "23:30", "23:50", "40.00", "20.00"),
            ("2026-03-01", "00:00", "00:30", "42.50", "30.00"),
            ("2026-03-02", "09:00", "10:00", "42.50", "30.00")):
        made = desk.session("C042", service=service, day=day, at=at, to=to)
        saved = desk.saved(made)
        assert charges(saved) == {"C042": cost}, (day, at)
        assert wages(saved) == {"maria": wage}
        assert saved["clients"][0]["tax"] == (
            "5.53" if cost == "42.50" else "0.00")
    # 1 March 05:00 in UTC, and already 15:00 in Tokyo: 23:00 in Toronto.
    made = desk.session("C042", service=service, tzid="Asia/Tokyo",
                        start="2026-03-01T13:00", end="2026-03-01T13:30")
    assert made["start_utc"] == "2026-03-01T04:00:00Z"
    assert charges(desk.saved(made)) == {"C042": "40.00"}


def test_s8_prices_are_frozen_and_a_resave_resolves_anew(desk):
    service = desk.service(cost="40.00", wage="20.00")
    made = desk.session("C042", service=service, day="2026-05-05")
    saved = desk.saved(made)
    desk.made(f"/services/{service}/prices", effective_from="2026-05-01",
              cost="50.00", wage="25.00")
    assert desk.now(made) == saved and charges(saved) == {"C042": "40.00"}
    assert desk.saved(made) == saved, "the same save again changes nothing"
    desk.saved(made, "open")
    again = desk.saved(made)
    assert charges(again) == {"C042": "50.00"}
    assert wages(again) == {"maria": "25.00"}


def test_s8_nothing_may_cost_and_pay_nothing(desk):
    service = desk.service(cost="0.00", wage="0.00")
    saved = desk.saved(desk.session("C042", service=service))
    assert charges(saved) == {"C042": "0.00"}
    assert wages(saved) == {"maria": "0.00"}


def test_s8_a_service_has_kind_basis_and_tax(desk):
    made = desk.made("/services", name="Reading", kind="hourly",
                     cost="60.00", wage="30.00", wage_basis="client",
                     tax_bp=1300)
    assert {k: made[k] for k in ("name", "kind", "cost", "wage",
                                 "wage_basis", "tax_bp")} == {
        "name": "Reading", "kind": "hourly", "cost": "60.00",
        "wage": "30.00", "wage_basis": "client", "tax_bp": 1300}
    for fields, field in (({"kind": "daily"}, "kind"),
                          ({"wage_basis": "month"}, "wage_basis"),
                          ({"tax_bp": -1}, "tax_bp"),
                          ({"tax_bp": 13.5}, "tax_bp"),
                          ({"tax_bp": 10001}, "tax_bp"), ({"name": ""}, "name"),
                          ({"name": None}, "name"),
                          ({"cost": "-1"}, "cost"), ({"wage": 3}, "wage")):
        status, answer = desk.ask("POST", "/services", {
            "name": "Odd", "kind": "fixed", "cost": "1.00", "wage": "1.00",
            **fields})
        assert status == 422 and set(wrong_fields(answer)) == {field}
    assert desk.ask("POST", "/services", {
        "name": "Odd", "kind": "fixed", "cost": "1.00", "wage": "1.00"},
        desk.maria)[0] == 403


# --- S9 -----------------------------------------------------------------------


def test_s9_double_bookings_are_flagged_everywhere_and_never_refused(desk):
    one = desk.session("C042", service=desk.speech, day="2026-07-08",
                       at="10:00", to="11:00")
    assert one["conflicts"] == []
    two = desk.session("C051", service=desk.speech, day="2026-07-08",
                       at="10:30", to="11:30", practitioners=["tom", "maria"])
    beside = desk.session("C051", service=desk.speech, day="2026-07-08",
                          at="11:30", to="12:00")
    assert beside["conflicts"] == [], "one ends as the other starts"
    assert two["conflicts"] == [f"overlap:{one['uid']}"]
    assert desk.now(one)["conflicts"] == [f"overlap:{two['uid']}"]
    listed = {s["id"]: s["conflicts"] for s in items(
        desk.staff, "/sessions?from=2026-07-08&to=2026-07-08")}
    assert listed[one["id"]] == [f"overlap:{two['uid']}"]
    for who, calendar in ((desk.maria, "sessions"), (desk.staff, "maria")):
        shown = who.get(desk.resource(one, who, calendar)).text
        assert line(shown, "X-PRACTICE-CONFLICT") == f"overlap:{two['uid']}"
    ada = desk.c042.get(desk.resource(one, desk.c042)).text
    assert line(ada, "X-PRACTICE-CONFLICT") is None
    assert "conflicts" not in desk.now(one, desk.c042)
    desk.changed(f"/sessions/{two['id']}", practitioners=["tom"])
    assert desk.now(one)["conflicts"] == []
    desk.changed(f"/sessions/{two['id']}", practitioners=["maria"])
    assert desk.now(one)["conflicts"] == [f"overlap:{two['uid']}"]
    desk.saved(two, "canceled")
    assert desk.now(one)["conflicts"] == [], "a canceled one keeps nobody"
    desk.saved(two, "open")
    assert desk.now(one)["conflicts"] == [f"overlap:{two['uid']}"]
    desk.changed(f"/sessions/{two['id']}", start="2026-07-08T13:00")
    assert desk.now(one)["conflicts"] == []
    desk.changed(f"/sessions/{two['id']}", start="2026-07-08T10:59")
    assert desk.ask("DELETE", f"/sessions/{two['id']}")[0] == 204
    assert desk.now(one)["conflicts"] == []


def test_s9_sessions_on_a_closure_are_flagged_everywhere(desk):
    closure = desk.made("/closures", title="Holiday", all_day=True, **{
        "from": "2026-07-09", "to": "2026-07-09"})
    made = desk.session("C042", service=desk.speech, day="2026-07-09")
    flag = f"closure:{closure['uid']}"
    assert made["status"] == "open" and made["conflicts"] == [flag]
    assert items(desk.admin, "/sessions?from=2026-07-09&to=2026-07-09")[0][
        "conflicts"] == [flag]
    shown = desk.maria.get(desk.resource(made, desk.maria)).text
    assert line(shown, "X-PRACTICE-CONFLICT") == flag
    other = desk.session("C042", service=desk.speech, day="2026-07-09",
                         at="09:30", to="10:00")
    assert set(other["conflicts"]) == {flag, f"overlap:{made['uid']}"}
    shown = desk.maria.propfind(desk.resource(other, desk.maria),
                                "B:conflict")
    assert shown.prop(desk.resource(other, desk.maria),
                      "B:conflict").text == (
        f"{flag},overlap:{made['uid']}")

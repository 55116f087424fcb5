"""Sessions: their fields, kinds, services and clashes (S5, S7 to S9)."""

import pytest

from api import items, wrong_fields
from office import Office, charges, line, wages

SLOT = {"start": "2026-07-06T09:00", "end": "2026-07-06T09:50"}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("sessions") / "data")
    made.speech = made.service()
    yield made
    made.close()



def test_s5_the_number_of_clients_makes_the_kind(office):
    made = office.session("C042", service=office.speech, **SLOT)
    assert (made["kind"], made["status"]) == ("single", "open")
    path = f"/sessions/{made['id']}"
    for clients, kind, status in (
            (["C042", "C051"], "group", "open"),
            (["C042", "C051", "C063"], "group", "open"),
            (["C063"], "single", "open"), ([], "draft", "draft"),
            (["C042"], "single", "open")):
        now = office.changed(path, clients=clients)
        assert (now["kind"], now["status"]) == (kind, status)
        assert [c["code"] for c in now["clients"]] == clients
        shown = office.maria.get(office.resource(made, office.maria)).text
        assert line(shown, "STATUS") == (
            "TENTATIVE" if status == "draft" else "CONFIRMED")
        assert ("Group (" in line(shown, "SUMMARY")) == (kind == "group")


@pytest.mark.parametrize("field", ["kind", "type", "status", "charge", "id",
                                   "uid", "revision", "schedule", "label"])
def test_s5_there_is_no_type_field(office, field):
    status, answer = office.ask("POST", "/sessions", {
        **SLOT, "practitioners": ["maria"], "clients": ["C042"],
        field: "group"})
    assert status == 422
    assert wrong_fields(answer) == {field: "unknown-field"}


def test_s5_a_draft_is_visible_flagged_and_not_billable(office):
    made = office.session(service=office.speech)
    assert (made["status"], made["kind"]) == ("draft", "draft")
    assert made["id"] in {s["id"] for s in items(office.maria, "/sessions")}
    assert made["id"] in {s["id"] for s in items(
        office.admin, "/sessions?status=draft")}
    assert made["id"] not in {s["id"] for s in items(
        office.admin, "/sessions?status=open")}
    shown = office.maria.get(office.resource(made, office.maria)).text
    assert line(shown, "STATUS") == "TENTATIVE"
    for who in (office.maria, office.staff, office.admin):
        for type in ("completed", "missed", "canceled"):
            status, answer = office.save(made, type, who)
            assert status == 409, answer
            assert answer["error"]["message"]
    item = office.made("/sessions/completions", ids=[made["id"]],
                       type="completed")["items"][0]
    assert not item["ok"]
    assert office.now(made) == made


def test_s5_a_session_without_service_or_practitioner_is_a_draft(office):
    for fields in ({"service": None}, {"practitioners": []}):
        made = office.made("/sessions", **{
            **SLOT, "clients": ["C042"], "practitioners": ["maria"],
            "service": office.speech, **fields})
        assert made["status"] == "draft"


def test_s7_every_field_comes_back(office):
    fields = {"place": "Room 2", "public_note": "Bring shoes\nand water",
              "private_note": "Nervous today", "service": office.speech}
    made = office.session("C042", practitioners=["maria", "tom"], **SLOT,
                          **fields)
    assert {k: made[k] for k in fields} == fields
    assert (made["start"], made["end"]) == (SLOT["start"], SLOT["end"])
    assert made["tzid"] == "America/Toronto"
    assert made["start_utc"] == "2026-07-06T13:00:00Z"
    assert [p["login"] for p in made["practitioners"]] == ["maria", "tom"]
    assert made["uid"] and made["revision"] == 1 and made["type"] is None
    assert office.now(made) == made
    for field in ("place", "public_note", "private_note"):
        for value in ("Other", None):
            now = office.changed(f"/sessions/{made['id']}", **{field: value})
            assert now[field] == value


@pytest.mark.parametrize("start,end,right", [
    ("2026-07-06T09:00", "2026-07-06T09:01", True),
    ("2026-07-06T09:00", "2026-07-07T09:00", True),
    ("2026-07-06T09:00", "2026-07-06T09:00", False),
    ("2026-07-06T09:00", "2026-07-06T08:59", False),
    ("2026-07-06T09:00", "2026-07-07T09:01", False),
    ("2026-07-06T09:00", "2026-08-06T09:00", False)])
def test_s7_the_end_is_after_the_start_and_within_24_hours(office, start, end,
                                                          right):
    body = {"start": start, "end": end, "practitioners": ["maria"],
            "clients": ["C042"], "service": office.speech}
    plan = {"days": ["MO"], "repeat": "weekly", "count": 1}
    made = office.session("C042", service=office.speech, **SLOT)
    for method, path, json in (
            ("POST", "/sessions", body),
            ("PATCH", f"/sessions/{made['id']}", {"start": start,
                                                  "end": end}),
            ("POST", "/schedules/preview", {**body, **plan}),
            ("POST", "/schedules", {**body, **plan})):
        status, answer = office.ask(method, path, json)
        if right:
            assert status in (200, 201), answer
        else:
            assert status == 422 and set(wrong_fields(answer)) == {"end"}


def test_s7_moving_the_start_alone_keeps_the_length(office):
    made = office.session("C042", service=office.speech, **SLOT)
    now = office.changed(f"/sessions/{made['id']}", start="2026-07-07T11:00")
    assert (now["start"], now["end"]) == ("2026-07-07T11:00",
                                          "2026-07-07T11:50")


def test_s7_the_private_note_stays_with_staff_and_its_practitioners(office):
    made = office.session("C042", "C051", service=office.speech, **SLOT,
                          public_note="For everybody", private_note="Hidden")
    for who in (office.maria, office.staff, office.admin):
        assert office.now(made, who)["private_note"] == "Hidden"
    for who in (office.c042, office.c051):
        seen = office.now(made, who)
        assert "private_note" not in seen
        assert seen["public_note"] == "For everybody"
    office.got(f"/sessions/{made['id']}", office.tom, 404)
    for who, calendar in ((office.c042, "sessions"), (office.maria,
                                                      "sessions"),
                          (office.staff, "maria")):
        text = who.get(office.resource(made, who, calendar)).text
        assert "Hidden" not in text
        assert line(text, "DESCRIPTION") == "For everybody"
    for login in ("c042", "maria"):
        url = office.made(f"/people/{login}/feeds", label="Feed",
                          level="full")["url"]
        feed = office.server.nobody().get("/feeds/" + url.split("/feeds/")[1])
        assert "For everybody" in feed.text and "Hidden" not in feed.text
    assert "Hidden" not in str(items(office.c042, "/sessions"))
    old = office.changed(f"/sessions/{made['id']}", private_note="Newer")
    assert old["private_note"] == "Newer"
    text = office.c042.get(f"/api/sessions/{made['id']}"
                           "?at=2026-06-10T23:00:00Z").text
    assert "Hidden" not in text and "Newer" not in text


def test_s7_every_wrong_field_is_told(office):
    status, answer = office.ask("POST", "/sessions", {
        "start": "2026-02-30T09:00", "end": 7, "clients": "C042",
        "practitioners": [7], "place": "x" * 256, "public_note": ["a"],
        "private_note": 1, "service": {}, "tzid": True, "colour": "red"})
    assert status == 422
    assert {f.split("[")[0] for f in wrong_fields(answer)} == {
        "start", "end", "clients", "practitioners", "place", "public_note",
        "private_note", "service", "tzid", "colour"}
    status, answer = office.ask("POST", "/sessions", {
        "start": "2026-07-06T09:00", "end": "2026-07-06T08:00",
        "clients": ["C999"], "practitioners": ["nobody"],
        "service": "999999", "tzid": "Mars/Olympus"})
    assert status == 422
    assert {"clients", "practitioners", "tzid"} <= set(wrong_fields(answer))
    for field in answer["error"]["fields"]:
        assert field["code"] and field["message"]
    status, answer = office.ask("POST", "/sessions", {})
    assert status == 422 and {"start", "end"} <= set(wrong_fields(answer))


def test_s8_the_practitioners_then_the_practices_default_service(office):
    own, practices = office.service(cost="11.00"), office.service(cost="22.00")
    pia = office.practitioner()

    def made():
        return office.session("C042", practitioners=[pia])

    assert (made()["status"], made()["service"]) == ("draft", None)
    office.changed("/practice", default_service=practices)
    one = made()
    assert (one["status"], one["service"]) == ("open", practices)
    assert charges(office.saved(one)) == {"C042": "22.00"}
    office.changed(f"/people/{pia}", default_service=own)
    assert charges(office.saved(made())) == {"C042": "11.00"}
    named = office.session("C042", practitioners=[pia], service=office.speech)
    assert charges(office.saved(named)) == {"C042": "42.50"}
    office.changed("/practice", default_service=None)


def test_s8_prices_go_by_the_start_in_the_practices_zone(office):
    service = office.service(cost="40.00", wage="20.00")
    price = office.made(f"/services/{service}/prices", cost="42.50",
                        effective_from="2026-03-01", wage="30.00", tax_bp=1300)
    assert price["effective_from"] == "2026-03-01"
    for day, at, to, cost, wage in (
            ("2026-02-27", "09:00", "10:00", "40.00", "20.00"),
            ("2026-02-28", "23:30", "23:50", "40.00", "20.00"),
            ("2026-03-01", "00:00", "00:30", "42.50", "30.00"),
            ("2026-03-02", "09:00", "10:00", "42.50", "30.00")):
        made = office.session("C042", service=service, day=day, at=at, to=to)
        saved = office.saved(made)
        assert charges(saved) == {"C042": cost}, (day, at)
        assert wages(saved) == {"maria": wage}
        assert saved["clients"][0]["tax"] == (
            "5.53" if cost == "42.50" else "0.00")
    # 1 March 05:00 in UTC, and already 15:00 in Tokyo: 23:00 in Toronto.
    made = office.session("C042", service=service, tzid="Asia/Tokyo",
                          start="2026-03-01T13:00", end="2026-03-01T13:30")
    assert made["start_utc"] == "2026-03-01T04:00:00Z"
    assert charges(office.saved(made)) == {"C042": "40.00"}


def test_s8_prices_are_frozen_and_a_resave_resolves_anew(office):
    service = office.service(cost="40.00", wage="20.00")
    made = office.session("C042", service=service, day="2026-05-05")
    saved = office.saved(made)
    office.made(f"/services/{service}/prices", effective_from="2026-05-01",
                cost="50.00", wage="25.00")
    assert office.now(made) == saved and charges(saved) == {"C042": "40.00"}
    assert office.saved(made) == saved, "the same save again changes nothing"
    office.saved(made, "open")
    again = office.saved(made)
    assert charges(again) == {"C042": "50.00"}
    assert wages(again) == {"maria": "25.00"}


def test_s8_nothing_may_cost_and_pay_nothing(office):
    service = office.service(cost="0.00", wage="0.00")
    saved = office.saved(office.session("C042", service=service))
    assert charges(saved) == {"C042": "0.00"}
    assert wages(saved) == {"maria": "0.00"}


def test_s8_a_service_has_kind_basis_and_tax(office):
    made = office.made("/services", name="Reading", kind="hourly",
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
                          ({"tax_bp": 10001}, "tax_bp"), ({"name": ""},
                                                          "name"),
                          ({"name": None}, "name"),
                          ({"cost": "-1"}, "cost"), ({"wage": 3}, "wage")):
        status, answer = office.ask("POST", "/services", {
            "name": "Odd", "kind": "fixed", "cost": "1.00", "wage": "1.00",
            **fields})
        assert status == 422 and set(wrong_fields(answer)) == {field}
    assert office.ask("POST", "/services", {
        "name": "Odd", "kind": "fixed", "cost": "1.00", "wage": "1.00"},
        office.maria)[0] == 403


def test_s9_double_bookings_are_flagged_everywhere_and_never_refused(office):
    one = office.session("C042", service=office.speech, day="2026-07-08",
                         at="10:00", to="11:00")
    assert one["conflicts"] == []
    two = office.session("C051", service=office.speech, day="2026-07-08",
                         at="10:30", to="11:30", practitioners=["tom",
                                                                "maria"])
    beside = office.session("C051", service=office.speech, day="2026-07-08",
                            at="11:30", to="12:00")
    assert beside["conflicts"] == [], "one ends as the other starts"
    assert two["conflicts"] == [f"overlap:{one['uid']}"]
    assert office.now(one)["conflicts"] == [f"overlap:{two['uid']}"]
    listed = {s["id"]: s["conflicts"] for s in items(
        office.staff, "/sessions?from=2026-07-08&to=2026-07-08")}
    assert listed[one["id"]] == [f"overlap:{two['uid']}"]
    for who, calendar in ((office.maria, "sessions"), (office.staff, "maria")):
        shown = who.get(office.resource(one, who, calendar)).text
        assert line(shown, "X-PRACTICE-CONFLICT") == f"overlap:{two['uid']}"
    ada = office.c042.get(office.resource(one, office.c042)).text
    assert line(ada, "X-PRACTICE-CONFLICT") is None
    assert "conflicts" not in office.now(one, office.c042)
    office.changed(f"/sessions/{two['id']}", practitioners=["tom"])
    assert office.now(one)["conflicts"] == []
    office.changed(f"/sessions/{two['id']}", practitioners=["maria"])
    assert office.now(one)["conflicts"] == [f"overlap:{two['uid']}"]
    office.saved(two, "canceled")
    assert office.now(one)["conflicts"] == [], "a canceled one keeps nobody"
    office.saved(two, "open")
    assert office.now(one)["conflicts"] == [f"overlap:{two['uid']}"]
    office.changed(f"/sessions/{two['id']}", start="2026-07-08T13:00")
    assert office.now(one)["conflicts"] == []
    office.changed(f"/sessions/{two['id']}", start="2026-07-08T10:59")
    assert office.ask("DELETE", f"/sessions/{two['id']}")[0] == 204
    assert office.now(one)["conflicts"] == []


def test_s9_sessions_on_a_closure_are_flagged_everywhere(office):
    closure = office.made("/closures", title="Holiday", all_day=True, **{
        "from": "2026-07-09", "to": "2026-07-09"})
    made = office.session("C042", service=office.speech, day="2026-07-09")
    flag = f"closure:{closure['uid']}"
    assert made["status"] == "open" and made["conflicts"] == [flag]
    assert items(office.admin, "/sessions?from=2026-07-09&to=2026-07-09")[0][
        "conflicts"] == [flag]
    shown = office.maria.get(office.resource(made, office.maria)).text
    assert line(shown, "X-PRACTICE-CONFLICT") == flag
    other = office.session("C042", service=office.speech, day="2026-07-09",
                           at="09:30", to="10:00")
    assert set(other["conflicts"]) == {flag, f"overlap:{made['uid']}"}
    shown = office.maria.propfind(office.resource(other, office.maria),
                                  "B:conflict")
    assert shown.prop(office.resource(other, office.maria),
                      "B:conflict").text == (
        f"{flag},overlap:{made['uid']}")


def test_s50_numbers_of_clients_tell_a_practitioner_nothing(office):
    code = office.client(name="Zoe Unmet", notice="none")
    number = office.got(f"/people/{code}")["id"]
    own = office.session(day="2026-07-21", who=office.maria)
    fields = {"start": "2026-07-20T09:00", "end": "2026-07-20T09:50",
              "practitioners": ["maria"], "clients": [number]}
    plan = {**fields, "days": ["MO"], "repeat": "weekly", "count": 2}
    for method, path, body in (
            ("POST", "/sessions", fields),
            ("POST", "/schedules", plan),
            ("PATCH", f"/sessions/{own['id']}", {"clients": [number]})):
        status, answer = office.ask(method, path, body, office.maria)
        assert status == 422, answer
        assert f"nobody called '{number}'" in answer["error"]["message"]
        assert code not in str(answer)
    assert office.now(own)["clients"] == []
    # A preview leaves no trace, so it says the same of nobody's number.
    shown = [office.ask("POST", "/schedules/preview",
                        {**plan, "clients": [word]}, office.maria)
             for word in (number, "999999", code, "C999999")]
    assert [answer == shown[0] for answer in shown] == [True] * 4
    assert shown[0][0] == 200 and len(shown[0][1]["dates"]) == 2
    # A code is what the office tells; then they have met.
    made = office.session(code, day="2026-07-22", who=office.maria)
    office.changed(f"/sessions/{own['id']}", office.maria, clients=[number])
    assert [c["code"] for c in office.now(own)["clients"]] == [code]
    assert made["clients"][0]["code"] == code

"""What is wrong with a body is told field by field, all at once."""

import json

import pytest

from api import wrong_fields
from office import Office

SESSION = {"start": "2026-07-06T09:00", "end": "2026-07-06T09:50",
           "practitioners": ["maria"], "clients": ["C042"]}
PLAN = {**SESSION, "days": ["MO"], "repeat": "weekly", "count": 2}
TYPE = {"label": "Odd", "map": "missed", "modifier": "fixed", "client": 1,
        "practitioner": 1}
SERVICE = {"name": "Odd", "kind": "fixed", "cost": "1.00", "wage": "1.00"}
PERSON = {"name": "Odd One", "roles": ["client"]}
CLOSURE = {"title": "Odd", "from": "2026-07-06", "to": "2026-07-06",
           "all_day": True}
PAYMENT = {"client": "C042", "amount": "1.00", "date": "2026-06-10",
           "method": "cash"}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("input") / "data")
    made.speech = made.service()
    yield made
    made.close()


def refused(office, method, path, body, who=None):
    """The wrong fields, of which each has code and sentence."""
    status, answer = office.ask(method, path, body, who)
    assert status == 422, (path, body, answer)
    error = answer["error"]
    assert error["code"] == error["fields"][0]["code"]
    assert error["field"] == error["fields"][0]["field"]
    for field in error["fields"]:
        assert field["code"] and field["message"][-1] == "."
    names = [(f["field"], f["code"], f["message"]) for f in error["fields"]]
    assert len(names) == len(set(names)), "each is told once"
    return set(wrong_fields(answer))


@pytest.mark.parametrize("path,body,fields", [
    ("/people", {"name": "", "roles": ["clown"], "email": "nobody",
                 "hourly": "-1", "code": "C 1", "login": "A"},
     {"name", "roles[0]", "email", "hourly", "code", "login"}),
    ("/people", {**PERSON, "contacts": [{"name": "Eva", "email": "x"}],
                 "bonus": "1e3", "default_service": "99"},
     {"contacts[0].email", "bonus", "default_service"}),
    ("/sessions", {**SESSION, "end": "2026-07-06T08:00",
                   "clients": ["C999"], "service": "77"},
     {"end", "clients", "service"}),
    ("/sessions", {**SESSION, "tzid": "Mars", "clients": ["C042", "C042"],
                   "place": 7}, {"tzid", "clients", "place"}),
    ("/sessions", {**SESSION, "start": "2026-02-30T09:00",
                   "clients": ["C999"], "colour": "red"},
     {"start", "clients", "colour"}),
    ("/schedules", {**PLAN, "until": "2026-12-01", "days": [],
                    "clients": ["C999"]},
     {"count", "until", "days", "clients"}),
    ("/schedules/preview", {**PLAN, "count": 0, "days": ["XX"],
                            "end": "2026-07-06T08:00"},
     {"count", "days[0]", "end"}),
    ("/schedules", {**PLAN, "count": None, "until": "2026-02-30",
                    "repeat": "daily"}, {"until", "repeat"}),
    ("/completion-types", {**TYPE, "label": "sixteen letters.",
                           "client": 12.5, "practitioner": -1,
                           "short": "a b"},
     {"label", "client", "practitioner", "short"}),
    ("/services", {"name": "", "kind": "x", "cost": "-1", "wage": "1,00",
                   "tax_bp": 1.5}, {"name", "kind", "cost", "wage",
                                    "tax_bp"}),
    ("/closures", {**CLOSURE, "title": "", "to": "2026-07-05"},
     {"title", "to"}),
    ("/closures", {**CLOSURE, "title": "x" * 256, "from": "2026-02-30",
                   "to": "x"}, {"title", "from", "to"}),
    ("/payments", {**PAYMENT, "client": "C999", "amount": "0.00",
                   "date": "2026-02-30"}, {"client", "amount", "date"}),
    ("/payments", {**PAYMENT, "client": "C999", "amount": "1e3"},
     {"client", "amount"}),
    ("/invoices", {"client": "C999", "to": "2026-02-30"}, {"client", "to"}),
    ("/payroll", {"to": "2026-02-30", "from": "2026-01-01"}, {"to", "from"}),
    ("/people/maria/feeds", {"level": "all", "expires": "2026-13-01"},
     {"level", "expires"}),
    ("/people/maria/tokens", {"label": "", "x": 1}, {"label", "x"})])
def test_all_wrong_fields_are_told_at_once(office, path, body, fields):
    assert refused(office, "POST", path, body) == fields


@pytest.mark.parametrize("path,body,fields", [
    ("/practice", {"name": "", "zone": "X", "currency": "QQQ",
                   "reopen_hours": -1},
     {"name", "zone", "currency", "reopen_hours"}),
    ("/people/C042", {"name": "", "email": "x", "notice": "pigeon",
                      "revision": 0}, {"name", "email", "notice",
                                       "revision"}),
    ("/completion-types/TYPE", {"label": "", "client": 1.5, "map": "x"},
     {"label", "client", "map"}),
    ("/sessions/SESSION", {"end": "2026-07-06T08:00", "clients": ["C999"],
                           "scope": "some", "uid": "x"},
     {"end", "clients", "scope", "uid"}),
    ("/schedules/SCHEDULE", {"days": [], "count": 367, "from": "x"},
     {"days", "count", "from"}),
    ("/closures/CLOSURE", {"title": "", "to": "2026-07-01"},
     {"title", "to"})])
def test_of_a_change_too(office, path, body, fields):
    if not hasattr(office, "things"):
        office.things = {
            "TYPE": office.type("Changed"),
            "SESSION": office.made("/sessions", **SESSION)["id"],
            "SCHEDULE": office.made("/schedules", **PLAN)["id"],
            "CLOSURE": office.made("/closures", **CLOSURE)["id"]}
    for word, value in office.things.items():
        path = path.replace(word, value)
    before = None if path == "/practice" else office.ask("GET", path)
    assert refused(office, "PATCH", path, body) == fields
    assert before is None or office.ask("GET", path) == before


def test_of_an_ending_too(office):
    made = office.session("C042", "C051", service=office.speech)
    path = f"/sessions/{made['id']}/completion"
    assert refused(office, "POST", path, {
        "type": "completed", "clients": {"C042": "nonsense"}}) == {"clients"}
    assert refused(office, "POST", path, {"type": "nonsense"}) == {"type"}
    assert refused(office, "POST", path, {
        "type": "override", "charges": {"C042": "1e3", "C099": "1"},
        "wage": "-1", "reason": ""}) == {"charges", "wage", "reason"}
    assert refused(office, "POST", path, {"reason": 7, "colour": 1}) == {
        "type", "reason", "colour"}
    assert office.now(made) == made


def routes(office):
    """(method, path, schema) of all that take a body."""
    description = office.got("/openapi.json")
    for path, methods in description["paths"].items():
        for method, route in methods.items():
            content = route.get("requestBody", {}).get("content")
            if content:
                yield (method.upper(), path,
                       content["application/json"]["schema"],
                       description)


def resolved(schema, description):
    while "$ref" in schema:
        found = description
        for word in schema["$ref"].lstrip("#/").split("/"):
            found = found[word]
        schema = found
    return schema


def test_no_field_is_taken_with_a_value_of_another_kind(office):
    made = {"id": office.made("/sessions", **SESSION)["id"], "client": "C042",
            "practitioner": "maria", "service": office.speech}
    count = office.transactions()
    asked = 0
    for method, path, schema, description in routes(office):
        for word, value in made.items():
            if "/people/{id}" in path and word == "id":
                value = "tom"
            path = path.replace("{%s}" % word, value)
        path = path.removeprefix("/api")
        properties = resolved(schema, description)["properties"]
        bodies = [{name: value} for name in properties
                  for value in ({"a": [1]}, [[]], 1.5)]
        bodies += [{name: value for name in properties}
                   for value in (None, {"a": 1}, 10 ** 30, "\u0085", "x" * 99)]
        if path.endswith("/password"):
            bodies.pop()  # which is a good one
        for body in bodies + [{"no-such-field": 1}]:
            status, answer = office.ask(method, path, body)
            asked += 1
            if status == 400:
                assert answer["error"]["code"] == "not-json"
                continue
            assert status in (404, 409, 422), (method, path, body, answer)
            assert answer["error"]["message"]
            if status == 422:
                assert answer["error"]["fields"], (method, path, body)
    assert asked > 200 and office.transactions() == count
    assert office.server.process.poll() is None


@pytest.mark.parametrize("path,body", [
    ("/people", PERSON), ("/sessions", SESSION), ("/schedules", PLAN),
    ("/completion-types", TYPE), ("/services", SERVICE),
    ("/closures", CLOSURE), ("/payments", PAYMENT)])
def test_what_is_required_is_asked_for_and_nothing_else_is_taken(office, path,
                                                                 body):
    required = {"/people": {"name", "roles"}, "/sessions": {"start", "end"},
                "/schedules": {"start", "end", "days", "repeat"},
                "/completion-types": {"label", "map", "modifier", "client",
                                      "practitioner"},
                "/services": {"name", "kind", "cost", "wage"},
                "/closures": {"title", "from", "to", "all_day"},
                "/payments": {"client", "amount"}}[path]
    assert required <= refused(office, "POST", path, {})
    for field in required:
        assert refused(office, "POST", path, {**body, field: None}) == {field}
    assert refused(office, "POST", path, {**body, "colour": "red"}) == {
        "colour"}
    for text in (b"{", b"nothing", b"[]", b'"a"', b"\xff", b"{'a': 1}",
                 json.dumps(body).encode()[:-1],
                 json.dumps(body).encode() + b"}"):
        status, answer = office.ask("POST", path, text)
        assert status == 400 and answer["error"]["code"] == "not-json"
        assert answer["error"]["message"]


MONEY = ["1e3", "-1", "-0.01", "1,00", "1.005", "1.", ".5", " 1", "1 ", "+1",
         "", "one", "$1", "0x10", "\u0661", "9" * 25, 1, 1.5, True, [], {}]


@pytest.mark.parametrize("amount", MONEY)
def test_money_is_a_decimal_text(office, amount):
    assert refused(office, "POST", "/services",
                   {**SERVICE, "cost": amount}) == {"cost"}
    assert refused(office, "POST", "/payments",
                   {**PAYMENT, "amount": amount}) == {"amount"}
    assert refused(office, "POST", "/people", {
        "name": "P", "roles": ["practitioner"], "hourly": amount}) == {
        "hourly"}
    assert refused(office, "PUT", f"/people/C042/rates/{office.speech}",
                   {"cost": amount}) == {"cost"}


@pytest.mark.parametrize("day", [
    "2026-02-30", "2026-13-01", "2026-6-8", "20260608", "2026-06-08T00:00",
    "08.06.2026", "", "today", "0000-01-01", "2026-06-08 ", 20260608])
def test_days_are_real_and_written_in_one_way(office, day):
    assert refused(office, "POST", "/payments", {**PAYMENT, "date": day}) == {
        "date"}
    assert refused(office, "POST", "/invoices",
                   {"client": "C042", "to": day}) == {"to"}
    assert refused(office, "POST", "/payroll", {"to": day}) == {"to"}
    assert "until" in refused(office, "POST", "/schedules/preview", {
        **PLAN, "count": None, "until": day})
    assert refused(office, "POST", "/closures", {**CLOSURE, "from": day}) == {
        "from"}
    assert refused(office, "POST", f"/services/{office.speech}/prices", {
        "effective_from": day, "cost": "1.00", "wage": "1.00"}) == {
        "effective_from"}
    if isinstance(day, str) and day:
        status, answer = office.ask("GET", f"/sessions?from={day}")
        assert status == 422 and set(wrong_fields(answer)) == {"from"}


@pytest.mark.parametrize("time", [
    "2026-02-30T09:00", "2026-06-08T24:00", "2026-06-08T09:60",
    "2026-06-08 09:00", "2026-06-08", "09:00", "2026-06-08T9:00",
    "2026-06-08T09:00Z", "2026-06-08T09:00+02:00", "", "now", 9])
def test_times_are_wall_times(office, time):
    assert refused(office, "POST", "/sessions", {**SESSION,
                                                 "start": time}) == {
        "start"}
    assert refused(office, "POST", "/schedules/preview",
                   {**PLAN, "end": time}) == {"end"}


@pytest.mark.parametrize("zone", [
    "Mars/Olympus", "Eastern Standard Time", "EST5", "America/toronto ",
    "", "../etc/passwd", "UTC+2", "GMT+1"])
def test_zones_are_iana_names(office, zone):
    for path, body in (("/sessions", SESSION), ("/schedules", PLAN),
                       ("/schedules/preview", PLAN)):
        assert refused(office, "POST", path, {**body,
                                              "tzid": zone}) == {"tzid"}
    assert refused(office, "PATCH", "/practice", {"zone": zone}) == {"zone"}


def test_a_practitioner_and_a_client_learn_no_more(office):
    assert office.ask("POST", "/sessions", {"clients": 7},
                      office.c042)[0] == 403
    assert office.ask("POST", "/people", {}, office.maria)[0] == 403
    assert refused(office, "POST", "/sessions", {
        **SESSION, "place": 7, "end": "2026-07-06T08:00"}, office.maria) == {
        "place", "end"}

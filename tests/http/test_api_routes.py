"""All routes: what the OpenAPI description says, and who may take which.

ROWS holds what each role is answered, about what is their own and about
another's. A route without a row fails a test.
"""

import itertools
import re

import pytest

from api import api
from conftest import event

ROLES = ("admin", "staff", "practitioner", "client")
WHO = {"admin": "admin", "staff": "stan", "practitioner": "maria",
       "client": "ada"}
# Somebody else, who has no session with them.
OTHER = {"admin": "bob", "staff": "bob", "practitioner": "bob",
         "client": "maria"}
fresh = itertools.count(1)


class Row:
    """answers: role -> (about their own, about another's) or one for both."""

    def __init__(self, method, path, body=None, **answers):
        self.method, self.path, self.body = method, path, body
        self.answers = {
            role: ((found, found) if isinstance(found, int) else found)
            for role, found in answers.items()}

    def __repr__(self):
        return f"{self.method} {self.path}"


def label(scene=None):
    return f"Label {next(fresh)}"


def type_body(scene=None):
    return {"label": label(), "map": "missed", "modifier": "fixed",
            "client": 1, "practitioner": 1}


def service_body(scene=None):
    return {"name": label(), "kind": "fixed", "cost": "10.00",
            "wage": "4.00"}


def session_body(scene=None, month=5):
    """Half an hour of its own."""
    number = next(fresh)
    day = f"2026-{month:02}-{1 + number // 20 % 28:02}"
    hour = f"{number % 20:02}"
    return {"start": f"{day}T{hour}:00", "end": f"{day}T{hour}:30",
            "practitioners": ["maria"]}


def schedule_body(scene=None):
    return {**session_body(month=7), "days": ["MO"], "repeat": "weekly",
            "count": 2}


def invoice_body(scene):
    scene.saved("bob")
    return {"client": "bob", "to": "2026-06-10"}


def payroll_body(scene):
    scene.close_runs()
    scene.saved("bob")
    return {"to": "2026-06-10"}


def run_body(scene):
    """Notify of a day that is the run's own."""
    session = scene.session("bob", month=8)
    day = api(scene.admin, "GET", f"/sessions/{session}")[1]["start"][:10]
    plan = {"from": day, "to": day}
    status, answer = api(scene.admin, "POST", "/cancellations/preview", plan)
    assert status == 200, answer
    return {**plan, "hash": answer["hash"], "notify": True, "cancel": True}


PLAN = {"from": "2026-08-01", "to": "2026-08-02"}
PERSON = {"name": "Somebody", "roles": ["client"]}
PASSWORD = {"password": "a good password"}
CLOSURE = {"title": "Shut", "from": "2026-08-01", "to": "2026-08-02",
           "all_day": True}
PAYMENT = {"client": "bob", "amount": "5.00", "date": "2026-06-10",
           "method": "cash"}
IMPORT = {"files": [{"name": "people.csv", "content": "bmFtZQpBZGEK"}]}
PRICE = {"effective_from": "2026-07-01", "cost": "1.00", "wage": "1.00"}

ALL = {"admin": 200, "staff": 200, "practitioner": 200, "client": 200}
TEAM = {**ALL, "client": 403}
OFFICE = {**TEAM, "practitioner": 403}
ADMIN = {**OFFICE, "staff": 403}
# What is a client's, or the office's; practitioners have no part in it.
ACCOUNT = {**OFFICE, "client": (200, 404)}
OWN = {**ALL, "practitioner": (200, 404), "client": (200, 404)}
OWN_LOGIN = {**OWN, "staff": (200, 403)}


def made(answers, code):
    """The same with another code for what goes well."""
    def change(found):
        if isinstance(found, tuple):
            return tuple(change(f) for f in found)
        return code if found == 200 else found
    return {role: change(found) for role, found in answers.items()}


# {who} is the person concerned; {token} and the like are made for each try.
ROWS = [
    Row("GET", "/openapi.json", **ALL),
    Row("GET", "/practice", **ALL),
    Row("PATCH", "/practice", {}, **ADMIN),
    Row("GET", "/people", **ALL),
    Row("POST", "/people", PERSON, **made(OFFICE, 201)),
    Row("GET", "/people/{who}", **OWN),
    Row("PATCH", "/people/{who}", {},
        **{**OFFICE, "staff": (403, 200), "client": (200, 404)}),
    Row("GET", "/people/{client}/export", **ACCOUNT),
    Row("POST", "/people/{parting}/erase", **ADMIN),
    Row("PUT", "/people/{who}/password", PASSWORD, **made(OWN_LOGIN, 204)),
    Row("GET", "/people/{who}/tokens", **OWN_LOGIN),
    Row("POST", "/people/{who}/tokens", {"label": "iPhone"},
        **made(OWN_LOGIN, 201)),
    Row("DELETE", "/people/{who}/tokens/{token}", **made(OWN_LOGIN, 204)),
    Row("GET", "/people/{who}/feeds", **OWN_LOGIN),
    Row("POST", "/people/{who}/feeds", {}, **made(OWN_LOGIN, 201)),
    Row("DELETE", "/people/{who}/feeds/{feed}", **made(OWN_LOGIN, 204)),
    Row("GET", "/people/{who}/devices", **OWN_LOGIN),
    Row("PUT", "/people/{client}/rates/{service}", {"cost": "1.00"},
        **OFFICE),
    Row("GET", "/people/{client}/rates/{rated}", **OFFICE),
    Row("DELETE", "/people/{client}/rates/{rated}", **made(OFFICE, 204)),
    Row("GET", "/people/{earner}/rates", **OFFICE),
    Row("POST", "/people/{earner}/rates",
        {"hourly": "25.00", "effective_from": "2026-03-01"},
        **made(OFFICE, 201)),
    Row("GET", "/people/{client}/balance", **ACCOUNT),
    Row("GET", "/people/{client}/statement", **ACCOUNT),
    Row("GET", "/people/{client}/statement.pdf?from=2026-06-01&to=2026-06-30",
        **ACCOUNT),
    Row("POST", "/people/{client}/statement/send", {}, **made(OFFICE, 422)),
    Row("GET", "/people/{earner}/wages",
        **{**OFFICE, "practitioner": (200, 404)}),
    Row("GET", "/services", **TEAM),
    Row("POST", "/services", service_body, **made(OFFICE, 201)),
    Row("POST", "/services/{service}/prices", PRICE, **made(OFFICE, 201)),
    Row("GET", "/completion-types", **TEAM),
    Row("POST", "/completion-types", type_body, **made(ADMIN, 201)),
    Row("PATCH", "/completion-types/{type}", {"client": 2}, **ADMIN),
    Row("DELETE", "/completion-types/{type}", **made(ADMIN, 204)),
    Row("GET", "/sessions", **ALL),
    Row("POST", "/sessions", session_body, **made(TEAM, 201)),
    Row("GET", "/sessions/{session}", **OWN),
    Row("PATCH", "/sessions/{session}", {"place": "Room 2"},
        **{**TEAM, "practitioner": (200, 404)}),
    Row("DELETE", "/sessions/{coming}",
        **made({**TEAM, "practitioner": (200, 404)}, 204)),
    Row("POST", "/sessions/{removed}/restore", {}, **OFFICE),
    Row("POST", "/sessions/{session}/completion", {"type": "completed"},
        **{**TEAM, "practitioner": (200, 404)}),
    Row("POST", "/sessions/completions", {"ids": ["1"], "type": "missed"},
        **TEAM),
    Row("POST", "/schedules/preview", schedule_body, **TEAM),
    Row("POST", "/schedules", schedule_body, **made(TEAM, 201)),
    Row("GET", "/schedules/{schedule}",
        **{**TEAM, "practitioner": (200, 404)}),
    Row("PATCH", "/schedules/{schedule}", {"place": "Room 2"},
        **{**TEAM, "practitioner": (200, 404)}),
    Row("POST", "/imports", IMPORT, **made(ADMIN, 201)),
    Row("GET", "/imports/{import}", **ADMIN),
    Row("POST", "/imports/{import}/apply", {"hash": "another"},
        **made(ADMIN, 409)),
    Row("DELETE", "/imports/{import}", **made(ADMIN, 204)),
    Row("GET", "/closures", **ALL),
    Row("POST", "/closures", CLOSURE, **made(OFFICE, 201)),
    Row("PATCH", "/closures/{closure}", {"title": "Open"}, **OFFICE),
    Row("DELETE", "/closures/{closure}", **made(OFFICE, 204)),
    Row("POST", "/cancellations/preview", PLAN, **OFFICE),
    Row("GET", "/cancellations", **OFFICE),
    Row("POST", "/cancellations", run_body, **made(OFFICE, 201)),
    Row("GET", "/cancellations/{run}", **OFFICE),
    Row("POST", "/cancellations/{run}/undo", **OFFICE),
    Row("POST", "/notices/preview", {"kind": "closure"}, **OFFICE),
    # Nobody takes the mail of this server.
    Row("POST", "/notices/test", {"channel": "email", "address": "a@b.org"},
        **{**ADMIN, "admin": 409}),
    Row("GET", "/outbox", **OFFICE),
    Row("GET", "/outbox/{notice}", **OFFICE),
    Row("POST", "/outbox/{notice}/retry", **OFFICE),
    Row("POST", "/outbox/{notice}/drop", **OFFICE),
    Row("GET", "/invoices", **{**OFFICE, "client": 200}),
    Row("POST", "/invoices", invoice_body, **made(OFFICE, 201)),
    Row("GET", "/invoices/{invoice}", **ACCOUNT),
    Row("GET", "/invoices/{invoice}.html", **ACCOUNT),
    Row("GET", "/invoices/{invoice}.pdf", **ACCOUNT),
    Row("POST", "/invoices/{draft}/issue", **OFFICE),
    Row("POST", "/invoices/{invoice}/send", **OFFICE),
    Row("POST", "/invoices/{invoice}/void", **ADMIN),
    Row("GET", "/payments", **OFFICE),
    Row("POST", "/payments", PAYMENT, **made(OFFICE, 201)),
    Row("GET", "/payments/{payment}", **OFFICE),
    Row("POST", "/payments/{payment}/void", **ADMIN),
    Row("POST", "/payments/{payment}/refund", {"amount": "1.00"}, **OFFICE),
    Row("GET", "/payroll", **OFFICE),
    Row("POST", "/payroll", payroll_body, **made(OFFICE, 201)),
    Row("GET", "/payroll/{payroll}", **OFFICE),
    Row("POST", "/payroll/{payroll}/close", **ADMIN),
    Row("GET", "/ledger", **OFFICE),
    Row("GET", "/ledger/verify", **OFFICE),
    Row("GET", "/reports/unsaved", **OFFICE),
    Row("GET", "/reports/attendance", **OFFICE),
    Row("GET", "/reports/revenue", **OFFICE),
    Row("GET", "/reports/wages", **OFFICE),
    Row("GET", "/reports/aged", **OFFICE),
    Row("GET", "/audit", **OFFICE),
    Row("GET", "/review", **OFFICE),
    Row("POST", "/review/{review}/accept", **OFFICE),
    Row("POST", "/review/{review}/undo", **OFFICE),
    Row("GET", "/shares", **TEAM),
    # Nobody asked them: test_pages_shares.py is of those who were asked.
    Row("POST", "/shares/{share}/accept", **made(TEAM, 404)),
    Row("POST", "/shares/{share}/decline", **made(TEAM, 404)),
]


class Scene:
    """Makes what the words of a path name."""

    def __init__(self, server):
        self.server = server

    @property
    def admin(self):
        return self.server.person("admin")

    def person(self, role):
        return self.server.person(WHO[role])

    def made(self, path, body):
        status, answer = api(self.admin, "POST", path, body)
        assert status == 201, answer
        return answer["id"]

    def word_client(self, who):
        return who if who in ("ada", "bob") else "bob"

    def word_parting(self, who):
        """A client of one's own: nobody else is to be gone after it."""
        return self.made("/people", PERSON)

    def word_earner(self, who):
        return who if who == "maria" else "tom"

    def session(self, who, month=5):
        """A session of theirs: with Maria, or of a client with Tom. Nobody
        of OTHER comes to know the other by it."""
        client = who if who in ("ada", "bob") else "eve"
        return self.made("/sessions", {
            **session_body(month=month), "clients": [client],
            "practitioners": [self.word_earner(who)],
            "service": self.word_service(who)})

    def saved(self, who):
        session = self.session(who)
        status, answer = api(self.admin, "POST",
                             f"/sessions/{session}/completion",
                             {"type": "completed"})
        assert status == 200, answer

    def word_session(self, who):
        return self.session(who)

    def word_coming(self, who):
        return self.session(who, month=7)

    def word_removed(self, who):
        session = self.word_coming(who)
        assert api(self.admin, "DELETE", f"/sessions/{session}")[0] == 204
        return session

    def word_schedule(self, who):
        return self.made("/schedules", {
            **schedule_body(), "practitioners": [self.word_earner(who)]})

    def word_closure(self, who):
        return self.made("/closures", CLOSURE)

    def word_import(self, who):
        """In place of the one before: only so many are kept."""
        if getattr(self, "upload", None):
            api(self.admin, "DELETE", f"/imports/{self.upload}")
        self.upload = self.made("/imports", IMPORT)
        return self.upload

    def word_draft(self, who):
        client = self.word_client(who)
        self.saved(client)
        return self.made("/invoices", {"client": client, "to": "2026-06-10"})

    def word_invoice(self, who):
        draft = self.word_draft(who)
        status, answer = api(self.admin, "POST", f"/invoices/{draft}/issue")
        assert status == 200, answer
        return draft

    def word_payment(self, who):
        return self.made("/payments", PAYMENT)

    def close_runs(self):
        """Of payroll runs one is open at a time."""
        for run in api(self.admin, "GET", "/payroll")[1]["items"]:
            if run["status"] == "open":
                api(self.admin, "POST", f"/payroll/{run['id']}/close")

    def word_payroll(self, who):
        self.close_runs()
        self.saved("bob")
        return self.made("/payroll", {"to": "2026-06-10"})

    def run(self):
        status, answer = api(self.admin, "POST", "/cancellations",
                             run_body(self))
        assert status == 201, answer
        return answer

    def word_run(self, who):
        return self.run()["id"]

    def word_notice(self, who):
        return self.run()["sessions"][0]["notices"][0]["id"]

    def word_token(self, who):
        return self.made(f"/people/{who}/tokens", {"label": "iPhone"})

    def word_feed(self, who):
        return self.made(f"/people/{who}/feeds", {})

    def word_service(self, who):
        return self.made("/services", service_body())

    def word_rated(self, who):
        service = self.word_service(who)
        status, _ = api(self.admin, "PUT", f"/people/bob/rates/{service}",
                        {"cost": "1.00"})
        assert status == 200
        return service

    def word_type(self, who):
        return self.made("/completion-types", type_body())

    def word_review(self, who):
        maria = self.server.person("maria")
        path = f"{maria.home}sessions/review-{next(fresh)}.ics"
        assert maria.put(path, event(path.replace("/", "-"))).status == 201
        text = maria.get(path).text
        title = re.search("^SUMMARY.*?(?=\r)", text, re.M).group()
        maria.put(path, text.replace(title, title + " #nonsense"))
        return api(self.admin, "GET", "/review?limit=1")[1]["items"][0]["id"]

    def word_share(self, who):
        return "1"

    def fill(self, path, who):
        def word(found):
            name = found.group(1)
            if name == "who":
                return who
            return str(getattr(self, "word_" + name)(who))
        return re.sub(r"{(\w+)}", word, path)


@pytest.fixture(scope="module")
def scene(server):
    server.add("stan", "staff")
    server.add("tom", "practitioner")
    server.add("bob", "client", "--code", "C043", "--email", "bob@b.org")
    server.add("eve", "client", "--code", "C044")
    return Scene(server)


@pytest.fixture(scope="module")
def described(server):
    status, answer = api(server.person("admin"), "GET", "/openapi.json")
    assert status == 200
    return answer


def shape_of(path):
    return re.sub(r"{\w+}", "{}", path.partition("?")[0])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", ROWS, ids=repr)
def test_each_role_is_answered_as_it_may_ask(scene, row, role):
    for who, expected in zip((WHO[role], OTHER[role]), row.answers[role]):
        body = row.body(scene) if callable(row.body) else row.body
        path = scene.fill(row.path, who)
        if row.body is PASSWORD:  # one's own needs the old one
            body = {**body, "old": scene.server.passwords[who]}
        status, answer = api(scene.person(role), row.method, path, body)
        assert status == expected, (who, path, answer)
        if row.body is PASSWORD and status == 204:
            scene.server.passwords[who] = PASSWORD["password"]


@pytest.mark.parametrize("row", ROWS, ids=repr)
def test_nobody_is_answered_without_a_login(scene, row):
    path = shape_of(row.path).replace("{}", "1")
    assert api(scene.server.nobody(), row.method, path, {})[0] == 401


def test_every_route_has_a_row_here(described):
    told = {(method.upper(), shape_of(path))
            for path, methods in described["paths"].items()
            for method in methods}
    rows = {(row.method, "/api" + shape_of(row.path)) for row in ROWS}
    assert told == rows
    assert len(rows) == len(ROWS)


# The OpenAPI description


def schemas(value):
    """Every schema below a value of the description."""
    if isinstance(value, dict):
        for name, child in value.items():
            if name == "schema":
                yield from all_of_schema(child)
            else:
                yield from schemas(child)
    elif isinstance(value, list):
        for child in value:
            yield from schemas(child)


def all_of_schema(schema):
    yield schema
    for child in schema.get("properties", {}).values():
        yield from all_of_schema(child)
    for name in "items", "additionalProperties":
        if isinstance(schema.get(name), dict):
            yield from all_of_schema(schema[name])


def test_the_description_is_openapi_3_1(described):
    assert described["openapi"].startswith("3.1.")
    assert described["info"]["title"] and described["info"]["version"]
    assert set(described) <= {"openapi", "info", "paths", "components",
                              "security"}
    name, = described["security"][0]
    scheme = described["components"]["securitySchemes"][name]
    assert scheme == {"type": "http", "scheme": "basic"}


def test_every_operation_is_described_whole(described):
    for path, methods in described["paths"].items():
        assert path.startswith("/api/")
        for method, operation in methods.items():
            assert method in {"get", "post", "put", "patch", "delete"}
            assert operation["summary"]
            inside = [p for p in operation["parameters"] if p["in"] == "path"]
            assert re.findall(r"{(\w+)}", path) == [p["name"] for p in inside]
            assert all(p["required"] and p["schema"] for p in inside)
            codes = set(operation["responses"])
            assert "default" in codes and len(codes) == 2
            for answer in operation["responses"].values():
                assert answer["description"]
                for kind, content in answer.get("content", {}).items():
                    assert kind == "application/json" and content["schema"]
            if method in ("get", "delete"):
                assert "requestBody" not in operation


def test_every_schema_is_json_schema(described):
    found = list(schemas(described["paths"]))
    assert len(found) > 100
    types = {"object", "array", "string", "integer", "boolean", "null"}
    for schema in found:
        if "$ref" in schema:
            assert schema["$ref"] == "#/components/schemas/Error"
            continue
        kinds = schema.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        assert set(kinds) <= types
        if "array" in kinds:
            assert "items" in schema
        assert set(schema.get("required", [])) <= set(
            schema.get("properties", {}))
        if "minimum" in schema:
            assert schema["minimum"] < schema["maximum"]
        if "pattern" in schema:
            re.compile(schema["pattern"])


def test_bodies_name_what_they_need_and_refuse_the_rest(described):
    body = described["paths"]["/api/completion-types"]["post"]["requestBody"]
    schema = body["content"]["application/json"]["schema"]
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == {"label", "map", "modifier", "client",
                                       "practitioner"}
    assert "slug" not in schema["properties"]
    assert schema["properties"]["label"]["maxLength"] == 15
    change = described["paths"]["/api/completion-types/{id}"]["patch"]
    schema = change["requestBody"]["content"]["application/json"]["schema"]
    assert "required" not in schema and "revision" in schema["properties"]


def test_every_path_is_there(server, described):
    admin = server.person("admin")
    for path in described["paths"]:
        asked = path[len("/api"):].replace("{", "").replace("}", "")
        status, answer = api(admin, "TRACE", asked)
        assert status == 405, (path, answer)

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


def label():
    return f"Label {next(fresh)}"


def type_body():
    return {"label": label(), "map": "missed", "modifier": "fixed",
            "client": 1, "practitioner": 1}


def service_body():
    return {"name": label(), "kind": "fixed", "cost": "1.00",
            "wage": "1.00"}


PERSON = {"name": "Somebody", "roles": ["client"]}
PASSWORD = {"password": "a good password"}

# {who} is the person concerned; {token} and the like are made for each try.
ROWS = [
    Row("GET", "/openapi.json",
        admin=200, staff=200, practitioner=200, client=200),
    Row("GET", "/practice",
        admin=200, staff=200, practitioner=200, client=200),
    Row("PATCH", "/practice", {},
        admin=200, staff=403, practitioner=403, client=403),
    Row("GET", "/people",
        admin=200, staff=200, practitioner=200, client=200),
    Row("POST", "/people", PERSON,
        admin=201, staff=201, practitioner=403, client=403),
    Row("GET", "/people/{who}", admin=200, staff=200,
        practitioner=(200, 404), client=(200, 404)),
    Row("PATCH", "/people/{who}", {}, admin=200, staff=(403, 200),
        practitioner=403, client=403),
    Row("PUT", "/people/{who}/password", PASSWORD, admin=204,
        staff=(204, 403), practitioner=(204, 404), client=(204, 404)),
    Row("GET", "/people/{who}/tokens", admin=200, staff=(200, 403),
        practitioner=(200, 404), client=(200, 404)),
    Row("POST", "/people/{who}/tokens", {"label": "iPhone"}, admin=201,
        staff=(201, 403), practitioner=(201, 404), client=(201, 404)),
    Row("DELETE", "/people/{who}/tokens/{token}", admin=204,
        staff=(204, 403), practitioner=(204, 404), client=(204, 404)),
    Row("GET", "/people/{who}/feeds", admin=200, staff=(200, 403),
        practitioner=(200, 404), client=(200, 404)),
    Row("POST", "/people/{who}/feeds", {}, admin=201, staff=(201, 403),
        practitioner=(201, 404), client=(201, 404)),
    Row("DELETE", "/people/{who}/feeds/{feed}", admin=204,
        staff=(204, 403), practitioner=(204, 404), client=(204, 404)),
    Row("PUT", "/people/{client}/rates/{service}", {"cost": "1.00"},
        admin=200, staff=200, practitioner=403, client=403),
    Row("DELETE", "/people/{client}/rates/{rated}",
        admin=204, staff=204, practitioner=403, client=403),
    Row("GET", "/services",
        admin=200, staff=200, practitioner=200, client=403),
    Row("POST", "/services", service_body,
        admin=201, staff=201, practitioner=403, client=403),
    Row("POST", "/services/{service}/prices",
        {"effective_from": "2026-07-01", "cost": "1.00", "wage": "1.00"},
        admin=201, staff=201, practitioner=403, client=403),
    Row("GET", "/completion-types",
        admin=200, staff=200, practitioner=200, client=403),
    Row("POST", "/completion-types", type_body,
        admin=201, staff=403, practitioner=403, client=403),
    Row("PATCH", "/completion-types/{type}", {"client": 2},
        admin=200, staff=403, practitioner=403, client=403),
    Row("DELETE", "/completion-types/{type}",
        admin=204, staff=403, practitioner=403, client=403),
    Row("GET", "/audit",
        admin=200, staff=200, practitioner=403, client=403),
    Row("GET", "/review",
        admin=200, staff=200, practitioner=403, client=403),
    Row("POST", "/review/{review}/accept",
        admin=200, staff=200, practitioner=403, client=403),
    Row("POST", "/review/{review}/undo",
        admin=200, staff=200, practitioner=403, client=403),
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
        return "bob"

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
    server.add("bob", "client", "--code", "C043")
    return Scene(server)


@pytest.fixture(scope="module")
def described(server):
    status, answer = api(server.person("admin"), "GET", "/openapi.json")
    assert status == 200
    return answer


def shape_of(path):
    return re.sub(r"{\w+}", "{}", path)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", ROWS, ids=repr)
def test_each_role_is_answered_as_it_may_ask(scene, row, role):
    for who, expected in zip((WHO[role], OTHER[role]), row.answers[role]):
        body = row.body() if callable(row.body) else row.body
        path = scene.fill(row.path, who)
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


# --- The OpenAPI description ------------------------------------------------


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

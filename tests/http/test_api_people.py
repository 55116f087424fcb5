"""People, logins, rates and feeds behind the JSON endpoint (S1-S4, S50)."""

import gzip
import sqlite3
import time

import pytest

from api import api, items, wrong_fields
from conftest import event

ADA = {"name": "Ada Brown", "roles": ["client"]}


@pytest.fixture(scope="module")
def admin(server):
    return server.person("admin")


@pytest.fixture(scope="module")
def staff(server):
    return server.add("stan", "staff", "--name", "Stan Staff")


@pytest.fixture(scope="module")
def trusted(server, admin):
    """Staff who may manage logins."""
    person = server.add("stella", "staff", "--name", "Stella Staff")
    status, answer = api(admin, "PATCH", "/people/stella",
                         {"grants": ["logins"]})
    assert status == 200, answer
    return person


@pytest.fixture(scope="module")
def ada(server):
    return server.person("ada")


@pytest.fixture(scope="module")
def tom(server):
    return server.add("tom", "practitioner", "--name", "Tom Okafor")


def make(admin, **fields):
    status, answer = api(admin, "POST", "/people", {**ADA, **fields})
    assert status == 201, answer
    return answer


def get(person, path):
    status, answer = api(person, "GET", path)
    assert status == 200, answer
    return answer


def test_a_person_has_every_field_that_was_given(admin):
    given = {
        "login": "ines", "roles": ["practitioner", "client"],
        "name": "Inés Marín", "code": "C900", "email": "ines@example.org",
        "phone": "+34 600", "notice": "both", "active": True,
        "hourly": "25.00", "bonus": "3.00", "default_service": None,
        "may": ["edit"], "grants": ["payroll"], "calendar_names": "full",
        "calendar_money": True,
        "contacts": [{"name": "Eva", "email": "eva@example.org",
                      "phone": None, "address": "2 Elm St\nOttawa",
                      "notice": "email", "relation": "mother",
                      "payer": True}],
        "address": "1 Oak St\nOttawa",
    }
    status, made = api(admin, "POST", "/people", given)
    assert status == 201, made
    assert {k: made[k] for k in given} == given
    assert get(admin, "/people/ines") == made
    assert get(admin, "/people/" + made["id"]) == made
    assert get(admin, "/people/c900") == made


def test_s3_a_client_without_a_code_gets_the_next_one(admin):
    one, two = make(admin), make(admin)
    assert int(two["code"][1:]) == int(one["code"][1:]) + 1
    assert one["initials"] == "A.B."


def test_s50_who_says_nothing_shows_code_and_initials_and_no_money(admin):
    made = make(admin, roles=["practitioner"])
    assert made["calendar_names"] == "initials"
    assert made["calendar_money"] is False
    assert made["code"] is None and made["login"] is None


def test_s1_a_person_may_hold_several_roles_and_no_login(admin):
    made = make(admin, roles=["admin", "practitioner"])
    assert made["roles"] == ["admin", "practitioner"]


def test_all_wrong_fields_are_named_at_once(admin):
    status, answer = api(admin, "POST", "/people", {
        "login": 7, "name": "", "roles": ["clown"], "hourly": 12.5,
        "notice": "pigeon", "may": "edit", "colour": "red",
        "contacts": [{"email": "x"}]})
    assert status == 422
    assert set(wrong_fields(answer)) == {
        "login", "name", "roles[0]", "hourly", "notice", "may", "colour",
        "contacts[0].name"}
    assert answer["error"]["field"] == answer["error"]["fields"][0]["field"]
    assert answer["error"]["message"]


def test_fields_that_are_missing_are_named(admin):
    status, answer = api(admin, "POST", "/people", {})
    assert status == 422
    assert set(wrong_fields(answer)) == {"name", "roles"}


@pytest.mark.parametrize("login", [
    "a", "A", "Maria", ".ab", "a b", "x" * 33, "é", "ab/c", "sessions",
    "closures", "to-save", "inbox", "outbox", "calendar"])
def test_a_login_that_cannot_be_is_a_wrong_field(admin, login):
    status, answer = api(admin, "POST", "/people", {**ADA, "login": login})
    assert status == 422 and "login" in wrong_fields(answer)


def test_a_login_and_a_code_that_are_taken_are_409(admin):
    make(admin, login="only.one", code="C777")
    for field, value in ("login", "only.one"), ("code", "c777"):
        status, answer = api(admin, "POST", "/people", {**ADA, field: value})
        assert status == 409
        assert answer["error"]["code"] == field + "-taken"
        assert answer["error"]["field"] == field
        assert [one["field"] for one in answer["error"]["fields"]] == [field]


@pytest.mark.parametrize("fields", [
    {"email": "nobody"}, {"hourly": "-1.00"}, {"hourly": "1.005"},
    {"bonus": "x"}, {"code": "C 1"}, {"name": "x" * 201},
    {"default_service": "99999"}, {"default_service": "x"},
    {"contacts": [{"name": "Eva", "email": "eva"}]},
    {"contacts": [{"name": "Eva", "age": 3}]}])
def test_values_that_cannot_be_are_422(admin, fields):
    status, answer = api(admin, "POST", "/people", {**ADA, **fields})
    assert status == 422, answer
    name = next(iter(fields))
    assert all(f.startswith(name) for f in wrong_fields(answer))


def test_a_patch_changes_what_it_names_and_nothing_else(admin):
    made = make(admin, email="a@example.org", phone="1", hourly="9.00",
                contacts=[{"name": "Eva"}])
    status, answer = api(admin, "PATCH", "/people/" + made["id"],
                         {"phone": None, "hourly": None})
    assert status == 200
    assert answer == {**made, "phone": None, "hourly": None,
                      "revision": made["revision"] + 1}
    status, answer = api(admin, "PATCH", "/people/" + made["id"],
                         {"contacts": []})
    assert answer["contacts"] == [] and answer["email"] == "a@example.org"


def test_a_stale_revision_is_409_with_the_person_as_it_is(admin):
    made = make(admin)
    path = "/people/" + made["id"]
    assert api(admin, "PATCH", path, {"name": "Ada Two",
                                      "revision": 1})[0] == 200
    status, answer = api(admin, "PATCH", path, {"name": "Ada Three",
                                                "revision": 1})
    assert status == 409
    assert answer["error"]["current"]["name"] == "Ada Two"
    assert answer["error"]["current"]["revision"] == 2


def test_a_patch_refuses_null_for_what_must_be(admin):
    made = make(admin)
    status, answer = api(admin, "PATCH", "/people/" + made["id"],
                         {"name": None, "roles": None, "id": "7"})
    assert status == 422
    assert set(wrong_fields(answer)) == {"name", "roles", "id"}


def test_s2_people_cannot_be_deleted(admin):
    assert api(admin, "DELETE", "/people/maria")[0] == 405
    answer = admin.ask("DELETE", "/api/people/maria")
    assert answer.headers["Allow"] == "GET, PATCH"


def test_s2_who_is_deactivated_signs_in_no_longer(server, admin):
    gone = server.add("gone", "client")
    assert api(gone, "GET", "/people/gone")[0] == 200
    assert api(admin, "PATCH", "/people/gone", {"active": False})[0] == 200
    assert api(gone, "GET", "/people/gone")[0] == 401


def test_s4_staff_add_and_change_clients(staff):
    status, made = api(staff, "POST", "/people", ADA)
    assert status == 201
    status, answer = api(staff, "PATCH", "/people/" + made["id"],
                         {"phone": "2", "contacts": [{"name": "Eva"}]})
    assert status == 200 and answer["phone"] == "2"


def test_s4_staff_add_and_change_practitioners_without_a_login(staff):
    status, made = api(staff, "POST", "/people",
                       {"name": "Lena Roth", "roles": ["practitioner"]})
    assert status == 201
    assert api(staff, "PATCH", "/people/" + made["id"],
               {"hourly": "20.00"})[0] == 200


@pytest.mark.parametrize("fields", [
    {"login": "sneaky"}, {"roles": ["staff"]}, {"roles": ["admin"]},
    {"grants": ["void"]}, {"calendar_names": "full"},
    {"calendar_money": True}])
def test_s4_staff_do_not_give_logins_roles_grants_or_names(staff, fields):
    assert api(staff, "POST", "/people", {**ADA, **fields})[0] == 403


@pytest.mark.parametrize("who,fields", [
    ("admin", {"phone": "1"}), ("stan", {"phone": "1"}),
    ("maria", {"phone": "1"}), ("ada", {"roles": ["staff"]}),
    ("ada", {"login": "ada.two"}), ("ada", {"grants": ["void"]}),
    ("ada", {"calendar_names": "full"})])
def test_s4_staff_do_not_change_whom_they_may_not(staff, who, fields):
    assert api(staff, "PATCH", "/people/" + who, fields)[0] == 403


def test_s4_staff_with_the_grant_give_logins_to_clients(trusted):
    status, made = api(trusted, "POST", "/people",
                       {**ADA, "login": "ada.three"})
    assert status == 201
    assert api(trusted, "PUT", "/people/ada.three/password",
               {"password": "correct horse"})[0] == 204
    assert api(trusted, "POST", "/people", {
        "name": "X", "roles": ["staff"], "login": "xx"})[0] == 403
    assert api(trusted, "PUT", "/people/stan/password",
               {"password": "correct horse"})[0] == 403


def test_s4_practitioners_and_clients_change_nobody(maria, ada):
    for person in maria, ada:
        assert api(person, "POST", "/people", ADA)[0] == 403
        assert api(person, "PATCH", f"/people/{person.login}",
                   {"phone": "1"})[0] == 403


def test_clients_know_themselves_only(ada):
    assert [p["login"] for p in items(ada, "/people")] == ["ada"]
    assert get(ada, "/people/ada")["code"] == "C042"
    for other in "maria", "admin", "nobody-at-all", "1":
        status, answer = api(ada, "GET", "/people/" + other)
        assert status == 404
        assert answer["error"]["code"] == "not-found"


def test_s50_practitioners_know_their_own_clients_by_code_and_initials(
        server, admin, maria, tom):
    client = make(admin, name="Grace Hopper", code="C321",
                  email="grace@example.org")
    path = "/people/" + client["id"]
    assert api(maria, "GET", path)[0] == 404
    assert maria.put(maria.home + "sessions/grace.ics",
                     event("grace@x", summary="C321")).status == 201
    assert get(maria, path) == {
        "id": client["id"], "code": "C321", "roles": ["client"],
        "initials": "G.H.", "active": True}
    assert "C321" in {p["code"] for p in items(maria, "/people")}
    assert api(tom, "GET", path)[0] == 404
    assert {p["id"] for p in items(tom, "/people")} == {
        get(tom, "/people/tom")["id"]}


def test_s50_names_show_as_an_admin_has_set_it(admin, maria):
    client = make(admin, name="Alan Turing", code="C322")
    maria.put(maria.home + "sessions/alan.ics",
              event("alan@x", summary="C322"))
    for names, shown in (("code", {"id", "code", "roles", "active"}),
                         ("full", {"id", "code", "roles", "active",
                                   "initials", "name"})):
        assert api(admin, "PATCH", "/people/maria",
                   {"calendar_names": names})[0] == 200
        assert set(get(maria, "/people/" + client["id"])) == shown
    log = items(admin, "/audit?object=person:"
                + get(admin, "/people/maria")["id"])
    assert log[0]["before"]["calendar_names"] == "code"
    assert log[0]["after"]["calendar_names"] == "full"
    assert log[0]["who"] == "admin" and log[0]["channel"] == "api"
    api(admin, "PATCH", "/people/maria", {"calendar_names": "initials"})


def test_s48_audit_rows_hold_no_names_or_contacts(server, admin):
    made = make(admin, name="Secret Name", email="secret@example.org",
                phone="+99 secret", contacts=[{"name": "Secret Mother"}])
    api(admin, "PATCH", "/people/" + made["id"], {"name": "Secret Other"})
    db = sqlite3.connect(f"file:{server.data}/daybook.db?mode=ro", uri=True)
    rows = db.execute("SELECT coalesce(before, '') || coalesce(after, '')"
                      " FROM audit WHERE object_kind = 'person'"
                      "   AND object = ?", (made["id"],)).fetchall()
    db.close()
    assert len(rows) >= 3
    assert not [r for r in rows if "ecret" in r[0]]
    assert any("name_changed" in r[0] for r in rows)


def test_lists_come_in_pages(admin):
    everybody = items(admin, "/people")
    few = items(admin, "/people?limit=2")
    assert few == everybody and len(few) > 5
    assert [int(p["id"]) for p in few] == sorted(int(p["id"]) for p in few)
    for wrong in "limit=0", "limit=1001", "limit=x", "cursor=x":
        assert api(admin, "GET", "/people?" + wrong)[0] == 422


def test_a_list_may_be_of_one_role(admin):
    found = items(admin, "/people?role=admin")
    assert found and all("admin" in p["roles"] for p in found)
    assert api(admin, "GET", "/people?role=clown")[0] == 422


def test_one_needs_the_old_password_for_a_new_one(server):
    own = server.add("otto", "client")
    for old in ({}, {"old": ""}, {"old": "another"}):
        status, answer = api(own, "PUT", "/people/otto/password",
                             {"password": "another password", **old})
        assert status == 422 and "old" in wrong_fields(answer)
    # The office sets others' without.
    assert api(server.person("admin"), "PUT", "/people/otto/password",
               {"password": "another password"})[0] == 204


def test_s4_clients_say_themselves_how_they_are_told(server):
    own = server.add("olaf", "client", "--email", "olaf@example.org")
    path = "/people/olaf"
    status, answer = api(own, "PATCH", path, {"notice": "none"})
    assert (status, answer["notice"]) == (200, "none")
    status, answer = api(own, "PATCH", path, {"notice": "email"})
    assert (status, answer["notice"]) == (200, "email")
    assert api(own, "PATCH", path, {"notice": "none", "revision": 1})[0] == 409
    assert api(own, "PATCH", path, {"notice": "none", "name": "X"})[0] == 403
    assert api(own, "PATCH", "/people/ada", {"notice": "none"})[0] in (403, 404)
    assert api(own, "GET", path)[1]["notice"] == "email"


def test_everybody_sets_their_own_password(server):
    own = server.add("olga", "client")
    assert api(own, "PUT", "/people/olga/password",
               {"password": "another password",
                "old": "password of olga"})[0] == 204
    assert api(own, "GET", "/people/olga")[0] == 401
    server.passwords["olga"] = "another password"
    assert api(server.person("olga"), "GET", "/people/olga")[0] == 200


def test_a_device_token_alone_sets_no_password(server):
    own = server.add("oleg", "client")
    old = server.passwords["oleg"]
    token = server.run("person", "token", "oleg", "--label",
                       "iPhone").stdout.strip()
    own.session.auth = ("oleg", token)
    for guess in (None, token, "a guess"):
        body = {"password": "another password"}
        if guess:
            body["old"] = guess
        status, answer = api(own, "PUT", "/people/oleg/password", body)
        assert status == 422 and "old" in wrong_fields(answer)
    own.session.auth = ("oleg", old)
    assert api(own, "GET", "/people/oleg")[0] == 200


def test_a_body_in_a_coding_is_refused_as_such(admin):
    plain = b'{"name": "Coded", "kind": "fixed", "cost": "1.00"}'
    for coding in ("gzip", "br", "gzip, identity", "x-own"):
        for body in (gzip.compress(plain), plain):
            answer = admin.ask("POST", "/api/services", body,
                               Content_Type="application/json",
                               Content_Encoding=coding)
            assert answer.status == 415, answer.text
            assert answer.headers["Accept-Encoding"] == "identity"
    assert "Coded" not in admin.get("/api/services").text
    answer = admin.ask("POST", "/api/services", b"{}",
                       Content_Type="application/json",
                       Content_Encoding="identity")
    assert answer.status == 422


def test_what_a_form_of_another_site_can_send_is_refused(server, admin):
    body = b'{"name": "Foreign", "kind": "fixed", "cost": "1.00"}'
    before = len(items(admin, "/services"))
    for kind in ("text/plain", "text/plain; x=application/json",
                 "application/x-www-form-urlencoded", "multipart/form-data",
                 "application/jsonx", ""):
        status, _ = api(admin, "POST", "/services", body, Content_Type=kind)
        assert status == 415, kind
    for origin in ("https://evil.example", "null", "http://evil.example",
                   server.url + ".evil.example", "https://cal.example.org.x"):
        for json in (body, None):
            assert api(admin, "POST", "/services", json,
                       Origin=origin)[0] == 403, origin
    assert len(items(admin, "/services")) == before
    for origin in (server.url, "https://cal.example.org"):
        assert api(admin, "POST", "/services", {"name": ""},
                   Origin=origin)[0] == 422


def test_a_query_that_cannot_be_read_is_no_query_left_out(admin):
    for query in ("client=%ff", "client=%zz", "client=%", "%ff=1",
                  "to_save=1&client=%c3%28", "client=%00"):
        assert api(admin, "GET", "/sessions?" + query)[0] == 422, query


def test_passwords_of_others_are_an_admins_to_set(admin, staff, maria, ada):
    new = {"password": "a new password"}
    assert api(maria, "PUT", "/people/ada/password", new)[0] == 404
    assert api(ada, "PUT", "/people/maria/password", new)[0] == 404
    assert api(staff, "PUT", "/people/ada/password", new)[0] == 403
    assert api(admin, "PUT", "/people/nobody/password", new)[0] == 404
    status, answer = api(admin, "PUT", "/people/ada/password",
                         {"password": "short"})
    assert status == 422 and "password" in wrong_fields(answer)


def test_who_has_no_login_gets_no_password_and_no_token(admin):
    path = "/people/" + make(admin)["id"]
    for method, tail, body in (("PUT", "/password", {"password": "x" * 9}),
                               ("POST", "/tokens", {"label": "iPhone"})):
        status, answer = api(admin, method, path + tail, body)
        assert status == 409 and answer["error"]["code"] == "no-login"


def test_a_token_opens_both_doors_until_it_is_revoked(server, maria):
    status, made = api(maria, "POST", "/people/maria/tokens",
                       {"label": " iPhone "})
    assert status == 201 and made["label"] == "iPhone"
    server.passwords["maria-phone"] = made["secret"]
    phone = server.person("maria")
    phone.session.auth = ("maria", made["secret"])
    assert api(phone, "GET", "/people/maria")[0] == 200
    assert phone.propfind(phone.home).status == 207
    listed = items(maria, "/people/maria/tokens")
    assert [t["label"] for t in listed] == ["iPhone"]
    assert "secret" not in listed[0]
    path = f"/people/maria/tokens/{made['id']}"
    assert api(maria, "DELETE", path) == (204, None)
    assert api(maria, "DELETE", path)[0] == 404
    assert api(phone, "GET", "/people/maria")[0] == 401
    assert items(maria, "/people/maria/tokens") == []


def test_secrets_are_stored_hashed(server, maria):
    status, token = api(maria, "POST", "/people/maria/tokens",
                        {"label": "kept"}, Idempotency_Key="hash me")
    status, feed = api(maria, "POST", "/people/maria/feeds", {},
                       Idempotency_Key="hash me too")
    time.sleep(0.2)
    stored = b"".join(p.read_bytes()
                      for p in server.data.glob("daybook.db*"))
    assert token["secret"].encode() not in stored
    assert feed["url"].split("/")[-1][:-4].encode() not in stored
    assert b"kept" in stored


def test_tokens_of_others_are_an_admins_to_make(admin, staff, maria, ada):
    label = {"label": "iPhone"}
    assert api(admin, "POST", "/people/ada/tokens", label)[0] == 201
    assert api(staff, "POST", "/people/ada/tokens", label)[0] == 403
    assert api(maria, "POST", "/people/ada/tokens", label)[0] == 404
    assert api(maria, "GET", "/people/ada/tokens")[0] == 404
    token = items(admin, "/people/ada/tokens")[0]["id"]
    assert api(maria, "DELETE", "/people/maria/tokens/" + token)[0] == 404
    assert api(maria, "DELETE", "/people/ada/tokens/" + token)[0] == 404
    assert api(ada, "DELETE", "/people/ada/tokens/" + token)[0] == 204


def test_s50_feeds_show_busy_where_nothing_is_chosen(maria):
    status, made = api(maria, "POST", "/people/maria/feeds",
                       {"label": "Family", "expires": "2026-12-31"})
    assert status == 201 and made["level"] == "busy"
    assert made["url"].endswith(".ics")
    assert made["url"].startswith("https://cal.example.org/feeds/")
    listed = {f["id"]: f for f in items(maria, "/people/maria/feeds")}
    feed = listed[made["id"]]
    assert feed["expires"] == "2026-12-31" and feed["label"] == "Family"
    assert feed["last_fetch"] is None and feed["program"] is None
    assert "url" not in feed
    path = f"/people/maria/feeds/{made['id']}"
    assert api(maria, "DELETE", path)[0] == 204
    assert made["id"] not in {f["id"] for f in
                              items(maria, "/people/maria/feeds")}


@pytest.mark.parametrize("fields", [
    {"level": "all"}, {"expires": "2026-06-09"}, {"expires": "soon"},
    {"label": "x" * 65}, {"colour": "red"}])
def test_feeds_that_cannot_be_are_422(maria, fields):
    assert api(maria, "POST", "/people/maria/feeds", fields)[0] == 422


def test_feeds_of_others_are_not_there(maria, ada, staff):
    assert api(maria, "GET", "/people/ada/feeds")[0] == 404
    assert api(ada, "POST", "/people/maria/feeds", {})[0] == 404
    assert api(staff, "POST", "/people/maria/feeds", {})[0] == 403


def test_s32_a_clients_own_rate_is_set_and_removed(admin, staff, maria):
    status, service = api(admin, "POST", "/services", {
        "name": "Rated", "kind": "fixed", "cost": "50.00", "wage": "20.00"})
    path = f"/people/C042/rates/{service['id']}"
    assert api(staff, "PUT", path, {"cost": "42.50"})[0] == 200
    assert get(staff, "/people/ada")["rates"] == {service["id"]: "42.50"}
    for cost in "-1", "1.005", 42.5, None, "":
        assert api(staff, "PUT", path, {"cost": cost})[0] == 422
    assert api(staff, "PUT", "/people/C042/rates/999",
               {"cost": "1.00"})[0] == 404
    assert api(staff, "PUT", f"/people/maria/rates/{service['id']}",
               {"cost": "1.00"})[0] == 404
    assert api(maria, "PUT", path, {"cost": "1.00"})[0] == 403
    assert api(staff, "DELETE", path)[0] == 204
    assert api(staff, "DELETE", path)[0] == 404
    assert get(staff, "/people/ada")["rates"] == {}

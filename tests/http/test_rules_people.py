"""Who there is, and what each of them may do and see (S1 to S4)."""

import itertools

import pytest

from api import items, wrong_fields
from conftest import event
from office import Office, line, wages

GRANTS = ("types", "payroll", "void", "logins")
ADA = {"name": "Ada Lovelace", "roles": ["client"]}
PIA = {"name": "Pia Own", "roles": ["practitioner"]}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("people") / "data")
    made.speech = made.service()
    yield made
    made.close()


def person(office, **fields):
    return office.made("/people", **{**ADA, **fields})


ROLES = ("admin", "staff", "practitioner", "client")


@pytest.mark.parametrize("roles", [
    list(some) for n in range(1, 5)
    for some in itertools.combinations(ROLES, n)])
def test_s1_a_person_holds_any_set_of_roles_and_needs_no_login(office, roles):
    made = person(office, roles=roles)
    assert sorted(made["roles"]) == sorted(roles) and made["login"] is None


def test_s1_a_solo_practitioner_is_admin_and_practitioner(office):
    solo = office.server.add("solo", "admin,practitioner", "--name", "Sol O")
    body = {"start": "2026-06-01T09:00", "end": "2026-06-01T09:50",
            "practitioners": ["solo"], "clients": ["C042"],
            "service": office.speech}
    made = office.made("/sessions", solo, **body)
    saved = office.saved(made, "override", solo, charge="1.00", wage="2.00",
                         reason="Alone")
    assert wages(saved) == {"solo": "2.00"}
    assert office.got("/people/solo/wages", solo)["unpaid"] == "2.00"
    assert office.got("/people/C042/balance", solo)["balance"] == "1.00"
    assert solo.get(office.resource(made, solo)).status == 200


def test_s1_a_practitioner_who_is_a_client_too_is_that_there(office):
    both = office.server.add("both", "practitioner,client", "--name", "Bo Th",
                             "--code", "C777")
    made = office.session("C777", "C042", service=office.speech,
                          private_note="Of the team", public_note="For all")
    office.saved(made)
    seen = office.now(made, both)
    assert [c["code"] for c in seen["clients"]] == ["C777"]
    assert seen["clients"][0]["charge"] == "42.50"
    assert "private_note" not in seen and "C042" not in str(seen)
    assert "wage" not in str(seen) and seen["public_note"] == "For all"
    assert made["id"] in {s["id"] for s in items(both, "/sessions")}
    assert office.save(made, "missed", both)[0] == 403
    own = office.session("C042", service=office.speech, practitioners=["both"],
                         private_note="Mine")
    assert office.now(own, both)["private_note"] == "Mine"
    assert own["id"] in {s["id"] for s in items(both, "/sessions")}
    assert [s["id"] for s in items(both, "/sessions?practitioner=both")] == [
        own["id"]]
    assert [s["id"] for s in items(both, "/sessions?client=C777")] == [
        made["id"]]


def test_s2_only_active_people_join_new_sessions(office):
    gone = person(office, code="C600")
    left = person(office, **PIA)
    made = office.session("C600", service=office.speech, day="2026-07-06",
                          practitioners=["maria", left["id"]])
    for one in gone, left:
        office.changed(f"/people/{one['id']}", active=False)
    body = {"start": "2026-07-07T09:00", "end": "2026-07-07T09:50",
            "practitioners": ["maria"], "clients": ["C042"],
            "service": office.speech}
    plan = {"days": ["TU"], "repeat": "weekly", "count": 2}
    for field, who in (("clients", "C600"), ("practitioners", left["id"])):
        for path, more in (("/sessions", {}), ("/schedules", plan)):
            status, answer = office.ask("POST", path,
                                        {**body, **more, field: [who]})
            assert status == 422, answer
            assert set(wrong_fields(answer)) == {field}
    status, answer = office.ask("PATCH",
                                f"/sessions/{office.session('C042')['id']}",
                                {"clients": ["C042", "C600"]})
    assert status == 422 and set(wrong_fields(answer)) == {"clients"}
    kept = office.changed(f"/sessions/{made['id']}", place="Room 2")
    assert [c["code"] for c in kept["clients"]] == ["C600"], "who is in stays"
    assert office.saved(made, "completed")["status"] == "saved"
    path = f"{office.maria.home}sessions/gone.ics"
    assert office.maria.put(path, event("gone@x",
                                        summary="c600")).status == 201
    assert line(office.maria.get(path).text, "STATUS") == "TENTATIVE"


def test_s2_people_are_deactivated_and_never_deleted(office):
    made = person(office)
    for who in (office.admin, office.staff):
        assert office.ask("DELETE", f"/people/{made['id']}", None, who)[0] in (
            403, 405)
    assert office.changed(f"/people/{made['id']}", active=False)[
        "active"] is False
    assert office.got(f"/people/{made['id']}")["name"] == "Ada Lovelace"
    assert office.changed(f"/people/{made['id']}", active=True)["active"]


def refused(answer, code):
    status, body = answer
    assert (status, body["error"]["code"]) == (409, code), body
    assert body["error"]["current"]["roles"], body


@pytest.mark.parametrize("role", ["client", "practitioner"])
def test_s2_a_role_that_sessions_stand_on_stays(office, role):
    client, practitioner = office.client(), office.practitioner()
    office.made("/sessions", start="2026-03-01T09:00", end="2026-03-01T09:50",
                clients=[client], practitioners=[practitioner],
                service=office.speech)
    who = client if role == "client" else practitioner
    for roles in ([], ["staff"]):
        refused(office.ask("PATCH", f"/people/{who}", {"roles": roles}),
                "role-used")
    more = office.changed(f"/people/{who}", roles=["staff", role])
    assert sorted(more["roles"]) == sorted(["staff", role])
    assert office.changed(f"/people/{who}", roles=[role])["roles"] == [role]


def test_s2_a_role_that_money_stands_on_stays(office):
    client = office.client()
    office.made("/payments", client=client, amount="10.00", date="2026-03-01")
    refused(office.ask("PATCH", f"/people/{client}", {"roles": []}),
            "role-used")
    assert office.balance(client) == "-10.00"


def test_s2_a_role_that_nothing_stands_on_goes(office):
    client = office.client()
    assert office.changed(f"/people/{client}", roles=[])["roles"] == []


def test_s2_one_active_admin_always_stays(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("admin") / "data")
    try:
        for change in ({"roles": ["staff"]}, {"active": False}):
            refused(office.ask("PATCH", "/people/admin", change), "last-admin")
        found = office.server.run("person", "deactivate", "admin", check=False)
        assert found.returncode == 1
        assert "only active admin" in found.stdout + found.stderr
        boss = office.server.add("boss", "admin", "--name", "Bea Boss")
        office.changed("/people/admin", boss, active=False)
        refused(office.ask("PATCH", "/people/boss", {"active": False}, boss),
                "last-admin")
        office.changed("/people/admin", boss, active=True)
        assert office.changed("/people/boss", roles=["staff"])["roles"] \
            == ["staff"]
    finally:
        office.close()


@pytest.mark.parametrize("name,initials", [
    ("Ada Brown", "A.B."), ("Ada Maria von Brown", "A.B."), ("Ada", "A."),
    ("  Ada   Brown ", "A.B."), ("\u00c9mile Zola", "\u00c9.Z."),
    ("ada brown", None), ("\u674e \u5c0f\u9f99", "\u674e.\u5c0f.")])
def test_s3_initials_are_of_the_first_and_the_last_word(office, name,
                                                        initials):
    made = person(office, name=name)
    if initials:
        assert made["initials"] == initials
    else:
        assert made["initials"].upper() == "A.B."


def test_s3_a_client_has_all_this(office):
    contacts = [
        {"name": "Eva Brown", "email": "eva@example.org", "phone": "+1 416",
         "address": None, "notice": "both", "relation": "mother",
         "payer": False},
        {"name": "Payer", "email": "pay@example.org", "phone": None,
         "address": "1 Long Road\nToronto", "notice": "none",
         "relation": "payer", "payer": True}]
    for notice in ("email", "text", "both", "none"):
        made = person(office, email="ada@example.org", phone="+1 416 555",
                      notice=notice, contacts=contacts)
        assert (made["email"], made["phone"], made["notice"]) == (
            "ada@example.org", "+1 416 555", notice)
        assert made["contacts"] == contacts
        assert made["code"][0] == "C" and len(made["code"]) >= 4
        assert office.got(f"/people/{made['code']}") == made


def test_s3_a_practitioner_has_a_rate_and_permissions(office):
    for may in ([], ["create"], ["edit"], ["complete"],
                ["create", "edit", "complete"]):
        made = person(office, **PIA, hourly="25.00", bonus="3.00", may=may)
        assert (made["hourly"], made["bonus"]) == ("25.00", "3.00")
        assert sorted(made["may"]) == sorted(may)
    bare = person(office, **PIA)
    assert bare["hourly"] is None
    status, answer = office.ask("POST", "/people", {**PIA, "may": ["fly"]})
    assert status == 422


# S4: grants


def edit_types(office, who):
    return office.ask("POST", "/completion-types", {
        "label": f"T {next(office.names)}", "map": "missed",
        "modifier": "fixed", "client": 1, "practitioner": 1}, who)[0]


def close_payroll(office, who):
    open_one = [run for run in items(office.admin, "/payroll")
                if run["status"] == "open"]
    run = open_one[0] if open_one else office.made("/payroll", to="2026-06-09")
    return office.ask("POST", f"/payroll/{run['id']}/close", None, who)[0]


def void_invoice(office, who):
    code = office.client()
    office.saved(office.session(code, service=office.speech))
    draft = office.made("/invoices", office.staff, client=code,
                        to="2026-06-10")
    office.made(f"/invoices/{draft['id']}/issue", office.staff)
    return office.ask("POST", f"/invoices/{draft['id']}/void", None, who)[0]


def void_payment(office, who):
    payment = office.made("/payments", office.staff, client="C042",
                          amount="1.00", date="2026-06-10", method="cash")
    return office.ask("POST", f"/payments/{payment['id']}/void", None, who)[0]


def give_login(office, who):
    made = person(office)
    return office.ask("PATCH", f"/people/{made['id']}",
                      {"login": f"new{next(office.names)}"}, who)[0]


def set_password(office, who):
    return office.ask("PUT", "/people/tom/password",
                      {"password": office.server.passwords["tom"]}, who)[0]


@pytest.mark.parametrize("act,grant", [
    (edit_types, "types"), (close_payroll, "payroll"), (void_invoice, "void"),
    (void_payment, "void"), (give_login, "logins"), (set_password, "logins")])
def test_s4_what_staff_may_not_unless_granted(office, act, grant):
    others = [g for g in GRANTS if g != grant]
    for granted, expected in (([], (403,)), (others, (403,)),
                              ([grant], (200, 201, 204)),
                              (list(GRANTS), (200, 201, 204))):
        office.changed("/people/staff", grants=granted)
        assert act(office, office.staff) in expected, granted
    office.changed("/people/staff", grants=[])
    assert act(office, office.admin) in (200, 201, 204)
    for who in (office.maria, office.c042):
        assert act(office, who) in (403, 404)


def test_s4_the_logins_grant_is_of_practitioners_and_clients_only(office):
    office.changed("/people/staff", grants=["logins"])
    n = next(office.names)
    for roles in (["client"], ["practitioner"], ["practitioner", "client"]):
        n = next(office.names)
        status, made = office.ask("POST", "/people", {
            **ADA, "roles": roles, "login": f"fresh{n}"}, office.staff)
        assert status == 201, made
        assert office.ask("PUT", f"/people/fresh{n}/password",
                          {"password": "a good password"},
                          office.staff)[0] == 204
        assert office.ask("PATCH", f"/people/fresh{n}",
                          {"login": f"other{n}", "active": False},
                          office.staff)[0] == 200
    for roles in (["admin"], ["staff"], ["staff", "client"],
                  ["admin", "practitioner"]):
        assert office.ask("POST", "/people", {
            **ADA, "roles": roles, "login": f"no{n}"}, office.staff)[0] == 403
    for target in ("admin", "staff"):
        status, _ = office.ask("PUT", f"/people/{target}/password",
                               {"password": "a good password",
                                "old": office.server.passwords["staff"]},
                               office.staff)
        assert status == (403 if target == "admin" else 204)
    office.server.passwords["staff"] = "a good password"
    office.staff = office.server.person("staff")
    assert office.ask("PATCH", "/people/admin", {"login": "mine"},
                      office.staff)[0] == 403
    office.changed("/people/staff", grants=[])


@pytest.mark.parametrize("grants", [[], list(GRANTS)])
def test_s4_roles_grants_admins_and_staff_are_an_admins_alone(office, grants):
    office.changed("/people/staff", grants=grants)
    ada, pia = person(office), person(office, **PIA)
    peer = person(office, name="Peer Desk", roles=["staff"])
    boss = person(office, name="Boss", roles=["admin"])
    for target, fields in (
            (ada, {"roles": ["client", "staff"]}), (ada, {"grants": ["void"]}),
            (ada, {"roles": ["practitioner"]}), (pia, {"roles": ["admin"]}),
            (pia, {"calendar_names": "full"}), (pia, {"grants": ["types"]}),
            (peer, {"phone": "1"}), (peer, {"active": False}),
            (boss, {"phone": "1"}), (boss, {"name": "Me"})):
        status, _ = office.ask("PATCH", f"/people/{target['id']}", fields,
                               office.staff)
        assert status == 403, (target["roles"], fields)
    for roles in (["admin"], ["staff"], ["client", "staff"]):
        assert office.ask("POST", "/people", {**ADA, "roles": roles},
                          office.staff)[0] == 403
    for one in (ada, pia, peer, boss):
        assert office.got(f"/people/{one['id']}") == one
    office.changed("/people/staff", grants=[])


def test_s4_staff_add_and_change_clients_and_practitioners_without_login(
        office):
    for body in (ADA, PIA):
        made = office.made("/people", office.staff, **body)
        fields = {"name": "Other Name", "email": "o@example.org",
                  "phone": "2", "active": False}
        if body is PIA:
            fields.update(hourly="20.00", bonus="1.00", may=["edit"])
        else:
            fields["contacts"] = [{"name": "Eva", "email": None,
                                   "phone": None, "address": None,
                                   "notice": "none", "relation": None,
                                   "payer": False}]
        changed = office.changed(f"/people/{made['id']}", office.staff,
                                 **fields)
        assert {k: changed[k] for k in fields} == fields
    assert office.changed("/people/C042", office.staff,
                          phone="7")["phone"] == "7"
    assert office.ask("PATCH", "/people/maria", {"phone": "7"},
                      office.staff)[0] == 403
    assert office.ask("POST", "/people", {**PIA, "login": "pialog"},
                      office.staff)[0] == 403


# S4: what each sees


def test_s4_practitioners_see_their_own_sessions_and_wages(office):
    code = office.client()
    mine = office.session(code, service=office.speech)
    theirs = office.session(code, service=office.speech, practitioners=["tom"])
    for session in (mine, theirs):
        office.saved(session)
    shown = office.now(mine, office.maria)
    assert shown["practitioners"][0]["wage"] == "30.00"
    assert "charge" not in str(shown) and "tax" not in str(shown)
    office.got(f"/sessions/{theirs['id']}", office.maria, 404)
    listed = {s["id"] for s in items(office.maria, "/sessions")}
    assert mine["id"] in listed and theirs["id"] not in listed
    assert "charge" not in str(items(office.maria, "/sessions"))
    assert items(office.maria, "/sessions?practitioner=tom") == []
    office.got("/people/maria/wages", office.maria)
    office.got("/people/tom/wages", office.maria, 404)
    shared = office.session(code, service=office.speech,
                            practitioners=["maria", "tom"])
    shown = office.now(office.saved(shared), office.maria)
    assert {p["login"]: p.get("wage") for p in shown["practitioners"]} == {
        "maria": "30.00", "tom": None}


@pytest.mark.parametrize("path", [
    "/people/C042/balance", "/people/C042/statement", "/invoices",
    "/payments", "/payroll", "/ledger", "/ledger/verify", "/audit",
    "/reports/aged", "/reports/revenue", "/reports/attendance",
    "/reports/wages", "/reports/unsaved"])
def test_s4_practitioners_never_see_client_balances(office, path):
    office.session("C042", service=office.speech)
    office.got(path, office.maria, 403)
    office.got(path, office.staff)
    office.got(path, office.admin)


def test_s4_clients_see_their_own_and_nobody_elses(office):
    own, other = office.server.add("c900", "client", "--code", "C900"), \
        office.client()
    group = office.session("C900", other, service=office.speech,
                           public_note="Bring shoes", private_note="Nervous")
    alone = office.session(other, service=office.speech)
    office.saved(group, clients={other: "missed"})
    office.saved(alone)
    seen = office.now(group, own)
    assert seen["public_note"] == "Bring shoes"
    assert [c["code"] for c in seen["clients"]] == ["C900"]
    assert seen["clients"][0]["charge"] == "42.50"
    for secret in ("Nervous", other, "wage", "missed"):
        assert secret not in str(seen)
    office.got(f"/sessions/{alone['id']}", own, 404)
    assert [s["id"] for s in items(own, "/sessions")] == [group["id"]]
    assert office.got("/people/C900/balance", own)["balance"] == "42.50"
    assert len(office.got("/people/C900/statement", own)["entries"]) == 1
    for path in (f"/people/{other}/balance", f"/people/{other}/statement",
                 f"/people/{other}", "/people/maria"):
        office.got(path, own, 404)
    for path in ("/ledger", "/audit", "/payments", "/payroll",
                 "/people/maria/wages", "/reports/aged", "/review"):
        office.got(path, own, 403)
    draft = office.made("/invoices", client="C900", to="2026-06-10")
    office.got(f"/invoices/{draft['id']}", own, 404)
    office.made(f"/invoices/{draft['id']}/issue")
    assert office.got(f"/invoices/{draft['id']}", own)["total"] == "42.50"


def test_s4_everyone_sees_closures(office):
    closure = office.made("/closures", title="Long weekend", **{
        "from": "2026-08-01", "to": "2026-08-03"}, all_day=True)
    for who in (office.admin, office.staff, office.maria, office.c042):
        assert closure["uid"] in {c["uid"] for c in items(who, "/closures")}
        resource = f"{who.home}closures/{closure['uid']}.ics"
        assert line(who.get(resource).text, "SUMMARY") == "Long weekend"
    assert "affected" not in items(office.c042, "/closures")[0]

"""Who there is, and what each of them may do and see (S1 to S4)."""

import itertools

import pytest

from api import items, wrong_fields
from conftest import event
from desk import Desk, line, wages

GRANTS = ("types", "payroll", "void", "logins")
ADA = {"name": "Ada Lovelace", "roles": ["client"]}
PIA = {"name": "Pia Own", "roles": ["practitioner"]}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(tmp_path_factory.mktemp("people") / "data")
    made.speech = made.service()
    yield made
    made.close()


def person(desk, **fields):
    return desk.made("/people", **{**ADA, **fields})


# --- S1, S2 -------------------------------------------------------------------

ROLES = ("admin", "staff", "practitioner", "client")


@pytest.mark.parametrize("roles", [
    list(some) for n in range(1, 5)
    for some in itertools.combinations(ROLES, n)])
def test_s1_a_person_holds_any_set_of_roles_and_needs_no_login(desk, roles):
    made = person(desk, roles=roles)
    assert sorted(made["roles"]) == sorted(roles) and made["login"] is None


def test_s1_a_solo_practitioner_is_admin_and_practitioner(desk):
    solo = desk.server.add("solo", "admin,practitioner", "--name", "Sol O")
    body = {"start": "2026-06-01T09:00", "end": "2026-06-01T09:50",
            "practitioners": ["solo"], "clients": ["C042"],
            "service": desk.speech}
    made = desk.made("/sessions", solo, **body)
    saved = desk.saved(made, "override", solo, charge="1.00", wage="2.00",
                       reason="Alone")
    assert wages(saved) == {"solo": "2.00"}
    assert desk.got("/people/solo/wages", solo)["unpaid"] == "2.00"
    assert desk.got("/people/C042/balance", solo)["balance"] == "1.00"
    assert solo.get(desk.resource(made, solo)).status == 200


def test_s1_a_practitioner_who_is_a_client_too_is_that_there(desk):
    both = desk.server.add("both", "practitioner,client", "--name", "Bo Th",
                           "--code", "C777")
    made = desk.session("C777", "C042", service=desk.speech,
                        private_note="Of the team", public_note="For all")
    desk.saved(made)
    seen = desk.now(made, both)
    assert [c["code"] for c in seen["clients"]] == ["C777"]
    assert seen["clients"][0]["charge"] == "42.50"
    assert "private_note" not in seen and "C042" not in str(seen)
    assert "wage" not in str(seen) and seen["public_note"] == "For all"
    assert made["id"] in {s["id"] for s in items(both, "/sessions")}
    assert desk.save(made, "missed", both)[0] == 403
    own = desk.session("C042", service=desk.speech, practitioners=["both"],
                       private_note="Mine")
    assert desk.now(own, both)["private_note"] == "Mine"
    assert own["id"] in {s["id"] for s in items(both, "/sessions")}
    assert [s["id"] for s in items(both, "/sessions?practitioner=both")] == [
        own["id"]]
    assert [s["id"] for s in items(both, "/sessions?client=C777")] == [
        made["id"]]


def test_s2_only_active_people_join_new_sessions(desk):
    gone = person(desk, code="C600")
    left = person(desk, **PIA)
    made = desk.session("C600", service=desk.speech, day="2026-07-06",
                        practitioners=["maria", left["id"]])
    for one in gone, left:
        desk.changed(f"/people/{one['id']}", active=False)
    body = {"start": "2026-07-07T09:00", "end": "2026-07-07T09:50",
            "practitioners": ["maria"], "clients": ["C042"],
            "service": desk.speech}
    plan = {"days": ["TU"], "repeat": "weekly", "count": 2}
    for field, who in (("clients", "C600"), ("practitioners", left["id"])):
        for path, more in (("/sessions", {}), ("/schedules", plan)):
            status, answer = desk.ask("POST", path,
                                      {**body, **more, field: [who]})
            assert status == 422, answer
            assert set(wrong_fields(answer)) == {field}
    status, answer = desk.ask("PATCH", f"/sessions/{desk.session('C042')['id']}",
                              {"clients": ["C042", "C600"]})
    assert status == 422 and set(wrong_fields(answer)) == {"clients"}
    kept = desk.changed(f"/sessions/{made['id']}", place="Room 2")
    assert [c["code"] for c in kept["clients"]] == ["C600"], "who is in stays"
    assert desk.saved(made, "completed")["status"] == "saved"
    path = f"{desk.maria.home}sessions/gone.ics"
    assert desk.maria.put(path, event("gone@x", summary="c600")).status == 201
    assert line(desk.maria.get(path).text, "STATUS") == "TENTATIVE"


def test_s2_people_are_deactivated_and_never_deleted(desk):
    made = person(desk)
    for who in (desk.admin, desk.staff):
        assert desk.ask("DELETE", f"/people/{made['id']}", None, who)[0] in (
            403, 405)
    assert desk.changed(f"/people/{made['id']}", active=False)[
        "active"] is False
    assert desk.got(f"/people/{made['id']}")["name"] == "Ada Lovelace"
    assert desk.changed(f"/people/{made['id']}", active=True)["active"]


# --- S3 -----------------------------------------------------------------------


@pytest.mark.parametrize("name,initials", [
    ("Ada Brown", "A.B."), ("Ada Maria von Brown", "A.B."), ("Ada", "A."),
    ("  Ada   Brown ", "A.B."), ("\u00c9mile Zola", "\u00c9.Z."),
    ("ada brown", None), ("\u674e \u5c0f\u9f99", "\u674e.\u5c0f.")])
def test_s3_initials_are_of_the_first_and_the_last_word(desk, name, initials):
    made = person(desk, name=name)
    if initials:
        assert made["initials"] == initials
    else:
        assert made["initials"].upper() == "A.B."


def test_s3_a_client_has_all_this(desk):
    contacts = [
        {"name": "Eva Brown", "email": "eva@example.org", "phone": "+1 416",
         "notice": "both", "relation": "mother"},
        {"name": "Payer", "email": "pay@example.org", "phone": None,
         "notice": "none", "relation": "payer"}]
    for notice in ("email", "text", "both", "none"):
        made = person(desk, email="ada@example.org", phone="+1 416 555",
                      notice=notice, contacts=contacts)
        assert (made["email"], made["phone"], made["notice"]) == (
            "ada@example.org", "+1 416 555", notice)
        assert made["contacts"] == contacts
        assert made["code"][0] == "C" and len(made["code"]) >= 4
        assert desk.got(f"/people/{made['code']}") == made


def test_s3_a_practitioner_has_a_rate_and_permissions(desk):
    for may in ([], ["create"], ["edit"], ["complete"],
                ["create", "edit", "complete"]):
        made = person(desk, **PIA, hourly="25.00", bonus="3.00", may=may)
        assert (made["hourly"], made["bonus"]) == ("25.00", "3.00")
        assert sorted(made["may"]) == sorted(may)
    bare = person(desk, **PIA)
    assert bare["hourly"] is None
    status, answer = desk.ask("POST", "/people", {**PIA, "may": ["fly"]})
    assert status == 422


# --- S4: grants ---------------------------------------------------------------


def edit_types(desk, who):
    return desk.ask("POST", "/completion-types", {
        "label": f"T {next(desk.names)}", "map": "missed",
        "modifier": "fixed", "client": 1, "practitioner": 1}, who)[0]


def close_payroll(desk, who):
    open_one = [run for run in items(desk.admin, "/payroll")
                if run["status"] == "open"]
    run = open_one[0] if open_one else desk.made("/payroll", to="2026-06-09")
    return desk.ask("POST", f"/payroll/{run['id']}/close", None, who)[0]


def void_invoice(desk, who):
    code = desk.client()
    desk.saved(desk.session(code, service=desk.speech))
    draft = desk.made("/invoices", desk.staff, client=code, to="2026-06-10")
    desk.made(f"/invoices/{draft['id']}/issue", desk.staff)
    return desk.ask("POST", f"/invoices/{draft['id']}/void", None, who)[0]


def void_payment(desk, who):
    payment = desk.made("/payments", desk.staff, client="C042",
                        amount="1.00", date="2026-06-10", method="cash")
    return desk.ask("POST", f"/payments/{payment['id']}/void", None, who)[0]


def give_login(desk, who):
    made = person(desk)
    return desk.ask("PATCH", f"/people/{made['id']}",
                    {"login": f"new{next(desk.names)}"}, who)[0]


def set_password(desk, who):
    return desk.ask("PUT", "/people/tom/password",
                    {"password": desk.server.passwords["tom"]}, who)[0]


@pytest.mark.parametrize("act,grant", [
    (edit_types, "types"), (close_payroll, "payroll"), (void_invoice, "void"),
    (void_payment, "void"), (give_login, "logins"), (set_password, "logins")])
def test_s4_what_staff_may_not_unless_granted(desk, act, grant):
    others = [g for g in GRANTS if g != grant]
    for granted, expected in (([], (403,)), (others, (403,)),
                              ([grant], (200, 201, 204)),
                              (list(GRANTS), (200, 201, 204))):
        desk.changed("/people/staff", grants=granted)
        assert act(desk, desk.staff) in expected, granted
    desk.changed("/people/staff", grants=[])
    assert act(desk, desk.admin) in (200, 201, 204)
    for who in (desk.maria, desk.c042):
        assert act(desk, who) in (403, 404)


def test_s4_the_logins_grant_is_of_practitioners_and_clients_only(desk):
    desk.changed("/people/staff", grants=["logins"])
    n = next(desk.names)
    for roles in (["client"], ["practitioner"], ["practitioner", "client"]):
        n = next(desk.names)
        status, made = desk.ask("POST", "/people", {
            **ADA, "roles": roles, "login": f"fresh{n}"}, desk.staff)
        assert status == 201, made
        assert desk.ask("PUT", f"/people/fresh{n}/password",
                        {"password": "a good password"}, desk.staff)[0] == 204
        assert desk.ask("PATCH", f"/people/fresh{n}",
                        {"login": f"other{n}", "active": False},
                        desk.staff)[0] == 200
    for roles in (["admin"], ["staff"], ["staff", "client"],
                  ["admin", "practitioner"]):
        assert desk.ask("POST", "/people", {
            **ADA, "roles": roles, "login": f"no{n}"}, desk.staff)[0] == 403
    for target in ("admin", "staff"):
        assert desk.ask("PUT", f"/people/{target}/password",
                        {"password": "a good password"},
                        desk.staff)[0] == (403 if target == "admin" else 204)
    desk.server.passwords["staff"] = "a good password"
    desk.staff = desk.server.person("staff")
    assert desk.ask("PATCH", "/people/admin", {"login": "mine"},
                    desk.staff)[0] == 403
    desk.changed("/people/staff", grants=[])


@pytest.mark.parametrize("grants", [[], list(GRANTS)])
def test_s4_roles_grants_admins_and_staff_are_an_admins_alone(desk, grants):
    desk.changed("/people/staff", grants=grants)
    ada, pia = person(desk), person(desk, **PIA)
    peer = person(desk, name="Peer Desk", roles=["staff"])
    boss = person(desk, name="Boss", roles=["admin"])
    for target, fields in (
            (ada, {"roles": ["client", "staff"]}), (ada, {"grants": ["void"]}),
            (ada, {"roles": ["practitioner"]}), (pia, {"roles": ["admin"]}),
            (pia, {"calendar_names": "full"}), (pia, {"grants": ["types"]}),
            (peer, {"phone": "1"}), (peer, {"active": False}),
            (boss, {"phone": "1"}), (boss, {"name": "Me"})):
        status, _ = desk.ask("PATCH", f"/people/{target['id']}", fields,
                             desk.staff)
        assert status == 403, (target["roles"], fields)
    for roles in (["admin"], ["staff"], ["client", "staff"]):
        assert desk.ask("POST", "/people", {**ADA, "roles": roles},
                        desk.staff)[0] == 403
    for one in (ada, pia, peer, boss):
        assert desk.got(f"/people/{one['id']}") == one
    desk.changed("/people/staff", grants=[])


def test_s4_staff_add_and_change_clients_and_practitioners_without_login(
        desk):
    for body in (ADA, PIA):
        made = desk.made("/people", desk.staff, **body)
        fields = {"name": "Other Name", "email": "o@example.org",
                  "phone": "2", "active": False}
        if body is PIA:
            fields.update(hourly="20.00", bonus="1.00", may=["edit"])
        else:
            fields["contacts"] = [{"name": "Eva", "email": None,
                                   "phone": None, "notice": "none",
                                   "relation": None}]
        changed = desk.changed(f"/people/{made['id']}", desk.staff, **fields)
        assert {k: changed[k] for k in fields} == fields
    assert desk.changed("/people/C042", desk.staff, phone="7")["phone"] == "7"
    assert desk.ask("PATCH", "/people/maria", {"phone": "7"},
                    desk.staff)[0] == 403
    assert desk.ask("POST", "/people", {**PIA, "login": "pialog"},
                    desk.staff)[0] == 403


# --- S4: what each sees -------------------------------------------------------


def test_s4_practitioners_see_their_own_sessions_and_wages(desk):
    code = desk.client()
    mine = desk.session(code, service=desk.speech)
    theirs = desk.session(code, service=desk.speech, practitioners=["tom"])
    for session in (mine, theirs):
        desk.saved(session)
    shown = desk.now(mine, desk.maria)
    assert shown["practitioners"][0]["wage"] == "30.00"
    assert "charge" not in str(shown) and "tax" not in str(shown)
    desk.got(f"/sessions/{theirs['id']}", desk.maria, 404)
    listed = {s["id"] for s in items(desk.maria, "/sessions")}
    assert mine["id"] in listed and theirs["id"] not in listed
    assert "charge" not in str(items(desk.maria, "/sessions"))
    assert items(desk.maria, "/sessions?practitioner=tom") == []
    desk.got("/people/maria/wages", desk.maria)
    desk.got("/people/tom/wages", desk.maria, 404)
    shared = desk.session(code, service=desk.speech,
                          practitioners=["maria", "tom"])
    shown = desk.now(desk.saved(shared), desk.maria)
    assert {p["login"]: p.get("wage") for p in shown["practitioners"]} == {
        "maria": "30.00", "tom": None}


@pytest.mark.parametrize("path", [
    "/people/C042/balance", "/people/C042/statement", "/invoices",
    "/payments", "/payroll", "/ledger", "/ledger/verify", "/audit",
    "/reports/aged", "/reports/revenue", "/reports/attendance",
    "/reports/wages", "/reports/unsaved"])
def test_s4_practitioners_never_see_client_balances(desk, path):
    desk.session("C042", service=desk.speech)
    desk.got(path, desk.maria, 403)
    desk.got(path, desk.staff)
    desk.got(path, desk.admin)


def test_s4_clients_see_their_own_and_nobody_elses(desk):
    own, other = desk.server.add("c900", "client", "--code", "C900"), \
        desk.client()
    group = desk.session("C900", other, service=desk.speech,
                         public_note="Bring shoes", private_note="Nervous")
    alone = desk.session(other, service=desk.speech)
    desk.saved(group, clients={other: "missed"})
    desk.saved(alone)
    seen = desk.now(group, own)
    assert seen["public_note"] == "Bring shoes"
    assert [c["code"] for c in seen["clients"]] == ["C900"]
    assert seen["clients"][0]["charge"] == "42.50"
    for secret in ("Nervous", other, "wage", "missed"):
        assert secret not in str(seen)
    desk.got(f"/sessions/{alone['id']}", own, 404)
    assert [s["id"] for s in items(own, "/sessions")] == [group["id"]]
    assert desk.got("/people/C900/balance", own)["balance"] == "42.50"
    assert len(desk.got("/people/C900/statement", own)["entries"]) == 1
    for path in (f"/people/{other}/balance", f"/people/{other}/statement",
                 f"/people/{other}", "/people/maria"):
        desk.got(path, own, 404)
    for path in ("/ledger", "/audit", "/payments", "/payroll",
                 "/people/maria/wages", "/reports/aged", "/review"):
        desk.got(path, own, 403)
    draft = desk.made("/invoices", client="C900", to="2026-06-10")
    desk.got(f"/invoices/{draft['id']}", own, 404)
    desk.made(f"/invoices/{draft['id']}/issue")
    assert desk.got(f"/invoices/{draft['id']}", own)["total"] == "42.50"


def test_s4_everyone_sees_closures(desk):
    closure = desk.made("/closures", title="Long weekend", **{
        "from": "2026-08-01", "to": "2026-08-03"}, all_day=True)
    for who in (desk.admin, desk.staff, desk.maria, desk.c042):
        assert closure["uid"] in {c["uid"] for c in items(who, "/closures")}
        resource = f"{who.home}closures/{closure['uid']}.ics"
        assert line(who.get(resource).text, "SUMMARY") == "Long weekend"
    assert "affected" not in items(desk.c042, "/closures")[0]

"""Account Settings > People and roles: who may sign in and do what."""

import pytest
import requests

from office import Office
from pages import Browser, browser

PEOPLE = "/settings/people"
SCRIPT = "<script>alert(1)</script>"
NEW_PASSWORD = "a quite new password"


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path / "data")
    yield made
    made.close()


def fields_of(page):
    """What the form of roles and rights would send."""
    return page.tree.xpath("//form[.//input[@name='revision']]")[
        0].form_values()


def test_people_are_listed_with_roles_and_found(office):
    office.changed("/people/staff", grants=["payroll", "void"])
    admin = browser(office, "admin")
    page = admin.get(PEOPLE)
    assert page.h1 == "Account Settings"
    assert page.heads()[:5] == ["Name", "Login", "Roles", "Grants", "Status"]
    rows = {row[1]: row for row in page.rows()}
    assert rows["staff"][:5] == [
        "Sam Desk", "staff", "Staff",
        "Close payroll runs, Void invoices and payments", "Active"]
    assert PEOPLE + "/maria" in page.links()
    found = admin.get(PEOPLE + "?role=client&q=ada").rows()
    assert [row[1] for row in found] == ["c042"]
    csv = admin.get(PEOPLE + "?role=practitioner&format=csv")
    assert csv.headers["Content-Type"].startswith("text/csv")
    assert csv.text.splitlines()[0] == "Name,Login,Roles,Grants,Status"
    assert "Maria Santos,maria,Practitioner,,Active" in csv.text


def test_a_person_is_added_with_roles(office):
    admin = browser(office, "admin")
    answer = admin.post(PEOPLE, [("name", "Nora New"), ("login", "nora"),
                                 ("email", "nora@example.org"),
                                 ("roles", "staff"),
                                 ("roles", "practitioner")])
    assert (answer.status, answer.location) == (303, PEOPLE + "/nora")
    assert office.got("/people/nora")["roles"] == ["staff", "practitioner"]
    assert "Nora New is added." in admin.get(answer.location).flash


def test_u12_a_wrong_person_is_told_beside_the_fields(office):
    admin = browser(office, "admin")
    answer = admin.post(PEOPLE, {"name": "", "login": "Not A Login",
                                 "email": "nowhere"})
    assert answer.status == 422
    assert set(answer.wrong()) == {"name", "login", "email"}
    fields = dict(answer.tree.xpath(
        "//form[@method='post'][.//input[@name='login']]")[0].form_values())
    assert fields["login"] == "Not A Login"
    taken = admin.post(PEOPLE, {"name": "M", "login": "maria",
                                "roles": "practitioner"})
    assert taken.status == 409 and "taken" in taken.alert
    assert list(taken.wrong()) == ["login"]
    assert "#f-login" in taken.links()


def test_roles_grants_and_rights_are_changed_and_taken_back(office):
    admin = browser(office, "admin")
    fields = [pair for pair in fields_of(admin.get(PEOPLE + "/staff"))
              if pair[0] != "grants"]
    answer = admin.post(PEOPLE + "/staff", fields + [("grants", "logins"),
                                                     ("grants", "types")])
    assert (answer.status, answer.location) == (303, PEOPLE + "/staff")
    assert office.got("/people/staff")["grants"] == ["types", "logins"]
    page = admin.get(PEOPLE + "/staff")
    assert ("grants", "types") in fields_of(page)
    assert admin.post("/undo", dict(page.form("/undo"))).status == 303
    assert office.got("/people/staff")["grants"] == []
    fields = [pair for pair in fields_of(admin.get(PEOPLE + "/maria"))
              if pair[0] not in ("may", "calendar_names")]
    assert admin.post(PEOPLE + "/maria",
                      fields + [("may", "edit"),
                                ("calendar_names", "full")]).status == 303
    maria = office.got("/people/maria")
    assert (maria["may"], maria["calendar_names"]) == (["edit"], "full")


def test_s2_one_active_admin_stays(office):
    admin = browser(office, "admin")
    fields = fields_of(admin.get(PEOPLE + "/admin"))
    for without in ("active", "roles"):
        answer = admin.post(PEOPLE + "/admin",
                            [pair for pair in fields if pair[0] != without])
        assert answer.status in (409, 422)
        assert answer.alert
    person = office.got("/people/admin")
    assert person["active"] and person["roles"] == ["admin"]


def test_s2_who_has_sessions_keeps_the_role(office):
    office.service()
    office.session("C042")
    admin = browser(office, "admin")
    fields = [pair for pair in fields_of(admin.get(PEOPLE + "/maria"))
              if pair[0] != "roles"]
    answer = admin.post(PEOPLE + "/maria", fields + [("roles", "staff")])
    assert answer.status == 409
    assert "the role stays" in answer.alert
    assert ("roles", "staff") in fields_of(answer)
    assert office.got("/people/maria")["roles"] == ["practitioner"]


def test_a_deactivated_person_is_signed_out_everywhere(office):
    tom = browser(office, "tom")
    admin = browser(office, "admin")
    fields = [pair for pair in fields_of(admin.get(PEOPLE + "/tom"))
              if pair[0] != "active"]
    assert admin.post(PEOPLE + "/tom", fields).status == 303
    assert tom.get("/calendar").status == 303
    page = admin.get(PEOPLE + "/tom")
    assert "not active" in page.words
    assert admin.post("/undo", dict(page.form("/undo"))).status == 303
    assert office.got("/people/tom")["active"]


def test_a_password_is_reset_for_another(office):
    admin = browser(office, "admin")
    short = admin.post(PEOPLE + "/maria", {"password": "short"})
    assert short.status == 422 and set(short.wrong()) == {"password"}
    assert "short" not in [value for _, value in short.form(
        PEOPLE + "/maria")]
    assert ("roles", "practitioner") in fields_of(short)
    answer = admin.post(PEOPLE + "/maria", {"password": NEW_PASSWORD})
    assert (answer.status, answer.location) == (303, PEOPLE + "/maria")
    Browser(office.server, "maria", NEW_PASSWORD)
    assert NEW_PASSWORD not in admin.get(PEOPLE + "/maria").text


def test_a_stale_form_of_a_person_keeps_what_was_typed(office):
    admin = browser(office, "admin")
    fields = [pair for pair in fields_of(admin.get(PEOPLE + "/tom"))
              if pair[0] != "login"]
    office.changed("/people/tom", phone="555")
    answer = admin.post(PEOPLE + "/tom", fields + [("login", "thomas")])
    assert answer.status == 409
    assert ("login", "thomas") in fields_of(answer)
    assert office.got("/people/tom")["login"] == "tom"


def test_s4_staff_with_the_grant_manage_logins_of_some(office):
    staff = browser(office, "staff")
    assert staff.get(PEOPLE).status == 403
    assert staff.post(PEOPLE, {"name": "X"}).status == 403
    assert PEOPLE not in staff.get("/settings/audit").links()
    office.changed("/people/staff", grants=["logins"])
    page = staff.get(PEOPLE)
    assert page.status == 200
    assert page.tree.xpath("//input[@name='roles']/@value") == [
        "practitioner", "client"]
    page = staff.get(PEOPLE + "/maria")
    assert not page.tree.xpath("//input[@name='roles' or @name='grants']")
    fields = [pair for pair in fields_of(page) if pair[0] != "login"]
    answer = staff.post(PEOPLE + "/maria", fields + [("login", "mary")])
    assert (answer.status, answer.location) == (303, PEOPLE + "/mary")
    assert staff.post(PEOPLE + "/mary",
                      {"password": NEW_PASSWORD}).status == 303
    Browser(office.server, "mary", NEW_PASSWORD)
    for other in ("admin", "staff"):
        page = staff.get(PEOPLE + "/" + other)
        shown = page.tree.xpath("//main//input[@name='password']")
        assert page.status == 200 and not shown
    assert staff.post(PEOPLE + "/admin",
                      {"password": NEW_PASSWORD}).status == 403
    assert staff.post(PEOPLE, {"name": "New", "roles": "admin"}).status == 403


@pytest.mark.parametrize("login", ("maria", "c042"))
def test_u2_people_and_roles_are_closed_to_others(office, login):
    who = browser(office, login)
    for path in (PEOPLE, PEOPLE + "/maria", PEOPLE + "/nobody"):
        assert who.get(path).status == 403
        assert who.post(path, {"password": NEW_PASSWORD}).status == 403


def test_nobody_at_an_address_is_not_found(office):
    admin = browser(office, "admin")
    for path in ("/nobody", "/9999", "/" + "x" * 300):
        assert admin.get(PEOPLE + path).status == 404
        assert admin.post(PEOPLE + path, {"password": "x" * 9}).status == 404


def test_devices_of_a_person_are_revoked_here(office):
    made = office.made("/people/maria/tokens", label="Lost phone")
    admin = browser(office, "admin")
    page = admin.get(PEOPLE + "/maria")
    button = page.tree.xpath("//li[contains(., 'Lost phone')]//button")[0]
    answer = admin.post(PEOPLE + "/maria",
                        {button.get("name"): button.get("value")})
    assert (answer.status, answer.location) == (303, PEOPLE + "/maria")
    assert requests.get(office.server.url + "/api/people/maria",
                        auth=("maria", made["secret"]),
                        timeout=30).status_code == 401


def test_u16_names_are_only_ever_text(office):
    office.changed("/people/tom", name=SCRIPT)
    office.changed("/people/maria", name="=1+1")
    admin = browser(office, "admin")
    for path in (PEOPLE, PEOPLE + "/tom"):
        page = admin.get(path)
        assert SCRIPT not in page.text and "&lt;script&gt;" in page.text
    assert "'=1+1" in admin.get(PEOPLE + "?format=csv").text

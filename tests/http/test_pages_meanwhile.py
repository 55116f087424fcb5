"""Two tabs and a phone that edit the same: whoever comes late is told what is
there now, with what they typed, and their second try is on that (U12)."""

import pytest

from office import Office
from pages import browser


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("meanwhile") / "data")
    made.changed("/people/maria", may=["create", "edit", "complete"])
    yield made
    made.close()


def session(office):
    made = office.session("c042", day="2041-03-04",
                          service=office.service(name="Meanwhile"))
    return f"/sessions/{made['id']}/edit"


def schedule(office):
    made = office.made(
        "/schedules", start="2041-05-06T09:00", end="2041-05-06T09:50",
        days=["MO"], repeat="weekly", count=3, practitioners=["maria"],
        clients=["c042"], service=office.service(name="Planned"))
    return f"/schedules/{made['id']}/edit"


def closure(office):
    made = office.made("/closures", title="Fair", all_day=True,
                       **{"from": "2041-07-01", "to": "2041-07-01"})
    return f"/closures/{made['id']}"


def completion_type(office):
    slug = office.type("Half day")
    return f"/settings/sessions/status?edit={slug}"


# Where the form is, and a field of it with three texts.
FORMS = {
    "a session": (session, "place", ("Room 1", "Room 2", "Room 3")),
    "a schedule": (schedule, "place", ("Room 1", "Room 2", "Room 3")),
    "a closure": (closure, "title", ("One", "Two", "Three")),
    "a way to end": (completion_type, "description", ("One", "Two", "Three")),
    "a client": (lambda office: "/clients/C042/edit", "phone",
                 ("416 555 0001", "416 555 0002", "416 555 0003")),
    "a practitioner": (lambda office: "/practitioners/tom/edit", "phone",
                       ("416 555 0001", "416 555 0002", "416 555 0003")),
    "the practice": (lambda office: "/settings/practice", "phone",
                     ("416 555 0001", "416 555 0002", "416 555 0003")),
    "its hours": (lambda office: "/settings/sessions/defaults",
                  "reopen_hours", ("20", "21", "22")),
    "its reminders": (lambda office: "/settings/sessions/reminders",
                      "reminder_hours", ("20", "21,2", "22")),
    "its texts": (lambda office: "/settings/notices?kind=canceled",
                  "notices[canceled][subject]", ("One", "Two", "Three")),
    "its money": (lambda office: "/settings/money", "tax_name",
                  ("HST", "VAT", "GST")),
}


def form_with(page, field):
    """(action, fields) of the form of main that has this field."""
    for form in page.tree.xpath("//main//form"):
        fields = form.form_values()
        if any(name == field for name, _ in fields) and any(
                name == "revision" for name, _ in fields):
            return form.get("action"), fields
    raise AssertionError(f"no form with {field} and revision")


def with_value(fields, field, value):
    return [(name, value if name == field else old) for name, old in fields]


@pytest.mark.parametrize("what", FORMS)
def test_u12_whoever_is_late_sees_both_versions(office, what):
    make, field, (first, second, third) = FORMS[what]
    where = make(office)
    tabs = [browser(office, "admin"), browser(office, "admin"),
            browser(office, "admin")]
    forms = [form_with(tab.get(where), field) for tab in tabs]
    assert len({action for action, _ in forms}) == 1
    action = forms[0][0]

    def send(tab, fields, value):
        return tab.post(action, with_value(fields, field, value))

    assert send(tabs[0], forms[0][1], first).status == 303
    there = first
    for number, mine in ((1, second), (2, third)):
        late = send(tabs[number], forms[number][1], mine)
        assert late.status == 409, late.words
        assert late.title.startswith("Error: ")
        assert late.alert
        assert there in late.words, "what is there now is told"
        again, fields = form_with(late, field)
        assert dict(fields)[field] == mine, "what was typed is kept"
        assert again == action
        # The second try is on what is there.
        assert tabs[number].post(action, fields).status == 303
        there = mine
        assert dict(form_with(tabs[0].get(where), field)[1])[field] == mine


def test_u12_two_who_save_the_same_session_are_told_of_each_other(office):
    made = office.session("c042", day="2026-01-05",
                          service=office.service(name="Saved"))
    where = f"/sessions/{made['id']}/save"
    tabs = [browser(office, "staff"), browser(office, "maria")]
    forms = [dict(tab.get(where).form()) for tab in tabs]
    action = f"/sessions/{made['id']}/completion"
    assert tabs[0].post(action, {**forms[0], "type": "missed"}).status == 303
    late = tabs[1].post(action, {**forms[1], "type": "completed"})
    assert late.status == 409
    assert "Missed" in late.words
    assert office.now(made)["type"] == "missed"

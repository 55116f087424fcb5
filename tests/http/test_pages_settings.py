"""Account Settings: how sessions may end (U24), and the practice's own row."""

import pytest

from office import Office
from pages import browser

STATUS = "/settings/sessions/status"
LATE = {"map": "canceled", "label": "Very late", "short": "vl",
        "description": "Within two hours.", "modifier": "percentage",
        "client": "50", "practitioner": "25"}


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def admin(office):
    return browser(office, "admin")


def types(office):
    items = office.got("/completion-types")["items"]
    return {item["slug"]: item for item in items}


def test_u24_the_form_adds_a_type_and_the_pencil_fills_it(office, admin):
    answer = admin.post(STATUS, LATE)
    assert (answer.status, answer.location) == (303, STATUS)
    page = admin.get(STATUS)
    assert "Very late is among the choices now." in page.flash
    assert ["Very late", "Canceled", "vl", "Percentage", "50%", "25%"] == (
        page.rows()[-1][:6])
    assert page.heads()[:6] == ["Label", "Maps to", "Short", "Modifier",
                                "Client", "Practitioner"]
    edit = admin.get(STATUS + "?edit=very-late")
    fields = dict(edit.form())
    assert {name: fields[name] for name in LATE} == LATE
    assert "Save changes" in edit.words
    fields["label"] = "Late by an hour"
    answer = admin.post(STATUS + "?edit=very-late", fields)
    assert answer.status == 303
    assert types(office)["very-late"]["label"] == "Late by an hour"


def test_u24_a_fixed_amount_names_its_currency(office, admin):
    office.type("Small fee", 25, 10, modifier="fixed")
    assert ["Small fee", "Canceled", "", "Fixed amount", "25 CAD",
            "10 CAD"] == admin.get(STATUS).rows()[-1][:6]


def test_u24_what_is_wrong_is_told_beside_its_field(office, admin):
    answer = admin.post(STATUS, {**LATE, "label": "1234567890123456",
                                 "client": "12.5", "map": ""})
    assert answer.status == 422
    assert answer.title.startswith("Error: ")
    wrong = answer.wrong()
    assert set(wrong) == {"label", "client", "map"}
    assert "at most 15 characters" in wrong["label"]
    fields = dict(answer.form())
    assert fields["label"] == "1234567890123456"
    assert fields["description"] == "Within two hours."
    assert "maxlength" not in answer.text
    assert "very-late" not in types(office)


def test_u24_a_default_type_is_switched_by_its_button(office, admin):
    page = admin.get(STATUS)
    pressed = {e.text_content().strip(): e.get("aria-pressed")
               for e in page.tree.xpath("//button[@aria-pressed][@name='toggle']")}
    assert pressed == {"Completed": "true", "Missed": "true",
                       "Canceled": "true"}
    assert admin.post(STATUS, {"toggle": "missed"}).status == 303
    assert not types(office)["missed"]["enabled"]
    page = admin.get(STATUS)
    undo = dict(page.form("/undo"))
    assert admin.post("/undo", undo).status == 303
    assert types(office)["missed"]["enabled"]


def test_u24_one_type_stays_on(office, admin):
    for slug in ("missed", "canceled"):
        assert admin.post(STATUS, {"toggle": slug}).status == 303
    answer = admin.post(STATUS, {"toggle": "completed"})
    assert answer.status == 409
    assert "At least one completion type stays enabled." in answer.alert
    assert types(office)["completed"]["enabled"]


def test_u24_the_red_x_archives_and_undo_takes_it_back(office, admin):
    admin.post(STATUS, LATE)
    assert admin.post(STATUS, {"remove": "very-late"}).status == 303
    assert types(office)["very-late"]["archived"]
    page = admin.get(STATUS)
    assert "Very late" not in [row[0] for row in page.rows()]
    assert admin.post("/undo", dict(page.form("/undo"))).status == 303
    assert not types(office)["very-late"]["archived"]


def test_u24_the_search_icon_shows_the_description(office, admin):
    admin.post(STATUS, LATE)
    page = admin.get(STATUS)
    names = [e.text_content() for e in page.tree.xpath("//main//table//a")]
    assert "Description of Very late" in names and "Edit Very late" in names
    assert "Within two hours." not in page.words
    assert "Within two hours." in admin.get(STATUS + "?show=very-late").words


def test_u2_staff_without_the_grant_see_types_and_cannot_change_them(office):
    sam = browser(office, "staff")
    page = sam.get(STATUS)
    assert page.status == 200
    assert "Add type" not in page.words
    assert sam.post(STATUS, LATE).status == 403
    assert sam.get("/settings/practice").status == 403
    assert "/settings/practice" not in page.text


def test_the_practice_is_changed_by_its_forms(office, admin):
    fields = dict(admin.get("/settings/practice").form())
    fields.update(name="Willow Lane", address="1 Willow Lane\nToronto",
                  phone="+1 416 555 0100", email="desk@willow.example")
    assert admin.post("/settings/practice", fields).status == 303
    money = dict(admin.get("/settings/money").form())
    money.update(tax_name="HST", tax_number="R123", payment_days="30",
                 invoice_prefix="W-", invoice_zero_lines="on")
    assert admin.post("/settings/money", money).status == 303
    hours = dict(admin.get("/settings/sessions/reminders").form())
    hours["reminder_hours"] = "48, 2"
    assert admin.post("/settings/sessions/reminders", hours).status == 303
    practice = office.got("/practice")
    assert practice["address"] == "1 Willow Lane\nToronto"
    assert (practice["tax_name"], practice["payment_days"]) == ("HST", 30)
    assert practice["invoice_zero_lines"] is True
    assert practice["reminder_hours"] == [48, 2]
    del money["invoice_zero_lines"]
    money["revision"] = str(practice["revision"])
    assert admin.post("/settings/money", money).status == 303
    assert not office.got("/practice")["invoice_zero_lines"]


def test_a_stale_form_of_the_practice_keeps_what_was_typed(office, admin):
    fields = dict(admin.get("/settings/practice").form())
    office.changed("/practice", phone="555")
    answer = admin.post("/settings/practice", {**fields, "phone": "666"})
    assert answer.status == 409
    assert dict(answer.form())["phone"] == "666"
    assert "Now there: 555" in answer.words


def test_hours_that_are_no_numbers_are_refused_where_they_stand(admin):
    fields = dict(admin.get("/settings/sessions/reminders").form())
    fields["reminder_hours"] = "two"
    answer = admin.post("/settings/sessions/reminders", fields)
    assert answer.status == 422
    assert set(answer.wrong()) == {"reminder_hours"}
    assert dict(answer.form())["reminder_hours"] == "two"


def test_the_hours_of_the_practice_are_typed_and_kept(office, admin):
    fields = dict(admin.get("/settings/practice").form())
    assert fields["hours[MO]"] == ""
    fields["hours[MO]"] = "9:00-12:00, 13:00 - 17:00"
    fields["hours[SU]"] = "10:00-24:00"
    assert admin.post("/settings/practice", fields).status == 303
    assert office.got("/practice")["hours"] == {
        "MO": [["09:00", "12:00"], ["13:00", "17:00"]],
        "SU": [["10:00", "24:00"]]}
    page = admin.get("/settings/practice")
    assert dict(page.form())["hours[MO]"] == "09:00-12:00, 13:00-17:00"
    page = admin.get("/calendar?view=week")
    [place] = page.tree.xpath("//*[@id='calendar']")
    assert (place.get("data-first"), place.get("data-last")) == (
        "09:00", "24:00")
    assert '"daysOfWeek":[1],"startTime":"09:00"' in place.get("data-hours")
    assert place.get("data-sunday") == "1"


@pytest.mark.parametrize("typed", (
    "always", "09:00", "17:00-09:00", "09:00-12:00, 11:00-13:00",
    "09:00-25:00", "<script>", ",,"))
def test_hours_that_are_none_are_told_beside_their_day(office, admin, typed):
    fields = dict(admin.get("/settings/practice").form())
    answer = admin.post("/settings/practice", {**fields, "hours[TU]": typed})
    assert answer.status == 422
    assert set(answer.wrong()) == {"hours[TU]"}
    assert "09:00-12:00, 13:00-17:00" in answer.wrong()["hours[TU]"]
    assert dict(answer.form())["hours[TU]"] == typed
    assert office.got("/practice")["hours"] == {}


def test_session_defaults_may_name_no_service(office, admin):
    where = "/settings/sessions/defaults"
    for service in office.service(name="Speech"), None:
        pairs = [pair for pair in admin.get(where).form()
                 if pair[0] != "default_service"]
        answer = admin.post(where, pairs + [("default_service", service or "")])
        assert answer.status == 303, answer.alert
        assert office.got("/practice")["default_service"] == service
        assert dict(admin.get(where).form())["default_service"] == (
            service or "")


def called(page, name):
    """The label of a field, or the legend of a group of boxes or radios."""
    return " ".join(page.tree.xpath(
        f"//main//label[@for='f-{name}']//text()"
        f"|//main//fieldset[@id='f-{name}']/legend//text()")).strip()


WORDS = [
    ("/clients/new", {
        "name": "Name", "email": "E-mail", "phone": "Phone", "code": "Code",
        "address": "Address", "notice": "Notices by",
        "contacts[0][relation]": "Relation", "contacts[0][payer]": "Payer"}),
    ("/practitioners/new", {
        "hourly": "Hourly rate", "bonus": "Bonus",
        "calendar_names": "Calendar names", "login": "Login"}),
    ("/services/new", {
        "cost": "Cost", "wage": "Wage", "tax_bp": "Tax", "kind": "Kind",
        "wage_basis": "Wage basis"}),
    ("/settings/money", {
        "currency": "Currency", "tax_name": "Tax name",
        "tax_number": "Tax number", "payment_days": "Payment days",
        "invoice_prefix": "Invoice prefix",
        "invoice_zero_lines": "Invoice zero lines"}),
    ("/settings/sessions/defaults", {
        "default_service": "Default service", "reopen_hours": "Re-open hours",
        "notify_on_calendar_cancel": "Notify on calendar cancel"}),
    ("/settings/sessions/reminders", {"reminder_hours": "Reminder hours"}),
    ("/settings/notices", {"reminder_hours": "Reminder hours"}),
    ("/settings/people/staff", {
        "login": "Login", "active": "Active", "roles": "Roles",
        "grants": "Grants", "calendar_money": "Calendar money"})
]


def test_u12_labels_are_the_words_of_the_json(admin):
    for path, labels in WORDS:
        page = admin.get(path)
        assert {name: called(page, name) for name in labels} == labels

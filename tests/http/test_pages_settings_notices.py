"""Account Settings > Notices: texts with a preview, times, a test message."""

import pytest

from office import Office
from pages import browser

NOTICES = "/settings/notices"
SCRIPT = "<script>alert(1)</script>"
KINDS = ("canceled", "rescheduled", "restored", "closure", "reminder",
         "invoice", "statement", "review")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("notices") / "data")
    yield made
    made.close()


@pytest.fixture
def admin(office):
    office.changed("/practice", notices=None)
    return browser(office, "admin")


def texts(page):
    """What the form of a text would send."""
    return dict(page.tree.xpath("//form[.//input[@name='kind']]")[
        0].form_values())


def preview(page):
    return page.tree.get_element_by_id("preview").text_content()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_text_and_a_preview(admin, kind):
    page = admin.get(f"{NOTICES}?kind={kind}")
    assert page.h1 == "Account Settings"
    fields = texts(page)
    assert fields[f"notices[{kind}][subject]"]
    assert fields[f"notices[{kind}][text]"]
    assert "{first_name}" in page.words and "{practice}" in page.words
    assert "Willow Lane" in preview(page)
    assert "Reset to the house" not in page.words


def test_a_text_of_ones_own_is_saved_taken_back_and_reset(office, admin):
    fields = texts(admin.get(NOTICES + "?kind=closure"))
    house = fields["notices[closure][text]"]
    fields["notices[closure][text]"] = "Hello {first_name}, we are shut."
    answer = admin.post(NOTICES, fields)
    assert (answer.status, answer.location) == (303, NOTICES + "?kind=closure")
    own = office.got("/practice")["notices"]["closure"]
    assert own["text"] == "Hello {first_name}, we are shut."
    page = admin.get(answer.location)
    assert "Your text" in page.words and "we are shut" in preview(page)
    assert admin.post("/undo", dict(page.form("/undo"))).status == 303
    assert office.got("/practice")["notices"]["closure"] is None
    admin.post(NOTICES, {**fields, "revision": ""})
    assert admin.post(NOTICES, {"kind": "closure", "reset": "1"}).status == 303
    assert office.got("/practice")["notices"]["closure"] is None
    again = texts(admin.get(NOTICES + "?kind=closure"))
    assert again["notices[closure][text]"] == house


def test_a_name_that_there_is_not_is_refused_where_it_stands(office, admin):
    fields = texts(admin.get(NOTICES + "?kind=reminder"))
    fields["notices[reminder][text]"] = "Dear {surname}, see you."
    answer = admin.post(NOTICES, fields)
    assert answer.status == 422
    assert answer.title.startswith("Error: ")
    assert set(answer.wrong()) == {"notices[reminder][text]"}
    assert "no name {surname}" in answer.wrong()["notices[reminder][text]"]
    assert texts(answer) == {**fields,
                             "revision": texts(answer)["revision"]}
    assert office.got("/practice")["notices"]["reminder"] is None


def test_u15_the_preview_has_a_button_and_saves_nothing(office, admin):
    fields = texts(admin.get(NOTICES))
    fields["notices[canceled][subject]"] = "No session on {date}"
    page = admin.post(NOTICES, {**fields, "preview": "1"})
    assert page.status == 200
    assert "No session on" in preview(page)
    assert texts(page)["notices[canceled][subject]"] == "No session on {date}"
    assert office.got("/practice")["notices"]["canceled"] is None


def test_the_preview_is_a_part_for_the_script(admin):
    fields = {"kind": "canceled", "notices[canceled][text]": "Hi {first_name}",
              "notices[canceled][sms]": SCRIPT}
    part = admin.post(NOTICES + "/preview", fields, HX_Request="true")
    assert part.status == 200 and "<html" not in part.text
    assert "Hi " in part.text and "one part" in part.text
    assert SCRIPT not in part.text and "&lt;script&gt;" in part.text
    fields["notices[canceled][text]"] = "Hi {nobody}"
    part = admin.post(NOTICES + "/preview", fields, HX_Request="true")
    assert part.status == 200 and "no name {nobody}" in part.text


def test_when_notices_go_is_saved(office, admin):
    answer = admin.post(NOTICES, {"notice_hours[from]": "08:30",
                                  "notice_hours[to]": "19:00",
                                  "reminder_hours": "48, 2"})
    assert (answer.status, answer.location) == (303, NOTICES)
    practice = office.got("/practice")
    assert practice["notice_hours"] == {"from": "08:30", "to": "19:00"}
    assert practice["reminder_hours"] == [48, 2]
    page = admin.get(NOTICES)
    assert "waits 180 seconds" in page.words
    wrong = admin.post(NOTICES, {"notice_hours[from]": "8 o'clock",
                                 "notice_hours[to]": "19:00",
                                 "reminder_hours": "soon"})
    assert wrong.status == 422
    fields = dict(wrong.tree.xpath(
        "//form[.//input[@name='reminder_hours']]")[0].form_values())
    assert fields["notice_hours[from]"] == "8 o'clock"
    assert fields["reminder_hours"] == "soon"
    assert set(wrong.wrong()) == {"reminder_hours", "notice_hours[from]"}
    assert "#f-notice_hours[from]" in wrong.links()
    assert office.got("/practice")["reminder_hours"] == [48, 2]


def test_without_a_mail_server_a_test_message_says_so(admin):
    answer = admin.post(NOTICES, {"channel": "email",
                                  "address": "desk@example.org"})
    assert answer.status == 409 and "smtp_url" in answer.alert
    fields = dict(answer.tree.xpath(
        "//form[.//select[@name='channel']]")[0].form_values())
    assert fields["address"] == "desk@example.org"


def test_a_test_message_says_what_came_of_it(tmp_path):
    office = Office(tmp_path / "data")
    try:
        assert office.server.stop() == 0
        office.server.options = (
            "--set", "smtp_url=smtp://127.0.0.1:9", "--set", "smtp_tls=off",
            "--set", "smtp_from=desk@example.org")
        office.server.start()
        admin = browser(office, "admin")
        answer = admin.post(NOTICES, {"channel": "email",
                                      "address": "ada@example.org"})
        assert (answer.status, answer.location) == (303, NOTICES)
        assert "was not sent" in admin.get(NOTICES).flash
        wrong = admin.post(NOTICES, {"channel": "email", "address": ""})
        assert wrong.status == 422 and set(wrong.wrong()) == {"address"}
    finally:
        office.close()


def test_a_stale_text_is_not_laid_over_a_newer_one(office, admin):
    fields = texts(admin.get(NOTICES + "?kind=invoice"))
    office.changed("/practice", notices={"invoice": {"text": "Newer."}})
    fields["notices[invoice][text]"] = "Mine."
    answer = admin.post(NOTICES, fields)
    assert answer.status == 409
    assert texts(answer)["notices[invoice][text]"] == "Mine."
    assert office.got("/practice")["notices"]["invoice"]["text"] == "Newer."


@pytest.mark.parametrize("login", ("staff", "maria", "c042"))
def test_u2_notices_are_an_admins(office, login):
    who = browser(office, login)
    for path in (NOTICES, NOTICES + "/preview"):
        assert who.get(path).status == 403
        assert who.post(path, {"kind": "canceled"}).status == 403


def test_u16_typed_texts_are_only_ever_text(office, admin):
    office.changed("/practice", notices={"canceled": {
        "subject": SCRIPT, "text": SCRIPT, "sms": SCRIPT}})
    page = admin.get(NOTICES)
    assert SCRIPT not in page.text
    assert texts(page)["notices[canceled][text]"] == SCRIPT

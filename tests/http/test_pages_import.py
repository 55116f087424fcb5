"""Importing by upload: what would be taken in is shown before it is."""

import os
import signal
import time

import pytest

from office import Office
from pages import browser

ADDRESS = "/settings/import"
PEOPLE = """name,email,phone,code,roles
Ada Lovelace,ada@example.org,+1 416 555 0101,C100,client
Grace Hopper,grace@example.org,,C101,client
,nobody@example.org,,C102,client
"""
EVENTS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//EN
BEGIN:VEVENT
UID:one@example.org
DTSTAMP:20260601T000000Z
DTSTART:20260615T140000Z
DTEND:20260615T145000Z
SUMMARY:C100
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def admin(office):
    return browser(office, "admin")


def upload(browser, *files, **fields):
    """Send the form with these (name, bytes) as its files."""
    fields = {"csrf": browser.token(), **fields}
    return browser.session.post(
        browser.server.url + ADDRESS, data=fields,
        files=[("files", (name, data, "text/plain")) for name, data in files],
        allow_redirects=False, timeout=60)


def settled(browser, path):
    """The page of an import once nothing works on it."""
    for _ in range(600):
        page = browser.get(path)
        assert page.status == 200, page.text
        if "<progress" not in page.text:
            return page
        assert "You may close this page" in page.words
        time.sleep(0.1)
    raise AssertionError("the import does not come to an end")


def facts(page):
    """What stands under each term."""
    terms = page.tree.xpath("//main//dl[@class='facts']/dt")
    return {term.text_content(): term.getnext().text_content()
            for term in terms}


def decide(browser, path, deed):
    form = dict(browser.get(path).form())
    return browser.post(path, form | {"deed": deed})


def test_a_preview_tells_what_would_be_taken_and_what_not(office, admin):
    answer = upload(admin, ("people.csv", PEOPLE), ("maria.ics", EVENTS),
                    practitioner="maria")
    assert answer.status_code == 303, answer.text
    path = answer.headers["Location"]
    page = settled(admin, path)
    assert facts(page) == {"Would be added": "3", "Would be changed": "0",
                           "There already": "0", "Would not be taken": "1"}
    assert ["people.csv", "4"] == page.rows()[0][:2]
    assert office.ask("GET", "/people/C100")[0] == 404, "nothing is written"


def test_what_the_preview_told_is_taken_in(office, admin):
    path = upload(admin, ("people.csv", PEOPLE), ("maria.ics", EVENTS),
                  practitioner="maria").headers["Location"]
    assert "Take in 3 things" in settled(admin, path).words
    answer = decide(admin, path, "apply")
    assert (answer.status, answer.location) == (303, path)
    page = settled(admin, path)
    assert "Done" in page.words and facts(page)["Added"] == "3"
    assert office.got("/people/C100")["name"] == "Ada Lovelace"
    found = office.got("/sessions?from=2026-06-15&to=2026-06-15")["items"]
    assert [one["clients"][0]["code"] for one in found] == ["C100"]
    # The same again changes nothing.
    path = upload(admin, ("people.csv", PEOPLE)).headers["Location"]
    page = settled(admin, path)
    assert facts(page)["Would be added"] == "0"
    assert "Take in" not in page.words


def test_what_changed_since_the_preview_is_shown_anew(office, admin):
    path = upload(admin, ("people.csv", PEOPLE)).headers["Location"]
    settled(admin, path)
    form = dict(admin.get(path).form())
    office.made("/people", name="Ada Lovelace", code="C100",
                roles=["client"], email="ada@example.org",
                phone="+1 416 555 0101")
    assert admin.post(path, form | {"deed": "apply"}).status == 303
    page = settled(admin, path)
    assert "changed since the preview" in page.words
    assert facts(page)["Would be added"] == "1"
    assert office.ask("GET", "/people/C101")[0] == 404
    stale = admin.post(path, form | {"deed": "apply"})
    assert stale.status == 409
    assert decide(admin, path, "apply").status == 303
    settled(admin, path)
    assert office.got("/people/C101")["name"] == "Grace Hopper"


def test_an_import_can_be_dropped(office, admin):
    path = upload(admin, ("people.csv", PEOPLE)).headers["Location"]
    settled(admin, path)
    assert path in admin.get(ADDRESS).links()
    assert decide(admin, path, "drop").location == ADDRESS
    assert admin.get(path).status == 404
    assert office.ask("GET", "/people/C100")[0] == 404


def test_it_goes_on_after_the_server_was_killed(office, admin):
    rows = "".join(f"Client {n},,,D{n},client\n" for n in range(400))
    path = upload(admin, ("people.csv", "name,email,phone,code,roles\n"
                          + rows)).headers["Location"]
    settled(admin, path)
    assert decide(admin, path, "apply").status == 303
    os.kill(office.server.process.pid, signal.SIGKILL)
    office.server.process.wait()
    office.server.start()
    again = browser(office, "admin")
    page = settled(again, path)
    assert "Done" in page.words
    assert office.got("/people/D399")["name"] == "Client 399"


def test_what_a_killed_preview_left_is_gone_at_the_next_start(office):
    data = office.server.data
    assert office.server.stop() == 0
    left = data / "daybook.db.trial-abcdef"
    left.mkdir()
    (left / "daybook.db").write_bytes(b"x" * 100)
    (left / "lock").touch()
    office.server.start()
    assert not left.exists()


def test_other_files_and_none_are_told_so(admin):
    answer = admin.post(ADDRESS, {"practitioner": ""})
    assert answer.status == 422
    assert "files" in answer.wrong()
    page = settled(admin, upload(
        admin, ("photo.jpg", b"\xff\xd8\xff")).headers["Location"])
    assert "neither a calendar (.ics) nor a table (.csv)" in page.words
    answer = upload(admin, *((f"{n}.csv", "name\n") for n in range(21)))
    assert answer.status_code == 422
    assert "At most 20 files" in answer.text


def test_too_much_is_refused(admin):
    answer = upload(admin, ("people.csv", b"x" * (10 * 1024 * 1024)))
    assert answer.status_code == 413


def test_markup_in_a_file_stays_text(admin):
    evil = "<script>alert(1)</script>"
    page = settled(admin, upload(
        admin, ("people.csv", f"name,code,roles\n{evil},C1,{evil}\n")
    ).headers["Location"])
    assert evil not in page.text


def test_imports_are_an_admins(office, admin):
    path = upload(admin, ("people.csv", PEOPLE)).headers["Location"]
    settled(admin, path)
    staff = browser(office, "staff")
    for address in (ADDRESS, path):
        assert staff.get(address).status == 403
    assert upload(staff, ("people.csv", PEOPLE)).status_code == 403
    number = path.rsplit("/", 1)[1]
    assert office.ask("GET", f"/imports/{number}", who=office.staff)[0] == 403
    assert office.ask("GET", f"/imports/{number}")[0] == 200


def test_a_form_without_the_token_does_nothing(office, admin):
    answer = upload(admin, ("people.csv", PEOPLE), csrf="wrong")
    assert answer.status_code == 403
    assert "Import " not in " ".join(
        e for e in admin.get(ADDRESS).links())


def test_an_empty_list_of_clients_leads_here(office, admin):
    page = admin.get("/clients?q=nobody-is-called-so")
    assert ADDRESS in page.links()

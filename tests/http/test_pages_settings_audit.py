"""Account Settings > Audit: who did what, before and after."""

import csv
import io
import re

import pytest

from office import Office
from pages import browser

AUDIT = "/settings/audit"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("audit") / "data")
    service = made.service()
    for n in range(30):
        made.changed("/practice", reopen_hours=24 + n % 2)
    made.changed("/practice", who=made.admin, tax_name=SCRIPT)
    made.changed("/people/tom", name=SCRIPT)
    made.changed("/people/maria", grants=[], may=["edit"])
    made.kept = made.session("C042", service=service)
    made.saved(made.kept)
    yield made
    made.close()


def table(page):
    return list(csv.reader(io.StringIO(page.text)))


def test_the_newest_change_stands_first_with_before_and_after(office):
    admin = browser(office, "admin")
    page = admin.get(AUDIT)
    assert page.h1 == "Account Settings"
    assert page.heads() == ["When", "Who", "Action", "Object", "By",
                            "Before", "After"]
    rows = admin.get(AUDIT + "?object=person&action=person.change").rows()
    assert rows[0][1:4] == ["Ann Admin", "Changed them", "Maria Santos"]
    assert "create" in rows[0][5] and rows[0][6] == "May edit"
    page = admin.get(f"{AUDIT}?object=session:{office.kept['id']}")
    assert re.search(r"Start \w{3} \d+ \w+ \d{4}, 09:00", page.words)
    assert "Clients id" in page.words and "[{" not in page.words
    assert not re.search(r"\d{4}-\d\d-\d\d", page.words)


def test_what_the_database_calls_a_thing_is_said_in_words(office):
    admin = browser(office, "admin")
    rows = table(admin.get(AUDIT + "?format=csv"))[1:]
    assert len({row[2] for row in rows}) > 7
    for row in rows:
        assert not re.search(r"[._]", row[2]), row
        assert re.match("Calendar|Command|Import|Page|Script|The system",
                        row[4]), row
    page = admin.get(f"{AUDIT}?object=session&action=session.add")
    assert {row[2] for row in page.rows()} == {"Made it"}
    picked, = page.tree.xpath("//select[@name='action']/option[@selected]")
    assert picked.text_content() == "Session: made it"
    fields = page.tree.xpath("//main//td//span[@class='hint']/text()")
    assert fields and not [one for one in fields if "_" in one]


def test_the_history_of_a_session_is_said_in_words(office):
    page = browser(office, "staff").get(f"/sessions/{office.kept['id']}")
    assert "Ann Admin saved it" in page.words
    assert page.tree.xpath("//ol[@class='history']//p[contains(., ', Script')]")


def test_u5_each_row_stands_on_one_page_and_in_the_file(office):
    admin = browser(office, "admin")
    seen, url = [], AUDIT + "?object=practice"
    while url:
        page = admin.get(url)
        assert len(page.rows()) <= 25
        seen += page.rows()
        later = page.tree.xpath("//main//a[normalize-space()='Earlier' or "
                                "normalize-space()='Later']")
        url = next((str(a.get("href")) for a in later
                    if "page=" in a.get("href")
                    and a.text_content().strip() == "Later"), None)
    rows = table(admin.get(AUDIT + "?object=practice&format=csv"))
    assert rows[0] == ["When", "Who", "Action", "Object", "By", "Before",
                       "After"]
    assert len(seen) == len(rows) - 1 >= 31
    assert not [row[2] for row in seen if "." in row[2]]  # words, each
    assert [row[:5] for row in seen] == [row[:5] for row in rows[1:]]


def test_the_filters_stand_in_the_address(office):
    admin = browser(office, "admin")
    one = office.kept["id"]
    page = admin.get(f"{AUDIT}?object=session:{one}")
    assert {row[3] for row in page.rows()} == {f"Session {one}"}
    assert f"/sessions/{one}" in page.links()
    assert [row[2] for row in page.rows()][-1] == "Made it"
    form = dict(page.tree.xpath("//form[@class='filters']")[0].form_values())
    assert form["object"] == f"session:{one}"
    assert admin.get(AUDIT + "?who=maria").words.count("Nothing like that")
    assert admin.get(AUDIT + "?who=nobody").rows() == []
    assert admin.get(AUDIT + "?who=admin").rows()
    assert admin.get(AUDIT + "?from=2026-06-10&to=2026-06-10").rows()
    assert admin.get(AUDIT + "?to=2001-01-01").rows() == []
    assert admin.get(AUDIT + "?from=2199-01-01").rows() == []
    assert admin.get(AUDIT + "?object=session:x").rows() == []


def test_the_route_has_the_same_filters(office):
    def ids(query):
        return [row["id"] for row in office.got("/audit" + query)["items"]]

    everything = ids("?limit=1000")
    assert ids("?who=admin&limit=1000") and ids("?who=tom") == []
    assert set(ids("?action=session.save")) < set(everything)
    assert ids("?from=2199-01-01") == []
    assert ids("?to=2199-01-01&limit=1000") == everything
    office.got("/audit?who=nobody", expected=404)
    office.got("/audit?from=never", expected=422)


@pytest.mark.parametrize("login, status", (
    ("admin", 200), ("staff", 200), ("maria", 403), ("c042", 403)))
def test_u2_the_office_reads_the_audit(office, login, status):
    who = browser(office, login)
    assert who.get(AUDIT).status == status
    assert who.get(AUDIT + "?format=csv").status == status
    assert who.ask("POST", AUDIT, {"csrf": who.token()}).status == 405


def test_u16_what_was_typed_is_only_ever_text(office):
    admin = browser(office, "admin")
    page = admin.get(AUDIT + "?object=practice")
    assert SCRIPT not in page.text and "&lt;script&gt;" in page.text
    page = admin.get(AUDIT + "?object=person")
    assert SCRIPT not in page.text and "&lt;script&gt;" in page.text
    page = admin.get(f"{AUDIT}?who={SCRIPT}&action={SCRIPT}")
    assert SCRIPT not in page.text

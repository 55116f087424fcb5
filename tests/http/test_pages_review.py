"""Review in a browser without script: what calendars did, in sentences, with
what stands here now (K14 to K19, S44)."""

import csv
import io

import pytest

from notices import Telling
from office import line, unfolded, with_line
from pages import browser

HEADS = ["What", "From a calendar", "Here now", "When", "State",
         "What to do"]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = Telling(tmp_path_factory.mktemp("review"))
    yield office
    office.close()


@pytest.fixture(scope="module")
def staff(office):
    return browser(office, "staff")


@pytest.fixture
def day(office):
    return office.free_day()


@pytest.fixture
def removed(office, day):
    """Five sessions that Maria's phone deleted within a minute; the item."""
    some = [office.coming("c042", day=day, at=f"{8 + n:02}:00",
                          to=f"{8 + n:02}:50") for n in range(5)]
    for session in some:
        assert office.maria.delete(office.resource(session, office.maria),
                                   User_Agent=f"thumb {day}").status == 204
    item = office.got("/review")["items"][0]
    assert item["kind"] == "deletes"
    return item, some


def row_of(page, item):
    """Cells of the item's row, by its form."""
    for row in page.tree.xpath("//main//table/tbody/tr"):
        if row.xpath(f".//input[@value='{item['id']}']"):
            return row, [cell.text_content().strip()
                         for cell in row.xpath("./*")]
    return None


def settle(staff, deed, item):
    return staff.post("/review", {deed: item["id"]})


def test_k17_many_deletes_show_what_was_asked_and_what_is_here(
        office, staff, removed, day):
    item, some = removed
    page = staff.get("/review")
    assert page.h1 == "Review"
    assert page.heads() == HEADS
    row, cells = row_of(page, item)
    assert cells[0] == "Sessions removed"
    assert item["text"] in cells[1]
    assert "5 notices wait" in cells[1] or "notice" in cells[1]
    links = row.xpath(".//a/@href")
    assert links == [f"/sessions/{one['id']}" for one in some]
    assert cells[2].count("Canceled") == 5 and "Ada Brown" in cells[2]
    assert cells[4] == "Waiting"
    assert [b.text for b in row.xpath(".//button")] == ["Accept", "Undo"]
    settle(staff, "undo", item)


def test_k17_undo_opens_them_again_and_says_how_many(office, staff, removed):
    item, some = removed
    office.save(some[0], "open")
    office.saved(some[0], "missed")
    page = staff.get("/review")
    row, _ = row_of(page, item)
    form = [one for one in row.xpath(".//form")
            if one.find(".//button").text == "Undo"][0]
    answer = staff.post(form.get("action"), form.form_values())
    assert answer.status == 303 and answer.location == "/review"
    page = staff.get("/review")
    assert "4 open again" in page.flash and "1 left" in page.flash
    assert row_of(page, item) is None
    assert [office.now(one)["status"] for one in some] == [
        "saved"] + ["open"] * 4
    undone = staff.get("/review?state=undone")
    assert any(item["text"][:40] in one[1] for one in undone.rows())


def test_what_is_accepted_stands_and_is_settled_once(office, staff, removed):
    item, some = removed
    assert settle(staff, "accept", item).status == 303
    assert "Accepted" in staff.get("/review").flash
    assert {office.now(one)["type"] for one in some} == {"canceled"}
    again = settle(staff, "undo", item)
    assert again.status == 409 and "settled already" in again.alert
    assert settle(staff, "accept", {"id": "999999"}).status == 404
    assert staff.post("/review").status == 422


def test_k14_a_refusal_is_a_sentence_with_the_session_as_it_is(
        office, staff, day):
    session = office.coming("c042", day=day)
    where = office.resource(session, office.maria)
    text = unfolded(office.maria.get(where).text)
    moved = with_line(text, "X-PRACTICE-STATUS", "<b>nonsense</b>")
    assert office.maria.put(where, moved).status >= 400
    item = office.got("/review")["items"][0]
    page = staff.get("/review")
    row, cells = row_of(page, item)
    assert cells[0] == "Refused"
    assert "Maria Santos wanted to change the session" in cells[1]
    assert "<b>nonsense" not in page.text
    assert "09:00–09:50, Ada Brown" in cells[2] and "Open" in cells[2]
    assert [b.text for b in row.xpath(".//button")] == ["Accept"]
    assert settle(staff, "accept", item).status == 303


def test_k15_an_unknown_word_in_a_title_is_named(office, staff, day):
    session = office.coming("c042", day=day)
    where = office.resource(session, office.maria)
    text = unfolded(office.maria.get(where).text)
    title = line(text, "SUMMARY") + " #=nosuch"
    answer = office.maria.put(where, with_line(text, "SUMMARY", title))
    assert answer.status in (200, 201, 204)
    item = office.got("/review")["items"][0]
    _, cells = row_of(staff.get("/review"), item)
    assert cells[0] == "Unknown word in a title"
    assert "nosuch" in cells[1]
    rows = list(csv.reader(io.StringIO(
        staff.get("/review?format=csv").text)))
    assert rows[0] == HEADS[:-1]
    assert rows[1][0] == cells[0] and rows[1][1] == item["text"]
    assert rows[1][4] == cells[4] == "Waiting"
    assert settle(staff, "accept", item).status == 303


def test_u5_tabs_count_and_stand_in_the_address(staff):
    page = staff.get("/review?state=accepted")
    assert {row[4] for row in page.rows()} == {"Accepted"}
    assert {row[5] for row in page.rows()} == {""}
    tabs = [tab.text_content() for tab in page.tree.xpath(
        "//nav[@aria-label='By state']/a")]
    assert [tab.split()[0] for tab in tabs] == ["Waiting", "Accepted",
                                                "Undone", "All"]
    assert "1–" in page.words
    everything = staff.get("/review?state=all")
    assert len(everything.rows()) >= len(page.rows())
    assert staff.get("/review?state=lost").status == 404


def test_u2_review_is_the_office_s(office, removed):
    item, some = removed
    for login in ("maria", "c042"):
        who = browser(office, login)
        assert who.get("/review").status == 403
        assert who.post("/review", {"undo": item["id"]}).status == 403
    assert office.now(some[0])["type"] == "canceled"

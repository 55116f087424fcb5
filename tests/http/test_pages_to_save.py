"""What practitioners have to save, one tap each (U5, U16, U19)."""

import csv
import io

import pytest

from office import Office
from pages import browser, said


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("to-save") / "data")
    made.at("2026-06-10T17:40:00Z")  # 13:40 in Toronto
    made.speech = made.default_service(name="Speech")
    yield made
    made.close()


@pytest.fixture(scope="module")
def maria(office):
    return browser(office, "maria")


@pytest.fixture(scope="module")
def tom(office):
    return browser(office, "tom")


def past(office, *clients, at="09:00", to="09:50", **fields):
    return office.session(*clients, day="2026-06-10", at=at, to=to, **fields)


def row(page, session):
    """The item of the list that is this session's."""
    found = page.tree.xpath(
        f"//main//li[.//form[@action='/sessions/{session['id']}/completion']]")
    return found[0] if found else None


def tap(session, page, word):
    """The fields that a button of that row sends."""
    form = row(page, session).xpath(".//form")[0]
    button, = form.xpath(f".//button[normalize-space()='{word}']")
    return {**dict(form.form_values()), button.get("name"): button.get("value")}


def end(office, session):
    """So that it is in nobody's list any more."""
    if office.now(session)["status"] == "open":
        office.saved(session)


def test_u19_each_has_a_button_completed_and_missed_and_the_form(office, maria):
    session = past(office, "C042", place="Room 1")
    page = maria.get("/to-save")
    assert page.h1 == "To save"
    assert "1 session ended and is not saved. Until then it pays nothing." in (
        page.words)
    item = row(page, session)
    assert [b.text_content() for b in item.xpath(".//button")] == [
        "Completed", "Missed"]
    assert item.xpath(f".//a[@href='/sessions/{session['id']}/save"
                      "?to=%2Fto-save']")
    assert said(item).startswith(
        "C042 A.B. Today 09:00–09:50 · Speech · Room 1")
    end(office, session)


def test_u19_one_tap_saves_and_undo_takes_it_back(office, maria):
    session = past(office, "C042")
    page = maria.get("/to-save")
    fields = tap(session, page, "Completed")
    done = maria.post(f"/sessions/{session['id']}/completion", fields)
    assert (done.status, done.location) == (303, "/to-save")
    assert office.now(session)["type"] == "completed"
    page = maria.get("/to-save")
    assert page.flash.strip().startswith(
        "C042 A.B.: Saved as Completed. 30.00 to your wages.")
    assert row(page, session) is None
    assert "Every session of yours is saved." in page.words
    undo = dict(page.tree.xpath("//form[@action='/undo']")[0].form_values())
    done = maria.post("/undo", undo)
    assert (done.status, done.location) == (303, "/to-save")
    page = maria.get("/to-save")
    fields = tap(session, page, "Missed")
    assert maria.post(f"/sessions/{session['id']}/completion",
                      fields).status == 303
    assert office.now(session)["type"] == "missed"


def test_u12_a_tap_on_an_old_page_is_409_and_comes_back_after_all(office,
                                                                  maria):
    session = past(office, "C042")
    fields = tap(session, maria.get("/to-save"), "Completed")
    office.saved(session, "missed")
    page = maria.post(f"/sessions/{session['id']}/completion", fields)
    assert page.status == 409
    assert "Missed" in page.words
    kept = dict(page.form())
    assert (kept["type"], kept["to"]) == ("completed", "/to-save")
    assert kept["revision"] == str(office.now(session)["revision"])
    done = maria.post(f"/sessions/{session['id']}/completion", kept)
    assert (done.status, done.location) == (303, "/to-save")
    assert office.now(session)["type"] == "completed"


def test_s4_each_sees_their_own_and_what_is_over(office, maria, tom):
    own = past(office, "C042")
    both = past(office, "C051", at="10:00", to="10:50",
                practitioners=["maria", "tom"])
    coming = past(office, "C063", at="15:00", to="15:50")
    draft = past(office, at="11:00", to="11:50")
    page = maria.get("/to-save")
    assert row(page, own) is not None and row(page, both) is not None
    assert row(page, coming) is None and row(page, draft) is None
    # What comes is told beside it.
    assert page.tree.xpath(
        f"//main//a[@href='/sessions/{coming['id']}']")
    other = tom.get("/to-save")
    assert row(other, own) is None and row(other, both) is not None
    assert "C042" not in other.text
    for secret in "Ada Brown", "Ben Fox", "42.50":
        assert secret not in page.text
    for session in own, both, coming:
        office.saved(session, "canceled")


def test_u2_it_is_the_practitioners_page(office, maria):
    for login in "admin", "staff", "c042":
        assert browser(office, login).get("/to-save").status == 403
    assert maria.get("/").location == "/to-save"
    assert maria.ask("POST", "/to-save").status == 405


def test_several_roles_add_up_for_who_works_alone(office):
    office.server.add("solo", "admin,practitioner", "--name", "Sol Own")
    session = past(office, "C042", practitioners=["solo"],
                   service=office.speech)
    solo = browser(office, "solo")
    assert solo.get("/").location == "/today"
    page = solo.get("/to-save")
    assert "Ada Brown" in row(page, session).text_content()
    done = solo.post(f"/sessions/{session['id']}/completion",
                     tap(session, page, "Completed"))
    assert (done.status, done.location) == (303, "/to-save")
    assert solo.get("/wages").rows()[0][1] == "Ada Brown"


def test_r3_whoever_may_not_save_has_no_buttons(office, tom):
    session = past(office, "C042", practitioners=["tom"])
    office.changed("/people/tom", may=[])
    page = tom.get("/to-save")
    assert "C042 A.B." in page.words
    assert row(page, session) is None
    assert not page.tree.xpath("//main//li//button")
    answer = tom.post(f"/sessions/{session['id']}/completion",
                      {"type": "completed"})
    assert answer.status == 403
    office.changed("/people/tom", may=["create", "edit", "complete"])
    assert row(tom.get("/to-save"), session) is not None
    end(office, session)


def test_s26_a_type_that_is_switched_off_has_no_button(office, maria):
    session = past(office, "C042")
    office.changed("/completion-types/missed", enabled=False)
    item = row(maria.get("/to-save"), session)
    assert [b.text_content() for b in item.xpath(".//button")] == ["Completed"]
    office.changed("/completion-types/missed", enabled=True)
    end(office, session)


def test_u5_the_list_has_pages_and_csv(office, tom):
    mark = "=1+1"
    made = [past(office, "C042", practitioners=["tom"], place=mark,
                 at=f"{h:02}:{m:02}", to=f"{h:02}:{m + 9:02}")
            for h in range(2, 11) for m in (0, 20, 40)]
    page = tom.get("/to-save")
    assert "1–25 of 27" in page.words
    first = page.tree.xpath("//main//li//form/@action")
    later = page.tree.xpath("//main//a[normalize-space()='Later']/@href")
    second = tom.get(later[0]).tree.xpath("//main//li//form/@action")
    assert first + second == [
        f"/sessions/{s['id']}/completion" for s in reversed(made)]
    answer = tom.get("/to-save?format=csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["Date", "Time", "Clients", "Service", "Place"]
    assert rows[1] == ["2026-06-10", "10:40–10:49", "C042 A.B.", "Speech",
                       "'=1+1"]
    assert len(rows) == 28
    office.made("/sessions/completions", ids=[s["id"] for s in made],
                type="canceled")


def test_typed_text_is_only_ever_text(office, maria):
    mark = "<script>alert(1)</script>"
    session = past(office, "C042", place=mark)
    page = maria.get("/to-save")
    assert mark in page.words and "<script>alert" not in page.text
    end(office, session)

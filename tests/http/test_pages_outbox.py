"""Notices in a browser without script: the outbox, and a session's own
(S44)."""

import csv
import datetime
import io

import pytest

from conftest import wait_for
from mailbox import free_port
from notices import Telling
from pages import browser

HEADS = ["To", "What", "How", "State", "Tries", "When", "Reason",
         "What to do"]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = Telling(tmp_path_factory.mktemp("outbox"))
    yield office
    office.close()


@pytest.fixture(scope="module")
def staff(office):
    return browser(office, "staff")


@pytest.fixture
def day(office):
    return office.free_day()


@pytest.fixture
def told(office, day):
    """A canceled session, its client's notice waiting."""
    session = office.coming("c042", day=day)
    office.run(day)
    return session


@pytest.fixture
def failed(office, day):
    """A canceled session whose client wants e-mail and has no address."""
    session = office.coming("c063", day=day)
    office.run(day)
    return session


def state(office, session):
    one, = office.outbox(f"?session={session['id']}")
    return one["state"]


def list_of(session):
    return f"/outbox?session={session['id']}"


def test_s44_the_list_says_how_each_notice_stands(staff, told):
    page = staff.get(list_of(told))
    assert page.h1 == "Notices"
    assert page.heads() == HEADS
    row, = page.rows()
    assert row[0] == "Ada Brown"
    assert row[1].startswith("Canceled: ") and "09:00–09:50" in row[1]
    assert row[2:5] == ["E-mail", "Queued", "0"]
    assert row[5].endswith(", 10:03")
    assert f"/sessions/{told['id']}" in page.links()
    assert "1–1 of 1" in page.words


def test_s44_a_notice_stands_under_the_name_of_who_reads_it(office, staff,
                                                            day):
    office.changed("/people/c051", contacts=[
        {"name": "Rosa Brown", "email": "Rosa@Example.org",
         "notice": "email"}])
    session = office.coming("c051", day=day)
    run = office.run(day)
    names = {"Ben Fox", "Rosa Brown, for Ben Fox"}
    rows = staff.get(f"/cancellations/{run['id']}").rows()
    assert {row[1] for row in rows} == names
    for page in staff.get(list_of(session)), staff.get(
            f"/sessions/{session['id']}"):
        told = page.tree.xpath(
            "//table[caption='Notices']/tbody/tr/th")
        assert {one.text_content() for one in told} == names
    rosa, = [one for one in office.outbox(f"?session={session['id']}")
             if one["recipient"]["address"] == "rosa@example.org"]
    # Whose address it was is not known any more.
    office.changed("/people/c051", contacts=[])
    assert "Rosa" not in staff.get(list_of(session)).words
    assert rosa["state"] == "queued"


def test_s44_a_notice_that_failed_says_why(staff, failed):
    row, = staff.get(list_of(failed)).rows()
    assert row[3] == "Failed"
    assert "e-mail" in row[6].lower()
    assert row[7] == "RetryDrop"


def test_s44_drop_lets_it_be_and_retry_queues_it_again(office, staff, told):
    here = list_of(told)
    page = staff.get(here)
    form = page.form(here)
    assert dict(form)["drop"]
    answer = staff.post(here, form)
    assert answer.status == 303 and answer.location == here
    assert state(office, told) == "dropped"
    page = staff.get(here)
    assert "not sent" in page.flash
    assert page.rows()[0][3] == "Dropped" and page.rows()[0][7] == "Retry"
    assert staff.post(here, page.form(here)).status == 303
    assert state(office, told) == "queued"
    assert "queued again" in staff.get(here).flash


def test_s44_what_cannot_be_done_says_why(office, staff, failed):
    one, = office.outbox(f"?session={failed['id']}")
    answer = staff.post(list_of(failed), {"retry": one["id"]})
    assert answer.status == 409
    assert answer.title.startswith("Error: ")
    assert "e-mail" in answer.alert.lower()
    assert state(office, failed) == "dead"
    assert staff.post("/outbox", {"retry": "999999"}).status == 404
    assert staff.post("/outbox").status == 422


def test_u5_tabs_and_filters_stand_in_the_address(staff, told, failed):
    every = staff.get("/outbox?state=dead")
    assert {row[3] for row in every.rows()} == {"Failed"}
    waiting = staff.get("/outbox?state=queued,leased,retrying,unknown")
    assert "Failed" not in {row[3] for row in waiting.rows()}
    current, = every.tree.xpath("//nav[@class='tabs']/a[@aria-current]")
    assert current.text_content().startswith("Failed")
    mine = staff.get("/outbox?person=C063")
    assert {row[0] for row in mine.rows()} == {"Cleo Gray"}
    assert staff.get("/outbox?person=c042").rows()


def test_a_wrong_filter_keeps_what_was_typed(staff):
    page = staff.get("/outbox?person=%3Cb%3Enobody")
    assert page.status == 422
    assert "<b>" not in page.text and "&lt;b&gt;nobody" in page.text
    assert "person" in page.wrong()
    assert "state" in staff.get("/outbox?state=lost").wrong()
    assert staff.get("/outbox?session=x").status == 422
    csv_too = staff.get("/outbox?state=lost&format=csv")
    assert csv_too.status == 422 and "text/html" in csv_too.headers[
        "Content-Type"]


def test_u5_pages_of_25_reach_each_notice_once(office, staff, day):
    client = office.client(email="many@example.org", notice="email")
    for hour in range(13):
        for at, to in ((f"{hour + 8:02}:00", f"{hour + 8:02}:20"),
                       (f"{hour + 8:02}:30", f"{hour + 8:02}:50")):
            office.coming(client, day=day, at=at, to=to)
    run = office.run(day)
    one = staff.get(f"/outbox?run={run['id']}")
    two = staff.get(f"/outbox?run={run['id']}&page=2")
    assert "1–25 of 26" in one.words and "26–26 of 26" in two.words
    seen = [row[1] for row in one.rows() + two.rows()]
    assert len(seen) == len(set(seen)) == 26
    assert "0 of 26 notices are out" in one.words
    # The run itself is shown by 25 too, counted whole.
    first = staff.get(f"/cancellations/{run['id']}")
    second = staff.get(f"/cancellations/{run['id']}?page=2")
    assert len(first.rows()) == 25 and len(second.rows()) == 1
    assert "26 of 26 sessions canceled" in first.words
    assert "26 Queued" in first.words
    assert len(list(csv.reader(io.StringIO(
        staff.get(f"/cancellations/{run['id']}?format=csv").text)))) == 27


def test_u5_csv_holds_the_same_rows(staff, told, failed):
    page = staff.get("/outbox?state=dead")
    answer = staff.get("/outbox?state=dead&format=csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == HEADS[:-1]
    assert [row[0] for row in rows[1:]][:25] == [
        row[0] for row in page.rows()]


def test_u16_a_name_of_markup_and_formulas_is_text(office, staff, day):
    client = office.client(name="=1+<script>alert(1)</script>",
                           email="evil@example.org", notice="email")
    session = office.coming(client, day=day)
    office.run(day)
    page = staff.get(list_of(session))
    assert "<script>alert" not in page.text
    assert page.rows()[0][0] == "=1+<script>alert(1)</script>"
    table = staff.get(list_of(session) + "&format=csv")
    assert list(csv.reader(io.StringIO(table.text)))[1][0].startswith("'=1+")


def test_s44_a_session_shows_its_notices_and_what_to_do(office, staff,
                                                        failed):
    here = f"/sessions/{failed['id']}"
    page = staff.get(here)
    table, = page.tree.xpath("//table[caption='Notices']")
    assert [head.text_content() for head in table.xpath("./thead//th")] == [
        "To", "What", "How", "State", "Tries", "Why, when", "What to do"]
    cells = [cell.text_content() for cell in table.xpath("./tbody//th|./tbody//td")]
    assert cells[:5] == ["Cleo Gray", "Canceled", "E-mail", "Failed", "0"]
    drop = [form for form in table.xpath(".//form")
            if form.find(".//button").text == "Drop"][0]
    assert drop.get("action") == here
    answer = staff.post(here, drop.form_values())
    assert answer.status == 303 and answer.location == here
    assert state(office, failed) == "dropped"


def test_s44_json_of_a_session_has_its_notices_for_the_office(office, told):
    one = office.now(told)
    notice, = one["notices"]
    row, = office.outbox(f"?session={told['id']}")
    assert notice == row
    for key in ("state", "tries", "next_at", "reason"):
        assert key in notice
    assert "notices" not in office.now(told, office.maria)
    assert "notices" not in office.now(told, office.c042)
    listed = office.got(f"/sessions?client=c042")["items"]
    assert all("notices" not in item for item in listed)


def test_u2_notices_are_the_office_s(office, told):
    one, = office.outbox(f"?session={told['id']}")
    for login in ("maria", "c042"):
        who = browser(office, login)
        assert who.get("/outbox").status == 403
        assert who.post("/outbox", {"drop": one["id"]}).status == 403
        page = who.get(f"/sessions/{told['id']}")
        assert page.status == 200
        assert "Notices" not in page.words and "Ada@Example" not in page.text
        assert who.post(f"/sessions/{told['id']}",
                        {"drop": one["id"]}).status == 403
    tom = browser(office, "tom")
    assert tom.post(f"/sessions/{told['id']}",
                    {"drop": one["id"]}).status == 404
    assert state(office, told) == "queued"


def test_s44_a_server_that_is_down_shows_tries_next_time_and_reason(
        tmp_path_factory):
    office = Telling(tmp_path_factory.mktemp("down"), "--set",
                     "notice_delay=0", "--set", "smtp_tls=off", "--set",
                     "smtp_from=practice@example.org", "--set",
                     f"smtp_url=smtp://127.0.0.1:{free_port()}", now=None)
    try:
        later = (datetime.date.today() + datetime.timedelta(days=9)
                 ).isoformat()
        session = office.coming("c042", day=later)
        run = office.run(later)
        wait_for(lambda: state(office, session) == "retrying", 30)
        who = browser(office, "admin")
        row, = who.get(list_of(session)).rows()
        assert row[3:5] == ["Trying again", "1"]
        assert row[5] and row[6]
        notice, = office.now(session)["notices"]
        assert notice["tries"] == 1 and notice["reason"] == row[6]
        assert notice["next_at"]
        page = who.get(f"/cancellations/{run['id']}")
        why = page.rows()[0][4]
        assert why.startswith(row[6]) and "Next try: " in why
        assert why.endswith("1 try")
        assert "0 of 1 notice is out" in page.words
        own = who.get(f"/sessions/{session['id']}")
        assert row[6] in own.words and "Next try: " in own.words
        # A notice that still goes can be dropped there.
        assert who.post(f"/cancellations/{run['id']}",
                        {"drop": notice["id"]}).status == 303
        assert state(office, session) == "dropped"
        assert "notice is out" not in who.get(
            f"/cancellations/{run['id']}").words
    finally:
        office.close()

"""Sessions > Cancellations in a browser without script (S41 to S44, U25)."""


import pytest

from notices import Telling
from pages import browser, not_in_file



@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = Telling(tmp_path_factory.mktemp("telling"))
    yield office
    office.close()


@pytest.fixture(scope="module")
def staff(office):
    return browser(office, "staff")


@pytest.fixture
def day(office):
    return office.free_day()


def chosen(page, **fields):
    """What the form would send, with these besides."""
    pairs = [pair for pair in page.tree.get_element_by_id(
        "cancellation").form_values() if pair[0] not in fields]
    pairs.append(("hash", page.tree.xpath("//input[@name='hash']/@value")[0]))
    return pairs + list(fields.items())


def test_u25_the_list_shows_whom_the_day_concerns(office, staff, day):
    office.coming("c042", day=day)
    office.coming("c042", "c051", "c063", day=day, at="11:00", to="12:00",
                  practitioners=["tom"])
    page = staff.get(f"/cancellations?date={day}")
    assert page.h1 == "Cancellations"
    assert "2 sessions, 4 clients" in page.words
    assert page.heads() == ["When", "Client", "Practitioner", "Told by"]
    rows = page.rows()
    assert rows[0][1:] == ["Ada Brown", "Maria Santos", "E-mail"]
    assert [row[1] for row in rows[1:]] == ["Ada Brown", "Ben Fox",
                                            "Cleo Gray"]
    assert rows[2][3] == "E-mail and text"
    assert "Apply to 2 sessions" in page.words
    # A file has in each row what the page shows once for a group.
    assert {head for head, shown, _ in not_in_file(
        staff, f"/cancellations?date={day}") if shown} == set()
    boxes = page.tree.xpath("//input[@name='notify' or @name='cancel']")
    assert len(boxes) == 2 and not any(box.get("checked") for box in boxes)


def test_u25_practitioners_are_all_or_those_that_are_ticked(office, staff, day):
    office.coming("c042", day=day)
    office.coming("c051", day=day, at="11:00", to="12:00",
                  practitioners=["tom"])
    page = staff.get(f"/cancellations?date={day}&practitioners=tom")
    assert [row[1] for row in page.rows()] == ["Ben Fox"]
    answer = staff.post("/cancellations", chosen(page, show="1"))
    assert answer.status == 303
    assert answer.location == f"/cancellations?date={day}&practitioners=tom"


def test_s43_with_neither_ticked_the_server_refuses(office, staff, day):
    session = office.coming("c042", day=day)
    page = staff.get(f"/cancellations?date={day}")
    answer = staff.post("/cancellations", chosen(page, message="Snow"))
    assert answer.status == 422
    assert "notify" in answer.wrong()
    assert "Snow" in answer.text
    assert office.now(session)["status"] == "open"
    answer = staff.post("/cancellations", {"when": "date", "date": day,
                                           "cancel": "on"})
    assert answer.status == 422
    assert "were not shown yet" in answer.alert and answer.rows()
    answer = staff.post("/cancellations", {"when": "date", "date": day})
    assert list(answer.wrong()) == ["notify"]
    assert "Hash" not in answer.words


def test_s43_notify_and_cancel_leads_to_the_run(office, staff, day):
    session = office.coming("c042", day=day)
    page = staff.get(f"/cancellations?date={day}")
    answer = staff.post("/cancellations",
                        chosen(page, notify="on", cancel="on"))
    assert answer.status == 303
    run = staff.get(answer.location)
    assert run.heads()[:5] == ["Session", "Client", "How", "State",
                               "Why, when"]
    row, = run.rows()
    assert "Canceled" in row[0]
    assert row[1:4] == ["Ada Brown", "E-mail", "Queued"]
    assert office.now(session)["type"] == "canceled"
    assert staff.post(answer.location, {"undo": "1"}).status == 303
    assert office.now(session)["status"] == "open"
    row, = staff.get(answer.location).rows()
    assert row[3] == "Taken back"


def test_s42_a_list_that_changed_is_shown_anew(office, staff, day):
    first = office.coming("c042", day=day)
    page = staff.get(f"/cancellations?date={day}")
    office.coming("c051", day=day, at="14:00", to="14:50")
    answer = staff.post("/cancellations", chosen(page, cancel="on"))
    assert answer.status == 409
    assert "2 sessions" in answer.words
    assert office.now(first)["status"] == "open"
    again = staff.post("/cancellations", chosen(answer))
    assert again.status == 303
    assert office.now(first)["type"] == "canceled"


def test_u25_a_closure_of_some_hours_leads_here_with_them(office, staff, day):
    office.coming("c042", day=day)
    office.coming("c051", day=day, at="11:00", to="12:00")
    page = staff.get(f"/cancellations?from={day}T10:30&to={day}T11:30")
    assert [row[1] for row in page.rows()] == ["Ben Fox"]
    kinds = {box.get("name"): box.get("type")
             for box in page.tree.xpath("//input[@name='from' or @name='to']")}
    assert kinds == {"from": "datetime-local", "to": "datetime-local"}
    answer = staff.post("/cancellations", chosen(page, cancel="on"))
    assert answer.status == 303
    run = staff.get(answer.location)
    assert len(run.rows()) == 1
    for shown in run, staff.get("/cancellations"):
        assert "10:30–11:30" in shown.words  # U14, as everywhere
        assert day not in shown.words


def test_u25_the_live_list_is_the_same_list(office, staff, day):
    office.coming("c042", day=day)
    answer = staff.post("/cancellations/preview", {"when": "date",
                                                   "date": day})
    assert answer.status == 200
    assert answer.text.startswith("<section")
    assert 'data-count="1"' in answer.text and "Ada Brown" in answer.text
    assert staff.get("/cancellations/preview").location == "/cancellations"


def test_s42_a_long_list_is_shown_by_25_and_counted_whole(office, staff, day):
    client = office.client(name="Lia Long")
    sessions = [office.coming(client, day=day, at=f"{n // 3 + 8:02}:{n % 3}0",
                              to=f"{n // 3 + 8:02}:{n % 3}5")
                for n in range(27)]
    page = staff.get(f"/cancellations?date={day}&cancel=on&message=Snow")
    assert "27 sessions, 27 clients" in page.words
    assert "Apply to 27 sessions" in page.words
    assert "1–25 of 27" in page.words and len(page.rows()) == 25
    later, = page.tree.xpath("//section[@id='affected']//a[text()='Later']")
    assert later.get("href") == (
        f"/cancellations?date={day}&cancel=on&message=Snow&page=2")
    two = staff.get(later.get("href"))
    assert "26–27 of 27" in two.words and len(two.rows()) == 2
    assert ("cancel", "on") in chosen(two) and ("message", "Snow") in chosen(
        two)
    hashes = {dict(chosen(one))["hash"] for one in (page, two)}
    assert len(hashes) == 1
    live = staff.post("/cancellations/preview?page=2",
                      {"when": "date", "date": day})
    assert 'data-count="27"' in live.text and "26–27 of 27" in live.text
    assert "1–25" in staff.get(f"/cancellations?date={day}&page=9").words
    rows = staff.get(f"/cancellations?date={day}&format=csv").text
    assert len(rows.splitlines()) == 28
    # Applied from its second page it takes them all.
    answer = staff.post("/cancellations", chosen(two))
    assert answer.status == 303
    assert "27 of 27 sessions canceled" in staff.get(answer.location).words
    assert office.now(sessions[0])["type"] == "canceled"


def test_a_date_that_is_none_is_told_at_its_field(office, staff):
    page = staff.post("/cancellations", {"when": "date", "date": "soon",
                                         "cancel": "on", "hash": "x"})
    assert page.status == 422
    assert "date" in page.wrong()


def test_u2_cancellations_are_the_office_s(office):
    for login in ("maria", "c042"):
        one = browser(office, login)
        assert one.get("/cancellations").status == 403
        assert one.post("/cancellations", {"cancel": "on"}).status == 403
        assert one.get("/cancellations/1").status == 403
        assert "/cancellations" not in one.get("/help").text

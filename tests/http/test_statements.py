"""What a request asks of the database, its login with it: over a network each
statement is a round trip, so their number is kept."""

import json
import re

import pytest

from conftest import Server, event, wait_for

WEEK = ('<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
        '<C:time-range start="20260608T000000Z" end="20260615T000000Z"/>'
        "</C:comp-filter></C:comp-filter>")
DATA = "<D:prop><D:getetag/><C:calendar-data/></D:prop>"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("place") / "data", "serve",
                  "--set", "log_level=debug")
    made.add("admin", "admin")
    made.add("maria", "practitioner")
    made.add("ada", "client", "--code", "C042")
    made.start()
    yield made
    assert made.stop() == 0, made.log_text()


@pytest.fixture(scope="module")
def maria(place):
    return place.person("maria")


@pytest.fixture(scope="module")
def cal(maria):
    """40 events of which half lie in the week of 8 June."""
    path = maria.make_calendar("counted")
    for number in range(40):
        day = f"202606{10 + number % 2 * 10:02}"
        answer = maria.put(
            f"{path}{number}.ics",
            event(f"{number}@counted", day + "T140000Z", day + "T150000Z"))
        assert answer.status == 201
    return path


@pytest.fixture
def statements(place, maria, cal):
    """How many statements the answer of a call took."""
    def told():
        return re.findall(r"statements=(\d+)", place.log_text())

    def count(call, status=207):
        call()  # whatever is looked at the first time only
        before = len(told())
        answer = call()
        assert answer.status == status, answer.text
        return int(wait_for(lambda: told()[before:])[0])

    return count


def test_a_poll_takes_four(maria, cal, statements):
    assert statements(lambda: maria.propfind(
        cal, "CS:getctag D:sync-token")) <= 4


def test_a_sync_takes_five(maria, cal, statements):
    token = maria.sync(cal).xml.findtext("{DAV:}sync-token")
    assert statements(lambda: maria.sync(cal, token)) <= 5
    assert statements(lambda: maria.sync(cal)) <= 5


def test_a_listing_takes_five(maria, cal, statements):
    assert statements(lambda: maria.propfind(cal, "D:getetag", "1")) <= 5


def test_a_get_takes_five(maria, cal, statements):
    assert statements(lambda: maria.get(cal + "7.ics"), 200) <= 5


def test_a_week_takes_six_whatever_it_holds(maria, cal, statements):
    def ask():
        answer = maria.report(cal, "C:calendar-query",
                              f"{DATA}<C:filter>{WEEK}</C:filter>")
        assert len(answer.responses) == 20
        return answer

    assert statements(ask) <= 6


def test_free_busy_takes_nine_whatever_it_holds(maria, cal, statements):
    assert statements(lambda: maria.report(
        cal, "C:free-busy-query", '<C:time-range start="20260608T000000Z"'
        ' end="20260708T000000Z"/>'), 200) <= 9


def test_an_export_takes_five(maria, cal, statements):
    assert statements(lambda: maria.get(cal), 200) <= 5


def test_a_multiget_of_a_thousand_takes_forty(maria, cal, statements):
    """Those that are there and those that are not, in their order."""
    hrefs = [f"{cal}{number}.ics" for number in range(1000)]

    def ask():
        answer = maria.report(cal, "C:calendar-multiget", DATA + "".join(
            f"<D:href>{href}</D:href>" for href in hrefs))
        assert list(answer.responses) == hrefs
        assert answer.text.count("BEGIN:VEVENT") == 40
        return answer

    assert statements(ask) <= 40


def test_a_put_takes_fourteen(maria, cal, statements):
    names = iter(range(100, 110))

    def add():
        number = next(names)
        return maria.put(f"{cal}{number}.ics", event(f"{number}@counted"))

    assert statements(add, 201) <= 14


def test_a_put_over_an_event_takes_thirteen(maria, cal, statements):
    words = iter(("Tea", "Coffee", "Milk"))
    assert statements(lambda: maria.put(cal + "7.ics", event(
        "7@counted", summary=next(words))), 204) <= 13


def test_a_series_put_again_takes_as_many_whatever_its_dates(
        maria, cal, statements):
    words = iter(("Tea", "Coffee", "Milk"))

    def put():
        return maria.put(cal + "series.ics", event(
            "series@counted", "20260708T140000Z", "20260708T150000Z",
            "RRULE:FREQ=DAILY;COUNT=300", summary=next(words)))

    assert put().status == 201
    assert statements(put, 204) <= 13


@pytest.fixture(scope="module")
def past(place):
    """Addresses, in the practitioner's home, of sessions to be saved, each
    in the calendars of three people."""
    admin = place.person("admin")
    answer = admin.ask("POST", "/api/services", json.dumps({
        "name": "Speech", "kind": "fixed", "cost": "42.50", "wage": "30.00",
        "tax_bp": 1300}), Content_Type="application/json")
    assert answer.status == 201, answer.text
    names = [f"past-{number}.ics" for number in range(6)]
    for hour, name in enumerate(names):
        answer = admin.put(f"/dav/calendars/admin/maria/{name}", event(
            name, f"20260608T1{hour}0000Z", f"20260608T1{hour}3000Z",
            "X-PRACTICE-SERVICE:Speech", summary="C042"))
        assert answer.status == 201, answer.text
    return [f"/dav/calendars/maria/sessions/{name}" for name in names]


def test_a_put_that_makes_a_session_takes_forty_with_its_views(
        place, past, statements):
    hours = iter(range(10, 14))

    def make():
        hour = next(hours)
        return place.person("admin").put(
            f"/dav/calendars/admin/maria/made-{hour}.ics", event(
                f"made-{hour}", f"20260609T{hour}0000Z",
                f"20260609T{hour}3000Z", "X-PRACTICE-SERVICE:Speech",
                summary="C042"))

    assert statements(make, 201) <= 40


def test_a_save_takes_forty_six_with_its_price_ledger_and_views(
        maria, past, statements):
    texts = iter([(path, maria.get(path).text) for path in past[:2]])

    def save():
        path, text = next(texts)
        return maria.put(path, text.replace("X-PRACTICE-STATUS:open",
                                            "X-PRACTICE-STATUS:completed"))

    assert statements(save, 204) <= 46
    for path in past[:2]:
        assert "X-PRACTICE-STATUS:completed" in maria.server.person(
            "admin").get(path.replace("/maria/sessions/", "/admin/maria/")).text


@pytest.mark.parametrize("login, most", [("maria", 46), ("admin", 49)])
def test_a_save_by_json_takes_few_with_its_answer_and_notices(
        place, past, statements, login, most):
    """Notices are the office's to know."""
    who = place.person(login)
    ids = iter([row["id"] for row in json.loads(
        who.get("/api/sessions?to_save=1").text)["items"]])

    def save():
        return who.ask("POST", f"/api/sessions/{next(ids)}/completion",
                       json.dumps({"type": "completed"}),
                       Content_Type="application/json")

    assert statements(save, 200) <= most

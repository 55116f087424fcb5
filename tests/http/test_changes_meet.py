"""Two changes that are begun together: both are answered, and both hold."""

import base64
import http.client
import json
import os
import re
import threading
import urllib.parse

import pytest

from office import Office, unfolded

# `make meet` asks for a thousand.
PAIRS = int(os.environ.get("DAYBOOK_PAIRS", 100))


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("meet") / "data")
    made.speech = made.service()
    yield made
    made.close()


class Line:
    """A connection that is kept, of one person."""

    def __init__(self, office, login):
        at = urllib.parse.urlsplit(office.server.url)
        self.connection = http.client.HTTPConnection(at.hostname, at.port)
        word = base64.b64encode(f"{login}:{office.server.passwords[login]}".encode()).decode()
        self.headers = {"Authorization": f"Basic {word}"}

    def ask(self, method, path, body=None, type="application/json", **more):
        self.connection.request(method, path, body, {
            **self.headers, **({"Content-Type": type} if body else {}), **more})
        answer = self.connection.getresponse()
        self.etag = answer.headers["ETag"]
        return answer.status, answer.read().decode()

    def json(self, method, path, **fields):
        status, text = self.ask(method, "/api" + path,
                                json.dumps(fields) if fields else None)
        assert status in (200, 201), text
        return json.loads(text)


def together(check, *workers):
    """Each worker does its 0, 1, 2, ..., every pair begun together; check is
    called with the number and the answers of each pair."""
    begun = threading.Barrier(len(workers), timeout=60)
    answers = [None] * len(workers)
    numbers = iter(range(PAIRS))
    ended = threading.Barrier(
        len(workers), action=lambda: check(next(numbers), answers),
        timeout=60)
    failures = []

    def run(n):
        try:
            for i in range(PAIRS):
                begun.wait()
                answers[n] = workers[n](i)
                ended.wait()
        except BaseException as failure:
            failures.append(failure)
            begun.abort()
            ended.abort()

    threads = [threading.Thread(target=run, args=(n,))
               for n in range(len(workers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    failures.sort(key=lambda f: isinstance(f, threading.BrokenBarrierError))
    if failures:
        raise failures[0]


def read(line, path):
    status, text = line.ask("GET", path)
    assert status == 200, text
    return unfolded(text)


def put(line, path, text):
    status, text = line.ask("PUT", path, text, "text/calendar; charset=utf-8")
    assert status in (200, 201, 204), text


def at_hour(text, hour):
    """The event at that hour of its days."""
    return re.sub(r"^(DT(?:START|END);TZID=.*)T\d\d(\d{4})\r$",
                  rf"\1T{hour:02}\2\r", text, flags=re.M)


def later(answers):
    return max(answers, key=lambda answer: answer["revision"])


def patches(office, path, **values):
    """Workers that each change one field, in turn to what its function says,
    and a check that the later answer of each pair shows both."""
    lines = {name: Line(office, "admin") for name in values}

    def worker(name):
        return lambda i: lines[name].json("PATCH", path,
                                          **{name: values[name](i)})

    def check(i, answers):
        last = later(answers)
        assert {name: last[name] for name in values} \
            == {name: value(i) for name, value in values.items()}

    together(check, *map(worker, values))


def test_a_place_and_a_note_of_a_session(office):
    session = office.session("C042", day="2027-03-01", service=office.speech)
    patches(office, f"/sessions/{session['id']}",
            place=lambda i: f"Room {i}", public_note=lambda i: f"Note {i}")


def test_the_clients_and_a_note_of_a_group(office):
    session = office.session("C042", "C051", day="2027-03-02",
                           service=office.speech)
    path = f"/sessions/{session['id']}"
    office, other = Line(office, "admin"), Line(office, "staff")
    groups = (["C042"], ["C042", "C051"])

    def note(i):
        return office.json("PATCH", path, private_note=f"Note {i}")

    def group(i):
        return other.json("PATCH", path, clients=groups[i % 2])

    def check(i, answers):
        last = later(answers)
        assert last["private_note"] == f"Note {i}"
        assert [c["code"] for c in last["clients"]] == groups[i % 2]

    together(check, note, group)


def test_a_note_of_the_office_and_a_move_by_a_phone(office):
    session = office.session("C042", day="2027-03-03", service=office.speech)
    where = office.resource(session, office.maria)
    office, phone = Line(office, "admin"), Line(office, "maria")

    def note(i):
        return office.json("PATCH", f"/sessions/{session['id']}",
                           private_note=f"Note {i}")

    def move(i):
        # A program that keeps no revision puts what it has.
        text = re.sub(r"^X-PRACTICE-REVISION:.*\r\n", "", read(phone, where),
                      flags=re.M)
        put(phone, where, at_hour(text, 9 + i % 8))

    def check(i, _):
        now = office.json("GET", f"/sessions/{session['id']}")
        assert now["private_note"] == f"Note {i}"
        assert now["start"].endswith(f"T{9 + i % 8:02}:00")

    together(check, note, move)


def test_a_place_of_the_office_and_a_move_by_a_phone(office):
    session = office.session("C042", day="2027-03-04", service=office.speech)
    where = office.resource(session, office.maria)
    office, phone = Line(office, "admin"), Line(office, "maria")

    def place(i):
        return office.json("PATCH", f"/sessions/{session['id']}",
                           place=f"Room {i}")

    def move(i):
        # The place that it has read may have been another one's by then.
        put(phone, where, at_hour(read(phone, where), 9 + i % 8))

    def check(i, _):
        now = office.json("GET", f"/sessions/{session['id']}")
        assert now["place"] == f"Room {i}"
        assert now["start"].endswith(f"T{9 + i % 8:02}:00")

    together(check, place, move)


SERIES = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//A Phone//EN\r
BEGIN:VEVENT\r
UID:meeting-series\r
DTSTAMP:20270101T000000Z\r
DTSTART;TZID=America/Toronto:20270315T090000\r
DTEND;TZID=America/Toronto:20270315T095000\r
RRULE:FREQ=WEEKLY;COUNT=3\r
SUMMARY:C042\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_a_place_of_the_office_and_a_series_that_a_phone_sends_again(office):
    where = f"{office.maria.home}sessions/meeting-series.ics"
    phone = Line(office, "maria")
    put(phone, where, SERIES)
    days = "/sessions?from=2027-03-15&to=2027-03-29"
    first, *_ = office.got(days)["items"]
    office = Line(office, "admin")

    def place(i):
        return office.json("PATCH", f"/schedules/{first['schedule']}",
                           place=f"Room {i}")

    def move(i):
        put(phone, where, at_hour(SERIES, 9 + i % 8))

    def check(i, _):
        found = office.json("GET", days)["items"]
        assert len(found) == 3
        for now in found:
            assert now["place"] == f"Room {i}"
            assert now["start"].endswith(f"T{9 + i % 8:02}:00")

    together(check, place, move)


def test_a_place_and_a_note_of_a_schedule(office):
    schedule = office.made("/schedules", start="2027-03-08T09:00",
                         end="2027-03-08T09:50", days=["MO"],
                         repeat="weekly", count=2, service=office.speech,
                         practitioners=["maria"], clients=["C051"])
    patches(office, f"/schedules/{schedule['id']}",
            place=lambda i: f"Room {i}", public_note=lambda i: f"Note {i}")


def test_the_title_and_the_end_of_a_closure(office):
    closure = office.made("/closures", title="Holiday", **{"from": "2027-08-01"},
                        to="2027-08-02", all_day=True)
    patches(office, f"/closures/{closure['id']}",
            title=lambda i: f"Holiday {i}",
            to=lambda i: f"2027-08-{2 + i % 9:02}")


def test_the_title_of_a_closure_and_a_move_by_a_phone(office):
    closure = office.made("/closures", title="Holiday", **{
        "from": "2027-09-01T09:00"}, to="2027-09-01T09:50", all_day=False)
    where = f"{office.staff.home}closures/{closure['uid']}.ics"
    office, phone = Line(office, "admin"), Line(office, "staff")

    def name(i):
        return office.json("PATCH", f"/closures/{closure['id']}",
                           title=f"Holiday {i}")

    def move(i):
        # Everybody is served the same event of a closure, without a revision:
        # programs say which one they have read, and read again on a 412.
        status = 412
        while status == 412:
            text = at_hour(read(phone, where), 9 + i % 8)
            status, answer = phone.ask(
                "PUT", where, text, "text/calendar; charset=utf-8",
                **{"If-Match": phone.etag})
        assert status in (200, 204), answer

    def check(i, _):
        now = next(c for c in office.json("GET", "/closures")["items"]
                   if c["id"] == closure["id"])
        assert now["title"] == f"Holiday {i}"
        assert now["from"].endswith(f"T{9 + i % 8:02}:00")

    together(check, name, move)


def test_the_label_and_the_description_of_a_completion_type(office):
    slug = office.type("Late cancel")
    patches(office, f"/completion-types/{slug}",
            label=lambda i: f"Late {i}", description=lambda i: f"No. {i}")


def test_two_prices_of_a_service(office):
    service = office.service()
    lines = Line(office, "admin"), Line(office, "staff")

    def price(n):
        def add(i):
            day = f"{2030 + i // 336 + 10 * n}-{1 + i // 28 % 12:02}" \
                  f"-{1 + i % 28:02}"
            return lines[n].json("POST", f"/services/{service}/prices",
                                 effective_from=day, cost=f"{i}.{n}0",
                                 wage="1.00")
        return add

    added = []
    together(lambda _, answers: added.extend(answers), price(0), price(1))
    found = next(s for s in office.got("/services")["items"]
                 if s["id"] == service)["prices"]
    missing = [one for one in added if one not in found]
    assert not missing, missing[:3]
    assert len(found) == 1 + 2 * PAIRS


def test_the_rates_of_a_client_for_two_services(office):
    code = office.client()
    services = office.service(), office.service()
    lines = Line(office, "admin"), Line(office, "staff")

    def rate(n):
        return lambda i: lines[n].json(
            "PUT", f"/people/{code}/rates/{services[n]}", cost=f"{i}.{n}0")

    def check(i, _):
        for n, service in enumerate(services):
            rates = lines[0].json("GET", f"/people/{code}/rates/{service}")
            assert rates["cost"] == f"{i}.{n}0"

    together(check, rate(0), rate(1))


def test_the_phone_and_the_email_of_a_person(office):
    code = office.client()
    lines = Line(office, "admin"), Line(office, "staff")

    def change(line, name, value):
        return lambda i: line.json("PATCH", f"/people/{code}",
                                   **{name: value(i)})

    def check(i, _):
        now = lines[0].json("GET", f"/people/{code}")
        assert now["phone"] == f"+1 416 {i}"
        assert now["email"] == f"a{i}@b.example"

    together(check, change(lines[0], "phone", lambda i: f"+1 416 {i}"),
             change(lines[1], "email", lambda i: f"a{i}@b.example"))


def test_two_settings_of_the_practice(office):
    patches(office, "/practice", phone=lambda i: f"+1 416 {i}",
            invoice_prefix=lambda i: f"W{i}-")

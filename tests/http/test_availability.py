"""When somebody is to be had at all (VAVAILABILITY, RFC 7953)."""

import re
from xml.sax.saxutils import escape

import pytest

from conftest import event

STAMP = "DTSTAMP:20260101T000000Z\r\n"


def available(lines, uid="a"):
    return (f"BEGIN:AVAILABLE\r\nUID:{uid}\r\n{STAMP}{lines}"
            "END:AVAILABLE\r\n")


def whole(*parts, lines="", uid="all"):
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//EN\r\n"
            f"BEGIN:VAVAILABILITY\r\nUID:{uid}\r\n{STAMP}{lines}"
            + "".join(parts) + "END:VAVAILABILITY\r\nEND:VCALENDAR\r\n")


MORNINGS = available("DTSTART:20260601T120000Z\r\nDTEND:20260601T160000Z\r\n"
                     "RRULE:FREQ=DAILY\r\n")


def busy(person, path, start="20260615T000000Z", end="20260616T000000Z"):
    answer = person.report(path, "C:free-busy-query",
                           f'<C:time-range start="{start}" end="{end}"/>')
    assert answer.status == 200, answer.text
    return re.findall(r"^FREEBUSY(?:;FBTYPE=BUSY)?(.*?)\r?$", answer.text, re.M)


def set_availability(person, path, text, prefix="C"):
    name = prefix + ":calendar-availability"
    return person.proppatch(
        path, f"<D:set><D:prop><{name}>{escape(text)}</{name}>"
        "</D:prop></D:set>")


def remove_availability(person, path):
    answer = person.proppatch(
        path, "<D:remove><D:prop><C:calendar-availability/>"
        "</D:prop></D:remove>")
    assert answer.status == 207


def told(person, path, prefix="C"):
    name = prefix + ":calendar-availability"
    found = person.propfind(path, name).prop(path, name)
    return None if found is None else found.text


def test_it_is_said_that_availability_is_counted(maria):
    for path in (maria.home, maria.home + "calendar/"):
        said = maria.ask("OPTIONS", path).headers["DAV"].split(", ")
        assert "calendar-availability" in said


@pytest.mark.parametrize("prefix", ["C", "CS"])
def test_what_a_program_sets_is_kept_and_counted(maria, prefix):
    answer = set_availability(maria, maria.home, whole(MORNINGS), prefix)
    assert " 200 " in answer.text, answer.text
    for name in ("C", "CS"):
        assert "RRULE:FREQ=DAILY" in told(maria, maria.home, name)
    assert busy(maria, maria.home) == [
        "-UNAVAILABLE:20260615T000000Z/20260615T120000Z",
        "-UNAVAILABLE:20260615T160000Z/20260616T000000Z"]
    remove_availability(maria, maria.home)
    assert busy(maria, maria.home) == []


def test_events_are_busy_within_it_and_outside_of_it(maria):
    cal = maria.make_calendar("within")
    assert maria.put(cal + "a.ics", event(
        "a@x", "20260615T130000Z", "20260615T140000Z")).status == 201
    set_availability(maria, cal, whole(MORNINGS, lines="BUSYTYPE:BUSY\r\n"))
    assert busy(maria, cal) == [
        ":20260615T000000Z/20260615T120000Z",
        ":20260615T130000Z/20260615T140000Z",
        ":20260615T160000Z/20260616T000000Z"]
    assert maria.delete(cal).status == 204


def test_an_object_of_a_calendar_is_one(maria):
    cal = maria.make_calendar(
        "objects", "<C:supported-calendar-component-set>"
        '<C:comp name="VEVENT"/><C:comp name="VAVAILABILITY"/>'
        "</C:supported-calendar-component-set>")
    body = whole(MORNINGS, lines="DTSTART:20260615T100000Z\r\n"
                 "BUSYTYPE:BUSY-TENTATIVE\r\n")
    answer = maria.put(cal + "v.ics", body)
    assert answer.status == 201 and "ETag" in answer.headers, answer.text
    got = maria.get(cal + "v.ics")
    assert got.text == body
    assert got.headers["Content-Type"].endswith("component=vavailability")
    assert busy(maria, cal) == [
        "-TENTATIVE:20260615T100000Z/20260615T120000Z",
        "-TENTATIVE:20260615T160000Z/20260616T000000Z"]
    # of a higher priority, and right
    assert maria.put(cal + "w.ics", whole(
        available("DTSTART:20260615T080000Z\r\nDURATION:PT4H\r\n"), uid="w",
        lines="PRIORITY:1\r\nDTSTART:20260615T080000Z\r\n"
              "DTEND:20260615T120000Z\r\n")).status == 201
    assert busy(maria, cal) == [
        "-TENTATIVE:20260615T160000Z/20260616T000000Z"]
    query = maria.report(
        cal, "C:calendar-query", "<D:prop><D:getetag/></D:prop>"
        '<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter '
        'name="VAVAILABILITY"><C:time-range start="20260701T000000Z"/>'
        "</C:comp-filter></C:comp-filter></C:filter>")
    assert list(query.responses) == [cal + "v.ics"]
    assert maria.delete(cal).status == 204


def test_a_calendar_that_does_not_take_it_says_so(maria):
    answer = maria.put(maria.home + "calendar/v.ics", whole())
    assert answer.status == 403
    assert answer.error[0] == "supported-calendar-component"


@pytest.mark.parametrize("text, why", [
    ("x", "valid-calendar-data"),
    (event("a@x"), "valid-calendar-object-resource"),
    (whole(lines="BUSYTYPE:NEVER\r\n"), "BUSYTYPE"),
    (whole(available("DTSTART:20260601T120000\r\n")), "DTSTART"),
])
def test_what_is_none_is_refused(maria, text, why):
    answer = set_availability(maria, maria.home, text)
    assert " 403 " in answer.text and why in answer.text
    assert told(maria, maria.home) is None


def test_the_hours_of_the_practice_are_one_without_its_closures(server):
    admin = server.person("admin")
    maria = server.person("maria")

    def api(method, path, body):
        answer = admin.ask(method, path, body,
                           Content_Type="application/json")
        assert answer.status < 300, answer.text

    assert told(maria, maria.home) is None
    api("PATCH", "/api/practice",
        '{"hours": {"MO": [["09:00", "12:00"], ["13:00", "17:00"]],'
        ' "TU": [["09:00", "17:00"]]}}')
    text = told(maria, maria.home)
    assert text.count("BEGIN:AVAILABLE") == 3
    assert "TZID:America/Toronto" in text and "VTIMEZONE" in text
    # Monday 15 June, 4 h behind UTC
    assert busy(maria, maria.home) == [
        "-UNAVAILABLE:20260615T000000Z/20260615T130000Z",
        "-UNAVAILABLE:20260615T160000Z/20260615T170000Z",
        "-UNAVAILABLE:20260615T210000Z/20260616T000000Z"]
    assert busy(maria, maria.home + "calendar/") == []
    api("POST", "/api/closures", '{"title": "Shut", "all_day": true, '
        '"from": "2026-06-15", "to": "2026-06-15"}')
    api("POST", "/api/closures", '{"title": "Late", "all_day": false, '
        '"from": "2026-06-16T09:00", "to": "2026-06-16T10:00"}')
    text = told(maria, maria.home)
    assert "EXDATE;TZID=America/Toronto:20260615T090000" in text
    assert "EXDATE;TZID=America/Toronto:20260615T130000" in text
    assert "EXDATE;TZID=America/Toronto:20260616T090000" in text
    assert text.count("BEGIN:AVAILABLE") == 4
    unavailable = [line for line in busy(
        maria, maria.home, "20260615T000000Z", "20260617T000000Z")
        if line.startswith("-UNAVAILABLE")]
    assert unavailable == ["-UNAVAILABLE:20260615T000000Z/20260616T140000Z",
                           "-UNAVAILABLE:20260616T210000Z/20260617T000000Z"]
    # and what she sets herself goes before it
    set_availability(maria, maria.home, whole(MORNINGS))
    assert "FREQ=DAILY" in told(maria, maria.home)
    remove_availability(maria, maria.home)
    assert "FREQ=WEEKLY" in told(maria, maria.home)

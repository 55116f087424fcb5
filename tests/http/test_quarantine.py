"""What is stored and cannot be read any more, by an import or an older version:
served as it is, flagged, without times, listed by doctor, harming nothing."""

import json
import re
import sqlite3

import pytest

from conftest import NS, event

GOOD = event("good@x")
BROKEN = {
    "no calendar": b"hello",
    "nothing": b"",
    "cut off": GOOD.encode()[:150],
    "not UTF-8": GOOD.replace("Tea", "T\x00a").encode().replace(
        b"\x00", b"\xe9"),
    "a control character": GOOD.replace("Tea", "T\x01a").encode(),
    "no UID": GOOD.replace("UID:good@x\r\n", "").encode(),
    "a wrong rule": event("good@x", "20260612T140000Z", "20260612T150000Z",
                          "RRULE:FREQ=SOMETIMES").encode(),
    "no start": GOOD.replace("DTSTART:20260612T140000Z\r\n", "").encode(),
    "a wrong start": GOOD.replace("20260612T140000Z", "soon").encode(),
    "two kinds": GOOD.replace(
        "END:VCALENDAR", "BEGIN:VTODO\r\nUID:t\r\nEND:VTODO\r\nEND:VCALENDAR"
    ).encode(),
    "another component": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
                         b"BEGIN:VPOLL\r\nUID:p\r\nEND:VPOLL\r\n"
                         b"END:VCALENDAR\r\n",
    "a wrong priority": event("good@x", "20260612T140000Z", "20260612T150000Z",
                              "PRIORITY:high").encode(),
    "a rule bomb": event("good@x", "00010101T000000Z", "00010101T010000Z",
                         "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"
                         ).encode(),
}


def store(server, path, body):
    """What the database holds of a member becomes this."""
    name = path.rsplit("/", 1)[1]
    with sqlite3.connect(server.data / "daybook.db", timeout=30) as database:
        done = database.execute(
            "UPDATE member_bytes SET bytes = ? WHERE member ="
            " (SELECT id FROM member WHERE name = ? ORDER BY id DESC LIMIT 1)",
            (body, name))
        assert done.rowcount == 1


@pytest.fixture(scope="module", params=sorted(BROKEN))
def broken(request, server, maria):
    """A calendar with one object that can be read and one that cannot."""
    name = re.sub(r"\W", "-", request.param)
    calendar = maria.make_calendar("broken-" + name)
    assert maria.put(calendar + "good.ics", GOOD).status == 201
    path = f"{calendar}bad-{name}.ics"
    assert maria.put(path, event("bad@x")).status == 201
    store(server, path, BROKEN[request.param])
    return calendar, path, BROKEN[request.param]


def test_it_is_served_as_it_is_kept(maria, broken):
    _, path, body = broken
    answer = maria.get(path)
    assert answer.status == 200 and answer.bytes == body
    for headers in ({"Accept": "application/calendar+json"},
                    {"CalDAV_Timezones": "F"}):
        assert maria.get(path, **headers).status == 200


def test_it_is_flagged_with_what_is_wrong(maria, broken):
    calendar, path, _ = broken
    answer = maria.propfind(calendar, "B:flaw", "1")
    assert answer.prop(path, "B:flaw").text
    assert answer.prop(calendar + "good.ics", "B:flaw") is None


def test_it_breaks_no_listing(maria, broken):
    calendar, path, _ = broken
    for props in ("", "D:getetag C:calendar-data",
                  "B:status B:flaw D:getcontenttype"):
        answer = maria.propfind(calendar, props, "1")
        assert {path, calendar + "good.ics"} <= set(answer.responses)
    answer = maria.sync(calendar, props="<D:getetag/><C:calendar-data/>")
    assert set(answer.responses) == {path, calendar + "good.ics"}


@pytest.mark.parametrize("asked", [
    "", '<C:expand start="20260601T000000Z" end="20260701T000000Z"/>',
    '<C:comp name="VCALENDAR"><C:comp name="VEVENT"><C:prop name="UID"/>'
    "</C:comp></C:comp>",
    '<C:limit-recurrence-set start="20260601T000000Z" '
    'end="20260701T000000Z"/>'])
@pytest.mark.parametrize("kind", ["", ' content-type="application/calendar+json"'])
def test_it_breaks_no_multiget(maria, broken, asked, kind):
    calendar, path, _ = broken
    answer = maria.report(
        calendar, "C:calendar-multiget",
        f"<D:prop><D:getetag/><C:calendar-data{kind}>{asked}"
        f"</C:calendar-data></D:prop><D:href>{path}</D:href>"
        f"<D:href>{calendar}good.ics</D:href>")
    assert answer.status == 207, answer.text
    assert answer.prop(path, "D:getetag") is not None
    assert "good@x" in answer.prop(calendar + "good.ics",
                                   "C:calendar-data").text


def test_who_asks_by_time_gets_the_others(maria, broken):
    calendar, _, _ = broken
    answer = maria.report(
        calendar, "C:calendar-query", "<D:prop><D:getetag/></D:prop>"
        '<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter '
        'name="VEVENT"><C:time-range start="20260612T000000Z" '
        'end="20260613T000000Z"/></C:comp-filter></C:comp-filter></C:filter>')
    assert answer.status == 207
    assert calendar + "good.ics" in answer.responses
    answer = maria.report(
        calendar, "C:free-busy-query",
        '<C:time-range start="20260612T000000Z" end="20260613T000000Z"/>')
    assert answer.status == 200
    assert "20260612T140000Z/20260612T150000Z" in answer.text


def test_the_whole_calendar_has_the_others(maria, broken):
    calendar, _, _ = broken
    answer = maria.get(calendar)
    assert answer.status == 200 and "UID:good@x" in answer.text
    answer = maria.get(calendar, Accept="application/calendar+json")
    assert "good@x" in json.dumps(json.loads(answer.text))


def test_doctor_lists_it_and_nothing_else(server, maria, broken):
    calendar, path, _ = broken
    result = server.run("doctor", check=False)
    assert result.returncode == 1
    assert re.search(re.escape(path) + " .*", result.stdout)
    assert calendar + "good.ics" not in result.stdout
    assert re.search(r"BAD +objects: \d+ of \d+", result.stdout)


def test_it_is_mended_or_deleted_like_any_other(server, maria):
    calendar = maria.make_calendar("mended")
    for name in ("a.ics", "b.ics"):
        assert maria.put(calendar + name, event(name)).status == 201
        store(server, calendar + name, b"hello")
    assert maria.put(calendar + "a.ics", event("a.ics")).status == 204
    assert maria.propfind(calendar + "a.ics", "B:flaw").prop(
        calendar + "a.ics", "B:flaw") is None
    assert maria.delete(calendar + "b.ics").status == 204
    assert maria.ask("COPY", calendar + "a.ics",
                     Destination=calendar + "c.ics").status in (201, 403)

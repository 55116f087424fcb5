"""Floating and all-day times are judged in the calendar's own zone (RFC 4791
5.2.2, 7.3): queries and busy times follow when that changes."""

import pytest

from conftest import event

ALL_DAY = event("day@x").replace(
    "DTSTART:20260612T140000Z", "DTSTART;VALUE=DATE:20260612").replace(
    "DTEND:20260612T150000Z\r\n", "")
FLOATING = event("float@x", "20260612T120000", "20260612T130000")
WEEKLY = event("week@x", "20260612T120000", "20260612T130000",
               "RRULE:FREQ=WEEKLY;COUNT=3")
ALWAYS = event("utc@x", "20260612T120000Z", "20260612T130000Z")


def matches(maria, calendar, start, end):
    answer = maria.report(
        calendar, "C:calendar-query", "<D:prop><D:getetag/></D:prop>"
        '<C:filter><C:comp-filter name="VCALENDAR">'
        '<C:comp-filter name="VEVENT">'
        f'<C:time-range start="{start}" end="{end}"/>'
        "</C:comp-filter></C:comp-filter></C:filter>")
    assert answer.status == 207, answer.text
    return sorted(href.rsplit("/", 1)[1] for href in answer.responses)


def busy(maria, calendar, start, end):
    answer = maria.report(calendar, "C:free-busy-query",
                          f'<C:time-range start="{start}" end="{end}"/>')
    assert answer.status == 200, answer.text
    return [line.split(":")[1] for line in answer.text.splitlines()
            if line.startswith("FREEBUSY")]


def filled(maria, name, inner=""):
    calendar = maria.make_calendar(name, inner)
    for member, body in (("day", ALL_DAY), ("float", FLOATING),
                         ("week", WEEKLY), ("utc", ALWAYS)):
        assert maria.put(calendar + member, body).status == 201
    return calendar


def in_toronto(maria, calendar):
    # noon there is 16:00 in UTC, the day begins at 04:00
    assert matches(maria, calendar, "20260612T160000Z",
                   "20260612T163000Z") == ["day", "float", "week"]
    assert matches(maria, calendar, "20260619T160000Z",
                   "20260619T163000Z") == ["week"]
    assert matches(maria, calendar, "20260611T160000Z",
                   "20260612T040000Z") == []
    assert busy(maria, calendar, "20260626T000000Z", "20260627T000000Z") == [
        "20260626T160000Z/20260626T170000Z"]


def in_auckland(maria, calendar):
    # UTC+12 in June: noon is midnight in UTC
    assert matches(maria, calendar, "20260612T000000Z",
                   "20260612T003000Z") == ["day", "float", "week"]
    assert matches(maria, calendar, "20260611T120000Z",
                   "20260611T130000Z") == ["day"]
    assert matches(maria, calendar, "20260619T000000Z",
                   "20260619T003000Z") == ["week"]
    assert matches(maria, calendar, "20260612T160000Z",
                   "20260612T163000Z") == []
    assert busy(maria, calendar, "20260626T000000Z", "20260626T120000Z") == [
        "20260626T000000Z/20260626T010000Z"]


def zone_id(maria, calendar, zone):
    inner = f"<C:calendar-timezone-id>{zone}</C:calendar-timezone-id>"
    answer = maria.proppatch(
        calendar, f"<D:set><D:prop>{inner}</D:prop></D:set>" if zone else
        "<D:remove><D:prop><C:calendar-timezone-id/></D:prop></D:remove>")
    assert answer.status == 207 and "200 OK" in answer.text, answer.text


def test_the_index_follows_the_calendars_zone(maria):
    calendar = filled(maria, "moving")
    in_toronto(maria, calendar)
    zone_id(maria, calendar, "Pacific/Auckland")
    in_auckland(maria, calendar)
    zone_id(maria, calendar, None)
    in_toronto(maria, calendar)


def test_the_index_follows_a_zone_given_as_vtimezone(maria):
    calendar = filled(maria, "given")
    zone = "\r\n".join([
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN",
        "BEGIN:VTIMEZONE", "TZID:Here", "BEGIN:STANDARD",
        "DTSTART:16010101T000000", "TZOFFSETFROM:+1200", "TZOFFSETTO:+1200",
        "END:STANDARD", "END:VTIMEZONE", "END:VCALENDAR", ""])
    inner = f"<C:calendar-timezone>{zone}</C:calendar-timezone>"
    answer = maria.proppatch(
        calendar, f"<D:set><D:prop>{inner}</D:prop></D:set>")
    assert answer.status == 207 and "200 OK" in answer.text, answer.text
    in_auckland(maria, calendar)


def test_what_is_moved_or_copied_is_judged_where_it_comes_to(maria):
    inner = ("<C:calendar-timezone-id>Pacific/Auckland"
             "</C:calendar-timezone-id>")
    there = maria.make_calendar("there", inner)
    copied = maria.make_calendar("copied", inner)
    calendar = filled(maria, "here")
    for member in ("day", "float", "week", "utc"):
        assert maria.ask("COPY", calendar + member,
                         Destination=copied + member).status == 201
        assert maria.ask("MOVE", calendar + member,
                         Destination=there + member).status == 201
    in_auckland(maria, there)
    in_auckland(maria, copied)
    assert maria.ask("COPY", there, Destination=maria.home + "whole/"
                     ).status == 201
    in_auckland(maria, maria.home + "whole/")


def test_the_index_follows_the_practices_zone(server, maria):
    own = filled(maria, "own", "<C:calendar-timezone-id>America/Toronto"
                               "</C:calendar-timezone-id>")
    calendar = filled(maria, "practices")
    in_toronto(maria, calendar)
    try:
        server.run("practice", "zone=Pacific/Auckland")
        in_auckland(maria, calendar)
        in_toronto(maria, own)
    finally:
        server.run("practice", "zone=America/Toronto")
    in_toronto(maria, calendar)


@pytest.mark.parametrize("name", ["sessions", "closures"])
def test_a_zone_set_on_the_practices_calendars_hides_nothing(server, maria,
                                                             name):
    admin = server.person("admin")
    assert admin.put(admin.home + "closures/shut.ics",
                     ALL_DAY.replace("day@x", "shut@x")).status in (201, 204)
    assert maria.put(maria.home + "sessions/s.ics",
                     event("s@x", "20260612T120000Z", "20260612T130000Z",
                           summary="C042")).status in (201, 204)
    calendar = maria.home + name + "/"
    zone_id(maria, calendar, "Pacific/Auckland")
    assert len(matches(maria, calendar, "20260612T120000Z",
                       "20260612T123000Z")) == (name == "sessions")
    assert len(matches(maria, calendar, "20260612T000000Z",
                       "20260612T003000Z")) == (name == "closures")
    zone_id(maria, calendar, None)

"""RFC 4791 (CalDAV): its reports."""

import re

from ground import must
from daybook import NS, event
from calendar_ground import (QUERY, filled, found, in_range, query, refused,
                             task)

RFC = "4791"
WEEKLY = event("w@x", "20260601T140000Z", "20260601T150000Z",
               "RRULE:FREQ=WEEKLY")


def data(ground, calendar, asked, href="a.ics"):
    answer = ground.maria.report(
        calendar, "C:calendar-multiget",
        f"<D:prop><C:calendar-data>{asked}</C:calendar-data></D:prop>"
        f"<D:href>{calendar}{href}</D:href>")
    assert answer.status == 207, answer.text
    return answer.prop(calendar + href, "C:calendar-data").text.replace(
        "\r\n", "\n")


@must(RFC, "7", "supported-report-set has the three reports on calendars and "
      "their members.")
def reports_are_told(ground):
    calendar = filled(ground, event("a@x"))
    for path, names in ((calendar, {"calendar-query", "calendar-multiget",
                                    "free-busy-query"}),
                        (calendar + "a.ics", {"calendar-query",
                                              "calendar-multiget"})):
        told = ground.prop(path, "D:supported-report-set")
        assert names <= {r[0].tag.split("}")[1] for r in
                         told.iterfind(".//D:report", NS)}


@must(RFC, "7.1", "A report that is not taken is supported-report.")
def unknown_report(ground):
    answer = ground.maria.report(ground.calendar, "D:none", "")
    refused(answer, "supported-report")


@must(RFC, "7.3", "Times that float, and whole days, are judged in the "
      "calendar's time zone, or in the query's.")
def floating(ground):
    calendar = filled(ground, event("f@x", "20260612T120000",
                                    "20260612T130000"))
    noon = in_range("VEVENT", "20260612T160000Z", "20260612T163000Z")
    assert found(ground, calendar, noon) == "a"
    zone = "<C:timezone>{}</C:timezone>".format(
        ground.prop(calendar, "C:calendar-timezone").text.replace(
            "America/Toronto", "Asia/Tokyo"))
    assert found(ground, calendar, noon, tail=zone) == ""


@must(RFC, "7.4", "A time-range finds the instances of a series.")
def recurring(ground):
    calendar = filled(ground, WEEKLY)
    assert found(ground, calendar, in_range(
        "VEVENT", "20280605T140000Z", "20280605T143000Z")) == "a"
    assert found(ground, calendar, in_range(
        "VEVENT", "20280606T140000Z", "20280606T143000Z")) == ""


@must(RFC, "7.5", "i;ascii-casemap and i;octet are there, told by "
      "supported-collation-set; ascii-casemap is the default.")
def collations(ground):
    calendar = filled(ground, event("a@x", summary="TEA"))
    told = ground.prop(calendar, "C:supported-collation-set")
    assert {"i;ascii-casemap", "i;octet"} <= {c.text for c in told}
    match = ('<C:comp-filter name="VEVENT"><C:prop-filter name="SUMMARY">'
             "<C:text-match{}>tea</C:text-match></C:prop-filter>"
             "</C:comp-filter>")
    assert found(ground, calendar, match.format("")) == "a"
    for name, names in (("i;ascii-casemap", "a"), ("i;octet", "")):
        asked = match.format(f' collation="{name}"')
        assert found(ground, calendar, asked) == names


@must(RFC, "7.5.1", "An unknown collation is supported-collation.")
def unknown_collation(ground):
    answer = query(ground, ground.calendar,
                   '<C:comp-filter name="VEVENT"><C:prop-filter name="SUMMARY">'
                   '<C:text-match collation="i;none">x</C:text-match>'
                   "</C:prop-filter></C:comp-filter>")
    refused(answer, "supported-collation")


@must(RFC, "7.8", "calendar-query answers 207 with a response for each that "
      "matches, also where none does.")
def nothing_found(ground):
    calendar = filled(ground, event("a@x"), event("b@x"))
    assert found(ground, calendar, '<C:comp-filter name="VEVENT"/>') == "ab"
    assert found(ground, calendar, '<C:comp-filter name="VTODO"/>') == ""


@must(RFC, "7.8", "Depth is followed: 0 looks at the resource itself.")
def depth(ground):
    calendar = filled(ground, event("a@x"))
    everything = '<C:comp-filter name="VEVENT"/>'
    assert found(ground, calendar, everything, depth="0") == ""
    answer = query(ground, calendar + "a.ics", everything, depth="0")
    assert list(answer.responses) == [calendar + "a.ics"]


@must(RFC, "7.8", "A filter that is none is valid-filter.")
def bad_filter(ground):
    for inner in ("", "<C:filter/>",
                  '<C:filter><C:comp-filter name="VEVENT"/></C:filter>'):
        answer = ground.maria.report(ground.calendar, "C:calendar-query",
                                     "<D:prop><D:getetag/></D:prop>" + inner)
        refused(answer, "valid-filter")


@must(RFC, "7.8", "A timezone that is none is valid-calendar-data.")
def bad_zone(ground):
    answer = query(ground, ground.calendar, "",
                   tail="<C:timezone>x</C:timezone>")
    refused(answer, "valid-calendar-data")


@must(RFC, "7.8", "Calendar data of a type that there is none of is "
      "supported-calendar-data.")
def bad_type(ground):
    answer = ground.maria.report(
        ground.calendar, "C:calendar-query", QUERY.format("").replace(
            "<D:getetag/>", '<C:calendar-data content-type="text/plain"/>'))
    refused(answer, "supported-calendar-data")


@must(RFC, "7.9", "calendar-multiget answers for each href; 404 for one that is "
      "not there; whatever the Depth.")
def multiget(ground):
    calendar = filled(ground, event("a@x"), event("b@x"))
    for level in ("0", "1", "infinity"):
        answer = ground.maria.report(
            calendar, "C:calendar-multiget", "<D:prop><D:getetag/></D:prop>"
            f"<D:href>{calendar}a.ics</D:href><D:href>{calendar}no.ics"
            "</D:href>", level)
        assert set(answer.responses) == {calendar + "a.ics",
                                         calendar + "no.ics"}
        missing = answer.responses[calendar + "no.ics"]
        assert " 404 " in missing.findtext("D:status", namespaces=NS)


@must(RFC, "7.10", "free-busy-query answers 200 with a VFREEBUSY of the range.")
def free_busy(ground):
    calendar = filled(ground, event("a@x"), event(
        "b@x", "20260612T160000Z", "20260612T170000Z", "TRANSP:TRANSPARENT"),
        event("c@x", "20260612T180000Z", "20260612T190000Z",
              "STATUS:TENTATIVE"))
    answer = ground.maria.report(
        calendar, "C:free-busy-query",
        '<C:time-range start="20260612T000000Z" end="20260613T000000Z"/>')
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert re.findall("FREEBUSY[:;].*", answer.text.replace("\r", "")) == [
        "FREEBUSY:20260612T140000Z/20260612T150000Z",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260612T180000Z/20260612T190000Z"]


@must(RFC, "7.10", "Canceled events are not busy, and periods that meet are "
      "one.")
def free_busy_joined(ground):
    calendar = filled(ground, event("a@x"), event(
        "b@x", "20260612T150000Z", "20260612T160000Z"), event(
        "c@x", "20260612T180000Z", "20260612T190000Z", "STATUS:CANCELLED"))
    answer = ground.maria.report(
        calendar, "C:free-busy-query",
        '<C:time-range start="20260612T000000Z" end="20260613T000000Z"/>')
    assert re.findall("FREEBUSY[:;].*", answer.text.replace("\r", "")) == [
        "FREEBUSY:20260612T140000Z/20260612T160000Z"]


@must(RFC, "9.6", "calendar-data without parts is the object as it is kept.")
def whole_data(ground):
    calendar = filled(ground, event("a@x"))
    assert data(ground, calendar, "") == event(
        "a@x").replace("\r\n", "\n")


@must(RFC, "9.6.1", "comp and prop select what is told; a comp that is not "
      "named is left out.")
def selected(ground):
    calendar = filled(ground, event("a@x"))
    text = data(ground, calendar, '<C:comp name="VCALENDAR">'
                '<C:comp name="VEVENT"><C:prop name="UID"/></C:comp></C:comp>')
    assert "UID:a@x" in text and "SUMMARY" not in text
    assert "VERSION" not in text
    text = data(ground, calendar, '<C:comp name="VCALENDAR">'
                '<C:prop name="VERSION"/></C:comp>')
    assert "VEVENT" not in text and "VERSION" in text


@must(RFC, "9.6.4", "novalue=\"yes\" leaves out the value.")
def no_value(ground):
    calendar = filled(ground, event("a@x"))
    text = data(ground, calendar, '<C:comp name="VCALENDAR"><C:comp '
                'name="VEVENT"><C:prop name="SUMMARY" novalue="yes"/>'
                "</C:comp></C:comp>")
    assert re.search("SUMMARY:\r?\n", text)


@must(RFC, "9.6.5", "expand gives each instance of the range alone, in UTC, "
      "without rules and zones.")
def expand(ground):
    calendar = filled(ground, WEEKLY)
    text = data(ground, calendar, '<C:expand start="20260601T000000Z" '
                'end="20260615T000000Z"/>')
    assert re.findall("DTSTART:(.*)", text) == ["20260601T140000Z",
                                                "20260608T140000Z"]
    assert re.findall("RECURRENCE-ID:(.*)", text)[-1] == "20260608T140000Z"
    assert "RRULE" not in text


@must(RFC, "9.6.6", "limit-recurrence-set leaves out overridden instances that "
      "the range does not touch.")
def limit_recurrence(ground):
    override = ("BEGIN:VEVENT\r\nUID:w@x\r\nDTSTAMP:20260601T120000Z\r\n"
                "RECURRENCE-ID:{0}T140000Z\r\nDTSTART:{0}T150000Z\r\n"
                "END:VEVENT\r\n")
    body = WEEKLY.replace("END:VCALENDAR", override.format("20260608") +
                          override.format("20260622") + "END:VCALENDAR")
    text = data(ground, filled(ground, body),
                '<C:limit-recurrence-set start="20260601T000000Z" '
                'end="20260615T000000Z"/>')
    assert "RECURRENCE-ID:20260608" in text
    assert "RECURRENCE-ID:20260622" not in text and "RRULE" in text


@must(RFC, "9.6.7", "limit-freebusy-set leaves out periods outside of the "
      "range.")
def limit_free_busy(ground):
    body = ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VFREEBUSY\r\n"
            "UID:f@x\r\nDTSTAMP:20260601T120000Z\r\n"
            "FREEBUSY:20260612T140000Z/PT1H,20260712T140000Z/PT1H\r\n"
            "END:VFREEBUSY\r\nEND:VCALENDAR\r\n")
    calendar = ground.maria.make_calendar(
        "fb-set", "<C:supported-calendar-component-set>"
        '<C:comp name="VFREEBUSY"/></C:supported-calendar-component-set>')
    assert ground.maria.put(calendar + "a.ics", body).status == 201
    text = data(ground, calendar, '<C:limit-freebusy-set '
                'start="20260601T000000Z" end="20260701T000000Z"/>')
    assert "20260612T140000Z" in text and "20260712" not in text


@must(RFC, "9.7.1", "is-not-defined finds what has no such component, property "
      "or parameter.")
def not_defined(ground):
    calendar = filled(ground, event("a@x"), event(
        "b@x", "20260612T140000Z", "20260612T150000Z", "LOCATION;X-A=1:x"))
    absent = ('<C:comp-filter name="VEVENT"><C:prop-filter name="LOCATION">'
              "{}</C:prop-filter></C:comp-filter>")
    assert found(ground, calendar,
                 absent.format("<C:is-not-defined/>")) == "a"
    assert found(ground, calendar, absent.format(
        '<C:param-filter name="X-A"><C:is-not-defined/>'
        "</C:param-filter>")) == ""
    assert found(ground, calendar, '<C:comp-filter name="VTODO">'
                 "<C:is-not-defined/></C:comp-filter>") == "ab"


@must(RFC, "9.7.5", "negate-condition turns a text-match.")
def negate(ground):
    calendar = filled(ground, event("a@x"), event("b@x", summary="Milk"))
    assert found(ground, calendar, '<C:comp-filter name="VEVENT">'
                 '<C:prop-filter name="SUMMARY"><C:text-match '
                 'negate-condition="yes">tea</C:text-match></C:prop-filter>'
                 "</C:comp-filter>") == "b"


@must(RFC, "9.9", "A time-range has one end at least, and times in UTC.")
def ranges(ground):
    for attributes in ("", 'start="20260612T140000"', 'start="x"',
                       'start="20260612T140000Z" end="20260612T130000Z"'):
        answer = query(ground, ground.calendar, '<C:comp-filter name="VEVENT">'
                       f"<C:time-range {attributes}/></C:comp-filter>")
        refused(answer, "valid-filter")


@must(RFC, "9.9", "An event is in a range that it overlaps; its end is out, a "
      "whole day is a day.")
def event_ranges(ground):
    calendar = filled(ground, event("a@x"), event("b@x").replace(
        "DTSTART:20260612T140000Z", "DTSTART;VALUE=DATE:20260612").replace(
        "DTEND:20260612T150000Z\r\n", ""))
    for start, end, names in (("20260612T150000Z", "20260612T160000Z", "b"),
                              ("20260612T145959Z", "20260612T160000Z", "ab"),
                              ("20260612T130000Z", "20260612T140000Z", "b"),
                              ("20260613T040000Z", "20260613T050000Z", "")):
        assert found(ground, calendar, in_range("VEVENT", start, end)) == names


@must(RFC, "9.9", "A task is in a range by its start and due; one without times "
      "in every range.")
def task_ranges(ground):
    calendar = filled(ground, task("a@x", "DUE:20260612T180000Z"),
                      task("b@x").replace("DTSTART:20260612T140000Z\r\n", ""))
    for start, end, names in (("20260612T170000Z", "20260612T173000Z", "ab"),
                              ("20260613T000000Z", "20260614T000000Z", "b")):
        assert found(ground, calendar, in_range("VTODO", start, end)) == names


@must(RFC, "9.9", "An alarm is in a range when it goes off in it.")
def alarm_ranges(ground):
    calendar = filled(ground, event(
        "a@x", "20260612T140000Z", "20260612T150000Z", "BEGIN:VALARM",
        "ACTION:DISPLAY", "DESCRIPTION:x", "TRIGGER:-PT10M", "END:VALARM"))

    def alarms(start, end):
        return found(ground, calendar, '<C:comp-filter name="VEVENT">'
                     + in_range("VALARM", start, end) + "</C:comp-filter>")
    assert alarms("20260612T134500Z", "20260612T135500Z") == "a"
    assert alarms("20260612T135500Z", "20260612T140500Z") == ""

"""RFC 4791: ranges of time, filters, and calendar data in reports."""

import re

from ground import must
from daybook import NS, event
from calendar_ground import (QUERY, filled, found, fresh, in_range, query,
                             refused, task)
from rfc3744 import shared

RFC = "4791"
DATED = "20260612T140000Z", "20260612T150000Z"
SPAN = '<C:time-range start="20260601T000000Z" end="20260701T000000Z"/>'
ZONED = ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{}BEGIN:VEVENT\r\n"
         "UID:z@x\r\nDTSTAMP:20260601T120000Z\r\n"
         "DTSTART;TZID=America/Toronto:20260601T100000\r\n"
         "DTEND;TZID=America/Toronto:20260601T110000\r\n"
         "RRULE:FREQ=DAILY;COUNT=4\r\n"
         "EXDATE;TZID=America/Toronto:20260602T100000\r\n"
         "SUMMARY:Plan\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:z@x\r\n"
         "DTSTAMP:20260601T120000Z\r\n"
         "RECURRENCE-ID;TZID=America/Toronto:20260603T100000\r\n"
         "DTSTART;TZID=America/Toronto:20260603T150000\r\n"
         "DTEND;TZID=America/Toronto:20260603T160000\r\n"
         "SUMMARY:Moved\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")


def zoned(ground):
    zone = ground.prop(ground.calendar, "C:calendar-timezone").text
    zone = zone[zone.index("BEGIN:VTIMEZONE"):zone.index("END:VCALENDAR")]
    return ZONED.format(zone.replace("\r", "").replace("\n", "\r\n"))


def data(ground, calendar, asked, **more):
    answer = ground.maria.report(
        calendar, "C:calendar-multiget",
        f"<D:prop><C:calendar-data>{asked}</C:calendar-data></D:prop>"
        f"<D:href>{calendar}a.ics</D:href>", **more)
    assert answer.status == 207, answer.text
    return answer.prop(calendar + "a.ics", "C:calendar-data").text.replace(
        "\r", "")


def matches(ground, calendar, inner, kind="VEVENT"):
    return found(ground, calendar,
                 f'<C:comp-filter name="{kind}">{inner}</C:comp-filter>')


@must(RFC, "7.1", "expand-property is told on calendars and their objects.")
def expand_property_is_told(ground):
    calendar = filled(ground, event("a@x"))
    for path in (calendar, calendar + "a.ics"):
        told = ground.prop(path, "D:supported-report-set")
        assert told.find(".//D:expand-property", NS) is not None


@must(RFC, "7.2", "Asked of another collection, a report looks at objects in "
      "calendars within the Depth, and at nothing else.")
def reports_on_other_collections(ground):
    calendar = filled(ground, event("a@x"))
    ground.file("a.ics", event("plain@x"))
    body = QUERY.format('<C:comp-filter name="VEVENT"/>')
    for path in (ground.home, ground.folder):
        answer = ground.maria.report(path, "C:calendar-query", body,
                                     "infinity")
        told = ground.prop(path, "D:supported-report-set")
        if told.find(".//C:calendar-query", NS) is None:
            refused(answer, "supported-report")
            continue
        assert answer.status == 207
        assert ground.folder + "a.ics" not in answer.responses
        assert (calendar + "a.ics" in answer.responses) == (
            path == ground.home)
        shallow = ground.maria.report(path, "C:calendar-query", body, "1")
        assert not shallow.responses


@must(RFC, "7.3", "free-busy-query judges times that float in the calendar's "
      "zone.")
def floating_free_busy(ground):
    calendar = filled(ground, event("f@x", "20260612T120000",
                                    "20260612T130000"))
    for zone, start in (("America/Toronto", "160000"),
                        ("Asia/Tokyo", "030000")):
        ground.set(calendar, f"<C:calendar-timezone-id>{zone}"
                   "</C:calendar-timezone-id>")
        answer = ground.maria.report(calendar, "C:free-busy-query", SPAN)
        assert f"FREEBUSY:20260612T{start}Z/" in answer.text


@must(RFC, "7.5", "The collation that is called default is i;ascii-casemap; text "
      "is found within values.")
def default_collation(ground):
    calendar = filled(ground, event("a@x", summary="Green TEA now"))
    for name in ("default", "i;ascii-casemap"):
        assert matches(ground, calendar, '<C:prop-filter name="SUMMARY">'
                       f'<C:text-match collation="{name}">tea</C:text-match>'
                       "</C:prop-filter>") == "a"


@must(RFC, "7.5", "A collation is named without wildcards.")
def no_wildcards(ground):
    answer = query(ground, ground.calendar, '<C:comp-filter name="VEVENT">'
                   '<C:prop-filter name="SUMMARY"><C:text-match '
                   'collation="i;*">x</C:text-match></C:prop-filter>'
                   "</C:comp-filter>")
    refused(answer, "supported-collation")


@must(RFC, "7.5.1", "supported-collation-set is on all that takes reports which "
      "match text, protected, and no part of allprop.")
def collations_are_told(ground):
    calendar = filled(ground, event("a@x"))
    for path in (ground.home, calendar, calendar + "a.ics",
                 ground.home + "sessions/", "/dav/principals/", "/dav/"):
        told = ground.prop(path, "D:supported-report-set")
        if told.find(".//C:calendar-query", NS) is not None:
            assert ground.prop(path, "C:supported-collation-set") is not None
    answer = ground.set(calendar, "<C:supported-collation-set/>")
    assert "cannot-modify-protected-property" in answer.text
    assert "collation" not in ground.maria.propfind(calendar).text


@must(RFC, "7.7", "Names of a program's own may be asked for and filtered by.")
def own_names(ground):
    calendar = filled(ground, event(
        "a@x", *DATED, "X-ABC;X-P=q:tea", "X-OTHER:1", "BEGIN:X-PART", "X-A:b",
        "END:X-PART"), event("b@x"))
    text = data(ground, calendar, '<C:comp name="VCALENDAR"><C:comp '
                'name="VEVENT"><C:prop name="X-ABC"/><C:comp name="X-PART">'
                "<C:allprop/></C:comp></C:comp></C:comp>")
    assert "X-ABC;X-P=q:tea" in text and "X-A:b" in text
    assert "X-OTHER" not in text
    for inner in ('<C:prop-filter name="X-ABC"/>',
                  '<C:prop-filter name="X-ABC"><C:param-filter name="X-P">'
                  "<C:text-match>Q</C:text-match></C:param-filter>"
                  "</C:prop-filter>",
                  '<C:comp-filter name="X-PART"/>'):
        assert matches(ground, calendar, inner) == "a", inner


@must(RFC, "7.8", "A property that is not there is a 404 in each response.")
def missing_in_query(ground):
    calendar = filled(ground, event("a@x"))
    answer = ground.maria.report(calendar, "C:calendar-query", QUERY.format(
        "").replace("<D:getetag/>", "<D:getetag/><D:none/>"))
    assert answer.missing(calendar + "a.ics") == {"{DAV:}none"}


@must(RFC, "7.8", "Ranges outside of min- and max-date-time are refused with "
      "them.")
def ranges_have_bounds(ground):
    calendar = filled(ground, event("a@x"))
    early, late = "00000101T000000Z", "99991231T235959Z"
    for start, end, element in (
            (early, "20260101T000000Z", "min-date-time"),):
        answer = query(ground, calendar, in_range("VEVENT", start, end))
        refused(answer, element)
        answer = ground.maria.report(
            calendar, "C:calendar-multiget", "<D:prop><C:calendar-data>"
            f'<C:expand start="{start}" end="{end}"/></C:calendar-data>'
            f"</D:prop><D:href>{calendar}a.ics</D:href>")
        refused(answer, element)
    assert found(ground, calendar,
                 in_range("VEVENT", "00010101T000000Z", late)) == "a"


@must(RFC, "7.9", "Asked of an object, calendar-multiget is about that object "
      "alone; of a calendar, about what is in it.")
def multiget_scope(ground):
    calendar = filled(ground, event("a@x"), event("b@x"))
    other = filled(ground, event("c@x"))
    def ask(path, href):
        return ground.maria.report(
            path, "C:calendar-multiget",
            f"<D:prop><D:getetag/></D:prop><D:href>{href}</D:href>", "0")
    path = calendar + "a.ics"
    assert ask(path, path).prop(path, "D:getetag") is not None
    for at, href in ((path, calendar + "b.ics"), (calendar, other + "a.ics"),
                     (calendar, calendar), (calendar, "http://x.example/a")):
        answer = ask(at, href)
        assert answer.status == 207
        assert re.search(" (403|404) ", answer.xml.findtext(
            ".//D:response/D:status", namespaces=NS)), (at, href)


@must(RFC, "7.9", "The collection may be above: addresses are those of objects "
      "at any depth.")
def multiget_from_above(ground):
    calendar = filled(ground, event("a@x"))
    answer = ground.maria.report(
        ground.home, "C:calendar-multiget", "<D:prop><D:getetag/></D:prop>"
        f"<D:href>{calendar}a.ics</D:href>", "0")
    told = ground.prop(ground.home, "D:supported-report-set")
    if told.find(".//C:calendar-multiget", NS) is None:
        refused(answer, "supported-report")
    else:
        assert answer.prop(calendar + "a.ics", "D:getetag") is not None


@must(RFC, "7.10", "A free-busy-query has one time-range.")
def free_busy_has_a_range(ground):
    for inner in ("", SPAN * 2, '<C:time-range/>',
                  '<C:time-range start="x" end="y"/>'):
        answer = ground.maria.report(ground.calendar, "C:free-busy-query",
                                     inner)
        assert answer.status in (400, 403), inner


@must(RFC, "7.10", "Where nothing is busy, the VFREEBUSY has no FREEBUSY.")
def nothing_is_busy(ground):
    answer = ground.maria.report(fresh(ground), "C:free-busy-query", SPAN)
    assert answer.status == 200
    assert answer.text.count("BEGIN:VFREEBUSY") == 1
    assert not re.search("^FREEBUSY", answer.text, re.MULTILINE)


@must(RFC, "7.10", "Asked of an object it is 403, of what one may not know 404.")
def free_busy_refused(ground):
    calendar = filled(ground, event("a@x"))
    answer = ground.maria.report(calendar + "a.ics", "C:free-busy-query",
                                 SPAN, "0")
    assert answer.status == 403
    admin = ground.server.person("admin")
    answer = admin.report(calendar, "C:free-busy-query", SPAN)
    assert answer.status == 404


@must(RFC, "7.10", "Depth is followed.")
def free_busy_depth(ground):
    calendar = filled(ground, event("a@x"))
    for depth, busy in (("0", False), ("1", True), ("infinity", True)):
        answer = ground.maria.report(calendar, "C:free-busy-query", SPAN,
                                     depth)
        assert answer.status == 200
        assert ("20260612T140000Z" in answer.text) == busy, depth


@must(RFC, "9.6", "Calendar data is escaped as XML wants it.")
def data_is_escaped(ground):
    body = event("a@x", *DATED, "DESCRIPTION:<b>&amp\\; ]]> \"q\"")
    calendar = filled(ground, body)
    assert data(ground, calendar, "") == body.replace("\r", "")


@must(RFC, "9.6.5", "Expanded, times of zones are in UTC, overridden instances "
      "are as they are now, and what is excepted is gone.")
def expanded(ground):
    calendar = filled(ground, zoned(ground))
    text = data(ground, calendar, '<C:expand start="20260601T000000Z" '
                'end="20260610T000000Z"/>')
    assert re.findall("^DTSTART:(.*)", text, re.MULTILINE) == [
        "20260601T140000Z", "20260603T190000Z", "20260604T140000Z"]
    assert re.findall("^RECURRENCE-ID:(.*)", text, re.MULTILINE)[-2:] == [
        "20260603T140000Z", "20260604T140000Z"]
    for word in ("RRULE", "EXDATE", "RDATE", "TZID", "VTIMEZONE"):
        assert word not in text
    assert text.count("SUMMARY:Moved") == 1


@must(RFC, "9.6.5", "Only instances that the range touches are told, by the "
      "rules of time-range.")
def expanded_edges(ground):
    calendar = filled(ground, zoned(ground))
    for start, end, count in (("20260601T150000Z", "20260603T190000Z", 0),
                              ("20260601T145959Z", "20260603T190001Z", 2)):
        answer = ground.maria.report(
            calendar, "C:calendar-multiget", "<D:prop><C:calendar-data>"
            f'<C:expand start="{start}" end="{end}"/></C:calendar-data>'
            f"</D:prop><D:href>{calendar}a.ics</D:href>")
        assert answer.text.count("BEGIN:VEVENT") == count


@must(RFC, "9.6.5", "The end of a range to expand or to limit is behind its "
      "start, and both are in UTC.")
def data_ranges_are_checked(ground):
    calendar = filled(ground, event("a@x"))
    for name in ("expand", "limit-recurrence-set", "limit-freebusy-set"):
        for attributes in ('start="20260601T000000Z"',
                           'start="20260602T000000Z" end="20260601T000000Z"',
                           'start="20260601T000000Z" end="20260601T000000Z"',
                           'start="20260601T000000" end="20260602T000000"'):
            answer = ground.maria.report(
                calendar, "C:calendar-multiget", "<D:prop><C:calendar-data>"
                f"<C:{name} {attributes}/></C:calendar-data></D:prop>"
                f"<D:href>{calendar}a.ics</D:href>")
            assert answer.status in (400, 403), (name, attributes)


@must(RFC, "9.6.6", "An overridden instance counts where it was and where it "
      "is.")
def limited_by_both_times(ground):
    body = zoned(ground).replace(
        "DTSTART;TZID=America/Toronto:20260603T150000",
        "DTSTART;TZID=America/Toronto:20260703T150000").replace(
        "DTEND;TZID=America/Toronto:20260603T160000",
        "DTEND;TZID=America/Toronto:20260703T160000")
    calendar = filled(ground, body)
    for start, end, there in (("20260603T000000Z", "20260604T000000Z", True),
                              ("20260703T000000Z", "20260704T000000Z", True),
                              ("20260610T000000Z", "20260611T000000Z", False)):
        text = data(ground, calendar, f'<C:limit-recurrence-set '
                    f'start="{start}" end="{end}"/>')
        assert ("SUMMARY:Moved" in text) == there and "RRULE" in text


@must(RFC, "9.7.1", "The parts of a filter hold together, in one component.")
def parts_hold_together(ground):
    calendar = filled(ground, event("a@x", summary="Tea"), event(
        "b@x", "20260712T140000Z", "20260712T150000Z", summary="Tea"))
    june = '<C:time-range start="20260601T000000Z" end="20260701T000000Z"/>'
    tea = ('<C:prop-filter name="SUMMARY"><C:text-match>tea</C:text-match>'
           "</C:prop-filter>")
    assert matches(ground, calendar, june + tea) == "a"
    assert matches(ground, calendar, tea) == "ab"
    assert matches(ground, calendar, june + tea.replace("tea", "milk")) == ""


@must(RFC, "9.7.2", "A property's time is compared with a range.")
def property_ranges(ground):
    calendar = filled(ground, task("a@x", "COMPLETED:20260612T140000Z"),
                      task("b@x"))
    for start, names in (("20260612T130000Z", "a"), ("20260612T150000Z", "")):
        assert matches(ground, calendar, '<C:prop-filter name="COMPLETED">'
                       f'<C:time-range start="{start}"/></C:prop-filter>',
                       "VTODO") == names


@must(RFC, "9.7.3", "A parameter is found by its name and its text.")
def parameters(ground):
    calendar = filled(ground, event(
        "a@x", *DATED, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@x"), event(
        "b@x", *DATED, "ATTENDEE;PARTSTAT=DECLINED:mailto:a@x"), event("c@x"))
    part = ('<C:prop-filter name="ATTENDEE"><C:param-filter name="PARTSTAT">'
            "{}</C:param-filter></C:prop-filter>")
    for inner, names in (("", "ab"), ("<C:text-match>accepted</C:text-match>",
                                      "a"),
                         ("<C:is-not-defined/>", "")):
        assert matches(ground, calendar, part.format(inner)) == names


@must(RFC, "9.9", "A range may be open at one end.")
def open_ranges(ground):
    calendar = filled(ground, event("a@x"))
    for attributes, names in (('start="20260612T145959Z"', "a"),
                              ('start="20260612T150000Z"', ""),
                              ('end="20260612T140001Z"', "a"),
                              ('end="20260612T140000Z"', "")):
        assert matches(ground, calendar,
                       f"<C:time-range {attributes}/>") == names


@must(RFC, "9.9", "An event without an end takes its DURATION, no time, or its "
      "day.")
def event_lengths(ground):
    def bare(uid, *lines):
        return event(uid, *DATED, *lines).replace(
            "DTEND:20260612T150000Z\r\n", "")
    calendar = filled(ground, bare("a@x", "DURATION:PT2H"), bare("b@x"),
                      bare("c@x").replace("DTSTART:20260612T140000Z",
                                          "DTSTART;VALUE=DATE:20260612"))
    for start, end, names in (("20260612T140000Z", "20260612T140001Z", "abc"),
                              ("20260612T140001Z", "20260612T150000Z", "ac"),
                              ("20260612T155959Z", "20260612T170000Z", "ac"),
                              ("20260612T160000Z", "20260612T170000Z", "c")):
        assert found(ground, calendar, in_range("VEVENT", start, end)) == names


@must(RFC, "9.9", "A task's range is of the times that it has: start, due, "
      "duration, completed, created.")
def task_lengths(ground):
    bare = task("x").replace("DTSTART:20260612T140000Z\r\n", "")
    def one(uid, *lines):
        return bare.replace("UID:x", f"UID:{uid}").replace(
            "SUMMARY:Tea", "\r\n".join(("SUMMARY:Tea",) + lines))
    calendar = filled(
        ground, one("a@x", "DTSTART:20260612T140000Z", "DURATION:PT1H"),
        one("b@x", "DUE:20260612T140000Z"),
        one("c@x", "COMPLETED:20260612T140000Z"),
        one("d@x", "CREATED:20260612T140000Z"),
        one("e@x", "CREATED:20260601T140000Z", "COMPLETED:20260620T140000Z"))
    for start, end, names in (
            ("20260612T143000Z", "20260612T144000Z", "ade"),
            ("20260612T133000Z", "20260612T140000Z", "bce"),
            ("20260612T140000Z", "20260612T140001Z", "acde"),
            ("20260625T000000Z", "20260626T000000Z", "d"),
            ("20260520T000000Z", "20260521T000000Z", "")):
        assert found(ground, calendar, in_range("VTODO", start, end)) == names


@must(RFC, "9.9", "A journal is in a range by its start, and in none without "
      "one.")
def journals(ground):
    def journal(uid, start):
        return event(uid).replace("VEVENT", "VJOURNAL").replace(
            "DTEND:20260612T150000Z\r\n", "").replace(
            "DTSTART:20260612T140000Z\r\n", start)
    calendar = filled(ground, journal("a@x", "DTSTART:20260612T140000Z\r\n"),
                      journal("b@x", "DTSTART;VALUE=DATE:20260612\r\n"),
                      journal("c@x", ""))
    for start, end, names in (("20260612T140000Z", "20260612T150000Z", "ab"),
                              ("20260612T150000Z", "20260612T160000Z", "b")):
        assert found(ground, calendar,
                     in_range("VJOURNAL", start, end)) == names


@must(RFC, "9.9", "A VFREEBUSY is in a range by its span, or by its periods.")
def busy_times(ground):
    def busy(uid, *lines):
        return event(uid).replace("VEVENT", "VFREEBUSY").replace(
            "DTSTART:20260612T140000Z\r\nDTEND:20260612T150000Z\r\n", "").replace(
            "SUMMARY:Tea", "\r\n".join(lines))
    calendar = fresh(ground, "<C:supported-calendar-component-set>"
                     '<C:comp name="VFREEBUSY"/>'
                     "</C:supported-calendar-component-set>")
    for name, body in (
            ("a", busy("a@x", "DTSTART:20260612T000000Z",
                       "DTEND:20260613T000000Z")),
            ("b", busy("b@x", "FREEBUSY:20260612T140000Z/PT1H,"
                       "20260614T140000Z/PT1H")),
            ("c", busy("c@x", "COMMENT:none"))):
        answer = ground.maria.put(f"{calendar}{name}.ics", body)
        assert answer.status == 201, answer.text
    for start, end, names in (("20260612T140000Z", "20260612T143000Z", "ab"),
                              ("20260612T160000Z", "20260612T170000Z", "a"),
                              ("20260614T143000Z", "20260614T153000Z", "b")):
        assert found(ground, calendar,
                     in_range("VFREEBUSY", start, end)) == names


@must(RFC, "9.9", "An alarm that repeats is in a range when any of its times "
      "is.")
def repeated_alarms(ground):
    calendar = filled(ground, event(
        "a@x", *DATED, "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:x",
        "TRIGGER:-PT30M", "REPEAT:2", "DURATION:PT10M", "END:VALARM"))
    for start, end, names in (("20260612T132500Z", "20260612T133500Z", "a"),
                              ("20260612T134500Z", "20260612T135500Z", "a"),
                              ("20260612T135500Z", "20260612T140500Z", "")):
        assert matches(ground, calendar, in_range("VALARM", start, end)
                       ) == names

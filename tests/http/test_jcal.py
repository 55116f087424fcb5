"""Calendars as JSON (jCal, RFC 7265): read, written, reported, exported."""

import json

import pytest

from conftest import NS, event

JCAL = "application/calendar+json"
ZONED = event("zoned@x", "20260612T140000Z").replace(
    "DTSTART:20260612T140000Z",
    "DTSTART;TZID=America/Toronto:20260612T100000").replace(
    "BEGIN:VEVENT",
    "BEGIN:VTIMEZONE\r\nTZID:America/Toronto\r\nBEGIN:STANDARD\r\n"
    "DTSTART:19700101T000000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0500\r\n"
    "END:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT", 1)


@pytest.fixture(scope="module")
def cal(maria):
    calendar = maria.make_calendar("jcal")
    assert maria.put(calendar + "zoned.ics", ZONED).status == 201
    return calendar


def names(component):
    return [part[0] for part in component[2]]


def value(component, name):
    return next(line[3] for line in component[1] if line[0] == name)


def jcal(uid="made@x", summary="Tea", **more):
    lines = [["uid", {}, "text", uid],
             ["dtstamp", {}, "date-time", "2026-06-01T12:00:00Z"],
             ["dtstart", {"tzid": "America/Toronto"}, "date-time",
              "2026-06-12T10:00:00"],
             ["duration", {}, "duration", "PT1H"],
             ["summary", {}, "text", summary]]
    lines += [[name, {}, *what] for name, what in more.items()]
    return ["vcalendar", [["version", {}, "text", "2.0"],
                          ["prodid", {}, "text", "-//tests//EN"]],
            [["vevent", lines, []]]]


def put(maria, path, body, **headers):
    if not isinstance(body, str):
        body = json.dumps(body)
    return maria.put(path, body, Content_Type=JCAL, **headers)


def test_an_event_is_read_as_json_where_that_is_asked_for(maria, cal):
    answer = maria.get(cal + "zoned.ics", Accept=JCAL)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == JCAL + "; component=vevent"
    calendar = json.loads(answer.text)
    assert calendar[0] == "vcalendar"
    assert names(calendar) == ["vtimezone", "vevent"]
    assert value(calendar[2][1], "dtstart") == "2026-06-12T10:00:00"
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize("accept", [
    None, "*/*", "text/calendar", "text/*", "text/html",
    f"text/calendar, {JCAL}", f"{JCAL};q=0.5, text/calendar;q=0.8",
    f"{JCAL};q=0", f"{JCAL};q=0.1, */*",
])
def test_others_get_the_bytes_that_are_kept(maria, cal, accept):
    headers = {"Accept": accept} if accept else {}
    answer = maria.get(cal + "zoned.ics", **headers)
    assert answer.text == ZONED
    assert answer.headers["Content-Type"].startswith("text/calendar")


@pytest.mark.parametrize("accept", [
    JCAL, f"{JCAL}, text/calendar;q=0.9", "APPLICATION/Calendar+JSON",
    f"application/*, text/calendar;q=0.3", f"text/html, {JCAL};q=0.2",
])
def test_json_comes_where_it_is_wanted_more(maria, cal, accept):
    answer = maria.get(cal + "zoned.ics", Accept=accept)
    assert answer.headers["Content-Type"].startswith(JCAL)


def test_each_form_has_its_own_tag_and_both_name_the_resource(maria, cal):
    assert maria.put(cal + "tag.ics", event("tag@x")).status == 201
    plain = maria.get(cal + "tag.ics").headers["ETag"]
    form = maria.get(cal + "tag.ics", Accept=JCAL).headers["ETag"]
    assert plain != form
    for tag, accept, status in ((plain, "*/*", 304), (form, JCAL, 304),
                                (plain, JCAL, 200), (form, "*/*", 200)):
        answer = maria.get(cal + "tag.ics", Accept=accept, If_None_Match=tag)
        assert answer.status == status
    again = put(maria, cal + "tag.ics", jcal("tag@x", "Changed"),
                If_Match=form)
    assert again.status == 204, again.text
    assert put(maria, cal + "tag.ics", jcal("tag@x", "Late"),
               If_Match=form).status == 412


def test_a_put_of_json_is_kept_as_icalendar(maria, cal):
    answer = put(maria, cal + "made.ics", jcal(
        categories=["text", "a", "b,c"],
        rrule=["recur", {"freq": "WEEKLY", "count": 3}]))
    assert answer.status == 201, answer.text
    # RFC 4791 5.3.4: what is kept is not what was sent.
    assert "ETag" not in answer.headers
    text = maria.get(cal + "made.ics").text
    assert "DTSTART;TZID=America/Toronto:20260612T100000\r\n" in text
    assert "CATEGORIES:a,b\\,c\r\n" in text
    assert "RRULE:FREQ=WEEKLY;COUNT=3\r\n" in text
    assert json.loads(maria.get(cal + "made.ics", Accept=JCAL).text) == jcal(
        categories=["text", "a", "b,c"],
        rrule=["recur", {"freq": "WEEKLY", "count": 3}])


def test_the_representation_is_told_in_the_form_that_is_asked_for(maria, cal):
    answer = put(maria, cal + "told.ics", jcal("told@x"), Accept=JCAL,
                 Prefer="return=representation")
    assert answer.status == 201
    assert json.loads(answer.text) == jcal("told@x")
    assert answer.headers["ETag"] == maria.get(
        cal + "told.ics", Accept=JCAL).headers["ETag"]


def test_a_post_of_json_adds_a_member(maria, cal):
    answer = maria.ask("POST", cal, json.dumps(jcal("posted@x")),
                       Content_Type=JCAL)
    assert answer.status == 201, answer.text
    assert "UID:posted@x" in maria.get(answer.headers["Location"]).text


@pytest.mark.parametrize("body, element, why", [
    ("[", "valid-calendar-data", "line 1"),
    ("{}", "valid-calendar-data", "vcalendar"),
    (["vevent", [], []], "valid-calendar-data", "vcalendar"),
    (jcal(priority=["integer", "high"]), "valid-calendar-data",
     "property 6 (priority)"),
    (jcal(begin=["text", "VEVENT"]), "valid-calendar-data", "begin"),
    (jcal(dtend=["date-time", "2026-06-12"]), "valid-calendar-data",
     "2026-06-08T16:00:00"),
    (["vcalendar", [["version", {}, "text", "2.0"]], []],
     "valid-calendar-data", "PRODID"),
    (jcal("zoned@x"), "no-uid-conflict", "UID"),
])
def test_what_is_wrong_is_refused_by_its_element_and_place(maria, cal, body,
                                                           element, why):
    answer = put(maria, cal + "wrong.ics", body)
    assert answer.status == 403, answer.text
    assert answer.error[0] == element
    assert why in answer.text
    assert maria.get(cal + "wrong.ics").status == 404


def test_a_file_of_json_in_a_folder_stays_one(maria):
    folder = maria.home + "files/"
    assert maria.ask("MKCOL", folder).status == 201
    body = json.dumps(jcal())
    assert put(maria, folder + "a.json", body).status == 201
    answer = maria.get(folder + "a.json", Accept="text/calendar")
    assert answer.text == body and answer.headers["Content-Type"] == JCAL


def data_of(answer, href):
    return answer.prop(href, "C:calendar-data").text


def test_reports_tell_json_where_calendar_data_asks_for_it(maria, cal):
    asked = (f'<D:prop><C:calendar-data content-type="{JCAL}" version="2.0">'
             "{}</C:calendar-data></D:prop>")
    href = cal + "zoned.ics"
    multiget = maria.report(cal, "C:calendar-multiget",
                            asked.format("") + f"<D:href>{href}</D:href>")
    calendar = json.loads(data_of(multiget, href))
    assert names(calendar) == ["vtimezone", "vevent"]
    part = asked.format('<C:comp name="VCALENDAR"><C:comp name="VEVENT">'
                        '<C:prop name="UID"/></C:comp></C:comp>')
    query = maria.report(
        cal, "C:calendar-query", part +
        '<C:filter><C:comp-filter name="VCALENDAR"/></C:filter>')
    calendar = json.loads(data_of(query, href))
    assert calendar == ["vcalendar", [], [
        ["vevent", [["uid", {}, "text", "zoned@x"]], []]]]
    expanded = asked.format('<C:expand start="20260601T000000Z" '
                            'end="20260701T000000Z"/>')
    multiget = maria.report(cal, "C:calendar-multiget",
                            expanded + f"<D:href>{href}</D:href>")
    calendar = json.loads(data_of(multiget, href))
    assert value(calendar[2][0], "dtstart") == "2026-06-12T14:00:00Z"


def test_both_types_are_advertised_and_no_other_is_taken(maria, cal):
    answer = maria.propfind(cal, "C:supported-calendar-data")
    types = [(data.get("content-type"), data.get("version")) for data in
             answer.prop(cal, "C:supported-calendar-data")]
    assert types == [("text/calendar", "2.0"), (JCAL, "2.0")]
    for kind in ("application/calendar+xml", "application/json", "text/plain"):
        answer = maria.put(cal + "type.ics", event("type@x"),
                           Content_Type=kind)
        assert answer.status == 403
        assert answer.error[0] == "supported-calendar-data"


def test_a_whole_calendar_comes_as_json_each_zone_once(maria, cal):
    for i in range(3):
        assert maria.put(f"{cal}whole-{i}.ics",
                         event(f"whole-{i}@x")).status == 201
    answer = maria.get(cal, Accept=JCAL)
    assert answer.headers["Content-Type"] == JCAL
    whole = json.loads(answer.text)
    text = maria.get(cal).text
    assert names(whole).count("vtimezone") == 1
    assert names(whole).count("vevent") == text.count("BEGIN:VEVENT") > 3
    assert maria.get(cal, Accept=JCAL,
                     If_None_Match=answer.headers["ETag"]).status == 304
    assert maria.get(cal, If_None_Match=answer.headers["ETag"]).status == 200


def test_an_empty_calendar_is_json_too(maria):
    empty = maria.make_calendar("empty-jcal")
    assert json.loads(maria.get(empty, Accept=JCAL).text)[2] == []


def test_a_session_is_read_and_saved_as_json(demo):
    maria = demo.person("maria")
    home = maria.home + "sessions/"
    query = maria.report(
        home, "C:calendar-query",
        f'<D:prop><C:calendar-data content-type="{JCAL}"/></D:prop>'
        '<C:filter><C:comp-filter name="VCALENDAR"/></C:filter>')
    for href in query.responses:
        calendar = json.loads(data_of(query, href))
        lines = calendar[2][-1][1]
        status = next(line for line in lines
                      if line[0] == "x-practice-status")
        start = value(calendar[2][-1], "dtstart")
        if status[3] == "open" and start < "2026-06-10":
            status[3] = "completed"
            break
    answer = put(maria, href, calendar)
    assert answer.status == 204, answer.text
    assert "X-PRACTICE-STATUS:completed" in maria.get(href).text


def test_a_wish_in_json_that_is_refused_is_noted(server):
    ada = server.person("ada")
    answer = put(ada, ada.home + "sessions/a.ics", jcal("a@x"))
    assert answer.status == 403
    assert answer.xml.find(".//D:need-privileges", NS) is not None

"""calendar-query, multiget, free-busy and expand-property (rules K26, K36,
K37)."""

import pytest

from conftest import NS, event

VEVENT = '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">%s' \
    "</C:comp-filter></C:comp-filter>"


@pytest.fixture(scope="module")
def cal(maria):
    path = maria.make_calendar("reports")
    maria.put(path + "one.ics", event("one@x", "20260612T140000Z",
                                      "20260612T150000Z", summary="Dentist"))
    maria.put(path + "two.ics", event("two@x", "20260619T140000Z",
                                      "20260619T150000Z",
                                      "LOCATION;ALTREP=\"x:y\":Room 2"))
    maria.put(path + "weekly.ics", event(
        "weekly@x", "20260601T090000Z", "20260601T093000Z",
        "RRULE:FREQ=WEEKLY;COUNT=10", "EXDATE:20260615T090000Z",
        summary="Weekly"))
    maria.put(path + "endless.ics", event(
        "endless@x", "20200101T060000Z", "20200101T061500Z",
        "RRULE:FREQ=DAILY", summary="Endless"))
    day = event("day@x", "20260620", "20260621", summary="All day")
    day = day.replace("DTSTART:", "DTSTART;VALUE=DATE:")
    maria.put(path + "day.ics", day.replace("DTEND:", "DTEND;VALUE=DATE:"))
    todo = event("todo@x").replace("VEVENT", "VTODO")
    maria.put(path + "todo.ics", todo.replace("DTEND", "DUE"))
    return path


def query(person, path, inner, props="<D:getetag/>", extra="", depth="1",
          **headers):
    return person.report(path, "C:calendar-query",
                         f"<D:prop>{props}</D:prop>"
                         f"<C:filter>{inner}</C:filter>{extra}", depth,
                         **headers)


def found(answer):
    assert answer.status == 207, answer.text
    return {href.rsplit("/", 1)[1][:-4] for href in answer.responses}


def week(start, end):
    return VEVENT % f'<C:time-range start="{start}" end="{end}"/>'


def test_a_week_finds_single_recurring_and_endless_ones(maria, cal):
    answer = query(maria, cal, week("20260608T000000Z", "20260613T000000Z"))
    assert found(answer) == {"one", "weekly", "endless"}


def test_an_excluded_instance_is_not_found(maria, cal):
    answer = query(maria, cal, week("20260615T080000Z", "20260615T100000Z"))
    assert found(answer) == set()


def test_far_away_years_are_found_too(maria, cal):
    answer = query(maria, cal, week("20991231T000000Z", "21000102T000000Z"))
    assert found(answer) == {"endless"}
    answer = query(maria, cal, week("20190101T000000Z", "20190102T000000Z"))
    assert found(answer) == set()


def test_an_all_day_event_is_judged_in_the_calendars_zone(maria, cal):
    # 20 June in Toronto is from 04:00Z to 04:00Z of the 21st
    assert "day" in found(query(maria, cal, week("20260621T030000Z",
                                                 "20260621T033000Z")))
    assert "day" not in found(query(maria, cal, week("20260620T030000Z",
                                                     "20260620T033000Z")))


def test_the_querys_own_zone_wins(maria, cal):
    zone = "<C:timezone-id>Europe/Berlin</C:timezone-id>"
    answer = query(maria, cal, week("20260619T220000Z", "20260619T223000Z"),
                   extra=zone)
    assert "day" in found(answer)


def test_text_props_and_params_filter(maria, cal):
    text = '<C:prop-filter name="SUMMARY"><C:text-match>dENT' \
        "</C:text-match></C:prop-filter>"
    assert found(query(maria, cal, VEVENT % text)) == {"one"}
    octet = text.replace("<C:text-match>",
                         '<C:text-match collation="i;octet">')
    assert found(query(maria, cal, VEVENT % octet)) == set()
    absent = '<C:prop-filter name="LOCATION"><C:is-not-defined/>' \
        "</C:prop-filter>"
    assert "two" not in found(query(maria, cal, VEVENT % absent))
    param = '<C:prop-filter name="LOCATION"><C:param-filter name="ALTREP">' \
        "<C:text-match>x:y</C:text-match></C:param-filter></C:prop-filter>"
    assert found(query(maria, cal, VEVENT % param)) == {"two"}


def test_components_are_told_apart(maria, cal):
    todo = '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VTODO"/>' \
        "</C:comp-filter>"
    assert found(query(maria, cal, todo)) == {"todo"}
    no_event = todo.replace('name="VTODO"/>',
                            'name="VEVENT"><C:is-not-defined/>'
                            "</C:comp-filter>")
    assert found(query(maria, cal, no_event)) == {"todo"}


def test_everything_is_found_without_depth_and_with_data(maria, cal):
    answer = maria.ask("REPORT", cal, (
        '<C:calendar-query xmlns:D="DAV:" '
        'xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/>'
        "<C:calendar-data/></D:prop><C:filter>"
        '<C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>'))
    assert len(found(answer)) == 6
    data = answer.prop(cal + "one.ics", "C:calendar-data").text
    # XML reads CRLF as LF unless CR is written as a reference
    assert data == event("one@x", "20260612T140000Z", "20260612T150000Z",
                         summary="Dentist")


def test_expand_gives_instances_in_utc(maria, cal):
    props = '<C:calendar-data><C:expand start="20260601T000000Z" ' \
        'end="20260630T000000Z"/></C:calendar-data>'
    answer = query(maria, cal, VEVENT % (
        '<C:prop-filter name="SUMMARY"><C:text-match>Weekly</C:text-match>'
        "</C:prop-filter>"), props)
    data = answer.prop(cal + "weekly.ics", "C:calendar-data").text
    assert data.count("BEGIN:VEVENT") == 4
    assert "RRULE" not in data and "20260615T090000Z" not in data
    assert data.count("RECURRENCE-ID") == 4


def test_parts_of_the_data_can_be_chosen(maria, cal):
    props = ('<C:calendar-data><C:comp name="VCALENDAR"><C:prop '
             'name="VERSION"/><C:comp name="VEVENT"><C:prop name="UID"/>'
             "</C:comp></C:comp></C:calendar-data>")
    answer = query(maria, cal, VEVENT % "", props)
    data = answer.prop(cal + "one.ics", "C:calendar-data").text
    assert "UID:one@x" in data and "SUMMARY" not in data


@pytest.mark.parametrize("inner,element", [
    ("", "valid-filter"),
    ('<C:comp-filter name="VEVENT"/>', "valid-filter"),
    ('<C:comp-filter name="VCALENDAR"><C:what/></C:comp-filter>',
     "valid-filter"),
    (week("20260613T000000Z", "20260612T000000Z"), "valid-filter"),
    (week("2026-06-13", "2026-06-14"), "valid-filter"),
    (VEVENT % ('<C:prop-filter name="SUMMARY"><C:text-match '
               'collation="i;klingon">x</C:text-match></C:prop-filter>'),
     "supported-collation"),
    ('<C:comp-filter name="VCALENDAR"><C:comp-filter name="VALARM"/>'
     "</C:comp-filter>", "valid-filter"),
    (VEVENT % '<C:comp-filter name="VEVENT"/>', "valid-filter"),
    (VEVENT % '<C:comp-filter name="VTIMEZONE"/>', "valid-filter"),
    (VEVENT % '<C:comp-filter name="VCALENDAR"/>', "valid-filter"),
    (VEVENT % ('<C:comp-filter name="VALARM"><C:comp-filter name="VALARM"/>'
               "</C:comp-filter>"), "valid-filter"),
    (VEVENT % ('<C:prop-filter name="SUMMARY"><C:time-range '
               'start="20260612T000000Z"/></C:prop-filter>'), "valid-filter"),
    (VEVENT % ('<C:prop-filter name="DTSTART"><C:time-range '
               'start="20260612T000000Z"/><C:text-match>2</C:text-match>'
               "</C:prop-filter>"), "valid-filter"),
    (VEVENT % ('<C:time-range start="20260612T000000Z"/>'
               '<C:time-range start="20260612T000000Z"/>'), "valid-filter"),
    (VEVENT % ('<C:prop-filter name="SUMMARY"><C:text-match '
               'negate-condition="maybe">x</C:text-match></C:prop-filter>'),
     "valid-filter"),
])
def test_wrong_filters_get_their_precondition(maria, cal, inner, element):
    answer = query(maria, cal, inner)
    assert answer.status in (400, 403) and element in answer.error


@pytest.mark.parametrize("inner", [
    '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/>'
    '<C:comp-filter name="VTODO"/></C:comp-filter>',
    '<C:comp-filter name="VCALENDAR"><C:is-not-defined/></C:comp-filter>',
    '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
    "<C:is-not-defined/></C:comp-filter>"
    '<C:comp-filter name="VEVENT"/></C:comp-filter>',
])
def test_what_nothing_can_match_matches_nothing(maria, cal, inner):
    answer = query(maria, cal, inner)
    assert answer.status == 207 and not answer.responses


def test_an_empty_comp_asks_for_all_of_the_component(maria):
    cal = maria.make_calendar("whole-zone")
    zone = "\r\n".join([
        "BEGIN:VTIMEZONE", "TZID:Here", "BEGIN:STANDARD",
        "DTSTART:16010101T000000", "TZOFFSETFROM:+0700", "TZOFFSETTO:+0700",
        "END:STANDARD", "END:VTIMEZONE", ""])
    body = event("zone@x").replace("BEGIN:VEVENT", zone + "BEGIN:VEVENT")
    assert maria.put(cal + "a.ics", body).status == 201
    props = ('<C:calendar-data><C:comp name="VCALENDAR"><C:prop '
             'name="VERSION"/><C:comp name="VEVENT"/>'
             '<C:comp name="VTIMEZONE"/></C:comp></C:calendar-data>')
    answer = query(maria, cal, VEVENT % "", props)
    data = answer.prop(cal + "a.ics", "C:calendar-data").text
    assert data == body.replace("PRODID:-//tests//EN\r\n", "")


def test_multiget_gives_what_is_there_and_404_for_the_rest(maria, cal):
    hrefs = [cal + "one.ics", cal + "missing.ics",
             "/dav/calendars/admin/sessions/x.ics", "/etc/passwd"]
    answer = maria.ask("REPORT", cal, (
        '<C:calendar-multiget xmlns:D="DAV:" '
        'xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/>'
        "<C:calendar-data/></D:prop>" +
        "".join(f"<D:href>{h}</D:href>" for h in hrefs) +
        "</C:calendar-multiget>"))
    assert answer.status == 207
    assert answer.prop(hrefs[0], "C:calendar-data").text.startswith("BEGIN")
    for href in hrefs[1:]:
        assert " 404 " in answer.responses[href].findtext(
            "D:status", namespaces={"D": "DAV:"})


def test_an_unreadable_stored_object_never_breaks_a_listing(maria, cal):
    answer = query(maria, cal, week("20260608T000000Z", "20260613T000000Z"),
                   "<D:getetag/><C:calendar-data/>")
    assert len(found(answer)) == 3


def test_free_busy_merges_what_overlaps_and_names_nothing(maria):
    path = maria.make_calendar("busy")
    maria.put(path + "a.ics", event("fa@x", "20260612T100000Z",
                                    "20260612T110000Z", summary="Secret"))
    maria.put(path + "b.ics", event("fb@x", "20260612T103000Z",
                                    "20260612T120000Z"))
    maria.put(path + "c.ics", event("fc@x", "20260612T130000Z",
                                    "20260612T140000Z",
                                    "TRANSP:TRANSPARENT"))
    maria.put(path + "d.ics", event("fd@x", "20260612T150000Z",
                                    "20260612T160000Z", "STATUS:TENTATIVE"))
    answer = maria.report(path, "C:free-busy-query",
                          '<C:time-range start="20260612T000000Z" '
                          'end="20260613T000000Z"/>')
    assert answer.status == 200
    assert "FREEBUSY:20260612T100000Z/20260612T120000Z" in answer.text
    assert "FBTYPE=BUSY-TENTATIVE:20260612T150000Z" in answer.text
    assert "Secret" not in answer.text and "130000Z" not in answer.text


def test_expand_property_follows_hrefs(maria):
    answer = maria.ask("REPORT", "/dav/principals/maria/", (
        '<D:expand-property xmlns:D="DAV:"><D:property '
        'name="calendar-home-set" namespace="urn:ietf:params:xml:ns:caldav">'
        '<D:property name="displayname"/><D:property name="resourcetype"/>'
        "</D:property></D:expand-property>"))
    assert answer.status == 207
    assert "/dav/calendars/maria/" in answer.text
    assert "<D:collection/>" in answer.text


@pytest.mark.parametrize("name, namespace", [
    ("display name", "DAV:"), ("displayname/", "DAV:"), ("a:b", "DAV:"),
    ("1a", "DAV:"), ("", "DAV:"),
    ("lang", "http://www.w3.org/2000/xmlns/"),
])
def test_expand_property_refuses_what_no_property_is_called(maria, name,
                                                            namespace):
    answer = maria.ask("REPORT", "/dav/principals/maria/", (
        '<D:expand-property xmlns:D="DAV:">'
        f'<D:property name="{name}" namespace="{namespace}"/>'
        "</D:expand-property>"))
    assert answer.status == 400
    assert name in answer.text


def test_a_property_of_the_xml_namespace_is_told_as_missing(maria):
    answer = maria.propfind("/dav/principals/maria/", "xml:lang")
    assert answer.status == 207
    assert " 404 " in answer.text and "<xml:lang/>" in answer.text


def test_a_rule_bomb_costs_nothing(maria):
    path = maria.make_calendar("bombs")
    for i, rule in enumerate([
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=YEARLY;INTERVAL=9999;BYDAY=53MO",
            "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4;COUNT=100000"]):
        answer = maria.put(f"{path}{i}.ics", event(
            f"bomb{i}@x", "00010101T000000Z", "00010101T010000Z",
            "RRULE:" + rule))
        assert answer.status in (201, 403)
    answer = query(maria, path, week("20260608T000000Z", "20260613T000000Z"))
    assert answer.status == 207
    secondly = maria.put(path + "s.ics", event(
        "sec@x", "20260101T000000Z", "20260101T000001Z",
        "RRULE:FREQ=SECONDLY"))
    assert secondly.status == 403 and "max-instances" in secondly.error


@pytest.mark.parametrize("timezone", [
    "Europe/Berlin", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    # neither VERSION nor PRODID
    "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"
    "END:VTIMEZONE\r\nEND:VCALENDAR\r\n",
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n",
])
def test_a_time_zone_of_a_query_is_valid_calendar_data(maria, cal, timezone):
    answer = query(maria, cal, VEVENT % "",
                   extra=f"<C:timezone>{timezone}</C:timezone>")
    assert answer.status == 403 and answer.error[0] == "valid-calendar-data"


def test_a_query_has_one_filter_and_one_time_zone(maria, cal):
    other = ('<C:filter><C:comp-filter name="VCALENDAR">'
             '<C:comp-filter name="VTODO"/></C:comp-filter></C:filter>')
    answer = query(maria, cal, VEVENT % "", extra=other)
    assert answer.status == 403 and answer.error[0] == "valid-filter"
    zone = "<C:timezone-id>Europe/Vienna</C:timezone-id>"
    assert query(maria, cal, VEVENT % "", extra=zone).status == 207
    assert query(maria, cal, VEVENT % "", extra=zone + zone).status == 400


def test_an_id_of_a_time_zone_is_a_valid_time_zone(maria, cal):
    answer = query(maria, cal, VEVENT % "",
                   extra="<C:timezone-id>Nowhere</C:timezone-id>")
    assert answer.status == 403 and answer.error[0] == "valid-timezone"


def test_the_type_of_calendar_data_may_have_parameters(maria, cal):
    for kind, status in (("text/calendar; charset=utf-8", 207),
                         ("TEXT/CALENDAR;component=vevent", 207),
                         ("application/calendar+json; charset=utf-8", 207),
                         ("text/calendars; x=text/calendar", 403)):
        answer = query(maria, cal, VEVENT % "",
                       props=f'<C:calendar-data content-type="{kind}"/>')
        assert answer.status == status, kind
        if "json" in kind:
            data = answer.prop(cal + "one.ics", "C:calendar-data").text
            assert data.startswith('["vcalendar"')


@pytest.mark.parametrize("report", ["calendar-query", "calendar-multiget"])
def test_a_file_of_a_plain_collection_takes_no_calendar_report(maria, report):
    files = maria.home + f"plain-{report}/"
    assert maria.ask("MKCOL", files).status == 201
    assert maria.put(files + "a.ics", event("a@x")).status == 201
    for path in (files, files + "a.ics"):
        answer = maria.report(path, "C:" + report,
                              "<D:prop><D:getetag/></D:prop><C:filter>"
                              '<C:comp-filter name="VCALENDAR"/></C:filter>'
                              f"<D:href>{path}</D:href>")
        assert answer.status == 403
        assert answer.error[0] == "supported-report"


def test_a_task_is_due_at_the_moment_in_which_its_day_begins(maria):
    cal = maria.make_calendar("due-days")
    task = event("due@x").replace("VEVENT", "VTODO")
    task = task.replace("DTSTART:20260612T140000Z\r\n", "").replace(
        "DTEND:20260612T150000Z", "DUE;VALUE=DATE:20260612")
    assert maria.put(cal + "a.ics", task).status == 201
    for start, end, there in (("20260612T030000Z", "20260612T040000Z", True),
                              ("20260612T040000Z", "20260612T050000Z", False),
                              ("20260612T120000Z", "20260612T130000Z", False)):
        answer = query(maria, cal, '<C:comp-filter name="VCALENDAR">'
                       '<C:comp-filter name="VTODO"><C:time-range '
                       f'start="{start}" end="{end}"/></C:comp-filter>'
                       "</C:comp-filter>")
        assert found(answer) == ({"a"} if there else set())


@pytest.mark.parametrize("report,inner", [
    ("principal-match", "<D:self/>"),
    ("principal-property-search",
     "<D:property-search><D:prop><D:displayname/></D:prop>"
     "<D:match>a</D:match></D:property-search>"),
    ("principal-search-property-set", ""),
    ("acl-principal-prop-set", "<D:prop><D:displayname/></D:prop>"),
])
def test_reports_about_principals_have_depth_0_alone(maria, report, inner):
    path = "/dav/principals/"
    assert maria.report(path, "D:" + report, inner, "1").status == 400
    assert maria.report(path, "D:" + report, inner, "infinity").status == 400
    assert maria.report(path, "D:" + report, inner, "0").status in (200, 207)


def test_principal_match_finds_what_names_the_actor_at_any_depth(server, maria,
                                                                 cal):
    def match(person, path, prop, asked="<D:displayname/>"):
        answer = person.report(path, "D:principal-match",
                               f"<D:principal-property>{prop}"
                               "</D:principal-property>"
                               f"<D:prop>{asked}</D:prop>", "0")
        assert answer.status == 207, answer.text
        return set(answer.responses)

    owned = match(maria, maria.home, "<D:owner/>")
    assert {cal, cal + "one.ics"} <= owned
    assert maria.home + "closures/" not in owned  # the practice's
    assert {maria.home, cal} <= match(maria, "/dav/calendars/", "<D:owner/>")
    assert match(maria, maria.home, "<D:displayname/>") == set()
    assert match(maria, maria.home, '<x:none xmlns:x="urn:x"/>') == set()
    dead = ('<x:boss xmlns:x="urn:x" xmlns:d="DAV:"><d:href>'
            "/dav/principals/maria/</d:href></x:boss>")
    maria.proppatch(cal, f"<D:set><D:prop>{dead}</D:prop></D:set>")
    assert match(maria, maria.home, '<x:boss xmlns:x="urn:x"/>') == {cal}
    maria.proppatch(cal + "one.ics", f"<D:set><D:prop>{dead}</D:prop></D:set>")
    assert match(maria, maria.home, '<x:boss xmlns:x="urn:x"/>',
                 "<D:getetag/>") == {cal, cal + "one.ics"}
    # in a calendar as in the home, and at home alone
    assert match(maria, cal, "<D:owner/>") >= {cal + "one.ics"}
    assert match(maria, cal, '<x:boss xmlns:x="urn:x"/>') == {cal + "one.ics"}
    assert maria.report(cal, "D:principal-match", "<D:self/>",
                        "0").responses == {}
    other = dead.replace("/dav/", "http://elsewhere/dav/")
    maria.proppatch(cal, f"<D:set><D:prop>{other}</D:prop></D:set>")
    assert match(maria, maria.home, '<x:boss xmlns:x="urn:x"/>') == {
        cal + "one.ics"}
    for wrong in ("", "<D:self/><D:principal-property><D:owner/>"
                      "</D:principal-property>", "<D:principal-property/>"):
        assert maria.report(maria.home, "D:principal-match", wrong,
                            "0").status == 400


def test_expand_property_keeps_what_is_around_the_hrefs(maria, cal):
    dead = ('<x:see xmlns:x="urn:x" xmlns:d="DAV:">before <x:in a="1">'
            f"<d:href>{cal}one.ics</d:href></x:in> after "
            "<d:href>http://elsewhere/x</d:href></x:see>")
    maria.proppatch(cal, f"<D:set><D:prop>{dead}</D:prop></D:set>")

    def expand(inner, **headers):
        answer = maria.report(
            cal, "D:expand-property",
            f'<D:property name="see" namespace="urn:x">{inner}</D:property>',
            "0", **headers)
        assert answer.status == 207, answer.text
        return answer

    answer = expand('<D:property name="getetag"/><D:property name="none"/>')
    see = answer.xml.find(".//{urn:x}see")
    assert see.text == "before " and see[0].tail == " after "
    assert see[0].tag == "{urn:x}in" and see[0].get("a") == "1"
    assert see[0][0].findtext("{DAV:}href") == cal + "one.ics"
    assert see[0][0].find(".//{DAV:}getetag") is not None
    assert see[1].text == "http://elsewhere/x"
    assert "404 Not Found" in answer.text
    answer = expand('<D:property name="getetag"/><D:property name="none"/>',
                    Prefer="return=minimal")
    assert "404 Not Found" not in answer.text and "getetag" in answer.text
    assert answer.headers["Preference-Applied"] == "return=minimal"
    # without properties inside, the value is as it was set
    assert expand("").xml.find(".//{urn:x}see/{urn:x}in/{DAV:}href"
                               ).text == cal + "one.ics"


def test_expand_property_leaves_what_is_elsewhere(server, maria, cal):
    dead = ('<x:far xmlns:x="urn:x" xmlns:d="DAV:"><d:href>http://elsewhere/'
            f"</d:href><d:href>http://elsewhere{cal}one.ics</d:href>"
            f"<d:href>{server.url}{cal}one.ics</d:href></x:far>")
    maria.proppatch(cal, f"<D:set><D:prop>{dead}</D:prop></D:set>")
    answer = maria.report(cal, "D:expand-property",
                          '<D:property name="far" namespace="urn:x">'
                          '<D:property name="getetag"/></D:property>', "0")
    far = answer.xml.find(".//{urn:x}far")
    assert [part.tag.split("}")[1] for part in far] == ["href", "href",
                                                        "response"]
    assert far[0].text == "http://elsewhere/"
    assert far[2].findtext("{DAV:}href") == cal + "one.ics"


def test_expand_property_asks_as_deep_as_depth_says(maria, cal):
    def expand(path, depth):
        answer = maria.report(path, "D:expand-property",
                              '<D:property name="owner">'
                              '<D:property name="displayname"/></D:property>',
                              depth)
        assert answer.status == 207, answer.text
        for response in answer.xml.findall("D:response", NS):
            owner = response.find("D:propstat/D:prop/D:owner", NS)
            assert owner is None or len(owner.findall("D:response", NS)) <= 1
        return set(answer.responses)

    assert expand(cal, "0") == {cal}
    assert {cal, cal + "one.ics"} <= expand(cal, "1")
    assert {maria.home, cal} <= expand(maria.home, "1")
    assert cal + "one.ics" not in expand(maria.home, "1")
    assert {maria.home, cal, cal + "one.ics"} <= expand(maria.home, "infinity")
    assert expand(cal + "one.ics", "infinity") == {cal + "one.ics"}
    answer = maria.report(cal, "D:expand-property",
                          '<D:property name="owner"/>', "2")
    assert answer.status == 400


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_body_may_be_in_utf_16(maria, cal, encoding):
    body = ('<?xml version="1.0" encoding="UTF-16"?>'
            '<d:propfind xmlns:d="DAV:"><d:prop><d:displayname/>'
            '<x:\u00fcber xmlns:x="urn:x"/></d:prop></d:propfind>')
    answer = maria.ask("PROPFIND", cal, body.encode(encoding), Depth="0")
    assert answer.status == 207, answer.text
    assert answer.missing(cal) == {"{urn:x}\u00fcber"}

"""What programs write that the RFCs would have otherwise, where it harms
nobody: it is taken, kept to the byte, and acted on as it was meant."""

import pytest

from conftest import event

BANGKOK = "\r\n".join([
    "BEGIN:VTIMEZONE", "TZID:(UTC+07:00) Bangkok\\, Hanoi\\, Jakarta",
    "BEGIN:STANDARD", "DTSTART:16010101T000000", "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700", "END:STANDARD", "END:VTIMEZONE", ""])


@pytest.fixture(scope="module")
def work(maria):
    return maria.make_calendar("liberal")


def expanded(maria, path, start, end):
    """Starts of the instances of the member, in UTC."""
    collection = path.rsplit("/", 1)[0] + "/"
    answer = maria.report(collection, "C:calendar-multiget",
                          "<D:prop><C:calendar-data>"
                          f'<C:expand start="{start}" end="{end}"/>'
                          f"</C:calendar-data></D:prop><D:href>{path}</D:href>")
    assert answer.status == 207, answer.text
    text = answer.prop(path, "C:calendar-data").text
    return [line.split(":")[1] for line in text.splitlines()
            if line.startswith("DTSTART")]


def kept(maria, path, body):
    answer = maria.put(path, body)
    assert answer.status == 201, answer.text
    assert "ETag" in answer.headers
    sent = body.encode() if isinstance(body, str) else body
    assert maria.get(path).bytes == sent


@pytest.mark.parametrize("number,tzid", enumerate([
    '"(UTC+07:00) Bangkok, Hanoi, Jakarta"',
    '"(UTC+07:00) Bangkok\\, Hanoi\\, Jakarta"']))
def test_a_tzid_is_compared_as_the_text_it_is(maria, work, number, tzid):
    body = event(f"tz{number}@x").replace(
        "DTSTART:20260612T140000Z", f"DTSTART;TZID={tzid}:20260612T210000")
    body = body.replace("BEGIN:VEVENT", BANGKOK + "BEGIN:VEVENT")
    path = f"{work}tz{number}.ics"
    kept(maria, path, body)
    assert expanded(maria, path, "20260612T000000Z", "20260613T000000Z") == [
        "20260612T140000Z"]


@pytest.mark.parametrize("number,line", enumerate([
    "X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-APPLE-RADIUS=70.5;"
    "X-TITLE=Ringweg 1-5\\; 4000 Stadt:geo:48.3,14.2",
    'X-APPLE-END-LOCATION;VALUE=URI;X-ADDRESS="Airport 1, Town";'
    'X-TITLE=Terminal \\"North\\":geo:1.2,1.3',
    'X-TITLE;A="b:c', "X-NO-COLON", "X-TWO WORDS:v", "X-A;;B=:c",
    'ATTENDEE;CN="Jo" Smith;X-A:mailto:jo@example.org',
    'DTEND;X-A=5" pipe:20260612T150000Z']))
def test_lines_nobody_acts_on_never_refuse_an_object(maria, work, number, line):
    lines = [] if line.startswith("DTEND") else ["DTEND:20260612T150000Z"]
    body = "\r\n".join([
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN",
        "BEGIN:VEVENT", f"UID:odd{number}@x", "DTSTART:20260612T140000Z",
        line, *lines, "END:VEVENT", "END:VCALENDAR", ""])
    path = f"{work}odd{number}.ics"
    kept(maria, path, body)
    selected = maria.report(
        work, "C:calendar-multiget",
        '<D:prop><C:calendar-data><C:comp name="VCALENDAR"><C:allprop/>'
        '<C:comp name="VEVENT"><C:allprop/></C:comp></C:comp>'
        f"</C:calendar-data></D:prop><D:href>{path}</D:href>")
    assert line + "\r\n" in selected.prop(path, "C:calendar-data").text


def test_a_fold_may_stand_within_a_character(maria, work):
    path = work + "fold.ics"
    body = event("fold@x", "20260612T140000Z", "20260612T150000Z", "X-MARK")
    body = body.encode().replace(b"X-MARK", b"DESCRIPTION:Z\xc3\r\n\t\xbcrich"
                                 b"\r\nLOCATION:\xf0\x9f\r\n \x98\r\n \x80")
    kept(maria, path, body)
    answer = maria.report(work, "C:calendar-query",
                          "<D:prop><C:calendar-data/></D:prop><C:filter>"
                          '<C:comp-filter name="VCALENDAR">'
                          '<C:comp-filter name="VEVENT">'
                          '<C:prop-filter name="DESCRIPTION">'
                          "<C:text-match>zürich</C:text-match></C:prop-filter>"
                          "</C:comp-filter></C:comp-filter></C:filter>")
    text = answer.prop(path, "C:calendar-data").text
    assert "DESCRIPTION:Zürich\r\nLOCATION:\U0001f600\r\n" in text


def test_a_byte_order_mark_is_kept_and_not_passed_on_in_xml(maria, work):
    path = work + "mark.ics"
    kept(maria, path, b"\xef\xbb\xbf" + event("mark@x").encode())
    answer = maria.report(work, "C:calendar-multiget",
                          "<D:prop><C:calendar-data/></D:prop>"
                          f"<D:href>{path}</D:href>")
    assert answer.prop(path, "C:calendar-data").text == event("mark@x")


def test_two_rules_are_a_union_and_an_empty_one_is_none(maria, work):
    path = work + "rules.ics"
    kept(maria, path, event("rules@x", "20260901T100000Z", "20260901T110000Z",
                            "RRULE:FREQ=DAILY;COUNT=2",
                            "RRULE:FREQ=WEEKLY;COUNT=3"))
    assert expanded(maria, path, "20260801T000000Z", "20270101T000000Z") == [
        "20260901T100000Z", "20260902T100000Z", "20260908T100000Z",
        "20260915T100000Z"]
    path = work + "empty.ics"
    kept(maria, path, event("empty@x", "20260901T100000Z", "20260901T110000Z",
                            "RRULE:", "EXDATE:"))
    assert expanded(maria, path, "20260801T000000Z", "20270101T000000Z") == [
        "20260901T100000Z"]


def test_a_duration_of_a_day_may_end_with_a_t(maria, work):
    kept(maria, work + "day.ics", event("day@x").replace(
        "DTEND:20260612T150000Z", "DURATION:P1DT"))


def test_sessions_repeat_by_two_rules_and_by_none(server, maria):
    path = maria.home + "sessions/two.ics"
    body = event("two-rules@x", "20260907T140000Z", "20260907T150000Z",
                 "RRULE:FREQ=WEEKLY;COUNT=2",
                 "RRULE:FREQ=MONTHLY;COUNT=2", summary="C042")
    assert maria.put(path, body).status == 201
    listed = server.person("admin").get(
        "/api/sessions?from=2026-09-07&to=2026-12-01").text
    for day in ("2026-09-07", "2026-09-14", "2026-10-07"):
        assert f"{day}T" in listed
    path = maria.home + "sessions/none.ics"
    body = event("no-rule@x", "20261207T140000Z", "20261207T150000Z", "RRULE:",
                 summary="C042")
    assert maria.put(path, body).status == 201
    assert "SUMMARY" in maria.get(path).text


def limit_told(maria, work):
    answer = maria.propfind(work, "C:max-instances")
    return int(answer.prop(work, "C:max-instances").text)


def test_max_instances_is_one_limit_told_and_kept(maria, work):
    most = limit_told(maria, work)
    for number, (lines, status) in enumerate([
            ([f"RRULE:FREQ=DAILY;COUNT={most}"], 201),
            ([f"RRULE:FREQ=DAILY;COUNT={most + 1}"], 403),
            (["RRULE:FREQ=DAILY"], 201),
            (["RRULE:FREQ=DAILY;UNTIL=20990101T000000Z"], 403),
            (["RDATE:" + ",".join(f"{2030 + i // 300}{1 + i // 25 % 12:02}"
                                  f"{1 + i % 25:02}T100000Z"
                                  for i in range(most))], 403)]):
        answer = maria.put(f"{work}most{number}.ics",
                           event(f"most{number}@x", "20260901T100000Z",
                                 "20260901T110000Z", *lines))
        assert answer.status == status, (lines, answer.text)
        if status == 403:
            assert answer.error == ["max-instances", "responsedescription"]


@pytest.mark.parametrize("number,start,rule", [
    (0, "19900101T070000", "FREQ=DAILY"),
    (1, "20200101T000000", "FREQ=HOURLY")])
def test_instances_that_cannot_all_be_told_are_none(maria, number, start, rule):
    work = maria.make_calendar(f"many{number}")
    body = event(f"many{number}@x").replace(
        "DTSTART:20260612T140000Z", f"DTSTART;TZID=Europe/Berlin:{start}")
    body = body.replace("DTEND:20260612T150000Z",
                        f"DURATION:PT10M\r\nRRULE:{rule}")
    assert maria.put(work + "a.ics", body).status == 201
    whole = ('<C:expand start="19900101T000000Z" end="20300101T000000Z"/>')
    answer = maria.report(work, "C:calendar-query",
                          f"<D:prop><C:calendar-data>{whole}</C:calendar-data>"
                          '</D:prop><C:filter><C:comp-filter name="VCALENDAR"/>'
                          "</C:filter>")
    assert answer.status == 507
    assert answer.error[0] == "number-of-matches-within-limits"


def test_busy_times_are_told_all_or_not_at_all(maria):
    work = maria.make_calendar("busy")
    span = '<C:time-range start="20260601T000000Z" end="%s0601T000000Z"/>'
    body = event("hourly@x", "20260601T000000Z", "20260601T000100Z",
                 "RRULE:FREQ=HOURLY")
    assert maria.put(work + "a.ics", body).status == 201
    answer = maria.report(work, "C:free-busy-query", span % 2028)
    assert answer.status == 200
    assert answer.text.count("\r\nFREEBUSY") == 731 * 24
    answer = maria.report(work, "C:free-busy-query", span % 2099)
    assert answer.status == 507
    assert answer.error[0] == "number-of-matches-within-limits"


def test_a_rule_that_never_falls_is_its_start_alone(maria, work):
    path = work + "never.ics"
    kept(maria, path, event("never@x", "20260609T200000Z", "20260609T210000Z",
                            "RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=MO"))
    assert expanded(maria, path, "20260601T000000Z", "20280101T000000Z") == [
        "20260609T200000Z"]


@pytest.mark.parametrize("number,tzid,utc", [
    (0, "Customized Time Zone", "20260612T140000Z"),
    (1, '"(UTC-04:00) Atlantic Time (Canada)"', "20260612T130000Z")])
def test_a_zone_that_nobody_knows_is_the_practices_in_an_own_calendar(
        maria, work, number, tzid, utc):
    body = event(f"made{number}@x").replace(
        "DTSTART:20260612T140000Z", f"DTSTART;TZID={tzid}:20260612T100000")
    path = f"{work}made{number}.ics"
    kept(maria, path, body)
    assert expanded(maria, path, "20260612T000000Z", "20260613T000000Z") == [
        utc]


def test_of_two_calendars_in_one_object_nobody_knows_which(maria, work):
    body = event("first@x")
    kept(maria, f"{work}first.ics", b"\xef\xbb\xbf" + body.encode())
    answer = maria.put(f"{work}two.ics", body + event("other@x"))
    assert answer.status == 403 and "valid-calendar-data" in answer.text

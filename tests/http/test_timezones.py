"""Zones by reference (RFC 7809) and the service that has them (RFC 7808)."""

import json
import re

import pytest

from conftest import event

ROOT = "/.well-known/timezone"
JCAL = "application/calendar+json"


def zone(name, offset="-0500"):
    return (f"BEGIN:VTIMEZONE\r\nTZID:{name}\r\nBEGIN:STANDARD\r\n"
            f"DTSTART:19700101T000000\r\nTZOFFSETFROM:{offset}\r\n"
            f"TZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n")


def zoned(uid, name, definition=""):
    return event(uid).replace(
        "DTSTART:20260612T140000Z", f"DTSTART;TZID={name}:20260612T140000"
    ).replace("DTEND:20260612T150000Z", f"DTEND;TZID={name}:20260612T150000"
              ).replace("BEGIN:VEVENT", definition + "BEGIN:VEVENT", 1)


KNOWN = zoned("known@x", "America/Toronto", zone("America/Toronto"))
OWN = zoned("own@x", "Our Own", zone("Our Own", "-0300"))


@pytest.fixture(scope="module")
def cal(maria):
    calendar = maria.make_calendar("zoned")
    assert maria.put(calendar + "known.ics", KNOWN).status == 201
    assert maria.put(calendar + "own.ics", OWN).status == 201
    return calendar


def data(maria, cal, name, **headers):
    href = cal + name
    return maria.report(
        cal, "C:calendar-multiget", "<D:prop><C:calendar-data/></D:prop>"
        f"<D:href>{href}</D:href>", **headers).prop(
            href, "C:calendar-data").text.replace("\r\n", "\n")


def ways(maria, cal, name, **headers):
    """The object by each way in which calendar data goes out."""
    def text(answer):
        return answer.text.replace("\r\n", "\n")
    yield text(maria.get(cal + name, **headers))
    yield data(maria, cal, name, **headers)
    yield maria.propfind(cal + name, "C:calendar-data", **headers).prop(
        cal + name, "C:calendar-data").text.replace("\r\n", "\n")
    yield text(maria.get(cal, **headers))


def test_the_header_is_told_where_calendars_are(maria, cal):
    for path in (maria.home, cal):
        told = maria.ask("OPTIONS", path).headers["DAV"].split(", ")
        assert "calendar-no-timezone" in told


def test_known_zones_are_left_out_where_none_are_wanted(maria, cal):
    for text in ways(maria, cal, "known.ics", CalDAV_Timezones="F"):
        assert "BEGIN:VTIMEZONE\nTZID:America/Toronto" not in text
        assert "DTSTART;TZID=America/Toronto:20260612T140000" in text


def test_a_zone_that_nobody_else_has_stays(maria, cal):
    for text in ways(maria, cal, "own.ics", CalDAV_Timezones="F"):
        assert "BEGIN:VTIMEZONE\nTZID:Our Own" in text


@pytest.mark.parametrize("headers", [{}, {"CalDAV_Timezones": "T"}])
def test_all_zones_are_there_otherwise(maria, cal, headers):
    for text in ways(maria, cal, "known.ics", **headers):
        assert "BEGIN:VTIMEZONE\nTZID:America/Toronto" in text


def test_sessions_come_without_their_zones_too(demo):
    maria = demo.person("maria")
    query = maria.report(
        maria.home + "sessions/", "C:calendar-query",
        "<D:prop><C:calendar-data/></D:prop>"
        '<C:filter><C:comp-filter name="VCALENDAR"/></C:filter>',
        CalDAV_Timezones="F")
    assert len(query.responses) > 10
    assert "VTIMEZONE" not in query.text and "DTSTART;TZID=" in query.text


def test_json_comes_without_zones_too(maria, cal):
    answer = maria.get(cal + "known.ics", Accept=JCAL, CalDAV_Timezones="F")
    assert [part[0] for part in json.loads(answer.text)[2]] == ["vevent"]


def test_each_form_has_a_tag_of_its_own(maria, cal):
    plain = maria.get(cal + "known.ics")
    bare = maria.get(cal + "known.ics", CalDAV_Timezones="F")
    assert plain.headers["ETag"] != bare.headers["ETag"]
    assert "CalDAV-Timezones" in plain.headers["Vary"]
    assert maria.get(cal + "known.ics", CalDAV_Timezones="F",
                     If_None_Match=bare.headers["ETag"]).status == 304
    assert maria.get(cal + "known.ics",
                     If_None_Match=bare.headers["ETag"]).status == 200


def test_times_are_taken_without_the_zones_that_are_known(maria, cal):
    answer = maria.put(cal + "bare.ics", zoned("bare@x", "Europe/Berlin"))
    assert answer.status == 201
    assert maria.delete(cal + "bare.ics").status == 204


def test_the_zone_of_a_calendar_is_set_by_its_name(maria):
    inner = "<C:calendar-timezone-id>Asia/Tokyo</C:calendar-timezone-id>"
    made = maria.make_calendar("tokyo", inner)
    answer = maria.propfind(made, "C:calendar-timezone-id C:calendar-timezone")
    assert answer.prop(made, "C:calendar-timezone-id").text == "Asia/Tokyo"
    assert "TZID:Asia/Tokyo" in answer.prop(made, "C:calendar-timezone").text
    patched = maria.proppatch(made, "<D:set><D:prop><C:calendar-timezone>"
                              + "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n"
                              + zone("Europe/Paris") + "END:VCALENDAR\n"
                              "</C:calendar-timezone></D:prop></D:set>")
    assert patched.status == 207
    answer = maria.propfind(made, "C:calendar-timezone-id")
    assert answer.prop(made, "C:calendar-timezone-id").text == "Europe/Paris"
    wrong = maria.proppatch(made, "<D:set><D:prop><C:calendar-timezone-id>"
                            "No/Where</C:calendar-timezone-id></D:prop></D:set>")
    assert "valid-timezone" in wrong.text and " 403 " in wrong.text
    allprop = maria.propfind(made).text
    assert "calendar-timezone" not in allprop


def test_a_query_is_judged_in_the_zone_that_it_names(maria):
    made = maria.make_calendar("floats")
    floating = event("float@x", "20260612T120000", "20260612T130000")
    assert maria.put(made + "f.ics", floating).status == 201

    def found(name, hour):
        answer = maria.report(
            made, "C:calendar-query", "<D:prop><D:getetag/></D:prop>"
            '<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter '
            f'name="VEVENT"><C:time-range start="20260612T{hour}0000Z" '
            f'end="20260612T{hour}3000Z"/></C:comp-filter></C:comp-filter>'
            f"</C:filter><C:timezone-id>{name}</C:timezone-id>")
        return answer

    def busy(name):
        answer = maria.report(
            made, "C:free-busy-query",
            '<C:time-range start="20260612T000000Z" end="20260613T000000Z"/>'
            f"<C:timezone-id>{name}</C:timezone-id>")
        return re.findall("FREEBUSY:(.*?)/", answer.text)

    assert len(found("Asia/Tokyo", "03").responses) == 1
    assert len(found("Asia/Tokyo", "12").responses) == 0
    assert busy("Asia/Tokyo") == ["20260612T030000Z"]
    assert busy("UTC") == ["20260612T120000Z"]
    wrong = found("No/Where", "03")
    assert wrong.status == 403 and wrong.error[0] == "valid-timezone"


def test_the_home_names_the_service_and_it_answers_nobody_in_particular(
        server, maria):
    answer = maria.propfind(maria.home, "C:timezone-service-set")
    told = answer.prop(maria.home, "C:timezone-service-set/D:href").text
    assert told == ROOT
    assert server.nobody().get(told).status == 200
    assert "timezone-service-set" not in maria.propfind(maria.home).text


@pytest.fixture(scope="module")
def nobody(server):
    return server.nobody()


def problem(answer, status, word):
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = json.loads(answer.text)
    assert body["type"] == "urn:ietf:params:tzdist:error:" + word
    assert body["status"] == status and body["title"]


def test_capabilities_tell_what_is_served(nobody):
    for path in (ROOT, ROOT + "/capabilities"):
        answer = nobody.get(path)
        assert answer.headers["Content-Type"] == "application/json"
        body = json.loads(answer.text)
        assert body["version"] == 1
        assert body["info"]["primary-source"].startswith("IANA:20")
        assert "text/calendar" in body["info"]["formats"]
        actions = {a["name"]: a for a in body["actions"]}
        assert {"capabilities", "list", "get", "expand",
                "find"} <= set(actions)
        assert actions["expand"]["uri-template"] == (
            ROOT + "/zones{/tzid}/observances{?start,end}")
        assert [p["required"] for p in
                actions["expand"]["parameters"]] == [True, True]


def listed(nobody, query=""):
    return json.loads(nobody.get(ROOT + "/zones" + query).text)


def test_the_list_has_each_zone_once_with_its_other_names(nobody):
    body = listed(nobody)
    zones = {z["tzid"]: z for z in body["timezones"]}
    assert len(zones) == len(body["timezones"]) > 80
    assert "US/Eastern" in zones["America/New_York"]["aliases"]
    assert "US/Eastern" not in zones
    assert zones["Europe/Oslo"]["publisher"] == "IANA"
    assert re.fullmatch("20..[a-z]", zones["Asia/Tokyo"]["version"])
    again = listed(nobody, "?changedsince=" + body["synctoken"])
    assert again["timezones"] == []
    assert again["synctoken"] == body["synctoken"]
    older = listed(nobody, "?changedsince=zones-older")
    assert len(older["timezones"]) == len(zones)
    problem(nobody.get(ROOT + "/zones?changedsince=x"), 400,
            "invalid-changedsince")
    problem(nobody.get(ROOT + "/zones?changedsince=zones-&changedsince=zones-"),
            400, "invalid-changedsince")


@pytest.mark.parametrize("path", [
    "America%2FNew_York", "America%2fNew_York", "America/New_York"])
def test_a_zone_is_got_by_its_name(nobody, path):
    answer = nobody.get(f"{ROOT}/zones/{path}")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "TZID:America/New_York\r\n" in answer.text
    assert answer.text.count("BEGIN:VTIMEZONE") == 1
    etag = next(z["etag"] for z in listed(nobody)["timezones"]
                if z["tzid"] == "America/New_York")
    assert answer.headers["ETag"] == f'"{etag}"'
    assert nobody.get(f"{ROOT}/zones/{path}",
                      If_None_Match=f'"{etag}"').status == 304


def test_an_alias_says_what_it_is_one_of(nobody):
    text = nobody.get(ROOT + "/zones/US%2FEastern").text
    assert "TZID:US/Eastern\r\n" in text
    assert "TZID-ALIAS-OF:America/New_York\r\n" in text
    assert "TZID:UTC\r\n" in nobody.get(ROOT + "/zones/UTC").text


def test_a_zone_is_cut_at_either_end(nobody):
    path = ROOT + "/zones/America%2FNew_York"
    whole = nobody.get(path)
    cut = nobody.get(path + "?start=2020-01-01T00:00:00Z"
                     "&end=2030-01-01T00:00:00Z")
    assert "TZUNTIL:20300101T000000Z" in cut.text
    assert len(cut.text) < len(whole.text)
    assert cut.headers["ETag"] != whole.headers["ETag"]
    problem(nobody.get(path + "?start=today"), 400, "invalid-start")
    problem(nobody.get(path + "?end=2020-01-01"), 400, "invalid-end")
    problem(nobody.get(path + "?start=2020-01-01T00:00:00Z"
                       "&end=2020-01-01T00:00:00Z"), 400, "invalid-end")
    problem(nobody.get(path + "?start=2020-01-01T00:00:00Z"
                       "&start=2020-01-01T00:00:00Z"), 400, "invalid-start")


def test_a_zone_comes_in_the_form_that_is_asked_for(nobody):
    path = ROOT + "/zones/Asia%2FTokyo"
    answer = nobody.get(path, Accept=JCAL)
    assert json.loads(answer.text)[2][0][0] == "vtimezone"
    assert answer.headers["ETag"] != nobody.get(path).headers["ETag"]
    problem(nobody.get(path, Accept="text/plain"), 406, "invalid-format")


def test_observances_are_what_clocks_do(nobody):
    path = ROOT + "/zones/America%2FNew_York/observances"
    answer = nobody.get(path + "?start=2008-01-01T00:00:00Z"
                        "&end=2009-01-01T00:00:00Z")
    body = json.loads(answer.text)
    assert body["tzid"] == "America/New_York"
    assert [(o["onset"], o["utc-offset-from"], o["utc-offset-to"], o["name"])
            for o in body["observances"]] == [
        ("2008-01-01T00:00:00Z", -18000, -18000, "EST"),
        ("2008-03-09T07:00:00Z", -18000, -14400, "EDT"),
        ("2008-11-02T06:00:00Z", -14400, -18000, "EST")]
    later = json.loads(nobody.get(path + "?start=2120-01-01T00:00:00Z"
                                  "&end=2121-01-01T00:00:00Z").text)
    assert len(later["observances"]) == 3
    problem(nobody.get(path + "?end=2009-01-01T00:00:00Z"), 400,
            "invalid-start")
    problem(nobody.get(path + "?start=2009-01-01T00:00:00Z"), 400,
            "invalid-end")
    problem(nobody.get(path + "?start=2009-01-01T00:00:00Z"
                       "&end=9009-01-01T00:00:00Z"), 400, "invalid-end")


@pytest.mark.parametrize("pattern, found", [
    ("new*york", None), ("*New_York", "America/New_York"),
    ("*new york", "America/New_York"), ("us/eastern", "America/New_York"),
    ("Europe/Os*", "Europe/Oslo"), ("*okyo*", "Asia/Tokyo"),
    ("Tokyo", ""), ("", None), ("*", None), ("**", None),
])
def test_zones_are_found_by_a_pattern(nobody, pattern, found):
    answer = nobody.get(ROOT + "/zones?pattern=" + pattern.replace(" ", "%20"))
    if found is None:
        problem(answer, 400, "invalid-pattern")
        return
    names = [z["tzid"] for z in json.loads(answer.text)["timezones"]]
    assert (found in names) if found else names == []
    assert len(names) < 5


def test_leap_seconds_are_told_where_the_system_has_them(nobody):
    actions = json.loads(nobody.get(ROOT).text)["actions"]
    told = any(a["name"] == "leapseconds" for a in actions)
    answer = nobody.get(ROOT + "/leapseconds")
    if not told:
        problem(answer, 404, "invalid-action")
        return
    body = json.loads(answer.text)
    assert body["leapseconds"][0] == {"utc-offset": 10, "onset": "1972-01-01"}
    assert {"utc-offset": 37, "onset": "2017-01-01"} in body["leapseconds"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", body["expires"])


def test_what_there_is_none_of_is_a_problem(nobody):
    problem(nobody.get(ROOT + "/zones/No%2FWhere"), 404, "tzid-not-found")
    problem(nobody.get(ROOT + "/zones/america%2Fnew_york"), 404,
            "tzid-not-found")
    problem(nobody.get(ROOT + "/zones/No/observances?start=x&end=y"), 404,
            "tzid-not-found")
    problem(nobody.get(ROOT + "/elsewhere"), 404, "invalid-action")
    answer = nobody.ask("PUT", ROOT + "/zones/UTC", "x")
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert nobody.ask("OPTIONS", ROOT).status == 200
    assert nobody.ask("HEAD", ROOT + "/zones/UTC").status == 200

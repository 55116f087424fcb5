"""RFC 7809 (zones by reference), RFC 7808 (their service), RFC 7265 (jCal) and
RFC 7953 (VAVAILABILITY)."""

import json

from ground import must
from daybook import NS, event
from calendar_ground import filled, fresh, found, in_range, query, refused

RFC = "7809"
JCAL = "application/calendar+json"
ZONE = ("BEGIN:VTIMEZONE\r\nTZID:{0}\r\nBEGIN:STANDARD\r\n"
        "DTSTART:19700101T000000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0500\r\n"
        "END:STANDARD\r\nEND:VTIMEZONE\r\n")


def zoned(uid, name):
    return event(uid).replace(
        "DTSTART:20260612T140000Z", f"DTSTART;TZID={name}:20260612T140000"
    ).replace("DTEND:20260612T150000Z", f"DTEND;TZID={name}:20260612T150000"
              ).replace("BEGIN:VEVENT", ZONE.format(name) + "BEGIN:VEVENT", 1)


@must(RFC, "3.1.1", "The DAV header says calendar-no-timezone on homes and "
      "calendars.")
def told(ground):
    for path in (ground.home, ground.calendar):
        assert "calendar-no-timezone" in ground.ask(
            "OPTIONS", path).headers["DAV"].split(", ")


@must(RFC, "3.1.2", "The home names a time zone service, which answers.")
def service(ground):
    href = ground.prop(ground.home, "C:timezone-service-set").findtext(
        "D:href", namespaces=NS)
    answer = ground.server.nobody().get(href)
    assert answer.status == 200 and json.loads(answer.text)["version"] == 1


@must(RFC, "3.1.3", "CalDAV-Timezones: F leaves out the zones that the service "
      "has, and no others; T has them all.")
def left_out(ground):
    calendar = filled(ground, zoned("a@x", "America/Toronto"),
                      zoned("b@x", "Our Own"))
    for path, header, there in (("a.ics", "F", False), ("b.ics", "F", True),
                                ("a.ics", "T", True), ("b.ics", "T", True)):
        answer = ground.maria.get(calendar + path, CalDAV_Timezones=header)
        assert ("VTIMEZONE" in answer.text) == there


@must(RFC, "3.1.3", "CalDAV-Timezones: T has the zones that a program left out, "
      "too, in answers of every kind.")
def put_in(ground):
    bare = zoned("a@x", "America/Toronto").replace(
        ZONE.format("America/Toronto"), "")
    calendar = filled(ground, bare)
    path = calendar + "a.ics"
    whole = {"CalDAV_Timezones": "T"}
    query = ("<D:prop><C:calendar-data/></D:prop>"
             f"<D:href>{path}</D:href>")
    told = [ground.maria.get(path, **whole), ground.maria.get(calendar, **whole),
            ground.maria.get(path, Accept=JCAL, **whole),
            ground.maria.get(calendar, Accept=JCAL, **whole),
            ground.maria.report(calendar, "C:calendar-multiget", query,
                                **whole),
            ground.maria.put(path, bare, Prefer="return=representation",
                             **whole)]
    for answer in told:
        assert answer.text.upper().count('"VTIMEZONE"') + answer.text.count(
            "BEGIN:VTIMEZONE") == 1, answer.text
        assert answer.text.count("America/Toronto") == 3
    tag = told[0].headers["ETag"]
    plain = ground.maria.get(path)
    assert plain.text == bare and plain.headers["ETag"] != tag
    assert ground.maria.get(path, If_None_Match=tag, **whole).status == 304
    assert ground.maria.put(path, bare, If_Match=tag).status == 204


@must(RFC, "3.1.3", "In reports, too.")
def left_out_of_reports(ground):
    calendar = filled(ground, zoned("a@x", "America/Toronto"))
    answer = ground.maria.report(
        calendar, "C:calendar-multiget", "<D:prop><C:calendar-data/></D:prop>"
        f"<D:href>{calendar}a.ics</D:href>", CalDAV_Timezones="F")
    assert "VTIMEZONE" not in answer.text and "DTSTART;TZID" in answer.text


@must(RFC, "3.1.4", "Times of known zones are taken without their VTIMEZONE; a "
      "zone that is not known is kept as it was sent.")
def taken(ground):
    body = zoned("a@x", "America/Toronto").replace(
        ZONE.format("America/Toronto"), "")
    calendar = filled(ground, body, zoned("b@x", "Our Own"))
    assert ground.maria.get(calendar + "b.ics").text == zoned("b@x", "Our Own")


@must(RFC, "3.1.5", "calendar-timezone-id and calendar-timezone say the same, "
      "whichever was set.")
def both_properties(ground):
    calendar = fresh(ground)
    ground.set(calendar, "<C:calendar-timezone-id>Asia/Tokyo"
               "</C:calendar-timezone-id>")
    assert "TZID:Asia/Tokyo" in ground.prop(calendar,
                                            "C:calendar-timezone").text
    ground.set(calendar, "<C:calendar-timezone>BEGIN:VCALENDAR\nVERSION:2.0\n"
               "PRODID:x\n" + ZONE.format("Europe/Paris") +
               "END:VCALENDAR\n</C:calendar-timezone>")
    assert ground.prop(calendar,
                       "C:calendar-timezone-id").text == "Europe/Paris"


@must(RFC, "3.1.5", "An id that is not known is valid-timezone, and changes "
      "nothing.")
def unknown_id(ground):
    calendar = fresh(ground)
    before = ground.prop(calendar, "C:calendar-timezone-id").text
    answer = ground.set(calendar, "<C:calendar-timezone-id>No/Where"
                        "</C:calendar-timezone-id>")
    assert "valid-timezone" in answer.text
    assert ground.prop(calendar, "C:calendar-timezone-id").text == before


@must(RFC, "3.1.6", "A query's timezone-id judges its times; one that is not "
      "known is valid-timezone.")
def query_zone(ground):
    calendar = filled(ground, event("f@x", "20260612T120000",
                                    "20260612T130000"))
    noon = in_range("VEVENT", "20260612T030000Z", "20260612T033000Z")
    zone = "<C:timezone-id>{}</C:timezone-id>"
    assert found(ground, calendar, noon,
                 tail=zone.format("Asia/Tokyo")) == "a"
    assert found(ground, calendar, noon, tail=zone.format("UTC")) == ""
    refused(query(ground, calendar, noon, tail=zone.format("No/Where")),
            "valid-timezone")


@must(RFC, "5.2", "Neither property is part of allprop.")
def not_in_allprop(ground):
    assert "timezone" not in ground.maria.propfind(ground.calendar).text
    assert "timezone" not in ground.maria.propfind(ground.home).text


@must("7808", "4.2.1", "The service is found at /.well-known/timezone.")
def well_known(ground):
    nobody = ground.server.nobody()
    assert nobody.get("/.well-known/timezone").status == 200


@must("7808", "5", "Each action that capabilities tells is served; what is "
      "wrong is a problem document with an error of its registry.")
def actions(ground):
    nobody = ground.server.nobody()
    body = json.loads(nobody.get("/.well-known/timezone/capabilities").text)
    for action in body["actions"]:
        path = action["uri-template"].split("{?")[0]
        asked = {"expand": "?start=2026-01-01T00:00:00Z"
                           "&end=2027-01-01T00:00:00Z",
                 "find": "?pattern=Asia*"}.get(action["name"], "")
        answer = nobody.get(path.replace("{/tzid}", "/Asia%2FTokyo") + asked)
        assert answer.status == 200, (action, answer.text)
        assert answer.headers["ETag"]
    answer = nobody.get("/.well-known/timezone/zones/No%2FWhere")
    assert answer.status == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert json.loads(answer.text)["type"] == (
        "urn:ietf:params:tzdist:error:tzid-not-found")


@must("7808", "5.2", "The list names each zone with its tag, and what has "
      "changed since a synctoken.")
def zone_list(ground):
    nobody = ground.server.nobody()
    root = "/.well-known/timezone/zones"
    body = json.loads(nobody.get(root).text)
    assert all(z["tzid"] and z["etag"] for z in body["timezones"])
    again = json.loads(nobody.get(
        f"{root}?changedsince={body['synctoken']}").text)
    assert again["timezones"] == []


@must("7265", "3", "An object is told as jCal where that is asked for, and taken "
      "as jCal; what it says stays the same.")
def jcal(ground):
    calendar = filled(ground, zoned("a@x", "America/Toronto"))
    body = ground.maria.get(calendar + "a.ics", Accept=JCAL).text
    assert json.loads(body)[0] == "vcalendar"
    assert ground.maria.put(calendar + "a.ics", body,
                            Content_Type=JCAL).status == 204
    again = ground.maria.get(calendar + "a.ics", Accept=JCAL).text
    assert json.loads(again) == json.loads(body)


@must("7265", "7", "supported-calendar-data tells it, and calendar-data asks for "
      "it.")
def jcal_in_reports(ground):
    calendar = filled(ground, event("a@x"))
    told = ground.prop(calendar, "C:supported-calendar-data")
    assert JCAL in [d.get("content-type") for d in told]
    answer = ground.maria.report(
        calendar, "C:calendar-multiget", "<D:prop><C:calendar-data "
        f'content-type="{JCAL}" version="2.0"/></D:prop>'
        f"<D:href>{calendar}a.ics</D:href>")
    data = answer.prop(calendar + "a.ics", "C:calendar-data").text
    assert json.loads(data)[2][0][0] == "vevent"


@must("7953", "5", "Time of a VAVAILABILITY that is not AVAILABLE is busy in "
      "free-busy, by its BUSYTYPE.")
def availability(ground):
    calendar = filled(ground, event("a@x"))
    text = ("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VAVAILABILITY\n"
            "UID:v\nDTSTAMP:20260101T000000Z\nBEGIN:AVAILABLE\nUID:w\n"
            "DTSTAMP:20260101T000000Z\nDTSTART:20260101T120000Z\n"
            "DTEND:20260101T160000Z\nRRULE:FREQ=DAILY\nEND:AVAILABLE\n"
            "END:VAVAILABILITY\nEND:VCALENDAR\n")
    answer = ground.set(calendar, "<C:calendar-availability>" + text +
                        "</C:calendar-availability>")
    assert " 200 " in answer.text
    answer = ground.maria.report(
        calendar, "C:free-busy-query",
        '<C:time-range start="20260612T000000Z" end="20260613T000000Z"/>')
    assert ("FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260612T000000Z/"
            "20260612T120000Z") in answer.text
    assert "FREEBUSY:20260612T140000Z/20260612T150000Z" in answer.text

"""RFC 4791: what is stored, who may do what, and what properties hold."""

import re

from ground import must
from daybook import NS, event, xml
from calendar_ground import filled, fresh, refused, task
from rfc3744 import GROUP, acl, ace, names, shared

RFC = "4791"
DATED = "20260612T140000Z", "20260612T150000Z"


def told(ground, path, name):
    return ground.prop(path, name) is not None


@must(RFC, "1.3", "What a condition of the standard refuses is 403 or 409, with "
      "its element in DAV:error.")
def conditions_have_elements(ground):
    calendar = filled(ground, event("a@x"))
    for answer in (ground.maria.put(calendar + "b.ics", event("a@x")),
                   ground.maria.put(calendar + "b.ics", "x"),
                   ground.ask("MKCALENDAR", calendar),
                   ground.ask("MKCALENDAR", calendar + "sub/"),
                   ground.maria.report(calendar, "C:calendar-query", "")):
        assert answer.status in (403, 409), answer.text
        assert answer.xml.tag == "{DAV:}error" and answer.error[0]
        assert answer.xml[0].tag.startswith("{urn:ietf") or (
            answer.error[0] == "resource-must-be-null")


@must(RFC, "4.1", "An object's components have one UID, whatever the object it "
      "comes over.")
def uid_stays(ground):
    calendar = filled(ground, event("a@x"))
    refused(ground.maria.put(calendar + "a.ics", event("b@x")),
            "no-uid-conflict")
    other = filled(ground, event("b@x"))
    for method in ("COPY", "MOVE"):
        answer = ground.copy(method, other + "a.ics", calendar + "a.ics")
        refused(answer, "no-uid-conflict")
    assert "UID:a@x" in ground.maria.get(calendar + "a.ics").text


@must(RFC, "4.2", "No calendar comes into a calendar, however it comes.")
def calendars_are_not_nested(ground):
    calendar, other = fresh(ground), fresh(ground)
    for method in ("COPY", "MOVE"):
        answer = ground.copy(method, other, calendar + "in/")
        assert answer.status in (403, 409), answer.text
        assert "calendar-collection-location-ok" in answer.error
    folder = ground.sub()
    answer = ground.copy("MOVE", folder, calendar + "in/")
    assert answer.status in (403, 409)


@must(RFC, "5.1", "calendar-access is said wherever something of it is served.")
def access_is_told(ground):
    calendar = filled(ground, event("a@x"))
    for path in ("/dav/", "/dav/principals/maria/", ground.home, calendar,
                 calendar + "a.ics", ground.home + "sessions/"):
        assert "calendar-access" in ground.ask(
            "OPTIONS", path).headers["DAV"].split(", "), path


@must(RFC, "5.2.3", "Where supported-calendar-component-set is not told all "
      "kinds are taken.")
def kinds_are_told(ground):
    for path in (ground.calendar, fresh(ground), ground.home + "sessions/",
                 ground.home + "to-save/"):
        assert told(ground, path, "C:supported-calendar-component-set")


@must(RFC, "5.2.4", "supported-calendar-data is protected and no part of "
      "allprop.")
def data_is_protected(ground):
    answer = ground.set(ground.calendar, "<C:supported-calendar-data/>")
    assert "cannot-modify-protected-property" in answer.text
    assert "supported-calendar-data" not in ground.maria.propfind(
        ground.calendar).text


@must(RFC, "5.2.6", "A rule whose instances go beyond the limits of time is "
      "taken.")
def endless_rules(ground):
    calendar = fresh(ground)
    for number, rule in enumerate(("FREQ=YEARLY", "FREQ=DAILY",
                                   "FREQ=YEARLY;INTERVAL=999")):
        assert ground.maria.put(f"{calendar}{number}.ics", event(
            f"{number}@x", *DATED, f"RRULE:{rule}")).status == 201


@must(RFC, "5.2.10", "PROPPATCH of a calendar-timezone that is none is "
      "valid-calendar-data, and changes nothing.")
def timezone_is_checked(ground):
    calendar = fresh(ground)
    before = ground.prop(calendar, "C:calendar-timezone").text
    two = before.replace("END:VCALENDAR", before[before.index(
        "BEGIN:VTIMEZONE"):before.index("END:VCALENDAR")] + "END:VCALENDAR")
    for text in ("", "x", event("a@x"), two):
        answer = ground.set(calendar, "<D:displayname>n</D:displayname>"
                            f"<C:calendar-timezone>{text}"
                            "</C:calendar-timezone>")
        assert "valid-calendar-data" in answer.text, text
        assert " 424 " in answer.text
    assert ground.prop(calendar, "C:calendar-timezone").text == before


@must(RFC, "5.3.1", "The body of MKCALENDAR is mkcalendar; its instructions are "
      "done in order.")
def mkcalendar_body(ground):
    path = ground.home + f"body-{next(ground.counter)}/"
    for body in (xml("D:propertyupdate", ""), "<a/>", "x"):
        assert ground.status("MKCALENDAR", path, body,
                             Content_Type="text/xml") in (400, 415)
    body = xml("C:mkcalendar", "".join(
        "<D:set><D:prop><D:displayname>" + name + "</D:displayname></D:prop>"
        "</D:set>" for name in ("one", "two")))
    assert ground.status("MKCALENDAR", path, body) == 201
    assert ground.prop(path, "D:displayname").text == "two"


@must(RFC, "5.3.1", "Who may not bind in a collection makes no calendar there.")
def mkcalendar_needs_bind(ground):
    admin = ground.server.person("admin")
    answer = admin.ask("MKCALENDAR", ground.home + "theirs/")
    assert answer.status in (403, 404)
    assert ground.status("PROPFIND", ground.home + "theirs/", Depth="0") == 404


@must(RFC, "5.3.2", "An address where nothing is takes a new object by PUT.")
def put_makes(ground):
    calendar = fresh(ground)
    for name in ("a.ics", "a", "caf%C3%A9.ics", "a@b&c+d,e.ics"):
        path = calendar + name
        assert ground.maria.put(path, event(name + "@x")).status == 201
        assert ground.maria.get(path).text == event(name + "@x")


@must(RFC, "5.3.2.1", "What has a kind of component that its calendar does not "
      "take is supported-calendar-component, by COPY and MOVE too.")
def kinds_of_copies(ground):
    source = filled(ground, event("a@x"))
    to = fresh(ground, '<C:supported-calendar-component-set><C:comp '
               'name="VTODO"/></C:supported-calendar-component-set>')
    for method in ("COPY", "MOVE"):
        refused(ground.copy(method, source + "a.ics", to + "a.ics"),
                "supported-calendar-component")


@must(RFC, "5.3.3", "A parameter and a value of a program's own are kept, too.")
def own_parameters(ground):
    body = event("a@x", *DATED, "LOCATION;X-ROOM=\"4;5\";ALTREP=\"x:y\":There",
                 "X-TIME;VALUE=DATE:20260101", "STATUS;X-P=q:CONFIRMED")
    calendar = filled(ground, body)
    assert ground.maria.get(calendar + "a.ics").text == body


@must(RFC, "5.3.4", "Objects of every kind of calendar have a strong getetag.")
def all_have_tags(ground):
    calendar = filled(ground, event("a@x"), task("b@x"))
    listed = ground.maria.propfind(calendar, "D:getetag", "1")
    for href in (calendar + "a.ics", calendar + "b.ics"):
        assert re.fullmatch('"[^"]+"', listed.prop(href, "D:getetag").text)


@must(RFC, "6.1.1", "read-free-busy is a part of read, on calendars, other "
      "collections and objects.")
def free_busy_privilege(ground):
    calendar = filled(ground, event("a@x"))
    for path in (calendar, calendar + "a.ics", ground.folder,
                 ground.home + "sessions/"):
        tree = ground.prop(path, "D:supported-privilege-set")
        below = names(tree.xpath(
            ".//D:supported-privilege[D:privilege/D:read]", namespaces=NS)[0])
        assert "read-free-busy" in below, path


@must(RFC, "6.1.1", "read-free-busy is granted without read, and lets ask for "
      "free-busy and nothing else.")
def free_busy_alone(ground):
    path, admin = shared(ground)
    assert acl(ground, path, ace(
        GROUP, "<D:privilege><C:read-free-busy/></D:privilege>")).status == 200
    span = '<C:time-range start="20260601T000000Z" end="20260701T000000Z"/>'
    answer = admin.report(path, "C:free-busy-query", span)
    assert answer.status == 200 and "20260612T140000Z" in answer.text
    assert admin.get(path + "a.ics").status in (403, 404)
    assert admin.put(path + "a.ics", event("a@x")).status in (403, 404)


@must(RFC, "8.5.1", "An attachment in an object is kept in it.")
def attachments(ground):
    body = event("a@x", *DATED, "ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;"
                 "VALUE=BINARY:" + "VGVh" * 5)
    calendar = filled(ground, body)
    assert ground.maria.get(calendar + "a.ics").text == body

"""RFC 4791 (CalDAV): collections, objects and their properties."""

import re

from ground import must
from daybook import NS, event, xml
from calendar_ground import filled, fresh, refused, task

RFC = "4791"
CAL = "{urn:ietf:params:xml:ns:caldav}"


@must(RFC, "2", "It is WebDAV of classes 1 and 3, and the DAV header says "
      "calendar-access.")
def it_is_webdav(ground):
    told = ground.ask("OPTIONS", ground.calendar).headers["DAV"].split(", ")
    assert {"1", "3", "calendar-access"} <= set(told)


@must(RFC, "4.1", "An object has one UID, and one kind of component.")
def one_uid(ground):
    calendar = fresh(ground)
    two = event("a@x").replace("END:VCALENDAR\r\n", "") + event(
        "b@x").split("PRODID:-//tests//EN\r\n")[1]
    refused(ground.maria.put(calendar + "a.ics", two),
            "valid-calendar-object-resource")
    kinds = event("a@x").replace("END:VCALENDAR\r\n", "") + task("a@x").split(
        "PRODID:-//tests//EN\r\n")[1]
    refused(ground.maria.put(calendar + "a.ics", kinds),
            "valid-calendar-object-resource")


@must(RFC, "4.1", "An object has no METHOD.")
def no_method(ground):
    body = event("a@x").replace("BEGIN:VEVENT", "METHOD:PUBLISH\r\nBEGIN:VEVENT")
    refused(ground.maria.put(fresh(ground) + "a.ics", body),
            "valid-calendar-object-resource")


@must(RFC, "4.1", "Overridden instances are in one object with their series, "
      "or without it.")
def overrides(ground):
    calendar = fresh(ground)
    lone = event("a@x", "20260612T140000Z", "20260612T150000Z",
                 "RECURRENCE-ID:20260612T130000Z")
    assert ground.maria.put(calendar + "a.ics", lone).status == 201


@must(RFC, "4.1", "No UID is in two objects of a calendar.")
def uid_is_unique(ground):
    calendar = filled(ground, event("a@x"))
    answer = ground.maria.put(calendar + "b.ics", event("a@x"))
    refused(answer, "no-uid-conflict")
    assert answer.xml.findtext("C:no-uid-conflict/D:href",
                               namespaces=NS) == calendar + "a.ics"


@must(RFC, "4.2", "A calendar is a collection and a calendar, and has no "
      "collections in it.")
def calendar_type(ground):
    calendar = fresh(ground)
    kinds = {k.tag for k in ground.prop(calendar, "D:resourcetype")}
    assert kinds == {"{DAV:}collection", CAL + "calendar"}
    for method in ("MKCOL", "MKCALENDAR"):
        assert ground.status(method, calendar + "sub/") in (403, 409)


@must(RFC, "5.1", "REPORT, and the methods of WebDAV, are allowed where they "
      "are taken.")
def allow(ground):
    told = ground.ask("OPTIONS", ground.calendar).headers["Allow"].split(", ")
    assert {"REPORT", "PROPFIND", "PROPPATCH", "GET", "DELETE"} <= set(told)
    assert "MKCALENDAR" not in told
    told = ground.ask("OPTIONS", ground.home + "none/").headers["Allow"]
    assert "MKCALENDAR" in told.split(", ")


@must(RFC, "5.2.1", "calendar-description is set and kept, with its language.")
def description(ground):
    calendar = fresh(ground)
    ground.set(calendar, '<C:calendar-description xml:lang="fr">Thé'
                         "</C:calendar-description>")
    kept = ground.prop(calendar, "C:calendar-description")
    assert kept.text == "Thé"
    assert kept.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"


MAKING = """<C:mkcalendar xmlns:D="DAV:"
  xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>
  <C:calendar-timezone>{}</C:calendar-timezone></D:prop></D:set></C:mkcalendar>"""


@must(RFC, "5.2.2", "calendar-timezone is one VTIMEZONE in a calendar; what is "
      "none is valid-calendar-data.")
def timezone(ground):
    calendar = fresh(ground)
    text = ground.prop(calendar, "C:calendar-timezone").text
    assert text.count("BEGIN:VTIMEZONE") == 1
    answer = ground.set(calendar, "<C:calendar-timezone>x</C:calendar-timezone>")
    assert "valid-calendar-data" in answer.text
    assert ground.prop(calendar, "C:calendar-timezone").text == text
    for line in ("VERSION:2.0", "PRODID:"):
        lacking = "\n".join(one for one in text.splitlines()
                            if not one.startswith(line))
        answer = ground.set(calendar, "<C:calendar-timezone>" + lacking
                            + "</C:calendar-timezone>")
        assert "valid-calendar-data" in answer.text, line


@must(RFC, "5.3.1", "calendar-timezone of MKCALENDAR is a valid iCalendar "
      "object with one VTIMEZONE: valid-calendar-data.")
def making_timezone(ground):
    text = ground.prop(ground.calendar, "C:calendar-timezone").text
    path = ground.home + "zoned/"
    for old, new in (("VERSION:2.0", "X-VERSION:2.0"), ("PRODID:", "X-P:"),
                     ("END:VTIMEZONE", "END:VEVENT"), (text, "x")):
        answer = ground.ask("MKCALENDAR", path, MAKING.format(
            text.replace(old, new)))
        assert answer.status == 403, answer.text
        assert "valid-calendar-data" in answer.text
        assert ground.maria.get(path).status == 404
    assert ground.ask("MKCALENDAR", path, MAKING.format(text)).status == 201


@must(RFC, "5.2.3", "supported-calendar-component-set is protected, told and "
      "held to.")
def components(ground):
    calendar = fresh(ground, "<C:supported-calendar-component-set>"
                     '<C:comp name="VTODO"/>'
                     "</C:supported-calendar-component-set>")
    told = ground.prop(calendar, "C:supported-calendar-component-set")
    assert [c.get("name") for c in told] == ["VTODO"]
    refused(ground.maria.put(calendar + "a.ics", event("a@x")),
            "supported-calendar-component")
    assert ground.maria.put(calendar + "a.ics", task("a@x")).status == 201
    answer = ground.set(calendar, "<C:supported-calendar-component-set>"
                        '<C:comp name="VEVENT"/>'
                        "</C:supported-calendar-component-set>")
    assert "cannot-modify-protected-property" in answer.text


@must(RFC, "5.2.4", "supported-calendar-data tells the types that are taken and "
      "given.")
def data_types(ground):
    told = ground.prop(ground.calendar, "C:supported-calendar-data")
    assert ("text/calendar", "2.0") in [
        (d.get("content-type"), d.get("version")) for d in told]


def limit(name):
    def check(ground):
        told = ground.prop(ground.calendar, "C:" + name)
        assert re.fullmatch(r"\d+|\d{8}T\d{6}Z", told.text)
        answer = ground.set(ground.calendar, f"<C:{name}>1</C:{name}>")
        assert "cannot-modify-protected-property" in answer.text
    return check


for _section, _name in (("5.2.5", "max-resource-size"),
                        ("5.2.6", "min-date-time"),
                        ("5.2.7", "max-date-time"),
                        ("5.2.8", "max-instances"),
                        ("5.2.9", "max-attendees-per-instance")):
    must(RFC, _section, f"{_name} is told and protected.")(limit(_name))


@must(RFC, "5.2.5", "What is larger than max-resource-size is refused with it.")
def size(ground):
    most = int(ground.prop(ground.calendar, "C:max-resource-size").text)
    body = event("a@x", "20260612T140000Z", "20260612T150000Z",
                 "DESCRIPTION:" + "x" * most)
    answer = ground.maria.put(fresh(ground) + "a.ics", body)
    refused(answer, "max-resource-size", answer.status)
    assert answer.status in (403, 413)


@must(RFC, "5.2.7", "Times outside of min- and max-date-time are refused.")
def dates(ground):
    calendar = fresh(ground)
    early = event("a@x", "00000101T000000Z", "00000102T000000Z")
    refused(ground.maria.put(calendar + "a.ics", early), "min-date-time")
    late = event("a@x", "99991231T235959Z").replace(
        "DTEND:20260612T150000Z", "DURATION:P1D")
    refused(ground.maria.put(calendar + "a.ics", late), "max-date-time")


@must(RFC, "5.2.8", "More instances than max-instances are refused.")
def instances(ground):
    body = event("a@x", "20260612T140000Z", "20260612T150000Z",
                 "RRULE:FREQ=DAILY;COUNT=1000000")
    refused(ground.maria.put(fresh(ground) + "a.ics", body), "max-instances")


@must(RFC, "5.2.9", "More attendees than max-attendees-per-instance are "
      "refused.")
def attendees(ground):
    most = int(ground.prop(ground.calendar,
                           "C:max-attendees-per-instance").text)
    lines = [f"ATTENDEE:mailto:a{n}@example.org" for n in range(most + 1)]
    body = event("a@x", "20260612T140000Z", "20260612T150000Z", *lines)
    refused(ground.maria.put(fresh(ground) + "a.ics", body),
            "max-attendees-per-instance")


@must(RFC, "5.2", "No property of this standard is part of allprop.")
def allprop(ground):
    assert CAL not in "".join(
        e.tag for e in ground.maria.propfind(ground.calendar).xml.iter()
        if "}calendar" not in e.tag[len(CAL):] and e.tag.startswith(CAL)
        and e.getparent().tag == "{DAV:}prop")


@must(RFC, "5.3.1", "MKCALENDAR makes a calendar with the properties asked for, "
      "all or none.")
def mkcalendar(ground):
    calendar = fresh(ground, "<D:displayname>Lisa's</D:displayname>"
                     "<C:calendar-description>x</C:calendar-description>")
    assert ground.prop(calendar, "D:displayname").text == "Lisa's"
    body = xml("C:mkcalendar", "<D:set><D:prop><D:displayname>x"
               "</D:displayname><D:getetag>x</D:getetag></D:prop></D:set>")
    answer = ground.ask("MKCALENDAR", ground.home + "none/", body)
    assert answer.status in (403, 207)
    assert ground.status("PROPFIND", ground.home + "none/", Depth="0") == 404


@must(RFC, "5.3.1", "Its answer is not to be kept by caches.")
def mkcalendar_is_not_cached(ground):
    answer = ground.ask("MKCALENDAR", ground.home + "uncached/")
    assert answer.status == 201
    assert answer.headers["Cache-Control"] == "no-cache"


@must(RFC, "5.3.1", "Where something is: resource-must-be-null; in a calendar, "
      "or outside of homes: calendar-collection-location-ok.")
def mkcalendar_places(ground):
    calendar = fresh(ground)
    refused(ground.ask("MKCALENDAR", calendar), "resource-must-be-null")
    for place in (calendar + "sub/", "/dav/none/"):
        answer = ground.ask("MKCALENDAR", place)
        refused(answer, "calendar-collection-location-ok")


@must(RFC, "5.3.1.1", "Below what is not there is 409.")
def mkcalendar_parent(ground):
    assert ground.status("MKCALENDAR", ground.home + "no/sub/") == 409


@must(RFC, "5.3.2", "If-None-Match: * makes only what is not there.")
def create_only(ground):
    calendar = filled(ground, event("a@x"))
    assert ground.maria.put(calendar + "a.ics", event("a@x"),
                            If_None_Match="*").status == 412
    assert ground.maria.put(calendar + "b.ics", event("b@x"),
                            If_None_Match="*").status == 201


@must(RFC, "5.3.2.1", "Another type than those told is supported-calendar-data.")
def data_type(ground):
    answer = ground.maria.put(fresh(ground) + "a", "x",
                              Content_Type="text/plain")
    refused(answer, "supported-calendar-data")


@must(RFC, "5.3.2.1", "What is no iCalendar is valid-calendar-data.")
def data_valid(ground):
    calendar = fresh(ground)
    for body in ("x", "", "BEGIN:VCALENDAR\r\nEND:VEVENT\r\n",
                 event("a@x").replace("VERSION:2.0\r\n", "")):
        refused(ground.maria.put(calendar + "a.ics", body),
                "valid-calendar-data")


@must(RFC, "5.3.2.1", "COPY and MOVE into a calendar are held to the same.")
def copies_are_checked(ground):
    calendar = filled(ground, event("a@x"))
    text = ground.file("plain.txt")
    answer = ground.copy("COPY", text, calendar + "p.ics")
    assert answer.status == 403, answer.text
    other = filled(ground, event("a@x"))
    answer = ground.copy("COPY", other + "a.ics", calendar + "c.ics")
    refused(answer, "no-uid-conflict")
    answer = ground.copy("COPY", other, calendar + "sub/")
    assert answer.status in (403, 409)


@must(RFC, "5.3.3", "Properties and components of a program's own are kept.")
def non_standard(ground):
    body = event("a@x", "20260612T140000Z", "20260612T150000Z",
                 "X-ABC-GUID;X-P=1:x", "BEGIN:X-PART", "X-A:b", "END:X-PART")
    calendar = filled(ground, body)
    assert ground.maria.get(calendar + "a.ics").text == body


@must(RFC, "5.3.4", "GET has a strong ETag, the same as getetag.")
def etags(ground):
    calendar = filled(ground, event("a@x"))
    tag = ground.maria.get(calendar + "a.ics").headers["ETag"]
    assert tag.startswith('"')
    assert ground.prop(calendar + "a.ics", "D:getetag").text == tag


@must(RFC, "5.3.4", "A PUT answers with an ETag only where it kept what was "
      "sent, byte by byte.")
def etag_of_put(ground):
    calendar = fresh(ground)
    tag = ground.maria.put(calendar + "a.ics", event("a@x")).headers["ETag"]
    assert ground.maria.get(calendar + "a.ics").text == event("a@x")
    assert ground.maria.get(calendar + "a.ics").headers["ETag"] == tag


@must(RFC, "6.2.1", "A principal has calendar-home-set; it is no part of "
      "allprop.")
def home_set(ground):
    principal = "/dav/principals/maria/"
    told = ground.prop(principal, "C:calendar-home-set")
    assert told.findtext("D:href", namespaces=NS) == ground.home
    assert "calendar-home-set" not in ground.maria.propfind(principal).text

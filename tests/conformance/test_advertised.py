"""What is told is served, and what is served is told: DAV header, Allow,
supported-report-set and the other sets, asked of resources of every kind."""

import pytest

from daybook import NS, event, xml
from calendar_ground import filled, fresh, query, task
from ground import Ground

METHODS = ["OPTIONS", "GET", "HEAD", "PUT", "POST", "DELETE", "PROPFIND",
           "PROPPATCH", "MKCALENDAR", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK",
           "REPORT", "ACL", "PATCH", "SEARCH", "BIND", "VERSION-CONTROL"]
# Bodies that are asked for; conditions that never hold keep what is there.
NEVER = {"If_Match": '"never"', "Content_Type": "text/calendar",
         "Destination": "/dav/never/", "Overwrite": "F"}
REPORTS = [
    "C:calendar-query", "C:calendar-multiget", "C:free-busy-query",
    "D:sync-collection", "D:expand-property", "D:principal-property-search",
    "D:principal-search-property-set", "D:principal-match",
    "D:acl-principal-prop-set", "D:version-tree", "D:none", "C:none",
]


@pytest.fixture(scope="module")
def ground(server, maria):
    return Ground(server, maria)


@pytest.fixture(scope="module")
def places(ground):
    calendar = filled(ground, event("a@x"))
    return {
        "root": "/dav/", "principals": "/dav/principals/",
        "principal": "/dav/principals/maria/", "homes": "/dav/calendars/",
        "home": ground.home, "sessions": ground.home + "sessions/",
        "calendar": calendar, "object": calendar + "a.ics",
        "folder": ground.folder, "file": ground.file("told.txt"),
        "groups": "/dav/principals/groups/",
        "group": "/dav/principals/groups/admin/",
        "proxy": "/dav/principals/maria/calendar-proxy-write/",
        "closures": ground.home + "closures/",
        "to-save": ground.home + "to-save/", "notifications": ground.prop(
            "/dav/principals/maria/", "CS:notification-URL")[0].text,
        **shared(ground),
        "nothing": ground.folder + "nothing", "none": "/dav/never/",
    }


def shared(ground):
    """Calendars of the admin's that Maria may read, or write to."""
    admin = ground.server.person("admin")
    found = {}
    for kind in ("read", "write"):
        path = admin.make_calendar("told-" + kind)
        assert admin.put(path + "a.ics", event("a@x")).status == 201
        assert admin.ask("ACL", path, xml(
            "D:acl", "<D:ace><D:principal><D:href>/dav/principals/maria/"
            "</D:href></D:principal><D:grant><D:privilege><D:read/>"
            f"</D:privilege><D:privilege><D:{kind}/></D:privilege></D:grant>"
            "</D:ace>")).status == 200
        found["shared-" + kind] = path
        found["object-" + kind] = path + "a.ics"
    return found


def names(found):
    return [] if found is None else [child.tag.split("}")[1]
                                     for child in found]


KINDS = ["root", "principals", "principal", "homes", "home", "sessions",
         "calendar", "object", "folder", "file", "groups", "group", "proxy",
         "closures", "to-save", "notifications", "shared-read",
         "object-read", "shared-write", "object-write", "nothing", "none"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_method_that_allow_tells_is_taken_and_no_other(ground, places,
                                                           kind):
    path = places[kind]
    told = ground.ask("OPTIONS", path).headers["Allow"].split(", ")
    assert len(told) == len(set(told))
    assert set(told) <= set(METHODS)
    for method in METHODS:
        headers = dict(NEVER)
        if method == "LOCK":
            headers["If"] = "(<urn:never>)"
        status = ground.ask(method, path, "", **headers).status
        if method in told:
            assert status not in (405, 501), (method, status)
        else:
            assert status >= 400, (method, status)
    again = ground.ask("SEARCH", path)
    assert again.status == 405
    assert set(again.headers["Allow"].split(", ")) >= set(told)


def test_where_nothing_is_allow_tells_what_may_be_made(ground):
    for path, told in (
            (ground.home + "x/", {"MKCALENDAR", "MKCOL"}),
            (ground.home + "x", {"MKCALENDAR", "MKCOL"}),
            (ground.calendar + "x.ics", {"PUT", "LOCK"}),
            (ground.calendar + "x/", set()),
            (ground.folder + "x", {"PUT", "LOCK", "MKCALENDAR", "MKCOL"}),
            (ground.folder + "x/", {"MKCALENDAR", "MKCOL"}),
            (ground.folder + "x/y", set()),
            (ground.home + "sessions/x.ics", {"PUT"}),
            (ground.home + "to-save/x.ics", set()),
            (ground.home + "closures/x.ics", set())):
        allow = ground.ask("OPTIONS", path).headers["Allow"]
        assert set(allow.split(", ")) == told | {"OPTIONS"}, path


@pytest.mark.parametrize("kind", KINDS[:-2])
def test_each_report_that_is_told_is_taken_and_no_other(ground, places, kind):
    path = places[kind]
    told = ground.prop(path, "D:supported-report-set")
    told = [report[0].tag.split("}")[1]
            for report in told.iterfind(".//D:report", NS)]
    assert len(told) == len(set(told))
    for report in REPORTS:
        answer = ground.maria.report(path, report, "", "0")
        taken = "supported-report/" not in answer.text
        assert taken == (report[2:] in told), (report, answer.text)
    assert set(told) <= {report[2:] for report in REPORTS}


def test_each_property_that_propname_tells_is_there(ground, places):
    for kind, path in places.items():
        if kind in ("nothing", "none"):
            continue
        told = ground.maria.ask(
            "PROPFIND", path, '<propfind xmlns="DAV:"><propname/></propfind>',
            Depth="0").responses[path]
        asked = "".join(f'<x:{p.tag.split("}")[1]} xmlns:x="'
                        f'{p.tag.split("}")[0][1:]}"/>'
                        for p in told.find(".//D:prop", NS))
        answer = ground.maria.ask(
            "PROPFIND", path, f'<propfind xmlns="DAV:"><prop>{asked}</prop>'
            "</propfind>", Depth="0")
        assert " 404 " not in answer.text, answer.text


def test_each_component_that_is_told_is_taken_and_no_other(ground):
    bodies = {"VEVENT": event("e@x"), "VTODO": task("t@x"),
              "VJOURNAL": event("j@x").replace("VEVENT", "VJOURNAL").replace(
                  "DTEND:20260612T150000Z\r\n", ""),
              "VFREEBUSY": event("f@x").replace("VEVENT", "VFREEBUSY"),
              "VAVAILABILITY": event("v@x").replace("VEVENT", "VAVAILABILITY")}
    every = "".join(f'<C:comp name="{name}"/>' for name in bodies)
    for asked in (None, '<C:comp name="VTODO"/>', every):
        calendar = fresh(ground, asked and (
            f"<C:supported-calendar-component-set>{asked}"
            "</C:supported-calendar-component-set>") or "")
        told = [c.get("name") for c in ground.prop(
            calendar, "C:supported-calendar-component-set")]
        assert set(told) <= set(bodies)
        for name, body in bodies.items():
            answer = ground.maria.put(calendar + name, body)
            assert (answer.status == 201) == (name in told), answer.text


def test_each_collation_that_is_told_is_known_and_no_other(ground):
    told = [c.text for c in ground.prop(ground.calendar,
                                        "C:supported-collation-set")]
    for name in told + ["i;none", "i;ascii-numeric", "en"]:
        status = query(
            ground, ground.calendar, '<C:comp-filter name="VEVENT">'
            '<C:prop-filter name="SUMMARY"><C:text-match collation="'
            f'{name}">x</C:text-match></C:prop-filter></C:comp-filter>').status
        assert (status == 207) == (name in told)


def test_each_calendar_scale_that_is_told_is_taken_and_no_other(ground):
    told = [c.text for c in ground.prop(ground.calendar,
                                        "C:supported-rscale-set")]
    calendar = fresh(ground)
    for number, name in enumerate(told + ["CHINESE", "HEBREW", "ETHIOPIC"]):
        answer = ground.maria.put(f"{calendar}{number}.ics", event(
            f"{number}@x", "20260612T140000Z", "20260612T150000Z",
            f"RRULE:RSCALE={name};FREQ=YEARLY;COUNT=2"))
        assert (answer.status == 201) == (name in told)
        if name not in told:
            assert answer.error[0] == "supported-rscale"


def allows(method):
    def check(ground):
        return method in ground.ask("OPTIONS",
                                    ground.calendar).headers["Allow"]
    return check


def has(name, where="home"):
    def check(ground):
        return ground.prop(getattr(ground, where), name) is not None
    return check


# What proves each word of the DAV header.
FEATURES = {
    "1": allows("PROPFIND"),
    "2": allows("LOCK"),
    "3": allows("PROPPATCH"),
    "extended-mkcol": lambda ground: ground.status(
        "MKCOL", ground.folder + "told/", '<D:mkcol xmlns:D="DAV:"><D:set>'
        "<D:prop><D:resourcetype><D:collection/></D:resourcetype></D:prop>"
        "</D:set></D:mkcol>") == 201,
    "calendar-access": has("C:supported-calendar-data", "calendar"),
    "calendar-no-timezone": has("C:timezone-service-set"),
    "calendar-availability": lambda ground: ground.set(
        ground.home, "<C:calendar-availability/>").text.count(" 403 ") == 1,
    "access-control": allows("ACL"),
    "calendar-proxy": lambda ground: ground.prop(
        "/dav/principals/maria/calendar-proxy-write/",
        "D:resourcetype").find("D:principal", NS) is not None,
    "calendarserver-sharing": has("CS:allowed-sharing-modes", "calendar"),
}


def test_each_word_of_the_dav_header_is_true(ground):
    told = ground.ask("OPTIONS", ground.calendar).headers["DAV"].split(", ")
    assert told[0] == "1" and len(told) == len(set(told))
    for word in told:
        assert word in FEATURES, f"say here what proves '{word}'"
        assert FEATURES[word](ground), word
    for word, holds in FEATURES.items():
        assert word in told or not holds(ground), f"'{word}' is served unsaid"

"""RFC 5397, 5689, 5995, 6578, 7240 and 7809 to their end."""

from ground import must
from daybook import NS, event, xml
from calendar_ground import filled, fresh, refused
from rfc3744 import acl, hrefs, shared
from rfc5689_5995 import COLLECTION, make
from rfc6578 import statuses, token_of


def names(found, path):
    return {e.tag for e in found.xpath(path, namespaces=NS)}


@must("5397", "3", "Its address is the principal-URL of that principal.")
def principal_url(ground):
    told = hrefs(ground.prop(ground.calendar, "D:current-user-principal"))
    assert told == hrefs(ground.prop(told[0], "D:principal-URL"))


@must("5689", "3", "The body is XML, and says so; its root is mkcol.")
def mkcol_bodies(ground):
    body = xml("D:mkcol", "<D:set><D:prop>" + COLLECTION.format("")
               + "</D:prop></D:set>")
    for number, kind in enumerate(("text/xml", "application/xml")):
        assert ground.status("MKCOL", f"{ground.folder}{number}/", body,
                             Content_Type=kind) == 201
    for kind, sent in (("text/plain", body),
                       ("text/xml", xml("D:propertyupdate", ""))):
        assert ground.status("MKCOL", ground.folder + "no/", sent,
                             Content_Type=kind) in (400, 415)
    assert ground.status("PROPFIND", ground.folder + "no/", Depth="0") == 404


@must("5689", "3", "Instructions are done in the order of the body.")
def mkcol_order(ground):
    path = ground.home + f"order-{next(ground.counter)}/"
    body = xml("D:mkcol", "".join(
        f"<D:set><D:prop>{prop}</D:prop></D:set>" for prop in (
            COLLECTION.format(""), '<p xmlns="urn:x">1</p>',
            '<p xmlns="urn:x">2</p>')))
    assert ground.status("MKCOL", path, body) == 201
    answer = ground.ask("PROPFIND", path, xml(
        "D:propfind", '<D:prop><p xmlns="urn:x"/></D:prop>'), Depth="0")
    assert answer.xml.findtext(".//{urn:x}p") == "2"


@must("5689", "4", "Extended MKCOL makes what MKCALENDAR makes.")
def mkcol_as_mkcalendar(ground):
    props = ("<D:displayname>x</D:displayname>"
             "<C:calendar-description>y</C:calendar-description>"
             '<C:supported-calendar-component-set><C:comp name="VTODO"/>'
             "</C:supported-calendar-component-set>")
    one = ground.home + f"one-{next(ground.counter)}/"
    other = ground.home + f"other-{next(ground.counter)}/"
    assert make(ground, "", COLLECTION.format("<C:calendar/>"), props,
                path=one).status == 201
    assert ground.status("MKCALENDAR", other, xml(
        "C:mkcalendar", f"<D:set><D:prop>{props}</D:prop></D:set>")) == 201
    for name in ("D:resourcetype", "D:displayname", "C:calendar-description",
                 "C:supported-calendar-component-set",
                 "D:supported-report-set", "C:calendar-timezone"):
        def told(path):
            found = ground.prop(path, name)
            return found.text, [(e.tag, dict(e.attrib)) for e in found.iter()]
        assert told(one) == told(other), name


@must("5995", "3.1", "The address that members are posted to is this server's.")
def add_member_is_here(ground):
    for path in (ground.calendar, ground.folder):
        assert hrefs(ground.prop(path, "D:add-member")) == [path]


@must("5995", "3.2.1", "add-member is told by supported-live-property-set, and "
      "all that this tells is there.")
def live_properties_are_told(ground):
    for path in (ground.calendar, ground.folder, ground.home,
                 ground.file(), "/dav/principals/maria/", "/dav/"):
        told = ground.prop(path, "D:supported-live-property-set")
        found = [e for e in told.xpath(
            "D:supported-live-property/D:prop/*", namespaces=NS)]
        assert len({e.tag for e in found}) == len(found) > 10
        assert ("{DAV:}add-member" in {e.tag for e in found}) == (
            path in (ground.calendar, ground.folder))
        asked = "".join('<x:{1} xmlns:x="{0}"/>'.format(
            *e.tag[1:].split("}")) for e in found)
        answer = ground.ask("PROPFIND", path, xml(
            "D:propfind", f"<D:prop>{asked}</D:prop>"), Depth="0")
        missing = {tag for tag in answer.missing(path)}
        for tag in missing:
            ns, name = tag[1:].split("}")
            set_to = ground.set(path, f'<x:{name} xmlns:x="{ns}"/>')
            assert "cannot-modify-protected" not in set_to.text, tag


@must("5995", "5", "Who may not bind may not post.")
def posts_need_bind(ground):
    path, admin = shared(ground)
    answer = admin.ask("POST", path, event("p@x"),
                       Content_Type="text/calendar")
    assert answer.status == 403
    need = answer.xml.find(".//D:need-privileges/D:resource", NS)
    assert need.findtext("D:href", namespaces=NS) == path
    assert need.find("D:privilege/D:bind", NS) is not None


@must("6578", "3.2", "The report is about a collection: of a member it is not "
      "taken.")
def sync_is_of_collections(ground):
    calendar = filled(ground, event("a@x"))
    refused(ground.maria.sync(calendar + "a.ics"), "supported-report")


@must("6578", "6.3", "A sync-level is 1 or infinite.")
def sync_levels(ground):
    answer = ground.maria.report(
        ground.calendar, "D:sync-collection", "<D:sync-token/><D:sync-level>2"
        "</D:sync-level><D:prop/>", "0")
    assert answer.status == 400, answer.text


@must("6578", "3.4", "Members are told of whatever kind they are, collections "
      "too.")
def all_kinds_of_members(ground):
    ground.sub()
    ground.file()
    told = statuses(ground.maria.sync(ground.folder))
    assert set(told) == {ground.folder + "sub/", ground.folder + "a"}
    assert ground.calendar in statuses(ground.maria.sync(ground.home))


@must("6578", "3.5.1", "A collection that was made is told.")
def made_collections(ground):
    token = token_of(ground.maria.sync(ground.folder))
    path = ground.sub()
    assert statuses(ground.maria.sync(ground.folder, token)) == {path: None}


@must("6578", "3.5.2", "A collection that is gone is told as gone, whatever it "
      "lies in; another's token is none of it.")
def gone_collections(ground):
    path, other = ground.sub(), ground.sub("other/")
    token = token_of(ground.maria.sync(ground.folder))
    assert ground.copy("MOVE", path, ground.folder + "moved/").status == 201
    assert ground.status("DELETE", other) == 204
    ground.file()
    answer = ground.maria.sync(ground.folder, token)
    assert statuses(answer) == {
        path: "HTTP/1.1 404 Not Found", other: "HTTP/1.1 404 Not Found",
        ground.folder + "moved/": None, ground.folder + "a": None}
    assert not ground.maria.sync(ground.folder, token_of(answer)).responses
    for at, foreign in ((ground.home, token), (ground.calendar, token),
                        (ground.folder, token_of(ground.maria.sync(
                            ground.home)))):
        refused(ground.maria.sync(at, foreign), "valid-sync-token")


@must("6578", "5", "Tokens of every collection that is synced hold in If.")
def tokens_of_all_hold(ground):
    admin = ground.server.person("admin")
    for person, path in ((ground.maria, ground.calendar),
                         (ground.maria, ground.folder), (admin, admin.home)):
        token = person.propfind(path, "D:sync-token").prop(
            path, "D:sync-token").text
        for told, status in ((token, 207), (token + "0", 412)):
            answer = person.ask("PROPPATCH", path, xml(
                "D:propertyupdate", "<D:set><D:prop><A:calendar-order>1"
                "</A:calendar-order></D:prop></D:set>"),
                If=f"<{path}> (<{told}>)")
            assert answer.status == status, path


@must("6578", "3.5.2", "Of a collection that is gone the members are not told "
      "gone, too.")
def gone_with_all(ground):
    def sync(token=""):
        return ground.maria.report(
            ground.home, "D:sync-collection",
            f"<D:sync-token>{token}</D:sync-token><D:sync-level>infinite"
            "</D:sync-level><D:prop><D:getetag/></D:prop>", "0")
    calendar = filled(ground, event("a@x"))
    token = token_of(sync())
    assert ground.status("DELETE", calendar) == 204
    told = statuses(sync(token))
    assert told[calendar].startswith("HTTP/1.1 404")
    assert calendar + "a.ics" not in told


@must("6578", "4", "sync-token is on all that the report is told of.")
def tokens_are_where_the_report_is(ground):
    for path in ("/dav/", "/dav/principals/", "/dav/principals/maria/",
                 ground.home, ground.home + "sessions/", ground.calendar,
                 ground.folder):
        reports = ground.prop(path, "D:supported-report-set")
        told = reports.find(".//D:sync-collection", NS) is not None
        assert told == (ground.prop(path, "D:sync-token") is not None), path


@must("7240", "2", "Of a preference that stands twice the first counts; names "
      "are of any case.")
def first_counts(ground):
    calendar = filled(ground, event("a@x"))
    for value, follows in (
            ("return=minimal, return=representation", True),
            ("return=representation, return=minimal", False),
            ("RETURN=minimal", True), ("return, return=minimal", False),
            ("return = minimal", True)):
        answer = ground.maria.propfind(calendar, "D:getetag D:none",
                                       Prefer=value)
        assert (" 404 " not in answer.text) == follows, value


@must("7240", "2", "Vary: Prefer is said whether or not anything is preferred.")
def vary_is_always_said(ground):
    path = filled(ground, event("a@x")) + "a.ics"
    query = "<D:prop><D:getetag/></D:prop>"
    for answer in (ground.maria.propfind(path, "D:getetag"),
                   ground.set(path, '<p xmlns="urn:x">1</p>'),
                   ground.maria.put(path, event("a@x", summary="x")),
                   ground.maria.report(path, "C:calendar-multiget", query
                                       + f"<D:href>{path}</D:href>"),
                   ground.ask("POST", path[:-5], event("b@x"),
                              Content_Type="text/calendar"),
                   ground.ask("MKCOL", ground.folder + "vary/")):
        assert answer.status < 300
        assert "Prefer" in answer.headers.get("Vary", ""), answer.raw.request


@must("7809", "3.1.5", "calendar-timezone-id is wherever calendar-timezone is.")
def both_or_none(ground):
    for path in (ground.home, ground.calendar, ground.home + "sessions/",
                 ground.folder, fresh(ground)):
        both = [ground.prop(path, "C:calendar-timezone" + end) is not None
                for end in ("", "-id")]
        assert both[0] == both[1], path


@must("7809", "5.1", "timezone-service-set is protected and no part of allprop.")
def service_is_protected(ground):
    answer = ground.set(ground.home, "<C:timezone-service-set/>")
    assert "cannot-modify-protected-property" in answer.text
    assert "timezone-service-set" not in ground.maria.propfind(
        ground.home).text

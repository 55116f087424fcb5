"""What calendar programs ask to set an account up (rules K1, K2, K23-K25, K29,
K31, K32)."""

import pytest

from conftest import NS, event, xml


def test_well_known_redirects_without_a_login_whatever_the_method(server):
    for method in ("GET", "PROPFIND", "OPTIONS", "REPORT"):
        answer = server.nobody().ask(method, "/.well-known/caldav")
        assert answer.status == 301, method
        assert answer.headers["Location"].endswith("/dav/")


def test_options_tells_what_is_true_before_login(server):
    for path in ("/", "/dav/", "/dav/calendars/maria/", "/dav/x/y"):
        answer = server.nobody().ask("OPTIONS", path)
        assert answer.status == 200
        classes = [c.strip() for c in answer.headers["DAV"].split(",")]
        assert classes[0] == "1" and "calendar-access" in classes
        allowed = answer.headers["Allow"]
        for method in ("PROPFIND", "REPORT", "MKCALENDAR", "PUT"):
            assert method in allowed
        for method in allowed.replace(" ", "").split(","):
            answer = server.nobody().ask(method, path)
            assert answer.status != 405, method


@pytest.mark.parametrize("path", ["/", "/dav/", "/dav/principals/maria/",
                                  "/dav/calendars/maria/"])
def test_the_principal_is_found_from_anywhere(maria, path):
    answer = maria.propfind(
        path, "D:current-user-principal D:principal-collection-set")
    assert answer.status == 207
    assert answer.headers["DAV"].startswith("1")
    href = answer.prop(path, "D:current-user-principal/D:href")
    assert href.text == "/dav/principals/maria/"


def test_the_principal_names_home_and_addresses(maria):
    path = "/dav/principals/maria/"
    answer = maria.propfind(path, "C:calendar-home-set D:displayname "
                            "C:calendar-user-address-set D:resourcetype "
                            "D:principal-URL")
    assert answer.prop(path, "C:calendar-home-set/D:href").text == \
        "/dav/calendars/maria/"
    assert answer.prop(path, "D:displayname").text == "Maria Santos"
    assert answer.prop(path, "D:resourcetype/D:principal") is not None
    addresses = answer.prop(path, "C:calendar-user-address-set")
    assert "mailto:maria@example.org" in [h.text for h in addresses]


def test_the_home_lists_a_practitioners_calendars(maria):
    answer = maria.propfind(maria.home, "D:resourcetype D:displayname "
                            "C:supported-calendar-component-set", "1")
    hrefs = set(answer.responses)
    assert {maria.home, maria.home + "sessions/", maria.home + "closures/",
            maria.home + "to-save/"} <= hrefs
    assert answer.prop(maria.home + "sessions/",
                       "D:resourcetype/C:calendar") is not None
    kinds = answer.prop(maria.home + "to-save/",
                        "C:supported-calendar-component-set")
    assert [c.get("name") for c in kinds] == ["VTODO"]


def test_the_office_sees_a_calendar_for_each_practitioner(server):
    admin = server.person("admin")
    answer = admin.propfind(admin.home, "D:resourcetype D:displayname", "1")
    assert admin.home + "maria/" in answer.responses
    assert answer.prop(admin.home + "maria/",
                       "D:displayname").text == "Maria Santos"


@pytest.mark.parametrize("login,path,writes", [
    ("maria", "sessions/", True), ("maria", "closures/", False),
    ("ada", "sessions/", False), ("ada", "closures/", False),
    ("admin", "closures/", True), ("admin", "maria/", True),
])
def test_privileges_are_spelled_out_and_enforced(server, login, path, writes):
    person = server.person(login)
    href = person.home + path
    answer = person.propfind(href, "D:current-user-privilege-set")
    found = {e[0].tag for e in answer.prop(
        href, "D:current-user-privilege-set")}
    every = {"{DAV:}" + n for n in
             ("read", "write", "write-properties", "write-content", "bind",
              "unbind")}
    assert every <= found if writes else found == {"{DAV:}read"}


def test_other_peoples_homes_are_404_for_everybody(server):
    for login in ("maria", "admin", "ada"):
        person = server.person(login)
        for other in ("maria", "admin", "ada", "nobody"):
            if other == login:
                continue
            for method in ("PROPFIND", "GET", "PUT", "DELETE", "REPORT"):
                body = xml("D:expand-property", "") if method == "REPORT" \
                    else None
                answer = person.ask(method, f"/dav/calendars/{other}/", body,
                                    Depth="0")
                assert answer.status == 404, (login, other, method)
            answer = person.propfind(f"/dav/calendars/{other}/sessions/")
            assert answer.status == 404


def test_clients_see_no_principal_but_their_own(server):
    ada = server.person("ada")
    assert ada.propfind("/dav/principals/ada/").status == 207
    assert ada.propfind("/dav/principals/maria/").status == 404
    answer = ada.report(
        "/dav/principals/", "D:principal-property-search",
        "<D:property-search><D:prop><D:displayname/></D:prop>"
        "<D:match>a</D:match></D:property-search>"
        "<D:prop><D:displayname/></D:prop>", "0")
    assert answer.status == 207 and not answer.responses


def test_staff_find_principals_by_name(server):
    admin = server.person("admin")
    answer = admin.report(
        "/dav/principals/", "D:principal-property-search",
        "<D:property-search><D:prop><D:displayname/></D:prop>"
        "<D:match>SANTOS</D:match></D:property-search>"
        "<D:prop><D:displayname/></D:prop>", "0")
    assert list(answer.responses) == ["/dav/principals/maria/"]


def test_an_unknown_property_comes_back_404_in_its_own_namespace(maria):
    body = ('<x:propfind xmlns:x="DAV:" xmlns:D="urn:other"><x:prop>'
            '<D:thing/><y:displayname xmlns:y="DAV:"/>'
            '<z xmlns=""/></x:prop></x:propfind>')
    answer = maria.ask("PROPFIND", maria.home, body, Depth="0")
    assert answer.missing(maria.home) == {"{urn:other}thing", "z"}
    assert answer.prop(maria.home, "D:displayname") is not None
    stats = answer.responses[maria.home].findall("D:propstat", NS)
    assert len(stats) == 2


def test_return_minimal_leaves_the_404s_out(maria):
    answer = maria.propfind(maria.home, "D:displayname B:nothing", "0",
                            Prefer="return=minimal")
    assert answer.missing(maria.home) == set()
    assert "minimal" in answer.headers.get("Preference-Applied", "")


def test_colour_order_and_name_are_kept_for_each_viewer(server):
    for login, colour in (("maria", "#ff0000ff"), ("ada", "#00ff00ff")):
        person = server.person(login)
        path = person.home + "closures/"
        answer = person.proppatch(path, (
            f"<D:set><D:prop><A:calendar-color>{colour}</A:calendar-color>"
            "<D:displayname>Shut days</D:displayname>"
            "<A:calendar-order>7</A:calendar-order></D:prop></D:set>"))
        assert answer.status == 207
        assert "HTTP/1.1 200" in answer.text and " 403 " not in answer.text
    for login, colour in (("maria", "#ff0000ff"), ("ada", "#00ff00ff")):
        person = server.person(login)
        path = person.home + "closures/"
        answer = person.propfind(path, "A:calendar-color")
        assert answer.prop(path, "A:calendar-color").text == colour


def test_protected_properties_cannot_be_set_and_nothing_else_is(maria):
    path = maria.make_calendar("guarded")
    answer = maria.proppatch(path, (
        "<D:set><D:prop><D:displayname>New</D:displayname>"
        "<D:getetag>x</D:getetag></D:prop></D:set>"))
    assert answer.status == 207
    assert " 403 " in answer.text and " 424 " in answer.text
    assert "cannot-modify-protected-property" in answer.text
    found = maria.propfind(path, "D:displayname")
    shown = found.prop(path, "D:displayname")
    assert shown is None or shown.text != "New"


def test_mkcalendar_takes_what_programs_send(maria):
    path = maria.make_calendar("set-up", (
        "<D:displayname>Work &amp; play</D:displayname>"
        "<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>"
        "<A:calendar-color>#0b5666ff</A:calendar-color>"
        "<A:calendar-order>3</A:calendar-order>"
        "<C:calendar-timezone-id>Europe/Berlin</C:calendar-timezone-id>"
        "<C:schedule-calendar-transp><C:transparent/>"
        "</C:schedule-calendar-transp>"
        "<C:supported-calendar-component-set><C:comp name=\"VTODO\"/>"
        "</C:supported-calendar-component-set>"))
    answer = maria.propfind(path, "D:displayname A:calendar-color "
                            "C:supported-calendar-component-set "
                            "C:calendar-timezone-id")
    assert answer.prop(path, "D:displayname").text == "Work & play"
    assert answer.prop(path, "A:calendar-color").text == "#0b5666ff"
    kinds = answer.prop(path, "C:supported-calendar-component-set")
    assert [c.get("name") for c in kinds] == ["VTODO"]
    assert answer.prop(path, "C:calendar-timezone-id").text == "Europe/Berlin"


def test_extended_mkcol_works_without_a_trailing_slash(maria):
    body = ('<D:mkcol xmlns:D="DAV:" '
            'xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>'
            "<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>"
            "<D:displayname>Col</D:displayname>"
            "</D:prop></D:set></D:mkcol>")
    assert maria.ask("MKCOL", maria.home + "ext", body).status == 201
    answer = maria.propfind(maria.home + "ext/", "D:resourcetype")
    assert answer.prop(maria.home + "ext/",
                       "D:resourcetype/C:calendar") is not None


def test_making_calendars_in_wrong_places_is_refused(server, maria):
    path = maria.make_calendar("outer")
    inside = maria.ask("MKCALENDAR", path + "inner/")
    assert inside.status == 403
    assert "calendar-collection-location-ok" in inside.error
    again = maria.ask("MKCALENDAR", path)
    assert again.status in (403, 405)
    assert "resource-must-be-null" in again.error
    assert maria.ask("MKCALENDAR", maria.home + "no/where/").status == 409
    ada = server.person("ada")
    refused = ada.ask("MKCALENDAR", ada.home + "mine/")
    assert refused.status == 403 and "need-privileges" in refused.error


def test_practice_calendars_cannot_be_deleted(maria):
    for name in ("sessions/", "closures/", "to-save/"):
        answer = maria.delete(maria.home + name)
        assert answer.status == 403 and "need-privileges" in answer.error
        assert maria.propfind(maria.home + name).status == 207


def test_every_report_that_is_listed_is_taken(maria):
    path = maria.home + "sessions/"
    answer = maria.propfind(path, "D:supported-report-set")
    names = [r[0][0].tag for r in answer.prop(path, "D:supported-report-set")]
    assert "{urn:ietf:params:xml:ns:caldav}calendar-query" in names
    assert "{DAV:}sync-collection" in names
    home = maria.propfind(maria.home, "D:supported-report-set CS:getctag")
    names = [r[0][0].tag
             for r in home.prop(maria.home, "D:supported-report-set")]
    assert "{DAV:}sync-collection" in names
    assert home.prop(maria.home, "CS:getctag") is not None


def test_bad_xml_is_400_with_a_sentence(maria):
    bad = ["<D:propfind xmlns:D='DAV:'>", "not xml at all",
           '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
           "<x>&e;</x>", "<a xmlns='DAV:'>\xff\xfe</a>".encode("latin-1"),
           '<D:propfind xmlns:D="DAV:"><D:prop>&nbsp;</D:prop></D:propfind>']
    for body in bad:
        answer = maria.ask("PROPFIND", maria.home, body, Depth="0")
        assert answer.status == 400, body
        assert answer.text.strip() and "root:" not in answer.text


def test_depth_infinity_is_refused_with_its_precondition(maria):
    answer = maria.propfind(maria.home, "D:displayname", "infinity")
    assert answer.status == 403
    assert "propfind-finite-depth" in answer.error
    assert maria.propfind(maria.home, "D:displayname", "2").status == 400


def test_a_propfind_without_depth_is_infinite(maria):
    answer = maria.ask("PROPFIND", maria.home)
    assert answer.status == 403
    assert answer.error[0] == "propfind-finite-depth"
    member = maria.make_calendar("without-depth") + "a.ics"
    assert maria.put(member, event("a@x")).status == 201
    assert maria.ask("PROPFIND", member).status == 207


@pytest.mark.parametrize("inner", [
    "<D:allprop/><D:propname/>", "<D:prop><D:getetag/></D:prop><D:allprop/>",
    "<D:propname/><D:prop/>", "<D:prop/><D:prop/>",
    "<D:prop/><D:include><D:acl/></D:include>"])
def test_a_propfind_asks_in_one_way(maria, inner):
    body = xml("D:propfind", inner)
    assert maria.ask("PROPFIND", maria.home, body, Depth="0").status == 400


def test_access_control_is_told_with_its_method(server, maria):
    for path in ("/", "/dav/", maria.home, maria.home + "sessions/"):
        told = maria.ask("OPTIONS", path).headers["DAV"].split(", ")
        assert told[0] == "1" and "calendar-access" in told
        assert "access-control" in told, path
    assert "ACL" in allowed(server.nobody().ask("OPTIONS", "/dav/"))


def allowed(answer, status=200):
    assert answer.status == status
    return set(answer.headers["Allow"].split(", "))


def test_options_allows_what_this_very_resource_does(maria):
    cal = maria.make_calendar("allowed")
    assert maria.put(cal + "a.ics", event("a@x")).status == 201
    both = {"OPTIONS", "GET", "HEAD", "PROPFIND", "PROPPATCH", "REPORT"}
    content = both | {"DELETE", "COPY", "MOVE", "LOCK", "UNLOCK"}
    adding = content | {"POST"}
    shared = adding | {"ACL"}
    for path, methods in (
            ("/", both), ("/dav/", both), ("/dav/principals/", both),
            ("/dav/principals/maria/", both), (maria.home, both | {"POST"}),
            (cal, shared), (cal[:-1], shared),
            (cal + "a.ics", content | {"PUT"}),
            (maria.home + "sessions/", both | {"POST"}),
            (maria.home + "to-save/", both),
            (maria.home + "closures/", both),
            # RFC 4791 4.2: a calendar holds no calendar.
            (cal + "none.ics", {"OPTIONS", "PUT", "LOCK"}),
            (maria.home + "none/", {"OPTIONS", "MKCALENDAR", "MKCOL"})):
        assert allowed(maria.ask("OPTIONS", path)) == methods, path
        refused_but(maria, path, methods | (
            {"COPY", "DELETE", "MOVE"} if "none" in path else set()))


def refused_but(person, path, methods):
    for method in {"PUT", "DELETE", "MKCALENDAR", "COPY", "MOVE"} - methods:
        answer = person.ask(method, path, Destination=person.home + "x")
        assert answer.status in (403, 405, 409), (method, path)


def test_a_method_nobody_knows_is_405_with_the_allow_of_that_resource(
        server, maria):
    cal = maria.make_calendar("unknown")
    for path in ("/dav/", cal, cal + "a.ics", maria.home + "closures/"):
        told = allowed(maria.ask("OPTIONS", path))
        for method in ("PATCH", "SEARCH", "BREW"):
            answer = maria.ask(method, path, "body")
            assert allowed(answer, 405) == told, (method, path)
            answer = server.nobody().ask(method, path)
            assert allowed(answer, 405) > told


def test_options_tells_strangers_nothing_of_what_is_there(server, maria):
    cal = maria.make_calendar("untold")
    assert maria.put(cal + "a.ics", event("a@x")).status == 201
    for there, not_there in ((cal, maria.home + "none/"),
                             (cal + "a.ics", cal + "b.ics"),
                             ("/dav/principals/maria/",
                              "/dav/principals/none/")):
        answers = [server.nobody().ask("OPTIONS", path)
                   for path in (there, not_there)]
        assert allowed(answers[0]) == allowed(answers[1])


def test_options_may_ask_of_the_server_as_a_whole(server):
    with server.socket() as sock:
        sock.sendall(b"OPTIONS * HTTP/1.1\r\nHost: x\r\n"
                     b"Connection: close\r\n\r\n")
        answer = b""
        while piece := sock.recv(4096):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 200"), answer
    assert b"calendar-access" in answer


def test_what_privilege_is_missing_where_is_told(server):
    ada = server.person("ada")
    for method, path, href, privilege in (
            ("PUT", "sessions/x.ics", ada.home + "sessions/", "bind"),
            ("MKCALENDAR", "mine/", ada.home, "bind"),
            ("DELETE", "sessions/", ada.home, "unbind")):
        answer = ada.ask(method, ada.home + path, event("x@x")
                         if method == "PUT" else "",
                         Content_Type="text/calendar")
        assert answer.status == 403, (method, answer.text)
        need = "//D:need-privileges/D:resource/"
        assert answer.xml.xpath(need + "D:href/text()",
                                namespaces=NS) == [href]
        assert answer.xml.xpath(need + f"D:privilege/D:{privilege}",
                                namespaces=NS)


def test_a_move_names_the_privilege_that_is_missing_where_it_is(server, maria):
    work = maria.make_calendar("moved-from")
    assert maria.put(work + "a.ics", event("moved@x")).status == 201
    assert maria.put(maria.home + "sessions/moved.ics",
                     event("stays@x", summary="C042")).status == 201
    for path, to, href, privilege in (
            (work + "a.ics", maria.home + "closures/a.ics",
             maria.home + "closures/", "bind"),
            (work + "a.ics", maria.home + "to-save/a.ics",
             maria.home + "to-save/", "bind"),
            (maria.home + "sessions/moved.ics", work + "b.ics",
             maria.home + "sessions/", "unbind")):
        answer = maria.ask("MOVE", path, Destination=to)
        assert answer.status == 403, (path, to, answer.text)
        need = "//D:need-privileges/D:resource/"
        assert answer.xml.xpath(need + "D:href/text()",
                                namespaces=NS) == [href]
        assert answer.xml.xpath(need + f"D:privilege/D:{privilege}",
                                namespaces=NS)

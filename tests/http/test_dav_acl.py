"""Who may do what with a personal calendar (RFC 3744), as its owner says and
as its properties tell (rules K45)."""

import itertools

import pytest
from lxml import etree

from conftest import NS, event, xml

READ = "<D:privilege><D:read/></D:privilege>"
WRITE = READ + "<D:privilege><D:write/></D:privilege>"
BUSY = "<D:privilege><C:read-free-busy/></D:privilege>"
NUMBERS = itertools.count(1)
SIX = {"read", "write", "write-properties", "write-content", "bind", "unbind"}


@pytest.fixture(scope="module")
def people(server):
    server.add("staff", "staff", "--name", "Sam Staff")
    server.add("tom", "practitioner", "--name", "Tom Other")
    return {login: server.person(login)
            for login in ("maria", "staff", "tom", "admin", "ada")}


@pytest.fixture(scope="module")
def tom(people):
    return people["tom"]


@pytest.fixture
def cal(people, maria):
    made = maria.make_calendar(f"cal-{next(NUMBERS)}")
    assert maria.put(made + "a.ics", event("a@x", summary="Plan")
                     ).status == 201
    return made


def ace(principal, grant=READ, rest="", verb="grant"):
    if not principal.startswith("<"):
        principal = f"<D:href>/dav/principals/{principal}/</D:href>"
    return (f"<D:ace><D:principal>{principal}</D:principal>"
            f"<D:{verb}>{grant}</D:{verb}>{rest}</D:ace>")


def acl(person, path, *aces):
    return person.ask("ACL", path, xml("D:acl", "".join(aces)),
                      Content_Type="application/xml")


def names(answer, href, prop="D:current-user-privilege-set"):
    found = answer.prop(href, prop)
    return {p.tag.split("}")[1] for p in
            found.xpath(".//D:privilege/*", namespaces=NS)}


def privileges(person, path):
    return names(person.propfind(path, "D:current-user-privilege-set"), path)


def hrefs(answer, href, prop):
    return [e.text for e in answer.prop(href, prop).iter("{DAV:}href")]


def test_what_nobody_granted_is_not_there(people, cal):
    for login in ("staff", "tom", "admin", "ada"):
        for method in ("GET", "PROPFIND", "PUT", "DELETE", "REPORT", "ACL"):
            for path in (cal, cal + "a.ics"):
                body = xml("D:acl", "") if method == "ACL" else \
                    xml("C:calendar-query", "") if method == "REPORT" else \
                    event("b@x") if method == "PUT" else None
                answer = people[login].ask(method, path, body)
                assert answer.status in (404, 405), (login, method, path)


def test_a_grant_to_read_shows_and_forbids_to_change(maria, tom, cal):
    assert acl(maria, cal, ace("tom")).status == 200
    assert "SUMMARY:Plan" in tom.get(cal + "a.ics").text
    assert "SUMMARY:Plan" in tom.get(cal).text
    assert privileges(tom, cal) == privileges(tom, cal + "a.ics") == {"read"}
    for method, path, body in (
            ("PUT", cal + "a.ics", event("a@x", summary="Mine")),
            ("PUT", cal + "b.ics", event("b@x")),
            ("DELETE", cal + "a.ics", None), ("DELETE", cal, None),
            ("ACL", cal, xml("D:acl", ace("tom", WRITE)))):
        answer = tom.ask(method, path, body, Content_Type="text/calendar")
        assert answer.status == 403 and "need-privileges" in answer.error, (
            method, path)
    assert "SUMMARY:Plan" in maria.get(cal + "a.ics").text


def test_a_grant_to_write_lets_change_what_the_owner_sees(maria, tom, cal):
    assert acl(maria, cal, ace("tom", WRITE)).status == 200
    assert privileges(tom, cal) == SIX
    assert tom.put(cal + "a.ics", event("a@x", summary="Moved")).status == 204
    assert tom.put(cal + "b.ics", event("b@x", summary="New")).status == 201
    assert "SUMMARY:Moved" in maria.get(cal + "a.ics").text
    assert "SUMMARY:New" in maria.get(cal + "b.ics").text
    assert tom.delete(cal + "b.ics").status == 204
    assert maria.get(cal + "b.ics").status == 404


def test_rights_are_told_as_they_were_set(maria, cal):
    assert acl(maria, cal, ace("tom", WRITE), ace("groups/staff")
               ).status == 200
    answer = maria.propfind(cal, "D:acl D:owner D:group")
    aces = answer.prop(cal, "D:acl").findall("D:ace", NS)
    told = {}
    for each in aces:
        who = each.findtext("D:principal/D:href", namespaces=NS)
        told[who] = ({p.tag.split("}")[1] for p in each.xpath(
            "D:grant/D:privilege/*", namespaces=NS)},
            each.find("D:protected", NS) is not None)
    assert told["/dav/principals/tom/"] == (SIX, False)
    assert told["/dav/principals/groups/staff/"] == ({"read"}, False)
    mine, protect = told["/dav/principals/maria/"]
    assert protect and SIX | {"read-acl", "write-acl"} <= mine
    assert len(told) == 3
    assert answer.prop(cal, "D:owner/D:href").text == "/dav/principals/maria/"


def test_a_later_acl_takes_the_place_of_an_earlier(maria, people, cal):
    assert acl(maria, cal, ace("tom", WRITE)).status == 200
    assert acl(maria, cal, ace("staff")).status == 200
    assert people["tom"].get(cal + "a.ics").status == 404
    assert people["staff"].get(cal + "a.ics").status == 200
    assert acl(maria, cal).status == 200
    assert people["staff"].get(cal + "a.ics").status == 404


def test_two_aces_of_one_principal_grant_together(maria, tom, cal):
    assert acl(maria, cal, ace("tom"), ace(
        "tom", "<D:privilege><D:bind/></D:privilege>")).status == 200
    assert privileges(tom, cal) == {"read", "bind"}
    assert tom.put(cal + "b.ics", event("b@x")).status == 201
    assert tom.put(cal + "b.ics", event("b@x", summary="x")).status == 403
    assert tom.delete(cal + "b.ics").status == 403


def test_a_group_is_whoever_has_the_role(server, maria, people, cal):
    assert acl(maria, cal, ace("groups/staff")).status == 200
    assert people["staff"].get(cal).status == 200
    assert people["tom"].get(cal).status == 404
    late = server.add("late", "staff", "--name", "Late Comer")
    assert late.get(cal + "a.ics").status == 200
    told = maria.propfind("/dav/principals/groups/staff/",
                          "D:group-member-set D:displayname D:resourcetype")
    members = hrefs(told, "/dav/principals/groups/staff/",
                    "D:group-member-set")
    assert {"/dav/principals/staff/", "/dav/principals/late/"} == set(members)
    of = maria.propfind("/dav/principals/staff/", "D:group-membership")
    assert hrefs(of, "/dav/principals/staff/", "D:group-membership") == [
        "/dav/principals/groups/staff/"]


def test_groups_are_not_for_clients_to_know(people):
    for path in ("/dav/principals/groups/", "/dav/principals/groups/staff/",
                 "/dav/principals/maria/calendar-proxy-read/"):
        assert people["ada"].propfind(path).status == 404, path
    assert people["maria"].propfind(
        "/dav/principals/groups/client/").status == 404
    listed = people["maria"].propfind("/dav/principals/groups/",
                                      "D:resourcetype", "1").responses
    assert {f"/dav/principals/groups/{g}/" for g in (
        "admin", "staff", "practitioner")} < set(listed)


@pytest.mark.parametrize("body,broken", [
    (ace("tom", verb="deny"), "grant-only"),
    ("<D:ace><D:invert><D:principal><D:href>/dav/principals/tom/</D:href>"
     f"</D:principal></D:invert><D:grant>{READ}</D:grant></D:ace>",
     "no-invert"),
    (ace("tom", "<D:privilege><D:all/></D:privilege>"), "no-abstract"),
    (ace("tom", "<D:privilege><D:write-acl/></D:privilege>"), "no-abstract"),
    (ace("tom", "<D:privilege><x:fly xmlns:x='urn:x'/></D:privilege>"),
     "not-supported-privilege"),
    (ace("nobody"), "recognized-principal"),
    (ace("<D:href>http://else.example/x/</D:href>"), "recognized-principal"),
    (ace("<x:y xmlns:x='urn:x'/>"), "recognized-principal"),
    (ace("<D:all/>"), "allowed-principal"),
    (ace("<D:authenticated/>"), "allowed-principal"),
    (ace("<D:unauthenticated/>"), "allowed-principal"),
    (ace("<D:self/>"), "allowed-principal"),
    (ace("tom", rest="<D:protected/>"), "no-protected-ace-conflict"),
    (ace("tom", rest="<D:inherited><D:href>/dav/</D:href></D:inherited>"),
     "no-inherited-ace-conflict"),
    (ace("tom") * 201, "limited-number-of-aces"),
], ids=lambda _: "")
def test_a_body_that_breaks_a_precondition_sets_nothing(
        maria, people, cal, body, broken):
    assert acl(maria, cal, ace("staff")).status == 200
    answer = acl(maria, cal, ace("tom"), body)
    assert answer.status == 403 and broken in answer.error, answer.text
    assert people["tom"].get(cal).status == 404
    assert people["staff"].get(cal).status == 200


def test_an_admin_cannot_grant_to_a_client(people):
    admin = people["admin"]
    mine = admin.make_calendar("of-admin")
    answer = acl(admin, mine, ace("ada"))
    assert answer.status == 403 and "allowed-principal" in answer.error


@pytest.mark.parametrize("body", [
    "<D:ace/>", "<D:x/>", "<D:ace><D:principal/></D:ace>",
    ace("tom", ""), ace("<D:href>/dav/principals/tom/</D:href><D:all/>")],
    ids=lambda _: "")
def test_a_body_that_is_no_acl_is_400(maria, cal, body):
    assert acl(maria, cal, body).status == 400
    assert maria.ask("ACL", cal, xml("D:acls", "")).status == 400
    assert maria.ask("ACL", cal, "").status == 400


def test_the_owners_own_ace_may_be_sent_back(maria, tom, cal):
    own = ace("maria", READ, "<D:protected/>")
    assert acl(maria, cal, own, ace("<D:property><D:owner/></D:property>"),
               ace("tom")).status == 200
    assert tom.get(cal).status == 200
    assert "write-acl" in privileges(maria, cal)


def test_what_acl_tells_may_be_sent_back_with_more(maria, tom, cal):
    told = maria.propfind(cal, "D:acl")
    own = "".join(etree.tostring(a).decode() for a in told.prop(cal, "D:acl"))
    assert "protected" in own and "write-acl" in own
    assert acl(maria, cal, own, ace("tom")).status == 200
    assert tom.get(cal + "a.ics").status == 200
    both = "".join(etree.tostring(a).decode() for a in maria.propfind(
        cal, "D:acl").prop(cal, "D:acl"))
    assert acl(maria, cal, both).status == 200
    assert tom.get(cal + "a.ics").status == 200
    assert acl(maria, cal, own).status == 200
    assert tom.get(cal + "a.ics").status == 404


@pytest.mark.parametrize("path", ["sessions/", "closures/", "to-save/", ""])
def test_the_practices_collections_have_rights_that_nobody_sets(
        maria, people, path):
    where = maria.home + path
    answer = acl(maria, where, ace("tom"))
    assert answer.status == 403 and "need-privileges" in answer.error
    told = maria.propfind(where, "D:acl").prop(where, "D:acl")
    aces = told.findall("D:ace", NS)
    assert aces and all(a.find("D:protected", NS) is not None for a in aces)


def test_the_aces_of_closures_are_the_rights_of_everybody(people):
    def told(login):
        where = people[login].home + "closures/"
        return {
            (a.findtext("D:principal/D:href", namespaces=NS) or
             a.find("D:principal", NS)[0].tag): {
                p.tag.split("}")[1]
                for p in a.xpath("D:grant/D:privilege/*", namespaces=NS)}
            for a in people[login].propfind(where, "D:acl").prop(
                where, "D:acl").findall("D:ace", NS)}
    assert told("maria") == {
        "{DAV:}authenticated": {"read"},
        "/dav/principals/groups/admin/": SIX,
        "/dav/principals/groups/staff/": SIX}
    assert told("ada") == {"{DAV:}authenticated": {"read"}}


def test_what_a_member_may_is_inherited_from_its_calendar(maria, cal):
    assert acl(maria, cal, ace("tom")).status == 200
    answer = maria.propfind(cal + "a.ics", "D:acl D:inherited-acl-set")
    assert hrefs(answer, cal + "a.ics", "D:inherited-acl-set") == [cal]
    for each in answer.prop(cal + "a.ics", "D:acl").findall("D:ace", NS):
        assert each.findtext("D:inherited/D:href", namespaces=NS) == cal
    assert maria.ask("ACL", cal + "a.ics", xml("D:acl", ace("tom"))
                     ).status == 403


def test_who_may_what_is_told_to_whom_that_is_granted(maria, tom, cal):
    assert acl(maria, cal, ace("tom")).status == 200
    assert "{DAV:}acl" in tom.propfind(cal, "D:acl").missing(cal)
    assert acl(maria, cal, ace("tom", READ + (
        "<D:privilege><D:read-acl/></D:privilege>"))).status == 200
    assert len(tom.propfind(cal, "D:acl").prop(cal, "D:acl")) == 2
    assert privileges(tom, cal) == {"read", "read-acl"}


def busy(person, path):
    return person.report(path, "C:free-busy-query",
                         '<C:time-range start="20260601T000000Z" '
                         'end="20260701T000000Z"/>')


def test_to_see_when_its_owner_is_busy_is_less_than_to_read(maria, tom, cal):
    assert acl(maria, cal, ace("tom", BUSY)).status == 200
    answer = busy(tom, cal)
    assert answer.status == 200 and "20260612T140000Z" in answer.text
    assert "Plan" not in answer.text
    for method, path in (("PROPFIND", cal), ("GET", cal),
                         ("GET", cal + "a.ics"), ("PUT", cal + "a.ics")):
        answer = tom.ask(method, path, event("a@x") if method == "PUT"
                         else None)
        assert answer.status == 403 and "need-privileges" in answer.error
    listed = tom.propfind(tom.home, "D:resourcetype", "1").responses
    assert not [h for h in listed if "busy" in h]
    assert acl(maria, cal, ace("tom")).status == 200
    assert busy(tom, cal).status == 200
    assert acl(maria, cal).status == 200
    assert busy(tom, cal).status == 404


def test_the_tree_of_privileges_holds_what_it_should(maria, cal):
    tree = maria.propfind(cal, "D:supported-privilege-set").prop(
        cal, "D:supported-privilege-set")
    def below(name):
        return {e.tag.split("}")[1] for e in tree.xpath(
            f".//D:supported-privilege[D:privilege/*[local-name()='{name}']]"
            "/D:supported-privilege/D:privilege/*", namespaces=NS)}
    assert below("read") == {"read-free-busy"}
    assert below("write") == {"write-properties", "write-content", "bind",
                              "unbind"}
    assert {"read", "write", "read-acl", "write-acl", "unlock",
            "read-current-user-privilege-set"} == below("all")
    for name in ("all", "write-acl", "unlock"):
        assert tree.xpath(f".//D:supported-privilege[D:privilege/D:{name}]"
                          "/D:abstract", namespaces=NS)
    told = maria.propfind(cal, "D:acl-restrictions").prop(
        cal, "D:acl-restrictions")
    assert {e.tag for e in told} == {"{DAV:}grant-only", "{DAV:}no-invert"}


def test_the_principals_of_an_acl_are_told_by_a_report(maria, tom, cal):
    assert acl(maria, cal, ace("tom"), ace("groups/staff")).status == 200
    answer = maria.report(cal, "D:acl-principal-prop-set",
                          "<D:prop><D:displayname/></D:prop>", "0")
    assert {h: answer.prop(h, "D:displayname").text
            for h in answer.responses} == {
        "/dav/principals/maria/": "Maria Santos",
        "/dav/principals/tom/": "Tom Other",
        "/dav/principals/groups/staff/": "Staff"}
    assert tom.report(cal, "D:acl-principal-prop-set",
                      "<D:prop><D:displayname/></D:prop>", "0").status == 403


def test_principal_match_tells_oneself_and_ones_groups(people):
    for login, groups in (("maria", {"practitioner"}), ("ada", set())):
        answer = people[login].report("/dav/principals/", "D:principal-match",
                                      "<D:self/>", "0")
        assert set(answer.responses) == {f"/dav/principals/{login}/"} | {
            f"/dav/principals/groups/{g}/" for g in groups}


def test_a_search_takes_what_stands_beside_an_empty_prop(maria, people):
    inner = ("<D:property-search><D:prop><D:displayname/></D:prop>"
             "<D:match>tom</D:match></D:property-search>"
             "<D:prop/><D:displayname/><C:calendar-user-type/>")
    answer = maria.report("/dav/principals/", "D:principal-property-search",
                          inner, "0")
    found = "/dav/principals/tom/"
    assert list(answer.responses) == [found]
    assert answer.prop(found, "D:displayname").text == "Tom Other"
    assert answer.prop(found, "C:calendar-user-type").text == "INDIVIDUAL"
    inner = inner.replace("tom", "practitioners").replace("<D:prop/>", (
        "<D:apply-to-principal-collection-set/>"
        "<D:prop><D:displayname/></D:prop>"))
    answer = maria.report("/dav/principals/", "D:principal-property-search",
                          inner, "0")
    assert list(answer.responses) == [
        "/dav/principals/groups/practitioner/"]
    assert not people["ada"].report(
        "/dav/principals/", "D:principal-property-search", inner, "0"
        ).responses


def test_rights_are_set_where_the_condition_holds(maria, tom, cal):
    etag = maria.propfind(cal, "D:getetag").prop(cal, "D:getetag").text
    body = xml("D:acl", ace("tom"))
    assert maria.ask("ACL", cal, body, If_Match='"other"').status == 412
    assert tom.get(cal).status == 404
    assert maria.ask("ACL", cal, body, If_Match=etag).status == 200


def test_a_lock_is_asked_for_before_rights_are_set(maria, tom, cal):
    lock = maria.ask("LOCK", cal, xml(
        "D:lockinfo", "<D:lockscope><D:exclusive/></D:lockscope>"
        "<D:locktype><D:write/></D:locktype>"), Depth="0")
    assert lock.status == 200
    assert acl(maria, cal, ace("tom")).status == 423
    assert maria.ask("ACL", cal, xml("D:acl", ace("tom")), If="({})".format(
        lock.headers["Lock-Token"])).status == 200
    assert tom.get(cal).status == 200


def test_a_lock_of_the_owner_holds_whoever_may_write(maria, tom, cal):
    assert acl(maria, cal, ace("tom", WRITE)).status == 200
    lock = maria.ask("LOCK", cal + "a.ics", xml(
        "D:lockinfo", "<D:lockscope><D:exclusive/></D:lockscope>"
        "<D:locktype><D:write/></D:locktype>"))
    assert lock.status == 200
    changed = event("a@x", summary="Mine")
    assert tom.put(cal + "a.ics", changed).status == 423
    assert tom.delete(cal + "a.ics").status == 423
    assert tom.put(cal + "b.ics", event("b@x")).status == 201
    maria.ask("UNLOCK", cal + "a.ics", Lock_Token=lock.headers["Lock-Token"])
    assert tom.put(cal + "a.ics", changed).status == 204


def test_rights_end_with_the_calendar_and_with_the_role(
        server, maria, people, cal):
    gone = server.add("gone", "practitioner", "--name", "Gone Soon")
    assert acl(maria, cal, ace("gone"), ace("tom")).status == 200
    assert gone.get(cal).status == 200
    server.run("person", "deactivate", "gone")
    assert gone.get(cal).status == 401
    assert maria.delete(cal).status == 204
    assert people["tom"].get(cal).status == 404
    listed = people["tom"].propfind(people["tom"].home, "D:resourcetype", "1")
    name = "maria-" + cal.rstrip("/").rsplit("/", 1)[1]
    assert not [h for h in listed.responses if name in h]

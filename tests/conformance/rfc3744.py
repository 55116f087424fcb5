"""RFC 3744: principals, privileges, the properties that tell them, the method
ACL and its reports."""

from daybook import NS, event, xml
from ground import must

RFC = "3744"
READ = "<D:privilege><D:read/></D:privilege>"
WRITE = READ + "<D:privilege><D:write/></D:privilege>"
GROUP = "/dav/principals/groups/admin/"


def ace(who=GROUP, grant=READ, rest="", verb="grant"):
    principal = f"<D:href>{who}</D:href>" if who.startswith("/") else who
    return (f"<D:ace><D:principal>{principal}</D:principal>"
            f"<D:{verb}>{grant}</D:{verb}>{rest}</D:ace>")


def acl(ground, path, *aces):
    return ground.ask("ACL", path, xml("D:acl", "".join(aces)))


def shared(ground, grant=READ):
    """A calendar with an event, and the admin, to whom it is granted."""
    path = ground.home + f"acl-{next(ground.counter)}/"
    assert ground.status("MKCALENDAR", path) == 201
    assert ground.status("PUT", path + "a.ics", event("a@x"),
                         Content_Type="text/calendar") == 201
    assert acl(ground, path, ace(grant=grant)).status == 200
    return path, ground.server.person("admin")


def names(found):
    return {e.tag.split("}")[1] for e in
            found.xpath(".//D:privilege/*", namespaces=NS)}


def broken(ground, body):
    path, _ = shared(ground)
    answer = acl(ground, path, body)
    assert answer.status == 403
    return answer.error


def hrefs(found):
    return [e.text for e in found.iter("{DAV:}href")]


@must(RFC, "2", "A principal is a resource with the resourcetype principal.")
def principals_are_resources(ground):
    for path in ("/dav/principals/maria/", GROUP):
        found = ground.prop(path, "D:resourcetype")
        assert found.find("D:principal", NS) is not None


@must(RFC, "3.1", "read controls GET and PROPFIND.")
def read_controls_reading(ground):
    path, admin = shared(ground)
    assert admin.get(path + "a.ics").status == 200
    assert admin.propfind(path).status == 207
    assert acl(ground, path).status == 200
    assert admin.get(path + "a.ics").status == 404


@must(RFC, "3.4", "write-content controls PUT over what is there.")
def write_content_controls_put(ground):
    path, admin = shared(ground, "<D:privilege><D:bind/></D:privilege>")
    body = event("a@x", summary="Other")
    assert admin.put(path + "a.ics", body).status == 403
    assert acl(ground, path, ace(
        grant="<D:privilege><D:write-content/></D:privilege>")).status == 200
    assert admin.put(path + "a.ics", body).status == 204


@must(RFC, "3.9", "bind controls what is added to a collection.")
def bind_controls_adding(ground):
    path, admin = shared(ground)
    assert admin.put(path + "b.ics", event("b@x")).status == 403
    assert acl(ground, path, ace(
        grant="<D:privilege><D:bind/></D:privilege>")).status == 200
    assert admin.put(path + "b.ics", event("b@x")).status == 201


@must(RFC, "3.10", "unbind controls what is taken from a collection.")
def unbind_controls_removing(ground):
    path, admin = shared(ground)
    assert admin.delete(path + "a.ics").status == 403
    assert acl(ground, path, ace(
        grant="<D:privilege><D:unbind/></D:privilege>")).status == 200
    assert admin.delete(path + "a.ics").status == 204


@must(RFC, "3.12", "write holds bind, unbind, write-properties and "
      "write-content; read holds none of these.")
def aggregates_hold_their_parts(ground):
    tree = ground.prop(ground.calendar, "D:supported-privilege-set")
    def below(name):
        return names(tree.xpath(
            f".//D:supported-privilege[D:privilege/D:{name}]",
            namespaces=NS)[0]) - {name}
    parts = {"bind", "unbind", "write-properties", "write-content"}
    assert below("write") == parts
    assert not below("read") & (parts | {"write", "write-acl"})


@must(RFC, "4.2", "principal-URL is on each principal and names it.")
def principals_name_themselves(ground):
    for path in ("/dav/principals/maria/", GROUP):
        assert hrefs(ground.prop(path, "D:principal-URL")) == [path]


@must(RFC, "4.1", "alternate-URI-set is on each principal.")
def principals_have_alternates(ground):
    assert ground.prop(GROUP, "D:alternate-URI-set") is not None


@must(RFC, "4.3", "group-member-set names the members of a group.")
def groups_name_their_members(ground):
    assert "/dav/principals/admin/" in hrefs(
        ground.prop(GROUP, "D:group-member-set"))


@must(RFC, "4.4", "group-membership names the groups of a principal.")
def members_name_their_groups(ground):
    assert hrefs(ground.prop("/dav/principals/maria/",
                             "D:group-membership")) == [
        "/dav/principals/groups/practitioner/"]


@must(RFC, "5.1", "owner names the principal that owns a resource, for whoever "
      "asks.")
def owners_are_told(ground):
    path, admin = shared(ground)
    for person in (ground.maria, admin):
        found = person.propfind(path, "D:owner").prop(path, "D:owner")
        assert hrefs(found) == ["/dav/principals/maria/"]


@must(RFC, "5.3", "supported-privilege-set is one tree whose root holds all.")
def the_tree_has_one_root(ground):
    tree = ground.prop(ground.calendar, "D:supported-privilege-set")
    assert len(tree) == 1
    assert names(tree[0]) >= {"all", "read", "write", "read-acl", "write-acl",
                              "read-current-user-privilege-set", "unlock"}


@must(RFC, "5.4", "current-user-privilege-set tells what the one who asks may "
      "do.")
def rights_are_ones_own(ground):
    path, admin = shared(ground)
    assert names(admin.propfind(path, "D:current-user-privilege-set").prop(
        path, "D:current-user-privilege-set")) == {"read"}
    assert "write-acl" in names(ground.prop(
        path, "D:current-user-privilege-set"))


@must(RFC, "5.5", "acl tells each ACE: its principal, what it grants, and "
      "whether it is protected.")
def aces_are_told(ground):
    path, _ = shared(ground, WRITE)
    aces = ground.prop(path, "D:acl").findall("D:ace", NS)
    assert [(hrefs(a)[0], a.find("D:protected", NS) is not None)
            for a in aces] == [("/dav/principals/maria/", True),
                               (GROUP, False)]
    assert {"read", "write"} <= names(aces[1])


@must(RFC, "5.5.4", "An ACE that is inherited names where from.")
def inherited_aces_say_so(ground):
    path, _ = shared(ground)
    for each in ground.prop(path + "a.ics", "D:acl").findall("D:ace", NS):
        assert each.findtext("D:inherited/D:href", namespaces=NS) == path


@must(RFC, "5.6", "acl-restrictions tells what an ACL may not hold.")
def restrictions_are_told(ground):
    assert [e.tag for e in ground.prop(
        ground.calendar, "D:acl-restrictions")] == [
        "{DAV:}grant-only", "{DAV:}no-invert"]


@must(RFC, "5.7", "inherited-acl-set names the resources whose ACL counts, "
      "too.")
def sources_of_aces_are_told(ground):
    path, _ = shared(ground)
    assert hrefs(ground.prop(path + "a.ics", "D:inherited-acl-set")) == [path]


@must(RFC, "5.8", "principal-collection-set names where principals are.")
def principals_are_found(ground):
    assert hrefs(ground.prop(ground.calendar, "D:principal-collection-set")
                 ) == ["/dav/principals/"]


@must(RFC, "7.1.1", "What is refused for want of a privilege names it and the "
      "resource in need-privileges.")
def missing_privileges_are_named(ground):
    path, admin = shared(ground)
    answer = admin.delete(path + "a.ics")
    need = answer.xml.find(".//D:need-privileges/D:resource", NS)
    assert need.findtext("D:href", namespaces=NS) == path
    assert need.find("D:privilege/D:unbind", NS) is not None


@must(RFC, "7.2", "access-control is in the DAV header of OPTIONS, everywhere.")
def access_control_is_told(ground):
    for path in ("/", "/dav/", ground.home, ground.calendar):
        assert "access-control" in ground.ask("OPTIONS", path).headers["DAV"]


@must(RFC, "8.1", "ACL replaces what is neither protected nor inherited.")
def acl_replaces(ground):
    path, admin = shared(ground)
    other = "/dav/principals/groups/practitioner/"
    assert acl(ground, path, ace(other)).status == 200
    aces = ground.prop(path, "D:acl").findall("D:ace", NS)
    assert [hrefs(a)[0] for a in aces] == ["/dav/principals/maria/", other]
    assert admin.get(path).status == 404


@must(RFC, "8.1.1", "Where ACEs only grant, one that denies is refused: "
      "grant-only.")
def denials_are_refused(ground):
    assert broken(ground, ace(verb="deny"))[0] == "grant-only"


@must(RFC, "8.1.1", "Where no ACE is inverted, one that is is refused: "
      "no-invert.")
def inversions_are_refused(ground):
    assert broken(ground, "<D:ace><D:invert><D:principal><D:href>" + GROUP +
                  "</D:href></D:principal></D:invert><D:grant>" + READ +
                  "</D:grant></D:ace>")[0] == "no-invert"


@must(RFC, "8.1.1", "An abstract privilege is refused: no-abstract.")
def abstract_ones_are_refused(ground):
    assert broken(ground, ace(grant="<D:privilege><D:all/></D:privilege>")
                  )[0] == "no-abstract"


@must(RFC, "8.1.1", "A privilege that is not supported is refused: "
      "not-supported-privilege.")
def unknown_privileges_are_refused(ground):
    grant = '<D:privilege><x xmlns="urn:x"/></D:privilege>'
    assert broken(ground, ace(grant=grant))[0] == "not-supported-privilege"


@must(RFC, "8.1.1", "A principal that is not there is refused: "
      "recognized-principal.")
def unknown_principals_are_refused(ground):
    assert broken(ground, ace("/dav/principals/nobody/")
                  )[0] == "recognized-principal"


@must(RFC, "8.1.1", "A principal that may not be in an ACE is refused: "
      "allowed-principal.")
def other_principals_are_refused(ground):
    assert broken(ground, ace("<D:all/>"))[0] == "allowed-principal"


@must(RFC, "8.1.1", "Too many ACEs are refused: limited-number-of-aces.")
def too_many_are_refused(ground):
    assert broken(ground, ace() * 201)[0] == "limited-number-of-aces"


@must(RFC, "8.1.1", "What conflicts with a protected or an inherited ACE is "
      "refused.")
def fixed_aces_are_not_set(ground):
    assert broken(ground, ace(rest="<D:protected/>")
                  )[0] == "no-protected-ace-conflict"
    rest = "<D:inherited><D:href>/dav/</D:href></D:inherited>"
    assert broken(ground, ace(rest=rest))[0] == "no-inherited-ace-conflict"


@must(RFC, "9", "These reports are defined for Depth 0 alone.")
def reports_are_shallow(ground):
    answer = ground.maria.report(ground.calendar, "D:acl-principal-prop-set",
                                 "<D:prop><D:displayname/></D:prop>", "1")
    assert answer.status == 400


@must(RFC, "9.2", "acl-principal-prop-set tells of each principal of an ACL, "
      "each once.")
def principals_of_an_acl_are_told(ground):
    path, _ = shared(ground)
    answer = ground.maria.report(path, "D:acl-principal-prop-set",
                                 "<D:prop><D:displayname/></D:prop>", "0")
    assert list(answer.responses) == ["/dav/principals/maria/", GROUP]


@must(RFC, "9.3", "principal-match with self finds oneself and one's groups.")
def match_finds_oneself(ground):
    answer = ground.maria.report("/dav/principals/", "D:principal-match",
                                 "<D:self/>", "0")
    assert set(answer.responses) == {
        "/dav/principals/maria/", "/dav/principals/groups/practitioner/"}


@must(RFC, "9.4", "principal-property-search finds by substrings, ignoring "
      "case.")
def search_finds_substrings(ground):
    answer = ground.maria.report(
        "/dav/principals/", "D:principal-property-search",
        "<D:property-search><D:prop><D:displayname/></D:prop><D:match>ARIA s"
        "</D:match></D:property-search><D:prop><D:displayname/></D:prop>", "0")
    assert list(answer.responses) == ["/dav/principals/maria/"]


@must(RFC, "9.5", "principal-search-property-set tells what can be searched.")
def searchable_properties_are_told(ground):
    answer = ground.maria.report(
        "/dav/principals/", "D:principal-search-property-set", "", "0")
    assert answer.status == 200
    assert answer.xml.find(".//D:prop/D:displayname", NS) is not None
    assert answer.xml.find(".//D:description", NS) is not None

"""RFC 3744: what privileges control, what every resource tells of them, and
the reports to their end."""

from ground import must
from daybook import NS, event, xml
from rfc3744 import GROUP, READ, WRITE, ace, acl, hrefs, names, shared

RFC = "3744"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ON_ALL = ("owner", "group", "supported-privilege-set", "current-user-privilege-set",
          "acl", "acl-restrictions", "inherited-acl-set",
          "principal-collection-set")


def grants(*wanted):
    return "".join(f"<D:privilege>{name}</D:privilege>" for name in wanted)


def rights(person, path):
    return names(person.propfind(path, "D:current-user-privilege-set").prop(
        path, "D:current-user-privilege-set"))


@must(RFC, "3", "Who has no privilege is told nothing of a resource, by any "
      "method.")
def nothing_is_told(ground):
    path, admin = shared(ground)
    assert acl(ground, path).status == 200
    for method in ("GET", "HEAD", "PROPFIND", "PROPPATCH", "PUT", "DELETE",
                   "COPY", "MOVE", "LOCK", "UNLOCK", "REPORT", "ACL", "POST"):
        for at in (path, path + "a.ics"):
            answer = admin.ask(method, at, "" if method != "PUT" else "x",
                               Depth="0", Lock_Token="<urn:x>",
                               Destination=admin.home + "x")
            other = admin.ask(method, at.replace("acl-", "none-"),
                              "" if method != "PUT" else "x", Depth="0",
                              Lock_Token="<urn:x>",
                              Destination=admin.home + "x")
            assert answer.status == other.status >= 400, (method, at)


@must(RFC, "3.1", "read controls OPTIONS: of what one may not read it tells what "
      "it tells of nothing.")
def read_controls_options(ground):
    path, admin = shared(ground)
    assert "REPORT" in admin.ask("OPTIONS", path).headers["Allow"]
    assert acl(ground, path).status == 200
    for at in (path, path + "a.ics"):
        told = admin.ask("OPTIONS", at)
        nothing = admin.ask("OPTIONS", at.replace("acl-", "none-"))
        for name in ("Allow", "DAV"):
            assert told.headers[name] == nothing.headers[name]


@must(RFC, "3.5", "Who did not take a lock ends it by the privilege unlock only.")
def unlock_is_a_privilege(ground):
    path, admin = shared(ground, WRITE)
    token = ground.token(path + "a.ics")
    assert "unlock" not in rights(admin, path)
    answer = admin.ask("UNLOCK", path + "a.ics", Lock_Token=token)
    assert answer.status == 403
    assert answer.xml.find(".//D:need-privileges/D:resource/D:privilege/"
                           "D:unlock", NS) is not None
    assert ground.locks(path + "a.ics")


@must(RFC, "3.6", "read-acl controls the property acl.")
def read_acl_is_a_privilege(ground):
    path, admin = shared(ground)
    answer = admin.propfind(path, "D:acl D:owner")
    assert answer.prop(path, "D:owner") is not None
    assert "D:ace" not in answer.text
    assert answer.missing(path) == {"{DAV:}acl"}
    assert ground.prop(path, "D:acl") is not None


@must(RFC, "3.8", "write-acl controls the method ACL.")
def write_acl_is_a_privilege(ground):
    path, admin = shared(ground, WRITE)
    answer = admin.ask("ACL", path, xml("D:acl", ""))
    assert answer.status == 403
    assert answer.xml.find(".//D:need-privileges/D:resource/D:privilege/"
                           "D:write-acl", NS) is not None
    assert admin.get(path + "a.ics").status == 200


@must(RFC, "3.12", "read-acl, write-acl and read-current-user-privilege-set hold "
      "none of each other, nor of read and write.")
def aggregates_are_apart(ground):
    tree = ground.prop(ground.calendar, "D:supported-privilege-set")
    for name in ("read-acl", "write-acl", "read-current-user-privilege-set"):
        found = tree.xpath(
            f".//D:supported-privilege[D:privilege/D:{name}]", namespaces=NS)
        assert len(found) == 1 and names(found[0]) == {name}
    below = names(tree.xpath(".//D:supported-privilege[D:privilege/D:write]",
                             namespaces=NS)[0])
    assert not below & {"read", "read-acl", "write-acl",
                        "read-current-user-privilege-set"}


@must(RFC, "4", "A principal has a displayname that is not empty.")
def principals_have_names(ground):
    for path in ("/dav/principals/maria/", GROUP,
                 "/dav/principals/maria/calendar-proxy-read/"):
        assert ground.prop(path, "D:displayname").text


@must(RFC, "5", "The properties of access control are on resources of every "
      "kind.")
def all_have_the_properties(ground):
    path, _ = shared(ground)
    for at in ("/dav/", "/dav/principals/", "/dav/principals/maria/", GROUP,
               "/dav/calendars/", ground.home, ground.home + "sessions/",
               path, path + "a.ics", ground.folder, ground.file()):
        for name in ON_ALL:
            assert ground.prop(at, "D:" + name) is not None, (at, name)


@must(RFC, "5.3", "Each privilege has a description that names its language.")
def privileges_are_described(ground):
    tree = ground.prop(ground.calendar, "D:supported-privilege-set")
    found = tree.xpath(".//D:supported-privilege", namespaces=NS)
    assert len(found) > 8
    for each in found:
        described = each.find("D:description", NS)
        assert described.text and described.get(LANG)


@must(RFC, "5.4", "What one may is told in privileges that are supported and not "
      "abstract.")
def rights_are_supported(ground):
    path, admin = shared(ground, WRITE)
    for person, at in ((ground.maria, path), (admin, path),
                       (ground.maria, ground.home + "sessions/")):
        answer = person.propfind(at, "D:supported-privilege-set")
        tree = answer.prop(at, "D:supported-privilege-set")
        known = {p.tag.split("}")[1] for p in
                 tree.xpath(".//D:supported-privilege/D:privilege/*",
                            namespaces=NS)}
        assert rights(person, at) <= known


@must(RFC, "5.5.2", "What an ACE grants is supported and not abstract, and may "
      "be set again as it is told.")
def aces_may_be_sent_back(ground):
    path, _ = shared(ground, WRITE)
    told = ground.prop(path, "D:acl")
    tree = ground.prop(path, "D:supported-privilege-set")
    abstract = {p.tag for p in tree.xpath(
        ".//D:supported-privilege[D:abstract]/D:privilege/*", namespaces=NS)}
    for granted in told.xpath("D:ace[not(D:protected)]/D:grant/D:privilege/*",
                              namespaces=NS):
        assert granted.tag not in abstract
    from lxml import etree
    assert ground.ask("ACL", path, etree.tostring(told)).status == 200
    assert names(ground.prop(path, "D:acl")) == names(told)


@must(RFC, "5.5.3", "A protected ACE stays, whatever is set.")
def protected_aces_stay(ground):
    path, _ = shared(ground)
    for body in ("", ace(), ace("/dav/principals/maria/")):
        assert acl(ground, path, body).status == 200
        first = ground.prop(path, "D:acl").find("D:ace", NS)
        assert hrefs(first) == ["/dav/principals/maria/"]
        assert first.find("D:protected", NS) is not None
        assert "write-acl" in rights(ground.maria, path)


@must(RFC, "7.1.1", "The privilege that is missing is told of the resource that "
      "lacks it: a collection for what comes and goes.")
def needs_name_their_resource(ground):
    path, admin = shared(ground)
    for method, at, privilege, where, headers in (
            ("PUT", "a.ics", "write-content", "a.ics", {}),
            ("PUT", "n.ics", "bind", "", {}), ("DELETE", "a.ics", "unbind", "",
                                              {}),
            ("POST", "", "bind", "", {}),
            ("MOVE", "a.ics", "unbind", "", {"Destination": path + "m.ics"}),
            ("COPY", "a.ics", "bind", "", {"Destination": path + "m.ics"})):
        answer = admin.ask(method, path + at, event("n@x") if method in (
            "PUT", "POST") else None, Content_Type="text/calendar", **headers)
        assert answer.status == 403, method
        need = answer.xml.find(".//D:need-privileges/D:resource", NS)
        assert need.findtext("D:href", namespaces=NS) == path + where, method
        assert need.find("D:privilege/D:" + privilege, NS) is not None, method


@must(RFC, "7.3", "MOVE takes the ACEs of a calendar along.")
def moves_keep_aces(ground):
    path, admin = shared(ground)
    to = ground.home + f"moved-{next(ground.counter)}/"
    assert ground.copy("MOVE", path, to).status == 201
    assert GROUP in [h for a in ground.prop(to, "D:acl") for h in hrefs(a)]
    assert admin.get(to + "a.ics").status == 200


@must(RFC, "7.4", "A copy has the ACEs that a new calendar has.")
def copies_have_none(ground):
    path, admin = shared(ground)
    to = ground.home + f"copied-{next(ground.counter)}/"
    assert ground.copy("COPY", path, to).status == 201
    assert [hrefs(a)[0] for a in ground.prop(to, "D:acl")] == [
        "/dav/principals/maria/"]
    assert admin.get(to + "a.ics").status == 404


@must(RFC, "8.1.1", "One ACE for a person and one for a group are taken, "
      "together.")
def one_of_each_kind(ground):
    path, _ = shared(ground)
    assert acl(ground, path, ace(), ace("/dav/principals/admin/")
               ).status == 200
    assert len(ground.prop(path, "D:acl").findall("D:ace", NS)) == 3


@must(RFC, "8.1", "ACL sets all of a body, or nothing of it.")
def acl_is_whole(ground):
    path, admin = shared(ground)
    answer = acl(ground, path, ace(grant=WRITE), ace("/dav/principals/no/"))
    assert answer.status == 403
    assert rights(admin, path) == {"read"}


@must(RFC, "9.1", "expand-property follows the addresses in a property, on "
      "resources of every kind.")
def expansion(ground):
    path, _ = shared(ground)
    for at in (ground.home, path, path + "a.ics", ground.folder):
        answer = ground.maria.report(
            at, "D:expand-property", '<D:property name="owner"><D:property '
            'name="displayname"/></D:property>', "0")
        assert answer.status == 207
        inner = answer.xml.find(".//D:owner/D:response", NS)
        assert inner.findtext("D:href",
                              namespaces=NS) == "/dav/principals/maria/"
        assert inner.findtext(".//D:displayname", namespaces=NS)


@must(RFC, "9.2", "acl-principal-prop-set answers with the properties asked for.")
def principals_with_properties(ground):
    path, _ = shared(ground)
    answer = ground.maria.report(
        path, "D:acl-principal-prop-set",
        "<D:prop><D:displayname/><D:none/></D:prop>", "0")
    for href in ("/dav/principals/maria/", GROUP):
        assert answer.prop(href, "D:displayname").text
        assert answer.missing(href) == {"{DAV:}none"}


@must(RFC, "9.3", "principal-match with a property finds what names oneself "
      "there, with the properties asked for.")
def match_by_property(ground):
    path, _ = shared(ground)
    answer = ground.maria.report(
        ground.home, "D:principal-match", "<D:principal-property><D:owner/>"
        "</D:principal-property><D:prop><D:displayname/></D:prop>", "0")
    assert answer.status == 207 and path in answer.responses
    answer = ground.maria.report(
        "/dav/principals/", "D:principal-match",
        "<D:self/><D:prop><D:displayname/></D:prop>", "0")
    assert answer.prop("/dav/principals/maria/", "D:displayname").text


@must(RFC, "9.4", "A search answers with the properties asked for, and for all "
      "of its parts at once.")
def search_has_properties(ground):
    part = ("<D:property-search><D:prop><D:displayname/></D:prop><D:match>{}"
            "</D:match></D:property-search>")
    asked = "<D:prop><D:displayname/><D:principal-URL/></D:prop>"
    answer = ground.maria.report("/dav/principals/",
                                 "D:principal-property-search",
                                 part.format("maria") + asked, "0")
    assert hrefs(answer.prop("/dav/principals/maria/", "D:principal-URL")
                 ) == ["/dav/principals/maria/"]
    answer = ground.maria.report(
        "/dav/principals/", "D:principal-property-search",
        part.format("maria") + part.format("nobody at all") + asked, "0")
    assert answer.status == 207 and not answer.responses


@must(RFC, "9.5", "Each collection of principals tells what can be searched, in "
      "a language that it names, and that can be.")
def what_is_searched(ground):
    for at in hrefs(ground.prop(ground.calendar,
                                "D:principal-collection-set")):
        answer = ground.maria.report(at, "D:principal-search-property-set",
                                     "", "0")
        assert answer.status == 200
        assert answer.xml.tag == "{DAV:}principal-search-property-set"
        for each in answer.xml.findall("D:principal-search-property", NS):
            assert each.find("D:description", NS).get(LANG)
            name = each.find("D:prop", NS)[0].tag
            ns, local = name[1:].split("}")
            found = ground.maria.report(
                at, "D:principal-property-search", "<D:property-search>"
                f'<D:prop><x:{local} xmlns:x="{ns}"/></D:prop><D:match>maria'
                "</D:match></D:property-search>", "0")
            assert found.status == 207 and found.responses, name


@must(RFC, "10", "What is not known in a body is passed over.")
def unknown_elements(ground):
    path, admin = shared(ground)
    odd = '<x xmlns="urn:x"><D:ace/></x>'
    body = odd + ace(grant=READ, rest=odd) + odd
    assert acl(ground, path, body).status == 200
    assert rights(admin, path) == {"read"}

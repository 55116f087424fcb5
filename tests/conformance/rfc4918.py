"""RFC 4918 without its locks: properties, methods, headers, status codes."""

from ground import DEAD, must
from daybook import NS, xml

RFC = "4918"


@must(RFC, "4.3", "A property's value keeps its elements, their namespaces and "
      "their attributes.")
def value_is_kept(ground):
    path = ground.file()
    ground.set(path, '<x:a xmlns:x="urn:x" k="v">t<b xmlns="urn:y">1</b></x:a>')
    answer = ground.ask("PROPFIND", path, xml(
        "D:propfind", '<D:prop><a xmlns="urn:x"/></D:prop>'), Depth="0")
    found = answer.xml.find(".//{urn:x}a")
    assert found.text == "t" and found.find("{urn:y}b").text == "1"


@must(RFC, "4.3", "The xml:lang in whose scope a property was set is kept.")
def language_is_kept(ground):
    path = ground.file()
    ground.ask("PROPPATCH", path,
               '<D:propertyupdate xmlns:D="DAV:" xml:lang="de"><D:set><D:prop>'
               '<p xmlns="urn:x">Wort</p></D:prop></D:set></D:propertyupdate>')
    answer = ground.ask("PROPFIND", path, xml(
        "D:propfind", '<D:prop><p xmlns="urn:x"/></D:prop>'), Depth="0")
    found = answer.xml.find(".//{urn:x}p")
    assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"


@must(RFC, "5.2", "Each member's parent is there and has it as its member.")
def members_are_listed(ground):
    path = ground.file()
    assert path in ground.maria.propfind(ground.folder, depth="1").responses


@must(RFC, "5.2", "A collection's address without its slash names it too, and "
      "answers tell it with the slash.")
def slash_is_added(ground):
    answer = ground.maria.propfind(ground.folder[:-1], "D:resourcetype")
    assert list(answer.responses) == [ground.folder]


@must(RFC, "8.2", "A body that is not well-formed XML is 400.")
def xml_is_well_formed(ground):
    for method in ("PROPFIND", "PROPPATCH", "LOCK"):
        assert ground.status(method, ground.folder, "<D:a xmlns:D='DAV:'>",
                             Depth="0") == 400


@must(RFC, "8.2", "A prefix that was not declared is 400.")
def prefixes_are_declared(ground):
    assert ground.status("PROPFIND", ground.folder, "<D:propfind/>",
                         Depth="0") == 400


@must(RFC, "8.3", "Hrefs of an answer are all of one kind: absolute paths.")
def hrefs_are_paths(ground):
    ground.file()
    answer = ground.maria.propfind(ground.folder, depth="1")
    assert len(answer.responses) == 2
    assert all(h.startswith("/dav/") for h in answer.responses)


@must(RFC, "8.6", "A member's ETag changes with its content, and only then.")
def etags_are_strong(ground):
    path = ground.file()
    first = ground.ask("GET", path).headers["ETag"]
    ground.set(path, DEAD.format(1))
    assert ground.ask("GET", path).headers["ETag"] == first
    ground.ask("PUT", path, "other")
    assert ground.ask("GET", path).headers["ETag"] != first


@must(RFC, "9.1", "PROPFIND without a body is allprop.")
def no_body_is_allprop(ground):
    path = ground.file()
    empty = ground.ask("PROPFIND", path, Depth="0")
    every = ground.ask("PROPFIND", path, xml("D:propfind", "<D:allprop/>"),
                       Depth="0")
    assert empty.status == 207 and empty.bytes == every.bytes


@must(RFC, "9.1", "Depth 0 and 1 are answered; infinity may be refused with "
      "propfind-finite-depth.")
def depths_are_answered(ground):
    ground.file()
    assert len(ground.maria.propfind(ground.folder, depth="0").responses) == 1
    assert len(ground.maria.propfind(ground.folder, depth="1").responses) == 2
    answer = ground.maria.propfind(ground.folder, depth="infinity")
    assert answer.status == 403 and "propfind-finite-depth" in answer.error


@must(RFC, "9.1", "Without a Depth header PROPFIND acts as with infinity.")
def no_depth_is_infinity(ground):
    answer = ground.ask("PROPFIND", ground.folder)
    assert answer.status == 403 and "propfind-finite-depth" in answer.error


@must(RFC, "9.1", "A property that is not there comes back in a 404 propstat.")
def missing_properties_are_told(ground):
    path = ground.file()
    answer = ground.maria.propfind(path, "D:getetag D:nothing")
    assert answer.missing(path) == {"{DAV:}nothing"}
    assert answer.prop(path, "D:getetag") is not None


@must(RFC, "9.1", "allprop has dead properties and those of this standard; "
      "include adds others.")
def allprop_has_dead_ones(ground):
    path = ground.file()
    ground.set(path, DEAD.format(1))
    answer = ground.ask("PROPFIND", path, xml(
        "D:propfind",
        "<D:allprop/><D:include><D:owner/></D:include>"), Depth="0")
    assert answer.xml.find(".//{urn:x}p").text == "1"
    for name in ("D:getetag", "D:resourcetype", "D:owner", "D:supportedlock"):
        assert answer.prop(path, name) is not None, name


@must(RFC, "9.1", "propname tells names without values.")
def propname_tells_names(ground):
    path = ground.file()
    ground.set(path, DEAD.format(1))
    answer = ground.ask("PROPFIND", path, xml("D:propfind", "<D:propname/>"),
                        Depth="0")
    props = answer.xml.findall(".//D:prop/*", NS)
    assert "{urn:x}p" in [p.tag for p in props]
    assert not any(p.text or len(p) for p in props)


@must(RFC, "9.2", "PROPPATCH does its instructions in document order.")
def instructions_are_in_order(ground):
    path = ground.file()
    answer = ground.patch(path, "".join(
        f"<D:{verb}><D:prop>{DEAD.format(value)}</D:prop></D:{verb}>"
        for verb, value in (("set", 1), ("remove", ""), ("set", 2))))
    assert answer.status == 207
    found = ground.ask("PROPFIND", path, xml(
        "D:propfind", '<D:prop><p xmlns="urn:x"/></D:prop>'), Depth="0")
    assert found.xml.find(".//{urn:x}p").text == "2"


@must(RFC, "9.2", "PROPPATCH does all or nothing; what was not done for "
      "another's sake is 424.")
def properties_are_all_or_none(ground):
    path = ground.file()
    answer = ground.set(path, DEAD.format(1) + "<D:getetag>x</D:getetag>")
    statuses = [s.text.split()[1] for s in
                answer.xml.findall(".//D:propstat/D:status", NS)]
    assert answer.status == 207 and sorted(statuses) == ["403", "424"]
    found = ground.ask("PROPFIND", path, xml(
        "D:propfind", '<D:prop><p xmlns="urn:x"/></D:prop>'), Depth="0")
    assert " 404 " in found.text


@must(RFC, "14.23", "To remove a property that is not there is no error.")
def removing_nothing_is_fine(ground):
    answer = ground.patch(ground.file(), "<D:remove><D:prop>" +
                          DEAD.format("") + "</D:prop></D:remove>")
    assert answer.status == 207 and " 200 " in answer.text


@must(RFC, "9.2.1", "A protected property is refused with "
      "cannot-modify-protected-property.")
def protected_properties_are_named(ground):
    answer = ground.set(ground.file(), "<D:getetag>x</D:getetag>")
    assert "cannot-modify-protected-property" in answer.text


@must(RFC, "9.3", "MKCOL makes an empty collection, with itself as the member "
      "of its parent.")
def mkcol_makes_a_collection(ground):
    path = ground.sub()
    assert ground.prop(path, "D:resourcetype").find("D:collection", NS) is not None
    assert path in ground.maria.propfind(ground.folder, depth="1").responses
    assert list(ground.maria.propfind(path, depth="1").responses) == [path]


@must(RFC, "9.3.1", "MKCOL where something is is 405, and leaves it.")
def mkcol_needs_room(ground):
    path = ground.file()
    assert ground.status("MKCOL", path) == 405
    assert ground.status("MKCOL", path + "/") == 405
    assert ground.status("MKCOL", ground.folder) == 405
    assert ground.ask("GET", path).text == "text"


@must(RFC, "9.3.1", "MKCOL below what is not there is 409, and makes nothing "
      "above.")
def mkcol_needs_a_parent(ground):
    assert ground.status("MKCOL", ground.folder + "none/sub/") == 409
    assert ground.status("PROPFIND", ground.folder + "none/", Depth="0") == 404


@must(RFC, "9.3", "A body that MKCOL does not know is 415.")
def mkcol_knows_its_bodies(ground):
    for body, kind in (("x", "text/plain"), ("<a/>", "text/xml")):
        assert ground.status("MKCOL", ground.folder + "new/", body,
                             Content_Type=kind) == 415


@must(RFC, "9.4", "HEAD of a resource is GET without the body.")
def head_is_get(ground):
    path = ground.file()
    got, head = ground.ask("GET", path), ground.ask("HEAD", path)
    assert head.status == got.status and head.bytes == b""
    assert head.headers["ETag"] == got.headers["ETag"]


@must(RFC, "9.6", "DELETE takes away what is there: the address is 404 then, "
      "and no longer a member.")
def delete_unmaps(ground):
    path = ground.file()
    assert ground.status("DELETE", path) == 204
    assert ground.status("GET", path) == 404
    assert ground.status("DELETE", path) == 404
    assert path not in ground.maria.propfind(ground.folder, depth="1").responses


@must(RFC, "9.6.1", "DELETE of a collection takes all that is in it, as with "
      "Depth infinity; another Depth is refused.")
def delete_goes_deep(ground):
    sub = ground.sub()
    ground.file("sub/b")
    assert ground.status("DELETE", sub, Depth="0") == 400
    assert ground.status("DELETE", sub) == 204
    assert ground.status("GET", sub + "b") == 404


@must(RFC, "9.7.1", "PUT below what is not there is 409.")
def put_needs_a_parent(ground):
    assert ground.status("PUT", ground.folder + "none/a", "x") == 409


@must(RFC, "9.7.1", "PUT over a resource leaves its dead properties.")
def put_leaves_properties(ground):
    path = ground.file()
    ground.set(path, DEAD.format(1))
    assert ground.status("PUT", path, "other") == 204
    assert "urn:x" in ground.maria.propfind(path).text


@must(RFC, "9.7.2", "PUT to a collection may be 405.")
def put_stores_no_collection(ground):
    assert ground.status("PUT", ground.folder, "x") == 405


@must(RFC, "9.8", "COPY needs a Destination header.")
def copy_needs_a_destination(ground):
    for method in ("COPY", "MOVE"):
        assert ground.status(method, ground.file(method)) == 400


@must(RFC, "9.8.1", "COPY makes a resource whose content is the source's, and "
      "leaves the source.")
def copy_copies(ground):
    path = ground.file()
    assert ground.copy("COPY", path, ground.folder + "b").status == 201
    assert ground.ask("GET", path).text == "text"
    assert ground.ask("GET", ground.folder + "b").text == "text"


@must(RFC, "9.8.2", "Dead properties are copied.")
def copy_has_properties(ground):
    path = ground.file()
    ground.set(path, DEAD.format(1))
    ground.copy("COPY", path, ground.folder + "b")
    assert "urn:x" in ground.maria.propfind(ground.folder + "b").text


@must(RFC, "9.8.3", "COPY of a collection copies all in it; without a Depth "
      "header too.")
def copy_goes_deep(ground):
    sub = ground.sub()
    ground.file("sub/b")
    for name, headers in (("one/", {}), ("two/", {"Depth": "infinity"})):
        to = ground.folder + name
        assert ground.copy("COPY", sub, to, **headers).status == 201
        assert ground.ask("GET", to + "b").text == "text"


@must(RFC, "9.8.3", "COPY of a collection with Depth 0 copies it and its "
      "properties, and nothing in it.")
def copy_of_depth_0(ground):
    sub = ground.sub()
    ground.file("sub/b")
    ground.set(sub, DEAD.format(1))
    to = ground.folder + "to/"
    assert ground.copy("COPY", sub, to, Depth="0").status == 201
    assert ground.status("GET", to + "b") == 404
    assert "urn:x" in ground.maria.propfind(to).text


@must(RFC, "9.8.4", "What a collection is copied over has no members of its "
      "own afterwards.")
def copy_merges_nothing(ground):
    sub = ground.sub()
    to = ground.sub("to/")
    ground.file("to/old")
    assert ground.copy("COPY", sub, to).status == 204
    assert ground.status("GET", to + "old") == 404


@must(RFC, "9.8.5", "201 where nothing was, 204 over something.")
def copy_tells_what_was(ground):
    path = ground.file()
    for method, source in (("COPY", path), ("MOVE", path)):
        to = ground.folder + method
        assert ground.copy(method, source, to).status == 201
        assert ground.copy("COPY", to, to + "2").status == 201
        assert ground.copy("COPY", to, to + "2").status == 204


@must(RFC, "9.8.5", "Onto itself is 403.")
def onto_itself_is_refused(ground):
    path = ground.file()
    for method in ("COPY", "MOVE"):
        assert ground.copy(method, path, path).status == 403
        assert ground.copy(method, ground.folder, ground.folder).status == 403


@must(RFC, "9.8.5", "Below what is not there is 409.")
def copies_need_a_parent(ground):
    path = ground.file()
    for method in ("COPY", "MOVE"):
        to = ground.folder + "none/b"
        assert ground.copy(method, path, to).status == 409


@must(RFC, "9.8.5", "To another server is 502.")
def copies_stay_here(ground):
    path = ground.file()
    for method in ("COPY", "MOVE"):
        assert ground.copy(method, path,
                           "http://elsewhere.example/a").status == 502


@must(RFC, "9.9", "MOVE takes the source away and keeps its content and "
      "properties.")
def move_moves(ground):
    path = ground.file()
    ground.set(path, DEAD.format(1))
    assert ground.copy("MOVE", path, ground.folder + "b").status == 201
    assert ground.status("GET", path) == 404
    assert ground.ask("GET", ground.folder + "b").text == "text"
    assert "urn:x" in ground.maria.propfind(ground.folder + "b").text


@must(RFC, "9.9.2", "MOVE of a collection acts as with Depth infinity; another "
      "Depth is refused.")
def move_goes_deep(ground):
    sub = ground.sub()
    ground.file("sub/b")
    to = ground.folder + "to/"
    for depth in ("0", "1"):
        assert ground.copy("MOVE", sub, to, Depth=depth).status == 400
    assert ground.copy("MOVE", sub, to).status == 201
    assert ground.ask("GET", to + "b").text == "text"
    assert ground.status("GET", sub + "b") == 404


@must(RFC, "9.9.3", "What MOVE comes over is deleted before, with all in it.")
def move_deletes_first(ground):
    path = ground.file()
    to = ground.sub("to/")
    ground.file("to/old")
    assert ground.copy("MOVE", path, to[:-1]).status == 204
    assert ground.status("GET", to + "old") == 404
    assert ground.ask("GET", to[:-1]).text == "text"


@must(RFC, "10.1", "OPTIONS has a DAV header with 1, and 2 and 3 where they "
      "are.")
def classes_are_told(ground):
    told = ground.ask("OPTIONS", ground.folder).headers["DAV"].split(", ")
    assert told[:3] == ["1", "2", "3"]


@must(RFC, "10.2", "A Depth that is none is 400.")
def depth_is_checked(ground):
    for method in ("PROPFIND", "DELETE", "LOCK"):
        assert ground.status(method, ground.folder, Depth="2") == 400


@must(RFC, "10.3", "The Destination may be an absolute URI or a path.")
def destinations_are_of_two_kinds(ground):
    path = ground.file()
    for name, prefix in (("b", ""), ("c", ground.server.url)):
        to = ground.folder + name
        assert ground.copy("COPY", path, prefix + to).status == 201
        assert ground.ask("GET", to).text == "text"


@must(RFC, "10.6", "Overwrite: F over something is 412 and changes nothing; T "
      "is what holds without the header.")
def overwrite_is_asked(ground):
    path, to = ground.file(), ground.file("b", "other")
    for method in ("COPY", "MOVE"):
        assert ground.copy(method, path, to, Overwrite="F").status == 412
        assert ground.ask("GET", to).text == "other"
    assert ground.copy("COPY", path, to).status == 204
    assert ground.copy("COPY", path, to, Overwrite="T").status == 204


@must(RFC, "13", "A 207 has a response for each resource, each with a status or "
      "propstats.")
def multistatus_is_whole(ground):
    ground.file()
    for response in ground.maria.propfind(
            ground.folder, "D:getetag", "1").responses.values():
        assert response.findall("D:propstat/D:status", NS)


@must(RFC, "15.9", "resourcetype is defined on every resource, empty on files.")
def resourcetype_is_there(ground):
    kind = ground.prop(ground.file(), "D:resourcetype")
    assert kind is not None and len(kind) == 0


@must(RFC, "15", "getetag, getcontenttype, getcontentlength and "
      "getlastmodified are as GET's headers.")
def properties_are_headers(ground):
    path = ground.file()
    got = ground.ask("GET", path).headers
    for name, header in (("getetag", "ETag"),
                         ("getcontenttype", "Content-Type"),
                         ("getcontentlength", "Content-Length"),
                         ("getlastmodified", "Last-Modified")):
        assert ground.prop(path, "D:" + name).text == got[header], name


@must(RFC, "16", "Preconditions are children of DAV:error in the body.")
def preconditions_are_elements(ground):
    answer = ground.maria.propfind(ground.folder, depth="infinity")
    assert answer.xml.tag == "{DAV:}error" and answer.error


@must(RFC, "17", "Unknown elements and attributes are passed over.")
def unknown_elements_are_nothing(ground):
    answer = ground.ask("PROPFIND", ground.folder, xml(
        "D:propfind", '<x xmlns="urn:x"/><D:prop k="v"><D:getetag/></D:prop>'),
        Depth="0")
    assert answer.status == 207

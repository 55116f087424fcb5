"""RFC 4918: bodies, headers and status codes that every method shares, and
what holds on resources of every kind."""

import re

from ground import DEAD, must
from daybook import NS, event, xml

RFC = "4918"
LOCKINFO = ("<D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/>"
            "</D:locktype>")


def places(ground):
    """A resource of each kind."""
    calendar = ground.maria.make_calendar(f"of-{next(ground.counter)}")
    assert ground.maria.put(calendar + "a.ics", event("a@x")).status == 201
    return ["/dav/", "/dav/principals/", "/dav/principals/maria/",
            "/dav/calendars/", ground.home, ground.home + "sessions/",
            calendar, calendar + "a.ics", ground.folder, ground.file("of")]


@must(RFC, "4.3", "xml:space changes nothing of a value's blanks.")
def blanks_are_kept(ground):
    path = ground.file()
    ground.set(path, '<p xmlns="urn:x" xml:space="default">  a\n b  </p>')
    answer = ground.ask("PROPFIND", path, xml(
        "D:propfind", '<D:prop><p xmlns="urn:x"/></D:prop>'), Depth="0")
    assert answer.xml.find(".//{urn:x}p").text == "  a\n b  "


@must(RFC, "5.2", "Of addresses that mean the same one is told.")
def one_address_is_told(ground):
    ground.file("a b")
    for name in ("a%20b", "%61%20b"):
        answer = ground.maria.propfind(ground.folder + name, "D:getetag")
        assert list(answer.responses) == [ground.folder + "a%20b"]
    listed = ground.maria.propfind(ground.folder, "D:getetag", "1").responses
    assert set(listed) == {ground.folder, ground.folder + "a%20b"}


@must(RFC, "8.1", "A missing right is told before anything else that is wrong.")
def rights_come_first(ground):
    path = ground.home + "sessions/"
    for method, body in (("LOCK", xml("D:lockinfo", LOCKINFO)),
                         ("DELETE", None)):
        answer = ground.ask(method, path, body, If_Match='"never"')
        assert answer.status == 403, (method, answer.text)
    closures = ground.home + "closures/x.ics"
    answer = ground.ask("PUT", closures, "no calendar", If_Match='"never"',
                        Content_Type="text/calendar")
    assert answer.status == 403 and "need-privileges" in answer.error


@must(RFC, "8.2", "XML is taken as text/xml and as application/xml, and given as "
      "one of them.")
def both_types_of_xml(ground):
    for kind in ("text/xml", "application/xml", 'text/xml; charset="utf-8"'):
        answer = ground.ask("PROPFIND", ground.folder, xml(
            "D:propfind", "<D:prop><D:getetag/></D:prop>"), Depth="0",
            Content_Type=kind)
        assert answer.status == 207
        assert re.match("(text|application)/xml",
                        answer.headers["Content-Type"])


@must(RFC, "8.3", "What an answer says of addresses can be asked for as it is.")
def told_addresses_are_good(ground):
    for name in ("a%20b", "a&b", "%C3%A9", "a+b", "a%25b"):
        assert ground.ask("PUT", ground.folder + name, "x").status == 201
    told = ground.maria.propfind(ground.folder, "D:getetag", "1").responses
    assert len(told) == 6
    for href in told:
        assert re.fullmatch(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+",
                            href) and "/../" not in href
        assert ground.ask("PROPFIND", href, Depth="0").status == 207


@must(RFC, "8.4", "A body that a method has no use for is 415, and nothing is "
      "done.")
def needless_bodies(ground):
    path = ground.file()
    token = ground.token(ground.file("b"))
    for method, at in (("DELETE", path), ("COPY", path), ("MOVE", path),
                       ("UNLOCK", ground.folder + "b")):
        answer = ground.ask(method, at, "<x/>", Lock_Token=token,
                            Content_Type="text/xml",
                            Destination=ground.folder + "c")
        assert answer.status == 415, (method, answer.text)
    assert ground.ask("GET", path).text == "text"
    assert ground.status("GET", ground.folder + "c") == 404
    assert ground.locks(ground.folder + "b")


@must(RFC, "8.8", "A tag is not used again for other content, also where "
      "something was deleted.")
def tags_are_not_used_again(ground):
    path = ground.file()
    seen = {ground.ask("GET", path).headers["ETag"]}
    for text in ("other", "third"):
        assert ground.status("DELETE", path) == 204
        assert ground.ask("PUT", path, text).status == 201
        seen.add(ground.ask("GET", path).headers["ETag"])
    assert len(seen) == 3


@must(RFC, "9.1", "Every resource answers PROPFIND, at 0 and at 1.")
def all_answer_propfind(ground):
    for path in places(ground):
        for depth in ("0", "1"):
            answer = ground.maria.propfind(path, "D:resourcetype", depth)
            assert answer.status == 207, path
            assert path in answer.responses


@must(RFC, "9.2", "Every resource takes PROPPATCH, if only to refuse each "
      "property.")
def all_take_proppatch(ground):
    for path in places(ground):
        answer = ground.set(path, "<D:getetag>x</D:getetag>")
        assert answer.status == 207, (path, answer.text)
        assert "cannot-modify-protected-property" in answer.text


@must(RFC, "9.2", "Another body than propertyupdate is none.")
def proppatch_has_its_body(ground):
    for body in ("", "<a/>", xml("D:propfind", "<D:allprop/>")):
        assert ground.status("PROPPATCH", ground.folder, body) == 400


@must(RFC, "9.2", "Answers to PROPPATCH, MKCOL, COPY, MOVE, LOCK and UNLOCK are "
      "not to be kept by caches.")
def answers_are_not_kept(ground):
    path = ground.file()
    answers = [ground.set(path, DEAD.format(1)),
               ground.ask("MKCOL", ground.folder + "kept/"),
               ground.copy("COPY", path, ground.folder + "b"),
               ground.copy("MOVE", path, ground.folder + "c"),
               ground.lock(ground.folder + "c")]
    answers.append(ground.ask("UNLOCK", ground.folder + "c",
                              Lock_Token=answers[-1].headers["Lock-Token"]))
    for answer in answers:
        assert answer.status < 300
        kept = answer.headers.get("Cache-Control", "")
        assert "no-cache" in kept or "no-store" in kept, answer.raw.request
        assert "Expires" not in answer.headers


@must(RFC, "9.9.4", "What is locked in a collection holds it from being moved and "
      "copied over: 423 with its address, and nothing is done.")
def locked_members_hold(ground):
    sub, to = ground.sub(), ground.sub("to/")
    locked, inner = ground.file("to/b"), ground.file("sub/c")
    token = ground.token(locked)
    for method in ("COPY", "MOVE"):
        answer = ground.copy(method, sub, to)
        assert answer.status == 423 and "lock-token-submitted" in answer.error
        assert locked in answer.text
    assert ground.unlock(locked, token) == 204
    ground.token(inner)
    answer = ground.copy("MOVE", sub, ground.folder + "new/")
    assert answer.status == 423 and inner in answer.text
    assert ground.status("GET", inner) == 200
    assert ground.status("GET", ground.folder + "new/") == 404


@must(RFC, "10.2", "Depth says nothing of what has no members.")
def depth_of_files(ground):
    path = ground.file()
    answer = ground.maria.propfind(path, "D:getetag", "infinity")
    assert answer.status == 207 and list(answer.responses) == [path]
    for depth, name in (("0", "b"), ("1", "c"), ("infinity", "d")):
        assert ground.copy("COPY", path, ground.folder + name,
                           Depth=depth).status == 201
        assert ground.copy("MOVE", ground.folder + name,
                           ground.folder + name + "2",
                           Depth=depth).status == 201
        assert ground.status("DELETE", ground.folder + name + "2",
                             Depth=depth) == 204


@must(RFC, "10.4.4", "Tags are compared; a weak one is not another.")
def weak_tags(ground):
    path = ground.file()
    etag = ground.ask("GET", path).headers["ETag"]
    assert ground.status("GET", path, If=f"([{etag}])") == 200
    assert ground.status("GET", path, If='([W/"none"])') == 412


@must(RFC, "10.4.10", "A collection's lock is named by its tag, and must be "
      "there.")
def collection_locks_are_named(ground):
    path = ground.file()
    token = ground.token(ground.folder)
    assert ground.status("DELETE", path,
                         If=f"<{ground.folder}> (<urn:uuid:none>)") == 412
    assert ground.status("DELETE", path, If=f"<{ground.folder}> ({token})"
                         ) == 204


@must(RFC, "12.1", "412 is said of conditions only.")
def no_412_without_conditions(ground):
    path = ground.file()
    for method in ("PUT", "COPY", "MOVE", "PROPPATCH", "MKCOL", "MKCALENDAR",
                   "DELETE", "POST", "REPORT", "ACL"):
        assert ground.status(method, path, "", Destination=path) != 412


@must(RFC, "14.24", "No address is told twice in one answer.")
def hrefs_are_told_once(ground):
    calendar = ground.maria.make_calendar(f"twice-{next(ground.counter)}")
    assert ground.maria.put(calendar + "a.ics", event("a@x")).status == 201
    answer = ground.maria.report(
        calendar, "C:calendar-multiget", "<D:prop><D:getetag/></D:prop>"
        + f"<D:href>{calendar}a.ics</D:href>" * 2
        + f"<D:href>{calendar}%61.ics</D:href>"
        + f"<D:href>{calendar}none.ics</D:href>" * 2)
    assert answer.text.count("<D:response>") == 2, answer.text


@must(RFC, "15", "getetag, lockdiscovery, supportedlock, getcontentlength and "
      "getlastmodified are protected.")
def live_properties_are_protected(ground):
    path = ground.file()
    for name in ("getetag", "lockdiscovery", "supportedlock",
                 "getcontentlength", "getlastmodified", "creationdate",
                 "resourcetype"):
        answer = ground.set(path, f"<D:{name}/>")
        assert "cannot-modify-protected-property" in answer.text, name
        answer = ground.patch(path, f"<D:remove><D:prop><D:{name}/></D:prop>"
                              "</D:remove>")
        assert "cannot-modify-protected-property" in answer.text, name


@must(RFC, "15", "Where GET tells a header, its property is there: on resources "
      "of every kind.")
def headers_have_properties(ground):
    for path in places(ground):
        answer = ground.ask("HEAD", path)
        if answer.status != 200:
            continue
        for name, header in (("getetag", "ETag"),
                             ("getcontenttype", "Content-Type"),
                             ("getlastmodified", "Last-Modified"),
                             ("getcontentlanguage", "Content-Language")):
            assert (header not in answer.headers or
                    ground.prop(path, "D:" + name) is not None), (path, name)


@must(RFC, "15.9", "resourcetype is on resources of every kind, a collection's "
      "with collection in it.")
def all_have_a_type(ground):
    for path in places(ground):
        kind = ground.prop(path, "D:resourcetype")
        assert (kind.find("D:collection", NS) is not None) == (
            path.endswith("/") and "principals/m" not in path), path


@must(RFC, "16", "In a 207 the condition stands in the error of its propstat.")
def errors_of_propstats(ground):
    answer = ground.set(ground.file(), "<D:getetag>x</D:getetag>")
    assert answer.xml.find("D:response/D:propstat/D:error/"
                           "D:cannot-modify-protected-property",
                           NS) is not None


@must(RFC, "17", "What is not known in a body is passed over with all that is in "
      "it, in bodies of every method.")
def unknown_parts_are_passed_over(ground):
    odd = '<x xmlns="urn:x" D:y="z"><D:prop><D:none/></D:prop></x>'
    path = ground.file()
    asked = f"<D:set>{odd}<D:prop>{DEAD.format(1)}</D:prop></D:set>{odd}"
    assert " 200 " in ground.patch(path, asked).text
    answer = ground.ask("LOCK", path, xml("D:lockinfo", odd + LOCKINFO),
                        Depth="0", Timeout="Second-5")
    assert answer.status == 200, answer.text
    name = f"{ground.home}odd-{next(ground.counter)}/"
    assert ground.status("MKCALENDAR", name, xml(
        "C:mkcalendar", odd + "<D:set>" + odd + "<D:prop><D:displayname>x"
        "</D:displayname></D:prop></D:set>")) == 201
    answer = ground.maria.report(name, "C:calendar-query", odd +
                                 "<D:prop><D:getetag/></D:prop><C:filter>"
                                 + odd + '<C:comp-filter name="VCALENDAR">'
                                 + odd + "</C:comp-filter></C:filter>")
    assert answer.status == 207, answer.text
    answer = ground.ask("ACL", name, xml("D:acl", odd))
    assert answer.status == 200, answer.text


@must(RFC, "18.1", "The DAV header says 1 on OPTIONS of every resource.")
def class_1_is_told(ground):
    for path in places(ground):
        answer = ground.ask("OPTIONS", path)
        assert answer.status == 200
        assert answer.headers["DAV"].split(", ")[0] == "1", path


@must(RFC, "18.3", "Class 3 is said where class 1 is.")
def class_3_is_told(ground):
    for path in places(ground):
        assert "3" in ground.ask("OPTIONS", path).headers["DAV"].split(", ")


@must(RFC, "19", "XML is read in the encodings that it names, and answers name "
      "theirs.")
def encodings(ground):
    path = ground.file()
    for code, text in (("utf-16", "Grün 日"), ("utf-8", "Grün 日 2")):
        body = (f'<?xml version="1.0" encoding="{code}"?><D:propertyupdate '
                'xmlns:D="DAV:"><D:set><D:prop><p xmlns="urn:x">'
                f"{text}</p></D:prop></D:set></D:propertyupdate>").encode(code)
        assert ground.ask("PROPPATCH", path, body).status == 207, code
        answer = ground.ask("PROPFIND", path, xml(
            "D:propfind", '<D:prop><p xmlns="urn:x"/></D:prop>'), Depth="0")
        assert answer.xml.find(".//{urn:x}p").text == text
        assert "utf-8" in answer.headers["Content-Type"]

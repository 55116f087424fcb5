"""RFC 7240 (Prefer) and RFC 8144 (Prefer in WebDAV)."""

from ground import must
from daybook import NS, event, xml
from calendar_ground import filled, fresh

MINIMAL = {"Prefer": "return=minimal"}
WHOLE = {"Prefer": "return=representation"}
PROPS = "D:getetag D:none"


@must("7240", "2", "Preferences may be several, quoted, with parameters, and of "
      "any case; unknown ones are passed over.")
def syntax(ground):
    calendar = filled(ground, event("a@x"))
    for value in ("return=minimal", 'return="minimal"', "Return=Minimal",
                  "foo; x=1, return=minimal; a=b", "respond-async, return=minimal"):
        answer = ground.maria.propfind(calendar + "a.ics", PROPS, Prefer=value)
        assert " 404 " not in answer.text, value
    for value in ("", "return", "return=none", "returns=minimal", "=,;"):
        answer = ground.maria.propfind(calendar + "a.ics", PROPS, Prefer=value)
        assert answer.status == 207 and " 404 " in answer.text, value


@must("7240", "3", "Preference-Applied tells what was followed.")
def applied(ground):
    calendar = filled(ground, event("a@x"))
    answer = ground.maria.propfind(calendar, PROPS, **MINIMAL)
    assert answer.headers["Preference-Applied"] == "return=minimal"
    answer = ground.maria.propfind(calendar, PROPS)
    assert "Preference-Applied" not in answer.headers


@must("7240", "2", "An answer that follows a preference says Vary: Prefer.")
def vary(ground):
    answer = ground.maria.propfind(ground.calendar, PROPS, **MINIMAL)
    assert "Prefer" in answer.headers["Vary"]


@must("7240", "4.2", "return=representation: a PUT answers with what is kept, "
      "its address and its tag.")
def representation(ground):
    path = fresh(ground) + "a.ics"
    answer = ground.maria.put(path, event("a@x"), **WHOLE)
    assert answer.status == 201 and answer.text == event("a@x")
    assert answer.headers["Content-Location"] == path
    assert answer.headers["Preference-Applied"] == "return=representation"
    assert answer.headers["ETag"] == ground.maria.get(path).headers["ETag"]


@must("8144", "2.1", "return=minimal leaves 404 propstats out of a PROPFIND; a "
      "resource that has nothing asked for still has a response.")
def minimal_propfind(ground):
    answer = ground.maria.propfind(ground.calendar, "D:none", **MINIMAL)
    assert set(answer.responses) == {ground.calendar}
    assert " 404 " not in answer.text
    assert answer.responses[ground.calendar].find("D:propstat", NS) is not None


@must("8144", "2.1", "The same in reports.")
def minimal_report(ground):
    calendar = filled(ground, event("a@x"))
    answer = ground.maria.report(
        calendar, "C:calendar-query", "<D:prop><D:none/><D:getetag/></D:prop>"
        '<C:filter><C:comp-filter name="VCALENDAR"/></C:filter>', **MINIMAL)
    assert " 404 " not in answer.text
    assert answer.prop(calendar + "a.ics", "D:getetag") is not None


@must("8144", "2.2", "A PROPPATCH that did all is 200 without a body; one that "
      "did not is a 207.")
def minimal_proppatch(ground):
    answer = ground.set(ground.folder, '<p xmlns="urn:x">1</p>', **MINIMAL)
    assert answer.status == 200 and not answer.bytes
    answer = ground.set(ground.folder, "<D:getetag/>", **MINIMAL)
    assert answer.status == 207


@must("8144", "2.3", "MKCALENDAR and extended MKCOL that did all are 201 without "
      "a body.")
def minimal_making(ground):
    body = "<D:set><D:prop><D:displayname>x</D:displayname>{}</D:prop></D:set>"
    answer = ground.ask("MKCALENDAR", ground.home + "min/",
                        xml("C:mkcalendar", body.format("")), **MINIMAL)
    assert answer.status == 201 and not answer.bytes
    kind = "<D:resourcetype><D:collection/></D:resourcetype>"
    answer = ground.ask("MKCOL", ground.home + "min2/",
                        xml("D:mkcol", body.format(kind)), **MINIMAL)
    assert answer.status == 201 and not answer.bytes


@must("8144", "3.1", "return=representation of a POST tells the member that was "
      "added.")
def post_representation(ground):
    calendar = fresh(ground)
    answer = ground.ask("POST", calendar, event("p@x"),
                        Content_Type="text/calendar", **WHOLE)
    assert answer.status == 201 and answer.text == event("p@x")
    assert answer.headers["Content-Location"] == answer.headers["Location"]


@must("8144", "3.1", "return=representation of a COPY or MOVE tells what is at its "
      "Destination then.")
def copied_representation(ground):
    calendar = filled(ground, event("a@x"))
    for method, path, to, status in (
            ("COPY", ground.file(), ground.folder + "b", 201),
            ("COPY", ground.folder + "a", ground.folder + "b", 200),
            ("MOVE", calendar + "a.ics", calendar + "c.ics", 201)):
        answer = ground.copy(method, path, to, **WHOLE)
        assert answer.status == status
        assert answer.headers["Content-Location"] == to
        there = ground.maria.get(to)
        assert answer.text == there.text
        assert answer.headers["ETag"] == there.headers["ETag"]
        assert answer.headers["Preference-Applied"] == "return=representation"
    answer = ground.copy("COPY", ground.folder + "b", ground.folder + "d")
    assert answer.status == 201 and not answer.bytes


@must("8144", "3.2", "A PUT whose condition fails answers 412 with what is "
      "there, where a representation is wanted.")
def failed_representation(ground):
    path = filled(ground, event("a@x")) + "a.ics"
    answer = ground.maria.put(path, event("a@x", summary="x"),
                              If_Match='"old"', **WHOLE)
    assert answer.status == 412 and answer.text == event("a@x")
    assert answer.headers["ETag"] == ground.maria.get(path).headers["ETag"]


@must("8144", "4", "depth-noroot leaves the collection itself out of a PROPFIND "
      "of depth 1.")
def no_root(ground):
    calendar = filled(ground, event("a@x"))
    answer = ground.maria.propfind(calendar, "D:getetag", "1",
                                   Prefer="depth-noroot")
    assert set(answer.responses) == {calendar + "a.ics"}
    assert "depth-noroot" in answer.headers["Preference-Applied"]

"""RFC 5689 (extended MKCOL) and RFC 5995 (POST adds a member)."""

from ground import must
from daybook import NS, event, xml

COLLECTION = "<D:resourcetype><D:collection/>{}</D:resourcetype>"


def make(ground, name, *props, path=None):
    body = xml("D:mkcol", "<D:set><D:prop>" + "".join(props) +
               "</D:prop></D:set>")
    return ground.ask("MKCOL", path or ground.home + name, body)


@must("5689", "3.1", "The DAV header says extended-mkcol.")
def mkcol_is_told(ground):
    told = ground.ask("OPTIONS", ground.folder).headers["DAV"].split(", ")
    assert "extended-mkcol" in told


@must("5689", "3", "The collection is of the types asked for and has the "
      "properties asked for, from the start.")
def mkcol_sets_properties(ground):
    path = ground.home + "made/"
    assert make(ground, "made/", COLLECTION.format("<C:calendar/>"),
                "<D:displayname>Made</D:displayname>",
                '<p xmlns="urn:x">1</p>').status == 201
    kind = ground.prop(path, "D:resourcetype")
    assert kind.find("C:calendar", NS) is not None
    assert ground.prop(path, "D:displayname").text == "Made"
    assert ground.status("DELETE", path) == 204


@must("5689", "3", "Without a body it is the plain MKCOL.")
def mkcol_without_a_body(ground):
    kind = ground.prop(ground.sub(), "D:resourcetype")
    assert [k.tag for k in kind] == ["{DAV:}collection"]


@must("5689", "3", "What cannot be set makes nothing: no success, a "
      "mkcol-response with propstats, 424 for the others.")
def mkcol_is_all_or_none(ground):
    answer = make(ground, "none/", COLLECTION.format(""),
                  "<D:displayname>x</D:displayname>", "<D:getetag>x</D:getetag>")
    assert answer.status == 403
    assert answer.xml.tag == "{DAV:}mkcol-response"
    statuses = [s.text.split()[1] for s in
                answer.xml.findall("D:propstat/D:status", NS)]
    assert sorted(statuses) == ["403", "424"]
    assert ground.status("PROPFIND", ground.home + "none/", Depth="0") == 404


@must("5689", "3.3", "Types that there are none of are valid-resourcetype.")
def mkcol_types_are_checked(ground):
    for kind in (COLLECTION.format('<x xmlns="urn:x"/>'),
                 "<D:resourcetype><C:calendar/></D:resourcetype>"):
        answer = make(ground, "none/", kind)
        assert answer.status == 403
        assert "valid-resourcetype" in answer.text


@must("5995", "3.1", "POST to the address of add-member adds a member; 201 and "
      "Location say where.")
def post_adds(ground):
    to = ground.prop(ground.folder, "D:add-member").findtext(
        "D:href", namespaces=NS)
    answer = ground.ask("POST", to, "text", Content_Type="text/plain")
    at = answer.headers["Location"]
    assert answer.status == 201 and at.startswith(ground.folder)
    assert ground.ask("GET", at).text == "text"
    assert at in ground.maria.propfind(ground.folder, depth="1").responses


@must("5995", "3.1", "Each POST makes another member.")
def posts_make_others(ground):
    places = {ground.ask("POST", ground.folder, "x").headers["Location"]
              for _ in range(3)}
    assert len(places) == 3


@must("5995", "3.2.1", "add-member is protected and no part of allprop.")
def add_member_is_protected(ground):
    assert "add-member" not in ground.maria.propfind(ground.folder).text
    answer = ground.set(ground.folder, "<D:add-member>x</D:add-member>")
    assert "cannot-modify-protected-property" in answer.text


@must("5995", "3.1", "Conditions are about what is posted to.")
def post_conditions(ground):
    etag = ground.prop(ground.calendar, "D:getetag").text
    first, second = event("posted-1"), event("posted-2")
    assert ground.status("POST", ground.calendar, first, If_Match='"x"') == 412
    answer = ground.ask("POST", ground.calendar, first, If_Match=etag)
    assert answer.status == 201, answer.text
    assert ground.status("POST", ground.calendar, second, If_Match=etag) == 412


@must("5995", "3.1", "What a PUT there would be refused for, a POST is.")
def post_is_checked(ground):
    answer = ground.ask("POST", ground.calendar, "no calendar",
                        Content_Type="text/calendar")
    assert answer.status == 403, answer.text
    assert "valid-calendar-data" in answer.error
    ground.token(ground.folder)
    assert ground.status("POST", ground.folder, "x") == 423

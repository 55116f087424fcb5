"""RFC 6578 (sync-collection) and RFC 5397 (current-user-principal)."""

import re

from ground import must
from daybook import NS, event
from calendar_ground import filled, fresh, refused

RFC = "6578"


def statuses(answer):
    return {href: r.findtext("D:status", namespaces=NS)
            for href, r in answer.responses.items()}


def token_of(answer):
    assert answer.status == 207, answer.text
    return answer.xml.findtext("D:sync-token", namespaces=NS)


@must("5397", "3", "current-user-principal is the principal of who asks, on "
      "every resource.")
def current_user(ground):
    for path in ("/dav/", "/dav/principals/maria/", ground.home,
                 ground.calendar, ground.file()):
        told = ground.prop(path, "D:current-user-principal")
        assert told.findtext("D:href",
                             namespaces=NS) == "/dav/principals/maria/"


@must("5397", "3", "It is protected, and no part of allprop.")
def current_user_is_protected(ground):
    answer = ground.set(ground.folder, "<D:current-user-principal/>")
    assert "cannot-modify-protected-property" in answer.text
    assert "current-user-principal" not in ground.maria.propfind(
        ground.folder).text


@must(RFC, "3.2", "supported-report-set tells sync-collection on collections "
      "that are synced.")
def sync_is_told(ground):
    for path in (ground.folder, ground.calendar):
        told = ground.prop(path, "D:supported-report-set")
        assert told.find(".//D:sync-collection", NS) is not None


@must(RFC, "3.2", "The answer has a token that is a URI, and each member once.")
def first_sync(ground):
    calendar = filled(ground, event("a@x"), event("b@x"))
    answer = ground.maria.sync(calendar)
    assert re.match("[a-z][a-z0-9+.-]*:", token_of(answer))
    hrefs = re.findall("<D:href>(.*?)</D:href>", answer.text)
    assert sorted(hrefs) == [calendar + "a.ics", calendar + "b.ics"]


@must(RFC, "3.2", "Members that are there have propstats and no status.")
def sync_has_propstats(ground):
    calendar = filled(ground, event("a@x"))
    answer = ground.maria.sync(calendar)
    assert statuses(answer) == {calendar + "a.ics": None}
    assert answer.prop(calendar + "a.ics", "D:getetag") is not None


@must(RFC, "3.2", "A token that is none of the collection's is "
      "valid-sync-token.")
def foreign_token(ground):
    other = token_of(ground.maria.sync(filled(ground, event("a@x"))))
    for token in ("x", "urn:x:1", other):
        refused(ground.maria.sync(fresh(ground), token), "valid-sync-token")


@must(RFC, "3.4", "The first sync tells members that are there, and none that "
      "are gone.")
def first_sync_is_what_is_there(ground):
    calendar = filled(ground, event("a@x"), event("b@x"))
    assert ground.status("DELETE", calendar + "a.ics") == 204
    assert statuses(ground.maria.sync(calendar)) == {calendar + "b.ics": None}


@must(RFC, "3.5.1", "A member that is new or changed is told, one that is not "
      "is not.")
def changed(ground):
    calendar = filled(ground, event("a@x"), event("b@x"))
    token = token_of(ground.maria.sync(calendar))
    ground.maria.put(calendar + "b.ics", event("b@x", summary="Milk"))
    ground.maria.put(calendar + "c.ics", event("c@x"))
    answer = ground.maria.sync(calendar, token)
    assert set(answer.responses) == {calendar + "b.ics", calendar + "c.ics"}
    assert not ground.maria.sync(calendar, token_of(answer)).responses


@must(RFC, "3.5.2", "A member that is gone is a 404 without propstats, also one "
      "that came and went in between.")
def removed(ground):
    calendar = filled(ground, event("a@x"))
    token = token_of(ground.maria.sync(calendar))
    assert ground.maria.put(calendar + "b.ics", event("b@x")).status == 201
    for name in ("a.ics", "b.ics"):
        assert ground.status("DELETE", calendar + name) == 204
    answer = ground.maria.sync(calendar, token)
    assert statuses(answer) == {calendar + name: "HTTP/1.1 404 Not Found"
                                for name in ("a.ics", "b.ics")}
    assert answer.xml.find(".//D:propstat", NS) is None


@must(RFC, "3.5.2", "What is put where something was removed is a change.")
def came_back(ground):
    calendar = filled(ground, event("a@x"))
    token = token_of(ground.maria.sync(calendar))
    ground.status("DELETE", calendar + "a.ics")
    ground.maria.put(calendar + "a.ics", event("a2@x"))
    assert statuses(ground.maria.sync(calendar, token)) == {
        calendar + "a.ics": None}


@must(RFC, "3.6", "A truncated answer has a 507 for the collection itself, and "
      "a token from which the rest follows.")
def truncated(ground):
    calendar = filled(ground, *(event(f"{n}@x") for n in range(5)))
    seen, token = [], ""
    for _ in range(3):
        answer = ground.maria.sync(calendar, token, limit=2)
        told = statuses(answer)
        more = told.pop(calendar, None)
        seen += told
        token = token_of(answer)
        if not more:
            break
        assert more.startswith("HTTP/1.1 507")
        assert "number-of-matches-within-limits" in answer.text
    assert sorted(seen) == [f"{calendar}{name}.ics" for name in "abcde"]


@must(RFC, "3.7", "A limit is held to.")
def limited(ground):
    calendar = filled(ground, event("a@x"), event("b@x"))
    told = statuses(ground.maria.sync(calendar, limit=1))
    assert len(told) == 2 and calendar in told


@must(RFC, "3.3", "sync-level infinite goes on below, or is refused with "
      "sync-traversal-supported.")
def infinite(ground):
    answer = ground.maria.report(
        ground.home, "D:sync-collection", "<D:sync-token/><D:sync-level>"
        "infinite</D:sync-level><D:prop><D:getetag/></D:prop>", "0")
    assert answer.status == 207
    calendar = filled(ground, event("a@x"))
    answer = ground.maria.report(
        ground.home, "D:sync-collection",
        f"<D:sync-token>{token_of(answer)}</D:sync-token><D:sync-level>"
        "infinite</D:sync-level><D:prop><D:getetag/></D:prop>", "0")
    assert calendar + "a.ics" in answer.responses


@must(RFC, "4", "sync-token is a property of what is synced: protected, no part "
      "of allprop, and the one that the report answers with.")
def token_property(ground):
    calendar = filled(ground, event("a@x"))
    told = ground.prop(calendar, "D:sync-token").text
    assert told == token_of(ground.maria.sync(calendar))
    answer = ground.set(calendar, "<D:sync-token>x</D:sync-token>")
    assert "cannot-modify-protected-property" in answer.text
    assert "sync-token" not in ground.maria.propfind(calendar).text
    ground.maria.put(calendar + "b.ics", event("b@x"))
    assert ground.prop(calendar, "D:sync-token").text != told


@must(RFC, "5", "In an If header the token holds while nothing has changed.")
def token_in_if(ground):
    calendar = filled(ground, event("a@x"))
    token = ground.prop(calendar, "D:sync-token").text
    condition = f"<{calendar}> (<{token}>)"
    assert ground.maria.put(calendar + "b.ics", event("b@x"),
                            If=condition).status == 201
    assert ground.maria.put(calendar + "c.ics", event("c@x"),
                            If=condition).status == 412

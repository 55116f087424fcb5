"""What DAVx5, Thunderbird and Evolution ask, one after the other, to set an
account up and to synchronise, and that each step gets what it needs."""

import re

import pytest
from lxml import etree

from daybook import but_sequence, event
from device import WRITES, Device, coming, edit, of, privileges, steady

# DAVx5

@pytest.fixture(scope="module")
def android(demo):
    return Device(demo.person("maria"), User_Agent="DAVx5/4.4.1-ose (okhttp)",
                  Accept_Language="de", Content_Type="application/xml; "
                  "charset=utf-8")


def test_davx5_finds_principal_home_and_rights(android):
    first = android.propfind(
        "/dav/", "A:resourcetype A:displayname B:calendar-home-set "
        "A:current-user-principal")
    href = first.prop("/dav/", "D:current-user-principal/D:href").text
    second = android.propfind(
        href, "B:calendar-home-set A:displayname A:group-membership "
        "C:calendar-proxy-read-for C:calendar-proxy-write-for "
        "B:calendar-user-address-set")
    assert "calendar-access" in second.headers["DAV"]
    home = second.prop(href, "C:calendar-home-set/D:href").text
    third = android.propfind(
        home, "A:resourcetype A:displayname A:owner "
        "A:current-user-privilege-set D:calendar-color "
        "B:calendar-description B:calendar-timezone B:calendar-timezone-id "
        "B:supported-calendar-component-set C:source", depth="1")
    for name, rights in (("sessions/", WRITES), ("to-save/", WRITES),
                         ("closures/", {"{DAV:}read"})):
        found = privileges(third, home + name)
        writable = {"{DAV:}write-content"} <= found
        assert writable == (rights is WRITES), name
        # an empty one is nobody's: no organizer is made of it
        assert third.prop(home + name, "D:owner") is not None
    kinds = third.prop(home + "sessions/",
                       "C:supported-calendar-component-set")
    assert [k.get("name") for k in kinds] == ["VEVENT"]


def test_davx5_synchronises_by_token(android):
    path = android.home + "sessions/"
    state = android.propfind(path, "B:max-resource-size "
                             "A:supported-report-set C:getctag A:sync-token")
    assert state.prop(path, "D:sync-token").text.count(":")
    reports = state.prop(path, "D:supported-report-set").iter()
    assert "{DAV:}sync-collection" in {e.tag for e in reports}
    # Depth: 0, as RFC 6578 has it
    changed, gone, token = android.sync(path, "", "<A:getetag/>", Depth="0")
    assert changed and not gone
    props = ('<A:getcontenttype/><A:getetag/><B:calendar-data '
             'content-type="text/calendar" version="2.0"/>'
             "<B:schedule-tag/>")
    hrefs = sorted(changed)[:10]
    got = android.multiget(path, hrefs, props)
    assert {h: etag for h, (etag, _) in got.items()} == \
        {h: changed[h] for h in hrefs}
    assert steady(android.sync, path, token)


def test_davx5_lists_a_window_where_old_events_are_left_out(android):
    path = android.home + "sessions/"

    def listed(start):
        answer = android.xml(
            "REPORT", path, "B:calendar-query",
            "<A:prop><A:getetag/></A:prop><B:filter><B:comp-filter "
            'name="VCALENDAR"><B:comp-filter name="VEVENT">'
            f'<B:time-range start="{start}"/></B:comp-filter>'
            "</B:comp-filter></B:filter>", Depth="1")
        assert answer.status == 207
        return set(answer.responses)

    every, recent = listed("20200101T000000Z"), listed("20260312T000000Z")
    assert recent and recent < every
    assert every == set(android.sync(path, "")[0])


def test_davx5_gets_a_session_back_whose_edit_was_refused(android):
    path = android.home + "sessions/"
    href, etag, text = coming(android, path)
    token = android.sync(path, "")[2]
    answer = android.ask(
        "PUT", href, edit(text, X_PRACTICE_STATUS="completed"),
        If_Match=etag, Content_Type="text/calendar; charset=utf-8")
    assert answer.status == 403
    assert "need-privileges" in answer.error, "it restores by this alone"
    changed, gone, _ = android.sync(path, token)
    assert set(changed) == {href} and changed[href] != etag and not gone
    again = android.multiget(path, [href])[href][1].replace("\r\n", "\n")
    assert but_sequence(again) == but_sequence(text.replace("\r\n", "\n"))


def test_davx5_gets_a_session_back_whose_edit_was_dropped(android):
    path = android.home + "sessions/"
    href, etag, text = coming(android, path)
    token = android.sync(path, "")[2]
    answer = android.ask(
        "PUT", href, edit(text, SUMMARY="Meeting with Ada"),
        If_Match=etag, Content_Type="text/calendar; charset=utf-8")
    assert answer.status == 204 and "ETag" not in answer.headers
    changed = android.sync(path, token)[0]
    assert set(changed) == {href} and changed[href] != etag
    served = android.multiget(path, [href])[href][1]
    assert of(served, "SUMMARY") == of(text, "SUMMARY")


def test_davx5_gets_a_session_back_whose_deletion_was_refused(android):
    path = android.home + "sessions/"
    changed, _, token = android.sync(path, "")
    got = android.multiget(path, sorted(changed))
    href, (etag, _) = next(
        (h, t) for h, t in got.items()
        if of(t[1], "X-PRACTICE-STATUS") == "completed")
    answer = android.ask("DELETE", href, If_Match=etag)
    assert answer.status == 403 and "need-privileges" in answer.error
    changed, gone, _ = android.sync(path, token)
    assert set(changed) == {href} and not gone


def test_davx5_makes_a_session_of_the_demos_by_a_clients_code(android):
    path = android.home + "sessions/"
    answer = android.ask("PUT", path + "by-code.ics",
                         event("by-code", summary="C042"),
                         If_None_Match="*",
                         Content_Type="text/calendar; charset=utf-8")
    assert answer.status == 201, answer.text
    served = android.ask("GET", path + "by-code.ics").text
    assert of(served, "STATUS") == "CONFIRMED"
    assert of(served, "X-PRACTICE-CLIENTS") == "C042"
    assert of(served, "X-PRACTICE-SERVICE") == "Speech"


def test_davx5_moves_by_delete_and_put_and_the_session_is_adopted(android):
    path = android.home + "sessions/"
    href, etag, text = coming(android, path)
    assert android.ask("DELETE", href, If_Match=etag).status == 204
    uid = "adopted-by-android"
    fresh = event(uid, summary=of(text, "SUMMARY"))
    for name in ("DTSTART", "DTEND"):
        line = re.search(rf"^{name};TZID.*?\r?$", text, re.M).group().strip()
        fresh = re.sub(rf"{name}:.*", line, fresh)
    answer = android.ask("PUT", f"{path}{uid}.ics", fresh,
                         If_None_Match="*",
                         Content_Type="text/calendar; charset=utf-8")
    assert answer.status == 201, answer.text
    served = android.ask("GET", f"{path}{uid}.ics").text
    assert of(served, "X-PRACTICE-STATUS") == "open"
    assert of(served, "X-PRACTICE-CLIENTS") == of(text, "X-PRACTICE-CLIENTS")
    assert of(served, "URL") == of(text, "URL"), "the same session"
    assert android.ask("GET", href).status == 404


# Thunderbird

@pytest.fixture(scope="module")
def bird(demo):
    return Device(demo.person("maria"), Content_Type="text/xml; "
                  "charset=utf-8", Accept="text/xml", Accept_Language="en")


def test_thunderbird_finds_calendars_from_the_address_typed(bird):
    wanted = ("A:resourcetype A:owner A:displayname A:current-user-principal "
              "A:current-user-privilege-set D:calendar-color "
              "B:calendar-home-set")
    first = bird.propfind("/dav/", wanted)
    principal = first.prop("/dav/", "D:current-user-principal/D:href").text
    second = bird.propfind(principal, wanted)
    home = second.prop(principal, "C:calendar-home-set/D:href").text
    third = bird.propfind(home, wanted, depth="1")
    found = {h for h in third.responses
             if third.prop(h, "D:resourcetype/C:calendar") is not None}
    assert home + "sessions/" in found
    for href in found:
        assert third.prop(href, "D:displayname").text


def test_thunderbird_opens_a_calendar(bird):
    path = bird.home + "sessions/"
    answer = bird.propfind(
        path, "A:resourcetype A:owner A:current-user-principal "
        "A:current-user-privilege-set A:supported-report-set "
        "B:supported-calendar-component-set C:getctag")
    assert privileges(answer, path) >= WRITES
    assert answer.prop(path, "CS:getctag").text
    answer = bird.ask("OPTIONS", bird.home)
    # it drops the first token before it looks
    classes = [c.strip() for c in answer.headers["DAV"].split(",")][1:]
    assert "calendar-access" in classes


def test_thunderbird_sees_a_read_only_calendar_as_such(bird):
    path = bird.home + "closures/"
    answer = bird.propfind(path, "A:current-user-privilege-set")
    assert not privileges(answer, path) & {
        "{DAV:}write", "{DAV:}write-content", "{DAV:}bind", "{DAV:}all"}


def test_thunderbird_synchronises_edits_and_survives_an_old_token(bird):
    path = bird.home + "calendar/"
    _, _, token = bird.sync(path, "", Depth="1")
    href = path + "5f0a4c9e-bird.ics"
    answer = bird.ask("PUT", href, event("5f0a4c9e-bird"),
                      If_None_Match="*",
                      Content_Type="text/calendar; charset=utf-8")
    assert answer.status == 201
    changed, _, token = bird.sync(path, token, Depth="1")
    etag, text = bird.multiget(path, list(changed), Depth="1")[href]
    assert "UID:5f0a4c9e-bird" in text
    answer = bird.ask("PUT", href, event("5f0a4c9e-bird", summary="Later"),
                      If_Match=etag,
                      Content_Type="text/calendar; charset=utf-8")
    assert answer.status == 204
    # somebody edits what has changed since: it asks its user by the 412
    assert bird.ask("PUT", href, event("5f0a4c9e-bird"), If_Match=etag,
                    Content_Type="text/calendar").status == 412
    assert bird.ask("DELETE", href, If_Match=etag).status == 412
    answer = bird.xml("REPORT", path, "A:sync-collection",
                      f"<A:sync-token>{token}9999</A:sync-token>"
                      "<A:sync-level>1</A:sync-level>"
                      "<A:prop><A:getetag/></A:prop>", Depth="1")
    assert answer.status == 403 and "valid-sync-token" in answer.error


def test_thunderbird_keeps_its_own_marks_on_a_session(bird):
    path = bird.home + "sessions/"
    href, etag, text = coming(bird, path)
    body = text.replace(
        "END:VEVENT", "X-MOZ-GENERATION:1\r\n"
        "X-MOZ-LASTACK:20260610T170000Z\r\nBEGIN:VALARM\r\n"
        "ACTION:DISPLAY\r\nTRIGGER;VALUE=DURATION:-PT10M\r\n"
        "DESCRIPTION:Mozilla Standardbeschreibung\r\nEND:VALARM\r\n"
        "END:VEVENT")
    answer = bird.ask("PUT", href, body, If_Match=etag,
                      Content_Type="text/calendar; charset=utf-8")
    assert answer.status == 204, answer.text
    served = bird.multiget(path, [href], Depth="1")[href][1]
    assert "X-MOZ-LASTACK:20260610T170000Z" in served
    assert "TRIGGER;VALUE=DURATION:-PT10M" in served
    assert of(served, "X-PRACTICE-STATUS") == "open"


# Evolution and GNOME

@pytest.fixture(scope="module")
def gnome(demo):
    return Device(demo.person("maria"), User_Agent="Evolution/3.52.3",
                  Content_Type='application/xml; charset="utf-8"',
                  Cache_Control="no-cache", Pragma="no-cache")


def test_evolution_discovers_from_the_root(gnome):
    answer = gnome.ask("OPTIONS", gnome.home + "sessions/")
    allowed = answer.headers["Allow"].replace(" ", "").split(",")
    # PUT, POST or DELETE tells it that a calendar may be written, where it
    # cannot read the privileges; PUT is of members alone, and a calendar of
    # the practice is not deleted.
    assert {"POST", "REPORT", "PROPFIND"} <= set(allowed)
    assert "calendar-access" in answer.headers["DAV"]
    wanted = ("A:resourcetype A:displayname A:current-user-principal "
              "A:principal-URL B:calendar-home-set "
              "B:calendar-user-address-set A:owner "
              "B:supported-calendar-component-set B:calendar-description "
              "D:calendar-color D:calendar-order "
              "A:current-user-privilege-set C:source")
    first = gnome.propfind("/dav/", wanted)
    principal = first.prop("/dav/", "D:current-user-principal/D:href").text
    home = gnome.propfind(principal, wanted).prop(
        principal, "C:calendar-home-set/D:href").text
    listed = gnome.propfind(home, wanted, depth="1")
    kinds = {h: {c.get("name") for c in
                 listed.prop(h, "C:supported-calendar-component-set")}
             for h in listed.responses
             if listed.prop(h, "D:resourcetype/C:calendar") is not None}
    assert kinds[home + "sessions/"] == {"VEVENT"}
    assert kinds[home + "to-save/"] == {"VTODO"}


def test_evolution_lists_fetches_edits_and_deletes(gnome):
    path = gnome.home + "calendar/"
    href = path + "evo-1.ics"
    answer = gnome.ask("PUT", href, event("evo-1"), If_None_Match="*",
                       Content_Type='text/calendar; charset="utf-8"')
    assert answer.status == 201
    before = gnome.propfind(path, "C:getctag").prop(path, "CS:getctag").text
    answer = gnome.xml(
        "REPORT", path, "B:calendar-query",
        "<A:prop><A:getetag/><B:calendar-data>"
        '<B:comp name="VCALENDAR"><B:comp name="VEVENT">'
        '<B:prop name="UID"/><B:prop name="REV"/></B:comp></B:comp>'
        "</B:calendar-data></A:prop><B:filter>"
        '<B:comp-filter name="VCALENDAR"><B:comp-filter name="VEVENT"/>'
        "</B:comp-filter></B:filter>", Depth="1")
    assert "UID:evo-1" in answer.prop(href, "C:calendar-data").text
    etag = answer.prop(href, "D:getetag").text
    got = gnome.multiget(path, [href], Depth="1")
    assert got[href][0] == etag
    assert gnome.ask("GET", href).headers["ETag"] == etag
    assert gnome.ask("PUT", href, event("evo-1", summary="New"),
                     If_Match=etag,
                     Content_Type="text/calendar").status == 204
    after = gnome.propfind(path, "C:getctag").prop(path, "CS:getctag").text
    assert after != before
    assert gnome.ask("DELETE", href, Depth="infinity").status == 204
    assert gnome.ask("DELETE", href, Depth="infinity").status == 404


def test_evolution_asks_its_rights_before_it_writes(gnome):
    for name, writes in (("sessions/", True), ("closures/", False)):
        path = gnome.home + name
        found = privileges(gnome.propfind(
            path, "A:current-user-privilege-set"), path)
        assert ("{DAV:}write-content" in found) == writes


# All of them

def test_an_answer_is_the_same_text_for_any_prefixes(bird):
    """Programs read by namespace; so must the server."""
    path = bird.home + "sessions/"
    inner = "<prop><displayname/><sync-token/></prop>"
    bare = bird.ask("PROPFIND", path,
                    f'<propfind xmlns="DAV:">{inner}</propfind>', Depth="0")
    ours = bird.propfind(path, "A:displayname A:sync-token")
    assert etree.tostring(bare.xml, method="c14n") == \
        etree.tostring(ours.xml, method="c14n")

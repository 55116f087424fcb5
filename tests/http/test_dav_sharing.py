"""Calendars that are shared: how one is asked, accepts, declines and leaves,
what is each person's own in them, and what their owner keeps private (rules
K46)."""

import itertools
import re

import pytest

from conftest import NS, event, xml
from sharing import (accept, ask, box, homes, invitation, notifications, remove,
                     reply, share, types, users)

NUMBERS = itertools.count(1)
ALARM = ("BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:{}",
         "TRIGGER:-PT15M", "END:VALARM")
SECRETS = ("Zsecret", "Zplace", "Zwords", "Zfriend", "Zcategory")


def alarm(name):
    return [line.format(name) for line in ALARM]


@pytest.fixture(scope="module")
def tom(server):
    server.add("sam", "staff", "--name", "Sam Staff")
    return server.add("tom", "practitioner", "--name", "Tom Other",
                      "--email", "tom@example.org")


@pytest.fixture
def cal(server, tom, maria):
    made = maria.make_calendar(f"team-{next(NUMBERS)}")
    assert maria.put(made + "a.ics", event("a@x", summary="Plan")
                     ).status == 201
    return made


def test_sharing_is_told(maria):
    told = maria.ask("OPTIONS", maria.home).headers["DAV"].split(", ")
    assert "calendarserver-sharing" in told and "calendar-proxy" in told


def test_who_is_asked_is_told_and_sees_nothing_yet(maria, tom, cal):
    before = homes(tom)
    answer = share(maria, cal, ask("mailto:tom@example.org", "read-write",
                                   "<CS:common-name>Tom</CS:common-name>"
                                   "<CS:summary>Team &amp; I</CS:summary>"))
    assert answer.status == 200 and not answer.text
    href, told = invitation(tom, cal)
    assert told.tag == "{http://calendarserver.org/ns/}notification"
    get = lambda path: told.findtext(".//" + path, namespaces=NS)
    assert re.fullmatch(r"\d{8}T\d{6}Z", get("CS:dtstamp"))
    assert get("CS:invite-notification/D:href") == "/dav/principals/tom/"
    assert told.find(".//CS:invite-noresponse", NS) is not None
    assert told.find(".//CS:access/CS:read-write", NS) is not None
    assert get("CS:organizer/D:href") == "/dav/principals/maria/"
    assert get("CS:organizer/CS:common-name") == "Maria Santos"
    assert get("CS:summary") == "Team & I"
    assert len(told.findall(".//C:comp", NS)) == 3
    assert homes(tom) == before and tom.get(cal).status == 404
    assert users(maria, cal) == {
        "/dav/principals/tom/": ("invite-noresponse", "read-write")}
    assert "shared-owner" in types(maria, cal)
    assert tom.delete(href).status == 204
    assert tom.get(href).status == 404


def test_an_accepted_calendar_is_in_the_own_home(maria, tom, cal):
    mine = accept(maria, tom, cal)
    assert mine.startswith(tom.home) and mine in homes(tom)
    assert types(tom, mine) == {"collection", "calendar", "shared"}
    told = tom.propfind(mine, "CS:shared-url D:owner CS:invite D:displayname "
                        "C:supported-calendar-component-set")
    assert told.prop(mine, "CS:shared-url/D:href").text == cal
    assert told.prop(mine, "D:owner/D:href").text == "/dav/principals/maria/"
    assert told.prop(mine, "CS:invite/CS:organizer/D:href").text == \
        "/dav/principals/maria/"
    assert "Maria Santos" in told.prop(mine, "D:displayname").text
    assert users(maria, cal) == {
        "/dav/principals/tom/": ("invite-accepted", "read")}
    assert "SUMMARY:Plan" in tom.get(mine + "a.ics").text
    found = [x for _, kind, x in notifications(maria)
             if kind == "invite-reply" and
             x.findtext(".//CS:hosturl/D:href", namespaces=NS) == cal]
    assert len(found) == 1
    assert found[0].find(".//CS:invite-accepted", NS) is not None
    assert found[0].findtext(".//CS:invite-reply/D:href", namespaces=NS) == \
        "/dav/principals/tom/"


def test_a_declined_calendar_is_nowhere(maria, tom, cal):
    before = homes(tom)
    assert share(maria, cal, ask()).status == 200
    uid = invitation(tom, cal)[1].findtext(".//CS:uid", namespaces=NS)
    answer = reply(tom, uid, "declined", cal)
    assert answer.status == 200 and not answer.text
    assert homes(tom) == before and tom.get(cal).status == 404
    assert users(maria, cal) == {
        "/dav/principals/tom/": ("invite-declined", "read")}


def test_who_leaves_declines_and_may_be_asked_again(maria, tom, cal):
    mine = accept(maria, tom, cal)
    assert tom.delete(mine).status == 204
    assert mine not in homes(tom) and tom.get(cal).status == 404
    assert maria.get(cal + "a.ics").status == 200
    assert users(maria, cal)["/dav/principals/tom/"][0] == "invite-declined"
    assert share(maria, cal, ask()).status == 200
    assert users(maria, cal)["/dav/principals/tom/"][0] == "invite-noresponse"


def test_who_is_removed_is_told(maria, tom, cal):
    mine = accept(maria, tom, cal)
    assert share(maria, cal, remove()).status == 200
    assert mine not in homes(tom) and tom.get(mine).status == 404
    told = invitation(tom, cal)[1]
    assert told.find(".//CS:invite-deleted", NS) is not None
    assert "shared-owner" not in types(maria, cal)
    assert "{http://calendarserver.org/ns/}invite" in maria.propfind(
        cal, "CS:invite").missing(cal)


def test_an_answer_is_of_who_was_asked(server, maria, tom, cal):
    assert share(maria, cal, ask()).status == 200
    uid = invitation(tom, cal)[1].findtext(".//CS:uid", namespaces=NS)
    for other in (maria, server.person("sam"), server.person("ada")):
        assert reply(other, uid, cal=cal).status == 404
    assert reply(tom, "none", cal=cal).status == 404
    for body in ("", "<CS:invite-accepted/>", "<CS:in-reply-to>x"
                 "</CS:in-reply-to>", "<CS:invite-accepted/>"
                 "<CS:invite-declined/><CS:in-reply-to>x</CS:in-reply-to>"):
        assert tom.ask("POST", tom.home, xml("CS:invite-reply", body),
                       Content_Type="application/xml").status == 400
    assert tom.ask("POST", tom.home, xml("CS:other", ""),
                   Content_Type="application/xml").status == 415


def test_whom_nobody_knows_is_told_and_stops_no_other(maria, tom, cal):
    answer = share(maria, cal, ask("mailto:x@else.example"), ask(),
                   ask("ada"))
    assert answer.status == 207
    assert [r.findtext("D:status", namespaces=NS).split()[1]
            for r in answer.responses.values()] == ["403", "200", "403"]
    assert set(users(maria, cal)) == {"/dav/principals/tom/"}


@pytest.mark.parametrize("path", ["sessions/", "to-save/", "closures/"])
def test_the_practices_calendars_are_not_shared(maria, tom, path):
    where = maria.home + path
    assert share(maria, where, ask()).status == 403
    assert "{http://calendarserver.org/ns/}allowed-sharing-modes" in \
        maria.propfind(where, "CS:allowed-sharing-modes").missing(where)


def test_which_calendars_may_be_shared_is_told(maria, tom, cal):
    told = maria.propfind(cal, "CS:allowed-sharing-modes")
    assert [e.tag.split("}")[1] for e in told.prop(
        cal, "CS:allowed-sharing-modes")] == ["can-be-shared"]
    mine = accept(maria, tom, cal, "read-write")
    assert share(tom, mine, ask("sam")).status == 403
    assert "{http://calendarserver.org/ns/}allowed-sharing-modes" in \
        tom.propfind(mine, "CS:allowed-sharing-modes").missing(mine)


def test_name_and_colour_and_order_are_each_persons_own(maria, tom, cal):
    maria.proppatch(cal, "<D:set><D:prop><D:displayname>Hers</D:displayname>"
                    "<A:calendar-color>#112233FF</A:calendar-color>"
                    "</D:prop></D:set>")
    mine = accept(maria, tom, cal)
    props = "D:displayname A:calendar-color A:calendar-order"
    told = tom.propfind(mine, props)
    assert told.prop(mine, "D:displayname").text == "Hers"
    assert told.prop(mine, "A:calendar-color").text == "#112233FF"
    answer = tom.proppatch(
        mine, "<D:set><D:prop><D:displayname>His</D:displayname>"
        "<A:calendar-color>#445566FF</A:calendar-color>"
        "<A:calendar-order>7</A:calendar-order></D:prop></D:set>")
    assert answer.status == 207 and " 200 " in answer.text
    told = tom.propfind(mine, props)
    assert told.prop(mine, "D:displayname").text == "His"
    assert told.prop(mine, "A:calendar-order").text == "7"
    told = maria.propfind(cal, props)
    assert told.prop(cal, "D:displayname").text == "Hers"
    assert told.prop(cal, "A:calendar-color").text == "#112233FF"


@pytest.mark.parametrize("access", ["read", "read-write"])
def test_alarms_are_each_persons_own(maria, tom, cal, access):
    hers = event("a@x", "20260612T140000Z", "20260612T150000Z",
                 *alarm("hers"), summary="Plan")
    assert maria.put(cal + "a.ics", hers).status == 204
    mine = accept(maria, tom, cal, access)
    plain = tom.get(mine + "a.ics").text
    assert "VALARM" not in plain and "SUMMARY:Plan" in plain
    his = plain.replace("END:VEVENT", "\r\n".join(alarm("his")) +
                        "\r\nEND:VEVENT")
    answer = tom.put(mine + "a.ics", his)
    assert answer.status == 204 and "ETag" in answer.headers
    assert tom.get(mine + "a.ics").text == his
    assert maria.get(cal + "a.ics").text == hers
    assert maria.put(cal + "a.ics", hers.replace("Plan", "Later")
                     ).status == 204
    kept = tom.get(mine + "a.ics").text
    assert "SUMMARY:Later" in kept and "DESCRIPTION:his" in kept
    assert "DESCRIPTION:hers" not in kept


def test_whether_it_makes_one_busy_is_each_persons_own(maria, tom, cal):
    mine = accept(maria, tom, cal)
    free = tom.get(mine + "a.ics").text.replace(
        "END:VEVENT", "TRANSP:TRANSPARENT\r\nEND:VEVENT")
    assert tom.put(mine + "a.ics", free).status == 204
    query = ("C:free-busy-query", '<C:time-range start="20260601T000000Z" '
             'end="20260701T000000Z"/>')
    assert "20260612T140000Z" not in tom.report(mine, *query).text
    assert "20260612T140000Z" in maria.report(cal, *query).text
    assert "TRANSP" not in maria.get(cal + "a.ics").text


def test_who_may_write_keeps_the_owners_alarms(maria, tom, cal):
    hers = event("a@x", "20260612T140000Z", "20260612T150000Z",
                 *alarm("hers"), summary="Plan")
    maria.put(cal + "a.ics", hers)
    mine = accept(maria, tom, cal, "read-write")
    his = event("a@x", "20260613T140000Z", "20260613T150000Z",
                *alarm("his"), summary="Moved")
    assert tom.put(mine + "a.ics", his).status == 204
    assert tom.get(mine + "a.ics").text == his
    assert maria.get(cal + "a.ics").text == his.replace("his", "hers")
    new = event("new@x", "20260612T140000Z", "20260612T150000Z",
                *alarm("his"), summary="New")
    answer = tom.put(mine + "new.ics", new)
    assert answer.status == 201 and "ETag" in answer.headers
    assert "VALARM" not in maria.get(cal + "new.ics").text
    assert tom.delete(mine + "new.ics").status == 204
    assert maria.get(cal + "new.ics").status == 404


def test_who_may_read_changes_nothing_else(maria, tom, cal):
    mine = accept(maria, tom, cal)
    for method, path, body in (
            ("PUT", "a.ics", event("a@x", summary="Mine")),
            ("PUT", "b.ics", event("b@x")), ("DELETE", "a.ics", None)):
        answer = tom.ask(method, mine + path, body,
                         Content_Type="text/calendar")
        assert answer.status == 403 and "need-privileges" in answer.error
    assert "SUMMARY:Plan" in maria.get(cal + "a.ics").text


def secret(uid, cls, *lines):
    return event(uid, "20260612T160000Z", "20260612T170000Z",
                 f"CLASS:{cls}", "LOCATION:Zplace", "DESCRIPTION:Zwords",
                 "ATTENDEE;CN=Zfriend:mailto:z@x", "CATEGORIES:Zcategory",
                 *lines, summary="Zsecret")


def every_path(person, path, name="s.ics"):
    """What each way to read a calendar answers."""
    data = "<D:prop><D:getetag/><C:calendar-data/></D:prop>"
    every = '<C:filter><C:comp-filter name="VCALENDAR"/></C:filter>'
    span = '<C:time-range start="20260601T000000Z" end="20260701T000000Z"/>'
    yield "GET", person.get(path + name)
    yield "export", person.get(path)
    yield "query", person.report(path, "C:calendar-query", data + every)
    yield "match", person.report(
        path, "C:calendar-query", data + '<C:filter><C:comp-filter name='
        '"VCALENDAR"><C:comp-filter name="VEVENT"><C:prop-filter name='
        '"SUMMARY"><C:text-match>Zsecret</C:text-match></C:prop-filter>'
        '</C:comp-filter></C:comp-filter></C:filter>')
    yield "multiget", person.report(path, "C:calendar-multiget",
                                    data + f"<D:href>{path}{name}</D:href>")
    yield "sync", person.sync(path, props="<C:calendar-data/>")
    yield "propfind", person.propfind(path, "", "1")
    yield "free-busy", person.report(path, "C:free-busy-query", span)


@pytest.mark.parametrize("cls", ["PRIVATE", "CONFIDENTIAL", "confidential",
                                 "X-HIDDEN"])
@pytest.mark.parametrize("access", ["read", "read-write"])
def test_what_is_private_is_busy_on_every_path(maria, tom, cal, cls, access):
    assert maria.put(cal + "s.ics", secret("s@x", cls)).status == 201
    mine = accept(maria, tom, cal, access)
    for path in (mine, cal):
        for way, answer in every_path(tom, path):
            assert answer.status in (200, 207), way
            for word in SECRETS:
                assert word not in answer.text, (way, word)
        assert "SUMMARY:Busy" in tom.get(path + "s.ics").text
        assert "20260612T160000Z" in dict(
            every_path(tom, path))["free-busy"].text
    assert "Zsecret" in maria.get(cal + "s.ics").text


def test_what_becomes_private_is_busy_from_then_on(maria, tom, cal):
    mine = accept(maria, tom, cal)
    token = tom.sync(mine).xml.findtext("D:sync-token", namespaces=NS)
    etag = tom.get(mine + "a.ics").headers["ETag"]
    assert maria.put(cal + "a.ics", secret("a@x", "PRIVATE")).status == 204
    changed = tom.sync(mine, token, props="<C:calendar-data/>")
    assert mine + "a.ics" in changed.responses
    assert "Zsecret" not in changed.text
    assert tom.get(mine + "a.ics").headers["ETag"] != etag
    assert maria.put(cal + "a.ics", secret("a@x", "PUBLIC")).status == 204
    assert "Zsecret" in tom.get(mine + "a.ics").text


def test_one_private_instance_hides_the_series(maria, tom, cal):
    series = event("r@x", "20260612T160000Z", "20260612T170000Z",
                   "RRULE:FREQ=DAILY;COUNT=3", summary="Zsecret")
    one = secret("r@x", "PRIVATE", "RECURRENCE-ID:20260613T160000Z")
    body = series.replace("END:VCALENDAR\r\n", "") + one[
        one.index("BEGIN:VEVENT"):]
    assert maria.put(cal + "s.ics", body).status == 201
    mine = accept(maria, tom, cal)
    told = tom.get(mine + "s.ics").text
    assert "Zsecret" not in told and "RRULE:FREQ=DAILY;COUNT=3" in told


def test_private_tasks_are_not_there(maria, tom, cal):
    task = ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//EN\r\n"
            "BEGIN:VTODO\r\nUID:t@x\r\nDTSTAMP:20260601T120000Z\r\n"
            "CLASS:PRIVATE\r\nSUMMARY:Zsecret\r\nEND:VTODO\r\n"
            "END:VCALENDAR\r\n")
    assert maria.put(cal + "t.ics", task).status == 201
    mine = accept(maria, tom, cal)
    assert tom.get(mine + "t.ics").status == 404
    assert tom.get(cal + "t.ics").status == 404
    assert maria.put(cal + "t.ics", task.replace("PRIVATE", "PUBLIC")
                     ).status == 204
    assert "Zsecret" in tom.get(mine + "t.ics").text


def test_what_is_private_is_nobody_elses_to_change(maria, tom, cal):
    assert maria.put(cal + "s.ics", secret("s@x", "PRIVATE")).status == 201
    mine = accept(maria, tom, cal, "read-write")
    for answer in (tom.put(mine + "s.ics", event("s@x")),
                   tom.put(mine + "s.ics", tom.get(mine + "s.ics").text),
                   tom.delete(mine + "s.ics"),
                   tom.put(mine + "p.ics", secret("p@x", "PRIVATE")),
                   tom.ask("MOVE", mine + "s.ics",
                           Destination=tom.home + "calendar/s.ics")):
        assert answer.status == 403
    assert "Zsecret" in maria.get(cal + "s.ics").text
    tom.ask("COPY", mine + "s.ics", Destination=tom.home + "calendar/s.ics")
    assert "Zsecret" not in tom.get(tom.home + "calendar/s.ics").text


def test_the_token_moves_with_each_change_of_the_share(maria, tom, cal):
    def token(where=None):
        where = where or mine
        return tom.propfind(where, "D:sync-token").prop(
            where, "D:sync-token").text
    first = token(tom.home)
    mine = accept(maria, tom, cal)
    assert token(tom.home) != first
    tokens = [token()]
    assert share(maria, cal, ask("tom", "read-write")).status == 200
    tokens.append(token())
    assert maria.put(cal + "b.ics", event("b@x")).status == 201
    tokens.append(token())
    told = tom.sync(mine, tokens[0])
    assert list(told.responses) == [mine + "b.ics"]
    assert maria.delete(cal + "b.ics").status == 204
    told = tom.sync(mine, tokens[2])
    assert " 404 " in told.text and mine + "b.ics" in told.responses
    tokens.append(token())
    assert len(set(tokens)) == 4
    home = token(tom.home)
    assert share(maria, cal, remove()).status == 200
    told = tom.report(tom.home, "D:sync-collection",
                      f"<D:sync-token>{home}</D:sync-token>"
                      "<D:sync-level>1</D:sync-level>"
                      "<D:prop><D:getetag/></D:prop>")
    assert told.responses[mine].findtext("D:status", namespaces=NS
                                         ).split()[1] == "404"


def test_own_alarms_move_only_the_own_token(maria, tom, cal):
    mine = accept(maria, tom, cal)
    def tokens():
        return [p.propfind(w, "D:sync-token").prop(w, "D:sync-token").text
                for p, w in ((maria, cal), (tom, mine))]
    before = tokens()
    his = tom.get(mine + "a.ics").text.replace(
        "END:VEVENT", "\r\n".join(alarm("his")) + "\r\nEND:VEVENT")
    assert tom.put(mine + "a.ics", his).status == 204
    after = tokens()
    assert after[0] == before[0] and after[1] != before[1]


def test_more_rights_keep_own_alarms_and_name(maria, tom, cal):
    mine = accept(maria, tom, cal)
    tom.proppatch(mine, "<D:set><D:prop><D:displayname>His</D:displayname>"
                  "</D:prop></D:set>")
    his = tom.get(mine + "a.ics").text.replace(
        "END:VEVENT", "\r\n".join(alarm("his")) + "\r\nEND:VEVENT")
    assert tom.put(mine + "a.ics", his).status == 204
    assert share(maria, cal, ask("tom", "read-write")).status == 200
    assert tom.get(mine + "a.ics").text == his
    assert tom.propfind(mine, "D:displayname").prop(
        mine, "D:displayname").text == "His"
    assert tom.put(mine + "b.ics", event("b@x")).status == 201


def test_what_the_owner_moves_and_copies_is_seen(maria, tom, cal):
    mine = accept(maria, tom, cal)
    other = maria.make_calendar(f"other-{next(NUMBERS)}")
    assert maria.put(other + "o.ics", event("o@x")).status == 201
    for method, source, destination, there, gone in (
            ("MOVE", cal + "a.ics", cal + "c.ics", "c.ics", "a.ics"),
            ("COPY", other + "o.ics", cal + "o.ics", "o.ics", "a.ics"),
            ("MOVE", cal + "c.ics", other + "c.ics", "o.ics", "c.ics")):
        assert maria.ask(method, source, Destination=destination
                         ).status in (201, 204)
        assert tom.get(mine + there).status == 200, (method, there)
        assert tom.get(mine + gone).status == 404, (method, gone)


def test_names_do_not_clash_in_the_home(maria, tom, cal):
    name = "maria-" + cal.rstrip("/").rsplit("/", 1)[1]
    taken = tom.make_calendar(name)
    mine = accept(maria, tom, cal)
    assert mine != taken and tom.get(mine + "a.ics").status == 200


def test_uids_are_one_calendars_whoever_puts_them(maria, tom, cal):
    mine = accept(maria, tom, cal, "read-write")
    answer = tom.put(mine + "b.ics", event("a@x"))
    assert answer.status == 403 and "no-uid-conflict" in answer.error
    assert maria.put(cal + "t.ics", secret("hid@x", "PRIVATE").replace(
        "VEVENT", "VTODO").replace("DTEND", "DUE")).status == 201
    answer = tom.put(mine + "u.ics", event("hid@x"))
    assert answer.status == 403


def proxies(person, kind, *logins):
    inner = "".join(f"<D:href>/dav/principals/{l}/</D:href>" for l in logins)
    return person.proppatch(
        f"/dav/principals/{person.login}/calendar-proxy-{kind}/",
        "<D:set><D:prop><D:group-member-set>" + inner +
        "</D:group-member-set></D:prop></D:set>")


def test_who_stands_in_sees_all_calendars_in_the_own_home(server, cal, tom):
    sam, maria = server.person("sam"), server.person("maria")
    answer = proxies(maria, "read", "sam")
    assert answer.status == 207 and " 200 " in answer.text
    assert sam.get(cal + "a.ics").status == 200
    assert sam.put(cal + "b.ics", event("b@x")).status == 403
    later = maria.make_calendar(f"later-{next(NUMBERS)}")
    assert later.replace("maria/", "sam/maria-") in homes(sam)
    told = sam.propfind("/dav/principals/sam/", "CS:calendar-proxy-read-for "
                        "CS:calendar-proxy-write-for D:group-membership")
    get = lambda p: [e.text for e in told.prop("/dav/principals/sam/", p)]
    assert get("CS:calendar-proxy-read-for") == ["/dav/principals/maria/"]
    assert get("CS:calendar-proxy-write-for") == []
    assert "/dav/principals/maria/calendar-proxy-read/" in get(
        "D:group-membership")
    assert proxies(maria, "write", "sam").status == 207
    assert sam.put(cal + "b.ics", event("b@x")).status == 201
    group = "/dav/principals/maria/calendar-proxy-{}/"
    for kind, members in (("read", []), ("write", ["/dav/principals/sam/"])):
        where = group.format(kind)
        found = maria.propfind(where, "D:group-member-set")
        assert [e.text for e in found.prop(
            where, "D:group-member-set")] == members
    assert proxies(maria, "write").status == 207
    assert sam.get(cal + "a.ics").status == 404
    assert sam.propfind(group.format("write")).status == 404


def test_only_oneself_says_who_stands_in_and_only_for_colleagues(
        server, maria, tom):
    group = "/dav/principals/maria/calendar-proxy-write/"
    assert tom.proppatch(group, "<D:set><D:prop><D:group-member-set><D:href>"
                         "/dav/principals/tom/</D:href></D:group-member-set>"
                         "</D:prop></D:set>").status == 404
    for who in ("ada", "nobody", "groups/staff"):
        assert " 403 " in proxies(maria, "write", who).text, who
    ada = server.person("ada")
    assert ada.propfind("/dav/principals/ada/calendar-proxy-read/"
                        ).status == 404


def test_a_home_without_shares_looks_as_before(server):
    late = server.add("late", "practitioner", "--name", "Late Comer")
    assert homes(late) == {late.home} | {
        late.home + n for n in ("calendar/", "closures/", "sessions/",
                                "to-save/")}
    assert types(late, late.home + "calendar/") == {"collection", "calendar"}


def test_notifications_are_read_and_deleted_and_nothing_else(maria, tom, cal):
    share(maria, cal, ask())
    where = box(tom)
    assert types(tom, where) == {"collection", "notification"}
    href = invitation(tom, cal)[0]
    assert tom.put(href, "<x/>").status == 403
    assert tom.put(where + "new.xml", "<x/>").status == 403
    assert maria.get(where).status == 404 and maria.get(href).status == 404
    assert tom.delete(where).status == 403
    token = tom.sync(where).xml.findtext("D:sync-token", namespaces=NS)
    assert tom.delete(href).status == 204
    assert href in tom.sync(where, token).responses

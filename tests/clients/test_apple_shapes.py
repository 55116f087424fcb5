"""What macOS Calendar and the iPhone ask, one after the other, to set an
account up and to synchronise, and that each step gets what it needs."""

import re

import pytest

from daybook import event
from device import WRITES, Device, check_shape, coming, edit, of, privileges, \
    steady

# Apple: macOS Calendar, iOS

APPLE = {"Prefer": "return=minimal", "Brief": "t", "Accept": "*/*",
         "Content-Type": "text/xml"}
APPLE_HOME = (
    "A:add-member C:allowed-sharing-modes D:autoprovisioned E:bulk-requests "
    "B:calendar-alarm D:calendar-color B:calendar-description "
    "B:calendar-free-busy-set D:calendar-order B:calendar-timezone "
    "A:current-user-privilege-set B:default-alarm-vevent-date "
    "B:default-alarm-vevent-datetime A:displayname C:getctag "
    "D:language-code D:location-code B:max-attendees-per-instance A:owner "
    "C:pre-publish-url C:publish-url C:push-transports C:pushkey "
    "A:quota-available-bytes A:quota-used-bytes D:refreshrate "
    "A:resource-id A:resourcetype B:schedule-calendar-transp "
    "B:schedule-default-calendar-URL C:source C:subscribed-strip-alarms "
    "C:subscribed-strip-attachments C:subscribed-strip-todos "
    "B:supported-calendar-component-set B:supported-calendar-component-sets "
    "A:supported-report-set A:sync-token")
APPLE_DATA = ("<B:calendar-data/><C:created-by/><A:getcontenttype/>"
              "<A:getetag/><B:schedule-tag/><C:updated-by/>")


@pytest.fixture(scope="module")
def mac(demo):
    return Device(demo.person("maria"), **{
        k.replace("-", "_"): v for k, v in APPLE.items()},
        User_Agent="macOS/14.5 (23F79) CalendarAgent/1027")


def test_apple_finds_the_principal_by_the_host_name_alone(demo):
    nobody = Device(demo.nobody(), Prefer="return=minimal", Brief="t")
    wanted = ("A:current-user-principal", "A:principal-URL",
              "A:resourcetype")
    body = "<A:prop>" + "".join(f"<{n}/>" for n in wanted) + "</A:prop>"
    answer = nobody.xml("PROPFIND", "/.well-known/caldav", "A:propfind",
                        body, Depth="0")
    assert answer.status == 301
    root = re.sub(r"^https?://[^/]*", "", answer.headers["Location"])
    answer = nobody.xml("PROPFIND", root, "A:propfind", body, Depth="0")
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")
    device = Device(demo.person("maria"), Prefer="return=minimal", Brief="t")
    answer = device.propfind(root, " ".join(wanted))
    assert answer.prop(root, "D:current-user-principal/D:href").text == \
        "/dav/principals/maria/"
    assert answer.prop(root, "D:resourcetype/D:collection") is not None
    assert not answer.missing(root), "minimal"


def test_apple_sees_caldav_in_the_options_of_the_principal(mac):
    answer = mac.ask("OPTIONS", "/dav/principals/maria/")
    classes = {c.strip() for c in answer.headers["DAV"].split(",")}
    assert answer.status == 200
    assert {"1", "3", "calendar-access", "extended-mkcol"} <= classes
    # whether it may send invitations is read from these
    scheduling = {"calendar-auto-schedule", "calendar-schedule"} & classes
    found = mac.propfind("/dav/principals/maria/",
                         "B:schedule-inbox-URL B:schedule-outbox-URL")
    for name in ("C:schedule-inbox-URL", "C:schedule-outbox-URL"):
        there = found.prop("/dav/principals/maria/", name) is not None
        assert there == bool(scheduling)


def test_apple_reads_home_addresses_and_searches_from_the_principal(mac):
    path = "/dav/principals/maria/"
    answer = mac.propfind(
        path, "B:calendar-home-set B:calendar-user-address-set "
        "A:current-user-principal A:displayname C:dropbox-home-URL "
        "C:email-address-set C:notification-URL A:principal-collection-set "
        "A:principal-URL A:resource-id B:schedule-inbox-URL "
        "B:schedule-outbox-URL A:supported-report-set")
    assert answer.prop(path, "C:calendar-home-set/D:href").text == mac.home
    assert len(answer.prop(path, "C:calendar-user-address-set")) > 0
    where = answer.prop(path, "D:principal-collection-set/D:href").text
    # it shows a person's name where there is one
    assert answer.prop(path, "D:displayname").text
    answer = mac.xml("REPORT", where, "A:principal-search-property-set", "",
                     Depth="0")
    assert answer.status == 200
    assert "displayname" in answer.text


def test_apple_lists_the_home_in_one_request(mac):
    answer = mac.propfind(mac.home, APPLE_HOME, depth="1")
    calendars = {h for h in answer.responses
                 if answer.prop(h, "D:resourcetype/C:calendar") is not None}
    assert {mac.home + n for n in ("sessions/", "to-save/", "closures/",
                                   "calendar/")} <= calendars
    colours = set()
    for href in calendars:
        for needed in ("D:displayname", "CS:getctag", "D:sync-token",
                       "D:owner", "D:supported-report-set",
                       "C:supported-calendar-component-set/C:comp"):
            assert answer.prop(href, needed) is not None, (href, needed)
        assert answer.prop(href, "D:displayname").text
        colour = answer.prop(href, "A:calendar-color")
        assert re.fullmatch(r"#[0-9A-Fa-f]{6,8}", colour.text)
        colours.add((href, colour.text))
        reports = {e.tag for e in answer.prop(
            href, "D:supported-report-set").iter()}
        assert {"{DAV:}sync-collection",
                f"{{urn:ietf:params:xml:ns:caldav}}calendar-multiget"} <= reports
    assert privileges(answer, mac.home + "sessions/") >= WRITES
    assert privileges(answer, mac.home + "closures/") == {"{DAV:}read"}
    assert answer.prop(mac.home, "CS:getctag") is not None
    assert len(colours) == len(calendars)


def test_apple_sets_defaults_on_home_and_calendars_and_meets_no_403(mac):
    alarm = ("BEGIN:VALARM&#13;\nX-WR-ALARMUID:A1&#13;\nUID:A1&#13;\n"
             "TRIGGER:-PT15H&#13;\nACTION:NONE&#13;\nEND:VALARM&#13;\n")
    for path, inner in (
            (mac.home, f"<B:default-alarm-vevent-date>{alarm}"
                       "</B:default-alarm-vevent-date>"),
            (mac.home, f"<B:default-alarm-vevent-datetime>{alarm}"
                       "</B:default-alarm-vevent-datetime>"),
            (mac.home + "sessions/", "<D:calendar-order>2</D:calendar-order>"),
            (mac.home + "closures/", '<D:calendar-color symbolic-color='
                                     '"custom">#FF2968FF</D:calendar-color>'),
            (mac.home + "to-save/", "<A:displayname>Noch offen"
                                    "</A:displayname>")):
        answer = mac.xml("PROPPATCH", path, "A:propertyupdate",
                         f"<A:set><A:prop>{inner}</A:prop></A:set>")
        # RFC 8144 2.2: nothing to tell where all went well
        assert answer.status in (200, 207), path
        for code in ("403", "404", "409", "424"):
            assert f" {code} " not in answer.text, (path, answer.text)
    answer = mac.propfind(mac.home + "to-save/", "A:displayname")
    assert answer.prop(mac.home + "to-save/", "D:displayname").text == \
        "Noch offen"
    for depth in ("0", "1"):
        answer = mac.propfind(mac.home, "B:default-alarm-vevent-date", depth)
        kept = answer.prop(mac.home, "C:default-alarm-vevent-date")
        assert "TRIGGER:-PT15H" in kept.text
        others = set(answer.responses) - {mac.home}
        assert not any(answer.prop(h, "C:default-alarm-vevent-date")
                       is not None for h in others)


def test_apple_synchronises_sessions_by_token_and_multiget(mac):
    path = mac.home + "sessions/"
    answer = mac.propfind(path, "C:getctag A:sync-token")
    assert answer.prop(path, "CS:getctag").text
    changed, gone, token = mac.sync(path, "")
    assert len(changed) > 150 and not gone
    hrefs = sorted(changed)[:50]
    answer = mac.xml("REPORT", path, "B:calendar-multiget",
                     f"<A:prop>{APPLE_DATA}</A:prop>" +
                     "".join(f"<A:href>{h}</A:href>" for h in hrefs))
    assert answer.status == 207 and set(answer.responses) == set(hrefs)
    check_shape(answer)
    for href in hrefs:
        assert answer.prop(href, "D:getetag").text == changed[href]
        assert answer.prop(href, "C:schedule-tag") is None
        text = answer.prop(href, "C:calendar-data").text
        assert text.count("BEGIN:VEVENT") == 1
        assert "BEGIN:VTIMEZONE" in text
    assert steady(mac.sync, path, token)


def test_apple_saves_by_a_word_and_is_told_at_the_next_sync(mac):
    path = mac.home + "sessions/"
    href, etag, text = coming(mac, path)
    token = mac.sync(path, "")[2]
    title = of(text, "SUMMARY")
    body = edit(text, SUMMARY="x " + title)
    body = body.replace(
        "END:VEVENT", "X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC\r\n"
        "BEGIN:VALARM\r\nX-WR-ALARMUID:7A\r\nUID:7A\r\nTRIGGER:-PT30M\r\n"
        "DESCRIPTION:Event reminder\r\nACTION:DISPLAY\r\nEND:VALARM\r\n"
        "END:VEVENT")
    answer = mac.ask("PUT", href, body, If_Match=etag,
                     Content_Type="text/calendar")
    assert answer.status == 204 and "ETag" not in answer.headers
    changed, gone, token = mac.sync(path, token)
    assert set(changed) == {href} and changed[href] != etag and not gone
    served = mac.multiget(path, [href])[href][1]
    assert of(served, "X-PRACTICE-STATUS") == "canceled"
    assert of(served, "STATUS") == "CONFIRMED"
    assert of(served, "SUMMARY").endswith(title)
    assert not of(served, "SUMMARY").startswith("x ")
    assert "X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC" in served
    # what is canceled rings nobody
    assert "TRIGGER:-PT30M" not in served
    assert steady(mac.sync, path, token)


def test_apple_puts_edits_and_deletes_an_event_of_its_own(mac):
    path = mac.home + "calendar/"
    token = mac.sync(path, "")[2]
    uid = "6C0AB2D6-95D1-4D28-9C6C-0C5E2F3A7B11"
    href = path + uid + ".ics"
    answer = mac.ask("PUT", href, event(uid), If_None_Match="*",
                     Content_Type="text/calendar")
    assert answer.status == 201 and answer.headers["ETag"]
    assert mac.sync(path, token)[0] == {href: answer.headers["ETag"]}
    answer = mac.ask("PUT", href, event(uid, summary="Later"),
                     If_Match=answer.headers["ETag"],
                     Content_Type="text/calendar")
    assert answer.status == 204
    token = mac.sync(path, token)[2]
    assert mac.ask("DELETE", href,
                   If_Match=answer.headers["ETag"]).status == 204
    assert mac.sync(path, token)[:2] == ({}, {href})


@pytest.mark.parametrize("kind", ["VEVENT", "VTODO"])
def test_apple_makes_and_removes_a_calendar(mac, kind):
    path = mac.home + f"E2A0-{kind}/"
    zone = ("BEGIN:VCALENDAR&#13;\nVERSION:2.0&#13;\nPRODID:-//x//EN&#13;\n"
            "BEGIN:VTIMEZONE&#13;\nTZID:America/Toronto&#13;\n"
            "BEGIN:STANDARD&#13;\nDTSTART:20071104T020000&#13;\n"
            "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU&#13;\nTZNAME:EST&#13;\n"
            "TZOFFSETFROM:-0400&#13;\nTZOFFSETTO:-0500&#13;\n"
            "END:STANDARD&#13;\nEND:VTIMEZONE&#13;\nEND:VCALENDAR&#13;\n")
    answer = mac.xml(
        "MKCALENDAR", path, "B:mkcalendar",
        '<A:set><A:prop><D:calendar-color symbolic-color="purple">#CC73E1FF'
        "</D:calendar-color><D:calendar-order>9</D:calendar-order>"
        f"<B:calendar-timezone>{zone}</B:calendar-timezone>"
        "<A:displayname>Neu</A:displayname><B:calendar-free-busy-set><NO/>"
        "</B:calendar-free-busy-set><B:supported-calendar-component-set>"
        f'<B:comp name="{kind}"/></B:supported-calendar-component-set>'
        "</A:prop></A:set>")
    assert answer.status == 201, answer.text
    shown = mac.propfind(path, "A:displayname D:calendar-color "
                         "D:calendar-order B:calendar-timezone "
                         "B:supported-calendar-component-set "
                         "A:current-user-privilege-set")
    assert shown.prop(path, "D:displayname").text == "Neu"
    assert shown.prop(path, "A:calendar-color").text == "#CC73E1FF"
    assert "America/Toronto" in shown.prop(path, "C:calendar-timezone").text
    assert privileges(shown, path) >= WRITES
    assert mac.ask("DELETE", path).status == 204


def test_iphone_asks_for_a_window_and_ticks_what_is_to_save(demo):
    phone = Device(demo.person("maria"), Prefer="return=minimal", Brief="t",
                   User_Agent="iOS/18.1.1 (22B91) dataaccessd/1.0")
    path = phone.home + "to-save/"
    answer = phone.xml(
        "REPORT", path, "B:calendar-query",
        "<A:prop><A:getcontenttype/><A:getetag/></A:prop><B:filter>"
        '<B:comp-filter name="VCALENDAR"><B:comp-filter name="VTODO"/>'
        "</B:comp-filter></B:filter>", Depth="1")
    tasks = phone.multiget(path, sorted(answer.responses))
    href, (etag, text) = next((h, t) for h, t in tasks.items()
                              if of(t[1], "STATUS") == "NEEDS-ACTION")
    body = re.sub(r"STATUS:NEEDS-ACTION\r?\n",
                  "STATUS:COMPLETED\r\nCOMPLETED:20260610T173000Z\r\n"
                  "PERCENT-COMPLETE:100\r\n", text)
    answer = phone.ask("PUT", href, body, If_Match=etag,
                       Content_Type="text/calendar")
    assert answer.status == 204, answer.text
    session = phone.home + "sessions/" + href.rsplit("/", 1)[1].replace(
        "-save.ics", ".ics")
    assert of(phone.ask("GET", session).text, "X-PRACTICE-STATUS") == \
        "completed"
    demo.run("verify")

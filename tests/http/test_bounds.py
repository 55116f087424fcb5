"""Every input has a bound, each answered with a sentence (or within it, as
asked), and the server answers on (rules K37, K38)."""

import re
import socket

import pytest
import requests

from conftest import NS, event, xml


@pytest.fixture(autouse=True)
def alive(server, maria):
    """Whatever a test sends, others are served afterwards."""
    yield
    assert server.process.poll() is None
    assert maria.propfind(maria.home, "D:resourcetype").status == 207


@pytest.fixture(scope="module")
def cal(maria):
    path = maria.make_calendar("bounds")
    assert maria.put(path + "a.ics", event("a@bounds")).status == 201
    return path


def explained(answer):
    """A 4xx with a sentence a person can read."""
    assert 400 <= answer.status < 500, answer.status
    sentence = re.sub(r"<[^>]*>", " ", answer.text)
    assert len(sentence.split()) > 3, answer.text
    return answer.status


def raw_status(server, data):
    """Status of what comes for these bytes; the connection may be closed
    while we are still sending."""
    with server.socket() as s:
        s.settimeout(20)
        try:
            s.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass
        out = b""
        try:
            while chunk := s.recv(65536):
                out += chunk
                if b"\r\n\r\n" in out:
                    break
        except (ConnectionResetError, socket.timeout):
            pass
    assert out.startswith(b"HTTP/1.1 "), out[:100]
    return int(out.split(b" ", 2)[1])


def test_100_headers_are_read_and_101_are_not(maria):
    usual = maria.session.prepare_request(
        requests.Request("PROPFIND", maria.server.url + "/dav/",
                                       headers={"Depth": "0"}))
    room = 100 - len(usual.headers) - 1  # Host is added on the way
    some = {f"X-Filler-{i}": "x" for i in range(room)}
    assert maria.propfind("/dav/", "D:resourcetype", **some).status == 207
    many = {f"X-Filler-{i}": "x" for i in range(101)}
    assert explained(maria.propfind("/dav/", "D:resourcetype", **many)) in (
        400, 431)


def test_a_header_of_40_kb_is_refused(server):
    data = (b"OPTIONS /dav/ HTTP/1.1\r\nHost: a\r\nX-Long: " +
            b"x" * 40000 + b"\r\n\r\n")
    assert raw_status(server, data) in (400, 413, 431)


def test_a_target_of_4096_bytes_is_read_and_of_5000_is_not(server, maria):
    room = 4096 - len(maria.home)
    path = maria.home + "a/" * ((room - 1) // 2)
    assert maria.propfind(path, "D:resourcetype").status == 404
    assert explained(maria.propfind(maria.home + "a/" * 2500,
                                    "D:resourcetype")) in (400, 414)
    assert raw_status(server, b"OPTIONS /" + b"a" * 40000 +
                      b" HTTP/1.1\r\nHost: a\r\n\r\n") in (400, 413, 414, 431)


def multiget(maria, cal, hrefs):
    inner = "".join(f"<D:href>{href}</D:href>" for href in hrefs)
    return maria.report(cal, "C:calendar-multiget",
                        "<D:prop><D:getetag/></D:prop>" + inner)


def test_a_multiget_of_100_000_hrefs_in_a_large_body_works(maria, cal):
    hrefs = [f"{cal}{i:05}-{'x' * 20}.ics" for i in range(99999)]
    assert len("".join(hrefs)) > 5_000_000
    answer = multiget(maria, cal, hrefs + [cal + "a.ics"])
    if answer.status != 207:
        explained(answer)
        return
    assert answer.bytes.count(b"</D:response>") == 100_000
    assert answer.prop(cal + "a.ics", "D:getetag") is not None
    assert " 404 " in answer.responses[hrefs[5]].findtext(
        "D:status", namespaces=NS)


def test_a_body_of_8_mib_is_read_and_a_byte_more_is_413(maria, cal):
    body = xml("D:propfind", "<D:prop><D:getetag/></D:prop>")
    filler = "<!--" + "x" * (8 * 1024 * 1024 - len(body) - 7) + "-->"
    full = body.replace("<D:prop>", filler + "<D:prop>")
    assert len(full) == 8 * 1024 * 1024
    assert maria.ask("PROPFIND", cal, full, Depth="0").status == 207
    longer = full.replace("<!--", "<!--x")
    assert explained(maria.ask("PROPFIND", cal, longer, Depth="0")) == 413


def nested(levels):
    """A propfind body so many elements deep."""
    inner = "<x>" * (levels - 3) + "</x>" * (levels - 3)
    return xml("D:propfind", f"<D:prop><y>{inner}</y></D:prop>")


def test_xml_64_deep_is_read_and_65_deep_is_not(maria, cal):
    assert maria.ask("PROPFIND", cal, nested(64), Depth="0").status == 207
    assert explained(maria.ask("PROPFIND", cal, nested(65), Depth="0")) == 400
    assert explained(maria.ask("PROPFIND", cal, "<a>" * 100000,
                               Depth="0")) == 400


def test_a_tag_over_8_kib_is_refused(maria, cal):
    for tag in (f'<y z="{"q" * 9 * 1024}"/>',
                "<y " + " ".join(f'a{i}="1"' for i in range(50000)) + "/>"):
        body = xml("D:propfind", f"<D:prop>{tag}</D:prop>")
        assert explained(maria.ask("PROPFIND", cal, body, Depth="0")) == 400


def test_a_document_type_and_its_entities_are_refused(maria, cal):
    body = ('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">'
            '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
            '<D:propfind xmlns:D="DAV:"><D:prop><x>&b;&f;</x></D:prop>'
            "</D:propfind>")
    assert explained(maria.ask("PROPFIND", cal, body, Depth="0")) == 400


def test_too_many_elements_are_refused(maria, cal):
    body = xml("D:propfind", "<D:prop>" + "<x/>" * 200_001 + "</D:prop>")
    assert explained(maria.ask("PROPFIND", cal, body, Depth="0")) == 400


def set_dead(maria, cal, size):
    return maria.proppatch(cal, "<D:set><D:prop><x xmlns='urn:x'>" +
                           "v" * size + "</x></D:prop></D:set>")


def test_a_dead_property_of_1_mib_is_refused_and_one_of_200_kib_is_kept(
        maria, cal):
    assert explained(set_dead(maria, cal, 1024 * 1024)) in (413, 403)
    assert set_dead(maria, cal, 200 * 1024).status == 207
    answer = maria.ask("PROPFIND", cal, xml(
        "D:propfind", "<D:prop><x xmlns='urn:x'/></D:prop>"), Depth="0")
    assert answer.text.count("v" * 200 * 1024) == 1


def test_names_of_255_bytes_are_taken_and_of_256_are_not(maria, cal):
    longest, longer = "n" * 251 + ".ics", "n" * 252 + ".ics"
    assert maria.put(cal + longest, event("long@bounds")).status == 201
    assert maria.get(cal + longest).status == 200
    explained(maria.put(cal + longer, event("longer@bounds")))
    explained(maria.ask("MKCALENDAR", maria.home + "m" * 256 + "/"))
    assert maria.get(cal + longer).status == 404


def test_a_home_of_1000_calendars_is_listed_whole(server):
    owner = server.add("collector", "practitioner")
    before = len(owner.propfind(owner.home, "D:resourcetype", "1").responses)
    for i in range(1000):
        made = owner.ask("MKCALENDAR", f"{owner.home}c{i}/")
        if made.status != 201:
            explained(made)
            break
    else:
        i = 1000
    assert i >= 100, "a hundred calendars are not too many"
    listing = owner.propfind(owner.home, "D:displayname CS:getctag "
                             "D:sync-token C:supported-calendar-component-set",
                             "1")
    assert listing.status == 207
    assert len(listing.responses) == before + i


def test_an_object_of_20_000_lines_is_kept_and_judged(maria, cal):
    lines = [f"X-LINE-{i}:{i}" for i in range(20_000)]
    body = event("lines@bounds", "20260612T140000Z", "20260612T150000Z",
                 *lines)
    assert maria.put(cal + "lines.ics", body).status == 201
    assert maria.get(cal + "lines.ics").text == body


def test_many_components_and_attendees_have_their_bound(maria, cal):
    one = event("many@bounds")
    part = one[one.index("BEGIN:VEVENT"):one.index("END:VCALENDAR")]
    # 20260612T140000Z and then a second later each: overrides
    parts = "".join(
        part.replace("DTSTAMP", f"RECURRENCE-ID:202607{i // 1440 + 1:02}T"
                     f"{i // 60 % 24:02}{i % 60:02}00Z\r\nDTSTAMP")
        for i in range(3000))
    answer = maria.put(cal + "many.ics", one.replace("END:VCALENDAR",
                                                     parts + "END:VCALENDAR"))
    assert answer.status == 201 or explained(answer) == 403
    guests = [f"ATTENDEE:mailto:guest{i}@example.org" for i in range(10_000)]
    answer = maria.put(cal + "guests.ics", event(
        "guests@bounds", "20260612T140000Z", "20260612T150000Z",
        "ORGANIZER:mailto:maria@example.org", *guests))
    assert answer.status == 201 or explained(answer) == 403


def test_a_deep_filter_and_a_long_one_are_answered(maria, cal):
    deep = '<C:comp-filter name="VCALENDAR">' * 30 + "</C:comp-filter>" * 30
    answer = maria.report(cal, "C:calendar-query",
                          "<D:prop><D:getetag/></D:prop>"
                          f"<C:filter>{deep}</C:filter>")
    assert answer.status == 207 or explained(answer) in (400, 403)
    rows = "".join(f'<C:prop-filter name="X-{i}"><C:is-not-defined/>'
                   "</C:prop-filter>" for i in range(5000))
    answer = maria.report(
        cal, "C:calendar-query", "<D:prop><D:getetag/></D:prop><C:filter>"
        '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
        f"{rows}</C:comp-filter></C:comp-filter></C:filter>")
    assert answer.status == 207 or explained(answer) in (400, 403)


def test_5000_unknown_properties_are_answered_at_once(maria, cal):
    names = "".join(f"<x{i} xmlns='urn:n{i}'/>" for i in range(5000))
    answer = maria.ask("PROPFIND", cal, xml(
        "D:propfind", f"<D:prop><D:getetag/>{names}</D:prop>"), Depth="1")
    assert answer.status == 207 or explained(answer) in (400, 403, 413)


def test_many_connections_at_once_leave_room_for_one_more(server, maria):
    idle = [server.socket() for _ in range(200)]
    try:
        for s in idle:
            s.sendall(b"OPTIONS /dav/ HTTP/1.1\r\nHost: a\r\n")
        assert maria.propfind("/dav/", "D:resourcetype").status == 207
    finally:
        for s in idle:
            s.close()

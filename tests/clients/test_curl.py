"""curl: what HTTP allows, in the ways that curl can be told to send it."""

import gzip
import re

import pytest

from daybook import event

QUERY = (
    '<?xml version="1.0"?>'
    '<C:calendar-query xmlns:D="DAV:"'
    ' xmlns:C="urn:ietf:params:xml:ns:caldav">'
    "<D:prop><D:getetag/><C:calendar-data/></D:prop>"
    '<C:filter><C:comp-filter name="VCALENDAR"/></C:filter>'
    "</C:calendar-query>")


@pytest.fixture
def curl(server, program):
    """Run curl as Maria; -q first, so that no ~/.curlrc is read."""
    def run(*words, login="maria", stdin=None, check=True):
        who = ["-u", f"{login}:{server.passwords[login]}"] if login else []
        return program("curl", "-q", "-sS", "--noproxy", "*",
                       "--max-time", "60", *who, *words, stdin=stdin,
                       check=check).stdout
    return run


@pytest.fixture(scope="module")
def work(maria):
    return maria.make_calendar("curl")


CODE = ("-o", "/dev/null", "-w", "%{http_code}")
TYPE = ("-H", "Content-Type: text/calendar; charset=utf-8")


def long_event(uid, size=200_000):
    """An event larger than curl sends before it asks to continue."""
    text = "\r\n ".join(["DESCRIPTION:"] + ["lorem ipsum " * 5] * (size // 60))
    return event(uid, "20260612T140000Z", "20260612T150000Z", text)


def test_an_upload_from_a_pipe_is_chunked_and_kept_to_the_byte(
        server, maria, curl, work):
    body = long_event("chunked@x")
    said = curl("-v", "-T", "-", *TYPE, server.url + work + "chunked.ics",
                stdin=body)
    assert "Transfer-Encoding: chunked" in said
    assert "< HTTP/1.1 201 " in said
    assert maria.get(work + "chunked.ics").text == body


def test_a_small_body_in_chunks_is_kept_too(server, maria, curl, work):
    body = event("chunks@x")
    assert curl(*CODE, "-X", "PUT", *TYPE, "-H", "Transfer-Encoding: chunked",
                "--data-binary", body,
                server.url + work + "chunks.ics") == "201"
    assert maria.get(work + "chunks.ics").text == body


def test_who_expects_100_continue_is_told_to(server, maria, curl, work,
                                             tmp_path):
    (tmp_path / "long.ics").write_text(long_event("expect@x"), newline="")
    said = curl("-v", "-T", "long.ics", *TYPE, "-H", "Expect: 100-continue",
                "--expect100-timeout", "30",
                server.url + work + "expect.ics")
    assert "< HTTP/1.1 100 Continue" in said
    assert "< HTTP/1.1 201 " in said
    assert maria.get(work + "expect.ics").text == long_event("expect@x")


def test_who_expects_100_continue_without_a_login_sends_no_body(
        server, curl, work, tmp_path):
    (tmp_path / "long.ics").write_text(long_event("login@x"), newline="")
    said = curl("-v", "-T", "long.ics", *TYPE, "-H", "Expect: 100-continue",
                "--expect100-timeout", "30", "-w", "sent=%{size_upload}",
                server.url + work + "login.ics", login=None)
    assert "< HTTP/1.1 401 " in said
    assert "100 Continue" not in said and "sent=0" in said


def test_a_body_that_is_too_large_is_413_by_length_and_by_chunks(
        server, maria, curl, work, tmp_path):
    (tmp_path / "huge.ics").write_text(long_event("huge@x", 1_200_000),
                                       newline="")
    url = server.url + work + "huge.ics"
    for way in (["-T", "huge.ics"],
                ["-T", "huge.ics", "-H", "Expect:"],
                ["-T", "huge.ics", "-H", "Transfer-Encoding: chunked"]):
        said = curl(*way, *TYPE, "-w", "code=%{http_code}", url)
        assert "code=413" in said and "max-resource-size" in said, way
    assert maria.get(work + "huge.ics").status == 404


def test_compressed_answers_are_smaller_and_the_same(server, maria, curl,
                                                     work):
    for i in range(20):
        maria.put(f"{work}zip{i}.ics", event(f"zip{i}@x"))
    plain = curl(server.url + work)
    assert "Content-Encoding" not in plain
    said = curl("--compressed", "-D", "-", server.url + work)
    head, _, body = said.partition("\n\n")
    assert "Content-Encoding: gzip" in head and "Vary" in head
    assert body.replace("\r", "") == plain.replace("\r", "")
    size = int(curl("-H", "Accept-Encoding: gzip", "-o", "/dev/null", "-w",
                    "%{size_download}", server.url + work))
    assert size < len(plain) // 3


def test_a_tag_of_a_compressed_answer_is_known_again(server, curl, work):
    url = server.url + work + "tagged.ics"
    curl("-T", "-", *TYPE, url, stdin=long_event("tagged@x"))
    head = curl("-D", "-", "-o", "/dev/null", "-H", "Accept-Encoding: gzip",
                url)
    tag = re.search(r"(?i)^etag: (.*)$", head, re.M).group(1).strip()
    assert curl(*CODE, "-H", f"If-None-Match: {tag}", url) == "304"
    assert curl(*CODE, "-X", "DELETE", "-H", f"If-Match: {tag}", url) == "204"


def test_a_compressed_answer_unpacks_to_the_stored_bytes(server, curl, work,
                                                         tmp_path):
    url = server.url + work + "packed.ics"
    body = long_event("packed@x")
    curl("-T", "-", *TYPE, url, stdin=body)
    curl("-H", "Accept-Encoding: gzip", "-o", "packed.gz", url)
    assert gzip.decompress((tmp_path / "packed.gz").read_bytes()) == \
        body.encode()


def test_a_report_finds_what_was_put(server, curl, work):
    curl("-T", "-", *TYPE, server.url + work + "found.ics",
         stdin=event("found@x"))
    said = curl("-X", "REPORT", "-H", "Content-Type: application/xml",
                "-H", "Depth: 1", "--data-binary", QUERY,
                "-w", "code=%{http_code}", server.url + work)
    assert "code=207" in said
    assert work + "found.ics" in said and "UID:found@x" in said


def test_http_1_0_gets_a_whole_answer_and_the_connection_closed(
        server, curl, work):
    curl("-T", "-", *TYPE, server.url + work + "old.ics",
         stdin=event("old@x"))
    said = curl("--http1.0", "-v", server.url + work + "old.ics")
    assert "UID:old@x" in said
    assert "chunked" not in said
    assert "Closing connection" in said
    whole = curl("--http1.0", "-v", "--compressed", server.url + work)
    assert "Transfer-Encoding" not in whole and "UID:old@x" in whole
    assert curl("--http1.0", *CODE, "-X", "PROPFIND", "-H", "Depth: 1",
                server.url + work) == "207"


def test_two_requests_go_over_one_connection(server, curl, work):
    url = server.url + work
    said = curl("-v", "-T", "-", *TYPE, url + "first.ics", "--next",
                "-sS", "-v", "-u", f"maria:{server.passwords['maria']}",
                url + "first.ics", stdin=event("first@x"))
    assert "< HTTP/1.1 201 " in said and "< HTTP/1.1 200 " in said
    assert said.count("Connected to") == 1
    assert "Re-using existing connection" in said


@pytest.mark.parametrize("first", [
    ["-X", "OPTIONS"], ["-X", "PROPFIND", "-H", "Depth: 0"], ["-I"],
    ["-T", "long.ics"],
])
def test_an_answer_before_login_keeps_the_connection(server, curl, work,
                                                     tmp_path, first):
    (tmp_path / "long.ics").write_text(long_event("late@x"), newline="")
    url = server.url + work
    said = curl("-v", *first, "-H", "Expect:", url + "late.ics", "--next",
                "-sS", "-v", "-u", f"maria:{server.passwords['maria']}",
                "-X", "PROPFIND", "-H", "Depth: 0", url, login=None)
    status = "200" if first[-1] == "OPTIONS" else "401"
    assert f"< HTTP/1.1 {status} " in said and "< HTTP/1.1 207 " in said
    assert said.count("Connected to") == 1, said


def test_any_authentication_means_basic(server, curl, work):
    said = curl("-v", "--anyauth", "-X", "PROPFIND", "-H", "Depth: 0",
                server.url + work)
    assert said.count("< HTTP/1.1 401 ") == 1
    assert said.count("Connected to") == 1
    assert 'WWW-Authenticate: Basic realm="' in said
    assert 'charset="UTF-8"' in said and "Digest" not in said
    assert "< HTTP/1.1 207 " in said


def test_a_wrong_password_is_401_and_asks_for_the_same_realm(server, curl):
    def realm(*words):
        said = curl("-D", "-", "-o", "/dev/null", *words, login=None)
        assert "401" in said.splitlines()[0]
        return re.search(r'(?i)realm="([^"]*)"', said).group(1)

    assert realm(server.url + "/dav/") == \
        realm("-u", "maria:wrong", server.url + "/dav/calendars/maria/") == \
        realm(server.url + "/dav/calendars/nobody/")


def test_the_well_known_address_leads_to_the_principal(server, curl):
    said = curl("-L", "--post301", "-X", "PROPFIND", "-H", "Depth: 0",
                "-H", "Content-Type: application/xml", "--data-binary",
                '<propfind xmlns="DAV:"><prop><current-user-principal/>'
                "</prop></propfind>", "-w", "hops=%{num_redirects}",
                server.url + "/.well-known/caldav")
    assert "/dav/principals/maria/" in said and "hops=1" in said


def test_head_tells_the_length_and_sends_nothing(server, curl, work):
    curl("-T", "-", *TYPE, server.url + work + "head.ics",
         stdin=event("head@x"))
    said = curl("-I", server.url + work + "head.ics")
    assert "200" in said.splitlines()[0]
    assert f"Content-Length: {len(event('head@x'))}" in said
    assert "BEGIN" not in said


def test_an_upload_with_a_condition_is_made_once(server, curl, work):
    url = server.url + work + "once.ics"
    codes = [curl(*CODE, "-T", "-", *TYPE, "-H", "If-None-Match: *", url,
                  stdin=event("once@x")) for _ in range(2)]
    assert codes == ["201", "412"]

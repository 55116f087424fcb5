"""The HTTP edge: framing, bounds, logins, stopping and dying (rules K25,
K38)."""

import base64
import concurrent.futures
import signal
import socket
import time

import requests

from conftest import Server, event, wait_for


def raw(server, data, close=True):
    """Send bytes and read what comes until the server closes or is quiet."""
    with server.socket() as s:
        s.sendall(data)
        if close:
            s.shutdown(socket.SHUT_WR)
        s.settimeout(3)
        out = b""
        try:
            while chunk := s.recv(65536):
                out += chunk
        except socket.timeout:
            pass
        return out


def basic(person):
    pair = ":".join(person.session.auth).encode("utf-8")
    return b"Authorization: Basic " + base64.b64encode(pair) + b"\r\n"


def status_of(answer):
    return int(answer.split(b" ", 2)[1])


def test_health_needs_no_login(server):
    answer = server.nobody().get("/healthz")
    assert (answer.status, answer.text) == (200, "ok\n")


def test_an_unknown_address_of_calendars_is_404_with_a_sentence(server):
    answer = server.nobody().get("/.well-known/nothing")
    assert answer.status == 404 and "/dav/" in answer.text


def test_no_login_is_401_with_the_same_realm_everywhere(server):
    realms = set()
    for method, path in (("PROPFIND", "/dav/"), ("GET", "/dav/calendars/x/"),
                         ("PUT", "/dav/calendars/maria/a/b.ics"),
                         ("REPORT", "/dav/principals/"), ("PROPFIND", "/")):
        answer = server.nobody().ask(method, path)
        assert answer.status == 401
        realms.add(answer.headers["WWW-Authenticate"])
    assert realms == {'Basic realm="Daybook", charset="UTF-8"'}


def test_a_wrong_password_is_401_and_an_unknown_login_too(server):
    for login, word in (("maria", "wrong password"), ("nobody", "x")):
        person = server.person("maria")
        person.session.auth = (login, word)
        assert person.propfind("/dav/").status == 401


def test_a_password_may_hold_any_characters(server):
    person = server.add("zoe", "practitioner", password="pä:ss wörd ✓ long")
    person.session.auth = ("zoe".encode(), "pä:ss wörd ✓ long".encode())
    assert person.propfind("/dav/").status == 207


def test_many_wrong_passwords_are_429_with_retry_after(tmp_path):
    server = Server(tmp_path / "data", "serve", "--set", "login_burst=3",
                    "--set", "login_refill=600")
    maria = server.add("maria", "practitioner")
    server.start()
    try:
        wrong = server.nobody()
        wrong.session.auth = ("maria", "not the password")
        codes = [wrong.propfind("/dav/").status for _ in range(5)]
        assert codes == [401, 401, 401, 429, 429]
        answer = wrong.propfind("/dav/")
        assert int(answer.headers["Retry-After"]) > 0
        # the address is throttled too, so the right one has to wait as well
        assert maria.propfind("/dav/").status == 429
    finally:
        server.stop()


def test_a_new_password_ends_the_old_one_at_once(server):
    person = server.add("paul", "practitioner", password="the first one")
    assert person.propfind("/dav/").status == 207
    server.run("person", "password", "paul", "--password-stdin",
               stdin="the second one\n")
    assert person.propfind("/dav/").status == 401
    person.session.auth = ("paul", "the second one")
    assert person.propfind("/dav/").status == 207


def test_a_device_token_signs_in_and_a_deactivated_person_does_not(server):
    server.add("tess", "practitioner")
    secret = server.run("person", "token", "tess", "--label",
                        "iPhone").stdout.strip()
    phone = server.person("tess")
    phone.session.auth = ("tess", secret)
    assert phone.propfind("/dav/").status == 207
    phone.session.auth = ("maria", secret)
    assert phone.propfind("/dav/").status == 401
    phone.session.auth = ("tess", secret)
    server.run("person", "deactivate", "tess")
    assert phone.propfind("/dav/").status == 401


def test_ambiguous_framing_is_refused(server):
    heads = [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length : 5\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Host: b\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length: 5, 5\r\n",
        b"X-Split: a\nX-Other: b\r\n",
    ]
    for head in heads:
        out = raw(server, b"PUT /dav/x HTTP/1.1\r\nHost: a\r\n" + head +
                  b"\r\nhello")
        assert status_of(out) in (400, 501), (head, out)
        assert b"HTTP/1.1 2" not in out


def test_bare_line_feeds_are_refused(server):
    out = raw(server, b"OPTIONS /dav/ HTTP/1.1\nHost: a\n\n")
    assert status_of(out) == 400


def test_paths_that_hide_something_are_refused(server, maria):
    for path in ("/dav/%00", "/dav/a%2Fb/", "/dav/../etc", "/dav/%ff",
                 "/dav/%zz"):
        out = raw(server, b"PROPFIND " + path.encode() +
                  b" HTTP/1.1\r\nHost: a\r\n" + basic(maria) + b"\r\n")
        assert status_of(out) == 400, path


def test_a_chunked_body_with_expect_is_taken(server, maria):
    path = maria.make_calendar("chunked")
    body = event("chunked@x").encode()
    data = (b"PUT " + path.encode() + b"a.ics HTTP/1.1\r\nHost: a\r\n" +
            basic(maria) + b"Content-Type: text/calendar\r\n"
            b"Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n")
    with server.socket() as s:
        s.sendall(data)
        s.settimeout(5)
        assert s.recv(100).startswith(b"HTTP/1.1 100")
        for i in range(0, len(body), 50):
            piece = body[i:i + 50]
            s.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        s.sendall(b"0\r\n\r\n")
        assert s.recv(65536).startswith(b"HTTP/1.1 201")
    assert maria.get(path + "a.ics").bytes == body


def test_expect_without_a_login_gets_401_and_no_100(server):
    out = raw(server, b"PUT /dav/calendars/maria/x/a.ics HTTP/1.1\r\n"
              b"Host: a\r\nContent-Length: 10\r\n"
              b"Expect: 100-continue\r\n\r\n", close=False)
    assert status_of(out) == 401 and b" 100 " not in out[:20]


def test_a_body_of_10_mb_is_413_and_changes_nothing(server, maria):
    path = maria.make_calendar("large")
    answer = maria.put(path + "a.ics", b"x" * (10 * 1024 * 1024))
    assert answer.status == 413
    assert maria.get(path + "a.ics").status == 404


def test_an_object_over_1_mib_is_413_with_max_resource_size(server, maria):
    path = maria.make_calendar("limits")
    body = event("big@x", summary="y" * (1024 * 1024 + 10))
    answer = maria.put(path + "a.ics", body)
    assert answer.status == 413 and "max-resource-size" in answer.error


def test_an_unknown_method_is_405_with_allow(server, maria):
    answer = maria.ask("BREW", "/dav/")
    assert answer.status == 405 and "PROPFIND" in answer.headers["Allow"]


def test_a_method_that_is_no_token_is_400(server):
    for method in (b"B\xe9W", b"GE(T", b"G\x01ET"):
        out = raw(server, method + b" /dav/ HTTP/1.1\r\nHost: a\r\n\r\n")
        assert status_of(out) == 400, out


def test_large_answers_are_gzipped_when_asked(server, maria):
    path = maria.make_calendar("zipped")
    for i in range(20):
        maria.put(f"{path}{i}.ics", event(f"zip{i}@x"))
    packed = maria.propfind(path, "D:getetag", "1", Accept_Encoding="gzip")
    plain = maria.propfind(path, "D:getetag", "1",
                           Accept_Encoding="identity")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.bytes == plain.bytes


def test_headers_that_never_end_are_cut_off(tmp_path):
    server = Server(tmp_path / "data", "serve", "--set", "header_timeout=1")
    server.start()
    try:
        with server.socket() as s:
            s.sendall(b"OPTIONS /dav/ HTTP/1.1\r\nHost: a\r\nX-Slow: ")
            s.settimeout(10)
            began = time.monotonic()
            data = s.recv(100)
            assert data == b"" or b" 408 " in data[:20]
            assert time.monotonic() - began < 8
    finally:
        assert server.stop() == 0


def test_sigterm_delivers_the_answers_under_way(tmp_path):
    server = Server(tmp_path / "data")
    maria = server.add("maria", "practitioner")
    server.start()
    path = maria.make_calendar("busy")
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        def put(i):
            try:
                return server.person("maria").put(f"{path}{i}.ics",
                                                  event(f"{i}@x")).status
            except requests.ConnectionError:
                return None
        jobs = [pool.submit(put, i) for i in range(100)]
        wait_for(lambda: sum(j.done() for j in jobs) > 20)
        assert server.stop() == 0
        codes = [j.result() for j in jobs]
    kept = sum(code == 201 for code in codes)
    assert kept > 20 and set(codes) <= {201, None}
    server.start()
    listing = maria.propfind(path, "D:getetag", "1")
    # all that was answered is there, and each request was answered or not
    # begun
    assert len(listing.responses) - 1 == kept
    server.stop()


def test_kill_9_amid_200_puts_loses_none_that_was_answered(tmp_path):
    server = Server(tmp_path / "data")
    maria = server.add("maria", "practitioner")
    server.start()
    path = maria.make_calendar("work")
    answered = []

    def put(i):
        try:
            answer = server.person("maria").put(f"{path}{i}.ics",
                                                event(f"{i}@x"))
            if answer.status == 201:
                answered.append(i)
        except requests.ConnectionError:
            pass

    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        for i in range(200):
            pool.submit(put, i)
        wait_for(lambda: len(answered) > 60, 60)
        server.stop(signal.SIGKILL)
    server.start()
    names = {href.rsplit("/", 1)[1]
             for href in maria.propfind(path, "D:getetag", "1").responses}
    assert answered and {f"{i}.ics" for i in answered} <= names
    for i in answered:
        assert maria.get(f"{path}{i}.ics").text == event(f"{i}@x")
    server.stop()
    server.run("verify")


def test_plain_http_beyond_loopback_is_refused(tmp_path):
    server = Server(tmp_path / "data")
    result = server.run("serve", "--listen", "0.0.0.0:0", check=False)
    assert result.returncode == 1 and "behind_proxy" in result.stderr

"""Messages that could be read in more than one way are refused: 400 in our own
words, and the connection is closed (RFC 9112)."""

import socket

import pytest

from conftest import event
from test_edge import basic, status_of

GET = b"GET /healthz HTTP/1.1\r\nHost: a\r\n"
NEXT = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"


def talk(server, data, pieces=1):
    """Send bytes, perhaps in pieces, and read until the server closes."""
    with server.socket() as s:
        s.settimeout(5)
        step = -(-len(data) // pieces)
        try:
            for at in range(0, len(data), step):
                s.sendall(data[at:at + step])
        except (BrokenPipeError, ConnectionResetError):
            pass
        out = b""
        try:
            while chunk := s.recv(65536):
                out += chunk
        except ConnectionResetError:
            pass
        except socket.timeout:
            raise AssertionError(f"not closed after {out!r}")
        return out


def refused(server, data, status=400):
    for pieces in (1, 3, len(data) if len(data) < 400 else 7):
        out = talk(server, data + NEXT, pieces)
        assert status_of(out) == status, (data[:200], out)
        # One answer, in words of ours, and nothing for what came behind.
        assert out.count(b"\nDate: ") == 1, out
        assert b"text/plain" in out and b"<html" not in out
        assert b"\r\nConnection: close\r\n" in out


HEADS = {
    "a folded Content-Length":
        GET + b"Content-Length:\r\n 5\r\n\r\nhello",
    "a folded value": GET + b"X-A: one\r\n two\r\n\r\n",
    "a folded value by a tab": GET + b"X-A: one\r\n\ttwo\r\n\r\n",
    "a first header that is a fold":
        b"GET /healthz HTTP/1.1\r\n Host: a\r\n\r\n",
    "a bare line feed at the end of the head": GET + b"\n",
    "a bare line feed behind the request line":
        b"GET /healthz HTTP/1.1\nHost: a\r\n\r\n",
    "a bare line feed behind a header": GET + b"X-A: b\nX-C: d\r\n\r\n",
    "only bare line feeds": b"GET /healthz HTTP/1.1\nHost: a\n\n",
    "a bare carriage return in a value": GET + b"X-A: b\rX-C: d\r\n\r\n",
    "a bare carriage return as a line's end":
        b"GET /healthz HTTP/1.1\rHost: a\r\n\r\n",
    "a NUL in the target": b"GET /healthz\0x HTTP/1.1\r\nHost: a\r\n\r\n",
    "a NUL in the method": b"GE\0T /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    "a NUL in a value": GET + b"X-A: b\0c\r\n\r\n",
    "a NUL at the end of a value": GET + b"X-A: b\0\r\n\r\n",
    "a NUL in a name": GET + b"X-\0A: b\r\n\r\n",
    "two blanks before the target":
        b"GET  /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    "two blanks before the version":
        b"GET /healthz  HTTP/1.1\r\nHost: a\r\n\r\n",
    "a blank behind the version":
        b"GET /healthz HTTP/1.1 \r\nHost: a\r\n\r\n",
    "a blank before the method": b" GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    "a tab between the words":
        b"GET\t/healthz\tHTTP/1.1\r\nHost: a\r\n\r\n",
    "a request of two words": b"GET /healthz\r\nHost: a\r\n\r\n",
    "a request of one word": b"GET\r\nHost: a\r\n\r\n",
    "another version": b"GET /healthz HTTP/2.0\r\nHost: a\r\n\r\n",
    "an empty header name": GET + b": x\r\n\r\n",
    "a header without a colon": GET + b"X-A\r\n\r\n",
    "a blank before the colon": GET + b"Content-Length : 5\r\n\r\nhello",
    "a tab before the colon": GET + b"X-A\t: 5\r\n\r\n",
    "two lengths": GET + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
    "a length with a sign": GET + b"Content-Length: +5\r\n\r\nhello",
    "a length in hex": GET + b"Content-Length: 0x5\r\n\r\nhello",
    "an empty length": GET + b"Content-Length:\r\n\r\nhello",
    "a length beyond all": GET + b"Content-Length: 99999999999999999999\r\n\r\n",
    "a length and chunks":
        GET + b"Content-Length: 5\r\n" + CHUNKED + b"0\r\n\r\n",
    "another coding": GET + b"Transfer-Encoding: gzip, chunked\r\n\r\n",
    "a coding behind a bare CR":
        GET + b"Transfer-Encoding: chunked\rX: y\r\n\r\n",
    "no host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "two hosts": GET + b"Host: b\r\n\r\n",
    "two hosts in one": b"GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n",
    "a host with a path": b"GET /healthz HTTP/1.1\r\nHost: a/b\r\n\r\n",
    "a host with a login": b"GET /healthz HTTP/1.1\r\nHost: a@b\r\n\r\n",
    "a host that is no ASCII":
        b"GET /healthz HTTP/1.1\r\nHost: \xc3\xa4\r\n\r\n",
}

PUT = b"PUT /healthz HTTP/1.1\r\nHost: a\r\n" + CHUNKED

BODIES = {
    "a bare line feed behind a chunk's size": PUT + b"5\nhello\r\n0\r\n\r\n",
    "a bare line feed behind a chunk": PUT + b"5\r\nhello\n0\r\n\r\n",
    "a bare line feed at the end of the chunks": PUT + b"5\r\nhello\r\n0\r\n\n",
    "a chunk that is longer than its size": PUT + b"4\r\nhello\r\n0\r\n\r\n",
    "a chunk's size with a sign": PUT + b"+5\r\nhello\r\n0\r\n\r\n",
    "a chunk's size with 0x": PUT + b"0x5\r\nhello\r\n0\r\n\r\n",
    "a chunk's size behind a blank": PUT + b" 5\r\nhello\r\n0\r\n\r\n",
    "a chunk without a size": PUT + b"\r\nhello\r\n0\r\n\r\n",
    "a chunk's size beyond all":
        PUT + b"ffffffffffffffff\r\nhello\r\n0\r\n\r\n",
    "a NUL in a chunk's size": PUT + b"5\0\r\nhello\r\n0\r\n\r\n",
    "a chunk extension of 60 KB":
        PUT + b"5;" + b"x" * 60000 + b"\r\nhello\r\n0\r\n\r\n",
    "a trailer of 60 KB":
        PUT + b"5\r\nhello\r\n0\r\nX-A: " + b"x" * 60000 + b"\r\n\r\n",
    "a trailer that is folded": PUT + b"0\r\nX-A: b\r\n c\r\n\r\n",
    "a trailer without a name": PUT + b"0\r\n: b\r\n\r\n",
    "a trailer that ends in a bare line feed": PUT + b"0\r\nX-A: b\n\r\n",
}


@pytest.mark.parametrize("what", HEADS)
def test_a_head_is_refused_that_holds(server, what):
    refused(server, HEADS[what])


@pytest.mark.parametrize("what", BODIES)
def test_a_chunked_body_is_refused_that_holds(server, what):
    refused(server, BODIES[what])


def test_a_head_of_60_kb_is_431_in_our_words(server):
    refused(server, GET + b"X-A: " + b"x" * 60000 + b"\r\n\r\n", 431)


def test_a_wrong_body_of_a_signed_in_person_changes_nothing(server, maria):
    path = maria.make_calendar("framed")
    body = event("framed@x").encode()
    head = (b"PUT " + path.encode() + b"a.ics HTTP/1.1\r\nHost: a\r\n" +
            basic(maria) + b"Content-Type: text/calendar\r\n" + CHUNKED)
    chunk = b"%x\r\n" % len(body) + body
    refused(server, head + chunk + b"\n0\r\n\r\n")
    assert maria.get(path + "a.ics").status == 404


def test_requests_in_one_packet_are_answered_in_turn_up_to_the_wrong_one(
        server):
    out = talk(server, NEXT + NEXT + GET + b"X-A: b\nX-C: d\r\n\r\n" + NEXT)
    codes = [int(part[:3]) for part in out.split(b"HTTP/1.1 ")[1:]]
    assert codes == [200, 200, 400]


def test_right_requests_in_small_pieces_are_answered(server, maria):
    path = maria.make_calendar("pieces")
    body = event("pieces@x").encode()
    head = (b"PUT " + path.encode() + b"a.ics HTTP/1.1\r\nHost: a\r\n" +
            basic(maria) + b"Content-Type: text/calendar\r\n")
    half = len(body) // 2
    data = (head + CHUNKED + b"%x;name=\"value\"\r\n" % half + body[:half] +
            b"\r\n%X\r\n" % (len(body) - half) + body[half:] +
            b"\r\n0\r\nX-Sum: 1\r\n\r\n" + b"\r\n" +
            head.replace(b"a.ics", b"b.ics") +
            b"Content-Length: %d\r\n\r\n" % len(body) +
            body.replace(b"pieces@x", b"peaces@x") +
            GET + b"Connection: close\r\n\r\n")
    for pieces in (len(data), 40, 1):
        out = talk(server, data, pieces)
        codes = [int(part[:3]) for part in out.split(b"HTTP/1.1 ")[1:]]
        assert codes in ([201, 201, 200], [204, 204, 200]), out
    assert maria.get(path + "a.ics").bytes == body

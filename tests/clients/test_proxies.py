"""Behind Debian's nginx and Caddy, by the configurations of conf/."""

import socket
import ssl

import pytest
import requests
from requests.adapters import HTTPAdapter

from authority import Authority
from conftest import Person, Server, event
from proxy import Caddy, Nginx
from vdir import Pair


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module", params=[Nginx, Caddy])
def proxy(request, authority, tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("place") / "data", "serve",
                    "--set", "behind_proxy=on", "--set", "public_url=",
                    "--set", "login_burst=3", "--set", "login_refill=3600")
    for login in ("maria", "tom", "lena", "ann", "bob", "eve"):
        server.add(login, "practitioner")
    server.start()
    made = request.param(server, authority, tmp_path_factory.mktemp("proxy"))
    yield made
    made.stop()
    assert server.stop() == 0, server.log_text()


class From(HTTPAdapter):
    """Connections from an address of this machine."""

    def __init__(self, address):
        self.address = address
        super().__init__()

    def init_poolmanager(self, *words, **options):
        super().init_poolmanager(
            *words, source_address=(self.address, 0), **options)


def person(proxy, login, password=None, address="127.0.0.1"):
    made = Person(proxy, login, password or proxy.passwords[login])
    made.session.verify = proxy.ca
    made.session.mount("https://", From(address))
    return made


def test_every_method_passes(proxy):
    maria = person(proxy, "maria")
    options = maria.ask("OPTIONS", "/dav/")
    assert options.status == 200 and "calendar-access" in options.headers["DAV"]
    calendar = maria.make_calendar("a")
    assert maria.proppatch(
        calendar, "<D:set><D:prop><D:displayname>A</D:displayname></D:prop>"
        "</D:set>").status == 207
    assert maria.put(calendar + "1.ics", event("1")).status == 201
    assert maria.get(calendar + "1.ics").text == event("1")
    assert maria.ask("HEAD", calendar + "1.ics").status == 200
    assert maria.propfind(calendar, "D:getetag", "1").status == 207
    assert maria.sync(calendar).status == 207
    other = maria.make_calendar("b")
    for method in ("COPY", "MOVE"):
        answer = maria.ask(method, calendar + "1.ics",
                           Destination=proxy.url + f"{other}{method}.ics")
        assert answer.status == 201, (method, answer.text)
        maria.delete(other + "COPY.ics")
    lock = maria.ask(
        "LOCK", other, '<D:lockinfo xmlns:D="DAV:"><D:lockscope>'
        "<D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype>"
        "</D:lockinfo>", Content_Type="application/xml")
    assert lock.status == 200
    assert maria.ask("UNLOCK", other, Lock_Token=lock.headers[
        "Lock-Token"]).status == 204
    assert maria.ask("POST", calendar).status < 500
    assert maria.delete(calendar).status == 204
    assert maria.propfind(calendar).status == 404


def test_conditions_and_etags_pass_unchanged(proxy):
    maria = person(proxy, "maria")
    calendar = maria.make_calendar("tags")
    maria.put(calendar + "1.ics", event("1"))
    tag = maria.get(calendar + "1.ics").headers["ETag"]
    assert tag.startswith('"')
    assert maria.get(calendar + "1.ics", If_None_Match=tag).status == 304
    assert maria.put(calendar + "1.ics", event("1", summary="New"),
                     If_Match='"other"').status == 412
    assert maria.put(calendar + "1.ics", event("1", summary="New"),
                     If_Match=tag).status == 204


def test_names_with_escapes_arrive_as_they_were_sent(proxy):
    maria = person(proxy, "maria")
    calendar = maria.make_calendar("names")
    name = calendar + "a%20b%2Bc%C3%A9.ics"
    assert maria.put(name, event("names")).status == 201
    assert maria.get(name).status == 200


def test_large_bodies_pass_and_too_large_ones_are_daybooks_to_refuse(proxy):
    maria = person(proxy, "maria")
    calendar = maria.make_calendar("large")
    for count, status in ((10000, 201), (90000, 413)):
        text = event("large", "20260612T140000Z", "20260612T150000Z",
                     *["X-LONG:" + "y" * 60] * count)
        answer = maria.put(calendar + "large.ics", text)
        assert answer.status == status
    assert answer.error[0] == "max-resource-size"
    over = maria.put(calendar + "over.ics", b"x" * (9 << 20))
    assert over.status == 413 and "DAV:" in over.text


def test_who_is_not_let_in_hears_so_whether_the_body_is_sent_or_waits(proxy):
    """nginx asks for the body by itself, Caddy asks Daybook first."""
    context = ssl.create_default_context(cafile=proxy.ca)
    context.set_alpn_protocols(["http/1.1"])
    with socket.create_connection(("127.0.0.1", proxy.port), 20) as plain:
        with context.wrap_socket(plain, server_hostname="localhost") as secured:
            secured.sendall(
                b"PUT /dav/calendars/maria/a/1.ics HTTP/1.1\r\n"
                b"Host: 127.0.0.1:%d\r\nContent-Length: 5000000\r\n"
                b"Expect: 100-continue\r\n\r\n" % proxy.port)
            seen = secured.recv(65536)
            asked = seen.startswith(b"HTTP/1.1 100")
            secured.settimeout(2)
            # Caddy may ask for it twice, and answers without it
            while not seen or seen.startswith(b"HTTP/1.1 100"):
                seen = seen.partition(b"\r\n\r\n")[2]
                try:
                    seen = seen or secured.recv(65536)
                except TimeoutError:  # nginx waits for it
                    assert asked
                    asked = False
                    secured.settimeout(20)
                    secured.sendall(b"x" * 5000000)
            assert seen.startswith(b"HTTP/1.1 401"), seen


def test_answers_name_the_address_that_was_asked(proxy):
    answer = requests.get(proxy.url + "/.well-known/caldav", verify=proxy.ca,
                          allow_redirects=False, timeout=20)
    assert answer.status_code in (301, 302, 307, 308)
    assert answer.headers["Location"] in (
        "/dav/", proxy.url + "/dav/"), answer.headers["Location"]


def test_browsers_are_told_to_stay_once(proxy):
    answer = requests.get(proxy.url + "/sign-in", verify=proxy.ca, timeout=20)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_wrong_passwords_are_counted_for_the_true_address(proxy):
    """Each from a name of its own, so that no account is shut."""
    for login in ("tom", "lena", "ann", "bob", "eve"):
        last = person(proxy, login, "wrong", "127.0.0.2").get(
            "/dav/", X_Forwarded_For=f"10.0.0.{len(login)}")
    assert last.status == 429
    assert person(proxy, "maria", None, "127.0.0.2").propfind(
        "/dav/", X_Forwarded_For="10.9.9.9").status in (207, 429)
    assert person(proxy, "tom", None, "127.0.0.3").propfind(
        "/dav/").status == 207


def test_vdirsyncer_syncs_both_ways(proxy, program, tmp_path):
    pair = Pair(program, tmp_path, proxy.server, "lena")
    text = pair.config.read_text().replace(proxy.server.url, proxy.url)
    text = text.replace("read_only", f'verify = "{proxy.ca}"\nread_only')
    pair.config.write_text(text)
    lena = person(proxy, "lena")
    calendar = lena.make_calendar("mine")
    lena.put(calendar + "1.ics", event("1"))
    pair.discover()
    pair.sync()
    assert pair.names("mine") == {"1.ics"}
    pair.write("mine/2.ics", event("2"))
    pair.sync()
    assert lena.get(calendar + "2.ics").status == 200
    lena.delete(calendar + "1.ics")
    pair.sync()
    assert pair.names("mine") == {"2.ics"}


def test_vdirsyncer_does_not_trust_an_unknown_authority(proxy, program,
                                                       tmp_path):
    pair = Pair(program, tmp_path, proxy.server, "lena")
    pair.config.write_text(
        pair.config.read_text().replace(proxy.server.url, proxy.url))
    assert pair.run("discover", check=False, stdin="y\n").returncode != 0

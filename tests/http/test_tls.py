"""HTTPS by the process itself."""

import datetime
import plistlib
import re
import signal
import socket
import ssl
import subprocess
import threading

import pytest
import requests

from authority import Authority, key_pem, pem
from conftest import BINARY, ROOT, Server, event, wait_for
from pages import Browser
from test_pages_devices import connect


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def secure(authority, tmp_path_factory):
    """A server that speaks HTTPS, with a plain address beside it."""
    webroot = tmp_path_factory.mktemp("webroot")
    challenges = webroot / ".well-known" / "acme-challenge"
    challenges.mkdir(parents=True)
    (challenges / "Token-1_x").write_text("Token-1_x.thumb")
    (webroot / "secret").write_text("not for anybody")
    made = Server(tmp_path_factory.mktemp("secure") / "data", "serve",
                  *authority.settings(),
                  "--set", "public_url=",
                  "--set", "redirect_listen=127.0.0.1:0",
                  "--set", f"acme_webroot={webroot}")
    made.add("maria", "practitioner", "--name", "Maria Santos")
    made.start()
    yield made
    assert made.stop() == 0, made.log_text()


def trusting(server, authority, login="maria"):
    person = server.person(login)
    person.session.verify = str(authority.ca)
    return person


def plain_url(server):
    return wait_for(lambda: re.search(
        r"event=redirecting address=(\S+)", server.log_text()))[1]


def hands(server, authority, least=None, most=None):
    """A TLS connection, with the certificate that was shown."""
    context = ssl.create_default_context(cafile=str(authority.ca))
    if least:
        context.minimum_version = least
    if most:
        context.maximum_version = most
    return context.wrap_socket(server.socket(),
                               server_hostname="cal.example.org")


def serial(server, authority):
    with hands(server, authority) as secured:
        return secured.getpeercert()["serialNumber"]


def test_it_listens_by_https_and_programs_trust_its_chain(secure, authority):
    assert secure.url.startswith("https://127.0.0.1:")
    maria = trusting(secure, authority)
    assert maria.propfind("/dav/", depth="1").status == 207


def test_every_method_and_large_bodies_pass(secure, authority):
    maria = trusting(secure, authority)
    calendar = maria.make_calendar("tls")
    long = "X-LONG:" + "y" * 60
    lines = [long] * 10000
    assert maria.put(calendar + "a.ics", event("a", "20260612T140000Z",
                     "20260612T150000Z", *lines)).status == 201
    got = maria.get(calendar + "a.ics")
    assert got.status == 200 and got.text.count(long) == 10000
    assert maria.report(
        calendar, "C:calendar-query",
        '<D:prop><D:getetag/></D:prop><C:filter><C:comp-filter '
        'name="VCALENDAR"/></C:filter>').status == 207
    assert maria.delete(calendar).status == 204


def test_a_body_in_chunks_is_read_to_its_end(secure, authority):
    maria = trusting(secure, authority)
    calendar = maria.make_calendar("chunks")

    def pieces():
        text = event("c").encode()
        for at in range(0, len(text), 7):
            yield text[at:at + 7]

    answer = maria.session.put(
        secure.url + calendar + "c.ics", data=pieces(), timeout=60,
        headers={"Content-Type": "text/calendar"})
    assert answer.status_code == 201
    assert maria.get(calendar + "c.ics").text == event("c")


@pytest.mark.parametrize("bad", [
    b"GET / HTTP/1.1\nHost: x\n\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    b"GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n",
])
def test_framing_is_as_strict_as_without_tls(secure, authority, bad):
    with hands(secure, authority) as secured:
        secured.sendall(bad)
        assert secured.recv(4096).startswith(b"HTTP/1.1 400")


def test_many_requests_in_one_record_are_all_answered(secure, authority):
    one = b"GET /healthz HTTP/1.1\r\nHost: cal.example.org\r\n\r\n"
    with hands(secure, authority) as secured:
        secured.sendall(one * 20)
        secured.settimeout(20)
        text = b""
        while text.count(b"HTTP/1.1 200") < 20:
            more = secured.recv(65536)
            assert more, text
            text += more


def test_old_versions_are_refused_and_both_new_ones_taken(secure, authority):
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        with hands(secure, authority, version, version) as secured:
            assert secured.version() in ("TLSv1.2", "TLSv1.3")
    with pytest.raises((ssl.SSLError, ConnectionError)):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.wrap_socket(secure.socket())


def test_plain_http_at_the_address_of_https_is_no_answer(secure):
    with secure.socket() as plain:
        plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        plain.settimeout(20)
        try:
            assert b"200" not in plain.recv(4096)
        except ConnectionError:
            pass


class SecureBrowser(Browser):
    """A browser that trusts the authority."""

    def __init__(self, server, authority, login):
        super().__init__(server)
        self.session.verify = str(authority.ca)
        answer = self.sign_in(login, server.passwords[login])
        assert answer.status == 303
        self.first = answer


def test_browsers_are_told_to_stay_and_cookies_are_secure(secure, authority):
    browser = SecureBrowser(secure, authority, "maria")
    answer = browser.first
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-daybook=") and "; Secure" in cookie
    assert browser.get("/help").status == 200


def test_the_profile_of_an_account_is_signed(secure, authority, tmp_path):
    maria = SecureBrowser(secure, authority, "maria")
    page = connect(maria, "iphone", "Phone")
    answer = maria.post("/devices/connect/profile",
                        dict(page.form("/devices/connect/profile")))
    assert answer.headers["Content-Type"] == "application/x-apple-aspen-config"
    signed = tmp_path / "signed.der"
    signed.write_bytes(answer.bytes)
    verify = ["openssl", "smime", "-verify", "-inform", "der", "-in",
              str(signed), "-purpose", "any"]
    done = subprocess.run([*verify, "-CAfile", str(authority.ca)],
                          capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    profile = plistlib.loads(done.stdout)
    [account] = profile["PayloadContent"]
    assert account["CalDAVUseSSL"] is True
    assert account["CalDAVPort"] == secure.port
    folder = tmp_path / "other"
    folder.mkdir()
    done = subprocess.run([*verify, "-CAfile", str(Authority(folder).ca)],
                          capture_output=True, timeout=60)
    assert done.returncode != 0


def test_the_plain_address_only_leads_to_https(secure):
    plain = plain_url(secure)
    for method, status in (("GET", 301), ("HEAD", 301), ("PROPFIND", 308),
                           ("PUT", 308)):
        answer = requests.request(
            method, plain + "/dav/a%20b/?c=d", allow_redirects=False,
            timeout=20, data=b"x" * 100 if method == "PUT" else None)
        assert answer.status_code == status, method
        assert answer.headers["Location"] == secure.url + "/dav/a%20b/?c=d"
        assert "Strict-Transport-Security" not in answer.headers


def test_the_plain_address_asks_for_no_password(secure):
    answer = requests.get(plain_url(secure) + "/api/people",
                          allow_redirects=False, timeout=20,
                          auth=("maria", "password of maria"))
    assert answer.status_code == 301 and b"Maria" not in answer.content


@pytest.mark.parametrize("host", ["evil/x", "a b", "", "x@y"])
def test_a_host_that_is_no_name_is_led_nowhere(secure, host):
    port = int(plain_url(secure).rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port), timeout=20) as plain:
        plain.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert plain.recv(4096).startswith(b"HTTP/1.1 400")


def test_challenges_are_served_and_nothing_else_of_the_webroot(secure):
    base = plain_url(secure) + "/.well-known/acme-challenge/"
    assert requests.get(base + "Token-1_x", timeout=20).text == (
        "Token-1_x.thumb")
    assert requests.get(base + "Token-2", timeout=20).status_code == 404
    for path in ("%2e%2e%2f%2e%2e%2fsecret", "..%2f..%2fsecret", "", "a/b"):
        answer = requests.get(base + path, allow_redirects=False, timeout=20)
        assert answer.status_code in (301, 400, 404), path
        assert b"not for anybody" not in answer.content


@pytest.fixture
def own(authority, tmp_path):
    """A server with files of its own, which the test may change."""
    folder = tmp_path / "pki"
    folder.mkdir()
    mine = Authority(folder)
    made = Server(tmp_path / "data", "serve", *mine.settings())
    made.add("maria", "practitioner")
    made.start()
    made.authority = mine
    yield made
    assert made.stop() == 0, made.log_text()


def test_a_new_certificate_is_served_when_its_files_change(own):
    before = serial(own, own.authority)
    old = hands(own, own.authority)
    own.authority.write(own.authority.issue())
    wait_for(lambda: serial(own, own.authority) != before)
    # who is connected does not notice
    old.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    assert old.recv(4096).startswith(b"HTTP/1.1 200")
    old.close()


def test_certbots_hook_hands_the_renewed_certificate_over(tmp_path):
    mine = Authority(tmp_path)
    lineage, tls = tmp_path / "lineage", tmp_path / "tls"
    lineage.mkdir()

    def renew():
        path, key = mine.write(mine.issue())
        path.rename(lineage / "fullchain.pem")
        key.rename(lineage / "privkey.pem")
        subprocess.run([str(ROOT / "conf" / "certbot-deploy.sh")], check=True,
                       env={"PATH": "/usr/bin:/bin", "DAYBOOK_TLS": str(tls),
                            "RENEWED_LINEAGE": str(lineage)})
    renew()
    assert (tls / "privkey.pem").stat().st_mode & 0o007 == 0
    server = Server(tmp_path / "data", "serve",
                    "--set", f"tls_certificate={tls}/fullchain.pem",
                    "--set", f"tls_key={tls}/privkey.pem").start()
    try:
        before = serial(server, mine)
        renew()
        wait_for(lambda: serial(server, mine) != before)
        assert sorted(path.name for path in tls.iterdir()) == [
            "fullchain.pem", "privkey.pem"]
    finally:
        assert server.stop() == 0


def test_sighup_reads_the_files_and_does_not_stop_the_server(own):
    own.process.send_signal(signal.SIGHUP)
    wait_for(lambda: own.log_text().count("event=certificate ") == 2)
    assert serial(own, own.authority)


def test_no_request_is_lost_while_certificates_change(own):
    failed, done = [], threading.Event()

    def ask():
        while not done.is_set():
            try:
                answer = trusting(own, own.authority).propfind("/dav/")
                if answer.status != 207:
                    failed.append(answer.status)
            except requests.RequestException as wrong:
                failed.append(wrong)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for count in range(3):
        before = serial(own, own.authority)
        own.authority.write(own.authority.issue())
        own.process.send_signal(signal.SIGHUP)
        wait_for(lambda: serial(own, own.authority) != before)
    done.set()
    for thread in threads:
        thread.join()
    assert not failed


def spoil_key(mine):
    (mine.folder / "cert.key").write_bytes(key_pem(mine.issue()[1]))


def spoil_file(mine):
    (mine.folder / "cert.pem").write_text("no certificate")


def spoil_age(mine):
    mine.write(mine.issue(end=datetime.datetime(2021, 1, 1)))


def spoil_place(mine):
    (mine.folder / "cert.pem").unlink()


def spoil_locked(mine):
    (mine.folder / "cert.key").write_bytes(
        key_pem(mine.issue()[1], b"password"))


SPOILED = [(spoil_key, "does not belong"),
           (spoil_file, "holds no certificate"),
           (spoil_place, "cannot be read"),
           (spoil_locked, "has a password")]


@pytest.mark.parametrize("spoil, words",
                         [*SPOILED, (spoil_age, "expired at 2021")])
def test_what_cannot_be_served_is_told_and_the_old_one_stays(own, spoil,
                                                             words):
    before = serial(own, own.authority)
    spoil(own.authority)
    own.process.send_signal(signal.SIGHUP)
    wait_for(lambda: words in own.log_text())
    assert "event=certificate-kept" in own.log_text()
    assert serial(own, own.authority) == before
    own.authority.write(own.authority.issue())
    wait_for(lambda: serial(own, own.authority) != before)


def refused(tmp_path, *options):
    done = subprocess.run(
        [BINARY, "serve", "--data", str(tmp_path / "data"), "--listen",
         "127.0.0.1:0", *options], capture_output=True, text=True, timeout=60)
    assert not (tmp_path / "data").exists()
    assert done.returncode == 1, done.stderr
    return done.stderr


@pytest.mark.parametrize("spoil, words", SPOILED)
def test_a_start_with_a_wrong_certificate_is_refused_in_words(
        tmp_path, spoil, words):
    mine = Authority(tmp_path)
    options = mine.settings()
    spoil(mine)
    said = refused(tmp_path, *options)
    assert words in said and str(tmp_path) in said


def test_a_certificate_without_a_key_is_refused_in_words(tmp_path):
    mine = Authority(tmp_path)
    assert "set together" in refused(tmp_path, *mine.settings()[:2])


def test_a_redirect_to_nowhere_is_refused_in_words(tmp_path):
    assert "redirect_listen" in refused(
        tmp_path, "--set", "redirect_listen=127.0.0.1:0")


def test_an_expired_certificate_is_served_and_told(tmp_path):
    mine = Authority(tmp_path)
    server = Server(tmp_path / "data", "serve", *mine.settings(
        end=datetime.datetime(2021, 1, 1))).start()
    try:
        assert "expired at 2021-01-01" in server.log_text()
        answer = requests.get(server.url + "/healthz", verify=False,
                              timeout=20)
        assert answer.status_code == 200
    finally:
        assert server.stop() == 0


def test_beyond_loopback_https_needs_no_proxy(tmp_path):
    mine = Authority(tmp_path)
    server = Server(tmp_path / "data", "serve", *mine.settings(),
                    "--set", "test_clock=", "--listen", "0.0.0.0:0").start()
    try:
        answer = requests.get(f"https://127.0.0.1:{server.port}/healthz",
                              verify=str(mine.ca), timeout=20)
        assert answer.status_code == 200
    finally:
        assert server.stop() == 0


def test_a_handshake_that_never_comes_is_cut_off(tmp_path):
    mine = Authority(tmp_path)
    server = Server(tmp_path / "data", "serve", *mine.settings(),
                    "--set", "header_timeout=1").start()
    try:
        with server.socket() as idle:
            idle.settimeout(20)
            try:
                assert idle.recv(1) == b""
            except ConnectionError:
                pass
    finally:
        assert server.stop() == 0


def test_the_root_of_the_tests_signs_no_server_itself(authority):
    """The chain that is sent is needed: programs know the root alone."""
    assert pem(authority.middle[0]) != pem(authority.root[0])

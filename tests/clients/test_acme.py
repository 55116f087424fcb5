"""A certificate by ACME: Debian's certbot gets it from Debian's pebble through
the plain address, its deploy hook puts it where the server reads it, and the
server shows it without being started again."""

import json
import os
import re
import shutil
import socket
import ssl
import subprocess

import pytest

from authority import Authority
from conftest import ROOT, Server, wait_for

NAME = "cal.example.org"

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("certbot", "pebble", "pebble-challtestsrv"))),
    reason="certbot and pebble are missing: run `make deps-test`")


def free_ports(count):
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in taken]
    for one in taken:
        one.close()
    return ports


@pytest.fixture
def server(tmp_path):
    """With a certificate of its own authority, until ACME brings another."""
    (tmp_path / "tls").mkdir()
    authority = Authority(tmp_path / "tls")
    path, key = authority.write(authority.issue(), "first")
    path.rename(tmp_path / "tls" / "fullchain.pem")
    key.rename(tmp_path / "tls" / "privkey.pem")
    (tmp_path / "webroot").mkdir()
    made = Server(tmp_path / "data", "serve",
                  "--set", f"tls_certificate={tmp_path}/tls/fullchain.pem",
                  "--set", f"tls_key={tmp_path}/tls/privkey.pem",
                  "--set", "redirect_listen=127.0.0.1:0",
                  "--set", f"acme_webroot={tmp_path}/webroot",
                  "--set", "test_clock=").start()
    made.authority = authority
    yield made
    assert made.stop() == 0, made.log_text()


@pytest.fixture
def acme(server, tmp_path):
    """pebble, whose names all lead to this machine; answers its directory."""
    port, manage, dns, dns_manage = free_ports(4)
    http = wait_for(lambda: re.search(r"event=redirecting address=\S+:(\d+)",
                                      server.log_text()))[1]
    own, key = server.authority.write(server.authority.issue(), "pebble")
    config = tmp_path / "pebble.json"
    config.write_text(json.dumps({"pebble": {
        "listenAddress": f"127.0.0.1:{port}",
        "managementListenAddress": f"127.0.0.1:{manage}",
        "certificate": str(own), "privateKey": str(key),
        "httpPort": int(http), "tlsPort": server.port,
        "ocspResponderURL": "", "externalAccountBindingRequired": False}}))
    log = open(tmp_path / "pebble.log", "wb")
    programs = [
        subprocess.Popen(
            ["pebble-challtestsrv", "-defaultIPv4", "127.0.0.1",
             "-defaultIPv6", "", "-dns01", f"127.0.0.1:{dns}", "-http01", "",
             "-https01", "", "-tlsalpn01", "",
             "-management", f"127.0.0.1:{dns_manage}"],
            stdout=log, stderr=log),
        subprocess.Popen(
            ["pebble", "-config", str(config), "-strict",
             "-dnsserver", f"127.0.0.1:{dns}"], stdout=log, stderr=log,
            env=os.environ | {"PEBBLE_VA_NOSLEEP": "1",
                              "PEBBLE_WFE_NONCEREJECT": "0"})]

    def answers():
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            return False
        return True

    wait_for(answers, 30)
    yield f"https://localhost:{port}/dir"
    for program in programs:
        program.terminate()
        program.wait(30)
    log.close()


def issuer(server):
    """Who signed what is shown."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with context.wrap_socket(server.socket(), server_hostname=NAME) as made:
        shown = made.getpeercert(binary_form=True)
    told = subprocess.run(["openssl", "x509", "-inform", "der", "-noout",
                           "-issuer"], input=shown, capture_output=True,
                          check=True)
    return told.stdout.decode()


def test_certbot_brings_a_certificate_that_is_shown_at_once(server, acme,
                                                            tmp_path):
    assert "Pebble" not in issuer(server)
    folder = tmp_path / "certbot"
    result = subprocess.run(
        ["certbot", "certonly", "--non-interactive", "--agree-tos",
         "--register-unsafely-without-email", "--server", acme,
         "--webroot", "-w", str(tmp_path / "webroot"), "-d", NAME,
         "--config-dir", str(folder), "--work-dir", str(folder / "work"),
         "--logs-dir", str(folder / "logs"),
         "--deploy-hook", str(ROOT / "conf" / "certbot-deploy.sh")],
        capture_output=True, text=True, timeout=180,
        env=os.environ | {"REQUESTS_CA_BUNDLE": str(server.authority.ca),
                          "DAYBOOK_TLS": str(tmp_path / "tls")})
    assert result.returncode == 0, result.stdout + result.stderr
    assert wait_for(lambda: "Pebble" in issuer(server), 30)

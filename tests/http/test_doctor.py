"""`daybook doctor`: what it finds, what it says to do, and its exit status."""

import datetime
import http.server
import json
import re
import threading

import pytest
from cryptography import x509

from authority import Authority
from conftest import Server
from test_backup import damage


@pytest.fixture
def place(tmp_path):
    made = Server(tmp_path / "data")
    made.run("practice", "name=Willow Lane")
    return made


def told(place, *words, status=0):
    done = place.run("doctor", "--json", *words, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["ok"] == (status == 0)
    for one in found["findings"]:
        assert one["verdict"] in ("ok", "note", "BAD")
        assert one["verdict"] != "BAD" or one["todo"]
    return {one["check"]: one for one in found["findings"]}


def settings(**values):
    return [word for name, value in values.items()
            for word in ("--set", f"{name}={value}")]


def test_a_new_place_is_fine_and_hears_what_is_still_to_do(place):
    found = told(place)
    for check in ("database", "ledger", "objects", "recurrence", "place", "disk",
                  "zones"):
        assert found[check]["verdict"] == "ok", check
    for check in ("backup", "mail", "tls", "public_url"):
        assert found[check]["verdict"] == "note" and found[check]["todo"]


def test_people_read_the_same_as_programs(place):
    lines = place.run("doctor").stdout
    for check, one in told(place).items():
        assert f"{one['verdict']:4} {check}: " in lines
        assert not one["todo"] or f"-> {one['todo']}" in lines


def test_a_damaged_database_is_bad_and_says_what_to_do(place):
    damage(place.data / "daybook.db")
    found = told(place, status=1)
    assert found["database"]["verdict"] == "BAD"
    assert "restore" in found["database"]["todo"]


def test_a_directory_that_others_read_is_bad(place):
    place.data.chmod(0o755)
    found = told(place, status=1)
    assert found["place"]["verdict"] == "BAD"
    assert "chmod 700" in found["place"]["todo"]


def test_the_age_of_the_last_backup_is_told(place, tmp_path):
    place.run("backup", str(tmp_path / "copy.db"))
    found = told(place)
    assert found["backup"]["verdict"] == "ok"
    assert "copy.db" in found["backup"]["said"]
    old = datetime.datetime.utcnow() - datetime.timedelta(days=5)
    (place.data / "last-backup").write_text(
        old.strftime("%Y-%m-%dT%H:%M:%SZ /backups/copy.db\n"))
    assert told(place, status=1)["backup"]["verdict"] == "BAD"


@pytest.mark.parametrize("text", ["", "x", "2026-01-01T00:00:00Z", "\0\xff"])
def test_a_note_of_backups_that_cannot_be_read_is_none(place, text):
    (place.data / "last-backup").write_text(text)
    assert told(place)["backup"]["verdict"] == "note"


def test_a_clock_that_went_back_is_bad(place):
    place.run("person", "add", "maria", "--role", "staff")
    found = told(place, *settings(test_clock="2020-01-01T00:00:00Z"),
                 status=1)
    assert found["clock"]["verdict"] == "BAD"


def test_a_secret_that_cannot_be_read_is_bad(place):
    found = told(place, *settings(
        smtp_url="smtp://mail.example.org", smtp_from="a@example.org",
        smtp_password_file="/no/such/file"), status=1)
    assert "/no/such/file" in found["mail"]["said"]


def test_mail_without_a_sender_is_bad(place):
    found = told(place, *settings(smtp_url="smtp://mail.example.org"),
                 status=1)
    assert "smtp_from" in found["mail"]["said"]


def test_passwords_that_would_go_in_the_clear_are_bad(place):
    assert told(place, *settings(public_url="http://cal.example.org"),
                status=1)["public_url"]["verdict"] == "BAD"
    assert told(place, *settings(public_url="http://127.0.0.1:8008"))[
        "public_url"]["verdict"] == "ok"


def soon(days):
    return datetime.datetime.utcnow() + datetime.timedelta(days=days)


@pytest.mark.parametrize("check, options, files", [
    ("certificate", {"end": soon(5)}, {}),
    ("certificate", {"end": soon(-1)}, {}),
    ("certificate", {"begin": soon(1)}, {}),
    ("name", {"names": ()}, {}),
    ("name", {"names": (x509.DNSName("other.example.org"),)}, {}),
    ("chain", {}, {"chain": False}),
])
def test_a_certificate_that_will_fail_is_bad(place, tmp_path, check, options,
                                             files):
    mine = Authority(tmp_path)
    good = mine.settings() + settings(public_url="https://cal.example.org")
    assert told(place, *good)[check]["verdict"] == "ok"
    mine.write(mine.issue(**options), **files)
    assert told(place, *good, status=1)[check]["verdict"] == "BAD"


def test_a_certificate_that_cannot_be_read_is_bad(place, tmp_path):
    mine = Authority(tmp_path)
    options = mine.settings()
    (tmp_path / "cert.key").unlink()
    assert "cert.key" in told(place, *options, status=1)["certificate"]["said"]


def test_from_outside_all_is_well_when_nothing_is_in_the_way(place, tmp_path):
    mine = Authority(tmp_path)
    served = Server(tmp_path / "served", "serve", *mine.settings()).start()
    try:
        found = told(place, "--url", served.url, "--ca", str(mine.ca))
        for check in ("address", "well-known", "methods", "sizes"):
            assert found[check]["verdict"] == "ok", found[check]
        found = told(place, "--url", served.url, status=1)
        assert "certificate" in found["address"]["said"].lower()
    finally:
        assert served.stop() == 0


class Narrow(http.server.BaseHTTPRequestHandler):
    """A proxy that knows the methods of the web alone, and small bodies."""
    protocol_version = "HTTP/1.1"

    def reply(self, status, **headers):
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        if length > 1 << 20:
            status, headers = 413, {}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def ours(self):
        self.reply(401, WWW_Authenticate='Basic realm="Daybook"')

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = ours

    def do_OPTIONS(self):
        self.reply(200, DAV="1, 2", Allow="GET, HEAD")

    def log_message(self, *words):
        pass


def test_from_outside_a_narrow_proxy_is_found_out(place):
    narrow = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Narrow)
    threading.Thread(target=narrow.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{narrow.server_port}"
        found = told(place, "--url", url, status=1)
    finally:
        narrow.shutdown()
        narrow.server_close()
    assert "DAV: 1, 2" in found["address"]["said"]
    assert found["well-known"]["verdict"] == "BAD"
    lost = found["methods"]["said"]
    assert "PROPFIND (status 501)" in lost and "REPORT" in lost
    assert not re.search(r"\b(GET|PUT|DELETE|POST) \(", lost)
    assert "2 MiB" in found["sizes"]["said"]
    assert found["sizes"]["verdict"] == "BAD"


def test_from_outside_nobody_there_is_told_once(place):
    found = told(place, "--url", "http://127.0.0.1:9", status=1)
    assert found["address"]["verdict"] == "BAD" and "methods" not in found


@pytest.mark.parametrize("words", [
    ("--url", "cal.example.org"), ("--url", "https://x/"), ("x",), ("--url",)])
def test_wrong_usage_is_told(place, words):
    assert place.run("doctor", *words, check=False).returncode == 2


def test_it_works_beside_a_running_server(place):
    place.add("maria", "practitioner")
    place.start()
    try:
        told(place)
    finally:
        assert place.stop() == 0

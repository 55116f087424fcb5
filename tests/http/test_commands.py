"""The command line: what it does, and how it refuses."""

import os
import pathlib
import re
import sqlite3
import stat

import pytest

from conftest import Server


@pytest.fixture
def place(tmp_path):
    return Server(tmp_path / "data")


def test_a_new_place_asks_for_nothing(place):
    shown = place.run("practice").stdout
    assert "zone=" in shown and "currency=USD" in shown
    assert stat.S_IMODE(os.stat(place.data).st_mode) == 0o700
    assert (place.data / "daybook.db").exists()


def test_the_practice_is_shown_as_it_was_set(place):
    place.run("practice", "name=Willow Lane", "zone=America/Toronto",
              "currency=CAD", "phone=+1 416 555 0142")
    assert place.run("practice").stdout.splitlines() == [
        "name=Willow Lane", "zone=America/Toronto", "currency=CAD",
        "phone=+1 416 555 0142"]


def test_a_wrong_zone_or_currency_is_refused_and_changes_nothing(place):
    before = place.run("practice").stdout
    for word in ("zone=Mars/Olympus", "currency=XXY", "zone="):
        result = place.run("practice", word, check=False)
        assert result.returncode == 1 and result.stderr
    assert place.run("practice").stdout == before


def test_wrong_usage_exits_with_2(place):
    for words in (["nonsense"], ["person"], ["person", "add", "x"],
                  ["practice", "colour=red"], ["serve", "--set", "nope=1"],
                  ["backup"], ["import"], ["serve", "--nope"],
                  ["person", "add", "x", "--role", "wizard"]):
        result = place.run(*words, check=False)
        assert result.returncode == 2, (words, result.stderr)
        assert "daybook" in result.stderr


def test_people_are_added_listed_and_refused_twice(place):
    place.run("person", "add", "maria", "--role", "practitioner,admin",
              "--name", "Maria Santos", "--password-stdin",
              stdin="long enough\n")
    place.run("person", "add", "c042", "--role", "client", "--code", "C042",
              "--name", "Ada Brown")
    listed = place.run("person", "list").stdout
    assert "Maria Santos" in listed and "C042" in listed
    again = place.run("person", "add", "maria", "--role", "staff",
                      check=False)
    assert again.returncode == 1 and "maria" in again.stderr


@pytest.mark.parametrize("login", ["Maria", "a b", "sessions", "-x", "x" * 33])
def test_a_login_that_is_no_address_is_refused(place, login):
    result = place.run("person", "add", "--role", "staff", "--", login,
                       check=False) if login == "-x" else place.run(
        "person", "add", login, "--role", "staff", check=False)
    assert result.returncode in (1, 2) and result.stderr


def test_a_short_password_adds_nobody(place):
    result = place.run("person", "add", "maria", "--role", "staff",
                       "--password-stdin", stdin="short\n", check=False)
    assert result.returncode == 1
    assert "maria" not in place.run("person", "list").stdout


def test_a_client_without_a_code_gets_the_next_one(place):
    place.run("person", "add", "ada", "--role", "client")
    assert "C001" in place.run("person", "list").stdout


def test_backup_writes_a_whole_copy_and_never_over_a_file(place, tmp_path):
    place.run("person", "add", "maria", "--role", "staff")
    copy = tmp_path / "copy.db"
    place.run("backup", str(copy))
    with sqlite3.connect(copy) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    again = place.run("backup", str(copy), check=False)
    assert again.returncode == 1 and "copy.db" in again.stderr


def test_verify_and_doctor_find_nothing_wrong_in_a_new_place(place):
    assert place.run("verify").stdout.startswith("ok transactions=0")
    assert "BAD" not in place.run("doctor").stdout


def test_version_and_help_need_no_place(place):
    assert place.run("version").stdout.startswith("daybook ")
    assert "person" in place.run("--help").stdout


def test_a_database_that_is_none_is_refused_and_left_alone(place):
    place.data.mkdir()
    (place.data / "daybook.db").write_bytes(b"this is no database" * 100)
    result = place.run("practice", check=False)
    assert result.returncode == 1 and "daybook.db" in result.stderr
    assert (place.data / "daybook.db").read_bytes().startswith(b"this is")


def test_a_configuration_file_is_read_and_its_errors_named(place, tmp_path):
    conf = tmp_path / "d.conf"
    conf.write_text("# comment\nworkers = 4\nlisten = 127.0.0.1:x\nnope = 1\n")
    result = place.run("serve", "--config", str(conf), check=False)
    assert result.returncode == 2 and "line 4" in result.stderr


def test_importing_real_exports_says_what_it_left_out_and_twice_is_nothing(
        place):
    place.run("practice", "zone=America/Toronto", "currency=CAD")
    folder = pathlib.Path(__file__).parents[1] / "data" / "import"
    first = place.run("import", str(folder))
    added = int(re.search(r"added (\d+)", first.stdout)[1])
    assert added > 100
    # line by line, in words: a broken event costs itself alone
    assert re.search(r"google\.ics:\d+: .*cannot be read", first.stderr)
    assert re.search(r"apple\.ics:\d+: .*24 hours", first.stderr)
    again = place.run("import", str(folder))
    assert f"added 0, changed 0, unchanged {added}," in again.stdout
    assert "C042" in place.run("person", "list").stdout


def test_commands_work_while_the_server_runs(place):
    place.add("maria", "practitioner")
    place.start()
    place.add("tom", "practitioner")
    assert place.person("tom").propfind("/dav/").status == 207
    place.run("verify")
    place.stop()


def test_dns_tells_programs_where_the_server_is(tmp_path):
    place = Server(tmp_path / "data")
    text = place.run("dns", "example.org", "--set",
                     "public_url=https://cal.example.org").stdout
    lines = text.splitlines()
    assert ("_caldavs._tcp.example.org. 86400 IN SRV 0 1 443 "
            "cal.example.org.") in lines
    assert '_caldavs._tcp.example.org. 86400 IN TXT "path=/dav/"' in lines
    assert "_caldav._tcp.example.org. 86400 IN SRV 0 0 0 ." in lines
    assert ('_timezones._tcp.example.org. 86400 IN TXT '
            '"path=/.well-known/timezone"') in lines
    assert len(lines) == 6
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("url, line", [
    ("", "_caldavs._tcp.example.org. 86400 IN SRV 0 1 443 example.org."),
    ("https://cal.example.org:8443",
     "_caldavs._tcp.example.org. 86400 IN SRV 0 1 8443 cal.example.org."),
    ("http://cal.example.org:8008",
     "_caldav._tcp.example.org. 86400 IN SRV 0 1 8008 cal.example.org."),
])
def test_dns_follows_the_public_url(tmp_path, url, line):
    place = Server(tmp_path / "data")
    text = place.run("dns", "example.org.", "--set", f"public_url={url}").stdout
    assert line in text.splitlines()


@pytest.mark.parametrize("words", [
    [], ["a", "b"], [""], ["exa mple.org"], ["a..b"], ["-" * 64 + ".org"],
    ["example.org\n. IN A 1.2.3.4"]])
def test_dns_takes_one_domain(tmp_path, words):
    result = Server(tmp_path / "data").run("dns", *words, check=False)
    assert result.returncode == 2
    assert result.stdout == ""

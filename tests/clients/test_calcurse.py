"""calcurse with calcurse-caldav: appointments and tasks of a terminal."""

import itertools

import pytest

from daybook import event

names = itertools.count()


class Calcurse:
    """A home directory with calcurse's files, bound to one calendar."""

    def __init__(self, program, folder, server, person, calendar=None):
        self.program = program
        self.person = person
        self.calendar = calendar or person.make_calendar(
            f"calcurse{next(names)}")
        self.home = folder
        self.data = folder / "calcurse"
        self.data.mkdir()
        self.config = folder / "caldav.conf"
        self.config.write_text(f"""
[General]
Binary = /usr/bin/calcurse
Hostname = 127.0.0.1:{server.port}
Path = {self.calendar.strip("/")}
AuthMethod = basic
HTTPS = No
InsecureSSL = Yes
DryRun = No
Verbose = Yes
[Auth]
Username = {person.login}
""")
        self.password = server.passwords[person.login]
        # It begins with a calendar that holds something, or not at all.
        if not calendar:
            person.put(self.calendar + "old.ics", event(
                "old@x", "20260501T140000Z", "20260501T150000Z",
                summary="Old"))
        self.sync("--init", "keep-remote")

    def sync(self, *words):
        return self.program(
            "calcurse-caldav", "--config", self.config, "--datadir",
            self.data, "--syncdb", self.home / "sync.db",
            "--lockfile", self.home / "lock", *words,
            CALCURSE_CALDAV_PASSWORD=self.password,
            TZ="America/Toronto").stdout

    def ask(self, *words, stdin=None):
        return self.program("calcurse", "-D", self.data, "-q", *words,
                            stdin=stdin, TZ="America/Toronto").stdout

    def shown(self):
        return self.ask("-Q", "--from", "06/01/2026", "--days", "30")

    def members(self):
        found = self.person.propfind(self.calendar, "D:getetag", "1").responses
        return {href: self.person.get(href).text for href in found
                if href != self.calendar}


@pytest.fixture
def calcurse(program_at, tmp_path, server, maria):
    return Calcurse(program_at(tmp_path), tmp_path, server, maria)


def test_what_the_server_has_is_shown(calcurse):
    calcurse.person.put(calcurse.calendar + "tea.ics", event("tea@x"))
    calcurse.sync()
    assert "Tea" in calcurse.shown()


def test_what_is_made_there_comes_to_the_server(calcurse):
    calcurse.ask("-i", "-", stdin=event("own@x", "20260615T130000Z",
                                        "20260615T140000Z", summary="Planning"))
    calcurse.sync()
    text, = [text for text in calcurse.members().values()
             if "Planning" in text]
    assert "SUMMARY:Planning" in text and "BEGIN:VEVENT" in text


def test_a_change_on_the_server_comes_and_a_deletion_too(calcurse):
    path = calcurse.calendar + "tea.ics"
    calcurse.person.put(path, event("tea@x"))
    calcurse.sync()
    calcurse.person.put(path, event("tea@x", summary="Late tea"))
    calcurse.sync()
    assert "Late tea" in calcurse.shown()
    calcurse.person.delete(path)
    calcurse.sync()
    assert "tea" not in calcurse.shown()


def test_a_deletion_there_deletes_on_the_server(calcurse):
    path = calcurse.calendar + "tea.ics"
    calcurse.person.put(path, event("tea@x"))
    calcurse.sync()
    lines = (calcurse.data / "apts").read_text().splitlines(keepends=True)
    kept = "".join(line for line in lines if "Tea" not in line)
    (calcurse.data / "apts").write_text(kept)
    calcurse.sync()
    assert [text for text in calcurse.members().values()
            if "Tea" in text] == []
    assert len(calcurse.members()) == 1


def test_a_second_sync_does_nothing(calcurse):
    calcurse.person.put(calcurse.calendar + "tea.ics", event("tea@x"))
    calcurse.sync()
    before = calcurse.members()
    calcurse.sync()
    assert calcurse.members() == before


def test_a_session_that_is_moved_there_a_little_stays_one(
        program_at, tmp_path, practice):
    """It puts the session anew and deletes the old one by the ETag that this
    had before the two clashed (K10, K17)."""
    made = practice.session("C042", coming=True)
    maria = practice.person("maria")
    program = Calcurse(program_at(tmp_path), tmp_path, practice, maria,
                       maria.home + "sessions/")
    day, start = made["start"].split("T")
    year, month, date = day.split("-")
    old, new = (f"{month}/{date}/{year} @ {start[:3]}{minute}"
                for minute in ("00", "10"))
    apts = program.data / "apts"
    text = apts.read_text()
    assert text.count(old) == 1
    apts.write_text(text.replace(old, new))
    program.sync()
    there, = [s for s in practice.items(f"/sessions?from={day}&to={day}")
              if s["start"].startswith(made["start"][:13])]
    assert (there["id"], there["start"]) == (
        made["id"], made["start"][:14] + "10")
    assert there["conflicts"] == [] and there["status"] == "open"

"""Backups: made while the server runs, proved, restored; and what is wrong is
told without touching anything."""

import os
import pathlib
import re
import shutil
import sqlite3
import stat
import subprocess

import pytest

from conftest import BINARY, Server, event


@pytest.fixture
def place(tmp_path):
    made = Server(tmp_path / "data")
    made.run("practice", "name=Willow Lane")
    made.add("maria", "practitioner")
    return made


def refused(place, *words, status=1):
    result = place.run(*words, check=False)
    assert result.returncode == status, result.stdout
    assert result.stderr.startswith("daybook: ")
    return result.stderr


def files(folder):
    return {path.name: path.read_bytes()
            for path in pathlib.Path(folder).iterdir() if path.is_file()}


def names(folder):
    return sorted(path.name for path in pathlib.Path(folder).iterdir())


def test_a_backup_says_what_is_in_it(place, tmp_path):
    said = place.run("backup", str(tmp_path / "copy.db")).stdout
    assert re.match(r"copied to \S+/copy\.db: Willow Lane, 1 person, "
                    r"0 sessions, 0 transactions in the ledger, all checked",
                    said)
    assert stat.S_IMODE(os.stat(tmp_path / "copy.db").st_mode) == 0o600


def test_in_a_directory_it_is_named_by_the_time(place, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    place.run("backup", str(folder))
    [name] = names(folder)
    assert re.fullmatch(r"daybook-\d{8}T\d{6}Z\.db", name)


def test_keep_deletes_the_oldest_backups_and_nothing_else(place, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [f"daybook-202601{day:02}T000000Z.db" for day in range(1, 6)]
    others = ["daybook-2026.db", "other.db", "daybook-20260101T000000Z.db.gz",
              "daybook-20260101T0000000.db", "xdaybook-20260101T000000Z.db"]
    for name in [*old, *others]:
        (folder / name).write_text(name)
    said = place.run("backup", str(folder), "--keep", "3").stdout
    assert "deleted 3 older backups" in said
    left = names(folder)
    assert set(others) < set(left) and set(old[3:]) < set(left)
    assert not set(old[:3]) & set(left)
    assert len(left) == len(others) + 3


def test_keep_makes_its_directory(place, tmp_path):
    place.run("backup", str(tmp_path / "new" / "backups"), "--keep", "14")
    assert len(names(tmp_path / "new" / "backups")) == 1


@pytest.mark.parametrize("keep", ["0", "-1", "x", "", "1e3"])
def test_a_wrong_keep_is_wrong_usage_and_deletes_nothing(place, tmp_path,
                                                         keep):
    (tmp_path / "daybook-20260101T000000Z.db").write_text("x")
    refused(place, "backup", str(tmp_path), "--keep", keep, status=2)
    assert (tmp_path / "daybook-20260101T000000Z.db").exists()


def test_a_backup_that_fails_leaves_no_file(place, tmp_path):
    before = names(tmp_path)
    assert "there already" in refused(place, "backup",
                                      str(place.data / "daybook.db"))
    refused(place, "backup", str(tmp_path / "no" / "such" / "copy.db"))
    assert names(tmp_path) == before
    assert not [n for n in names(place.data) if "partial" in n]


def test_a_damaged_place_gives_no_backup(place, tmp_path):
    database = place.data / "daybook.db"
    data = bytearray(database.read_bytes())
    # pages behind the first ones: the tables themselves
    for at in range(40 * 4096, min(len(data), 120 * 4096)):
        data[at] ^= 0x5a
    database.write_bytes(data)
    result = place.run("backup", str(tmp_path / "copy.db"), check=False)
    assert result.returncode == 1 and result.stderr
    assert not (tmp_path / "copy.db").exists()


def test_a_backup_is_proved_and_left_as_it_is(place, tmp_path):
    copy = tmp_path / "copy.db"
    place.run("backup", str(copy))
    before = copy.read_bytes()
    said = place.run("verify", str(copy)).stdout
    assert said.startswith(f"ok {copy}: schema ") and "Willow Lane" in said
    assert copy.read_bytes() == before
    assert [n for n in names(tmp_path) if n.startswith("copy")] == ["copy.db"]


def test_a_backup_on_a_medium_that_is_only_read_is_proved(place, tmp_path):
    folder = tmp_path / "medium"
    folder.mkdir()
    place.run("backup", str(folder / "copy.db"))
    (folder / "copy.db").chmod(0o400)
    folder.chmod(0o500)
    try:
        assert place.run("verify", str(folder / "copy.db")).stdout
        assert names(folder) == ["copy.db"]
    finally:
        folder.chmod(0o700)


def damage(path):
    data = bytearray(path.read_bytes())
    for at in range(30 * 4096, len(data)):
        data[at] ^= 0x5a
    path.write_bytes(data)


def cut(path):
    path.write_bytes(path.read_bytes()[:8 * 4096])


def empty(path):
    path.write_bytes(b"")


def foreign(path):
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE t (x)")


def newer(path):
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 9999")


def text(path):
    path.write_text("no database at all, but a text that is long enough" * 99)


def ledger(path):
    """A sum that somebody has changed by hand."""
    with sqlite3.connect(path) as db:
        for (name,) in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            db.execute(f"DROP TRIGGER {name}")
        assert db.execute("UPDATE ledger_entry SET amount = amount + 1"
                          ).rowcount > 0


WRONG = [(damage, "damaged"), (cut, ""), (empty, "empty"),
         (foreign, "not made by Daybook"), (newer, "newer Daybook"),
         (text, "")]


@pytest.mark.parametrize("spoil, words", WRONG)
def test_what_is_no_backup_is_told_and_never_restored(place, tmp_path, spoil,
                                                      words):
    copy = tmp_path / "copy.db"
    place.run("backup", str(copy))
    spoil(copy)
    said = refused(place, "verify", str(copy))
    assert words in said and str(copy) in said
    before = files(place.data)
    said = refused(place, "restore", str(copy))
    assert words in said and str(copy) in said
    assert files(place.data) == before
    assert "maria" in place.run("person", "list").stdout


@pytest.mark.parametrize("name", ["nothing.db", "."])
def test_a_backup_that_is_no_file_is_told(place, tmp_path, name):
    for command in ("verify", "restore"):
        assert "no file" in refused(place, command, str(tmp_path / name))


def test_restore_brings_back_what_was_and_keeps_what_is(place, tmp_path):
    copy = tmp_path / "copy.db"
    place.run("backup", str(copy))
    place.add("tom", "practitioner")
    said = place.run("restore", str(copy)).stdout
    kept = re.search(r"kept as (\S+)", said)[1]
    assert "tom" not in place.run("person", "list").stdout
    assert copy.exists()
    # and back again
    place.run("restore", kept)
    assert "tom" in place.run("person", "list").stdout
    place.run("verify")


def test_restore_into_an_empty_place_makes_it(place, tmp_path):
    copy = tmp_path / "copy.db"
    place.run("backup", str(copy))
    other = Server(tmp_path / "other")
    assert "kept" not in other.run("restore", str(copy)).stdout
    assert "maria" in other.run("person", "list").stdout
    assert stat.S_IMODE(os.stat(other.data).st_mode) == 0o700
    assert stat.S_IMODE(os.stat(other.data / "daybook.db").st_mode) == 0o600


def test_restore_takes_the_place_of_a_database_that_is_damaged(place,
                                                               tmp_path):
    copy = tmp_path / "copy.db"
    place.run("backup", str(copy))
    damage(place.data / "daybook.db")
    place.run("restore", str(copy))
    assert "maria" in place.run("person", "list").stdout
    place.run("verify")


def test_restore_over_a_running_server_is_refused(place, tmp_path):
    copy = tmp_path / "copy.db"
    place.run("backup", str(copy))
    place.start()
    try:
        before = names(place.data)
        assert "stop it first" in refused(place, "restore", str(copy))
        assert names(place.data) == before
        assert place.person("maria").propfind("/dav/").status == 207
    finally:
        assert place.stop() == 0
    place.run("restore", str(copy))


def test_programs_that_saw_more_than_the_backup_has_start_anew(place,
                                                               tmp_path):
    place.start()
    maria = place.person("maria")
    calendar = maria.make_calendar("a")
    maria.put(calendar + "1.ics", event("1"))
    copy = tmp_path / "copy.db"
    place.run("backup", str(copy))
    maria.put(calendar + "2.ics", event("2"))
    answer = maria.sync(calendar)
    token = answer.xml.findtext("{DAV:}sync-token")
    tag = maria.get(calendar + "1.ics").headers["ETag"]
    place.stop()
    place.run("restore", str(copy))
    place.start()
    try:
        maria = place.person("maria")
        maria.put(calendar + "3.ics", event("3"))
        assert "valid-sync-token" in maria.sync(calendar, token).error
        fresh = maria.sync(calendar)
        assert set(fresh.responses) == {calendar + "1.ics",
                                        calendar + "3.ics"}
        assert maria.get(calendar + "1.ics").headers["ETag"] == tag
    finally:
        assert place.stop() == 0


def test_a_copy_made_by_hand_with_its_log_is_proved_with_it(place, tmp_path):
    place.start()
    try:
        place.add("tom", "practitioner")
        for end in ("", "-wal"):
            shutil.copy(place.data / f"daybook.db{end}",
                        tmp_path / f"copy.db{end}")
    finally:
        place.stop(9)
    assert "2 people" in place.run("verify", str(tmp_path / "copy.db")).stdout


def test_a_changed_ledger_is_no_backup(tmp_path):
    demo = Server(tmp_path / "data", "demo").start()
    assert demo.stop() == 0
    copy = tmp_path / "copy.db"
    demo.run("backup", str(copy))
    assert "sessions" in demo.run("verify", str(copy)).stdout
    ledger(copy)
    said = refused(demo, "verify", str(copy))
    assert "ledger" in said
    refused(demo, "restore", str(copy))


def test_no_progress_is_shown_where_nobody_looks(place, tmp_path):
    assert place.run("backup", str(tmp_path / "copy.db")).stderr == ""


def test_many_backups_at_once_are_all_whole(place, tmp_path):
    place.start()
    try:
        running = [
            subprocess.Popen([BINARY, "backup", str(tmp_path / f"{n}.db"),
                              "--data", str(place.data)])
            for n in range(4)]
        assert [one.wait(60) for one in running] == [0] * 4
    finally:
        assert place.stop() == 0
    for n in range(4):
        place.run("verify", str(tmp_path / f"{n}.db"))

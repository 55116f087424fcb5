"""Databases of every version that was ever released: opened, copied before,
brought up to date; and those that are not ours to change."""

import fcntl
import pathlib
import re
import shutil
import sqlite3

import pytest

from conftest import ROOT, Server

SCHEMA = ROOT / "tests" / "data" / "schema"
VERSIONS = sorted(int(path.stem) for path in SCHEMA.glob("*.sql"))


def newest(server):
    return int(re.search(r"schema (\d+)", server.run("version").stdout)[1])


def version_of(path):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        return db.execute("PRAGMA user_version").fetchone()[0]


def old_place(tmp_path, version):
    server = Server(tmp_path / "data")
    server.data.mkdir(mode=0o700)
    with sqlite3.connect(server.data / "daybook.db") as db:
        for number in range(1, version + 1):
            db.executescript((SCHEMA / f"{number}.sql").read_text())
    assert version_of(server.data / "daybook.db") == version
    return server


@pytest.mark.parametrize("version", VERSIONS)
def test_an_old_database_is_copied_and_brought_up_to_date(tmp_path, version):
    server = old_place(tmp_path, version)
    server.run("person", "add", "maria", "--role", "staff")
    assert server.run("verify").stdout.startswith("ok ")
    assert version_of(server.data / "daybook.db") == newest(server)
    kept = server.data / f"daybook.db.schema-{version}"
    if version == newest(server):
        assert not kept.exists()
        return
    assert version_of(kept) == version
    assert kept.stat().st_mode & 0o777 == 0o600
    # the copy is a backup, and an old one can be restored
    said = server.run("verify", str(kept)).stdout
    assert f"schema {version}," in said and version_of(kept) == version
    server.run("restore", str(kept))
    assert "maria" not in server.run("person", "list").stdout
    server.run("verify")


def test_the_copy_is_made_once_a_version(tmp_path):
    server = old_place(tmp_path, VERSIONS[0])
    for _ in range(3):
        server.run("practice")
    assert [path.name for path in server.data.glob("daybook.db.schema-*")] == [
        f"daybook.db.schema-{VERSIONS[0]}"]


def test_where_no_copy_can_be_kept_nothing_is_changed(tmp_path):
    server = old_place(tmp_path, VERSIONS[0])
    # a directory in the place of the copy
    (server.data / f"daybook.db.schema-{VERSIONS[0]}" / "x").mkdir(
        parents=True)
    done = server.run("practice", check=False)
    assert done.returncode == 1 and "cannot be copied" in done.stderr
    assert version_of(server.data / "daybook.db") == VERSIONS[0]


def test_an_old_database_that_an_older_server_uses_is_left_alone(tmp_path):
    server = old_place(tmp_path, VERSIONS[0])
    with open(server.data / "daybook.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        done = server.run("practice", check=False)
        assert done.returncode == 1 and "stop it first" in done.stderr
        assert version_of(server.data / "daybook.db") == VERSIONS[0]
    server.run("practice")
    assert version_of(server.data / "daybook.db") == newest(server)


def test_a_newer_database_is_refused_in_words_and_left_alone(tmp_path):
    server = Server(tmp_path / "data")
    server.run("practice")
    path = server.data / "daybook.db"
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 9999")
    db.close()
    copy = pathlib.Path(shutil.copy(path, tmp_path / "before.db"))
    for words in (["serve", "--listen", "127.0.0.1:0"], ["practice"],
                  ["backup", str(tmp_path / "copy.db")]):
        done = server.run(*words, check=False)
        assert done.returncode == 1 and "newer Daybook" in done.stderr
    assert path.read_bytes() == copy.read_bytes()
    assert not (tmp_path / "copy.db").exists()

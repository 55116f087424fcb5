"""cadaver: a home as a tree of folders, driven as one would type."""

import itertools
import re

import pytest

from daybook import event

PASSWORD = "secret-of-tessa"  # ~/.netrc takes no blanks
names = itertools.count()


@pytest.fixture(scope="module")
def tessa(server):
    return server.add("tessa", "practitioner", "--name", "Tessa Reed",
                      password=PASSWORD)


@pytest.fixture
def work(tessa):
    return tessa.make_calendar(f"work{next(names)}")


@pytest.fixture
def cadaver(tessa, program, tmp_path):
    """Type lines into cadaver; a list of (line, what it said)."""
    (tmp_path / ".netrc").write_text(
        f"machine 127.0.0.1 login tessa password {PASSWORD}\n")
    (tmp_path / ".netrc").chmod(0o600)
    (tmp_path / "tea.ics").write_text(event("tea@x"), newline="")

    def run(path, *lines):
        typed = "".join(line + "\n" for line in (*lines, "quit"))
        said = program("cadaver", tessa.server.url + path, stdin=typed,
                       EDITOR="true").stdout
        # the prompt is "dav:/path/>", or "dav:/path/? " when not connected
        parts = re.split(r"^dav:\S*[>?] ", said, flags=re.M)[1:]
        assert len(parts) == len(lines) + 1, said
        return [part.partition("\n")[2] for part in parts[:-1]]
    return run


def test_the_home_lists_its_calendars_as_folders(tessa, cadaver, work):
    said, = cadaver(tessa.home, "ls")
    folders = re.findall(r"^Coll:\s+(\S+)", said, re.M)
    name = work.rstrip("/").rsplit("/", 1)[1]
    assert {name, "sessions", "closures", "to-save"} <= set(folders)
    assert "succeeded" in said


def test_a_file_put_is_listed_shown_and_fetched(tessa, cadaver, work,
                                                tmp_path):
    put, listed, shown, got = cadaver(
        work, "put tea.ics", "ls", "cat tea.ics", "get tea.ics back.ics")
    for said in (put, listed, got):
        assert "succeeded" in said
    size = len(event("tea@x"))
    assert re.search(rf"^\s+tea\.ics\s+{size}\s", listed, re.M), listed
    assert "UID:tea@x" in shown
    assert (tmp_path / "back.ics").read_bytes() == event("tea@x").encode()
    assert tessa.get(work + "tea.ics").text == event("tea@x")


def test_a_put_over_a_file_changes_it(tessa, cadaver, work, tmp_path):
    cadaver(work, "put tea.ics")
    (tmp_path / "tea.ics").write_text(event("tea@x", summary="Cake"),
                                      newline="")
    said, = cadaver(work, "put tea.ics")
    assert "succeeded" in said
    assert "SUMMARY:Cake" in tessa.get(work + "tea.ics").text


def test_what_is_no_calendar_is_refused_with_403(tessa, cadaver, work,
                                                 tmp_path):
    (tmp_path / "note.ics").write_text("Buy milk.\n")
    said, listed = cadaver(work, "put note.ics", "ls")
    assert "403" in said and "note.ics" not in listed


def test_a_folder_is_made_entered_and_removed(tessa, cadaver):
    made, entered, path, left, removed, gone = cadaver(
        tessa.home, "mkcol shelf", "cd shelf", "pwd", "cd ..",
        "rmcol shelf", "ls")
    assert "succeeded" in made and "succeeded" in removed
    assert "failed" not in entered + left
    assert tessa.home + "shelf/" in path
    assert "shelf" not in gone


def test_properties_are_set_read_listed_and_deleted(tessa, cadaver, work):
    said = cadaver(
        work, "put tea.ics", 'propset tea.ics mood "calm, mostly"',
        "propget tea.ics mood", "propget tea.ics", "propnames tea.ics",
        "propdel tea.ics mood", "propget tea.ics mood")
    assert "succeeded" in said[1]
    assert "Value of mood is: calm, mostly" in said[2]
    assert "getetag" in said[3] and "mood = calm, mostly" in said[3]
    assert "mood" in said[4] and "succeeded" in said[4]
    assert "succeeded" in said[5]
    assert "calm" not in said[6]


def test_properties_of_a_calendar_are_kept(tessa, cadaver, work):
    said = cadaver(work, "propset . shelf upper", "propget . shelf")
    assert "Value of shelf is: upper" in said[1]


def test_the_servers_own_properties_stay_as_they_are(tessa, cadaver, work):
    said = cadaver(
        work, "put tea.ics", "set namespace DAV:",
        "propset tea.ics getetag mine", "propget tea.ics getetag")
    assert "failed" in said[2] and "403" in said[2]
    assert tessa.get(work + "tea.ics").headers["ETag"] in said[3]


def test_a_file_is_copied_and_moved_to_another_calendar(tessa, cadaver,
                                                        work):
    other = tessa.make_calendar(f"other{next(names)}")
    said = cadaver(
        work, "put tea.ics", f"copy tea.ics {other}copy.ics",
        "move tea.ics moved.ics", f"ls {other}", "ls")
    for line in said:
        assert "succeeded" in line
    assert "copy.ics" in said[3]
    assert "moved.ics" in said[4] and "tea.ics" not in said[4]
    assert tessa.get(other + "copy.ics").text == event("tea@x")
    assert tessa.get(work + "moved.ics").text == event("tea@x")


def test_a_copy_beside_its_original_is_refused_for_its_uid(cadaver, tessa,
                                                           work):
    said = cadaver(work, "put tea.ics", "copy tea.ics twin.ics", "ls")
    assert "failed" in said[1] and "twin.ics" not in said[2]


def test_a_calendar_is_copied_with_what_is_in_it(tessa, cadaver, work):
    name = f"backup{next(names)}"
    said = cadaver(work, "put tea.ics", f"copy {work} {tessa.home}{name}/",
                   f"ls {tessa.home}{name}/")
    assert "succeeded" in said[1] and "tea.ics" in said[2]


def test_a_deleted_file_is_gone_and_deleted_twice_is_404(tessa, cadaver,
                                                         work):
    said = cadaver(work, "put tea.ics", "delete tea.ics", "ls",
                   "delete tea.ics", "cat tea.ics")
    assert "succeeded" in said[1]
    assert "empty" in said[2]
    assert "404" in said[3] and "404" in said[4]
    assert tessa.get(work + "tea.ics").status == 404


def test_closures_are_read_and_never_written_by_a_practitioner(tessa,
                                                               cadaver):
    said = cadaver(tessa.home, "ls closures", "cd closures", "put tea.ics",
                   "cd ..", "rmcol closures", "ls")
    assert "empty" in said[0]
    assert "failed" in said[2] and "403" in said[2]
    assert "failed" in said[4]
    assert "closures" in said[5]


def test_another_persons_home_is_not_there(tessa, cadaver):
    said, = cadaver(tessa.home, "ls /dav/calendars/maria/")
    assert "404" in said

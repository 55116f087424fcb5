"""vdirsyncer: calendars as folders of files, kept alike in both ways."""

import itertools
import re

import pytest

from daybook import but_sequence, event
from vdir import Pair

names = itertools.count()


@pytest.fixture
def pair(program, tmp_path, server):
    return Pair(program, tmp_path, server, "maria")


@pytest.fixture
def work(pair):
    """A calendar of Maria's with one event, synchronised."""
    name = f"work{next(names)}"
    path = pair.person.make_calendar(name)
    pair.person.put(path + "tea.ics", event(name, summary="Tea"))
    pair.configure(collections=f'["{name}"]', resolve="a wins")
    pair.discover()
    pair.sync()
    assert pair.names(name) == {name + ".ics"}
    return name


def only(pair, name):
    """The address of the only member of a calendar."""
    home = f"{pair.person.home}{name}/"
    found = pair.person.propfind(home, "D:getetag", "1").responses
    href, = [h for h in found if h != home]
    return href


# A calendar of one's own

def test_calendars_are_found_from_the_root_and_made_on_either_side(pair):
    made = pair.person.make_calendar("theirs")
    pair.person.put(made + "1.ics", event("uid-theirs"))
    (pair.files / "mine").mkdir()
    pair.write("mine/uid-mine.ics", event("uid-mine"))
    said = pair.discover()
    for name in ("theirs", "sessions", "closures", "to-save"):
        assert f'"{name}"' in said
    pair.sync()
    assert pair.names("theirs") == {"uid-theirs.ics"}
    listed = pair.person.propfind(pair.person.home + "mine/",
                                  "D:resourcetype D:getetag", "1")
    assert pair.person.home + "mine/uid-mine.ics" in listed.responses
    assert listed.prop(pair.person.home + "mine/",
                       "D:resourcetype/C:calendar") is not None


@pytest.mark.parametrize("url", ["", "/", "/dav", "/dav/principals/maria/",
                                 "/dav/calendars/maria/"])
def test_any_address_of_the_person_leads_to_the_calendars(pair, url):
    pair.configure(url=url)
    assert '"sessions"' in pair.discover()


def test_bytes_come_and_go_unchanged(pair, work):
    odd = event(work, "20260612T140000Z", "20260612T150000Z",
                "DESCRIPTION:folded he", " re, with ümlaut ☕",
                "CATEGORIES:a,b\\,c", "X-ODD;P=\"a:b\":c", summary="Odd")
    pair.write(f"{work}/{work}.ics", odd)
    pair.sync()
    assert pair.person.get(only(pair, work)).text == odd
    (pair.files / work / f"{work}.ics").unlink()
    (pair.files.parent / "status" / "both" / f"{work}.items").unlink()
    pair.sync()
    assert pair.read(f"{work}/{work}.ics") == odd


def test_a_second_sync_does_nothing(pair, work):
    for _ in range(2):
        assert "Copying" not in pair.sync().stdout
    pair.edit(f"{work}/{work}.ics", "Tea", "Cake")
    assert "Copying" in pair.sync().stdout
    assert "Copying" not in pair.sync().stdout


def test_what_is_made_on_each_side_comes_to_the_other(pair, work):
    pair.write(f"{work}/{work}-a.ics", event(f"{work}-a"))
    pair.person.put(f"{pair.person.home}{work}/b.ics", event(f"{work}-b"))
    pair.sync()
    assert pair.names(work) == {f"{work}.ics", f"{work}-a.ics",
                                f"{work}-b.ics"}
    got = pair.person.get(f"{pair.person.home}{work}/{work}-a.ics")
    assert got.text == event(f"{work}-a")


def test_what_is_edited_on_each_side_comes_to_the_other(pair, work):
    href = only(pair, work)
    pair.edit(f"{work}/{work}.ics", "SUMMARY:Tea", "SUMMARY:Cake")
    pair.sync()
    assert "SUMMARY:Cake" in pair.person.get(href).text
    pair.person.put(href, event(work, summary="Coffee"))
    pair.sync()
    assert "SUMMARY:Coffee" in pair.read(f"{work}/{work}.ics")


def test_what_is_deleted_on_each_side_leaves_the_other(pair, work):
    for name in ("a", "b", "c"):
        pair.write(f"{work}/{work}-{name}.ics", event(f"{work}-{name}"))
    pair.sync()
    (pair.files / work / f"{work}-a.ics").unlink()
    pair.person.delete(f"{pair.person.home}{work}/{work}-b.ics")
    pair.sync()
    assert pair.names(work) == {f"{work}.ics", f"{work}-c.ics"}
    home = f"{pair.person.home}{work}/"
    assert pair.person.get(f"{home}{work}-a.ics").status == 404
    assert pair.person.get(f"{home}{work}-c.ics").status == 200


def both_edited(pair, work):
    href = only(pair, work)
    pair.edit(f"{work}/{work}.ics", "SUMMARY:Tea", "SUMMARY:Mine")
    assert pair.person.put(href, event(work, summary="Theirs")).status == 204
    return href


def test_of_two_edits_the_files_wins_where_it_is_told_to(pair, work):
    href = both_edited(pair, work)
    pair.sync()
    assert "SUMMARY:Mine" in pair.person.get(href).text
    assert "SUMMARY:Mine" in pair.read(f"{work}/{work}.ics")


def test_two_edits_without_a_rule_are_an_error_and_lose_nothing(pair, work):
    pair.configure(collections=f'["{work}"]')
    pair.discover()
    href = both_edited(pair, work)
    failed = pair.sync(check=False)
    assert failed.returncode != 0 and "conflict" in failed.stdout
    assert "SUMMARY:Theirs" in pair.person.get(href).text
    assert "SUMMARY:Mine" in pair.read(f"{work}/{work}.ics")


def test_name_and_colour_are_carried_by_metasync(pair, work):
    pair.configure(collections=f'["{work}"]',
                   pair='metadata = ["color", "displayname"]\n',
                   resolve="a wins")
    pair.discover()
    (pair.files / work / "displayname").write_text("Färbung & Name")
    (pair.files / work / "color").write_text("#0b5666")
    pair.run("metasync")
    home = f"{pair.person.home}{work}/"
    shown = pair.person.propfind(home, "D:displayname A:calendar-color")
    assert shown.prop(home, "D:displayname").text == "Färbung & Name"
    assert shown.prop(home, "A:calendar-color").text == "#0b5666"


def test_a_window_of_dates_and_a_kind_are_asked_of_the_server(pair, work):
    home = f"{pair.person.home}{work}/"
    pair.person.put(home + "old.ics", event(
        f"{work}-old", "20200101T100000Z", "20200101T110000Z"))
    todo = event(f"{work}-todo").replace("VEVENT", "VTODO")
    pair.person.put(home + "todo.ics", todo.replace("DTEND", "DUE"))
    pair.configure(
        collections=f'["{work}"]', storage='item_types = ["VEVENT"]\n'
        'start_date = "datetime(2026, 6, 1)"\n'
        'end_date = "datetime(2026, 7, 1)"\n')
    pair.discover()
    # vdirsyncer keys its status by the pair and the collection
    pair.sync()
    assert pair.names(work) == {f"{work}.ics"}


# Sessions

class Sessions(Pair):
    def __init__(self, program, folder, demo, login, **options):
        super().__init__(program, folder, demo, login,
                         collections='["sessions"]', **options)
        self.discover()
        self.sync()
        assert self.names("sessions")

    def find(self, status, *words, before="9", after="0"):
        """File names of sessions by status, title and time, by time."""
        found = []
        for name in self.names("sessions"):
            text = self.read("sessions/" + name)
            start = re.search(r"DTSTART;TZID=\S+:(\w+)", text).group(1)
            title = re.search(r"SUMMARY:(.*(?:\r\n .*)*)", text).group(1)
            if f"X-PRACTICE-STATUS:{status}\r\n" in text and \
                    after <= start < before and \
                    all(word in title for word in words):
                found.append((start, "sessions/" + name))
        return [name for _, name in sorted(found)]

    def open_past(self):
        return self.find("open", before="20260610T1300")

    def open_coming(self):
        return self.find("open", after="20260611")

    def on_server(self, name):
        uid = re.search(r"UID:(\S+)", self.read(name)).group(1)
        return self.person.get(f"{self.person.home}sessions/{uid}.ics").text


@pytest.fixture(scope="module")
def maria_files(program_at, tmp_path_factory, demo):
    """Her sessions as files; each test leaves them so that a sync passes."""
    folder = tmp_path_factory.mktemp("maria")
    return Sessions(program_at(folder), folder, demo, "maria",
                    resolve="b wins")


def test_a_status_edited_by_hand_saves_and_the_servers_version_comes_back(
        maria_files, demo):
    files = maria_files
    name = files.open_past()[0]
    files.edit(name, "X-PRACTICE-STATUS:open", "X-PRACTICE-STATUS:missed")
    mine = files.read(name)
    files.sync()
    assert "X-PRACTICE-STATUS:missed" in files.on_server(name)
    assert files.read(name) == mine, "until the next one"
    files.sync()
    assert files.read(name) == files.on_server(name) != mine
    assert "X-PRACTICE-STATUS-LABEL:Missed" in files.read(name)
    assert "Copying" not in files.sync().stdout
    demo.run("verify")


def test_a_word_in_the_title_saves_and_leaves_again(maria_files):
    files = maria_files
    name = files.open_coming()[0]
    title = re.search(r"SUMMARY:(.*)\r\n", files.read(name)).group(1)
    files.edit(name, "SUMMARY:", "SUMMARY:x ")
    files.sync()
    files.sync()
    text = files.read(name)
    assert "X-PRACTICE-STATUS:canceled\r\n" in text
    assert "TRANSP:TRANSPARENT" in text and "STATUS:CANCELLED" not in text
    assert "SUMMARY:x" not in text and title in text


def test_any_other_change_of_the_title_is_dropped(maria_files):
    files = maria_files
    name = files.open_coming()[0]
    before = files.read(name)
    files.edit(name, "SUMMARY:", "SUMMARY:Meeting with ")
    files.sync()
    files.sync()
    assert files.read(name) == files.on_server(name)
    assert but_sequence(files.read(name)) == but_sequence(before)
    assert "Copying" not in files.sync().stdout


def test_a_moved_session_moves_for_its_client_too(maria_files, demo):
    files = maria_files
    name = [n for n in files.open_coming() if "Group" not in files.read(n)][0]
    text = files.read(name)
    moved = re.sub(r"(DT(?:START|END);TZID=\S+:)\d{8}", r"\g<1>20260628",
                   text)
    assert moved != text
    files.write(name, moved)
    files.sync()
    code = re.search(r"X-PRACTICE-CLIENTS:(\w+)", text).group(1).lower()
    uid = re.search(r"UID:(\S+)", text).group(1)
    client = demo.person(code)
    found = client.report(
        client.home + "sessions/", "C:calendar-query",
        '<D:prop><C:calendar-data/></D:prop><C:filter>'
        '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
        f'<C:prop-filter name="UID"><C:text-match>{uid}</C:text-match>'
        "</C:prop-filter></C:comp-filter></C:comp-filter></C:filter>")
    start = re.search(r"DTSTART;\S+", moved).group()
    assert start in found.text


def test_a_deleted_coming_session_comes_back_canceled(maria_files):
    files = maria_files
    name = files.open_coming()[0]
    (files.files / name).unlink()
    files.sync()
    files.sync()
    assert "X-PRACTICE-STATUS:canceled\r\n" in files.read(name)


def test_a_deleted_past_session_is_refused_and_comes_back(maria_files):
    files = maria_files
    name = files.open_past()[0]
    text = files.read(name)
    (files.files / name).unlink()
    failed = files.sync(check=False)
    assert failed.returncode != 0 and "403" in failed.stdout
    files.sync()
    assert files.read(name) == files.on_server(name)
    assert but_sequence(files.read(name)) == but_sequence(text)
    assert "X-PRACTICE-STATUS:open\r\n" in files.read(name)


def test_a_file_with_a_code_becomes_a_session(maria_files):
    files = maria_files
    files.write("sessions/by-hand.ics", event(
        "by-hand", "20260624T220000Z", "20260624T230000Z", summary="c042"))
    files.sync()
    files.sync()
    text = files.read("sessions/by-hand.ics")
    assert "X-PRACTICE-CLIENTS:C042\r\n" in text
    assert "X-PRACTICE-STATUS:open\r\n" in text
    assert "DTSTART;TZID=America/Toronto:20260624T180000" in text


def test_an_unknown_status_is_refused_and_changes_nothing(maria_files):
    files = maria_files
    name = files.open_past()[0]
    before = files.read(name)
    files.edit(name, "X-PRACTICE-STATUS:open", "X-PRACTICE-STATUS:sleepy")
    failed = files.sync(check=False)
    assert failed.returncode != 0 and "403" in failed.stdout
    files.sync()
    assert files.read(name) == files.on_server(name)
    assert but_sequence(files.read(name)) == but_sequence(before)


def test_a_ticked_task_is_a_completed_session(program, tmp_path, demo):
    files = Pair(program, tmp_path, demo, "maria",
                 collections='["sessions", "to-save"]', resolve="b wins")
    files.discover()
    files.sync()
    name = sorted(n for n in files.names("to-save")
                  if "NEEDS-ACTION" in files.read("to-save/" + n))[0]
    files.edit("to-save/" + name, "STATUS:NEEDS-ACTION", "STATUS:COMPLETED")
    files.sync()
    files.sync()
    session = "sessions/" + name.replace("-save.ics", ".ics")
    assert "X-PRACTICE-STATUS:completed\r\n" in files.read(session)
    assert "PERCENT-COMPLETE:100" in files.read("to-save/" + name)
    demo.run("verify")


# A client's calendar

def test_a_clients_edit_is_refused_and_the_session_unchanged(
        program, tmp_path, demo):
    files = Sessions(program, tmp_path, demo, "c042")
    name = "sessions/" + sorted(files.names("sessions"))[0]
    before = files.on_server(name)
    files.edit(name, "SUMMARY:", "SUMMARY:x ")
    failed = files.sync(check=False)
    assert failed.returncode != 0 and "403" in failed.stdout
    assert but_sequence(files.on_server(name)) == but_sequence(before)


def test_a_clients_edit_is_undone_where_the_storage_is_read_only(
        program, tmp_path, demo):
    files = Sessions(program, tmp_path, demo, "c042", read_only=True)
    names_before = files.names("sessions")
    edited, deleted = ["sessions/" + n for n in sorted(names_before)[:2]]
    before = files.read(edited)
    files.edit(edited, "SUMMARY:", "SUMMARY:x ")
    (files.files / deleted).unlink()
    for _ in range(2):
        files.sync()
    assert files.read(edited) == before == files.on_server(edited)
    assert files.names("sessions") == names_before


def test_a_client_can_make_no_calendar(program, tmp_path, demo):
    files = Pair(program, tmp_path, demo, "c043")
    (files.files / "mine").mkdir()
    failed = files.run("discover", stdin="y\n" * 50, check=False)
    assert failed.returncode != 0
    assert demo.person("c043").propfind(
        "/dav/calendars/c043/mine/").status == 404

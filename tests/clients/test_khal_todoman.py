"""khal and todoman: events and tasks in vdirsyncer's folders."""

import itertools
import re

import pytest

from daybook import event
from vdir import Pair

names = itertools.count()


@pytest.fixture
def pair(program_at, tmp_path, server):
    pair = Pair(program_at(tmp_path), tmp_path, server, "maria")
    name = f"khal{next(names)}"
    pair.calendar = pair.person.make_calendar(name)
    pair.name = name
    pair.person.put(pair.calendar + "tea.ics", event("tea@x", summary="Tea"))
    # A calendar that is emptied at once is one that vdirsyncer asks about.
    pair.person.put(pair.calendar + "old.ics", event(
        "old@x", "20260101T140000Z", "20260101T150000Z", summary="Old"))
    pair.configure(collections=f'["{name}"]', resolve="b wins")
    pair.discover()
    pair.sync()
    return pair


@pytest.fixture
def khal(pair, tmp_path):
    config = tmp_path / "khal.conf"
    config.write_text(f"""
[calendars]
[[work]]
path = {pair.files}/{pair.name}
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = America/Toronto
default_timezone = America/Toronto
[default]
default_calendar = work
[sqlite]
path = {tmp_path}/khal.db
""")

    def run(*words):
        return pair.program("khal", "-c", config, *words).stdout
    return run


@pytest.fixture
def todoman(pair, tmp_path):
    config = tmp_path / "todoman.py"
    config.write_text(f"""
path = "{pair.files}/*"
date_format = "%Y-%m-%d"
time_format = "%H:%M"
default_list = "{pair.name}"
cache_path = "{tmp_path}/todoman.db"
""")

    def run(*words):
        return pair.program("todoman", "--config", config, *words).stdout
    return run


def members(pair):
    """The texts of the calendar's members on the server."""
    found = pair.person.propfind(pair.calendar, "D:getetag", "1").responses
    return [pair.person.get(href).text for href in found
            if href != pair.calendar]


def test_khal_lists_what_the_server_has(khal):
    assert "10:00-11:00 Tea" in khal("list", "2026-06-12", "2026-06-13")


def test_an_event_that_khal_makes_comes_to_the_server(pair, khal):
    khal("new", "2026-06-15", "09:00", "10:30", "Planning", "::", "with Ada")
    pair.sync()
    text, = [text for text in members(pair) if "Planning" in text]
    assert re.search("DTSTART;TZID=America/Toronto.*:20260615T090000", text)
    assert "DESCRIPTION:with Ada" in text


def test_a_series_of_khal_is_one_object_with_its_instances(pair, khal):
    khal("new", "-r", "weekly", "-u", "2026-07-01", "2026-06-10", "14:00",
         "15:00", "Choir")
    pair.sync()
    answer = pair.person.report(
        pair.calendar, "C:calendar-query", "<D:prop><D:getetag/></D:prop>"
        '<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter '
        'name="VEVENT"><C:time-range start="20260624T170000Z" '
        'end="20260624T200000Z"/></C:comp-filter></C:comp-filter></C:filter>')
    assert len(answer.responses) == 1


def test_what_changes_on_the_server_is_what_khal_shows(pair, khal):
    pair.person.put(pair.calendar + "tea.ics", event(
        "tea@x", "20260612T180000Z", "20260612T190000Z", summary="Late tea"))
    pair.sync()
    assert "14:00-15:00 Late tea" in khal("list", "2026-06-12", "2026-06-13")
    pair.person.delete(pair.calendar + "tea.ics")
    pair.sync()
    assert "tea" not in khal("list", "2026-06-12", "2026-06-13")


def test_a_task_of_todoman_comes_to_the_server_and_is_done(pair, todoman):
    todoman("new", "-d", "2026-06-20", "Buy tea")
    pair.sync()
    text, = [text for text in members(pair) if "VTODO" in text]
    assert "SUMMARY:Buy tea" in text and "DUE" in text
    assert "Buy tea" in todoman("list")
    todoman("done", "1")
    pair.sync()
    text, = [text for text in members(pair) if "VTODO" in text]
    assert "STATUS:COMPLETED" in text
    assert "Buy tea" not in todoman("list")


def test_a_task_that_is_ticked_elsewhere_is_done_in_todoman(pair, todoman):
    todoman("new", "Call Ben")
    pair.sync()
    href, = [href for href in pair.person.propfind(
        pair.calendar, "D:getetag", "1").responses
        if href != pair.calendar and "VTODO" in pair.person.get(href).text]
    text = pair.person.get(href).text
    done = text.replace("END:VTODO", "COMPLETED:20260610T170000Z\r\n"
                        "END:VTODO").replace("STATUS:NEEDS-ACTION",
                                             "STATUS:COMPLETED")
    if "STATUS" not in done:
        done = done.replace("END:VTODO", "STATUS:COMPLETED\r\nEND:VTODO")
    assert pair.person.put(href, done).status == 204
    pair.sync()
    assert "Call Ben" not in todoman("list")

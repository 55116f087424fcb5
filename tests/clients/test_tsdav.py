"""tsdav, a CalDAV library for JavaScript: what it does and finds (tsdav.mjs)."""

import json
import pathlib
import shutil
import subprocess

import pytest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CALENDAR = "/dav/calendars/maria/tsdav/"


@pytest.fixture(scope="module")
def found(server):
    assert (ROOT / "build/clients/node_modules/tsdav").exists(), \
        "tsdav is not there: make build/clients/ready"
    done = subprocess.run(
        [shutil.which("node"), HERE / "tsdav.mjs", server.url + "/dav/",
         "maria", server.passwords["maria"]],
        cwd=ROOT, capture_output=True, text=True, timeout=120,
        env={"PATH": "/usr/bin:/bin", "NO_PROXY": "*"})
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_finds_the_calendars_from_the_servers_address(found):
    told = {one["path"].rsplit("/", 2)[1]: one for one in found["calendars"]}
    assert {"sessions", "to-save", "closures", "calendar"} <= set(told)
    assert told["to-save"]["components"] == ["VTODO"]
    assert told["calendar"]["components"] == ["VEVENT", "VTODO", "VJOURNAL"]
    for one in told.values():
        assert one["name"] and one["tag"]
        assert "syncCollection" in one["reports"]
    assert "/dav/principals/maria/" in found["addresses"]


def test_it_makes_a_calendar(found):
    assert found["made"] == [201]


def test_what_it_creates_it_reads_back(found):
    assert found["created"] == {"status": 201, "tag": True}
    assert found["again"]["status"] == 412
    objects = dict(found["objects"])
    assert set(objects) == {CALENDAR + "tea.ics", CALENDAR + "walk.ics"}
    assert "SUMMARY:Tea" in objects[CALENDAR + "tea.ics"]


def test_it_reads_a_range_expanded(found):
    (path, data), = found["ranged"]
    assert path == CALENDAR + "walk.ics"
    assert data.count("BEGIN:VEVENT") == 2 and "RRULE" not in data


def test_what_another_changed_meanwhile_it_does_not_overwrite(found):
    assert found["updated"] == {"status": 204, "tag": True}
    assert found["stale"]["status"] == 412


def test_it_deletes(found):
    assert found["deleted"]["status"] == 204


def test_its_sync_finds_what_changed(found):
    assert found["synced"] == {"created": [CALENDAR + "new.ics"],
                               "updated": [CALENDAR + "tea.ics"],
                               "deleted": [CALENDAR + "walk.ics"]}
    assert found["dirty"] and not found["clean"]
    assert found["calendarsSynced"] == [CALENDAR]

"""The demo where nothing is as usual: a zone 5:45 ahead, a language whose i is
not ours, an ordinary user without a home, and days and hours that are seldom
there. `make anywhere` tries all of them, and runs the other tests there too.
"""

import datetime
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

import pytest

from conftest import BINARY, Person

FAKETIME = pathlib.Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
# In UTC: leap day; the hour that is not there and the one that comes twice in
# Toronto, and the same in Berlin; a year's last second; the day after it.
MOMENTS = ("2028-02-29 12:00:00", "2026-03-08 07:00:30", "2026-11-01 05:30:00",
           "2026-03-29 01:00:00", "2026-10-25 00:30:00", "2027-12-31 23:59:58")
if not os.environ.get("DAYBOOK_ANYWHERE"):
    MOMENTS = MOMENTS[:1]


def strangely(moment, *words):
    """The command as nobody, with an environment of its own."""
    env = [f"PATH={os.environ['PATH']}", "LC_ALL=tr_TR.UTF-8"]
    if "LOCPATH" in os.environ:
        env.append(f"LOCPATH={os.environ['LOCPATH']}")
    # libfaketime reads the moment in the environment's zone
    utc = datetime.datetime.fromisoformat(moment)
    there = utc + datetime.timedelta(hours=5, minutes=45)
    env += ["TZ=Asia/Kathmandu", f"LD_PRELOAD={FAKETIME}",
            f"FAKETIME=@{there}", "FAKETIME_DONT_FAKE_MONOTONIC=1"]
    return [*as_nobody(), "env", "-i", *env, *words]


def as_nobody():
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    return ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}",
            "--clear-groups"]


def run(binary, moment, *words):
    result = subprocess.run(strangely(moment, binary, *words),
                            capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, (moment, result.stdout, result.stderr)
    return result.stdout


class Demo:
    """The demo's process, until the test is over."""

    def __init__(self, binary, data, moment):
        self.process = subprocess.Popen(
            strangely(moment, binary, "demo", "--data", str(data), "--listen",
                      "127.0.0.1:0"),
            stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if line.strip().startswith("password"):
                self.password = line.split()[1]
            if line.startswith("listening on "):
                self.url = line.split()[2]
                return
        raise AssertionError("the demo did not start")

    def stop(self):
        self.process.terminate()
        assert self.process.wait(60) == 0
        self.process.stdout.close()


@pytest.fixture
def home():
    """A directory of nobody's, with the program in it: where the sources and
    pytest's own directories lie need not be theirs to read."""
    place = pathlib.Path(tempfile.mkdtemp(prefix="daybook-anywhere-"))
    shutil.copy(BINARY, place / "daybook")
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(place, nobody.pw_uid, nobody.pw_gid)
    yield str(place / "daybook"), place / "data"
    shutil.rmtree(place)


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_demo_works_anywhere_and_at_any_time(home, moment):
    assert FAKETIME.exists(), "libfaketime is missing: make deps-test"
    binary, data = home
    demo = Demo(binary, data, moment)
    try:
        maria = Person(demo, "maria", demo.password)
        listing = maria.propfind(maria.home + "sessions/", "D:getetag", "1")
        assert listing.status == 207 and len(listing.responses) > 50
        assert maria.make_calendar("INIT")
        assert maria.get("/api/sessions?to_save=1").status == 200
        admin = Person(demo, "admin", demo.password)
        assert admin.get("/api/reports/unsaved").status == 200
        assert admin.get("/api/schedules/1").status == 200
    finally:
        demo.stop()
    assert "ok" in run(binary, moment, "verify", "--data", str(data))
    run(binary, moment, "doctor", "--data", str(data))

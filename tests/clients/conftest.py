"""Programs of other people run against a real server on loopback."""

import os
import pathlib
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from daybook import *  # noqa: E402,F401,F403


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    """Nothing here may reach beyond loopback."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture(scope="session")
def program_at():
    """Run programs in a home directory of their own, with an environment
    that holds nothing but what is given."""
    def at(folder):
        def run(*words, stdin=None, check=True, **env):
            done = subprocess.run(
                [str(word) for word in words], input=stdin, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder,
                timeout=120,
                env={"PATH": "/usr/bin:/bin", "HOME": str(folder),
                     "LANG": "C.UTF-8", "NO_PROXY": "*", **env})
            if check:
                assert done.returncode == 0, done.stdout
            return done
        return run
    return at


@pytest.fixture
def program(program_at, tmp_path):
    return program_at(tmp_path)


@pytest.fixture(scope="session")
def practice(tmp_path_factory):
    """One for all the gestures: each takes a session of its own."""
    from gestures import Practice
    made = Practice(tmp_path_factory.mktemp("practice") / "data").open()
    yield made
    made.run("verify")
    assert made.stop() == 0, made.log_text()


@pytest.fixture(scope="session")
def phones(practice):
    from gestures import Phones
    return Phones(practice)

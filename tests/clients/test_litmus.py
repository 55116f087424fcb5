"""litmus, the WebDAV test suite, in a practitioner's home."""

import re

import pytest

# Debian's litmus leaves these to a prefix that it sets too late.
PLACES = {
    "TESTROOT": "/usr/libexec/litmus",
    "HTDOCS": "/usr/share/litmus/htdocs",
}
# How many tests each has.
SUITES = {"basic": 16, "props": 30, "copymove": 13, "http": 4, "locks": 41}


@pytest.mark.parametrize("suite", SUITES)
def test_every_test_of_a_suite_passes_and_warns_of_nothing(
        server, maria, program, suite, record_property):
    said = program("litmus", server.url + maria.home, "maria",
                   server.passwords["maria"], check=False, TESTS=suite,
                   **PLACES).stdout
    run, passed, failed = map(int, re.search(
        r"of (\d+) tests run: (\d+) passed, (\d+) failed", said).groups())
    record_property("done", f"{passed} of {run}")
    assert failed == 0 and passed == run >= SUITES[suite], said
    assert "SKIPPED" not in said and "WARNING" not in said, said

"""litmus, the WebDAV test suite, in a practitioner's home."""

import re

import pytest

# Debian's litmus leaves these to a prefix that it sets too late.
PLACES = {
    "TESTROOT": "/usr/libexec/litmus",
    "HTDOCS": "/usr/share/litmus/htdocs",
}
# How many tests each has; those of locks are skipped without class 2.
SUITES = {"basic": 16, "props": 30, "copymove": 13, "http": 4, "locks": 3}
NO_LOCKS = "server does not claim Class 2 compliance"


def claims_locks(person):
    classes = person.ask("OPTIONS", "/dav/").headers["DAV"]
    return "2" in classes.replace(" ", "").split(",")


@pytest.mark.parametrize("suite", SUITES)
def test_every_test_of_a_suite_passes_and_warns_of_nothing_new(
        server, maria, program, suite):
    said = program("litmus", server.url + maria.home, "maria",
                   server.passwords["maria"], check=False, TESTS=suite,
                   **PLACES).stdout
    locks = claims_locks(maria)
    run, passed, failed = map(int, re.search(
        r"of (\d+) tests run: (\d+) passed, (\d+) failed", said).groups())
    assert failed == 0 and passed == run >= SUITES[suite], said
    assert ("SKIPPED" in said) == (suite == "locks" and not locks), said
    warned = set(re.findall(r"WARNING: (.*)", said))
    assert warned <= (set() if locks else {NO_LOCKS}), said

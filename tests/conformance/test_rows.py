"""Every row of the standards' tables, each on a ground of its own."""

import pathlib

import pytest

import rfc3744  # noqa: F401
import rfc3744_reach  # noqa: F401
import rfc4791  # noqa: F401
import rfc4791_objects  # noqa: F401
import rfc4791_ranges  # noqa: F401
import rfc4791_reports  # noqa: F401
import rfc4918  # noqa: F401
import rfc4918_lock_reach  # noqa: F401
import rfc4918_locks  # noqa: F401
import rfc4918_messages  # noqa: F401
import rfc5689_5995  # noqa: F401
import rfc5995_6578_7240  # noqa: F401
import rfc6578  # noqa: F401
import rfc7240_8144  # noqa: F401
import rfc7529_4331  # noqa: F401
import rfc7809  # noqa: F401
from ground import ROWS, Ground

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/conformance.md"


@pytest.fixture
def ground(server, maria):
    return Ground(server, maria)


@pytest.mark.parametrize(
    "row", ROWS, ids=[f"RFC {r[0]} | {r[1]} | {r[2]}" for r in ROWS])
def test_what_a_standard_says_must_be_is(ground, row):
    row[3](ground)


def test_no_sentence_stands_twice_and_each_is_on_the_page():
    lines = [f"| {section} | {sentence} |"
             for _, section, sentence, _ in ROWS]
    assert len(set(lines)) == len(lines)
    page = PAGE.read_text()
    for line in lines:
        assert line in page, line + " is missing: make conformance"

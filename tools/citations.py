#!/usr/bin/python3
"""Hold comments, documents and tests to the rule book, docs/rules.md.

A rule is cited by its number: S36, K12, R4, or a range S36-S40. A number that
the book does not have is wrong, and so is a document that is not in the tree.
Rules that no test cites are listed, which is no error.
"""

import re

from sources import finish, line_of, our_files

BOOK = "docs/rules.md"
DEFINED = re.compile(r"\*\*([SRK]\d+)\b[^*]*\*\*")
RANGE = re.compile(
    r"(?<![A-Za-z0-9_-])([SRK])([0-9]{1,2})"
    r"(?:(?:-| to )\1([0-9]{1,2}))?(?![A-Za-z0-9])"
)
IN_NAMES = re.compile(r"(?<![A-Za-z0-9])([srk])([0-9]{1,2})_(?=[a-z])")
ELSEWHERE = re.compile(r"\b(practice|caldav|api)\.md\b|\bsection 10\b(?!\.)")


def defined(text):
    """Numbers of the book: those with which a bold text begins."""
    return {found.group(1) for found in DEFINED.finditer(text)}


def cited(text):
    """(offset, number) of each citation; a range cites all between its ends."""
    for found in RANGE.finditer(text):
        letter, first, last = found.groups()
        for number in range(int(first), int(last or first) + 1):
            yield found.start(), f"{letter}{number}"
    for found in IN_NAMES.finditer(text):
        yield found.start(), found.group(1).upper() + found.group(2)


def natural(rule):
    return rule[0], int(rule[1:])


def main():
    files = our_files(".c", ".h", ".py", ".md", ".js", ".mjs")
    book = defined(dict(files)[BOOK])
    complaints, tested = [], set()
    for path, text in files:
        if path == "tools/citations.py":
            continue
        for offset, rule in cited(text):
            if rule not in book:
                line = line_of(text, offset)
                complaints.append(f"{path}:{line}: {BOOK} has no rule {rule}")
            elif path.startswith("tests/"):
                tested.add(rule)
        for found in ELSEWHERE.finditer(text):
            line = line_of(text, found.start())
            complaints.append(f"{path}:{line}: {found.group()}: cite {BOOK}")
    untested = sorted(book - tested, key=natural)
    if untested:
        print("citations: no test cites", ", ".join(untested))
    finish("citations", complaints, len(files))


main()

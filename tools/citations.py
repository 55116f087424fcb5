#!/usr/bin/python3
"""Hold comments, documents and tests to the rule book and to the tree.

A rule is cited by its number: S36, K12, R4, or a range S36-S40. A number that
docs/rules.md does not have is wrong. Rules that no test cites are listed, which
is no error.

A file is cited by its path, or by its name alone: one that is not there is
wrong, in a comment of C as in `backticks` and blocks of a document. A star, a
word in CAPITALS, and an x for a name stand for anything. tests/README.md names
every fixture of C.
"""

import fnmatch
import os
import re

from sources import COMMENT_OR_LITERAL, finish, line_of, our_files, our_paths

BOOK = "docs/rules.md"
FIXTURES = "tests/README.md"
DEFINED = re.compile(r"\*\*([SRK]\d+)\b[^*]*\*\*")
RANGE = re.compile(
    r"(?<![A-Za-z0-9_-])([SRK])([0-9]{1,2})"
    r"(?:(?:-| to )\1([0-9]{1,2}))?(?![A-Za-z0-9])"
)
IN_NAMES = re.compile(r"(?<![A-Za-z0-9])([srk])([0-9]{1,2})_(?=[a-z])")
ELSEWHERE = re.compile(r"\b(practice|caldav|api)\.md\b|\bsection 10\b(?!\.)")

FILE = re.compile(
    r"(?<![\w/.~$<-])(?:[\w.*-]+/)*[\w*.-]*\w\.(?:c|h|py|mjs|js|css|sql|md|mk|sh)"
    r"(?![\w/])"
    r"|(?<![\w/.~$<-])(?:[\w-]+/)+(?!\w)"
)
QUOTED = re.compile(r"```.*?```|`[^`\n]+`", re.S)
INCLUDED = re.compile(r"#[ \t]*include[ \t]*<([^>]+)>")
# Of a name that stands for many: N.sql, x_private.h, _private.h.
ANYTHING = re.compile(r"[A-Z]{2,}|\b[A-Z]\b|\bx(?=[_.])|^(?=_)")
MADE = ("build", "var")  # folders that are not in git


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


class Tree:
    """What a citation may name: files, folders, headers of libraries."""

    def __init__(self, files):
        self.paths = set(our_paths())
        self.folders = {
            path[: at.end()]
            for path in self.paths
            for at in re.finditer("/", path)
        }
        self.names = {os.path.basename(path) for path in self.paths}
        for path, text in files:
            if path.endswith((".c", ".h")):
                self.names.update(INCLUDED.findall(text))

    def has(self, cited, folder):
        """Is it there, from the root or from the citing file's folder?"""
        if "/" not in cited:
            return self.one_of(self.names, cited)
        top = cited.split("/")[0] + "/"
        if top.strip("/") in MADE:
            return True
        if top not in self.folders and folder + top not in self.folders:
            return True  # of another program
        known = self.paths | self.folders
        return self.one_of(known, cited) or self.one_of(known, folder + cited)

    @staticmethod
    def one_of(known, cited):
        if cited in known:
            return True
        pattern = ANYTHING.sub("*", cited)
        return "*" in pattern and bool(fnmatch.filter(known, pattern))


def parts_that_cite(path, text):
    """(offset, part) of what of a file may cite files: comments, quotations."""
    if path.endswith((".c", ".h")):
        for found in COMMENT_OR_LITERAL.finditer(text):
            if found.group()[0] == "/":
                yield found.start(), found.group()
    elif path.endswith(".md"):
        for found in QUOTED.finditer(text):
            yield found.start(), found.group()


def file_complaints(tree, path, text):
    folder = path[: path.rfind("/") + 1]
    for start, part in parts_that_cite(path, text):
        for found in FILE.finditer(part):
            if not tree.has(found.group(), folder):
                line = line_of(text, start + found.start())
                yield f"{path}:{line}: there is no {found.group()}"


def fixture_complaints(tree, text):
    """Fixtures that tests/README.md, whose text this is, does not name."""
    for path in sorted(tree.paths):
        name = os.path.basename(path)
        if name.endswith("_fixture.h") and name not in text:
            yield f"{FIXTURES} does not name {path}"


def main():
    files = our_files(".c", ".h", ".py", ".md", ".js", ".mjs")
    book = defined(dict(files)[BOOK])
    tree = Tree(files)
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
        complaints += file_complaints(tree, path, text)
        for found in ELSEWHERE.finditer(text):
            line = line_of(text, found.start())
            complaints.append(f"{path}:{line}: {found.group()}: cite {BOOK}")
    complaints += fixture_complaints(tree, dict(files)[FIXTURES])
    untested = sorted(book - tested, key=natural)
    if untested:
        print("citations: no test cites", ", ".join(untested))
    finish("citations", complaints, len(files))


main()

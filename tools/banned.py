#!/usr/bin/python3
"""Refuse functions, words and switches that have no place in this code."""

import re

from sources import FOLDERS, code_only, finish, line_of, our_files

EVERYWHERE = FOLDERS
BELOW_THE_EDGE = ("ical", "store", "practice", "dav", "admin")
WITH_MONEY = ("base", "store", "practice")
ABOVE_THE_STORE = ("practice", "dav", "admin", "server")

# (pattern in code, folders or None for tests too, what to do instead)
RULES = [
    (r"\b(strcpy|strcat|sprintf|vsprintf|stpcpy)\s*\(", None,
     "a buffer of unknown size: use arena_printf or struct buf"),
    (r"\b(strncpy|strncat)\s*\(", None,
     "may leave no NUL: use arena_strndup or struct buf"),
    (r"\bgets\s*\(", None, "unbounded input"),
    (r"\b(scanf|fscanf|sscanf)\s*\(", EVERYWHERE,
     "overflows unseen: use str_to_int64 and slices"),
    (r"\b(strtok|asctime|ctime|localtime|gmtime)\s*\(", None,
     "static memory: use slice_cut, base/clock.h"),
    (r"\b(atoi|atol|atoll|atof)\s*\(", None,
     "hides wrong input: use str_to_int64"),
    (r"\b(rand|srand|random|srandom|drand48)\s*\(", EVERYWHERE,
     "not random: use random_bytes"),
    (r"\b(system|popen|mktemp|tmpnam|tempnam|alloca)\s*\(", None,
     "unsafe by design"),
    (r"\btypedef\s+(struct|union|enum)\b[^;(]*[;{]", None,
     "structs are not typedef'd"),
    (r"\b(clock_now|time|gettimeofday|clock_gettime)\s*\(", BELOW_THE_EDGE,
     "the clock is read once, at the edge: use op->now"),
    (r"\b(float|double)\b", WITH_MONEY,
     "no floating point where money is"),
    (r"(\.|->)minor\b", ABOVE_THE_STORE,
     "minor units are base/'s and store/'s: use base/money.h"),
]

# In comments: what a heading says, the order of the file says as well; and
# /** is for what others call, in headers.
BANNER = re.compile(r"/\*[ \t*]*[-=]{3,}")
DOC_MARK = re.compile(r"/\*\*\s")

# A switch over an enum of ours has no default, so that the compiler finds what
# a new value misses; numbers, characters and libraries' enums may have one.
SWITCH = re.compile(r"\bswitch\s*\(")
CASE = re.compile(r"\bcase\s+(\S+?)\s*:")
DEFAULT = re.compile(r"\bdefault\s*:")
OURS = re.compile(r"(?!SQLITE_|XML_)[A-Z][A-Z0-9_]+$")

UNFINISHED = re.compile(r"\b(TODO|FIXME|HACK)\b")


def c_complaints(path, text):
    folder = path.split("/")[0]
    code = code_only(text)
    for pattern, folders, why in RULES:
        if folders is not None and folder not in folders:
            continue
        for found in re.finditer(pattern, code):
            line = line_of(code, found.start())
            yield f"{path}:{line}: {found.group().strip('( ')}: {why}"


def switch_complaints(path, text):
    code = code_only(text)
    for found in DEFAULT.finditer(code):
        begins = [at.end() for at in SWITCH.finditer(code, 0, found.start())]
        if not begins:
            continue  # of a _Generic
        labels = CASE.findall(code, begins[-1], found.start())
        if labels and all(OURS.match(label) for label in labels):
            line = line_of(code, found.start())
            yield f"{path}:{line}: default: name every value of the enum"


def main():
    complaints = []
    files = our_files(".c", ".h", ".py", ".js", ".mjs")
    for path, text in files:
        top = path.split("/")[0]
        if path.endswith((".c", ".h")) and top in FOLDERS + ("tests",):
            complaints += c_complaints(path, text)
        if path.endswith((".c", ".h")) and top in FOLDERS:
            complaints += switch_complaints(path, text)
        if path == "tools/banned.py":
            continue
        if path.endswith((".c", ".h")):
            for found in BANNER.finditer(text):
                line = line_of(text, found.start())
                complaints.append(f"{path}:{line}: a banner")
        if path.endswith(".c") and top in FOLDERS:
            for found in DOC_MARK.finditer(text):
                line = line_of(text, found.start())
                complaints.append(f"{path}:{line}: /** of what no header has")
        for found in UNFINISHED.finditer(text):
            line = line_of(text, found.start())
            complaints.append(f"{path}:{line}: {found.group()}: unfinished")
    finish("banned", complaints, len(files))


main()

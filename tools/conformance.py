#!/usr/bin/python3
"""Write the page of what holds of each standard.

    tools/conformance.py OUT REPORT...

Each REPORT is what pytest wrote of tests/conformance and tests/clients with
--junitxml. Rows are the tests' names, results are theirs.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

NAMES = {
    "3744": "access control",
    "4918": "WebDAV",
    "5689": "extended MKCOL",
    "5995": "POST adds a member",
    "4791": "CalDAV",
    "4331": "quota",
    "5397": "current-user-principal",
    "6578": "sync-collection",
    "7240": "Prefer",
    "7265": "jCal",
    "7529": "rules of other calendars",
    "7808": "time zone service",
    "7809": "time zones by reference",
    "7953": "VAVAILABILITY",
    "8144": "Prefer in WebDAV",
}
PROGRAMS = {
    "test_litmus": "litmus",
    "test_cadaver": "cadaver",
    "test_caldav_library": "python-caldav",
    "test_tsdav": "tsdav",
    "test_vdirsyncer": "vdirsyncer",
    "test_khal_todoman": "khal and todoman",
    "test_calcurse": "calcurse-caldav",
    "test_thunderbird": "Thunderbird",
    "test_apple_shapes": "requests of Apple's programs, as recorded",
    "test_other_shapes": "requests of DAVx5, Thunderbird, GNOME and others",
}
ROW = re.compile(r"\[RFC (\d+) \| ([\d.]+) \| (.*)\]$", re.DOTALL)
HEAD = """# Conformance

What the standards say must be, and whether it is: written by `make
conformance`, which asks a real server. A row is a test of
`tests/conformance/`; the words are ours, the section says whose they are.
"""


def held(case):
    return not any(case.find(kind) is not None
                   for kind in ("failure", "error", "skipped"))


def order(row):
    return [int(number) for number in row[0].split(".")]


def standards(cases):
    found = {}
    for case in cases:
        row = ROW.search(case.get("name"))
        if row:
            found.setdefault(row[1], []).append((row[2], row[3], held(case)))
    for rfc in sorted(found, key=int):
        yield f"\n## RFC {rfc}: {NAMES.get(rfc, rfc)}\n"
        yield "| section | what must be | holds |\n|---|---|---|"
        for section, sentence, holds in sorted(found[rfc], key=order):
            yield (f"| {section} | {sentence} | "
                   f"{'yes' if holds else '**no**'} |")


def programs(cases):
    yield "\n## Other people's programs\n"
    yield "| program | tests that passed |\n|---|---|"
    for file, name in PROGRAMS.items():
        mine = [c for c in cases if c.get("classname").endswith("." + file)]
        counts = [p.get("value") for c in mine for p in c.iter("property")
                  if p.get("name") == "done"]
        if not mine:
            continue
        if counts:
            pairs = [map(int, c.split(" of ")) for c in counts]
            passed, run = map(sum, zip(*pairs))
        else:
            passed, run = sum(map(held, mine)), len(mine)
        yield f"| {name} | {passed} of {run} |"


def main():
    out, *reports = sys.argv[1:]
    cases = [case for report in reports
             for case in ElementTree.parse(report).iter("testcase")]
    lines = [HEAD, *standards(cases), *programs(cases)]
    pathlib.Path(out).write_text("\n".join(lines).replace("\n\n\n", "\n\n")
                                 + "\n")


main()

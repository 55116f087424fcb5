#!/usr/bin/python3
"""Enforce which folder may include which, and each library's one place.

Also: in a .c file its own header first and the quoted before the system ones,
include paths from the root, guards named after the path, SQL in store/ alone.
"""

import os
import re

from sources import FOLDERS, finish, line_of, literals, our_files

MAY_INCLUDE = {
    "base": set(),
    "ical": {"base"},
    "store": {"base"},
    "practice": {"base", "ical", "store"},
    "dav": {"base", "ical", "store", "practice"},
    "admin": {"base", "store", "practice"},
    "server": set(FOLDERS),
}

# Of a folder with rooms, the rooms that a room may look into, besides itself;
# what lies in the folder itself ("") is the foot that all of them stand on.
PRACTICE_ROOMS = {
    "": set(),
    "calendar": set(),
    "money": set(),
    "session": {"calendar", "money"},
    "people": {"session", "calendar", "money"},
    "notice": {"people", "session", "calendar", "money"},
    "booking": {"notice", "people", "session", "calendar", "money"},
    "transfer": {
        "booking", "notice", "people", "session", "calendar", "money",
    },
}

ROOMS = {
    "practice": PRACTICE_ROOMS,
    "admin": {"": set(), "api": set(), "pages": {"api"}},
}

# Header (a prefix of it) -> where it may be included; "x/" is a folder.
LIBRARIES = [
    ("libical/", ("ical/libical.c",)),
    ("ical.h", ()),
    ("sqlite3", ("store/",)),
    ("libpq", ("store/",)),
    ("libxml/", ("dav/",)),
    ("microhttpd", ("server/listen.c", "server/daemon.c",
                    "server/daemon.h", "server/head.c", "server/head.h",
                    "server/reply.c", "server/reply.h")),
    ("gnutls/", ("server/certificate.c", "server/certificate.h",
                 "server/tls.h", "server/filter.c")),
    ("curl/", ("server/deliver.c", "server/probe.c")),
    ("sodium", ("base/digest.c",)),
    ("unicode/", ("base/", "ical/")),
    ("cairo", ("admin/api/pdf_sheet.c",)),
    ("pango/", ("admin/api/pdf_sheet.c",)),
    ("archive", ("base/zip.c",)),
    ("qrencode", ("admin/pages/qr.c",)),
    ("zlib", ("server/compress.c",)),
    ("jansson", ("base/json.h",)),
]

# Every write goes through practice/: only it may open one.
WRITE_HEADER = "store/transaction.h"
WRITE_PLACES = ("practice/", "store/")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.M)
SQL = re.compile(
    r"\b(SELECT\b.+\bFROM|INSERT (OR \w+ )?INTO|UPDATE \w+ SET|DELETE FROM"
    r"|CREATE (TABLE|INDEX|TRIGGER)|ALTER TABLE|PRAGMA )\b",
    re.S,
)


def in_place(path, places):
    return any(
        path.startswith(place) if place.endswith("/") else path == place
        for place in places
    )


def room_of(path):
    """The room of its folder in which a file lies; "" at the foot."""
    parts = path.split("/")
    return parts[1] if len(parts) == 3 else ""


def room_complaint(path, header):
    folder = path.split("/")[0]
    rooms = ROOMS[folder]
    room, target = room_of(path), room_of(header)
    for one in (room, target):
        if one not in rooms:
            return f"{folder}/{one}/ is no room that tools/layers.py knows"
    if target not in rooms[room] | {room, ""}:
        return f"{folder}/{room}/ may not look into {target}/ ({header})"
    return None


def quoted_complaint(path, header):
    """What is wrong about this #include "header" in path, or None."""
    folder = path.split("/")[0]
    target = header.split("/")[0]
    if "/" not in header:
        return f'"{header}" is not a path from the root'
    if target not in MAY_INCLUDE:
        return f'"{header}" is in no folder of ours'
    if target != folder and target not in MAY_INCLUDE[folder]:
        return f"{folder}/ may not include {target}/ ({header})"
    if folder == target and folder in ROOMS:
        return room_complaint(path, header)
    if header == WRITE_HEADER and not in_place(path, WRITE_PLACES):
        return f"only practice/ may include {header}"
    return None


def system_complaint(path, header):
    for prefix, places in LIBRARIES:
        if header.startswith(prefix) and not in_place(path, places):
            where = " or ".join(places) or "tests/"
            return f"<{header}> belongs in {where} only"
    return None


def include_complaints(path, text):
    own = os.path.splitext(path)[0] + ".h"
    system_seen = False
    for number, found in enumerate(INCLUDE.finditer(text)):
        mark, header = found.groups()
        if mark == '"':
            complaint = quoted_complaint(path, header)
        else:
            complaint = system_complaint(path, header)
        at = f"{path}:{line_of(text, found.start())}"
        if complaint:
            yield f"{at}: {complaint}"
        if mark == '"' and system_seen and path.endswith(".c"):
            yield f'{at}: "{header}" stands behind a system header'
        system_seen = system_seen or mark == "<"
        if number == 0 and path.endswith(".c"):
            if os.path.exists(own) and header != own:
                yield f"{at}: {own} must come first"


def guard_complaints(path, text):
    guard = re.sub(r"[^A-Z0-9]", "_", path.upper())
    if path.endswith(".h") and f"#define {guard}\n" not in text:
        yield f"{path}: the include guard must be {guard}"


def sql_complaints(path, text):
    if path.startswith("store/"):
        return
    for offset, content in literals(text):
        if SQL.search(content):
            yield f"{path}:{line_of(text, offset)}: SQL outside store/"


def main():
    files = [
        (path, text)
        for path, text in our_files(".c", ".h")
        if path.split("/")[0] in FOLDERS
    ]
    complaints = []
    for path, text in files:
        complaints += include_complaints(path, text)
        complaints += guard_complaints(path, text)
        complaints += sql_complaints(path, text)
    finish("layers", complaints, len(files))


main()

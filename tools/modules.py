#!/usr/bin/python3
"""Hold each .c to its header: a module is x.c with x.h, x_private.h or both.

What a header declares, the .c of its name defines; and x_private.h is
included only from its own folder (of practice/ and admin/: its own room) and
from that folder's unit tests, or what feeds a reader with noise (tests/fuzz).
"""

import os
import re

from sources import FOLDERS, code_only, finish, our_files

NO_HEADER = ("server/main.c",)

DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.M)
# What may stand before or behind a declaration and has brackets too.
ATTRIBUTE = re.compile(
    r"\b(PRINTF|__attribute__|_Static_assert|static_assert|ALIGNED)"
    r"\s*\((?:[^()]|\([^()]*\))*\)"
)
NAME = re.compile(r"([A-Za-z_]\w*)\s*\(")
DATA = re.compile(r"\bextern\b[^(]*?([A-Za-z_]\w*)\s*(?:\[[^\]]*\]\s*)*$", re.S)


def top_level(text):
    """(declaration, whether a body follows) of what stands at file level."""
    code = DIRECTIVE.sub("", code_only(text))
    depth, start = 0, 0
    for at, mark in enumerate(code):
        if mark == "{":
            if depth == 0:
                yield code[start:at], True
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                start = at + 1
        elif mark == ";" and depth == 0:
            yield code[start:at], False
            start = at + 1


def declared(text):
    """Names of functions and data that a header promises."""
    names = set()
    for head, body in top_level(text):
        head = ATTRIBUTE.sub("", head)
        if body or "typedef" in head or "static" in head:
            continue
        name = NAME.search(head) or DATA.search(head)
        if name:
            names.add(name.group(1))
    return names


def defined(text):
    """Names of functions and data that a .c gives to others."""
    names = set()
    for head, body in top_level(text):
        head = ATTRIBUTE.sub("", head)
        if re.search(r"\b(static|extern|typedef)\b", head):
            continue
        if body and NAME.search(head) and "=" not in head:
            names.add(NAME.search(head).group(1))
        elif "=" in head or not body:
            name = re.search(r"([A-Za-z_]\w*)\s*(?:\[[^\]]*\]\s*)*(?:=|$)",
                             head.strip())
            if name:
                names.add(name.group(1))
    return names


def module_of(header):
    stem = header[: -len(".h")]
    return stem.removesuffix("_private")


def pair_complaints(path, texts):
    """What is wrong about a .c and its headers."""
    stem = path[: -len(".c")]
    headers = [h for h in (stem + ".h", stem + "_private.h") if h in texts]
    if not headers and path not in NO_HEADER:
        yield path, "has no header of its name"
    own = defined(texts[path])
    for header in headers:
        for name in sorted(declared(texts[header]) - own):
            yield header, f"declares {name}, which {path} does not define"


def header_complaints(path, texts):
    """A header without a .c may hold types and inline functions only."""
    if module_of(path) + ".c" in texts:
        return
    for name in sorted(declared(texts[path])):
        yield path, f"declares {name}, but there is no {module_of(path)}.c"


def private_complaints(path, text):
    for found in INCLUDE.finditer(text):
        header = found.group(1)
        if not header.endswith("_private.h"):
            continue
        room = os.path.dirname(header)
        mine = (room, f"tests/unit/{room}", "tests/fuzz")
        if os.path.dirname(path) not in mine:
            yield path, f"may not include {header}"


def main():
    texts = dict(our_files(".c", ".h"))
    ours = {p: t for p, t in texts.items() if p.split("/")[0] in FOLDERS}
    found = []
    for path, text in texts.items():
        found += private_complaints(path, text)
    for path in ours:
        if path.endswith(".c"):
            found += pair_complaints(path, ours)
        else:
            found += header_complaints(path, ours)
    complaints = [f"{path}: {what}" for path, what in found]
    finish("modules", complaints, len(ours))


main()

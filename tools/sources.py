"""What the checkers share: which files are ours, and C without its comments."""

import re
import subprocess
import sys

FOLDERS = ("base", "ical", "store", "practice", "dav", "admin", "server")

# Written by others, or data: not measured.
FOREIGN = re.compile(r"(^|/)(node_modules|vendor|data|corpus)/|\.min\.|\.png$")

COMMENT_OR_LITERAL = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""",
    re.DOTALL,
)


def our_paths():
    """Paths of the work tree that git has or would take, sorted."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    return sorted(set(listed))


def our_files(*suffixes):
    """(path, text) of ours among them, by suffix."""
    found = []
    for path in our_paths():
        if path.endswith(suffixes) and not FOREIGN.search(path):
            try:
                with open(path, encoding="utf-8") as file:
                    found.append((path, file.read()))
            except FileNotFoundError:
                continue  # deleted, and not yet committed
    return found


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def code_only(text):
    """C with comments and literals blanked; line numbers stay."""
    return COMMENT_OR_LITERAL.sub(
        lambda found: _blank(found.group())
        if found.group()[0] == "/"
        else found.group()[0] + _blank(found.group()[1:-1]) + found.group()[0],
        text,
    )


def literals(text):
    """(offset, content) of each string literal of C text."""
    for found in COMMENT_OR_LITERAL.finditer(text):
        if found.group()[0] == '"':
            yield found.start(), found.group()[1:-1]


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def finish(name, complaints, checked):
    """Print what is wrong and end with 1, or say in a line that all is well."""
    for complaint in complaints:
        print(complaint)
    if complaints:
        print(f"{name}: {len(complaints)} found")
        sys.exit(1)
    print(f"{name}: ok ({checked} files)")

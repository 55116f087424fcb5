#!/usr/bin/python3
"""No file over 600 lines, no function over 60: tests and tools as well."""

import ast
import os
import re

from sources import finish, our_files

LONGEST_FILE = 600
LONGEST_FUNCTION = 60

SUFFIXES = (".c", ".h", ".py", ".js", ".mjs", ".css", ".html", ".sh", ".mk")


def c_name(lines, brace):
    """The function whose body opens at this line: parameters are indented."""
    head = brace - 1
    while head > 0 and not re.match(r"\w", lines[head]):
        head -= 1
    names = re.findall(r"(\w+)\(", lines[head])
    return names[0] if names else "?"


def c_functions(text):
    """(line, length of body, name): kernel braces put both at column 0."""
    lines = text.split("\n")
    start = None
    for number, line in enumerate(lines):
        if line == "{":
            start = number
        elif line.startswith("}") and start is not None:
            yield start + 1, number - start - 1, c_name(lines, start)
            start = None


def python_functions(path, text):
    for node in ast.walk(ast.parse(text, path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = node.end_lineno - node.lineno + 1
            yield node.lineno, length, node.name


def function_complaints(path, text):
    if path.endswith((".c", ".h")):
        functions = c_functions(text)
    elif path.endswith(".py"):
        functions = python_functions(path, text)
    else:
        return
    for line, length, name in functions:
        if length > LONGEST_FUNCTION:
            yield (
                f"{path}:{line}: {name} has {length} lines,"
                f" {LONGEST_FUNCTION} are allowed"
            )


def main():
    files = our_files(*SUFFIXES, "Makefile")
    files += [
        (path, text)
        for path, text in our_files("")
        if path.startswith(("tools/", ".ci/"))
        and not os.path.splitext(path)[1]
    ]
    complaints = []
    for path, text in files:
        length = text.count("\n")
        if length > LONGEST_FILE:
            complaints.append(
                f"{path}: {length} lines, {LONGEST_FILE} are allowed"
            )
        complaints += function_complaints(path, text)
    finish("sizes", complaints, len(files))


main()

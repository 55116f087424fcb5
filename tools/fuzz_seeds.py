"""Where fuzzers of whole requests start, and the words that they know.

    tools/fuzz_seeds.py OUT

Seeds: each request of tests/fuzz/corpus/{api,pages,request} alone, each route
of the endpoint without a body, each page, with the forms of corpus/form, each
calendar of tests/data as it is and as a PUT into a personal calendar and one of
sessions, each table. Words: the texts that stand in the sources, for
what a reader looks for is written there: OUT/NAME.dict.
"""

import hashlib
import pathlib
import re
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests" / "fuzz" / "corpus"
MARK = b"\x1e"
LONGEST = 40
READERS = {
    "api": ["admin/api", "base", "practice/session", "practice/people"],
    "pages": ["admin/pages", "admin/api"],
    "form": ["admin/pages", "admin/api"],
    "multipart": ["admin/pages"],
    "frame": ["server"],
    "request": ["dav", "ical", "base", "practice/booking",
                "practice/calendar"],
    "ical": ["ical"],
    "jcal": ["ical"],
    "xml": ["dav"],
    "rule": ["ical"],
}
TEXT = re.compile(r'"((?:[^"\\\n]|\\.)+)"')
ROUTE = re.compile(r'\{\s*"([A-Z]+)",\s*"(/api/[^"]*)"')
PAGE = re.compile(r"^(GET|POST) (/(?!api|dav)\S*)", re.MULTILINE)


def words(folders):
    """C texts without a blank or a percent sign: names, not sentences."""
    found = set()
    for folder in folders:
        for path in sorted((ROOT / folder).glob("*.c")):
            for text in TEXT.findall(path.read_text()):
                if (1 < len(text) <= LONGEST and text.isascii()
                        and not re.search(r'[\s%\\]|\.h$', text)):
                    found.add(text)
    return sorted(found)


def routes():
    stand_in = {"person": "maria", "client": "C042", "practitioner": "maria"}
    for path in sorted((ROOT / "admin" / "api").glob("route*.c")):
        for method, pattern in ROUTE.findall(path.read_text()):
            where = re.sub(r"\{(\w+)\}",
                           lambda m: stand_in.get(m[1], "1"), pattern)
            yield f"{method} {where}\n\n{{}}".encode()


def pages():
    text = (ROOT / "tests" / "data" / "rights.txt").read_text()
    forms = [path.read_bytes() for path in sorted((CORPUS / "form").iterdir())]
    for method, where in PAGE.findall(text):
        for form in forms if method == "POST" else [b""]:
            yield f"{method} {where}\n\n".encode() + form


def requests_of(name):
    for path in sorted((CORPUS / name).iterdir()):
        yield from path.read_bytes().split(MARK)


def files(kind):
    for path in sorted((ROOT / "tests" / "data").rglob("*." + kind)):
        yield path.read_bytes()


def puts():
    for calendar in files("ics"):
        for where in ("calendar/f.ics", "sessions/f.ics"):
            yield f"PUT {where}\n\n".encode() + calendar


def write(folder, seeds):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for seed in seeds:
        (folder / hashlib.sha1(seed).hexdigest()[:16]).write_bytes(seed)


def main():
    out = pathlib.Path(sys.argv[1])
    write(out / "api", [*requests_of("api"), *routes()])
    write(out / "pages", [*requests_of("pages"), *pages()])
    write(out / "request", [*requests_of("request"), *puts()])
    write(out / "ical", files("ics"))
    write(out / "csv", files("csv"))
    for name, folders in READERS.items():
        lines = [f'"{word}"' for word in words(folders)]
        (out / f"{name}.dict").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

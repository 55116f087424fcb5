"""Every text that somebody enters is text wherever it is shown: a walk through
each page, file and feed of events that a person can reach (U16)."""

import csv
import io
import itertools
import json
import re
import urllib.parse

import pytest

from notices import Telling
from pages import browser, said

DAY = "2026-06-10"
LONG = '"><script>alert({0})</script>\''
SHORT = "<i>{0}</i>"  # where 15 characters are allowed
LEFT_ALONE = ("/sign-out", "/assets/", "/undo")
MOST_PAGES = 600


class Marks:
    """Texts that would be markup, each of a field of its own."""

    def __init__(self):
        self.numbers = itertools.count(101)
        self.fields = {}

    def long(self, field):
        number = next(self.numbers)
        self.fields[number] = field
        return LONG.format(number)

    def short(self, field):
        number = next(self.numbers)
        self.fields[number] = field
        return SHORT.format(number)

    def within(self, text):
        """The numbers of the marks that stand in a text whole."""
        found = re.findall(r"\"><script>alert\((\d+)\)</script>'"
                           r"|<i>(\d+)</i>", text)
        return {int(a or b) for a, b in found}


@pytest.fixture(scope="module")
def marks():
    return Marks()


@pytest.fixture(scope="module")
def office(tmp_path_factory, marks):
    made = Telling(tmp_path_factory.mktemp("markup") / "data")
    fill_practice(made, marks)
    fill_sessions(made, marks)
    fill_money(made, marks)
    fill_devices(made, marks)
    yield made
    made.close()


def fill_practice(office, marks):
    office.changed(
        "/practice", name=marks.long("practice.name"),
        address=marks.long("practice.address") + "\nsecond line",
        phone=marks.short("practice.phone"),
        tax_name=marks.short("practice.tax_name"),
        tax_number=marks.short("practice.tax_number"))
    office.changed("/people/maria", name=marks.long("practitioner.name"),
                   phone=marks.short("practitioner.phone"),
                   may=["create", "edit", "complete"],
                   calendar_names="full")
    office.changed(
        "/people/c042", name=marks.long("client.name"), notice="email",
        phone=marks.short("client.phone"),
        address=marks.long("client.address"), note=marks.long("client.note"),
        contacts=[{"name": marks.long("contact.name"),
                   "relation": marks.long("contact.relation"),
                   "phone": marks.short("contact.phone"),
                   "address": marks.long("contact.address"),
                   "payer": True, "notice": "none"}])
    office.marked = office.service(name=marks.long("service.name"))
    office.made("/completion-types", label=marks.short("type.label"),
                short=marks.short("type.short"),
                description=marks.long("type.description"), map="canceled",
                modifier="percentage", client=50, practitioner=50)
    office.slug = [one["slug"] for one in office.got(
        "/completion-types?limit=100")["items"]][-1]
    office.made("/closures", title=marks.long("closure.title"), all_day=True,
                **{"from": DAY, "to": DAY})


def fill_sessions(office, marks):
    texts = {"service": office.marked, "place": marks.long("session.place"),
             "public_note": marks.long("session.public_note"),
             "private_note": marks.long("session.private_note")}
    office.open = office.session("c042", day=DAY, **texts)
    office.past = office.session("c042", day="2026-06-01", **texts)
    office.saved(office.past, "override", reason=marks.long("save.reason"),
                 charge="42.50", wage="20.00")
    other = office.session("c042", day="2026-06-02", **texts)
    office.saved(other, office.slug)
    office.session("c042", day="2026-06-03", **texts)
    office.made("/schedules", start="2026-06-15T09:00", end="2026-06-15T09:50",
                days=["MO"], repeat="weekly", count=3, enabled=True,
                practitioners=["maria"], clients=["c042"],
                service=office.marked, place=marks.long("schedule.place"),
                public_note=marks.long("schedule.public_note"),
                private_note=marks.long("schedule.private_note"))
    office.coming("c042", day="2026-06-22", at="13:00", to="13:50")
    office.run("2026-06-22", message=marks.long("run.message"))


def fill_money(office, marks):
    invoice = office.made("/invoices", client="C042", to="2026-06-05")
    office.made(f"/invoices/{invoice['id']}/issue")
    office.made("/payments", client="C042", amount="5.00", date="2026-06-05",
                method=marks.long("payment.method"))
    office.made("/payroll", to="2026-06-07")


def fill_devices(office, marks):
    secret = office.made("/people/maria/tokens",
                         label=marks.long("token.label"))["secret"]
    maria = office.server.person("maria")
    maria.ask("PROPFIND", "/dav/", Depth="0")
    office.made("/people/c042/feeds", label=marks.long("feed.label"),
                level="busy")
    assert secret


def plain(url):
    """An address without what only turns its pages or picks its days."""
    parts = urllib.parse.urlsplit(url)
    names = sorted(name for name, _ in urllib.parse.parse_qsl(parts.query))
    return re.sub(r"\d{4}-\d\d-\d\d", "D", parts.path), tuple(names)


def links(page):
    """Where a page leads to here."""
    found = page.tree.xpath("//a/@href | //form[@method='get']/@action")
    return [url for url in found if url.startswith("/")
            and not url.startswith("//")
            and not url.startswith(LEFT_ALONE)]


def walk(browser):
    """Every page that can be reached, and each table of them as a file."""
    todo = [browser.get("/").location, "/calendar/events?start=2026-06-01"
            "&end=2026-06-30"]
    seen = set()
    while todo and len(seen) < MOST_PAGES:
        url = todo.pop(0)
        if plain(url) in seen:
            continue
        seen.add(plain(url))
        answer = browser.get(url)
        assert answer.status in (200, 303, 404), (url, answer.status)
        yield url, answer
        if answer.status == 303:
            todo.append(answer.location)
        if answer.status != 200 or "html" not in answer.headers[
                "Content-Type"]:
            continue
        todo += links(answer)


def tags_of_marks(page):
    """Markup that only a mark can have made."""
    tree = page.tree
    return (tree.xpath("//i") +
            [one for one in tree.xpath("//script") if not one.get("src")
             and not one.get("nonce")] +
            tree.xpath("//script[contains(text(), 'alert(')]"))


def shown(page):
    """All that a page shows as text: contents, values, names."""
    tree = page.tree
    return "\n".join([tree.text_content(), *tree.xpath("//@value"),
                      *tree.xpath("//@aria-label"), *tree.xpath("//@title")])


def cells(text):
    return [cell for row in csv.reader(io.StringIO(text)) for cell in row]


def examine(url, answer, marks):
    """The marks of an answer; each is text in it."""
    if answer.status == 303:
        assert not answer.text
        return set()
    kind = answer.headers["Content-Type"].split(";")[0]
    assert answer.headers["X-Content-Type-Options"] == "nosniff", url
    if kind == "text/html":
        assert "<script>alert" not in answer.text, url
        assert not tags_of_marks(answer), url
        dead = answer.tree.xpath("//a[not(@href)]")
        assert not dead, (url, [said(one) for one in dead])
        return marks.within(shown(answer))
    if kind == "text/csv":
        for cell in cells(answer.text):
            assert cell[:1] not in ("=", "+", "@"), (url, cell)
        return marks.within("\n".join(cells(answer.text)))
    if kind == "application/json":
        assert "<script" not in answer.text, url
        return marks.within("\n".join(
            str(value) for one in json.loads(answer.text)
            for value in one.values()))
    assert kind in ("application/pdf", "application/zip",
                    "application/json"), (url, kind)
    return set()


def marks_of(office, login, marks):
    one = browser(office, login)
    found = {}
    for url, answer in walk(one):
        kind = answer.headers.get("Content-Type", "").split(";")[0]
        for number in examine(url, answer, marks):
            found.setdefault(number, set()).add(kind)
    return found


@pytest.fixture(scope="module")
def seen(office, marks):
    return {login: marks_of(office, login, marks)
            for login in ("admin", "staff", "maria", "c042")}


def test_u16_each_text_is_seen_by_the_office_as_text(seen, marks):
    missing = {marks.fields[number] for number in marks.fields
               if number not in seen["admin"]}
    assert missing <= {"type.short"}, missing


def test_u16_a_practitioner_sees_texts_of_sessions_as_text(seen, marks):
    found = {marks.fields[number] for number in seen["maria"]}
    assert {"session.place", "session.public_note", "session.private_note",
            "closure.title", "service.name", "practice.name",
            "client.name"} <= found
    assert not found & {"client.note", "client.phone", "client.address",
                        "contact.name", "save.reason", "payment.method"}


def test_u16_a_client_sees_public_texts_as_text(seen, marks):
    found = {marks.fields[number] for number in seen["c042"]}
    assert {"session.place", "session.public_note", "closure.title",
            "practice.name", "practitioner.name"} <= found
    assert not found & {"client.note", "session.private_note",
                        "save.reason", "run.message"}


def test_u16_files_and_events_hold_them_too(seen, marks):
    def of(login, kind):
        return {marks.fields[number] for number, kinds in seen[login].items()
                if kind in kinds}

    assert {"client.name", "practitioner.name", "service.name",
            "closure.title", "payment.method"} <= of("admin", "text/csv")
    assert {"client.name", "closure.title"} <= of("admin", "application/json")
    assert "closure.title" in of("c042", "application/json")

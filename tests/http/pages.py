"""The pages as a browser without script asks for them."""

import csv
import io
import re
import urllib.parse

import requests
from lxml import html as reader


class Page:
    """An answer read as a page."""

    def __init__(self, response):
        self.status = response.status_code
        self.headers = response.headers
        self.text = response.content.decode("utf-8", "replace")
        self.bytes = response.content
        self.location = response.headers.get("Location")
        self.cookies = response.cookies

    @property
    def tree(self):
        return reader.fromstring(self.text)

    @property
    def words(self):
        """What one reads on it."""
        body = self.tree.find("body")
        for element in body.xpath(".//svg|.//script"):
            element.drop_tree()
        return re.sub(r"\s+", " ", body.text_content())

    @property
    def said(self):
        """The texts of main, apart from one another."""
        return said(self.tree.find(".//main"))

    @property
    def title(self):
        return self.tree.findtext(".//title")

    @property
    def h1(self):
        return self.tree.find(".//h1").text_content()

    @property
    def csrf(self):
        return str(self.tree.xpath(
            "//meta[@name='csrf-token']/@content")[0])

    @property
    def alert(self):
        return " ".join(e.text_content()
                        for e in self.tree.xpath("//*[@role='alert']"))

    @property
    def flash(self):
        return " ".join(e.text_content()
                        for e in self.tree.xpath("//*[@role='status']"))

    def wrong(self):
        """Names of fields that are marked as wrong, each told why."""
        found = {}
        for element in self.tree.xpath("//*[@aria-invalid='true']"):
            ids = element.get("aria-describedby").split()
            texts = [self.tree.get_element_by_id(i).text_content()
                     for i in ids]
            found[element.get("name")] = texts[0]
        return found

    def form(self, action=None):
        """The values that the form (of that action, else the first of main)
        would send, as pairs."""
        path = "//main//form" + (f"[@action='{action}']" if action else "")
        return self.tree.xpath(path)[0].form_values()

    def links(self):
        return self.tree.xpath("//main//a/@href")

    def rows(self):
        """Rows of the first table: texts of the cells."""
        return [
            [re.sub(r"\s+", " ", cell.text_content()).strip()
             for cell in row.xpath("./td|./th")]
            for row in self.tree.xpath("(//main//table)[1]/tbody/tr")
        ]

    def heads(self):
        return [head.text_content().strip()
                for head in self.tree.xpath("(//main//table)[1]/thead//th")]


class Browser:
    """One who may be signed in, with the cookies that they were given."""

    def __init__(self, server, login=None, password=None):
        self.server = server
        self.session = requests.Session()
        self.session.trust_env = False
        self.csrf = None
        if login:
            assert self.sign_in(login, password).status == 303

    def ask(self, method, path, body=None, **headers):
        headers = {k.replace("_", "-"): v for k, v in headers.items()}
        return Page(self.session.request(
            method, self.server.url + path, data=body, headers=headers,
            allow_redirects=False, timeout=60))

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def sign_in(self, login, password, to=None, **headers):
        fields = {"login": login, "password": password}
        if to is not None:
            fields["to"] = to
        answer = self.ask("POST", "/sign-in", fields, **headers)
        self.csrf = None
        return answer

    def token(self):
        if not self.csrf:
            self.csrf = self.get("/help").csrf
        return self.csrf

    def post(self, path, fields=(), **headers):
        """Send a form: a dict or pairs; the token goes along."""
        pairs = list(fields.items() if isinstance(fields, dict) else fields)
        if not any(name == "csrf" for name, _ in pairs):
            pairs.append(("csrf", self.token()))
        return self.ask("POST", path, pairs, **headers)

    def cookie(self):
        return self.session.cookies.get("daybook")


def said(element):
    """The texts of an element, apart from one another."""
    return " ".join(" ".join(element.itertext()).split())


def cells(text):
    """A cell as page and file both have it: without the page's commas and
    minus, and the file's mark of a text that looks like a formula."""
    return re.sub(r"[,: ]", "", text.lstrip("'")).replace("\u2212", "-")


def not_in_file(browser, path):
    """Cells of the first table of a page that its CSV tells otherwise; days
    of a file are ISO, and their heads tell which they are."""
    page = browser.get(path)
    file = list(csv.reader(io.StringIO(browser.get(
        path + ("&" if "?" in path else "?") + "format=csv").text)))
    heads = page.heads()
    rows = [row for row in page.rows() if len(row) == len(heads)]
    assert rows and len(file) > len(rows)
    return [(head, row[heads.index(head)], other)
            for row, others in zip(rows, file[1:])
            for head, other in zip(file[0], others)
            if cells(row[heads.index(head)]) != cells(other)
            and not re.fullmatch(r"\d{4}-\d\d-\d\d", other)]


def quoted(text):
    return urllib.parse.quote(text, safe="")


def browser(office, login):
    """That person of the office at the pages, signed in."""
    return Browser(office.server, login, office.server.passwords[login])

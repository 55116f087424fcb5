"""What the rows of standards share: a place to try them on, and their table.

A row is a function with the section that says so and the sentence that must
be true; its argument is a Ground. `make conformance` writes them as a page.
"""

import itertools
import re

from daybook import NS, xml  # noqa: F401

ROWS = []
NUMBERS = itertools.count(1)
DEAD = '<p xmlns="urn:x">{}</p>'


def must(rfc, section, sentence):
    """The function below proves the sentence of that section."""
    def note(check):
        ROWS.append((rfc, section, sentence, check))
        return check
    return note


class Ground:
    """Maria's home with a new folder of files, in which a row does as it
    likes."""

    def __init__(self, server, maria):
        self.server = server
        self.maria = maria
        self.ask = maria.ask
        self.home = maria.home
        self.calendar = maria.home + "calendar/"
        self.counter = NUMBERS
        self.folder = f"{maria.home}ground-{next(NUMBERS)}/"
        assert self.ask("MKCOL", self.folder).status == 201

    def file(self, name="a", text="text"):
        path = self.folder + name
        assert self.ask("PUT", path, text).status == 201
        return path

    def sub(self, name="sub/"):
        path = self.folder + name
        assert self.ask("MKCOL", path).status == 201
        return path

    def status(self, method, path, body=None, **headers):
        return self.ask(method, path, body, **headers).status

    def patch(self, path, inner, **headers):
        return self.ask("PROPPATCH", path, xml("D:propertyupdate", inner),
                        **headers)

    def set(self, path, prop, **headers):
        return self.patch(path, f"<D:set><D:prop>{prop}</D:prop></D:set>",
                          **headers)

    def prop(self, path, name, depth="0"):
        """The text and elements of a property, or None."""
        answer = self.maria.propfind(path, name, depth)
        assert answer.status == 207, answer.text
        found = answer.xml.xpath(
            "//D:propstat[contains(D:status,' 200 ')]/D:prop/" + name,
            namespaces=NS)
        return found[0] if found else None

    def copy(self, method, source, destination, **headers):
        return self.ask(method, source, Destination=destination, **headers)

    def lock(self, path, scope="exclusive", depth="0", **headers):
        body = xml("D:lockinfo",
                   f"<D:lockscope><D:{scope}/></D:lockscope><D:locktype>"
                   "<D:write/></D:locktype><D:owner>Maria</D:owner>")
        headers.setdefault("Timeout", "Second-600")
        return self.ask("LOCK", path, body, Depth=depth, **headers)

    def token(self, path, scope="exclusive", depth="0"):
        answer = self.lock(path, scope, depth)
        assert answer.status in (200, 201), answer.text
        return answer.headers["Lock-Token"]

    def unlock(self, path, token):
        return self.status("UNLOCK", path, Lock_Token=token)

    def locks(self, path):
        """The tokens that lockdiscovery tells."""
        told = self.prop(path, "D:lockdiscovery")
        return re.findall(r"urn:uuid:[0-9a-f-]+",
                          "".join(told.itertext()) if told is not None else "")

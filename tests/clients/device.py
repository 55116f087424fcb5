"""A calendar program's requests, sent by its own headers.

The bodies are ours; which properties a program asks for, in which headers,
and what it makes of the answer was seen in their traffic and sources."""

import re

from daybook import NS

WRITES = {"{DAV:}" + name for name in
          ("read", "write", "write-properties", "write-content", "bind",
           "unbind")}
SPACES = ('xmlns:A="DAV:" xmlns:B="urn:ietf:params:xml:ns:caldav" '
          'xmlns:C="http://calendarserver.org/ns/" '
          'xmlns:D="http://apple.com/ns/ical/" '
          'xmlns:E="http://me.com/_namespace/"')


class Device:
    """A program that is signed in as somebody, with headers of its own.
    Prefixes: A DAV, B CalDAV, C calendarserver, D Apple's, E me.com."""

    def __init__(self, person, **headers):
        self.person = person
        self.headers = headers
        self.home = person.home

    def ask(self, method, path, body=None, **headers):
        return self.person.ask(method, path, body,
                               **{**self.headers, **headers})

    def xml(self, method, path, root, inner, **headers):
        body = ('<?xml version="1.0" encoding="UTF-8"?>'
                f"<{root} {SPACES}>{inner}</{root}>")
        return self.ask(method, path, body, **headers)

    def propfind(self, path, names, depth="0", **headers):
        inner = "".join(f"<{name}/>" for name in names.split())
        answer = self.xml("PROPFIND", path, "A:propfind",
                          f"<A:prop>{inner}</A:prop>", Depth=depth,
                          **headers)
        assert answer.status == 207, answer.text
        check_shape(answer)
        return answer

    def sync(self, path, token, props="<A:getcontenttype/><A:getetag/>",
             **headers):
        """(href -> etag, deleted hrefs, next token)"""
        answer = self.xml(
            "REPORT", path, "A:sync-collection",
            f"<A:sync-token>{token}</A:sync-token>"
            f"<A:sync-level>1</A:sync-level><A:prop>{props}</A:prop>",
            **headers)
        assert answer.status == 207, answer.text
        check_shape(answer)
        changed, gone = {}, set()
        for href, response in answer.responses.items():
            status = response.findtext("D:status", "", NS)
            if " 404 " in status:
                gone.add(href)
            else:
                changed[href] = answer.prop(href, "D:getetag").text
        return changed, gone, answer.xml.findtext("D:sync-token",
                                                  namespaces=NS)

    def multiget(self, path, hrefs, props="<A:getetag/><B:calendar-data/>",
                 **headers):
        """href -> (etag, text)"""
        answer = self.xml(
            "REPORT", path, "B:calendar-multiget",
            f"<A:prop>{props}</A:prop>" +
            "".join(f"<A:href>{href}</A:href>" for href in hrefs), **headers)
        assert answer.status == 207, answer.text
        check_shape(answer)
        return {href: (answer.prop(href, "D:getetag").text,
                       answer.prop(href, "C:calendar-data").text)
                for href in answer.responses}


def check_shape(answer):
    """What every program relies upon in a multistatus."""
    assert answer.headers["Content-Type"].startswith(
        ("application/xml", "text/xml"))
    for href, response in answer.responses.items():
        assert href.startswith("/"), "path-absolute"
        stats = [s.text.split()[1] for s in
                 response.findall("D:propstat/D:status", NS)]
        assert len(stats) == len(set(stats)), "one propstat a status (KDE)"
        assert set(stats) <= {"200", "404"}


def privileges(answer, href):
    return {e[0].tag for e in answer.prop(
        href, "D:current-user-privilege-set")}


def edit(text, **lines):
    """Replace properties of the event by new values."""
    head, begin, body = text.partition("BEGIN:VEVENT")
    for name, value in lines.items():
        name = name.replace("_", "-")
        body, count = re.subn(rf"(?m)^{name}([;:].*?)(\r?)$",
                              lambda m, n=name, v=value: f"{n}:{v}{m[2]}",
                              body, count=1)
        assert count == 1, name
    return head + begin + body


def of(text, name):
    body = re.split("BEGIN:(?:VEVENT|VTODO)", text, maxsplit=1)[1]
    found = re.search(rf"^{name}[;:](.*?)\r?$", body, re.M)
    return found and found.group(1)


def coming(device, path, status="open"):
    """(href, etag, text) of Maria's first coming session."""
    answer = device.xml(
        "REPORT", path, "B:calendar-query",
        "<A:prop><A:getetag/><B:calendar-data/></A:prop><B:filter>"
        '<B:comp-filter name="VCALENDAR"><B:comp-filter name="VEVENT">'
        '<B:time-range start="20260611T040000Z"/></B:comp-filter>'
        "</B:comp-filter></B:filter>", Depth="1")
    found = sorted(
        (of(answer.prop(h, "C:calendar-data").text, "DTSTART"), h)
        for h in answer.responses
        if of(answer.prop(h, "C:calendar-data").text,
              "X-PRACTICE-STATUS") == status)
    got = device.ask("GET", found[0][1])
    return found[0][1], got.headers["ETag"], got.text


def steady(sync, path, token):
    """Nothing new, and the token stays good."""
    changed, gone, again = sync(path, token)
    return not changed and not gone and again

"""Three hostile people and many strangers, each doing one thing over and over:

    attack.py PORT SECONDS CONNECTIONS IDLE   (people's passwords on stdin)

A process of its own, so that its work does not delay who is measured. Prints
how often each thing was done and what was answered, as JSON.
"""

import asyncio
import base64
import collections
import json
import random
import sys
import time

NS = ('xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" '
      'xmlns:B="urn:x"')
counts = collections.defaultdict(collections.Counter)


def basic(login, password):
    pair = f"{login}:{password}".encode()
    return "Basic " + base64.b64encode(pair).decode()


def request(method, path, auth=None, body=b"", **headers):
    if isinstance(body, str):
        body = body.encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    if auth:
        lines.append("Authorization: " + auth)
    lines += [f"{name.replace('_', '-')}: {value}"
              for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def bomb_body():
    spaces = " ".join(f'xmlns:n{i}="urn:{i}"' for i in range(500))
    deep = 55
    return (f"<D:propfind {NS}><D:prop>" +
            "".join(f"<D:p{i} {spaces}>" for i in range(deep)) +
            "<D:b/>" * 50000 +
            "".join(f"</D:p{i}>" for i in reversed(range(deep))) +
            "</D:prop></D:propfind>").encode()


def matches_body():
    tests = ('<C:prop-filter name="DESCRIPTION"><C:text-match '
             'negate-condition="yes" collation="i;unicode-casemap">'
             'zq</C:text-match></C:prop-filter>') * 900
    return ('<D:prop><D:getetag/></D:prop><C:filter>'
            '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">' +
            tests + "</C:comp-filter></C:comp-filter></C:filter>")


def unknown_body():
    return ("<D:prop>" + "".join(f"<B:p{i}/>" for i in range(250)) +
            "</D:prop>" + "".join(f"<D:href>/dav/calendars/maria/work/{i}.ics"
                                  "</D:href>" for i in range(5000)))


# Made once: who attacks must not be the slower one.
BOMB, MATCHES, UNKNOWN = bomb_body(), matches_body(), unknown_body()
COMMENT = (f"<D:propfind {NS}><!--{'x' * 1000000}--><D:allprop/>"
           "</D:propfind>").encode()


class Crowd:
    def __init__(self, port, seconds, people):
        self.port, self.people = port, people
        self.end = time.monotonic() + seconds
        self.random = random.Random(1)

    def person(self):
        login = self.random.choice(sorted(self.people))
        return login, basic(login, self.people[login])

    def over(self):
        return time.monotonic() >= self.end

    async def open(self):
        return await asyncio.open_connection("127.0.0.1", self.port,
                                             limit=2 ** 16)

    async def answer(self, reader):
        """The status; the rest is read and thrown away."""
        head = await reader.readuntil(b"\r\n\r\n")
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                left = int(line.split(b":")[1])
                while left > 0:
                    piece = await reader.read(min(left, 65536))
                    if not piece:
                        break
                    left -= len(piece)
        return int(head.split(b" ", 2)[1])

    async def ask(self, data):
        reader, writer = await self.open()
        try:
            writer.write(data)
            await writer.drain()
            return await self.answer(reader)
        finally:
            writer.close()

    async def repeat(self, kind, act):
        while not self.over():
            try:
                result = await asyncio.wait_for(act(), 30)
            except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError,
                    asyncio.LimitOverrunError):
                result = "cut"
            counts[kind][str(result)] += 1
            await asyncio.sleep(self.random.random() * 0.1)

    # Each row of what was seen to hurt.

    async def announce(self):
        """A head that announces 8 MiB, and nothing after it."""
        login, auth = self.person()
        if self.random.random() < 0.5:
            auth = basic(login, "wrong")
        _, writer = await self.open()
        writer.write(request("PUT", f"/dav/calendars/{login}/x/a.ics", auth)
                     .replace(b"Length: 0", b"Length: 8388608"))
        await writer.drain()
        await asyncio.sleep(2)
        writer.close()
        return "left"

    async def vanish(self):
        """A head, a part of the body, and gone."""
        _, writer = await self.open()
        writer.write(request("PUT", "/dav/x", basic("maria", "wrong"))
                     .replace(b"Length: 0", b"Length: 4000") + b"x" * 100)
        await writer.drain()
        writer.transport.abort()
        return "left"

    async def drip(self):
        """A head that comes a byte a second."""
        _, writer = await self.open()
        try:
            for byte in b"GET /healthz HTTP/1.1\r\nX-Slow: " + b"x" * 60:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(1)
                if self.over():
                    break
        finally:
            writer.close()
        return "left"

    async def idle(self):
        """A connection that says nothing."""
        reader, writer = await self.open()
        try:
            await asyncio.wait_for(reader.read(1), self.end - time.monotonic())
        except asyncio.TimeoutError:
            pass
        finally:
            writer.close()
        return "closed"

    async def bomb(self):
        """Namespaces upon namespaces."""
        login, auth = self.person()
        return await self.ask(request(
            "PROPFIND", f"/dav/calendars/{login}/", auth, BOMB, Depth=1,
            Content_Type="application/xml"))

    async def attributes(self):
        login, auth = self.person()
        return await self.ask(request(
            "PROPFIND", f"/dav/calendars/{login}/", auth, COMMENT))

    async def report(self, login, auth, inner, root="C:calendar-query"):
        return await self.ask(request(
            "REPORT", f"/dav/calendars/{login}/work/", auth,
            f"<{root} {NS}>{inner}</{root}>", Depth=1,
            Content_Type="application/xml"))

    async def matches(self):
        login, auth = self.person()
        return await self.report(login, auth, MATCHES)

    async def expand(self):
        login, auth = self.person()
        href = f"<D:href>/dav/calendars/{login}/work/daily.ics</D:href>"
        return await self.report(
            login, auth, '<D:prop><C:calendar-data><C:expand '
            'start="20200101T000000Z" end="20300101T000000Z"/>'
            '</C:calendar-data></D:prop>' + href *
            self.random.choice((1, 300)), "C:calendar-multiget")

    async def unknown(self):
        login, auth = self.person()
        return await self.report(login, auth, UNKNOWN, "C:calendar-multiget")

    async def unread(self):
        """An answer of megabytes that nobody takes."""
        login, auth = self.person()
        reader, writer = await self.open()
        writer.write(request("GET", f"/dav/calendars/{login}/work/", auth))
        await writer.drain()
        reader._transport.pause_reading()
        await asyncio.sleep(3)
        writer.transport.abort()
        return "left"

    async def guess(self):
        login = self.random.choice(("maria", "hana", "nobody", "x" * 20))
        return await self.ask(request(
            "PROPFIND", "/dav/", basic(login, str(self.random.random())),
            Depth=0))

    async def move(self):
        login, auth = self.person()
        home = f"/dav/calendars/{login}"
        return await self.ask(request(
            "MOVE", f"{home}/work/0.ics", auth,
            Destination=f"http://localhost{home}/work"))

    async def form(self):
        _, auth = self.person()
        return await self.ask(request(
            "POST", "/api/people", auth, b'{"name": "x"}',
            Content_Type="text/plain", Origin="https://evil.example"))

    async def put(self):
        login, auth = self.person()
        name = self.random.randrange(200)
        return await self.ask(request(
            "PUT", f"/dav/calendars/{login}/work/{name}.ics", auth,
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\n"
            f"UID:{name}@{login}\r\nDTSTAMP:20260601T120000Z\r\n"
            "DTSTART:20260612T140000Z\r\nDURATION:PT1H\r\n"
            f"SUMMARY:{'y' * 20000}\r\n"
            "END:VEVENT\r\nEND:VCALENDAR\r\n", Content_Type="text/calendar"))

    async def collect(self):
        login, auth = self.person()
        name = self.random.randrange(10 ** 6)
        if self.random.random() < 0.5:
            return await self.ask(request(
                "MKCALENDAR", f"/dav/calendars/{login}/c{name}/", auth))
        body = (f"<D:propertyupdate {NS}><D:set><D:prop><B:p{name}>"
                f"{'z' * 30000}</B:p{name}></D:prop></D:set>"
                "</D:propertyupdate>")
        return await self.ask(request(
            "PROPPATCH", f"/dav/calendars/{login}/work/", auth, body))

    async def frame(self):
        tail = self.random.choice((
            b"Content-Length:\r\n 5\r\n\r\nhello", b"X-A: b\nX-C: d\r\n\r\n",
            b": x\r\n\r\n", b"X-A: b\0c\r\n\r\n", b"\n",
            b"Transfer-Encoding: chunked\r\n\r\n5;" + b"x" * 60000,
            b"X-A: " + b"x" * 60000))
        return await self.ask(b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + tail)

    async def password(self):
        login, auth = self.person()
        return await self.ask(request(
            "PUT", f"/api/people/{login}/password", auth,
            json.dumps({"password": "another one", "old": "a guess"}),
            Content_Type="application/json"))

    async def page(self):
        return await self.ask(request(
            "POST", "/sign-in", None, b"login=maria&password=guess",
            Content_Type="application/x-www-form-urlencoded"))


async def main(port, seconds, connections, idle, people):
    crowd = Crowd(port, seconds, people)
    kinds = [crowd.announce, crowd.vanish, crowd.bomb, crowd.attributes,
             crowd.matches, crowd.expand, crowd.unknown, crowd.unread,
             crowd.guess, crowd.move, crowd.form, crowd.put, crowd.collect,
             crowd.frame, crowd.password, crowd.page, crowd.drip]
    tasks = [crowd.repeat(kinds[i % len(kinds)].__name__,
                          kinds[i % len(kinds)])
             for i in range(connections)]
    tasks += [crowd.repeat("idle", crowd.idle) for _ in range(idle)]
    await asyncio.gather(*tasks)
    print(json.dumps(counts))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]),
                     int(sys.argv[4]), json.load(sys.stdin)))

"""A mail server and a gateway for text messages on loopback, with faults.

Both are real: aiosmtpd speaks SMTP with TLS and a login, and the gateway
HTTP. What they took stands in `taken`; `fault` is asked before each answer
and may return the name of what goes wrong.
"""

import email
import email.policy
import http.server
import json
import os
import pathlib
import ssl
import subprocess
import threading
import time
import urllib.parse

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword, SMTP

NAME, PASSWORD = "practice", "correct horse"


def certificate(directory):
    """(certificate, key) of one's own CA for localhost and 127.0.0.1."""
    directory = pathlib.Path(directory)
    pem, key = directory / "cert.pem", directory / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650",
         "-not_before", "20260101000000Z", "-keyout", str(key), "-out",
         str(pem), "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        if b"not_before" in subprocess.run(
            ["openssl", "req", "-help"], capture_output=True).stderr else
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650",
         "-keyout", str(key), "-out", str(pem), "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True, capture_output=True)
    return str(pem), str(key)


class Mailbox:
    """What a mail server took: aiosmtpd's handler."""

    def __init__(self, fault=lambda step: None):
        self.fault = fault
        self.taken = []  # (from, to, bytes)
        self.sessions = set()
        self.lock = threading.Lock()

    async def handle_RCPT(self, server, session, envelope, address, options):
        what = self.fault("rcpt")
        if what == "drop":
            server.transport.abort()
        if what in ("4xx", "5xx", "gone"):
            return {"4xx": "451 later, please", "5xx": "554 no",
                    "gone": "550 5.1.1 there is nobody like that"}[what]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        what = self.fault("data")
        if what == "drop":
            server.transport.abort()
            return "451 gone"
        if what in ("4xx", "5xx"):
            return {"4xx": "452 full", "5xx": "554 no"}[what]
        if what == "slow":
            import asyncio
            await asyncio.sleep(1)
        with self.lock:
            self.sessions.add(session.peer)
            self.taken.append((envelope.mail_from, envelope.rcpt_tos[0],
                               envelope.content))
        return "250 OK"

    def mails(self):
        return [email.message_from_bytes(content,
                                         policy=email.policy.default)
                for _, _, content in self.taken]

    def to(self, address):
        return [mail for mail in self.mails()
                if mail["To"].addresses[0].addr_spec == address]


class MailServer(Controller):
    """The server of a mailbox; `tls` is "starttls", "smtps" or None."""

    def __init__(self, mailbox, tls=None, files=None, login=False, port=0):
        self.tls, self.login = tls, login
        self.context = None
        if tls:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*files)
        super().__init__(
            mailbox, hostname="127.0.0.1", port=port or free_port(),
            ssl_context=self.context if tls == "smtps" else None,
            server_hostname="localhost")

    def factory(self):
        def judge(server, session, envelope, mechanism, data):
            right = isinstance(data, LoginPassword) and (
                data.login, data.password) == (
                    NAME.encode(), PASSWORD.encode())
            return AuthResult(success=right, handled=False)
        return SMTP(
            self.handler, hostname="localhost",
            tls_context=self.context if self.tls == "starttls" else None,
            require_starttls=self.tls == "starttls",
            authenticator=judge, auth_required=self.login,
            auth_require_tls=False)

    @property
    def url(self):
        return f"{'smtps' if self.tls == 'smtps' else 'smtp'}" \
               f"://127.0.0.1:{self.port}"


def free_port():
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Gateway:
    """A gateway for text messages: answers as fault(step) says, else takes.

    Faults: 4xx, 5xx, drop (nothing is taken), late (taken, answered too
    late), lost (taken, no answer), html.
    """

    def __init__(self, form="json", fault=lambda step: None, asked=True):
        self.form, self.fault, self.asked = form, fault, asked
        self.taken = []  # what was sent, as dicts
        self.requests = []  # (method, path, headers)
        self.late = 20
        gateway = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args):
                pass

            def do_POST(self):
                gateway.post(self)

            def do_GET(self):
                gateway.get(self)

        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/Messages.json"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    @staticmethod
    def answer(handler, status, body, type="application/json"):
        data = (json.dumps(body) if not isinstance(body, str)
                else body).encode()
        try:
            handler.send_response(status)
            handler.send_header("Content-Type", type)
            handler.send_header("Content-Length", str(len(data)))
            handler.end_headers()
            handler.wfile.write(data)
        except OSError:
            pass

    def post(self, handler):
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        self.requests.append((handler.command, handler.path,
                              dict(handler.headers)))
        what = self.fault("post")
        if what in ("4xx", "5xx"):
            status = {"4xx": 429, "5xx": 500}[what]
            return self.answer(handler, status, {"message": "not now"})
        if what == "html":
            return self.answer(handler, 200, "<html>Welcome", "text/html")
        if what == "drop":
            return self.hang_up(handler)
        if self.form == "twilio":
            sent = dict(urllib.parse.parse_qsl(body.decode()))
        else:
            sent = json.loads(body)
        self.taken.append(sent)
        if what == "lost":
            return self.hang_up(handler)
        if what == "late":
            time.sleep(self.late)
        if self.form == "twilio":
            return self.answer(handler, 201, {
                "sid": f"SM{len(self.taken)}", "status": "queued"})
        return self.answer(handler, 202, {"id": sent["id"]})

    @staticmethod
    def hang_up(handler):
        handler.close_connection = True
        handler.connection.close()

    def get(self, handler):
        self.requests.append((handler.command, handler.path,
                              dict(handler.headers)))
        if not self.asked:
            return self.answer(handler, 404, "<html>no", "text/html")
        if self.form == "twilio":
            to = urllib.parse.parse_qs(
                urllib.parse.urlsplit(handler.path).query)["To"][0]
            return self.answer(handler, 200, {"messages": [
                {"sid": f"SM{at}", "to": one["To"], "body": one["Body"],
                 "status": "sent"}
                for at, one in enumerate(self.taken, 1)
                if one["To"] == to]})
        asked = handler.path.rsplit("/", 1)[1]
        for one in self.taken:
            if one["id"] == asked:
                return self.answer(handler, 200, {"id": asked,
                                                  "status": "sent"})
        return self.answer(handler, 404, {"error": "no such message"})

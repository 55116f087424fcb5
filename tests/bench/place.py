"""A server on a place of its own, and the load program that asks it."""

import base64
import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = ROOT / "build" / "bench"
LOAD = PROGRAMS / "load"


class Wrong(Exception):
    """An answer that is not what it must be: no figure is worth it."""


def build(name, sources, libraries=()):
    """A program of this folder, unless it is newer than all of them."""
    folder = pathlib.Path(__file__).parent
    made = PROGRAMS / name
    newest = max(file.stat().st_mtime for file in folder.glob("*.[ch]"))
    if made.exists() and made.stat().st_mtime > newest:
        return
    made.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [os.environ.get("CC", "cc"), "-std=c17", "-D_GNU_SOURCE", "-O2",
         f"-I{ROOT}", "-o", str(made),
         *(str(folder / source) for source in sources),
         *(f"-l{library}" for library in libraries)], check=True)


def build_load():
    build("load", ("load.c", "answer.c"))


class Request:
    """One request, and what its answer must be: the status, and how often
    the needle stands in the body."""

    def __init__(self, method, path, body=b"", headers=None, status=207,
                 count=0, needle="-"):
        self.method, self.path, self.headers = method, path, headers or {}
        self.body = body.encode() if isinstance(body, str) else body
        self.status, self.count, self.needle = status, count, needle


class Place:
    """A daybook process (`serve` or `demo`) and whom to ask it as."""

    def __init__(self, binary, folder=None):
        self.binary = binary
        self.folder = tempfile.mkdtemp(prefix="daybook-bench-", dir=folder)
        self.data = os.path.join(self.folder, "data")
        self.process = None
        self.login, self.password = None, None

    def run(self, *words, stdin=None):
        with open(os.path.join(self.folder, "log"), "ab") as log:
            subprocess.run([self.binary, *words, "--data", self.data],
                           input=stdin, text=True, check=True, stdout=log,
                           stderr=log)

    def make_person(self, login, role):
        self.login, self.password = login, f"the word of {login}"
        self.run("person", "add", login, "--role", role, "--password-stdin",
                 stdin=self.password + "\n")

    def start(self, command="serve"):
        """Objects that a person may have are as many as a run likes."""
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen(
                [self.binary, command, "--data", self.data, "--listen",
                 "127.0.0.1:0", "--set", "log_level=warning",
                 "--set", "quota_objects=1000000",
                 "--set", "quota_bytes=8589934592"],
                stdout=subprocess.PIPE, stderr=log, text=True)
        for line in self.process.stdout:
            words = line.split()
            if words[:1] == ["password"]:
                self.password = words[1]
            if words[:2] == ["listening", "on"]:
                self.port = int(words[2].rsplit(":", 1)[1])
                return
        with open(os.path.join(self.folder, "log"), encoding="utf-8") as log:
            raise Wrong(f"the server did not start: {log.read()}")

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)
            self.process.stdout.close()
            self.process = None

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder)

    @property
    def home(self):
        return f"/dav/calendars/{self.login}/"

    def cpu(self):
        """Seconds of CPU that the server's threads have used so far."""
        total = 0
        tasks = f"/proc/{self.process.pid}/task"
        for task in os.listdir(tasks):
            try:
                with open(f"{tasks}/{task}/schedstat", encoding="ascii") as f:
                    total += int(f.read().split()[0])
            except FileNotFoundError:
                continue  # a thread that has just ended
        return total / 1e9

    def memory(self):
        """Bytes of private memory: what the process has to itself, without
        the pages of files that it maps."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as f:
            for line in f:
                if line.startswith("RssAnon:"):
                    return int(line.split()[1]) * 1024
        raise Wrong("the system does not tell what memory is private")

    def signed(self, request):
        """Headers as whoever is asking now sends them."""
        return self._head(request)

    def _head(self, request):
        word = f"{self.login}:{self.password}".encode()
        headers = {
            "Authorization": "Basic " + base64.b64encode(word).decode(),
            "User-Agent": "bench",
        }
        if request.body:
            headers["Content-Type"] = "application/xml; charset=utf-8"
        return headers | request.headers

    def _bytes(self, request):
        lines = [f"{request.method} {request.path} HTTP/1.1",
                 f"Host: 127.0.0.1:{self.port}",
                 f"Content-Length: {len(request.body)}"]
        lines += [f"{k}: {v}" for k, v in self._head(request).items()]
        return "\r\n".join(lines + ["", ""]).encode() + request.body

    def ask(self, request):
        """Send one request by itself: (headers, body), checked."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                timeout=600)
        try:
            connection.request(request.method, request.path, request.body,
                               self._head(request))
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        found = body.count(request.needle.encode())
        if response.status != request.status or (
                request.needle != "-" and found != request.count):
            raise Wrong(f"{request.method} {request.path}: status "
                        f"{response.status}, {found} of {request.count} "
                        f"{request.needle}: {body[:300]!r}")
        return response.headers, body

    def load_begin(self, requests, connections, seconds=None, once=False,
                   more=()):
        """Start the load program."""
        handle, records = tempfile.mkstemp(dir=self.folder)
        with open(handle, "wb") as file:
            for request in requests:
                data = self._bytes(request)
                file.write(f"{request.status} {request.count} "
                           f"{request.needle} {len(data)}\n".encode())
                file.write(data)
        words = [str(LOAD), "-c", str(connections), *more]
        words += ["-s", str(seconds)] if seconds else []
        words += ["-o"] if once else []
        return subprocess.Popen([*words, str(self.port), records],
                                stdout=subprocess.PIPE)

    def load_end(self, program, requests):
        """Its report."""
        output, _ = program.communicate()
        os.remove(program.args[-1])
        if program.returncode:
            raise Wrong(f"the load program ended with {program.returncode}")
        report = json.loads(output)
        if report["wrong"] or not report["answers"]:
            raise Wrong(f"{requests[0].method} {requests[0].path}: "
                        f"{report['wrong']} wrong of {report['answers']}: "
                        f"{report['first_wrong']}")
        return report

    def load(self, requests, connections, seconds=None, once=False, more=()):
        """Run the load program: its report, with the server's CPU seconds."""
        before = self.cpu()
        report = self.load_end(self.load_begin(
            requests, connections, seconds, once, more), requests)
        report["server_cpu"] = self.cpu() - before
        return report

"""nginx and Caddy as Debian packages them, with the files of conf/, on free
ports and with the tests' own certificate."""

import os
import re
import socket
import subprocess
import time

from daybook import ROOT


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process):
    until = time.monotonic() + 20
    while time.monotonic() < until:
        assert process.poll() is None, "the proxy ended"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the proxy did not start")


def replace(text, old, new):
    """`old` must be there: a file that has changed is looked at anew."""
    assert old in text, old
    return text.replace(old, new)


class Proxy:
    """A server behind a proxy, as people reach it: has a url, like it."""

    def __init__(self, server, authority, folder):
        self.server = server
        self.folder = folder
        self.port, self.plain = free_port(), free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self.passwords, self.password = server.passwords, None
        self.certificate, self.key = authority.write(authority.issue())
        self.ca = str(authority.ca)
        self.process = subprocess.Popen(
            self.command(), cwd=folder,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(folder)},
            stdout=subprocess.DEVNULL, stderr=(folder / "log").open("wb"))
        wait_for_port(self.port, self.process)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


class Nginx(Proxy):
    def command(self):
        site = (ROOT / "conf" / "nginx.conf").read_text()
        site = re.sub(r".*listen \[::\].*\n", "", site)
        site = replace(site, "listen 443", f"listen 127.0.0.1:{self.port}")
        site = replace(site, "listen 80;", f"listen 127.0.0.1:{self.plain};")
        site = replace(site, "http://127.0.0.1:8008", self.server.url)
        site = re.sub(r"ssl_certificate .*", f"ssl_certificate {self.certificate};", site)
        site = re.sub(r"ssl_certificate_key .*", f"ssl_certificate_key {self.key};", site)
        temporary = "".join(
            f"{name}_temp_path {self.folder}/{name};\n"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        user = "user root;" if os.getuid() == 0 else ""
        conf = self.folder / "nginx.conf"
        conf.write_text(
            f"daemon off; {user} pid {self.folder}/pid; worker_processes 2;\n"
            f"error_log {self.folder}/errors;\nevents {{}}\n"
            f"http {{\naccess_log off;\n{temporary}{site}}}\n")
        return ["nginx", "-p", str(self.folder), "-c", str(conf)]


class Caddy(Proxy):
    def command(self):
        site = (ROOT / "conf" / "Caddyfile").read_text()
        site = replace(
            site, "calendar.example.org {",
            "{\n\tadmin off\n\tauto_https disable_redirects\n}\n"
            f"https://127.0.0.1:{self.port} {{\n"
            f"\ttls {self.certificate} {self.key}")
        site = replace(site, "127.0.0.1:8008",
                       self.server.url.removeprefix("http://"))
        conf = self.folder / "Caddyfile"
        conf.write_text(site)
        return ["caddy", "run", "--config", str(conf), "--adapter",
                "caddyfile"]

"""What the serving process has given up."""

import pathlib
import resource

from conftest import Server


def status_of(server):
    lines = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return dict(line.split(":\t", 1) for line in lines.splitlines())


def served(tmp_path, *options):
    server = Server(tmp_path / "data", "serve", *options)
    server.add("maria", "practitioner")
    return server.start()


def test_the_server_has_given_up_what_it_does_not_need(tmp_path):
    server = served(tmp_path)
    try:
        status = status_of(server)
        assert status["NoNewPrivs"] == "1"
        log = server.log_text()
        assert "event=sandbox" in log
        if "seccomp=on" in log:
            assert status["Seccomp"] == "2"
            # of all threads, once the doors are open: what is refused stands
            # in tests/unit/server/test_sandbox.c
            assert int(status.get("Seccomp_filters", "2")) >= 2
        assert server.person("maria").propfind("/dav/").status == 207
    finally:
        assert server.stop() == 0


def test_the_sandbox_can_be_turned_off(tmp_path):
    server = served(tmp_path, "--set", "sandbox=off")
    try:
        status = status_of(server)
        assert status["NoNewPrivs"] == "0" and "event=sandbox" not in (
            server.log_text())
        assert server.person("maria").propfind("/dav/").status == 207
    finally:
        assert server.stop() == 0


def test_a_core_dump_is_never_left(tmp_path):
    server = served(tmp_path)
    try:
        soft, hard = resource.prlimit(server.process.pid,
                                      resource.RLIMIT_CORE)
        assert soft <= 1 and hard <= 1
    finally:
        server.stop()

"""What those who run the server ask it."""

import json
import re
import sqlite3
import subprocess

import pytest
import requests

from authority import Authority
from conftest import BINARY, Server, event, wait_for


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    path = tmp_path_factory.mktemp("secret") / "token"
    path.write_text("a secret of many letters\n")
    return path


@pytest.fixture(scope="module")
def place(token, tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("place") / "data", "serve",
                  "--set", f"metrics_token_file={token}")
    made.run("practice", "name=Willow Lane")
    made.add("maria", "practitioner", "--name", "Maria Santos")
    made.add("admin", "admin")
    made.start()
    yield made
    assert made.stop() == 0, made.log_text()


@pytest.fixture(scope="module")
def proxied(token, tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("proxied") / "data", "serve",
                  "--set", f"metrics_token_file={token}",
                  "--set", "behind_proxy=on")
    made.add("maria", "practitioner")
    made.start()
    yield made
    assert made.stop() == 0, made.log_text()


def figures(server, **headers):
    answer = server.nobody().get("/metrics", **headers)
    assert answer.status == 200, answer.text
    return answer.text


def value(text, name):
    found = re.search(rf"^daybook_{re.escape(name)} (\S+)$", text, re.M)
    return found and float(found[1])


def test_every_answer_has_an_id_of_its_own(place):
    maria = place.person("maria")
    seen = set()
    for answer in (maria.get("/dav/"), place.nobody().get("/dav/"),
                   place.nobody().get("/healthz"), maria.get("/nothing"),
                   maria.propfind("/dav/"), maria.ask("PUT", "/dav/x")):
        id = answer.headers["X-Request-Id"]
        assert re.fullmatch("[0-9a-f]{16}", id)
        seen.add(id)
    assert len(seen) == 6
    # Nor does it say how many others were given between.
    ids = sorted(int(id, 16) for id in seen)
    assert min(b - a for a, b in zip(ids, ids[1:])) > 1 << 20


def test_a_failure_of_ours_is_told_and_logged_with_its_id(place):
    with sqlite3.connect(place.data / "daybook.db",
                         isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = place.person("admin").ask(
            "POST", "/api/services",
            '{"name": "Speech", "kind": "fixed", "cost": "42.50",'
            ' "wage": "30.00", "tax_bp": 1300}',
            Content_Type="application/json")
        other.execute("ROLLBACK")
    assert answer.status == 503
    id = answer.headers["X-Request-Id"]
    assert json.loads(answer.text)["error"]["request"] == id
    assert f"id={id} " in place.log_text()


def test_figures_have_prometheus_form(place):
    text = figures(place)
    kinds = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.M))
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        found = re.fullmatch(
            r'(daybook_[a-z_]+)(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? '
            r"-?[0-9.]+", line)
        assert found, line
        name = re.sub("_(bucket|sum|count)$", "", found[1])
        assert found[1] in kinds or kinds[name] == "histogram"


def test_requests_are_counted_by_method_and_status(place):
    maria = place.person("maria")
    name = 'requests_total{method="PROPFIND",status="207"}'
    before = value(figures(place), name) or 0
    for _ in range(3):
        assert maria.propfind("/dav/").status == 207
    assert value(figures(place), name) == before + 3
    maria.ask("BREW", "/dav/")
    assert value(figures(place), 'requests_total{method="other",'
                 'status="405"}') >= 1


def test_the_buckets_add_up(place):
    text = figures(place)
    buckets = [float(count) for count in re.findall(
        r"^daybook_request_seconds_bucket\{le=\"[^\"]+\"\} (\S+)$", text,
        re.M)]
    assert buckets == sorted(buckets) and len(buckets) == 14
    assert buckets[-1] == value(text, "request_seconds_count") > 0
    assert value(text, "request_seconds_sum") > 0


def test_writes_connections_and_sizes_are_told(place):
    maria = place.person("maria")
    calendar = maria.make_calendar("watched")
    before = value(figures(place), "writer_writes_total")
    for n in range(5):
        maria.put(calendar + f"{n}.ics", event(f"watched-{n}"))
    text = figures(place)
    assert value(text, "writer_writes_total") >= before + 5
    assert value(text, "writer_commits_total") > 0
    assert value(text, "writer_work_seconds_total") > 0
    assert value(text, "writer_waiting") == 0
    assert value(text, "connections") >= 1
    assert value(text, "queue_length") == 0
    assert value(text, "database_bytes") == (
        place.data / "daybook.db").stat().st_size
    assert value(text, 'outbox{state="queued"}') == 0


def test_devices_that_synced_are_counted(place):
    secret = place.run("person", "token", "maria", "--label",
                       "iPhone").stdout.split()[-1]
    before = value(figures(place), 'devices_synced{within="3600"}')
    phone = place.person("maria")
    phone.session.auth = ("maria", secret)
    assert phone.propfind("/dav/").status == 207

    def synced():
        return value(figures(place),
                     'devices_synced{within="3600"}') == before + 1
    wait_for(synced)


def test_no_name_is_in_the_figures(place):
    place.person("maria").propfind("/dav/calendars/maria/")
    text = figures(place).lower()
    assert "maria" not in text and "santos" not in text


@pytest.mark.parametrize("path", ["/metrics", "/statusz"])
def test_from_elsewhere_only_who_knows_the_secret_reads(proxied, path):
    nobody = proxied.nobody()
    away = {"X_Forwarded_For": "192.0.2.7"}
    assert nobody.get(path, **away).status == 403
    for wrong in ("Bearer x", "Bearer ", "a secret of many letters",
                  "Bearer a secret of many letter",
                  "Bearer a secret of many letters "
                  "and more", "Basic eDp5"):
        assert nobody.get(path, Authorization=wrong, **away).status == 403
    assert nobody.get(
        path, Authorization="Bearer a secret of many letters",
        **away).status == 200
    # a proxy that does not say whose request it is
    assert nobody.get(path).status == 403
    assert nobody.get(path, X_Forwarded_For="127.0.0.1").status == 200


def test_a_proxy_that_was_not_told_of_makes_nobody_local(place):
    nobody = place.nobody()
    assert nobody.get("/metrics").status == 200
    assert nobody.get("/metrics", X_Forwarded_For="127.0.0.1").status == 403
    assert nobody.get("/metrics", Forwarded="for=127.0.0.1").status == 403


def test_without_a_secret_nobody_elsewhere_reads(tmp_path):
    server = Server(tmp_path / "data", "serve", "--set",
                    "behind_proxy=on").start()
    try:
        assert server.nobody().get(
            "/metrics", Authorization="Bearer ",
            X_Forwarded_For="192.0.2.7").status == 403
    finally:
        assert server.stop() == 0


@pytest.mark.parametrize("text, words", [(None, "cannot be read"),
                                         (" \n", "is empty")])
def test_a_secret_that_is_none_is_refused_in_words(tmp_path, text, words):
    path = tmp_path / "token"
    if text is not None:
        path.write_text(text)
    done = subprocess.run(
        [BINARY, "serve", "--data", str(tmp_path / "data"), "--listen",
         "127.0.0.1:0", "--set", f"metrics_token_file={path}"],
        capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and words in done.stderr
    assert not (tmp_path / "data").exists()


def test_they_are_only_read(place):
    for path in ("/healthz", "/readyz", "/metrics", "/statusz"):
        answer = place.nobody().ask("POST", path, "x")
        assert answer.status == 405 and answer.headers["Allow"] == "GET, HEAD"
        assert place.nobody().ask("HEAD", path).bytes == b""


def test_it_is_ready_until_its_writes_are_held_up(place):
    nobody = place.nobody()
    assert nobody.get("/readyz").status == 200
    with sqlite3.connect(place.data / "daybook.db",
                         isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        stuck = place.person("maria").ask("MKCALENDAR",
                                          "/dav/calendars/maria/late/")
        assert stuck.status == 503
        answer = nobody.get("/readyz")
        assert answer.status == 503 and "lock" in answer.text
        assert nobody.get("/healthz").status == 200
        other.execute("ROLLBACK")
    assert place.person("maria").ask(
        "MKCALENDAR", "/dav/calendars/maria/late/").status == 201
    assert nobody.get("/readyz").status == 200


def test_status_says_who_is_connected_and_what_is_slow(place):
    maria = place.person("maria")
    maria.session.headers["User-Agent"] = "iOS/17.5 dataaccessd/1.0"
    maria.propfind("/dav/", depth="1")
    said = place.run("status").stdout
    assert place.url in said.splitlines()[0]
    assert re.search(r"^maria +2026-\S+ +\d+  ", said, re.M)
    assert re.search(r"^ +\d+ ms  [A-Z]+ +\d+ .* request [0-9a-f]{16}$",
                     said, re.M)
    found = json.loads(place.run("status", "--json").stdout)
    assert found["requests"] > 0 and found["people"] and found["slow"]
    times = [one["milliseconds"] for one in found["slow"]]
    assert times == sorted(times, reverse=True)
    assert "maria" not in json.dumps(found["people"])


def test_status_of_no_server_is_refused_in_words(tmp_path):
    server = Server(tmp_path / "data")
    server.run("practice")
    assert "no server" in server.run("status", check=False).stderr
    server.start()
    server.run("status")
    assert server.stop() == 0
    assert "no server" in server.run("status", check=False).stderr


def test_status_of_a_server_that_was_killed_is_refused_in_words(tmp_path):
    server = Server(tmp_path / "data").start()
    server.stop(9)
    done = server.run("status", check=False)
    assert done.returncode == 1 and "does not answer" in done.stderr


@pytest.mark.parametrize("how", ["proxy", "tls", "unix"])
def test_status_reaches_each_kind_of_server(tmp_path, how):
    options = {"proxy": ["--set", "behind_proxy=on"],
               "tls": Authority(tmp_path).settings(),
               "unix": []}[how]
    server = Server(tmp_path / "data", "serve", *options)
    if how == "unix":
        process = subprocess.Popen(
            [BINARY, "serve", "--data", str(server.data), "--listen",
             f"unix:{tmp_path}/socket"], stdout=subprocess.PIPE)
        assert b"listening" in process.stdout.readline()
        try:
            assert "unix:" in server.run("status").stdout
        finally:
            process.terminate()
            assert process.wait(30) == 0
        return
    server.start()
    try:
        assert server.url in server.run("status").stdout
    finally:
        assert server.stop() == 0


def test_behind_tls_figures_are_read_too(tmp_path):
    mine = Authority(tmp_path)
    server = Server(tmp_path / "data", "serve", *mine.settings()).start()
    try:
        assert requests.get(server.url + "/metrics", verify=str(mine.ca),
                            timeout=20).status_code == 200
    finally:
        assert server.stop() == 0

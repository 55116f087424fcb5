"""Signing in to the pages, and what guards every answer (U1 to U10)."""

import re

import pytest

from conftest import Server
from pages import Browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One that is patient with wrong passwords."""
    made = Server(tmp_path_factory.mktemp("place") / "data", "serve",
                  "--set", "login_burst=1000")
    made.run("practice", "name=Test practice", "zone=America/Toronto",
             "currency=CAD")
    made.add("admin", "admin", "--name", "Ann Admin")
    made.add("maria", "practitioner", "--name", "Maria Santos")
    made.add("ada", "client", "--name", "Ada Brown", "--code", "C042")
    made.start()
    yield made
    assert made.stop() == 0, made.log_text()


@pytest.fixture(scope="module")
def admin(server):
    return Browser(server, "admin", server.passwords["admin"])


def fresh(server, login="maria"):
    return Browser(server, login, server.passwords[login])


def test_u1_whoever_is_not_signed_in_is_asked_to(server):
    nobody = Browser(server)
    for path in ("/", "/account", "/no-such-page", "/clients/C042?a=1&b=%26"):
        answer = nobody.get(path)
        assert answer.status == 303
        assert answer.location.startswith("/sign-in?to=%2F")
    answer = nobody.get("/clients/C042?a=1&b=%26")
    assert answer.location == "/sign-in?to=%2Fclients%2FC042%3Fa%3D1%26b%3D%2526"
    for method in ("POST", "PUT", "DELETE"):
        assert nobody.ask(method, "/account", {"a": "b"}).status == 303
    answer = nobody.get("/account", HX_Request="true")
    assert answer.status == 401
    assert answer.headers["HX-Redirect"] == "/sign-in?to=%2Faccount"
    assert "WWW-Authenticate" not in answer.headers


def test_u1_one_is_led_back_to_paths_of_ours_alone(server):
    for to, goes in (
            ("/account?x=1", "/account?x=1"), ("/", "/"), ("//evil.example", "/"),
            ("/\\evil.example", "/"), ("https://evil.example", "/"),
            ("/account\u0085x", "/"), ("/account\x7f", "/"),
            ("account", "/"), ("/a\r\nSet-Cookie: x=y", "/"), ("/a\tb", "/"),
            ("", "/"), ("javascript:alert(1)", "/")):
        nobody = Browser(server)
        answer = nobody.sign_in("maria", server.passwords["maria"], to)
        assert (answer.status, answer.location) == (303, goes), to


def test_u2_what_is_closed_and_what_is_not_there(server):
    maria = fresh(server)
    one, other = maria.get("/no-such-page"), maria.get("/clients/C042/nothing")
    assert (one.status, other.status) == (404, 404)

    def bare(page):
        return re.sub(r"[0-9a-f]{32}|/no-such-page|/clients/C042/nothing", "",
                      page.text)
    assert bare(one) == bare(other)


def test_u3_other_methods_say_what_is_allowed(server, admin):
    answer = admin.ask("PUT", "/account")
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"
    assert admin.ask("DELETE", "/help").headers["Allow"] == "GET, HEAD"
    for who in (admin, Browser(server)):
        answer = who.ask("PUT", "/sign-in")
        assert answer.status == 405
        assert answer.headers["Allow"] == "GET, HEAD, POST"
    assert admin.post("/help").status == 405
    head = admin.ask("HEAD", "/help")
    assert head.status == 200 and head.bytes == b""


def test_u3_the_root_leads_each_role_to_its_page(server, admin):
    assert admin.get("/").location == "/today"
    assert fresh(server).get("/").location == "/to-save"
    assert fresh(server, "ada").get("/").location == "/home"
    # CalDAV keeps its methods there.
    assert server.person("maria").propfind("/").status == 207


def test_u3_basic_is_not_read_on_pages(server):
    answer = server.person("admin").get("/account")
    assert answer.status == 303
    assert "WWW-Authenticate" not in answer.headers


def test_u4_assets_are_kept_for_ever_and_by_their_hash(server, admin):
    text = admin.get("/help").text
    for name in ("daybook.css", "daybook.js", "icon.svg"):
        url = re.search(rf'"(/assets/[0-9a-f]+/{name})"', text).group(1)
        for agent in (admin, Browser(server)):
            answer = agent.get(url)
            assert answer.status == 200 and answer.bytes
            assert answer.headers["Cache-Control"] == (
                "public, max-age=31536000, immutable")
        wrong = re.sub(r"[0-9a-f]{16}", "0" * 16, url)
        assert admin.get(wrong).status == 404
        assert admin.ask("POST", url).status == 405
        plain = admin.get(url, Accept_Encoding="identity")
        assert "Content-Encoding" not in plain.headers
        assert plain.bytes == admin.get(url).bytes
    assert admin.get("/help").headers["Cache-Control"] == "no-store"


def test_u6_every_wrong_login_is_told_the_same(server):
    token = server.person("maria").ask(
        "POST", "/api/people/maria/tokens", '{"label": "x"}',
        Content_Type="application/json")
    secret = re.search(r'"secret": ?"([^"]+)"', token.text).group(1)
    texts = set()
    for login, password in (("maria", "wrong"), ("nobody-here", "wrong"),
                            ("maria", secret), ("maria", "")):
        answer = Browser(server).sign_in(login, password)
        assert answer.status == 422
        assert "Name or password is wrong." in answer.alert
        assert answer.wrong()["password"] == "Name or password is wrong."
        assert answer.title == "Error: Test practice · Test practice"
        form = dict(answer.form())
        assert form["login"] == login and "password" not in form
        assert "Set-Cookie" not in answer.headers
        texts.add(re.sub(r"[0-9a-f]{32}|" + login, "", answer.text))
    assert len(texts) == 1


def test_u6_the_token_of_a_device_is_refused_after_it_was_used(server):
    """Devices' tokens are remembered for a while: not for the pages."""
    token = server.person("maria").ask(
        "POST", "/api/people/maria/tokens", '{"label": "y"}',
        Content_Type="application/json")
    secret = re.search(r'"secret": ?"([^"]+)"', token.text).group(1)
    device = server.person("maria")
    device.session.auth = ("maria", secret)
    assert device.get("/api/sessions").status == 200
    assert Browser(server).sign_in("maria", secret).status == 422
    assert device.get("/api/sessions").status == 200


def test_u6_too_many_tries_are_429(tmp_path):
    made = Server(tmp_path / "data")
    made.add("admin", "admin")
    made.start()
    try:
        nobody = Browser(made)
        answers = [nobody.sign_in("admin", f"wrong {n}") for n in range(40)]
        last = answers[-1]
        assert last.status == 429 and int(last.headers["Retry-After"]) > 0
        assert last.title.startswith("Error: ")
        assert answers[0].status == 422
    finally:
        assert made.stop() == 0


def test_u7_the_cookie(server):
    maria = Browser(server)
    answer = maria.sign_in("maria", server.passwords["maria"])
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("daybook=")
    parts = [part.strip() for part in cookie.split(";")]
    assert set(parts[1:]) == {"Path=/", "HttpOnly", "SameSite=Lax"}
    assert len(parts[0]) - len("daybook=") == 64  # 256 bits
    before = maria.cookie()
    maria.sign_in("maria", server.passwords["maria"])
    assert maria.cookie() != before
    old = Browser(server)
    old.session.cookies.set("daybook", before)
    assert old.get("/account").status == 303


def test_u7_behind_a_proxy_the_cookie_is_secure(tmp_path):
    made = Server(tmp_path / "data", "serve", "--set", "behind_proxy=yes")
    made.add("admin", "admin")
    made.start()
    try:
        answer = Browser(made).sign_in("admin", made.passwords["admin"])
        parts = [p.strip() for p in answer.headers["Set-Cookie"].split(";")]
        assert parts[0].startswith("__Host-daybook=")
        assert set(parts[1:]) == {"Path=/", "HttpOnly", "SameSite=Lax",
                                  "Secure"}
        name, secret = parts[0].split("=")
        nobody = Browser(made)
        assert nobody.get("/account", Cookie=f"{name}={secret}").status == 200
        assert nobody.get("/account", Cookie=f"daybook={secret}").status == 303
    finally:
        assert made.stop() == 0


def test_u7_signing_out_ends_it(server):
    maria = fresh(server)
    assert "Sign out" in maria.get("/sign-out").words
    secret = maria.cookie()
    assert maria.get("/account").status == 200  # GET only asks
    assert maria.post("/sign-out").location == "/sign-in"
    again = Browser(server)
    again.session.cookies.set("daybook", secret)
    assert again.get("/account").status == 303


def test_u7_revoking_and_a_new_password_end_it(server):
    one, two = fresh(server), fresh(server)
    form = [f for f in one.get("/account").tree.xpath(
        "//form[@action='/account']") if f.xpath(".//button[@name='id']")]
    ids = [f.xpath(".//button/@value")[0] for f in form]
    assert len(ids) >= 2
    mine = [f.xpath(".//button/@value")[0] for f in form
            if "This browser" in f.getparent().text_content()]
    others = [i for i in ids if i not in mine]
    for other in others:
        one.post("/account", {"what": "revoke", "id": other})
    assert two.get("/account").status == 303
    assert one.get("/account").status == 200

    wrong = one.post("/account", {"what": "password", "old": "no",
                                  "password": "a new password"})
    assert wrong.status == 422 and "old" in wrong.wrong()
    short = one.post("/account", {
        "what": "password", "old": server.passwords["maria"],
        "password": "short"})
    assert short.status == 422 and list(short.wrong()) == ["password"]
    changed = one.post("/account", {
        "what": "password", "old": server.passwords["maria"],
        "password": "a new password"})
    assert changed.status == 303
    assert one.get("/account").status == 303
    server.passwords["maria"] = "a new password"
    assert fresh(server).get("/account").status == 200


def test_u7_nobody_revokes_anothers(server, admin):
    ada = fresh(server, "ada")
    page = admin.get("/account")
    own = page.tree.xpath("//button[@name='id']/@value")[0]
    assert ada.post("/account", {"what": "revoke", "id": own}).status == 404
    assert admin.get("/account").status == 200


def test_u7_deactivation_ends_it(server):
    server.add("leaver", "staff")
    leaver = fresh(server, "leaver")
    assert leaver.get("/account").status == 200
    server.run("person", "deactivate", "leaver")
    assert leaver.get("/account").status == 303


def test_u8_a_form_without_the_token_of_this_sign_in_does_nothing(server):
    maria, other = fresh(server), fresh(server)
    for csrf in ("", "0" * 32, other.token()):
        answer = maria.post("/sign-out", {"csrf": csrf})
        assert answer.status == 403
    assert maria.ask("POST", "/sign-out", {}).status == 403
    assert maria.get("/account").status == 200


def test_u8_a_foreign_origin_is_403_even_with_the_token(server):
    maria = fresh(server)
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1",
                   server.url + ".evil.example", "https://cal.example.org.x"):
        answer = maria.post("/sign-out", {}, Origin=origin)
        assert answer.status == 403, origin
        answer = Browser(server).sign_in(
            "maria", server.passwords["maria"], Origin=origin)
        assert answer.status == 403 and "Set-Cookie" not in answer.headers
    assert maria.get("/account").status == 200
    for origin in (server.url, "https://cal.example.org"):
        other = fresh(server)
        assert other.post("/sign-out", {}, Origin=origin).status == 303


def test_u8_scripts_ask_the_api_by_the_sign_in_and_its_token(server):
    maria = fresh(server)
    assert maria.get("/api/sessions").status == 200
    body = '{"notice": "none"}'
    kind = {"Content_Type": "application/json"}
    path = "/api/people/maria/feeds"
    body = '{"label": "x"}'
    assert maria.ask("POST", path, body, **kind).status == 403
    assert maria.ask("POST", path, body, X_CSRF_Token="0" * 32,
                     **kind).status == 403
    done = maria.ask("POST", path, body, X_CSRF_Token=maria.token(), **kind)
    assert done.status == 201
    foreign = maria.ask("POST", path, body, X_CSRF_Token=maria.token(),
                        Origin="https://evil.example", **kind)
    assert foreign.status == 403
    nobody = Browser(server)
    answer = nobody.get("/api/sessions", Cookie="daybook=" + "0" * 64)
    assert answer.status == 401


def test_u9_headers_of_every_answer(server, admin):
    nonces = set()
    for browser, path in ((admin, "/help"), (admin, "/nothing"),
                          (Browser(server), "/sign-in"),
                          (Browser(server), "/account")):
        headers = browser.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none';")
        for word in ("frame-ancestors 'none'", "base-uri 'none'",
                     "form-action 'self'"):
            assert word in policy
        assert "unsafe" not in policy and "*" not in policy
        nonces.add(re.search(r"'nonce-([^']+)'", policy).group(1))
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
    assert len(nonces) == 4


def test_u9_no_page_has_styles_or_scripts_in_its_markup(server, admin):
    for path in ("/help", "/account", "/sign-out"):
        tree = admin.get(path).tree
        assert not tree.xpath("//@style|//@onclick|//@onload")
        assert not tree.xpath("//script[not(@src)]|//style")


def test_u10_the_frame_of_a_page(server, admin):
    page = admin.get("/help")
    tree = page.tree
    assert page.title == "Help · Test practice"
    assert tree.get("lang") == "en"
    assert len(tree.xpath("//h1")) == 1 and page.h1 == "Help"
    assert tree.xpath("//header[@role='banner']") and tree.xpath("//main")
    assert tree.xpath("//nav[@aria-label='Menu']")
    first = tree.xpath("//a")[0]
    assert first.text_content() == "Skip to content"
    assert tree.xpath("//*[@id='%s']" % first.get("href")[1:])


def menu(page):
    return [a.xpath("string(span[1])")
            for a in page.tree.xpath("//nav[@aria-label='Menu']//li/a")]


def test_u11_each_role_has_its_menu(server, admin):
    assert menu(admin.get("/help")) == [
        "Today", "Calendar", "Sessions", "Add session", "Open sessions",
        "Cancellations", "Closures", "Clients", "Practitioners", "Services",
        "Invoices", "Payments", "Payroll", "Reports"]
    assert menu(fresh(server).get("/help")) == [
        "To save", "Calendar", "Sessions", "Wages", "Devices"]
    assert menu(fresh(server, "ada").get("/help")) == [
        "Home", "Calendar", "Sessions", "Invoices", "Calendar links"]


def test_what_people_typed_is_text(tmp_path):
    mark = '<img src=x onerror=alert(1)>"\'&'
    made = Server(tmp_path / "data")
    made.run("practice", f"name={mark}")
    made.add("admin", "admin", "--name", mark)
    made.start()
    try:
        admin = Browser(made, "admin", made.passwords["admin"])
        page = admin.get("/help")
        assert mark in page.words and page.title == f"Help · {mark}"
        assert not page.tree.xpath("//img[@src='x']")
        answer = Browser(made).sign_in(mark, "x", to='"><script>')
        assert dict(answer.form())["login"] == mark
        assert "<script>" not in answer.text
        page = admin.get("/sign-in?to=%22%3E%3Cb%3E")
        assert "<b>" not in page.text
    finally:
        assert made.stop() == 0


def test_a_form_that_cannot_be_read_is_said_to_be_so(server, admin):
    kind = "application/x-www-form-urlencoded"
    answer = admin.ask("POST", "/look", b"a=%zz", Content_Type=kind)
    assert answer.status == 400
    answer = admin.ask("POST", "/look", b"{}", Content_Type="application/json")
    assert answer.status == 415
    answer = admin.ask("POST", "/look", b"a=1", Content_Type=kind,
                       Content_Encoding="gzip")
    assert answer.status == 415
    answer = admin.ask("POST", "/look", b"a=" + b"x" * 300_000,
                       Content_Type=kind)
    assert answer.status == 413
    answer = admin.ask("POST", "/look", b"a=1&" * 6000, Content_Type=kind)
    assert answer.status == 400


def test_the_look_and_the_keys_are_kept_in_the_browser(server):
    maria = fresh(server)
    done = maria.post("/look", {"look": "dark", "here": "/help?x=1"})
    assert (done.status, done.location) == (303, "/help?x=1")
    assert maria.get("/help").tree.get("data-theme") == "dark"
    assert maria.post("/look", {"look": "x", "here": "//evil"}).location == "/"
    assert maria.get("/help").tree.get("data-theme") is None
    assert maria.post("/keys", {}).location == "/account"
    page = maria.get("/account")
    assert "off" in page.flash
    assert maria.get("/account").flash == ""  # told once
    assert page.tree.xpath("//body/@data-keys") == ["off"]


def test_a_client_chooses_how_to_be_told(server):
    ada = fresh(server, "ada")
    done = ada.post("/account", {"what": "notice", "notice": "none"})
    assert done.status == 303
    assert "Saved" in ada.get("/account").flash
    wrong = ada.post("/account", {"what": "notice", "notice": "pigeon"})
    assert wrong.status == 422 and "notice" in wrong.wrong()


def test_a_sign_in_ends_after_twelve_hours_unused(tmp_path):
    made = Server(tmp_path / "data")
    made.add("admin", "admin")
    made.start()
    admin = Browser(made, "admin", made.passwords["admin"])
    secret = admin.cookie()
    made.stop()
    for clock, status in (("2026-06-11T05:39:00Z", 200),
                          ("2026-06-11T17:38:00Z", 200),
                          ("2026-06-12T05:39:30Z", 303)):
        later = Server(made.data, "serve", "--set", f"test_clock={clock}")
        later.start()
        browser = Browser(later)
        browser.session.cookies.set("daybook", secret)
        assert browser.get("/account").status == status, clock
        assert later.stop() == 0


def test_u7_a_person_has_a_bounded_number_of_sign_ins(server):
    first = fresh(server, "ada")
    for _ in range(50):
        last = fresh(server, "ada")
    assert first.get("/account").status == 303
    assert last.get("/account").words.count("Revoke") == 50

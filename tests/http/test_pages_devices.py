"""Devices and calendar links: made, shown once, revoked; and connecting."""

import base64
import plistlib
import re
import subprocess

import pytest
import requests

from office import Office
from pages import browser

SCRIPT = "<script>alert(1)</script>"
IPHONE = ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) "
          "AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1")
BASE = "https://cal.example.org"  # the setting public_url
PROGRAMS = ("iphone", "mac", "davx5", "thunderbird", "gnome", "kde",
            "outlook", "caldav-synchronizer", "other")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("devices") / "data")
    yield made
    made.close()


def copied(page):
    """Values that stand to be copied, by their label."""
    return {row.find("span").text_content(): row.find("code").text_content()
            for row in page.tree.xpath("//div[@class='copy']")}


def new_link(page):
    """The fields of the form for a new calendar link."""
    return dict(page.tree.xpath("//form[.//select[@name='level']]")[
        0].form_values())


def connect(who, program="thunderbird", label="Desk", **headers):
    answer = who.post(f"/devices/connect?program={program}",
                      {"label": label}, **headers)
    assert answer.status == 303
    return who.get(answer.location, **headers)


def codes(page, tmp_path):
    """What a camera reads in the codes of a page."""
    found = []
    for at, svg in enumerate(page.tree.xpath("//*[@class='qr']")):
        size = int(svg.get("viewbox").split()[2])
        dark = set()
        for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1",
                                    svg.find("path").get("d")):
            dark |= {(int(x) + i, int(y)) for i in range(int(run))}
        scale = 6
        lines = [" ".join("0" if (x // scale, y // scale) in dark else "255"
                          for x in range(size * scale))
                 for y in range(size * scale)]
        picture = tmp_path / f"{at}.pgm"
        picture.write_text(f"P2 {size * scale} {size * scale} 255\n"
                           + "\n".join(lines) + "\n")
        read = subprocess.run(["zbarimg", "-q", "--raw", str(picture)],
                              capture_output=True, text=True, check=True)
        found.append(read.stdout.strip())
    return found


def dav(office, login, secret, agent="test"):
    return requests.request(
        "PROPFIND", office.server.url + "/dav/", auth=(login, secret),
        headers={"Depth": "0", "User-Agent": agent}, timeout=30).status_code


@pytest.mark.parametrize("login, h1", (
    ("admin", "Devices"), ("staff", "Devices"), ("maria", "Devices"),
    ("c042", "Calendar links")))
def test_every_role_has_its_page_of_devices(office, login, h1):
    page = browser(office, login).get("/devices")
    assert (page.status, page.h1) == (200, h1)
    assert "/devices/connect" in page.links()
    assert new_link(page)["level"] == "busy"


@pytest.mark.parametrize("login", ("admin", "maria", "c042"))
@pytest.mark.parametrize("program", PROGRAMS)
def test_each_program_says_what_to_do_and_to_type(office, login, program):
    page = browser(office, login).get(f"/devices/connect?program={program}")
    assert (page.status, page.h1) == (200, "Connect a device")
    assert len(page.tree.xpath("//ol[@class='steps']/li")) >= 4
    current = page.tree.xpath("//nav[@aria-label='Programs']"
                              "/a[@aria-current]/@href")
    assert current == [f"/devices/connect?program={program}"]
    if program == "outlook":
        assert "level" in dict(page.form(current[0]))
        return
    assert copied(page)["Address"] == BASE + "/dav/"
    assert copied(page)["User name"] == login
    assert "label" in dict(page.form(current[0]))


def test_a_devices_password_is_shown_once_and_opens_the_calendars(office):
    maria = browser(office, "maria")
    page = connect(maria, label="Thunderbird, desk")
    secret = copied(page)["Password"]
    assert re.fullmatch("[a-z2-7]{32}", secret)
    assert dav(office, "maria", secret) == 207
    again = maria.get("/devices/connect?program=thunderbird")
    assert secret not in again.text
    assert secret not in maria.get("/devices").text
    assert "Thunderbird, desk" in maria.get("/devices").words
    database = (office.server.data / "daybook.db").read_bytes()
    log = office.server.data / "daybook.db-wal"
    kept = database + (log.read_bytes() if log.exists() else b"")
    assert secret.encode() not in kept
    assert secret not in office.server.log_text()


def test_a_revoked_device_is_out_and_no_longer_listed(office):
    maria = browser(office, "maria")
    secret = copied(connect(maria, label="Old phone"))["Password"]
    page = maria.get("/devices")
    button = page.tree.xpath("//li[contains(., 'Old phone')]//button")[0]
    answer = maria.post("/devices", {button.get("name"): button.get("value")})
    assert answer.status == 303
    assert "Old phone" not in maria.get("/devices").words
    assert dav(office, "maria", secret) == 401


def test_nobody_revokes_what_is_anothers(office):
    connect(browser(office, "maria"), label="Her phone")
    tokens = office.got("/people/maria/tokens")["items"]
    mine = [t["id"] for t in tokens if t["label"] == "Her phone"][0]
    person = office.got("/people/maria")["id"]
    for login in ("tom", "c042", "staff"):
        answer = browser(office, login).post(
            "/devices", {"revoke_token": mine, "person": person})
        assert answer.status == 404
    assert tokens == office.got("/people/maria/tokens")["items"]


def test_a_calendar_link_is_made_shown_once_read_and_revoked(office):
    ada = browser(office, "c042")
    answer = ada.post("/devices", {"label": "Kitchen", "level": "full",
                                   "expires": "2099-01-31"})
    assert (answer.status, answer.location) == (303, "/devices")
    page = ada.get("/devices")
    url = copied(page)["Address"]
    assert url.startswith(BASE + "/feeds/")
    url = url.replace(BASE, office.server.url)
    assert requests.get(url, headers={"User-Agent": "Outlook-feed/2"},
                        timeout=30).status_code == 200
    page = ada.get("/devices")
    assert url not in page.text
    item = page.tree.xpath("//li[contains(., 'Kitchen')]")[0]
    text = item.text_content()
    assert "Names" in text and "Outlook-feed 2" in text
    assert "last fetch" in text and "ends" in text and "2099" in text
    button = item.xpath(".//button")[0]
    assert ada.post("/devices",
                    {button.get("name"): button.get("value")}).status == 303
    assert requests.get(url, timeout=30).status_code == 410


def test_u12_a_wrong_calendar_link_keeps_what_was_typed(office):
    ada = browser(office, "c042")
    before = office.got("/people/c042/feeds")
    answer = ada.post("/devices", {"label": "x" * 500, "level": "full",
                                   "expires": "2001-01-01"})
    assert answer.status == 422
    assert {"label", "expires"} & set(answer.wrong())
    fields = new_link(answer)
    assert fields["label"] == "x" * 500
    assert (fields["level"], fields["expires"]) == ("full", "2001-01-01")
    assert office.got("/people/c042/feeds") == before


def test_u12_a_device_without_a_name_is_refused_beside_its_field(office):
    maria = browser(office, "maria")
    answer = maria.post("/devices/connect?program=gnome", {"label": " "})
    assert answer.status == 422
    assert set(answer.wrong()) == {"label"}
    assert answer.tree.xpath("//nav/a[@aria-current='page'][.='GNOME']")


def test_the_iphone_that_opens_the_page_gets_its_profile(office):
    maria = browser(office, "maria")
    page = maria.get("/devices/connect", User_Agent=IPHONE)
    assert page.tree.xpath("//nav/a[@aria-current='page']")[
        0].text_content() == "iPhone and iPad"
    assert not page.tree.xpath("//*[@class='qr']")
    page = connect(maria, "iphone", "Maria's iPhone & <co>",
                   User_Agent=IPHONE)
    secret = copied(page)["Password"]
    form = dict(page.form("/devices/connect/profile"))
    answer = maria.post("/devices/connect/profile", form, User_Agent=IPHONE)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/x-apple-aspen-config"
    assert answer.headers["Cache-Control"] == "no-store"
    profile = plistlib.loads(answer.bytes)
    assert profile["PayloadType"] == "Configuration"
    assert profile["PayloadVersion"] == 1
    assert profile["PayloadOrganization"] == "Willow Lane"
    [account] = profile["PayloadContent"]
    assert account["PayloadType"] == "com.apple.caldav.account"
    assert account["CalDAVHostName"] == "cal.example.org"
    assert account["CalDAVPort"] == 443
    assert account["CalDAVUseSSL"] is True
    assert account["CalDAVUsername"] == "maria"
    assert account["CalDAVPassword"] == secret
    assert account["CalDAVPrincipalURL"] == "/dav/principals/maria/"
    for part in (profile, account):
        assert re.fullmatch("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}",
                            part["PayloadUUID"])
    assert profile["PayloadUUID"] != account["PayloadUUID"]
    assert profile["PayloadIdentifier"] != account["PayloadIdentifier"]
    again = maria.post("/devices/connect/profile", form)
    assert plistlib.loads(again.bytes) == profile
    assert dav(office, "maria", account["CalDAVPassword"]) == 207


def test_a_profile_is_given_to_nobody_else(office):
    page = connect(browser(office, "maria"), "iphone")
    form = dict(page.form("/devices/connect/profile"))
    tom = browser(office, "tom")
    for value in (form["pass"], "", "AAAA", "?", form["pass"][:-8]):
        answer = tom.post("/devices/connect/profile", {"pass": value})
        assert answer.status == 303
        assert "can no longer be had" in tom.get(answer.location).flash
    assert browser(office, "tom").get("/devices/connect/profile").status == 303


def test_u8_the_code_for_an_iphone_holds_no_password(office, tmp_path):
    maria = browser(office, "maria")
    page = maria.get("/devices/connect?program=iphone")
    assert codes(page, tmp_path) == [
        BASE + "/devices/connect?program=iphone"]


def test_davx5_reads_everything_from_its_code(office, tmp_path):
    page = connect(browser(office, "maria"), "davx5", "Pixel")
    secret = copied(page)["Password"]
    assert codes(page, tmp_path) == [
        f"davx5://maria:{secret}@cal.example.org/dav/"]


def test_without_the_setting_the_address_is_what_the_browser_uses(tmp_path):
    office = Office(tmp_path / "data")
    try:
        assert office.server.stop() == 0
        office.server.options = ("--set", "public_url=")
        office.server.start()
        maria = browser(office, "maria")
        page = connect(maria, "davx5", "Pixel")
        values = copied(page)
        assert values["Address"] == office.server.url + "/dav/"
        host = office.server.url.removeprefix("http://")
        assert codes(page, tmp_path) == [
            f"caldav://maria:{values['Password']}@{host}/dav/"]
        page = connect(maria, "iphone")
        answer = maria.post("/devices/connect/profile",
                            dict(page.form("/devices/connect/profile")))
        [account] = plistlib.loads(answer.bytes)["PayloadContent"]
        assert (account["CalDAVHostName"], account["CalDAVPort"],
                account["CalDAVUseSSL"]) == (
                    host.split(":")[0], int(host.split(":")[1]), False)
        maria.post("/devices", {"label": "", "level": "busy"})
        assert copied(maria.get("/devices"))["Address"].startswith(
            office.server.url + "/feeds/")
    finally:
        office.close()


def test_the_page_says_when_the_device_has_come(office):
    maria = browser(office, "maria")
    page = connect(maria, "gnome", "Laptop")
    secret = copied(page)["Password"]
    url = str(page.tree.get_element_by_id("state").get("hx-get"))
    part = maria.get(url, HX_Request="true")
    assert part.status == 200 and "Waiting for the device" in part.text
    assert dav(office, "maria", secret, "Evolution/3.46.4") == 207
    part = maria.get(url, HX_Request="true")
    assert "Connected." in part.text and "Evolution 3.46.4" in part.text
    assert "hx-get" not in part.text
    assert browser(office, "tom").get(url).status == 404


def test_a_wrong_password_is_told_until_the_right_one_comes(office):
    tom = browser(office, "tom")
    agent = "iOS/17.5 (21F79) dataaccessd/1.0"
    secret = copied(connect(tom, "iphone", "Tom's iPhone"))["Password"]
    assert dav(office, "tom", secret, agent) == 207
    assert dav(office, "tom", "wrong" + secret, agent) == 401
    item = tom.get("/devices").tree.xpath(
        "//li[contains(., \"Tom's iPhone\")]")[0].text_content()
    assert "iOS 17.5" in item and "Wrong password since" in item
    [row] = [row for row in office.got("/people/tom/devices")["items"]
             if row["label"] == "Tom's iPhone"]
    assert (row["kind"], row["program"]) == ("device", "iOS 17.5")
    assert row["turned_away_since"] and row["turned_away_tries"] == 1
    listing = office.server.run("person", "devices", "tom").stdout
    assert "Tom's iPhone" in listing and "iOS 17.5" in listing
    assert dav(office, "tom", office.server.passwords["tom"], agent) == 207
    assert "Wrong password" not in tom.get("/devices").words


def test_a_program_that_is_no_device_of_ours_is_named(office):
    agent = "DAVx5/4.4.1-ose (2024/06/01; dav4jvm; okhttp/4.12.0) Android/14"
    assert dav(office, "c051", "not it at all", agent) == 401
    page = browser(office, "c051").get("/devices")
    assert "DAVx5 4.4.1-ose" in page.words
    assert "Wrong password since" in page.words
    [row] = office.got("/people/c051/devices")["items"]
    assert (row["kind"], row["id"]) == ("unknown", None)


def test_devices_of_others_are_known_as_their_tokens_are(office):
    for login, expected in (("admin", 200), ("staff", 403), ("tom", 404),
                            ("c042", 404), ("maria", 200)):
        office.got("/people/maria/devices", getattr(office, login), expected)


def test_an_admin_sees_and_revokes_everybodys_devices(office):
    connect(browser(office, "maria"), label="Lost phone")
    admin = browser(office, "admin")
    page = admin.get("/settings/devices?who=maria")
    assert page.h1 == "Account Settings"
    assert page.heads() == ["Person", "Device", "Kind", "Program",
                            "Last used", "Expires", "Trouble", "Revoke"]
    row = [row for row in page.rows() if row[1] == "Lost phone"][0]
    assert (row[0], row[2]) == ("Maria Santos", "Device")
    form = page.tree.xpath("//tr[contains(., 'Lost phone')]//form")[0]
    button = form.xpath(".//button")[0]
    fields = dict(form.form_values())
    fields[button.get("name")] = button.get("value")
    assert admin.post("/settings/devices", fields).status == 303
    labels = [row[1] for row in admin.get("/settings/devices").rows()]
    assert "Lost phone" not in labels


@pytest.mark.parametrize("login", ("staff", "maria", "c042"))
def test_u2_everybodys_devices_are_an_admins(office, login):
    who = browser(office, login)
    assert who.get("/settings/devices").status == 403
    assert who.post("/settings/devices", {"revoke_token": "1",
                                          "person": "1"}).status == 403


def test_u16_typed_names_are_only_ever_text(office):
    maria = browser(office, "maria")
    page = connect(maria, label=SCRIPT)
    assert SCRIPT not in page.text
    connect(maria, label="=1+1")
    maria.post("/devices", {"label": SCRIPT, "level": "busy"})
    for page in (maria.get("/devices"), maria.get("/devices/connect"),
                 browser(office, "admin").get("/settings/devices"),
                 browser(office, "admin").get("/settings/people/maria")):
        assert page.status == 200
        assert SCRIPT not in page.text and "&lt;script&gt;" in page.text
    csv = browser(office, "admin").get("/settings/devices?format=csv")
    assert csv.headers["Content-Type"].startswith("text/csv")
    assert "'=1+1" in csv.text


def test_one_device_too_many_is_told_as_the_quota_that_it_is(office):
    who = browser(office, "c063")
    answer = None
    for i in range(101):
        answer = who.post("/devices/connect?program=kde", {"label": f"{i}"})
        if answer.status != 303:
            break
    assert answer.status == 507
    assert "one person may have 100 device tokens" in answer.words
    assert "event=page-failed" not in office.server.log_text()


def test_what_a_page_hands_on_is_sealed(office):
    maria = browser(office, "maria")
    answer = maria.post("/devices/connect?program=kde", {"label": "Sealed"})
    assert answer.status == 303
    # HEAD shows nothing and uses nothing up.
    assert maria.ask("HEAD", answer.location).status == 200
    page = maria.get(answer.location)
    secret = copied(page)["Password"]
    form = maria.get("/devices/connect?program=iphone")
    assert base64.b64encode(secret.encode()).decode() not in form.text

"""Notices by e-mail: what arrives, and how (rules S44, S45)."""

import re

import caldav
import icalendar
import pytest

from conftest import wait_for
from mailbox import (NAME, PASSWORD, Mailbox, MailServer, certificate,
                     free_port)
from notices import DAY, Telling, outcomes
from post import OPTIONS, PUBLIC, Post, event_of, part


@pytest.fixture(scope="module")
def post(tmp_path_factory):
    post = Post(tmp_path_factory.mktemp("post"))
    post.office.changed("/practice", email="desk@willow.example",
                        address="1 Oak St")
    yield post
    post.close()


def told(post, kind, count=1, **session):
    """The mail of that kind of a new session."""
    before = len(post.mailbox.taken)
    made = post.office.coming("c042", **session)
    if kind == "canceled":
        post.office.run(made["start"][:10])
    if kind == "closure":
        post.office.run(made["start"][:10], cancel=False)
    if kind == "rescheduled":
        day = made["start"][:10]
        post.office.changed(f"/sessions/{made['id']}", start=f"{day}T16:00",
                            end=f"{day}T16:50")
    return made, post.arrive(before + count)[before]


def test_s45_a_cancellation_arrives_as_mail(post):
    session, mail = told(post, "canceled", day="2026-07-01")
    assert mail["To"].addresses[0].addr_spec == "ada@example.org"
    assert mail["From"].addresses[0].addr_spec == "practice@example.org"
    assert mail["From"].addresses[0].display_name == "Willow Lane"
    assert mail["Reply-To"].addresses[0].addr_spec == "desk@willow.example"
    assert "Wednesday 1 July 2026" in mail["Subject"]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime.strftime("%Y-%m-%d") == "2026-06-08"
    notice, = post.office.outbox(f"?session={session['id']}")
    assert notice["state"] == "sent" and notice["tries"] == 1
    assert mail["Message-ID"].startswith(f"<notice-{notice['id']}.")
    assert mail.defects == []


def test_s45_it_holds_name_date_time_practice_and_phone_only(post):
    session, mail = told(post, "canceled", day="2026-07-02",
                         public_note="bring the blue book",
                         private_note="anxious", place="Room 7")
    for type in ("text/plain", "text/html"):
        text = part(mail, type).get_content()
        for word in ("Ada", "Thursday 2 July 2026", "09:00", "Willow Lane",
                     "+1 416 555 0142"):
            assert word in text, (type, word)
    whole = "".join(str(one.get_content()) for one in mail.walk()
                    if not one.is_multipart())
    for word in ("Brown", "blue book", "anxious", "Room 7", "Service",
                 "42.50", "Maria", "Santos"):
        assert word not in whole, word


def test_the_message_of_a_run_is_in_its_mail_and_escaped(post):
    before = len(post.mailbox.taken)
    post.office.coming("c042", day="2026-07-03")
    post.office.run("2026-07-03", message="Snow & <ice>.\nStay home.")
    mail = post.arrive(before + 1)[before]
    assert "Snow & <ice>.\nStay home." in \
        part(mail, "text/plain").get_content().replace("\r\n", "\n")
    assert "Snow &amp; &lt;ice&gt;.<br>" in \
        part(mail, "text/html").get_content()


def test_s45_the_event_is_canceled_by_method_and_uid(post):
    session, mail = told(post, "canceled", day="2026-07-06")
    calendar, event = event_of(mail)
    assert calendar["METHOD"] == "CANCEL"
    assert part(mail, "text/calendar").get_param("method") == "CANCEL"
    assert event["UID"] == session["uid"]
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == post.office.now(session)["revision"]
    assert str(event["ORGANIZER"]) == "mailto:desk@willow.example"
    assert str(event["ATTENDEE"]) == "mailto:ada@example.org"
    assert event["DTSTART"].dt.isoformat() == "2026-07-06T13:00:00+00:00"
    attached = part(mail, "application/ics")
    assert attached.get_filename() == "invite.ics"
    assert attached.get_content() == \
        part(mail, "text/calendar").get_content().replace(
            "\n", "\r\n").replace("\r\r", "\r").encode()


def test_s45_a_move_is_a_request_of_a_higher_sequence(post):
    session, mail = told(post, "rescheduled", day="2026-07-07")
    calendar, event = event_of(mail)
    assert calendar["METHOD"] == "REQUEST"
    assert event["SEQUENCE"] > session["revision"]
    assert event["DTSTART"].dt.isoformat() == "2026-07-07T20:00:00+00:00"
    text = part(mail, "text/plain").get_content()
    assert "09:00" in text and "16:00" in text


def test_s45_a_closure_is_published(post):
    session, mail = told(post, "closure", day="2026-07-08")
    calendar, event = event_of(mail)
    assert calendar["METHOD"] == "PUBLISH" and "ATTENDEE" not in event


def test_s44_what_was_sent_is_followed_by_it_takes_place_after_all(post):
    before = len(post.mailbox.taken)
    session = post.office.coming("c042", day="2026-07-09")
    run = post.office.run("2026-07-09")
    post.arrive(before + 1)
    status, undone = post.office.ask("POST",
                                     f"/cancellations/{run['id']}/undo")
    assert outcomes(undone) == {session["id"]: "restored"}
    mail = post.arrive(before + 2)[before + 1]
    assert "takes place after all" in mail["Subject"]
    calendar, event = event_of(mail)
    assert calendar["METHOD"] == "REQUEST" and event["STATUS"] == "CONFIRMED"
    run = post.office.got(f"/cancellations/{run['id']}")
    assert [one["kind"] for one in run["sessions"][0]["notices"]] \
        == ["canceled", "restored"]


def test_a_told_closure_that_is_taken_back_is_followed_up_too(post):
    before = len(post.mailbox.taken)
    post.office.coming("c042", day="2026-07-10")
    run = post.office.run("2026-07-10", cancel=False)
    post.arrive(before + 1)
    post.office.ask("POST", f"/cancellations/{run['id']}/undo")
    mail = post.arrive(before + 2)[before + 1]
    assert "takes place after all" in mail["Subject"]


def test_a_groups_members_never_see_one_another(post):
    before = len(post.mailbox.taken)
    post.office.coming("c042", "c051", day="2026-07-13")
    post.office.run("2026-07-13")
    mails = post.arrive(before + 2)[before:]
    assert {mail["To"].addresses[0].addr_spec for mail in mails} \
        == {"ada@example.org", "ben@example.org"}
    for mail in mails:
        own = mail["To"].addresses[0].addr_spec
        other = ({"ada@example.org", "ben@example.org"} - {own}).pop()
        assert other not in mail.as_string() and len(
            mail["To"].addresses) == 1
        name = {"ada@example.org": "Ben", "ben@example.org": "Ada"}[own]
        assert name not in part(mail, "text/plain").get_content()
        assert name not in str(event_of(mail)[1].to_ical())


def test_nothing_that_people_type_ends_a_header(post):
    before = len(post.mailbox.taken)
    name = 'Zoë "Zed" \\ Lane: Bcc, <x@y.org>'
    post.office.changed("/practice", name=name)
    post.office.coming("c042", day="2026-07-14")
    post.office.run("2026-07-14")
    mail = post.arrive(before + 1)[before]
    post.office.changed("/practice", name="Willow Lane")
    assert mail["From"].addresses[0].display_name == name
    assert mail["From"].addresses[0].addr_spec == "practice@example.org"
    assert mail["Subject"].startswith(name + ": canceled")
    assert "Bcc" not in mail
    assert str(event_of(mail)[1]["SUMMARY"]) == name


def test_rfc8058_one_click_ends_the_mail(post):
    session, mail = told(post, "canceled", day="2026-07-15")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = re.fullmatch(r"<(.*)>", mail["List-Unsubscribe"]).group(1)
    assert link.startswith(f"{PUBLIC}/notices/stop/")
    assert link in part(mail, "text/plain").get_content()
    assert f'href="{link}"' in part(mail, "text/html").get_content()


@pytest.mark.parametrize("tls", ["starttls", "smtps"])
def test_tls_and_a_login(tmp_path, tls):
    (tmp_path / "password").write_text(PASSWORD + "\n")
    post = Post(tmp_path, "--set", f"smtp_user={NAME}", "--set",
                f"smtp_password_file={tmp_path}/password", tls=tls,
                login=True, now=None)
    try:
        session = post.office.coming("c042", day="2026-12-15")
        post.office.run("2026-12-15")
        post.arrive(1)
        notice, = post.office.outbox(f"?session={session['id']}")
        assert notice["state"] == "sent", notice
    finally:
        post.close()


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    files = certificate(tmp_path)
    mailbox = Mailbox()
    mail = MailServer(mailbox, "starttls", files)
    mail.start()
    office = Telling(tmp_path / "data", *OPTIONS, "--set",
                     f"smtp_url={mail.url}", now=None)
    try:
        office.coming("c042", day="2026-12-15")
        office.run("2026-12-15")
        wait_for(lambda: office.outbox()[0]["state"] == "retrying")
        assert "certificate" in office.outbox()[0]["reason"]
        assert mailbox.taken == []
    finally:
        office.close()
        mail.stop()


def test_tls_is_required_unless_a_setting_says_otherwise(tmp_path):
    mailbox = Mailbox()
    mail = MailServer(mailbox)
    mail.start()
    office = Telling(tmp_path / "data", *OPTIONS, "--set",
                     f"smtp_url={mail.url}", now=None)
    try:
        office.coming("c042", day="2026-12-15")
        office.run("2026-12-15")
        wait_for(lambda: office.outbox()[0]["state"] == "retrying")
        assert "smtp_tls" in office.outbox()[0]["reason"]
        assert mailbox.taken == []
    finally:
        office.close()
        mail.stop()


def test_a_server_that_is_down_costs_nothing_but_the_delay(tmp_path):
    port = free_port()
    office = Telling(tmp_path / "data", *OPTIONS, "--set", "smtp_tls=off",
                     "--set", f"smtp_url=smtp://127.0.0.1:{port}", now=None)
    mailbox = Mailbox()
    try:
        session = office.coming("c042", day="2026-12-15")
        run = office.run("2026-12-15")
        assert outcomes(run) == {session["id"]: "canceled"}
        wait_for(lambda: office.outbox()[0]["tries"] >= 2)
        notice, = office.outbox()
        assert "cannot be reached" in notice["reason"]
        assert "check smtp_url" in notice["reason"]
        status, tried = office.ask("POST", "/notices/test", {
            "channel": "email", "address": "x@example.org"})
        assert (status, tried["state"]) == (200, "dead")
        assert "check smtp_url" in tried["reason"]
        mail = MailServer(mailbox, port=port)
        mail.start()
        wait_for(lambda: office.outbox()[0]["state"] == "sent", 20)
        assert len(mailbox.taken) == 1
        mail.stop()
    finally:
        office.close()


def test_who_does_not_exist_is_given_up_and_remembered(post):
    before = len(post.mailbox.taken)
    session = post.office.coming("c063", day="2026-07-16")
    post.office.changed("/people/c063", email="nobody@example.org")
    post.mailbox.fault = lambda step: "gone"
    post.office.run("2026-07-16")
    wait_for(lambda: post.office.outbox(
        f"?session={session['id']}")[0]["state"] == "dead")
    post.mailbox.fault = lambda step: None
    notice, = post.office.outbox(f"?session={session['id']}")
    assert "5.1.1" in notice["reason"] and len(post.mailbox.taken) == before
    status, answer = post.office.ask("POST", f"/outbox/{notice['id']}/retry")
    assert status == 409 and "came back" in answer["error"]["message"]
    post.office.changed("/people/c063", email="cleo@example.org")
    status, _ = post.office.ask("POST", f"/outbox/{notice['id']}/retry")
    assert status == 200
    assert post.arrive(before + 1)[before]["To"] == "cleo@example.org"
    post.office.changed("/people/c063", email=None)


def test_many_use_few_connections(post):
    before = len(post.mailbox.taken)
    post.mailbox.sessions.clear()
    for hour in range(8, 20):
        post.office.coming("c042", day="2026-07-20", at=f"{hour:02}:00",
                           to=f"{hour:02}:50")
    post.office.run("2026-07-20")
    post.arrive(before + 12)
    assert len(post.mailbox.sessions) <= 4


@pytest.mark.parametrize("setting, word", [
    ("smtp_url=http://x", "smtp_url"), ("smtp_tls=maybe", "smtp_tls"),
    ("smtp_from=nobody", "smtp_from"), ("sms_url=ftp://x", "sms_url"),
    ("sms_format=fax", "sms_format"), ("notice_delay=-1", "notice_delay")])
def test_a_wrong_setting_gets_a_sentence(post, setting, word):
    done = post.office.server.run("serve", "--set", setting, check=False)
    assert done.returncode == 2 and word in done.stderr


@pytest.mark.parametrize("settings, word", [
    (("smtp_url=smtp://127.0.0.1:1",), "smtp_from"),
    (("smtp_url=smtp://127.0.0.1:1", "smtp_from=a@b.org",
      "smtp_password_file=/nowhere/x"), "/nowhere/x")])
def test_settings_that_lack_something_refuse_to_start(post, settings, word):
    options = [word for one in settings for word in ("--set", one)]
    done = post.office.server.run("serve", "--listen", "127.0.0.1:0",
                                  *options, check=False)
    assert done.returncode == 1 and word in done.stderr


def test_the_events_of_a_move_and_a_cancellation_change_one_event(post):
    """In a calendar kept by python3-caldav, as a recipient's program does."""
    before = len(post.mailbox.taken)
    session = post.office.coming("c042", day="2026-07-21")
    post.office.changed(f"/sessions/{session['id']}", start="2026-07-21T16:00",
                        end="2026-07-21T16:50")
    post.arrive(before + 1)
    post.office.run("2026-07-21")
    moved, canceled = post.arrive(before + 2)[before:]
    server = post.office.server
    client = caldav.DAVClient(server.url + "/dav/", username="tom",
                              password=server.passwords["tom"])
    calendar = client.principal().make_calendar("Received")
    sequence = -1
    for mail, status in ((moved, "CONFIRMED"), (canceled, "CANCELLED")):
        text = part(mail, "text/calendar").get_content()
        # RFC 4791 4.1: what is stored has no method.
        calendar.save_event(re.sub(r"METHOD:.*\r?\n", "", text))
        kept, = calendar.events()
        event, = icalendar.Calendar.from_ical(kept.data).walk("VEVENT")
        assert event["UID"] == session["uid"]
        assert event["STATUS"] == status and event["SEQUENCE"] > sequence
        assert event["DTSTART"].dt.isoformat() == "2026-07-21T20:00:00+00:00"
        sequence = event["SEQUENCE"]

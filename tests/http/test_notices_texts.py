"""What notices say, who ends them, and what comes back (rule S45)."""

import base64
import re

import icalendar
import pytest

from api import wrong_fields
from conftest import wait_for
from mailbox import NAME, PASSWORD
from post import PUBLIC, Post, part


@pytest.fixture(scope="module")
def post(tmp_path_factory):
    post = Post(tmp_path_factory.mktemp("texts"))
    yield post
    post.close()


@pytest.fixture(scope="module")
def office(post):
    return post.office


def preview(office, **fields):
    return office.ask("POST", "/notices/preview", fields)


KINDS = ("canceled", "rescheduled", "restored", "closure", "reminder",
         "invoice", "statement", "review")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_words_of_its_own(office, kind):
    status, shown = preview(office, kind=kind)
    assert status == 200
    assert "Willow Lane" in shown["subject"] and shown["text"]
    assert shown["html"].startswith("<!DOCTYPE html>")
    assert 1 <= shown["parts"] <= 2
    assert not re.search("[{}]", shown["subject"] + shown["text"] +
                         shown["sms"])
    if kind in ("invoice", "statement", "review"):
        assert shown["ics"] is None
    else:
        calendar = icalendar.Calendar.from_ical(shown["ics"])
        assert len(calendar.walk("VEVENT")) == 1


def test_a_preview_is_of_a_session_and_by_other_texts(office):
    session = office.coming("c042", day="2026-07-01")
    status, shown = preview(office, kind="canceled", session=session["id"],
                            client="c042", subject="{first_name}: {date}",
                            text="At {time}, {{really}}. {message}",
                            sms="{first_name} {time}")
    assert status == 200
    assert shown["subject"] == "Ada: Wednesday 1 July 2026"
    assert shown["text"].startswith("At 09:00, {really}.")
    assert shown["sms"] == "Ada 09:00" and shown["parts"] == 1
    assert session["uid"] in shown["ics"]


@pytest.mark.parametrize("fields, wrong", [
    ({"kind": "fax"}, "kind"), ({}, "kind"),
    ({"kind": "canceled", "text": "Dear {surname}"}, "text"),
    ({"kind": "canceled", "subject": "{date"}, "subject"),
    ({"kind": "canceled", "sms": "{}"}, "sms"),
    ({"kind": "canceled", "session": "99999"}, "session"),
    ({"kind": "canceled", "client": "nobody"}, "client"),
    ({"kind": "canceled", "subject": "x" * 201}, "subject")])
def test_a_wrong_preview_gets_a_sentence(office, fields, wrong):
    status, answer = preview(office, **fields)
    assert status == 422 and wrong in wrong_fields(answer), answer


def test_an_unknown_name_is_told_with_those_that_there_are(office):
    status, answer = office.ask("PATCH", "/practice", {
        "notices": {"canceled": {"text": "Dear {surname}"}}})
    assert status == 422
    assert "{surname}" in answer["error"]["message"]
    assert "{first_name}" in answer["error"]["message"]


def test_the_practices_own_texts_are_kept_and_taken_back(office, post):
    before = len(post.mailbox.taken)
    kept = office.changed("/practice", notices={
        "canceled": {"subject": "No {first_name} today", "text": None},
        "reminder": {"sms": "{date}!"}})["notices"]
    assert kept["canceled"]["subject"] == "No {first_name} today"
    assert kept["canceled"]["text"] is None and kept["closure"] is None
    more = office.changed("/practice", notices={"reminder": None})["notices"]
    assert more["reminder"] is None
    assert more["canceled"]["subject"] == "No {first_name} today"
    office.coming("c042", day="2026-07-02")
    office.run("2026-07-02")
    mail = post.arrive(before + 1)[before]
    assert mail["Subject"] == "No Ada today"
    assert "is canceled" in part(mail, "text/plain").get_content()
    office.changed("/practice", notices=None)
    assert office.got("/practice")["notices"]["canceled"] is None


@pytest.mark.parametrize("notices", [
    {"fax": {}}, {"canceled": {"colour": "red"}}, {"canceled": "text"},
    {"canceled": {"text": 5}}, "texts", ["canceled"]])
def test_texts_of_a_wrong_shape_are_refused(office, notices):
    status, _ = office.ask("PATCH", "/practice", {"notices": notices})
    assert status == 422


def test_hours_for_notices(office):
    assert office.got("/practice")["notice_hours"] == {"from": "07:00",
                                                       "to": "21:00"}
    changed = office.changed("/practice", notice_hours={"from": "08:30",
                                                        "to": "20:00"})
    assert changed["notice_hours"] == {"from": "08:30", "to": "20:00"}
    for wrong in ({"from": "8:30", "to": "20:00"}, {"from": "08:60",
                  "to": "20:00"}, {"from": "08:00", "to": "24:01"},
                  {"from": "08:00"}, "always"):
        status, _ = office.ask("PATCH", "/practice", {"notice_hours": wrong})
        assert status == 422, wrong
    office.changed("/practice", notice_hours={"from": "07:00", "to": "21:00"})


def test_clients_see_no_templates(office):
    assert "notices" not in office.got("/practice", office.c042)


# A test message

def test_a_message_is_sent_at_once_and_its_conversation_shown(office, post):
    before = len(post.mailbox.taken)
    status, tried = office.ask("POST", "/notices/test", {
        "channel": "email", "address": "Me@Example.org"})
    assert status == 200 and tried["state"] == "sent"
    assert len(post.mailbox.taken) == before + 1
    talk = "\n".join(tried["conversation"])
    assert "> MAIL FROM:<practice@example.org>" in talk
    assert "> RCPT TO:<me@example.org>" in talk and "< 250" in talk


@pytest.mark.parametrize("fields, status", [
    ({"channel": "email", "address": "nobody"}, 422),
    ({"channel": "text", "address": "12"}, 422),
    ({"channel": "text", "address": "+14165550123"}, 409),
    ({"channel": "fax", "address": "a@b.org"}, 422),
    ({"channel": "email"}, 422)])
def test_a_test_that_cannot_be_sent_gets_a_sentence(office, fields, status):
    got, answer = office.ask("POST", "/notices/test", fields)
    assert got == status and len(answer["error"]["message"]) > 15


def test_the_doctor_sends_one_too(office, post):
    settings = [word for one in ("smtp_tls=off", "smtp_from=p@example.org",
                                 f"smtp_url={post.mail.url}")
                for word in ("--set", one)]
    done = office.server.run("doctor", *settings, "--send-test",
                             "me@example.org")
    assert "> RCPT TO:<me@example.org>" in done.stdout
    done = office.server.run("doctor", "--send-test", "me@example.org",
                             check=False)
    assert done.returncode == 1 and "smtp_url" in done.stdout


def test_secrets_are_not_in_a_conversation(tmp_path):
    (tmp_path / "password").write_text(PASSWORD + "\n")
    post = Post(tmp_path, "--set", f"smtp_user={NAME}", "--set",
                f"smtp_password_file={tmp_path}/password", login=True,
                tls="starttls", now=None)
    try:
        status, tried = post.office.ask("POST", "/notices/test", {
            "channel": "email", "address": "me@example.org"})
        assert tried["state"] == "sent", tried
        talk = "\n".join(tried["conversation"])
        assert "AUTH" in talk and "***" in talk
        for secret in (PASSWORD, base64.b64encode(PASSWORD.encode()).decode(),
                       base64.b64encode(
                           f"\0{NAME}\0{PASSWORD}".encode()).decode()):
            assert secret not in talk
        (tmp_path / "password").write_text("wrong\n")
        status, tried = post.office.ask("POST", "/notices/test", {
            "channel": "email", "address": "me@example.org"})
        assert tried["state"] == "dead" and "535" in tried["reason"]
    finally:
        post.close()


# Ending them

def link_of(mail):
    return mail["List-Unsubscribe"].strip("<>")[len(PUBLIC):]


def told(post, *clients, day):
    before = len(post.mailbox.taken)
    post.office.coming(*clients, day=day)
    post.office.run(day)
    return post.arrive(before + 1)[before]


def test_the_page_that_ends_them_needs_no_login(office, post):
    mail = told(post, "c042", day="2026-07-03")
    nobody = office.server.nobody()
    page = nobody.get(link_of(mail))
    assert page.status == 200 and "ada@example.org" in page.text
    assert 'method="post"' in page.text
    assert office.got("/people/c042")["notice"] == "email"


def test_rfc8058_one_click_ends_them(office, post):
    mail = told(post, "c042", day="2026-07-06")
    nobody = office.server.nobody()
    done = nobody.ask("POST", link_of(mail),
                      "List-Unsubscribe=One-Click",
                      Content_Type="application/x-www-form-urlencoded")
    assert done.status == 200 and "ada@example.org" in done.text
    assert office.got("/people/c042")["notice"] == "none"
    before = len(post.mailbox.taken)
    session = office.coming("c042", day="2026-07-07")
    office.run("2026-07-07")
    assert office.outbox(f"?session={session['id']}") == []
    assert len(post.mailbox.taken) == before
    office.changed("/people/c042", notice="email")
    assert told(post, "c042", day="2026-07-08")["To"] == "ada@example.org"


def test_a_guardians_wish_is_the_guardians_alone(office, post):
    code = office.client(name="Kim Young", notice="email",
                         email="kim@example.org", contacts=[
                             {"name": "Pat", "email": "pat@example.org",
                              "notice": "both", "phone": "+1 416 555 0199"}])
    before = len(post.mailbox.taken)
    office.coming(code, day="2026-07-09")
    office.run("2026-07-09")
    mails = {mail["To"].addresses[0].addr_spec: mail
             for mail in post.arrive(before + 2)[before:]}
    office.server.nobody().ask("POST", link_of(mails["pat@example.org"]), "")
    person = office.got(f"/people/{code}")
    assert person["notice"] == "email"
    assert person["contacts"][0]["notice"] == "text"


@pytest.mark.parametrize("path", ["/notices/stop/x", "/notices/stop/" +
                                  "a" * 32, "/notices/status/" + "a" * 32])
def test_a_key_that_there_is_not_tells_nothing(office, path):
    nobody = office.server.nobody()
    body = "MessageStatus=failed"
    assert nobody.ask("POST", path, body, Content_Type="application/"
                      "x-www-form-urlencoded").status == 404
    assert nobody.ask("PUT", path, body).status == 405


# What comes back

DSN = """\
From: MAILER-DAEMON@mx.example.org
To: practice@example.org
Subject: Undelivered Mail Returned to Sender
Message-ID: <dsn-1@mx.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver it.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such
  mailbox
--b
Content-Type: text/rfc822-headers

From: practice@example.org
Message-ID: {id}
--b--
"""


def bounce(office, mail, to=None, id=None, action="failed", status="5.1.1"):
    text = DSN.format(to=to or mail["To"].addresses[0].addr_spec,
                      id=id or mail["Message-ID"], action=action,
                      status=status)
    return office.server.run("deliver-bounce", stdin=text, check=False)


def test_mail_that_comes_back_marks_the_address(office, post):
    code = office.client(name="Gone Away", notice="email",
                         email="gone@example.org")
    mail = told(post, code, day="2026-07-10")
    done = bounce(office, mail)
    assert done.returncode == 0, done.stderr
    notice = office.outbox(f"?person={code}")[0]
    assert notice["state"] == "dead" and "no such mailbox" in notice["reason"]
    office.coming(code, day="2026-07-13")
    office.run("2026-07-13")
    notice = office.outbox(f"?person={code}")[0]
    assert notice["state"] == "dead" and "came back" in notice["reason"]
    office.changed(f"/people/{code}", email="here@example.org")
    assert told(post, code, day="2026-07-14")["To"] == "here@example.org"


def test_a_delay_marks_nothing(office, post):
    mail = told(post, "c042", day="2026-07-15")
    assert bounce(office, mail, action="delayed",
                  status="4.4.1").returncode == 0
    assert office.outbox("?person=c042")[0]["state"] == "sent"


def test_what_is_not_ours_marks_nothing(office, post):
    mail = told(post, "c042", day="2026-07-16")
    other = re.sub(r"\..*@", ".0123456789abcdef@", mail["Message-ID"])
    for done in (bounce(office, mail, id="<x@y>"),
                 bounce(office, mail, id=other),
                 bounce(office, mail, to="ben@example.org"),
                 office.server.run("deliver-bounce", stdin="hello",
                                   check=False),
                 office.server.run("deliver-bounce", stdin="x" * 2000000,
                                   check=False)):
        assert done.returncode == 1 and done.stderr
    assert office.outbox("?person=c042")[0]["state"] == "sent"


# Invoices

def test_an_invoice_goes_to_who_pays_with_its_pdf(office, post):
    code = office.client(name="Ida Payer", notice="none", contacts=[
        {"name": "Pay Master", "email": "pay@example.org", "payer": True,
         "notice": "none"}])
    session = office.session(code, service=office.service_id)
    office.saved(session)
    draft = office.made("/invoices", client=code, to="2026-06-08")
    status, answer = office.ask("POST", f"/invoices/{draft['id']}/send")
    assert status == 409 and "issue" in answer["error"]["message"]
    issued = office.ask("POST", f"/invoices/{draft['id']}/issue")[1]
    before = len(post.mailbox.taken)
    status, sent = office.ask("POST", f"/invoices/{draft['id']}/send")
    assert status == 200 and sent["number"] == issued["number"]
    mail = post.arrive(before + 1)[before]
    assert mail["To"] == "pay@example.org"
    assert issued["number"] in mail["Subject"]
    paper = part(mail, "application/pdf").get_content()
    assert paper == office.admin.get(
        f"/api/invoices/{draft['id']}.pdf").bytes
    assert "42.50" not in part(mail, "text/plain").get_content()


def test_an_invoice_without_an_address_gets_a_sentence(office):
    code = office.client(name="Poor Addressless")
    office.saved(office.session(code, service=office.service_id))
    draft = office.made("/invoices", client=code, to="2026-06-08")
    office.ask("POST", f"/invoices/{draft['id']}/issue")
    status, answer = office.ask("POST", f"/invoices/{draft['id']}/send")
    assert status == 409 and "no e-mail address" in answer["error"]["message"]
    assert office.ask("POST", "/invoices/99999/send")[0] == 404


# Reminders and digests

def test_reminders_come_once_before_a_session(tmp_path):
    post = Post(tmp_path)
    office = post.office
    try:
        office.changed("/practice", reminder_hours=[24, 2])
        early = office.coming("c042", day="2026-06-12")
        late = office.coming("c042", day="2026-06-12", at="15:00", to="15:50")
        gone = office.coming("c042", day="2026-06-12", at="17:00", to="17:50")
        office.run("2026-06-12T17:00", "2026-06-12T18:00", notify=False)
        # 09:30 of the day before: the first is due, not yet the others.
        office.at("2026-06-11T13:30:00Z")
        mail = post.arrive(1)[0]
        assert "reminder" in mail["Subject"] and "09:00" in mail["Subject"]
        office.at("2026-06-11T13:40:00Z")
        office.at("2026-06-12T11:30:00Z")  # 07:30: two hours, and a day
        mails = post.arrive(3)
        kinds = [(one["session"], one["kind"]) for one in office.outbox()]
        assert sorted(kinds) == sorted(
            [(early["id"], "reminder")] * 2 + [(late["id"], "reminder")])
        assert gone["id"] not in {one for one, _ in kinds}
        assert len(mails) == 3
    finally:
        post.close()


def test_s44_the_night_is_quiet_but_for_what_is_today(tmp_path):
    post = Post(tmp_path, now="2026-06-11T02:00:00Z")  # 22:00 on the 10th
    office = post.office
    try:
        today = office.coming("c042", day="2026-06-10", at="22:30",
                              to="23:00")
        dawn = office.coming("c042", day="2026-06-11", at="06:30", to="06:50")
        later = office.coming("c042", day="2026-06-11", at="10:00",
                              to="10:50")
        office.run("2026-06-10", "2026-06-11")
        states = {one["session"]: one for one in office.outbox()}
        wait_for(lambda: {one["session"] for one in
                          office.outbox("?state=sent")}
                 == {today["id"], dawn["id"]})
        assert states[later["id"]]["next_at"] == "2026-06-11T11:00:00Z"
    finally:
        post.close()

"""Notices as text messages, through a gateway (rule S44)."""

import json

import pytest

from conftest import wait_for
from mailbox import Gateway
from notices import Telling

PUBLIC = "https://calendar.example.org"


class Texts:
    """An office and the gateway that takes its text messages."""

    def __init__(self, directory, form="json", **gateway):
        self.gateway = Gateway(form, **gateway)
        (directory / "secret").write_text("s3cret\n")
        user = ("--set", "sms_user=AC1") if form == "twilio" else ()
        self.office = Telling(
            directory / "data", "--set", "notice_delay=0", "--set",
            f"sms_url={self.gateway.url}", "--set", f"sms_format={form}",
            "--set", f"sms_secret_file={directory}/secret", "--set",
            "sms_from=+14165550100", "--set", f"public_url={PUBLIC}", *user,
            now=None)
        self.office.changed("/people/c051", notice="text")

    def close(self):
        self.office.close()
        self.gateway.close()

    def tell(self, day):
        session = self.office.coming("c051", day=day)
        self.office.run(day)
        return session

    def row(self, session):
        return self.office.outbox(f"?session={session['id']}")[0]

    def ends(self, session, state, seconds=20):
        wait_for(lambda: self.row(session)["state"] == state, seconds)
        return self.row(session)


@pytest.fixture(scope="module", params=["json", "twilio"])
def texts(request, tmp_path_factory):
    texts = Texts(tmp_path_factory.mktemp("texts"), request.param)
    yield texts
    texts.close()


@pytest.fixture(autouse=True)
def no_faults(texts):
    yield
    texts.gateway.fault = lambda step: None
    texts.gateway.asked = True


def test_a_text_goes_in_the_gateways_own_form(texts):
    before = len(texts.gateway.taken)
    session = texts.tell("2026-12-01")
    row = texts.ends(session, "sent")
    sent = texts.gateway.taken[before]
    method, path, headers = texts.gateway.requests[-1]
    if texts.gateway.form == "json":
        assert sent.keys() == {"to", "from", "text", "id"}
        assert headers["Authorization"] == "Bearer s3cret"
        to, text = sent["to"], sent["text"]
    else:
        assert headers["Authorization"].startswith("Basic ")
        assert sent["StatusCallback"].startswith(f"{PUBLIC}/notices/status/")
        to, text = sent["To"], sent["Body"]
    assert to == "+14165550123"
    assert row["recipient"]["address"] == "+14165550123"
    for word in ("Ben", "Tuesday 1 December 2026", "09:00", "Willow Lane"):
        assert word in text
    for word in ("Fox", "42.50", "Maria"):
        assert word not in text
    assert len(texts.gateway.taken) == before + 1


def test_what_was_sent_without_an_answer_is_asked_about(texts):
    before = len(texts.gateway.taken)
    faults = iter(["lost"])
    texts.gateway.fault = lambda step: next(faults, None)
    session = texts.tell("2026-12-02")
    texts.ends(session, "sent")
    assert len(texts.gateway.taken) == before + 1
    assert texts.gateway.requests[-1][0] == "GET"


def test_an_answer_after_the_time_out_is_not_sent_again(texts):
    before = len(texts.gateway.taken)
    faults = iter(["late"])
    texts.gateway.fault = lambda step: next(faults, None)
    session = texts.tell("2026-12-03")
    texts.ends(session, "sent", 40)
    assert len(texts.gateway.taken) == before + 1


def test_what_never_arrived_is_sent_again_when_the_gateway_says_so(texts):
    before = len(texts.gateway.taken)
    faults = iter(["drop"])
    texts.gateway.fault = lambda step: next(faults, None)
    session = texts.tell("2026-12-04")
    texts.ends(session, "sent")
    assert len(texts.gateway.taken) == before + 1


def test_a_gateway_that_cannot_be_asked_is_not_sent_to_blindly(texts):
    before = len(texts.gateway.taken)
    texts.gateway.asked = False
    faults = iter(["lost"])
    texts.gateway.fault = lambda step: next(faults, None)
    session = texts.tell("2026-12-07")
    texts.ends(session, "unknown")
    asked = len(texts.gateway.requests)
    wait_for(lambda: len(texts.gateway.requests) > asked + 1)
    row = texts.ends(session, "unknown")
    assert "cannot say" in row["reason"] and row["tries"] == 1
    assert len(texts.gateway.taken) == before + 1
    status, again = texts.office.ask("POST", f"/outbox/{row['id']}/retry")
    assert status == 200 and again["state"] == "queued"
    texts.ends(session, "sent")
    assert len(texts.gateway.taken) == before + 2


def test_refusals_are_tried_again(texts):
    before = len(texts.gateway.taken)
    faults = iter(["4xx", "5xx"])
    texts.gateway.fault = lambda step: next(faults, None)
    session = texts.tell("2026-12-08")
    row = texts.ends(session, "sent")
    assert row["tries"] == 3 and len(texts.gateway.taken) == before + 1


def test_a_gateway_that_answers_with_a_page_gets_a_sentence(texts):
    before = len(texts.gateway.taken)
    texts.gateway.fault = lambda step: "html"
    session = texts.tell("2026-12-09")
    row = texts.ends(session, "retrying")
    assert "web page" in row["reason"] and "sms_url" in row["reason"]
    texts.gateway.fault = lambda step: None
    texts.ends(session, "sent")
    assert len(texts.gateway.taken) == before + 1


def report(texts, sent, status):
    key = sent["StatusCallback"].rsplit("/", 1)[1]
    nobody = texts.office.server.nobody()
    return nobody.ask("POST", f"/notices/status/{key}",
                      f"MessageSid=SM1&MessageStatus={status}",
                      Content_Type="application/x-www-form-urlencoded")


def test_the_gateway_tells_later_that_it_failed(texts):
    before = len(texts.gateway.taken)
    session = texts.tell("2026-12-10")
    texts.ends(session, "sent")
    if texts.gateway.form == "json":
        _, _, headers = texts.gateway.requests[-1]
        key = headers["X-Status-Callback"].rsplit("/", 1)[1]
        nobody = texts.office.server.nobody()
        assert nobody.ask("POST", f"/notices/status/{key}", json.dumps(
            {"status": "undelivered"}),
            Content_Type="application/json").status == 204
    else:
        sent = texts.gateway.taken[before]
        assert report(texts, sent, "sent").status == 204
        assert texts.row(session)["state"] == "sent"
        assert report(texts, sent, "undelivered").status == 204
    row = texts.row(session)
    assert row["state"] == "dead" and "number" in row["reason"]


def test_a_test_message_goes_by_text_too(texts):
    status, tried = texts.office.ask("POST", "/notices/test", {
        "channel": "text", "address": "416 555 0177"})
    assert status == 200 and tried["state"] == "sent"
    talk = "\n".join(tried["conversation"])
    assert "POST /Messages.json" in talk and "s3cret" not in talk
    assert "Authorization: ***" in talk


def test_a_number_that_cannot_be_read_gets_a_sentence(texts):
    texts.office.changed("/people/c051", phone="call me")
    session = texts.tell("2026-12-11")
    row = texts.row(session)
    assert row["state"] == "dead" and "+1 416" in row["reason"]
    texts.office.changed("/people/c051", phone="416 555 0123")
    assert texts.office.ask("POST",
                            f"/outbox/{row['id']}/retry")[0] == 200
    texts.ends(session, "sent")


def test_a_gateway_that_is_not_there_gets_a_sentence(tmp_path):
    texts = Texts(tmp_path)
    try:
        texts.gateway.close()
        session = texts.tell("2026-12-14")
        row = texts.ends(session, "retrying")
        assert "cannot be reached" in row["reason"]
    finally:
        texts.office.close()

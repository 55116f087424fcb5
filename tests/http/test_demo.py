"""The demo practice: half a year that was lived in, the same each time, of
which nothing is sent."""

import socket
import sqlite3
import threading
import time

import pytest

from conftest import Server

NEVER = 253402300799


def rows(demo, sql):
    db = sqlite3.connect(f"file:{demo.data}/daybook.db?mode=ro", uri=True)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def words(demo, sql):
    return {row[0] for row in rows(demo, sql)}


def api(demo, path, login="admin"):
    answer = demo.person(login).get("/api" + path)
    assert answer.status == 200, answer.text
    return answer.raw.json()


def invoices(demo):
    ids = [row[0] for row in rows(demo, "SELECT id FROM invoice ORDER BY id")]
    return [api(demo, f"/invoices/{number}") for number in ids]


@pytest.fixture(scope="module")
def bills(demo):
    return invoices(demo)


def test_its_invoices_are_drafts_issued_and_void(bills):
    assert {bill["status"] for bill in bills} == {"draft", "issued", "void"}


def test_some_invoices_are_paid_some_in_part_and_some_are_overdue(demo):
    aged = api(demo, "/reports/aged")
    assert aged["items"]
    texts = str(aged)
    assert "C049" in texts, "Hugo never pays"
    assert "C045" in texts, "Dario pays half"


def test_a_credit_stands_on_an_invoice(bills):
    assert any(line["charge"].startswith("-") for bill in bills
               for line in bill["lines"])


def test_a_cheque_bounced_and_a_payment_was_given_back_in_part(demo):
    assert rows(demo, f"SELECT 1 FROM payment WHERE voided < {NEVER}")
    assert rows(demo, "SELECT 1 FROM refund WHERE amount > 0")


def test_payroll_was_closed_each_half_month_and_one_run_is_open(demo):
    closed = rows(demo, "SELECT id FROM payroll WHERE posting IS NOT NULL")
    assert len(closed) >= 6
    last = rows(demo, "SELECT max(id) FROM payroll")[0][0]
    assert api(demo, f"/payroll/{last}")["status"] == "open"


def test_guardians_and_an_insurer_pay(demo):
    payers = [contact for code in ("C042", "C048", "C049", "C054")
              for contact in api(demo, f"/people/{code}")["contacts"]
              if contact["payer"]]
    assert {"Mother", "Father", "Insurer"} <= {
        payer["relation"] for payer in payers}


def test_the_snow_day_has_notices_in_several_states(demo):
    run = api(demo, "/cancellations/1")
    assert len(run["sessions"]) >= 4
    assert {one["outcome"] for one in run["sessions"]} == {"canceled"}
    states = {notice["state"] for one in run["sessions"]
              for notice in one["notices"]}
    assert {"sent", "dead", "dropped"} <= states


def test_no_notice_of_the_past_still_waits(demo):
    waiting = [row for row in api(demo, "/outbox")["items"]
               if row["kind"] != "review"
               and row["state"] in ("queued", "leased", "retrying")]
    assert waiting == []


def test_a_type_is_archived_that_past_sessions_still_show(demo):
    types = api(demo, "/completion-types")["items"]
    assert not any(t["slug"] == "holiday-hold" and not t["archived"]
                   for t in types)
    assert rows(demo, "SELECT 1 FROM completion"
                      " WHERE slug = 'holiday-hold'")


def test_phones_left_drafts_and_wishes_to_look_at(demo):
    drafts = api(demo, "/sessions?status=draft")["items"]
    assert len(drafts) >= 3
    kinds = {item["kind"] for item in api(demo, "/review")["items"]}
    assert {"refused", "unknown-tag"} <= kinds


def test_sessions_clash_with_each_other_and_with_closures(demo):
    found = {conflict.split(":")[0]
             for item in api(demo, "/sessions?status=open&limit=200")["items"]
             for conflict in item["conflicts"]}
    assert found == {"closure", "overlap"}


def test_devices_are_connected_and_were_used(demo):
    devices = api(demo, "/people/maria/tokens")["items"]
    assert {"iPhone", "MacBook"} <= {device["label"] for device in devices}
    assert all(device["last_used"] for device in devices)
    feeds = api(demo, "/people/c042/feeds")["items"]
    assert feeds and feeds[0]["program"] == "Google-Calendar-Importer"


def test_its_ledger_is_whole(demo):
    assert "ok transactions=" in demo.run("verify").stdout


KEPT = (
    "SELECT starts, ends, state, service, schedule FROM session ORDER BY id",
    "SELECT session, slug, label, minutes, saved_at, channel FROM completion"
    " ORDER BY id",
    "SELECT client, status, number, issued FROM invoice ORDER BY id",
    "SELECT client, amount, day, method FROM payment ORDER BY id",
    "SELECT account, person, amount FROM ledger_entry"
    " ORDER BY posting, position",
    "SELECT name, code, email, phone, address FROM person ORDER BY id",
    "SELECT address, kind, state, reason FROM outbox WHERE kind <> 7"
    " ORDER BY id",
    "SELECT kind, text FROM review ORDER BY id",
)


def test_made_again_on_the_same_day_it_is_the_same(demo, tmp_path):
    again = Server(tmp_path / "again", "demo").start()
    try:
        for sql in KEPT:
            assert rows(again, sql), sql
            # What the other tests of this module leave alone.
            assert rows(again, sql) == rows(demo, sql), sql
    finally:
        again.stop()


def test_nothing_is_sent_whatever_the_settings_say(tmp_path):
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as mail:
        port = mail.getsockname()[1]

        def listen():
            try:
                while True:
                    calls.append(mail.accept())
            except OSError:
                pass

        threading.Thread(target=listen, daemon=True).start()
        demo = Server(tmp_path / "data", "demo",
                      "--set", f"smtp_url=smtp://127.0.0.1:{port}",
                      "--set", "smtp_tls=off",
                      "--set", "smtp_from=office@example.org",
                      "--set", "notice_delay=0").start()
        try:
            coming = api(demo, "/sessions?status=open&from=2026-06-11")
            admin = demo.person("admin")
            ask = {"from": coming["items"][0]["start"][:10]}
            made = admin.session.post(
                demo.url + "/api/cancellations/preview", json=ask, timeout=60)
            assert made.status_code == 200, made.text
            done = admin.session.post(
                demo.url + "/api/cancellations", timeout=60, json=ask | {
                    "hash": made.json()["hash"], "notify": True,
                    "cancel": True})
            assert done.status_code == 201, done.text
            time.sleep(3)
            states = {row["state"] for row in api(demo, "/outbox")["items"]
                      if row["kind"] == "canceled"}
            assert "queued" in states
        finally:
            demo.stop()
    assert calls == []

"""Notices under faults and kills: each arrives, and once (rule S44).

DAYBOOK_NOTICES and DAYBOOK_KILLS make it more: `make notices` asks for 1,000
and 100.
"""

import collections
import datetime
import os
import random
import signal
import sqlite3
import threading
import time

import pytest

from conftest import CLOCK, wait_for
from mailbox import Gateway, Mailbox, MailServer
from notices import Telling

NOTICES = int(os.environ.get("DAYBOOK_NOTICES", 60))
KILLS = int(os.environ.get("DAYBOOK_KILLS", 4))
PATIENCE = 60 + NOTICES


class Faults:
    """Three in ten go wrong."""

    def __init__(self, kinds, seed=7, rate=0.3):
        self.kinds, self.rate = kinds, rate
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.count = collections.Counter()

    def __call__(self, step):
        with self.lock:
            if self.random.random() >= self.rate:
                return None
            what = self.random.choice(self.kinds[step])
            self.count[what] += 1
            return what


def rows(office, count, notice):
    """That many sessions of as many clients, put in at once."""
    office.changed("/people/c042", notice="none")
    made = office.coming("c042", day="2026-12-01")
    assert office.server.stop() == 0
    base = sqlite3.connect(office.path("daybook.db"))
    columns = [row[1] for row in base.execute("PRAGMA table_info(person)")]
    for at in range(count):
        base.execute(
            f"INSERT INTO person ({','.join(columns[1:])}) SELECT "
            + ",".join({"login": "NULL", "name": f"'Client {at}'",
                        "code": f"'X{at}'",
                        "email": f"'client{at}@example.org'",
                        "phone": f"'+1416556{at:04}'",
                        "notice": str(notice)}.get(one, one)
                       for one in columns[1:])
            + " FROM person WHERE code = 'C042'")
    people = [row[0] for row in base.execute(
        "SELECT id FROM person WHERE code LIKE 'X%' ORDER BY id")]
    now = int(datetime.datetime.fromisoformat(
        CLOCK.replace("Z", "+00:00")).timestamp())
    for at, person in enumerate(people):
        base.execute(
            "INSERT INTO outbox (session, person, address, channel, kind,"
            " revision, ahead, urgent, starts, ends, was_starts, queued,"
            " state, tries, next_at, stops, changed, key)"
            " SELECT s.id, ?, ?, ?, 3, s.revision, 0, 1, s.starts, s.ends,"
            " -62135596800, ?, 0, 0, ?, ?, ?, ? FROM session s"
            " WHERE s.id = ?",
            (person, f"client{at}@example.org" if notice == 1
             else f"+1416556{at:04}", notice - 1, now, now, now + 86400, now,
             f"{at:032}", made["id"]))
        base.execute("INSERT INTO session_client (session, position, person,"
                     " starts) SELECT id, ?, ?, starts FROM session"
                     " WHERE id = ?", (at + 1, person, made["id"]))
    base.commit()
    base.close()


def states(office):
    base = sqlite3.connect(f"file:{office.path('daybook.db')}?mode=ro",
                           uri=True)
    found = dict(base.execute(
        "SELECT state, count(*) FROM outbox GROUP BY state"))
    base.close()
    return found


SENT = 2


def test_mail_arrives_exactly_once_through_three_faults_in_ten(tmp_path):
    faults = Faults({"rcpt": ("4xx", "5xx", "drop"),
                     "data": ("4xx", "5xx", "drop", "slow")})
    mailbox = Mailbox(faults)
    mail = MailServer(mailbox)
    mail.start()
    office = Telling(tmp_path, "--set", "smtp_tls=off", "--set",
                     "smtp_from=p@example.org", "--set",
                     f"smtp_url={mail.url}", now=None)
    try:
        rows(office, NOTICES, 1)
        office.server.start()
        wait_for(lambda: states(office) == {SENT: NOTICES}, PATIENCE)
        arrived = collections.Counter(to for _, to, _ in mailbox.taken)
        assert len(arrived) == NOTICES
        assert set(arrived.values()) == {1}
        assert sum(faults.count.values()) > NOTICES * 0.2, faults.count
        ids = {one["Message-ID"] for one in mailbox.mails()}
        assert len(ids) == NOTICES
    finally:
        office.close()
        mail.stop()


def test_texts_arrive_exactly_once_through_three_faults_in_ten(tmp_path):
    faults = Faults({"post": ("4xx", "5xx", "drop", "lost", "html")})
    gateway = Gateway(fault=faults)
    office = Telling(tmp_path, "--set", f"sms_url={gateway.url}", "--set",
                     "sms_from=+14165550100", now=None)
    try:
        rows(office, NOTICES, 2)
        office.server.start()
        wait_for(lambda: states(office) == {SENT: NOTICES}, PATIENCE)
        arrived = collections.Counter(one["to"] for one in gateway.taken)
        assert len(arrived) == NOTICES and set(arrived.values()) == {1}
        assert sum(faults.count.values()) > NOTICES * 0.2, faults.count
    finally:
        office.close()
        gateway.close()


@pytest.mark.parametrize("channel", ["email", "text"])
def test_a_kill_doubles_nothing_that_was_noted_and_loses_nothing(
        tmp_path, channel):
    """What is doubled are messages whose acceptance nobody wrote down: at
    most those under way at a kill, and of texts none, for the gateway is
    asked."""
    mailbox, gateway = Mailbox(), Gateway()
    mail = MailServer(mailbox)
    mail.start()
    chance = random.Random(11)
    office = Telling(tmp_path, "--set", "smtp_tls=off", "--set",
                     "smtp_from=p@example.org", "--set",
                     f"smtp_url={mail.url}", "--set",
                     f"sms_url={gateway.url}", now=None)
    count = NOTICES + KILLS * 20
    noted, at_kill = set(), []

    def taken():
        return ([to for _, to, _ in mailbox.taken] if channel == "email"
                else [one["to"] for one in gateway.taken])

    def sent():
        base = sqlite3.connect(office.path("daybook.db"))
        found = {row[0] for row in base.execute(
            "SELECT address FROM outbox WHERE state = 2")}
        base.close()
        return found

    try:
        rows(office, count, 1 if channel == "email" else 2)
        for _ in range(KILLS):
            office.server.start()
            time.sleep(chance.uniform(0.05, 0.6))
            office.server.stop(signal.SIGKILL)
            noted = sent()
            at_kill.append((set(noted), collections.Counter(taken())))
        office.server.start()
        wait_for(lambda: states(office) == {SENT: count}, PATIENCE)
        arrived = collections.Counter(taken())
        assert len(arrived) == count
        for noted, before in at_kill:
            for address in noted:
                assert arrived[address] == before[address], address
        doubled = sum(many - 1 for many in arrived.values())
        if channel == "text":
            assert doubled == 0
        assert doubled <= KILLS * 8
    finally:
        office.close()
        mail.stop()
        gateway.close()

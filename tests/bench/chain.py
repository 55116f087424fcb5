"""A ledger of any length: postings of three entries each, chained as
store/ledger.h says, written by SQL."""

import hashlib
import sqlite3

AT = 1780948800
ACCOUNTS = ((0, "receivable", 11300), (1, "income", -10000), (2, "tax", -1300))


def posting_hash(previous, number, person):
    lines = ["daybook-ledger 1", f"previous {previous.hex()}", f"id {number}",
             f"at {AT + number}", "kind 4 save", "session 0", "completion 0",
             "invoice 0", "payment 0", "payroll 0", "reverses 0", "actor 0",
             f"entries {len(ACCOUNTS)}"]
    lines += [f"{name} {0 if account else person} {amount}"
              for account, name, amount in ACCOUNTS]
    return hashlib.sha256(("\n".join(lines) + "\n").encode("ascii")).digest()


def fill(path, count):
    """So many postings, into the empty ledger of the database at path."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")
    person = database.execute(
        "INSERT INTO person (name, notice, active, bonus, roles, grants, may,"
        " calendar_names, calendar_money, generation, revision, created)"
        " VALUES ('Client', 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)").lastrowid
    previous = bytes(32)
    for number in range(1, count + 1):
        digest = posting_hash(previous, number, person)
        database.execute(
            "INSERT INTO ledger_transaction (id, at, kind, previous, hash)"
            " VALUES (?, ?, 'save', ?, ?)",
            (number, AT + number, previous, digest))
        database.executemany(
            "INSERT INTO ledger_entry (posting, position, account, person,"
            " amount) VALUES (?, ?, ?, ?, ?)",
            [(number, position, account, None if account else person, amount)
             for position, (account, _, amount) in enumerate(ACCOUNTS)])
        previous = digest
    database.execute("INSERT INTO ledger_head (id, transactions, hash)"
                     " VALUES (1, ?, ?)", (count, previous))
    database.commit()
    database.close()

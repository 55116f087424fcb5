"""What is kept, and what protects people (S48, S50)."""

import sqlite3

import pytest

from api import api, items, wrong_fields
from desk import Desk, line, unfolded


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(tmp_path_factory.mktemp("kept") / "data")
    made.speech = made.service(name="Speech")
    yield made
    made.close()


def session(desk, *clients, **fields):
    return desk.session(*(clients or ("C042",)), service=desk.speech,
                        **fields)


def audit(desk, kind, id):
    """Rows of that object, oldest first."""
    return items(desk.admin, f"/audit?object={kind}:{id}")[::-1]


# --- S48 ----------------------------------------------------------------------


def test_s48_removed_is_not_lost(desk):
    made = session(desk, place="Room 1")
    assert desk.ask("DELETE", f"/sessions/{made['id']}")[0] == 204
    now = desk.now(made)
    assert now["removed_at"] and now["place"] == "Room 1"
    closure = desk.made("/closures", title="Gone", all_day=True, **{
        "from": "2026-07-01", "to": "2026-07-01"})
    desk.ask("DELETE", f"/closures/{closure['id']}")
    db = sqlite3.connect(f"file:{desk.server.data}/daybook.db?mode=ro",
                         uri=True)
    kept = db.execute("SELECT title FROM closure WHERE uid = ?",
                      (closure["uid"],)).fetchall()
    db.close()
    assert kept == [("Gone",)]


def test_s48_every_change_has_a_row_of_who_when_and_from_where(desk):
    token = desk.made("/people/maria/tokens", label="iPhone of Maria")
    phone = desk.server.person("maria")
    phone.session.auth = ("maria", token["secret"])
    made = session(desk)
    desk.changed(f"/sessions/{made['id']}", desk.staff, place="Room 9")
    path = desk.resource(made, phone)
    text = phone.get(path).text
    assert phone.put(path, text.replace(
        "X-PRACTICE-STATUS:open", "X-PRACTICE-STATUS:missed")).status == 204
    desk.saved(made, "open")
    desk.ask("DELETE", f"/sessions/{made['id']}")
    rows = audit(desk, "session", made["id"])
    assert [(r["action"], r["who"], r["channel"]) for r in rows] == [
        ("session.add", "admin", "api"), ("session.change", "staff", "api"),
        ("session.save", "maria", "calendar"),
        ("session.reopen", "admin", "api"),
        ("session.remove", "admin", "api")]
    assert rows[2]["device"] == "iPhone of Maria"
    assert rows[0]["before"] is None and rows[0]["after"]
    assert (rows[1]["before"]["place"], rows[1]["after"]["place"]) == (
        None, "Room 9")
    assert (rows[2]["before"]["type"], rows[2]["after"]["type"]) == (
        None, "missed")
    assert all(r["at"].startswith("2026-06-10T") for r in rows)


@pytest.mark.parametrize("act", [
    "person", "type", "service", "price", "closure", "schedule", "payment",
    "invoice", "payroll", "practice", "token", "feed", "rate"])
def test_s48_every_kind_of_change_is_logged(desk, act):
    newest = items(desk.admin, "/audit?limit=1")[0]["id"] if items(
        desk.admin, "/audit?limit=1") else "0"
    code = desk.client()
    {"person": lambda: desk.changed(f"/people/{code}", phone="1"),
     "type": lambda: desk.type("Logged"),
     "service": lambda: desk.service(),
     "price": lambda: desk.made(
         f"/services/{desk.speech}/prices", effective_from="2030-01-01",
         cost="1.00", wage="1.00"),
     "closure": lambda: desk.made("/closures", title="L", all_day=True, **{
         "from": "2026-12-24", "to": "2026-12-24"}),
     "schedule": lambda: desk.made(
         "/schedules", start="2026-12-01T09:00", end="2026-12-01T10:00",
         practitioners=["tom"], clients=[code], days=["TU"],
         repeat="weekly", count=2),
     "payment": lambda: desk.made("/payments", client=code, amount="1.00"),
     "invoice": lambda: desk.made("/invoices", client=code, to="2026-06-10"),
     "payroll": lambda: desk.made("/payroll", to="2026-06-10"),
     "practice": lambda: desk.changed("/practice", reopen_hours=25),
     "token": lambda: desk.made("/people/tom/tokens", label="Phone"),
     "feed": lambda: desk.made("/people/tom/feeds", label="Feed"),
     "rate": lambda: desk.ask("PUT", f"/people/{code}/rates/{desk.speech}",
                              {"cost": "9.00"})}[act]()
    rows = [r for r in items(desk.admin, "/audit?limit=1000")
            if int(r["id"]) > int(newest)]
    assert [r for r in rows if act in r["action"] or act in r["object"]], rows
    assert all(r["who"] == "admin" and r["channel"] == "api" for r in rows)


def test_s48_the_log_is_append_only(desk):
    db = sqlite3.connect(f"{desk.server.data}/daybook.db", timeout=20)
    try:
        for statement in ("DELETE FROM audit",
                          "UPDATE audit SET action = 'x'",
                          "UPDATE audit SET at = 0"):
            with pytest.raises(sqlite3.DatabaseError), db:
                db.execute(statement)
    finally:
        db.close()


def test_s48_of_names_contacts_and_notes_only_that_they_changed(desk):
    code = desk.client(name="Zelda Quixote", email="zelda@secret.example",
                       phone="+1 999 0000", contacts=[
                           {"name": "Mother Quixote", "notice": "none",
                            "email": "mother@secret.example", "phone": None,
                            "relation": "mother"}])
    made = session(desk, code, public_note="Bring the violin",
                   private_note="Afraid of windmills")
    desk.changed(f"/people/{code}", name="Zelda Panza", phone="+1 999 1111",
                 email="other@secret.example")
    desk.changed(f"/sessions/{made['id']}", public_note="Bring the cello",
                 private_note="Afraid of giants")
    desk.saved(made, "override", charge="1.00", wage="1.00",
               reason="Quarrel about windmills")
    text = desk.admin.get("/api/audit?limit=1000").text
    for word in ("Zelda", "Quixote", "Panza", "secret.example", "999 0000",
                 "999 1111", "violin", "cello", "windmills", "giants",
                 "Mother"):
        assert word not in text, word
    rows = audit(desk, "session", made["id"])
    changed = [r for r in rows if r["action"] == "session.change"][0]
    assert "public_note_changed" in str(changed["after"])
    assert "private_note_changed" in str(changed["after"])
    person = desk.got(f"/people/{code}")["id"]
    assert "name_changed" in str([r["after"] for r in audit(desk, "person",
                                                            person)])


def test_s48_a_session_is_shown_as_it_was_at_any_date(desk):
    made = session(desk, "C042", "C051", place="Room 1",
                   private_note="First thoughts")
    desk.at("2026-06-11T12:00:00Z")
    desk.changed(f"/sessions/{made['id']}", place="Room 2",
                 private_note="Second thoughts")
    desk.at("2026-06-12T12:00:00Z")
    desk.saved(made, "missed")
    desk.at("2026-06-13T12:00:00Z")
    desk.saved(made, "open")
    desk.ask("DELETE", f"/sessions/{made['id']}")
    path = f"/sessions/{made['id']}?at="

    def then(instant, who=None):
        return desk.got(path + instant, who)

    first = then("2026-06-11T11:59:59Z")
    assert (first["place"], first["type"], first["private_note"]) == (
        "Room 1", None, "First thoughts")
    assert first["revision"] == 1
    second = then("2026-06-12T00:00:00Z")
    assert (second["place"], second["private_note"]) == (
        "Room 2", "Second thoughts")
    third = then("2026-06-13T00:00:00Z")
    assert (third["status"], third["type"]) == ("saved", "missed")
    assert third["clients"][0]["charge"] == "42.50"
    assert not third.get("removed_at")
    last = then("2026-06-14T00:00:00Z")
    assert last["removed_at"] and last["status"] == "open"
    desk.got(path + "2026-06-10T17:00:00Z", expected=404)
    status, answer = desk.ask("GET", path + "yesterday")
    assert status == 422 and "at" in wrong_fields(answer)
    desk.got(path + "2026-06-13T00:00:00Z", desk.maria, 404)


def test_s48_each_role_sees_the_past_as_it_sees_the_present(desk):
    made = session(desk, "C042", "C051", private_note="Hidden",
                   public_note="Open")
    desk.saved(made, "completed")
    path = f"/sessions/{made['id']}?at=2026-06-20T00:00:00Z"
    mine = desk.got(path, desk.maria)
    assert mine["practitioners"][0]["wage"] == "30.00"
    assert "charge" not in str(mine) and mine["private_note"] == "Hidden"
    ada = desk.got(path, desk.c042)
    assert [c["code"] for c in ada["clients"]] == ["C042"]
    assert "Hidden" not in str(ada) and "wage" not in str(ada)
    desk.got(path, desk.tom, 404)
    desk.got(path, desk.c063, 404)


# --- S50 ----------------------------------------------------------------------


def test_s50_phones_show_code_and_initials_where_nothing_is_said(desk):
    assert desk.got("/people/maria")["calendar_names"] == "initials"
    assert desk.got("/people/maria")["calendar_money"] is False
    made = session(desk)
    text = desk.maria.get(desk.resource(made, desk.maria)).text
    assert "C042 A.B." in line(text, "SUMMARY")
    for word in ("Ada", "Brown", "CHARGE", "WAGE", "42.50"):
        assert word not in text


@pytest.mark.parametrize("names,shown,hidden", [
    ("code", "C042", ("A.B.", "Ada", "Brown")),
    ("initials", "C042 A.B.", ("Ada", "Brown")),
    ("full", "C042 Ada Brown", ("A.B.",))])
def test_s50_calendar_names_are_set_by_an_admin_for_a_person(desk, names,
                                                             shown, hidden):
    made, group = session(desk), session(desk, "C042", "C051")
    before = desk.got("/people/maria")
    for who in (desk.staff, desk.maria, desk.c042):
        status, _ = desk.ask("PATCH", "/people/maria",
                             {"calendar_names": names}, who)
        assert status == 403
    desk.changed("/people/maria", calendar_names=names)
    text = desk.maria.get(desk.resource(made, desk.maria)).text
    assert line(text, "SUMMARY").startswith(f"{shown} Speech")
    whole = desk.maria.get(desk.maria.home + "sessions/").text
    for word in hidden:
        assert word not in unfolded(whole), word
    text = desk.maria.get(desk.resource(group, desk.maria)).text
    assert line(text, "SUMMARY").startswith("Group (2) C042")
    if names != before["calendar_names"]:
        row = audit(desk, "person", before["id"])[-1]
        assert row["who"] == "admin"
        assert row["after"]["calendar_names"] == names
    desk.changed("/people/maria", calendar_names="initials")


def test_s50_what_one_person_chose_is_not_anothers(desk):
    made = session(desk, practitioners=["maria", "tom"])
    desk.changed("/people/tom", calendar_names="full")
    assert "Ada Brown" in desk.tom.get(desk.resource(made, desk.tom)).text
    assert "Brown" not in desk.maria.get(desk.resource(made,
                                                       desk.maria)).text
    desk.changed("/people/tom", calendar_names="initials")
    assert "Brown" not in desk.tom.get(desk.resource(made, desk.tom)).text


def feed_of(desk, login, who=None, **fields):
    made = desk.made(f"/people/{login}/feeds", who, **fields)
    return made["id"], "/feeds/" + made["url"].split("/feeds/")[1]


def test_s50_feeds_show_busy_and_richer_only_by_choice(desk):
    session(desk, place="Room 2", public_note="Bring shoes",
            private_note="Hidden", day="2026-06-25")
    nobody = desk.server.nobody()
    for fields, title in (({"label": "None"}, "SUMMARY:Busy"),
                          ({"level": "busy"}, "SUMMARY:Busy"),
                          ({"level": "initials"}, "SUMMARY:C042 A.B. Speech"),
                          ({"level": "full"},
                           "SUMMARY:C042 Ada Brown Speech")):
        text = unfolded(nobody.get(feed_of(desk, "maria", desk.maria,
                                           **fields)[1]).text)
        level = fields.get("level", "busy")
        assert title in text
        assert ("Ada" in text) == (level == "full")
        assert ("C042" in text) == (level != "busy")
        assert ("Bring shoes" in text) == (level == "full")
        for word in ("Hidden", "42.50", "30.00"):
            assert word not in text


def test_s50_feeds_are_revoked_one_by_one_and_kept_hashed(desk):
    nobody = desk.server.nobody()
    one, two = (feed_of(desk, "maria", desk.maria, label=n) for n in "ab")
    assert [nobody.get(p).status for _, p in (one, two)] == [200, 200]
    assert desk.ask("DELETE", f"/people/maria/feeds/{one[0]}", None,
                    desk.maria)[0] == 204
    assert [nobody.get(p).status for _, p in (one, two)] == [410, 200]
    listed = items(desk.maria, "/people/maria/feeds")
    assert "url" not in str(listed) and two[1].split("/")[-1] not in str(
        listed)
    stored = b"".join(p.read_bytes()
                      for p in desk.server.data.glob("daybook.db*"))
    for _, path in (one, two):
        assert path.split("/")[-1].removesuffix(".ics").encode() not in stored


def test_s50_tokens_and_passwords_are_hashed_and_revoked_one_by_one(desk):
    one, two = (desk.made("/people/tom/tokens", desk.tom, label=n)
                for n in ("Phone", "Tablet"))

    def status(secret):
        device = desk.server.person("tom")
        device.session.auth = ("tom", secret)
        found = {api(device, "GET", "/people/tom")[0],
                 device.propfind(device.home).status}
        return 200 if found == {200, 207} else max(found)

    password = desk.server.passwords["tom"]
    secrets = [one["secret"], two["secret"], password]
    assert [status(s) for s in secrets] == [200, 200, 200]
    assert desk.ask("DELETE", f"/people/tom/tokens/{one['id']}", None,
                    desk.tom)[0] == 204
    assert [status(s) for s in secrets] == [401, 200, 200]
    assert "secret" not in str(items(desk.tom, "/people/tom/tokens"))
    stored = b"".join(p.read_bytes()
                      for p in desk.server.data.glob("daybook.db*"))
    for secret in secrets:
        assert secret.encode() not in stored
    assert b"$argon2id$" in stored
    log = desk.server.log_text()
    for word in (*secrets, "Ada", "Brown", "Maria Santos"):
        assert word not in log

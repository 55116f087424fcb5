"""What is kept, and what protects people (S48, S50)."""

import sqlite3

import pytest

from api import api, items, wrong_fields
from office import Office, line, unfolded


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("kept") / "data")
    made.speech = made.service(name="Speech")
    yield made
    made.close()


def session(office, *clients, **fields):
    return office.session(*(clients or ("C042",)), service=office.speech,
                          **fields)


def audit(office, kind, id):
    """Rows of that object, oldest first."""
    return items(office.admin, f"/audit?object={kind}:{id}")[::-1]


def test_s48_removed_is_not_lost(office):
    made = session(office, place="Room 1")
    assert office.ask("DELETE", f"/sessions/{made['id']}")[0] == 204
    now = office.now(made)
    assert now["removed_at"] and now["place"] == "Room 1"
    closure = office.made("/closures", title="Gone", all_day=True, **{
        "from": "2026-07-01", "to": "2026-07-01"})
    office.ask("DELETE", f"/closures/{closure['id']}")
    db = sqlite3.connect(f"file:{office.server.data}/daybook.db?mode=ro",
                         uri=True)
    kept = db.execute("SELECT title FROM closure WHERE uid = ?",
                      (closure["uid"],)).fetchall()
    db.close()
    assert kept == [("Gone",)]


def test_s48_every_change_has_a_row_of_who_when_and_from_where(office):
    token = office.made("/people/maria/tokens", label="iPhone of Maria")
    phone = office.server.person("maria")
    phone.session.auth = ("maria", token["secret"])
    made = session(office)
    office.changed(f"/sessions/{made['id']}", office.staff, place="Room 9")
    path = office.resource(made, phone)
    text = phone.get(path).text
    assert phone.put(path, text.replace(
        "X-PRACTICE-STATUS:open", "X-PRACTICE-STATUS:missed")).status == 204
    office.saved(made, "open")
    office.ask("DELETE", f"/sessions/{made['id']}")
    rows = audit(office, "session", made["id"])
    assert [(r["action"], r["who"], r["channel"]) for r in rows] == [
        ("session.add", "admin", "api"), ("session.change", "staff", "api"),
        ("session.save", "maria", "calendar"),
        ("session.reopen", "admin", "api"),
        ("session.remove", "admin", "api")]
    assert rows[2]["device"] == "iPhone of Maria"
    assert rows[0]["before"] is None and rows[0]["after"]
    assert rows[1]["after"]["place_changed"] is True
    assert "place" not in {**rows[1]["before"], **rows[1]["after"]}
    assert (rows[2]["before"]["type"], rows[2]["after"]["type"]) == (
        None, "missed")
    assert all(r["at"].startswith("2026-06-10T") for r in rows)


@pytest.mark.parametrize("act", [
    "person", "type", "service", "price", "closure", "schedule", "payment",
    "invoice", "payroll", "practice", "token", "feed", "rate"])
def test_s48_every_kind_of_change_is_logged(office, act):
    newest = items(office.admin, "/audit?limit=1")[0]["id"] if items(
        office.admin, "/audit?limit=1") else "0"
    code = office.client()
    {"person": lambda: office.changed(f"/people/{code}", phone="1"),
     "type": lambda: office.type("Logged"),
     "service": lambda: office.service(),
     "price": lambda: office.made(
         f"/services/{office.speech}/prices", effective_from="2030-01-01",
         cost="1.00", wage="1.00"),
     "closure": lambda: office.made("/closures", title="L", all_day=True, **{
         "from": "2026-12-24", "to": "2026-12-24"}),
     "schedule": lambda: office.made(
         "/schedules", start="2026-12-01T09:00", end="2026-12-01T10:00",
         practitioners=["tom"], clients=[code], days=["TU"],
         repeat="weekly", count=2),
     "payment": lambda: office.made("/payments", client=code, amount="1.00"),
     "invoice": lambda: office.made("/invoices", client=code, to="2026-06-10"),
     "payroll": lambda: office.made("/payroll", to="2026-06-10"),
     "practice": lambda: office.changed("/practice", reopen_hours=25),
     "token": lambda: office.made("/people/tom/tokens", label="Phone"),
     "feed": lambda: office.made("/people/tom/feeds", label="Feed"),
     "rate": lambda: office.ask("PUT", f"/people/{code}/rates/{office.speech}",
                                {"cost": "9.00"})}[act]()
    rows = [r for r in items(office.admin, "/audit?limit=1000")
            if int(r["id"]) > int(newest)]
    assert [r for r in rows if act in r["action"] or act in r["object"]], rows
    assert all(r["who"] == "admin" and r["channel"] == "api" for r in rows)


def test_s48_the_log_is_append_only(office):
    db = sqlite3.connect(f"{office.server.data}/daybook.db", timeout=20)
    try:
        for statement in ("DELETE FROM audit",
                          "UPDATE audit SET action = 'x'",
                          "UPDATE audit SET at = 0"):
            with pytest.raises(sqlite3.DatabaseError), db:
                db.execute(statement)
    finally:
        db.close()


def test_s48_of_names_contacts_and_notes_only_that_they_changed(office):
    code = office.client(name="Zelda Quixote", email="zelda@secret.example",
                         phone="+1 999 0000", contacts=[
                             {"name": "Mother Quixote", "notice": "none",
                              "email": "mother@secret.example", "phone": None,
                              "relation": "mother"}])
    made = session(office, code, public_note="Bring the violin",
                   private_note="Afraid of windmills")
    office.changed(f"/people/{code}", name="Zelda Panza", phone="+1 999 1111",
                   email="other@secret.example")
    office.changed(f"/sessions/{made['id']}", public_note="Bring the cello",
                   private_note="Afraid of giants")
    office.saved(made, "override", charge="1.00", wage="1.00",
                 reason="Quarrel about windmills")
    text = office.admin.get("/api/audit?limit=1000").text
    for word in ("Zelda", "Quixote", "Panza", "secret.example", "999 0000",
                 "999 1111", "violin", "cello", "windmills", "giants",
                 "Mother"):
        assert word not in text, word
    rows = audit(office, "session", made["id"])
    changed = [r for r in rows if r["action"] == "session.change"][0]
    assert "public_note_changed" in str(changed["after"])
    assert "private_note_changed" in str(changed["after"])
    person = office.got(f"/people/{code}")["id"]
    assert "name_changed" in str([r["after"] for r in audit(office, "person",
                                                            person)])


def test_s48_a_session_is_shown_as_it_was_at_any_date(office):
    made = session(office, "C042", "C051", place="Room 1",
                   private_note="First thoughts")
    office.at("2026-06-11T12:00:00Z")
    office.changed(f"/sessions/{made['id']}", place="Room 2",
                   private_note="Second thoughts")
    office.at("2026-06-12T12:00:00Z")
    office.saved(made, "missed")
    office.at("2026-06-13T12:00:00Z")
    office.saved(made, "open")
    office.ask("DELETE", f"/sessions/{made['id']}")
    path = f"/sessions/{made['id']}?at="

    def then(instant, who=None):
        return office.got(path + instant, who)

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
    office.got(path + "2026-06-10T17:00:00Z", expected=404)
    status, answer = office.ask("GET", path + "yesterday")
    assert status == 422 and "at" in wrong_fields(answer)
    office.got(path + "2026-06-13T00:00:00Z", office.maria, 404)


def test_s48_each_role_sees_the_past_as_it_sees_the_present(office):
    made = session(office, "C042", "C051", private_note="Hidden",
                   public_note="Open")
    office.saved(made, "completed")
    path = f"/sessions/{made['id']}?at=2026-06-20T00:00:00Z"
    mine = office.got(path, office.maria)
    assert mine["practitioners"][0]["wage"] == "30.00"
    assert "charge" not in str(mine) and mine["private_note"] == "Hidden"
    ada = office.got(path, office.c042)
    assert [c["code"] for c in ada["clients"]] == ["C042"]
    assert "Hidden" not in str(ada) and "wage" not in str(ada)
    office.got(path, office.tom, 404)
    office.got(path, office.c063, 404)


def test_s50_phones_show_code_and_initials_where_nothing_is_said(office):
    assert office.got("/people/maria")["calendar_names"] == "initials"
    assert office.got("/people/maria")["calendar_money"] is False
    made = session(office)
    text = office.maria.get(office.resource(made, office.maria)).text
    assert "C042 A.B." in line(text, "SUMMARY")
    for word in ("Ada", "Brown", "CHARGE", "WAGE", "42.50"):
        assert word not in text


@pytest.mark.parametrize("names,shown,hidden", [
    ("code", "C042", ("A.B.", "Ada", "Brown")),
    ("initials", "C042 A.B.", ("Ada", "Brown")),
    ("full", "C042 Ada Brown", ("A.B.",))])
def test_s50_calendar_names_are_set_by_an_admin_for_a_person(office, names,
                                                             shown, hidden):
    made, group = session(office), session(office, "C042", "C051")
    before = office.got("/people/maria")
    # Clients change their own preferences: another's are not theirs to know.
    for who, refused in ((office.staff, 403), (office.maria, 403),
                         (office.c042, 404)):
        status, _ = office.ask("PATCH", "/people/maria",
                               {"calendar_names": names}, who)
        assert status == refused
    office.changed("/people/maria", calendar_names=names)
    text = office.maria.get(office.resource(made, office.maria)).text
    assert line(text, "SUMMARY").startswith(f"{shown} Speech")
    whole = office.maria.get(office.maria.home + "sessions/").text
    for word in hidden:
        assert word not in unfolded(whole), word
    text = office.maria.get(office.resource(group, office.maria)).text
    assert line(text, "SUMMARY").startswith("Group (2) C042")
    if names != before["calendar_names"]:
        row = audit(office, "person", before["id"])[-1]
        assert row["who"] == "admin"
        assert row["after"]["calendar_names"] == names
    office.changed("/people/maria", calendar_names="initials")


def test_s50_what_one_person_chose_is_not_anothers(office):
    made = session(office, practitioners=["maria", "tom"])
    office.changed("/people/tom", calendar_names="full")
    assert "Ada Brown" in office.tom.get(office.resource(made,
                                                         office.tom)).text
    assert "Brown" not in office.maria.get(office.resource(made,
                                                           office.maria)).text
    office.changed("/people/tom", calendar_names="initials")
    assert "Brown" not in office.tom.get(office.resource(made,
                                                         office.tom)).text


def feed_of(office, login, who=None, **fields):
    made = office.made(f"/people/{login}/feeds", who, **fields)
    return made["id"], "/feeds/" + made["url"].split("/feeds/")[1]


def test_s50_feeds_show_busy_and_richer_only_by_choice(office):
    session(office, place="Room 2", public_note="Bring shoes",
            private_note="Hidden", day="2026-06-25")
    nobody = office.server.nobody()
    for fields, title in (({"label": "None"}, "SUMMARY:Busy"),
                          ({"level": "busy"}, "SUMMARY:Busy"),
                          ({"level": "initials"}, "SUMMARY:C042 A.B. Speech"),
                          ({"level": "full"},
                           "SUMMARY:C042 Ada Brown Speech")):
        text = unfolded(nobody.get(feed_of(office, "maria", office.maria,
                                           **fields)[1]).text)
        level = fields.get("level", "busy")
        assert title in text
        assert ("Ada" in text) == (level == "full")
        assert ("C042" in text) == (level != "busy")
        assert ("Bring shoes" in text) == (level == "full")
        for word in ("Hidden", "42.50", "30.00"):
            assert word not in text


def test_s50_feeds_are_revoked_one_by_one_and_kept_hashed(office):
    nobody = office.server.nobody()
    one, two = (feed_of(office, "maria", office.maria, label=n) for n in "ab")
    assert [nobody.get(p).status for _, p in (one, two)] == [200, 200]
    assert office.ask("DELETE", f"/people/maria/feeds/{one[0]}", None,
                      office.maria)[0] == 204
    assert [nobody.get(p).status for _, p in (one, two)] == [410, 200]
    listed = items(office.maria, "/people/maria/feeds")
    assert "url" not in str(listed) and two[1].split("/")[-1] not in str(
        listed)
    stored = b"".join(p.read_bytes()
                      for p in office.server.data.glob("daybook.db*"))
    for _, path in (one, two):
        assert path.split("/")[-1].removesuffix(".ics").encode() not in stored


def test_s50_tokens_and_passwords_are_hashed_and_revoked_one_by_one(office):
    one, two = (office.made("/people/tom/tokens", office.tom, label=n)
                for n in ("Phone", "Tablet"))

    def status(secret):
        device = office.server.person("tom")
        device.session.auth = ("tom", secret)
        found = {api(device, "GET", "/people/tom")[0],
                 device.propfind(device.home).status}
        return 200 if found == {200, 207} else max(found)

    password = office.server.passwords["tom"]
    secrets = [one["secret"], two["secret"], password]
    assert [status(s) for s in secrets] == [200, 200, 200]
    assert office.ask("DELETE", f"/people/tom/tokens/{one['id']}", None,
                      office.tom)[0] == 204
    assert [status(s) for s in secrets] == [401, 200, 200]
    assert "secret" not in str(items(office.tom, "/people/tom/tokens"))
    stored = b"".join(p.read_bytes()
                      for p in office.server.data.glob("daybook.db*"))
    for secret in secrets:
        assert secret.encode() not in stored
    assert b"$argon2id$" in stored
    log = office.server.log_text()
    for word in (*secrets, "Ada", "Brown", "Maria Santos"):
        assert word not in log

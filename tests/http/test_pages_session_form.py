"""Adding and changing sessions and schedules in a browser without script (U17, U18)."""

import pytest

from office import Office
from pages import browser
from session_forms import DAY, asked, schedule_of, session_of


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("office") / "data")
    made.speech = made.default_service(name="Speech")
    made.changed("/people/tom", may=[])
    yield made
    made.close()


@pytest.fixture(scope="module")
def staff(office):
    return browser(office, "staff")


@pytest.fixture(scope="module")
def maria(office):
    return browser(office, "maria")


def ticked(page, name):
    return page.tree.xpath(f"//main//input[@type='checkbox'][@name='{name}']"
                           "[@checked]/@value")


def value(page, name):
    return page.tree.xpath(f"//main//*[@name='{name}']/@value")[0]


def test_u17_the_address_fills_the_form(staff):
    page = staff.get("/sessions/new?date=2031-06-12&start=10:00&end=10:50"
                     "&practitioners=maria&clients=C042&clients=c051"
                     "&repeat=monthly")
    assert page.h1 == "Add session"
    assert value(page, "date") == "2031-06-12"
    assert value(page, "start") == "10:00" and value(page, "end") == "10:50"
    assert ticked(page, "practitioners") == ["maria"]
    assert ticked(page, "clients") == ["C042", "C051"]
    assert ("repeat", "monthly") in page.form()
    assert "Ada Brown" in page.words and "Maria Santos" in page.words


def test_u17_of_a_slot_the_session_is_an_hour_long(staff):
    page = staff.get("/sessions/new?date=2031-06-12&start=23:30")
    assert value(page, "end") == "00:30"
    assert value(page, "end_date") == "2031-06-13"


def test_u18_the_form_has_its_fields_and_starts_unticked(staff):
    page = staff.get("/sessions/new?repeat=weekly")
    for label in ("Date", "Start", "End", "Service", "Place", "Practitioners",
                  "Clients", "Public note", "Private note", "Repeat",
                  "Repeats", "Number", "or last date", "Enabled",
                  "Skip closures", "Preview", "Add session", "Back"):
        assert label in page.words, label
    assert ticked(page, "enabled") == [] and ticked(page, "days") == []
    days = page.tree.xpath("//main//input[@name='days']/@value")
    assert days == ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def test_u18_no_day_ticked_makes_one_session(office, staff):
    session = session_of(office, staff.post("/sessions/new", asked(
        service=office.speech, place="Room 1", public_note="Bring\r\ncards",
        private_note="Shy", count="10", enabled="on")))
    assert session["start"] == f"{DAY}T16:00"
    assert session["end"] == f"{DAY}T16:50"
    assert [one["code"] for one in session["clients"]] == ["C042"]
    assert session["place"] == "Room 1"
    assert session["public_note"] == "Bring\ncards"
    assert session["private_note"] == "Shy"
    assert session["schedule"] is None


def test_u18_submitting_takes_in_codes_logins_and_names(office, staff):
    session = session_of(office, staff.post("/sessions/new", asked(
        date="2031-06-10", practitioners=["maria", " TOM OKAFOR "],
        clients=["c042", "Ben  Fox".replace("  ", " "), "C042"])))
    assert [one["code"] for one in session["clients"]] == ["C042", "C051"]
    assert len(session["practitioners"]) == 2


def test_u18_add_takes_a_person_in_and_makes_nothing(office, staff):
    before = len(office.got("/sessions?from=2031-07-01&to=2031-07-01")["items"])
    page = staff.post("/sessions/new", asked(
        date="2031-07-01", clients=["C042", "ben fox"], add="clients",
        public_note="Bring cards"))
    assert page.status == 200
    assert ticked(page, "clients") == ["C042", "C051"]
    assert value(page, "start") == "16:00"
    assert "Bring cards" in page.words
    assert "group session" in page.words
    assert "Both clients, and Maria Santos, can read this note" in page.words
    after = len(office.got("/sessions?from=2031-07-01&to=2031-07-01")["items"])
    assert before == after == 0


def test_u18_one_client_is_no_group(staff):
    page = staff.get("/sessions/new?clients=C042")
    assert "group session" not in page.words
    assert "Ada Brown can read this note" in page.words


def test_u18_who_is_nobody_is_told_and_kept(staff):
    page = staff.post("/sessions/new", asked(clients=["C042", "Nobody Here"]))
    assert page.status == 422
    assert "Nobody Here" in page.wrong()["clients"]
    assert ticked(page, "clients") == ["C042"]
    assert "Nobody Here" in page.tree.xpath(
        "//main//input[@type='text'][@name='clients']/@value")


def test_u18_a_name_of_two_asks_for_the_code(office, staff):
    office.client(name="Eve Twin")
    office.client(name="Eve Twin")
    page = staff.post("/sessions/new", asked(clients=["eve twin"]))
    assert page.status == 422
    assert "code" in page.wrong()["clients"]


def test_u12_a_refused_form_keeps_what_was_typed(staff):
    page = staff.post("/sessions/new", asked(
        end="15:00", public_note="<b>&", days=["MO", "FR"], count="4",
        enabled="on"))
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert "end" in page.wrong()
    assert page.alert
    assert ticked(page, "days") == ["MO", "FR"]
    assert ticked(page, "enabled") == ["on"]
    assert value(page, "count") == "4"
    assert "&lt;b&gt;&amp;" in page.text


def test_u12_a_date_that_is_none_is_told_at_the_date(staff):
    for date in "soon", "", "2031-02-30":
        page = staff.post("/sessions/new", asked(date=date))
        assert page.status == 422
        assert list(page.wrong()) == ["date"], date
    page = staff.post("/sessions/new", asked(date="soon", start="noon", end=""))
    assert page.wrong() == {
        "date": page.wrong()["date"], "start": "A time such as 16:00.",
        "end": "Please fill this in."}
    assert dict(page.form())["start"] == "noon"


def test_u18_preview_tells_dates_and_what_is_in_the_way(office, staff):
    office.made("/closures", title="Holiday", **{"from": "2031-10-06",
                                                 "to": "2031-10-06"},
                all_day=True)
    office.session("C063", day="2031-10-13", at="16:00", to="17:00")
    fields = asked(date="2031-10-05", days="MO", count="3", enabled="on")
    page = staff.post("/sessions/new", fields + [("preview", "1")])
    assert page.status == 200
    dates = [" ".join(one.text_content().split()) for one in
             page.tree.xpath("//*[@id='preview']//li")]
    assert len(dates) == 3
    assert "Mon 6 October 2031 16:00" in dates[0]
    assert "On a closure" in dates[0]
    assert "Double-booked" in dates[1]
    assert "Sun 5 October 2031 is not ticked" in page.words
    live = staff.post("/sessions/new/preview", fields)
    assert live.text.startswith("<section") and 'data-count="3"' in live.text
    assert office.got("/sessions?from=2031-10-06&to=2031-10-06")["items"] == []
    skipped = staff.post("/sessions/new/preview",
                         fields + [("skip_closures", "on")])
    assert "On a closure" not in skipped.text


def test_u18_preview_of_one_session_tells_too(office, staff):
    office.session("C063", day="2031-11-03", at="16:00", to="17:00")
    live = staff.post("/sessions/new/preview", asked(date="2031-11-03"))
    assert "Double-booked" in live.text and 'data-count="1"' in live.text
    wrong = staff.post("/sessions/new/preview", asked(start="99:99"))
    assert wrong.status == 200 and 'data-count="0"' in wrong.text


def test_u2_practitioners_add_by_their_leave_alone(office, maria):
    page = maria.get("/sessions/new")
    assert page.status == 200
    assert ticked(page, "practitioners") == ["maria"]
    assert "42.50" not in page.text
    tom = browser(office, "tom")
    assert tom.get("/sessions/new").status == 403
    assert tom.post("/sessions/new", asked(
        practitioners="tom")).status == 403
    assert tom.post("/sessions/new/preview", asked()).status == 403
    ada = browser(office, "c042")
    assert ada.get("/sessions/new").status == 403


def test_u16_practitioners_learn_no_names_of_others_clients(office, maria):
    office.made("/people", name="Zoe Hidden", roles=["client"], code="C777")
    page = maria.post("/sessions/new", asked(
        clients=["C777", "Zoe Hidden"], add="clients"))
    assert page.status == 200
    assert ">Zoe" not in page.text
    assert "C777 Zoe" not in page.words
    assert "Ada Brown" not in maria.get("/sessions/new?clients=C042").text


def edited(page, **fields):
    """The page's form with these in place of what it holds."""
    path = page.tree.xpath("//main//form[contains(@class,'session-form')]"
                           "/@action")[0]
    kept = [pair for pair in page.form(path) if pair[0] not in fields]
    return path, kept + [(name, one) for name, values in fields.items()
                         for one in ([values] if isinstance(values, str)
                                     else values)]


def test_u18_a_session_is_changed_by_its_form(office, staff):
    session = office.session("C042", day="2032-01-05", place="Room 1",
                             private_note="Shy")
    page = staff.get(f"/sessions/{session['id']}/edit")
    assert page.h1 == "Edit session"
    assert value(page, "date") == "2032-01-05"
    assert ticked(page, "clients") == ["C042"]
    assert "scope" not in dict(page.form())
    path, fields = edited(page, start="10:00", end="10:50", place="",
                          clients=["C042", "ben fox"])
    answer = staff.post(path, fields)
    assert answer.status == 303, answer.words
    assert answer.location == f"/sessions/{session['id']}"
    now = office.now(session)
    assert now["start"] == "2032-01-05T10:00"
    assert now["place"] is None and now["private_note"] == "Shy"
    assert [one["code"] for one in now["clients"]] == ["C042", "C051"]


def test_u18_who_is_unticked_leaves_the_session(office, staff):
    session = office.session("C042", "C051", day="2032-01-06")
    path, fields = edited(staff.get(f"/sessions/{session['id']}/edit"),
                          clients=["C051"])
    assert staff.post(path, fields).status == 303
    assert [one["code"] for one in office.now(session)["clients"]] == ["C051"]


def test_u12_a_stale_form_is_409_with_what_is_there_now(office, staff):
    session = office.session("C042", day="2032-01-07")
    page = staff.get(f"/sessions/{session['id']}/edit")
    office.changed(f"/sessions/{session['id']}", place="Room 9")
    path, fields = edited(page, place="Room 2")
    added = staff.post(path, fields + [("add", "clients")])
    assert added.status == 200
    stale = staff.post(*edited(added))
    assert stale.status == 409
    assert value(stale, "place") == "Room 2"
    assert "Now there: Room 9" in stale.words
    assert office.now(session)["place"] == "Room 9"
    assert staff.post(*edited(stale)).status == 303
    assert office.now(session)["place"] == "Room 2"


def both(page):
    """The rows of the card that shows both versions."""
    assert page.status == 409
    assert "Changed meanwhile" in page.words
    return page.rows()


def test_u12_two_tabs_and_a_phone_see_both_versions(office, staff, maria):
    session = office.session("C042", day="2032-02-02", place="Room 1")
    where = f"/sessions/{session['id']}/edit"
    other = office.service(name="Reading")
    first, second, phone = (staff.get(where), staff.get(where),
                            maria.get(where))
    path, fields = edited(first, start="10:00", end="10:50",
                          clients=["C042", "C051"], service=other,
                          public_note="Bring\r\ncards")
    assert staff.post(path, fields).status == 303
    stale = staff.post(*edited(second, place="Room 2", clients=["C063"]))
    assert both(stale) == [
        ["Start", "09:00", "10:00"], ["End", "09:50", "10:50"],
        ["Service", "Speech", "Reading"],
        ["Clients", "C063 Cleo Gray", "C042 Ada Brown, C051 Ben Fox"],
        ["Place", "Room 2", "Room 1"],
        ["Public note", "Nothing", "Bring cards"]]
    assert "Sam Desk moved it meanwhile" in stale.words or (
        "Sam Desk changed it meanwhile" in stale.words)
    assert "Now there: Reading" in stale.words
    assert ticked(stale, "clients") == ["C063"]
    assert office.now(session)["place"] == "Room 1"
    stale = maria.post(*edited(phone, place="Room 3"))
    rows = both(stale)
    assert ["Place", "Room 3", "Room 1"] in rows
    assert not [row for row in rows if row[0] in ("Clients", "Service")]
    assert "Ada Brown" not in stale.text and value(stale, "place") == "Room 3"
    # Whoever has seen both may put theirs over it.
    assert maria.post(*edited(stale)).status == 303
    assert office.now(session)["place"] == "Room 3"


def test_u12_what_was_typed_stays_when_it_was_saved_meanwhile(office, staff,
                                                              maria):
    session = office.session("C042", day="2026-01-05", place="Room 1")
    where = f"/sessions/{session['id']}/edit"
    tab, phone = staff.get(where), maria.get(where)
    office.saved(session, "missed")
    for who, page in (staff, tab), (maria, phone):
        stale = who.post(*edited(page, place="Room 2"))
        rows = both(stale)
        assert ["Status", "Open", "Missed"] in rows
        assert ["Place", "Room 2", "Room 1"] in rows
        assert f"/sessions/{session['id']}" in stale.links()
        assert "Ann Admin saved it meanwhile" in stale.words
    assert office.now(session)["place"] == "Room 1"


def test_u12_what_was_typed_stays_when_it_was_removed_meanwhile(
        office, staff, maria):
    session = office.session("C042", day="2032-03-02", place="Room 1")
    path = f"/sessions/{session['id']}"
    tab, phone = staff.get(path + "/edit"), maria.get(path + "/edit")
    save = dict(staff.get(path + "/save").form())
    assert office.ask("DELETE", path)[0] == 204
    stale = staff.post(*edited(tab, place="Room 2"))
    assert both(stale) == [["Status", "Open", "Removed"],
                           ["Place", "Room 2", "Room 1"]]
    assert "Ann Admin removed it meanwhile" in stale.words
    stale = staff.post(path + "/completion", {**save, "type": "canceled"})
    assert both(stale) == [["How it ended", "Canceled", "Removed"]]
    for page in (staff.get(path + "/edit"), staff.get(path + "/save"),
                 staff.get(path + "/remove")):
        assert "The session is removed." in page.words
        assert not page.tree.xpath("//main//form")
    # To others there is none any more.
    assert maria.post(*edited(phone, place="Room 2")).status == 404
    # Their own removal is a cancellation.
    session = office.session("C042", day="2032-03-03", place="Room 1")
    phone = maria.get(f"/sessions/{session['id']}/edit")
    assert office.ask("DELETE", f"/sessions/{session['id']}",
                      who=office.maria)[0] == 204
    stale = maria.post(*edited(phone, place="Room 2"))
    assert ["Status", "Open", "Canceled"] in both(stale)


def test_u12_two_ways_to_end_are_told_beside_each_other(office, staff, maria):
    session = office.session("C042", day="2026-01-06")
    path = f"/sessions/{session['id']}"
    tab, phone = (dict(who.get(path + "/save").form())
                  for who in (staff, maria))
    assert maria.post(path + "/completion",
                      {**phone, "type": "missed"}).status == 303
    stale = staff.post(path + "/completion", {**tab, "type": "canceled"})
    assert both(stale) == [["How it ended", "Canceled", "Missed"]]
    assert "Maria Santos saved it meanwhile" in stale.words
    # The same twice is no conflict (S24).
    assert staff.post(path + "/completion",
                      {**tab, "type": "missed"}).status == 303
    # Time was moved meanwhile: nothing else is different.
    office.saved(session, "open")
    tab = dict(staff.get(path + "/save").form())
    office.changed(path, place="Room 9")
    stale = staff.post(path + "/completion", {**tab, "type": "canceled"})
    assert both(stale) == [["How it ended", "Canceled", "To save"]]
    kept = dict(stale.form(path + "/completion"))
    assert staff.post(path + "/completion", kept).status == 303


def test_u12_a_refused_change_is_told_at_its_field(office, staff):
    session = office.session("C042", day="2032-01-08")
    page = staff.get(f"/sessions/{session['id']}/edit")
    answer = staff.post(*edited(page, end="08:00", public_note="Kept"))
    assert answer.status == 422
    assert "end" in answer.wrong() and "Kept" in answer.words
    answer = staff.post(*edited(page, date="never"))
    assert list(answer.wrong()) == ["date"]


@pytest.mark.parametrize("scope, moved", [
    ("this", [1]), ("following", [1, 2]), ("all", [0, 1, 2])])
def test_u18_in_a_schedule_edit_asks_for_which(office, staff, scope, moved):
    answer = staff.post("/sessions/new", asked(
        date="2032-02-02", days="MO", count="3", enabled="on"))
    ids = schedule_of(office, answer)["sessions"]
    page = staff.get(f"/sessions/{ids[1]}/edit")
    for label in "This one", "This and following", "All":
        assert label in page.words
    assert dict(page.form())["scope"] == "this"
    answer = staff.post(*edited(page, start="17:00", end="17:50", scope=scope))
    assert answer.status == 303, answer.words
    starts = [office.got(f"/sessions/{one}")["start"][-5:] for one in ids]
    assert [i for i, at in enumerate(starts) if at == "17:00"] == moved


def test_a_saved_session_has_no_form(office, staff):
    session = office.session("C042")
    office.saved(session)
    page = staff.get(f"/sessions/{session['id']}/edit")
    assert page.status == 200
    assert not page.tree.xpath("//main//input[@name='start']")
    assert "re-opening" in page.words


def test_u2_practitioners_edit_their_own_by_their_leave(office, maria):
    session = office.session("C042", day="2032-03-01")
    path = f"/sessions/{session['id']}/edit"
    page = maria.get(path)
    assert not page.tree.xpath("//main//*[@name='clients' or @name='service']")
    assert maria.post(*edited(page, start="11:00", end="11:50")).status == 303
    now = office.now(session)
    assert now["start"] == "2032-03-01T11:00"
    assert [one["code"] for one in now["clients"]] == ["C042"]
    assert maria.post(*edited(page, revision=str(now["revision"]),
                              clients=["C051"])).status == 403
    tom = browser(office, "tom")
    assert tom.get(path).status == 404
    assert tom.post(path, asked()).status == 404
    ours = office.session("C042", day="2032-03-02", practitioners=["tom"])
    path = f"/sessions/{ours['id']}"
    assert tom.get(path + "/edit").status == 403
    assert tom.post(path + "/edit", asked()).status == 403
    assert tom.post(path + "/remove", {}).status == 403
    assert browser(office, "c042").get(path + "/edit").status == 403


def test_a_session_is_removed_after_asking(office, staff):
    session = office.session("C042", day="2032-03-03")
    path = f"/sessions/{session['id']}/remove"
    assert staff.get(path).status == 200
    assert office.now(session)["status"] == "open"
    answer = staff.post(path, {})
    assert answer.status == 303 and answer.location == "/sessions"
    page = staff.get("/sessions")
    assert "is removed" in page.flash and "Undo" in page.flash
    removed = office.now(session)
    assert removed["removed_at"]
    pairs = page.tree.xpath("//form[@action='/undo']")[0].form_values()
    assert staff.post("/undo", pairs).status == 303
    back = office.now(session)
    assert back["status"] == "open" and back["start"] == session["start"]
    assert back.get("removed_at") is None


def test_r1_a_removal_is_taken_back_by_the_office_while_it_stands(office):
    session = office.session("C042", day="2032-03-05")
    path = f"/sessions/{session['id']}"
    assert office.ask("POST", path + "/restore", {})[0] == 409
    assert office.ask("DELETE", path)[0] == 204
    now = office.now(session)["revision"]
    assert office.ask("POST", path + "/restore", {"revision": now},
                      office.maria)[0] == 403
    assert office.ask("POST", path + "/restore",
                      {"revision": now + 1})[0] == 409
    status, back = office.ask("POST", path + "/restore", {"revision": now})
    assert status == 200 and back["revision"] > now
    assert office.now(session, office.maria)["start"] == session["start"]
    assert office.ask("POST", "/sessions/99999/restore", {})[0] == 404


def test_u13_what_a_practitioner_removes_can_be_taken_back(office, maria):
    session = office.session("C042", day="2032-03-04")
    assert maria.post(f"/sessions/{session['id']}/remove", {}).status == 303
    assert office.now(session)["type"] == "canceled"
    page = maria.get("/sessions")
    assert "Undo" in page.flash
    pairs = page.tree.xpath("//form[@action='/undo']")[0].form_values()
    assert maria.post("/undo", pairs).status == 303
    assert office.now(session)["status"] == "open"


def test_a_saved_session_is_not_removed(office, staff):
    session = office.session("C042")
    office.saved(session)
    page = staff.get(f"/sessions/{session['id']}/remove")
    assert not page.tree.xpath("//main//button")
    answer = staff.post(f"/sessions/{session['id']}/remove", {})
    assert answer.status == 409
    assert "saved" in answer.alert + answer.words
    assert office.now(session)["status"] == "saved"


def test_u18_a_schedule_is_changed_by_its_form(office, staff):
    answer = staff.post("/sessions/new", asked(
        date="2032-04-05", days=["MO", "WE"], count="4", enabled="on",
        place="Room 1"))
    page = staff.get(answer.location + "/edit")
    assert page.h1 == "Edit schedule"
    assert ticked(page, "days") == ["MO", "WE"]
    assert ticked(page, "clients") == ["C042"]
    assert ticked(page, "enabled") == ["on"]
    assert value(page, "count") == "4"
    path, fields = edited(page, start="17:00", end="17:50", count="5",
                          clients=["C042", "Ben Fox"])
    assert staff.post(path, fields).location == answer.location
    schedule = office.got(answer.location)
    assert schedule["start"] == "2032-04-05T17:00"
    assert len(schedule["sessions"]) == 5 and schedule["place"] == "Room 1"
    assert len(schedule["clients"]) == 2
    stale = staff.post(path, fields)
    assert stale.status == 409
    assert staff.post(*edited(stale)).status == 303
    wrong = staff.post(*edited(staff.get(path), count="", until=""))
    assert wrong.status == 422 and wrong.wrong()


def test_u18_a_last_date_replaces_the_number(office, staff):
    answer = staff.post("/sessions/new", asked(
        date="2032-05-03", days="MO", count="4", enabled="on"))
    page = staff.get(answer.location + "/edit")
    assert staff.post(*edited(page, count="", until="2032-05-10")).status == 303
    schedule = office.got(answer.location)
    assert schedule["until"] == "2032-05-10"
    assert len(schedule["sessions"]) == 2


def test_u2_schedules_are_changed_by_the_office(office, staff, maria):
    answer = staff.post("/sessions/new", asked(
        date="2032-06-07", days="MO", count="2", enabled="on"))
    page = maria.get(answer.location)
    assert page.status == 200 and len(page.rows()) == 2
    assert "Edit" not in page.words
    assert not page.tree.xpath("//main//input[@name='enabled']")
    assert maria.get(answer.location + "/edit").status == 403
    assert maria.post(answer.location, {"enabled": "on"}).status == 403


def test_u12_all_that_nobody_is_called_is_kept(staff):
    page = staff.post("/sessions/new", asked(clients=["Nobody A", "Nobody B"]))
    assert page.status == 422
    kept = [pair[1] for pair in page.form() if pair[0] == "clients"]
    assert sorted(kept) == ["Nobody A", "Nobody B"]

"""The cancellations tool: plan, run, undo (rules S41 to S44, R13)."""


import pytest

from api import api, items, wrong_fields
from notices import Telling, outcomes



@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = Telling(tmp_path_factory.mktemp("telling"))
    yield office
    office.close()


@pytest.fixture
def day(office):
    return office.free_day()


def test_s41_a_date_finds_the_open_sessions_that_overlap_it(office, day):
    whole = office.coming("c042", day=day)
    over = office.coming("c042", day=day, at="23:30", to="23:59")
    saved = office.coming("c051", day=day, at="11:00", to="11:50")
    office.saved(saved, "canceled")
    plan = office.planned(day)
    assert [one["id"] for one in plan["items"]] == [whole["id"], over["id"]]
    first = plan["items"][0]
    assert first["start"] == f"{day}T09:00" and first["end"] == f"{day}T09:50"
    assert [one["code"] for one in first["clients"]] == ["C042"]
    assert [one["login"] for one in first["practitioners"]] == ["maria"]


def test_s41_a_session_over_midnight_belongs_to_both_days(office):
    made = office.made("/sessions", start="2026-09-05T23:30",
                       end="2026-09-06T00:30", practitioners=["maria"],
                       clients=["c042"], service=office.service_id)
    for one in ("2026-09-05", "2026-09-06"):
        assert [made["id"]] == [it["id"] for it in
                                office.planned(one)["items"]]
    assert office.planned("2026-09-07")["items"] == []


@pytest.mark.parametrize("date", ["2026-11-01", "2027-03-14"])
def test_s41_days_on_which_clocks_change_are_whole_days(office, date):
    """25 and 23 hours in Toronto."""
    early = office.made("/sessions", start=f"{date}T00:10",
                        end=f"{date}T00:40", practitioners=["maria"],
                        clients=["c042"], service=office.service_id)
    late = office.made("/sessions", start=f"{date}T23:20",
                       end=f"{date}T23:50", practitioners=["maria"],
                       clients=["c042"], service=office.service_id)
    assert [one["id"] for one in office.planned(date)["items"]] \
        == [early["id"], late["id"]]


def test_s41_hours_have_an_exclusive_end_and_some_practitioners(office, day):
    nine = office.coming("c042", day=day)
    eleven = office.coming("c042", day=day, at="11:00", to="11:50",
                           practitioners=["tom"])
    hours = (f"{day}T09:50", f"{day}T11:01")
    assert [one["id"] for one in office.planned(*hours)["items"]] \
        == [eleven["id"]]
    hours = (f"{day}T09:49", f"{day}T11:00")
    assert [one["id"] for one in office.planned(*hours)["items"]] \
        == [nine["id"]]
    both = office.planned(day, practitioners=["maria", "tom"])["items"]
    assert len(both) == 2
    assert [one["id"] for one in
            office.planned(day, practitioners=["tom"])["items"]] \
        == [eleven["id"]]


@pytest.mark.parametrize("fields, wrong", [
    ({"from": "2026-06-10", "to": "2027-07-15"}, "to"),
    ({"from": "2026-06-10", "to": "2026-06-09"}, "to"),
    ({"from": "yesterday", "to": "2026-06-09"}, "from"),
    ({"from": "2026-06-10", "to": "2026-06-10T12:00"}, "to"),
    ({"from": "2026-06-10T12:00", "to": "2026-06-10"}, "to"),
    ({"from": "2026-02-30", "to": "2026-03-01"}, "from"),
    ({"from": "2026-06-10", "to": "2026-06-10", "practitioners": ["c042"]},
     "practitioners"),
    ({"from": "2026-06-10", "to": "2026-06-10", "practitioners": ["nn"]},
     "practitioners"),
    ({"from": "2026-06-10", "to": "2026-06-10", "colour": "red"}, "colour"),
])
def test_a_wrong_range_gets_a_sentence(office, fields, wrong):
    status, answer = office.ask("POST", "/cancellations/preview", fields)
    assert status == 422 and wrong in wrong_fields(answer), answer
    assert len(answer["error"]["message"]) > 20


def test_a_range_of_400_days_says_how_many_it_may_have(office):
    status, answer = office.preview("2026-06-10", "2027-07-14")
    assert status == 422
    assert "366" in answer["error"]["message"]
    assert "400" in answer["error"]["message"]


def test_s43_with_neither_nothing_happens(office, day):
    session = office.coming("c042", day=day)
    status, answer = office.apply(day, notify=False, cancel=False)
    assert status == 422 and "notify" in wrong_fields(answer)
    assert office.now(session)["status"] == "open"


def test_s43_notify_and_cancel(office, day):
    session = office.coming("c042", day=day)
    run = office.run(day)
    assert outcomes(run) == {session["id"]: "canceled"}
    assert run["state"] == "done" and run["progress"]["settled"] == 1
    now = office.now(session)
    assert (now["status"], now["type"]) == ("saved", "canceled")
    notice, = run["sessions"][0]["notices"]
    assert notice["kind"] == "canceled" and notice["state"] == "queued"
    assert notice["recipient"]["address"] == "ada@example.org"
    assert notice["channel"] == "email" and notice["tries"] == 0
    assert notice["next_at"] >= "2026-06-08T14:03:00Z"
    assert office.got(f"/cancellations/{run['id']}") == run
    assert office.balance("C042") == "0.00"


def test_s43_cancel_alone_tells_nobody(office, day):
    session = office.coming("c042", day=day)
    run = office.run(day, notify=False)
    assert outcomes(run) == {session["id"]: "canceled"}
    assert office.outbox(f"?session={session['id']}") == []


def test_s43_notify_alone_changes_nothing(office, day):
    session = office.coming("c042", day=day)
    run = office.run(day, cancel=False)
    assert outcomes(run) == {session["id"]: "told"}
    assert office.now(session)["revision"] == session["revision"]
    assert [one["kind"] for one in office.waiting(session)] == ["closure"]


def test_s44_the_same_notice_is_never_queued_twice(office, day):
    session = office.coming("c042", day=day)
    office.run(day, cancel=False)
    again = office.run(day, cancel=False)
    assert outcomes(again) == {session["id"]: "told"}
    assert len(office.outbox(f"?session={session['id']}")) == 1


def test_s44_each_client_is_told_by_their_own_preference(office, day):
    session = office.coming("c042", "c051", "c063", day=day)
    run = office.run(day)
    notices = run["sessions"][0]["notices"]
    told = {(one["channel"], one["recipient"]["address"], one["state"])
            for one in notices}
    assert told == {("email", "ada@example.org", "queued"),
                    ("email", "ben@example.org", "queued"),
                    ("text", "+14165550123", "queued"),
                    ("email", "", "dead")}
    dead, = [one for one in notices if one["state"] == "dead"]
    assert "C063 has no e-mail address" in dead["reason"]
    assert session["id"] == dead["session"]


def test_a_notice_without_an_address_goes_when_there_is_one(office, day):
    code = office.client(name="Nora Late", notice="email")
    session = office.coming(code, day=day)
    office.run(day)
    dead, = office.outbox(f"?session={session['id']}")
    status, answer = office.ask("POST", f"/outbox/{dead['id']}/retry")
    assert status == 409 and "no e-mail address" in answer["error"]["message"]
    office.changed(f"/people/{code}", email="nora@example.org")
    status, again = office.ask("POST", f"/outbox/{dead['id']}/retry")
    assert status == 200 and again["state"] == "queued"
    assert again["recipient"]["address"] == "nora@example.org"


def test_guardians_are_told_by_their_own_preference(office, day):
    code = office.client(name="Kim Young", notice="email", contacts=[
        {"name": "Pat Young", "email": "pat@example.org", "notice": "email"},
        {"name": "Lee Young", "phone": "+1 647 555 0199", "notice": "text"},
        {"name": "Not Me", "email": "no@example.org", "notice": "none"}])
    session = office.coming(code, day=day)
    office.run(day)
    assert {one["recipient"]["address"] for one in
            office.outbox(f"?session={session['id']}")} \
        == {"", "pat@example.org", "+16475550199"}


def test_s42_a_list_that_changed_is_409_with_the_new_one(office, day):
    first = office.coming("c042", day=day)
    hash = office.planned(day)["hash"]
    second = office.coming("c051", day=day, at="11:00", to="11:50")
    status, answer = office.apply(day, hash=hash)
    assert status == 409
    current = answer["error"]["current"]
    assert [one["id"] for one in current["items"]] \
        == [first["id"], second["id"]]
    assert office.now(first)["status"] == "open"
    status, run = office.apply(day, hash=current["hash"])
    assert status == 201 and len(run["sessions"]) == 2


def test_a_hash_is_asked_for(office, day):
    status, answer = office.ask("POST", "/cancellations", {
        "from": day, "to": day, "notify": True, "cancel": True})
    assert status == 422 and "hash" in wrong_fields(answer)


def test_s26_the_tool_cancels_where_the_type_is_disabled(office, day):
    canceled, = [one for one in office.got("/completion-types")["items"]
                 if one["slug"] == "canceled"]
    office.changed(f"/completion-types/{canceled['id']}", enabled=False)
    session = office.coming("c042", day=day)
    assert outcomes(office.run(day)) == {session["id"]: "canceled"}
    office.changed(f"/completion-types/{canceled['id']}", enabled=True)


def test_the_tool_is_the_offices(office, day):
    for who in (office.maria, office.c042):
        for method, path, body in (
                ("POST", "/cancellations/preview", {"from": day, "to": day}),
                ("GET", "/cancellations/1", None), ("GET", "/outbox", None),
                ("POST", "/cancellations/1/undo", None)):
            assert api(who, method, path, body)[0] == 403
    assert office.ask("GET", "/cancellations/9999")[0] == 404
    assert office.ask("POST", "/outbox/9999/drop")[0] == 404


# Taking back

def undo(office, run):
    return office.ask("POST", f"/cancellations/{run['id']}/undo")


def test_s44_an_undone_run_sends_nothing(office, day):
    session = office.coming("c042", day=day)
    run = office.run(day)
    status, undone = undo(office, run)
    assert status == 200 and undone["state"] == "undone"
    assert outcomes(undone) == {session["id"]: "restored"}
    assert office.now(session)["status"] == "open"
    notice, = undone["sessions"][0]["notices"]
    assert notice["state"] == "undone" and notice["next_at"] is None
    assert undo(office, run)[0] == 409


def test_an_undone_notice_of_a_closure_is_not_sent(office, day):
    session = office.coming("c042", day=day)
    run = office.run(day, cancel=False)
    undone = undo(office, run)[1]
    assert outcomes(undone) == {session["id"]: "restored"}
    assert [one["state"] for one in undone["sessions"][0]["notices"]] \
        == ["undone"]


def test_undo_leaves_what_somebody_changed_since(office, day):
    moved = office.coming("c042", day=day)
    ended = office.coming("c042", day=day, at="11:00", to="11:50")
    left = office.coming("c042", day=day, at="13:00", to="13:50")
    run = office.run(day)
    office.saved(moved, "open")
    office.changed(f"/sessions/{moved['id']}", start=f"{day}T10:00")
    office.saved(ended, "missed")
    undone = undo(office, run)[1]
    assert outcomes(undone) == {moved["id"]: "changed", ended["id"]: "saved",
                                left["id"]: "restored"}
    assert office.now(moved)["start"] == f"{day}T10:00"
    assert office.now(ended)["type"] == "missed"


def test_s44_reopening_in_time_sends_nothing(office, day):
    session = office.coming("c042", day=day)
    office.run(day)
    office.saved(session, "open")
    assert {one["state"] for one in
            office.outbox(f"?session={session['id']}")} == {"undone"}


def test_a_notice_that_is_not_true_any_more_is_not_tried_again(office, day):
    session = office.coming("c042", day=day)
    office.run(day)
    office.saved(session, "open")
    notice, = office.outbox(f"?session={session['id']}")
    status, answer = office.ask("POST", f"/outbox/{notice['id']}/retry")
    assert status == 409 and "not true" in answer["error"]["message"]


def test_what_is_dropped_waits_for_nothing(office, day):
    session = office.coming("c042", day=day)
    office.run(day)
    notice, = office.waiting(session)
    status, dropped = office.ask("POST", f"/outbox/{notice['id']}/drop")
    assert status == 200 and dropped["state"] == "dropped"
    status, again = office.ask("POST", f"/outbox/{notice['id']}/retry")
    assert status == 200 and again["state"] == "queued"


# Moving

def test_s44_a_moved_session_is_told_and_moving_back_is_not(office, day):
    session = office.coming("c042", day=day)
    office.changed(f"/sessions/{session['id']}", start=f"{day}T15:00",
                   end=f"{day}T15:50")
    assert [one["kind"] for one in office.waiting(session)] == ["rescheduled"]
    office.changed(f"/sessions/{session['id']}", start=f"{day}T16:00",
                   end=f"{day}T16:50")
    assert len(office.waiting(session)) == 1
    office.changed(f"/sessions/{session['id']}", start=f"{day}T09:00",
                   end=f"{day}T09:50")
    assert office.waiting(session) == []


def test_a_cancellation_replaces_a_move_that_waits(office, day):
    session = office.coming("c042", day=day)
    office.changed(f"/sessions/{session['id']}", start=f"{day}T15:00",
                   end=f"{day}T15:50")
    office.run(day)
    assert [one["kind"] for one in office.waiting(session)] == ["canceled"]


def test_a_note_or_a_past_session_is_told_to_nobody(office, day):
    session = office.coming("c042", day=day)
    office.changed(f"/sessions/{session['id']}", private_note="bring snacks")
    past = office.session("c042")
    office.changed(f"/sessions/{past['id']}", start=past["start"][:11] +
                   "10:00", end=past["start"][:11] + "10:50")
    assert office.outbox(f"?session={session['id']}") == []
    assert office.outbox(f"?session={past['id']}") == []


# Removals (R13)

def test_r13_a_practitioners_removal_tells_the_clients(office, day):
    session = office.coming("c042", day=day)
    assert api(office.maria, "DELETE", f"/sessions/{session['id']}")[0] == 204
    assert [one["kind"] for one in office.waiting(session)] == ["canceled"]


def test_r13_the_policy_may_be_to_tell_nobody(office, day):
    session = office.coming("c042", day=day)
    office.changed("/practice", notify_on_calendar_cancel=False)
    assert api(office.maria, "DELETE", f"/sessions/{session['id']}")[0] == 204
    office.changed("/practice", notify_on_calendar_cancel=True)
    assert office.outbox(f"?session={session['id']}") == []


def event_of(office, session):
    calendar = "/dav/calendars/maria/sessions/"
    name, = [href for href in office.maria.sync(calendar).responses
             if session["uid"] in href]
    return name


def test_r13_a_removal_from_a_phone_waits_ten_minutes(office, day):
    session = office.coming("c042", day=day)
    assert office.maria.delete(event_of(office, session)).status == 204
    notice, = office.waiting(session)
    assert "2026-06-08T14:10:00Z" <= notice["next_at"] < "2026-06-08T15:00"


def test_r13_many_removals_wait_for_a_person(office, day):
    made = [office.coming("c042", day=day, at=f"{hour:02}:00",
                          to=f"{hour:02}:50") for hour in range(8, 14)]
    for session in made[:5]:
        assert office.maria.delete(event_of(office, session)).status == 204
    held = [one for session in made[:5] for one in office.waiting(session)]
    assert len(held) == 5 and {one["next_at"] for one in held} == {None}
    assert all("review" in one["reason"] for one in held)
    review = [one for one in items(office.staff, "/review")
              if one["kind"] == "deletes"][0]
    assert office.ask("POST", f"/review/{review['id']}/accept")[0] == 200
    gone = [one for session in made[:5] for one in office.waiting(session)]
    assert len(gone) == 5 and all(one["next_at"] for one in gone)


def test_r13_what_a_person_takes_back_is_told_to_nobody(office, day):
    made = [office.coming("c042", day=day, at=f"{hour:02}:00",
                          to=f"{hour:02}:50") for hour in range(8, 13)]
    for session in made:
        assert office.maria.delete(event_of(office, session)).status == 204
    review = [one for one in items(office.staff, "/review")
              if one["kind"] == "deletes"][0]
    assert office.ask("POST", f"/review/{review['id']}/undo")[0] == 200
    assert all(office.waiting(session) == [] for session in made)
    assert {office.now(session)["status"] for session in made} == {"open"}


def test_a_crash_in_the_middle_is_brought_to_its_end(office, tmp_path):
    """A run that was begun: two of its sessions are as the plan saw them."""
    import sqlite3
    made = [office.coming("c042", day="2026-12-01", at=f"{hour:02}:00",
                          to=f"{hour:02}:50") for hour in range(8, 12)]
    run = office.run("2026-12-01")
    assert undo(office, run)[0] == 200
    now = [office.now(session)["revision"] for session in made]
    assert office.server.stop() == 0
    base = sqlite3.connect(office.path("daybook.db"))
    base.execute("UPDATE run SET state = 0 WHERE id = ?", (run["id"],))
    for at, revision in enumerate(now):
        base.execute("UPDATE run_session SET outcome = 0, undone = 0,"
                     " made = 0, planned = ? WHERE run = ? AND position = ?",
                     (revision - (at == 1), run["id"], at))
    base.commit()
    base.close()
    office.server.start()
    from conftest import wait_for
    wait_for(lambda: office.got(f"/cancellations/{run['id']}")["state"]
             == "done")
    again = office.got(f"/cancellations/{run['id']}")
    assert [one["outcome"] for one in again["sessions"]] \
        == ["canceled", "changed", "canceled", "canceled"]
    saved = office.now(made[0])
    assert saved["type"] == "canceled"
    assert saved["saved_by"] == again["by"]

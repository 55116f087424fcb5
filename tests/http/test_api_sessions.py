"""Sessions, their endings, schedules and closures behind the JSON endpoint."""

import itertools
from urllib.parse import quote

import pytest

from api import api, items, wrong_fields
from daybook import event
from office import Office

days = itertools.count()


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A practice with a service of 42.50 at 13 % that pays 30.00."""
    made = Office(tmp_path_factory.mktemp("sessions") / "data")
    made.server.service = made.service(name="Speech", tax_bp=1300)
    made.type("Late cancel")
    yield made.server
    made.close()


@pytest.fixture(scope="module")
def admin(office):
    return office.person("admin")


@pytest.fixture(scope="module")
def maria(office):
    return office.person("maria")


def make(office, *clients, person=None, hour=9, **fields):
    """A session on a day of its own, in the past of 10 June 2026."""
    day = f"2026-{3 + next(days) // 28:02}-{1 + next(days) // 2 % 28:02}"
    body = {"start": f"{day}T{hour:02}:00", "end": f"{day}T{hour:02}:50",
            "service": office.service, "practitioners": ["maria"],
            "clients": list(clients), **fields}
    status, made = api(person or office.person("admin"), "POST", "/sessions",
                       body)
    assert status == 201, made
    return made


def save(person, session, type, **fields):
    return api(person, "POST", f"/sessions/{session['id']}/completion",
               {"type": type, **fields})


def amounts(session):
    return {c["code"]: c.get("charge") for c in session["clients"]}


def test_s5_the_number_of_clients_makes_draft_single_and_group(office, admin):
    made = make(office)
    assert (made["kind"], made["status"]) == ("draft", "draft")
    path = f"/sessions/{made['id']}"
    for clients, kind, status in ((["C042"], "single", "open"),
                                  (["C042", "C051"], "group", "open"),
                                  (["C051"], "single", "open"),
                                  ([], "draft", "draft")):
        code, now = api(admin, "PATCH", path, {"clients": clients})
        assert code == 200 and (now["kind"], now["status"]) == (kind, status)
    assert now["revision"] == 5


def test_every_wrong_field_is_named_at_once(office, admin):
    status, answer = api(admin, "POST", "/sessions", {
        "start": "2026-06-01T10:00", "end": "2026-06-01T09:00",
        "clients": ["C999"], "colour": "red", "place": 7})
    assert status == 422
    assert {"colour", "place"} <= set(wrong_fields(answer))
    status, answer = api(admin, "POST", "/sessions", {
        "start": "2026-06-01T10:00", "end": "2026-06-03T10:00",
        "clients": ["C042"], "practitioners": ["maria"],
        "place": "x" * 256})
    assert status == 422
    assert {"end", "place"} <= set(wrong_fields(answer)), answer


def test_s21_completed_and_missed_cost_all_and_canceled_nothing(office, admin):
    for type, charge, wage in (("completed", "42.50", "30.00"),
                               ("missed", "42.50", "30.00"),
                               ("canceled", "0.00", "0.00"),
                               ("late-cancel", "21.25", "15.00")):
        made = make(office, "C042")
        assert made["type"] is None and made["status"] == "open"
        status, saved = save(admin, made, type)
        assert status == 200, saved
        assert saved["status"] == "saved" and saved["type"] == type
        assert saved["clients"][0]["charge"] == charge
        assert saved["practitioners"][0]["wage"] == wage


def test_s34_each_client_of_a_group_may_end_differently(office, admin):
    made = make(office, "C042", "C051", "C063")
    status, saved = save(admin, made, "completed",
                         clients={"C051": "late-cancel", "C063": "canceled"})
    assert status == 200, saved
    assert amounts(saved) == {"C042": "42.50", "C051": "21.25",
                              "C063": "0.00"}
    assert saved["practitioners"][0]["wage"] == "30.00"


def test_s21_an_override_needs_amounts_a_reason_and_the_office(office, admin,
                                                               maria):
    made = make(office, "C042", "C051")
    status, answer = save(admin, made, "override", charges={"C042": "10.00"},
                          wage="5.00")
    assert status == 422 and answer["error"]["message"]
    status, answer = save(maria, made, "override", reason="no",
                          charges={"C042": "10.00", "C051": "0"},
                          wage="5.00")
    assert status == 403
    assert answer["error"]["code"] == "override-denied"
    status, saved = save(admin, made, "override", reason="A storm",
                         charges={"C042": "10.00", "C051": "0"},
                         wage="5.00")
    assert status == 200, saved
    assert amounts(saved) == {"C042": "10.00", "C051": "0.00"}
    assert saved["type"] == "override" and saved["map"] == "completed"


def test_s24_the_same_save_twice_changes_nothing(office, admin):
    made = make(office, "C042")
    first = save(admin, made, "missed")[1]
    again = save(admin, made, "missed")[1]
    assert again["revision"] == first["revision"]
    assert again["saved_at"] == first["saved_at"]


def test_a_stale_revision_is_409_with_what_is_there_now(office, admin):
    made = make(office, "C042")
    save(admin, made, "missed")
    status, answer = save(admin, made, "completed",
                          revision=made["revision"])
    assert status == 409
    assert answer["error"]["current"]["type"] == "missed"
    status, answer = api(admin, "PATCH", f"/sessions/{made['id']}",
                         {"place": "x", "revision": made["revision"]})
    assert status == 409 and answer["error"]["current"]["id"] == made["id"]


def test_s19_bulk_saves_what_it_can_and_lists_the_rest(office, admin):
    good, draft = make(office, "C042"), make(office)
    status, answer = api(admin, "POST", "/sessions/completions", {
        "ids": [good["id"], draft["id"], "999999"], "type": "completed"})
    assert status == 200
    assert [item["ok"] for item in answer["items"]] == [True, False, False]
    assert all(item["error"]["message"] for item in answer["items"][1:])
    status, _ = api(admin, "POST", "/sessions/completions",
                    {"ids": [good["id"]], "type": ""})
    assert status == 422


def test_each_role_sees_what_is_theirs(office, admin, maria):
    made = make(office, "C042", "C051", private_note="secret",
                public_note="hello")
    save(admin, made, "completed")
    path = f"/sessions/{made['id']}"
    mine = api(maria, "GET", path)[1]
    assert mine["practitioners"][0]["wage"] == "30.00"
    assert "charge" not in mine["clients"][0]
    assert mine["private_note"] == "secret"
    ada = api(office.person("c042"), "GET", path)[1]
    assert [c["code"] for c in ada["clients"]] == ["C042"]
    assert ada["clients"][0]["charge"] == "42.50"
    assert "private_note" not in ada and "wage" not in str(ada)
    assert ada["public_note"] == "hello" and "C051" not in str(ada)
    assert (ada["type"], ada["label"], ada["map"]) == (
        "completed", "Completed", "completed")
    for login in ("tom", "c063"):
        assert api(office.person(login), "GET", path)[0] == 404
    assert api(office.person("c042"), "DELETE", path)[0] == 403


def test_lists_are_filtered_paged_and_ones_own(office, admin, maria):
    made = [make(office, "C063", place="The attic") for _ in range(3)]
    ids = {m["id"] for m in made}
    found = items(admin, "/sessions?q=ATTIC&limit=2")
    assert {f["id"] for f in found} == ids
    assert len(items(admin, "/sessions?client=C063&status=open")) >= 3
    save(admin, made[0], "missed")
    assert made[0]["id"] in {f["id"] for f in items(
        admin, "/sessions?type=missed")}
    to_save = {f["id"] for f in items(maria, "/sessions?to_save=1")}
    assert made[1]["id"] in to_save and made[0]["id"] not in to_save
    assert not items(office.person("tom"), "/sessions")
    assert {c["code"] for f in items(office.person("c063"), "/sessions")
            for c in f["clients"]} == {"C063"}
    assert api(admin, "GET", "/sessions?from=yesterday")[0] == 422


@pytest.mark.parametrize("query", ["to_save=yes", "to_save=true",
                                   "to_save=2", "status=closed"])
def test_a_filter_that_is_no_choice_is_422(admin, query):
    status, answer = api(admin, "GET", "/sessions?" + query)
    assert status == 422 and answer["error"]["field"] == query.split("=")[0]


def test_s15_a_time_that_is_sent_as_it_stands_stays_the_second_of_two(
        office, admin, maria):
    """01:30 comes twice on 1 November 2026."""
    calendar = maria.home + "sessions/"
    assert maria.put(calendar + "twice.ics", event(
        "twice", "20261101T063000Z", "20261101T080000Z",
        summary="C042")).status == 201
    made, = [one for one in items(admin, "/sessions?from=2026-11-01"
                                  "&to=2026-11-01") if one["uid"] == "twice"]
    assert made["start"] == "2026-11-01T01:30"
    for changed in ({"start": made["start"]},
                    {"start": made["start"], "end": made["end"],
                     "tzid": made["tzid"], "place": "Room 2"}):
        status, now = api(admin, "PATCH", f"/sessions/{made['id']}", changed)
        assert status == 200
        assert now["start_utc"] == "2026-11-01T06:30:00Z"
        assert now["end"] == made["end"]
    _, now = api(admin, "PATCH", f"/sessions/{made['id']}",
                 {"start": "2026-11-01T01:15"})
    assert now["start_utc"] == "2026-11-01T05:15:00Z"


def test_a_search_finds_names_codes_services_and_notes(office, admin, maria):
    made = make(office, "C042", public_note="bring the violet book")
    name = api(admin, "GET", "/people/C042")[1]["name"]
    service = api(admin, "GET", "/services?limit=1000")[1]["items"]
    service = next(s["name"] for s in service if s["id"] == made["service"])
    for word in ("C042", "violet", service.upper(), name):
        found = {f["id"] for f in items(admin, f"/sessions?q={quote(word)}")}
        assert made["id"] in found, word
    for word in ("violet", service):
        found = {f["id"] for f in items(maria, f"/sessions?q={quote(word)}")}
        assert made["id"] in found, word


def test_s48_a_session_is_shown_as_it_was(office, admin):
    made = make(office, "C042", place="Room 1")
    api(admin, "PATCH", f"/sessions/{made['id']}", {"place": "Room 2"})
    path = f"/sessions/{made['id']}"
    assert api(admin, "GET", path)[1]["place"] == "Room 2"
    assert api(admin, "GET", path + "?at=2020-01-01T00:00:00Z")[0] == 404


def test_removal_is_by_state_and_role(office, admin, maria):
    past = make(office, "C042")
    path = f"/sessions/{past['id']}"
    status, answer = api(maria, "DELETE", path)
    assert status == 403 and answer["error"]["code"] == "past-open"
    save(admin, past, "completed")
    status, answer = api(admin, "DELETE", path)
    assert status == 409 and answer["error"]["code"] == "session-saved"
    save(admin, past, "open")
    assert api(admin, "DELETE", path)[0] == 204
    assert api(admin, "GET", path)[1]["removed_at"]
    assert api(maria, "GET", path)[0] == 404


PLAN = {"start": "2026-06-08T09:00", "end": "2026-06-08T09:50",
        "practitioners": ["tom"], "clients": ["C042"]}


def test_s11_weekly_and_monthly_dates_are_as_the_rule_says(admin):
    status, preview = api(admin, "POST", "/schedules/preview", {
        **PLAN, "days": ["MO", "WE", "FR"], "repeat": "weekly", "count": 10})
    assert status == 200
    assert preview["dates"][-1]["start"] == "2026-06-29T09:00"
    preview = api(admin, "POST", "/schedules/preview", {
        **PLAN, "days": ["MO", "WE"], "repeat": "monthly", "count": 6})[1]
    assert [d["start"][5:10] for d in preview["dates"]] == [
        "06-08", "06-10", "07-08", "07-13", "08-10", "08-12"]


def test_s12_a_start_on_another_day_moves_forward_and_is_told(admin):
    preview = api(admin, "POST", "/schedules/preview", {
        **PLAN, "days": ["TH"], "repeat": "weekly", "count": 2})[1]
    assert preview["moved_start"] == "2026-06-11T09:00"


@pytest.mark.parametrize("fields", [
    {}, {"count": 3, "until": "2026-07-01"}, {"count": 0}, {"count": 367},
    {"until": "2026-06-01"}, {"count": 3, "days": []}])
def test_s10_wrong_ends_are_refused(admin, fields):
    status, answer = api(admin, "POST", "/schedules", {
        **PLAN, "days": ["MO"], "repeat": "weekly", **fields})
    assert status == 422, answer


def plan(office, admin, **fields):
    status, made = api(admin, "POST", "/schedules", {
        **PLAN, "service": office.service, "days": ["MO"],
        "repeat": "weekly", "count": 6, **fields})
    assert status == 201, made
    return made


def starts(admin, schedule):
    return [api(admin, "GET", f"/sessions/{i}")[1]["start"]
            for i in api(admin, "GET", f"/schedules/{schedule['id']}")[1][
                "sessions"]]


def test_s15_wall_time_is_kept_over_daylight_saving(office, admin):
    made = plan(office, admin, start="2026-10-19T16:00",
                end="2026-10-19T16:50",
                count=4)
    utc = [api(admin, "GET", f"/sessions/{i}")[1]["start_utc"][11:16]
           for i in made["sessions"]]
    assert utc == ["20:00", "20:00", "21:00", "21:00"]


def test_s14_this_and_following_shift_and_saved_ones_never(office, admin):
    made = plan(office, admin, start="2026-07-06T09:00",
                end="2026-07-06T09:50")
    third = made["sessions"][2]
    save(admin, {"id": made["sessions"][4]}, "canceled")
    status, answer = api(admin, "PATCH", f"/sessions/{third}", {
        "start": "2026-07-21T10:30", "scope": "following"})
    assert status == 200, answer
    assert starts(admin, made) == [
        "2026-07-06T09:00", "2026-07-13T09:00", "2026-07-21T10:30",
        "2026-07-28T10:30", "2026-08-03T09:00", "2026-08-11T10:30"]


def test_s14_a_new_count_remakes_the_open_ones(office, admin):
    made = plan(office, admin, start="2026-09-07T09:00",
                end="2026-09-07T09:50",
                days=["MO", "WE"])
    path = f"/schedules/{made['id']}"
    save(admin, {"id": made["sessions"][0]}, "canceled")
    status, now = api(admin, "PATCH", path, {"count": 4})
    assert status == 200, now
    assert starts(admin, made) == [
        "2026-09-07T09:00", "2026-09-09T09:00", "2026-09-14T09:00",
        "2026-09-16T09:00"]
    status, now = api(admin, "PATCH", path, {"until": "2026-09-23"})
    assert now["count"] is None and len(now["sessions"]) == 6
    status, now = api(admin, "PATCH", path, {"days": ["TU"],
                                             "from": "2026-09-16"})
    assert [s[5:10] for s in starts(admin, made)] == [
        "09-07", "09-09", "09-14", "09-22"]


def test_s13_an_unticked_schedule_makes_one_and_the_rest_later(office, admin):
    made = plan(office, admin, start="2026-11-02T09:00",
                end="2026-11-02T09:50",
                enabled=False, count=3)
    assert len(made["sessions"]) == 1
    now = api(admin, "PATCH", f"/schedules/{made['id']}",
              {"enabled": True})[1]
    assert len(now["sessions"]) == 3


def test_s46_closures_are_everybodys_to_see_and_the_offices_to_make(office,
                                                                    admin):
    body = {"title": "Holiday", "from": "2026-12-24", "to": "2026-12-26",
            "all_day": True}
    for login, code in (("maria", 403), ("c042", 403), ("staff", 201)):
        assert api(office.person(login), "POST", "/closures", body)[0] == code
    for login in ("maria", "c042", "admin"):
        titles = {c["title"] for c in items(office.person(login), "/closures")}
        assert "Holiday" in titles
    status, answer = api(admin, "POST", "/closures", {
        **body, "to": "2026-12-01"})
    assert status == 422


def test_s47_a_closure_flags_its_sessions_and_unflags_them(office, admin):
    made = make(office, "C042", start="2026-12-10T10:00",
                end="2026-12-10T11:00")
    path = f"/sessions/{made['id']}"
    status, closure = api(admin, "POST", "/closures", {
        "title": "Painters", "from": "2026-12-10T10:30",
        "to": "2026-12-10T12:00", "all_day": False})
    assert status == 201 and closure["affected"] == [made["id"]], closure
    assert api(admin, "GET", path)[1]["conflicts"] == [
        f"closure:{closure['uid']}"]
    moved = api(admin, "PATCH", f"/closures/{closure['id']}",
                {"from": "2026-12-10T11:00"})[1]
    assert moved["affected"] == []
    assert api(admin, "GET", path)[1]["conflicts"] == []
    api(admin, "PATCH", f"/closures/{closure['id']}",
        {"from": "2026-12-10", "to": "2026-12-10", "all_day": True})
    assert api(admin, "GET", path)[1]["conflicts"]
    assert api(admin, "DELETE", f"/closures/{closure['id']}")[0] == 204
    assert api(admin, "GET", path)[1]["conflicts"] == []


def test_s9_a_double_booking_is_flagged_and_never_refused(office, admin):
    one = make(office, "C042", start="2026-12-15T10:00",
               end="2026-12-15T11:00")
    two = make(office, "C051", start="2026-12-15T10:30",
               end="2026-12-15T11:30")
    assert two["conflicts"] == [f"overlap:{one['uid']}"]
    now = api(admin, "GET", f"/sessions/{one['id']}")[1]
    assert now["conflicts"] == [f"overlap:{two['uid']}"]


def test_a_practitioner_makes_sessions_for_themselves_only(office, maria):
    mine = make(office, "C042", person=maria)
    assert mine["status"] == "open"
    status, answer = api(maria, "POST", "/sessions", {
        "start": "2026-12-16T10:00", "end": "2026-12-16T11:00",
        "practitioners": ["tom"], "clients": ["C042"]})
    assert status == 403 and answer["error"]["code"] == "not-permitted"

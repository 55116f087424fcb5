"""Schedules (S10 to S16)."""

import pytest

from api import items, wrong_fields
from office import Office, charges, line

PLAN = {"start": "2026-06-08T09:00", "end": "2026-06-08T09:50",
        "practitioners": ["maria"], "clients": ["C042"],
        "days": ["MO"], "repeat": "weekly"}
EVERY_DAY = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("schedules") / "data")
    made.speech = made.service()
    made.wednesdays = made.practitioner()
    yield made
    made.close()


def preview(office, **fields):
    return office.made("/schedules/preview", **{**PLAN, **fields})


def starts(answer):
    return [d["start"] for d in answer["dates"]]


def plan(office, **fields):
    """A schedule of a client and a practitioner of its own."""
    body = {**PLAN, "service": office.speech, "clients": [office.client()],
            "practitioners": [office.practitioner()], **fields}
    return office.made("/schedules", **body)


def sessions(office, schedule):
    ids = office.got(f"/schedules/{schedule['id']}")["sessions"]
    return [office.got(f"/sessions/{i}") for i in ids]


def days(office, schedule):
    return [s["start"][5:] for s in sessions(office, schedule)]


def refused(office, path, fields, method="POST"):
    status, answer = office.ask(method, path, fields)
    assert status == 422, answer
    assert all(f["message"] for f in answer["error"]["fields"])
    return set(wrong_fields(answer))


@pytest.mark.parametrize("path", ["/schedules", "/schedules/preview"])
@pytest.mark.parametrize("fields,field", [
    ({}, "count"), ({"count": None, "until": None}, "count"),
    ({"count": 3, "until": "2026-07-01"}, "count"), ({"count": 0}, "count"),
    ({"count": -1}, "count"), ({"count": 367}, "count"),
    ({"count": 2.5}, "count"), ({"count": "3"}, "count"),
    ({"until": "2026-06-07"}, "until"), ({"until": "1970-01-01"}, "until"),
    ({"count": 3, "until": "1970-01-01"}, "count"),
    ({"until": "soon"}, "until"),
    ({"until": "2030-06-08", "days": EVERY_DAY}, "until"),
    ({"count": 3, "days": []}, "days"), ({"count": 3, "days": ["XX"]}, "days"),
    ({"count": 3, "days": "MO"}, "days"),
    ({"count": 3, "repeat": "daily"}, "repeat")])
def test_s10_wrong_ends_days_and_repeats_are_field_errors(office, path, fields,
                                                          field):
    found = refused(office, path, {**PLAN, **fields})
    assert {f.split("[")[0] for f in found} <= {field, "until", "count"}
    assert any(f.startswith(field) for f in found)


def test_s10_any_set_of_weekdays(office):
    for chosen in (["SU"], ["SA", "SU"], ["FR", "MO"], EVERY_DAY):
        answer = preview(office, days=chosen, count=len(chosen))
        assert len(starts(answer)) == len(chosen)
    assert starts(preview(office, days=EVERY_DAY, count=3)) == [
        "2026-06-08T09:00", "2026-06-09T09:00", "2026-06-10T09:00"]


def test_s10_at_most_366_in_the_preview_too(office):
    answer = preview(office, days=EVERY_DAY, count=366)
    assert len(answer["dates"]) == 366
    assert starts(answer)[-1] == "2027-06-08T09:00"
    answer = preview(office, days=EVERY_DAY, until="2027-06-08")
    assert len(answer["dates"]) == 366
    assert "until" in refused(office, "/schedules/preview", {
        **PLAN, "days": EVERY_DAY, "until": "2027-06-09"})
    assert preview(office, count=1)["dates"][0]["start"] == PLAN["start"]


def test_s10_the_last_date_is_inclusive_and_of_the_practices_zone(office):
    assert starts(preview(office,
                          until="2026-06-22"))[-1] == "2026-06-22T09:00"
    assert starts(preview(office,
                          until="2026-06-21"))[-1] == "2026-06-15T09:00"
    assert len(starts(preview(office, until="2026-06-08"))) == 1
    # Mondays 09:00 in Auckland are Sundays in Toronto.
    answer = preview(office, tzid="Pacific/Auckland", until="2026-06-14")
    assert starts(answer) == ["2026-06-08T09:00", "2026-06-15T09:00"]
    answer = preview(office, tzid="Pacific/Auckland", until="2026-06-13")
    assert starts(answer) == ["2026-06-08T09:00"]


def test_s10_the_count_counts_the_first(office):
    assert starts(preview(office, count=2)) == ["2026-06-08T09:00",
                                                "2026-06-15T09:00"]


def test_s11_mon_wed_fri_ten_times_from_8_june_end_on_29_june(office):
    answer = preview(office, days=["MO", "WE", "FR"], count=10)
    assert [s[5:10] for s in starts(answer)] == [
        "06-08", "06-10", "06-12", "06-15", "06-17", "06-19", "06-22",
        "06-24", "06-26", "06-29"]
    made = plan(office, days=["MO", "WE", "FR"], count=10)
    assert days(office, made)[-1] == "06-29T09:00"


def test_s11_mon_wed_six_times_monthly_from_8_june(office):
    for answer in (starts(preview(office, days=["MO", "WE"], count=6,
                                  repeat="monthly")),
                   [s["start"] for s in sessions(office, plan(
                       office, days=["MO", "WE"], count=6,
                       repeat="monthly"))]):
        assert [s[5:10] for s in answer] == [
            "06-08", "06-10", "07-08", "07-13", "08-10", "08-12"]


def test_s11_a_fifth_one_becomes_the_last(office):
    answer = preview(office, start="2026-07-29T09:00", end="2026-07-29T09:50",
                     days=["WE"], repeat="monthly", count=6)
    assert [s[5:10] for s in starts(answer)] == [
        "07-29", "08-26", "09-30", "10-28", "11-25", "12-30"]


def test_s11_each_day_has_the_nth_of_its_first_date_in_seven_days(office):
    # From Wed 10 June: the second Wednesday, and Mon 15 June, the third.
    answer = preview(office, start="2026-06-10T09:00", end="2026-06-10T09:50",
                     days=["MO", "WE"], repeat="monthly", count=6)
    assert [s[5:10] for s in starts(answer)] == [
        "06-10", "06-15", "07-08", "07-20", "08-12", "08-17"]
    # From Tue 30 June: the fifth Tuesday, and Mon 6 July, the first.
    answer = preview(office, start="2026-06-30T09:00", end="2026-06-30T09:50",
                     days=["MO", "TU"], repeat="monthly", count=5)
    assert [s[5:10] for s in starts(answer)] == [
        "06-30", "07-06", "07-28", "08-03", "08-25"]


def test_s11_nothing_is_made_before_the_start(office):
    for repeat in ("weekly", "monthly"):
        answer = preview(office, start="2026-06-12T09:00",
                         end="2026-06-12T09:50", days=["MO", "FR"],
                         repeat=repeat, count=4)
        assert starts(answer)[0] == "2026-06-12T09:00"
        assert answer["moved_start"] is None


def test_s12_a_start_on_a_day_not_chosen_moves_forward_and_is_shown(office):
    answer = preview(office, days=["TH", "SA"], count=2)
    assert answer["moved_start"] == "2026-06-11T09:00"
    assert starts(answer) == ["2026-06-11T09:00", "2026-06-13T09:00"]
    made = plan(office, days=["TH", "SA"], count=2)
    assert days(office, made) == ["06-11T09:00", "06-13T09:00"]
    assert made["start"] == "2026-06-11T09:00"
    assert preview(office, count=1)["moved_start"] is None
    answer = preview(office, days=["SU"], count=1)
    assert answer["moved_start"] == "2026-06-14T09:00"
    assert answer["dates"][0]["start"] == "2026-06-14T09:00"


@pytest.mark.parametrize("end", [{"count": 4}, {"until": "2026-09-28"}])
def test_s13_unticked_makes_the_one_and_ticking_later_the_rest(office, end):
    made = plan(office, start="2026-09-07T09:00", end="2026-09-07T09:50",
                enabled=False, **end)
    assert made["enabled"] is False and len(made["sessions"]) == 1
    kept = office.got(f"/schedules/{made['id']}")
    assert kept["days"] == ["MO"] and kept["count"] == end.get("count")
    first = office.got(f"/sessions/{made['sessions'][0]}")
    assert first["schedule"] == made["id"]
    now = office.changed(f"/schedules/{made['id']}", enabled=True)
    assert now["enabled"] is True
    assert days(office, made) == ["09-07T09:00", "09-14T09:00", "09-21T09:00",
                                  "09-28T09:00"]
    assert now["sessions"][0] == made["sessions"][0]


def test_s13_schedules_are_enabled_where_nothing_is_said(office):
    made = plan(office, count=2)
    assert made["enabled"] is True and len(made["sessions"]) == 2


def test_s14_every_session_is_a_session_of_its_own(office):
    made = plan(office, start="2026-05-04T09:00", end="2026-05-04T09:50",
                count=3, practitioners=["maria"])
    rows = sessions(office, made)
    assert len({s["uid"] for s in rows}) == 3
    assert {s["schedule"] for s in rows} == {made["id"]}
    office.made(f"/services/{office.speech}/prices",
                effective_from="2026-05-10",
                cost="50.00", wage="30.00")
    code = rows[0]["clients"][0]["code"]
    assert [charges(office.saved(s))[code] for s in rows[:2]] == ["42.50",
                                                               "50.00"]
    now = sessions(office, made)
    assert [s["status"] for s in now] == ["saved", "saved", "open"]
    for session in now:
        text = office.maria.get(office.resource(session, office.maria)).text
        assert line(text, "RRULE") is line(text, "RDATE") is None
        assert line(text, "X-PRACTICE-SCHEDULE")
    office.saved(rows[1], "open")
    office.ask("DELETE", f"/sessions/{rows[1]['id']}")
    assert len(sessions(office, made)) == 2


JULY = {"start": "2026-07-06T09:00", "end": "2026-07-06T09:50", "count": 5}
MONDAYS = ["07-06T09:00", "07-13T09:00", "07-20T09:00", "07-27T09:00",
           "08-03T09:00"]


@pytest.mark.parametrize("scope,moved", [
    ("this", {2}), ("following", {2, 4}), ("all", {0, 2, 4}), (None, {2})])
def test_s14_this_following_or_all_and_saved_ones_never(office, scope, moved):
    made = plan(office, **JULY)
    rows = sessions(office, made)
    for n in (1, 3):
        office.saved(rows[n], "canceled")
    fields = {"scope": scope} if scope else {}
    office.changed(f"/sessions/{rows[2]['id']}", start="2026-07-21T10:30",
                   place="Room 7", **fields)
    shifted = ["07-07T10:30", None, "07-21T10:30", None, "08-04T10:30"]
    assert days(office, made) == [
        shifted[n] if n in moved else MONDAYS[n] for n in range(5)]
    now = sessions(office, made)
    for n in range(5):
        assert now[n]["place"] == ("Room 7" if n in moved else None)
        assert int(now[n]["end"][14:16]) == (
            20 if n in moved else 50), "each keeps its length"


def test_s14_a_shift_keeps_each_on_its_own_day_over_dst(office):
    made = plan(office, start="2026-10-19T16:00", end="2026-10-19T16:50",
                count=4)
    first = made["sessions"][0]
    office.changed(f"/sessions/{first}", start="2026-10-19T17:30", scope="all")
    assert days(office, made) == ["10-19T17:30", "10-26T17:30", "11-02T17:30",
                                  "11-09T17:30"]
    assert [s["start_utc"][11:16] for s in sessions(office, made)] == [
        "21:30", "21:30", "22:30", "22:30"]


def test_s14_other_changes_of_all_reach_all_that_are_open(office):
    made = plan(office, **JULY)
    rows = sessions(office, made)
    other, tom = office.client(), office.practitioner()
    office.saved(rows[0], "canceled")
    office.changed(f"/sessions/{rows[3]['id']}", scope="all", clients=[other],
                   practitioners=[tom], public_note="New plan", service=None)
    for session in sessions(office, made)[1:]:
        assert [c["code"] for c in session["clients"]] == [other]
        assert [p["id"] for p in session["practitioners"]] == [tom]
        assert session["public_note"] == "New plan"
    assert sessions(office, made)[0]["public_note"] is None


def test_s14_a_new_time_of_day_shifts_the_open_ones_from_a_day_on(office):
    made = plan(office, **JULY)
    rows = sessions(office, made)
    office.saved(rows[2], "canceled")
    office.changed(f"/schedules/{made['id']}", start="2026-07-06T11:00",
                   end="2026-07-06T12:00", **{"from": "2026-07-13"})
    assert days(office, made) == ["07-06T09:00", "07-13T11:00", "07-20T09:00",
                                  "07-27T11:00", "08-03T11:00"]
    assert {s["id"] for s in sessions(office, made)} == {s["id"] for s in rows}


def test_s14_new_days_are_made_from_today_where_no_day_is_given(office):
    # Today is Wednesday 10 June 2026.
    made = plan(office, start="2026-05-25T09:00", end="2026-05-25T09:50",
                count=5)
    assert days(office, made)[-1] == "06-22T09:00"
    office.changed(f"/schedules/{made['id']}", days=["TU"])
    assert days(office, made) == ["05-25T09:00", "06-01T09:00", "06-08T09:00",
                                  "06-16T09:00", "06-23T09:00"]


def test_s14_new_days_begin_in_that_days_week(office):
    made = plan(office, **JULY)
    office.saved(sessions(office, made)[1], "canceled")
    office.changed(f"/schedules/{made['id']}", days=["WE", "FR"],
                   **{"from": "2026-07-20"})
    assert days(office, made) == ["07-06T09:00", "07-13T09:00", "07-22T09:00",
                                  "07-24T09:00", "07-29T09:00"]
    office.changed(f"/schedules/{made['id']}", repeat="monthly",
                   **{"from": "2026-07-27"})
    assert days(office, made)[:4] == ["07-06T09:00", "07-13T09:00",
                                      "07-22T09:00", "07-24T09:00"]


def test_s14_a_count_includes_saved_ones(office):
    made = plan(office, **JULY)
    rows = sessions(office, made)
    for n in (0, 1, 4):
        office.saved(rows[n], "canceled")
    office.changed(f"/schedules/{made['id']}", count=4)
    assert days(office, made) == ["07-06T09:00", "07-13T09:00", "07-20T09:00",
                                  "08-03T09:00"]
    now = office.changed(f"/schedules/{made['id']}", count=6)
    assert now["count"] == 6 and len(now["sessions"]) == 6


def test_s14_a_last_date_replaces_the_count_and_the_other_way_round(office):
    made = plan(office, **JULY)
    path = f"/schedules/{made['id']}"
    now = office.changed(path, until="2026-07-20")
    assert (now["count"], now["until"]) == (None, "2026-07-20")
    assert days(office, made) == MONDAYS[:3]
    now = office.changed(path, count=5)
    assert (now["count"], now["until"]) == (5, None)
    assert days(office, made) == MONDAYS
    assert refused(office, path, {"count": 2, "until": "2026-07-20"},
                   "PATCH") == {"count", "until"}
    assert refused(office, path, {"count": 367}, "PATCH") == {"count"}
    assert refused(office, path, {"count": None}, "PATCH") == {"count", "until"}
    assert days(office, made) == MONDAYS


def test_s14_a_stale_revision_of_a_schedule_conflicts(office):
    made = plan(office, **JULY)
    path = f"/schedules/{made['id']}"
    office.changed(path, count=4, revision=made["revision"])
    status, answer = office.ask("PATCH", path, {
        "count": 3, "revision": made["revision"]})
    assert status == 409 and answer["error"]["current"]["count"] == 4


def test_s15_weekly_16_00_toronto_stays_over_1_november(office):
    made = plan(office, start="2026-10-19T16:00", end="2026-10-19T16:50",
                count=4)
    rows = sessions(office, made)
    assert {s["start"][11:] for s in rows} == {"16:00"}
    assert [s["start_utc"] for s in rows] == [
        "2026-10-19T20:00:00Z", "2026-10-26T20:00:00Z",
        "2026-11-02T21:00:00Z", "2026-11-09T21:00:00Z"]
    sunday = plan(office, start="2026-10-25T16:00", end="2026-10-25T16:50",
                  days=["SU"], count=2)
    assert [s["start_utc"][5:16] for s in sessions(office, sunday)] == [
        "10-25T20:00", "11-01T21:00"]


def test_s15_a_wall_time_in_the_gap_moves_forward_by_it(office):
    made = office.session("C042", service=office.speech,
                          start="2026-03-08T02:30",
                          end="2026-03-08T04:00")
    assert made["start_utc"] == "2026-03-08T07:30:00Z"
    assert made["start"] == "2026-03-08T03:30"
    answer = preview(office, start="2026-03-01T02:30", end="2026-03-01T03:20",
                     days=["SU"], count=3)
    assert starts(answer) == ["2026-03-01T02:30", "2026-03-08T03:30",
                              "2026-03-15T02:30"]


def test_s15_a_wall_time_that_comes_twice_means_the_first(office):
    made = office.session("C042", service=office.speech,
                          start="2026-11-01T01:30",
                          end="2026-11-01T02:30")
    assert made["start_utc"] == "2026-11-01T05:30:00Z"
    assert made["start"] == "2026-11-01T01:30"


def test_s15_another_zone_keeps_its_own_wall_time(office):
    made = plan(office, start="2026-10-20T10:00", end="2026-10-20T11:00",
                days=["TU"], count=2, tzid="Europe/Berlin")
    rows = sessions(office, made)
    assert [s["start"] for s in rows] == ["2026-10-20T10:00",
                                          "2026-10-27T10:00"]
    assert {s["tzid"] for s in rows} == {"Europe/Berlin"}
    assert [s["start_utc"][11:16] for s in rows] == ["08:00", "09:00"]


@pytest.fixture(scope="module")
def shut(office):
    """15 and 16 June, and an hour of the 29th."""
    first = office.made("/closures", title="Shut", all_day=True, **{
        "from": "2026-06-15", "to": "2026-06-16"})
    second = office.made("/closures", title="Drill", all_day=False, **{
        "from": "2026-06-29T09:30", "to": "2026-06-29T10:30"})
    return [f"closure:{c['uid']}" for c in (first, second)]


def test_s16_sessions_on_closures_are_made_and_flagged(office, shut):
    answer = preview(office, count=4)
    assert [d["conflicts"] for d in answer["dates"]] == [
        [], [shut[0]], [], [shut[1]]]
    made = plan(office, count=4)
    assert [s["conflicts"] for s in sessions(office, made)] == [
        [], [shut[0]], [], [shut[1]]]
    assert made["skip_closures"] is False


def test_s16_skipping_closures_still_makes_the_full_number(office, shut):
    answer = preview(office, count=4, skip_closures=True)
    assert [s[5:10] for s in starts(answer)] == ["06-08", "06-22", "07-06",
                                                 "07-13"]
    assert all(d["conflicts"] == [] for d in answer["dates"])
    made = plan(office, count=4, skip_closures=True)
    assert [d[:5] for d in days(office, made)] == ["06-08", "06-22", "07-06",
                                                   "07-13"]


def test_s16_with_a_last_date_none_beyond_it(office, shut):
    made = plan(office, until="2026-06-29", skip_closures=True)
    assert [d[:5] for d in days(office, made)] == ["06-08", "06-22"]


def test_s9_the_preview_shows_double_bookings_too(office):
    busy = office.session("C042", service=office.speech, day="2026-08-10",
                          at="09:30", to="10:30", practitioners=["tom"])
    other = office.session("C042", service=office.speech, day="2026-08-17",
                           at="09:00", to="09:30", practitioners=["tom"])
    gone = office.session("C042", service=office.speech, day="2026-08-17",
                          at="09:00", to="09:30", practitioners=["tom"])
    office.saved(gone, "canceled")
    fields = {"start": "2026-08-03T09:00", "end": "2026-08-03T09:50",
              "count": 4}
    answer = preview(office, practitioners=["maria", "tom"], **fields)
    assert [d["conflicts"] for d in answer["dates"]] == [
        [], [f"overlap:{busy['uid']}"], [f"overlap:{other['uid']}"], []]
    answer = preview(office, **fields)
    assert all(d["conflicts"] == [] for d in answer["dates"])
    closure = office.made("/closures", title="Both", all_day=True, **{
        "from": "2026-08-10", "to": "2026-08-10"})
    answer = preview(office, practitioners=["tom"], **fields)
    assert answer["dates"][1]["conflicts"] == [
        f"closure:{closure['uid']}", f"overlap:{busy['uid']}"]


def test_the_days_list_is_the_calendars_too(office):
    made = plan(office, practitioners=["tom"], count=3,
                start="2027-01-04T09:00", end="2027-01-04T09:50")
    listed = items(office.tom, "/sessions?from=2027-01-01&to=2027-01-31")
    assert [s["id"] for s in listed] == made["sessions"]


def changed(office, schedule, who=None, **fields):
    return office.changed(f"/schedules/{schedule['id']}", who, **fields)


def test_s10_both_ends_are_wrong_whatever_stood_there(office):
    made = plan(office, count=2)
    for both in ({"count": 2, "until": "2026-06-15"},
                 {"count": 3, "until": "2026-06-15"}):
        assert refused(office, f"/schedules/{made['id']}", both,
                       "PATCH") == {"count", "until"}
    ended = plan(office, until="2026-06-15")
    for both in ({"count": 2, "until": "2026-06-15"},
                 {"count": 2, "until": "2026-06-22"}):
        assert refused(office, f"/schedules/{ended['id']}", both,
                       "PATCH") == {"count", "until"}
    assert days(office, ended) == ["06-08T09:00", "06-15T09:00"]


@pytest.mark.parametrize("path", ["/schedules", "/schedules/preview"])
def test_s10_the_preview_asks_for_the_rights_of_the_creation(office, path):
    for others in (["tom"], ["maria", "tom"], []):
        status, answer = office.ask("POST", path, {
            **PLAN, "count": 2, "practitioners": others,
            "service": office.speech}, office.maria)
        assert status == 403, answer
        assert "UID" not in str(answer) and "dates" not in answer
    office.changed("/people/tom", may=["edit", "complete"])
    status, answer = office.ask("POST", path, {
        **PLAN, "count": 2, "practitioners": ["tom"],
        "service": office.speech}, office.tom)
    assert status == 403, answer
    office.changed("/people/tom", may=["create", "edit", "complete"])
    own = office.made("/schedules/preview", office.maria,
                      **{**PLAN, "count": 2})
    assert len(own["dates"]) == 2


def test_s13_ticking_later_makes_the_plans_own_dates_past_ones_too(office):
    made = plan(office, start="2026-03-02T09:00", end="2026-03-02T09:50",
                count=4, enabled=False)
    assert days(office, made) == ["03-02T09:00"]
    first = office.got(f"/schedules/{made['id']}")["sessions"]
    changed(office, made, enabled=True)
    assert days(office, made) == ["03-02T09:00", "03-09T09:00", "03-16T09:00",
                                  "03-23T09:00"]
    assert office.got(f"/schedules/{made['id']}")["sessions"][:1] == first
    waiting = [s["id"] for s in items(
        office.admin, "/sessions?to_save=1&from=2026-03-01&to=2026-03-31")]
    assert set(office.got(f"/schedules/{made['id']}")["sessions"]) \
        <= set(waiting)


def test_s14_a_session_moved_by_itself_is_still_of_its_planned_date(office):
    made = plan(office, start="2027-03-01T16:00", end="2027-03-01T16:50",
                days=["MO", "TU"], count=4)
    ids = office.got(f"/schedules/{made['id']}")["sessions"]
    office.changed(f"/sessions/{ids[0]}", start="2027-03-02T09:00",
                   end="2027-03-02T09:50")
    changed(office, made, count=6)
    assert days(office, made) == ["03-02T09:00", "03-02T16:00", "03-08T16:00",
                                  "03-09T16:00", "03-15T16:00", "03-16T16:00"]
    assert set(ids) <= set(office.got(f"/schedules/{made['id']}")["sessions"])
    changed(office, made, start="2027-03-01T17:00", end="2027-03-01T17:50",
            **{"from": "2027-03-01"})
    assert days(office, made) == ["03-02T10:00", "03-02T17:00", "03-08T17:00",
                                  "03-09T17:00", "03-15T17:00", "03-16T17:00"]


def test_s14_an_exception_far_away_is_not_made_again(office):
    made = plan(office, start="2027-03-01T16:00", end="2027-03-01T16:50",
                count=3)
    ids = office.got(f"/schedules/{made['id']}")["sessions"]
    office.changed(f"/sessions/{ids[1]}", start="2027-03-11T16:00",
                   end="2027-03-11T16:50", place="Upstairs")
    changed(office, made, count=4)
    assert days(office, made) == ["03-01T16:00", "03-11T16:00", "03-15T16:00",
                                  "03-22T16:00"]
    assert office.got(f"/sessions/{ids[1]}")["place"] == "Upstairs"


def test_s14_a_date_whose_session_was_removed_by_hand_stays_empty(office):
    made = plan(office, start="2027-03-01T16:00", end="2027-03-01T16:50",
                count=4)
    assert office.ask("DELETE", f"/sessions/{made['sessions'][1]}")[0] == 204
    changed(office, made, count=5)
    assert days(office, made) == ["03-01T16:00", "03-15T16:00", "03-22T16:00",
                                  "03-29T16:00"]
    changed(office, made, start="2027-03-02T16:00", end="2027-03-02T16:50")
    changed(office, made, until="2027-04-06")
    assert days(office, made) == ["03-02T16:00", "03-16T16:00", "03-23T16:00",
                                  "03-30T16:00", "04-06T16:00"]


def test_s14_a_removed_date_counts_where_the_plan_has_it(office):
    for change, left in (({"count": 2}, "01 02"), ({"enabled": False}, "01"),
                         ({"days": ["TU"], "count": 2}, "02 09")):
        made = plan(office, start="2027-03-01T16:00", end="2027-03-01T16:50",
                    days=["MO", "TU"], count=4)
        assert office.ask("DELETE", f"/sessions/{made['sessions'][2]}")[0] == 204
        changed(office, made, **change)
        assert days(office, made) == [f"03-{d}T16:00" for d in left.split()]
        assert {s["id"] for s in sessions(office, made)} <= set(made["sessions"])


def test_s14_all_of_them_asked_for_anew_are_made_where_one_was_removed(office):
    made = plan(office, start="2027-03-01T16:00", end="2027-03-01T16:50",
                count=3)
    assert office.ask("DELETE", f"/sessions/{made['sessions'][1]}")[0] == 204
    changed(office, made, count=4, **{"from": "2027-03-01"})
    assert days(office, made) == ["03-01T16:00", "03-08T16:00", "03-15T16:00",
                                  "03-22T16:00"]


def test_s14_dates_that_a_change_took_away_may_come_again(office):
    made = plan(office, start="2027-03-01T16:00", end="2027-03-01T16:50",
                count=4)
    changed(office, made, count=2)
    changed(office, made, count=4)
    assert days(office, made) == ["03-01T16:00", "03-08T16:00", "03-15T16:00",
                                  "03-22T16:00"]
    changed(office, made, enabled=False)
    changed(office, made, enabled=True)
    assert days(office, made) == ["03-01T16:00", "03-08T16:00", "03-15T16:00",
                                  "03-22T16:00"]


def test_s14_who_may_edit_changes_an_own_schedule_as_its_sessions(office):
    client = office.client()
    mine = {"practitioners": ["maria"], "clients": [client]}
    made = plan(office, start="2027-03-01T16:00", end="2027-03-01T16:50",
                count=3, **mine)
    path = f"/schedules/{made['id']}"
    office.changed("/people/maria", may=["edit"])
    try:
        changed(office, made, office.maria, place="Room 2",
                start="2027-03-01T17:00", end="2027-03-01T17:50")
        assert days(office, made) == ["03-01T17:00", "03-08T17:00",
                                      "03-15T17:00"]
        last = office.got(path)["sessions"][2]
        office.changed(f"/sessions/{last}", office.maria, scope="all",
                       place="Room 3")
        assert {s["place"] for s in sessions(office, made)} == {"Room 3"}
        for more in ({"clients": []}, {"practitioners": ["tom"]},
                     {"service": office.service()}, {"count": 4}):
            status, answer = office.ask("PATCH", path, more, office.maria)
            assert status == 403, (more, answer)
        status, _ = office.ask("PATCH", path, {"place": "x"}, office.tom)
        assert status == 404
        office.changed("/people/maria", may=["create", "edit"])
        changed(office, made, office.maria, count=4)
        assert len(days(office, made)) == 4
        office.changed("/people/maria", may=["create"])
        status, _ = office.ask("PATCH", path, {"place": "x"}, office.maria)
        assert status == 403
    finally:
        office.changed("/people/maria", may=["create", "edit", "complete"])

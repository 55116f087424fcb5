"""Closures, and the sessions on them (S46, S47)."""

import pytest

from api import items, wrong_fields
from conftest import event
from office import Office, line


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("closures") / "data")
    made.speech = made.service()
    yield made
    made.close()


def close(office, start, end, all_day=True, who=None, title="Shut"):
    return office.made("/closures", who, **{
        "title": title, "from": start, "to": end, "all_day": all_day})


def session(office, day, at="09:00", to="09:50", **fields):
    return office.session("C042", service=office.speech, day=day, at=at, to=to,
                          **fields)


def flags(office, one):
    return office.now(one)["conflicts"]


def test_s46_all_days_include_both_ends(office):
    inside = [session(office, "2026-07-06", "00:00", "00:30"),
              session(office, "2026-07-08", "23:00", "23:59")]
    outside = [session(office, "2026-07-05", "23:00", "23:59"),
               session(office, "2026-07-09", "00:00", "00:30")]
    reaching = session(office, "2026-07-05", end="2026-07-06T00:01",
                       start="2026-07-05T23:30", practitioners=["tom"])
    closure = close(office, "2026-07-06", "2026-07-08")
    assert (closure["from"], closure["to"], closure["all_day"]) == (
        "2026-07-06", "2026-07-08", True)
    assert set(closure["affected"]) == {s["id"] for s in [*inside, reaching]}
    for one in [*inside, reaching]:
        assert flags(office, one) == [f"closure:{closure['uid']}"]
    for one in outside:
        assert flags(office, one) == []
    home = office.maria.home
    shown = office.maria.get(f"{home}closures/{closure['uid']}.ics")
    assert line(shown.text, "DTSTART") == "VALUE=DATE:20260706"
    assert line(shown.text, "DTEND") == "VALUE=DATE:20260709"


def test_s46_hours_end_exclusively(office):
    before = session(office, "2026-07-13", "09:00", "10:00")
    first = session(office, "2026-07-13", "09:59", "10:01")
    last = session(office, "2026-07-13", "11:59", "13:00")
    after = session(office, "2026-07-13", "12:00", "13:00")
    closure = close(office, "2026-07-13T10:00", "2026-07-13T12:00", False)
    assert (closure["from"], closure["to"]) == ("2026-07-13T10:00",
                                                "2026-07-13T12:00")
    assert set(closure["affected"]) == {first["id"], last["id"]}
    flag = f"closure:{closure['uid']}"
    assert [flag in flags(office, s) for s in (before, first, last,
                                               after)] == [
        False, True, True, False]


@pytest.mark.parametrize("start,end,all_day,field", [
    ("2026-07-06", "2026-07-05", True, "to"),
    ("2026-07-06T10:00", "2026-07-06T10:00", False, "to"),
    ("2026-07-06T10:00", "2026-07-06T09:00", False, "to"),
    ("2026-07-06T10:00", "2026-07-06T11:00", True, "from"),
    ("2026-07-06", "2026-07-06", False, "from"),
    ("2026-02-30", "2026-03-01", True, "from"),
    (None, "2026-03-01", True, "from"), (7, "2026-03-01", True, "from")])
def test_s46_wrong_spans_are_refused(office, start, end, all_day, field):
    status, answer = office.ask("POST", "/closures", {
        "title": "Odd", "from": start, "to": end, "all_day": all_day})
    assert status == 422 and field in wrong_fields(answer)


def test_s46_one_day_may_be_closed_and_the_title_is_kept(office):
    closure = close(office, "2026-07-20", "2026-07-20", title="  F\u00eate  ")
    assert closure["title"] == "F\u00eate"
    listed = items(office.c042, "/closures?from=2026-07-20&to=2026-07-20")
    assert [c["title"] for c in listed] == ["F\u00eate"]
    assert items(office.c042, "/closures?from=2026-07-21&to=2026-07-25") == []


def test_s46_all_roles_see_them_in_every_calendar_and_no_names(office):
    one = session(office, "2026-07-22")
    closure = close(office, "2026-07-22", "2026-07-23", title="Staff training")
    for who in (office.admin, office.staff, office.maria, office.c042):
        shown = who.get(f"{who.home}closures/{closure['uid']}.ics")
        assert shown.status == 200
        assert line(shown.text, "SUMMARY") == "Staff training"
        for word in ("Ada", "Brown", "C042", "Maria", "Ann", one["uid"]):
            assert word not in shown.text
        listed = [c for c in items(who, "/closures")
                  if c["id"] == closure["id"]]
        assert listed[0]["title"] == "Staff training"
        assert ("affected" in listed[0]) == (who in (office.admin,
                                                     office.staff))
    for login in ("maria", "c042"):
        url = office.made(f"/people/{login}/feeds", label="Feed")["url"]
        feed = office.server.nobody().get("/feeds/" + url.split("/feeds/")[1])
        assert "SUMMARY:Staff training" in feed.text, "at every level"


def test_s46_the_office_adds_them_on_the_calendar_itself(office):
    one = session(office, "2026-07-27")
    for who, name in ((office.staff, "by-staff"), (office.admin, "by-admin")):
        path = f"{who.home}closures/{name}.ics"
        text = event(f"{name}@x", summary="Water damage").replace(
            "DTSTART:20260612T140000Z", "DTSTART;VALUE=DATE:20260727"
        ).replace("DTEND:20260612T150000Z", "DTEND;VALUE=DATE:20260728")
        assert who.put(path, text).status == 201
        made = [c for c in items(office.maria, "/closures")
                if c["uid"] == f"{name}@x"][0]
        assert (made["from"], made["to"], made["all_day"]) == (
            "2026-07-27", "2026-07-27", True)
        assert f"closure:{name}@x" in flags(office, one)
        assert who.delete(path).status == 204
        assert flags(office, one) == []


def test_s47_the_flag_is_set_and_cleared_when_either_moves(office):
    one = session(office, "2026-08-03")
    two = session(office, "2026-08-04", practitioners=["tom"])
    closure = close(office, "2026-08-03", "2026-08-03")
    path, flag = f"/closures/{closure['id']}", f"closure:{closure['uid']}"
    assert (flags(office, one), flags(office, two)) == ([flag], [])
    now = office.changed(path, **{"from": "2026-08-04", "to": "2026-08-04"})
    assert now["affected"] == [two["id"]]
    assert (flags(office, one), flags(office, two)) == ([], [flag])
    office.changed(f"/sessions/{two['id']}", start="2026-08-05T09:00")
    assert flags(office, two) == []
    office.changed(f"/sessions/{one['id']}", start="2026-08-04T09:00")
    assert flags(office, one) == [flag]
    office.changed(path, title="Only another title")
    assert flags(office, one) == [flag]
    assert office.ask("DELETE", path)[0] == 204
    assert flags(office, one) == []
    assert office.ask("DELETE", path)[0] == 404
    assert office.ask("PATCH", path, {"title": "x"})[0] == 404


def test_s47_the_flag_is_there_with_the_closures_answer(office):
    ones = [session(office, "2026-08-10", f"{h:02}:00", f"{h:02}:50")
            for h in range(8, 20)]
    tag = office.maria.get(office.resource(ones[0],
                                           office.maria)).headers["ETag"]
    token = office.maria.sync(office.maria.home + "sessions/").xml.findtext(
        "{DAV:}sync-token")
    closure = close(office, "2026-08-10", "2026-08-10")
    assert len(closure["affected"]) == 12
    shown = office.maria.get(office.resource(ones[0], office.maria))
    assert line(shown.text, "X-PRACTICE-CONFLICT") == (
        f"closure:{closure['uid']}")
    assert shown.headers["ETag"] != tag
    changed = office.maria.sync(office.maria.home + "sessions/",
                                token).responses
    assert {office.resource(s, office.maria) for s in ones} <= set(changed)


def test_s47_two_closures_are_two_flags(office):
    one = session(office, "2026-08-17")
    first = close(office, "2026-08-17", "2026-08-17")
    second = close(office, "2026-08-17T08:00", "2026-08-17T12:00", False)
    assert set(flags(office, one)) == {f"closure:{c['uid']}"
                                       for c in (first, second)}
    office.ask("DELETE", f"/closures/{first['id']}")
    assert flags(office, one) == [f"closure:{second['uid']}"]


def test_s47_a_closure_never_cancels_by_itself(office):
    one = session(office, "2026-08-24")
    saved = office.saved(session(office, "2026-06-01"), "completed")
    close(office, "2026-08-24", "2026-08-24")
    closure = close(office, "2026-06-01", "2026-06-01")
    now = office.now(one)
    assert (now["status"], now["type"]) == ("open", None)
    assert (office.now(saved)["status"], office.now(saved)["type"]) == (
        "saved", "completed")
    assert flags(office, saved) == [f"closure:{closure['uid']}"]
    office.saved(one, "canceled")
    assert flags(office, one) == [], "a canceled one clashes with nothing"


def test_s46_changes_of_closures_are_logged(office):
    closure = close(office, "2026-09-01", "2026-09-01", who=office.staff)
    office.changed(f"/closures/{closure['id']}", to="2026-09-02")
    office.ask("DELETE", f"/closures/{closure['id']}")
    rows = items(office.admin, f"/audit?object=closure:{closure['id']}")
    assert [(r["action"], r["who"]) for r in rows] == [
        ("closure.remove", "admin"), ("closure.change", "admin"),
        ("closure.add", "staff")]
    assert (rows[1]["before"]["to"], rows[1]["after"]["to"]) == (
        "2026-09-01", "2026-09-02")

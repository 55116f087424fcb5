"""Closures, and the sessions on them (S46, S47)."""

import pytest

from api import items, wrong_fields
from conftest import event
from desk import Desk, line


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(tmp_path_factory.mktemp("closures") / "data")
    made.speech = made.service()
    yield made
    made.close()


def close(desk, start, end, all_day=True, who=None, title="Shut"):
    return desk.made("/closures", who, **{
        "title": title, "from": start, "to": end, "all_day": all_day})


def session(desk, day, at="09:00", to="09:50", **fields):
    return desk.session("C042", service=desk.speech, day=day, at=at, to=to,
                        **fields)


def flags(desk, one):
    return desk.now(one)["conflicts"]


# --- S46 ----------------------------------------------------------------------


def test_s46_all_days_include_both_ends(desk):
    inside = [session(desk, "2026-07-06", "00:00", "00:30"),
              session(desk, "2026-07-08", "23:00", "23:59")]
    outside = [session(desk, "2026-07-05", "23:00", "23:59"),
               session(desk, "2026-07-09", "00:00", "00:30")]
    reaching = session(desk, "2026-07-05", end="2026-07-06T00:01",
                       start="2026-07-05T23:30", practitioners=["tom"])
    closure = close(desk, "2026-07-06", "2026-07-08")
    assert (closure["from"], closure["to"], closure["all_day"]) == (
        "2026-07-06", "2026-07-08", True)
    assert set(closure["affected"]) == {s["id"] for s in [*inside, reaching]}
    for one in [*inside, reaching]:
        assert flags(desk, one) == [f"closure:{closure['uid']}"]
    for one in outside:
        assert flags(desk, one) == []
    shown = desk.maria.get(f"{desk.maria.home}closures/{closure['uid']}.ics")
    assert line(shown.text, "DTSTART") == "VALUE=DATE:20260706"
    assert line(shown.text, "DTEND") == "VALUE=DATE:20260709"


def test_s46_hours_end_exclusively(desk):
    before = session(desk, "2026-07-13", "09:00", "10:00")
    first = session(desk, "2026-07-13", "09:59", "10:01")
    last = session(desk, "2026-07-13", "11:59", "13:00")
    after = session(desk, "2026-07-13", "12:00", "13:00")
    closure = close(desk, "2026-07-13T10:00", "2026-07-13T12:00", False)
    assert (closure["from"], closure["to"]) == ("2026-07-13T10:00",
                                                "2026-07-13T12:00")
    assert set(closure["affected"]) == {first["id"], last["id"]}
    flag = f"closure:{closure['uid']}"
    assert [flag in flags(desk, s) for s in (before, first, last, after)] == [
        False, True, True, False]


@pytest.mark.parametrize("start,end,all_day,field", [
    ("2026-07-06", "2026-07-05", True, "to"),
    ("2026-07-06T10:00", "2026-07-06T10:00", False, "to"),
    ("2026-07-06T10:00", "2026-07-06T09:00", False, "to"),
    ("2026-07-06T10:00", "2026-07-06T11:00", True, "from"),
    ("2026-07-06", "2026-07-06", False, "from"),
    ("2026-02-30", "2026-03-01", True, "from"),
    (None, "2026-03-01", True, "from"), (7, "2026-03-01", True, "from")])
def test_s46_wrong_spans_are_refused(desk, start, end, all_day, field):
    status, answer = desk.ask("POST", "/closures", {
        "title": "Odd", "from": start, "to": end, "all_day": all_day})
    assert status == 422 and field in wrong_fields(answer)


def test_s46_one_day_may_be_closed_and_the_title_is_kept(desk):
    closure = close(desk, "2026-07-20", "2026-07-20", title="  F\u00eate  ")
    assert closure["title"] == "F\u00eate"
    listed = items(desk.c042, "/closures?from=2026-07-20&to=2026-07-20")
    assert [c["title"] for c in listed] == ["F\u00eate"]
    assert items(desk.c042, "/closures?from=2026-07-21&to=2026-07-25") == []


def test_s46_all_roles_see_them_in_every_calendar_and_no_names(desk):
    one = session(desk, "2026-07-22")
    closure = close(desk, "2026-07-22", "2026-07-23", title="Staff training")
    for who in (desk.admin, desk.staff, desk.maria, desk.c042):
        shown = who.get(f"{who.home}closures/{closure['uid']}.ics")
        assert shown.status == 200
        assert line(shown.text, "SUMMARY") == "Staff training"
        for word in ("Ada", "Brown", "C042", "Maria", "Ann", one["uid"]):
            assert word not in shown.text
        listed = [c for c in items(who, "/closures")
                  if c["id"] == closure["id"]]
        assert listed[0]["title"] == "Staff training"
        assert ("affected" in listed[0]) == (who in (desk.admin, desk.staff))
    for login in ("maria", "c042"):
        url = desk.made(f"/people/{login}/feeds", label="Feed")["url"]
        feed = desk.server.nobody().get("/feeds/" + url.split("/feeds/")[1])
        assert "SUMMARY:Staff training" in feed.text, "at every level"


def test_s46_the_office_adds_them_on_the_calendar_itself(desk):
    one = session(desk, "2026-07-27")
    for who, name in ((desk.staff, "by-staff"), (desk.admin, "by-admin")):
        path = f"{who.home}closures/{name}.ics"
        text = event(f"{name}@x", summary="Water damage").replace(
            "DTSTART:20260612T140000Z", "DTSTART;VALUE=DATE:20260727"
        ).replace("DTEND:20260612T150000Z", "DTEND;VALUE=DATE:20260728")
        assert who.put(path, text).status == 201
        made = [c for c in items(desk.maria, "/closures")
                if c["uid"] == f"{name}@x"][0]
        assert (made["from"], made["to"], made["all_day"]) == (
            "2026-07-27", "2026-07-27", True)
        assert f"closure:{name}@x" in flags(desk, one)
        assert who.delete(path).status == 204
        assert flags(desk, one) == []


# --- S47 ----------------------------------------------------------------------


def test_s47_the_flag_is_set_and_cleared_when_either_moves(desk):
    one = session(desk, "2026-08-03")
    two = session(desk, "2026-08-04", practitioners=["tom"])
    closure = close(desk, "2026-08-03", "2026-08-03")
    path, flag = f"/closures/{closure['id']}", f"closure:{closure['uid']}"
    assert (flags(desk, one), flags(desk, two)) == ([flag], [])
    now = desk.changed(path, **{"from": "2026-08-04", "to": "2026-08-04"})
    assert now["affected"] == [two["id"]]
    assert (flags(desk, one), flags(desk, two)) == ([], [flag])
    desk.changed(f"/sessions/{two['id']}", start="2026-08-05T09:00")
    assert flags(desk, two) == []
    desk.changed(f"/sessions/{one['id']}", start="2026-08-04T09:00")
    assert flags(desk, one) == [flag]
    desk.changed(path, title="Only another title")
    assert flags(desk, one) == [flag]
    assert desk.ask("DELETE", path)[0] == 204
    assert flags(desk, one) == []
    assert desk.ask("DELETE", path)[0] == 404
    assert desk.ask("PATCH", path, {"title": "x"})[0] == 404


def test_s47_the_flag_is_there_with_the_closures_answer(desk):
    ones = [session(desk, "2026-08-10", f"{h:02}:00", f"{h:02}:50")
            for h in range(8, 20)]
    tag = desk.maria.get(desk.resource(ones[0], desk.maria)).headers["ETag"]
    token = desk.maria.sync(desk.maria.home + "sessions/").xml.findtext(
        "{DAV:}sync-token")
    closure = close(desk, "2026-08-10", "2026-08-10")
    assert len(closure["affected"]) == 12
    shown = desk.maria.get(desk.resource(ones[0], desk.maria))
    assert line(shown.text, "X-PRACTICE-CONFLICT") == (
        f"closure:{closure['uid']}")
    assert shown.headers["ETag"] != tag
    changed = desk.maria.sync(desk.maria.home + "sessions/", token).responses
    assert {desk.resource(s, desk.maria) for s in ones} <= set(changed)


def test_s47_two_closures_are_two_flags(desk):
    one = session(desk, "2026-08-17")
    first = close(desk, "2026-08-17", "2026-08-17")
    second = close(desk, "2026-08-17T08:00", "2026-08-17T12:00", False)
    assert set(flags(desk, one)) == {f"closure:{c['uid']}"
                                     for c in (first, second)}
    desk.ask("DELETE", f"/closures/{first['id']}")
    assert flags(desk, one) == [f"closure:{second['uid']}"]


def test_s47_a_closure_never_cancels_by_itself(desk):
    one = session(desk, "2026-08-24")
    saved = desk.saved(session(desk, "2026-06-01"), "completed")
    close(desk, "2026-08-24", "2026-08-24")
    closure = close(desk, "2026-06-01", "2026-06-01")
    now = desk.now(one)
    assert (now["status"], now["type"]) == ("open", None)
    assert (desk.now(saved)["status"], desk.now(saved)["type"]) == (
        "saved", "completed")
    assert flags(desk, saved) == [f"closure:{closure['uid']}"]
    desk.saved(one, "canceled")
    assert flags(desk, one) == [], "a canceled one clashes with nothing"


def test_s46_changes_of_closures_are_logged(desk):
    closure = close(desk, "2026-09-01", "2026-09-01", who=desk.staff)
    desk.changed(f"/closures/{closure['id']}", to="2026-09-02")
    desk.ask("DELETE", f"/closures/{closure['id']}")
    rows = items(desk.admin, f"/audit?object=closure:{closure['id']}")
    assert [(r["action"], r["who"]) for r in rows] == [
        ("closure.remove", "admin"), ("closure.change", "admin"),
        ("closure.add", "staff")]
    assert (rows[1]["before"]["to"], rows[1]["after"]["to"]) == (
        "2026-09-01", "2026-09-02")

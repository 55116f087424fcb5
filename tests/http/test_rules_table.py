"""What each role may do to a session (rules R2-R12), row by row,
by JSON and from a calendar."""

import re

import pytest

from api import api, items
from conftest import event
from daybook import but_sequence
from office import Office, charges, line, unfolded, with_line

COMING = {"start": "2026-07-06T09:00", "end": "2026-07-06T09:50"}
ROLES = ("maria", "c042", "staff", "admin")
ALL = ["create", "edit", "complete"]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("table") / "data")
    made.speech = made.service()
    made.late = made.type("Late cancel", 50, 50)
    made.may = None
    yield made
    made.close()


@pytest.fixture(params=ROLES)
def role(request):
    return request.param


def allow(office, *may):
    """Set what Maria may do."""
    may = list(may)
    if office.may != may:
        office.changed("/people/maria", may=may)
        office.may = may


def place(office, role, session):
    """Where that role's calendar program finds the session."""
    who = getattr(office, role)
    calendar = "maria" if role in ("staff", "admin") else "sessions"
    return who, office.resource(session, who, calendar)


def put(office, role, session, **lines):
    who, path = place(office, role, session)
    got = who.get(path)
    assert got.status == 200
    text = got.text
    for name, value in lines.items():
        text = with_line(text, name.replace("_", "-"), value)
    return who.put(path, text, If_Match=got.headers["ETag"])


def denied(answer, element):
    assert answer.status == 403, answer.text
    assert {"need-privileges", element} <= set(answer.error), answer.text


def refused(answer, status, code=None):
    assert answer[0] == status, answer
    error = answer[1]["error"]
    assert code is None or error["code"] == code, answer
    assert error["message"]
    if status == 409:
        assert error["current"]["revision"], "what there is now"


# Saving


def test_save_with_an_enabled_type(office, role):
    who = getattr(office, role)
    allow(office, "complete")
    for type in ("completed", "missed", "canceled", office.late):
        made = office.session("C042", service=office.speech)
        answer = office.save(made, type, who)
        if role == "c042":
            refused(answer, 403)
            denied(put(office, role, made, X_PRACTICE_STATUS=type),
                   "read-only")
            assert office.now(made)["status"] == "open"
            continue
        assert answer[0] == 200 and answer[1]["type"] == type
        made = office.session("C042", service=office.speech)
        assert put(office, role, made, X_PRACTICE_STATUS=type).status == 204
        assert office.now(made)["type"] == type


def test_save_by_a_practitioner_who_may_not_complete(office):
    allow(office, "create", "edit")
    for type in ("completed", "missed", office.late):
        made = office.session("C042", service=office.speech)
        refused(office.save(made, type, office.maria), 403, "not-permitted")
        denied(put(office, "maria", made, X_PRACTICE_STATUS=type),
               "not-permitted")
        task = f"{office.maria.home}to-save/{made['uid']}-save.ics"
        got = office.maria.get(task)
        assert got.status == 200
        denied(office.maria.put(task, got.text.replace(
            "STATUS:NEEDS-ACTION", "STATUS:COMPLETED")), "not-permitted")
        assert office.now(made)["status"] == "open"


def test_save_of_another_practitioners_session(office):
    allow(office, *ALL)
    made = office.session("C042", service=office.speech, practitioners=["tom"])
    refused(office.save(made, "completed", office.maria), 404)
    item = office.made("/sessions/completions", office.maria, type="completed",
                       ids=[made["id"]])["items"][0]
    assert not item["ok"] and item["error"]["code"] == "not-found"
    assert office.maria.get(office.resource(made, office.maria)).status == 404
    assert office.now(made)["status"] == "open"


def test_override_amounts(office, role):
    allow(office, *ALL)
    who = getattr(office, role)
    made = office.session("C042", service=office.speech)
    body = {"charge": "5.00", "wage": "1.00", "reason": "Agreed"}
    answer = office.save(made, "override", who, **body)
    if role in ("staff", "admin"):
        assert answer[0] == 200 and charges(answer[1]) == {"C042": "5.00"}
        office.saved(made, "open")
        body.pop("reason")
        refused(office.save(made, "override", who, **body), 422)
    else:
        refused(answer, 403)
    assert office.now(made)["status"] == "open"


# Time, note, place

CHANGES = (({"start": "2026-07-06T10:00"}, {"DTSTART;TZID=America/Toronto":
                                            "20260706T100000",
                                            "DTEND;TZID=America/Toronto":
                                            "20260706T105000"}),
           ({"place": "Room 9"}, {"LOCATION": "Room 9"}),
           ({"public_note": "Bring it"}, {"DESCRIPTION": "Bring it"}))


def put_change(office, role, session, lines):
    """Over what is there, whatever parameters its lines have."""
    who, path = place(office, role, session)
    got = who.get(path)
    head, body = unfolded(got.text).split("BEGIN:VEVENT")
    for name, value in lines.items():
        body = re.sub(rf"^{name.split(';')[0]}[;:].*\r\n", "", body,
                      flags=re.M)
        body = body.replace("END:VEVENT", f"{name}:{value}\r\nEND:VEVENT")
    return who.put(path, head + "BEGIN:VEVENT" + body,
                   If_Match=got.headers["ETag"])


@pytest.mark.parametrize("json,lines", CHANGES)
def test_time_note_place_of_an_open_session(office, role, json, lines):
    allow(office, "edit")
    made = office.session("C042", service=office.speech, **COMING)
    path = f"/sessions/{made['id']}"
    answer = office.ask("PATCH", path, json, getattr(office, role))
    if role == "c042":
        refused(answer, 403)
        denied(put_change(office, role, made, lines), "read-only")
        assert office.now(made) == made
        return
    assert answer[0] == 200, answer
    field, value = next(iter(json.items()))
    assert office.now(made)[field] == value
    made = office.session("C042", service=office.speech, **COMING)
    assert put_change(office, role, made, lines).status == 204
    now = office.now(made)
    assert now[field] == value
    if field == "start":
        assert now["end"] == "2026-07-06T10:50"


@pytest.mark.parametrize("json,lines", CHANGES)
def test_time_note_place_by_a_practitioner_who_may_not_edit(office, json,
                                                            lines):
    allow(office, "create", "complete")
    made = office.session("C042", service=office.speech, **COMING)
    refused(office.ask("PATCH", f"/sessions/{made['id']}", json, office.maria),
            403, "not-permitted")
    denied(put_change(office, "maria", made, lines), "not-permitted")
    assert office.now(made) == made


@pytest.mark.parametrize("json,lines", CHANGES)
def test_the_same_of_a_saved_one_only_after_reopening(office, role, json,
                                                      lines):
    allow(office, *ALL)
    made = office.session("C042", service=office.speech, **COMING)
    saved = office.saved(made, "canceled")
    answer = office.ask("PATCH", f"/sessions/{made['id']}", json,
                        getattr(office, role))
    if role == "c042":
        refused(answer, 403)
        denied(put_change(office, role, made, lines), "read-only")
    else:
        refused(answer, 403 if role == "maria" else 409, "session-saved")
        denied(put_change(office, role, made, lines), "session-saved")
    assert office.now(made) == saved
    if role in ("staff", "admin"):
        office.saved(made, "open", getattr(office, role))
        assert put_change(office, role, made, lines).status == 204


def test_who_takes_part_and_the_service_are_the_offices(office):
    allow(office, *ALL)
    other = office.service()
    made = office.session("C042", service=office.speech, **COMING)
    for fields in ({"clients": ["C051"]}, {"practitioners": ["tom"]},
                   {"practitioners": ["maria", "tom"]}, {"service": other}):
        refused(office.ask("PATCH", f"/sessions/{made['id']}", fields,
                           office.maria), 403, "not-permitted")
    denied(put(office, "maria", made, X_PRACTICE_CLIENTS="C042,C051"),
           "not-permitted")
    assert office.now(made) == made
    for who in (office.staff, office.admin):
        office.changed(f"/sessions/{made['id']}", who, clients=["C051"],
                       practitioners=["maria"], service=other)
    answer = put(office, "staff", made, X_PRACTICE_CLIENTS="C042,C051")
    assert answer.status == 204, answer.text
    assert office.now(made)["kind"] == "group"


# Own lines

ALARM = ("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\n"
         "DESCRIPTION:Soon\r\nEND:VALARM\r\nX-MINE:kept\r\nEND:VEVENT")


@pytest.mark.parametrize("state", ["open", "saved"])
def test_own_alarms_and_unknown_properties(office, role, state):
    allow(office)
    made = office.session("C042", service=office.speech, **COMING)
    if state == "saved":
        office.saved(made, "completed")
    who, path = place(office, role, made)
    got = who.get(path)
    answer = who.put(path, got.text.replace("END:VEVENT", ALARM),
                     If_Match=got.headers["ETag"])
    if role == "c042":
        denied(answer, "read-only")
        assert "X-MINE" not in who.get(path).text
        return
    assert answer.status == 204, answer.text
    mine = who.get(path).text
    assert "TRIGGER:-PT15M" in mine and "X-MINE:kept" in mine
    for other in ROLES:
        viewer, theirs = place(office, other, made)
        if other != role:
            text = viewer.get(theirs).text
            assert "VALARM" not in text and "X-MINE" not in text


def test_own_colour_order_and_name_of_a_calendar(office, role):
    who = getattr(office, role)
    calendar = "maria" if role in ("staff", "admin") else "sessions"
    for path in (f"{who.home}{calendar}/", f"{who.home}closures/"):
        answer = who.proppatch(
            path, "<D:set><D:prop><A:calendar-color>#abcdefff"
            "</A:calendar-color><A:calendar-order>7</A:calendar-order>"
            f"<D:displayname>Of {role}</D:displayname></D:prop></D:set>")
        assert answer.status == 207 and " 200 " in answer.text
        assert " 403 " not in answer.text
        shown = who.propfind(path, "A:calendar-color A:calendar-order"
                             " D:displayname")
        assert shown.prop(path, "A:calendar-color").text == "#abcdefff"
        assert shown.prop(path, "A:calendar-order").text == "7"
        assert shown.prop(path, "D:displayname").text == f"Of {role}"


# Removing


def remove_json(office, role, session):
    return office.ask("DELETE", f"/sessions/{session['id']}", None,
                      getattr(office, role))


def remove_dav(office, role, session):
    who, path = place(office, role, session)
    return who.delete(path)


@pytest.mark.parametrize("may", [[], ALL])
def test_remove_a_coming_open_session(office, role, may):
    allow(office, *may)
    for remove in (remove_json, remove_dav):
        made = office.session("C042", service=office.speech, **COMING)
        before = office.balance("C042")
        answer = remove(office, role, made)
        status = answer[0] if remove is remove_json else answer.status
        now = office.now(made)
        assert office.balance("C042") == before
        if role == "c042":
            assert status == 403 and now == made
            continue
        assert status == 204, answer
        if role == "maria":
            assert (now["status"], now["type"]) == ("saved", "canceled")
            assert charges(now) == {"C042": "0.00"}
            assert not now.get("removed_at")
            assert office.now(made, office.c042)["type"] == "canceled"
        else:
            assert now["removed_at"]
            office.got(f"/sessions/{made['id']}", office.maria, 404)
            office.got(f"/sessions/{made['id']}", office.c042, 404)
            assert office.got(f"/sessions/{made['id']}", office.staff)[
                "removed_at"]
            assert made["id"] not in {s["id"] for s in items(
                office.maria, "/sessions?from=2026-07-06&to=2026-07-06")}


def test_remove_a_past_open_session(office, role):
    allow(office, *ALL)
    for remove in (remove_json, remove_dav):
        made = office.session("C042", service=office.speech)
        answer = remove(office, role, made)
        if role in ("staff", "admin"):
            assert (answer[0] if remove is remove_json
                    else answer.status) == 204
            assert office.now(made)["removed_at"]
            continue
        if remove is remove_json:
            refused(answer, 403, "past-open" if role == "maria" else None)
        else:
            denied(answer, "past-open" if role == "maria" else "read-only")
            who, path = place(office, role, made)
            assert who.get(path).status == 200
        assert office.now(made) == made


def test_remove_a_saved_session_only_after_reopening(office, role):
    allow(office, *ALL)
    for fields in ({}, COMING):
        for remove in (remove_json, remove_dav):
            made = office.session("C042", service=office.speech, **fields)
            saved = office.saved(made, "completed")
            answer = remove(office, role, made)
            if remove is remove_dav:
                denied(answer, "read-only" if role == "c042"
                       else "session-saved")
            elif role == "c042":
                refused(answer, 403)
            else:
                refused(answer, 403 if role == "maria" else 409,
                        "session-saved")
            assert office.now(made) == saved
            if role in ("staff", "admin"):
                office.saved(made, "open")
                answer = remove(office, role, made)
                assert (answer[0] if remove is remove_json
                        else answer.status) == 204


def test_a_removed_draft_is_removed_softly(office):
    allow(office, *ALL)
    for role in ("maria", "staff"):
        made = office.session(service=office.speech, **COMING)
        assert made["status"] == "draft"
        assert remove_json(office, role, made)[0] == 204
        assert office.now(made)["removed_at"]


# Creating


def test_create_by_json(office, role):
    allow(office, "create")
    body = {**COMING, "practitioners": ["maria"], "clients": ["C042"],
            "service": office.speech}
    answer = office.ask("POST", "/sessions", body, getattr(office, role))
    if role == "c042":
        refused(answer, 403)
        return
    assert answer[0] == 201 and answer[1]["status"] == "open"
    others = [["tom"], ["maria", "tom"]]
    for practitioners in others:
        answer = office.ask("POST", "/sessions",
                            {**body, "practitioners": practitioners},
                            getattr(office, role))
        if role == "maria":
            refused(answer, 403, "not-permitted")
        else:
            assert answer[0] == 201


def test_create_by_a_practitioner_who_may_not(office):
    allow(office, "edit", "complete")
    body = {**COMING, "practitioners": ["maria"], "clients": ["C042"],
            "service": office.speech}
    refused(office.ask("POST", "/sessions", body, office.maria), 403,
            "not-permitted")
    refused(office.ask("POST", "/schedules", {
        **body, "days": ["MO"], "repeat": "weekly", "count": 2}, office.maria),
        403, "not-permitted")
    path = f"{office.maria.home}sessions/not-mine.ics"
    denied(office.maria.put(path, event("not-mine@x", summary="C042")),
           "not-permitted")
    assert office.maria.get(path).status == 404


def test_create_from_a_calendar(office, role):
    allow(office, "create")
    office.changed("/practice", default_service=office.speech)
    who = getattr(office, role)
    calendar = "maria" if role in ("staff", "admin") else "sessions"
    for words, status, clients in (("Talk c042", "open", ["C042"]),
                                   ("C042 C051", "open", ["C042", "C051"]),
                                   ("Lunch with Ada", "draft", [])):
        name = f"{role}-{len(clients)}"
        path = f"{who.home}{calendar}/{name}.ics"
        answer = who.put(path, event(f"{name}@x", "20260707T140000Z",
                                     "20260707T150000Z", summary=words))
        if role == "c042":
            denied(answer, "read-only")
            assert who.get(path).status == 404
            continue
        assert answer.status == 201, answer.text
        found = [s for s in items(office.admin, "/sessions?from=2026-07-07"
                                  "&to=2026-07-07")
                 if s["uid"] == f"{name}@x"]
        assert [s["status"] for s in found] == [status]
        assert [c["code"] for c in found[0]["clients"]] == clients
        assert [p["login"] for p in found[0]["practitioners"]] == ["maria"]
        shown = who.get(path).text
        assert line(shown, "STATUS") == (
            "TENTATIVE" if status == "draft" else "CONFIRMED")
    office.changed("/practice", default_service=None)


# Closures


def test_closures(office, role):
    who = getattr(office, role)
    in_the_office = role in ("staff", "admin")
    body = {"title": f"By {role}", "from": "2026-09-07", "to": "2026-09-07",
            "all_day": True}
    answer = office.ask("POST", "/closures", body, who)
    kept = office.made("/closures", **{**body, "title": "Kept"})
    path = f"/closures/{kept['id']}"
    resource = f"{who.home}closures/{kept['uid']}.ics"
    shown = who.get(resource)
    assert shown.status == 200 and line(shown.text, "SUMMARY") == "Kept"
    renamed = shown.text.replace("SUMMARY:Kept", "SUMMARY:Other")
    fresh = event(f"{role}@closure", "20260908T140000Z", "20260908T150000Z",
                  summary="Fire drill")
    made = who.put(f"{who.home}closures/fresh-{role}.ics", fresh)
    if not in_the_office:
        refused(answer, 403)
        refused(office.ask("PATCH", path, {"title": "Mine"}, who), 403)
        refused(office.ask("DELETE", path, None, who), 403)
        for answer in (made, who.put(resource, renamed),
                       who.delete(resource)):
            denied(answer, "read-only")
        assert but_sequence(who.get(resource).text) == \
            but_sequence(shown.text)
        return
    assert answer[0] == 201 and made.status == 201, made.text
    assert who.put(resource, renamed).status == 204
    assert {"Other", "Fire drill"} <= {
        c["title"] for c in items(office.admin, "/closures")}
    assert who.delete(resource).status == 204
    assert api(who, "GET", "/closures")[0] == 200

"""What those with whom a calendar is shared change of it: own alarms on one
date of a series, moves within it, and what they may not comes before locks and
conditions (RFC 4918 8.1, 8.5)."""

import itertools

import pytest

from conftest import event, xml
from sharing import accept

NUMBERS = itertools.count(1)
ALARM = ("BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:{}\r\n"
         "TRIGGER:-PT10M\r\nEND:VALARM\r\n")
SERIES = event("s@x", "20260601T140000Z", "20260601T150000Z",
               "RRULE:FREQ=WEEKLY;COUNT=6", summary="Plan")
DATE = ("BEGIN:VEVENT\r\nUID:s@x\r\nDTSTAMP:20260601T120000Z\r\n"
        "RECURRENCE-ID:20260608T140000Z\r\nDTSTART:20260608T140000Z\r\n"
        "DTEND:20260608T150000Z\r\nSUMMARY:Plan\r\n{}END:VEVENT\r\n")


def dated(lines, series=SERIES):
    return series.replace("END:VCALENDAR", DATE.format(lines) +
                          "END:VCALENDAR")


@pytest.fixture(scope="module")
def tom(server):
    return server.add("tom", "practitioner", "--name", "Tom Other")


@pytest.fixture
def cal(maria, tom):
    made = maria.make_calendar(f"series-{next(NUMBERS)}")
    assert maria.put(made + "s.ics", SERIES).status == 201
    return made


def alarms(person, path):
    """The dates whose alarm a query finds, of ten minutes before two."""
    found = []
    for day in ("01", "08", "15"):
        answer = person.report(
            path, "C:calendar-query", "<D:prop><D:getetag/></D:prop><C:filter>"
            '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
            '<C:comp-filter name="VALARM"><C:time-range '
            f'start="202606{day}T134500Z" end="202606{day}T135500Z"/>'
            "</C:comp-filter></C:comp-filter></C:comp-filter></C:filter>")
        if answer.responses:
            found.append(day)
    return found


@pytest.mark.parametrize("access", ["read", "read-write"])
def test_an_alarm_on_one_date_is_each_persons_own(maria, tom, cal, access):
    mine = accept(maria, tom, cal, access)
    before = maria.get(cal + "s.ics").headers["ETag"]
    assert tom.put(mine + "s.ics", dated(ALARM.format("his"))).status == 204
    assert alarms(tom, mine) == ["08"]
    assert alarms(maria, cal) == []
    assert maria.get(cal + "s.ics").text == SERIES
    assert maria.get(cal + "s.ics").headers["ETag"] == before
    told = tom.get(mine + "s.ics").text
    assert "RECURRENCE-ID:20260608T140000Z" in told
    assert tom.put(mine + "s.ics", told).status == 204
    assert tom.get(mine + "s.ics").text == told
    assert tom.put(mine + "s.ics", SERIES).status == 204
    assert tom.get(mine + "s.ics").text == SERIES and not alarms(tom, mine)


def test_one_date_may_be_without_the_own_alarm(maria, tom, cal):
    mine = accept(maria, tom, cal)
    series = SERIES.replace("END:VEVENT", ALARM.format("his") + "END:VEVENT")
    assert tom.put(mine + "s.ics", dated("", series)).status == 204
    assert alarms(tom, mine) == ["01", "15"]


def test_own_dates_follow_what_the_owner_changes(maria, tom, cal):
    mine = accept(maria, tom, cal)
    assert tom.put(mine + "s.ics", dated(ALARM.format("his"))).status == 204
    later = SERIES.replace("SUMMARY:Plan", "SUMMARY:Later")
    assert maria.put(cal + "s.ics", later).status == 204
    assert tom.get(mine + "s.ics").text.count("SUMMARY:Later") == 2
    moved = SERIES.replace("T140000Z", "T120000Z")
    assert maria.put(cal + "s.ics", moved).status == 204
    assert tom.get(mine + "s.ics").text == moved
    assert maria.put(cal + "s.ics", SERIES).status == 204
    assert alarms(tom, mine) == ["08"]


def test_an_alarm_of_the_owners_on_one_date_is_the_owners(maria, tom, cal):
    hers = dated(ALARM.format("hers"))
    assert maria.put(cal + "s.ics", hers).status == 204
    mine = accept(maria, tom, cal, "read-write")
    assert tom.get(mine + "s.ics").text == SERIES
    his = SERIES.replace("SUMMARY:Plan", "SUMMARY:His").replace(
        "END:VEVENT", ALARM.format("his") + "END:VEVENT")
    assert tom.put(mine + "s.ics", his).status == 204
    assert alarms(tom, mine) == ["01", "08", "15"]
    assert alarms(maria, cal) == ["08"]
    assert "SUMMARY:His" in maria.get(cal + "s.ics").text


def test_a_date_that_says_more_is_a_change(maria, tom, cal):
    mine = accept(maria, tom, cal)
    for old, new in (("DTEND:20260608T150000Z", "DTEND:20260608T160000Z"),
                     ("RECURRENCE-ID:20260608", "RECURRENCE-ID:20260609"),
                     ("SUMMARY:Plan\r\nB", "SUMMARY:Mine\r\nB")):
        body = dated(ALARM.format("his"))
        assert old in body
        answer = tom.put(mine + "s.ics", body.replace(old, new))
        assert answer.status == 403 and "need-privileges" in answer.error
    assert maria.get(cal + "s.ics").text == SERIES


def test_what_programs_write_anew_is_no_change(maria, tom, cal):
    mine = accept(maria, tom, cal)
    body = SERIES.replace("PRODID:-//tests//EN", "PRODID:-//other//EN").replace(
        "DTSTAMP:20260601T120000Z", "DTSTAMP:20260602T120000Z\r\n"
        "LAST-MODIFIED:20260602T120000Z\r\nX-MOZ-LASTACK:20260602T120000Z"
        ).replace("END:VEVENT", ALARM.format("his") + "END:VEVENT")
    assert tom.put(mine + "s.ics", body).status == 204
    assert alarms(tom, mine) == ["01", "08", "15"]
    assert maria.get(cal + "s.ics").text == SERIES


def move(person, path, to, **headers):
    return person.ask("MOVE", path, Destination=to, **headers)


def test_who_may_write_moves_within_the_calendar(maria, tom, cal):
    mine = accept(maria, tom, cal, "read-write")
    his = SERIES.replace("END:VEVENT", ALARM.format("his") + "END:VEVENT")
    assert tom.put(mine + "s.ics", his).status == 204
    token = maria.sync(cal).xml.findtext("{DAV:}sync-token")
    assert move(tom, mine + "s.ics", mine + "t.ics").status == 201
    assert maria.get(cal + "t.ics").text == SERIES
    assert tom.get(mine + "t.ics").text == his
    for person, path in ((maria, cal), (tom, mine)):
        assert person.get(path + "s.ics").status == 404
    assert set(maria.sync(cal, token).responses) == {cal + "s.ics",
                                                     cal + "t.ics"}
    assert maria.put(cal + "u.ics", event("u@x")).status == 201
    assert move(tom, mine + "t.ics", mine + "u.ics",
                Overwrite="F").status == 412
    answer = move(tom, mine + "t.ics", mine + "u.ics")
    assert answer.status == 403 and "no-uid-conflict" in answer.error
    # The owner's moves keep what is his, too.
    assert move(maria, cal + "t.ics", cal + "v.ics").status == 201
    assert tom.get(mine + "v.ics").text == his


def test_who_may_write_moves_to_and_from_own_calendars(maria, tom, cal):
    mine = accept(maria, tom, cal, "read-write")
    own = tom.make_calendar(f"own-{next(NUMBERS)}")
    assert move(tom, mine + "s.ics", own + "s.ics").status == 201
    assert maria.get(cal + "s.ics").status == 404
    assert tom.get(own + "s.ics").text == SERIES
    assert move(tom, own + "s.ics", mine + "s.ics").status == 201
    assert maria.get(cal + "s.ics").text == SERIES


def test_a_move_needs_what_it_does(maria, tom, cal):
    """bind where it comes to, unbind where it is (RFC 3744, appendix B)."""
    def grant(*names):
        privileges = "".join(f"<D:privilege><D:{n}/></D:privilege>"
                             for n in names)
        assert maria.ask("ACL", cal, xml(
            "D:acl", "<D:ace><D:principal><D:href>/dav/principals/tom/"
            f"</D:href></D:principal><D:grant>{privileges}</D:grant></D:ace>"
            )).status == 200
    for names, status in ((("read",), 403), (("read", "bind"), 403),
                          (("read", "unbind"), 403),
                          (("read", "write-content"), 403),
                          (("read", "bind", "unbind"), 201)):
        grant(*names)
        assert move(tom, cal + "s.ics", cal + "t.ics").status == status, names


def test_what_is_private_stays_where_it_is(maria, tom, cal):
    mine = accept(maria, tom, cal, "read-write")
    body = SERIES.replace("SUMMARY", "CLASS:PRIVATE\r\nSUMMARY")
    assert maria.put(cal + "s.ics", body).status == 204
    for to in ("t.ics", "../calendar/t.ics"):
        answer = move(tom, mine + "s.ics", tom.home + "calendar/t.ics"
                      if to.startswith("..") else mine + to)
        assert answer.status == 403 and "need-privileges" in answer.error
    assert maria.get(cal + "s.ics").text == body


def test_a_missing_right_is_told_before_a_lock_and_a_condition(
        maria, tom, cal):
    mine = accept(maria, tom, cal)
    body = xml("D:lockinfo", "<D:lockscope><D:exclusive/></D:lockscope>"
               "<D:locktype><D:write/></D:locktype>")
    token = maria.ask("LOCK", cal + "s.ics", body, Depth="0",
                      Timeout="Second-600").headers["Lock-Token"]
    own = tom.get(tom.home + "calendar/").headers
    assert own
    for method, sent, headers in (
            ("PUT", SERIES.replace("Plan", "Mine"), {}),
            ("PUT", "no calendar", {}),
            ("DELETE", None, {}),
            ("MOVE", None, {"Destination": mine + "t.ics"}),
            ("MOVE", None, {"Destination": tom.home + "calendar/t.ics"}),
            ("LOCK", body, {}), ("UNLOCK", None, {"Lock_Token": token})):
        for more in ({}, {"If_Match": '"never"'}, {"If": "(<urn:never>)"}):
            answer = tom.ask(method, mine + "s.ics", sent, **headers, **more)
            assert answer.status == 403, (method, more, answer.text)
            assert "need-privileges" in answer.error
    for path in (mine + "new.ics", mine + "s.ics"):
        answer = tom.ask("COPY", mine + "s.ics", Destination=path,
                         If_Match='"never"')
        assert answer.status == 403
    assert tom.ask("POST", mine, event("n@x"), Content_Type="text/calendar",
                   If_Match='"never"').status == 403
    assert tom.put(mine + "s.ics", SERIES, If_Match='"never"').status == 412
    assert tom.put(mine + "s.ics", SERIES).status == 423

"""What the rows about calendars share."""

import itertools

from daybook import event

NUMBERS = itertools.count(1)
QUERY = ("<D:prop><D:getetag/></D:prop><C:filter>"
         '<C:comp-filter name="VCALENDAR">{}</C:comp-filter></C:filter>')


def fresh(ground, inner=""):
    """A new calendar of Maria's."""
    return ground.maria.make_calendar(f"cal-{next(NUMBERS)}", inner)


def filled(ground, *objects):
    """A new calendar with these objects, by name a.ics, b.ics, ..."""
    calendar = fresh(ground)
    for name, body in zip("abcdefgh", objects):
        answer = ground.maria.put(f"{calendar}{name}.ics", body)
        assert answer.status == 201, answer.text
    return calendar


def query(ground, calendar, inner, depth="1", tail=""):
    return ground.maria.report(calendar, "C:calendar-query",
                               QUERY.format(inner) + tail, depth)


def found(ground, calendar, inner, **more):
    """The names of what a filter finds."""
    answer = query(ground, calendar, inner, **more)
    assert answer.status == 207, answer.text
    return "".join(sorted(href[len(calendar)] for href in answer.responses))


def in_range(kind, start, end):
    return (f'<C:comp-filter name="{kind}"><C:time-range start="{start}" '
            f'end="{end}"/></C:comp-filter>')


def refused(answer, element, status=403):
    assert answer.status == status, answer.text
    assert answer.error[0] == element, answer.text


def task(uid, *lines):
    return event(uid).replace("VEVENT", "VTODO").replace(
        "DTEND:20260612T150000Z\r\n", "").replace(
        "SUMMARY:Tea", "\r\n".join(("SUMMARY:Tea",) + lines))

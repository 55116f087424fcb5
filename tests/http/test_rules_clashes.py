"""Whose clashes one is told of (S9, R14)."""

import pytest

from api import items
from office import Office, line


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("clashes") / "data")
    made.speech = made.default_service()
    yield made
    made.close()


def told(office, session, who, calendar="sessions"):
    """What every door tells a person of a session's clashes."""
    where = office.resource(session, who, calendar)
    event = who.get(where).text
    found = who.propfind(where, "B:conflict").prop(where, "B:conflict")
    day = session["start"][:10]
    listed, = [s["conflicts"] for s in items(
        who, f"/sessions?from={day}&to={day}") if s["id"] == session["id"]]
    now = office.now(session, who)["conflicts"]
    assert listed == now
    assert line(event, "X-PRACTICE-CONFLICT") == (",".join(now) or None)
    assert (found.text if found is not None else None) \
        == line(event, "X-PRACTICE-CONFLICT")
    assert line(event, "SUMMARY").startswith("\u26a0") == bool(now)
    return now


def test_r14_each_of_several_practitioners_knows_their_own_clashes(office):
    joint = office.session("C042", day="2026-07-07",
                           practitioners=["maria", "tom"])
    other = office.session("C051", day="2026-07-07", practitioners=["tom"])
    flag = [f"overlap:{other['uid']}"]
    assert told(office, joint, office.staff, "maria") == flag
    assert told(office, joint, office.tom) == flag
    assert told(office, joint, office.maria) == []
    past = f"/sessions/{joint['id']}?at=2027-01-01T00:00:00Z"
    assert office.got(past, office.maria)["conflicts"] == []
    status, answer = office.ask("PATCH", f"/sessions/{joint['id']}",
                                {"public_note": "Bring books"}, office.maria)
    assert (status, answer["conflicts"]) == (200, [])


def test_r14_a_clash_goes_with_the_session_to_another_practitioner(office):
    joint = office.session("C042", day="2026-07-08",
                           practitioners=["maria", "tom"])
    other = office.session("C051", day="2026-07-08", practitioners=["tom"])
    flag = [f"overlap:{other['uid']}"]
    for taken, left in (("maria", "tom"), ("tom", "maria")):
        office.changed(f"/sessions/{other['id']}", practitioners=[taken])
        assert told(office, joint, getattr(office, taken)) == flag
        assert told(office, joint, getattr(office, left)) == []
    office.changed(f"/sessions/{other['id']}", practitioners=["maria", "tom"])
    for who in office.maria, office.tom:
        assert told(office, joint, who) == flag
        assert told(office, other, who) == [f"overlap:{joint['uid']}"]


def test_s9_a_closure_is_everybodys_clash(office):
    closure = office.made("/closures", title="Holiday", all_day=True, **{
        "from": "2026-07-09", "to": "2026-07-09"})
    joint = office.session("C042", day="2026-07-09",
                           practitioners=["maria", "tom"])
    for who in office.maria, office.tom:
        assert told(office, joint, who) == [f"closure:{closure['uid']}"]

"""A person edits the files that vdirsyncer keeps: what the practice makes of
it, and what the files hold after the next synchronisation."""

import pytest

from daybook import event
from gestures import FULL, HALF, NOTHING, whose
from vdir import PracticeFiles

TITLE = "C042 A.B. Speech"
ALARM = ("BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Soon\r\n"
         "TRIGGER:-PT10M\r\nEND:VALARM")


@pytest.fixture(scope="module")
def vdir(program_at, tmp_path_factory, practice):
    """Files by login, collection and rule, not yet synchronised."""
    made = {}

    def of(login, collection="sessions", resolve="b wins"):
        key = login, collection, resolve
        if key not in made:
            folder = tmp_path_factory.mktemp(login)
            made[key] = PracticeFiles(program_at(folder), folder, practice,
                                      login, collection, resolve)
        return made[key]
    return of


# What is allowed, all of it in one synchronisation

# gesture -> lines that are written, type and amounts that come of it
SAVES = {
    "the short word in the title": ({"SUMMARY": f":ok {TITLE}"},
                                    "completed", FULL),
    "a tag in the title": ({"SUMMARY": f":{TITLE} #late-cancel"},
                           "late-cancel", HALF),
    "x in the title": ({"SUMMARY": f":x {TITLE}"}, "canceled", NOTHING),
    "X-PRACTICE-STATUS": ({"X_PRACTICE_STATUS": ":missed"}, "missed", FULL),
    "STATUS:COMPLETED": ({"STATUS": ":COMPLETED"}, "completed", FULL),
    "STATUS:CANCELLED": ({"STATUS": ":CANCELLED"}, "canceled", NOTHING),
    "CATEGORIES": ({"CATEGORIES": ":Late cancel"}, "late-cancel", HALF),
}


class Round:
    """A session for each gesture: edited, sent, and read back."""

    def __init__(self, practice, files, who):
        self.practice, self.files, self.who = practice, files, who
        self.sessions = {way: practice.session() for way in SAVES}
        for name in ("move", "place", "alarm", "delete"):
            self.sessions[name] = practice.session(coming=True)
        self.sessions["group"] = practice.session("C042", "C051")
        self.saved = practice.save(practice.session(), "completed")
        files.sync()
        self.edit()
        files.sync()
        files.sync()

    def edit(self):
        files, of = self.files, self.sessions
        for way, (lines, _, _) in SAVES.items():
            files.set(of[way], **lines)
        files.set(of["move"],
                  DTSTART=";TZID=America/Toronto:20260901T163000",
                  DTEND=";TZID=America/Toronto:20260901T172000")
        files.set(of["place"], LOCATION=":Room 2", DESCRIPTION=":Bring it")
        files.set(of["alarm"], COLOR=":tomato", X_MINE=f":kept\r\n{ALARM}")
        files.set(of["group"], X_PRACTICE_STATUS=":completed",
                  X_PRACTICE_CLIENTS=":C042,C051=late-cancel")
        files.set(self.saved, X_PRACTICE_STATUS=":open")
        files.drop(of["delete"])


@pytest.fixture(scope="module", params=["maria", "staff"])
def done(request, practice, vdir):
    who = request.param
    return Round(practice, vdir(who, "sessions" if who == "maria"
                                else "maria"), who)


@pytest.mark.parametrize("way", SAVES)
def test_a_session_is_saved_in_its_file_by(way, done):
    _, type, amounts = SAVES[way]
    session = done.sessions[way]
    done.practice.ended(session, done.who, type, amounts)
    assert done.files.alike(session)
    assert done.files.held(session, "X-PRACTICE-STATUS") == type
    label = " [Late cancel]" if type == "late-cancel" else ""
    assert done.files.held(session, "SUMMARY")[2:] == TITLE + label
    assert done.files.held(session, "STATUS") == "CONFIRMED"


def test_a_client_of_a_group_ends_differently_by_its_line(done):
    session = done.sessions["group"]
    done.practice.ended(session, done.who, "completed",
                        ({"C042": "42.50", "C051": "21.25"}, "30.00"))
    assert done.files.alike(session)
    assert done.files.held(session, "X-PRACTICE-CLIENTS") == \
        "C042,C051=late-cancel"


def test_open_in_a_saved_file_reopens_it(done):
    now = done.practice.now(done.saved)
    assert (now["status"], now["type"]) == ("open", None)
    assert done.files.alike(done.saved)
    assert done.files.held(done.saved, "SUMMARY") == TITLE


def test_a_new_time_in_a_file_moves_the_session(done):
    session = done.sessions["move"]
    assert done.practice.now(session)["start"] == "2026-09-01T16:30"
    done.practice.by_calendar(session, done.who, "session.move")
    assert done.files.alike(session)


def test_place_and_note_are_changed_in_a_file(done):
    session = done.sessions["place"]
    now = done.practice.now(session)
    assert (now["place"], now["public_note"]) == ("Room 2", "Bring it")
    done.practice.by_calendar(session, done.who, "session.change")
    assert done.files.alike(session)


def test_alarm_and_colour_in_a_file_stay_ones_own(done, practice):
    session = done.sessions["alarm"]
    assert practice.now(session) == session
    text = done.files.text(session)
    assert done.files.alike(session) and ALARM in text
    assert "COLOR:tomato" in text and "X-MINE:kept" in text
    for login, folder in (("maria", "sessions"), ("staff", "maria"),
                          ("c042", "sessions")):
        if login != done.who:
            other = practice.person(login)
            shown = other.get(f"{other.home}{folder}/{session['uid']}.ics")
            assert shown.status == 200
            assert not any(word in shown.text for word in
                           ("VALARM", "tomato", "X-MINE"))


def test_a_deleted_file_of_a_coming_session(done):
    """cancels it and comes back for its practitioner; the office removes"""
    session = done.sessions["delete"]
    if done.who == "staff":
        assert done.practice.now(session)["removed_at"]
        assert not done.files.has(session)
        return
    done.practice.ended(session, "maria", "canceled", NOTHING)
    assert done.files.alike(session)
    assert done.files.held(session, "SUMMARY") == "✗ " + TITLE


# What is refused

REFUSED = {
    "a word in the title": {"SUMMARY": f":ok {TITLE}"},
    "a status": {"X_PRACTICE_STATUS": ":missed"},
    "an unknown status": {"X_PRACTICE_STATUS": ":sleepy"},
    "another place": {"LOCATION": ":Elsewhere"},
    "another note": {"DESCRIPTION": ":Never mind"},
    "another time": {"DTSTART": ";TZID=America/Toronto:20260902T100000",
                     "DTEND": ";TZID=America/Toronto:20260902T105000"},
}


class Refusals:
    """Each gesture on a session of its own, in one synchronisation."""

    def __init__(self, practice, files, who):
        self.practice, self.files, self.who = practice, files, who
        self.sessions = {way: practice.session(of=whose(who))
                         for way in REFUSED}
        self.past = practice.session(of=whose(who))
        self.saved = practice.save(practice.session(of=whose(who)), "missed")
        files.sync()
        for way, lines in REFUSED.items():
            files.set(self.sessions[way], **lines)
        files.drop(self.past)
        files.drop(self.saved)
        self.new = f"new-of-{who}"
        files.write(files.path(self.new), event(
            self.new, "20261003T140000Z", "20261003T150000Z",
            summary="c042"))
        self.said = files.sync_refused()
        files.drop(self.new)
        self.after = files.sync()


@pytest.fixture(scope="module", params=["nora", "c042"])
def refusals(request, practice, vdir):
    return Refusals(practice, vdir(request.param), request.param)


def test_a_refused_file_is_told_once_and_the_next_sync_is_quiet(refusals):
    assert refusals.said.count("403") >= len(REFUSED) + 3
    assert "error" not in refusals.after.stdout.lower()


@pytest.mark.parametrize("way", REFUSED)
def test_of_an_open_session_is_refused_and_comes_back(way, refusals):
    session = refusals.sessions[way]
    refusals.practice.unchanged(session, refusals.who)
    assert refusals.files.alike(session)
    assert refusals.files.held(session, "X-PRACTICE-STATUS") == "open"
    assert refusals.files.held(session, "SUMMARY") == (
        r"Speech\, Gestures" if refusals.who == "c042" else TITLE)


def test_a_deleted_file_of_a_past_or_saved_session_comes_back(refusals):
    for session in (refusals.past, refusals.saved):
        refusals.practice.unchanged(session, refusals.who, "DELETE")
        assert refusals.files.alike(session)


def test_a_new_file_makes_nothing_for_who_may_not_create(refusals):
    day = refusals.practice.items("/sessions?from=2026-10-03&to=2026-10-03")
    assert refusals.new not in [s["uid"] for s in day]
    assert refusals.files.there(refusals.new).status == 404


def test_of_a_saved_session_every_edit_comes_back(practice, vdir):
    files = vdir("maria")
    lines = {way: REFUSED[way] for way in ("another place", "another note",
                                           "another time")}
    saved = {way: practice.save(practice.session(), "completed")
             for way in [*lines, "delete"]}
    files.sync()
    for way in lines:
        files.set(saved[way], **lines[way])
    files.drop(saved["delete"])
    files.sync_refused()
    for way, session in saved.items():
        practice.unchanged(session, "maria", "DELETE" if way == "delete"
                           else "PUT", "session-saved")
    files.sync()
    for session in saved.values():
        assert files.alike(session)
        assert files.held(session, "SUMMARY") == "✓ " + TITLE


def test_another_title_and_an_unknown_tag_leave_the_file(practice, vdir):
    files = vdir("maria")
    other, tagged = practice.session(), practice.session()
    files.sync()
    files.set(other, SUMMARY=":Lunch with somebody")
    files.retitle(tagged, after=" #sleepy")
    files.sync()
    files.sync()
    assert practice.now(other) == other and practice.now(tagged) == tagged
    for session in (other, tagged):
        assert files.alike(session)
        assert files.held(session, "SUMMARY") == TITLE
    item, = practice.reviews(tagged, "unknown-tag")
    assert (item["person"], item["state"]) == ("maria", "waiting")


def test_an_override_in_a_file_is_the_offices_with_a_reason(practice, vdir):
    files, hers = vdir("staff", "maria"), vdir("maria")
    given, without, own = (practice.session() for _ in range(3))
    files.sync()
    hers.sync()
    amounts = {"X_PRACTICE_CHARGE": ":12.30 CAD",
               "X_PRACTICE_WAGE": ":4.50 CAD"}
    files.set(given, X_PRACTICE_REASON=":Half the time", **amounts)
    files.set(without, **amounts)
    hers.set(own, X_PRACTICE_REASON=":I say so", **amounts)
    files.sync_refused()
    hers.sync_refused()
    practice.ended(given, "staff", "override", ("12.30", "4.50"))
    practice.unchanged(without, "staff", error="override-denied")
    practice.unchanged(own, "maria", error="override-denied")
    files.sync()
    hers.sync()
    assert files.held(given, "X-PRACTICE-CHARGE") == "12.30 CAD"
    assert files.alike(given) and files.alike(without) and hers.alike(own)


# New files

def test_new_files_become_single_group_draft_and_schedule(practice, vdir):
    files = vdir("maria")
    files.sync()
    new = {"vd-one": ("c042",), "vd-group": ("C042 + C063",),
           "vd-draft": ("Lunch",),
           "vd-week": ("c051", "RRULE:FREQ=WEEKLY;COUNT=3")}
    for hour, (uid, (title, *lines)) in enumerate(new.items(), 14):
        files.write(files.path(uid), event(
            uid, f"20261005T{hour}0000Z", f"20261005T{hour}5000Z", *lines,
            summary=title))
    files.sync()
    files.sync()
    made = {uid: practice.by_uid(uid, "2026-10-05") for uid in new}
    assert {uid: made[uid]["kind"] for uid in new} == {
        "vd-one": "single", "vd-group": "group", "vd-draft": "draft",
        "vd-week": "single"}
    assert made["vd-draft"]["status"] == "draft"
    for uid in new:
        practice.by_calendar(made[uid], "maria", "session.add")
        assert files.alike(uid)
    assert files.held("vd-one", "SUMMARY") == TITLE
    assert files.held("vd-draft", "SUMMARY") == "? Lunch"
    assert files.held("vd-draft", "STATUS") == "TENTATIVE"
    weekly = [s for day in ("12", "19") for s in practice.items(
        f"/sessions?from=2026-10-{day}&to=2026-10-{day}")
        if s["schedule"] == made["vd-week"]["schedule"]]
    assert len(weekly) == 2 and all(files.alike(s) for s in weekly)
    assert files.held("vd-week", "RRULE") is None


# Tasks

def test_tasks_are_ticked_canceled_unticked_and_kept_in_files(practice,
                                                              vdir):
    files = vdir("maria", "to-save")
    ticks = {"status": {"STATUS": ":COMPLETED"},
             "completed": {"COMPLETED": ":20260610T174500Z"},
             "percent": {"PERCENT_COMPLETE": ":100"},
             "cancel": {"STATUS": ":CANCELLED"}}
    tasks = {tick: practice.session() for tick in [*ticks, "delete"]}
    files.sync()
    for tick, lines in ticks.items():
        files.set(tasks[tick], **lines)
    files.drop(tasks["delete"])
    files.sync_refused()
    files.sync()
    for tick in ("status", "completed", "percent"):
        practice.ended(tasks[tick], "maria", "completed", FULL)
        assert files.held(tasks[tick], "STATUS") == "COMPLETED"
    practice.ended(tasks["cancel"], "maria", "canceled", NOTHING)
    practice.unchanged(tasks["delete"], "maria", "DELETE", "read-only")
    assert all(files.alike(task) for task in tasks.values())
    files.set(tasks["status"], STATUS=":NEEDS-ACTION", COMPLETED=None,
              PERCENT_COMPLETE=None)
    files.sync()
    files.sync()
    assert practice.now(tasks["status"])["status"] == "open"
    assert files.held(tasks["status"], "STATUS") == "NEEDS-ACTION"
    assert files.alike(tasks["status"])


# Closures

def test_closures_are_files_of_the_office_and_come_back_to_others(practice,
                                                                  vdir):
    office, hers = vdir("staff", "closures"), vdir("maria", "closures")
    for uid in ("vd-shut", "vd-other"):
        office.write(office.path(uid), event(
            uid, "20261102T140000Z", "20261102T220000Z", summary=uid))
    office.sync()
    hers.sync()
    hers.set("vd-shut", SUMMARY=":Open")
    hers.drop("vd-other")
    hers.sync_refused()
    hers.sync()
    for uid in ("vd-shut", "vd-other"):
        assert hers.alike(uid) and hers.held(uid, "SUMMARY") == uid
    office.sync()
    office.set("vd-shut", SUMMARY=":Shut")
    office.drop("vd-other")
    office.sync()
    hers.sync()
    titles = {one["title"] for one in practice.items(
        "/closures?from=2026-11-02&to=2026-11-02")}
    assert "Shut" in titles and not {"vd-shut", "vd-other"} & titles
    assert hers.held("vd-shut", "SUMMARY") == "Shut"
    assert not hers.has("vd-other")


# Both sides

def office_saves(practice, session):
    return practice.save(session, "late-cancel")


def office_moves(practice, session):
    return practice.api("PATCH", f"/sessions/{session['id']}", {
        "place": "Room 9"})


BOTH = {
    "saved and saved": (office_saves, {"X_PRACTICE_STATUS": ":completed"}),
    "saved and moved": (office_saves, {"LOCATION": ":Room 2"}),
    "moved and saved": (office_moves, {"SUMMARY": f":ok {TITLE}"}),
    "moved and moved": (office_moves, {"LOCATION": ":Room 2"}),
}


def both(practice, files):
    """Sessions that changed at the office and in the files."""
    now = {way: practice.session() for way in BOTH}
    files.sync()
    for way, (office, lines) in BOTH.items():
        files.set(now[way], **lines)
        now[way] = office(practice, now[way])
    return now


def test_of_two_edits_the_offices_stands_and_comes_into_the_file(practice,
                                                                 vdir):
    files = vdir("maria")
    now = both(practice, files)
    files.sync()
    for session in now.values():
        assert practice.now(session) == session
        assert files.alike(session)


def test_of_two_edits_a_file_that_is_to_win_may_what_its_author_may(practice,
                                                                    vdir):
    files = vdir("maria", resolve="a wins")
    now = both(practice, files)
    done = files.sync(check=False)
    assert done.returncode != 0 and "Forbidden" in done.stdout
    saved = now.pop("saved and moved")
    assert practice.now(saved) == saved, "a saved session is moved by nobody"
    assert not files.alike(saved), "the person is to look at it"
    files.write(files.path(saved), files.there(saved).text)
    files.sync()
    for way, session in now.items():
        assert practice.now(session) != session, f"{way}: the file won"
        assert files.alike(session)
    assert files.alike(saved)


def test_a_file_deleted_here_and_changed_there_comes_back(practice, vdir):
    files = vdir("maria")
    coming = practice.session(coming=True)
    past = practice.session()
    files.sync()
    for session in (coming, past):
        files.drop(session)
    coming = office_moves(practice, coming)
    past = office_saves(practice, past)
    files.sync()
    for session in (coming, past):
        assert practice.now(session) == session
        assert files.alike(session)


def test_a_file_edited_here_and_removed_there_brings_nothing_back(practice,
                                                                  vdir):
    files = vdir("maria")
    session = practice.session(coming=True)
    files.sync()
    files.set(session, LOCATION=":Room 2")
    practice.api("DELETE", f"/sessions/{session['id']}")
    files.sync_refused()
    now = practice.now(session)
    assert now["removed_at"] and now["place"] is None
    files.drop(session)
    files.sync()
    assert not files.has(session)

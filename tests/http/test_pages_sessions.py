"""The office's day, lists of sessions, a session and how it ended (U5, U13,
U19 to U21)."""

import csv
import io
import re

import pytest

from office import Office
from pages import browser, not_in_file, said


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("office") / "data")
    made.speech = made.default_service(name="Speech")
    made.type("Late cancel", description="Within a day.")
    yield made
    made.close()


@pytest.fixture(scope="module")
def staff(office):
    return browser(office, "staff")


@pytest.fixture(scope="module")
def maria(office):
    return browser(office, "maria")


@pytest.fixture(scope="module")
def ada(office):
    return browser(office, "c042")


def span(session):
    day = session["start"][:10]
    return f"from={day}&to={day}"


def test_u21_columns_of_each_role(office, staff, maria, ada):
    session = office.session("C042", public_note="Bring cards")
    path = f"/sessions?{span(session)}"
    assert staff.get(path).heads() == [
        "", "Date", "Time", "Clients", "Service", "Practitioner", "Status",
        "Charge", "Wage", "View"]
    assert maria.get(path).heads() == [
        "", "Date", "Time", "Clients", "Service", "Practitioner", "Status",
        "Wage", "View"]
    assert ada.get(path).heads() == [
        "Date", "Time", "Service", "Practitioner", "Status", "Charge", "View"]
    row = maria.get(path).rows()[0]
    assert row[3] == "C042 A.B."
    assert staff.get(path).rows()[0][3] == "Ada Brown"
    tick = staff.get(path).tree.xpath("//thead//input/@aria-label")
    assert tick == ["Tick all"]
    view = staff.get(path).tree.xpath(
        f"//main//a[@href='/sessions/{session['id']}']")[0]
    assert view.text_content().startswith("View Ada Brown, ")


def test_u5_a_list_has_pages_that_reach_each_row_once(office, staff):
    day = office.day()
    made = [office.session("C051", day=day, at=f"{h:02}:{m:02}",
                           to=f"{h:02}:{m + 10:02}")["id"]
            for h in range(6, 21) for m in (0, 30)]
    path, seen = f"/sessions?from={day}&to={day}", []
    texts = []
    while path:
        page = staff.get(path)
        seen += page.tree.xpath("//input[@name='ids']/@value")
        texts.append(re.search(r"\d+–\d+ of \d+", page.words).group(0))
        later = page.tree.xpath("//main//a[normalize-space()='Later']/@href")
        path = later[0] if later else None
    assert texts == ["1–25 of 30", "26–30 of 30"]
    assert seen == list(reversed(made))  # newest first
    back = page.tree.xpath("//main//a[normalize-space()='Earlier']/@href")
    assert staff.get(back[0]).tree.xpath(
        "//input[@name='ids']/@value") == seen[:25]


def test_u5_csv_has_the_same_rows_and_runs_nothing(office, staff):
    day = office.day()
    code = office.client(name="=cmd|' /C calc'!A0")
    office.saved(office.session(code, day=day))
    path = f"/sessions?from={day}&to={day}"
    answer = staff.get(path + "&format=csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["Date", "Time", "Clients", "Service", "Practitioner",
                       "Status", "Charge", "Wage"]
    assert rows[1] == [day, "09:00–09:50", "'=cmd|' /C calc'!A0", "Speech",
                       "Maria S.", "Completed", "42.50", "30.00"]
    assert len(rows) == 2


@pytest.mark.parametrize("path", [
    "/sessions", "/invoices", "/payments", "/settings/audit",
    "/practitioners/maria/wages", "/clients/C042/statement",
    "/reports/revenue"])
def test_u5_days_of_a_filter_that_are_none_are_told_and_kept(office, path):
    admin = browser(office, "admin")
    for name, other in ("from", "to"), ("to", "from"):
        answer = admin.get(f"{path}?{name}=soon&{other}=2026-06-30")
        assert answer.status == 422, name
        assert answer.title.startswith("Error: ")
        assert list(answer.wrong()) == [name]
        assert f"#f-{name}" in answer.links()
        assert ("soon", "2026-06-30") == tuple(
            answer.tree.xpath(f"//main//form[@method='get']"
                              f"//input[@name='{one}']/@value")[0]
            for one in (name, other))
    turned = admin.get(f"{path}?from=2026-06-30&to=2026-06-01&format=csv")
    assert turned.status == 422 and list(turned.wrong()) == ["to"]


@pytest.mark.parametrize("query", ["client=%ff", "to_save=%ed%a0%80",
                                   "from=%00", "format=csv&client=%ff"])
def test_u5_a_filter_that_cannot_be_read_is_no_missing_one(staff, query):
    assert staff.get("/sessions?" + query).status == 422


def test_u5_a_day_alone_shows_its_month(office, staff):
    far = office.session("C042", day="2029-03-05")
    for span in "from=2029-03-02", "to=2029-03-20":
        page = staff.get(f"/sessions?{span}")
        assert f"/sessions/{far['id']}" in page.links()
    sent = staff.post("/sessions/completions?from=soon",
                      {"all": "1", "type": "canceled"})
    assert sent.status == 422
    assert office.got(f"/sessions/{far['id']}")["status"] == "open"


def test_u5_a_file_tells_the_flags_that_the_page_shows(office, staff):
    day = office.day()
    office.session("C042", day=day)
    office.session("C051", day=day, at="09:20", to="10:20")
    office.saved(office.session("C063", day=day, at="09:40", to="10:40"))
    office.made("/closures", title="Leak", all_day=False,
                **{"from": f"{day}T10:00", "to": f"{day}T11:00"})
    span = f"from={day}&to={day}"
    for path in f"/sessions?{span}", "/open-sessions?practitioner=maria":
        assert not_in_file(staff, path) == []
        file = staff.get(path + "&format=csv").text
        assert 'Double-booked, On a closure"' in file, file
    assert '"Completed, Double-booked, On a closure"' in staff.get(
        f"/sessions?{span}&format=csv").text
    today = staff.get(f"/today?date={day}&format=csv").text
    assert today.count("Double-booked") == 3
    paper = staff.get(f"/today?date={day}").tree.xpath(
        "//section[contains(@class, 'print-only')]")
    assert "Double-booked" in paper[0].text_content()
    # The sign stands beside the word, for paper without colours.
    assert paper[0].xpath(".//span[contains(@class, 'badge')]/*[name()='svg']")


def test_u5_filters_find_what_they_say(office, staff):
    day = office.day()
    kept = office.session("C042", day=day, public_note="Zebra cards")
    other = office.session("C051", day=day, at="12:00", to="12:50",
                           practitioners=["tom"])
    missed = office.session("C063", day=day, at="14:00", to="14:50")
    office.saved(missed, "missed")

    def found(query):
        page = staff.get(f"/sessions?from={day}&to={day}&{query}")
        assert page.status == 200
        return page.tree.xpath("//input[@name='ids']/@value")
    ids = [s["id"] for s in (missed, other, kept)]
    assert found("") == ids
    assert found("q=zebra") == [kept["id"]]
    assert found("q=c051") == [other["id"]]
    assert found("q=Ada") == [kept["id"]]
    assert found("practitioner=tom") == [other["id"]]
    assert found("practitioner=nobody") == []
    assert found("status=saved") == [missed["id"]]
    assert found("status=missed") == [missed["id"]]
    assert found("status=completed") == []
    assert found("status=open") == [other["id"], kept["id"]]
    assert found("status=to_save") == [other["id"], kept["id"]]
    assert found("status=draft") == []
    page = staff.get(f"/sessions?from={day}&to={day}&q=zebra&status=open")
    form = dict(page.tree.xpath("//form[@method='get'][.//*[@name='from']]")[
        0].form_values())
    assert form == {"from": day, "to": day, "practitioner": "",
                    "status": "open", "q": "zebra"}
    # An address that makes no sense is a list of nothing.
    nothing = staff.get("/sessions?from=2026-13-99&to=x&page=-1")
    assert set(nothing.wrong()) == {"from", "to"} and nothing.rows() == []


def test_u21_clients_who_see_no_drafts_are_offered_none(office, staff, maria,
                                                        ada):
    def offered(who):
        return who.get("/sessions").tree.xpath(
            "//select[@name='status']/option/@value")

    assert "draft" in offered(staff) and "draft" in offered(maria)
    assert "open" in offered(ada) and "draft" not in offered(ada)


def test_s4_whoever_is_not_of_the_office_sees_their_own(office, maria, ada):
    day = office.day()
    office.session("C042", day=day, private_note="Xylophone")
    office.session("C051", day=day, at="11:00", to="11:50",
                   practitioners=["tom"])
    for who in maria, ada:
        page = who.get(f"/sessions?from={day}&to={day}")
        assert len(page.rows()) == 1
        assert bool(page.tree.xpath("//input[@name='ids']")) == (who is maria)
        assert "Tom" not in page.words and "Ben" not in page.words
    assert len(maria.get(f"/sessions?from={day}&to={day}&q=xylo").rows()) == 1
    assert "No sessions are like this." in ada.get(
        f"/sessions?from={day}&to={day}&q=xylo").words
    assert "No sessions are like this." in maria.get(
        f"/sessions?from={day}&to={day}&practitioner=tom").words


def test_u19_the_form_says_what_each_ending_costs(office, staff, maria, ada):
    session = office.session("C042")
    page = staff.get(f"/sessions/{session['id']}/save")
    assert page.h1 == "How did it end?"
    legend = page.tree.xpath("//fieldset[.//input[@name='type']]/legend")[0]
    assert legend.text_content() == "How did it end?"
    labels = [label.xpath("string(span)") for label in
              page.tree.xpath("//label[input[@name='type']]")]
    assert labels == ["Save (completed)", "Missed", "Canceled",
                      "Late cancel", "Override…", "Open"]
    late = page.tree.xpath("//label[input[@value='late-cancel']]")[0]
    assert "Within a day." in late.text_content()
    assert "Charge / wage 21.25 / 15.00" in late.text_content()
    for value, text in (("completed", "It took place."),
                        ("missed", "The client did not come."),
                        ("canceled", "It was called off.")):
        label, = page.tree.xpath(f"//label[input[@value='{value}']]")
        assert text in said(label)
    own = maria.get(f"/sessions/{session['id']}/save")
    assert "Wage 15.00" in own.words and "harge" not in own.words
    assert "21.25" not in own.text and "42.50" not in own.text
    assert "Override" not in own.words
    assert ada.get(f"/sessions/{session['id']}/save").status == 403


def test_u19_save_is_offered_while_a_session_is_open(office, staff, maria):
    coming = office.session("C042", day="2026-06-10", at="19:00", to="19:50")
    path = f"/sessions/{coming['id']}"
    for who in staff, maria:
        for where in path, path + "/card":
            assert [link for link in who.get(where).tree.xpath("//a/@href")
                    if link.split("?")[0] == path + "/save"], where
    assert f"{path}/save?to=%2Ftoday" in staff.get("/today").links()
    # Before its start practitioners can only cancel.
    types = office.got("/completion-types")["items"]
    page = maria.get(path + "/save")
    assert set(page.tree.xpath("//input[@name='type']/@value")) == {
        one["slug"] for one in types if one["map"] == "canceled"} | {"open"}
    assert len(staff.get(path + "/save").tree.xpath(
        "//input[@name='type']")) == len(types) + 2
    answer = maria.post(path + "/completion", {**dict(page.form(
        path + "/completion")), "type": "canceled"})
    assert answer.status == 303
    assert office.got(path)["type"] == "canceled"
    office.saved(coming, "open")
    assert office.ask("DELETE", path)[0] == 204


def test_s50_the_clients_of_a_group_are_named_as_its_viewer_knows_them(
        office, staff, maria):
    path = f"/sessions/{office.session('C042', 'C051')['id']}/save"
    for viewer, names in ((staff, ["Ada Brown", "Ben Fox"]),
                          (maria, ["C042 A.B.", "C051 B.F."])):
        assert [said(label) for label in viewer.get(path).tree.xpath(
            "//fieldset[legend='Each client']//label")] == names


def test_removing_a_session_is_not_the_deed_that_catches_the_eye(
        office, staff):
    path = f"/sessions/{office.session('C042')['id']}/remove"
    button, = staff.get(path).tree.xpath("//main//form//button")
    assert said(button) == "Remove" and button.get("class") == "bad-deed"


def test_u13_saving_tells_the_amounts_and_undo_takes_it_back(office, staff):
    session = office.session("C042")
    path = f"/sessions/{session['id']}"
    form = dict(staff.get(path + "/save").form())
    assert form["revision"] == str(session["revision"])
    done = staff.post(path + "/completion", {**form, "type": "late-cancel"})
    assert (done.status, done.location) == (303, path)
    page = staff.get(path)
    assert "Saved as Late cancel. 21.25 charged, 15.00 to wages." in page.flash
    assert office.now(session)["type"] == "late-cancel"
    undo = dict(page.tree.xpath("//form[@action='/undo']")[0].form_values())
    done = staff.post("/undo", undo)
    assert (done.status, done.location) == (303, path)
    assert office.now(session)["status"] == "open"
    assert "undone" in staff.get(path).flash
    # Once only.
    assert staff.post("/undo", undo).status == 409


def test_u13_undo_is_refused_when_something_changed_since(office, staff):
    session = office.session("C042")
    path = f"/sessions/{session['id']}"
    assert staff.post(path + "/completion", {"type": "missed"}).status == 303
    undo = dict(staff.get(path).tree.xpath(
        "//form[@action='/undo']")[0].form_values())
    office.saved(session, "canceled")
    answer = staff.post("/undo", undo)
    assert answer.status == 409 and "Nothing was changed." in answer.alert
    assert "typed" not in answer.alert
    assert office.now(session)["type"] == "canceled"


def test_u13_undo_gives_back_what_each_client_had(office, staff):
    session = office.session("C042", "C051")
    office.saved(session, "completed", clients={"C051": "late-cancel"})
    before = office.now(session)
    path = f"/sessions/{session['id']}"
    assert staff.post(path + "/completion", {"type": "missed"}).status == 303
    undo = dict(staff.get(path).tree.xpath(
        "//form[@action='/undo']")[0].form_values())
    assert staff.post("/undo", undo).status == 303
    after = office.now(session)
    assert [c["type"] for c in after["clients"]] == [
        c["type"] for c in before["clients"]]
    assert [c["charge"] for c in after["clients"]] == [
        c["charge"] for c in before["clients"]]


def test_u19_what_is_wrong_is_told_at_its_field(office, staff, maria):
    session = office.session("C042")
    path = f"/sessions/{session['id']}/completion"
    page = staff.post(path, {"type": "override", "charge": "1.2.3",
                             "wage": "5", "reason": "because"})
    assert page.status == 422 and page.title.startswith("Error: ")
    assert "charge" in page.wrong()
    assert page.tree.xpath("//*[@role='alert']//a[@href='#f-charge']")
    form = dict(page.form())
    assert (form["charge"], form["wage"], form["reason"]) == (
        "1.2.3", "5", "because")
    assert staff.post(path, {}).status == 422
    assert staff.post(path, {"type": "no-such"}).status == 422
    assert maria.post(path, {"type": "override", "charge": "1",
                             "wage": "1", "reason": "x"}).status == 403
    assert office.now(session)["status"] == "open"


def test_u12_a_stale_form_is_409_and_says_what_is_there(office, staff):
    session = office.session("C042")
    path = f"/sessions/{session['id']}"
    form = dict(staff.get(path + "/save").form())
    office.saved(session, "missed")
    page = staff.post(path + "/completion", {**form, "type": "canceled"})
    assert page.status == 409
    assert "Missed" in page.words
    kept = dict(page.form())
    assert kept["type"] == "canceled"
    assert kept["revision"] == str(office.now(session)["revision"])
    assert staff.post(path + "/completion", kept).status == 303
    assert office.now(session)["type"] == "canceled"


def test_u19_a_practitioner_saves_and_sees_the_own_wage(office, maria):
    session = office.session("C042")
    path = f"/sessions/{session['id']}"
    assert maria.post(path + "/completion", {"type": "completed"}).status == 303
    page = maria.get(path)
    assert "30.00 to your wages" in page.flash
    assert "42.50" not in page.text and "Posted" not in page.words
    assert "Re-open" in page.words


def test_u2_what_may_not_be_reopened_has_no_button(office, staff, maria):
    session = office.session("C042")
    path = f"/sessions/{session['id']}"
    office.saved(session)
    office.changed("/practice", reopen_hours=0)
    assert "Re-open" not in maria.get(path).words
    assert "Re-open" in staff.get(path).words
    status, answer = office.save(session, "open", who=office.maria)
    assert status == 403, answer
    office.changed("/practice", reopen_hours=24)
    assert "Re-open" in maria.get(path).words


def test_u20_several_at_once_and_undone_at_once(office, staff):
    day = office.day()
    made = [office.session("C042", day=day, at=f"{h}:00", to=f"{h}:50")["id"]
            for h in (10, 11, 12)]
    address = f"/sessions/completions?from={day}&to={day}"
    done = staff.post(address, [("type", "completed"),
                                *(("ids", i) for i in made[:2])])
    assert done.status == 303
    assert done.location == f"/sessions?from={day}&to={day}"
    page = staff.get(done.location)
    assert "2 sessions saved." in page.flash
    assert office.got(f"/sessions/{made[2]}")["status"] == "open"
    undo = dict(page.tree.xpath("//form[@action='/undo']")[0].form_values())
    assert staff.post("/undo", undo).status == 303
    assert all(office.got(f"/sessions/{i}")["status"] == "open" for i in made)
    assert staff.post(address, {"type": "missed", "all": "1"}).status == 303
    assert all(office.got(f"/sessions/{i}")["type"] == "missed" for i in made)


def test_u20_failures_are_listed_and_the_rest_stands(office, staff):
    day = office.day()
    good = office.session("C042", day=day)["id"]
    draft = office.session(day=day, at="12:00", to="12:50")["id"]
    address = f"/sessions/completions?from={day}&to={day}"
    done = staff.post(address, [("type", "completed"), ("ids", good),
                                ("ids", draft), ("ids", "99999")])
    assert done.status == 303
    flash = staff.get(done.location).flash
    assert "1 session saved." in flash and "2 could not be" in flash
    assert office.got(f"/sessions/{good}")["status"] == "saved"
    nothing = staff.post(address, {"type": "completed"})
    assert nothing.status == 422 and "Tick a session first." in nothing.alert
    nothing = staff.post(address, {"ids": good, "type": ""})
    assert nothing.status == 422
    assert "Pick what happened first." in nothing.alert


def test_u21_a_session_as_each_may_know_it(office, staff, maria, ada):
    session = office.session("C042", "C051", public_note="Bring cards",
                             private_note="Xylophone", place="Room 1")
    office.saved(session)
    path = f"/sessions/{session['id']}"
    page = staff.get(path)
    assert page.h1 == "Speech"
    assert page.heads() == ["Client", "How it ended", "Fee", "Charge", "Tax",
                            "Total"]
    for word in "Posted", "History", "Xylophone", "Bring cards", "Room 1":
        assert word in page.words
    assert {"Income", "Wages"} <= set(
        page.tree.xpath("//table[caption='Posted']/tbody/tr/td[1]/text()"))
    page = maria.get(path)
    assert page.heads() == ["Client", "How it ended"]
    assert "History" in page.words and "Posted" not in page.words
    assert "Xylophone" in page.words and "Ada Brown" not in page.text
    assert "42.50" not in page.text
    page = ada.get(path)
    assert "42.50" in page.words and "Bring cards" in page.words
    for secret in "Xylophone", "30.00", "C051", "Ben", "History", "Posted":
        assert secret not in page.text
    others = office.session("C051")
    assert ada.get(f"/sessions/{others['id']}").status == 404
    assert ada.get("/sessions/99999").status == 404
    assert staff.get("/sessions/nonsense").status == 404


def test_open_sessions_come_with_those_to_save_first(office, staff, maria):
    page = staff.get("/open-sessions")
    assert page.heads() == ["", "Date", "Time", "Clients", "Service",
                            "Practitioner", "Ended, flags", "View"]
    assert "Until a session is saved" in page.words
    assert re.search(r"To save: ended, not saved yet", page.words)
    count = page.tree.xpath("string(//nav[@aria-label='Menu']"
                            "//a[@href='/open-sessions']"
                            "//span[@class='count']/text())")
    status, answer = office.ask("GET", "/sessions?to_save=1&limit=1000")
    assert status == 200 and int(count) == len(answer["items"])


def test_open_sessions_of_a_practitioner_are_their_own(office, maria):
    mine = office.session("C042")
    other = office.session("C051", practitioners=["tom"])
    answer = maria.get("/open-sessions")
    assert answer.status == 200
    ids = answer.tree.xpath("//input[@name='ids']/@value")
    assert answer.tree.xpath("//main//nav[@class='tabs']") == []
    assert maria.get("/open-sessions?practitioner=tom").tree.xpath(
        "//input[@name='ids']/@value") == ids
    rows = list(csv.reader(io.StringIO(
        maria.get("/open-sessions?format=csv").text)))
    assert rows[0] == ["Date", "Time", "Clients", "Service", "Practitioner",
                       "Ended, flags"]
    days = {row[0] for row in rows}
    assert mine["start"][:10] in days and other["start"][:10] not in days
    here, = answer.tree.xpath("//nav[@aria-label='Menu']"
                              "//a[@aria-current='page']/@href")
    assert here == "/sessions"


def test_u20_a_practitioner_saves_own_ones_in_bulk(office, maria):
    mine = office.session("C042")
    other = office.session("C051", practitioners=["tom"])
    answer = maria.post("/sessions/completions", [
        ("ids", mine["id"]), ("ids", other["id"]), ("type", "missed")])
    assert answer.status == 303
    page = maria.get(answer.location)
    assert "1 session saved. 1 could not be:" in page.flash
    assert office.got(f"/sessions/{mine['id']}")["type"] == "missed"
    assert office.got(f"/sessions/{other['id']}")["status"] == "open"
    office.changed("/people/maria", may=["create", "edit"])
    page = maria.get(f"/sessions?{span(mine)}")
    assert page.heads()[0] == "Date"
    assert page.tree.xpath("//input[@name='ids']|//select[@name='type']") == []
    page = maria.get("/open-sessions")
    assert page.tree.xpath("//main//form") == []
    office.changed("/people/maria", may=["create", "edit", "complete"])


def test_the_day_shows_its_sessions_and_what_needs_somebody(office, staff,
                                                            maria):
    made = office.session("C042", day="2026-06-10", at="16:00", to="16:50")
    office.session("C051", day="2026-06-10", at="09:00", to="09:50")
    page = staff.get("/today")
    assert page.h1 == "Wednesday 10 June"
    assert "2 sessions, 1 still to come." in page.words
    assert re.search(r"\b13:[45]\d\b", page.words)  # the line of now
    assert page.tree.xpath(f"//main//a[@href='/sessions/{made['id']}']")
    assert "to save" in page.words
    other = staff.get("/today?date=2026-06-11")
    assert other.h1 == "Thursday 11 June"
    assert "Nobody comes on this day." in other.words
    assert staff.get("/today?date=2025-06-11").h1 == "Wednesday 11 June 2025"
    assert staff.get("/today?date=nonsense").h1 == "Wednesday 10 June"
    assert maria.get("/today").status == 403
    rows = staff.get("/today?format=csv").text.splitlines()
    assert rows[0] == "Time,Clients,Service,Place,Practitioner,Status"
    assert [row.split(",")[:2] for row in rows[1:]] == [
        ["09:00–09:50", "Ben Fox"], ["16:00–16:50", "Ada Brown"]]


def test_today_names_the_one_to_begin_with(office, staff):
    office.session("C042", day="2026-06-14", at="11:00", to="11:50")
    office.session("C051", day="2026-06-14", at="11:20", to="12:10")
    office.made("/closures", title="Fair", all_day=True,
                **{"from": "2026-06-15", "to": "2026-06-15"})
    office.session("C063", day="2026-06-15", at="11:00", to="11:50")
    office.made("/closures", title="Holidays", all_day=True,
                **{"from": "2026-06-20", "to": "2026-06-28"})
    page = staff.get("/today")
    assert "FairMon 15 June, all day" in page.words
    assert "HolidaysSat 20 June – Sun 28 June" in page.words
    needs, = page.tree.xpath("//main//ul[contains(@class, 'needs')]")
    words = said(needs)
    assert "on a closure Mon 15 June, 11:00–11:50, Cleo Gray" in words
    assert "double-booked Sun 14 June, 11:00–11:50, Ada Brown" in words
    assert "to save Oldest: " in words


def test_typed_text_is_only_ever_text(office, staff, maria):
    mark = "<b>x</b>\"'&"
    session = office.session("C042", public_note=mark, place=mark,
                             private_note=f"{mark}\nline")
    for who in staff, maria:
        page = who.get(f"/sessions/{session['id']}")
        assert mark in page.words and "<b>" not in page.text
    page = staff.get(f"/sessions?{span(session)}&q=%3Cb%3E")
    assert "<b>" not in page.text

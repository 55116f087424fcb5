"""A client's own page (S4, U13, U16)."""

import pytest

from office import Office
from pages import browser, said


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path / "data")
    made.at("2026-06-10T17:40:00Z")
    made.speech = made.default_service(name="Speech", tax_bp=1300)
    made.changed("/people/c042", email="ada@example.org", notice="email")
    yield made
    made.close()


@pytest.fixture
def ada(office):
    return browser(office, "c042")


def card(page, heading):
    found, = page.tree.xpath(
        f"//main//section[.//h2[normalize-space()='{heading}']]")
    return said(found)


def test_the_next_session_comes_first(office, ada):
    page = ada.get("/home")
    assert (page.status, page.h1) == (200, "Hello Ada")
    assert "There is none yet." in page.said
    assert "tel:+14165550142" in page.links()
    office.session("C042", day="2026-06-24")
    gone = office.session("C042", day="2026-06-12", place="Room 2")
    office.saved(gone, "canceled")
    session = office.session("C042", "C051", day="2026-06-17", place="Room 1",
                             public_note="Bring the\npicture cards",
                             private_note="Xylophone")
    page = ada.get("/home")
    assert "Your next session Wednesday 17 June 09:00–09:50 Speech with " \
           "Maria Santos, Room 1 Bring the" in page.said
    assert f"/sessions/{session['id']}" in page.links()
    assert "/devices" in page.links()
    coming = card(page, "Coming")
    assert "Fri 12 June 09:00–09:50 · Speech · Room 2 Canceled" in coming
    assert "Wed 24 June" in coming and "Wed 17 June" not in coming
    for secret in "Xylophone", "C051", "Ben", "30.00", "42.50":
        assert secret not in page.text


def test_s46_closures_stand_among_what_comes(office, ada):
    office.session("C042", day="2026-06-11")
    office.session("C042", day="2026-06-19")
    office.session("C042", day="2026-07-02")
    office.made("/closures", title="Boiler repair", all_day=True,
                **{"from": "2026-06-12", "to": "2026-06-12"})
    office.made("/closures", title="Talk", all_day=False,
                **{"from": "2026-06-19T08:00", "to": "2026-06-19T10:00"})
    office.made("/closures", title="Far away", all_day=True,
                **{"from": "2027-01-01", "to": "2027-01-01"})
    coming = card(ada.get("/home"), "Coming")
    words = ["Fri 12 June Boiler repair, all day Closed",
             "Fri 19 June, 08:00–10:00 Talk Closed",
             "Fri 19 June 09:00–09:50 · Speech", "Thu 2 July"]
    places = [coming.index(word) for word in words]
    assert places == sorted(places), coming
    assert "Far away" not in coming


def test_u5_all_that_comes_is_a_csv_too(office, ada):
    office.session("C042", day="2026-06-11", place="=Room")
    office.made("/closures", title="Boiler repair", all_day=True,
                **{"from": "2026-06-12", "to": "2026-06-12"})
    for day in range(1, 15):
        office.session("C042", day=f"2026-07-{day:02}")
    answer = ada.get("/home?format=csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    lines = answer.text.splitlines()
    assert lines[0] == "When,What,Practitioner,Place,Status"
    assert lines[1] == '"Thu 11 June, 09:00–09:50",Speech,Maria S.,\'=Room,Open'
    assert lines[2] == "Fri 12 June,Boiler repair,,,Closed"
    assert len(lines) == 17


def test_s4_what_is_owed_and_the_invoices_for_it(office, ada):
    page = ada.get("/home")
    assert "You owe, today 0.00 CAD" in page.said
    office.saved(office.session("C042", day="2026-06-01"))
    office.saved(office.session("C051", day="2026-06-01", at="12:00",
                                to="12:50"))
    invoice = office.made("/invoices", client="C042", to="2026-06-10")
    page = ada.get("/home")
    assert f"/invoices/{invoice['id']}" not in page.links()
    assert "Sessions not invoiced yet 48.03" in page.said
    invoice = office.made(f"/invoices/{invoice['id']}/issue")
    page = ada.get("/home")
    assert "You owe, today 48.03 CAD" in page.said
    assert "not invoiced" not in page.said
    assert f"{invoice['number']} To pay by Wed 24 June 48.03" in page.said
    assert f"/invoices/{invoice['id']}" in page.links()
    office.made("/payments", client="C042", amount="100.00",
                date="2026-06-10", method="cash")
    page = ada.get("/home")
    assert "You have paid ahead 51.97 CAD" in page.said
    assert "Credit of 51.97" in page.said
    assert invoice["number"] not in page.said


def test_what_was_says_how_it_ended_for_them(office, ada):
    session = office.session("C042", "C051", day="2026-06-01")
    office.saved(session, "completed", clients={"C042": "missed"})
    office.session("C042", day="2026-06-02")
    page = ada.get("/home")
    past = card(page, "Past")
    assert "Mon 1 June 09:00–09:50 · Speech Missed" in past
    assert "Tue 2 June" in past and "To save" not in page.said
    assert "Completed" not in past


def test_s4_clients_choose_how_they_are_told(office, ada):
    page = ada.get("/home")
    form = dict(page.form("/home"))
    assert form["notice"] == "email"
    done = ada.post("/home", {**form, "notice": "none"})
    assert (done.status, done.location) == (303, "/home")
    person = office.got("/people/c042")
    assert person["notice"] == "none"
    page = ada.get("/home")
    assert dict(page.form("/home"))["notice"] == "none"
    undo = dict(page.tree.xpath("//form[@action='/undo']")[0].form_values())
    assert ada.post("/undo", undo).status == 303
    assert office.got("/people/c042")["notice"] == "email"
    page = ada.post("/home", {**form, "notice": "pigeon"})
    assert page.status == 422 and "notice" in page.wrong()
    # Nothing else of theirs is theirs to change here.
    assert ada.post("/home", {"notice": "text", "name": "Eve",
                              "code": "C999"}).status == 303
    person = office.got("/people/c042")
    assert (person["notice"], person["name"]) == ("text", "Ada Brown")
    stale = ada.post("/home", {"notice": "both", "revision": "1"})
    assert stale.status == 409
    assert dict(stale.form("/home"))["notice"] == "both"
    # The account has the same choice.
    page = ada.get("/account")
    assert dict(page.tree.xpath("//form[.//*[@name='notice']]")[
        0].form_values())["notice"] == "text"
    assert ada.post("/account", {"what": "notice",
                                 "notice": "email"}).location == "/account"


def test_u2_it_is_the_clients_page(office, ada):
    for login in "admin", "staff", "maria":
        who = browser(office, login)
        assert who.get("/home").status == 403
        assert who.post("/home", {"notice": "none"}).status == 403
    assert ada.get("/").location == "/home"
    session = office.session("C051", day="2026-06-17", public_note="Xylophone")
    assert "Xylophone" not in ada.get("/home").text
    assert f"/sessions/{session['id']}" not in ada.get("/home").links()


def test_several_roles_add_up_for_who_is_also_a_client(office):
    office.server.add("both", "practitioner,client", "--name", "Bo Both",
                      "--code", "C077")
    both = browser(office, "both")
    office.session("C077", day="2026-06-17", place="Room 9")
    given = office.session("C042", day="2026-06-16", practitioners=["both"])
    assert both.get("/").location == "/to-save"
    page = both.get("/home")
    assert page.h1 == "Hello Bo" and "Room 9" in page.said
    # What they give is no session of theirs as a client.
    assert f"/sessions/{given['id']}" not in page.links()
    assert "C042" not in page.text


def test_typed_text_is_only_ever_text(office, ada):
    mark = "<script>alert(1)</script>"
    office.session("C042", day="2026-06-17", place=mark, public_note=mark)
    office.made("/closures", title=mark, all_day=True,
                **{"from": "2026-06-12", "to": "2026-06-12"})
    page = ada.get("/home")
    assert page.words.count(mark) == 3 and "<script>alert" not in page.text

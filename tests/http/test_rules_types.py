"""Custom completion types (S26 to S29)."""

import sqlite3

import pytest

from api import items, wrong_fields
from office import Office, charges, line, wages, with_line

TYPE = {"map": "canceled", "modifier": "percentage", "client": 50,
        "practitioner": 25}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("types") / "data")
    made.speech = made.service()
    yield made
    made.close()


def add(office, **fields):
    return office.ask("POST", "/completion-types", {**TYPE, **fields})


def refused(office, status=422, **fields):
    answer = add(office, **fields)
    assert answer[0] == status, answer
    return answer[1]["error"]


def all_types(office):
    return {t["slug"]: t for t in items(office.admin, "/completion-types")}


def test_s26_the_defaults(office):
    found = all_types(office)
    assert [(s, found[s]["label"], found[s]["map"], found[s]["short"])
            for s in ("completed", "missed", "canceled")] == [
        ("completed", "Completed", "completed", "ok"),
        ("missed", "Missed", "missed", "ns"),
        ("canceled", "Canceled", "canceled", "x")]
    assert all(found[s]["builtin"] and found[s]["enabled"]
               and not found[s]["archived"]
               for s in ("completed", "missed", "canceled"))


def test_s26_a_disabled_default_is_no_choice_until_it_is_enabled(office):
    made = office.session("C042", service=office.speech)
    office.changed("/completion-types/missed", enabled=False)
    assert office.save(made, "missed")[0] == 422
    path = office.resource(made, office.maria)
    got = office.maria.get(path).text
    answer = office.maria.put(path, with_line(got, "X-PRACTICE-STATUS",
                                              "missed"))
    assert answer.status == 403 and "unknown-status" in answer.error
    office.changed("/completion-types/missed", enabled=True)
    assert office.saved(made, "missed")["type"] == "missed"


def test_s26_what_is_removed_cancels_even_where_canceled_is_disabled(office):
    office.changed("/completion-types/canceled", enabled=False)
    made = office.session("C042", service=office.speech, day="2026-07-06")
    assert office.save(made, "canceled")[0] == 422
    assert office.ask("DELETE", f"/sessions/{made['id']}", None,
                      office.maria)[0] == 204
    assert office.now(made)["type"] == "canceled"
    office.changed("/completion-types/canceled", enabled=True)


def test_s26_at_least_one_type_stays_enabled(office):
    on = [t for t in all_types(office).values()
          if t["enabled"] and not t["archived"]]
    only = office.made("/completion-types", **{**TYPE,
                                               "label": "The only one"})
    for one in on:
        office.changed(f"/completion-types/{one['id']}", enabled=False)
    path = f"/completion-types/{only['id']}"
    for answer in (office.ask("PATCH", path, {"enabled": False}),
                   office.ask("DELETE", path)):
        assert answer[0] == 409, answer
        assert answer[1]["error"]["code"] == "last-enabled"
    for one in on:
        office.changed(f"/completion-types/{one['id']}", enabled=True)
    assert office.ask("DELETE", path)[0] == 204


@pytest.mark.parametrize("label,kept", [
    ("a", "a"), ("fifteen letters", "fifteen letters"),
    ("  trimmed  ", "trimmed"), ("\u4e0d" * 15, "\u4e0d" * 15),
    ("\U0001f600" * 15, "\U0001f600" * 15), ("u\u0308" * 15, "\u00fc" * 15)])
def test_s27_a_label_has_1_to_15_code_points_in_nfc(office, label, kept):
    status, answer = add(office, label=label)
    assert status == 201, answer
    assert answer["label"] == kept


@pytest.mark.parametrize("label,code", [
    ("sixteen letters.", "label-too-long"), ("\u4e0d" * 16, "label-too-long"),
    ("\U0001f600" * 16, "label-too-long"), ("", "label-missing"),
    ("   ", "label-missing"), (None, "label-missing"), (7, "not-text"),
    ("two\nlines", None), ("bell\a", None)])
def test_s27_other_labels_are_refused(office, label, code):
    error = refused(office, label=label)
    assert [f["field"] for f in error["fields"]] == ["label"]
    assert code is None or error["fields"][0]["code"] == code
    made = office.made("/completion-types", **{
        **TYPE, "label": f"Patched {office.names.__next__()}"})
    status, answer = office.ask("PATCH", f"/completion-types/{made['id']}",
                                {"label": label})
    assert status == 422 and set(wrong_fields(answer)) == {"label"}


def test_s27_a_label_of_16_is_told_in_these_words(office):
    error = refused(office, label="sixteen letters.")
    assert (error["code"], error["field"], error["message"]) == (
        "label-too-long", "label",
        "A label has at most 15 characters; this one has 16.")


def test_s27_the_database_refuses_16_too(office):
    slug = office.type("In the file")
    db = sqlite3.connect(f"{office.server.data}/daybook.db", timeout=20)
    try:
        for label in ("x" * 16, "\u4e0d" * 16, ""):
            with pytest.raises(sqlite3.IntegrityError), db:
                db.execute("UPDATE completion_type SET label = ?"
                           " WHERE slug = ?", (label, slug))
        with db:
            db.execute("UPDATE completion_type SET label = ? WHERE slug = ?",
                       ("\u4e0d" * 15, slug))
            db.execute("UPDATE completion_type SET label = ? WHERE slug = ?",
                       ("In the file", slug))
    finally:
        db.close()


@pytest.mark.parametrize("first,second", [
    ("Too late", "TOO LATE"), ("\u00c4rger", "\u00e4rger"),
    ("Stra\u00dfe", "STRASSE"), ("Caf\u00e9", "Cafe\u0301"),
    ("Twice", " twice ")])
def test_s27_labels_are_unique_ignoring_case(office, first, second):
    assert add(office, label=first)[0] == 201
    assert refused(office, 409, label=second)["code"] == "label-taken"
    other = office.made("/completion-types", **{
        **TYPE, "label": f"Else {office.names.__next__()}"})
    status, answer = office.ask("PATCH", f"/completion-types/{other['id']}",
                                {"label": second})
    assert status == 409 and answer["error"]["code"] == "label-taken"
    assert refused(office, 409, label="completed")["code"] == "label-taken"


@pytest.mark.parametrize("modifier,most,unit", [
    ("percentage", 999, "999"), ("fixed", 999999, "999999")])
def test_s27_modifiers_end_at_999_percent_and_999_999(office, modifier, most,
                                                      unit):
    for field in ("client", "practitioner"):
        label = f"M {office.names.__next__()}"
        status, made = add(office, label=label, modifier=modifier,
                           **{field: most})
        assert status == 201 and made[field] == most
        error = refused(office, label=label + "x", modifier=modifier,
                        **{field: most + 1})
        assert [f["field"] for f in error["fields"]] == [field]
        assert unit in error["fields"][0]["message"].replace(",", "")
        assert add(office, label=label + "z", modifier=modifier,
                   **{field: 0})[0] == 201


@pytest.mark.parametrize("value", [12.5, -1, "", None, "50", "12.5", True,
                                   [], 10 ** 18])
def test_s27_modifiers_are_whole_numbers(office, value):
    for field in ("client", "practitioner"):
        error = refused(office, label="Whole", **{field: value})
        assert [f["field"] for f in error["fields"]] == [field]


def test_s27_a_fixed_modifier_is_whole_units_of_the_currency(office):
    slug = office.type("Very much", 999999, 0, modifier="fixed")
    saved = office.saved(office.session("C042", service=office.speech), slug)
    assert charges(saved) == {"C042": "999999.00"}
    assert wages(saved) == {"maria": "0.00"}


def test_s27_a_description_has_at_most_500(office):
    status, made = add(office, label="Described", description="\u00e9" * 500)
    assert status == 201 and made["description"] == "\u00e9" * 500
    error = refused(office, label="Described 2", description="\u00e9" * 501)
    assert [f["field"] for f in error["fields"]] == ["description"]
    assert add(office, label="Undescribed")[0] == 201


@pytest.mark.parametrize("map", ["completed", "missed", "canceled"])
def test_s27_the_map_drives_reports_and_signs_and_never_money(office, map):
    slug, code = office.type(f"As {map}", 50, 50, map=map), office.client()
    made = office.session(code, service=office.speech, day="2026-05-04")
    saved = office.saved(made, slug)
    assert saved["map"] == map
    assert charges(saved) == {code: "21.25"}
    assert wages(saved) == {"maria": "15.00"}
    row, = [r for r in office.got("/reports/attendance?from=2026-05-04"
                                  "&to=2026-05-04")["items"]
            if r["client"] == code]
    assert {m: row[m] for m in ("completed", "missed", "canceled")} == {
        "completed": 0, "missed": 0, "canceled": 0, map: 1}
    shown = office.maria.get(office.resource(made, office.maria)).text
    assert line(shown, "X-PRACTICE-STATUS-MAP") == map
    assert (line(shown, "TRANSP") == "TRANSPARENT") == (map == "canceled")


def test_s27_map_is_required_and_of_three(office):
    for map in (None, "", "late", "open", 1):
        error = refused(office, label="Mapped", map=map)
        assert [f["field"] for f in error["fields"]] == ["map"]


def test_s27_archived_types_are_kept_in_the_list(office):
    slug = office.type("To archive")
    assert office.ask("DELETE", f"/completion-types/{slug}")[0] == 204
    found = all_types(office)[slug]
    assert found["archived"] and found["label"] == "To archive"
    assert office.ask("DELETE", f"/completion-types/{slug}")[0] in (204, 404,
                                                                    409)


def test_s28_edits_and_archiving_never_change_past_saves(office):
    code = office.client()
    slug = office.type("Half of it", 50, 50)
    made = office.session(code, service=office.speech, day="2026-06-01")
    saved = office.saved(made, slug)
    assert charges(saved) == {code: "21.25"}
    draft = office.made("/invoices", client=code, to="2026-06-10")
    issued = office.made(f"/invoices/{draft['id']}/issue")
    assert [x["label"] for x in issued["lines"]] == ["Half of it"]

    def kept():
        path = f"/api/invoices/{issued['id']}"
        return ([office.admin.get(path + end).bytes for end in ("", ".html",
                                                             ".pdf")],
                office.now(made), office.balance(code),
                office.maria.get(office.resource(made, office.maria)).bytes,
                office.got(f"/people/{code}/statement"),
                office.got("/ledger/verify")["head"])

    before = kept()
    office.changed(f"/completion-types/{slug}", client=80, practitioner=80)
    assert kept() == before
    office.changed(f"/completion-types/{slug}", label="Eighty", map="missed",
                   short="ei", description="Otherwise")
    assert kept() == before
    office.changed(f"/completion-types/{slug}", modifier="fixed", client=7)
    assert kept() == before
    assert office.ask("DELETE", f"/completion-types/{slug}")[0] == 204
    assert kept() == before
    office.changed(f"/sessions/{office.session(code)['id']}",
                   place="Elsewhere")
    assert kept()[0] == before[0]


def test_s28_a_service_and_names_edited_later_leave_the_save(office):
    code = office.client(name="Old Name")
    service = office.service(name="Old service", tax_bp=1300)
    made = office.session(code, service=service, day="2026-06-02")
    saved = office.saved(made)
    office.made(f"/services/{service}/prices", effective_from="2020-01-01",
                cost="99.00", wage="1.00", tax_bp=0)
    assert office.now(made) == saved
    assert office.balance(code) == "48.03"


def test_s29_short_words_are_unique_and_optional_and_ignore_case(office):
    assert add(office, label="Short 1", short="qq")[0] == 201
    assert add(office, label="Short 2")[0] == 201
    assert add(office, label="Short 3")[0] == 201
    for word in ("qq", "QQ", "ok", "OK", "Ns", "x"):
        assert refused(office, 409, label="Short 4", short=word)["code"] == (
            "short-taken")


def test_s29_a_short_word_saves_from_the_phone_in_any_case(office):
    slug = office.type("By its word", 50, 50, short="bw")
    for typed in ("bw", "BW", "Bw"):
        made = office.session("C042", service=office.speech)
        path = office.resource(made, office.maria)
        text = office.maria.get(path).text
        title = line(text, "SUMMARY")
        answer = office.maria.put(path, text.replace(
            f"SUMMARY:{title}", f"SUMMARY:{typed} {title}"))
        assert answer.status == 204, answer.text
        assert office.now(made)["type"] == slug


@pytest.mark.parametrize("label,slug", [
    ("Late cancel!", "late-cancel"), ("\u00c9t\u00e9 2026", "ete-2026"),
    ("\ufb01n \u2460", "fin-1"), ("A  b--c", "a-b-c")])
def test_s29_the_slug_is_letters_and_digits_of_the_first_label(office, label,
                                                              slug):
    status, made = add(office, label=label)
    assert status == 201 and made["slug"] == slug
    again = office.changed(f"/completion-types/{made['id']}",
                           label=f"Now {office.names.__next__()}")
    assert again["slug"] == slug


def test_s29_without_letters_or_digits_it_is_type_n(office):
    for label in ("!!!", "???"):
        status, made = add(office, label=label)
        assert status == 201
        prefix, number = made["slug"].split("-")
        assert prefix == "type" and number.isdigit()


def test_s29_labels_and_words_of_archived_types_are_used_again(office):
    old = office.type("Rainy day", short="rd")
    assert office.ask("DELETE", f"/completion-types/{old}")[0] == 204
    status, new = add(office, label="RAINY DAY", short="RD", client=10)
    assert status == 201 and new["slug"] != old
    made = office.session("C042", service=office.speech)
    path = office.resource(made, office.maria)
    text = office.maria.get(path).text
    title = line(text, "SUMMARY")
    assert office.maria.put(path, text.replace(
        f"SUMMARY:{title}", f"SUMMARY:{title} #rainy-day")).status == 204
    assert office.now(made)["type"] == new["slug"]

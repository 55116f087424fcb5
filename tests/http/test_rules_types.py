"""Custom completion types (S26 to S29)."""

import sqlite3

import pytest

from api import items, wrong_fields
from desk import Desk, charges, line, wages, with_line

TYPE = {"map": "canceled", "modifier": "percentage", "client": 50,
        "practitioner": 25}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(tmp_path_factory.mktemp("types") / "data")
    made.speech = made.service()
    yield made
    made.close()


def add(desk, **fields):
    return desk.ask("POST", "/completion-types", {**TYPE, **fields})


def refused(desk, status=422, **fields):
    answer = add(desk, **fields)
    assert answer[0] == status, answer
    return answer[1]["error"]


def all_types(desk):
    return {t["slug"]: t for t in items(desk.admin, "/completion-types")}


# --- S26 ----------------------------------------------------------------------


def test_s26_the_defaults(desk):
    found = all_types(desk)
    assert [(s, found[s]["label"], found[s]["map"], found[s]["short"])
            for s in ("completed", "missed", "canceled")] == [
        ("completed", "Completed", "completed", "ok"),
        ("missed", "Missed", "missed", "ns"),
        ("canceled", "Canceled", "canceled", "x")]
    assert all(found[s]["builtin"] and found[s]["enabled"]
               and not found[s]["archived"]
               for s in ("completed", "missed", "canceled"))


def test_s26_a_disabled_default_is_no_choice_until_it_is_enabled(desk):
    made = desk.session("C042", service=desk.speech)
    desk.changed("/completion-types/missed", enabled=False)
    assert desk.save(made, "missed")[0] == 422
    path = desk.resource(made, desk.maria)
    got = desk.maria.get(path).text
    answer = desk.maria.put(path, with_line(got, "X-PRACTICE-STATUS",
                                            "missed"))
    assert answer.status == 403 and "unknown-status" in answer.error
    desk.changed("/completion-types/missed", enabled=True)
    assert desk.saved(made, "missed")["type"] == "missed"


def test_s26_what_is_removed_cancels_even_where_canceled_is_disabled(desk):
    desk.changed("/completion-types/canceled", enabled=False)
    made = desk.session("C042", service=desk.speech, day="2026-07-06")
    assert desk.save(made, "canceled")[0] == 422
    assert desk.ask("DELETE", f"/sessions/{made['id']}", None,
                    desk.maria)[0] == 204
    assert desk.now(made)["type"] == "canceled"
    desk.changed("/completion-types/canceled", enabled=True)


def test_s26_at_least_one_type_stays_enabled(desk):
    on = [t for t in all_types(desk).values()
          if t["enabled"] and not t["archived"]]
    only = desk.made("/completion-types", **{**TYPE, "label": "The only one"})
    for one in on:
        desk.changed(f"/completion-types/{one['id']}", enabled=False)
    path = f"/completion-types/{only['id']}"
    for answer in (desk.ask("PATCH", path, {"enabled": False}),
                   desk.ask("DELETE", path)):
        assert answer[0] == 409, answer
        assert answer[1]["error"]["code"] == "last-enabled"
    for one in on:
        desk.changed(f"/completion-types/{one['id']}", enabled=True)
    assert desk.ask("DELETE", path)[0] == 204


# --- S27 ----------------------------------------------------------------------


@pytest.mark.parametrize("label,kept", [
    ("a", "a"), ("fifteen letters", "fifteen letters"),
    ("  trimmed  ", "trimmed"), ("\u4e0d" * 15, "\u4e0d" * 15),
    ("\U0001f600" * 15, "\U0001f600" * 15), ("u\u0308" * 15, "\u00fc" * 15)])
def test_s27_a_label_has_1_to_15_code_points_in_nfc(desk, label, kept):
    status, answer = add(desk, label=label)
    assert status == 201, answer
    assert answer["label"] == kept


@pytest.mark.parametrize("label,code", [
    ("sixteen letters.", "label-too-long"), ("\u4e0d" * 16, "label-too-long"),
    ("\U0001f600" * 16, "label-too-long"), ("", "label-missing"),
    ("   ", "label-missing"), (None, "label-missing"), (7, "not-text"),
    ("two\nlines", None), ("bell\a", None)])
def test_s27_other_labels_are_refused(desk, label, code):
    error = refused(desk, label=label)
    assert [f["field"] for f in error["fields"]] == ["label"]
    assert code is None or error["fields"][0]["code"] == code
    made = desk.made("/completion-types", **{
        **TYPE, "label": f"Patched {desk.names.__next__()}"})
    status, answer = desk.ask("PATCH", f"/completion-types/{made['id']}",
                              {"label": label})
    assert status == 422 and set(wrong_fields(answer)) == {"label"}


def test_s27_a_label_of_16_is_told_in_these_words(desk):
    error = refused(desk, label="sixteen letters.")
    assert (error["code"], error["field"], error["message"]) == (
        "label-too-long", "label",
        "A label has at most 15 characters; this one has 16.")


def test_s27_the_database_refuses_16_too(desk):
    slug = desk.type("In the file")
    db = sqlite3.connect(f"{desk.server.data}/daybook.db", timeout=20)
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
def test_s27_labels_are_unique_ignoring_case(desk, first, second):
    assert add(desk, label=first)[0] == 201
    assert refused(desk, 409, label=second)["code"] == "label-taken"
    other = desk.made("/completion-types", **{
        **TYPE, "label": f"Else {desk.names.__next__()}"})
    status, answer = desk.ask("PATCH", f"/completion-types/{other['id']}",
                              {"label": second})
    assert status == 409 and answer["error"]["code"] == "label-taken"
    assert refused(desk, 409, label="completed")["code"] == "label-taken"


@pytest.mark.parametrize("modifier,most,unit", [
    ("percentage", 999, "999"), ("fixed", 999999, "999999")])
def test_s27_modifiers_end_at_999_percent_and_999_999(desk, modifier, most,
                                                      unit):
    for field in ("client", "practitioner"):
        label = f"M {desk.names.__next__()}"
        status, made = add(desk, label=label, modifier=modifier,
                           **{field: most})
        assert status == 201 and made[field] == most
        error = refused(desk, label=label + "x", modifier=modifier,
                        **{field: most + 1})
        assert [f["field"] for f in error["fields"]] == [field]
        assert unit in error["fields"][0]["message"].replace(",", "")
        assert add(desk, label=label + "z", modifier=modifier,
                   **{field: 0})[0] == 201


@pytest.mark.parametrize("value", [12.5, -1, "", None, "50", "12.5", True,
                                   [], 10 ** 18])
def test_s27_modifiers_are_whole_numbers(desk, value):
    for field in ("client", "practitioner"):
        error = refused(desk, label="Whole", **{field: value})
        assert [f["field"] for f in error["fields"]] == [field]


def test_s27_a_fixed_modifier_is_whole_units_of_the_currency(desk):
    slug = desk.type("Very much", 999999, 0, modifier="fixed")
    saved = desk.saved(desk.session("C042", service=desk.speech), slug)
    assert charges(saved) == {"C042": "999999.00"}
    assert wages(saved) == {"maria": "0.00"}


def test_s27_a_description_has_at_most_500(desk):
    status, made = add(desk, label="Described", description="\u00e9" * 500)
    assert status == 201 and made["description"] == "\u00e9" * 500
    error = refused(desk, label="Described 2", description="\u00e9" * 501)
    assert [f["field"] for f in error["fields"]] == ["description"]
    assert add(desk, label="Undescribed")[0] == 201


@pytest.mark.parametrize("map", ["completed", "missed", "canceled"])
def test_s27_the_map_drives_reports_and_signs_and_never_money(desk, map):
    slug, code = desk.type(f"As {map}", 50, 50, map=map), desk.client()
    made = desk.session(code, service=desk.speech, day="2026-05-04")
    saved = desk.saved(made, slug)
    assert saved["map"] == map
    assert charges(saved) == {code: "21.25"}
    assert wages(saved) == {"maria": "15.00"}
    row, = [r for r in desk.got("/reports/attendance?from=2026-05-04"
                                "&to=2026-05-04")["items"]
            if r["client"] == code]
    assert {m: row[m] for m in ("completed", "missed", "canceled")} == {
        "completed": 0, "missed": 0, "canceled": 0, map: 1}
    shown = desk.maria.get(desk.resource(made, desk.maria)).text
    assert line(shown, "X-PRACTICE-STATUS-MAP") == map
    assert (line(shown, "TRANSP") == "TRANSPARENT") == (map == "canceled")


def test_s27_map_is_required_and_of_three(desk):
    for map in (None, "", "late", "open", 1):
        error = refused(desk, label="Mapped", map=map)
        assert [f["field"] for f in error["fields"]] == ["map"]


def test_s27_archived_types_are_kept_in_the_list(desk):
    slug = desk.type("To archive")
    assert desk.ask("DELETE", f"/completion-types/{slug}")[0] == 204
    found = all_types(desk)[slug]
    assert found["archived"] and found["label"] == "To archive"
    assert desk.ask("DELETE", f"/completion-types/{slug}")[0] in (204, 404,
                                                                  409)


# --- S28 ----------------------------------------------------------------------


def test_s28_edits_and_archiving_never_change_past_saves(desk):
    code = desk.client()
    slug = desk.type("Half of it", 50, 50)
    made = desk.session(code, service=desk.speech, day="2026-06-01")
    saved = desk.saved(made, slug)
    assert charges(saved) == {code: "21.25"}
    draft = desk.made("/invoices", client=code, to="2026-06-10")
    issued = desk.made(f"/invoices/{draft['id']}/issue")
    assert [x["label"] for x in issued["lines"]] == ["Half of it"]

    def kept():
        path = f"/api/invoices/{issued['id']}"
        return ([desk.admin.get(path + end).bytes for end in ("", ".html",
                                                             ".pdf")],
                desk.now(made), desk.balance(code),
                desk.maria.get(desk.resource(made, desk.maria)).bytes,
                desk.got(f"/people/{code}/statement"),
                desk.got("/ledger/verify")["head"])

    before = kept()
    desk.changed(f"/completion-types/{slug}", client=80, practitioner=80)
    assert kept() == before
    desk.changed(f"/completion-types/{slug}", label="Eighty", map="missed",
                 short="ei", description="Otherwise")
    assert kept() == before
    desk.changed(f"/completion-types/{slug}", modifier="fixed", client=7)
    assert kept() == before
    assert desk.ask("DELETE", f"/completion-types/{slug}")[0] == 204
    assert kept() == before
    desk.changed(f"/sessions/{desk.session(code)['id']}", place="Elsewhere")
    assert kept()[0] == before[0]


def test_s28_a_service_and_names_edited_later_leave_the_save(desk):
    code = desk.client(name="Old Name")
    service = desk.service(name="Old service", tax_bp=1300)
    made = desk.session(code, service=service, day="2026-06-02")
    saved = desk.saved(made)
    desk.made(f"/services/{service}/prices", effective_from="2020-01-01",
              cost="99.00", wage="1.00", tax_bp=0)
    assert desk.now(made) == saved
    assert desk.balance(code) == "48.03"


# --- S29 ----------------------------------------------------------------------


def test_s29_short_words_are_unique_and_optional_and_ignore_case(desk):
    assert add(desk, label="Short 1", short="qq")[0] == 201
    assert add(desk, label="Short 2")[0] == 201
    assert add(desk, label="Short 3")[0] == 201
    for word in ("qq", "QQ", "ok", "OK", "Ns", "x"):
        assert refused(desk, 409, label="Short 4", short=word)["code"] == (
            "short-taken")


def test_s29_a_short_word_saves_from_the_phone_in_any_case(desk):
    slug = desk.type("By its word", 50, 50, short="bw")
    for typed in ("bw", "BW", "Bw"):
        made = desk.session("C042", service=desk.speech)
        path = desk.resource(made, desk.maria)
        text = desk.maria.get(path).text
        title = line(text, "SUMMARY")
        answer = desk.maria.put(path, text.replace(
            f"SUMMARY:{title}", f"SUMMARY:{typed} {title}"))
        assert answer.status == 204, answer.text
        assert desk.now(made)["type"] == slug


@pytest.mark.parametrize("label,slug", [
    ("Late cancel!", "late-cancel"), ("\u00c9t\u00e9 2026", "ete-2026"),
    ("\ufb01n \u2460", "fin-1"), ("A  b--c", "a-b-c")])
def test_s29_the_slug_is_letters_and_digits_of_the_first_label(desk, label,
                                                              slug):
    status, made = add(desk, label=label)
    assert status == 201 and made["slug"] == slug
    again = desk.changed(f"/completion-types/{made['id']}",
                         label=f"Now {desk.names.__next__()}")
    assert again["slug"] == slug


def test_s29_without_letters_or_digits_it_is_type_n(desk):
    for label in ("!!!", "???"):
        status, made = add(desk, label=label)
        assert status == 201
        prefix, number = made["slug"].split("-")
        assert prefix == "type" and number.isdigit()


def test_s29_labels_and_words_of_archived_types_are_used_again(desk):
    old = desk.type("Rainy day", short="rd")
    assert desk.ask("DELETE", f"/completion-types/{old}")[0] == 204
    status, new = add(desk, label="RAINY DAY", short="RD", client=10)
    assert status == 201 and new["slug"] != old
    made = desk.session("C042", service=desk.speech)
    path = desk.resource(made, desk.maria)
    text = desk.maria.get(path).text
    title = line(text, "SUMMARY")
    assert desk.maria.put(path, text.replace(
        f"SUMMARY:{title}", f"SUMMARY:{title} #rainy-day")).status == 204
    assert desk.now(made)["type"] == new["slug"]

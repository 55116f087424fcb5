"""Completion types behind the JSON endpoint (S26-S29)."""

import pytest

from api import api, items, wrong_fields

TYPE = {"map": "canceled", "modifier": "percentage", "client": 50,
        "practitioner": 25}
labels = iter(f"Label {n}" for n in range(1000))


@pytest.fixture(scope="module")
def admin(server):
    return server.person("admin")


@pytest.fixture(scope="module")
def staff(server):
    return server.add("stan", "staff")


def make(admin, **fields):
    status, answer = api(admin, "POST", "/completion-types",
                         {**TYPE, "label": next(labels), **fields})
    assert status == 201, answer
    return answer


def refused(admin, **fields):
    status, answer = api(admin, "POST", "/completion-types",
                         {**TYPE, "label": next(labels), **fields})
    assert status == 422, answer
    return wrong_fields(answer)


def listed(person):
    return {t["slug"]: t for t in items(person, "/completion-types")}


def test_s26_the_defaults_are_completed_missed_canceled(admin):
    found = listed(admin)
    assert [found[s]["short"] for s in ("completed", "missed", "canceled")
            ] == ["ok", "ns", "x"]
    assert found["completed"]["builtin"] and found["completed"]["enabled"]


def test_s27_a_type_has_every_field_that_was_given(admin):
    made = make(admin, label=" Late cancel ", description="Too late.",
                short="lc")
    assert made["label"] == "Late cancel" and made["slug"] == "late-cancel"
    assert made["description"] == "Too late." and made["short"] == "lc"
    assert made["client"] == 50 and made["practitioner"] == 25
    assert made["enabled"] and not made["builtin"] and not made["archived"]
    assert listed(admin)["late-cancel"] == made


def test_s27_a_label_of_16_code_points_is_refused_in_these_words(admin):
    status, answer = api(admin, "POST", "/completion-types",
                         {**TYPE, "label": "sixteen letters!"})
    assert status == 422
    assert answer["error"]["code"] == "label-too-long"
    assert answer["error"]["field"] == "label"
    assert answer["error"]["message"] == (
        "A label has at most 15 characters; this one has 16.")
    assert refused(admin, label="é" * 16) == {"label": "label-too-long"}


def test_s27_a_label_is_counted_in_nfc_and_trimmed(admin):
    assert make(admin, label="e\u0301" * 15)["label"] == "é" * 15
    assert make(admin, label="   fifteen letter   ")["label"] == (
        "fifteen letter")


@pytest.mark.parametrize("value", [12.5, -1, "", None, "50", True, 1000000,
                                   1e2])
@pytest.mark.parametrize("field", ["client", "practitioner"])
def test_s27_modifiers_are_whole_numbers(admin, field, value):
    assert set(refused(admin, **{field: value})) == {field}


def test_s27_modifiers_may_not_be_left_out(admin):
    body = {"label": "Empty", "map": "missed", "modifier": "fixed"}
    status, answer = api(admin, "POST", "/completion-types", body)
    assert status == 422
    assert set(wrong_fields(answer)) == {"client", "practitioner"}


def test_s27_percentages_end_at_999_and_amounts_at_999999(admin):
    assert make(admin, client=999, practitioner=0)["client"] == 999
    assert "client" in refused(admin, client=1000)
    made = make(admin, modifier="fixed", client=999999)
    assert made["client"] == 999999 and made["modifier"] == "fixed"


def test_s27_map_and_modifier_are_required_and_of_a_list(admin):
    status, answer = api(admin, "POST", "/completion-types",
                         {"label": "Few", "client": 1, "practitioner": 1})
    assert set(wrong_fields(answer)) == {"map", "modifier"}
    assert set(refused(admin, map="late", modifier="double")) == {
        "map", "modifier"}


def test_s27_all_that_is_wrong_is_named_at_once(admin):
    assert set(refused(admin, label="x" * 16, description="d" * 501,
                       client=12.5, practitioner=-1, slug="mine")) == {
        "label", "description", "client", "practitioner", "slug"}


def test_s27_labels_are_unique_ignoring_case(admin):
    make(admin, label="Über spät")
    status, answer = api(admin, "POST", "/completion-types",
                         {**TYPE, "label": "ÜBER SPÄT"})
    assert status == 409 and answer["error"]["code"] == "label-taken"
    assert answer["error"]["field"] == "label"


def test_s29_short_words_are_unique_ignoring_case_and_optional(admin):
    make(admin, short="zz"), make(admin), make(admin, short=None)
    status, answer = api(admin, "POST", "/completion-types",
                         {**TYPE, "label": next(labels), "short": "ZZ"})
    assert status == 409 and answer["error"]["code"] == "short-taken"
    assert answer["error"]["field"] == "short"


def test_s29_slugs_derive_from_letters_and_digits(admin):
    assert make(admin, label="Zu spät (2x)!")["slug"] == "zu-spat-2x"
    assert make(admin, label="不来")["slug"].startswith("type-")
    first = make(admin, label="Override")
    assert first["slug"] not in ("override", "open")


def test_s29_a_slug_stays_when_the_label_changes(admin):
    made = make(admin, label="Once")
    status, answer = api(admin, "PATCH", f"/completion-types/{made['id']}",
                         {"label": "Twice"})
    assert status == 200
    assert answer["slug"] == "once" and answer["label"] == "Twice"


def test_s28_a_patch_changes_what_it_names(admin):
    made = make(admin, description="so", short="pp")
    status, answer = api(admin, "PATCH", f"/completion-types/{made['id']}",
                         {"client": 80, "short": None})
    assert status == 200
    assert answer == {**made, "client": 80, "short": None,
                      "revision": made["revision"] + 1}


def test_a_patch_is_judged_with_what_was_there(admin):
    made = make(admin, modifier="fixed", client=5000)
    path = f"/completion-types/{made['id']}"
    status, answer = api(admin, "PATCH", path, {"modifier": "percentage"})
    assert status == 422 and "client" in wrong_fields(answer)
    for field in "label", "map", "client":
        assert api(admin, "PATCH", path, {field: None})[0] == 422


def test_a_stale_revision_is_409_with_the_type_as_it_is(admin):
    made = make(admin)
    path = f"/completion-types/{made['id']}"
    assert api(admin, "PATCH", path, {"client": 1, "revision": 1})[0] == 200
    status, answer = api(admin, "PATCH", path, {"client": 2, "revision": 1})
    assert status == 409
    assert answer["error"]["current"]["client"] == 1


def test_s27_delete_archives_and_s29_label_and_word_are_free_again(admin):
    made = make(admin, label="Rain", short="rr")
    assert api(admin, "DELETE",
               f"/completion-types/{made['id']}") == (204, None)
    found = listed(admin)
    assert found["rain"]["archived"]
    assert items(admin, "/completion-types")[-1]["archived"]
    again = make(admin, label="Rain", short="rr")
    assert again["slug"] != "rain"


def test_s26_a_default_is_disabled_not_removed_or_changed(admin):
    path = "/completion-types/missed"
    status, answer = api(admin, "PATCH", path, {"enabled": False})
    assert status == 200 and not answer["enabled"]
    assert api(admin, "PATCH", path, {"enabled": True})[0] == 200
    assert api(admin, "DELETE", path)[0] == 409
    assert api(admin, "PATCH", path, {"client": 50})[0] == 409


def test_s26_one_type_stays_enabled(admin):
    on = [t for t in items(admin, "/completion-types")
          if t["enabled"] and not t["archived"]]
    for one in on[1:]:
        assert api(admin, "PATCH", f"/completion-types/{one['id']}",
                   {"enabled": False})[0] == 200
    status, answer = api(admin, "PATCH",
                         f"/completion-types/{on[0]['id']}",
                         {"enabled": False})
    assert status == 409 and answer["error"]["code"] == "last-enabled"
    assert answer["error"]["current"]["enabled"]
    for one in on[1:]:
        assert api(admin, "PATCH", f"/completion-types/{one['id']}",
                   {"enabled": True})[0] == 200


def test_types_that_are_not_there_are_404(admin):
    for word in "999999", "no-such", "0":
        assert api(admin, "PATCH", f"/completion-types/{word}",
                   {"client": 1})[0] == 404
        assert api(admin, "DELETE", f"/completion-types/{word}")[0] == 404


def test_s4_staff_edit_types_only_where_it_is_granted(admin, staff):
    made = make(admin)
    path = f"/completion-types/{made['id']}"
    body = {**TYPE, "label": next(labels)}
    assert listed(staff)[made["slug"]] == made
    assert api(staff, "POST", "/completion-types", body)[0] == 403
    assert api(staff, "PATCH", path, {"client": 1})[0] == 403
    assert api(staff, "DELETE", path)[0] == 403
    assert api(admin, "PATCH", "/people/stan",
               {"grants": ["types"]})[0] == 200
    assert api(staff, "POST", "/completion-types", body)[0] == 201
    assert api(staff, "DELETE", path)[0] == 204


def test_practitioners_read_types_and_clients_do_not(server, maria):
    assert "completed" in listed(maria)
    assert api(maria, "POST", "/completion-types", TYPE)[0] == 403
    assert api(server.person("ada"), "GET", "/completion-types")[0] == 403

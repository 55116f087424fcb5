#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "base/str.h"
#include "practice/session/rate.h"
#include "practice/session/service.h"

static struct completion_type late(const char *label)
{
	return (struct completion_type){
		.label = label,
		.map = MAP_CANCELED,
		.client = 50,
		.practitioner = 50,
		.enabled = true,
	};
}

static enum err add(struct clinic *clinic, struct completion_type *type)
{
	return practice_type_add(clinic->op, clinic->store, type);
}

static enum err change(struct clinic *clinic,
		       const struct completion_type *type)
{
	return whole_type_change(clinic->op, clinic->store, type);
}

static struct completion_type type_of(struct clinic *clinic, const char *slug)
{
	struct completion_type type;

	assert_int_equal(
		store_type_find(place_read(clinic->place), slug, &type), OK);
	return type;
}

static enum err of_word(struct clinic *clinic, const char *word,
			struct completion_type *type)
{
	return practice_type_of_word(place_read(clinic->place), word, type);
}

static void s8_a_service_has_a_price_from_the_beginning(void **state)
{
	struct clinic *clinic = *state;
	struct price price;

	assert_int_equal(store_price_load(place_read(clinic->place),
					  clinic->fixed, day_of(1900, 1, 1),
					  &price),
			 OK);
	assert_int_equal(price.cost.minor, 4250);
	assert_int_equal(price.tax_bp, 1300);
	assert_non_null(
		strstr(clinic_audit(clinic, "service", clinic->fixed).after,
		       "\"cost\":\"42.50\""));
}

static void wrong_services_are_refused(void **state)
{
	struct clinic *clinic = *state;
	struct service service = { .name = " ",
				   .kind = (enum service_kind)7,
				   .basis = (enum wage_basis)7,
				   .active = true };
	struct price price = { .cost = { -1 },
			       .wage = { MONEY_LIMIT + 1 },
			       .tax_bp = 10001 };

	assert_failed(clinic,
		      practice_service_add(clinic->op, clinic->store, &service,
					   &price),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "name", "name-missing"));
	assert_true(clinic_field(clinic, "kind", "unknown-word"));
	assert_true(clinic_field(clinic, "wage_basis", "unknown-word"));
	assert_true(clinic_field(clinic, "cost", "cost-range"));
	assert_true(clinic_field(clinic, "wage", "wage-range"));
	assert_true(clinic_field(clinic, "tax_bp", "tax_bp-range"));
	service = (struct service){ .name = "sesSION", .active = true };
	price = (struct price){ .cost = { 0 } };
	assert_failed(clinic,
		      practice_service_add(clinic->op, clinic->store, &service,
					   &price),
		      ERR_EXISTS);
	service.name = "Free";
	assert_ok(clinic, practice_service_add(clinic->op, clinic->store,
					       &service, &price));
}

static void prices_come_once_a_day_and_for_services_that_are(void **state)
{
	struct clinic *clinic = *state;
	struct price price = { .effective_from = day_of(2026, 7, 1),
			       .cost = { 4500 } };

	clinic_as(clinic, clinic->staff);
	assert_ok(clinic, practice_price_add(clinic->op, clinic->store,
					     clinic->fixed, &price));
	assert_failed(clinic,
		      practice_price_add(clinic->op, clinic->store,
					 clinic->fixed, &price),
		      ERR_EXISTS);
	assert_failed(
		clinic,
		practice_price_add(clinic->op, clinic->store, 999, &price),
		ERR_NOT_FOUND);
	clinic_as(clinic, clinic->maria);
	assert_failed(clinic,
		      practice_price_add(clinic->op, clinic->store,
					 clinic->fixed, &price),
		      ERR_FORBIDDEN);
}

static void rates_are_of_clients(void **state)
{
	struct clinic *clinic = *state;
	struct money cost = { 3000 };

	assert_failed(clinic,
		      practice_rate_set(clinic->op, clinic->store,
					clinic->maria, clinic->fixed, &cost),
		      ERR_NOT_FOUND);
	assert_failed(clinic,
		      practice_rate_set(clinic->op, clinic->store,
					clinic->clients[0], 999, &cost),
		      ERR_NOT_FOUND);
	assert_ok(clinic,
		  practice_rate_set(clinic->op, clinic->store,
				    clinic->clients[0], clinic->fixed, &cost));
	assert_string_equal(
		clinic_audit(clinic, "person", clinic->clients[0]).action,
		"rate.set");
	cost.minor = -1;
	assert_failed(clinic,
		      practice_rate_set(clinic->op, clinic->store,
					clinic->clients[0], clinic->fixed,
					&cost),
		      ERR_INVALID);
	assert_ok(clinic,
		  practice_rate_set(clinic->op, clinic->store,
				    clinic->clients[0], clinic->fixed, NULL));
	/* Nothing to remove is no error. */
	assert_ok(clinic,
		  practice_rate_set(clinic->op, clinic->store,
				    clinic->clients[0], clinic->fixed, NULL));
}

static void s26_the_defaults_are_there_and_enabled(void **state)
{
	struct clinic *clinic = *state;

	assert_string_equal(type_of(clinic, "completed").short_word, "ok");
	assert_string_equal(type_of(clinic, "missed").short_word, "ns");
	assert_string_equal(type_of(clinic, "canceled").short_word, "x");
	assert_int_equal(type_of(clinic, "canceled").client, 0);
	assert_true(type_of(clinic, "missed").enabled);
	assert_true(type_of(clinic, "missed").builtin);
}

static void s27_a_label_of_15_is_taken_and_16_refused(void **state)
{
	struct clinic *clinic = *state;
	/* 15 characters, 30 bytes. */
	struct completion_type type = late("ååååååååååååååå");

	assert_ok(clinic, add(clinic, &type));
	type = late("1234567890123456");
	assert_failed(clinic, add(clinic, &type), ERR_INVALID);
	assert_true(clinic_field(clinic, "label", "label-too-long"));
	assert_string_equal(clinic->op->failure.message,
			    "A label has at most 15 characters; this one has "
			    "16.");
	type = late("  ");
	assert_failed(clinic, add(clinic, &type), ERR_INVALID);
	assert_true(clinic_field(clinic, "label", "label-missing"));
	type = late("a\tb");
	assert_failed(clinic, add(clinic, &type), ERR_INVALID);
	assert_true(clinic_field(clinic, "label", "label-invalid"));
}

static void s27_labels_are_trimmed_and_unique_ignoring_case(void **state)
{
	struct clinic *clinic = *state;
	struct completion_type type = late(" Späte Absage ");

	assert_ok(clinic, add(clinic, &type));
	assert_string_equal(type.label, "Späte Absage");
	assert_string_equal(type.slug, "spate-absage");
	/* The same in decomposed form and other case. */
	type = late("SPA\xCC\x88TE ABSAGE");
	assert_failed(clinic, add(clinic, &type), ERR_EXISTS);
	assert_string_equal(clinic->op->failure.reason, "label-taken");
	type = late("completed");
	assert_failed(clinic, add(clinic, &type), ERR_EXISTS);
}

static void s27_modifiers_have_their_ranges(void **state)
{
	struct clinic *clinic = *state;
	struct completion_type type = late("A");

	type.client = 999;
	type.practitioner = 0;
	assert_ok(clinic, add(clinic, &type));
	type = late("B");
	type.client = 1000;
	type.practitioner = -1;
	assert_failed(clinic, add(clinic, &type), ERR_INVALID);
	assert_true(clinic_field(clinic, "client", "modifier-range"));
	assert_true(clinic_field(clinic, "practitioner", "modifier-range"));
	type = late("B");
	type.modifier = MODIFIER_FIXED;
	type.client = 999999;
	assert_ok(clinic, add(clinic, &type));
	type = late("C");
	type.modifier = MODIFIER_FIXED;
	type.client = 1000000;
	assert_failed(clinic, add(clinic, &type), ERR_INVALID);
}

static void s27_a_description_has_at_most_500_characters(void **state)
{
	struct clinic *clinic = *state;
	struct completion_type type = late("A");
	char *text = arena_alloc(clinic->op->arena, 502);

	memset(text, 'd', 501);
	type.description = text;
	assert_failed(clinic, add(clinic, &type), ERR_INVALID);
	assert_true(
		clinic_field(clinic, "description", "description-too-long"));
	text[500] = '\0';
	assert_ok(clinic, add(clinic, &type));
}

static void s29_slugs_come_from_the_first_label_and_stay(void **state)
{
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;
	struct completion_type type = late("Late cancel");

	assert_string_equal(practice_type_slug(arena, "Late cancel!"),
			    "late-cancel");
	assert_string_equal(practice_type_slug(arena, " Ça -- và 2 "),
			    "ca-va-2");
	assert_string_equal(practice_type_slug(arena, "Hủy muộn"), "huy-muon");
	assert_null(practice_type_slug(arena, "取消"));
	assert_null(practice_type_slug(arena, "Open"));
	assert_null(practice_type_slug(arena, "override"));
	assert_ok(clinic, add(clinic, &type));
	type = type_of(clinic, "late-cancel");
	type.label = "Very late";
	type.slug = "other";
	assert_ok(clinic, change(clinic, &type));
	assert_string_equal(type_of(clinic, "late-cancel").label, "Very late");
	type = late("取消");
	assert_ok(clinic, add(clinic, &type));
	assert_string_equal(type.slug, "type-1");
	type = late("Open");
	assert_ok(clinic, add(clinic, &type));
	assert_string_equal(type.slug, "type-2");
}

static void s29_labels_of_archived_types_are_free_again(void **state)
{
	struct clinic *clinic = *state;
	struct completion_type type = late("Late cancel");

	type.short_word = "lc";
	assert_ok(clinic, add(clinic, &type));
	assert_ok(clinic,
		  practice_type_archive(clinic->op, clinic->store, type.id));
	assert_ok(clinic,
		  practice_type_archive(clinic->op, clinic->store, type.id));
	type = late("late cancel");
	type.short_word = "LC";
	assert_ok(clinic, add(clinic, &type));
	assert_string_equal(type.slug, "late-cancel-2");
	type = late("Other");
	type.short_word = "lc";
	assert_failed(clinic, add(clinic, &type), ERR_EXISTS);
	assert_string_equal(clinic->op->failure.reason, "short-taken");
	type.short_word = "two words";
	assert_failed(clinic, add(clinic, &type), ERR_INVALID);
	assert_true(clinic_field(clinic, "short", "short-invalid"));
}

static void s26_at_least_one_type_stays_enabled(void **state)
{
	struct clinic *clinic = *state;
	static const char *const slugs[] = { "completed", "missed" };
	struct completion_type type;

	for (size_t i = 0; i < ARRAY_SIZE(slugs); i++) {
		type = type_of(clinic, slugs[i]);
		type.enabled = false;
		assert_ok(clinic, change(clinic, &type));
	}
	type = type_of(clinic, "canceled");
	type.enabled = false;
	assert_failed(clinic, change(clinic, &type), ERR_CONFLICT);
	assert_string_equal(clinic->op->failure.reason, "last-enabled");
}

static void builtin_types_are_disabled_not_archived_or_priced(void **state)
{
	struct clinic *clinic = *state;
	struct completion_type type = type_of(clinic, "canceled");

	assert_failed(clinic,
		      practice_type_archive(clinic->op, clinic->store, type.id),
		      ERR_CONFLICT);
	type.client = 50;
	assert_failed(clinic, change(clinic, &type), ERR_CONFLICT);
	type.client = 0;
	type.label = "Called off";
	assert_ok(clinic, change(clinic, &type));
	assert_true(type_of(clinic, "canceled").builtin);
}

static void s4_types_need_a_grant(void **state)
{
	struct clinic *clinic = *state;
	struct completion_type type = late("A");

	clinic_as(clinic, clinic->staff);
	assert_failed(clinic, add(clinic, &type), ERR_FORBIDDEN);
	clinic->op->actor.grants = GRANT_TYPES;
	assert_ok(clinic, add(clinic, &type));
	clinic_as(clinic, clinic->maria);
	assert_failed(clinic, change(clinic, &type), ERR_FORBIDDEN);
	clinic_as(clinic, clinic->admin);
	type.id = 999;
	assert_failed(clinic, change(clinic, &type), ERR_NOT_FOUND);
	assert_failed(clinic,
		      practice_type_archive(clinic->op, clinic->store, 999),
		      ERR_NOT_FOUND);
}

static void a_stale_change_of_a_type_conflicts(void **state)
{
	struct clinic *clinic = *state;
	struct completion_type type = late("A"), stale;

	assert_ok(clinic, add(clinic, &type));
	stale = type;
	type.client = 60;
	assert_ok(clinic, change(clinic, &type));
	stale.client = 70;
	assert_failed(clinic, change(clinic, &stale), ERR_CONFLICT);
	assert_int_equal(clinic_audits(clinic, "type", type.id), 2);
}

static void s29_words_of_calendars_ignore_case_blanks_and_hyphens(void **state)
{
	struct clinic *clinic = *state;
	struct completion_type type = late("Late cancel"), found;

	type.short_word = "LC";
	assert_ok(clinic, add(clinic, &type));
	assert_int_equal(of_word(clinic, "#late-cancel", &found), OK);
	assert_int_equal(found.id, type.id);
	assert_int_equal(of_word(clinic, "LATECANCEL", &found), OK);
	assert_int_equal(of_word(clinic, "lc", &found), OK);
	assert_int_equal(found.id, type.id);
	assert_int_equal(of_word(clinic, "OK", &found), OK);
	assert_string_equal(found.slug, "completed");
	assert_int_equal(of_word(clinic, "late", &found), ERR_NOT_FOUND);
	assert_int_equal(of_word(clinic, "#", &found), ERR_NOT_FOUND);
	assert_int_equal(of_word(clinic, "", &found), ERR_NOT_FOUND);
	assert_ok(clinic,
		  practice_type_archive(clinic->op, clinic->store, type.id));
	assert_int_equal(of_word(clinic, "lc", &found), ERR_NOT_FOUND);
}

static void a_word_that_names_two_types_is_a_conflict(void **state)
{
	struct clinic *clinic = *state;
	struct completion_type a = late("No show"), b = late("Other"), found;

	b.short_word = "no-show";
	assert_ok(clinic, add(clinic, &a));
	assert_ok(clinic, add(clinic, &b));
	assert_int_equal(of_word(clinic, "#noshow", &found), ERR_CONFLICT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(s8_a_service_has_a_price_from_the_beginning),
		WITH_CLINIC(wrong_services_are_refused),
		WITH_CLINIC(prices_come_once_a_day_and_for_services_that_are),
		WITH_CLINIC(rates_are_of_clients),
		WITH_CLINIC(s26_the_defaults_are_there_and_enabled),
		WITH_CLINIC(s27_a_label_of_15_is_taken_and_16_refused),
		WITH_CLINIC(s27_labels_are_trimmed_and_unique_ignoring_case),
		WITH_CLINIC(s27_modifiers_have_their_ranges),
		WITH_CLINIC(s27_a_description_has_at_most_500_characters),
		WITH_CLINIC(s29_slugs_come_from_the_first_label_and_stay),
		WITH_CLINIC(s29_labels_of_archived_types_are_free_again),
		WITH_CLINIC(s26_at_least_one_type_stays_enabled),
		WITH_CLINIC(builtin_types_are_disabled_not_archived_or_priced),
		WITH_CLINIC(s4_types_need_a_grant),
		WITH_CLINIC(a_stale_change_of_a_type_conflicts),
		WITH_CLINIC(
			s29_words_of_calendars_ignore_case_blanks_and_hyphens),
		WITH_CLINIC(a_word_that_names_two_types_is_a_conflict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "base/word.h"
#include "store/completion_type.h"
#include "store/services.h"

#include "store/actor.h"
#include "tests/unit/store/transaction_fixture.h"

static const struct day always = { INT32_MIN };

static struct completion_type late(void)
{
	return (struct completion_type){
		.slug = "late",
		.label = "Late 50%",
		.description = "Less than a day before",
		.short_word = "lt",
		.map = MAP_CANCELED,
		.modifier = MODIFIER_PERCENTAGE,
		.client = 50,
		.practitioner = 25,
		.enabled = true,
	};
}

static void a_service_is_found_by_id_and_by_name_ignoring_case(void **state)
{
	struct tx_fixture *fix = *state;
	struct service service = {
		.name = "Übung",
		.kind = SERVICE_HOURLY,
		.basis = WAGE_CLIENT,
		.active = true,
	};
	struct service found;

	assert_int_equal(store_service_insert(fix->tx, &service), OK);
	assert_int_equal(store_service_find(fix->reader, service.id, &found),
			 OK);
	assert_string_equal(found.name, "Übung");
	assert_int_equal(found.kind, SERVICE_HOURLY);
	assert_int_equal(found.basis, WAGE_CLIENT);
	assert_true(found.active);
	assert_int_equal(store_service_find_name(fix->reader, "üBUNG", &found),
			 OK);
	assert_int_equal(found.id, service.id);
	assert_int_equal(store_service_find(fix->reader, 99, &found),
			 ERR_NOT_FOUND);
	assert_int_equal(store_service_find_name(fix->reader, "ubung", &found),
			 ERR_NOT_FOUND);
}

static void two_services_may_not_share_a_name(void **state)
{
	struct tx_fixture *fix = *state;
	struct service other = { .name = "Yoga", .active = true };
	struct service *list;
	size_t count;

	tx_service(fix, "Piano");
	assert_int_equal(store_service_insert(fix->tx, &other), OK);
	other.name = "PIANO";
	assert_int_equal(store_service_insert(fix->tx, &other), ERR_EXISTS);
	other.name = "Chess";
	other.active = false;
	assert_int_equal(store_service_insert(fix->tx, &other), OK);
	assert_int_equal(store_service_list(fix->reader, &list, &count), OK);
	assert_int_equal(count, 3);
	assert_string_equal(list[0].name, "Piano");
	assert_string_equal(list[1].name, "Yoga");
	assert_true(list[1].active);
	assert_string_equal(list[2].name, "Chess");
	assert_false(list[2].active);
}

static void assert_price(struct tx_fixture *fix, int64_t service, int32_t day,
			 int64_t cost)
{
	struct price price;

	assert_int_equal(store_price_load(fix->reader, service,
					  (struct day){ day }, &price),
			 OK);
	assert_int_equal(price.cost.minor, cost);
}

static void a_price_holds_from_its_day_until_the_next_one(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t service = tx_service(fix, "Piano");
	struct price first = { always, { 4250 }, { 3000 }, 1300 };
	struct price second = { { 20000 }, { 5000 }, { 3500 }, 0 };
	struct price *list;
	size_t count;

	assert_int_equal(store_price_insert(fix->tx, service, &second), OK);
	assert_int_equal(store_price_insert(fix->tx, service, &first), OK);
	assert_price(fix, service, INT32_MIN, 4250);
	assert_price(fix, service, 19999, 4250);
	assert_price(fix, service, 20000, 5000);
	assert_price(fix, service, INT32_MAX, 5000);
	assert_int_equal(store_price_list(fix->reader, service, &list, &count),
			 OK);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].effective_from.n, INT32_MIN);
	assert_int_equal(list[0].wage.minor, 3000);
	assert_int_equal(list[0].tax_bp, 1300);
	assert_int_equal(list[1].tax_bp, 0);
}

static void a_day_has_one_price(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t service = tx_service(fix, "Piano");
	struct price price = { { 20000 }, { 4250 }, { 3000 }, 1300 };

	assert_int_equal(store_price_insert(fix->tx, service, &price), OK);
	assert_int_equal(store_price_insert(fix->tx, service, &price),
			 ERR_EXISTS);
	assert_price(fix, service, 20000, 4250);
}

static void a_service_without_a_price_is_damage(void **state)
{
	struct tx_fixture *fix = *state;
	struct price price;

	assert_int_equal(store_price_load(fix->reader, tx_service(fix, "Piano"),
					  (struct day){ 20000 }, &price),
			 ERR_STORAGE);
}

static enum err rate_of(struct tx_fixture *fix, int64_t client, int64_t service,
			struct money *cost)
{
	struct client_rate rate;
	enum err err = store_rate_on(fix->reader, client, service,
				     (struct day){ 20000 }, &rate);

	if (!err)
		*cost = rate.cost;
	return err;
}

static void a_rate_is_set_changed_and_removed(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t service = tx_service(fix, "Piano");
	int64_t ada = tx_person(fix, ROLE_CLIENT, "Ada Brown");
	int64_t bob = tx_person(fix, ROLE_CLIENT, "Bob Cole");
	struct money cost = { -1 };

	assert_int_equal(rate_of(fix, ada, service, &cost), ERR_NOT_FOUND);
	assert_int_equal(
		store_rate_set(fix->tx, ada, service, (struct money){ 100 }),
		OK);
	assert_int_equal(
		store_rate_set(fix->tx, ada, service, (struct money){ 0 }), OK);
	assert_int_equal(rate_of(fix, ada, service, &cost), OK);
	assert_int_equal(cost.minor, 0);
	assert_int_equal(rate_of(fix, bob, service, &cost), ERR_NOT_FOUND);
	assert_int_equal(store_rate_remove(fix->tx, bob, service),
			 ERR_NOT_FOUND);
	assert_int_equal(store_rate_remove(fix->tx, ada, service), OK);
	assert_int_equal(rate_of(fix, ada, service, &cost), ERR_NOT_FOUND);
}

static void assert_builtin(struct tx_fixture *fix, const char *slug,
			   const char *label, const char *word, enum map map,
			   int64_t percent)
{
	struct completion_type type;

	assert_int_equal(store_type_find(fix->reader, slug, &type), OK);
	assert_string_equal(type.label, label);
	assert_string_equal(type.short_word, word);
	assert_string_equal(type.description, "");
	assert_int_equal(type.map, map);
	assert_int_equal(type.modifier, MODIFIER_PERCENTAGE);
	assert_int_equal(type.client, percent);
	assert_int_equal(type.practitioner, percent);
	assert_true(type.enabled && type.builtin && !type.archived);
	assert_int_equal(type.revision, 1);
}

static void three_types_are_there_from_the_start(void **state)
{
	struct tx_fixture *fix = *state;
	struct completion_type *list;
	size_t count;

	assert_int_equal(store_type_list(fix->reader, &list, &count), OK);
	assert_int_equal(count, 3);
	assert_builtin(fix, "completed", "Completed", "ok", MAP_COMPLETED, 100);
	assert_builtin(fix, "missed", "Missed", "ns", MAP_MISSED, 100);
	assert_builtin(fix, "canceled", "Canceled", "x", MAP_CANCELED, 0);
	assert_string_equal(word_of(map_words, MAP_MISSED), "missed");
}

static void a_type_is_stored_and_changed(void **state)
{
	struct tx_fixture *fix = *state;
	struct completion_type type = late(), found;

	assert_int_equal(store_type_insert(fix->tx, &type), OK);
	assert_int_equal(store_type_find_id(fix->reader, type.id, &found), OK);
	assert_string_equal(found.slug, "late");
	assert_string_equal(found.label, "Late 50%");
	assert_string_equal(found.description, "Less than a day before");
	assert_string_equal(found.short_word, "lt");
	assert_int_equal(found.map, MAP_CANCELED);
	assert_int_equal(found.client, 50);
	assert_int_equal(found.practitioner, 25);
	assert_true(found.enabled && !found.builtin && !found.archived);

	found.label = "Late";
	found.short_word = NULL;
	found.modifier = MODIFIER_FIXED;
	found.client = 999999;
	found.enabled = false;
	assert_int_equal(store_type_update(fix->tx, &found), OK);
	assert_int_equal(store_type_find(fix->reader, "late", &type), OK);
	assert_string_equal(type.label, "Late");
	assert_null(type.short_word);
	assert_int_equal(type.modifier, MODIFIER_FIXED);
	assert_int_equal(type.client, 999999);
	assert_false(type.enabled);
	assert_int_equal(type.revision, 2);
	assert_int_equal(store_type_find(fix->reader, "early", &type),
			 ERR_NOT_FOUND);
	assert_int_equal(store_type_find_id(fix->reader, 99, &type),
			 ERR_NOT_FOUND);
}

static void labels_and_short_words_are_unique_ignoring_case(void **state)
{
	struct tx_fixture *fix = *state;
	struct completion_type type = late();

	assert_int_equal(store_type_insert(fix->tx, &type), OK);
	type.slug = "late-2";
	type.short_word = "l2";
	type.label = "LATE 50%";
	assert_int_equal(store_type_insert(fix->tx, &type), ERR_EXISTS);
	type.label = "Later";
	type.short_word = "LT";
	assert_int_equal(store_type_insert(fix->tx, &type), ERR_EXISTS);
	type.short_word = NULL;
	assert_int_equal(store_type_insert(fix->tx, &type), OK);
	type.label = "Missed";
	assert_int_equal(store_type_update(fix->tx, &type), ERR_EXISTS);
}

static void an_archived_types_words_are_free_but_not_its_slug(void **state)
{
	struct tx_fixture *fix = *state;
	struct completion_type type = late(), other = late(), *list;
	size_t count;

	assert_int_equal(store_type_insert(fix->tx, &type), OK);
	type.archived = true;
	assert_int_equal(store_type_update(fix->tx, &type), OK);
	assert_int_equal(store_type_insert(fix->tx, &other), ERR_EXISTS);
	other.slug = "late-2";
	assert_int_equal(store_type_insert(fix->tx, &other), OK);
	assert_int_equal(store_type_find(fix->reader, "late", &type), OK);
	assert_true(type.archived);
	assert_int_equal(store_type_list(fix->reader, &list, &count), OK);
	assert_int_equal(count, 5);
	assert_string_equal(list[3].slug, "late-2");
	assert_string_equal(list[4].slug, "late");
	/* Back again it would meet the other. */
	type.archived = false;
	assert_int_equal(store_type_update(fix->tx, &type), ERR_EXISTS);
}

static void the_database_refuses_a_label_of_16_letters(void **state)
{
	struct tx_fixture *fix = *state;
	struct completion_type type = late();

	type.label = "äöüäöüäöüäöüäöü";
	assert_int_equal(store_type_insert(fix->tx, &type), OK);
	type.slug = "long";
	type.short_word = NULL;
	type.label = "abcdefghijklmnop";
	assert_int_equal(store_type_insert(fix->tx, &type), ERR_STORAGE);
	type.label = "";
	assert_int_equal(store_type_insert(fix->tx, &type), ERR_STORAGE);
}

static void the_database_refuses_a_modifier_out_of_bounds(void **state)
{
	struct tx_fixture *fix = *state;
	struct completion_type type = late();

	type.client = 999;
	assert_int_equal(store_type_insert(fix->tx, &type), OK);
	type.client = 1000;
	assert_int_equal(store_type_update(fix->tx, &type), ERR_STORAGE);
	type.client = -1;
	assert_int_equal(store_type_update(fix->tx, &type), ERR_STORAGE);
	type.modifier = MODIFIER_FIXED;
	type.client = 1000;
	assert_int_equal(store_type_update(fix->tx, &type), OK);
	type.practitioner = 1000000;
	assert_int_equal(store_type_update(fix->tx, &type), ERR_STORAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TX(a_service_is_found_by_id_and_by_name_ignoring_case),
		WITH_TX(two_services_may_not_share_a_name),
		WITH_TX(a_price_holds_from_its_day_until_the_next_one),
		WITH_TX(a_day_has_one_price),
		WITH_TX(a_service_without_a_price_is_damage),
		WITH_TX(a_rate_is_set_changed_and_removed),
		WITH_TX(three_types_are_there_from_the_start),
		WITH_TX(a_type_is_stored_and_changed),
		WITH_TX(labels_and_short_words_are_unique_ignoring_case),
		WITH_TX(an_archived_types_words_are_free_but_not_its_slug),
		WITH_TX(the_database_refuses_a_label_of_16_letters),
		WITH_TX(the_database_refuses_a_modifier_out_of_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

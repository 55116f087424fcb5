#include "store/completion.h"

#include "tests/unit/store/ledger_fixture.h"

#include "base/str.h"

static void assert_client(const struct completion_client *a,
			  const struct completion_client *b)
{
	assert_int_equal(a->client, b->client);
	assert_string_equal(a->slug, b->slug);
	assert_string_equal(a->label, b->label);
	assert_int_equal(a->map, b->map);
	assert_int_equal(a->modifier, b->modifier);
	assert_int_equal(a->client_modifier, b->client_modifier);
	assert_int_equal(a->practitioner_modifier, b->practitioner_modifier);
	assert_int_equal(a->rate.minor, b->rate.minor);
	assert_int_equal(a->base.minor, b->base.minor);
	assert_int_equal(a->charge.minor, b->charge.minor);
	assert_int_equal(a->tax_bp, b->tax_bp);
	assert_int_equal(a->tax.minor, b->tax.minor);
}

static void assert_practitioner(const struct completion_practitioner *a,
				const struct completion_practitioner *b)
{
	assert_int_equal(a->practitioner, b->practitioner);
	assert_int_equal(a->rate.minor, b->rate.minor);
	assert_int_equal(a->base.minor, b->base.minor);
	assert_int_equal(a->wage.minor, b->wage.minor);
	assert_int_equal(a->hourly, b->hourly);
}

static void assert_completion(const struct completion *a,
			      const struct completion *b)
{
	assert_int_equal(a->id, b->id);
	assert_int_equal(a->session, b->session);
	assert_string_equal(a->slug, b->slug);
	assert_string_equal(a->label, b->label);
	assert_int_equal(a->map, b->map);
	assert_int_equal(a->modifier, b->modifier);
	assert_int_equal(a->client_modifier, b->client_modifier);
	assert_int_equal(a->practitioner_modifier, b->practitioner_modifier);
	assert_int_equal(a->service, b->service);
	assert_string_equal(a->service_name, b->service_name);
	assert_int_equal(a->service_kind, b->service_kind);
	assert_int_equal(a->basis, b->basis);
	assert_int_equal(a->minutes, b->minutes);
	assert_true(str_equal(a->reason, b->reason));
	assert_int_equal(a->saved_by, b->saved_by);
	assert_int_equal(a->saved_at.s, b->saved_at.s);
	assert_int_equal(a->channel, b->channel);
	assert_true(str_equal(a->device, b->device));
	assert_int_equal(a->posting, b->posting);
	assert_int_equal(a->reversal, b->reversal);
	assert_int_equal(a->reopened_at.s, b->reopened_at.s);
	assert_int_equal(a->client_count, b->client_count);
	for (size_t i = 0; i < a->client_count; i++)
		assert_client(&a->clients[i], &b->clients[i]);
	assert_int_equal(a->practitioner_count, b->practitioner_count);
	for (size_t i = 0; i < a->practitioner_count; i++)
		assert_practitioner(&a->practitioners[i], &b->practitioners[i]);
}

/* Every field another number, so that none can stand for another. */
static struct completion odd_one(struct tx_fixture *fix,
				 const struct small_ledger *ledger)
{
	struct completion completion = ledger_completion(fix, ledger);

	completion.slug = "override";
	completion.label = "By hand";
	completion.map = MAP_MISSED;
	completion.modifier = MODIFIER_FIXED;
	completion.client_modifier = 11;
	completion.practitioner_modifier = 12;
	completion.service_kind = SERVICE_HOURLY;
	completion.basis = WAGE_CLIENT;
	completion.minutes = 13;
	completion.reason = "Agreed by phone";
	completion.saved_by = 0;
	completion.device = NULL;
	completion.clients[1] = (struct completion_client){
		.client = ledger->ada,
		.slug = "late",
		.label = "Late",
		.map = MAP_CANCELED,
		.modifier = MODIFIER_FIXED,
		.client_modifier = 14,
		.practitioner_modifier = 15,
		.rate = { 16 },
		.base = { 17 },
		.charge = { 18 },
		.tax_bp = 19,
		.tax = { 20 },
	};
	completion.practitioners[0] = (struct completion_practitioner){
		.practitioner = ledger->maria,
		.rate = { 21 },
		.base = { 22 },
		.wage = { 23 },
		.hourly = true,
	};
	return completion;
}

static void a_completion_is_found_as_it_was_saved(void **state)
{
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;
	struct completion completion, found = { .id = 7 };

	ledger_open(fix, &ledger);
	completion = odd_one(fix, &ledger);
	assert_int_equal(store_completion_insert(fix->tx, &completion), OK);
	assert_int_equal(
		store_completion_find(fix->reader, completion.id, &found), OK);
	assert_completion(&completion, &found);
	found.id = 7;
	assert_int_equal(store_completion_find(fix->reader, 99, &found),
			 ERR_NOT_FOUND);
	assert_int_equal(found.id, 7);
}

static void a_session_has_one_live_completion(void **state)
{
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;
	struct completion first, second;

	ledger_open(fix, &ledger);
	first = ledger_completion(fix, &ledger);
	second = first;
	assert_int_equal(store_completion_insert(fix->tx, &first), OK);
	assert_int_equal(store_completion_insert(fix->tx, &second), ERR_EXISTS);
	assert_int_equal(second.id, 0);
	assert_int_equal(
		store_completion_reopened(fix->tx, first.id, 0,
					  (struct instant){ START + HOUR }),
		OK);
	assert_int_equal(store_completion_insert(fix->tx, &second), OK);
}

static void all_completions_of_a_session_are_listed(void **state)
{
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;
	struct completion *list;
	size_t count;

	ledger_fill(fix, &ledger);
	ledger.first.posting = 1;
	ledger.first.reversal = 2;
	ledger.first.reopened_at.s = START + 2 * HOUR;
	ledger.second.posting = 3;
	assert_int_equal(store_completion_list(fix->reader, ledger.session,
					       &list, &count),
			 OK);
	assert_int_equal(count, 2);
	assert_completion(&ledger.first, &list[0]);
	assert_completion(&ledger.second, &list[1]);
	assert_int_equal(store_completion_list(fix->reader, 99, &list, &count),
			 OK);
	assert_int_equal(count, 0);
}

static void a_completion_is_posted_and_reopened_once(void **state)
{
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;
	struct instant now = { START };

	ledger_fill(fix, &ledger);
	assert_int_equal(store_completion_posted(fix->tx, ledger.second.id, 4),
			 ERR_CONFLICT);
	assert_int_equal(
		store_completion_reopened(fix->tx, ledger.first.id, 4, now),
		ERR_CONFLICT);
	assert_int_equal(store_completion_posted(fix->tx, 99, 4), ERR_CONFLICT);
	assert_int_equal(store_completion_reopened(fix->tx, 99, 4, now),
			 ERR_CONFLICT);
}

static void what_was_saved_stays(void **state)
{
	static const char *const attempts[] = {
		"UPDATE completion SET label = 'Other'",
		"UPDATE completion SET client_modifier = 80",
		"UPDATE completion SET service_name = 'Violin'",
		"UPDATE completion SET id = id + 10",
		"UPDATE completion_client SET charge = 0",
		"UPDATE completion_client SET label = 'Other'",
		"UPDATE completion_practitioner SET wage = 0",
		"DELETE FROM completion_client",
		"DELETE FROM completion_practitioner",
		"DELETE FROM completion",
	};
	struct tx_fixture *fix = *state;
	struct small_ledger ledger;
	struct completion found;

	ledger_open(fix, &ledger);
	ledger.first = ledger_completion(fix, &ledger);
	assert_int_equal(store_completion_insert(fix->tx, &ledger.first), OK);
	for (size_t i = 0; i < ARRAY_SIZE(attempts); i++)
		assert_int_equal(tx_exec(fix, attempts[i]), SQLITE_CONSTRAINT);
	assert_int_equal(
		store_completion_find(fix->reader, ledger.first.id, &found),
		OK);
	assert_completion(&ledger.first, &found);
	/* A reason is a note, which erasure must reach. */
	assert_int_equal(tx_exec(fix, "UPDATE completion SET reason = NULL"),
			 SQLITE_OK);
}

/* S28: save at 50 %, edit the type to 80 %, archive it. */
static void editing_a_type_changes_no_past_save(void **state)
{
	struct tx_fixture *fix = *state;
	struct completion_type type = {
		.slug = "late",
		.label = "Late",
		.client = 50,
		.practitioner = 50,
		.enabled = true,
	};
	struct small_ledger ledger;
	struct completion completion, found;

	ledger_open(fix, &ledger);
	assert_int_equal(store_type_insert(fix->tx, &type), OK);
	completion = ledger_completion(fix, &ledger);
	completion.slug = type.slug;
	completion.label = type.label;
	completion.client_modifier = type.client;
	assert_int_equal(store_completion_insert(fix->tx, &completion), OK);
	type.label = "Very late";
	type.client = 80;
	type.archived = true;
	assert_int_equal(store_type_update(fix->tx, &type), OK);
	assert_int_equal(
		store_completion_find(fix->reader, completion.id, &found), OK);
	assert_completion(&completion, &found);
	assert_string_equal(found.label, "Late");
	assert_int_equal(found.client_modifier, 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TX(a_completion_is_found_as_it_was_saved),
		WITH_TX(a_session_has_one_live_completion),
		WITH_TX(all_completions_of_a_session_are_listed),
		WITH_TX(a_completion_is_posted_and_reopened_once),
		WITH_TX(what_was_saved_stays),
		WITH_TX(editing_a_type_changes_no_past_save),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

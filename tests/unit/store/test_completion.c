#include "store/ledger.h"

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
static struct completion odd_one(struct desk *desk, const struct books *books)
{
	struct completion completion = books_completion(desk, books);

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
		.client = books->ada,
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
		.practitioner = books->maria,
		.rate = { 21 },
		.base = { 22 },
		.wage = { 23 },
		.hourly = true,
	};
	return completion;
}

static void a_completion_is_found_as_it_was_saved(void **state)
{
	struct desk *desk = *state;
	struct books books;
	struct completion completion, found = { .id = 7 };

	books_open(desk, &books);
	completion = odd_one(desk, &books);
	assert_int_equal(store_completion_insert(desk->tx, &completion), OK);
	assert_int_equal(
		store_completion_find(desk->reader, completion.id, &found), OK);
	assert_completion(&completion, &found);
	found.id = 7;
	assert_int_equal(store_completion_find(desk->reader, 99, &found),
			 ERR_NOT_FOUND);
	assert_int_equal(found.id, 7);
}

static void a_session_has_one_live_completion(void **state)
{
	struct desk *desk = *state;
	struct books books;
	struct completion first, second;

	books_open(desk, &books);
	first = books_completion(desk, &books);
	second = first;
	assert_int_equal(store_completion_insert(desk->tx, &first), OK);
	assert_int_equal(store_completion_insert(desk->tx, &second),
			 ERR_EXISTS);
	assert_int_equal(second.id, 0);
	assert_int_equal(
		store_completion_reopened(desk->tx, first.id, 0,
					  (struct instant){ START + HOUR }),
		OK);
	assert_int_equal(store_completion_insert(desk->tx, &second), OK);
}

static void all_completions_of_a_session_are_listed(void **state)
{
	struct desk *desk = *state;
	struct books books;
	struct completion *list;
	size_t count;

	books_fill(desk, &books);
	books.first.posting = 1;
	books.first.reversal = 2;
	books.first.reopened_at.s = START + 2 * HOUR;
	books.second.posting = 3;
	assert_int_equal(store_completion_list(desk->reader, books.session,
					       &list, &count),
			 OK);
	assert_int_equal(count, 2);
	assert_completion(&books.first, &list[0]);
	assert_completion(&books.second, &list[1]);
	assert_int_equal(store_completion_list(desk->reader, 99, &list, &count),
			 OK);
	assert_int_equal(count, 0);
}

static void a_completion_is_posted_and_reopened_once(void **state)
{
	struct desk *desk = *state;
	struct books books;
	struct instant now = { START };

	books_fill(desk, &books);
	assert_int_equal(store_completion_posted(desk->tx, books.second.id, 4),
			 ERR_CONFLICT);
	assert_int_equal(
		store_completion_reopened(desk->tx, books.first.id, 4, now),
		ERR_CONFLICT);
	assert_int_equal(store_completion_posted(desk->tx, 99, 4),
			 ERR_CONFLICT);
	assert_int_equal(store_completion_reopened(desk->tx, 99, 4, now),
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
	struct desk *desk = *state;
	struct books books;
	struct completion found;

	books_open(desk, &books);
	books.first = books_completion(desk, &books);
	assert_int_equal(store_completion_insert(desk->tx, &books.first), OK);
	for (size_t i = 0; i < ARRAY_SIZE(attempts); i++)
		assert_int_equal(desk_exec(desk, attempts[i]),
				 SQLITE_CONSTRAINT);
	assert_int_equal(
		store_completion_find(desk->reader, books.first.id, &found),
		OK);
	assert_completion(&books.first, &found);
	/* A reason is a note, which erasure must reach. */
	assert_int_equal(desk_exec(desk, "UPDATE completion SET reason = NULL"),
			 SQLITE_OK);
}

/* S28: save at 50 %, edit the type to 80 %, archive it. */
static void editing_a_type_changes_no_past_save(void **state)
{
	struct desk *desk = *state;
	struct completion_type type = {
		.slug = "late",
		.label = "Late",
		.client = 50,
		.practitioner = 50,
		.enabled = true,
	};
	struct books books;
	struct completion completion, found;

	books_open(desk, &books);
	assert_int_equal(store_type_insert(desk->tx, &type), OK);
	completion = books_completion(desk, &books);
	completion.slug = type.slug;
	completion.label = type.label;
	completion.client_modifier = type.client;
	assert_int_equal(store_completion_insert(desk->tx, &completion), OK);
	type.label = "Very late";
	type.client = 80;
	type.archived = true;
	assert_int_equal(store_type_update(desk->tx, &type), OK);
	assert_int_equal(
		store_completion_find(desk->reader, completion.id, &found), OK);
	assert_completion(&completion, &found);
	assert_string_equal(found.label, "Late");
	assert_int_equal(found.client_modifier, 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_DESK(a_completion_is_found_as_it_was_saved),
		WITH_DESK(a_session_has_one_live_completion),
		WITH_DESK(all_completions_of_a_session_are_listed),
		WITH_DESK(a_completion_is_posted_and_reopened_once),
		WITH_DESK(what_was_saved_stays),
		WITH_DESK(editing_a_type_changes_no_past_save),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

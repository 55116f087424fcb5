#include "tests/unit/store/place_fixture.h"

#include "base/str.h"
#include "store/people.h"
#include "store/search.h"
#include "store/transaction.h"

#include <string.h>

static void a_text_is_cut_into_folded_words(void **state)
{
	struct place *place = *state;
	struct search search = search_of(place->arena, "  Ada   ÄRGER ");

	assert_int_equal(search.count, 2);
	assert_string_equal(search.words[0], "ada");
	assert_string_equal(search.words[1], "ärger");
	assert_string_equal(search_longest(&search), "ärger");
}

static void nothing_typed_has_no_words(void **state)
{
	struct place *place = *state;
	struct search none = search_of(place->arena, NULL);
	struct search blank = search_of(place->arena, " \t ");

	assert_int_equal(none.count, 0);
	assert_int_equal(blank.count, 0);
	assert_string_equal(search_longest(&none), "");
}

static void many_words_end_in_the_last(void **state)
{
	struct place *place = *state;
	struct search search = search_of(place->arena, "a b c d e f");

	assert_int_equal(search.count, SEARCH_WORDS);
	assert_string_equal(search.words[3], "d e f");
}

static void a_long_text_is_cut_between_characters(void **state)
{
	struct place *place = *state;
	char text[2 * SEARCH_LONGEST + 2];
	struct search search;

	memset(text, 'x', sizeof(text));
	text[0] = 'a'; /* so that no character ends at the limit */
	for (size_t i = 1; i + 1 < sizeof(text); i += 2)
		memcpy(text + i, "ä", 2);
	text[sizeof(text) - 1] = '\0';
	search = search_of(place->arena, text);
	assert_int_equal(search.count, 1);
	assert_int_equal(strlen(search.words[0]), SEARCH_LONGEST - 1);
}

static void what_like_takes_for_any_text_is_a_letter(void **state)
{
	struct place *place = *state;
	struct search search = search_of(place->arena, "5%_!");

	assert_string_equal(search.likes[0], "%5!%!_!!%");
}

static enum err insert(struct transaction *tx, void *context)
{
	return store_person_insert(tx, context);
}

static void add(struct place *place, const char *name, const char *code,
		unsigned roles, bool active)
{
	struct person person = {
		.name = name, .code = code, .roles = roles, .active = active
	};

	place_write(place, insert, &person, OK);
}

/* Names of those found, "Ada;Ben". */
static const char *found(struct place *place, struct person_filter filter,
			 const char *text)
{
	struct search search = search_of(place->arena, text);
	struct person *list;
	size_t count;
	int64_t total;
	struct buf buf;

	buf_init(&buf, place->arena);
	buf_puts(&buf, "");
	filter.search = &search;
	place_read(place);
	assert_int_equal(
		store_person_search(place->reader, &filter, &list, &count), OK);
	assert_int_equal(store_person_count(place->reader, &filter, &total),
			 OK);
	for (size_t i = 0; i < count; i++)
		buf_printf(&buf, "%s%s", i ? ";" : "", list[i].name);
	if (!filter.limit)
		assert_int_equal(total, count);
	else
		assert_true(total >= (int64_t)count);
	return buf.at;
}

static void people_are_found_by_name_and_code_in_their_order(void **state)
{
	struct place *place = *state;
	struct person_filter all = { .roles = 0 };
	struct person_filter clients = { .roles = ROLE_CLIENT };

	add(place, "ben Fox", "C051", ROLE_CLIENT, true);
	add(place, "Ada Brown", "C042", ROLE_CLIENT, true);
	add(place, "Ägnes 100%", "C063", ROLE_CLIENT, false);
	add(place, "Ada Staff", NULL, ROLE_STAFF, true);
	assert_string_equal(found(place, all, NULL),
			    "Ada Brown;Ada Staff;ben Fox;Ägnes 100%");
	assert_string_equal(found(place, clients, "ADA"), "Ada Brown");
	assert_string_equal(found(place, all, "brown a"), "Ada Brown");
	assert_string_equal(found(place, all, "c051"), "ben Fox");
	assert_string_equal(found(place, all, "äGNES"), "Ägnes 100%");
	assert_string_equal(found(place, all, "0%"), "Ägnes 100%");
	assert_string_equal(found(place, all, "%"), "Ägnes 100%");
	assert_string_equal(found(place, all, "_"), "");
	clients.inactive = true;
	assert_string_equal(found(place, clients, NULL), "Ägnes 100%");
	clients.inactive = false;
	clients.active = true;
	assert_string_equal(found(place, clients, NULL), "Ada Brown;ben Fox");
	clients.limit = 1;
	clients.skip = 1;
	assert_string_equal(found(place, clients, NULL), "ben Fox");
	assert_string_equal(found(place,
				  (struct person_filter){ .by_id = true,
							  .after = 1,
							  .limit = 2 },
				  NULL),
			    "Ada Brown;Ägnes 100%");
}

static enum err rename_first(struct transaction *tx, void *context)
{
	struct person person;
	enum err err = store_person_find(store_tx_reader(tx), 1, &person);

	if (err)
		return err;
	person.name = context;
	return store_person_update(tx, &person);
}

static void a_new_name_is_the_one_that_is_found(void **state)
{
	struct place *place = *state;
	struct person_filter all = { .roles = 0 };
	char name[] = "Zoe Önder";

	add(place, "Ada Brown", "C042", ROLE_CLIENT, true);
	place_write(place, rename_first, name, OK);
	assert_string_equal(found(place, all, "ada"), "");
	assert_string_equal(found(place, all, "ÖNDER"), "Zoe Önder");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_text_is_cut_into_folded_words),
		IN_PLACE(nothing_typed_has_no_words),
		IN_PLACE(many_words_end_in_the_last),
		IN_PLACE(a_long_text_is_cut_between_characters),
		IN_PLACE(what_like_takes_for_any_text_is_a_letter),
		IN_PLACE(people_are_found_by_name_and_code_in_their_order),
		IN_PLACE(a_new_name_is_the_one_that_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

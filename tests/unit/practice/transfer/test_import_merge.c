#include "tests/unit/store/place_fixture.h"

#include "base/str.h"
#include "practice/transfer/import_merge_private.h"

#include <string.h>

/* What of a file's session goes in, beside what was told of it before. */

struct world {
	struct arena *arena;
	struct session here, file;
	struct import_telling telling;
	int64_t practitioners[3], clients[2];
};

static void begin(struct world *world)
{
	*world = (struct world){ .arena = arena_new(),
				 .practitioners = { 11, 12, 13 },
				 .clients = { 7, 3 } };
	world->here = (struct session){
		.span = { { 100 }, { 200 } },
		.terms = { .place = "Room 1",
			   .service = 5,
			   .practitioners = { world->practitioners, 1 },
			   .clients = { world->clients, 2 } },
	};
	world->file = world->here;
	world->telling = (struct import_telling){ .session = &world->file };
}

static struct import_merge judged(struct world *world, const char *told)
{
	return import_merge_judge(world->arena, &world->here, &world->telling,
				  told);
}

static const char *words(struct world *world)
{
	return import_merge_words(world->arena, &world->file);
}

static void the_same_people_in_another_order_are_the_same(void **s)
{
	struct world world;
	int64_t turned[] = { 3, 7 };

	(void)s;
	begin(&world);
	world.file.terms.clients.at = turned;
	assert_int_equal(judged(&world, NULL).take, 0);
	assert_true(import_merge_untouched(world.arena, &world.here,
					   words(&world), NULL));
	arena_free(world.arena);
}

static void what_was_told_before_and_changed_here_stays(void **s)
{
	struct world world;
	struct import_merge merge;
	const char *told;

	(void)s;
	begin(&world);
	told = words(&world);
	world.here.terms.place = "Room 2";
	world.here.span.start.s = 50;
	merge = judged(&world, told);
	assert_int_equal(merge.kept, PART_TIME | PART_PLACE);
	assert_false(merge.conflict);
	assert_false(
		import_merge_untouched(world.arena, &world.here, told, NULL));
	/* Two parts the file tells anew: one conflict is enough to tell. */
	world.file.terms.place = "Room 3";
	world.file.span.end.s = 300;
	merge = judged(&world, told);
	assert_true(merge.conflict);
	assert_string_equal(import_merge_names(world.arena, merge.kept),
			    "time, place");
	arena_free(world.arena);
}

/* Words of an older program, or none, tell of what they hold alone. */
static void words_that_end_early_tell_of_what_they_hold(void **s)
{
	struct world world;

	(void)s;
	begin(&world);
	world.file.terms.place = "Room 3";
	assert_int_equal(judged(&world, "100/200").take, PART_PLACE);
	assert_int_equal(judged(&world, "").take, PART_PLACE);
	assert_true(import_merge_untouched(world.arena, &world.here, "100/200",
					   NULL));
	assert_true(
		import_merge_untouched(world.arena, &world.here, NULL, NULL));
	arena_free(world.arena);
}

static void what_no_file_told_is_as_it_was_at_first(void **s)
{
	struct world world;
	const char *first;

	(void)s;
	begin(&world);
	first = words(&world);
	assert_true(
		import_merge_untouched(world.arena, &world.here, "-", first));
	world.here.terms.public_note = "bring the book";
	assert_false(import_merge_untouched(world.arena, &world.here,
					    "100/200 - - - - - -", first));
	arena_free(world.arena);
}

static void what_an_event_does_not_hold_is_no_news(void **s)
{
	struct world world;
	struct import_merge merge;

	(void)s;
	begin(&world);
	world.file.terms = (struct session_terms){ .service = 0 };
	merge = judged(&world, NULL);
	assert_int_equal(merge.take, 0);
	assert_string_equal(merge.told, "100/200 - - - - - -");
	/* What it told once is remembered. */
	merge = judged(&world, "100/200 x - - 5 - 3,7");
	assert_string_equal(merge.told, "100/200 x - - 5 - 3,7");
	arena_free(world.arena);
}

static void a_calendars_practitioner_joins_once(void **s)
{
	struct world world;
	struct import_merge merge;

	(void)s;
	begin(&world);
	world.telling.joins = true;
	world.file.terms.practitioners =
		(struct ids){ world.practitioners + 1, 1 };
	merge = judged(&world, "100/200 - - - - - -");
	assert_int_equal(merge.take, PART_PRACTITIONERS);
	assert_int_equal(merge.practitioners.count, 2);
	/* Told before and taken off here: it stays off. */
	merge = judged(&world, "100/200 - - - - 11,12,no -");
	assert_int_equal(merge.take, 0);
	assert_int_equal(merge.kept, PART_PRACTITIONERS);
	merge = judged(&world, NULL);
	assert_int_equal(merge.take, PART_PRACTITIONERS);
	arena_free(world.arena);
}

/* The office's note is its own, whatever words the event has. */
static void another_programs_words_do_not_replace_a_note(void **s)
{
	struct world world;
	struct import_merge merge;
	const char *told;

	(void)s;
	begin(&world);
	world.file.terms.private_note = "Words";
	merge = judged(&world, NULL);
	assert_int_equal(merge.take, 0);
	assert_int_equal(merge.beside, PART_PRIVATE_NOTE);
	told = words(&world);
	assert_int_equal(judged(&world, told).beside, 0);
	world.here.terms.private_note = "The office's";
	assert_false(judged(&world, told).unwritten);
	world.file.terms.private_note = "Others";
	assert_true(judged(&world, told).unwritten);
	world.telling.first = true;
	assert_false(judged(&world, told).unwritten);
	world.telling.first = false;
	world.here.terms.private_note = "Others";
	assert_false(judged(&world, told).unwritten);
	/* Our own export says of each text what it is. */
	world.telling.own = true;
	world.here.terms.private_note = "Words";
	assert_int_equal(judged(&world, told).take, PART_PRIVATE_NOTE);
	arena_free(world.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_people_in_another_order_are_the_same),
		cmocka_unit_test(what_was_told_before_and_changed_here_stays),
		cmocka_unit_test(words_that_end_early_tell_of_what_they_hold),
		cmocka_unit_test(what_no_file_told_is_as_it_was_at_first),
		cmocka_unit_test(what_an_event_does_not_hold_is_no_news),
		cmocka_unit_test(a_calendars_practitioner_joins_once),
		cmocka_unit_test(another_programs_words_do_not_replace_a_note),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

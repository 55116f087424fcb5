#include "tests/unit/store/place_fixture.h"

#include "store/claim.h"
#include "store/people.h"
#include "store/transaction.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define MIB ((size_t)1024 * 1024)
#define LARGE_WRITES 160 /* of a MiB each */
/* A busy disk may make it miss the readers three times. */
#define LOG_MOST (120 * MIB)

/* What a work has seen of its own runs. */
struct runs {
	int count;
	int64_t ids[3];
	enum err answer;
};

static int rehearsing_setup(void **state)
{
	setenv("DAYBOOK_REHEARSE", "1", 1);
	return place_setup(state);
}

static int rehearsing_teardown(void **state)
{
	unsetenv("DAYBOOK_REHEARSE");
	return place_teardown(state);
}

static enum err add_person(struct transaction *tx, void *context)
{
	struct runs *runs = context;
	struct person person = { .name = "Ada", .login = "ada" };
	enum err err = store_person_insert(tx, &person);

	if (err)
		return err;
	runs->ids[runs->count++] = person.id;
	return runs->answer;
}

static size_t people(struct place *place)
{
	struct person *list;
	size_t count;

	assert_int_equal(store_person_list(place_read(place), 0, &list, &count),
			 OK);
	return count;
}

static void a_write_is_done_once(void **state)
{
	struct place *place = *state;
	struct runs runs = { 0 };

	place_write(place, add_person, &runs, OK);
	assert_int_equal(runs.count, 1);
	assert_int_equal(people(place), 1);
}

static void a_rehearsed_write_is_done_twice_and_gives_the_same(void **state)
{
	struct place *place = *state;
	struct runs runs = { 0 };

	place_write(place, add_person, &runs, OK);
	assert_int_equal(runs.count, 2);
	assert_int_equal(runs.ids[0], runs.ids[1]);
	assert_int_equal(people(place), 1);
}

static void a_rehearsed_write_that_is_refused_leaves_nothing(void **state)
{
	struct place *place = *state;
	struct runs runs = { .answer = ERR_CONFLICT };

	place_write(place, add_person, &runs, ERR_CONFLICT);
	assert_int_equal(runs.count, 2);
	assert_int_equal(people(place), 0);
}

static void a_rehearsed_write_takes_its_claim_once(void **state)
{
	struct place *place = *state;
	struct runs runs = { 0 };
	struct claim claim = { .key = "k" }, found;

	place_write(place, add_person, &runs, OK);
	claim.person = runs.ids[0];
	runs = (struct runs){ .answer = ERR_CONFLICT };
	place->op.claim = &claim;
	place_write(place, add_person, &runs, ERR_EXISTS);
	assert_false(claim.recorded || claim.taken);
	place->op.claim = NULL;
	assert_int_equal(
		store_claim_find(place_read(place), claim.person, "k", &found),
		ERR_NOT_FOUND);
}

/* Reads that follow one another without a gap, until it is over. */
struct reading {
	struct store *store;
	pthread_t thread;
	atomic_bool over;
};

static void a_while(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = 30000000 }, NULL);
}

static void *read_on(void *context)
{
	struct reading *reading = context;
	struct arena *arena = arena_new();
	struct reader *readers[2];
	struct operation ops[2];

	for (int i = 0; i < 2; i++) {
		operation_init(&ops[i], arena, (struct instant){ 0 });
		if (store_reader_new(&ops[i], reading->store, &readers[i]) ||
		    store_reader_begin(readers[i], &ops[i]))
			abort();
	}
	for (int i = 0; !atomic_load(&reading->over); i = !i) {
		struct person *list;
		size_t count;

		store_reader_end(readers[i]);
		if (store_reader_begin(readers[i], &ops[i]) ||
		    store_person_list(readers[i], ROLE_ADMIN, &list, &count))
			abort();
		a_while();
	}
	for (int i = 0; i < 2; i++) {
		store_reader_end(readers[i]);
		store_reader_free(readers[i]);
	}
	arena_free(arena);
	return NULL;
}

static enum err write_large(struct transaction *tx, void *context)
{
	struct person *person = context;
	enum err err = person->id ? OK : store_person_insert(tx, person);

	return err ? err : store_person_update(tx, person);
}

static size_t log_size(const struct place *place)
{
	char path[128];
	struct stat found;

	snprintf(path, sizeof(path), "%s/daybook.db-wal", place->dir);
	assert_int_equal(stat(path, &found), 0);
	return (size_t)found.st_size;
}

static void the_log_begins_anew_though_reads_never_cease(void **state)
{
	struct place *place = *state;
	struct reading reading = { .store = place->store };
	char *note = malloc(MIB + 1);
	struct person person = { .name = "Ada", .login = "ada", .note = note };
	size_t most = 0;

	assert_non_null(note);
	note[MIB] = '\0';
	assert_int_equal(
		pthread_create(&reading.thread, NULL, read_on, &reading), 0);
	for (int i = 0; i < LARGE_WRITES; i++) {
		/* Pages that stay the same are not written. */
		memset(note, 'a' + i % 26, MIB);
		place_write(place, write_large, &person, OK);
		if (log_size(place) > most)
			most = log_size(place);
	}
	atomic_store(&reading.over, true);
	pthread_join(reading.thread, NULL);
	free(note);
	assert_in_range(most, 16 * MIB, LOG_MOST);
}

#define REHEARSING(test)                                        \
	cmocka_unit_test_setup_teardown(test, rehearsing_setup, \
					rehearsing_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_write_is_done_once),
		IN_PLACE(the_log_begins_anew_though_reads_never_cease),
		REHEARSING(a_rehearsed_write_is_done_twice_and_gives_the_same),
		REHEARSING(a_rehearsed_write_that_is_refused_leaves_nothing),
		REHEARSING(a_rehearsed_write_takes_its_claim_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

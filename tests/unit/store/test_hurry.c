/* Writes that wait for the disk, and those that do not. */
#include "tests/unit/store/place_fixture.h"

#include "store/people.h"
#include "store/transaction.h"

#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int waits;

/* SQLite's calls come here, as they are bound to the program's first. */
int fdatasync(int fd)
{
	waits++;
	return (int)syscall(SYS_fdatasync, fd);
}

static enum err add_person(struct transaction *tx, void *context UNUSED)
{
	struct person person = { .name = "Ada" };

	return store_person_insert(tx, &person);
}

/* How often a write waits for the disk. */
static int waits_of_a_write(struct place *place)
{
	waits = 0;
	place_write(place, add_person, NULL, OK);
	return waits;
}

static long size_of_log(struct place *place)
{
	char path[160];
	struct stat found;

	snprintf(path, sizeof(path), "%s/daybook.db-wal", place->dir);
	return stat(path, &found) == 0 ? (long)found.st_size : 0;
}

static void each_commit_waits_for_the_disk(void **state)
{
	assert_true(waits_of_a_write(*state) > 0);
	assert_true(waits_of_a_write(*state) > 0);
}

static void in_a_hurry_none_does(void **state)
{
	struct place *place = *state;

	store_hurry(place->store);
	assert_int_equal(waits_of_a_write(place), 0);
	assert_int_equal(waits_of_a_write(place), 0);
}

static void settled_the_disk_has_all_and_commits_wait_again(void **state)
{
	struct place *place = *state;

	store_hurry(place->store);
	place_write(place, add_person, NULL, OK);
	waits = 0;
	assert_int_equal(store_settle(&place->op, place->store), OK);
	assert_true(waits > 0);
	assert_int_equal(size_of_log(place), 0);
	/* What lies in the file already is waited for as well. */
	store_hurry(place->store);
	waits = 0;
	assert_int_equal(store_settle(&place->op, place->store), OK);
	assert_true(waits > 0);
	assert_true(waits_of_a_write(place) > 0);
}

static void a_hurry_that_cannot_be_settled_is_told(void **state)
{
	struct place *place = *state;
	char path[160];

	snprintf(path, sizeof(path), "%s/daybook.db", place->dir);
	assert_int_equal(remove(path), 0);
	assert_int_equal(store_settle(&place->op, place->store), ERR_STORAGE);
	assert_non_null(place->op.failure.message);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(each_commit_waits_for_the_disk),
		IN_PLACE(in_a_hurry_none_does),
		IN_PLACE(settled_the_disk_has_all_and_commits_wait_again),
		IN_PLACE(a_hurry_that_cannot_be_settled_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

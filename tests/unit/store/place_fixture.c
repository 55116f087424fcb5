#include "tests/unit/store/place_fixture.h"

#include "base/digest.h"
#include "base/log.h"
#include "store/calendar.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sqlite3.h>

void place_make_dir(struct place *place)
{
	/* In memory where that can be: a test waits for no disk. */
	const char *base = access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm";

	snprintf(place->dir, sizeof(place->dir), "%s/daybook-test-XXXXXX",
		 base);
	assert_non_null(mkdtemp(place->dir));
	place->arena = arena_new();
	operation_init(&place->op, place->arena, FIXTURE_NOW);
}

void place_open(struct place *place)
{
	enum err err = store_open(&place->op, place->dir, &place->store);

	if (err)
		print_error("%s\n", place->op.failure.message);
	assert_int_equal(err, OK);
	assert_int_equal(
		store_reader_new(&place->op, place->store, &place->reader), OK);
}

int place_setup(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	digest_init();
	log_set_level(LOG_ERROR);
	assert_non_null(place);
	place_make_dir(place);
	place_open(place);
	*state = place;
	return 0;
}

static void remove_dir(const char *dir)
{
	DIR *files = opendir(dir);
	struct dirent *file;
	char path[512];

	while (files && (file = readdir(files))) {
		snprintf(path, sizeof(path), "%s/%s", dir, file->d_name);
		if (file->d_name[0] != '.')
			unlink(path);
	}
	closedir(files);
	rmdir(dir);
}

int place_teardown(void **state)
{
	struct place *place = *state;

	if (place->reader && store_reader_operation(place->reader))
		store_reader_end(place->reader);
	store_reader_free(place->reader);
	store_close(place->store);
	remove_dir(place->dir);
	arena_free(place->arena);
	free(place);
	return 0;
}

struct reader *place_read(struct place *place)
{
	if (store_reader_operation(place->reader))
		store_reader_end(place->reader);
	operation_recover(&place->op);
	assert_int_equal(store_reader_begin(place->reader, &place->op), OK);
	return place->reader;
}

void place_write(struct place *place, store_work *work, void *context,
		 enum err err)
{
	struct operation op = place->op;
	enum err answer = store_write(&op, place->store, work, context);

	if (answer != err)
		print_error("%s: %s\n", err_name(answer), op.failure.message);
	assert_int_equal(answer, err);
}

int place_sql(struct place *place, const char *sql)
{
	char path[128];
	sqlite3 *db;
	int code;

	snprintf(path, sizeof(path), "%s/daybook.db", place->dir);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 10000);
	code = sqlite3_exec(db, sql, NULL, NULL, NULL);
	sqlite3_close(db);
	return code;
}

void assert_no_collection(struct place *place, int64_t owner, const char *path)
{
	struct collection found;

	assert_int_equal(
		store_collection_find(place_read(place), owner, path, &found),
		ERR_NOT_FOUND);
}

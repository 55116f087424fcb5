#include "tests/unit/store/place_fixture.h"

#include "base/digest.h"
#include "base/log.h"
#include "store/backup.h"
#include "store/audit.h"
#include "store/statement_private.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#define THREADS 8
#define WRITES 200

static const char COUNT_AUDIT[] = "SELECT count(*)"
				  "  FROM audit";

static int64_t audit_count(struct reader *reader)
{
	int64_t count;

	assert_int_equal(
		statement_one_int(statement(reader, COUNT_AUDIT), &count), OK);
	return count;
}

static enum err add_audit(struct transaction *tx, void *context)
{
	const struct audit audit = { .action = "test.add",
				     .object_kind = "test",
				     .object = *(int64_t *)context };

	return store_audit_add(tx, &audit);
}

static enum err add_and_fail(struct transaction *tx, void *context)
{
	enum err err = add_audit(tx, context);

	return err ? err
		   : fail(store_tx_operation(tx), ERR_CONFLICT, "on purpose");
}

static void a_new_place_is_private(void **state)
{
	struct place *place = *state;
	char path[128];
	struct stat st;

	assert_int_equal(stat(place->dir, &st), 0);
	snprintf(path, sizeof(path), "%s/daybook.db", place->dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	snprintf(path, sizeof(path), "%s/daybook.db-wal", place->dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void lost_with(struct place *place, const char *bytes)
{
	const char *dir = arena_printf(place->arena, "%s/lost", place->dir);
	const char *path = arena_printf(place->arena, "%s/daybook.db", dir);
	const char *mark = arena_printf(place->arena, "%s-making", path);
	struct store *store;
	FILE *file;

	assert_int_equal(mkdir(dir, 0700), 0);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(bytes, file);
	fclose(file);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(store_open(&place->op, dir, &store),
				 ERR_STORAGE);
		assert_non_null(
			strstr(place->op.failure.message, "Restore a backup"));
		operation_recover(&place->op);
	}
	if (*bytes)
		unlink(path);
	/* One whose making was cut off is made. */
	file = fopen(mark, "w");
	assert_non_null(file);
	fclose(file);
	assert_int_equal(store_open(&place->op, dir, &store), OK);
	store_close(store);
	assert_int_not_equal(access(mark, F_OK), 0);
	unlink(path);
	unlink(arena_printf(place->arena, "%s/daybook.lock", dir));
	rmdir(dir);
}

static void an_empty_database_is_a_lost_one(void **state)
{
	lost_with(*state, "");
}

static void a_database_that_is_shorter_than_a_page_is_a_lost_one(void **state)
{
	lost_with(*state, "\n");
	lost_with(*state, "SQLite format 3");
}

static void missing_directories_are_made(void **state)
{
	struct place *place = *state;
	const char *outer = arena_printf(place->arena, "%s/a", place->dir);
	const char *inner = arena_printf(place->arena, "%s/b", outer);
	struct store *store;
	struct stat st;

	assert_int_equal(store_open(&place->op, inner, &store), OK);
	store_close(store);
	assert_int_equal(stat(inner, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(
		unlink(arena_printf(place->arena, "%s/daybook.db", inner)), 0);
	assert_int_equal(
		unlink(arena_printf(place->arena, "%s/daybook.lock", inner)),
		0);
	assert_int_equal(rmdir(inner), 0);
	assert_int_equal(rmdir(outer), 0);
}

static void a_directory_that_cannot_be_made_is_said_so(void **state)
{
	struct place *place = *state;
	struct store *store = NULL;

	assert_int_equal(store_open(&place->op, "/proc/no/where", &store),
			 ERR_STORAGE);
	assert_null(store);
	assert_non_null(strstr(place->op.failure.message, "/proc/no"));
}

static void a_file_that_is_no_database_is_refused(void **state)
{
	struct place other = { 0 };
	char path[128];
	FILE *file;

	(void)state;

	place_make_dir(&other);
	snprintf(path, sizeof(path), "%s/daybook.db", other.dir);
	file = fopen(path, "w");
	assert_non_null(file);
	for (int i = 0; i < 4096; i++)
		fputs("no database ", file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(store_open(&other.op, other.dir, &other.store),
			 ERR_STORAGE);
	assert_non_null(strstr(other.op.failure.message, "no database"));
	assert_null(other.store);
	unlink(path);
	unlink(arena_printf(other.arena, "%s/daybook.lock", other.dir));
	rmdir(other.dir);
	arena_free(other.arena);
}

static void another_programs_database_is_refused(void **state)
{
	struct place other = { 0 };
	char path[128];

	(void)state;
	place_make_dir(&other);
	snprintf(path, sizeof(path), "%s/daybook.db", other.dir);
	assert_int_equal(place_sql(&other, "CREATE TABLE mine (x)"), SQLITE_OK);
	assert_int_equal(store_open(&other.op, other.dir, &other.store),
			 ERR_STORAGE);
	assert_non_null(strstr(other.op.failure.message, "not made by"));
	/* and left as it was */
	assert_int_equal(place_sql(&other, "SELECT x FROM mine"), SQLITE_OK);
	snprintf(path, sizeof(path), "%s/daybook.db-wal", other.dir);
	assert_int_not_equal(access(path, F_OK), 0);
	snprintf(path, sizeof(path), "%s/daybook.db", other.dir);
	unlink(path);
	unlink(arena_printf(other.arena, "%s/daybook.lock", other.dir));
	rmdir(other.dir);
	arena_free(other.arena);
}

static void a_reader_sees_its_own_moment(void **state)
{
	struct place *place = *state;
	struct reader *reader = place_read(place);
	int64_t object = 1;

	assert_int_equal(audit_count(reader), 0);
	place_write(place, add_audit, &object, OK);
	assert_int_equal(audit_count(reader), 0);
	assert_int_equal(audit_count(place_read(place)), 1);
}

static void a_reader_cannot_write(void **state)
{
	static const char write[] = "UPDATE practice"
				    "  SET name = 'x'";
	struct place *place = *state;
	struct statement *st = statement(place_read(place), write);

	assert_int_equal(statement_run(st), ERR_STORAGE);
}

static enum err look_around(struct transaction *tx, void *context)
{
	struct place *place = context;
	int64_t object = 1;
	enum err err = add_audit(tx, &object);

	assert_int_equal(audit_count(store_tx_reader(tx)), 1);
	assert_int_equal(audit_count(place->reader), 0);
	return err;
}

static void a_transaction_sees_what_it_wrote(void **state)
{
	struct place *place = *state;

	place_read(place);
	place_write(place, look_around, place, OK);
	assert_int_equal(audit_count(place_read(place)), 1);
}

static void a_failing_write_leaves_nothing(void **state)
{
	struct place *place = *state;
	struct operation op = place->op;
	int64_t object = 1;

	assert_int_equal(store_write(&op, place->store, add_and_fail, &object),
			 ERR_CONFLICT);
	assert_string_equal(op.failure.message, "on purpose");
	assert_int_equal(audit_count(place_read(place)), 0);
	place_write(place, add_audit, &object, OK);
	assert_int_equal(audit_count(place_read(place)), 1);
}

struct many {
	struct store *store;
	int64_t number;
	int failures;
};

/* Every tenth write fails, and must take nothing else with it. */
static void *write_many(void *arg)
{
	struct many *many = arg;
	struct arena *arena = arena_new();

	for (int64_t i = 0; i < WRITES; i++) {
		bool bad = i % 10 == 9;
		struct operation op;
		enum err err;

		operation_init(&op, arena, FIXTURE_NOW);
		op.actor.device = many->number % 2 ? "odd" : NULL;
		err = store_write(&op, many->store,
				  bad ? add_and_fail : add_audit,
				  &many->number);
		many->failures += err != (bad ? ERR_CONFLICT : OK);
		arena_reset(arena);
	}
	arena_free(arena);
	return NULL;
}

static void eight_threads_write_and_only_failing_jobs_are_lost(void **state)
{
	struct place *place = *state;
	struct many many[THREADS];
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++) {
		many[i] = (struct many){ place->store, i, 0 };
		assert_int_equal(
			pthread_create(&threads[i], NULL, write_many, &many[i]),
			0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(many[i].failures, 0);
	}
	assert_int_equal(audit_count(place_read(place)),
			 THREADS * (WRITES - WRITES / 10));
	for (int i = 0; i < THREADS; i++) {
		struct audit *list;
		size_t count;

		assert_int_equal(store_audit_list(place->reader, "test", i, 0,
						  1000, &list, &count),
				 OK);
		if (i > 0)
			assert_int_equal(count, WRITES - WRITES / 10);
	}
}

/* The first job holds the writer until others wait behind it. */
struct held {
	struct place *place;
	sem_t started, go;
	_Atomic int64_t uncommitted; /* most that one job saw */
};

static enum err hold(struct transaction *tx, void *context)
{
	struct held *held = context;
	struct timespec limit;

	(void)tx;
	sem_post(&held->started);
	/* A test that goes wrong fails, and does not hang. */
	clock_gettime(CLOCK_REALTIME, &limit);
	limit.tv_sec += 10;
	return sem_timedwait(&held->go, &limit) == 0 ? OK : ERR_INTERNAL;
}

static enum err add_and_look(struct transaction *tx, void *context)
{
	struct held *held = context;
	struct operation op = *store_tx_operation(tx);
	struct reader *reader = held->place->reader;
	int64_t object = 1, ahead;
	enum err err = add_audit(tx, &object);

	assert_int_equal(store_reader_begin(reader, &op), OK);
	ahead = audit_count(store_tx_reader(tx)) - audit_count(reader);
	store_reader_end(reader);
	if (ahead > held->uncommitted)
		held->uncommitted = ahead;
	return err;
}

struct call {
	struct held *held;
	store_work *work;
	enum err err;
};

static void *make_call(void *arg)
{
	struct call *call = arg;
	struct arena *arena = arena_new();
	struct operation op;

	operation_init(&op, arena, FIXTURE_NOW);
	call->err = store_write(&op, call->held->place->store, call->work,
				call->held);
	arena_free(arena);
	return NULL;
}

static void jobs_that_wait_share_one_commit(void **state)
{
	struct held held = { .place = *state };
	struct call first = { &held, hold, OK };
	struct call rest[THREADS];
	pthread_t thread, threads[THREADS];

	sem_init(&held.started, 0, 0);
	sem_init(&held.go, 0, 0);
	pthread_create(&thread, NULL, make_call, &first);
	sem_wait(&held.started);
	for (int i = 0; i < THREADS; i++) {
		rest[i] = (struct call){ &held, add_and_look, OK };
		pthread_create(&threads[i], NULL, make_call, &rest[i]);
	}
	usleep(300000); /* let them queue */
	sem_post(&held.go);
	pthread_join(thread, NULL);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(rest[i].err, OK);
	}
	assert_true(held.uncommitted > 1);
	assert_int_equal(audit_count(place_read(held.place)), THREADS);
}

static void *close_store(void *arg)
{
	store_close(arg);
	return NULL;
}

static void writes_after_closing_began_are_refused(void **state)
{
	struct place *place = *state;
	struct held held = { .place = place };
	struct call first = { &held, hold, ERR_INTERNAL };
	struct operation op = place->op;
	pthread_t thread, closer;
	int64_t object = 1;

	sem_init(&held.started, 0, 0);
	sem_init(&held.go, 0, 0);
	pthread_create(&thread, NULL, make_call, &first);
	sem_wait(&held.started);
	pthread_create(&closer, NULL, close_store, place->store);
	usleep(300000); /* let it begin; it waits for the first */
	assert_int_equal(store_write(&op, place->store, add_audit, &object),
			 ERR_UNAVAILABLE);
	sem_post(&held.go);
	pthread_join(thread, NULL);
	pthread_join(closer, NULL);
	assert_int_equal(first.err, OK);
	place->store = NULL;
}

/* In a child process: open the place and write; its exit status tells. */
static pid_t child_writes(const char *dir, int64_t object)
{
	struct place place = { 0 };
	struct many many = { .number = object };
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	log_set_level(LOG_ERROR);
	place.arena = arena_new();
	operation_init(&place.op, place.arena, FIXTURE_NOW);
	if (store_open(&place.op, dir, &many.store) != OK) {
		fprintf(stderr, "%s\n", place.op.failure.message);
		_exit(1);
	}
	write_many(&many);
	store_close(many.store);
	_exit(many.failures ? 2 : 0);
}

static void processes_may_make_and_write_one_place_at_once(void **state)
{
	struct place *opened = calloc(1, sizeof(*opened));
	pid_t children[4];
	int status;

	(void)state;
	digest_init();
	log_set_level(LOG_ERROR);
	place_make_dir(opened);
	for (int i = 0; i < 4; i++)
		children[i] = child_writes(opened->dir, i);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	place_open(opened);
	assert_int_equal(audit_count(place_read(opened)),
			 4 * (WRITES - WRITES / 10));
	place_teardown((void **)&opened);
}

static void a_backup_is_whole_though_writes_go_on(void **state)
{
	struct place *place = *state;
	struct many many = { place->store, 1, 0 };
	struct place *opened = calloc(1, sizeof(*opened));
	struct backup_facts facts;
	pthread_t thread;
	char path[128];
	struct stat st;
	int64_t count;

	place_make_dir(opened);
	snprintf(path, sizeof(path), "%s/daybook.db", opened->dir);
	pthread_create(&thread, NULL, write_many, &many);
	usleep(10000);
	assert_int_equal(store_backup(&place->op, place->store, path, &facts),
			 OK);
	pthread_join(thread, NULL);
	assert_int_equal(many.failures, 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);

	assert_int_equal(store_backup(&place->op, place->store, path, &facts),
			 ERR_EXISTS);
	place_open(opened);
	assert_int_equal(store_check(place_read(opened)), OK);
	count = audit_count(opened->reader);
	assert_in_range(count, 0, WRITES);
	place_teardown((void **)&opened);
}

static void a_backup_into_nowhere_fails_and_leaves_nothing(void **state)
{
	struct place *place = *state;
	struct backup_facts facts;

	assert_int_equal(store_backup(&place->op, place->store,
				      "/proc/nowhere/backup.db", &facts),
			 ERR_STORAGE);
}

static void a_sound_place_passes_its_check(void **state)
{
	assert_int_equal(store_check(place_read(*state)), OK);
}

static void a_reference_to_nothing_is_found(void **state)
{
	struct place *place = *state;

	assert_int_equal(place_sql(place, "INSERT INTO contact (person, "
					  "position, name, notice)"
					  "  VALUES (99, 0, 'x', 0)"),
			 SQLITE_OK);
	assert_int_equal(store_check(place_read(place)), ERR_STORAGE);
	assert_non_null(strstr(place->op.failure.message, "contact"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		/* first, as it forks: before there are threads */
		cmocka_unit_test(
			processes_may_make_and_write_one_place_at_once),
		IN_PLACE(a_new_place_is_private),
		IN_PLACE(an_empty_database_is_a_lost_one),
		IN_PLACE(a_database_that_is_shorter_than_a_page_is_a_lost_one),
		IN_PLACE(missing_directories_are_made),
		IN_PLACE(a_directory_that_cannot_be_made_is_said_so),
		IN_PLACE(a_file_that_is_no_database_is_refused),
		IN_PLACE(another_programs_database_is_refused),
		IN_PLACE(a_reader_sees_its_own_moment),
		IN_PLACE(a_reader_cannot_write),
		IN_PLACE(a_transaction_sees_what_it_wrote),
		IN_PLACE(a_failing_write_leaves_nothing),
		IN_PLACE(eight_threads_write_and_only_failing_jobs_are_lost),
		IN_PLACE(jobs_that_wait_share_one_commit),
		IN_PLACE(writes_after_closing_began_are_refused),
		IN_PLACE(a_backup_is_whole_though_writes_go_on),
		IN_PLACE(a_backup_into_nowhere_fails_and_leaves_nothing),
		IN_PLACE(a_sound_place_passes_its_check),
		IN_PLACE(a_reference_to_nothing_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

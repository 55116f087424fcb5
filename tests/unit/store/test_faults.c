#include "store/audit.h"
#include "tests/unit/store/faults.h"
#include "tests/unit/store/place_fixture.h"

#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

static enum err add_audit(struct transaction *tx, void *context)
{
	const struct audit audit = { .action = "test.add",
				     .object_kind = "test",
				     .object = *(int64_t *)context };

	return store_audit_add(tx, &audit);
}

static enum err add_and_refuse(struct transaction *tx, void *context)
{
	enum err err = add_audit(tx, context);

	return err ? err
		   : fail(store_tx_operation(tx), ERR_CONFLICT, "on purpose");
}

static size_t audits(struct place *place)
{
	struct audit *list;
	size_t count;

	assert_int_equal(store_audit_list(place_read(place), "test", 0, 0, 100,
					  &list, &count),
			 OK);
	return count;
}

/* A job of a thread of its own. */
struct job {
	struct place *place;
	store_work *work;
	enum err answer;
	pthread_t thread;
};

static sem_t begun, go_on;

static enum err hold_up(struct transaction *tx UNUSED, void *context UNUSED)
{
	assert_int_equal(sem_post(&begun), 0);
	assert_int_equal(sem_wait(&go_on), 0);
	return OK;
}

static void *run_job(void *context)
{
	struct job *job = context;
	struct operation op = {
		.arena = arena_new(),
		.now = job->place->op.now,
	};
	int64_t object = 1;

	job->answer = store_write(&op, job->place->store, job->work, &object);
	arena_free(op.arena);
	return NULL;
}

static void start(struct job *job, struct place *place, store_work *work)
{
	*job = (struct job){ .place = place, .work = work };
	assert_int_equal(pthread_create(&job->thread, NULL, run_job, job), 0);
}

static void wait_for_waiting(struct place *place, int count)
{
	struct store_load load = { 0 };

	for (int i = 0; i < 10000 && load.waiting != count; i++) {
		usleep(1000);
		store_load(place->store, &load);
	}
	assert_int_equal(load.waiting, count);
}

/* A job and one behind it that come while another runs share a transaction:
 * both fail, and leave nothing. */
static void two_meet(struct place *place, store_work *work, const char *sql,
		     int times)
{
	struct job first, one, two;
	int64_t object = 1;

	assert_int_equal(sem_init(&begun, 0, 0), 0);
	assert_int_equal(sem_init(&go_on, 0, 0), 0);
	place_read(place);
	start(&first, place, hold_up);
	assert_int_equal(sem_wait(&begun), 0);
	start(&one, place, work);
	wait_for_waiting(place, 1);
	start(&two, place, add_audit);
	wait_for_waiting(place, 2);
	faults_arm_sql(sql, times);
	assert_int_equal(sem_post(&go_on), 0);
	pthread_join(first.thread, NULL);
	pthread_join(one.thread, NULL);
	pthread_join(two.thread, NULL);
	assert_true(faults_disarm());
	assert_int_equal(first.answer, OK);
	assert_int_equal(one.answer, ERR_STORAGE);
	assert_int_equal(two.answer, ERR_STORAGE);
	assert_int_equal(audits(place), 0);
	place_write(place, add_audit, &object, OK);
	assert_int_equal(audits(place), 1);
}

/* The write fails and leaves nothing; the next one works, and it alone. */
static void write_meets(struct place *place, store_work *work, const char *sql,
			int times)
{
	int64_t object = 1;

	place_read(place);
	faults_arm_sql(sql, times);
	place_write(place, work, &object, ERR_STORAGE);
	assert_true(faults_disarm());
	assert_int_equal(audits(place), 0);
	place_write(place, add_and_refuse, &object, ERR_CONFLICT);
	assert_int_equal(audits(place), 0);
	place_write(place, add_audit, &object, OK);
	assert_int_equal(audits(place), 1);
}

static void a_transaction_that_cannot_begin_writes_nothing(void **state)
{
	write_meets(*state, add_audit, "BEGIN IMMEDIATE", 1);
}

static void a_job_that_cannot_be_bracketed_leaves_nothing(void **state)
{
	two_meet(*state, add_audit, "SAVEPOINT", 1);
}

static void a_job_that_cannot_be_kept_leaves_nothing(void **state)
{
	two_meet(*state, add_audit, "RELEASE", 1);
}

static void a_refused_job_that_cannot_be_undone_leaves_nothing(void **state)
{
	two_meet(*state, add_and_refuse, "ROLLBACK TO", 1);
}

static void a_refused_job_whose_bracket_stays_leaves_nothing(void **state)
{
	two_meet(*state, add_and_refuse, "RELEASE", 1);
}

static void a_commit_that_fails_leaves_nothing(void **state)
{
	write_meets(*state, add_audit, "COMMIT", 1);
}

/* ROLLBACK TO and ROLLBACK: the second is made up for by the next write. */
static void what_could_not_be_rolled_back_is_so_before_the_next(void **state)
{
	two_meet(*state, add_and_refuse, "ROLLBACK", 2);
}

static void
a_refused_job_alone_keeps_its_reason_and_leaves_nothing(void **state)
{
	struct place *place = *state;
	int64_t object = 1;

	faults_arm_sql("ROLLBACK", 1);
	place_write(place, add_and_refuse, &object, ERR_CONFLICT);
	assert_true(faults_disarm());
	assert_int_equal(audits(place), 0);
	place_write(place, add_audit, &object, OK);
	assert_int_equal(audits(place), 1);
}

static void writes_wait_until_a_rollback_is_made_up_for(void **state)
{
	struct place *place = *state;
	int64_t object = 1;

	faults_arm_sql("ROLLBACK", 3);
	place_write(place, add_and_refuse, &object, ERR_CONFLICT);
	place_write(place, add_audit, &object, ERR_STORAGE);
	assert_true(faults_disarm());
	assert_int_equal(audits(place), 0);
	place_write(place, add_audit, &object, OK);
	assert_int_equal(audits(place), 1);
}

static void a_reader_whose_end_failed_begins_again(void **state)
{
	struct place *place = *state;
	int64_t object = 1;

	place_read(place);
	faults_arm_sql("COMMIT", 1);
	store_reader_end(place->reader);
	assert_true(faults_disarm());
	place_write(place, add_audit, &object, OK);
	assert_int_equal(audits(place), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_transaction_that_cannot_begin_writes_nothing),
		IN_PLACE(a_job_that_cannot_be_bracketed_leaves_nothing),
		IN_PLACE(a_job_that_cannot_be_kept_leaves_nothing),
		IN_PLACE(a_refused_job_that_cannot_be_undone_leaves_nothing),
		IN_PLACE(a_refused_job_whose_bracket_stays_leaves_nothing),
		IN_PLACE(a_commit_that_fails_leaves_nothing),
		IN_PLACE(what_could_not_be_rolled_back_is_so_before_the_next),
		IN_PLACE(
			a_refused_job_alone_keeps_its_reason_and_leaves_nothing),
		IN_PLACE(writes_wait_until_a_rollback_is_made_up_for),
		IN_PLACE(a_reader_whose_end_failed_begins_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

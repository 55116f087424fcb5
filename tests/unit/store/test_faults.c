#include "store/audit.h"
#include "tests/unit/store/faults.h"
#include "tests/unit/store/place_fixture.h"

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
	write_meets(*state, add_audit, "SAVEPOINT", 1);
}

static void a_job_that_cannot_be_kept_leaves_nothing(void **state)
{
	write_meets(*state, add_audit, "RELEASE", 1);
}

static void a_refused_job_that_cannot_be_undone_leaves_nothing(void **state)
{
	write_meets(*state, add_and_refuse, "ROLLBACK TO", 1);
}

static void a_refused_job_whose_bracket_stays_leaves_nothing(void **state)
{
	write_meets(*state, add_and_refuse, "RELEASE", 1);
}

static void a_commit_that_fails_leaves_nothing(void **state)
{
	write_meets(*state, add_audit, "COMMIT", 1);
}

/* ROLLBACK TO and ROLLBACK: the second is made up for by the next write. */
static void what_could_not_be_rolled_back_is_so_before_the_next(void **state)
{
	write_meets(*state, add_and_refuse, "ROLLBACK", 2);
}

static void writes_wait_until_a_rollback_is_made_up_for(void **state)
{
	struct place *place = *state;
	int64_t object = 1;

	faults_arm_sql("ROLLBACK", 3);
	place_write(place, add_and_refuse, &object, ERR_STORAGE);
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
		IN_PLACE(writes_wait_until_a_rollback_is_made_up_for),
		IN_PLACE(a_reader_whose_end_failed_begins_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

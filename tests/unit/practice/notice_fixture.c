#include "tests/unit/practice/notice_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/notice/policy.h"
#include "practice/notice/run.h"
#include "practice/notice/send.h"
#include "practice/notice/watch.h"
#include "store/transaction.h"

int notice_setup(void **state)
{
	int failed = clinic_setup(state);
	struct clinic *clinic = *state;
	struct person person;

	if (failed)
		return failed;
	practice_notice_watch();
	practice_notice_policy_set(&(struct notice_policy){ 180, "" });
	clinic_at(clinic, NOTICE_NOW);
	clinic_as(clinic, clinic->staff);
	assert_int_equal(store_person_load(place_read(clinic->place),
					   clinic->clients[0], &person),
			 OK);
	person.email = "Ada@Example.org";
	person.notice = NOTICE_EMAIL;
	person.revision = 0;
	assert_ok(clinic,
		  whole_person_change(clinic->op, clinic->store, &person));
	return 0;
}

int notice_teardown(void **state)
{
	practice_session_watch(NULL);
	return clinic_teardown(state);
}

struct session notice_coming(struct clinic *clinic)
{
	return clinic_session(clinic, NOTICE_DAY "T13:00:00Z", 50,
			      clinic->fixed, 1);
}

struct plan notice_plan(struct clinic *clinic)
{
	struct plan_ask ask = { .from = NOTICE_DAY };
	struct reader *reader = place_read(clinic->place);
	struct actor actor = store_reader_operation(reader)->actor;
	struct plan plan;

	store_reader_operation(reader)->actor = clinic->op->actor;
	assert_int_equal(practice_plan(reader, &ask, &plan), OK);
	store_reader_operation(reader)->actor = actor;
	return plan;
}

struct outbox notice_row(struct clinic *clinic, int64_t session)
{
	struct outbox *list;
	size_t count;

	assert_int_equal(store_outbox_of_session(place_read(clinic->place),
						 session, &list, &count),
			 OK);
	assert_int_equal(count, 1);
	return list[0];
}

static enum err change_work(struct transaction *tx, void *context)
{
	return practice_session_change_tx(tx, context);
}

void notice_move(struct clinic *clinic, int64_t id, int64_t start, int64_t end)
{
	struct session session = clinic_find(clinic, id);

	session.span.start.s += start;
	session.span.end.s += end;
	assert_ok(clinic, store_write(clinic->op, clinic->store, change_work,
				      &session));
}

struct outbox *notice_rows(struct clinic *clinic, int64_t session,
			   size_t *count)
{
	struct outbox *list;

	assert_int_equal(store_outbox_of_session(place_read(clinic->place),
						 session, &list, count),
			 OK);
	return list;
}

struct outbox notice_waiting(struct clinic *clinic, int64_t session)
{
	size_t count, found = 0;
	struct outbox *list = notice_rows(clinic, session, &count);
	struct outbox row = { .id = 0 };

	for (size_t i = 0; i < count; i++) {
		if (store_outbox_waits(&list[i])) {
			row = list[i];
			found++;
		}
	}
	assert_int_equal(found, 1);
	return row;
}

void notice_send_all(struct clinic *clinic)
{
	struct instant now = clinic->op->now;
	struct outbox *list;
	size_t count;

	clinic->op->now.s += 3600;
	assert_ok(clinic, practice_notices_lease(clinic->op, clinic->store, 3,
						 10, &list, &count));
	for (size_t i = 0; i < count; i++) {
		struct settling sent = { .id = list[i].id,
					 .attempt = ATTEMPT_SENT };

		assert_ok(clinic, practice_notices_settle(
					  clinic->op, clinic->store, &sent, 1));
	}
	clinic->op->now = now;
}

size_t notice_count(struct clinic *clinic, int64_t session,
		    enum notice_kind kind, enum outbox_state state)
{
	size_t count, found = 0;
	struct outbox *list = notice_rows(clinic, session, &count);

	for (size_t i = 0; i < count; i++)
		found += list[i].kind == kind && list[i].state == state;
	return found;
}

struct outbox notice_queued(struct clinic *clinic)
{
	struct session session = notice_coming(clinic);
	struct run_ask ask = { .plan = { .from = NOTICE_DAY },
			       .hash = notice_plan(clinic).hash,
			       .notify = true,
			       .cancel = true };
	int64_t run;

	assert_ok(clinic,
		  practice_run_apply(clinic->op, clinic->store, &ask, &run));
	return notice_row(clinic, session.id);
}

size_t notice_leased(struct clinic *clinic, const char *at)
{
	struct outbox *list;
	size_t count;

	clinic_at(clinic, at);
	assert_ok(clinic, practice_notices_lease(clinic->op, clinic->store, 3,
						 10, &list, &count));
	return count;
}

void notice_settle(struct clinic *clinic, int64_t id, enum attempt attempt)
{
	struct settling settling = { .id = id,
				     .attempt = attempt,
				     .token = "gw-1" };

	assert_ok(clinic, practice_notices_settle(clinic->op, clinic->store,
						  &settling, 1));
}

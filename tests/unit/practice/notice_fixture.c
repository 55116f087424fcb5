#include "tests/unit/practice/notice_fixture.h"

#include "practice/notice/policy.h"
#include "practice/notice/watch.h"

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
		  practice_person_change(clinic->op, clinic->store, &person));
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

#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/session/clash.h"
#include "practice/session/closure.h"
#include "practice/booking/review.h"
#include "practice/session/schedule.h"
#include "practice/session/schedule_shift.h"
#include "practice/session/schedule_change.h"
#include "store/clash.h"
#include "store/review.h"

#define MON 1u
#define WED 4u

/* What the cases leave to those behind them. */
struct swept {
	struct clinic *clinic;
	int64_t session, schedule, closure, review;
	struct ids made;
};

static struct clinic *at(void *context)
{
	return ((struct swept *)context)->clinic;
}

static enum err adds(void *context)
{
	struct swept *swept = context;
	struct clinic *clinic = swept->clinic;
	struct session session = clinic_draft(clinic, "2026-06-10T14:00:00Z",
					      60, clinic->fixed, 2);
	enum err err;

	session.terms.public_note = "Bring the book.";
	session.terms.private_note = "Tired last time.";
	session.terms.place = "Room 2";
	err = practice_session_add(clinic->op, clinic->store, &session);
	if (!err)
		swept->session = session.id;
	return err;
}

/* Read beforehand, so that the disk fails in the change alone. */
static struct session before;

static enum err changes(void *context)
{
	struct clinic *clinic = at(context);
	struct session session = before;
	int64_t practitioners[] = { clinic->maria, clinic->ben };
	int64_t clients[] = { clinic->clients[2] };
	struct edit edit;

	session.span.start.s += 1800;
	session.span.end.s += 1800;
	session.terms.service = clinic->hourly;
	session.terms.place = NULL;
	session.terms.practitioners = (struct ids){ practitioners, 2 };
	session.terms.clients = (struct ids){ clients, 1 };
	edit = whole_session_edit(&session);
	return practice_session_change(clinic->op, clinic->store, &edit,
				       SCHEDULE_THIS);
}

static enum err removes(void *context)
{
	return practice_session_remove(at(context)->op, at(context)->store,
				       ((struct swept *)context)->session);
}

static enum err restores(void *context)
{
	return practice_review_settle(at(context)->op, at(context)->store,
				      ((struct swept *)context)->review, true);
}

static enum err tells(void *context)
{
	struct session_known known;

	return session_known_load(at(context)->place->reader, before.id,
				  &known);
}

static enum err meets(void *context)
{
	struct clash *list;
	size_t count;
	enum err err;

	faults_fill(list);
	err = practice_clashes_find(at(context)->place->reader, &before, &list,
				    &count);
	err = faults_kept(err, list);
	assert_true(err || count == 1);
	return err;
}

static enum err add_review(struct transaction *tx, void *context)
{
	struct swept *swept = context;
	struct review review = { .kind = "deletes",
				 .session = swept->session,
				 .text = "Look at this." };
	enum err err = store_review_add(tx, &review);

	swept->review = review.id;
	return err;
}

static const struct faults_case removing[] = {
	{ "a removal", removes, false, false },
	{ "its undoing", restores, false, false },
};

static void no_session_is_half_made_changed_or_removed(void **state)
{
	const struct faults_case add = { "a session", adds, false, false };
	const struct faults_case change = { "a change", changes, false, false };
	const struct faults_case tell = { "a session as JSON", tells, true,
					  false };
	const struct faults_case meet = { "whom it meets", meets, true, false };
	struct clinic *clinic = *state;
	struct swept swept = { .clinic = clinic };

	/* Others at that time: they clash, and clash no more. */
	clinic_session(clinic, "2026-06-10T14:30:00Z", 60, clinic->fixed, 1);
	clinic_as(clinic, clinic->staff);
	faults_sweep(clinic->place, clinic->op, &add, &swept);
	before = clinic_find(clinic, swept.session);
	faults_sweep(clinic->place, clinic->op, &tell, &swept);
	faults_sweep(clinic->place, clinic->op, &meet, &swept);
	faults_sweep(clinic->place, clinic->op, &change, &swept);
	place_write(clinic->place, add_review, &swept, OK);
	faults_sweep_all(clinic->place, clinic->op, removing,
			 ARRAY_SIZE(removing), &swept);
	assert_int_equal(clinic_find(clinic, swept.session).state,
			 SESSION_OPEN);
}

/* Each names so many of them, and another one where one of these goes. */
static void s9_no_crowd_names_half_of_whom_it_meets(void **state)
{
	struct clinic *clinic = *state;
	struct swept swept = { .clinic = clinic };
	struct session last;
	struct clash *list;
	size_t count;

	for (int i = 0; i < CLASHES_NAMED + 2; i++) {
		last = clinic_session(clinic, "2026-06-10T14:00:00Z", 60,
				      clinic->fixed, 1);
		if (!i)
			swept.session = last.id;
	}
	clinic_as(clinic, clinic->staff);
	faults_sweep(clinic->place, clinic->op, &removing[0], &swept);
	assert_int_equal(store_clash_list(place_read(clinic->place), last.id,
					  &list, &count),
			 OK);
	assert_int_equal(count, CLASHES_NAMED);
}

/* A practitioner's own removal cancels, and its undoing re-opens. */
static void no_canceling_is_half_done(void **state)
{
	struct clinic *clinic = *state;
	struct swept swept = { .clinic = clinic };

	swept.session = clinic_session(clinic, "2026-06-10T14:00:00Z", 60,
				       clinic->fixed, 1)
				.id;
	place_write(clinic->place, add_review, &swept, OK);
	clinic_as(clinic, clinic->maria);
	faults_sweep(clinic->place, clinic->op, &removing[0], &swept);
	assert_int_equal(clinic_find(clinic, swept.session).state,
			 SESSION_SAVED);
	clinic_as(clinic, clinic->admin);
	faults_sweep(clinic->place, clinic->op, &removing[1], &swept);
}

static struct schedule plan_of(struct clinic *clinic)
{
	struct schedule schedule = {
		.days = MON | WED,
		.repeat = REPEAT_WEEKLY,
		.count = 4,
		.enabled = true,
		.skip_closures = true,
		.minutes = 60,
		.zone = CLINIC_ZONE,
		.terms.service = clinic->fixed,
		.terms.practitioners = { &clinic->maria, 1 },
		.terms.clients = { clinic->clients, 1 },
	};

	assert_true(wall_parse("2026-06-08T16:00", &schedule.start));
	return schedule;
}

static enum err plans(void *context)
{
	struct schedule schedule = plan_of(at(context));
	struct schedule_plan plan;

	return practice_schedule_plan(at(context)->place->reader, &schedule,
				      &plan);
}

static enum err adds_a_schedule(void *context)
{
	struct swept *swept = context;
	struct schedule schedule = plan_of(swept->clinic);
	struct ids made;
	enum err err = practice_schedule_add(
		swept->clinic->op, swept->clinic->store, &schedule, &made);

	if (err)
		return err;
	swept->schedule = schedule.id;
	swept->made = made;
	return OK;
}

static enum err change_schedule(struct swept *swept, struct schedule schedule)
{
	struct edit edit;
	struct ids ids;

	schedule.id = swept->schedule;
	edit = whole_schedule_edit(&schedule);
	return practice_schedule_change(swept->clinic->op, swept->clinic->store,
					&edit, (struct day){ 0 }, &ids);
}

static enum err moves_a_schedule(void *context)
{
	struct schedule schedule = plan_of(at(context));

	schedule.start.hour = 17;
	schedule.terms.place = "Room 3";
	return change_schedule(context, schedule);
}

static enum err makes_a_schedule_anew(void *context)
{
	struct schedule schedule = plan_of(at(context));

	schedule.start.hour = 17;
	schedule.days = MON;
	schedule.count = 3;
	schedule.terms.clients.count = 2;
	schedule.terms.clients.at = at(context)->clients;
	return change_schedule(context, schedule);
}

static enum err moves_following(void *context)
{
	struct session session = before;
	struct edit edit;

	session.span.start.s += 900;
	session.span.end.s += 900;
	session.terms.public_note = "Later than usual.";
	edit = whole_session_edit(&session);
	return practice_session_change(at(context)->op, at(context)->store,
				       &edit, SCHEDULE_FOLLOWING);
}

static enum err lists_sessions(void *context)
{
	struct ids ids;

	return practice_schedule_sessions(at(context)->place->reader,
					  ((struct swept *)context)->schedule,
					  &ids);
}

static const struct faults_case schedules[] = {
	{ "a preview", plans, true, false },
	{ "a schedule", adds_a_schedule, false, false },
	{ "its sessions", lists_sessions, true, false },
	{ "another time", moves_a_schedule, false, false },
	{ "other days", makes_a_schedule_anew, false, false },
};

static void no_schedule_is_half_made_or_changed(void **state)
{
	const struct faults_case following = { "the following ones",
					       moves_following, false, false };
	struct clinic *clinic = *state;
	struct swept swept = { .clinic = clinic };
	struct closure closure = { .title = "Holiday",
				   .all_day = true,
				   .from = day_of(2026, 6, 10),
				   .to = day_of(2026, 6, 10) };

	clinic_as(clinic, clinic->staff);
	assert_ok(clinic,
		  practice_closure_add(clinic->op, clinic->store, &closure));
	faults_sweep_all(clinic->place, clinic->op, schedules,
			 ARRAY_SIZE(schedules), &swept);
	before = clinic_find(clinic, swept.made.at[0]);
	before.revision = 0;
	faults_sweep(clinic->place, clinic->op, &following, &swept);
}

static enum err adds_a_closure(void *context)
{
	struct swept *swept = context;
	struct closure closure = { .title = "Holiday",
				   .all_day = true,
				   .from = day_of(2026, 6, 10),
				   .to = day_of(2026, 6, 11) };
	enum err err = practice_closure_add(swept->clinic->op,
					    swept->clinic->store, &closure);

	if (!err)
		swept->closure = closure.id;
	return err;
}

static enum err changes_a_closure(void *context)
{
	struct closure closure = {
		.id = ((struct swept *)context)->closure,
		.title = "Repairs",
		.zone = CLINIC_ZONE,
		.span = { clinic_instant("2026-06-11T12:00:00Z"),
			  clinic_instant("2026-06-11T16:00:00Z") },
	};
	struct edit edit = whole_closure_edit(&closure);

	return practice_closure_change(at(context)->op, at(context)->store,
				       &edit);
}

static enum err removes_a_closure(void *context)
{
	return practice_closure_remove(at(context)->op, at(context)->store,
				       ((struct swept *)context)->closure);
}

static const struct faults_case closures[] = {
	{ "a closure", adds_a_closure, false, false },
	{ "another", changes_a_closure, false, false },
	{ "none", removes_a_closure, false, false },
};

static void s47_no_clash_is_flagged_by_half(void **state)
{
	struct clinic *clinic = *state;
	struct swept swept = { .clinic = clinic };

	clinic_session(clinic, "2026-06-10T14:00:00Z", 60, clinic->fixed, 1);
	clinic_session(clinic, "2026-06-11T14:00:00Z", 60, clinic->fixed, 2);
	clinic_as(clinic, clinic->staff);
	faults_sweep_all(clinic->place, clinic->op, closures,
			 ARRAY_SIZE(closures), &swept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(no_session_is_half_made_changed_or_removed),
		WITH_CLINIC(s9_no_crowd_names_half_of_whom_it_meets),
		WITH_CLINIC(no_canceling_is_half_done),
		WITH_CLINIC(no_schedule_is_half_made_or_changed),
		WITH_CLINIC(s47_no_clash_is_flagged_by_half),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

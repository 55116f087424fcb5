#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/practice_fixture.h"

#include "practice/session/closure.h"
#include "practice/booking/review.h"
#include "practice/session/schedule.h"

#define MON 1u
#define WED 4u

/* What the cases leave to those behind them. */
struct desk {
	struct scene *scene;
	int64_t session, schedule, closure, review;
	struct ids made;
};

static struct scene *at(void *context)
{
	return ((struct desk *)context)->scene;
}

static enum err adds(void *context)
{
	struct desk *desk = context;
	struct scene *scene = desk->scene;
	struct session session =
		scene_draft(scene, "2026-06-10T14:00:00Z", 60, scene->fixed, 2);
	enum err err;

	session.terms.public_note = "Bring the book.";
	session.terms.private_note = "Tired last time.";
	session.terms.place = "Room 2";
	err = practice_session_add(scene->op, scene->store, &session);
	if (!err)
		desk->session = session.id;
	return err;
}

/* Read beforehand, so that the disk fails in the change alone. */
static struct session before;

static enum err changes(void *context)
{
	struct scene *scene = at(context);
	struct session session = before;
	int64_t practitioners[] = { scene->maria, scene->ben };
	int64_t clients[] = { scene->clients[2] };

	session.span.start.s += 1800;
	session.span.end.s += 1800;
	session.terms.service = scene->hourly;
	session.terms.place = NULL;
	session.terms.practitioners = (struct ids){ practitioners, 2 };
	session.terms.clients = (struct ids){ clients, 1 };
	return practice_session_change(scene->op, scene->store, &session);
}

static enum err removes(void *context)
{
	return practice_session_remove(at(context)->op, at(context)->store,
				       ((struct desk *)context)->session);
}

static enum err restores(void *context)
{
	return practice_review_settle(at(context)->op, at(context)->store,
				      ((struct desk *)context)->review, true);
}

static enum err tells(void *context)
{
	const char *json;

	return practice_session_json(at(context)->place->reader, &before, false,
				     &json);
}

static enum err add_review(struct transaction *tx, void *context)
{
	struct desk *desk = context;
	struct review review = { .kind = "deletes",
				 .session = desk->session,
				 .text = "Look at this." };
	enum err err = store_review_add(tx, &review);

	desk->review = review.id;
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
	struct scene *scene = *state;
	struct desk desk = { .scene = scene };

	/* Others at that time: they clash, and clash no more. */
	scene_session(scene, "2026-06-10T14:30:00Z", 60, scene->fixed, 1);
	scene_as(scene, scene->staff);
	faults_sweep(scene->place, scene->op, &add, &desk);
	before = scene_find(scene, desk.session);
	faults_sweep(scene->place, scene->op, &tell, &desk);
	faults_sweep(scene->place, scene->op, &change, &desk);
	place_write(scene->place, add_review, &desk, OK);
	faults_sweep_all(scene->place, scene->op, removing,
			 ARRAY_SIZE(removing), &desk);
	assert_int_equal(scene_find(scene, desk.session).state, SESSION_OPEN);
}

/* A practitioner's own removal cancels, and its undoing re-opens. */
static void no_canceling_is_half_done(void **state)
{
	struct scene *scene = *state;
	struct desk desk = { .scene = scene };

	desk.session = scene_session(scene, "2026-06-10T14:00:00Z", 60,
				     scene->fixed, 1)
			       .id;
	place_write(scene->place, add_review, &desk, OK);
	scene_as(scene, scene->maria);
	faults_sweep(scene->place, scene->op, &removing[0], &desk);
	assert_int_equal(scene_find(scene, desk.session).state, SESSION_SAVED);
	scene_as(scene, scene->admin);
	faults_sweep(scene->place, scene->op, &removing[1], &desk);
}

static struct schedule plan_of(struct scene *scene)
{
	struct schedule schedule = {
		.days = MON | WED,
		.repeat = REPEAT_WEEKLY,
		.count = 4,
		.enabled = true,
		.skip_closures = true,
		.minutes = 60,
		.zone = SCENE_ZONE,
		.terms.service = scene->fixed,
		.terms.practitioners = { &scene->maria, 1 },
		.terms.clients = { scene->clients, 1 },
	};

	assert_true(wall_parse("2026-06-08T16:00", &schedule.start));
	return schedule;
}

static enum err plans(void *context)
{
	struct schedule schedule = plan_of(at(context));
	struct plan plan;

	return practice_schedule_plan(at(context)->place->reader, &schedule,
				      &plan);
}

static enum err adds_a_schedule(void *context)
{
	struct desk *desk = context;
	struct schedule schedule = plan_of(desk->scene);
	struct ids made;
	enum err err = practice_schedule_add(
		desk->scene->op, desk->scene->store, &schedule, &made);

	if (err)
		return err;
	desk->schedule = schedule.id;
	desk->made = made;
	return OK;
}

static enum err change_schedule(struct desk *desk, struct schedule schedule)
{
	struct ids ids;

	schedule.id = desk->schedule;
	return practice_schedule_change(desk->scene->op, desk->scene->store,
					&schedule, (struct day){ 0 }, &ids);
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

	session.span.start.s += 900;
	session.span.end.s += 900;
	session.terms.public_note = "Later than usual.";
	return practice_session_change_scope(at(context)->op,
					     at(context)->store, &session,
					     SCHEDULE_FOLLOWING);
}

static enum err lists_sessions(void *context)
{
	struct ids ids;

	return practice_schedule_sessions(at(context)->place->reader,
					  ((struct desk *)context)->schedule,
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
	struct scene *scene = *state;
	struct desk desk = { .scene = scene };
	struct closure closure = { .title = "Holiday",
				   .all_day = true,
				   .from = day_of(2026, 6, 10),
				   .to = day_of(2026, 6, 10) };

	scene_as(scene, scene->staff);
	assert_ok(scene,
		  practice_closure_add(scene->op, scene->store, &closure));
	faults_sweep_all(scene->place, scene->op, schedules,
			 ARRAY_SIZE(schedules), &desk);
	before = scene_find(scene, desk.made.at[0]);
	before.revision = 0;
	faults_sweep(scene->place, scene->op, &following, &desk);
}

static enum err adds_a_closure(void *context)
{
	struct desk *desk = context;
	struct closure closure = { .title = "Holiday",
				   .all_day = true,
				   .from = day_of(2026, 6, 10),
				   .to = day_of(2026, 6, 11) };
	enum err err = practice_closure_add(desk->scene->op, desk->scene->store,
					    &closure);

	if (!err)
		desk->closure = closure.id;
	return err;
}

static enum err changes_a_closure(void *context)
{
	struct closure closure = {
		.id = ((struct desk *)context)->closure,
		.title = "Repairs",
		.zone = SCENE_ZONE,
		.span = { scene_instant("2026-06-11T12:00:00Z"),
			  scene_instant("2026-06-11T16:00:00Z") },
	};

	return practice_closure_change(at(context)->op, at(context)->store,
				       &closure);
}

static enum err removes_a_closure(void *context)
{
	return practice_closure_remove(at(context)->op, at(context)->store,
				       ((struct desk *)context)->closure);
}

static const struct faults_case closures[] = {
	{ "a closure", adds_a_closure, false, false },
	{ "another", changes_a_closure, false, false },
	{ "none", removes_a_closure, false, false },
};

static void s47_no_clash_is_flagged_by_half(void **state)
{
	struct scene *scene = *state;
	struct desk desk = { .scene = scene };

	scene_session(scene, "2026-06-10T14:00:00Z", 60, scene->fixed, 1);
	scene_session(scene, "2026-06-11T14:00:00Z", 60, scene->fixed, 2);
	scene_as(scene, scene->staff);
	faults_sweep_all(scene->place, scene->op, closures,
			 ARRAY_SIZE(closures), &desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCENE(no_session_is_half_made_changed_or_removed),
		WITH_SCENE(no_canceling_is_half_done),
		WITH_SCENE(no_schedule_is_half_made_or_changed),
		WITH_SCENE(s47_no_clash_is_flagged_by_half),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "admin/api/routes_schedules.h"

#include "admin/api/body.h"
#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/frame.h"
#include "admin/api/session_body.h"
#include "admin/api/unmet.h"
#include "base/shape_read.h"
#include "practice/access.h"
#include "practice/calendar/session_known.h"
#include "practice/session/schedule.h"
#include "practice/session/schedule_change.h"
#include "practice/session/schedule_known.h"
#include "practice/wall_time.h"

/* A date that a schedule would make. */
struct shown_date {
	struct wall start;
	const char **conflicts;
	size_t conflict_count;
};

struct preview {
	struct shown_date *dates;
	size_t count;
	bool moved;
	struct wall start;
};

static const struct field date_rows[] = {
	ROW_WALL("start", struct shown_date, start, .see = SEE_TEAM),
	ROW_TEXTS("conflicts", struct shown_date, conflicts, conflict_count,
		  .see = SEE_TEAM),
	{ 0 },
};

static const struct field preview_rows[] = {
	ROW_LIST("dates", struct preview, dates, count, struct shown_date,
		 date_rows, .see = SEE_TEAM),
	ROW_WALL("moved_start", struct preview, start, .see = SEE_TEAM,
		 ROW_GIVEN(struct preview, moved),
		 .help = "where the start moved to the first chosen day"),
	{ 0 },
};

/* A last date given replaces the count, and the other way round (S14). */
static void end_over(struct call *call, struct schedule *schedule)
{
	int64_t count;
	struct day until;
	bool has_count = call_integer(call, "count", &count);
	bool has_until = call_day(call, "until", &until);

	if (!has_count && !has_until)
		return;
	/* 0 means "not given" further in: a count of 0 and the first day of
	 * 1970, which are as wrong as what is before them, must not. */
	schedule->count = has_count ? (count ? (int)count : -1) : 0;
	schedule->until.n = has_until ? (until.n ? until.n : -1) : 0;
}

/* What a body says of a schedule, to be laid over one. */
struct sent {
	struct call *call;
	struct terms_sent terms;
};

static enum err schedule_apply(void *row, void *context)
{
	const struct sent *sent = context;
	struct call *call = sent->call;
	struct schedule *schedule = row;
	const struct audience sender = { call->op->arena, call->digits,
					 SEE_TEAM };
	struct schedule_known known = schedule_known_of(schedule);

	shape_read(&sender, schedule_rows, call->body, &known);
	*schedule = known.schedule;
	if (!schedule->zone)
		schedule->zone = call->practice.zone;
	if (call_has(call, "end"))
		schedule->minutes = practice_schedule_minutes(
			wall_utc(known.end).s - wall_utc(schedule->start).s);
	end_over(call, schedule);
	practice_terms_lay(&schedule->terms, &sent->terms.terms,
			   sent->terms.parts & PART_PEOPLE);
	return call_go_on(call);
}

static enum err new_schedule(struct call *call, struct schedule *schedule)
{
	struct sent sent = { .call = call };
	enum err err = session_terms_read(call, &sent.terms);

	*schedule = (struct schedule){ .enabled = true };
	return err ? err : schedule_apply(schedule, &sent);
}

static json_t *schedule_json(struct call *call, const struct schedule *schedule,
			     const struct ids *sessions)
{
	const struct audience who = {
		.arena = call->op->arena,
		.see = actor_is_office(&call->op->actor) ? SEE_OFFICE
							 : SEE_PRACTITIONER,
	};
	struct schedule_known known = schedule_known_of(schedule);

	known.sessions = *sessions;
	return shape_write(&who, schedule_rows, &known);
}

static enum err date_read(struct call *call, const struct schedule *schedule,
			  const struct planned *planned,
			  struct shown_date *date)
{
	struct arena *arena = call->op->arena;
	struct clash *clashes;
	size_t count;
	enum err err = practice_schedule_clashes(call->reader, schedule,
						 planned, &clashes, &count);

	if (err)
		return err;
	date->start =
		practice_instant_wall(schedule->zone, planned->span.start);
	date->conflict_count = count;
	date->conflicts =
		arena_array(arena, count + 1, sizeof(*date->conflicts));
	for (size_t i = 0; i < count; i++)
		date->conflicts[i] = session_clash_text(arena, &clashes[i]);
	return OK;
}

/* Does anything stand between the first of these dates and the last? */
static enum err meets_any(struct call *call, const struct schedule *schedule,
			  const struct planned *items, size_t count, bool *any)
{
	struct planned all = items[0];
	struct clash *clashes;
	size_t found;
	enum err err;

	for (size_t i = 1; i < count; i++)
		if (items[i].span.end.s > all.span.end.s)
			all.span.end = items[i].span.end;
	err = practice_schedule_clashes(call->reader, schedule, &all, &clashes,
					&found);
	*any = !err && found > 0;
	return err;
}

/* Years with little in them are not asked about day by day. */
static enum err dates_read(struct call *call, const struct schedule *schedule,
			   const struct planned *items, size_t count,
			   struct shown_date *dates)
{
	size_t half = count / 2;
	bool any = true;
	enum err err = OK;

	if (count < 2)
		return count ? date_read(call, schedule, items, dates) : OK;
	err = meets_any(call, schedule, items, count, &any);
	for (size_t i = 0; !err && !any && i < count; i++)
		dates[i] = (struct shown_date){
			.start = practice_instant_wall(schedule->zone,
						       items[i].span.start),
			.conflicts = arena_array(call->op->arena, 1,
						 sizeof(*dates->conflicts)),
		};
	if (err || !any)
		return err;
	err = dates_read(call, schedule, items, half, dates);
	return err ? err
		   : dates_read(call, schedule, items + half, count - half,
				dates + half);
}

/* What the schedule would make; in a transaction of the reader. */
static enum err plan_json(struct call *call, const struct schedule *schedule,
			  json_t **json)
{
	const struct audience who = { .arena = call->op->arena,
				      .see = SEE_TEAM };
	struct preview preview = { 0 };
	struct schedule_plan plan;
	enum err err = practice_schedule_plan(call->reader, schedule, &plan);

	if (err)
		return err;
	preview.moved = plan.moved;
	preview.start = plan.start;
	preview.count = plan.count;
	preview.dates =
		arena_array(who.arena, plan.count + 1, sizeof(*preview.dates));
	err = dates_read(call, schedule, plan.items, plan.count, preview.dates);
	if (!err)
		*json = shape_write(&who, preview_rows, &preview);
	return err;
}

static enum err schedules_preview(struct call *call)
{
	struct schedule schedule;
	json_t *json = NULL;
	enum err err;

	unmet_leave_out(call);
	err = new_schedule(call, &schedule);
	if (!err)
		err = store_reader_begin(call->reader, call->op);
	if (err)
		return err;
	err = plan_json(call, &schedule, &json);
	store_reader_end(call->reader);
	return err ? err : call_answer(call, json);
}

static enum err schedules_add(struct call *call)
{
	struct schedule schedule;
	struct ids sessions;
	enum err err = new_schedule(call, &schedule);

	if (!err)
		err = practice_schedule_add(call->op, call->store, &schedule,
					    &sessions);
	if (err)
		return err;
	schedule.revision = schedule.revision ? schedule.revision : 1;
	return call_created(call, schedule_json(call, &schedule, &sessions));
}

/* Practitioners see the schedules that they take part in. */
static bool sees(const struct actor *actor, const struct schedule *schedule)
{
	return actor_is_office(actor) ||
	       ids_has(&schedule->terms.practitioners, actor->person);
}

static enum err schedule_one(struct call *call, int64_t id, json_t **json)
{
	struct schedule schedule;
	struct ids sessions;
	enum err err = store_schedule_find(call->reader, id, &schedule);

	if (!err && !sees(&call->op->actor, &schedule))
		err = ERR_NOT_FOUND;
	if (!err)
		err = practice_schedule_sessions(call->reader, id, &sessions);
	if (err == ERR_NOT_FOUND)
		return fail(call->op, err, "There is no schedule '%s'.",
			    call->words[0]);
	if (!err)
		*json = schedule_json(call, &schedule, &sessions);
	return err;
}

static enum err schedules_change(struct call *call)
{
	struct sent sent = { .call = call };
	struct edit edit = { .revision = call_revision(call),
			     .apply = schedule_apply,
			     .context = &sent };
	struct ids sessions;
	struct day from = { 0 };
	json_t *json;
	enum err err = call_id(call, 0, &edit.id);

	if (!err)
		err = frame_read(call, schedule_one, edit.id, &json);
	if (!err)
		err = session_terms_read(call, &sent.terms);
	if (err)
		return err;
	call_day(call, "from", &from);
	err = practice_schedule_change(call->op, call->store, &edit, from,
				       &sessions);
	if (err == ERR_CONFLICT)
		frame_current(call, schedule_one, edit.id);
	return err ? err : frame_answer(call, schedule_one, edit.id, false);
}

static const struct route rows[] = {
	{ "POST", "/api/schedules/preview", ROLES_TEAM, RUN(schedules_preview),
	  schedule_rows, preview_rows, false,
	  "the dates that a schedule would make" },
	{ "POST", "/api/schedules", ROLES_TEAM, RUN(schedules_add),
	  schedule_rows, schedule_rows, false,
	  "make a schedule and its sessions" },
	{ "GET", "/api/schedules/{id}", ROLES_TEAM, ONE(schedule_one), NULL,
	  schedule_rows, false, "a schedule with its sessions" },
	{ "PATCH", "/api/schedules/{id}", ROLES_TEAM, RUN(schedules_change),
	  schedule_rows, schedule_rows, false,
	  "change a schedule and its open sessions" },
};

const struct routes routes_schedules = { rows, ARRAY_SIZE(rows) };

#include "practice/notice/plan.h"

#include "base/digest.h"
#include "base/str.h"
#include "practice/checks.h"
#include "practice/wall_time.h"
#include "store/people.h"

static enum err bad_bound(struct operation *op, const char *field,
			  const char *text)
{
	return fail_field(op, field, str_empty(text) ? "missing" : "not-a-day",
			  "'%s' is neither a day such as 2026-06-08 nor a time "
			  "such as 2026-06-08T16:00.",
			  text ? text : "");
}

static enum err too_long(struct operation *op, int64_t days)
{
	return fail_field(op, "to", "range-too-long",
			  "A range has at most %d days; this one has %lld: "
			  "please do it in parts.",
			  PRACTICE_PLAN_DAYS, (long long)days);
}

static enum err backwards(struct operation *op)
{
	return fail_field(op, "to", "to-before-from",
			  "The end of the range lies before its start.");
}

static enum err read_days(struct operation *op, const struct practice *practice,
			  struct plan *plan, struct day from)
{
	struct day to = from;

	if (plan->ask.to && !day_parse(plan->ask.to, &to))
		return bad_bound(op, "to", plan->ask.to);
	if (to.n < from.n)
		return backwards(op);
	if (to.n - from.n >= PRACTICE_PLAN_DAYS)
		return too_long(op, (int64_t)to.n - from.n + 1);
	if (!plan->ask.to)
		plan->ask.to = plan->ask.from;
	plan->span = practice_days(practice, from, to);
	return OK;
}

static enum err read_hours(struct operation *op,
			   const struct practice *practice, struct plan *plan)
{
	const struct plan_ask *ask = &plan->ask;
	struct wall from, to;

	if (str_empty(ask->from) || !wall_parse(ask->from, &from) ||
	    !practice_wall_instant(practice, NULL, from, &plan->span.start))
		return bad_bound(op, "from", ask->from);
	if (str_empty(ask->to) || !wall_parse(ask->to, &to) ||
	    !practice_wall_instant(practice, NULL, to, &plan->span.end))
		return bad_bound(op, "to", ask->to);
	if (plan->span.end.s <= plan->span.start.s)
		return backwards(op);
	if (wall_day(to).n - wall_day(from).n > PRACTICE_PLAN_DAYS)
		return too_long(op, (int64_t)wall_day(to).n - wall_day(from).n);
	return OK;
}

static enum err read_span(struct reader *reader, struct plan *plan)
{
	struct operation *op = store_reader_operation(reader);
	struct practice practice;
	struct day from;
	enum err err = store_practice_load(reader, &practice);

	if (err)
		return err;
	if (!str_empty(plan->ask.from) && day_parse(plan->ask.from, &from))
		return read_days(op, &practice, plan, from);
	return read_hours(op, &practice, plan);
}

static enum err check_practitioners(struct reader *reader,
				    const struct ids *ids)
{
	struct operation *op = store_reader_operation(reader);
	enum err err = OK;

	for (size_t i = 0; !err && i < ids->count; i++) {
		struct person person;

		err = store_person_find(reader, ids->at[i], &person);
		if (err == ERR_NOT_FOUND ||
		    (!err && !(person.roles & ROLE_PRACTITIONER)))
			err = fail_field(op, "practitioners",
					 "practitioner-unknown",
					 "There is no such practitioner.");
	}
	return err;
}

static enum err list_sessions(struct reader *reader, struct plan *plan)
{
	enum err err = store_session_stamps(reader, plan->span,
					    &plan->ask.practitioners,
					    &plan->list, &plan->count);

	if (!err && plan->count > PRACTICE_PLAN_SESSIONS)
		return fail_field(store_reader_operation(reader), "to",
				  "too-many-sessions",
				  "%zu sessions are more than can be done at "
				  "once (%d): please do it in parts.",
				  plan->count, PRACTICE_PLAN_SESSIONS);
	return err;
}

static const char *hash_of(struct arena *arena, const struct plan *plan)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "plan");
	for (size_t i = 0; i < plan->count; i++) {
		const struct session_stamp *stamp = &plan->list[i];

		buf_printf(&buf, "\n%lld:%lld", (long long)stamp->id,
			   (long long)stamp->revision);
	}
	return digest_tag(arena, buf.at, buf.len);
}

enum err practice_plan(struct reader *reader, const struct plan_ask *ask,
		       struct plan *plan)
{
	struct operation *op = store_reader_operation(reader);
	struct plan made = { .ask = *ask };
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = read_span(reader, &made);
	if (!err)
		err = check_practitioners(reader, &ask->practitioners);
	if (!err)
		err = list_sessions(reader, &made);
	if (err)
		return err;
	made.hash = hash_of(op->arena, &made);
	*plan = made;
	return OK;
}

#include "practice/session/session_rules.h"

#include "base/str.h"
#include "practice/access.h"
#include "practice/checks.h"
#include "practice/session/session.h"
#include "practice/refusal.h"
#include "practice/wall_time.h"
#include "store/practice.h"

#define SHORTEST_DAY (23 * 3600)

static enum err span_check(struct operation *op, struct span span)
{
	int64_t length;

	if (span.start.s < INSTANT_MIN.s || span.start.s > INSTANT_MAX.s ||
	    span.end.s > INSTANT_MAX.s)
		return fail_field(op, "start", "start-range",
				  "The start lies outside the years 1 to "
				  "9999.");
	length = span.end.s - span.start.s;
	if (length <= 0)
		return fail_field(op, "end", "end-before-start",
				  "A session ends after its start.");
	if (length > PRACTICE_SESSION_LONGEST)
		return fail_field(op, "end", "end-too-long",
				  "A session lasts at most %d hours.",
				  PRACTICE_SESSION_LONGEST / 3600);
	return OK;
}

static enum err zone_check(struct reader *reader, const char **zone)
{
	struct operation *op = store_reader_operation(reader);
	struct practice practice;
	enum err err;

	if (str_empty(*zone)) {
		err = store_practice_load(reader, &practice);
		if (!err)
			*zone = practice.zone;
		return err;
	}
	if (cal_zone_iana(*zone))
		return OK;
	return fail_field(op, "tzid", "zone-unknown",
			  "'%s' is not the IANA name of a time zone.", *zone);
}

enum err practice_session_check(struct reader *reader, struct session *session,
				const struct session *before)
{
	struct operation *op = store_reader_operation(reader);
	enum err wrong = span_check(op, session->span);
	enum err err = zone_check(reader, &session->zone);

	if (err && err != ERR_INVALID)
		return err;
	wrong = err ? err : wrong;
	err = practice_terms_check(reader, &session->terms,
				   before ? &before->terms : NULL);
	return err ? err : wrong;
}

/* An all-day event from a calendar, which nobody means as work of so many
 * hours. The shortest day of a clock change has 23. */
static bool is_whole_day(const struct session *session)
{
	struct wall start =
		practice_instant_wall(session->zone, session->span.start);

	return start.hour == 0 && start.minute == 0 && start.second == 0 &&
	       session->span.end.s - session->span.start.s >= SHORTEST_DAY;
}

enum session_state practice_session_state(const struct session *session)
{
	if (is_whole_day(session) || session->terms.clients.count == 0 ||
	    session->terms.practitioners.count == 0 || !session->terms.service)
		return SESSION_DRAFT;
	return SESSION_OPEN;
}

unsigned practice_session_differs(const struct session *a,
				  const struct session *b)
{
	unsigned parts = practice_terms_differ(&a->terms, &b->terms);

	if (a->span.start.s != b->span.start.s ||
	    a->span.end.s != b->span.end.s || !str_equal(a->zone, b->zone))
		parts |= PART_TIME;
	return parts;
}

struct day practice_planned_day(const struct session *session)
{
	if (session->planned.n)
		return session->planned;
	return wall_day(
		practice_instant_wall(session->zone, session->span.start));
}

static enum err not_permitted(struct operation *op, const char *what)
{
	return refuse(op, REFUSAL_NOT_PERMITTED, "you may not %s", what);
}

enum err practice_session_may_add(struct operation *op,
				  const struct session *session)
{
	const struct actor *actor = &op->actor;

	if (actor_is_office(actor))
		return OK;
	if (!actor_is(actor, ROLE_PRACTITIONER) || !(actor->may & MAY_CREATE))
		return not_permitted(op, "create sessions");
	if (session->terms.practitioners.count != 1 ||
	    session->terms.practitioners.at[0] != actor->person)
		return not_permitted(op, "create sessions of others");
	return OK;
}

enum err practice_session_may_change(struct operation *op,
				     const struct session *before,
				     unsigned parts)
{
	const struct actor *actor = &op->actor;

	if (!actor_is_office(actor)) {
		if (!practice_is_practitioner_of(actor, before) ||
		    !(actor->may & MAY_EDIT))
			return not_permitted(op, "change sessions");
		/* With whom an own draft is, and for what, is said by whoever
		 * made it. */
		if (before->state == SESSION_DRAFT &&
		    before->terms.clients.count == 0)
			parts &= ~(unsigned)(PART_CLIENTS | PART_SERVICE);
		if (parts & PART_PEOPLE)
			return not_permitted(op, "change who takes part");
		if (parts & PART_SERVICE)
			return not_permitted(op, "change the service");
	}
	if (before->state == SESSION_SAVED)
		return refuse(op, REFUSAL_SESSION_SAVED,
			      "the session is saved: it can be changed after "
			      "re-opening");
	return OK;
}

static enum err no_session(struct operation *op)
{
	return fail(op, ERR_NOT_FOUND, "there is no such session");
}

enum err practice_session_check_open(struct operation *op,
				     const struct session *session)
{
	if (session->removed.s != INSTANT_MAX.s ||
	    !practice_sees_session(&op->actor, session))
		return no_session(op);
	return OK;
}

enum err practice_session_open(struct reader *reader, int64_t id,
			       struct session *session)
{
	struct operation *op = store_reader_operation(reader);
	struct session found;
	enum err err = store_session_find(reader, id, &found);

	if (err)
		return err == ERR_NOT_FOUND ? no_session(op) : err;
	err = practice_session_check_open(op, &found);
	if (!err)
		*session = found;
	return err;
}

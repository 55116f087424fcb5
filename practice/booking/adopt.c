#include "practice/booking/adopt_private.h"

#include "ical/text.h"
#include "practice/access.h"
#include "practice/audit_record.h"
#include "practice/booking/apply_private.h"
#include "practice/booking/event_private.h"
#include "practice/booking/reassign_private.h"
#include "practice/booking/refusal_private.h"
#include "practice/booking/removal_private.h"
#include "practice/booking/served_private.h"
#include "practice/booking/session_delete_private.h"
#include "practice/calendar/facts_list.h"
#include "practice/calendar/session_known.h"
#include "practice/calendar/view_member.h"
#include "practice/session/session.h"

/* A new event that is an old session. */
struct adoption {
	struct booking *booking;
	const struct cal_object *object;
	struct removal removal; /* id 0: by no calendar, or long ago */
	struct session session; /* as the removal left it */
	bool found;
	bool same;  /* it has the UID that the session had */
	bool words; /* its title says how the session ended */
};

/* An event without an end is as long as the session was. */
static enum err span_wanted(const struct adoption *adoption,
			    const struct session *session, struct span *span)
{
	const char *zone;
	enum err err =
		booking_time(adoption->booking, adoption->object, span, &zone);

	if (err)
		return err;
	if (span->end.s <= span->start.s)
		span->end.s = span->start.s + session->span.end.s -
			      session->span.start.s;
	*span = booking_span_served(
		adoption->object->master,
		booking_first_day(adoption->object->master, *span),
		session->span, session->zone);
	return OK;
}

static bool same_span(struct span a, struct span b)
{
	return a.start.s == b.start.s && a.end.s == b.end.s;
}

/* To take back one's own removal needs no right; to move the session as well
 * needs that of R4. Who lacks it may still get a new session. */
static enum err may_adopt(const struct adoption *adoption,
			  const struct removal *removal,
			  struct session *session, bool *may)
{
	const struct booking *booking = adoption->booking;
	const struct actor *actor = &booking->op->actor;
	struct span span;
	enum err err =
		practice_removal_stands(booking->reader, removal, session, may);

	if (err || !*may || actor_is_office(actor))
		return err;
	err = span_wanted(adoption, session, &span);
	*may = !err && practice_is_practitioner_of(actor, session) &&
	       removal->shown == booking_shown(&booking->collection) &&
	       ((actor->may & MAY_EDIT) || same_span(span, session->span));
	return err;
}

static int64_t distance(struct instant a, struct instant b)
{
	return a.s < b.s ? b.s - a.s : a.s - b.s;
}

/* Words about the title are an edit, which leaves the time; a move leaves the
 * title. */
static bool is_like(const struct removal *removal,
		    const struct removal_titles *titles, struct instant start,
		    bool *words)
{
	return practice_removal_titled(removal, titles, words) &&
	       (!*words || removal->starts.s == start.s);
}

static enum err nearest(struct adoption *adoption, const char *title,
			struct instant start, const struct removal *list,
			size_t count)
{
	int64_t best = PRACTICE_REMOVAL_NEAR + 1;
	struct removal_titles titles;
	enum err err = OK;

	practice_removal_titles(adoption->booking->op->arena, title, &titles);
	for (size_t i = 0; !err && i < count; i++) {
		int64_t away = distance(list[i].starts, start);
		struct session session;
		bool may, words;

		if (away >= best || !is_like(&list[i], &titles, start, &words))
			continue;
		err = may_adopt(adoption, &list[i], &session, &may);
		if (err || !may)
			continue;
		best = away;
		adoption->removal = list[i];
		adoption->session = session;
		adoption->words = words;
		adoption->found = true;
	}
	return err;
}

static struct instant window_begin(const struct operation *op)
{
	return (struct instant){ op->now.s - PRACTICE_REMOVAL_WINDOW };
}

/* A DELETE that was refused moves the session all the same: its program has
 * let go of the old event, and puts the new one in its place. */
static enum err add_refused(struct booking *booking, struct removal **list,
			    size_t *count)
{
	struct removal *all;
	struct ids ids;
	enum err err = booking_refused_deletes(booking,
					       window_begin(booking->op), &ids);

	if (err || ids.count == 0)
		return err;
	all = arena_array(booking->op->arena, *count + ids.count, sizeof(*all));
	for (size_t i = 0; i < *count; i++)
		all[i] = (*list)[i];
	for (size_t i = 0; !err && i < ids.count; i++) {
		err = booking_removal_refused(booking, ids.at[i], &all[*count]);
		if (!err)
			++*count;
		else if (err == ERR_NOT_FOUND)
			err = OK;
	}
	*list = all;
	return err;
}

/* Android moves and copies by removing an event and putting a new one. */
static enum err find_moved(struct adoption *adoption)
{
	struct booking *booking = adoption->booking;
	struct operation *op = booking->op;
	const char *title =
		cal_text_of(op->arena, adoption->object->master, "SUMMARY");
	struct removal *list;
	struct span span;
	const char *zone;
	size_t count;
	enum err err;

	if (!title || adoption->object->recurring)
		return OK;
	err = store_removal_recent(booking->reader, op->actor.person,
				   window_begin(op), &list, &count);
	if (!err)
		err = add_refused(booking, &list, &count);
	if (err || count == 0)
		return err;
	err = booking_time(booking, adoption->object, &span, &zone);
	if (err)
		return err;
	return nearest(adoption, title, span.start, list, count);
}

/* By the UID that it had in the calendar that removed it, or by its own. */
static enum err find_by_uid(struct adoption *adoption)
{
	struct reader *reader = adoption->booking->reader;
	const char *uid = adoption->object->uid;
	struct session *session = &adoption->session;
	struct removal *removal = &adoption->removal;
	enum err err = store_removal_find_uid(reader, uid, removal);

	if (!err)
		return store_session_find(reader, removal->session, session);
	if (err != ERR_NOT_FOUND)
		return err;
	err = store_session_find_uid(reader, uid, session);
	if (err)
		return err;
	err = store_removal_find(reader, session->id, removal);
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err find_same(struct adoption *adoption)
{
	const struct operation *op = adoption->booking->op;
	const struct removal *removal = &adoption->removal;
	struct session session;
	enum err err = find_by_uid(adoption);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (adoption->session.removed.s == INSTANT_MAX.s)
		return OK;
	if (actor_is_office(&op->actor))
		adoption->found = true;
	else if (removal->id && removal->person == op->actor.person &&
		 removal->at.s > window_begin(op).s)
		err = may_adopt(adoption, removal, &session, &adoption->found);
	adoption->same = adoption->found;
	return err;
}

/* In another practitioner's calendar it is that one's from now on. */
static enum err take_over(struct adoption *adoption)
{
	struct booking *booking = adoption->booking;
	const struct ids *practitioners =
		&adoption->session.terms.practitioners;
	int64_t old = adoption->removal.shown;

	if (ids_has(practitioners, booking_shown(&booking->collection)))
		return OK;
	if (!ids_has(practitioners, old))
		old = practitioners->count ? practitioners->at[0] : 0;
	return booking_reassign(booking, adoption->session.id, old);
}

/* The session is what it was: what the new event leaves out is not to go, and
 * that it is canceled is what it was removed for. */
static void keep_fields(const struct adoption *adoption, struct wish *wish)
{
	const struct actor *actor = &adoption->booking->op->actor;
	const struct session *session = &adoption->session;
	bool may_edit = actor_is_office(actor) || (actor->may & MAY_EDIT);

	wish->parts &= ~(unsigned)PART_TEXTS |
		       (may_edit ? practice_terms_told(&wish->terms) : 0);
	if (str_equal(wish->status, "canceled") && !adoption->words)
		wish->status = NULL;
	if ((wish->parts & PART_TIME) &&
	    wish->span.end.s <= wish->span.start.s) {
		wish->span.end.s = wish->span.start.s + session->span.end.s -
				   session->span.start.s;
		if (same_span(wish->span, session->span))
			wish->parts &= ~(unsigned)PART_TIME;
	}
}

static enum err grant_wishes(struct adoption *adoption)
{
	struct booking *booking = adoption->booking;
	int64_t id = adoption->session.id;
	struct session_facts facts, served;
	struct viewer viewer;
	struct wish_context context = { booking->reader, &served, &viewer,
					NULL };
	struct wish wish;
	enum err err = practice_facts_load(booking->reader, id, &facts);

	if (!err)
		err = view_viewer(booking->reader, &booking->collection, &facts,
				  &viewer);
	if (!err)
		err = booking_served(booking, adoption->object->master, &facts,
				     &served);
	if (err)
		return err;
	err = practice_wish_event(&context, adoption->object, &wish);
	if (err)
		return err;
	if (!adoption->same)
		keep_fields(adoption, &wish);
	wish.own_changed = true;
	return booking_apply(booking, &wish, NULL, id);
}

static enum err put_back(struct adoption *adoption)
{
	struct booking *booking = adoption->booking;
	int64_t id = adoption->session.id;
	enum err err = practice_removal_undo(booking->tx, &adoption->session);

	if (!err)
		err = take_over(adoption);
	if (!err)
		err = grant_wishes(adoption);
	if (!err)
		err = view_member_place(booking->tx, &booking->collection, id,
					booking->name, adoption->object->uid);
	if (!err && adoption->removal.id)
		err = practice_removal_leave(booking->tx, &adoption->removal);
	if (!err && !adoption->same)
		err = booking_note_adopted(
			adoption->booking, adoption->session.id,
			adoption->removal.uid, adoption->object->uid);
	return err;
}

enum err booking_returns(struct booking *booking, int64_t session_id,
			 bool *returns)
{
	const struct operation *op = booking->op;
	struct removal removal;
	struct session session;
	enum err err;

	*returns = false;
	if (!session_id)
		return OK;
	err = store_removal_find(booking->reader, session_id, &removal);
	if (err == ERR_NOT_FOUND)
		return OK;
	if (err || removal.person != op->actor.person ||
	    removal.at.s <= window_begin(op).s)
		return err;
	return practice_removal_stands(booking->reader, &removal, &session,
				       returns);
}

enum err booking_put_back(struct booking *booking,
			  const struct cal_object *object, bool *done)
{
	struct adoption adoption = { .booking = booking, .object = object };
	enum err err = find_same(&adoption);

	if (!err && !adoption.found)
		err = find_moved(&adoption);
	if (err)
		return err;
	*done = adoption.found;
	return adoption.found ? put_back(&adoption) : OK;
}

static json_t *uid_json(struct arena *arena, const char *uid)
{
	const struct audience audit = { .arena = arena, .see = SEE_AUDIT };
	const struct session_known known = { .uid = uid };
	json_t *json = json_new(arena);

	shape_pick(&audit, json, "uid", session_rows, &known);
	return json;
}

enum err booking_note_adopted(struct booking *booking, int64_t session,
			      const char *before, const char *after)
{
	struct arena *arena = booking->op->arena;

	return record_add(booking->tx, "session.adopt", "session", session,
			  uid_json(arena, before), uid_json(arena, after));
}

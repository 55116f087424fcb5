#include "practice/notice/watch.h"

#include "base/str.h"
#include "practice/notice/heard.h"
#include "practice/notice/hours.h"
#include "practice/notice/policy.h"
#include "practice/notice/tell.h"
#include "practice/session/session.h"
#include "practice/wall_time.h"

/* From a calendar, a removal may be half of a move (K16). */
#define CALENDAR_WAIT 600

#define SUPERSEDED "The session was changed before this was sent."

struct watching {
	struct transaction *tx;
	struct reader *reader;
	struct operation *op;
	const struct session_known *before;
	const struct session *now;
	const struct session_facts *facts; /* of it */
	bool removal;                      /* by who takes it */
	struct standing had, is;
	struct span was;     /* when it was before */
	struct outbox *rows; /* of the session, as they stood before */
	size_t row_count;
};

/* An hour that clocks show twice is the same end as long as it reads so. */
static struct span span_before(const struct session_known *before,
			       const struct session *now)
{
	struct instant end = now->span.end;
	struct wall wall = practice_instant_wall(before->tzid, end);

	if (wall_utc(wall).s != wall_utc(before->end).s &&
	    !practice_wall_instant(NULL, before->tzid, before->end, &end))
		end = INSTANT_MIN;
	return (struct span){ before->start_utc, end };
}

static enum err look(struct watching *w, const char *action)
{
	const struct session_known *before = w->before;
	const struct actor *actor = &w->op->actor;
	bool removed = before->removed_at.s != INSTANT_MAX.s;
	enum err err = store_outbox_of_session(w->reader, w->now->id, &w->rows,
					       &w->row_count);

	if (err)
		return err;
	w->is = practice_standing_of(w->now, &w->facts->completion);
	w->was = span_before(before, w->now);
	w->had.live = !removed && before->status == SESSION_OPEN;
	w->had.gone = removed ||
		      (before->saved && str_equal(before->map, "canceled"));
	w->removal = practice_is_practitioner_of(actor, w->now) &&
		     (!actor_is_office(actor) ||
		      str_equal(action, "session.remove"));
	return OK;
}

static enum err withdraw(const struct watching *w)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < w->row_count; i++) {
		struct outbox row = w->rows[i];

		if (store_outbox_waits(&row) &&
		    !practice_tells_truth(&row, w->now, &w->is))
			err = practice_untell(w->tx, &row, SUPERSEDED);
	}
	return err;
}

/* True from here on whoever is told it: no row may stand for it already. */
static bool waits_already(const struct watching *w,
			  const struct recipient *recipient,
			  enum notice_kind kind)
{
	for (size_t i = 0; i < w->row_count; i++) {
		const struct outbox *row = &w->rows[i];

		if (practice_is_to(row, recipient) && row->kind == kind &&
		    store_outbox_waits(row) &&
		    practice_tells_truth(row, w->now, &w->is))
			return true;
	}
	return false;
}

/* What there is to tell somebody who knows that, of a session that takes place
 * or did until now; false: nothing. */
static bool news(const struct watching *w, const struct practice *practice,
		 const struct heard *knows, enum notice_kind *kind)
{
	bool moved = practice_is_otherwise(knows->span, w->now->span);

	if (w->is.gone) {
		*kind = NOTICE_CANCELED;
		return !knows->gone && w->removal &&
		       practice->notify_on_calendar_cancel;
	}
	*kind = knows->gone ? NOTICE_RESTORED : NOTICE_RESCHEDULED;
	return knows->gone || (moved && knows->span.start.s > w->op->now.s);
}

static enum err tell_recipient(const struct watching *w,
			       struct telling *telling,
			       const struct recipient *recipient)
{
	struct heard knows =
		practice_heard(w->rows, w->row_count, recipient, w->was);
	bool calendar = w->op->actor.channel == CHANNEL_CALENDAR;

	if (!news(w, &telling->practice, &knows, &telling->kind) ||
	    waits_already(w, recipient, telling->kind))
		return OK;
	telling->was = telling->was_end = INSTANT_MIN;
	telling->span = w->now->span;
	if (telling->kind == NOTICE_CANCELED)
		telling->span = practice_expected(&knows, w->now, w->op->now);
	if (telling->kind == NOTICE_RESCHEDULED) {
		telling->was = knows.span.start;
		telling->was_end = knows.span.end;
	}
	telling->wait = practice_notice_policy()->delay;
	if (calendar && telling->kind == NOTICE_CANCELED &&
	    telling->wait < CALENDAR_WAIT)
		telling->wait = CALENDAR_WAIT;
	return practice_tell(w->tx, telling, recipient);
}

static enum err tell_person(const struct watching *w, struct telling *telling,
			    int64_t id)
{
	struct recipient *list;
	struct person person;
	size_t count = 0;
	enum err err = store_person_load(w->reader, id, &person);

	if (!err)
		err = practice_recipients(w->reader, &telling->practice,
					  &person, &list, &count);
	for (size_t i = 0; !err && i < count; i++)
		err = tell_recipient(w, telling, &list[i]);
	return err;
}

static bool was_client(const struct session_known *before, int64_t id)
{
	for (size_t i = 0; i < before->client_count; i++)
		if (before->clients[i].id == id)
			return true;
	return false;
}

/* Who is new to the session knows nothing of it that could be wrong. */
static enum err tell_clients(const struct watching *w)
{
	const struct ids *clients = &w->now->terms.clients;
	struct telling telling;
	enum err err =
		practice_telling(w->reader, NOTICE_CANCELED, w->now, &telling);

	for (size_t i = 0; !err && i < clients->count; i++) {
		if (was_client(w->before, clients->at[i]))
			err = tell_person(w, &telling, clients->at[i]);
	}
	return err;
}

/* Only what is to come, and what differs in whether or when it is. */
static bool concerns(const struct watching *w)
{
	if (w->now->span.start.s <= w->op->now.s ||
	    w->op->actor.channel == CHANNEL_IMPORT)
		return false;
	if (w->is.gone)
		return w->had.live;
	return w->is.live && (w->had.gone || w->row_count ||
			      practice_is_otherwise(w->was, w->now->span));
}

static enum err changed(struct transaction *tx,
			const struct session_known *before,
			const struct session_facts *now, const char *action)
{
	struct watching w = { .tx = tx,
			      .reader = store_tx_reader(tx),
			      .op = store_tx_operation(tx),
			      .before = before,
			      .now = &now->session,
			      .facts = now };
	enum err err;

	if (!before)
		return OK;
	err = look(&w, action);
	if (!err)
		err = withdraw(&w);
	if (err || !concerns(&w))
		return err;
	return tell_clients(&w);
}

void practice_notice_watch(void)
{
	practice_session_watch(changed);
}

enum err practice_notices_hold(struct transaction *tx, int64_t session,
			       int64_t review)
{
	struct outbox *list;
	size_t count;
	enum err err = store_outbox_of_session(store_tx_reader(tx), session,
					       &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		struct outbox row = list[i];

		if (row.kind != NOTICE_CANCELED || !store_outbox_waits(&row))
			continue;
		row.review = review;
		row.next = INSTANT_MAX;
		row.reason = "It waits until somebody has looked at the "
			     "review.";
		err = store_outbox_update(tx, &row);
	}
	return err;
}

enum err practice_notices_release(struct transaction *tx, int64_t review)
{
	struct instant now = store_tx_operation(tx)->now;
	struct practice practice;
	struct outbox *list;
	size_t count;
	enum err err = store_practice_load(store_tx_reader(tx), &practice);

	if (!err)
		err = store_outbox_of_review(store_tx_reader(tx), review, &list,
					     &count);
	for (size_t i = 0; !err && i < count; i++) {
		struct outbox row = list[i];

		if (!store_outbox_waits(&row))
			continue;
		row.next.s = now.s + practice_notice_policy()->delay;
		row.urgent = practice_notice_urgent(
			&practice, now, practice_notice_policy()->delay,
			row.span.start);
		if (!row.urgent)
			row.next = practice_notice_hour(&practice, row.next);
		row.stops.s = row.next.s + NOTICE_TRIED;
		row.reason = NULL;
		err = store_outbox_update(tx, &row);
	}
	return err;
}

#include "practice/notice/tell.h"

#include "base/str.h"
#include "practice/notice/heard.h"
#include "practice/notice/hours.h"
#include "practice/notice/policy.h"
#include "practice/session/completion_rules.h"

enum err practice_telling(struct reader *reader, enum notice_kind kind,
			  const struct session *session,
			  struct telling *telling)
{
	*telling = (struct telling){
		.kind = kind,
		.session = session,
		.span = session->span,
		.was = INSTANT_MIN,
		.was_end = INSTANT_MIN,
		.wait = practice_notice_policy()->delay,
	};
	return store_practice_load(reader, &telling->practice);
}

/* What changes a plan for today cannot wait for the morning. */
static bool is_urgent(const struct telling *telling, struct instant now)
{
	const struct practice *practice = &telling->practice;

	switch (telling->kind) {
	case NOTICE_CANCELED:
	case NOTICE_RESCHEDULED:
	case NOTICE_RESTORED:
	case NOTICE_CLOSURE:
		return practice_notice_urgent(practice, now, telling->wait,
					      telling->span.start) ||
		       (telling->was.s != INSTANT_MIN.s &&
			practice_notice_urgent(practice, now, telling->wait,
					       telling->was));
	case NOTICE_REMINDER:
	case NOTICE_INVOICE:
	case NOTICE_STATEMENT:
	case NOTICE_REVIEW:
		return false;
	}
	return false;
}

static struct outbox row_of(const struct telling *telling,
			    const struct recipient *recipient,
			    struct instant now)
{
	struct outbox row = {
		.session = telling->session->id,
		.run = telling->run,
		.review = telling->review,
		.person = recipient->person,
		.address = recipient->address,
		.channel = recipient->channel,
		.kind = telling->kind,
		.revision = telling->session->revision,
		.ahead = telling->ahead,
		.urgent = is_urgent(telling, now),
		.span = telling->span,
		.was = telling->was,
		.was_end = telling->was_end,
		.state = OUTBOX_QUEUED,
		.next = { now.s + telling->wait },
		.reason = recipient->problem,
	};

	if (!row.urgent)
		row.next = practice_notice_hour(&telling->practice, row.next);
	row.stops.s = row.next.s + NOTICE_TRIED;
	if (recipient->problem) {
		row.state = OUTBOX_DEAD;
		row.next = INSTANT_MAX;
	}
	return row;
}

enum err practice_tell(struct transaction *tx, const struct telling *telling,
		       const struct recipient *recipient)
{
	struct outbox row =
		row_of(telling, recipient, store_tx_operation(tx)->now);
	enum err err = store_outbox_add(tx, &row);

	/* The same notice is there: the database says so, whoever asks. */
	return err == ERR_EXISTS ? OK : err;
}

/* What was queued of the session until now. */
struct told {
	struct outbox *rows;
	size_t count;
};

static enum err tell_recipient(struct transaction *tx, struct telling telling,
			       const struct told *told,
			       const struct recipient *recipient)
{
	struct heard heard = practice_heard(told->rows, told->count, recipient,
					    telling.session->span);

	if (telling.kind == NOTICE_CANCELED)
		telling.span = practice_expected(&heard, telling.session,
						 store_tx_operation(tx)->now);
	return practice_tell(tx, &telling, recipient);
}

/* Queue it to all recipients of one person. */
static enum err tell_person(struct transaction *tx,
			    const struct telling *telling,
			    const struct told *told,
			    const struct person *person)
{
	struct recipient *list;
	size_t count;
	enum err err = practice_recipients(
		store_tx_reader(tx), &telling->practice, person, &list, &count);

	for (size_t i = 0; !err && i < count; i++)
		err = tell_recipient(tx, *telling, told, &list[i]);
	return err;
}

enum err practice_tell_clients(struct transaction *tx,
			       const struct telling *telling)
{
	const struct ids *clients = &telling->session->terms.clients;
	struct told told = { NULL, 0 };
	enum err err = OK;

	if (telling->kind == NOTICE_CANCELED)
		err = store_outbox_of_session(store_tx_reader(tx),
					      telling->session->id, &told.rows,
					      &told.count);

	for (size_t i = 0; !err && i < clients->count; i++) {
		struct person person;

		err = store_person_load(store_tx_reader(tx), clients->at[i],
					&person);
		if (!err)
			err = tell_person(tx, telling, &told, &person);
	}
	return err;
}

struct standing practice_standing_of(const struct session *session,
				     const struct completion *completion)
{
	bool removed = session->removed.s != INSTANT_MAX.s;

	return (struct standing){
		.live = !removed && session->state == SESSION_OPEN,
		.gone = !practice_takes_place(session, completion),
	};
}

enum err practice_standing(struct reader *reader, const struct session *session,
			   struct standing *standing)
{
	struct completion completion;
	enum err err = practice_ending_load(reader, session, &completion);

	if (!err)
		*standing = practice_standing_of(session, &completion);
	return err;
}

bool practice_tells_truth(const struct outbox *row,
			  const struct session *session,
			  const struct standing *standing)
{
	bool same = row->span.start.s == session->span.start.s &&
		    row->span.end.s == session->span.end.s;

	switch (row->kind) {
	case NOTICE_CANCELED:
		return standing->gone;
	case NOTICE_RESCHEDULED:
	case NOTICE_RESTORED:
	case NOTICE_CLOSURE:
	case NOTICE_REMINDER:
		return standing->live && same &&
		       ids_has(&session->terms.clients, row->person);
	case NOTICE_INVOICE:
	case NOTICE_STATEMENT:
	case NOTICE_REVIEW:
		return true;
	}
	return true;
}

enum err practice_still_true(struct reader *reader, const struct outbox *row,
			     bool *truth)
{
	struct session session;
	struct standing standing;
	enum err err;

	*truth = true;
	if (!row->session)
		return OK;
	err = store_session_find(reader, row->session, &session);
	if (!err)
		err = practice_standing(reader, &session, &standing);
	if (!err)
		*truth = practice_tells_truth(row, &session, &standing);
	return err;
}

enum err practice_untell(struct transaction *tx, struct outbox *row,
			 const char *reason)
{
	row->state = OUTBOX_UNDONE;
	row->next = INSTANT_MAX;
	row->reason = reason;
	return store_outbox_update(tx, row);
}

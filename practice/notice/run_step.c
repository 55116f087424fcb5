#include "practice/notice/run_step_private.h"

#include "practice/notice/tell.h"
#include "practice/session/completion.h"
#include "store/run.h"

#define TAKEN_BACK "The cancellation was taken back before this was sent."

struct stepping {
	struct transaction *tx;
	struct reader *reader;
	struct operation *op;
	struct run run;
	struct run_session row;
	struct session session;
};

static enum err open_step(struct transaction *tx, const struct run_step *at,
			  struct stepping *step)
{
	enum err err;

	*step = (struct stepping){ .tx = tx,
				   .reader = store_tx_reader(tx),
				   .op = store_tx_operation(tx) };
	err = store_run_find(step->reader, at->run, &step->run);
	if (!err)
		err = store_run_session_find(step->reader, at->run,
					     at->position, &step->row);
	if (!err)
		err = store_session_find(step->reader, step->row.session,
					 &step->session);
	return err;
}

static enum err keep(struct stepping *step, enum run_outcome outcome,
		     const char *reason)
{
	step->row.outcome = outcome;
	step->row.reason = reason;
	return store_run_session_update(step->tx, &step->row);
}

/* Somebody came in between. */
static enum err keep_other(struct stepping *step)
{
	const struct session *session = &step->session;

	if (session->removed.s == INSTANT_MAX.s &&
	    session->state == SESSION_SAVED)
		return keep(step, OUTCOME_SAVED,
			    "It was saved in the meantime.");
	return keep(step, OUTCOME_CHANGED,
		    session->removed.s != INSTANT_MAX.s
			    ? "It was removed in the meantime."
			    : "It was changed in the meantime.");
}

static enum err save(struct stepping *step, const struct save *save)
{
	struct session_facts after;
	enum err err = practice_session_save_tx(step->tx, save, &after);

	if (!err)
		step->session = after.session;
	return err;
}

static enum err cancel(struct stepping *step)
{
	const struct save cancel = { .session = step->session.id,
				     .type = "canceled",
				     .cancels = true };

	return save(step, &cancel);
}

/* Whoever was there already need not be told. */
static enum err tell(struct stepping *step)
{
	struct telling telling;
	enum err err;

	if (step->session.span.end.s <= step->op->now.s)
		return OK;
	err = practice_telling(step->reader,
			       step->run.cancel ? NOTICE_CANCELED
						: NOTICE_CLOSURE,
			       &step->session, &telling);
	telling.run = step->run.id;
	return err ? err : practice_tell_clients(step->tx, &telling);
}

static enum err apply(struct stepping *step)
{
	enum err err = OK;

	if (step->row.outcome != OUTCOME_WAITING)
		return OK;
	if (step->session.revision != step->row.planned)
		return keep_other(step);
	if (step->run.cancel)
		err = cancel(step);
	if (!err && step->run.notify)
		err = tell(step);
	if (err)
		return err;
	step->row.made = step->session.revision;
	return keep(step, step->run.cancel ? OUTCOME_CANCELED : OUTCOME_TOLD,
		    NULL);
}

static enum err restore_told(struct stepping *step, const struct outbox *row)
{
	struct telling telling;
	struct recipient recipient = { .person = row->person,
				       .channel = row->channel,
				       .address = row->address };
	enum err err = practice_telling(step->reader, NOTICE_RESTORED,
					&step->session, &telling);

	telling.run = step->run.id;
	return err ? err : practice_tell(step->tx, &telling, &recipient);
}

/* Notices of a run that canceled nothing. */
static enum err untell(struct stepping *step)
{
	struct outbox *list;
	size_t count;
	enum err err = store_outbox_of_session(step->reader, step->session.id,
					       &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		struct outbox *row = &list[i];

		if (row->run != step->run.id)
			continue;
		if (store_outbox_waits(row))
			err = practice_untell(step->tx, row, TAKEN_BACK);
		else if (store_outbox_told(row) &&
			 step->session.span.start.s > step->op->now.s)
			err = restore_told(step, row);
	}
	return err;
}

/* What the watch queued of the re-opening belongs to the run. */
static enum err adopt(struct stepping *step)
{
	struct outbox *list;
	size_t count;
	enum err err = store_outbox_of_session(step->reader, step->session.id,
					       &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		struct outbox *row = &list[i];

		if (row->kind != NOTICE_RESTORED || row->run ||
		    row->revision != step->session.revision)
			continue;
		row->run = step->run.id;
		err = store_outbox_update(step->tx, row);
	}
	return err;
}

static enum err reopen(struct stepping *step)
{
	const struct save open = { .session = step->session.id,
				   .type = "open",
				   .takes_back = true };
	enum err err = save(step, &open);

	return err ? err : adopt(step);
}

static enum err take_back(struct stepping *step)
{
	enum err err;

	if (step->row.undone || (step->row.outcome != OUTCOME_CANCELED &&
				 step->row.outcome != OUTCOME_TOLD))
		return OK;
	step->row.undone = true;
	if (step->session.revision != step->row.made)
		return keep_other(step);
	err = step->row.outcome == OUTCOME_CANCELED ? reopen(step)
						    : untell(step);
	return err ? err : keep(step, OUTCOME_RESTORED, NULL);
}

enum err practice_run_step(struct transaction *tx, void *context)
{
	const struct run_step *at = context;
	struct stepping step;
	enum err err = open_step(tx, at, &step);

	if (err)
		return err;
	return at->undo ? take_back(&step) : apply(&step);
}

enum err practice_run_refused(struct transaction *tx, void *context)
{
	const struct run_step *at = context;
	struct stepping step;
	enum err err = open_step(tx, at, &step);

	if (err)
		return err;
	step.row.undone = at->undo;
	return keep(&step, OUTCOME_REFUSED, at->refused);
}

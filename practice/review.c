#include "practice/review.h"

#include "base/str.h"
#include "practice/completion.h"
#include "practice/record.h"
#include "practice/rules.h"
#include "practice/session.h"
#include "store/transaction.h"

struct settle_work {
	int64_t review;
	bool undo;
};

static enum err restore(struct transaction *tx, struct session *session)
{
	const char *before;
	enum err err = practice_session_json(store_tx_reader(tx), session,
					     false, &before);

	session->removed = INSTANT_MAX;
	if (!err)
		err = store_session_update(tx, session);
	if (!err)
		err = practice_session_changed(tx, session->id,
					       "session.restore", before);
	return err;
}

static enum err reopen(struct transaction *tx, int64_t session)
{
	const struct save save = { .session = session, .type = "open" };
	struct session result;

	return practice_session_save_tx(tx, &save, &result);
}

/* The sessions that an endless rule made, as far as they are open; the one
 * that it was put over was there before. */
static enum err remove_made(struct transaction *tx, int64_t schedule,
			    struct instant at)
{
	struct session_filter filter = { .schedule = schedule,
					 .drafts = true,
					 .open = true };
	struct session *list;
	size_t count;
	enum err err =
		store_session_list(store_tx_reader(tx), &filter, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		if (list[i].created.s >= at.s)
			err = practice_session_remove_tx(tx, list[i].id);
	}
	return err;
}

/* Was it the gesture under review that ended the session? */
static enum err canceled_by(struct reader *reader,
			    const struct session *session, int64_t person,
			    bool *so)
{
	struct completion completion;
	enum err err;

	*so = false;
	if (session->state != SESSION_SAVED)
		return OK;
	err = store_completion_find(reader, session->completion, &completion);
	if (!err)
		*so = completion.map == MAP_CANCELED &&
		      completion.saved_by == person;
	return err;
}

static enum err take_back(struct transaction *tx, const struct review *review)
{
	struct reader *reader = store_tx_reader(tx);
	struct session session;
	bool canceled;
	enum err err;

	if (!review->session || str_equal(review->kind, "refused") ||
	    str_equal(review->kind, "unknown-tag"))
		return OK;
	err = store_session_find(reader, review->session, &session);
	if (err)
		return err;
	if (str_equal(review->kind, "endless-rule"))
		return session.schedule
			       ? remove_made(tx, session.schedule, review->at)
			       : OK;
	if (session.removed.s != INSTANT_MAX.s)
		return restore(tx, &session);
	err = canceled_by(reader, &session, review->person, &canceled);
	return err || !canceled ? err : reopen(tx, session.id);
}

static enum err settle_work(struct transaction *tx, void *context)
{
	const struct settle_work *work = context;
	struct operation *op = store_tx_operation(tx);
	const char *state = work->undo ? "undone" : "accepted";
	struct review review;
	json_t *after;
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = store_review_find(store_tx_reader(tx), work->review,
					&review);
	if (err == ERR_NOT_FOUND)
		return fail(op, err, "there is no such item to review");
	if (err)
		return err;
	if (!str_equal(review.state, "waiting"))
		return fail(op, ERR_CONFLICT, "this is settled already: %s",
			    review.state);
	if (work->undo)
		err = take_back(tx, &review);
	if (!err)
		err = store_review_state(tx, review.id, state);
	if (err)
		return err;
	after = json_object();
	record_string(after, "kind", review.kind);
	record_string(after, "state", state);
	return record_add(tx, "review.settle", "review", review.id, NULL,
			  after);
}

enum err practice_review_settle(struct operation *op, struct store *store,
				int64_t review, bool undo)
{
	struct settle_work work = { review, undo };

	return store_write(op, store, settle_work, &work);
}

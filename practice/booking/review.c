#include "practice/booking/review.h"

#include "base/str.h"
#include "practice/audit_record.h"
#include "practice/booking/removal_private.h"
#include "practice/checks.h"
#include "practice/notice/watch.h"
#include "practice/session/session.h"
#include "store/session_list.h"
#include "store/transaction.h"

struct settle_work {
	int64_t review;
	bool undo;
};

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

static json_t *id_list(struct arena *arena, const struct ids *ids)
{
	json_t *list = json_new_list(arena);

	for (size_t i = 0; i < ids->count; i++)
		json_add_id(list, ids->at[i]);
	return list;
}

/* Whoever asks later sees which came back and which did not. */
static enum err undo_removals(struct transaction *tx,
			      const struct review *review, json_t *after)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	struct ids back, left;
	enum err err = practice_removals_undo(tx, review, &back, &left);

	if (err)
		return err;
	json_put(after, "opened", id_list(arena, &back));
	json_put(after, "left", id_list(arena, &left));
	return OK;
}

static enum err undo_rule(struct transaction *tx, const struct review *review)
{
	struct session session;
	enum err err = store_session_find(store_tx_reader(tx), review->session,
					  &session);

	if (err)
		return err;
	/* Such as "each 9th of the month", which no schedule can say. */
	if (!session.schedule)
		return fail(store_tx_operation(tx), ERR_CONFLICT,
			    "these sessions belong to no schedule that could "
			    "be undone: remove those that are not wanted one "
			    "by one, then accept this");
	return remove_made(tx, session.schedule, review->at);
}

/* Of other items nothing was done that could be undone. */
static enum err take_back(struct transaction *tx, const struct review *review,
			  json_t *after)
{
	if (str_equal(review->kind, "deletes"))
		return undo_removals(tx, review, after);
	if (str_equal(review->kind, "endless-rule") && review->session)
		return undo_rule(tx, review);
	return OK;
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
	after = json_new(op->arena);
	json_put_text(after, "kind", review.kind);
	json_put_text(after, "state", state);
	if (work->undo)
		err = take_back(tx, &review, after);
	if (!err)
		err = store_review_state(tx, review.id, state);
	if (!err)
		err = practice_notices_release(tx, review.id);
	if (err)
		return err;
	return record_add(tx, "review.settle", "review", review.id, NULL,
			  after);
}

enum err practice_review_settle(struct operation *op, struct store *store,
				int64_t review, bool undo)
{
	struct settle_work work = { review, undo };

	return store_write(op, store, settle_work, &work);
}

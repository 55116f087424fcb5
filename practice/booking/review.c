#include "practice/booking/review.h"

#include "base/str.h"
#include "base/word.h"
#include "practice/audit_record.h"
#include "practice/booking/review_fields.h"
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
	size_t count, removed = 0;
	enum err err =
		store_session_list(store_tx_reader(tx), &filter, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		if (list[i].created.s < at.s)
			continue;
		if (!operation_goes_on(store_tx_operation(tx), removed++))
			break;
		err = practice_session_remove_tx(tx, list[i].id);
	}
	return err;
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
static enum err take_back(struct transaction *tx, struct review_known *known)
{
	const struct review *review = &known->review;

	known->taken_back = str_equal(review->kind, "deletes");
	if (known->taken_back)
		return practice_removals_undo(tx, review, &known->opened,
					      &known->left);
	if (str_equal(review->kind, "endless-rule") && review->session)
		return undo_rule(tx, review);
	return OK;
}

static enum err settle_work(struct transaction *tx, void *context)
{
	const struct settle_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct review_known known = { .person = NULL };
	struct review *review = &known.review;
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = store_review_find(store_tx_reader(tx), work->review,
					review);
	if (err == ERR_NOT_FOUND)
		return fail(op, err, "there is no such item to review");
	if (err)
		return err;
	if (review->state != REVIEW_WAITING)
		return fail(op, ERR_CONFLICT, "this is settled already: %s",
			    word_of(review_state_words, review->state));
	review->state = work->undo ? REVIEW_UNDONE : REVIEW_ACCEPTED;
	if (work->undo)
		err = take_back(tx, &known);
	if (!err)
		err = store_review_state(tx, review->id, review->state);
	if (!err)
		err = practice_notices_release(tx, review->id);
	if (err)
		return err;
	return record_add_picked(tx, "review.settle", "review", review->id,
				 known.taken_back ? "kind,state,opened,left"
						  : "kind,state",
				 review_rows, &known);
}

enum err practice_review_settle(struct operation *op, struct store *store,
				int64_t review, bool undo)
{
	struct settle_work work = { review, undo };

	return store_write(op, store, settle_work, &work);
}

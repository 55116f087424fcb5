#include "practice/notice/settle.h"

#include "practice/audit_record.h"
#include "practice/notice/outbox_fields.h"
#include "practice/checks.h"
#include "practice/notice/hours.h"
#include "practice/notice/redirect.h"
#include "practice/notice/tell.h"
#include "store/transaction.h"

struct settle_work {
	int64_t id;
	struct outbox row;
};

static enum err open_row(struct transaction *tx, struct settle_work *work)
{
	struct operation *op = store_tx_operation(tx);
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = store_outbox_find(store_tx_reader(tx), work->id,
					&work->row);
	if (err == ERR_NOT_FOUND)
		return fail(op, err, "There is no such notice.");
	return err;
}

static enum err too_late(struct operation *op, const struct outbox *row)
{
	switch (row->state) {
	case OUTBOX_SENT:
		return fail(op, ERR_CONFLICT, "It was sent already.");
	case OUTBOX_LEASED:
		return fail(op, ERR_CONFLICT,
			    "It is being sent: please look again in a moment.");
	case OUTBOX_UNDONE:
	case OUTBOX_QUEUED:
	case OUTBOX_RETRYING:
	case OUTBOX_UNKNOWN:
	case OUTBOX_DEAD:
	case OUTBOX_DROPPED:
		return OK;
	}
	return OK;
}

static enum err keep(struct transaction *tx, const struct outbox *row,
		     const char *action)
{
	enum err err = store_outbox_update(tx, row);

	if (err)
		return err;
	return record_add_picked(tx, action, "outbox", row->id, "kind,state",
				 outbox_rows, row);
}

/* Of a session that stands otherwise by now, nothing is told any more. */
static enum err need_true(struct reader *reader, const struct outbox *row)
{
	bool truth;
	enum err err = practice_still_true(reader, row, &truth);

	if (err || truth)
		return err;
	return fail(store_reader_operation(reader), ERR_CONFLICT,
		    "The session was changed since: this is not true any "
		    "more.");
}

/* The address that was used, if it still holds; else the one that was put in
 * its place. */
static enum err choose_address(struct reader *reader, struct outbox *row)
{
	struct operation *op = store_reader_operation(reader);
	struct recipient *to;
	const char *problem;
	enum err err = practice_redirect(reader, row, &to, &problem);

	if (err)
		return err;
	if (!to || to->channel != row->channel)
		return fail(op, ERR_CONFLICT, "%s",
			    problem ? problem : REDIRECT_NOBODY);
	row->address = to->address;
	return OK;
}

static enum err retry_work(struct transaction *tx, void *context)
{
	struct settle_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct outbox *row = &work->row;
	enum err err = open_row(tx, work);

	if (!err)
		err = too_late(op, row);
	if (!err)
		err = need_true(reader, row);
	if (!err && row->kind != NOTICE_REVIEW)
		err = choose_address(reader, row);
	if (err)
		return err;
	row->state = OUTBOX_QUEUED;
	row->tries = 0;
	row->next = op->now;
	row->stops.s = op->now.s + NOTICE_TRIED;
	row->reason = NULL;
	row->token = NULL;
	row->review = 0;
	return keep(tx, row, "notice.retry");
}

static enum err settle(struct operation *op, struct store *store,
		       store_work *work_of, int64_t id, struct outbox *row)
{
	struct settle_work work = { .id = id };
	enum err err = store_write(op, store, work_of, &work);

	if (!err)
		*row = work.row;
	return err;
}

enum err practice_outbox_retry(struct operation *op, struct store *store,
			       int64_t id, struct outbox *row)
{
	return settle(op, store, retry_work, id, row);
}

static enum err drop_work(struct transaction *tx, void *context)
{
	struct settle_work *work = context;
	struct operation *op = store_tx_operation(tx);
	enum err err = open_row(tx, work);

	if (!err)
		err = too_late(op, &work->row);
	if (err)
		return err;
	work->row.state = OUTBOX_DROPPED;
	work->row.next = INSTANT_MAX;
	work->row.reason = "Somebody decided that it is not sent.";
	return keep(tx, &work->row, "notice.drop");
}

enum err practice_outbox_drop(struct operation *op, struct store *store,
			      int64_t id, struct outbox *row)
{
	return settle(op, store, drop_work, id, row);
}

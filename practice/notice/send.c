#include "practice/notice/send.h"

#include "base/digest.h"
#include "practice/notice/hours.h"
#include "practice/notice/redirect.h"
#include "practice/notice/tell.h"
#include "store/transaction.h"

#define PAUSE_LONGEST 1800
#define NOISE 50 /* percent, either way */
#define REASON_LONGEST 500

#define OVER "The session was changed before this was sent."
#define PAST "The session was over before this could be sent."
#define ASKED_TO_STOP "Its reader asked for no more of these."
#define OTHERWISE "They are told by another way by now."
#define DAY_OVER "It was tried for a day. Correct what is wrong and try again."
#define INTERRUPTED "The program ended while this was being sent."

int64_t practice_notice_pause(int tries)
{
	int64_t pause = 1, next = 2;
	unsigned char noise;

	/* Each is as long as the two before it together. */
	for (int i = 1; i < tries && pause < PAUSE_LONGEST; i++) {
		int64_t sum = pause + next;

		pause = next;
		next = sum;
	}
	if (pause > PAUSE_LONGEST)
		pause = PAUSE_LONGEST;
	random_bytes(&noise, sizeof(noise));
	pause = pause * (100 - NOISE + noise * 2 * NOISE / UINT8_MAX) / 100;
	return pause ? pause : 1;
}

static enum err end(struct transaction *tx, struct outbox *row,
		    enum outbox_state state, const char *reason)
{
	row->state = state;
	row->next = INSTANT_MAX;
	row->reason = reason;
	return store_outbox_update(tx, row);
}

struct lease_work {
	unsigned channels;
	size_t limit;
	struct outbox *list;
	size_t count;
};

static enum err is_stopped(struct reader *reader, const struct outbox *row,
			   bool *stopped)
{
	struct notice_stop stop;
	enum err err =
		store_stop_find(reader, row->channel, row->address, &stop);

	*stopped = !err && stop.cause == STOP_ASKED;
	return err == ERR_NOT_FOUND ? OK : err;
}

/* Who wants it by another way has a row of that. */
static enum err go_otherwise(struct transaction *tx, struct outbox *row,
			     const struct recipient *to)
{
	struct outbox other = *row;
	enum err err;

	other.channel = to->channel;
	other.address = to->address;
	other.state = OUTBOX_QUEUED;
	other.tries = 0;
	other.reason = other.token = NULL;
	err = store_outbox_add(tx, &other);
	if (err && err != ERR_EXISTS)
		return err;
	return end(tx, row, OUTBOX_DROPPED, OTHERWISE);
}

/* It goes where they are told by now, not where they were when it was queued;
 * *there: to row->address, else it is settled. */
static enum err direct(struct transaction *tx, struct outbox *row, bool *there)
{
	struct recipient *to;
	const char *problem;
	enum err err =
		practice_redirect(store_tx_reader(tx), row, &to, &problem);

	*there = !err && to && to->channel == row->channel;
	if (err)
		return err;
	if (!to)
		return end(tx, row, problem ? OUTBOX_DEAD : OUTBOX_DROPPED,
			   problem ? problem : REDIRECT_NOBODY);
	if (!*there)
		return go_otherwise(tx, row, to);
	row->address = to->address;
	return OK;
}

/* Is it to be sent now? What is not is settled. What may have been sent is
 * asked about in any case. */
static enum err judge(struct transaction *tx, const struct practice *practice,
		      struct outbox *row, bool *send)
{
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct instant open = practice_notice_hour(practice, op->now);
	bool truth = true, stopped = false, there = true;
	enum err err = OK;

	*send = false;
	if (row->stops.s < op->now.s && row->tries)
		return end(tx, row, OUTBOX_DEAD,
			   row->reason ? arena_printf(op->arena, "%s %s",
						      row->reason, DAY_OVER)
				       : DAY_OVER);
	if (row->session && row->span.end.s <= op->now.s &&
	    row->state != OUTBOX_UNKNOWN)
		return end(tx, row, OUTBOX_DEAD, PAST);
	if (row->state != OUTBOX_UNKNOWN) {
		err = practice_still_true(reader, row, &truth);
		if (!err)
			err = is_stopped(reader, row, &stopped);
	}
	if (err)
		return err;
	if (!truth)
		return practice_untell(tx, row, OVER);
	if (stopped)
		return end(tx, row, OUTBOX_DROPPED, ASKED_TO_STOP);
	if (row->state != OUTBOX_UNKNOWN)
		err = direct(tx, row, &there);
	if (err || !there)
		return err;
	if (!row->urgent && row->kind != NOTICE_INVOICE &&
	    row->kind != NOTICE_STATEMENT && row->state != OUTBOX_UNKNOWN &&
	    open.s > op->now.s) {
		row->next = open;
		return store_outbox_update(tx, row);
	}
	*send = true;
	return OK;
}

static enum err lease_work(struct transaction *tx, void *context)
{
	struct lease_work *work = context;
	struct arena *arena = store_tx_operation(tx)->arena;
	struct practice practice;
	struct outbox *due;
	size_t count;
	enum err err = store_practice_load(store_tx_reader(tx), &practice);

	if (!err)
		err = store_outbox_due(store_tx_reader(tx), work->channels,
				       work->limit, &due, &count);
	if (err)
		return err;
	work->list = arena_array(arena, count, sizeof(*work->list));
	work->count = 0;
	for (size_t i = 0; !err && i < count; i++) {
		struct outbox row = due[i];
		bool send;

		err = judge(tx, &practice, &row, &send);
		if (err || !send)
			continue;
		row.state = OUTBOX_LEASED;
		row.tries += due[i].state != OUTBOX_UNKNOWN;
		err = store_outbox_update(tx, &row);
		row.state = due[i].state;
		work->list[work->count++] = row;
	}
	return err;
}

enum err practice_notices_wait(struct reader *reader, unsigned channels,
			       bool *due)
{
	struct outbox *list;
	size_t count;
	enum err err = store_outbox_due(reader, channels, 1, &list, &count);

	if (!err)
		*due = count > 0;
	return err;
}

enum err practice_notices_lease(struct operation *op, struct store *store,
				unsigned channels, size_t limit,
				struct outbox **list, size_t *count)
{
	struct lease_work work = { .channels = channels, .limit = limit };
	enum err err = store_write(op, store, lease_work, &work);

	if (err)
		return err;
	*list = work.list;
	*count = work.count;
	return OK;
}

static enum err again(struct transaction *tx, struct outbox *row,
		      enum outbox_state state, const char *reason)
{
	row->state = state;
	row->next.s = store_tx_operation(tx)->now.s +
		      practice_notice_pause(row->tries);
	row->reason = reason;
	return store_outbox_update(tx, row);
}

/* Remembered, so that nothing else is tried there until it is corrected. */
static enum err never(struct transaction *tx, struct outbox *row,
		      const char *reason)
{
	struct notice_stop stop = { .channel = row->channel,
				    .address = row->address,
				    .cause = STOP_BOUNCED,
				    .reason = reason };
	enum err err = store_stop_set(tx, &stop);

	return err ? err : end(tx, row, OUTBOX_DEAD, reason);
}

static enum err settle_one(struct transaction *tx,
			   const struct settling *settling)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	const char *reason = settling->reason;
	struct outbox row;
	enum err err =
		store_outbox_find(store_tx_reader(tx), settling->id, &row);

	/* Another process, or an erasure, was quicker. */
	if (err || row.state != OUTBOX_LEASED)
		return err;
	if (reason)
		reason = arena_printf(arena, "%.*s", REASON_LONGEST, reason);
	if (settling->token)
		row.token = settling->token;
	switch (settling->attempt) {
	case ATTEMPT_SENT:
		return end(tx, &row, OUTBOX_SENT, reason);
	case ATTEMPT_FAILED:
		return again(tx, &row, OUTBOX_RETRYING, reason);
	case ATTEMPT_NEVER:
		return never(tx, &row, reason);
	case ATTEMPT_UNKNOWN:
		return again(tx, &row, OUTBOX_UNKNOWN, reason);
	case ATTEMPT_STOPPED:
		row.tries -= row.tries > 0;
		row.state = OUTBOX_RETRYING;
		row.next = store_tx_operation(tx)->now;
		return store_outbox_update(tx, &row);
	}
	return OK;
}

struct list_work {
	const struct settling *list;
	size_t count;
};

static enum err settle_work(struct transaction *tx, void *context)
{
	const struct list_work *work = context;
	enum err err = OK;

	for (size_t i = 0; !err && i < work->count; i++)
		err = settle_one(tx, &work->list[i]);
	return err;
}

enum err practice_notices_settle(struct operation *op, struct store *store,
				 const struct settling *list, size_t count)
{
	struct list_work work = { list, count };

	return count ? store_write(op, store, settle_work, &work) : OK;
}

static enum err reclaim_work(struct transaction *tx, void *context)
{
	struct outbox *list;
	size_t count;
	enum err err = store_outbox_leased(store_tx_reader(tx), &list, &count);

	(void)context;
	for (size_t i = 0; !err && i < count; i++) {
		struct outbox *row = &list[i];

		row->state = row->channel == NOTICE_BY_TEXT ? OUTBOX_UNKNOWN
							    : OUTBOX_RETRYING;
		row->next = store_tx_operation(tx)->now;
		row->reason = INTERRUPTED;
		err = store_outbox_update(tx, row);
	}
	return err;
}

enum err practice_notices_reclaim(struct operation *op, struct store *store)
{
	return store_write(op, store, reclaim_work, NULL);
}

struct report_work {
	const char *key;
	bool delivered;
	const char *reason;
};

static enum err report_work(struct transaction *tx, void *context)
{
	const struct report_work *work = context;
	struct outbox row;
	enum err err =
		store_outbox_find_key(store_tx_reader(tx), work->key, &row);

	if (err == ERR_NOT_FOUND)
		return fail(store_tx_operation(tx), err,
			    "This is about no message that was sent from "
			    "here.");
	if (err)
		return err;
	if (row.state != OUTBOX_SENT && row.state != OUTBOX_UNKNOWN)
		return OK;
	return end(tx, &row, work->delivered ? OUTBOX_SENT : OUTBOX_DEAD,
		   work->reason);
}

enum err practice_notice_reported(struct operation *op, struct store *store,
				  const char *key, bool delivered,
				  const char *reason)
{
	struct report_work work = { key, delivered, reason };

	return store_write(op, store, report_work, &work);
}

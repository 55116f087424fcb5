#include "store/outbox.h"

#include "base/digest.h"
#include "store/statement_private.h"

const char *const notice_kind_words[] = {
	[NOTICE_CANCELED] = "canceled",
	[NOTICE_RESCHEDULED] = "rescheduled",
	[NOTICE_RESTORED] = "restored",
	[NOTICE_CLOSURE] = "closure",
	[NOTICE_REMINDER] = "reminder",
	[NOTICE_INVOICE] = "invoice",
	[NOTICE_STATEMENT] = "statement",
	[NOTICE_REVIEW] = "review",
	NULL,
};

const char *const notice_channel_words[] = {
	[NOTICE_BY_EMAIL] = "email",
	[NOTICE_BY_TEXT] = "text",
	NULL,
};

const char *const outbox_state_words[] = {
	[OUTBOX_QUEUED] = "queued",
	[OUTBOX_LEASED] = "leased",
	[OUTBOX_SENT] = "sent",
	[OUTBOX_RETRYING] = "retrying",
	[OUTBOX_UNKNOWN] = "unknown",
	[OUTBOX_DEAD] = "dead",
	[OUTBOX_DROPPED] = "dropped",
	[OUTBOX_UNDONE] = "undone",
	NULL,
};

#define OUTBOX_COLUMNS                                                         \
	"id, session, run, review, invoice, person, address, channel,"         \
	"  kind, revision, ahead, urgent, starts, ends, was_starts, was_ends," \
	"  data, queued, state, tries, next_at, stops, changed, reason, "      \
	"token, key"

static const char ADD_OUTBOX[] =
	"INSERT INTO outbox (session, run, review, invoice, person,"
	"    address, channel, kind, revision, ahead, urgent, starts, ends,"
	"    was_starts, was_ends, data, queued, state, tries, next_at, stops,"
	"    changed, reason, key)"
	"  VALUES ($session, $run, $review, $invoice, $person, $address,"
	"    $channel, $kind, $revision, $ahead, $urgent, $starts, $ends,"
	"    $was_starts, $was_ends, $data, $now, $state, $tries, $next_at,"
	"    $stops,"
	"    $now, $reason, $key)"
	"  RETURNING id";

static const char FIND_OUTBOX[] = "SELECT " OUTBOX_COLUMNS "  FROM outbox"
				  "  WHERE id = $id";

static const char FIND_KEY[] = "SELECT " OUTBOX_COLUMNS "  FROM outbox"
			       "  WHERE key = $key";

static const char SAVE_OUTBOX[] =
	"UPDATE outbox"
	"  SET state = $state, tries = $tries, next_at = $next_at,"
	"    stops = $stops, reason = $reason, token = $token,"
	"    address = $address, run = $run, review = $review,"
	"    urgent = $urgent, changed = $now"
	"  WHERE id = $id";

static const char LIST_SESSION[] = "SELECT " OUTBOX_COLUMNS "  FROM outbox"
				   "  WHERE session = $session"
				   "  ORDER BY id";

static const char LIST_RUN[] = "SELECT " OUTBOX_COLUMNS "  FROM outbox"
			       "  WHERE run = $run"
			       "  ORDER BY id";

static const char LIST_REVIEW[] = "SELECT " OUTBOX_COLUMNS "  FROM outbox"
				  "  WHERE review = $review"
				  "  ORDER BY id";

static const char LIST_INVOICE[] = "SELECT " OUTBOX_COLUMNS "  FROM outbox"
				   "  WHERE invoice = $invoice"
				   "  ORDER BY id";

static const char LIST_DUE[] = "SELECT " OUTBOX_COLUMNS "  FROM outbox"
			       "  WHERE state IN (0, 3, 4)"
			       "    AND next_at <= $now"
			       "    AND (($channels >> channel) & 1) = 1"
			       "  ORDER BY next_at, id"
			       "  LIMIT $limit";

static const char LIST_LEASED[] = "SELECT " OUTBOX_COLUMNS "  FROM outbox"
				  "  WHERE state = 1"
				  "  ORDER BY id";

#define FILTER                                         \
	"    AND ($session = 0 OR session = $session)" \
	"    AND ($run = 0 OR run = $run)"             \
	"    AND ($person = 0 OR person = $person)"

/* $states: a bit for each state; 0: any. */
static const char LIST_ALL[] =
	"SELECT " OUTBOX_COLUMNS "  FROM outbox"
	"  WHERE id < $below" FILTER "    AND ($states = 0"
	"      OR (($states >> state) & 1) = 1)"
	"  ORDER BY id DESC"
	"  LIMIT $limit OFFSET $skip";

static const char COUNT_STATES[] = "SELECT state AS place, count(*) AS many"
				   "  FROM outbox"
				   "  WHERE id > 0" FILTER "  GROUP BY state";

static const char LAST_REVISION[] = "SELECT coalesce(max(revision), 0) AS last"
				    "  FROM outbox"
				    "  WHERE person = $person"
				    "    AND kind = $kind";

static const char FIND_STOP[] = "SELECT channel, address, cause, at, reason"
				"  FROM notice_stop"
				"  WHERE channel = $channel"
				"    AND address = $address";

static const char SET_STOP[] =
	"INSERT INTO notice_stop (channel, address, cause, at, reason)"
	"  VALUES ($channel, $address, $cause, $now, $reason)"
	"  ON CONFLICT (channel, address) DO UPDATE"
	"    SET cause = excluded.cause, at = excluded.at,"
	"      reason = excluded.reason";

static const char DROP_STOP[] = "DELETE FROM notice_stop"
				"  WHERE channel = $channel"
				"    AND address = $address";

bool store_outbox_waits(const struct outbox *row)
{
	switch (row->state) {
	case OUTBOX_QUEUED:
	case OUTBOX_RETRYING:
		return true;
	case OUTBOX_LEASED:
	case OUTBOX_SENT:
	case OUTBOX_UNKNOWN:
	case OUTBOX_DEAD:
	case OUTBOX_DROPPED:
	case OUTBOX_UNDONE:
		return false;
	}
	return false;
}

bool store_outbox_told(const struct outbox *row)
{
	return row->state == OUTBOX_SENT || row->state == OUTBOX_LEASED ||
	       row->state == OUTBOX_UNKNOWN;
}

static void read_outbox(struct statement *st, void *item)
{
	struct outbox *row = item;

	*row = (struct outbox){
		.id = column_int(st, "id"),
		.session = column_int(st, "session"),
		.run = column_int(st, "run"),
		.review = column_int(st, "review"),
		.invoice = column_int(st, "invoice"),
		.person = column_int(st, "person"),
		.address = column_text(st, "address"),
		.channel = (enum notice_channel)column_int(st, "channel"),
		.kind = (enum notice_kind)column_int(st, "kind"),
		.revision = column_int(st, "revision"),
		.ahead = (int)column_int(st, "ahead"),
		.urgent = column_int(st, "urgent") != 0,
		.span = { { column_int(st, "starts") },
			  { column_int(st, "ends") } },
		.was = { column_int(st, "was_starts") },
		.was_end = { column_int(st, "was_ends") },
		.data = column_text(st, "data"),
		.queued = { column_int(st, "queued") },
		.state = (enum outbox_state)column_int(st, "state"),
		.tries = (int)column_int(st, "tries"),
		.next = { column_int(st, "next_at") },
		.stops = { column_int(st, "stops") },
		.changed = { column_int(st, "changed") },
		.reason = column_text(st, "reason"),
		.token = column_text(st, "token"),
		.key = column_text(st, "key"),
	};
}

enum err store_outbox_add(struct transaction *tx, struct outbox *row)
{
	struct statement *st = statement_tx(tx, ADD_OUTBOX);
	struct instant now = store_tx_operation(tx)->now;
	enum err err;

	row->key = random_token(store_tx_operation(tx)->arena);
	bind_id(st, "session", row->session);
	bind_id(st, "run", row->run);
	bind_id(st, "review", row->review);
	bind_id(st, "invoice", row->invoice);
	bind_int(st, "person", row->person);
	bind_text(st, "address", row->address);
	bind_int(st, "channel", row->channel);
	bind_int(st, "kind", row->kind);
	bind_int(st, "revision", row->revision);
	bind_int(st, "ahead", row->ahead);
	bind_int(st, "urgent", row->urgent);
	bind_int(st, "starts", row->span.start.s);
	bind_int(st, "ends", row->span.end.s);
	bind_int(st, "was_starts", row->was.s);
	bind_int(st, "was_ends", row->was_end.s);
	bind_text(st, "data", row->data);
	bind_int(st, "now", now.s);
	bind_int(st, "state", row->state);
	bind_int(st, "tries", row->tries);
	bind_int(st, "next_at", row->next.s);
	bind_int(st, "stops", row->stops.s);
	bind_text(st, "reason", row->reason);
	bind_text(st, "key", row->key);
	err = statement_insert(st, &row->id);
	if (err)
		return err;
	row->queued = row->changed = now;
	return OK;
}

enum err store_outbox_find(struct reader *reader, int64_t id,
			   struct outbox *row)
{
	struct statement *st = statement_of_id(reader, FIND_OUTBOX, id);

	return statement_one(st, read_outbox, row);
}

enum err store_outbox_find_key(struct reader *reader, const char *key,
			       struct outbox *row)
{
	struct statement *st = statement_of_text(reader, FIND_KEY, key);

	return statement_one(st, read_outbox, row);
}

enum err store_outbox_update(struct transaction *tx, const struct outbox *row)
{
	struct statement *st = statement_tx(tx, SAVE_OUTBOX);

	bind_int(st, "state", row->state);
	bind_int(st, "tries", row->tries);
	bind_int(st, "next_at", row->next.s);
	bind_int(st, "stops", row->stops.s);
	bind_text(st, "reason", row->reason);
	bind_text(st, "token", row->token);
	bind_text(st, "address", row->address);
	bind_id(st, "run", row->run);
	bind_id(st, "review", row->review);
	bind_int(st, "urgent", row->urgent);
	bind_int(st, "now", store_tx_operation(tx)->now.s);
	bind_int(st, "id", row->id);
	return statement_change(st);
}

static enum err list_of(struct statement *st, struct outbox **list,
			size_t *count)
{
	return statement_list(st, read_outbox, sizeof(**list), list, count);
}

enum err store_outbox_of_session(struct reader *reader, int64_t session,
				 struct outbox **list, size_t *count)
{
	return list_of(statement_of_id(reader, LIST_SESSION, session), list,
		       count);
}

enum err store_outbox_of_run(struct reader *reader, int64_t run,
			     struct outbox **list, size_t *count)
{
	return list_of(statement_of_id(reader, LIST_RUN, run), list, count);
}

enum err store_outbox_of_review(struct reader *reader, int64_t review,
				struct outbox **list, size_t *count)
{
	return list_of(statement_of_id(reader, LIST_REVIEW, review), list,
		       count);
}

enum err store_outbox_of_invoice(struct reader *reader, int64_t invoice,
				 struct outbox **list, size_t *count)
{
	return list_of(statement_of_id(reader, LIST_INVOICE, invoice), list,
		       count);
}

enum err store_outbox_due(struct reader *reader, unsigned channels,
			  size_t limit, struct outbox **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_DUE);

	bind_int(st, "channels", channels);
	bind_int(st, "now", store_reader_operation(reader)->now.s);
	bind_limit(st, "limit", limit);
	return list_of(st, list, count);
}

enum err store_outbox_leased(struct reader *reader, struct outbox **list,
			     size_t *count)
{
	return list_of(statement(reader, LIST_LEASED), list, count);
}

static void bind_filter(struct statement *st,
			const struct outbox_filter *filter)
{
	bind_int(st, "session", filter->session);
	bind_int(st, "run", filter->run);
	bind_int(st, "person", filter->person);
}

enum err store_outbox_list(struct reader *reader,
			   const struct outbox_filter *filter,
			   struct outbox **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_ALL);

	bind_below(st, "below", filter->below);
	bind_filter(st, filter);
	bind_int(st, "states", filter->states);
	bind_limit(st, "limit", filter->limit ? filter->limit : SIZE_MAX);
	bind_limit(st, "skip", filter->skip);
	return list_of(st, list, count);
}

enum err store_outbox_counts(struct reader *reader,
			     const struct outbox_filter *filter, size_t *counts)
{
	struct statement *st = statement(reader, COUNT_STATES);

	bind_filter(st, filter);
	return statement_counts(st, counts, OUTBOX_UNDONE + 1);
}

enum err store_outbox_last(struct reader *reader, int64_t person,
			   enum notice_kind kind, int64_t *revision)
{
	struct statement *st = statement(reader, LAST_REVISION);

	bind_int(st, "person", person);
	bind_int(st, "kind", kind);
	return statement_one_int(st, revision);
}

static void read_stop(struct statement *st, void *item)
{
	struct notice_stop *stop = item;

	*stop = (struct notice_stop){
		.channel = (enum notice_channel)column_int(st, "channel"),
		.address = column_text(st, "address"),
		.cause = (enum stop_cause)column_int(st, "cause"),
		.at = { column_int(st, "at") },
		.reason = column_text(st, "reason"),
	};
}

enum err store_stop_find(struct reader *reader, enum notice_channel channel,
			 const char *address, struct notice_stop *stop)
{
	struct statement *st = statement(reader, FIND_STOP);

	bind_int(st, "channel", channel);
	bind_text(st, "address", address);
	return statement_one(st, read_stop, stop);
}

enum err store_stop_set(struct transaction *tx, const struct notice_stop *stop)
{
	struct statement *st = statement_tx(tx, SET_STOP);

	bind_int(st, "channel", stop->channel);
	bind_text(st, "address", stop->address);
	bind_int(st, "cause", stop->cause);
	bind_int(st, "now", store_tx_operation(tx)->now.s);
	bind_text(st, "reason", stop->reason);
	return statement_run(st);
}

enum err store_stop_drop(struct transaction *tx, enum notice_channel channel,
			 const char *address)
{
	struct statement *st = statement_tx(tx, DROP_STOP);

	bind_int(st, "channel", channel);
	bind_text(st, "address", address);
	return statement_run(st);
}

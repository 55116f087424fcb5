#include "store/audit.h"

#include "base/word.h"
#include "store/actor.h"
#include "store/statement.h"

#define AUDIT_COLUMNS                                                        \
	"id, at, who, channel, device, action, object_kind, object, before," \
	"  after"

static const char ADD_AUDIT[] =
	"INSERT INTO audit (at, who, channel, device, action, object_kind,"
	"    object, before, after)"
	"  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

static const char LIST_AUDIT[] = "SELECT " AUDIT_COLUMNS "  FROM audit"
				 "  WHERE id < $1"
				 "  ORDER BY id DESC"
				 "  LIMIT $2";

static const char LIST_AUDIT_KIND[] = "SELECT " AUDIT_COLUMNS "  FROM audit"
				      "  WHERE id < $1"
				      "    AND object_kind = $3"
				      "  ORDER BY id DESC"
				      "  LIMIT $2";

static const char LIST_AUDIT_OBJECT[] = "SELECT " AUDIT_COLUMNS "  FROM audit"
					"  WHERE id < $1"
					"    AND object_kind = $3"
					"    AND object = $4"
					"  ORDER BY id DESC"
					"  LIMIT $2";

static const char LIST_AUDIT_ABOUT[] =
	"SELECT " AUDIT_COLUMNS "  FROM audit"
	"  WHERE id > $2"
	"    AND (who = $1"
	"      OR (object_kind = 'person' AND object = $1)"
	"      OR (object_kind = 'session' AND object IN"
	"        (SELECT session FROM session_client WHERE person = $1))"
	"      OR (object_kind = 'invoice' AND object IN"
	"        (SELECT id FROM invoice WHERE client = $1))"
	"      OR (object_kind = 'payment' AND object IN"
	"        (SELECT id FROM payment WHERE client = $1)))"
	"  ORDER BY id"
	"  LIMIT $3";

static const char ADD_REVIEW[] =
	"INSERT INTO review (at, kind, session, person, text, state)"
	"  VALUES ($1, $2, $3, $4, $5, $6)";

static const char FIND_REVIEW[] =
	"SELECT id, at, kind, session, person, text, state"
	"  FROM review"
	"  WHERE id = $1";

static const char LIST_REVIEWS[] =
	"SELECT id, at, kind, session, person, text, state"
	"  FROM review"
	"  WHERE id < $1"
	"  ORDER BY id DESC"
	"  LIMIT $2";

static const char LIST_REVIEWS_STATE[] =
	"SELECT id, at, kind, session, person, text, state"
	"  FROM review"
	"  WHERE id < $1"
	"    AND state = $3"
	"  ORDER BY id DESC"
	"  LIMIT $2";

static const char CHANGE_REVIEW[] = "UPDATE review"
				    "  SET session = $2, text = $3"
				    "  WHERE id = $1";

static const char SET_REVIEW[] = "UPDATE review"
				 "  SET state = $2"
				 "  WHERE id = $1";

enum err store_audit_add(struct transaction *tx, const struct audit *audit)
{
	struct operation *op = store_tx_operation(tx);
	struct statement *st = statement_tx(tx, ADD_AUDIT);

	bind_int(st, 1, op->now.s);
	bind_id(st, 2, op->actor.person);
	bind_text(st, 3, word_of(channel_words, op->actor.channel));
	bind_text(st, 4, op->actor.device);
	bind_text(st, 5, audit->action);
	bind_text(st, 6, audit->object_kind);
	bind_int(st, 7, audit->object);
	bind_text(st, 8, audit->before);
	bind_text(st, 9, audit->after);
	return statement_run(st);
}

static void read_audit(struct statement *st, void *item)
{
	struct audit *audit = item;

	*audit = (struct audit){
		.id = column_int(st, 0),
		.at = { column_int(st, 1) },
		.who = column_int(st, 2),
		.channel = column_text(st, 3),
		.device = column_text(st, 4),
		.action = column_text(st, 5),
		.object_kind = column_text(st, 6),
		.object = column_int(st, 7),
		.before = column_text(st, 8),
		.after = column_text(st, 9),
	};
}

/* The list wanted, as a statement bound but for $1 and $2. */
static struct statement *audit_of(struct reader *reader, const char *kind,
				  int64_t object)
{
	struct statement *st;

	if (!kind)
		return statement(reader, LIST_AUDIT);
	st = statement(reader, object ? LIST_AUDIT_OBJECT : LIST_AUDIT_KIND);
	bind_text(st, 3, kind);
	if (object)
		bind_int(st, 4, object);
	return st;
}

static int64_t row_limit(size_t limit)
{
	return limit < INT64_MAX ? (int64_t)limit : INT64_MAX;
}

enum err store_audit_list(struct reader *reader, const char *object_kind,
			  int64_t object, int64_t below, size_t limit,
			  struct audit **list, size_t *count)
{
	struct statement *st = audit_of(reader, object_kind, object);

	bind_int(st, 1, below > 0 ? below : INT64_MAX);
	bind_int(st, 2, row_limit(limit));
	return statement_list(st, read_audit, sizeof(**list), list, count);
}

enum err store_audit_about(struct reader *reader, int64_t client, int64_t after,
			   size_t limit, struct audit **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_AUDIT_ABOUT);

	bind_int(st, 1, client);
	bind_int(st, 2, after);
	bind_int(st, 3, row_limit(limit));
	return statement_list(st, read_audit, sizeof(**list), list, count);
}

enum err store_review_add(struct transaction *tx, struct review *review)
{
	struct instant now = store_tx_operation(tx)->now;
	struct statement *st = statement_tx(tx, ADD_REVIEW);
	const char *state = review->state ? review->state : "waiting";
	enum err err;

	bind_int(st, 1, now.s);
	bind_text(st, 2, review->kind);
	bind_id(st, 3, review->session);
	bind_id(st, 4, review->person);
	bind_text(st, 5, review->text);
	bind_text(st, 6, state);
	err = statement_run(st);
	if (err)
		return err;
	review->id = statement_inserted(tx);
	review->at = now;
	review->state = state;
	return OK;
}

static void read_review(struct statement *st, void *item)
{
	struct review *review = item;

	*review = (struct review){
		.id = column_int(st, 0),
		.at = { column_int(st, 1) },
		.kind = column_text(st, 2),
		.session = column_int(st, 3),
		.person = column_int(st, 4),
		.text = column_text(st, 5),
		.state = column_text(st, 6),
	};
}

enum err store_review_find(struct reader *reader, int64_t id,
			   struct review *review)
{
	struct statement *st = statement(reader, FIND_REVIEW);

	bind_int(st, 1, id);
	return statement_one(st, read_review, review);
}

enum err store_review_list(struct reader *reader, const char *state,
			   int64_t below, size_t limit, struct review **list,
			   size_t *count)
{
	struct statement *st =
		statement(reader, state ? LIST_REVIEWS_STATE : LIST_REVIEWS);

	bind_int(st, 1, below > 0 ? below : INT64_MAX);
	bind_int(st, 2, row_limit(limit));
	if (state)
		bind_text(st, 3, state);
	return statement_list(st, read_review, sizeof(**list), list, count);
}

/* Runs the write of one item. */
static enum err change_one(struct transaction *tx, struct statement *st)
{
	enum err err = statement_run(st);

	if (err)
		return err;
	if (statement_changes(tx) == 0)
		return fail(store_tx_operation(tx), ERR_NOT_FOUND,
			    "there is no such item to review");
	return OK;
}

enum err store_review_change(struct transaction *tx,
			     const struct review *review)
{
	struct statement *st = statement_tx(tx, CHANGE_REVIEW);

	bind_int(st, 1, review->id);
	bind_id(st, 2, review->session);
	bind_text(st, 3, review->text);
	return change_one(tx, st);
}

enum err store_review_state(struct transaction *tx, int64_t review,
			    const char *state)
{
	struct statement *st = statement_tx(tx, SET_REVIEW);

	bind_int(st, 1, review);
	bind_text(st, 2, state);
	return change_one(tx, st);
}

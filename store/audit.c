#include "store/audit.h"

#include "base/word.h"
#include "store/actor.h"
#include "store/statement_private.h"

#define AUDIT_COLUMNS                                                        \
	"id, at, who, channel, device, action, object_kind, object, before," \
	"  after"

static const char ADD_AUDIT[] =
	"INSERT INTO audit (at, who, channel, device, action,"
	"    object_kind, object, before, after)"
	"  VALUES ($at, $who, $channel, $device, $action, $object_kind,"
	"    $object, $before, $after)";

static const char LIST_AUDIT[] = "SELECT " AUDIT_COLUMNS "  FROM audit"
				 "  WHERE id < $below"
				 "  ORDER BY id DESC"
				 "  LIMIT $limit";

static const char LIST_AUDIT_KIND[] = "SELECT " AUDIT_COLUMNS "  FROM audit"
				      "  WHERE id < $below"
				      "    AND object_kind = $object_kind"
				      "  ORDER BY id DESC"
				      "  LIMIT $limit";

static const char LIST_AUDIT_OBJECT[] = "SELECT " AUDIT_COLUMNS "  FROM audit"
					"  WHERE id < $below"
					"    AND object_kind = $object_kind"
					"    AND object = $object"
					"  ORDER BY id DESC"
					"  LIMIT $limit";

#define WANTED                                                         \
	"  FROM audit"                                                 \
	"  WHERE id < $below"                                          \
	"    AND ($object_kind IS NULL OR object_kind = $object_kind)" \
	"    AND ($object = 0 OR object = $object)"                    \
	"    AND ($who = 0 OR who = $who)"                             \
	"    AND ($action IS NULL OR action = $action)"                \
	"    AND at >= $starts AND at < $ends"

static const char SEARCH_AUDIT[] =
	"SELECT " AUDIT_COLUMNS WANTED "  ORDER BY id DESC"
	"  LIMIT $limit OFFSET $skip";

static const char COUNT_AUDIT[] = "SELECT count(*) AS count" WANTED;

static const char LIST_REFUSED[] = "SELECT " AUDIT_COLUMNS "  FROM audit"
				   "  INDEXED BY audit_refused"
				   "  WHERE action = 'calendar.refused'"
				   "    AND who = $who"
				   "    AND at > $after"
				   "  ORDER BY at DESC, id DESC"
				   "  LIMIT $limit";

static const char LATEST_AUDIT[] =
	"SELECT coalesce(max(at), -62135596800) AS at FROM audit";

static const char NEWEST_AUDIT[] = "SELECT coalesce(max(id), 0) AS id"
				   "  FROM audit";

static const char LIST_AUDIT_ABOUT[] =
	"SELECT " AUDIT_COLUMNS "  FROM audit"
	"  WHERE id > $after"
	"    AND (who = $client"
	"      OR (object_kind = 'person' AND object = $client)"
	"      OR (object_kind = 'session' AND object IN"
	"        (SELECT session FROM session_client WHERE person = $client))"
	"      OR (object_kind = 'invoice' AND object IN"
	"        (SELECT id FROM invoice WHERE client = $client))"
	"      OR (object_kind = 'payment' AND object IN"
	"        (SELECT id FROM payment WHERE client = $client)))"
	"  ORDER BY id"
	"  LIMIT $limit";

enum err store_audit_add(struct transaction *tx, const struct audit *audit)
{
	struct operation *op = store_tx_operation(tx);
	struct statement *st = statement_tx(tx, ADD_AUDIT);

	bind_int(st, "at", op->now.s);
	bind_id(st, "who", op->actor.person);
	bind_text(st, "channel", word_of(channel_words, op->actor.channel));
	bind_text(st, "device", op->actor.device);
	bind_text(st, "action", audit->action);
	bind_text(st, "object_kind", audit->object_kind);
	bind_int(st, "object", audit->object);
	bind_text(st, "before", audit->before);
	bind_text(st, "after", audit->after);
	return statement_run(st);
}

static void read_audit(struct statement *st, void *item)
{
	struct audit *audit = item;

	*audit = (struct audit){
		.id = column_int(st, "id"),
		.at = { column_int(st, "at") },
		.who = column_int(st, "who"),
		.channel = column_text(st, "channel"),
		.device = column_text(st, "device"),
		.action = column_text(st, "action"),
		.object_kind = column_text(st, "object_kind"),
		.object = column_int(st, "object"),
		.before = column_text(st, "before"),
		.after = column_text(st, "after"),
	};
}

/* The list wanted, as a statement bound but for its page. */
static struct statement *audit_of(struct reader *reader, const char *kind,
				  int64_t object)
{
	struct statement *st;

	if (!kind)
		return statement(reader, LIST_AUDIT);
	st = statement(reader, object ? LIST_AUDIT_OBJECT : LIST_AUDIT_KIND);
	bind_text(st, "object_kind", kind);
	if (object)
		bind_int(st, "object", object);
	return st;
}

enum err store_audit_list(struct reader *reader, const char *object_kind,
			  int64_t object, int64_t below, size_t limit,
			  struct audit **list, size_t *count)
{
	struct statement *st = audit_of(reader, object_kind, object);

	bind_below(st, "below", below);
	bind_limit(st, "limit", limit);
	return statement_list(st, read_audit, sizeof(**list), list, count);
}

enum err store_audit_refused(struct reader *reader, int64_t person,
			     struct instant after, size_t limit,
			     struct audit **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_REFUSED);

	bind_int(st, "who", person);
	bind_int(st, "after", after.s);
	bind_limit(st, "limit", limit);
	return statement_list(st, read_audit, sizeof(**list), list, count);
}

static void bind_filter(struct statement *st, const struct audit_filter *filter)
{
	bool whenever = !filter->at.end.s;

	bind_below(st, "below", filter->below);
	bind_text(st, "object_kind", filter->object_kind);
	bind_int(st, "object", filter->object);
	bind_int(st, "who", filter->who);
	bind_text(st, "action", filter->action);
	bind_int(st, "starts", whenever ? INSTANT_MIN.s : filter->at.start.s);
	bind_int(st, "ends", whenever ? INSTANT_MAX.s : filter->at.end.s);
}

enum err store_audit_search(struct reader *reader,
			    const struct audit_filter *filter, size_t skip,
			    size_t limit, struct audit **list, size_t *count)
{
	struct statement *st = statement(reader, SEARCH_AUDIT);

	bind_filter(st, filter);
	bind_limit(st, "limit", limit);
	bind_int(st, "skip", (int64_t)skip);
	return statement_list(st, read_audit, sizeof(**list), list, count);
}

enum err store_audit_newest(struct reader *reader, int64_t *id)
{
	return statement_one_int(statement(reader, NEWEST_AUDIT), id);
}

enum err store_audit_count(struct reader *reader,
			   const struct audit_filter *filter, int64_t *count)
{
	struct statement *st = statement(reader, COUNT_AUDIT);

	bind_filter(st, filter);
	return statement_one_int(st, count);
}

enum err store_audit_about(struct reader *reader, int64_t client, int64_t after,
			   size_t limit, struct audit **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_AUDIT_ABOUT);

	bind_int(st, "client", client);
	bind_int(st, "after", after);
	bind_limit(st, "limit", limit);
	return statement_list(st, read_audit, sizeof(**list), list, count);
}

enum err store_audit_latest(struct reader *reader, struct instant *at)
{
	struct statement *st = statement(reader, LATEST_AUDIT);
	enum err err = statement_row(st);

	if (err)
		return err;
	at->s = column_int(st, "at");
	statement_done(st);
	return OK;
}

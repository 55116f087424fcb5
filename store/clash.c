#include "store/clash.h"

#include "store/completion_type.h"
#include "store/session_private.h"
#include "store/statement_private.h"

static const char LIST_CLASHES[] = "SELECT with_closure, uid"
				   "  FROM session_clash"
				   "  WHERE session = $session"
				   "  ORDER BY with_closure DESC, uid";

static const char LIST_CLOSURES_MET[] = "SELECT with_closure, uid"
					"  FROM session_clash"
					"  WHERE session = $session"
					"    AND with_closure = 1"
					"  ORDER BY uid";

static const char LIST_CLASHES_ALL[] =
	"SELECT session, with_closure, uid"
	"  FROM session_clash"
	"  WHERE session IN (" EACH_ID ")"
	"  ORDER BY session, with_closure DESC, uid";

/* Two who meet twice, such as by two practitioners, clash once. */
static const char ADD_CLASH[] =
	"INSERT INTO session_clash (session, with_closure, uid)"
	"  VALUES ($session, $with_closure, $uid)"
	"  ON CONFLICT DO NOTHING";

static const char REMOVE_CLASH[] = "DELETE FROM session_clash"
				   "  WHERE session = $session"
				   "    AND with_closure = $with_closure"
				   "    AND uid = $uid";

/* $canceled is the map of what was saved as not having taken place. */
static const char LIST_OVERLAPPING[] =
	"SELECT DISTINCT 0 AS with_closure, s.uid"
	"  FROM session_practitioner p"
	"  CROSS JOIN session s"
	"  LEFT JOIN completion c"
	"    ON c.id = s.completion"
	"  WHERE s.id = p.session"
	"    AND p.person IN (" EACH_ID ")"
	"    AND p.starts > $from"
	"    AND p.starts < $to"
	"    AND s.ends > $ends_after"
	"    AND s.removed = " NEVER "    AND s.id <> $but"
	"    AND (c.map IS NULL OR c.map <> $canceled)"
	"  ORDER BY s.uid";

static void read_clash(struct statement *st, void *item)
{
	struct clash *clash = item;

	*clash = (struct clash){
		.with_closure = column_int(st, "with_closure") != 0,
		.uid = column_text(st, "uid"),
	};
}

enum err store_clash_list(struct reader *reader, int64_t session,
			  struct clash **list, size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST_CLASHES, session);

	return statement_list(st, read_clash, sizeof(**list), list, count);
}

enum err store_clash_closures(struct reader *reader, int64_t session,
			      struct clash **list, size_t *count)
{
	struct statement *st =
		statement_of_id(reader, LIST_CLOSURES_MET, session);

	return statement_list(st, read_clash, sizeof(**list), list, count);
}

static void read_session_clash(struct statement *st, void *item)
{
	struct session_clash *row = item;

	row->session = column_int(st, "session");
	read_clash(st, &row->clash);
}

enum err store_clash_list_all(struct reader *reader, const struct ids *sessions,
			      struct session_clash **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_CLASHES_ALL);

	bind_ids(st, "ids", sessions);
	return statement_list(st, read_session_clash, sizeof(**list), list,
			      count);
}

enum err store_clash_overlapping(struct reader *reader,
				 const struct ids *practitioners,
				 struct span span, int64_t but,
				 struct clash **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_OVERLAPPING);

	bind_ids(st, "ids", practitioners);
	bind_int(st, "from", span.start.s - SESSION_LONGEST);
	bind_int(st, "to", span.end.s);
	bind_int(st, "ends_after", span.start.s);
	bind_int(st, "but", but);
	bind_int(st, "canceled", MAP_CANCELED);
	return statement_list(st, read_clash, sizeof(**list), list, count);
}

static enum err change(struct transaction *tx, const char *sql, int64_t session,
		       const struct clash *clash)
{
	struct statement *st = statement_tx(tx, sql);

	bind_int(st, "session", session);
	bind_int(st, "with_closure", clash->with_closure);
	bind_text(st, "uid", clash->uid);
	return statement_run(st);
}

enum err store_clash_add(struct transaction *tx, int64_t session,
			 const struct clash *clash)
{
	return change(tx, ADD_CLASH, session, clash);
}

enum err store_clash_remove(struct transaction *tx, int64_t session,
			    const struct clash *clash)
{
	return change(tx, REMOVE_CLASH, session, clash);
}

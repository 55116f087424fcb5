#include "store/clash.h"

#include "store/completion_type.h"
#include "store/session_private.h"
#include "store/statement_private.h"

static const char LIST_CLASHES[] = "SELECT session, with_closure, uid"
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
#define OVERLAPPING                                         \
	"  FROM session_practitioner p"                     \
	"  CROSS JOIN session s"                            \
	"  LEFT JOIN completion c"                          \
	"    ON c.id = s.completion"                        \
	"  WHERE s.id = p.session"                          \
	"    AND p.person IN (" EACH_ID ")"                 \
	"    AND p.starts > $from"                          \
	"    AND p.starts < $to"                            \
	"    AND s.ends > $ends_after"                      \
	"    AND s.removed = " NEVER "    AND s.id <> $but" \
	"    AND (c.map IS NULL OR c.map <> $canceled)"

static const char LIST_OVERLAPPING[] =
	"SELECT DISTINCT 0 AS with_closure, s.uid" OVERLAPPING
	"  ORDER BY s.uid"
	"  LIMIT $most";

/* NULL: it names fewer than $most. */
#define LAST_OF(session)                                        \
	"(SELECT uid FROM session_clash"                        \
	"  WHERE session = " session "    AND with_closure = 0" \
	"  ORDER BY uid"                                        \
	"  LIMIT 1 OFFSET $most - 1) AS last"

static const char LIST_UNAWARE[] =
	"SELECT session, last"
	"  FROM (SELECT DISTINCT s.id AS session, " LAST_OF("s.id") OVERLAPPING
	"    AND NOT EXISTS (SELECT 1 FROM session_clash"
	"                      WHERE session = s.id"
	"                        AND with_closure = 0"
	"                        AND uid = $uid))"
	"  WHERE last IS NULL OR last > $uid"
	"  ORDER BY session";

static const char LIST_OUTDATED[] = "SELECT session, " LAST_OF(
	"n.session") "  FROM session_clash n"
		     "  WHERE n.with_closure = 0"
		     "    AND n.uid = $uid"
		     "    AND n.session NOT IN (SELECT s.id" OVERLAPPING ")"
		     "  ORDER BY session";

static const char LIST_BUSY_OF[] =
	"SELECT s.id, p.person, s.uid, s.starts, s.ends"
	"  FROM session_practitioner p"
	"  CROSS JOIN session s"
	"  WHERE p.session IN (" EACH_ID ")"
	"    AND s.id = p.session"
	"  ORDER BY s.id";

static const char LIST_BUSY[] =
	"SELECT s.id, p.person, s.uid, s.starts, s.ends" OVERLAPPING
	"    AND $most > 0"
	"  ORDER BY s.uid";

static const char LIST_MEETINGS[] = "SELECT c.session, c.uid, p.person"
				    "  FROM session_clash c"
				    "  CROSS JOIN session s"
				    "  CROSS JOIN session_practitioner p"
				    "  CROSS JOIN session_practitioner own"
				    "  WHERE c.session IN (" EACH_ID ")"
				    "    AND c.with_closure = 0"
				    "    AND s.uid = c.uid"
				    "    AND p.session = s.id"
				    "    AND own.session = c.session"
				    "    AND own.person = p.person"
				    "  ORDER BY c.session";

static const char LIST_JOINT[] =
	"SELECT DISTINCT s.id" OVERLAPPING "    AND $most > 0"
	"    AND (SELECT count(*) FROM session_practitioner"
	"           WHERE session = s.id) > 1"
	"  ORDER BY s.id";

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
	struct statement *st = statement_of_ids(reader, LIST_CLASHES,
						LIST_CLASHES_ALL, sessions);

	return statement_list(st, read_session_clash, sizeof(**list), list,
			      count);
}

static void bind_place(struct statement *st, const struct clash_place *place)
{
	bind_ids(st, "ids", place->practitioners);
	bind_int(st, "from", place->span.start.s - SESSION_LONGEST);
	bind_int(st, "to", place->span.end.s);
	bind_int(st, "ends_after", place->span.start.s);
	bind_int(st, "but", place->but);
	bind_int(st, "canceled", MAP_CANCELED);
	bind_int(st, "most", CLASHES_NAMED);
}

enum err store_clash_overlapping(struct reader *reader,
				 const struct clash_place *place,
				 struct clash **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_OVERLAPPING);

	bind_place(st, place);
	return statement_list(st, read_clash, sizeof(**list), list, count);
}

static void read_meeting(struct statement *st, void *item)
{
	struct clash_meeting *meeting = item;

	*meeting = (struct clash_meeting){
		.session = column_int(st, "session"),
		.uid = column_text(st, "uid"),
		.person = column_int(st, "person"),
	};
}

enum err store_clash_meetings(struct reader *reader, const struct ids *sessions,
			      struct clash_meeting **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_MEETINGS);

	bind_ids(st, "ids", sessions);
	return statement_list(st, read_meeting, sizeof(**list), list, count);
}

enum err store_clash_joint(struct reader *reader,
			   const struct clash_place *place,
			   struct ids *sessions)
{
	struct statement *st = statement(reader, LIST_JOINT);

	bind_place(st, place);
	return statement_ids(st, sessions);
}

static void read_namer(struct statement *st, void *item)
{
	struct clash_namer *namer = item;

	*namer = (struct clash_namer){
		.session = column_int(st, "session"),
		.last = column_text(st, "last"),
	};
}

static enum err list_namers(struct reader *reader, const char *sql,
			    const char *uid, const struct clash_place *place,
			    struct clash_namer **list, size_t *count)
{
	struct statement *st = statement(reader, sql);

	bind_place(st, place);
	bind_text(st, "uid", uid);
	return statement_list(st, read_namer, sizeof(**list), list, count);
}

enum err store_clash_unaware(struct reader *reader, const char *uid,
			     const struct clash_place *place,
			     struct clash_namer **list, size_t *count)
{
	return list_namers(reader, LIST_UNAWARE, uid, place, list, count);
}

enum err store_clash_outdated(struct reader *reader, const char *uid,
			      const struct clash_place *place,
			      struct clash_namer **list, size_t *count)
{
	return list_namers(reader, LIST_OUTDATED, uid, place, list, count);
}

static void read_busy(struct statement *st, void *item)
{
	struct clash_busy *busy = item;

	*busy = (struct clash_busy){
		.session = column_int(st, "id"),
		.person = column_int(st, "person"),
		.uid = column_text(st, "uid"),
		.span = { { column_int(st, "starts") },
			  { column_int(st, "ends") } },
	};
}

enum err store_clash_busy_of(struct reader *reader, const struct ids *sessions,
			     struct clash_busy **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_BUSY_OF);

	bind_ids(st, "ids", sessions);
	return statement_list(st, read_busy, sizeof(**list), list, count);
}

enum err store_clash_busy(struct reader *reader,
			  const struct clash_place *place,
			  struct clash_busy **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_BUSY);

	bind_place(st, place);
	return statement_list(st, read_busy, sizeof(**list), list, count);
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

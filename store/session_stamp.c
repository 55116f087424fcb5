#include "store/session_stamp.h"

#include "store/session_private.h"

static const char LIST[] = "SELECT s.id AS id, s.revision AS revision,"
			   "    (SELECT count(*)"
			   "      FROM session_client"
			   "      WHERE session = s.id) AS clients"
			   "  FROM session s"
			   "  WHERE s.starts > $from"
			   "    AND s.starts < $to"
			   "    AND s.ends > $after"
			   "    AND s.state = 1"
			   "    AND s.removed = " NEVER "    AND ($all = 1"
			   "      OR EXISTS ("
			   "        SELECT 1"
			   "        FROM session_practitioner"
			   "        WHERE session = s.id"
			   "          AND person IN (" EACH_ID ")))"
			   "  ORDER BY s.starts, s.id";

static void read_stamp(struct statement *st, void *item)
{
	struct session_stamp *stamp = item;

	stamp->id = column_int(st, "id");
	stamp->revision = column_int(st, "revision");
	stamp->clients = column_int(st, "clients");
}

enum err store_session_stamps(struct reader *reader, struct span span,
			      const struct ids *practitioners,
			      struct session_stamp **list, size_t *count)
{
	struct statement *st = statement(reader, LIST);

	bind_int(st, "from", span.start.s - SESSION_LONGEST);
	bind_int(st, "to", span.end.s);
	bind_int(st, "after", span.start.s);
	bind_int(st, "all", practitioners->count == 0);
	bind_ids(st, "ids", practitioners);
	return statement_list(st, read_stamp, sizeof(**list), list, count);
}

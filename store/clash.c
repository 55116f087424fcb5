#include "store/clash.h"

#include "store/statement_private.h"

static const char LIST_CLASHES[] = "SELECT with_closure, uid"
				   "  FROM session_clash"
				   "  WHERE session = $session"
				   "  ORDER BY with_closure DESC, uid";

static const char LIST_CLASHES_ALL[] =
	"SELECT session, with_closure, uid"
	"  FROM session_clash"
	"  WHERE session IN (" EACH_ID ")"
	"  ORDER BY session, with_closure DESC, uid";

static const char CLEAR_CLASHES[] = "DELETE FROM session_clash"
				    "  WHERE session = $session";

/* Two who meet twice, such as by two practitioners, clash once. */
static const char ADD_CLASH[] =
	"INSERT INTO session_clash (session, with_closure, uid)"
	"  VALUES ($session, $with_closure, $uid)"
	"  ON CONFLICT DO NOTHING";

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

enum err store_clash_set(struct transaction *tx, int64_t session,
			 const struct clash *list, size_t count)
{
	enum err err = statement_run_id(tx, CLEAR_CLASHES, session);

	for (size_t i = 0; !err && i < count; i++) {
		struct statement *st = statement_tx(tx, ADD_CLASH);

		bind_int(st, "session", session);
		bind_int(st, "with_closure", list[i].with_closure);
		bind_text(st, "uid", list[i].uid);
		err = statement_run(st);
	}
	return err;
}

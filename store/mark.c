#include "store/mark.h"

#include "store/statement_private.h"

static const char FIND[] = "SELECT at"
			   "  FROM mark"
			   "  WHERE name = $name";

static const char SET[] = "INSERT INTO mark (name, at)"
			  "  VALUES ($name, $at)"
			  "  ON CONFLICT (name) DO UPDATE"
			  "    SET at = excluded.at";

static void read_mark(struct statement *st, void *item)
{
	struct instant *at = item;

	at->s = column_int(st, "at");
}

enum err store_mark_find(struct reader *reader, const char *name,
			 struct instant *at)
{
	struct statement *st = statement_of_text(reader, FIND, name);

	return statement_one(st, read_mark, at);
}

enum err store_mark_set(struct transaction *tx, const char *name,
			struct instant at)
{
	struct statement *st = statement_tx(tx, SET);

	bind_text(st, "name", name);
	bind_int(st, "at", at.s);
	return statement_run(st);
}

#include "store/session.h"

#include "store/rows.h"
#include "store/statement.h"

#define CLOSURE_COLUMNS                                                     \
	"id, uid, name, title, all_day, first_day, last_day, starts, ends," \
	"  zone, revision, created, removed"

static const char FIND_CLOSURE[] = "SELECT " CLOSURE_COLUMNS "  FROM closure"
				   "  WHERE id = $1";

static const char FIND_CLOSURE_UID[] =
	"SELECT " CLOSURE_COLUMNS "  FROM closure"
	"  WHERE uid = $1";

static const char LIST_CLOSURES[] =
	"SELECT " CLOSURE_COLUMNS "  FROM closure"
	"  WHERE ends > $1"
	"    AND starts < $2"
	"    AND removed = " NEVER "  ORDER BY starts, id";

static const char ADD_CLOSURE[] =
	"INSERT INTO closure (name, title, all_day, first_day, last_day,"
	"    starts, ends, zone, removed, uid, created, revision)"
	"  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)";

static const char SAVE_CLOSURE[] =
	"UPDATE closure"
	"  SET name = $1, title = $2, all_day = $3, first_day = $4,"
	"    last_day = $5, starts = $6, ends = $7, zone = $8,"
	"    removed = $9, revision = revision + 1"
	"  WHERE id = $10";

static const char READ_REVISION[] = "SELECT revision"
				    "  FROM closure"
				    "  WHERE id = $1";

static void read_closure(struct statement *st, void *item)
{
	struct closure *closure = item;

	*closure = (struct closure){
		.id = column_int(st, 0),
		.uid = column_text(st, 1),
		.name = column_text(st, 2),
		.title = column_text(st, 3),
		.all_day = column_int(st, 4) != 0,
		.from = { (int32_t)column_int(st, 5) },
		.to = { (int32_t)column_int(st, 6) },
		.span = { { column_int(st, 7) }, { column_int(st, 8) } },
		.zone = column_text(st, 9),
		.revision = column_int(st, 10),
		.created = { column_int(st, 11) },
		.removed = { column_int(st, 12) },
	};
}

enum err store_closure_find(struct reader *reader, int64_t id,
			    struct closure *closure)
{
	struct statement *st = statement(reader, FIND_CLOSURE);

	bind_int(st, 1, id);
	return statement_one(st, read_closure, closure);
}

enum err store_closure_find_uid(struct reader *reader, const char *uid,
				struct closure *closure)
{
	struct statement *st = statement(reader, FIND_CLOSURE_UID);

	bind_text(st, 1, uid);
	return statement_one(st, read_closure, closure);
}

enum err store_closure_list(struct reader *reader, struct span span,
			    struct closure **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_CLOSURES);

	bind_int(st, 1, span.start.s);
	bind_int(st, 2, span.end.s);
	return statement_list(st, read_closure, sizeof(**list), list, count);
}

/* $1 to $9, which both writes share. */
static void bind_closure(struct statement *st, const struct closure *closure)
{
	bind_text(st, 1, closure->name);
	bind_text(st, 2, closure->title);
	bind_int(st, 3, closure->all_day);
	bind_int(st, 4, closure->from.n);
	bind_int(st, 5, closure->to.n);
	bind_int(st, 6, closure->span.start.s);
	bind_int(st, 7, closure->span.end.s);
	bind_text(st, 8, closure->zone);
	bind_int(st, 9, closure->removed.s);
}

enum err store_closure_insert(struct transaction *tx, struct closure *closure)
{
	struct statement *st = statement_tx(tx, ADD_CLOSURE);
	enum err err;

	bind_closure(st, closure);
	bind_text(st, 10, closure->uid);
	bind_int(st, 11, closure->created.s);
	err = statement_run(st);
	if (err == ERR_EXISTS)
		return fail(store_tx_operation(tx), ERR_EXISTS,
			    "a closure has the UID '%s' already", closure->uid);
	if (err)
		return err;
	closure->id = statement_inserted(tx);
	closure->revision = 1;
	return OK;
}

enum err store_closure_update(struct transaction *tx, struct closure *closure)
{
	struct statement *st = statement_tx(tx, SAVE_CLOSURE);

	bind_closure(st, closure);
	bind_int(st, 10, closure->id);
	return rows_update(tx, st, READ_REVISION, closure->id,
			   &closure->revision);
}

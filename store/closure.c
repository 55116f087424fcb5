#include "store/closure.h"

#include "store/statement_private.h"

#define CLOSURE_COLUMNS                                                     \
	"id, uid, name, title, all_day, first_day, last_day, starts, ends," \
	"  zone, revision, created, removed"

static const char FIND_CLOSURE[] = "SELECT " CLOSURE_COLUMNS "  FROM closure"
				   "  WHERE id = $id";

static const char FIND_CLOSURE_UID[] =
	"SELECT " CLOSURE_COLUMNS "  FROM closure"
	"  WHERE uid = $uid";

static const char LIST_CLOSURES[] =
	"SELECT " CLOSURE_COLUMNS "  FROM closure"
	"  WHERE ends > $ends"
	"    AND starts < $starts"
	"    AND removed = " NEVER "  ORDER BY starts, id";

static const char ADD_CLOSURE[] =
	"INSERT INTO closure (name, title, all_day, first_day, last_day,"
	"    starts, ends, zone, removed, uid, created, revision)"
	"  VALUES ($name, $title, $all_day, $first_day, $last_day,"
	"    $starts, $ends, $zone, $removed, $uid, $created, 1)"
	"  RETURNING id";

static const char SAVE_CLOSURE[] =
	"UPDATE closure"
	"  SET name = $name, title = $title, all_day = $all_day,"
	"    first_day = $first_day, last_day = $last_day,"
	"    starts = $starts, ends = $ends, zone = $zone,"
	"    removed = $removed, revision = revision + 1"
	"  WHERE id = $id"
	"  RETURNING revision";

static void read_closure(struct statement *st, void *item)
{
	struct closure *closure = item;

	*closure = (struct closure){
		.id = column_int(st, "id"),
		.uid = column_text(st, "uid"),
		.name = column_text(st, "name"),
		.title = column_text(st, "title"),
		.all_day = column_int(st, "all_day") != 0,
		.from = { (int32_t)column_int(st, "first_day") },
		.to = { (int32_t)column_int(st, "last_day") },
		.span = { { column_int(st, "starts") },
			  { column_int(st, "ends") } },
		.zone = column_text(st, "zone"),
		.revision = column_int(st, "revision"),
		.created = { column_int(st, "created") },
		.removed = { column_int(st, "removed") },
	};
}

enum err store_closure_find(struct reader *reader, int64_t id,
			    struct closure *closure)
{
	struct statement *st = statement_of_id(reader, FIND_CLOSURE, id);

	return statement_one(st, read_closure, closure);
}

enum err store_closure_find_uid(struct reader *reader, const char *uid,
				struct closure *closure)
{
	struct statement *st = statement_of_text(reader, FIND_CLOSURE_UID, uid);

	return statement_one(st, read_closure, closure);
}

enum err store_closure_list(struct reader *reader, struct span span,
			    struct closure **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_CLOSURES);

	bind_int(st, "ends", span.start.s);
	bind_int(st, "starts", span.end.s);
	return statement_list(st, read_closure, sizeof(**list), list, count);
}

/* What both writes share. */
static void bind_closure(struct statement *st, const struct closure *closure)
{
	bind_text(st, "name", closure->name);
	bind_text(st, "title", closure->title);
	bind_int(st, "all_day", closure->all_day);
	bind_int(st, "first_day", closure->from.n);
	bind_int(st, "last_day", closure->to.n);
	bind_int(st, "starts", closure->span.start.s);
	bind_int(st, "ends", closure->span.end.s);
	bind_text(st, "zone", closure->zone);
	bind_int(st, "removed", closure->removed.s);
}

enum err store_closure_insert(struct transaction *tx, struct closure *closure)
{
	struct statement *st = statement_tx(tx, ADD_CLOSURE);
	enum err err;

	bind_closure(st, closure);
	bind_text(st, "uid", closure->uid);
	bind_int(st, "created", closure->created.s);
	err = statement_insert(st, &closure->id);
	if (err == ERR_EXISTS)
		return fail(store_tx_operation(tx), ERR_EXISTS,
			    "a closure has the UID '%s' already", closure->uid);
	if (err)
		return err;
	closure->revision = 1;
	return OK;
}

enum err store_closure_update(struct transaction *tx, struct closure *closure)
{
	struct statement *st = statement_tx(tx, SAVE_CLOSURE);

	bind_closure(st, closure);
	bind_int(st, "id", closure->id);
	return statement_one_int(st, &closure->revision);
}

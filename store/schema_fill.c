#include "store/schema_fill_private.h"

#include "base/digest.h"
#include "base/unicode.h"
#include "store/connection_private.h"
#include "store/statement_private.h"

#include <string.h>

#define SECRET_SIZE 32
#define SEED_SIZE 16

struct old_mark {
	const char *name, *value;
};

static const char ADD_SECRET[] = "INSERT INTO secret (id, bytes)"
				 "  VALUES (1, $bytes)";

/* The beginning of time as its date of creation: not set up yet. */
static const char ADD_PRACTICE[] =
	"INSERT INTO practice (id, name, zone, currency, invoice_prefix,"
	"    invoice_zero_lines, reopen_hours, reminder_hours,"
	"    notify_on_calendar_cancel, revision, created)"
	"  VALUES (1, 'Practice', 'UTC', 'USD', '', 0, 24, '', 1, 1, $created)";

/* Components 1: VEVENT. */
static const char ADD_CLOSURES[] =
	"INSERT INTO collection (owner, parent, path, kind, components,"
	"    revision, floor, etag_seed, created)"
	"  VALUES (0, 0, 'closures', 2, 1, 1, 0, $etag_seed, $created)";

#define OLD_MARKS                                         \
	"  FROM property"                                 \
	"  WHERE collection = (SELECT id FROM collection" \
	"      WHERE owner = 0 AND path = 'closures')"    \
	"    AND member = 0 AND viewer = 0"               \
	"    AND ns = 'urn:daybook:tick'"

static const char LIST_OLD_MARKS[] =
	"SELECT name, value" OLD_MARKS "  ORDER BY name";

static const char DELETE_OLD_MARKS[] = "DELETE" OLD_MARKS;

static const char ADD_MARK[] = "INSERT INTO mark (name, at)"
			       "  VALUES ($name, $at)";

static const char LIST_OLD_NAMES[] = "SELECT id, name"
				     "  FROM person"
				     "  ORDER BY id";

static const char SET_NAME_KEY[] = "UPDATE person"
				   "  SET name_key = $name_key"
				   "  WHERE id = $id";

enum err schema_fill_first(struct transaction *tx)
{
	struct operation *op = store_tx_operation(tx);
	unsigned char secret[SECRET_SIZE];
	struct statement *st;
	enum err err;

	random_bytes(secret, sizeof(secret));
	st = statement_tx(tx, ADD_SECRET);
	bind_blob(st, "bytes", secret, sizeof(secret));
	err = statement_run(st);
	if (err)
		return err;
	st = statement_tx(tx, ADD_PRACTICE);
	bind_int(st, "created", INSTANT_MIN.s);
	err = statement_run(st);
	if (err)
		return err;
	st = statement_tx(tx, ADD_CLOSURES);
	bind_text(st, "etag_seed", random_hex(op->arena, SEED_SIZE));
	bind_int(st, "created", op->now.s);
	err = statement_run(st);
	if (err)
		return err;
	return connection_sign(op, tx->reader);
}

static void read_old_mark(struct statement *st, void *item)
{
	struct old_mark *mark = item;

	mark->name = column_text(st, "name");
	mark->value = column_text(st, "value");
}

static enum err keep_mark(struct transaction *tx, const char *name,
			  struct instant at)
{
	struct statement *st = statement_tx(tx, ADD_MARK);

	bind_text(st, "name", name);
	bind_int(st, "at", at.s);
	return statement_run(st);
}

/* Until version 7 the scheduler's marks were properties of the closures. */
enum err schema_move_marks(struct transaction *tx)
{
	struct old_mark *list;
	struct statement *st = statement_tx(tx, LIST_OLD_MARKS);
	size_t count;
	enum err err =
		statement_list(st, read_old_mark, sizeof(*list), &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		struct instant at;

		if (instant_parse(list[i].value, &at))
			err = keep_mark(tx, list[i].name, at);
	}
	return err ? err : statement_run(statement_tx(tx, DELETE_OLD_MARKS));
}

struct old_name {
	int64_t id;
	const char *name;
};

static void read_old_name(struct statement *st, void *item)
{
	struct old_name *old = item;

	old->id = column_int(st, "id");
	old->name = column_text(st, "name");
}

/* Folding is a program's work. */
enum err schema_fold_names(struct transaction *tx)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	struct old_name *list;
	struct statement *st = statement_tx(tx, LIST_OLD_NAMES);
	size_t count;
	enum err err =
		statement_list(st, read_old_name, sizeof(*list), &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		st = statement_tx(tx, SET_NAME_KEY);
		bind_int(st, "id", list[i].id);
		bind_text(st, "name_key",
			  str_fold(arena, list[i].name, strlen(list[i].name)));
		err = statement_run(st);
	}
	return err;
}

#include "store/schema.h"

#include "base/digest.h"
#include "base/log.h"
#include "base/unicode.h"
#include "store/connection_private.h"
#include "store/database_private.h"
#include "store/schema_core_private.h"
#include "store/schema_documents_private.h"
#include "store/schema_later_private.h"
#include "store/schema_notice_private.h"
#include "store/schema_practice_private.h"
#include "store/schema_private.h"
#include "store/seal_private.h"
#include "store/statement_private.h"
#include "store/trigger_make_private.h"

#include <string.h>

#define SCRIPTS 3
#define SECRET_SIZE 32
#define SEED_SIZE 16

struct migration {
	int version;
	const char *description;
	const char *const *scripts[SCRIPTS]; /* lists, run in order */
	/* What SQL cannot say, or NULL; in the step's transaction. */
	enum err (*fill)(struct transaction *tx);
};

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

static enum err fill_first(struct transaction *tx)
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
static enum err move_marks(struct transaction *tx)
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
static enum err fold_names(struct transaction *tx)
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

/* Rows are added at the end and never changed: databases of every version
 * are out there. A step goes by the tables of its version, and so by no
 * statement of the modules of today. */
static const struct migration migrations[] = {
	{ 1,
	  "the first tables",
	  { store_schema_core, store_schema_practice },
	  fill_first },
	{ 2, "money documents", { store_schema_documents }, NULL },
	{ 3, "requests that may be repeated", { store_schema_claim }, NULL },
	{ 4, "removals by calendars", { store_schema_removal }, NULL },
	{ 5, "erasure", { store_schema_erasure }, NULL },
	{ 6, "what feeds have shown", { store_schema_feed }, NULL },
	{ 7, "marks of the scheduler", { store_schema_mark }, move_marks },
	{ 8, "what papers show and rest on", { store_schema_paper }, NULL },
	{ 9, "planned dates and dated rates", { store_schema_dated }, NULL },
	{ 10, "what events show", { store_schema_shown }, NULL },
	{ 11, "a secret that nobody read goes", { store_schema_secret }, NULL },
	{ 12, "cancellations and notices", { store_schema_notice }, NULL },
	{ 13, "what files told", { store_schema_imported }, NULL },
	{ 14, "sign-ins to the pages", { store_schema_sign_in }, NULL },
	{ 15, "what a person takes up", { store_schema_counted }, NULL },
	{ 16, "notes of people", { store_schema_noted }, NULL },
	{ 17, "locks of calendar programs", { store_schema_locks }, NULL },
	{ 18,
	  "names that people are found by",
	  { store_schema_found },
	  fold_names },
	{ 19, "programs of devices", { store_schema_devices }, NULL },
	{ 20, "ends that are known", { store_schema_known }, NULL },
	{ 21, "files to be imported", { store_schema_upload }, NULL },
	{ 22, "what programs send again", { store_schema_again }, NULL },
	{ 23, "what takes time", { store_schema_busy }, NULL },
};

int store_schema_version(void)
{
	return migrations[ARRAY_SIZE(migrations) - 1].version;
}

static enum err refuse_newer(struct operation *op, int64_t version)
{
	if (version <= store_schema_version())
		return OK;
	return fail(op, ERR_STORAGE,
		    "the database was made by a newer Daybook (its schema is "
		    "%lld, this program knows %d): install that version, or "
		    "restore a backup from before it",
		    (long long)version, store_schema_version());
}

enum err store_schema_check(struct operation *op, struct reader *reader)
{
	int64_t version;
	bool ours;
	enum err err = connection_version(op, reader, &version);

	if (!err)
		err = connection_ours(op, reader, &ours);
	if (err)
		return err;
	if (!ours)
		return fail(op, ERR_STORAGE,
			    "the database was not made by Daybook: name "
			    "another directory");
	return refuse_newer(op, version);
}

static enum err run_scripts(struct transaction *tx, const char *const *scripts)
{
	for (; *scripts; scripts++) {
		if (connection_exec(tx->reader, *scripts) != 0)
			return connection_fail(store_tx_operation(tx),
					       tx->reader);
	}
	return OK;
}

/* What goes by the newest tables, whichever version the file was of. */
static enum err finish(struct transaction *tx)
{
	struct operation *op = store_tx_operation(tx);
	enum err err = seal_first(tx);

	for (const struct trigger *trigger = store_triggers;
	     !err && trigger->name; trigger++)
		err = trigger_make(op, tx->reader, trigger);
	return err;
}

static enum err take_step(struct transaction *tx, const struct migration *step)
{
	struct operation *op = store_tx_operation(tx);
	enum err err = OK;

	for (size_t i = 0; !err && i < SCRIPTS && step->scripts[i]; i++)
		err = run_scripts(tx, step->scripts[i]);
	if (!err && step->fill)
		err = step->fill(tx);
	if (!err && step->version == store_schema_version())
		err = finish(tx);
	return err ? err
		   : connection_version_set(op, tx->reader, step->version);
}

/* In a transaction of its own; another process may have taken the step. */
static enum err migrate_to(struct transaction *tx, const struct migration *step)
{
	struct operation *op = store_tx_operation(tx);
	int64_t version;
	enum err err;

	if (database_begin_write(tx->reader) != 0)
		return connection_fail(op, tx->reader);
	err = connection_version(op, tx->reader, &version);
	if (!err)
		err = refuse_newer(op, version);
	if (!err && version < step->version)
		err = take_step(tx, step);
	statements_settle(tx->reader);
	if (!err && database_commit(tx->reader) != 0)
		err = connection_fail(op, tx->reader);
	if (err) {
		database_roll_back(tx->reader);
		return err;
	}
	if (version < step->version)
		log_event(LOG_INFO, "migrated", "version=%d what=\"%s\"",
			  step->version, step->description);
	return OK;
}

enum err store_schema_migrate(struct operation *op, struct reader *reader)
{
	struct transaction tx = { .reader = reader };
	int64_t present;
	enum err err = connection_version(op, reader, &present);

	reader->op = op;
	for (size_t i = 0; !err && i < ARRAY_SIZE(migrations); i++) {
		const struct migration *step = &migrations[i];

		if (step->version > present)
			err = migrate_to(&tx, step);
	}
	reader->op = NULL;
	return err;
}

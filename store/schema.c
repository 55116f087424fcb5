#include "store/schema.h"

#include "base/digest.h"
#include "base/log.h"
#include "store/connection.h"
#include "store/statement.h"

#define SCRIPTS 3
#define SECRET_SIZE 32
#define SEED_SIZE 16

/* What the file says of itself: "DAYB" in ASCII. */
#define APPLICATION_ID 1145133378

struct migration {
	int version;
	const char *description;
	const char *const *scripts[SCRIPTS]; /* lists, run in order */
	/** What SQL cannot say, or NULL; in the step's transaction. */
	enum err (*fill)(struct transaction *tx);
};

static const char READ_VERSION[] = "PRAGMA user_version";
static const char READ_APPLICATION[] = "PRAGMA application_id";
static const char COUNT_TABLES[] = "SELECT count(*)"
				   "  FROM sqlite_master";
static const char SET_APPLICATION[] = "PRAGMA application_id = 1145133378";

static const char BEGIN[] = "BEGIN IMMEDIATE";
static const char COMMIT[] = "COMMIT";
static const char ROLLBACK[] = "ROLLBACK";

static const char ADD_SECRET[] = "INSERT INTO secret (id, bytes)"
				 "  VALUES (1, $1)";

/* The beginning of time as its date of creation: not set up yet. */
static const char ADD_PRACTICE[] =
	"INSERT INTO practice (id, name, zone, currency, invoice_prefix,"
	"    invoice_zero_lines, reopen_hours, reminder_hours,"
	"    notify_on_calendar_cancel, revision, created)"
	"  VALUES (1, 'Practice', 'UTC', 'USD', '', 0, 24, '', 1, 1, $1)";

/* Components 1: VEVENT. */
static const char ADD_CLOSURES[] =
	"INSERT INTO collection (owner, parent, path, kind, components,"
	"    revision, floor, etag_seed, created)"
	"  VALUES (0, 0, 'closures', 2, 1, 1, 0, $1, $2)";

static enum err fill_first(struct transaction *tx)
{
	struct operation *op = store_tx_operation(tx);
	unsigned char secret[SECRET_SIZE];
	struct statement *st;
	enum err err;

	random_bytes(secret, sizeof(secret));
	st = statement_tx(tx, ADD_SECRET);
	bind_blob(st, 1, secret, sizeof(secret));
	err = statement_run(st);
	if (err)
		return err;
	st = statement_tx(tx, ADD_PRACTICE);
	bind_int(st, 1, INSTANT_MIN.s);
	err = statement_run(st);
	if (err)
		return err;
	st = statement_tx(tx, ADD_CLOSURES);
	bind_text(st, 1, random_hex(op->arena, SEED_SIZE));
	bind_int(st, 2, op->now.s);
	err = statement_run(st);
	if (err)
		return err;
	if (connection_exec(tx->reader, SET_APPLICATION) != 0)
		return connection_fail(op, tx->reader);
	return OK;
}

/* Rows are added at the end and never changed: databases of every version
 * are out there. */
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
};

int store_schema_version(void)
{
	return migrations[ARRAY_SIZE(migrations) - 1].version;
}

static enum err read_number(struct operation *op, struct reader *reader,
			    const char *sql, int64_t *number)
{
	if (connection_number(reader, sql, number) != 0)
		return connection_fail(op, reader);
	return OK;
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
	int64_t version, application, tables;
	enum err err = read_number(op, reader, READ_VERSION, &version);

	if (!err)
		err = read_number(op, reader, READ_APPLICATION, &application);
	if (!err)
		err = read_number(op, reader, COUNT_TABLES, &tables);
	if (err)
		return err;
	if (application != APPLICATION_ID &&
	    (application != 0 || version != 0 || tables != 0))
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

static enum err take_step(struct transaction *tx, const struct migration *step)
{
	struct operation *op = store_tx_operation(tx);
	enum err err = OK;

	for (size_t i = 0; !err && i < SCRIPTS && step->scripts[i]; i++)
		err = run_scripts(tx, step->scripts[i]);
	if (!err && step->fill)
		err = step->fill(tx);
	if (err)
		return err;
	/* A pragma takes no parameters. */
	if (connection_exec(tx->reader,
			    arena_printf(op->arena, "PRAGMA user_version = %d",
					 step->version)) != 0)
		return connection_fail(op, tx->reader);
	return OK;
}

/* In a transaction of its own; another process may have taken the step. */
static enum err migrate_to(struct transaction *tx, const struct migration *step)
{
	struct operation *op = store_tx_operation(tx);
	int64_t version;
	enum err err;

	if (connection_step(tx->reader, BEGIN) != 0)
		return connection_fail(op, tx->reader);
	err = read_number(op, tx->reader, READ_VERSION, &version);
	if (!err)
		err = refuse_newer(op, version);
	if (!err && version < step->version)
		err = take_step(tx, step);
	statements_settle(tx->reader);
	if (!err && connection_step(tx->reader, COMMIT) != 0)
		err = connection_fail(op, tx->reader);
	if (err) {
		/* SQLite may have rolled back already: then this fails. */
		connection_exec(tx->reader, ROLLBACK);
		return err;
	}
	if (version < step->version)
		log_event(LOG_INFO, "migrated", "version=%d what=\"%s\"",
			  step->version, step->description);
	return OK;
}

enum err store_schema_migrate(struct operation *op, struct reader *reader,
			      int version)
{
	struct transaction tx = { .reader = reader };
	int64_t present;
	enum err err = read_number(op, reader, READ_VERSION, &present);

	reader->op = op;
	for (size_t i = 0; !err && i < ARRAY_SIZE(migrations); i++) {
		const struct migration *step = &migrations[i];

		if (step->version > present && step->version <= version)
			err = migrate_to(&tx, step);
	}
	reader->op = NULL;
	return err;
}

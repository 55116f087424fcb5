#include "store/schema.h"

#include "base/log.h"
#include "store/connection_private.h"
#include "store/database_private.h"
#include "store/schema_later_private.h"
#include "store/schema_private.h"
#include "store/seal_private.h"
#include "store/statement_private.h"
#include "store/trigger_make_private.h"

int store_schema_version(void)
{
	const struct migration *step = store_migrations;

	while (step[1].version)
		step++;
	return step->version;
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

	for (size_t i = 0; !err && i < MIGRATION_SCRIPTS && step->scripts[i];
	     i++)
		err = run_scripts(tx, step->scripts[i]);
	if (!err && step->fill)
		err = step->fill(tx);
	if (!err && step->version == store_schema_version())
		err = finish(tx);
	return err ? err
		   : connection_version_set(op, tx->reader, step->version);
}

/* In a transaction of its own; another process may have taken the step. */
static enum err migrate_to(struct transaction *tx, const struct migration *step,
			   enum log_level level)
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
		log_event(level, "migrated", "version=%d what=\"%s\"",
			  step->version, step->description);
	return OK;
}

enum err store_schema_migrate(struct operation *op, struct reader *reader)
{
	struct transaction tx = { .reader = reader };
	int64_t present;
	enum err err = connection_version(op, reader, &present);
	/* The steps to a new database are no news to who made it. */
	bool is_new = !err && present == 0;

	reader->op = op;
	for (const struct migration *step = store_migrations;
	     !err && step->version; step++)
		if (step->version > present)
			err = migrate_to(&tx, step,
					 is_new ? LOG_DEBUG : LOG_INFO);
	if (!err && is_new)
		log_event(LOG_INFO, "created", "version=%d",
			  store_schema_version());
	reader->op = NULL;
	return err;
}

#include "store/rows.h"

enum err rows_people_load(struct reader *reader, const char *sql, int64_t owner,
			  struct ids *people)
{
	struct statement *st = statement(reader, sql);

	bind_int(st, 1, owner);
	return statement_ids(st, people);
}

enum err rows_people_set(struct transaction *tx, const char *clear,
			 const char *add, int64_t owner,
			 const struct ids *people)
{
	struct statement *st = statement_tx(tx, clear);
	enum err err;

	bind_int(st, 1, owner);
	err = statement_run(st);
	for (size_t i = 0; !err && i < people->count; i++) {
		st = statement_tx(tx, add);
		bind_int(st, 1, owner);
		bind_int(st, 2, (int64_t)i);
		bind_int(st, 3, people->at[i]);
		err = statement_run(st);
	}
	if (err == ERR_EXISTS)
		return fail(store_tx_operation(tx), ERR_EXISTS,
			    "a person is named twice");
	return err;
}

static void read_revision(struct statement *st, void *item)
{
	int64_t *revision = item;

	*revision = column_int(st, 0);
}

enum err rows_update(struct transaction *tx, struct statement *update,
		     const char *sql, int64_t id, int64_t *revision)
{
	struct statement *st;
	enum err err = statement_run(update);

	if (err)
		return err;
	st = statement_tx(tx, sql);
	bind_int(st, 1, id);
	return statement_one(st, read_revision, revision);
}

#include "store/statement_private.h"

#include "base/log.h"
#include "store/connection_private.h"
#include "store/names_private.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

/* Units of work that a row counts for, without what its columns hold. */
#define ROW_WORK 700

struct statement {
	struct statement *next; /* in the bucket */
	struct reader *reader;
	struct sqlite3_stmt *stmt;
	const char *sql;
	bool open;   /* between statement() and statement_done() */
	bool writes; /* with RETURNING, if it answers rows */
	struct names parameters, columns;
};

static size_t bucket_of(const char *sql)
{
	uint64_t hash = (uint64_t)(uintptr_t)sql * UINT64_C(0x9E3779B97F4A7C15);

	return (size_t)(hash >> 56) % STATEMENT_BUCKETS;
}

/* Going on would answer "not found" for what is there. */
COLD static void cannot_prepare(struct reader *reader, const char *sql)
{
	log_event(LOG_ERROR, "statement-not-prepared",
		  "code=%d message=\"%s\" sql=\"%s\"",
		  sqlite3_extended_errcode(reader->db),
		  sqlite3_errmsg(reader->db), sql);
	abort();
}

/* Going on would read or write something else. */
COLD static int no_such_name(const struct statement *st, const char *name)
{
	log_event(LOG_ERROR, "statement-without-name", "name=\"%s\" sql=\"%s\"",
		  name, st->sql);
	abort();
}

static int names_place(const struct statement *st, struct names *names,
		       const char *name)
{
	int i = names_find(names, name);

	return i < 0 ? no_such_name(st, name) : i;
}

static struct statement *prepare(struct reader *reader, const char *sql)
{
	struct statement *st = calloc(1, sizeof(*st));
	const char *rest;

	if (!st)
		abort();
	st->reader = reader;
	st->sql = sql;
	if (sqlite3_prepare_v3(reader->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
			       &st->stmt, &rest) != SQLITE_OK)
		cannot_prepare(reader, sql);
	assert(*rest == '\0'); /* one statement a string */
	st->writes = !sqlite3_stmt_readonly(st->stmt);
	names_of_parameters(st->stmt, &st->parameters);
	names_of_columns(st->stmt, &st->columns);
	return st;
}

/* A walk may come across its own SQL again, further in: then a second copy of
 * the statement is made, and kept. */
struct statement *statement(struct reader *reader, const char *sql)
{
	struct statement **bucket = &reader->prepared[bucket_of(sql)];
	struct statement *st = *bucket;

	while (st && (st->sql != sql || st->open))
		st = st->next;
	if (!st) {
		st = prepare(reader, sql);
		st->next = *bucket;
		*bucket = st;
	}
	/* SQL built in an arena would be taken for what lay there before. */
	assert(strcmp(sqlite3_sql(st->stmt), sql) == 0);
	st->open = true;
	reader->open++;
	if (reader->op)
		reader->op->statements++;
	return st;
}

struct statement *statement_tx(struct transaction *tx, const char *sql)
{
	return statement(tx->reader, sql);
}

/* To bind what the SQL does not name is a bug; memory is the other reason. */
static void bound(int code)
{
	if (code != SQLITE_OK)
		abort();
}

static int parameter(struct statement *st, const char *name)
{
	return names_place(st, &st->parameters, name) + 1;
}

struct statement *statement_of_id(struct reader *reader, const char *sql,
				  int64_t id)
{
	struct statement *st = statement(reader, sql);

	assert(st->parameters.count == 1);
	bound(sqlite3_bind_int64(st->stmt, 1, id));
	return st;
}

struct statement *statement_of_ids(struct reader *reader, const char *one,
				   const char *all, const struct ids *ids)
{
	struct statement *st;

	if (ids->count == 1)
		return statement_of_id(reader, one, ids->at[0]);
	st = statement(reader, all);
	bind_ids(st, "ids", ids);
	return st;
}

struct statement *statement_of_text(struct reader *reader, const char *sql,
				    const char *text)
{
	struct statement *st = statement(reader, sql);

	assert(st->parameters.count == 1);
	bound(sqlite3_bind_text(st->stmt, 1, text, -1, SQLITE_STATIC));
	return st;
}

void bind_int(struct statement *st, const char *name, int64_t value)
{
	bound(sqlite3_bind_int64(st->stmt, parameter(st, name), value));
}

void bind_null(struct statement *st, const char *name)
{
	bound(sqlite3_bind_null(st->stmt, parameter(st, name)));
}

void bind_text(struct statement *st, const char *name, const char *text)
{
	bound(sqlite3_bind_text(st->stmt, parameter(st, name), text, -1,
				SQLITE_STATIC));
}

void bind_blob(struct statement *st, const char *name, const void *bytes,
	       size_t len)
{
	/* SQLite takes a NULL pointer for NULL, even of no bytes. */
	bound(sqlite3_bind_blob64(st->stmt, parameter(st, name),
				  bytes ? bytes : "", len, SQLITE_STATIC));
}

void bind_id(struct statement *st, const char *name, int64_t id)
{
	if (id == 0)
		bind_null(st, name);
	else
		bind_int(st, name, id);
}

void bind_limit(struct statement *st, const char *name, size_t limit)
{
	bind_int(st, name, limit < INT64_MAX ? (int64_t)limit : INT64_MAX);
}

void bind_ids(struct statement *st, const char *name, const struct ids *ids)
{
	struct buf text;

	buf_init(&text, st->reader->op->arena);
	buf_putc(&text, '{');
	for (size_t i = 0; i < ids->count; i++)
		buf_printf(&text, "%s\"%zu\":%lld", i ? "," : "", i,
			   (long long)ids->at[i]);
	buf_putc(&text, '}');
	bind_text(st, name, text.at);
}

void bind_below(struct statement *st, const char *name, int64_t below)
{
	bind_int(st, name, below > 0 ? below : INT64_MAX);
}

COLD static enum err failed(struct statement *st)
{
	struct reader *reader = st->reader;
	int code = sqlite3_extended_errcode(reader->db);
	enum err err;

	assert(reader->op);
	/* The step was cut off (database_open). */
	if (code == SQLITE_INTERRUPT) {
		statement_done(st);
		return operation_check(reader->op);
	}
	if (code == SQLITE_CONSTRAINT_UNIQUE ||
	    code == SQLITE_CONSTRAINT_PRIMARYKEY ||
	    code == SQLITE_CONSTRAINT_ROWID)
		err = fail(reader->op, ERR_EXISTS, "it is there already");
	else
		err = connection_fail(reader->op, reader);
	statement_done(st);
	return err;
}

enum err statement_row(struct statement *st)
{
	int code;

	assert(st->open);
	if (!operation_spend(st->reader->op, ROW_WORK)) {
		statement_done(st);
		return operation_check(st->reader->op);
	}
	code = sqlite3_step(st->stmt);
	if (code == SQLITE_ROW)
		return OK;
	if (code != SQLITE_DONE)
		return failed(st);
	statement_done(st);
	return ERR_NOT_FOUND;
}

enum err statement_run(struct statement *st)
{
	int code;

	assert(st->open);
	do {
		code = sqlite3_step(st->stmt);
	} while (code == SQLITE_ROW);
	if (code != SQLITE_DONE)
		return failed(st);
	statement_done(st);
	return OK;
}

enum err statement_run_id(struct transaction *tx, const char *sql, int64_t id)
{
	return statement_run(statement_of_id(tx->reader, sql, id));
}

enum err statement_change(struct statement *st)
{
	struct sqlite3 *db = st->reader->db;
	enum err err = statement_run(st);

	if (err)
		return err;
	return sqlite3_changes64(db) == 0 ? ERR_NOT_FOUND : OK;
}

enum err statement_insert(struct statement *st, int64_t *id)
{
	enum err err = statement_one_int(st, id);

	/* No row: ON CONFLICT DO NOTHING found one there. */
	return err == ERR_NOT_FOUND ? ERR_EXISTS : err;
}

/* The first column, whatever its name. */
static int64_t first_int(struct statement *st)
{
	return sqlite3_column_int64(st->stmt, 0);
}

/* What SQLite calls unprotected is as good where a connection is of one thread
 * at a time (configure, in database.c). */
static struct sqlite3_value *value_at(struct statement *st, int index)
{
	return sqlite3_column_value(st->stmt, index);
}

static const char *text_at(struct statement *st, int index)
{
	struct sqlite3_value *value = value_at(st, index);
	const unsigned char *text = sqlite3_value_text(value);
	size_t len;

	if (!text && sqlite3_value_type(value) != SQLITE_NULL)
		abort(); /* out of memory */
	if (!text)
		return NULL;
	len = (size_t)sqlite3_value_bytes(value);
	(void)operation_spend(st->reader->op, len);
	return arena_strndup(st->reader->op->arena, (const char *)text, len);
}

/* Behind the only row. SQLite looks at foreign keys at the end of a write, when
 * it has answered its rows. */
static enum err finish(struct statement *st)
{
	if (st->writes)
		return statement_run(st);
	statement_done(st);
	return OK;
}

enum err statement_one(struct statement *st, statement_read *read, void *item)
{
	enum err err = statement_row(st);

	if (err)
		return err;
	read(st, item);
	return finish(st);
}

enum err statement_one_int(struct statement *st, int64_t *number)
{
	enum err err = statement_row(st);
	int64_t first;

	if (err)
		return err;
	first = first_int(st);
	err = finish(st);
	if (err)
		return err;
	*number = first;
	return OK;
}

enum err statement_one_text(struct statement *st, const char **text)
{
	enum err err = statement_row(st);
	const char *first;

	if (err)
		return err;
	first = text_at(st, 0);
	err = finish(st);
	if (err)
		return err;
	*text = first;
	return OK;
}

enum err statement_list(struct statement *st, statement_read *read, size_t size,
			void *list, size_t *count)
{
	struct arena *arena = st->reader->op->arena;
	char *items = NULL;
	size_t used = 0, room = 0;
	enum err err;

	while ((err = statement_row(st)) == OK) {
		items = arena_grow(arena, items, used, &room, size);
		read(st, items + used * size);
		used++;
	}
	if (err != ERR_NOT_FOUND)
		return err;
	/* Whatever kind of pointer it is that `list` is the address of. */
	memcpy(list, &items, sizeof(items));
	*count = used;
	return OK;
}

static void read_id(struct statement *st, void *item)
{
	int64_t *id = item;

	*id = first_int(st);
}

enum err statement_ids(struct statement *st, struct ids *ids)
{
	return statement_list(st, read_id, sizeof(*ids->at), &ids->at,
			      &ids->count);
}

enum err statement_counts(struct statement *st, size_t *counts, size_t size)
{
	size_t *found =
		arena_array(st->reader->op->arena, size, sizeof(*found));
	enum err err;

	while ((err = statement_row(st)) == OK) {
		int64_t place = column_int(st, "place");

		/* A value that no program of ours wrote counts nowhere. */
		if (place >= 0 && (uint64_t)place < size)
			found[place] = (size_t)column_int(st, "many");
	}
	if (err != ERR_NOT_FOUND)
		return err;
	memcpy(counts, found, size * sizeof(*found));
	return OK;
}

void statement_done(struct statement *st)
{
	if (!st->open)
		return;
	/* The answer is the last step's, which was seen already. */
	(void)sqlite3_reset(st->stmt);
	(void)sqlite3_clear_bindings(st->stmt);
	st->parameters.next = 0;
	st->columns.next = 0;
	st->open = false;
	st->reader->open--;
}

static int column(struct statement *st, const char *name)
{
	return names_place(st, &st->columns, name);
}

static void write_column(struct statement *st, int index, struct buf *text)
{
	int size;

	buf_printf(text, "%s ", st->columns.at[index]);
	switch (sqlite3_column_type(st->stmt, index)) {
	case SQLITE_NULL:
		buf_puts(text, "none\n");
		break;
	case SQLITE_INTEGER:
		buf_printf(text, "%lld\n",
			   (long long)sqlite3_column_int64(st->stmt, index));
		break;
	default:
		size = sqlite3_column_bytes(st->stmt, index);
		buf_printf(text, "%d:", size);
		if (size > 0)
			buf_add(text, sqlite3_column_blob(st->stmt, index),
				(size_t)size);
		buf_puts(text, "\n");
	}
}

void statement_write(struct statement *st, struct buf *text)
{
	int count = sqlite3_column_count(st->stmt);

	for (int i = 0; i < count; i++)
		write_column(st, i, text);
}

int64_t column_int(struct statement *st, const char *name)
{
	return sqlite3_column_int64(st->stmt, column(st, name));
}

bool column_null(struct statement *st, const char *name)
{
	return sqlite3_column_type(st->stmt, column(st, name)) == SQLITE_NULL;
}

const char *column_text(struct statement *st, const char *name)
{
	return text_at(st, column(st, name));
}

struct slice column_blob(struct statement *st, const char *name)
{
	struct sqlite3_value *value = value_at(st, column(st, name));
	const void *bytes;
	size_t len;

	if (sqlite3_value_type(value) == SQLITE_NULL)
		return (struct slice){ NULL, 0 };
	bytes = sqlite3_value_blob(value);
	len = (size_t)sqlite3_value_bytes(value);
	(void)operation_spend(st->reader->op, len);
	/* With a NUL behind it, for the sake of those who read text. */
	return (struct slice){
		arena_strndup(st->reader->op->arena, len ? bytes : "", len), len
	};
}

int statement_word(struct reader *reader, const char *sql)
{
	struct statement *st = statement(reader, sql);
	int code = sqlite3_step(st->stmt);

	statement_done(st);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

void statements_settle(struct reader *reader)
{
	for (size_t i = 0; reader->open > 0 && i < STATEMENT_BUCKETS; i++) {
		for (struct statement *st = reader->prepared[i]; st;
		     st = st->next)
			statement_done(st);
	}
}

void statements_free(struct reader *reader)
{
	for (size_t i = 0; i < STATEMENT_BUCKETS; i++) {
		while (reader->prepared[i]) {
			struct statement *st = reader->prepared[i];

			reader->prepared[i] = st->next;
			sqlite3_finalize(st->stmt);
			names_free(&st->parameters);
			names_free(&st->columns);
			free(st);
		}
	}
}

#include "store/rows.h"

#include "base/digest.h"
#include "base/json.h"
#include "store/calendar_private.h"
#include "store/connection_private.h"
#include "store/schema.h"
#include "store/statement_private.h"
#include "store/store.h"
#include "store/verify.h"

#include <sqlite3.h>
#include <string.h>

#define FLUSH ((size_t)65536)    /* bytes that are given at once */
#define LINES_KEPT ((size_t)500) /* whose memory is given back together */
#define COLUMNS_MOST 100
#define SEQUENCES "sqlite_sequence" /* the last of all: rows move it */

/* Behind them nothing is told of: secrets, and what is of them. */
static const char *const left_out[] = {
	"claim",    "feed",    "feed_item", "import_file", "import_job",
	"password", "sign_in", "token",     "turned_away", NULL,
};

static const char TABLES[] = "SELECT name AS name FROM sqlite_master"
			     "  WHERE type = 'table'"
			     "    AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
			     "  ORDER BY name";

static const char LACK[] = "SELECT NOT EXISTS (SELECT 1 FROM person)"
			   "  AND NOT EXISTS (SELECT 1 FROM session)"
			   "  AND NOT EXISTS (SELECT 1 FROM service)"
			   "  AND NOT EXISTS"
			   "    (SELECT 1 FROM ledger_transaction) AS lack";

#define IN_REACH "  WHERE collection NOT IN " OUT_OF_REACH

/* What was deleted is not told of, though it may lie there still. */
static const struct {
	const char *table, *where;
} parts[] = {
	{ "collection", "  WHERE owner >= 0" },
	{ "instance", IN_REACH },
	{ "lock", IN_REACH },
	{ "member", IN_REACH },
	{ "member_bytes", "  WHERE member NOT IN (SELECT id FROM member"
			  "    WHERE collection IN " OUT_OF_REACH ")" },
	{ "property", IN_REACH },
	{ "share", IN_REACH },
	{ "tombstone", IN_REACH },
};

static const char *part_of(const char *table)
{
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		if (str_equal(parts[i].table, table))
			return parts[i].where;
	return "";
}

static bool is_left_out(const char *table)
{
	for (size_t i = 0; left_out[i]; i++)
		if (str_equal(left_out[i], table))
			return true;
	return false;
}

static void read_name(struct statement *st, void *item)
{
	*(const char **)item = column_text(st, "name");
}

/* Those that are taken along, SEQUENCES behind the others. */
static enum err tables_of(struct reader *reader, const char *const **tables,
			  size_t *count)
{
	struct operation *op = store_reader_operation(reader);
	const char **all, **taken;
	size_t found = 0, kept = 0;
	enum err err = statement_list(statement(reader, TABLES), read_name,
				      sizeof(*all), &all, &found);

	if (err)
		return err;
	taken = arena_array(op->arena, found + 1, sizeof(*taken));
	for (size_t i = 0; i < found; i++)
		if (!is_left_out(all[i]))
			taken[kept++] = all[i];
	taken[kept++] = SEQUENCES;
	*tables = taken;
	*count = kept;
	return OK;
}

struct rows_out {
	struct reader *reader;
	struct operation *op;
	struct arena *arena; /* of the piece at hand */
	struct buf piece;
	store_rows_give *give;
	void *context;
	int64_t count;
};

static enum err flush(struct rows_out *out)
{
	enum err err = out->piece.len
			       ? out->give(out->context, buf_view(&out->piece))
			       : OK;

	arena_reset(out->arena);
	buf_init(&out->piece, out->arena);
	return err;
}

static void put_bytes(struct rows_out *out, sqlite3_stmt *st, int column)
{
	const void *bytes = sqlite3_column_blob(st, column);
	size_t len = (size_t)sqlite3_column_bytes(st, column);

	buf_puts(&out->piece, "{\"hex\":\"");
	buf_puts(&out->piece, hex_encode(out->arena, bytes, len));
	buf_puts(&out->piece, "\"}");
}

static void put_value(struct rows_out *out, sqlite3_stmt *st, int column)
{
	const char *text;

	switch (sqlite3_column_type(st, column)) {
	case SQLITE_INTEGER:
		buf_printf(&out->piece, "%lld",
			   (long long)sqlite3_column_int64(st, column));
		break;
	case SQLITE_TEXT:
		text = (const char *)sqlite3_column_text(st, column);
		json_quote(&out->piece,
			   (struct slice){ text, (size_t)sqlite3_column_bytes(
							 st, column) });
		break;
	case SQLITE_BLOB:
		put_bytes(out, st, column);
		break;
	default: /* no column holds a floating number (house rules) */
		buf_puts(&out->piece, "null");
	}
}

static enum err put_row(struct rows_out *out, sqlite3_stmt *st)
{
	int columns = sqlite3_column_count(st);

	for (int i = 0; i < columns; i++) {
		buf_puts(&out->piece, i ? "," : "[");
		put_value(out, st, i);
	}
	buf_puts(&out->piece, "]\n");
	out->count++;
	return out->piece.len < FLUSH ? OK : flush(out);
}

static void put_head(struct rows_out *out, sqlite3_stmt *st, const char *table)
{
	int columns = sqlite3_column_count(st);

	buf_printf(&out->piece, "{\"table\":\"%s\",\"columns\":[", table);
	for (int i = 0; i < columns; i++)
		buf_printf(&out->piece, "%s\"%s\"", i ? "," : "",
			   sqlite3_column_name(st, i));
	buf_puts(&out->piece, "]}\n");
}

/* In the order of its key, or in which they came. */
static enum err put_table(struct rows_out *out, const char *table)
{
	const char *sql = arena_printf(
		out->op->arena, "SELECT * FROM %s%s%s", table, part_of(table),
		str_equal(table, SEQUENCES) ? " ORDER BY name" : "");
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(out->reader->db, sql, -1, &st, NULL);
	enum err err = OK;

	if (code == SQLITE_OK)
		put_head(out, st, table);
	while (!err && code == SQLITE_OK) {
		code = sqlite3_step(st);
		if (code == SQLITE_ROW) {
			err = put_row(out, st);
			code = SQLITE_OK;
		}
	}
	if (!err && code != SQLITE_DONE)
		err = connection_fail(out->op, out->reader);
	sqlite3_finalize(st);
	return err;
}

enum err store_rows_write(struct reader *reader, store_rows_give *give,
			  void *context)
{
	struct rows_out out = { .reader = reader,
				.op = store_reader_operation(reader),
				.arena = arena_new(),
				.give = give,
				.context = context };
	const char *const *tables = NULL;
	size_t count = 0;
	enum err err = tables_of(reader, &tables, &count);

	buf_init(&out.piece, out.arena);
	buf_printf(&out.piece, "{\"rows\":1,\"schema\":%d}\n",
		   store_schema_version());
	for (size_t i = 0; !err && i < count; i++)
		err = put_table(&out, tables[i]);
	buf_printf(&out.piece, "{\"end\":%lld}\n", (long long)out.count);
	if (!err)
		err = flush(&out);
	arena_free(out.arena);
	return err;
}

enum err store_rows_lack(struct reader *reader, bool *lack)
{
	int64_t found = 0;
	enum err err = statement_one_int(statement(reader, LACK), &found);

	if (!err)
		*lack = found != 0;
	return err;
}

/* A text on its way into the database. */
struct rows_in {
	struct reader *reader;
	struct operation *op;
	struct arena *arena; /* of the lines at hand */
	const char *const *tables;
	size_t table_count;
	sqlite3_stmt *insert; /* of the table at hand, or NULL */
	size_t columns, line;
	int64_t count;
	bool begun, ended;
};

static enum err wrong(struct rows_in *in, const char *why)
{
	return fail(in->op, ERR_INVALID, "line %zu of the rows: %s", in->line,
		    why);
}

/* A word that SQL may hold as it is. */
static bool is_word(const char *name)
{
	if (str_empty(name))
		return false;
	return strspn(name, "abcdefghijklmnopqrstuvwxyz_") == strlen(name);
}

static bool is_table(const struct rows_in *in, const char *name)
{
	for (size_t i = 0; i < in->table_count; i++)
		if (str_equal(in->tables[i], name))
			return true;
	return false;
}

/* A new place has a few rows of its own. */
static enum err empty(struct rows_in *in)
{
	int code =
		connection_exec(in->reader, "PRAGMA defer_foreign_keys = ON");

	for (size_t i = 0; code == SQLITE_OK && i < in->table_count; i++)
		code = connection_exec(in->reader,
				       arena_printf(in->op->arena,
						    "DELETE FROM %s",
						    in->tables[i]));
	return code == SQLITE_OK ? OK : connection_fail(in->op, in->reader);
}

static enum err load_head(struct rows_in *in, const json_t *line)
{
	json_int_t schema = json_integer_value(json_object_get(line, "schema"));

	if (json_integer_value(json_object_get(line, "rows")) != 1)
		return wrong(in, "they are no rows of a practice");
	if (schema != store_schema_version())
		return fail(in->op, ERR_INVALID,
			    "the rows are of schema %lld, and this program's "
			    "is %d: import them with the version that exported "
			    "them, then upgrade, or restore a backup",
			    (long long)schema, store_schema_version());
	in->begun = true;
	return empty(in);
}

/* INSERT INTO person (id,…) VALUES (?,…), of words alone. */
static enum err load_table(struct rows_in *in, const json_t *line)
{
	const char *table = json_string_value(json_object_get(line, "table"));
	const json_t *columns = json_object_get(line, "columns");
	struct buf sql, marks;

	in->columns = json_array_size(columns);
	if (!is_table(in, table) || !in->columns || in->columns > COLUMNS_MOST)
		return wrong(in, "there is no such table");
	buf_init(&sql, in->arena);
	buf_init(&marks, in->arena);
	for (size_t i = 0; i < in->columns; i++) {
		const char *name =
			json_string_value(json_array_get(columns, i));

		if (!is_word(name))
			return wrong(in, "a column has no such name");
		buf_printf(&sql, "%s%s", i ? "," : "", name);
		buf_puts(&marks, i ? ",?" : "?");
	}
	sqlite3_finalize(in->insert);
	in->insert = NULL;
	if (str_equal(table, SEQUENCES) &&
	    connection_exec(in->reader, "DELETE FROM " SEQUENCES) != SQLITE_OK)
		return connection_fail(in->op, in->reader);
	if (sqlite3_prepare_v2(in->reader->db,
			       arena_printf(in->arena,
					    "INSERT INTO %s (%s) VALUES (%s)",
					    table, sql.at, marks.at),
			       -1, &in->insert, NULL) != SQLITE_OK)
		return wrong(in, "the table has other columns here");
	return OK;
}

static bool bind_hex(struct rows_in *in, int place, const char *hex)
{
	size_t len = 0;
	const char *bytes = hex ? hex_decode(in->arena, hex, &len) : NULL;

	return bytes && sqlite3_bind_blob64(in->insert, place, bytes, len,
					    SQLITE_STATIC) == SQLITE_OK;
}

static bool bind_value(struct rows_in *in, int place, const json_t *value)
{
	if (json_is_object(value))
		return bind_hex(
			in, place,
			json_string_value(json_object_get(value, "hex")));
	if (json_is_integer(value))
		return sqlite3_bind_int64(in->insert, place,
					  json_integer_value(value)) ==
		       SQLITE_OK;
	if (json_is_string(value))
		return sqlite3_bind_text(in->insert, place,
					 json_string_value(value),
					 (int)json_string_length(value),
					 SQLITE_STATIC) == SQLITE_OK;
	return json_is_null(value) &&
	       sqlite3_bind_null(in->insert, place) == SQLITE_OK;
}

static enum err load_row(struct rows_in *in, const json_t *line)
{
	int code;

	if (!in->insert || json_array_size(line) != in->columns)
		return wrong(in, "it is no row of its table");
	for (size_t i = 0; i < in->columns; i++)
		if (!bind_value(in, (int)i + 1, json_array_get(line, i)))
			return wrong(in, "a value cannot be read");
	code = sqlite3_step(in->insert) & 0xFF; /* without its detail */
	sqlite3_reset(in->insert);
	if (code == SQLITE_CONSTRAINT || code == SQLITE_MISMATCH)
		return wrong(in, sqlite3_errmsg(in->reader->db));
	if (code != SQLITE_DONE)
		return connection_fail(in->op, in->reader);
	in->count++;
	return OK;
}

static enum err load_line(struct rows_in *in, struct slice text)
{
	const json_t *line = json_read(in->arena, slice_dup(in->arena, text));

	if (!line || in->ended)
		return wrong(in, "it cannot be read");
	if (!in->begun)
		return load_head(in, line);
	if (json_is_array(line))
		return load_row(in, line);
	if (json_object_get(line, "table"))
		return load_table(in, line);
	if (!json_object_get(line, "end") ||
	    json_integer_value(json_object_get(line, "end")) != in->count)
		return wrong(in, "the number of rows is another one");
	in->ended = true;
	return OK;
}

static enum err load_lines(struct rows_in *in, struct slice text)
{
	enum err err = OK;

	while (!err && text.at && text.len) {
		in->line++;
		err = load_line(in, slice_cut(&text, '\n'));
		if (in->line % LINES_KEPT == 0) {
			if (in->insert)
				(void)sqlite3_clear_bindings(in->insert);
			arena_reset(in->arena);
		}
	}
	if (!err && !in->ended)
		err = wrong(in, "they were cut short");
	return err;
}

/* The database's own rules are of changes, one by one: what is put here is
 * checked as a whole. Nobody but the writer is without them meanwhile. */
static enum err rules_keep(struct rows_in *in, bool kept)
{
	int code = sqlite3_db_config(in->reader->db,
				     SQLITE_DBCONFIG_ENABLE_TRIGGER, (int)kept,
				     NULL);

	return code == SQLITE_OK ? OK : connection_fail(in->op, in->reader);
}

static enum err prove(struct rows_in *in)
{
	struct ledger_proof proof;
	enum err err = store_check(in->reader);

	if (!err)
		err = store_ledger_verify(in->reader, &proof);
	if (!err && !proof.ok)
		err = fail(in->op, ERR_INVALID,
			   "the ledger of the rows does not hold: %s",
			   proof.fault);
	return err;
}

enum err store_rows_load(struct transaction *tx, struct slice text,
			 int64_t *count)
{
	struct rows_in in = { .reader = store_tx_reader(tx),
			      .op = store_tx_operation(tx),
			      .arena = arena_new() };
	enum err again;
	enum err err = tables_of(in.reader, &in.tables, &in.table_count);

	if (!err)
		err = rules_keep(&in, false);
	if (!err)
		err = load_lines(&in, text);
	sqlite3_finalize(in.insert);
	again = rules_keep(&in, true);
	if (!err)
		err = again;
	if (!err)
		err = prove(&in);
	arena_free(in.arena);
	if (!err)
		*count = in.count;
	return err;
}

#include "practice/transfer/import_table_private.h"

#include "base/csv_write.h"
#include "practice/checks.h"

const char *import_cell(const struct import_table *table, const char *column)
{
	for (size_t i = 0; i < table->column_count && i < table->row.count;
	     i++) {
		struct slice cell;

		if (!str_same(table->columns[i], column))
			continue;
		cell = slice_trim(slice_of(table->row.fields[i]));
		return cell.len ? csv_plain(slice_dup(table->import.one.arena,
						      cell))
				: NULL;
	}
	return NULL;
}

static enum err unreadable(struct import_table *table, const char *column,
			   const char *text)
{
	return fail_field(&table->import.one, column, "unreadable",
			  "The field %s cannot be read: '%s'.", column, text);
}

enum err import_cell_int(struct import_table *table, const char *column,
			 int64_t *number)
{
	const char *text = import_cell(table, column);

	if (text && !str_to_int64(text, number))
		return unreadable(table, column, text);
	return OK;
}

enum err import_cell_money(struct import_table *table, const char *column,
			   struct money *money)
{
	const char *text = import_cell(table, column);

	if (text && !money_parse(text, table->digits, money))
		return unreadable(table, column, text);
	return OK;
}

enum err import_cell_day(struct import_table *table, const char *column,
			 struct day *day)
{
	const char *text = import_cell(table, column);

	if (text && !day_parse(text, day))
		return unreadable(table, column, text);
	return OK;
}

bool import_cell_yes(const struct import_table *table, const char *column)
{
	const char *text = import_cell(table, column);

	return text && str_same(text, "yes");
}

static bool columns_read(struct import_table *table, struct csv *csv,
			 const char *needed)
{
	struct import *import = &table->import;
	struct arena *arena = import->op->arena;
	bool found = false;

	if (csv_next(csv, import->one.arena, &table->row) &&
	    !table->row.problem) {
		table->column_count = table->row.count;
		table->columns =
			arena_array(arena, table->row.count, sizeof(char *));
		for (size_t i = 0; i < table->row.count; i++) {
			table->columns[i] = slice_dup(
				arena,
				slice_trim(slice_of(table->row.fields[i])));
			found = found || str_same(table->columns[i], needed);
		}
	}
	if (!found)
		import_refuse(import, 1,
			      "The first line must name the columns, '%s' "
			      "among them; nothing was taken of this file.",
			      needed);
	return found;
}

static enum err row_take(struct import_table *table, import_row *take)
{
	struct import *import = &table->import;
	enum err err = store_reader_begin(table->reader, &import->one);

	if (err)
		return import_fail(import, err);
	err = take(table);
	store_reader_end(table->reader);
	if (!err)
		import->report->added++;
	else if (err == ERR_EXISTS)
		import->report->unchanged++;
	else if (import_is_fatal(err))
		return import_fail(import, err);
	else
		import_refuse(import, table->row.line, "%s",
			      import_reasons(import));
	return OK;
}

static enum err rows_take(struct import_table *table, struct slice bytes,
			  const char *needed, import_row *take)
{
	struct import *import = &table->import;
	struct csv csv;
	enum err err = OK;

	csv_init(&csv, bytes);
	if (!columns_read(table, &csv, needed))
		return OK;
	for (import_next(import);
	     !err && csv_next(&csv, import->one.arena, &table->row);
	     import_next(import)) {
		err = import_go_on(import);
		if (err)
			break;
		if (table->row.problem)
			import_refuse(import, table->row.line,
				      "This row cannot be read: %s.",
				      table->row.problem);
		else
			err = row_take(table, take);
	}
	return err;
}

static enum err digits_read(struct import_table *table)
{
	enum err err = store_reader_begin(table->reader, table->import.op);

	if (err)
		return err;
	err = practice_digits_load(table->reader, &table->digits);
	store_reader_end(table->reader);
	return err;
}

enum err import_table_read(struct operation *op, struct store *store,
			   const char *file, struct slice csv,
			   const char *needed, import_row *take,
			   struct import_report *report)
{
	struct import_table table = { .columns = NULL };
	enum err err = store_reader_new(op, store, &table.reader);

	if (err)
		return err;
	import_begin(&table.import, op, store, file, report);
	err = digits_read(&table);
	if (!err)
		err = rows_take(&table, import_text(&table.import, csv), needed,
				take);
	import_end(&table.import);
	store_reader_free(table.reader);
	return err;
}

#include "practice/transfer/import_people.h"

#include "base/table.h"
#include "practice/transfer/csv.h"
#include "base/csv_write.h"
#include "base/unicode.h"
#include "practice/transfer/import_cells_private.h"
#include "practice/transfer/import_run_private.h"
#include "practice/people/person.h"
#include "practice/people/person_rules.h"
#include "practice/checks.h"
#include "practice/session/rate.h"
#include "store/transaction.h"

#include <string.h>

/* A person who was there at first, or whom an earlier row was about. */
struct known {
	int64_t id;
	size_t line; /* of the row about this person, 0: none yet */
};

struct people {
	struct import import;
	int digits;
	const struct import_column **columns; /* of each field, or NULL */
	size_t column_count;
	struct table *by_id, *by_key; /* of struct known; a key is the folded
					 e-mail and name */
};

enum outcome { ROW_ADDED, ROW_CHANGED, ROW_UNCHANGED };

/* What the writer's thread is given, and answers. */
struct row_work {
	const struct people *people;
	const struct csv_row *row;
	enum outcome outcome;
	struct person person;
};

/* Without an e-mail the name alone has to tell. */
static const char *key_of(struct arena *arena, const char *email,
			  const char *name)
{
	char *both = arena_printf(arena, "%s\n%s", email ? email : "",
				  name ? str_normalize(arena, name) : "");

	return str_fold(arena, both, strlen(both));
}

static struct slice id_key(const int64_t *id)
{
	return (struct slice){ (const char *)id, sizeof(*id) };
}

static void known_add(struct people *people, const struct person *person,
		      size_t line)
{
	struct arena *arena = people->import.op->arena;
	struct known *known = arena_alloc(arena, sizeof(*known));

	known->id = person->id;
	known->line = line;
	table_add(people->by_id, id_key(&known->id), known);
	table_add(people->by_key,
		  slice_of(key_of(arena, person->email, person->name)), known);
}

static struct known *known_find(const struct people *people, int64_t id)
{
	return table_find(people->by_id, id_key(&id));
}

static enum err known_load(struct people *people, struct reader *reader)
{
	struct person *list;
	size_t count;
	enum err err = store_person_list(reader, 0, &list, &count);

	if (err)
		return err;
	for (size_t i = 0; i < count; i++)
		known_add(people, &list[i], 0);
	return practice_digits_load(reader, &people->digits);
}

/* The cell of a column, without blanks around it; NULL when it is empty. */
static const char *cell_at(const struct row_work *work, struct arena *arena,
			   size_t at)
{
	struct slice cell;

	if (at >= work->row->count)
		return NULL;
	cell = slice_trim(slice_of(work->row->fields[at]));
	return cell.len ? csv_plain(slice_dup(arena, cell)) : NULL;
}

static const char *cell(const struct row_work *work, struct arena *arena,
			const char *name)
{
	const struct import_column *column = import_column_find(name);

	for (size_t i = 0; i < work->people->column_count; i++) {
		if (work->people->columns[i] == column)
			return cell_at(work, arena, i);
	}
	return NULL;
}

/* *person is untouched where a find comes back empty. */
static enum err maybe(struct cells *cells, enum err err, bool *found)
{
	if (err == ERR_NOT_FOUND) {
		operation_recover(cells->op);
		return OK;
	}
	*found = *found || err == OK;
	return err;
}

static enum err by_login_or_code(const struct row_work *work,
				 struct cells *cells, bool *found)
{
	struct operation *op = cells->op;
	const char *login = cell(work, op->arena, "login");
	const char *code = cell(work, op->arena, "code");
	struct person other = { 0 };
	enum err err = OK;

	if (login) {
		login = str_lower(op->arena, login);
		err = maybe(cells,
			    store_person_find_login(cells->reader, login,
						    &cells->person),
			    found);
	}
	if (err || !code)
		return err;
	err = maybe(cells, store_person_find_code(cells->reader, code, &other),
		    found);
	if (err || !other.id)
		return err;
	if (cells->person.id && cells->person.id != other.id)
		return fail(op, ERR_CONFLICT,
			    "The login '%s' and the code '%s' are of two "
			    "people.",
			    login, code);
	cells->person = other;
	return OK;
}

/* Two who share name and address may still differ by login or code. */
static bool may_be(const struct person *person, const char *login,
		   const char *code)
{
	return (!login || !person->login) && (!code || !person->code);
}

static enum err by_name(const struct row_work *work, struct cells *cells,
			bool *found)
{
	struct operation *op = cells->op;
	const char *login = cell(work, op->arena, "login");
	const char *code = cell(work, op->arena, "code");
	const char *key = key_of(op->arena, cell(work, op->arena, "email"),
				 cell(work, op->arena, "name"));
	const struct table_item *item;

	for (item = table_first(work->people->by_key, slice_of(key)); item;
	     item = table_next(item)) {
		const struct known *known = item->value;
		struct person person;
		enum err err;

		err = store_person_load(cells->reader, known->id, &person);
		if (err)
			return err;
		if (!may_be(&person, login, code))
			continue;
		if (*found)
			return fail(op, ERR_CONFLICT,
				    "Several people have this name and "
				    "e-mail address; a code or login would "
				    "tell who is meant.");
		cells->person = person;
		*found = true;
	}
	return OK;
}

static enum err person_find(const struct row_work *work, struct cells *cells,
			    bool *found)
{
	const struct known *known;
	enum err err = by_login_or_code(work, cells, found);

	if (!err && !*found)
		err = by_name(work, cells, found);
	if (err || !*found)
		return err;
	err = practice_pay_today(cells->reader, &cells->person);
	if (err)
		return err;
	known = known_find(work->people, cells->person.id);
	if (known && known->line)
		return fail(cells->op, ERR_CONFLICT,
			    "This is the same person as in line %zu, which "
			    "went in.",
			    known->line);
	return OK;
}

static enum err cells_read(const struct row_work *work, struct cells *cells)
{
	const struct people *people = work->people;
	enum err err = OK;

	for (size_t i = 0; i < people->column_count; i++) {
		const char *value = cell_at(work, cells->op->arena, i);
		enum err wrong = OK;

		if (value && people->columns[i])
			wrong = people->columns[i]->read(
				cells, people->columns[i]->name, value);
		if (wrong && import_is_fatal(wrong))
			return wrong;
		err = wrong ? wrong : err;
	}
	return err;
}

/* What a new person gets that the row does not tell. */
static void defaults_set(struct cells *cells)
{
	struct person *person = &cells->person;

	if (!person->roles)
		person->roles = ROLE_CLIENT;
	if (!cells->has_may && (person->roles & ROLE_PRACTITIONER))
		person->may = MAY_CREATE | MAY_EDIT | MAY_COMPLETE;
	if (!cells->has_notice && person->email)
		person->notice = NOTICE_EMAIL;
}

static bool is_same(const struct person *a, const struct person *b)
{
	return str_equal(a->login, b->login) && str_equal(a->name, b->name) &&
	       str_equal(a->code, b->code) && str_equal(a->email, b->email) &&
	       str_equal(a->phone, b->phone) && a->notice == b->notice &&
	       a->active == b->active && a->has_hourly == b->has_hourly &&
	       money_compare(a->hourly, b->hourly) == 0 &&
	       money_compare(a->bonus, b->bonus) == 0 &&
	       a->default_service == b->default_service &&
	       a->roles == b->roles && a->grants == b->grants &&
	       a->may == b->may && a->calendar_names == b->calendar_names;
}

/* Every wrong field is noted: those that cannot be read, and those that the
 * practice's rules refuse. */
static enum err person_judge(const struct row_work *work, struct cells *cells,
			     bool found)
{
	enum err unread = cells_read(work, cells);
	enum err err;

	if (unread && import_is_fatal(unread))
		return unread;
	if (!found)
		defaults_set(cells);
	err = practice_person_check(cells->reader, &cells->person);
	return err ? err : unread;
}

static enum err row_work(struct transaction *tx, void *context)
{
	struct row_work *work = context;
	struct cells cells = {
		.op = store_tx_operation(tx),
		.reader = store_tx_reader(tx),
		.digits = work->people->digits,
		.person = { .active = true, .calendar_names = NAMES_INITIALS },
	};
	struct person before;
	bool found = false;
	enum err err = person_find(work, &cells, &found);

	before = cells.person;
	if (!err)
		err = person_judge(work, &cells, found);
	if (err)
		return err;
	if (!found) {
		work->outcome = ROW_ADDED;
		err = practice_person_add_tx(tx, &cells.person);
	} else if (is_same(&before, &cells.person)) {
		work->outcome = ROW_UNCHANGED;
	} else {
		work->outcome = ROW_CHANGED;
		err = practice_person_change_tx(tx, &cells.person);
	}
	work->person = cells.person;
	return err;
}

static void row_done(struct people *people, const struct row_work *work)
{
	struct import_report *report = people->import.report;
	struct known *known;

	switch (work->outcome) {
	case ROW_ADDED:
		report->added++;
		known_add(people, &work->person, work->row->line);
		return;
	case ROW_CHANGED:
		report->changed++;
		break;
	case ROW_UNCHANGED:
		report->unchanged++;
		break;
	}
	known = known_find(people, work->person.id);
	if (known)
		known->line = work->row->line;
	else
		known_add(people, &work->person, work->row->line);
}

static enum err row_import(struct people *people, const struct csv_row *row)
{
	struct import *import = &people->import;
	struct row_work work = { .people = people, .row = row };
	enum err err =
		store_write(&import->one, import->store, row_work, &work);

	if (!err)
		row_done(people, &work);
	else if (import_is_fatal(err))
		return import_fail(import, err);
	else
		import_refuse(import, row->line, "%s", import_reasons(import));
	return OK;
}

static bool is_empty(const struct csv_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		if (slice_trim(slice_of(row->fields[i])).len)
			return false;
	}
	return true;
}

static bool row_fits(struct people *people, const struct csv_row *row)
{
	if (row->problem) {
		import_refuse(&people->import, row->line,
			      "This row cannot be read: %s.", row->problem);
		return false;
	}
	if (is_empty(row))
		return false;
	/* A comma too many moves what is behind it into wrong columns. */
	if (row->count <= people->column_count)
		return true;
	import_refuse(&people->import, row->line,
		      "This row has %zu fields, more than the %zu columns of "
		      "the first line; a text that holds the separator needs "
		      "quotation marks (\") around it.",
		      row->count, people->column_count);
	return false;
}

static bool column_taken(const struct people *people, size_t before)
{
	for (size_t i = 0; i < before; i++) {
		if (people->columns[i] == people->columns[before])
			return true;
	}
	return false;
}

/* One line tells of all columns that are not taken. */
static bool columns_read(struct people *people, const struct csv_row *row)
{
	struct arena *arena = people->import.op->arena;
	struct buf unknown;
	bool any = false;

	buf_init(&unknown, people->import.one.arena);
	people->column_count = row->count;
	people->columns =
		arena_array(arena, row->count, sizeof(struct import_column *));
	for (size_t i = 0; i < row->count; i++) {
		people->columns[i] = import_column_find(row->fields[i]);
		if (people->columns[i] && column_taken(people, i))
			people->columns[i] = NULL;
		if (people->columns[i])
			any = true;
		else if (slice_trim(slice_of(row->fields[i])).len)
			buf_printf(&unknown, "%s'%s'", unknown.len ? ", " : "",
				   row->fields[i]);
	}
	if (any && unknown.len)
		import_tell(&people->import, row->line,
			    "These columns are unknown or stand there twice, "
			    "and were left out: %s.",
			    unknown.at);
	return any;
}

static enum err rows_import(struct people *people, struct slice bytes)
{
	struct import *import = &people->import;
	struct csv csv;
	struct csv_row row;
	enum err err = OK;

	csv_init(&csv, bytes);
	if (!csv_next(&csv, import->one.arena, &row) || row.problem ||
	    !columns_read(people, &row)) {
		import_refuse(import, 1,
			      "The first line must name the columns, such as "
			      "name,email,phone,code,roles in UTF-8; nothing "
			      "was taken of this file.");
		return OK;
	}
	for (import_next(import);
	     !err && csv_next(&csv, import->one.arena, &row);
	     import_next(import)) {
		if (row_fits(people, &row))
			err = row_import(people, &row);
	}
	return err;
}

static enum err people_load(struct people *people)
{
	struct import *import = &people->import;
	struct arena *arena = import->op->arena;
	struct reader *reader;
	enum err err;

	people->by_id = table_new(arena);
	people->by_key = table_new(arena);
	err = store_reader_new(import->op, import->store, &reader);
	if (err)
		return err;
	err = store_reader_begin(reader, import->op);
	if (!err) {
		err = known_load(people, reader);
		store_reader_end(reader);
	}
	store_reader_free(reader);
	return err;
}

enum err practice_import_people(struct operation *op, struct store *store,
				const char *file, struct slice csv,
				struct import_report *report)
{
	struct people people = { 0 };
	enum err err;

	import_begin(&people.import, op, store, file, report);
	err = people_load(&people);
	if (!err)
		err = rows_import(&people, csv);
	import_end(&people.import);
	return err;
}

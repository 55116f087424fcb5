#include "practice/transfer/import_people.h"

#include "base/table.h"
#include "practice/transfer/csv.h"
#include "base/csv_write.h"
#include "base/unicode.h"
#include "practice/transfer/import_cells_private.h"
#include "practice/transfer/import_compose_private.h"
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
	unsigned roles; /* of new people of whom the file does not tell */
	struct import_columns columns;
	int64_t unsaid; /* people who went in as clients, for nothing told */
	struct table *by_id, *by_key; /* of struct known; a key is the folded
					 e-mail and name */
};

enum outcome { ROW_ADDED, ROW_CHANGED, ROW_UNCHANGED };

/* What the writer's thread is given, and answers. */
struct row_work {
	const struct people *people;
	const struct csv_row *row;
	const struct import_row_cells *cells;
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
	const char *login = work->cells->at[CELL_LOGIN];
	const char *code = work->cells->at[CELL_CODE];
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
	const char *login = work->cells->at[CELL_LOGIN];
	const char *code = work->cells->at[CELL_CODE];
	const char *key = key_of(op->arena, work->cells->at[CELL_EMAIL],
				 work->cells->at[CELL_NAME]);
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

/* Clients have neither rates nor permissions. */
static enum err role_told(const struct row_work *work, struct operation *op)
{
	const char *const *at = work->cells->at;

	if (at[CELL_ROLES] || work->people->roles ||
	    !(at[CELL_HOURLY] || at[CELL_BONUS] || at[CELL_MAY] ||
	      at[CELL_GRANTS]))
		return OK;
	return fail_field(op, "roles", "roles-missing",
			  "What is told of this person is no client's, and "
			  "the roles are missing (a column roles, or --role).");
}

/* What a new person gets that the row does not tell. */
static void defaults_set(const struct row_work *work, struct cells *cells)
{
	struct person *person = &cells->person;

	if (!person->roles)
		person->roles =
			work->people->roles ? work->people->roles : ROLE_CLIENT;
	if (!cells->has_may && (person->roles & ROLE_PRACTITIONER))
		person->may = MAY_CREATE | MAY_EDIT | MAY_COMPLETE;
	if (!cells->has_notice && person->email)
		person->notice = NOTICE_EMAIL;
}

static bool is_same(const struct person *a, const struct person *b)
{
	return str_equal(a->login, b->login) && str_equal(a->name, b->name) &&
	       str_equal(a->code, b->code) && str_equal(a->email, b->email) &&
	       str_equal(a->phone, b->phone) &&
	       str_equal(a->address, b->address) && a->notice == b->notice &&
	       a->active == b->active && a->has_hourly == b->has_hourly &&
	       money_compare(a->hourly, b->hourly) == 0 &&
	       money_compare(a->bonus, b->bonus) == 0 &&
	       a->default_service == b->default_service &&
	       a->roles == b->roles && a->grants == b->grants &&
	       a->may == b->may && a->calendar_names == b->calendar_names &&
	       a->calendar_money == b->calendar_money;
}

/* Every wrong field is noted: those that cannot be read, and those that the
 * practice's rules refuse. */
static enum err person_judge(const struct row_work *work, struct cells *cells,
			     bool found)
{
	enum err unread = import_cells_read(cells, work->cells);
	enum err err;

	if (unread && import_is_fatal(unread))
		return unread;
	if (!found && !unread)
		unread = role_told(work, cells->op);
	if (!found)
		defaults_set(work, cells);
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
		if (!people->roles && !work->cells->at[CELL_ROLES] &&
		    !work->cells->at[CELL_CODE])
			people->unsaid++;
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
	struct remarks remarks = { .arena = import->one.arena };
	struct import_row_cells cells;
	struct row_work work = { people, row, &cells, ROW_UNCHANGED, { 0 } };
	enum err err;

	import_columns_row(import->one.arena, &people->columns, row, &cells);
	import_compose(&cells, people->roles != 0, &remarks);
	err = store_write(&import->one, import->store, row_work, &work);
	if (err && import_is_fatal(err))
		return import_fail(import, err);
	if (err) {
		import_refuse(import, row->line, "%s", import_reasons(import));
		return OK;
	}
	row_done(people, &work);
	for (size_t i = 0; i < remarks.count; i++)
		import_tell(import, row->line, "%s", remarks.at[i]);
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
	if (row->count <= people->columns.count)
		return true;
	import_refuse(&people->import, row->line,
		      "This row has %zu fields, more than the %zu columns of "
		      "the first line; a text that holds the separator needs "
		      "quotation marks (\") around it.",
		      row->count, people->columns.count);
	return false;
}

/* Does the file tell whose rows are whose? One line tells of all columns that
 * are not taken. */
static bool columns_fit(struct people *people, const struct csv *csv)
{
	struct import *import = &people->import;
	const struct import_columns *columns = &people->columns;
	struct import_survey survey;

	import_columns_survey(import->one.arena, *csv, columns, &survey);
	if (survey.roles && !people->roles &&
	    !import_columns_tell(columns, CELL_ROLES)) {
		import_refuse(import, columns->line,
			      "The column '%s' seems to tell who is a client "
			      "and who is not: call it roles, or say which "
			      "role all of them have (--role client). Nothing "
			      "was taken of this file.",
			      survey.roles);
		return false;
	}
	if (columns->rows_above)
		import_tell(import, columns->line,
			    "What stands above the names of the columns was "
			    "left out.");
	if (survey.left_out)
		import_tell(import, columns->line,
			    "These columns are unknown or stand there twice, "
			    "and were left out: %s.",
			    survey.left_out);
	return true;
}

static void unsaid_tell(struct people *people)
{
	if (people->unsaid)
		import_tell(&people->import, people->columns.line,
			    "No cell tells what they are (roles): %lld new "
			    "people went in as clients.",
			    (long long)people->unsaid);
}

static enum err rows_import(struct people *people, struct slice bytes)
{
	struct import *import = &people->import;
	struct csv csv;
	struct csv_row row;
	enum err err = OK;

	csv_init(&csv, bytes);
	if (!import_columns_read(import->op->arena, &csv, &people->columns)) {
		import_refuse(import, 1,
			      "The first line must name the columns, such as "
			      "name,email,phone,code,roles; nothing was taken "
			      "of this file.");
		return OK;
	}
	if (!columns_fit(people, &csv))
		return OK;
	for (import_next(import);
	     !err && csv_next(&csv, import->one.arena, &row);
	     import_next(import)) {
		err = import_go_on(import);
		if (!err && row_fits(people, &row))
			err = row_import(people, &row);
	}
	unsaid_tell(people);
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
				const char *file, unsigned roles,
				struct slice csv, struct import_report *report)
{
	struct people people = { .roles = roles };
	enum err err;

	import_begin(&people.import, op, store, file, report);
	err = people_load(&people);
	if (!err)
		err = rows_import(&people, import_text(&people.import, csv));
	import_end(&people.import);
	return err;
}

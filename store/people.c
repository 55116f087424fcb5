#include "store/people.h"

#include "store/statement.h"

#define PERSON_COLUMNS                                                  \
	"id, login, name, code, email, phone, notice, active, hourly,"  \
	"  bonus, default_service, roles, grants, may, calendar_names," \
	"  calendar_money, generation, revision, created, erased"

const char *const notice_words[] = {
	[NOTICE_NONE] = "none",
	[NOTICE_EMAIL] = "email",
	[NOTICE_TEXT] = "text",
	[NOTICE_BOTH] = "both",
	NULL,
};

const char *const calendar_names_words[] = {
	[NAMES_CODE] = "code",
	[NAMES_INITIALS] = "initials",
	[NAMES_FULL] = "full",
	NULL,
};

static const char LOAD_PRACTICE[] =
	"SELECT name, zone, currency, phone, default_service,"
	"  invoice_prefix, invoice_zero_lines, reopen_hours,"
	"  reminder_hours, notify_on_calendar_cancel, revision, created"
	"  FROM practice"
	"  WHERE id = 1";

static const char SAVE_PRACTICE[] =
	"UPDATE practice"
	"  SET name = $1, zone = $2, currency = $3, phone = $4,"
	"    default_service = $5, invoice_prefix = $6,"
	"    invoice_zero_lines = $7, reopen_hours = $8,"
	"    reminder_hours = $9, notify_on_calendar_cancel = $10,"
	"    created = $11, revision = revision + 1"
	"  WHERE id = 1";

static const char FIND_PERSON[] = "SELECT " PERSON_COLUMNS "  FROM person"
				  "  WHERE id = $1";

static const char FIND_LOGIN[] = "SELECT " PERSON_COLUMNS "  FROM person"
				 "  WHERE login = $1";

static const char FIND_CODE[] = "SELECT " PERSON_COLUMNS "  FROM person"
				"  WHERE lower(code) = lower($1)";

static const char LIST_PEOPLE[] = "SELECT " PERSON_COLUMNS "  FROM person"
				  "  WHERE $1 = 0 OR (roles & $1) <> 0"
				  "  ORDER BY id";

static const char ADD_PERSON[] =
	"INSERT INTO person (login, name, code, email, phone, notice,"
	"    active, hourly, bonus, default_service, roles, grants, may,"
	"    calendar_names, calendar_money, generation, revision, created)"
	"  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
	"    $14, $15, 1, 1, $16)";

/* What may have let somebody in, or kept somebody out, must be asked anew. */
static const char SAVE_PERSON[] =
	"UPDATE person"
	"  SET login = $1, name = $2, code = $3, email = $4, phone = $5,"
	"    notice = $6, active = $7, hourly = $8, bonus = $9,"
	"    default_service = $10, roles = $11, grants = $12, may = $13,"
	"    calendar_names = $14, calendar_money = $15,"
	"    revision = revision + 1,"
	"    generation = generation + CASE"
	"      WHEN login IS DISTINCT FROM $1 OR active <> $7"
	"        OR roles <> $11 OR grants <> $12 OR may <> $13 THEN 1"
	"      ELSE 0"
	"      END"
	"  WHERE id = $16";

static const char LIST_CODES[] = "SELECT code"
				 "  FROM person"
				 "  WHERE code IS NOT NULL";

static const char LIST_CONTACTS[] =
	"SELECT name, email, phone, relation, notice"
	"  FROM contact"
	"  WHERE person = $1"
	"  ORDER BY position";

static const char CLEAR_CONTACTS[] = "DELETE FROM contact"
				     "  WHERE person = $1";

static const char ADD_CONTACT[] =
	"INSERT INTO contact (person, position, name, email, phone,"
	"    relation, notice)"
	"  VALUES ($1, $2, $3, $4, $5, $6, $7)";

static void read_practice(struct statement *st, void *item)
{
	struct practice *practice = item;

	*practice = (struct practice){
		.name = column_text(st, 0),
		.zone = column_text(st, 1),
		.currency = column_text(st, 2),
		.phone = column_text(st, 3),
		.default_service = column_int(st, 4),
		.invoice_prefix = column_text(st, 5),
		.invoice_zero_lines = column_int(st, 6) != 0,
		.reopen_hours = (int)column_int(st, 7),
		.reminder_hours = column_text(st, 8),
		.notify_on_calendar_cancel = column_int(st, 9) != 0,
		.revision = column_int(st, 10),
		.created = { column_int(st, 11) },
	};
}

enum err store_practice_load(struct reader *reader, struct practice *practice)
{
	struct statement *st = statement(reader, LOAD_PRACTICE);
	enum err err = statement_one(st, read_practice, practice);

	if (err == ERR_NOT_FOUND)
		return fail(store_reader_operation(reader), ERR_STORAGE,
			    "the database is damaged: the practice's own row "
			    "is missing");
	return err;
}

enum err store_practice_save(struct transaction *tx,
			     const struct practice *practice)
{
	struct statement *st = statement_tx(tx, SAVE_PRACTICE);

	bind_text(st, 1, practice->name);
	bind_text(st, 2, practice->zone);
	bind_text(st, 3, practice->currency);
	bind_text(st, 4, practice->phone);
	bind_id(st, 5, practice->default_service);
	bind_text(st, 6, practice->invoice_prefix);
	bind_int(st, 7, practice->invoice_zero_lines);
	bind_int(st, 8, practice->reopen_hours);
	bind_text(st, 9, practice->reminder_hours);
	bind_int(st, 10, practice->notify_on_calendar_cancel);
	bind_int(st, 11, practice->created.s);
	return statement_run(st);
}

static void read_person(struct statement *st, void *item)
{
	struct person *person = item;

	*person = (struct person){
		.id = column_int(st, 0),
		.login = column_text(st, 1),
		.name = column_text(st, 2),
		.code = column_text(st, 3),
		.email = column_text(st, 4),
		.phone = column_text(st, 5),
		.notice = (enum notice)column_int(st, 6),
		.active = column_int(st, 7) != 0,
		.has_hourly = !column_null(st, 8),
		.hourly = { column_int(st, 8) },
		.bonus = { column_int(st, 9) },
		.default_service = column_int(st, 10),
		.roles = (unsigned)column_int(st, 11),
		.grants = (unsigned)column_int(st, 12),
		.may = (unsigned)column_int(st, 13),
		.calendar_names = (enum calendar_names)column_int(st, 14),
		.calendar_money = column_int(st, 15) != 0,
		.generation = column_int(st, 16),
		.revision = column_int(st, 17),
		.created = { column_int(st, 18) },
		.erased = { column_int(st, 19) },
	};
}

enum err store_person_load(struct reader *reader, int64_t id,
			   struct person *person)
{
	enum err err = store_person_find(reader, id, person);

	if (err == ERR_NOT_FOUND)
		return fail(store_reader_operation(reader), ERR_STORAGE,
			    "the database is damaged: person %lld is missing",
			    (long long)id);
	return err;
}

enum err store_person_find(struct reader *reader, int64_t id,
			   struct person *person)
{
	struct statement *st = statement(reader, FIND_PERSON);

	bind_int(st, 1, id);
	return statement_one(st, read_person, person);
}

enum err store_person_find_login(struct reader *reader, const char *login,
				 struct person *person)
{
	struct statement *st = statement(reader, FIND_LOGIN);

	bind_text(st, 1, login);
	return statement_one(st, read_person, person);
}

enum err store_person_find_code(struct reader *reader, const char *code,
				struct person *person)
{
	struct statement *st = statement(reader, FIND_CODE);

	bind_text(st, 1, code);
	return statement_one(st, read_person, person);
}

enum err store_person_list(struct reader *reader, unsigned roles,
			   struct person **people, size_t *count)
{
	struct statement *st = statement(reader, LIST_PEOPLE);

	bind_int(st, 1, roles);
	return statement_list(st, read_person, sizeof(**people), people, count);
}

/* $1 to $15, which both writes share. */
static void bind_person(struct statement *st, const struct person *person)
{
	bind_text(st, 1, person->login);
	bind_text(st, 2, person->name);
	bind_text(st, 3, person->code);
	bind_text(st, 4, person->email);
	bind_text(st, 5, person->phone);
	bind_int(st, 6, person->notice);
	bind_int(st, 7, person->active);
	if (person->has_hourly)
		bind_int(st, 8, person->hourly.minor);
	else
		bind_null(st, 8);
	bind_int(st, 9, person->bonus.minor);
	bind_id(st, 10, person->default_service);
	bind_int(st, 11, person->roles);
	bind_int(st, 12, person->grants);
	bind_int(st, 13, person->may);
	bind_int(st, 14, person->calendar_names);
	bind_int(st, 15, person->calendar_money);
}

static enum err taken(struct transaction *tx, enum err err)
{
	if (err != ERR_EXISTS)
		return err;
	return fail(store_tx_operation(tx), ERR_EXISTS,
		    "another person has this login or code");
}

enum err store_person_insert(struct transaction *tx, struct person *person)
{
	struct instant now = store_tx_operation(tx)->now;
	struct statement *st = statement_tx(tx, ADD_PERSON);
	enum err err;

	bind_person(st, person);
	bind_int(st, 16, now.s);
	err = statement_run(st);
	if (err)
		return taken(tx, err);
	person->id = statement_inserted(tx);
	person->generation = 1;
	person->revision = 1;
	person->created = now;
	return OK;
}

enum err store_person_update(struct transaction *tx,
			     const struct person *person)
{
	struct statement *st = statement_tx(tx, SAVE_PERSON);

	bind_person(st, person);
	bind_int(st, 16, person->id);
	return taken(tx, statement_run(st));
}

/* The number of a code of our own making, "C042"; else 0. */
static int64_t code_number(const char *code)
{
	int64_t number;

	if ((code[0] != 'C' && code[0] != 'c') || code[1] < '0' ||
	    code[1] > '9' || !str_to_int64(code + 1, &number) ||
	    number >= INT32_MAX)
		return 0;
	return number;
}

/* Behind the highest one, so that a code never comes to mean another. */
enum err store_person_code_next(struct reader *reader, const char **code)
{
	struct statement *st = statement(reader, LIST_CODES);
	int64_t highest = 0;
	enum err err;

	while ((err = statement_row(st)) == OK) {
		int64_t number = code_number(column_text(st, 0));

		if (number > highest)
			highest = number;
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*code = arena_printf(store_reader_operation(reader)->arena, "C%03lld",
			     (long long)highest + 1);
	return OK;
}

static void read_contact(struct statement *st, void *item)
{
	struct contact *contact = item;

	*contact = (struct contact){
		.name = column_text(st, 0),
		.email = column_text(st, 1),
		.phone = column_text(st, 2),
		.relation = column_text(st, 3),
		.notice = (enum notice)column_int(st, 4),
	};
}

enum err store_contact_list(struct reader *reader, int64_t person,
			    struct contact **contacts, size_t *count)
{
	struct statement *st = statement(reader, LIST_CONTACTS);

	bind_int(st, 1, person);
	return statement_list(st, read_contact, sizeof(**contacts), contacts,
			      count);
}

static enum err add_contact(struct transaction *tx, int64_t person,
			    size_t position, const struct contact *contact)
{
	struct statement *st = statement_tx(tx, ADD_CONTACT);

	bind_int(st, 1, person);
	bind_int(st, 2, (int64_t)position);
	bind_text(st, 3, contact->name);
	bind_text(st, 4, contact->email);
	bind_text(st, 5, contact->phone);
	bind_text(st, 6, contact->relation);
	bind_int(st, 7, contact->notice);
	return statement_run(st);
}

enum err store_contact_set(struct transaction *tx, int64_t person,
			   const struct contact *contacts, size_t count)
{
	struct statement *st = statement_tx(tx, CLEAR_CONTACTS);
	enum err err;

	bind_int(st, 1, person);
	err = statement_run(st);
	for (size_t i = 0; !err && i < count; i++)
		err = add_contact(tx, person, i, &contacts[i]);
	return err;
}

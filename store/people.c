#include "store/people.h"

#include "base/unicode.h"
#include "store/connection_private.h"
#include "store/search_private.h"
#include "store/sign_in.h"
#include "store/statement_private.h"

#include <assert.h>
#include <string.h>

#define PERSON_COLUMNS                                                  \
	"id, login, name, code, email, phone, address, note, notice, "  \
	"  active, hourly,"                                             \
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

static const char FIND_PERSON[] = "SELECT " PERSON_COLUMNS "  FROM person"
				  "  WHERE id = $id";

static const char FIND_LOGIN[] = "SELECT " PERSON_COLUMNS "  FROM person"
				 "  WHERE login = $login";

static const char FIND_CODE[] = "SELECT " PERSON_COLUMNS "  FROM person"
				"  WHERE lower(code) = lower($code)";

static const char LIST_PEOPLE[] = "SELECT " PERSON_COLUMNS "  FROM person"
				  "  WHERE (roles & $roles) <> 0 OR $roles = 0"
				  "  ORDER BY id";

static const char FIND_PEOPLE[] = "SELECT " PERSON_COLUMNS "  FROM person"
				  "  WHERE id IN (" EACH_ID ")"
				  "  ORDER BY id";

/* name_key: the folded name. */
#define FOUND_IN                                       \
	"name_key || ' ' || lower(coalesce(code, ''))" \
	"  || ' ' || lower(coalesce(login, ''))"       \
	"  || ' ' || lower(coalesce(email, ''))"       \
	"  || ' ' || coalesce(phone, '')"

/* One is the other's practitioner. */
#define MEETS                                                    \
	"id IN (SELECT c.person"                                 \
	"  FROM session_practitioner p"                          \
	"  JOIN session_client c ON c.session = p.session"       \
	"  WHERE p.person = $meets"                              \
	"  UNION SELECT p.person"                                \
	"  FROM session_client c"                                \
	"  JOIN session_practitioner p ON p.session = c.session" \
	"  WHERE c.person = $meets)"

#define FILTER                                          \
	"  FROM person"                                 \
	"  WHERE ((roles & $roles) <> 0 OR $roles = 0)" \
	"    AND (active = 1 OR $active = 0)"           \
	"    AND (active = 0 OR $inactive = 0)"         \
	"    AND id > $after"                           \
	"    AND ($meets = 0 OR " MEETS ")"             \
	"    AND " HAS_WORDS(FOUND_IN)

static const char SEARCH_BY_NAME[] =
	"SELECT " PERSON_COLUMNS FILTER "  ORDER BY name_key, id"
	"  LIMIT $limit OFFSET $skip";

static const char SEARCH_BY_ID[] =
	"SELECT " PERSON_COLUMNS FILTER "  ORDER BY id"
	"  LIMIT $limit OFFSET $skip";

static const char COUNT_FOUND[] = "SELECT count(*)" FILTER;

static const char ADD_PERSON[] =
	"INSERT INTO person (login, name, name_key, code, email, phone, "
	"address, note,"
	"    notice, active, hourly, bonus, default_service, roles, grants, "
	"may,"
	"    calendar_names, calendar_money, generation, revision,"
	"    created)"
	"  VALUES ($login, $name, $name_key, $code, $email, $phone, $address, "
	"$note,"
	"    $notice, $active, $hourly, $bonus, $default_service, $roles, "
	"$grants,"
	"    $may, $calendar_names, $calendar_money, 1, 1, $created)"
	"  RETURNING id";

/* What may have let somebody in, or kept somebody out, must be asked anew. */
static const char SAVE_PERSON[] =
	"UPDATE person"
	"  SET login = $login, name = $name, name_key = $name_key,"
	"    code = $code,"
	"    email = $email, phone = $phone, address = $address,"
	"    note = $note, notice = $notice,"
	"    active = $active, hourly = $hourly, bonus = $bonus,"
	"    default_service = $default_service, roles = $roles,"
	"    grants = $grants, may = $may,"
	"    calendar_names = $calendar_names,"
	"    calendar_money = $calendar_money, revision = revision + 1,"
	"    generation = generation + CASE"
	"      WHEN login IS DISTINCT FROM $login OR active <> $active"
	"        OR roles <> $roles OR grants <> $grants OR may <> $may THEN 1"
	"      ELSE 0"
	"      END"
	"  WHERE id = $id";

static const char LIST_CODES[] = "SELECT code"
				 "  FROM person"
				 "  WHERE code IS NOT NULL"
				 "  ORDER BY id";

static const char LIST_CONTACTS[] =
	"SELECT name, email, phone, address, relation, notice, payer"
	"  FROM contact"
	"  WHERE person = $person"
	"  ORDER BY position";

static const char CLEAR_CONTACTS[] = "DELETE FROM contact"
				     "  WHERE person = $person";

static const char ADD_CONTACT[] =
	"INSERT INTO contact (person, position, name, email, phone,"
	"    address, relation, notice, payer)"
	"  VALUES ($person, $position, $name, $email, $phone, $address,"
	"    $relation, $notice, $payer)";

static void read_person(struct statement *st, void *item)
{
	struct person *person = item;

	*person = (struct person){
		.id = column_int(st, "id"),
		.login = column_text(st, "login"),
		.name = column_text(st, "name"),
		.code = column_text(st, "code"),
		.email = column_text(st, "email"),
		.phone = column_text(st, "phone"),
		.address = column_text(st, "address"),
		.note = column_text(st, "note"),
		.notice = (enum notice)column_int(st, "notice"),
		.active = column_int(st, "active") != 0,
		.has_hourly = !column_null(st, "hourly"),
		.hourly = { column_int(st, "hourly") },
		.bonus = { column_int(st, "bonus") },
		.default_service = column_int(st, "default_service"),
		.roles = (unsigned)column_int(st, "roles"),
		.grants = (unsigned)column_int(st, "grants"),
		.may = (unsigned)column_int(st, "may"),
		.calendar_names =
			(enum calendar_names)column_int(st, "calendar_names"),
		.calendar_money = column_int(st, "calendar_money") != 0,
		.generation = column_int(st, "generation"),
		.revision = column_int(st, "revision"),
		.created = { column_int(st, "created") },
		.erased = { column_int(st, "erased") },
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
	struct statement *st;

	if (reader->known && reader->known->id == id) {
		*person = *reader->known;
		return OK;
	}
	st = statement_of_id(reader, FIND_PERSON, id);
	return statement_one(st, read_person, person);
}

/* A read sees one state of the database and writes nothing, so the row is the
 * same until it ends. */
void store_person_known(struct reader *reader, const struct person *person)
{
	assert(connection_only_reads(reader));
	reader->known = person;
}

enum err store_person_find_login(struct reader *reader, const char *login,
				 struct person *person)
{
	struct statement *st = statement_of_text(reader, FIND_LOGIN, login);

	return statement_one(st, read_person, person);
}

enum err store_person_find_code(struct reader *reader, const char *code,
				struct person *person)
{
	struct statement *st = statement_of_text(reader, FIND_CODE, code);

	return statement_one(st, read_person, person);
}

enum err store_person_list(struct reader *reader, unsigned roles,
			   struct person **people, size_t *count)
{
	struct statement *st = statement(reader, LIST_PEOPLE);

	bind_int(st, "roles", roles);
	return statement_list(st, read_person, sizeof(**people), people, count);
}

enum err store_person_find_all(struct reader *reader, const struct ids *ids,
			       struct person **people, size_t *count)
{
	struct statement *st =
		statement_of_ids(reader, FIND_PERSON, FIND_PEOPLE, ids);

	return statement_list(st, read_person, sizeof(**people), people, count);
}

static void bind_found(struct statement *st, const struct person_filter *filter)
{
	bind_int(st, "roles", filter->roles);
	bind_int(st, "active", filter->active);
	bind_int(st, "inactive", filter->inactive);
	bind_int(st, "after", filter->by_id ? filter->after : 0);
	bind_int(st, "meets", filter->meets);
	bind_search(st, filter->search);
}

enum err store_person_search(struct reader *reader,
			     const struct person_filter *filter,
			     struct person **people, size_t *count)
{
	struct statement *st = statement(
		reader, filter->by_id ? SEARCH_BY_ID : SEARCH_BY_NAME);

	bind_found(st, filter);
	bind_limit(st, "limit", filter->limit ? filter->limit : SIZE_MAX);
	bind_limit(st, "skip", filter->skip);
	return statement_list(st, read_person, sizeof(**people), people, count);
}

enum err store_person_count(struct reader *reader,
			    const struct person_filter *filter, int64_t *count)
{
	struct statement *st = statement(reader, COUNT_FOUND);

	bind_found(st, filter);
	return statement_one_int(st, count);
}

/* What both writes share. */
static void bind_person(struct statement *st, struct arena *arena,
			const struct person *person)
{
	bind_text(st, "login", person->login);
	bind_text(st, "name", person->name);
	bind_text(st, "name_key",
		  str_fold(arena, person->name, strlen(person->name)));
	bind_text(st, "code", person->code);
	bind_text(st, "email", person->email);
	bind_text(st, "phone", person->phone);
	bind_text(st, "address", person->address);
	bind_text(st, "note", person->note);
	bind_int(st, "notice", person->notice);
	bind_int(st, "active", person->active);
	if (person->has_hourly)
		bind_int(st, "hourly", person->hourly.minor);
	else
		bind_null(st, "hourly");
	bind_int(st, "bonus", person->bonus.minor);
	bind_id(st, "default_service", person->default_service);
	bind_int(st, "roles", person->roles);
	bind_int(st, "grants", person->grants);
	bind_int(st, "may", person->may);
	bind_int(st, "calendar_names", person->calendar_names);
	bind_int(st, "calendar_money", person->calendar_money);
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

	bind_person(st, store_tx_operation(tx)->arena, person);
	bind_int(st, "created", now.s);
	err = statement_insert(st, &person->id);
	if (err)
		return taken(tx, err);
	person->generation = 1;
	person->revision = 1;
	person->created = now;
	return OK;
}

enum err store_person_update(struct transaction *tx,
			     const struct person *person)
{
	struct statement *st = statement_tx(tx, SAVE_PERSON);
	enum err err;

	bind_person(st, store_tx_operation(tx)->arena, person);
	bind_int(st, "id", person->id);
	err = taken(tx, statement_run(st));
	if (err || person->active)
		return err;
	return store_sign_in_end_all(tx, person->id);
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
		int64_t number = code_number(column_text(st, "code"));

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
		.name = column_text(st, "name"),
		.email = column_text(st, "email"),
		.phone = column_text(st, "phone"),
		.address = column_text(st, "address"),
		.relation = column_text(st, "relation"),
		.notice = (enum notice)column_int(st, "notice"),
		.payer = column_int(st, "payer") != 0,
	};
}

enum err store_contact_list(struct reader *reader, int64_t person,
			    struct contact **contacts, size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST_CONTACTS, person);

	return statement_list(st, read_contact, sizeof(**contacts), contacts,
			      count);
}

static enum err add_contact(struct transaction *tx, int64_t person,
			    size_t position, const struct contact *contact)
{
	struct statement *st = statement_tx(tx, ADD_CONTACT);

	bind_int(st, "person", person);
	bind_int(st, "position", (int64_t)position);
	bind_text(st, "name", contact->name);
	bind_text(st, "email", contact->email);
	bind_text(st, "phone", contact->phone);
	bind_text(st, "address", contact->address);
	bind_text(st, "relation", contact->relation);
	bind_int(st, "notice", contact->notice);
	bind_int(st, "payer", contact->payer);
	return statement_run(st);
}

enum err store_contact_set(struct transaction *tx, int64_t person,
			   const struct contact *contacts, size_t count)
{
	struct statement *st =
		statement_of_id(store_tx_reader(tx), CLEAR_CONTACTS, person);
	enum err err;

	err = statement_run(st);
	for (size_t i = 0; !err && i < count; i++)
		err = add_contact(tx, person, i, &contacts[i]);
	return err;
}

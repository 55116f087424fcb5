#include "practice/people/person_rules.h"

#include "base/str.h"

#include "practice/checks.h"
#include "practice/limits.h"
#include "store/services.h"
#include "store/role_use.h"

#include <string.h>

#define LOGIN_SHORTEST 2
#define LOGIN_LONGEST 32

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"
#define ALL_ROLES (ROLE_ADMIN | ROLE_STAFF | ROLE_PRACTITIONER | ROLE_CLIENT)
#define ALL_GRANTS (GRANT_TYPES | GRANT_PAYROLL | GRANT_VOID | GRANT_LOGINS)
#define ALL_MAY (MAY_CREATE | MAY_EDIT | MAY_COMPLETE)

/* Paths in every home (rules K1), where a practitioner's calendar
 * has the login as its own. */
static const char *const reserved_logins[] = {
	"sessions", "closures", "to-save", "inbox", "outbox", "calendar",
};

static enum err login_check(struct operation *op, const char **login)
{
	const char *text = *login;
	size_t len;

	if (str_empty(text)) {
		*login = NULL;
		return OK;
	}
	len = strlen(text);
	if (len < LOGIN_SHORTEST || len > LOGIN_LONGEST ||
	    !strchr(LOWER DIGITS, text[0]) ||
	    strspn(text, LOWER DIGITS "._-") != len)
		return fail_field(op, "login", "login-invalid",
				  "A login has %d to %d of a-z, 0-9, '.', '_' "
				  "and '-', the first a letter or digit.",
				  LOGIN_SHORTEST, LOGIN_LONGEST);
	for (size_t i = 0; i < ARRAY_SIZE(reserved_logins); i++) {
		if (str_equal(text, reserved_logins[i]))
			return fail_field(op, "login", "login-reserved",
					  "The login '%s' is the name of a "
					  "calendar.",
					  text);
	}
	return OK;
}

static enum err code_check(struct operation *op, const char **code)
{
	const char *text = *code;

	if (str_empty(text)) {
		*code = NULL;
		return OK;
	}
	if (strlen(text) > CODE_LONGEST ||
	    text[strspn(text, LOWER "ABCDEFGHIJKLMNOPQRSTUVWXYZ" DIGITS)])
		return fail_field(op, "code", "code-invalid",
				  "A code has 1 to %d letters and digits.",
				  CODE_LONGEST);
	return OK;
}

/* Loosely: what a mail program would take, not what RFC 5321 allows. */
static bool email_plausible(const char *text)
{
	const char *at = strchr(text, '@');

	return strlen(text) <= EMAIL_LONGEST && at && at != text && at[1] &&
	       at[1] != '.' && !strchr(at + 1, '@') &&
	       !strpbrk(text, " \t\r\n,;<>()\"\\");
}

enum err practice_email_check(struct operation *op, const char **email)
{
	enum err err =
		practice_line_check(op, "email", EMAIL_LONGEST, false, email);

	if (err || !*email || email_plausible(*email))
		return err;
	return fail_field(op, "email", "email-invalid",
			  "'%s' is not an e-mail address.", *email);
}

static enum err bits_check(struct operation *op, const char *field,
			   unsigned bits, unsigned all)
{
	if ((bits & ~all) == 0)
		return OK;
	return fail_field(op, field, "unknown-word",
			  "The field %s holds something unknown.", field);
}

static enum err service_check(struct reader *reader, int64_t id)
{
	struct operation *op = store_reader_operation(reader);
	struct service service;
	enum err err;

	if (id == 0)
		return OK;
	err = store_service_find(reader, id, &service);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (err || !service.active)
		return fail_field(op, "default_service", "service-unknown",
				  "There is no such service.");
	return OK;
}

static enum err enums_check(struct operation *op, const struct person *person)
{
	enum err err = OK;

	if (person->notice > NOTICE_BOTH)
		err = fail_field(op, "notice", "unknown-word",
				 "Notices go by email, text, both or none.");
	if (person->calendar_names > NAMES_FULL)
		err = fail_field(op, "calendar_names", "unknown-word",
				 "Calendars show code, initials or full.");
	return err;
}

/* The first error that is not of a field, else whether there was one. */
static enum err worse(enum err a, enum err b)
{
	return a == OK || (a == ERR_INVALID && b != OK) ? b : a;
}

static enum err fields_check(struct reader *reader, struct person *person)
{
	struct operation *op = store_reader_operation(reader);
	enum err err = login_check(op, &person->login);

	err = worse(err, practice_line_check(op, "name", NAME_LONGEST, true,
					     &person->name));
	err = worse(err, code_check(op, &person->code));
	err = worse(err, practice_email_check(op, &person->email));
	err = worse(err, practice_line_check(op, "phone", PHONE_LONGEST, false,
					     &person->phone));
	err = worse(err, practice_lines_check(op, "address", ADDRESS_LONGEST,
					      &person->address));
	err = worse(err, practice_lines_check(op, "note", NOTE_LIMIT,
					      &person->note));
	err = worse(err, practice_amount_check(op, "hourly", person->hourly));
	err = worse(err, practice_amount_check(op, "bonus", person->bonus));
	err = worse(err, bits_check(op, "roles", person->roles, ALL_ROLES));
	err = worse(err, bits_check(op, "grants", person->grants, ALL_GRANTS));
	err = worse(err, bits_check(op, "may", person->may, ALL_MAY));
	err = worse(err, enums_check(op, person));
	return worse(err, service_check(reader, person->default_service));
}

static enum err login_free(struct reader *reader, const struct person *person)
{
	struct person other;
	enum err err;

	if (!person->login)
		return OK;
	err = store_person_find_login(reader, person->login, &other);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (other.id == person->id)
		return OK;
	return fail_taken(store_reader_operation(reader), "login",
			  "login-taken", "The login '%s' is taken.",
			  person->login);
}

static enum err code_free(struct reader *reader, const struct person *person)
{
	struct person other;
	enum err err;

	if (!person->code)
		return OK;
	err = store_person_find_code(reader, person->code, &other);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (other.id == person->id)
		return OK;
	return fail_taken(store_reader_operation(reader), "code", "code-taken",
			  "The code '%s' is taken.", person->code);
}

enum err practice_person_check(struct reader *reader, struct person *person)
{
	enum err err = fields_check(reader, person);

	if (!err)
		err = login_free(reader, person);
	if (!err)
		err = code_free(reader, person);
	return err;
}

enum err practice_contact_check(struct operation *op, struct contact *contact)
{
	enum err err = practice_line_check(op, "name", NAME_LONGEST, true,
					   &contact->name);

	err = worse(err, practice_email_check(op, &contact->email));
	err = worse(err, practice_line_check(op, "phone", PHONE_LONGEST, false,
					     &contact->phone));
	err = worse(err, practice_lines_check(op, "address", ADDRESS_LONGEST,
					      &contact->address));
	err = worse(err, practice_line_check(op, "relation", NAME_LONGEST,
					     false, &contact->relation));
	if (contact->notice > NOTICE_BOTH)
		err = fail_field(op, "notice", "unknown-word",
				 "Notices go by email, text, both or none.");
	return err;
}

static bool is_all_powerful(const struct actor *actor)
{
	return actor->person == 0 || actor_is(actor, ROLE_ADMIN);
}

/* Clients and practitioners, and nothing else besides. */
static bool is_below_staff(const struct person *person)
{
	return person->roles != 0 &&
	       (person->roles & (ROLE_ADMIN | ROLE_STAFF)) == 0;
}

static bool may_give_logins(const struct actor *actor)
{
	return (actor->grants & GRANT_LOGINS) != 0;
}

enum err practice_person_may_add(struct operation *op,
				 const struct person *person)
{
	enum err err = practice_need_office(op, 0);

	if (err || is_all_powerful(&op->actor))
		return err;
	if (!is_below_staff(person) || person->grants)
		return fail(op, ERR_FORBIDDEN,
			    "staff add clients and practitioners; other "
			    "roles and grants are an admin's");
	if (person->login && !may_give_logins(&op->actor))
		return fail(op, ERR_FORBIDDEN,
			    "staff give logins only where an admin has "
			    "granted it");
	if (person->calendar_names > NAMES_INITIALS || person->calendar_money)
		return fail(op, ERR_FORBIDDEN,
			    "what calendars show is set by an admin");
	return OK;
}

enum err practice_person_may_change(struct operation *op,
				    const struct person *before,
				    const struct person *after)
{
	enum err err = practice_need_office(op, 0);

	if (err || is_all_powerful(&op->actor))
		return err;
	if (!is_below_staff(before) || after->roles != before->roles ||
	    after->grants != before->grants)
		return fail(op, ERR_FORBIDDEN,
			    "roles, grants, admins and staff are an admin's "
			    "to change");
	if (after->calendar_names != before->calendar_names ||
	    after->calendar_money != before->calendar_money)
		return fail(op, ERR_FORBIDDEN,
			    "what calendars show is set by an admin");
	if (may_give_logins(&op->actor))
		return OK;
	if (!str_equal(before->login, after->login) ||
	    ((before->roles & ROLE_PRACTITIONER) && before->login))
		return fail(op, ERR_FORBIDDEN,
			    "staff change logins, and practitioners with a "
			    "login, only where an admin has granted it");
	return OK;
}

static enum err roles_stay(struct reader *reader, const struct person *before,
			   unsigned taken)
{
	struct operation *op = store_reader_operation(reader);
	unsigned used;
	enum err err = store_roles_used(reader, before->id, taken, &used);

	if (err || !used)
		return err;
	return fail_reason(op, ERR_CONFLICT, "role-used",
			   "There are sessions or money of this person as a "
			   "%s: the role stays. Who is no longer here is "
			   "deactivated.",
			   used & ROLE_CLIENT ? "client" : "practitioner");
}

static bool is_active_admin(const struct person *person)
{
	return person->active && (person->roles & ROLE_ADMIN);
}

static enum err admin_stays(struct reader *reader, const struct person *before)
{
	struct person *list;
	size_t count;
	enum err err = store_person_list(reader, ROLE_ADMIN, &list, &count);

	if (err)
		return err;
	for (size_t i = 0; i < count; i++) {
		if (list[i].id != before->id && is_active_admin(&list[i]))
			return OK;
	}
	return fail_reason(store_reader_operation(reader), ERR_CONFLICT,
			   "last-admin",
			   "This is the only active admin: somebody else "
			   "becomes one first.");
}

enum err practice_person_stays(struct reader *reader,
			       const struct person *before,
			       const struct person *after)
{
	unsigned taken = before->roles & ~after->roles;
	enum err err = taken ? roles_stay(reader, before, taken) : OK;

	if (!err && is_active_admin(before) && !is_active_admin(after))
		err = admin_stays(reader, before);
	return err;
}

enum err practice_person_may_sign(struct operation *op,
				  const struct person *person)
{
	const struct actor *actor = &op->actor;

	if (is_all_powerful(actor) || actor->person == person->id)
		return OK;
	if (!actor_is(actor, ROLE_STAFF))
		return fail(op, ERR_NOT_FOUND, "there is no such person");
	if (may_give_logins(actor) && is_below_staff(person))
		return OK;
	return fail(op, ERR_FORBIDDEN,
		    "staff manage logins of practitioners and clients, where "
		    "an admin has granted it");
}

enum err practice_not_erased(struct operation *op, const struct person *person)
{
	if (person->erased.s == INSTANT_MAX.s)
		return OK;
	return fail_reason(op, ERR_CONFLICT, "erased",
			   "%s was erased and cannot be changed any more; "
			   "somebody who comes back is a new person",
			   person->code ? person->code : "this person");
}

/**
 * People and their contacts.
 */
#ifndef STORE_PEOPLE_H
#define STORE_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/money.h"
#include "store/actor.h"
#include "store/search.h"
#include "store/tables.h"

enum notice { NOTICE_NONE, NOTICE_EMAIL, NOTICE_TEXT, NOTICE_BOTH };
enum calendar_names { NAMES_CODE, NAMES_INITIALS, NAMES_FULL };

/** Their words (base/word.h). */
extern const char *const notice_words[];
extern const char *const calendar_names_words[];

struct person {
	int64_t id;
	const char *login; /* NULL: none */
	const char *name;
	const char *code; /* of clients, C042; NULL for others */
	const char *email, *phone;
	const char *address; /* lines; or NULL */
	const char *note;    /* the office's, of them; or NULL */
	enum notice notice;
	bool active;
	bool has_hourly;
	struct money hourly, bonus;
	int64_t default_service;
	unsigned roles, grants, may;
	enum calendar_names calendar_names;
	bool calendar_money;
	int64_t generation; /* of credentials: raised when any changes */
	int64_t revision;
	struct instant created;
	struct instant erased; /* INSTANT_MAX: not; written by erasure alone */
};

struct contact {
	const char *name, *email, *phone, *address, *relation;
	enum notice notice;
	bool payer; /* invoices go to the first who is */
};

/** For ids that rows name: a missing one is a damaged database. */
MUST_CHECK enum err store_person_load(struct reader *reader, int64_t id,
				      struct person *person);
MUST_CHECK enum err store_person_find(struct reader *reader, int64_t id,
				      struct person *person);
/** Who asks has been read in the read that is under way: store_person_find
 *  need not ask again until store_reader_end. *person lives as long. */
void store_person_known(struct reader *reader, const struct person *person);
MUST_CHECK enum err store_person_find_login(struct reader *reader,
					    const char *login,
					    struct person *person);
/** Codes ignore ASCII case. */
MUST_CHECK enum err store_person_find_code(struct reader *reader,
					   const char *code,
					   struct person *person);
/** All with any of these roles (0: all), by id; inactive ones too. */
MUST_CHECK enum err store_person_list(struct reader *reader, unsigned roles,
				      struct person **people, size_t *count);
/** Those with these ids, by id; one that is not there is left out. */
MUST_CHECK enum err store_person_find_all(struct reader *reader,
					  const struct ids *ids,
					  struct person **people,
					  size_t *count);

/** Which people; zero fields do not restrict. */
struct person_filter {
	unsigned roles;              /* any of these */
	bool active, inactive;       /* only those */
	const struct search *search; /* in name, code, login, e-mail, phone */
	int64_t meets;               /* who share a session with this person */
	bool by_id;                  /* else by name */
	int64_t after;               /* an id, of lists by id */
	size_t skip, limit;          /* limit 0: no limit */
};

MUST_CHECK enum err store_person_search(struct reader *reader,
					const struct person_filter *filter,
					struct person **people, size_t *count);
/** How many they are, all pages together. */
MUST_CHECK enum err store_person_count(struct reader *reader,
				       const struct person_filter *filter,
				       int64_t *count);
/** Sets id; revision and generation become 1, created the operation's now.
 *  ERR_EXISTS: login or code taken. */
MUST_CHECK enum err store_person_insert(struct transaction *tx,
					struct person *person);
/** Raises the revision, and the generation where login, active, roles, grants
 *  or permissions differ; ends the sign-ins of who is not active.
 *  ERR_EXISTS. */
MUST_CHECK enum err store_person_update(struct transaction *tx,
					const struct person *person);
/** The code behind the highest one given so far: C001, C002... */
MUST_CHECK enum err store_person_code_next(struct reader *reader,
					   const char **code);

MUST_CHECK enum err store_contact_list(struct reader *reader, int64_t person,
				       struct contact **contacts,
				       size_t *count);
/** Replace all contacts of a person. */
MUST_CHECK enum err store_contact_set(struct transaction *tx, int64_t person,
				      const struct contact *contacts,
				      size_t count);

#endif

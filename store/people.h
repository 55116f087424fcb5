/**
 * People, how they sign in, and the practice itself (rules S1-S4).
 */
#ifndef STORE_PEOPLE_H
#define STORE_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/digest.h"
#include "base/money.h"
#include "store/actor.h"
#include "store/tables.h"

struct practice {
	const char *name;
	const char *zone;     /* IANA */
	const char *currency; /* ISO 4217 */
	const char *phone;
	int64_t default_service; /* 0 none */
	const char *invoice_prefix;
	bool invoice_zero_lines;
	int reopen_hours;
	const char *reminder_hours; /* "24,2", "" none */
	bool notify_on_calendar_cancel;
	int64_t revision;
	struct instant created; /* INSTANT_MIN: not set up yet */
};

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
	const char *name, *email, *phone, *relation;
	enum notice notice;
};

struct token {
	int64_t id, person;
	const char *label;
	struct instant created, last_used; /* INSTANT_MIN: never */
	bool revoked;
};

struct feed {
	int64_t id, person;
	const char *label, *level;
	struct instant created, last_fetch, expires; /* INSTANT_MAX: never */
	const char *program;
	bool revoked;
};

MUST_CHECK enum err store_practice_load(struct reader *reader,
					struct practice *practice);
/** Raises the revision. */
MUST_CHECK enum err store_practice_save(struct transaction *tx,
					const struct practice *practice);

/** For ids that rows name: a missing one is a damaged database. */
MUST_CHECK enum err store_person_load(struct reader *reader, int64_t id,
				      struct person *person);
MUST_CHECK enum err store_person_find(struct reader *reader, int64_t id,
				      struct person *person);
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
/** Sets id; revision and generation become 1, created the operation's now.
 *  ERR_EXISTS: login or code taken. */
MUST_CHECK enum err store_person_insert(struct transaction *tx,
					struct person *person);
/** Raises the revision, and the generation where login, active, roles, grants
 *  or permissions differ. ERR_EXISTS. */
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

/** The argon2id string, or ERR_NOT_FOUND when the person has no password. */
MUST_CHECK enum err store_password_find(struct reader *reader, int64_t person,
					const char **hash);
/** Also raises the person's generation. hash NULL removes it. */
MUST_CHECK enum err store_password_set(struct transaction *tx, int64_t person,
				       const char *hash);

/** A live token by the SHA-256 of its secret. */
MUST_CHECK enum err store_token_find(struct reader *reader,
				     const struct digest *digest,
				     struct token *token);
MUST_CHECK enum err store_token_list(struct reader *reader, int64_t person,
				     struct token **tokens, size_t *count);
/** Sets id; created is the operation's now, and it was never used. */
MUST_CHECK enum err store_token_insert(struct transaction *tx,
				       const struct digest *digest,
				       struct token *token);
/** Also raises the person's generation. ERR_NOT_FOUND. */
MUST_CHECK enum err store_token_revoke(struct transaction *tx, int64_t person,
				       int64_t token);
MUST_CHECK enum err store_token_used(struct transaction *tx, int64_t token,
				     struct instant at);

/** A feed by its token's digest, revoked and expired ones too. */
MUST_CHECK enum err store_feed_find(struct reader *reader,
				    const struct digest *digest,
				    struct feed *feed);
MUST_CHECK enum err store_feed_list(struct reader *reader, int64_t person,
				    struct feed **feeds, size_t *count);
/** Sets id; created is the operation's now; expires as given. */
MUST_CHECK enum err store_feed_insert(struct transaction *tx,
				      const struct digest *digest,
				      struct feed *feed);
/** ERR_NOT_FOUND. */
MUST_CHECK enum err store_feed_revoke(struct transaction *tx, int64_t person,
				      int64_t feed);
MUST_CHECK enum err store_feed_used(struct transaction *tx, int64_t feed,
				    struct instant at, const char *program);

#endif

/**
 * A person as others may know them, and the rows by which they are shown,
 * changed, exported and audited (rules S1-S4, S48, S50).
 *
 * A field of people is a member of struct person and a row that names who
 * sees it; those without FIELD_ONLY_ANSWER are taken from bodies too.
 */
#ifndef PRACTICE_PEOPLE_PERSON_KNOWN_H
#define PRACTICE_PEOPLE_PERSON_KNOWN_H

#include "base/shape.h"
#include "practice/access.h"
#include "practice/people/profile.h"

/** A client's own price. */
struct known_rate {
	int64_t service;
	const char *service_name;
	struct money cost;
	struct day effective_from;
};

struct person_known {
	unsigned see; /* as whom: a bit of enum see */
	struct person person;
	const char *name, *initials; /* NULL: not to be known */
	const char *service_name;    /* of the default service */
	struct contact *contacts;
	size_t contact_count;
	/* For audit rows, which hold none of it. */
	bool contacts_changed, names_erased;
	bool has_rates;
	struct known_rate *rates;
	size_t rate_count;
};

extern const struct field person_rows[];
extern const struct field contact_rows[];
extern const struct field rate_rows[];

/** What somebody who is acquainted so may know (practice_person_known, not
 *  STRANGER). The reader has begun. */
MUST_CHECK enum err person_known_to(struct reader *reader,
				    const struct person *person,
				    enum acquaintance how,
				    struct person_known *known);
/** What an export holds; see is one of its bits. */
MUST_CHECK enum err person_known_export(struct reader *reader,
					const struct person *person,
					unsigned see,
					struct person_known *known);

/** JSON for those as whom the person is known. */
json_t *person_known_json(struct arena *arena, int digits,
			  const struct person_known *known);

#endif

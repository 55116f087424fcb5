/**
 * How the terms of a session lie in the tables of sessions and schedules.
 */
#ifndef STORE_TERMS_PRIVATE_H
#define STORE_TERMS_PRIVATE_H

#include "store/statement_private.h"
#include "store/terms.h"

#define TERMS_COLUMN(text) ", " #text
#define TERMS_VALUE(text) ", $" #text
#define TERMS_CLEARED(text) ", " #text " = NULL"

/** All but the people, whose tables are their own. */
#define TERMS_COLUMNS "service" TERMS_TEXTS(TERMS_COLUMN)
#define TERMS_VALUES "$service" TERMS_TEXTS(TERMS_VALUE)
/** Behind the first assignment of an UPDATE: what erases the texts. */
#define TERMS_CLEAR TERMS_TEXTS(TERMS_CLEARED)
/** Does a row of them hold any text, or this column of its own? */
#define TERMS_TOLD(column) \
	"coalesce(" column TERMS_TEXTS(TERMS_COLUMN) ") IS NOT NULL"

void terms_row_read(struct statement *st, struct session_terms *terms);
void terms_row_bind(struct statement *st, const struct session_terms *terms);

/** Both lists of people: `person` and whether as a `client` of $owner, each
 *  list in its order. */
#define TERMS_PEOPLE(owner)                    \
	"SELECT 0 AS client, person, position" \
	"  FROM " owner "_practitioner"        \
	"  WHERE " owner " = $owner"           \
	"  UNION ALL "                         \
	"SELECT 1, person, position"           \
	"  FROM " owner "_client"              \
	"  WHERE " owner " = $owner"           \
	"  ORDER BY client, position"

/** The SQL of one list of people: `clear` deletes those of $owner, `add`
 *  inserts those of $ids in their order (EACH_PLACED). */
struct terms_list {
	const char *clear, *add;
};

struct terms_people {
	const char *list; /* TERMS_PEOPLE */
	struct terms_list practitioners, clients;
};

MUST_CHECK enum err terms_people_load(struct reader *reader,
				      const struct terms_people *people,
				      int64_t owner,
				      struct session_terms *terms);
/** The people of a new owner. ERR_EXISTS: one is named twice. */
MUST_CHECK enum err terms_people_add(struct transaction *tx,
				     const struct terms_people *people,
				     int64_t owner,
				     const struct session_terms *terms);
/** Put the people in place of the owner's. The same. */
MUST_CHECK enum err terms_people_set(struct transaction *tx,
				     const struct terms_people *people,
				     int64_t owner,
				     const struct session_terms *terms);

#endif

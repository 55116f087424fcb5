/**
 * The terms of a session, which schedules and imports carry too: what makes
 * them right, where two differ, and how some of them are laid over others
 * (rules S2, S7, S8).
 */
#ifndef PRACTICE_SESSION_TERMS_H
#define PRACTICE_SESSION_TERMS_H

#include <stddef.h>

#include "store/terms.h"

/** Groups of a session's fields that rules R2-R12 judge alike. */
enum session_part {
	PART_TIME = 1, /* span, zone */
	PART_PLACE = 2,
	PART_PUBLIC_NOTE = 4,
	PART_PRIVATE_NOTE = 8,
	PART_SERVICE = 16,
	PART_PRACTITIONERS = 32,
	PART_CLIENTS = 64,
	PART_TEXTS = PART_PLACE | PART_PUBLIC_NOTE | PART_PRIVATE_NOTE,
	PART_PEOPLE = PART_PRACTITIONERS | PART_CLIENTS,
};

/** A text of the terms: each is compared, laid over, judged and taken from
 *  bodies by its row. */
struct terms_text {
	const char *name; /* NULL ends the list */
	unsigned part;
	size_t offset; /* in struct session_terms */
	size_t line;   /* the code points of a line at the most; 0: a note */
};
extern const struct terms_text terms_texts[];
/** The row of that name, which there is. */
const struct terms_text *terms_text_find(const char *name);
/** Where it stands in these terms. */
const char **terms_text_of(const struct terms_text *text,
			   struct session_terms *terms);

/** The parts in which they differ, bits of enum session_part. The order of
 *  people is a difference, texts of no bytes and NULL are none. */
unsigned practice_terms_differ(const struct session_terms *a,
			       const struct session_terms *b);
/** The parts that are not empty. */
unsigned practice_terms_told(const struct session_terms *terms);
/** Lay these parts of `over` over *terms; the others stay. */
void practice_terms_lay(struct session_terms *terms,
			const struct session_terms *over, unsigned parts);

/**
 * Bring the terms into their stored form, find a service where none is given
 * (S8), and judge them all. Who is in *before already need not be active any
 * more; before is NULL for what is new. ERR_INVALID with fields.
 */
MUST_CHECK enum err practice_terms_check(struct reader *reader,
					 struct session_terms *terms,
					 const struct session_terms *before);

#endif

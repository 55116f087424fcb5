/**
 * Completion types: the ways in which sessions may end (rules S26-S29). They
 * are for admins and staff with GRANT_TYPES: ERR_FORBIDDEN for others.
 */
#ifndef PRACTICE_SESSION_COMPLETION_TYPE_H
#define PRACTICE_SESSION_COMPLETION_TYPE_H

#include "practice/edit.h"
#include "store/completion_type.h"
#include "store/services.h"
#include "store/store.h"

/** Fields as S27 says, slug and id are set. ERR_INVALID with fields
 *  (label-too-long, label-missing, modifier-range...), ERR_EXISTS with the
 *  reasons label-taken and short-taken. */
MUST_CHECK enum err practice_type_add(struct operation *op, struct store *store,
				      struct completion_type *type);
/** Change a type by an edit of its struct completion_type; its slug and
 *  builtin stay. ERR_CONFLICT also where no type would stay enabled (S26), or
 *  a builtin one would mean something else. */
MUST_CHECK enum err practice_type_change(struct operation *op,
					 struct store *store,
					 const struct edit *edit);
MUST_CHECK enum err practice_type_archive(struct operation *op,
					  struct store *store, int64_t id);
/** Slug of a label: its Latin letters without their accents and its digits, in
 *  lower case, words joined by '-'. NULL where nothing is left, and for open
 *  and override: such a type is called "type-N". */
char *practice_type_slug(struct arena *arena, const char *label);

/**
 * The enabled type that a word typed in a calendar names: its short word or
 * label, else its slug, ignoring case, blanks and hyphens ("#late-cancel").
 * ERR_NOT_FOUND none, ERR_CONFLICT when it names two.
 */
MUST_CHECK enum err practice_type_of_word(struct reader *reader,
					  const char *word,
					  struct completion_type *type);

#endif

/**
 * Words of enumerations: one list for each, ended by NULL. A plain value is
 * the place of its word in the list; a bit of a set is 1 << place.
 */
#ifndef BASE_WORD_H
#define BASE_WORD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/** The word of a value, or "unknown" of one that the list does not have. */
const char *word_of(const char *const *words, unsigned value);
/** The value of a word, ignoring ASCII case; false leaves it untouched. */
bool word_find(const char *const *words, struct slice word, unsigned *value);
/** The words of all bits that are set, such as "create;edit" with the mark
 *  ';'. "" where none is. */
char *words_text(struct arena *arena, const char *const *words, unsigned bits,
		 char mark);
/** All words as a sentence lists them: "admin, staff". */
char *words_all(struct arena *arena, const char *const *words);

#endif

/**
 * What somebody typed to find things by: a few words, each of which must stand
 * somewhere in what is found, whatever its case.
 */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include <stddef.h>

#include "base/arena.h"

/** Words that are looked for one by one; what follows them goes to the last. */
#define SEARCH_WORDS 4
/** Bytes of a text that is looked for. */
#define SEARCH_LONGEST 200

struct search {
	const char *words[SEARCH_WORDS]; /* folded (base/unicode.h) */
	const char *likes[SEARCH_WORDS]; /* the same for statements */
	size_t count;                    /* 0: everything is found */
};

/** The words of a text, in the arena; a longer one is cut at the limit. */
struct search search_of(struct arena *arena, const char *text);
/** The longest of the words, "" where there is none. */
const char *search_longest(const struct search *search);

#endif

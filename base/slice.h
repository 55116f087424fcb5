/**
 * Slices: some bytes that somebody else owns, such as a part of a text.
 */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/** Not NUL-terminated. */
struct slice {
	const char *at;
	size_t len;
};

struct slice slice_of(const char *string);
bool slice_equal(struct slice a, struct slice b);
/** Is it this ASCII letter, in either case? */
static inline bool char_is(char c, char letter)
{
	return (c | 0x20) == (letter | 0x20);
}
/** Equal to the string, ignoring ASCII case. */
bool slice_is(struct slice slice, const char *string);
bool slice_starts(struct slice slice, const char *prefix);
/** The slice without ASCII blanks at either end. */
struct slice slice_trim(struct slice slice);
/** Cut at the first `mark`: returns what stands before and moves *rest
 *  behind it; without a mark returns all and *rest has at == NULL. */
struct slice slice_cut(struct slice *rest, char mark);
/** A NUL-terminated copy in the arena. */
char *slice_dup(struct arena *arena, struct slice slice);

#endif

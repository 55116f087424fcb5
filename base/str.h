/**
 * The few functions on strings that every folder needs; who reads text has
 * slices and buffers in hand too, so they come along.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/compiler.h"
#include "base/slice.h"

bool str_equal(const char *a, const char *b); /* NULL equals NULL only */
/** Equal ignoring ASCII case. */
bool str_same(const char *a, const char *b);
bool str_starts(const char *string, const char *prefix);
bool str_ends(const char *string, const char *suffix);
/** NULL or "". */
bool str_empty(const char *string);
/** ASCII lower case copy. */
char *str_lower(struct arena *arena, const char *string);

/** A whole decimal integer (sign allowed) with nothing around it. */
MUST_CHECK bool str_to_int64(const char *string, int64_t *value);

#endif

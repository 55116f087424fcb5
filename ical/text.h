/**
 * TEXT values (RFC 5545 3.3.11) of lines that ical/parse.h has read.
 */
#ifndef ICAL_TEXT_H
#define ICAL_TEXT_H

#include <stddef.h>

#include "ical/parse.h"

/** Undo TEXT escapes (RFC 5545 3.3.11, and \: and \" of older programs),
 *  NUL-terminated in the arena; another backslash stays. */
char *cal_text(struct arena *arena, struct slice value);

/** TEXT of the first line of that name, or NULL. */
char *cal_text_of(struct arena *arena, const struct cal_component *component,
		  const char *name);

/** Split a TEXT list (CATEGORIES) at unescaped commas; unescaped results. */
size_t cal_text_list(struct arena *arena, struct slice value, char ***items);

#endif

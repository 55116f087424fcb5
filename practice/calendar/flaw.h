/**
 * Stored objects that fail the checks of today: they are served as they are
 * kept, and their flaw is told beside them.
 */
#ifndef PRACTICE_CALENDAR_FLAW_H
#define PRACTICE_CALENDAR_FLAW_H

#include "base/slice.h"
#include "store/calendar.h"

/** What a PUT of the bytes into their collection would be refused for, as a
 *  sentence with its line and property; *flaw NULL: nothing. ERR_STORAGE,
 *  ERR_MATCHES_LIMIT. */
MUST_CHECK enum err practice_flaw(struct reader *reader,
				  const struct collection *of,
				  struct slice bytes, const char **flaw);

#endif

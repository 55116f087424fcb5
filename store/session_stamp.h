/**
 * Which open sessions there are, without all that is in them: for plans of
 * thousands, of which a page is shown.
 */
#ifndef STORE_SESSION_STAMP_H
#define STORE_SESSION_STAMP_H

#include <stddef.h>
#include <stdint.h>

#include "store/tables.h"

/** A session as it was when it was looked at. */
struct session_stamp {
	int64_t id, revision;
	int64_t clients; /* how many */
};

/** The open sessions that overlap the span, of any of these practitioners
 *  (none: of all), by start, then id. */
MUST_CHECK enum err store_session_stamps(struct reader *reader,
					 struct span span,
					 const struct ids *practitioners,
					 struct session_stamp **list,
					 size_t *count);

#endif

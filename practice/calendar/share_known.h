/**
 * Calendars that one was asked to share, as JSON and pages tell of them.
 */
#ifndef PRACTICE_CALENDAR_SHARE_KNOWN_H
#define PRACTICE_CALENDAR_SHARE_KNOWN_H

#include "base/shape.h"
#include "store/share.h"

struct share_known {
	int64_t id;
	const char *uid;   /* of the invitation */
	const char *name;  /* of the calendar */
	const char *owner; /* the name of whose it is */
	bool writes;
	enum share_state state;
};

extern const struct field share_rows[];

/** Those that the actor was asked to share, in the order of asking; in the
 *  operation's arena. ERR_STORAGE. */
MUST_CHECK enum err practice_shares_known(struct reader *reader,
					  struct share_known **list,
					  size_t *count);
/** One of them by its id; ERR_NOT_FOUND. */
MUST_CHECK enum err practice_share_known(struct reader *reader, int64_t id,
					 struct share_known *found);

#endif

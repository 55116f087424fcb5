/**
 * Invitations to a shared calendar, as macOS has them (the CalDAV sharing
 * draft 5.3 and 5.4): its owner asks, who is asked accepts or declines, and
 * each is told of it by a notification in their home.
 */
#ifndef PRACTICE_CALENDAR_SHARE_INVITE_H
#define PRACTICE_CALENDAR_SHARE_INVITE_H

#include "practice/calendar/share.h"

/** Bytes of what a calendar is called in an invitation. */
#define INVITE_SUMMARY_LIMIT 255

/** Somebody to be asked, or to be asked no more. */
struct invitation {
	int64_t person;
	bool remove;
	bool writes;
	const char *summary; /* what the calendar is called; or NULL */
};

/**
 * Ask people to share a personal calendar of the actor's own, or end it. Who
 * has taken it already has the new rights at once.
 *
 * The errors of practice_grants_set; ERR_INVALID (a summary over its limit).
 */
MUST_CHECK enum err practice_invite(struct operation *op, struct store *store,
				    const struct object_at *at,
				    const struct invitation *list,
				    size_t count);

/** An answer to the invitation of this uid. */
struct invite_reply {
	const char *uid;
	bool accepts;
	const char *summary; /* what the actor calls it; or NULL */
};

/** *path is that of the calendar in the actor's home; NULL where it was
 *  declined. ERR_NOT_FOUND: the actor was not asked. ERR_INVALID. */
MUST_CHECK enum err practice_invite_answer(struct operation *op,
					   struct store *store,
					   const struct invite_reply *reply,
					   const char **path);

/** Set who stands in for the actor, and may change (`writes`) or only see
 *  all of the actor's personal calendars. ERR_FORBIDDEN, ERR_INVALID. */
MUST_CHECK enum err practice_delegates_set(struct operation *op,
					   struct store *store, bool writes,
					   const struct ids *people);

#endif

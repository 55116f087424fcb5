/**
 * Calendars that are shared, on a disk that fails: Maria's, and who else sees
 * them.
 */
#ifndef TESTS_UNIT_PRACTICE_FAULT_SHARING_H
#define TESTS_UNIT_PRACTICE_FAULT_SHARING_H

#include "tests/unit/practice/fault_requests.h"

#include "practice/calendar/share.h"
#include "practice/calendar/share_invite.h"

struct sharing {
	struct request request; /* first: it is what the runs are given */
	struct invitation invitation;
	struct invite_reply reply;
	struct share_grant grants[3];
	size_t grant_count;
	struct ids people;
	bool writes;
	const char *path; /* of a view, where it was accepted */
};

/** Requests of this person, about their own calendar. */
struct sharing sharing_of(struct agenda *agenda, const struct person *person);

/** Runs for request_sweep(&sharing.request, ...). */
faults_run sharing_invites, sharing_answers, sharing_grants;
faults_run sharing_delegates, sharing_leaves;
void sharing_sweep_refused(struct sharing *sharing, const char *what,
			   faults_run *run, enum err refused);

/** The notification of that kind ("invite", "reply") in a home. */
char *sharing_told(struct agenda *agenda, const struct person *person,
		   const struct share *share, const char *kind);
/** The bytes of a member, which is there. */
char *sharing_shown(struct agenda *agenda, const struct person *person,
		    const char *path, const char *name);
/** The row by which Maria's calendar is shared with a person. */
struct share sharing_share(struct agenda *agenda, int64_t person);
bool sharing_has(struct agenda *agenda, const struct person *person,
		 const char *path);

/** Maria's: one for all to see, one of her own, and a task that is so too. */
void sharing_fill(struct agenda *agenda);
void sharing_invite_ben(struct sharing *sharing, bool writes,
			const char *summary);
/** Asked and taken; what Ben calls it there. */
struct share sharing_with_ben(struct agenda *agenda, bool writes);

#endif

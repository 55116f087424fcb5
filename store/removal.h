/**
 * Sessions that a calendar program deleted: what must be known to take it
 * back when the program only moved the event, and to hold many at once for a
 * person (rules K16, K17). One row a session, of its last removal.
 */
#ifndef STORE_REMOVAL_H
#define STORE_REMOVAL_H

#include <stddef.h>

#include "base/clock.h"
#include "store/tables.h"

struct removal {
	int64_t id;
	int64_t session;
	int64_t person;        /* who removed it */
	const char *device;    /* with which program, or NULL */
	struct instant at;     /* when */
	int64_t shown;         /* the practitioner whose calendar it was in */
	const char *uid;       /* of the event there */
	const char *title;     /* a digest: names are not kept */
	struct instant starts; /* of the session, then */
	int64_t revision;      /* of the session, when it was removed */
	int64_t completion;    /* that cancels it; 0: it is removed softly */
	int64_t review;        /* the batch that it is held in, or 0 */
};

/** Keep a removal in place of the session's earlier one; sets id and at (now).
 *  Rows of more than a day that are in no batch go. */
MUST_CHECK enum err store_removal_put(struct transaction *tx,
				      struct removal *removal);
MUST_CHECK enum err store_removal_find(struct reader *reader, int64_t session,
				       struct removal *removal);
/** The last one of an event with this UID. */
MUST_CHECK enum err store_removal_find_uid(struct reader *reader,
					   const char *uid,
					   struct removal *removal);
/** A person's after that moment, newest first. */
MUST_CHECK enum err store_removal_recent(struct reader *reader, int64_t person,
					 struct instant after,
					 struct removal **list, size_t *count);
/** Those of a batch, by the starts of their sessions. */
MUST_CHECK enum err store_removal_of_review(struct reader *reader,
					    int64_t review,
					    struct removal **list,
					    size_t *count);
/** Put it into a batch. ERR_NOT_FOUND. */
MUST_CHECK enum err store_removal_hold(struct transaction *tx, int64_t removal,
				       int64_t review);
/** It was taken back. Also OK when it was not there. */
MUST_CHECK enum err store_removal_drop(struct transaction *tx, int64_t removal);

#endif

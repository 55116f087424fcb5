/**
 * Ending notices: a reader who wants no more (RFC 8058), and mail that comes
 * back (RFC 3464).
 */
#ifndef PRACTICE_NOTICE_STOP_H
#define PRACTICE_NOTICE_STOP_H

#include "base/str.h"
#include "store/outbox.h"
#include "store/practice.h"
#include "store/store.h"

/** The row of that key, for its reader to see. The reader has begun.
 *  ERR_NOT_FOUND. */
MUST_CHECK enum err practice_stop_find(struct reader *reader, const char *key,
				       struct practice *practice,
				       struct outbox *row);
/** Its address gets no more on this channel: the preference of the person or
 *  of the contact whose it is changes with it. Again it does the same. */
MUST_CHECK enum err practice_stop(struct operation *op, struct store *store,
				  const char *key, struct outbox *row);

/** A message that came back. */
struct bounce {
	const char *address; /* that it could not reach */
	const char *status;  /* "5.1.1" */
	const char *reason;  /* what was said, or NULL */
	const char *id;      /* of our message, without < and > */
	bool failed;         /* for good */
};

#define BOUNCE_LONGEST ((size_t)1024 * 1024)

/** Read a delivery status notification. False: it is none that names an
 *  address and a message of ours. */
MUST_CHECK bool practice_bounce_read(struct arena *arena, struct slice message,
				     struct bounce *bounce);
/** Mark the address, and the notice as given up. ERR_NOT_FOUND: it is about no
 *  message that was sent from here; *row is the notice. */
MUST_CHECK enum err practice_bounce(struct operation *op, struct store *store,
				    const struct bounce *bounce,
				    struct outbox *row);

#endif

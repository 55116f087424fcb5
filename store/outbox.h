/**
 * The outbox: a row for each notice to one recipient, from when it is queued
 * until it is sent or given up (rules S44). No two rows have one session,
 * recipient, channel, kind and revision: the table refuses it.
 */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "store/tables.h"

enum notice_kind {
	NOTICE_CANCELED,
	NOTICE_RESCHEDULED,
	NOTICE_RESTORED, /* it takes place after all */
	NOTICE_CLOSURE,  /* the practice is shut then; nothing is canceled */
	NOTICE_REMINDER,
	NOTICE_INVOICE,
	NOTICE_STATEMENT,
	NOTICE_REVIEW, /* to staff: something waits for them */
};

enum notice_channel { NOTICE_BY_EMAIL, NOTICE_BY_TEXT };

enum outbox_state {
	OUTBOX_QUEUED,
	OUTBOX_LEASED, /* being sent */
	OUTBOX_SENT,
	OUTBOX_RETRYING,
	OUTBOX_UNKNOWN, /* a gateway may have taken it: it is asked */
	OUTBOX_DEAD,
	OUTBOX_DROPPED, /* by a person */
	OUTBOX_UNDONE,  /* not true any more before it was sent */
};

/** Their words (base/word.h). */
extern const char *const notice_kind_words[];
extern const char *const notice_channel_words[];
extern const char *const outbox_state_words[];

struct outbox {
	int64_t id;
	int64_t session, run, review, invoice; /* 0: none */
	int64_t person;      /* to whom, or about whom to a contact */
	const char *address; /* "" where there is none */
	enum notice_channel channel;
	enum notice_kind kind;
	int64_t revision;
	int ahead;              /* hours of a reminder, else 0 */
	bool urgent;            /* goes at any hour */
	struct span span;       /* of the session, as it is told */
	struct instant was;     /* its start as they know it; INSTANT_MIN */
	struct instant was_end; /* its end; INSTANT_MIN: nobody noted it */
	const char *data;       /* JSON of what else the text needs, or NULL */
	struct instant queued;
	enum outbox_state state;
	int tries;
	struct instant next;  /* INSTANT_MAX: waits for a person */
	struct instant stops; /* not tried after it */
	struct instant changed;
	const char *reason; /* why it stands so; for people */
	const char *token;  /* the gateway's name for it */
	const char *key;    /* what only its reader and its gateway know */
};

/** May it still be withdrawn? */
bool store_outbox_waits(const struct outbox *row);
/** Was it sent, as far as is known, or may it have been? */
bool store_outbox_told(const struct outbox *row);

/** Sets id, key, queued and changed (now). ERR_EXISTS: there is such a row. */
MUST_CHECK enum err store_outbox_add(struct transaction *tx,
				     struct outbox *row);
MUST_CHECK enum err store_outbox_find(struct reader *reader, int64_t id,
				      struct outbox *row);
/** By its key. */
MUST_CHECK enum err store_outbox_find_key(struct reader *reader,
					  const char *key, struct outbox *row);
/** State, tries, next, stops, reason, token, address, run, review and changed
 *  (now). ERR_NOT_FOUND. */
MUST_CHECK enum err store_outbox_update(struct transaction *tx,
					const struct outbox *row);

/** Lists by id. */
MUST_CHECK enum err store_outbox_of_session(struct reader *reader,
					    int64_t session,
					    struct outbox **list,
					    size_t *count);
MUST_CHECK enum err store_outbox_of_run(struct reader *reader, int64_t run,
					struct outbox **list, size_t *count);
MUST_CHECK enum err store_outbox_of_review(struct reader *reader,
					   int64_t review, struct outbox **list,
					   size_t *count);
MUST_CHECK enum err store_outbox_of_invoice(struct reader *reader,
					    int64_t invoice,
					    struct outbox **list,
					    size_t *count);
/** Queued, retrying or unknown ones whose time has come, the longest due
 *  first; of these channels, bits 1 << enum notice_channel. */
MUST_CHECK enum err store_outbox_due(struct reader *reader, unsigned channels,
				     size_t limit, struct outbox **list,
				     size_t *count);
MUST_CHECK enum err store_outbox_leased(struct reader *reader,
					struct outbox **list, size_t *count);

/** Which rows of the whole outbox: zero fields do not restrict. */
struct outbox_filter {
	int64_t session, run, person;
	unsigned states; /* bits 1 << enum outbox_state; 0: any */
	int64_t below;   /* an id; 0: from the newest */
	size_t skip, limit;
};

/** Newest first. */
MUST_CHECK enum err store_outbox_list(struct reader *reader,
				      const struct outbox_filter *filter,
				      struct outbox **list, size_t *count);
/** How many there are in each state, counts[OUTBOX_UNDONE + 1]; only session,
 *  run and person restrict. */
MUST_CHECK enum err store_outbox_counts(struct reader *reader,
					const struct outbox_filter *filter,
					size_t *counts);
/** The highest revision of a kind to this person, 0 where there is none. */
MUST_CHECK enum err store_outbox_last(struct reader *reader, int64_t person,
				      enum notice_kind kind, int64_t *revision);

/** Why an address takes no notices. */
enum stop_cause { STOP_ASKED = 1, STOP_BOUNCED = 2 };

/** An address on a channel that takes no notices. */
struct notice_stop {
	enum notice_channel channel;
	const char *address;
	enum stop_cause cause;
	struct instant at;
	const char *reason; /* or NULL */
};

MUST_CHECK enum err store_stop_find(struct reader *reader,
				    enum notice_channel channel,
				    const char *address,
				    struct notice_stop *stop);
/** In place of an earlier one; at becomes now. */
MUST_CHECK enum err store_stop_set(struct transaction *tx,
				   const struct notice_stop *stop);
/** Also OK where there was none. */
MUST_CHECK enum err store_stop_drop(struct transaction *tx,
				    enum notice_channel channel,
				    const char *address);

#endif

/**
 * Completions: how a session ended, and everything that its price was made
 * of (S28).
 */
#ifndef STORE_COMPLETION_H
#define STORE_COMPLETION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/money.h"
#include "store/actor.h"
#include "store/completion_type.h"
#include "store/services.h"
#include "store/tables.h"

/** One participant's part of a save, every input copied into it (S28). */
struct completion_client {
	int64_t completion; /* whose part it is, as it is read */
	int64_t client;
	const char *slug, *label; /* how it ended for this client */
	enum map map;
	enum modifier modifier;
	int64_t client_modifier, practitioner_modifier;
	struct money rate;   /* what the fee came from: per session or hour */
	struct money base;   /* rounded, before the modifier */
	struct money charge; /* before tax */
	int32_t tax_bp;
	struct money tax;
};

struct completion_practitioner {
	int64_t completion; /* likewise */
	int64_t practitioner;
	struct money rate, base, wage;
	bool hourly;
};

struct completion {
	int64_t id, session;
	const char *slug; /* completed, missed, canceled, override, custom */
	const char *label;
	enum map map;
	enum modifier modifier;
	int64_t client_modifier, practitioner_modifier;
	int64_t service;
	const char *service_name;
	enum service_kind service_kind;
	enum wage_basis basis;
	int64_t minutes;    /* elapsed, UTC */
	const char *reason; /* of an override, else NULL */
	int64_t saved_by;   /* person, 0 the system */
	struct instant saved_at;
	enum channel channel;
	const char *device;
	int64_t posting;  /* ledger transaction; 0 when nothing was due */
	int64_t reversal; /* of its re-opening, else 0 */
	struct instant reopened_at; /* INSTANT_MAX: live */
	struct completion_client *clients;
	size_t client_count;
	struct completion_practitioner *practitioners;
	size_t practitioner_count;
};

/** Sets id. ERR_EXISTS: the session has a live one. */
MUST_CHECK enum err store_completion_insert(struct transaction *tx,
					    struct completion *completion);
MUST_CHECK enum err store_completion_find(struct reader *reader, int64_t id,
					  struct completion *completion);
/** Those with these ids, by id; one that is not there is left out. */
MUST_CHECK enum err store_completion_find_all(struct reader *reader,
					      const struct ids *ids,
					      struct completion **list,
					      size_t *count);
/** All of a session, oldest first. */
MUST_CHECK enum err store_completion_list(struct reader *reader,
					  int64_t session,
					  struct completion **list,
					  size_t *count);
/** Once. ERR_CONFLICT: it has a posting. */
MUST_CHECK enum err store_completion_posted(struct transaction *tx,
					    int64_t completion,
					    int64_t posting);
/** Once, reversal 0 when nothing was posted. ERR_CONFLICT: it is not live. */
MUST_CHECK enum err store_completion_reopened(struct transaction *tx,
					      int64_t completion,
					      int64_t reversal,
					      struct instant at);

#endif

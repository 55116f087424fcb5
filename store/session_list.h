/**
 * Lists of sessions: by a filter, by what they overlap, by when they ended.
 */
#ifndef STORE_SESSION_LIST_H
#define STORE_SESSION_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "store/session.h"

/** A filter for session lists; zero fields do not restrict. */
struct session_filter {
	struct span span; /* overlap; both zero: any time */
	int64_t practitioner, client, schedule, service;
	int64_t participant;         /* who is either of the first two */
	bool drafts, open, saved;    /* all false: any */
	struct instant ended_before; /* or at it; zero: any */
	bool removed;                /* removed ones too */
	int64_t after; /* id: pages by (start, id) of this session */
	size_t limit;  /* 0: no limit */
	bool newest;   /* by start from the last one on; then skip, not after,
			  goes on */
	bool by_end;   /* open ones by their end; skip goes on as well */
	size_t skip;
};

/** By start, then id. ERR_INVALID: there is no session `after`. */
MUST_CHECK enum err store_session_list(struct reader *reader,
				       const struct session_filter *filter,
				       struct session **list, size_t *count);
/** Those with these ids, by start, then id; removed ones too. One that is not
 *  there is left out. */
MUST_CHECK enum err store_session_find_all(struct reader *reader,
					   const struct ids *ids,
					   struct session **list,
					   size_t *count);
/** How many they are; `after` and `limit` do not count. */
MUST_CHECK enum err store_session_count(struct reader *reader,
					const struct session_filter *filter,
					int64_t *count);
/** How they stand: the same filter whatever its states and ended_before. */
struct session_tally {
	int64_t drafts, open, saved;
	int64_t to_save; /* of the open ones, those that are over */
	int64_t clashes; /* of all, those that clash with something */
};
MUST_CHECK enum err store_session_tally(struct reader *reader,
					const struct session_filter *filter,
					struct instant now,
					struct session_tally *tally);
/** How many open ones that ended before it, or at it (INSTANT_MAX: whenever),
 *  each practitioner has, of those who have any. */
struct session_open {
	int64_t practitioner, count;
};
MUST_CHECK enum err store_session_open_list(struct reader *reader,
					    struct instant ended_before,
					    struct session_open **list,
					    size_t *count);
/** Sessions in state SESSION_OPEN that ended in (from, to], by their end. */
MUST_CHECK enum err store_session_ended(struct reader *reader,
					struct instant from, struct instant to,
					struct ids *sessions);

#endif

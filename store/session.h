/**
 * Sessions, who takes part, schedules, closures and what clashes.
 */
#ifndef STORE_SESSION_H
#define STORE_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "store/tables.h"

enum session_state { SESSION_DRAFT, SESSION_OPEN, SESSION_SAVED };

/** What a session is about: for what, where, what is written on it, and who
 *  takes part. Schedules and imports carry the same. */
struct session_terms {
	int64_t service;                                /* 0 none */
	const char *place, *public_note, *private_note; /* NULL: none */
	struct ids practitioners, clients;              /* in the order given */
};

struct session {
	int64_t id;
	const char *uid;
	const char *name; /* of its resource in every collection */
	int64_t revision; /* raised at each change */
	int64_t schedule; /* 0 none */
	struct span span;
	const char *zone; /* IANA */
	struct session_terms terms;
	enum session_state state;
	int64_t completion; /* the live one of a saved session, else 0 */
	struct instant created, modified;
	struct instant removed; /* INSTANT_MAX: not removed */
};

enum repeat { REPEAT_WEEKLY, REPEAT_MONTHLY };

struct schedule {
	int64_t id;
	unsigned days; /* bit 0 Monday ... bit 6 Sunday */
	enum repeat repeat;
	int count;        /* 0: until holds */
	struct day until; /* inclusive, practice's zone */
	bool enabled, skip_closures;
	struct wall start; /* of the first session, on the wall of zone */
	int64_t minutes;
	const char *zone;
	struct session_terms terms;
	int64_t revision;
};

struct closure {
	int64_t id;
	const char *uid;
	const char *name; /* of its resource */
	const char *title;
	bool all_day;
	struct day from, to; /* all_day: both inclusive */
	struct span span;    /* in the practice's zone where all_day */
	const char *zone;    /* of a span of hours; NULL where all_day */
	int64_t revision;
	struct instant created, removed; /* INSTANT_MAX: not removed */
};

/** A session clashes with a closure, or with another session of one of its
 *  practitioners. */
struct clash {
	bool with_closure;
	const char *uid; /* of the closure or of the other session */
};

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
};

MUST_CHECK enum err store_session_find(struct reader *reader, int64_t id,
				       struct session *session);
MUST_CHECK enum err store_session_find_uid(struct reader *reader,
					   const char *uid,
					   struct session *session);
/** By start, then id. ERR_INVALID: there is no session `after`. */
MUST_CHECK enum err store_session_list(struct reader *reader,
				       const struct session_filter *filter,
				       struct session **list, size_t *count);
/** Sets id; revision becomes 1. ERR_EXISTS: uid taken. ERR_STORAGE: the
 *  database refuses more than 24 h, and a saved one without completion. */
MUST_CHECK enum err store_session_insert(struct transaction *tx,
					 struct session *session);
/** All but uid and created; raises and sets revision; participants are
 *  replaced. ERR_NOT_FOUND. */
MUST_CHECK enum err store_session_update(struct transaction *tx,
					 struct session *session);
/** Sessions of these practitioners that overlap, without `but` and without
 *  removed ones; saved ones too, however they ended. By id. */
MUST_CHECK enum err store_session_overlapping(struct reader *reader,
					      const struct ids *practitioners,
					      struct span span, int64_t but,
					      struct ids *sessions);
/** Sessions in state SESSION_OPEN that ended in (from, to], by their end. */
MUST_CHECK enum err store_session_ended(struct reader *reader,
					struct instant from, struct instant to,
					struct ids *sessions);

/** Closures first, then by uid. */
MUST_CHECK enum err store_clash_list(struct reader *reader, int64_t session,
				     struct clash **list, size_t *count);
/** Replaces all; one that is named twice is one. */
MUST_CHECK enum err store_clash_set(struct transaction *tx, int64_t session,
				    const struct clash *list, size_t count);

/** The session as JSON text at its present revision, kept for "as it was at"
 *  (S48); one row a change, of the operation's now. */
MUST_CHECK enum err store_session_version_add(struct transaction *tx,
					      int64_t session,
					      const char *json);
/** ERR_NOT_FOUND: it was not there yet. */
MUST_CHECK enum err store_session_version_find(struct reader *reader,
					       int64_t session,
					       struct instant at,
					       const char **json);

MUST_CHECK enum err store_schedule_find(struct reader *reader, int64_t id,
					struct schedule *schedule);
/** All there are. */
MUST_CHECK enum err store_schedule_list(struct reader *reader,
					struct ids *schedules);
/** Sets id; revision becomes 1. */
MUST_CHECK enum err store_schedule_insert(struct transaction *tx,
					  struct schedule *schedule);
/** Raises and sets revision. ERR_NOT_FOUND. */
MUST_CHECK enum err store_schedule_update(struct transaction *tx,
					  struct schedule *schedule);

MUST_CHECK enum err store_closure_find(struct reader *reader, int64_t id,
				       struct closure *closure);
MUST_CHECK enum err store_closure_find_uid(struct reader *reader,
					   const char *uid,
					   struct closure *closure);
/** That overlap the span and are not removed, by start. */
MUST_CHECK enum err store_closure_list(struct reader *reader, struct span span,
				       struct closure **list, size_t *count);
/** Sets id; revision becomes 1. ERR_EXISTS: uid taken. */
MUST_CHECK enum err store_closure_insert(struct transaction *tx,
					 struct closure *closure);
/** All but uid and created; raises and sets revision. ERR_NOT_FOUND. */
MUST_CHECK enum err store_closure_update(struct transaction *tx,
					 struct closure *closure);

#endif

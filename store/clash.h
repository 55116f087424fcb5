/**
 * What clashes with a session, as it was found when the session last changed.
 */
#ifndef STORE_CLASH_H
#define STORE_CLASH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "store/tables.h"

/** Of those that overlap it a session names so many, the first by uid: where
 *  hundreds are at one moment, each of them names as much as where few are. */
#define CLASHES_NAMED 50

/** A session clashes with a closure, or with another session of one of its
 *  practitioners. */
struct clash {
	bool with_closure;
	const char *uid; /* of the closure or of the other session */
};

/** Closures first, then by uid. */
MUST_CHECK enum err store_clash_list(struct reader *reader, int64_t session,
				     struct clash **list, size_t *count);
/** The closures among them. */
MUST_CHECK enum err store_clash_closures(struct reader *reader, int64_t session,
					 struct clash **list, size_t *count);
/** Those of many sessions, by session, each as above. */
struct session_clash {
	int64_t session;
	struct clash clash;
};

MUST_CHECK enum err store_clash_list_all(struct reader *reader,
					 const struct ids *sessions,
					 struct session_clash **list,
					 size_t *count);
/** Another session that a session names, and a practitioner of both. */
struct clash_meeting {
	int64_t session;
	const char *uid; /* of the other one */
	int64_t person;
};

/** Those of the sessions, by session. */
MUST_CHECK enum err store_clash_meetings(struct reader *reader,
					 const struct ids *sessions,
					 struct clash_meeting **list,
					 size_t *count);
/** Who is busy when. Sessions of these practitioners overlap it that overlap
 * the span and take place: without removed ones, those saved as canceled, and
 *  `but`. */
struct clash_place {
	const struct ids *practitioners;
	struct span span;
	int64_t but;
};

/** The first CLASHES_NAMED that overlap it, by uid. */
MUST_CHECK enum err store_clash_overlapping(struct reader *reader,
					    const struct clash_place *place,
					    struct clash **list, size_t *count);

/** Those of several practitioners that overlap it. */
MUST_CHECK enum err store_clash_joint(struct reader *reader,
				      const struct clash_place *place,
				      struct ids *sessions);

/** A session that names others. */
struct clash_namer {
	int64_t session;
	const char *last; /* uid of its CLASHES_NAMED-th; NULL: fewer */
};

/** Those that overlap the place and should name `uid`, but do not: they have
 *  room, or a last one that is behind it. */
MUST_CHECK enum err store_clash_unaware(struct reader *reader, const char *uid,
					const struct clash_place *place,
					struct clash_namer **list,
					size_t *count);
/** Those that name `uid`, but do not overlap the place. */
MUST_CHECK enum err store_clash_outdated(struct reader *reader, const char *uid,
					 const struct clash_place *place,
					 struct clash_namer **list,
					 size_t *count);
/** One practitioner of a session that takes place. */
struct clash_busy {
	int64_t session, person;
	const char *uid;
	struct span span;
};

/** Those of the sessions, by session. */
MUST_CHECK enum err store_clash_busy_of(struct reader *reader,
					const struct ids *sessions,
					struct clash_busy **list,
					size_t *count);
/** Those of the place's practitioners who are busy then, by uid. */
MUST_CHECK enum err store_clash_busy(struct reader *reader,
				     const struct clash_place *place,
				     struct clash_busy **list, size_t *count);
/** One that is there already stays. */
MUST_CHECK enum err store_clash_add(struct transaction *tx, int64_t session,
				    const struct clash *clash);
/** One that is not there is not missed. */
MUST_CHECK enum err store_clash_remove(struct transaction *tx, int64_t session,
				       const struct clash *clash);

#endif

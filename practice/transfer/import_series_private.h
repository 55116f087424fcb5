/**
 * The sessions and closures that the events of one UID stand for.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_SERIES_PRIVATE_H
#define PRACTICE_TRANSFER_IMPORT_SERIES_PRIVATE_H

#include "practice/transfer/import_event_private.h"
#include "practice/transfer/import_split_private.h"
#include "practice/transfer/import_version_private.h"
#include "store/closure.h"
#include "store/session.h"

/** One session or closure to be; without an id. */
struct ics_wish {
	size_t line;               /* of the event that describes it */
	struct instant recurrence; /* the date that it is, or was moved from */
	struct import_version version;
	int64_t revision; /* X-PRACTICE-REVISION; 0: none */
	bool is_closure;
	struct session session;
	struct closure closure;
	bool own; /* of a practice's export */
	/** The part of the event that says how the session ended, or NULL:
	 *  it is not saved. */
	const struct cal_component *ended;
	struct remarks *remarks;
};

struct ics_wishes {
	struct ics_wish *items;
	size_t count;
	/** Of the series as a whole, told at its first event when something
	 *  of it goes in; NULL: nothing to tell. */
	const char *remark;
	size_t line;
	const char *source; /* the UID; NULL: nothing can be said of it */
	struct import_version version; /* of the series */
	/** Dates that the file would tell of, were they to be. */
	struct span covered;
	/** Dates that it says are cancelled. */
	struct instant *cancelled;
	size_t cancelled_count;
	/** UIDs of dates that are there, but were not taken. */
	const char **held;
	size_t held_count;
};

/** Read a master and its changed dates, in any order. What cannot be taken is
 *  reported here. All lies in import->one's arena. */
MUST_CHECK enum err import_series_read(struct import *import,
				       const struct names *names,
				       const struct ics_event *const *events,
				       size_t count, struct ics_wishes *wishes);

/** "2026-06-08T16:00" on the practice's clock, for sentences. */
char *import_when(struct arena *arena, const struct names *names,
		  struct instant instant);

#endif

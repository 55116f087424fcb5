/**
 * Schedules: sessions that repeat on days of the week or of the month.
 */
#ifndef STORE_SCHEDULE_H
#define STORE_SCHEDULE_H

#include <stdbool.h>

#include "base/clock.h"
#include "store/terms.h"

enum repeat { REPEAT_WEEKLY, REPEAT_MONTHLY };

/** Its words (base/word.h). Those of a schedule's days are weekday_words. */
extern const char *const repeat_words[];

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

#endif

/**
 * What a recurring event asks for: its dates, by rule, exceptions and
 * overrides, and the plan that a schedule would make of its rule.
 */
#ifndef PRACTICE_BOOKING_SERIES_READ_PRIVATE_H
#define PRACTICE_BOOKING_SERIES_READ_PRIVATE_H

#include "ical/instance.h"
#include "ical/recur.h"
#include "practice/booking/member_private.h"
#include "store/schedule.h"

/** Of PRACTICE_SCHEDULE_CAP. */
#define BOOKING_TOO_MANY \
	"a schedule makes at most 366 sessions, one a day or less often"

struct series_sent {
	struct cal_rule rule; /* the first */
	size_t rule_count;    /* 0: it lists its dates */
	bool endless;
	struct wall start; /* as written, which may be none of the dates */
	struct cal_instances found; /* at least one */
	size_t first;               /* of `found`: the event's own date */
	int64_t *sessions; /* that each of `found` is or became; 0: none yet */
};

/** Read it; start is the event's. Twelve months of one without an end.
 *  ERR_MAX_INSTANCES, ERR_CALENDAR_DATA (no date). */
MUST_CHECK enum err booking_series_read(struct booking *booking,
					const struct cal_object *object,
					struct instant start,
					struct series_sent *sent);

/** Days and repeat of a schedule that says the same as the rule, whatever dates
 *  were left out or added. False: none does. The start must be on its days. */
bool booking_series_plan(const struct series_sent *sent, struct wall start,
			 struct schedule *schedule);
/** Are its dates the rule's, without exceptions? */
bool booking_series_plain(const struct cal_object *object);

/** When the session of a date is. */
struct span booking_series_span(const struct cal_instance *instance);

/** Digest of the place and the note that an event tells. */
const char *booking_series_texts(struct arena *arena,
				 const struct cal_component *event);
/** What is told of one date: when it is and, of an override, its texts. */
const char *booking_series_told(struct arena *arena,
				const struct cal_object *object,
				const struct cal_instance *instance);
/** Did that date have texts of its own? */
bool booking_series_told_texts(const char *told);

#endif

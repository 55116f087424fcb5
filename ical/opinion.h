/**
 * A second opinion on a recurring object: what our expansion says beside what
 * libical says (ical/libical.h), where they differ, and which of the known
 * differences RFC 5545 explains.
 */
#ifndef ICAL_OPINION_H
#define ICAL_OPINION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/operation.h"
#include "ical/libical.h"
#include "ical/object.h"

/** What our expansion says of the master, as cal_libical_expand has it. */
struct cal_own_saying {
	struct cal_said *said;
	size_t count;
	/* What both can say lies in here, by the wall. */
	struct span known;
};

/** In a window of UTC, at most max instances. OK, or ERR_CALENDAR_DATA: there
 *  is nothing to compare. */
MUST_CHECK enum err cal_opinion_own(struct operation *op,
				    const struct cal_object *object,
				    struct span window, size_t max,
				    struct cal_own_saying *own);

enum cal_difference {
	CAL_SAME,
	CAL_ONLY_OURS,   /* an instance that libical does not have */
	CAL_ONLY_THEIRS, /* one that we do not have */
	CAL_OTHER_ZONE,  /* the same wall time at another instant */
};

struct cal_opinion {
	enum cal_difference difference; /* the first one */
	struct cal_said at;
	size_t count; /* of differences */
	/* Which known one it is, with its place in RFC 5545; or NULL. */
	const char *explained;
};

/** Compare what is known of both; theirs is in order. */
void cal_opinion_compare(struct operation *op, const struct cal_object *object,
			 const struct cal_own_saying *own,
			 const struct cal_said *theirs, size_t count,
			 struct cal_opinion *opinion);

/** Why libical may not answer at all, or NULL. */
const char *cal_opinion_silence(struct operation *op,
				const struct cal_object *object);

#endif

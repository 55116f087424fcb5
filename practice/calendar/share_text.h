/**
 * A calendar object as those see it with whom its calendar is shared.
 *
 * Each of them has own alarms and says by themselves whether it makes them
 * busy (the "per-user data" of the CalDAV sharing draft, 5.5.4): these are the
 * own lines of an object. What its owner marks as not public is told as busy
 * time and nothing else.
 */
#ifndef PRACTICE_CALENDAR_SHARE_TEXT_H
#define PRACTICE_CALENDAR_SHARE_TEXT_H

#include <stdbool.h>

#include "base/operation.h"
#include "ical/parse.h"

/** Is any part of it of another CLASS than PUBLIC (RFC 5545 3.8.1.3: one that
 *  is not known counts as PRIVATE)? */
bool share_is_private(const struct cal_component *calendar);

/** Events as busy times: dates, rules and zones, nobody's words. */
struct slice share_redacted(struct arena *arena,
			    const struct cal_component *calendar);

/** The own lines of an object, as a calendar that share_composed takes. */
const char *share_own(struct arena *arena,
		      const struct cal_component *calendar);

/** The object with the own lines of `own` (from share_own) in the place of its
 *  own; NULL: with no alarms. A part that `own` does not have keeps its TRANSP.
 *  A date that only `own` has is told as the series has it (RFC 5545 3.8.4.4);
 *  one of the object's that says no more than the series is left out. */
struct slice share_composed(struct operation *op,
			    const struct cal_component *calendar,
			    const struct cal_component *own);

#endif

/**
 * Which of two versions of an event is the later one.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_VERSION_PRIVATE_H
#define PRACTICE_TRANSFER_IMPORT_VERSION_PRIVATE_H

#include "base/clock.h"
#include "ical/parse.h"
#include "ical/zone_object.h"

struct import_version {
	int64_t sequence;
	struct instant modified, stamp; /* INSTANT_MIN: not told */
};

/** SEQUENCE, LAST-MODIFIED and DTSTAMP; what cannot be read is not told. */
struct import_version import_version_read(const struct cal_component *event,
					  const struct cal_zones *zones);
/** Below 0 where a is the older one: by SEQUENCE, else by LAST-MODIFIED, else
 *  by DTSTAMP, which many programs make the time of the export. What only one
 *  tells decides nothing. */
int import_version_compare(const struct import_version *a,
			   const struct import_version *b);

#endif

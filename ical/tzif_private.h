/**
 * The system's zone files (RFC 8536), and the yearly rule at their end.
 */
#ifndef ICAL_TZIF_PRIVATE_H
#define ICAL_TZIF_PRIVATE_H

#include "ical/zone_private.h"

/** Instant of an onset in a year; `before` is the offset that ends then. */
int64_t zone_onset_at(const struct zone_onset *onset, int32_t year,
		      int32_t before);

/** A table from the data of a TZif file (RFC 8536), or NULL when they are
 *  none. The table and its strings lie in the arena. */
struct cal_zone *tzif_read(struct arena *arena, const char *name,
			   const char *data, size_t len);

#endif

/**
 * When notices go: the practice's hours for them (rules S44).
 */
#ifndef PRACTICE_NOTICE_HOURS_H
#define PRACTICE_NOTICE_HOURS_H

#include <stdbool.h>

#include "store/practice.h"

/** Seconds for which a notice is tried. */
#define NOTICE_TRIED (24 * 3600)

/** The first moment from `at` on that is within the practice's hours for
 *  notices; hours that begin and end together are the whole day. */
struct instant practice_notice_hour(const struct practice *practice,
				    struct instant at);

/** When the hours ended that lie last before `at`; not asked where they are the
 *  whole day. */
struct instant practice_notice_hours_end(const struct practice *practice,
					 struct instant at);

/** May a notice of what starts then go at any hour, if it is sent so many
 *  seconds from now? Of the same day, or when it would come too late
 *  otherwise. */
bool practice_notice_urgent(const struct practice *practice, struct instant now,
			    int64_t wait, struct instant starts);

#endif

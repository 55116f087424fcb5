/**
 * When notices go: the delay in which a change may be taken back, and the
 * practice's hours for them (rules S44).
 */
#ifndef PRACTICE_NOTICE_HOURS_H
#define PRACTICE_NOTICE_HOURS_H

#include <stdbool.h>

#include "store/practice.h"

/** Seconds for which a notice is tried. */
#define NOTICE_TRIED (24 * 3600)

/** Seconds between a change and its notices (notice_delay); set once, before
 *  there are threads. 180 until then. */
void practice_notice_delay_set(int64_t seconds);
int64_t practice_notice_delay(void);

/** The first moment from `at` on that is within the practice's hours for
 *  notices; hours that begin and end together are the whole day. */
struct instant practice_notice_hour(const struct practice *practice,
				    struct instant at);

/** May a notice of what happens in that span go at any hour? Of the same day,
 *  or when it would come too late otherwise. */
bool practice_notice_urgent(const struct practice *practice, struct instant now,
			    struct instant starts);

#endif

/**
 * How an event counts when it is asked whether somebody is free (RFC 4791
 * 7.10).
 */
#ifndef ICAL_BUSY_H
#define ICAL_BUSY_H

#include "ical/parse.h"

enum cal_busy { CAL_FREE, CAL_BUSY, CAL_BUSY_TENTATIVE, CAL_BUSY_UNAVAILABLE };

/** Of a VEVENT, master or override, by its TRANSP and STATUS. */
enum cal_busy cal_event_busy(const struct cal_component *event);

#endif

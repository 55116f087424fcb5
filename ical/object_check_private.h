/**
 * Judging one component of a calendar object; only object.c calls it.
 */
#ifndef ICAL_OBJECT_CHECK_PRIVATE_H
#define ICAL_OBJECT_CHECK_PRIVATE_H

#include "ical/object.h"

/** Judge a VEVENT, VTODO, VJOURNAL or VFREEBUSY by itself: what may stand once
 *  only, its times, its rule. Errors as of cal_object_check. */
MUST_CHECK enum err cal_component_check(struct operation *op,
					const struct cal_component *component,
					enum cal_kind kind,
					const struct cal_zones *zones);

#endif

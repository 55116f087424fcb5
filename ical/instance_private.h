/**
 * Instances of a series that is read already.
 */
#ifndef ICAL_INSTANCE_PRIVATE_H
#define ICAL_INSTANCE_PRIVATE_H

#include "ical/instance.h"
#include "ical/series_private.h"

/** The same as cal_object_instances; `only` keeps the instances that one
 *  component describes (NULL: all). Several calls share the budget. */
void cal_series_collect(struct operation *op, struct cal_series *series,
			struct span window, const struct cal_component *only,
			size_t max, struct cal_instances *instances);

#endif

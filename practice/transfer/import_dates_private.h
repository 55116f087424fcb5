/**
 * Which dates of a series are taken.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_DATES_PRIVATE_H
#define PRACTICE_TRANSFER_IMPORT_DATES_PRIVATE_H

#include "ical/instance.h"
#include "practice/transfer/import_series_private.h"

/** At most 366 dates, of an endless series twelve months'; what is left out is
 *  told in wishes->remark, what is covered in wishes->covered. Errors as of
 *  cal_object_instances. */
MUST_CHECK enum err import_dates_find(struct operation *op,
				      const struct names *names,
				      const struct cal_object *object,
				      struct ics_wishes *wishes,
				      struct cal_instances *found);

#endif

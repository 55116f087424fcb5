/**
 * What statements about collections answer where a row is missing.
 */
#ifndef STORE_CALENDAR_PRIVATE_H
#define STORE_CALENDAR_PRIVATE_H

#include "store/calendar.h"

/** ERR_STORAGE: there is no such collection. */
MUST_CHECK enum err collection_missing(struct reader *reader, int64_t id);

#endif

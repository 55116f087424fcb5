/**
 * Objects of personal calendars that fail the checks which a PUT of today would
 * make (daybook doctor): an import or an older version let them in. They are
 * served as they are kept, and have no times for who asks by time.
 */
#ifndef SERVER_FLAWS_H
#define SERVER_FLAWS_H

#include <stdint.h>
#include <stdio.h>

#include "base/operation.h"
#include "store/store.h"

struct flaws {
	int64_t objects, flawed;
};

/** Check every object and write a line for each that fails, with what is wrong
 *  and where. ERR_STORAGE. */
MUST_CHECK enum err flaws_find(struct reader *reader, FILE *out,
			       struct flaws *flaws);

#endif

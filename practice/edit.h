/**
 * A change is what was sent and nothing else: it is laid over the row as it
 * stands inside the transaction, so that two changes begun together both
 * hold (rules S48).
 */
#ifndef PRACTICE_EDIT_H
#define PRACTICE_EDIT_H

#include "base/error.h"

#include <stdint.h>

struct edit {
	int64_t id;       /* of the row */
	int64_t revision; /* that the writer has seen; 0: whatever stands */
	/** Lay what was sent over *row, a struct of the kind that is changed,
	 *  as it stands in the transaction. It may be called again, with the
	 *  row as it stands then. ERR_INVALID with fields: nothing changes. */
	enum err (*apply)(void *row, void *context);
	void *context;
};

#endif

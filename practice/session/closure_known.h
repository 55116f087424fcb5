/**
 * A closure as others may know it, and the rows by which it is shown, changed
 * and audited (rules S46-S48).
 */
#ifndef PRACTICE_SESSION_CLOSURE_KNOWN_H
#define PRACTICE_SESSION_CLOSURE_KNOWN_H

#include "base/shape.h"
#include "store/closure.h"
#include "store/practice.h"

struct closure_known {
	unsigned see; /* as whom: a bit of enum see */
	struct closure closure;
	const char *from, *to; /* days, or times of a span of hours */
	struct ids affected;   /* sessions on it */
};

extern const struct field closure_rows[];

/** What the reader's actor may know: everyone sees closures, who is affected
 *  is the office's to know (S46). Hours are on the wall of the closure's
 *  zone. The reader has begun. */
MUST_CHECK enum err closure_known_to(struct reader *reader,
				     const struct practice *practice,
				     const struct closure *closure,
				     struct closure_known *known);
/** What audit rows hold: hours are instants, beside their zone. */
struct closure_known closure_known_audit(struct arena *arena,
					 const struct closure *closure);

/** JSON for those as whom the closure is known. */
json_t *closure_known_json(struct arena *arena,
			   const struct closure_known *known);

#endif

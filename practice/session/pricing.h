/**
 * What a way to end makes of an amount, the one place that says so.
 */
#ifndef PRACTICE_SESSION_PRICING_H
#define PRACTICE_SESSION_PRICING_H

#include "base/money.h"
#include "store/completion_type.h"

/** The modifier on a rounded base: percentages round half up, fixed ones
 *  replace; currency units become minor ones by `digits` (S33). */
struct money practice_modified(struct money base, enum modifier modifier,
			       int64_t value, int digits);

#endif

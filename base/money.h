/**
 * Money: whole minor units of the practice's one currency, checked, never
 * floating (rules S30). Rounding is half up, away from zero for
 * negatives, so that an exact negative stays one.
 */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"

struct money {
	int64_t minor;
};

/** Largest amount that a person may enter: 10^12 minor units. */
#define MONEY_LIMIT INT64_C(1000000000000)

/** Digits after the point of an ISO 4217 code (JPY 0, CAD 2, BHD 3), or -1
 *  when there is no such currency. */
int currency_digits(const char *code);

/** These abort on overflow: inputs are bounded by MONEY_LIMIT. */
struct money money_add(struct money a, struct money b);
struct money money_subtract(struct money a, struct money b);
struct money money_negate(struct money a);
struct money money_times(struct money amount, int64_t factor);
/** Whole units of a currency with so many digits: 25 of CAD is 25.00. */
struct money money_of_units(int64_t units, int digits);
/** amount x numerator / denominator, rounded half up (denominator > 0),
 *  through 128 bits. Percent: (m, 25, 100). Tax: (m, 1300, 10000). Hourly:
 *  (rate, minutes, 60). */
struct money money_scale(struct money amount, int64_t numerator,
			 int64_t denominator);

bool money_is_zero(struct money amount);
/** Below zero, zero, above zero: as a is less than b, equal, more. */
int money_compare(struct money a, struct money b);
/** -1, 0 or 1, as the amount is below zero, zero or above. */
int money_sign(struct money amount);
/** The less of the two. */
struct money money_min(struct money a, struct money b);
/** May a person enter it: from zero to MONEY_LIMIT? */
bool money_enterable(struct money amount);

/** "42.50", "-0.17", JPY "25". */
char *money_text(struct arena *arena, struct money amount, int digits);
/** Such a text for people: "1,204.33", with a true minus (U+2212) that no line
 *  is broken behind. */
const char *money_grouped(struct arena *arena, const char *decimal);
/** Read a decimal such as "42.5", "42.50" or "42"; more digits than the
 *  currency has, a sign, blanks, or more than MONEY_LIMIT are refused. */
MUST_CHECK bool money_parse(const char *text, int digits, struct money *amount);

#endif

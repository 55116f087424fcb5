/**
 * Small rules that the files of practice/ share: who may at all, texts of
 * forms, and the practice's zone. Private to practice/.
 */
#ifndef PRACTICE_CHECKS_H
#define PRACTICE_CHECKS_H

#include "base/money.h"
#include "ical/zone.h"
#include "store/tables.h"

struct practice; /* store/practice.h */

/** The system or an admin: ERR_FORBIDDEN for others. */
MUST_CHECK enum err practice_need_admin(struct operation *op);
/** The office; staff need the grant (enum grant, 0: none) besides:
 *  ERR_FORBIDDEN. */
MUST_CHECK enum err practice_need_office(struct operation *op, unsigned grant);

/**
 * Bring a line of text into its stored form (NFC, trimmed, NULL when empty)
 * and judge it: ERR_INVALID and a wrong field of code "<field>-missing" where
 * it is required, "<field>-too-long" for more than `most` code points, or
 * "<field>-invalid" for control characters and what is not UTF-8.
 */
MUST_CHECK enum err practice_line_check(struct operation *op, const char *field,
					size_t most, bool required,
					const char **text);
/** The same of several lines, such as an address: their ends are "\n". */
MUST_CHECK enum err practice_lines_check(struct operation *op,
					 const char *field, size_t most,
					 const char **text);
/** An amount that a person may enter: 0 to MONEY_LIMIT, "<field>-range". */
MUST_CHECK enum err practice_amount_check(struct operation *op,
					  const char *field,
					  struct money amount);

/** The zone that the practice's row names; UTC where it names none. */
const struct cal_zone *practice_zone_of(const char *name);

/** The zone in which days of the practice are counted. */
MUST_CHECK enum err practice_zone_load(struct reader *reader,
				       const struct cal_zone **zone);
/** Digits of the practice's currency. */
int practice_digits_of(const struct practice *practice);
MUST_CHECK enum err practice_digits_load(struct reader *reader, int *digits);

#endif

/**
 * A payroll run as the office knows it: its fields as rows, and those of the
 * wages in it. JSON answers and exports are these rows.
 */
#ifndef PRACTICE_MONEY_PAYROLL_KNOWN_H
#define PRACTICE_MONEY_PAYROLL_KNOWN_H

#include "base/shape.h"
#include "practice/money/payroll.h"

/** The columns of payroll.csv, of struct known_wage. */
#define PAYROLL_COLUMNS_CSV                                     \
	"payroll,to,status,closed_at,transaction,practitioner," \
	"session,date,reversal,amount"

enum payroll_status { PAYROLL_OPEN, PAYROLL_CLOSED };

/** What one practitioner gets. */
struct known_sum {
	const char *practitioner; /* the word by which files name them */
	const char *name;
	struct payroll_sum sum;
};

struct payroll_known {
	struct payroll payroll;
	enum payroll_status status;
	struct known_sum *lines;
	size_t line_count;
	struct money total;
};

/** A wage and the run that it is in. */
struct known_wage {
	struct payroll payroll;
	enum payroll_status status;
	const char *practitioner;
	struct wage wage;
};

extern const struct field payroll_rows[];
extern const struct field payroll_sum_rows[];  /* of struct known_sum */
extern const struct field payroll_wage_rows[]; /* of struct known_wage */

/** All of a run that was found, by practitioner. */
MUST_CHECK enum err practice_payroll_known(struct reader *reader,
					   const struct payroll *payroll,
					   struct payroll_known *known);
/** Each wage of a run, by practitioner and day. */
MUST_CHECK enum err practice_payroll_wages(struct reader *reader,
					   const struct payroll *payroll,
					   struct known_wage **list,
					   size_t *count);

#endif

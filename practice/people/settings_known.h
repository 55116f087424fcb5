/**
 * The practice's settings: their rows. JSON, bodies, audit and export are
 * these rows.
 */
#ifndef PRACTICE_PEOPLE_SETTINGS_KNOWN_H
#define PRACTICE_PEOPLE_SETTINGS_KNOWN_H

#include "base/shape.h"
#include "store/practice.h"

/** What practice.csv has, a line each, and what audit rows have. */
#define SETTINGS_EXPORTED                                          \
	"name,zone,currency,phone,default_service,invoice_prefix," \
	"invoice_zero_lines,reopen_hours,reminder_hours,"          \
	"notify_on_calendar_cancel"
#define SETTINGS_AUDITED                                         \
	SETTINGS_EXPORTED                                        \
	",address,email,tax_name,tax_number,payment_days,hours," \
	"notice_hours,notices"

#define PAYMENT_DAYS_MOST 365
#define HOURS_MOST 8760 /* a year */

/** As clocks show them: "07:00". */
struct settings_span {
	const char *from, *to;
};

struct settings_known {
	struct practice practice;
	int64_t *hours; /* of reminders */
	size_t hour_count;
	struct settings_span notice_hours;
	json_t *work_hours;  /* of the practice */
	json_t *notices;     /* their texts, for who may change them */
	const char *service; /* the name of the default one, for files */
};

extern const struct field settings_rows[];

struct settings_known settings_known_of(struct arena *arena,
					const struct practice *practice);
/** The hours for notices as minutes of the day, laid over *practice: a wrong
 *  field where they are no times. */
MUST_CHECK enum err settings_notice_hours(struct operation *op,
					  const struct settings_known *known,
					  struct practice *practice);
/** The hours of reminders as they are kept: "24,2". */
const char *settings_hours_text(struct arena *arena,
				const struct settings_known *known);

#endif

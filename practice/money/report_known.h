/**
 * Reports as the office reads them: a struct of each line and its rows. JSON
 * and CSV are these rows.
 */
#ifndef PRACTICE_MONEY_REPORT_KNOWN_H
#define PRACTICE_MONEY_REPORT_KNOWN_H

#include "base/shape.h"
#include "practice/money/report.h"
#include "store/practice.h"

struct known_unsaved {
	int64_t session;
	struct wall start;
	struct day day;
	const char **practitioners; /* the words by which files name them */
	const char **clients;
	size_t practitioner_count, client_count;
};

/** A line about one person, who has a word and a name in it. */
struct known_attendance {
	const char *client, *name;
	struct attendance line;
};

struct known_earned {
	const char *practitioner, *name;
	struct earned line;
	struct money unpaid;
};

struct known_aged {
	const char *client, *name;
	struct aged line;
};

struct known_revenue {
	struct revenue line;
	struct money total;
};

extern const struct field unsaved_rows[];
extern const struct field attendance_rows[];
extern const struct field revenue_rows[];
extern const struct field earned_rows[];
extern const struct field aged_rows[];

MUST_CHECK enum err practice_unsaved_known(struct reader *reader,
					   const struct practice *practice,
					   const struct session *session,
					   struct known_unsaved *known);
MUST_CHECK enum err practice_attendance_known(struct reader *reader,
					      const struct attendance *line,
					      struct known_attendance *known);
struct known_revenue practice_revenue_known(const struct revenue *line);
MUST_CHECK enum err practice_earned_known(struct reader *reader,
					  const struct earned *line,
					  struct known_earned *known);
MUST_CHECK enum err practice_aged_known(struct reader *reader,
					const struct aged *line,
					struct known_aged *known);

#endif

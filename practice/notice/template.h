/**
 * Templates: texts with names in braces, "Hello {first_name}", which are
 * filled in for each notice. "{{" and "}}" are braces.
 */
#ifndef PRACTICE_NOTICE_TEMPLATE_H
#define PRACTICE_NOTICE_TEMPLATE_H

#include "base/operation.h"
#include "base/str.h"

/** What names stand for; NULL is "". */
struct template_names {
	const char *first_name; /* of the client */
	const char *date, *time, *end_time;
	const char *old_date, *old_time; /* of what was moved */
	const char *practice, *phone;
	const char *message; /* that somebody wrote for this */
	const char *number;  /* of an invoice; how many */
	const char *page;    /* where to look at it */
};

/** The names that there are, from 0 on; NULL behind the last. */
const char *practice_template_name(size_t at);
/** Does the text hold only names that there are? ERR_INVALID and a wrong field
 *  of code "name-unknown" or "brace-open". */
MUST_CHECK enum err practice_template_check(struct operation *op,
					    const char *field,
					    const char *text);
/** The text filled in, in the arena. A name that there is not stays as it
 *  is. */
char *practice_template_fill(struct arena *arena, const char *text,
			     const struct template_names *names);

#endif

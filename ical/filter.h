/**
 * Filters of calendar-query (RFC 4791 9.7) as a plain tree, and their
 * judgement over content lines. dav/ makes the tree from XML.
 */
#ifndef ICAL_FILTER_H
#define ICAL_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/operation.h"
#include "ical/object.h"

enum cal_collation {
	CAL_ASCII_CASEMAP,   /* i;ascii-casemap, the default */
	CAL_OCTET,           /* i;octet */
	CAL_UNICODE_CASEMAP, /* i;unicode-casemap */
};

struct cal_text_match {
	const char *text;
	enum cal_collation collation;
	bool negate;
};

struct cal_param_filter {
	const char *name;
	bool is_not_defined;
	struct cal_text_match *match; /* or NULL */
};

struct cal_prop_filter {
	const char *name;
	bool is_not_defined;
	struct span *range; /* or NULL */
	struct cal_text_match *match;
	struct cal_param_filter *params;
	size_t param_count;
};

struct cal_comp_filter {
	const char *name;
	bool is_not_defined;
	struct span *range; /* INSTANT_MIN / INSTANT_MAX where open */
	struct cal_prop_filter *props;
	size_t prop_count;
	struct cal_comp_filter *comps;
	size_t comp_count;
};

/** Is this comp-filter (for VCALENDAR) true of the object? An object that
 *  cannot be judged (unreadable) does not match a range. Once the operation's
 *  budget is spent the answer is worth nothing: ask operation_check. */
MUST_CHECK bool cal_filter_match(struct operation *op,
				 const struct cal_comp_filter *filter,
				 const struct cal_object *object);

/**
 * What the store can find by index before bytes are read: which kinds of
 * component a filter can match at all (enum cal_kind bits; 0: nothing can) and
 * the one span that any match must overlap (whole time when there is none).
 * *exact is true when every object that the index finds matches, so that bytes
 * need not be judged at all.
 */
void cal_filter_plan(const struct cal_comp_filter *filter, unsigned *kinds,
		     struct span *span, bool *exact);

#endif

/**
 * The lossless content-line layer (RFC 5545 3.1): bytes become components and
 * lines, each of which knows the range of bytes it came from. Nothing is
 * interpreted, nothing dropped; serialising is copying ranges.
 *
 * All results point into the bytes given or live in the operation's arena;
 * the bytes must outlive them.
 */
#ifndef ICAL_PARSE_H
#define ICAL_PARSE_H

#include <stddef.h>

#include "base/operation.h"
#include "base/str.h"

/** Bounds that hold for any input. */
#define CAL_LINE_LIMIT (1024 * 1024) /* bytes of one unfolded line */
#define CAL_DEPTH_LIMIT 8            /* nested components */
#define CAL_PARAM_LIMIT 64           /* parameters a line */

struct cal_param {
	struct slice name;
	/** As written, without the quotes when the whole is quoted; a list of
	 *  several values keeps its quotes and commas. RFC 6868 undone. */
	struct slice value;
	struct slice written; /* quotes and carets in it */
};

struct cal_line {
	struct slice name; /* as written */
	struct cal_param *params;
	size_t param_count;
	struct slice value; /* unfolded, still escaped */
	size_t begin, end;  /* range in the bytes, folds and line end in it */
};

struct cal_component {
	struct slice name;
	const struct cal_component *parent; /* NULL for VCALENDAR */
	struct cal_line *lines; /* in order; BEGIN and END are not among them */
	size_t line_count;
	struct cal_component **children;
	size_t child_count;
	size_t begin, end; /* from BEGIN to behind END's line end */
	const char *bytes; /* what begin and end count in */
};

/**
 * Read one VCALENDAR that fills the bytes (blank lines around and in it are
 * passed over, so is a byte order mark). Lines may end in CRLF or LF; names may
 * also hold '_' and '.'. Folds are undone before anything else, those within
 * a character too. A parameter that is not written as name=value is passed
 * over, quotes that do not enclose a value are characters of it, and a line of
 * a program's own ("X-...") may be written in any way.
 * Refused with ERR_CALENDAR_DATA and the line's number in the message: invalid
 * UTF-8, NUL and other control bytes but TAB, unbalanced BEGIN/END, any other
 * line without name or colon, anything outside VCALENDAR, the bounds above.
 */
MUST_CHECK enum err cal_parse(struct operation *op, const char *bytes,
			      size_t len, struct cal_component **calendar);

/** First line of that name (ignoring case), or NULL. */
const struct cal_line *cal_line_find(const struct cal_component *component,
				     const char *name);
/** The next one behind `line`, or NULL. */
const struct cal_line *cal_line_next(const struct cal_component *component,
				     const struct cal_line *line,
				     const char *name);
/** The same over the lines of a list or rule: the first (line NULL) or next
 *  one that has a value. Published files have an empty RRULE, which is none. */
const struct cal_line *cal_line_filled(const struct cal_component *component,
				       const struct cal_line *line,
				       const char *name);
/** First parameter of that name, or NULL. */
const struct cal_param *cal_param_find(const struct cal_line *line,
				       const char *name);
/** The values of a parameter that lists some, without their quotes, RFC 6868
 *  undone; at least one. */
size_t cal_param_values(struct arena *arena, const struct cal_param *param,
			struct slice **values);
/** The bytes of a line as sent, folds and line end in it. */
struct slice cal_line_bytes(const struct cal_component *component,
			    const struct cal_line *line);
/** The number of the line that begins at this place of the component's bytes,
 *  from 1. */
size_t cal_line_number(const struct cal_component *component, size_t begin);
/** Put "line 7 (DTEND): " before the sentence of the failure just noted; line
 *  NULL: the component's first line, and its name. Returns its code. */
enum err cal_fail_at(struct operation *op,
		     const struct cal_component *component,
		     const struct cal_line *line);
/** The bytes of a component from BEGIN to END. */
struct slice cal_component_bytes(const struct cal_component *component);

#endif

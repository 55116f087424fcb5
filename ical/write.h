/**
 * Writing content lines (RFC 5545 3.1): folded at 75 octets between code
 * points, CRLF, TEXT escaped.
 */
#ifndef ICAL_WRITE_H
#define ICAL_WRITE_H

#include "base/clock.h"
#include "base/str.h"
#include "ical/zone.h"

/** `head` is name and parameters ("DTSTART;TZID=America/Toronto"); value goes
 *  out as it is, without control bytes. */
void cal_write(struct buf *buf, const char *head, const char *value);
/** The same with the value escaped as TEXT. CRLF and LF become \n. */
void cal_write_text(struct buf *buf, const char *head, const char *text);
/** The text escaped as TEXT, as a part of a value. */
void cal_text_escape(struct buf *buf, const char *text);
void cal_write_int(struct buf *buf, const char *head, int64_t value);
/** UTC form: 20260608T200000Z. */
void cal_write_instant(struct buf *buf, const char *head,
		       struct instant instant);
/** "NAME;TZID=Zone:20260608T160000", or UTC form for the UTC zone. */
void cal_write_wall(struct buf *buf, const char *name,
		    const struct cal_zone *zone, struct instant instant);
/** "NAME;VALUE=DATE:20260608". */
void cal_write_day(struct buf *buf, const char *name, struct day day);

/** The text as sent, but in UTF-8 in every stretch of it: without a byte order
 *  mark, and without the folds that stand within a character. Mostly the text
 *  itself, else in the arena. */
struct slice cal_write_whole(struct arena *arena, struct slice text);

/** A parameter value, quoted where it must be, RFC 6868 applied. */
char *cal_param_text(struct arena *arena, const char *value);

#endif

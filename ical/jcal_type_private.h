/**
 * What jCal (RFC 7265) must know of properties and values, both ways: the
 * type that each property has by itself, and how values of a type are written
 * here and there.
 */
#ifndef ICAL_JCAL_TYPE_PRIVATE_H
#define ICAL_JCAL_TYPE_PRIVATE_H

#include <stdbool.h>

#include "base/str.h"

enum jcal_type {
	JCAL_UNKNOWN, /* and the types that nobody here knows */
	JCAL_BINARY,
	JCAL_BOOLEAN,
	JCAL_CAL_ADDRESS,
	JCAL_DATE,
	JCAL_DATE_TIME,
	JCAL_DURATION,
	JCAL_FLOAT,
	JCAL_INTEGER,
	JCAL_PERIOD,
	JCAL_RECUR,
	JCAL_TEXT,
	JCAL_TIME,
	JCAL_URI,
	JCAL_UTC_OFFSET,
};

/** As jCal has them; VALUE says the same in capitals. */
extern const char *const jcal_type_words[];

/** How many values a property may hold. */
enum jcal_many {
	JCAL_ONE,
	JCAL_LIST,
	JCAL_PARTS, /* one, of several parts (RFC 7265 3.4.1.3) */
};

struct jcal_property {
	const char *name;    /* in capitals */
	enum jcal_type type; /* without VALUE */
	enum jcal_many many;
};

/** Of one that nobody here knows: an unknown type, and maybe a list. */
const struct jcal_property *jcal_property_find(struct slice name);

/** The parts of a rule whose values are numbers. */
bool jcal_part_is_number(struct slice name);

/** The name of a component, property, parameter or type: letters, digits,
 *  hyphens, and the '_' and '.' that programs use. */
bool jcal_is_name(struct slice name);
/** Add the name in capitals, or in small letters. */
void jcal_capitals(struct buf *buf, struct slice name);
void jcal_small(struct buf *buf, struct slice name);

/**
 * Times of the types DATE, DATE-TIME, TIME and UTC-OFFSET: add what jCal writes
 * for what iCalendar has ("20260608T160000Z": "2026-06-08T16:00:00Z"), and the
 * way back. False where the value is none of the type; nothing is added then.
 */
bool jcal_time(struct buf *buf, enum jcal_type type, struct slice value);
bool jcal_time_back(struct buf *buf, enum jcal_type type, struct slice value);
/** A DATE or a DATE-TIME. */
bool jcal_moment(struct buf *buf, struct slice value);
bool jcal_moment_back(struct buf *buf, struct slice value);

/** Add a number as shortly as it can be told again. False: it is none. */
bool jcal_float(struct buf *buf, const char *text);

#endif

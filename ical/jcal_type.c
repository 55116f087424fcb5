#include "ical/jcal_type_private.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const jcal_type_words[] = {
	[JCAL_UNKNOWN] = "unknown",
	[JCAL_BINARY] = "binary",
	[JCAL_BOOLEAN] = "boolean",
	[JCAL_CAL_ADDRESS] = "cal-address",
	[JCAL_DATE] = "date",
	[JCAL_DATE_TIME] = "date-time",
	[JCAL_DURATION] = "duration",
	[JCAL_FLOAT] = "float",
	[JCAL_INTEGER] = "integer",
	[JCAL_PERIOD] = "period",
	[JCAL_RECUR] = "recur",
	[JCAL_TEXT] = "text",
	[JCAL_TIME] = "time",
	[JCAL_URI] = "uri",
	[JCAL_UTC_OFFSET] = "utc-offset",
	[JCAL_UTC_OFFSET + 1] = NULL,
};

/* RFC 5545, 7808, 7953, 7986, 9073, 9074 and 9253. Those that must say their
 * VALUE (IMAGE, CONFERENCE, STRUCTURED-DATA, LINK) have no type by
 * themselves. */
static const struct jcal_property properties[] = {
	{ "ACKNOWLEDGED", JCAL_DATE_TIME, JCAL_ONE },
	{ "ACTION", JCAL_TEXT, JCAL_ONE },
	{ "ATTACH", JCAL_URI, JCAL_ONE },
	{ "ATTENDEE", JCAL_CAL_ADDRESS, JCAL_ONE },
	{ "BUSYTYPE", JCAL_TEXT, JCAL_ONE },
	{ "CALENDAR-ADDRESS", JCAL_CAL_ADDRESS, JCAL_ONE },
	{ "CALSCALE", JCAL_TEXT, JCAL_ONE },
	{ "CATEGORIES", JCAL_TEXT, JCAL_LIST },
	{ "CLASS", JCAL_TEXT, JCAL_ONE },
	{ "COLOR", JCAL_TEXT, JCAL_ONE },
	{ "COMMENT", JCAL_TEXT, JCAL_ONE },
	{ "COMPLETED", JCAL_DATE_TIME, JCAL_ONE },
	{ "CONCEPT", JCAL_URI, JCAL_ONE },
	{ "CONTACT", JCAL_TEXT, JCAL_ONE },
	{ "CREATED", JCAL_DATE_TIME, JCAL_ONE },
	{ "DESCRIPTION", JCAL_TEXT, JCAL_ONE },
	{ "DTEND", JCAL_DATE_TIME, JCAL_ONE },
	{ "DTSTAMP", JCAL_DATE_TIME, JCAL_ONE },
	{ "DTSTART", JCAL_DATE_TIME, JCAL_ONE },
	{ "DUE", JCAL_DATE_TIME, JCAL_ONE },
	{ "DURATION", JCAL_DURATION, JCAL_ONE },
	{ "EXDATE", JCAL_DATE_TIME, JCAL_LIST },
	{ "EXRULE", JCAL_RECUR, JCAL_ONE },
	{ "FREEBUSY", JCAL_PERIOD, JCAL_LIST },
	{ "GEO", JCAL_FLOAT, JCAL_PARTS },
	{ "LAST-MODIFIED", JCAL_DATE_TIME, JCAL_ONE },
	{ "LOCATION", JCAL_TEXT, JCAL_ONE },
	{ "LOCATION-TYPE", JCAL_TEXT, JCAL_LIST },
	{ "METHOD", JCAL_TEXT, JCAL_ONE },
	{ "NAME", JCAL_TEXT, JCAL_ONE },
	{ "ORGANIZER", JCAL_CAL_ADDRESS, JCAL_ONE },
	{ "PARTICIPANT-TYPE", JCAL_TEXT, JCAL_ONE },
	{ "PERCENT-COMPLETE", JCAL_INTEGER, JCAL_ONE },
	{ "PRIORITY", JCAL_INTEGER, JCAL_ONE },
	{ "PRODID", JCAL_TEXT, JCAL_ONE },
	{ "PROXIMITY", JCAL_TEXT, JCAL_ONE },
	{ "RDATE", JCAL_DATE_TIME, JCAL_LIST },
	{ "RECURRENCE-ID", JCAL_DATE_TIME, JCAL_ONE },
	{ "REFID", JCAL_TEXT, JCAL_ONE },
	{ "REFRESH-INTERVAL", JCAL_DURATION, JCAL_ONE },
	{ "RELATED-TO", JCAL_TEXT, JCAL_ONE },
	{ "REPEAT", JCAL_INTEGER, JCAL_ONE },
	{ "REQUEST-STATUS", JCAL_TEXT, JCAL_PARTS },
	{ "RESOURCE-TYPE", JCAL_TEXT, JCAL_ONE },
	{ "RESOURCES", JCAL_TEXT, JCAL_LIST },
	{ "RRULE", JCAL_RECUR, JCAL_ONE },
	{ "SEQUENCE", JCAL_INTEGER, JCAL_ONE },
	{ "SOURCE", JCAL_URI, JCAL_ONE },
	{ "STATUS", JCAL_TEXT, JCAL_ONE },
	{ "STYLED-DESCRIPTION", JCAL_TEXT, JCAL_ONE },
	{ "SUMMARY", JCAL_TEXT, JCAL_ONE },
	{ "TRANSP", JCAL_TEXT, JCAL_ONE },
	{ "TRIGGER", JCAL_DURATION, JCAL_ONE },
	{ "TZID", JCAL_TEXT, JCAL_ONE },
	{ "TZID-ALIAS-OF", JCAL_TEXT, JCAL_ONE },
	{ "TZNAME", JCAL_TEXT, JCAL_ONE },
	{ "TZOFFSETFROM", JCAL_UTC_OFFSET, JCAL_ONE },
	{ "TZOFFSETTO", JCAL_UTC_OFFSET, JCAL_ONE },
	{ "TZUNTIL", JCAL_DATE_TIME, JCAL_ONE },
	{ "TZURL", JCAL_URI, JCAL_ONE },
	{ "UID", JCAL_TEXT, JCAL_ONE },
	{ "URL", JCAL_URI, JCAL_ONE },
	{ "VERSION", JCAL_TEXT, JCAL_ONE },
	{ "XML", JCAL_TEXT, JCAL_ONE },
};

static const struct jcal_property unknown_property = { "", JCAL_UNKNOWN,
						       JCAL_LIST };

const struct jcal_property *jcal_property_find(struct slice name)
{
	for (size_t i = 0; i < ARRAY_SIZE(properties); i++) {
		if (slice_is(name, properties[i].name))
			return &properties[i];
	}
	return &unknown_property;
}

/* RFC 5545 3.3.10; a month may say that it is a leap one (RFC 7529), and days
 * of the week are no numbers. */
bool jcal_part_is_number(struct slice name)
{
	static const char *const numbers[] = {
		"COUNT",      "INTERVAL",  "BYSECOND", "BYMINUTE", "BYHOUR",
		"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH",  "BYSETPOS",
	};

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		if (slice_is(name, numbers[i]))
			return true;
	}
	return false;
}

bool jcal_is_name(struct slice name)
{
	for (size_t i = 0; i < name.len; i++) {
		if (!isalnum((unsigned char)name.at[i]) &&
		    !strchr("-_.", name.at[i]))
			return false;
	}
	return name.len > 0;
}

void jcal_capitals(struct buf *buf, struct slice name)
{
	for (size_t i = 0; i < name.len; i++)
		buf_putc(buf, (char)toupper((unsigned char)name.at[i]));
}

void jcal_small(struct buf *buf, struct slice name)
{
	for (size_t i = 0; i < name.len; i++)
		buf_putc(buf, (char)tolower((unsigned char)name.at[i]));
}

/* The same value in iCalendar and in jCal; '0' is any digit. */
static const struct form {
	enum jcal_type type;
	const char *ical, *jcal;
} forms[] = {
	{ JCAL_DATE, "00000000", "0000-00-00" },
	{ JCAL_DATE_TIME, "00000000T000000", "0000-00-00T00:00:00" },
	{ JCAL_DATE_TIME, "00000000T000000Z", "0000-00-00T00:00:00Z" },
	{ JCAL_TIME, "000000", "00:00:00" },
	{ JCAL_TIME, "000000Z", "00:00:00Z" },
	{ JCAL_UTC_OFFSET, "+0000", "+00:00" },
	{ JCAL_UTC_OFFSET, "-0000", "-00:00" },
	{ JCAL_UTC_OFFSET, "+000000", "+00:00:00" },
	{ JCAL_UTC_OFFSET, "-000000", "-00:00:00" },
};

static bool is_of_form(struct slice value, const char *form)
{
	if (value.len != strlen(form))
		return false;
	for (size_t i = 0; i < value.len; i++) {
		if (form[i] == '0' ? !isdigit((unsigned char)value.at[i])
				   : value.at[i] != form[i])
			return false;
	}
	return true;
}

/* Both forms have the same digits. */
static void put_digits(struct buf *buf, struct slice value, const char *to)
{
	size_t at = 0;

	for (; *to; to++) {
		if (*to != '0') {
			buf_putc(buf, *to);
			continue;
		}
		while (!isdigit((unsigned char)value.at[at]))
			at++;
		buf_putc(buf, value.at[at++]);
	}
}

static bool translate(struct buf *buf, enum jcal_type type, struct slice value,
		      bool back)
{
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		const struct form *form = &forms[i];

		if (form->type != type ||
		    !is_of_form(value, back ? form->jcal : form->ical))
			continue;
		put_digits(buf, value, back ? form->ical : form->jcal);
		return true;
	}
	return false;
}

bool jcal_time(struct buf *buf, enum jcal_type type, struct slice value)
{
	return translate(buf, type, value, false);
}

bool jcal_time_back(struct buf *buf, enum jcal_type type, struct slice value)
{
	return translate(buf, type, value, true);
}

bool jcal_moment(struct buf *buf, struct slice value)
{
	return translate(buf, JCAL_DATE_TIME, value, false) ||
	       translate(buf, JCAL_DATE, value, false);
}

bool jcal_moment_back(struct buf *buf, struct slice value)
{
	return translate(buf, JCAL_DATE_TIME, value, true) ||
	       translate(buf, JCAL_DATE, value, true);
}

bool jcal_float(struct buf *buf, const char *text)
{
	char shortest[40];
	char *end;
	double value = strtod(text, &end);

	/* Neither hexadecimal nor words, which strtod takes too. */
	if (end == text || *end || !isfinite(value) ||
	    text[strspn(text, "+-.0123456789eE")])
		return false;
	snprintf(shortest, sizeof(shortest), "%.15g", value);
	if (strtod(shortest, NULL) != value)
		snprintf(shortest, sizeof(shortest), "%.17g", value);
	buf_puts(buf, shortest);
	return true;
}

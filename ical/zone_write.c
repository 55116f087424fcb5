#include "ical/zone_write.h"

#include "ical/write.h"
#include "ical/zone_private.h"

#include <stdlib.h>

#define DAY_SECONDS INT64_C(86400)

/* Years written one by one where a rule cannot be said as an RRULE. */
#define PLAIN_YEARS 30

/* Programs stumble over observances that began long ago: what was in force
 * in 1970 is written as if it had begun then. */
#define EPOCH_YEAR 1970

/* One STANDARD or DAYLIGHT. */
struct observance {
	int64_t local; /* onset, by the clock before it */
	int32_t from, to;
	const char *name;
	bool daylight;
};

static const char *const weekdays[7] = { "SU", "MO", "TU", "WE",
					 "TH", "FR", "SA" };

static char *offset_text(struct arena *arena, int32_t offset)
{
	int32_t rest = abs(offset);

	if (rest % 60 != 0)
		return arena_printf(arena, "%c%02d%02d%02d",
				    offset < 0 ? '-' : '+', rest / 3600,
				    rest / 60 % 60, rest % 60);
	return arena_printf(arena, "%c%02d%02d", offset < 0 ? '-' : '+',
			    rest / 3600, rest / 60 % 60);
}

static char *local_text(struct arena *arena, int64_t local)
{
	return wall_basic(arena, instant_wall((struct instant){ local }));
}

/* Summer is daylight also where the database says it the other way round
 * (Dublin, whose winter is "daylight time" of -1 h). */
static bool is_daylight(const struct cal_zone *zone, size_t index)
{
	const struct zone_change *to = &zone->changes[index];
	const struct zone_change *from = index > 0 ? to - 1 : to;

	if (to->offset <= from->offset)
		return false;
	return to->is_dst || from->is_dst;
}

static struct observance observance_of(const struct cal_zone *zone,
				       size_t index)
{
	const struct zone_change *to = &zone->changes[index];
	const struct zone_change *from = index > 0 ? to - 1 : to;

	return (struct observance){
		.local =
			to->at == INT64_MIN ? INT64_MIN : to->at + from->offset,
		.from = from->offset,
		.to = to->offset,
		.name = zone->abbreviations + to->name,
		.daylight = is_daylight(zone, index),
	};
}

static bool same_kind(struct observance a, struct observance b)
{
	return a.from == b.from && a.to == b.to && a.daylight == b.daylight &&
	       str_equal(a.name, b.name);
}

/* `rule` is the value of its RRULE or NULL, `dates` that of its RDATE. */
static void observance_write(struct buf *buf, struct observance observance,
			     const char *rule, const char *dates)
{
	const char *kind = observance.daylight ? "DAYLIGHT" : "STANDARD";

	cal_write(buf, "BEGIN", kind);
	cal_write(buf, "DTSTART", local_text(buf->arena, observance.local));
	cal_write(buf, "TZOFFSETFROM",
		  offset_text(buf->arena, observance.from));
	cal_write(buf, "TZOFFSETTO", offset_text(buf->arena, observance.to));
	cal_write_text(buf, "TZNAME", observance.name);
	if (rule)
		cal_write(buf, "RRULE", rule);
	if (!str_empty(dates))
		cal_write(buf, "RDATE", dates);
	cal_write(buf, "END", kind);
}

static void days_add(struct buf *buf, const char *part, int32_t low)
{
	buf_printf(buf, ";%s=", part);
	for (int32_t day = low; day < low + 7; day++)
		buf_printf(buf, "%s%d", day > low ? "," : "", day);
}

/*
 * The RRULE of an onset, or NULL when it has none. A time of 24:00 or later,
 * or before 0:00, falls on another day than the rule's: "the last Sunday" at
 * -1:00 is the Saturday among the 8th to 2nd last days of the month.
 */
static char *rule_text(struct arena *arena, const struct zone_onset *onset)
{
	int32_t shift =
		(int32_t)((onset->time + 10 * DAY_SECONDS) / DAY_SECONDS) - 10;
	int32_t low =
		onset->week == 5 ? shift - 7 : onset->week * 7 - 6 + shift;
	const char *weekday = weekdays[(onset->day + shift + 14) % 7];
	int32_t length;
	struct buf buf;

	if (onset->form != ZONE_DAY_WEEK)
		return NULL;
	length = days_in_month(2001, onset->month);
	buf_init_sized(&buf, arena, 80);
	buf_puts(&buf, "FREQ=YEARLY");
	if (shift == 0) {
		buf_printf(&buf, ";BYMONTH=%d;BYDAY=%d%s", onset->month,
			   onset->week == 5 ? -1 : onset->week, weekday);
		return buf.at;
	}
	if ((low > 0 && low + 6 <= length) || (low + 6 < 0 && low >= -length)) {
		buf_printf(&buf, ";BYMONTH=%d", onset->month);
		days_add(&buf, "BYMONTHDAY", low);
	} else if (onset->month >= 3 && onset->month <= 11) {
		/* over the month's edge: count from the end of the year */
		int32_t edge =
			onset->week == 5 ? onset->month + 1 : onset->month;
		int32_t base = day_of(2001, edge, 1).n - day_of(2002, 1, 1).n;

		days_add(&buf, "BYYEARDAY",
			 base + low - (onset->week == 5 ? 0 : 1));
	} else {
		return NULL;
	}
	buf_printf(&buf, ";BYDAY=%s", weekday);
	return buf.at;
}

/* The one of the zone's two onsets that this change is. */
static const struct zone_onset *onset_of(const struct cal_zone *zone,
					 size_t index)
{
	return &zone->onsets[zone->changes[index].is_dst ? 0 : 1];
}

/* True when both halves of the year can be said as RRULEs. */
static bool rules_known(struct arena *arena, const struct cal_zone *zone)
{
	return zone->repeats && zone->rule_from + 1 < zone->count &&
	       rule_text(arena, &zone->onsets[0]) &&
	       rule_text(arena, &zone->onsets[1]);
}

/* All onsets from begin to end of the kind that `index` has, but itself. */
static char *dates_text(struct arena *arena, const struct cal_zone *zone,
			size_t index, size_t end)
{
	struct observance first = observance_of(zone, index);
	struct buf buf;

	buf_init(&buf, arena);
	for (size_t i = index + 1; i < end; i++) {
		struct observance next = observance_of(zone, i);

		if (!same_kind(first, next))
			continue;
		if (buf.len > 0)
			buf_putc(&buf, ',');
		buf_puts(&buf, local_text(arena, next.local));
	}
	return buf.len > 0 ? buf.at : NULL;
}

static bool seen_before(const struct cal_zone *zone, size_t begin, size_t index)
{
	struct observance kind = observance_of(zone, index);

	for (size_t i = begin; i < index; i++) {
		if (same_kind(observance_of(zone, i), kind))
			return true;
	}
	return false;
}

/* What is in force at the start although it began before programs can read
 * it, if at all: written as if it had begun in 1970 or with that year. */
static bool first_write(struct buf *buf, const struct cal_zone *zone,
			size_t index, int32_t year)
{
	struct observance first = observance_of(zone, index);
	struct wall begin = {
		.year = year < EPOCH_YEAR ? year : EPOCH_YEAR,
		.month = 1,
		.day = 1,
	};

	if (first.local >= wall_utc(begin).s ||
	    (year < EPOCH_YEAR && first.local != INT64_MIN))
		return false;
	first.local = wall_utc(begin).s;
	first.from = first.to;
	observance_write(buf, first, NULL, NULL);
	return true;
}

/* Changes of [begin, end), those of a kind as one with RDATEs. */
static void plain_write(struct buf *buf, const struct cal_zone *zone,
			size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++) {
		if (!seen_before(zone, begin, i))
			observance_write(buf, observance_of(zone, i), NULL,
					 dates_text(buf->arena, zone, i, end));
	}
}

static void rules_write(struct buf *buf, const struct cal_zone *zone)
{
	for (size_t i = zone->rule_from; i < zone->rule_from + 2; i++)
		observance_write(buf, observance_of(zone, i),
				 rule_text(buf->arena, onset_of(zone, i)),
				 NULL);
}

/* RFC 5545 3.6.5 asks for one observance. */
static void utc_write(struct buf *buf)
{
	struct observance always = { .name = "UTC" };

	observance_write(buf, always, NULL, NULL);
}

static void observances_write(struct buf *buf, const struct cal_zone *zone,
			      struct instant from)
{
	struct wall start = { .year = instant_wall(from).year,
			      .month = 1,
			      .day = 1 };
	bool rules = rules_known(buf->arena, zone);
	size_t first = zone_change_at(zone, wall_utc(start).s);
	size_t end = rules ? zone->rule_from : zone->count;

	if (!rules && zone->repeats) {
		start.year += PLAIN_YEARS;
		end = zone_change_at(zone, wall_utc(start).s) + 1;
		start.year -= PLAIN_YEARS;
	}
	/* The rule is written from its first year on, so that the bytes stay
	 * the same from year to year. */
	if (first < end) {
		if (first_write(buf, zone, first, start.year))
			first++;
		plain_write(buf, zone, first, end);
	}
	if (rules)
		rules_write(buf, zone);
}

void cal_zone_write_as(struct buf *buf, const struct cal_zone *zone,
		       const struct cal_zone_form *form)
{
	cal_write(buf, "BEGIN", "VTIMEZONE");
	cal_write_text(buf, "TZID", form->name);
	if (form->alias_of)
		cal_write_text(buf, "TZID-ALIAS-OF", form->alias_of);
	if (form->until.s != INSTANT_MAX.s)
		cal_write_instant(buf, "TZUNTIL", form->until);
	if (zone == cal_zone_utc())
		utc_write(buf);
	else
		observances_write(buf, zone, form->from);
	cal_write(buf, "END", "VTIMEZONE");
}

void cal_zone_write(struct buf *buf, const struct cal_zone *zone,
		    struct instant from)
{
	struct cal_zone_form form = { .name = zone->name,
				      .from = from,
				      .until = INSTANT_MAX };

	if (zone != cal_zone_utc())
		cal_zone_write_as(buf, zone, &form);
}

size_t cal_zone_onsets(const struct cal_zone *zone, struct span span,
		       struct cal_zone_onset *onsets, size_t max)
{
	size_t index = zone_change_at(zone, span.start.s);
	const struct zone_change *change = &zone->changes[index];
	size_t count = 0;

	if (max == 0)
		return 0;
	onsets[count++] = (struct cal_zone_onset){
		.name = zone->abbreviations + change->name,
		.at = span.start,
		.from = change->offset,
		.to = change->offset,
	};
	while (count < max && ++index < zone->count &&
	       zone->changes[index].at < span.end.s) {
		change = &zone->changes[index];
		onsets[count++] = (struct cal_zone_onset){
			.name = zone->abbreviations + change->name,
			.at = { change->at },
			.from = change[-1].offset,
			.to = change->offset,
		};
	}
	return count;
}

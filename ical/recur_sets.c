#include "ical/recur_sets.h"

#include "base/clock.h"

#include <string.h>

enum { FRONT, BACK };

/* What of one day the parts of a rule look at. */
struct day_facts {
	int month, month_day, month_length;
	int year_day, year_length;
	enum weekday weekday;
};

static bool has_bit(uint64_t bits, int n)
{
	return (bits >> n) & 1;
}

static bool has_year_bit(const uint64_t bits[6], int n)
{
	return has_bit(bits[n / 64], n % 64);
}

static int year_length(int32_t year)
{
	return year_is_leap(year) ? 366 : 365;
}

static void read_month_days(struct cal_day_filter *filter,
			    const struct cal_rule *rule)
{
	size_t i;

	for (i = 0; i < rule->by_month_day_count; i++) {
		int n = rule->by_month_day[i];

		filter->month_days[n < 0 ? BACK : FRONT] |= UINT32_C(1)
							    << (n < 0 ? -n : n);
	}
	filter->has_month_days = rule->by_month_day_count > 0;
}

static void read_year_days(struct cal_day_filter *filter,
			   const struct cal_rule *rule)
{
	size_t i;

	for (i = 0; i < rule->by_year_day_count; i++) {
		int n = rule->by_year_day[i];
		int at = n < 0 ? -n : n;

		filter->year_days[n < 0 ? BACK : FRONT][at / 64] |=
			UINT64_C(1) << (at % 64);
	}
	filter->has_year_days = rule->by_year_day_count > 0;
}

static void read_weeks(struct cal_day_filter *filter,
		       const struct cal_rule *rule)
{
	size_t i;

	for (i = 0; i < rule->by_week_count; i++) {
		int n = rule->by_week[i];

		filter->weeks[n < 0 ? BACK : FRONT] |= UINT64_C(1)
						       << (n < 0 ? -n : n);
	}
	filter->has_weeks = rule->by_week_count > 0;
}

static void read_weekdays(struct cal_day_filter *filter,
			  const struct cal_rule *rule)
{
	size_t i;

	for (i = 0; i < rule->by_day_count; i++) {
		int n = rule->by_day[i].nth;
		int weekday = rule->by_day[i].day;

		/* The number means something in a month or a year only. */
		if (!n || rule->frequency < CAL_MONTHLY)
			filter->weekdays |= (uint8_t)(1U << weekday);
		else
			filter->nth[n < 0 ? BACK : FRONT][weekday] |=
				UINT64_C(1) << (n < 0 ? -n : n);
	}
	filter->has_weekdays = rule->by_day_count > 0;
}

/* RFC 5545 3.3.10: "Information, not contained in the rule, necessary to
 * determine the various recurrence instance start time and dates are derived
 * from the Start Time". */
static void fill_in(struct cal_day_filter *filter, struct wall start)
{
	enum weekday weekday = day_weekday(wall_day(start));
	bool open = !filter->has_month_days && !filter->has_year_days &&
		    !filter->has_weekdays;

	if (filter->frequency < CAL_WEEKLY || !open)
		return;
	if (filter->frequency == CAL_WEEKLY || filter->has_weeks) {
		filter->weekdays = (uint8_t)(1U << weekday);
		filter->has_weekdays = true;
		return;
	}
	filter->month_days[FRONT] = UINT32_C(1) << start.day;
	filter->has_month_days = true;
	if (filter->frequency == CAL_YEARLY && !filter->months)
		filter->months = (uint16_t)(1U << start.month);
}

size_t cal_days_most(enum cal_frequency frequency)
{
	switch (frequency) {
	case CAL_YEARLY:
		return 53 * 7;
	case CAL_MONTHLY:
		return 31;
	case CAL_WEEKLY:
		return 7;
	case CAL_SECONDLY:
	case CAL_MINUTELY:
	case CAL_HOURLY:
	case CAL_DAILY:
		break;
	}
	return 1;
}

int64_t cal_days_barren(enum cal_frequency frequency)
{
	switch (frequency) {
	case CAL_YEARLY:
		return 100;
	case CAL_MONTHLY:
		return 12;
	case CAL_SECONDLY:
	case CAL_MINUTELY:
	case CAL_HOURLY:
	case CAL_WEEKLY:
		return 4;
	case CAL_DAILY:
		break;
	}
	return 1;
}

/* Do BYMONTHDAY or BYYEARDAY make days, of which some may not be there?
 * Elsewhere they only limit. */
static bool makes_days(const struct cal_rule *rule)
{
	if (rule->frequency < CAL_MONTHLY || rule->by_week_count)
		return false;
	return !rule->by_year_day_count ||
	       (!rule->by_month_count && !rule->by_month_day_count);
}

void cal_days_init(struct cal_day_filter *filter, const struct cal_rule *rule,
		   struct wall start)
{
	size_t i;

	memset(filter, 0, sizeof(*filter));
	filter->frequency = rule->frequency;
	filter->week_start = rule->week_start;
	if (makes_days(rule))
		filter->skip = rule->skip;
	for (i = 0; i < rule->by_month_count; i++)
		filter->months |= (uint16_t)(1U << rule->by_month[i]);
	filter->nth_in_year = rule->frequency == CAL_YEARLY && !filter->months;
	read_month_days(filter, rule);
	read_year_days(filter, rule);
	read_weeks(filter, rule);
	read_weekdays(filter, rule);
	fill_in(filter, start);
}

static bool weekday_matches(const struct cal_day_filter *filter,
			    const struct day_facts *facts)
{
	int at = filter->nth_in_year ? facts->year_day : facts->month_day;
	int length =
		filter->nth_in_year ? facts->year_length : facts->month_length;

	if (has_bit(filter->weekdays, (int)facts->weekday))
		return true;
	return has_bit(filter->nth[FRONT][facts->weekday], (at - 1) / 7 + 1) ||
	       has_bit(filter->nth[BACK][facts->weekday],
		       (length - at) / 7 + 1);
}

/* Does the rule name days of the month that are behind its last? */
static bool names_more(const struct cal_day_filter *filter, int length)
{
	return (uint64_t)filter->month_days[FRONT] >> (length + 1);
}

/* Days counted from the end that are before its first? */
static bool names_less(const struct cal_day_filter *filter, int length)
{
	return (uint64_t)filter->month_days[BACK] >> (length + 1);
}

/* Does the rule name the day, 366 from that side, of a year without it? */
static bool names_year_end(const struct cal_day_filter *filter, int side,
			   int length)
{
	return filter->has_year_days && length < 366 &&
	       has_year_bit(filter->year_days[side], 366);
}

static bool month_day_matches(const struct cal_day_filter *filter,
			      const struct day_facts *facts)
{
	int from_end = facts->month_length - facts->month_day + 1;

	return has_bit(filter->month_days[FRONT], facts->month_day) ||
	       has_bit(filter->month_days[BACK], from_end) ||
	       (from_end == 1 && filter->skip == CAL_SKIP_BACKWARD &&
		names_more(filter, facts->month_length)) ||
	       (facts->month_day == 1 && filter->skip == CAL_SKIP_FORWARD &&
		names_less(filter, facts->month_length));
}

static bool year_day_matches(const struct cal_day_filter *filter,
			     const struct day_facts *facts)
{
	int from_end = facts->year_length - facts->year_day + 1;

	return has_year_bit(filter->year_days[FRONT], facts->year_day) ||
	       has_year_bit(filter->year_days[BACK], from_end) ||
	       (from_end == 1 && filter->skip == CAL_SKIP_BACKWARD &&
		names_year_end(filter, FRONT, facts->year_length)) ||
	       (facts->year_day == 1 && filter->skip == CAL_SKIP_FORWARD &&
		names_year_end(filter, BACK, facts->year_length));
}

/* All parts but BYWEEKNO: those that are there must hold, each. */
static bool facts_match(const struct cal_day_filter *filter,
			const struct day_facts *facts)
{
	if (filter->months && !has_bit(filter->months, facts->month))
		return false;
	if (filter->has_month_days && !month_day_matches(filter, facts))
		return false;
	if (filter->has_year_days && !year_day_matches(filter, facts))
		return false;
	return !filter->has_weekdays || weekday_matches(filter, facts);
}

bool cal_days_match(const struct cal_day_filter *filter, int32_t n)
{
	struct day day = { n };
	struct day_facts facts = { .weekday = day_weekday(day) };
	struct wall wall;

	if (!filter->months && !filter->has_month_days &&
	    !filter->has_year_days)
		return !filter->has_weekdays ||
		       has_bit(filter->weekdays, (int)facts.weekday);
	wall = day_wall(day);
	facts.month = wall.month;
	facts.month_day = wall.day;
	facts.month_length = days_in_month(wall.year, wall.month);
	facts.year_length = year_length(wall.year);
	facts.year_day = filter->has_year_days ? day_of_year(day) : 1;
	return facts_match(filter, &facts);
}

/* Does BYDAY let the day stand for one that is not there? */
static bool stands_in(const struct cal_day_filter *filter, int32_t n)
{
	struct day day = { n };
	struct wall wall = day_wall(day);
	struct day_facts facts = {
		.month_day = wall.day,
		.month_length = days_in_month(wall.year, wall.month),
		.year_day = day_of_year(day),
		.year_length = year_length(wall.year),
		.weekday = day_weekday(day),
	};

	return !filter->has_weekdays || weekday_matches(filter, &facts);
}

/* Does the first day of a month stand for those that the month before does
 * not have, or the last of the month before for its own? */
static bool comes_forward(const struct cal_day_filter *filter, int32_t n,
			  int length)
{
	return filter->skip == CAL_SKIP_FORWARD && names_more(filter, length) &&
	       stands_in(filter, n);
}

static bool goes_back(const struct cal_day_filter *filter, int32_t n,
		      int length)
{
	return filter->skip == CAL_SKIP_BACKWARD &&
	       names_less(filter, length) && stands_in(filter, n);
}

/* Adds one month's days; `facts` knows the year and the first day. */
static size_t add_month(const struct cal_day_filter *filter,
			struct day_facts *facts, int32_t first, int32_t *days)
{
	size_t count = 0;
	int i;

	if (goes_back(filter, first - 1, facts->month_length))
		days[count++] = first - 1;
	for (i = 0; i < facts->month_length; i++) {
		facts->month_day = i + 1;
		if (facts_match(filter, facts))
			days[count++] = first + i;
		facts->year_day++;
		facts->weekday = (enum weekday)((facts->weekday + 1) % 7);
	}
	if (comes_forward(filter, first + i, facts->month_length))
		days[count++] = first + i;
	return count;
}

/* The same behind the months before it, whose last day may be its first. */
static size_t add_next_month(const struct cal_day_filter *filter,
			     struct day_facts *facts, int32_t first,
			     int32_t *days, size_t count)
{
	size_t more = add_month(filter, facts, first, days + count);

	if (count == 0 || more == 0 || days[count - 1] != days[count])
		return count + more;
	memmove(days + count - 1, days + count, more * sizeof(*days));
	return count + more - 1;
}

/* The first day of week one: the week that has four days of the year. */
static int32_t first_week(const struct cal_day_filter *filter, int32_t year)
{
	struct day fourth = day_of(year, 1, 4);
	int behind = (day_weekday(fourth) - (int)filter->week_start + 7) % 7;

	return fourth.n - behind;
}

static size_t days_of_weeks(const struct cal_day_filter *filter, int32_t year,
			    int32_t *days)
{
	int32_t first = first_week(filter, year);
	int weeks = (first_week(filter, year + 1) - first) / 7;
	size_t count = 0;
	int i, week;

	for (week = 1; week <= weeks; week++) {
		if (!has_bit(filter->weeks[FRONT], week) &&
		    !has_bit(filter->weeks[BACK], weeks - week + 1))
			continue;
		for (i = (week - 1) * 7; i < week * 7; i++) {
			if (cal_days_match(filter, first + i))
				days[count++] = first + i;
		}
	}
	return count;
}

size_t cal_days_of_year(const struct cal_day_filter *filter, int32_t year,
			int32_t *days)
{
	struct day_facts facts = { .year_length = year_length(year) };
	int32_t first = day_of(year, 1, 1).n;
	int year_day = 1;
	size_t count = 0;
	int month;

	if (filter->has_weeks)
		return days_of_weeks(filter, year, days);
	if (filter->skip == CAL_SKIP_BACKWARD &&
	    names_year_end(filter, BACK, facts.year_length) &&
	    stands_in(filter, first - 1))
		days[count++] = first - 1;
	for (month = 1; month <= 12; month++) {
		int length = days_in_month(year, month);

		if (!filter->months || has_bit(filter->months, month)) {
			facts.month = month;
			facts.month_length = length;
			facts.year_day = year_day;
			facts.weekday = day_weekday((struct day){ first });
			count = add_next_month(filter, &facts, first, days,
					       count);
		}
		first += length;
		year_day += length;
	}
	if (filter->skip == CAL_SKIP_FORWARD &&
	    names_year_end(filter, FRONT, facts.year_length) &&
	    stands_in(filter, first))
		days[count++] = first;
	return count;
}

int32_t cal_days_year(const struct cal_day_filter *filter, int32_t day)
{
	int32_t year = day_wall((struct day){ day }).year;

	if (!filter->has_weeks)
		return year;
	if (day < first_week(filter, year))
		return year - 1;
	return day < first_week(filter, year + 1) ? year : year + 1;
}

size_t cal_days_of_month(const struct cal_day_filter *filter, int64_t month,
			 int32_t *days)
{
	int32_t year = (int32_t)(month / 12);
	int number = (int)(month % 12) + 1;
	struct day first = day_of(year, number, 1);
	struct day_facts facts = {
		.month = number,
		.month_length = days_in_month(year, number),
		.weekday = day_weekday(first),
	};

	if (filter->months && !has_bit(filter->months, number))
		return 0;
	return add_month(filter, &facts, first.n, days);
}

/* 1970-01-01 was a Thursday. */
int64_t cal_week_of(const struct cal_day_filter *filter, int32_t day)
{
	int64_t n = (int64_t)day + THURSDAY - (int64_t)filter->week_start;

	return n >= 0 ? n / 7 : -((6 - n) / 7);
}

size_t cal_days_of_week(const struct cal_day_filter *filter, int64_t week,
			int32_t *days)
{
	int32_t first =
		(int32_t)(week * 7 - THURSDAY + (int64_t)filter->week_start);
	size_t count = 0;
	int i;

	for (i = 0; i < 7; i++) {
		if (cal_days_match(filter, first + i))
			days[count++] = first + i;
	}
	return count;
}

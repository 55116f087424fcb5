#include "ical/rule.h"
#include "recur_random.h"

int dice_roll(struct dice *dice, int most)
{
	dice->state ^= dice->state << 13;
	dice->state ^= dice->state >> 7;
	dice->state ^= dice->state << 17;
	return (int)((dice->state >> 11) % (uint64_t)most);
}

static void add_list(struct buf *buf, struct dice *dice, const char *name,
		     int least, int most, bool back)
{
	int count = 1 + dice_roll(dice, 3);

	buf_printf(buf, ";%s=", name);
	for (int i = 0; i < count; i++) {
		int n = least + dice_roll(dice, most - least + 1);

		if (back && !dice_roll(dice, 3))
			n = -n;
		buf_printf(buf, "%s%d", i ? "," : "", n);
	}
}

static const char *const weekdays[] = {
	"MO", "TU", "WE", "TH", "FR", "SA", "SU"
};

/* numbers: 0 none, else the largest */
static void add_weekdays(struct buf *buf, struct dice *dice, int numbers)
{
	int count = 1 + dice_roll(dice, 3);

	buf_puts(buf, ";BYDAY=");
	for (int i = 0; i < count; i++) {
		buf_puts(buf, i ? "," : "");
		if (numbers && dice_roll(dice, 2)) {
			int n = 1 + dice_roll(dice, numbers);

			buf_printf(buf, "%d", dice_roll(dice, 2) ? n : -n);
		}
		buf_puts(buf, weekdays[dice_roll(dice, 7)]);
	}
}

static void add_yearly(struct buf *buf, struct dice *dice, struct taste taste)
{
	bool months = !dice_roll(dice, 2);

	switch (dice_roll(dice, taste.libical ? 4 : 5)) {
	case 0:
		add_list(buf, dice, "BYYEARDAY", 1, 366, !taste.front);
		months = months && !taste.libical;
		break;
	case 1:
		add_list(buf, dice, "BYMONTHDAY", 1, 31, !taste.front);
		if (dice_roll(dice, 2))
			add_weekdays(buf, dice, 0);
		months = months || taste.libical;
		break;
	case 2:
		add_weekdays(buf, dice, months ? 5 : 53);
		break;
	case 4:
		add_list(buf, dice, "BYWEEKNO", 1, 53, true);
		if (dice_roll(dice, 2))
			add_weekdays(buf, dice, 0);
		break;
	default:
		break;
	}
	if (months)
		add_list(buf, dice, "BYMONTH", 1, 12, false);
}

static void add_monthly(struct buf *buf, struct dice *dice, struct taste taste)
{
	int kind = dice_roll(dice, 4);

	if (kind & 1)
		add_list(buf, dice, "BYMONTHDAY", 1, 31, !taste.front);
	if (kind & 2)
		add_weekdays(buf, dice, kind & 1 ? 0 : 5);
	if (!dice_roll(dice, 4))
		add_list(buf, dice, "BYMONTH", 1, 12, false);
}

/* Limits of days. libical takes no negative ones, and searches for ever for
 * days that there are not. */
static void add_limits(struct buf *buf, struct dice *dice, struct taste taste,
		       int frequency)
{
	bool months = !dice_roll(dice, 4);

	if (!dice_roll(dice, 3) && (frequency > CAL_SECONDLY || !taste.libical))
		add_weekdays(buf, dice, 0);
	/* It would try each second of half a year. */
	if (taste.libical && frequency < CAL_DAILY)
		return;
	if (months)
		add_list(buf, dice, "BYMONTH", 1, 12, false);
	if (frequency != CAL_WEEKLY && !dice_roll(dice, 4))
		add_list(buf, dice, "BYMONTHDAY", 1, taste.libical ? 28 : 31,
			 !taste.libical);
	if (frequency < CAL_DAILY && !months && !dice_roll(dice, 8))
		add_list(buf, dice, "BYYEARDAY", 1, taste.libical ? 365 : 366,
			 !taste.libical);
}

static void add_times(struct buf *buf, struct dice *dice)
{
	if (!dice_roll(dice, 4))
		add_list(buf, dice, "BYHOUR", 0, 23, false);
	if (!dice_roll(dice, 4))
		add_list(buf, dice, "BYMINUTE", 0, 59, false);
	if (!dice_roll(dice, 6))
		add_list(buf, dice, "BYSECOND", 0, 59, false);
}

const char *random_rule(struct arena *arena, struct dice *dice,
			struct taste taste)
{
	static const char *const names[] = { "SECONDLY", "MINUTELY", "HOURLY",
					     "DAILY",    "WEEKLY",   "MONTHLY",
					     "YEARLY" };
	int frequency = 6 - dice_roll(dice, 8) % 7;
	bool positions = !dice_roll(dice, 4);
	struct buf buf;
	size_t before;

	buf_init(&buf, arena);
	buf_printf(&buf, "FREQ=%s", names[frequency]);
	if (dice_roll(dice, 2))
		buf_printf(&buf, ";INTERVAL=%d", 1 + dice_roll(dice, 4));
	if (!dice_roll(dice, 3) && (!taste.libical || frequency != CAL_WEEKLY))
		buf_printf(&buf, ";WKST=%s", weekdays[dice_roll(dice, 7)]);
	before = buf.len;
	taste.front = taste.libical && positions;
	if (frequency == CAL_YEARLY)
		add_yearly(&buf, dice, taste);
	else if (frequency == CAL_MONTHLY)
		add_monthly(&buf, dice, taste);
	else
		add_limits(&buf, dice, taste, frequency);
	/* libical picks positions among days, of MONTHLY and YEARLY only. */
	if (taste.libical && (frequency < CAL_MONTHLY || buf.len == before))
		positions = false;
	if (!taste.libical || (!positions && frequency >= CAL_DAILY))
		add_times(&buf, dice);
	if (positions && buf.len > before)
		add_list(&buf, dice, "BYSETPOS", 1, 5, true);
	return buf.at;
}

const char *random_start(struct arena *arena, struct dice *dice)
{
	int year = 1990 + dice_roll(dice, 40);
	int month = 1 + dice_roll(dice, 12);
	int day = 1 + dice_roll(dice, days_in_month(year, month));

	return arena_printf(arena, "%04d%02d%02dT%02d%02d%02d", year, month,
			    day, dice_roll(dice, 24), dice_roll(dice, 60),
			    dice_roll(dice, 2) ? 0 : dice_roll(dice, 60));
}

/* The plain expansion. */

struct plain {
	const struct cal_rule *rule;
	struct wall start;
	struct wall wall; /* of the day at hand */
	struct day day;
	int64_t key, first_key; /* period of the group, of the start */
	int64_t group[16384];
	size_t group_count;
	int64_t *times;
	size_t count, max;
};

static bool in_list(const int16_t *list, size_t count, int n, int from_end)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i] == n || (from_end < 0 && list[i] == from_end))
			return true;
	}
	return false;
}

/* The year whose weeks hold the day, and which week it is: that of the
 * fourth day of the week. */
static int week_of(const struct cal_rule *rule, struct day day, int *year)
{
	while (day_weekday(day) != rule->week_start)
		day.n--;
	day.n += 3;
	*year = day_wall(day).year;
	return (day_of_year(day) - 1) / 7 + 1;
}

static bool week_fits(const struct plain *p)
{
	int year, last_year, week, last;

	week = week_of(p->rule, p->day, &year);
	last = week_of(p->rule, day_of(year, 12, 28), &last_year);
	return in_list(p->rule->by_week, p->rule->by_week_count, week,
		       week - last - 1);
}

/* Which of its weekday the day is within its month or year, from an end. */
static int which(const struct plain *p, bool in_year, int direction)
{
	struct day day = p->day;
	int count = 0;

	for (;;) {
		struct wall wall = day_wall(day);

		if (wall.year != p->wall.year ||
		    (!in_year && wall.month != p->wall.month))
			return count * direction;
		count++;
		day.n -= 7 * direction;
	}
}

static bool weekday_fits(const struct plain *p)
{
	const struct cal_rule *rule = p->rule;
	bool in_year = rule->frequency == CAL_YEARLY && !rule->by_month_count;

	for (size_t i = 0; i < rule->by_day_count; i++) {
		int nth = rule->by_day[i].nth;

		if ((int)day_weekday(p->day) != rule->by_day[i].day)
			continue;
		if (!nth || nth == which(p, in_year, nth < 0 ? -1 : 1))
			return true;
	}
	return false;
}

static bool implied_day_fits(const struct plain *p)
{
	const struct cal_rule *rule = p->rule;

	if (rule->by_day_count || rule->by_month_day_count ||
	    rule->by_year_day_count || rule->frequency < CAL_WEEKLY)
		return true;
	if (rule->frequency == CAL_WEEKLY || rule->by_week_count)
		return day_weekday(p->day) == day_weekday(wall_day(p->start));
	if (rule->frequency == CAL_YEARLY && !rule->by_month_count &&
	    p->wall.month != p->start.month)
		return false;
	return p->wall.day == p->start.day;
}

static bool day_fits(const struct plain *p)
{
	const struct cal_rule *rule = p->rule;
	int month_length = days_in_month(p->wall.year, p->wall.month);
	int year_day = day_of_year(p->day);
	int year_length = year_is_leap(p->wall.year) ? 366 : 365;

	if (rule->by_month_count &&
	    !in_list(rule->by_month, rule->by_month_count, p->wall.month, 0))
		return false;
	if (rule->by_week_count && !week_fits(p))
		return false;
	if (rule->by_year_day_count &&
	    !in_list(rule->by_year_day, rule->by_year_day_count, year_day,
		     year_day - year_length - 1))
		return false;
	if (rule->by_month_day_count &&
	    !in_list(rule->by_month_day, rule->by_month_day_count, p->wall.day,
		     p->wall.day - month_length - 1))
		return false;
	if (rule->by_day_count && !weekday_fits(p))
		return false;
	return implied_day_fits(p);
}

static int64_t period_key(const struct plain *p, struct day day, int64_t time)
{
	struct wall wall = day_wall(day);
	int year = wall.year;

	switch (p->rule->frequency) {
	case CAL_YEARLY:
		if (p->rule->by_week_count)
			week_of(p->rule, day, &year);
		return year;
	case CAL_MONTHLY:
		return wall.year * 12 + wall.month;
	case CAL_WEEKLY:
		while (day_weekday(day) != p->rule->week_start)
			day.n--;
		return (day.n + 7 * 100000 - day_of(2001, 1, 1).n) / 7;
	case CAL_DAILY:
		return day.n;
	case CAL_HOURLY:
		return day.n * INT64_C(24) + time / 3600;
	case CAL_MINUTELY:
		return day.n * INT64_C(1440) + time / 60;
	default:
		return day.n * INT64_C(86400) + time;
	}
}

static void flush(struct plain *p)
{
	const struct cal_rule *rule = p->rule;

	for (size_t i = 0; i < p->group_count; i++) {
		int place = (int)i + 1;
		int back = (int)i - (int)p->group_count;

		if (rule->by_position_count &&
		    !in_list(rule->by_position, rule->by_position_count, place,
			     back))
			continue;
		if ((p->key - p->first_key) % rule->interval)
			continue;
		if (p->group[i] > wall_utc(p->start).s && p->count < p->max)
			p->times[p->count++] = p->group[i];
	}
	p->group_count = 0;
}

enum { HOUR, MINUTE, SECOND };

static bool unit_fits(const struct plain *p, int unit, int value)
{
	const struct cal_rule *rule = p->rule;
	int own[3] = { p->start.hour, p->start.minute, p->start.second };
	const int16_t *lists[3] = { rule->by_hour, rule->by_minute,
				    rule->by_second };
	size_t counts[3] = { rule->by_hour_count, rule->by_minute_count,
			     rule->by_second_count };
	enum cal_frequency steps[3] = { CAL_HOURLY, CAL_MINUTELY,
					CAL_SECONDLY };

	if (counts[unit])
		return in_list(lists[unit], counts[unit], value, 0);
	return rule->frequency <= steps[unit] || value == own[unit];
}

static void add_time(struct plain *p, int64_t time)
{
	int64_t key = period_key(p, p->day, time);

	if (key != p->key)
		flush(p);
	p->key = key;
	assert_true(p->group_count < ARRAY_SIZE(p->group));
	p->group[p->group_count++] = p->day.n * INT64_C(86400) + time;
}

static void add_hour(struct plain *p, int hour)
{
	for (int minute = 0; minute < 60; minute++) {
		if (!unit_fits(p, MINUTE, minute))
			continue;
		for (int second = 0; second < 60 && p->count < p->max;
		     second++) {
			if (unit_fits(p, SECOND, second))
				add_time(p, hour * 3600 + minute * 60 + second);
		}
	}
}

static void add_day(struct plain *p)
{
	for (int hour = 0; hour < 24; hour++) {
		if (unit_fits(p, HOUR, hour))
			add_hour(p, hour);
	}
}

size_t plain_expand(const struct cal_rule *rule, struct wall start, int days,
		    int64_t *times, size_t max)
{
	static struct plain p;
	struct day first = wall_day(start);

	memset(&p, 0, sizeof(p));
	p.rule = rule;
	p.start = start;
	p.times = times;
	p.max = max;
	p.first_key = period_key(&p, first,
				 start.hour * 3600 + start.minute * 60 +
					 start.second);
	p.key = p.first_key;
	times[p.count++] = wall_utc(start).s;
	/* From before the start: BYSETPOS counts within whole periods. */
	p.day.n = first.n - 380;
	for (; days > -380 && p.count < max; days--, p.day.n++) {
		if (period_key(&p, p.day, 86399) < p.first_key)
			continue;
		p.wall = day_wall(p.day);
		if (day_fits(&p))
			add_day(&p);
	}
	/* The last period may be cut short and is left out. */
	return p.count;
}

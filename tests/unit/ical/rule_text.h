/**
 * A rule as text, canonical: what cal_rule_parse made of another one.
 */
#ifndef TESTS_UNIT_ICAL_RULE_TEXT_H
#define TESTS_UNIT_ICAL_RULE_TEXT_H

#include "base/str.h"
#include "ical/rule.h"

static inline void rule_text_list(struct buf *buf, const char *name,
				  const int16_t *list, size_t count)
{
	if (count)
		buf_printf(buf, ";%s=", name);
	for (size_t i = 0; i < count; i++)
		buf_printf(buf, "%s%d", i ? "," : "", (int)list[i]);
}

static inline void rule_text_until(struct buf *buf, const struct cal_rule *rule)
{
	const struct wall *until = &rule->until;

	buf_printf(buf, ";UNTIL=%04d%02d%02d", (int)until->year, until->month,
		   until->day);
	if (!rule->until_date)
		buf_printf(buf, "T%02d%02d%02d%s", until->hour, until->minute,
			   until->second, rule->until_utc ? "Z" : "");
}

static inline void rule_text_lists(struct buf *buf, const struct cal_rule *rule)
{
	rule_text_list(buf, "BYSECOND", rule->by_second, rule->by_second_count);
	rule_text_list(buf, "BYMINUTE", rule->by_minute, rule->by_minute_count);
	rule_text_list(buf, "BYHOUR", rule->by_hour, rule->by_hour_count);
	rule_text_list(buf, "BYMONTHDAY", rule->by_month_day,
		       rule->by_month_day_count);
	rule_text_list(buf, "BYYEARDAY", rule->by_year_day,
		       rule->by_year_day_count);
	rule_text_list(buf, "BYWEEKNO", rule->by_week, rule->by_week_count);
	rule_text_list(buf, "BYMONTH", rule->by_month, rule->by_month_count);
	rule_text_list(buf, "BYSETPOS", rule->by_position,
		       rule->by_position_count);
}

static inline char *rule_text(struct arena *arena, const struct cal_rule *rule)
{
	static const char *const frequencies[] = {
		"SECONDLY", "MINUTELY", "HOURLY", "DAILY",
		"WEEKLY",   "MONTHLY",  "YEARLY",
	};
	static const char *const days[] = { "MO", "TU", "WE", "TH",
					    "FR", "SA", "SU" };
	struct buf buf;

	buf_init(&buf, arena);
	buf_printf(&buf, "FREQ=%s", frequencies[rule->frequency]);
	if (rule->has_until)
		rule_text_until(&buf, rule);
	if (rule->count)
		buf_printf(&buf, ";COUNT=%d", (int)rule->count);
	if (rule->interval > 1)
		buf_printf(&buf, ";INTERVAL=%d", (int)rule->interval);
	rule_text_lists(&buf, rule);
	for (size_t i = 0; i < rule->by_day_count; i++) {
		buf_puts(&buf, i ? "," : ";BYDAY=");
		if (rule->by_day[i].nth)
			buf_printf(&buf, "%d", rule->by_day[i].nth);
		buf_puts(&buf, days[rule->by_day[i].day]);
	}
	if (rule->week_start != MONDAY)
		buf_printf(&buf, ";WKST=%s", days[rule->week_start]);
	return buf.at;
}

#endif

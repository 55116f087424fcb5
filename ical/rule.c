#include "ical/rule.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/* Where a number list of the rule lives, and what may be in it. */
struct list_part {
	const char *name;
	int16_t least, most;
	bool back; /* negative numbers count from the end */
	size_t list, count;
	unsigned forbidden; /* bits of frequencies, RFC 5545 3.3.10 */
};

struct rule_reader {
	struct operation *op;
	struct cal_rule *rule;
	unsigned seen; /* bits of rows of `parts` */
	bool gregorian;
};

struct part {
	const char *name;
	enum err (*read)(struct rule_reader *reader, struct slice value);
};

#define BIT(n) (1U << (n))
#define LIST(field)                       \
	offsetof(struct cal_rule, field), \
		offsetof(struct cal_rule, field##_count)

static const struct list_part lists[] = {
	{ "BYSECOND", 0, 60, false, LIST(by_second), 0 },
	{ "BYMINUTE", 0, 59, false, LIST(by_minute), 0 },
	{ "BYHOUR", 0, 23, false, LIST(by_hour), 0 },
	{ "BYMONTHDAY", 1, 31, true, LIST(by_month_day), BIT(CAL_WEEKLY) },
	{ "BYYEARDAY", 1, 366, true, LIST(by_year_day),
	  BIT(CAL_DAILY) | BIT(CAL_WEEKLY) | BIT(CAL_MONTHLY) },
	{ "BYWEEKNO", 1, 53, true, LIST(by_week), BIT(CAL_YEARLY) - 1 },
	{ "BYMONTH", 1, 12, false, LIST(by_month), 0 },
	{ "BYSETPOS", 1, 366, true, LIST(by_position), 0 },
};

static const char *const frequency_names[] = {
	"SECONDLY", "MINUTELY", "HOURLY", "DAILY",
	"WEEKLY",   "MONTHLY",  "YEARLY",
};

static int16_t **list_of(struct cal_rule *rule, const struct list_part *part)
{
	return (int16_t **)(void *)((char *)rule + part->list);
}

static size_t *count_of(struct cal_rule *rule, const struct list_part *part)
{
	return (size_t *)(void *)((char *)rule + part->count);
}

static enum err wrong(struct operation *op, const char *name,
		      struct slice value)
{
	int shown = value.len < 40 ? (int)value.len : 40;

	return fail(op, ERR_CALENDAR_DATA,
		    "the recurrence rule has a wrong %s: '%.*s'", name, shown,
		    value.len ? value.at : "");
}

/* Digits only, at most `most`; -1 when it is anything else. */
static int64_t digits(struct slice text, int64_t most)
{
	int64_t value = 0;
	size_t i;

	if (!text.len)
		return -1;
	for (i = 0; i < text.len; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return -1;
		value = value * 10 + (text.at[i] - '0');
		if (value > most)
			return -1;
	}
	return value;
}

/* Takes a sign off the front: -1 or 1. */
static int take_sign(struct slice *text)
{
	int sign = 1;

	if (text->len && (text->at[0] == '+' || text->at[0] == '-')) {
		sign = text->at[0] == '-' ? -1 : 1;
		text->at++;
		text->len--;
	}
	return sign;
}

static int compare_numbers(const void *a, const void *b)
{
	int16_t x = *(const int16_t *)a, y = *(const int16_t *)b;

	return (x > y) - (x < y);
}

static int compare_days(const void *a, const void *b)
{
	const struct cal_byday *x = a, *y = b;

	if (x->nth != y->nth)
		return (x->nth > y->nth) - (x->nth < y->nth);
	return (x->day > y->day) - (x->day < y->day);
}

static enum err read_number(struct operation *op, const struct list_part *part,
			    struct slice item, int16_t *number)
{
	struct slice text = item;
	int sign = part->back ? take_sign(&text) : 1;
	int64_t n = digits(text, part->most);

	if (n < part->least)
		return wrong(op, part->name, item);
	*number = (int16_t)(sign * n);
	return OK;
}

static enum err read_list(struct rule_reader *reader,
			  const struct list_part *part, struct slice value)
{
	struct operation *op = reader->op;
	int16_t *list = NULL;
	size_t count = 0, room = 0, kept = 0, i;
	enum err err;

	do {
		struct slice item = slice_cut(&value, ',');

		list = arena_grow(op->arena, list, count, &room, sizeof(*list));
		err = read_number(op, part, item, &list[count]);
		if (err)
			return err;
		count++;
	} while (value.at);
	qsort(list, count, sizeof(*list), compare_numbers);
	for (i = 0; i < count; i++) {
		if (!kept || list[kept - 1] != list[i])
			list[kept++] = list[i];
	}
	*list_of(reader->rule, part) = list;
	*count_of(reader->rule, part) = kept;
	return OK;
}

static int weekday_find(struct slice name)
{
	size_t i;

	for (i = 0; weekday_words[i]; i++) {
		if (slice_is(name, weekday_words[i]))
			return (int)i;
	}
	return -1;
}

static enum err read_weekday(struct operation *op, struct slice item,
			     struct cal_byday *day)
{
	struct slice text = item;
	int sign = take_sign(&text);
	int64_t nth = 0;
	int weekday = -1;

	if (text.len >= 2) {
		weekday = weekday_find(
			(struct slice){ text.at + text.len - 2, 2 });
		text.len -= 2;
	}
	if (text.len || text.at != item.at)
		nth = digits(text, 53);
	/* "+MO" and "0MO" are no numbers, but "MO" is no wrong one. */
	if (weekday < 0 || nth < 0 || (nth == 0 && item.len > 2))
		return wrong(op, "BYDAY", item);
	day->nth = (int16_t)(sign * nth);
	day->day = (int8_t)weekday;
	return OK;
}

static enum err read_by_day(struct rule_reader *reader, struct slice value)
{
	struct operation *op = reader->op;
	struct cal_byday *list = NULL;
	size_t count = 0, room = 0, kept = 0, i;
	enum err err;

	do {
		struct slice item = slice_cut(&value, ',');

		list = arena_grow(op->arena, list, count, &room, sizeof(*list));
		err = read_weekday(op, item, &list[count]);
		if (err)
			return err;
		count++;
	} while (value.at);
	qsort(list, count, sizeof(*list), compare_days);
	for (i = 0; i < count; i++) {
		if (!kept || compare_days(&list[kept - 1], &list[i]))
			list[kept++] = list[i];
	}
	reader->rule->by_day = list;
	reader->rule->by_day_count = kept;
	return OK;
}

static enum err read_frequency(struct rule_reader *reader, struct slice value)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(frequency_names); i++) {
		if (slice_is(value, frequency_names[i])) {
			reader->rule->frequency = (enum cal_frequency)i;
			return OK;
		}
	}
	return wrong(reader->op, "FREQ", value);
}

static enum err read_interval(struct rule_reader *reader, struct slice value)
{
	int64_t n = digits(value, INT32_MAX);

	if (n < 1)
		return wrong(reader->op, "INTERVAL", value);
	reader->rule->interval = (int32_t)n;
	return OK;
}

static enum err read_count(struct rule_reader *reader, struct slice value)
{
	int64_t n = digits(value, INT32_MAX);

	if (n < 1)
		return wrong(reader->op, "COUNT", value);
	reader->rule->count = (int32_t)n;
	return OK;
}

static int pair(const char *at)
{
	return (int)digits((struct slice){ at, 2 }, 99);
}

/* 20261231, 20261231T160000 or 20261231T210000Z. */
static enum err read_until(struct rule_reader *reader, struct slice value)
{
	struct cal_rule *rule = reader->rule;
	const char *at = value.at;
	bool moment = value.len == 15 || value.len == 16;
	struct wall wall = { 0 };

	if (!moment && value.len != 8)
		return wrong(reader->op, "UNTIL", value);
	wall.year = (int32_t)digits((struct slice){ at, 4 }, 9999);
	wall.month = (int8_t)pair(at + 4);
	wall.day = (int8_t)pair(at + 6);
	if (moment) {
		wall.hour = (int8_t)pair(at + 9);
		wall.minute = (int8_t)pair(at + 11);
		wall.second = (int8_t)pair(at + 13);
	}
	if (!wall_valid(wall) || (moment && !char_is(at[8], 'T')) ||
	    (value.len == 16 && !char_is(at[15], 'Z')))
		return wrong(reader->op, "UNTIL", value);
	rule->has_until = true;
	rule->until = wall;
	rule->until_date = !moment;
	rule->until_utc = value.len == 16;
	return OK;
}

static enum err read_week_start(struct rule_reader *reader, struct slice value)
{
	int weekday = weekday_find(value);

	if (weekday < 0)
		return wrong(reader->op, "WKST", value);
	reader->rule->week_start = (enum weekday)weekday;
	return OK;
}

/* RFC 7529 4.1: the Gregorian calendar is the one that we have. */
static enum err read_calendar(struct rule_reader *reader, struct slice value)
{
	if (!slice_is(value, "GREGORIAN"))
		return wrong(reader->op, "RSCALE", value);
	reader->gregorian = true;
	return OK;
}

static enum err read_skip(struct rule_reader *reader, struct slice value)
{
	static const char *const words[] = {
		[CAL_SKIP_OMIT] = "OMIT",
		[CAL_SKIP_BACKWARD] = "BACKWARD",
		[CAL_SKIP_FORWARD] = "FORWARD",
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (slice_is(value, words[i])) {
			reader->rule->skip = (enum cal_skip)i;
			return OK;
		}
	}
	return wrong(reader->op, "SKIP", value);
}

static const struct part parts[] = {
	{ "FREQ", read_frequency },  { "INTERVAL", read_interval },
	{ "COUNT", read_count },     { "UNTIL", read_until },
	{ "WKST", read_week_start }, { "BYDAY", read_by_day },
	{ "RSCALE", read_calendar }, { "SKIP", read_skip },
};

enum { SEEN_FREQ, SEEN_COUNT = 2, SEEN_UNTIL = 3, SEEN_SKIP = 7 };

static enum err note_seen(struct rule_reader *reader, size_t row,
			  const char *name)
{
	if (reader->seen & BIT(row))
		return fail(reader->op, ERR_CALENDAR_DATA,
			    "the recurrence rule has two %s", name);
	reader->seen |= BIT(row);
	return OK;
}

static enum err read_part(struct rule_reader *reader, struct slice text)
{
	struct slice name = slice_cut(&text, '=');
	enum err err;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		if (!slice_is(name, parts[i].name))
			continue;
		err = note_seen(reader, i, parts[i].name);
		return err ? err : parts[i].read(reader, text);
	}
	for (i = 0; i < ARRAY_SIZE(lists); i++) {
		if (!slice_is(name, lists[i].name))
			continue;
		err = note_seen(reader, ARRAY_SIZE(parts) + i, lists[i].name);
		return err ? err : read_list(reader, &lists[i], text);
	}
	return wrong(reader->op, "part", name);
}

static enum err check_lists(struct rule_reader *reader)
{
	struct cal_rule *rule = reader->rule;
	size_t others = rule->by_day_count, i;

	for (i = 0; i < ARRAY_SIZE(lists); i++) {
		size_t count = *count_of(rule, &lists[i]);

		if (count && lists[i].forbidden & BIT(rule->frequency))
			return fail(reader->op, ERR_CALENDAR_DATA,
				    "a %s rule cannot have %s",
				    frequency_names[rule->frequency],
				    lists[i].name);
		others += count;
	}
	if (rule->by_position_count && others == rule->by_position_count)
		return fail(reader->op, ERR_CALENDAR_DATA,
			    "BYSETPOS needs another BY part");
	return OK;
}

static enum err check_days(struct rule_reader *reader)
{
	struct cal_rule *rule = reader->rule;
	bool numbers = rule->frequency == CAL_MONTHLY ||
		       (rule->frequency == CAL_YEARLY && !rule->by_week_count);
	size_t i;

	for (i = 0; i < rule->by_day_count && !numbers; i++) {
		if (rule->by_day[i].nth)
			return fail(reader->op, ERR_CALENDAR_DATA,
				    "BYDAY has a number, which such a %s rule "
				    "cannot have",
				    frequency_names[rule->frequency]);
	}
	return OK;
}

static enum err check_rule(struct rule_reader *reader)
{
	enum err err;

	if (!(reader->seen & BIT(SEEN_FREQ)))
		return fail(reader->op, ERR_CALENDAR_DATA,
			    "the recurrence rule has no FREQ");
	if (reader->seen & BIT(SEEN_COUNT) && reader->seen & BIT(SEEN_UNTIL))
		return fail(reader->op, ERR_CALENDAR_DATA,
			    "the recurrence rule has both COUNT and UNTIL");
	if (reader->seen & BIT(SEEN_SKIP) && !reader->gregorian)
		return fail(reader->op, ERR_CALENDAR_DATA,
			    "the recurrence rule has SKIP without RSCALE");
	err = check_lists(reader);
	return err ? err : check_days(reader);
}

enum err cal_rule_parse(struct operation *op, struct slice value,
			struct cal_rule *rule)
{
	struct cal_rule read = { .interval = 1, .week_start = MONDAY };
	struct rule_reader reader = { .op = op, .rule = &read };
	struct slice rest = slice_trim(value);
	enum err err;

	do {
		struct slice part = slice_cut(&rest, ';');

		/* Some programs end a rule with a semicolon. */
		if (!part.len && reader.seen && !rest.len)
			break;
		err = read_part(&reader, part);
		if (err)
			return err;
	} while (rest.at);
	err = check_rule(&reader);
	if (err)
		return err;
	*rule = read;
	return OK;
}

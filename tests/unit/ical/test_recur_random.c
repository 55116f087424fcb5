/* Random rules against libical, a plain expansion, and themselves. */
#include "recur_random.h"
#include "tests/unit/ical/rule_text.h"

#include <libical/ical.h>

#define SHOWN 40

/* Why some rules are not put to libical 3.0.16:
 * - negative BYMONTHDAY and BYYEARDAY never fit where they limit a day
 *   (DAILY and shorter), though RFC 5545 3.3.10 counts them from the end;
 * - BYSETPOS picks among days of MONTHLY and YEARLY rules, not among the
 *   instances of any period;
 * - BYSETPOS counts a day twice that the rule names from both ends;
 * - YEARLY with BYMONTHDAY alone stays in the start's month, though the table
 *   of 3.3.10 says that BYMONTHDAY expands the year;
 * - BYYEARDAY with BYMONTH or BYMONTHDAY is not implemented;
 * - BYWEEKNO misses weeks: YEARLY;BYWEEKNO=52;BYDAY=WE,FR from 2028-12-27
 *   leaves out the 29th; a negative one counts from the weeks of WKST=MO;
 * - WKST with WEEKLY goes to the wrong week: INTERVAL=2;BYDAY=MO,TU;WKST=FR
 *   from Tuesday 2011-05-17 leaves out the start;
 * - BYHOUR, BYMINUTE and BYSECOND that limit (HOURLY and shorter) lose
 *   instances: SECONDLY;BYSECOND=47;BYMINUTE=57 from 16:15:14 misses 16:57:47;
 * - days that do not exist (30 February) and minutes that an interval never
 *   meets hang it, or end in dates of long ago.
 * All of these are checked against the plain expansion instead. */
static size_t libical_expand(const char *rule, const char *start,
			     int64_t *times, size_t max)
{
	struct icalrecurrencetype type = icalrecurrencetype_from_string(rule);
	icalrecur_iterator *iterator =
		icalrecur_iterator_new(type, icaltime_from_string(start));
	size_t count = 0;

	if (!iterator)
		return 0;
	while (count < max) {
		struct icaltimetype time = icalrecur_iterator_next(iterator);
		struct wall wall = { time.year,           (int8_t)time.month,
				     (int8_t)time.day,    (int8_t)time.hour,
				     (int8_t)time.minute, (int8_t)time.second };

		if (icaltime_is_null_time(time))
			break;
		times[count++] = wall_utc(wall).s;
	}
	icalrecur_iterator_free(iterator);
	return count;
}

static size_t walk_expand(struct fixture *f, int64_t *times, size_t max)
{
	struct instant instant;
	struct wall wall;
	size_t count = 0;

	while (count < max && cal_walk_next(&f->walk, &wall, &instant))
		times[count++] = wall_utc(wall).s;
	return count;
}

static void compare(struct fixture *f, const char *rule, const char *start,
		    const int64_t *ours, const int64_t *theirs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (ours[i] == theirs[i])
			continue;
		print_error(
			"%s from %s: instance %zu is %s, not %s\n", rule, start,
			i, instant_basic(f->arena, (struct instant){ ours[i] }),
			instant_basic(f->arena, (struct instant){ theirs[i] }));
		assert_true(ours[i] == theirs[i]);
	}
}

/* The rule's second instance: libical misses some where the start does not
 * fit (WEEKLY;INTERVAL=4;BYDAY=SU from a Tuesday, with WKST=MO). NULL when
 * the rule is so barren that libical would search for seconds. */
static const char *fitting_start(struct fixture *f, const char *rule,
				 const char *start)
{
	int64_t times[SHOWN];

	fixture_walk(f, rule, start, NULL);
	f->walk.budget = 2000;
	if (walk_expand(f, times, SHOWN) < SHOWN)
		return NULL;
	return text_of(f->arena, instant_wall((struct instant){ times[1] }),
		       false);
}

static void random_rules_agree_with_libical(void **state)
{
	struct dice dice = { UINT64_C(20260608) };
	struct taste taste = { .libical = true };
	int64_t ours[SHOWN] = { 0 }, theirs[SHOWN];
	const char *wanted = getenv("RULES");
	int64_t rules = 6000;
	int compared = 0;

	if (wanted)
		assert_true(str_to_int64(wanted, &rules));

	(void)state;
	for (int i = 0; i < rules; i++) {
		const char *rule, *start;
		struct fixture f;
		size_t count;

		fixture_init(&f);
		rule = random_rule(f.arena, &dice, taste);
		start = random_start(f.arena, &dice);
		start = fitting_start(&f, rule, start);
		/* It takes lists as they come: sorted and without doubles. */
		rule = rule_text(f.arena, &f.rule);
		if (start) {
			count = libical_expand(rule, start, theirs, SHOWN);
			fixture_walk(&f, rule, start, NULL);
			assert_true(walk_expand(&f, ours, SHOWN) == SHOWN);
			compare(&f, rule, start, ours, theirs, count);
			compared += count == SHOWN;
		}
		arena_free(f.arena);
	}
	assert_true(compared > rules / 3 * 2);
}

static void random_rules_agree_with_the_plain_expansion(void **state)
{
	struct dice dice = { UINT64_C(19970902) };
	struct taste taste = { .libical = false };
	int64_t ours[SHOWN] = { 0 }, theirs[SHOWN];
	int compared = 0, days;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		const char *rule, *start;
		size_t count;
		struct fixture f;

		fixture_init(&f);
		rule = random_rule(f.arena, &dice, taste);
		start = random_start(f.arena, &dice);
		fixture_walk(&f, rule, start, NULL);
		days = f.rule.frequency >= CAL_DAILY   ? 3000
		       : f.rule.frequency < CAL_HOURLY ? 20
						       : 400;
		count = plain_expand(&f.rule, f.start.wall, days, theirs,
				     SHOWN);
		assert_true(walk_expand(&f, ours, count) == count);
		compare(&f, rule, start, ours, theirs, count);
		compared += count > 1;
		arena_free(f.arena);
	}
	assert_true(compared > 2000);
}

/* Skipping must give what walking gives from there on. */
static void check_skip(struct fixture *f, struct dice *dice, const char *rule,
		       const char *start, const char *zone)
{
	struct instant all[SHOWN], from, instant;
	struct wall wall;
	size_t count = 0, i;
	bool more;

	fixture_walk(f, rule, start, zone);
	f->walk.budget = 5000;
	while (count < SHOWN && cal_walk_next(&f->walk, &wall, &instant))
		all[count++] = instant;
	if (f->walk.exhausted)
		return;
	from = all[dice_roll(dice, (int)count)];
	if (dice_roll(dice, 2))
		from.s += dice_roll(dice, 7200) - 3600;
	fixture_walk(f, rule, start, zone);
	cal_walk_skip(&f->walk, from);
	for (i = 0; i < count; i++) {
		if (all[i].s < from.s)
			continue;
		more = cal_walk_next(&f->walk, &wall, &instant);
		if (!more || instant.s != all[i].s)
			print_error("%s from %s in %s skipped to %s\n", rule,
				    start, zone ? zone : "UTC",
				    instant_basic(f->arena, from));
		assert_true(more);
		assert_true(instant.s == all[i].s);
	}
	if (count < SHOWN)
		assert_false(cal_walk_next(&f->walk, &wall, &instant));
}

static void skipping_lands_where_walking_does(void **state)
{
	/* The evenings before clocks change in Toronto. */
	static const char *const nights[] = { "20260307T201500",
					      "20261031T201500" };
	struct dice dice = { UINT64_C(20261101) };
	struct taste taste = { .libical = false };

	(void)state;
	for (int i = 0; i < 8000; i++) {
		const char *rule, *start;
		struct fixture f;

		fixture_init(&f);
		rule = random_rule(f.arena, &dice, taste);
		start = random_start(f.arena, &dice);
		if (dice_roll(&dice, 2))
			rule = arena_printf(f.arena, "%s;COUNT=%d", rule,
					    1 + dice_roll(&dice, SHOWN));
		check_skip(&f, &dice, rule, start, NULL);
		if (!dice_roll(&dice, 2))
			start = nights[dice_roll(&dice, 2)];
		check_skip(&f, &dice, rule, start, "America/Toronto");
		arena_free(f.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_rules_agree_with_libical),
		cmocka_unit_test(random_rules_agree_with_the_plain_expansion),
		cmocka_unit_test(skipping_lands_where_walking_does),
	};

	cal_zone_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}

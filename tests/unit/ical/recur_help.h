/**
 * What the tests of recurrence rules share: a walk made from text.
 */
#ifndef TESTS_UNIT_ICAL_RECUR_HELP_H
#define TESTS_UNIT_ICAL_RECUR_HELP_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/operation.h"
#include "ical/recur.h"
#include "ical/zone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Behind base/error.h: its fail() is a macro. */
#include <cmocka.h>

/* "19970902T090000" or "19970902". */
static inline struct wall wall_of(const char *text)
{
	struct wall wall = { 0 };
	int parts[6] = { 0 };

	sscanf(text, "%4d%2d%2dT%2d%2d%2d", &parts[0], &parts[1], &parts[2],
	       &parts[3], &parts[4], &parts[5]);
	wall.year = parts[0];
	wall.month = (int8_t)parts[1];
	wall.day = (int8_t)parts[2];
	wall.hour = (int8_t)parts[3];
	wall.minute = (int8_t)parts[4];
	wall.second = (int8_t)parts[5];
	return wall;
}

/* A start in the zone of that name; NULL is UTC. */
static inline struct cal_time start_of(const char *text, const char *zone)
{
	struct cal_time start = { .wall = wall_of(text),
				  .date = !strchr(text, 'T') };

	start.zone = zone ? cal_zone_find(zone) : NULL;
	start.instant = start.zone ? cal_zone_instant(start.zone, start.wall)
				   : wall_utc(start.wall);
	return start;
}

static inline const char *text_of(struct arena *arena, struct wall wall,
				  bool date)
{
	if (date)
		return arena_printf(arena, "%04d%02d%02d", (int)wall.year,
				    wall.month, wall.day);
	return arena_printf(arena, "%04d%02d%02dT%02d%02d%02d", (int)wall.year,
			    wall.month, wall.day, wall.hour, wall.minute,
			    wall.second);
}

struct fixture {
	struct arena *arena;
	struct operation op;
	struct cal_rule rule;
	struct cal_time start;
	struct cal_walk walk;
};

static inline void fixture_init(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	f->arena = arena_new();
	operation_init(&f->op, f->arena, (struct instant){ 0 });
}

static inline void fixture_walk(struct fixture *f, const char *rule,
				const char *start, const char *zone)
{
	assert_int_equal(cal_rule_parse(&f->op, slice_of(rule), &f->rule), OK);
	f->start = start_of(start, zone);
	cal_walk_init(&f->walk, f->arena, &f->rule, &f->start, CAL_WALK_BUDGET);
}

/* `days` are those that come, at the start's time of day unless one
 * is given; "..." when the rule goes on. */
struct example {
	const char *start, *rule, *days;
};

static inline void check_example(const struct example *example)
{
	struct fixture f;
	struct wall wall;
	struct instant instant;
	char *rest, *days, *word;
	bool more = false;

	fixture_init(&f);
	fixture_walk(&f, example->rule, example->start, NULL);
	days = arena_strdup(f.arena, example->days);
	for (word = strtok_r(days, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest)) {
		more = !strcmp(word, "...");
		if (more)
			break;
		if (!strchr(word, 'T'))
			word = arena_printf(f.arena, "%s%s", word,
					    example->start + 8);
		assert_true(cal_walk_next(&f.walk, &wall, &instant));
		assert_string_equal(text_of(f.arena, wall, false), word);
		assert_true(instant.s == wall_utc(wall).s);
	}
	assert_int_equal(cal_walk_next(&f.walk, &wall, &instant), more);
	assert_false(f.walk.exhausted);
	arena_free(f.arena);
}

static inline void check_examples(const struct example *examples, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_example(&examples[i]);
}

#endif

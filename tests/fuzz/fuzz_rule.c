/* Rules: whatever the text, it is refused or walked in order, within its
 * budget, and its canonical text means the same. */
#include "ical/recur.h"
#include "tests/unit/ical/rule_text.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#define BUDGET 5000
#define SHOWN 64

static const struct cal_time start = {
	.wall = { 2026, 6, 8, 16, 0, 0 },
	.instant = { INT64_C(1780934400) },
};

static size_t walked(struct operation *op, const struct cal_rule *rule,
		     struct instant from, struct instant *times)
{
	struct cal_walk walk;
	struct wall wall;
	size_t count = 0;

	cal_walk_init(&walk, op->arena, rule, &start, BUDGET);
	if (from.s > start.instant.s)
		cal_walk_skip(&walk, from);
	while (count < SHOWN && cal_walk_next(&walk, &wall, &times[count])) {
		assert(wall_valid(wall));
		assert(times[count].s >= from.s);
		assert(!count || times[count].s > times[count - 1].s);
		count++;
	}
	assert(walk.budget >= 0);
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct instant first[SHOWN], again[SHOWN];
	struct arena *arena = arena_new();
	struct cal_rule rule, same;
	struct operation op;
	size_t count;
	char *text;

	operation_init(&op, arena, start.instant);
	if (!cal_rule_parse(&op, (struct slice){ (const char *)data, size },
			    &rule)) {
		text = rule_text(arena, &rule);
		assert(!cal_rule_parse(&op, slice_of(text), &same));
		assert(!strcmp(text, rule_text(arena, &same)));
		count = walked(&op, &rule, start.instant, first);
		assert(count >= 1 && first[0].s == start.instant.s);
		assert(walked(&op, &same, start.instant, again) == count);
		assert(!memcmp(first, again, count * sizeof(*first)));
		/* From its last one on a walk begins with that one. */
		if (count > 1 && walked(&op, &rule, first[count - 1], again))
			assert(again[0].s == first[count - 1].s);
	}
	arena_free(arena);
	return 0;
}

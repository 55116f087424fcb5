/**
 * Random recurrence rules, and a slow but plain way to expand them, which
 * shares nothing with ical/recur*.c: it looks at every day there is.
 */
#ifndef TESTS_UNIT_ICAL_RECUR_RANDOM_H
#define TESTS_UNIT_ICAL_RECUR_RANDOM_H

#include "ical/rule.h"
#include "recur_help.h"

struct dice {
	uint64_t state;
};

/* What a random rule may have. */
struct taste {
	bool libical; /* nothing that libical does otherwise or hangs on */
	bool front;   /* days counted from the front only */
};

/* 0 .. most - 1 */
int dice_roll(struct dice *dice, int most);

/* A rule without COUNT and UNTIL, and a start for it. */
const char *random_rule(struct arena *arena, struct dice *dice,
			struct taste taste);
const char *random_start(struct arena *arena, struct dice *dice);

/* The first `max` wall times of the rule, start included, as seconds (the
 * wall read as UTC); fewer when `days` have been looked at. */
size_t plain_expand(const struct cal_rule *rule, struct wall start, int days,
		    int64_t *times, size_t max);

#endif

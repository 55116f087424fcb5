#include "ical/zone.h"

#include "ical/zone_table.h"

#define DAY_SECONDS INT64_C(86400)
#define CYCLE_SECONDS (INT64_C(146097) * DAY_SECONDS) /* 400 years */

static struct zone_change utc_change = { .at = INT64_MIN };

static const struct cal_zone utc = {
	.name = "UTC",
	.changes = &utc_change,
	.count = 1,
	.rule_from = 1,
	.abbreviations = "UTC",
};

const struct cal_zone *cal_zone_utc(void)
{
	return &utc;
}

const char *cal_zone_name(const struct cal_zone *zone)
{
	return zone->name;
}

/* Behind its table a zone does again what it did 400 years before. */
static int64_t cycles_before(const struct cal_zone *zone, int64_t at)
{
	int64_t last = zone->changes[zone->count - 1].at;

	if (!zone->repeats || at < last)
		return 0;
	return ((at - last) / CYCLE_SECONDS + 1) * CYCLE_SECONDS;
}

size_t zone_change_at(const struct cal_zone *zone, int64_t at)
{
	size_t low = 0;
	size_t high = zone->count;

	at -= cycles_before(zone, at);
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (zone->changes[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static struct instant clamp(int64_t at)
{
	if (at < INSTANT_MIN.s)
		return INSTANT_MIN;
	if (at > INSTANT_MAX.s)
		return INSTANT_MAX;
	return (struct instant){ at };
}

struct instant cal_zone_instant(const struct cal_zone *zone, struct wall wall)
{
	int64_t local = wall_utc(wall).s;
	int64_t shift = cycles_before(zone, local);
	int64_t in_table = local - shift;
	size_t i;

	if (zone->count == 1)
		return clamp(local - zone->changes[0].offset);
	/* No offset is a whole day: what is in force a day before the wall
	 * time's UTC reading has begun by any clock. */
	i = zone_change_at(zone, in_table - DAY_SECONDS);
	for (; i + 1 < zone->count; i++) {
		const struct zone_change *next = &zone->changes[i + 1];
		int32_t offset = zone->changes[i].offset;

		/* The first clock that shows it, so that a time that comes
		 * twice is the first; a time in a gap is judged by the clock
		 * before the gap, which moves it forward. */
		if (in_table < next->at + offset)
			break;
		if (in_table < next->at + next->offset)
			break;
	}
	return clamp(local - zone->changes[i].offset);
}

int32_t cal_zone_offset(const struct cal_zone *zone, struct instant instant)
{
	return zone->changes[zone_change_at(zone, instant.s)].offset;
}

struct wall cal_zone_wall(const struct cal_zone *zone, struct instant instant)
{
	return instant_wall(clamp(instant.s + cal_zone_offset(zone, instant)));
}

struct day cal_zone_day(const struct cal_zone *zone, struct instant instant)
{
	return wall_day(cal_zone_wall(zone, instant));
}

struct span cal_zone_day_span(const struct cal_zone *zone, struct day day)
{
	struct day next = { day.n + 1 };

	return (struct span){
		cal_zone_instant(zone, day_wall(day)),
		cal_zone_instant(zone, day_wall(next)),
	};
}

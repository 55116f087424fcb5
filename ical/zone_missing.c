#include "ical/zone_missing.h"

#include "base/clock.h"
#include "ical/zone.h"
#include "ical/zone_write.h"

/* Zones of one object. */
#define ZONE_LIMIT 100

/* From when on zones are told, where no time is earlier. */
#define USUAL_YEAR 1970

struct missing {
	const struct cal_component *calendar;
	struct slice ids[ZONE_LIMIT];
	int32_t years[ZONE_LIMIT]; /* of the earliest time that names it */
	size_t count;
};

static bool is_defined(const struct cal_component *calendar, struct slice id)
{
	for (size_t i = 0; i < calendar->child_count; i++) {
		const struct cal_component *child = calendar->children[i];
		const struct cal_line *line = cal_line_find(child, "TZID");

		if (slice_is(child->name, "VTIMEZONE") && line &&
		    slice_equal(slice_trim(line->value), id))
			return true;
	}
	return false;
}

static int32_t year_of(struct slice value)
{
	int32_t year = 0;

	for (size_t i = 0; i < 4; i++) {
		if (i >= value.len || value.at[i] < '0' || value.at[i] > '9')
			return USUAL_YEAR;
		year = year * 10 + (value.at[i] - '0');
	}
	return year < 1 ? 1 : year;
}

static void meet(struct missing *missing, struct slice id, int32_t year)
{
	size_t i = 0;

	while (i < missing->count && !slice_equal(missing->ids[i], id))
		i++;
	if (i == ZONE_LIMIT)
		return;
	if (i == missing->count) {
		if (is_defined(missing->calendar, id))
			return;
		missing->ids[missing->count++] = id;
		missing->years[i] = USUAL_YEAR;
	}
	if (year < missing->years[i])
		missing->years[i] = year;
}

/* Not deep: cal_parse bounds it. */
static void look(struct missing *missing, const struct cal_component *component)
{
	for (size_t i = 0; i < component->line_count; i++) {
		const struct cal_line *line = &component->lines[i];
		const struct cal_param *id = cal_param_find(line, "TZID");

		if (id)
			meet(missing, id->value, year_of(line->value));
	}
	for (size_t i = 0; i < component->child_count; i++)
		look(missing, component->children[i]);
}

void cal_zones_missing(const struct cal_component *calendar, struct buf *buf)
{
	struct missing missing = { .calendar = calendar };

	look(&missing, calendar);
	for (size_t i = 0; i < missing.count; i++) {
		struct cal_zone_form form = {
			.name = slice_dup(buf->arena, missing.ids[i]),
			.from = wall_utc(
				(struct wall){ .year = missing.years[i],
					       .month = 1,
					       .day = 1 }),
			.until = INSTANT_MAX,
		};
		const struct cal_zone *zone = cal_zone_find(form.name);

		if (zone)
			cal_zone_write_as(buf, zone, &form);
	}
}

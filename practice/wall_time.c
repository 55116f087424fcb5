#include "practice/wall_time.h"

#include "ical/zone.h"

static const struct cal_zone *zone_or_utc(const char *tzid)
{
	const struct cal_zone *zone = cal_zone_find(tzid);

	return zone ? zone : cal_zone_utc();
}

struct span practice_days(const struct practice *practice, struct day from,
			  struct day to)
{
	const struct cal_zone *zone = zone_or_utc(practice->zone);

	return (struct span){ cal_zone_day_span(zone, from).start,
			      cal_zone_day_span(zone, to).end };
}

struct day practice_day(const struct practice *practice, struct instant instant)
{
	return cal_zone_day(zone_or_utc(practice->zone), instant);
}

bool practice_wall_instant(const struct practice *practice, const char *tzid,
			   struct wall wall, struct instant *instant)
{
	const struct cal_zone *zone =
		cal_zone_find(tzid ? tzid : practice->zone);

	if (!zone)
		return false;
	*instant = cal_zone_instant(zone, wall);
	return true;
}

struct wall practice_instant_wall(const char *tzid, struct instant instant)
{
	return cal_zone_wall(zone_or_utc(tzid), instant);
}

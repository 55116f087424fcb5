#include "practice/notice/hours.h"

#include "practice/wall_time.h"

#define DAYS_LOOKED 3 /* a window that a change of the clocks hides */

static struct instant moment(const struct practice *practice, struct day day,
			     int minutes)
{
	struct wall wall = day_wall(day);
	struct instant instant;

	wall.hour = (int8_t)(minutes / 60);
	wall.minute = (int8_t)(minutes % 60);
	if (!practice_wall_instant(practice, NULL, wall, &instant))
		instant = wall_utc(wall);
	return instant;
}

/* Hours may reach over midnight: 20:00 to 02:00. */
static struct span window(const struct practice *practice, struct day day)
{
	struct day last = day;

	if (practice->notice_to <= practice->notice_from)
		last.n++;
	return (struct span){
		moment(practice, day, practice->notice_from),
		moment(practice, last, practice->notice_to),
	};
}

struct instant practice_notice_hour(const struct practice *practice,
				    struct instant at)
{
	struct day day = practice_day(practice, at);

	if (practice->notice_from == practice->notice_to)
		return at;
	day.n--;
	for (int i = 0; i <= DAYS_LOOKED; i++, day.n++) {
		struct span open = window(practice, day);

		if (at.s < open.start.s)
			return open.start;
		if (at.s < open.end.s)
			return at;
	}
	return at;
}

struct instant practice_notice_hours_end(const struct practice *practice,
					 struct instant at)
{
	struct day day = practice_day(practice, at);

	for (int i = 0; i <= DAYS_LOOKED; i++, day.n--) {
		struct span open = window(practice, day);

		if (open.end.s <= at.s)
			return open.end;
	}
	return at;
}

bool practice_notice_urgent(const struct practice *practice, struct instant now,
			    int64_t wait, struct instant starts)
{
	struct instant sent = { now.s + wait };

	return practice_day(practice, now).n ==
		       practice_day(practice, starts).n ||
	       practice_notice_hour(practice, sent).s >= starts.s;
}

#include "ical/period_private.h"

bool cal_period_read(const struct cal_line *line, struct slice value,
		     const struct cal_zones *zones, struct cal_period *period)
{
	struct slice tail = value;
	struct slice head = slice_cut(&tail, '/');
	struct cal_period read = { 0 };
	struct cal_time end;

	if (!tail.at || !cal_time_read(line, head, zones, &read.start))
		return false;
	if (cal_duration_read(tail, &read.length)) {
		read.end = cal_duration_add(&read.start, read.length);
	} else if (cal_time_read(line, tail, zones, &end)) {
		read.end = end.instant;
		read.length.seconds = end.instant.s - read.start.instant.s;
	} else {
		return false;
	}
	if (read.end.s < read.start.instant.s)
		return false;
	*period = read;
	return true;
}

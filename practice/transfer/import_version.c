#include "practice/transfer/import_version_private.h"

#include "base/str.h"
#include "ical/time.h"

static struct instant instant_of(const struct cal_component *event,
				 const char *name,
				 const struct cal_zones *zones)
{
	const struct cal_line *line = cal_line_find(event, name);
	struct cal_time time;

	if (!line || !cal_time_read(line, line->value, zones, &time))
		return INSTANT_MIN;
	return time.instant;
}

struct import_version import_version_read(const struct cal_component *event,
					  const struct cal_zones *zones)
{
	const struct cal_line *line = cal_line_find(event, "SEQUENCE");
	struct slice digits = { NULL, 0 };
	struct import_version version = {
		.modified = instant_of(event, "LAST-MODIFIED", zones),
		.stamp = instant_of(event, "DTSTAMP", zones),
	};

	if (line)
		digits = slice_trim(line->value);
	for (size_t i = 0; i < digits.len && i < 10; i++) {
		if (digits.at[i] < '0' || digits.at[i] > '9')
			break;
		version.sequence = version.sequence * 10 + digits.at[i] - '0';
	}
	return version;
}

static int by_instant(struct instant a, struct instant b)
{
	if (a.s == INSTANT_MIN.s || b.s == INSTANT_MIN.s)
		return 0;
	return (a.s > b.s) - (a.s < b.s);
}

int import_version_compare(const struct import_version *a,
			   const struct import_version *b)
{
	int order = (a->sequence > b->sequence) - (a->sequence < b->sequence);

	if (!order)
		order = by_instant(a->modified, b->modified);
	return order ? order : by_instant(a->stamp, b->stamp);
}

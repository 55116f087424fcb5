#include "ical/tzif_private.h"

#include <string.h>

#define DAY_SECONDS 86400
#define HEADER_SIZE 44
#define TYPE_SIZE 6

/* 400 Gregorian years are a whole number of weeks: rules repeat exactly. */
#define CYCLE_YEARS 400

/* The counts of a data block, in the header's order. */
struct header {
	uint32_t isut, isstd, leap, time, type, chars;
};

struct bytes {
	const unsigned char *at;
	size_t left;
};

/* A table being read; room for what the rule adds. */
struct table {
	struct arena *arena;
	struct cal_zone *zone;
	size_t room;
	char *names; /* of the file, then of the footer */
	size_t name_len;
};

static int64_t big_endian(const unsigned char *at, size_t size)
{
	uint64_t value = at[0] & 0x80 ? UINT64_MAX : 0;

	for (size_t i = 0; i < size; i++)
		value = value << 8 | at[i];
	return (int64_t)value;
}

/* Step over `count` items; NULL when there are not as many. */
static const unsigned char *take(struct bytes *bytes, size_t count, size_t size)
{
	const unsigned char *at = bytes->at;

	if (count > bytes->left / size)
		return NULL;
	bytes->at += count * size;
	bytes->left -= count * size;
	return at;
}

static bool header_read(struct bytes *bytes, struct header *header,
			int *version)
{
	const unsigned char *at = take(bytes, 1, HEADER_SIZE);

	if (!at || memcmp(at, "TZif", 4) != 0)
		return false;
	*version = at[4] == '\0' ? 1 : at[4] - '0';
	header->isut = (uint32_t)big_endian(at + 20, 4);
	header->isstd = (uint32_t)big_endian(at + 24, 4);
	header->leap = (uint32_t)big_endian(at + 28, 4);
	header->time = (uint32_t)big_endian(at + 32, 4);
	header->type = (uint32_t)big_endian(at + 36, 4);
	header->chars = (uint32_t)big_endian(at + 40, 4);
	return header->type > 0 && header->type <= 256 && header->chars > 0 &&
	       header->chars <= UINT16_MAX / 2;
}

/* Add a change unless nothing changes by it. */
static void change_add(struct table *table, struct zone_change change)
{
	struct cal_zone *zone = table->zone;
	const struct zone_change *last;

	if (zone->count > 0) {
		last = &zone->changes[zone->count - 1];
		if (last->offset == change.offset &&
		    last->is_dst == change.is_dst &&
		    !strcmp(zone->abbreviations + last->name,
			    zone->abbreviations + change.name))
			return;
	}
	zone->changes = arena_grow(table->arena, zone->changes, zone->count,
				   &table->room, sizeof(struct zone_change));
	zone->changes[zone->count++] = change;
}

static bool type_read(const unsigned char *types, const struct header *header,
		      size_t index, int64_t at, struct zone_change *change)
{
	const unsigned char *type = types + index * TYPE_SIZE;

	if (index >= header->type || type[5] >= header->chars)
		return false;
	*change = (struct zone_change){
		.at = at,
		.offset = (int32_t)big_endian(type, 4),
		.name = type[5],
		.is_dst = type[4] != 0,
	};
	/* RFC 8536 3.2 gives no bounds; real offsets are within a day. */
	return change->offset > -DAY_SECONDS && change->offset < DAY_SECONDS;
}

/* The data block of times that are `size` octets long. */
static bool block_read(struct table *table, struct bytes *bytes,
		       const struct header *header, size_t size)
{
	const unsigned char *times = take(bytes, header->time, size);
	const unsigned char *indexes = take(bytes, header->time, 1);
	const unsigned char *types = take(bytes, header->type, TYPE_SIZE);
	const unsigned char *chars = take(bytes, header->chars, 1);
	struct zone_change change;

	if (!times || !indexes || !types || !chars ||
	    !take(bytes, header->leap, size + 4) ||
	    !take(bytes, header->isstd, 1) || !take(bytes, header->isut, 1) ||
	    chars[header->chars - 1] != '\0')
		return false;
	memcpy(table->names, chars, header->chars);
	table->name_len = header->chars;
	if (!type_read(types, header, 0, INT64_MIN, &change))
		return false;
	change_add(table, change);
	for (size_t i = 0; i < header->time; i++) {
		int64_t at = big_endian(times + i * size, size);

		if (!type_read(types, header, indexes[i], at, &change))
			return false;
		if (i > 0 && at <= big_endian(times + (i - 1) * size, size))
			return false;
		change_add(table, change);
	}
	return true;
}

static bool block_skip(struct bytes *bytes, const struct header *header)
{
	return take(bytes, header->time, 5) &&
	       take(bytes, header->type, TYPE_SIZE) &&
	       take(bytes, header->chars, 1) && take(bytes, header->leap, 8) &&
	       take(bytes, header->isstd, 1) && take(bytes, header->isut, 1);
}

static bool number(const char **at, int32_t max, int32_t *value)
{
	const char *start = *at;
	int32_t n = 0;

	while (**at >= '0' && **at <= '9' && n <= max)
		n = n * 10 + *(*at)++ - '0';
	*value = n;
	return *at > start && n <= max;
}

/* [+-]hh[:mm[:ss]]; hours up to 167 (RFC 8536 3.3.1). */
static bool clock_read(const char **at, int32_t *seconds)
{
	int32_t sign = **at == '-' ? -1 : 1;
	int32_t part;

	if (**at == '-' || **at == '+')
		(*at)++;
	if (!number(at, 167, &part))
		return false;
	*seconds = part * 3600;
	for (int32_t unit = 60; unit > 0 && **at == ':'; unit /= 60) {
		(*at)++;
		if (!number(at, 59, &part))
			return false;
		*seconds += part * unit;
	}
	*seconds *= sign;
	return true;
}

static bool name_read(struct table *table, const char **at, uint16_t *name)
{
	const char *start = *at;
	size_t len;

	if (*start == '<') {
		start++;
		len = strcspn(start, ">");
		if (start[len] != '>')
			return false;
		*at = start + len + 1;
	} else {
		len = strspn(start, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz");
		*at = start + len;
	}
	if (len < 3)
		return false;
	*name = (uint16_t)table->name_len;
	memcpy(table->names + table->name_len, start, len);
	table->names[table->name_len + len] = '\0';
	table->name_len += len + 1;
	return true;
}

static bool date_read(const char **at, struct zone_onset *onset)
{
	if (**at == 'M') {
		(*at)++;
		onset->form = ZONE_DAY_WEEK;
		return number(at, 12, &onset->month) && onset->month > 0 &&
		       *(*at)++ == '.' && number(at, 5, &onset->week) &&
		       onset->week > 0 && *(*at)++ == '.' &&
		       number(at, 6, &onset->day);
	}
	if (**at == 'J') {
		(*at)++;
		onset->form = ZONE_DAY_JULIAN;
		return number(at, 365, &onset->day) && onset->day > 0;
	}
	onset->form = ZONE_DAY_YEAR;
	return number(at, 365, &onset->day);
}

static bool onset_read(const char **at, struct zone_onset *onset)
{
	if (*(*at)++ != ',' || !date_read(at, onset))
		return false;
	onset->time = 2 * 3600;
	if (**at != '/')
		return true;
	(*at)++;
	return clock_read(at, &onset->time);
}

/* std offset [dst [offset] , start [/time] , end [/time]]. */
static bool footer_read(struct table *table, const char *at)
{
	struct zone_onset *dst = &table->zone->onsets[0];
	struct zone_onset *std = &table->zone->onsets[1];
	int32_t west;

	if (!name_read(table, &at, &std->name) || !clock_read(&at, &west))
		return false;
	std->offset = -west;
	if (*at == '\0')
		return true;
	if (!name_read(table, &at, &dst->name))
		return false;
	dst->is_dst = true;
	dst->offset = std->offset + 3600;
	if (*at != ',') {
		if (!clock_read(&at, &west))
			return false;
		dst->offset = -west;
	}
	if (!onset_read(&at, dst) || !onset_read(&at, std) || *at != '\0')
		return false;
	table->zone->repeats = true;
	return true;
}

int64_t zone_onset_at(const struct zone_onset *onset, int32_t year,
		      int32_t before)
{
	struct day day;

	if (onset->form == ZONE_DAY_WEEK) {
		int32_t sunday; /* days since the last one, at day 1 */
		int32_t first;

		day = day_of(year, onset->month, 1);
		sunday = ((int32_t)day_weekday(day) + 1) % 7;
		first = (onset->day - sunday + 7) % 7;
		day.n += first + (onset->week - 1) * 7;
		if (first + (onset->week - 1) * 7 >=
		    days_in_month(year, onset->month))
			day.n -= 7;
	} else {
		day = day_of(year, 1, 1);
		day.n += onset->day;
		/* J60 is March 1 in every year */
		if (onset->form == ZONE_DAY_JULIAN &&
		    (onset->day < 60 || !year_is_leap(year)))
			day.n--;
	}
	return (int64_t)day.n * DAY_SECONDS + onset->time - before;
}

/* The onsets of a year in order of time. */
static void year_onsets(const struct cal_zone *zone, int32_t year,
			struct zone_change changes[2])
{
	for (int i = 0; i < 2; i++) {
		const struct zone_onset *onset = &zone->onsets[i];

		changes[i] = (struct zone_change){
			.at = zone_onset_at(onset, year,
					    zone->onsets[!i].offset),
			.offset = onset->offset,
			.name = onset->name,
			.is_dst = onset->is_dst,
		};
	}
	if (changes[0].at > changes[1].at) {
		struct zone_change first = changes[1];

		changes[1] = changes[0];
		changes[0] = first;
	}
}

static int32_t year_at(int64_t at)
{
	return instant_wall((struct instant){ at }).year;
}

/* Go on by the rule from the last change of the file. */
static void rule_extend(struct table *table)
{
	struct cal_zone *zone = table->zone;
	int64_t last = zone->changes[zone->count - 1].at;
	int32_t year = last < INSTANT_MIN.s ? 1970 : year_at(last);
	int32_t end = year + CYCLE_YEARS + 2;

	for (year--; year <= end; year++) {
		struct zone_change changes[2];

		year_onsets(zone, year, changes);
		for (int i = 0; i < 2; i++) {
			if (changes[i].at > last)
				change_add(table, changes[i]);
		}
	}
}

static bool follows_rule(const struct cal_zone *zone, size_t index)
{
	const struct zone_change *change = &zone->changes[index];
	int32_t before = zone->changes[index - 1].offset;
	int32_t year = year_at(change->at);
	int which = change->is_dst ? 0 : 1;
	const struct zone_onset *onset = &zone->onsets[which];

	if (onset->offset != change->offset ||
	    zone->onsets[!which].offset != before ||
	    strcmp(zone->abbreviations + onset->name,
		   zone->abbreviations + change->name) != 0)
		return false;
	/* in its local year, which New Year may part from the UTC one */
	for (int32_t y = year - 1; y <= year + 1; y++) {
		if (zone_onset_at(onset, y, before) == change->at)
			return true;
	}
	return false;
}

/* Find where the changes that follow the rule without a break begin. */
static void rule_begin(struct cal_zone *zone)
{
	const int64_t longest = INT64_C(367) * DAY_SECONDS;
	size_t i = zone->count;

	while (i > 1 && follows_rule(zone, i - 1) &&
	       (i == zone->count ||
		zone->changes[i].at - zone->changes[i - 1].at < longest))
		i--;
	zone->rule_from = i;
}

static struct cal_zone *table_finish(struct table *table, const char *footer)
{
	struct cal_zone *zone = table->zone;

	if (footer && *footer && !footer_read(table, footer))
		return NULL;
	if (zone->repeats) {
		rule_extend(table);
		rule_begin(zone);
	} else {
		zone->rule_from = zone->count;
	}
	return zone;
}

/* The text between the two line ends behind the second block. */
static char *footer_text(struct arena *arena, struct bytes bytes)
{
	const unsigned char *end;

	if (bytes.left < 2 || bytes.at[0] != '\n')
		return NULL;
	end = memchr(bytes.at + 1, '\n', bytes.left - 1);
	if (!end)
		return NULL;
	return arena_strndup(arena, (const char *)bytes.at + 1,
			     (size_t)(end - bytes.at - 1));
}

struct cal_zone *tzif_read(struct arena *arena, const char *name,
			   const char *data, size_t len)
{
	struct bytes bytes = { (const unsigned char *)data, len };
	struct header header;
	struct table table = { .arena = arena };
	char *footer = NULL;
	int version;

	if (!header_read(&bytes, &header, &version))
		return NULL;
	if (version >= 2) {
		if (!block_skip(&bytes, &header) ||
		    !header_read(&bytes, &header, &version))
			return NULL;
	}
	table.zone = arena_alloc(arena, sizeof(*table.zone));
	table.zone->name = name;
	/* the footer's two names are no longer than the file */
	table.names = arena_alloc(arena, header.chars + len);
	table.zone->abbreviations = table.names;
	if (!block_read(&table, &bytes, &header, version >= 2 ? 8 : 4))
		return NULL;
	if (version >= 2)
		footer = footer_text(arena, bytes);
	return table_finish(&table, footer);
}

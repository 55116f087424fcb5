#include "ical/leap.h"

#include "base/str.h"
#include "ical/zone_private.h"

/* The file counts from 1900. */
#define EPOCH INT64_C(2208988800)

#define LEAPS_MOST 1000

/* The next word of a line, between blanks. */
static bool number_next(struct arena *arena, struct slice *line,
			int64_t *number)
{
	struct slice word = slice_trim(*line);
	size_t len = 0;

	while (len < word.len && word.at[len] != ' ' && word.at[len] != '\t')
		len++;
	*line = (struct slice){ word.at + len, word.len - len };
	word.len = len;
	return str_to_int64(slice_dup(arena, word), number);
}

static struct day day_of_seconds(int64_t seconds)
{
	return wall_day(instant_wall((struct instant){ seconds - EPOCH }));
}

size_t cal_leap_seconds(struct arena *arena, struct cal_leap **leaps,
			struct day *expires)
{
	struct slice text = zone_file(arena, "leap-seconds.list");
	size_t count = 0, room = 0;

	*leaps = NULL;
	*expires = (struct day){ 0 };
	while (text.at && count < LEAPS_MOST) {
		struct slice line = slice_cut(&text, '\n');
		bool until = slice_starts(line, "#@");
		int64_t seconds, offset;

		if (until) {
			line.at += 2;
			line.len -= 2;
		}
		if (!number_next(arena, &line, &seconds))
			continue;
		if (until) {
			*expires = day_of_seconds(seconds);
			continue;
		}
		if (!number_next(arena, &line, &offset))
			continue;
		*leaps = arena_grow(arena, *leaps, count, &room,
				    sizeof(**leaps));
		(*leaps)[count++] = (struct cal_leap){ day_of_seconds(seconds),
						       (int)offset };
	}
	return count;
}

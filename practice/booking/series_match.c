#include "practice/booking/series_match_private.h"

static void pair(struct series_match *match, size_t sent, size_t date)
{
	match->date_of[sent] = date;
	match->found[date] = true;
}

/* What was taken away is known again only while nothing moves. */
static bool may_be(const struct series_match *match,
		   const struct series *before, size_t date)
{
	return !match->found[date] &&
	       (!before->dates[date].taken || !match->moved);
}

static size_t date_at(const struct series_match *match,
		      const struct series *before, struct wall wall)
{
	for (size_t i = 0; i < before->count; i++) {
		if (may_be(match, before, i) &&
		    wall_utc(before->dates[i].wall).s + match->moved ==
			    wall_utc(wall).s)
			return i;
	}
	return SERIES_NEW;
}

static void pair_left(struct series_match *match, const struct series *before,
		      const struct series_sent *sent)
{
	size_t date = 0;

	for (size_t i = 0; i < sent->found.count; i++) {
		if (match->date_of[i] != SERIES_NEW)
			continue;
		while (date < before->count && !may_be(match, before, date))
			date++;
		if (date == before->count)
			return;
		pair(match, i, date);
	}
}

static void count(struct series_match *match, const struct series *before,
		  const struct series_sent *sent)
{
	for (size_t i = 0; i < sent->found.count; i++) {
		const struct series_date *date =
			match->date_of[i] == SERIES_NEW
				? NULL
				: &before->dates[match->date_of[i]];

		if (!date || date->taken)
			match->added++;
		else if (!str_equal(date->told, match->told[i]))
			match->changed++;
	}
	for (size_t i = 0; i < before->count; i++)
		match->gone += !match->found[i] && !before->dates[i].taken;
}

struct series_match booking_series_match(struct arena *arena,
					 const struct cal_object *object,
					 const struct series *before,
					 const struct series_sent *sent)
{
	const struct cal_instances *found = &sent->found;
	struct series_match match = {
		.date_of = arena_array(arena, found->count, sizeof(size_t)),
		.told = arena_array(arena, found->count, sizeof(char *)),
		.found = arena_array(arena, before->count, sizeof(bool)),
		.moved = wall_utc(sent->start).s - wall_utc(before->start).s,
	};

	for (size_t i = 0; i < found->count; i++) {
		size_t date = date_at(&match, before,
				      found->items[i].recurrence.wall);

		match.told[i] =
			booking_series_told(arena, object, &found->items[i]);
		match.date_of[i] = SERIES_NEW;
		if (date != SERIES_NEW)
			pair(&match, i, date);
	}
	if (match.moved)
		pair_left(&match, before, sent);
	count(&match, before, sent);
	return match;
}

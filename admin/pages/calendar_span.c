#include "admin/pages/calendar_span.h"

#include "admin/pages/show.h"
#include "base/word.h"

#include <assert.h>

const char *const calendar_view_words[] = {
	[CALENDAR_MONTH] = "month",
	[CALENDAR_WEEK] = "week",
	[CALENDAR_DAY] = "day",
	NULL,
};

/* The first and the last years have no neighbours to lead to. */
static bool has_neighbours(struct day day)
{
	int32_t year = day_wall(day).year;

	return year > 1 && year < 9999;
}

void calendar_span_read(struct page *page, struct calendar_span *span)
{
	const char *view = page_query(page, "view");
	struct day date = page_today(page);
	unsigned asked;
	struct wall wall;

	*span = (struct calendar_span){ .view = CALENDAR_WEEK };
	page_query_day(page, "date", &date);
	if (!has_neighbours(date))
		date = page_today(page);
	wall = day_wall(date);
	if (view && word_find(calendar_view_words, slice_of(view), &asked))
		span->view = (enum calendar_view)asked;
	span->date = span->from = span->to = date;
	switch (span->view) {
	case CALENDAR_MONTH:
		span->from = day_of(wall.year, wall.month, 1);
		span->to = day_of(wall.year, wall.month + 1, 0);
		break;
	case CALENDAR_WEEK:
		span->from.n = date.n - (int)day_weekday(date);
		span->to.n = span->from.n + 6;
		break;
	case CALENDAR_DAY:
		break;
	}
}

const char *calendar_span_title(const struct page *page,
				const struct calendar_span *span)
{
	int32_t year = day_wall(span->date).year;

	switch (span->view) {
	case CALENDAR_MONTH:
		return show_month(page, span->from);
	case CALENDAR_WEEK:
		return show_days(page, span->from, span->to);
	case CALENDAR_DAY:
		break;
	}
	if (year != day_wall(page_today(page)).year)
		return show_day(page, span->date);
	return arena_printf(page->op->arena, "%s %d",
			    show_day(page, span->date), year);
}

struct day calendar_span_step(const struct calendar_span *span, int step)
{
	struct wall wall = day_wall(span->date);

	assert(step == 1 || step == -1);
	switch (span->view) {
	case CALENDAR_MONTH:
		return day_of(wall.year, wall.month + step, 1);
	case CALENDAR_WEEK:
		return (struct day){ span->from.n + 7 * step };
	case CALENDAR_DAY:
		break;
	}
	return (struct day){ span->date.n + step };
}

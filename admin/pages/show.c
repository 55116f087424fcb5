#include "admin/pages/show.h"

#include "practice/wall_time.h"
#include "store/closure.h"

#include <ctype.h>
#include <string.h>

static bool is_this_year(const struct page *page, struct day day)
{
	return day_wall(day).year == day_wall(page_today(page)).year;
}

/* Weekday and month cut to so many letters. */
static const char *day_words(const struct page *page, struct day day,
			     int weekday, int month)
{
	struct wall wall = day_wall(day);
	const char *text =
		arena_printf(page->op->arena, "%.*s %d %.*s", weekday,
			     weekday_names[day_weekday(day)], wall.day, month,
			     month_names[wall.month - 1]);

	if (is_this_year(page, day))
		return text;
	return arena_printf(page->op->arena, "%s %d", text, wall.year);
}

const char *show_day(const struct page *page, struct day day)
{
	return day_words(page, day, 3, 99);
}

const char *show_day_short(const struct page *page, struct day day)
{
	return day_words(page, day, 3, 3);
}

const char *show_day_long(const struct page *page, struct day day)
{
	return day_words(page, day, 99, 99);
}

const char *show_date(const struct page *page, struct day day)
{
	struct wall wall = day_wall(day);

	return arena_printf(page->op->arena, "%d %s", wall.day,
			    month_names[wall.month - 1]);
}

const char *show_days(const struct page *page, struct day from, struct day to)
{
	struct arena *arena = page->op->arena;
	struct wall a = day_wall(from), b = day_wall(to);

	if (from.n == to.n)
		return arena_printf(arena, "%s %d", show_date(page, to),
				    b.year);
	if (a.year != b.year)
		return arena_printf(arena, "%s %d – %s %d",
				    show_date(page, from), a.year,
				    show_date(page, to), b.year);
	if (a.month != b.month)
		return arena_printf(arena, "%s – %s %d", show_date(page, from),
				    show_date(page, to), b.year);
	return arena_printf(arena, "%d–%s %d", a.day, show_date(page, to),
			    b.year);
}

const char *show_span(const struct page *page, struct day from, struct day to)
{
	if (from.n == to.n)
		return show_day(page, from);
	return arena_printf(page->op->arena, "%s – %s", show_day(page, from),
			    show_day(page, to));
}

const char *show_month(const struct page *page, struct day day)
{
	struct wall wall = day_wall(day);

	return arena_printf(page->op->arena, "%s %d",
			    month_names[wall.month - 1], wall.year);
}

const char *show_time(const struct page *page, struct wall wall)
{
	return arena_printf(page->op->arena, "%02d:%02d", wall.hour,
			    wall.minute);
}

const char *show_times(const struct page *page, struct wall start,
		       struct wall end)
{
	bool same = wall_day(start).n == wall_day(end).n;

	return arena_printf(page->op->arena, "%s–%s%s%s",
			    show_time(page, start),
			    same ? "" : show_day_short(page, wall_day(end)),
			    same ? "" : " ", show_time(page, end));
}

const char *show_when(const struct page *page, struct wall start,
		      struct wall end)
{
	return arena_printf(page->op->arena, "%s, %s",
			    show_day(page, wall_day(start)),
			    show_times(page, start, end));
}

const char *show_when_short(const struct page *page, struct wall start,
			    struct wall end)
{
	return arena_printf(page->op->arena, "%s, %s",
			    show_day_short(page, wall_day(start)),
			    show_times(page, start, end));
}

const char *show_closed(const struct page *page, const struct closure *closure)
{
	const char *zone = closure->zone ? closure->zone : page->practice.zone;

	if (closure->all_day)
		return show_span(page, closure->from, closure->to);
	return show_when(page, practice_instant_wall(zone, closure->span.start),
			 practice_instant_wall(zone, closure->span.end));
}

static const char *show_moment(const struct page *page, struct instant instant,
			       const char *shown(const struct page *page,
						 struct day day))
{
	struct wall wall;

	if (instant.s <= INSTANT_MIN.s || instant.s >= INSTANT_MAX.s)
		return "";
	wall = practice_instant_wall(page->practice.zone, instant);
	return arena_printf(page->op->arena, "%s, %s",
			    shown(page, wall_day(wall)), show_time(page, wall));
}

const char *show_instant(const struct page *page, struct instant instant)
{
	return show_moment(page, instant, show_day);
}

const char *show_instant_short(const struct page *page, struct instant instant)
{
	return show_moment(page, instant, show_day_short);
}

const char *show_money(const struct page *page, struct money amount)
{
	struct arena *arena = page->op->arena;

	return money_grouped(arena, money_text(arena, amount, page->digits));
}

const char *show_total(const struct page *page, struct money amount)
{
	return arena_printf(page->op->arena, "%s %s", show_money(page, amount),
			    page->practice.currency);
}

const char *show_count(const struct page *page, int64_t count)
{
	struct arena *arena = page->op->arena;

	return money_grouped(arena,
			     arena_printf(arena, "%lld", (long long)count));
}

const char *show_told(enum notice notice)
{
	static const char *const words[] = {
		[NOTICE_NONE] = "Not told",
		[NOTICE_EMAIL] = "E-mail",
		[NOTICE_TEXT] = "Text",
		[NOTICE_BOTH] = "E-mail and text",
	};

	return words[notice];
}

const char *show_counted(const struct page *page, int64_t count,
			 const char *one, const char *many)
{
	return arena_printf(page->op->arena, "%s %s", show_count(page, count),
			    count == 1 ? one : many);
}

const char *show_json_money(const struct page *page, const json_t *value)
{
	const char *text = json_string_value(value);

	return text ? money_grouped(page->op->arena, text) : "";
}

const char *show_json_day(const struct page *page, const json_t *value)
{
	const char *text = json_string_value(value);
	struct day day;

	return text && day_parse(text, &day) ? show_day_short(page, day) : "";
}

const char *show_json_instant(const struct page *page, const json_t *value)
{
	const char *text = json_string_value(value);
	struct instant instant;

	return text && instant_parse(text, &instant)
		       ? show_instant(page, instant)
		       : "";
}

const char *show_asked(const struct page *page, const char *from,
		       const char *to)
{
	struct day first, last;
	struct wall start, end;

	if (day_parse(from, &first) && day_parse(to, &last))
		return show_span(page, first, last);
	if (wall_parse(from, &start) && wall_parse(to, &end))
		return show_when(page, start, end);
	return arena_printf(page->op->arena, "%s – %s", from, to);
}

const char *show_text(const struct page *page, const char *text)
{
	struct instant instant;
	struct wall wall;
	struct day day;

	if (day_parse(text, &day))
		return show_day(page, day);
	if (wall_parse(text, &wall))
		return arena_printf(page->op->arena, "%s, %s",
				    show_day(page, wall_day(wall)),
				    show_time(page, wall));
	if (instant_parse(text, &instant))
		return show_instant(page, instant);
	return text;
}

const char *show_sentence(struct arena *arena, const char *words)
{
	return arena_printf(arena, "%c%s", toupper((unsigned char)words[0]),
			    words + 1);
}

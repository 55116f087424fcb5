#include "admin/pages/pages_unsaved.h"

#include "admin/pages/chart.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/session_part.h"
#include "admin/pages/show.h"
#include "practice/money/report.h"

#define DAY_SECONDS (24 * 3600)

static void put_row(struct grid *grid, const struct session_known *known)
{
	struct page *page = grid->page;
	int64_t ago = (page->op->now.s - known->end_utc.s) / DAY_SECONDS;

	grid_row(grid, NULL);
	grid_day(grid, wall_day(known->start));
	grid_text(grid, show_times(page, known->start, known->end));
	grid_link(grid, session_part_url(page, known),
		  session_part_clients(page, known));
	grid_text(grid, known->service_name);
	grid_text(grid, session_part_practitioners(page, known));
	grid_count(grid, ago);
	if (!grid_cell(grid, NULL))
		return;
	html_add(grid->html,
		 "<a class=\"button second\" data-save href=\"%s/save?to=%s\">"
		 "Save<span class=\"unseen\"> %s</span></a>",
		 session_part_url(page, known), "%2Freports%2Funsaved",
		 session_part_clients(page, known));
	grid_cell_end(grid);
}

static enum err put_table(struct page *page, const struct session *list,
			  size_t count)
{
	static const struct column columns[] = {
		{ "Date", COLUMN_WHEN },         { "Time", COLUMN_WHEN },
		{ "Clients", COLUMN_MAIN },      { "Service", COLUMN_TEXT },
		{ "Practitioner", COLUMN_TEXT }, { "Days ago", COLUMN_NUMBER },
		{ "Save", COLUMN_TOOLS },
	};
	struct grid grid;
	enum err err = OK;

	grid_begin(&grid, page, "Unsaved sessions", columns,
		   ARRAY_SIZE(columns));
	for (size_t i = 0; !err && i < count; i++) {
		struct session_known known;

		err = session_part_load(page, list[i].id, &known);
		if (!err)
			put_row(&grid, &known);
	}
	if (!err)
		grid_end(&grid);
	return err;
}

/* Sessions of each practitioner: one of two counts for both. */
static size_t count_of(const struct session *list, size_t count, int64_t person)
{
	size_t theirs = 0;

	for (size_t i = 0; i < count; i++)
		theirs += ids_has(&list[i].terms.practitioners, person);
	return theirs;
}

static enum err count_all(struct page *page, const struct session *list,
			  size_t count, struct chart_bar **bars, size_t *used)
{
	struct person *team;
	size_t team_count;
	enum err err = store_person_list(page->reader, ROLE_PRACTITIONER, &team,
					 &team_count);

	if (err)
		return err;
	*bars = arena_array(page->op->arena, team_count + 1, sizeof(**bars));
	*used = 0;
	for (size_t i = 0; i < team_count; i++) {
		size_t theirs = count_of(list, count, team[i].id);

		if (theirs)
			(*bars)[(*used)++] = (struct chart_bar){
				team[i].name, show_count(page, (int64_t)theirs),
				(int64_t)theirs, part_colour(page, team[i].id)
			};
	}
	return OK;
}

/* The chart's numbers as a table; the list beside it is long. */
static void put_counts(struct page *page, const struct chart_bar *bars,
		       size_t count)
{
	static const struct column columns[] = {
		{ "Practitioner", COLUMN_MAIN },
		{ "Sessions", COLUMN_NUMBER },
	};
	struct grid grid;

	card_begin(page, NULL, NULL);
	grid_begin(&grid, page, "By practitioner", columns,
		   ARRAY_SIZE(columns));
	for (size_t i = 0; i < count; i++) {
		grid_row(&grid, NULL);
		grid_text(&grid, bars[i].label);
		grid_count(&grid, bars[i].size);
	}
	grid_end(&grid);
	card_end(page);
}

static enum err put_beside(struct page *page, const struct session *list,
			   size_t count)
{
	struct chart_bar *bars;
	size_t used;
	enum err err = count_all(page, list, count, &bars, &used);

	if (err || !used)
		return err;
	chart_put(page, "To save, by practitioner", bars, used);
	put_counts(page, bars, used);
	return OK;
}

static enum err put_list(struct page *page, const struct session *list,
			 size_t total)
{
	size_t first = page_number(page) * PAGE_SIZE, count;
	enum err err;

	if (grid_wants_csv(page))
		return put_table(page, list, total);
	if (first > total)
		first = total;
	count = total - first < PAGE_SIZE ? total - first : PAGE_SIZE;
	html_add(&page->html, "<div class=\"columns\"><div>");
	card_begin(page, NULL, NULL);
	err = put_table(page, list + first, count);
	if (err)
		return err;
	card_end(page);
	part_pages(page, count, total);
	html_add(&page->html, "</div><div>");
	err = put_beside(page, list, total);
	html_add(&page->html, "</div></div>\n");
	return err;
}

static enum err show_unsaved(struct page *page)
{
	struct session *list;
	size_t total;
	enum err err = practice_report_unsaved(page->reader, WHOLE_TIME, &list,
					       &total);

	if (err)
		return err;
	page_crumb(page, "/reports", "Reports");
	page->lead =
		arena_printf(page->op->arena,
			     "%s, the oldest first. Until they are saved "
			     "they count in no balance and no wage.",
			     show_counted(page, (int64_t)total, "past session",
					  "past sessions"));
	part_commands(page, true);
	if (total || grid_wants_csv(page))
		return put_list(page, list, total);
	card_begin(page, NULL, NULL);
	part_empty(page, "Every past session is saved.", "/reports",
		   "Back to Reports");
	card_end(page);
	return OK;
}

static const struct page_row rows[] = {
	{ "/reports/unsaved", ROLES_OFFICE, "Unsaved sessions", show_unsaved,
	  NULL, 0, "/reports" },
};

const struct page_table pages_unsaved = { rows, ARRAY_SIZE(rows) };

#include "admin/pages/pages_unsaved.h"

#include "admin/pages/chart.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/session_part.h"
#include "admin/pages/show.h"
#include "store/session_list.h"

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

/* As practice_report_unsaved has them, but a page at a time, and by their
 * end: so they come from an index. */
static struct session_filter unsaved(const struct page *page)
{
	return (struct session_filter){ .open = true,
					.ended_before = page->op->now,
					.by_end = true };
}

static enum err put_table(struct page *page, const struct session *list,
			  size_t size)
{
	static const struct column columns[] = {
		{ "Date", COLUMN_WHEN },         { "Time", COLUMN_WHEN },
		{ "Clients", COLUMN_MAIN },      { "Service", COLUMN_TEXT },
		{ "Practitioner", COLUMN_TEXT }, { "Days ago", COLUMN_NUMBER },
		{ "Save", COLUMN_TOOLS },
	};
	struct session_known *known;
	struct grid grid;
	size_t count;
	enum err err = session_part_list(page, list, size, &known, &count);

	if (err)
		return err;
	grid_begin(&grid, page, "Unsaved sessions", columns,
		   ARRAY_SIZE(columns));
	for (size_t i = 0; i < count; i++)
		put_row(&grid, &known[i]);
	grid_end(&grid);
	return OK;
}

static enum err count_all(struct page *page, struct chart_bar **bars,
			  size_t *used)
{
	struct session_open *open = NULL;
	size_t count = 0;
	enum err err = store_session_open_list(page->reader, page->op->now,
					       &open, &count);

	*bars = arena_array(page->op->arena, count + 1, sizeof(**bars));
	*used = 0;
	for (size_t i = 0; !err && i < count; i++) {
		struct person one;

		err = store_person_load(page->reader, open[i].practitioner,
					&one);
		if (!err)
			(*bars)[(*used)++] = (struct chart_bar){
				one.name, show_count(page, open[i].count),
				open[i].count, part_colour(page, one.id)
			};
	}
	return err;
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

static enum err put_beside(struct page *page)
{
	struct chart_bar *bars;
	size_t used;
	enum err err = count_all(page, &bars, &used);

	if (err || !used)
		return err;
	chart_put(page, "To save, by practitioner", bars, used);
	put_counts(page, bars, used);
	return OK;
}

/* A page of them, the oldest first. */
static enum err put_list(struct page *page, size_t total)
{
	struct session_filter filter = unsaved(page);
	struct session *list;
	size_t count;
	enum err err;

	if (!grid_wants_csv(page)) {
		filter.skip = page_number(page) * PAGE_SIZE;
		filter.limit = PAGE_SIZE;
	}
	err = store_session_list(page->reader, &filter, &list, &count);
	if (err)
		return err;
	if (grid_wants_csv(page))
		return put_table(page, list, count);
	html_add(&page->html, "<div class=\"columns\"><div>");
	card_begin(page, NULL, NULL);
	err = put_table(page, list, count);
	if (err)
		return err;
	card_end(page);
	part_pages(page, count, total);
	html_add(&page->html, "</div><div>");
	err = put_beside(page);
	html_add(&page->html, "</div></div>\n");
	return err;
}

static enum err show_unsaved(struct page *page)
{
	struct session_filter filter = unsaved(page);
	int64_t total;
	enum err err = store_session_count(page->reader, &filter, &total);

	if (err)
		return err;
	page_crumb(page, "/reports", "Reports");
	page->lead = arena_printf(
		page->op->arena,
		"%s, the oldest first. Until they are saved "
		"they count in no balance and no wage.",
		show_counted(page, total, "past session", "past sessions"));
	part_commands(page, true);
	if (total || grid_wants_csv(page))
		return put_list(page, (size_t)total);
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

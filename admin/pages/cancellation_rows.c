#include "admin/pages/cancellation_rows.h"

#include "admin/pages/part.h"
#include "admin/pages/show.h"
#include "base/buf.h"
#include "practice/wall_time.h"

static const char *when_of(struct page *page, const struct session *session)
{
	const char *zone = page->practice.zone;

	return show_when_short(page,
			       practice_instant_wall(zone, session->span.start),
			       practice_instant_wall(zone, session->span.end));
}

static const char *practitioners_text(struct page *page,
				      const struct run_item *item)
{
	struct buf buf;

	buf_init(&buf, page->op->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < item->practitioner_count; i++)
		buf_listed(&buf, item->practitioners[i].name);
	return buf.at;
}

static void put_practitioners(struct page *page, const struct run_item *item)
{
	for (size_t i = 0; i < item->practitioner_count; i++)
		html_add(&page->html, "%s<span class=\"dot %s\"></span> %s",
			 i ? ", " : "",
			 part_colour(page, item->practitioners[i].id),
			 item->practitioners[i].name);
}

void cancellation_rows_put(struct page *page, struct grid *grid,
			   const struct run_item *item)
{
	size_t lines = item->client_count ? item->client_count : 1;

	for (size_t i = 0; i < lines; i++) {
		grid_row(grid, i ? "goes-on" : NULL);
		if (i && !grid->csv)
			grid_text(grid, "");
		else
			grid_link(grid,
				  url_of(page->op->arena, "/sessions/%lld",
					 (long long)item->session.id),
				  when_of(page, &item->session));
		grid_text(grid, item->client_count ? item->clients[i].name
						   : "No client");
		if (grid_cell(grid, practitioners_text(page, item))) {
			if (!i)
				put_practitioners(page, item);
			grid_cell_end(grid);
		}
		grid_text(grid, item->client_count
					? show_told(item->clients[i].notice)
					: "");
	}
}

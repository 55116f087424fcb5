/**
 * Charts: horizontal bars, drawn here as SVG. Whoever cannot see them hears
 * their title and every number; a table beside them holds the same.
 */
#ifndef ADMIN_PAGES_CHART_H
#define ADMIN_PAGES_CHART_H

#include "admin/pages/page.h"

struct chart_bar {
	const char *label; /* cut where it is too long for its line */
	const char *shown; /* the size as people read it, "1,204.33" */
	int64_t size;      /* may be below zero */
	const char *class; /* of its colour, "good" or "p1"; NULL: plain */
};

/** A card with the chart. No bars: nothing. */
void chart_put(struct page *page, const char *title,
	       const struct chart_bar *bars, size_t count);

#endif

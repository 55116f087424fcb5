/**
 * A session of a plan to cancel, as rows of a table: When, Client,
 * Practitioner, Told by.
 */
#ifndef ADMIN_PAGES_CANCELLATION_ROWS_H
#define ADMIN_PAGES_CANCELLATION_ROWS_H

#include "admin/pages/grid.h"
#include "practice/notice/run_known.h"

/** A row for each client, for each is told in an own way. What these rows have
 *  in common stands once; in a file it stands in each. */
void cancellation_rows_put(struct page *page, struct grid *grid,
			   const struct run_item *item);

#endif

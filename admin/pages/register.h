/**
 * All pages: the tables of rows, and which row an address is.
 */
#ifndef ADMIN_PAGES_REGISTER_H
#define ADMIN_PAGES_REGISTER_H

#include "admin/pages/page.h"

/** The row that the path fits, the one with the fewest braces; NULL: none. Its
 *  words go into words[PAGE_WORDS]. */
const struct page_row *register_find(struct arena *arena,
				     const struct http_path *path,
				     const char **words);
/** Row number index over all tables, or NULL behind the last. */
const struct page_row *register_row(size_t index);

#endif

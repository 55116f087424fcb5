/**
 * What stands around every page (U9, U10): head, banner, menu, head of the
 * page, flash and errors; and the headers of its answer.
 */
#ifndef ADMIN_PAGES_SHELL_H
#define ADMIN_PAGES_SHELL_H

#include "admin/pages/page.h"

/** Headers that every answer of the pages has. */
void shell_headers(struct page *page);
/** The whole page as the response's body. to_save: for the menu. flash: JSON
 *  text of what happened, or NULL. */
void shell_put(struct page *page, int status, int64_t to_save,
	       const char *flash);
/** A page of nobody's: no menu, one card. */
void shell_put_bare(struct page *page, int status);

#endif

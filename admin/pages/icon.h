/**
 * Signs: small pictures drawn by lines, in one sprite a page.
 */
#ifndef ADMIN_PAGES_ICON_H
#define ADMIN_PAGES_ICON_H

#include "admin/pages/html.h"

/** The sign of that name, such as "check"; words beside it say what it
 *  means. */
void icon_put(struct html *html, const char *name);
/** The sprite that icon_put refers to: once, at the end of the page. */
void icon_sprite(struct html *html);

#endif

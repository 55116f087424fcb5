/**
 * The menu of the pages (U11): what each role finds in it.
 */
#ifndef ADMIN_PAGES_MENU_H
#define ADMIN_PAGES_MENU_H

#include "admin/pages/page.h"

/** The nav Menu, with the entry of the page marked; to_save: how many
 *  sessions wait to be saved. */
void menu_put(struct page *page, struct html *html, int64_t to_save);
/** The same few for thumbs, at the foot of phones. */
void menu_tabs(struct page *page, struct html *html);
/** The menu at the person's name. */
void menu_person(struct page *page, struct html *html, const char *look);

#endif

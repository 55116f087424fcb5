/**
 * The pages by which one comes in and goes out: "/", signing in and out, the
 * look, Undo, Help.
 */
#ifndef ADMIN_PAGES_PAGES_DOOR_H
#define ADMIN_PAGES_PAGES_DOOR_H

#include "admin/pages/page.h"

extern const struct page_table pages_door;

/** The sign-in form, refused where page->refused says so. */
void page_sign_in_put(struct page *page, int status);

#endif

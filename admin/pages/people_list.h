/**
 * What the pages Clients and Practitioners have alike: the list, found by
 * name or code, those who are not active apart, 25 at a time (U5), and the
 * sessions of one.
 */
#ifndef ADMIN_PAGES_PEOPLE_LIST_H
#define ADMIN_PAGES_PEOPLE_LIST_H

#include "admin/pages/page.h"

struct people_list {
	struct person *at; /* of this page; with CSV all */
	size_t count, total;
};

/** Read the address: ?q=&status=inactive&page=. The reader has begun. */
MUST_CHECK enum err people_list_read(struct page *page, unsigned role,
				     struct people_list *list);
/** The filters of it. */
void people_list_filters(struct page *page, const char *address);

/** The card of somebody's newest sessions, as client or as practitioner. */
MUST_CHECK enum err people_list_sessions(struct page *page,
					 const struct person *person,
					 unsigned role);

struct choice;
/** Practitioners by login for a select, behind `first`, whose value is "";
 *  those who are not active too, or not. */
MUST_CHECK enum err people_list_choices(struct page *page, const char *first,
					bool all, struct choice **choices,
					size_t *count);

/** The one of a list whom a word names: by login, else by code, else by id, as
 *  routes look for people; NULL: nobody. */
const struct person *people_list_find(const struct person *list, size_t count,
				      const char *word);

#endif

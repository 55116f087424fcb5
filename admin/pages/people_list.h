/**
 * What the pages Clients and Practitioners have alike: the list, found by
 * name or code, those who are not active apart, 25 at a time (U5), and the
 * sessions of one.
 */
#ifndef ADMIN_PAGES_PEOPLE_LIST_H
#define ADMIN_PAGES_PEOPLE_LIST_H

#include "admin/pages/grid.h"
#include "admin/pages/page.h"

struct people_found {
	struct person *at; /* of this page; with CSV all */
	size_t count, total;
};

/** Read the address: ?q=&status=inactive&page=; roles 0: everybody. The reader
 *  has begun. */
MUST_CHECK enum err people_list_read(struct page *page, unsigned roles,
				     struct people_found *found);

/** The end of the filters of people: active or not, and the button. */
void people_list_filters_end(struct page *page);

/** A page of people who have a role. */
struct people_list {
	unsigned role;
	const char *address, *title;
	const char *add;                 /* the button: "Add client" */
	const char *nobody;              /* what an empty list says */
	void (*hint)(struct page *page); /* behind that; NULL: nothing */
	const struct column *columns;
	size_t column_count;
	void (*put)(struct page *page, struct grid *grid,
		    const struct person *person); /* a row */
};

/** The whole page, by its address; with CSV the table alone. The reader has
 * begun. */
MUST_CHECK enum err people_list_show(struct page *page,
				     const struct people_list *list);

/** The cell of a row that leads to the person. */
void people_list_view(struct page *page, struct grid *grid, const char *url,
		      const struct person *person);

/** Who did it, by name; of 0 the program did. */
MUST_CHECK enum err people_list_doer(struct page *page, int64_t person,
				     const char **name);

/** The card of somebody's sessions, as client or as practitioner: the next ones
 *  and the last, and a link to all. */
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

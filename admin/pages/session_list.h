/**
 * Which sessions a list is asked for, by its address (U5): a span, who, how
 * they stand, a text in them; counted, and a page of them at a time.
 */
#ifndef ADMIN_PAGES_SESSION_LIST_H
#define ADMIN_PAGES_SESSION_LIST_H

#include "admin/pages/page.h"
#include "practice/calendar/session_known.h"
#include "store/session_list.h"

struct session_wish {
	struct session_filter filter;
	struct day from, to;
	/* As typed, or NULL. */
	const char *practitioner, *client, *status, *text;
	const char *type;   /* slug of how they ended, or NULL */
	const char *folded; /* of the text, or NULL */
	bool clash;
	bool nothing; /* nobody's: an unknown name */
};

/** Read the address: ?from=&to=&practitioner=&client=&status=&q=; without a
 *  span the current month. Whoever is not of the office asks for their own. */
MUST_CHECK enum err session_wish_read(struct page *page,
				      struct session_wish *wish);
/** Those from `skip` on, `limit` at most (0: all), as the viewer may know
 *  them; *total is of all. */
MUST_CHECK enum err session_wish_list(struct page *page,
				      const struct session_wish *wish,
				      size_t skip, size_t limit,
				      struct session_known **list,
				      size_t *count, size_t *total);
/** How those stand that are found whatever the status asked for. */
MUST_CHECK enum err session_wish_tally(struct page *page,
				       const struct session_wish *wish,
				       struct session_tally *tally);

#endif

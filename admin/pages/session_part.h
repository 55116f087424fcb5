/**
 * Sessions on pages: what several pages show of one (lists, the day, its own
 * page), as the viewer may know it.
 */
#ifndef ADMIN_PAGES_SESSION_PART_H
#define ADMIN_PAGES_SESSION_PART_H

#include "admin/pages/grid.h"
#include "admin/pages/page.h"
#include "practice/calendar/session_known.h"
#include "store/session_list.h"

/** Was it removed? The office alone is shown one. */
bool session_part_is_removed(const struct session_known *known);
/** What there is to know, or ERR_NOT_FOUND. */
MUST_CHECK enum err session_part_load(struct page *page, int64_t id,
				      struct session_known *known);
/** The same of the page's path, with its row. */
MUST_CHECK enum err session_part_of_path(struct page *page,
					 struct session_known *known,
					 struct session *session);
/** The same by its id while the reader has not begun, as behind a form. */
MUST_CHECK enum err session_part_read(struct page *page, int64_t id,
				      struct session_known *known);
/** The same of many, by as many statements as of a few: those of them that the
 *  viewer may know, in their order. */
MUST_CHECK enum err session_part_list(struct page *page,
				      const struct session *sessions,
				      size_t size, struct session_known **list,
				      size_t *count);
/** The same of those with these ids, by start. */
MUST_CHECK enum err session_part_list_ids(struct page *page,
					  const struct ids *ids,
					  struct session_known **list,
					  size_t *count);
/** One of its clients as the office names people, or by code as a
 *  practitioner's calendar does. */
const char *session_part_client(struct page *page,
				const struct session_known *known,
				size_t index);
/** "Ada Whitfield", "C042 A.B.", "Group 3", "No client yet", as the viewer may
 *  name them; of their own sessions clients read the service. */
const char *session_part_clients(struct page *page,
				 const struct session_known *known);
/** "Maria S.", "Maria S., Tom O." */
const char *session_part_practitioners(struct page *page,
				       const struct session_known *known);
/** "/sessions/12". */
const char *session_part_url(struct page *page,
			     const struct session_known *known);
/** May the viewer save it here? Before its start practitioners cancel. */
bool session_part_may_save(const struct page *page,
			   const struct session_known *known);
/** Is it over, and not saved? */
bool session_part_is_to_save(const struct page *page,
			     const struct session_known *known);
/** The sums that a list shows; false: none. */
bool session_part_charge(const struct session_known *known,
			 struct money *charge);
bool session_part_wage(const struct session_known *known, struct money *wage);

/** Ways to end that may be chosen, as choices "slug, label". */
MUST_CHECK enum err session_part_types(struct page *page,
				       struct completion_type **types,
				       size_t *count);

/** May the viewer add sessions? */
bool session_part_may_add(const struct page *page);
/** Whoever may: the button Add session at the right of the h1, and the ways
 *  beside it (U17). The day is the form's then; NULL: none. */
void session_part_add(struct page *page, const struct day *day);

/** May the viewer save many at once (U20)? Then lists have boxes. */
bool session_part_may_bulk(const struct page *page);
/** The bulk bar (U20) of a list of `total` sessions, inside a form. */
MUST_CHECK enum err session_part_bulk(struct page *page, size_t total);

#endif

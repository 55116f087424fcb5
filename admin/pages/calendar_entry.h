/**
 * What stands in the calendar on some days, as the viewer may know it:
 * sessions and closures, for the list of the page and as events (U23).
 */
#ifndef ADMIN_PAGES_CALENDAR_ENTRY_H
#define ADMIN_PAGES_CALENDAR_ENTRY_H

#include "admin/pages/page.h"
#include "practice/calendar/session_known.h"
#include "store/closure.h"

struct calendar_entries {
	struct session_known *sessions;
	size_t session_count;
	struct closure *closures;
	size_t closure_count;
};

/** Those of the days, both inclusive; the office sees all, or those of the
 *  logins in ?practitioners= (repeated, or apart by commas), others their
 *  own. */
MUST_CHECK enum err calendar_entry_load(struct page *page, struct day from,
					struct day to,
					struct calendar_entries *entries);
/** Is this login among those that the address asks for? All are where it
 *  names none. */
bool calendar_entry_wants(struct page *page, const char *login);

/** Wall times of the practice. */
struct wall calendar_entry_start(const struct page *page,
				 const struct session_known *known);
struct wall calendar_entry_end(const struct page *page,
			       const struct session_known *known);
/** "Closed: boiler repair". */
const char *calendar_entry_closed(const struct page *page,
				  const struct closure *closure);
/** Does the closure touch the day? */
bool calendar_entry_shuts(const struct page *page,
			  const struct closure *closure, struct day day);

/** The list of events. */
json_t *calendar_entry_json(struct page *page,
			    const struct calendar_entries *entries);

#endif

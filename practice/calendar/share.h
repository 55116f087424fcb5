/**
 * Who may see and change another's personal calendar, and where it appears:
 * the rights that its owner gives (RFC 3744), invitations to it (the CalDAV
 * sharing draft) and those who stand in for its owner.
 *
 * Whoever may read it has a view of it in their own home; rights come from the
 * rows alone (store/share.h), and every change of them settles the views.
 */
#ifndef PRACTICE_CALENDAR_SHARE_H
#define PRACTICE_CALENDAR_SHARE_H

#include "base/str.h"
#include "practice/access.h"
#include "practice/calendar/address.h"
#include "practice/condition.h"
#include "store/share.h"
#include "store/store.h"

/** At most so many principals have rights to one calendar. */
#define SHARE_LIMIT 200

/** May rights to the calendar be given to this person, or this role? To who
 *  works here: clients see their own alone (S50). */
bool practice_may_share_with(const struct person *person);
/** Roles that are groups of principals. */
#define SHARE_ROLES (ROLE_ADMIN | ROLE_STAFF | ROLE_PRACTITIONER)

/** Text as the content of an XML element, as properties are stored. */
void share_text_xml(struct buf *buf, const char *text);

/** The rows that are in force of a calendar: not those of invitations that
 *  were not taken. `collection` is the calendar itself. */
MUST_CHECK enum err practice_grants(struct reader *reader, int64_t collection,
				    struct share **list, size_t *count);

/** The rights that one principal is to have. */
struct share_grant {
	int64_t person; /* 0: everybody of the role */
	unsigned role;
	unsigned privileges;
};

/**
 * ACL: what the owner grants on a personal calendar of the actor's own,
 * instead of what was granted. Who may change something may also read it.
 *
 * ERR_NOT_FOUND, ERR_NEED_PRIVILEGES (not the actor's to share),
 * ERR_FORBIDDEN (somebody it cannot be shared with), ERR_INVALID (over
 * SHARE_LIMIT), ERR_PRECONDITION, ERR_LOCK_TOKEN.
 */
MUST_CHECK enum err practice_grants_set(struct operation *op,
					struct store *store,
					const struct object_at *at,
					const struct share_grant *grants,
					size_t count,
					const struct condition *condition);

/** Make, change and remove views, so that they are as the rows say. */
MUST_CHECK enum err practice_share_settle_tx(struct transaction *tx,
					     const struct collection *source);
/** The same of every calendar that is shared: somebody's roles changed. */
MUST_CHECK enum err practice_shares_settle_tx(struct transaction *tx);

/** Give a shared calendar back: the actor sees it no more. */
MUST_CHECK enum err practice_share_leave_tx(struct transaction *tx,
					    const struct collection *view);

#endif

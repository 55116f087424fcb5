/**
 * Whom a calendar is shared with, and who stands in for whom: the rows that
 * rights are made of (practice/calendar/share.h).
 */
#ifndef STORE_SHARE_H
#define STORE_SHARE_H

#include <stdbool.h>
#include <stddef.h>

#include "store/tables.h"

enum share_state {
	SHARE_GRANTED = 0,  /* by its owner alone */
	SHARE_INVITED = 1,  /* asked; nothing is shared yet */
	SHARE_ACCEPTED = 2, /* asked, and taken */
	SHARE_DECLINED = 3, /* refused, or given back: nothing is shared */
};

/** One calendar, one principal. */
struct share {
	int64_t id;
	int64_t collection;
	int64_t person; /* 0: everybody of the role */
	unsigned role;  /* enum role; 0 of a person */
	unsigned privileges;
	enum share_state state;
	const char *uid;     /* of its invitation */
	const char *summary; /* what the owner called it; or NULL */
};

/** Of one calendar, in the order in which they were made. */
MUST_CHECK enum err store_share_list(struct reader *reader, int64_t collection,
				     struct share **list, size_t *count);
MUST_CHECK enum err store_share_find(struct reader *reader, int64_t collection,
				     int64_t person, unsigned role,
				     struct share *share);
MUST_CHECK enum err store_share_find_uid(struct reader *reader, const char *uid,
					 struct share *share);
/** What others share with a person by name, in the order in which it was. */
MUST_CHECK enum err store_share_with(struct reader *reader, int64_t person,
				     struct share **list, size_t *count);
/** Calendars that are shared with anybody, or whose owner has somebody who
 *  stands in, by id. */
MUST_CHECK enum err store_share_calendars(struct reader *reader,
					  struct ids *collections);
/** Add one, or set privileges, state, uid and summary of the one that this
 *  calendar and principal have. */
MUST_CHECK enum err store_share_set(struct transaction *tx,
				    const struct share *share);
MUST_CHECK enum err store_share_remove(struct transaction *tx, int64_t id);

/** Somebody who may read (or change) all personal calendars of another. */
struct delegate {
	int64_t owner, person;
	bool writes;
};

/** Those of an owner (person 0), or those for whom a person stands in (owner
 *  0), by owner and person. */
MUST_CHECK enum err store_delegate_list(struct reader *reader, int64_t owner,
					int64_t person, struct delegate **list,
					size_t *count);
MUST_CHECK enum err store_delegate_set(struct transaction *tx,
				       const struct delegate *delegate);
MUST_CHECK enum err store_delegate_remove(struct transaction *tx, int64_t owner,
					  int64_t person);
/** All of a person, on either side; shares with them too. */
MUST_CHECK enum err store_share_forget(struct transaction *tx, int64_t person);

#endif

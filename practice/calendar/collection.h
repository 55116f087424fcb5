/**
 * Collections of a person's home: making and deleting personal ones, and the
 * properties that viewers set on them.
 */
#ifndef PRACTICE_CALENDAR_COLLECTION_H
#define PRACTICE_CALENDAR_COLLECTION_H

#include "practice/calendar/address.h"
#include "practice/condition.h"
#include "store/calendar.h"
#include "store/people.h"
#include "store/store.h"

/** MKCALENDAR, MKCOL. kind PERSONAL or PLAIN; path below the actor's home.
 *  ERR_RESOURCE_NOT_NULL, ERR_PARENT, ERR_LOCATION (a calendar in a calendar),
 *  ERR_NEED_PRIVILEGES (clients), ERR_INVALID (depth over 8, names over 255
 *  bytes), ERR_PRECONDITION, ERR_LOCK_TOKEN. Properties are stored for the
 * owner. */
struct collection_new {
	const char *home; /* login */
	const char *path;
	enum collection_kind kind;
	unsigned components; /* enum cal_kind bits; 0: all */
	const struct property *properties;
	size_t property_count;
	const struct condition *condition; /* or NULL */
};
MUST_CHECK enum err practice_collection_make(struct operation *op,
					     struct store *store,
					     const struct collection_new *wish,
					     struct collection *made);
/** DELETE of a collection with all in it; practice collections refuse with
 *  ERR_NEED_PRIVILEGES (a deleted calendar never deletes sessions). condition
 *  NULL: none. ERR_PRECONDITION, ERR_LOCK_TOKEN. */
MUST_CHECK enum err
practice_collection_delete(struct operation *op, struct store *store,
			   const char *home, const char *path,
			   const struct condition *condition);

/** PROPPATCH: set (value) and remove (value NULL) in order, all or none, for
 *  the viewer. The caller has sorted out protected ones. name NULL: of the
 *  collection; path NULL: of the home; condition NULL: none.
 *  ERR_PRECONDITION, ERR_LOCK_TOKEN. */
MUST_CHECK enum err
practice_properties_change_tx(struct transaction *tx,
			      const struct object_at *at,
			      const struct property *changes, size_t count);
MUST_CHECK enum err
practice_properties_change(struct operation *op, struct store *store,
			   const char *home, const char *path, const char *name,
			   const struct property *changes, size_t count,
			   const struct condition *condition);

/** What the actor has set of a home itself. */
MUST_CHECK enum err practice_home_properties(struct reader *reader,
					     const struct person *home,
					     struct property **list,
					     size_t *count);

#endif

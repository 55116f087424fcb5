/**
 * Reading a call: its path's words, the query, and fields of the body.
 */
#ifndef ADMIN_API_CALL_READ_H
#define ADMIN_API_CALL_READ_H

#include "admin/api/call.h"

/** As whom a member of the team sees what is the practice's own. */
struct audience call_audience(const struct call *call);
/** A number in the path, else ERR_NOT_FOUND. */
MUST_CHECK enum err call_id(struct call *call, size_t word, int64_t *id);
/** A person by login, id or (clients) code; ERR_NOT_FOUND. In a transaction
 *  of the reader that has begun. */
MUST_CHECK enum err call_person(struct call *call, const char *word,
				struct person *person);
/** The same of somebody whom the actor may hear of: others are as if they were
 *  not there. */
MUST_CHECK enum err call_person_met(struct call *call, const char *word,
				    struct person *person);
/** A query parameter, or NULL. */
const char *call_query(struct call *call, const char *name);
/** ?from=&to= as days in the practice's zone, both inclusive; absent ones
 *  leave *span's ends as they are. ERR_INVALID. */
MUST_CHECK enum err call_span(struct call *call, struct span *span);
/** ?limit= (1..1000, else 100) and ?cursor= (an id, 0 absent). */
MUST_CHECK enum err call_page(struct call *call, size_t *limit,
			      int64_t *cursor);

/* Reading the body: absent and null fields leave the output as it is and
 * return false, so that PATCH writes over what was loaded. */

bool call_has(const struct call *call, const char *name); /* null too */
bool call_text(struct call *call, const char *name, const char **text);
/** null is a value too: *text becomes NULL. */
bool call_text_or_null(struct call *call, const char *name, const char **text);
bool call_bool(struct call *call, const char *name, bool *value);
bool call_integer(struct call *call, const char *name, int64_t *value);
bool call_money(struct call *call, const char *name, struct money *money);
bool call_day(struct call *call, const char *name, struct day *day);
bool call_wall(struct call *call, const char *name, struct wall *wall);
/** Index of a choice among the field's choices. */
bool call_choice(struct call *call, const char *name, int *index);
/** Bits 1 << index of a list of choices. */
bool call_choices(struct call *call, const char *name, unsigned *bits);
/** The revision that the writer has seen; 0 absent. */
int64_t call_revision(struct call *call);
/** An id in a string field; ERR_INVALID names the field. Absent: untouched. */
MUST_CHECK enum err call_id_field(struct call *call, const char *name,
				  int64_t *id);

#endif

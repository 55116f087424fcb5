/**
 * What one event says: who takes part, for what, where, and all that a person
 * wrote.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_EVENT_PRIVATE_H
#define PRACTICE_TRANSFER_IMPORT_EVENT_PRIVATE_H

#include "ical/parse.h"
#include "practice/transfer/import_names_private.h"
#include "store/terms.h"

struct event_content {
	struct session_terms terms; /* service 0: the default */
	size_t practitioner_room, client_room;
	bool own;   /* of a practice's export: says of each text what it is */
	bool ended; /* such a one that says how */
	/** The owner of the calendar has declined it. */
	bool declined;
};

/** Read in import->one's arena. Nothing is refused here: what is not
 *  understood stays in the note. */
void import_event_read(struct import *import, const struct names *names,
		       const struct cal_component *event,
		       struct event_content *content, struct remarks *remarks);

/** That it ended, but does not here. */
void import_status_remark(struct remarks *remarks, const char *status);

/** A text as one normalized line of at most `limit` bytes. */
const char *import_line_text(struct arena *arena, const char *text,
			     size_t limit);

/** "CANCELLED" and its kin, ignoring case. */
bool import_event_is(const struct cal_component *event, const char *name,
		     const char *value);
/** Does a CATEGORIES line hold this one? */
bool import_event_in(struct arena *arena, const struct cal_component *event,
		     const char *category);

#endif

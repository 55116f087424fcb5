/**
 * What is taken out of what there is to know of a session, for those who may
 * not know it (session_known.h).
 */
#ifndef PRACTICE_CALENDAR_SESSION_CUT_PRIVATE_H
#define PRACTICE_CALENDAR_SESSION_CUT_PRIVATE_H

#include "practice/calendar/session_known.h"

/** Who takes it knows their own wage alone, and their own clashes. */
void session_cut_for_practitioner(struct arena *arena, int64_t person,
				  struct session_known *known);
/** Of clients' names no more than these show. */
void session_cut_names(struct arena *arena, enum calendar_names names,
		       struct session_known *known);
/** And no charge, nor what only the office knows. */
void session_cut_charges(struct session_known *known);
/** A client knows how it ended for them, and of nobody else. */
void session_cut_for_client(struct arena *arena, const struct known_client *own,
			    struct session_known *known);
/** And nothing that stays inside the practice. */
void session_cut_inside(struct arena *arena, struct session_known *known);

#endif

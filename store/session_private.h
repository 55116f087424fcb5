/**
 * How a session's row is read, for the lists of sessions too.
 */
#ifndef STORE_SESSION_PRIVATE_H
#define STORE_SESSION_PRIVATE_H

#include "store/session.h"
#include "store/terms_private.h"

/** No session lasts longer (the table says so): one that reaches into a span
 *  starts less than this before it. Seconds. */
#define SESSION_LONGEST (24 * 3600)

/** The columns that session_read reads, of a table `s`. */
#define SESSION_COLUMNS                                           \
	"s.id, s.uid, s.name, s.revision, s.schedule, s.planned," \
	"  s.starts, s.ends, s.zone, s.state, s.completion,"      \
	"  s.created, s.modified, s.removed, s.typed, " TERMS_COLUMNS

/** All but the people. */
void session_read(struct statement *st, void *item);

#endif

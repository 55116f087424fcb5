/**
 * What the files of store/session.h share: lists of people in their order,
 * revisions, and how a session's row is read.
 */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "store/session.h"
#include "store/statement.h"

/** INSTANT_MAX in SQL. */
#define NEVER "253402300799"

/** The people of an owner: sql answers ids in their order, $1 is the owner. */
MUST_CHECK enum err rows_people_load(struct reader *reader, const char *sql,
				     int64_t owner, struct ids *people);

/** Put people in place of an owner's: `clear` deletes by $1, `add` inserts
 *  owner $1, position $2 (from 0), person $3. */
MUST_CHECK enum err rows_people_set(struct transaction *tx, const char *clear,
				    const char *add, int64_t owner,
				    const struct ids *people);

/** Run an UPDATE that raises a row's revision, and read it by sql, $1 its id.
 *  ERR_NOT_FOUND: there is no such row. */
MUST_CHECK enum err rows_update(struct transaction *tx,
				struct statement *update, const char *sql,
				int64_t id, int64_t *revision);

/** The columns that session_read reads, of a table `s`. */
#define SESSION_COLUMNS                                                   \
	"s.id, s.uid, s.name, s.revision, s.schedule, s.starts,"          \
	"  s.ends, s.zone, s.service, s.place, s.public_note,"            \
	"  s.private_note, s.state, s.completion, s.created, s.modified," \
	"  s.removed"

/** All but the people, which session_people_load adds. */
void session_read(struct statement *st, void *item);
MUST_CHECK enum err session_people_load(struct reader *reader,
					struct session *session);

#endif

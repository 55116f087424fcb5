/**
 * The index of a member's instances: which times its events take, so that a
 * query need not open every event (RFC 4791 7.8).
 */
#ifndef PRACTICE_CALENDAR_INSTANCE_INDEX_H
#define PRACTICE_CALENDAR_INSTANCE_INDEX_H

#include "store/calendar.h"
#include "store/object.h"

/** Index rows, span and bounds of a member from its bytes: all of a series that
 *  ends; of one that does not from its start until 25 months ahead of now. Of
 *  what has more than 2000 dates then, those from 13 months or 31 days back. */
struct cal_object;
MUST_CHECK enum err practice_index(struct operation *op,
				   const struct cal_object *object,
				   struct member *member,
				   struct index_rows *rows);

/** The row of a member that shows a session or closure: when that is, and
 *  whether it takes time, which its bytes tell. */
void practice_index_shown(struct operation *op, const struct member *member,
			  struct slice bytes, struct index_rows *rows);

/** Would rows that fall short now begin, and so end, a day later? Otherwise the
 *  same would come of them again: a series may be too dense to ever reach far.
 */
MUST_CHECK bool practice_index_moves(const struct member *member,
				     struct instant now);

/** practice_index of bytes that are stored already. */
MUST_CHECK enum err practice_reindex(struct reader *reader,
				     const struct collection *collection,
				     struct slice bytes, struct member *member,
				     struct index_rows *rows);

#endif

/**
 * The index of a member's instances: which times its events take, so that a
 * query need not open every event (RFC 4791 7.8).
 */
#ifndef PRACTICE_CALENDAR_INSTANCE_INDEX_H
#define PRACTICE_CALENDAR_INSTANCE_INDEX_H

#include "store/calendar.h"
#include "store/object.h"

/** Index rows, span and bounds of a member from its bytes: within 13 months
 *  back and 25 ahead of now, at most 2000. */
struct cal_object;
MUST_CHECK enum err practice_index(struct operation *op,
				   const struct cal_object *object,
				   struct member *member,
				   struct index_rows *rows);

/** practice_index of bytes that are stored already. */
MUST_CHECK enum err practice_reindex(struct reader *reader,
				     const struct collection *collection,
				     struct slice bytes, struct member *member,
				     struct index_rows *rows);

#endif

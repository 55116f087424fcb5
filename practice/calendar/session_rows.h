/**
 * The fields of a session: how each is called on the wire, who sees it, and
 * which of them bodies may hold.
 */
#ifndef PRACTICE_CALENDAR_SESSION_ROWS_H
#define PRACTICE_CALENDAR_SESSION_ROWS_H

#include "base/shape.h"

/** The rows of struct session_known (session_known.h), in the order of
 *  answers. */
extern const struct field session_rows[];

#endif

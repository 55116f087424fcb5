/**
 * Where a notice goes by now: addresses, contacts and wishes change while it
 * waits (rules S44, S45).
 */
#ifndef PRACTICE_NOTICE_REDIRECT_H
#define PRACTICE_NOTICE_REDIRECT_H

#include "practice/notice/recipient.h"

#define REDIRECT_NOBODY "Nobody is told of this by this way any more."

/** Who gets it: at its own address, if they are still told there; else whoever
 *  is told there now and has no such notice, by the same way before another.
 *  *to NULL: nobody, *problem says why, if they should. */
MUST_CHECK enum err practice_redirect(struct reader *reader,
				      const struct outbox *row,
				      struct recipient **to,
				      const char **problem);

#endif

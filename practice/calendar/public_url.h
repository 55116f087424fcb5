/**
 * Where people reach the practice's pages: events lead to their sessions'
 * pages there (rules K3).
 */
#ifndef PRACTICE_CALENDAR_PUBLIC_URL_H
#define PRACTICE_CALENDAR_PUBLIC_URL_H

#include "base/operation.h"
#include "store/store.h"

/** Keep an absolute address without a slash at its end, or "" for none; where
 *  it is another one than before, every calendar of sessions is rendered anew.
 *  ERR_STORAGE. */
MUST_CHECK enum err practice_public_url_set(struct operation *op,
					    struct store *store,
					    const char *url);

#endif

/**
 * The If header as it is written (RFC 4918 10.4.2): lists of conditions, each
 * about the resource of its tag, or about the request's own.
 */
#ifndef DAV_IF_HEADER_PRIVATE_H
#define DAV_IF_HEADER_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/** Conditions that one header may hold, and addresses that it may name. */
#define IF_CONDITION_LIMIT 1000
#define IF_TAG_LIMIT 100

struct if_condition {
	bool not ;         /* it is to be false */
	const char *etag;  /* with its quotes, or NULL */
	const char *token; /* a URI, or NULL */
};

/** One list: it holds when all of its conditions do. */
struct if_list {
	const char *tag; /* the address as it is written; NULL: none */
	const struct if_condition *conditions;
	size_t count;
};

/** All lists: the header holds when one of them does. */
struct if_header {
	const struct if_list *lists;
	size_t count;
	/** The tokens in it, whether they are to hold or not, NULL behind the
	 *  last: those that the request submits (10.4.1). Without DAV:no-lock,
	 *  which is none. */
	const char *const *tokens;
};

/** Read a header's value. False: it is not written as the RFC has it, or goes
 *  beyond the limits. */
MUST_CHECK bool if_header_read(struct arena *arena, const char *value,
			       struct if_header *header);

#endif

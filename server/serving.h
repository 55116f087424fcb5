/**
 * Where a server serves a place, for commands of the same machine: a file
 * beside the database, as long as it runs.
 */
#ifndef SERVER_SERVING_H
#define SERVER_SERVING_H

#include "base/operation.h"

#include <stdbool.h>

struct serving {
	const char *address; /* http://127.0.0.1:8008, or unix:/path */
	bool behind_proxy;
};

/** That it cannot be noted is logged, no more. */
void serving_note(struct operation *op, const char *dir,
		  const struct serving *serving);
void serving_forget(struct operation *op, const char *dir);
/** False: nobody serves, or said so. */
MUST_CHECK bool serving_find(struct operation *op, const char *dir,
			     struct serving *serving);

#endif

/**
 * By what a request is known: in its answer (X-Request-Id), in what people are
 * told of a failure of ours, and in log lines.
 */
#ifndef BASE_REQUEST_ID_H
#define BASE_REQUEST_ID_H

#include "base/arena.h"

#include <stdint.h>

/** "00c3f5a81b2e4d67" of an operation's id, in the arena. */
char *request_id(struct arena *arena, uint64_t id);

#endif

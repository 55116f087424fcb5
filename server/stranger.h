/**
 * Bodies of people whom nobody knows yet: small ones are read before the login
 * is looked at, as long as all of them together take little.
 */
#ifndef SERVER_STRANGER_H
#define SERVER_STRANGER_H

#include "base/compiler.h"
#include "server/framing.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/** A body of at most so many bytes is small. */
#define STRANGER_BODY ((size_t)64 * 1024)

/** Bytes of such bodies under way. */
struct strangers {
	atomic_size_t bytes;
};

/** May the body be read before the login? Then *counted is what it counts
 *  for, until strangers_leave. */
MUST_CHECK bool strangers_admit(struct strangers *strangers,
				const struct framing *framing, size_t *counted);
void strangers_leave(struct strangers *strangers, size_t *counted);

#endif

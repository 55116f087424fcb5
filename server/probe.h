/**
 * Asking a server from outside, as programs do: one request, and what of its
 * answer tells where it came from.
 */
#ifndef SERVER_PROBE_H
#define SERVER_PROBE_H

#include "base/operation.h"
#include "base/buf.h"
#include "base/slice.h"

#include <stdbool.h>

struct probe {
	const char *url, *method;
	struct slice body;
	const char *ca_file; /* NULL: the system's */
	/* On this machine: no certificate is asked for; proxied: the server
	   goes by what a proxy says. socket: in the file system, or NULL. */
	bool local, proxied;
	const char *socket;
	/* What came; texts in the arena, NULL where there is no such header. */
	long status;
	const char *dav, *allow, *challenge, *location, *date;
	struct buf answer; /* the body, 1 MiB at most */
	const char *why;   /* there is no answer: a sentence, else NULL */
};

/** Ask, without a login, following nothing; half a minute at most. */
void probe_ask(struct operation *op, struct probe *probe);

#endif

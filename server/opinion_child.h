/**
 * The child process in which libical works (second_opinion.h). One that hangs,
 * takes too much or crashes is ended, and the next question is another's.
 */
#ifndef SERVER_OPINION_CHILD_H
#define SERVER_OPINION_CHILD_H

#include "base/str.h"
#include "ical/libical.h"
#include "server/second_opinion.h"

struct opinion_child;

/** Makes no process yet. The limits must outlive it. */
struct opinion_child *opinion_child_new(const struct opinion_limits *limits);
void opinion_child_free(struct opinion_child *child);

/** What libical says of an object, in the operation's arena. ERR_UNAVAILABLE:
 *  nothing in its time; ERR_STORAGE: no process can be made. */
MUST_CHECK enum err opinion_child_ask(struct operation *op,
				      struct opinion_child *child,
				      struct slice bytes, struct span window,
				      struct cal_said **said, size_t *count);

#endif

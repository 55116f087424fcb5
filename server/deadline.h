/**
 * Absolute deadlines of connections: a watchdog thread shuts down sockets that
 * are past theirs. (libmicrohttpd's own time-out is inactivity only, and in
 * epoll mode it often does not notice a peer that went away.)
 */
#ifndef SERVER_DEADLINE_H
#define SERVER_DEADLINE_H

#include "base/compiler.h"

#include <stdint.h>

struct deadlines;
struct deadline;

/** Starts the watchdog; freed with deadlines_free. */
struct deadlines *deadlines_new(void);
void deadlines_free(struct deadlines *list);

/** Watch a socket, for `seconds` at first. The fd must stay open until
 *  deadline_remove. */
struct deadline *deadline_add(struct deadlines *list, int fd, int64_t seconds);
/** From now on; 0: no deadline. */
void deadline_set(struct deadline *deadline, int64_t seconds);
void deadline_remove(struct deadline *deadline);
/** Shut down every socket that has a deadline (when stopping). */
void deadlines_expire(struct deadlines *list);

#endif

/**
 * A watchdog over connections: it shuts down sockets that are past their
 * absolute deadline, those whose peer has left before its request was whole,
 * and, where there are too many or they hold too much memory, those that have
 * waited longest without having asked for anything, or for their peer.
 * (libmicrohttpd's own time-out is inactivity only, and in epoll mode it often
 * does not notice a peer that went away.)
 */
#ifndef SERVER_DEADLINE_H
#define SERVER_DEADLINE_H

#include "base/compiler.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct deadlines;
struct deadline;

/** What a connection is at. */
enum phase {
	PHASE_WAITING, /* for a head: it may be closed for want of places */
	PHASE_GIVING,  /* a body comes, of nobody we know: likewise */
	PHASE_READING, /* a body comes */
	PHASE_WORKING, /* its peer's leaving is noted in *gone */
	PHASE_SENDING,
};

/** Starts the watchdog; freed with deadlines_free. */
struct deadlines *deadlines_new(void);
void deadlines_free(struct deadlines *list);

/** Watch a socket, in PHASE_WAITING for `seconds` at first. The fd must stay
 *  open until deadline_remove. */
struct deadline *deadline_add(struct deadlines *list, int fd, int64_t seconds);
/** From now on; 0: no deadline. `gone` is set a second or so after the peer
 *  has left, until the next call; NULL where that is of no interest. */
void deadline_set(struct deadline *deadline, enum phase phase, int64_t seconds,
		  atomic_bool *gone);
void deadline_remove(struct deadline *deadline);

/** Closing it would free so many bytes. Where memory is short (base/memory.h),
 *  those give way that have long been slow to take or to send much, and then
 *  those that wait. */
void deadline_holds(struct deadline *deadline, size_t bytes);

/** Somebody has signed in on it: it is closed for want of places only when no
 *  stranger's is left. */
void deadline_known(struct deadline *deadline);

/** Of `most` places few are left: close many of those that have waited longest
 *  without asking for anything. */
void deadlines_make_room(struct deadlines *list, size_t most);
/** Is a request on its way: bytes that nobody has read, a connection of this
 *  moment that has not asked yet, or one that was answered a moment ago, whose
 *  program may just be asking again? */
MUST_CHECK bool deadlines_expect(struct deadlines *list);
/** Shut down every socket that has a deadline and is not working (when
 *  stopping): all, or those only whose request is not whole. */
void deadlines_expire(struct deadlines *list, bool all);

#endif

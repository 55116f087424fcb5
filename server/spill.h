/**
 * Bytes of answers that their readers are slow to take, in a file without a
 * name in the directory that holds everything: nobody else meets it, and
 * nothing of it is left when the process ends, however it ends. All of them
 * together are bounded.
 *
 * Not locked here: whoever owns one sees to that.
 */
#ifndef SERVER_SPILL_H
#define SERVER_SPILL_H

#include "base/slice.h"

#include <stdint.h>

struct spill {
	int fd;            /* -1: none yet */
	int64_t end, read; /* bytes written, and taken again */
};

void spill_init(struct spill *spill);
/** Give back what it counts for. */
void spill_release(struct spill *spill);

/** Put bytes behind the others; false: there is no room, and they are not
 *  there. */
MUST_CHECK bool spill_put(struct spill *spill, const char *dir,
			  struct slice bytes);
/** Take at most so many bytes; how many. 0: none are left, or (-1) they cannot
 *  be read. */
long spill_take(struct spill *spill, char *to, size_t most);

/** Bytes that are left. */
size_t spill_left(const struct spill *spill);

#endif

/**
 * A pipe of bounded memory from the thread that writes an answer to the one
 * that sends it. The writer waits a little for a reader that keeps up; behind
 * one that does not, the rest goes into a file (server/spill.h), so that nobody
 * who is slow keeps a worker or what it reads from; and where there is no room
 * for that either, the writer waits some seconds in all, and the answer is cut.
 *
 * One writer, one reader. Each leaves once; who comes last frees it.
 */
#ifndef SERVER_PIPE_H
#define SERVER_PIPE_H

#include "base/slice.h"

#include <stdint.h>

struct pipe;

/** What it asks of the reader's side; called with the pipe's lock held. */
struct pipe_reader {
	/* Nothing is there: take no more until `wake`. On the reader's thread,
	   within pipe_take. */
	void (*park)(void *context);
	/* Something is there. On the writer's thread, never once the reader
	   has left. */
	void (*wake)(void *context);
	void *context;
};

/** How the writer waits, in microseconds. */
struct pipe_patience {
	int64_t keeps_up; /* in all, before the rest goes into the file */
	int64_t most;     /* in all, before it gives up */
};
extern const struct pipe_patience pipe_patience;

/** Bytes of memory of each. */
#define PIPE_ROOM ((size_t)1024 * 1024)

/** `dir`, for the file, outlives it. */
struct pipe *pipe_new(const char *dir, const struct pipe_reader *reader,
		      const struct pipe_patience *patience);

/** Put bytes behind the others, copying them. False: the reader has left, or
 *  has been waited for as long as may be. */
MUST_CHECK bool pipe_put(struct pipe *pipe, struct slice bytes);
/** Nothing more comes; whole: and nothing is missing. */
void pipe_end(struct pipe *pipe, bool whole);

/** What pipe_take tells but for a number of bytes. */
enum pipe_state {
	PIPE_PARKED = 0, /* nothing is there yet */
	PIPE_WHOLE = -1, /* all have been taken */
	PIPE_CUT = -2,   /* the rest is missing */
};
/** Take at most so many bytes, more than 0. */
long pipe_take(struct pipe *pipe, char *to, size_t most);

/** Bytes that wait to be taken. */
size_t pipe_waiting(struct pipe *pipe);

void pipe_leave_reader(struct pipe *pipe);
void pipe_leave_writer(struct pipe *pipe);

#endif

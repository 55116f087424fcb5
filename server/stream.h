/**
 * An answer that leaves while it is still being written: what dav/ and others
 * send by its flow goes through gzip, where that is taken, and a pipe to the
 * I/O thread. Of a HEAD the bytes are counted and dropped.
 */
#ifndef SERVER_STREAM_H
#define SERVER_STREAM_H

#include "base/flow.h"
#include "server/exchange.h"
#include "server/pipe.h"

struct MHD_Connection;

/** Who sends it. */
struct stream_side {
	struct MHD_Connection *connection; /* the reader's thread's alone */
	/* The head of the answer is as it is: send it, and take what comes by
	   pipe_take. On the writer's thread. */
	void (*begin)(void *context);
	/* So much more has been taken that it may take its time again. On the
	   reader's thread. */
	void (*progress)(void *context);
	struct pipe_reader reader; /* its context is theirs too */
};

struct stream {
	struct flow flow; /* first: the same address */
	struct exchange *exchange;
	const char *dir; /* for what is not taken (server/spill.h) */
	struct stream_side side;
	bool open;
	struct pipe *pipe; /* NULL: not open, or of a HEAD */
	struct compressor *compressor;
	struct arena
		*arena; /* of what the head is given then; NULL: not open */
	size_t length;  /* that has gone out */
};

/** dir outlives it. */
void stream_init(struct stream *stream, struct exchange *exchange,
		 const char *dir, const struct stream_side *side);

/** Free what the answer's head holds of it, once that is sent. */
void stream_free(struct stream *stream);

/** The writing is over, on the writer's thread: bring it to its end, or cut it
 *  off where the flow is cut. body_len of the response is what waits to be
 *  taken, and for a HEAD the length. False: it has not begun (stream NULL
 *  never does), or came to nothing, and the response is to be sent. */
MUST_CHECK bool stream_end(struct stream *stream);

#endif

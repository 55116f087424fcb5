/**
 * The way out of an answer that is too long to be held: it is sent piece by
 * piece while it is still being written. A short one never goes that way.
 *
 * What has been sent cannot be taken back. When the writing fails behind that,
 * the answer is cut off where it is, so that its reader sees that it is not
 * whole; it is never brought to an end that looks like one.
 */
#ifndef BASE_FLOW_H
#define BASE_FLOW_H

#include "base/http.h"
#include "base/operation.h"
#include "base/pieces.h"

/** Belongs to who sends answers; a response that has one may go that way. */
struct flow {
	/* Until so much has come together it is held, set by who writes. */
	size_t hold;
	/* Take these bytes, copying them; false: nobody wants more of it. The
	 * first call takes the head of the response as it is then; after it
	 * another thread reads that, and nobody writes it. */
	bool (*send)(struct flow *flow, struct slice bytes);
	bool begun; /* pieces go that way */
	bool sent;  /* and the head has left, with them: no other can */
	bool cut;   /* since then the writing failed, or nobody wants it */
};

/** How much is held. What is written so quickly that its first bytes leave
 *  soon in any case is held longer: to send much at once costs less. */
#define FLOW_HOLD ((size_t)192 * 1024)
#define FLOW_HOLD_QUICK ((size_t)2560 * 1024)

/**
 * Between two parts of an answer, in the place of pieces_turn: what has come
 * together is sent when it is much. flow NULL: it is held. Once nobody wants
 * more, operation_check says so.
 */
void flow_turn(struct flow *flow, struct operation *op, struct pieces *before,
	       struct buf *buf);

/** What has come together is sent, and what follows goes by flow_turn: for who
 *  has something to put in front first. The pieces are none then. */
void flow_begin(struct flow *flow, struct operation *op, struct pieces *before);

/** The answer is written: send the rest, or make it the body of the response,
 *  of this type. */
void flow_finish(struct flow *flow, struct operation *op, struct pieces *before,
		 struct buf *buf, const char *type,
		 struct http_response *response);

#endif

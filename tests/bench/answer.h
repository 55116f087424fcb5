/**
 * An HTTP/1.1 answer, as it comes in piece by piece.
 */
#ifndef TESTS_BENCH_ANSWER_H
#define TESTS_BENCH_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

/** What has been received of an answer; its buffer is used again. */
struct answer {
	char *at;
	size_t len, room;
	size_t head; /* 0 until the head is whole */
	int status;
	bool chunked, closes;
	size_t body; /* length; of a chunked one, what is decoded so far */
	size_t next; /* of a chunked one, what is not */
};

/** Look at what has come since: is it whole? One that is no HTTP is whole and
 *  has the status 0. */
bool answer_is_whole(struct answer *answer);
/** Begin another one, in the same buffer. */
void answer_reset(struct answer *answer);
/** How often the needle stands in the body. */
size_t answer_count(const struct answer *answer, const char *needle);

#endif

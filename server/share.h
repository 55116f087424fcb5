/**
 * Each person's share of the server: so many workers at once, so many bytes of
 * bodies under way and of answers that are not taken yet. Whoever wants more
 * waits for what the same person has begun; others do not notice. A person may
 * have more workers while half of them are idle, and the last few are for those
 * who have none. Where memory is short (base/memory.h), each has one thing
 * under way at a time. Writing is counted apart from reading, of a person and
 * of all, because writers may all have to wait for one lock.
 *
 * A key is a person (or a feed). Any thread.
 */
#ifndef SERVER_SHARE_H
#define SERVER_SHARE_H

#include "server/exchange.h"

struct shares;

struct share_limits {
	int64_t workers; /* there are */
	size_t body;     /* bytes of bodies under way, of one key */
	size_t answers;  /* bytes not taken, of one key, before it waits */
};

/** `granted` is called, outside of any lock, with an exchange that was parked
 *  and has now what it waited for: ask again for the same, and it is true. */
struct shares *shares_new(const struct share_limits *limits,
			  void (*granted)(void *context, struct exchange *),
			  void *context);
void shares_free(struct shares *shares);

/** Take a worker; false: it is parked. Given back by share_work_end. */
MUST_CHECK bool share_work(struct shares *shares, struct exchange *exchange,
			   uint64_t key, bool writes);
/** The same for reading; false: nothing was taken, and it is not parked. */
MUST_CHECK bool share_work_now(struct shares *shares, struct exchange *exchange,
			       uint64_t key);
void share_work_end(struct shares *shares, struct exchange *exchange);

/** Room for a body; false: it is parked. Given back by share_end. */
MUST_CHECK bool share_body(struct shares *shares, struct exchange *exchange,
			   uint64_t key, size_t size);

/** So many bytes wait to be taken. Given back by share_end. */
void share_answer(struct shares *shares, struct exchange *exchange,
		  size_t size);
/** The exchange is over. */
void share_end(struct shares *shares, struct exchange *exchange);

#endif

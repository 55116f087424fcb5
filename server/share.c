#include "server/share.h"

#include "base/memory.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#define LISTS 256

/* What one key has under way; gone when that is nothing. */
struct share {
	struct share *next;
	uint64_t key;
	int64_t readers, writers; /* workers that it has */
	size_t body, answers;
	size_t users; /* exchanges that have any of it, or are parked */
};

struct shares {
	pthread_mutex_t lock;
	struct share_limits limits;
	struct share *lists[LISTS];
	int64_t each;    /* readers of a key, and writers */
	int64_t half;    /* below which anybody may have more */
	int64_t most;    /* above which only who has none gets one */
	int64_t writing; /* writers of all at most */
	int64_t busy, writers;
	struct exchange *parked, **last;
	void (*granted)(void *context, struct exchange *exchange);
	void *context;
};

struct shares *shares_new(const struct share_limits *limits,
			  void (*granted)(void *, struct exchange *),
			  void *context)
{
	struct shares *shares = calloc(1, sizeof(*shares));

	if (!shares)
		abort();
	pthread_mutex_init(&shares->lock, NULL);
	shares->limits = *limits;
	shares->each = (limits->workers + 4) / 5;
	shares->half = (limits->workers + 1) / 2;
	shares->most = limits->workers - (limits->workers + 7) / 8;
	shares->writing = (limits->workers * 3 + 3) / 4;
	shares->last = &shares->parked;
	shares->granted = granted;
	shares->context = context;
	return shares;
}

void shares_free(struct shares *shares)
{
	for (size_t i = 0; i < LISTS; i++)
		while (shares->lists[i]) {
			struct share *share = shares->lists[i];

			shares->lists[i] = share->next;
			free(share);
		}
	pthread_mutex_destroy(&shares->lock);
	free(shares);
}

/* The lock is held, as by all below. */
static struct share *share_of(struct shares *shares, uint64_t key)
{
	struct share **list = &shares->lists[key % LISTS];
	struct share *share = *list;

	while (share && share->key != key)
		share = share->next;
	if (share)
		return share;
	share = malloc(sizeof(*share));
	if (!share)
		abort();
	*share = (struct share){ .next = *list, .key = key };
	*list = share;
	return share;
}

/* An exchange has one key all its life. */
static struct share *join(struct shares *shares, struct exchange *exchange,
			  uint64_t key)
{
	struct claimed *claimed = &exchange->claimed;
	struct share *share;

	assert(!claimed->key || claimed->key == key);
	share = share_of(shares, key);
	if (!claimed->key) {
		claimed->key = key;
		share->users++;
	}
	return share;
}

static void leave(struct shares *shares, struct exchange *exchange)
{
	struct share **at = &shares->lists[exchange->claimed.key % LISTS];
	struct share *share;

	while ((*at)->key != exchange->claimed.key)
		at = &(*at)->next;
	share = *at;
	exchange->claimed.key = 0;
	if (--share->users)
		return;
	*at = share->next;
	free(share);
}

static bool work_fits(const struct shares *shares, const struct share *share,
		      bool writes)
{
	int64_t mine = writes ? share->writers : share->readers;

	if (share->answers >= shares->limits.answers ||
	    (writes && shares->writers >= shares->writing))
		return false;
	if (!share->writers && !share->readers)
		return true;
	if (memory_missing())
		return false;
	return shares->busy < shares->most &&
	       (mine < shares->each || shares->busy < shares->half);
}

/* One worker more, or one less. */
static void work_count(struct shares *shares, struct share *share,
		       struct claimed *claimed, int64_t more)
{
	claimed->works = more > 0;
	shares->busy += more;
	if (claimed->writes) {
		share->writers += more;
		shares->writers += more;
	} else {
		share->readers += more;
	}
}

static bool body_fits(const struct shares *shares, const struct share *share,
		      size_t size)
{
	return !share->body ||
	       (!memory_missing() && share->body + size <= shares->limits.body);
}

static void body_take(struct share *share, struct claimed *claimed, size_t size)
{
	claimed->body = size;
	claimed->wants = 0;
	share->body += size;
}

static void park(struct shares *shares, struct exchange *exchange)
{
	exchange->next = NULL;
	*shares->last = exchange;
	shares->last = &exchange->next;
}

static bool try_grant(struct shares *shares, struct exchange *exchange)
{
	struct claimed *claimed = &exchange->claimed;
	struct share *share = share_of(shares, claimed->key);

	if (claimed->wants) {
		if (!body_fits(shares, share, claimed->wants))
			return false;
		body_take(share, claimed, claimed->wants);
		return true;
	}
	if (!work_fits(shares, share, claimed->writes))
		return false;
	work_count(shares, share, claimed, 1);
	return true;
}

/* Take out of the parked who may go on now, in their order. */
static struct exchange *unpark(struct shares *shares)
{
	struct exchange **at = &shares->parked;
	struct exchange *free_ones = NULL, **end = &free_ones;

	while (*at) {
		struct exchange *exchange = *at;

		if (!try_grant(shares, exchange)) {
			at = &exchange->next;
			continue;
		}
		*at = exchange->next;
		exchange->next = NULL;
		*end = exchange;
		end = &exchange->next;
	}
	shares->last = at;
	return free_ones;
}

static void hand_on(struct shares *shares, struct exchange *free_ones)
{
	while (free_ones) {
		struct exchange *exchange = free_ones;

		free_ones = exchange->next;
		shares->granted(shares->context, exchange);
	}
}

bool share_work(struct shares *shares, struct exchange *exchange, uint64_t key,
		bool writes)
{
	struct claimed *claimed = &exchange->claimed;
	struct share *share;
	bool taken = true;

	pthread_mutex_lock(&shares->lock);
	if (!claimed->works) {
		share = join(shares, exchange, key);
		claimed->writes = writes;
		taken = work_fits(shares, share, writes);
		if (taken)
			work_count(shares, share, claimed, 1);
		else
			park(shares, exchange);
	}
	pthread_mutex_unlock(&shares->lock);
	return taken;
}

bool share_work_now(struct shares *shares, struct exchange *exchange,
		    uint64_t key)
{
	struct claimed *claimed = &exchange->claimed;
	struct share *share;
	bool taken;

	pthread_mutex_lock(&shares->lock);
	assert(!claimed->works);
	share = join(shares, exchange, key);
	claimed->writes = false;
	taken = work_fits(shares, share, false);
	if (taken)
		work_count(shares, share, claimed, 1);
	pthread_mutex_unlock(&shares->lock);
	return taken;
}

void share_work_end(struct shares *shares, struct exchange *exchange)
{
	struct claimed *claimed = &exchange->claimed;
	struct exchange *free_ones;

	pthread_mutex_lock(&shares->lock);
	assert(claimed->works);
	work_count(shares, share_of(shares, claimed->key), claimed, -1);
	free_ones = unpark(shares);
	pthread_mutex_unlock(&shares->lock);
	hand_on(shares, free_ones);
}

bool share_body(struct shares *shares, struct exchange *exchange, uint64_t key,
		size_t size)
{
	struct claimed *claimed = &exchange->claimed;
	struct share *share;
	bool taken = true;

	pthread_mutex_lock(&shares->lock);
	if (!claimed->body) {
		share = join(shares, exchange, key);
		taken = body_fits(shares, share, size);
		if (taken) {
			body_take(share, claimed, size);
		} else {
			claimed->wants = size;
			park(shares, exchange);
		}
	}
	pthread_mutex_unlock(&shares->lock);
	return taken;
}

void share_answer(struct shares *shares, struct exchange *exchange, size_t size)
{
	pthread_mutex_lock(&shares->lock);
	if (exchange->claimed.key) {
		exchange->claimed.answer = size;
		share_of(shares, exchange->claimed.key)->answers += size;
	}
	pthread_mutex_unlock(&shares->lock);
}

void share_end(struct shares *shares, struct exchange *exchange)
{
	struct claimed *claimed = &exchange->claimed;
	struct exchange *free_ones = NULL;
	struct share *share;

	pthread_mutex_lock(&shares->lock);
	if (claimed->key) {
		assert(!claimed->works);
		share = share_of(shares, claimed->key);
		share->body -= claimed->body;
		share->answers -= claimed->answer;
		leave(shares, exchange);
		free_ones = unpark(shares);
	}
	pthread_mutex_unlock(&shares->lock);
	hand_on(shares, free_ones);
}

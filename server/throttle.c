#include "server/throttle.h"

#include "base/clock.h"
#include "base/digest.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define SETS 4096
#define WAYS 4

/* A leaky bucket as one time: when it will be empty again. */
struct bucket {
	uint64_t key;
	int64_t empty_at; /* clock_ticks */
};

struct throttle {
	pthread_mutex_t lock;
	int64_t interval, depth; /* microseconds */
	struct digest secret;    /* so that nobody can aim at a set */
	struct bucket buckets[SETS][WAYS];
};

struct throttle *throttle_new(int64_t burst, int64_t refill_seconds)
{
	struct throttle *throttle = calloc(1, sizeof(*throttle));

	if (!throttle)
		abort();
	pthread_mutex_init(&throttle->lock, NULL);
	random_bytes(&throttle->secret, sizeof(throttle->secret));
	throttle->interval = refill_seconds * 1000000;
	throttle->depth = burst * throttle->interval;
	return throttle;
}

void throttle_free(struct throttle *throttle)
{
	pthread_mutex_destroy(&throttle->lock);
	free(throttle);
}

static uint64_t key_of(const struct throttle *throttle, const char *key)
{
	struct digest digest =
		digest_keyed(&throttle->secret, key, strlen(key));
	uint64_t value;

	memcpy(&value, digest.bytes, sizeof(value));
	return value;
}

/* The key's bucket, or the one that empties first in its set. */
static struct bucket *bucket_of(struct throttle *throttle, uint64_t key)
{
	struct bucket *set = throttle->buckets[key % SETS];
	struct bucket *victim = set;

	for (int i = 0; i < WAYS; i++) {
		if (set[i].key == key)
			return &set[i];
		if (set[i].empty_at < victim->empty_at)
			victim = &set[i];
	}
	return victim;
}

bool throttle_allows(struct throttle *throttle, const char *key, int64_t *wait)
{
	uint64_t hash = key_of(throttle, key);
	int64_t now = clock_ticks(), over = 0;
	const struct bucket *bucket;

	pthread_mutex_lock(&throttle->lock);
	bucket = bucket_of(throttle, hash);
	if (bucket->key == hash)
		over = bucket->empty_at + throttle->interval - now -
		       throttle->depth;
	pthread_mutex_unlock(&throttle->lock);
	if (over <= 0)
		return true;
	*wait = (over + 999999) / 1000000;
	return false;
}

void throttle_failed(struct throttle *throttle, const char *key)
{
	uint64_t hash = key_of(throttle, key);
	int64_t now = clock_ticks();
	struct bucket *bucket;

	pthread_mutex_lock(&throttle->lock);
	bucket = bucket_of(throttle, hash);
	if (bucket->key != hash || bucket->empty_at < now)
		*bucket = (struct bucket){ .key = hash, .empty_at = now };
	bucket->empty_at += throttle->interval;
	pthread_mutex_unlock(&throttle->lock);
}

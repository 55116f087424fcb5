#include "practice/people/attempt.h"

#include "base/clock.h"
#include "base/digest.h"
#include "base/pace.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <string.h>

#define SETS 4096
#define WAYS 4
#define ADDRESSES 8   /* so many use up what a login bears, and no fewer */
#define AT_ONCE 2     /* hashes, of 19 MiB each */
#define WAITING 4     /* callers, beside those that hash */
#define TICKS 1000000 /* clock_ticks in a second */

/* A leaky bucket as one time: when it will be empty again. */
struct bucket {
	uint64_t key;
	int64_t empty_at; /* clock_ticks */
};

/* A login that has signed in from an address. */
struct place {
	uint64_t key;
	int64_t used; /* clock_ticks */
};

static struct limits {
	pthread_mutex_t lock;
	int64_t interval, depth; /* ticks */
	struct bucket buckets[SETS][WAYS];
	struct place places[SETS][WAYS];
	/* whose turn it is to hash */
	pthread_cond_t turn;
	int running, waiting;
} limits = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.turn = PTHREAD_COND_INITIALIZER,
	.interval = INT64_C(6) * TICKS,
	.depth = INT64_C(60) * TICKS,
};

void attempt_limits(int64_t burst, int64_t refill_seconds)
{
	pthread_mutex_lock(&limits.lock);
	memset(limits.buckets, 0, sizeof(limits.buckets));
	memset(limits.places, 0, sizeof(limits.places));
	limits.interval = refill_seconds * TICKS;
	limits.depth = burst * limits.interval;
	pthread_mutex_unlock(&limits.lock);
}

/* A subscriber of IPv6 has a whole /64 to ask from. */
static const char *network_of(struct arena *arena, const char *address)
{
	unsigned char bytes[16];

	if (inet_pton(AF_INET6, address, bytes) != 1)
		return address;
	return hex_encode(arena, bytes, 8);
}

/* The key is hashed with one of this process: nobody can aim at a set. */
static uint64_t key_of(struct arena *arena, char kind, const char *login,
		       const char *address)
{
	char *text =
		arena_printf(arena, "%c%s%c%s", kind, login, '\n', address);
	uint64_t key = digest_short(text, strlen(text));

	return key ? key : 1;
}

/* The key's bucket, or the one that empties first in its set; the lock is
 * held, as below. */
static struct bucket *bucket_of(uint64_t key)
{
	struct bucket *set = limits.buckets[key % SETS];
	struct bucket *victim = set;

	for (int i = 0; i < WAYS; i++) {
		if (set[i].key == key)
			return &set[i];
		if (set[i].empty_at < victim->empty_at)
			victim = &set[i];
	}
	return victim;
}

static struct place *place_of(uint64_t key)
{
	struct place *set = limits.places[key % SETS];
	struct place *victim = set;

	for (int i = 0; i < WAYS; i++) {
		if (set[i].key == key)
			return &set[i];
		if (set[i].used < victim->used)
			victim = &set[i];
	}
	return victim;
}

/* Ticks until there is room for the charge, or 0. */
static int64_t wait_of(const struct attempt_charge *charge, int64_t now)
{
	const struct bucket *bucket = bucket_of(charge->key);
	int64_t over;

	if (bucket->key != charge->key)
		return 0;
	over = bucket->empty_at + charge->cost - now - limits.depth;
	return over > 0 ? over : 0;
}

static void put_charge(const struct attempt_charge *charge, int64_t now)
{
	struct bucket *bucket = bucket_of(charge->key);

	if (bucket->key != charge->key || bucket->empty_at < now)
		*bucket =
			(struct bucket){ .key = charge->key, .empty_at = now };
	bucket->empty_at += charge->cost;
}

static void give_back(const struct attempt *attempt)
{
	for (size_t i = 0; i < attempt->charges; i++) {
		const struct attempt_charge *charge = &attempt->charged[i];
		struct bucket *bucket = bucket_of(charge->key);

		if (bucket->key == charge->key)
			bucket->empty_at -= charge->cost;
	}
}

static void charge_add(struct attempt *attempt, uint64_t key, int64_t cost)
{
	attempt->charged[attempt->charges++] =
		(struct attempt_charge){ key, cost };
}

/* A place that is known is all that its guesses cost; the lock is held. */
static void charges_set(struct attempt *attempt, uint64_t login,
			uint64_t address)
{
	bool known = attempt->place &&
		     place_of(attempt->place)->key == attempt->place;

	if (known) {
		charge_add(attempt, attempt->place, limits.interval);
	} else if (!address) {
		charge_add(attempt, login, limits.interval);
	} else {
		charge_add(attempt, address, limits.interval);
		charge_add(attempt, login, limits.interval / ADDRESSES);
	}
}

enum err attempt_begin(struct operation *op, const char *login,
		       const char *address, struct attempt *attempt)
{
	struct attempt made = { .charges = 0 };
	uint64_t login_key, address_key = 0;
	int64_t now = clock_ticks(), wait = 0;

	login = str_lower(op->arena, login);
	address = network_of(op->arena, address);
	login_key = key_of(op->arena, *address ? 'l' : 'n', login, "");
	if (*address) {
		address_key = key_of(op->arena, 'a', "", address);
		made.place = key_of(op->arena, 'p', login, address);
	}
	pthread_mutex_lock(&limits.lock);
	charges_set(&made, login_key, address_key);
	for (size_t i = 0; i < made.charges; i++) {
		int64_t over = wait_of(&made.charged[i], now);

		if (over > wait)
			wait = over;
	}
	for (size_t i = 0; !wait && i < made.charges; i++)
		put_charge(&made.charged[i], now);
	pthread_mutex_unlock(&limits.lock);
	if (wait) {
		wait = (wait + TICKS - 1) / TICKS;
		return fail_later(op, ERR_BUSY, wait,
				  "Too many wrong passwords. Please try again "
				  "in %lld seconds.",
				  (long long)wait);
	}
	*attempt = made;
	return OK;
}

void attempt_right(const struct attempt *attempt)
{
	pthread_mutex_lock(&limits.lock);
	give_back(attempt);
	if (attempt->place)
		*place_of(attempt->place) =
			(struct place){ .key = attempt->place,
					.used = clock_ticks() };
	pthread_mutex_unlock(&limits.lock);
}

void attempt_void(const struct attempt *attempt)
{
	pthread_mutex_lock(&limits.lock);
	give_back(attempt);
	pthread_mutex_unlock(&limits.lock);
}

/* Wait for a turn to hash; false where enough wait already. */
static bool turn_take(bool patient)
{
	bool taken;

	pthread_mutex_lock(&limits.lock);
	taken = patient || limits.running < AT_ONCE || limits.waiting < WAITING;
	if (taken) {
		limits.waiting++;
		while (limits.running == AT_ONCE)
			pthread_cond_wait(&limits.turn, &limits.lock);
		limits.waiting--;
		limits.running++;
	}
	pthread_mutex_unlock(&limits.lock);
	if (taken)
		pace_slow();
	return taken;
}

static void turn_end(void)
{
	pthread_mutex_lock(&limits.lock);
	limits.running--;
	pthread_cond_signal(&limits.turn);
	pthread_mutex_unlock(&limits.lock);
}

static enum err too_many_wait(struct operation *op)
{
	return fail_later(op, ERR_BUSY, 1,
			  "Many people are signing in at the moment. Please "
			  "try again in a second.");
}

enum err attempt_password(struct operation *op, const char *hash,
			  const char *password, bool *right)
{
	if (!turn_take(false))
		return too_many_wait(op);
	*right = password_matches(hash, password);
	turn_end();
	return OK;
}

enum err attempt_hash(struct operation *op, const char *password,
		      const char **hash)
{
	if (!turn_take(false))
		return too_many_wait(op);
	*hash = password_hash(op->arena, password);
	turn_end();
	return OK;
}

bool attempt_password_wait(const char *hash, const char *password)
{
	bool right;

	(void)turn_take(true);
	right = password_matches(hash, password);
	turn_end();
	return right;
}

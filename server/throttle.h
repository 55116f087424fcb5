/**
 * Bad logins, counted for each account and each address before any password
 * is hashed: after a burst, one more each `refill` seconds. Bounded memory.
 */
#ifndef SERVER_THROTTLE_H
#define SERVER_THROTTLE_H

#include <stdbool.h>
#include <stdint.h>

struct throttle;

struct throttle *throttle_new(int64_t burst, int64_t refill_seconds);
void throttle_free(struct throttle *throttle);

/** May this key try? Else *wait is the number of seconds until it may. */
bool throttle_allows(struct throttle *throttle, const char *key, int64_t *wait);
/** The key has failed once more. */
void throttle_failed(struct throttle *throttle, const char *key);

#endif

/**
 * What libsodium does for us: digests, random bytes, password hashes, and bytes
 * as text.
 * digest_init runs once before threads start.
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/str.h"

#define DIGEST_SIZE 32

struct digest {
	unsigned char bytes[DIGEST_SIZE];
};

/** Must be called before any other, by one thread; the keys that it makes last
 *  as long as the process. Aborts when there is no entropy. */
void digest_init(void);

struct digest digest_sha256(const void *bytes, size_t len);
/** BLAKE2b-256 with a key (for caches keyed by secrets). */
struct digest digest_keyed(const struct digest *key, const void *bytes,
			   size_t len);
/** A quick hash for tables; the key is of this process alone. */
uint64_t digest_short(const void *bytes, size_t len);
bool digest_equal(const struct digest *a, const struct digest *b);
/** The first 16 bytes of BLAKE2b as 32 hex digits: ETags and names. */
char *digest_tag(struct arena *arena, const void *bytes, size_t len);

/** Hex of the bytes, lower case. */
char *hex_encode(struct arena *arena, const void *bytes, size_t len);
/** The bytes of hex in either case; NULL when it is not. *len is their number,
 *  and the result is NUL-terminated. */
char *hex_decode(struct arena *arena, const char *hex, size_t *len);
/** Standard base64 with its padding (RFC 4648 4), on one line. */
char *base64_encode(struct arena *arena, const void *bytes, size_t len);
/** The same back; NULL when it is not. *len is
 *  the decoded length, and the result is NUL-terminated. */
char *base64_decode(struct arena *arena, const char *text, size_t *len);

void random_bytes(void *bytes, size_t len);
/** `len` random bytes in hex. */
char *random_hex(struct arena *arena, size_t len);
/** 160 random bits as 32 characters of [a-z2-7]. */
char *random_token(struct arena *arena);
/** A new UID: random, no name in it, safe as a file name with ".ics". */
char *random_uid(struct arena *arena);

/**
 * Bytes that only this process can read again: sealed with a key that it made
 * at digest_init and keeps in memory. seal_open answers false for what another
 * process sealed, or what was altered; bytes are NUL-terminated.
 */
struct slice seal_bytes(struct arena *arena, struct slice bytes);
MUST_CHECK bool seal_open(struct arena *arena, struct slice sealed,
			  struct slice *bytes);

/** Overwrite what was secret, also where the compiler sees no use of it. */
void secret_wipe(void *bytes, size_t len);
/** The same of a string; NULL is none. */
void secret_wipe_text(const char *text);

/** Does a field of that name hold a password? */
bool secret_is_named(const char *name);
/** Overwrite the string, which lies in the arena, when that ends. */
void secret_own(struct arena *arena, const char *text);

/** argon2id, 19 MiB, t=2: the storable string. */
char *password_hash(struct arena *arena, const char *password);
/** 20-32 ms. Constant in the password. A NULL hash costs the same and is
 *  false, so that an unknown login takes as long as a known one. */
bool password_matches(const char *hash, const char *password);

#endif

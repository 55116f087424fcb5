#include "base/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#define TAG_SIZE 16
#define TOKEN_SIZE 20
#define PASSWORD_PASSES 2
#define PASSWORD_MEMORY (19U * 1024 * 1024)

static unsigned char seal_key[crypto_secretbox_KEYBYTES];
static unsigned char short_key[crypto_shorthash_KEYBYTES];

void digest_init(void)
{
	static bool made;

	if (made) /* what was hashed or sealed by the keys is still about */
		return;
	made = true;
	if (sodium_init() < 0) {
		fprintf(stderr, "libsodium cannot start: no random numbers\n");
		abort();
	}
	crypto_secretbox_keygen(seal_key);
	crypto_shorthash_keygen(short_key);
}

struct digest digest_sha256(const void *bytes, size_t len)
{
	struct digest digest;

	crypto_hash_sha256(digest.bytes, bytes, len);
	return digest;
}

struct digest digest_keyed(const struct digest *key, const void *bytes,
			   size_t len)
{
	struct digest digest;

	crypto_generichash(digest.bytes, DIGEST_SIZE, bytes, len, key->bytes,
			   DIGEST_SIZE);
	return digest;
}

uint64_t digest_short(const void *bytes, size_t len)
{
	unsigned char hash[crypto_shorthash_BYTES];
	uint64_t number;

	crypto_shorthash(hash, bytes, len, short_key);
	memcpy(&number, hash, sizeof(number));
	return number;
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
	return sodium_memcmp(a->bytes, b->bytes, DIGEST_SIZE) == 0;
}

char *digest_tag(struct arena *arena, const void *bytes, size_t len)
{
	struct digest digest;

	crypto_generichash(digest.bytes, DIGEST_SIZE, bytes, len, NULL, 0);
	return hex_encode(arena, digest.bytes, TAG_SIZE);
}

char *hex_encode(struct arena *arena, const void *bytes, size_t len)
{
	char *hex = arena_alloc(arena, 2 * len + 1);

	return sodium_bin2hex(hex, 2 * len + 1, bytes, len);
}

char *hex_decode(struct arena *arena, const char *hex, size_t *len)
{
	size_t digits = strlen(hex);
	char *bytes = arena_alloc(arena, digits / 2 + 1);

	if (sodium_hex2bin((unsigned char *)bytes, digits / 2, hex, digits,
			   NULL, len, NULL) != 0 ||
	    *len * 2 != digits)
		return NULL;
	bytes[*len] = '\0';
	return bytes;
}

char *base64_encode(struct arena *arena, const void *bytes, size_t len)
{
	size_t room =
		sodium_base64_encoded_len(len, sodium_base64_VARIANT_ORIGINAL);

	return sodium_bin2base64(arena_alloc(arena, room), room, bytes, len,
				 sodium_base64_VARIANT_ORIGINAL);
}

char *base64_decode(struct arena *arena, const char *text, size_t *len)
{
	size_t room = strlen(text);
	unsigned char *bytes = arena_alloc(arena, room + 1);
	size_t decoded;

	/* libsodium takes some bytes above 127 for letters. */
	for (size_t i = 0; i < room; i++) {
		if ((unsigned char)text[i] > 127)
			return NULL;
	}
	if (sodium_base642bin(bytes, room, text, room, NULL, &decoded, NULL,
			      sodium_base64_VARIANT_ORIGINAL) != 0)
		return NULL;
	bytes[decoded] = '\0';
	*len = decoded;
	return (char *)bytes;
}

void random_bytes(void *bytes, size_t len)
{
	randombytes_buf(bytes, len);
}

char *random_hex(struct arena *arena, size_t len)
{
	unsigned char *bytes = arena_alloc(arena, len);

	random_bytes(bytes, len);
	return hex_encode(arena, bytes, len);
}

char *random_token(struct arena *arena)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned char bytes[TOKEN_SIZE];
	char *token = arena_alloc(arena, TOKEN_SIZE * 8 / 5 + 1);
	unsigned bits = 0;
	int bit_count = 0;
	size_t used = 0;

	random_bytes(bytes, sizeof(bytes));
	for (size_t i = 0; i < sizeof(bytes); i++) {
		bits = (bits << 8 | bytes[i]) & 0xFFF;
		bit_count += 8;
		while (bit_count >= 5) {
			bit_count -= 5;
			token[used++] = digits[bits >> bit_count & 31];
		}
	}
	return token;
}

/* A UUID of version 4: RFC 7986 5.3 recommends them as UIDs. */
char *random_uid(struct arena *arena)
{
	unsigned char bytes[16];
	char *hex;

	random_bytes(bytes, sizeof(bytes));
	bytes[6] = (unsigned char)((bytes[6] & 0x0F) | 0x40);
	bytes[8] = (unsigned char)((bytes[8] & 0x3F) | 0x80);
	hex = hex_encode(arena, bytes, sizeof(bytes));
	return arena_printf(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8,
			    hex + 12, hex + 16, hex + 20);
}

/* The nonce, random, stands before. */
struct slice seal_bytes(struct arena *arena, struct slice bytes)
{
	size_t len = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES +
		     bytes.len;
	unsigned char *sealed = arena_alloc(arena, len);

	random_bytes(sealed, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(sealed + crypto_secretbox_NONCEBYTES,
			      (const unsigned char *)bytes.at, bytes.len,
			      sealed, seal_key);
	return (struct slice){ (char *)sealed, len };
}

bool seal_open(struct arena *arena, struct slice sealed, struct slice *bytes)
{
	const size_t head =
		crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
	const unsigned char *nonce = (const unsigned char *)sealed.at;
	unsigned char *opened;

	if (sealed.len < head)
		return false;
	opened = arena_alloc(arena, sealed.len - head + 1);
	if (crypto_secretbox_open_easy(opened,
				       nonce + crypto_secretbox_NONCEBYTES,
				       sealed.len - crypto_secretbox_NONCEBYTES,
				       nonce, seal_key) != 0)
		return false;
	*bytes = (struct slice){ (char *)opened, sealed.len - head };
	return true;
}

void secret_wipe(void *bytes, size_t len)
{
	sodium_memzero(bytes, len);
}

void secret_wipe_text(const char *text)
{
	if (text)
		sodium_memzero((void *)(uintptr_t)text, strlen(text));
}

bool secret_is_named(const char *name)
{
	return str_equal(name, "password") || str_equal(name, "old");
}

static void wipe_text(void *text)
{
	secret_wipe_text(text);
}

void secret_own(struct arena *arena, const char *text)
{
	if (text)
		arena_own(arena, (void *)(uintptr_t)text, wipe_text);
}

char *password_hash(struct arena *arena, const char *password)
{
	char *hash = arena_alloc(arena, crypto_pwhash_STRBYTES);

	if (crypto_pwhash_str_alg(hash, password, strlen(password),
				  PASSWORD_PASSES, PASSWORD_MEMORY,
				  crypto_pwhash_ALG_ARGON2ID13) != 0)
		abort(); /* it fails only for want of memory */
	return hash;
}

bool password_matches(const char *hash, const char *password)
{
	static const unsigned char salt[crypto_pwhash_SALTBYTES];
	unsigned char spent[DIGEST_SIZE];

	if (hash)
		return crypto_pwhash_str_verify(hash, password,
						strlen(password)) == 0;
	if (crypto_pwhash(spent, sizeof(spent), password, strlen(password),
			  salt, PASSWORD_PASSES, PASSWORD_MEMORY,
			  crypto_pwhash_ALG_ARGON2ID13) != 0)
		return false;
	sodium_memzero(spent, sizeof(spent));
	return false;
}

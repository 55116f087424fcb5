#include "base/digest.h"

#include "base/str.h"

#include "tests/unit/base/arena_fixture.h"

static void sha256_is_that_of_the_standard(void **state)
{
	struct digest empty = digest_sha256("", 0);
	struct digest abc = digest_sha256("abc", 3);

	assert_string_equal(hex_encode(*state, empty.bytes, DIGEST_SIZE),
			    "e3b0c44298fc1c149afbf4c8996fb924"
			    "27ae41e4649b934ca495991b7852b855");
	assert_string_equal(hex_encode(*state, abc.bytes, DIGEST_SIZE),
			    "ba7816bf8f01cfea414140de5dae2223"
			    "b00361a396177a9cb410ff61f20015ad");
}

static void a_tag_is_the_start_of_blake2b_256(void **state)
{
	/* b2sum -l 256 of "abc" */
	assert_string_equal(digest_tag(*state, "abc", 3),
			    "bddd813c634239723171ef3fee98579b");
	assert_string_not_equal(digest_tag(*state, "abd", 3),
				digest_tag(*state, "abc", 3));
}

static void another_key_gives_another_digest(UNUSED void **state)
{
	struct digest one = { { 1 } }, two = { { 2 } };
	struct digest a = digest_keyed(&one, "text", 4);
	struct digest b = digest_keyed(&two, "text", 4);
	struct digest again = digest_keyed(&one, "text", 4);

	assert_false(digest_equal(&a, &b));
	assert_true(digest_equal(&a, &again));
	again.bytes[DIGEST_SIZE - 1] ^= 1;
	assert_false(digest_equal(&a, &again));
}

static void tokens_are_32_letters_and_digits(void **state)
{
	for (int i = 0; i < 200; i++) {
		const char *token = random_token(*state);

		assert_int_equal(strlen(token), 32);
		assert_int_equal(
			strspn(token, "abcdefghijklmnopqrstuvwxyz234567"), 32);
		assert_string_not_equal(token, random_token(*state));
	}
}

/* Each position takes each digit: a shift gone wrong would pin some. */
static void every_position_of_a_token_varies(void **state)
{
	bool seen[32][128] = { { false } };

	for (int i = 0; i < 2000; i++) {
		const char *token = random_token(*state);

		for (int j = 0; j < 32; j++)
			seen[j][(unsigned char)token[j]] = true;
	}
	for (int j = 0; j < 32; j++) {
		int count = 0;

		for (int c = 0; c < 128; c++)
			count += seen[j][c];
		assert_int_equal(count, 32);
	}
}

static void uids_are_random_uuids(void **state)
{
	for (int i = 0; i < 100; i++) {
		const char *uid = random_uid(*state);

		assert_int_equal(strlen(uid), 36);
		assert_int_equal(strspn(uid, "0123456789abcdef-"), 36);
		assert_int_equal(uid[8], '-');
		assert_int_equal(uid[14], '4');
		assert_non_null(strchr("89ab", uid[19]));
		assert_string_not_equal(uid, random_uid(*state));
	}
	assert_int_equal(strlen(random_hex(*state, 5)), 10);
}

static void a_password_matches_its_own_hash_only(void **state)
{
	const char *hash = password_hash(*state, "correct horse");

	assert_true(str_starts(hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
	assert_true(password_matches(hash, "correct horse"));
	assert_false(password_matches(hash, "correct horsf"));
	assert_false(password_matches(hash, ""));
	assert_string_not_equal(hash, password_hash(*state, "correct horse"));
}

static void no_hash_and_no_argon_hash_match_nothing(UNUSED void **state)
{
	assert_false(password_matches(NULL, "x"));
	assert_false(password_matches(NULL, ""));
	assert_false(password_matches("", ""));
	assert_false(password_matches("x", "x"));
}

static void sealed_bytes_come_back_and_hide(void **state)
{
	struct slice plain = slice_of("a secret that is shown once");
	struct slice sealed = seal_bytes(*state, plain);
	struct slice again = seal_bytes(*state, plain);
	struct slice opened;

	assert_true(seal_open(*state, sealed, &opened));
	assert_true(slice_equal(opened, plain));
	assert_int_equal(opened.at[opened.len], '\0');
	assert_null(memmem(sealed.at, sealed.len, "secret", 6));
	assert_false(slice_equal(sealed, again));
	sealed = seal_bytes(*state, slice_of(""));
	assert_true(seal_open(*state, sealed, &opened));
	assert_int_equal(opened.len, 0);
}

static void what_was_altered_or_cut_is_not_opened(void **state)
{
	struct slice sealed = seal_bytes(*state, slice_of("text"));
	char *bytes = arena_memdup(*state, sealed.at, sealed.len);
	struct slice opened;

	for (size_t i = 0; i < sealed.len; i++) {
		bytes[i] ^= 1;
		assert_false(seal_open(
			*state, (struct slice){ bytes, sealed.len }, &opened));
		bytes[i] ^= 1;
		assert_false(
			seal_open(*state, (struct slice){ bytes, i }, &opened));
	}
}

static void a_secret_is_overwritten_when_its_arena_ends(void **state)
{
	struct arena *request = arena_new();
	char *password = arena_strdup(*state, "correct horse");
	char *name = arena_strdup(*state, "maria");
	static const char nothing[sizeof("correct horse")];

	secret_own(request, password);
	secret_own(request, NULL);
	assert_string_equal(password, "correct horse");
	arena_free(request);
	assert_memory_equal(password, nothing, sizeof(nothing));
	assert_string_equal(name, "maria");
	assert_true(secret_is_named("password") && secret_is_named("old"));
	assert_false(secret_is_named("login") || secret_is_named(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(sha256_is_that_of_the_standard),
		WITH_ARENA(a_tag_is_the_start_of_blake2b_256),
		WITH_ARENA(another_key_gives_another_digest),
		WITH_ARENA(tokens_are_32_letters_and_digits),
		WITH_ARENA(every_position_of_a_token_varies),
		WITH_ARENA(uids_are_random_uuids),
		WITH_ARENA(sealed_bytes_come_back_and_hide),
		WITH_ARENA(what_was_altered_or_cut_is_not_opened),
		WITH_ARENA(a_secret_is_overwritten_when_its_arena_ends),
		WITH_ARENA(a_password_matches_its_own_hash_only),
		WITH_ARENA(no_hash_and_no_argon_hash_match_nothing),
	};

	digest_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "base/digest.h"

#include "tests/unit/base/arena_fixture.h"

#include <sodium.h>

struct pair {
	const char *plain;
	const char *coded;
};

/* RFC 4648 10. */
static const struct pair vectors[] = {
	{ "", "" },
	{ "f", "Zg==" },
	{ "fo", "Zm8=" },
	{ "foo", "Zm9v" },
	{ "foob", "Zm9vYg==" },
	{ "fooba", "Zm9vYmE=" },
	{ "foobar", "Zm9vYmFy" },
};

static void base64_is_that_of_the_rfc(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(vectors); i++) {
		size_t len = 99;
		const char *plain = vectors[i].plain;
		char *decoded = base64_decode(*state, vectors[i].coded, &len);

		assert_non_null(decoded);
		assert_string_equal(decoded, plain);
		assert_int_equal(len, strlen(plain));
	}
}

static void every_byte_survives_base64(void **state)
{
	unsigned char bytes[257];

	for (size_t len = 0; len <= 256; len++) {
		char coded[sodium_base64_ENCODED_LEN(
			257, sodium_base64_VARIANT_ORIGINAL)];
		size_t back = 0;
		char *decoded;

		bytes[len] = (unsigned char)(len * 37);
		sodium_bin2base64(coded, sizeof(coded), bytes, len,
				  sodium_base64_VARIANT_ORIGINAL);
		decoded = base64_decode(*state, coded, &back);
		assert_non_null(decoded);
		assert_int_equal(back, len);
		assert_memory_equal(decoded, bytes, len);
		assert_int_equal(decoded[len], 0);
	}
}

static void what_is_no_base64_is_refused(void **state)
{
	static const char *const wrong[] = {
		"Z",
		"Zg",
		"Zg=",
		"Zm8",
		"Zg===",
		"====",
		"=",
		"Zm9v=",
		"Zm9v====",
		"Z===",
		"Zm 9v",
		"Zm9v\n",
		"Zm9\xC3v",
		"Sa\xC3\x9B" /* libsodium takes these for letters */,
		"Zm-_",
		"Zg==Zg==",
		"Z=g=",
		"Zh==" /* bits behind the end */,
		"Zm9=",
	};
	size_t len = 99;

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		if (base64_decode(*state, wrong[i], &len))
			fail_msg("'%s' was decoded", wrong[i]);
	}
	assert_int_equal(len, 99);
}

static void hex_is_lower_case_and_whole(void **state)
{
	size_t len;

	assert_string_equal(hex_encode(*state, "\x00\x1f\xAb\xff", 4),
			    "001fabff");
	assert_string_equal(hex_encode(*state, "", 0), "");
	assert_memory_equal(hex_decode(*state, "001fAbff", &len),
			    "\x00\x1f\xab\xff", 5);
	assert_int_equal(len, 4);
	assert_non_null(hex_decode(*state, "", &len));
	assert_int_equal(len, 0);
	assert_null(hex_decode(*state, "abc", &len));
	assert_null(hex_decode(*state, "zz", &len));
	assert_null(hex_decode(*state, "00 1f", &len));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(base64_is_that_of_the_rfc),
		WITH_ARENA(every_byte_survives_base64),
		WITH_ARENA(what_is_no_base64_is_refused),
		WITH_ARENA(hex_is_lower_case_and_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Readers of request lines and headers in base/: what they take must survive
 * being written and read again. */
#include "base/digest.h"
#include "base/http.h"
#include "base/unicode.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include <sodium.h>

static void path_round_trip(struct arena *arena, const char *target)
{
	struct http_path path, again;
	const char *query;
	const char *text;

	if (!http_path_parse(arena, target, &path, &query))
		return;
	text = http_path_text(arena, &path);
	/* Encoding can make a target longer than what is read. */
	if (strlen(text) > 4096)
		return;
	assert(http_path_parse(arena, text, &again, &query));
	assert(again.count == path.count);
	assert(again.slash == (path.slash || path.count == 0));
	for (size_t i = 0; i < path.count; i++) {
		assert(str_equal(path.segments[i], again.segments[i]));
		assert(!str_equal(path.segments[i], ".."));
		assert(!strchr(path.segments[i], '/'));
		assert(utf8_valid(path.segments[i], strlen(path.segments[i]),
				  NULL));
	}
}

static void base64_round_trip(struct arena *arena, const char *text)
{
	size_t len, room;
	char *bytes = base64_decode(arena, text, &len);
	char *again;

	if (!bytes)
		return;
	room = sodium_base64_encoded_len(len, sodium_base64_VARIANT_ORIGINAL);
	again = arena_alloc(arena, room);
	sodium_bin2base64(again, room, (const unsigned char *)bytes, len,
			  sodium_base64_VARIANT_ORIGINAL);
	assert(str_equal(again, text));
}

static void fold_is_stable(struct arena *arena, const char *text)
{
	const char *once = str_fold(arena, text, strlen(text));
	const char *normal = str_normalize(arena, text);

	assert(str_equal(str_fold(arena, once, strlen(once)), once));
	assert(str_equal(str_normalize(arena, normal), normal));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	char *text = arena_strndup(arena, (const char *)data, size);
	struct http_header prefer = { "Prefer", text };
	struct http_request request = { .headers = &prefer,
					.header_count = 1,
					.query = text };

	path_round_trip(arena, text);
	base64_round_trip(arena, text);
	fold_is_stable(arena, text);
	http_etags_match(text, "abc");
	http_prefers(&request, "return=minimal");
	http_query(arena, &request, "a");
	arena_free(arena);
	return 0;
}

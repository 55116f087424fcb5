#include "base/http.h"

#include "tests/unit/base/arena_fixture.h"

/* "a|b|" for /a/b/ ; NULL when the target is refused. */
static const char *parsed(void **state, const char *target)
{
	struct http_path path = { .count = 99 };
	const char *query = "untouched";
	struct buf buf;

	if (!http_path_parse(*state, target, &path, &query)) {
		assert_int_equal(path.count, 99);
		assert_string_equal(query, "untouched");
		return NULL;
	}
	buf_init(&buf, *state);
	buf_puts(&buf, "");
	for (size_t i = 0; i < path.count; i++)
		buf_printf(&buf, "%s%s", i ? "|" : "", path.segments[i]);
	if (path.slash)
		buf_putc(&buf, '/');
	if (query)
		buf_printf(&buf, "?%s", query);
	return buf.at;
}

struct reading {
	const char *target;
	const char *wanted;
};

static const struct reading taken[] = {
	{ "/", "/" },
	{ "//", "/" },
	{ "/.", "/" },
	{ "/%2e", "/" },
	{ "/a", "a" },
	{ "/a/", "a/" },
	{ "/a/b", "a|b" },
	{ "//a///b//", "a|b/" },
	{ "/a/./b/.", "a|b/" },
	{ "/a%20b", "a b" },
	{ "/a b", "a b" },
	{ "/a+b", "a+b" },
	{ "/%C3%A9", "\xC3\xA9" },
	{ "/\xC3\xA9", "\xC3\xA9" },
	{ "/%c3%a9", "\xC3\xA9" },
	{ "/%25", "%" },
	{ "/%2525", "%25" },
	{ "/...", "..." },
	{ "/..a", "..a" },
	{ "/.a", ".a" },
	{ "/a%3Fb", "a?b" },
	{ "/a%5Cb", "a\\b" },
	{ "/a?", "a?" },
	{ "/a?b=c&d", "a?b=c&d" },
	{ "/a?b/../%00?", "a?b/../%00?" },
	{ "/?x", "/?x" },
	{ "http://host/a/b", "a|b" },
	{ "HTTPS://host:80/a", "a" },
	{ "http://host", "/" },
	{ "http://host?q", "/?q" },
	{ "//host/a", "host|a" },
};

static void targets_are_split_before_they_are_decoded(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(taken); i++) {
		const char *got = parsed(state, taken[i].target);

		if (!got || strcmp(got, taken[i].wanted) != 0)
			fail_msg("'%s' gave '%s'", taken[i].target,
				 got ? got : "(refused)");
	}
}

static void attacks_on_paths_are_refused(void **state)
{
	static const char *const wrong[] = {
		"",
		"a",
		"*",
		"a/b",
		"/..",
		"/../a",
		"/a/..",
		"/a/../b",
		"/%2e%2e",
		"/%2E.",
		"/.%2e/a",
		"/a/%2e%2E/",
		"/a%2fb",
		"/a%2Fb",
		"/%2f",
		"/..%2fa",
		"/%00",
		"/a%00b",
		"/a%00",
		"/%",
		"/%1",
		"/a%",
		"/a%zz",
		"/%+1",
		"/% 1",
		"/%-1",
		"/%u0041",
		"/%FF",
		"/\xFF",
		"/%C3",
		"/%C3/%A9",
		"/%c0%af",
		"/%C0%AE%C0%AE",
		"/%ED%A0%80",
		"/a%0d%0ab",
		"/a\tb",
		"/%7f",
		"/a#b",
		"ftp://host/a",
		"http:/a",
		"http:///../a",
	};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		if (parsed(state, wrong[i]))
			fail_msg("'%s' was taken", wrong[i]);
	}
}

static void a_target_has_at_most_4096_bytes(void **state)
{
	char target[4098];

	memset(target, 'a', sizeof(target));
	target[0] = '/';
	target[4096] = '\0';
	assert_non_null(parsed(state, target));
	target[4096] = 'a';
	target[4097] = '\0';
	assert_null(parsed(state, target));
}

static void a_path_of_slashes_is_the_root(void **state)
{
	char target[4001];

	memset(target, '/', 4000);
	target[4000] = '\0';
	assert_string_equal(parsed(state, target), "/");
}

static void a_path_is_written_as_it_was_read(void **state)
{
	static const char *const targets[] = {
		"/",
		"/a",
		"/a/",
		"/a/b%20c/",
		"/%C3%A9.ics",
		"/x@y+z,:=!$'()*;~_-.ics",
		"/a%25/%3F%23",
		"/%26%22%3C%3E%5B%5D%5C%5E%60%7B%7C%7D",
	};

	for (size_t i = 0; i < ARRAY_SIZE(targets); i++) {
		struct http_path path;
		const char *query;

		assert_true(http_path_parse(*state, targets[i], &path, &query));
		assert_null(query);
		assert_string_equal(http_path_text(*state, &path), targets[i]);
	}
}

static void a_slash_in_a_name_is_encoded(void **state)
{
	struct buf buf;

	buf_init(&buf, *state);
	http_segment_encode(&buf, "a/b\n");
	assert_string_equal(buf.at, "a%2Fb%0A");
}

static void a_byte_is_encoded_alike_wherever_it_stands(void **state)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_.~-@+,:=!$'()*;";
	char text[40] = "";

	for (int byte = 1; byte < 256; byte++) {
		size_t at = (size_t)byte % 38;
		bool as_is = strchr(plain, byte) != NULL;
		struct arena *arena = arena_new();
		struct buf buf, wanted;

		memset(text, 'a', 38);
		text[at] = (char)byte;
		buf_init(&wanted, arena);
		buf_add(&wanted, text, at);
		if (as_is)
			buf_putc(&wanted, (char)byte);
		else
			buf_printf(&wanted, "%%%02X", (unsigned)byte);
		buf_puts(&wanted, text + at + 1);
		buf_init(&buf, arena);
		http_segment_encode(&buf, text);
		assert_string_equal(buf.at, wanted.at);
		assert_int_equal(buf.len, wanted.len);
		assert_int_equal(http_segment_plain(text), as_is);
		assert_int_equal(http_segment_plain(text + at), as_is);
		arena_free(arena);
	}
	assert_false(http_segment_plain(""));
	(void)state;
}

static void headers_ignore_case(UNUSED void **state)
{
	static const struct http_header headers[] = { { "Depth", "1" },
						      { "If-Match", "\"a\"" } };
	struct http_request request = { .headers = headers, .header_count = 2 };

	assert_string_equal(http_header(&request, "depth"), "1");
	assert_string_equal(http_header(&request, "IF-MATCH"), "\"a\"");
	assert_null(http_header(&request, "If"));
}

static void queries_are_decoded(void **state)
{
	struct http_request request = {
		.query = "a=1&b=x+y%26z&c&=e&d=%zz&b=2&n%20m=4&u=%FF"
	};

	assert_string_equal(http_query(*state, &request, "a"), "1");
	assert_string_equal(http_query(*state, &request, "b"), "x y&z");
	assert_string_equal(http_query(*state, &request, "c"), "");
	assert_string_equal(http_query(*state, &request, "n m"), "4");
	assert_null(http_query(*state, &request, "d"));
	assert_null(http_query(*state, &request, "u"));
	assert_null(http_query(*state, &request, "missing"));
	request.query = NULL;
	assert_null(http_query(*state, &request, "a"));
}

static void a_response_holds_what_was_added(void **state)
{
	struct http_response response;

	http_response_init(&response, *state);
	assert_string_equal(response.body, "");
	for (int i = 0; i < 20; i++)
		http_response_add(&response, "Allow", "GET");
	http_response_add(&response, "ETag", "\"x\"");
	assert_int_equal(response.header_count, 21);
	assert_string_equal(http_response_header(&response, "etag"), "\"x\"");
	assert_null(http_response_header(&response, "Location"));
}

static void a_second_body_replaces_the_first(void **state)
{
	struct http_response response;

	http_response_init(&response, *state);
	http_response_body(&response, "text/plain", "abc", 3);
	http_response_body(&response, "text/calendar", "defg", 4);
	assert_int_equal(response.header_count, 1);
	assert_string_equal(http_response_header(&response, "Content-Type"),
			    "text/calendar");
	assert_string_equal(response.body, "defg");
	assert_int_equal(response.body_len, 4);
}

static void a_header_value_stays_one_line(void **state)
{
	struct http_response response;

	http_response_init(&response, *state);
	http_response_add(&response, "Location", "/a\r\nSet-Cookie: x");
	assert_string_equal(response.headers[0].value, "/a  Set-Cookie: x");
}

static void entity_tags_match_whole(UNUSED void **state)
{
	assert_true(http_etags_match("\"abc\"", "abc"));
	assert_true(http_etags_match("*", "abc"));
	assert_true(http_etags_match(" * ", "abc"));
	assert_true(http_etags_match("\"x\", \"abc\"", "abc"));
	assert_true(http_etags_match("\"x\",W/\"abc\" , \"y\"", "abc"));
	assert_true(http_etags_match("\"abc-gzip\"", "abc"));
	assert_true(http_etags_match("W/\"abc-br\"", "abc"));
	assert_true(http_etags_match("\"abc\"-gzip, \"y\"", "abc"));
	assert_true(http_etags_match("\"a,b\"", "a,b"));
	assert_true(http_etags_match("abc", "abc"));
	assert_false(http_etags_match("\"a,b\"", "b"));
	assert_false(http_etags_match("\"a,b\"", "a"));
	assert_false(http_etags_match("\"ab\"", "abc"));
	assert_false(http_etags_match("\"abcd\"", "abc"));
	assert_false(http_etags_match("\"ABC\"", "abc"));
	assert_false(http_etags_match("\"-gzip\"", ""));
	assert_false(http_etags_match("", "abc"));
	assert_false(http_etags_match("\"\"", "abc"));
	assert_false(http_etags_match("\"*\"", "abc"));
	assert_false(http_etags_match("\"abc", "ab"));
	assert_false(http_etags_match(",,,", "abc"));
}

static void what_does_not_exist_matches_not_even_a_star(UNUSED void **state)
{
	assert_true(http_etags_same("*", "abc"));
	assert_true(http_etags_same("W/\"abc\", \"abc\"", "abc"));
	assert_true(http_etags_same("\"abc-gzip\"", "abc"));
	assert_true(http_etags_same("\"abc" HTTP_ETAG_LOOK "\"", "abc"));
	assert_true(http_etags_same("\"abc" HTTP_ETAG_LOOK "-gzip\"", "abc"));
	assert_true(http_etags_same("\"abd.12\"", "abc.12"));
	assert_true(http_etags_same("\"abd.12-json\"", "abc.12"));
	assert_false(http_etags_same("\"abc.13\"", "abc.12"));
	assert_false(http_etags_same("\"ab.12\"", "abc.12"));
	assert_false(http_etags_same("\".12\"", ".12x"));
	assert_false(http_etags_same("\"abd\"", "abc"));
	assert_false(http_etags_same("W/\"abd.12\"", "abc.12"));
	assert_false(http_etags_match("\"abd.12\"", "abc.12"));
	assert_false(http_etags_same("W/\"abc\"", "abc"));
	assert_false(http_etags_same("\"x\", w/\"abc-gzip\"", "abc"));
	assert_false(http_etags_match("*", NULL));
	assert_false(http_etags_match(NULL, "abc"));
}

static bool prefers(const char *value, const char *preference)
{
	struct http_header header = { "Prefer", value };
	struct http_request request = { .headers = &header, .header_count = 1 };

	return http_prefers(&request, preference);
}

static void preferences_are_found_in_lists(UNUSED void **state)
{
	struct http_request none = { .header_count = 0 };

	assert_true(prefers("return=minimal", "return=minimal"));
	assert_true(prefers("wait=5, Return = \"minimal\"", "return=minimal"));
	assert_true(
		prefers("return=minimal; x=y, depth-noroot", "depth-noroot"));
	assert_true(prefers("return=minimal;x=y", "return=minimal"));
	assert_false(prefers("return=representation", "return=minimal"));
	assert_false(prefers("depth-noroots", "depth-noroot"));
	assert_false(prefers("return", "return=minimal"));
	assert_false(prefers("return=minimal", "return"));
	assert_false(prefers("", "depth-noroot"));
	assert_false(http_prefers(&none, "depth-noroot"));
}

static void a_media_type_stands_before_its_parameters(UNUSED void **state)
{
	static const char *const types[] = {
		"text/calendar",
		" text/calendar ;charset=utf-8",
		"text/calendar; x=\"a;b\"",
	};

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		assert_true(slice_is(http_media(types[i]), "text/calendar"));
	assert_int_equal(http_media("").len, 0);
	assert_null(http_media(NULL).at);
}

static void statuses_have_their_phrases(UNUSED void **state)
{
	assert_string_equal(http_reason(207), "Multi-Status");
	assert_string_equal(http_reason(507), "Insufficient Storage");
	assert_string_equal(http_reason(999), "Unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(targets_are_split_before_they_are_decoded),
		WITH_ARENA(attacks_on_paths_are_refused),
		WITH_ARENA(a_target_has_at_most_4096_bytes),
		WITH_ARENA(a_path_of_slashes_is_the_root),
		WITH_ARENA(a_path_is_written_as_it_was_read),
		WITH_ARENA(a_slash_in_a_name_is_encoded),
		cmocka_unit_test(a_byte_is_encoded_alike_wherever_it_stands),
		WITH_ARENA(headers_ignore_case),
		WITH_ARENA(queries_are_decoded),
		WITH_ARENA(a_response_holds_what_was_added),
		WITH_ARENA(a_second_body_replaces_the_first),
		WITH_ARENA(a_header_value_stays_one_line),
		WITH_ARENA(entity_tags_match_whole),
		WITH_ARENA(what_does_not_exist_matches_not_even_a_star),
		WITH_ARENA(preferences_are_found_in_lists),
		WITH_ARENA(a_media_type_stands_before_its_parameters),
		WITH_ARENA(statuses_have_their_phrases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "tests/unit/dav/dav_fixture.h"

#include "dav/if_header_private.h"

#include <string.h>

/* As this program writes it: each list with its tag, conditions apart by
 * blanks. NULL: it cannot be read. */
static const char *written(struct place *place, const char *value)
{
	struct if_header header;
	struct buf buf;

	if (!if_header_read(place->arena, value, &header))
		return NULL;
	buf_init(&buf, place->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < header.count; i++) {
		const struct if_list *list = &header.lists[i];

		buf_printf(&buf, "%s(", list->tag ? list->tag : "");
		for (size_t j = 0; j < list->count; j++) {
			const struct if_condition *one = &list->conditions[j];

			buf_printf(&buf, "%s%s%s", j ? " " : "",
				   one->not ? "!" : "",
				   one->token ? one->token : one->etag);
		}
		buf_puts(&buf, ")");
	}
	return buf.at;
}

/* The examples of RFC 4918 10.4.6 to 10.4.9, and odd ones. */
static void lists_are_read_with_their_tags(void **state)
{
	static const struct {
		const char *value, *wanted;
	} rows[] = {
		{ "(<urn:a> [\"e\"]) ([\"f\"])", "(urn:a \"e\")(\"f\")" },
		{ "(Not <urn:a> <urn:b>)", "(!urn:a urn:b)" },
		{ "(<urn:a>) (Not <DAV:no-lock>)", "(urn:a)(!DAV:no-lock)" },
		{ "</r1> (<urn:a> [W/\"e\"]) ([\"f\"])",
		  "/r1(urn:a W/\"e\")/r1(\"f\")" },
		{ "</r1> (<urn:a>) <http://h/r2> (Not [\"f\"])",
		  "/r1(urn:a)http://h/r2(!\"f\")" },
		{ " \t(\t[\"e\"] )\t", "(\"e\")" },
		{ "(Not<urn:a>[\"e\"])", "(!urn:a \"e\")" },
		{ "(not <urn:a>)", "(!urn:a)" },
		{ "([\"a]b\"])", "(\"a]b\")" },
		{ "([\"\"])", "(\"\")" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_string_equal(written(*state, rows[i].value),
				    rows[i].wanted);
}

static void what_the_rfc_does_not_have_is_not_read(void **state)
{
	static const char *const rows[] = {
		"",
		"(",
		"<",
		"()",
		"(<>)",
		"([])",
		"([e])",
		"([\"e\"",
		"(\"e\")",
		"<urn:a>",
		"<> (<urn:a>)",
		"(<urn:a>) x",
		"x (<urn:a>)",
		"(Not)",
		"(Not Not <urn:a>)",
		"(<urn:a>), (<urn:b>)",
		"</a> </b> (<urn:a>)",
		"(<urn:a>) </b> (<urn:b>)",
		"</a> (<urn:a>) </b>",
		"([\"e\" ])",
		"([W/e])",
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_null(written(*state, rows[i]));
}

static void every_token_is_submitted_whether_it_is_to_hold_or_not(void **state)
{
	struct place *place = *state;
	struct if_header header;

	assert_true(if_header_read(place->arena,
				   "</a> (<urn:1> [\"e\"]) (Not <urn:2>) "
				   "</b> (<urn:3>)",
				   &header));
	for (int i = 0; i < 3; i++)
		assert_string_equal(
			header.tokens[i],
			arena_printf(place->arena, "urn:%d", i + 1));
	assert_null(header.tokens[3]);
	assert_true(if_header_read(place->arena, "([\"e\"])", &header));
	assert_null(header.tokens[0]);
}

/* So many times, each with that between. */
static bool reads(struct place *place, const char *open, const char *each,
		  const char *close, size_t count)
{
	struct if_header header;
	struct buf buf;

	buf_init(&buf, place->arena);
	buf_puts(&buf, open);
	for (size_t i = 0; i < count; i++)
		buf_puts(&buf, each);
	buf_puts(&buf, close);
	return if_header_read(place->arena, buf.at, &header);
}

static void conditions_and_addresses_have_a_bound(void **state)
{
	assert_true(reads(*state, "(", "<urn:a>", ")", IF_CONDITION_LIMIT));
	assert_false(
		reads(*state, "(", "<urn:a>", ")", IF_CONDITION_LIMIT + 1));
	assert_true(reads(*state, "", "</a> (<urn:a>)", "", IF_TAG_LIMIT));
	assert_false(reads(*state, "", "</a> (<urn:a>)", "", IF_TAG_LIMIT + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PROGRAM(lists_are_read_with_their_tags),
		WITH_PROGRAM(what_the_rfc_does_not_have_is_not_read),
		WITH_PROGRAM(
			every_token_is_submitted_whether_it_is_to_hold_or_not),
		WITH_PROGRAM(conditions_and_addresses_have_a_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

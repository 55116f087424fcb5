#include "tests/unit/store/place_fixture.h"

#include "practice/notice/stop.h"

#include <string.h>

#define RETURNED                                           \
	"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n" \
	"Message-ID: <notice-12.abc@example.org>\r\n--b--\r\n"
#define REPORT(action, status)                           \
	"Message-ID: <dsn@mx>\r\n\r\n"                   \
	"Reporting-MTA: dns; mx\r\n\r\n"                 \
	"Final-Recipient: RFC822; <Ada@Example.org>\r\n" \
	"Action: " action "\r\nStatus: " status "\r\n"   \
	"Diagnostic-Code: smtp; 550\r\n no such\r\n\tbox\r\n\r\n"

static bool reads(struct arena *arena, const char *text, struct bounce *bounce)
{
	return practice_bounce_read(arena, slice_of(text), bounce);
}

static void a_report_names_address_status_and_message(void **s)
{
	struct arena *arena = arena_new();
	struct bounce bounce;

	(void)s;
	assert_true(reads(arena, REPORT("failed", "5.1.1") RETURNED, &bounce));
	assert_string_equal(bounce.address, "ada@example.org");
	assert_string_equal(bounce.status, "5.1.1");
	assert_string_equal(bounce.reason, "smtp; 550 no such box");
	assert_string_equal(bounce.id, "notice-12.abc@example.org");
	assert_true(bounce.failed);
	assert_true(reads(arena, REPORT("delayed", "4.4.1") RETURNED, &bounce));
	assert_false(bounce.failed);
	assert_true(reads(arena, REPORT("failed", "4.2.2") RETURNED, &bounce));
	assert_false(bounce.failed);
	arena_free(arena);
}

static void anything_else_is_no_report(void **s)
{
	struct arena *arena = arena_new();
	struct bounce bounce;

	(void)s;
	assert_false(reads(arena, "", &bounce));
	assert_false(reads(arena, RETURNED, &bounce));
	assert_false(reads(arena, REPORT("failed", "5.1.1"), &bounce));
	assert_false(reads(arena,
			   "Final-Recipient: x400; a\nAction: failed\n"
			   "Status: 5.0.0\n" RETURNED,
			   &bounce));
	assert_false(practice_bounce_read(arena, (struct slice){ "a\0b", 3 },
					  &bounce));
	arena_free(arena);
}

/* As programs of mail servers write them, well and badly. */
static void reports_are_read_as_they_are_written(void **s)
{
	struct arena *arena = arena_new();
	struct bounce bounce;

	(void)s;
	/* No reason is told; the address stands bare or in half a bracket. */
	assert_true(reads(arena,
			  "Original-Recipient: rfc822;ada@example.org\n"
			  "Action: failed\nStatus: 5.0.0\n" RETURNED,
			  &bounce));
	assert_string_equal(bounce.address, "ada@example.org");
	assert_null(bounce.reason);
	assert_true(reads(arena,
			  "Final-Recipient: rfc822;<ada@example.org\n"
			  "Action: failed\nStatus: 5.0.0\n" RETURNED,
			  &bounce));
	assert_string_equal(bounce.address, "<ada@example.org");
	assert_true(reads(arena,
			  "Final-Recipient: rfc822;x\n"
			  "Action: failed\nStatus: 5.0.0\n" RETURNED,
			  &bounce));
	assert_string_equal(bounce.address, "x");
	/* A folded line at the very end. */
	assert_true(reads(arena,
			  "Final-Recipient: rfc822;x\nAction: failed\n"
			  "Status: 5.0.0\nMessage-ID: no brackets\n"
			  "Message-ID: >wrong<\nMessage-ID: <open\n"
			  "Message-ID:\n <notice-7.a@b>\n"
			  "Diagnostic-Code:\n ",
			  &bounce));
	assert_string_equal(bounce.id, "notice-7.a@b");
	arena_free(arena);
}

static void what_lacks_a_part_or_is_too_long_is_no_report(void **s)
{
	static const char *const texts[] = {
		"Final-Recipient: rfc822;x\nAction: failed\n" RETURNED,
		"Final-Recipient: rfc822;x\nStatus: 5.0.0\n" RETURNED,
		"Final-Recipient: rfc822\nAction: failed\n"
		"Status: 5.0.0\n" RETURNED,
	};
	struct arena *arena = arena_new();
	struct bounce bounce;
	char *much = arena_alloc(arena, BOUNCE_LONGEST + 2);

	(void)s;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		assert_false(reads(arena, texts[i], &bounce));
	memset(much, ' ', BOUNCE_LONGEST + 1);
	much[BOUNCE_LONGEST + 1] = '\0';
	memcpy(much, REPORT("failed", "5.1.1") RETURNED,
	       strlen(REPORT("failed", "5.1.1") RETURNED));
	assert_false(reads(arena, much, &bounce));
	much[BOUNCE_LONGEST] = '\0';
	assert_true(reads(arena, much, &bounce));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_names_address_status_and_message),
		cmocka_unit_test(anything_else_is_no_report),
		cmocka_unit_test(reports_are_read_as_they_are_written),
		cmocka_unit_test(what_lacks_a_part_or_is_too_long_is_no_report),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_names_address_status_and_message),
		cmocka_unit_test(anything_else_is_no_report),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

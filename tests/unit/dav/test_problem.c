#include "dav/problem_private.h"

#include "dav/xml_private.h"
#include "practice/refusal.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static struct arena *arena;
static struct operation op;
static struct http_response response;

static int set_up(void **state)
{
	(void)state;
	dav_init();
	arena = arena_new();
	operation_init(&op, arena, INSTANT_MIN);
	http_response_init(&response, arena);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* The answer stays XML whatever a request held that its sentence quotes. */
static void a_sentence_that_is_no_utf_8_is_made_readable(void **state)
{
	const xmlNode *root;
	struct slice body;

	(void)state;
	problem_answer(&op, fail(&op, ERR_METHOD, "B\xe9W is not known"),
		       &response);
	body = (struct slice){ response.body, response.body_len };
	assert_int_equal(xml_parse(&op, body, &root), OK);
	assert_non_null(strstr(response.body, "B?W is not known"));
}

static void every_failure_has_a_status_of_its_class(void **state)
{
	(void)state;
	for (int err = OK + 1; err < ERR_COUNT; err++) {
		int status = problem_status((enum err)err);

		assert_in_range(status, 400, 507);
		if (status >= 500)
			assert_true(err == ERR_STORAGE || err == ERR_INTERNAL ||
				    err == ERR_UNAVAILABLE ||
				    err == ERR_QUOTA || err == ERR_FULL ||
				    err == ERR_MATCHES_LIMIT);
	}
}

static void every_answer_is_well_formed_and_a_dav_error(void **state)
{
	(void)state;
	for (int err = OK + 1; err < ERR_COUNT; err++) {
		const xmlNode *root;

		fail(&op, (enum err)err, "a <sentence> & \"more\"");
		op.failure.href = "/dav/a&b";
		problem_answer(&op, (enum err)err, &response);
		assert_int_equal(xml_parse(&op,
					   (struct slice){ response.body,
							   response.body_len },
					   &root),
				 OK);
		assert_true(xml_is(root, NS_DAV, "error"));
	}
}

/* K19 */
static void a_refusal_of_ours_stands_beside_need_privileges(void **state)
{
	const xmlNode *root;

	(void)state;
	problem_answer(&op, refuse(&op, REFUSAL_SESSION_SAVED, "it is saved"),
		       &response);
	assert_int_equal(response.status, 403);
	assert_int_equal(xml_parse(&op, slice_of(response.body), &root), OK);
	assert_non_null(xml_child(root, NS_DAV, "need-privileges"));
	assert_non_null(xml_child(root, NS_DAYBOOK, "session-saved"));
	assert_string_equal(
		xml_text(arena, xml_child(root, NS_DAV, "responsedescription")),
		"it is saved");
}

static void a_uid_conflict_names_the_resource_in_the_way(void **state)
{
	const xmlNode *root, *element;

	(void)state;
	fail(&op, ERR_UID_CONFLICT, "taken");
	op.failure.href = "/dav/calendars/maria/work/a&b.ics";
	problem_answer(&op, ERR_UID_CONFLICT, &response);
	assert_int_equal(xml_parse(&op, slice_of(response.body), &root), OK);
	element = xml_child(root, NS_CALDAV, "no-uid-conflict");
	assert_non_null(element);
	assert_string_equal(xml_text(arena, xml_child(element, NS_DAV, "href")),
			    "/dav/calendars/maria/work/a&b.ics");
}

static void what_broke_inside_is_not_told(void **state)
{
	(void)state;
	fail(&op, ERR_STORAGE, "disk /var/lib/secret is full");
	problem_answer(&op, ERR_STORAGE, &response);
	assert_int_equal(response.status, 500);
	assert_null(strstr(response.body, "secret"));
}

static void too_large_is_413_with_max_resource_size(void **state)
{
	(void)state;
	problem_answer(&op, ERR_TOO_LARGE, &response);
	assert_int_equal(response.status, 413);
	assert_non_null(strstr(response.body, "<C:max-resource-size/>"));
	assert_int_equal(problem_status(ERR_RESOURCE_SIZE), 413);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_sentence_that_is_no_utf_8_is_made_readable),
		TEST(every_failure_has_a_status_of_its_class),
		TEST(every_answer_is_well_formed_and_a_dav_error),
		TEST(a_refusal_of_ours_stands_beside_need_privileges),
		TEST(a_uid_conflict_names_the_resource_in_the_way),
		TEST(what_broke_inside_is_not_told),
		TEST(too_large_is_413_with_max_resource_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

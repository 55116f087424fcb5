#include "admin/pages/form.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const words[] = { "low", "high", NULL };

static const struct field hours_rows[] = {
	{ .name = "from", .type = FIELD_TEXT },
	{ .name = "to", .type = FIELD_TEXT },
	{ 0 },
};

static const struct field contact_rows[] = {
	{ .name = "name", .type = FIELD_TEXT, .flags = FIELD_REQUIRED },
	{ .name = "phone", .type = FIELD_TEXT, .flags = FIELD_NULLABLE },
	{ .name = "payer", .type = FIELD_BOOL },
	{ 0 },
};

static const struct field rows[] = {
	{ .name = "id", .type = FIELD_ID, .flags = FIELD_ONLY_ANSWER },
	{ .name = "title", .type = FIELD_TEXT, .flags = FIELD_REQUIRED },
	{ .name = "note", .type = FIELD_TEXT, .flags = FIELD_NULLABLE },
	{ .name = "prefix", .type = FIELD_TEXT },
	{ .name = "start", .type = FIELD_WALL },
	{ .name = "end", .type = FIELD_WALL },
	{ .name = "from", .type = FIELD_TEXT },
	{ .name = "count", .type = FIELD_INTEGER },
	{ .name = "charge", .type = FIELD_MONEY },
	{ .name = "enabled", .type = FIELD_BOOL },
	{ .name = "level", .type = FIELD_CHOICE, .choices = words },
	{ .name = "days", .type = FIELD_CHOICES, .choices = words },
	{ .name = "ids", .type = FIELD_TEXTS },
	{ .name = "hours", .type = FIELD_INTEGERS },
	{ .name = "clients", .type = FIELD_MAP },
	{ .name = "notice_hours", .type = FIELD_OBJECT, .fields = hours_rows },
	{ .name = "contacts", .type = FIELD_LIST, .fields = contact_rows },
	{ 0 },
};

static int form_setup(void **state)
{
	struct operation *op = calloc(1, sizeof(*op));

	assert_non_null(op);
	operation_init(op, arena_new(), INSTANT_MIN);
	*state = op;
	return 0;
}

static int form_teardown(void **state)
{
	struct operation *op = *state;

	arena_free(op->arena);
	free(op);
	return 0;
}

#define FORM(test) \
	cmocka_unit_test_setup_teardown(test, form_setup, form_teardown)

static const char *json_of(struct operation *op, const char *body,
			   const char *boxes, bool change)
{
	struct form_way way = { .fields = rows,
				.boxes = boxes,
				.change = change };
	struct form form;

	assert_int_equal(form_read(op, slice_of(body), &form), OK);
	return json_text(op->arena, form_json(op->arena, &form, &way));
}

static void texts_numbers_and_boxes_become_their_types(void **state)
{
	assert_string_equal(
		json_of(*state,
			"title=A+%26+B&count=7&charge=42.5&enabled=on&"
			"level=high&unknown=1&id=3",
			NULL, false),
		"{\"title\":\"A & B\",\"count\":7,\"charge\":\"42.5\","
		"\"enabled\":true,\"level\":\"high\"}");
}

static void what_is_no_number_is_left_to_the_route(void **state)
{
	assert_string_equal(json_of(*state, "count=many", NULL, false),
			    "{\"count\":\"many\"}");
}

static void an_empty_text_is_none_or_left_out_or_empty(void **state)
{
	static const char body[] =
		"title=&note=&prefix=&count=&charge=&level=&start=";

	assert_string_equal(json_of(*state, body, NULL, false),
			    "{\"title\":\"\",\"note\":null}");
	assert_string_equal(json_of(*state, body, NULL, true),
			    "{\"title\":\"\",\"note\":null,\"prefix\":\"\"}");
}

static void
boxes_that_are_not_sent_are_unticked_where_they_are_shown(void **state)
{
	assert_string_equal(json_of(*state, "title=x", "enabled, days", false),
			    "{\"title\":\"x\",\"enabled\":false,\"days\":[]}");
	assert_string_equal(json_of(*state, "title=x", NULL, false),
			    "{\"title\":\"x\"}");
}

static void lists_repeat_the_name(void **state)
{
	assert_string_equal(
		json_of(*state,
			"ids=C042&ids=+C051+&ids=&days=low&days=high&hours=1&"
			"hours=x",
			NULL, false),
		"{\"days\":[\"low\",\"high\"],\"ids\":[\"C042\",\"C051\"],"
		"\"hours\":[1,\"x\"]}");
}

static void maps_and_objects_name_their_parts(void **state)
{
	assert_string_equal(
		json_of(*state,
			"clients[C042]=missed&clients%5BC051%5D=&clients[=x&"
			"notice_hours[from]=07:00&notice_hours[to]=21:00",
			NULL, false),
		"{\"clients\":{\"C042\":\"missed\"},\"notice_hours\":"
		"{\"from\":\"07:00\",\"to\":\"21:00\"}}");
}

static void lists_of_objects_are_numbered_and_blank_ones_left_out(void **state)
{
	assert_string_equal(
		json_of(*state,
			"contacts[0][name]=Eva&contacts[1][name]=&"
			"contacts[1][phone]=&contacts[7][name]=Pat&"
			"contacts[7][payer]=on&contacts[0][phone]=1",
			NULL, false),
		"{\"contacts\":[{\"name\":\"Eva\",\"phone\":\"1\"},"
		"{\"name\":\"Pat\",\"payer\":true}]}");
	assert_string_equal(json_of(*state, "contacts[0][name]=", NULL, true),
			    "{\"contacts\":[]}");
}

static void times_may_be_split_from_their_day(void **state)
{
	assert_string_equal(
		json_of(*state,
			"date=2026-06-12&start=09:00&end=00:30&"
			"end_date=2026-06-13&from=2026-06-12&from_time=10:00",
			NULL, false),
		"{\"start\":\"2026-06-12T09:00\",\"end\":\"2026-06-13T00:30\","
		"\"from\":\"2026-06-12T10:00\"}");
	assert_string_equal(json_of(*state,
				    "title=16:00&date=2026-06-12&start=9&"
				    "from=2026-06-12&from_time=",
				    NULL, false),
			    "{\"title\":\"16:00\",\"start\":\"9\",\"from\":"
			    "\"2026-06-12\"}");
}

static void lines_end_as_ours_do(void **state)
{
	assert_string_equal(
		json_of(*state, "title=a%0D%0Ab%0Dc%0A", NULL, false),
		"{\"title\":\"a\\nb\\nc\\n\"}");
}

static void what_cannot_be_decoded_is_refused(void **state)
{
	static const char *const bad[] = { "a=%", "a=%zz", "%00=b", "a=%00",
					   "a=%FF" };
	struct form form;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(form_read(*state, slice_of(bad[i]), &form),
				 ERR_SYNTAX);
	assert_int_equal(form_read(*state, slice_of(""), &form), OK);
	assert_int_equal(form.count, 0);
}

static void a_form_has_at_most_so_many_fields(void **state)
{
	static char body[2 * (FORM_FIELD_LIMIT + 1)];
	struct form form;

	for (size_t i = 0; i < sizeof(body); i += 2)
		memcpy(body + i, "a&", 2);
	assert_int_equal(
		form_read(*state,
			  (struct slice){ body, 2 * FORM_FIELD_LIMIT - 1 },
			  &form),
		OK);
	assert_int_equal(
		form_read(*state, (struct slice){ body, sizeof(body) }, &form),
		ERR_SYNTAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FORM(texts_numbers_and_boxes_become_their_types),
		FORM(what_is_no_number_is_left_to_the_route),
		FORM(an_empty_text_is_none_or_left_out_or_empty),
		FORM(boxes_that_are_not_sent_are_unticked_where_they_are_shown),
		FORM(lists_repeat_the_name),
		FORM(maps_and_objects_name_their_parts),
		FORM(lists_of_objects_are_numbered_and_blank_ones_left_out),
		FORM(times_may_be_split_from_their_day),
		FORM(lines_end_as_ours_do),
		FORM(what_cannot_be_decoded_is_refused),
		FORM(a_form_has_at_most_so_many_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "base/json.h"

#include "tests/unit/base/arena_fixture.h"

#include <string.h>

static void members_keep_their_order(void **state)
{
	struct arena *arena = *state;
	json_t *json = json_new(arena);

	json_put_text(json, "z", "last first");
	json_put_integer(json, "n", -5);
	json_put_bool(json, "b", true);
	json_put_id(json, "id", 42);
	assert_string_equal(
		json_text(arena, json),
		"{\"z\":\"last first\",\"n\":-5,\"b\":true,\"id\":\"42\"}");
}

static void what_is_not_there_is_null(void **state)
{
	struct arena *arena = *state;
	json_t *json = json_new(arena);

	json_put_text(json, "text", NULL);
	json_put_text(json, "bytes", "\xff");
	json_put_id(json, "id", 0);
	json_put(json, "value", NULL);
	json_put_instant(json, "from", arena, INSTANT_MIN);
	json_put_instant(json, "to", arena, INSTANT_MAX);
	assert_string_equal(json_text(arena, json),
			    "{\"text\":null,\"bytes\":null,\"id\":null,"
			    "\"value\":null,\"from\":null,\"to\":null}");
	assert_null(json_text(arena, NULL));
}

static void times_and_money_are_texts(void **state)
{
	struct arena *arena = *state;
	json_t *json = json_new(arena);
	struct wall wall = { 2026, 6, 8, 16, 0, 0 };

	json_put_money(json, "cost", arena, (struct money){ 4250 }, 2);
	json_put_money(json, "yen", arena, (struct money){ -25 }, 0);
	json_put_day(json, "day", arena, day_of(2026, 6, 8));
	json_put_wall(json, "wall", arena, wall);
	json_put_instant(json, "at", arena, wall_utc(wall));
	assert_string_equal(json_text(arena, json),
			    "{\"cost\":\"42.50\",\"yen\":\"-25\","
			    "\"day\":\"2026-06-08\","
			    "\"wall\":\"2026-06-08T16:00\","
			    "\"at\":\"2026-06-08T16:00:00Z\"}");
}

static void lists_hold_what_is_added(void **state)
{
	struct arena *arena = *state;
	json_t *list = json_new_list(arena);

	json_add_text(list, "a");
	json_add_id(list, 7);
	json_add_integer(list, 7);
	json_add(list, json_new_text(arena, NULL));
	json_add(list, json_new(arena));
	assert_string_equal(json_text(arena, list), "[\"a\",\"7\",7,null,{}]");
}

static void a_value_may_be_shared(void **state)
{
	struct arena *arena = *state;
	json_t *part = json_new(arena);
	json_t *one = json_new(arena);
	json_t *two = json_new(arena);

	json_put(one, "part", part);
	json_put(two, "part", part);
	json_put(one, "part", NULL);
	json_put_bool(part, "late", true);
	assert_string_equal(json_text(arena, two),
			    "{\"part\":{\"late\":true}}");
}

static void our_own_text_is_read_whatever_it_is(void **state)
{
	struct arena *arena = *state;

	assert_int_equal(json_integer_value(json_read(arena, "5")), 5);
	assert_true(json_is_null(json_read(arena, "null")));
	assert_true(json_is_object(json_read(arena, "{}")));
	assert_null(json_read(arena, NULL));
	assert_null(json_read(arena, "{"));
}

static void a_body_says_where_it_is_wrong(void **state)
{
	struct arena *arena = *state;
	const char *why = NULL;

	assert_non_null(json_read_body(arena, slice_of("{\"a\":1}"), &why));
	assert_null(why);
	assert_null(json_read_body(arena, slice_of("{\"a\":1,\"a\":2}"), &why));
	assert_non_null(strstr(why, "line 1, column "));
	assert_null(json_read_body(arena, slice_of("{\"a\""), &why));
}

/* Each of these takes a hundred times as much in memory as it does here. */
static void a_body_of_very_many_values_is_refused(void **state)
{
	struct arena *arena = *state;
	const char *why = NULL;
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "[\"");
	for (size_t i = 0; i < 2 * JSON_PIECES; i++)
		buf_puts(&buf, "[,{:");
	buf_puts(&buf, "\"");
	for (size_t i = 0; i < JSON_PIECES / 2 - 2; i++)
		buf_puts(&buf, ",{}");
	assert_non_null(json_read_body(
		arena, slice_of(arena_printf(arena, "%s]", buf.at)), &why));
	buf_puts(&buf, ",{},{}]");
	assert_null(json_read_body(arena, buf_view(&buf), &why));
	assert_non_null(strstr(why, "too many"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(members_keep_their_order),
		WITH_ARENA(what_is_not_there_is_null),
		WITH_ARENA(times_and_money_are_texts),
		WITH_ARENA(lists_hold_what_is_added),
		WITH_ARENA(a_value_may_be_shared),
		WITH_ARENA(our_own_text_is_read_whatever_it_is),
		WITH_ARENA(a_body_says_where_it_is_wrong),
		WITH_ARENA(a_body_of_very_many_values_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

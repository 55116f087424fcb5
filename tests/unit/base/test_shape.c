#include "base/shape.h"

#include "tests/unit/base/arena_fixture.h"

#include <string.h>

enum viewer_bits { OFFICE = 1, CLIENT = 2, AUDIT = 4, FILES = 8 };

enum mood { MOOD_CALM, MOOD_WILD };

static const char *const mood_words[] = { "calm", "wild", NULL };
static const char *const may_words[] = { "create", "edit", NULL };

struct toy {
	const char *name;
	struct money cost;
};

struct numbers {
	int64_t *at;
	size_t count;
};

struct animal {
	int64_t id;
	const char *name, *secret;
	bool tame, has_cost;
	int legs;
	struct money cost;
	struct day born;
	struct instant gone;
	struct wall fed;
	enum mood mood;
	unsigned may;
	struct numbers friends;
	struct toy *toys;
	size_t toy_count;
	struct toy best;
};

static const struct field toy_rows[] = {
	ROW_TEXT("name", struct toy, name, .see = OFFICE | CLIENT),
	ROW_MONEY("cost", struct toy, cost, .see = OFFICE),
	{ 0 },
};

static const struct field animal_rows[] = {
	ROW_ID("id", struct animal, id, .see = SEE_ALL),
	ROW_TEXT("name", struct animal, name, .see = SEE_ALL),
	ROW_TEXT("secret", struct animal, secret, .see = OFFICE | AUDIT,
		 .flags = FIELD_PRIVATE),
	ROW_TEXT("nobody", struct animal, secret, .flags = 0),
	ROW_BOOL("tame", struct animal, tame, .see = OFFICE | FILES),
	ROW_INTEGER("legs", struct animal, legs, .see = OFFICE | FILES,
		    .flags = FIELD_ZERO_NONE),
	ROW_MONEY("cost", struct animal, cost, .see = OFFICE | FILES,
		  ROW_GIVEN(struct animal, has_cost)),
	ROW_DAY("born", struct animal, born, .see = OFFICE | FILES),
	ROW_INSTANT("gone", struct animal, gone, .see = OFFICE | CLIENT,
		    .flags = FIELD_NONE_ABSENT),
	ROW_WALL("fed", struct animal, fed, .see = OFFICE),
	ROW_CHOICE("mood", struct animal, mood, mood_words,
		   .see = OFFICE | AUDIT | FILES),
	ROW_CHOICES("may", struct animal, may, may_words,
		    .see = OFFICE | FILES),
	ROW_IDS("friends", struct animal, friends, .see = OFFICE | FILES),
	ROW_LIST("toys", struct animal, toys, toy_count, struct toy, toy_rows,
		 .see = OFFICE | CLIENT),
	ROW_MAP("costs", struct animal, toys, toy_count, struct toy, toy_rows,
		.see = OFFICE),
	ROW_OBJECT("best", struct animal, best, toy_rows, .see = OFFICE),
	{ 0 },
};

static struct toy two_toys[] = { { "ball", { 250 } }, { "rope", { 100 } } };
static int64_t two_friends[] = { 3, 4 };

static struct animal rex(void)
{
	return (struct animal){
		.id = 7,
		.name = "Rex",
		.secret = "bites",
		.tame = true,
		.legs = 4,
		.born = day_of(2026, 6, 8),
		.gone = INSTANT_MAX,
		.fed = { 2026, 6, 8, 16, 0, 0 },
		.mood = MOOD_WILD,
		.may = 2,
		.friends = { two_friends, 2 },
		.toys = two_toys,
		.toy_count = 2,
		.best = two_toys[0],
	};
}

static struct audience audience(struct arena *arena, unsigned see)
{
	return (struct audience){ arena, 2, see };
}

static const char *written(struct arena *arena, unsigned see,
			   const struct animal *animal)
{
	const struct audience who = audience(arena, see);

	return json_text(arena, shape_write(&who, animal_rows, animal));
}

static void rows_are_written_in_their_order(void **state)
{
	struct animal animal = rex();

	assert_string_equal(
		written(*state, OFFICE, &animal),
		"{\"id\":\"7\",\"name\":\"Rex\",\"secret\":\"bites\","
		"\"tame\":true,\"legs\":4,\"cost\":null,"
		"\"born\":\"2026-06-08\",\"fed\":\"2026-06-08T16:00\","
		"\"mood\":\"wild\",\"may\":[\"edit\"],"
		"\"friends\":[\"3\",\"4\"],"
		"\"toys\":[{\"name\":\"ball\",\"cost\":\"2.50\"},"
		"{\"name\":\"rope\",\"cost\":\"1.00\"}],"
		"\"costs\":{\"ball\":\"2.50\",\"rope\":\"1.00\"},"
		"\"best\":{\"name\":\"ball\",\"cost\":\"2.50\"}}");
}

static void nobody_sees_what_no_row_allows(void **state)
{
	struct animal animal = rex();

	animal.gone = (struct instant){ 0 };
	assert_string_equal(written(*state, CLIENT, &animal),
			    "{\"id\":\"7\",\"name\":\"Rex\","
			    "\"gone\":\"1970-01-01T00:00:00Z\","
			    "\"toys\":[{\"name\":\"ball\"},"
			    "{\"name\":\"rope\"}]}");
	assert_string_equal(written(*state, 0, &animal), "{}");
}

static void what_is_none_is_null_or_left_out(void **state)
{
	struct animal animal = { .gone = INSTANT_MIN };

	assert_string_equal(written(*state, CLIENT, &animal),
			    "{\"id\":null,\"name\":null,\"toys\":[]}");
	animal.has_cost = true;
	assert_non_null(strstr(written(*state, OFFICE, &animal),
			       "\"legs\":null,\"cost\":\"0.00\""));
}

static void a_search_finds_what_the_audience_sees(void **state)
{
	const struct audience office = audience(*state, OFFICE);
	const struct audience client = audience(*state, CLIENT);
	struct animal animal = rex();

	assert_true(shape_holds(&office, animal_rows, &animal, "bite"));
	assert_false(shape_holds(&client, animal_rows, &animal, "bite"));
	assert_true(shape_holds(&client, animal_rows, &animal, "rope"));
	assert_true(shape_holds(&client, animal_rows, &animal, "rex"));
	assert_false(shape_holds(&client, animal_rows, &animal, "1.00"));
}

static void a_file_has_the_columns_it_names(void **state)
{
	const struct audience files = audience(*state, FILES);
	struct animal animal = rex();
	struct csv_out csv;

	csv_begin(&csv, *state, "born,id,name");
	shape_row(&files, &csv, "born,id,name", animal_rows, &animal);
	animal.name = "=1+1";
	shape_row(&files, &csv, "tame,legs,cost,name", animal_rows, &animal);
	animal.may = 0;
	shape_row(&files, &csv, "mood,may,friends", animal_rows, &animal);
	assert_string_equal(csv.buf.at, "born,id,name\r\n"
					"2026-06-08,7,Rex\r\n"
					"yes,4,,'=1+1\r\n"
					"wild,none,3;4\r\n");
}

static void an_audit_row_marks_what_is_private(void **state)
{
	const struct audience audit = audience(*state, AUDIT);
	struct animal before = rex(), after = rex();
	json_t *was, *is;

	after.secret = "barks";
	after.mood = MOOD_CALM;
	shape_audit(&audit, animal_rows, &before, &after, &was, &is);
	assert_string_equal(
		json_text(*state, was),
		"{\"id\":\"7\",\"name\":\"Rex\",\"mood\":\"wild\"}");
	assert_string_equal(json_text(*state, is),
			    "{\"id\":\"7\",\"name\":\"Rex\","
			    "\"mood\":\"calm\",\"secret_changed\":true}");
	shape_audit(&audit, animal_rows, &after, &after, &was, &is);
	assert_null(json_object_get(is, "secret_changed"));
	shape_audit(&audit, animal_rows, NULL, &after, &was, &is);
	assert_null(was);
	assert_non_null(json_object_get(is, "secret_changed"));
}

static void rows_are_found_by_name_and_audience(void **state)
{
	(void)state;
	assert_string_equal(shape_find(animal_rows, "mood", AUDIT)->name,
			    "mood");
	assert_null(shape_find(animal_rows, "mood", CLIENT));
	assert_null(shape_find(animal_rows, "wings", SEE_ALL));
}

static void a_day_from_the_beginning_is_none(void **state)
{
	struct animal animal = rex();

	animal.born.n = INT32_MIN;
	assert_non_null(
		strstr(written(*state, OFFICE, &animal), "\"born\":null"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(a_day_from_the_beginning_is_none),
		WITH_ARENA(rows_are_written_in_their_order),
		WITH_ARENA(nobody_sees_what_no_row_allows),
		WITH_ARENA(what_is_none_is_null_or_left_out),
		WITH_ARENA(a_search_finds_what_the_audience_sees),
		WITH_ARENA(a_file_has_the_columns_it_names),
		WITH_ARENA(an_audit_row_marks_what_is_private),
		WITH_ARENA(rows_are_found_by_name_and_audience),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

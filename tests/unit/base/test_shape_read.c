#include "base/shape_read.h"

#include "tests/unit/base/arena_fixture.h"

#include <string.h>

enum mood { MOOD_CALM, MOOD_WILD };

static const char *const mood_words[] = { "calm", "wild", NULL };
static const char *const may_words[] = { "create", "edit", NULL };

struct numbers {
	int64_t *at;
	size_t count;
};

struct toy {
	const char *name;
	struct money cost;
};

struct animal {
	const char *name;
	int64_t owner;
	bool tame, has_cost;
	int legs;
	struct money cost;
	struct day born;
	struct wall fed;
	enum mood mood;
	unsigned may;
	struct numbers friends;
	struct toy *toys;
	size_t toy_count;
	int64_t revision;
};

static const struct field toy_rows[] = {
	ROW_TEXT("name", struct toy, name, .see = SEE_ALL),
	ROW_MONEY("cost", struct toy, cost, .see = SEE_ALL),
	{ 0 },
};

static const struct field animal_rows[] = {
	ROW_TEXT("name", struct animal, name, .see = SEE_ALL,
		 .flags = FIELD_NULLABLE),
	ROW_ID("owner", struct animal, owner, .see = SEE_ALL,
	       .flags = FIELD_NULLABLE),
	ROW_BOOL("tame", struct animal, tame, .see = SEE_ALL),
	ROW_INTEGER("legs", struct animal, legs, .see = SEE_ALL, .max = 100),
	ROW_MONEY("cost", struct animal, cost, .see = SEE_ALL,
		  .flags = FIELD_NULLABLE, ROW_GIVEN(struct animal, has_cost)),
	ROW_DAY("born", struct animal, born, .see = SEE_ALL,
		.flags = FIELD_NULLABLE),
	ROW_WALL("fed", struct animal, fed, .see = SEE_ALL),
	ROW_CHOICE("mood", struct animal, mood, mood_words, .see = SEE_ALL),
	ROW_CHOICES("may", struct animal, may, may_words, .see = SEE_ALL),
	ROW_IDS("friends", struct animal, friends, .see = SEE_ALL),
	ROW_LIST("toys", struct animal, toys, toy_count, struct toy, toy_rows,
		 .see = SEE_ALL, .flags = FIELD_NULLABLE),
	ROW_INTEGER("revision", struct animal, revision, .see = SEE_ALL,
		    .flags = FIELD_ONLY_ANSWER),
	{ .name = "handlers", .type = FIELD_TEXT },
	{ 0 },
};

static void lay(struct arena *arena, const char *body, struct animal *animal)
{
	const struct audience sender = { arena, 2, 1 };

	shape_read(&sender, animal_rows, json_read(arena, body), animal);
}

static void what_was_sent_is_laid_over(void **state)
{
	struct animal animal = { .name = "Rex", .revision = 3 };

	lay(*state,
	    "{\"owner\":\"12\",\"tame\":true,\"legs\":4,\"cost\":\"2.50\","
	    "\"born\":\"2026-06-08\",\"fed\":\"2026-06-08T16:00\","
	    "\"mood\":\"wild\",\"may\":[\"edit\"],\"friends\":[\"3\",\"4\"],"
	    "\"toys\":[{\"name\":\"ball\",\"cost\":\"1.00\"}],"
	    "\"revision\":9,\"handlers\":\"x\"}",
	    &animal);
	assert_string_equal(animal.name, "Rex");
	assert_int_equal(animal.owner, 12);
	assert_true(animal.tame && animal.has_cost);
	assert_int_equal(animal.legs, 4);
	assert_int_equal(animal.cost.minor, 250);
	assert_int_equal(animal.born.n, day_of(2026, 6, 8).n);
	assert_int_equal(animal.fed.hour, 16);
	assert_int_equal(animal.mood, MOOD_WILD);
	assert_int_equal(animal.may, 2);
	assert_int_equal(animal.friends.count, 2);
	assert_int_equal(animal.friends.at[1], 4);
	assert_int_equal(animal.toy_count, 1);
	assert_string_equal(animal.toys[0].name, "ball");
	assert_int_equal(animal.toys[0].cost.minor, 100);
	assert_int_equal(animal.revision, 3);
}

static void what_was_not_sent_stays(void **state)
{
	struct toy toy = { .name = "ball" };
	struct animal animal = { .name = "Rex",
				 .owner = 12,
				 .has_cost = true,
				 .cost = { 250 },
				 .mood = MOOD_WILD,
				 .toys = &toy,
				 .toy_count = 1 };
	struct animal before = animal;

	lay(*state, "{}", &animal);
	assert_memory_equal(&animal, &before, sizeof(animal));
}

static void null_is_none(void **state)
{
	struct toy toy = { .name = "ball" };
	struct animal animal = { .name = "Rex",
				 .owner = 12,
				 .has_cost = true,
				 .cost = { 250 },
				 .born = day_of(2026, 6, 8),
				 .toys = &toy,
				 .toy_count = 1 };

	lay(*state,
	    "{\"name\":null,\"owner\":null,\"cost\":null,"
	    "\"born\":null,\"toys\":null}",
	    &animal);
	assert_null(animal.name);
	assert_int_equal(animal.owner, 0);
	assert_false(animal.has_cost);
	assert_int_equal(animal.born.n, INT32_MIN);
	assert_int_equal(animal.toy_count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(what_was_sent_is_laid_over),
		WITH_ARENA(what_was_not_sent_stays),
		WITH_ARENA(null_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "practice/people/feed.h"
#include "tests/unit/practice/practice_fixture.h"

#include "base/digest.h"

static const struct feed *only_feed(struct scene *scene, int64_t person)
{
	struct feed *list;
	size_t count;

	assert_int_equal(store_feed_list(place_read(scene->place), person,
					 &list, &count),
			 OK);
	assert_int_equal(count, 1);
	return list;
}

static size_t feeds_of(struct scene *scene, int64_t person)
{
	struct feed *list;
	size_t count, live = 0;

	assert_int_equal(store_feed_list(place_read(scene->place), person,
					 &list, &count),
			 OK);
	for (size_t i = 0; i < count; i++)
		live += !list[i].revoked;
	return live;
}

static struct feed wish(int64_t person)
{
	return (struct feed){ .person = person, .expires = INSTANT_MAX };
}

static int64_t given(struct scene *scene, int64_t person)
{
	struct feed feed = wish(person);
	const char *secret;

	assert_ok(scene,
		  practice_feed_add(scene->op, scene->store, &feed, &secret));
	return feed.id;
}

/* S50 */
static void a_feed_says_busy_unless_more_was_chosen(void **state)
{
	struct scene *scene = *state;
	struct feed feed = wish(scene->maria);
	const char *secret = NULL;

	assert_ok(scene,
		  practice_feed_add(scene->op, scene->store, &feed, &secret));
	assert_string_equal(feed.level, "busy");
	assert_string_equal(only_feed(scene, scene->maria)->level, "busy");
}

static void a_feeds_secret_is_kept_as_a_hash_and_finds_it(void **state)
{
	struct scene *scene = *state;
	struct feed feed = wish(scene->maria);
	const char *secret = NULL;
	struct digest digest;
	struct feed found;

	feed.label = "Google";
	feed.level = "initials";
	assert_ok(scene,
		  practice_feed_add(scene->op, scene->store, &feed, &secret));
	digest = digest_sha256(secret, strlen(secret));
	assert_int_equal(
		store_feed_find(place_read(scene->place), &digest, &found), OK);
	assert_int_equal(found.id, feed.id);
	assert_string_equal(found.label, "Google");
	assert_null(strstr(scene_audit(scene, "person", scene->maria).after,
			   secret));
}

static void every_wrong_field_of_a_feed_is_named(void **state)
{
	struct scene *scene = *state;
	struct feed feed = { .person = scene->maria,
			     .label = "two\nlines",
			     .level = "everything",
			     .expires = scene->op->now };
	const struct feed before = feed;
	const char *secret = NULL;

	assert_failed(
		scene,
		practice_feed_add(scene->op, scene->store, &feed, &secret),
		ERR_INVALID);
	assert_true(scene_field(scene, "label", "label-invalid"));
	assert_true(scene_field(scene, "level", "unknown-word"));
	assert_true(scene_field(scene, "expires", "expires-past"));
	assert_null(secret);
	assert_memory_equal(&feed, &before, sizeof(feed));
	assert_int_equal(feeds_of(scene, scene->maria), 0);
}

static void a_feed_that_expires_later_says_so_in_its_audit_row(void **state)
{
	struct scene *scene = *state;
	struct feed feed = wish(scene->maria);
	const char *secret;

	feed.expires.s = scene->op->now.s + 3600;
	assert_ok(scene,
		  practice_feed_add(scene->op, scene->store, &feed, &secret));
	assert_non_null(strstr(scene_audit(scene, "person", scene->maria).after,
			       "2026-06-08T13:00:00Z"));
}

static void nobody_has_no_feed(void **state)
{
	struct scene *scene = *state;
	struct feed feed = wish(4711);
	const char *secret;

	assert_failed(
		scene,
		practice_feed_add(scene->op, scene->store, &feed, &secret),
		ERR_NOT_FOUND);
	assert_failed(scene,
		      practice_feed_revoke(scene->op, scene->store, 4711, 1),
		      ERR_NOT_FOUND);
}

/* S4 */
static void a_practitioner_gives_feeds_of_oneself_alone(void **state)
{
	struct scene *scene = *state;
	struct feed other = wish(scene->ben);
	const char *secret;

	scene_as(scene, scene->maria);
	given(scene, scene->maria);
	assert_failed(
		scene,
		practice_feed_add(scene->op, scene->store, &other, &secret),
		ERR_NOT_FOUND);
	assert_int_equal(feeds_of(scene, scene->ben), 0);
}

static void staff_give_feeds_where_it_is_granted(void **state)
{
	struct scene *scene = *state;
	struct feed feed = wish(scene->maria);
	const char *secret;

	scene_as(scene, scene->staff);
	assert_failed(
		scene,
		practice_feed_add(scene->op, scene->store, &feed, &secret),
		ERR_FORBIDDEN);
	scene->op->actor.grants |= GRANT_LOGINS;
	given(scene, scene->maria);
	feed = wish(scene->admin);
	assert_failed(
		scene,
		practice_feed_add(scene->op, scene->store, &feed, &secret),
		ERR_FORBIDDEN);
}

static void a_revoked_feed_is_gone_and_stays_revoked(void **state)
{
	struct scene *scene = *state;
	int64_t feed = given(scene, scene->maria);

	assert_ok(scene, practice_feed_revoke(scene->op, scene->store,
					      scene->maria, feed));
	assert_int_equal(feeds_of(scene, scene->maria), 0);
	assert_string_equal(scene_audit(scene, "person", scene->maria).action,
			    "feed.revoke");
	assert_failed(scene,
		      practice_feed_revoke(scene->op, scene->store,
					   scene->maria, feed),
		      ERR_NOT_FOUND);
}

static void a_feed_is_revoked_for_its_own_person_alone(void **state)
{
	struct scene *scene = *state;
	int64_t feed = given(scene, scene->maria);

	assert_failed(
		scene,
		practice_feed_revoke(scene->op, scene->store, scene->ben, feed),
		ERR_NOT_FOUND);
	assert_int_equal(feeds_of(scene, scene->maria), 1);
}

static const char *program_seen(struct scene *scene, const char *program)
{
	int64_t feed = only_feed(scene, scene->maria)->id;

	assert_ok(scene,
		  practice_feed_used(scene->op, scene->store, feed, program));
	assert_int_equal(only_feed(scene, scene->maria)->last_fetch.s,
			 scene->op->now.s);
	return only_feed(scene, scene->maria)->program;
}

static void a_feed_tells_which_program_read_it_last(void **state)
{
	struct scene *scene = *state;

	given(scene, scene->maria);
	assert_string_equal(program_seen(scene, "Google-Calendar"),
			    "Google-Calendar");
}

static void what_a_program_says_of_itself_is_cut_between_letters(void **state)
{
	struct scene *scene = *state;
	char name[260];

	given(scene, scene->maria);
	memset(name, 'x', sizeof(name));
	memcpy(name + 199, "\xC3\xA9", 2);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(strlen(program_seen(scene, name)), 199);
	name[199] = 'x';
	name[200] = 'x';
	assert_int_equal(strlen(program_seen(scene, name)), 200);
}

static void a_program_without_a_readable_name_has_none(void **state)
{
	struct scene *scene = *state;

	given(scene, scene->maria);
	assert_null(program_seen(scene, "caf\xE9"));
	assert_null(program_seen(scene, ""));
	assert_null(program_seen(scene, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCENE(a_feed_says_busy_unless_more_was_chosen),
		WITH_SCENE(a_feeds_secret_is_kept_as_a_hash_and_finds_it),
		WITH_SCENE(every_wrong_field_of_a_feed_is_named),
		WITH_SCENE(a_feed_that_expires_later_says_so_in_its_audit_row),
		WITH_SCENE(nobody_has_no_feed),
		WITH_SCENE(a_practitioner_gives_feeds_of_oneself_alone),
		WITH_SCENE(staff_give_feeds_where_it_is_granted),
		WITH_SCENE(a_revoked_feed_is_gone_and_stays_revoked),
		WITH_SCENE(a_feed_is_revoked_for_its_own_person_alone),
		WITH_SCENE(a_feed_tells_which_program_read_it_last),
		WITH_SCENE(
			what_a_program_says_of_itself_is_cut_between_letters),
		WITH_SCENE(a_program_without_a_readable_name_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

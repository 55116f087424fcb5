#include "tests/unit/practice/scene.h"

#include "base/str.h"
#include "practice/feeds.h"

static enum err add(struct scene *scene, struct feed *feed)
{
	const char *secret = NULL;
	enum err err =
		practice_feed_add(scene->op, scene->store, feed, &secret);

	/* A secret is handed out with a feed, and never without one. */
	assert_int_equal(!err, secret != NULL);
	return err;
}

static struct feed wish(int64_t person)
{
	return (struct feed){ .person = person, .expires = INSTANT_MAX };
}

/** The person's only feed. */
static struct feed only(struct scene *scene, int64_t person)
{
	struct feed *list;
	size_t count;

	assert_int_equal(store_feed_list(place_read(scene->place), person,
					 &list, &count),
			 OK);
	assert_int_equal(count, 1);
	return list[0];
}

static struct feed added(struct scene *scene, int64_t person)
{
	struct feed feed = wish(person);

	assert_ok(scene, add(scene, &feed));
	return feed;
}

static void s50_a_feed_says_busy_and_never_ends_unless_told(void **state)
{
	struct scene *scene = *state;
	struct feed feed = added(scene, scene->maria);
	struct audit audit = scene_audit(scene, "person", scene->maria);

	assert_int_not_equal(feed.id, 0);
	assert_string_equal(feed.level, "busy");
	assert_int_equal(feed.created.s, FIXTURE_NOW.s);
	feed = only(scene, scene->maria);
	assert_string_equal(feed.level, "busy");
	assert_null(feed.label);
	assert_int_equal(feed.expires.s, INSTANT_MAX.s);
	assert_false(feed.revoked);
	assert_string_equal(audit.action, "feed.add");
	assert_null(strstr(audit.after, "expires"));
}

static void the_secret_finds_the_feed_and_is_kept_as_a_hash(void **state)
{
	struct scene *scene = *state;
	struct feed feed = wish(scene->maria), found;
	const char *secret;
	struct digest digest;

	feed.label = "  Office door ";
	feed.level = "full";
	feed.expires.s = FIXTURE_NOW.s + 1;
	assert_ok(scene,
		  practice_feed_add(scene->op, scene->store, &feed, &secret));
	digest = digest_sha256(secret, strlen(secret));
	assert_int_equal(
		store_feed_find(place_read(scene->place), &digest, &found), OK);
	assert_int_equal(found.id, feed.id);
	assert_string_equal(found.label, "Office door");
	assert_string_equal(found.level, "full");
	assert_non_null(strstr(scene_audit(scene, "person", scene->maria).after,
			       "2026-06-08T12:00:01Z"));
}

static void all_wrong_fields_of_a_feed_are_named_at_once(void **state)
{
	static const char long_label[] =
		"12345678901234567890123456789012345678901234567890123456789"
		"012345";
	struct scene *scene = *state;
	struct feed feed = { .person = scene->maria,
			     .label = long_label,
			     .level = "Full",
			     .expires = FIXTURE_NOW };

	assert_failed(scene, add(scene, &feed), ERR_INVALID);
	assert_true(scene_field(scene, "label", "label-too-long"));
	assert_true(scene_field(scene, "level", "unknown-word"));
	assert_true(scene_field(scene, "expires", "expires-past"));
	assert_int_equal(feed.id, 0);
	assert_int_equal(scene_audits(scene, "person", scene->maria), 1);
	/* 64 characters are not too many. */
	feed = wish(scene->maria);
	feed.label = long_label + 1;
	assert_ok(scene, add(scene, &feed));
}

static void nobody_has_no_feed(void **state)
{
	struct scene *scene = *state;
	struct feed feed = wish(999);

	assert_failed(scene, add(scene, &feed), ERR_NOT_FOUND);
	assert_failed(scene,
		      practice_feed_revoke(scene->op, scene->store, 999, 1),
		      ERR_NOT_FOUND);
}

static void feeds_are_made_as_tokens_are(void **state)
{
	struct scene *scene = *state;
	struct feed marias = wish(scene->maria), adas = wish(scene->clients[0]);

	scene_as(scene, scene->maria);
	assert_ok(scene, add(scene, &marias));
	assert_failed(scene, add(scene, &adas), ERR_NOT_FOUND);
	scene_as(scene, scene->clients[0]);
	assert_ok(scene, add(scene, &adas));
	assert_failed(scene,
		      practice_feed_revoke(scene->op, scene->store,
					   scene->maria, marias.id),
		      ERR_NOT_FOUND);
	scene_as(scene, scene->staff);
	assert_failed(scene, add(scene, &marias), ERR_FORBIDDEN);
	scene->op->actor.grants = GRANT_LOGINS;
	assert_ok(scene, add(scene, &marias));
	/* An admin's are an admin's alone. */
	marias = wish(scene->admin);
	assert_failed(scene, add(scene, &marias), ERR_FORBIDDEN);
	assert_false(only(scene, scene->clients[0]).revoked);
}

static void a_feed_is_revoked_once_by_whom_it_shows(void **state)
{
	struct scene *scene = *state;
	struct feed feed = added(scene, scene->maria);
	int64_t ben = added(scene, scene->ben).id;

	scene_as(scene, scene->maria);
	/* One's own only, though the id is known. */
	assert_failed(scene,
		      practice_feed_revoke(scene->op, scene->store,
					   scene->maria, ben),
		      ERR_NOT_FOUND);
	assert_ok(scene, practice_feed_revoke(scene->op, scene->store,
					      scene->maria, feed.id));
	assert_true(only(scene, scene->maria).revoked);
	assert_false(only(scene, scene->ben).revoked);
	assert_string_equal(scene_audit(scene, "person", scene->maria).action,
			    "feed.revoke");
	assert_failed(scene,
		      practice_feed_revoke(scene->op, scene->store,
					   scene->maria, feed.id),
		      ERR_NOT_FOUND);
}

static const char *used_by(struct scene *scene, int64_t feed,
			   const char *program)
{
	assert_ok(scene,
		  practice_feed_used(scene->op, scene->store, feed, program));
	return only(scene, scene->maria).program;
}

static void a_fetch_is_noted_with_the_program_and_not_audited(void **state)
{
	struct scene *scene = *state;
	struct feed feed = added(scene, scene->maria);
	size_t audits = scene_audits(scene, "person", scene->maria);

	assert_int_equal(only(scene, scene->maria).last_fetch.s, INSTANT_MIN.s);
	scene_at(scene, "2026-06-08T20:00:00Z");
	assert_string_equal(used_by(scene, feed.id, "Clock/1.0"), "Clock/1.0");
	assert_int_equal(only(scene, scene->maria).last_fetch.s,
			 scene->op->now.s);
	assert_null(used_by(scene, feed.id, NULL));
	assert_null(used_by(scene, feed.id, ""));
	assert_null(used_by(scene, feed.id, "\xff\xfe"));
	assert_int_equal(scene_audits(scene, "person", scene->maria), audits);
}

static void a_programs_long_name_is_cut_between_characters(void **state)
{
	struct scene *scene = *state;
	struct feed feed = added(scene, scene->maria);
	char name[256], wanted[256];

	memset(name, 'n', sizeof(name));
	memcpy(name + 199, "\xc3\xa9tude", sizeof("\xc3\xa9tude"));
	memcpy(wanted, name, sizeof(wanted));
	wanted[199] = '\0';
	assert_string_equal(used_by(scene, feed.id, name), wanted);
	memset(name + 20, 0x80, 200);
	assert_null(used_by(scene, feed.id, name + 20));
	memset(name, 'n', 200);
	name[200] = '\0';
	assert_string_equal(used_by(scene, feed.id, name), name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCENE(s50_a_feed_says_busy_and_never_ends_unless_told),
		WITH_SCENE(the_secret_finds_the_feed_and_is_kept_as_a_hash),
		WITH_SCENE(all_wrong_fields_of_a_feed_are_named_at_once),
		WITH_SCENE(nobody_has_no_feed),
		WITH_SCENE(feeds_are_made_as_tokens_are),
		WITH_SCENE(a_feed_is_revoked_once_by_whom_it_shows),
		WITH_SCENE(a_fetch_is_noted_with_the_program_and_not_audited),
		WITH_SCENE(a_programs_long_name_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "practice/people/feed.h"
#include "tests/unit/practice/practice_fixture.h"

#include "base/digest.h"

static const struct feed *only_feed(struct clinic *clinic, int64_t person)
{
	struct feed *list;
	size_t count;

	assert_int_equal(store_feed_list(place_read(clinic->place), person,
					 &list, &count),
			 OK);
	assert_int_equal(count, 1);
	return list;
}

static size_t feeds_of(struct clinic *clinic, int64_t person)
{
	struct feed *list;
	size_t count, live = 0;

	assert_int_equal(store_feed_list(place_read(clinic->place), person,
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

static int64_t given(struct clinic *clinic, int64_t person)
{
	struct feed feed = wish(person);
	const char *secret;

	assert_ok(clinic,
		  practice_feed_add(clinic->op, clinic->store, &feed, &secret));
	return feed.id;
}

/* S50 */
static void a_feed_says_busy_unless_more_was_chosen(void **state)
{
	struct clinic *clinic = *state;
	struct feed feed = wish(clinic->maria);
	const char *secret = NULL;

	assert_ok(clinic,
		  practice_feed_add(clinic->op, clinic->store, &feed, &secret));
	assert_int_equal(feed.level, FEED_BUSY);
	assert_int_equal(only_feed(clinic, clinic->maria)->level, FEED_BUSY);
}

static void a_feeds_secret_is_kept_as_a_hash_and_finds_it(void **state)
{
	struct clinic *clinic = *state;
	struct feed feed = wish(clinic->maria);
	const char *secret = NULL;
	struct digest digest;
	struct feed found;

	feed.label = "Google";
	feed.level = FEED_INITIALS;
	assert_ok(clinic,
		  practice_feed_add(clinic->op, clinic->store, &feed, &secret));
	digest = digest_sha256(secret, strlen(secret));
	assert_int_equal(
		store_feed_find(place_read(clinic->place), &digest, &found),
		OK);
	assert_int_equal(found.id, feed.id);
	assert_string_equal(found.label, "Google");
	assert_null(strstr(clinic_audit(clinic, "person", clinic->maria).after,
			   secret));
}

static void a_feed_shows_one_of_three_levels(void **state)
{
	struct clinic *clinic = *state;
	enum feed_level level = FEED_BUSY;

	assert_ok(clinic,
		  practice_feed_level_parse(clinic->op, "full", &level));
	assert_int_equal(level, FEED_FULL);
	assert_failed(clinic,
		      practice_feed_level_parse(clinic->op, "all", &level),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "level", "unknown-word"));
	assert_int_equal(level, FEED_FULL);
}

static void every_wrong_field_of_a_feed_is_named(void **state)
{
	struct clinic *clinic = *state;
	struct feed feed = { .person = clinic->maria,
			     .label = "two\nlines",
			     .expires = clinic->op->now };
	const struct feed before = feed;
	const char *secret = NULL;

	assert_failed(
		clinic,
		practice_feed_add(clinic->op, clinic->store, &feed, &secret),
		ERR_INVALID);
	assert_true(clinic_field(clinic, "label", "label-invalid"));
	assert_true(clinic_field(clinic, "expires", "expires-past"));
	assert_null(secret);
	assert_memory_equal(&feed, &before, sizeof(feed));
	assert_int_equal(feeds_of(clinic, clinic->maria), 0);
}

static void a_feed_that_expires_later_says_so_in_its_audit_row(void **state)
{
	struct clinic *clinic = *state;
	struct feed feed = wish(clinic->maria);
	const char *secret;

	feed.expires.s = clinic->op->now.s + 3600;
	assert_ok(clinic,
		  practice_feed_add(clinic->op, clinic->store, &feed, &secret));
	assert_non_null(
		strstr(clinic_audit(clinic, "person", clinic->maria).after,
		       "2026-06-08T13:00:00Z"));
}

static void nobody_has_no_feed(void **state)
{
	struct clinic *clinic = *state;
	struct feed feed = wish(4711);
	const char *secret;

	assert_failed(
		clinic,
		practice_feed_add(clinic->op, clinic->store, &feed, &secret),
		ERR_NOT_FOUND);
	assert_failed(clinic,
		      practice_feed_revoke(clinic->op, clinic->store, 4711, 1),
		      ERR_NOT_FOUND);
}

/* S4 */
static void a_practitioner_gives_feeds_of_oneself_alone(void **state)
{
	struct clinic *clinic = *state;
	struct feed other = wish(clinic->ben);
	const char *secret;

	clinic_as(clinic, clinic->maria);
	given(clinic, clinic->maria);
	assert_failed(
		clinic,
		practice_feed_add(clinic->op, clinic->store, &other, &secret),
		ERR_NOT_FOUND);
	assert_int_equal(feeds_of(clinic, clinic->ben), 0);
}

static void staff_give_feeds_where_it_is_granted(void **state)
{
	struct clinic *clinic = *state;
	struct feed feed = wish(clinic->maria);
	const char *secret;

	clinic_as(clinic, clinic->staff);
	assert_failed(
		clinic,
		practice_feed_add(clinic->op, clinic->store, &feed, &secret),
		ERR_FORBIDDEN);
	clinic->op->actor.grants |= GRANT_LOGINS;
	given(clinic, clinic->maria);
	feed = wish(clinic->admin);
	assert_failed(
		clinic,
		practice_feed_add(clinic->op, clinic->store, &feed, &secret),
		ERR_FORBIDDEN);
}

static void a_revoked_feed_is_gone_and_stays_revoked(void **state)
{
	struct clinic *clinic = *state;
	int64_t feed = given(clinic, clinic->maria);

	assert_ok(clinic, practice_feed_revoke(clinic->op, clinic->store,
					       clinic->maria, feed));
	assert_int_equal(feeds_of(clinic, clinic->maria), 0);
	assert_string_equal(
		clinic_audit(clinic, "person", clinic->maria).action,
		"feed.revoke");
	assert_failed(clinic,
		      practice_feed_revoke(clinic->op, clinic->store,
					   clinic->maria, feed),
		      ERR_NOT_FOUND);
}

static void a_feed_is_revoked_for_its_own_person_alone(void **state)
{
	struct clinic *clinic = *state;
	int64_t feed = given(clinic, clinic->maria);

	assert_failed(clinic,
		      practice_feed_revoke(clinic->op, clinic->store,
					   clinic->ben, feed),
		      ERR_NOT_FOUND);
	assert_int_equal(feeds_of(clinic, clinic->maria), 1);
}

static const char *program_seen(struct clinic *clinic, const char *program)
{
	int64_t feed = only_feed(clinic, clinic->maria)->id;

	assert_ok(clinic,
		  practice_feed_used(clinic->op, clinic->store, feed, program));
	assert_int_equal(only_feed(clinic, clinic->maria)->last_fetch.s,
			 clinic->op->now.s);
	return only_feed(clinic, clinic->maria)->program;
}

static void a_feed_tells_which_program_read_it_last(void **state)
{
	struct clinic *clinic = *state;

	given(clinic, clinic->maria);
	assert_string_equal(program_seen(clinic, "Google-Calendar"),
			    "Google-Calendar");
}

static void what_a_program_says_of_itself_is_cut_between_letters(void **state)
{
	struct clinic *clinic = *state;
	char name[260];

	given(clinic, clinic->maria);
	memset(name, 'x', sizeof(name));
	memcpy(name + 199, "\xC3\xA9", 2);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(strlen(program_seen(clinic, name)), 199);
	name[199] = 'x';
	name[200] = 'x';
	assert_int_equal(strlen(program_seen(clinic, name)), 200);
}

static void a_program_without_a_readable_name_has_none(void **state)
{
	struct clinic *clinic = *state;

	given(clinic, clinic->maria);
	assert_null(program_seen(clinic, "caf\xE9"));
	assert_null(program_seen(clinic, ""));
	assert_null(program_seen(clinic, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(a_feed_says_busy_unless_more_was_chosen),
		WITH_CLINIC(a_feeds_secret_is_kept_as_a_hash_and_finds_it),
		WITH_CLINIC(a_feed_shows_one_of_three_levels),
		WITH_CLINIC(every_wrong_field_of_a_feed_is_named),
		WITH_CLINIC(a_feed_that_expires_later_says_so_in_its_audit_row),
		WITH_CLINIC(nobody_has_no_feed),
		WITH_CLINIC(a_practitioner_gives_feeds_of_oneself_alone),
		WITH_CLINIC(staff_give_feeds_where_it_is_granted),
		WITH_CLINIC(a_revoked_feed_is_gone_and_stays_revoked),
		WITH_CLINIC(a_feed_is_revoked_for_its_own_person_alone),
		WITH_CLINIC(a_feed_tells_which_program_read_it_last),
		WITH_CLINIC(
			what_a_program_says_of_itself_is_cut_between_letters),
		WITH_CLINIC(a_program_without_a_readable_name_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

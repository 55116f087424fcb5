#include "tests/unit/practice/practice_fixture.h"

#include "practice/people/credential.h"
#include "practice/people/device.h"
#include "practice/people/feed.h"
#include "practice/people/program.h"

#include <string.h>

/* Devices and feeds with what used them, and programs that were turned away. */

#define PHONE "iOS/17.5 (21F79) dataaccessd/1.0"
#define NEW_PHONE "iOS/18.0 (22A3354) dataaccessd/1.0"
#define DESK "Mozilla/5.0 (X11; rv:115.0) Gecko/20100101 Thunderbird/115.10"

static void programs_are_called_as_people_know_them(void **state)
{
	static const char *const known[][2] = {
		{ PHONE, "iOS 17.5" },
		{ DESK, "Thunderbird 115.10" },
		{ "macOS/14.5 (23F79) dataaccessd/1.0", "macOS 14.5" },
		{ "Mac OS X/10.15.7 (19H2) CalendarAgent/930",
		  "macOS 10.15.7" },
		{ "DAVx5/4.4.1-ose (2024/06/01; okhttp/4.12.0) Android/14",
		  "DAVx5 4.4.1-ose" },
		{ "Evolution/3.46.4", "Evolution 3.46.4" },
		{ "Mozilla/5.0 (X11; Linux) Konqueror/5 KIO/5", "KDE" },
		{ "Google-Calendar-Importer", "Google Calendar" },
		{ "DAVx5/", "DAVx5" },
		{ "curl/7.88.1", "curl 7.88.1" },
		{ "calendar (x)", "calendar" },
		{ "own/beta", "own" },
		{ "(nothing)", "(nothing)" },
	};
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		assert_string_equal(practice_program_words(arena, known[i][0]),
				    known[i][1]);
	assert_null(practice_program_words(arena, NULL));
	assert_null(practice_program_words(arena, ""));
}

static void a_browser_is_called_by_its_name_and_its_system(void **state)
{
	static const char *const known[][2] = {
		{ "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, "
		  "like Gecko) Chrome/126.0.0.0 Safari/537.36",
		  "Chrome, Linux" },
		{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36"
		  " (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 "
		  "Edg/126.0.0.0",
		  "Edge, Windows" },
		{ "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) "
		  "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
		  "Mobile/15E148 Safari/604.1",
		  "Safari, iPhone" },
		{ "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 "
		  "Firefox/127.0",
		  "Firefox, Android" },
		{ "Firefox/127.0", "Firefox" },
		{ "curl/8.5.0", "curl/8.5.0" },
	};
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		assert_string_equal(practice_browser_words(arena, known[i][0]),
				    known[i][1]);
	assert_null(practice_browser_words(arena, NULL));
	assert_null(practice_browser_words(arena, ""));
}

static void what_a_program_says_of_itself_is_cut_and_is_text(void **state)
{
	struct clinic *clinic = *state;
	char text[256];

	memset(text, 'a', sizeof(text));
	text[199] = (char)0xC3;
	text[200] = (char)0xA9;
	text[255] = '\0';
	assert_int_equal(strlen(practice_program_kept(clinic->op->arena, text)),
			 199);
	assert_null(practice_program_kept(clinic->op->arena, NULL));
	assert_null(practice_program_kept(clinic->op->arena, ""));
	assert_null(practice_program_kept(clinic->op->arena, "\xff"));
}

static size_t known_of(struct clinic *clinic, int64_t person,
		       struct device_known **list)
{
	struct reader *reader = place_read(clinic->place);
	struct device *devices;
	size_t count;

	assert_int_equal(store_device_list(reader, person, 0, SIZE_MAX,
					   &devices, &count),
			 OK);
	assert_int_equal(practice_devices_known(reader, person, devices, count,
						list, &count),
			 OK);
	return count;
}

static int64_t token(struct clinic *clinic, const char *label)
{
	const char *secret;
	int64_t id;

	assert_ok(clinic, practice_token_add(clinic->op, clinic->store, "maria",
					     label, &secret, &id));
	return id;
}

static void uses(struct clinic *clinic, int64_t id, const char *agent)
{
	clinic->op->now.s++;
	assert_ok(clinic,
		  practice_token_used(clinic->op, clinic->store, id, agent));
}

static void is_turned_away(struct clinic *clinic, const char *agent)
{
	clinic->op->now.s += 61;
	assert_ok(clinic, practice_turned_away(clinic->op, clinic->store,
					       clinic->maria, agent));
}

static void a_list_has_devices_and_feeds_the_last_used_first(void **state)
{
	struct clinic *clinic = *state;
	struct feed feed = { .level = FEED_FULL, .expires = INSTANT_MAX };
	struct device_known *list;
	const char *secret;
	int64_t phone;

	clinic_as(clinic, clinic->maria);
	phone = token(clinic, "iPhone");
	token(clinic, "Desk");
	feed.person = clinic->maria;
	assert_ok(clinic,
		  practice_feed_add(clinic->op, clinic->store, &feed, &secret));
	uses(clinic, phone, PHONE);
	uses(clinic, phone, NULL); /* says nothing: it is the same still */
	assert_int_equal(known_of(clinic, clinic->maria, &list), 3);
	assert_string_equal(list[0].device.label, "iPhone");
	assert_string_equal(list[0].program, "iOS 17.5");
	assert_string_equal(list[0].kind, "device");
	assert_false(list[0].has_trouble);
	assert_string_equal(list[2].kind, "feed");
	assert_true(list[2].is_feed);
	assert_int_equal(list[2].device.level, FEED_FULL);
	assert_int_equal(known_of(clinic, 0, &list), 3);
	assert_int_equal(known_of(clinic, clinic->ben, &list), 0);
}

static void a_device_whose_password_is_wrong_says_since_when(void **state)
{
	struct clinic *clinic = *state;
	struct device_known *list;
	struct instant first;

	clinic_as(clinic, clinic->maria);
	uses(clinic, token(clinic, "iPhone"), PHONE);
	uses(clinic, token(clinic, "Desk"), DESK);
	is_turned_away(clinic, NEW_PHONE);
	first = clinic->op->now;
	is_turned_away(clinic, NEW_PHONE);
	/* Within the minute: not noted once more. */
	assert_ok(clinic, practice_turned_away(clinic->op, clinic->store,
					       clinic->maria, NEW_PHONE));
	assert_int_equal(known_of(clinic, clinic->maria, &list), 2);
	assert_string_equal(list[1].device.label, "iPhone");
	assert_true(list[1].has_trouble);
	assert_int_equal(list[1].trouble.since.s, first.s);
	assert_int_equal(list[1].trouble.tries, 2);
	assert_false(list[0].has_trouble);
	assert_ok(clinic, practice_let_in(clinic->op, clinic->store,
					  clinic->maria, NEW_PHONE));
	assert_int_equal(known_of(clinic, clinic->maria, &list), 2);
	assert_false(list[1].has_trouble);
}

static void the_token_of_a_program_ends_its_trouble(void **state)
{
	struct clinic *clinic = *state;
	struct device_known *list;
	int64_t phone;

	clinic_as(clinic, clinic->maria);
	phone = token(clinic, "iPhone");
	is_turned_away(clinic, NULL);
	is_turned_away(clinic, PHONE);
	assert_int_equal(known_of(clinic, clinic->maria, &list), 3);
	uses(clinic, phone, PHONE);
	assert_int_equal(known_of(clinic, clinic->maria, &list), 2);
	assert_string_equal(list[1].kind, "unknown");
	assert_null(list[1].program);
	uses(clinic, phone, NULL);
	assert_int_equal(known_of(clinic, clinic->maria, &list), 1);
}

static void which_of_two_phones_nobody_guesses(void **state)
{
	struct clinic *clinic = *state;
	struct device_known *list;

	clinic_as(clinic, clinic->maria);
	uses(clinic, token(clinic, "iPhone"), PHONE);
	uses(clinic, token(clinic, "iPad"), PHONE);
	is_turned_away(clinic, NEW_PHONE);
	assert_int_equal(known_of(clinic, clinic->maria, &list), 3);
	assert_string_equal(list[2].kind, "unknown");
	assert_true(list[2].has_trouble);
	/* Two of one device: the second stands by itself. */
	is_turned_away(clinic, PHONE);
	assert_int_equal(known_of(clinic, clinic->maria, &list), 3);
	assert_true(list[0].has_trouble);
}

static void trouble_is_of_ones_own_devices(void **state)
{
	struct clinic *clinic = *state;
	struct device_known *list;
	const char *secret;
	int64_t bens;

	clinic_as(clinic, clinic->ben);
	assert_ok(clinic, practice_token_add(clinic->op, clinic->store, "ben",
					     "Ben's", &secret, &bens));
	uses(clinic, bens, PHONE);
	clinic_as(clinic, clinic->maria);
	uses(clinic, token(clinic, "Desk"), DESK);
	is_turned_away(clinic, PHONE);
	is_turned_away(clinic, NEW_PHONE);
	assert_int_equal(known_of(clinic, 0, &list), 4);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(list[i].has_trouble,
				 str_equal(list[i].kind, "unknown"));
	uses(clinic, token(clinic, "iPhone"), PHONE);
	is_turned_away(clinic, NEW_PHONE);
	assert_int_equal(known_of(clinic, 0, &list), 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(list[i].has_trouble,
				 str_equal(list[i].device.label, "iPhone"));
}

static void trouble_is_forgotten_after_a_week_and_bounded(void **state)
{
	struct clinic *clinic = *state;
	struct device_known *list;

	clinic_as(clinic, clinic->maria);
	is_turned_away(clinic, PHONE);
	clinic->op->now.s += 8 * 24 * 3600;
	assert_int_equal(known_of(clinic, clinic->maria, &list), 0);
	is_turned_away(clinic, PHONE);
	assert_int_equal(known_of(clinic, clinic->maria, &list), 1);
	assert_int_equal(list[0].trouble.tries, 1);
	for (int i = 0; i < 30; i++)
		is_turned_away(clinic,
			       arena_printf(clinic->op->arena, "guess/%d", i));
	assert_int_equal(known_of(clinic, clinic->maria, &list), 20);
	assert_string_equal(list[0].device.program, "guess/29");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(programs_are_called_as_people_know_them),
		WITH_CLINIC(a_browser_is_called_by_its_name_and_its_system),
		WITH_CLINIC(what_a_program_says_of_itself_is_cut_and_is_text),
		WITH_CLINIC(a_list_has_devices_and_feeds_the_last_used_first),
		WITH_CLINIC(a_device_whose_password_is_wrong_says_since_when),
		WITH_CLINIC(the_token_of_a_program_ends_its_trouble),
		WITH_CLINIC(which_of_two_phones_nobody_guesses),
		WITH_CLINIC(trouble_is_of_ones_own_devices),
		WITH_CLINIC(trouble_is_forgotten_after_a_week_and_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "tests/unit/practice/calendar_fixture.h"

#include "ical/zone.h"
#include "practice/calendar/collection.h"
#include "practice/people/person.h"

#include <string.h>

#define CALDAV "urn:ietf:params:xml:ns:caldav"

static void make(struct home *home, const struct person *person,
		 const char *path)
{
	struct operation op = home_as(home, person, 0);
	struct collection_new wish = { .home = person->login,
				       .path = path,
				       .kind = COLLECTION_PERSONAL };
	struct collection made;

	assert_int_equal(
		practice_collection_make(&op, home->place->store, &wish, &made),
		OK);
	/* All kinds of components, unless some are named. */
	assert_int_equal(made.components, 1 | 2 | 4);
}

static void change(struct home *home, struct person person)
{
	struct operation op = home_as(home, NULL, 0);

	person.revision = 0;
	assert_int_equal(
		practice_person_change(&op, home->place->store, &person), OK);
}

static struct person add(struct home *home, const char *login, const char *name,
			 unsigned roles)
{
	struct operation op = home_as(home, NULL, 0);
	struct person person = {
		.login = login, .name = name, .active = true, .roles = roles
	};

	assert_int_equal(practice_person_add(&op, home->place->store, &person),
			 OK);
	return person;
}

static enum err find(struct home *home, const struct person *person,
		     const char *path, struct collection *found)
{
	return store_collection_find(place_read(home->place), person->id, path,
				     found);
}

static void a_calendar_made_before_keeps_the_path_that_a_role_needs(void **s)
{
	struct home *home = *s;
	struct person sam = home->sam;
	struct collection found;

	make(home, &home->sam, "sessions");
	home_put(home, &home->sam, "sessions", "a.ics",
		 home_event(home, "a", ""), 0, OK);
	sam.roles |= ROLE_PRACTITIONER;
	change(home, sam);
	assert_int_equal(find(home, &sam, "sessions", &found), OK);
	assert_int_equal(found.kind, COLLECTION_PERSONAL);
	assert_true(home_has(home, &sam, "sessions", "a.ics"));
	assert_int_equal(find(home, &sam, "to-save", &found), OK);
}

static void
a_practitioners_calendar_is_numbered_where_the_path_is_taken(void **state)
{
	struct home *home = *state;
	struct collection found;
	struct person nina;

	make(home, &home->sam, "nina");
	make(home, &home->sam, "nina-2");
	nina = add(home, "nina", "Nina Ray", ROLE_PRACTITIONER);
	assert_int_equal(find(home, &home->sam, "nina", &found), OK);
	assert_int_equal(found.kind, COLLECTION_PERSONAL);
	assert_int_equal(find(home, &home->sam, "nina-3", &found), OK);
	assert_int_equal(found.kind, COLLECTION_PRACTITIONER);
	assert_int_equal(found.subject, nina.id);
}

static void who_has_no_login_is_shown_by_number_and_has_no_home(void **state)
{
	struct home *home = *state;
	struct arena *arena = home->place->arena;
	struct collection found;
	struct person tom = add(home, NULL, "Tom Ash", ROLE_PRACTITIONER);
	const char *path =
		arena_printf(arena, "practitioner-%lld", (long long)tom.id);

	assert_int_equal(find(home, &home->sam, path, &found), OK);
	assert_int_equal(found.subject, tom.id);
	assert_int_equal(find(home, &tom, "sessions", &found), ERR_NOT_FOUND);
	/* A login makes the home. */
	tom.login = "tom";
	change(home, tom);
	assert_int_equal(find(home, &tom, "sessions", &found), OK);
	assert_int_equal(find(home, &tom, "inbox", &found), OK);
}

static void an_office_without_login_is_shown_nobody(void **state)
{
	struct home *home = *state;
	struct person olga = add(home, NULL, "Olga Head", ROLE_ADMIN);
	struct collection found;

	assert_int_equal(find(home, &olga, "maria", &found), ERR_NOT_FOUND);
	olga.login = "olga";
	change(home, olga);
	assert_int_equal(find(home, &olga, "maria", &found), OK);
	/* Nor is one shown in a calendar of one's own. */
	olga.roles |= ROLE_PRACTITIONER;
	change(home, olga);
	assert_int_equal(find(home, &olga, "olga", &found), ERR_NOT_FOUND);
	assert_int_equal(find(home, &home->sam, "olga", &found), OK);
}

static void who_practices_no_longer_is_shown_no_longer(void **state)
{
	struct home *home = *state;
	struct person ben = home->ben;
	struct collection found;

	ben.roles = ROLE_CLIENT;
	change(home, ben);
	assert_int_equal(find(home, &home->sam, "ben", &found), ERR_NOT_FOUND);
	assert_int_equal(find(home, &ben, "to-save", &found), ERR_NOT_FOUND);
	assert_int_equal(find(home, &ben, "sessions", &found), OK);
	/* What the person has put into the personal one stays. */
	assert_int_equal(find(home, &ben, "calendar", &found), OK);
}

static void a_deleted_personal_calendar_does_not_come_back(void **state)
{
	struct home *home = *state;
	struct operation op = home_as(home, &home->ben, 0);
	struct person ben = home->ben;
	struct collection found;

	assert_int_equal(practice_collection_delete(&op, home->place->store,
						    "ben", "calendar"),
			 OK);
	ben.roles |= ROLE_STAFF;
	change(home, ben);
	assert_int_equal(find(home, &ben, "maria", &found), OK);
	assert_int_equal(find(home, &ben, "calendar", &found), ERR_NOT_FOUND);
}

static void names_show_as_chosen_in_sessions_that_are_there(void **state)
{
	struct home *home = *state;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	struct person maria = home->maria;
	char *bytes;

	maria.calendar_names = NAMES_FULL;
	change(home, maria);
	bytes = home_bytes(home, &home->maria, "sessions", session.id);
	assert_holds(bytes, "SUMMARY:C042 Ada Maria Brown Therapy\r\n");
	/* The office's calendar shows what the office's person chose. */
	bytes = home_bytes(home, &home->sam, "maria", session.id);
	assert_lacks(bytes, "Ada");
}

static const char *zone_of(struct home *home, const char *ns, const char *name,
			   const char *value)
{
	struct operation op = home_as(home, &home->maria, 0);
	struct property set = { ns, name, value };
	struct collection of;
	const struct cal_zone *zone;

	assert_int_equal(practice_properties_change(&op, home->place->store,
						    "maria", "calendar", NULL,
						    &set, 1),
			 OK);
	of = home_collection(home, &home->maria, "calendar");
	assert_int_equal(
		practice_collection_zone(home->place->reader, &of, &zone), OK);
	return cal_zone_name(zone);
}

static void a_zone_is_read_through_tags_entities_and_cdata(void **state)
{
	struct home *home = *state;

	assert_string_equal(zone_of(home, CALDAV, "calendar-timezone-id",
				    "<x:a>Europe</x:a>/<![CDATA[Oslo]]>"),
			    "Europe/Oslo");
	assert_string_equal(
		zone_of(home, CALDAV, "calendar-timezone-id", "Etc/GMT&amp;"),
		"America/Toronto");
}

static void a_zone_that_is_cut_short_is_the_practices(void **state)
{
	static const char *const values[] = { "<![CDATA[Europe/Oslo", "<Europe",
					      "", "Europe/Os<lo" };
	struct home *home = *state;

	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		assert_string_equal(zone_of(home, CALDAV,
					    "calendar-timezone-id", values[i]),
				    "America/Toronto");
}

static void a_property_of_anothers_making_is_no_zone(void **state)
{
	struct home *home = *state;

	assert_string_equal(
		zone_of(home, "urn:x", "calendar-timezone-id", "Europe/Oslo"),
		"America/Toronto");
}

static size_t home_properties(struct home *home, const struct person *viewer)
{
	struct reader *reader = place_read(home->place);
	struct property *list;
	size_t count;

	store_reader_operation(reader)->actor = home_as(home, viewer, 0).actor;
	assert_int_equal(
		practice_home_properties(reader, viewer, &list, &count), OK);
	return count;
}

static void properties_of_a_home_are_its_persons(void **state)
{
	struct home *home = *state;
	struct operation op = home_as(home, &home->maria, 0);
	struct property set = { "urn:x", "colour", "blue" };

	assert_int_equal(practice_properties_change(&op, home->place->store,
						    "maria", NULL, NULL, &set,
						    1),
			 OK);
	assert_int_equal(home_properties(home, &home->maria), 1);
	assert_int_equal(home_properties(home, &home->ben), 0);
	set.value = NULL;
	assert_int_equal(practice_properties_change(&op, home->place->store,
						    "maria", NULL, NULL, &set,
						    1),
			 OK);
	assert_int_equal(home_properties(home, &home->maria), 0);
}

static void properties_of_a_member_are_of_that_alone(void **state)
{
	struct home *home = *state;
	struct operation op = home_as(home, &home->maria, 0);
	struct collection of = home_collection(home, &home->maria, "calendar");
	struct property set = { "urn:x", "colour", "blue" };
	struct property *list;
	struct member member;
	size_t count;

	home_put(home, &home->maria, "calendar", "a.ics",
		 home_event(home, "a", ""), 0, OK);
	assert_int_equal(practice_properties_change(&op, home->place->store,
						    "maria", "calendar",
						    "a.ics", &set, 1),
			 OK);
	member = home_member(home, &home->maria, "calendar", "a.ics");
	assert_int_equal(store_property_list(home->place->reader, of.id,
					     member.id, home->maria.id, &list,
					     &count),
			 OK);
	assert_int_equal(count, 1);
	assert_string_equal(list[0].value, "blue");
	assert_int_equal(store_property_list(home->place->reader, of.id, 0,
					     home->maria.id, &list, &count),
			 OK);
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(a_calendar_made_before_keeps_the_path_that_a_role_needs),
		AT_HOME(a_practitioners_calendar_is_numbered_where_the_path_is_taken),
		AT_HOME(who_has_no_login_is_shown_by_number_and_has_no_home),
		AT_HOME(an_office_without_login_is_shown_nobody),
		AT_HOME(who_practices_no_longer_is_shown_no_longer),
		AT_HOME(a_deleted_personal_calendar_does_not_come_back),
		AT_HOME(names_show_as_chosen_in_sessions_that_are_there),
		AT_HOME(a_zone_is_read_through_tags_entities_and_cdata),
		AT_HOME(a_zone_that_is_cut_short_is_the_practices),
		AT_HOME(a_property_of_anothers_making_is_no_zone),
		AT_HOME(properties_of_a_home_are_its_persons),
		AT_HOME(properties_of_a_member_are_of_that_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

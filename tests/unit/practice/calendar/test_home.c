#include "tests/unit/practice/calendar_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "ical/zone.h"
#include "practice/calendar/collection.h"
#include "practice/calendar/collection_zone.h"
#include "practice/people/person.h"

#include <string.h>

#define CALDAV "urn:ietf:params:xml:ns:caldav"

static void make(struct agenda *agenda, const struct person *person,
		 const char *path)
{
	struct operation op = agenda_as(agenda, person, 0);
	struct collection_new wish = { .home = person->login,
				       .path = path,
				       .kind = COLLECTION_PERSONAL };
	struct collection made;

	assert_int_equal(practice_collection_make(&op, agenda->place->store,
						  &wish, &made),
			 OK);
	/* All kinds of components, unless some are named. */
	assert_int_equal(made.components, 1 | 2 | 4);
}

static void change(struct agenda *agenda, struct person person)
{
	struct operation op = agenda_as(agenda, NULL, 0);

	person.revision = 0;
	assert_int_equal(
		whole_person_change(&op, agenda->place->store, &person), OK);
}

static struct person add(struct agenda *agenda, const char *login,
			 const char *name, unsigned roles)
{
	struct operation op = agenda_as(agenda, NULL, 0);
	struct person person = {
		.login = login, .name = name, .active = true, .roles = roles
	};

	assert_int_equal(
		practice_person_add(&op, agenda->place->store, &person), OK);
	return person;
}

static enum err find(struct agenda *agenda, const struct person *person,
		     const char *path, struct collection *found)
{
	return store_collection_find(place_read(agenda->place), person->id,
				     path, found);
}

static void a_calendar_made_before_keeps_the_path_that_a_role_needs(void **s)
{
	struct agenda *agenda = *s;
	struct person sam = agenda->sam;
	struct collection found;

	make(agenda, &agenda->sam, "sessions");
	agenda_put(agenda, &agenda->sam, "sessions", "a.ics",
		   agenda_event(agenda, "a", ""), 0, OK);
	sam.roles |= ROLE_PRACTITIONER;
	change(agenda, sam);
	assert_int_equal(find(agenda, &sam, "sessions", &found), OK);
	assert_int_equal(found.kind, COLLECTION_PERSONAL);
	assert_true(agenda_has(agenda, &sam, "sessions", "a.ics"));
	assert_int_equal(find(agenda, &sam, "to-save", &found), OK);
}

static void
a_practitioners_calendar_is_numbered_where_the_path_is_taken(void **state)
{
	struct agenda *agenda = *state;
	struct collection found;
	struct person nina;

	make(agenda, &agenda->sam, "nina");
	make(agenda, &agenda->sam, "nina-2");
	nina = add(agenda, "nina", "Nina Ray", ROLE_PRACTITIONER);
	assert_int_equal(find(agenda, &agenda->sam, "nina", &found), OK);
	assert_int_equal(found.kind, COLLECTION_PERSONAL);
	assert_int_equal(find(agenda, &agenda->sam, "nina-3", &found), OK);
	assert_int_equal(found.kind, COLLECTION_PRACTITIONER);
	assert_int_equal(found.subject, nina.id);
}

static void who_has_no_login_is_shown_by_number_and_has_no_home(void **state)
{
	struct agenda *agenda = *state;
	struct arena *arena = agenda->place->arena;
	struct collection found;
	struct person tom = add(agenda, NULL, "Tom Ash", ROLE_PRACTITIONER);
	const char *path =
		arena_printf(arena, "practitioner-%lld", (long long)tom.id);

	assert_int_equal(find(agenda, &agenda->sam, path, &found), OK);
	assert_int_equal(found.subject, tom.id);
	assert_int_equal(find(agenda, &tom, "sessions", &found), ERR_NOT_FOUND);
	/* A login makes the home. */
	tom.login = "tom";
	change(agenda, tom);
	assert_int_equal(find(agenda, &tom, "sessions", &found), OK);
	assert_int_equal(find(agenda, &tom, "inbox", &found), OK);
}

static void an_office_without_login_is_shown_nobody(void **state)
{
	struct agenda *agenda = *state;
	struct person olga = add(agenda, NULL, "Olga Head", ROLE_ADMIN);
	struct collection found;

	assert_int_equal(find(agenda, &olga, "maria", &found), ERR_NOT_FOUND);
	olga.login = "olga";
	change(agenda, olga);
	assert_int_equal(find(agenda, &olga, "maria", &found), OK);
	/* Nor is one shown in a calendar of one's own. */
	olga.roles |= ROLE_PRACTITIONER;
	change(agenda, olga);
	assert_int_equal(find(agenda, &olga, "olga", &found), ERR_NOT_FOUND);
	assert_int_equal(find(agenda, &agenda->sam, "olga", &found), OK);
}

static void who_practices_no_longer_is_shown_no_longer(void **state)
{
	struct agenda *agenda = *state;
	struct person ben = agenda->ben;
	struct collection found;

	ben.roles = ROLE_CLIENT;
	change(agenda, ben);
	assert_int_equal(find(agenda, &agenda->sam, "ben", &found),
			 ERR_NOT_FOUND);
	assert_int_equal(find(agenda, &ben, "to-save", &found), ERR_NOT_FOUND);
	assert_int_equal(find(agenda, &ben, "sessions", &found), OK);
	/* What the person has put into the personal one stays. */
	assert_int_equal(find(agenda, &ben, "calendar", &found), OK);
}

static void a_deleted_personal_calendar_does_not_come_back(void **state)
{
	struct agenda *agenda = *state;
	struct operation op = agenda_as(agenda, &agenda->ben, 0);
	struct person ben = agenda->ben;
	struct collection found;

	assert_int_equal(practice_collection_delete(&op, agenda->place->store,
						    "ben", "calendar", NULL),
			 OK);
	ben.roles |= ROLE_STAFF;
	change(agenda, ben);
	assert_int_equal(find(agenda, &ben, "maria", &found), OK);
	assert_int_equal(find(agenda, &ben, "calendar", &found), ERR_NOT_FOUND);
}

static void names_show_as_chosen_in_sessions_that_are_there(void **state)
{
	struct agenda *agenda = *state;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct person maria = agenda->maria;
	char *bytes;

	maria.calendar_names = NAMES_FULL;
	change(agenda, maria);
	bytes = agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	assert_holds(bytes, "SUMMARY:C042 Ada Maria Brown Therapy\r\n");
	/* The office's calendar shows what the office's person chose. */
	bytes = agenda_bytes(agenda, &agenda->sam, "maria", session.id);
	assert_lacks(bytes, "Ada");
}

static const char *zone_of(struct agenda *agenda, const char *ns,
			   const char *name, const char *value)
{
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct property set = { ns, name, value };
	struct collection of;
	const struct cal_zone *zone;

	assert_int_equal(practice_properties_change(&op, agenda->place->store,
						    "maria", "calendar", NULL,
						    &set, 1, NULL),
			 OK);
	of = agenda_collection(agenda, &agenda->maria, "calendar");
	assert_int_equal(
		practice_collection_zone(agenda->place->reader, &of, &zone),
		OK);
	return cal_zone_name(zone);
}

static void a_zone_is_read_through_tags_entities_and_cdata(void **state)
{
	struct agenda *agenda = *state;

	assert_string_equal(zone_of(agenda, CALDAV, "calendar-timezone-id",
				    "<x:a>Europe</x:a>/<![CDATA[Oslo]]>"),
			    "Europe/Oslo");
	assert_string_equal(
		zone_of(agenda, CALDAV, "calendar-timezone-id", "Etc/GMT&amp;"),
		"America/Toronto");
}

static void a_zone_that_is_cut_short_is_the_practices(void **state)
{
	static const char *const values[] = { "<![CDATA[Europe/Oslo", "<Europe",
					      "", "Europe/Os<lo" };
	struct agenda *agenda = *state;

	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		assert_string_equal(zone_of(agenda, CALDAV,
					    "calendar-timezone-id", values[i]),
				    "America/Toronto");
}

static void a_property_of_anothers_making_is_no_zone(void **state)
{
	struct agenda *agenda = *state;

	assert_string_equal(
		zone_of(agenda, "urn:x", "calendar-timezone-id", "Europe/Oslo"),
		"America/Toronto");
}

static size_t home_properties(struct agenda *agenda,
			      const struct person *viewer)
{
	struct reader *reader = place_read(agenda->place);
	struct property *list;
	size_t count;

	store_reader_operation(reader)->actor =
		agenda_as(agenda, viewer, 0).actor;
	assert_int_equal(
		practice_home_properties(reader, viewer, &list, &count), OK);
	return count;
}

static void properties_of_a_home_are_its_persons(void **state)
{
	struct agenda *agenda = *state;
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct property set = { "urn:x", "colour", "blue" };

	assert_int_equal(practice_properties_change(&op, agenda->place->store,
						    "maria", NULL, NULL, &set,
						    1, NULL),
			 OK);
	assert_int_equal(home_properties(agenda, &agenda->maria), 1);
	assert_int_equal(home_properties(agenda, &agenda->ben), 0);
	set.value = NULL;
	assert_int_equal(practice_properties_change(&op, agenda->place->store,
						    "maria", NULL, NULL, &set,
						    1, NULL),
			 OK);
	assert_int_equal(home_properties(agenda, &agenda->maria), 0);
}

static void properties_of_a_member_are_of_that_alone(void **state)
{
	struct agenda *agenda = *state;
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct collection of =
		agenda_collection(agenda, &agenda->maria, "calendar");
	struct property set = { "urn:x", "colour", "blue" };
	struct property *list;
	struct member member;
	size_t count;

	agenda_put(agenda, &agenda->maria, "calendar", "a.ics",
		   agenda_event(agenda, "a", ""), 0, OK);
	assert_int_equal(practice_properties_change(&op, agenda->place->store,
						    "maria", "calendar",
						    "a.ics", &set, 1, NULL),
			 OK);
	member = agenda_member(agenda, &agenda->maria, "calendar", "a.ics");
	assert_int_equal(store_property_list(agenda->place->reader, of.id,
					     member.id, agenda->maria.id, &list,
					     &count),
			 OK);
	assert_int_equal(count, 1);
	assert_string_equal(list[0].value, "blue");
	assert_int_equal(store_property_list(agenda->place->reader, of.id, 0,
					     agenda->maria.id, &list, &count),
			 OK);
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(
			a_calendar_made_before_keeps_the_path_that_a_role_needs),
		WITH_AGENDA(
			a_practitioners_calendar_is_numbered_where_the_path_is_taken),
		WITH_AGENDA(
			who_has_no_login_is_shown_by_number_and_has_no_home),
		WITH_AGENDA(an_office_without_login_is_shown_nobody),
		WITH_AGENDA(who_practices_no_longer_is_shown_no_longer),
		WITH_AGENDA(a_deleted_personal_calendar_does_not_come_back),
		WITH_AGENDA(names_show_as_chosen_in_sessions_that_are_there),
		WITH_AGENDA(a_zone_is_read_through_tags_entities_and_cdata),
		WITH_AGENDA(a_zone_that_is_cut_short_is_the_practices),
		WITH_AGENDA(a_property_of_anothers_making_is_no_zone),
		WITH_AGENDA(properties_of_a_home_are_its_persons),
		WITH_AGENDA(properties_of_a_member_are_of_that_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "tests/unit/practice/calendar_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "ical/zone.h"
#include "practice/booking/copy_collection.h"
#include "practice/calendar/collection.h"
#include "practice/calendar/collection_zone.h"
#include "practice/people/person.h"

#include <string.h>

#define CALDAV "urn:ietf:params:xml:ns:caldav"

static bool has(struct agenda *agenda, const struct person *person,
		const char *path)
{
	struct collection found;

	return store_collection_find(place_read(agenda->place), person->id,
				     path, &found) == OK;
}

static enum err make(struct agenda *agenda, const struct person *person,
		     const char *path, enum collection_kind kind)
{
	struct operation op = agenda_as(agenda, person, 0);
	struct collection_new wish = { .home = person->login,
				       .path = path,
				       .kind = kind };
	struct collection made;

	return practice_collection_make(&op, agenda->place->store, &wish,
					&made);
}

static void homes_have_what_their_roles_give(void **s)
{
	struct agenda *agenda = *s;

	assert_true(has(agenda, &agenda->maria, "sessions"));
	assert_true(has(agenda, &agenda->maria, "to-save"));
	assert_true(has(agenda, &agenda->maria, "calendar"));
	assert_true(has(agenda, &agenda->maria, "inbox"));
	assert_true(has(agenda, &agenda->maria, "closures"));
	assert_false(has(agenda, &agenda->maria, "ben"));
	assert_true(has(agenda, &agenda->sam, "maria"));
	assert_true(has(agenda, &agenda->sam, "ben"));
	assert_false(has(agenda, &agenda->sam, "sessions"));
	assert_true(has(agenda, &agenda->ada, "sessions"));
	assert_true(has(agenda, &agenda->ada, "closures"));
	assert_false(has(agenda, &agenda->ada, "calendar"));
	assert_false(has(agenda, &agenda->ada, "to-save"));
	assert_false(has(agenda, &agenda->ada, "outbox"));
}

static void who_leaves_the_office_loses_its_calendars(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct person sam = agenda->sam;

	sam.roles = ROLE_PRACTITIONER;
	assert_int_equal(whole_person_change(&op, agenda->place->store, &sam),
			 OK);
	assert_false(has(agenda, &agenda->sam, "maria"));
	assert_true(has(agenda, &agenda->sam, "sessions"));
	assert_true(has(agenda, &agenda->sam, "calendar"));
	op = agenda_as(agenda, NULL, 0);
	sam.roles = ROLE_STAFF;
	sam.revision = 0;
	assert_int_equal(whole_person_change(&op, agenda->place->store, &sam),
			 OK);
	assert_non_null(
		agenda_bytes(agenda, &agenda->sam, "maria", session.id));
	assert_false(has(agenda, &agenda->sam, "sessions"));
}

static void calendars_are_made_below_ones_own_home_and_plain_folders(void **s)
{
	struct agenda *agenda = *s;

	assert_int_equal(
		make(agenda, &agenda->maria, "work", COLLECTION_PERSONAL), OK);
	assert_int_equal(
		make(agenda, &agenda->maria, "work", COLLECTION_PERSONAL),
		ERR_RESOURCE_NOT_NULL);
	assert_int_equal(
		make(agenda, &agenda->maria, "files", COLLECTION_PLAIN), OK);
	assert_int_equal(
		make(agenda, &agenda->maria, "files/a", COLLECTION_PERSONAL),
		OK);
	assert_int_equal(
		make(agenda, &agenda->maria, "files/a/b", COLLECTION_PLAIN),
		ERR_LOCATION);
	assert_int_equal(
		make(agenda, &agenda->maria, "sessions/b", COLLECTION_PERSONAL),
		ERR_LOCATION);
	assert_int_equal(
		make(agenda, &agenda->maria, "none/b", COLLECTION_PERSONAL),
		ERR_PARENT);
	assert_int_equal(
		make(agenda, &agenda->maria, "closures", COLLECTION_PERSONAL),
		ERR_RESOURCE_NOT_NULL);
	assert_int_equal(
		make(agenda, &agenda->ada, "mine", COLLECTION_PERSONAL),
		ERR_NEED_PRIVILEGES);
}

static void a_home_is_made_in_by_its_person_only(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	struct collection_new wish = { .home = "maria",
				       .path = "x",
				       .kind = COLLECTION_PERSONAL };
	struct collection made;

	assert_int_equal(practice_collection_make(&op, agenda->place->store,
						  &wish, &made),
			 ERR_NOT_FOUND);
}

static void names_and_depth_are_bounded(void **s)
{
	struct agenda *agenda = *s;
	char name[257];

	memset(name, 'x', 256);
	name[256] = '\0';
	assert_int_equal(make(agenda, &agenda->maria, name, COLLECTION_PLAIN),
			 ERR_INVALID);
	assert_int_equal(
		make(agenda, &agenda->maria, name + 1, COLLECTION_PLAIN), OK);
	assert_int_equal(make(agenda, &agenda->maria, "1/2/3/4/5/6/7/8/9",
			      COLLECTION_PLAIN),
			 ERR_INVALID);
}

static void a_deleted_calendar_never_deletes_sessions(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct store *store = agenda->place->store;

	assert_int_equal(practice_collection_delete(&op, store, "maria",
						    "sessions", NULL),
			 ERR_NEED_PRIVILEGES);
	assert_int_equal(practice_collection_delete(&op, store, "maria",
						    "closures", NULL),
			 ERR_NEED_PRIVILEGES);
	assert_int_equal(
		practice_collection_delete(&op, store, "maria", "none", NULL),
		ERR_NOT_FOUND);
	assert_int_equal(practice_collection_delete(&op, store, "maria",
						    "calendar", NULL),
			 OK);
	assert_false(has(agenda, &agenda->maria, "calendar"));
}

static const char *zone_name(struct agenda *agenda, const char *property,
			     const char *value)
{
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct property change = { CALDAV, property, value };
	struct collection of;
	const struct cal_zone *zone;

	assert_int_equal(practice_properties_change(&op, agenda->place->store,
						    "maria", "calendar", NULL,
						    &change, 1, NULL),
			 OK);
	of = agenda_collection(agenda, &agenda->maria, "calendar");
	assert_int_equal(
		practice_collection_zone(agenda->place->reader, &of, &zone),
		OK);
	return cal_zone_name(zone);
}

static void a_collection_has_its_own_zone_or_the_practices(void **s)
{
	struct agenda *agenda = *s;
	const char *timezone =
		"<![CDATA[BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
		"BEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\nBEGIN:STANDARD\r\n"
		"DTSTART:19700101T000000\r\nTZOFFSETFROM:+0900\r\n"
		"TZOFFSETTO:+0900\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
		"END:VCALENDAR]]>";

	assert_string_equal(
		zone_name(agenda, "calendar-timezone-id", "Nowhere"),
		"America/Toronto");
	assert_string_equal(zone_name(agenda, "calendar-timezone", timezone),
			    "Asia/Tokyo");
	assert_string_equal(
		zone_name(agenda, "calendar-timezone-id", " Europe/Berlin\n"),
		"Europe/Berlin");
	assert_string_equal(zone_name(agenda, "calendar-timezone-id", NULL),
			    "Asia/Tokyo");
	assert_string_equal(zone_name(agenda, "calendar-timezone", "&lt;bad"),
			    "America/Toronto");
}

static void properties_change_all_or_none(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct property changes[] = { { "urn:x", "color", "red" },
				      { "urn:x", "order", "2" },
				      { "urn:x", "color", NULL } };
	struct collection of =
		agenda_collection(agenda, &agenda->maria, "sessions");
	struct property *list;
	size_t count;

	assert_int_equal(practice_properties_change(
				 &op, agenda->place->store, "maria", "sessions",
				 "none.ics", changes, 3, NULL),
			 ERR_NOT_FOUND);
	assert_int_equal(practice_properties_change(&op, agenda->place->store,
						    "maria", "sessions", NULL,
						    changes, 3, NULL),
			 OK);
	assert_int_equal(store_property_list(place_read(agenda->place), of.id,
					     0, agenda->maria.id, &list,
					     &count),
			 OK);
	assert_int_equal(count, 1);
	assert_string_equal(list[0].name, "order");
}

static enum err copy(struct agenda *agenda, const char *from, const char *to,
		     bool move, bool overwrite, bool *created)
{
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct collection_copy wish = { "maria",   from, to,  move,
					overwrite, true, NULL };

	return practice_collection_copy(&op, agenda->place->store, &wish,
					created);
}

static void collections_are_copied_and_moved_with_what_is_in_them(void **s)
{
	struct agenda *agenda = *s;
	bool created = false;

	assert_int_equal(make(agenda, &agenda->maria, "a", COLLECTION_PLAIN),
			 OK);
	assert_int_equal(
		make(agenda, &agenda->maria, "a/sub", COLLECTION_PLAIN), OK);
	agenda_put(agenda, &agenda->maria, "a/sub", "note.txt", "hello", 0, OK);
	assert_int_equal(copy(agenda, "a", "b", false, false, &created), OK);
	assert_true(created);
	assert_int_equal(copy(agenda, "a", "b", false, false, &created),
			 ERR_PRECONDITION);
	assert_int_equal(copy(agenda, "a", "b", false, true, &created), OK);
	assert_false(created);
	assert_int_equal(copy(agenda, "b", "c", true, false, &created), OK);
	assert_false(has(agenda, &agenda->maria, "b"));
	assert_true(has(agenda, &agenda->maria, "c/sub"));
	agenda_delete(agenda, &agenda->maria, "c/sub", "note.txt", 0, OK);
	agenda_delete(agenda, &agenda->maria, "a/sub", "note.txt", 0, OK);
}

static void a_collection_is_not_copied_into_itself_nor_a_practices(void **s)
{
	struct agenda *agenda = *s;
	bool created;

	assert_int_equal(make(agenda, &agenda->maria, "a", COLLECTION_PLAIN),
			 OK);
	assert_int_equal(copy(agenda, "a", "a/b", false, true, &created),
			 ERR_FORBIDDEN);
	assert_int_equal(copy(agenda, "a", "a", false, true, &created),
			 ERR_FORBIDDEN);
	assert_int_equal(copy(agenda, "sessions", "z", true, true, &created),
			 ERR_NEED_PRIVILEGES);
	assert_int_equal(copy(agenda, "a", "sessions", true, true, &created),
			 ERR_NEED_PRIVILEGES);
	assert_int_equal(copy(agenda, "a", "none/b", true, true, &created),
			 ERR_PARENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(homes_have_what_their_roles_give),
		WITH_AGENDA(who_leaves_the_office_loses_its_calendars),
		WITH_AGENDA(
			calendars_are_made_below_ones_own_home_and_plain_folders),
		WITH_AGENDA(a_home_is_made_in_by_its_person_only),
		WITH_AGENDA(names_and_depth_are_bounded),
		WITH_AGENDA(a_deleted_calendar_never_deletes_sessions),
		WITH_AGENDA(a_collection_has_its_own_zone_or_the_practices),
		WITH_AGENDA(properties_change_all_or_none),
		WITH_AGENDA(
			collections_are_copied_and_moved_with_what_is_in_them),
		WITH_AGENDA(
			a_collection_is_not_copied_into_itself_nor_a_practices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

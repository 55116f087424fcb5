#include "tests/unit/practice/fault_sharing.h"

#include <string.h>

/* What is in a calendar that is shared, on a disk that fails. */

static void nothing_is_half_changed_in_a_shared_calendar(void **s)
{
	struct agenda *agenda = *s;
	const struct person *maria = &agenda->maria, *ben = &agenda->ben;
	const char *alarm = "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:-PT5M\r\n"
			    "END:VALARM\r\nEND:VEVENT";
	struct object_at from = { .path = "maria-calendar",
				  .name = "swim.ics" };
	struct object_at to = { .path = "calendar", .name = "mine.ics" };

	sharing_fill(agenda);
	sharing_with_ben(agenda, true);
	sweep_put(agenda, ben, "maria-calendar", "run.ics",
		  agenda_event(agenda, "run", "SUMMARY:Run\r\n"), OK);
	assert_holds(sharing_shown(agenda, maria, "calendar", "run.ics"),
		     "SUMMARY:Run");
	sweep_put(agenda, ben, "maria-calendar", "run.ics",
		  agenda_event(agenda, "run", "SUMMARY:Run far\r\n"), OK);
	sweep_put(agenda, maria, "calendar", "run.ics",
		  agenda_event(agenda, "run", "SUMMARY:Walk\r\n"), OK);
	assert_holds(sharing_shown(agenda, ben, "maria-calendar", "run.ics"),
		     "SUMMARY:Walk");
	sweep_put(agenda, ben, "maria-calendar", "swim.ics",
		  agenda_edit(agenda,
			      sharing_shown(agenda, ben, "maria-calendar",
					    "swim.ics"),
			      "END:VEVENT", alarm),
		  OK);
	assert_lacks(sharing_shown(agenda, maria, "calendar", "swim.ics"),
		     "VALARM");
	sweep_put(agenda, maria, "calendar", "swim.ics",
		  agenda_event(agenda, "swim", "SUMMARY:Dive\r\n"), OK);
	assert_holds(sharing_shown(agenda, ben, "maria-calendar", "swim.ics"),
		     "VALARM");
	sweep_put(agenda, ben, "maria-calendar", "secret.ics",
		  agenda_event(agenda, "secret", "SUMMARY:What is it?\r\n"),
		  REFUSED(NOT_PERMITTED));
	sweep_put(agenda, ben, "maria-calendar", "run.ics",
		  agenda_event(agenda, "run", "CLASS:PRIVATE\r\n"),
		  REFUSED(NOT_PERMITTED));
	sweep_delete(agenda, ben, "maria-calendar", "secret.ics",
		     REFUSED(NOT_PERMITTED));
	sweep_copy(agenda, ben, from, to, false, OK);
	assert_holds(sharing_shown(agenda, ben, "calendar", "mine.ics"),
		     "SUMMARY:Dive");
	from.name = "copy.ics";
	agenda_put(agenda, ben, "calendar", "mine.ics",
		   agenda_event(agenda, "swim", "SUMMARY:Climb\r\n"), 0, OK);
	sweep_copy(agenda, ben, to, from, false, ERR_UID_CONFLICT);
	sweep_delete(agenda, ben, "calendar", "mine.ics", OK);
	from.name = "swim.ics";
	sweep_copy(agenda, ben, from, to, true, OK);
	assert_false(agenda_has(agenda, maria, "calendar", "swim.ics"));
	sweep_delete(agenda, ben, "maria-calendar", "run.ics", OK);
	assert_false(agenda_has(agenda, maria, "calendar", "run.ics"));
	sweep_delete(agenda, maria, "calendar", "secret.ics", OK);
	assert_false(agenda_has(agenda, ben, "maria-calendar", "secret.ics"));
}

/* Their own line, which they keep beside what they are shown. */
static const char *as_free(struct agenda *agenda, const char *served)
{
	return agenda_edit(agenda, served, "END:VEVENT",
			   "TRANSP:TRANSPARENT\r\nEND:VEVENT");
}

static void who_may_only_read_keeps_alarms_alone(void **s)
{
	struct agenda *agenda = *s;
	const struct person *ben = &agenda->ben;
	const char *served;

	sharing_fill(agenda);
	sharing_with_ben(agenda, false);
	served = sharing_shown(agenda, ben, "maria-calendar", "swim.ics");
	sweep_put(agenda, ben, "maria-calendar", "swim.ics",
		  as_free(agenda, served), OK);
	assert_holds(sharing_shown(agenda, ben, "maria-calendar", "swim.ics"),
		     "TRANSP:TRANSPARENT");
	sweep_put(agenda, ben, "maria-calendar", "swim.ics",
		  agenda_edit(agenda, served, "Swim", "Drown"),
		  REFUSED(READ_ONLY));
	sweep_put(agenda, ben, "maria-calendar", "new.ics",
		  agenda_event(agenda, "new", ""), REFUSED(READ_ONLY));
	assert_holds(
		sharing_shown(agenda, &agenda->maria, "calendar", "swim.ics"),
		"SUMMARY:Swim");
}

static enum err locks(void *context)
{
	struct request *request = context;
	const struct lock_wish wish = {
		.at = { "maria", "calendar", "empty.ics" }, .seconds = 600
	};
	struct lock made;
	bool created;

	return practice_lock_take(&request->op, request_store(request), &wish,
				  &made, &created);
}

/* A lock by the owner's way is one on what is shared, and by the other way. */
static void what_its_owner_locked_is_not_half_changed(void **s)
{
	struct agenda *agenda = *s;
	struct request maria = request_of(agenda, &agenda->maria, 0);
	const char *event = agenda_event(agenda, "empty", "SUMMARY:Full\r\n");

	sharing_fill(agenda);
	sharing_with_ben(agenda, true);
	request_sweep(&maria, "a lock", locks);
	sweep_put(agenda, &agenda->ben, "maria-calendar", "empty.ics", event,
		  ERR_LOCK_TOKEN);
	sweep_delete(agenda, &agenda->ben, "maria-calendar", "empty.ics",
		     ERR_LOCK_TOKEN);
	assert_string_equal(
		sharing_shown(agenda, &agenda->maria, "calendar", "empty.ics"),
		"");
}

static enum err unlocks(void *context)
{
	struct request *request = context;
	struct object_at at = { "maria", "calendar", "empty.ics" };

	return practice_lock_end(&request->op, request_store(request), &at,
				 request->token, NULL);
}

static const char *lock_of(struct agenda *agenda)
{
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	const struct lock_wish wish = {
		.at = { "maria", "calendar", "empty.ics" }, .seconds = 600
	};
	struct lock lock;
	bool created;

	assert_int_equal(practice_lock_take(&op, agenda->place->store, &wish,
					    &lock, &created),
			 OK);
	return arena_strdup(agenda->place->arena, lock.token);
}

/* A task that is the owner's alone, and what a lock has left. */
static void what_others_do_not_see_goes_whole(void **s)
{
	struct agenda *agenda = *s;
	struct request maria = request_of(agenda, &agenda->maria, 0);

	sharing_fill(agenda);
	sharing_with_ben(agenda, true);
	sweep_delete(agenda, &agenda->maria, "calendar", "task.ics", OK);
	assert_false(
		agenda_has(agenda, &agenda->maria, "calendar", "task.ics"));
	maria.token = lock_of(agenda);
	assert_true(agenda_has(agenda, &agenda->ben, "maria-calendar",
			       "empty.ics"));
	request_sweep(&maria, "an end of a lock", unlocks);
	sweep_delete(agenda, &agenda->maria, "calendar", "empty.ics", OK);
	assert_false(agenda_has(agenda, &agenda->ben, "maria-calendar",
				"empty.ics"));
	assert_true(
		agenda_has(agenda, &agenda->ben, "maria-calendar", "swim.ics"));
}

/* Whoever sees a calendar stops its owner from nothing. */
static void own_lines_that_cannot_be_read_are_left_out(void **s)
{
	struct agenda *agenda = *s;
	const struct person *ben = &agenda->ben;
	const char *served;

	sharing_fill(agenda);
	sharing_with_ben(agenda, false);
	served = sharing_shown(agenda, ben, "maria-calendar", "swim.ics");
	agenda_put(agenda, ben, "maria-calendar", "swim.ics",
		   as_free(agenda, served), 0, OK);
	place_sql(agenda->place,
		  "UPDATE member SET own = 'BEGIN:X' WHERE own <> ''");
	sweep_put(agenda, &agenda->maria, "calendar", "swim.ics",
		  agenda_event(agenda, "swim", "SUMMARY:Dive\r\n"), OK);
	served = sharing_shown(agenda, ben, "maria-calendar", "swim.ics");
	assert_holds(served, "SUMMARY:Dive");
	assert_lacks(served, "TRANSPARENT");
}

static enum err locks_the_view(void *context)
{
	struct request *request = context;
	const struct lock_wish wish = { .at = { "ben", "maria-calendar",
						request->token },
					.seconds = 600 };
	struct lock made;
	bool created;

	return request_ended(request,
			     practice_lock_take(&request->op,
						request_store(request), &wish,
						&made, &created));
}

static void no_lock_is_half_taken_by_another_way(void **s)
{
	struct agenda *agenda = *s;
	struct request ben = request_of(agenda, &agenda->ben, 0);

	sharing_fill(agenda);
	sharing_with_ben(agenda, true);
	ben.token = "swim.ics";
	request_sweep(&ben, "a lock on an event", locks_the_view);
	sweep_put(agenda, &agenda->maria, "calendar", "swim.ics",
		  agenda_event(agenda, "swim", "SUMMARY:Dive\r\n"),
		  ERR_LOCK_TOKEN);
	ben.token = "secret.ics";
	ben.refused = REFUSED(NOT_PERMITTED);
	request_sweep(&ben, "a lock on what is private", locks_the_view);
	ben.token = "new.ics";
	ben.refused = OK;
	request_sweep(&ben, "a lock on a new name", locks_the_view);
	assert_string_equal(
		sharing_shown(agenda, &agenda->maria, "calendar", "new.ics"),
		"");
}

static void more_own_lines_than_are_kept_are_refused(void **s)
{
	struct agenda *agenda = *s;
	char *much = arena_printf(agenda->place->arena,
				  "BEGIN:VALARM\r\nACTION:DISPLAY\r\n"
				  "DESCRIPTION:%070000d\r\nTRIGGER:-PT5M\r\n"
				  "END:VALARM\r\nEND:VEVENT",
				  0);
	const char *served;

	sharing_fill(agenda);
	sharing_with_ben(agenda, false);
	served = sharing_shown(agenda, &agenda->ben, "maria-calendar",
			       "swim.ics");
	sweep_put(agenda, &agenda->ben, "maria-calendar", "swim.ics",
		  agenda_edit(agenda, served, "END:VEVENT", much),
		  ERR_RESOURCE_SIZE);
	assert_string_equal(sharing_shown(agenda, &agenda->ben,
					  "maria-calendar", "swim.ics"),
			    served);
}

static void what_cannot_be_read_is_not_shown_to_others(void **s)
{
	struct agenda *agenda = *s;
	struct request maria = request_of(agenda, &agenda->maria, 0);

	sharing_fill(agenda);
	/* Before somebody looked at what is put. */
	place_sql(agenda->place,
		  "UPDATE member_bytes SET bytes = CAST('BEGIN:X' AS BLOB)"
		  "  WHERE member ="
		  "    (SELECT id FROM member WHERE name = 'swim.ics')");
	agenda_put(agenda, &agenda->maria, "calendar", "hull.ics",
		   agenda_event(agenda, "hull", ""), 0, OK);
	place_sql(agenda->place,
		  "UPDATE member_bytes SET bytes = CAST("
		  "    'BEGIN:VCALENDAR' || char(10) || 'VERSION:2.0' ||"
		  "    char(10) || 'END:VCALENDAR' || char(10) AS BLOB)"
		  "  WHERE member ="
		  "    (SELECT id FROM member WHERE name = 'hull.ics')");
	request_sweep(&maria, "a lock", locks);
	sharing_with_ben(agenda, false);
	assert_false(
		agenda_has(agenda, &agenda->ben, "maria-calendar", "swim.ics"));
	assert_false(
		agenda_has(agenda, &agenda->ben, "maria-calendar", "hull.ics"));
	/* Of a lock that waits for its object. */
	assert_string_equal(sharing_shown(agenda, &agenda->ben,
					  "maria-calendar", "empty.ics"),
			    "");
	assert_true(agenda_has(agenda, &agenda->ben, "maria-calendar",
			       "secret.ics"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(nothing_is_half_changed_in_a_shared_calendar),
		WITH_AGENDA(who_may_only_read_keeps_alarms_alone),
		WITH_AGENDA(what_its_owner_locked_is_not_half_changed),
		WITH_AGENDA(what_others_do_not_see_goes_whole),
		WITH_AGENDA(own_lines_that_cannot_be_read_are_left_out),
		WITH_AGENDA(no_lock_is_half_taken_by_another_way),
		WITH_AGENDA(more_own_lines_than_are_kept_are_refused),
		WITH_AGENDA(what_cannot_be_read_is_not_shown_to_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

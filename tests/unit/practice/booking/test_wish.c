#include "tests/unit/practice/calendar_fixture.h"

#include "practice/session/service.h"
#include "practice/booking/wish.h"

#include <string.h>

/* A session of Maria's with Ada, and the wishes of what is put over it. */
struct scene {
	struct home *home;
	struct session_facts facts;
	struct viewer viewer;
	struct operation op;
	const char *own;
	const char *served;
};

static struct scene scene_of(struct home *home, const struct session *session)
{
	struct scene scene = {
		.home = home,
		.facts = home_facts(home, session->id),
		.viewer = { VIEW_PRACTITIONER, home->maria },
		.served =
			home_bytes(home, &home->maria, "sessions", session->id),
	};

	return scene;
}

static struct scene open_scene(struct home *home)
{
	struct session session = home_session(home, -DAY, home->ada.id, 0);

	return scene_of(home, &session);
}

static struct scene group_scene(struct home *home)
{
	struct session session =
		home_session(home, -DAY, home->ada.id, home->cora.id);

	return scene_of(home, &session);
}

static struct scene saved_scene(struct home *home, const char *type)
{
	struct session session = home_session(home, -DAY, home->ada.id, 0);

	home_save(home, session.id, type, 0);
	return scene_of(home, &session);
}

static void as_sam(struct scene *scene)
{
	scene->viewer = (struct viewer){ .kind = VIEW_OFFICE,
					 .person = scene->home->sam };
}

/* Both as the viewer, whose program it is. */
static enum err read_wish(struct scene *scene, const char *bytes,
			  struct wish *wish)
{
	struct reader *reader = place_read(scene->home->place);
	struct operation *op = store_reader_operation(reader);
	struct wish_context context = { reader, &scene->facts, &scene->viewer,
					scene->own };
	struct cal_component *calendar;
	struct cal_object object;
	enum err err;

	op->actor = home_as(scene->home, &scene->viewer.person, 0).actor;
	assert_int_equal(cal_parse(op, bytes, strlen(bytes), &calendar), OK);
	assert_int_equal(
		cal_object_check(op, calendar, cal_zone_utc(), &object), OK);
	*wish = (struct wish){ .stale = false };
	err = object.kind == CAL_VTODO
		      ? practice_wish_task(&context, &object, wish)
		      : practice_wish_event(&context, &object, wish);
	return err;
}

static struct wish wish_of(struct scene *scene, const char *bytes)
{
	struct wish wish;
	enum err err = read_wish(scene, bytes, &wish);

	if (err)
		print_error("%s\n", scene->home->place->op.failure.message);
	assert_int_equal(err, OK);
	return wish;
}

static struct wish wish_edited(struct scene *scene, const char *old,
			       const char *new)
{
	return wish_of(scene, home_edit(scene->home, scene->served, old, new));
}

static void what_was_served_asks_for_nothing(void **s)
{
	struct scene scenes[] = { open_scene(*s), group_scene(*s),
				  saved_scene(*s, "completed"),
				  saved_scene(*s, "missed"),
				  saved_scene(*s, "canceled") };

	for (size_t i = 0; i < ARRAY_SIZE(scenes); i++) {
		struct wish wish = wish_of(&scenes[i], scenes[i].served);

		assert_false(practice_wish_any(&wish));
		assert_false(wish.own_changed);
		assert_false(wish.stale);
	}
}

static void a_changed_status_line_saves(void **s)
{
	struct scene scene = open_scene(*s);
	struct wish wish = wish_edited(&scene, "X-PRACTICE-STATUS:open",
				       "X-PRACTICE-STATUS: Missed");

	assert_string_equal(wish.status, "missed");
}

static void an_unknown_status_is_refused(void **s)
{
	struct scene scene = open_scene(*s);
	struct wish wish;

	assert_int_equal(read_wish(&scene,
				   home_edit(*s, scene.served, "STATUS:open",
					     "STATUS:fine"),
				   &wish),
			 ERR_UNKNOWN_STATUS);
}

static void an_absent_status_is_unchanged(void **s)
{
	struct scene scene = saved_scene(*s, "completed");
	struct wish wish =
		wish_edited(&scene, "X-PRACTICE-STATUS:completed\r\n", "");

	assert_false(practice_wish_any(&wish));
}

static void words_about_the_title_name_types(void **s)
{
	static const struct {
		const char *title, *status;
	} rows[] = {
		{ "x C042 Therapy", "canceled" },
		{ "X  c042 therapy", "canceled" },
		{ "ok C042 Therapy", "completed" },
		{ "C042 Therapy ns", "missed" },
		{ "C042 Therapy #late-cancel", "late-cancel" },
		{ "Late Cancel C042 Therapy", "late-cancel" },
		{ "#LateCancel C042 Therapy", "late-cancel" },
		{ "C042 Therapy was nice #missed", "missed" },
		{ "C042 Therapy x and so on", NULL },
		{ "C042 x Therapy", NULL },
		{ "Lunch", NULL },
		{ "C042", NULL },
	};
	struct home *home = *s;
	struct completion_type type = { .label = "Late cancel",
					.map = MAP_CANCELED,
					.client = 50,
					.practitioner = 50,
					.enabled = true };
	struct operation op = home_as(home, NULL, 0);
	struct scene scene = open_scene(home);

	assert_int_equal(practice_type_add(&op, home->place->store, &type), OK);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct wish wish =
			wish_edited(&scene, "C042 Therapy", rows[i].title);

		if (rows[i].status)
			assert_string_equal(wish.status, rows[i].status);
		else
			assert_false(practice_wish_any(&wish));
	}
}

static void a_tag_that_no_type_has_is_told(void **s)
{
	struct scene scene = open_scene(*s);
	struct wish wish =
		wish_edited(&scene, "C042 Therapy", "C042 Therapy #rescued");

	assert_false(practice_wish_any(&wish));
	assert_string_equal(wish.unknown, "#rescued");
}

static void the_sign_in_a_served_title_is_no_word(void **s)
{
	struct scene scene = saved_scene(*s, "completed");
	struct wish wish = wish_edited(&scene, "\u2713 C042 Therapy",
				       "x \u2713 C042 Therapy");

	assert_string_equal(wish.status, "canceled");
	wish = wish_edited(&scene, "\u2713 C042 Therapy", "ok C042 Therapy");
	assert_false(practice_wish_any(&wish));
}

static void status_line_speaks_before_title_categories_and_status(void **s)
{
	struct scene scene = open_scene(*s);
	char *bytes = home_edit(*s, scene.served, "STATUS:CONFIRMED",
				"STATUS:CANCELLED");
	struct wish wish = wish_of(&scene, bytes);

	assert_string_equal(wish.status, "canceled");
	bytes = home_edit(*s, bytes,
			  "CLASS:", "CATEGORIES:Work,missed\r\nCLASS:");
	wish = wish_of(&scene, bytes);
	assert_string_equal(wish.status, "missed");
	bytes = home_edit(*s, bytes, "C042 Therapy", "ok C042 Therapy");
	wish = wish_of(&scene, bytes);
	assert_string_equal(wish.status, "completed");
	bytes = home_edit(*s, bytes, "X-PRACTICE-STATUS:open",
			  "X-PRACTICE-STATUS:canceled");
	wish = wish_of(&scene, bytes);
	assert_string_equal(wish.status, "canceled");
}

static void a_programs_cancelled_is_met_by_any_canceled_type(void **s)
{
	struct scene scene = saved_scene(*s, "canceled");
	struct wish wish =
		wish_edited(&scene, "STATUS:CONFIRMED", "STATUS:CANCELLED");

	assert_false(practice_wish_any(&wish));
	wish = wish_edited(&scene, "STATUS:CONFIRMED", "STATUS:COMPLETED");
	assert_string_equal(wish.status, "completed");
}

static void time_place_and_note_are_wishes(void **s)
{
	struct scene scene = open_scene(*s);
	char *bytes = home_edit(*s, scene.served, "T080000", "T090000");
	struct wish wish;

	bytes = home_edit(*s, bytes,
			  "DTEND;TZID=America/Toronto:20260607T090000",
			  "DURATION:PT90M");
	bytes = home_edit(*s, bytes, "CLASS:",
			  "LOCATION:Room 1\\n2nd floor\r\n"
			  "DESCRIPTION:Bring\\, please\r\nCLASS:");
	wish = wish_of(&scene, bytes);
	assert_true(wish.has_span);
	assert_int_equal(wish.span.start.s,
			 scene.facts.session.span.start.s + HOUR);
	assert_int_equal(wish.span.end.s - wish.span.start.s, 5400);
	assert_string_equal(wish.zone, "America/Toronto");
	assert_string_equal(wish.place, "Room 1, 2nd floor");
	assert_string_equal(wish.note, "Bring, please");
	assert_null(wish.status);
}

static void the_same_moment_in_another_zone_is_no_wish(void **s)
{
	struct scene scene = open_scene(*s);
	char *bytes = home_edit(*s, scene.served,
				"DTSTART;TZID=America/Toronto:20260607T080000",
				"DTSTART:20260607T120000Z");
	struct wish wish = wish_of(&scene, bytes);

	assert_false(practice_wish_any(&wish));
}

static void a_note_that_goes_is_a_wish_but_blanks_are_none(void **s)
{
	struct scene scene = open_scene(*s);
	struct wish wish;

	scene.facts.session.terms.public_note = "One\nTwo";
	scene.facts.session.terms.place = "Room 1";
	wish = wish_edited(&scene, "CLASS:",
			   "LOCATION: Room 1 \r\n"
			   "DESCRIPTION:One\\nTwo\\n\r\nCLASS:");
	assert_false(practice_wish_any(&wish));
	wish = wish_of(&scene, scene.served);
	assert_true(wish.has_note && wish.has_place);
	assert_null(wish.note);
	assert_null(wish.place);
}

static void alarms_colours_and_unknown_lines_are_the_viewers_own(void **s)
{
	struct scene scene = open_scene(*s);
	const char *lines = "COLOR:red\r\nX-APPLE-THING;X=1:a\r\n"
			    "BEGIN:VALARM\r\nACTION:DISPLAY\r\n"
			    "TRIGGER:-PT15M\r\nDESCRIPTION:x\r\nEND:VALARM\r\n";
	char *bytes =
		home_edit(*s, scene.served, "END:VEVENT",
			  "ATTENDEE:mailto:a@b.example\r\nCOLOR:red\r\n"
			  "X-PRACTICE-OTHER:1\r\nX-APPLE-THING;X=1:a\r\n"
			  "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\n"
			  "DESCRIPTION:x\r\nEND:VALARM\r\nEND:VEVENT");
	struct wish wish = wish_of(&scene, bytes);

	assert_false(practice_wish_any(&wish));
	assert_true(wish.own_changed);
	assert_string_equal(wish.own, lines);
	scene.own = lines;
	wish = wish_of(&scene, bytes);
	assert_false(wish.own_changed);
	wish = wish_of(&scene, scene.served);
	assert_true(wish.own_changed);
	assert_string_equal(wish.own, "");
}

static void alarms_hidden_by_a_cancellation_are_kept(void **s)
{
	struct scene scene = saved_scene(*s, "canceled");
	struct wish wish;

	scene.own = "COLOR:red\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\n"
		    "TRIGGER:-PT5M\r\nEND:VALARM\r\n";
	wish = wish_edited(&scene, "END:VEVENT", "COLOR:red\r\nEND:VEVENT");
	assert_false(wish.own_changed);
}

static void own_lines_are_bounded(void **s)
{
	struct scene scene = open_scene(*s);
	char *long_line = arena_alloc(scene.home->place->arena, 70001);
	struct wish wish;

	memset(long_line, 'a', 70000);
	assert_int_equal(
		read_wish(&scene,
			  home_edit(*s, scene.served, "END:VEVENT",
				    arena_printf(scene.home->place->arena,
						 "X-A:%s\r\nEND:VEVENT",
						 long_line)),
			  &wish),
		ERR_RESOURCE_SIZE);
}

static void statuses_of_single_clients_come_with_the_sessions(void **s)
{
	struct scene scene = group_scene(*s);
	struct home *home = *s;
	char *bytes =
		home_edit(*s, scene.served, "C042,C051", "C042\\,c051=Missed");
	struct wish wish;

	assert_int_equal(read_wish(&scene, bytes, &wish), ERR_NOT_PERMITTED);
	bytes = home_edit(*s, bytes, "STATUS:open", "STATUS:completed");
	wish = wish_of(&scene, bytes);
	assert_string_equal(wish.status, "completed");
	assert_int_equal(wish.client_count, 1);
	assert_int_equal(wish.clients_saved[0].client, home->cora.id);
	assert_string_equal(wish.clients_saved[0].type, "missed");
	assert_false(wish.has_clients);
}

static void who_takes_part_is_the_offices(void **s)
{
	struct scene scene = open_scene(*s);
	struct home *home = *s;
	char *bytes = home_edit(*s, scene.served, "CLIENTS:C042",
				"CLIENTS:C042,C051");
	struct wish wish;

	assert_int_equal(read_wish(&scene, bytes, &wish), ERR_NOT_PERMITTED);
	as_sam(&scene);
	wish = wish_of(&scene, bytes);
	assert_true(wish.has_clients);
	assert_int_equal(wish.clients.count, 2);
	assert_int_equal(wish.clients.at[1], home->cora.id);
	assert_int_equal(read_wish(&scene,
				   home_edit(*s, scene.served, "CLIENTS:C042",
					     "CLIENTS:C099"),
				   &wish),
			 ERR_NOT_PERMITTED);
}

static char *with_amounts(struct scene *scene, const char *reason)
{
	return home_edit(scene->home, scene->served, "X-PRACTICE-STATUS:open",
			 arena_printf(scene->home->place->arena,
				      "X-PRACTICE-STATUS:override\r\n"
				      "X-PRACTICE-CHARGE:21.25 USD\r\n"
				      "X-PRACTICE-WAGE:10 usd\r\n%s",
				      reason));
}

static void an_override_is_the_offices_and_has_a_reason(void **s)
{
	struct scene scene = open_scene(*s);
	char *bytes = with_amounts(&scene, "X-PRACTICE-REASON:Half price");
	struct wish wish;

	assert_int_equal(read_wish(&scene, bytes, &wish), ERR_OVERRIDE_DENIED);
	as_sam(&scene);
	wish = wish_of(&scene, bytes);
	assert_string_equal(wish.status, "override");
	assert_string_equal(wish.reason, "Half price");
	assert_int_equal(wish.client_count, 1);
	assert_int_equal(wish.clients_saved[0].charge.minor, 2125);
	assert_true(wish.clients_saved[0].has_charge);
	assert_int_equal(wish.wage_count, 1);
	assert_int_equal(wish.wages[0].wage.minor, 1000);
	assert_int_equal(
		read_wish(&scene, with_amounts(&scene, "X-OTHER:1"), &wish),
		ERR_OVERRIDE_DENIED);
	bytes = home_edit(*s, bytes, "21.25", "21.255");
	assert_int_equal(read_wish(&scene, bytes, &wish), ERR_OVERRIDE_DENIED);
}

static void in_a_group_each_client_has_an_own_charge(void **s)
{
	struct scene scene = group_scene(*s);
	char *bytes = with_amounts(&scene, "X-PRACTICE-REASON:Half price");
	struct wish wish;

	as_sam(&scene);
	assert_int_equal(read_wish(&scene, bytes, &wish), ERR_OVERRIDE_DENIED);
	bytes = home_edit(*s, bytes, "21.25 USD",
			  "C042=1.00 USD,C051=2.00 USD");
	wish = wish_of(&scene, bytes);
	assert_int_equal(wish.clients_saved[0].charge.minor, 100);
	assert_int_equal(wish.clients_saved[1].charge.minor, 200);
}

static void an_older_revision_is_told(void **s)
{
	struct scene scene = saved_scene(*s, "completed");
	struct wish wish = wish_edited(&scene, "X-PRACTICE-REVISION:2",
				       "X-PRACTICE-REVISION:1");

	assert_true(wish.stale);
	assert_false(practice_wish_any(&wish));
}

static void tasks_are_ticked_and_unticked(void **s)
{
	static const struct {
		const char *lines, *open, *saved; /* what each then wishes */
	} rows[] = {
		{ "STATUS:COMPLETED", "completed", NULL },
		{ "COMPLETED:20260608T120000Z", "completed", NULL },
		{ "PERCENT-COMPLETE:100", "completed", NULL },
		{ "STATUS:CANCELLED", "canceled", "canceled" },
		{ "STATUS:NEEDS-ACTION", NULL, "open" },
		{ "PERCENT-COMPLETE:50", NULL, "open" },
		{ "STATUS:NEEDS-ACTION\r\nCOMPLETED:20260608T120000Z",
		  "completed", "open" },
	};
	struct home *home = *s;
	struct scene scenes[] = { open_scene(home),
				  saved_scene(home, "missed") };

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *bytes = arena_printf(
			home->place->arena,
			"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
			"BEGIN:VTODO\r\nUID:u\r\nDTSTAMP:20260608T120000Z\r\n"
			"SUMMARY:Something\r\n%s\r\nEND:VTODO\r\n"
			"END:VCALENDAR\r\n",
			rows[i].lines);

		for (size_t j = 0; j < 2; j++) {
			const char *status = j ? rows[i].saved : rows[i].open;
			struct wish wish;

			scenes[j].viewer.kind = VIEW_TO_SAVE;
			wish = wish_of(&scenes[j], bytes);
			if (status)
				assert_string_equal(wish.status, status);
			else
				assert_null(wish.status);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(what_was_served_asks_for_nothing),
		AT_HOME(a_changed_status_line_saves),
		AT_HOME(an_unknown_status_is_refused),
		AT_HOME(an_absent_status_is_unchanged),
		AT_HOME(words_about_the_title_name_types),
		AT_HOME(a_tag_that_no_type_has_is_told),
		AT_HOME(the_sign_in_a_served_title_is_no_word),
		AT_HOME(status_line_speaks_before_title_categories_and_status),
		AT_HOME(a_programs_cancelled_is_met_by_any_canceled_type),
		AT_HOME(time_place_and_note_are_wishes),
		AT_HOME(the_same_moment_in_another_zone_is_no_wish),
		AT_HOME(a_note_that_goes_is_a_wish_but_blanks_are_none),
		AT_HOME(alarms_colours_and_unknown_lines_are_the_viewers_own),
		AT_HOME(alarms_hidden_by_a_cancellation_are_kept),
		AT_HOME(own_lines_are_bounded),
		AT_HOME(statuses_of_single_clients_come_with_the_sessions),
		AT_HOME(who_takes_part_is_the_offices),
		AT_HOME(an_override_is_the_offices_and_has_a_reason),
		AT_HOME(in_a_group_each_client_has_an_own_charge),
		AT_HOME(an_older_revision_is_told),
		AT_HOME(tasks_are_ticked_and_unticked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

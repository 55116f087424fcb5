#include "tests/unit/practice/calendar_fixture.h"

#include "practice/session/completion_type.h"
#include "practice/booking/wish.h"

#include <string.h>

/* A session of Maria's with Ada, and the wishes of what is put over it. */
struct shown {
	struct agenda *agenda;
	struct session_facts facts;
	struct viewer viewer;
	struct operation op;
	const char *own;
	const char *served;
};

static struct shown shown_of(struct agenda *agenda,
			     const struct session *session)
{
	struct shown shown = {
		.agenda = agenda,
		.facts = agenda_facts(agenda, session->id),
		.viewer = { VIEW_PRACTITIONER, agenda->maria },
		.served = agenda_bytes(agenda, &agenda->maria, "sessions",
				       session->id),
	};

	return shown;
}

static struct shown shown_open(struct agenda *agenda)
{
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);

	return shown_of(agenda, &session);
}

static struct shown shown_group(struct agenda *agenda)
{
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, agenda->cora.id);

	return shown_of(agenda, &session);
}

static struct shown shown_saved(struct agenda *agenda, const char *type)
{
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);

	agenda_save(agenda, session.id, type, 0);
	return shown_of(agenda, &session);
}

static void as_sam(struct shown *shown)
{
	shown->viewer = (struct viewer){ .kind = VIEW_OFFICE,
					 .person = shown->agenda->sam };
}

/* Both as the viewer, whose program it is. */
static enum err read_wish(struct shown *shown, const char *bytes,
			  struct wish *wish)
{
	struct reader *reader = place_read(shown->agenda->place);
	struct operation *op = store_reader_operation(reader);
	struct wish_context context = { reader, &shown->facts, &shown->viewer,
					shown->own };
	struct cal_component *calendar;
	struct cal_object object;
	enum err err;

	op->actor = agenda_as(shown->agenda, &shown->viewer.person, 0).actor;
	assert_int_equal(cal_parse(op, bytes, strlen(bytes), &calendar), OK);
	assert_int_equal(
		cal_object_check(op, calendar, cal_zone_utc(), &object), OK);
	*wish = (struct wish){ .status = NULL };
	err = object.kind == CAL_VTODO
		      ? practice_wish_task(&context, &object, wish)
		      : practice_wish_event(&context, &object, wish);
	return outcome(op, err);
}

static struct wish wish_of(struct shown *shown, const char *bytes)
{
	struct wish wish;
	enum err err = read_wish(shown, bytes, &wish);

	if (err)
		print_error("%s\n", shown->agenda->place->op.failure.message);
	assert_int_equal(err, OK);
	return wish;
}

static struct wish wish_edited(struct shown *shown, const char *old,
			       const char *new)
{
	return wish_of(shown,
		       agenda_edit(shown->agenda, shown->served, old, new));
}

static void what_was_served_asks_for_nothing(void **s)
{
	struct shown cases[] = { shown_open(*s), shown_group(*s),
				 shown_saved(*s, "completed"),
				 shown_saved(*s, "missed"),
				 shown_saved(*s, "canceled") };

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct wish wish = wish_of(&cases[i], cases[i].served);

		assert_false(practice_wish_any(&wish));
		assert_false(wish.own_changed);
	}
}

/* K11 */
static void a_changed_status_line_saves(void **s)
{
	struct shown shown = shown_open(*s);
	struct wish wish = wish_edited(&shown, "X-PRACTICE-STATUS:open",
				       "X-PRACTICE-STATUS: Missed");

	assert_string_equal(wish.status, "missed");
}

static void an_unknown_status_is_refused(void **s)
{
	struct shown shown = shown_open(*s);
	struct wish wish;

	assert_int_equal(read_wish(&shown,
				   agenda_edit(*s, shown.served, "STATUS:open",
					       "STATUS:fine"),
				   &wish),
			 REFUSED(UNKNOWN_STATUS));
}

static void an_absent_status_is_unchanged(void **s)
{
	struct shown shown = shown_saved(*s, "completed");
	struct wish wish =
		wish_edited(&shown, "X-PRACTICE-STATUS:completed\r\n", "");

	assert_false(practice_wish_any(&wish));
}

/* K12 */
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
	struct agenda *agenda = *s;
	struct completion_type type = { .label = "Late cancel",
					.map = MAP_CANCELED,
					.client = 50,
					.practitioner = 50,
					.enabled = true };
	struct operation op = agenda_as(agenda, NULL, 0);
	struct shown shown = shown_open(agenda);

	assert_int_equal(practice_type_add(&op, agenda->place->store, &type),
			 OK);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct wish wish =
			wish_edited(&shown, "C042 Therapy", rows[i].title);

		if (rows[i].status)
			assert_string_equal(wish.status, rows[i].status);
		else
			assert_false(practice_wish_any(&wish));
	}
}

static void a_tag_that_no_type_has_is_told(void **s)
{
	struct shown shown = shown_open(*s);
	struct wish wish =
		wish_edited(&shown, "C042 Therapy", "C042 Therapy #rescued");

	assert_false(practice_wish_any(&wish));
	assert_string_equal(wish.unknown, "#rescued");
}

static void the_sign_in_a_served_title_is_no_word(void **s)
{
	struct shown shown = shown_saved(*s, "completed");
	struct wish wish = wish_edited(&shown, "\u2713 C042 Therapy",
				       "x \u2713 C042 Therapy");

	assert_string_equal(wish.status, "canceled");
	wish = wish_edited(&shown, "\u2713 C042 Therapy", "ok C042 Therapy");
	assert_false(practice_wish_any(&wish));
}

static void status_line_speaks_before_title_categories_and_status(void **s)
{
	struct shown shown = shown_open(*s);
	char *bytes = agenda_edit(*s, shown.served, "STATUS:CONFIRMED",
				  "STATUS:CANCELLED");
	struct wish wish = wish_of(&shown, bytes);

	assert_string_equal(wish.status, "canceled");
	bytes = agenda_edit(*s, bytes,
			    "TRANSP:", "CATEGORIES:Work,missed\r\nTRANSP:");
	wish = wish_of(&shown, bytes);
	assert_string_equal(wish.status, "missed");
	bytes = agenda_edit(*s, bytes, "C042 Therapy", "ok C042 Therapy");
	wish = wish_of(&shown, bytes);
	assert_string_equal(wish.status, "completed");
	bytes = agenda_edit(*s, bytes, "X-PRACTICE-STATUS:open",
			    "X-PRACTICE-STATUS:canceled");
	wish = wish_of(&shown, bytes);
	assert_string_equal(wish.status, "canceled");
}

static void a_programs_cancelled_is_met_by_any_canceled_type(void **s)
{
	struct shown shown = shown_saved(*s, "canceled");
	struct wish wish =
		wish_edited(&shown, "STATUS:CONFIRMED", "STATUS:CANCELLED");

	assert_false(practice_wish_any(&wish));
	wish = wish_edited(&shown, "STATUS:CONFIRMED", "STATUS:COMPLETED");
	assert_string_equal(wish.status, "completed");
}

static void time_place_and_note_are_wishes(void **s)
{
	struct shown shown = shown_open(*s);
	char *bytes = agenda_edit(*s, shown.served, "T080000", "T090000");
	struct wish wish;

	bytes = agenda_edit(*s, bytes,
			    "DTEND;TZID=America/Toronto:20260607T090000",
			    "DURATION:PT90M");
	bytes = agenda_edit(*s, bytes, "TRANSP:",
			    "LOCATION:Room 1\\n2nd floor\r\n"
			    "DESCRIPTION:Bring\\, please\r\nTRANSP:");
	wish = wish_of(&shown, bytes);
	assert_true(wish.parts & PART_TIME);
	assert_int_equal(wish.span.start.s,
			 shown.facts.session.span.start.s + HOUR);
	assert_int_equal(wish.span.end.s - wish.span.start.s, 5400);
	assert_string_equal(wish.zone, "America/Toronto");
	assert_string_equal(wish.terms.place, "Room 1, 2nd floor");
	assert_string_equal(wish.terms.public_note, "Bring, please");
	assert_null(wish.status);
}

static void the_same_moment_in_another_zone_is_no_wish(void **s)
{
	struct shown shown = shown_open(*s);
	char *bytes =
		agenda_edit(*s, shown.served,
			    "DTSTART;TZID=America/Toronto:20260607T080000",
			    "DTSTART:20260607T120000Z");
	struct wish wish = wish_of(&shown, bytes);

	assert_false(practice_wish_any(&wish));
}

static void a_note_that_goes_is_a_wish_but_blanks_are_none(void **s)
{
	struct shown shown = shown_open(*s);
	struct wish wish;

	shown.facts.session.terms.public_note = "One\nTwo";
	shown.facts.session.terms.place = "Room 1";
	wish = wish_edited(&shown, "TRANSP:",
			   "LOCATION: Room 1 \r\n"
			   "DESCRIPTION:One\\nTwo\\n\r\nTRANSP:");
	assert_false(practice_wish_any(&wish));
	wish = wish_of(&shown, shown.served);
	assert_true((wish.parts & PART_PLACE) &&
		    (wish.parts & PART_PUBLIC_NOTE));
	assert_null(wish.terms.public_note);
	assert_null(wish.terms.place);
}

static void alarms_colours_and_unknown_lines_are_the_viewers_own(void **s)
{
	struct shown shown = shown_open(*s);
	const char *lines = "COLOR:red\r\nX-APPLE-THING;X=1:a\r\n"
			    "BEGIN:VALARM\r\nACTION:DISPLAY\r\n"
			    "TRIGGER:-PT15M\r\nDESCRIPTION:x\r\nEND:VALARM\r\n";
	char *bytes = agenda_edit(
		*s, shown.served, "END:VEVENT",
		"ATTENDEE:mailto:a@b.example\r\nCOLOR:red\r\n"
		"X-PRACTICE-OTHER:1\r\nX-APPLE-THING;X=1:a\r\n"
		"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\n"
		"DESCRIPTION:x\r\nEND:VALARM\r\nEND:VEVENT");
	struct wish wish = wish_of(&shown, bytes);

	assert_false(practice_wish_any(&wish));
	assert_true(wish.own_changed);
	assert_string_equal(wish.own, lines);
	shown.own = lines;
	wish = wish_of(&shown, bytes);
	assert_false(wish.own_changed);
	wish = wish_of(&shown, shown.served);
	assert_true(wish.own_changed);
	assert_string_equal(wish.own, "");
}

static void alarms_hidden_by_a_cancellation_are_kept(void **s)
{
	struct shown shown = shown_saved(*s, "canceled");
	struct wish wish;

	shown.own = "COLOR:red\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\n"
		    "TRIGGER:-PT5M\r\nEND:VALARM\r\n";
	wish = wish_edited(&shown, "END:VEVENT", "COLOR:red\r\nEND:VEVENT");
	assert_false(wish.own_changed);
}

static void own_lines_are_bounded(void **s)
{
	struct shown shown = shown_open(*s);
	char *long_line = arena_alloc(shown.agenda->place->arena, 70001);
	struct wish wish;

	memset(long_line, 'a', 70000);
	assert_int_equal(
		read_wish(&shown,
			  agenda_edit(*s, shown.served, "END:VEVENT",
				      arena_printf(shown.agenda->place->arena,
						   "X-A:%s\r\nEND:VEVENT",
						   long_line)),
			  &wish),
		ERR_RESOURCE_SIZE);
}

static void statuses_of_single_clients_come_with_the_sessions(void **s)
{
	struct shown shown = shown_group(*s);
	struct agenda *agenda = *s;
	char *bytes = agenda_edit(*s, shown.served, "C042,C051",
				  "C042\\,c051=Missed");
	struct wish wish;

	assert_int_equal(read_wish(&shown, bytes, &wish),
			 REFUSED(NOT_PERMITTED));
	bytes = agenda_edit(*s, bytes, "STATUS:open", "STATUS:completed");
	wish = wish_of(&shown, bytes);
	assert_string_equal(wish.status, "completed");
	assert_int_equal(wish.client_count, 1);
	assert_int_equal(wish.clients_saved[0].client, agenda->cora.id);
	assert_string_equal(wish.clients_saved[0].type, "missed");
	assert_false(wish.parts & PART_CLIENTS);
}

static void who_takes_part_is_the_offices(void **s)
{
	struct shown shown = shown_open(*s);
	struct agenda *agenda = *s;
	char *bytes = agenda_edit(*s, shown.served, "CLIENTS:C042",
				  "CLIENTS:C042,C051");
	struct wish wish;

	assert_int_equal(read_wish(&shown, bytes, &wish),
			 REFUSED(NOT_PERMITTED));
	as_sam(&shown);
	wish = wish_of(&shown, bytes);
	assert_true(wish.parts & PART_CLIENTS);
	assert_int_equal(wish.terms.clients.count, 2);
	assert_int_equal(wish.terms.clients.at[1], agenda->cora.id);
	assert_int_equal(read_wish(&shown,
				   agenda_edit(*s, shown.served, "CLIENTS:C042",
					       "CLIENTS:C099"),
				   &wish),
			 REFUSED(NOT_PERMITTED));
}

static char *with_amounts(struct shown *shown, const char *reason)
{
	return agenda_edit(shown->agenda, shown->served,
			   "X-PRACTICE-STATUS:open",
			   arena_printf(shown->agenda->place->arena,
					"X-PRACTICE-STATUS:override\r\n"
					"X-PRACTICE-CHARGE:21.25 CAD\r\n"
					"X-PRACTICE-WAGE:10 cad\r\n%s",
					reason));
}

static void an_override_is_the_offices_and_has_a_reason(void **s)
{
	struct shown shown = shown_open(*s);
	char *bytes = with_amounts(&shown, "X-PRACTICE-REASON:Half price");
	struct wish wish;

	assert_int_equal(read_wish(&shown, bytes, &wish),
			 REFUSED(OVERRIDE_DENIED));
	as_sam(&shown);
	wish = wish_of(&shown, bytes);
	assert_string_equal(wish.status, "override");
	assert_string_equal(wish.reason, "Half price");
	assert_int_equal(wish.client_count, 1);
	assert_int_equal(wish.clients_saved[0].charge.minor, 2125);
	assert_true(wish.clients_saved[0].has_charge);
	assert_int_equal(wish.wage_count, 1);
	assert_int_equal(wish.wages[0].wage.minor, 1000);
	assert_int_equal(
		read_wish(&shown, with_amounts(&shown, "X-OTHER:1"), &wish),
		REFUSED(OVERRIDE_DENIED));
	bytes = agenda_edit(*s, bytes, "21.25", "21.255");
	assert_int_equal(read_wish(&shown, bytes, &wish),
			 REFUSED(OVERRIDE_DENIED));
}

static void in_a_group_each_client_has_an_own_charge(void **s)
{
	struct shown shown = shown_group(*s);
	char *bytes = with_amounts(&shown, "X-PRACTICE-REASON:Half price");
	struct wish wish;

	as_sam(&shown);
	assert_int_equal(read_wish(&shown, bytes, &wish),
			 REFUSED(OVERRIDE_DENIED));
	bytes = agenda_edit(*s, bytes, "21.25 CAD",
			    "C042=1.00 CAD,C051=2.00 CAD");
	wish = wish_of(&shown, bytes);
	assert_int_equal(wish.clients_saved[0].charge.minor, 100);
	assert_int_equal(wish.clients_saved[1].charge.minor, 200);
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
	struct agenda *agenda = *s;
	struct shown cases[] = { shown_open(agenda),
				 shown_saved(agenda, "missed") };

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *bytes = arena_printf(
			agenda->place->arena,
			"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
			"BEGIN:VTODO\r\nUID:u\r\nDTSTAMP:20260608T120000Z\r\n"
			"SUMMARY:Something\r\n%s\r\nEND:VTODO\r\n"
			"END:VCALENDAR\r\n",
			rows[i].lines);

		for (size_t j = 0; j < 2; j++) {
			const char *status = j ? rows[i].saved : rows[i].open;
			struct wish wish;

			cases[j].viewer.kind = VIEW_TO_SAVE;
			wish = wish_of(&cases[j], bytes);
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
		WITH_AGENDA(what_was_served_asks_for_nothing),
		WITH_AGENDA(a_changed_status_line_saves),
		WITH_AGENDA(an_unknown_status_is_refused),
		WITH_AGENDA(an_absent_status_is_unchanged),
		WITH_AGENDA(words_about_the_title_name_types),
		WITH_AGENDA(a_tag_that_no_type_has_is_told),
		WITH_AGENDA(the_sign_in_a_served_title_is_no_word),
		WITH_AGENDA(
			status_line_speaks_before_title_categories_and_status),
		WITH_AGENDA(a_programs_cancelled_is_met_by_any_canceled_type),
		WITH_AGENDA(time_place_and_note_are_wishes),
		WITH_AGENDA(the_same_moment_in_another_zone_is_no_wish),
		WITH_AGENDA(a_note_that_goes_is_a_wish_but_blanks_are_none),
		WITH_AGENDA(
			alarms_colours_and_unknown_lines_are_the_viewers_own),
		WITH_AGENDA(alarms_hidden_by_a_cancellation_are_kept),
		WITH_AGENDA(own_lines_are_bounded),
		WITH_AGENDA(statuses_of_single_clients_come_with_the_sessions),
		WITH_AGENDA(who_takes_part_is_the_offices),
		WITH_AGENDA(an_override_is_the_offices_and_has_a_reason),
		WITH_AGENDA(in_a_group_each_client_has_an_own_charge),
		WITH_AGENDA(tasks_are_ticked_and_unticked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

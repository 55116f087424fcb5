#include "tests/unit/practice/calendar_fixture.h"

#include "practice/calendar/session_known.h"
#include "practice/calendar/view_lines.h"
#include "practice/calendar/view_member_private.h"
#include "practice/calendar/view_render_private.h"
#include "practice/calendar/view_title.h"
#include "practice/calendar/view_write.h"

#include <string.h>

/* Renderings of facts as they may come: old rows, nothing known, kept lines. */

static struct session_facts facts_of(struct agenda *agenda)
{
	return agenda_facts(agenda,
			    agenda_session(agenda, DAY, agenda->ada.id, 0).id);
}

static struct viewer viewer(enum view_kind kind, const struct person *person)
{
	return (struct viewer){ .kind = kind, .person = *person };
}

static char *plain_title(struct arena *arena, const struct session_facts *facts,
			 const struct viewer *viewer)
{
	struct session_known known;

	session_known_seen(arena, facts, viewer, &known);
	return view_title_plain(arena, &known);
}

static void a_client_is_told_as_much_as_there_is(void **s)
{
	struct agenda *agenda = *s;
	struct arena *arena = agenda->place->arena;
	struct session_facts facts = facts_of(agenda);
	struct viewer ada = viewer(VIEW_CLIENT, &agenda->ada);

	assert_string_equal(plain_title(arena, &facts, &ada),
			    "Therapy, Elm Street");
	facts.practice.name = "";
	assert_string_equal(plain_title(arena, &facts, &ada), "Therapy");
	facts.service = NULL;
	assert_string_equal(plain_title(arena, &facts, &ada), "Session");
	facts.practice.name = "Elm Street";
	assert_string_equal(plain_title(arena, &facts, &ada), "Elm Street");
}

static void a_client_whose_code_is_lost_is_a_question(void **s)
{
	struct agenda *agenda = *s;
	struct session_facts facts = facts_of(agenda);
	struct viewer maria = viewer(VIEW_PRACTITIONER, &agenda->maria);

	facts.clients[0].code = NULL;
	assert_string_equal(plain_title(agenda->place->arena, &facts, &maria),
			    "? Therapy");
}

/* A setting of a later program shows the least. */
static void names_that_are_set_to_nothing_known_are_codes(void **s)
{
	struct agenda *agenda = *s;
	struct session_facts facts = facts_of(agenda);
	struct viewer maria = viewer(VIEW_PRACTITIONER, &agenda->maria);

	maria.person.calendar_names = (enum calendar_names)9;
	assert_string_equal(plain_title(agenda->place->arena, &facts, &maria),
			    "C042 Therapy");
}

/* Clients never see amounts, whatever is set; nor do practitioners. */
static void amounts_are_the_offices_alone(void **s)
{
	struct agenda *agenda = *s;
	struct person both = agenda->sam;
	struct viewer office;

	both.calendar_money = true;
	office = viewer(VIEW_OFFICE, &both);
	assert_true(view_shows_money(&office));
	office.kind = VIEW_CLIENT;
	assert_false(view_shows_money(&office));
	office.kind = VIEW_PRACTITIONER;
	office.person.roles = ROLE_PRACTITIONER;
	assert_false(view_shows_money(&office));
}

/* Somebody joined in rows that a save does not know of. */
static void amounts_of_nobody_are_none(void **s)
{
	struct agenda *agenda = *s;
	struct arena *arena = agenda->place->arena;
	int64_t session = agenda_session(agenda, -DAY, agenda->ada.id, 0).id;
	struct session_known known;
	struct session_facts facts;

	agenda_save(agenda, session, "completed", 0);
	facts = agenda_facts(agenda, session);
	session_known_all(arena, &facts, &known);
	assert_string_equal(session_known_charges(arena, &known), "42.50 CAD");
	facts.practice.currency = "XXY"; /* as two digits */
	session_known_all(arena, &facts, &known);
	assert_string_equal(session_known_charges(arena, &known), "42.50 XXY");
	facts.clients[0].id = 4711;
	facts.practitioners[0].id = 4711;
	session_known_all(arena, &facts, &known);
	assert_null(session_known_charges(arena, &known));
	assert_null(session_known_wages(arena, &known));
	facts.session.terms.clients.count = 0;
	assert_string_equal(view_clients_text(arena, &facts), "");
}

static void a_task_is_named_after_its_session(void **s)
{
	struct agenda *agenda = *s;
	struct arena *arena = agenda->place->arena;
	struct session session = { .uid = "a", .name = "a.ics" };

	assert_string_equal(view_name(arena, &session, VIEW_TO_SAVE),
			    "a-save.ics");
	assert_string_equal(view_name(arena, &session, VIEW_OFFICE), "a.ics");
	session.name = "a";
	assert_string_equal(view_name(arena, &session, VIEW_TO_SAVE),
			    "a-save.ics");
}

static void kept_lines_are_split_before_their_first_component(void **s)
{
	static const struct {
		const char *own;
		size_t lines, components;
	} kept[] = {
		{ NULL, 0, 0 },
		{ "COLOR:red\r\n", 11, 0 },
		{ "BEGIN:VALARM\r\nEND:VALARM\r\n", 0, 26 },
		{ "COLOR:red\r\nBEGIN:VALARM\r\nEND:VALARM\r\n", 11, 26 },
		{ "X-A:BEGIN:\r\n", 12, 0 },
	};
	struct slice lines, components;

	(void)s;
	for (size_t i = 0; i < ARRAY_SIZE(kept); i++) {
		view_own_split(kept[i].own, &lines, &components);
		assert_int_equal(lines.len, kept[i].lines);
		assert_int_equal(components.len, kept[i].components);
	}
}

static void stamps_that_cannot_be_read_are_none(void **s)
{
	static const char *const served[] = {
		"",
		"BEGIN:VEVENT\r\nSEQUENCE:1\r\n",
		"A:B\r\nSEQUENCE:\r\nLAST-MODIFIED:20260608T120000Z\r\n",
		"A:B\r\nSEQUENCE:-1\r\nLAST-MODIFIED:20260608T120000Z\r\n",
		"A:B\r\nSEQUENCE:1a\r\nLAST-MODIFIED:20260608T120000Z\r\n",
		("A:B\r\nSEQUENCE:1234567890\r\n"
		 "LAST-MODIFIED:20260608T120000Z\r\n"),
		"A:B\r\nSEQUENCE:1\r\nLAST-MODIFIED:yesterday\r\n",
		"A:B\r\nLAST-MODIFIED:20260608T120000Z\r\nSEQUENCE:1",
	};
	struct view_stamps stamps = { 7, { 7 } };

	(void)s;
	for (size_t i = 0; i < ARRAY_SIZE(served); i++) {
		if (view_stamps_read(slice_of(served[i]), &stamps))
			print_error("%s\n", served[i]);
		assert_false(view_stamps_read(slice_of(served[i]), &stamps));
	}
	assert_true(
		view_stamps_read(slice_of("A:B\r\nSEQUENCE:12\r\n"
					  "LAST-MODIFIED:20260608T120000Z\r\n"),
				 &stamps));
	assert_int_equal(stamps.sequence, 12);
	assert_int_equal(stamps.at.s, FIXTURE_NOW.s);
}

/* What was served before is no rendering of ours: it is made anew. */
static void without_stamps_a_rendering_begins_anew(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->sam, HOUR);
	struct session_facts facts = facts_of(agenda);
	struct viewer maria = viewer(VIEW_PRACTITIONER, &agenda->maria);
	struct slice served = slice_of("hello");
	struct slice bytes;

	bytes = practice_view_render(&op, &facts, &maria, NULL, &served).bytes;
	assert_holds(slice_dup(op.arena, bytes), "SEQUENCE:0\r\n");
	assert_holds(slice_dup(op.arena, bytes),
		     "LAST-MODIFIED:20260608T130000Z\r\n");
}

static void who_is_not_on_a_session_is_not_shown_it(void **s)
{
	struct agenda *agenda = *s;
	struct session_facts facts = facts_of(agenda);
	struct instant later = { FIXTURE_NOW.s + 2 * DAY };
	struct viewer viewers[] = {
		viewer(VIEW_PRACTITIONER, &agenda->ben),
		viewer(VIEW_CLIENT, &agenda->cora),
		viewer(VIEW_TO_SAVE, &agenda->ben),
	};
	struct viewer tasks = viewer(VIEW_TO_SAVE, &agenda->maria);

	for (size_t i = 0; i < ARRAY_SIZE(viewers); i++)
		assert_false(practice_view_shows(&facts, &viewers[i], later));
	assert_true(practice_view_shows(&facts, &tasks, later));
	facts.session.removed = FIXTURE_NOW;
	assert_false(practice_view_shows(&facts, &tasks, later));
}

static char *event_of(struct agenda *agenda, const struct session_facts *facts,
		      const struct viewer *viewer)
{
	struct arena *arena = agenda->place->arena;
	struct session_known known;
	struct buf buf;

	buf_init(&buf, arena);
	session_known_seen(arena, facts, viewer, &known);
	view_session_write(&buf, &known, viewer, NULL,
			   (struct view_stamps){ 0, FIXTURE_NOW });
	return buf.at;
}

static void a_session_whose_zone_is_lost_is_shown_in_utc(void **s)
{
	struct agenda *agenda = *s;
	struct session_facts facts = facts_of(agenda);
	struct viewer maria = viewer(VIEW_PRACTITIONER, &agenda->maria);

	facts.session.zone = "Lost/Zone";
	assert_holds(event_of(agenda, &facts, &maria),
		     "DTSTART:20260609T120000Z\r\n");
	facts.session.zone = NULL;
	assert_holds(event_of(agenda, &facts, &maria),
		     "DTSTART:20260609T120000Z\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(a_client_is_told_as_much_as_there_is),
		WITH_AGENDA(a_client_whose_code_is_lost_is_a_question),
		WITH_AGENDA(names_that_are_set_to_nothing_known_are_codes),
		WITH_AGENDA(amounts_are_the_offices_alone),
		WITH_AGENDA(amounts_of_nobody_are_none),
		WITH_AGENDA(a_task_is_named_after_its_session),
		WITH_AGENDA(kept_lines_are_split_before_their_first_component),
		WITH_AGENDA(stamps_that_cannot_be_read_are_none),
		WITH_AGENDA(without_stamps_a_rendering_begins_anew),
		WITH_AGENDA(who_is_not_on_a_session_is_not_shown_it),
		WITH_AGENDA(a_session_whose_zone_is_lost_is_shown_in_utc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "tests/unit/practice/transfer/import_fixture.h"

typedef enum err import_table(struct operation *op, struct store *store,
			      const char *file, struct slice csv,
			      struct import_report *report);

static struct import_report taken(struct clinic *clinic, import_table *take,
				  const char *csv)
{
	struct import_report report = { 0 };

	assert_ok(clinic, take(clinic->op, clinic->store, "a.csv",
			       slice_of(csv), &report));
	return report;
}

static struct import_report services(struct clinic *clinic, const char *csv)
{
	return taken(clinic, practice_import_services, csv);
}

static struct import_report rates(struct clinic *clinic, const char *csv)
{
	return taken(clinic, practice_import_rates, csv);
}

static struct import_report types(struct clinic *clinic, const char *csv)
{
	return taken(clinic, practice_import_types, csv);
}

#define SERVICES "name,kind,wage_basis,effective_from,cost,wage,tax_bp\r\n"

static void services_come_with_all_their_prices_once(void **state)
{
	static const char csv[] =
		SERVICES "Choir,hourly,client,,40.00,20.00,1300\r\n"
			 "Choir,hourly,client,2026-07-01,50.00,25.00,0\r\n"
			 "Solo,fixed,session,,1.00,0.00,0\r\n";
	struct clinic *clinic = *state;
	struct reader *reader;
	struct service service;
	struct price price;

	assert_counts(services(clinic, csv), 3, 0, 0, 0);
	assert_counts(services(clinic, csv), 0, 0, 3, 0);
	reader = place_read(clinic->place);
	assert_int_equal(store_service_find_name(reader, "choir", &service),
			 OK);
	assert_int_equal(service.kind, SERVICE_HOURLY);
	assert_int_equal(service.basis, WAGE_CLIENT);
	assert_int_equal(store_price_load(reader, service.id,
					  day_of(2026, 7, 2), &price),
			 OK);
	assert_int_equal(price.cost.minor, 5000);
	assert_int_equal(store_price_load(reader, service.id,
					  day_of(2026, 6, 30), &price),
			 OK);
	assert_int_equal(price.tax_bp, 1300);
}

static void cells_that_cannot_be_read_cost_their_row(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		services(clinic, SERVICES "A,fixed,session,,x,1.00,0\r\n"
					  "B,fixed,session,,1.00,x,0\r\n"
					  "C,fixed,session,,1.00,1.00,many\r\n"
					  "D,fixed,session,,1.00,1.00,-1\r\n"
					  "E,fixed,session,July,1.00,1.00,0\r\n"
					  ",fixed,session,,1.00,1.00,0\r\n"
					  "\"F\" x,fixed\r\n"
					  "G,fixed,session,,1.00,1.00,0\r\n");

	assert_counts(report, 1, 0, 0, 7);
	assert_says(report, 2, "cost cannot be read: 'x'");
	assert_says(report, 3, "wage");
	assert_says(report, 4, "tax_bp");
	assert_says(report, 5, "basis points");
	assert_says(report, 6, "effective_from");
	assert_says(report, 8, "cannot be read");
}

static void a_file_without_its_column_is_refused_whole(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = services(clinic, "label\r\nChoir\r\n");

	assert_counts(report, 0, 0, 0, 1);
	assert_says(report, 1, "'name'");
	assert_counts(rates(clinic, ""), 0, 0, 0, 1);
}

static void rates_are_set_and_changed(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;
	struct client_rate rate;

	assert_counts(services(clinic, SERVICES "Choir,fixed,,,9.00,1.00,0\n"),
		      1, 0, 0, 0);
	report = rates(clinic, "client,service,cost\n"
			       "C042,Choir,5.00\n"
			       "C999,Choir,5.00\n"
			       "C042,Nothing,5.00\n"
			       ",Choir,5.00\n"
			       "C042,,5.00\n"
			       "C042,Choir,x\n"
			       "C042,Choir,5.00\n"
			       "C042,Choir,6.00\n");
	assert_counts(report, 2, 0, 1, 5);
	assert_says(report, 3, "C999");
	assert_says(report, 4, "'Nothing'");
	assert_int_equal(store_rate_on(place_read(clinic->place),
				       clinic->clients[0], 3,
				       (struct day){ 20000 }, &rate),
			 OK);
	assert_int_equal(rate.cost.minor, 600);
}

#define TYPES                                                            \
	"slug,label,description,map,modifier,client,practitioner,short," \
	"enabled,builtin,archived\n"

static void ways_to_end_come_but_for_archived_and_builtin_ones(void **state)
{
	struct clinic *clinic = *state;
	struct completion_type type;
	struct import_report report =
		types(clinic, TYPES
		      "completed,Completed,,completed,percentage,100,100,ok,"
		      "yes,yes,no\n"
		      "late,Late,half,canceled,fixed,25,10,l,yes,no,no\n"
		      "gone,Gone,,missed,fixed,1,1,,yes,no,yes\n"
		      "no-show,No show,,missed,percentage,50,0,,no,no,no\n"
		      "bad,Bad,,missed,percentage,x,0,,no,no,no\n"
		      "worse,Worse,,missed,percentage,0,x,,no,no,no\n");

	assert_counts(report, 2, 0, 2, 2);
	assert_int_equal(
		store_type_find(place_read(clinic->place), "late", &type), OK);
	assert_int_equal(type.map, MAP_CANCELED);
	assert_int_equal(type.modifier, MODIFIER_FIXED);
	assert_int_equal(type.client, 25);
	assert_string_equal(type.short_word, "l");
	assert_int_equal(
		store_type_find(clinic->place->reader, "no-show", &type), OK);
	assert_false(type.enabled);
	assert_int_equal(type.map, MAP_MISSED);
}

static void a_marked_text_loses_its_mark(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		import_people(clinic, slice_of("name,code,phone\n"
					       "Zoe,C900,'+1 416 555\n"));

	assert_counts(report, 1, 0, 0, 0);
	assert_string_equal(import_person(clinic, "C900").phone, "+1 416 555");
}

#define OWN(uid, lines)                                               \
	"BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTAMP:20260601T000000Z\r\n" \
	"DTSTART:20260608T140000Z\r\nDTEND:20260608T150000Z\r\n"      \
	"SUMMARY:? Group (2) C042\\, C051 Speech\r\n"                 \
	"X-PRACTICE-EXPORT:1\r\nX-PRACTICE-PRACTITIONERS:maria\r\n"   \
	"X-PRACTICE-CLIENTS:C042,C051\r\n" lines "END:VEVENT\r\n"

static struct import_report own(struct clinic *clinic, const char *events)
{
	return import_ics(clinic, import_calendar(clinic, events), NULL);
}

static void s49_an_export_says_of_each_text_what_it_is(void **state)
{
	struct clinic *clinic = *state;
	struct session session;

	assert_counts(
		own(clinic, OWN("u", "X-PRACTICE-STATUS:open\r\n"
				     "LOCATION:Room\r\n"
				     "DESCRIPTION:for all\r\n"
				     "X-PRACTICE-PRIVATE-NOTE:for us\r\n")),
		1, 0, 0, 0);
	session = import_session(clinic, "u");
	assert_string_equal(session.terms.place, "Room");
	assert_string_equal(session.terms.public_note, "for all");
	assert_string_equal(session.terms.private_note, "for us");
	assert_int_equal(session.state, SESSION_OPEN);
	assert_int_equal(session.terms.clients.count, 2);
}

static void s49_sessions_end_as_they_did(void **state)
{
	struct clinic *clinic = *state;
	struct completion completion;
	struct session session;

	assert_counts(own(clinic, OWN("u", "X-PRACTICE-STATUS:missed\r\n")), 1,
		      0, 0, 0);
	session = import_session(clinic, "u");
	assert_int_equal(session.state, SESSION_SAVED);
	completion = clinic_completion(clinic, session.id);
	assert_string_equal(completion.slug, "missed");
	assert_counts(own(clinic, OWN("u", "X-PRACTICE-STATUS:missed\r\n")), 0,
		      0, 1, 0);
}

static void s49_overrides_keep_their_amounts_and_reason(void **state)
{
	struct clinic *clinic = *state;
	struct completion completion;

	assert_counts(
		own(clinic,
		    OWN("u",
			"X-PRACTICE-STATUS:override\r\n"
			"X-PRACTICE-REASON:storm\r\n"
			"X-PRACTICE-CHARGE:C042=1.00 CAD\\,C051=2.00 CAD\r\n"
			"X-PRACTICE-WAGE:3.00 CAD\r\n")),
		1, 0, 0, 0);
	completion = clinic_completion(clinic, import_session(clinic, "u").id);
	assert_string_equal(completion.reason, "storm");
	assert_int_equal(completion.clients[1].charge.minor, 200);
	assert_int_equal(completion.practitioners[0].wage.minor, 300);
}

static void an_ending_that_is_not_known_here_is_told(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		own(clinic, OWN("u", "X-PRACTICE-STATUS:nonsense\r\n")
				    OWN("v", "X-PRACTICE-STATUS:override\r\n"));

	assert_counts(report, 2, 0, 0, 0);
	assert_says(report, 4, "'nonsense'");
	assert_int_equal(import_session(clinic, "u").state, SESSION_OPEN);
	assert_int_equal(import_session(clinic, "v").state, SESSION_OPEN);
}

static void an_ending_that_comes_later_is_told_and_saves_nothing(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report;

	own(clinic, OWN("u", "X-PRACTICE-STATUS:open\r\n"));
	report = own(clinic, OWN("u", "X-PRACTICE-STATUS:completed\r\n"));
	assert_counts(report, 0, 0, 1, 0);
	assert_says(report, 4, "ended as 'completed' in the file");
	assert_int_equal(import_session(clinic, "u").state, SESSION_OPEN);
	report = own(clinic, OWN("u", "X-PRACTICE-STATUS:open\r\n"));
	assert_int_equal(report.line_count, 0);
}

static void other_events_are_never_saved(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report = import_ics(
		clinic,
		import_calendar(
			clinic,
			"BEGIN:VEVENT\r\nUID:u\r\nDTSTAMP:20260601T000000Z\r\n"
			"DTSTART:20260608T140000Z\r\nDTEND:20260608T150000Z\r\n"
			"SUMMARY:C042\r\nX-PRACTICE-STATUS:completed\r\n"
			"END:VEVENT\r\n"),
		"maria");

	assert_counts(report, 1, 0, 0, 0);
	assert_int_equal(import_session(clinic, "u").state, SESSION_OPEN);
	assert_says(report, 4, "saved again");
}

static void every_difference_of_a_rate_is_a_change(void **state)
{
	static const char *const changes[] = {
		",,,2026-07-01,maria,50.00,2.00\r\n",
		",,,2026-07-01,maria,60.00,2.00\r\n",
		",,,2026-07-01,maria,60.00,3.00\r\n",
		",,,2026-07-01,maria,,3.00\r\n",
	};
	struct clinic *clinic = *state;

	for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
		char *csv = arena_printf(clinic->op->arena,
					 "client,service,cost,effective_from,"
					 "practitioner,hourly,bonus\r\n%s",
					 changes[i]);

		assert_counts(rates(clinic, csv), 1, 0, 0, 0);
		assert_counts(rates(clinic, csv), 0, 0, 1, 0);
	}
	assert_counts(rates(clinic, "client,service,cost,effective_from\r\n"
				    ",Hour,1.00,\r\nC042,,1.00,\r\n"),
		      0, 0, 0, 2);
}

static void taxes_and_words_out_of_bounds_cost_their_row(void **state)
{
	struct clinic *clinic = *state;

	assert_counts(services(clinic,
			       SERVICES "A,fixed,session,,1.00,0.00,-1\r\n"
					"B,fixed,session,,1.00,0.00,"
					"99999999999\r\n"
					"C,fixed,session,,1.00,0.00,x\r\n"),
		      0, 0, 0, 3);
	/* Without a slug of its own a type gets one. */
	assert_counts(types(clinic,
			    "slug,label,short,description,map,modifier,client,"
			    "practitioner,enabled,archived\r\n"
			    ",Late,lt,,missed,fixed,10,5,yes,no\r\n"),
		      1, 0, 0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_IMPORT(services_come_with_all_their_prices_once),
		WITH_IMPORT(cells_that_cannot_be_read_cost_their_row),
		WITH_IMPORT(a_file_without_its_column_is_refused_whole),
		WITH_IMPORT(rates_are_set_and_changed),
		WITH_IMPORT(ways_to_end_come_but_for_archived_and_builtin_ones),
		WITH_IMPORT(a_marked_text_loses_its_mark),
		WITH_IMPORT(s49_an_export_says_of_each_text_what_it_is),
		WITH_IMPORT(s49_sessions_end_as_they_did),
		WITH_IMPORT(s49_overrides_keep_their_amounts_and_reason),
		WITH_IMPORT(an_ending_that_is_not_known_here_is_told),
		WITH_IMPORT(
			an_ending_that_comes_later_is_told_and_saves_nothing),
		WITH_IMPORT(other_events_are_never_saved),
		WITH_IMPORT(every_difference_of_a_rate_is_a_change),
		WITH_IMPORT(taxes_and_words_out_of_bounds_cost_their_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

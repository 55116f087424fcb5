#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/whole_edit.h"
#include "tests/unit/practice/small_practice.h"

#include "practice/people/settings.h"
#include "practice/session/closure.h"
#include "practice/checks.h"
#include "practice/session/service.h"

/* What settings, closures, services and types may not be. */

static struct practice settings(struct clinic *clinic)
{
	struct practice practice;

	assert_int_equal(
		store_practice_load(place_read(clinic->place), &practice), OK);
	return practice;
}

static enum err set(struct clinic *clinic, struct settings change)
{
	struct practice result;

	operation_recover(clinic->op);
	return settings_set(clinic->op, clinic->store, &change, &result);
}

static void a_practice_needs_a_zone_that_is_one(void **state)
{
	struct place *place = *state;
	struct operation op = place->op;

	assert_int_equal(practice_setup(&op, place->store, "Mars/Olympus"),
			 ERR_INVALID);
	assert_int_equal(practice_setup(&op, place->store, NULL), ERR_INVALID);
	assert_string_equal(op.failure.fields[0].code, "zone-unknown");
	assert_int_equal(practice_setup(&op, place->store, "UTC"), OK);
}

static void a_name_given_before_setting_up_is_kept(void **state)
{
	struct place *place = *state;
	struct operation op = place->op;
	struct practice practice;

	place_sql(place, "UPDATE practice SET name = 'Elm Street'");
	assert_int_equal(practice_setup(&op, place->store, "UTC"), OK);
	assert_int_equal(store_practice_load(place_read(place), &practice), OK);
	assert_string_equal(practice.name, "Elm Street");
}

static void reminders_are_a_few_whole_hours(void **state)
{
	static const char *const wrong[] = { "soon", "0",     "-1",
					     "8761", "24,,2", "1,2,3,4,5,6" };
	struct clinic *clinic = *state;

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		assert_failed(
			clinic,
			set(clinic,
			    (struct settings){ .reminder_hours = wrong[i] }),
			ERR_INVALID);
		assert_true(clinic_field(clinic, "reminder_hours",
					 "reminder_hours-invalid"));
	}
	assert_ok(clinic, set(clinic, (struct settings){
					      .reminder_hours = "8760, 2,1" }));
	assert_string_equal(settings(clinic).reminder_hours, "8760, 2,1");
	assert_ok(clinic,
		  set(clinic, (struct settings){ .reminder_hours = "" }));
	assert_string_equal(settings(clinic).reminder_hours, "");
}

static void reopening_is_within_a_year(void **state)
{
	struct clinic *clinic = *state;
	int below = -1, above = 8761, most = 8760;

	assert_failed(clinic,
		      set(clinic, (struct settings){ .reopen_hours = &below }),
		      ERR_INVALID);
	assert_failed(clinic,
		      set(clinic, (struct settings){ .reopen_hours = &above }),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "reopen_hours", "reopen_hours-range"));
	assert_ok(clinic,
		  set(clinic, (struct settings){ .reopen_hours = &most }));
	assert_int_equal(settings(clinic).reopen_hours, 8760);
}

static void texts_of_settings_have_bounds(void **state)
{
	struct clinic *clinic = *state;
	struct settings change = {
		.phone = "00000000000000000000000000000000"
			 "000000000000000000000000000000000",
		.invoice_prefix = "INVOICES-OF-OUR-OFFICE",
	};

	assert_failed(clinic, set(clinic, change), ERR_INVALID);
	assert_true(clinic_field(clinic, "phone", "phone-too-long"));
	assert_true(clinic_field(clinic, "invoice_prefix",
				 "invoice_prefix-too-long"));
	assert_ok(clinic,
		  set(clinic, (struct settings){ .invoice_prefix = " " }));
	assert_string_equal(settings(clinic).invoice_prefix, "");
}

static void the_default_service_must_be_given(void **state)
{
	struct clinic *clinic = *state;
	int64_t unknown = 4711, none = 0;
	struct settings change = { .default_service = &unknown };

	assert_failed(clinic, set(clinic, change), ERR_INVALID);
	assert_true(clinic_field(clinic, "default_service", "service-unknown"));
	change.default_service = &clinic->fixed;
	assert_ok(clinic, set(clinic, change));
	assert_int_equal(settings(clinic).default_service, clinic->fixed);
	place_sql(clinic->place, "UPDATE service SET active = 0");
	/* It may have gone meanwhile: the rest can be changed all the same. */
	assert_ok(clinic, set(clinic, (struct settings){ .phone = "1" }));
	change.default_service = &none;
	assert_ok(clinic, set(clinic, change));
	change.default_service = &clinic->fixed;
	assert_failed(clinic, set(clinic, change), ERR_INVALID);
	assert_int_equal(settings(clinic).default_service, 0);
}

/* A cancellation in a calendar tells clients, or does not. */
static void whether_calendars_tell_clients_is_a_setting(void **state)
{
	struct clinic *clinic = *state;
	bool no = false;

	assert_true(settings(clinic).notify_on_calendar_cancel);
	assert_ok(clinic,
		  set(clinic,
		      (struct settings){ .notify_on_calendar_cancel = &no }));
	assert_false(settings(clinic).notify_on_calendar_cancel);
}

/* S30 */
static void other_decimals_are_taken_while_nothing_has_a_price(void **state)
{
	struct place *place = *state;
	struct operation op = place->op;
	struct settings yen = { .currency = "JPY" };
	struct service service = { .name = "Session", .active = true };
	struct price price = { .cost = { 100 } };
	struct practice result;

	assert_int_equal(practice_setup(&op, place->store, "UTC"), OK);
	assert_int_equal(settings_set(&op, place->store, &yen, &result), OK);
	assert_string_equal(result.currency, "JPY");
	assert_int_equal(
		practice_service_add(&op, place->store, &service, &price), OK);
	yen.currency = "BHD";
	assert_int_equal(settings_set(&op, place->store, &yen, &result),
			 ERR_CONFLICT);
	assert_string_equal(op.failure.reason, "currency-fixed");
	yen.currency = "KRW";
	assert_int_equal(settings_set(&op, place->store, &yen, &result), OK);
}

/* An older program's row, or one that was written by hand. */
static void a_zone_or_currency_that_is_lost_does_not_stop_the_rest(void **state)
{
	struct clinic *clinic = *state;
	const struct cal_zone *zone;
	int digits;

	place_sql(clinic->place, "UPDATE practice SET zone = 'Lost/Zone',"
				 " currency = 'XXY'");
	assert_int_equal(practice_zone_load(place_read(clinic->place), &zone),
			 OK);
	assert_ptr_equal(zone, cal_zone_utc());
	assert_int_equal(
		practice_digits_load(place_read(clinic->place), &digits), OK);
	assert_int_equal(digits, 2);
}

static enum err closes(struct clinic *clinic, struct closure closure)
{
	operation_recover(clinic->op);
	return practice_closure_add(clinic->op, clinic->store, &closure);
}

static struct closure days(struct day from, struct day to)
{
	return (struct closure){
		.title = "Holiday", .all_day = true, .from = from, .to = to
	};
}

static struct closure hours(const char *from, int64_t seconds)
{
	struct instant start = clinic_instant(from);

	return (struct closure){ .title = "Repairs",
				 .span = { start, { start.s + seconds } } };
}

static void days_of_a_closure_are_of_years_that_there_are(void **state)
{
	struct clinic *clinic = *state;
	struct day june = day_of(2026, 6, 8);

	assert_failed(clinic,
		      closes(clinic, days((struct day){ INT32_MIN }, june)),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "from", "from-range"));
	assert_failed(clinic,
		      closes(clinic, days(june, (struct day){ INT32_MAX })),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "from", "from-range"));
}

static void a_closure_has_at_most_ten_years(void **state)
{
	struct clinic *clinic = *state;
	struct day june = day_of(2026, 6, 8);

	assert_failed(clinic,
		      closes(clinic, days(june, (struct day){ june.n + 3660 })),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "to", "to-too-late"));
	assert_ok(clinic,
		  closes(clinic, days(june, (struct day){ june.n + 3659 })));
	assert_failed(clinic,
		      closes(clinic, hours("2026-06-08T12:00:00Z",
					   INT64_C(86400) * 3660 + 1)),
		      ERR_INVALID);
	assert_true(clinic_field(clinic, "to", "to-too-late"));
}

static void hours_of_a_closure_are_of_years_that_there_are(void **state)
{
	struct clinic *clinic = *state;
	struct closure closure = hours("2026-06-08T12:00:00Z", 3600);

	closure.span.start.s = INSTANT_MIN.s - 1;
	assert_failed(clinic, closes(clinic, closure), ERR_INVALID);
	assert_true(clinic_field(clinic, "from", "from-range"));
	closure = hours("2026-06-08T12:00:00Z", 3600);
	closure.span.end.s = INSTANT_MAX.s + 1;
	assert_failed(clinic, closes(clinic, closure), ERR_INVALID);
	assert_true(clinic_field(clinic, "from", "from-range"));
}

static void
hours_of_a_closure_are_in_the_practices_zone_or_a_known_one(void **s)
{
	struct clinic *clinic = *s;
	struct closure closure = hours("2026-06-08T12:00:00Z", 3600);

	assert_ok(clinic,
		  practice_closure_add(clinic->op, clinic->store, &closure));
	assert_string_equal(closure.zone, CLINIC_ZONE);
	closure = hours("2026-06-08T12:00:00Z", 3600);
	closure.zone = "Mars/Olympus";
	assert_failed(clinic, closes(clinic, closure), ERR_INVALID);
	assert_true(clinic_field(clinic, "tzid", "zone-unknown"));
}

static void a_removed_closure_is_gone(void **state)
{
	struct clinic *clinic = *state;
	struct closure closure = days(day_of(2026, 7, 1), day_of(2026, 7, 1));

	assert_ok(clinic,
		  practice_closure_add(clinic->op, clinic->store, &closure));
	assert_ok(clinic, practice_closure_remove(clinic->op, clinic->store,
						  closure.id));
	assert_failed(
		clinic,
		practice_closure_remove(clinic->op, clinic->store, closure.id),
		ERR_NOT_FOUND);
	assert_failed(clinic,
		      whole_closure_change(clinic->op, clinic->store, &closure),
		      ERR_NOT_FOUND);
	assert_failed(clinic,
		      practice_closure_remove(clinic->op, clinic->store, 4711),
		      ERR_NOT_FOUND);
}

static void a_uid_is_of_one_closure(void **state)
{
	struct clinic *clinic = *state;
	struct closure closure = days(day_of(2026, 7, 1), day_of(2026, 7, 1));

	closure.uid = "one";
	closure.name = "one.ics";
	assert_ok(clinic, closes(clinic, closure));
	closure.name = "two.ics";
	assert_failed(clinic, closes(clinic, closure), ERR_UID_CONFLICT);
}

static void every_difference_of_a_closure_is_a_change(void **state)
{
	struct clinic *clinic = *state;
	struct closure first = hours("2026-07-01T12:00:00Z", 3600);
	struct closure changes[5];

	first.zone = "Europe/Paris";
	assert_ok(clinic,
		  practice_closure_add(clinic->op, clinic->store, &first));
	for (size_t i = 0; i < ARRAY_SIZE(changes); i++)
		changes[i] = first;
	changes[0].title = "Other repairs";
	changes[1].span.start.s -= 60;
	changes[2].span.end.s += 60;
	changes[3].zone = "Europe/Berlin";
	changes[4] = days(day_of(2026, 7, 1), day_of(2026, 7, 1));
	changes[4].id = first.id;
	for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
		int64_t audits =
			(int64_t)clinic_audits(clinic, "closure", first.id);

		changes[i].revision = 0;
		assert_ok(clinic,
			  whole_closure_change(clinic->op, clinic->store,
					       &changes[i]));
		assert_int_equal(clinic_audits(clinic, "closure", first.id),
				 audits + 1);
		first.revision = 0;
		assert_ok(clinic, whole_closure_change(clinic->op,
						       clinic->store, &first));
	}
}

static void another_zone_leaves_hours_and_what_is_removed(void **state)
{
	struct clinic *clinic = *state;
	struct closure kept = hours("2026-07-01T12:00:00Z", 3600);
	struct closure gone = days(day_of(2026, 7, 2), day_of(2026, 7, 2));
	struct closure all_day = days(day_of(2026, 7, 3), day_of(2026, 7, 3));
	struct closure found;

	assert_ok(clinic,
		  practice_closure_add(clinic->op, clinic->store, &kept));
	assert_ok(clinic,
		  practice_closure_add(clinic->op, clinic->store, &gone));
	assert_ok(clinic,
		  practice_closure_add(clinic->op, clinic->store, &all_day));
	assert_ok(clinic,
		  practice_closure_remove(clinic->op, clinic->store, gone.id));
	/* the same days of the clock: nothing to do */
	assert_ok(clinic,
		  set(clinic, (struct settings){ .zone = "America/New_York" }));
	assert_int_equal(clinic_audits(clinic, "closure", all_day.id), 1);
	assert_ok(clinic, set(clinic, (struct settings){ .zone = "UTC" }));
	assert_string_equal(clinic_audit(clinic, "closure", all_day.id).action,
			    "closure.rezone");
	assert_int_equal(clinic_audits(clinic, "closure", kept.id), 1);
	assert_int_equal(clinic_audits(clinic, "closure", gone.id), 2);
	assert_int_equal(store_closure_find(place_read(clinic->place),
					    all_day.id, &found),
			 OK);
	assert_int_equal(found.span.start.s,
			 clinic_instant("2026-07-03T00:00:00Z").s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_practice_needs_a_zone_that_is_one),
		IN_PLACE(a_name_given_before_setting_up_is_kept),
		WITH_CLINIC(reminders_are_a_few_whole_hours),
		WITH_CLINIC(reopening_is_within_a_year),
		WITH_CLINIC(texts_of_settings_have_bounds),
		WITH_CLINIC(the_default_service_must_be_given),
		WITH_CLINIC(whether_calendars_tell_clients_is_a_setting),
		IN_PLACE(other_decimals_are_taken_while_nothing_has_a_price),
		WITH_CLINIC(
			a_zone_or_currency_that_is_lost_does_not_stop_the_rest),
		WITH_CLINIC(days_of_a_closure_are_of_years_that_there_are),
		WITH_CLINIC(a_closure_has_at_most_ten_years),
		WITH_CLINIC(hours_of_a_closure_are_of_years_that_there_are),
		WITH_CLINIC(
			hours_of_a_closure_are_in_the_practices_zone_or_a_known_one),
		WITH_CLINIC(a_removed_closure_is_gone),
		WITH_CLINIC(a_uid_is_of_one_closure),
		WITH_CLINIC(every_difference_of_a_closure_is_a_change),
		WITH_CLINIC(another_zone_leaves_hours_and_what_is_removed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

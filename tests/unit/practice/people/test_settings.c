#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/small_practice.h"
#include "practice/people/settings.h"
#include "practice/people/settings_known.h"

#include "base/str.h"

static enum err change(struct clinic *clinic, const struct settings *wish)
{
	struct practice result;

	return settings_set(clinic->op, clinic->store, wish, &result);
}

static struct practice stored(struct place *place)
{
	struct practice practice;

	assert_int_equal(store_practice_load(place_read(place), &practice), OK);
	return practice;
}

/** Refused for this field alone. */
static void refused(struct clinic *clinic, struct settings wish,
		    const char *field, const char *code)
{
	assert_failed(clinic, change(clinic, &wish), ERR_INVALID);
	assert_true(clinic_field(clinic, field, code));
	assert_int_equal(clinic->op->failure.field_count, 1);
	clinic->op->failure = (struct failure){ .code = OK };
}

static char *letters(struct clinic *clinic, char letter, size_t count)
{
	char *text = arena_alloc(clinic->op->arena, count + 1);

	memset(text, letter, count);
	return text;
}

static void a_practice_begins_in_a_zone_that_there_is(void **state)
{
	static const char *const wrong[] = { "", "Mars/Olympus",
					     "Eastern Standard Time", NULL };
	struct place *place = *state;

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		assert_int_equal(
			practice_setup(&place->op, place->store, wrong[i]),
			ERR_INVALID);
		assert_string_equal(place->op.failure.fields[0].field, "zone");
		operation_recover(&place->op);
	}
	assert_int_equal(stored(place).created.s, INSTANT_MIN.s);
	assert_int_equal(practice_setup(&place->op, place->store, CLINIC_ZONE),
			 OK);
	assert_string_equal(stored(place).name, "Practice");
	assert_string_equal(stored(place).currency, "USD");
}

static void reminders_are_few_whole_hours(void **state)
{
	static const char *const wrong[] = { "0",    "8761", "1,2,3,4,5,6",
					     "1,,2", "-1",   "1.5" };
	struct clinic *clinic = *state;
	struct settings wish = { .reminder_hours = " 48, 24,2 ,1,8760" };

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		refused(clinic, (struct settings){ .reminder_hours = wrong[i] },
			"reminder_hours", "reminder_hours-invalid");
	assert_ok(clinic, change(clinic, &wish));
	wish.reminder_hours = "";
	assert_ok(clinic, change(clinic, &wish));
	assert_string_equal(stored(clinic->place).reminder_hours, "");
}

static void settings_have_their_longest(void **state)
{
	struct clinic *clinic = *state;
	struct settings wish = { .name = letters(clinic, 'n', 201) };
	int hours = 8761;

	refused(clinic, wish, "name", "name-too-long");
	wish = (struct settings){ .phone = letters(clinic, '5', 65) };
	refused(clinic, wish, "phone", "phone-too-long");
	wish = (struct settings){ .invoice_prefix = letters(clinic, 'P', 21) };
	refused(clinic, wish, "invoice_prefix", "invoice_prefix-too-long");
	wish = (struct settings){ .zone = "" };
	refused(clinic, wish, "zone", "zone-unknown");
	wish = (struct settings){ .reopen_hours = &hours };
	refused(clinic, wish, "reopen_hours", "reopen_hours-range");
	hours = 8760;
	assert_ok(clinic, change(clinic, &wish));
	assert_int_equal(stored(clinic->place).reopen_hours, 8760);
}

static void a_prefix_of_invoices_may_go(void **state)
{
	struct clinic *clinic = *state;
	struct settings wish = { .invoice_prefix = "WL-" };

	assert_ok(clinic, change(clinic, &wish));
	assert_string_equal(stored(clinic->place).invoice_prefix, "WL-");
	wish.invoice_prefix = " ";
	assert_ok(clinic, change(clinic, &wish));
	assert_string_equal(stored(clinic->place).invoice_prefix, "");
}

static void switches_are_set_and_stay(void **state)
{
	struct clinic *clinic = *state;
	bool yes = true, no = false;
	struct settings wish = { .invoice_zero_lines = &yes,
				 .notify_on_calendar_cancel = &no };

	assert_ok(clinic, change(clinic, &wish));
	wish = (struct settings){ .phone = "1" };
	assert_ok(clinic, change(clinic, &wish));
	assert_true(stored(clinic->place).invoice_zero_lines);
	assert_false(stored(clinic->place).notify_on_calendar_cancel);
}

static void a_default_service_is_set_and_taken_away(void **state)
{
	struct clinic *clinic = *state;
	int64_t service = clinic->hourly;
	struct settings wish = { .default_service = &service };

	assert_ok(clinic, change(clinic, &wish));
	assert_int_equal(stored(clinic->place).default_service, clinic->hourly);
	service = 0;
	assert_ok(clinic, change(clinic, &wish));
	assert_int_equal(stored(clinic->place).default_service, 0);
}

/* They are kept as a text and told as a list. */
static void hours_of_reminders_are_a_list(void **state)
{
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;
	struct practice practice = { .reminder_hours = "24, 2,x" };
	struct settings_known known = settings_known_of(arena, &practice);

	assert_int_equal(known.hour_count, 2);
	assert_int_equal(known.hours[0], 24);
	assert_int_equal(known.hours[1], 2);
	assert_string_equal(settings_hours_text(arena, &known), "24,2");
	practice.reminder_hours = "";
	known = settings_known_of(arena, &practice);
	assert_int_equal(known.hour_count, 0);
	assert_string_equal(settings_hours_text(arena, &known), "");
}

static void the_hours_for_notices_are_times_of_a_day(void **state)
{
	static const char *const wrong[] = { NULL,    "",      "7:00",
					     "07-00", "0a:00", "07:0/",
					     "07:60", "24:01", "07:000" };
	struct clinic *clinic = *state;
	struct settings_known known = { .notice_hours = { "07:30", "24:00" } };
	struct practice practice = { .notice_from = 0 };

	assert_ok(clinic, settings_notice_hours(clinic->op, &known, &practice));
	assert_int_equal(practice.notice_from, 7 * 60 + 30);
	assert_int_equal(practice.notice_to, 24 * 60);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		known.notice_hours.to = wrong[i];
		assert_failed(
			clinic,
			settings_notice_hours(clinic->op, &known, &practice),
			ERR_INVALID);
		assert_true(
			clinic_field(clinic, "notice_hours.to", "not-a-time"));
		operation_recover(clinic->op);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_practice_begins_in_a_zone_that_there_is),
		WITH_CLINIC(the_hours_for_notices_are_times_of_a_day),
		WITH_CLINIC(reminders_are_few_whole_hours),
		WITH_CLINIC(settings_have_their_longest),
		WITH_CLINIC(a_prefix_of_invoices_may_go),
		WITH_CLINIC(switches_are_set_and_stay),
		WITH_CLINIC(a_default_service_is_set_and_taken_away),
		WITH_CLINIC(hours_of_reminders_are_a_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "tests/unit/store/place_fixture.h"

#include "practice/notice/phone.h"

static void reads(const char *zone, const char *typed, const char *expected)
{
	struct arena *arena = arena_new();
	const char *read = practice_phone_read(arena, zone, typed);

	if (expected)
		assert_string_equal(read ? read : "(nothing)", expected);
	else
		assert_null(read);
	arena_free(arena);
}

static void numbers_are_read_as_people_of_the_country_write_them(void **s)
{
	(void)s;
	reads("America/Toronto", "416 555 0123", "+14165550123");
	reads("America/Toronto", "(416) 555-0123", "+14165550123");
	reads("America/New_York", "1-212-555-0123", "+12125550123");
	reads("America/Indiana/Knox", "212.555.0123", "+12125550123");
	reads("Europe/London", "020 7946 0018", "+442079460018");
	reads("Europe/London", "07700\xc2\xa0\x39\x30\x30 123",
	      "+447700900123");
	reads("Europe/Berlin", "030/1234567", "+49301234567");
	reads("Europe/Paris", "06 12 34 56 78", "+33612345678");
	reads("Europe/Rome", "06 698 12345", "+390669812345");
	reads("Europe/Copenhagen", "32 12 34 56", "+4532123456");
	reads("Asia/Tokyo", "090-1234-5678", "+819012345678");
	reads("Australia/Sydney", "0412 345 678", "+61412345678");
	reads("Europe/Budapest", "06 30 123 4567", "+36301234567");
}

static void what_is_copied_from_elsewhere_is_read(void **s)
{
	(void)s;
	/* A page's dashes and blanks. */
	reads("America/Toronto",
	      "416\xc2\xa0\x35\x35\x35\xe2\x80\x91\x30\x31\x32\x33",
	      "+14165550123");
	reads("America/Toronto",
	      "416\xe2\x88\x92\x35\x35\x35\xe2\x80\x93\x30\x31\x32\x33",
	      "+14165550123");
	/* An address book's marks of direction. */
	reads("Europe/Berlin", "\xe2\x80\xaa+1 416 555 0123\xe2\x80\xac",
	      "+14165550123");
	reads("Europe/Berlin", "\xe2\x81\xa8+1 416 555 0123\xe2\x81\xa9",
	      "+14165550123");
	reads("Europe/Berlin", "\xef\xbc\x8b\x31 416 555 0123", "+14165550123");
	reads("America/Toronto", "tel:+44-20-7946-0018", "+442079460018");
	reads("America/Toronto", "416\xe2\x80\xa2\x35\x35\x35 0123", NULL);
	reads("America/Toronto", "416 555 0123\xe2", NULL);
	reads("America/Toronto", "416 555 0123\xe2\x80", NULL);
}

static void a_number_of_north_america_has_ten_digits(void **s)
{
	(void)s;
	reads("Europe/Berlin", "+1 416 555 0123", "+14165550123");
	reads("Europe/Berlin", "+1 416 555 012", NULL);
	reads("Europe/Berlin", "+1 416 555 01234", NULL);
	/* Europe's way to dial abroad, from America: no number there. */
	reads("America/Toronto", "001 44 20 7946 0018", NULL);
}

static void a_number_may_name_its_country(void **s)
{
	(void)s;
	reads("America/Toronto", "+44 (0)20 7946 0018", "+442079460018");
	reads("America/Toronto", "011 44 20 7946 0018", "+442079460018");
	reads("Europe/Berlin", "0041 44 668 18 00", "+41446681800");
	reads("Asia/Tokyo", "010 1 416 555 0123", "+14165550123");
	reads("UTC", "+1 416 555 0123", "+14165550123");
	reads("UTC", "0049 30 1234567", "+49301234567");
	reads("Europe/Berlin", "0044 (0)20 7946 0018", "+442079460018");
	reads("Europe/Berlin", "(0)30 1234567", "+49301234567");
	reads("Europe/Paris", "06\xe2\x80\xaf\x31\x32 34 56 78",
	      "+33612345678");
}

static void what_is_no_number_is_refused(void **s)
{
	(void)s;
	reads("America/Toronto", NULL, NULL);
	reads("America/Toronto", "", NULL);
	reads("America/Toronto", "555-0123", NULL);
	reads("America/Toronto", "416 555 0123 x9", NULL);
	reads("America/Toronto", "call Ada", NULL);
	reads("America/Toronto", "+", NULL);
	reads("America/Toronto", "+0123456789", NULL);
	reads("America/Toronto", "4+165550123", NULL);
	reads("America/Toronto", "116 555 0123", NULL);
	reads("America/Toronto", "416 155 0123", NULL);
	reads("America/Toronto", "416 555 01234 5", NULL);
	reads("Europe/Berlin", "00 041 44 668 18 00", NULL);
	reads("America/Toronto", "+1234567890123456", NULL);
	reads("America/Toronto",
	      "11111111111111111111111111111111111111111111111111111111111111"
	      "1111111111",
	      NULL);
	reads("UTC", "416 555 0123", NULL);
	reads(NULL, "416 555 0123", NULL);
	reads("Europe/Berlin", "\xff", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			numbers_are_read_as_people_of_the_country_write_them),
		cmocka_unit_test(what_is_copied_from_elsewhere_is_read),
		cmocka_unit_test(a_number_of_north_america_has_ten_digits),
		cmocka_unit_test(a_number_may_name_its_country),
		cmocka_unit_test(what_is_no_number_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

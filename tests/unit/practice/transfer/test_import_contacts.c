#include "tests/unit/practice/transfer/import_fixture.h"
#include "practice/transfer/import_contacts.h"

#define COLUMNS "person,name,email,phone,notice,relation,address,payer\n"

static struct import_report rows(struct clinic *clinic, const char *text)
{
	struct import_report report = { 0 };

	assert_ok(clinic, practice_import_contacts(clinic->op, clinic->store,
						   "contacts.csv",
						   slice_of(text), &report));
	return report;
}

static size_t contacts_of(struct clinic *clinic, struct contact **list)
{
	size_t count;

	assert_int_equal(store_contact_list(place_read(clinic->place),
					    clinic->clients[0], list, &count),
			 OK);
	return count;
}

static void contacts_go_in_with_address_and_payer(void **state)
{
	static const char file[] = COLUMNS
		"c042,Eve,eve@example.org,1,text,mother,\"1 St\nTown\",yes\n"
		"C042,Abe,,,none,father,,no\n";
	struct clinic *clinic = *state;
	struct contact *list;

	assert_counts(rows(clinic, file), 2, 0, 0, 0);
	assert_int_equal(contacts_of(clinic, &list), 2);
	assert_string_equal(list[0].name, "Eve");
	assert_string_equal(list[0].email, "eve@example.org");
	assert_string_equal(list[0].phone, "1");
	assert_int_equal(list[0].notice, NOTICE_TEXT);
	assert_string_equal(list[0].relation, "mother");
	assert_string_equal(list[0].address, "1 St\nTown");
	assert_true(list[0].payer);
	assert_string_equal(list[1].name, "Abe");
	assert_false(list[1].payer);
	assert_counts(rows(clinic, file), 0, 0, 2, 0);
}

static void a_contact_of_that_name_takes_what_the_row_tells(void **state)
{
	struct clinic *clinic = *state;
	struct contact *list;

	rows(clinic, COLUMNS "C042,Eve,eve@example.org,1,text,mother,,yes\n");
	rows(clinic, COLUMNS "C042,Eve,,2,,mother,,\n");
	assert_int_equal(contacts_of(clinic, &list), 1);
	assert_string_equal(list[0].phone, "2");
	assert_string_equal(list[0].email, "eve@example.org");
	assert_true(list[0].payer);
	/* With another relation it is somebody else. */
	rows(clinic, COLUMNS "C042,Eve,,,,aunt,,\n");
	assert_int_equal(contacts_of(clinic, &list), 2);
}

static void a_row_that_is_wrong_is_told(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		rows(clinic, COLUMNS "nobody,Eve,,,,,,\n"
				     "C042,Eve,no-address,,,,,\n"
				     "C042,Eve,,,pigeon,,,\n,Eve,,,,,,\n");

	assert_counts(report, 0, 0, 0, 4);
	assert_says(report, 2, "nobody");
	assert_says(report, 3, "no-address");
	assert_says(report, 4, "'pigeon'");
	assert_says(report, 5, "missing");
}

static void every_difference_of_a_contact_is_a_change(void **state)
{
	static const char *const changes[] = {
		"C042,Eve,new@example.org,,,mother,,\n",
		"C042,Eve,,2,,mother,,\n",
		"C042,Eve,,,,mother,2 St,\n",
		"C042,Eve,,,none,mother,,\n",
		"C042,Eve,,,,mother,,no\n",
	};
	struct clinic *clinic = *state;
	struct contact *list;

	rows(clinic, COLUMNS "C042,Eve,eve@example.org,1,text,mother,1 St,"
			     "yes\n");
	for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
		char *file = arena_printf(clinic->op->arena, "%s%s", COLUMNS,
					  changes[i]);

		assert_counts(rows(clinic, file), 1, 0, 0, 0);
		assert_counts(rows(clinic, file), 0, 0, 1, 0);
	}
	assert_int_equal(contacts_of(clinic, &list), 1);
	assert_string_equal(list[0].phone, "2");
	assert_int_equal(list[0].notice, NOTICE_NONE);
	assert_false(list[0].payer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_IMPORT(contacts_go_in_with_address_and_payer),
		WITH_IMPORT(a_contact_of_that_name_takes_what_the_row_tells),
		WITH_IMPORT(a_row_that_is_wrong_is_told),
		WITH_IMPORT(every_difference_of_a_contact_is_a_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

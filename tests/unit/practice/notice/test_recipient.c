#include "tests/unit/practice/notice_fixture.h"

#include "practice/notice/recipient.h"
#include "store/practice.h"
#include "store/transaction.h"

/* Who is told, where, and why somebody cannot be. */

struct told {
	struct recipient *list;
	size_t count;
};

static struct practice practice_of(struct clinic *clinic)
{
	struct practice practice;

	assert_int_equal(
		store_practice_load(place_read(clinic->place), &practice), OK);
	return practice;
}

static struct person ada_of(struct clinic *clinic)
{
	struct person ada;

	assert_int_equal(store_person_load(place_read(clinic->place),
					   clinic->clients[0], &ada),
			 OK);
	return ada;
}

static struct told told_of(struct clinic *clinic, const struct person *person)
{
	struct practice practice = practice_of(clinic);
	struct told told;

	assert_int_equal(practice_recipients(place_read(clinic->place),
					     &practice, person, &told.list,
					     &told.count),
			 OK);
	return told;
}

static void contact(struct clinic *clinic, struct contact contact)
{
	contact.name = "Eva Brown";
	assert_ok(clinic,
		  practice_contacts_set(clinic->op, clinic->store,
					clinic->clients[0], &contact, 1));
}

static enum err stop_work(struct transaction *tx, void *context)
{
	return store_stop_set(tx, context);
}

static void stopped(struct clinic *clinic, struct notice_stop stop)
{
	place_write(clinic->place, stop_work, &stop, OK);
}

static void addresses_that_mail_cannot_carry_are_problems(void **s)
{
	static const char *const wrong[] = {
		"ada",
		"@example.org",
		"ada@example",
		"a@b@example.org",
		"a b@example.org",
		"ada@.org",
		"ada@example.org.",
		"\xc3\xa9@example.org",
		"a,b@example.org",
	};
	struct clinic *clinic = *s;
	struct person ada = ada_of(clinic);

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct told told;

		ada.email = wrong[i];
		told = told_of(clinic, &ada);
		assert_int_equal(told.count, 1);
		assert_string_equal(told.list[0].address, "");
		assert_non_null(strstr(told.list[0].problem, "correct it"));
	}
	ada.email = NULL;
	assert_non_null(strstr(told_of(clinic, &ada).list[0].problem,
			       "no e-mail address"));
}

static void a_number_that_is_none_is_a_problem(void **s)
{
	struct clinic *clinic = *s;
	struct person ada = ada_of(clinic);

	ada.notice = NOTICE_TEXT;
	ada.phone = "call me";
	assert_non_null(strstr(told_of(clinic, &ada).list[0].problem,
			       "cannot be read"));
	ada.phone = NULL;
	assert_non_null(strstr(told_of(clinic, &ada).list[0].problem,
			       "no phone number"));
	ada.phone = "+1 416 555 0123";
	assert_null(told_of(clinic, &ada).list[0].problem);
}

static void both_ways_are_two_and_none_is_none(void **s)
{
	struct clinic *clinic = *s;
	struct person ada = ada_of(clinic);

	ada.phone = "+1 416 555 0123";
	ada.notice = NOTICE_BOTH;
	assert_int_equal(told_of(clinic, &ada).count, 2);
	ada.notice = NOTICE_NONE;
	assert_int_equal(told_of(clinic, &ada).count, 0);
}

static void an_address_that_two_share_is_told_once(void **s)
{
	struct clinic *clinic = *s;
	struct person ada = ada_of(clinic);

	contact(clinic, (struct contact){ .email = "ADA@example.org",
					  .notice = NOTICE_EMAIL });
	assert_int_equal(told_of(clinic, &ada).count, 1);
	contact(clinic, (struct contact){ .email = "eva@example.org",
					  .notice = NOTICE_EMAIL });
	assert_int_equal(told_of(clinic, &ada).count, 2);
	/* Who was erased is not there; who stands by them may be. */
	ada.erased = clinic->op->now;
	assert_int_equal(told_of(clinic, &ada).count, 1);
}

static void who_asked_for_none_gets_none_and_what_came_back_waits(void **s)
{
	struct clinic *clinic = *s;
	struct person ada = ada_of(clinic);
	struct notice_stop stop = { .channel = NOTICE_BY_EMAIL,
				    .address = "ada@example.org",
				    .cause = STOP_ASKED };
	struct told told;

	stopped(clinic, stop);
	assert_int_equal(told_of(clinic, &ada).count, 0);
	stop.cause = STOP_BOUNCED;
	stopped(clinic, stop);
	told = told_of(clinic, &ada);
	assert_non_null(strstr(told.list[0].problem, "came back: correct"));
	stop.reason = "no such box";
	stopped(clinic, stop);
	told = told_of(clinic, &ada);
	assert_non_null(strstr(told.list[0].problem, "came back, no such box"));
}

static void a_contacts_problem_names_the_contact(void **s)
{
	struct clinic *clinic = *s;
	struct person ada = ada_of(clinic);

	ada.notice = NOTICE_NONE;
	contact(clinic, (struct contact){ .notice = NOTICE_EMAIL });
	assert_non_null(strstr(told_of(clinic, &ada).list[0].problem,
			       "'s contact Eva Brown has no e-mail"));
}

static struct recipient payer_of(struct clinic *clinic, enum err expected)
{
	struct practice practice = practice_of(clinic);
	struct person ada = ada_of(clinic);
	struct recipient payer = { .address = NULL };

	assert_int_equal(practice_payer(place_read(clinic->place), &practice,
					&ada, &payer),
			 expected);
	return payer;
}

static void invoices_go_to_who_pays_where_there_is_an_address(void **s)
{
	struct clinic *clinic = *s;
	struct notice_stop stop = { .channel = NOTICE_BY_EMAIL,
				    .address = "ada@example.org",
				    .cause = STOP_ASKED };

	contact(clinic, (struct contact){ .email = "eva@example.org" });
	assert_string_equal(payer_of(clinic, OK).address, "ada@example.org");
	contact(clinic,
		(struct contact){ .email = "eva@example.org", .payer = true });
	assert_string_equal(payer_of(clinic, OK).address, "eva@example.org");
	contact(clinic, (struct contact){ .payer = true });
	assert_string_equal(payer_of(clinic, OK).address, "ada@example.org");
	stopped(clinic, stop);
	(void)payer_of(clinic, ERR_CONFLICT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_NOTICES(addresses_that_mail_cannot_carry_are_problems),
		WITH_NOTICES(a_number_that_is_none_is_a_problem),
		WITH_NOTICES(both_ways_are_two_and_none_is_none),
		WITH_NOTICES(an_address_that_two_share_is_told_once),
		WITH_NOTICES(
			who_asked_for_none_gets_none_and_what_came_back_waits),
		WITH_NOTICES(a_contacts_problem_names_the_contact),
		WITH_NOTICES(invoices_go_to_who_pays_where_there_is_an_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

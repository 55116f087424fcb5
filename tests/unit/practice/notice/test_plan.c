#include "tests/unit/practice/notice_fixture.h"

/* Which sessions a range has, and which ranges there are. */

static enum err plan(struct clinic *clinic, const struct plan_ask *ask,
		     struct plan *made)
{
	struct reader *reader = place_read(clinic->place);
	struct operation *op = store_reader_operation(reader);
	struct actor actor = op->actor;
	struct failure failure;
	enum err err;

	op->actor = clinic->op->actor;
	err = practice_plan(reader, ask, made);
	op->actor = actor;
	failure = op->failure;
	operation_recover(op);
	clinic->op->failure = failure;
	return err;
}

/* Refused for this field alone. */
static void refused(struct clinic *clinic, struct plan_ask ask,
		    const char *field, const char *code)
{
	struct plan made;

	assert_int_equal(plan(clinic, &ask, &made), ERR_INVALID);
	assert_true(clinic_field(clinic, field, code));
	assert_int_equal(clinic->op->failure.field_count, 1);
	clinic->op->failure = (struct failure){ .code = OK };
}

static size_t sessions_of(struct clinic *clinic, struct plan_ask ask)
{
	struct plan made;

	assert_int_equal(plan(clinic, &ask, &made), OK);
	return made.count;
}

static void s41_a_bound_is_a_day_or_a_wall_time(void **s)
{
	struct clinic *clinic = *s;

	refused(clinic, (struct plan_ask){ .from = NULL }, "from", "missing");
	refused(clinic, (struct plan_ask){ .from = "" }, "from", "missing");
	refused(clinic, (struct plan_ask){ .from = "soon" }, "from",
		"not-a-day");
	refused(clinic, (struct plan_ask){ "2026-06-10", "later", { 0 } }, "to",
		"not-a-day");
	refused(clinic, (struct plan_ask){ "2026-06-10T09:00", NULL, { 0 } },
		"to", "missing");
	refused(clinic, (struct plan_ask){ "2026-06-10T09:00", "noon", { 0 } },
		"to", "not-a-day");
}

static void s41_a_range_runs_forward_for_a_year_at_most(void **s)
{
	struct clinic *clinic = *s;

	refused(clinic, (struct plan_ask){ "2026-06-10", "2026-06-09", { 0 } },
		"to", "to-before-from");
	refused(clinic,
		(struct plan_ask){
			"2026-06-10T09:00", "2026-06-10T09:00", { 0 } },
		"to", "to-before-from");
	refused(clinic, (struct plan_ask){ "2026-01-01", "2027-01-02", { 0 } },
		"to", "range-too-long");
	refused(clinic,
		(struct plan_ask){
			"2026-01-01T00:00", "2027-01-03T00:00", { 0 } },
		"to", "range-too-long");
	assert_int_equal(sessions_of(clinic, (struct plan_ask){ "2026-01-01",
								"2027-01-01",
								{ 0 } }),
			 0);
}

static void s42_a_plan_has_the_sessions_of_its_range(void **s)
{
	struct clinic *clinic = *s;

	notice_coming(clinic); /* at 9:00 in Toronto */
	assert_int_equal(
		sessions_of(clinic,
			    (struct plan_ask){ NOTICE_DAY, NULL, { 0 } }),
		1);
	assert_int_equal(
		sessions_of(clinic,
			    (struct plan_ask){ "2026-06-11", NULL, { 0 } }),
		0);
	assert_int_equal(
		sessions_of(clinic, (struct plan_ask){ "2026-06-10T09:30",
						       "2026-06-10T12:00",
						       { 0 } }),
		1);
	assert_int_equal(
		sessions_of(clinic, (struct plan_ask){ "2026-06-10T10:00",
						       "2026-06-10T12:00",
						       { 0 } }),
		0);
}

static void s41_a_plan_is_of_those_practitioners_who_are_named(void **s)
{
	struct clinic *clinic = *s;
	int64_t both[] = { clinic->ben, clinic->maria };
	int64_t client[] = { clinic->clients[0] };
	int64_t nobody[] = { 999 };

	notice_coming(clinic);
	assert_int_equal(
		sessions_of(clinic,
			    (struct plan_ask){ NOTICE_DAY, NULL, { both, 1 } }),
		0);
	assert_int_equal(
		sessions_of(clinic,
			    (struct plan_ask){ NOTICE_DAY, NULL, { both, 2 } }),
		1);
	refused(clinic, (struct plan_ask){ NOTICE_DAY, NULL, { client, 1 } },
		"practitioners", "practitioner-unknown");
	refused(clinic, (struct plan_ask){ NOTICE_DAY, NULL, { nobody, 1 } },
		"practitioners", "practitioner-unknown");
}

static void s42_a_plan_is_for_the_office(void **s)
{
	struct clinic *clinic = *s;
	struct plan_ask ask = { .from = NOTICE_DAY };
	struct plan made;

	clinic_as(clinic, clinic->maria);
	assert_int_equal(plan(clinic, &ask, &made), ERR_FORBIDDEN);
}

static void s41_times_are_read_in_the_practices_zone(void **s)
{
	struct clinic *clinic = *s;

	refused(clinic, (struct plan_ask){ "2026-06-10T09:00", "", { 0 } },
		"to", "missing");
	place_sql(clinic->place, "UPDATE practice SET zone = 'Mars/Base'");
	refused(clinic,
		(struct plan_ask){
			"2026-06-10T09:00", "2026-06-10T10:00", { 0 } },
		"from", "not-a-day");
}

static void s41_of_several_only_those_who_are_asked_for(void **s)
{
	struct clinic *clinic = *s;
	int64_t other = 0;
	int64_t asked[2] = { clinic->ben };

	notice_coming(clinic);
	clinic_as(clinic, 0);
	other = clinic_person(clinic, "zoe", "Zoe Fry", ROLE_PRACTITIONER);
	clinic_as(clinic, clinic->staff);
	asked[1] = other;
	assert_int_equal(sessions_of(clinic, (struct plan_ask){ NOTICE_DAY,
								NULL,
								{ asked, 2 } }),
			 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_NOTICES(s41_a_bound_is_a_day_or_a_wall_time),
		WITH_NOTICES(s41_a_range_runs_forward_for_a_year_at_most),
		WITH_NOTICES(s42_a_plan_has_the_sessions_of_its_range),
		WITH_NOTICES(
			s41_a_plan_is_of_those_practitioners_who_are_named),
		WITH_NOTICES(s42_a_plan_is_for_the_office),
		WITH_NOTICES(s41_times_are_read_in_the_practices_zone),
		WITH_NOTICES(s41_of_several_only_those_who_are_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

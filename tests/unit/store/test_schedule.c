#include "store/schedule.h"

#include "store/actor.h"
#include "tests/unit/store/transaction_fixture.h"

static struct schedule piano(struct tx_fixture *fix)
{
	int64_t maria = tx_person(fix, ROLE_PRACTITIONER, "Maria Lopez");
	int64_t ada = tx_person(fix, ROLE_CLIENT, "Ada Brown");
	int64_t bob = tx_person(fix, ROLE_CLIENT, "Bob Cole");

	return (struct schedule){
		.days = 1 << MONDAY | 1 << SUNDAY,
		.repeat = REPEAT_MONTHLY,
		.count = 10,
		.enabled = true,
		.start = { 2026, 6, 8, 16, 30, 0 },
		.minutes = 50,
		.zone = "America/Toronto",
		.terms.service = tx_service(fix, "Piano"),
		.terms.place = "Room 2",
		.terms.public_note = "Bring the score",
		.terms.private_note = "Grades",
		.terms.practitioners = tx_ids(fix, maria, 0),
		.terms.clients = tx_ids(fix, bob, ada),
	};
}

static void assert_schedule(const struct schedule *a, const struct schedule *b)
{
	assert_int_equal(a->id, b->id);
	assert_int_equal(a->days, b->days);
	assert_int_equal(a->repeat, b->repeat);
	assert_int_equal(a->count, b->count);
	assert_int_equal(a->until.n, b->until.n);
	assert_int_equal(a->enabled, b->enabled);
	assert_int_equal(a->skip_closures, b->skip_closures);
	assert_int_equal(wall_utc(a->start).s, wall_utc(b->start).s);
	assert_int_equal(a->minutes, b->minutes);
	assert_string_equal(a->zone, b->zone);
	assert_int_equal(a->terms.service, b->terms.service);
	assert_string_equal(a->terms.place, b->terms.place);
	assert_string_equal(a->terms.public_note, b->terms.public_note);
	assert_string_equal(a->terms.private_note, b->terms.private_note);
	assert_int_equal(a->revision, b->revision);
}

static void a_schedule_is_found_as_it_was_stored(void **state)
{
	struct tx_fixture *fix = *state;
	struct schedule schedule = piano(fix), found;

	assert_int_equal(store_schedule_insert(fix->tx, &schedule), OK);
	assert_int_equal(schedule.revision, 1);
	assert_int_equal(store_schedule_find(fix->reader, schedule.id, &found),
			 OK);
	assert_schedule(&schedule, &found);
	assert_ids(&found.terms.practitioners,
		   schedule.terms.practitioners.at[0], 0);
	assert_ids(&found.terms.clients, schedule.terms.clients.at[0],
		   schedule.terms.clients.at[1]);
	assert_int_equal(store_schedule_find(fix->reader, 99, &found),
			 ERR_NOT_FOUND);
}

static void an_update_raises_the_revision_and_replaces_all(void **state)
{
	struct tx_fixture *fix = *state;
	struct schedule schedule = piano(fix), found;

	assert_int_equal(store_schedule_insert(fix->tx, &schedule), OK);
	schedule.days = 127;
	schedule.repeat = REPEAT_WEEKLY;
	schedule.count = 0;
	schedule.until = day_of(2026, 12, 31);
	schedule.enabled = false;
	schedule.skip_closures = true;
	/* In no zone's clock at that hour, for all that the store knows. */
	schedule.start = (struct wall){ 2026, 3, 8, 2, 30, 0 };
	schedule.minutes = 1440;
	schedule.terms.clients = tx_ids(fix, schedule.terms.clients.at[1], 0);
	assert_int_equal(store_schedule_update(fix->tx, &schedule), OK);
	assert_int_equal(schedule.revision, 2);
	assert_int_equal(store_schedule_find(fix->reader, schedule.id, &found),
			 OK);
	assert_schedule(&schedule, &found);
	assert_ids(&found.terms.clients, schedule.terms.clients.at[0], 0);
	schedule.id = 99;
	assert_int_equal(store_schedule_update(fix->tx, &schedule),
			 ERR_NOT_FOUND);
}

static void the_database_refuses_a_plan_without_days_or_length(void **state)
{
	struct tx_fixture *fix = *state;
	struct schedule schedule = piano(fix);

	schedule.days = 0;
	assert_int_equal(store_schedule_insert(fix->tx, &schedule),
			 ERR_STORAGE);
	schedule.days = 128;
	assert_int_equal(store_schedule_insert(fix->tx, &schedule),
			 ERR_STORAGE);
	schedule.days = 1;
	schedule.minutes = 0;
	assert_int_equal(store_schedule_insert(fix->tx, &schedule),
			 ERR_STORAGE);
	assert_int_equal(schedule.id, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TX(a_schedule_is_found_as_it_was_stored),
		WITH_TX(an_update_raises_the_revision_and_replaces_all),
		WITH_TX(the_database_refuses_a_plan_without_days_or_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

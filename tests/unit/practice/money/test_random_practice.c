#include "tests/unit/practice/money/random_walk.h"

#include "base/str.h"
#include "base/word.h"
#include "tests/unit/practice/money/random_walk_checks.h"
#include "tests/unit/practice/money/random_walk_steps.h"
#include "tests/unit/practice/money_fixture.h"

#include <pthread.h>
#include <stdlib.h>

struct step {
	const char *name;
	int weight;
	void (*take)(struct walk *walk);
};

static const struct step steps[] = {
	{ "session.add", 12, walk_session_add },
	{ "session.move", 3, walk_session_move },
	{ "session.save", 28, walk_session_save },
	{ "session.override", 5, walk_session_override },
	{ "session.reopen", 8, walk_session_reopen },
	{ "price.add", 2, walk_price_add },
	{ "rate.set", 2, walk_rate_set },
	{ "type.add", 1, walk_type_add },
	{ "type.edit", 3, walk_type_edit },
	{ "type.archive", 1, walk_type_archive },
	{ "invoice.draft", 7, walk_invoice_draft },
	{ "invoice.issue", 8, walk_invoice_issue },
	{ "invoice.void", 3, walk_invoice_void },
	{ "payment.add", 8, walk_payment_add },
	{ "payment.void", 2, walk_payment_void },
	{ "payment.refund", 3, walk_payment_refund },
	{ "payroll.add", 2, walk_payroll_add },
	{ "payroll.close", 2, walk_payroll_close },
};

#define STEPS 1000 /* of each practice; ten make 10,000 */
#define WHOLE_CHECK_EVERY 200

static const struct step *some_step(struct walk *walk)
{
	int64_t weight = 0, at;
	const struct step *step = steps;

	for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
		weight += steps[i].weight;
	for (at = walk_below(walk, weight); at >= step->weight; step++)
		at -= step->weight;
	return step;
}

static int steps_wanted(void)
{
	const char *other = getenv("PROPERTY_STEPS");
	int64_t number;

	if (!other)
		return STEPS;
	assert_true(str_to_int64(other, &number));
	return (int)number;
}

/* Did enough go well for the checks to mean something? */
static void check_reach(const struct walk *walk, size_t taken)
{
	print_message("%zu sessions, %zu saves, %zu invoices issued, "
		      "%zu payments, %zu payrolls closed, %lld postings\n",
		      walk->sessions.count, walk->completions.count,
		      walk->issued.count, walk->payments.count,
		      walk->closed.count, (long long)walk->posting);
	assert_true(walk->sessions.count > taken / 20);
	assert_true(walk->completions.count > taken / 20);
	assert_true(walk->issued.count > taken / 100);
	assert_true(walk->payments.count > taken / 100);
	assert_true(walk->closed.count > taken / 400);
}

static void run_steps(struct walk *walk)
{
	int count = steps_wanted();

	while (walk->step < count) {
		const struct step *step;

		walk_begin(walk);
		step = some_step(walk);
		walk->doing = step->name;
		walk->outcome = OK;
		step->take(walk);
		walk_check(walk);
		if (walk->step % WHOLE_CHECK_EVERY == 0)
			walk_check_all(walk);
	}
	walk_begin(walk);
	walk->doing = "the end";
	walk_check_all(walk);
	check_reach(walk, (size_t)count);
	walk->finished = true;
}

/* A few practices one after the other: whole checks of a long history take
 * long. A seed that was named is one practice. */
static void run_walks(void **state, int wanted, uint64_t seed,
		      const char *currency, const char *zone)
{
	int count = getenv("PROPERTY_SEED") ? 1 : wanted;

	for (int i = 0; i < count; i++) {
		struct walk *walk =
			walk_new(seed + (uint64_t)i, currency, zone);

		*state = walk;
		run_steps(walk);
		*state = NULL;
		walk_free(walk);
	}
}

/* What a failure left. */
static int free_walk(void **state)
{
	if (*state)
		walk_free(*state);
	return 0;
}

static void s36_books_agree_after_any_steps_in_cents(void **state)
{
	run_walks(state, 4, 100, "CAD", "America/Toronto");
}

static void s36_books_agree_after_any_steps_in_yen(void **state)
{
	run_walks(state, 3, 200, "JPY", "Asia/Tokyo");
}

static void s36_books_agree_after_any_steps_in_fils(void **state)
{
	run_walks(state, 3, 300, "BHD", "Asia/Bahrain");
}

#define RACES 50

struct racer {
	struct clinic *clinic;
	pthread_barrier_t *start;
	struct actor actor;
	struct save save;
	enum err err;
};

static void *race(void *context)
{
	struct racer *racer = context;
	struct arena *arena = arena_new();
	struct operation op;

	operation_init(&op, arena, racer->clinic->op->now);
	op.actor = racer->actor;
	pthread_barrier_wait(racer->start);
	racer->err = practice_session_save(&op, racer->clinic->store,
					   &racer->save, NULL);
	arena_free(arena);
	return NULL;
}

static struct racer racer(struct clinic *clinic, pthread_barrier_t *start,
			  enum channel channel, const char *type,
			  const struct session *session)
{
	struct racer made = {
		.clinic = clinic,
		.start = start,
		.actor = clinic->op->actor,
		.save = { .session = session->id,
			  .revision = session->revision,
			  .type = type },
	};

	made.actor.channel = channel;
	return made;
}

static void check_race(struct clinic *clinic, const struct session *before,
		       const struct racer racers[2])
{
	const struct racer *winner = racers[0].err ? &racers[1] : &racers[0];
	const struct racer *loser = racers[0].err ? &racers[0] : &racers[1];
	struct completion live, *list;
	size_t count;

	assert_int_equal(winner->err, OK);
	assert_int_equal(loser->err, ERR_CONFLICT);
	assert_int_equal(clinic_find(clinic, before->id).revision,
			 before->revision + 1);
	live = clinic_completion(clinic, before->id);
	assert_string_equal(live.slug, winner->save.type);
	assert_int_equal(live.channel, winner->actor.channel);
	assert_int_equal(store_completion_list(place_read(clinic->place),
					       before->id, &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_int_equal(clinic_audits(clinic, "session", before->id), 2);
	assert_string_equal(clinic_audit(clinic, "session", before->id).channel,
			    word_of(channel_words, winner->actor.channel));
}

static void s24_of_two_at_once_one_saves_and_one_conflicts(void **state)
{
	struct clinic *clinic = *state;
	pthread_barrier_t start;

	assert_int_equal(pthread_barrier_init(&start, NULL, 2), 0);
	for (int i = 0; i < RACES; i++) {
		char *starts = arena_printf(clinic->op->arena,
					    "2026-04-%02dT%02d:00:00Z",
					    1 + i / 2, 12 + i % 2);
		struct session session =
			clinic_session(clinic, starts, 50, clinic->fixed, 1);
		struct racer racers[2] = {
			racer(clinic, &start, CHANNEL_CALENDAR, "completed",
			      &session),
			racer(clinic, &start, CHANNEL_PAGE, "missed", &session),
		};
		pthread_t threads[2];

		for (int j = 0; j < 2; j++)
			assert_int_equal(pthread_create(&threads[j], NULL, race,
							&racers[j]),
					 0);
		for (int j = 0; j < 2; j++)
			assert_int_equal(pthread_join(threads[j], NULL), 0);
		check_race(clinic, &session, racers);
	}
	assert_int_equal(
		billing_sum(clinic, ACCOUNT_RECEIVABLE, clinic->clients[0]),
		RACES * 4803);
	billing_verify(clinic);
	pthread_barrier_destroy(&start);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			s36_books_agree_after_any_steps_in_cents, NULL,
			free_walk),
		cmocka_unit_test_setup_teardown(
			s36_books_agree_after_any_steps_in_yen, NULL,
			free_walk),
		cmocka_unit_test_setup_teardown(
			s36_books_agree_after_any_steps_in_fils, NULL,
			free_walk),
		WITH_BILLING(s24_of_two_at_once_one_saves_and_one_conflicts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

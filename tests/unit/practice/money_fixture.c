#include "tests/unit/practice/money_fixture.h"

#include "practice/money/billing.h"

int till_setup(void **state)
{
	struct scene *scene;
	int failed = scene_setup(state);

	if (failed)
		return failed;
	scene = *state;
	scene_at(scene, "2026-06-10T16:00:00Z");
	scene_as(scene, scene->staff);
	return 0;
}

struct day till_june(int day)
{
	return day_of(2026, 6, day);
}

static int64_t saved(struct scene *scene, int day, int64_t service,
		     size_t clients)
{
	struct arena *arena = scene->op->arena;
	char *start = arena_printf(arena, "2026-06-%02dT14:00:00Z", day);
	struct session session =
		scene_session(scene, start, 60, service, clients);

	assert_ok(scene, scene_save(scene, session.id, "completed"));
	return session.id;
}

int64_t till_saved(struct scene *scene, int day, size_t clients)
{
	return saved(scene, day, scene->fixed, clients);
}

int64_t till_saved_of(struct scene *scene, int day, int64_t service)
{
	return saved(scene, day, service, 1);
}

void till_reopen(struct scene *scene, int64_t session)
{
	struct actor actor = scene->op->actor;

	scene_as(scene, scene->admin);
	assert_ok(scene, scene_save(scene, session, "open"));
	scene->op->actor = actor;
}

bool till_billed(struct reader *reader, int64_t session)
{
	struct session found;
	bool billed = false;

	assert_int_equal(store_session_find(reader, session, &found), OK);
	if (found.completion)
		assert_int_equal(practice_completion_billed(
					 reader, found.completion, &billed),
				 OK);
	return billed;
}

struct invoice till_draft(struct scene *scene, int to)
{
	struct invoice invoice;

	assert_ok(scene, practice_invoice_draft(scene->op, scene->store,
						scene->clients[0],
						till_june(to), &invoice));
	return invoice;
}

struct invoice till_issued(struct scene *scene, int to)
{
	struct invoice invoice = till_draft(scene, to);

	assert_ok(scene, practice_invoice_issue(scene->op, scene->store,
						invoice.id, &invoice));
	return invoice;
}

struct invoice till_invoice(struct scene *scene, int64_t id)
{
	struct invoice invoice;

	assert_int_equal(
		store_invoice_find(place_read(scene->place), id, &invoice), OK);
	return invoice;
}

void till_void(struct scene *scene, int64_t id)
{
	struct actor actor = scene->op->actor;
	struct invoice invoice;

	scene_as(scene, scene->admin);
	assert_ok(scene,
		  practice_invoice_void(scene->op, scene->store, id, &invoice));
	assert_int_equal(invoice.status, INVOICE_VOID);
	scene->op->actor = actor;
}

struct payment till_pay(struct scene *scene, int64_t minor)
{
	struct payment_entry entry = { .client = scene->clients[0],
				       .amount = { minor },
				       .method = "card" };
	struct payment payment;

	assert_ok(scene, practice_payment_add(scene->op, scene->store, &entry,
					      &payment));
	return payment;
}

struct payment till_payment(struct scene *scene, int64_t id)
{
	struct payment payment;

	assert_int_equal(
		store_payment_find(place_read(scene->place), id, &payment), OK);
	return payment;
}

struct client_balance till_balance(struct scene *scene)
{
	struct client_balance balance;

	assert_int_equal(practice_balance(place_read(scene->place),
					  scene->clients[0], &balance),
			 OK);
	return balance;
}

int64_t till_sum(struct scene *scene, enum account_kind account, int64_t person)
{
	return scene_sum(scene, account, person).minor;
}

void till_verify(struct scene *scene)
{
	struct ledger_proof proof;

	assert_int_equal(store_ledger_verify(place_read(scene->place), &proof),
			 OK);
	if (!proof.ok)
		print_error("%s\n", proof.fault);
	assert_true(proof.ok);
}

#include "tests/unit/store/ledger_fixture.h"

#include "store/payment.h"

static struct completion_client client_part(int64_t client)
{
	return (struct completion_client){
		.client = client,
		.slug = "completed",
		.label = "Completed",
		.map = MAP_COMPLETED,
		.modifier = MODIFIER_PERCENTAGE,
		.client_modifier = 100,
		.practitioner_modifier = 100,
		.rate = { 4250 },
		.base = { 4250 },
		.charge = { 4250 },
		.tax_bp = 1300,
		.tax = { 553 },
	};
}

struct completion books_completion(struct desk *desk, const struct books *books)
{
	struct completion completion = {
		.session = books->session,
		.slug = "completed",
		.label = "Completed",
		.map = MAP_COMPLETED,
		.modifier = MODIFIER_PERCENTAGE,
		.client_modifier = 100,
		.practitioner_modifier = 100,
		.service = books->service,
		.service_name = "Piano",
		.service_kind = SERVICE_FIXED,
		.basis = WAGE_SESSION,
		.minutes = 60,
		.saved_by = books->maria,
		.saved_at = { START + HOUR },
		.channel = CHANNEL_CALENDAR,
		.device = "iPhone",
		.reopened_at = INSTANT_MAX,
		.client_count = 2,
		.practitioner_count = 1,
	};

	completion.clients =
		arena_array(desk->arena, 2, sizeof(*completion.clients));
	completion.clients[0] = client_part(books->bob);
	completion.clients[1] = client_part(books->ada);
	completion.practitioners =
		arena_array(desk->arena, 1, sizeof(*completion.practitioners));
	completion.practitioners[0] = (struct completion_practitioner){
		.practitioner = books->maria,
		.rate = { 3000 },
		.base = { 3000 },
		.wage = { 3000 },
	};
	return completion;
}

static void add_entry(struct posting *posting, enum account_kind account,
		      int64_t person, int64_t amount)
{
	posting->entries[posting->count++] = (struct entry){
		.account = account,
		.person = person,
		.amount = { amount },
	};
}

struct posting books_posting(struct desk *desk,
			     const struct completion *completion)
{
	struct posting posting = {
		.at = completion->saved_at,
		.kind = "save",
		.session = completion->session,
		.completion = completion->id,
		.actor = completion->saved_by,
	};
	int64_t charges = 0, taxes = 0, wage;

	posting.entries = arena_array(desk->arena, 8, sizeof(struct entry));
	for (size_t i = 0; i < completion->client_count; i++) {
		const struct completion_client *part = &completion->clients[i];

		add_entry(&posting, ACCOUNT_RECEIVABLE, part->client,
			  part->charge.minor + part->tax.minor);
		charges += part->charge.minor;
		taxes += part->tax.minor;
	}
	wage = completion->practitioners[0].wage.minor;
	add_entry(&posting, ACCOUNT_INCOME, 0, -charges);
	add_entry(&posting, ACCOUNT_TAX, 0, -taxes);
	add_entry(&posting, ACCOUNT_WAGES, 0, wage);
	add_entry(&posting, ACCOUNT_PAYABLE,
		  completion->practitioners[0].practitioner, -wage);
	return posting;
}

void books_open(struct desk *desk, struct books *books)
{
	struct session session;

	books->maria = desk_person(desk, ROLE_PRACTITIONER, "Maria Lopez");
	books->ada = desk_person(desk, ROLE_CLIENT, "Ada Brown");
	books->bob = desk_person(desk, ROLE_CLIENT, "Bob Cole");
	books->service = desk_service(desk, "Piano");
	session = desk_session(desk, "u1", (struct instant){ START },
			       books->maria, books->ada);
	session.terms.service = books->service;
	assert_int_equal(store_session_insert(desk->tx, &session), OK);
	books->session = session.id;
}

static struct posting negative(struct desk *desk, const struct posting *of,
			       struct instant at)
{
	struct posting posting = *of;

	posting.at = at;
	posting.kind = "reopen";
	posting.reverses = of->id;
	posting.entries =
		arena_array(desk->arena, of->count, sizeof(struct entry));
	for (size_t i = 0; i < of->count; i++) {
		posting.entries[i] = of->entries[i];
		posting.entries[i].amount = money_negate(of->entries[i].amount);
	}
	return posting;
}

static void save(struct desk *desk, struct completion *completion,
		 struct posting *posting)
{
	assert_int_equal(store_completion_insert(desk->tx, completion), OK);
	*posting = books_posting(desk, completion);
	assert_int_equal(store_posting_insert(desk->tx, posting), OK);
	assert_int_equal(
		store_completion_posted(desk->tx, completion->id, posting->id),
		OK);
	completion->posting = posting->id;
}

void books_fill(struct desk *desk, struct books *books)
{
	struct instant reopened = { START + 2 * HOUR };
	struct posting *posting = &books->payment;
	struct payment payment = { .amount = { 10000 },
				   .entered = { START + 4 * HOUR },
				   .voided = INSTANT_MAX };

	books_open(desk, books);
	books->first = books_completion(desk, books);
	save(desk, &books->first, &books->save);

	books->reopen = negative(desk, &books->save, reopened);
	assert_int_equal(store_posting_insert(desk->tx, &books->reopen), OK);
	assert_int_equal(store_completion_reopened(desk->tx, books->first.id,
						   books->reopen.id, reopened),
			 OK);

	books->second = books_completion(desk, books);
	books->second.saved_at.s = START + 3 * HOUR;
	books->second.clients[1].charge.minor = 2125;
	books->second.clients[1].tax.minor = 276;
	save(desk, &books->second, &books->resave);

	payment.client = books->ada;
	assert_int_equal(store_payment_insert(desk->tx, &payment), OK);
	*posting = (struct posting){
		.at = payment.entered,
		.kind = "payment",
		.payment = payment.id,
	};
	posting->entries = arena_array(desk->arena, 2, sizeof(struct entry));
	add_entry(posting, ACCOUNT_CASH, 0, 10000);
	add_entry(posting, ACCOUNT_RECEIVABLE, books->ada, -10000);
	assert_int_equal(store_posting_insert(desk->tx, posting), OK);
	assert_int_equal(
		store_payment_posted(desk->tx, payment.id, posting->id), OK);
}

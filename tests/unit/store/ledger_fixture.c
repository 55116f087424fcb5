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

struct completion ledger_completion(struct tx_fixture *fix,
				    const struct small_ledger *ledger)
{
	struct completion completion = {
		.session = ledger->session,
		.slug = "completed",
		.label = "Completed",
		.map = MAP_COMPLETED,
		.modifier = MODIFIER_PERCENTAGE,
		.client_modifier = 100,
		.practitioner_modifier = 100,
		.service = ledger->service,
		.service_name = "Piano",
		.service_kind = SERVICE_FIXED,
		.basis = WAGE_SESSION,
		.minutes = 60,
		.saved_by = ledger->maria,
		.saved_at = { START + HOUR },
		.channel = CHANNEL_CALENDAR,
		.device = "iPhone",
		.reopened_at = INSTANT_MAX,
		.client_count = 2,
		.practitioner_count = 1,
	};

	completion.clients =
		arena_array(fix->arena, 2, sizeof(*completion.clients));
	completion.clients[0] = client_part(ledger->bob);
	completion.clients[1] = client_part(ledger->ada);
	completion.practitioners =
		arena_array(fix->arena, 1, sizeof(*completion.practitioners));
	completion.practitioners[0] = (struct completion_practitioner){
		.practitioner = ledger->maria,
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

struct posting ledger_posting(struct tx_fixture *fix,
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

	posting.entries = arena_array(fix->arena, 8, sizeof(struct entry));
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

void ledger_open(struct tx_fixture *fix, struct small_ledger *ledger)
{
	struct session session;

	ledger->maria = tx_person(fix, ROLE_PRACTITIONER, "Maria Lopez");
	ledger->ada = tx_person(fix, ROLE_CLIENT, "Ada Brown");
	ledger->bob = tx_person(fix, ROLE_CLIENT, "Bob Cole");
	ledger->service = tx_service(fix, "Piano");
	session = tx_session(fix, "u1", (struct instant){ START },
			     ledger->maria, ledger->ada);
	session.terms.service = ledger->service;
	assert_int_equal(store_session_insert(fix->tx, &session), OK);
	ledger->session = session.id;
}

static struct posting negative(struct tx_fixture *fix, const struct posting *of,
			       struct instant at)
{
	struct posting posting = *of;

	posting.at = at;
	posting.kind = "reopen";
	posting.reverses = of->id;
	posting.entries =
		arena_array(fix->arena, of->count, sizeof(struct entry));
	for (size_t i = 0; i < of->count; i++) {
		posting.entries[i] = of->entries[i];
		posting.entries[i].amount = money_negate(of->entries[i].amount);
	}
	return posting;
}

static void save(struct tx_fixture *fix, struct completion *completion,
		 struct posting *posting)
{
	assert_int_equal(store_completion_insert(fix->tx, completion), OK);
	*posting = ledger_posting(fix, completion);
	assert_int_equal(store_posting_insert(fix->tx, posting), OK);
	assert_int_equal(
		store_completion_posted(fix->tx, completion->id, posting->id),
		OK);
	completion->posting = posting->id;
}

void ledger_fill(struct tx_fixture *fix, struct small_ledger *ledger)
{
	struct instant reopened = { START + 2 * HOUR };
	struct posting *posting = &ledger->payment;
	struct payment payment = { .amount = { 10000 },
				   .entered = { START + 4 * HOUR },
				   .voided = INSTANT_MAX };

	ledger_open(fix, ledger);
	ledger->first = ledger_completion(fix, ledger);
	save(fix, &ledger->first, &ledger->save);

	ledger->reopen = negative(fix, &ledger->save, reopened);
	assert_int_equal(store_posting_insert(fix->tx, &ledger->reopen), OK);
	assert_int_equal(store_completion_reopened(fix->tx, ledger->first.id,
						   ledger->reopen.id, reopened),
			 OK);

	ledger->second = ledger_completion(fix, ledger);
	ledger->second.saved_at.s = START + 3 * HOUR;
	ledger->second.clients[1].charge.minor = 2125;
	ledger->second.clients[1].tax.minor = 276;
	save(fix, &ledger->second, &ledger->resave);

	payment.client = ledger->ada;
	assert_int_equal(store_payment_insert(fix->tx, &payment), OK);
	*posting = (struct posting){
		.at = payment.entered,
		.kind = "payment",
		.payment = payment.id,
	};
	posting->entries = arena_array(fix->arena, 2, sizeof(struct entry));
	add_entry(posting, ACCOUNT_CASH, 0, 10000);
	add_entry(posting, ACCOUNT_RECEIVABLE, ledger->ada, -10000);
	assert_int_equal(store_posting_insert(fix->tx, posting), OK);
	assert_int_equal(store_payment_posted(fix->tx, payment.id, posting->id),
			 OK);
}

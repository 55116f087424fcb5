#include "tests/unit/practice/money/random_walk_checks.h"

#include "base/str.h"
#include "practice/money/statement.h"
#include "store/allocation.h"
#include "store/payment.h"
#include "store/verify.h"

#include <stdlib.h>

static struct reader *read_now(struct walk *walk)
{
	return place_read(walk->clinic.place);
}

static long long number(struct money amount)
{
	return amount.minor;
}

static void add_to(struct money *sum, struct money amount)
{
	*sum = money_add(*sum, amount);
}

static struct money less(struct money a, struct money b)
{
	return money_add(a, money_negate(b));
}

static struct digest finished(const struct buf *text)
{
	return digest_sha256(text->at, text->len);
}

struct digest walk_of_completion(struct walk *walk,
				 const struct completion *completion)
{
	struct buf text;

	buf_init(&text, walk->clinic.op->arena);
	buf_printf(&text, "%s|%s|%d|%s|%lld|%s|%lld\n", completion->slug,
		   completion->label, (int)completion->map,
		   completion->service_name, (long long)completion->minutes,
		   completion->reason ? completion->reason : "",
		   (long long)completion->posting);
	for (size_t i = 0; i < completion->client_count; i++) {
		const struct completion_client *part = &completion->clients[i];

		buf_printf(&text, "%lld|%s|%s|%d|%d|%lld|%lld|",
			   (long long)part->client, part->slug, part->label,
			   (int)part->map, (int)part->modifier,
			   (long long)part->client_modifier,
			   (long long)part->practitioner_modifier);
		buf_printf(&text, "%lld|%lld|%lld|%d|%lld\n",
			   number(part->rate), number(part->base),
			   number(part->charge), (int)part->tax_bp,
			   number(part->tax));
	}
	for (size_t i = 0; i < completion->practitioner_count; i++) {
		const struct completion_practitioner *part =
			&completion->practitioners[i];

		buf_printf(&text, "%lld|%lld|%lld|%lld|%d\n",
			   (long long)part->practitioner, number(part->rate),
			   number(part->base), number(part->wage),
			   part->hourly);
	}
	return finished(&text);
}

struct digest walk_of_invoice(struct walk *walk, const struct invoice *invoice)
{
	struct buf text;

	assert_non_null(invoice->number);
	assert_non_null(invoice->document);
	assert_non_null(invoice->addressee);
	buf_init(&text, walk->clinic.op->arena);
	buf_printf(&text, "%lld|%s|%s|%s|%lld\n", (long long)invoice->counter,
		   invoice->number, invoice->document, invoice->addressee,
		   (long long)invoice->issued.s);
	buf_printf(&text, "%lld|%lld\n", number(invoice->charge),
		   number(invoice->tax));
	for (size_t i = 0; i < invoice->line_count; i++) {
		const struct invoice_line *line = &invoice->lines[i];

		buf_printf(&text, "%lld|%d|%d|%s|%s|%lld|%lld\n",
			   (long long)line->completion, line->credit,
			   (int)line->day.n, line->service, line->label,
			   number(line->charge), number(line->tax));
	}
	return finished(&text);
}

struct digest walk_of_run(struct walk *walk, int64_t id)
{
	struct reader *reader = read_now(walk);
	struct payroll run;
	struct wage *wages;
	size_t count;
	struct buf text;

	assert_int_equal(store_payroll_find(reader, id, &run), OK);
	assert_true(run.closed);
	assert_int_equal(store_payroll_wages(reader, id, &wages, &count), OK);
	buf_init(&text, walk->clinic.op->arena);
	buf_printf(&text, "%d|%lld|%lld\n", (int)run.to.n,
		   (long long)run.closed_at.s, (long long)run.posting);
	for (size_t i = 0; i < count; i++)
		buf_printf(&text, "%lld|%lld|%d|%d|%lld|%lld|%s|%s\n",
			   (long long)wages[i].completion,
			   (long long)wages[i].practitioner, wages[i].reversal,
			   (int)wages[i].day.n, number(wages[i].amount),
			   (long long)wages[i].minutes, wages[i].service,
			   wages[i].label);
	return finished(&text);
}

static void same_completion(struct walk *walk, const struct kept *kept)
{
	struct completion completion;
	struct digest now;

	assert_int_equal(store_completion_find(walk->clinic.place->reader,
					       kept->id, &completion),
			 OK);
	now = walk_of_completion(walk, &completion);
	assert_true(digest_equal(&now, &kept->digest));
}

static void same_invoice(struct walk *walk, const struct kept *kept)
{
	struct invoice invoice;
	struct digest now;

	assert_int_equal(store_invoice_find(walk->clinic.place->reader,
					    kept->id, &invoice),
			 OK);
	now = walk_of_invoice(walk, &invoice);
	assert_true(digest_equal(&now, &kept->digest));
}

static void same_run(struct walk *walk, const struct kept *kept)
{
	struct digest now = walk_of_run(walk, kept->id);

	assert_true(digest_equal(&now, &kept->digest));
}

typedef void same(struct walk *walk, const struct kept *kept);

static void check_one(struct walk *walk, const struct pile *pile, same *check)
{
	if (pile->count)
		check(walk, &pile->at[walk_below(walk, (int64_t)pile->count)]);
}

static void check_each(struct walk *walk, const struct pile *pile, same *check)
{
	for (size_t i = 0; i < pile->count; i++)
		check(walk, &pile->at[i]);
}

static struct money *running(struct walk *walk, const struct entry *entry)
{
	if (entry->account == ACCOUNT_RECEIVABLE) {
		for (int i = 0; i < WALK_CLIENTS; i++) {
			if (walk->clients[i] == entry->person)
				return &walk->receivable[i];
		}
	}
	if (entry->account == ACCOUNT_PAYABLE) {
		for (int i = 0; i < WALK_PRACTITIONERS; i++) {
			if (walk->practitioners[i] == entry->person)
				return &walk->payable[i];
		}
	}
	assert_int_equal(entry->person, 0);
	return NULL;
}

static void check_posting(struct walk *walk, const struct posting *posting)
{
	struct money sum = { 0 };

	assert_int_equal(posting->id, walk->posting + 1);
	assert_true(posting->count >= 2);
	for (size_t i = 0; i < posting->count; i++) {
		struct money *account = running(walk, &posting->entries[i]);

		add_to(&sum, posting->entries[i].amount);
		if (account)
			add_to(account, posting->entries[i].amount);
	}
	assert_int_equal(sum.minor, 0);
	walk->posting = posting->id;
}

/* A step posts twice at most: a re-opening and a save. */
static void check_postings(struct walk *walk)
{
	struct posting *list;
	size_t count;

	assert_int_equal(store_posting_list(read_now(walk), walk->posting, 3,
					    &list, &count),
			 OK);
	assert_true(count <= (walk->outcome ? 0 : 2));
	for (size_t i = 0; i < count; i++)
		check_posting(walk, &list[i]);
}

static struct money sum_before(struct walk *walk, enum account_kind account,
			       int64_t person, struct instant before)
{
	struct money sum;

	assert_int_equal(store_account_sum(walk->clinic.place->reader, account,
					   person, before, &sum),
			 OK);
	return sum;
}

static int64_t spare_of(struct walk *walk, int64_t client)
{
	struct spare *spares;
	int64_t sum = 0;
	size_t count;

	assert_int_equal(store_spare_list(walk->clinic.place->reader, client,
					  &spares, &count),
			 OK);
	for (size_t i = 0; i < count; i++)
		sum += spares[i].left.minor;
	return sum;
}

static void check_statement(struct walk *walk, int at, struct instant from)
{
	struct reader *reader = walk->clinic.place->reader;
	int64_t client = walk->clients[at];
	struct account_statement statement;
	struct client_balance balance;
	struct money sum;

	assert_int_equal(practice_statement(reader, client,
					    (struct span){ from, INSTANT_MAX },
					    &statement),
			 OK);
	assert_int_equal(practice_balance(reader, client, &balance), OK);
	sum = sum_before(walk, ACCOUNT_RECEIVABLE, client, from);
	assert_int_equal(statement.opening.minor, sum.minor);
	for (size_t i = 0; i < statement.count; i++) {
		add_to(&sum, statement.entries[i].amount);
		assert_int_equal(statement.entries[i].balance.minor, sum.minor);
	}
	assert_int_equal(statement.closing.minor, sum.minor);
	assert_int_equal(balance.balance.minor, sum.minor);
	assert_int_equal(balance.credit.minor, spare_of(walk, client));
	assert_int_equal(walk->receivable[at].minor, sum.minor);
	sum = sum_before(walk, ACCOUNT_RECEIVABLE, client, INSTANT_MAX);
	assert_int_equal(balance.balance.minor, sum.minor);
}

void walk_check(struct walk *walk)
{
	int client = (int)walk_below(walk, WALK_CLIENTS);
	struct instant from = walk->now;

	from.s -= walk_below(walk, 3 * 86400);
	clinic_as(&walk->clinic, 0);
	check_postings(walk);
	check_statement(walk, client, from);
	check_one(walk, &walk->completions, same_completion);
	check_one(walk, &walk->issued, same_invoice);
	check_one(walk, &walk->closed, same_run);
}

/* The same sums from the documents, not from the ledger. */
struct expected {
	struct money receivable[WALK_CLIENTS];
	struct money payable[WALK_PRACTITIONERS];
};

static void expect(struct walk *walk, struct expected *expected,
		   enum account_kind account, int64_t person,
		   struct money amount)
{
	struct entry entry = { account, person, amount };
	struct money *sum = running(walk, &entry);

	assert_non_null(sum);
	if (account == ACCOUNT_RECEIVABLE)
		add_to(&expected->receivable[sum - walk->receivable], amount);
	else
		add_to(&expected->payable[sum - walk->payable], amount);
}

/* At most one completion of a session stands, and it is charged. */
static void expect_session(struct walk *walk, struct expected *expected,
			   int64_t session)
{
	struct completion *list;
	size_t count, live = 0;

	assert_int_equal(store_completion_list(walk->clinic.place->reader,
					       session, &list, &count),
			 OK);
	for (size_t i = 0; i < count; i++) {
		const struct completion *completion = &list[i];

		if (completion->reopened_at.s != INSTANT_MAX.s)
			continue;
		live++;
		for (size_t j = 0; j < completion->client_count; j++)
			expect(walk, expected, ACCOUNT_RECEIVABLE,
			       completion->clients[j].client,
			       money_add(completion->clients[j].charge,
					 completion->clients[j].tax));
		for (size_t j = 0; j < completion->practitioner_count; j++)
			expect(walk, expected, ACCOUNT_PAYABLE,
			       completion->practitioners[j].practitioner,
			       money_negate(completion->practitioners[j].wage));
	}
	assert_int_equal(live, clinic_find(&walk->clinic, session).state ==
				       SESSION_SAVED);
}

static void expect_payment(struct walk *walk, struct expected *expected,
			   int64_t id)
{
	struct payment payment;
	struct money kept;

	assert_int_equal(
		store_payment_find(walk->clinic.place->reader, id, &payment),
		OK);
	kept = less(payment.amount, payment.refunded);
	if (payment.voided.s != INSTANT_MAX.s)
		kept.minor = 0;
	assert_true(payment.allocated.minor >= 0);
	assert_true(payment.allocated.minor <= kept.minor);
	expect(walk, expected, ACCOUNT_RECEIVABLE, payment.client,
	       money_negate(kept));
}

static void expect_run(struct walk *walk, struct expected *expected,
		       int64_t run)
{
	struct wage *wages;
	size_t count;

	assert_int_equal(store_payroll_wages(walk->clinic.place->reader, run,
					     &wages, &count),
			 OK);
	for (size_t i = 0; i < count; i++)
		expect(walk, expected, ACCOUNT_PAYABLE, wages[i].practitioner,
		       wages[i].amount);
}

static void check_accounts(struct walk *walk)
{
	struct expected expected = { .receivable = { { 0 } } };
	struct reader *reader;

	for (size_t i = 0; i < walk->sessions.count; i++)
		expect_session(walk, &expected, walk->sessions.at[i].id);
	reader = read_now(walk);
	for (size_t i = 0; i < walk->payments.count; i++)
		expect_payment(walk, &expected, walk->payments.at[i].id);
	for (size_t i = 0; i < walk->closed.count; i++)
		expect_run(walk, &expected, walk->closed.at[i].id);
	for (int i = 0; i < WALK_CLIENTS; i++) {
		check_statement(walk, i, INSTANT_MIN);
		assert_int_equal(walk->receivable[i].minor,
				 expected.receivable[i].minor);
	}
	for (int i = 0; i < WALK_PRACTITIONERS; i++) {
		struct wages wages;

		assert_int_equal(practice_wages(reader, walk->practitioners[i],
						WHOLE_TIME, &wages),
				 OK);
		assert_int_equal(walk->payable[i].minor,
				 expected.payable[i].minor);
		assert_int_equal(walk->payable[i].minor, -wages.unpaid.minor);
	}
}

static int by_line(const void *a, const void *b)
{
	const struct invoice_line *first = a, *second = b;

	if (first->completion != second->completion)
		return first->completion < second->completion ? -1 : 1;
	if (first->client != second->client)
		return first->client < second->client ? -1 : 1;
	return (int)first->credit - (int)second->credit;
}

/* Once on a live invoice as a charge; and once as its credit. */
static void check_lines(struct invoice_line *lines, size_t count)
{
	if (count == 0)
		return;
	qsort(lines, count, sizeof(*lines), by_line);
	for (size_t i = 0; i < count; i++) {
		const struct invoice_line *line = &lines[i];

		if (i > 0)
			assert_int_not_equal(by_line(line - 1, line), 0);
		if (!line->credit)
			continue;
		assert_true(i > 0);
		assert_int_equal(line[-1].completion, line->completion);
		assert_int_equal(line[-1].client, line->client);
		assert_int_equal(line[-1].charge.minor, -line->charge.minor);
		assert_int_equal(line[-1].tax.minor, -line->tax.minor);
	}
}

/* Its sums are its lines', and no more is settled than is due or to give. */
static void check_invoice(const struct invoice *invoice)
{
	struct money charge = { 0 }, tax = { 0 };
	int64_t total;

	for (size_t i = 0; i < invoice->line_count; i++) {
		add_to(&charge, invoice->lines[i].charge);
		add_to(&tax, invoice->lines[i].tax);
	}
	assert_int_equal(invoice->charge.minor, charge.minor);
	assert_int_equal(invoice->tax.minor, tax.minor);
	total = charge.minor + tax.minor;
	assert_true(invoice->settled.minor >= (total < 0 ? total : 0));
	assert_true(invoice->settled.minor <= (total > 0 ? total : 0));
	if (invoice->status != INVOICE_ISSUED)
		assert_int_equal(invoice->settled.minor, 0);
}

static void check_invoices(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	struct invoice_line *lines = NULL;
	size_t count = 0, room = 0;
	int64_t highest = 0;

	for (size_t i = 0; i < walk->invoices.count; i++) {
		struct invoice invoice;

		assert_int_equal(store_invoice_find(clinic->place->reader,
						    walk->invoices.at[i].id,
						    &invoice),
				 OK);
		check_invoice(&invoice);
		if (invoice.counter > highest)
			highest = invoice.counter;
		if (invoice.status == INVOICE_VOID)
			continue;
		for (size_t j = 0; j < invoice.line_count; j++) {
			lines = arena_grow(clinic->op->arena, lines, count,
					   &room, sizeof(*lines));
			lines[count++] = invoice.lines[j];
		}
	}
	check_lines(lines, count);
	/* S38: numbers have no gap */
	assert_int_equal(highest, walk->issued.count);
}

void walk_check_all(struct walk *walk)
{
	struct ledger_proof proof;
	struct money total = { 0 };

	clinic_as(&walk->clinic, 0);
	check_postings(walk);
	assert_int_equal(store_ledger_verify(read_now(walk), &proof), OK);
	if (!proof.ok)
		print_error("%s\n", proof.fault);
	assert_true(proof.ok);
	assert_int_equal(proof.transactions, walk->posting);
	for (int account = 0; account <= ACCOUNT_CASH; account++)
		add_to(&total, sum_before(walk, (enum account_kind)account, 0,
					  INSTANT_MAX));
	assert_int_equal(total.minor, 0);
	check_accounts(walk);
	check_invoices(walk);
	check_each(walk, &walk->completions, same_completion);
	check_each(walk, &walk->issued, same_invoice);
	check_each(walk, &walk->closed, same_run);
}

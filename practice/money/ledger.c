#include "practice/money/ledger.h"

#include <assert.h>

/* A posting under way: entries of zero are left out. */
static void add_entry(struct posting *posting, enum account_kind account,
		      int64_t person, struct money amount)
{
	if (amount.minor == 0)
		return;
	posting->entries[posting->count++] =
		(struct entry){ account, person, amount };
}

/* Debit each client charge and tax, credit income and tax. */
static void add_charges(struct posting *posting,
			const struct completion *completion)
{
	struct money income = { 0 }, tax = { 0 };

	for (size_t i = 0; i < completion->client_count; i++) {
		const struct completion_client *client =
			&completion->clients[i];

		add_entry(posting, ACCOUNT_RECEIVABLE, client->client,
			  money_add(client->charge, client->tax));
		income = money_add(income, client->charge);
		tax = money_add(tax, client->tax);
	}
	add_entry(posting, ACCOUNT_INCOME, 0, money_negate(income));
	add_entry(posting, ACCOUNT_TAX, 0, money_negate(tax));
}

/* Debit wages, credit each practitioner. */
static void add_wages(struct posting *posting,
		      const struct completion *completion)
{
	struct money wages = { 0 };

	for (size_t i = 0; i < completion->practitioner_count; i++)
		wages = money_add(wages, completion->practitioners[i].wage);
	add_entry(posting, ACCOUNT_WAGES, 0, wages);
	for (size_t i = 0; i < completion->practitioner_count; i++)
		add_entry(posting, ACCOUNT_PAYABLE,
			  completion->practitioners[i].practitioner,
			  money_negate(completion->practitioners[i].wage));
}

enum err practice_post_save(struct transaction *tx,
			    struct completion *completion)
{
	struct operation *op = store_tx_operation(tx);
	size_t most =
		completion->client_count + completion->practitioner_count + 3;
	struct posting posting = {
		.at = op->now,
		.kind = "save",
		.session = completion->session,
		.completion = completion->id,
		.actor = op->actor.person,
		.entries = arena_array(op->arena, most, sizeof(struct entry)),
	};
	enum err err;

	add_charges(&posting, completion);
	add_wages(&posting, completion);
	if (posting.count == 0)
		return OK;
	err = store_posting_insert(tx, &posting);
	if (!err)
		err = store_completion_posted(tx, completion->id, posting.id);
	if (!err)
		completion->posting = posting.id;
	return err;
}

enum err practice_post_reopen(struct transaction *tx,
			      struct completion *completion)
{
	struct operation *op = store_tx_operation(tx);
	struct posting posting, posted;
	enum err err;

	if (!completion->posting)
		return OK;
	err = store_posting_find(store_tx_reader(tx), completion->posting,
				 &posted);
	if (err)
		return err;
	assert(posted.completion == completion->id);
	posting = (struct posting){
		.at = op->now,
		.kind = "reopen",
		.session = posted.session,
		.completion = posted.completion,
		.reverses = posted.id,
		.actor = op->actor.person,
		.entries = arena_array(op->arena, posted.count,
				       sizeof(struct entry)),
	};
	for (size_t i = 0; i < posted.count; i++)
		add_entry(&posting, posted.entries[i].account,
			  posted.entries[i].person,
			  money_negate(posted.entries[i].amount));
	err = store_posting_insert(tx, &posting);
	if (!err)
		completion->reversal = posting.id;
	return err;
}

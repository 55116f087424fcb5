#include "practice/money/posting.h"

static void drop_zeros(struct posting *posting)
{
	size_t kept = 0;

	for (size_t i = 0; i < posting->count; i++) {
		if (!money_is_zero(posting->entries[i].amount))
			posting->entries[kept++] = posting->entries[i];
	}
	posting->count = kept;
}

enum err practice_post(struct transaction *tx, struct posting *posting)
{
	struct operation *op = store_tx_operation(tx);

	drop_zeros(posting);
	if (posting->count == 0)
		return OK;
	posting->at = op->now;
	posting->actor = op->actor.person;
	return store_posting_insert(tx, posting);
}

enum err practice_post_move(struct transaction *tx, struct posting *posting,
			    struct entry debit, struct entry credit)
{
	struct entry entries[] = { debit, credit };

	entries[1].amount = money_negate(debit.amount);
	posting->entries = arena_memdup(store_tx_operation(tx)->arena, entries,
					sizeof(entries));
	posting->count = ARRAY_SIZE(entries);
	return practice_post(tx, posting);
}

enum err practice_post_reversal(struct transaction *tx, int64_t posting,
				const char *kind, int64_t *reversal)
{
	struct posting negative;
	enum err err =
		store_posting_find(store_tx_reader(tx), posting, &negative);

	if (err)
		return err;
	negative.kind = kind;
	negative.reverses = posting;
	for (size_t i = 0; i < negative.count; i++)
		negative.entries[i].amount =
			money_negate(negative.entries[i].amount);
	err = practice_post(tx, &negative);
	if (err)
		return err;
	*reversal = negative.id;
	return OK;
}

static void add_entry(struct posting *posting, enum account_kind account,
		      int64_t person, struct money amount)
{
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
	struct arena *arena = store_tx_operation(tx)->arena;
	size_t most =
		completion->client_count + completion->practitioner_count + 3;
	struct posting posting = {
		.kind = "save",
		.session = completion->session,
		.completion = completion->id,
		.entries = arena_array(arena, most, sizeof(struct entry)),
	};
	enum err err;

	add_charges(&posting, completion);
	add_wages(&posting, completion);
	err = practice_post(tx, &posting);
	if (err || !posting.id)
		return err;
	err = store_completion_posted(tx, completion->id, posting.id);
	if (err)
		return err;
	completion->posting = posting.id;
	return OK;
}

enum err practice_post_reopen(struct transaction *tx,
			      struct completion *completion)
{
	if (!completion->posting)
		return OK;
	return practice_post_reversal(tx, completion->posting, "reopen",
				      &completion->reversal);
}

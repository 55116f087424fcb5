#include "practice/money/posting.h"

enum err practice_post(struct transaction *tx, struct posting *posting)
{
	struct operation *op = store_tx_operation(tx);

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
	if (!err)
		*reversal = negative.id;
	return err;
}

#include "practice/kept_answer.h"

#include "store/transaction.h"

struct answer_work {
	const struct claim *claim;
};

static enum err answer_work(struct transaction *tx, void *context)
{
	const struct answer_work *work = context;

	return store_claim_answer(tx, work->claim);
}

enum err practice_answer_keep(struct operation *op, struct store *store,
			      const struct claim *claim)
{
	struct answer_work work = { claim };
	enum err err;

	/* The claim is not to be taken again. */
	op->claim = NULL;
	err = store_write(op, store, answer_work, &work);
	return err;
}

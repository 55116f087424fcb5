#include "practice/write_one.h"

#include "store/transaction.h"

struct one {
	enum err (*work)(struct transaction *tx, int64_t id);
	int64_t id;
};

static enum err run(struct transaction *tx, void *context)
{
	const struct one *one = context;

	return one->work(tx, one->id);
}

enum err practice_write_one(struct operation *op, struct store *store,
			    enum err (*work)(struct transaction *tx,
					     int64_t id),
			    int64_t id)
{
	struct one one = { work, id };

	return store_write(op, store, run, &one);
}

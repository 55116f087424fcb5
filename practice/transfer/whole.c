#include "practice/transfer/whole.h"

#include "practice/checks.h"
#include "store/transaction.h"

struct whole_out {
	export_write *write;
	void *context;
};

static enum err give(void *context, struct slice bytes)
{
	const struct whole_out *out = context;

	return out->write(out->context, PRACTICE_WHOLE_FILE, bytes);
}

enum err practice_whole_write(struct reader *reader, export_write *write,
			      void *context)
{
	struct whole_out out = { write, context };

	return store_rows_write(reader, give, &out);
}

struct whole_in {
	struct slice bytes;
	int64_t count;
};

static enum err take_work(struct transaction *tx, void *context)
{
	struct whole_in *in = context;
	bool lack = false;
	enum err err = store_rows_lack(store_tx_reader(tx), &lack);

	in->count = -1;
	if (err || !lack)
		return err;
	return store_rows_load(tx, in->bytes, &in->count);
}

enum err practice_whole_take(struct operation *op, struct store *store,
			     struct slice bytes, int64_t *count)
{
	struct whole_in in = { .bytes = bytes };
	enum err err = practice_need_admin(op);

	if (!err)
		err = store_write(op, store, take_work, &in);
	if (!err)
		*count = in.count;
	return err;
}

#include "practice/calendar/public_url.h"

#include "base/str.h"
#include "practice/calendar/view_collection.h"
#include "store/practice.h"
#include "store/transaction.h"

static enum err render_all(struct transaction *tx)
{
	static const enum collection_kind kinds[] = {
		COLLECTION_SESSIONS,
		COLLECTION_TO_SAVE,
		COLLECTION_PRACTITIONER,
	};
	struct collection *list;
	size_t count;
	enum err err = OK;

	for (size_t i = 0; !err && i < ARRAY_SIZE(kinds); i++) {
		err = store_collection_showing(store_tx_reader(tx), kinds[i], 0,
					       &list, &count);
		for (size_t j = 0; !err && j < count; j++)
			err = practice_collection_render(tx, &list[j]);
	}
	return err;
}

static enum err set_work(struct transaction *tx, void *context)
{
	const char *url = context;
	struct practice practice;
	enum err err = store_practice_load(store_tx_reader(tx), &practice);

	if (err || str_equal(practice.public_url, url))
		return err;
	err = store_practice_public_url_set(tx, url);
	return err ? err : render_all(tx);
}

enum err practice_public_url_set(struct operation *op, struct store *store,
				 const char *url)
{
	return store_write(op, store, set_work,
			   (void *)(str_empty(url) ? NULL : url));
}

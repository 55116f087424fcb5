#include "practice/calendar/rezone.h"

#include "practice/calendar/instance_index.h"
#include "store/object_list.h"
#include "store/transaction.h"

enum err practice_member_rezone_tx(struct transaction *tx,
				   const struct collection *of, int64_t id)
{
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct slice bytes = { NULL, 0 };
	struct index_rows rows;
	struct member member;
	enum err err = store_member_load(reader, id, &member);

	if (!err && !member.kind)
		return OK;
	if (!err)
		err = store_member_bytes(reader, id, &bytes);
	if (!err)
		err = practice_reindex(reader, of, bytes, &member, &rows);
	if (err == ERR_CALENDAR_DATA) {
		operation_recover(op);
		return OK;
	}
	return err ? err : store_member_index_set(tx, &member, &rows);
}

/* Those with whom it is shared have its zone unless they set their own. */
static enum err rezone_views(struct transaction *tx,
			     const struct collection *of)
{
	struct collection *list = NULL;
	size_t count = 0;
	enum err err = OK;

	if (of->kind == COLLECTION_PERSONAL)
		err = store_collection_views(store_tx_reader(tx), of->id, &list,
					     &count);
	for (size_t i = 0; !err && i < count; i++)
		err = practice_collection_rezone_tx(tx, &list[i]);
	return err;
}

enum err practice_collection_rezone_tx(struct transaction *tx,
				       const struct collection *of)
{
	struct member *list;
	size_t count;
	enum err err;

	if (of->kind != COLLECTION_PERSONAL && of->kind != COLLECTION_SHARED)
		return OK;
	err = store_member_list(store_tx_reader(tx), of->id, &list, &count);
	for (size_t i = 0; !err && i < count; i++)
		err = practice_member_rezone_tx(tx, of, list[i].id);
	return err ? err : rezone_views(tx, of);
}

enum err practice_calendars_rezone_tx(struct transaction *tx)
{
	struct collection *list;
	size_t count;
	enum err err = store_collection_showing(
		store_tx_reader(tx), COLLECTION_PERSONAL, 0, &list, &count);

	for (size_t i = 0; !err && i < count; i++)
		err = practice_collection_rezone_tx(tx, &list[i]);
	return err;
}

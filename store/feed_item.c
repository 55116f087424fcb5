#include "store/feed_item.h"

#include "store/statement_private.h"

static const char LIST_ITEMS[] = "SELECT uid, digest, sequence, changed"
				 "  FROM feed_item"
				 "  WHERE feed = $feed"
				 "  ORDER BY uid";

static const char PUT_ITEM[] =
	"INSERT INTO feed_item (feed, uid, digest, sequence, changed)"
	"  VALUES ($feed, $uid, $digest, $sequence, $changed)"
	"  ON CONFLICT (feed, uid) DO UPDATE"
	"    SET digest = excluded.digest, sequence = excluded.sequence,"
	"      changed = excluded.changed";

static void read_item(struct statement *st, void *item)
{
	struct feed_item *found = item;
	struct slice digest = column_blob(st, "digest");

	*found = (struct feed_item){
		.uid = column_text(st, "uid"),
		.sequence = column_int(st, "sequence"),
		.changed = { column_int(st, "changed") },
	};
	for (size_t i = 0; i < digest.len && i < DIGEST_SIZE; i++)
		found->digest.bytes[i] = (unsigned char)digest.at[i];
}

enum err store_feed_item_list(struct reader *reader, int64_t feed,
			      struct feed_item **items, size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST_ITEMS, feed);

	return statement_list(st, read_item, sizeof(**items), items, count);
}

enum err store_feed_item_put(struct transaction *tx, int64_t feed,
			     const struct feed_item *item)
{
	struct statement *st = statement_tx(tx, PUT_ITEM);

	bind_int(st, "feed", feed);
	bind_text(st, "uid", item->uid);
	bind_blob(st, "digest", item->digest.bytes, DIGEST_SIZE);
	bind_int(st, "sequence", item->sequence);
	bind_int(st, "changed", item->changed.s);
	return statement_run(st);
}

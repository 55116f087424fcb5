#include "store/imported.h"

#include "store/statement_private.h"

#define COLUMNS "uid, source, recurrence, sequence, modified, stamp, told"

static const char FIND[] = "SELECT " COLUMNS "  FROM imported"
			   "  WHERE uid = $uid";

static const char LIST[] = "SELECT " COLUMNS "  FROM imported"
			   "  WHERE source = $source"
			   "  ORDER BY recurrence, uid";

static const char SET[] =
	"INSERT INTO imported (" COLUMNS ")"
	"  VALUES ($uid, $source, $recurrence, $sequence, $modified, $stamp,"
	"    $told)"
	"  ON CONFLICT (uid) DO UPDATE"
	"    SET source = excluded.source,"
	"      recurrence = excluded.recurrence,"
	"      sequence = excluded.sequence,"
	"      modified = excluded.modified,"
	"      stamp = excluded.stamp,"
	"      told = excluded.told";

static void read_imported(struct statement *st, void *item)
{
	struct imported *imported = item;

	imported->uid = column_text(st, "uid");
	imported->source = column_text(st, "source");
	imported->recurrence.s = column_int(st, "recurrence");
	imported->sequence = column_int(st, "sequence");
	imported->modified.s = column_int(st, "modified");
	imported->stamp.s = column_int(st, "stamp");
	imported->told = column_text(st, "told");
}

enum err store_imported_find(struct reader *reader, const char *uid,
			     struct imported *imported)
{
	struct statement *st = statement_of_text(reader, FIND, uid);

	return statement_one(st, read_imported, imported);
}

enum err store_imported_list(struct reader *reader, const char *source,
			     struct imported **list, size_t *count)
{
	struct statement *st = statement_of_text(reader, LIST, source);

	return statement_list(st, read_imported, sizeof(**list), list, count);
}

enum err store_imported_set(struct transaction *tx,
			    const struct imported *imported)
{
	struct statement *st = statement_tx(tx, SET);

	bind_text(st, "uid", imported->uid);
	bind_text(st, "source", imported->source);
	bind_int(st, "recurrence", imported->recurrence.s);
	bind_int(st, "sequence", imported->sequence);
	bind_int(st, "modified", imported->modified.s);
	bind_int(st, "stamp", imported->stamp.s);
	bind_text(st, "told", imported->told);
	return statement_run(st);
}

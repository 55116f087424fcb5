#include "store/removal.h"

#include "store/statement.h"

/* Seconds for which a removal that nobody has to look at is kept. */
#define KEPT 86400

#define REMOVAL_COLUMNS                                               \
	"id, session, person, device, at, shown, uid, title, starts," \
	"  revision, completion, review"

static const char DROP_OLD[] = "DELETE FROM removal"
			       "  WHERE at < $1"
			       "    AND review IS NULL";

static const char PUT_REMOVAL[] =
	"INSERT INTO removal (session, person, device, at, shown, uid, title,"
	"    starts, revision, completion, review)"
	"  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
	"  ON CONFLICT (session) DO UPDATE"
	"    SET person = excluded.person, device = excluded.device,"
	"      at = excluded.at, shown = excluded.shown, uid = excluded.uid,"
	"      title = excluded.title, starts = excluded.starts,"
	"      revision = excluded.revision,"
	"      completion = excluded.completion, review = excluded.review";

static const char FIND_SESSION[] = "SELECT " REMOVAL_COLUMNS "  FROM removal"
				   "  WHERE session = $1";

static const char FIND_UID[] = "SELECT " REMOVAL_COLUMNS "  FROM removal"
			       "  WHERE uid = $1"
			       "  ORDER BY at DESC, id DESC"
			       "  LIMIT 1";

static const char LIST_RECENT[] = "SELECT " REMOVAL_COLUMNS "  FROM removal"
				  "  WHERE person = $1"
				  "    AND at > $2"
				  "  ORDER BY at DESC, id DESC";

static const char LIST_REVIEW[] = "SELECT " REMOVAL_COLUMNS "  FROM removal"
				  "  WHERE review = $1"
				  "  ORDER BY starts, id";

static const char SET_REVIEW[] = "UPDATE removal"
				 "  SET review = $2"
				 "  WHERE id = $1";

static const char DROP_REMOVAL[] = "DELETE FROM removal"
				   "  WHERE id = $1";

static void read_removal(struct statement *st, void *item)
{
	struct removal *removal = item;

	*removal = (struct removal){
		.id = column_int(st, 0),
		.session = column_int(st, 1),
		.person = column_int(st, 2),
		.device = column_text(st, 3),
		.at = { column_int(st, 4) },
		.shown = column_int(st, 5),
		.uid = column_text(st, 6),
		.title = column_text(st, 7),
		.starts = { column_int(st, 8) },
		.revision = column_int(st, 9),
		.completion = column_int(st, 10),
		.review = column_int(st, 11),
	};
}

static enum err drop_old(struct transaction *tx)
{
	struct statement *st = statement_tx(tx, DROP_OLD);

	bind_int(st, 1, store_tx_operation(tx)->now.s - KEPT);
	return statement_run(st);
}

static enum err put(struct transaction *tx, const struct removal *removal)
{
	struct statement *st = statement_tx(tx, PUT_REMOVAL);

	bind_int(st, 1, removal->session);
	bind_int(st, 2, removal->person);
	bind_text(st, 3, removal->device);
	bind_int(st, 4, store_tx_operation(tx)->now.s);
	bind_int(st, 5, removal->shown);
	bind_text(st, 6, removal->uid);
	bind_text(st, 7, removal->title);
	bind_int(st, 8, removal->starts.s);
	bind_int(st, 9, removal->revision);
	bind_id(st, 10, removal->completion);
	bind_id(st, 11, removal->review);
	return statement_run(st);
}

enum err store_removal_put(struct transaction *tx, struct removal *removal)
{
	struct removal kept = { .id = 0 };
	enum err err = drop_old(tx);

	if (!err)
		err = put(tx, removal);
	/* A row that is written over keeps its id. */
	if (!err)
		err = store_removal_find(store_tx_reader(tx), removal->session,
					 &kept);
	if (!err)
		*removal = kept;
	return err;
}

enum err store_removal_find(struct reader *reader, int64_t session,
			    struct removal *removal)
{
	struct statement *st = statement(reader, FIND_SESSION);

	bind_int(st, 1, session);
	return statement_one(st, read_removal, removal);
}

enum err store_removal_find_uid(struct reader *reader, const char *uid,
				struct removal *removal)
{
	struct statement *st = statement(reader, FIND_UID);

	bind_text(st, 1, uid);
	return statement_one(st, read_removal, removal);
}

enum err store_removal_recent(struct reader *reader, int64_t person,
			      struct instant after, struct removal **list,
			      size_t *count)
{
	struct statement *st = statement(reader, LIST_RECENT);

	bind_int(st, 1, person);
	bind_int(st, 2, after.s);
	return statement_list(st, read_removal, sizeof(**list), list, count);
}

enum err store_removal_of_review(struct reader *reader, int64_t review,
				 struct removal **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_REVIEW);

	bind_int(st, 1, review);
	return statement_list(st, read_removal, sizeof(**list), list, count);
}

enum err store_removal_hold(struct transaction *tx, int64_t removal,
			    int64_t review)
{
	struct statement *st = statement_tx(tx, SET_REVIEW);
	enum err err;

	bind_int(st, 1, removal);
	bind_int(st, 2, review);
	err = statement_run(st);
	if (!err && statement_changes(tx) == 0)
		return ERR_NOT_FOUND;
	return err;
}

enum err store_removal_drop(struct transaction *tx, int64_t removal)
{
	struct statement *st = statement_tx(tx, DROP_REMOVAL);

	bind_int(st, 1, removal);
	return statement_run(st);
}

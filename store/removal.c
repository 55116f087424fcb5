#include "store/removal.h"

#include "store/statement_private.h"

/* Seconds for which a removal that nobody has to look at is kept. */
#define KEPT 86400

#define REMOVAL_COLUMNS                                               \
	"id, session, person, device, at, shown, uid, title, starts," \
	"  revision, completion, review"

static const char DROP_OLD[] = "DELETE FROM removal"
			       "  WHERE at < $before"
			       "    AND review IS NULL";

static const char PUT_REMOVAL[] =
	"INSERT INTO removal (session, person, device, at, shown, uid,"
	"    title, starts, revision, completion, review)"
	"  VALUES ($session, $person, $device, $at, $shown, $uid, $title,"
	"    $starts, $revision, $completion, $review)"
	"  ON CONFLICT (session) DO UPDATE"
	"    SET person = excluded.person, device = excluded.device,"
	"      at = excluded.at, shown = excluded.shown,"
	"      uid = excluded.uid, title = excluded.title,"
	"      starts = excluded.starts, revision = excluded.revision,"
	"      completion = excluded.completion, review = excluded.review"
	"  RETURNING id";

static const char FIND_SESSION[] = "SELECT " REMOVAL_COLUMNS "  FROM removal"
				   "  WHERE session = $session";

static const char FIND_UID[] = "SELECT " REMOVAL_COLUMNS "  FROM removal"
			       "  WHERE uid = $uid"
			       "  ORDER BY at DESC, id DESC"
			       "  LIMIT 1";

static const char LIST_RECENT[] = "SELECT " REMOVAL_COLUMNS "  FROM removal"
				  "  WHERE person = $person"
				  "    AND at > $after"
				  "  ORDER BY at DESC, id DESC";

static const char LIST_REVIEW[] = "SELECT " REMOVAL_COLUMNS "  FROM removal"
				  "  WHERE review = $review"
				  "  ORDER BY starts, id";

static const char SET_REVIEW[] = "UPDATE removal"
				 "  SET review = $review"
				 "  WHERE id = $id";

static const char DROP_REMOVAL[] = "DELETE FROM removal"
				   "  WHERE id = $id";

static void read_removal(struct statement *st, void *item)
{
	struct removal *removal = item;

	*removal = (struct removal){
		.id = column_int(st, "id"),
		.session = column_int(st, "session"),
		.person = column_int(st, "person"),
		.device = column_text(st, "device"),
		.at = { column_int(st, "at") },
		.shown = column_int(st, "shown"),
		.uid = column_text(st, "uid"),
		.title = column_text(st, "title"),
		.starts = { column_int(st, "starts") },
		.revision = column_int(st, "revision"),
		.completion = column_int(st, "completion"),
		.review = column_int(st, "review"),
	};
}

static enum err drop_old(struct transaction *tx)
{
	struct statement *st = statement_tx(tx, DROP_OLD);

	bind_int(st, "before", store_tx_operation(tx)->now.s - KEPT);
	return statement_run(st);
}

/* A row that is written over keeps its id. */
enum err store_removal_put(struct transaction *tx, struct removal *removal)
{
	struct instant now = store_tx_operation(tx)->now;
	struct statement *st;
	enum err err = drop_old(tx);

	if (err)
		return err;
	st = statement_tx(tx, PUT_REMOVAL);
	bind_int(st, "session", removal->session);
	bind_int(st, "person", removal->person);
	bind_text(st, "device", removal->device);
	bind_int(st, "at", now.s);
	bind_int(st, "shown", removal->shown);
	bind_text(st, "uid", removal->uid);
	bind_text(st, "title", removal->title);
	bind_int(st, "starts", removal->starts.s);
	bind_int(st, "revision", removal->revision);
	bind_id(st, "completion", removal->completion);
	bind_id(st, "review", removal->review);
	err = statement_insert(st, &removal->id);
	if (err)
		return err;
	removal->at = now;
	return OK;
}

enum err store_removal_find(struct reader *reader, int64_t session,
			    struct removal *removal)
{
	struct statement *st = statement_of_id(reader, FIND_SESSION, session);

	return statement_one(st, read_removal, removal);
}

enum err store_removal_find_uid(struct reader *reader, const char *uid,
				struct removal *removal)
{
	struct statement *st = statement_of_text(reader, FIND_UID, uid);

	return statement_one(st, read_removal, removal);
}

enum err store_removal_recent(struct reader *reader, int64_t person,
			      struct instant after, struct removal **list,
			      size_t *count)
{
	struct statement *st = statement(reader, LIST_RECENT);

	bind_int(st, "person", person);
	bind_int(st, "after", after.s);
	return statement_list(st, read_removal, sizeof(**list), list, count);
}

enum err store_removal_of_review(struct reader *reader, int64_t review,
				 struct removal **list, size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST_REVIEW, review);

	return statement_list(st, read_removal, sizeof(**list), list, count);
}

enum err store_removal_hold(struct transaction *tx, int64_t removal,
			    int64_t review)
{
	struct statement *st = statement_tx(tx, SET_REVIEW);

	bind_int(st, "id", removal);
	bind_int(st, "review", review);
	return statement_change(st);
}

enum err store_removal_drop(struct transaction *tx, int64_t removal)
{
	return statement_run_id(tx, DROP_REMOVAL, removal);
}

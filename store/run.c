#include "store/run.h"

#include "store/statement_private.h"

const char *const run_state_words[] = {
	[RUN_APPLYING] = "applying",
	[RUN_DONE] = "done",
	[RUN_UNDOING] = "undoing",
	[RUN_UNDONE] = "undone",
	NULL,
};

const char *const run_outcome_words[] = {
	[OUTCOME_WAITING] = "waiting", [OUTCOME_CANCELED] = "canceled",
	[OUTCOME_TOLD] = "told",       [OUTCOME_RESTORED] = "restored",
	[OUTCOME_CHANGED] = "changed", [OUTCOME_SAVED] = "saved",
	[OUTCOME_REFUSED] = "refused", NULL,
};

#define RUN_COLUMNS                                                  \
	"id, at, person, asked_from, asked_to, practitioners, hash," \
	"  message, notify, cancel, state"

#define ROW_COLUMNS \
	"run, position, session, planned, made, outcome, undone, reason"

static const char ADD_RUN[] =
	"INSERT INTO run (at, person, asked_from, asked_to, practitioners,"
	"    hash, message, notify, cancel, state)"
	"  VALUES ($now, $person, $asked_from, $asked_to, $practitioners,"
	"    $hash, $message, $notify, $cancel, $state)"
	"  RETURNING id";

static const char FIND_RUN[] = "SELECT " RUN_COLUMNS "  FROM run"
			       "  WHERE id = $id";

static const char SET_STATE[] = "UPDATE run"
				"  SET state = $state"
				"  WHERE id = $id";

static const char LIST_RUNS[] = "SELECT " RUN_COLUMNS "  FROM run"
				"  WHERE id < $below"
				"  ORDER BY id DESC"
				"  LIMIT $limit";

static const char LIST_OPEN[] = "SELECT id"
				"  FROM run"
				"  WHERE state IN (0, 2)"
				"  ORDER BY id";

static const char ADD_ROW[] =
	"INSERT INTO run_session (run, position, session, planned, made,"
	"    outcome, undone, reason)"
	"  VALUES ($run, $position, $session, $planned, $made, $outcome,"
	"    $undone, $reason)";

static const char FIND_ROW[] = "SELECT " ROW_COLUMNS "  FROM run_session"
			       "  WHERE run = $run"
			       "    AND position = $position";

static const char SAVE_ROW[] = "UPDATE run_session"
			       "  SET made = $made, outcome = $outcome,"
			       "    undone = $undone, reason = $reason"
			       "  WHERE run = $run"
			       "    AND position = $position";

static const char LIST_ROWS[] = "SELECT " ROW_COLUMNS "  FROM run_session"
				"  WHERE run = $run"
				"  ORDER BY position"
				"  LIMIT $limit OFFSET $skip";

static const char COUNT_ROWS[] = "SELECT outcome AS place, count(*) AS many"
				 "  FROM run_session"
				 "  WHERE run = $run"
				 "  GROUP BY outcome";

/* "3,5". */
static const char *ids_write(struct arena *arena, const struct ids *ids)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < ids->count; i++)
		buf_printf(&buf, "%s%lld", i ? "," : "", (long long)ids->at[i]);
	return buf.at;
}

static struct ids ids_read(struct arena *arena, const char *text)
{
	struct slice rest = slice_of(str_empty(text) ? NULL : text);
	struct ids ids = { NULL, 0 };
	size_t room = 0;

	while (rest.at) {
		struct slice word = slice_cut(&rest, ',');
		int64_t id;

		ids.at = arena_grow(arena, ids.at, ids.count, &room,
				    sizeof(*ids.at));
		if (str_to_int64(slice_dup(arena, word), &id))
			ids.at[ids.count++] = id;
	}
	return ids;
}

/* What is read of a run, before its list of ids is. */
struct run_row {
	struct run run;
	const char *practitioners;
};

static void read_run(struct statement *st, void *item)
{
	struct run_row *row = item;

	row->practitioners = column_text(st, "practitioners");
	row->run = (struct run){
		.id = column_int(st, "id"),
		.at = { column_int(st, "at") },
		.person = column_int(st, "person"),
		.asked_from = column_text(st, "asked_from"),
		.asked_to = column_text(st, "asked_to"),
		.hash = column_text(st, "hash"),
		.message = column_text(st, "message"),
		.notify = column_int(st, "notify") != 0,
		.cancel = column_int(st, "cancel") != 0,
		.state = (enum run_state)column_int(st, "state"),
	};
}

enum err store_run_add(struct transaction *tx, struct run *run)
{
	struct operation *op = store_tx_operation(tx);
	struct statement *st = statement_tx(tx, ADD_RUN);
	enum err err;

	bind_int(st, "now", op->now.s);
	bind_id(st, "person", run->person);
	bind_text(st, "asked_from", run->asked_from);
	bind_text(st, "asked_to", run->asked_to);
	bind_text(st, "practitioners",
		  ids_write(op->arena, &run->practitioners));
	bind_text(st, "hash", run->hash);
	bind_text(st, "message", run->message);
	bind_int(st, "notify", run->notify);
	bind_int(st, "cancel", run->cancel);
	bind_int(st, "state", run->state);
	err = statement_insert(st, &run->id);
	if (err)
		return err;
	run->at = op->now;
	return OK;
}

enum err store_run_find(struct reader *reader, int64_t id, struct run *run)
{
	struct statement *st = statement_of_id(reader, FIND_RUN, id);
	struct run_row row;
	enum err err = statement_one(st, read_run, &row);

	if (err)
		return err;
	*run = row.run;
	run->practitioners = ids_read(store_reader_operation(reader)->arena,
				      row.practitioners);
	return OK;
}

enum err store_run_state(struct transaction *tx, int64_t run,
			 enum run_state state)
{
	struct statement *st = statement_tx(tx, SET_STATE);

	bind_int(st, "state", state);
	bind_int(st, "id", run);
	return statement_change(st);
}

enum err store_run_list(struct reader *reader, int64_t below, size_t limit,
			struct run **list, size_t *count)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct statement *st = statement(reader, LIST_RUNS);
	struct run_row *rows;
	struct run *runs;
	enum err err;

	bind_below(st, "below", below);
	bind_limit(st, "limit", limit);
	err = statement_list(st, read_run, sizeof(*rows), &rows, count);
	if (err)
		return err;
	runs = arena_array(arena, *count, sizeof(*runs));
	for (size_t i = 0; i < *count; i++) {
		runs[i] = rows[i].run;
		runs[i].practitioners = ids_read(arena, rows[i].practitioners);
	}
	*list = runs;
	return OK;
}

enum err store_run_open(struct reader *reader, struct ids *runs)
{
	return statement_ids(statement(reader, LIST_OPEN), runs);
}

static void read_row(struct statement *st, void *item)
{
	struct run_session *row = item;

	*row = (struct run_session){
		.run = column_int(st, "run"),
		.position = column_int(st, "position"),
		.session = column_int(st, "session"),
		.planned = column_int(st, "planned"),
		.made = column_int(st, "made"),
		.outcome = (enum run_outcome)column_int(st, "outcome"),
		.undone = column_int(st, "undone") != 0,
		.reason = column_text(st, "reason"),
	};
}

enum err store_run_session_add(struct transaction *tx,
			       const struct run_session *row)
{
	struct statement *st = statement_tx(tx, ADD_ROW);

	bind_int(st, "run", row->run);
	bind_int(st, "position", row->position);
	bind_int(st, "session", row->session);
	bind_int(st, "planned", row->planned);
	bind_int(st, "made", row->made);
	bind_int(st, "outcome", row->outcome);
	bind_int(st, "undone", row->undone);
	bind_text(st, "reason", row->reason);
	return statement_run(st);
}

enum err store_run_session_find(struct reader *reader, int64_t run,
				int64_t position, struct run_session *row)
{
	struct statement *st = statement(reader, FIND_ROW);

	bind_int(st, "run", run);
	bind_int(st, "position", position);
	return statement_one(st, read_row, row);
}

enum err store_run_session_update(struct transaction *tx,
				  const struct run_session *row)
{
	struct statement *st = statement_tx(tx, SAVE_ROW);

	bind_int(st, "made", row->made);
	bind_int(st, "outcome", row->outcome);
	bind_int(st, "undone", row->undone);
	bind_text(st, "reason", row->reason);
	bind_int(st, "run", row->run);
	bind_int(st, "position", row->position);
	return statement_change(st);
}

enum err store_run_sessions(struct reader *reader, int64_t run, size_t skip,
			    size_t limit, struct run_session **list,
			    size_t *count)
{
	struct statement *st = statement(reader, LIST_ROWS);

	bind_int(st, "run", run);
	bind_limit(st, "limit", limit);
	bind_limit(st, "skip", skip);
	return statement_list(st, read_row, sizeof(**list), list, count);
}

enum err store_run_counts(struct reader *reader, int64_t run, size_t *counts)
{
	struct statement *st = statement_of_id(reader, COUNT_ROWS, run);

	return statement_counts(st, counts, OUTCOME_REFUSED + 1);
}

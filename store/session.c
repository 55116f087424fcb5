#include "store/session.h"

#include "store/session_private.h"

/* What both writes share. */
#define WRITTEN_COLUMNS                                                   \
	"name, schedule, planned, starts, ends, zone, state, completion," \
	"    modified, removed, typed, " TERMS_COLUMNS
#define WRITTEN_VALUES                                                \
	"$name, $schedule, $planned, $starts, $ends, $zone, $state, " \
	"$completion,"                                                \
	"    $modified, $removed, $typed, " TERMS_VALUES

const char *const session_state_words[] = {
	[SESSION_DRAFT] = "draft",
	[SESSION_OPEN] = "open",
	[SESSION_SAVED] = "saved",
	NULL,
};

static const char FIND_SESSION[] = "SELECT " SESSION_COLUMNS "  FROM session s"
				   "  WHERE s.id = $id";

static const char FIND_SESSION_UID[] =
	"SELECT " SESSION_COLUMNS "  FROM session s"
	"  WHERE s.uid = $uid";

static const char LIST_PEOPLE[] = TERMS_PEOPLE("session");

static const char CLEAR_PRACTITIONERS[] = "DELETE FROM session_practitioner"
					  "  WHERE session = $owner";

static const char ADD_PRACTITIONERS[] =
	"INSERT INTO session_practitioner (session, position, person, starts)"
	"  SELECT session.id, named.place, named.id, session.starts"
	"  FROM session"
	"  CROSS JOIN (" EACH_PLACED ") AS named"
	"  WHERE session.id = $owner";

static const char CLEAR_CLIENTS[] = "DELETE FROM session_client"
				    "  WHERE session = $owner";

static const char ADD_CLIENTS[] =
	"INSERT INTO session_client (session, position, person, starts)"
	"  SELECT session.id, named.place, named.id, session.starts"
	"  FROM session"
	"  CROSS JOIN (" EACH_PLACED ") AS named"
	"  WHERE session.id = $owner";

static const char ADD_SESSION[] =
	"INSERT INTO session (uid, created, revision, " WRITTEN_COLUMNS ")"
	"  VALUES ($uid, $created, 1, " WRITTEN_VALUES ")"
	"  RETURNING id";

static const char SAVE_SESSION[] =
	"UPDATE session"
	"  SET (" WRITTEN_COLUMNS ") = (" WRITTEN_VALUES "),"
	"    revision = revision + 1"
	"  WHERE id = $id"
	"  RETURNING revision";

/* SQLite writes each index of which a column is named, changed or not. */
static const char SAVE_ENDING[] =
	"UPDATE session"
	"  SET state = $state, completion = $completion,"
	"    modified = $modified, revision = revision + 1"
	"  WHERE id = $id"
	"  RETURNING revision";

static const char SAVE_PLANNED[] = "UPDATE session"
				   "  SET planned = $planned"
				   "  WHERE id = $id";

static const struct terms_people session_people = {
	.list = LIST_PEOPLE,
	.practitioners = { CLEAR_PRACTITIONERS, ADD_PRACTITIONERS },
	.clients = { CLEAR_CLIENTS, ADD_CLIENTS },
};

static enum err find(struct reader *reader, struct statement *st,
		     struct session *session)
{
	struct session found;
	enum err err = statement_one(st, session_read, &found);

	if (err)
		return err;
	err = terms_people_load(reader, &session_people, found.id,
				&found.terms);
	if (err)
		return err;
	*session = found;
	return OK;
}

enum err store_session_find(struct reader *reader, int64_t id,
			    struct session *session)
{
	return find(reader, statement_of_id(reader, FIND_SESSION, id), session);
}

enum err store_session_find_uid(struct reader *reader, const char *uid,
				struct session *session)
{
	return find(reader, statement_of_text(reader, FIND_SESSION_UID, uid),
		    session);
}

static void bind_ending(struct statement *st, const struct session *session)
{
	bind_int(st, "state", session->state);
	bind_id(st, "completion", session->completion);
	bind_int(st, "modified", session->modified.s);
}

/* What both writes share. */
static void bind_session(struct statement *st, const struct session *session)
{
	bind_text(st, "name", session->name);
	bind_id(st, "schedule", session->schedule);
	bind_id(st, "planned", session->planned.n);
	bind_int(st, "starts", session->span.start.s);
	bind_int(st, "ends", session->span.end.s);
	bind_text(st, "zone", session->zone);
	bind_int(st, "removed", session->removed.s);
	bind_text(st, "typed", session->typed);
	bind_ending(st, session);
	terms_row_bind(st, &session->terms);
}

enum err store_session_insert(struct transaction *tx, struct session *session)
{
	struct statement *st = statement_tx(tx, ADD_SESSION);
	int64_t id;
	enum err err;

	bind_text(st, "uid", session->uid);
	bind_int(st, "created", session->created.s);
	bind_session(st, session);
	err = statement_insert(st, &id);
	if (err == ERR_EXISTS)
		return fail(store_tx_operation(tx), ERR_EXISTS,
			    "a session has the UID '%s' already", session->uid);
	if (err)
		return err;
	err = terms_people_add(tx, &session_people, id, &session->terms);
	if (err)
		return err;
	session->id = id;
	session->revision = 1;
	return OK;
}

static enum err update(struct statement *st, struct session *session)
{
	int64_t revision;
	enum err err;

	bind_int(st, "id", session->id);
	err = statement_one_int(st, &revision);
	if (!err)
		session->revision = revision;
	return err;
}

enum err store_session_update_row(struct transaction *tx,
				  struct session *session)
{
	struct statement *st = statement_tx(tx, SAVE_SESSION);

	bind_session(st, session);
	return update(st, session);
}

enum err store_session_update_ending(struct transaction *tx,
				     struct session *session)
{
	struct statement *st = statement_tx(tx, SAVE_ENDING);

	bind_ending(st, session);
	return update(st, session);
}

enum err store_session_update(struct transaction *tx, struct session *session)
{
	struct session updated = *session;
	enum err err = store_session_update_row(tx, &updated);

	if (!err)
		err = terms_people_set(tx, &session_people, session->id,
				       &session->terms);
	if (!err)
		session->revision = updated.revision;
	return err;
}

enum err store_session_plan(struct transaction *tx, int64_t session,
			    struct day planned)
{
	struct statement *st = statement_tx(tx, SAVE_PLANNED);

	bind_id(st, "planned", planned.n);
	bind_int(st, "id", session);
	return statement_change(st);
}

void session_read(struct statement *st, void *item)
{
	struct session *session = item;

	*session = (struct session){
		.id = column_int(st, "id"),
		.uid = column_text(st, "uid"),
		.name = column_text(st, "name"),
		.revision = column_int(st, "revision"),
		.schedule = column_int(st, "schedule"),
		.planned = { (int32_t)column_int(st, "planned") },
		.span = { { column_int(st, "starts") },
			  { column_int(st, "ends") } },
		.zone = column_text(st, "zone"),
		.state = (enum session_state)column_int(st, "state"),
		.completion = column_int(st, "completion"),
		.created = { column_int(st, "created") },
		.modified = { column_int(st, "modified") },
		.removed = { column_int(st, "removed") },
		.typed = column_text(st, "typed"),
	};
	terms_row_read(st, &session->terms);
}

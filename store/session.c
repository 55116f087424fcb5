#include "store/session.h"

#include "store/rows.h"
#include "store/statement.h"

static const char FIND_SESSION[] = "SELECT " SESSION_COLUMNS "  FROM session s"
				   "  WHERE s.id = $1";

static const char FIND_SESSION_UID[] =
	"SELECT " SESSION_COLUMNS "  FROM session s"
	"  WHERE s.uid = $1";

static const char LIST_PRACTITIONERS[] = "SELECT person"
					 "  FROM session_practitioner"
					 "  WHERE session = $1"
					 "  ORDER BY position";

static const char CLEAR_PRACTITIONERS[] = "DELETE FROM session_practitioner"
					  "  WHERE session = $1";

static const char ADD_PRACTITIONER[] =
	"INSERT INTO session_practitioner (session, position, person, starts)"
	"  SELECT id, $2, $3, starts"
	"  FROM session"
	"  WHERE id = $1";

static const char LIST_CLIENTS[] = "SELECT person"
				   "  FROM session_client"
				   "  WHERE session = $1"
				   "  ORDER BY position";

static const char CLEAR_CLIENTS[] = "DELETE FROM session_client"
				    "  WHERE session = $1";

static const char ADD_CLIENT[] =
	"INSERT INTO session_client (session, position, person, starts)"
	"  SELECT id, $2, $3, starts"
	"  FROM session"
	"  WHERE id = $1";

static const char ADD_SESSION[] =
	"INSERT INTO session (name, schedule, starts, ends, zone, service,"
	"    place, public_note, private_note, state, completion, modified,"
	"    removed, uid, created, revision)"
	"  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
	"    $14, $15, 1)";

static const char SAVE_SESSION[] =
	"UPDATE session"
	"  SET name = $1, schedule = $2, starts = $3, ends = $4, zone = $5,"
	"    service = $6, place = $7, public_note = $8, private_note = $9,"
	"    state = $10, completion = $11, modified = $12, removed = $13,"
	"    revision = revision + 1"
	"  WHERE id = $14";

static const char READ_REVISION[] = "SELECT revision"
				    "  FROM session"
				    "  WHERE id = $1";

static const char LIST_CLASHES[] = "SELECT with_closure, uid"
				   "  FROM session_clash"
				   "  WHERE session = $1"
				   "  ORDER BY with_closure DESC, uid";

static const char CLEAR_CLASHES[] = "DELETE FROM session_clash"
				    "  WHERE session = $1";

/* Two who meet twice, such as by two practitioners, clash once. */
static const char ADD_CLASH[] =
	"INSERT INTO session_clash (session, with_closure, uid)"
	"  VALUES ($1, $2, $3)"
	"  ON CONFLICT DO NOTHING";

static const char ADD_VERSION[] =
	"INSERT INTO session_version (session, revision, at, json)"
	"  SELECT id, revision, $2, $3"
	"  FROM session"
	"  WHERE id = $1";

/* The later row wins where a second saw several changes. */
static const char FIND_VERSION[] = "SELECT json"
				   "  FROM session_version"
				   "  WHERE session = $1"
				   "    AND at <= $2"
				   "  ORDER BY at DESC, id DESC"
				   "  LIMIT 1";

void session_read(struct statement *st, void *item)
{
	struct session *session = item;

	*session = (struct session){
		.id = column_int(st, 0),
		.uid = column_text(st, 1),
		.name = column_text(st, 2),
		.revision = column_int(st, 3),
		.schedule = column_int(st, 4),
		.span = { { column_int(st, 5) }, { column_int(st, 6) } },
		.zone = column_text(st, 7),
		.terms.service = column_int(st, 8),
		.terms.place = column_text(st, 9),
		.terms.public_note = column_text(st, 10),
		.terms.private_note = column_text(st, 11),
		.state = (enum session_state)column_int(st, 12),
		.completion = column_int(st, 13),
		.created = { column_int(st, 14) },
		.modified = { column_int(st, 15) },
		.removed = { column_int(st, 16) },
	};
}

enum err session_people_load(struct reader *reader, struct session *session)
{
	enum err err = rows_people_load(reader, LIST_PRACTITIONERS, session->id,
					&session->terms.practitioners);

	if (err)
		return err;
	return rows_people_load(reader, LIST_CLIENTS, session->id,
				&session->terms.clients);
}

static enum err find(struct reader *reader, struct statement *st,
		     struct session *session)
{
	struct session found;
	enum err err = statement_one(st, session_read, &found);

	if (!err)
		err = session_people_load(reader, &found);
	if (err)
		return err;
	*session = found;
	return OK;
}

enum err store_session_find(struct reader *reader, int64_t id,
			    struct session *session)
{
	struct statement *st = statement(reader, FIND_SESSION);

	bind_int(st, 1, id);
	return find(reader, st, session);
}

enum err store_session_find_uid(struct reader *reader, const char *uid,
				struct session *session)
{
	struct statement *st = statement(reader, FIND_SESSION_UID);

	bind_text(st, 1, uid);
	return find(reader, st, session);
}

static enum err set_people(struct transaction *tx, int64_t id,
			   const struct session *session)
{
	enum err err =
		rows_people_set(tx, CLEAR_PRACTITIONERS, ADD_PRACTITIONER, id,
				&session->terms.practitioners);

	if (err)
		return err;
	return rows_people_set(tx, CLEAR_CLIENTS, ADD_CLIENT, id,
			       &session->terms.clients);
}

/* $1 to $13, which both writes share. */
static void bind_session(struct statement *st, const struct session *session)
{
	bind_text(st, 1, session->name);
	bind_id(st, 2, session->schedule);
	bind_int(st, 3, session->span.start.s);
	bind_int(st, 4, session->span.end.s);
	bind_text(st, 5, session->zone);
	bind_id(st, 6, session->terms.service);
	bind_text(st, 7, session->terms.place);
	bind_text(st, 8, session->terms.public_note);
	bind_text(st, 9, session->terms.private_note);
	bind_int(st, 10, session->state);
	bind_id(st, 11, session->completion);
	bind_int(st, 12, session->modified.s);
	bind_int(st, 13, session->removed.s);
}

enum err store_session_insert(struct transaction *tx, struct session *session)
{
	struct statement *st = statement_tx(tx, ADD_SESSION);
	int64_t id;
	enum err err;

	bind_session(st, session);
	bind_text(st, 14, session->uid);
	bind_int(st, 15, session->created.s);
	err = statement_run(st);
	if (err == ERR_EXISTS)
		return fail(store_tx_operation(tx), ERR_EXISTS,
			    "a session has the UID '%s' already", session->uid);
	if (err)
		return err;
	id = statement_inserted(tx);
	err = set_people(tx, id, session);
	if (err)
		return err;
	session->id = id;
	session->revision = 1;
	return OK;
}

enum err store_session_update(struct transaction *tx, struct session *session)
{
	struct statement *st = statement_tx(tx, SAVE_SESSION);
	int64_t revision;
	enum err err;

	bind_session(st, session);
	bind_int(st, 14, session->id);
	err = rows_update(tx, st, READ_REVISION, session->id, &revision);
	if (!err)
		err = set_people(tx, session->id, session);
	if (err)
		return err;
	session->revision = revision;
	return OK;
}

static void read_clash(struct statement *st, void *item)
{
	struct clash *clash = item;

	*clash = (struct clash){
		.with_closure = column_int(st, 0) != 0,
		.uid = column_text(st, 1),
	};
}

enum err store_clash_list(struct reader *reader, int64_t session,
			  struct clash **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_CLASHES);

	bind_int(st, 1, session);
	return statement_list(st, read_clash, sizeof(**list), list, count);
}

enum err store_clash_set(struct transaction *tx, int64_t session,
			 const struct clash *list, size_t count)
{
	struct statement *st = statement_tx(tx, CLEAR_CLASHES);
	enum err err;

	bind_int(st, 1, session);
	err = statement_run(st);
	for (size_t i = 0; !err && i < count; i++) {
		st = statement_tx(tx, ADD_CLASH);
		bind_int(st, 1, session);
		bind_int(st, 2, list[i].with_closure);
		bind_text(st, 3, list[i].uid);
		err = statement_run(st);
	}
	return err;
}

enum err store_session_version_add(struct transaction *tx, int64_t session,
				   const char *json)
{
	struct statement *st = statement_tx(tx, ADD_VERSION);
	enum err err;

	bind_int(st, 1, session);
	bind_int(st, 2, store_tx_operation(tx)->now.s);
	bind_text(st, 3, json);
	err = statement_run(st);
	if (!err && statement_changes(tx) == 0)
		return ERR_NOT_FOUND;
	return err;
}

static void read_text(struct statement *st, void *item)
{
	const char **text = item;

	*text = column_text(st, 0);
}

enum err store_session_version_find(struct reader *reader, int64_t session,
				    struct instant at, const char **json)
{
	struct statement *st = statement(reader, FIND_VERSION);

	bind_int(st, 1, session);
	bind_int(st, 2, at.s);
	return statement_one(st, read_text, json);
}

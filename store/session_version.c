#include "store/session_version.h"

#include "store/statement_private.h"

static const char ADD_VERSION[] =
	"INSERT INTO session_version (session, revision, at, json)"
	"  SELECT id, revision, $at, $json"
	"  FROM session"
	"  WHERE id = $session";

/* The later row wins where a second saw several changes. */
static const char FIND_VERSION[] = "SELECT json"
				   "  FROM session_version"
				   "  WHERE session = $session"
				   "    AND at <= $at"
				   "  ORDER BY at DESC, id DESC"
				   "  LIMIT 1";

static const char FIND_REVISION[] = "SELECT json"
				    "  FROM session_version"
				    "  WHERE session = $session"
				    "    AND revision = $revision"
				    "  ORDER BY id DESC"
				    "  LIMIT 1";

enum err store_session_version_add(struct transaction *tx, int64_t session,
				   const char *json)
{
	struct statement *st = statement_tx(tx, ADD_VERSION);

	bind_int(st, "at", store_tx_operation(tx)->now.s);
	bind_text(st, "json", json);
	bind_int(st, "session", session);
	return statement_change(st);
}

enum err store_session_version_find(struct reader *reader, int64_t session,
				    struct instant at, const char **json)
{
	struct statement *st = statement(reader, FIND_VERSION);

	bind_int(st, "session", session);
	bind_int(st, "at", at.s);
	return statement_one_text(st, json);
}

enum err store_session_revision_find(struct reader *reader, int64_t session,
				     int64_t revision, const char **json)
{
	struct statement *st = statement(reader, FIND_REVISION);

	bind_int(st, "session", session);
	bind_int(st, "revision", revision);
	return statement_one_text(st, json);
}

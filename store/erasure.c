#include "store/erasure.h"

#include "store/rows.h"
#include "store/statement.h"

/* Sessions of the client $1 that have no other. */
#define ALONE_IN(owners, owner)                          \
	"(SELECT c." owner "  FROM " owners " c"         \
	"  WHERE c.person = $1"                          \
	"    AND NOT EXISTS (SELECT 1 FROM " owners " o" \
	"      WHERE o." owner " = c." owner             \
	"        AND o.person <> c.person))"

static const char ERASE_PERSON[] =
	"UPDATE person"
	"  SET login = NULL, name = coalesce(code, 'erased'), email = NULL,"
	"    phone = NULL, notice = 0, active = 0, grants = 0, may = 0,"
	"    generation = generation + 1, revision = revision + 1,"
	"    erased = CASE WHEN erased = " NEVER " THEN $2 ELSE erased END"
	"  WHERE id = $1";

/* Each of the person $1. The row of the person comes first: triggers ask it. */
static const char *const takings[] = {
	"DELETE FROM contact"
	"  WHERE person = $1",

	"DELETE FROM password"
	"  WHERE person = $1",

	"DELETE FROM token"
	"  WHERE person = $1",

	/* Programs that still fetch are told that it is gone. */
	"UPDATE feed"
	"  SET label = NULL, program = NULL, revoked = 1"
	"  WHERE person = $1",

	"DELETE FROM property"
	"  WHERE viewer = $1"
	"    OR member IN (SELECT m.id FROM member m"
	"      JOIN session_client c ON c.session = m.session"
	"      WHERE c.person = $1)",

	"UPDATE session"
	"  SET place = NULL, public_note = NULL, private_note = NULL,"
	"    revision = revision + 1"
	"  WHERE id IN " ALONE_IN(
		"session_client",
		"session") "    AND coalesce(place, public_note, private_note) "
			   "IS NOT NULL",

	"UPDATE schedule"
	"  SET place = NULL, public_note = NULL, private_note = NULL,"
	"    revision = revision + 1"
	"  WHERE id IN " ALONE_IN(
		"schedule_client",
		"schedule") "    AND coalesce(place, public_note, "
			    "private_note) IS NOT NULL",

	"UPDATE completion"
	"  SET reason = NULL"
	"  WHERE reason IS NOT NULL"
	"    AND id IN (SELECT c.completion FROM completion_client c"
	"      WHERE c.client = $1"
	"        AND NOT EXISTS (SELECT 1 FROM completion_client o"
	"          WHERE o.completion = c.completion"
	"            AND o.client <> c.client))",

	"UPDATE completion"
	"  SET device = NULL"
	"  WHERE saved_by = $1",

	"UPDATE audit"
	"  SET device = NULL"
	"  WHERE who = $1"
	"    AND device IS NOT NULL",

	"UPDATE audit"
	"  SET after = NULL"
	"  WHERE object_kind = 'person'"
	"    AND object = $1"
	"    AND action IN ('token.add', 'feed.add')"
	"    AND after IS NOT NULL",

	"UPDATE review"
	"  SET text = ''"
	"  WHERE person = $1"
	"    OR session IN (SELECT session FROM session_client"
	"      WHERE person = $1)"
	"    OR session IN (SELECT c.session FROM completion c"
	"      JOIN completion_client p ON p.completion = c.id"
	"      WHERE p.client = $1)",

	"UPDATE payment"
	"  SET method = NULL"
	"  WHERE client = $1"
	"    AND method IS NOT NULL",

	"DELETE FROM claim"
	"  WHERE person = $1",
};

/* Whose names an answer holds, nobody can tell of its bytes. */
static const char DROP_ANSWERS[] = "UPDATE claim"
				   "  SET status = 0, sealed = 0, body = NULL"
				   "  WHERE body IS NOT NULL";

static const char READDRESS[] = "UPDATE invoice"
				"  SET addressee = $2"
				"  WHERE client = $1"
				"    AND addressee IS NOT NULL";

static const char ERASE_NOTES[] =
	"UPDATE session"
	"  SET place = NULL, public_note = NULL, private_note = NULL,"
	"    revision = revision + 1"
	"  WHERE id = $1";

static const char ERASE_AUDIT[] =
	"UPDATE audit"
	"  SET before = json_remove(before, '$.place'),"
	"    after = json_remove(after, '$.place')"
	"  WHERE object_kind = 'session'"
	"    AND object = $1"
	"    AND (before LIKE '%\"place\":%' OR after LIKE '%\"place\":%')";

static const char SEARCH_VERSIONS[] = "SELECT DISTINCT session"
				      "  FROM session_version"
				      "  WHERE json LIKE '%' || $1 || '%'"
				      "  ORDER BY session";

static const char LIST_VERSIONS[] = "SELECT id, json"
				    "  FROM session_version"
				    "  WHERE session = $1"
				    "  ORDER BY id";

static const char REPLACE_VERSION[] = "UPDATE session_version"
				      "  SET json = $2"
				      "  WHERE id = $1";

enum err store_person_erase(struct transaction *tx, int64_t person)
{
	struct statement *st = statement_tx(tx, ERASE_PERSON);
	enum err err;

	bind_int(st, 1, person);
	bind_int(st, 2, store_tx_operation(tx)->now.s);
	err = statement_run(st);
	for (size_t i = 0; !err && i < ARRAY_SIZE(takings); i++) {
		st = statement_tx(tx, takings[i]);
		bind_int(st, 1, person);
		err = statement_run(st);
	}
	return err ? err : statement_run(statement_tx(tx, DROP_ANSWERS));
}

enum err store_invoice_readdress(struct transaction *tx, int64_t client,
				 const char *addressee)
{
	struct statement *st = statement_tx(tx, READDRESS);

	bind_int(st, 1, client);
	bind_text(st, 2, addressee);
	return statement_run(st);
}

enum err store_session_notes_erase(struct transaction *tx, int64_t session)
{
	struct statement *st = statement_tx(tx, ERASE_NOTES);

	bind_int(st, 1, session);
	return statement_run(st);
}

enum err store_session_audit_erase(struct transaction *tx, int64_t session)
{
	struct statement *st = statement_tx(tx, ERASE_AUDIT);

	bind_int(st, 1, session);
	return statement_run(st);
}

enum err store_session_version_search(struct reader *reader, const char *words,
				      struct ids *sessions)
{
	struct statement *st = statement(reader, SEARCH_VERSIONS);

	bind_text(st, 1, words);
	return statement_ids(st, sessions);
}

static void read_version(struct statement *st, void *item)
{
	struct session_version *version = item;

	version->id = column_int(st, 0);
	version->json = column_text(st, 1);
}

enum err store_session_version_list(struct reader *reader, int64_t session,
				    struct session_version **list,
				    size_t *count)
{
	struct statement *st = statement(reader, LIST_VERSIONS);

	bind_int(st, 1, session);
	return statement_list(st, read_version, sizeof(**list), list, count);
}

enum err store_session_version_replace(struct transaction *tx, int64_t version,
				       const char *json)
{
	struct statement *st = statement_tx(tx, REPLACE_VERSION);

	bind_int(st, 1, version);
	bind_text(st, 2, json);
	return statement_run(st);
}

#include "store/erasure.h"

#include "store/seal_private.h"
#include "store/statement_private.h"
#include "store/terms_private.h"

#include <string.h>

struct placed {
	int64_t id;
	const char *before, *after;
};

/* Sessions (schedules) of the client $person that have no other. */
#define ALONE_IN(owners, owner)                          \
	"(SELECT c." owner "  FROM " owners " c"         \
	"  WHERE c.person = $person"                     \
	"    AND NOT EXISTS (SELECT 1 FROM " owners " o" \
	"      WHERE o." owner " = c." owner             \
	"        AND o.person <> c.person))"

/* Their texts, and what else such a row has: a column and how it is cleared. */
#define TAKE_TEXTS(table, cleared, column)                                  \
	"UPDATE " table "  SET revision = revision + 1" cleared TERMS_CLEAR \
	"  WHERE id IN " ALONE_IN(table "_client",                          \
				  table) "    AND " TERMS_TOLD(column)

static const char ERASE_PERSON[] =
	"UPDATE person"
	"  SET login = NULL, name = coalesce(code, 'erased'),"
	"    name_key = lower(coalesce(code, 'erased')), email = NULL,"
	"    phone = NULL, address = NULL, note = NULL, notice = 0,"
	"    active = 0,"
	"    grants = 0, may = 0,"
	"    generation = generation + 1, revision = revision + 1,"
	"    erased = CASE WHEN erased = " NEVER " THEN $now ELSE erased END"
	"  WHERE id = $id";

/* Files hold whom they hold: what waits is dropped for everybody. */
static const char DROP_FILES[] = "DELETE FROM import_file";
static const char DROP_JOBS[] = "DELETE FROM import_job";

/* The person's own row was changed before: triggers ask it. */
static const char *const takings[] = {
	"DELETE FROM contact"
	"  WHERE person = $person",

	"DELETE FROM password"
	"  WHERE person = $person",

	"DELETE FROM token"
	"  WHERE person = $person",

	"DELETE FROM sign_in"
	"  WHERE person = $person",

	"UPDATE lock"
	"  SET owner = NULL"
	"  WHERE person = $person",

	"DELETE FROM turned_away"
	"  WHERE person = $person",

	/* Programs that still fetch are told that it is gone. */
	"UPDATE feed"
	"  SET label = NULL, program = NULL, revoked = 1"
	"  WHERE person = $person",

	"DELETE FROM property"
	"  WHERE viewer = $person"
	"    OR member IN (SELECT m.id FROM member m"
	"      JOIN session_client c ON c.session = m.session"
	"      WHERE c.person = $person)",

	TAKE_TEXTS("session", ", typed = NULL", "typed"),

	TAKE_TEXTS("schedule", "", "NULL"),

	"UPDATE completion"
	"  SET reason = NULL"
	"  WHERE reason IS NOT NULL"
	"    AND id IN (SELECT c.completion FROM completion_client c"
	"      WHERE c.client = $person"
	"        AND NOT EXISTS (SELECT 1 FROM completion_client o"
	"          WHERE o.completion = c.completion"
	"            AND o.client <> c.client))",

	"UPDATE completion"
	"  SET device = NULL"
	"  WHERE saved_by = $person",

	"UPDATE audit"
	"  SET device = NULL"
	"  WHERE who = $person"
	"    AND device IS NOT NULL",

	"UPDATE audit"
	"  SET after = NULL"
	"  WHERE object_kind = 'person'"
	"    AND object = $person"
	"    AND action IN ('token.add', 'feed.add')"
	"    AND after IS NOT NULL",

	"UPDATE review"
	"  SET text = ''"
	"  WHERE person = $person"
	"    OR session IN (SELECT session FROM session_client"
	"      WHERE person = $person)"
	"    OR session IN (SELECT c.session FROM completion c"
	"      JOIN completion_client p ON p.completion = c.id"
	"      WHERE p.client = $person)",

	"UPDATE payment"
	"  SET method = NULL"
	"  WHERE client = $person"
	"    AND method IS NOT NULL",

	"DELETE FROM claim"
	"  WHERE person = $person",

	"DELETE FROM notice_stop"
	"  WHERE address IN (SELECT address FROM outbox"
	"    WHERE person = $person)",

	/* Whoever was told of it: no address stands twice. What waits is not
	 * sent: 0, 3 and 4 wait, 6 is dropped. */
	"UPDATE outbox"
	"  SET address = 'erased:' || id, data = NULL, reason = NULL,"
	"    state = CASE WHEN state IN (0, 3, 4) THEN 6 ELSE state END"
	"  WHERE person = $person",
};

/* All kept answers go: their bytes do not tell whose names they hold. */
static const char DROP_ANSWERS[] = "UPDATE claim"
				   "  SET status = 0, sealed = 0, body = NULL"
				   "  WHERE body IS NOT NULL";

static const char READDRESS[] = "UPDATE invoice"
				"  SET addressee = $addressee"
				"  WHERE client = $client"
				"    AND addressee IS NOT NULL";

static const char LIST_ADDRESSED[] = "SELECT id"
				     "  FROM invoice"
				     "  WHERE client = $client"
				     "    AND addressee <> $addressee"
				     "  ORDER BY id";

static const char LIST_METHODS[] = "SELECT id"
				   "  FROM payment"
				   "  WHERE client = $client"
				   "    AND method IS NOT NULL"
				   "  ORDER BY id";

static const char ERASE_NOTES[] =
	"UPDATE session"
	"  SET typed = NULL, revision = revision + 1" TERMS_CLEAR
	"  WHERE id = $id";

/* Only rows that were written before version 7 of the tables hold places. */
#define PLACE "\"place\":"

static const char LIST_PLACED[] =
	"SELECT id, before, after"
	"  FROM audit"
	"  WHERE object_kind = 'session'"
	"    AND object = $session"
	"    AND (replace(before, '" PLACE "', '') <> before"
	"      OR replace(after, '" PLACE "', '') <> after)"
	"  ORDER BY id";

static const char CUT_PLACES[] = "UPDATE audit"
				 "  SET before = $before, after = $after"
				 "  WHERE id = $id";

static const char SEARCH_VERSIONS[] =
	"SELECT DISTINCT session"
	"  FROM session_version"
	"  WHERE replace(json, $words, '') <> json"
	"  ORDER BY session";

static const char LIST_VERSIONS[] = "SELECT id, json"
				    "  FROM session_version"
				    "  WHERE session = $session"
				    "  ORDER BY id";

static const char REPLACE_VERSION[] = "UPDATE session_version"
				      "  SET json = $json"
				      "  WHERE id = $id";

enum err store_person_erase(struct transaction *tx, int64_t person)
{
	struct statement *st = statement_tx(tx, ERASE_PERSON);
	struct ids payments;
	enum err err;

	bind_int(st, "id", person);
	bind_int(st, "now", store_tx_operation(tx)->now.s);
	err = statement_run(st);
	if (!err)
		err = statement_ids(statement_of_id(store_tx_reader(tx),
						    LIST_METHODS, person),
				    &payments);
	for (size_t i = 0; !err && i < ARRAY_SIZE(takings); i++)
		err = statement_run_id(tx, takings[i], person);
	if (!err)
		err = seal_add_all(tx, SEAL_PAYMENT, &payments);
	if (!err)
		err = statement_run(statement_tx(tx, DROP_FILES));
	if (!err)
		err = statement_run(statement_tx(tx, DROP_JOBS));
	return err ? err : statement_run(statement_tx(tx, DROP_ANSWERS));
}

enum err store_invoice_readdress(struct transaction *tx, int64_t client,
				 const char *addressee)
{
	struct statement *st = statement_tx(tx, LIST_ADDRESSED);
	struct ids invoices;
	enum err err;

	bind_int(st, "client", client);
	bind_text(st, "addressee", addressee);
	err = statement_ids(st, &invoices);
	if (err)
		return err;
	st = statement_tx(tx, READDRESS);
	bind_int(st, "client", client);
	bind_text(st, "addressee", addressee);
	err = statement_run(st);
	return err ? err : seal_add_all(tx, SEAL_INVOICE, &invoices);
}

enum err store_session_notes_erase(struct transaction *tx, int64_t session)
{
	return statement_run_id(tx, ERASE_NOTES, session);
}

static void read_placed(struct statement *st, void *item)
{
	struct placed *placed = item;

	placed->id = column_int(st, "id");
	placed->before = column_text(st, "before");
	placed->after = column_text(st, "after");
}

/* The text of the JSON stays otherwise: a trigger sees to it. Other members
 * stood behind the place, so the comma goes with it. */
static const char *without_place(struct arena *arena, const char *json)
{
	const char *from = json ? strstr(json, PLACE) : NULL;
	const char *to;

	if (!from)
		return json;
	to = from + strlen(PLACE);
	if (*to == '"') {
		for (to++; *to && *to != '"'; to++)
			to += *to == '\\' && to[1];
	}
	to = strchr(to, ',');
	if (!to)
		return json;
	return arena_printf(arena, "%.*s%s", (int)(from - json), json, to + 1);
}

static enum err cut_places(struct transaction *tx, const struct placed *row)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	struct statement *st = statement_tx(tx, CUT_PLACES);

	bind_text(st, "before", without_place(arena, row->before));
	bind_text(st, "after", without_place(arena, row->after));
	bind_int(st, "id", row->id);
	return statement_run(st);
}

enum err store_session_audit_erase(struct transaction *tx, int64_t session)
{
	struct statement *st =
		statement_of_id(store_tx_reader(tx), LIST_PLACED, session);
	struct placed *list;
	size_t count;
	enum err err =
		statement_list(st, read_placed, sizeof(*list), &list, &count);

	for (size_t i = 0; !err && i < count; i++)
		err = cut_places(tx, &list[i]);
	return err;
}

enum err store_session_version_search(struct reader *reader, const char *words,
				      struct ids *sessions)
{
	struct statement *st = statement(reader, SEARCH_VERSIONS);

	bind_text(st, "words", words);
	return statement_ids(st, sessions);
}

static void read_version(struct statement *st, void *item)
{
	struct session_version *version = item;

	version->id = column_int(st, "id");
	version->json = column_text(st, "json");
}

enum err store_session_version_list(struct reader *reader, int64_t session,
				    struct session_version **list,
				    size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST_VERSIONS, session);

	return statement_list(st, read_version, sizeof(**list), list, count);
}

enum err store_session_version_replace(struct transaction *tx, int64_t version,
				       const char *json)
{
	struct statement *st = statement_tx(tx, REPLACE_VERSION);

	bind_int(st, "id", version);
	bind_text(st, "json", json);
	return statement_run(st);
}

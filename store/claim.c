#include "store/claim.h"

#include "store/statement_private.h"

#define KEPT (7 * 24 * 3600) /* seconds */

static const char FIND_CLAIM[] = "SELECT request, status, sealed, body"
				 "  FROM claim"
				 "  WHERE person = $person"
				 "    AND key = $key"
				 "    AND at > $since";

static const char DROP_CLAIMS[] = "DELETE FROM claim"
				  "  WHERE at <= $until";

static const char ADD_CLAIM[] =
	"INSERT INTO claim (person, key, request, at, status, sealed)"
	"  VALUES ($person, $key, $request, $at, 0, 0)";

static const char ANSWER_CLAIM[] =
	"INSERT INTO claim (person, key, request, at, status, sealed, body)"
	"  VALUES ($person, $key, $request, $at, $status, $sealed, $body)"
	"  ON CONFLICT (person, key) DO UPDATE"
	"    SET status = excluded.status, sealed = excluded.sealed,"
	"      body = excluded.body";

static void read_claim(struct statement *st, void *item)
{
	struct claim *claim = item;
	struct slice request = column_blob(st, "request");

	claim->request = (struct digest){ { 0 } };
	for (size_t i = 0; i < request.len && i < DIGEST_SIZE; i++)
		claim->request.bytes[i] = (unsigned char)request.at[i];
	claim->status = (int)column_int(st, "status");
	claim->sealed = column_int(st, "sealed") != 0;
	claim->body = column_blob(st, "body");
}

enum err store_claim_find(struct reader *reader, int64_t person,
			  const char *key, struct claim *claim)
{
	struct instant now = store_reader_operation(reader)->now;
	struct statement *st = statement(reader, FIND_CLAIM);
	struct claim found = {
		.person = person, .key = key, .recorded = true, .taken = true
	};
	enum err err;

	bind_int(st, "person", person);
	bind_text(st, "key", key);
	bind_int(st, "since", now.s - KEPT);
	err = statement_one(st, read_claim, &found);
	if (!err)
		*claim = found;
	return err;
}

/* What both writes share. */
static void bind_claim(struct transaction *tx, struct statement *st,
		       const struct claim *claim)
{
	bind_int(st, "person", claim->person);
	bind_text(st, "key", claim->key);
	bind_blob(st, "request", claim->request.bytes, DIGEST_SIZE);
	bind_int(st, "at", store_tx_operation(tx)->now.s);
}

enum err store_claim_insert(struct transaction *tx, struct claim *claim)
{
	struct operation *op = store_tx_operation(tx);
	struct statement *st = statement_tx(tx, DROP_CLAIMS);
	enum err err;

	bind_int(st, "until", op->now.s - KEPT);
	err = statement_run(st);
	if (err)
		return err;
	st = statement_tx(tx, ADD_CLAIM);
	bind_claim(tx, st, claim);
	err = statement_run(st);
	if (err != ERR_EXISTS)
		return err;
	claim->taken = true;
	return fail(op, err, "a request with this key is under way");
}

enum err store_claim_answer(struct transaction *tx, const struct claim *claim)
{
	struct statement *st = statement_tx(tx, ANSWER_CLAIM);

	bind_claim(tx, st, claim);
	bind_int(st, "status", claim->status);
	bind_int(st, "sealed", claim->sealed);
	bind_blob(st, "body", claim->body.at, claim->body.len);
	return statement_run(st);
}

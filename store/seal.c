#include "store/seal_private.h"

#include "base/digest.h"
#include "store/statement_private.h"

#include <string.h>

#define PARTS 3

/* Each query is of the thing $id: no row of the first one, and there is
 * nothing to seal. What is left out is a note that erasure takes away (the
 * reason, the device of a completion), or is told by the ledger (postings). */
static const char COMPLETION[] =
	"SELECT session, slug, label, map, modifier, client_modifier,"
	"    practitioner_modifier, service, service_name, service_kind, basis,"
	"    minutes, saved_by, saved_at, channel, reopened_at"
	"  FROM completion"
	"  WHERE id = $id";

static const char COMPLETION_CLIENTS[] =
	"SELECT position, client, slug, label, map, modifier, client_modifier,"
	"    practitioner_modifier, rate, base, charge, tax_bp, tax"
	"  FROM completion_client"
	"  WHERE completion = $id"
	"  ORDER BY position";

static const char COMPLETION_PRACTITIONERS[] =
	"SELECT position, practitioner, rate, base, wage, hourly"
	"  FROM completion_practitioner"
	"  WHERE completion = $id"
	"  ORDER BY position";

/* When the session is: it cannot move while it is saved. */
static const char COMPLETION_TIME[] = "SELECT s.starts, s.ends"
				      "  FROM completion c"
				      "  JOIN session s"
				      "    ON s.id = c.session"
				      "  WHERE c.id = $id"
				      "    AND c.reopened_at = " NEVER;

static const char PAYMENT[] =
	"SELECT client, amount, day, method, entered, entered_by, voided"
	"  FROM payment"
	"  WHERE id = $id";

static const char REFUND[] = "SELECT payment, amount, day, entered, entered_by"
			     "  FROM refund"
			     "  WHERE id = $id";

static const char ALLOCATION[] =
	"SELECT payment, credit, invoice, amount, at_issue, made, released"
	"  FROM allocation"
	"  WHERE id = $id";

static const char INVOICE[] =
	"SELECT client, status, to_day, counter, number, document, addressee,"
	"    created, created_by, issued, voided"
	"  FROM invoice"
	"  WHERE id = $id"
	"    AND counter IS NOT NULL";

static const char INVOICE_LINES[] =
	"SELECT position, completion, client, credit, day, charge, tax, live"
	"  FROM invoice_line"
	"  WHERE invoice = $id"
	"  ORDER BY position";

static const char PAYROLL[] =
	"SELECT to_day, created, created_by, closed, posting"
	"  FROM payroll"
	"  WHERE id = $id"
	"    AND status = 1";

static const char PAYROLL_LINES[] =
	"SELECT completion, practitioner, reversal, day, amount"
	"  FROM payroll_line"
	"  WHERE payroll = $id"
	"  ORDER BY completion, practitioner, reversal";

static const char LIST_COMPLETIONS[] = "SELECT id"
				       "  FROM completion"
				       "  ORDER BY id";

static const char LIST_PAYMENTS[] = "SELECT id"
				    "  FROM payment"
				    "  ORDER BY id";

static const char LIST_REFUNDS[] = "SELECT id"
				   "  FROM refund"
				   "  ORDER BY id";

static const char LIST_ALLOCATIONS[] = "SELECT id"
				       "  FROM allocation"
				       "  ORDER BY id";

static const char LIST_INVOICES[] = "SELECT id"
				    "  FROM invoice"
				    "  WHERE counter IS NOT NULL"
				    "  ORDER BY id";

static const char LIST_PAYROLLS[] = "SELECT id"
				    "  FROM payroll"
				    "  WHERE status = 1"
				    "  ORDER BY id";

static const char FIND_LAST[] = "SELECT id, hash"
				"  FROM seal"
				"  ORDER BY id DESC"
				"  LIMIT 1";

static const char ADD_SEAL[] =
	"INSERT INTO seal (id, kind, thing, digest, previous, hash)"
	"  VALUES ($id, $kind, $thing, $digest, $previous, $hash)";

/* holds: no later one is of the same thing. */
static const char LIST_SEALS[] =
	"SELECT s.id AS id, s.kind AS kind, s.thing AS thing,"
	"    s.digest AS digest, s.previous AS previous, s.hash AS hash,"
	"    NOT EXISTS ("
	"      SELECT 1"
	"        FROM seal o"
	"        WHERE o.kind = s.kind"
	"          AND o.thing = s.thing"
	"          AND o.id > s.id) AS holds"
	"  FROM seal s"
	"  ORDER BY s.id";

static const char FIND_SEAL[] = "SELECT 1 AS found"
				"  FROM seal"
				"  WHERE kind = $kind"
				"    AND thing = $thing"
				"  LIMIT 1";

static const struct seal_row {
	const char *name;
	const char *parts[PARTS];
	const char *list;  /* the ids of all that are sealed */
	const char *later; /* what seals of version 1 left out */
} rows[] = {
	[SEAL_COMPLETION] = { "completion",
			      { COMPLETION, COMPLETION_CLIENTS,
				COMPLETION_PRACTITIONERS },
			      LIST_COMPLETIONS,
			      COMPLETION_TIME },
	[SEAL_PAYMENT] = { "payment", { PAYMENT }, LIST_PAYMENTS, NULL },
	[SEAL_REFUND] = { "refund", { REFUND }, LIST_REFUNDS, NULL },
	[SEAL_ALLOCATION] = { "allocation",
			      { ALLOCATION },
			      LIST_ALLOCATIONS,
			      NULL },
	[SEAL_INVOICE] = { "invoice",
			   { INVOICE, INVOICE_LINES },
			   LIST_INVOICES,
			   NULL },
	[SEAL_PAYROLL] = { "payroll run",
			   { PAYROLL, PAYROLL_LINES },
			   LIST_PAYROLLS,
			   NULL },
};

struct seal {
	int64_t id;
	int64_t kind, thing;
	struct digest digest, previous, hash;
	bool holds;
};

/* Every row of a query, in words. */
static enum err write_part(struct reader *reader, const char *sql,
			   int64_t thing, struct buf *text, size_t *count)
{
	struct statement *st = statement_of_id(reader, sql, thing);
	enum err err;

	*count = 0;
	while ((err = statement_row(st)) == OK) {
		buf_puts(text, "row\n");
		statement_write(st, text);
		++*count;
	}
	return err == ERR_NOT_FOUND ? OK : err;
}

/* ERR_NOT_FOUND: nothing is there, or not to be sealed yet. The text of the
 * digest is not kept. */
static enum err digest_of(struct reader *reader, enum seal_kind kind,
			  int64_t thing, const char *later,
			  struct digest *digest)
{
	struct arena *scratch = arena_new();
	struct buf text;
	size_t count = 1;
	enum err err = OK;

	buf_init_sized(&text, scratch, 1024);
	buf_printf(&text, "daybook-seal %d\n%s %lld\n", later ? 2 : 1,
		   rows[kind].name, (long long)thing);
	for (size_t i = 0; !err && i < PARTS && rows[kind].parts[i]; i++) {
		err = write_part(reader, rows[kind].parts[i], thing, &text,
				 &count);
		if (!err && i == 0 && count == 0)
			err = ERR_NOT_FOUND;
	}
	if (!err && later)
		err = write_part(reader, later, thing, &text, &count);
	if (!err)
		*digest = digest_sha256(text.at, text.len);
	arena_free(scratch);
	return err;
}

static enum err content_digest(struct reader *reader, enum seal_kind kind,
			       int64_t thing, struct digest *digest)
{
	return digest_of(reader, kind, thing, rows[kind].later, digest);
}

/* As it was sealed, by this version or the first one: the digest of either
 * never is the other's. */
static enum err content_holds(struct reader *reader, const struct seal *seal,
			      bool *holds)
{
	enum seal_kind kind = (enum seal_kind)seal->kind;
	struct digest now = { { 0 } };
	enum err err = content_digest(reader, kind, seal->thing, &now);

	*holds = !err && digest_equal(&now, &seal->digest);
	if (err || *holds || !rows[kind].later)
		return err == ERR_NOT_FOUND ? OK : err;
	err = digest_of(reader, kind, seal->thing, NULL, &now);
	*holds = !err && digest_equal(&now, &seal->digest);
	return err;
}

static struct digest hash_of(struct arena *arena, const struct seal *seal)
{
	char *text = arena_printf(
		arena,
		"daybook-seal-chain 1\nprevious %s\nid %lld\nkind %lld\n"
		"thing %lld\ndigest %s\n",
		hex_encode(arena, seal->previous.bytes, DIGEST_SIZE),
		(long long)seal->id, (long long)seal->kind,
		(long long)seal->thing,
		hex_encode(arena, seal->digest.bytes, DIGEST_SIZE));

	return digest_sha256(text, strlen(text));
}

static struct digest digest_column(struct statement *st, const char *name)
{
	struct slice bytes = column_blob(st, name);
	struct digest digest = { { 0 } };

	if (bytes.len == sizeof(digest.bytes))
		memcpy(digest.bytes, bytes.at, sizeof(digest.bytes));
	return digest;
}

static void read_last(struct statement *st, void *item)
{
	struct seal *last = item;

	last->id = column_int(st, "id");
	last->hash = digest_column(st, "hash");
}

static enum err insert(struct transaction *tx, const struct seal *seal)
{
	struct statement *st = statement_tx(tx, ADD_SEAL);

	bind_int(st, "id", seal->id);
	bind_int(st, "kind", seal->kind);
	bind_int(st, "thing", seal->thing);
	bind_blob(st, "digest", seal->digest.bytes, DIGEST_SIZE);
	bind_blob(st, "previous", seal->previous.bytes, DIGEST_SIZE);
	bind_blob(st, "hash", seal->hash.bytes, DIGEST_SIZE);
	return statement_run(st);
}

enum err seal_add(struct transaction *tx, enum seal_kind kind, int64_t thing)
{
	struct reader *reader = store_tx_reader(tx);
	struct seal last = { .id = 0 };
	struct seal seal = { .kind = kind, .thing = thing };
	enum err err = content_digest(reader, kind, thing, &seal.digest);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	err = statement_one(statement(reader, FIND_LAST), read_last, &last);
	if (err && err != ERR_NOT_FOUND)
		return err;
	seal.id = last.id + 1;
	seal.previous = last.hash;
	seal.hash = hash_of(store_tx_operation(tx)->arena, &seal);
	return insert(tx, &seal);
}

enum err seal_add_all(struct transaction *tx, enum seal_kind kind,
		      const struct ids *things)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < things->count; i++)
		err = seal_add(tx, kind, things->at[i]);
	return err;
}

enum err seal_first(struct transaction *tx)
{
	struct seal last = { .id = 0 };
	enum err err =
		statement_one(statement_tx(tx, FIND_LAST), read_last, &last);

	if (err != ERR_NOT_FOUND)
		return err;
	err = OK;
	for (size_t kind = 0; !err && kind < ARRAY_SIZE(rows); kind++) {
		struct ids ids;

		err = statement_ids(statement_tx(tx, rows[kind].list), &ids);
		if (!err)
			err = seal_add_all(tx, (enum seal_kind)kind, &ids);
	}
	return err;
}

static void read_seal(struct statement *st, struct seal *seal)
{
	*seal = (struct seal){
		.id = column_int(st, "id"),
		.kind = column_int(st, "kind"),
		.thing = column_int(st, "thing"),
		.digest = digest_column(st, "digest"),
		.previous = digest_column(st, "previous"),
		.hash = digest_column(st, "hash"),
		.holds = column_int(st, "holds") != 0,
	};
}

/* What is wrong with a seal that follows *last, or NULL. */
static enum err seal_fault(struct reader *reader, const struct seal *last,
			   const struct seal *seal, const char **fault)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct digest hash = hash_of(arena, seal);
	bool holds;
	enum err err;

	if (seal->id != last->id + 1 || seal->kind < 0 ||
	    seal->kind >= (int64_t)ARRAY_SIZE(rows) ||
	    !digest_equal(&seal->previous, &last->hash) ||
	    !digest_equal(&seal->hash, &hash)) {
		*fault = arena_printf(arena, "seal %lld breaks the chain",
				      (long long)seal->id);
		return OK;
	}
	if (!seal->holds)
		return OK;
	err = content_holds(reader, seal, &holds);
	if (!err && !holds)
		*fault = arena_printf(arena, "%s %lld is not what was sealed",
				      rows[seal->kind].name,
				      (long long)seal->thing);
	return err;
}

static enum err walk_seals(struct reader *reader, const char **fault)
{
	struct statement *st = statement(reader, LIST_SEALS);
	struct seal last = { .id = 0 };
	enum err err;

	while ((err = statement_row(st)) == OK) {
		struct seal seal;

		read_seal(st, &seal);
		err = seal_fault(reader, &last, &seal, fault);
		if (err || *fault)
			break;
		last = seal;
	}
	statement_done(st);
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err check_sealed(struct reader *reader, size_t kind, int64_t thing,
			     const char **fault)
{
	struct statement *st = statement(reader, FIND_SEAL);
	int64_t found;
	enum err err;

	bind_int(st, "kind", (int64_t)kind);
	bind_int(st, "thing", thing);
	err = statement_one_int(st, &found);
	if (err != ERR_NOT_FOUND)
		return err;
	*fault = arena_printf(store_reader_operation(reader)->arena,
			      "%s %lld has no seal", rows[kind].name,
			      (long long)thing);
	return OK;
}

static enum err check_all_sealed(struct reader *reader, size_t kind,
				 const char **fault)
{
	struct ids ids;
	enum err err = statement_ids(statement(reader, rows[kind].list), &ids);

	for (size_t i = 0; !err && !*fault && i < ids.count; i++)
		err = check_sealed(reader, kind, ids.at[i], fault);
	return err;
}

enum err seal_verify(struct reader *reader, const char **fault)
{
	enum err err;

	*fault = NULL;
	err = walk_seals(reader, fault);
	for (size_t i = 0; !err && !*fault && i < ARRAY_SIZE(rows); i++)
		err = check_all_sealed(reader, i, fault);
	return err;
}

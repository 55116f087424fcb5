#include "store/ledger.h"

#include "base/digest.h"
#include "store/ledger_private.h"
#include "store/statement_private.h"

#include <assert.h>
#include <string.h>

static const char FIND_HEAD[] = "SELECT transactions, hash"
				"  FROM ledger_head"
				"  WHERE id = 1";

static const char SET_HEAD[] =
	"INSERT INTO ledger_head (id, transactions, hash)"
	"  VALUES (1, $transactions, $hash)"
	"  ON CONFLICT (id) DO UPDATE"
	"    SET transactions = excluded.transactions, hash = excluded.hash";

static const char ADD_POSTING[] =
	"INSERT INTO ledger_transaction (id, at, kind, session, completion,"
	"    invoice, payment, payroll, reverses, actor, previous, hash)"
	"  VALUES ($id, $at, $kind, $session, $completion, $invoice, $payment,"
	"    $payroll, $reverses, $actor, $previous, $hash)";

/* As many as ENTRY_BLOCK; one without a place is none. */
static const char ADD_ENTRIES[] =
	"WITH made (place, account, person, amount) AS (VALUES"
	"  (CAST($p0 AS bigint), CAST($a0 AS bigint), CAST($w0 AS bigint),"
	"    CAST($m0 AS bigint)),"
	"  ($p1, $a1, $w1, $m1), ($p2, $a2, $w2, $m2), ($p3, $a3, $w3, $m3),"
	"  ($p4, $a4, $w4, $m4), ($p5, $a5, $w5, $m5), ($p6, $a6, $w6, $m6),"
	"  ($p7, $a7, $w7, $m7)) "
	"INSERT INTO ledger_entry (posting, position, account, person, amount)"
	"  SELECT $posting, place, account, person, amount"
	"    FROM made"
	"    WHERE place IS NOT NULL";

#define ENTRY_BLOCK ARRAY_SIZE(entry_places)

static const struct entry_place {
	const char *place, *account, *person, *amount;
} entry_places[] = {
	{ "p0", "a0", "w0", "m0" }, { "p1", "a1", "w1", "m1" },
	{ "p2", "a2", "w2", "m2" }, { "p3", "a3", "w3", "m3" },
	{ "p4", "a4", "w4", "m4" }, { "p5", "a5", "w5", "m5" },
	{ "p6", "a6", "w6", "m6" }, { "p7", "a7", "w7", "m7" },
};

static const char FIND_POSTING[] =
	"SELECT " POSTING_COLUMNS "  FROM ledger_transaction"
	"  WHERE id = $id";

static const char LIST_POSTINGS[] =
	"SELECT " POSTING_COLUMNS "  FROM ledger_transaction"
	"  WHERE id > $from"
	"  ORDER BY id"
	"  LIMIT $limit";

static const char LIST_ENTRIES[] = "SELECT account, person, amount"
				   "  FROM ledger_entry"
				   "  WHERE posting = $posting"
				   "  ORDER BY position";

static const char SUM_ACCOUNT[] = "SELECT coalesce(sum(e.amount), 0) AS amount"
				  "  FROM ledger_entry e"
				  "  CROSS JOIN ledger_transaction t"
				  "  WHERE t.id = e.posting"
				  "    AND e.account = $account"
				  "    AND t.at < $before";

static const char SUM_PERSON[] = "SELECT coalesce(sum(e.amount), 0) AS amount"
				 "  FROM ledger_entry e"
				 "  CROSS JOIN ledger_transaction t"
				 "  WHERE t.id = e.posting"
				 "    AND e.account = $account"
				 "    AND e.person = $person"
				 "    AND t.at < $before";

static const char *const account_names[] = {
	[ACCOUNT_RECEIVABLE] = "receivable",
	[ACCOUNT_INCOME] = "income",
	[ACCOUNT_TAX] = "tax",
	[ACCOUNT_WAGES] = "wages",
	[ACCOUNT_PAYABLE] = "payable",
	[ACCOUNT_CASH] = "cash",
};

/* No account of ours, whatever a damaged row says. */
#define ACCOUNT_UNKNOWN ((enum account_kind)ARRAY_SIZE(account_names))

/* A reference that is none is NULL and never 0. */
static int64_t column_reference(struct statement *st, const char *name)
{
	int64_t id = column_int(st, name);

	return id == 0 && !column_null(st, name) ? -1 : id;
}

/* Our words hold no NUL, behind which something could be hidden. */
static const char *column_word(struct statement *st, const char *name)
{
	struct slice word = column_blob(st, name);

	return word.at && strlen(word.at) == word.len ? word.at : "";
}

struct digest column_digest(struct statement *st, const char *name)
{
	struct slice bytes = column_blob(st, name);
	struct digest digest;

	memset(&digest, 0xFF, sizeof(digest));
	if (bytes.len == sizeof(digest.bytes))
		memcpy(digest.bytes, bytes.at, sizeof(digest.bytes));
	return digest;
}

static void read_head(struct statement *st, void *item)
{
	struct ledger_head *head = item;

	*head = (struct ledger_head){
		.transactions = column_int(st, "transactions"),
		.hash = column_digest(st, "hash"),
	};
}

enum err ledger_head_load(struct reader *reader, struct ledger_head *head)
{
	enum err err =
		statement_one(statement(reader, FIND_HEAD), read_head, head);

	if (err != ERR_NOT_FOUND)
		return err;
	*head = (struct ledger_head){ 0 };
	return OK;
}

void posting_read(struct statement *st, void *item)
{
	struct posting *posting = item;

	*posting = (struct posting){
		.id = column_int(st, "id"),
		.at = { column_int(st, "at") },
		.kind = column_word(st, "kind"),
		.session = column_reference(st, "session"),
		.completion = column_reference(st, "completion"),
		.invoice = column_reference(st, "invoice"),
		.payment = column_reference(st, "payment"),
		.payroll = column_reference(st, "payroll"),
		.reverses = column_reference(st, "reverses"),
		.actor = column_reference(st, "actor"),
		.previous = column_digest(st, "previous"),
		.hash = column_digest(st, "hash"),
	};
}

static void read_entry(struct statement *st, struct entry *entry)
{
	int64_t account = column_int(st, "account");
	bool known = account >= 0 && account < (int64_t)ACCOUNT_UNKNOWN;

	*entry = (struct entry){
		.account = known ? (enum account_kind)account : ACCOUNT_UNKNOWN,
		.person = column_reference(st, "person"),
		.amount = { column_int(st, "amount") },
	};
}

enum err posting_entries(struct reader *reader, struct posting *posting,
			 struct entry **array, size_t *room)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct statement *st = statement(reader, LIST_ENTRIES);
	size_t used = 0;
	enum err err;

	bind_int(st, "posting", posting->id);
	while ((err = statement_row(st)) == OK) {
		*array = arena_grow(arena, *array, used, room, sizeof(**array));
		read_entry(st, &(*array)[used++]);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	posting->entries = *array;
	posting->count = used;
	return OK;
}

/* An array of its own. */
static enum err load_entries(struct reader *reader, struct posting *posting)
{
	struct entry *entries = NULL;
	size_t room = 0;

	return posting_entries(reader, posting, &entries, &room);
}

static bool is_somebodys(enum account_kind account)
{
	return account == ACCOUNT_RECEIVABLE || account == ACCOUNT_PAYABLE;
}

static void assert_balanced(const struct posting *posting)
{
	struct money sum = { 0 };

	assert(posting->count >= 2);
	for (size_t i = 0; i < posting->count; i++) {
		const struct entry *entry = &posting->entries[i];

		assert(is_somebodys(entry->account) == (entry->person != 0));
		sum = money_add(sum, entry->amount);
	}
	assert(sum.minor == 0);
}

static enum err insert_row(struct transaction *tx,
			   const struct posting *posting)
{
	struct statement *st = statement_tx(tx, ADD_POSTING);
	enum err err;

	bind_int(st, "id", posting->id);
	bind_int(st, "at", posting->at.s);
	bind_text(st, "kind", posting->kind);
	bind_id(st, "session", posting->session);
	bind_id(st, "completion", posting->completion);
	bind_id(st, "invoice", posting->invoice);
	bind_id(st, "payment", posting->payment);
	bind_id(st, "payroll", posting->payroll);
	bind_id(st, "reverses", posting->reverses);
	bind_id(st, "actor", posting->actor);
	bind_blob(st, "previous", posting->previous.bytes, DIGEST_SIZE);
	bind_blob(st, "hash", posting->hash.bytes, DIGEST_SIZE);
	err = statement_run(st);
	if (err == ERR_EXISTS)
		return fail(store_tx_operation(tx), ERR_EXISTS,
			    "ledger transaction %lld is reversed already",
			    (long long)posting->reverses);
	return err;
}

/* As many as a block has room for, from this one on. */
static enum err insert_entries(struct transaction *tx,
			       const struct posting *posting, size_t from)
{
	struct statement *st = statement_tx(tx, ADD_ENTRIES);
	size_t count = posting->count - from;

	for (size_t i = 0; i < ENTRY_BLOCK && i < count; i++) {
		const struct entry_place *at = &entry_places[i];
		const struct entry *entry = &posting->entries[from + i];

		bind_int(st, at->place, (int64_t)(from + i));
		bind_int(st, at->account, entry->account);
		bind_id(st, at->person, entry->person);
		bind_int(st, at->amount, entry->amount.minor);
	}
	bind_int(st, "posting", posting->id);
	return statement_run(st);
}

static enum err set_head(struct transaction *tx, const struct posting *posting)
{
	struct statement *st = statement_tx(tx, SET_HEAD);

	bind_int(st, "transactions", posting->id);
	bind_blob(st, "hash", posting->hash.bytes, DIGEST_SIZE);
	return statement_run(st);
}

enum err store_posting_insert(struct transaction *tx, struct posting *posting)
{
	struct posting made = *posting;
	struct ledger_head head;
	enum err err = ledger_head_load(store_tx_reader(tx), &head);

	if (err)
		return err;
	assert_balanced(posting);
	made.id = head.transactions + 1;
	made.previous = head.hash;
	made.hash = store_posting_hash(store_tx_operation(tx)->arena, &made);
	err = insert_row(tx, &made);
	for (size_t i = 0; !err && i < made.count; i += ENTRY_BLOCK)
		err = insert_entries(tx, &made, i);
	if (!err)
		err = set_head(tx, &made);
	if (err)
		return err;
	*posting = made;
	return OK;
}

enum err store_posting_find(struct reader *reader, int64_t id,
			    struct posting *posting)
{
	struct statement *st = statement_of_id(reader, FIND_POSTING, id);
	struct posting found;
	enum err err;

	err = statement_one(st, posting_read, &found);
	if (!err)
		err = load_entries(reader, &found);
	if (err)
		return err;
	*posting = found;
	return OK;
}

enum err store_posting_list(struct reader *reader, int64_t from, size_t limit,
			    struct posting **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_POSTINGS);
	struct posting *found;
	size_t used;
	enum err err;

	bind_int(st, "from", from);
	bind_limit(st, "limit", limit);
	err = statement_list(st, posting_read, sizeof(*found), &found, &used);
	for (size_t i = 0; !err && i < used; i++)
		err = load_entries(reader, &found[i]);
	if (err)
		return err;
	*list = found;
	*count = used;
	return OK;
}

static void read_sum(struct statement *st, void *item)
{
	struct money *sum = item;

	sum->minor = column_int(st, "amount");
}

enum err store_account_sum(struct reader *reader, enum account_kind account,
			   int64_t person, struct instant before,
			   struct money *sum)
{
	struct statement *st =
		statement(reader, person ? SUM_PERSON : SUM_ACCOUNT);

	bind_int(st, "account", account);
	bind_int(st, "before", before.s);
	if (person)
		bind_int(st, "person", person);
	return statement_one(st, read_sum, sum);
}

static void add_number(struct buf *text, const char *name, int64_t number)
{
	buf_printf(text, "%s %lld\n", name, (long long)number);
}

struct digest store_posting_hash(struct arena *arena,
				 const struct posting *posting)
{
	struct buf text;

	buf_init_sized(&text, arena, 512);
	buf_printf(&text, "daybook-ledger 1\nprevious %s\n",
		   hex_encode(arena, posting->previous.bytes, DIGEST_SIZE));
	add_number(&text, "id", posting->id);
	add_number(&text, "at", posting->at.s);
	buf_printf(&text, "kind %zu %s\n", strlen(posting->kind),
		   posting->kind);
	add_number(&text, "session", posting->session);
	add_number(&text, "completion", posting->completion);
	add_number(&text, "invoice", posting->invoice);
	add_number(&text, "payment", posting->payment);
	add_number(&text, "payroll", posting->payroll);
	add_number(&text, "reverses", posting->reverses);
	add_number(&text, "actor", posting->actor);
	add_number(&text, "entries", (int64_t)posting->count);
	for (size_t i = 0; i < posting->count; i++) {
		const struct entry *entry = &posting->entries[i];

		buf_printf(&text, "%s %lld %lld\n",
			   store_account_name(entry->account),
			   (long long)entry->person,
			   (long long)entry->amount.minor);
	}
	return digest_sha256(text.at, text.len);
}

const char *store_account_name(enum account_kind account)
{
	if (account >= ACCOUNT_UNKNOWN)
		return "unknown";
	return account_names[account];
}

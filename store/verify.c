#include "store/verify.h"

#include "store/ledger_private.h"
#include "store/seal_private.h"
#include "store/statement_private.h"
#include "store/verify_documents_private.h"

struct walk {
	struct reader *reader;
	struct arena *scratch; /* for the text of one posting */
	struct entry *entries; /* used again for each */
	size_t room;
	int64_t transactions; /* that were right */
	struct digest last;
	const char *fault;
};

/* All of them: one with an id below 1 would be one too many. */
static const char WALK[] = "SELECT " POSTING_COLUMNS "  FROM ledger_transaction"
			   "  ORDER BY id";

static const char FIND_STRAY[] = "SELECT e.posting"
				 "  FROM ledger_entry e"
				 "  LEFT JOIN ledger_transaction t"
				 "    ON t.id = e.posting"
				 "  WHERE t.id IS NULL"
				 "  ORDER BY e.posting"
				 "  LIMIT 1";

static const char FIND_MISPLACED[] = "SELECT posting"
				     "  FROM ledger_entry"
				     "  GROUP BY posting"
				     "  HAVING min(position) <> 0"
				     "    OR max(position) <> count(*) - 1"
				     "  ORDER BY posting"
				     "  LIMIT 1";

static const char FIND_UNPOSTED[] = "SELECT c.id"
				    "  FROM completion c"
				    "  LEFT JOIN ledger_transaction t"
				    "    ON t.id = c.posting"
				    "  LEFT JOIN ledger_transaction r"
				    "    ON r.id = c.reversal"
				    "  WHERE (c.posting IS NOT NULL"
				    "      AND t.id IS NULL)"
				    "    OR (c.reversal IS NOT NULL"
				    "      AND r.id IS NULL)"
				    "  ORDER BY c.id"
				    "  LIMIT 1";

static const char FIND_UNSAVED[] = "SELECT t.id"
				   "  FROM ledger_transaction t"
				   "  LEFT JOIN completion c"
				   "    ON c.id = t.completion"
				   "  WHERE t.completion IS NOT NULL"
				   "    AND c.id IS NULL"
				   "  ORDER BY t.id"
				   "  LIMIT 1";

/* A reversal says what it reverses: it may undo nothing else. */
static const char FIND_CROSSED[] =
	"SELECT c.id"
	"  FROM completion c"
	"  LEFT JOIN ledger_transaction t"
	"    ON t.id = c.posting"
	"  LEFT JOIN ledger_transaction r"
	"    ON r.id = c.reversal"
	"  WHERE (t.completion IS NOT NULL AND t.completion <> c.id)"
	"    OR (r.reverses IS NOT NULL AND r.reverses <> c.posting)"
	"    OR (c.reversal IS NOT NULL AND c.posting IS NULL)"
	"  ORDER BY c.id"
	"  LIMIT 1";

/* Each account (0 receivable ... 4 payable) by what the save copied, less
 * what was posted. */
static const char FIND_DIFFERENT[] =
	"SELECT d.completion"
	"  FROM ("
	"    SELECT completion, 0 AS account, client AS person,"
	"      charge + tax AS amount"
	"    FROM completion_client"
	"    UNION ALL"
	"    SELECT completion, 1, 0, -charge"
	"    FROM completion_client"
	"    UNION ALL"
	"    SELECT completion, 2, 0, -tax"
	"    FROM completion_client"
	"    UNION ALL"
	"    SELECT completion, 3, 0, wage"
	"    FROM completion_practitioner"
	"    UNION ALL"
	"    SELECT completion, 4, practitioner, -wage"
	"    FROM completion_practitioner"
	"    UNION ALL"
	"    SELECT c.id, e.account, coalesce(e.person, 0), -e.amount"
	"    FROM completion c"
	"    JOIN ledger_entry e"
	"      ON e.posting = c.posting"
	"  ) d"
	"  GROUP BY d.completion, d.account, d.person"
	"  HAVING sum(d.amount) <> 0"
	"  ORDER BY d.completion"
	"  LIMIT 1";

/* One of a live completion undoes what stands; one that is missing leaves
 * standing what was undone. */
static const char FIND_LIVE_REVERSED[] =
	"SELECT id"
	"  FROM completion"
	"  WHERE (reopened_at = 253402300799 AND reversal IS NOT NULL)"
	"    OR (reopened_at <> 253402300799 AND posting IS NOT NULL"
	"      AND reversal IS NULL)"
	"  ORDER BY id"
	"  LIMIT 1";

static const char FIND_UNDONE[] =
	"SELECT c.id"
	"  FROM completion c"
	"  JOIN ledger_entry e"
	"    ON e.posting = c.posting"
	"      OR e.posting = c.reversal"
	"  WHERE c.reversal IS NOT NULL"
	"  GROUP BY c.id, e.account, coalesce(e.person, 0)"
	"  HAVING sum(e.amount) <> 0"
	"  ORDER BY c.id"
	"  LIMIT 1";

/* What a session shows of how it ended is its own completion, that which
 * stands. */
static const char FIND_STRANGE[] =
	"SELECT s.id"
	"  FROM session s"
	"  JOIN completion c"
	"    ON c.id = s.completion"
	"  WHERE c.session <> s.id"
	"    OR c.reopened_at <> " NEVER "  ORDER BY s.id"
	"  LIMIT 1";

static const struct ledger_check completion_checks[] = {
	{ FIND_STRAY, "ledger transaction", "is missing, but has entries" },
	{ FIND_MISPLACED, "ledger transaction",
	  "has entries in wrong positions" },
	{ FIND_UNPOSTED, "completion",
	  "names a ledger transaction that does not exist" },
	{ FIND_UNSAVED, "ledger transaction",
	  "names a completion that does not exist" },
	{ FIND_CROSSED, "completion",
	  "names the ledger transaction of another" },
	{ FIND_DIFFERENT, "completion",
	  "has amounts that differ from those in the ledger" },
	{ FIND_LIVE_REVERSED, "completion",
	  "is reversed, but not reopened, or the other way round" },
	{ FIND_UNDONE, "completion", "is not reversed exactly" },
	{ FIND_STRANGE, "session", "names the completion of another" },
	{ NULL, NULL, NULL },
};

static const char *sum_fault(const struct posting *posting)
{
	int64_t sum = 0;

	for (size_t i = 0; i < posting->count; i++) {
		/* Not money_add: these amounts are not trusted. */
		if (__builtin_add_overflow(
			    sum, posting->entries[i].amount.minor, &sum))
			return "has a sum beyond all bounds";
	}
	return sum == 0 ? NULL : "does not sum to zero";
}

/* What is wrong with the next posting, or NULL. */
static const char *posting_fault(struct walk *walk,
				 const struct posting *posting)
{
	struct digest hash;

	if (posting->id != walk->transactions + 1)
		return "does not follow the one before: ids have a gap";
	if (!digest_equal(&posting->previous, &walk->last))
		return "does not hold the hash of the one before";
	hash = store_posting_hash(walk->scratch, posting);
	arena_reset(walk->scratch);
	if (!digest_equal(&posting->hash, &hash))
		return "has another hash than its content";
	return sum_fault(posting);
}

static void note(struct walk *walk, const char *kind, int64_t id,
		 const char *sentence)
{
	struct arena *arena = store_reader_operation(walk->reader)->arena;

	walk->fault = arena_printf(arena, "%s %lld %s", kind, (long long)id,
				   sentence);
}

static enum err walk_chain(struct walk *walk)
{
	struct statement *st = statement(walk->reader, WALK);
	enum err err;

	while ((err = statement_row(st)) == OK) {
		struct posting posting;
		const char *fault;

		posting_read(st, &posting);
		err = posting_entries(walk->reader, &posting, &walk->entries,
				      &walk->room);
		if (err)
			break;
		fault = posting_fault(walk, &posting);
		if (fault) {
			note(walk, "ledger transaction", posting.id, fault);
			break;
		}
		walk->transactions = posting.id;
		walk->last = posting.hash;
	}
	statement_done(st);
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err check_head(struct walk *walk)
{
	struct ledger_head head;
	enum err err = ledger_head_load(walk->reader, &head);

	if (err)
		return err;
	if (head.transactions != walk->transactions)
		note(walk, "ledger transaction", walk->transactions,
		     "is the last one, but their count says otherwise");
	else if (!digest_equal(&head.hash, &walk->last))
		note(walk, "ledger transaction", walk->transactions,
		     "is not the one whose hash was noted as the last");
	return OK;
}

static enum err run_check(struct walk *walk, const struct ledger_check *check)
{
	struct statement *st = statement(walk->reader, check->sql);
	struct ids found;
	enum err err = statement_ids(st, &found);

	if (!err && found.count > 0)
		note(walk, check->kind, found.at[0], check->sentence);
	return err;
}

/* Until one finds something. */
static enum err run_checks(struct walk *walk, const struct ledger_check *checks)
{
	enum err err = OK;

	for (; !err && !walk->fault && checks->sql; checks++)
		err = run_check(walk, checks);
	return err;
}

enum err store_ledger_verify(struct reader *reader, struct ledger_proof *proof)
{
	struct walk walk = { .reader = reader, .scratch = arena_new() };
	enum err err = walk_chain(&walk);

	arena_free(walk.scratch);
	if (!err && !walk.fault)
		err = check_head(&walk);
	if (!err)
		err = run_checks(&walk, completion_checks);
	if (!err)
		err = run_checks(&walk, store_document_checks);
	if (!err && !walk.fault)
		err = seal_verify(reader, &walk.fault);
	if (err)
		return err;
	*proof = (struct ledger_proof){
		.ok = !walk.fault,
		.transactions = walk.transactions,
		.head = walk.last,
		.fault = walk.fault,
	};
	return OK;
}

#include "practice/money/ledger_known.h"

#include "practice/access.h"
#include "practice/names.h"

#define SEE_EVERYWHERE (SEE_OFFICE | SEE_EXPORT)

static const struct field entry_rows[] = {
	ROW_TEXT("account", struct known_entry, account, .see = SEE_OFFICE,
		 .help = "receivable:C042 income tax wages payable:maria cash"),
	ROW_MONEY("amount", struct known_entry, amount, .see = SEE_OFFICE,
		  .help = "debit positive"),
	{ 0 },
};

const struct field posting_rows[] = {
	ROW_ID("id", struct posting_known, posting.id, .see = SEE_OFFICE),
	ROW_INSTANT("at", struct posting_known, posting.at, .see = SEE_OFFICE),
	ROW_TEXT("kind", struct posting_known, posting.kind, .see = SEE_OFFICE,
		 .help = "save, reopen, payment, refund, void, payroll"),
	ROW_ID("session", struct posting_known, posting.session,
	       .see = SEE_OFFICE),
	ROW_ID("payment", struct posting_known, posting.payment,
	       .see = SEE_OFFICE),
	ROW_ID("payroll", struct posting_known, posting.payroll,
	       .see = SEE_OFFICE),
	ROW_ID("reverses", struct posting_known, posting.reverses,
	       .see = SEE_OFFICE),
	ROW_LIST("entries", struct posting_known, entries, entry_count,
		 struct known_entry, entry_rows, .see = SEE_OFFICE),
	{ 0 },
};

const struct field ledger_line_rows[] = {
	ROW_ID("transaction", struct ledger_line, posting.id,
	       .see = SEE_EXPORT),
	ROW_INTEGER("at", struct ledger_line, posting.at.s, .see = SEE_EXPORT),
	ROW_TEXT("kind", struct ledger_line, posting.kind, .see = SEE_EXPORT,
		 .flags = FIELD_OURS),
	ROW_ID("session", struct ledger_line, posting.session,
	       .see = SEE_EXPORT),
	ROW_ID("completion", struct ledger_line, posting.completion,
	       .see = SEE_EXPORT),
	ROW_ID("invoice", struct ledger_line, posting.invoice,
	       .see = SEE_EXPORT),
	ROW_ID("payment", struct ledger_line, posting.payment,
	       .see = SEE_EXPORT),
	ROW_ID("payroll", struct ledger_line, posting.payroll,
	       .see = SEE_EXPORT),
	ROW_ID("reverses", struct ledger_line, posting.reverses,
	       .see = SEE_EXPORT),
	ROW_ID("actor", struct ledger_line, posting.actor, .see = SEE_EXPORT),
	ROW_TEXT("previous", struct ledger_line, previous, .see = SEE_EXPORT,
		 .flags = FIELD_OURS),
	ROW_TEXT("hash", struct ledger_line, hash, .see = SEE_EXPORT,
		 .flags = FIELD_OURS),
	ROW_TEXT("account", struct ledger_line, account, .see = SEE_EXPORT,
		 .flags = FIELD_OURS),
	ROW_ID("person", struct ledger_line, entry.person, .see = SEE_EXPORT),
	ROW_MONEY("amount", struct ledger_line, entry.amount,
		  .see = SEE_EXPORT),
	ROW_TEXT("who", struct ledger_line, who, .see = SEE_EXPORT,
		 .flags = FIELD_OURS),
	{ 0 },
};

const struct field proof_rows[] = {
	ROW_BOOL("ok", struct proof_known, proof.ok, .see = SEE_OFFICE),
	ROW_TEXT("file", struct proof_known, file, .see = SEE_EXPORT),
	ROW_TEXT("algorithm", struct proof_known, algorithm, .see = SEE_EXPORT),
	ROW_INTEGER("transactions", struct proof_known, proof.transactions,
		    .see = SEE_EVERYWHERE, .max = INT64_MAX,
		    .help = "that were found right"),
	ROW_TEXT("head", struct proof_known, head, .see = SEE_EVERYWHERE,
		 .help = "hash of the last"),
	ROW_TEXT("fault", struct proof_known, proof.fault, .see = SEE_OFFICE,
		 .help = "null when ok"),
	ROW_INSTANT("at", struct proof_known, at, .see = SEE_EXPORT),
	{ 0 },
};

static const char *hash_text(struct arena *arena, const struct digest *hash)
{
	return hex_encode(arena, hash->bytes, sizeof(hash->bytes));
}

static enum err entry_known(struct reader *reader, const struct entry *entry,
			    struct known_entry *known)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	const char *account = store_account_name(entry->account);
	struct person person;
	enum err err;

	known->amount = entry->amount;
	known->account = account;
	if (!entry->person)
		return OK;
	err = store_person_load(reader, entry->person, &person);
	if (!err)
		known->account = arena_printf(arena, "%s:%s", account,
					      practice_word(arena, &person));
	return err;
}

enum err practice_posting_known(struct reader *reader,
				const struct posting *posting,
				struct posting_known *known)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct posting_known made = { .posting = *posting,
				      .entry_count = posting->count };
	enum err err = OK;

	made.entries =
		arena_array(arena, posting->count, sizeof(*made.entries));
	for (size_t i = 0; !err && i < posting->count; i++)
		err = entry_known(reader, &posting->entries[i],
				  &made.entries[i]);
	if (!err)
		*known = made;
	return err;
}

struct ledger_line ledger_line_of(struct arena *arena,
				  const struct posting *posting, size_t index,
				  const char *who)
{
	const struct entry *entry = &posting->entries[index];

	return (struct ledger_line){
		.posting = *posting,
		.entry = *entry,
		.account = store_account_name(entry->account),
		.previous = hash_text(arena, &posting->previous),
		.hash = hash_text(arena, &posting->hash),
		.who = who,
	};
}

struct proof_known proof_known_of(struct arena *arena,
				  const struct ledger_proof *proof)
{
	return (struct proof_known){ .proof = *proof,
				     .head = hash_text(arena, &proof->head) };
}

#include "practice/transfer/export_ledger_private.h"

#include "base/digest.h"
#include "practice/audit_record.h"
#include "store/ledger.h"

#define AUDIT "audit.csv"
#define LEDGER "ledger.csv"
#define LEDGER_COLUMNS                                                    \
	"transaction,at,kind,session,completion,invoice,payment,payroll," \
	"reverses,actor,previous,hash,account,person,amount,who"

static enum err audit_row(struct practice_export *export, struct csv_out *csv,
			  const struct audit *audit)
{
	const char *who;
	enum err err = export_word_of(&export->run, audit->who, &who);

	if (err)
		return err;
	csv_id(csv, audit->id);
	export_instant(&export->run, csv, audit->at);
	csv_word(csv, who);
	csv_word(csv, audit->channel);
	csv_text(csv, audit->device);
	csv_word(csv, audit->action);
	csv_word(csv, audit->object_kind);
	csv_id(csv, audit->object);
	csv_text(csv, audit->before);
	csv_text(csv, audit->after);
	csv_end(csv);
	return OK;
}

enum err export_audit(struct practice_export *export)
{
	struct csv_out csv;
	int64_t below = 0;
	size_t count;
	enum err err;

	csv_begin(&csv, export->run.op->arena,
		  "id,at,who,channel,device,action,kind,object,before,after");
	do {
		struct audit *list;

		export_page(&export->run);
		err = store_audit_list(export->run.reader, NULL, 0, below,
				       EXPORT_PAGE, &list, &count);
		for (size_t i = 0; !err && i < count; i++) {
			below = list[i].id;
			err = audit_row(export, &csv, &list[i]);
		}
		if (!err)
			err = export_flush_some(export, AUDIT, &csv.buf);
	} while (!err && count == EXPORT_PAGE);
	return err ? err : export_flush(export, AUDIT, &csv.buf);
}

struct ledger_file {
	struct practice_export *export;
	struct csv_out csv;
	int64_t transactions;
	struct digest head;
};

static const char *hash_text(struct arena *arena, const struct digest *hash)
{
	return hex_encode(arena, hash->bytes, sizeof(hash->bytes));
}

/* As the hash takes them in: numbers, and amounts in minor units. */
static void posting_cells(struct ledger_file *file,
			  const struct posting *posting)
{
	struct arena *arena = file->export->run.one.arena;
	struct csv_out *csv = &file->csv;

	csv_id(csv, posting->id);
	csv_int(csv, posting->at.s);
	csv_word(csv, posting->kind);
	csv_id(csv, posting->session);
	csv_id(csv, posting->completion);
	csv_id(csv, posting->invoice);
	csv_id(csv, posting->payment);
	csv_id(csv, posting->payroll);
	csv_id(csv, posting->reverses);
	csv_id(csv, posting->actor);
	csv_word(csv, hash_text(arena, &posting->previous));
	csv_word(csv, hash_text(arena, &posting->hash));
}

static enum err posting_rows(struct ledger_file *file,
			     const struct posting *posting)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < posting->count; i++) {
		const struct entry *entry = &posting->entries[i];
		const char *who;

		err = export_word_of(&file->export->run, entry->person, &who);
		if (err)
			break;
		posting_cells(file, posting);
		csv_word(&file->csv, store_account_name(entry->account));
		csv_id(&file->csv, entry->person);
		csv_word(&file->csv,
			 money_text(file->csv.buf.arena, entry->amount, 0));
		csv_word(&file->csv, who);
		csv_end(&file->csv);
	}
	file->transactions = posting->id;
	file->head = posting->hash;
	return err;
}

static enum err proof_export(struct ledger_file *file)
{
	struct practice_export *export = file->export;
	struct arena *arena = export->run.op->arena;
	json_t *json = json_new(arena);

	json_put_text(json, "file", LEDGER);
	json_put_text(json, "algorithm",
		      "SHA-256 of each transaction's text (daybook-ledger 1, "
		      "see README.txt), chained by `previous`");
	json_put_integer(json, "transactions", file->transactions);
	json_put_text(json, "head", hash_text(arena, &file->head));
	json_put_text(json, "at", instant_text(arena, export->run.one.now));
	return export->write(export->context, "ledger-proof.json",
			     slice_of(json_text(arena, json)));
}

enum err export_ledger(struct practice_export *export)
{
	struct ledger_file file = { .export = export };
	size_t count;
	enum err err;

	csv_begin(&file.csv, export->run.op->arena, LEDGER_COLUMNS);
	do {
		struct posting *list;

		export_page(&export->run);
		err = store_posting_list(export->run.reader, file.transactions,
					 EXPORT_PAGE, &list, &count);
		for (size_t i = 0; !err && i < count; i++)
			err = posting_rows(&file, &list[i]);
		if (!err)
			err = export_flush_some(export, LEDGER, &file.csv.buf);
	} while (!err && count == EXPORT_PAGE);
	if (!err)
		err = export_flush(export, LEDGER, &file.csv.buf);
	return err ? err : proof_export(&file);
}

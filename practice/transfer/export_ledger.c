#include "practice/transfer/export_ledger_private.h"

#include "practice/access.h"
#include "practice/audit_known.h"
#include "practice/money/ledger_known.h"

#define AUDIT "audit.csv"
#define LEDGER "ledger.csv"

static enum err audit_row(struct practice_export *export, struct csv_out *csv,
			  const struct audit *audit)
{
	const struct audience who = { .arena = export->run.one.arena,
				      .see = SEE_EXPORT };
	struct audit_known known;
	const char *word;
	enum err err = export_word_of(&export->run, audit->who, &word);

	if (err)
		return err;
	known = audit_known_of(who.arena, audit, word);
	shape_row(&who, csv, AUDIT_COLUMNS_CSV, audit_rows, &known);
	return OK;
}

enum err export_audit(struct practice_export *export)
{
	struct csv_out csv;
	int64_t below = 0;
	size_t count;
	enum err err;

	csv_begin(&csv, export->run.op->arena, AUDIT_COLUMNS_CSV);
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
	struct ledger_proof proof;
	struct instant last; /* when the head was posted */
};

/* As the hash takes them in: amounts are in minor units. */
static enum err posting_add(struct ledger_file *file,
			    const struct posting *posting)
{
	struct export_run *run = &file->export->run;
	const struct audience who = { .arena = run->one.arena,
				      .see = SEE_EXPORT };
	enum err err = OK;

	for (size_t i = 0; !err && i < posting->count; i++) {
		struct ledger_line line;
		const char *word;

		err = export_word_of(run, posting->entries[i].person, &word);
		if (err)
			break;
		line = ledger_line_of(who.arena, posting, i, word);
		shape_row(&who, &file->csv, LEDGER_COLUMNS_CSV,
			  ledger_line_rows, &line);
	}
	file->proof.transactions = posting->id;
	file->proof.head = posting->hash;
	file->last = posting->at;
	return err;
}

static enum err proof_export(struct ledger_file *file)
{
	struct practice_export *export = file->export;
	const struct audience who = { .arena = export->run.op->arena,
				      .see = SEE_EXPORT };
	struct proof_known known = proof_known_of(who.arena, &file->proof);
	json_t *json = json_new(who.arena);

	known.file = LEDGER;
	known.algorithm = "SHA-256 of each transaction's text (daybook-ledger "
			  "1, see README.txt), chained by `previous`";
	/* Not of the export: the same ledger has the same proof. */
	known.at = file->last;
	shape_pick(&who, json, PROOF_MEMBERS, proof_rows, &known);
	return export->write(export->context, "ledger-proof.json",
			     slice_of(json_text(who.arena, json)));
}

enum err export_ledger(struct practice_export *export)
{
	struct ledger_file file = { .export = export, .last = INSTANT_MIN };
	size_t count;
	enum err err;

	csv_begin(&file.csv, export->run.op->arena, LEDGER_COLUMNS_CSV);
	do {
		struct posting *list;

		export_page(&export->run);
		err = store_posting_list(export->run.reader,
					 file.proof.transactions, EXPORT_PAGE,
					 &list, &count);
		for (size_t i = 0; !err && i < count; i++)
			err = posting_add(&file, &list[i]);
		if (!err)
			err = export_flush_some(export, LEDGER, &file.csv.buf);
	} while (!err && count == EXPORT_PAGE);
	if (!err)
		err = export_flush(export, LEDGER, &file.csv.buf);
	return err ? err : proof_export(&file);
}

#include "practice/money/invoice_known.h"

#include "practice/access.h"
#include "practice/names.h"
#include "practice/wall_time.h"
#include "store/completion_type.h"

#define SEE_ACCOUNT (SEE_OFFICE | SEE_SELF)
#define SEE_FILES (SEE_EXPORT | SEE_OWN_EXPORT | SEE_OFFICE_EXPORT)
#define SEE_EVERYWHERE (SEE_ACCOUNT | SEE_FILES)

const struct field invoice_line_rows[] = {
	ROW_ID("invoice", struct known_line, invoice, .see = SEE_CSV),
	ROW_DAY("date", struct known_line, line.day, .see = SEE_EVERYWHERE,
		.help = "of the session"),
	ROW_ID("session", struct known_line, line.session,
	       .see = SEE_EVERYWHERE),
	ROW_TEXT("service", struct known_line, line.service,
		 .see = SEE_EVERYWHERE),
	ROW_INTEGER("minutes", struct known_line, line.minutes,
		    .see = SEE_EVERYWHERE, .max = INT64_MAX),
	ROW_TEXT("label", struct known_line, line.label, .see = SEE_EVERYWHERE,
		 .help = "how it ended"),
	ROW_CHOICE("map", struct known_line, line.map, map_words,
		   .see = SEE_ACCOUNT),
	ROW_BOOL("credit", struct known_line, line.credit,
		 .see = SEE_EVERYWHERE,
		 .help = "takes back what was invoiced and re-opened"),
	ROW_MONEY("charge", struct known_line, line.charge,
		  .see = SEE_EVERYWHERE, .help = "before tax"),
	ROW_INTEGER("tax_bp", struct known_line, line.tax_bp, .see = SEE_FILES),
	ROW_MONEY("tax", struct known_line, line.tax, .see = SEE_EVERYWHERE),
	{ 0 },
};

const struct field invoice_money_rows[] = {
	ROW_ID("id", struct allocation, id, .see = SEE_CSV),
	ROW_ID("payment", struct allocation, payment, .see = SEE_EVERYWHERE),
	ROW_ID("credit", struct allocation, credit, .see = SEE_EVERYWHERE,
	       .help = "an invoice below zero"),
	ROW_ID("invoice", struct allocation, invoice, .see = SEE_CSV),
	ROW_DAY("date", struct allocation, day, .see = SEE_ACCOUNT),
	ROW_TEXT("method", struct allocation, method, .see = SEE_ACCOUNT),
	ROW_MONEY("amount", struct allocation, amount, .see = SEE_EVERYWHERE),
	ROW_BOOL("at_issue", struct allocation, at_issue, .see = SEE_CSV),
	ROW_INSTANT("made", struct allocation, made, .see = SEE_CSV),
	{ 0 },
};

const struct field invoice_rows[] = {
	ROW_TEXT("client", struct invoice_known, client,
		 .see = SEE_ACCOUNT | SEE_CSV, .flags = FIELD_OURS,
		 .help = "code"),
	ROW_ID("client", struct invoice_known, invoice.client,
	       .see = SEE_AUDIT),
	ROW_ID("id", struct invoice_known, invoice.id, .see = SEE_EVERYWHERE),
	ROW_CHOICE("status", struct invoice_known, invoice.status,
		   invoice_status_words, .see = SEE_EVERYWHERE),
	ROW_TEXT("number", struct invoice_known, invoice.number,
		 .see = SEE_EVERYWHERE | SEE_AUDIT,
		 .help = "null before issue"),
	ROW_DAY("to", struct invoice_known, invoice.to,
		.see = SEE_EVERYWHERE | SEE_AUDIT),
	ROW_INTEGER("lines", struct invoice_known, invoice.line_count,
		    .see = SEE_AUDIT),
	ROW_MONEY("charge", struct invoice_known, invoice.charge,
		  .see = SEE_EVERYWHERE),
	ROW_MONEY("tax", struct invoice_known, invoice.tax,
		  .see = SEE_EVERYWHERE),
	ROW_MONEY("total", struct invoice_known, total,
		  .see = SEE_EVERYWHERE | SEE_AUDIT),
	ROW_MONEY("paid", struct invoice_known, invoice.settled,
		  .see = SEE_ACCOUNT),
	ROW_MONEY("settled", struct invoice_known, invoice.settled,
		  .see = SEE_FILES),
	ROW_MONEY("due", struct invoice_known, due, .see = SEE_ACCOUNT),
	ROW_INSTANT("created_at", struct invoice_known, invoice.created,
		    .see = SEE_ACCOUNT),
	ROW_INSTANT("issued_at", struct invoice_known, invoice.issued,
		    .see = SEE_ACCOUNT),
	ROW_INSTANT("voided_at", struct invoice_known, invoice.voided,
		    .see = SEE_ACCOUNT),
	ROW_DAY("issued", struct invoice_known, issued, .see = SEE_FILES,
		.flags = FIELD_ZERO_NONE),
	ROW_DAY("voided", struct invoice_known, voided, .see = SEE_FILES,
		.flags = FIELD_ZERO_NONE),
	ROW_LIST("lines", struct invoice_known, lines, line_count,
		 struct known_line, invoice_line_rows, .see = SEE_EVERYWHERE,
		 .help = "of one invoice, not in lists"),
	ROW_LIST("payments", struct invoice_known, payments, payment_count,
		 struct allocation, invoice_money_rows, .see = SEE_ACCOUNT,
		 .help = "of one invoice, not in lists"),
	ROW_ANY("document", struct invoice_known, document, .see = SEE_FILES,
		.flags = FIELD_NONE_ABSENT),
	ROW_ANY("addressee", struct invoice_known, addressee, .see = SEE_FILES,
		.flags = FIELD_NONE_ABSENT),
	{ 0 },
};

static struct day day_or_none(const struct practice *practice,
			      struct instant instant)
{
	if (instant.s == INSTANT_MAX.s)
		return (struct day){ 0 };
	return practice_day(practice, instant);
}

static void lines_fill(struct arena *arena, const struct invoice *invoice,
		       struct invoice_known *known)
{
	known->line_count = invoice->line_count;
	known->lines =
		arena_array(arena, invoice->line_count, sizeof(*known->lines));
	for (size_t i = 0; i < invoice->line_count; i++)
		known->lines[i] =
			(struct known_line){ invoice->id, invoice->lines[i] };
}

enum err practice_invoice_known(struct reader *reader,
				const struct practice *practice,
				const struct invoice *invoice,
				struct invoice_known *known)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct invoice_known made = {
		.invoice = *invoice,
		.total = money_add(invoice->charge, invoice->tax),
		.issued = day_or_none(practice, invoice->issued),
		.voided = day_or_none(practice, invoice->voided),
	};
	struct person client;
	enum err err = store_person_load(reader, invoice->client, &client);

	if (!err)
		err = store_allocation_against(reader, invoice->id,
					       &made.payments,
					       &made.payment_count);
	if (err)
		return err;
	made.client = practice_word(arena, &client);
	if (invoice->status == INVOICE_ISSUED)
		made.due = money_subtract(made.total, invoice->settled);
	lines_fill(arena, invoice, &made);
	*known = made;
	return OK;
}

enum err practice_invoice_known_find(struct reader *reader,
				     const struct practice *practice,
				     int64_t id, struct invoice_known *known)
{
	struct invoice invoice;
	enum err err = store_invoice_find(reader, id, &invoice);

	return err ? err
		   : practice_invoice_known(reader, practice, &invoice, known);
}

#include "practice/money/invoice_document.h"

#include "base/shape_read.h"
#include "practice/wall_time.h"
#include "store/completion.h"
#include "store/people.h"
#include "store/practice.h"

/* Whoever gets to see an invoice sees all of it. */
static const struct field line_rows[] = {
	ROW_DAY("date", struct document_line, date, .see = SEE_ALL),
	ROW_TEXT("service", struct document_line, service, .see = SEE_ALL),
	ROW_INTEGER("minutes", struct document_line, minutes, .see = SEE_ALL),
	ROW_TEXT("with", struct document_line, with, .see = SEE_ALL),
	ROW_TEXT("label", struct document_line, label, .see = SEE_ALL),
	ROW_CHOICE("map", struct document_line, map, map_words, .see = SEE_ALL),
	ROW_BOOL("credit", struct document_line, credit, .see = SEE_ALL),
	ROW_TEXT("charge", struct document_line, charge, .see = SEE_ALL),
	ROW_TEXT("tax", struct document_line, tax, .see = SEE_ALL),
	{ 0 },
};

static const struct field document_rows[] = {
	ROW_TEXT("practice", struct invoice_document, practice, .see = SEE_ALL),
	ROW_TEXT("phone", struct invoice_document, phone, .see = SEE_ALL),
	ROW_TEXT("address", struct invoice_document, address, .see = SEE_ALL),
	ROW_TEXT("email", struct invoice_document, email, .see = SEE_ALL),
	ROW_TEXT("tax_name", struct invoice_document, tax_name, .see = SEE_ALL),
	ROW_TEXT("tax_number", struct invoice_document, tax_number,
		 .see = SEE_ALL),
	ROW_TEXT("currency", struct invoice_document, currency, .see = SEE_ALL),
	ROW_TEXT("number", struct invoice_document, number, .see = SEE_ALL),
	ROW_DAY("issued", struct invoice_document, issued, .see = SEE_ALL,
		.flags = FIELD_NONE_ABSENT),
	ROW_DAY("due", struct invoice_document, due, .see = SEE_ALL,
		.flags = FIELD_NONE_ABSENT),
	ROW_DAY("to", struct invoice_document, to, .see = SEE_ALL),
	ROW_TEXT("code", struct invoice_document, code, .see = SEE_ALL),
	ROW_LIST("lines", struct invoice_document, lines, line_count,
		 struct document_line, line_rows, .see = SEE_ALL),
	ROW_TEXT("charge", struct invoice_document, charge, .see = SEE_ALL),
	ROW_TEXT("tax", struct invoice_document, tax, .see = SEE_ALL),
	ROW_TEXT("total", struct invoice_document, total, .see = SEE_ALL),
	ROW_INTEGER("tax_bp", struct invoice_document, tax_bp, .see = SEE_ALL,
		    ROW_GIVEN(struct invoice_document, one_rate)),
	{ 0 },
};

static const struct field addressee_rows[] = {
	ROW_TEXT("name", struct addressee, name, .see = SEE_ALL),
	ROW_TEXT("send_to", struct addressee, send_to, .see = SEE_ALL),
	ROW_TEXT("address", struct addressee, address, .see = SEE_ALL),
	{ 0 },
};

struct paper {
	struct reader *reader;
	struct arena *arena;
	const struct invoice *invoice;
	struct practice practice;
	int digits;
};

static const char *amount_of(const struct paper *paper, struct money amount)
{
	return money_text(paper->arena, amount, paper->digits);
}

/* "Maria Santos, Tom Okafor": whom the session was with. */
static enum err with_names(const struct paper *paper, int64_t completion,
			   const char **names)
{
	struct completion found;
	struct buf buf;
	enum err err = store_completion_find(paper->reader, completion, &found);

	buf_init(&buf, paper->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; !err && i < found.practitioner_count; i++) {
		struct person person;

		err = store_person_load(paper->reader,
					found.practitioners[i].practitioner,
					&person);
		if (!err)
			buf_listed(&buf, person.name);
	}
	*names = buf.at;
	return err;
}

static enum err line_fill(const struct paper *paper,
			  const struct invoice_line *line,
			  struct document_line *made)
{
	*made = (struct document_line){
		.date = line->day,
		.service = line->service,
		.minutes = line->minutes,
		.label = line->label,
		.map = line->map,
		.credit = line->credit,
		.charge = amount_of(paper, line->charge),
		.tax = amount_of(paper, line->tax),
	};
	return with_names(paper, line->completion, &made->with);
}

static enum err lines_fill(const struct paper *paper,
			   struct invoice_document *document)
{
	const struct invoice *invoice = paper->invoice;
	size_t count = invoice->line_count;
	enum err err = OK;

	document->lines =
		arena_array(paper->arena, count, sizeof(*document->lines));
	document->line_count = count;
	document->one_rate = count > 0;
	document->tax_bp = count ? invoice->lines[0].tax_bp : 0;
	for (size_t i = 0; !err && i < count; i++) {
		if (invoice->lines[i].tax_bp != document->tax_bp)
			document->one_rate = false;
		err = line_fill(paper, &invoice->lines[i], &document->lines[i]);
	}
	return err;
}

static struct invoice_document head_of(const struct paper *paper)
{
	const struct practice *practice = &paper->practice;
	const struct invoice *invoice = paper->invoice;
	const struct day none = { INT32_MIN };
	struct invoice_document document = {
		.practice = practice->name,
		.phone = practice->phone,
		.address = practice->address,
		.email = practice->email,
		.tax_name = practice->tax_name,
		.tax_number = practice->tax_number,
		.currency = practice->currency,
		.number = invoice->number,
		.issued = none,
		.due = none,
		.to = invoice->to,
		.charge = amount_of(paper, invoice->charge),
		.tax = amount_of(paper, invoice->tax),
		.total = amount_of(paper,
				   money_add(invoice->charge, invoice->tax)),
	};

	if (invoice->counter) {
		document.issued = practice_day(practice, invoice->issued);
		document.due.n = document.issued.n + practice->payment_days;
	}
	return document;
}

static enum err document_make(struct paper *paper,
			      struct invoice_document *document)
{
	struct person client;
	enum err err = store_practice_load(paper->reader, &paper->practice);

	if (!err)
		err = store_person_load(paper->reader, paper->invoice->client,
					&client);
	if (err)
		return err;
	paper->digits = currency_digits(paper->practice.currency);
	*document = head_of(paper);
	document->code = client.code;
	return lines_fill(paper, document);
}

/* The texts: amounts and money are in them already. */
static struct audience audience_of(struct reader *reader)
{
	return (struct audience){ store_reader_operation(reader)->arena, 0,
				  SEE_ALL };
}

static enum err damaged(struct reader *reader, const struct invoice *invoice)
{
	return fail(store_reader_operation(reader), ERR_STORAGE,
		    "the text of invoice %lld is damaged",
		    (long long)invoice->id);
}

enum err practice_invoice_document(struct reader *reader,
				   const struct invoice *invoice,
				   const char **document)
{
	const struct audience all = audience_of(reader);
	struct paper paper = { .reader = reader,
			       .arena = all.arena,
			       .invoice = invoice };
	struct invoice_document made;
	enum err err;

	if (invoice->document) {
		*document = invoice->document;
		return OK;
	}
	err = document_make(&paper, &made);
	if (!err)
		*document = json_text(all.arena,
				      shape_write(&all, document_rows, &made));
	return err;
}

enum err practice_invoice_document_read(struct reader *reader,
					const struct invoice *invoice,
					struct invoice_document *document)
{
	const struct audience all = audience_of(reader);
	const struct day none = { INT32_MIN };
	struct invoice_document read = { .issued = none, .due = none };
	const char *text = NULL;
	json_t *json;
	enum err err = practice_invoice_document(reader, invoice, &text);

	if (err)
		return err;
	json = json_read(all.arena, text);
	if (!json)
		return damaged(reader, invoice);
	shape_read_answer(&all, document_rows, json, &read);
	*document = read;
	return OK;
}

/* Who pays for the client, or NULL. */
static const struct contact *payer_of(const struct contact *contacts,
				      size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (contacts[i].payer)
			return &contacts[i];
	}
	return NULL;
}

static enum err addressee_make(struct reader *reader, int64_t id,
			       struct addressee *addressee)
{
	const struct contact *payer;
	struct contact *contacts;
	struct person client;
	size_t count;
	enum err err = store_person_load(reader, id, &client);

	if (!err)
		err = store_contact_list(reader, client.id, &contacts, &count);
	if (err)
		return err;
	payer = payer_of(contacts, count);
	*addressee = (struct addressee){
		.name = client.name,
		.send_to = payer ? payer->name : NULL,
		.address = payer ? payer->address : client.address,
	};
	return OK;
}

enum err practice_invoice_addressee(struct reader *reader,
				    const struct invoice *invoice,
				    const char **addressee)
{
	const struct audience all = audience_of(reader);
	struct addressee made;
	enum err err;

	if (invoice->addressee) {
		*addressee = invoice->addressee;
		return OK;
	}
	err = addressee_make(reader, invoice->client, &made);
	if (!err)
		*addressee = json_text(
			all.arena, shape_write(&all, addressee_rows, &made));
	return err;
}

enum err practice_invoice_addressee_read(struct reader *reader,
					 const struct invoice *invoice,
					 struct addressee *addressee)
{
	const struct audience all = audience_of(reader);
	struct addressee read = { .name = NULL };
	json_t *json;

	if (!invoice->addressee)
		return addressee_make(reader, invoice->client, addressee);
	json = json_read(all.arena, invoice->addressee);
	if (!json)
		return damaged(reader, invoice);
	shape_read_answer(&all, addressee_rows, json, &read);
	*addressee = read;
	return OK;
}

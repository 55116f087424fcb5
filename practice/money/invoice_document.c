#include "practice/money/invoice_document.h"

#include "base/str.h"
#include "base/word.h"
#include "practice/audit_record.h"
#include "practice/wall_time.h"
#include "store/completion.h"
#include "store/people.h"
#include "store/practice.h"

#define MIXED -1

struct paper {
	struct reader *reader;
	struct arena *arena;
	const struct invoice *invoice;
	struct practice practice;
	int digits;
	int32_t tax_bp; /* of all lines, or MIXED */
};

static void put_amount(const struct paper *paper, json_t *json,
		       const char *name, struct money amount)
{
	json_put_money(json, name, paper->arena, amount, paper->digits);
}

static void put_date(const struct paper *paper, json_t *json, const char *name,
		     struct day day)
{
	json_put_text(json, name, day_text(paper->arena, day));
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
			buf_printf(&buf, "%s%s", i ? ", " : "", person.name);
	}
	*names = buf.at;
	return err;
}

static enum err line_add(const struct paper *paper,
			 const struct invoice_line *line, json_t *list)
{
	const char *names;
	json_t *json;
	enum err err = with_names(paper, line->completion, &names);

	if (err)
		return err;
	json = json_new(paper->arena);
	put_date(paper, json, "date", line->day);
	json_put_text(json, "service", line->service);
	json_put_integer(json, "minutes", line->minutes);
	json_put_text(json, "with", names);
	json_put_text(json, "label", line->label);
	json_put_text(json, "map", word_of(map_words, line->map));
	json_put_bool(json, "credit", line->credit);
	put_amount(paper, json, "charge", line->charge);
	put_amount(paper, json, "tax", line->tax);
	json_add(list, json);
	return OK;
}

static enum err lines_add(struct paper *paper, json_t *json)
{
	const struct invoice *invoice = paper->invoice;
	json_t *list = json_new_list(paper->arena);
	enum err err = OK;

	paper->tax_bp = invoice->line_count ? invoice->lines[0].tax_bp : MIXED;
	for (size_t i = 0; !err && i < invoice->line_count; i++) {
		if (invoice->lines[i].tax_bp != paper->tax_bp)
			paper->tax_bp = MIXED;
		err = line_add(paper, &invoice->lines[i], list);
	}
	json_put(json, "lines", list);
	return err;
}

static void dates_add(const struct paper *paper, json_t *json)
{
	struct day issued =
		practice_day(&paper->practice, paper->invoice->issued);
	struct day due = { issued.n + paper->practice.payment_days };

	put_date(paper, json, "issued", issued);
	put_date(paper, json, "due", due);
}

static enum err paper_fill(struct paper *paper, json_t *json)
{
	const struct invoice *invoice = paper->invoice;
	struct person client;
	enum err err =
		store_person_load(paper->reader, invoice->client, &client);

	if (err)
		return err;
	json_put_text(json, "practice", paper->practice.name);
	json_put_text(json, "phone", paper->practice.phone);
	json_put_text(json, "address", paper->practice.address);
	json_put_text(json, "email", paper->practice.email);
	json_put_text(json, "tax_name", paper->practice.tax_name);
	json_put_text(json, "tax_number", paper->practice.tax_number);
	json_put_text(json, "currency", paper->practice.currency);
	json_put_text(json, "number", invoice->number);
	if (invoice->counter)
		dates_add(paper, json);
	put_date(paper, json, "to", invoice->to);
	json_put_text(json, "code", client.code);
	err = lines_add(paper, json);
	put_amount(paper, json, "charge", invoice->charge);
	put_amount(paper, json, "tax", invoice->tax);
	put_amount(paper, json, "total",
		   money_add(invoice->charge, invoice->tax));
	if (paper->tax_bp == MIXED)
		json_put_text(json, "tax_bp", NULL);
	else
		json_put_integer(json, "tax_bp", paper->tax_bp);
	return err;
}

enum err practice_invoice_document(struct reader *reader,
				   const struct invoice *invoice,
				   const char **document)
{
	struct paper paper = { .reader = reader,
			       .arena = store_reader_operation(reader)->arena,
			       .invoice = invoice };
	const char *text;
	json_t *json;
	enum err err;

	if (invoice->document) {
		*document = invoice->document;
		return OK;
	}
	err = store_practice_load(reader, &paper.practice);
	if (err)
		return err;
	paper.digits = currency_digits(paper.practice.currency);
	json = json_new(store_reader_operation(reader)->arena);
	err = paper_fill(&paper, json);
	text = json_text(paper.arena, json);
	if (!err)
		*document = text;
	return err;
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

enum err practice_invoice_addressee(struct reader *reader,
				    const struct invoice *invoice,
				    const char **addressee)
{
	const struct contact *payer;
	struct contact *contacts;
	struct person client;
	size_t count;
	json_t *json;
	enum err err;

	if (invoice->addressee) {
		*addressee = invoice->addressee;
		return OK;
	}
	err = store_person_load(reader, invoice->client, &client);
	if (!err)
		err = store_contact_list(reader, client.id, &contacts, &count);
	if (err)
		return err;
	payer = payer_of(contacts, count);
	json = json_new(store_reader_operation(reader)->arena);
	json_put_text(json, "name", client.name);
	json_put_text(json, "send_to", payer ? payer->name : NULL);
	json_put_text(json, "address", payer ? payer->address : client.address);
	*addressee = json_text(store_reader_operation(reader)->arena, json);
	return OK;
}

#include "admin/api/invoice_paper.h"

#include "admin/api/invoice_pdf.h"
#include "base/word.h"
#include "practice/money/invoice.h"
#include "practice/money/invoice_document.h"
#include "practice/wall_time.h"
#include "store/allocation.h"

#include <string.h>

#define FILE_LONGEST 40

const char *paper_day(struct arena *arena, struct day day, int32_t year)
{
	struct wall wall = day_wall(day);
	const char *month = month_names[wall.month - 1];

	if (wall.year == year)
		return arena_printf(arena, "%d %s", wall.day, month);
	return arena_printf(arena, "%d %s %d", wall.day, month, wall.year);
}

static const char *amount_words(struct arena *arena, const char *amount)
{
	return amount ? money_grouped(arena, amount) : "";
}

static const char *sign_of(enum map map)
{
	switch (map) {
	case MAP_COMPLETED:
		return "\xE2\x9C\x93"; /* check mark */
	case MAP_MISSED:
		return "\xE2\x88\x85"; /* empty set: nobody came */
	case MAP_CANCELED:
		break;
	}
	return "\xE2\x9C\x95"; /* multiplication x */
}

static struct paper_line line_of(struct arena *arena,
				 const struct document_line *line, int32_t year)
{
	return (struct paper_line){
		.date = paper_day(arena, line->date, year),
		.service =
			arena_printf(arena, "%s, %lld min",
				     line->service ? line->service : "Session",
				     (long long)line->minutes),
		.with = line->with,
		.label = line->credit ? arena_printf(arena, "Re-opened (%s)",
						     line->label)
				      : line->label,
		.sign = line->credit ? "\xE2\x86\xBA" : sign_of(line->map),
		.map = line->credit ? NULL : word_of(map_words, line->map),
		.charge = amount_words(arena, line->charge),
		.tax = amount_words(arena, line->tax),
	};
}

static void lines_fill(struct arena *arena,
		       const struct invoice_document *document,
		       struct paper *paper)
{
	int32_t year = day_wall(document->to).year;

	paper->line_count = document->line_count;
	paper->lines =
		arena_array(arena, paper->line_count, sizeof(*paper->lines));
	for (size_t i = 0; i < paper->line_count; i++)
		paper->lines[i] = line_of(arena, &document->lines[i], year);
}

/* "Tax 13%", "Tax 8.25%"; "Tax" where lines differ. */
static const char *tax_words(struct arena *arena,
			     const struct invoice_document *document)
{
	int bp = document->tax_bp;

	if (!document->one_rate || bp == 0)
		return "Tax";
	if (bp % 100 == 0)
		return arena_printf(arena, "Tax %d%%", bp / 100);
	if (bp % 10 == 0)
		return arena_printf(arena, "Tax %d.%d%%", bp / 100,
				    bp % 100 / 10);
	return arena_printf(arena, "Tax %d.%02d%%", bp / 100, bp % 100);
}

/* What the practice's tax is called and its number: either may be missing. */
static const char *tax_id_words(struct arena *arena,
				const struct invoice_document *document)
{
	const char *name = document->tax_name;
	const char *number = document->tax_number;

	if (name && number)
		return arena_printf(arena, "%s %s", name, number);
	return number;
}

/* The prefix of a number is what a practice chose. */
static const char *file_words(struct arena *arena, const char *number)
{
	char *file = arena_strdup(arena, number ? number : "draft");

	for (char *at = file; *at; at++) {
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
			    "uvwxyz0123456789._-",
			    *at))
			*at = '_';
	}
	if (strlen(file) > FILE_LONGEST)
		file[FILE_LONGEST] = '\0';
	return file;
}

static const char *day_words(struct arena *arena, const char *what,
			     struct day day)
{
	if (day.n == INT32_MIN)
		return NULL;
	return arena_printf(arena, "%s %s", what, paper_day(arena, day, 0));
}

static void document_fill(struct arena *arena,
			  const struct invoice_document *document,
			  struct paper *paper)
{
	const char *number = document->number;

	paper->file = file_words(arena, number);
	paper->practice = document->practice;
	paper->address = document->address;
	paper->phone = document->phone;
	paper->email = document->email;
	paper->tax_id = tax_id_words(arena, document);
	paper->title =
		number ? arena_printf(arena, "Invoice %s", number) : "Invoice";
	paper->issued = day_words(arena, "Issued", document->issued);
	paper->pay_by = day_words(arena, "Due", document->due);
	paper->code = document->code;
	paper->tax_head = tax_words(arena, document);
	lines_fill(arena, document, paper);
	paper->charge = amount_words(arena, document->charge);
	paper->tax = amount_words(arena, document->tax);
	paper->total.text = arena_printf(arena, "Total %s", document->currency);
	paper->total.amount = amount_words(arena, document->total);
}

static const char *minus_words(struct call *call, struct money amount)
{
	return amount_words(call->op->arena,
			    money_text(call->op->arena, money_negate(amount),
				       call->digits));
}

/* What was to pay when it was issued: what was paid since is not on paper. */
static enum err due_fill(struct call *call, const struct invoice *invoice,
			 struct paper *paper)
{
	struct money due = money_add(invoice->charge, invoice->tax);
	struct money credit;
	enum err err =
		store_allocation_at_issue(call->reader, invoice->id, &credit);

	if (err)
		return err;
	if (!money_is_zero(credit))
		paper->credit =
			(struct paper_amount){ "Credit used",
					       minus_words(call, credit) };
	due = money_subtract(due, credit);
	paper->due.text = money_sign(due) < 0 ? "Credit to you" : "To pay";
	if (money_sign(due) < 0)
		due = money_negate(due);
	paper->due.amount =
		amount_words(call->op->arena,
			     money_text(call->op->arena, due, call->digits));
	return OK;
}

enum err paper_load(struct call *call, int64_t id, struct paper *paper)
{
	struct paper made = { .mark = NULL };
	struct invoice_document document;
	struct addressee addressee;
	struct invoice invoice;
	enum err err = practice_invoice_find(call->reader, id, &invoice);

	if (!err)
		err = practice_invoice_document_read(call->reader, &invoice,
						     &document);
	if (!err)
		err = practice_invoice_addressee_read(call->reader, &invoice,
						      &addressee);
	if (err)
		return err;
	document_fill(call->op->arena, &document, &made);
	made.name = addressee.name;
	made.send_to = addressee.send_to;
	made.pay_address = addressee.address;
	made.made = invoice.counter ? invoice.issued : invoice.created;
	if (invoice.counter)
		err = due_fill(call, &invoice, &made);
	else if (invoice.status == INVOICE_VOID)
		made.mark = "Void";
	else
		made.mark = "Draft";
	if (err)
		return err;
	*paper = made;
	return OK;
}

enum err paper_file(struct operation *op, struct reader *reader,
		    int64_t invoice, const char **name, struct slice *bytes)
{
	struct call call = { .op = op, .reader = reader };
	struct paper paper;
	struct buf buf;
	enum err err = store_practice_load(reader, &call.practice);

	call.digits = err ? 0 : currency_digits(call.practice.currency);
	if (!err)
		err = paper_load(&call, invoice, &paper);
	if (err)
		return err;
	buf_init_sized(&buf, op->arena, 32768);
	err = paper_pdf(op, &paper, false, &buf);
	if (err)
		return err;
	*name = arena_printf(op->arena, "%s.pdf", paper.file);
	*bytes = buf_view(&buf);
	return OK;
}

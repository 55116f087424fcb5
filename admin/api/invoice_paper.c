#include "admin/api/invoice_paper.h"

#include "admin/api/invoice_pdf.h"
#include "practice/money/invoice.h"
#include "practice/money/invoice_document.h"
#include "practice/wall_time.h"
#include "store/allocation.h"

#include <string.h>

#define FILE_LONGEST 40

static const char *text_of(const json_t *json, const char *name)
{
	return json_string_value(json_object_get(json, name));
}

const char *paper_day(struct arena *arena, struct day day, int32_t year)
{
	struct wall wall = day_wall(day);
	const char *month = month_names[wall.month - 1];

	if (wall.year == year)
		return arena_printf(arena, "%d %s", wall.day, month);
	return arena_printf(arena, "%d %s %d", wall.day, month, wall.year);
}

static struct day day_read(const char *text)
{
	struct day day = { 0 };

	if (!text || !day_parse(text, &day))
		day = (struct day){ 0 };
	return day;
}

static const char *amount_words(struct arena *arena, const char *amount)
{
	return amount ? money_grouped(arena, amount) : "";
}

static const char *sign_of(const char *map)
{
	if (str_equal(map, "completed"))
		return "\xE2\x9C\x93"; /* check mark */
	if (str_equal(map, "missed"))
		return "\xE2\x88\x85"; /* empty set: nobody came */
	return "\xE2\x9C\x95";         /* multiplication x */
}

static struct paper_line line_of(struct arena *arena, const json_t *json,
				 int32_t year)
{
	long long minutes =
		json_integer_value(json_object_get(json, "minutes"));
	bool credit = json_is_true(json_object_get(json, "credit"));
	const char *service = text_of(json, "service");
	const char *label = text_of(json, "label");

	return (struct paper_line){
		.date = paper_day(arena, day_read(text_of(json, "date")), year),
		.service = arena_printf(arena, "%s, %lld min",
					service ? service : "Session", minutes),
		.with = text_of(json, "with"),
		.label = credit ? arena_printf(arena, "Re-opened (%s)", label)
				: label,
		.sign = credit ? "\xE2\x86\xBA" : sign_of(text_of(json, "map")),
		.map = credit ? NULL : text_of(json, "map"),
		.charge = amount_words(arena, text_of(json, "charge")),
		.tax = amount_words(arena, text_of(json, "tax")),
	};
}

static void lines_fill(struct arena *arena, const json_t *document,
		       struct paper *paper)
{
	json_t *lines = json_object_get(document, "lines");
	int32_t year = day_wall(day_read(text_of(document, "to"))).year;

	paper->line_count = json_array_size(lines);
	paper->lines =
		arena_array(arena, paper->line_count, sizeof(*paper->lines));
	for (size_t i = 0; i < paper->line_count; i++)
		paper->lines[i] =
			line_of(arena, json_array_get(lines, i), year);
}

/* "Tax 13%", "Tax 8.25%"; "Tax" where lines differ. */
static const char *tax_words(struct arena *arena, const json_t *document)
{
	const json_t *rate = json_object_get(document, "tax_bp");
	long long bp = json_integer_value(rate);

	if (!json_is_integer(rate) || bp == 0)
		return "Tax";
	if (bp % 100 == 0)
		return arena_printf(arena, "Tax %lld%%", bp / 100);
	if (bp % 10 == 0)
		return arena_printf(arena, "Tax %lld.%lld%%", bp / 100,
				    bp % 100 / 10);
	return arena_printf(arena, "Tax %lld.%02lld%%", bp / 100, bp % 100);
}

/* What the practice's tax is called and its number: either may be missing. */
static const char *tax_id_words(struct arena *arena, const json_t *document)
{
	const char *name = text_of(document, "tax_name");
	const char *number = text_of(document, "tax_number");

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

static void document_fill(struct arena *arena, const json_t *document,
			  struct paper *paper)
{
	const char *number = text_of(document, "number");
	const char *issued = text_of(document, "issued");
	const char *due = text_of(document, "due");

	paper->file = file_words(arena, number);
	paper->practice = text_of(document, "practice");
	paper->address = text_of(document, "address");
	paper->phone = text_of(document, "phone");
	paper->email = text_of(document, "email");
	paper->tax_id = tax_id_words(arena, document);
	paper->title =
		number ? arena_printf(arena, "Invoice %s", number) : "Invoice";
	if (issued)
		paper->issued =
			arena_printf(arena, "Issued %s",
				     paper_day(arena, day_read(issued), 0));
	if (due)
		paper->pay_by = arena_printf(
			arena, "Due %s", paper_day(arena, day_read(due), 0));
	paper->code = text_of(document, "code");
	paper->tax_head = tax_words(arena, document);
	lines_fill(arena, document, paper);
	paper->charge = amount_words(arena, text_of(document, "charge"));
	paper->tax = amount_words(arena, text_of(document, "tax"));
	paper->total.text =
		arena_printf(arena, "Total %s", text_of(document, "currency"));
	paper->total.amount = amount_words(arena, text_of(document, "total"));
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
	const char *document, *addressee;
	struct invoice invoice;
	json_t *json, *names;
	enum err err = practice_invoice_find(call->reader, id, &invoice);

	if (!err)
		err = practice_invoice_document(call->reader, &invoice,
						&document);
	if (!err)
		err = practice_invoice_addressee(call->reader, &invoice,
						 &addressee);
	if (err)
		return err;
	json = json_read(call->op->arena, document);
	names = json_read(call->op->arena, addressee);
	if (!json || !names)
		return fail(call->op, ERR_STORAGE,
			    "the text of invoice %lld is damaged",
			    (long long)id);
	document_fill(call->op->arena, json, &made);
	made.name = text_of(names, "name");
	made.send_to = text_of(names, "send_to");
	made.pay_address = text_of(names, "address");
	made.made = invoice.counter ? invoice.issued : invoice.created;
	if (invoice.status == INVOICE_DRAFT)
		made.mark = "Draft";
	if (invoice.status == INVOICE_VOID)
		made.mark = "Void";
	if (invoice.status == INVOICE_ISSUED)
		err = due_fill(call, &invoice, &made);
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

#include "admin/api/statement_pdf.h"

#include "admin/api/pdf_sheet_private.h"

static void draw(struct sheet *sheet, struct arena *arena, const void *what)
{
	const struct statement_paper *paper = what;
	const char *const opening[SHEET_COLUMNS] = {
		[1] = "Opening balance", [5] = paper->opening
	};
	const char *const sums[SHEET_COLUMNS] = {
		[0] = "Sum", [3] = paper->charged, [4] = paper->paid
	};

	(void)arena;
	sheet_heads(sheet);
	sheet_row(sheet, opening);
	for (size_t i = 0; i < paper->line_count; i++) {
		const struct statement_line *line = &paper->lines[i];
		const char *const cells[SHEET_COLUMNS] = {
			line->date,   line->what, line->how,
			line->charge, line->paid, line->balance,
		};

		sheet_row(sheet, cells);
	}
	sheet_sums(sheet, sums, paper->line_count + 1, 8);
	sheet_amount(sheet, SHEET_BOLD, paper->total, paper->closing);
	sheet_double(sheet);
}

enum err statement_pdf(struct operation *op,
		       const struct statement_paper *paper, bool letter,
		       struct buf *buf)
{
	const struct practice *practice = &paper->practice;
	const struct sheet_letter head = {
		.practice = practice->name,
		.title = "Statement of account",
		.ours = { practice->address, practice->phone, practice->email },
		.days = { paper->span },
		.name = paper->name,
		.code = paper->code,
		.send_to = paper->send_to,
		.address = paper->address,
	};
	const struct sheet_plan plan = {
		.letter = &head,
		.columns = { { 0, 14, SHEET_LEFT, "Date" },
			     { 14, 44, SHEET_LEFT, "What" },
			     { 44, 62, SHEET_LEFT, "How" },
			     { 62, 74, SHEET_RIGHT, "Charge" },
			     { 74, 87, SHEET_RIGHT, "Paid" },
			     { 87, 100, SHEET_RIGHT, "Balance" } },
		.on_letter = letter,
		.made = paper->made,
	};

	return sheet_pdf(op, &plan, draw, paper, buf);
}

static bool day_in(const json_t *data, const char *name, struct day *day)
{
	const char *text = json_string_value(json_object_get(data, name));

	return text && day_parse(text, day);
}

enum err statement_file(struct operation *op, struct reader *reader,
			int64_t client, const char *data, const char **name,
			struct slice *bytes)
{
	struct call call = { .op = op, .reader = reader };
	const json_t *json = json_read(op->arena, data);
	struct statement_paper paper;
	struct day from, to;
	struct buf buf;
	enum err err = store_practice_load(reader, &call.practice);

	if (!err && (!day_in(json, "from", &from) || !day_in(json, "to", &to)))
		err = fail(op, ERR_STORAGE,
			   "the notice of a statement has no days");
	if (err)
		return err;
	call.digits = currency_digits(call.practice.currency);
	err = statement_paper_load(&call, client, from, to, &paper);
	if (err)
		return err;
	buf_init_sized(&buf, op->arena, 32768);
	err = statement_pdf(op, &paper, false, &buf);
	*name = paper.file;
	*bytes = buf_view(&buf);
	return err;
}

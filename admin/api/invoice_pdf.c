#include "admin/api/invoice_pdf.h"

#include "admin/api/invoice_paper.h"
#include "admin/api/pdf_sheet_private.h"

static void draw_line(struct sheet *sheet, struct arena *arena,
		      const struct paper_line *line)
{
	const char *const cells[SHEET_COLUMNS] = {
		line->date,
		line->service,
		line->with,
		arena_printf(arena, "%s %s", line->sign, line->label),
		line->charge,
		line->tax,
	};

	sheet_row(sheet, cells);
}

static void draw(struct sheet *sheet, struct arena *arena, const void *what)
{
	const struct paper *paper = what;
	const char *const sums[SHEET_COLUMNS] = {
		[0] = "Sum", [4] = paper->charge, [5] = paper->tax
	};

	sheet_heads(sheet);
	for (size_t i = 0; i < paper->line_count; i++)
		draw_line(sheet, arena, &paper->lines[i]);
	sheet_sums(sheet, sums, paper->line_count, 8);
	sheet_amount(sheet, SHEET_BOLD, paper->total.text, paper->total.amount);
	if (paper->credit.text)
		sheet_amount(sheet, SHEET_QUIET, paper->credit.text,
			     paper->credit.amount);
	if (paper->due.text)
		sheet_amount(sheet, SHEET_BOLD, paper->due.text,
			     paper->due.amount);
	sheet_double(sheet);
}

enum err paper_pdf(struct operation *op, const struct paper *paper, bool letter,
		   struct buf *buf)
{
	const struct sheet_letter head = {
		.practice = paper->practice,
		.title = paper->title,
		.ours = { paper->address, paper->phone, paper->email,
			  paper->tax_id },
		.days = { paper->issued, paper->pay_by },
		.mark = paper->mark,
		.name = paper->name,
		.code = paper->code,
		.send_to = paper->send_to,
		.address = paper->pay_address,
	};
	const struct sheet_plan plan = {
		.letter = &head,
		.columns = { { 0, 14, SHEET_LEFT, "Date" },
			     { 14, 37, SHEET_LEFT, "Service" },
			     { 37, 57, SHEET_LEFT, "With" },
			     { 57, 77, SHEET_LEFT, "How it ended" },
			     { 77, 88, SHEET_RIGHT, "Charge" },
			     { 88, 100, SHEET_RIGHT, paper->tax_head } },
		.on_letter = letter,
		.made = paper->made,
	};

	return sheet_pdf(op, &plan, draw, paper, buf);
}

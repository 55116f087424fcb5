#include "admin/pages/invoice_sheet.h"

#include "admin/api/call.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/show.h"

enum err invoice_sheet_load(struct page *page, struct invoice_sheet *sheet)
{
	struct call call = { .op = page->op,
			     .reader = page->reader,
			     .practice = page->practice,
			     .digits = page->digits };
	struct invoice_sheet made;
	int64_t id;
	enum err err = page_id(page, 0, &id);

	/* This asks whether the viewer may see it. */
	if (!err)
		err = paper_load(&call, id, &made.paper);
	if (!err)
		err = practice_invoice_known_find(page->reader, &page->practice,
						  id, &made.known);
	if (err)
		return err;
	made.stand = invoice_part_stand(page, &made.known.invoice);
	made.due = invoice_part_due(page, &made.known.invoice);
	made.left = invoice_part_left(&made.known.invoice);
	*sheet = made;
	return OK;
}

static void put_lines(struct html *html, const char *text)
{
	if (str_empty(text))
		return;
	html_add(html, "<p>");
	html_lines(html, text);
	html_add(html, "</p>");
}

/* The page says what became of it since; the paper does not (S38). */
static const char *mark_of(const struct invoice_sheet *sheet)
{
	return sheet->stand == STAND_VOID ? "Void" : sheet->paper.mark;
}

static void put_letterhead(struct page *page, const struct invoice_sheet *sheet)
{
	const struct paper *paper = &sheet->paper;
	const char *mark = mark_of(sheet);
	struct html *html = &page->html;
	bool both = !str_empty(paper->phone) && !str_empty(paper->email);

	html_add(html, "<div class=\"paper-head\"><div><h2>%s</h2>",
		 paper->practice);
	put_lines(html, paper->address);
	if (!str_empty(paper->phone) || !str_empty(paper->email))
		html_add(html, "<p>%s%s%s</p>", paper->phone, both ? " · " : "",
			 paper->email);
	put_lines(html, paper->tax_id);
	html_add(html, "</div><div><h2>%s</h2>", paper->title);
	put_lines(html, paper->issued);
	put_lines(html, paper->pay_by);
	if (mark)
		html_add(html, "<p><strong class=\"mark\">%s</strong></p>",
			 mark);
	html_add(html, "</div></div>\n");
}

static void put_people(struct page *page, const struct paper *paper)
{
	struct html *html = &page->html;

	html_add(html,
		 "<div class=\"paper-people\"><div><p class=\"hint\">For</p>"
		 "<p><strong>%s</strong> %s</p>",
		 paper->name, paper->code);
	if (!paper->send_to)
		put_lines(html, paper->pay_address);
	html_add(html, "</div>");
	if (paper->send_to) {
		html_add(html, "<div><p class=\"hint\">Send to</p><p>%s</p>",
			 paper->send_to);
		put_lines(html, paper->pay_address);
		html_add(html, "</div>");
	}
	html_add(html, "</div>\n");
}

static void put_line(struct grid *grid, const struct paper_line *words,
		     const struct invoice_line *line)
{
	struct page *page = grid->page;
	const char *iso = day_text(page->op->arena, line->day);

	grid_row(grid, NULL);
	if (grid_cell(grid, iso)) {
		html_add(grid->html, "<a href=\"%s\">%s</a>",
			 url_of(page->op->arena, "/sessions/%lld",
				(long long)line->session),
			 show_day_short(page, line->day));
		grid_cell_end(grid);
	}
	grid_text(grid, words->service);
	grid_text(grid, words->with);
	if (grid_cell(grid, words->label)) {
		part_ending(grid->html, words->map, words->label);
		grid_cell_end(grid);
	}
	grid_money(grid, line->charge);
	grid_money(grid, line->tax);
}

static void put_table(struct page *page, const struct invoice_sheet *sheet)
{
	static const struct column columns[] = {
		{ "Date", COLUMN_WHEN },     { "Service", COLUMN_TEXT },
		{ "With", COLUMN_TEXT },     { "How it ended", COLUMN_TEXT },
		{ "Charge", COLUMN_NUMBER }, { "Tax", COLUMN_NUMBER },
	};
	const struct invoice *invoice = &sheet->known.invoice;
	struct grid grid;

	grid_begin(&grid, page, "Sessions", columns, ARRAY_SIZE(columns));
	for (size_t i = 0;
	     i < invoice->line_count && i < sheet->paper.line_count; i++)
		put_line(&grid, &sheet->paper.lines[i], &invoice->lines[i]);
	grid_foot(&grid);
	grid_text(&grid, "Sum");
	grid_text(&grid, "");
	grid_text(&grid, "");
	grid_text(&grid, "");
	grid_money(&grid, invoice->charge);
	grid_money(&grid, invoice->tax);
	grid_end(&grid);
}

static void put_sum(struct page *page, const char *class, const char *text,
		    struct money amount)
{
	html_add(&page->html, "<div class=\"%s\"><dt>%s</dt><dd>%s</dd></div>",
		 class, text, show_money(page, amount));
}

/* What was put against it by hand or by credit of another invoice. */
static enum err put_allocation(struct page *page, const struct allocation *paid)
{
	struct arena *arena = page->op->arena;
	struct invoice credit;
	const char *text;
	enum err err;

	if (paid->credit) {
		err = store_invoice_find(page->reader, paid->credit, &credit);
		if (err)
			return err;
		text = arena_printf(arena, "Credit of %s",
				    invoice_part_called(&credit));
	} else {
		text = arena_printf(arena, "Paid %s%s%s",
				    show_day(page, paid->day),
				    str_empty(paid->method) ? "" : ", ",
				    paid->method ? paid->method : "");
	}
	put_sum(page, "less", text, money_negate(paid->amount));
	return OK;
}

static enum err put_paid(struct page *page, const struct invoice_known *known)
{
	struct money used = { 0 };
	enum err err = OK;

	for (size_t i = 0; i < known->payment_count; i++)
		if (known->payments[i].at_issue)
			used = money_add(used, known->payments[i].amount);
	if (!money_is_zero(used))
		put_sum(page, "less", "Credit used", money_negate(used));
	for (size_t i = 0; !err && i < known->payment_count; i++)
		if (!known->payments[i].at_issue)
			err = put_allocation(page, &known->payments[i]);
	return err;
}

/* The last amount has the double rule. */
static enum err put_sums(struct page *page, const struct invoice_sheet *sheet)
{
	const struct invoice_known *known = &sheet->known;
	bool issued = known->invoice.status == INVOICE_ISSUED;
	bool credit = sheet->stand == STAND_CREDIT;
	const char *text = "To pay";
	enum err err = OK;

	html_add(&page->html, "<dl class=\"paper-sums\">");
	put_sum(page, issued ? "total" : "total last", sheet->paper.total.text,
		known->total);
	if (issued)
		err = put_paid(page, known);
	if (money_sign(known->invoice.settled) < 0)
		put_sum(page, "less", "Paid other invoices",
			money_negate(known->invoice.settled));
	if (issued && money_sign(sheet->left) > 0)
		text = arena_printf(page->op->arena, "To pay by %s",
				    show_day(page, sheet->due));
	if (issued)
		put_sum(page, "total last", credit ? "Credit to you" : text,
			credit ? money_negate(sheet->left) : sheet->left);
	html_add(&page->html, "</dl>\n");
	return err;
}

static void put_foot(struct page *page, const struct invoice_sheet *sheet)
{
	const struct paper *paper = &sheet->paper;

	html_add(&page->html, "<p class=\"hint\">");
	if (money_sign(sheet->left) > 0)
		html_add(&page->html, "Please name %s with your payment. ",
			 sheet->known.invoice.number);
	html_add(&page->html, "%s%s%s</p>\n", paper->tax_head,
		 paper->tax_id ? ", " : "", paper->tax_id);
}

enum err invoice_sheet_put(struct page *page, const struct invoice_sheet *sheet)
{
	const struct paper *paper = &sheet->paper;
	enum err err;

	html_add(&page->html, "<section class=\"card paper\">");
	put_letterhead(page, sheet);
	put_people(page, paper);
	put_table(page, sheet);
	err = put_sums(page, sheet);
	if (sheet->known.invoice.counter)
		put_foot(page, sheet);
	card_end(page);
	return err;
}

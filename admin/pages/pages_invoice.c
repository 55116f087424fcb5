#include "admin/pages/pages_invoice.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/invoice_history.h"
#include "admin/pages/invoice_sheet.h"
#include "admin/pages/notice_sent.h"
#include "admin/pages/part.h"
#include "admin/pages/show.h"

#define ADDRESS "/invoices"
#define API "/api/invoices"

/* Staff void what was issued only where it is granted; drafts are dropped by
 * the whole office. */
static bool may_void(const struct page *page, const struct invoice *invoice)
{
	if (!page_is_office(page) || invoice->status == INVOICE_VOID)
		return false;
	return invoice->status == INVOICE_DRAFT ||
	       page_has_grant(page, GRANT_VOID);
}

/* What is issued is what stands on the page. */
static void put_issue(struct page *page, const struct invoice_known *known)
{
	struct html content = page->html;

	page->html = page->commands;
	form_begin(page, NULL, "inline");
	html_add(&page->html,
		 "<input type=\"hidden\" name=\"total\" value=\"%s\">"
		 "<input type=\"hidden\" name=\"do\" value=\"issue\">"
		 "<button>Issue invoice</button>",
		 money_text(page->op->arena, known->total, page->digits));
	form_end(page);
	page->commands = page->html;
	page->html = content;
}

static void put_commands(struct page *page, const struct invoice_sheet *sheet)
{
	struct arena *arena = page->op->arena;
	const struct invoice *invoice = &sheet->known.invoice;
	bool office = page_is_office(page);

	part_commands(page, false);
	part_button(&page->commands,
		    url_of(arena, ADDRESS "/%lld.pdf", (long long)invoice->id),
		    "PDF", "download", "second");
	if (office && invoice->status == INVOICE_ISSUED)
		part_post_command(page, "Send", "second", "do", "send");
	if (office && invoice->status == INVOICE_ISSUED)
		part_button(&page->commands,
			    url_of(arena, "/payments/new?client=%s",
				   sheet->known.client),
			    "Record payment", NULL, NULL);
	if (office && invoice->status == INVOICE_DRAFT)
		put_issue(page, &sheet->known);
}

static const char *due_words(struct page *page, const struct day due)
{
	struct arena *arena = page->op->arena;
	int days = due.n - page_today(page).n;

	if (days == 0)
		return "Due today.";
	if (days == 1)
		return "Due tomorrow.";
	if (days > 1)
		return arena_printf(arena, "Due in %d days.", days);
	return arena_printf(arena, "Due since %s.", show_day(page, due));
}

/* How much of it is paid, as a bar and as a sentence. */
static void put_progress(struct page *page, const struct invoice_sheet *sheet)
{
	const struct invoice_known *known = &sheet->known;
	struct money paid = known->invoice.settled;

	if (money_sign(known->total) <= 0)
		return;
	html_add(&page->html,
		 "<progress max=\"%s\" value=\"%s\" aria-label=\"Paid\">"
		 "</progress><p class=\"hint\">%s paid. %s</p>\n",
		 money_text(page->op->arena, known->total, page->digits),
		 money_text(page->op->arena, paid, page->digits),
		 money_is_zero(paid) ? "Nothing is" : show_money(page, paid),
		 money_sign(sheet->left) > 0 ? due_words(page, sheet->due)
					     : "Nothing is left to pay.");
}

static void put_figure(struct page *page, const char *text, struct money amount)
{
	html_add(&page->html,
		 "<p class=\"hint\">%s</p><p class=\"key-figure\">%s", text,
		 show_money(page, amount));
}

static void put_stand(struct page *page, const struct invoice_sheet *sheet)
{
	struct html *html = &page->html;
	const struct invoice_known *known = &sheet->known;

	card_begin(page, NULL, NULL);
	html_add(html, "<p class=\"stand\">");
	invoice_part_badge(html, sheet->stand);
	html_add(html, "</p>");
	switch (known->invoice.status) {
	case INVOICE_DRAFT:
		put_figure(page, "It comes to", known->total);
		html_add(
			html,
			" <small>%s</small></p><p class=\"hint\">Issuing gives "
			"it its number and freezes it. Until then nobody else "
			"sees it, and its sessions wait for it.</p>\n",
			page->practice.currency);
		break;
	case INVOICE_ISSUED:
		if (sheet->stand == STAND_CREDIT)
			put_figure(page, "Credit to the client",
				   money_negate(sheet->left));
		else
			put_figure(page, "To pay", sheet->left);
		html_add(html, " <small>of %s</small></p>\n",
			 show_total(page, known->total));
		put_progress(page, sheet);
		break;
	case INVOICE_VOID:
		html_add(html, "<p>Nothing of it counts any more. It keeps its "
			       "number.</p>\n");
		break;
	}
	card_end(page);
}

/* "4 sessions", of lines that charge. */
static const char *sessions_of(struct page *page, const struct invoice *invoice)
{
	int64_t count = 0;

	for (size_t i = 0; i < invoice->line_count; i++)
		count += !invoice->lines[i].credit;
	return show_counted(page, count, "session", "sessions");
}

static void put_void(struct page *page, const struct invoice *invoice)
{
	if (!may_void(page, invoice))
		return;
	card_begin(page, "Void", NULL);
	html_add(&page->html, "<p>%s its %s for a new invoice.%s</p>\n",
		 invoice->counter ? "Keeps the number, frees"
				  : "Drops the draft and frees",
		 sessions_of(page, invoice),
		 invoice->counter ? " An issued invoice is never changed."
				  : "");
	part_button(&page->html,
		    url_of(page->op->arena, ADDRESS "/%lld/void",
			   (long long)invoice->id),
		    "Void invoice…", NULL, "bad-deed");
	card_end(page);
}

static const char *lead_of(struct page *page, const struct invoice_sheet *sheet)
{
	const struct paper *paper = &sheet->paper;

	return arena_printf(page->op->arena, "%s %s", paper->name,
			    paper->code ? paper->code : "");
}

static enum err show_invoice(struct page *page)
{
	struct invoice_sheet sheet;
	enum err err = invoice_sheet_load(page, &sheet);

	if (err)
		return err;
	page_crumb(page, ADDRESS, "Invoices");
	page->title = invoice_part_called(&sheet.known.invoice);
	page->lead = lead_of(page, &sheet);
	put_commands(page, &sheet);
	html_add(&page->html, "<div class=\"columns\"><div>");
	err = invoice_sheet_put(page, &sheet);
	html_add(&page->html, "</div><div class=\"screen-only\">");
	put_stand(page, &sheet);
	if (!err && page_is_office(page))
		err = invoice_history_put(page, &sheet.known);
	put_void(page, &sheet.known.invoice);
	html_add(&page->html, "</div></div>\n");
	return err;
}

static enum err show_pdf(struct page *page)
{
	const char *paper = page_query(page, "paper");

	return page_pass(page, url_of(page->op->arena, API "/%s.pdf?paper=%s",
				      page->words[0], paper ? paper : "a4"));
}

static enum err take_issue(struct page *page)
{
	struct arena *arena = page->op->arena;
	const json_t *answer;
	const char *number;
	enum err err = page_send_form(
		page, "POST", url_of(arena, API "/%s/issue", page->words[0]),
		NULL);

	if (err)
		return err;
	answer = page->answer;
	number = json_string_value(json_object_get(answer, "number"));
	page_flash(page, "Issued as %s: %s %s, of which %s is to be paid.",
		   number,
		   show_json_money(page, json_object_get(answer, "total")),
		   page->practice.currency,
		   show_json_money(page, json_object_get(answer, "due")));
	return OK;
}

static enum err take_send(struct page *page)
{
	const char *number;
	int64_t newest = 0;
	enum err err = notice_sent_before(page, &newest);

	if (!err)
		err = page_send(
			page, "POST",
			url_of(page->op->arena, API "/%s/send", page->words[0]),
			NULL);
	if (err)
		return err;
	number = json_string_value(json_object_get(page->answer, "number"));
	notice_sent(page, number, newest);
	return OK;
}

static enum err take_invoice(struct page *page)
{
	const char *deed = form_value(&page->form, "do");
	enum err err;

	if (!page_is_office(page))
		return fail(page->op, ERR_FORBIDDEN,
			    "The office issues and sends invoices.");
	if (str_equal(deed, "send"))
		err = take_send(page);
	else if (str_equal(deed, "issue"))
		err = take_issue(page);
	else
		err = fail(page->op, ERR_INVALID,
			   "Please press one of the buttons.");
	if (!err)
		page_go(page,
			url_of(page->op->arena, ADDRESS "/%s", page->words[0]));
	return err;
}

static void put_consequences(struct page *page,
			     const struct invoice_sheet *sheet)
{
	const struct invoice *invoice = &sheet->known.invoice;
	struct html *html = &page->html;

	html_add(html, "<ul class=\"plain-list\">");
	if (invoice->counter)
		html_add(html,
			 "<li>%s keeps its number and stays in the list as "
			 "void.</li>",
			 invoice->number);
	html_add(html, "<li>Its %s can be invoiced again.</li>",
		 sessions_of(page, invoice));
	if (money_sign(invoice->settled) < 0)
		html_add(html,
			 "<li>%s that it paid of other invoices is to pay on "
			 "them again.</li>",
			 show_total(page, money_negate(invoice->settled)));
	if (money_sign(invoice->settled) > 0)
		html_add(html,
			 "<li>%s that was put against it becomes credit, which "
			 "the next invoice uses.</li>",
			 show_total(page, invoice->settled));
	html_add(html, "<li>This cannot be undone.</li></ul>\n");
}

static enum err show_void(struct page *page)
{
	struct invoice_sheet sheet;
	const char *own, *called;
	enum err err = invoice_sheet_load(page, &sheet);

	if (err)
		return err;
	called = invoice_part_called(&sheet.known.invoice);
	own = invoice_part_url(page, sheet.known.invoice.id);
	page_crumb(page, ADDRESS, "Invoices");
	page_crumb(page, own, called);
	page->lead = arena_printf(page->op->arena, "%s · %s", called,
				  lead_of(page, &sheet));
	card_begin(page, arena_printf(page->op->arena, "Void %s?", called),
		   NULL);
	if (sheet.stand == STAND_VOID) {
		html_add(&page->html, "<p>It is void already.</p>\n");
	} else if (!may_void(page, &sheet.known.invoice)) {
		html_add(&page->html, "<p>You may not void what was issued: "
				      "ask an admin.</p>\n");
	} else {
		put_consequences(page, &sheet);
		form_begin(page, NULL, NULL);
		html_add(&page->html,
			 "<p class=\"buttons\"><button class=\"bad-deed\">Void "
			 "invoice</button>");
		part_button(&page->html, own, "Back", NULL, "second");
		html_add(&page->html, "</p>\n");
		form_end(page);
	}
	card_end(page);
	return OK;
}

static enum err take_void(struct page *page)
{
	struct arena *arena = page->op->arena;
	const char *number;
	enum err err =
		page_send(page, "POST",
			  url_of(arena, API "/%s/void", page->words[0]), NULL);

	if (err)
		return err;
	number = json_string_value(json_object_get(page->answer, "number"));
	page_flash(page, "%s is void. Its sessions can be invoiced again.",
		   number ? number : "The draft");
	page_go(page, url_of(arena, ADDRESS "/%s", page->words[0]));
	return OK;
}

static const struct page_row rows[] = {
	{ ADDRESS "/{id}", ROLES_OFFICE | ROLE_CLIENT, "Invoice", show_invoice,
	  take_invoice, 0, ADDRESS },
	{ ADDRESS "/{id}.pdf", ROLES_OFFICE | ROLE_CLIENT, "Invoice", show_pdf,
	  NULL, 0, ADDRESS },
	{ ADDRESS "/{id}/void", ROLES_OFFICE, "Invoices", show_void, take_void,
	  0, ADDRESS },
};

const struct page_table pages_invoice = { rows, ARRAY_SIZE(rows) };

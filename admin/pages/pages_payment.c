#include "admin/pages/pages_payment.h"

#include "admin/pages/call.h"
#include "admin/pages/client_field.h"
#include "admin/pages/field.h"
#include "admin/pages/invoice_part.h"
#include "admin/pages/part.h"
#include "admin/pages/payment_form.h"
#include "admin/pages/payment_part.h"
#include "admin/pages/show.h"
#include "practice/money/payment.h"

#define ADDRESS "/payments"
#define API "/api/payments"

struct shown {
	struct payment_known known;
	struct person client;
};

static enum err load(struct page *page, struct shown *shown)
{
	struct payment payment = { 0 };
	int64_t id = 0;
	enum err err = page_id(page, 0, &id);

	if (!err)
		err = practice_payment_find(page->reader, id, &payment);
	if (!err)
		err = practice_payment_known(page->reader, &payment,
					     &shown->known);
	if (!err)
		err = store_person_load(page->reader, payment.client,
					&shown->client);
	return err;
}

static const char *statement_url(struct page *page, const char *client)
{
	return url_of(page->op->arena, "/clients/%s/statement",
		      client ? client : "");
}

/* "50.00 CAD of Ada Whitfield C042, Tue 2 June". */
static const char *called(struct page *page, const struct shown *shown)
{
	const struct payment *payment = &shown->known.payment;

	return arena_printf(page->op->arena, "%s of %s %s, %s",
			    show_total(page, payment->amount),
			    shown->client.name,
			    client_field_word(page, &shown->client),
			    show_day(page, payment->day));
}

static void put_row(struct page *page, const char *text, const char *url,
		    struct money amount)
{
	html_add(&page->html, "<li><div>");
	if (url)
		html_add(&page->html, "<a href=\"%s\">%s</a>", url, text);
	else
		html_add(&page->html, "%s", text);
	html_add(&page->html, "</div><span class=\"number\">%s</span></li>\n",
		 show_money(page, amount));
}

static void put_pays(struct page *page, const struct payment_known *known)
{
	html_add(&page->html, "<h3>Pays</h3><ul class=\"rows\">");
	for (size_t i = 0; i < known->allocation_count; i++) {
		const struct allocation *one = &known->allocations[i];

		put_row(page, one->number, invoice_part_url(page, one->invoice),
			one->amount);
	}
	for (size_t i = 0; i < known->refund_count; i++)
		put_row(page,
			arena_printf(page->op->arena, "Given back %s",
				     show_day(page, known->refunds[i].day)),
			NULL, known->refunds[i].amount);
	if (!money_is_zero(known->unallocated))
		put_row(page, "Credit for the next invoice", NULL,
			known->unallocated);
	html_add(&page->html, "</ul>\n");
}

static void put_receipt(struct page *page, const struct shown *shown)
{
	const struct payment *payment = &shown->known.payment;
	const struct practice *practice = &page->practice;
	struct html *html = &page->html;

	html_add(html,
		 "<section class=\"card paper\"><div class=\"paper-head\"><div>"
		 "<h2>%s</h2><p>",
		 practice->name);
	html_lines(html, practice->address);
	html_add(html, "</p></div><div><h2>Receipt</h2><p>%s</p></div></div>\n",
		 show_day(page, payment->day));
	html_add(html, "<dl class=\"facts\">");
	part_fact(page, "From",
		  arena_printf(page->op->arena, "%s %s", shown->client.name,
			       client_field_word(page, &shown->client)));
	part_fact(page, "Amount", show_total(page, payment->amount));
	part_fact(page, "Method", payment_form_method(page, payment->method));
	part_fact(page, "Entered", show_instant(page, payment->entered));
	part_fact(page, "Status", payment_part_word(payment));
	html_add(html, "</dl>\n");
	if (shown->known.status == PAYMENT_POSTED)
		put_pays(page, &shown->known);
	card_end(page);
}

static void put_deed(struct page *page, const struct payment *payment,
		     const char *way, const char *text, const char *deed)
{
	html_add(&page->html, "<p>%s</p><p>", text);
	part_button(&page->html,
		    url_of(page->op->arena, ADDRESS "/%lld/%s",
			   (long long)payment->id, way),
		    deed, NULL, "bad-deed");
	html_add(&page->html, "</p>\n");
}

static void put_deeds(struct page *page, const struct payment *payment)
{
	bool voids = payment_part_may_void(page, payment);
	bool refunds = payment_part_may_refund(payment);

	if (!voids && !refunds)
		return;
	card_begin(page, "Take back", NULL);
	if (voids)
		put_deed(page, payment, "void",
			 "As if it had not been entered: what it paid is due "
			 "again.",
			 "Void…");
	if (refunds)
		put_deed(page, payment, "refund",
			 "The client gets money back, all or a part.",
			 "Refund…");
	card_end(page);
}

static enum err show_payment(struct page *page)
{
	struct shown shown;
	enum err err = load(page, &shown);

	if (err)
		return err;
	page_crumb(page, ADDRESS, "Payments");
	page_crumb(page, statement_url(page, shown.known.client),
		   shown.known.client);
	page->title = "Receipt";
	page->lead = called(page, &shown);
	part_commands(page, false);
	html_add(&page->html, "<div class=\"columns\"><div>");
	put_receipt(page, &shown);
	html_add(&page->html, "</div><div class=\"screen-only\">");
	put_deeds(page, &shown.known.payment);
	html_add(&page->html, "</div></div>\n");
	return OK;
}

/* The head of a page that asks before something is done. */
static void begin_asking(struct page *page, const struct shown *shown,
			 const char *question)
{
	page_crumb(page, ADDRESS, "Payments");
	page_crumb(page, payment_part_url(page, shown->known.payment.id),
		   "Receipt");
	page->lead = called(page, shown);
	card_begin(page, question, NULL);
}

static void put_buttons(struct page *page, const char *deed, const char *back)
{
	html_add(&page->html,
		 "<p class=\"buttons\"><button class=\"bad-deed\">%s</button>",
		 deed);
	part_button(&page->html, back, "Back", NULL, "second");
	html_add(&page->html, "</p>\n");
}

static const char *may_not_words(const struct page *page,
				 const struct payment *payment)
{
	if (payment->voided.s != INSTANT_MAX.s)
		return "It is void already.";
	if (!money_is_zero(payment->refunded))
		return "Some of it was given back: it cannot be voided any "
		       "more, only refunded.";
	return page_is(page, ROLE_ADMIN) ? ""
					 : "You may not void payments: "
					   "ask an admin.";
}

static enum err show_void(struct page *page)
{
	const struct payment *payment;
	struct shown shown;
	enum err err = load(page, &shown);

	if (err)
		return err;
	payment = &shown.known.payment;
	begin_asking(page, &shown, "Void this payment?");
	if (!payment_part_may_void(page, payment)) {
		html_add(&page->html, "<p>%s</p>\n",
			 may_not_words(page, payment));
	} else {
		html_add(&page->html,
			 "<p>%s is taken back, as if it had not been entered. "
			 "Invoices that it paid are due again. This cannot be "
			 "undone.</p>\n",
			 show_total(page, payment->amount));
		form_begin(page, NULL, NULL);
		put_buttons(page, "Void", payment_part_url(page, payment->id));
		form_end(page);
	}
	card_end(page);
	return OK;
}

static void put_refund(struct page *page, const struct payment *payment)
{
	struct arena *arena = page->op->arena;
	struct money rest = payment_part_rest(payment);

	form_begin(page, NULL, "form narrow");
	html_add(&page->html, "<div class=\"group\">");
	field_text(page, &(struct field_show){
				 .name = "amount",
				 .label = "Amount",
				 .value = money_text(arena, rest, page->digits),
				 .hint = arena_printf(arena, "At most %s.",
						      show_total(page, rest)),
				 .numeric = true,
				 .required = true });
	field_text(page, &(struct field_show){
				 .name = "date",
				 .label = "Date",
				 .type = "date",
				 .value = day_text(arena, page_today(page)) });
	html_add(&page->html,
		 "</div><p class=\"hint\">It goes from cash. What the rest of "
		 "the payment does not cover any more is due again.</p>\n");
	put_buttons(page, "Refund", payment_part_url(page, payment->id));
	form_end(page);
}

static enum err show_refund(struct page *page)
{
	struct shown shown;
	enum err err = load(page, &shown);

	if (err)
		return err;
	begin_asking(page, &shown, "Give money back?");
	if (payment_part_may_refund(&shown.known.payment))
		put_refund(page, &shown.known.payment);
	else
		html_add(&page->html, "<p>Nothing of it is left to be given "
				      "back.</p>\n");
	card_end(page);
	return OK;
}

static const char *answered(struct page *page, const char *name)
{
	const char *text =
		json_string_value(json_object_get(page->answer, name));

	return text ? text : "";
}

static enum err take_void(struct page *page)
{
	enum err err = page_send(
		page, "POST",
		url_of(page->op->arena, API "/%s/void", page->words[0]), NULL);

	if (err)
		return err;
	page_flash(page, "The payment of %s %s is void.",
		   money_grouped(page->op->arena, answered(page, "amount")),
		   page->practice.currency);
	page_go(page, statement_url(page, answered(page, "client")));
	return OK;
}

static enum err take_refund(struct page *page)
{
	struct arena *arena = page->op->arena;
	const char *typed = form_value(&page->form, "amount");
	struct money amount = { 0 };
	enum err err = page_send_form(
		page, "POST", url_of(arena, API "/%s/refund", page->words[0]),
		NULL);

	if (err)
		return err;
	if (typed && money_parse(typed, page->digits, &amount))
		page_flash(page, "%s was given back.",
			   show_total(page, amount));
	page_go(page, statement_url(page, answered(page, "client")));
	return OK;
}

static const struct page_row rows[] = {
	{ ADDRESS "/{id}", ROLES_OFFICE, "Receipt", show_payment, NULL, 0,
	  ADDRESS },
	{ ADDRESS "/{id}/void", ROLES_OFFICE, "Payments", show_void, take_void,
	  0, ADDRESS },
	{ ADDRESS "/{id}/refund", ROLES_OFFICE, "Payments", show_refund,
	  take_refund, 0, ADDRESS },
};

const struct page_table pages_payment = { rows, ARRAY_SIZE(rows) };

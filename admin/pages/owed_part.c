#include "admin/pages/owed_part.h"

#include "admin/pages/invoice_part.h"
#include "admin/pages/part.h"
#include "admin/pages/show.h"
#include "practice/names.h"

#define DUE_SHOWN 10

const char *owed_part_line(const struct page *page, const struct person *client,
			   struct money balance)
{
	struct arena *arena = page->op->arena;
	const char *name = arena_printf(arena, "%s %s", client->name,
					practice_word(arena, client));

	if (money_sign(balance) > 0)
		return arena_printf(arena, "%s · owes %s today", name,
				    show_total(page, balance));
	if (money_is_zero(balance))
		return arena_printf(arena, "%s · owes nothing today", name);
	return arena_printf(arena, "%s · has paid %s more than is owed", name,
			    show_total(page, money_negate(balance)));
}

static void put_balance(struct page *page, const struct client_balance *balance,
			bool own)
{
	bool ahead = own && money_sign(balance->balance) < 0;

	html_add(&page->html,
		 "<p class=\"hint\">%s</p><p class=\"key-figure\">%s "
		 "<small>%s</small></p>\n",
		 ahead ? "You have paid ahead"
		 : own ? "You owe, today"
		       : "Owes, today",
		 show_money(page, ahead ? money_negate(balance->balance)
					: balance->balance),
		 page->practice.currency);
	if (!money_is_zero(balance->credit))
		html_add(&page->html,
			 "<p>Credit of %s for the next invoice.</p>\n",
			 show_money(page, balance->credit));
}

static void put_invoice(struct page *page, const struct invoice_owed *owed)
{
	const char *word = owed->day.n < page_today(page).n ? "Overdue since "
							    : "To pay by ";

	html_add(&page->html,
		 "<li><div><p><a href=\"%s\">%s</a></p>"
		 "<p class=\"hint\">%s%s</p></div>"
		 "<span class=\"number\">%s</span></li>\n",
		 invoice_part_url(page, owed->due.invoice), owed->due.number,
		 owed->day.n ? word : "Issued",
		 owed->day.n ? show_day(page, owed->day) : "",
		 show_money(page, owed->due.left));
}

/* What no invoice asks for yet: of the balance what is not left of them. */
static void put_rest(struct page *page, const struct client_balance *balance,
		     const struct invoice_owed *list, size_t count)
{
	struct money rest = money_add(balance->balance, balance->credit);

	for (size_t i = 0; i < count; i++)
		rest = money_subtract(rest, list[i].due.left);
	if (money_sign(rest) > 0)
		html_add(&page->html,
			 "<li><div><p>Sessions not invoiced yet</p></div>"
			 "<span class=\"number\">%s</span></li>\n",
			 show_money(page, rest));
}

static void put_links(struct page *page, const struct person *client, bool own)
{
	struct arena *arena = page->op->arena;
	const char *word = practice_word(arena, client);

	if (own)
		html_add(&page->html,
			 "<li><a href=\"/invoices\">Your invoices</a></li>");
	else
		html_add(&page->html,
			 "<li><a href=\"%s\">Statement</a> "
			 "<a href=\"%s\">Invoices</a></li>",
			 url_of(arena, "/clients/%s/statement", word),
			 url_of(arena, "/invoices?client=%s", word));
}

enum err owed_part_put(struct page *page, const struct person *client)
{
	bool own = client->id == page->op->actor.person;
	struct client_balance balance;
	struct invoice_owed *list;
	size_t count;
	enum err err = practice_balance(page->reader, client->id, &balance);

	if (!err)
		err = invoice_part_owed(page, client->id, &list, &count);
	if (err)
		return err;
	card_begin(page, NULL, NULL);
	put_balance(page, &balance, own);
	html_add(&page->html, "<ul class=\"rows\">\n");
	for (size_t i = 0; i < count && i < DUE_SHOWN; i++)
		put_invoice(page, &list[i]);
	put_rest(page, &balance, list, count);
	put_links(page, client, own);
	html_add(&page->html, "</ul>\n");
	card_end(page);
	return OK;
}

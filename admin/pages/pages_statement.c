#include "admin/pages/pages_statement.h"

#include "admin/api/statement_paper.h"
#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/icon.h"
#include "admin/pages/notice_sent.h"
#include "admin/pages/owed_part.h"
#include "admin/pages/part.h"
#include "admin/pages/payment_form.h"
#include "admin/pages/payment_part.h"
#include "admin/pages/person_form.h"
#include "admin/pages/show.h"
#include "base/word.h"
#include "practice/money/statement.h"
#include "practice/names.h"
#include "practice/wall_time.h"

#define PAYMENTS_SHOWN 10

/* The account of a client in a span of days, both inclusive. */
struct account {
	const struct person *client;
	struct day from, to;
	struct account_statement statement;
	struct client_balance now;
	struct money charged, paid; /* sums of the columns */
	struct money ledger;        /* what the ledger says at the end */
};

static const char *own_url(struct page *page)
{
	return url_of(page->op->arena, "/clients/%s/statement", page->words[0]);
}

/* From the first day of last month until today, where nothing is asked. */
static void days_read(struct page *page, struct account *account)
{
	struct wall wall = day_wall(page_today(page));

	wall.day = 1;
	if (--wall.month == 0) {
		wall.month = 12;
		wall.year--;
	}
	account->from = wall_day(wall);
	account->to = page_today(page);
	(void)page_query_span(page, &account->from, &account->to);
	if (account->from.n > account->to.n)
		account->from = account->to;
}

static bool is_payment(const struct account_entry *entry)
{
	return entry->payment != 0;
}

static enum err account_read(struct page *page, const struct person *client,
			     struct account *account)
{
	struct account made = { .client = client };
	struct span span;
	enum err err;

	days_read(page, &made);
	span = practice_days(&page->practice, made.from, made.to);
	err = practice_statement(page->reader, client->id, span,
				 &made.statement);
	if (!err)
		err = practice_balance(page->reader, client->id, &made.now);
	if (!err)
		err = store_account_sum(page->reader, ACCOUNT_RECEIVABLE,
					client->id, span.end, &made.ledger);
	if (err)
		return err;
	for (size_t i = 0; i < made.statement.count; i++) {
		const struct account_entry *entry = &made.statement.entries[i];
		struct money *sum =
			is_payment(entry) ? &made.paid : &made.charged;

		*sum = money_add(*sum, entry->amount);
	}
	*account = made;
	return OK;
}

/* The payment's own day, where it is not that of the entry. */
static const char *payment_words(struct page *page,
				 const struct account_entry *entry)
{
	const char *what = "Payment";

	if (str_equal(entry->kind, "refund"))
		what = "Refund";
	if (str_equal(entry->kind, "void"))
		what = "Payment void";
	if (entry->paid.n == entry->date.n && str_equal(what, "Payment"))
		return what;
	return arena_printf(page->op->arena, "%s of %s", what,
			    show_day(page, entry->paid));
}

static void put_how(struct grid *grid, const struct account_entry *entry)
{
	bool saved = str_equal(entry->kind, "save") && entry->label;
	const char *label = saved ? entry->label : "Re-opened";

	if (is_payment(entry)) {
		grid_text(grid, payment_form_method(grid->page, entry->method));
		return;
	}
	if (!grid_cell(grid, label))
		return;
	part_ending(grid->html, saved ? word_of(map_words, entry->map) : NULL,
		    label);
	grid_cell_end(grid);
}

static enum err put_entry(struct grid *grid, const struct account_entry *entry)
{
	struct page *page = grid->page;
	const char *words = NULL;
	enum err err = OK;

	if (is_payment(entry))
		words = payment_words(page, entry);
	else
		err = statement_session_words(page->reader, entry, &words);
	if (err)
		return err;
	grid_row(grid, NULL);
	grid_day(grid, entry->date);
	grid_link(grid,
		  is_payment(entry) ? payment_part_url(page, entry->payment)
				    : url_of(page->op->arena, "/sessions/%lld",
					     (long long)entry->session),
		  words);
	put_how(grid, entry);
	if (is_payment(entry))
		grid_text(grid, "");
	grid_money(grid, entry->amount);
	if (!is_payment(entry))
		grid_text(grid, "");
	grid_money(grid, entry->balance);
	return OK;
}

static enum err put_entries(struct page *page, const struct account *account)
{
	static const struct column columns[] = {
		{ "Date", COLUMN_WHEN },   { "What", COLUMN_TEXT },
		{ "How", COLUMN_TEXT },    { "Charge", COLUMN_NUMBER },
		{ "Paid", COLUMN_NUMBER }, { "Balance", COLUMN_NUMBER },
	};
	const struct account_statement *statement = &account->statement;
	struct grid grid;
	enum err err = OK;

	grid_begin(&grid, page, "Statement", columns, ARRAY_SIZE(columns));
	grid_row(&grid, "opening");
	grid_day(&grid, account->from);
	grid_text(&grid, "Opening balance");
	grid_text(&grid, "");
	grid_text(&grid, "");
	grid_text(&grid, "");
	grid_money(&grid, statement->opening);
	for (size_t i = 0; !err && i < statement->count; i++)
		err = put_entry(&grid, &statement->entries[i]);
	if (err)
		return err;
	grid_foot(&grid);
	grid_day(&grid, account->to);
	grid_text(&grid, "Closing balance");
	grid_text(&grid, page->practice.currency);
	grid_money(&grid, account->charged);
	grid_money(&grid, account->paid);
	grid_money(&grid, statement->closing);
	grid_end(&grid);
	return OK;
}

/* "+ 264.16", "− 64.54". */
static const char *term(struct page *page, struct money amount)
{
	bool minus = money_sign(amount) < 0;

	return arena_printf(
		page->op->arena, " %s %s", minus ? "−" : "+",
		show_money(page, minus ? money_negate(amount) : amount));
}

static void put_proof(struct page *page, const struct account *account)
{
	const struct account_statement *statement = &account->statement;
	bool equal = money_compare(account->ledger, statement->closing) == 0;
	struct html *html = &page->html;

	html_add(html, "<p class=\"card-foot hint\">");
	icon_put(html, equal ? "check" : "warn");
	html_add(html, " %s: %s%s%s = %s</p>\n",
		 equal ? "Equals the ledger" : "Differs from the ledger",
		 show_money(page, statement->opening),
		 term(page, account->charged), term(page, account->paid),
		 show_money(page, statement->closing));
}

static void put_span(struct page *page, const struct account *account)
{
	struct arena *arena = page->op->arena;

	part_filters(page, own_url(page));
	field_span(page, day_text(arena, account->from),
		   day_text(arena, account->to));
	html_add(&page->html,
		 "<button class=\"second\">Show</button></form>\n");
}

static enum err put_payments(struct page *page, const struct person *client)
{
	struct html *html = &page->html;
	struct payment *list;
	size_t count;
	enum err err = store_payment_list(page->reader, client->id, 0,
					  PAYMENTS_SHOWN, &list, &count);

	if (err || !count)
		return err;
	card_begin(page, "Payments", NULL);
	html_add(html, "<ul class=\"rows\">");
	for (size_t i = 0; i < count; i++) {
		html_add(html,
			 "<li><div><p><a href=\"%s\">%s</a></p>"
			 "<p class=\"hint\">%s</p></div>",
			 payment_part_url(page, list[i].id),
			 show_day(page, list[i].day),
			 payment_form_method(page, list[i].method));
		if (!str_equal(payment_part_word(&list[i]), "Recorded"))
			payment_part_badge(html, &list[i]);
		html_add(html, "<span class=\"number\">%s</span>",
			 show_money(page, list[i].amount));
		payment_part_tools(page, &list[i]);
		html_add(html, "</li>\n");
	}
	html_add(html, "</ul>\n");
	if (count == PAYMENTS_SHOWN)
		html_add(html,
			 "<p class=\"card-foot\"><a href=\"%s\">All payments"
			 "</a></p>\n",
			 url_of(page->op->arena, "/payments?client=%s",
				page->words[0]));
	card_end(page);
	return OK;
}

static void put_commands(struct page *page, const struct account *account)
{
	struct arena *arena = page->op->arena;
	struct html content;

	part_commands(page, true);
	part_button(&page->commands,
		    url_of(arena, "/clients/%s/statement.pdf?from=%s&to=%s",
			   page->words[0], day_text(arena, account->from),
			   day_text(arena, account->to)),
		    "PDF", "download", "second");
	content = page->html;
	page->html = page->commands;
	form_begin(page, own_url(page), "inline");
	html_add(&page->html,
		 "<input type=\"hidden\" name=\"from\" value=\"%s\">"
		 "<input type=\"hidden\" name=\"to\" value=\"%s\">"
		 "<button class=\"second\">Send</button>",
		 day_text(arena, account->from), day_text(arena, account->to));
	form_end(page);
	page->commands = page->html;
	page->html = content;
}

static enum err put_account(struct page *page, const struct account *account)
{
	struct html *html = &page->html;
	enum err err;

	html_add(html, "<div class=\"columns form-left\">"
		       "<div class=\"screen-only\">");
	card_begin(page, "Record a payment", NULL);
	err = payment_form_put(page, account->client);
	card_end(page);
	if (!err)
		err = put_payments(page, account->client);
	html_add(html, "</div><div>");
	put_span(page, account);
	html_add(html, "<section class=\"card statement\">");
	if (!err)
		err = put_entries(page, account);
	put_proof(page, account);
	card_end(page);
	html_add(html, "</div></div>\n");
	return err;
}

static enum err show_statement(struct page *page)
{
	struct person_known known;
	struct account account;
	const char *word;
	enum err err =
		person_form_load(page, page->words[0], ROLE_CLIENT, &known);

	if (!err)
		err = account_read(page, &known.person, &account);
	if (err)
		return err;
	if (grid_wants_csv(page))
		return put_entries(page, &account);
	word = practice_word(page->op->arena, &known.person);
	page_crumb(page, "/clients", "Clients");
	page_crumb(page, url_of(page->op->arena, "/clients/%s", word), word);
	page->lead = owed_part_line(page, account.client, account.now.balance);
	put_commands(page, &account);
	return put_account(page, &account);
}

static enum err take_statement(struct page *page)
{
	struct arena *arena = page->op->arena;
	const char *from = form_value(&page->form, "from");
	const char *to = form_value(&page->form, "to");
	int64_t newest = 0;
	enum err err = notice_sent_before(page, &newest);

	if (!err)
		err = page_send_form(page, "POST",
				     url_of(arena,
					    "/api/people/%s/statement/send",
					    page->words[0]),
				     NULL);
	if (err)
		return err;
	notice_sent(page, "The statement", newest);
	page_go(page, url_of(arena, "/clients/%s/statement?from=%s&to=%s",
			     page->words[0], from ? from : "", to ? to : ""));
	return OK;
}

static enum err show_pdf(struct page *page)
{
	struct arena *arena = page->op->arena;
	const char *paper = page_query(page, "paper");
	struct account account = { .client = NULL };
	struct person_known known;
	enum err err =
		person_form_load(page, page->words[0], ROLE_CLIENT, &known);

	if (err)
		return err;
	days_read(page, &account);
	return page_pass(
		page,
		url_of(arena,
		       "/api/people/%lld/statement.pdf?from=%s&to=%s&paper=%s",
		       (long long)known.person.id,
		       day_text(arena, account.from),
		       day_text(arena, account.to), paper ? paper : "a4"));
}

static const struct page_row rows[] = {
	{ "/clients/{code}/statement.pdf", ROLES_OFFICE,
	  "Payments and statement", show_pdf, NULL, 0, "/clients" },
	{ "/clients/{code}/statement", ROLES_OFFICE, "Payments and statement",
	  show_statement, take_statement, 0, "/clients" },
};

const struct page_table pages_statement = { rows, ARRAY_SIZE(rows) };

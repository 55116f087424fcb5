#include "admin/pages/pages_session.h"

#include "admin/pages/audit_words.h"
#include "admin/pages/call.h"
#include "admin/pages/icon.h"
#include "admin/pages/notice_part.h"
#include "admin/pages/part.h"
#include "admin/pages/people_list.h"
#include "admin/pages/session_meanwhile.h"
#include "admin/pages/session_part.h"
#include "admin/pages/show.h"
#include "practice/session/completion_rules.h"
#include "practice/wall_time.h"
#include "store/audit.h"
#include "store/completion.h"
#include "store/ledger.h"

#define HISTORY_SHOWN 50

static const struct column office_columns[] = {
	{ "Client", COLUMN_MAIN }, { "How it ended", COLUMN_TEXT },
	{ "Fee", COLUMN_NUMBER },  { "Charge", COLUMN_NUMBER },
	{ "Tax", COLUMN_NUMBER },  { "Total", COLUMN_NUMBER },
};
static const struct column practitioner_columns[] = {
	{ "Client", COLUMN_MAIN },
	{ "How it ended", COLUMN_TEXT },
};

/* A client's part, as a badge of its own. */
static void put_ending(struct grid *grid, const struct session_known *known,
		       const struct known_client *client)
{
	struct session_known one = *known;

	one.type = client->type ? client->type : known->type;
	one.label = client->label ? client->label : known->label;
	one.map = client->map ? client->map : known->map;
	one.client_count = 0;
	one.conflict_count = 0;
	if (!grid_cell(grid, part_status_text(grid->page, &one)))
		return;
	part_status(grid->page, grid->html, &one);
	grid_cell_end(grid);
}

/* What the fee of that client was before how it ended, or NULL. */
static const struct money *fee_of(const struct completion *completion,
				  int64_t client)
{
	for (size_t i = 0; i < completion->client_count; i++)
		if (completion->clients[i].client == client)
			return &completion->clients[i].base;
	return NULL;
}

static void put_amounts(struct grid *grid, const struct known_client *client,
			const struct completion *completion)
{
	const struct money *fee = fee_of(completion, client->id);

	if (!client->has_charge || !fee) {
		for (int i = 0; i < 4; i++)
			grid_text(grid, "");
		return;
	}
	grid_money(grid, *fee);
	grid_money(grid, client->charge);
	grid_money(grid, client->tax);
	grid_money(grid, money_add(client->charge, client->tax));
}

static void put_client_name(struct grid *grid,
			    const struct session_known *known,
			    const struct known_client *client)
{
	struct page *page = grid->page;
	const char *text;

	if (known->see != SEE_OFFICE) {
		text = arena_printf(page->op->arena, "%s %s",
				    client->code ? client->code : "",
				    client->name ? client->name : "");
		grid_text(grid,
			  known->see == SEE_CLIENT ? page->person.name : text);
		return;
	}
	if (!grid_cell(grid, client->name))
		return;
	html_add(grid->html, "<a href=\"%s\">%s</a> <small>%s</small>",
		 url_of(page->op->arena, "/clients/%s",
			client->code ? client->code : ""),
		 client->name, client->code);
	grid_cell_end(grid);
}

static void put_sums(struct grid *grid, const struct session_known *known)
{
	struct money charge = { 0 }, tax = { 0 };

	for (size_t i = 0; i < known->client_count; i++) {
		charge = money_add(charge, known->clients[i].charge);
		tax = money_add(tax, known->clients[i].tax);
	}
	grid_foot(grid);
	grid_text(grid, "Total");
	grid_text(grid, "");
	grid_text(grid, "");
	grid_money(grid, charge);
	grid_money(grid, tax);
	grid_money(grid, money_add(charge, tax));
}

static void put_clients(struct page *page, const struct session_known *known,
			const struct completion *completion)
{
	bool money = known->see != SEE_PRACTITIONER;
	struct grid grid;

	card_begin(page,
		   known->see == SEE_CLIENT ? "How it went"
					    : "Clients and charges",
		   NULL);
	if (!known->client_count) {
		part_empty(page, "No client takes part yet.", NULL, NULL);
		card_end(page);
		return;
	}
	grid_begin(&grid, page, "Clients",
		   money ? office_columns : practitioner_columns,
		   money ? ARRAY_SIZE(office_columns)
			 : ARRAY_SIZE(practitioner_columns));
	for (size_t i = 0; i < known->client_count; i++) {
		grid_row(&grid, NULL);
		put_client_name(&grid, known, &known->clients[i]);
		put_ending(&grid, known, &known->clients[i]);
		if (money)
			put_amounts(&grid, &known->clients[i], completion);
	}
	if (money && known->saved && known->client_count > 1)
		put_sums(&grid, known);
	grid_end(&grid);
	card_end(page);
}

static void put_wages(struct page *page, const struct session_known *known)
{
	struct html *html = &page->html;

	if (known->see == SEE_CLIENT || !known->saved)
		return;
	card_begin(page, "Wage", NULL);
	html_add(html, "<ul class=\"rows\">");
	for (size_t i = 0; i < known->practitioner_count; i++) {
		const struct known_practitioner *one = &known->practitioners[i];

		if (!one->has_wage)
			continue;
		html_add(html,
			 "<li><span class=\"dot %s\"></span><div>%s</div>"
			 "<strong class=\"number\">%s</strong></li>",
			 part_colour(page, one->id), one->name,
			 show_money(page, one->wage));
	}
	html_add(html, "</ul>\n");
	card_end(page);
}

static enum err put_notices(struct page *page,
			    const struct session_known *known)
{
	static const struct column columns[] = {
		{ "To", COLUMN_MAIN },          { "What", COLUMN_TEXT },
		{ "How", COLUMN_WHEN },         { "State", COLUMN_TEXT },
		{ "Tries", COLUMN_NUMBER },     { "Why, when", COLUMN_TEXT },
		{ "What to do", COLUMN_TOOLS },
	};
	struct outbox *list;
	struct grid grid;
	size_t count;
	enum err err =
		store_outbox_of_session(page->reader, known->id, &list, &count);

	if (err || !count)
		return err;
	card_begin(page, "Notices", NULL);
	grid_begin(&grid, page, "Notices", columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < count; i++) {
		grid_row(&grid, NULL);
		err = notice_part_to(&grid, &list[i]);
		if (err)
			return err;
		grid_text(&grid, notice_part_what(list[i].kind));
		grid_text(&grid, notice_part_how(list[i].channel));
		notice_part_badge(&grid, &list[i]);
		grid_count(&grid, list[i].tries);
		grid_text(&grid, notice_part_why(page, &list[i]));
		notice_part_deeds(&grid, &list[i],
				  session_part_url(page, known));
	}
	grid_end(&grid);
	card_end(page);
	return OK;
}

static enum err put_entry(struct grid *grid, const struct entry *entry)
{
	struct page *page = grid->page;
	struct person person = { .name = NULL };
	const char *account = store_account_name(entry->account);
	bool credit = money_sign(entry->amount) < 0;
	enum err err = OK;

	if (entry->person)
		err = store_person_load(page->reader, entry->person, &person);
	if (err)
		return err;
	grid_row(grid, NULL);
	grid_text(grid, person.name ? arena_printf(page->op->arena, "%s, %s",
						   person.name, account)
				    : show_sentence(page->op->arena, account));
	if (credit)
		grid_text(grid, "");
	grid_money(grid, credit ? money_negate(entry->amount) : entry->amount);
	if (!credit)
		grid_text(grid, "");
	return OK;
}

static enum err put_posted(struct page *page,
			   const struct completion *completion)
{
	static const struct column columns[] = {
		{ "Account", COLUMN_TEXT },
		{ "Debit", COLUMN_NUMBER },
		{ "Credit", COLUMN_NUMBER },
	};
	struct money sum = { 0 };
	struct posting posting;
	struct grid grid;
	enum err err;

	if (!completion->posting)
		return OK;
	err = store_posting_find(page->reader, completion->posting, &posting);
	if (err)
		return err;
	card_begin(page, "Posted",
		   arena_printf(page->op->arena,
				"Transaction %lld, debit and credit agree",
				(long long)posting.id));
	grid_begin(&grid, page, "Posted", columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < posting.count && !err; i++) {
		err = put_entry(&grid, &posting.entries[i]);
		if (money_sign(posting.entries[i].amount) > 0)
			sum = money_add(sum, posting.entries[i].amount);
	}
	if (err)
		return err;
	grid_foot(&grid);
	grid_text(&grid, "");
	grid_money(&grid, sum);
	grid_money(&grid, sum);
	grid_end(&grid);
	card_end(page);
	return OK;
}

/* Who did what and by which door: never the values, which may be others'. */
static enum err put_history(struct page *page,
			    const struct session_known *known)
{
	struct html *html = &page->html;
	struct audit *list;
	size_t count;
	enum err err;

	if (known->see == SEE_CLIENT)
		return OK;
	err = store_audit_list(page->reader, "session", known->id, 0,
			       HISTORY_SHOWN, &list, &count);
	if (err)
		return err;
	card_begin(page, "History", NULL);
	html_add(html, "<ol class=\"history\">");
	for (size_t i = 0; i < count; i++) {
		const char *name;

		err = people_list_doer(page, list[i].who, &name);
		if (err)
			return err;
		html_add(html,
			 "<li><p><strong>%s</strong> %s</p>"
			 "<p class=\"hint\">%s, %s</p></li>",
			 name, audit_words_deed(list[i].action),
			 show_instant(page, list[i].at),
			 audit_words_channel(list[i].channel));
	}
	html_add(html, "</ol>\n");
	card_end(page);
	return OK;
}

static void put_details(struct page *page, const struct session_known *known)
{
	card_begin(page, "Details", NULL);
	html_add(&page->html, "<dl class=\"facts\">");
	part_fact(page, "When", show_when(page, known->start, known->end));
	part_fact(page, "With", session_part_practitioners(page, known));
	part_fact(page, "Service", known->service_name);
	part_fact(page, "Place", known->terms.place);
	if (known->schedule && known->see != SEE_CLIENT)
		html_add(&page->html,
			 "<dt>Schedule</dt><dd><a href=\"/schedules/%lld\">Its "
			 "schedule</a></dd>",
			 (long long)known->schedule);
	part_fact(page, "Public note", known->terms.public_note);
	part_fact(page, "Private note", known->terms.private_note);
	part_fact(page, "Reason", known->reason);
	html_add(&page->html, "</dl>\n");
	card_end(page);
}

static bool may_edit(const struct page *page, const struct session_known *known)
{
	if (known->saved)
		return false;
	return page_is_office(page) || (known->see == SEE_PRACTITIONER &&
					(page->op->actor.may & MAY_EDIT));
}

/* By the rule itself (S25): what is refused has no button. */
static enum err may_reopen(struct page *page, const struct session_known *known,
			   const struct completion *completion, bool *may)
{
	const struct save save = { .session = known->id, .type = "open" };
	const struct failure before = page->op->failure;
	enum err err;

	*may = false;
	if (!known->saved || known->see == SEE_CLIENT ||
	    (!page_is_office(page) && !(page->op->actor.may & MAY_COMPLETE)))
		return OK;
	err = practice_reopen_may(page->reader, &save, completion);
	*may = !err;
	if (err == ERR_REFUSED) {
		page->op->failure = before;
		err = OK;
	}
	return err;
}

static enum err put_commands(struct page *page,
			     const struct session_known *known,
			     const struct completion *completion)
{
	struct html *html = &page->commands;
	const char *url = session_part_url(page, known);
	bool reopens;
	enum err err = may_reopen(page, known, completion, &reopens);

	if (err)
		return err;
	if (session_part_may_save(page, known)) {
		html_add(html,
			 "<a class=\"button\" data-save href=\"%s/save\">Save"
			 "</a>",
			 url);
	} else if (reopens) {
		html_add(html,
			 "<form method=\"post\" action=\"%s/completion\" "
			 "class=\"inline\"><input type=\"hidden\" "
			 "name=\"csrf\" value=\"%s\"><input type=\"hidden\" "
			 "name=\"revision\" value=\"%lld\">"
			 "<button class=\"second\" name=\"type\" "
			 "value=\"open\">Re-open</button></form>",
			 url, page->csrf, (long long)known->revision);
	}
	if (may_edit(page, known))
		html_add(html,
			 "<a class=\"button second\" href=\"%s/edit\">Edit</a>"
			 "<a class=\"button bad-deed\" href=\"%s/remove\">"
			 "Remove…</a>",
			 url, url);
	return OK;
}

static enum err show_session(struct page *page)
{
	struct completion completion = { .id = 0 };
	struct session session;
	struct session_known known;
	enum err err = session_part_of_path(page, &known, &session);

	if (!err && session.completion)
		err = store_completion_find(page->reader, session.completion,
					    &completion);
	if (err)
		return err;
	page->title = known.service_name ? known.service_name : "Session";
	page->lead = show_when(page, known.start, known.end);
	page_crumb(page, "/sessions", "Sessions");
	err = put_commands(page, &known, &completion);
	if (err)
		return err;
	html_add(&page->html, "<p>");
	part_status(page, &page->html, &known);
	html_add(&page->html, "</p>\n<div class=\"columns\"><div>");
	put_clients(page, &known, &completion);
	put_wages(page, &known);
	if (page_is_office(page))
		err = put_notices(page, &known);
	if (!err && page_is_office(page))
		err = put_posted(page, &completion);
	html_add(&page->html, "</div><div>");
	put_details(page, &known);
	if (!err)
		err = put_history(page, &known);
	html_add(&page->html, "</div></div>\n");
	return err;
}

/* What the office does about a notice of it. Who may not know the session
 * hears nothing of it here either. */
static enum err take_session(struct page *page)
{
	const char *url =
		url_of(page->op->arena, "/sessions/%s", page->words[0]);
	json_t *session;
	bool taken = false;
	enum err err = page_get(
		page, arena_printf(page->op->arena, "/api%s", url), &session);

	if (!err && !page_is_office(page))
		return fail(page->op, ERR_FORBIDDEN,
			    "Notices are settled by the office.");
	if (!err)
		err = notice_part_take(page, &taken);
	if (!err && !taken)
		err = fail(page->op, ERR_INVALID, "Please press a button.");
	if (!err)
		page_go(page, url);
	return err;
}

static void put_card(struct page *page, const struct session_known *known,
		     struct html *html)
{
	const char *url = session_part_url(page, known);

	html_add(html, "<p>");
	part_status(page, html, known);
	html_add(html, "</p>\n<dl class=\"facts\">");
	part_fact(page, "When",
		  show_when(page,
			    practice_instant_wall(page->practice.zone,
						  known->start_utc),
			    practice_instant_wall(page->practice.zone,
						  known->end_utc)));
	part_fact(page, "With", session_part_practitioners(page, known));
	part_fact(page, "Service", known->service_name);
	part_fact(page, "Place", known->terms.place);
	part_fact(page, "Note", known->terms.public_note);
	html_add(html, "</dl>\n<p class=\"buttons\">");
	if (session_part_may_save(page, known))
		html_add(html,
			 "<a class=\"button\" data-save href=\"%s/save\">Save"
			 "</a>",
			 url);
	html_add(html, "<a class=\"button plain\" href=\"%s\">Open page</a>",
		 url);
	if (may_edit(page, known))
		html_add(html,
			 "<a class=\"button plain\" href=\"%s/edit\">Edit</a>",
			 url);
	html_add(html, "</p>\n");
}

/* What the calendar's dialog shows of one: a part of a page (U22). */
static enum err show_card(struct page *page)
{
	struct session_known known;
	struct html *html = &page->html;
	int64_t id;
	enum err err = page_id(page, 0, &id);

	if (!err)
		err = session_part_load(page, id, &known);
	if (err)
		return err;
	html_add(html,
		 "<div class=\"card-head\"><h2 id=\"card-name\">%s</h2>"
		 "<button type=\"button\" class=\"icon-link end\" "
		 "data-close title=\"Close\">",
		 session_part_clients(page, &known));
	icon_put(html, "cross");
	html_add(html, "<span class=\"unseen\">Close</span></button></div>\n");
	put_card(page, &known, html);
	page_part(page);
	return OK;
}

static const struct page_row rows[] = {
	{ "/sessions/{id}/card", ROLES_ALL, "Session", show_card, NULL, 0,
	  "/sessions" },
	{ "/sessions/{id}", ROLES_ALL, "Session", show_session, take_session, 0,
	  "/sessions" },
};

const struct page_table pages_session = { rows, ARRAY_SIZE(rows) };

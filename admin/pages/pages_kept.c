#include "admin/pages/pages_kept.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/part.h"
#include "admin/pages/person_form.h"
#include "practice/names.h"

static const char *client_url(struct page *page, const char *word)
{
	return url_of(page->op->arena, "/clients/%s", word);
}

static enum err show_export(struct page *page)
{
	struct person_known known;
	enum err err =
		person_form_load(page, page->words[0], ROLE_CLIENT, &known);

	if (err)
		return err;
	return page_pass(page,
			 url_of(page->op->arena, "/api/people/%lld/export",
				(long long)known.person.id));
}

static void put_what(struct page *page, const char *word)
{
	html_add(&page->html,
		 "<div class=\"narrow\"><p>Names, contacts and notes become %s "
		 "for good: in sessions, in calendars, in the history and on "
		 "invoices. Login, devices and feeds end. Nobody can bring "
		 "them back.</p>"
		 "<p>What stays: sessions with their times and how they ended, "
		 "invoices with their numbers and amounts, payments, and the "
		 "ledger. Books have to be kept.</p>",
		 word);
	html_add(&page->html,
		 "<p>Before that, <a href=\"%s\">export</a> what the client "
		 "may want to have.</p></div>\n",
		 url_of(page->op->arena, "/clients/%s/export", word));
}

static enum err show_erase(struct page *page)
{
	struct person_known known;
	const char *word, *own;
	enum err err =
		person_form_load(page, page->words[0], ROLE_CLIENT, &known);

	if (err)
		return err;
	word = practice_word(page->op->arena, &known.person);
	own = client_url(page, word);
	page_crumb(page, "/clients", "Clients");
	page_crumb(page, own, word);
	page->lead =
		arena_printf(page->op->arena, "%s %s", known.person.name, word);
	card_begin(
		page,
		arena_printf(page->op->arena, "Erase %s?", known.person.name),
		NULL);
	put_what(page, word);
	form_begin(page, NULL, "form narrow");
	field_text(page,
		   &(struct field_show){
			   .name = "confirm",
			   .label = "Code",
			   .hint = arena_printf(page->op->arena,
						"Type %s to confirm.", word),
			   .autocomplete = "off",
			   .required = true });
	html_add(&page->html, "<p class=\"buttons\"><button "
			      "class=\"bad-deed\">Erase</button>");
	part_button(&page->html, own, "Back", NULL, "second");
	html_add(&page->html, "</p>\n");
	form_end(page);
	card_end(page);
	return OK;
}

static enum err take_erase(struct page *page)
{
	struct arena *arena = page->op->arena;
	const char *typed = form_value(&page->form, "confirm");
	json_t *body = json_new(arena);
	const char *code;
	enum err err;

	/* An empty one is not the code either: it is asked here. */
	json_put_text(body, "confirm", typed ? typed : "");
	err = page_send(page, "POST",
			url_of(arena, "/api/people/%s/erase", page->words[0]),
			body);
	if (err)
		return err;
	code = json_string_value(json_object_get(page->answer, "code"));
	page_flash(page,
		   "Names, contacts and notes of %s are erased. Sessions, "
		   "invoices and the ledger stay.",
		   code ? code : page->words[0]);
	page_go(page, client_url(page, code ? code : page->words[0]));
	return OK;
}

static const struct page_row rows[] = {
	{ "/clients/{code}/export", ROLES_OFFICE, "Clients", show_export, NULL,
	  0, "/clients" },
	{ "/clients/{code}/erase", ROLE_ADMIN, "Clients", show_erase,
	  take_erase, 0, "/clients" },
};

const struct page_table pages_kept = { rows, ARRAY_SIZE(rows) };

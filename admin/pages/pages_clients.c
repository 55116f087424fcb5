#include "admin/pages/pages_clients.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/owed_part.h"
#include "admin/pages/part.h"
#include "admin/pages/people_list.h"
#include "admin/pages/person_form.h"
#include "admin/pages/show.h"

#define ADDRESS "/clients"
#define API "/api/people"

static const char *own_url(struct page *page, const struct person *person)
{
	return url_of(page->op->arena, ADDRESS "/%s", person->code);
}

static void put_row(struct page *page, struct grid *grid,
		    const struct person *person)
{
	grid_row(grid, NULL);
	grid_link(grid, own_url(page, person), person->name);
	grid_text(grid, person->code);
	grid_text(grid, person->email);
	grid_text(grid, person->phone);
	grid_text(grid, show_told(person->notice));
	people_list_view(page, grid, own_url(page, person), person);
}

static void put_import(struct page *page)
{
	if (page_is(page, ROLE_ADMIN))
		html_add(&page->html,
			 "<p class=\"hint\">Do you have a list already? "
			 "<a href=\"/settings/import\">Import "
			 "people.csv</a>.</p>\n");
}

static enum err show_clients(struct page *page)
{
	static const struct column columns[] = {
		{ "Name", COLUMN_MAIN },    { "Code", COLUMN_TEXT },
		{ "E-mail", COLUMN_TEXT },  { "Phone", COLUMN_TEXT },
		{ "Told by", COLUMN_TEXT }, { "Details", COLUMN_TOOLS },
	};
	static const struct people_list list = {
		.role = ROLE_CLIENT,
		.address = ADDRESS,
		.title = "Clients",
		.add = "Add client",
		.nobody = "No client is here yet. A client is who comes to "
			  "sessions and pays.",
		.hint = put_import,
		.columns = columns,
		.column_count = ARRAY_SIZE(columns),
		.put = put_row,
	};

	return people_list_show(page, &list);
}

/* Everything that is kept: to take along, and to take away. */
static void put_kept(struct page *page, const struct person *person)
{
	struct arena *arena = page->op->arena;

	card_begin(page, "What is kept", NULL);
	html_add(&page->html, "<p>Sessions, documents and notes of this client "
			      "as one file.</p><p class=\"buttons\">");
	part_button(&page->html,
		    url_of(arena, ADDRESS "/%s/export", person->code), "Export",
		    "download", "second");
	if (page_is(page, ROLE_ADMIN))
		part_button(&page->html,
			    url_of(arena, ADDRESS "/%s/erase", person->code),
			    "Erase…", NULL, "bad-deed");
	html_add(&page->html, "</p>\n");
	card_end(page);
}

static void put_contact(struct page *page, const struct contact *contact)
{
	const char *relation =
		str_empty(contact->relation) ? "Contact" : contact->relation;

	html_add(&page->html, "<h3>%s</h3><dl class=\"facts\">", contact->name);
	part_fact(page, "Relation",
		  contact->payer
			  ? arena_printf(page->op->arena, "%s, payer", relation)
			  : relation);
	part_fact(page, "E-mail", contact->email);
	part_fact(page, "Phone", contact->phone);
	part_fact(page, "Address", contact->address);
	part_fact(page, "Told by", show_told(contact->notice));
	html_add(&page->html, "</dl>\n");
}

static void put_details(struct page *page, const struct person_known *known)
{
	const struct person *person = &known->person;

	card_begin(page, "Contact", NULL);
	html_add(&page->html, "<dl class=\"facts\">");
	part_fact(page, "E-mail", person->email);
	part_fact(page, "Phone", person->phone);
	part_fact(page, "Address", person->address);
	part_fact(page, "Told by", show_told(person->notice));
	part_fact(page, "Private note", person->note);
	part_fact(page, "Login", person->login ? person->login : "None");
	for (size_t i = 0; i < known->rate_count; i++)
		part_fact(page, "Own rate",
			  arena_printf(page->op->arena, "%s %s",
				       known->rates[i].service_name,
				       show_money(page, known->rates[i].cost)));
	html_add(&page->html, "</dl>\n");
	for (size_t i = 0; i < known->contact_count; i++)
		put_contact(page, &known->contacts[i]);
	card_end(page);
}

static const char *called(struct page *page, const struct person *person)
{
	return arena_printf(page->op->arena, "%s %s", person->name,
			    person->code);
}

static void put_commands(struct page *page, const struct person *person)
{
	struct arena *arena = page->op->arena;

	part_button(&page->commands,
		    url_of(arena, ADDRESS "/%s/edit", person->code), "Edit",
		    "pencil", "second");
	part_button(&page->commands,
		    url_of(arena, "/payments/new?client=%s", person->code),
		    "Record payment", NULL, "second");
	part_button(&page->commands,
		    url_of(arena, "/invoices/new?client=%s", person->code),
		    "New invoice", NULL, "second");
	part_button(&page->commands,
		    url_of(arena, "/sessions/new?clients=%s", person->code),
		    "Add session", "plus", NULL);
}

static enum err show_client(struct page *page)
{
	struct person_known known;
	enum err err =
		person_form_load(page, page->words[0], ROLE_CLIENT, &known);

	if (err)
		return err;
	page_crumb(page, ADDRESS, "Clients");
	page->title = called(page, &known.person);
	page->lead = known.person.active ? NULL : "Not active";
	put_commands(page, &known.person);
	html_add(&page->html, "<div class=\"columns\"><div>");
	err = people_list_sessions(page, &known.person, ROLE_CLIENT);
	html_add(&page->html, "</div><div>");
	if (!err)
		err = owed_part_put(page, &known.person);
	put_details(page, &known);
	put_kept(page, &known.person);
	html_add(&page->html, "</div></div>\n");
	return err;
}

static enum err show_new(struct page *page)
{
	page_crumb(page, ADDRESS, "Clients");
	card_begin(page, "A new client", NULL);
	form_begin(page, NULL, "form narrow");
	person_form_fields(page, NULL);
	field_text(page,
		   &(struct field_show){
			   .name = "code",
			   .label = "Code",
			   .hint = "Stands for the client on phones. Left "
				   "empty, the next one is given." });
	person_form_contacts(page, NULL);
	form_buttons(page, "Add client", ADDRESS);
	form_end(page);
	card_end(page);
	return OK;
}

static enum err show_edit(struct page *page)
{
	struct person_known known;
	enum err err =
		person_form_load(page, page->words[0], ROLE_CLIENT, &known);

	if (err)
		return err;
	page_crumb(page, ADDRESS, "Clients");
	page_crumb(page, own_url(page, &known.person), known.person.code);
	page->lead = called(page, &known.person);
	card_begin(page, "Details", NULL);
	form_begin(page, NULL, "form narrow");
	person_form_state(page, &known);
	person_form_fields(page, &known);
	field_text(page, &(struct field_show){ .name = "code",
					       .label = "Code",
					       .value = known.person.code });
	person_form_contacts(page, &known);
	form_buttons(page, "Save changes", own_url(page, &known.person));
	form_end(page);
	card_end(page);
	return OK;
}

static enum err take_new(struct page *page)
{
	json_t *body = person_form_body(page, "POST", API, NULL);
	json_t *roles = json_new_list(page->op->arena);
	const char *code;
	enum err err;

	json_add_text(roles, "client");
	json_put(body, "roles", roles);
	err = page_send(page, "POST", API, body);
	if (err)
		return err;
	code = json_string_value(json_object_get(page->answer, "code"));
	page_flash(page, "%s is a client now, with the code %s.",
		   form_value(&page->form, "name"), code);
	page_go(page, url_of(page->op->arena, ADDRESS "/%s", code));
	return OK;
}

static enum err take_edit(struct page *page)
{
	struct person_known known;
	enum err err = store_reader_begin(page->reader, page->op);

	if (err)
		return err;
	err = person_form_load(page, page->words[0], ROLE_CLIENT, &known);
	store_reader_end(page->reader);
	if (!err)
		err = page_send(
			page, "PATCH",
			url_of(page->op->arena, API "/%lld",
			       (long long)known.person.id),
			person_form_body(page, "PATCH", API "/{id}", "active"));
	if (err)
		return err;
	page_flash(page, "The changes are saved.");
	page_go(page, url_of(page->op->arena, ADDRESS "/%s",
			     json_string_value(
				     json_object_get(page->answer, "code"))));
	return OK;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_OFFICE, "Clients", show_clients, NULL, 0, NULL },
	{ ADDRESS "/new", ROLES_OFFICE, "Clients", show_new, take_new, 0,
	  ADDRESS },
	{ ADDRESS "/{code}", ROLES_OFFICE, "Clients", show_client, NULL, 0,
	  ADDRESS },
	{ ADDRESS "/{code}/edit", ROLES_OFFICE, "Clients", show_edit, take_edit,
	  0, ADDRESS },
};

const struct page_table pages_clients = { rows, ARRAY_SIZE(rows) };

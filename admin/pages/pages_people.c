#include "admin/pages/pages_people.h"

#include "admin/pages/call.h"
#include "admin/pages/device_part.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/people_list.h"
#include "admin/pages/person_form.h"
#include "admin/pages/settings.h"
#include "base/word.h"
#include "practice/people/feed.h"

#define ADDRESS "/settings/people"
#define API "/api/people"
#define BELOW_STAFF (ROLE_PRACTITIONER | ROLE_CLIENT)

/* In the order of their bits. */
static const struct choice roles[] = {
	{ "admin", "Admin", "Everything, these settings too.", false },
	{ "staff", "Staff", "The office: sessions, people, money.", false },
	{ "practitioner", "Practitioner", "Own sessions and wages.", false },
	{ "client", "Client", "Own sessions and invoices.", false },
};

static const struct choice grants[] = {
	{ "types", "Edit completion types", NULL, false },
	{ "payroll", "Close payroll runs", NULL, false },
	{ "void", "Void invoices and payments", NULL, false },
	{ "logins", "Manage logins of practitioners and clients", NULL, false },
};

static const struct choice permissions[] = {
	{ "create", "Add sessions of their own", NULL, false },
	{ "edit", "Change time, place and note", NULL, false },
	{ "complete", "Save how a session ended", NULL, false },
};

static const char *words_of(struct page *page, const struct choice *choices,
			    size_t count, unsigned bits)
{
	struct buf buf;

	buf_init(&buf, page->op->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < count; i++)
		if (bits & (1u << i))
			buf_listed(&buf, choices[i].text);
	return buf.at;
}

static const char *own_url(struct page *page, const struct person *person)
{
	if (str_empty(person->login))
		return url_of(page->op->arena, ADDRESS "/%lld",
			      (long long)person->id);
	return url_of(page->op->arena, ADDRESS "/%s", person->login);
}

static void put_row(struct page *page, struct grid *grid,
		    const struct person *person)
{
	grid_row(grid, NULL);
	grid_link(grid, own_url(page, person), person->name);
	grid_text(grid, person->login);
	grid_text(grid,
		  words_of(page, roles, ARRAY_SIZE(roles), person->roles));
	grid_text(grid,
		  words_of(page, grants, ARRAY_SIZE(grants), person->grants));
	grid_text(grid, person->active ? "Active" : "Not active");
	if (grid_cell(grid, NULL)) {
		part_icon_link(
			&page->html, own_url(page, person),
			arena_printf(page->op->arena, "Edit %s", person->name),
			"pencil");
		grid_cell_end(grid);
	}
}

static void put_filters(struct page *page)
{
	struct choice any[ARRAY_SIZE(roles) + 1] = { { "", "Any role", NULL,
						       false } };

	for (size_t i = 0; i < ARRAY_SIZE(roles); i++)
		any[i + 1] = roles[i];
	part_filters(page, ADDRESS);
	field_text(page,
		   &(struct field_show){ .name = "q",
					 .label = "Name or login",
					 .value = page_query(page, "q") });
	field_select(page,
		     &(struct field_show){ .name = "role",
					   .label = "Role",
					   .value = page_query(page, "role") },
		     any, ARRAY_SIZE(any));
	people_list_filters_end(page);
}

/* Boxes of a list, each with a line of its own. */
static void put_boxes(struct page *page, const char *name, const char *legend,
		      const struct choice *choices, size_t count,
		      unsigned ticked, unsigned offered)
{
	struct html *html = &page->html;

	html_add(html, "<fieldset");
	field_attributes(page, name, legend, NULL);
	html_add(html, "><legend>%s</legend>", legend);
	for (size_t i = 0; i < count; i++) {
		bool on = ticked & (1u << i);

		if (!(offered & (1u << i)))
			continue;
		if (page->form.count)
			on = form_has(&page->form, name, choices[i].value);
		html_add(html,
			 "<label class=\"radio\"><input type=\"checkbox\" "
			 "name=\"%s\" value=\"%s\"%s> <span>%s</span>",
			 name, choices[i].value, on ? " checked" : "",
			 choices[i].text);
		if (choices[i].hint)
			html_add(html, " <small>%s</small>", choices[i].hint);
		html_add(html, "</label>\n");
	}
	field_notes(page, name, NULL);
	html_add(html, "</fieldset>\n");
}

static void put_new(struct page *page)
{
	bool admin = page_is(page, ROLE_ADMIN);

	card_begin(page, "Add a person", NULL);
	form_begin(page, ADDRESS, "form");
	field_text(page, &(struct field_show){ .name = "name",
					       .label = "Name",
					       .required = true });
	field_text(page, &(struct field_show){
				 .name = "login",
				 .label = "Login",
				 .hint = "To sign in with: small letters, "
					 "digits, . _ and -. The password is "
					 "set on the person's page." });
	field_text(page, &(struct field_show){ .name = "email",
					       .label = "E-mail",
					       .type = "email" });
	put_boxes(page, "roles", "Roles", roles, ARRAY_SIZE(roles), 0,
		  admin ? ~0u : BELOW_STAFF);
	form_buttons(page, "Add person", NULL);
	form_end(page);
	card_end(page);
}

static unsigned role_asked(struct page *page)
{
	const char *text = page_query(page, "role");
	unsigned at = 0;

	return text && word_find(role_words, slice_of(text), &at) ? 1u << at
								  : 0;
}

static enum err show_people(struct page *page)
{
	static const struct column columns[] = {
		{ "Name", COLUMN_MAIN },   { "Login", COLUMN_TEXT },
		{ "Roles", COLUMN_TEXT },  { "Grants", COLUMN_TEXT },
		{ "Status", COLUMN_TEXT }, { "Edit", COLUMN_TOOLS },
	};
	struct people_found list;
	struct grid grid;
	enum err err = people_list_read(page, role_asked(page), &list);

	if (err)
		return err;
	part_commands(page, true);
	settings_begin(page);
	html_add(&page->html, "<div class=\"columns form-left\">");
	put_new(page);
	html_add(&page->html, "<div>");
	put_filters(page);
	card_begin(page, NULL, NULL);
	grid_begin(&grid, page, "People", columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < list.count; i++)
		put_row(page, &grid, &list.at[i]);
	grid_end(&grid);
	if (!list.total)
		part_empty(page, "Nobody is like that.", NULL, NULL);
	card_end(page);
	part_pages(page, list.count, list.total);
	html_add(&page->html, "</div></div>\n");
	return OK;
}

static enum err take_people(struct page *page)
{
	enum err err = page_send_form(page, "POST", API, "roles");
	const json_t *login;

	if (err)
		return err;
	login = json_object_get(page->answer, "login");
	if (!json_is_string(login))
		login = json_object_get(page->answer, "id");
	page_flash(page, "%s is added.", form_value(&page->form, "name"));
	page_go(page, url_of(page->op->arena, ADDRESS "/%s",
			     json_string_value(login)));
	return OK;
}

static void put_admins(struct page *page, const struct person *person)
{
	static const struct choice names[] = {
		{ "code", "Code: C042", NULL, false },
		{ "initials", "Code and initials: C042 A.B.", NULL, false },
		{ "full", "Code and name: C042 Ada Brown", NULL, false },
	};

	put_boxes(page, "roles", "Roles", roles, ARRAY_SIZE(roles),
		  person->roles, ~0u);
	put_boxes(page, "grants", "Grants", grants, ARRAY_SIZE(grants),
		  person->grants, ~0u);
	field_radios(page,
		     &(struct field_show){
			     .name = "calendar_names",
			     .label = "Calendar names",
			     .hint = "How their calendars call clients.",
			     .value = word_of(calendar_names_words,
					      person->calendar_names) },
		     names, ARRAY_SIZE(names));
	field_box(page, &(struct field_show){
				.name = "calendar_money",
				.label = "Calendar money",
				.value = person->calendar_money ? "on" : NULL,
				.hint = "Their calendars show amounts, of "
					"staff and admins." });
}

static void put_rights(struct page *page, const struct person *person)
{
	const struct form sent = page->form;
	bool admin = page_is(page, ROLE_ADMIN);

	/* The other form's fields are none of these. */
	if (form_value(&sent, "password"))
		page->form.count = 0;

	card_begin(page, "Roles and rights", NULL);
	form_begin(page, NULL, "form");
	field_hidden(page, "revision",
		     arena_printf(page->op->arena, "%lld",
				  (long long)person->revision));
	field_text(page, &(struct field_show){ .name = "login",
					       .label = "Login",
					       .value = person->login });
	field_box(page, &(struct field_show){
				.name = "active",
				.label = "Active",
				.value = person->active ? "on" : NULL,
				.hint = "Only active people join new sessions "
					"and sign in. One active admin "
					"stays." });
	if (admin || (person->roles & ROLE_PRACTITIONER))
		put_boxes(page, "may", "May", permissions,
			  ARRAY_SIZE(permissions), person->may, ~0u);
	if (admin)
		put_admins(page, person);
	form_buttons(page, "Save changes", ADDRESS);
	form_end(page);
	card_end(page);
	page->form = sent;
}

static void put_password(struct page *page, const struct person *person)
{
	bool own = person->id == page->op->actor.person;

	card_begin(page, "Password", NULL);
	if (own) {
		html_add(&page->html,
			 "<p>You change your own on <a href=\"/account\">your "
			 "account</a>.</p>\n");
	} else if (str_empty(person->login)) {
		html_add(&page->html, "<p>Without a login nobody signs in: "
				      "give one first.</p>\n");
	} else {
		form_begin(page, NULL, "form");
		field_text(page, &(struct field_show){
					 .name = "password",
					 .label = "New password",
					 .type = "password",
					 .autocomplete = "new-password",
					 .hint = "At least 8 characters. It "
						 "ends where they are signed "
						 "in; devices stay." });
		form_buttons(page, "Save password", NULL);
		form_end(page);
	}
	card_end(page);
}

static enum err show_person(struct page *page)
{
	struct person_known known;
	const struct person *person = &known.person;
	bool may;
	enum err err = person_form_load(page, page->words[0], ~0u, &known);

	if (err)
		return err;
	may = practice_credentials_may(page->op, person) == OK;
	operation_recover(page->op);
	settings_begin(page);
	page_crumb(page, own_url(page, person), person->name);
	page->lead = arena_printf(
		page->op->arena, "%s · %s%s", person->name,
		words_of(page, roles, ARRAY_SIZE(roles), person->roles),
		person->active ? "" : " · not active");
	if (!may) {
		card_begin(page, NULL, NULL);
		part_empty(page,
			   "An admin manages the logins of admins and "
			   "staff.",
			   ADDRESS, "Back");
		card_end(page);
		return OK;
	}
	device_part_made(page);
	html_add(&page->html, "<div class=\"columns\"><div>");
	put_rights(page, person);
	html_add(&page->html, "</div><div>");
	put_password(page, person);
	err = device_part_lists(page, person->id, own_url(page, person));
	html_add(&page->html, "</div></div>\n");
	return err;
}

/* The person of the address, whom the office knows. */
static enum err load(struct page *page, struct person *person)
{
	struct person_known known;
	enum err err = store_reader_begin(page->reader, page->op);

	if (err)
		return err;
	err = person_form_load(page, page->words[0], ~0u, &known);
	store_reader_end(page->reader);
	if (!err)
		*person = known.person;
	return err;
}

/* The fields that the form changed, as they were. */
static json_t *as_before(struct page *page, const json_t *body,
			 const json_t *before)
{
	json_t *json = json_new(page->op->arena);
	const char *name;
	json_t *value;

	json_object_foreach ((json_t *)(uintptr_t)body, name, value) {
		if (!str_equal(name, "revision"))
			json_put(json, name, json_object_get(before, name));
	}
	json_put(json, "revision", json_object_get(page->answer, "revision"));
	return json;
}

static enum err take_rights(struct page *page, const struct person *person)
{
	const char *url =
		url_of(page->op->arena, API "/%lld", (long long)person->id);
	bool admin = page_is(page, ROLE_ADMIN);
	json_t *before = NULL, *body;
	enum err err = page_get(page, url, &before);

	if (err)
		return err;
	body = page_form(page, "PATCH", API "/{id}",
			 admin ? "active,may,roles,grants,calendar_money"
			 : person->roles & ROLE_PRACTITIONER ? "active,may"
							     : "active");
	err = page_send(page, "PATCH", url, body);
	if (err)
		return err;
	page_flash(page, "Saved what %s may do.", person->name);
	page_undo_add(page, "PATCH", url, as_before(page, body, before));
	return OK;
}

static enum err take_password(struct page *page, const struct person *person)
{
	enum err err =
		page_send_form(page, "PUT",
			       url_of(page->op->arena, API "/%lld/password",
				      (long long)person->id),
			       NULL);

	if (!err)
		page_flash(page, "%s signs in with the new password now.",
			   person->name);
	return err;
}

static enum err take_person(struct page *page)
{
	struct person person;
	enum err err = load(page, &person);
	const json_t *login;

	if (err)
		return err;
	if (form_value(&page->form, "revoke_token") ||
	    form_value(&page->form, "revoke_feed"))
		return device_part_take(page, person.id,
					own_url(page, &person));
	if (form_value(&page->form, "password")) {
		page_go(page, own_url(page, &person));
		return take_password(page, &person);
	}
	err = take_rights(page, &person);
	if (err)
		return err;
	login = json_object_get(page->answer, "login");
	person.login = json_string_value(login);
	page_go(page, own_url(page, &person));
	return OK;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_OFFICE, "Account Settings", show_people, take_people,
	  GRANT_LOGINS, NULL },
	{ ADDRESS "/{login}", ROLES_OFFICE, "Account Settings", show_person,
	  take_person, GRANT_LOGINS, ADDRESS },
};

const struct page_table pages_people = { rows, ARRAY_SIZE(rows) };

#include "admin/pages/pages_practitioners.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/grid.h"
#include "admin/pages/part.h"
#include "admin/pages/people_list.h"
#include "admin/pages/person_form.h"
#include "admin/pages/show.h"
#include "base/word.h"

#define ADDRESS "/practitioners"
#define API "/api/people"

static const struct choice permissions[] = {
	{ "create", "Add sessions of their own", NULL, false },
	{ "edit", "Change time, place and note", NULL, false },
	{ "complete", "Save how a session ended", NULL, false },
};

static const struct choice names[] = {
	{ "code", "Code: C042", NULL, false },
	{ "initials", "Code and initials: C042 A.B.", NULL, false },
	{ "full", "Code and name: C042 Ada Brown", NULL, false },
};

/* Some have no login. */
static const char *word_for(struct page *page, const struct person *person)
{
	return person->login ? person->login
			     : arena_printf(page->op->arena, "%lld",
					    (long long)person->id);
}

static const char *own_url(struct page *page, const struct person *person)
{
	return url_of(page->op->arena, ADDRESS "/%s", word_for(page, person));
}

static const char *rate_of(struct page *page, const struct person *person)
{
	if (!person->has_hourly)
		return "As the service says";
	if (money_is_zero(person->bonus))
		return show_money(page, person->hourly);
	return arena_printf(page->op->arena, "%s + %s",
			    show_money(page, person->hourly),
			    show_money(page, person->bonus));
}

static void put_row(struct page *page, struct grid *grid,
		    const struct person *person)
{
	grid_row(grid, NULL);
	if (grid_cell(grid, person->name)) {
		html_add(&page->html,
			 "<span class=\"dot %s\"></span><a href=\"%s\">%s</a>",
			 part_colour(page, person->id), own_url(page, person),
			 person->name);
		grid_cell_end(grid);
	}
	grid_text(grid, person->login);
	grid_text(grid, person->email);
	grid_text(grid, person->phone);
	grid_text(grid, rate_of(page, person));
	people_list_view(page, grid, own_url(page, person), person);
}

static enum err show_practitioners(struct page *page)
{
	static const struct column columns[] = {
		{ "Name", COLUMN_MAIN },   { "Login", COLUMN_TEXT },
		{ "E-mail", COLUMN_TEXT }, { "Phone", COLUMN_TEXT },
		{ "Rate", COLUMN_NUMBER }, { "Details", COLUMN_TOOLS },
	};
	static const struct people_list list = {
		.role = ROLE_PRACTITIONER,
		.address = ADDRESS,
		.title = "Practitioners",
		.add = "Add practitioner",
		.nobody = "No practitioner is here yet. One is who meets the "
			  "clients.",
		.columns = columns,
		.column_count = ARRAY_SIZE(columns),
		.put = put_row,
	};

	return people_list_show(page, &list);
}

static const char *may_text(struct page *page, unsigned may)
{
	struct buf buf;

	buf_init(&buf, page->op->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < ARRAY_SIZE(permissions); i++)
		if (may & (1u << i))
			buf_printf(&buf, "%s%s", buf.len ? "\n" : "",
				   permissions[i].text);
	return buf.len ? buf.at : "See their sessions";
}

static void put_details(struct page *page, const struct person *person)
{
	card_begin(page, "Details", NULL);
	html_add(&page->html, "<dl class=\"facts\">");
	part_fact(page, "E-mail", person->email);
	part_fact(page, "Phone", person->phone);
	part_fact(page, "Address", person->address);
	part_fact(page, "Login", person->login ? person->login : "None");
	part_fact(page, "Rate", rate_of(page, person));
	part_fact(page, "May", may_text(page, person->may));
	part_fact(page, "Calendars say", names[person->calendar_names].text);
	html_add(&page->html, "</dl>\n");
	card_end(page);
}

static enum err show_practitioner(struct page *page)
{
	struct person_known known;
	const struct person *person = &known.person;
	enum err err = person_form_load(page, page->words[0], ROLE_PRACTITIONER,
					&known);

	if (err)
		return err;
	page_crumb(page, ADDRESS, "Practitioners");
	page->lead = arena_printf(page->op->arena, "%s%s", person->name,
				  person->active ? "" : " · not active");
	part_button(&page->commands,
		    url_of(page->op->arena, ADDRESS "/%s/edit",
			   word_for(page, person)),
		    "Edit", "pencil", "second");
	part_button(&page->commands,
		    url_of(page->op->arena, ADDRESS "/%s/wages",
			   word_for(page, person)),
		    "Wages", "money", "second");
	part_button(&page->commands,
		    url_of(page->op->arena, "/sessions/new?practitioners=%s",
			   word_for(page, person)),
		    "Add session", "plus", NULL);
	html_add(&page->html, "<div class=\"columns\"><div>");
	err = people_list_sessions(page, person, ROLE_PRACTITIONER);
	html_add(&page->html, "</div><div>");
	put_details(page, person);
	html_add(&page->html, "</div></div>\n");
	return err;
}

static void put_pay(struct page *page, const struct person *person)
{
	struct arena *arena = page->op->arena;
	const char *hourly = NULL, *bonus = NULL;

	if (person && person->has_hourly) {
		hourly = money_text(arena, person->hourly, page->digits);
		bonus = money_text(arena, person->bonus, page->digits);
	}
	html_add(&page->html, "<div class=\"group\">");
	field_text(page, &(struct field_show){
				 .name = "hourly",
				 .label = "Hourly rate",
				 .numeric = true,
				 .value = hourly,
				 .hint = "Empty: the service's wage. A change "
					 "holds from today." });
	field_text(page, &(struct field_show){
				 .name = "bonus",
				 .label = "Bonus",
				 .numeric = true,
				 .value = bonus,
				 .hint = "By the hour, beside the rate." });
	html_add(&page->html, "</div>\n");
}

static void put_rights(struct page *page, const struct person *person)
{
	unsigned may =
		person ? person->may : MAY_CREATE | MAY_EDIT | MAY_COMPLETE;
	enum calendar_names shown =
		person ? person->calendar_names : NAMES_INITIALS;

	html_add(&page->html, "<fieldset><legend>May</legend>");
	for (size_t i = 0; i < ARRAY_SIZE(permissions); i++) {
		bool ticked = may & (1u << i);

		if (page->form.count)
			ticked = form_has(&page->form, "may",
					  permissions[i].value);
		html_add(&page->html,
			 "<label class=\"radio\"><input type=\"checkbox\" "
			 "name=\"may\" value=\"%s\"%s> <span>%s</span></label>"
			 "\n",
			 permissions[i].value, ticked ? " checked" : "",
			 permissions[i].text);
	}
	html_add(&page->html, "</fieldset>\n");
	if (page_is(page, ROLE_ADMIN))
		field_radios(
			page,
			&(struct field_show){
				.name = "calendar_names",
				.label = "Calendar names",
				.hint = "How their calendars call clients.",
				.value = word_of(calendar_names_words, shown) },
			names, ARRAY_SIZE(names));
}

static enum err show_new(struct page *page)
{
	page_crumb(page, ADDRESS, "Practitioners");
	card_begin(page, "A new practitioner", NULL);
	form_begin(page, NULL, "form narrow");
	person_form_fields(page, NULL);
	put_pay(page, NULL);
	put_rights(page, NULL);
	if (page_has_grant(page, GRANT_LOGINS))
		field_text(page, &(struct field_show){
					 .name = "login",
					 .label = "Login",
					 .hint = "To sign in with and for "
						 "their calendar; may be "
						 "given later." });
	form_buttons(page, "Add practitioner", ADDRESS);
	form_end(page);
	card_end(page);
	return OK;
}

static enum err show_edit(struct page *page)
{
	struct person_known known;
	enum err err = person_form_load(page, page->words[0], ROLE_PRACTITIONER,
					&known);

	if (err)
		return err;
	page_crumb(page, ADDRESS, "Practitioners");
	page_crumb(page, own_url(page, &known.person), known.person.name);
	card_begin(page, "Details", NULL);
	form_begin(page, NULL, "form narrow");
	person_form_state(page, &known);
	person_form_fields(page, &known);
	put_pay(page, &known.person);
	put_rights(page, &known.person);
	form_buttons(page, "Save changes", own_url(page, &known.person));
	form_end(page);
	card_end(page);
	return OK;
}

/* Where the answer's person is. */
static void go_to(struct page *page)
{
	const json_t *login = json_object_get(page->answer, "login");
	const json_t *id = json_object_get(page->answer, "id");

	page_go(page,
		url_of(page->op->arena, ADDRESS "/%s",
		       json_string_value(json_is_string(login) ? login : id)));
}

static enum err take_new(struct page *page)
{
	json_t *body = person_form_body(page, "POST", API, "may");
	json_t *roles = json_new_list(page->op->arena);
	enum err err;

	json_add_text(roles, "practitioner");
	json_put(body, "roles", roles);
	err = page_send(page, "POST", API, body);
	if (err)
		return err;
	page_flash(page, "%s is a practitioner now.",
		   form_value(&page->form, "name"));
	go_to(page);
	return OK;
}

static enum err take_edit(struct page *page)
{
	struct person_known known;
	enum err err = store_reader_begin(page->reader, page->op);

	if (err)
		return err;
	err = person_form_load(page, page->words[0], ROLE_PRACTITIONER, &known);
	store_reader_end(page->reader);
	if (!err)
		err = page_send(page, "PATCH",
				url_of(page->op->arena, API "/%lld",
				       (long long)known.person.id),
				person_form_body(page, "PATCH", API "/{id}",
						 "active,may"));
	if (err)
		return err;
	page_flash(page, "The changes are saved.");
	go_to(page);
	return OK;
}

static const struct page_row rows[] = {
	{ ADDRESS, ROLES_OFFICE, "Practitioners", show_practitioners, NULL, 0,
	  NULL },
	{ ADDRESS "/new", ROLES_OFFICE, "Practitioners", show_new, take_new, 0,
	  ADDRESS },
	{ ADDRESS "/{login}", ROLES_OFFICE, "Practitioners", show_practitioner,
	  NULL, 0, ADDRESS },
	{ ADDRESS "/{login}/edit", ROLES_OFFICE, "Practitioners", show_edit,
	  take_edit, 0, ADDRESS },
};

const struct page_table pages_practitioners = { rows, ARRAY_SIZE(rows) };

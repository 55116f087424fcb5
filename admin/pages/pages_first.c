#include "admin/pages/pages_first.h"

#include "admin/pages/field.h"
#include "admin/pages/guard.h"
#include "practice/people/first_admin.h"
#include "practice/people/sign_in.h"

static enum err show_first(struct page *page)
{
	enum err err = practice_first_admin_check(page->reader, page->words[0]);

	if (err)
		return err;
	page->lead = "You will be its first admin. This page is there once.";
	form_begin(page, NULL, "form");
	field_text(page, &(struct field_show){ .name = "name",
					       .label = "Your name",
					       .autocomplete = "name",
					       .required = true,
					       .autofocus = true });
	field_text(page, &(struct field_show){
				 .name = "login",
				 .label = "Login",
				 .autocomplete = "username",
				 .required = true,
				 .hint = "What you sign in by, here and in "
					 "calendar programs: joan." });
	field_text(page,
		   &(struct field_show){ .name = "password",
					 .label = "Password",
					 .type = "password",
					 .autocomplete = "new-password",
					 .required = true,
					 .hint = "At least 8 characters." });
	form_buttons(page, "Begin", NULL);
	form_end(page);
	return OK;
}

static const char *sent(const struct page *page, const char *name)
{
	const char *value = form_value(&page->form, name);

	return value ? value : "";
}

static enum err take_first(struct page *page)
{
	struct pages *door = page->door;
	struct person person = { .name = sent(page, "name"),
				 .login = sent(page, "login") };
	const char *secret;
	enum err err = practice_first_admin_add(
		page->op, door->store, page->reader, page->words[0],
		sent(page, "password"), &person);

	if (!err)
		err = practice_sign_in_add(
			page->op, door->store, person.id,
			http_header(door->request, "User-Agent"), NULL,
			&secret);
	if (err)
		return err;
	guard_cookie_set(door, secret);
	page_go(page, "/setup");
	return OK;
}

static const struct page_row rows[] = {
	{ "/first/{secret}", 0, "Set up the practice", show_first, take_first,
	  0, NULL },
};

const struct page_table pages_first = { rows, ARRAY_SIZE(rows) };

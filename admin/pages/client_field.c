#include "admin/pages/client_field.h"

#include "admin/pages/field.h"
#include "admin/pages/people_list.h"
#include "base/unicode.h"

#include <string.h>

#define FIELD "client"
#define OFFERED 500 /* names that the browser completes */

const char *client_field_word(const struct page *page,
			      const struct person *client)
{
	if (client->code)
		return client->code;
	return arena_printf(page->op->arena, "%lld", (long long)client->id);
}

enum err client_field_put(struct page *page, const char *code)
{
	struct html *html = &page->html;
	struct person *list;
	size_t count;
	enum err err =
		store_person_list(page->reader, ROLE_CLIENT, &list, &count);

	if (err)
		return err;
	field_text(page, &(struct field_show){ .name = FIELD,
					       .label = "Client",
					       .value = code,
					       .required = true,
					       .list = "known-clients",
					       .autocomplete = "off",
					       .hint = "Code or name." });
	html_add(html, "<datalist id=\"known-clients\">");
	for (size_t i = 0; i < count && i < OFFERED; i++)
		if (list[i].active)
			html_add(html, "<option value=\"%s\">%s</option>",
				 client_field_word(page, &list[i]),
				 list[i].name);
	html_add(html, "</datalist>\n");
	return OK;
}

enum err client_field_find(struct page *page, const char *word,
			   const struct person **client)
{
	struct arena *arena = page->op->arena;
	const struct person *found;
	const char *typed, *folded;
	struct person *list;
	size_t count;
	enum err err =
		store_person_list(page->reader, ROLE_CLIENT, &list, &count);

	*client = NULL;
	if (err || str_empty(word))
		return err;
	typed = str_normalize(arena, word);
	found = typed ? people_list_find(list, count, typed) : NULL;
	folded = typed ? str_fold(arena, typed, strlen(typed)) : NULL;
	for (size_t i = 0; folded && !found && i < count; i++) {
		const char *name = list[i].name;

		if (!list[i].active ||
		    !str_equal(str_fold(arena, name, strlen(name)), folded))
			continue;
		if (*client)
			return fail_field(page->op, FIELD, "ambiguous",
					  "More than one is called '%s': "
					  "please type the code.",
					  typed);
		*client = &list[i];
	}
	if (found)
		*client = found;
	return OK;
}

enum err client_field_take(struct page *page)
{
	struct form *form = &page->form;
	enum err err = store_reader_begin(page->reader, page->op);

	if (err)
		return err;
	for (size_t i = 0; !err && i < form->count; i++) {
		const struct person *client;

		if (!str_equal(form->at[i].name, FIELD))
			continue;
		err = client_field_find(page, form->at[i].value, &client);
		if (!err && client)
			form->at[i].value = client_field_word(page, client);
	}
	store_reader_end(page->reader);
	return err;
}

enum err client_field_ask(struct page *page, const char *word, int64_t *id)
{
	const struct person *client;
	enum err err = client_field_find(page, word, &client);

	*id = 0;
	if (err == ERR_INVALID) { /* several are called so */
		operation_recover(page->op);
		return OK;
	}
	if (!err && client)
		*id = client->id;
	return err;
}

enum err client_names_read(struct page *page, struct client_names *names)
{
	struct person *list;
	size_t count;
	enum err err =
		store_person_list(page->reader, ROLE_CLIENT, &list, &count);

	*names = (struct client_names){ .top = 0 };
	if (err)
		return err;
	for (size_t i = 0; i < count; i++)
		if (list[i].id > names->top)
			names->top = list[i].id;
	names->at = arena_array(page->op->arena, (size_t)names->top + 1,
				sizeof(*names->at));
	for (size_t i = 0; i < count; i++)
		names->at[list[i].id] = &list[i];
	return OK;
}

enum err client_names_find(struct page *page, const struct client_names *names,
			   int64_t id, const struct person **client)
{
	struct person *found;
	enum err err;

	*client = names->top && id <= names->top ? names->at[id] : NULL;
	if (*client)
		return OK;
	found = arena_alloc(page->op->arena, sizeof(*found));
	err = store_person_load(page->reader, id, found);
	if (!err)
		*client = found;
	return err;
}

static bool holds(struct arena *arena, const char *text, const char *folded)
{
	return text && strstr(str_fold(arena, text, strlen(text)), folded);
}

bool client_names_hold(const struct page *page, const struct person *client,
		       const char *folded)
{
	return holds(page->op->arena, client->name, folded) ||
	       holds(page->op->arena, client->code, folded);
}

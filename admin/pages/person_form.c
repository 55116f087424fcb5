#include "admin/pages/person_form.h"

#include "admin/pages/call.h"
#include "admin/pages/field.h"
#include "admin/pages/part.h"

#include <string.h>

#define CONTACTS_MOST 20

static enum err find(struct page *page, const char *word, struct person *person)
{
	int64_t id;
	enum err err = store_person_find_code(page->reader, word, person);

	if (err == ERR_NOT_FOUND)
		err = store_person_find_login(page->reader, word, person);
	if (err == ERR_NOT_FOUND && str_to_int64(word, &id))
		err = store_person_find(page->reader, id, person);
	return err;
}

enum err person_form_load(struct page *page, const char *word, unsigned role,
			  struct person_known *known)
{
	enum acquaintance how;
	struct person person;
	enum err err = find(page, word, &person);

	if (err)
		return err;
	if (!(person.roles & role))
		return fail(page->op, ERR_NOT_FOUND, "There is nobody.");
	err = practice_person_known(page->reader, &person, &how);
	if (!err && how != KNOWN)
		err = fail(page->op, ERR_NOT_FOUND, "There is nobody.");
	return err ? err : person_known_to(page->reader, &person, how, known);
}

void person_form_fields(struct page *page, const struct person_known *known)
{
	const struct person none = { .notice = NOTICE_EMAIL };
	const struct person *person = known ? &known->person : &none;

	field_text(page, &(struct field_show){ .name = "name",
					       .label = "Name",
					       .required = true,
					       .value = person->name });
	html_add(&page->html, "<div class=\"group\">");
	field_text(page, &(struct field_show){ .name = "email",
					       .label = "E-mail",
					       .type = "email",
					       .value = person->email });
	field_text(page, &(struct field_show){ .name = "phone",
					       .label = "Phone",
					       .type = "tel",
					       .value = person->phone });
	html_add(&page->html, "</div>");
	field_text(page, &(struct field_show){ .name = "address",
					       .label = "Address",
					       .rows = 3,
					       .value = person->address });
	field_text(page, &(struct field_show){
				 .name = "note",
				 .label = "Private note",
				 .rows = 2,
				 .value = person->note,
				 .hint = "The office alone reads it." });
	field_notice(page, "notice", "Notices by", person->notice);
}

void person_form_state(struct page *page, const struct person_known *known)
{
	field_hidden(page, "revision",
		     arena_printf(page->op->arena, "%lld",
				  (long long)known->person.revision));
	field_box(page, &(struct field_show){
				.name = "active",
				.label = "Active",
				.value = known->person.active ? "on" : NULL,
				.hint = "Only active people join new sessions "
					"and sign in." });
}

static void put_field(struct page *page, size_t at, const char *name,
		      const char *label, const char *value)
{
	int rows = str_equal(name, "address") ? 2 : 0;

	field_text(page,
		   &(struct field_show){
			   .name = arena_printf(page->op->arena,
						"contacts[%zu][%s]", at, name),
			   .label = label,
			   .rows = rows,
			   .value = value });
}

static void put_contact(struct page *page, size_t at, const struct contact *one)
{
	struct arena *arena = page->op->arena;

	html_add(&page->html,
		 "<fieldset class=\"contact\"><legend>%s</legend>"
		 "<div class=\"group\">",
		 one->name ? one->name : "Another contact");
	put_field(page, at, "name", "Name", one->name);
	put_field(page, at, "relation", "Relation", one->relation);
	put_field(page, at, "email", "E-mail", one->email);
	put_field(page, at, "phone", "Phone", one->phone);
	put_field(page, at, "address", "Address", one->address);
	field_notice(page, arena_printf(arena, "contacts[%zu][notice]", at),
		     "Notices by", one->notice);
	html_add(&page->html, "</div>");
	field_box(page, &(struct field_show){
				.name = arena_printf(
					arena, "contacts[%zu][payer]", at),
				.label = "Payer",
				.hint = "Invoices go to them.",
				.value = one->payer ? "on" : NULL });
	html_add(&page->html, "</fieldset>\n");
}

/* As many as were sent, where a form comes back. */
static size_t sent_contacts(struct page *page)
{
	size_t count = 0;

	while (count < CONTACTS_MOST &&
	       form_value(&page->form,
			  arena_printf(page->op->arena, "contacts[%zu][name]",
				       count)))
		count++;
	return count;
}

void person_form_contacts(struct page *page, const struct person_known *known)
{
	const struct contact none = { .notice = NOTICE_NONE };
	size_t count = known ? known->contact_count : 0;
	size_t shown = page->form.count ? sent_contacts(page) : count + 1;

	html_add(&page->html, "<h3>Guardians and payers</h3>"
			      "<p class=\"hint\">Clear the name of one to take "
			      "it away.</p>\n");
	for (size_t i = 0; i < shown; i++)
		put_contact(page, i, i < count ? &known->contacts[i] : &none);
}

/* Nothing was typed of it, or its name was cleared. */
static bool is_blank(const json_t *contact, bool had_name)
{
	static const char *const names[] = { "email", "phone", "relation",
					     "address" };

	if (!str_empty(json_string_value(json_object_get(contact, "name"))))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(names) && !had_name; i++)
		if (!str_empty(json_string_value(
			    json_object_get(contact, names[i]))))
			return false;
	return true;
}

json_t *person_form_body(struct page *page, const char *method,
			 const char *pattern, const char *boxes)
{
	json_t *body = page_form(page, method, pattern, boxes);
	json_t *sent = json_object_get(body, "contacts");
	json_t *kept = json_new_list(page->op->arena);

	if (!sent)
		return body;
	for (size_t i = 0; i < json_array_size(sent); i++) {
		json_t *one = json_array_get(sent, i);

		/* All but the last stood there before. */
		if (!is_blank(one, i + 1 < json_array_size(sent)))
			json_add(kept, one);
	}
	json_put(body, "contacts", kept);
	return body;
}

#include "admin/pages/session_people.h"

#include "admin/pages/field.h"
#include "admin/pages/icon.h"
#include "admin/pages/people_list.h"
#include "base/unicode.h"
#include "practice/people/person_known.h"
#include "practice/people/profile.h"

#include <string.h>

#define OFFERED 500 /* names that the browser completes */

/* The two lists of a session. */
struct group {
	const char *name, *label, *hint;
	unsigned role;
};

static const struct group groups[] = {
	{ "practitioners", "Practitioners", "Login or name.",
	  ROLE_PRACTITIONER },
	{ "clients", "Clients", "Code or name.", ROLE_CLIENT },
};

static const char *word_for(struct page *page, const struct person *person,
			    unsigned role)
{
	if (role == ROLE_CLIENT && person->code)
		return person->code;
	if (person->login)
		return person->login;
	return person->code ? person->code
			    : arena_printf(page->op->arena, "%lld",
					   (long long)person->id);
}

/* The name as far as the viewer may know it; NULL: not at all. */
static enum err name_for(struct page *page, const struct person *person,
			 const char **name)
{
	enum acquaintance how;
	struct person_known known;
	enum err err = practice_person_known(page->reader, person, &how);

	*name = NULL;
	if (err || how == STRANGER)
		return err;
	err = person_known_to(page->reader, person, how, &known);
	if (!err)
		*name = known.name ? known.name : known.initials;
	return err;
}

static bool same_name(struct arena *arena, const char *a, const char *b)
{
	return str_equal(str_fold(arena, a, strlen(a)),
			 str_fold(arena, b, strlen(b)));
}

/* By the whole name, where one alone has it. */
static enum err by_name(struct page *page, const struct group *group,
			const char *typed, const struct person *list,
			size_t count, const struct person **found)
{
	struct arena *arena = page->op->arena;
	size_t named = 0;

	for (size_t i = 0; i < count; i++) {
		const char *name;
		enum err err;

		if (!list[i].active || !same_name(arena, list[i].name, typed))
			continue;
		err = name_for(page, &list[i], &name);
		if (err)
			return err;
		if (!name || !same_name(arena, name, typed))
			continue;
		*found = &list[i];
		named++;
	}
	if (named < 2)
		return OK;
	*found = NULL;
	return fail_field(page->op, group->name, "ambiguous",
			  "More than one is called '%s': please type the %s.",
			  typed, group->role == ROLE_CLIENT ? "code" : "login");
}

static enum err find_person(struct page *page, const struct group *group,
			    const char *typed, const struct person *list,
			    size_t count, const struct person **found)
{
	const struct person *person = people_list_find(list, count, typed);
	enum acquaintance how;
	enum err err;

	*found = NULL;
	if (!person)
		return by_name(page, group, typed, list, count, found);
	/* A login or id tells no stranger's code. */
	err = practice_person_known(page->reader, person, &how);
	if (!err && how != STRANGER)
		*found = person;
	return err;
}

static bool is_before(const struct form *form, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (str_equal(form->at[i].name, form->at[at].name) &&
		    str_equal(form->at[i].value, form->at[at].value))
			return true;
	return false;
}

static enum err read_group(struct page *page, const struct group *group)
{
	struct form *form = &page->form;
	struct person *list;
	size_t count;
	enum err err =
		store_person_list(page->reader, group->role, &list, &count);

	for (size_t i = 0; !err && i < form->count; i++) {
		const struct person *found;
		const char *typed;

		if (!str_equal(form->at[i].name, group->name))
			continue;
		typed = str_normalize(page->op->arena, form->at[i].value);
		if (str_empty(typed))
			continue;
		err = find_person(page, group, typed, list, count, &found);
		if (err)
			return err;
		form->at[i].value =
			found ? word_for(page, found, group->role) : typed;
		if (is_before(form, i))
			form->at[i].value = "";
	}
	return err;
}

enum err session_people_read(struct page *page)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < ARRAY_SIZE(groups); i++)
		err = read_group(page, &groups[i]);
	return err;
}

enum err session_people_take(struct page *page)
{
	enum err err = store_reader_begin(page->reader, page->op);

	if (err)
		return err;
	err = session_people_read(page);
	store_reader_end(page->reader);
	return err;
}

/* Nothing of a client may be shown to who has never met them, nor that they
 * are there. */
static enum err only_met(struct page *page, const struct person **person)
{
	bool met = false;
	enum err err = OK;

	if (*person)
		err = practice_person_met(page->reader, *person, &met);
	if (!met)
		*person = NULL;
	return err;
}

/* Whom a value of the form means; known by the word that was put for it. */
static enum err person_of(struct page *page, unsigned role, const char *value,
			  const struct person *list, size_t count,
			  const struct person **found)
{
	*found = NULL;
	for (size_t i = 0; i < count && !*found; i++)
		if (str_equal(word_for(page, &list[i], role), value))
			*found = &list[i];
	return only_met(page, found);
}

static enum err put_box(struct page *page, const struct group *group,
			const struct person *person, const char *value)
{
	const char *name;
	enum err err = name_for(page, person, &name);

	if (err)
		return err;
	html_add(&page->html,
		 "<label class=\"chip\"><input type=\"checkbox\" name=\"%s\" "
		 "value=\"%s\" checked> ",
		 group->name, value);
	if (group->role == ROLE_CLIENT)
		html_add(&page->html, "%s ", value);
	else if (!name)
		html_add(&page->html, "%s", value);
	html_add(&page->html, "%s</label>", name);
	return OK;
}

static void put_unknown(struct page *page, const struct group *group,
			const char *typed)
{
	html_add(&page->html,
		 "<label class=\"chip\"><input type=\"checkbox\" name=\"%s\" "
		 "value=\"%s\" checked> %s</label>",
		 group->name, typed, typed);
}

/* The browser completes what is typed; practitioners are known to all who
 * work here, clients to the office. */
static enum err put_offer(struct page *page, const struct group *group,
			  const struct person *list, size_t count)
{
	if (group->role == ROLE_CLIENT && !page_is_office(page))
		return OK;
	html_add(&page->html, "<datalist id=\"known-%s\">", group->name);
	for (size_t i = 0; i < count && i < OFFERED; i++) {
		const char *name;
		enum err err;

		if (!list[i].active)
			continue;
		err = name_for(page, &list[i], &name);
		if (err)
			return err;
		if (name)
			html_add(&page->html,
				 "<option value=\"%s\">%s</option>",
				 word_for(page, &list[i], group->role), name);
	}
	html_add(&page->html, "</datalist>");
	return OK;
}

static void put_field(struct page *page, const struct group *group,
		      const char *left)
{
	struct html *html = &page->html;

	html_add(html, "<div class=\"with-button\"><input type=\"text\"");
	field_attributes(page, group->name, group->label, group->hint);
	html_add(html,
		 " value=\"%s\" list=\"known-%s\" autocomplete=\"off\">"
		 "<button class=\"second\" name=\"add\" value=\"%s\">Add"
		 "<span class=\"unseen\"> to %s</span></button></div>",
		 left, group->name, group->name, group->name);
	field_notes(page, group->name, group->hint);
}

static enum err put_group(struct page *page, const struct group *group)
{
	const struct form *form = &page->form;
	struct html *html = &page->html;
	const char *left = "";
	struct person *list;
	size_t count, chosen = 0;
	enum err err =
		store_person_list(page->reader, group->role, &list, &count);

	html_add(html,
		 "<div class=\"field\"><label for=\"f-%s\">%s</label>"
		 "<div class=\"chips\">",
		 group->name, group->label);
	for (size_t i = 0; !err && i < form->count; i++) {
		const struct person *person;

		if (!str_equal(form->at[i].name, group->name) ||
		    !*form->at[i].value)
			continue;
		err = person_of(page, group->role, form->at[i].value, list,
				count, &person);
		if (err)
			return err;
		if (person) {
			chosen++;
			err = put_box(page, group, person, form->at[i].value);
			continue;
		}
		/* The field holds the last that nobody is called. */
		if (*left)
			put_unknown(page, group, left);
		left = form->at[i].value;
	}
	html_add(html, "</div>");
	put_field(page, group, left);
	if (group->role == ROLE_CLIENT && chosen > 1)
		html_add(html,
			 "<p class=\"hint\">%s clients: this is a group "
			 "session.</p>",
			 chosen == 2 ? "Two"
				     : arena_printf(page->op->arena, "%zu",
						    chosen));
	if (!err)
		err = put_offer(page, group, list, count);
	html_add(html, "</div>\n");
	return err;
}

enum err session_people_put(struct page *page)
{
	enum err err = OK;

	html_add(&page->html, "<div class=\"group wide\">");
	for (size_t i = 0; !err && i < ARRAY_SIZE(groups); i++)
		err = put_group(page, &groups[i]);
	html_add(&page->html, "</div>\n");
	return err;
}

/* Their names, "Maria Santos, Tom Okafor", and how many there are. */
static enum err names_of(struct page *page, const struct group *group,
			 struct buf *names, size_t *chosen)
{
	const struct form *form = &page->form;
	struct person *list;
	size_t count;
	enum err err =
		store_person_list(page->reader, group->role, &list, &count);

	*chosen = 0;
	for (size_t i = 0; !err && i < form->count; i++) {
		const struct person *person = NULL;
		const char *name;

		if (str_equal(form->at[i].name, group->name))
			err = person_of(page, group->role, form->at[i].value,
					list, count, &person);
		if (err || !person)
			continue;
		err = name_for(page, person, &name);
		buf_listed(names, name ? name : form->at[i].value);
		(*chosen)++;
	}
	return err;
}

enum err session_people_readers(struct page *page)
{
	struct html *html = &page->html;
	struct buf team, clients;
	size_t team_count, client_count = 0;
	enum err err;

	buf_init(&team, page->op->arena);
	buf_init(&clients, page->op->arena);
	err = names_of(page, &groups[0], &team, &team_count);
	if (!err)
		err = names_of(page, &groups[1], &clients, &client_count);
	if (err || !client_count)
		return err;
	html_add(html, "<p class=\"badge warn\">");
	icon_put(html, "people");
	if (client_count > 1)
		html_add(html, "%s clients",
			 client_count == 2
				 ? "Both"
				 : arena_printf(page->op->arena, "All %zu",
						client_count));
	else
		html_add(html, "%s", clients.at);
	if (team_count)
		html_add(html, ", and %s,", team.at);
	html_add(html, " can read this note.</p>\n");
	return OK;
}

static enum err add_name(struct page *page, const struct person *person,
			 unsigned role, struct buf *names)
{
	const char *word = word_for(page, person, role);
	const char *name;
	enum err err = name_for(page, person, &name);

	if (!err)
		buf_printf(names, "%s%s%s%s", names->len ? ", " : "",
			   role == ROLE_CLIENT || !name ? word : "",
			   role == ROLE_CLIENT && name ? " " : "",
			   name ? name : "");
	return err;
}

static bool holds(const int64_t *ids, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

enum err session_people_both(struct page *page, enum role role,
			     const int64_t *ids, size_t count,
			     const char **typed, const char **now)
{
	const char *field = role == ROLE_CLIENT ? "clients" : "practitioners";
	struct buf sent, there;
	struct person *list;
	size_t size;
	enum err err = store_person_list(page->reader, role, &list, &size);

	buf_init(&sent, page->op->arena);
	buf_init(&there, page->op->arena);
	for (size_t i = 0; !err && i < size; i++) {
		const struct person *typed_one = &list[i];

		if (!form_has(&page->form, field,
			      word_for(page, &list[i], role)))
			typed_one = NULL;
		err = only_met(page, &typed_one);
		if (!err && typed_one)
			err = add_name(page, typed_one, role, &sent);
		if (!err && holds(ids, count, list[i].id))
			err = add_name(page, &list[i], role, &there);
	}
	*typed = sent.len ? sent.at : "";
	*now = there.len ? there.at : "";
	return err;
}

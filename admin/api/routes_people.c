#include "admin/api/routes_people.h"

#include "admin/api/call_read.h"
#include "admin/api/frame.h"
#include "admin/api/person_view.h"
#include "base/shape_read.h"
#include "base/str.h"
#include "base/unicode.h"
#include "base/word.h"
#include "practice/people/person.h"

#include <string.h>

/* Is each word in what the actor may know of the person? */
static bool holds_words(struct call *call, const json_t *json,
			const struct search *search)
{
	static const char *const texts[] = { "name",  "initials", "code",
					     "login", "email",    "phone" };
	struct buf buf;

	buf_init(&buf, call->op->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		const char *text =
			json_string_value(json_object_get(json, texts[i]));

		if (text)
			buf_printf(
				&buf, "%s ",
				str_fold(call->op->arena, text, strlen(text)));
	}
	for (size_t i = 0; i < search->count; i++)
		if (!strstr(buf.at, search->words[i]))
			return false;
	return true;
}

/* The office is answered by the store alone. Of others it is asked one by one
 * whom they know, and what of them. */
static enum err people_page(struct call *call, struct person_filter *filter,
			    json_t *items, int64_t *next)
{
	bool office = actor_is_office(&call->op->actor);
	const struct search *search = filter->search;
	struct person *people;
	int64_t last = 0;
	size_t limit, count = 0;
	enum err err = call_page(call, &limit, &filter->after);

	filter->by_id = true;
	filter->limit = office ? limit + 1 : 0;
	filter->search = office ? search : NULL;
	if (!err)
		err = store_person_search(call->reader, filter, &people,
					  &count);
	for (size_t i = 0; !err && i < count; i++) {
		enum acquaintance how;
		json_t *json;

		err = practice_person_known(call->reader, &people[i], &how);
		if (err || how == STRANGER)
			continue;
		err = person_view(call, &people[i], how, &json);
		if (err || (!office && !holds_words(call, json, search)))
			continue;
		if (json_array_size(items) == limit) {
			*next = last;
			break;
		}
		json_add(items, json);
		last = people[i].id;
	}
	return err;
}

/* ?role= as a bit; 0: any. */
static enum err role_asked(struct call *call, unsigned *role)
{
	const char *text = call_query(call, "role");

	*role = 0;
	if (str_empty(text))
		return OK;
	return practice_roles_parse(call->op, text, role);
}

static enum err status_asked(struct call *call, struct person_filter *filter)
{
	const char *status = call_query(call, "status");

	filter->active = str_equal(status, "active");
	filter->inactive = str_equal(status, "inactive");
	if (str_empty(status) || filter->active || filter->inactive)
		return OK;
	return fail_field(call->op, "status", "not-a-choice",
			  "status is active or inactive, not '%s'.", status);
}

static enum err people_fill(struct call *call, json_t *items, int64_t *next)
{
	struct search search =
		search_of(call->op->arena, call_query(call, "q"));
	struct person_filter filter = { .search = &search };
	enum err err = role_asked(call, &filter.roles);

	if (!err)
		err = status_asked(call, &filter);
	return err ? err : people_page(call, &filter, items, next);
}

static enum err path_view(struct call *call, json_t **json)
{
	struct person person;
	enum acquaintance how;
	enum err err = person_of_path(call, 0, &person, &how);

	return err ? err : person_view(call, &person, how, json);
}

/* What the body says of a person, laid over them. */
static void person_read(struct call *call, struct person_known *known)
{
	const struct audience sender = { call->op->arena, call->digits,
					 SEE_OFFICE };

	shape_read(&sender, person_rows, call->body, known);
}

/* What a person is who says nothing else. */
static void person_defaults(struct call *call, struct person *person)
{
	unsigned roles = 0;
	const char *email = NULL;

	*person = (struct person){ .active = true,
				   .calendar_names = NAMES_INITIALS };
	if (call_choices(call, "roles", &roles) && (roles & ROLE_PRACTITIONER))
		person->may = MAY_CREATE | MAY_EDIT | MAY_COMPLETE;
	if (call_text(call, "email", &email) && *email)
		person->notice = NOTICE_EMAIL;
}

static enum err person_add(struct call *call)
{
	struct person_known known = { .see = SEE_OFFICE };
	enum err err;

	person_defaults(call, &known.person);
	person_read(call, &known);
	err = practice_profile_add(call->op, call->store, &known.person,
				   known.contacts, known.contact_count);
	return err ? err
		   : frame_answer(call, person_one, known.person.id, true);
}

static enum err change_apply(void *row, void *context)
{
	struct call *call = context;
	struct profile *profile = row;
	struct person_known known = { .person = profile->person };

	person_read(call, &known);
	profile->person = known.person;
	profile->has_contacts = call_has(call, "contacts");
	profile->contacts = known.contacts;
	profile->count = known.contact_count;
	return OK;
}

/* Whoever is not of the office changes one thing, and that of themselves: how
 * they are told of changes (S4). */
static enum err own_judge(struct call *call, const struct person *person)
{
	const char *name;
	json_t *value;

	if (actor_is_office(&call->op->actor))
		return OK;
	if (person->id != call->op->actor.person)
		return fail(call->op, ERR_FORBIDDEN,
			    "This is not for your role.");
	json_object_foreach (call->body, name, value) {
		if (str_equal(name, "notice") || str_equal(name, "revision"))
			continue;
		return fail(call->op, ERR_FORBIDDEN,
			    "Of yourself you may change how you are told of "
			    "changes; ask the practice to change '%s'.",
			    name);
	}
	return OK;
}

static enum err own_notice(struct call *call, const struct person *person)
{
	int notice = (int)person->notice;
	enum err err;

	call_choice(call, "notice", &notice);
	err = practice_own_notice_set(call->op, call->store,
				      (enum notice)notice, call_revision(call));
	if (err == ERR_CONFLICT)
		frame_current(call, person_one, person->id);
	return err ? err : frame_answer(call, person_one, person->id, false);
}

static enum err person_change(struct call *call)
{
	struct edit edit = { .revision = call_revision(call),
			     .apply = change_apply,
			     .context = call };
	struct person person;
	enum err err = person_find_of_path(call, 0, &person);

	if (!err)
		err = own_judge(call, &person);
	if (err)
		return err;
	if (!actor_is_office(&call->op->actor))
		return own_notice(call, &person);
	edit.id = person.id;
	err = practice_profile_change(call->op, call->store, &edit);
	if (err == ERR_CONFLICT)
		frame_current(call, person_one, person.id);
	return err ? err : frame_answer(call, person_one, person.id, false);
}

static const struct route rows[] = {
	{ "GET", "/api/people", ROLES_ALL, LIST(people_fill), NULL, person_rows,
	  true,
	  "those whom you may know, by id; ?role= of one role, ?status= "
	  "active or inactive, ?q= words" },
	{ "POST", "/api/people", ROLES_OFFICE, RUN(person_add), person_rows,
	  person_rows, false, "add a person" },
	{ "GET", "/api/people/{id}", ROLES_ALL, VIEW(path_view), NULL,
	  person_rows, false, "a person, by login, code or id" },
	{ "PATCH", "/api/people/{id}", ROLES_OFFICE | ROLE_CLIENT,
	  RUN(person_change), person_rows, person_rows, false,
	  "change some fields of a person; clients of themselves: notice" },
};

const struct routes routes_people = { rows, ARRAY_SIZE(rows) };

#include "admin/api/person_view.h"
#include "base/str.h"
#include "base/word.h"
#include "practice/people/person.h"

static enum err people_page(struct call *call, const struct person *people,
			    size_t count)
{
	json_t *items = json_new_list(call->op->arena);
	int64_t cursor, next = 0, last = 0;
	size_t limit;
	enum err err = call_page(call, &limit, &cursor);

	for (size_t i = 0; !err && i < count; i++) {
		enum acquaintance how;
		json_t *json;

		if (people[i].id <= cursor)
			continue;
		err = practice_person_known(call->reader, &people[i], &how);
		if (err || how == STRANGER)
			continue;
		if (json_array_size(items) == limit) {
			next = last;
			break;
		}
		err = person_view(call, &people[i], how, &json);
		if (!err)
			json_add(items, json);
		last = people[i].id;
	}
	return err ? err : call_list(call, items, next);
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

static enum err people_list(struct call *call)
{
	struct person *people;
	unsigned role;
	size_t count;
	enum err err = role_asked(call, &role);

	if (!err)
		err = store_reader_begin(call->reader, call->op);
	if (err)
		return err;
	err = store_person_list(call->reader, role, &people, &count);
	if (!err)
		err = people_page(call, people, count);
	store_reader_end(call->reader);
	return err;
}

static enum err person_show(struct call *call)
{
	struct person person;
	enum acquaintance how;
	json_t *json;
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = person_of_path(call, 0, &person, &how);
	if (!err)
		err = person_view(call, &person, how, &json);
	store_reader_end(call->reader);
	return err ? err : call_answer(call, json);
}

static void person_apply(struct person *person, void *context)
{
	struct call *call = context;
	int index;

	call_text_or_null(call, "login", &person->login);
	call_choices(call, "roles", &person->roles);
	call_text(call, "name", &person->name);
	call_text_or_null(call, "code", &person->code);
	call_text_or_null(call, "email", &person->email);
	call_text_or_null(call, "phone", &person->phone);
	call_text_or_null(call, "address", &person->address);
	if (call_choice(call, "notice", &index))
		person->notice = (enum notice)index;
	call_bool(call, "active", &person->active);
	if (call_has(call, "hourly"))
		person->has_hourly =
			call_money(call, "hourly", &person->hourly);
	if (call_has(call, "bonus") &&
	    !call_money(call, "bonus", &person->bonus))
		person->bonus = (struct money){ 0 };
	call_choices(call, "may", &person->may);
	call_choices(call, "grants", &person->grants);
	if (call_choice(call, "calendar_names", &index))
		person->calendar_names = (enum calendar_names)index;
	call_bool(call, "calendar_money", &person->calendar_money);
}

static const char *text_in(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

static enum notice notice_in(const json_t *object)
{
	const char *text = text_in(object, "notice");
	unsigned notice = NOTICE_NONE;

	if (text)
		word_find(notice_words, slice_of(text), &notice);
	return (enum notice)notice;
}

/* The body's contacts; *count 0 where there are none. */
static struct contact *contacts_read(struct call *call, size_t *count)
{
	json_t *list = json_object_get(call->body, "contacts");
	struct contact *contacts;
	size_t index;
	json_t *item;

	*count = json_array_size(list);
	contacts = arena_array(call->op->arena, *count, sizeof(*contacts));
	json_array_foreach (list, index, item) {
		contacts[index] = (struct contact){
			.name = text_in(item, "name"),
			.email = text_in(item, "email"),
			.phone = text_in(item, "phone"),
			.address = text_in(item, "address"),
			.relation = text_in(item, "relation"),
			.notice = notice_in(item),
			.payer = json_is_true(json_object_get(item, "payer")),
		};
	}
	return contacts;
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
	struct person person;
	struct contact *contacts;
	json_t *json = NULL;
	size_t count;
	enum err err;

	person_defaults(call, &person);
	err = call_id_field(call, "default_service", &person.default_service);
	if (err)
		return err;
	person_apply(&person, call);
	contacts = contacts_read(call, &count);
	err = practice_profile_add(call->op, call->store, &person, contacts,
				   count);
	if (!err)
		err = person_now(call, person.id, &json);
	return err ? err : call_created(call, json);
}

struct change {
	struct call *call;
	int64_t service;
	bool has_service;
};

static void change_apply(struct person *person, void *context)
{
	const struct change *change = context;

	person_apply(person, change->call);
	if (change->has_service)
		person->default_service = change->service;
}

static enum err person_change(struct call *call)
{
	struct change change = { .call = call,
				 .has_service =
					 call_has(call, "default_service") };
	struct profile_edit edit = { .apply = change_apply,
				     .context = &change,
				     .revision = call_revision(call),
				     .has_contacts =
					     call_has(call, "contacts") };
	struct person person;
	json_t *json = NULL;
	enum err err = person_find_of_path(call, 0, &person);

	if (!err)
		err = call_id_field(call, "default_service", &change.service);
	if (err)
		return err;
	edit.person = person.id;
	edit.contacts = contacts_read(call, &edit.count);
	err = practice_profile_change(call->op, call->store, &edit);
	if (err == ERR_CONFLICT) {
		if (person_now(call, person.id, &call->current))
			return call->op->failure.code;
		return err;
	}
	if (!err)
		err = person_now(call, person.id, &json);
	return err ? err : call_answer(call, json);
}

static const struct route ROWS[] = {
	{ "GET", "/api/people", ROLES_ALL, people_list, NULL, PERSON, true,
	  "those whom you may know, by id; ?role= of one role" },
	{ "POST", "/api/people", ROLES_OFFICE, person_add, PERSON, PERSON,
	  false, "add a person" },
	{ "GET", "/api/people/{id}", ROLES_ALL, person_show, NULL, PERSON,
	  false, "a person, by login, code or id" },
	{ "PATCH", "/api/people/{id}", ROLES_OFFICE, person_change, PERSON,
	  PERSON, false, "change some fields of a person" },
};

const struct routes routes_people = { ROWS, ARRAY_SIZE(ROWS) };

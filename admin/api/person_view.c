#include "admin/api/person_view.h"

#include "base/word.h"
#include "practice/names.h"
#include "practice/people/person.h"
#include "store/services.h"

static const struct field CONTACT[] = {
	{ .name = "name",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .max = 200 },
	{ .name = "email",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 254 },
	{ .name = "phone",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 64 },
	{ .name = "address",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 500,
	  .help = "lines" },
	{ .name = "notice", .type = FIELD_CHOICE, .choices = notice_words },
	{ .name = "relation",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 200 },
	{ .name = "payer",
	  .type = FIELD_BOOL,
	  .help = "invoices go to the first who is" },
	{ 0 },
};

/* Choices stand in the order of their bits and enumerations. */
const struct field PERSON[] = {
	{ .name = "id", .type = FIELD_ID, .flags = FIELD_ONLY_ANSWER },
	{ .name = "login",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .help = "[a-z0-9][a-z0-9._-]{1,31}" },
	{ .name = "roles",
	  .type = FIELD_CHOICES,
	  .flags = FIELD_REQUIRED,
	  .choices = role_words },
	{ .name = "name",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .max = 200 },
	{ .name = "initials", .type = FIELD_TEXT, .flags = FIELD_ONLY_ANSWER },
	{ .name = "code",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 16,
	  .help = "of a client; the next one is given where there is none" },
	{ .name = "email",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 254 },
	{ .name = "phone",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 64 },
	{ .name = "address",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 500,
	  .help = "lines" },
	{ .name = "notice", .type = FIELD_CHOICE, .choices = notice_words },
	{ .name = "active", .type = FIELD_BOOL },
	{ .name = "hourly", .type = FIELD_MONEY, .flags = FIELD_NULLABLE },
	{ .name = "bonus", .type = FIELD_MONEY, .flags = FIELD_NULLABLE },
	{ .name = "default_service",
	  .type = FIELD_ID,
	  .flags = FIELD_NULLABLE },
	{ .name = "may", .type = FIELD_CHOICES, .choices = may_words },
	{ .name = "grants", .type = FIELD_CHOICES, .choices = grant_words },
	{ .name = "contacts", .type = FIELD_LIST, .fields = CONTACT },
	{ .name = "calendar_names",
	  .type = FIELD_CHOICE,
	  .choices = calendar_names_words,
	  .help = "how a practitioner's calendars name clients" },
	{ .name = "calendar_money", .type = FIELD_BOOL },
	{ .name = "rates",
	  .type = FIELD_MAP,
	  .flags = FIELD_ONLY_ANSWER,
	  .help = "a client's own: service -> cost; for the office" },
	{ .name = "created",
	  .type = FIELD_INSTANT,
	  .flags = FIELD_ONLY_ANSWER },
	{ .name = "erased",
	  .type = FIELD_INSTANT,
	  .flags = FIELD_ONLY_ANSWER,
	  .help = "when the names of a client were taken away" },
	{ .name = "revision",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_ONLY_CHANGE,
	  .min = 1,
	  .max = INT64_MAX },
	{ 0 },
};

enum err person_of_path(struct call *call, size_t word, struct person *person,
			enum acquaintance *how)
{
	struct person found;
	enum acquaintance known = STRANGER;
	enum err err = call_person(call, call->words[word], &found);

	if (!err)
		err = practice_person_known(call->reader, &found, &known);
	if (!err && known == STRANGER)
		return fail(call->op, ERR_NOT_FOUND,
			    "There is nobody called '%s'.", call->words[word]);
	if (err)
		return err;
	*person = found;
	*how = known;
	return OK;
}

enum err person_find_of_path(struct call *call, size_t word,
			     struct person *person)
{
	enum acquaintance how;
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = person_of_path(call, word, person, &how);
	store_reader_end(call->reader);
	return err;
}

static json_t *words_json(struct call *call, unsigned bits,
			  const char *const *words)
{
	json_t *list = json_new_list(call->op->arena);

	for (size_t i = 0; words[i]; i++) {
		if (bits & 1u << i)
			json_add_text(list, words[i]);
	}
	return list;
}

static enum err contacts_put(struct call *call, int64_t person, json_t *json)
{
	struct contact *contacts;
	json_t *list;
	size_t count;
	enum err err =
		store_contact_list(call->reader, person, &contacts, &count);

	if (err)
		return err;
	list = json_new_list(call->op->arena);
	for (size_t i = 0; i < count; i++) {
		json_t *one = json_new(call->op->arena);

		json_put_text(one, "name", contacts[i].name);
		json_put_text(one, "email", contacts[i].email);
		json_put_text(one, "phone", contacts[i].phone);
		json_put_text(one, "address", contacts[i].address);
		json_put_text(one, "notice",
			      word_of(notice_words, contacts[i].notice));
		json_put_text(one, "relation", contacts[i].relation);
		json_put_bool(one, "payer", contacts[i].payer);
		json_add(list, one);
	}
	json_put(json, "contacts", list);
	return OK;
}

static enum err rates_put(struct call *call, int64_t client, json_t *json)
{
	struct client_rate *rates;
	json_t *map;
	size_t count;
	enum err err = store_rate_list(call->reader, client, &rates, &count);

	if (err)
		return err;
	map = json_new(call->op->arena);
	for (size_t i = 0; i < count; i++)
		json_put_money(map,
			       arena_printf(call->op->arena, "%lld",
					    (long long)rates[i].service),
			       call->op->arena, rates[i].cost, call->digits);
	json_put(json, "rates", map);
	return OK;
}

/* As far as the actor's own calendars show it (S50). */
static enum err client_put(struct call *call, const struct person *client,
			   json_t *json)
{
	struct arena *arena = call->op->arena;
	struct person self;
	enum err err =
		store_person_load(call->reader, call->op->actor.person, &self);

	if (err)
		return err;
	json_put_text(json, "code", client->code);
	json_put(json, "roles", words_json(call, ROLE_CLIENT, role_words));
	json_put_bool(json, "active", client->active);
	if (self.calendar_names >= NAMES_INITIALS)
		json_put_text(json, "initials",
			      practice_initials(arena, client->name));
	if (self.calendar_names == NAMES_FULL)
		json_put_text(json, "name", client->name);
	return OK;
}

static void person_put(struct call *call, const struct person *person,
		       json_t *json)
{
	json_put_text(json, "login", person->login);
	json_put(json, "roles", words_json(call, person->roles, role_words));
	json_put_text(json, "name", person->name);
	json_put_text(json, "initials",
		      practice_initials(call->op->arena, person->name));
	json_put_text(json, "code", person->code);
	json_put_text(json, "email", person->email);
	json_put_text(json, "phone", person->phone);
	json_put_text(json, "address", person->address);
	json_put_text(json, "notice", word_of(notice_words, person->notice));
	json_put_bool(json, "active", person->active);
	if (person->has_hourly)
		json_put_money(json, "hourly", call->op->arena, person->hourly,
			       call->digits);
	else
		json_put_text(json, "hourly", NULL);
	json_put_money(json, "bonus", call->op->arena, person->bonus,
		       call->digits);
	json_put_id(json, "default_service", person->default_service);
	json_put(json, "may", words_json(call, person->may, may_words));
	json_put(json, "grants", words_json(call, person->grants, grant_words));
	json_put_text(json, "calendar_names",
		      word_of(calendar_names_words, person->calendar_names));
	json_put_bool(json, "calendar_money", person->calendar_money);
	json_put_instant(json, "created", call->op->arena, person->created);
	json_put_instant(json, "erased", call->op->arena, person->erased);
	json_put_integer(json, "revision", person->revision);
}

enum err person_view(struct call *call, const struct person *person,
		     enum acquaintance how, json_t **json)
{
	json_t *made = json_new(call->op->arena);
	bool client = (person->roles & ROLE_CLIENT) != 0;
	enum err err;

	json_put_id(made, "id", person->id);
	if (how == KNOWN_BY_CODE) {
		err = client_put(call, person, made);
	} else {
		person_put(call, person, made);
		err = contacts_put(call, person->id, made);
		if (!err && client && actor_is_office(&call->op->actor))
			err = rates_put(call, person->id, made);
	}
	if (!err)
		*json = made;
	return err;
}

enum err put_person(struct call *call, json_t *json, const char *name,
		    int64_t id)
{
	struct person person;
	enum err err = OK;

	if (!id) {
		json_put_text(json, name, NULL);
		return OK;
	}
	err = store_person_load(call->reader, id, &person);
	if (err)
		return err;
	if (person.login)
		json_put_text(json, name, person.login);
	else
		json_put_id(json, name, id);
	return OK;
}

enum err person_now(struct call *call, int64_t id, json_t **json)
{
	struct person person;
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = store_person_find(call->reader, id, &person);
	if (!err)
		err = person_view(call, &person, KNOWN, json);
	store_reader_end(call->reader);
	return err;
}

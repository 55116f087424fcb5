#include "practice/people/person_known.h"

#include "practice/limits.h"
#include "practice/names.h"
#include "practice/session/rate.h"
#include "store/services.h"

/* Oneself, and the office. */
#define SEE_KNOWN (SEE_OFFICE | SEE_SELF)
#define SEE_CLIENTS_EXPORT (SEE_OWN_EXPORT | SEE_OFFICE_EXPORT)
#define SEE_EXPORTS (SEE_EXPORT | SEE_CLIENTS_EXPORT)

/* What a practitioner may know of a client, in this order. */
#define CLIENT_MEMBERS "id,code,roles,active,initials,name"

const struct field contact_rows[] = {
	ROW_TEXT("name", struct contact, name, .see = SEE_KNOWN | SEE_EXPORTS,
		 .flags = FIELD_REQUIRED, .max = NAME_LONGEST),
	ROW_TEXT("email", struct contact, email, .see = SEE_KNOWN | SEE_EXPORTS,
		 .flags = FIELD_NULLABLE, .max = EMAIL_LONGEST),
	ROW_TEXT("phone", struct contact, phone, .see = SEE_KNOWN | SEE_EXPORTS,
		 .flags = FIELD_NULLABLE, .max = PHONE_LONGEST),
	ROW_TEXT("address", struct contact, address,
		 .see = SEE_KNOWN | SEE_EXPORTS, .flags = FIELD_NULLABLE,
		 .max = ADDRESS_LONGEST, .help = "lines"),
	ROW_CHOICE("notice", struct contact, notice, notice_words,
		   .see = SEE_KNOWN | SEE_EXPORTS),
	ROW_TEXT("relation", struct contact, relation,
		 .see = SEE_KNOWN | SEE_EXPORTS, .flags = FIELD_NULLABLE,
		 .max = NAME_LONGEST),
	ROW_BOOL("payer", struct contact, payer, .see = SEE_KNOWN | SEE_EXPORTS,
		 .help = "invoices go to the first who is"),
	{ 0 },
};

/* In answers the first row is the key. */
const struct field rate_rows[] = {
	ROW_ID("service", struct known_rate, service, .see = SEE_OFFICE),
	ROW_MONEY("cost", struct known_rate, cost,
		  .see = SEE_OFFICE | SEE_EXPORT),
	ROW_TEXT("service", struct known_rate, service_name,
		 .see = SEE_EXPORT | SEE_OFFICE_EXPORT),
	ROW_MONEY("cost", struct known_rate, cost, .see = SEE_OFFICE_EXPORT),
	ROW_DAY("effective_from", struct known_rate, effective_from,
		.see = SEE_EXPORT | SEE_OFFICE_EXPORT,
		.flags = FIELD_NONE_ABSENT),
	{ 0 },
};

const struct field person_rows[] = {
	ROW_ID("id", struct person_known, person.id,
	       .see = SEE_KNOWN | SEE_PRACTITIONER | SEE_CLIENTS_EXPORT,
	       .flags = FIELD_ONLY_ANSWER),
	ROW_TEXT("login", struct person_known, person.login,
		 .see = SEE_KNOWN | SEE_EXPORTS | SEE_AUDIT,
		 .flags = FIELD_NULLABLE | FIELD_PRIVATE | FIELD_OURS,
		 .help = "[a-z0-9][a-z0-9._-]{1,31}"),
	ROW_CHOICES("roles", struct person_known, person.roles, role_words,
		    .see = SEE_KNOWN | SEE_PRACTITIONER | SEE_EXPORT |
			   SEE_AUDIT,
		    .flags = FIELD_REQUIRED),
	ROW_TEXT("name", struct person_known, person.name,
		 .see = SEE_KNOWN | SEE_EXPORTS | SEE_AUDIT,
		 .flags = FIELD_REQUIRED | FIELD_PRIVATE, .max = NAME_LONGEST),
	ROW_TEXT("name", struct person_known, name, .see = SEE_PRACTITIONER,
		 .flags = FIELD_ONLY_ANSWER | FIELD_NONE_ABSENT,
		 .max = NAME_LONGEST),
	ROW_TEXT("initials", struct person_known, initials,
		 .see = SEE_KNOWN | SEE_PRACTITIONER,
		 .flags = FIELD_ONLY_ANSWER | FIELD_NONE_ABSENT),
	ROW_TEXT("code", struct person_known, person.code,
		 .see = SEE_KNOWN | SEE_PRACTITIONER | SEE_EXPORTS | SEE_AUDIT,
		 .flags = FIELD_NULLABLE | FIELD_OURS, .max = CODE_LONGEST,
		 .help = "of a client; the next one is given where there is "
			 "none"),
	ROW_TEXT("email", struct person_known, person.email,
		 .see = SEE_KNOWN | SEE_EXPORTS | SEE_AUDIT,
		 .flags = FIELD_NULLABLE | FIELD_PRIVATE, .max = EMAIL_LONGEST),
	ROW_TEXT("phone", struct person_known, person.phone,
		 .see = SEE_KNOWN | SEE_EXPORTS | SEE_AUDIT,
		 .flags = FIELD_NULLABLE | FIELD_PRIVATE, .max = PHONE_LONGEST),
	ROW_TEXT("address", struct person_known, person.address,
		 .see = SEE_KNOWN | SEE_EXPORTS | SEE_AUDIT,
		 .flags = FIELD_NULLABLE | FIELD_PRIVATE,
		 .max = ADDRESS_LONGEST, .help = "lines"),
	ROW_TEXT("note", struct person_known, person.note,
		 .see = SEE_OFFICE | SEE_OFFICE_EXPORT | SEE_AUDIT,
		 .flags = FIELD_NULLABLE | FIELD_PRIVATE, .max = NOTE_LIMIT,
		 .help = "the office's own, nobody else reads it"),
	ROW_CHOICE("notice", struct person_known, person.notice, notice_words,
		   .see = SEE_KNOWN | SEE_EXPORTS | SEE_AUDIT),
	ROW_BOOL("active", struct person_known, person.active,
		 .see = SEE_KNOWN | SEE_PRACTITIONER | SEE_EXPORTS | SEE_AUDIT),
	ROW_MONEY("hourly", struct person_known, person.hourly,
		  .see = SEE_KNOWN | SEE_EXPORT, .flags = FIELD_NULLABLE,
		  ROW_GIVEN(struct person_known, person.has_hourly)),
	ROW_MONEY("hourly", struct person_known, person.hourly,
		  .see = SEE_AUDIT,
		  .flags = FIELD_ONLY_ANSWER | FIELD_NONE_ABSENT,
		  ROW_GIVEN(struct person_known, person.has_hourly)),
	ROW_MONEY("bonus", struct person_known, person.bonus,
		  .see = SEE_KNOWN | SEE_EXPORT | SEE_AUDIT,
		  .flags = FIELD_NULLABLE),
	ROW_ID("default_service", struct person_known, person.default_service,
	       .see = SEE_KNOWN | SEE_AUDIT, .flags = FIELD_NULLABLE),
	ROW_TEXT("service", struct person_known, service_name,
		 .see = SEE_EXPORT, .flags = FIELD_ONLY_ANSWER),
	ROW_CHOICES("may", struct person_known, person.may, may_words,
		    .see = SEE_KNOWN | SEE_EXPORT | SEE_AUDIT),
	ROW_CHOICES("grants", struct person_known, person.grants, grant_words,
		    .see = SEE_KNOWN | SEE_EXPORT | SEE_AUDIT),
	ROW_CHOICE("calendar_names", struct person_known, person.calendar_names,
		   calendar_names_words,
		   .see = SEE_KNOWN | SEE_EXPORT | SEE_AUDIT,
		   .help = "how a practitioner's calendars name clients"),
	ROW_BOOL("calendar_money", struct person_known, person.calendar_money,
		 .see = SEE_KNOWN | SEE_EXPORT | SEE_AUDIT),
	ROW_INSTANT("created", struct person_known, person.created,
		    .see = SEE_KNOWN | SEE_CLIENTS_EXPORT,
		    .flags = FIELD_ONLY_ANSWER),
	ROW_INSTANT("erased", struct person_known, person.erased,
		    .see = SEE_KNOWN | SEE_CLIENTS_EXPORT,
		    .flags = FIELD_ONLY_ANSWER,
		    .help = "when the names of a client were taken away"),
	ROW_INTEGER("revision", struct person_known, person.revision,
		    .see = SEE_KNOWN, .flags = FIELD_ONLY_ANSWER, .min = 1,
		    .max = INT64_MAX),
	ROW_LIST("contacts", struct person_known, contacts, contact_count,
		 struct contact, contact_rows,
		 .see = SEE_KNOWN | SEE_CLIENTS_EXPORT),
	ROW_BOOL("contacts_changed", struct person_known, contacts_changed,
		 .see = SEE_AUDIT,
		 .flags = FIELD_ONLY_ANSWER | FIELD_UNGIVEN_ABSENT,
		 ROW_GIVEN(struct person_known, contacts_changed)),
	ROW_BOOL("erased", struct person_known, names_erased, .see = SEE_AUDIT,
		 .flags = FIELD_ONLY_ANSWER | FIELD_UNGIVEN_ABSENT,
		 ROW_GIVEN(struct person_known, names_erased)),
	ROW_MAP("rates", struct person_known, rates, rate_count,
		struct known_rate, rate_rows, .see = SEE_OFFICE,
		.flags = FIELD_ONLY_ANSWER | FIELD_NONE_ABSENT,
		ROW_GIVEN(struct person_known, has_rates),
		.help = "a client's own: service -> cost; for the office"),
	ROW_LIST("rates", struct person_known, rates, rate_count,
		 struct known_rate, rate_rows, .see = SEE_OFFICE_EXPORT,
		 .flags = FIELD_ONLY_ANSWER),
	/* What the change was made on; judged by who changes. */
	{ .name = "revision",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_ONLY_CHANGE,
	  .see = SEE_OFFICE,
	  .min = 1,
	  .max = INT64_MAX },
	{ 0 },
};

static enum err service_name(struct reader *reader, int64_t id,
			     const char **name)
{
	struct service service = { .name = "" };
	enum err err = id ? store_service_find(reader, id, &service) : OK;

	if (err && err != ERR_NOT_FOUND)
		return err;
	*name = service.name;
	return OK;
}

/* A client's rates stand by service and day. */
static bool holds(const struct client_rate *list, size_t count, size_t at,
		  struct day today)
{
	bool replaced = at + 1 < count &&
			list[at + 1].service == list[at].service &&
			list[at + 1].effective_from.n <= today.n;

	return list[at].effective_from.n <= today.n && !replaced;
}

static enum err rate_read(struct reader *reader, const struct client_rate *rate,
			  struct known_rate *known)
{
	*known = (struct known_rate){
		.service = rate->service,
		.cost = rate->cost,
		.effective_from = rate->effective_from,
	};
	return service_name(reader, rate->service, &known->service_name);
}

static enum err rates_load(struct reader *reader, struct person_known *known)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct client_rate *list;
	struct day today;
	size_t count;
	enum err err = practice_today(reader, &today);

	if (!err)
		err = store_rate_list(reader, known->person.id, &list, &count);
	if (err)
		return err;
	known->has_rates = true;
	known->rates = arena_array(arena, count + 1, sizeof(*known->rates));
	/* Exports have all; others see what holds today. */
	for (size_t i = 0; !err && i < count; i++) {
		if (known->see == SEE_OFFICE && !holds(list, count, i, today))
			continue;
		err = rate_read(reader, &list[i],
				&known->rates[known->rate_count++]);
	}
	return err;
}

static enum err load(struct reader *reader, const struct person *person,
		     unsigned see, struct person_known *known)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	enum err err;

	*known = (struct person_known){
		.see = see,
		.person = *person,
		.name = person->name,
		.initials = practice_initials(arena, person->name),
	};
	err = practice_pay_today(reader, &known->person);
	if (!err)
		err = store_contact_list(reader, person->id, &known->contacts,
					 &known->contact_count);
	if (!err && (person->roles & ROLE_CLIENT) &&
	    (see & (SEE_OFFICE | SEE_EXPORT | SEE_OFFICE_EXPORT)))
		err = rates_load(reader, known);
	return err;
}

/* As far as the actor's own calendars show it (S50). */
static enum err client_load(struct reader *reader, const struct person *client,
			    struct person_known *known)
{
	struct operation *op = store_reader_operation(reader);
	struct person self;
	enum err err = store_person_load(reader, op->actor.person, &self);

	if (err)
		return err;
	*known = (struct person_known){
		.see = SEE_PRACTITIONER,
		.person = { .id = client->id,
			    .code = client->code,
			    .roles = ROLE_CLIENT,
			    .active = client->active },
	};
	if (self.calendar_names >= NAMES_INITIALS)
		known->initials = practice_initials(op->arena, client->name);
	if (self.calendar_names == NAMES_FULL)
		known->name = client->name;
	return OK;
}

enum err person_known_to(struct reader *reader, const struct person *person,
			 enum acquaintance how, struct person_known *known)
{
	const struct actor *actor = &store_reader_operation(reader)->actor;

	if (how == KNOWN_BY_CODE)
		return client_load(reader, person, known);
	return load(reader, person,
		    actor_is_office(actor) ? SEE_OFFICE : SEE_SELF, known);
}

enum err person_known_export(struct reader *reader, const struct person *person,
			     unsigned see, struct person_known *known)
{
	enum err err = load(reader, person, see, known);

	if (!err)
		err = service_name(reader, person->default_service,
				   &known->service_name);
	return err;
}

json_t *person_known_json(struct arena *arena, int digits,
			  const struct person_known *known)
{
	const struct audience who = { arena, digits, known->see };
	json_t *json = json_new(arena);

	if (known->see == SEE_PRACTITIONER)
		shape_pick(&who, json, CLIENT_MEMBERS, person_rows, known);
	else
		shape_put(&who, json, person_rows, known);
	return json;
}

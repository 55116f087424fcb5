#include "practice/booking/wish_people_private.h"

#include "ical/text.h"
#include "practice/access.h"
#include "practice/booking/wish_status_private.h"
#include "practice/calendar/session_known.h"
#include "practice/calendar/view_lines.h"
#include "practice/refusal.h"

#include <string.h>

/* "C042" and "missed" of "C042=missed"; value.at NULL without a sign. */
struct pair {
	struct slice key, value;
};

static bool next_pair(struct slice *rest, struct pair *pair)
{
	while (rest->at) {
		struct slice value = slice_trim(slice_cut(rest, ','));
		struct slice key = slice_cut(&value, '=');

		if (key.len == 0)
			continue;
		pair->key = slice_trim(key);
		pair->value = value.at ? slice_trim(value) : value;
		return true;
	}
	return false;
}

static const struct person *client_of(const struct session_facts *facts,
				      struct slice code)
{
	for (size_t i = 0; i < facts->session.terms.clients.count; i++) {
		const char *own = facts->clients[i].code;

		if (own && slice_is(code, own))
			return &facts->clients[i];
	}
	return NULL;
}

static enum err client_id(const struct wish_context *context, struct slice code,
			  int64_t *id)
{
	struct operation *op = store_reader_operation(context->reader);
	const struct person *client = client_of(context->facts, code);
	struct person found;
	enum err err;

	if (client) {
		*id = client->id;
		return OK;
	}
	err = store_person_find_code(context->reader,
				     slice_dup(op->arena, code), &found);
	if (err == ERR_NOT_FOUND || (!err && !found.active))
		return refuse(op, REFUSAL_NOT_PERMITTED,
			      "no active client has the code '%.*s'",
			      (int)code.len, code.at);
	if (!err)
		*id = found.id;
	return err;
}

static const char *ending_now(const struct completion *completion,
			      int64_t client)
{
	for (size_t i = 0; i < completion->client_count; i++) {
		if (completion->clients[i].client == client)
			return completion->clients[i].slug;
	}
	return completion->slug;
}

/* A type may have been disabled since: that is no wish. */
static bool is_served(const struct session_facts *facts,
		      const struct save_client *told)
{
	return facts->saved &&
	       str_equal(ending_now(&facts->completion, told->client),
			 told->type);
}

static enum err add_client(const struct wish_context *context,
			   const struct pair *pair, struct wish *wish)
{
	struct operation *op = store_reader_operation(context->reader);
	struct save_client *saved = &wish->clients_saved[wish->client_count];
	int64_t id;
	enum err err = client_id(context, pair->key, &id);

	if (err)
		return err;
	if (ids_has(&wish->terms.clients, id))
		return refuse(op, REFUSAL_NOT_PERMITTED,
			      "the client '%.*s' is named twice",
			      (int)pair->key.len, pair->key.at);
	wish->terms.clients.at[wish->terms.clients.count++] = id;
	if (!pair->value.at)
		return OK;
	*saved = (struct save_client){
		.client = id,
		.type = str_lower(op->arena, slice_dup(op->arena, pair->value)),
	};
	wish->client_count++;
	return is_served(context->facts, saved)
		       ? OK
		       : wish_known(context->reader, saved->type);
}

static size_t list_room(struct slice list)
{
	size_t room = 1;

	for (size_t i = 0; i < list.len; i++)
		room += list.at[i] == ',';
	return room;
}

static enum err read_clients(const struct wish_context *context,
			     struct slice list, struct wish *wish)
{
	struct operation *op = store_reader_operation(context->reader);
	size_t room = list_room(list);
	struct pair pair;
	enum err err = OK;

	wish->terms.clients =
		(struct ids){ arena_array(op->arena, room, sizeof(int64_t)),
			      0 };
	wish->clients_saved =
		arena_array(op->arena, room, sizeof(*wish->clients_saved));
	wish->client_count = 0;
	while (!err && next_pair(&list, &pair))
		err = add_client(context, &pair, wish);
	return err;
}

static const char *ending_wished(const struct wish *wish, int64_t client,
				 const char *session)
{
	for (size_t i = 0; i < wish->client_count; i++) {
		if (wish->clients_saved[i].client == client)
			return wish->clients_saved[i].type;
	}
	return session;
}

/* Does it end otherwise for somebody than it did? */
static bool exceptions_changed(const struct session_facts *facts,
			       const struct wish *wish)
{
	const struct ids *clients = &facts->session.terms.clients;

	if (!facts->saved)
		return wish->client_count > 0;
	for (size_t i = 0; i < clients->count; i++) {
		const char *now =
			ending_now(&facts->completion, clients->at[i]);

		if (!str_equal(now, ending_wished(wish, clients->at[i],
						  facts->completion.slug)))
			return true;
	}
	return false;
}

static enum err judge_people(const struct wish_context *context,
			     struct wish *wish)
{
	struct operation *op = store_reader_operation(context->reader);

	if (ids_same(&wish->terms.clients,
		     &context->facts->session.terms.clients))
		return OK;
	if (!actor_is_office(&op->actor))
		return refuse(op, REFUSAL_NOT_PERMITTED,
			      "who takes part is for the office to change");
	wish->parts |= PART_CLIENTS;
	return OK;
}

enum err wish_clients(const struct wish_context *context,
		      const struct cal_component *component, struct wish *wish)
{
	struct operation *op = store_reader_operation(context->reader);
	const struct session_facts *facts = context->facts;
	const char *text =
		cal_text_of(op->arena, component, "X-PRACTICE-CLIENTS");
	enum err err;

	/* Absent: each ended as before. */
	if (!text)
		text = view_clients_text(op->arena, facts);
	err = read_clients(context, slice_of(text), wish);
	if (!err)
		err = judge_people(context, wish);
	if (!err && !(wish->parts & PART_CLIENTS) && wish->joining.count > 0) {
		wish->parts |= PART_CLIENTS;
		wish->terms.clients = wish->joining;
	}
	if (err || wish->status || !exceptions_changed(facts, wish))
		return err;
	if (!facts->saved)
		return refuse(op, REFUSAL_NOT_PERMITTED,
			      "say how the session ended, not only how it did "
			      "for one client");
	wish->status = facts->completion.slug;
	return OK;
}

static enum err denied(struct operation *op, const char *why)
{
	return refuse(op, REFUSAL_OVERRIDE_DENIED, "%s", why);
}

static enum err read_amount(const struct wish_context *context,
			    struct slice text, struct money *amount)
{
	struct operation *op = store_reader_operation(context->reader);
	const char *currency = context->facts->practice.currency;
	struct slice rest = slice_trim(text);
	struct slice number = slice_cut(&rest, ' ');
	int digits = currency_digits(currency);

	if (digits < 0 || (rest.at && !slice_is(slice_trim(rest), currency)) ||
	    !money_parse(slice_dup(op->arena, number), digits, amount))
		return denied(op, "an amount is written like 21.25 and the "
				  "practice's currency");
	return OK;
}

static struct save_client *saved_of(struct wish *wish, int64_t client)
{
	for (size_t i = 0; i < wish->client_count; i++) {
		if (wish->clients_saved[i].client == client)
			return &wish->clients_saved[i];
	}
	return NULL;
}

/* An amount without a code is the one client's. */
static enum err add_charge(const struct wish_context *context,
			   const struct pair *pair, struct wish *wish)
{
	struct operation *op = store_reader_operation(context->reader);
	struct slice text = pair->value.at ? pair->value : pair->key;
	struct save_client *saved = NULL;
	struct money amount;
	int64_t id;
	enum err err = read_amount(context, text, &amount);

	if (err)
		return err;
	if (pair->value.at) {
		err = client_id(context, pair->key, &id);
		if (err)
			return err;
		saved = saved_of(wish, id);
	} else if (wish->client_count == 1) {
		saved = &wish->clients_saved[0];
	}
	if (!saved)
		return denied(op, "in a group each client has an own charge");
	saved->has_charge = true;
	saved->charge = amount;
	return OK;
}

static const struct person *practitioner_of(const struct session_facts *facts,
					    struct slice key)
{
	for (size_t i = 0; i < facts->session.terms.practitioners.count; i++) {
		const struct person *person = &facts->practitioners[i];
		int64_t id;
		char text[24];

		if (person->login && slice_is(key, person->login))
			return person;
		if (key.len == 0 || key.len >= sizeof(text))
			continue;
		memcpy(text, key.at, key.len);
		text[key.len] = '\0';
		if (str_to_int64(text, &id) && id == person->id)
			return person;
	}
	return NULL;
}

static enum err add_wage(const struct wish_context *context,
			 const struct pair *pair, struct wish *wish)
{
	const struct session_facts *facts = context->facts;
	struct operation *op = store_reader_operation(context->reader);
	struct slice text = pair->value.at ? pair->value : pair->key;
	const struct person *person = NULL;
	struct money amount;
	enum err err = read_amount(context, text, &amount);

	if (err)
		return err;
	if (pair->value.at)
		person = practitioner_of(facts, pair->key);
	else if (facts->session.terms.practitioners.count == 1)
		person = &facts->practitioners[0];
	if (!person)
		return denied(op, "each practitioner has an own wage");
	for (size_t i = 0; i < wish->wage_count; i++) {
		if (wish->wages[i].practitioner == person->id) {
			wish->wages[i].wage = amount;
			return OK;
		}
	}
	if (wish->wage_count < facts->session.terms.practitioners.count)
		wish->wages[wish->wage_count++] =
			(struct save_practitioner){ person->id, amount };
	return OK;
}

/* Every client with the charge, every practitioner with the wage of the save
 * that is there, for what is not told. */
static void amounts_now(const struct wish_context *context, struct wish *wish)
{
	struct arena *arena = store_reader_operation(context->reader)->arena;
	const struct completion *now = &context->facts->completion;
	const struct ids *wage_earners =
		&context->facts->session.terms.practitioners;

	wish->client_count = wish->terms.clients.count;
	wish->clients_saved = arena_array(arena, wish->client_count,
					  sizeof(*wish->clients_saved));
	wish->wages =
		arena_array(arena, wage_earners->count, sizeof(*wish->wages));
	wish->wage_count = 0;
	for (size_t i = 0; i < wish->client_count; i++)
		wish->clients_saved[i].client = wish->terms.clients.at[i];
	if (!context->facts->saved)
		return;
	for (size_t i = 0; i < now->client_count; i++) {
		struct save_client *saved =
			saved_of(wish, now->clients[i].client);

		if (saved) {
			saved->has_charge = true;
			saved->charge = now->clients[i].charge;
		}
	}
	for (size_t i = 0; i < now->practitioner_count &&
			   wish->wage_count < wage_earners->count;
	     i++)
		wish->wages[wish->wage_count++] = (struct save_practitioner){
			now->practitioners[i].practitioner,
			now->practitioners[i].wage
		};
}

/* "21,25" is two amounts without a code, of which neither was meant. */
static enum err check_amounts(struct operation *op, struct slice list)
{
	bool bare = false;
	size_t count = 0;
	struct pair pair;

	for (; next_pair(&list, &pair); count++)
		bare |= !pair.value.at;
	if (bare && count > 1)
		return denied(op, "amounts have a point, not a comma, and of "
				  "several each is somebody's");
	return OK;
}

static bool amount_changed(const char *sent, const char *served)
{
	return sent && *sent && !str_equal(sent, served);
}

static enum err read_override(const struct wish_context *context,
			      const struct cal_component *component,
			      const char *charge, const char *wage,
			      struct wish *wish)
{
	struct operation *op = store_reader_operation(context->reader);
	struct slice charges = slice_of(charge);
	struct slice wages = slice_of(wage);
	struct pair pair;
	enum err err = OK;

	if (!actor_is_office(&op->actor))
		return denied(op, "amounts are for the office to decide");
	wish->reason = cal_text_of(op->arena, component, "X-PRACTICE-REASON");
	if (str_empty(wish->reason))
		return denied(op, "an override needs a reason");
	err = check_amounts(op, charges);
	if (!err)
		err = check_amounts(op, wages);
	amounts_now(context, wish);
	while (!err && next_pair(&charges, &pair))
		err = add_charge(context, &pair, wish);
	while (!err && next_pair(&wages, &pair))
		err = add_wage(context, &pair, wish);
	wish->status = "override";
	return err;
}

enum err wish_money(const struct wish_context *context,
		    const struct cal_component *component, struct wish *wish)
{
	struct arena *arena = store_reader_operation(context->reader)->arena;
	struct session_known known;
	const char *charge = cal_text_of(arena, component, "X-PRACTICE-CHARGE");
	const char *wage = cal_text_of(arena, component, "X-PRACTICE-WAGE");
	const char *charge_served = NULL, *wage_served = NULL;

	/* Re-opening: the amounts that were served go with it. */
	if (str_equal(wish->status, "open"))
		return OK;
	if (view_shows_money(context->viewer)) {
		session_known_seen(arena, context->facts, context->viewer,
				   &known);
		charge_served = session_known_charges(arena, &known);
		wage_served = session_known_wages(arena, &known);
	}
	if (!amount_changed(charge, charge_served) &&
	    !amount_changed(wage, wage_served) &&
	    !str_equal(wish->status, "override"))
		return OK;
	return read_override(context, component, charge, wage, wish);
}

#include "practice/calendar/session_known.h"

#include "practice/calendar/session_cut_private.h"

#include "base/shape_read.h"
#include "base/word.h"
#include "practice/calendar/facts_list.h"
#include "practice/calendar/view_lines.h"
#include "practice/checks.h"
#include "practice/names.h"
#include "practice/wall_time.h"

#include <assert.h>

static const char *kind_of(size_t clients)
{
	if (clients == 0)
		return "draft";
	return clients == 1 ? "single" : "group";
}

static void fill_clients(struct arena *arena, const struct session_facts *facts,
			 struct session_known *all)
{
	const struct ids *clients = &facts->session.terms.clients;

	all->client_count = clients->count;
	all->clients =
		arena_array(arena, clients->count + 1, sizeof(*all->clients));
	for (size_t i = 0; i < clients->count; i++) {
		const struct person *person = &facts->clients[i];
		struct known_client *client = &all->clients[i];
		const struct completion_client *part =
			facts->saved ? view_client_ending(&facts->completion,
							  person->id)
				     : NULL;

		client->id = person->id;
		client->code = person->code;
		client->name = person->name;
		if (!part)
			continue;
		client->type = part->slug;
		client->label = part->label;
		client->map = word_of(map_words, part->map);
		client->has_charge = true;
		client->charge = part->charge;
		client->tax = part->tax;
	}
}

static void fill_wage(const struct session_facts *facts,
		      struct known_practitioner *practitioner)
{
	const struct completion *completion = &facts->completion;

	for (size_t i = 0; facts->saved && i < completion->practitioner_count;
	     i++) {
		if (completion->practitioners[i].practitioner !=
		    practitioner->id)
			continue;
		practitioner->has_wage = true;
		practitioner->wage = completion->practitioners[i].wage;
	}
}

static void fill_practitioners(struct arena *arena,
			       const struct session_facts *facts,
			       struct session_known *all)
{
	size_t count = facts->session.terms.practitioners.count;
	struct buf words, names;

	buf_init(&words, arena);
	buf_puts(&words, "");
	buf_init(&names, arena);
	buf_puts(&names, "");
	all->practitioner_count = count;
	all->practitioners =
		arena_array(arena, count + 1, sizeof(*all->practitioners));
	for (size_t i = 0; i < count; i++) {
		const struct person *person = &facts->practitioners[i];

		all->practitioners[i] = (struct known_practitioner){
			.id = person->id,
			.login = person->login,
			.name = person->name,
			.names = person->calendar_names,
		};
		fill_wage(facts, &all->practitioners[i]);
		buf_printf(&words, "%s%s", i ? ";" : "",
			   practice_word(arena, person));
		buf_printf(&names, "%s%s", i ? "; " : "", person->name);
	}
	all->practitioner_words = words.at;
	all->practitioner_names = names.at;
}

char *session_clash_text(struct arena *arena, const struct clash *clash)
{
	return arena_printf(arena, "%s:%s",
			    clash->with_closure ? "closure" : SESSION_OVERLAP,
			    clash->uid);
}

static void fill_conflicts(struct arena *arena,
			   const struct session_facts *facts,
			   struct session_known *all)
{
	all->conflict_count = facts->clash_count;
	all->conflicts = arena_array(arena, facts->clash_count + 1,
				     sizeof(*all->conflicts));
	for (size_t i = 0; i < facts->clash_count; i++)
		all->conflicts[i] =
			session_clash_text(arena, &facts->clashes[i]);
	all->meetings = facts->meetings;
	all->meeting_count = facts->meeting_count;
}

static void fill_ending(const struct session_facts *facts,
			struct session_known *all)
{
	const struct completion *completion = &facts->completion;

	all->saved = facts->saved;
	all->saved_at = INSTANT_MIN;
	if (!facts->saved)
		return;
	all->type = completion->slug;
	all->label = completion->label;
	all->map = word_of(map_words, completion->map);
	all->saved_at = completion->saved_at;
	all->saved_by = completion->saved_by;
	all->channel = word_of(channel_words, completion->channel);
	all->reason = completion->reason;
}

void session_known_all(struct arena *arena, const struct session_facts *facts,
		       struct session_known *all)
{
	const struct session *session = &facts->session;

	*all = (struct session_known){
		.see = SEE_OFFICE,
		.digits = practice_digits_of(&facts->practice),
		.currency = facts->practice.currency,
		.id = session->id,
		.uid = session->uid,
		.revision = session->revision,
		.status = session->state,
		.kind = kind_of(session->terms.clients.count),
		.start = practice_instant_wall(session->zone,
					       session->span.start),
		.end = practice_instant_wall(session->zone, session->span.end),
		.tzid = session->zone,
		.start_utc = session->span.start,
		.end_utc = session->span.end,
		.terms = session->terms,
		.service_name = facts->service ? facts->service->name : NULL,
		.schedule = session->schedule,
		.created = session->created,
		.modified = session->modified,
		.removed_at = session->removed,
		.client_words = view_clients_text(arena, facts),
		.practice = facts->practice.name,
		.public_url = facts->practice.public_url,
		.typed = session->typed,
	};
	/* Those who take part are the lists of what is known of them. */
	all->terms.practitioners = all->terms.clients = (struct ids){ 0 };
	fill_ending(facts, all);
	fill_practitioners(arena, facts, all);
	fill_clients(arena, facts, all);
	fill_conflicts(arena, facts, all);
}

enum err session_known_load(struct reader *reader, int64_t session,
			    struct session_known *all)
{
	struct session found;
	enum err err = store_session_find(reader, session, &found);

	return err ? err : session_known_around(reader, &found, all);
}

enum err session_known_around(struct reader *reader,
			      const struct session *session,
			      struct session_known *all)
{
	struct session_facts facts;
	enum err err = practice_facts_of(reader, session, &facts);

	if (!err)
		session_known_all(store_reader_operation(reader)->arena, &facts,
				  all);
	return err;
}

enum err session_known_list(struct reader *reader,
			    const struct session *sessions, size_t count,
			    struct session_known **list)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct session_facts *facts;
	struct session_known *all;
	enum err err = practice_facts_list(reader, sessions, count, &facts);

	if (err)
		return err;
	all = arena_array(arena, count + 1, sizeof(*all));
	for (size_t i = 0; i < count; i++)
		session_known_all(arena, &facts[i], &all[i]);
	*list = all;
	return OK;
}

static const struct known_client *client_in(const struct session_known *all,
					    int64_t person)
{
	for (size_t i = 0; i < all->client_count; i++)
		if (all->clients[i].id == person)
			return &all->clients[i];
	return NULL;
}

static const struct known_practitioner *
practitioner_in(const struct session_known *all, int64_t person)
{
	for (size_t i = 0; i < all->practitioner_count; i++)
		if (all->practitioners[i].id == person)
			return &all->practitioners[i];
	return NULL;
}

bool session_known_to(struct arena *arena, const struct session_known *all,
		      const struct actor *actor, struct session_known *known)
{
	const struct known_client *own = client_in(all, actor->person);
	const struct known_practitioner *works =
		practitioner_in(all, actor->person);

	if (!actor_is_office(actor) && !own && !works)
		return false;
	*known = *all;
	if (actor_is_office(actor))
		return true;
	/* Roles are of a session: who works here may be a client there. */
	if (works) {
		session_cut_for_practitioner(arena, actor->person, known);
		session_cut_names(arena, works->names, known);
		session_cut_charges(known);
		return true;
	}
	assert(own);
	session_cut_for_client(arena, own, known);
	session_cut_inside(arena, known);
	known->kind = "single";
	return true;
}

/* Amounts are for whoever chose to see them in calendars. */
static void hide_amounts(struct session_known *known)
{
	for (size_t i = 0; i < known->client_count; i++)
		known->clients[i].has_charge = false;
	for (size_t i = 0; i < known->practitioner_count; i++)
		known->practitioners[i].has_wage = false;
}

/* Somebody whom their calendar shows the session as a client. It may be that
 * they joined after it was saved: then it ended for them as for all. */
static void see_as_client(struct arena *arena, const struct viewer *viewer,
			  struct session_known *known)
{
	static const struct known_client nobody = { 0 };
	const struct known_client *own = client_in(known, viewer->person.id);
	struct known_client same;

	same = own ? *own : nobody;
	if (!same.type) {
		same.type = known->type;
		same.label = known->label;
		same.map = known->map;
	}
	session_cut_for_client(arena, &same, known);
	session_cut_inside(arena, known);
	if (viewer->brief)
		known->service_name = NULL;
}

void session_known_seen(struct arena *arena, const struct session_facts *facts,
			const struct viewer *viewer,
			struct session_known *known)
{
	bool amounts = view_shows_money(viewer);

	session_known_all(arena, facts, known);
	session_cut_names(arena, viewer->person.calendar_names, known);
	if (viewer->brief)
		known->terms =
			(struct session_terms){ .service =
							known->terms.service };
	if (!amounts)
		hide_amounts(known);
	switch (viewer->kind) {
	case VIEW_OFFICE:
		break;
	case VIEW_PRACTITIONER:
	case VIEW_TO_SAVE:
		/* Who keeps the office may have amounts shown here too. */
		if (!amounts)
			session_cut_for_practitioner(arena, viewer->person.id,
						     known);
		break;
	case VIEW_CLIENT:
		see_as_client(arena, viewer, known);
		break;
	}
}

const char *session_known_field(const struct session_known *known,
				const char *name)
{
	return shape_text(session_rows, name, known->see, known);
}

bool session_known_canceled(const struct session_known *known)
{
	return known->saved &&
	       str_equal(known->map, word_of(map_words, MAP_CANCELED));
}

static void add_amount(struct buf *buf, const struct session_known *known,
		       const char *who, struct money amount)
{
	if (who)
		buf_printf(buf, "%s%s=", buf->len ? "," : "", who);
	buf_printf(buf, "%s %s", money_text(buf->arena, amount, known->digits),
		   known->currency);
}

char *session_known_charges(struct arena *arena,
			    const struct session_known *known)
{
	struct buf buf;

	buf_init(&buf, arena);
	for (size_t i = 0; i < known->client_count; i++) {
		const struct known_client *client = &known->clients[i];

		if (client->has_charge)
			add_amount(&buf, known,
				   known->client_count > 1 ? client->code
							   : NULL,
				   client->charge);
	}
	return buf.len ? buf.at : NULL;
}

char *session_known_wages(struct arena *arena,
			  const struct session_known *known)
{
	struct buf buf;

	buf_init(&buf, arena);
	for (size_t i = 0; i < known->practitioner_count; i++) {
		const struct known_practitioner *one = &known->practitioners[i];
		const char *who = one->login;

		if (!one->has_wage)
			continue;
		if (str_empty(who))
			who = arena_printf(arena, "%lld", (long long)one->id);
		add_amount(&buf, known,
			   known->practitioner_count > 1 ? who : NULL,
			   one->wage);
	}
	return buf.len ? buf.at : NULL;
}

void session_known_export(struct arena *arena, const struct session_known *all,
			  int64_t client, bool whole,
			  struct session_known *known)
{
	const struct known_client *own = client_in(all, client);

	assert(own);
	*known = *all;
	session_cut_for_client(arena, own, known);
	known->see = whole ? SEE_OFFICE_EXPORT : SEE_OWN_EXPORT;
	known->has_charge = own->has_charge;
	known->charge = own->charge;
	known->tax = own->tax;
	known->kind = kind_of(all->client_count);
	if (all->client_count == 1)
		return;
	known->terms.private_note = NULL;
	known->reason = NULL;
}

static struct audience audience(struct arena *arena,
				const struct session_known *known, unsigned see)
{
	return (struct audience){ arena, known->digits, see };
}

json_t *session_known_json(struct arena *arena,
			   const struct session_known *known)
{
	const struct audience who = audience(arena, known, known->see);

	return shape_write(&who, session_rows, known);
}

bool session_known_holds(struct arena *arena, const struct session_known *known,
			 const char *folded)
{
	const struct audience who =
		audience(arena, known, known->see | SEE_SEARCH);

	return shape_holds(&who, session_rows, known, folded);
}

const char *session_known_text(struct arena *arena,
			       const struct session_known *all)
{
	const struct audience history = audience(arena, all, SEE_HISTORY);

	return json_text(arena, shape_write(&history, session_rows, all));
}

/* Kept texts name people by their ids alone. */
static enum err names_load(struct reader *reader, struct session_known *all)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < all->practitioner_count; i++) {
		struct known_practitioner *one = &all->practitioners[i];
		struct person person;

		err = store_person_load(reader, one->id, &person);
		if (err)
			break;
		one->login = person.login;
		one->name = person.name;
	}
	return err;
}

enum err session_known_read(struct reader *reader, const char *text,
			    struct session_known *all)
{
	struct operation *op = store_reader_operation(reader);
	struct session_known read = { .see = SEE_OFFICE,
				      .saved_at = INSTANT_MIN,
				      .removed_at = INSTANT_MAX };
	struct audience history = { .arena = op->arena, .see = SEE_HISTORY };
	struct practice practice;
	json_t *json = json_read(op->arena, text);
	enum err err;

	if (!json_is_object(json))
		return fail(op, ERR_STORAGE,
			    "The session's history cannot be read.");
	err = store_practice_load(reader, &practice);
	if (err)
		return err;
	read.digits = history.digits = practice_digits_of(&practice);
	shape_read_answer(&history, session_rows, json, &read);
	read.saved = read.status == SESSION_SAVED;
	err = names_load(reader, &read);
	if (!err)
		*all = read;
	return err;
}

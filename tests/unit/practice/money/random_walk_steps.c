#include "tests/unit/practice/money/random_walk_steps.h"

#include "base/str.h"
#include "practice/session/rate.h"
#include "practice/session/service.h"
#include "tests/unit/practice/money/random_walk_checks.h"
#include "tests/unit/practice/money_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#define MINUTE 60
#define DAY_SECONDS 86400

static struct reader *read_now(struct walk *walk)
{
	return place_read(walk->clinic.place);
}

void walk_came(struct walk *walk, enum err err, uint64_t outcomes)
{
	enum err came = outcome(walk->clinic.op, err);

	walk->outcome = err;
	if (!(outcomes & OUTCOME(came)))
		print_error("%s: %s: %s\n", walk->doing, err_name(err),
			    err ? walk->clinic.op->failure.message : "");
	assert_true(outcomes & OUTCOME(came));
	if (err)
		assert_int_equal(walk->clinic.op->failure.code, err);
}

static int64_t one_of(struct walk *walk, const int64_t *from, int64_t count)
{
	return from[walk_below(walk, count)];
}

static struct ids some_people(struct walk *walk, const int64_t *from,
			      size_t total, int64_t most)
{
	size_t wanted = 1 + (size_t)walk_below(walk, most);

	return walk_some(walk, from, total, wanted);
}

static struct span some_span(struct walk *walk)
{
	int64_t ago = walk_below(walk, 4 * DAY_SECONDS) - DAY_SECONDS;
	struct instant start = { walk->now.s - ago };
	int64_t minutes = 1 + walk_below(walk, 150);

	return (struct span){ start, { start.s + minutes * MINUTE } };
}

void walk_session_add(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	struct session session = {
		.span = some_span(walk),
		.terms.service = one_of(walk, walk->services, WALK_SERVICES),
		.terms.practitioners = some_people(walk, walk->practitioners,
						   WALK_PRACTITIONERS, 2),
		.terms.clients =
			some_people(walk, walk->clients, WALK_CLIENTS, 4),
	};

	if (walk_once_in(walk, 25)) /* a draft */
		session.terms.clients.count = 0;
	clinic_as(clinic, clinic->staff);
	walk_came(walk,
		  practice_session_add(clinic->op, clinic->store, &session),
		  OUTCOME(OK));
	pile_add(walk, &walk->sessions, (struct kept){ .id = session.id });
}

static bool some_session(struct walk *walk, struct session *session)
{
	int64_t id = pile_pick(walk, &walk->sessions);

	if (id)
		*session = clinic_find(&walk->clinic, id);
	return id != 0;
}

void walk_session_move(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	struct session session;
	bool saved;

	if (!some_session(walk, &session))
		return;
	saved = session.state == SESSION_SAVED;
	session.span.end.s =
		session.span.start.s + (151 + walk_below(walk, 100)) * MINUTE;
	clinic_as(clinic, clinic->staff);
	walk_came(walk,
		  whole_session_change(clinic->op, clinic->store, &session),
		  OUTCOME(saved ? REFUSED(SESSION_SAVED) : OK));
}

/* A save that is made up, with the types that there are. */
struct attempt {
	struct session session;
	struct save save;
	struct save_client *clients;
	struct save_practitioner *wages;
	struct completion_type *types;
	size_t type_count;
	bool unusable; /* some type is archived or disabled */
};

static void some_actor(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	int64_t who = walk_below(walk, 8);

	if (who < 4)
		clinic_as(clinic, clinic->admin);
	else if (who < 6)
		clinic_as(clinic, clinic->staff);
	else
		clinic_as(clinic, one_of(walk, walk->practitioners,
					 WALK_PRACTITIONERS));
}

static bool usable(const struct completion_type *type)
{
	return type->enabled && !type->archived;
}

static const char *some_type(struct walk *walk, struct attempt *attempt)
{
	const struct completion_type *type;
	int64_t count = (int64_t)attempt->type_count;
	bool any = walk_once_in(walk, 15);

	do
		type = &attempt->types[walk_below(walk, count)];
	while (!any && !usable(type));
	attempt->unusable |= !usable(type);
	return type->slug;
}

static bool begin_attempt(struct walk *walk, struct attempt *attempt)
{
	struct clinic *clinic = &walk->clinic;
	struct arena *arena = clinic->op->arena;

	*attempt = (struct attempt){ .unusable = false };
	if (!some_session(walk, &attempt->session))
		return false;
	assert_int_equal(store_type_list(read_now(walk), &attempt->types,
					 &attempt->type_count),
			 OK);
	attempt->save.session = attempt->session.id;
	attempt->clients =
		arena_array(arena, attempt->session.terms.clients.count,
			    sizeof(*attempt->clients));
	attempt->wages =
		arena_array(arena, attempt->session.terms.practitioners.count,
			    sizeof(*attempt->wages));
	attempt->save.clients = attempt->clients;
	attempt->save.wages = attempt->wages;
	if (walk_once_in(walk, 4))
		attempt->save.revision =
			attempt->session.revision - walk_below(walk, 2);
	some_actor(walk);
	return true;
}

static bool takes_part(const struct walk *walk, const struct session *session)
{
	const struct ids *ids = &session->terms.practitioners;

	for (size_t i = 0; i < ids->count; i++) {
		if (ids->at[i] == walk->clinic.op->actor.person)
			return true;
	}
	return false;
}

/* S25: what may stand against undoing what is saved. */
static uint64_t undoing(struct walk *walk, const struct session *session)
{
	const struct actor *actor = &walk->clinic.op->actor;

	if (session->state != SESSION_SAVED || actor_is(actor, ROLE_ADMIN))
		return 0;
	if (!billing_billed(read_now(walk), session->id) &&
	    actor_is_office(actor))
		return 0;
	return OUTCOME(REFUSED(SESSION_SAVED));
}

/* What may come of saving or re-opening. */
static uint64_t outcomes(struct walk *walk, const struct attempt *attempt)
{
	const struct actor *actor = &walk->clinic.op->actor;
	const struct session *session = &attempt->session;
	bool opens = str_equal(attempt->save.type, "open");
	uint64_t set = OUTCOME(OK) | undoing(walk, session);

	if (!actor_is_office(actor) && !takes_part(walk, session))
		return OUTCOME(ERR_NOT_FOUND);
	if (!opens && session->state == SESSION_DRAFT)
		return OUTCOME(ERR_CONFLICT);
	if (attempt->unusable)
		return OUTCOME(REFUSED(UNKNOWN_STATUS));
	if (attempt->save.revision &&
	    attempt->save.revision != session->revision)
		set |= OUTCOME(ERR_CONFLICT);
	if (!opens && !actor_is_office(actor) &&
	    walk->now.s < session->span.start.s)
		set |= OUTCOME(REFUSED(NOT_PERMITTED));
	return set;
}

/* S28: what was saved is kept to be compared. */
static void keep_completion(struct walk *walk, int64_t id)
{
	const struct pile *pile = &walk->completions;
	struct completion completion;
	struct kept kept = { .id = id };

	if (!id || (pile->count && pile->at[pile->count - 1].id >= id))
		return;
	assert_int_equal(store_completion_find(read_now(walk), id, &completion),
			 OK);
	kept.digest = walk_of_completion(walk, &completion);
	pile_add(walk, &walk->completions, kept);
}

static void try_save(struct walk *walk, struct attempt *attempt, uint64_t set)
{
	struct clinic *clinic = &walk->clinic;
	struct session_facts saved;
	enum err err = practice_session_save(clinic->op, clinic->store,
					     &attempt->save, &saved);

	walk_came(walk, err, set);
	if (!err)
		keep_completion(walk, saved.session.completion);
}

void walk_session_save(struct walk *walk)
{
	struct attempt attempt;

	if (!begin_attempt(walk, &attempt))
		return;
	attempt.save.type = some_type(walk, &attempt);
	for (size_t i = 0; i < attempt.session.terms.clients.count; i++) {
		if (!walk_once_in(walk, 4))
			continue;
		attempt.clients[attempt.save.client_count++] =
			(struct save_client){
				.client = attempt.session.terms.clients.at[i],
				.type = some_type(walk, &attempt),
			};
	}
	try_save(walk, &attempt, outcomes(walk, &attempt));
}

void walk_session_override(struct walk *walk)
{
	struct attempt attempt;
	const struct session *session = &attempt.session;
	uint64_t set;

	if (!begin_attempt(walk, &attempt))
		return;
	attempt.save.type = "override";
	attempt.save.reason = walk_once_in(walk, 10) ? NULL : "agreed";
	for (size_t i = 0; i < session->terms.clients.count; i++)
		attempt.clients[attempt.save.client_count++] =
			(struct save_client){
				.client = session->terms.clients.at[i],
				.has_charge = true,
				.charge = { walk_below(walk, 20000) },
			};
	for (size_t i = 0; i < session->terms.practitioners.count; i++)
		attempt.wages[attempt.save.wage_count++] =
			(struct save_practitioner){
				.practitioner =
					session->terms.practitioners.at[i],
				.wage = { walk_below(walk, 9000) },
			};
	set = outcomes(walk, &attempt);
	if (!actor_is_office(&walk->clinic.op->actor) &&
	    takes_part(walk, session))
		set = OUTCOME(REFUSED(OVERRIDE_DENIED));
	else if ((set & OUTCOME(OK)) && !attempt.save.reason)
		set = OUTCOME(ERR_INVALID);
	try_save(walk, &attempt, set);
}

void walk_session_reopen(struct walk *walk)
{
	struct attempt attempt;

	if (!begin_attempt(walk, &attempt))
		return;
	attempt.save.type = "open";
	try_save(walk, &attempt, outcomes(walk, &attempt));
}

void walk_price_add(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	struct day today = wall_day(instant_wall(walk->now));
	int64_t service = one_of(walk, walk->services, WALK_SERVICES);
	int32_t days = (int32_t)walk_below(walk, 20) - 10;
	struct price price = {
		.effective_from = { today.n + days },
		.cost = { walk_below(walk, 9000) },
		.wage = { walk_below(walk, 6000) },
		.tax_bp = (int32_t)walk_below(walk, 2500),
	};

	clinic_as(clinic, clinic->staff);
	walk_came(
		walk,
		practice_price_add(clinic->op, clinic->store, service, &price),
		OUTCOME(OK) | OUTCOME(ERR_EXISTS));
}

void walk_rate_set(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	int64_t client = one_of(walk, walk->clients, WALK_CLIENTS);
	int64_t service = one_of(walk, walk->services, WALK_SERVICES);
	struct money cost = { walk_below(walk, 9000) };
	bool none = walk_once_in(walk, 3);

	clinic_as(clinic, clinic->staff);
	walk_came(walk,
		  practice_rate_set(clinic->op, clinic->store, client, service,
				    none ? NULL : &cost),
		  OUTCOME(OK));
}

/* One of the types that are not archived; *last: no other one is enabled. */
static bool some_live_type(struct walk *walk, bool builtin,
			   struct completion_type *type, bool *last)
{
	struct completion_type *list;
	size_t count, live = 0, enabled = 0;

	assert_int_equal(store_type_list(read_now(walk), &list, &count), OK);
	for (size_t i = 0; i < count; i++) {
		enabled += usable(&list[i]);
		if (!list[i].archived && list[i].builtin == builtin)
			list[live++] = list[i];
	}
	if (live == 0)
		return false;
	*type = list[walk_below(walk, (int64_t)live)];
	*last = enabled == (size_t)usable(type);
	return true;
}

/* Labels have 15 characters: the step's number makes one that is new. */
static void reshape(struct walk *walk, struct completion_type *type)
{
	int64_t most;

	type->label =
		arena_printf(walk->clinic.op->arena, "Ending %d", walk->step);
	type->map = (enum map)walk_below(walk, 3);
	type->modifier = (enum modifier)walk_below(walk, 2);
	most = type->modifier == MODIFIER_FIXED ? 60 : 200;
	type->client = walk_below(walk, most);
	type->practitioner = walk_below(walk, most);
}

void walk_type_add(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	struct completion_type type = { .enabled = true };

	reshape(walk, &type);
	clinic_as(clinic, clinic->admin);
	walk_came(walk, practice_type_add(clinic->op, clinic->store, &type),
		  OUTCOME(OK));
}

void walk_type_edit(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	bool builtin = walk_once_in(walk, 3);
	struct completion_type type;
	bool last;

	if (!some_live_type(walk, builtin, &type, &last))
		return;
	if (!builtin)
		reshape(walk, &type);
	type.enabled = !walk_once_in(walk, 4);
	clinic_as(clinic, clinic->admin);
	walk_came(walk, whole_type_change(clinic->op, clinic->store, &type),
		  OUTCOME(last && !type.enabled ? ERR_CONFLICT : OK));
}

void walk_type_archive(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	struct completion_type type;
	bool last;

	if (!some_live_type(walk, false, &type, &last))
		return;
	clinic_as(clinic, clinic->admin);
	walk_came(walk,
		  practice_type_archive(clinic->op, clinic->store, type.id),
		  OUTCOME(last ? ERR_CONFLICT : OK));
}

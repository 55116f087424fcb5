#include "practice/session/completion_rules.h"

#include "base/str.h"
#include "practice/access.h"
#include "practice/money/billing.h"
#include "practice/checks.h"
#include "practice/refusal.h"
#include "store/people.h"
#include "store/practice.h"
#include "store/services.h"

#define OVERRIDE "override"
#define REASON_LONGEST 1000
#define WHOLE 100 /* percent */

static bool names_amounts(const struct save *save)
{
	for (size_t i = 0; i < save->client_count; i++) {
		if (save->clients[i].has_charge ||
		    str_equal(save->clients[i].type, OVERRIDE))
			return true;
	}
	return save->wage_count > 0 || str_equal(save->type, OVERRIDE);
}

enum err practice_save_may(struct operation *op, const struct save *save,
			   const struct session *session)
{
	const struct actor *actor = &op->actor;

	if (actor_is_office(actor))
		return OK;
	if (!practice_is_practitioner_of(actor, session))
		return refuse(op, REFUSAL_NOT_PERMITTED,
			      "clients do not save sessions");
	if (names_amounts(save))
		return refuse(op, REFUSAL_OVERRIDE_DENIED,
			      "amounts are decided by admins and staff");
	if (!save->cancels && !save->takes_back && !(actor->may & MAY_COMPLETE))
		return refuse(op, REFUSAL_NOT_PERMITTED,
			      "you may not save sessions");
	return OK;
}

enum err practice_save_in_time(struct operation *op,
			       const struct session *session,
			       const struct completion *wanted)
{
	bool canceled = wanted->map == MAP_CANCELED;

	if (op->now.s >= session->span.start.s || actor_is_office(&op->actor))
		return OK;
	for (size_t i = 0; i < wanted->client_count; i++)
		canceled &= wanted->clients[i].map == MAP_CANCELED;
	if (canceled)
		return OK;
	return refuse_reason(op, REFUSAL_NOT_PERMITTED, "before-start",
			     "before its start a session can only be canceled");
}

static enum err too_late(struct operation *op, const char *why)
{
	return refuse(op, REFUSAL_SESSION_SAVED, "the session %s", why);
}

enum err practice_reopen_may(struct reader *reader, const struct save *save,
			     const struct completion *saved)
{
	struct operation *op = store_reader_operation(reader);
	struct practice practice;
	bool billed;
	int64_t until;
	enum err err;

	if (op->actor.person == 0 || actor_is(&op->actor, ROLE_ADMIN))
		return OK;
	err = practice_completion_billed(reader, saved->id, &billed);
	if (err)
		return err;
	if (billed)
		return too_late(op, "is invoiced or paid out: an admin can "
				    "re-open it");
	if (actor_is_office(&op->actor) || save->takes_back)
		return OK;
	err = store_practice_load(reader, &practice);
	if (err)
		return err;
	until = saved->saved_at.s + practice.reopen_hours * INT64_C(3600);
	if (op->now.s < until)
		return OK;
	return too_late(op, "was saved too long ago: the office can re-open "
			    "it");
}

static enum err type_find(struct reader *reader, const struct save *save,
			  const char *slug, struct completion_type *type)
{
	struct operation *op = store_reader_operation(reader);
	bool usable;
	enum err err =
		slug ? store_type_find(reader, slug, type) : ERR_NOT_FOUND;

	if (err && err != ERR_NOT_FOUND)
		return err;
	usable = !err && !type->archived &&
		 (type->enabled || (save->cancels && type->builtin &&
				    type->map == MAP_CANCELED));
	if (usable)
		return OK;
	return refuse(op, REFUSAL_UNKNOWN_STATUS,
		      "no session ends as '%s' here", slug ? slug : "");
}

static enum err session_type(struct reader *reader, const struct save *save,
			     struct completion *wanted)
{
	struct completion_type type;
	enum err err;

	if (str_equal(save->type, OVERRIDE)) {
		wanted->slug = OVERRIDE;
		wanted->label = PRACTICE_OVERRIDE_LABEL;
		wanted->map = MAP_COMPLETED;
		wanted->modifier = MODIFIER_PERCENTAGE;
		wanted->client_modifier = WHOLE;
		wanted->practitioner_modifier = WHOLE;
		return OK;
	}
	err = type_find(reader, save, save->type, &type);
	if (err)
		return err;
	wanted->slug = type.slug;
	wanted->label = type.label;
	wanted->map = type.map;
	wanted->modifier = type.modifier;
	wanted->client_modifier = type.client;
	wanted->practitioner_modifier = type.practitioner;
	return OK;
}

/* Every participant ends as the session does, unless said otherwise (S23). */
static void spread(const struct session *session, struct arena *arena,
		   struct completion *wanted)
{
	size_t clients = session->terms.clients.count;
	size_t practitioners = session->terms.practitioners.count;

	wanted->session = session->id;
	wanted->reopened_at = INSTANT_MAX;
	wanted->clients = arena_array(arena, clients, sizeof(*wanted->clients));
	wanted->client_count = clients;
	for (size_t i = 0; i < clients; i++)
		wanted->clients[i] = (struct completion_client){
			.client = session->terms.clients.at[i],
			.slug = wanted->slug,
			.label = wanted->label,
			.map = wanted->map,
			.modifier = wanted->modifier,
			.client_modifier = wanted->client_modifier,
			.practitioner_modifier = wanted->practitioner_modifier,
		};
	wanted->practitioners = arena_array(arena, practitioners,
					    sizeof(*wanted->practitioners));
	wanted->practitioner_count = practitioners;
	for (size_t i = 0; i < practitioners; i++)
		wanted->practitioners[i].practitioner =
			session->terms.practitioners.at[i];
}

static struct completion_client *part_of(struct completion *wanted,
					 int64_t client)
{
	for (size_t i = 0; i < wanted->client_count; i++) {
		if (wanted->clients[i].client == client)
			return &wanted->clients[i];
	}
	return NULL;
}

static bool named_before(const struct save *save, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (save->clients[i].client == save->clients[at].client)
			return true;
	}
	return false;
}

/* The part of the client whom save->clients[at] names. */
static enum err named_part(struct operation *op, const struct save *save,
			   size_t at, struct completion *wanted,
			   struct completion_client **part)
{
	*part = part_of(wanted, save->clients[at].client);
	if (!*part)
		return fail_field(op, "clients", "person-unknown",
				  "A client named is not in the session.");
	if (named_before(save, at))
		return fail_field(op, "clients", "person-twice",
				  "A client is named twice.");
	return OK;
}

static enum err exception(struct reader *reader, const struct save *save,
			  const struct save_client *named,
			  struct completion_client *part)
{
	struct operation *op = store_reader_operation(reader);
	struct completion_type type;
	enum err err;

	if (named->has_charge)
		return fail_field(op, "charges", "charge-without-override",
				  "A charge is decided with type override "
				  "only.");
	if (!named->type || str_equal(named->type, part->slug))
		return OK;
	err = type_find(reader, save, named->type, &type);
	/* Not the session's own type: forms are told where it stands. */
	if (refusal_of(op, err) == REFUSAL_UNKNOWN_STATUS &&
	    fail_field(op, "clients", "unknown-type",
		       "No session ends as '%s' here.", named->type))
		return refuse(op, REFUSAL_UNKNOWN_STATUS,
			      "no session ends as '%s' here", named->type);
	if (err)
		return err;
	part->slug = type.slug;
	part->label = type.label;
	part->map = type.map;
	part->modifier = type.modifier;
	part->client_modifier = type.client;
	part->practitioner_modifier = type.practitioner;
	return OK;
}

static enum err exceptions(struct reader *reader, const struct save *save,
			   struct completion *wanted)
{
	struct operation *op = store_reader_operation(reader);
	enum err wrong = OK;

	for (size_t i = 0; i < save->client_count; i++) {
		struct completion_client *part;
		enum err err = named_part(op, save, i, wanted, &part);

		if (!err)
			err = exception(reader, save, &save->clients[i], part);
		if (err && err != ERR_INVALID)
			return err;
		wrong = err ? err : wrong;
	}
	if (save->wage_count)
		wrong = fail_field(op, "wages", "wage-without-override",
				   "A wage is decided with type override "
				   "only.");
	return wrong;
}

static enum err decided_charges(struct operation *op, const struct save *save,
				struct completion *wanted)
{
	size_t decided = 0;
	enum err err = OK;

	for (size_t i = 0; i < save->client_count; i++) {
		const struct save_client *named = &save->clients[i];
		struct completion_client *part;

		if (named_part(op, save, i, wanted, &part)) {
			err = ERR_INVALID;
			continue;
		}
		if (named->type && !str_equal(named->type, OVERRIDE))
			err = fail_field(op, "clients", "type-with-override",
					 "An override is for every client.");
		if (!named->has_charge)
			continue;
		if (practice_amount_check(op, "charge", named->charge))
			err = ERR_INVALID;
		part->charge = named->charge;
		decided++;
	}
	if (!err && decided < wanted->client_count)
		err = fail_field(op, "charge", "charge-missing",
				 "An override says what every client is "
				 "charged.");
	return err;
}

static enum err decided_wages(struct operation *op, const struct save *save,
			      struct completion *wanted)
{
	enum err err = OK;

	for (size_t i = 0; i < wanted->practitioner_count; i++) {
		struct completion_practitioner *part =
			&wanted->practitioners[i];
		size_t named = 0;

		for (size_t j = 0; j < save->wage_count; j++) {
			if (save->wages[j].practitioner != part->practitioner)
				continue;
			part->wage = save->wages[j].wage;
			named++;
		}
		if (named != 1)
			err = fail_field(op, "wage", "wage-missing",
					 "An override says once what each "
					 "practitioner earns.");
		else if (practice_amount_check(op, "wage", part->wage))
			err = ERR_INVALID;
	}
	if (!err && save->wage_count != wanted->practitioner_count)
		err = fail_field(op, "wages", "person-unknown",
				 "A practitioner named is not in the session.");
	return err;
}

static enum err decided(struct operation *op, const struct save *save,
			struct completion *wanted)
{
	enum err err;

	wanted->reason = save->reason;
	err = practice_line_check(op, "reason", REASON_LONGEST, true,
				  &wanted->reason);
	if (decided_charges(op, save, wanted))
		err = ERR_INVALID;
	if (decided_wages(op, save, wanted))
		err = ERR_INVALID;
	return err;
}

enum err practice_save_resolve(struct reader *reader, const struct save *save,
			       const struct session *session,
			       struct completion *completion)
{
	struct operation *op = store_reader_operation(reader);
	struct completion wanted = { .id = 0 };
	enum err err = session_type(reader, save, &wanted);

	if (err)
		return err;
	spread(session, op->arena, &wanted);
	if (str_equal(wanted.slug, OVERRIDE))
		err = decided(op, save, &wanted);
	else
		err = exceptions(reader, save, &wanted);
	if (!err)
		*completion = wanted;
	return err;
}

static bool same_clients(const struct completion *wanted,
			 const struct completion *saved)
{
	bool amounts = str_equal(wanted->slug, OVERRIDE);

	if (wanted->client_count != saved->client_count)
		return false;
	for (size_t i = 0; i < wanted->client_count; i++) {
		const struct completion_client *a = &wanted->clients[i];
		const struct completion_client *b = &saved->clients[i];

		if (a->client != b->client || !str_equal(a->slug, b->slug) ||
		    (amounts && money_compare(a->charge, b->charge) != 0))
			return false;
	}
	return true;
}

static bool same_wages(const struct completion *wanted,
		       const struct completion *saved)
{
	bool amounts = str_equal(wanted->slug, OVERRIDE);

	if (wanted->practitioner_count != saved->practitioner_count)
		return false;
	for (size_t i = 0; i < wanted->practitioner_count; i++) {
		const struct completion_practitioner *a =
			&wanted->practitioners[i];
		const struct completion_practitioner *b =
			&saved->practitioners[i];

		if (a->practitioner != b->practitioner ||
		    (amounts && money_compare(a->wage, b->wage) != 0))
			return false;
	}
	return true;
}

bool practice_takes_place(const struct session *session,
			  const struct completion *completion)
{
	return session->removed.s == INSTANT_MAX.s &&
	       (session->state != SESSION_SAVED ||
		completion->map != MAP_CANCELED);
}

enum err practice_ending_load(struct reader *reader,
			      const struct session *session,
			      struct completion *completion)
{
	*completion = (struct completion){ .map = MAP_COMPLETED };
	if (session->state != SESSION_SAVED)
		return OK;
	return store_completion_find(reader, session->completion, completion);
}

bool practice_save_same(const struct completion *wanted,
			const struct completion *saved)
{
	return str_equal(wanted->slug, saved->slug) &&
	       same_clients(wanted, saved) && same_wages(wanted, saved);
}

#include "base/word.h"
#include "practice/audit_record.h"
#include "practice/session/session.h"
#include "practice/calendar/view.h"
#include "practice/wall_time.h"

static const char *const state_words[] = {
	[SESSION_DRAFT] = "draft",
	[SESSION_OPEN] = "open",
	[SESSION_SAVED] = "saved",
};

/* S5: there is no field for it. */
static const char *kind_word(const struct session *session)
{
	if (session->terms.clients.count == 0)
		return "draft";
	return session->terms.clients.count == 1 ? "single" : "group";
}

/* The part of a completion that is a person's; NULL: not saved, or not in. */
static const struct completion_client *
client_part(const struct session_facts *facts, int64_t client)
{
	for (size_t i = 0; facts->saved && i < facts->completion.client_count;
	     i++) {
		if (facts->completion.clients[i].client == client)
			return &facts->completion.clients[i];
	}
	return NULL;
}

static const struct completion_practitioner *
practitioner_part(const struct session_facts *facts, int64_t practitioner)
{
	for (size_t i = 0;
	     facts->saved && i < facts->completion.practitioner_count; i++) {
		if (facts->completion.practitioners[i].practitioner ==
		    practitioner)
			return &facts->completion.practitioners[i];
	}
	return NULL;
}

static json_t *clients_json(struct arena *arena,
			    const struct session_facts *facts, int digits)
{
	json_t *list = json_new_list(arena);

	for (size_t i = 0; i < facts->session.terms.clients.count; i++) {
		const struct person *client = &facts->clients[i];
		const struct completion_client *part =
			client_part(facts, client->id);
		json_t *json = json_new(arena);

		json_put_id(json, "id", client->id);
		json_put_text(json, "code", client->code);
		json_put_text(json, "type", part ? part->slug : NULL);
		if (part) {
			json_put_money(json, "charge", arena, part->charge,
				       digits);
			json_put_money(json, "tax", arena, part->tax, digits);
		}
		json_add(list, json);
	}
	return list;
}

static json_t *practitioners_json(struct arena *arena,
				  const struct session_facts *facts, int digits)
{
	json_t *list = json_new_list(arena);

	for (size_t i = 0; i < facts->session.terms.practitioners.count; i++) {
		const struct completion_practitioner *part = practitioner_part(
			facts, facts->session.terms.practitioners.at[i]);
		json_t *json = json_new(arena);

		json_put_id(json, "id",
			    facts->session.terms.practitioners.at[i]);
		if (part)
			json_put_money(json, "wage", arena, part->wage, digits);
		json_add(list, json);
	}
	return list;
}

static json_t *conflicts_json(struct arena *arena,
			      const struct session_facts *facts)
{
	json_t *list = json_new_list(arena);

	for (size_t i = 0; i < facts->clash_count; i++)
		json_add_text(list, arena_printf(arena, "%s:%s",
						 facts->clashes[i].with_closure
							 ? "closure"
							 : "overlap",
						 facts->clashes[i].uid));
	return list;
}

static void put_times(json_t *json, struct arena *arena,
		      const struct session *session)
{
	struct wall start =
		practice_instant_wall(session->zone, session->span.start);
	struct wall end =
		practice_instant_wall(session->zone, session->span.end);

	json_put_text(json, "start", wall_text(arena, start));
	json_put_text(json, "end", wall_text(arena, end));
	json_put_text(json, "tzid", session->zone);
	json_put_text(json, "start_utc",
		      instant_text(arena, session->span.start));
}

static void put_notes(json_t *json, const struct session_facts *facts,
		      bool for_audit)
{
	const struct session *session = &facts->session;

	if (for_audit) {
		record_mark(json, "public_note", NULL,
			    session->terms.public_note);
		record_mark(json, "private_note", NULL,
			    session->terms.private_note);
		record_mark(json, "reason", NULL,
			    facts->saved ? facts->completion.reason : NULL);
		return;
	}
	json_put_text(json, "public_note", session->terms.public_note);
	json_put_text(json, "private_note", session->terms.private_note);
	if (facts->saved)
		json_put_text(json, "reason", facts->completion.reason);
}

static void put_ending(json_t *json, struct arena *arena,
		       const struct session_facts *facts)
{
	const struct completion *completion = &facts->completion;
	bool saved = facts->saved;

	json_put_text(json, "status", state_words[facts->session.state]);
	json_put_text(json, "type", saved ? completion->slug : NULL);
	json_put_text(json, "label", saved ? completion->label : NULL);
	json_put_text(json, "map",
		      saved ? store_map_name(completion->map) : NULL);
	json_put_text(json, "saved_at",
		      saved ? instant_text(arena, completion->saved_at) : NULL);
	json_put_id(json, "saved_by", saved ? completion->saved_by : 0);
	json_put_text(json, "channel",
		      saved ? word_of(channel_words, completion->channel)
			    : NULL);
}

enum err practice_session_json(struct reader *reader,
			       const struct session *session, bool for_audit,
			       const char **json)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct session_facts facts;
	int digits;
	json_t *root;
	enum err err = practice_facts_load(reader, session->id, &facts);

	if (err)
		return err;
	session = &facts.session;
	digits = currency_digits(facts.practice.currency);
	if (digits < 0)
		digits = 2;
	root = json_new(arena);
	json_put_id(root, "id", session->id);
	json_put_text(root, "uid", session->uid);
	json_put_integer(root, "revision", session->revision);
	put_ending(root, arena, &facts);
	json_put_text(root, "kind", kind_word(session));
	put_times(root, arena, session);
	json_put_id(root, "service", session->terms.service);
	json_put(root, "practitioners",
		 practitioners_json(arena, &facts, digits));
	json_put(root, "clients", clients_json(arena, &facts, digits));
	json_put_text(root, "place", session->terms.place);
	put_notes(root, &facts, for_audit);
	json_put(root, "conflicts", conflicts_json(arena, &facts));
	json_put_id(root, "schedule", session->schedule);
	if (session->removed.s != INSTANT_MAX.s)
		json_put_text(root, "removed_at",
			      instant_text(arena, session->removed));
	*json = json_text(arena, root);
	return OK;
}

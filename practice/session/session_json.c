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
	json_t *list = json_array();

	for (size_t i = 0; i < facts->session.terms.clients.count; i++) {
		const struct person *client = &facts->clients[i];
		const struct completion_client *part =
			client_part(facts, client->id);
		json_t *json = json_object();

		record_id(json, "id", client->id);
		record_string(json, "code", client->code);
		record_string(json, "type", part ? part->slug : NULL);
		if (part) {
			record_money(json, "charge", arena, part->charge,
				     digits);
			record_money(json, "tax", arena, part->tax, digits);
		}
		json_array_append_new(list, json);
	}
	return list;
}

static json_t *practitioners_json(struct arena *arena,
				  const struct session_facts *facts, int digits)
{
	json_t *list = json_array();

	for (size_t i = 0; i < facts->session.terms.practitioners.count; i++) {
		const struct completion_practitioner *part = practitioner_part(
			facts, facts->session.terms.practitioners.at[i]);
		json_t *json = json_object();

		record_id(json, "id", facts->session.terms.practitioners.at[i]);
		if (part)
			record_money(json, "wage", arena, part->wage, digits);
		json_array_append_new(list, json);
	}
	return list;
}

static json_t *conflicts_json(const struct session_facts *facts)
{
	json_t *list = json_array();

	for (size_t i = 0; i < facts->clash_count; i++)
		json_array_append_new(
			list,
			json_sprintf("%s:%s",
				     facts->clashes[i].with_closure ? "closure"
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

	record_string(json, "start", wall_text(arena, start));
	record_string(json, "end", wall_text(arena, end));
	record_string(json, "tzid", session->zone);
	record_string(json, "start_utc",
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
	record_string(json, "public_note", session->terms.public_note);
	record_string(json, "private_note", session->terms.private_note);
	if (facts->saved)
		record_string(json, "reason", facts->completion.reason);
}

static void put_ending(json_t *json, struct arena *arena,
		       const struct session_facts *facts)
{
	const struct completion *completion = &facts->completion;
	bool saved = facts->saved;

	record_string(json, "status", state_words[facts->session.state]);
	record_string(json, "type", saved ? completion->slug : NULL);
	record_string(json, "label", saved ? completion->label : NULL);
	record_string(json, "map",
		      saved ? store_map_name(completion->map) : NULL);
	record_string(json, "saved_at",
		      saved ? instant_text(arena, completion->saved_at) : NULL);
	record_id(json, "saved_by", saved ? completion->saved_by : 0);
	record_string(json, "channel",
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
	root = json_object();
	record_id(root, "id", session->id);
	record_string(root, "uid", session->uid);
	record_int(root, "revision", session->revision);
	put_ending(root, arena, &facts);
	record_string(root, "kind", kind_word(session));
	put_times(root, arena, session);
	record_id(root, "service", session->terms.service);
	json_object_set_new(root, "practitioners",
			    practitioners_json(arena, &facts, digits));
	json_object_set_new(root, "clients",
			    clients_json(arena, &facts, digits));
	record_string(root, "place", session->terms.place);
	put_notes(root, &facts, for_audit);
	json_object_set_new(root, "conflicts", conflicts_json(&facts));
	record_id(root, "schedule", session->schedule);
	if (session->removed.s != INSTANT_MAX.s)
		record_string(root, "removed_at",
			      instant_text(arena, session->removed));
	*json = record_text(arena, root);
	return OK;
}

#include "practice/transfer/export_client.h"

#include "practice/transfer/export_ics.h"
#include "practice/calendar/view.h"
#include "practice/wall_time.h"
#include "store/session_list.h"

#include <string.h>

#define COLUMNS                                                           \
	"id,start,end,tzid,kind,status,type,label,service,practitioners," \
	"charge,tax,place,public_note"
#define COLUMNS_WHOLE COLUMNS ",private_note,reason,removed_at"

struct sessions {
	struct client_export *export;
	struct buf json;
	struct csv_out csv;
	struct export_ics ics;
};

/* The client's part of a save; NULL: they were not in it. */
static const struct completion_client *
part_of(const struct client_export *export, const struct completion *completion)
{
	for (size_t i = 0; i < completion->client_count; i++) {
		if (completion->clients[i].client == export->client.id)
			return &completion->clients[i];
	}
	return NULL;
}

static bool is_alone(const struct session_facts *facts)
{
	return facts->session.terms.clients.count == 1;
}

/* Notes and reasons that the office keeps: of a group they may be about
 * anybody. */
static const char *inner_text(const struct client_export *export,
			      const struct session_facts *facts,
			      const char *text)
{
	return export->whole && is_alone(facts) ? text : NULL;
}

static char *practitioners_text(struct arena *arena,
				const struct session_facts *facts)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < facts->session.terms.practitioners.count; i++)
		buf_printf(&buf, "%s%s", i ? "; " : "",
			   facts->practitioners[i].name);
	return buf.at;
}

static json_t *save_json(struct client_export *export,
			 const struct session_facts *facts,
			 const struct completion *completion,
			 const struct completion_client *part)
{
	json_t *json = json_new(export->run.one.arena);

	json_put_text(json, "type", part->slug);
	json_put_text(json, "label", part->label);
	json_put_text(json, "map", store_map_name(part->map));
	json_put_text(json, "service", completion->service_name);
	json_put_integer(json, "minutes", completion->minutes);
	json_put_money(json, "rate", export->run.one.arena, part->rate,
		       export->run.digits);
	json_put_money(json, "base", export->run.one.arena, part->base,
		       export->run.digits);
	json_put_money(json, "charge", export->run.one.arena, part->charge,
		       export->run.digits);
	json_put_integer(json, "tax_bp", part->tax_bp);
	json_put_money(json, "tax", export->run.one.arena, part->tax,
		       export->run.digits);
	json_put_instant(json, "saved_at", export->run.one.arena,
			 completion->saved_at);
	json_put_instant(json, "reopened_at", export->run.one.arena,
			 completion->reopened_at);
	if (export->whole)
		json_put_text(json, "reason",
			      inner_text(export, facts, completion->reason));
	return json;
}

/* Every time that the session was saved, those that were re-opened too. */
static enum err saves_put(struct client_export *export,
			  const struct session_facts *facts, json_t *json)
{
	struct completion *list;
	json_t *saves;
	size_t count;
	enum err err = store_completion_list(export->run.reader,
					     facts->session.id, &list, &count);

	if (err)
		return err;
	saves = json_new_list(export->run.one.arena);
	for (size_t i = 0; i < count; i++) {
		const struct completion_client *part =
			part_of(export, &list[i]);

		if (part)
			json_add(saves,
				 save_json(export, facts, &list[i], part));
	}
	json_put(json, "saves", saves);
	return OK;
}

static void put_people(struct client_export *export, json_t *json,
		       const struct session_facts *facts)
{
	json_t *list = json_new_list(export->run.one.arena);

	for (size_t i = 0; i < facts->session.terms.practitioners.count; i++) {
		const struct person *person = &facts->practitioners[i];
		json_t *one = json_new(export->run.one.arena);

		json_put_text(one, "name", person->name);
		if (export->whole)
			json_put_text(one, "login", person->login);
		json_add(list, one);
	}
	json_put(json, "practitioners", list);
}

static void put_times(struct client_export *export, json_t *json,
		      const struct session *session)
{
	struct arena *arena = export->run.one.arena;

	json_put_text(
		json, "start",
		wall_text(arena, practice_instant_wall(session->zone,
						       session->span.start)));
	json_put_text(
		json, "end",
		wall_text(arena, practice_instant_wall(session->zone,
						       session->span.end)));
	json_put_text(json, "tzid", session->zone);
	json_put_instant(json, "start_utc", export->run.one.arena,
			 session->span.start);
}

static enum err session_json(struct client_export *export,
			     const struct session_facts *facts, json_t *json)
{
	const struct session *session = &facts->session;
	const struct completion_client *part =
		facts->saved ? part_of(export, &facts->completion) : NULL;

	json_put_id(json, "id", session->id);
	json_put_text(json, "uid", session->uid);
	put_times(export, json, session);
	json_put_text(json, "kind", is_alone(facts) ? "single" : "group");
	json_put_text(json, "status", export_state(session));
	json_put_text(json, "type", part ? part->slug : NULL);
	json_put_text(json, "label", part ? part->label : NULL);
	json_put_text(json, "service", facts->service);
	put_people(export, json, facts);
	json_put_text(json, "place", session->terms.place);
	json_put_text(json, "public_note", session->terms.public_note);
	if (export->whole) {
		json_put_text(
			json, "private_note",
			inner_text(export, facts, session->terms.private_note));
		json_put_id(json, "schedule", session->schedule);
		json_put_instant(json, "removed_at", export->run.one.arena,
				 session->removed);
	}
	json_put_instant(json, "created", export->run.one.arena,
			 session->created);
	json_put_instant(json, "modified", export->run.one.arena,
			 session->modified);
	return saves_put(export, facts, json);
}

static void session_csv(struct client_export *export,
			const struct session_facts *facts, struct csv_out *csv)
{
	const struct session *session = &facts->session;
	const struct completion_client *part =
		facts->saved ? part_of(export, &facts->completion) : NULL;

	csv_id(csv, session->id);
	export_times(&export->run, csv, session);
	csv_word(csv, is_alone(facts) ? "single" : "group");
	csv_word(csv, export_state(session));
	csv_word(csv, part ? part->slug : NULL);
	csv_text(csv, part ? part->label : NULL);
	csv_text(csv, facts->service);
	csv_text(csv, practitioners_text(export->run.one.arena, facts));
	if (part) {
		export_money(&export->run, csv, part->charge);
		export_money(&export->run, csv, part->tax);
	} else {
		csv_word(csv, NULL);
		csv_word(csv, NULL);
	}
	csv_text(csv, session->terms.place);
	csv_text(csv, session->terms.public_note);
	if (export->whole) {
		csv_text(csv, inner_text(export, facts,
					 session->terms.private_note));
		csv_text(csv, facts->saved
				      ? inner_text(export, facts,
						   facts->completion.reason)
				      : NULL);
		export_instant(&export->run, csv, session->removed);
	}
	csv_end(csv);
}

static void session_ics(struct sessions *sessions,
			const struct session_facts *facts)
{
	const struct viewer viewer = {
		.kind = VIEW_CLIENT,
		.person = sessions->export->client,
	};

	if (facts->session.removed.s == INSTANT_MAX.s)
		export_ics_add(&sessions->ics, sessions->export->run.one.arena,
			       facts, &viewer, NULL);
}

static enum err session_export(struct sessions *sessions, int64_t id)
{
	struct client_export *export = sessions->export;
	struct session_facts facts;
	json_t *json;
	enum err err = practice_facts_load(export->run.reader, id, &facts);

	if (err)
		return err;
	json = json_new(export->run.one.arena);
	err = session_json(export, &facts, json);
	export_list_add(export, &sessions->json, json);
	session_csv(export, &facts, &sessions->csv);
	session_ics(sessions, &facts);
	return err;
}

static enum err pages_export(struct sessions *sessions)
{
	struct client_export *export = sessions->export;
	struct session_filter filter = {
		.client = export->client.id,
		.removed = export->whole,
		.limit = EXPORT_PAGE,
	};
	struct session *list;
	size_t count;
	enum err err;

	do {
		export_page(&export->run);
		err = store_session_list(export->run.reader, &filter, &list,
					 &count);
		for (size_t i = 0; !err && i < count; i++) {
			filter.after = list[i].id;
			err = session_export(sessions, list[i].id);
		}
		if (!err)
			err = export_room(export,
					  sessions->json.len +
						  sessions->ics.buf.len);
	} while (!err && count == EXPORT_PAGE);
	return err;
}

enum err export_client_sessions(struct client_export *export)
{
	struct arena *arena = export->run.op->arena;
	struct sessions sessions = { .export = export };
	enum err err;

	export_list_begin(&sessions.json, arena);
	csv_begin(&sessions.csv, arena,
		  export->whole ? COLUMNS_WHOLE : COLUMNS);
	export_ics_begin(&sessions.ics, arena);
	err = pages_export(&sessions);
	if (err)
		return err;
	export_list_end(export, &sessions.json, "sessions.json");
	export_put(export, "sessions.csv", buf_view(&sessions.csv.buf));
	export_ics_end(&sessions.ics);
	export_put(export, "sessions.ics", buf_view(&sessions.ics.buf));
	return OK;
}

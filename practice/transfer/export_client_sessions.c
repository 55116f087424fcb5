#include "practice/transfer/export_client_sessions_private.h"

#include "practice/transfer/export_ics_private.h"
#include "practice/calendar/facts_list.h"
#include "practice/calendar/session_known.h"
#include "practice/session/completion_known.h"
#include "store/session_list.h"

#include <string.h>

#define COLUMNS                                                           \
	"id,start,end,tzid,kind,status,type,label,service,practitioners," \
	"charge,tax,place,public_note"
#define COLUMNS_WHOLE COLUMNS ",private_note,reason,removed_at"

#define MEMBERS_BEGIN                                                     \
	"id,uid,start,end,tzid,start_utc,kind,status,type,label,service," \
	"practitioners,place,public_note"
#define MEMBERS MEMBERS_BEGIN ",created,modified"
#define MEMBERS_WHOLE \
	MEMBERS_BEGIN ",private_note,schedule,removed_at,created,modified"

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

static json_t *save_json(struct client_export *export, bool alone,
			 const struct completion *completion,
			 const struct completion_client *part)
{
	const struct audience who = { export->run.one.arena, export->run.digits,
				      export->whole ? SEE_OFFICE_EXPORT
						    : SEE_OWN_EXPORT };
	const struct known_charge known = {
		.save = *completion,
		.part = *part,
		.reason = alone ? completion->reason : NULL,
	};

	return shape_write(&who, charge_rows, &known);
}

/* Every time that the session was saved, those that were re-opened too. */
static enum err saves_put(struct client_export *export,
			  const struct session_facts *facts, json_t *json)
{
	bool alone = facts->session.terms.clients.count == 1;
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
				 save_json(export, alone, &list[i], part));
	}
	json_put(json, "saves", saves);
	return OK;
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
	struct audience who = { .arena = export->run.one.arena,
				.digits = export->run.digits };
	struct session_known all, known;
	struct session_facts facts;
	json_t *json;
	enum err err = practice_facts_load(export->run.reader, id, &facts);

	if (err)
		return err;
	session_known_all(who.arena, &facts, &all);
	session_known_export(who.arena, &all, export->client.id, export->whole,
			     &known);
	who.see = known.see;
	json = json_new(who.arena);
	shape_pick(&who, json, export->whole ? MEMBERS_WHOLE : MEMBERS,
		   session_rows, &known);
	err = saves_put(export, &facts, json);
	export_list_add(export, &sessions->json, json);
	who.see |= SEE_CSV;
	shape_row(&who, &sessions->csv, export->whole ? COLUMNS_WHOLE : COLUMNS,
		  session_rows, &known);
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

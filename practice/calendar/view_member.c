#include "practice/calendar/view_member.h"
#include "practice/calendar/facts_list.h"

#include "ical/object.h"
#include "practice/calendar/instance_index.h"
#include "practice/calendar/view_member_private.h"
#include "practice/calendar/view_render_private.h"
#include "practice/calendar/view_write.h"

#include <string.h>

char *view_uid(struct arena *arena, const char *uid, enum view_kind kind)
{
	return arena_printf(arena, "%s%s", uid,
			    kind == VIEW_TO_SAVE ? "-save" : "");
}

char *view_name(struct arena *arena, const struct session *session,
		enum view_kind kind)
{
	size_t len = strlen(session->name);

	if (kind != VIEW_TO_SAVE)
		return arena_strdup(arena, session->name);
	if (str_ends(session->name, ".ics"))
		len -= strlen(".ics");
	return arena_printf(arena, "%.*s-save.ics", (int)len, session->name);
}

/* Programs choose names; two may choose the same for a client that both
 * see. */
static enum err free_name(struct reader *reader, const struct collection *of,
			  const struct session_facts *facts,
			  enum view_kind kind, const char **name)
{
	struct operation *op = store_reader_operation(reader);
	const char *wish = view_name(op->arena, &facts->session, kind);
	struct member other;
	enum err err = store_member_find(reader, of->id, wish, &other);

	if (!err)
		wish = arena_printf(op->arena, "session-%lld-%s",
				    (long long)facts->session.id, wish);
	else if (err != ERR_NOT_FOUND)
		return err;
	*name = wish;
	return OK;
}

/* In one collection an event may have the UID under which a program put it
 * there again; another session may have that one, too. */
static enum err free_uid(struct reader *reader, const struct collection *of,
			 const struct session_facts *facts, const char *wish,
			 const char **uid)
{
	struct operation *op = store_reader_operation(reader);
	struct member other;
	enum err err = store_member_find_uid(reader, of->id, wish, &other);

	if (!err && other.session != facts->session.id)
		wish = arena_printf(op->arena, "session-%lld-%s",
				    (long long)facts->session.id, wish);
	if (err && err != ERR_NOT_FOUND)
		return err;
	*uid = wish;
	return OK;
}

static enum err member_new(struct reader *reader, const struct collection *of,
			   const struct session_facts *facts,
			   const struct viewer *viewer, struct member *member)
{
	struct operation *op = store_reader_operation(reader);
	enum err err;

	*member = (struct member){
		.collection = of->id,
		.session = facts->session.id,
		.created = op->now,
		.kind = viewer->kind == VIEW_TO_SAVE ? CAL_VTODO : CAL_VEVENT,
	};
	err = free_name(reader, of, facts, viewer->kind, &member->name);
	if (err)
		return err;
	return free_uid(reader, of, facts,
			view_uid(op->arena, facts->session.uid, viewer->kind),
			&member->uid);
}

static enum err put_rendered(struct transaction *tx, struct member *member,
			     const struct session_facts *facts,
			     const struct viewer *viewer, struct slice bytes)
{
	struct operation *op = store_tx_operation(tx);
	struct span span = facts->session.span;
	struct index_rows rows;
	enum err err;

	/* A task is when it is due, as cal_component_span has it. */
	if (viewer->kind == VIEW_TO_SAVE)
		span.start.s = span.end.s - 1;
	member->etag = practice_view_tag(op, facts, viewer, member->own, bytes);
	member->span = span;
	member->indexed = WHOLE_TIME;
	member->modified = op->now;
	err = practice_index_shown(op, member, bytes, &rows);
	return err ? err : store_member_put(tx, member, bytes, &rows);
}

static enum err render_member(struct transaction *tx,
			      const struct session_facts *facts,
			      const struct viewer *viewer,
			      struct member *member, const char *own)
{
	struct operation *op = store_tx_operation(tx);
	struct slice served = { NULL, 0 };
	struct slice bytes;
	struct viewer as = *viewer;
	bool kept = true;
	enum err err = OK;

	as.uid = member->uid;
	if (own && !str_equal(str_empty(own) ? NULL : own, member->own)) {
		member->own = str_empty(own) ? NULL : own;
		kept = false;
	}
	if (member->id)
		err = store_member_bytes(store_tx_reader(tx), member->id,
					 &served);
	if (!err)
		err = practice_view_render(op, facts, &as, member->own,
					   member->id ? &served : NULL, &bytes);
	if (err || (member->id && kept && slice_equal(bytes, served)))
		return err;
	return put_rendered(tx, member, facts, &as, bytes);
}

enum err view_member_update(struct transaction *tx, const struct collection *of,
			    const struct session_facts *facts, const char *own)
{
	struct reader *reader = store_tx_reader(tx);
	struct operation *op = store_tx_operation(tx);
	struct viewer viewer;
	struct member member;
	enum err found;
	enum err err = view_viewer(reader, of, facts, &viewer);

	if (err)
		return err;
	found = store_member_find_session(reader, of->id, facts->session.id,
					  &member);
	if (found && found != ERR_NOT_FOUND)
		return found;
	if (!practice_view_shows(facts, &viewer, op->now))
		return found ? OK : store_member_delete(tx, &member);
	if (found)
		err = member_new(reader, of, facts, &viewer, &member);
	if (err)
		return err;
	return render_member(tx, facts, &viewer, &member, own);
}

enum err view_member_place(struct transaction *tx, const struct collection *of,
			   int64_t session, const char *name, const char *uid)
{
	struct reader *reader = store_tx_reader(tx);
	struct session_facts facts;
	struct viewer viewer;
	struct member member;
	enum err err =
		store_member_find_session(reader, of->id, session, &member);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	err = practice_facts_load(reader, session, &facts);
	if (!err)
		err = view_viewer(reader, of, &facts, &viewer);
	if (!err && !str_equal(member.name, name)) {
		err = store_member_move(tx, &member, of->id, name);
		member.name = name;
	}
	if (!err)
		err = free_uid(reader, of, &facts, uid, &member.uid);
	return err ? err : render_member(tx, &facts, &viewer, &member, NULL);
}

enum err view_member_again(struct transaction *tx, const struct member *member)
{
	struct operation *op = store_tx_operation(tx);
	struct member again = *member;
	struct index_rows rows;
	struct slice bytes;
	enum err err =
		store_member_bytes(store_tx_reader(tx), member->id, &bytes);

	if (err)
		return err;
	again.modified = op->now;
	bytes = view_sequence_raise(op->arena, bytes);
	again.etag = practice_view_tag_again(op->arena, member->etag, bytes);
	err = practice_index_shown(op, &again, bytes, &rows);
	return err ? err : store_member_put(tx, &again, bytes, &rows);
}

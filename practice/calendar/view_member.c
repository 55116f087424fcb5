#include "practice/calendar/view_member.h"
#include "practice/calendar/facts_list.h"

#include "ical/object.h"
#include "practice/calendar/instance_index.h"
#include "practice/calendar/view_member_private.h"
#include "practice/calendar/view_render_private.h"
#include "practice/calendar/view_write.h"
#include "store/object_shown.h"

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

/* What a member gets when it is shown anew, but for its bytes. */
static enum err dress(struct operation *op, const struct session_facts *facts,
		      const struct viewer *viewer, struct slice bytes,
		      struct member *member, struct index_rows *rows)
{
	/* A task is when it is due, as cal_component_span has it. */
	member->span = facts->session.span;
	if (viewer->kind == VIEW_TO_SAVE)
		member->span.start.s = member->span.end.s - 1;
	member->etag = practice_view_tag(op, facts, viewer, member->own, bytes);
	member->indexed = WHOLE_TIME;
	member->modified = op->now;
	return practice_index_shown(op, member, bytes, rows);
}

/* Members that are to be written anew. */
struct writing {
	struct transaction *tx;
	struct operation *op;
	const struct session_facts *facts;
	struct member_anew *list;
	size_t count;
};

static struct writing writing_of(struct transaction *tx,
				 const struct session_facts *facts,
				 size_t places)
{
	struct operation *op = store_tx_operation(tx);

	return (struct writing){
		.tx = tx,
		.op = op,
		.facts = facts,
		.list = arena_array(op->arena, places + 1,
				    sizeof(struct member_anew)),
	};
}

/* A new one at once; one that is there with the others. */
static enum err render(struct writing *writing, struct view_place *place)
{
	const struct session_facts *facts = writing->facts;
	struct member *member = &place->member;
	const char *own = str_empty(place->own) ? NULL : place->own;
	struct viewer as = place->viewer;
	struct index_rows rows;
	struct slice bytes;
	bool kept = true;
	enum err err;

	as.uid = member->uid;
	if (place->own && !str_equal(own, member->own)) {
		member->own = own;
		kept = false;
	}
	err = practice_view_render(writing->op, facts, &as, member->own,
				   member->id ? &place->served : NULL, &bytes);
	if (err || (member->id && kept && slice_equal(bytes, place->served)))
		return err;
	err = dress(writing->op, facts, &as, bytes, member, &rows);
	if (err || !member->id)
		return err ? err
			   : store_member_put(writing->tx, member, bytes,
					      &rows);
	writing->list[writing->count++] =
		(struct member_anew){ member, bytes, rows.busy[0] };
	return OK;
}

static enum err write(const struct writing *writing)
{
	return store_member_anew(writing->tx, writing->list, writing->count);
}

static enum err update(struct writing *writing, struct view_place *place)
{
	bool there = place->member.id != 0;
	enum err err = OK;

	if (!practice_view_shows(writing->facts, &place->viewer,
				 writing->op->now))
		return there ? store_member_delete(writing->tx, &place->member)
			     : OK;
	if (!there)
		err = member_new(store_tx_reader(writing->tx), place->of,
				 writing->facts, &place->viewer,
				 &place->member);
	return err ? err : render(writing, place);
}

enum err view_places_update(struct transaction *tx,
			    const struct session_facts *facts,
			    struct view_place *places, size_t count)
{
	struct writing writing = writing_of(tx, facts, count);
	enum err err = OK;

	for (size_t i = 0; !err && i < count; i++)
		err = update(&writing, &places[i]);
	return err ? err : write(&writing);
}

enum err view_member_update(struct transaction *tx, const struct collection *of,
			    const struct session_facts *facts, const char *own)
{
	struct reader *reader = store_tx_reader(tx);
	struct view_place place = { .of = of, .own = own };
	enum err err = view_viewer(reader, of, facts, &place.viewer);

	if (err)
		return err;
	err = store_member_find_session_bytes(reader, of->id, facts->session.id,
					      &place.member, &place.served);
	if (err && err != ERR_NOT_FOUND)
		return err;
	return view_places_update(tx, facts, &place, 1);
}

enum err view_member_place(struct transaction *tx, const struct collection *of,
			   int64_t session, const char *name, const char *uid)
{
	struct reader *reader = store_tx_reader(tx);
	struct session_facts facts;
	struct view_place place = { .of = of };
	struct member *member = &place.member;
	struct writing writing = writing_of(tx, &facts, 1);
	enum err err = store_member_find_session_bytes(reader, of->id, session,
						       member, &place.served);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	err = practice_facts_load(reader, session, &facts);
	if (!err)
		err = view_viewer(reader, of, &facts, &place.viewer);
	if (!err && !str_equal(member->name, name)) {
		err = store_member_move(tx, member, of->id, name);
		member->name = name;
	}
	if (!err)
		err = free_uid(reader, of, &facts, uid, &member->uid);
	if (!err)
		err = render(&writing, &place);
	return err ? err : write(&writing);
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

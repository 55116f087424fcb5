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

/* What a name or a UID becomes that another has. */
static char *set_apart(struct arena *arena, const struct session_facts *facts,
		       const char *wish)
{
	return arena_printf(arena, "session-%lld-%s",
			    (long long)facts->session.id, wish);
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
		wish = set_apart(op->arena, facts, wish);
	if (err && err != ERR_NOT_FOUND)
		return err;
	*uid = wish;
	return OK;
}

/* What a member gets when it is shown anew, but for its bytes. */
static void dress(struct operation *op, const struct session_facts *facts,
		  const struct viewer *viewer,
		  const struct view_rendering *made, struct member *member,
		  struct index_rows *rows)
{
	/* A task is when it is due, as cal_component_span has it. */
	member->span = facts->session.span;
	if (viewer->kind == VIEW_TO_SAVE)
		member->span.start.s = member->span.end.s - 1;
	member->etag = practice_view_tag(op->arena, made);
	member->indexed = WHOLE_TIME;
	member->modified = op->now;
	practice_index_shown(op, member, made->bytes, rows);
}

/* Members that are to be written: those that are there, and new ones. */
struct writing {
	struct transaction *tx;
	struct operation *op;
	const struct session_facts *facts;
	struct member_anew *there, *added;
	size_t there_count, added_count;
};

static struct writing writing_of(struct transaction *tx,
				 const struct session_facts *facts,
				 size_t places)
{
	struct operation *op = store_tx_operation(tx);
	const size_t size = sizeof(struct member_anew);

	return (struct writing){
		.tx = tx,
		.op = op,
		.facts = facts,
		.there = arena_array(op->arena, places + 1, size),
		.added = arena_array(op->arena, places + 1, size),
	};
}

static void render(struct writing *writing, struct view_place *place)
{
	const struct session_facts *facts = writing->facts;
	struct member *member = &place->member;
	const char *own = str_empty(place->own) ? NULL : place->own;
	struct viewer as = place->viewer;
	struct view_rendering made;
	struct member_anew anew;
	struct index_rows rows;
	bool kept = true;

	as.uid = member->uid;
	if (place->own && !str_equal(own, member->own)) {
		member->own = own;
		kept = false;
	}
	made = practice_view_render(writing->op, facts, &as, member->own,
				    member->id ? &place->served : NULL);
	if (member->id && kept && slice_equal(made.bytes, place->served))
		return;
	dress(writing->op, facts, &as, &made, member, &rows);
	anew = (struct member_anew){ member, made.bytes, rows.busy[0],
				     place->row };
	if (member->id)
		writing->there[writing->there_count++] = anew;
	else
		writing->added[writing->added_count++] = anew;
}

static enum err write(const struct writing *writing)
{
	enum err err = store_member_anew(writing->tx, writing->there,
					 writing->there_count);

	return err ? err
		   : store_member_add(writing->tx, writing->added,
				      writing->added_count);
}

static bool shows(const struct writing *writing, const struct view_place *place)
{
	return practice_view_shows(writing->facts, &place->viewer,
				   writing->op->now);
}

/* Programs choose names; two may choose the same for a client that both
 * see. */
static void name_new(const struct writing *writing, struct view_place *place,
		     const struct member_in_way *others, size_t count)
{
	struct arena *arena = writing->op->arena;
	const struct session_facts *facts = writing->facts;
	const struct session *session = &facts->session;
	enum view_kind kind = place->viewer.kind;
	char *name = view_name(arena, session, kind);
	char *uid = view_uid(arena, session->uid, kind);

	place->member = (struct member){
		.collection = place->of->id,
		.session = session->id,
		.kind = kind == VIEW_TO_SAVE ? CAL_VTODO : CAL_VEVENT,
		.name = name,
		.uid = uid,
	};
	for (size_t i = 0; i < count; i++) {
		if (others[i].collection != place->of->id)
			continue;
		if (str_equal(others[i].name, name))
			place->member.name = set_apart(arena, facts, name);
		if (str_equal(others[i].uid, uid) &&
		    others[i].session != session->id)
			place->member.uid = set_apart(arena, facts, uid);
	}
}

/* Members for those who have none and see the session from now on. */
static enum err name_all(const struct writing *writing,
			 struct view_place *places, size_t count)
{
	struct arena *arena = writing->op->arena;
	const struct session *session = &writing->facts->session;
	struct ids ids = { .at = arena_array(arena, count + 1,
					     sizeof(*ids.at)) };
	struct member_in_way *others;
	struct shown_names names;
	size_t other_count;
	enum err err;

	for (size_t i = 0; i < count; i++) {
		if (!places[i].member.id && shows(writing, &places[i]))
			ids_add(&ids, places[i].of->id);
	}
	if (!ids.count)
		return OK;
	names = (struct shown_names){
		.name = view_name(arena, session, VIEW_PRACTITIONER),
		.uid = view_uid(arena, session->uid, VIEW_PRACTITIONER),
		.task_name = view_name(arena, session, VIEW_TO_SAVE),
		.task_uid = view_uid(arena, session->uid, VIEW_TO_SAVE),
	};
	err = store_member_in_way(store_tx_reader(writing->tx), &ids, &names,
				  &others, &other_count);
	for (size_t i = 0; !err && i < count; i++) {
		if (!places[i].member.id && shows(writing, &places[i]))
			name_new(writing, &places[i], others, other_count);
	}
	return err;
}

static enum err update(struct writing *writing, struct view_place *place)
{
	if (!shows(writing, place))
		return place->member.id ? store_member_delete(writing->tx,
							      &place->member)
					: OK;
	render(writing, place);
	return OK;
}

enum err view_places_update(struct transaction *tx,
			    const struct session_facts *facts,
			    struct view_place *places, size_t count)
{
	struct writing writing = writing_of(tx, facts, count);
	enum err err = name_all(&writing, places, count);

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
	const char *kept;
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
	kept = member->uid;
	if (!err)
		err = free_uid(reader, of, &facts, uid, &member->uid);
	if (!err && !str_equal(kept, member->uid))
		err = store_member_set_uid(tx, member);
	if (err)
		return err;
	render(&writing, &place);
	return write(&writing);
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
	practice_index_shown(op, &again, bytes, &rows);
	return store_member_put(tx, &again, bytes, &rows);
}

#include "practice/calendar/view_member.h"

#include "ical/object.h"
#include "practice/access.h"
#include "practice/calendar/view_lines.h"

bool view_concerns(const struct collection *of, const struct session *session)
{
	switch (of->kind) {
	case COLLECTION_SESSIONS:
		return practice_among(&session->terms.practitioners,
				      of->owner) ||
		       practice_among(&session->terms.clients, of->owner);
	case COLLECTION_TO_SAVE:
		return practice_among(&session->terms.practitioners, of->owner);
	case COLLECTION_PRACTITIONER:
		return practice_among(&session->terms.practitioners,
				      of->subject);
	default:
		return false;
	}
}

enum err view_viewer(struct reader *reader, const struct collection *of,
		     const struct session_facts *facts, struct viewer *viewer)
{
	enum err err = practice_collection_viewer(reader, of, viewer);

	if (!err && of->kind == COLLECTION_SESSIONS)
		viewer->kind =
			practice_among(&facts->session.terms.practitioners,
				       of->owner)
				? VIEW_PRACTITIONER
				: VIEW_CLIENT;
	return err;
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
			view_uid(op->arena, &facts->session, viewer->kind),
			&member->uid);
}

static enum err put_rendered(struct transaction *tx, struct member *member,
			     const struct session_facts *facts,
			     enum view_kind kind, struct slice bytes)
{
	struct operation *op = store_tx_operation(tx);
	struct span span = facts->session.span;
	struct index_rows rows = { &span, 1 };

	/* A task is when it is due, as cal_component_span has it. */
	if (kind == VIEW_TO_SAVE)
		span.start.s = span.end.s - 1;
	member->etag = NULL;
	member->span = span;
	member->indexed = WHOLE_TIME;
	member->modified = op->now;
	return store_member_put(tx, member, bytes, &rows);
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
	return put_rendered(tx, member, facts, viewer->kind, bytes);
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
	struct index_rows rows = { &again.span, 1 };
	struct slice bytes;
	enum err err =
		store_member_bytes(store_tx_reader(tx), member->id, &bytes);

	if (err)
		return err;
	again.etag = NULL;
	again.modified = op->now;
	return store_member_put(tx, &again,
				view_sequence_raise(op->arena, bytes), &rows);
}

/* Whoever is no longer on the session loses it. */
static enum err leave_others(struct transaction *tx,
			     const struct session_facts *facts)
{
	struct reader *reader = store_tx_reader(tx);
	struct ids members;
	enum err err =
		store_member_of_session(reader, facts->session.id, &members);

	for (size_t i = 0; !err && i < members.count; i++) {
		struct collection of;
		struct member member;

		err = store_member_load(reader, members.at[i], &member);
		if (!err)
			err = store_collection_load(reader, member.collection,
						    &of);
		if (!err && !view_concerns(&of, &facts->session))
			err = store_member_delete(tx, &member);
	}
	return err;
}

static enum err update_at(struct transaction *tx,
			  const struct session_facts *facts, int64_t owner,
			  const char *path)
{
	struct collection of;
	enum err err =
		store_collection_find(store_tx_reader(tx), owner, path, &of);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	/* A personal calendar may have been made at the path before the person
	 * had the role. */
	return view_concerns(&of, &facts->session)
		       ? view_member_update(tx, &of, facts, NULL)
		       : OK;
}

static enum err update_office(struct transaction *tx,
			      const struct session_facts *facts,
			      int64_t practitioner)
{
	struct collection *list;
	size_t count;
	enum err err = store_collection_showing(store_tx_reader(tx),
						COLLECTION_PRACTITIONER,
						practitioner, &list, &count);

	for (size_t i = 0; !err && i < count; i++)
		err = view_member_update(tx, &list[i], facts, NULL);
	return err;
}

static enum err update_people(struct transaction *tx,
			      const struct session_facts *facts)
{
	const struct session *session = &facts->session;
	enum err err = OK;

	for (size_t i = 0; !err && i < session->terms.practitioners.count;
	     i++) {
		int64_t id = session->terms.practitioners.at[i];

		err = update_at(tx, facts, id, PATH_SESSIONS);
		if (!err)
			err = update_at(tx, facts, id, PATH_TO_SAVE);
		if (!err)
			err = update_office(tx, facts, id);
	}
	for (size_t i = 0; !err && i < session->terms.clients.count; i++) {
		int64_t id = session->terms.clients.at[i];

		if (!practice_among(&session->terms.practitioners, id))
			err = update_at(tx, facts, id, PATH_SESSIONS);
	}
	return err;
}

enum err view_people_update(struct transaction *tx, int64_t session)
{
	struct session_facts facts;
	enum err err =
		practice_facts_load(store_tx_reader(tx), session, &facts);

	return err ? err : update_people(tx, &facts);
}

enum err practice_views_update(struct transaction *tx, int64_t session)
{
	struct session_facts facts;
	enum err err =
		practice_facts_load(store_tx_reader(tx), session, &facts);

	/* A new session was in nobody's calendar yet. */
	if (!err && facts.session.revision > 1)
		err = leave_others(tx, &facts);
	return err ? err : update_people(tx, &facts);
}

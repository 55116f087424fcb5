#include "practice/booking/booking_private.h"

#include "practice/access.h"
#include "practice/session/completion.h"
#include "practice/booking/removal.h"
#include "practice/session/session.h"
#include "practice/calendar/view_member.h"
#include "practice/booking/wish.h"

static enum err save(struct booking *booking, const struct wish *wish,
		     int64_t session)
{
	struct save save = {
		.session = session,
		.type = wish->status,
		.reason = wish->reason,
	};
	struct session saved;
	enum err err;

	if (!str_equal(wish->status, "open")) {
		save.clients = wish->clients_saved;
		save.client_count = wish->client_count;
		save.wages = wish->wages;
		save.wage_count = wish->wage_count;
	}
	err = practice_session_save_tx(booking->tx, &save, &saved);
	/* What an override lacks is its own word. */
	if (err == ERR_INVALID && str_equal(wish->status, "override")) {
		booking->op->failure.code = ERR_OVERRIDE_DENIED;
		booking->op->failure.field_count = 0;
		return ERR_OVERRIDE_DENIED;
	}
	return err;
}

static enum err change(struct booking *booking, const struct wish *wish,
		       int64_t id)
{
	struct session session;
	enum err err = store_session_find(booking->reader, id, &session);

	if (err)
		return err;
	if (wish->has_span) {
		session.span = wish->span;
		session.zone = wish->zone;
	}
	if (wish->has_place)
		session.place = wish->place;
	if (wish->has_note)
		session.public_note = wish->note;
	if (wish->has_clients)
		session.clients = wish->clients;
	if (wish->has_service)
		session.service = wish->service;
	session.revision = 0;
	return practice_session_change_tx(booking->tx, &session);
}

static bool has_fields(const struct wish *wish)
{
	return wish->has_span || wish->has_place || wish->has_note ||
	       wish->has_clients || wish->has_service;
}

/* What a PUT asks of a session. */
struct asked {
	struct wish wish;
	const struct cal_object *object;
	bool repeats; /* its event recurs, and the session is to */
};

/* Re-opening comes before the changes that it allows, a save behind those
 * that it is made of. */
static enum err apply(struct booking *booking, const struct asked *asked,
		      int64_t session)
{
	const struct wish *wish = &asked->wish;
	bool reopen = str_equal(wish->status, "open");
	enum err err = OK;

	if (!practice_wish_any(wish) && !asked->repeats)
		return OK;
	if (wish->stale)
		return fail(booking->op, ERR_PRECONDITION,
			    "the session has changed since the program read "
			    "it");
	if (reopen)
		err = save(booking, wish, session);
	if (!err && has_fields(wish))
		err = change(booking, wish, session);
	if (!err && asked->repeats)
		err = booking_series_extend(booking, asked->object, session);
	if (!err && wish->status && !reopen)
		err = save(booking, wish, session);
	return booking_refusal(booking->op, err);
}

enum err booking_note_unknown(struct booking *booking, const char *tag,
			      int64_t session)
{
	struct review review = {
		.kind = "unknown-tag",
		.session = session,
		.person = booking->op->actor.person,
	};
	enum err err;

	if (!tag)
		return OK;
	err = booking_tag_text(booking, tag, session, &review.text);
	return err ? err : booking_review_add(booking, &review);
}

enum err booking_keep_own(struct booking *booking, int64_t session,
			  const char *own)
{
	struct session_facts facts;
	enum err err = practice_facts_load(booking->reader, session, &facts);

	if (err || !view_concerns(&booking->collection, &facts.session))
		return err;
	return view_member_update(booking->tx, &booking->collection, &facts,
				  own);
}

static enum err apply_all(struct booking *booking, const struct asked *asked,
			  int64_t session)
{
	const struct wish *wish = &asked->wish;
	enum err err = apply(booking, asked, session);

	if (!err)
		err = booking_note_unknown(booking, wish->unknown, session);
	if (!err && wish->own_changed)
		err = booking_keep_own(booking, session, wish->own);
	return err;
}

enum err booking_wishes_apply(struct booking *booking, const struct wish *wish,
			      int64_t session)
{
	const struct asked asked = { .wish = *wish };

	return apply_all(booking, &asked, session);
}

static enum err check_shape(struct booking *booking,
			    const struct cal_object *object)
{
	if (object->master)
		return OK;
	return fail(booking->op, ERR_CALENDAR_OBJECT,
		    "a session is one event, not an instance of another");
}

static enum err open_session(struct booking *booking,
			     struct session_facts *facts, struct viewer *viewer)
{
	enum err err = practice_facts_load(booking->reader,
					   booking->current.session, facts);

	if (!err)
		err = view_viewer(booking->reader, &booking->collection, facts,
				  viewer);
	if (err)
		return err;
	if (viewer->kind == VIEW_CLIENT)
		return fail(booking->op, ERR_READ_ONLY,
			    "a client's sessions are read-only");
	return OK;
}

enum err booking_session_put(struct booking *booking)
{
	struct session_facts facts;
	struct viewer viewer;
	struct wish_context context = { booking->reader, &facts, &viewer,
					booking->current.own };
	struct cal_object object;
	struct asked asked = { .object = &object };
	enum err err = booking_parse(booking, &object);

	if (!err)
		err = check_shape(booking, &object);
	if (err)
		return err;
	if (!booking->current.id)
		return booking_create(booking, &object);
	err = open_session(booking, &facts, &viewer);
	if (!err)
		err = practice_wish_event(&context, &object, &asked.wish);
	/* The version that was named is what was compared with, whatever
	 * revision the program kept; but how a session ended is not undone by
	 * what was read before it ended (S24). */
	if (!err && booking->named &&
	    !(asked.wish.status && facts.session.state == SESSION_SAVED))
		asked.wish.stale = false;
	if (!err)
		err = booking_series_wished(booking, &object, &facts.session,
					    &asked.repeats);
	return err ? err : apply_all(booking, &asked, facts.session.id);
}

enum err booking_task_put(struct booking *booking)
{
	struct session_facts facts;
	struct viewer viewer;
	struct wish_context context = { booking->reader, &facts, &viewer,
					booking->current.own };
	struct cal_object object;
	struct asked asked = { .object = &object };
	enum err err;

	if (!booking->current.id)
		return fail(booking->op, ERR_READ_ONLY,
			    "what is to be saved comes from past sessions");
	err = booking_parse(booking, &object);
	if (!err)
		err = check_shape(booking, &object);
	if (!err)
		err = open_session(booking, &facts, &viewer);
	if (!err)
		err = practice_wish_task(&context, &object, &asked.wish);
	return err ? err : apply_all(booking, &asked, facts.session.id);
}

enum err booking_session_end(struct booking *booking, const char *status)
{
	struct wish wish = {
		.status = str_lower(booking->op->arena, status),
	};

	return booking_refusal(booking->op,
			       save(booking, &wish, booking->current.session));
}

/* What the program shows must be known when it only moves the event. */
static enum err note_removal(struct booking *booking,
			     const struct session_facts *facts,
			     const struct viewer *viewer)
{
	struct arena *arena = booking->op->arena;
	struct removal made = {
		.session = facts->session.id,
		.shown = booking_shown(&booking->collection),
		.uid = booking->current.uid,
		.title = practice_removal_title(
			arena, practice_view_title(arena, facts, viewer)),
		.starts = facts->session.span.start,
	};

	return practice_removal_note(booking->tx, &made);
}

enum err booking_session_delete(struct booking *booking)
{
	struct session_facts facts;
	struct viewer viewer;
	enum err err = open_session(booking, &facts, &viewer);

	if (!err)
		err = practice_session_remove_tx(booking->tx, facts.session.id);
	if (!err)
		err = note_removal(booking, &facts, &viewer);
	return booking_refusal(booking->op, err);
}

#include "practice/booking/create_private.h"

#include "ical/text.h"
#include "practice/access.h"
#include "practice/booking/adopt_private.h"
#include "practice/booking/event_private.h"
#include "practice/booking/own_private.h"
#include "practice/booking/reassign_private.h"
#include "practice/booking/review_text_private.h"
#include "practice/booking/series_private.h"
#include "practice/booking/title_words_private.h"
#include "practice/booking/wish_status_private.h"
#include "practice/calendar/facts_list.h"
#include "practice/calendar/view_member.h"
#include "practice/session/completion.h"
#include "practice/session/session.h"

#include <string.h>

static const char *text_of(struct booking *booking,
			   const struct cal_component *event, const char *name)
{
	const char *text = cal_text_of(booking->op->arena, event, name);

	return str_empty(text) ? NULL : text;
}

/* A copy of what was served is open, whatever the first is. */
static bool is_copy(const struct cal_component *event)
{
	return cal_line_find(event, "X-PRACTICE-REVISION") != NULL;
}

/* A service that is named, in the line for it or by the title's words; *words
 * are the others. Else the default. */
static enum err named_service(struct booking *booking,
			      const struct cal_component *event,
			      const char **words, struct session *session)
{
	const char *name = text_of(booking, event, "X-PRACTICE-SERVICE");
	struct service service;
	enum err err = practice_title_service(booking->reader, words,
					      &session->terms.service);

	if (err || !name)
		return err;
	err = store_service_find_name(booking->reader, name, &service);
	if (!err && service.active)
		session->terms.service = service.id;
	return err == ERR_NOT_FOUND ? OK : err;
}

/* A copy tells all clients of a group, of whom the title names two: codes, and
 * behind "=" how it ended for one. */
static enum err named_clients(struct booking *booking,
			      const struct cal_component *event,
			      struct title *title)
{
	struct slice rest =
		slice_of(text_of(booking, event, "X-PRACTICE-CLIENTS"));
	struct title named = { .rest = false };
	struct buf codes;
	enum err err;

	if (!rest.at)
		return OK;
	buf_init(&codes, booking->op->arena);
	while (rest.at) {
		struct slice pair = slice_cut(&rest, ',');

		buf_slice(&codes, slice_cut(&pair, '='));
		buf_putc(&codes, ' ');
	}
	err = practice_title_read(booking->reader, codes.at, &named);
	if (err)
		return err;
	title->clients = named.clients;
	title->inactive = named.inactive || named.rest;
	title->rest = title->rest && !is_copy(event);
	return OK;
}

static enum err fill_session(struct booking *booking,
			     const struct cal_object *object,
			     struct session *session, struct title *title)
{
	const struct cal_component *event = object->master;
	const char *summary = text_of(booking, event, "SUMMARY");
	const char *words = summary;
	int64_t *practitioner =
		arena_alloc(booking->op->arena, sizeof(*practitioner));
	enum err err =
		booking_time(booking, object, &session->span, &session->zone);

	if (!err)
		err = named_service(booking, event, &words, session);
	if (!err && words)
		err = practice_title_read(booking->reader, words, title);
	if (!err)
		err = named_clients(booking, event, title);
	if (err)
		return err;
	session->span = booking_span(event, session->span);
	*practitioner = booking_shown(&booking->collection);
	session->terms.practitioners = (struct ids){ practitioner, 1 };
	/* A birthday is nobody's session. */
	if (!title->inactive && !booking_is_all_day(event))
		session->terms.clients = title->clients;
	booking_texts_read(booking->op->arena, event, &session->terms);
	/* Nothing that was typed is lost; clients do not see it. */
	if (title->rest || title->inactive || booking_is_all_day(event))
		session->terms.private_note = session->typed =
			practice_title_typed(summary);
	return OK;
}

/* An event that a program makes may say how it ended. */
static enum err ending_of(struct booking *booking,
			  const struct cal_component *event,
			  const struct title *title, struct ending *ending)
{
	const char *line = text_of(booking, event, "X-PRACTICE-STATUS");
	enum err err;

	if (line && !is_copy(event)) {
		line = str_lower(booking->op->arena, line);
		if (str_equal(line, "open"))
			return OK;
		ending->slug = line;
		return str_equal(line, "override")
			       ? OK
			       : wish_known(booking->reader, line);
	}
	if (!title->before.at)
		return OK;
	err = practice_ending_read(booking->reader, title->before, ending);
	if (!err)
		err = practice_ending_read(booking->reader, title->after,
					   ending);
	if (str_equal(ending->slug, "open"))
		ending->slug = NULL;
	return err;
}

/* A word behind a copied title stands behind more than the last code: where
 * that has one word at most, none does. */
static bool may_end_behind(const struct title *title)
{
	const struct slice after = slice_trim(title->after);

	return after.at && memchr(after.at, ' ', after.len) != NULL;
}

static enum err ending_behind(struct booking *booking,
			      const struct cal_object *object, int64_t session,
			      struct ending *ending)
{
	struct session_facts facts;
	struct viewer viewer;
	struct wish_context context = { booking->reader, &facts, &viewer,
					NULL };
	enum err err = practice_facts_load(booking->reader, session, &facts);

	if (!err)
		err = view_viewer(booking->reader, &booking->collection, &facts,
				  &viewer);
	if (!err)
		err = wish_words(&context, object->master, ending);
	if (str_equal(ending->slug, "open"))
		ending->slug = NULL;
	return err;
}

static enum err save_new(struct booking *booking, const struct session *session,
			 const char *status)
{
	struct save save = { .session = session->id, .type = status };

	if (!status || session->state == SESSION_DRAFT)
		return OK;
	return practice_session_save_tx(booking->tx, &save, NULL);
}

static enum err add_new(struct booking *booking,
			const struct cal_object *object,
			struct session *session)
{
	const char *own = booking_own_lines(booking->op->arena, object->master);
	enum err err = booking_own_check(booking->op, own);

	if (err)
		return err;
	if (object->recurring)
		return booking_series_create(booking, object, session, own);
	err = practice_session_add_tx(booking->tx, session);
	if (err || !*own)
		return err;
	return booking_keep_own(booking, session->id, own);
}

/* A UID is unique within one calendar (RFC 4791 4.1), and nothing is told of
 * others: there a session of somebody else may have it. What the office
 * removed stays removed. */
static enum err leave_uid(struct booking *booking, struct session *session)
{
	struct session other;
	enum err err =
		store_session_find_uid(booking->reader, session->uid, &other);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (other.removed.s == INSTANT_MAX.s ||
	    !ids_has(&other.terms.practitioners,
		     booking_shown(&booking->collection)))
		session->uid = NULL;
	return OK;
}

enum err booking_create(struct booking *booking,
			const struct cal_object *object)
{
	struct session session = { .uid = object->uid, .name = booking->name };
	struct title title = { .rest = false };
	struct ending ending = { .slug = NULL };
	bool done;
	enum err err = booking_put_back(booking, object, &done);

	if (err || done)
		return err;
	if (booking->returns)
		return booking->current.id
			       ? fail(booking->op, ERR_PRECONDITION,
				      "what was deleted here is another event")
			       : booking_uid_check(booking, object->uid);
	err = fill_session(booking, object, &session, &title);
	if (!err)
		err = leave_uid(booking, &session);
	if (!err)
		err = ending_of(booking, object->master, &title, &ending);
	if (!err)
		err = add_new(booking, object, &session);
	if (!err && !str_equal(session.uid, object->uid))
		err = view_member_place(booking->tx, &booking->collection,
					session.id, booking->name, object->uid);
	if (!err && !ending.slug && may_end_behind(&title) &&
	    !object->recurring)
		err = ending_behind(booking, object, session.id, &ending);
	if (!err)
		err = save_new(booking, &session, ending.slug);
	if (!err)
		err = booking_note_unknown(booking, ending.unknown, session.id);
	return booking_refusal(booking->op, err);
}

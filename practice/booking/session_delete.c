#include "practice/booking/session_delete_private.h"

#include "practice/booking/reassign_private.h"
#include "practice/booking/removal_private.h"
#include "practice/booking/replaced_private.h"
#include "practice/booking/session_member_private.h"
#include "practice/calendar/facts_list.h"
#include "practice/calendar/view_title.h"
#include "practice/session/session.h"

/* What the program shows must be known when it only moves the event. */
static struct removal removal_of(const struct booking *booking,
				 const struct session_facts *facts,
				 const struct viewer *viewer, const char *uid)
{
	struct arena *arena = booking->op->arena;
	struct session_known known;

	session_known_seen(arena, facts, viewer, &known);
	return (struct removal){
		.session = facts->session.id,
		.person = booking->op->actor.person,
		.shown = booking_shown(&booking->collection),
		.uid = uid,
		.title = practice_removal_title(
			arena, practice_view_title(arena, &known)),
		.starts = facts->session.span.start,
		.revision = facts->session.revision,
	};
}

/* A session as the member at hand shows it. */
struct shown {
	struct session_facts facts;
	struct viewer viewer;
	struct member member;
};

static enum err load_shown(struct booking *booking, int64_t session,
			   struct shown *shown)
{
	enum err err = store_member_find_session(booking->reader,
						 booking->collection.id,
						 session, &shown->member);

	if (!err)
		err = practice_facts_load(booking->reader, session,
					  &shown->facts);
	return err ? err
		   : view_viewer(booking->reader, &booking->collection,
				 &shown->facts, &shown->viewer);
}

enum err booking_removal_refused(struct booking *booking, int64_t session,
				 struct removal *wanted)
{
	struct shown shown = { 0 };
	enum err err = load_shown(booking, session, &shown);

	if (!err && shown.facts.session.state != SESSION_OPEN)
		return ERR_NOT_FOUND;
	if (!err)
		*wanted = removal_of(booking, &shown.facts, &shown.viewer,
				     shown.member.uid);
	return err;
}

static enum err take_away(struct booking *booking,
			  const struct session_facts *facts,
			  const struct viewer *viewer, const char *uid)
{
	struct removal made = removal_of(booking, facts, viewer, uid);
	enum err err =
		practice_session_remove_tx(booking->tx, facts->session.id);

	return err ? err : practice_removal_note(booking->tx, &made);
}

enum err booking_session_remove(struct booking *booking, int64_t session)
{
	struct shown shown = { 0 };
	enum err err = load_shown(booking, session, &shown);

	return err ? err
		   : take_away(booking, &shown.facts, &shown.viewer,
			       shown.member.uid);
}

enum err booking_session_delete(struct booking *booking)
{
	struct session_facts facts;
	struct viewer viewer;
	bool done = false;
	enum err err = booking_session_open(booking, &facts, &viewer);

	if (!err)
		err = booking_replaced(booking, &facts, &viewer, &done);
	if (done)
		return booking_refusal(booking->op, err);
	if (!err)
		err = take_away(booking, &facts, &viewer, booking->current.uid);
	return booking_refusal(booking->op, err);
}

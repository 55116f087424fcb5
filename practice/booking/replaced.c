#include "practice/booking/replaced_private.h"

#include "base/word.h"
#include "practice/access.h"
#include "practice/booking/adopt_private.h"
#include "practice/booking/apply_private.h"
#include "practice/booking/event_private.h"
#include "practice/booking/reassign_private.h"
#include "practice/booking/removal_private.h"
#include "practice/booking/title_words_private.h"
#include "practice/calendar/facts_list.h"
#include "practice/calendar/session_known.h"
#include "practice/calendar/view_member.h"
#include "practice/calendar/view_title.h"
#include "practice/session/completion.h"
#include "practice/session/session.h"
#include "store/actor.h"
#include "store/audit.h"
#include "store/session_list.h"

/* Rows of the audit that are looked through for who made a session. */
#define AUDIT_READ 50
/* Of an event that was put and then moved: the old one and the new one. */
#define PUT_BY_A_MOVE 2

/* The old session, and the new one that its program put in its place. */
struct replacing {
	struct booking *booking;
	const struct session_facts *old;
	const struct viewer *viewer;
	bool sibling; /* the old one was itself just put, among others */
	struct session new;
	struct member member; /* of the new one; id 0: none was found */
	const char *status;   /* how the new one ended, or NULL */
};

static bool same_span(struct span a, struct span b)
{
	return a.start.s == b.start.s && a.end.s == b.end.s;
}

/* By the program that deletes now, and not by a page of the same person's. */
static bool by_this_program(const struct actor *actor,
			    const struct audit *audit)
{
	return audit->who == actor->person &&
	       str_equal(audit->channel,
			 word_of(channel_words, actor->channel)) &&
	       str_equal(audit->device, actor->device);
}

static enum err made_here(const struct booking *booking, int64_t session,
			  bool *so)
{
	struct audit *list;
	size_t count;
	enum err err = store_audit_list(booking->reader, "session", session, 0,
					AUDIT_READ, &list, &count);

	*so = false;
	for (size_t i = 0; !err && i < count; i++) {
		if (str_equal(list[i].action, "session.add"))
			*so = by_this_program(&booking->op->actor, &list[i]);
	}
	return err;
}

static int64_t window_begin(const struct booking *booking)
{
	return booking->op->now.s - PRACTICE_REMOVAL_WINDOW;
}

/* Who puts several events and deletes them again replaces none by another. The
 * audit tells of those that are removed by now, too. */
static enum err find_siblings(struct replacing *replacing)
{
	const struct booking *booking = replacing->booking;
	const struct session *old = &replacing->old->session;
	struct audit_filter filter = {
		.object_kind = "session",
		.who = booking->op->actor.person,
		.action = "session.add",
		.at = { { window_begin(booking) }, { booking->op->now.s + 1 } },
	};
	struct audit *list;
	size_t count, put = 0;
	bool made = false;
	enum err err;

	if (old->created.s <= window_begin(booking))
		return OK;
	err = made_here(booking, old->id, &made);
	if (err || !made)
		return err;
	err = store_audit_search(booking->reader, &filter, 0, AUDIT_READ, &list,
				 &count);
	for (size_t i = 0; !err && i < count; i++)
		put += by_this_program(&booking->op->actor, &list[i]);
	replacing->sibling = put > PUT_BY_A_MOVE;
	return err;
}

/* A move puts the new one and deletes the old one in one go. Of siblings only
 * the times tell: the new one is to be nearer to this DELETE than to the PUT of
 * the old one. */
static bool put_for_it(const struct replacing *replacing,
		       const struct session *new)
{
	const struct booking *booking = replacing->booking;
	const struct session *old = &replacing->old->session;
	int64_t behind = new->created.s - old->created.s;

	if (new->id <= old->id || new->created.s <= window_begin(booking))
		return false;
	return !replacing->sibling ||
	       (behind > 0 && booking->op->now.s - new->created.s <= behind);
}

static char *title_key(const struct replacing *replacing,
		       const struct session_facts *facts)
{
	struct arena *arena = replacing->booking->op->arena;
	struct session_known known;

	session_known_seen(arena, facts, replacing->viewer, &known);
	return practice_title_key(arena, view_title_plain(arena, &known));
}

/* Drafts are alike only where the same was typed. */
static bool same_title(const struct replacing *replacing,
		       const struct session_facts *new)
{
	const struct session_facts *old = replacing->old;

	if (!ids_same(&old->session.terms.clients,
		      &new->session.terms.clients) ||
	    (old->session.terms.clients.count == 0 && !old->session.typed))
		return false;
	return str_equal(title_key(replacing, old), title_key(replacing, new));
}

static enum err consider(struct replacing *replacing,
			 const struct session *session)
{
	struct booking *booking = replacing->booking;
	struct session_facts facts;
	struct member member;
	bool made;
	enum err err = store_member_find_session(
		booking->reader, booking->collection.id, session->id, &member);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	err = practice_facts_load(booking->reader, session->id, &facts);
	if (!err)
		err = made_here(booking, session->id, &made);
	if (err || !made || !same_title(replacing, &facts))
		return err;
	replacing->new = facts.session;
	replacing->member = member;
	replacing->status = facts.saved ? facts.completion.slug : NULL;
	return OK;
}

/* The newest that this program put within ten minutes. */
static enum err find_new(struct replacing *replacing)
{
	struct booking *booking = replacing->booking;
	const struct session *old = &replacing->old->session;
	struct session_filter filter = {
		.span = { { old->span.start.s - PRACTICE_REMOVAL_NEAR },
			  { old->span.end.s + PRACTICE_REMOVAL_NEAR } },
		.practitioner = booking_shown(&booking->collection),
	};
	struct session *list;
	size_t count;
	enum err err = find_siblings(replacing);

	if (!err)
		err = store_session_list(booking->reader, &filter, &list,
					 &count);
	for (size_t i = 0; !err && i < count; i++) {
		if (put_for_it(replacing, &list[i]) &&
		    list[i].id > replacing->new.id)
			err = consider(replacing, &list[i]);
	}
	return err;
}

/* What is saved stays, and who may not edit moves nothing. */
static bool may_take(const struct replacing *replacing)
{
	const struct actor *actor = &replacing->booking->op->actor;
	const struct session *old = &replacing->old->session;

	if (old->state == SESSION_SAVED)
		return false;
	return actor_is_office(actor) ||
	       (practice_is_practitioner_of(actor, old) &&
		((actor->may & MAY_EDIT) ||
		 same_span(old->span, replacing->new.span)));
}

/* As if it had never been put: its charges are taken back. */
static enum err take_away(struct booking *booking, struct session session)
{
	struct save save = { .session = session.id,
			     .type = "open",
			     .takes_back = true };
	struct session_facts opened = { .session = session };
	struct session gone;
	enum err err = OK;

	if (session.state == SESSION_SAVED)
		err = practice_session_save_tx(booking->tx, &save, &opened);
	if (err)
		return err;
	session = opened.session;
	gone = session;
	gone.removed = booking->op->now;
	return practice_session_write(booking->tx, &session, &gone,
				      "session.remove");
}

/* What the new one leaves out is not to go. */
static struct wish wish_of(const struct replacing *replacing)
{
	const struct actor *actor = &replacing->booking->op->actor;
	const struct session *old = &replacing->old->session;
	const struct session *new = &replacing->new;
	bool may_edit = actor_is_office(actor) || (actor->may & MAY_EDIT);
	unsigned parts = same_span(old->span, new->span) ? 0 : PART_TIME;

	if (may_edit)
		parts |= practice_terms_differ(&new->terms, &old->terms) &
			 practice_terms_told(&new->terms) &
			 booking_texts_parts();
	return (struct wish){
		.parts = parts,
		.span = new->span,
		.zone = new->zone,
		.terms = new->terms,
		.status = replacing->status,
		.own = replacing->member.own,
		.own_changed = replacing->member.own != NULL,
	};
}

enum err booking_replaced(struct booking *booking,
			  const struct session_facts *facts,
			  const struct viewer *viewer, bool *done)
{
	struct replacing replacing = { .booking = booking,
				       .old = facts,
				       .viewer = viewer };
	int64_t id = facts->session.id;
	struct wish wish;
	enum err err = find_new(&replacing);

	*done = !err && replacing.member.id && may_take(&replacing);
	if (!*done)
		return err;
	wish = wish_of(&replacing);
	err = take_away(booking, replacing.new);
	if (!err)
		err = booking_apply(booking, &wish, NULL, id);
	if (!err)
		err = view_member_place(booking->tx, &booking->collection, id,
					replacing.member.name,
					replacing.member.uid);
	return err ? err
		   : booking_note_adopted(booking, id, booking->current.uid,
					  replacing.member.uid);
}

#include "practice/booking/apply_private.h"

#include "practice/booking/own_private.h"
#include "practice/booking/review_text_private.h"
#include "practice/booking/series_private.h"
#include "practice/calendar/facts_list.h"
#include "practice/session/completion.h"
#include "practice/session/schedule_shift.h"
#include "practice/session/session.h"
#include "practice/session/session_rules.h"
#include "practice/refusal.h"

/* What is known of the session, where it is as the wish was made on. */
static enum err save(struct booking *booking, const struct wish *wish,
		     const struct session_facts *known, int64_t session)
{
	struct save save = {
		.session = session,
		.facts = known,
		.type = wish->status,
		.reason = wish->reason,
	};
	enum err err;

	if (!str_equal(wish->status, "open")) {
		save.clients = wish->clients_saved;
		save.client_count = wish->client_count;
		save.wages = wish->wages;
		save.wage_count = wish->wage_count;
	}
	err = practice_session_save_tx(booking->tx, &save, NULL);
	/* What an override lacks is its own word. */
	if (err == ERR_INVALID && str_equal(wish->status, "override"))
		return refuse_instead(booking->op, REFUSAL_OVERRIDE_DENIED);
	return err;
}

static enum err change(struct booking *booking, const struct wish *wish,
		       const struct session_facts *known, int64_t id)
{
	struct session_facts facts;
	struct session session;
	enum err err = OK;

	if (!known) {
		err = practice_facts_load(booking->reader, id, &facts);
		known = &facts;
	}
	if (!err)
		err = practice_session_check_open(booking->op, &known->session);
	if (err)
		return err;
	session = known->session;
	if (wish->parts & PART_TIME) {
		session.span = wish->span;
		session.zone = wish->zone;
	}
	practice_terms_lay(&session.terms, &wish->terms, wish->parts);
	session.revision = 0;
	return wish->whole
		       ? practice_session_change_all_tx(booking->tx, &session)
		       : practice_session_change_known(booking->tx, known,
						       &session);
}

/* Re-opening comes before the changes that it allows, a save behind those
 * that it is made of. */
static enum err apply(struct booking *booking, const struct wish *wish,
		      const struct cal_object *repeats, int64_t session)
{
	const struct session_facts *known = wish->facts;
	bool reopen = str_equal(wish->status, "open");
	enum err err = OK;

	if (!practice_wish_any(wish) && !repeats)
		return OK;
	if (known && known->session.id != session)
		known = NULL;
	if (reopen) {
		err = save(booking, wish, known, session);
		known = NULL;
	}
	if (!err && wish->parts) {
		err = change(booking, wish, known, session);
		known = NULL;
	}
	if (!err && repeats) {
		err = booking_series_extend(booking, repeats, session);
		known = NULL;
	}
	if (!err && wish->status && !reopen)
		err = save(booking, wish, known, session);
	return booking_refusal(booking->op, err);
}

enum err booking_apply(struct booking *booking, const struct wish *wish,
		       const struct cal_object *repeats, int64_t session)
{
	enum err err = apply(booking, wish, repeats, session);

	if (!err)
		err = booking_note_unknown(booking, wish->unknown, session);
	if (!err && wish->own_changed)
		err = booking_keep_own(booking, session, wish->own);
	return err;
}

enum err booking_session_end(struct booking *booking, const char *status)
{
	struct wish wish = {
		.status = str_lower(booking->op->arena, status),
	};

	return booking_refusal(booking->op, save(booking, &wish, NULL,
						 booking->current.session));
}

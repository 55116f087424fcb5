#include "practice/session/completion.h"

#include "base/str.h"
#include "practice/calendar/facts_list.h"
#include "practice/calendar/session_known.h"
#include "practice/money/billing.h"
#include "practice/session/completion_rules.h"
#include "practice/money/posting.h"
#include "practice/session/pricing_private.h"
#include "practice/session/session.h"
#include "practice/session/session_rules.h"
#include "store/transaction.h"

/* A save under way. */
struct saving {
	struct transaction *tx;
	struct operation *op;
	struct reader *reader;
	const struct save *save;
	struct session_facts facts; /* as it stands, then as it becomes */
	struct session_known before;
};

static bool is_saved(const struct saving *saving)
{
	return saving->facts.session.state == SESSION_SAVED;
}

static enum err load(struct saving *saving)
{
	const struct save *save = saving->save;
	struct session_facts *facts = &saving->facts;
	struct session session;
	enum err err;

	if (save->facts) {
		*facts = *save->facts;
		err = practice_session_check_open(saving->op, &facts->session);
	} else {
		err = practice_session_open(saving->reader, save->session,
					    &session);
		if (!err)
			err = practice_facts_of(saving->reader, &session,
						facts);
	}
	if (!err)
		err = practice_save_may(saving->op, save, &facts->session);
	if (!err)
		session_known_all(saving->op->arena, facts, &saving->before);
	return err;
}

/* S24: another status over a stale revision. */
static enum err check_revision(const struct saving *saving)
{
	if (!saving->save->revision ||
	    saving->save->revision == saving->facts.session.revision)
		return OK;
	return fail(saving->op, ERR_CONFLICT,
		    "the session was changed in the meantime: it is at "
		    "revision %lld",
		    (long long)saving->facts.session.revision);
}

static enum err undo(struct saving *saving)
{
	struct completion *saved = &saving->facts.completion;
	enum err err = practice_reopen_may(saving->reader, saving->save, saved);

	if (!err)
		err = practice_draft_line_remove(saving->tx, saved->id);
	if (!err)
		err = practice_post_reopen(saving->tx, saved);
	if (!err)
		err = store_completion_reopened(saving->tx, saved->id,
						saved->reversal,
						saving->op->now);
	return err;
}

static enum err keep(struct saving *saving, const char *action)
{
	struct session_facts *facts = &saving->facts;
	enum err err;

	facts->session.modified = saving->op->now;
	err = store_session_update_ending(saving->tx, &facts->session);
	if (!err)
		err = practice_session_changed(saving->tx, facts, action,
					       &saving->before);
	return err;
}

static enum err reopen(struct saving *saving)
{
	enum err err;

	if (!is_saved(saving))
		return OK;
	err = check_revision(saving);
	if (!err)
		err = undo(saving);
	if (err)
		return err;
	saving->facts.session.state =
		practice_session_state(&saving->facts.session);
	saving->facts.session.completion = 0;
	saving->facts.saved = false;
	saving->facts.completion = (struct completion){ .id = 0 };
	return keep(saving, "session.reopen");
}

static const char *why_draft(const struct session *session)
{
	if (session->terms.clients.count == 0)
		return "it has no client";
	if (session->terms.practitioners.count == 0)
		return "it has no practitioner";
	return session->terms.service ? "it takes a whole day"
				      : "it has no service";
}

static enum err post(struct saving *saving, struct completion *wanted)
{
	struct operation *op = saving->op;
	enum err err;

	wanted->saved_by = op->actor.person;
	wanted->saved_at = op->now;
	wanted->channel = op->actor.channel;
	wanted->device = op->actor.device;
	err = practice_price(saving->reader, &saving->facts, wanted);
	if (!err)
		err = store_completion_insert(saving->tx, wanted);
	if (!err)
		err = practice_post_save(saving->tx, wanted);
	return err;
}

static enum err end(struct saving *saving)
{
	struct session_facts *facts = &saving->facts;
	struct session *session = &facts->session;
	struct completion wanted;
	enum err err;

	if (session->state == SESSION_DRAFT)
		return fail(saving->op, ERR_CONFLICT,
			    "the session is a draft: %s", why_draft(session));
	err = practice_save_resolve(saving->reader, saving->save, session,
				    &wanted);
	if (err)
		return err;
	if (is_saved(saving) && practice_save_same(&wanted, &facts->completion))
		return OK;
	err = check_revision(saving);
	if (!err)
		err = practice_save_in_time(saving->op, session, &wanted);
	if (!err && is_saved(saving))
		err = undo(saving);
	if (!err)
		err = post(saving, &wanted);
	if (err)
		return err;
	session->state = SESSION_SAVED;
	session->completion = wanted.id;
	facts->saved = true;
	facts->completion = wanted;
	return keep(saving, "session.save");
}

enum err practice_session_save_tx(struct transaction *tx,
				  const struct save *save,
				  struct session_facts *after)
{
	struct saving saving = {
		.tx = tx,
		.op = store_tx_operation(tx),
		.reader = store_tx_reader(tx),
		.save = save,
	};
	enum err err = load(&saving);

	if (!err && str_equal(save->type, "open"))
		err = reopen(&saving);
	else if (!err)
		err = end(&saving);
	if (!err && after)
		*after = saving.facts;
	return err;
}

struct save_work {
	const struct save *save;
	struct session_facts after;
};

static enum err save_work(struct transaction *tx, void *context)
{
	struct save_work *work = context;

	return practice_session_save_tx(tx, work->save, &work->after);
}

enum err practice_session_save(struct operation *op, struct store *store,
			       const struct save *save,
			       struct session_facts *after)
{
	struct save_work work = { .save = save };
	enum err err = store_write(op, store, save_work, &work);

	if (!err && after)
		*after = work.after;
	return err;
}

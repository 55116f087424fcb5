#include "practice/session/completion.h"

#include "base/str.h"
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
	struct session session;
	struct session_known before;
	struct completion saved; /* the live one of a saved session */
};

static bool is_saved(const struct saving *saving)
{
	return saving->session.state == SESSION_SAVED;
}

static enum err load(struct saving *saving)
{
	struct session *session = &saving->session;
	enum err err = practice_session_open(saving->reader,
					     saving->save->session, session);

	if (!err)
		err = practice_save_may(saving->op, saving->save, session);
	if (!err)
		err = session_known_around(saving->reader, session,
					   &saving->before);
	if (!err && is_saved(saving))
		err = store_completion_find(saving->reader, session->completion,
					    &saving->saved);
	return err;
}

/* S24: another status over a stale revision. */
static enum err check_revision(const struct saving *saving)
{
	if (!saving->save->revision ||
	    saving->save->revision == saving->session.revision)
		return OK;
	return fail(saving->op, ERR_CONFLICT,
		    "the session was changed in the meantime: it is at "
		    "revision %lld",
		    (long long)saving->session.revision);
}

static enum err undo(struct saving *saving)
{
	struct completion *saved = &saving->saved;
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
	struct session *session = &saving->session;
	enum err err;

	session->modified = saving->op->now;
	err = store_session_update(saving->tx, session);
	if (!err)
		err = practice_session_changed(saving->tx, session->id, action,
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
	saving->session.state = practice_session_state(&saving->session);
	saving->session.completion = 0;
	return keep(saving, "session.reopen");
}

static const char *missing(const struct session *session)
{
	if (session->terms.clients.count == 0)
		return "client";
	return session->terms.service ? "practitioner" : "service";
}

static enum err post(struct saving *saving, struct completion *wanted)
{
	struct operation *op = saving->op;
	enum err err;

	wanted->saved_by = op->actor.person;
	wanted->saved_at = op->now;
	wanted->channel = op->actor.channel;
	wanted->device = op->actor.device;
	err = practice_price(saving->reader, &saving->session, wanted);
	if (!err)
		err = store_completion_insert(saving->tx, wanted);
	if (!err)
		err = practice_post_save(saving->tx, wanted);
	return err;
}

static enum err end(struct saving *saving)
{
	struct completion wanted;
	enum err err;

	if (saving->session.state == SESSION_DRAFT)
		return fail(saving->op, ERR_CONFLICT,
			    "the session is a draft: it has no %s",
			    missing(&saving->session));
	err = practice_save_resolve(saving->reader, saving->save,
				    &saving->session, &wanted);
	if (err)
		return err;
	if (is_saved(saving) && practice_save_same(&wanted, &saving->saved))
		return OK;
	err = check_revision(saving);
	if (!err)
		err = practice_save_in_time(saving->op, &saving->session,
					    &wanted);
	if (!err && is_saved(saving))
		err = undo(saving);
	if (!err)
		err = post(saving, &wanted);
	if (err)
		return err;
	saving->session.state = SESSION_SAVED;
	saving->session.completion = wanted.id;
	return keep(saving, "session.save");
}

enum err practice_session_save_tx(struct transaction *tx,
				  const struct save *save,
				  struct session *session)
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
	if (!err)
		*session = saving.session;
	return err;
}

struct save_work {
	const struct save *save;
	struct session result;
};

static enum err save_work(struct transaction *tx, void *context)
{
	struct save_work *work = context;

	return practice_session_save_tx(tx, work->save, &work->result);
}

enum err practice_session_save(struct operation *op, struct store *store,
			       const struct save *save, struct session *session)
{
	struct save_work work = { .save = save };
	enum err err = store_write(op, store, save_work, &work);

	if (!err)
		*session = work.result;
	return err;
}

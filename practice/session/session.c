#include "practice/session/session.h"

#include "base/digest.h"
#include "base/str.h"
#include "practice/access.h"
#include "practice/calendar/facts_list.h"
#include "practice/calendar/view_update.h"
#include "practice/session/clash.h"
#include "practice/session/completion.h"
#include "practice/audit_record.h"
#include "practice/session/session_rules.h"
#include "practice/refusal.h"
#include "practice/write_one.h"
#include "store/session_version.h"
#include "store/transaction.h"

struct session_work {
	const struct session *wanted;
	struct session result;
};

/* Set at start, then only read. */
static session_watch *watching;

static void name_new(struct arena *arena, struct session *session)
{
	if (str_empty(session->uid))
		session->uid = random_uid(arena);
	if (str_empty(session->name))
		session->name = arena_printf(arena, "%s.ics", session->uid);
}

static enum err insert(struct transaction *tx, struct session *session)
{
	struct operation *op = store_tx_operation(tx);
	enum err err;

	session->state = practice_session_state(session);
	session->completion = 0;
	session->created = session->modified = op->now;
	session->removed = INSTANT_MAX;
	err = store_session_insert(tx, session);
	if (err == ERR_EXISTS)
		return fail(op, ERR_UID_CONFLICT,
			    "another session has the UID '%s'", session->uid);
	return err;
}

enum err practice_session_add_tx(struct transaction *tx,
				 struct session *session)
{
	struct operation *op = store_tx_operation(tx);
	struct session added = *session;
	struct session_facts facts;
	enum err err = practice_session_may_add(op, &added);

	if (!err)
		err = practice_session_check(store_tx_reader(tx), &added, NULL);
	if (err)
		return err;
	name_new(op->arena, &added);
	if (added.schedule)
		added.planned = practice_planned_day(&added);
	err = insert(tx, &added);
	if (!err)
		err = practice_facts_of(store_tx_reader(tx), &added, &facts);
	if (!err)
		err = practice_session_changed(tx, &facts, "session.add", NULL);
	if (!err)
		*session = added;
	return err;
}

static enum err add_work(struct transaction *tx, void *context)
{
	struct session_work *work = context;

	work->result = *work->wanted;
	return practice_session_add_tx(tx, &work->result);
}

enum err practice_session_add(struct operation *op, struct store *store,
			      struct session *session)
{
	struct session_work work = { .wanted = session };
	enum err err = store_write(op, store, add_work, &work);

	if (!err)
		*session = work.result;
	return err;
}

static bool same_people(const struct session *a, const struct session *b)
{
	const struct session_terms *x = &a->terms, *y = &b->terms;

	return ids_equal(&x->practitioners, &y->practitioners) &&
	       ids_equal(&x->clients, &y->clients);
}

static enum err write(struct transaction *tx, const struct session_facts *was,
		      struct session *session, const char *action)
{
	struct operation *op = store_tx_operation(tx);
	const struct session *row = &was->session;
	bool same = same_people(row, session);
	struct session_facts now = *was;
	struct session_known before;
	enum err err;

	session_known_all(op->arena, was, &before);
	session->modified = op->now;
	if (same && row->span.start.s == session->span.start.s)
		err = store_session_update_row(tx, session);
	else
		err = store_session_update(tx, session);
	now.session = *session;
	if (!err && (!same || row->terms.service != session->terms.service))
		err = practice_facts_of(store_tx_reader(tx), session, &now);
	return err ? err : practice_session_changed(tx, &now, action, &before);
}

enum err practice_session_write(struct transaction *tx,
				const struct session *was,
				struct session *session, const char *action)
{
	struct session_facts facts;
	enum err err = practice_facts_of(store_tx_reader(tx), was, &facts);

	return err ? err : write(tx, &facts, session, action);
}

/* What a change may not touch stays as the row has it. */
static struct session changed_from(const struct session *before,
				   const struct session *wanted)
{
	struct session after = *before;

	after.span = wanted->span;
	after.zone = wanted->zone;
	after.terms = wanted->terms;
	if (before->schedule)
		after.planned = practice_planned_day(before);
	return after;
}

/* Clients learn nothing from which of their wishes are wrong. */
static enum err may_wish(struct operation *op)
{
	if (actor_is_office(&op->actor) ||
	    actor_is(&op->actor, ROLE_PRACTITIONER))
		return OK;
	return refuse(op, REFUSAL_NOT_PERMITTED, "you may not change sessions");
}

enum err practice_session_change_known(struct transaction *tx,
				       const struct session_facts *known,
				       struct session *session)
{
	struct operation *op = store_tx_operation(tx);
	struct session before = known->session, after;
	unsigned parts;
	enum err err = may_wish(op);

	if (err)
		return err;
	if (session->revision && session->revision != before.revision)
		return fail(op, ERR_CONFLICT,
			    "the session was changed in the meantime: it is "
			    "at revision %lld",
			    (long long)before.revision);
	after = changed_from(&before, session);
	err = practice_session_check(store_tx_reader(tx), &after, &before);
	if (err)
		return err;
	parts = practice_session_differs(&before, &after);
	if (parts) {
		/* The default that a draft is given is nobody's wish (S8). */
		unsigned wished = session->terms.service == before.terms.service
					  ? parts & ~(unsigned)PART_SERVICE
					  : parts;

		err = practice_session_may_change(op, &before, wished);
		if (err)
			return err;
		after.state = practice_session_state(&after);
		err = write(tx, known, &after,
			    parts & PART_TIME ? "session.move"
					      : "session.change");
	}
	if (!err)
		*session = after;
	return err;
}

enum err practice_session_change_tx(struct transaction *tx,
				    struct session *session)
{
	struct reader *reader = store_tx_reader(tx);
	struct session_facts facts;
	struct session before;
	enum err err = practice_session_open(reader, session->id, &before);

	if (!err)
		err = practice_facts_of(reader, &before, &facts);
	return err ? err : practice_session_change_known(tx, &facts, session);
}

static enum err remove_row(struct transaction *tx, struct session *session)
{
	const struct session was = *session;

	session->removed = store_tx_operation(tx)->now;
	if (session->schedule)
		session->planned = practice_planned_day(session);
	return practice_session_write(tx, &was, session, "session.remove");
}

/* Section 10: what practitioners remove becomes canceled, without charge. */
static enum err remove_own(struct transaction *tx, struct session *session)
{
	struct operation *op = store_tx_operation(tx);
	struct save cancel = { .session = session->id,
			       .type = "canceled",
			       .cancels = true };

	if (session->state == SESSION_DRAFT) {
		if (op->actor.may & (MAY_CREATE | MAY_EDIT))
			return remove_row(tx, session);
		return refuse(op, REFUSAL_NOT_PERMITTED,
			      "you may not remove sessions");
	}
	if (session->span.start.s <= op->now.s)
		return refuse(op, REFUSAL_PAST_OPEN,
			      "a past session is saved, not removed");
	return practice_session_save_tx(tx, &cancel, NULL);
}

enum err practice_session_remove_tx(struct transaction *tx, int64_t id)
{
	struct operation *op = store_tx_operation(tx);
	struct session session;
	bool office = actor_is_office(&op->actor);
	enum err err = practice_session_open(store_tx_reader(tx), id, &session);

	if (err)
		return err;
	if (!office && !practice_is_practitioner_of(&op->actor, &session))
		return refuse(op, REFUSAL_NOT_PERMITTED,
			      "you may not remove sessions");
	if (session.state == SESSION_SAVED)
		return refuse(op, REFUSAL_SESSION_SAVED,
			      "the session is saved: it can be removed after "
			      "re-opening");
	return office ? remove_row(tx, &session) : remove_own(tx, &session);
}

enum err practice_session_remove(struct operation *op, struct store *store,
				 int64_t session)
{
	return practice_write_one(op, store, practice_session_remove_tx,
				  session);
}

enum err practice_session_put_back(struct transaction *tx,
				   const struct session *session)
{
	struct session back = *session;

	back.removed = INSTANT_MAX;
	return practice_session_write(tx, session, &back, "session.restore");
}

struct restoring {
	int64_t id, revision;
};

static enum err restore_work(struct transaction *tx, void *context)
{
	const struct restoring *work = context;
	struct operation *op = store_tx_operation(tx);
	struct session session;
	enum err err;

	if (!actor_is_office(&op->actor))
		return refuse(op, REFUSAL_NOT_PERMITTED,
			      "you may not restore sessions");
	err = store_session_find(store_tx_reader(tx), work->id, &session);
	if (err == ERR_NOT_FOUND)
		return fail(op, err, "there is no such session");
	if (err)
		return err;
	if (session.removed.s == INSTANT_MAX.s)
		return fail(op, ERR_CONFLICT, "the session is not removed");
	if (work->revision && work->revision != session.revision)
		return fail(op, ERR_CONFLICT,
			    "the session was changed in the meantime: it is "
			    "at revision %lld",
			    (long long)session.revision);
	return practice_session_put_back(tx, &session);
}

enum err practice_session_restore(struct operation *op, struct store *store,
				  int64_t session, int64_t revision)
{
	struct restoring work = { session, revision };

	return store_write(op, store, restore_work, &work);
}

/* S48: of the place and of notes, audit rows hold only that they changed. */
static enum err record_change(struct transaction *tx, const char *action,
			      const struct session_known *before,
			      const struct session_known *after)
{
	const struct audience audit = {
		.arena = store_tx_operation(tx)->arena,
		.digits = after->digits,
		.see = SEE_AUDIT,
	};
	json_t *was, *is;

	shape_audit(&audit, session_rows, before, after, &was, &is);
	return record_add(tx, action, "session", after->id, was, is);
}

enum err practice_session_changed(struct transaction *tx,
				  struct session_facts *now, const char *action,
				  const struct session_known *before)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	struct ids others = { .count = 0 };
	struct session_known after;
	enum err err = practice_clashes_update(tx, now, &others);

	if (err)
		return err;
	session_known_all(arena, now, &after);
	err = store_session_version_add(tx, now->session.id,
					session_known_text(arena, &after));
	if (!err)
		err = record_change(tx, action, before, &after);
	if (!err)
		err = view_update(tx, now);
	for (size_t i = 0; !err && i < others.count; i++)
		err = practice_views_update(tx, others.at[i]);
	if (!err && watching)
		err = watching(tx, before, now, action);
	return err;
}

void practice_session_watch(session_watch *watch)
{
	watching = watch;
}

#include "practice/notice/run.h"

#include "base/log.h"
#include "base/str.h"
#include "practice/access.h"
#include "practice/audit_record.h"
#include "practice/checks.h"
#include "practice/notice/run_known.h"
#include "practice/notice/run_step_private.h"
#include "practice/write_one.h"
#include "store/transaction.h"

static enum err record_begin(struct transaction *tx, const struct run *run,
			     size_t sessions)
{
	const struct run_known known = {
		.run = *run,
		.message_given = run->message != NULL,
		.total = sessions,
	};

	return record_add_picked(tx, "run.apply", "run", run->id,
				 "from,to,notify,cancel,message_given,sessions",
				 run_rows, &known);
}

struct begin_work {
	const struct run_ask *ask;
	int64_t run;
};

static enum err add_sessions(struct transaction *tx, int64_t run,
			     const struct plan *plan)
{
	struct operation *op = store_tx_operation(tx);
	enum err err = OK;

	for (size_t i = 0; !err && i < plan->count; i++) {
		struct run_session row = {
			.run = run,
			.position = (int64_t)i,
			.session = plan->list[i].id,
			.planned = plan->list[i].revision,
			.outcome = OUTCOME_WAITING,
		};

		if (!operation_goes_on(op, i))
			break;
		err = store_run_session_add(tx, &row);
	}
	return err;
}

static enum err check_ask(struct operation *op, const struct run_ask *ask,
			  const char **message)
{
	enum err err = OK;

	*message = ask->message;
	if (!ask->notify && !ask->cancel)
		err = fail_field(op, "notify", "nothing-chosen",
				 "Please choose whether to notify the clients, "
				 "to cancel the sessions, or both.");
	if (str_empty(ask->hash))
		err = fail_field(op, "hash", "missing",
				 "Please send the hash of the preview, so that "
				 "nothing else happens than what was shown.");
	if (practice_lines_check(op, "message", PRACTICE_RUN_MESSAGE, message))
		err = ERR_INVALID;
	return err;
}

static enum err begin_work(struct transaction *tx, void *context)
{
	struct begin_work *work = context;
	struct operation *op = store_tx_operation(tx);
	const char *message = NULL;
	enum err wrong = check_ask(op, work->ask, &message);
	struct plan plan;
	struct run run;
	enum err err =
		practice_plan(store_tx_reader(tx), &work->ask->plan, &plan);

	if (err || wrong)
		return err ? err : wrong;
	if (!str_equal(plan.hash, work->ask->hash))
		return fail(op, ERR_CONFLICT,
			    "The sessions have changed since they were shown: "
			    "please look at the new list.");
	run = (struct run){
		.person = op->actor.person,
		.asked_from = plan.ask.from,
		.asked_to = plan.ask.to,
		.practitioners = plan.ask.practitioners,
		.hash = plan.hash,
		.message = message,
		.notify = work->ask->notify,
		.cancel = work->ask->cancel,
		.state = RUN_APPLYING,
	};
	err = store_run_add(tx, &run);
	if (!err)
		err = add_sessions(tx, run.id, &plan);
	if (!err)
		err = record_begin(tx, &run, plan.count);
	work->run = run.id;
	return err;
}

/* Memory of one session at a time. */
static struct operation sub_operation(const struct operation *op,
				      struct arena *arena)
{
	struct operation sub;

	operation_init(&sub, arena, op->now);
	sub.actor = op->actor;
	sub.id = op->id;
	return sub;
}

/* What the database could not do, it may do at the next start; anything else
 * is for the session's row. */
static enum err step(struct operation *op, struct store *store,
		     struct run_step *at)
{
	enum err err = store_write(op, store, practice_run_step, at);

	if (!err || err_is_outage(err))
		return err;
	at->refused = op->failure.message ? op->failure.message
					  : failure_name(&op->failure, err);
	operation_recover(op);
	err = store_write(op, store, practice_run_refused, at);
	at->refused = NULL;
	return err;
}

struct size_work {
	int64_t run;
	size_t count;
};

static enum err size_work(struct transaction *tx, void *context)
{
	struct size_work *work = context;
	struct run_session *list;

	return store_run_sessions(store_tx_reader(tx), work->run, 0, SIZE_MAX,
				  &list, &work->count);
}

static enum err finish_work(struct transaction *tx, void *context)
{
	const struct run_step *at = context;

	return store_run_state(tx, at->run, at->undo ? RUN_UNDONE : RUN_DONE);
}

/* From the first session that waits to the last. Others may work on the same
 * run: what is done already is passed over. */
static enum err go(struct operation *op, struct store *store, int64_t run,
		   bool undo)
{
	struct size_work size = { .run = run };
	struct run_step at = { .run = run, .undo = undo };
	struct arena *arena = arena_new();
	enum err err = store_write(op, store, size_work, &size);

	for (size_t i = 0; !err && i < size.count; i++) {
		struct operation sub = sub_operation(op, arena);

		at.position = (int64_t)i;
		err = step(&sub, store, &at);
		if (err)
			err = fail(op, err, "%s",
				   sub.failure.message ? sub.failure.message
						       : "");
		arena_reset(arena);
	}
	arena_free(arena);
	return err ? err : store_write(op, store, finish_work, &at);
}

enum err practice_run_apply(struct operation *op, struct store *store,
			    const struct run_ask *ask, int64_t *run)
{
	struct begin_work work = { .ask = ask };
	enum err err = store_write(op, store, begin_work, &work);

	if (!err)
		err = go(op, store, work.run, false);
	if (!err)
		*run = work.run;
	return err;
}

static enum err begin_undo(struct transaction *tx, int64_t id)
{
	struct operation *op = store_tx_operation(tx);
	struct run run;
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = store_run_find(store_tx_reader(tx), id, &run);
	if (err == ERR_NOT_FOUND)
		return fail(op, err, "There is no such run.");
	if (err)
		return err;
	if (run.state == RUN_UNDONE || run.state == RUN_UNDOING)
		return fail(op, ERR_CONFLICT,
			    "This run is taken back already.");
	if (run.state == RUN_APPLYING)
		return fail(op, ERR_CONFLICT,
			    "This run is not at its end yet: please wait a "
			    "moment.");
	err = store_run_state(tx, run.id, RUN_UNDOING);
	if (err)
		return err;
	return record_add(tx, "run.undo", "run", run.id, NULL, NULL);
}

enum err practice_run_undo(struct operation *op, struct store *store,
			   int64_t run)
{
	enum err err = practice_write_one(op, store, begin_undo, run);

	return err ? err : go(op, store, run, true);
}

struct resume_work {
	struct ids runs;
	struct run run; /* the one that is next */
	struct person person;
};

static enum err open_work(struct transaction *tx, void *context)
{
	struct resume_work *work = context;

	return store_run_open(store_tx_reader(tx), &work->runs);
}

static enum err load_work(struct transaction *tx, void *context)
{
	struct resume_work *work = context;
	struct reader *reader = store_tx_reader(tx);
	enum err err = store_run_find(reader, work->run.id, &work->run);

	if (!err && work->run.person)
		err = store_person_load(reader, work->run.person,
					&work->person);
	return err;
}

/* In the name of who decided it, with the right that they had then. */
static enum err resume(struct operation *op, struct store *store, int64_t id)
{
	struct actor system = op->actor;
	struct resume_work work = { .run = { .id = id } };
	enum err err = store_write(op, store, load_work, &work);

	if (err)
		return err;
	if (work.run.person) {
		op->actor = practice_actor(&work.person, CHANNEL_SYSTEM, NULL);
		op->actor.roles |= ROLE_STAFF;
	}
	log_event(LOG_INFO, "run-resumed", "run=%lld", (long long)id);
	err = go(op, store, id, work.run.state == RUN_UNDOING);
	op->actor = system;
	return err;
}

enum err practice_runs_resume(struct operation *op, struct store *store)
{
	struct resume_work work = { .run = { .id = 0 } };
	enum err err = store_write(op, store, open_work, &work);

	for (size_t i = 0; !err && i < work.runs.count; i++)
		err = resume(op, store, work.runs.at[i]);
	return err;
}

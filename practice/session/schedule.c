#include "practice/session/schedule.h"

#include "base/str.h"
#include "practice/access.h"
#include "practice/audit_record.h"
#include "practice/session/clash.h"
#include "practice/session/schedule_known.h"
#include "practice/session/schedule_private.h"
#include "practice/session/session.h"
#include "practice/session/session_rules.h"
#include "store/session_list.h"
#include "store/transaction.h"

struct schedule_work {
	const struct schedule *wanted;
	struct schedule result;
	struct ids sessions;
};

struct session practice_schedule_pattern(const struct schedule *schedule)
{
	return (struct session){
		.schedule = schedule->id,
		.zone = schedule->zone,
		.terms = schedule->terms,
	};
}

enum err practice_schedule_record(struct transaction *tx, const char *action,
				  const struct schedule *before,
				  const struct schedule *after)
{
	const struct audience audit = {
		.arena = store_tx_operation(tx)->arena,
		.see = SEE_AUDIT,
	};
	struct schedule_known is = schedule_known_of(after), was;
	json_t *old, *new;

	if (before)
		was = schedule_known_of(before);
	shape_audit(&audit, schedule_rows, before ? &was : NULL, &is, &old,
		    &new);
	return record_add(tx, action, "schedule", after->id, old, new);
}

enum err practice_schedule_clashes(struct reader *reader,
				   const struct schedule *schedule,
				   const struct planned *planned,
				   struct clash **list, size_t *count)
{
	struct session session = practice_schedule_pattern(schedule);

	session.span = planned->span;
	session.removed = INSTANT_MAX;
	return practice_clashes_find(reader, &session, list, count);
}

/* The plan is wrong: what else is wrong is said in the same answer. */
static enum err check_rest(struct reader *reader,
			   const struct schedule *schedule)
{
	struct session pattern = practice_schedule_pattern(schedule);
	enum err err;

	pattern.zone = NULL;
	pattern.span = (struct span){ { 0 }, { 60 } };
	err = practice_session_check(reader, &pattern, NULL);
	return err ? err : ERR_INVALID;
}

static enum err make_sessions(struct transaction *tx,
			      const struct schedule *schedule,
			      const struct schedule_plan *plan,
			      struct ids *sessions)
{
	struct operation *op = store_tx_operation(tx);
	size_t count = schedule->enabled ? plan->count : 1; /* S13 */
	struct ids made = { arena_array(op->arena, count, sizeof(*made.at)),
			    0 };

	for (size_t i = 0; i < count && operation_goes_on(op, i); i++) {
		struct session session = practice_schedule_pattern(schedule);
		enum err err;

		session.span = plan->items[i].span;
		err = practice_session_add_tx(tx, &session);
		if (err)
			return err;
		made.at[made.count++] = session.id;
	}
	*sessions = made;
	return OK;
}

static enum err schedule_add(struct transaction *tx, struct schedule *schedule,
			     struct ids *sessions)
{
	struct reader *reader = store_tx_reader(tx);
	struct schedule added = *schedule;
	struct session pattern = practice_schedule_pattern(schedule);
	struct schedule_plan plan;
	struct ids made;
	enum err err = practice_schedule_plan(reader, &added, &plan);

	if (err == ERR_INVALID)
		err = check_rest(reader, &added);
	if (err)
		return err;
	added.start = plan.start;
	/* Checked here, because a foreign key would refuse a wrong person
	 * without saying which. */
	pattern.span = plan.items[0].span;
	err = practice_session_check(reader, &pattern, NULL);
	if (err)
		return err;
	practice_terms_lay(&added.terms, &pattern.terms, PART_TEXTS);
	err = store_schedule_insert(tx, &added);
	if (!err)
		err = make_sessions(tx, &added, &plan, &made);
	if (!err)
		err = practice_schedule_record(tx, "schedule.add", NULL,
					       &added);
	if (err)
		return err;
	*schedule = added;
	*sessions = made;
	return OK;
}

static enum err add_work(struct transaction *tx, void *context)
{
	struct schedule_work *work = context;

	work->result = *work->wanted;
	return schedule_add(tx, &work->result, &work->sessions);
}

enum err practice_schedule_add(struct operation *op, struct store *store,
			       struct schedule *schedule, struct ids *sessions)
{
	struct schedule_work work = { .wanted = schedule };
	enum err err = store_write(op, store, add_work, &work);

	if (err)
		return err;
	*schedule = work.result;
	*sessions = work.sessions;
	return OK;
}

enum err practice_schedule_sessions(struct reader *reader, int64_t schedule,
				    struct ids *sessions)
{
	struct session_filter filter = { .schedule = schedule };
	struct session *list;
	size_t count;
	enum err err = store_session_list(reader, &filter, &list, &count);

	if (err)
		return err;
	sessions->at = arena_array(store_reader_operation(reader)->arena, count,
				   sizeof(*sessions->at));
	sessions->count = count;
	for (size_t i = 0; i < count; i++)
		sessions->at[i] = list[i].id;
	return OK;
}

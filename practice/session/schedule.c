#include "practice/session/schedule.h"

#include "base/str.h"
#include "base/word.h"
#include "practice/session/clash.h"
#include "practice/audit_record.h"
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

static json_t *schedule_json(struct arena *arena,
			     const struct schedule *schedule)
{
	json_t *json = json_new(arena);
	json_t *days = json_new_list(arena);

	for (size_t i = 0; weekday_words[i]; i++) {
		if (schedule->days & (1u << i))
			json_add_text(days, weekday_words[i]);
	}
	json_put(json, "days", days);
	json_put_text(json, "repeat", word_of(repeat_words, schedule->repeat));
	if (schedule->count)
		json_put_integer(json, "count", schedule->count);
	else
		json_put_text(json, "until", day_text(arena, schedule->until));
	json_put_bool(json, "enabled", schedule->enabled);
	json_put_bool(json, "skip_closures", schedule->skip_closures);
	json_put_text(json, "start", wall_text(arena, schedule->start));
	json_put_integer(json, "minutes", schedule->minutes);
	json_put_text(json, "tzid", schedule->zone);
	json_put_id(json, "service", schedule->terms.service);
	return json;
}

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
	struct arena *arena = store_tx_operation(tx)->arena;
	json_t *json = schedule_json(arena, after);

	record_mark(json, "public_note",
		    before ? before->terms.public_note : NULL,
		    after->terms.public_note);
	record_mark(json, "private_note",
		    before ? before->terms.private_note : NULL,
		    after->terms.private_note);
	return record_add(tx, action, "schedule", after->id,
			  before ? schedule_json(arena, before) : NULL, json);
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
			      const struct plan *plan, struct ids *sessions)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	size_t count = schedule->enabled ? plan->count : 1; /* S13 */
	struct ids made = { arena_array(arena, count, sizeof(*made.at)), 0 };

	for (size_t i = 0; i < count; i++) {
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

enum err practice_schedule_add_tx(struct transaction *tx,
				  struct schedule *schedule,
				  struct ids *sessions)
{
	struct reader *reader = store_tx_reader(tx);
	struct schedule added = *schedule;
	struct session pattern = practice_schedule_pattern(schedule);
	struct plan plan;
	struct ids made;
	enum err err = practice_schedule_plan(reader, &added, &plan);

	if (err == ERR_INVALID)
		err = check_rest(reader, &added);
	if (err)
		return err;
	added.start = plan.start;
	/* Foreign keys would tell a wrong person less kindly. */
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
	return practice_schedule_add_tx(tx, &work->result, &work->sessions);
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

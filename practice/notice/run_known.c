#include "practice/notice/run_known.h"

#include "practice/access.h"
#include "practice/checks.h"
#include "practice/notice/outbox_fields.h"
#include "practice/wall_time.h"
#include "store/practice.h"
#include "store/session_list.h"

#include <stdlib.h>

static const struct field client_rows[] = {
	ROW_ID("id", struct person, id, .see = SEE_OFFICE),
	ROW_TEXT("code", struct person, code, .see = SEE_OFFICE),
	ROW_TEXT("name", struct person, name, .see = SEE_OFFICE),
	ROW_CHOICE("told_by", struct person, notice, notice_words,
		   .see = SEE_OFFICE),
	{ 0 },
};

static const struct field practitioner_rows[] = {
	ROW_ID("id", struct person, id, .see = SEE_OFFICE),
	ROW_TEXT("login", struct person, login, .see = SEE_OFFICE),
	ROW_TEXT("name", struct person, name, .see = SEE_OFFICE),
	{ 0 },
};

#define ITEM_ROWS                                                              \
	ROW_ID("id", struct run_item, session.id, .see = SEE_OFFICE),          \
		ROW_WALL("start", struct run_item, start, .see = SEE_OFFICE),  \
		ROW_WALL("end", struct run_item, end, .see = SEE_OFFICE),      \
		ROW_LIST("clients", struct run_item, clients, client_count,    \
			 struct person, client_rows, .see = SEE_OFFICE),       \
		ROW_LIST("practitioners", struct run_item, practitioners,      \
			 practitioner_count, struct person, practitioner_rows, \
			 .see = SEE_OFFICE)

static const struct field plan_item_rows[] = { ITEM_ROWS, { 0 } };

static const struct field run_item_rows[] = {
	ITEM_ROWS,
	ROW_CHOICE("outcome", struct run_item, outcome, run_outcome_words,
		   .see = SEE_OFFICE),
	ROW_TEXT("reason", struct run_item, reason, .see = SEE_OFFICE),
	ROW_LIST("notices", struct run_item, notices, notice_count,
		 struct outbox, outbox_rows, .see = SEE_OFFICE),
	{ 0 },
};

const struct field plan_rows[] = {
	ROW_TEXT("hash", struct plan_known, hash, .see = SEE_OFFICE,
		 .help = "of the list, for POST /api/cancellations"),
	ROW_LIST("items", struct plan_known, items, count, struct run_item,
		 plan_item_rows, .see = SEE_OFFICE),
	{ 0 },
};

static const struct field progress_rows[] = {
	ROW_INTEGER("sessions", struct run_known, total, .see = SEE_OFFICE),
	ROW_INTEGER("settled", struct run_known, settled, .see = SEE_OFFICE),
	ROW_ANY("notices", struct run_known, notice_counts, .see = SEE_OFFICE,
		.help = "how many, by state"),
	{ 0 },
};

const struct field run_rows[] = {
	ROW_ID("id", struct run_known, run.id, .see = SEE_OFFICE),
	ROW_INSTANT("at", struct run_known, run.at, .see = SEE_OFFICE),
	ROW_ID("by", struct run_known, run.person, .see = SEE_OFFICE),
	ROW_TEXT("from", struct run_known, run.asked_from,
		 .see = SEE_OFFICE | SEE_AUDIT),
	ROW_TEXT("to", struct run_known, run.asked_to,
		 .see = SEE_OFFICE | SEE_AUDIT),
	ROW_IDS("practitioners", struct run_known, run.practitioners,
		.see = SEE_OFFICE),
	ROW_BOOL("notify", struct run_known, run.notify,
		 .see = SEE_OFFICE | SEE_AUDIT),
	ROW_BOOL("cancel", struct run_known, run.cancel,
		 .see = SEE_OFFICE | SEE_AUDIT),
	ROW_TEXT("message", struct run_known, run.message, .see = SEE_OFFICE),
	ROW_BOOL("message_given", struct run_known, message_given,
		 .see = SEE_AUDIT),
	ROW_INTEGER("sessions", struct run_known, total, .see = SEE_AUDIT),
	ROW_CHOICE("state", struct run_known, run.state, run_state_words,
		   .see = SEE_OFFICE),
	{ .name = "progress",
	  .type = FIELD_OBJECT,
	  .see = SEE_OFFICE,
	  .fields = progress_rows,
	  .size = sizeof(struct run_known) },
	ROW_LIST("sessions", struct run_known, items, count, struct run_item,
		 run_item_rows, .see = SEE_OFFICE,
		 .help = "of one run; lists are without them"),
	{ 0 },
};

/* Everybody, by id, and the zone of the practice. */
struct roster {
	struct person *list;
	size_t count;
	const char *zone;
};

static int by_id(const void *a, const void *b)
{
	int64_t left = ((const struct person *)a)->id;
	int64_t right = ((const struct person *)b)->id;

	return (left > right) - (left < right);
}

static struct person *look_up(struct arena *arena, const struct roster *roster,
			      const struct ids *ids, size_t *count)
{
	struct person *found = arena_array(arena, ids->count, sizeof(*found));

	*count = 0;
	for (size_t i = 0; i < ids->count; i++) {
		struct person key = { .id = ids->at[i] };
		const struct person *one =
			roster->count
				? bsearch(&key, roster->list, roster->count,
					  sizeof(*roster->list), by_id)
				: NULL;

		if (one)
			found[(*count)++] = *one;
	}
	return found;
}

static void put_around(struct arena *arena, const struct roster *roster,
		       struct run_item *item)
{
	const struct session_terms *terms = &item->session.terms;

	item->clients =
		look_up(arena, roster, &terms->clients, &item->client_count);
	item->practitioners = look_up(arena, roster, &terms->practitioners,
				      &item->practitioner_count);
	item->start =
		practice_instant_wall(roster->zone, item->session.span.start);
	item->end = practice_instant_wall(roster->zone, item->session.span.end);
}

static enum err roster_load(struct reader *reader, struct roster *roster)
{
	struct practice practice;
	enum err err = store_practice_load(reader, &practice);

	if (err)
		return err;
	roster->zone = practice.zone;
	return store_person_list(reader, 0, &roster->list, &roster->count);
}

static struct ids ids_of(struct arena *arena, const struct plan *plan)
{
	struct ids ids = {
		.at = arena_array(arena, plan->count + 1, sizeof(*ids.at)),
	};

	for (size_t i = 0; i < plan->count; i++)
		ids.at[ids.count++] = plan->list[i].id;
	return ids;
}

enum err practice_plan_known(struct reader *reader, const struct plan *plan,
			     struct plan_known *known)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct run_item *made =
		arena_array(arena, plan->count + 1, sizeof(*made));
	struct ids ids = ids_of(arena, plan);
	struct session *list = NULL;
	struct roster roster;
	size_t count = 0;
	enum err err = roster_load(reader, &roster);

	if (!err)
		err = store_session_find_all(reader, &ids, &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		made[i] = (struct run_item){ .session = list[i] };
		put_around(arena, &roster, &made[i]);
	}
	if (!err)
		*known = (struct plan_known){ plan->hash, made, count };
	return err;
}

static enum err put_sessions(struct reader *reader, struct run_known *known,
			     size_t skip, size_t limit)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct run_session *rows;
	struct roster roster;
	enum err err = roster_load(reader, &roster);

	if (!err)
		err = store_run_sessions(reader, known->run.id, skip, limit,
					 &rows, &known->count);
	if (err)
		return err;
	known->items = arena_array(arena, known->count, sizeof(*known->items));
	for (size_t i = 0; !err && i < known->count; i++) {
		struct run_item *item = &known->items[i];

		item->outcome = rows[i].outcome;
		item->reason = rows[i].reason;
		err = store_session_find(reader, rows[i].session,
					 &item->session);
		if (!err)
			put_around(arena, &roster, item);
	}
	return err;
}

static int by_session(const void *a, const void *b)
{
	const struct outbox *left = a, *right = b;

	if (left->session != right->session)
		return left->session > right->session ? 1 : -1;
	return (left->id > right->id) - (left->id < right->id);
}

/* Sorted by session, those of one lie side by side. */
static void hand_out(struct run_known *known, struct outbox *list, size_t count)
{
	for (size_t i = 0; i < known->count; i++) {
		struct run_item *item = &known->items[i];
		struct outbox key = { .session = item->session.id };
		size_t low = 0, high = count;

		while (low < high) {
			size_t middle = low + (high - low) / 2;

			if (by_session(&list[middle], &key) < 0)
				low = middle + 1;
			else
				high = middle;
		}
		item->notices = list + low;
		while (low + item->notice_count < count &&
		       list[low + item->notice_count].session ==
			       item->session.id)
			item->notice_count++;
	}
}

static enum err put_figures(struct reader *reader, struct run_known *known)
{
	struct outbox_filter filter = { .run = known->run.id };
	enum err err = store_run_counts(reader, known->run.id, known->outcomes);

	for (size_t i = 0; !err && i <= OUTCOME_REFUSED; i++)
		known->total += known->outcomes[i];
	known->settled = known->total - known->outcomes[OUTCOME_WAITING];
	return err ? err : store_outbox_counts(reader, &filter, known->notices);
}

static json_t *counts_json(struct arena *arena, const size_t *counts)
{
	json_t *json = json_new(arena);

	for (size_t i = 0; outbox_state_words[i]; i++)
		json_put_integer(json, outbox_state_words[i],
				 (int64_t)counts[i]);
	return json;
}

enum err practice_run_known(struct reader *reader, int64_t run, size_t skip,
			    size_t limit, struct run_known *known)
{
	struct operation *op = store_reader_operation(reader);
	struct run_known made = { .count = 0 };
	struct outbox *list;
	size_t count;
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = store_run_find(reader, run, &made.run);
	if (err == ERR_NOT_FOUND)
		return fail(op, err, "There is no such run.");
	if (!err)
		err = put_figures(reader, &made);
	if (!err && limit)
		err = put_sessions(reader, &made, skip, limit);
	if (!err && made.count)
		err = store_outbox_of_run(reader, run, &list, &count);
	if (err)
		return err;
	if (made.count) {
		if (count)
			qsort(list, count, sizeof(*list), by_session);
		hand_out(&made, list, count);
	}
	made.message_given = made.run.message != NULL;
	made.notice_counts = counts_json(op->arena, made.notices);
	*known = made;
	return OK;
}

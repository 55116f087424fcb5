#include "practice/notice/run_known.h"

#include "practice/checks.h"
#include "store/session_list.h"

#include <stdlib.h>

/* Everybody, by id. */
struct roster {
	struct person *list;
	size_t count;
};

static int by_id(const void *a, const void *b)
{
	int64_t left = ((const struct person *)a)->id;
	int64_t right = ((const struct person *)b)->id;

	return (left > right) - (left < right);
}

static const struct person **look_up(struct arena *arena,
				     const struct roster *roster,
				     const struct ids *ids, size_t *count)
{
	const struct person **found =
		arena_array(arena, ids->count, sizeof(*found));

	*count = 0;
	for (size_t i = 0; i < ids->count; i++) {
		struct person key = { .id = ids->at[i] };
		const struct person *one =
			roster->count
				? bsearch(&key, roster->list, roster->count,
					  sizeof(*roster->list), by_id)
				: NULL;

		if (one)
			found[(*count)++] = one;
	}
	return found;
}

static void put_people(struct arena *arena, const struct roster *roster,
		       struct run_item *item)
{
	const struct session_terms *terms = &item->session.terms;

	item->clients =
		look_up(arena, roster, &terms->clients, &item->client_count);
	item->practitioners = look_up(arena, roster, &terms->practitioners,
				      &item->practitioner_count);
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
			     struct run_item **items)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct run_item *made =
		arena_array(arena, plan->count + 1, sizeof(*made));
	struct ids ids = ids_of(arena, plan);
	struct session *list = NULL;
	struct roster roster;
	size_t count = 0;
	enum err err =
		store_person_list(reader, 0, &roster.list, &roster.count);

	if (!err)
		err = store_session_find_all(reader, &ids, &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		made[i] = (struct run_item){ .session = list[i] };
		put_people(arena, &roster, &made[i]);
	}
	if (!err)
		*items = made;
	return err;
}

static enum err put_sessions(struct reader *reader, struct run_known *known,
			     size_t skip, size_t limit)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct run_session *rows;
	struct roster roster;
	enum err err =
		store_person_list(reader, 0, &roster.list, &roster.count);

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
			put_people(arena, &roster, item);
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
	*known = made;
	return OK;
}

#include "practice/session/clash_next_private.h"

#include "base/ids.h"

#include <string.h>

/* Rows of practitioners who are busy. */
struct rows {
	struct clash_busy *at;
	size_t count;
};

/* Those that named as many as they may. */
static struct ids full_ones(struct arena *arena, const struct clash_namer *list,
			    size_t count)
{
	struct ids ids = { arena_array(arena, count + 1, sizeof(*ids.at)), 0 };

	for (size_t i = 0; i < count; i++)
		if (list[i].last)
			ids.at[ids.count++] = list[i].session;
	return ids;
}

/* Wherever any of them is. */
static struct clash_place around(struct arena *arena, const struct rows *rows)
{
	struct ids *people = arena_alloc(arena, sizeof(*people));
	struct span span = rows->at[0].span;

	*people = (struct ids){
		arena_array(arena, rows->count, sizeof(*people->at)), 0
	};
	for (size_t i = 0; i < rows->count; i++) {
		const struct clash_busy *row = &rows->at[i];

		ids_add(people, row->person);
		if (row->span.start.s < span.start.s)
			span.start = row->span.start;
		if (row->span.end.s > span.end.s)
			span.end = row->span.end;
	}
	return (struct clash_place){ .practitioners = people, .span = span };
}

/* How many rows come before those behind the uid. */
static size_t behind(const struct rows *crowd, const char *uid)
{
	size_t low = 0, high = crowd->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(crowd->at[middle].uid, uid) > 0)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static bool meet(const struct clash_busy *a, const struct clash_busy *b)
{
	return a->session != b->session && a->person == b->person &&
	       a->span.start.s < b->span.end.s &&
	       a->span.end.s > b->span.start.s;
}

/* *own are the rows of one session; NULL: there is none. */
static const char *next_of(const struct rows *own, const char *last,
			   const struct rows *crowd)
{
	for (size_t i = behind(crowd, last); i < crowd->count; i++)
		for (size_t j = 0; j < own->count; j++)
			if (meet(&own->at[j], &crowd->at[i]))
				return crowd->at[i].uid;
	return NULL;
}

/* Both lists are by session. */
static enum err name_each(struct transaction *tx,
			  const struct clash_namer *list, size_t count,
			  const struct rows *rows, const struct rows *crowd)
{
	size_t at = 0;
	enum err err = OK;

	for (size_t i = 0; !err && i < count; i++) {
		struct rows own;
		struct clash next = { .with_closure = false };

		if (!list[i].last)
			continue;
		own = (struct rows){ rows->at + at, 0 };
		while (at < rows->count &&
		       rows->at[at].session == list[i].session) {
			own.count++;
			at++;
		}
		next.uid = next_of(&own, list[i].last, crowd);
		if (next.uid)
			err = store_clash_add(tx, list[i].session, &next);
	}
	return err;
}

enum err clash_name_next(struct transaction *tx, const struct clash_namer *list,
			 size_t count)
{
	struct reader *reader = store_tx_reader(tx);
	struct arena *arena = store_tx_operation(tx)->arena;
	struct ids full = full_ones(arena, list, count);
	struct rows rows, crowd;
	struct clash_place place;
	enum err err;

	if (!full.count)
		return OK;
	err = store_clash_busy_of(reader, &full, &rows.at, &rows.count);
	if (err || !rows.count)
		return err;
	place = around(arena, &rows);
	err = store_clash_busy(reader, &place, &crowd.at, &crowd.count);
	return err ? err : name_each(tx, list, count, &rows, &crowd);
}

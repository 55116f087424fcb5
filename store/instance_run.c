#include "store/instance_run_private.h"

#include "base/arena.h"

#include <stdlib.h>

/* So many of the next starts are tried, and what repeats by the clock. */
#define STEPS_TRIED 7
/* Two in one row would be looked at in more weeks than they are in. */
#define RUN_LEAST 3

/* The instances of which runs are made: like the first, each start once. */
struct starts {
	const struct index_rows *rows;
	int64_t *at;
	bool *taken;
	size_t count;
	int64_t lasts;
	enum instance_busy busy;
};

static enum instance_busy busy_of(const struct index_rows *rows, size_t row)
{
	return rows->busy ? rows->busy[row] : INSTANCE_ASK;
}

static int64_t length_of(const struct index_rows *rows, size_t row)
{
	return rows->spans[row].end.s - rows->spans[row].start.s;
}

static bool is_in_order(const struct index_rows *rows)
{
	for (size_t i = 1; i < rows->count; i++)
		if (rows->spans[i].start.s < rows->spans[i - 1].start.s)
			return false;
	return true;
}

static bool is_like_first(const struct starts *starts, size_t row)
{
	return length_of(starts->rows, row) == starts->lasts &&
	       busy_of(starts->rows, row) == starts->busy;
}

/* Where that start is after `from`; the count if it is not free. */
static size_t find_start(const struct starts *starts, size_t from,
			 int64_t start)
{
	size_t low = from + 1;
	size_t high = starts->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (starts->at[middle] < start)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < starts->count && starts->at[low] == start &&
	    !starts->taken[low])
		return low;
	return starts->count;
}

/* How many follow at that step, the first included; mark them as taken? */
static size_t follow(struct starts *starts, size_t first, int64_t step,
		     bool take)
{
	const int64_t last = starts->at[first] + RUN_SECONDS - starts->lasts;
	size_t count = 0;

	for (size_t i = first; i < starts->count && starts->at[i] <= last;
	     i = find_start(starts, i, starts->at[i] + step)) {
		starts->taken[i] |= take;
		count++;
	}
	return count;
}

struct choice {
	int64_t step; /* 0: none yet */
	size_t count;
};

/* A longer step is to find more than twice as many: it may only step over a
 * week that is left out, and leave pieces behind. */
static void try_step(struct starts *starts, size_t first, int64_t step,
		     struct choice *best)
{
	size_t count = follow(starts, first, step, false);

	if (count < RUN_LEAST || (best->step && count <= 2 * best->count))
		return;
	best->step = step;
	best->count = count;
}

/* The step by which most follow, 0 for too few. */
static int64_t best_step(struct starts *starts, size_t first)
{
	static const int64_t usual[] = { 3600, 86400, INT64_C(7) * 86400 };
	struct choice best = { 0, 0 };

	for (size_t i = first + 1;
	     i < starts->count && i <= first + STEPS_TRIED; i++)
		try_step(starts, first, starts->at[i] - starts->at[first],
			 &best);
	for (size_t i = 0; i < ARRAY_SIZE(usual); i++)
		try_step(starts, first, usual[i], &best);
	return best.step;
}

static struct instance_row *add_runs(struct starts *starts,
				     struct instance_row *row)
{
	for (size_t i = 0; i < starts->count; i++) {
		int64_t start = starts->at[i];
		int64_t step = starts->taken[i] ? 0 : best_step(starts, i);
		size_t count;

		if (starts->taken[i])
			continue;
		count = step ? follow(starts, i, step, true) : 1;
		*row++ = (struct instance_row){
			.span = { { start },
				  { start + (int64_t)(count - 1) * step +
				    starts->lasts } },
			.step = step,
			.lasts = step ? starts->lasts : 0,
			.busy = starts->busy,
		};
	}
	return row;
}

static int by_span(const void *one, const void *other)
{
	const struct instance_row *a = one;
	const struct instance_row *b = other;

	if (a->span.start.s != b->span.start.s)
		return a->span.start.s < b->span.start.s ? -1 : 1;
	if (a->span.end.s != b->span.end.s)
		return a->span.end.s < b->span.end.s ? -1 : 1;
	return (a->step > b->step) - (a->step < b->step);
}

/* The same time twice counts once. */
static size_t without_doubles(struct instance_row *rows, size_t count)
{
	size_t kept = 0;

	qsort(rows, count, sizeof(*rows), by_span);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || by_span(&rows[i], &rows[kept - 1]) != 0)
			rows[kept++] = rows[i];
	return kept;
}

struct instance_row *instance_rows_of(struct arena *arena,
				      const struct index_rows *rows,
				      size_t *count)
{
	const size_t all = rows ? rows->count : 0;
	struct instance_row *made = arena_array(arena, all, sizeof(*made));
	struct instance_row *end = made;
	struct starts starts = { .rows = rows };

	if (all >= RUN_LEAST && is_in_order(rows) &&
	    length_of(rows, 0) < RUN_SECONDS) {
		starts.lasts = length_of(rows, 0);
		starts.busy = busy_of(rows, 0);
		starts.at = arena_array(arena, all, sizeof(*starts.at));
		starts.taken = arena_array(arena, all, sizeof(*starts.taken));
	}
	for (size_t i = 0; i < all; i++) {
		int64_t start = rows->spans[i].start.s;

		if (!starts.at || !is_like_first(&starts, i))
			*end++ = (struct instance_row){
				.span = rows->spans[i],
				.busy = busy_of(rows, i),
			};
		else if (!starts.count || starts.at[starts.count - 1] != start)
			starts.at[starts.count++] = start;
	}
	end = add_runs(&starts, end);
	*count = without_doubles(made, (size_t)(end - made));
	return made;
}

enum err instance_row_each(const struct instance_row *row, struct span within,
			   store_busy_each *each, void *context)
{
	const int64_t lasts =
		row->step ? row->lasts : row->span.end.s - row->span.start.s;
	const int64_t last = row->span.end.s - lasts;
	int64_t start = row->span.start.s;
	const int64_t over = within.start.s - start - lasts;
	enum err err = OK;

	if (row->step && over >= 0)
		start += (over / row->step + 1) * row->step;
	else if (over >= 0)
		return OK;
	while (!err && start <= last && start < within.end.s) {
		const struct span one = { { start }, { start + lasts } };

		err = each(context, one, row->busy);
		if (!row->step)
			break;
		start += row->step;
	}
	return err;
}

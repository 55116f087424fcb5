/**
 * Instances that come at equal steps, kept in one row of the index: a series is
 * a handful of rows, and not as many as it has dates.
 */
#ifndef STORE_INSTANCE_RUN_PRIVATE_H
#define STORE_INSTANCE_RUN_PRIVATE_H

#include "store/instance.h"

struct arena;

/** How far it may be at most from the start of a run to its end, in seconds: a
 *  weekly series changes its step where clocks are changed, after 31 weeks at
 *  most, and no run is looked for further back than that. */
#define RUN_SECONDS (INT64_C(32) * 7 * 86400)

/** A row: one instance, or a run of those that take `lasts` seconds each, start
 *  `step` seconds after one another, and count as equally busy. */
struct instance_row {
	struct span span; /**< from the first's start to the last's end */
	int64_t step;     /**< 0: one instance */
	int64_t lasts;
	enum instance_busy busy;
};

/**
 * What is stored of these, which may be NULL: by start, then by end, and no two
 * of one span but a run and a single one. In the arena.
 */
struct instance_row *instance_rows_of(struct arena *arena,
				      const struct index_rows *rows,
				      size_t *count);

/** Give each instance of a row that takes time within a span. */
MUST_CHECK enum err instance_row_each(const struct instance_row *row,
				      struct span within, store_busy_each *each,
				      void *context);

#endif

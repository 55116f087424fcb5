/**
 * The rows of the index, for members that are stored.
 */
#ifndef STORE_INSTANCE_PRIVATE_H
#define STORE_INSTANCE_PRIVATE_H

#include "store/instance.h"
#include "store/instance_run_private.h"
#include "store/statement_private.h"

/** How long an instance is, as its row tells (column `long`): what reaches into
 *  a span need not be looked for further back than it is long. */
enum instance_length {
	INSTANCE_MONTH,       /* up to 31 days */
	INSTANCE_LONG,        /* longer; there are few */
	INSTANCE_DAY,         /* up to 25 hours, the longest day: most are */
	INSTANCE_RUN,         /* several (store/instance_run_private.h) */
	INSTANCE_QUARTER_RUN, /* up to 13 weeks: most runs are */
	/* Runs by whole weeks of what lies in one day of UTC, by that day of
	 * the week, so that a day does not look at those of others: seven each.
	 */
	INSTANCE_WEEKLY_QUARTER,
	INSTANCE_WEEKLY = INSTANCE_WEEKLY_QUARTER + 7,
};

enum instance_length instance_length(struct span span);
/** Bind $start and $end, and how far back those of INSTANCE_MONTH,
 *  INSTANCE_DAY, INSTANCE_RUN and INSTANCE_QUARTER_RUN are to be looked for:
 *  $reach, $day_reach, $run_reach and $quarter_reach. Runs by whole weeks that
 *  may be in it are of $days days of the week, from $weekday on. */
void instance_bind_span(struct statement *st, struct span span);

/** For `FROM`: rows of $collection of which an instance may be in the span from
 *  $start to $end: starts within it, a moment at its very start too, or reaches
 *  into it. In a run that began before, one comes within a step of any time
 *  before its end: it meets the span where the last that began has not ended,
 *  or is a moment at its start, or the next begins soon enough. */
#define INSTANCES_WITHIN                                                     \
	"(SELECT 0 AS class, $reach AS after"                                \
	"  UNION ALL SELECT 1, $ever"                                        \
	"  UNION ALL SELECT 2, $day_reach"                                   \
	"  UNION ALL SELECT 3, $run_reach"                                   \
	"  UNION ALL SELECT 4, $quarter_reach"                               \
	"  UNION ALL SELECT 5 + day, $quarter_reach"                         \
	"    FROM " WEEKDAYS_MEANT "  UNION ALL SELECT 12 + day, $run_reach" \
	"    FROM " WEEKDAYS_MEANT ") AS classes"                            \
	"  CROSS JOIN instance"                                              \
	"  WHERE collection = $collection"                                   \
	"    AND long = class"                                               \
	"    AND starts > after"                                             \
	"    AND starts < $end"                                              \
	"    AND ends >= $start"                                             \
	"    AND (starts >= $start"                                          \
	"      OR (ends > $start OR lasts = 0)"                              \
	"        AND (step IS NULL"                                          \
	"          OR " SINCE_LAST " + $end - $start > step"                 \
	"          OR " SINCE_LAST " < lasts"                                \
	"          OR " SINCE_LAST " = 0))"
#define SINCE_LAST "($start - starts) % step"
#define WEEKDAYS_MEANT                                           \
	"(SELECT 0 AS day UNION ALL SELECT 1 UNION ALL SELECT 2" \
	"  UNION ALL SELECT 3 UNION ALL SELECT 4"                \
	"  UNION ALL SELECT 5 UNION ALL SELECT 6) AS weekdays"   \
	"  WHERE (day - $weekday + 7) % 7 < $days"

/** Recurring members of $collection that may be in the span from $start to $end
 *  and whose rows fall short of it at either end. */
#define ROWS_FALL_SHORT                    \
	"SELECT id"                        \
	"  FROM member"                    \
	"  WHERE collection = $collection" \
	"    AND recurring = 1"            \
	"    AND indexed_to < $end"        \
	"    AND starts < $end"            \
	"    AND ends >= $start"           \
	"  UNION "                         \
	"SELECT id"                        \
	"  FROM member"                    \
	"  WHERE collection = $collection" \
	"    AND recurring = 1"            \
	"    AND indexed_from > $start"    \
	"    AND starts < $end"            \
	"    AND ends >= $start"

/** What the index keeps of a member's instances. */
struct kept_rows {
	const struct instance_row *at;
	size_t count;
	int64_t extra; /* beyond one: what a home is counted for */
};

/** In the operation's arena; NULL: none. */
struct kept_rows instances_kept(struct transaction *tx,
				const struct index_rows *rows);
/** Put these in the place of a member's rows. */
MUST_CHECK enum err instances_set(struct transaction *tx, int64_t collection,
				  int64_t member, const struct kept_rows *rows);
/** Add rows of a member that has none. */
MUST_CHECK enum err instances_add(struct transaction *tx, int64_t collection,
				  int64_t member, const struct kept_rows *rows);

#endif

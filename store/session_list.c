#include "store/session.h"

#include "store/rows.h"
#include "store/statement.h"

#include <stdlib.h>

/* No session lasts longer (the table says so): one that reaches into a span
 * starts less than this before it. */
#define LONGEST (24 * 3600)

/*
 * The lists differ in the index they walk; each of them asks all of the
 * filter. $1 and $2 bound the start from outside, $3 the end from below, $4
 * from above, itself included. $5 to $7 are the states wanted, $8 tells
 * whether removed ones are, $9 to $12 and $16 are 0 for any, ($13, $14) is
 * where the page before ended, $15 how many may come.
 */
#define FILTER                                      \
	"  s.ends > $3"                             \
	"    AND s.ends <= $4"                      \
	"    AND s.state IN ($5, $6, $7)"           \
	"    AND (s.removed = " NEVER " OR $8 = 1)" \
	"    AND ($9 = 0 OR s.service = $9)"        \
	"    AND ($10 = 0 OR EXISTS ("              \
	"      SELECT 1"                            \
	"      FROM session_practitioner"           \
	"      WHERE session = s.id"                \
	"        AND person = $10))"                \
	"    AND ($11 = 0 OR EXISTS ("              \
	"      SELECT 1"                            \
	"      FROM session_client"                 \
	"      WHERE session = s.id"                \
	"        AND person = $11))"                \
	"    AND ($12 = 0 OR s.schedule = $12)"     \
	"    AND ($16 = 0 OR EXISTS ("              \
	"      SELECT 1"                            \
	"      FROM session_practitioner"           \
	"      WHERE session = s.id"                \
	"        AND person = $16)"                 \
	"      OR EXISTS ("                         \
	"      SELECT 1"                            \
	"      FROM session_client"                 \
	"      WHERE session = s.id"                \
	"        AND person = $16))"

static const char LIST_BY_START[] = "SELECT " SESSION_COLUMNS "  FROM session s"
				    "  WHERE s.starts > $1"
				    "    AND s.starts < $2"
				    "    AND (s.starts, s.id) > ($13, $14)"
				    "    AND" FILTER "  ORDER BY s.starts, s.id"
				    "  LIMIT $15";

static const char LIST_BY_SCHEDULE[] =
	"SELECT " SESSION_COLUMNS "  FROM session s"
	"  WHERE s.schedule = $12"
	"    AND s.starts > $1"
	"    AND s.starts < $2"
	"    AND (s.starts, s.id) > ($13, $14)"
	"    AND" FILTER "  ORDER BY s.starts, s.id"
	"  LIMIT $15";

/* By the index on the ends of open ones: a sum has no index of its own. */
static const char LIST_OPEN[] =
	"SELECT " SESSION_COLUMNS "  FROM session s"
	"  WHERE s.state = 1"
	"    AND s.removed = " NEVER "    AND s.starts + 0 > $1"
	"    AND s.starts + 0 < $2"
	"    AND (s.starts + 0, s.id) > ($13, $14)"
	"    AND" FILTER "  ORDER BY s.starts, s.id"
	"  LIMIT $15";

static const char LIST_BY_PRACTITIONER[] =
	"SELECT " SESSION_COLUMNS "  FROM session_practitioner p"
	"  CROSS JOIN session s"
	"  WHERE s.id = p.session"
	"    AND p.person = $10"
	"    AND p.starts > $1"
	"    AND p.starts < $2"
	"    AND (p.starts, p.session) > ($13, $14)"
	"    AND" FILTER "  ORDER BY p.starts, p.session"
	"  LIMIT $15";

static const char LIST_BY_CLIENT[] =
	"SELECT " SESSION_COLUMNS "  FROM session_client p"
	"  CROSS JOIN session s"
	"  WHERE s.id = p.session"
	"    AND p.person = $11"
	"    AND p.starts > $1"
	"    AND p.starts < $2"
	"    AND (p.starts, p.session) > ($13, $14)"
	"    AND" FILTER "  ORDER BY p.starts, p.session"
	"  LIMIT $15";

static const char FIND_START[] = "SELECT starts"
				 "  FROM session"
				 "  WHERE id = $1";

static const char LIST_OVERLAPPING[] =
	"SELECT s.id"
	"  FROM session_practitioner p"
	"  CROSS JOIN session s"
	"  WHERE s.id = p.session"
	"    AND p.person = $1"
	"    AND p.starts > $2"
	"    AND p.starts < $3"
	"    AND s.ends > $4"
	"    AND s.removed = " NEVER "    AND s.id <> $5";

static const char LIST_ENDED[] = "SELECT id"
				 "  FROM session"
				 "  WHERE state = 1"
				 "    AND removed = " NEVER "    AND ends > $1"
				 "    AND ends <= $2"
				 "  ORDER BY ends, id";

static void read_instant(struct statement *st, void *item)
{
	struct instant *instant = item;

	instant->s = column_int(st, 0);
}

/* Where the page before ended: at a session, or before all. */
static enum err page_start(struct reader *reader, int64_t after,
			   struct instant *start)
{
	struct statement *st;
	enum err err;

	*start = INSTANT_MIN;
	if (after == 0)
		return OK;
	st = statement(reader, FIND_START);
	bind_int(st, 1, after);
	err = statement_one(st, read_instant, start);
	if (err == ERR_NOT_FOUND)
		return fail(store_reader_operation(reader), ERR_INVALID,
			    "there is no session %lld to go on from",
			    (long long)after);
	return err;
}

static const char *choose(const struct session_filter *filter)
{
	bool open_only = filter->open && !filter->drafts && !filter->saved &&
			 !filter->removed;

	if (filter->schedule)
		return LIST_BY_SCHEDULE;
	if (filter->client)
		return LIST_BY_CLIENT;
	if (filter->practitioner)
		return LIST_BY_PRACTITIONER;
	if (open_only && filter->ended_before.s)
		return LIST_OPEN;
	return LIST_BY_START;
}

static void bind_states(struct statement *st,
			const struct session_filter *filter)
{
	bool any = !filter->drafts && !filter->open && !filter->saved;

	bind_int(st, 5, any || filter->drafts ? SESSION_DRAFT : -1);
	bind_int(st, 6, any || filter->open ? SESSION_OPEN : -1);
	bind_int(st, 7, any || filter->saved ? SESSION_SAVED : -1);
}

static void bind_filter(struct statement *st,
			const struct session_filter *filter,
			struct instant start)
{
	struct span span = filter->span;
	size_t limit = filter->limit;

	if (span.start.s == 0 && span.end.s == 0)
		span = (struct span){ INSTANT_MIN, INSTANT_MAX };
	bind_int(st, 1, span.start.s - LONGEST);
	bind_int(st, 2, span.end.s);
	bind_int(st, 3, span.start.s);
	bind_int(st, 4,
		 filter->ended_before.s ? filter->ended_before.s : INT64_MAX);
	bind_states(st, filter);
	bind_int(st, 8, filter->removed);
	bind_int(st, 9, filter->service);
	bind_int(st, 10, filter->practitioner);
	bind_int(st, 11, filter->client);
	bind_int(st, 12, filter->schedule);
	bind_int(st, 13, start.s);
	bind_int(st, 14, filter->after);
	bind_int(st, 15,
		 limit && limit < INT64_MAX ? (int64_t)limit : INT64_MAX);
	bind_int(st, 16, filter->participant);
}

enum err store_session_list(struct reader *reader,
			    const struct session_filter *filter,
			    struct session **list, size_t *count)
{
	struct session *found = NULL;
	struct statement *st;
	struct instant start;
	size_t used;
	enum err err = page_start(reader, filter->after, &start);

	if (err)
		return err;
	st = statement(reader, choose(filter));
	bind_filter(st, filter, start);
	err = statement_list(st, session_read, sizeof(*found), &found, &used);
	for (size_t i = 0; !err && i < used; i++)
		err = session_people_load(reader, &found[i]);
	if (err)
		return err;
	*list = found;
	*count = used;
	return OK;
}

static int by_number(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

/* One who works with two of them would come twice. */
static void sort_once(struct ids *ids)
{
	size_t used = 0;

	if (ids->count == 0)
		return;
	qsort(ids->at, ids->count, sizeof(*ids->at), by_number);
	for (size_t i = 1; i < ids->count; i++) {
		if (ids->at[i] != ids->at[used])
			ids->at[++used] = ids->at[i];
	}
	ids->count = used + 1;
}

enum err store_session_overlapping(struct reader *reader,
				   const struct ids *practitioners,
				   struct span span, int64_t but,
				   struct ids *sessions)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct ids found = { 0 };
	size_t room = 0;

	for (size_t i = 0; i < practitioners->count; i++) {
		struct statement *st = statement(reader, LIST_OVERLAPPING);
		struct ids theirs;
		enum err err;

		bind_int(st, 1, practitioners->at[i]);
		bind_int(st, 2, span.start.s - LONGEST);
		bind_int(st, 3, span.end.s);
		bind_int(st, 4, span.start.s);
		bind_int(st, 5, but);
		err = statement_ids(st, &theirs);
		if (err)
			return err;
		for (size_t j = 0; j < theirs.count; j++) {
			found.at = arena_grow(arena, found.at, found.count,
					      &room, sizeof(*found.at));
			found.at[found.count++] = theirs.at[j];
		}
	}
	sort_once(&found);
	*sessions = found;
	return OK;
}

enum err store_session_ended(struct reader *reader, struct instant from,
			     struct instant to, struct ids *sessions)
{
	struct statement *st = statement(reader, LIST_ENDED);

	bind_int(st, 1, from.s);
	bind_int(st, 2, to.s);
	return statement_ids(st, sessions);
}

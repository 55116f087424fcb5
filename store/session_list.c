#include "store/session_list.h"

#include "store/session_private.h"

#include <stdlib.h>

/* No session lasts longer (the table says so): one that reaches into a span
 * starts less than this before it. */
#define LONGEST (24 * 3600)

/*
 * The lists differ in the index they walk; each of them asks all of the
 * filter. $from and $to bound the start from outside; the end lies behind
 * $ends_after and not behind $ended_by. $draft, $open and $saved are the
 * states wanted, -1 for one that is not; people, service and schedule are 0
 * for any. The page before ended at ($after_starts, $after).
 */
#define FILTER                                              \
	"  s.ends > $ends_after"                            \
	"    AND s.ends <= $ended_by"                       \
	"    AND s.state IN ($draft, $open, $saved)"        \
	"    AND (s.removed = " NEVER " OR $removed = 1)"   \
	"    AND ($service = 0 OR s.service = $service)"    \
	"    AND ($practitioner = 0 OR EXISTS ("            \
	"      SELECT 1"                                    \
	"      FROM session_practitioner"                   \
	"      WHERE session = s.id"                        \
	"        AND person = $practitioner))"              \
	"    AND ($client = 0 OR EXISTS ("                  \
	"      SELECT 1"                                    \
	"      FROM session_client"                         \
	"      WHERE session = s.id"                        \
	"        AND person = $client))"                    \
	"    AND ($schedule = 0 OR s.schedule = $schedule)" \
	"    AND ($participant = 0 OR EXISTS ("             \
	"      SELECT 1"                                    \
	"      FROM session_practitioner"                   \
	"      WHERE session = s.id"                        \
	"        AND person = $participant)"                \
	"      OR EXISTS ("                                 \
	"      SELECT 1"                                    \
	"      FROM session_client"                         \
	"      WHERE session = s.id"                        \
	"        AND person = $participant))"

static const char LIST_BY_START[] =
	"SELECT " SESSION_COLUMNS "  FROM session s"
	"  WHERE s.starts > $from"
	"    AND s.starts < $to"
	"    AND (s.starts, s.id) > ($after_starts, $after)"
	"    AND" FILTER "  ORDER BY s.starts, s.id"
	"  LIMIT $limit";

static const char LIST_BY_SCHEDULE[] =
	"SELECT " SESSION_COLUMNS "  FROM session s"
	"  WHERE s.schedule = $schedule"
	"    AND s.starts > $from"
	"    AND s.starts < $to"
	"    AND (s.starts, s.id) > ($after_starts, $after)"
	"    AND" FILTER "  ORDER BY s.starts, s.id"
	"  LIMIT $limit";

/* By the index on the ends of open ones: a sum has no index of its own. */
static const char LIST_OPEN[] =
	"SELECT " SESSION_COLUMNS "  FROM session s"
	"  WHERE s.state = 1"
	"    AND s.removed = " NEVER "    AND s.starts + 0 > $from"
	"    AND s.starts + 0 < $to"
	"    AND (s.starts + 0, s.id) > ($after_starts, $after)"
	"    AND" FILTER "  ORDER BY s.starts, s.id"
	"  LIMIT $limit";

#define COUNT_FROM(table)                             \
	"SELECT count(*)"                             \
	"  FROM " table "  WHERE s.starts > $from"    \
	"    AND s.starts < $to"                      \
	"    AND (s.starts, s.id) > ($after_starts, " \
	"      $after)"                               \
	"    AND $limit >= 0"                         \
	"    AND" FILTER

static const char COUNT[] = COUNT_FROM("session s");

static const char COUNT_OPEN[] =
	COUNT_FROM("session s") "    AND s.state = 1"
				"    AND s.removed = " NEVER;

static const char LIST_BY_PRACTITIONER[] =
	"SELECT " SESSION_COLUMNS "  FROM session_practitioner p"
	"  CROSS JOIN session s"
	"  WHERE s.id = p.session"
	"    AND p.person = $practitioner"
	"    AND p.starts > $from"
	"    AND p.starts < $to"
	"    AND (p.starts, p.session) > ($after_starts, $after)"
	"    AND" FILTER "  ORDER BY p.starts, p.session"
	"  LIMIT $limit";

static const char LIST_BY_CLIENT[] =
	"SELECT " SESSION_COLUMNS "  FROM session_client p"
	"  CROSS JOIN session s"
	"  WHERE s.id = p.session"
	"    AND p.person = $client"
	"    AND p.starts > $from"
	"    AND p.starts < $to"
	"    AND (p.starts, p.session) > ($after_starts, $after)"
	"    AND" FILTER "  ORDER BY p.starts, p.session"
	"  LIMIT $limit";

static const char FIND_START[] = "SELECT starts"
				 "  FROM session"
				 "  WHERE id = $id";

static const char LIST_OVERLAPPING[] =
	"SELECT s.id"
	"  FROM session_practitioner p"
	"  CROSS JOIN session s"
	"  WHERE s.id = p.session"
	"    AND p.person = $person"
	"    AND p.starts > $from"
	"    AND p.starts < $to"
	"    AND s.ends > $ends_after"
	"    AND s.removed = " NEVER "    AND s.id <> $but"
	"  ORDER BY s.id";

static const char LIST_ENDED[] =
	"SELECT id"
	"  FROM session"
	"  WHERE state = 1"
	"    AND removed = " NEVER "    AND ends > $from"
	"    AND ends <= $to"
	"  ORDER BY ends, id";

/* Where the page before ended: at a session, or before all. */
static enum err page_start(struct reader *reader, int64_t after,
			   struct instant *start)
{
	enum err err;

	*start = INSTANT_MIN;
	if (after == 0)
		return OK;
	err = statement_one_int(statement_of_id(reader, FIND_START, after),
				&start->s);
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

	bind_int(st, "draft", any || filter->drafts ? SESSION_DRAFT : -1);
	bind_int(st, "open", any || filter->open ? SESSION_OPEN : -1);
	bind_int(st, "saved", any || filter->saved ? SESSION_SAVED : -1);
}

static void bind_filter(struct statement *st,
			const struct session_filter *filter,
			struct instant start)
{
	struct span span = filter->span;

	if (span.start.s == 0 && span.end.s == 0)
		span = WHOLE_TIME;
	bind_int(st, "from", span.start.s - LONGEST);
	bind_int(st, "to", span.end.s);
	bind_int(st, "ends_after", span.start.s);
	bind_int(st, "ended_by",
		 filter->ended_before.s ? filter->ended_before.s : INT64_MAX);
	bind_states(st, filter);
	bind_int(st, "removed", filter->removed);
	bind_int(st, "service", filter->service);
	bind_int(st, "practitioner", filter->practitioner);
	bind_int(st, "client", filter->client);
	bind_int(st, "schedule", filter->schedule);
	bind_int(st, "after_starts", start.s);
	bind_int(st, "after", filter->after);
	bind_limit(st, "limit", filter->limit ? filter->limit : SIZE_MAX);
	bind_int(st, "participant", filter->participant);
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

enum err store_session_count(struct reader *reader,
			     const struct session_filter *filter,
			     int64_t *count)
{
	struct session_filter all = *filter;
	struct statement *st;

	all.after = 0;
	all.limit = 0;
	st = statement(reader, choose(&all) == LIST_OPEN ? COUNT_OPEN : COUNT);
	bind_filter(st, &all, INSTANT_MIN);
	return statement_one_int(st, count);
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

		bind_int(st, "person", practitioners->at[i]);
		bind_int(st, "from", span.start.s - LONGEST);
		bind_int(st, "to", span.end.s);
		bind_int(st, "ends_after", span.start.s);
		bind_int(st, "but", but);
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

	bind_int(st, "from", from.s);
	bind_int(st, "to", to.s);
	return statement_ids(st, sessions);
}

#include "store/session_list.h"

#include "store/session_private.h"

#include <stdlib.h>

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

#define PAGE_BY_START                                        \
	"  FROM session s"                                   \
	"  WHERE s.starts > $from"                           \
	"    AND s.starts < $to"                             \
	"    AND (s.starts, s.id) > ($after_starts, $after)" \
	"    AND" FILTER "  ORDER BY s.starts, s.id"         \
	"  LIMIT $limit"

#define PAGE_NEWEST                                            \
	"  FROM session s"                                     \
	"  WHERE s.starts > $from"                             \
	"    AND s.starts < $to"                               \
	"    AND (s.starts, s.id) > ($after_starts, $after)"   \
	"    AND" FILTER "  ORDER BY s.starts DESC, s.id DESC" \
	"  LIMIT $limit OFFSET $skip"

#define PAGE_BY_SCHEDULE                                     \
	"  FROM session s"                                   \
	"  WHERE s.schedule = $schedule"                     \
	"    AND s.starts > $from"                           \
	"    AND s.starts < $to"                             \
	"    AND (s.starts, s.id) > ($after_starts, $after)" \
	"    AND" FILTER "  ORDER BY s.starts, s.id"         \
	"  LIMIT $limit"

/* By the index on the ends of open ones: a sum has no index of its own. */
#define PAGE_OPEN                                                   \
	"  FROM session s"                                          \
	"  WHERE s.state = 1"                                       \
	"    AND s.removed = " NEVER "    AND s.starts + 0 > $from" \
	"    AND s.starts + 0 < $to"                                \
	"    AND (s.starts + 0, s.id) > ($after_starts, $after)"    \
	"    AND" FILTER "  ORDER BY s.starts, s.id"                \
	"  LIMIT $limit"

/* By that index as it is. */
#define PAGE_BY_END                                                 \
	"  FROM session s"                                          \
	"  WHERE s.state = 1"                                       \
	"    AND s.removed = " NEVER "    AND s.starts + 0 > $from" \
	"    AND s.starts + 0 < $to"                                \
	"    AND (s.starts + 0, s.id) > ($after_starts, $after)"    \
	"    AND" FILTER "  ORDER BY s.ends, s.id"                  \
	"  LIMIT $limit OFFSET $skip"

#define PAGE_BY_PRACTITIONER                                      \
	"  FROM session_practitioner p"                           \
	"  CROSS JOIN session s"                                  \
	"  WHERE s.id = p.session"                                \
	"    AND p.person = $practitioner"                        \
	"    AND p.starts > $from"                                \
	"    AND p.starts < $to"                                  \
	"    AND (p.starts, p.session) > ($after_starts, $after)" \
	"    AND" FILTER "  ORDER BY p.starts, p.session"         \
	"  LIMIT $limit"

#define PAGE_BY_CLIENT                                            \
	"  FROM session_client p"                                 \
	"  CROSS JOIN session s"                                  \
	"  WHERE s.id = p.session"                                \
	"    AND p.person = $client"                              \
	"    AND p.starts > $from"                                \
	"    AND p.starts < $to"                                  \
	"    AND (p.starts, p.session) > ($after_starts, $after)" \
	"    AND" FILTER "  ORDER BY p.starts, p.session"         \
	"  LIMIT $limit"

/* The sessions of a page, and who takes part in them. */
#define SESSIONS(page) "SELECT " SESSION_COLUMNS page
#define PEOPLE(page)                                                    \
	"WITH page AS MATERIALIZED (SELECT s.id AS id" page ")"         \
	"  SELECT p.session AS session, 0 AS client, p.position AS at," \
	"    p.person AS person"                                        \
	"  FROM page"                                                   \
	"  CROSS JOIN session_practitioner p"                           \
	"  WHERE p.session = page.id"                                   \
	"  UNION ALL"                                                   \
	"  SELECT p.session AS session, 1 AS client, p.position AS at," \
	"    p.person AS person"                                        \
	"  FROM page"                                                   \
	"  CROSS JOIN session_client p"                                 \
	"  WHERE p.session = page.id"                                   \
	"  ORDER BY session, client, at"

#define PAGE_OF_IDS                     \
	"  FROM session s"              \
	"  WHERE s.id IN (" EACH_ID ")" \
	"  ORDER BY s.starts, s.id"

enum walk {
	BY_START,
	NEWEST,
	BY_SCHEDULE,
	BY_OPEN,
	BY_END,
	BY_PRACTITIONER,
	BY_CLIENT
};

#define LIST(page)                           \
	{                                    \
		SESSIONS(page), PEOPLE(page) \
	}

static const struct list {
	const char *sessions, *people;
} lists[] = {
	[BY_START] = LIST(PAGE_BY_START),
	[NEWEST] = LIST(PAGE_NEWEST),
	[BY_SCHEDULE] = LIST(PAGE_BY_SCHEDULE),
	[BY_OPEN] = LIST(PAGE_OPEN),
	[BY_END] = LIST(PAGE_BY_END),
	[BY_PRACTITIONER] = LIST(PAGE_BY_PRACTITIONER),
	[BY_CLIENT] = LIST(PAGE_BY_CLIENT),
};

static const struct list list_of_ids = LIST(PAGE_OF_IDS);

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

static const char TALLY[] =
	"SELECT s.state AS state, s.ends <= $now AS over, count(*) AS count"
	"  FROM session s"
	"  WHERE s.starts > $from"
	"    AND s.starts < $to"
	"    AND (s.starts, s.id) > ($after_starts, $after)"
	"    AND $limit >= 0"
	"    AND" FILTER "  GROUP BY s.state, s.ends <= $now";

/* There are few clashes: they lead. */
static const char COUNT_CLASHES[] =
	"SELECT count(*)"
	"  FROM (SELECT DISTINCT session FROM session_clash) c"
	"  CROSS JOIN session s"
	"  WHERE s.id = c.session"
	"    AND s.starts > $from"
	"    AND s.starts < $to"
	"    AND (s.starts, s.id) > ($after_starts, $after)"
	"    AND $limit >= 0"
	"    AND" FILTER;

static const char LIST_OPEN[] =
	"SELECT p.person AS practitioner, count(*) AS count"
	"  FROM session s"
	"  CROSS JOIN session_practitioner p"
	"  WHERE s.state = 1"
	"    AND s.removed = " NEVER "    AND s.ends <= $ended_by"
	"    AND p.session = s.id"
	"  GROUP BY p.person"
	"  ORDER BY p.person";

static const char FIND_START[] = "SELECT starts"
				 "  FROM session"
				 "  WHERE id = $id";

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

static enum walk choose(const struct session_filter *filter)
{
	bool open_only = filter->open && !filter->drafts && !filter->saved &&
			 !filter->removed;

	if (filter->by_end)
		return BY_END;
	if (filter->newest)
		return NEWEST;
	if (filter->schedule)
		return BY_SCHEDULE;
	if (filter->client)
		return BY_CLIENT;
	if (filter->practitioner)
		return BY_PRACTITIONER;
	if (open_only && filter->ended_before.s)
		return BY_OPEN;
	return BY_START;
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
	bind_int(st, "from", span.start.s - SESSION_LONGEST);
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

struct part {
	int64_t session, person;
	bool client;
};

static void read_part(struct statement *st, void *item)
{
	struct part *part = item;

	part->session = column_int(st, "session");
	part->person = column_int(st, "person");
	part->client = column_int(st, "client") != 0;
}

static int by_id(const void *a, const void *b)
{
	const struct session *const *left = a, *const *right = b;

	return ((*left)->id > (*right)->id) - ((*left)->id < (*right)->id);
}

/* The people of these sessions, in one query: both go by the ids. */
static enum err people_load(struct reader *reader, struct statement *st,
			    struct session *list, size_t count)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct session **sorted =
		arena_array(arena, count + 1, sizeof(struct session *));
	struct part *parts;
	size_t part_count, at = 0;
	enum err err = statement_list(st, read_part, sizeof(*parts), &parts,
				      &part_count);

	if (err)
		return err;
	for (size_t i = 0; i < count; i++)
		sorted[i] = &list[i];
	qsort(sorted, count, sizeof(struct session *), by_id);
	for (size_t i = 0; i < part_count;) {
		const struct part *first = &parts[i];
		struct session_terms *terms;
		struct ids *ids;
		size_t end = i;

		while (sorted[at]->id != first->session)
			at++;
		while (end < part_count &&
		       parts[end].session == first->session &&
		       parts[end].client == first->client)
			end++;
		terms = &sorted[at]->terms;
		ids = first->client ? &terms->clients : &terms->practitioners;
		ids->at = arena_array(arena, end - i, sizeof(*ids->at));
		while (i < end)
			ids->at[ids->count++] = parts[i++].person;
	}
	return OK;
}

static void bind_list(struct statement *st, const struct session_filter *filter,
		      struct instant start)
{
	bind_filter(st, filter, start);
	if (filter->newest || filter->by_end)
		bind_limit(st, "skip", filter->skip);
}

enum err store_session_list(struct reader *reader,
			    const struct session_filter *filter,
			    struct session **list, size_t *count)
{
	const struct list *chosen = &lists[choose(filter)];
	struct session *found = NULL;
	struct statement *st;
	struct instant start;
	size_t used;
	enum err err = page_start(reader, filter->after, &start);

	if (err)
		return err;
	st = statement(reader, chosen->sessions);
	bind_list(st, filter, start);
	err = statement_list(st, session_read, sizeof(*found), &found, &used);
	if (err)
		return err;
	st = statement(reader, chosen->people);
	bind_list(st, filter, start);
	err = people_load(reader, st, found, used);
	if (err)
		return err;
	*list = found;
	*count = used;
	return OK;
}

enum err store_session_find_all(struct reader *reader, const struct ids *ids,
				struct session **list, size_t *count)
{
	struct statement *st = statement(reader, list_of_ids.sessions);
	struct session *found = NULL;
	size_t used;
	enum err err;

	bind_ids(st, "ids", ids);
	err = statement_list(st, session_read, sizeof(*found), &found, &used);
	if (err)
		return err;
	st = statement(reader, list_of_ids.people);
	bind_ids(st, "ids", ids);
	err = people_load(reader, st, found, used);
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
	all.newest = all.by_end = false;
	st = statement(reader, choose(&all) == BY_OPEN ? COUNT_OPEN : COUNT);
	bind_filter(st, &all, INSTANT_MIN);
	return statement_one_int(st, count);
}

struct tally_row {
	int64_t state, count;
	bool over;
};

static void read_tally(struct statement *st, void *item)
{
	struct tally_row *row = item;

	row->state = column_int(st, "state");
	row->over = column_int(st, "over") != 0;
	row->count = column_int(st, "count");
}

enum err store_session_tally(struct reader *reader,
			     const struct session_filter *filter,
			     struct instant now, struct session_tally *tally)
{
	struct statement *st = statement(reader, TALLY);
	struct session_filter all = *filter;
	struct session_tally found = { 0 };
	struct tally_row *rows;
	size_t count;
	enum err err;

	all.after = 0;
	all.limit = 0;
	all.drafts = all.open = all.saved = false;
	all.ended_before = (struct instant){ 0 };
	bind_filter(st, &all, INSTANT_MIN);
	bind_int(st, "now", now.s);
	err = statement_list(st, read_tally, sizeof(*rows), &rows, &count);
	if (err)
		return err;
	st = statement(reader, COUNT_CLASHES);
	bind_filter(st, &all, INSTANT_MIN);
	err = statement_one_int(st, &found.clashes);
	if (err)
		return err;
	for (size_t i = 0; i < count; i++) {
		switch ((enum session_state)rows[i].state) {
		case SESSION_DRAFT:
			found.drafts += rows[i].count;
			break;
		case SESSION_OPEN:
			found.open += rows[i].count;
			if (rows[i].over)
				found.to_save += rows[i].count;
			break;
		case SESSION_SAVED:
			found.saved += rows[i].count;
			break;
		}
	}
	*tally = found;
	return OK;
}

static void read_open(struct statement *st, void *item)
{
	struct session_open *open = item;

	open->practitioner = column_int(st, "practitioner");
	open->count = column_int(st, "count");
}

enum err store_session_open_list(struct reader *reader,
				 struct instant ended_before,
				 struct session_open **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_OPEN);

	bind_int(st, "ended_by", ended_before.s);
	return statement_list(st, read_open, sizeof(**list), list, count);
}

enum err store_session_ended(struct reader *reader, struct instant from,
			     struct instant to, struct ids *sessions)
{
	struct statement *st = statement(reader, LIST_ENDED);

	bind_int(st, "from", from.s);
	bind_int(st, "to", to.s);
	return statement_ids(st, sessions);
}

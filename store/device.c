#include "store/device.h"

#include "base/word.h"
#include "store/statement_private.h"

const char *const device_kind_words[] = {
	[DEVICE_TOKEN] = "device",
	[DEVICE_FEED] = "feed",
	NULL,
};

static const char LIST_DEVICES[] =
	"SELECT 0 AS kind, id, person, label, 'busy' AS level, created,"
	"  last_used, " NEVER " AS expires, program"
	"  FROM token"
	"  WHERE revoked = 0"
	"    AND ($person = 0 OR person = $person)"
	"  UNION ALL"
	"  SELECT 1 AS kind, id, person, label, level, created,"
	"    last_fetch AS last_used, expires, program"
	"    FROM feed"
	"    WHERE revoked = 0"
	"      AND ($person = 0 OR person = $person)"
	"  ORDER BY last_used DESC, created DESC, kind, id"
	"  LIMIT $limit OFFSET $skip";

#define AWAY_COLUMNS "person, program, since, last, tries"

static const char LIST_AWAY[] = "SELECT " AWAY_COLUMNS "  FROM turned_away"
				"  WHERE last > $after"
				"    AND ($person = 0 OR person = $person)"
				"  ORDER BY last DESC, person, program";

static const char FIND_AWAY[] = "SELECT " AWAY_COLUMNS "  FROM turned_away"
				"  WHERE person = $person"
				"    AND program = $program";

static const char ADD_AWAY[] =
	"INSERT INTO turned_away (person, program, since, last, tries)"
	"  VALUES ($person, $program, $since, $last, $tries)"
	"  ON CONFLICT (person, program) DO UPDATE"
	"    SET since = $since, last = $last, tries = $tries";

static const char TRIM_AWAY[] = "DELETE FROM turned_away"
				"  WHERE person = $person"
				"    AND program NOT IN"
				"      (SELECT program FROM turned_away"
				"        WHERE person = $person"
				"        ORDER BY last DESC, program"
				"        LIMIT $most)";

static const char END_AWAY[] = "DELETE FROM turned_away"
			       "  WHERE person = $person"
			       "    AND program = $program";

static void read_device(struct statement *st, void *item)
{
	struct device *device = item;
	unsigned level = FEED_BUSY;

	word_find(feed_level_words, slice_of(column_text(st, "level")), &level);
	*device = (struct device){
		.kind = (enum device_kind)column_int(st, "kind"),
		.id = column_int(st, "id"),
		.person = column_int(st, "person"),
		.label = column_text(st, "label"),
		.level = (enum feed_level)level,
		.created = { column_int(st, "created") },
		.last_used = { column_int(st, "last_used") },
		.expires = { column_int(st, "expires") },
		.program = column_text(st, "program"),
	};
}

enum err store_device_list(struct reader *reader, int64_t person, size_t skip,
			   size_t limit, struct device **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_DEVICES);

	bind_int(st, "person", person);
	bind_limit(st, "limit", limit);
	bind_int(st, "skip", (int64_t)skip);
	return statement_list(st, read_device, sizeof(**list), list, count);
}

static void read_away(struct statement *st, void *item)
{
	struct turned_away *away = item;

	*away = (struct turned_away){
		.person = column_int(st, "person"),
		.program = column_text(st, "program"),
		.since = { column_int(st, "since") },
		.last = { column_int(st, "last") },
		.tries = column_int(st, "tries"),
	};
}

enum err store_turned_away_list(struct reader *reader, int64_t person,
				struct instant after, struct turned_away **list,
				size_t *count)
{
	struct statement *st = statement(reader, LIST_AWAY);

	bind_int(st, "after", after.s);
	bind_int(st, "person", person);
	return statement_list(st, read_away, sizeof(**list), list, count);
}

enum err store_turned_away_find(struct reader *reader, int64_t person,
				const char *program, struct turned_away *found)
{
	struct statement *st = statement(reader, FIND_AWAY);

	bind_int(st, "person", person);
	bind_text(st, "program", program);
	return statement_one(st, read_away, found);
}

enum err store_turned_away_add(struct transaction *tx,
			       const struct turned_away *one, int64_t most)
{
	struct statement *st = statement_tx(tx, ADD_AWAY);
	enum err err;

	bind_int(st, "person", one->person);
	bind_text(st, "program", one->program);
	bind_int(st, "since", one->since.s);
	bind_int(st, "last", one->last.s);
	bind_int(st, "tries", one->tries);
	err = statement_run(st);
	if (err)
		return err;
	st = statement_tx(tx, TRIM_AWAY);
	bind_int(st, "person", one->person);
	bind_int(st, "most", most);
	return statement_run(st);
}

enum err store_turned_away_end(struct transaction *tx, int64_t person,
			       const char *program)
{
	struct statement *st = statement_tx(tx, END_AWAY);

	bind_int(st, "person", person);
	bind_text(st, "program", program);
	return statement_run(st);
}

#include "practice/people/device.h"

#include "base/str.h"
#include "practice/access.h"
#include "practice/people/program.h"
#include "store/transaction.h"

#include <string.h>

#define TOLD_SECONDS (7 * 24 * 3600)
#define NOTE_SECONDS 60
#define AWAY_MOST 20 /* programs of a person that are remembered */

#define ROW(...) .see = SEE_API, .flags = FIELD_ONLY_ANSWER | __VA_ARGS__

const struct field device_rows[] = {
	ROW_TEXT("kind", struct device_known, kind, ROW(0),
		 .help = "device, feed, or unknown: of no device here"),
	ROW_ID("id", struct device_known, device.id, ROW(0)),
	ROW_TEXT("label", struct device_known, device.label, ROW(0)),
	ROW_CHOICE("level", struct device_known, device.level, feed_level_words,
		   ROW(FIELD_UNGIVEN_ABSENT),
		   ROW_GIVEN(struct device_known, is_feed)),
	ROW_INSTANT("created", struct device_known, device.created, ROW(0)),
	ROW_INSTANT("last_used", struct device_known, device.last_used, ROW(0),
		    .help = "the last sync or fetch that was noted"),
	ROW_INSTANT("expires", struct device_known, device.expires, ROW(0)),
	ROW_TEXT("program", struct device_known, program, ROW(0),
		 .help = "with its version: iOS 17.5"),
	ROW_INSTANT("turned_away_since", struct device_known, trouble.since,
		    ROW(0), .help = "with a wrong password or token"),
	ROW_INSTANT("turned_away_last", struct device_known, trouble.last,
		    ROW(0)),
	ROW_INTEGER("turned_away_tries", struct device_known, trouble.tries,
		    ROW(0), .min = 0, .max = INT64_MAX,
		    .help = "that were noted, one a minute at most"),
	{ 0 },
};

static struct device_known known_of(struct arena *arena,
				    const struct device *device)
{
	return (struct device_known){
		.device = *device,
		.kind = device_kind_words[device->kind],
		.program = practice_program_words(arena, device->program),
		.is_feed = device->kind == DEVICE_FEED,
		.trouble = { .since = INSTANT_MIN, .last = INSTANT_MIN },
	};
}

static struct device_known unknown_of(struct arena *arena,
				      const struct turned_away *away)
{
	return (struct device_known){
		.device = { .person = away->person,
			    .created = INSTANT_MIN,
			    .last_used = INSTANT_MIN,
			    .expires = INSTANT_MAX,
			    .program = away->program },
		.kind = "unknown",
		.program = practice_program_words(arena, away->program),
		.has_trouble = true,
		.trouble = *away,
	};
}

/* The same program, whatever its version: phones get new ones overnight. */
static bool is_like(const struct device_known *known,
		    const struct turned_away *away, const char *words)
{
	size_t len = words ? strcspn(words, "0123456789") : 0;

	return len && known->device.kind == DEVICE_TOKEN && known->program &&
	       known->device.person == away->person &&
	       strcspn(known->program, "0123456789") == len &&
	       strncmp(known->program, words, len) == 0;
}

/* The one device that it can be: of the very name, else the only one of that
 * program; NULL: none, or nobody knows which. */
static struct device_known *device_of(struct arena *arena,
				      struct device_known *list, size_t count,
				      const struct turned_away *away)
{
	const char *words = practice_program_words(arena, away->program);
	struct device_known *found = NULL;

	for (size_t i = 0; i < count; i++)
		if (list[i].device.kind == DEVICE_TOKEN &&
		    list[i].device.person == away->person &&
		    str_equal(list[i].device.program, away->program))
			return &list[i];
	for (size_t i = 0; i < count; i++) {
		if (!is_like(&list[i], away, words))
			continue;
		if (found)
			return NULL;
		found = &list[i];
	}
	return found;
}

enum err practice_devices_known(struct reader *reader, int64_t person,
				const struct device *devices, size_t count,
				struct device_known **list, size_t *known_count)
{
	struct operation *op = store_reader_operation(reader);
	struct instant week = { op->now.s - TOLD_SECONDS };
	struct turned_away *away;
	struct device_known *known;
	size_t away_count, at = count;
	enum err err = store_turned_away_list(reader, person, week, &away,
					      &away_count);

	if (err)
		return err;
	known = arena_array(op->arena, count + away_count + 1, sizeof(*known));
	for (size_t i = 0; i < count; i++)
		known[i] = known_of(op->arena, &devices[i]);
	for (size_t i = 0; i < away_count; i++) {
		struct device_known *device =
			device_of(op->arena, known, count, &away[i]);

		if (device && !device->has_trouble) {
			device->has_trouble = true;
			device->trouble = away[i];
		} else {
			known[at++] = unknown_of(op->arena, &away[i]);
		}
	}
	*list = known;
	*known_count = at;
	return OK;
}

struct away_work {
	int64_t person;
	const char *program;
};

static struct away_work work_of(struct operation *op, int64_t person,
				const char *agent)
{
	const char *program = practice_program_kept(op->arena, agent);

	return (struct away_work){ person, program ? program : "" };
}

/* No audit row: nobody entered anything. */
static enum err away_work(struct transaction *tx, void *context)
{
	const struct away_work *work = context;
	struct instant now = store_tx_operation(tx)->now;
	struct turned_away one;
	enum err err = store_turned_away_find(store_tx_reader(tx), work->person,
					      work->program, &one);

	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err && now.s - one.last.s < NOTE_SECONDS)
		return OK;
	if (err || now.s - one.last.s > TOLD_SECONDS)
		one = (struct turned_away){ .person = work->person,
					    .program = work->program,
					    .since = now };
	one.last = now;
	one.tries++;
	return store_turned_away_add(tx, &one, AWAY_MOST);
}

enum err practice_turned_away(struct operation *op, struct store *store,
			      int64_t person, const char *agent)
{
	struct away_work work = work_of(op, person, agent);

	return store_write(op, store, away_work, &work);
}

static enum err in_work(struct transaction *tx, void *context)
{
	const struct away_work *work = context;

	return store_turned_away_end(tx, work->person, work->program);
}

enum err practice_let_in(struct operation *op, struct store *store,
			 int64_t person, const char *agent)
{
	struct away_work work = work_of(op, person, agent);

	return store_write(op, store, in_work, &work);
}

#include "practice/calendar/instance_index.h"

#include "ical/busy.h"
#include "ical/instance.h"
#include "ical/object_span.h"
#include "practice/calendar/collection_zone.h"
#include "practice/calendar/view_write.h"

/* How far rows reach around now, and how many an object may have. */
#define INDEX_BACK (403 * 86400)
#define INDEX_AHEAD (775 * 86400)
#define INDEX_ROWS 2000
/* An object with more begins nearer to now. */
#define INDEX_BACK_DENSE (31 * 86400)
/* What is gained at least when rows are made anew. */
#define INDEX_MOVE 86400

static const enum instance_busy busy_of[] = {
	[CAL_FREE] = INSTANCE_FREE,
	[CAL_BUSY] = INSTANCE_BUSY,
	[CAL_BUSY_TENTATIVE] = INSTANCE_TENTATIVE,
	[CAL_BUSY_UNAVAILABLE] = INSTANCE_ASK,
};

/* Only events take time by themselves. Periods of a VFREEBUSY and parts of a
 * VAVAILABILITY have kinds of their own. */
static enum instance_busy how_busy(const struct cal_object *object,
				   const struct cal_component *component)
{
	if (object->kind & (CAL_VFREEBUSY | CAL_VAVAILABILITY))
		return INSTANCE_ASK;
	if (object->kind != CAL_VEVENT)
		return INSTANCE_FREE;
	return busy_of[cal_event_busy(component)];
}

/* Do two instances of one span differ? They come by start. */
static bool at_odds(const struct index_rows *rows)
{
	for (size_t i = 1; i < rows->count; i++) {
		for (size_t j = i; j-- > 0;) {
			if (rows->spans[j].start.s != rows->spans[i].start.s)
				break;
			if (rows->spans[j].end.s == rows->spans[i].end.s &&
			    rows->busy[j] != rows->busy[i])
				return true;
		}
	}
	return false;
}

static void rows_of(struct arena *arena, const struct cal_object *object,
		    const struct cal_instances *found, struct index_rows *rows)
{
	enum instance_busy *busy =
		arena_array(arena, found->count, sizeof(*busy));

	rows->count = found->count;
	rows->spans = arena_array(arena, found->count, sizeof(*rows->spans));
	for (size_t i = 0; i < found->count; i++) {
		rows->spans[i] = found->items[i].span;
		busy[i] = how_busy(object, found->items[i].component);
	}
	rows->busy = busy;
	if (object->kind == CAL_VFREEBUSY || at_odds(rows))
		rows->busy = NULL;
}

/* Only what comes before the last start found is known whole. */
static struct span indexed_part(const struct member *member, struct span window,
				const struct cal_instances *found)
{
	struct span part = window;

	if (!found->complete)
		part.end = found->count
				   ? found->items[found->count - 1].span.start
				   : window.start;
	else if (member->span.end.s <= window.end.s)
		part.end = INSTANT_MAX;
	if (member->span.start.s >= window.start.s)
		part.start = INSTANT_MIN;
	return part;
}

/* Where rows are to reach: all of a series that ends, so that time does not
 * leave it behind. Of one that does not, from its start until a while from
 * now. */
static struct span window_wanted(const struct member *member,
				 struct instant now)
{
	struct span window = { { now.s - INDEX_BACK },
			       { now.s + INDEX_AHEAD } };

	if (member->span.start.s < window.start.s)
		window.start = member->span.start;
	if (member->span.end.s < INSTANT_MAX.s)
		window.end.s = member->span.end.s + 1;
	return window;
}

/* Windows that are tried one after another: what has too many instances for
 * the first is kept near to now. */
static enum err index_recurring(struct operation *op,
				const struct cal_object *object,
				struct member *member, struct index_rows *rows)
{
	const struct span windows[] = {
		window_wanted(member, op->now),
		{ { op->now.s - INDEX_BACK }, { op->now.s + INDEX_AHEAD } },
		{ { op->now.s - INDEX_BACK_DENSE },
		  { op->now.s + INDEX_AHEAD } },
	};
	struct cal_instances found = { .complete = false };
	size_t i = 0;
	enum err err;

	do {
		err = cal_object_instances(op, object, windows[i], INDEX_ROWS,
					   &found);
	} while (!err && !found.complete && ++i < ARRAY_SIZE(windows));
	if (err)
		return err;
	if (!found.complete)
		i--;
	member->indexed = indexed_part(member, windows[i], &found);
	rows_of(op->arena, object, &found, rows);
	return OK;
}

static void index_single(struct arena *arena, const struct cal_object *object,
			 struct member *member, struct index_rows *rows)
{
	enum instance_busy *busy = arena_alloc(arena, sizeof(*busy));
	struct span one;

	rows->spans = arena_alloc(arena, sizeof(*rows->spans));
	rows->count = 1;
	if (cal_component_span(object->master, object->zones, &one)) {
		member->span = one;
	} else {
		/* RFC 4791 9.9: a task without times is in every range, a
		 * journal without a date in none. */
		member->span = WHOLE_TIME;
		if (object->kind != CAL_VEVENT && object->kind != CAL_VTODO)
			rows->count = 0;
	}
	rows->spans[0] = member->span;
	*busy = how_busy(object, object->master);
	rows->busy = busy;
}

enum err practice_index(struct operation *op, const struct cal_object *object,
			struct member *member, struct index_rows *rows)
{
	struct span bounds;
	enum err err = cal_object_bounds(op, object, &bounds);

	if (err)
		return err;
	member->kind = (unsigned)object->kind;
	member->uid = object->uid;
	member->recurring = object->recurring;
	member->span = bounds;
	member->indexed = WHOLE_TIME;
	if (object->recurring)
		return index_recurring(op, object, member, rows);
	index_single(op->arena, object, member, rows);
	return OK;
}

void practice_index_shown(struct operation *op, const struct member *member,
			  struct slice bytes, struct index_rows *rows)
{
	enum instance_busy *busy = arena_alloc(op->arena, sizeof(*busy));
	struct span *span = arena_alloc(op->arena, sizeof(*span));

	*span = member->span;
	*busy = INSTANCE_FREE;
	*rows = (struct index_rows){ span, 1, busy };
	/* Days are days in each viewer's zone. */
	if (member->closure)
		rows->busy = NULL;
	else if (member->kind == CAL_VEVENT)
		*busy = busy_of[view_busy_read(bytes)];
}

bool practice_index_moves(const struct member *member, struct instant now)
{
	struct instant begins = member->indexed.start;

	if (begins.s < member->span.start.s)
		begins = member->span.start;
	return now.s - INDEX_BACK_DENSE - begins.s >= INDEX_MOVE;
}

enum err practice_reindex(struct reader *reader,
			  const struct collection *collection,
			  struct slice bytes, struct member *member,
			  struct index_rows *rows)
{
	struct operation *op = store_reader_operation(reader);
	const struct cal_zone *floating;
	struct cal_component *calendar;
	struct cal_object object;
	enum err err;

	if (member->session || member->closure) {
		practice_index_shown(op, member, bytes, rows);
		return OK;
	}
	err = practice_collection_zone(reader, collection, &floating);
	if (!err)
		err = cal_parse(op, bytes.at, bytes.len, &calendar);
	if (!err)
		err = cal_object_read(op, calendar, floating, &object);
	return err ? err : practice_index(op, &object, member, rows);
}

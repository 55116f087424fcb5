#include "practice/calendar/instance_index.h"

#include "ical/instance.h"
#include "ical/object_span.h"
#include "practice/calendar/collection_zone.h"

/* How far rows reach around now, and how many an object may have. */
#define INDEX_BACK (403 * 86400)
#define INDEX_AHEAD (775 * 86400)
#define INDEX_ROWS 2000
/* An object with more begins nearer to now. */
#define INDEX_BACK_DENSE (31 * 86400)

static void rows_of(struct arena *arena, const struct cal_instances *found,
		    struct index_rows *rows)
{
	rows->count = found->count;
	rows->spans = arena_array(arena, found->count, sizeof(*rows->spans));
	for (size_t i = 0; i < found->count; i++)
		rows->spans[i] = found->items[i].span;
}

/* Only what comes before the last start found is known whole. */
static struct span indexed_part(struct span window,
				const struct cal_instances *found)
{
	struct span part = window;

	if (found->complete)
		return part;
	part.end = found->count ? found->items[found->count - 1].span.start
				: window.start;
	return part;
}

static enum err index_recurring(struct operation *op,
				const struct cal_object *object,
				struct member *member, struct index_rows *rows)
{
	struct span window = { { op->now.s - INDEX_BACK },
			       { op->now.s + INDEX_AHEAD } };
	struct cal_instances found;
	enum err err;

	err = cal_object_instances(op, object, window, INDEX_ROWS, &found);
	if (err)
		return err;
	if (!found.complete) {
		window.start.s = op->now.s - INDEX_BACK_DENSE;
		err = cal_object_instances(op, object, window, INDEX_ROWS,
					   &found);
		if (err)
			return err;
	}
	member->indexed = indexed_part(window, &found);
	if (found.complete && member->span.start.s >= window.start.s &&
	    member->span.end.s <= window.end.s)
		member->indexed = WHOLE_TIME;
	rows_of(op->arena, &found, rows);
	return OK;
}

enum err practice_index(struct operation *op, const struct cal_object *object,
			struct member *member, struct index_rows *rows)
{
	struct span bounds;
	struct span one;
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

	rows->spans = arena_alloc(op->arena, sizeof(*rows->spans));
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
	return OK;
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
	enum err err = practice_collection_zone(reader, collection, &floating);

	if (!err)
		err = cal_parse(op, bytes.at, bytes.len, &calendar);
	if (!err)
		err = cal_object_read(op, calendar, floating, &object);
	return err ? err : practice_index(op, &object, member, rows);
}

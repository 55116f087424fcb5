#include "dav/report_freebusy_private.h"

#include "base/digest.h"
#include "base/str.h"
#include "dav/availability_private.h"
#include "dav/header_private.h"
#include "dav/resource_private.h"
#include "dav/selection_private.h"
#include "dav/walk_private.h"
#include "dav/xml_private.h"
#include "ical/busy.h"
#include "ical/instance.h"
#include "ical/time.h"
#include "ical/write.h"
#include "practice/calendar/collection_zone.h"
#include "store/object_list.h"

#include <stdlib.h>
#include <string.h>

/*
 * free-busy-query (RFC 4791 7.10): what is taken, never by what.
 */

#define PERIOD_LIMIT 100000
/* Of one object: each hour of two years, but not each second of a day. */
#define OBJECT_LIMIT 20000

static const char *const heads[] = {
	[CAL_BUSY] = "FREEBUSY",
	[CAL_BUSY_TENTATIVE] = "FREEBUSY;FBTYPE=BUSY-TENTATIVE",
	[CAL_BUSY_UNAVAILABLE] = "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE",
};

struct periods {
	struct span *at;
	size_t count, room;
};

struct freebusy {
	struct dav *dav;
	bool all;            /* of the home: all calendars */
	struct arena *arena; /* of the periods */
	struct span range;
	const struct cal_zone *zone_asked; /* or NULL: each collection's */
	const struct cal_zone *zone;
	struct periods periods[ARRAY_SIZE(heads)];
	struct availabilities availabilities;
};

static enum err period_add(struct freebusy *freebusy, enum cal_busy type,
			   struct span span)
{
	struct periods *periods = &freebusy->periods[type];
	struct operation *op = freebusy->dav->op;

	if (span.start.s < freebusy->range.start.s)
		span.start = freebusy->range.start;
	if (span.end.s > freebusy->range.end.s)
		span.end = freebusy->range.end;
	if (span.end.s <= span.start.s)
		return OK;
	if (periods->count == PERIOD_LIMIT)
		return fail(op, ERR_MATCHES_LIMIT,
			    "more than %d busy periods; ask for a shorter "
			    "range",
			    PERIOD_LIMIT);
	periods->at = arena_grow(freebusy->arena, periods->at, periods->count,
				 &periods->room, sizeof(*periods->at));
	periods->at[periods->count++] = span;
	return OK;
}

/* One PERIOD: start/end or start/duration, in UTC (RFC 5545 3.3.9). */
static bool period_parse(struct freebusy *freebusy, struct slice text,
			 struct span *span)
{
	struct slice end = text;
	struct slice start = slice_cut(&end, '/');
	struct cal_duration duration;
	struct cal_time from = { .zone = cal_zone_utc() };

	if (!end.at || !cal_instant_parse(start, &span->start))
		return false;
	if (cal_instant_parse(end, &span->end))
		return true;
	if (cal_duration_parse(freebusy->dav->op, end, &duration)) {
		operation_recover(freebusy->dav->op);
		return false;
	}
	from.instant = span->start;
	from.wall = instant_wall(span->start);
	span->end = cal_duration_add(&from, duration);
	return true;
}

/* The periods of a stored VFREEBUSY. */
static enum err stored_periods(struct freebusy *freebusy,
			       const struct cal_component *component)
{
	for (const struct cal_line *line = cal_line_find(component, "FREEBUSY");
	     line; line = cal_line_next(component, line, "FREEBUSY")) {
		const struct cal_param *param = cal_param_find(line, "FBTYPE");
		struct slice rest = line->value;
		enum cal_busy type = CAL_BUSY;

		if (param && slice_is(param->value, "FREE"))
			continue;
		if (param && slice_is(param->value, "BUSY-TENTATIVE"))
			type = CAL_BUSY_TENTATIVE;
		if (param && slice_is(param->value, "BUSY-UNAVAILABLE"))
			type = CAL_BUSY_UNAVAILABLE;
		while (rest.at) {
			struct slice one = slice_cut(&rest, ',');
			struct span span;
			enum err err;

			if (!period_parse(freebusy, one, &span))
				continue;
			err = period_add(freebusy, type, span);
			if (err)
				return err;
		}
	}
	return OK;
}

static enum err object_add(struct freebusy *freebusy,
			   const struct cal_object *object)
{
	struct operation *op = freebusy->dav->op;
	struct cal_instances instances;
	enum err err = OK;

	if (object->kind == CAL_VFREEBUSY)
		return object->master ? stored_periods(freebusy, object->master)
				      : OK;
	if (cal_object_instances(op, object, freebusy->range, OBJECT_LIMIT,
				 &instances)) {
		operation_recover(op); /* unreadable: breaks nothing */
		return operation_check(op);
	}
	if (!instances.complete)
		return fail(
			op, ERR_MATCHES_LIMIT,
			"'%s' has more than %d instances in the time-range, "
			"or they take too long to find: ask for a shorter "
			"one",
			object->uid, OBJECT_LIMIT);
	for (size_t i = 0; i < instances.count && !err; i++) {
		const struct cal_instance *at = &instances.items[i];
		enum cal_busy type = cal_event_busy(at->component);

		if (type != CAL_FREE)
			err = period_add(freebusy, type, at->span);
	}
	return err ? err : operation_check(op);
}

static enum err member_each(void *context, const struct member *member,
			    struct slice bytes)
{
	struct freebusy *freebusy = context;
	struct cal_object object;

	if (member->kind == CAL_VAVAILABILITY)
		return availabilities_keep(freebusy->dav->op,
					   &freebusy->availabilities, bytes,
					   freebusy->zone);

	if (walk_object(freebusy->dav->op, bytes, freebusy->zone, &object)) {
		operation_recover(freebusy->dav->op);
		return operation_check(freebusy->dav->op);
	}
	return object_add(freebusy, &object);
}

/* Is the whole calendar marked transparent (RFC 6638 9.1)? */
static enum err is_transparent(struct dav *dav,
			       const struct resource *collection, bool *is)
{
	struct property *list;
	size_t count;
	enum err err =
		store_property_list(dav->reader, collection->collection.id, 0,
				    collection->person.id, &list, &count);

	*is = false;
	for (size_t i = 0; !err && i < count; i++)
		if (str_equal(list[i].ns, NS_CALDAV) &&
		    str_equal(list[i].name, "schedule-calendar-transp"))
			*is = strstr(list[i].value, "transparent") != NULL;
	return err;
}

/* What the index tells needs no event to be read. */
static enum err instance_each(void *context, struct span span,
			      enum instance_busy busy)
{
	struct freebusy *freebusy = context;
	bool tentative = busy == INSTANCE_TENTATIVE;
	enum err err = period_add(
		freebusy, tentative ? CAL_BUSY_TENTATIVE : CAL_BUSY, span);

	return err ? err : operation_check(freebusy->dav->op);
}

/* Where the index has floating times in another zone, events are read. */
static enum err collection_each(void *context, struct resource *collection)
{
	struct freebusy *freebusy = context;
	struct reader *reader = freebusy->dav->reader;
	struct collection_zones zones;
	int64_t id = collection->collection.id;
	const unsigned kinds = CAL_VEVENT | CAL_VFREEBUSY | CAL_VAVAILABILITY;
	bool transparent = false, asked;
	enum err err = OK;

	/* RFC 6638 9.1: it counts where the whole of somebody's time is asked
	 * for; a calendar that is asked itself answers (RFC 4791 7.10). */
	if (freebusy->all)
		err = is_transparent(freebusy->dav, collection, &transparent);
	if (err || transparent)
		return err;
	err = practice_collection_zones(reader, &collection->collection,
					&zones);
	if (err)
		return err;
	freebusy->zone =
		freebusy->zone_asked ? freebusy->zone_asked : zones.own;
	if (freebusy->zone != zones.indexed)
		return store_member_overlapping(reader, id, kinds,
						walk_widened(freebusy->range),
						true, member_each, freebusy);
	err = store_instance_busy(reader, id, freebusy->range, instance_each,
				  freebusy, &asked);
	if (err || !asked)
		return err;
	return store_member_asked(reader, id, kinds, freebusy->range,
				  member_each, freebusy);
}

/* RFC 7953 5: when nobody is to be had, whatever events say. */
static enum err add_unavailable(struct freebusy *freebusy,
				struct resource *resource)
{
	struct availabilities *kept = &freebusy->availabilities;
	struct cal_slot *slots = NULL;
	size_t count = 0;
	enum err err = availabilities_of(freebusy->dav, resource, kept);

	if (!err && kept->count)
		err = availabilities_slots(freebusy->dav->op, kept,
					   freebusy->range, &slots, &count);
	for (size_t i = 0; !err && i < count; i++)
		if (slots[i].busy != CAL_FREE)
			err = period_add(freebusy, slots[i].busy,
					 slots[i].span);
	return err;
}

static int by_start(const void *a, const void *b)
{
	const struct span *left = a, *right = b;

	if (left->start.s != right->start.s)
		return left->start.s < right->start.s ? -1 : 1;
	return (left->end.s > right->end.s) - (left->end.s < right->end.s);
}

/* Periods in order, those that meet or overlap put together. */
static void periods_write(struct arena *arena, struct buf *buf,
			  const char *head, struct periods *periods)
{
	struct span *at = periods->at;
	size_t kept = 0;

	if (!periods->count)
		return;
	qsort(at, periods->count, sizeof(*at), by_start);
	for (size_t i = 1; i < periods->count; i++) {
		if (at[i].start.s > at[kept].end.s)
			at[++kept] = at[i];
		else if (at[i].end.s > at[kept].end.s)
			at[kept].end = at[i].end;
	}
	for (size_t i = 0; i <= kept; i++)
		cal_write(buf, head,
			  arena_printf(arena, "%s/%s",
				       instant_basic(arena, at[i].start),
				       instant_basic(arena, at[i].end)));
}

static void answer(struct freebusy *freebusy)
{
	struct operation *op = freebusy->dav->op;
	struct buf buf;

	buf_init(&buf, op->arena);
	cal_write(&buf, "BEGIN", "VCALENDAR");
	cal_write(&buf, "VERSION", "2.0");
	cal_write(&buf, "PRODID", DAV_PRODUCT);
	cal_write(&buf, "BEGIN", "VFREEBUSY");
	cal_write(&buf, "UID", random_uid(op->arena));
	cal_write_instant(&buf, "DTSTAMP", op->now);
	cal_write_instant(&buf, "DTSTART", freebusy->range.start);
	cal_write_instant(&buf, "DTEND", freebusy->range.end);
	for (size_t i = CAL_BUSY; i < ARRAY_SIZE(heads); i++)
		periods_write(op->arena, &buf, heads[i], &freebusy->periods[i]);
	cal_write(&buf, "END", "VFREEBUSY");
	cal_write(&buf, "END", "VCALENDAR");
	freebusy->dav->response->status = 200;
	http_response_body(freebusy->dav->response,
			   "text/calendar; charset=utf-8", buf.at, buf.len);
}

static bool has_another(const xmlNode *range)
{
	const xmlNode *next = xml_next(range);

	while (next && !xml_is(next, NS_CALDAV, "time-range"))
		next = xml_next(next);
	return next;
}

enum err report_freebusy(struct dav *dav, struct resource *resource,
			 const xmlNode *root)
{
	struct freebusy freebusy = { .dav = dav,
				     .arena = arena_within(dav->op->arena) };
	const xmlNode *range = xml_child(root, NS_CALDAV, "time-range");
	int depth;
	enum err err = header_depth(dav, 1, &depth);

	if (err)
		return err;
	freebusy.availabilities.arena = freebusy.arena;
	freebusy.all = resource->kind == RESOURCE_HOME;
	if (!range || has_another(range))
		return fail(dav->op, ERR_VALID_FILTER,
			    "free-busy-query needs one time-range");
	err = selection_range(dav->op, range, &freebusy.range);
	if (!err && !selection_is_whole(dav->op->arena, range))
		err = fail(dav->op, ERR_VALID_FILTER,
			   "the time-range of free-busy-query needs a start "
			   "and an end");
	if (!err)
		err = selection_zone(dav->op, root, &freebusy.zone_asked);
	/* RFC 4791 7.10: what is in a calendar is at Depth 1. */
	if (!err && (depth != 0 || freebusy.all))
		err = walk_calendars(dav, resource, collection_each, &freebusy);
	if (!err)
		err = add_unavailable(&freebusy, resource);
	if (!err)
		answer(&freebusy);
	return err;
}

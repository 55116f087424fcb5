#include "practice/booking/closure_put_private.h"

#include "ical/text.h"
#include "ical/zone_object.h"
#include "practice/booking/event_private.h"
#include "practice/session/closure.h"
#include "practice/refusal.h"

static void fill_days(const struct cal_object *object, struct span span,
		      struct closure *closure)
{
	const struct cal_zone *zone = cal_zones_floating(object->zones);

	closure->all_day = true;
	closure->from = cal_zone_day(zone, span.start);
	/* DTEND is the day behind the last. */
	closure->to = cal_zone_day(zone, (struct instant){ span.end.s - 1 });
	closure->zone = NULL;
}

static enum err fill_closure(struct booking *booking,
			     const struct cal_object *object,
			     struct closure *closure)
{
	const struct cal_component *event = object->master;
	const char *title = cal_text_of(booking->op->arena, event, "SUMMARY");
	struct span span;
	const char *zone;
	enum err err = booking_time(booking, object, &span, &zone);

	if (err)
		return err;
	closure->title = str_empty(title) ? "Closed" : title;
	if (booking_is_all_day(event)) {
		fill_days(object, span, closure);
		return OK;
	}
	closure->all_day = false;
	closure->span = booking_span_served(event, span, closure->span, zone);
	closure->zone = zone;
	return OK;
}

static enum err check_shape(struct booking *booking,
			    const struct cal_object *object)
{
	if (object->master && !object->recurring)
		return OK;
	return refuse(booking->op, REFUSAL_NOT_PERMITTED,
		      "closures do not repeat: add one for each time");
}

static bool same_closure(const struct closure *a, const struct closure *b)
{
	if (a->all_day != b->all_day || !str_equal(a->title, b->title))
		return false;
	if (a->all_day)
		return a->from.n == b->from.n && a->to.n == b->to.n;
	return a->span.start.s == b->span.start.s &&
	       a->span.end.s == b->span.end.s && str_equal(a->zone, b->zone);
}

static enum err change(struct booking *booking, const struct cal_object *object)
{
	struct closure before;
	struct closure after;
	enum err err = store_closure_find(booking->reader,
					  booking->current.closure, &before);

	after = before;
	if (!err)
		err = fill_closure(booking, object, &after);
	if (err || same_closure(&before, &after))
		return err;
	return practice_closure_change_tx(booking->tx, &after);
}

enum err booking_closure_put(struct booking *booking)
{
	struct closure closure = { .id = 0 };
	struct cal_object object;
	enum err err = booking_parse(booking, &object);

	if (!err)
		err = check_shape(booking, &object);
	if (err)
		return err;
	if (booking->current.id)
		return booking_refusal(booking->op, change(booking, &object));
	closure.uid = object.uid;
	closure.name = booking->name;
	err = fill_closure(booking, &object, &closure);
	if (!err)
		err = practice_closure_add_tx(booking->tx, &closure);
	return booking_refusal(booking->op, err);
}

enum err booking_closure_delete(struct booking *booking)
{
	return booking_refusal(booking->op,
			       practice_closure_remove_tx(
				       booking->tx, booking->current.closure));
}

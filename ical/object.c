#include "ical/object.h"

#include "ical/availability.h"
#include "ical/instance.h"
#include "ical/object_check_private.h"
#include "ical/rule.h"
#include "ical/text.h"
#include "ical/value_check_private.h"
#include "ical/zone_object_private.h"

#include <stdlib.h>

static const struct {
	enum cal_kind kind;
	const char *name;
} kinds[] = {
	{ CAL_VEVENT, "VEVENT" },
	{ CAL_VTODO, "VTODO" },
	{ CAL_VJOURNAL, "VJOURNAL" },
	{ CAL_VFREEBUSY, "VFREEBUSY" },
	{ CAL_VAVAILABILITY, "VAVAILABILITY" },
};

/* A failure about this line of the component, or the component itself. */
static enum err refuse(struct operation *op, enum err err,
		       const struct cal_component *component,
		       const struct cal_line *line, const char *reason)
{
	(void)fail(op, err, "%s", reason);
	return cal_fail_at(op, component, line);
}

/* RFC 5545 3.6: what a calendar says of itself it says once. */
static enum err calendar_once_check(struct operation *op,
				    const struct cal_component *calendar)
{
	static const char *const once[] = { "VERSION", "PRODID", "CALSCALE",
					    "METHOD" };

	for (size_t i = 0; i < ARRAY_SIZE(once); i++) {
		const struct cal_line *line = cal_line_find(calendar, once[i]);

		if (line)
			line = cal_line_next(calendar, line, once[i]);
		if (line)
			return refuse(op, ERR_CALENDAR_DATA, calendar, line,
				      "VCALENDAR says it twice");
	}
	return OK;
}

enum err cal_calendar_check(struct operation *op,
			    const struct cal_component *calendar)
{
	const struct cal_line *version = cal_line_find(calendar, "VERSION");
	const struct cal_line *scale = cal_line_find(calendar, "CALSCALE");
	const struct cal_line *method = cal_line_find(calendar, "METHOD");
	enum err err;

	if (!version || !slice_is(slice_trim(version->value), "2.0"))
		return refuse(op, ERR_CALENDAR_DATA, calendar, version,
			      "VCALENDAR must say VERSION:2.0");
	if (!cal_line_find(calendar, "PRODID"))
		return refuse(op, ERR_CALENDAR_DATA, calendar, NULL,
			      "VCALENDAR has no PRODID");
	if (scale && !slice_is(slice_trim(scale->value), "GREGORIAN"))
		return refuse(op, ERR_CALENDAR_DATA, calendar, scale,
			      "only the Gregorian calendar is known");
	if (method)
		return refuse(op, ERR_CALENDAR_OBJECT, calendar, method,
			      "a stored object may not have a METHOD");
	err = calendar_once_check(op, calendar);
	return err ? err : cal_values_check(op, calendar);
}

/* Sort the children into master and overrides of the first kind met. What
 * does not belong is left out; object_check has refused it before. */
static bool object_sort(struct arena *arena,
			const struct cal_component *calendar,
			struct cal_object *object)
{
	size_t room = 0;

	object->calendar = calendar;
	for (size_t i = 0; i < calendar->child_count; i++) {
		const struct cal_component *child = calendar->children[i];
		unsigned kind = cal_kind_find(child->name);

		if (!kind || (object->kind && kind != object->kind))
			continue;
		object->kind = (enum cal_kind)kind;
		if (!object->uid)
			object->uid = cal_text_of(arena, child, "UID");
		if (!cal_line_find(child, "RECURRENCE-ID")) {
			if (!object->master)
				object->master = child;
			continue;
		}
		object->overrides = arena_grow(arena, object->overrides,
					       object->override_count, &room,
					       sizeof(struct cal_component *));
		object->overrides[object->override_count++] = child;
	}
	if (!object->kind)
		return false;
	if (!object->uid)
		object->uid = "";
	object->recurring = !object->master ||
			    cal_line_filled(object->master, NULL, "RRULE") ||
			    cal_line_filled(object->master, NULL, "RDATE");
	return true;
}

static enum err missing(struct operation *op,
			const struct cal_component *calendar)
{
	for (size_t i = 0; i < calendar->child_count; i++) {
		const struct cal_component *child = calendar->children[i];

		if (!slice_is(child->name, "VTIMEZONE"))
			return refuse(op, ERR_COMPONENT, child, NULL,
				      "this is not a component that is "
				      "stored");
	}
	return fail(op, ERR_CALENDAR_OBJECT, "VCALENDAR holds no component");
}

/* RFC 4791 4.1: one kind, one UID, one master. */
static enum err unity_check(struct operation *op,
			    const struct cal_component *calendar,
			    const struct cal_object *object)
{
	for (size_t i = 0; i < calendar->child_count; i++) {
		const struct cal_component *child = calendar->children[i];
		unsigned kind = cal_kind_find(child->name);
		char *uid;

		if (!kind)
			continue;
		if (kind != object->kind)
			return refuse(op, ERR_CALENDAR_OBJECT, child, NULL,
				      "an object holds components of one kind");
		uid = cal_text_of(op->arena, child, "UID");
		if (str_empty(uid))
			return refuse(op, ERR_CALENDAR_OBJECT, child,
				      cal_line_find(child, "UID"),
				      "there is no UID");
		if (!str_equal(uid, object->uid))
			return refuse(op, ERR_CALENDAR_OBJECT, child,
				      cal_line_find(child, "UID"),
				      "an object has one UID");
		if (child != object->master &&
		    !cal_line_find(child, "RECURRENCE-ID"))
			return refuse(op, ERR_CALENDAR_OBJECT, child, NULL,
				      "a second component without "
				      "RECURRENCE-ID");
	}
	if (object->override_count > CAL_INSTANCE_LIMIT)
		return fail(op, ERR_MAX_INSTANCES,
			    "%zu changed instances, more than %d",
			    object->override_count, CAL_INSTANCE_LIMIT);
	return OK;
}

static int instant_compare(const void *a, const void *b)
{
	const struct instant *left = a;
	const struct instant *right = b;

	return (left->s > right->s) - (left->s < right->s);
}

/* RFC 4791 4.1: no instance is overridden twice. */
static enum err overrides_check(struct operation *op,
				const struct cal_object *object)
{
	struct instant *ids =
		arena_array(op->arena, object->override_count, sizeof(*ids));

	for (size_t i = 0; i < object->override_count; i++) {
		struct cal_time time;
		enum err err = cal_line_time(
			op,
			cal_line_find(object->overrides[i], "RECURRENCE-ID"),
			object->zones, &time);

		if (err)
			return err;
		ids[i] = time.instant;
	}
	if (object->override_count > 1)
		qsort(ids, object->override_count, sizeof(*ids),
		      instant_compare);
	for (size_t i = 1; i < object->override_count; i++) {
		if (ids[i].s == ids[i - 1].s)
			return fail(op, ERR_CALENDAR_OBJECT,
				    "two components with the RECURRENCE-ID %s",
				    instant_text(op->arena, ids[i]));
	}
	return OK;
}

static enum err parts_check(struct operation *op,
			    const struct cal_object *object)
{
	struct cal_availability availability = { object->master,
						 object->zones };
	enum err err = OK;

	if (object->kind == CAL_VAVAILABILITY)
		return object->master && !object->override_count
			       ? cal_availability_check(op, &availability)
			       : fail(op, ERR_CALENDAR_DATA,
				      "a VAVAILABILITY has no RECURRENCE-ID");
	if (object->master)
		err = cal_component_check(op, object->master, object->kind,
					  object->zones);
	for (size_t i = 0; i < object->override_count && !err; i++)
		err = cal_component_check(op, object->overrides[i],
					  object->kind, object->zones);
	if (!err)
		err = overrides_check(op, object);
	return err;
}

static bool rules_end(struct operation *op, const struct cal_component *master)
{
	const struct cal_line *line = NULL;
	struct cal_rule rule;

	while ((line = cal_line_filled(master, line, "RRULE"))) {
		if (cal_rule_parse(op, line->value, &rule)) {
			operation_recover(op);
			return false;
		}
		if (!rule.count && !rule.has_until)
			return false;
	}
	return true;
}

/* RFC 4791 5.2.8. A rule without an end is taken: no program means to see all
 * of it, and reports tell what they do not give whole. */
static enum err instances_check(struct operation *op,
				const struct cal_object *object)
{
	struct span always = { INSTANT_MIN, INSTANT_MAX };
	struct cal_instances found;
	enum err err;

	if (!object->recurring || !object->master ||
	    !rules_end(op, object->master))
		return OK;
	err = cal_object_instances(op, object, always, CAL_INSTANCE_LIMIT,
				   &found);
	if (err || found.count < CAL_INSTANCE_LIMIT || found.complete)
		return err;
	return fail(op, ERR_MAX_INSTANCES, "more than %d instances",
		    CAL_INSTANCE_LIMIT);
}

static enum err check(struct operation *op,
		      const struct cal_component *calendar,
		      const struct cal_zone *floating, bool guess,
		      struct cal_object *object)
{
	struct cal_object result = { 0 };
	enum err err = cal_calendar_check(op, calendar);

	if (err)
		return err;
	if (!object_sort(op->arena, calendar, &result))
		return missing(op, calendar);
	err = unity_check(op, calendar, &result);
	if (err)
		return err;
	err = cal_zones_load(op, calendar, floating, &result.zones);
	if (err)
		return err;
	if (guess)
		zones_guess(result.zones);
	err = parts_check(op, &result);
	if (!err)
		err = instances_check(op, &result);
	if (err)
		return err;
	*object = result;
	return OK;
}

bool cal_object_is_flaw(enum err err)
{
	return err == ERR_CALENDAR_DATA || err == ERR_CALENDAR_OBJECT ||
	       err == ERR_COMPONENT || err == ERR_MIN_DATE ||
	       err == ERR_MAX_DATE || err == ERR_MAX_INSTANCES ||
	       err == ERR_MAX_ATTENDEES || err == ERR_RSCALE;
}

enum err cal_object_check(struct operation *op,
			  const struct cal_component *calendar,
			  const struct cal_zone *floating,
			  struct cal_object *object)
{
	return check(op, calendar, floating, false, object);
}

enum err cal_object_check_guess(struct operation *op,
				const struct cal_component *calendar,
				const struct cal_zone *floating,
				struct cal_object *object)
{
	return check(op, calendar, floating, true, object);
}

enum err cal_object_read(struct operation *op,
			 const struct cal_component *calendar,
			 const struct cal_zone *floating,
			 struct cal_object *object)
{
	struct cal_object result = { 0 };
	enum err err;

	if (!object_sort(op->arena, calendar, &result))
		return fail(op, ERR_CALENDAR_DATA,
			    "VCALENDAR holds no component");
	err = cal_zones_load(op, calendar, floating, &result.zones);
	if (err)
		return err;
	zones_guess(result.zones);
	*object = result;
	return OK;
}

const char *cal_kind_name(enum cal_kind kind)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (kinds[i].kind == kind)
			return kinds[i].name;
	}
	return "";
}

unsigned cal_kind_find(struct slice name)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (slice_is(name, kinds[i].name))
			return kinds[i].kind;
	}
	return 0;
}

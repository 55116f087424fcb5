/* Calendars: whatever the bytes, they are refused, or read, judged, expanded,
 * filtered and written within bounds, and what is written reads again. */
#include "ical/filter.h"
#include "ical/instance.h"
#include "ical/object.h"
#include "ical/parse.h"
#include "ical/select.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#define MAX 200

/* June 2026 */
static struct span month = { { INT64_C(1780272000) }, { INT64_C(1782864000) } };

static void read_again(struct operation *op, const struct buf *buf)
{
	struct cal_component *calendar;

	assert(!cal_parse(op, buf->at, buf->len, &calendar));
	assert(slice_is(calendar->name, "VCALENDAR"));
}

static void expand(struct operation *op, const struct cal_object *object)
{
	struct cal_instances found;
	struct span bounds;

	if (cal_object_instances(op, object, month, MAX, &found))
		return;
	assert(found.count <= MAX);
	for (size_t i = 0; i < found.count; i++) {
		const struct cal_instance *instance = &found.items[i];

		assert(instance->component);
		assert(instance->span.start.s <= instance->span.end.s);
		assert(instance->span.start.s < month.end.s);
		assert(instance->span.end.s >= month.start.s);
		assert(!i ||
		       instance->span.start.s >= instance[-1].span.start.s);
	}
	if (!cal_object_bounds(op, object, &bounds) && found.count) {
		assert(bounds.start.s <= found.items[0].span.start.s);
		assert(bounds.end.s >= found.items[0].span.end.s);
	}
}

static void filter(struct operation *op, const struct cal_object *object)
{
	struct cal_text_match text = { "e", CAL_UNICODE_CASEMAP, false };
	struct cal_param_filter param = { .name = "TZID", .match = &text };
	struct cal_prop_filter props[] = {
		{ .name = "DTSTART", .range = &month },
		{ .name = "DTSTART", .params = &param, .param_count = 1 },
		{ .name = "SUMMARY", .match = &text },
	};
	struct cal_comp_filter alarm = { .name = "VALARM", .range = &month };
	struct cal_comp_filter comp = { .name = cal_kind_name(object->kind),
					.range = &month };
	struct cal_comp_filter calendar = { .name = "VCALENDAR",
					    .comps = &comp,
					    .comp_count = 1 };
	bool in_range = cal_filter_match(op, &calendar, object);

	comp.props = props;
	comp.prop_count = 3;
	comp.comps = &alarm;
	comp.comp_count = 1;
	/* More to ask never finds more. */
	assert(!cal_filter_match(op, &calendar, object) || in_range);
}

static void select_parts(struct operation *op, const struct cal_object *object)
{
	struct cal_select_prop uid = { .name = "UID" };
	struct cal_select_prop start = { .name = "DTSTART", .novalue = true };
	struct cal_select_prop props[] = { uid, start };
	struct cal_select_comp comps[] = {
		{ .name = cal_kind_name(object->kind),
		  .all_comps = true,
		  .props = props,
		  .prop_count = 2 },
	};
	struct cal_select_comp calendar = { .name = "VCALENDAR",
					    .all_props = true,
					    .comps = comps,
					    .comp_count = 1 };
	struct cal_select selects[] = {
		{ .comp = &calendar },
		{ .expand = &month },
		{ .limit_recurrence = &month, .limit_freebusy = &month },
	};

	for (size_t i = 0; i < ARRAY_SIZE(selects); i++) {
		struct buf buf;

		buf_init(&buf, op->arena);
		if (!cal_select_write(op, &selects[i], object, &buf))
			read_again(op, &buf);
		else
			assert(!buf.len);
	}
}

int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc UNUSED, char ***argv UNUSED)
{
	cal_zone_init();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct cal_component *calendar;
	struct cal_object judged, object;
	struct operation op;
	enum err err;

	operation_init(&op, arena, month.start);
	if (!cal_parse(&op, (const char *)data, size, &calendar)) {
		err = cal_object_check(&op, calendar, NULL, &judged);
		if (!cal_object_read(&op, calendar, NULL, &object)) {
			expand(&op, &object);
			filter(&op, &object);
			select_parts(&op, &object);
		} else {
			assert(err);
		}
	}
	arena_free(arena);
	return 0;
}

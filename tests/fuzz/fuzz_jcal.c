/* jCal: what is taken becomes iCalendar that reads again and says the same,
 * and whatever iCalendar holds has a form in jCal that is JSON. */
#include "base/json.h"
#include "ical/jcal_read.h"
#include "ical/jcal_write.h"
#include "ical/parse.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The calendar as jCal, which is JSON. */
static struct slice json_of(struct operation *op,
			    const struct cal_component *calendar)
{
	const char *why = NULL;
	struct buf json;

	buf_init(&json, op->arena);
	cal_jcal_write(op, calendar, &json);
	assert(json_read_body(op->arena, buf_view(&json), &why));
	return buf_view(&json);
}

/* What was read once is the same from then on. */
static void settle(struct operation *op, struct slice ics)
{
	struct cal_component *calendar;
	struct slice json;
	struct buf again;

	if (cal_parse(op, ics.at, ics.len, &calendar))
		return; /* lines that are too long, too many parameters */
	json = json_of(op, calendar);
	buf_init(&again, op->arena);
	if (cal_jcal_read(op, json, &again))
		return; /* larger than an object may be */
	if (!cal_parse(op, again.at, again.len, &calendar))
		assert(slice_equal(json, json_of(op, calendar)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct slice text = { (const char *)data, size };
	struct cal_component *calendar;
	struct operation op;
	struct buf ics;

	operation_init(&op, arena, (struct instant){ INT64_C(1780272000) });
	buf_init(&ics, arena);
	if (!cal_jcal_read(&op, text, &ics))
		settle(&op, buf_view(&ics));
	if (!cal_parse(&op, text.at, text.len, &calendar)) {
		struct slice json = json_of(&op, calendar);

		buf_init(&ics, arena);
		if (!cal_jcal_read(&op, json, &ics))
			settle(&op, buf_view(&ics));
	}
	arena_free(arena);
	return 0;
}

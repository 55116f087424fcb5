#include "server/demo_phone_private.h"

#include "practice/booking/booking.h"
#include "store/session_list.h"

static const struct {
	int practitioner;
	const char *device, *title, *more;
	int days, hour; /* from today on */
} events[] = {
	/* A person has to say whom it is about. */
	{ 2, "iPad", "New family, first talk", "", 3, 15 },
	{ 1, "Pixel, DAVx5", "Anna? (reading)", "LOCATION:Library\r\n", 4, 14 },
	/* A word that means no way to end. */
	{ 1, "Pixel, DAVx5", "C053 #forgotten", "", -2, 12 },
};

static const char *event_text(struct demo *demo, size_t i, const char *uid)
{
	struct arena *arena = demo->op->arena;
	struct day day = { cal_zone_day(demo->zone, demo->today).n +
			   events[i].days };
	const char *date = day_text(arena, day); /* 2026-06-10 */

	return arena_printf(
		arena,
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Demo//EN\r\n"
		"BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:%.4s%.2s%.2sT120000Z\r\n"
		"DTSTART;TZID=" DEMO_ZONE ":%.4s%.2s%.2sT%02d0000\r\n"
		"DTEND;TZID=" DEMO_ZONE ":%.4s%.2s%.2sT%02d5000\r\n"
		"SUMMARY:%s\r\n%sEND:VEVENT\r\nEND:VCALENDAR\r\n",
		uid, date, date + 5, date + 8, date, date + 5, date + 8,
		events[i].hour, date, date + 5, date + 8, events[i].hour,
		events[i].title, events[i].more);
}

/* What is refused leaves a line in the list of reviews. */
static enum err went(struct operation *op, enum err err)
{
	if (err_is_outage(err))
		return err;
	operation_recover(op);
	return OK;
}

static enum err event_make(struct demo *demo, size_t i)
{
	const struct person *who = &demo->practitioners[events[i].practitioner];
	const char *uid = arena_printf(demo->op->arena, "demo-%zu", i + 1);
	struct object_result result;
	struct object_put put = {
		.home = who->login,
		.path = PATH_SESSIONS,
		.name = arena_printf(demo->op->arena, "%s.ics", uid),
		.bytes = slice_of(event_text(demo, i, uid)),
		.type = "text/calendar; charset=utf-8",
	};

	demo_as(demo, who, CHANNEL_CALENDAR, events[i].device);
	return went(demo->op,
		    practice_object_put(demo->op, demo->store, &put, &result));
}

/* The latest session of Lena's that is over and not saved, or none. */
static enum err open_name(struct demo *demo, const char **name)
{
	struct session_filter filter = {
		.practitioner = demo->practitioners[2].id,
		.open = true,
		.ended_before = { demo->today.s - DEMO_DAY },
	};
	struct reader *reader;
	struct session *list = NULL;
	size_t count = 0;
	enum err err = store_reader_new(demo->op, demo->store, &reader);

	if (err)
		return err;
	err = store_reader_begin(reader, demo->op);
	if (!err) {
		err = store_session_list(reader, &filter, &list, &count);
		store_reader_end(reader);
	}
	store_reader_free(reader);
	*name = !err && count ? list[count - 1].name : NULL;
	return err;
}

/* Over and not saved: it cannot be deleted on a phone. */
static enum err delete_open(struct demo *demo)
{
	struct object_at at = { demo->practitioners[2].login, PATH_SESSIONS,
				NULL };
	enum err err = open_name(demo, &at.name);

	if (err || !at.name)
		return err;
	demo_as(demo, &demo->practitioners[2], CHANNEL_CALENDAR, "iPad");
	return went(demo->op,
		    practice_object_delete(demo->op, demo->store, &at, NULL));
}

enum err demo_phone_make(struct demo *demo)
{
	enum err err = OK;

	for (size_t i = 0; i < ARRAY_SIZE(events) && !err; i++) {
		demo->op->now.s = demo->today.s - 5400 + (int64_t)i * 600;
		err = event_make(demo, i);
	}
	return err ? err : delete_open(demo);
}

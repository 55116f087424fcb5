#include "server/second_opinion.h"

#include "ical/opinion.h"
#include "ical/parse.h"
#include "practice/calendar/collection_zone.h"
#include "server/member_address.h"
#include "server/opinion_child.h"
#include "store/calendar.h"
#include "store/object_list.h"

#include <string.h>

/* As far as the index of instances reaches, and as many as it holds. */
#define BACK (INT64_C(403) * 86400)
#define AHEAD (INT64_C(775) * 86400)
#define MOST 2000

const struct opinion_limits opinion_limits = {
	.milliseconds = 3000,
	.seconds = 60,
	.memory = INT64_C(512) * 1024 * 1024,
};

struct asking {
	struct operation *op;
	struct reader *reader;
	struct opinion_child *child;
	struct opinions *opinions;
	FILE *out;
};

static const char *const words[] = {
	[CAL_SAME] = "agree",
	[CAL_ONLY_OURS] = "only by us",
	[CAL_ONLY_THEIRS] = "only by libical",
	[CAL_OTHER_ZONE] = "at another instant by libical",
};

static void tell(struct asking *asking, const struct collection *of,
		 const struct member *member, const char *what,
		 const char *explained)
{
	fprintf(asking->out, "     %s %s: %s\n",
		member_address(asking->reader, of, member), what,
		explained ? arena_printf(asking->op->arena, "RFC 5545 %s",
					 explained)
			  : "NOT EXPLAINED");
}

static void weigh(struct asking *asking, const struct collection *of,
		  const struct member *member, const struct cal_object *object,
		  const struct cal_own_saying *own,
		  const struct cal_said *theirs, size_t count)
{
	struct operation *op = asking->op;
	struct cal_opinion opinion;

	cal_opinion_compare(op, object, own, theirs, count, &opinion);
	if (opinion.difference == CAL_SAME) {
		asking->opinions->agreed++;
		return;
	}
	if (opinion.explained)
		asking->opinions->explained++;
	else
		asking->opinions->unexplained++;
	tell(asking, of, member,
	     arena_printf(op->arena, "%s %s, %zu in all",
			  instant_text(op->arena,
				       (struct instant){ opinion.at.utc }),
			  words[opinion.difference], opinion.count),
	     opinion.explained);
}

static enum err ask(struct asking *asking, const struct collection *of,
		    const struct member *member, struct slice bytes,
		    const struct cal_object *object)
{
	struct operation *op = asking->op;
	struct span window = { { op->now.s - BACK }, { op->now.s + AHEAD } };
	struct cal_own_saying own;
	struct cal_said *theirs;
	size_t count;
	enum err err = cal_opinion_own(op, object, window, MOST, &own);

	if (err == ERR_CALENDAR_DATA) {
		operation_recover(op);
		return OK;
	}
	if (err)
		return err;
	asking->opinions->objects++;
	err = opinion_child_ask(op, asking->child, bytes, own.known, &theirs,
				&count);
	if (err == ERR_UNAVAILABLE) {
		operation_recover(op);
		asking->opinions->silent++;
		tell(asking, of, member, "libical gives no answer",
		     cal_opinion_silence(op, object));
		return OK;
	}
	if (!err)
		weigh(asking, of, member, object, &own, theirs, count);
	return err;
}

static enum err member_each(void *context, const struct member *member,
			    struct slice bytes)
{
	struct asking *asking = context;
	struct operation *op = asking->op;
	const struct cal_zone *zone;
	struct cal_component *calendar;
	struct cal_object object;
	struct collection of;
	enum err err;

	if (!member->recurring)
		return OK;
	err = store_collection_load(asking->reader, member->collection, &of);
	if (!err)
		err = practice_collection_zone(asking->reader, &of, &zone);
	if (err)
		return err;
	err = cal_parse(op, bytes.at, bytes.len, &calendar);
	if (!err)
		err = cal_object_read(op, calendar, zone, &object);
	if (err) {
		operation_recover(op);
		return OK;
	}
	return ask(asking, &of, member, bytes, &object);
}

enum err second_opinions(struct operation *op, struct reader *reader,
			 const struct opinion_limits *limits, FILE *out,
			 struct opinions *opinions)
{
	struct asking asking = {
		.op = op, .reader = reader, .opinions = opinions, .out = out
	};
	struct ids collections;
	enum err err;

	*opinions = (struct opinions){ 0 };
	asking.child = opinion_child_new(limits);
	err = store_collection_recurring(reader, &collections);
	for (size_t i = 0; !err && i < collections.count; i++)
		err = store_member_walk(reader, collections.at[i], true,
					member_each, &asking);
	opinion_child_free(asking.child);
	return err;
}

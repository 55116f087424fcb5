#include "practice/session/closure_known.h"

#include "base/str.h"
#include "practice/access.h"
#include "practice/limits.h"
#include "practice/wall_time.h"
#include "store/clash.h"
#include "store/session_list.h"

/* Audit rows have all_day in front of the bounds, answers behind them. */
const struct field closure_rows[] = {
	ROW_ID("id", struct closure_known, closure.id, .see = SEE_API,
	       .flags = FIELD_ONLY_ANSWER),
	ROW_TEXT("uid", struct closure_known, closure.uid,
		 .see = SEE_API | SEE_AUDIT, .flags = FIELD_ONLY_ANSWER),
	ROW_INTEGER("revision", struct closure_known, closure.revision,
		    .see = SEE_API, .flags = FIELD_ONLY_ANSWER,
		    .max = INT64_MAX),
	ROW_TEXT("title", struct closure_known, closure.title,
		 .see = SEE_API | SEE_AUDIT, .flags = FIELD_REQUIRED,
		 .max = TITLE_LONGEST),
	ROW_BOOL("all_day", struct closure_known, closure.all_day,
		 .see = SEE_AUDIT, .flags = FIELD_ONLY_ANSWER),
	ROW_TEXT("from", struct closure_known, from, .see = SEE_API | SEE_AUDIT,
		 .flags = FIELD_REQUIRED, .max = 25,
		 .help = "a day; of a span of hours a wall time"),
	ROW_TEXT("to", struct closure_known, to, .see = SEE_API | SEE_AUDIT,
		 .flags = FIELD_REQUIRED, .max = 25,
		 .help = "days: inclusive; hours: exclusive"),
	ROW_TEXT("tzid", struct closure_known, closure.zone, .see = SEE_AUDIT,
		 .flags = FIELD_ONLY_ANSWER | FIELD_NONE_ABSENT),
	ROW_BOOL("all_day", struct closure_known, closure.all_day,
		 .see = SEE_API, .flags = FIELD_REQUIRED),
	ROW_IDS("affected", struct closure_known, affected, .see = SEE_OFFICE,
		.flags = FIELD_ONLY_ANSWER,
		.help = "ids of the sessions on it; the office only"),
	/* What the change was made on; judged by who changes. */
	{ .name = "revision",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_ONLY_CHANGE | FIELD_ONLY_SENT,
	  .see = SEE_OFFICE,
	  .min = 1,
	  .max = INT64_MAX },
	{ 0 },
};

static bool is_on(const struct closure *closure, const struct clash *clashes,
		  size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (clashes[i].with_closure &&
		    str_equal(clashes[i].uid, closure->uid))
			return true;
	return false;
}

/* Sessions on it, canceled ones left out: they clash no more. */
static enum err affected_load(struct reader *reader,
			      const struct closure *closure, struct ids *ids)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct session_filter filter = { .span = closure->span };
	struct session *list;
	size_t count;
	enum err err = store_session_list(reader, &filter, &list, &count);

	if (err)
		return err;
	ids->at = arena_array(arena, count + 1, sizeof(*ids->at));
	for (size_t i = 0; !err && i < count; i++) {
		struct clash *clashes;
		size_t clash_count;

		err = store_clash_list(reader, list[i].id, &clashes,
				       &clash_count);
		if (!err && is_on(closure, clashes, clash_count))
			ids->at[ids->count++] = list[i].id;
	}
	return err;
}

static const char *wall_of(struct arena *arena, const char *zone,
			   struct instant instant)
{
	return wall_text(arena, practice_instant_wall(zone, instant));
}

static void put_days(struct arena *arena, struct closure_known *known)
{
	known->from = day_text(arena, known->closure.from);
	known->to = day_text(arena, known->closure.to);
}

enum err closure_known_to(struct reader *reader,
			  const struct practice *practice,
			  const struct closure *closure,
			  struct closure_known *known)
{
	struct operation *op = store_reader_operation(reader);
	const char *zone = closure->zone ? closure->zone : practice->zone;

	*known = (struct closure_known){ .see = SEE_CLIENT,
					 .closure = *closure };
	if (closure->all_day) {
		put_days(op->arena, known);
	} else {
		known->from = wall_of(op->arena, zone, closure->span.start);
		known->to = wall_of(op->arena, zone, closure->span.end);
	}
	if (!actor_is_office(&op->actor))
		return OK;
	known->see = SEE_OFFICE;
	return affected_load(reader, closure, &known->affected);
}

struct closure_known closure_known_audit(struct arena *arena,
					 const struct closure *closure)
{
	struct closure_known known = { .see = SEE_AUDIT, .closure = *closure };

	if (closure->all_day) {
		put_days(arena, &known);
		return known;
	}
	known.from = instant_text(arena, closure->span.start);
	known.to = instant_text(arena, closure->span.end);
	return known;
}

json_t *closure_known_json(struct arena *arena,
			   const struct closure_known *known)
{
	const struct audience who = { .arena = arena, .see = known->see };

	return shape_write(&who, closure_rows, known);
}

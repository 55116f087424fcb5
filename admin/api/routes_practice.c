#include "admin/api/routes_practice.h"

#include "admin/api/body.h"
#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "base/shape_read.h"
#include "practice/notice/texts.h"
#include "practice/people/hours.h"
#include "practice/people/settings.h"
#include "practice/people/settings_known.h"

static json_t *practice_json(struct call *call, const struct practice *practice)
{
	const struct audience who = call_audience(call);
	struct settings_known known = settings_known_of(who.arena, practice);

	known.notices = practice_notice_texts_json(who.arena, practice);
	return shape_write(&who, settings_rows, &known);
}

static enum err practice_view(struct call *call, json_t **json)
{
	*json = practice_json(call, &call->practice);
	return OK;
}

static enum err settings_apply(void *row, void *context)
{
	struct call *call = context;
	const struct audience who = call_audience(call);
	struct practice *practice = row;
	struct settings_known known = settings_known_of(who.arena, practice);

	shape_read(&who, settings_rows, call->body, &known);
	*practice = known.practice;
	if (call_has(call, "reminder_hours"))
		practice->reminder_hours =
			settings_hours_text(who.arena, &known);
	/* What is wrong is gathered, and the call ends below. */
	if (call_has(call, "notice_hours") &&
	    settings_notice_hours(call->op, &known, practice))
		return call_go_on(call);
	if (call_has(call, "hours") &&
	    practice_hours_apply(call->op, json_object_get(call->body, "hours"),
				 practice))
		return call_go_on(call);
	if (call_has(call, "notices") &&
	    practice_notice_texts_apply(
		    call->op, json_object_get(call->body, "notices"), practice))
		return call_go_on(call);
	return call_go_on(call);
}

static enum err settings_change(struct call *call)
{
	struct edit edit = { .revision = call_revision(call),
			     .apply = settings_apply,
			     .context = call };
	struct practice result;
	enum err err =
		practice_settings_change(call->op, call->store, &edit, &result);

	if (err == ERR_CONFLICT)
		call->current = practice_json(call, &call->practice);
	return err ? err : call_answer(call, practice_json(call, &result));
}

static const struct route rows[] = {
	{ "GET", "/api/practice", ROLES_ALL, VIEW(practice_view), NULL,
	  settings_rows, false, "the practice and its settings" },
	{ "PATCH", "/api/practice", ROLE_ADMIN, RUN(settings_change),
	  settings_rows, settings_rows, false, "change some settings" },
};

const struct routes routes_practice = { rows, ARRAY_SIZE(rows) };

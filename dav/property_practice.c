#include "dav/property_practice_private.h"

#include "dav/property_private.h"
#include "dav/property_update_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"
#include "ical/parse.h"
#include "ical/text.h"

/* Our own properties of sessions: what the member's X-PRACTICE lines say, as
 * rendered for this viewer, so that nothing else can be read here. */

static enum err get_line(struct property_call *call)
{
	struct arena *arena = call->dav->op->arena;
	const struct cal_component *calendar;
	const char *line, *value = NULL;
	enum err err;

	if (call->resource->member.session == 0)
		return ERR_NOT_FOUND;
	err = property_parsed(call->dav, call->resource, &calendar);
	if (err)
		return err;
	/* Line names ignore case. */
	line = arena_printf(arena, "X-PRACTICE-%s", call->asked->name);
	for (size_t i = 0; !value && i < calendar->child_count; i++)
		value = cal_text_of(arena, calendar->children[i], line);
	if (!value)
		return ERR_NOT_FOUND;
	xml_escape_text(call->out, value);
	return OK;
}

static enum err set_status(struct update_list *updates, struct update *update)
{
	if (!update->set || !updates->resource ||
	    updates->resource->member.session == 0) {
		update_refuse(updates, update, ERR_PROTECTED_PROPERTY);
		return OK;
	}
	updates->status = update;
	updates->status_value =
		xml_trimmed(updates->dav->op->arena, update->node);
	return OK;
}

#define SESSION RESOURCE_MEMBER
#define FLAGS (PROPERTY_PROTECTED | PROPERTY_DATA)

static const struct live_property rows[] = {
	{ NS_DAYBOOK, "status", SESSION, PROPERTY_DATA, get_line, set_status },
	{ NS_DAYBOOK, "status-label", SESSION, FLAGS, get_line, NULL },
	{ NS_DAYBOOK, "clients", SESSION, FLAGS, get_line, NULL },
	{ NS_DAYBOOK, "service", SESSION, FLAGS, get_line, NULL },
	{ NS_DAYBOOK, "conflict", SESSION, FLAGS, get_line, NULL },
	{ NS_DAYBOOK, "charge", SESSION, FLAGS, get_line, NULL },
	{ NS_DAYBOOK, "wage", SESSION, FLAGS, get_line, NULL },
};

const struct property_rows property_practice_rows = { rows, ARRAY_SIZE(rows) };

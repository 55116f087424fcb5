#include "admin/api/routes_shares.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/frame.h"
#include "practice/access.h"
#include "practice/calendar/share_invite.h"
#include "practice/calendar/share_known.h"

static enum err shares_fill(struct call *call, json_t *items, int64_t *next)
{
	const struct audience who = call_audience(call);
	struct share_known *list;
	size_t limit, count;
	int64_t cursor;
	enum err err = call_page(call, &limit, &cursor);

	if (!err)
		err = practice_shares_known(call->reader, &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		if (list[i].id <= cursor)
			continue;
		if (json_array_size(items) == limit) {
			*next = list[i - 1].id;
			break;
		}
		json_add(items, shape_write(&who, share_rows, &list[i]));
	}
	return err;
}

static enum err share_one(struct call *call, int64_t id, json_t **json)
{
	const struct audience who = call_audience(call);
	struct share_known known;
	enum err err = practice_share_known(call->reader, id, &known);

	if (!err)
		*json = shape_write(&who, share_rows, &known);
	return err;
}

static enum err find_uid(struct call *call, int64_t id, const char **uid)
{
	struct share_known known;
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = practice_share_known(call->reader, id, &known);
	store_reader_end(call->reader);
	if (!err)
		*uid = known.uid;
	return err;
}

static enum err answer(struct call *call, bool accepts)
{
	struct invite_reply reply = { .accepts = accepts };
	const char *path;
	int64_t id;
	enum err err = call_id(call, 0, &id);

	if (!err)
		err = find_uid(call, id, &reply.uid);
	if (!err)
		err = practice_invite_answer(call->op, call->store, &reply,
					     &path);
	return err ? err : frame_answer(call, share_one, id, false);
}

static enum err share_accept(struct call *call)
{
	return answer(call, true);
}

static enum err share_decline(struct call *call)
{
	return answer(call, false);
}

static const struct route rows[] = {
	{ "GET", "/api/shares", ROLES_TEAM, LIST(shares_fill), NULL, share_rows,
	  true, "calendars of others that one was asked to share" },
	{ "POST", "/api/shares/{id}/accept", ROLES_TEAM, RUN(share_accept),
	  NULL, share_rows, false, "have the calendar in one's own home" },
	{ "POST", "/api/shares/{id}/decline", ROLES_TEAM, RUN(share_decline),
	  NULL, share_rows, false, "do not have it, or give it back" },
};

const struct routes routes_shares = { rows, ARRAY_SIZE(rows) };

#include "admin/api/session_view.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/notice_view.h"
#include "base/str.h"
#include "practice/access.h"
#include "practice/session/session.h"

enum err session_known_by(struct call *call, int64_t id,
			  struct session_known *known)
{
	struct session_known all;
	enum err err = session_known_load(call->reader, id, &all);

	return err ? err : session_known_of(call, &all, known);
}

enum err session_known_of(struct call *call, const struct session_known *all,
			  struct session_known *known)
{
	if (!session_known_to(call->op->arena, all, &call->op->actor, known))
		return fail(call->op, ERR_NOT_FOUND,
			    "There is no session '%lld'.", (long long)all->id);
	return OK;
}

enum err session_of_path(struct call *call, struct session *session)
{
	int64_t id;
	enum err err = call_id(call, 0, &id);

	if (!err)
		err = store_session_find(call->reader, id, session);
	if (!err && (!practice_sees_session(&call->op->actor, session) ||
		     (session->removed.s != INSTANT_MAX.s &&
		      !actor_is_office(&call->op->actor))))
		err = ERR_NOT_FOUND;
	if (err == ERR_NOT_FOUND)
		return fail(call->op, err, "There is no session '%s'.",
			    call->words[0]);
	return err;
}

enum err session_find_of_path(struct call *call, struct session *session)
{
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = session_of_path(call, session);
	store_reader_end(call->reader);
	return err;
}

enum err session_add_notices(struct call *call, struct session_known *known)
{
	struct outbox *list;
	size_t count;
	enum err err;

	if (known->see != SEE_OFFICE)
		return OK;
	err = store_outbox_of_session(call->reader, known->id, &list, &count);
	if (err)
		return err;
	known->notices = json_new_list(call->op->arena);
	for (size_t i = 0; i < count; i++)
		json_add(known->notices, outbox_json(call, &list[i]));
	return OK;
}

enum err session_one(struct call *call, int64_t id, json_t **json)
{
	struct session_known known;
	enum err err = session_known_by(call, id, &known);

	if (!err)
		err = session_add_notices(call, &known);
	if (!err)
		*json = session_known_json(call->op->arena, &known);
	return err;
}

/* Of notices a change knows nothing: the outbox has them. */
static enum err read_notices(struct call *call, struct session_known *known)
{
	enum err err;

	if (known->see != SEE_OFFICE)
		return OK;
	err = store_reader_begin(call->reader, call->op);
	if (err)
		return err;
	err = session_add_notices(call, known);
	store_reader_end(call->reader);
	return err;
}

enum err session_answer(struct call *call, const struct session_facts *facts,
			bool created)
{
	struct arena *arena = call->op->arena;
	struct session_known all, known;
	json_t *json;
	enum err err;

	session_known_all(arena, facts, &all);
	err = session_known_of(call, &all, &known);
	if (!err)
		err = read_notices(call, &known);
	if (err)
		return err;
	json = session_known_json(arena, &known);
	return created ? call_created(call, json) : call_answer(call, json);
}

#include "admin/api/routes_outbox.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/frame.h"
#include "admin/api/notice_view.h"
#include "base/word.h"
#include "practice/notice/outbox_fields.h"
#include "practice/notice/settle.h"

/* ?session=12, ?run=3: an id, or none. */
static enum err id_query(struct call *call, const char *name, int64_t *id)
{
	const char *text = call_query(call, name);

	if (str_empty(text) || (str_to_int64(text, id) && *id > 0))
		return OK;
	return fail_field(call->op, name, "unknown", "%s is an id.", name);
}

static enum err states_query(struct call *call, unsigned *states)
{
	struct slice rest = slice_of(call_query(call, "state"));
	unsigned bits = 0;

	while (rest.len) {
		struct slice word = slice_cut(&rest, ',');
		unsigned state;

		if (!word_find(outbox_state_words, word, &state))
			return fail_field(
				call->op, "state", "not-a-choice",
				"state is one of %s.",
				words_all(call->op->arena, outbox_state_words));
		bits |= 1U << state;
	}
	*states = bits;
	return OK;
}

static enum err read_filter(struct call *call, struct outbox_filter *filter)
{
	const char *who = call_query(call, "person");
	struct person person;
	enum err err = call_page(call, &filter->limit, &filter->below);

	if (!err)
		err = id_query(call, "session", &filter->session);
	if (!err)
		err = id_query(call, "run", &filter->run);
	if (!err)
		err = states_query(call, &filter->states);
	if (err || str_empty(who))
		return err;
	err = call_person(call, who, &person);
	if (!err)
		filter->person = person.id;
	return err;
}

static enum err outbox_fill(struct call *call, json_t *items, int64_t *next)
{
	struct outbox_filter filter = { .limit = 0 };
	struct outbox *list;
	size_t limit, count = 0;
	enum err err = read_filter(call, &filter);

	limit = filter.limit++;
	if (!err)
		err = store_outbox_list(call->reader, &filter, &list, &count);
	for (size_t i = 0; !err && i < count && i < limit; i++)
		json_add(items, outbox_json(call, &list[i]));
	if (!err && count > limit)
		*next = list[limit - 1].id;
	return err;
}

static enum err outbox_one(struct call *call, int64_t id, json_t **json)
{
	struct outbox row;
	enum err err = store_outbox_find(call->reader, id, &row);

	if (err == ERR_NOT_FOUND)
		return fail(call->op, err, "There is no notice '%s'.",
			    call->words[0]);
	if (!err)
		*json = outbox_json(call, &row);
	return err;
}

typedef enum err settle(struct operation *op, struct store *store, int64_t id,
			struct outbox *row);

static enum err outbox_settle(struct call *call, settle *settle_row)
{
	struct outbox row;
	int64_t id;
	enum err err = call_id(call, 0, &id);

	if (!err)
		err = settle_row(call->op, call->store, id, &row);
	if (err == ERR_CONFLICT)
		frame_current(call, outbox_one, id);
	return err ? err : call_answer(call, outbox_json(call, &row));
}

static enum err outbox_retry(struct call *call)
{
	return outbox_settle(call, practice_outbox_retry);
}

static enum err outbox_drop(struct call *call)
{
	return outbox_settle(call, practice_outbox_drop);
}

static const struct route rows[] = {
	{ "GET", "/api/outbox", ROLES_OFFICE, LIST(outbox_fill), NULL,
	  outbox_rows, true,
	  "notices, the newest first; "
	  "?state=dead,unknown&session=&run=&person=" },
	{ "GET", "/api/outbox/{id}", ROLES_OFFICE, ONE(outbox_one), NULL,
	  outbox_rows, false, "one notice" },
	{ "POST", "/api/outbox/{id}/retry", ROLES_OFFICE, RUN(outbox_retry),
	  NULL, outbox_rows, false, "queue it again, at once" },
	{ "POST", "/api/outbox/{id}/drop", ROLES_OFFICE, RUN(outbox_drop), NULL,
	  outbox_rows, false, "do not send it" },
};

const struct routes routes_outbox = { rows, ARRAY_SIZE(rows) };

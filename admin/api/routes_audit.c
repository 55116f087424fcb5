#include "admin/api/routes_audit.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/frame.h"
#include "admin/api/person_view.h"
#include "base/str.h"
#include "base/word.h"
#include "practice/audit_known.h"
#include "practice/booking/review.h"
#include "practice/booking/review_fields.h"
#include "store/audit.h"
#include "store/review.h"

static enum err audit_json(struct call *call, const struct audit *audit,
			   json_t **json)
{
	const struct audience who = call_audience(call);
	struct audit_known known;
	const char *word;
	enum err err = person_login(call, audit->who, &word);

	if (err)
		return err;
	known = audit_known_of(who.arena, audit, word);
	*json = shape_write(&who, audit_rows, &known);
	return OK;
}

/* ?object=session or session:12; kind NULL: any. */
static enum err object_asked(struct call *call, const char **kind,
			     int64_t *object)
{
	const char *text = call_query(call, "object");
	struct slice rest = slice_of(text);
	struct slice word;

	*kind = NULL;
	*object = 0;
	if (str_empty(text))
		return OK;
	word = slice_cut(&rest, ':');
	if (!word.len ||
	    (rest.at && (!str_to_int64(rest.at, object) || *object <= 0)))
		return fail_field(call->op, "object", "unknown",
				  "An object is a kind, or a kind and an id: "
				  "session:12.");
	*kind = slice_dup(call->op->arena, word);
	return OK;
}

/* ?who=, ?action=, ?from=, ?to= beside the object. */
static enum err filter_asked(struct call *call, struct audit_filter *filter)
{
	const char *action = call_query(call, "action");
	struct person person;
	enum err err =
		object_asked(call, &filter->object_kind, &filter->object);

	filter->action = str_empty(action) ? NULL : action;
	filter->at = WHOLE_TIME;
	if (!err)
		err = call_span(call, &filter->at);
	if (err || str_empty(call_query(call, "who")))
		return err;
	err = call_person(call, call_query(call, "who"), &person);
	if (!err)
		filter->who = person.id;
	return err;
}

static enum err audit_page(struct call *call, json_t *items, int64_t *next)
{
	struct audit_filter filter = { .object_kind = NULL };
	struct audit *list;
	size_t limit, count = 0;
	enum err err = call_page(call, &limit, &filter.below);

	if (!err)
		err = filter_asked(call, &filter);
	if (!err)
		err = store_audit_search(call->reader, &filter, 0, limit + 1,
					 &list, &count);
	for (size_t i = 0; !err && i < count && i < limit; i++) {
		json_t *json;

		err = audit_json(call, &list[i], &json);
		if (!err)
			json_add(items, json);
	}
	if (!err && count > limit)
		*next = list[limit - 1].id;
	return err;
}

static enum err review_json(struct call *call, const struct review *review,
			    json_t **json)
{
	const struct audience who = call_audience(call);
	struct review_known known = { .review = *review };
	enum err err = person_login(call, review->person, &known.person);

	if (!err)
		*json = shape_write(&who, review_rows, &known);
	return err;
}

/* ?state= of one state, or all; absent: what waits. */
static enum err state_asked(struct call *call, enum review_state *state)
{
	const char *text = call_query(call, "state");
	unsigned found;

	*state = REVIEW_WAITING;
	if (str_empty(text))
		return OK;
	*state = REVIEW_ANY;
	if (str_equal(text, "all"))
		return OK;
	if (word_find(review_state_words, slice_of(text), &found)) {
		*state = (enum review_state)found;
		return OK;
	}
	return fail_field(call->op, "state", "not-a-choice",
			  "state is waiting, accepted, undone or all.");
}

static enum err review_page(struct call *call, json_t *items, int64_t *next)
{
	struct review *list;
	enum review_state state;
	int64_t cursor;
	size_t limit, count = 0;
	enum err err = call_page(call, &limit, &cursor);

	if (!err)
		err = state_asked(call, &state);
	if (!err)
		err = store_review_list(call->reader, state, cursor, limit + 1,
					&list, &count);
	for (size_t i = 0; !err && i < count && i < limit; i++) {
		json_t *json;

		err = review_json(call, &list[i], &json);
		if (!err)
			json_add(items, json);
	}
	if (!err && count > limit)
		*next = list[limit - 1].id;
	return err;
}

static enum err review_one(struct call *call, int64_t id, json_t **json)
{
	struct review review;
	enum err err = store_review_find(call->reader, id, &review);

	return err ? err : review_json(call, &review, json);
}

static enum err settle(struct call *call, bool undo)
{
	json_t *json;
	int64_t id;
	enum err err = call_id(call, 0, &id), again;

	if (!err)
		err = practice_review_settle(call->op, call->store, id, undo);
	if (err && err != ERR_CONFLICT)
		return err;
	again = frame_read(call, review_one, id, &json);
	if (again)
		return again;
	if (!err)
		return call_answer(call, json);
	call->current = json;
	return err;
}

static enum err review_accept(struct call *call)
{
	return settle(call, false);
}

static enum err review_undo(struct call *call)
{
	return settle(call, true);
}

static const struct route rows[] = {
	{ "GET", "/api/audit", ROLES_OFFICE, LIST(audit_page), NULL, audit_rows,
	  true,
	  "what changed, newest first; "
	  "?object=session:12&who=&action=&from=&to=" },
	{ "GET", "/api/review", ROLES_OFFICE, LIST(review_page), NULL,
	  review_rows, true, "what waits for a person, newest first; ?state=" },
	{ "POST", "/api/review/{id}/accept", ROLES_OFFICE, RUN(review_accept),
	  NULL, review_rows, false, "what was done stands" },
	{ "POST", "/api/review/{id}/undo", ROLES_OFFICE, RUN(review_undo), NULL,
	  review_rows, false, "take back what was done" },
};

const struct routes routes_audit = { rows, ARRAY_SIZE(rows) };

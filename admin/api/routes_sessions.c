#include "admin/api/routes_sessions.h"

#include "admin/api/body.h"
#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/frame.h"
#include "admin/api/session_body.h"
#include "admin/api/session_view.h"
#include "base/str.h"
#include "base/unicode.h"
#include "practice/refusal.h"
#include "practice/session/schedule.h"
#include "practice/session/schedule_shift.h"
#include "practice/session/session.h"
#include "store/session_list.h"
#include "store/session_version.h"

#include <string.h>

/* What a list is asked for beyond what the store filters by. */
struct wanted {
	const char *type;
	const char *text; /* folded */
	size_t limit;
};

static enum err filter_person(struct call *call, const char *name, int64_t *id)
{
	const char *word = call_query(call, name);
	struct person person;
	enum err err;

	if (str_empty(word))
		return OK;
	err = call_person_met(call, word, &person);
	if (err == ERR_NOT_FOUND)
		return fail_field(call->op, name, "unknown",
				  "There is nobody called '%s'.", word);
	if (!err)
		*id = person.id;
	return err;
}

static enum err filter_status(struct call *call, struct session_filter *filter)
{
	const char *status = call_query(call, "status");
	const char *to_save = call_query(call, "to_save");

	if (str_equal(to_save, "1")) {
		filter->open = true;
		filter->ended_before = call->op->now;
		return OK;
	}
	if (!str_empty(to_save) && !str_equal(to_save, "0"))
		return fail_field(call->op, "to_save", "not-a-choice",
				  "to_save is 1 or 0, not '%s'.", to_save);
	if (str_empty(status))
		return OK;
	filter->drafts = str_equal(status, "draft");
	filter->open = str_equal(status, "open");
	filter->saved = str_equal(status, "saved");
	if (filter->drafts || filter->open || filter->saved)
		return OK;
	return fail_field(call->op, "status", "not-a-choice",
			  "status is open, saved or draft, not '%s'.", status);
}

/* Nobody but the office sees other people's sessions, nor learns by a filter
 * with which other clients they meet. */
static void filter_own(struct call *call, struct session_filter *filter,
		       bool *nothing)
{
	const struct actor *actor = &call->op->actor;
	int64_t self = actor->person;
	bool works = actor_is(actor, ROLE_PRACTITIONER);
	bool comes = actor_is(actor, ROLE_CLIENT);

	if (actor_is_office(actor))
		return;
	if (filter->client && filter->client != self)
		comes = false;
	if (works && !comes) {
		*nothing = filter->practitioner && filter->practitioner != self;
		filter->practitioner = self;
	} else if (comes && !works) {
		filter->client = self;
	} else {
		*nothing = !works;
		filter->participant = self;
	}
}

static enum err filter_read(struct call *call, struct session_filter *filter,
			    struct wanted *wanted, bool *nothing)
{
	const char *text = call_query(call, "q");
	enum err err;

	filter->span = WHOLE_TIME;
	err = call_span(call, &filter->span);
	if (!err)
		err = call_page(call, &wanted->limit, &filter->after);
	if (!err)
		err = filter_status(call, filter);
	if (!err)
		err = filter_person(call, "practitioner",
				    &filter->practitioner);
	if (!err)
		err = filter_person(call, "client", &filter->client);
	if (err)
		return err;
	wanted->type = call_query(call, "type");
	if (!str_empty(text))
		wanted->text =
			str_fold(call->op->arena, text, slice_of(text).len);
	filter_own(call, filter, nothing);
	return OK;
}

static bool is_wanted(struct call *call, const struct wanted *wanted,
		      const struct session_known *known)
{
	if (!str_empty(wanted->type) && !str_equal(known->type, wanted->type))
		return false;
	return !wanted->text ||
	       session_known_holds(call->op->arena, known, wanted->text);
}

/* Until the list is full. What was looked at is given back: a word that is
 * nowhere is looked for in the sessions of years. */
static enum err list_fill(struct call *call, struct session_filter *filter,
			  const struct wanted *wanted, json_t *items,
			  int64_t *next)
{
	struct arena_mark mark = arena_mark(call->op->arena);
	struct session_known *all;
	struct session *list;
	size_t count;
	enum err err;

	*next = 0;
	filter->limit = wanted->limit + 1;
	do {
		arena_rewind(call->op->arena, mark);
		err = store_session_list(call->reader, filter, &list, &count);
		if (!err)
			err = session_known_list(call->reader, list, count,
						 &all);
		for (size_t i = 0; i < count && !err; i++) {
			struct session_known known;

			if (json_array_size(items) == wanted->limit) {
				*next = filter->after;
				return OK;
			}
			err = session_known_of(call, &all[i], &known);
			filter->after = list[i].id;
			if (!err && is_wanted(call, wanted, &known))
				json_add(items,
					 session_known_json(call->op->arena,
							    &known));
		}
	} while (!err && count == filter->limit);
	return err;
}

static enum err sessions_fill(struct call *call, json_t *items, int64_t *next)
{
	struct session_filter filter = { 0 };
	struct wanted wanted = { 0 };
	bool nothing = false;
	enum err err = filter_read(call, &filter, &wanted, &nothing);

	if (!err && !nothing)
		err = list_fill(call, &filter, &wanted, items, next);
	return err;
}

/* What a body says of a session, to be laid over one. */
struct sent {
	struct call *call;
	struct terms_sent terms;
};

static enum err session_apply(void *row, void *context)
{
	const struct sent *sent = context;
	struct session *session = row;

	session_times(sent->call, session);
	practice_terms_lay(&session->terms, &sent->terms.terms,
			   sent->terms.parts);
	return call_go_on(sent->call);
}

static enum err sessions_add(struct call *call)
{
	struct session session = { 0 };
	struct sent sent = { .call = call };
	enum err err = session_terms_read(call, &sent.terms);

	if (!err)
		err = session_apply(&session, &sent);
	if (!err)
		err = practice_session_add(call->op, call->store, &session);
	return err ? err : frame_answer(call, session_one, session.id, true);
}

static enum err as_it_was(struct call *call, const struct session *session,
			  const char *at, struct session_known *known)
{
	struct session_known all;
	struct instant instant;
	const char *text;
	enum err err;

	if (!instant_parse(at, &instant))
		return fail_field(call->op, "at", "not-an-instant",
				  "at is an instant such as "
				  "2026-06-08T20:00:00Z, not '%s'.",
				  at);
	err = store_session_version_find(call->reader, session->id, instant,
					 &text);
	if (err == ERR_NOT_FOUND)
		return fail(call->op, err, "The session was not there yet.");
	if (!err)
		err = session_known_read(call->reader, text, &all);
	if (!err &&
	    !session_known_to(call->op->arena, &all, &call->op->actor, known))
		return fail(call->op, ERR_NOT_FOUND,
			    "The session was not there yet.");
	return err;
}

static enum err path_view(struct call *call, json_t **json)
{
	const char *at = call_query(call, "at");
	struct session session;
	struct session_known known;
	enum err err = session_of_path(call, &session);

	if (!err)
		err = at ? as_it_was(call, &session, at, &known)
			 : session_known_by(call, session.id, &known);
	if (!err && !at)
		err = session_add_notices(call, &known);
	if (!err)
		*json = session_known_json(call->op->arena, &known);
	return err;
}

/* Refused by state is 403 to whom another role is ahead of, and 409 where
 * nobody could: a saved session is changed and removed after re-opening. */
static enum err refused(struct call *call, int64_t id, enum err err)
{
	if (refusal_of(call->op, err) == REFUSAL_SESSION_SAVED &&
	    actor_is_office(&call->op->actor))
		err = fail_reason(call->op, ERR_CONFLICT,
				  refusal_words[REFUSAL_SESSION_SAVED], "%s",
				  call->op->failure.message);
	if (err == ERR_CONFLICT)
		frame_current(call, session_one, id);
	return err;
}

static enum err sessions_change(struct call *call)
{
	struct sent sent = { .call = call };
	struct edit edit = { .revision = call_revision(call),
			     .apply = session_apply,
			     .context = &sent };
	struct session session;
	int scope = SCHEDULE_THIS;
	enum err err = session_find_of_path(call, &session);

	if (!err)
		err = session_terms_read(call, &sent.terms);
	if (err)
		return err;
	edit.id = session.id;
	call_choice(call, "scope", &scope);
	err = practice_session_change(call->op, call->store, &edit,
				      (enum schedule_scope)scope);
	return err ? refused(call, session.id, err)
		   : frame_answer(call, session_one, session.id, false);
}

static enum err sessions_remove(struct call *call)
{
	struct session session;
	enum err err = session_find_of_path(call, &session);

	if (err)
		return err;
	err = practice_session_remove(call->op, call->store, session.id);
	return err ? refused(call, session.id, err) : call_nothing(call);
}

static enum err sessions_restore(struct call *call)
{
	struct session session;
	enum err err = session_find_of_path(call, &session);

	if (err)
		return err;
	err = practice_session_restore(call->op, call->store, session.id,
				       call_revision(call));
	return err ? refused(call, session.id, err)
		   : frame_answer(call, session_one, session.id, false);
}

static const struct field restore_rows[] = {
	{ .name = "revision",
	  .type = FIELD_INTEGER,
	  .min = 1,
	  .max = INT64_MAX,
	  .help = "that the removal made" },
	{ 0 },
};

static const struct route rows[] = {
	{ "GET", "/api/sessions", ROLES_ALL, LIST(sessions_fill), NULL,
	  session_rows, true,
	  "sessions by start; ?from=&to=&status=&type=&practitioner=&client="
	  "&to_save=1&q=" },
	{ "POST", "/api/sessions", ROLES_TEAM, RUN(sessions_add), session_rows,
	  session_rows, false, "make a session" },
	{ "GET", "/api/sessions/{id}", ROLES_ALL, VIEW(path_view), NULL,
	  session_rows, false, "one session; ?at= an instant" },
	{ "PATCH", "/api/sessions/{id}", ROLES_TEAM, RUN(sessions_change),
	  session_rows, session_rows, false, "change a session" },
	{ "DELETE", "/api/sessions/{id}", ROLES_TEAM, RUN(sessions_remove),
	  NULL, NULL, false, "remove a session" },
	{ "POST", "/api/sessions/{id}/restore", ROLES_OFFICE,
	  RUN(sessions_restore), restore_rows, session_rows, false,
	  "take a removal back" },
};

const struct routes routes_sessions = { rows, ARRAY_SIZE(rows) };

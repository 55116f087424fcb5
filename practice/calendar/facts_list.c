#include "practice/calendar/facts_list.h"

#include "store/services.h"

#include <stdlib.h>

/* What the sessions share, each kind by its id. */
struct around {
	struct practice practice;
	struct person *people;
	size_t person_count;
	struct service *services;
	size_t service_count;
	struct session_clash *clashes; /* by session */
	size_t clash_count;
	struct clash_meeting *meetings; /* of those that are joint */
	size_t meeting_count;
	struct completion *completions;
	size_t completion_count;
};

/* Each of these structs begins with the id that it goes by. */
static int by_id(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

static void *find(const void *list, size_t count, size_t size, int64_t id)
{
	return count ? bsearch(&id, list, count, size, by_id) : NULL;
}

/* Each id once, by its number. */
static void sort_once(struct ids *ids)
{
	size_t used = 0;

	qsort(ids->at, ids->count, sizeof(*ids->at), by_id);
	for (size_t i = 0; i < ids->count; i++)
		if (!used || ids->at[used - 1] != ids->at[i])
			ids->at[used++] = ids->at[i];
	ids->count = used;
}

static void add_all(struct ids *ids, const struct ids *more)
{
	for (size_t i = 0; i < more->count; i++)
		ids->at[ids->count++] = more->at[i];
}

static struct ids people_of(struct arena *arena, const struct session *sessions,
			    size_t count)
{
	struct ids ids = { 0 };
	size_t size = 0;

	for (size_t i = 0; i < count; i++)
		size += sessions[i].terms.practitioners.count +
			sessions[i].terms.clients.count;
	ids.at = arena_array(arena, size + 1, sizeof(*ids.at));
	for (size_t i = 0; i < count; i++) {
		add_all(&ids, &sessions[i].terms.practitioners);
		add_all(&ids, &sessions[i].terms.clients);
	}
	sort_once(&ids);
	return ids;
}

static bool is_saved(const struct session *session)
{
	return session->state == SESSION_SAVED && session->completion;
}

/* The ids of the sessions, or of the completions of those saved. */
static struct ids ids_of(struct arena *arena, const struct session *sessions,
			 size_t count, bool completions)
{
	struct ids ids = {
		.at = arena_array(arena, count + 1, sizeof(*ids.at)),
	};

	for (size_t i = 0; i < count; i++) {
		if (!completions)
			ids.at[ids.count++] = sessions[i].id;
		else if (is_saved(&sessions[i]))
			ids.at[ids.count++] = sessions[i].completion;
	}
	return ids;
}

/* Those that several practitioners take. */
static struct ids joint_of(struct arena *arena, const struct session *sessions,
			   size_t count)
{
	struct ids ids = {
		.at = arena_array(arena, count + 1, sizeof(*ids.at)),
	};

	for (size_t i = 0; i < count; i++)
		if (sessions[i].terms.practitioners.count > 1)
			ids.at[ids.count++] = sessions[i].id;
	return ids;
}

static struct ids services_of(struct arena *arena,
			      const struct session *sessions, size_t count)
{
	struct ids ids = {
		.at = arena_array(arena, count + 1, sizeof(*ids.at)),
	};

	for (size_t i = 0; i < count; i++)
		if (sessions[i].terms.service)
			ids.at[ids.count++] = sessions[i].terms.service;
	sort_once(&ids);
	return ids;
}

static enum err load(struct reader *reader, const struct session *sessions,
		     size_t count, struct around *around)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct ids people = people_of(arena, sessions, count);
	struct ids ids = ids_of(arena, sessions, count, false);
	struct ids services = services_of(arena, sessions, count);
	struct ids completions = ids_of(arena, sessions, count, true);
	struct ids joint = joint_of(arena, sessions, count);
	enum err err = store_practice_load(reader, &around->practice);

	if (!err && people.count)
		err = store_person_find_all(reader, &people, &around->people,
					    &around->person_count);
	if (!err && services.count)
		err = store_service_find_all(reader, &services,
					     &around->services,
					     &around->service_count);
	if (!err)
		err = store_clash_list_all(reader, &ids, &around->clashes,
					   &around->clash_count);
	if (!err && joint.count && around->clash_count)
		err = store_clash_meetings(reader, &joint, &around->meetings,
					   &around->meeting_count);
	if (!err && completions.count)
		err = store_completion_find_all(reader, &completions,
						&around->completions,
						&around->completion_count);
	return err;
}

static enum err take_people(struct operation *op, const struct around *around,
			    const struct ids *ids, struct person **people)
{
	struct person *list =
		arena_array(op->arena, ids->count + 1, sizeof(*list));

	for (size_t i = 0; i < ids->count; i++) {
		const struct person *person =
			find(around->people, around->person_count,
			     sizeof(*around->people), ids->at[i]);

		if (!person)
			return fail(op, ERR_STORAGE,
				    "the database is damaged: person %lld is "
				    "missing",
				    (long long)ids->at[i]);
		list[i] = *person;
	}
	*people = list;
	return OK;
}

static void take_clashes(struct arena *arena, const struct around *around,
			 struct session_facts *facts)
{
	int64_t id = facts->session.id;
	const struct session_clash *at =
		find(around->clashes, around->clash_count,
		     sizeof(*around->clashes), id);
	const struct session_clash *end;
	size_t count = 0;

	if (!at)
		return;
	end = around->clashes + around->clash_count;
	while (at > around->clashes && at[-1].session == id)
		at--;
	while (at + count < end && at[count].session == id)
		count++;
	facts->clashes = arena_array(arena, count, sizeof(*facts->clashes));
	for (size_t i = 0; i < count; i++)
		facts->clashes[i] = at[i].clash;
	facts->clash_count = count;
	facts->meetings = around->meetings;
	facts->meeting_count = around->meeting_count;
}

static enum err take(struct operation *op, const struct around *around,
		     const struct session *session, struct session_facts *facts)
{
	const struct service *service =
		find(around->services, around->service_count,
		     sizeof(*around->services), session->terms.service);
	const struct completion *completion;
	enum err err;

	*facts = (struct session_facts){
		.session = *session,
		.practice = around->practice,
		.service = service,
	};
	err = take_people(op, around, &session->terms.practitioners,
			  &facts->practitioners);
	if (!err)
		err = take_people(op, around, &session->terms.clients,
				  &facts->clients);
	if (err)
		return err;
	take_clashes(op->arena, around, facts);
	if (!is_saved(session))
		return OK;
	completion = find(around->completions, around->completion_count,
			  sizeof(*around->completions), session->completion);
	if (!completion)
		return fail(op, ERR_STORAGE,
			    "the database is damaged: completion %lld is "
			    "missing",
			    (long long)session->completion);
	facts->saved = true;
	facts->completion = *completion;
	return OK;
}

enum err practice_facts_list(struct reader *reader,
			     const struct session *sessions, size_t count,
			     struct session_facts **facts)
{
	struct operation *op = store_reader_operation(reader);
	struct session_facts *list =
		arena_array(op->arena, count + 1, sizeof(*list));
	struct around around = { .person_count = 0 };
	enum err err = count ? load(reader, sessions, count, &around) : OK;

	for (size_t i = 0; !err && i < count; i++)
		err = take(op, &around, &sessions[i], &list[i]);
	if (!err)
		*facts = list;
	return err;
}

enum err practice_facts_meet(struct reader *reader, struct session_facts *facts)
{
	struct ids joint = { &facts->session.id, 1 };

	facts->meeting_count = 0;
	if (facts->session.terms.practitioners.count < 2 ||
	    facts->clash_count == 0)
		return OK;
	return store_clash_meetings(reader, &joint, &facts->meetings,
				    &facts->meeting_count);
}

enum err practice_facts_of(struct reader *reader, const struct session *session,
			   struct session_facts *facts)
{
	struct session_facts *list;
	enum err err = practice_facts_list(reader, session, 1, &list);

	if (!err)
		*facts = *list;
	return err;
}

enum err practice_facts_load(struct reader *reader, int64_t session,
			     struct session_facts *facts)
{
	struct session found;
	enum err err = store_session_find(reader, session, &found);

	return err ? err : practice_facts_of(reader, &found, facts);
}

#include "dav/precondition_private.h"

#include "base/str.h"
#include "dav/if_header_private.h"
#include "dav/property_private.h"
#include "dav/read_private.h"
#include "dav/resource_private.h"
#include "dav/tree_token_private.h"
#include "practice/calendar/lock.h"

/* What stands now at an address that the If header names. */
struct state {
	const char *path;
	const char *etag;  /* NULL: nothing there, or it has none */
	const char *token; /* sync token of a collection, else NULL */
	const struct lock *locks;
	size_t lock_count;
};

/* A request and the states that its conditions are about, once looked up. */
struct asked_states {
	const struct dav *dav;
	bool whole;        /* the request's own resource is looked up here */
	struct member own; /* its state then; etag NULL: nothing is there */
	struct state *states;
	size_t count, room;
};

/* The address of a tag as its path is written, or NULL. */
static const char *tag_path(struct arena *arena, const char *tag,
			    struct http_path *path)
{
	if (!dav_href_parse(arena, tag, path))
		return NULL;
	path->slash = false;
	return http_path_text(arena, path);
}

static const char *request_path(struct arena *arena,
				const struct http_request *request)
{
	struct http_path path = request->path;

	path.slash = false;
	return http_path_text(arena, &path);
}

static const struct state *state_of(const struct asked_states *asked,
				    const char *path)
{
	for (size_t i = 0; path && i < asked->count; i++) {
		if (str_equal(asked->states[i].path, path))
			return &asked->states[i];
	}
	return NULL;
}

/* A lock that is on the resource, or the sync token of a collection (RFC 6578
 * 5). DAV:no-lock is neither, ever (RFC 4918 10.4.8). */
static bool token_holds(const struct state *state, const char *token)
{
	if (!state)
		return false;
	for (size_t i = 0; i < state->lock_count; i++) {
		if (str_equal(state->locks[i].token, token))
			return true;
	}
	return state->token && str_equal(state->token, token);
}

/* A list holds when all in it do. `etag` is of its resource, NULL: none. */
static bool list_holds(const struct if_list *list, const struct state *state,
		       const char *etag)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct if_condition *condition = &list->conditions[i];
		bool holds = condition->token
				     ? token_holds(state, condition->token)
				     : etag && http_etags_same(condition->etag,
							       etag);

		if (holds == condition->not )
			return false;
	}
	return true;
}

/* The whole holds when one of its lists does; what cannot be read does not. */
static bool if_holds(struct arena *arena, const struct asked_states *asked,
		     const struct member *current)
{
	const struct if_header *header = asked->dav->conditions;
	const char *own = request_path(arena, asked->dav->request);

	for (size_t i = 0; header && i < header->count; i++) {
		const struct if_list *list = &header->lists[i];
		const char *path = own;
		const struct state *state;
		const char *etag = NULL;
		struct http_path parsed;

		if (list->tag)
			path = tag_path(arena, list->tag, &parsed);
		state = state_of(asked, path);
		if (path && str_equal(path, own))
			etag = current ? current->etag : NULL;
		else if (state)
			etag = state->etag;
		if (list_holds(list, state, etag))
			return true;
	}
	return false;
}

static bool modified_since(const struct member *current, const char *date)
{
	struct instant since;

	/* RFC 9110 13.1.3, 13.1.4: an invalid date is ignored. */
	return !instant_http_parse(date, &since) ||
	       current->modified.s > since.s;
}

/* All but If-None-Match and If-Modified-Since. */
static const char *failed_header(struct arena *arena,
				 const struct asked_states *asked,
				 const struct member *current)
{
	const struct http_request *request = asked->dav->request;
	const char *match = http_header(request, "If-Match");
	const char *since = http_header(request, "If-Unmodified-Since");
	const char *tag = http_header(request, "If-Schedule-Tag-Match");
	const char *state = http_header(request, "If");
	struct instant date;

	if (match && !(current && http_etags_same(match, current->etag)))
		return "If-Match";
	if (!match && since && current && instant_http_parse(since, &date) &&
	    modified_since(current, since))
		return "If-Unmodified-Since";
	if (tag && !(current && current->schedule_tag &&
		     http_etags_match(tag, current->schedule_tag)))
		return "If-Schedule-Tag-Match";
	if (state && !if_holds(arena, asked, current))
		return "If";
	return NULL;
}

static enum err check(struct operation *op, const void *context,
		      const struct member *current)
{
	const struct asked_states *asked = context;
	const char *none = http_header(asked->dav->request, "If-None-Match");
	const char *failed;

	if (!current && asked->own.etag)
		current = &asked->own;
	failed = failed_header(op->arena, asked, current);
	if (!failed && none && current && http_etags_match(none, current->etag))
		failed = "If-None-Match";
	if (!failed)
		return OK;
	return fail(op, ERR_PRECONDITION,
		    current ? "%s does not hold: the resource has changed, "
			      "or was there already"
			    : "%s does not hold: there is no such resource",
		    failed);
}

static enum err state_read(struct reader *reader, const struct resource *found,
			   struct state *state)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	const struct collection *collection = &found->collection;
	const char *name = "";
	struct lock *locks;
	enum err err;

	if (found->kind == RESOURCE_MEMBER) {
		name = found->member.name;
		state->etag = found->member.etag;
	} else if (found->kind == RESOURCE_COLLECTION) {
		state->etag = property_collection_etag(arena, collection);
	} else if (found->kind != RESOURCE_HOME) {
		return OK;
	}
	if (found->kind != RESOURCE_MEMBER) {
		err = tree_token(reader, found, &state->token);
		if (err || found->kind == RESOURCE_HOME)
			return err;
	}
	err = practice_lock_list(reader, collection, name, &locks,
				 &state->lock_count);
	if (err)
		return err;
	state->locks = locks;
	for (size_t i = state->lock_count; i-- > 0;) {
		if (!practice_lock_covers(&locks[i], collection, name))
			locks[i] = locks[--state->lock_count];
	}
	return OK;
}

static enum err state_add(struct reader *reader, struct asked_states *asked,
			  const struct http_path *path, const char *text)
{
	struct operation *op = store_reader_operation(reader);
	struct state state = { .path = text };
	struct resource found;
	enum err err;

	if (!text || state_of(asked, text))
		return OK;
	err = dav_resource_find(reader, path, &found);
	/* An address without a resource has no state (RFC 4918 10.4.4). */
	if (err == ERR_NOT_FOUND) {
		operation_recover(op);
		return OK;
	}
	if (!err)
		err = state_read(reader, &found, &state);
	if (err)
		return err;
	asked->states = arena_grow(op->arena, asked->states, asked->count,
				   &asked->room, sizeof(*asked->states));
	asked->states[asked->count++] = state;
	return OK;
}

/* The request's own resource, where nobody else loads it. */
static enum err look_own(struct reader *reader, struct asked_states *asked)
{
	struct operation *op = store_reader_operation(reader);
	struct resource found;
	enum err err =
		dav_resource_find(reader, &asked->dav->request->path, &found);

	asked->own = (struct member){ .id = 0 };
	if (err == ERR_NOT_FOUND) {
		operation_recover(op);
		return OK;
	}
	if (err)
		return err;
	if (found.kind == RESOURCE_MEMBER) {
		asked->own = found.member;
	} else if (found.kind == RESOURCE_COLLECTION) {
		asked->own.etag =
			property_collection_etag(op->arena, &found.collection);
		asked->own.modified = found.collection.created;
	}
	return OK;
}

/* Looks up what the conditions name. */
static enum err look(struct reader *reader, const void *context)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct asked_states *asked = (struct asked_states *)context;
	const struct http_request *request = asked->dav->request;
	const struct if_header *header = asked->dav->conditions;
	enum err err = OK;

	asked->states = NULL;
	asked->count = asked->room = 0;
	if (asked->whole)
		err = look_own(reader, asked);
	if (!err && header)
		err = state_add(reader, asked, &request->path,
				request_path(arena, request));
	for (size_t i = 0; !err && header && i < header->count; i++) {
		const char *tag = header->lists[i].tag;
		struct http_path path;
		const char *text = tag ? tag_path(arena, tag, &path) : NULL;

		err = state_add(reader, asked, &path, text);
	}
	return err;
}

static struct asked_states *asked_new(struct dav *dav, bool whole)
{
	struct asked_states *asked =
		arena_alloc(dav->op->arena, sizeof(*asked));

	asked->dav = dav;
	asked->whole = whole;
	return asked;
}

static void fill(struct dav *dav, bool whole, struct condition *condition)
{
	const char *match = http_header(dav->request, "If-Match");

	*condition = (struct condition){
		.look = look,
		.check = check,
		.context = asked_new(dav, whole),
		.named = match && !slice_is(slice_trim(slice_of(match)), "*"),
	};
}

void precondition_of(struct dav *dav, struct condition *condition)
{
	fill(dav, false, condition);
}

void precondition_of_whole(struct dav *dav, struct condition *condition)
{
	fill(dav, true, condition);
}

enum err precondition_check_reading(struct dav *dav)
{
	struct condition condition;

	fill(dav, true, &condition);
	return practice_condition_judge(dav->reader, &condition, NULL);
}

enum err precondition_get(struct dav *dav, const struct member *current,
			  const char *etag, bool *fresh)
{
	const struct http_request *request = dav->request;
	const char *none = http_header(request, "If-None-Match");
	const char *since = http_header(request, "If-Modified-Since");
	struct asked_states *asked = asked_new(dav, false);
	const char *failed;
	enum err err = look(dav->reader, asked);

	if (err)
		return err;
	failed = failed_header(dav->op->arena, asked, current);
	if (failed)
		return fail(dav->op, ERR_PRECONDITION, "%s does not hold",
			    failed);
	if (none)
		*fresh = http_etags_match(none, etag);
	else
		*fresh = since && !modified_since(current, since);
	return OK;
}

#include "dav/precondition_private.h"

#include "base/str.h"
#include "dav/property_private.h"
#include "dav/read_private.h"
#include "dav/resource_private.h"

#include <string.h>

/* Addresses that one If header may name. */
#define TAG_LIMIT 100

/* What stands now at an address that the If header names. */
struct state {
	const char *path;
	const char *etag;  /* NULL: nothing there, or it has none */
	const char *token; /* sync token of a collection, else NULL */
};

/* A request and the states that its If header is about, once looked up. */
struct asked_states {
	const struct http_request *request;
	struct state *states;
	size_t count, room;
};

/* The If header while it is read (RFC 4918 10.4.2). */
struct if_header {
	struct arena *arena;
	const struct asked_states *asked;
	const struct member *current;
	const char *at;
	const char *path; /* that the lists at hand are about */
	bool here;        /* it is the request's resource */
};

static void skip_blanks(struct if_header *header)
{
	while (*header->at == ' ' || *header->at == '\t')
		header->at++;
}

/* What stands between `open`, where we are, and `close`; at NULL where the
 * header is broken. */
static struct slice bracketed(struct if_header *header, char close)
{
	const char *start = header->at + 1;
	const char *end = strchr(start, close);

	if (!end)
		return (struct slice){ 0 };
	header->at = end + 1;
	return (struct slice){ start, (size_t)(end - start) };
}

/* The address of a tag as its path is written, or NULL. */
static const char *tag_path(struct arena *arena, struct slice tag)
{
	struct http_path path;

	if (!dav_href_parse(arena, slice_dup(arena, tag), &path))
		return NULL;
	path.slash = false;
	return http_path_text(arena, &path);
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
	for (size_t i = 0; i < asked->count; i++) {
		if (str_equal(asked->states[i].path, path))
			return &asked->states[i];
	}
	return NULL;
}

/* RFC 6578 5: the sync token of a collection is a state token. */
static bool token_holds(struct if_header *header, struct slice token)
{
	const struct state *state = state_of(header->asked, header->path);

	return state && state->token &&
	       slice_equal(token, slice_of(state->token));
}

static bool etag_holds(struct if_header *header, struct slice tag)
{
	const char *list = slice_dup(header->arena, tag);
	const struct state *state;

	if (header->here)
		return header->current &&
		       http_etags_same(list, header->current->etag);
	state = state_of(header->asked, header->path);
	return state && state->etag && http_etags_same(list, state->etag);
}

/* One condition of a list; false in *ok where it cannot be read. */
static bool condition_holds(struct if_header *header, bool *ok)
{
	bool wanted = true;
	bool holds = false;
	struct slice item;

	skip_blanks(header);
	if (!strncasecmp(header->at, "Not", 3)) {
		wanted = false;
		header->at += 3;
		skip_blanks(header);
	}
	if (*header->at == '<') {
		/* Nothing is locked, so <DAV:no-lock> does not hold. */
		item = bracketed(header, '>');
		holds = item.at && token_holds(header, item);
	} else if (*header->at == '[') {
		item = bracketed(header, ']');
		holds = item.at && etag_holds(header, item);
	} else {
		item = (struct slice){ 0 };
	}
	*ok = item.at != NULL;
	return holds == wanted;
}

/* A parenthesised list holds when all in it do. */
static bool list_holds(struct if_header *header, bool *ok)
{
	bool holds = true;

	header->at++;
	skip_blanks(header);
	while (*header->at != ')') {
		holds = condition_holds(header, ok) && holds;
		if (!*ok)
			return false;
		skip_blanks(header);
	}
	header->at++;
	return holds;
}

/* The whole holds when one of its lists does; what cannot be read does not. */
static bool if_holds(struct arena *arena, const struct asked_states *asked,
		     const char *value, const struct member *current)
{
	const char *own = request_path(arena, asked->request);
	struct if_header header = { .arena = arena,
				    .asked = asked,
				    .current = current,
				    .at = value,
				    .path = own,
				    .here = true };
	bool ok = true;
	bool holds = false;

	for (skip_blanks(&header); *header.at; skip_blanks(&header)) {
		if (*header.at == '<') {
			struct slice tag = bracketed(&header, '>');

			if (!tag.at)
				return false;
			header.path = tag_path(arena, tag);
			header.here =
				header.path && str_equal(header.path, own);
		} else if (*header.at == '(') {
			holds = list_holds(&header, &ok) || holds;
			if (!ok)
				return false;
		} else {
			return false;
		}
	}
	return holds;
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
	const struct http_request *request = asked->request;
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
	if (state && !if_holds(arena, asked, state, current))
		return "If";
	return NULL;
}

static enum err check(struct operation *op, const void *context,
		      const struct member *current)
{
	const struct asked_states *asked = context;
	const char *none = http_header(asked->request, "If-None-Match");
	const char *failed = failed_header(op->arena, asked, current);

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
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (err) {
		operation_recover(op);
		return OK;
	}
	if (found.kind == RESOURCE_MEMBER) {
		state.etag = found.member.etag;
	} else if (found.kind == RESOURCE_COLLECTION) {
		state.etag =
			property_collection_etag(op->arena, &found.collection);
		state.token = property_sync_token(op->arena, &found.collection,
						  found.collection.revision);
	}
	asked->states = arena_grow(op->arena, asked->states, asked->count,
				   &asked->room, sizeof(*asked->states));
	asked->states[asked->count++] = state;
	return OK;
}

/* Looks up what the If header names outside of its lists. */
static enum err look(struct reader *reader, const void *context)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct asked_states *asked = (struct asked_states *)context;
	const struct http_request *request = asked->request;
	const char *at = http_header(request, "If");
	enum err err;

	asked->count = 0;
	if (!at)
		return OK;
	err = state_add(reader, asked, &request->path,
			request_path(arena, request));
	while (!err && asked->count < TAG_LIMIT && *at) {
		struct http_path path;
		const char *end = strchr(at, *at == '(' ? ')' : '>');

		if (*at != '(' && *at != '<') {
			at++;
			continue;
		}
		if (!end)
			break;
		if (*at == '<' &&
		    dav_href_parse(arena,
				   arena_strndup(arena, at + 1,
						 (size_t)(end - at - 1)),
				   &path))
			err = state_add(
				reader, asked, &path,
				tag_path(arena,
					 (struct slice){
						 at + 1,
						 (size_t)(end - at - 1) }));
		at = end + 1;
	}
	return err;
}

static struct asked_states *asked_new(struct arena *arena,
				      const struct http_request *request)
{
	struct asked_states *asked = arena_alloc(arena, sizeof(*asked));

	asked->request = request;
	return asked;
}

void precondition_of(struct dav *dav, struct condition *condition)
{
	const char *match = http_header(dav->request, "If-Match");

	*condition = (struct condition){
		.look = look,
		.check = check,
		.context = asked_new(dav->op->arena, dav->request),
		.named = match && !slice_is(slice_trim(slice_of(match)), "*"),
	};
}

static enum err look_reading(struct dav *dav, void *context)
{
	return look(dav->reader, context);
}

enum err precondition_check(struct dav *dav, const struct member *current)
{
	struct asked_states *asked = asked_new(dav->op->arena, dav->request);
	enum err err = OK;

	if (http_header(dav->request, "If"))
		err = dav_read(dav, look_reading, asked);
	return err ? err : check(dav->op, asked, current);
}

enum err precondition_check_reading(struct dav *dav,
				    const struct member *current)
{
	struct asked_states *asked = asked_new(dav->op->arena, dav->request);
	enum err err = look(dav->reader, asked);

	return err ? err : check(dav->op, asked, current);
}

enum err precondition_get(struct dav *dav, const struct member *current,
			  bool *fresh)
{
	const struct http_request *request = dav->request;
	const char *none = http_header(request, "If-None-Match");
	const char *since = http_header(request, "If-Modified-Since");
	struct asked_states *asked = asked_new(dav->op->arena, request);
	const char *failed;
	enum err err = look(dav->reader, asked);

	if (err)
		return err;
	failed = failed_header(dav->op->arena, asked, current);
	if (failed)
		return fail(dav->op, ERR_PRECONDITION, "%s does not hold",
			    failed);
	if (none)
		*fresh = http_etags_match(none, current->etag);
	else
		*fresh = since && !modified_since(current, since);
	return OK;
}

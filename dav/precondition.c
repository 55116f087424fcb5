#include "dav/precondition_private.h"

#include "dav/resource_private.h"

#include <string.h>

/* The If header while it is read (RFC 4918 10.4.2). */
struct if_header {
	struct arena *arena;
	const struct http_request *request;
	const struct member *current;
	const char *at;
	bool here; /* the lists at hand are about the request's resource */
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

static bool is_here(struct if_header *header, struct slice tag)
{
	struct arena *arena = header->arena;
	struct http_path path;

	return dav_href_parse(arena, slice_dup(arena, tag), &path) &&
	       str_equal(http_path_text(arena, &path),
			 http_path_text(arena, &header->request->path));
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
		/* A state token, such as <DAV:no-lock>: nothing is locked. */
		item = bracketed(header, '>');
	} else if (*header->at == '[') {
		item = bracketed(header, ']');
		holds = item.at && header->here && header->current &&
			http_etags_match(slice_dup(header->arena, item),
					 header->current->etag);
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
static bool if_holds(struct arena *arena, const struct http_request *request,
		     const char *value, const struct member *current)
{
	struct if_header header = { .arena = arena,
				    .request = request,
				    .current = current,
				    .at = value,
				    .here = true };
	bool ok = true;
	bool holds = false;

	for (skip_blanks(&header); *header.at; skip_blanks(&header)) {
		if (*header.at == '<') {
			struct slice tag = bracketed(&header, '>');

			if (!tag.at)
				return false;
			header.here = is_here(&header, tag);
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
				 const struct http_request *request,
				 const struct member *current)
{
	const char *match = http_header(request, "If-Match");
	const char *since = http_header(request, "If-Unmodified-Since");
	const char *tag = http_header(request, "If-Schedule-Tag-Match");
	const char *state = http_header(request, "If");
	struct instant date;

	if (match && !(current && http_etags_match(match, current->etag)))
		return "If-Match";
	if (!match && since && current && instant_http_parse(since, &date) &&
	    modified_since(current, since))
		return "If-Unmodified-Since";
	if (tag && !(current && current->schedule_tag &&
		     http_etags_match(tag, current->schedule_tag)))
		return "If-Schedule-Tag-Match";
	if (state && !if_holds(arena, request, state, current))
		return "If";
	return NULL;
}

static enum err check(struct operation *op, const void *context,
		      const struct member *current)
{
	const struct http_request *request = context;
	const char *none = http_header(request, "If-None-Match");
	const char *failed = failed_header(op->arena, request, current);

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

void precondition_of(const struct http_request *request,
		     struct condition *condition)
{
	const char *match = http_header(request, "If-Match");

	*condition = (struct condition){
		.check = check,
		.context = request,
		.named = match && !slice_is(slice_trim(slice_of(match)), "*"),
	};
}

enum err precondition_check(struct dav *dav, const struct member *current)
{
	return check(dav->op, dav->request, current);
}

enum err precondition_get(struct dav *dav, const struct member *current,
			  bool *fresh)
{
	const struct http_request *request = dav->request;
	const char *none = http_header(request, "If-None-Match");
	const char *since = http_header(request, "If-Modified-Since");
	const char *failed = failed_header(dav->op->arena, request, current);

	if (failed)
		return fail(dav->op, ERR_PRECONDITION, "%s does not hold",
			    failed);
	if (none)
		*fresh = http_etags_match(none, current->etag);
	else
		*fresh = since && !modified_since(current, since);
	return OK;
}

#include "dav/put_private.h"

#include "base/digest.h"
#include "base/str.h"
#include "dav/header_private.h"
#include "dav/precondition_private.h"
#include "dav/property_private.h"
#include "dav/read_private.h"
#include "dav/represent_private.h"
#include "dav/resource_private.h"
#include "dav/share_private.h"
#include "practice/access.h"
#include "practice/booking/booking.h"
#include "practice/calendar/find.h"

/* RFC 8144 3.2: with a failed condition too, so that the program need not
 * ask again. */
static enum err represent_current(struct dav *dav)
{
	enum err err = represent_there(dav, &dav->request->path);

	if (!err)
		dav->response->status = 412;
	return err;
}

/* A name in a collection of the sender's own home: the transaction, which looks
 * there again, answers for it. */
static bool is_among_own(struct dav *dav, struct dav_place *place)
{
	const struct http_path *path = &dav->request->path;

	return !path->slash && dav_place_of(dav->op->arena, path, place) &&
	       practice_is_own_home(dav->op, place->home) && *place->path;
}

/* What can be refused before the bytes are looked at. */
static enum err find_place(struct dav *dav, struct dav_place *place)
{
	const struct http_path *path = &dav->request->path;
	struct resource there;
	enum err err;

	if (http_header(dav->request, "Content-Range"))
		return fail(dav->op, ERR_INVALID,
			    "PUT stores a whole resource, no range of it");
	if (is_among_own(dav, place)) {
		dav_read_over(dav);
		return OK;
	}
	err = dav_find(dav, path, &there);
	if (!err && there.kind != RESOURCE_MEMBER)
		return fail(dav->op, ERR_METHOD,
			    "PUT stores resources, and this is a collection");
	if (err && err != ERR_NOT_FOUND)
		return err;
	operation_recover(dav->op);
	/* Another person's home is not there at all, but for what is shared. */
	if (path->count >= 3 && str_equal(path->segments[1], "calendars") &&
	    !practice_is_own_home(dav->op, path->segments[2])) {
		if (!path->slash && dav_place_of(dav->op->arena, path, place) &&
		    *place->path)
			return OK;
		return fail(dav->op, ERR_NOT_FOUND,
			    "there is nothing at this address");
	}
	if (path->slash)
		return fail(dav->op, ERR_PARENT,
			    "a resource's address does not end in '/'");
	err = dav_place_find(dav->op, path, place);
	if (!err && !*place->path)
		return fail(dav->op, ERR_FORBIDDEN,
			    "a calendar home holds calendars only");
	/* Another person's home is not there at all. */
	if (err == ERR_NOT_FOUND && path->count <= 3)
		return fail(dav->op, ERR_PARENT,
			    "resources are stored in collections below your "
			    "calendar home");
	return err;
}

static enum err answer(struct dav *dav, const char *href,
		       const struct object_result *result)
{
	dav->response->status = result->created ? 201 : 204;
	if (header_representation(dav)) {
		if (!result->created)
			dav->response->status = 200;
		return represent(dav, href, &result->member, result->bytes);
	}
	/* RFC 4791 5.3.4: no tag of bytes that the program does not have. */
	if (result->exact)
		represent_tag(dav, result->member.etag);
	return OK;
}

enum err dav_put(struct dav *dav)
{
	struct slice bytes = { dav->request->body, dav->request->body_len };
	struct object_result result;
	struct dav_place place;
	struct object_put put = {
		.bytes = bytes,
		.type = http_header(dav->request, "Content-Type"),
	};
	enum err err = find_place(dav, &place);

	http_response_add(dav->response, "Vary", "Prefer");
	if (err)
		return err;
	put.home = place.home;
	put.path = place.path;
	put.name = place.name;
	precondition_of(dav, &put.condition);
	err = practice_object_put(dav->op, dav->store, &put, &result);
	if (!err)
		return answer(
			dav,
			http_path_text(dav->op->arena, &dav->request->path),
			&result);
	if (err == ERR_PRECONDITION && header_representation(dav) &&
	    !represent_current(dav))
		return OK;
	return err;
}

/* A form of another site can POST with a browser's login; it says whose it
 * is. */
static enum err check_origin(struct dav *dav)
{
	const char *origin = http_header(dav->request, "Origin");

	if (!origin || header_is_here(dav, origin))
		return OK;
	return fail(dav->op, ERR_FORBIDDEN,
		    "pages of other sites add nothing here");
}

/* RFC 5995 3.1: the collection's own address is the one to POST to. */
static enum err find_collection(struct dav *dav, struct resource *collection)
{
	enum err err = dav_find(dav, &dav->request->path, collection);

	if (!err && collection->kind == RESOURCE_HOME &&
	    practice_may_make(&dav->op->actor))
		return fail(dav->op, ERR_MEDIA_TYPE,
			    "a home takes answers to invitations, which are "
			    "XML");
	if (!err && collection->kind != RESOURCE_COLLECTION)
		err = fail(dav->op, ERR_METHOD,
			   "POST adds members to collections, and this is "
			   "none");
	return err ? err : check_origin(dav);
}

/* A folder of files takes XML as one. */
static bool is_sharing(struct dav *dav)
{
	struct resource there;

	if (!share_is_asked(dav))
		return false;
	if (dav_find(dav, &dav->request->path, &there)) {
		operation_recover(dav->op);
		return false;
	}
	return there.kind == RESOURCE_HOME ||
	       (there.kind == RESOURCE_COLLECTION &&
		there.collection.kind != COLLECTION_PLAIN);
}

enum err dav_post(struct dav *dav)
{
	struct arena *arena = dav->op->arena;
	struct object_put put = {
		.bytes = { dav->request->body, dav->request->body_len },
		.type = http_header(dav->request, "Content-Type"),
	};
	struct resource collection;
	struct object_result result;
	const char *href;
	enum err err;

	http_response_add(dav->response, "Vary", "Prefer");
	if (is_sharing(dav)) {
		err = check_origin(dav);
		return err ? err : dav_share(dav);
	}
	err = find_collection(dav, &collection);
	if (err)
		return err;
	put.home = collection.person.login;
	put.path = collection.collection.path;
	put.name = random_uid(arena);
	if (dav_is_calendar(&collection.collection))
		put.name = arena_printf(arena, "%s.ics", put.name);
	/* RFC 5995 3.1: conditions are about the collection. */
	precondition_of_whole(dav, &put.condition);
	err = practice_object_put(dav->op, dav->store, &put, &result);
	if (err)
		return err;
	if (result.member.name)
		put.name = result.member.name;
	href = practice_href(arena, put.home, put.path, put.name);
	http_response_add(dav->response, "Location", href);
	return answer(dav, href, &result);
}

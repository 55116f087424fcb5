#include "dav/copy_move_private.h"

#include "dav/header_private.h"
#include "dav/precondition_private.h"
#include "dav/property_private.h"
#include "dav/read_private.h"
#include "dav/represent_private.h"
#include "dav/resource_private.h"
#include "practice/booking/booking.h"
#include "practice/booking/copy.h"
#include "practice/booking/copy_collection.h"
#include "practice/calendar/address.h"
#include "practice/calendar/find.h"

struct copying {
	struct dav *dav;
	bool move;
	bool overwrite;
	struct http_path destination;
	struct dav_place to;
	struct resource source, there;
};

/* RFC 4918 9.8.5: another server's is 502. */
static bool read_destination(struct copying *copying, enum err *err)
{
	struct dav *dav = copying->dav;
	const char *value = http_header(dav->request, "Destination");

	*err = OK;
	if (!value) {
		*err = fail(dav->op, ERR_INVALID,
			    "COPY and MOVE need a Destination header");
	} else if (!header_is_here(dav, value)) {
		dav->response->status = 502;
		return false;
	} else if (!dav_href_parse(dav->op->arena, value,
				   &copying->destination)) {
		*err = fail(dav->op, ERR_INVALID,
			    "the Destination is no address of this server's "
			    "calendars");
	}
	return *err == OK;
}

/* Source and what is at the destination (kind 0: nothing). */
static enum err find_both(struct dav *dav, void *context)
{
	struct copying *copying = context;
	struct resource *source = &copying->source;
	struct resource *there = &copying->there;
	enum err err =
		dav_resource_find(dav->reader, &dav->request->path, source);

	if (!err) {
		/* A file there is in the way of "name/" as well. */
		copying->destination.slash = false;
		err = dav_resource_find(dav->reader, &copying->destination,
					there);
		if (err == ERR_NOT_FOUND) {
			operation_recover(dav->op);
			err = OK;
		} else if (!err && str_equal(there->href, source->href)) {
			err = fail(dav->op, ERR_FORBIDDEN,
				   "source and Destination are the same");
		}
	}
	if (!err && !(source->kind & (RESOURCE_MEMBER | RESOURCE_COLLECTION)))
		err = fail(dav->op, ERR_NEED_PRIVILEGES,
			   "this stays where it is");
	return err;
}

/* A calendar in another's home that is shared with the actor. */
static enum err find_shared(struct dav *dav, void *context)
{
	struct copying *copying = context;
	struct collection collection;
	struct person home;

	if (copying->source.kind != RESOURCE_MEMBER ||
	    !dav_place_of(dav->op->arena, &copying->destination,
			  &copying->to) ||
	    !*copying->to.path)
		return ERR_NOT_FOUND;
	return practice_collection_find(dav->reader, copying->to.home,
					copying->to.path, &home, &collection);
}

static enum err find_place(struct copying *copying)
{
	struct operation *op = copying->dav->op;
	enum err err = dav_place_find(op, &copying->destination, &copying->to);

	if (err == ERR_NOT_FOUND) {
		operation_recover(op);
		err = dav_read(copying->dav, find_shared, copying);
	}
	if (err == ERR_NOT_FOUND)
		return fail(op, ERR_FORBIDDEN,
			    "copies stay within your own calendar home and "
			    "the calendars that are shared with you");
	if (!err && !*copying->to.path &&
	    copying->source.kind == RESOURCE_MEMBER)
		return fail(op, ERR_FORBIDDEN,
			    "a calendar home holds calendars only");
	return err;
}

static enum err run_collection(struct copying *copying, bool *created)
{
	struct dav *dav = copying->dav;
	struct condition condition;
	struct collection_copy wish = {
		.home = copying->to.home,
		.from = copying->source.collection.path,
		.to = dav_place_path(dav->op->arena, &copying->to),
		.move = copying->move,
		.overwrite = copying->overwrite,
		.condition = &condition,
	};
	int depth;
	enum err err = header_depth(dav, DEPTH_INFINITY, &depth);

	/* RFC 4918 9.8.3, 9.9.2 */
	if (!err && (depth == 1 || (copying->move && depth == 0)))
		err = fail(dav->op, ERR_INVALID,
			   "a collection is copied with Depth 0 or infinity, "
			   "and moved with infinity");
	if (err)
		return err;
	precondition_of_whole(dav, &condition);
	wish.deep = depth == DEPTH_INFINITY;
	return practice_collection_copy(dav->op, dav->store, &wish, created);
}

static enum err run_member(struct copying *copying, bool *created)
{
	struct dav *dav = copying->dav;
	struct resource *source = &copying->source;
	struct object_at from = { source->person.login, source->collection.path,
				  source->member.name };
	struct object_at to = { copying->to.home, copying->to.path,
				copying->to.name };
	struct condition condition;

	precondition_of(dav, &condition);
	return practice_object_copy(dav->op, dav->store, &from, &to,
				    copying->move, copying->overwrite,
				    &condition, created);
}

/* RFC 8144 3.1: with what is at the Destination now, where that is wished. */
static enum err answer(struct copying *copying, bool created)
{
	struct dav *dav = copying->dav;
	enum err err;

	dav->response->status = created ? 201 : 204;
	if (copying->source.kind != RESOURCE_MEMBER ||
	    !header_representation(dav))
		return OK;
	err = represent_there(dav, &copying->destination);
	if (!err && !created)
		dav->response->status = 200;
	/* Another may have taken it away since. */
	if (err == ERR_NOT_FOUND) {
		operation_recover(dav->op);
		err = OK;
	}
	return err;
}

enum err dav_copy_move(struct dav *dav)
{
	struct copying copying = {
		.dav = dav,
		.move = str_equal(dav->request->method, "MOVE"),
	};
	bool created = false;
	enum err err = header_flag(dav, "Overwrite", true, &copying.overwrite);

	http_response_add(dav->response, "Vary", "Prefer");
	if (err || !read_destination(&copying, &err))
		return err;
	err = dav_read(dav, find_both, &copying);
	if (!err)
		err = find_place(&copying);
	if (err)
		return err;
	if (copying.source.kind == RESOURCE_COLLECTION)
		err = run_collection(&copying, &created);
	else
		err = run_member(&copying, &created);
	return err ? err : answer(&copying, created);
}

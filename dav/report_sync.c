#include "dav/report_sync_private.h"

#include "base/str.h"
#include "dav/children_private.h"
#include "dav/multistatus_private.h"
#include "dav/property_asked_private.h"
#include "dav/property_private.h"
#include "dav/resource_private.h"
#include "dav/sync_token_private.h"
#include "dav/tree_token_private.h"
#include "dav/walk_private.h"
#include "dav/xml_private.h"
#include "practice/calendar/address.h"
#include "store/change.h"

#include <string.h>

/*
 * sync-collection (RFC 6578). A token of a collection names its seed and
 * revision; a token of the home, or of a folder, names those of each of its
 * collections, so that "infinite" on the home syncs everything at once, and
 * their addresses.
 */

#define NO_LIMIT SIZE_MAX

struct sync {
	struct dav *dav;
	struct asked_list asked;
	bool light;
	struct sync_token token;
	size_t left; /* responses that the client still takes */
	bool truncated;
	bool infinite;
	struct buf next; /* the new token */
	struct multistatus ms;
};

static enum err limit_parse(struct operation *op, const xmlNode *root,
			    size_t *left)
{
	const xmlNode *limit = xml_child(root, NS_DAV, "limit");
	const xmlNode *results =
		limit ? xml_child(limit, NS_DAV, "nresults") : NULL;
	int64_t number;

	*left = NO_LIMIT;
	if (!limit)
		return OK;
	if (!results ||
	    !str_to_int64(xml_trimmed(op->arena, results), &number) ||
	    number < 1)
		return fail(op, ERR_INVALID,
			    "limit holds nresults, a whole number above 0");
	*left = (size_t)number;
	return OK;
}

static enum err level_parse(struct operation *op, const xmlNode *root,
			    bool *infinite)
{
	const xmlNode *node = xml_child(root, NS_DAV, "sync-level");
	const char *level = node ? xml_trimmed(op->arena, node) : "1";

	*infinite = str_equal(level, "infinite");
	if (*infinite || str_equal(level, "1") || str_empty(level))
		return OK;
	return fail(op, ERR_INVALID, "sync-level is 1 or infinite, not '%s'",
		    level);
}

static enum err change_write(struct sync *sync,
			     const struct resource *collection,
			     const struct change *change)
{
	struct slice none = { NULL, 0 };
	struct dav *dav = sync->dav;
	struct member member = { .id = change->member,
				 .collection = collection->collection.id,
				 .name = change->name,
				 .etag = change->etag,
				 .kind = change->kind,
				 .revision = change->revision };
	struct resource child;
	enum err err = OK;

	if (!change->deleted && !sync->light)
		err = store_member_load(dav->reader, change->member, &member);
	if (err)
		return err;
	walk_member(dav->op->arena, collection, &member, none, &child);
	if (change->deleted) {
		multistatus_status(&sync->ms, child.href, 404, NULL);
		return operation_check(dav->op);
	}
	if (sync->asked.data)
		err = property_bytes(dav, &child);
	if (!err)
		err = property_response(dav, &sync->asked, &child, &sync->ms);
	return err;
}

struct changes {
	struct sync *sync;
	const struct resource *collection;
	size_t count, limit;
	int64_t reached;
};

/* One more than the limit says that there are more. */
static enum err change_each(void *context, const struct change *change)
{
	struct changes *changes = context;
	struct sync *sync = changes->sync;

	if (changes->count == changes->limit) {
		sync->truncated = true;
		return OK;
	}
	changes->count++;
	changes->reached = change->revision;
	return change_write(sync, changes->collection, change);
}

static enum err member_each(void *context, struct resource *member)
{
	struct sync *sync = context;

	return property_response(sync->dav, &sync->asked, member, &sync->ms);
}

/* To a first synchronisation of a calendar all members are new, whenever they
 * came: a listing has them by one index. */
static bool is_listing(const struct sync *sync,
		       const struct resource *collection, int64_t since)
{
	return since == 0 && sync->left == NO_LIMIT &&
	       dav_is_calendar(&collection->collection);
}

/* Changes of one collection since a revision; *reached is the revision that
 * a resumed sync starts from. */
static enum err changes_write(struct sync *sync,
			      const struct resource *collection, int64_t since,
			      int64_t *reached)
{
	bool before = sync->truncated;
	struct changes changes = {
		.sync = sync,
		.collection = collection,
		.limit = sync->left < INT32_MAX ? sync->left : INT32_MAX,
		.reached = since,
	};
	enum err err;

	if (is_listing(sync, collection, since)) {
		*reached = collection->collection.revision;
		return dav_resource_children(sync->dav->reader, collection,
					     sync->asked.detail, member_each,
					     sync);
	}
	sync->truncated = false;
	err = store_change_walk(sync->dav->reader, collection->collection.id,
				since, changes.limit, change_each, &changes);
	*reached = sync->truncated ? changes.reached
				   : collection->collection.revision;
	sync->truncated |= before;
	if (sync->left != NO_LIMIT)
		sync->left -= changes.count;
	return err;
}

/* Where the token says that the client is with this collection. */
static enum err since_of(struct sync *sync, const struct collection *collection,
			 int64_t *since)
{
	const struct sync_point *point =
		sync_token_find(&sync->token, collection->etag_seed);

	*since = point ? point->revision : 0;
	if ((!point && !sync->token.empty) || sync->token.paths ||
	    *since > collection->revision ||
	    (*since && *since < collection->floor))
		return fail(sync->dav->op, ERR_SYNC_TOKEN,
			    "this sync token is not one of this collection, "
			    "or too old; sync from the start");
	return OK;
}

static enum err sync_one(struct sync *sync, struct resource *collection)
{
	int64_t since, reached;
	enum err err = since_of(sync, &collection->collection, &since);

	if (!err)
		err = changes_write(sync, collection, since, &reached);
	if (!err)
		buf_puts(&sync->next,
			 property_sync_token(sync->dav->op->arena,
					     &collection->collection, reached));
	return err;
}

/* A collection that moved is told of as one that is new, and by its old
 * address as one that is gone. */
static struct sync_point *point_of(struct sync *sync,
				   const struct collection *collection)
{
	struct sync_point *point =
		sync_token_find(&sync->token, collection->etag_seed);

	if (!point || !str_equal(point->path, collection->path))
		return NULL;
	point->met = true;
	return point;
}

/* The collection itself, unless an earlier page has told of it. */
static enum err self_write(struct sync *sync, struct resource *child,
			   struct sync_point *next)
{
	int64_t revision = child->collection.revision;
	enum err err;

	if (next->told == revision)
		return OK;
	err = property_response(sync->dav, &sync->asked, child, &sync->ms);
	if (sync->left != NO_LIMIT)
		sync->left--;
	next->told = revision;
	return err;
}

static enum err members_write(struct sync *sync, struct resource *child,
			      struct sync_point *next)
{
	const struct collection *collection = &child->collection;
	int64_t since = next->revision;
	enum err err;

	if (since && since < collection->floor)
		return fail(sync->dav->op, ERR_SYNC_TOKEN,
			    "this sync token is too old; sync from the start");
	err = changes_write(sync, child, since, &next->revision);
	if (next->revision == collection->revision)
		next->told = 0;
	return err;
}

/* A collection of the home: itself when it is new or changed, and with
 * "infinite" what changed in it. */
static enum err home_each(void *context, struct resource *child)
{
	struct sync *sync = context;
	const struct collection *collection = &child->collection;
	struct sync_point next = { .path = collection->path };
	const struct sync_point *point;
	enum err err = OK;

	if (child->kind != RESOURCE_COLLECTION)
		return OK;
	point = point_of(sync, collection);
	if (point)
		next = *point;
	next.seed = collection->etag_seed;
	if (!point || point->revision != collection->revision) {
		if (sync->left == 0 && next.told != collection->revision) {
			sync->truncated = true;
			if (!point)
				return OK; /* it is new on the next page too */
		} else {
			err = self_write(sync, child, &next);
			if (!err && sync->infinite)
				err = members_write(sync, child, &next);
			else
				next.revision = collection->revision;
		}
	}
	if (!sync->infinite)
		next.told = 0;
	sync_token_add(&sync->next, &next);
	return err;
}

/* What the token knows and the home has no more. Where something else is at
 * its address by now, that has been told of (RFC 6578 3.5). */
static enum err gone_each(struct sync *sync, const struct resource *home,
			  struct sync_point *point)
{
	struct dav *dav = sync->dav;
	struct collection there;
	enum err err;

	err = store_collection_find(dav->reader, home->person.id, point->path,
				    &there);
	if (!err || err != ERR_NOT_FOUND)
		return err;
	operation_recover(dav->op);
	if (sync->left == 0) {
		sync->truncated = true;
		sync_token_add(&sync->next, point);
		return OK;
	}
	multistatus_status(&sync->ms,
			   practice_href(dav->op->arena, home->person.login,
					 point->path, NULL),
			   404, NULL);
	if (sync->left != NO_LIMIT)
		sync->left--;
	return OK;
}

/* The members that a folder has beside collections. */
static enum err folder_members(struct sync *sync, struct resource *folder)
{
	const struct collection *collection = &folder->collection;
	struct sync_point next = { .seed = collection->etag_seed,
				   .path = collection->path };
	struct sync_point *point =
		sync_token_find(&sync->token, collection->etag_seed);
	int64_t since = point ? point->revision : 0;
	enum err err;

	if ((!point && !sync->token.empty) || since > collection->revision ||
	    (since && since < collection->floor))
		return fail(sync->dav->op, ERR_SYNC_TOKEN,
			    "this sync token is not one of this collection, "
			    "or too old; sync from the start");
	if (point)
		point->met = true;
	err = changes_write(sync, folder, since, &next.revision);
	sync_token_add(&sync->next, &next);
	return err;
}

/* Is it of the tree that is synced, as its addresses are now? */
static bool is_within(const struct resource *tree,
		      const struct sync_point *point)
{
	const char *path = tree->collection.path;
	size_t len;

	if (tree->kind == RESOURCE_HOME)
		return true;
	len = strlen(path);
	return str_starts(point->path, path) && point->path[len] == '/';
}

/* A home, or a collection that may hold others. */
static enum err sync_tree(struct sync *sync, struct resource *tree)
{
	struct sync_token *token = &sync->token;
	bool home = tree->kind == RESOURCE_HOME;
	enum err err = OK;

	if (!token->empty && (!token->paths || token->home != home))
		return fail(sync->dav->op, ERR_SYNC_TOKEN,
			    "this sync token is not one of this collection; "
			    "sync from the start");
	buf_puts(&sync->next, home ? SYNC_TOKEN_HOME : SYNC_TOKEN_FOLDER);
	if (!home)
		err = folder_members(sync, tree);
	if (!err)
		err = dav_resource_children(sync->dav->reader, tree,
					    DETAIL_INDEX, home_each, sync);
	for (size_t i = 0; i < token->count && !err; i++) {
		if (!token->points[i].met && is_within(tree, &token->points[i]))
			err = gone_each(sync, tree, &token->points[i]);
	}
	return err;
}

enum err report_sync(struct dav *dav, struct resource *resource,
		     const xmlNode *root)
{
	struct sync sync = { .dav = dav };
	const xmlNode *token = xml_child(root, NS_DAV, "sync-token");
	char *text;
	enum err err = property_asked(dav, root, &sync.asked);

	if (!err)
		err = limit_parse(dav->op, root, &sync.left);
	if (!err)
		err = level_parse(dav->op, root, &sync.infinite);
	if (err)
		return err;
	text = token ? xml_trimmed(dav->op->arena, token) : NULL;
	if (!sync_token_parse(dav->op->arena, text ? text : "", &sync.token))
		return fail(dav->op, ERR_SYNC_TOKEN,
			    "'%s' is not a sync token of this server; sync "
			    "from the start",
			    text);
	sync.light = sync.asked.detail <= DETAIL_INDEX;
	buf_init(&sync.next, dav->op->arena);
	multistatus_begin(&sync.ms, dav->op, 4096);
	/* One collection's part of a token of several may be too old, which is
	 * met when others have been told of. */
	if (sync.token.empty || !tree_token_has_children(resource))
		property_asked_flow(&sync.asked, dav, &sync.ms);
	if (tree_token_has_children(resource))
		err = sync_tree(&sync, resource);
	else
		err = sync_one(&sync, resource);
	if (err)
		return err;
	if (sync.truncated)
		multistatus_status(&sync.ms, resource->href, 507,
				   "<D:number-of-matches-within-limits/>");
	multistatus_finish(&sync.ms, sync.next.at, dav->response);
	return OK;
}

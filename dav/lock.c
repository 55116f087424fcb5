#include "dav/lock_private.h"

#include "dav/header_private.h"
#include "dav/multistatus_private.h"
#include "dav/precondition_private.h"
#include "dav/property_lock_private.h"
#include "dav/read_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"
#include "practice/booking/locking.h"

#include <string.h>
#include <strings.h>

/* The first of a Timeout header's wishes that is understood (RFC 4918 10.7);
 * the rules of the practice bound it. */
static int64_t timeout_asked(struct dav *dav)
{
	struct slice rest = slice_of(http_header(dav->request, "Timeout"));

	while (rest.at) {
		struct slice item = slice_trim(slice_cut(&rest, ','));
		int64_t seconds = 0;

		if (slice_is(item, "Infinite"))
			return LOCK_LONGEST;
		if (item.len <= 7 || strncasecmp(item.at, "Second-", 7) != 0)
			continue;
		for (size_t i = 7; i < item.len; i++) {
			if (item.at[i] < '0' || item.at[i] > '9') {
				seconds = 0;
				break;
			}
			if (seconds < LOCK_LONGEST)
				seconds = seconds * 10 + (item.at[i] - '0');
		}
		if (seconds > 0)
			return seconds;
	}
	return LOCK_USUAL;
}

static enum err read_scope(struct dav *dav, const xmlNode *root,
			   struct lock_wish *wish)
{
	const xmlNode *scope = xml_child(root, NS_DAV, "lockscope");
	const xmlNode *type = xml_child(root, NS_DAV, "locktype");

	if (!scope || !type || !xml_child(type, NS_DAV, "write"))
		return fail(dav->op, ERR_INVALID,
			    "a lock has a lockscope and the locktype write");
	wish->shared = xml_child(scope, NS_DAV, "shared");
	if (wish->shared == !!xml_child(scope, NS_DAV, "exclusive"))
		return fail(dav->op, ERR_INVALID,
			    "a lockscope is exclusive or shared");
	return OK;
}

/* RFC 4918 9.10.3: without a Depth header it is infinity. */
static enum err read_wish(struct dav *dav, struct slice body,
			  struct lock_wish *wish)
{
	const xmlNode *root, *owner;
	int depth;
	enum err err = header_depth(dav, DEPTH_INFINITY, &depth);

	if (!err && depth == 1)
		err = fail(dav->op, ERR_INVALID,
			   "a lock has Depth 0 or infinity");
	if (!err)
		err = xml_parse(dav->op, body, &root);
	if (err)
		return err;
	if (!xml_is(root, NS_DAV, "lockinfo"))
		return fail(dav->op, ERR_INVALID,
			    "the body of LOCK is a DAV:lockinfo element");
	wish->deep = depth == DEPTH_INFINITY;
	owner = xml_child(root, NS_DAV, "owner");
	if (owner)
		wish->owner = xml_fragment(dav->op->arena, owner);
	return read_scope(dav, root, wish);
}

/* What the request names, or where an empty resource would come. */
static enum err find_place(struct dav *dav, struct object_at *at)
{
	const struct http_path *path = &dav->request->path;
	struct resource there;
	struct dav_place place;
	enum err err = dav_find(dav, path, &there);

	if (!err && !(there.kind & (RESOURCE_COLLECTION | RESOURCE_MEMBER)))
		return fail(dav->op, ERR_METHOD, "this takes no locks");
	if (!err) {
		*at = (struct object_at){ there.person.login,
					  there.collection.path, NULL };
		if (there.kind == RESOURCE_MEMBER)
			at->name = there.member.name;
		return OK;
	}
	if (err != ERR_NOT_FOUND)
		return err;
	err = dav_place_find(dav->op, path, &place);
	if (err)
		return err;
	if (path->slash)
		return fail(dav->op, ERR_PARENT,
			    "a lock makes no collection: use MKCOL first");
	if (!*place.path)
		return fail(dav->op, ERR_FORBIDDEN,
			    "a calendar home holds calendars only");
	operation_recover(dav->op);
	*at = (struct object_at){ place.home, place.path, place.name };
	return OK;
}

static void answer(struct dav *dav, const struct object_at *at,
		   const struct lock *lock)
{
	struct buf buf;

	buf_init(&buf, dav->op->arena);
	buf_puts(&buf, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		       "<D:prop" MULTISTATUS_PREFIXES "><D:lockdiscovery>");
	property_lock_write(dav, at->home, lock, &buf);
	buf_puts(&buf, "</D:lockdiscovery></D:prop>\n");
	http_response_body(dav->response, "application/xml; charset=utf-8",
			   buf.at, buf.len);
}

/* RFC 4918 9.10.3: what is below and in the way has a response of its own, and
 * the collection fails with it. */
static bool answer_below(struct dav *dav, const struct object_at *at)
{
	const char *own =
		practice_href(dav->op->arena, at->home, at->path, at->name);
	const char *href = dav->op->failure.href;
	struct multistatus ms;

	if (at->name || !href || !str_starts(href, own) || str_equal(href, own))
		return false;
	multistatus_begin(&ms, dav->op, 1024);
	multistatus_status(&ms, href, 423, "<D:no-conflicting-lock/>");
	multistatus_status(&ms, own, 424, NULL);
	multistatus_finish(&ms, NULL, dav->response);
	return true;
}

static enum err take(struct dav *dav, const struct lock_wish *wish)
{
	struct lock lock;
	bool created;
	enum err err =
		practice_lock_take(dav->op, dav->store, wish, &lock, &created);

	if (err == ERR_LOCK_CONFLICT && answer_below(dav, &wish->at))
		return OK;
	if (err)
		return err;
	dav->response->status = created ? 201 : 200;
	http_response_add(dav->response, "Lock-Token",
			  arena_printf(dav->op->arena, "<%s>", lock.token));
	answer(dav, &wish->at, &lock);
	return OK;
}

static enum err refresh(struct dav *dav, const struct lock_wish *wish)
{
	struct lock lock;
	enum err err = practice_lock_refresh(dav->op, dav->store, wish, &lock);

	if (err)
		return err;
	dav->response->status = 200;
	answer(dav, &wish->at, &lock);
	return OK;
}

enum err dav_lock(struct dav *dav)
{
	struct slice body = { dav->request->body, dav->request->body_len };
	struct condition condition;
	struct lock_wish wish = { .seconds = timeout_asked(dav),
				  .condition = &condition };
	bool anew = slice_trim(body).len > 0;
	enum err err = OK;

	precondition_of_whole(dav, &condition);
	if (anew)
		err = read_wish(dav, body, &wish);
	if (!err)
		err = find_place(dav, &wish.at);
	if (err)
		return err;
	return anew ? take(dav, &wish) : refresh(dav, &wish);
}

/* "<urn:uuid:...>" */
static const char *token_sent(struct dav *dav)
{
	struct slice value =
		slice_trim(slice_of(http_header(dav->request, "Lock-Token")));

	if (value.len < 3 || value.at[0] != '<' ||
	    value.at[value.len - 1] != '>')
		return NULL;
	return arena_strndup(dav->op->arena, value.at + 1, value.len - 2);
}

enum err dav_unlock(struct dav *dav)
{
	const char *token = token_sent(dav);
	struct condition condition;
	struct resource there;
	struct object_at at;
	enum err err;

	if (!token)
		return fail(dav->op, ERR_INVALID,
			    "UNLOCK needs a Lock-Token header: <token>");
	err = dav_find(dav, &dav->request->path, &there);
	if (err)
		return err;
	if (!(there.kind & (RESOURCE_COLLECTION | RESOURCE_MEMBER)))
		return fail(dav->op, ERR_METHOD, "this takes no locks");
	at = (struct object_at){ there.person.login, there.collection.path,
				 NULL };
	if (there.kind == RESOURCE_MEMBER)
		at.name = there.member.name;
	precondition_of_whole(dav, &condition);
	err = practice_lock_end(dav->op, dav->store, &at, token, &condition);
	if (!err)
		dav->response->status = 204;
	return err;
}

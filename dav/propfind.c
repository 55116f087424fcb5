#include "dav/propfind_private.h"

#include "dav/advertise_private.h"
#include "dav/children_private.h"
#include "dav/header_private.h"
#include "dav/multistatus_private.h"
#include "dav/property_asked_private.h"
#include "dav/property_private.h"
#include "dav/read_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"

/* Room at first: of one resource, and of a listing, which comes in pieces. */
#define ROOM_ONE 2048
#define ROOM_MANY 0

struct propfind {
	struct dav *dav;
	const xmlNode *root; /* NULL: no body */
	int depth;
	struct asked_list asked;
	struct multistatus ms;
};

static enum err write_each(void *context, struct resource *resource)
{
	struct propfind *propfind = context;

	return property_response(propfind->dav, &propfind->asked, resource,
				 &propfind->ms);
}

static bool has_children(const struct resource *resource)
{
	return !(resource->kind &
		 (RESOURCE_PRINCIPAL | RESOURCE_GROUP | RESOURCE_MEMBER));
}

/* RFC 8144 4: Depth 1 without the resource itself. */
static bool leaves_out_root(struct dav *dav, int depth)
{
	if (depth != 1 || !http_prefers(dav->request, "depth-noroot"))
		return false;
	http_response_add(dav->response, "Preference-Applied", "depth-noroot");
	return true;
}

static enum err answer(struct dav *dav, void *context)
{
	struct propfind *propfind = context;
	int depth = propfind->depth;
	struct resource resource;
	enum err err =
		dav_resource_find(dav->reader, &dav->request->path, &resource);

	if (!err) {
		dav_advertise(dav->response, resource_takes_locks(&resource));
		err = property_asked(dav, propfind->root, &propfind->asked);
	}
	if (err)
		return err;
	if (depth == DEPTH_INFINITY && has_children(&resource))
		return fail(dav->op, ERR_FINITE_DEPTH,
			    "PROPFIND is answered with Depth 0 and 1 only; "
			    "without the header it is infinity");
	multistatus_begin(&propfind->ms, dav->op,
			  depth == 1 ? ROOM_MANY : ROOM_ONE);
	property_asked_flow(&propfind->asked, dav, &propfind->ms);
	if (!leaves_out_root(dav, depth))
		err = write_each(propfind, &resource);
	if (!err && depth == 1)
		err = dav_resource_children(dav->reader, &resource,
					    propfind->asked.detail, write_each,
					    propfind);
	if (!err)
		multistatus_finish(&propfind->ms, NULL, dav->response);
	return err;
}

/* Without a Depth header it is infinity (RFC 4918 9.1), which is answered where
 * there is nothing below. Every calendar program sends the header. */
enum err dav_propfind(struct dav *dav)
{
	struct slice body = { dav->request->body, dav->request->body_len };
	struct propfind propfind = { .dav = dav };
	enum err err = OK;

	http_response_add(dav->response, "Vary", "Brief, Prefer");
	if (slice_trim(body).len > 0)
		err = xml_parse(dav->op, body, &propfind.root);
	if (!err && propfind.root && !xml_is(propfind.root, NS_DAV, "propfind"))
		err = fail(dav->op, ERR_SYNTAX,
			   "the body of PROPFIND is a DAV:propfind element");
	if (!err)
		err = header_depth(dav, DEPTH_INFINITY, &propfind.depth);
	if (!err)
		err = dav_read(dav, answer, &propfind);
	if (!http_response_header(dav->response, "DAV"))
		dav_advertise(dav->response, false);
	return err;
}

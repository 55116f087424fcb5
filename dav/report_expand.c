#include "dav/report_expand_private.h"

#include "base/str.h"
#include "dav/children_private.h"
#include "dav/header_private.h"
#include "dav/multistatus_private.h"
#include "dav/property_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"

#include <string.h>

/*
 * expand-property (RFC 3253 3.8, RFC 3744): properties whose values are hrefs
 * answer with responses about what they point at.
 */

#define DEPTH_LIMIT 4
#define HREF_LIMIT 100

/* Units of work of a property that is read, and of a byte. */
#define PROPERTY_WORK 1000
#define BYTE_WORK 2

struct expansion {
	struct dav *dav;
	const xmlNode *root;
	struct multistatus ms;
	int depth;    /* of responses within responses */
	bool deep;    /* asked of members at any depth */
	bool minimal; /* without what is missing (RFC 8144 2.1) */
};

static enum err response_write(struct expansion *expansion,
			       const xmlNode *asked, struct resource *resource,
			       struct buf *buf);

static const char *property_ns(struct arena *arena, const xmlNode *node)
{
	char *ns = xml_attribute(arena, node, "namespace");

	return ns ? ns : NS_DAV;
}

/* The hrefs of one property, which are replaced by responses. */
struct hrefs {
	struct expansion *expansion;
	const xmlNode *asked;
	int left;
};

/* What cannot be found here, and what is too much, stays. */
static enum err href_expand(void *context, const char *href, struct buf *buf)
{
	struct hrefs *hrefs = context;
	struct expansion *expansion = hrefs->expansion;
	struct dav *dav = expansion->dav;
	struct http_path path;
	struct resource found;
	enum err err;

	if (hrefs->left-- <= 0 || !header_is_here(dav, href) ||
	    !dav_href_parse(dav->op->arena, href, &path) ||
	    dav_resource_find(dav->reader, &path, &found)) {
		operation_recover(dav->op);
		buf_puts(buf, "<D:href>");
		xml_escape_text(buf, href);
		buf_puts(buf, "</D:href>");
		return OK;
	}
	expansion->depth++;
	err = response_write(expansion, hrefs->asked, &found, buf);
	expansion->depth--;
	return err;
}

/* Replace a value's hrefs by responses; all else stays. */
static enum err value_expand(struct expansion *expansion, const xmlNode *asked,
			     const char *value, struct buf *buf)
{
	struct hrefs hrefs = { expansion, asked, HREF_LIMIT };
	struct xml_hrefs writing = { href_expand, &hrefs };
	struct slice lang;

	return xml_fragment_hrefs(expansion->dav->op,
				  xml_fragment_content(value, &lang), &writing,
				  buf);
}

static bool has_nested(const xmlNode *node)
{
	return xml_child(node, NS_DAV, "property") != NULL;
}

/* Write one property into found, or its empty element into missing. */
static enum err property_write(struct expansion *expansion, const xmlNode *node,
			       struct resource *resource, struct buf *found,
			       struct buf *missing)
{
	struct operation *op = expansion->dav->op;
	struct asked item = { .ns = property_ns(op->arena, node),
			      .name = xml_attribute(op->arena, node, "name"),
			      .node = node };
	struct buf value;
	enum err err;

	if (!item.name || !xml_can_name(item.ns, item.name))
		return fail(op, ERR_SYNTAX, "no property is called '%s'",
			    item.name ? item.name : "");
	property_tags(op->arena, item.ns, item.name, &item);
	buf_init(&value, op->arena);
	err = property_value(expansion->dav, resource, &item, &value);
	(void)operation_spend(op, PROPERTY_WORK + value.len * BYTE_WORK);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (err) {
		operation_recover(op);
		buf_slice(missing, item.empty);
		return OK;
	}
	buf_slice(found, item.open);
	if (has_nested(node) && value.len && expansion->depth < DEPTH_LIMIT)
		err = value_expand(expansion, node, value.at, found);
	else {
		buf_add(found, value.at, value.len);
		err = OK;
	}
	buf_slice(found, item.close);
	return err;
}

static enum err response_write(struct expansion *expansion,
			       const xmlNode *asked, struct resource *resource,
			       struct buf *buf)
{
	struct operation *op = expansion->dav->op;
	struct buf found, missing;
	enum err err = OK;

	buf_init(&found, op->arena);
	buf_init(&missing, op->arena);
	for (const xmlNode *at = xml_first(asked); at && !err;
	     at = xml_next(at))
		if (xml_is(at, NS_DAV, "property"))
			err = property_write(expansion, at, resource, &found,
					     &missing);
	if (err)
		return err;
	buf_puts(buf, "<D:response><D:href>");
	xml_escape_text(buf, resource->href);
	buf_puts(buf, "</D:href>");
	if (found.len || !missing.len || expansion->minimal)
		buf_printf(buf,
			   "<D:propstat><D:prop>%s</D:prop><D:status>HTTP/1.1 "
			   "200 OK</D:status></D:propstat>",
			   found.len ? found.at : "");
	if (missing.len && !expansion->minimal)
		buf_printf(buf,
			   "<D:propstat><D:prop>%s</D:prop><D:status>HTTP/1.1 "
			   "404 Not Found</D:status></D:propstat>",
			   missing.at);
	buf_puts(buf, "</D:response>");
	(void)operation_spend(op, (found.len + missing.len) * BYTE_WORK);
	return operation_check(op);
}

static enum err expand_members(struct expansion *expansion,
			       const struct resource *of);

static enum err expand_each(void *context, struct resource *member)
{
	struct expansion *expansion = context;
	enum err err = response_write(expansion, expansion->root, member,
				      &expansion->ms.buf);

	multistatus_turn(&expansion->ms);
	return err || !expansion->deep ? err
				       : expand_members(expansion, member);
}

static enum err expand_members(struct expansion *expansion,
			       const struct resource *of)
{
	return dav_resource_children(expansion->dav->reader, of, DETAIL_WHOLE,
				     expand_each, expansion);
}

/* RFC 3253 3.6: with another Depth than 0 each member is asked as well. */
enum err report_expand_property(struct dav *dav, struct resource *resource,
				const xmlNode *root)
{
	struct expansion expansion = { .dav = dav, .root = root };
	int depth;
	enum err err = header_depth(dav, 0, &depth);

	if (err)
		return err;
	expansion.minimal = header_minimal(dav);
	expansion.deep = depth == DEPTH_INFINITY;
	multistatus_begin(&expansion.ms, dav->op, depth == 0 ? 4096 : 0);
	err = response_write(&expansion, root, resource, &expansion.ms.buf);
	if (!err && depth != 0)
		err = expand_members(&expansion, resource);
	if (!err)
		multistatus_finish(&expansion.ms, NULL, dav->response);
	return err;
}

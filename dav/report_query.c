#include "dav/report_query_private.h"

#include "base/str.h"
#include "dav/filter_private.h"
#include "dav/header_private.h"
#include "dav/multistatus_private.h"
#include "dav/property_asked_private.h"
#include "dav/property_private.h"
#include "dav/resource_private.h"
#include "dav/selection_private.h"
#include "dav/walk_private.h"
#include "dav/xml_private.h"
#include "ical/zone.h"
#include "practice/calendar/collection_zone.h"
#include "store/object_list.h"

struct query {
	struct dav *dav;
	struct asked_list asked;
	struct cal_comp_filter filter;
	unsigned kinds;
	struct span span;                  /* that any match must overlap */
	bool exact;                        /* the index's word is enough */
	bool whole;                        /* no range at all */
	const struct cal_zone *zone_asked; /* or NULL: each collection's */
	const struct cal_zone *zone;       /* for the collection at hand */
	const struct resource *collection;
	struct multistatus ms;
};

/* Does the member match, beyond what the index has said? */
static enum err judge(struct query *query, struct resource *member,
		      bool *matches)
{
	struct operation *op = query->dav->op;
	struct cal_object object;
	enum err err;

	*matches = true;
	if (query->exact &&
	    (query->whole || store_member_sure(&member->member, query->span)))
		return OK;
	err = property_bytes(query->dav, member);
	if (err)
		return err;
	if (walk_object(op, member->bytes, query->zone, &object)) {
		/* stored, but unreadable: it never breaks a listing */
		operation_recover(op);
		*matches = query->whole;
		return operation_check(op);
	}
	*matches = cal_filter_match(op, &query->filter, &object);
	return operation_check(op);
}

static enum err member_each(void *context, const struct member *member,
			    struct slice bytes)
{
	struct query *query = context;
	struct dav *dav = query->dav;
	struct resource child;
	bool matches;
	enum err err;

	if (!(member->kind & query->kinds))
		return OK;
	walk_member(dav->op->arena, query->collection, member, bytes, &child);
	err = judge(query, &child, &matches);
	if (err || !matches)
		return err;
	if (query->asked.data)
		err = property_bytes(dav, &child);
	if (!err)
		err = property_response(dav, &query->asked, &child, &query->ms);
	return err;
}

static enum err collection_each(void *context, struct resource *collection)
{
	struct query *query = context;
	struct reader *reader = query->dav->reader;
	bool bytes = query->asked.data || !query->exact;
	struct span span = query->span;
	const struct collection_zones *zones;
	enum err err = property_zones(query->dav, collection, &zones);

	if (err)
		return err;
	if (!query->kinds)
		return OK; /* nothing can match */
	query->collection = collection;
	query->zone = query->zone_asked ? query->zone_asked : zones->own;
	if (query->whole)
		return store_member_read(reader, collection->collection.id,
					 bytes, member_each, query);
	if (query->zone != zones->indexed) {
		query->exact = false;
		bytes = true;
		span = walk_widened(span);
	}
	return store_member_overlapping(reader, collection->collection.id,
					query->kinds, span, bytes, member_each,
					query);
}

static size_t count_of(const xmlNode *root, const char *name)
{
	size_t count = 0;

	for (const xmlNode *at = xml_first(root); at; at = xml_next(at))
		count += xml_is(at, NS_CALDAV, name);
	return count;
}

/* RFC 4791 9.5, RFC 7809 5.2: of two it is not said which is meant. */
static enum err once_check(struct operation *op, const xmlNode *root)
{
	if (count_of(root, "filter") > 1)
		return fail(op, ERR_VALID_FILTER, "a query has one filter");
	if (count_of(root, "timezone") + count_of(root, "timezone-id") > 1)
		return fail(op, ERR_SYNTAX, "a query has one time zone");
	return OK;
}

static enum err query_parse(struct query *query, const xmlNode *root)
{
	struct operation *op = query->dav->op;
	enum err err = property_asked(query->dav, root, &query->asked);

	if (!err)
		err = once_check(op, root);
	if (!err)
		err = filter_parse(op, xml_child(root, NS_CALDAV, "filter"),
				   &query->filter);
	if (!err)
		err = selection_zone(op, root, &query->zone_asked);
	if (err)
		return err;
	cal_filter_plan(&query->filter, &query->kinds, &query->span,
			&query->exact);
	query->whole = query->span.start.s <= INSTANT_MIN.s &&
		       query->span.end.s >= INSTANT_MAX.s;
	return OK;
}

/* The request may name a single member. */
static enum err one_member(struct query *query, struct resource *member)
{
	struct resource collection = *member;
	struct buf href;
	struct slice none = { NULL, 0 };
	enum err err = practice_collection_zone(
		query->dav->reader, &member->collection, &query->zone);

	if (err)
		return err;
	if (query->zone_asked)
		query->zone = query->zone_asked;
	buf_init(&href, query->dav->op->arena);
	buf_puts(&href, member->href);
	while (href.len && href.at[href.len - 1] != '/')
		href.at[--href.len] = '\0';
	collection.kind = RESOURCE_COLLECTION;
	collection.href = href.at;
	query->collection = &collection;
	query->exact = false;
	err = member_each(query, &member->member, none);
	query->collection = NULL;
	return err;
}

enum err report_query(struct dav *dav, struct resource *resource,
		      const xmlNode *root)
{
	struct query query = { .dav = dav };
	int depth;
	enum err err = header_depth(dav, 1, &depth);

	if (!err)
		err = query_parse(&query, root);
	if (err)
		return err;
	multistatus_begin(&query.ms, dav->op, 8192);
	if (query.exact)
		property_asked_flow(&query.asked, dav, &query.ms);
	if (resource->kind == RESOURCE_MEMBER)
		err = one_member(&query, resource);
	else if (depth != 0 && (resource->kind == RESOURCE_COLLECTION ||
				depth == DEPTH_INFINITY))
		err = walk_calendars(dav, resource, collection_each, &query);
	if (err)
		return err;
	multistatus_finish(&query.ms, NULL, dav->response);
	return OK;
}

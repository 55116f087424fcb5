#include "dav/property_dav_private.h"

#include "base/digest.h"
#include "dav/property_acl_private.h"
#include "dav/property_lock_private.h"
#include "dav/property_private.h"
#include "dav/property_share_private.h"
#include "dav/property_update_private.h"
#include "dav/report_private.h"
#include "dav/resource_private.h"
#include "dav/tree_token_private.h"
#include "dav/xml_private.h"
#include "ical/object.h"
#include "practice/access.h"
#include "practice/quota.h"
#include "store/usage.h"

#include <string.h>

/* Properties of RFC 4918, 3744, 5397, 6578 and getctag. */

static void write_href(struct buf *out, const char *href)
{
	buf_puts(out, "<D:href>");
	xml_escape_text(out, href);
	buf_puts(out, "</D:href>");
}

static enum err get_resourcetype(struct property_call *call)
{
	const struct resource *resource = call->resource;

	if (resource->kind & (RESOURCE_PRINCIPAL | RESOURCE_GROUP))
		buf_puts(call->out, "<D:principal/>");
	else if (resource->kind != RESOURCE_MEMBER)
		buf_puts(call->out, "<D:collection/>");
	if (resource->kind != RESOURCE_COLLECTION)
		return OK;
	if (dav_is_calendar(&resource->collection))
		buf_puts(call->out, "<C:calendar/>");
	return property_share_types(call);
}

/* RFC 5689 3: what kind of collection is to be made. */
static enum err set_resourcetype(struct update_list *updates,
				 struct update *update)
{
	if (update->set)
		updates->resourcetype = update;
	else
		update_refuse(updates, update, ERR_PROTECTED_PROPERTY);
	return OK;
}

/* The default name of a collection, for those who set none. */
static enum err collection_name(struct property_call *call, const char **name)
{
	const struct collection *collection = &call->resource->collection;
	struct person subject;
	enum err err;

	switch (collection->kind) {
	case COLLECTION_SESSIONS:
		*name = "Sessions";
		return OK;
	case COLLECTION_CLOSURES:
		*name = "Closures";
		return OK;
	case COLLECTION_TO_SAVE:
		*name = "To save";
		return OK;
	case COLLECTION_PRACTITIONER:
		err = store_person_load(call->dav->reader, collection->subject,
					&subject);
		if (!err)
			*name = subject.name;
		return err;
	case COLLECTION_NOTIFICATIONS:
		*name = "Notifications";
		return OK;
	case COLLECTION_PERSONAL:
	case COLLECTION_PLAIN:
	case COLLECTION_INBOX:
	case COLLECTION_OUTBOX:
	case COLLECTION_SHARED:
		break;
	}
	*name = str_equal(collection->name, "calendar") ? "Calendar"
							: collection->name;
	return OK;
}

static enum err get_displayname(struct property_call *call)
{
	const char *name = NULL;
	enum err err = OK;

	switch (call->resource->kind) {
	case RESOURCE_PRINCIPALS:
		name = "People";
		break;
	case RESOURCE_HOMES:
		name = "Calendars";
		break;
	case RESOURCE_PRINCIPAL:
	case RESOURCE_HOME:
		name = call->resource->person.name;
		break;
	case RESOURCE_GROUPS:
		name = "Groups";
		break;
	case RESOURCE_GROUP:
		name = property_group_name(call);
		break;
	case RESOURCE_COLLECTION:
		err = collection_name(call, &name);
		break;
	case RESOURCE_ROOT:
	case RESOURCE_MEMBER:
	case RESOURCE_ANY:
		name = "Daybook";
		break;
	}
	if (!err && name)
		xml_escape_text(call->out, name);
	return err;
}

static enum err get_etag(struct property_call *call)
{
	const struct resource *resource = call->resource;

	if (resource->kind == RESOURCE_COLLECTION &&
	    !dav_is_calendar(&resource->collection))
		return ERR_NOT_FOUND;
	buf_putc(call->out, '"');
	if (resource->kind == RESOURCE_MEMBER)
		xml_escape_text(call->out, resource->member.etag);
	else
		buf_puts(call->out,
			 property_collection_etag(call->dav->op->arena,
						  &resource->collection));
	buf_putc(call->out, '"');
	return OK;
}

static enum err get_contenttype(struct property_call *call)
{
	const struct resource *resource = call->resource;
	const char *type = "text/html; charset=utf-8"; /* what GET shows */

	if (resource->kind == RESOURCE_MEMBER)
		type = resource_media_type(&resource->member);
	else if (resource->kind == RESOURCE_COLLECTION &&
		 dav_is_calendar(&resource->collection))
		type = "text/calendar; charset=utf-8";
	xml_escape_text(call->out, type);
	return OK;
}

static enum err get_contentlength(struct property_call *call)
{
	buf_printf(call->out, "%lld", (long long)call->resource->member.size);
	return OK;
}

static enum err get_lastmodified(struct property_call *call)
{
	buf_puts(call->out, instant_http(call->dav->op->arena,
					 call->resource->member.modified));
	return OK;
}

static enum err get_creationdate(struct property_call *call)
{
	const struct resource *resource = call->resource;
	struct instant created;

	switch (resource->kind) {
	case RESOURCE_MEMBER:
		created = resource->member.created;
		break;
	case RESOURCE_COLLECTION:
		created = resource->collection.created;
		break;
	case RESOURCE_ROOT:
	case RESOURCE_PRINCIPALS:
	case RESOURCE_GROUPS:
	case RESOURCE_GROUP:
	case RESOURCE_PRINCIPAL:
	case RESOURCE_HOMES:
	case RESOURCE_HOME:
	case RESOURCE_ANY:
		created = resource->person.created;
		break;
	}
	buf_puts(call->out, instant_text(call->dav->op->arena, created));
	return OK;
}

static enum err get_supported_reports(struct property_call *call)
{
	report_set_write(call->resource, call->out);
	return OK;
}

/* Does the resource have it, or may it be given it? */
static enum err has(struct property_call *call, const struct live_property *row,
		    bool *there)
{
	struct property_call probe = *call;
	struct buf unused;
	enum err err;

	*there = (row->kinds & call->resource->kind) &&
		 !property_is_calendar_data(row);
	if (!*there || (row->flags & PROPERTY_STORED) ||
	    str_equal(row->name, "supported-live-property-set"))
		return OK;
	buf_init(&unused, call->dav->op->arena);
	probe.out = &unused;
	err = row->get(&probe);
	*there = !err;
	if (err == ERR_NOT_FOUND) {
		operation_recover(call->dav->op);
		err = OK;
	}
	return err;
}

/* RFC 3253 3.1.4, which RFC 5995 3.2.1 wants. */
static enum err get_live_properties(struct property_call *call)
{
	const struct live_property *row;
	struct asked tags;
	bool there;
	enum err err = OK;

	for (size_t i = 0; !err && (row = property_row(i)); i++) {
		err = has(call, row, &there);
		if (err || !there)
			continue;
		property_tags(call->dav->op->arena, row->ns, row->name, &tags);
		buf_puts(call->out, "<D:supported-live-property><D:prop>");
		buf_slice(call->out, tags.empty);
		buf_puts(call->out, "</D:prop></D:supported-live-property>");
	}
	return err;
}

/* RFC 5995 3.2.1 */
static enum err get_add_member(struct property_call *call)
{
	if (!resource_takes_members(&call->dav->op->actor, call->resource))
		return ERR_NOT_FOUND;
	write_href(call->out, call->resource->href);
	return OK;
}

static enum err get_sync_token(struct property_call *call)
{
	const char *token;
	enum err err = tree_token(call->dav->reader, call->resource, &token);

	if (!err)
		xml_escape_text(call->out, token);
	return err;
}

static enum err get_ctag(struct property_call *call)
{
	const char *token;
	enum err err;

	if (call->resource->kind == RESOURCE_COLLECTION) {
		buf_puts(call->out,
			 property_collection_etag(call->dav->op->arena,
						  &call->resource->collection));
		return OK;
	}
	err = tree_token(call->dav->reader, call->resource, &token);
	if (!err)
		buf_puts(call->out, digest_tag(call->dav->op->arena, token,
					       strlen(token)));
	return err;
}

/* RFC 4331: of the whole home, whichever collection is asked. */
static enum err get_quota_used(struct property_call *call)
{
	struct usage usage;
	enum err err = store_usage_load(call->dav->reader,
					call->resource->person.id, &usage);

	if (!err)
		buf_printf(call->out, "%lld", (long long)usage.bytes);
	return err;
}

static enum err get_quota_available(struct property_call *call)
{
	int64_t quota = practice_quota()->bytes;
	struct usage usage;
	enum err err = store_usage_load(call->dav->reader,
					call->resource->person.id, &usage);

	if (!err)
		buf_printf(call->out, "%lld",
			   (long long)(usage.bytes < quota ? quota - usage.bytes
							   : 0));
	return err;
}

#define BELOW_HOME (RESOURCE_COLLECTION | RESOURCE_MEMBER)
#define PROTECTED PROPERTY_PROTECTED
#define BASIC (PROPERTY_PROTECTED | PROPERTY_ALLPROP)

static const struct live_property rows[] = {
	{ NS_DAV, "resourcetype", RESOURCE_ANY, BASIC | PROPERTY_TAG,
	  get_resourcetype, set_resourcetype },
	{ NS_DAV, "displayname", RESOURCE_ANY & ~RESOURCE_MEMBER,
	  PROPERTY_ALLPROP | PROPERTY_STORED, get_displayname, NULL },
	{ NS_DAV, "getetag", BELOW_HOME, BASIC | PROPERTY_TAG, get_etag, NULL },
	{ NS_DAV, "getcontenttype", RESOURCE_ANY, BASIC, get_contenttype,
	  NULL },
	{ NS_DAV, "getcontentlength", RESOURCE_MEMBER, BASIC | PROPERTY_WHOLE,
	  get_contentlength, NULL },
	{ NS_DAV, "getlastmodified", RESOURCE_MEMBER, BASIC | PROPERTY_WHOLE,
	  get_lastmodified, NULL },
	{ NS_DAV, "creationdate",
	  RESOURCE_PRINCIPAL | RESOURCE_HOME | BELOW_HOME,
	  BASIC | PROPERTY_WHOLE, get_creationdate, NULL },
	{ NS_DAV, "supportedlock", BELOW_HOME, BASIC, property_supportedlock,
	  NULL },
	{ NS_DAV, "lockdiscovery", BELOW_HOME, BASIC, property_lockdiscovery,
	  NULL },
	{ NS_DAV, "supported-report-set", RESOURCE_ANY, PROTECTED,
	  get_supported_reports, NULL },
	{ NS_DAV, "supported-live-property-set", RESOURCE_ANY, PROTECTED,
	  get_live_properties, NULL },
	{ NS_DAV, "add-member", RESOURCE_COLLECTION, PROTECTED, get_add_member,
	  NULL },
	{ NS_DAV, "sync-token", RESOURCE_HOME | RESOURCE_COLLECTION, PROTECTED,
	  get_sync_token, NULL },
	{ NS_CS, "getctag", RESOURCE_HOME | RESOURCE_COLLECTION, PROTECTED,
	  get_ctag, NULL },
	{ NS_DAV, "quota-used-bytes", RESOURCE_HOME | RESOURCE_COLLECTION,
	  PROTECTED, get_quota_used, NULL },
	{ NS_DAV, "quota-available-bytes", RESOURCE_HOME | RESOURCE_COLLECTION,
	  PROTECTED, get_quota_available, NULL },
};

const struct property_rows property_dav_rows = { rows, ARRAY_SIZE(rows) };

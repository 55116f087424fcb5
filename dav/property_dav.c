#include "dav/property_dav_private.h"

#include "base/digest.h"
#include "dav/children_private.h"
#include "dav/property_lock_private.h"
#include "dav/property_private.h"
#include "dav/property_update_private.h"
#include "dav/report_private.h"
#include "dav/resource_private.h"
#include "dav/sync_token_private.h"
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

static void write_principal(struct property_call *call, const char *login)
{
	write_href(call->out,
		   property_principal_href(call->dav->op->arena, login));
}

static enum err get_nothing(UNUSED struct property_call *call)
{
	return OK;
}

static enum err get_resourcetype(struct property_call *call)
{
	const struct resource *resource = call->resource;

	if (resource->kind == RESOURCE_PRINCIPAL)
		buf_puts(call->out, "<D:principal/>");
	else if (resource->kind != RESOURCE_MEMBER)
		buf_puts(call->out, "<D:collection/>");
	if (resource->kind == RESOURCE_COLLECTION &&
	    dav_is_calendar(&resource->collection))
		buf_puts(call->out, "<C:calendar/>");
	return OK;
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
	case COLLECTION_PERSONAL:
	case COLLECTION_PLAIN:
	case COLLECTION_INBOX:
	case COLLECTION_OUTBOX:
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
	xml_escape_text(call->out,
			resource_media_type(&call->resource->member));
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

static enum err get_current_user(struct property_call *call)
{
	const struct actor *actor = &call->dav->op->actor;

	if (actor->login)
		write_principal(call, actor->login);
	else
		buf_puts(call->out, "<D:unauthenticated/>");
	return OK;
}

static enum err get_principal_url(struct property_call *call)
{
	write_href(call->out, call->resource->href);
	return OK;
}

/* The closures are the practice's own: nobody's. */
static enum err get_owner(struct property_call *call)
{
	const struct resource *resource = call->resource;

	if (resource->kind == RESOURCE_HOME || resource->collection.owner != 0)
		write_principal(call, resource->person.login);
	return OK;
}

static enum err get_principal_collections(struct property_call *call)
{
	write_href(call->out, HREF_PRINCIPALS);
	return OK;
}

static bool may_write(const struct property_call *call)
{
	const struct actor *actor = &call->dav->op->actor;

	switch (call->resource->kind) {
	case RESOURCE_HOME:
		return practice_may_make(actor);
	case RESOURCE_COLLECTION:
	case RESOURCE_MEMBER:
		return practice_may_write(actor, &call->resource->collection);
	case RESOURCE_ROOT:
	case RESOURCE_PRINCIPALS:
	case RESOURCE_PRINCIPAL:
	case RESOURCE_HOMES:
	case RESOURCE_ANY:
		break;
	}
	return false;
}

static void write_privileges(struct property_call *call)
{
	static const char *const writing[] = {
		"write", "write-properties", "write-content", "bind", "unbind",
	};

	buf_puts(call->out, "<D:privilege><D:read/></D:privilege>");
	for (size_t i = 0; may_write(call) && i < ARRAY_SIZE(writing); i++)
		buf_printf(call->out, "<D:privilege><D:%s/></D:privilege>",
			   writing[i]);
}

static enum err get_privileges(struct property_call *call)
{
	write_privileges(call);
	return OK;
}

static enum err get_acl(struct property_call *call)
{
	const struct actor *actor = &call->dav->op->actor;

	if (!actor->login)
		return ERR_NOT_FOUND;
	buf_puts(call->out, "<D:ace><D:principal>");
	write_principal(call, actor->login);
	buf_puts(call->out, "</D:principal><D:grant>");
	write_privileges(call);
	buf_puts(call->out, "</D:grant><D:protected/></D:ace>");
	return OK;
}

static enum err get_acl_restrictions(struct property_call *call)
{
	buf_puts(call->out, "<D:grant-only/><D:no-invert/>");
	return OK;
}

static void open_privilege(struct buf *out, const char *name,
			   const char *description)
{
	buf_printf(out,
		   "<D:supported-privilege><D:privilege><D:%s/></D:privilege>"
		   "<D:description xml:lang=\"en\">%s</D:description>",
		   name, description);
}

static void write_privilege(struct buf *out, const char *name,
			    const char *description)
{
	open_privilege(out, name, description);
	buf_puts(out, "</D:supported-privilege>");
}

static enum err get_supported_privileges(struct property_call *call)
{
	struct buf *out = call->out;

	buf_puts(out, "<D:supported-privilege><D:privilege><D:all/>"
		      "</D:privilege><D:abstract/>"
		      "<D:description xml:lang=\"en\">everything"
		      "</D:description>");
	write_privilege(out, "read", "see it");
	open_privilege(out, "write", "change it");
	write_privilege(out, "write-properties", "change its properties");
	write_privilege(out, "write-content", "change what is in it");
	write_privilege(out, "bind", "add to it");
	write_privilege(out, "unbind", "take from it");
	buf_puts(out, "</D:supported-privilege></D:supported-privilege>");
	return OK;
}

static enum err get_supported_reports(struct property_call *call)
{
	report_set_write(call->resource, call->out);
	return OK;
}

static enum err add_point(void *context, struct resource *child)
{
	const struct collection *collection = &child->collection;
	struct sync_point point = { .seed = collection->etag_seed,
				    .revision = collection->revision,
				    .path = collection->path };

	if (child->kind == RESOURCE_COLLECTION)
		sync_token_add(context, &point);
	return OK;
}

static enum err sync_token(struct property_call *call, const char **token)
{
	struct arena *arena = call->dav->op->arena;
	const struct collection *collection = &call->resource->collection;
	struct buf buf;
	enum err err;

	if (call->resource->kind == RESOURCE_COLLECTION) {
		*token = property_sync_token(arena, collection,
					     collection->revision);
		return OK;
	}
	buf_init(&buf, arena);
	buf_puts(&buf, SYNC_TOKEN_HOME);
	err = dav_resource_children(call->dav->reader, call->resource,
				    DETAIL_INDEX, add_point, &buf);
	if (!err)
		*token = buf.at;
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
	enum err err = sync_token(call, &token);

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
	err = sync_token(call, &token);
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
	{ NS_DAV, "resourcetype", RESOURCE_ANY, BASIC, get_resourcetype,
	  set_resourcetype },
	{ NS_DAV, "displayname", RESOURCE_ANY & ~RESOURCE_MEMBER,
	  PROPERTY_ALLPROP | PROPERTY_STORED, get_displayname, NULL },
	{ NS_DAV, "getetag", BELOW_HOME, BASIC, get_etag, NULL },
	{ NS_DAV, "getcontenttype", RESOURCE_MEMBER, BASIC, get_contenttype,
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
	{ NS_DAV, "current-user-principal", RESOURCE_ANY, PROTECTED,
	  get_current_user, NULL },
	{ NS_DAV, "principal-URL", RESOURCE_PRINCIPAL, PROTECTED,
	  get_principal_url, NULL },
	{ NS_DAV, "alternate-URI-set", RESOURCE_PRINCIPAL, PROTECTED,
	  get_nothing, NULL },
	{ NS_DAV, "group-member-set", RESOURCE_PRINCIPAL, PROTECTED,
	  get_nothing, NULL },
	{ NS_DAV, "group-membership", RESOURCE_PRINCIPAL, PROTECTED,
	  get_nothing, NULL },
	{ NS_DAV, "owner", RESOURCE_HOME | BELOW_HOME, PROTECTED, get_owner,
	  NULL },
	{ NS_DAV, "principal-collection-set", RESOURCE_ANY, PROTECTED,
	  get_principal_collections, NULL },
	{ NS_DAV, "current-user-privilege-set", RESOURCE_ANY, PROTECTED,
	  get_privileges, NULL },
	{ NS_DAV, "acl", RESOURCE_ANY, PROTECTED, get_acl, NULL },
	{ NS_DAV, "acl-restrictions", RESOURCE_ANY, PROTECTED,
	  get_acl_restrictions, NULL },
	{ NS_DAV, "supported-privilege-set", RESOURCE_ANY, PROTECTED,
	  get_supported_privileges, NULL },
	{ NS_DAV, "supported-report-set", RESOURCE_ANY, PROTECTED,
	  get_supported_reports, NULL },
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

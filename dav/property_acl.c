#include "dav/property_acl_private.h"

#include "base/word.h"
#include "dav/children_private.h"
#include "dav/privilege_private.h"
#include "dav/property_private.h"
#include "dav/property_update_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"
#include "practice/access.h"
#include "practice/calendar/share.h"

/* Properties of RFC 3744 and 5397. */

#define BELOW_HOME (RESOURCE_COLLECTION | RESOURCE_MEMBER)
#define PRINCIPALS (RESOURCE_PRINCIPAL | RESOURCE_GROUP)
#define PROTECTED PROPERTY_PROTECTED

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

static enum err write_person(struct property_call *call, int64_t id)
{
	struct person person;
	enum err err = store_person_load(call->dav->reader, id, &person);

	if (!err && person.login)
		write_principal(call, person.login);
	return err;
}

static enum err write_role(struct property_call *call, unsigned role)
{
	struct resource group;
	enum err err = resource_group(call->dav->reader, role, &group);

	if (!err)
		write_href(call->out, group.href);
	return err;
}

static enum err get_nothing(UNUSED struct property_call *call)
{
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

const char *property_group_name(struct property_call *call)
{
	const struct resource *group = call->resource;
	struct arena *arena = call->dav->op->arena;

	switch (group->proxy) {
	case PROXY_READ:
		return arena_printf(arena, "Who may see %s's calendars",
				    group->person.name);
	case PROXY_WRITE:
		return arena_printf(arena, "Who may change %s's calendars",
				    group->person.name);
	case PROXY_NONE:
		break;
	}
	switch ((enum role)group->role) {
	case ROLE_ADMIN:
		return "Admins";
	case ROLE_STAFF:
		return "Staff";
	case ROLE_PRACTITIONER:
		return "Practitioners";
	case ROLE_CLIENT:
		break;
	}
	return "";
}

static enum err write_role_members(struct property_call *call, unsigned role)
{
	struct person *people;
	size_t count;
	enum err err =
		practice_principal_list(call->dav->reader, &people, &count);

	for (size_t i = 0; !err && i < count; i++) {
		if (people[i].roles & role)
			write_principal(call, people[i].login);
	}
	return err;
}

static enum err write_delegates(struct property_call *call, int64_t owner,
				bool writes)
{
	struct delegate *list;
	size_t count;
	enum err err =
		store_delegate_list(call->dav->reader, owner, 0, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		if (list[i].writes == writes)
			err = write_person(call, list[i].person);
	}
	return err;
}

static enum err get_members(struct property_call *call)
{
	const struct resource *group = call->resource;

	if (group->kind == RESOURCE_PRINCIPAL)
		return OK;
	if (group->proxy == PROXY_NONE)
		return write_role_members(call, group->role);
	return write_delegates(call, group->person.id,
			       group->proxy == PROXY_WRITE);
}

/* Who stands in for oneself is set by oneself. */
static enum err set_members(struct update_list *updates, struct update *update)
{
	const struct resource *group = updates->resource;

	if (!group || group->proxy == PROXY_NONE ||
	    group->person.id != updates->dav->op->actor.person)
		update_refuse(updates, update, ERR_PROTECTED_PROPERTY);
	else
		updates->members = update;
	return OK;
}

/* Those for whom the person stands in, each as the group that says so. */
static enum err write_memberships(struct property_call *call, int64_t person)
{
	struct arena *arena = call->dav->op->arena;
	struct delegate *list;
	size_t count;
	enum err err = store_delegate_list(call->dav->reader, 0, person, &list,
					   &count);

	for (size_t i = 0; !err && i < count; i++) {
		struct resource group = { .kind = RESOURCE_GROUP };

		err = store_person_load(call->dav->reader, list[i].owner,
					&group.person);
		if (err || !group.person.login)
			continue;
		resource_proxy(arena, list[i].writes ? PROXY_WRITE : PROXY_READ,
			       &group);
		write_href(call->out, group.href);
	}
	return err;
}

/* Groups are known to who works here. */
static enum err get_membership(struct property_call *call)
{
	const struct person *person = &call->resource->person;
	enum err err = OK;

	if (call->resource->kind != RESOURCE_PRINCIPAL ||
	    !actor_is(&call->dav->op->actor, SHARE_ROLES))
		return OK;
	for (unsigned role = 1; !err && role <= SHARE_ROLES; role <<= 1) {
		if (person->roles & SHARE_ROLES & role)
			err = write_role(call, role);
	}
	if (!err && person->id == call->dav->op->actor.person)
		err = write_memberships(call, person->id);
	return err;
}

static enum err source_of(struct property_call *call, struct collection *source)
{
	return store_collection_load(call->dav->reader,
				     call->resource->collection.source, source);
}

/* The closures are the practice's own: nobody's. */
static enum err get_owner(struct property_call *call)
{
	const struct resource *resource = call->resource;
	struct collection source;
	enum err err;

	/* What is the server's own has none. */
	if (!(resource->kind & (RESOURCE_HOME | BELOW_HOME)))
		return OK;
	if (resource->kind != RESOURCE_HOME && resource->collection.source) {
		err = source_of(call, &source);
		return err ? err : write_person(call, source.owner);
	}
	if (resource->kind == RESOURCE_HOME || resource->collection.owner != 0)
		write_principal(call, resource->person.login);
	return OK;
}

static enum err get_principal_collections(struct property_call *call)
{
	write_href(call->out, HREF_PRINCIPALS);
	return OK;
}

static unsigned privileges_here(const struct property_call *call)
{
	const struct actor *actor = &call->dav->op->actor;

	switch (call->resource->kind) {
	case RESOURCE_HOME:
		return PRIVILEGES_READ |
		       (practice_may_make(actor) ? PRIVILEGES_WRITE : 0);
	case RESOURCE_COLLECTION:
	case RESOURCE_MEMBER:
		return practice_privileges(actor, &call->resource->collection);
	case RESOURCE_ROOT:
	case RESOURCE_PRINCIPALS:
	case RESOURCE_PRINCIPAL:
	case RESOURCE_HOMES:
	case RESOURCE_GROUPS:
	case RESOURCE_GROUP:
	case RESOURCE_ANY:
		break;
	}
	return PRIVILEGES_READ;
}

static enum err get_privileges(struct property_call *call)
{
	privilege_write(call->out, privileges_here(call));
	return OK;
}

static enum err get_supported_privileges(struct property_call *call)
{
	privilege_tree_write(call->out);
	return OK;
}

static enum err get_acl_restrictions(struct property_call *call)
{
	buf_puts(call->out, "<D:grant-only/><D:no-invert/>");
	return OK;
}

static void open_ace(struct property_call *call)
{
	buf_puts(call->out, "<D:ace><D:principal>");
}

/* What a member has, it has of its calendar (RFC 3744 5.5.4). */
static void close_ace(struct property_call *call, unsigned privileges,
		      bool protect)
{
	const struct resource *resource = call->resource;
	struct arena *arena = call->dav->op->arena;
	struct buf *out = call->out;

	buf_puts(out, "</D:principal><D:grant>");
	privilege_write(out, privileges);
	buf_puts(out, "</D:grant>");
	if (protect)
		buf_puts(out, "<D:protected/>");
	if (resource->kind == RESOURCE_MEMBER) {
		buf_puts(out, "<D:inherited>");
		write_href(out, practice_href(arena, resource->person.login,
					      resource->collection.path, NULL));
		buf_puts(out, "</D:inherited>");
	}
	buf_puts(out, "</D:ace>");
}

static void write_everybody(struct property_call *call, unsigned privileges)
{
	open_ace(call);
	buf_puts(call->out, "<D:authenticated/>");
	close_ace(call, privileges, true);
}

/* The rows of the table of rights of a collection that is everybody's. */
static enum err write_rights(struct property_call *call,
			     const struct collection *collection)
{
	bool groups = actor_is(&call->dav->op->actor, SHARE_ROLES);
	const struct right *right;
	enum err err = OK;

	for (size_t i = 0; !err && (right = practice_right(i)); i++) {
		if (right->kind != collection->kind)
			continue;
		if (!right->roles)
			write_everybody(call, right->privileges);
		for (unsigned role = 1; !err && groups && role <= SHARE_ROLES;
		     role <<= 1) {
			if (!(right->roles & role))
				continue;
			open_ace(call);
			err = write_role(call, role);
			close_ace(call, right->privileges, true);
		}
	}
	return err;
}

static enum err write_grant(struct property_call *call,
			    const struct share *share)
{
	enum err err;

	open_ace(call);
	err = share->person ? write_person(call, share->person)
			    : write_role(call, share->role);
	close_ace(call, share->privileges, false);
	return err;
}

static enum err write_proxy(struct property_call *call, int64_t owner,
			    enum proxy proxy)
{
	unsigned privileges = PRIVILEGES_READ;
	struct resource group = { .kind = RESOURCE_GROUP };
	enum err err =
		store_person_load(call->dav->reader, owner, &group.person);

	if (err)
		return err;
	if (proxy == PROXY_WRITE)
		privileges |= PRIVILEGES_WRITE;
	resource_proxy(call->dav->op->arena, proxy, &group);
	open_ace(call);
	write_href(call->out, group.href);
	close_ace(call, privileges, true);
	return OK;
}

static enum err write_proxies(struct property_call *call, int64_t owner)
{
	struct delegate *list;
	bool any[2] = { false, false };
	size_t count;
	enum err err =
		store_delegate_list(call->dav->reader, owner, 0, &list, &count);

	for (size_t i = 0; !err && i < count; i++)
		any[list[i].writes] = true;
	if (!err && any[false])
		err = write_proxy(call, owner, PROXY_READ);
	if (!err && any[true])
		err = write_proxy(call, owner, PROXY_WRITE);
	return err;
}

/* The owner, who always may, and whom the owner lets. */
static enum err write_grants(struct property_call *call,
			     const struct collection *source)
{
	struct share *list;
	size_t count;
	enum err err =
		practice_grants(call->dav->reader, source->id, &list, &count);

	if (err)
		return err;
	open_ace(call);
	err = write_person(call, source->owner);
	close_ace(call, PRIVILEGES_ALL, true);
	if (!err)
		err = write_proxies(call, source->owner);
	for (size_t i = 0; !err && i < count; i++)
		err = write_grant(call, &list[i]);
	return err;
}

static enum err get_collection_acl(struct property_call *call)
{
	const struct actor *actor = &call->dav->op->actor;
	const struct collection *collection = &call->resource->collection;
	unsigned privileges = practice_privileges(actor, collection);
	struct collection source;
	enum err err;

	if (collection->kind == COLLECTION_PERSONAL)
		return write_grants(call, collection);
	if (collection->kind == COLLECTION_SHARED) {
		if (!(privileges & PRIVILEGE_READ_ACL))
			return ERR_NOT_FOUND;
		err = source_of(call, &source);
		return err ? err : write_grants(call, &source);
	}
	if (!collection->owner)
		return write_rights(call, collection);
	open_ace(call);
	write_principal(call, actor->login);
	close_ace(call, privileges, true);
	return OK;
}

static enum err get_acl(struct property_call *call)
{
	const struct actor *actor = &call->dav->op->actor;

	if (!actor->login)
		return ERR_NOT_FOUND;
	if (call->resource->kind & BELOW_HOME)
		return get_collection_acl(call);
	if (call->resource->kind != RESOURCE_HOME) {
		write_everybody(call, PRIVILEGES_READ);
		return OK;
	}
	open_ace(call);
	write_principal(call, actor->login);
	close_ace(call, privileges_here(call), true);
	return OK;
}

static enum err get_inherited(struct property_call *call)
{
	const struct resource *resource = call->resource;

	if (resource->kind == RESOURCE_MEMBER)
		write_href(call->out,
			   practice_href(call->dav->op->arena,
					 resource->person.login,
					 resource->collection.path, NULL));
	return OK;
}

static const struct live_property rows[] = {
	{ NS_DAV, "current-user-principal", RESOURCE_ANY, PROTECTED,
	  get_current_user, NULL },
	{ NS_DAV, "principal-URL", PRINCIPALS, PROTECTED, get_principal_url,
	  NULL },
	{ NS_DAV, "alternate-URI-set", PRINCIPALS, PROTECTED, get_nothing,
	  NULL },
	{ NS_DAV, "group-member-set", PRINCIPALS, 0, get_members, set_members },
	{ NS_DAV, "group-membership", PRINCIPALS, PROTECTED, get_membership,
	  NULL },
	{ NS_DAV, "owner", RESOURCE_ANY, PROTECTED, get_owner, NULL },
	{ NS_DAV, "group", RESOURCE_ANY, PROTECTED, get_nothing, NULL },
	{ NS_DAV, "principal-collection-set", RESOURCE_ANY, PROTECTED,
	  get_principal_collections, NULL },
	{ NS_DAV, "current-user-privilege-set", RESOURCE_ANY, PROTECTED,
	  get_privileges, NULL },
	{ NS_DAV, "acl", RESOURCE_ANY, PROTECTED, get_acl, NULL },
	{ NS_DAV, "acl-restrictions", RESOURCE_ANY, PROTECTED,
	  get_acl_restrictions, NULL },
	{ NS_DAV, "inherited-acl-set", RESOURCE_ANY, PROTECTED, get_inherited,
	  NULL },
	{ NS_DAV, "supported-privilege-set", RESOURCE_ANY, PROTECTED,
	  get_supported_privileges, NULL },
};

const struct property_rows property_acl_rows = { rows, ARRAY_SIZE(rows) };

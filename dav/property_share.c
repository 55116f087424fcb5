#include "dav/property_share_private.h"

#include "base/word.h"
#include "dav/property_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"
#include "practice/calendar/share.h"

#include <string.h>

/* Properties of the CalDAV sharing draft and of "calendar-proxy", both
 * CalendarServer's. */

#define PROTECTED PROPERTY_PROTECTED

static void write_href(struct buf *out, const char *href)
{
	buf_puts(out, "<D:href>");
	xml_escape_text(out, href);
	buf_puts(out, "</D:href>");
}

static void write_principal(struct property_call *call,
			    const struct person *person)
{
	write_href(call->out, property_principal_href(call->dav->op->arena,
						      person->login));
}

/* The rows of people, whatever their state. */
static enum err sharees(struct property_call *call, int64_t collection,
			struct share **list, size_t *count)
{
	size_t kept = 0;
	enum err err =
		store_share_list(call->dav->reader, collection, list, count);

	if (err)
		return err;
	for (size_t i = 0; i < *count; i++) {
		if ((*list)[i].person)
			(*list)[kept++] = (*list)[i];
	}
	*count = kept;
	return OK;
}

enum err property_share_types(struct property_call *call)
{
	const struct collection *collection = &call->resource->collection;
	struct share *list;
	size_t count = 0;
	enum err err = OK;

	if (collection->kind == COLLECTION_NOTIFICATIONS)
		buf_puts(call->out, "<CS:notification/>");
	if (collection->kind == COLLECTION_SHARED)
		buf_puts(call->out, "<CS:shared/>");
	if (collection->kind == COLLECTION_PERSONAL)
		err = sharees(call, collection->id, &list, &count);
	if (!err && count > 0)
		buf_puts(call->out, "<CS:shared-owner/>");
	return err;
}

static void write_name(struct property_call *call, const char *element,
		       const char *text)
{
	if (str_empty(text))
		return;
	buf_printf(call->out, "<CS:%s>", element);
	xml_escape_text(call->out, text);
	buf_printf(call->out, "</CS:%s>", element);
}

static const char *state_of(const struct share *share)
{
	switch (share->state) {
	case SHARE_INVITED:
		return "invite-noresponse";
	case SHARE_DECLINED:
		return "invite-declined";
	case SHARE_GRANTED:
	case SHARE_ACCEPTED:
		break;
	}
	return "invite-accepted";
}

static enum err write_user(struct property_call *call,
			   const struct share *share)
{
	bool writes = share->privileges & PRIVILEGE_WRITE_CONTENT;
	struct person person;
	enum err err =
		store_person_load(call->dav->reader, share->person, &person);

	if (err || str_empty(person.login))
		return err;
	buf_puts(call->out, "<CS:user>");
	write_principal(call, &person);
	write_name(call, "common-name", person.name);
	buf_printf(call->out, "<CS:%s/><CS:access><CS:%s/></CS:access>",
		   state_of(share), writes ? "read-write" : "read");
	write_name(call, "summary", share->summary);
	buf_puts(call->out, "</CS:user>");
	return OK;
}

static enum err write_organizer(struct property_call *call, int64_t owner)
{
	struct person person;
	enum err err = store_person_load(call->dav->reader, owner, &person);

	if (err)
		return err;
	buf_puts(call->out, "<CS:organizer>");
	write_principal(call, &person);
	write_name(call, "common-name", person.name);
	buf_puts(call->out, "</CS:organizer>");
	return OK;
}

/* 5.2.2: the owner sees all; who shares it, themselves and its owner. */
static enum err get_invite(struct property_call *call)
{
	const struct collection *collection = &call->resource->collection;
	const int64_t actor = call->dav->op->actor.person;
	bool own = collection->kind == COLLECTION_PERSONAL;
	struct collection source = *collection;
	struct share *list;
	size_t count;
	enum err err = OK;

	if (!own && collection->kind != COLLECTION_SHARED)
		return ERR_NOT_FOUND;
	if (!own)
		err = store_collection_load(call->dav->reader,
					    collection->source, &source);
	if (!err)
		err = sharees(call, source.id, &list, &count);
	if (!err && own && count == 0)
		return ERR_NOT_FOUND;
	if (!err)
		err = write_organizer(call, source.owner);
	for (size_t i = 0; !err && i < count; i++) {
		if (own || list[i].person == actor)
			err = write_user(call, &list[i]);
	}
	return err;
}

static enum err get_modes(struct property_call *call)
{
	if (!resource_takes_grants(&call->dav->op->actor, call->resource))
		return ERR_NOT_FOUND;
	buf_puts(call->out, "<CS:can-be-shared/>");
	return OK;
}

static enum err get_shared_url(struct property_call *call)
{
	const struct collection *collection = &call->resource->collection;
	struct reader *reader = call->dav->reader;
	struct collection source;
	struct person owner;
	enum err err;

	if (collection->kind != COLLECTION_SHARED)
		return ERR_NOT_FOUND;
	err = store_collection_load(reader, collection->source, &source);
	if (!err)
		err = store_person_load(reader, source.owner, &owner);
	if (!err)
		write_href(call->out,
			   practice_href(call->dav->op->arena, owner.login,
					 source.path, NULL));
	return err;
}

static bool is_self(const struct property_call *call)
{
	return call->resource->person.id == call->dav->op->actor.person;
}

static enum err get_notifications(struct property_call *call)
{
	const struct person *person = &call->resource->person;
	struct collection box;
	enum err err;

	if (!is_self(call))
		return ERR_NOT_FOUND;
	err = store_collection_find(call->dav->reader, person->id,
				    PATH_NOTIFICATIONS, &box);
	if (err || box.kind != COLLECTION_NOTIFICATIONS)
		return err ? err : ERR_NOT_FOUND;
	write_href(call->out, practice_href(call->dav->op->arena, person->login,
					    box.path, NULL));
	return OK;
}

/* The element within the notification, empty (4.2.1). */
static enum err get_notification_type(struct property_call *call)
{
	static const char *const types[] = { "invite-notification",
					     "invite-reply" };
	struct arena *arena = call->dav->op->arena;
	const char *text;
	enum err err;

	if (call->resource->collection.kind != COLLECTION_NOTIFICATIONS)
		return ERR_NOT_FOUND;
	err = property_bytes(call->dav, call->resource);
	if (err)
		return err;
	text = slice_dup(arena, call->resource->bytes);
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		if (strstr(text, arena_printf(arena, "<CS:%s ", types[i])))
			buf_printf(call->out,
				   "<CS:%s shared-type=\"calendar\"/>",
				   types[i]);
	}
	return OK;
}

/* For whom the person stands in. */
static enum err get_proxy_for(struct property_call *call, bool writes)
{
	struct reader *reader = call->dav->reader;
	struct delegate *list;
	struct person owner;
	size_t count;
	enum err err;

	if (!is_self(call))
		return ERR_NOT_FOUND;
	err = store_delegate_list(reader, 0, call->resource->person.id, &list,
				  &count);
	for (size_t i = 0; !err && i < count; i++) {
		if (list[i].writes != writes)
			continue;
		err = store_person_load(reader, list[i].owner, &owner);
		if (!err && !str_empty(owner.login))
			write_principal(call, &owner);
	}
	return err;
}

static enum err get_proxy_read(struct property_call *call)
{
	return get_proxy_for(call, false);
}

static enum err get_proxy_write(struct property_call *call)
{
	return get_proxy_for(call, true);
}

static const struct live_property rows[] = {
	{ NS_CS, "invite", RESOURCE_COLLECTION, PROTECTED, get_invite, NULL },
	{ NS_CS, "allowed-sharing-modes", RESOURCE_COLLECTION, PROTECTED,
	  get_modes, NULL },
	{ NS_CS, "shared-url", RESOURCE_COLLECTION, PROTECTED, get_shared_url,
	  NULL },
	{ NS_CS, "notification-URL", RESOURCE_PRINCIPAL, PROTECTED,
	  get_notifications, NULL },
	{ NS_CS, "notificationtype", RESOURCE_MEMBER, PROTECTED | PROPERTY_DATA,
	  get_notification_type, NULL },
	{ NS_CS, "calendar-proxy-read-for", RESOURCE_PRINCIPAL, PROTECTED,
	  get_proxy_read, NULL },
	{ NS_CS, "calendar-proxy-write-for", RESOURCE_PRINCIPAL, PROTECTED,
	  get_proxy_write, NULL },
};

const struct property_rows property_share_rows = { rows, ARRAY_SIZE(rows) };

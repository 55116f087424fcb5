#include "dav/resource_private.h"

#include "ical/object.h"
#include "practice/access.h"
#include "practice/booking/booking.h"
#include "base/word.h"
#include "practice/calendar/address.h"
#include "practice/calendar/find.h"
#include "practice/calendar/lock.h"
#include "practice/calendar/share.h"

/* Segments of "/dav/calendars/maria". */
#define HOME_SEGMENTS 3

/* What is to be found: with a member's bytes, and where the actor may do
 * this. */
struct seeking {
	bool bytes;
	unsigned privilege;
};

static const struct seeking TO_READ = { false, PRIVILEGE_READ };

bool dav_is_calendar(const struct collection *collection)
{
	return collection->kind != COLLECTION_PLAIN &&
	       collection->kind != COLLECTION_NOTIFICATIONS;
}

/* Scheduling is not here yet, so its collections are not either. */
bool resource_is_served(const struct collection *collection)
{
	return collection->kind != COLLECTION_INBOX &&
	       collection->kind != COLLECTION_OUTBOX;
}

bool resource_is_listed(const struct collection *collection)
{
	if (collection->kind == COLLECTION_SHARED)
		return collection->privileges & PRIVILEGE_READ;
	return resource_is_served(collection) &&
	       collection->kind != COLLECTION_NOTIFICATIONS;
}

bool resource_takes_grants(const struct actor *actor,
			   const struct resource *resource)
{
	return resource->kind == RESOURCE_COLLECTION &&
	       (practice_privileges(actor, &resource->collection) &
		PRIVILEGE_WRITE_ACL);
}

bool resource_takes_locks(const struct resource *resource)
{
	return (resource->kind & (RESOURCE_COLLECTION | RESOURCE_MEMBER)) &&
	       practice_takes_locks(&resource->collection);
}

bool resource_takes_members(const struct actor *actor,
			    const struct resource *resource)
{
	return resource->kind == RESOURCE_COLLECTION &&
	       practice_may_add(actor, &resource->collection);
}

char *resource_href(struct arena *arena, const char *prefix,
		    const char *segment)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, prefix);
	http_segment_encode(&buf, segment);
	buf_putc(&buf, '/');
	return buf.at;
}

#define CALENDAR_TYPE "text/calendar; charset=utf-8; component="

const char *resource_media_type(const struct member *member)
{
	switch ((enum cal_kind)member->kind) {
	case CAL_VEVENT:
		return CALENDAR_TYPE "vevent";
	case CAL_VTODO:
		return CALENDAR_TYPE "vtodo";
	case CAL_VJOURNAL:
		return CALENDAR_TYPE "vjournal";
	case CAL_VFREEBUSY:
		return CALENDAR_TYPE "vfreebusy";
	case CAL_VAVAILABILITY:
		return CALENDAR_TYPE "vavailability";
	}
	return str_empty(member->type) ? "application/octet-stream"
				       : member->type;
}

static bool segment_is(const struct http_path *path, size_t at,
		       const char *name)
{
	return at < path->count && str_equal(path->segments[at], name);
}

static enum err not_found(struct operation *op)
{
	return fail(op, ERR_NOT_FOUND, "there is nothing at this address");
}

/* The segments from the home on up to `end`, joined. */
static const char *join_path(struct arena *arena, const struct http_path *path,
			     size_t end)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "");
	for (size_t i = HOME_SEGMENTS; i < end; i++) {
		if (i > HOME_SEGMENTS)
			buf_putc(&buf, '/');
		buf_puts(&buf, path->segments[i]);
	}
	return buf.at;
}

/* Of one that the actor may do something with, but not this, the actor knows
 * that it is there. */
static enum err check_privilege(struct operation *op,
				const struct collection *collection,
				unsigned privilege)
{
	unsigned has = practice_privileges(&op->actor, collection);

	if (has & privilege)
		return OK;
	if (!has)
		return ERR_NOT_FOUND;
	return fail(op, ERR_NEED_PRIVILEGES,
		    "of '%s' you may only see when its owner is busy",
		    collection->path);
}

static enum err find_collection(struct reader *reader,
				const struct http_path *path, size_t end,
				unsigned privilege, struct resource *resource)
{
	struct operation *op = store_reader_operation(reader);
	const char *joined = join_path(op->arena, path, end);
	struct collection *found = &resource->collection;
	enum err err = practice_collection_find(
		reader, path->segments[2], joined, &resource->person, found);

	if (!err && !resource_is_served(found))
		err = ERR_NOT_FOUND;
	if (!err)
		err = check_privilege(op, found, privilege);
	if (err)
		return err;
	resource->kind = RESOURCE_COLLECTION;
	resource->href =
		practice_href(op->arena, resource->person.login, joined, NULL);
	return OK;
}

static enum err load_member(struct reader *reader, const char *name, bool bytes,
			    struct resource *resource)
{
	int64_t collection = resource->collection.id;

	if (bytes)
		return store_member_find_bytes(reader, collection, name,
					       &resource->member,
					       &resource->bytes);
	return store_member_find(reader, collection, name, &resource->member);
}

static enum err find_member(struct reader *reader, const struct http_path *path,
			    struct seeking seeking, struct resource *resource)
{
	struct operation *op = store_reader_operation(reader);
	const char *name = path->segments[path->count - 1];
	enum err err;

	if (path->count == HOME_SEGMENTS + 1)
		return ERR_NOT_FOUND; /* a home holds collections only */
	err = find_collection(reader, path, path->count - 1, seeking.privilege,
			      resource);
	if (!err)
		err = load_member(reader, name, seeking.bytes, resource);
	if (err)
		return err;
	resource->kind = RESOURCE_MEMBER;
	resource->href = practice_href(op->arena, resource->person.login,
				       resource->collection.path, name);
	return OK;
}

/* Without a slash a member is more likely. */
static enum err find_below_home(struct reader *reader,
				const struct http_path *path,
				struct seeking seeking,
				struct resource *resource)
{
	enum err err = ERR_NOT_FOUND;

	if (!path->slash)
		err = find_member(reader, path, seeking, resource);
	if (err == ERR_NOT_FOUND)
		err = find_collection(reader, path, path->count,
				      seeking.privilege, resource);
	return err;
}

static enum err find_in_calendars(struct reader *reader,
				  const struct http_path *path,
				  struct seeking seeking,
				  struct resource *resource)
{
	struct operation *op = store_reader_operation(reader);
	enum err err;

	if (path->count < HOME_SEGMENTS) {
		resource->kind = RESOURCE_HOMES;
		resource->href = ADDRESS_HOMES;
		return OK;
	}
	if (path->count > HOME_SEGMENTS)
		return find_below_home(reader, path, seeking, resource);
	err = practice_home_find(reader, path->segments[2], &resource->person);
	if (err)
		return err;
	resource->kind = RESOURCE_HOME;
	resource->href =
		resource_href(op->arena, ADDRESS_HOMES, resource->person.login);
	return OK;
}

static bool knows_groups(const struct actor *actor)
{
	return actor_is(actor, SHARE_ROLES);
}

enum err resource_group(struct reader *reader, unsigned role,
			struct resource *resource)
{
	struct operation *op = store_reader_operation(reader);
	struct resource found = { .kind = RESOURCE_GROUP, .role = role };

	if (!(role & SHARE_ROLES) || !knows_groups(&op->actor))
		return ERR_NOT_FOUND;
	found.href =
		resource_href(op->arena, HREF_GROUPS,
			      words_text(op->arena, role_words, role, ';'));
	*resource = found;
	return OK;
}

static enum err find_group(struct reader *reader, const char *name,
			   struct resource *resource)
{
	unsigned place;

	if (!word_find(role_words, slice_of(name), &place))
		return ERR_NOT_FOUND;
	return resource_group(reader, 1u << place, resource);
}

void resource_proxy(struct arena *arena, enum proxy proxy,
		    struct resource *resource)
{
	const char *principal =
		resource_href(arena, HREF_PRINCIPALS, resource->person.login);

	resource->kind = RESOURCE_GROUP;
	resource->proxy = proxy;
	resource->href = arena_printf(arena, "%scalendar-proxy-%s/", principal,
				      proxy == PROXY_WRITE ? "write" : "read");
}

/* RFC 3744 and "calendar-proxy": who stands in for a person is known to that
 * person and to those who do. */
static enum err find_proxy(struct reader *reader, const char *name,
			   struct resource *resource)
{
	struct operation *op = store_reader_operation(reader);
	struct delegate *list;
	enum proxy proxy;
	size_t count;
	enum err err = OK;

	if (str_equal(name, "calendar-proxy-read"))
		proxy = PROXY_READ;
	else if (str_equal(name, "calendar-proxy-write"))
		proxy = PROXY_WRITE;
	else
		return ERR_NOT_FOUND;
	if (!practice_may_share_with(&resource->person))
		return ERR_NOT_FOUND;
	if (resource->person.id != op->actor.person) {
		err = store_delegate_list(reader, resource->person.id,
					  op->actor.person, &list, &count);
		if (!err &&
		    (count == 0 || list[0].writes != (proxy == PROXY_WRITE)))
			err = ERR_NOT_FOUND;
	}
	if (!err)
		resource_proxy(op->arena, proxy, resource);
	return err;
}

static enum err find_principal(struct reader *reader, const char *login,
			       struct resource *resource)
{
	struct operation *op = store_reader_operation(reader);
	enum err err =
		practice_principal_find(reader, login, &resource->person);

	if (err == ERR_NOT_FOUND && str_equal(login, "groups") &&
	    knows_groups(&op->actor)) {
		operation_recover(op);
		resource->kind = RESOURCE_GROUPS;
		resource->href = HREF_GROUPS;
		return OK;
	}
	if (err)
		return err;
	resource->kind = RESOURCE_PRINCIPAL;
	resource->href = resource_href(op->arena, HREF_PRINCIPALS,
				       resource->person.login);
	return OK;
}

static enum err find_in_principals(struct reader *reader,
				   const struct http_path *path,
				   struct resource *resource)
{
	enum err err;

	if (path->count == 2) {
		resource->kind = RESOURCE_PRINCIPALS;
		resource->href = HREF_PRINCIPALS;
		return OK;
	}
	if (path->count > 4)
		return ERR_NOT_FOUND;
	err = find_principal(reader, path->segments[2], resource);
	if (err || path->count == 3)
		return err;
	if (resource->kind == RESOURCE_GROUPS)
		return find_group(reader, path->segments[3], resource);
	return find_proxy(reader, path->segments[3], resource);
}

static enum err find(struct reader *reader, const struct http_path *path,
		     struct seeking seeking, struct resource *resource)
{
	struct resource found = { .kind = RESOURCE_ROOT };
	enum err err = OK;

	if (path->count == 0)
		found.href = "/";
	else if (!segment_is(path, 0, "dav"))
		err = ERR_NOT_FOUND;
	else if (path->count == 1)
		found.href = ADDRESS_ROOT;
	else if (segment_is(path, 1, "principals"))
		err = find_in_principals(reader, path, &found);
	else if (segment_is(path, 1, "calendars"))
		err = find_in_calendars(reader, path, seeking, &found);
	else
		err = ERR_NOT_FOUND;
	if (err == ERR_NOT_FOUND)
		return not_found(store_reader_operation(reader));
	if (!err)
		*resource = found;
	return err;
}

enum err dav_resource_find(struct reader *reader, const struct http_path *path,
			   struct resource *resource)
{
	return find(reader, path, TO_READ, resource);
}

enum err dav_resource_find_bytes(struct reader *reader,
				 const struct http_path *path,
				 struct resource *resource)
{
	return find(reader, path, (struct seeking){ true, PRIVILEGE_READ },
		    resource);
}

enum err dav_resource_find_for(struct reader *reader,
			       const struct http_path *path, unsigned privilege,
			       struct resource *resource)
{
	return find(reader, path, (struct seeking){ false, privilege },
		    resource);
}

bool dav_place_of(struct arena *arena, const struct http_path *path,
		  struct dav_place *place)
{
	if (path->count <= HOME_SEGMENTS || !segment_is(path, 0, "dav") ||
	    !segment_is(path, 1, "calendars"))
		return false;
	place->home = path->segments[2];
	place->path = join_path(arena, path, path->count - 1);
	place->name = path->segments[path->count - 1];
	return true;
}

enum err dav_place_find(struct operation *op, const struct http_path *path,
			struct dav_place *place)
{
	struct dav_place found;

	if (!dav_place_of(op->arena, path, &found) ||
	    !practice_is_own_home(op, found.home))
		return fail(op, ERR_NOT_FOUND,
			    "this is no address below your calendar home");
	*place = found;
	return OK;
}

const char *dav_place_path(struct arena *arena, const struct dav_place *place)
{
	if (!*place->path)
		return place->name;
	return arena_printf(arena, "%s/%s", place->path, place->name);
}

bool dav_href_parse(struct arena *arena, const char *href,
		    struct http_path *path)
{
	const char *target = slice_dup(arena, slice_trim(slice_of(href)));
	const char *query;

	return http_path_parse(arena, target, path, &query) &&
	       (path->count == 0 || segment_is(path, 0, "dav"));
}

#include "dav/children_private.h"

#include "dav/resource_private.h"
#include "practice/access.h"
#include "practice/booking/booking.h"
#include "practice/calendar/address.h"
#include "practice/calendar/share.h"
#include "store/object_list.h"

#include <string.h>

/* Members of one collection as resources; the href's buffer is filled anew
 * for each behind the collection's own. */
struct members {
	struct resource child;
	struct buf href;
	size_t prefix;
	dav_each *each;
	void *context;
};

static struct operation *operation_of(struct reader *reader)
{
	return store_reader_operation(reader);
}

static enum err give_member(void *context, const struct member *member,
			    struct slice bytes)
{
	struct members *members = context;

	members->href.len = members->prefix;
	http_segment_encode(&members->href, member->name);
	members->child.href = members->href.at;
	members->child.member = *member;
	members->child.bytes = bytes;
	return members->each(members->context, &members->child);
}

static enum err walk_members(struct reader *reader, const struct resource *of,
			     enum resource_detail detail, dav_each *each,
			     void *context)
{
	struct members members = { .each = each, .context = context };

	members.child = *of;
	members.child.kind = RESOURCE_MEMBER;
	members.prefix = strlen(of->href);
	buf_init_sized(&members.href, arena_within(operation_of(reader)->arena),
		       members.prefix + 256);
	buf_puts(&members.href, of->href);
	if (detail == DETAIL_TAG)
		return store_member_tag_walk(reader, of->collection.id,
					     give_member, &members);
	if (detail == DETAIL_INDEX)
		return store_member_index_walk(reader, of->collection.id,
					       give_member, &members);
	return store_member_read(reader, of->collection.id,
				 detail == DETAIL_BYTES, give_member, &members);
}

static enum err walk_collections(struct reader *reader,
				 const struct resource *of, int64_t parent,
				 dav_each *each, void *context)
{
	struct collection *list;
	size_t count;
	enum err err = store_collection_children(reader, of->person.id, parent,
						 &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		struct resource child = *of;

		if (!resource_is_listed(&list[i]))
			continue;
		child.kind = RESOURCE_COLLECTION;
		child.collection = list[i];
		child.href =
			practice_href(operation_of(reader)->arena,
				      of->person.login, list[i].path, NULL);
		err = each(context, &child);
	}
	return err;
}

/* The actor's own principal, for those who may not list others. */
static enum err walk_self(struct reader *reader, enum resource_kind kind,
			  const char *prefix, dav_each *each, void *context)
{
	struct operation *op = operation_of(reader);
	struct resource child = { .kind = kind };
	enum err err =
		store_person_find(reader, op->actor.person, &child.person);

	if (err)
		return err;
	child.href = resource_href(op->arena, prefix, child.person.login);
	return each(context, &child);
}

static enum err walk_principals(struct reader *reader, dav_each *each,
				void *context)
{
	struct operation *op = operation_of(reader);
	struct resource groups = { .kind = RESOURCE_GROUPS,
				   .href = HREF_GROUPS };
	struct person *people;
	size_t count;
	enum err err = practice_principal_list(reader, &people, &count);

	if (!err && count == 0)
		return walk_self(reader, RESOURCE_PRINCIPAL, HREF_PRINCIPALS,
				 each, context);
	for (size_t i = 0; !err && i < count; i++) {
		struct resource child = { .kind = RESOURCE_PRINCIPAL,
					  .person = people[i] };

		child.href = resource_href(op->arena, HREF_PRINCIPALS,
					   people[i].login);
		err = each(context, &child);
	}
	if (!err)
		err = each(context, &groups);
	return err;
}

static enum err walk_groups(struct reader *reader, dav_each *each,
			    void *context)
{
	struct resource group;
	enum err err = OK;

	for (unsigned role = 1; !err && role <= SHARE_ROLES; role <<= 1) {
		err = resource_group(reader, role, &group);
		if (!err)
			err = each(context, &group);
	}
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err walk_root(const struct resource *of, dav_each *each,
			  void *context)
{
	struct resource principals = { .kind = RESOURCE_PRINCIPALS,
				       .href = HREF_PRINCIPALS };
	struct resource homes = { .kind = RESOURCE_HOMES,
				  .href = ADDRESS_HOMES };
	struct resource root = { .kind = RESOURCE_ROOT, .href = ADDRESS_ROOT };
	enum err err;

	if (!str_equal(of->href, ADDRESS_ROOT))
		return each(context, &root);
	err = each(context, &principals);
	return err ? err : each(context, &homes);
}

enum err dav_resource_children(struct reader *reader, const struct resource *of,
			       enum resource_detail detail, dav_each *each,
			       void *context)
{
	enum err err;

	switch (of->kind) {
	case RESOURCE_ROOT:
		return walk_root(of, each, context);
	case RESOURCE_PRINCIPALS:
		return walk_principals(reader, each, context);
	case RESOURCE_HOMES:
		return walk_self(reader, RESOURCE_HOME, ADDRESS_HOMES, each,
				 context);
	case RESOURCE_HOME:
		return walk_collections(reader, of, 0, each, context);
	case RESOURCE_COLLECTION:
		err = OK;
		if (!dav_is_calendar(&of->collection))
			err = walk_collections(reader, of, of->collection.id,
					       each, context);
		return err ? err
			   : walk_members(reader, of, detail, each, context);
	case RESOURCE_GROUPS:
		return walk_groups(reader, each, context);
	case RESOURCE_PRINCIPAL:
	case RESOURCE_GROUP:
	case RESOURCE_MEMBER:
	case RESOURCE_ANY:
		break;
	}
	return OK;
}

#include "dav/property_update_private.h"

#include "dav/multistatus_private.h"
#include "dav/problem_private.h"
#include "dav/property_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"

#include <string.h>

#define UPDATE_LIMIT 1000
#define VALUE_LIMIT ((size_t)256 * 1024)

/* What is being made has nothing yet: to remove is to forget an earlier
 * update. */
static void forget(struct update_list *updates, const char *ns,
		   const char *name)
{
	size_t kept = 0;

	for (size_t i = 0; i < updates->change_count; i++) {
		const struct property *change = &updates->changes[i];

		if (!str_equal(change->name, name) ||
		    !str_equal(change->ns, ns))
			updates->changes[kept++] = *change;
	}
	updates->change_count = kept;
}

void update_store(struct update_list *updates, const char *ns, const char *name,
		  const char *value)
{
	if (!updates->resource) {
		forget(updates, ns, name);
		if (!value)
			return;
	}
	updates->changes =
		arena_grow(updates->dav->op->arena, updates->changes,
			   updates->change_count, &updates->change_room,
			   sizeof(*updates->changes));
	updates->changes[updates->change_count++] =
		(struct property){ .ns = ns, .name = name, .value = value };
}

void update_keep(struct update_list *updates, const struct update *update)
{
	struct arena *arena = updates->dav->op->arena;

	update_store(updates, update->ns, update->name,
		     update->set ? xml_fragment(arena, update->node) : NULL);
}

void update_refuse(struct update_list *updates, struct update *update,
		   enum err err)
{
	struct operation *op = updates->dav->op;

	update->verdict = err;
	update->message = op->failure.message;
	update->refusal = op->failure.refusal;
	updates->refused = true;
	operation_recover(op);
}

/* A protected property is so on whatever resource; one that this kind of
 * resource does not have is a dead one. */
static enum err judge(struct update_list *updates, struct update *update)
{
	const struct live_property *live =
		property_find(update->ns, update->name);
	bool making = !updates->resource;

	if (live && (live->flags & PROPERTY_PROTECTED) &&
	    !(live->set && making)) {
		update_refuse(updates, update, ERR_PROTECTED_PROPERTY);
		return OK;
	}
	if (!live || !(live->kinds & updates->kind)) {
		update_keep(updates, update);
		return OK;
	}
	update->live = live;
	if (live->set)
		return live->set(updates, update);
	update_keep(updates, update);
	return OK;
}

static enum err add_update(struct update_list *updates, const xmlNode *node,
			   bool set)
{
	struct operation *op = updates->dav->op;

	if (updates->count == UPDATE_LIMIT)
		return fail(op, ERR_INVALID,
			    "at most %d properties can be changed at once",
			    UPDATE_LIMIT);
	updates->items[updates->count++] =
		(struct update){ .ns = xml_ns(node),
				 .name = xml_name(node),
				 .node = node,
				 .set = set };
	return judge(updates, &updates->items[updates->count - 1]);
}

static enum err add_updates(struct update_list *updates, const xmlNode *action,
			    bool set)
{
	enum err err = OK;

	for (const xmlNode *prop = xml_first(action); !err && prop;
	     prop = xml_next(prop)) {
		if (!xml_is(prop, NS_DAV, "prop"))
			continue;
		for (const xmlNode *node = xml_first(prop); !err && node;
		     node = xml_next(node))
			err = add_update(updates, node, set);
	}
	return err;
}

enum err updates_read(struct update_list *updates, const xmlNode *root)
{
	struct operation *op = updates->dav->op;
	enum err err = OK;

	updates->items =
		arena_array(op->arena, UPDATE_LIMIT, sizeof(*updates->items));
	/* In document order: a later one overrules (RFC 4918 9.2). */
	for (const xmlNode *action = xml_first(root); !err && action;
	     action = xml_next(action)) {
		if (xml_is(action, NS_DAV, "set"))
			err = add_updates(updates, action, true);
		else if (xml_is(action, NS_DAV, "remove"))
			err = add_updates(updates, action, false);
	}
	for (size_t i = 0; !err && i < updates->change_count; i++) {
		const char *value = updates->changes[i].value;

		if (value && strlen(value) > VALUE_LIMIT)
			return fail(op, ERR_TOO_LARGE,
				    "a property's value is at most %zu bytes",
				    VALUE_LIMIT);
	}
	return err;
}

/* The propstat of all updates with this verdict. */
static void write_group(const struct update_list *updates, struct buf *buf,
			enum err verdict, int status)
{
	const char *message = NULL, *refusal = NULL;
	struct buf element;

	buf_puts(buf, "<D:propstat><D:prop>");
	for (size_t i = 0; i < updates->count; i++) {
		const struct update *update = &updates->items[i];
		struct asked tags;

		if (update->verdict != verdict)
			continue;
		property_tags(buf->arena, update->ns, update->name, &tags);
		buf_slice(buf, tags.empty);
		message = update->message ? update->message : message;
		refusal = update->refusal ? update->refusal : refusal;
	}
	buf_puts(buf, "</D:prop>");
	multistatus_line(buf, status);
	buf_init(&element, buf->arena);
	problem_element_write(&element, verdict, refusal);
	if (element.len)
		buf_printf(buf, "<D:error>%s</D:error>", element.at);
	if (message) {
		buf_puts(buf, "<D:responsedescription>");
		xml_escape_text(buf, message);
		buf_puts(buf, "</D:responsedescription>");
	}
	buf_puts(buf, "</D:propstat>");
}

static bool is_first_of_verdict(const struct update_list *updates, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (updates->items[i].verdict == updates->items[at].verdict)
			return false;
	}
	return true;
}

void updates_write(const struct update_list *updates, struct buf *buf)
{
	if (updates->count == 0)
		write_group(updates, buf, OK, 200);
	for (size_t i = 0; i < updates->count; i++) {
		enum err verdict = updates->items[i].verdict;
		int status = updates->refused ? 424 : 200;

		if (verdict)
			status = problem_status(verdict);
		if (is_first_of_verdict(updates, i))
			write_group(updates, buf, verdict, status);
	}
}

#include "dav/wish.h"

#include "dav/problem.h"

#include <string.h>

#define WISH_LIMIT 1000
#define VALUE_LIMIT ((size_t)256 * 1024)

/* What is being made has nothing yet: to remove is to forget an earlier
 * wish. */
static void forget(struct wish_list *wishes, const char *ns, const char *name)
{
	size_t kept = 0;

	for (size_t i = 0; i < wishes->change_count; i++) {
		const struct property *change = &wishes->changes[i];

		if (!str_equal(change->name, name) ||
		    !str_equal(change->ns, ns))
			wishes->changes[kept++] = *change;
	}
	wishes->change_count = kept;
}

void wish_store(struct wish_list *wishes, const char *ns, const char *name,
		const char *value)
{
	if (!wishes->resource) {
		forget(wishes, ns, name);
		if (!value)
			return;
	}
	wishes->changes = arena_grow(wishes->dav->op->arena, wishes->changes,
				     wishes->change_count, &wishes->change_room,
				     sizeof(*wishes->changes));
	wishes->changes[wishes->change_count++] =
		(struct property){ .ns = ns, .name = name, .value = value };
}

void wish_keep(struct wish_list *wishes, const struct wish *wish)
{
	struct arena *arena = wishes->dav->op->arena;

	wish_store(wishes, wish->ns, wish->name,
		   wish->set ? xml_fragment(arena, wish->node) : NULL);
}

void wish_refuse(struct wish_list *wishes, struct wish *wish, enum err err)
{
	struct operation *op = wishes->dav->op;

	wish->verdict = err;
	wish->message = op->failure.message;
	wishes->refused = true;
	operation_recover(op);
}

/* A protected property is so on whatever resource; one that this kind of
 * resource does not have is a dead one. */
static enum err judge(struct wish_list *wishes, struct wish *wish)
{
	const struct live_property *live = property_find(wish->ns, wish->name);
	bool making = !wishes->resource;

	if (live && (live->flags & PROPERTY_PROTECTED) &&
	    !(live->set && making)) {
		wish_refuse(wishes, wish, ERR_PROTECTED_PROPERTY);
		return OK;
	}
	if (!live || !(live->kinds & wishes->kind)) {
		wish_keep(wishes, wish);
		return OK;
	}
	wish->live = live;
	if (live->set)
		return live->set(wishes, wish);
	wish_keep(wishes, wish);
	return OK;
}

static enum err add_wish(struct wish_list *wishes, const xmlNode *node,
			 bool set)
{
	struct operation *op = wishes->dav->op;

	if (wishes->count == WISH_LIMIT)
		return fail(op, ERR_INVALID,
			    "at most %d properties can be changed at once",
			    WISH_LIMIT);
	wishes->items[wishes->count++] = (struct wish){ .ns = xml_ns(node),
							.name = xml_name(node),
							.node = node,
							.set = set };
	return judge(wishes, &wishes->items[wishes->count - 1]);
}

static enum err add_wishes(struct wish_list *wishes, const xmlNode *action,
			   bool set)
{
	enum err err = OK;

	for (const xmlNode *prop = xml_first(action); !err && prop;
	     prop = xml_next(prop)) {
		if (!xml_is(prop, NS_DAV, "prop"))
			continue;
		for (const xmlNode *node = xml_first(prop); !err && node;
		     node = xml_next(node))
			err = add_wish(wishes, node, set);
	}
	return err;
}

enum err wishes_read(struct wish_list *wishes, const xmlNode *root)
{
	struct operation *op = wishes->dav->op;
	enum err err = OK;

	wishes->items =
		arena_array(op->arena, WISH_LIMIT, sizeof(*wishes->items));
	/* In document order: a later one overrules (RFC 4918 9.2). */
	for (const xmlNode *action = xml_first(root); !err && action;
	     action = xml_next(action)) {
		if (xml_is(action, NS_DAV, "set"))
			err = add_wishes(wishes, action, true);
		else if (xml_is(action, NS_DAV, "remove"))
			err = add_wishes(wishes, action, false);
	}
	for (size_t i = 0; !err && i < wishes->change_count; i++) {
		const char *value = wishes->changes[i].value;

		if (value && strlen(value) > VALUE_LIMIT)
			return fail(op, ERR_TOO_LARGE,
				    "a property's value is at most %zu bytes",
				    VALUE_LIMIT);
	}
	return err;
}

/* The propstat of all wishes with this verdict. */
static void write_group(const struct wish_list *wishes, struct buf *buf,
			enum err verdict, int status)
{
	const char *element = problem_element(verdict);
	const char *message = NULL;

	buf_puts(buf, "<D:propstat><D:prop>");
	for (size_t i = 0; i < wishes->count; i++) {
		const struct wish *wish = &wishes->items[i];
		struct asked tags;

		if (wish->verdict != verdict)
			continue;
		property_tags(buf->arena, wish->ns, wish->name, &tags);
		buf_slice(buf, tags.empty);
		message = wish->message ? wish->message : message;
	}
	buf_puts(buf, "</D:prop>");
	multistatus_line(buf, status);
	if (element)
		buf_printf(buf, "<D:error>%s</D:error>", element);
	if (message) {
		buf_puts(buf, "<D:responsedescription>");
		xml_escape_text(buf, message);
		buf_puts(buf, "</D:responsedescription>");
	}
	buf_puts(buf, "</D:propstat>");
}

static bool is_first_of_verdict(const struct wish_list *wishes, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (wishes->items[i].verdict == wishes->items[at].verdict)
			return false;
	}
	return true;
}

void wishes_write(const struct wish_list *wishes, struct buf *buf)
{
	if (wishes->count == 0)
		write_group(wishes, buf, OK, 200);
	for (size_t i = 0; i < wishes->count; i++) {
		enum err verdict = wishes->items[i].verdict;
		int status = wishes->refused ? 424 : 200;

		if (verdict)
			status = problem_status(verdict);
		if (is_first_of_verdict(wishes, i))
			write_group(wishes, buf, verdict, status);
	}
}

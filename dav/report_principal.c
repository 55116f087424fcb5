#include "dav/report_principal_private.h"

#include "base/str.h"
#include "base/unicode.h"
#include "dav/children_private.h"
#include "dav/header_private.h"
#include "dav/multistatus_private.h"
#include "dav/property_acl_private.h"
#include "dav/property_asked_private.h"
#include "dav/property_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"
#include "practice/access.h"
#include "practice/calendar/share.h"

#include <string.h>

/* Units of work of one comparison, and of a byte in it. */
#define MATCH_WORK 500
#define FOLD_WORK 20

/* An ACL names no more: its owner, groups, and those of its limit. */
#define ACL_PRINCIPALS (SHARE_LIMIT + 8)

/*
 * Reports about principals (RFC 3744 9.2 to 9.5).
 */

/* What may be searched by, and how it is read of a person. */
struct search_property {
	const char *ns, *name;
	const char *description;
	const char *(*text)(struct arena *arena, const struct person *person);
};

static const char *name_text(struct arena *arena UNUSED,
			     const struct person *person)
{
	return person->name;
}

static const char *address_text(struct arena *arena,
				const struct person *person)
{
	return str_empty(person->email)
		       ? NULL
		       : arena_printf(arena, "mailto:%s", person->email);
}

static const char *email_text(struct arena *arena UNUSED,
			      const struct person *person)
{
	return person->email;
}

static const struct search_property searchable[] = {
	{ NS_DAV, "displayname", "Name", name_text },
	{ NS_CALDAV, "calendar-user-address-set", "Calendar address",
	  address_text },
	{ NS_CS, "email-address-set", "E-mail address", email_text },
};

static const struct search_property *searched_find(const xmlNode *node)
{
	for (size_t i = 0; i < ARRAY_SIZE(searchable); i++)
		if (xml_is(node, searchable[i].ns, searchable[i].name))
			return &searchable[i];
	return NULL;
}

static void principal_resource(struct arena *arena, const struct person *person,
			       struct resource *resource)
{
	memset(resource, 0, sizeof(*resource));
	resource->kind = RESOURCE_PRINCIPAL;
	resource->href = property_principal_href(arena, person->login);
	resource->person = *person;
}

/* RFC 3744 9.4: substrings, ignoring case; match-type as others extend it */
static bool text_matches(struct operation *op, const xmlNode *match,
			 const char *text)
{
	struct arena *arena = op->arena;
	char *wanted, *type;
	const char *folded, *needle;

	if (!text || !operation_spend(op, MATCH_WORK))
		return false;
	wanted = xml_trimmed(arena, match);
	(void)operation_spend(op, (strlen(wanted) + strlen(text)) * FOLD_WORK);
	type = xml_attribute(arena, match, "match-type");
	needle = str_fold(arena, wanted, strlen(wanted));
	folded = str_fold(arena, text, strlen(text));
	if (str_equal(type, "equals"))
		return str_equal(folded, needle);
	if (str_equal(type, "starts-with"))
		return str_starts(folded, needle);
	return strstr(folded, needle) != NULL;
}

/* One property-search: each of its properties must hold the text. */
static bool search_matches(struct operation *op, const xmlNode *search,
			   const struct person *person)
{
	const xmlNode *prop = xml_child(search, NS_DAV, "prop");
	const xmlNode *match = xml_child(search, NS_DAV, "match");
	bool any = false;

	if (!prop || !match)
		return false;
	for (const xmlNode *at = xml_first(prop); at; at = xml_next(at)) {
		const struct search_property *searched = searched_find(at);

		if (!searched ||
		    !text_matches(op, match, searched->text(op->arena, person)))
			return false;
		any = true;
	}
	return any;
}

static bool person_matches(struct operation *op, const xmlNode *root,
			   bool any_of, const struct person *person)
{
	bool any = false;

	for (const xmlNode *at = xml_first(root); at; at = xml_next(at)) {
		bool matches;

		if (!xml_is(at, NS_DAV, "property-search"))
			continue;
		matches = search_matches(op, at, person);
		if (matches && any_of)
			return true;
		if (!matches && !any_of)
			return false;
		any = true;
	}
	return any && !any_of;
}

/* Groups have a name, and nothing else to be found by. */
static enum err search_groups(struct dav *dav, const xmlNode *root, bool any_of,
			      const struct asked_list *asked,
			      struct multistatus *ms)
{
	struct resource group;
	enum err err = OK;

	for (unsigned role = 1; !err && role <= SHARE_ROLES; role <<= 1) {
		struct property_call call = { .resource = &group, .dav = dav };
		struct person named = { .id = 0 };

		err = resource_group(dav->reader, role, &group);
		if (err)
			return err == ERR_NOT_FOUND ? OK : err;
		named.name = property_group_name(&call);
		if (person_matches(dav->op, root, any_of, &named))
			err = property_response(dav, asked, &group, ms);
	}
	return err;
}

enum err report_principal_search(struct dav *dav,
				 struct resource *resource UNUSED,
				 const xmlNode *root)
{
	struct arena *arena = dav->op->arena;
	bool any_of = str_equal(xml_attribute(arena, root, "test"), "anyof");
	struct asked_list asked;
	struct arena_mark mark;
	struct multistatus ms;
	struct person *people;
	size_t count;
	enum err err;

	if (!xml_child(root, NS_DAV, "property-search"))
		return fail(dav->op, ERR_SYNTAX,
			    "principal-property-search needs a "
			    "property-search");
	err = property_asked(dav, root, &asked);
	if (!err)
		err = practice_principal_list(dav->reader, &people, &count);
	if (err)
		return err;
	multistatus_begin(&ms, dav->op, 4096);
	mark = arena_mark(arena);
	for (size_t i = 0; i < count && !err; i++) {
		struct resource found;

		if (people[i].login &&
		    person_matches(dav->op, root, any_of, &people[i])) {
			principal_resource(arena, &people[i], &found);
			err = property_response(dav, &asked, &found, &ms);
		}
		if (!err)
			err = operation_check(dav->op);
		if (!err)
			arena_rewind(arena, mark);
	}
	if (!err)
		err = search_groups(dav, root, any_of, &asked, &ms);
	if (!err)
		multistatus_finish(&ms, NULL, dav->response);
	return err;
}

enum err report_search_set(struct dav *dav, struct resource *resource UNUSED,
			   const xmlNode *root UNUSED)
{
	struct buf buf;

	buf_init(&buf, dav->op->arena);
	buf_puts(&buf, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		       "<D:principal-search-property-set xmlns:D=\"DAV:\">");
	for (size_t i = 0; i < ARRAY_SIZE(searchable); i++)
		buf_printf(&buf,
			   "<D:principal-search-property><D:prop>"
			   "<x:%s xmlns:x=\"%s\"/></D:prop>"
			   "<D:description xml:lang=\"en\">%s</D:description>"
			   "</D:principal-search-property>",
			   searchable[i].name, searchable[i].ns,
			   searchable[i].description);
	buf_puts(&buf, "</D:principal-search-property-set>\n");
	dav->response->status = 200;
	http_response_body(dav->response, "application/xml; charset=utf-8",
			   buf.at, buf.len);
	return OK;
}

struct match {
	struct dav *dav;
	const xmlNode *property; /* that names a principal, or NULL */
	bool found;              /* it names the actor */
	struct asked_list asked;
	enum resource_detail detail; /* of members */
	struct multistatus ms;
};

/* Is it the principal of the person who asks? */
static enum err href_match(void *context, const char *href,
			   struct buf *buf UNUSED)
{
	struct match *match = context;
	struct arena *arena = match->dav->op->arena;
	struct http_path path;

	match->found |=
		header_is_here(match->dav, href) &&
		dav_href_parse(arena, href, &path) && path.count == 3 &&
		str_equal(path.segments[1], "principals") &&
		str_equal(path.segments[2], match->dav->op->actor.login);
	return OK;
}

static enum err names_actor(struct match *match, struct resource *resource)
{
	struct operation *op = match->dav->op;
	struct asked item = { .ns = xml_ns(match->property),
			      .name = xml_name(match->property),
			      .node = match->property };
	struct xml_hrefs hrefs = { href_match, match };
	struct buf value, ignored;
	struct slice lang;
	enum err err;

	buf_init(&value, op->arena);
	buf_init(&ignored, op->arena);
	buf_puts(&value, "");
	match->found = false;
	err = property_value(match->dav, resource, &item, &value);
	if (err == ERR_NOT_FOUND) {
		operation_recover(op);
		return OK;
	}
	if (err)
		return err;
	return xml_fragment_hrefs(op, xml_fragment_content(value.at, &lang),
				  &hrefs, &ignored);
}

/* RFC 3744 9.3: members at any depth whose property names who asks. */
static enum err match_each(void *context, struct resource *child)
{
	struct match *match = context;
	struct dav *dav = match->dav;
	enum err err = names_actor(match, child);

	if (!err && match->found)
		err = property_response(dav, &match->asked, child, &match->ms);
	if (!err)
		err = operation_check(dav->op);
	if (err || child->kind & (RESOURCE_PRINCIPAL | RESOURCE_GROUP |
				  RESOURCE_MEMBER))
		return err;
	return dav_resource_children(dav->reader, child, match->detail,
				     match_each, match);
}

static enum err self_write(struct match *match)
{
	struct dav *dav = match->dav;
	struct person person;
	struct resource self;
	enum err err =
		store_person_load(dav->reader, dav->op->actor.person, &person);

	if (err)
		return err;
	principal_resource(dav->op->arena, &person, &self);
	return property_response(dav, &match->asked, &self, &match->ms);
}

/* RFC 3744 5.5.1: a group matches each of its members. */
static enum err groups_write(struct match *match)
{
	struct dav *dav = match->dav;
	unsigned roles = dav->op->actor.roles & SHARE_ROLES;
	struct resource group;
	enum err err = OK;

	for (unsigned role = 1; !err && role <= SHARE_ROLES; role <<= 1) {
		if (!(roles & role))
			continue;
		err = resource_group(dav->reader, role, &group);
		if (!err)
			err = property_response(dav, &match->asked, &group,
						&match->ms);
	}
	return err;
}

enum err report_principal_match(struct dav *dav, struct resource *resource,
				const xmlNode *root)
{
	struct match match = { .dav = dav };
	bool self = xml_child(root, NS_DAV, "self") != NULL;
	const xmlNode *named = xml_child(root, NS_DAV, "principal-property");
	enum err err;

	match.property = named ? xml_first(named) : NULL;
	if (self == (named != NULL) || (named && !match.property))
		return fail(dav->op, ERR_SYNTAX,
			    "principal-match holds self, or a "
			    "principal-property that names a property");
	err = property_asked(dav, root, &match.asked);
	if (err)
		return err;
	match.detail = match.asked.detail;
	if (match.detail < DETAIL_INDEX)
		match.detail = DETAIL_INDEX; /* what names is kept by id */
	multistatus_begin(&match.ms, dav->op, 4096);
	if (!self)
		err = dav_resource_children(dav->reader, resource, match.detail,
					    match_each, &match);
	else if (resource->kind & (RESOURCE_ROOT | RESOURCE_PRINCIPALS))
		err = self_write(&match);
	if (!err && self &&
	    (resource->kind &
	     (RESOURCE_ROOT | RESOURCE_PRINCIPALS | RESOURCE_GROUPS)))
		err = groups_write(&match);
	if (!err)
		multistatus_finish(&match.ms, NULL, dav->response);
	return err;
}

/* The principals that an ACL names, each once. */
struct named {
	struct match *match;
	const char *written[ACL_PRINCIPALS];
	size_t count;
};

static bool is_written(const struct named *named, const char *href)
{
	for (size_t i = 0; i < named->count; i++) {
		if (str_equal(named->written[i], href))
			return true;
	}
	return false;
}

/* What is no principal is where an ACE is inherited from. */
static enum err named_write(void *context, const char *href,
			    struct buf *buf UNUSED)
{
	struct named *named = context;
	struct dav *dav = named->match->dav;
	struct resource found;
	struct http_path path;
	enum err err = ERR_NOT_FOUND;

	if (named->count == ACL_PRINCIPALS || is_written(named, href))
		return OK;
	named->written[named->count++] = arena_strdup(dav->op->arena, href);
	if (dav_href_parse(dav->op->arena, href, &path))
		err = dav_resource_find(dav->reader, &path, &found);
	if (err == ERR_NOT_FOUND) {
		operation_recover(dav->op);
		return OK;
	}
	if (err || !(found.kind & (RESOURCE_PRINCIPAL | RESOURCE_GROUP)))
		return err;
	return property_response(dav, &named->match->asked, &found,
				 &named->match->ms);
}

/* RFC 3744 9.2 */
enum err report_acl_principals(struct dav *dav, struct resource *resource,
			       const xmlNode *root)
{
	struct match match = { .dav = dav };
	struct asked acl = { .ns = NS_DAV, .name = "acl" };
	struct named named = { .match = &match };
	struct xml_hrefs hrefs = { named_write, &named };
	struct buf value, ignored;
	enum err err = property_asked(dav, root, &match.asked);

	if (err)
		return err;
	buf_init(&value, dav->op->arena);
	buf_init(&ignored, dav->op->arena);
	buf_puts(&value, "");
	err = property_value(dav, resource, &acl, &value);
	if (err == ERR_NOT_FOUND)
		return fail(dav->op, ERR_NEED_PRIVILEGES,
			    "who may do what here is not yours to know");
	if (err)
		return err;
	multistatus_begin(&match.ms, dav->op, 4096);
	err = xml_fragment_hrefs(dav->op, value.at, &hrefs, &ignored);
	if (!err)
		multistatus_finish(&match.ms, NULL, dav->response);
	return err;
}

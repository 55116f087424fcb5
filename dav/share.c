#include "dav/share_private.h"

#include "dav/multistatus_private.h"
#include "dav/read_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"
#include "practice/calendar/share_invite.h"

#include <strings.h>

#define MAILTO "mailto:"
#define PERSON "urn:daybook:person:"

/* What one POST asks for. */
struct sharing {
	struct dav *dav;
	const xmlNode *root;
	struct resource resource;
	/* Of share: whom, and the addresses that name nobody. */
	struct invitation *list;
	size_t count;
	const char **hrefs; /* all of them, in order */
	bool *known;
	size_t href_count;
};

bool share_is_asked(const struct dav *dav)
{
	const char *type = http_header(dav->request, "Content-Type");
	struct slice name = http_media(type);

	return type && (slice_is(name, "application/xml") ||
			slice_is(name, "text/xml"));
}

static bool matches(const struct person *person, const char *href)
{
	int64_t id;

	if (!strncasecmp(href, MAILTO, sizeof(MAILTO) - 1))
		return person->email &&
		       str_same(person->email, href + sizeof(MAILTO) - 1);
	return str_starts(href, PERSON) &&
	       str_to_int64(href + sizeof(PERSON) - 1, &id) && id == person->id;
}

/* A principal, or a calendar address of one whom the actor may know. */
static enum err find_person(struct dav *dav, const char *href,
			    struct person *person)
{
	struct resource found;
	struct http_path path;
	struct person *people;
	size_t count;
	enum err err;

	if (dav_href_parse(dav->op->arena, href, &path) && path.count > 0) {
		err = dav_resource_find(dav->reader, &path, &found);
		if (!err && found.kind != RESOURCE_PRINCIPAL)
			err = ERR_NOT_FOUND;
		if (!err)
			*person = found.person;
		return err;
	}
	err = practice_principal_list(dav->reader, &people, &count);
	for (size_t i = 0; !err && i < count; i++) {
		if (matches(&people[i], href)) {
			*person = people[i];
			return OK;
		}
	}
	return err ? err : ERR_NOT_FOUND;
}

static const char *text_of(struct dav *dav, const xmlNode *node,
			   const char *name)
{
	const xmlNode *child = xml_child(node, NS_CS, name);

	return child ? xml_trimmed(dav->op->arena, child) : NULL;
}

static enum err read_one(struct sharing *sharing, const xmlNode *node)
{
	struct dav *dav = sharing->dav;
	const xmlNode *href = xml_child(node, NS_DAV, "href");
	size_t at = sharing->href_count++;
	struct person person;
	enum err err;

	if (!href)
		return fail(dav->op, ERR_SYNTAX,
			    "set and remove name whom they are about in a "
			    "DAV:href");
	sharing->hrefs[at] = xml_trimmed(dav->op->arena, href);
	err = find_person(dav, sharing->hrefs[at], &person);
	if (err == ERR_NOT_FOUND ||
	    (!err && !practice_may_share_with(&person))) {
		operation_recover(dav->op);
		return OK;
	}
	if (err)
		return err;
	sharing->known[at] = true;
	sharing->list[sharing->count++] = (struct invitation){
		.person = person.id,
		.remove = xml_is(node, NS_CS, "remove"),
		.writes = xml_child(node, NS_CS, "read-write") != NULL,
		.summary = text_of(dav, node, "summary"),
	};
	return OK;
}

static enum err read_share(struct sharing *sharing)
{
	struct arena *arena = sharing->dav->op->arena;
	size_t room = xml_count(sharing->root);
	enum err err = OK;

	sharing->list = arena_array(arena, room, sizeof(*sharing->list));
	sharing->hrefs = arena_array(arena, room, sizeof(*sharing->hrefs));
	sharing->known = arena_array(arena, room, sizeof(*sharing->known));
	for (const xmlNode *at = xml_first(sharing->root); !err && at;
	     at = xml_next(at)) {
		if (xml_is(at, NS_CS, "set") || xml_is(at, NS_CS, "remove"))
			err = read_one(sharing, at);
	}
	if (!err && sharing->href_count == 0)
		return fail(sharing->dav->op, ERR_SYNTAX,
			    "a share element holds set or remove elements");
	return err;
}

static enum err judge_share(struct dav *dav, void *context)
{
	struct sharing *sharing = context;
	enum err err = dav_resource_find(dav->reader, &dav->request->path,
					 &sharing->resource);

	if (err)
		return err;
	if (sharing->resource.kind != RESOURCE_COLLECTION)
		return fail(dav->op, ERR_METHOD, "calendars are shared");
	return read_share(sharing);
}

/* Those who are not there stop nobody else. */
static void answer_unknown(struct sharing *sharing)
{
	struct dav *dav = sharing->dav;
	struct multistatus ms;

	multistatus_begin(&ms, dav->op, 1024);
	for (size_t i = 0; i < sharing->href_count; i++)
		multistatus_status(&ms, sharing->hrefs[i],
				   sharing->known[i] ? 200 : 403, NULL);
	multistatus_finish(&ms, NULL, dav->response);
}

static enum err share(struct sharing *sharing)
{
	struct dav *dav = sharing->dav;
	struct object_at at;
	enum err err = dav_read(dav, judge_share, sharing);

	if (err)
		return err;
	at = (struct object_at){ sharing->resource.person.login,
				 sharing->resource.collection.path, NULL };
	err = practice_invite(dav->op, dav->store, &at, sharing->list,
			      sharing->count);
	if (err)
		return err;
	dav->response->status = 200;
	http_response_add(dav->response, "Cache-Control", "no-cache");
	if (sharing->count < sharing->href_count)
		answer_unknown(sharing);
	return OK;
}

static enum err judge_reply(struct dav *dav, void *context)
{
	struct sharing *sharing = context;
	enum err err = dav_resource_find(dav->reader, &dav->request->path,
					 &sharing->resource);

	if (!err && sharing->resource.kind != RESOURCE_HOME)
		err = fail(dav->op, ERR_METHOD,
			   "an invitation is answered at the calendar home");
	return err;
}

static void answer_shared_as(struct dav *dav, const char *path)
{
	struct buf buf;

	buf_init(&buf, dav->op->arena);
	buf_puts(&buf, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		       "<CS:shared-as" MULTISTATUS_PREFIXES "><D:href>");
	xml_escape_text(&buf, practice_href(dav->op->arena,
					    dav->op->actor.login, path, NULL));
	buf_puts(&buf, "</D:href></CS:shared-as>\n");
	http_response_body(dav->response, "application/xml; charset=utf-8",
			   buf.at, buf.len);
}

static enum err answer_invitation(struct sharing *sharing)
{
	struct dav *dav = sharing->dav;
	const xmlNode *root = sharing->root;
	struct invite_reply reply = {
		.uid = text_of(dav, root, "in-reply-to"),
		.accepts = xml_child(root, NS_CS, "invite-accepted") != NULL,
		.summary = text_of(dav, root, "summary"),
	};
	const char *path = NULL;
	enum err err;

	if (!reply.uid ||
	    reply.accepts == !!xml_child(root, NS_CS, "invite-declined"))
		return fail(dav->op, ERR_SYNTAX,
			    "an invite-reply holds in-reply-to, and either "
			    "invite-accepted or invite-declined");
	err = dav_read(dav, judge_reply, sharing);
	if (!err)
		err = practice_invite_answer(dav->op, dav->store, &reply,
					     &path);
	if (err)
		return err;
	dav->response->status = 200;
	http_response_add(dav->response, "Cache-Control", "no-cache");
	if (path)
		answer_shared_as(dav, path);
	return OK;
}

enum err dav_share(struct dav *dav)
{
	struct slice body = { dav->request->body, dav->request->body_len };
	struct sharing sharing = { .dav = dav };
	enum err err = xml_parse(dav->op, body, &sharing.root);

	if (err)
		return err;
	if (xml_is(sharing.root, NS_CS, "share"))
		return share(&sharing);
	if (xml_is(sharing.root, NS_CS, "invite-reply"))
		return answer_invitation(&sharing);
	return fail(dav->op, ERR_MEDIA_TYPE,
		    "a POST of XML holds a share or an invite-reply");
}

#include "dav/acl_private.h"

#include "dav/precondition_private.h"
#include "dav/privilege_private.h"
#include "dav/problem_private.h"
#include "dav/read_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"
#include "practice/calendar/share.h"

/* A body on its way to the grants that it asks for. */
struct reading {
	struct dav *dav;
	const xmlNode *root;
	struct resource resource;
	struct share_grant *grants;
	size_t count;
	const char *broken; /* the precondition that the body does not hold */
};

/* RFC 3744 8.1.1: the body is refused as a whole. */
static enum err breaks(struct reading *reading, const char *precondition,
		       const char *why)
{
	reading->broken = precondition;
	return fail(reading->dav->op, ERR_FORBIDDEN, "%s", why);
}

static enum err read_privileges(struct reading *reading, const xmlNode *grant,
				unsigned *privileges)
{
	for (const xmlNode *at = xml_first(grant); at; at = xml_next(at)) {
		const struct privilege_name *name;

		if (!xml_is(at, NS_DAV, "privilege") || !xml_first(at))
			return fail(reading->dav->op, ERR_SYNTAX,
				    "a grant holds privilege elements that "
				    "name one each");
		name = privilege_find(xml_first(at));
		if (!name)
			return breaks(reading, "not-supported-privilege",
				      "there is no such privilege here: see "
				      "supported-privilege-set");
		if (name->abstract)
			return breaks(reading, "no-abstract",
				      "an abstract privilege is not granted "
				      "by itself: name those that it holds");
		*privileges |= name->privileges;
	}
	if (!*privileges)
		return fail(reading->dav->op, ERR_SYNTAX,
			    "a grant names a privilege");
	return OK;
}

static enum err not_allowed(struct reading *reading)
{
	return breaks(reading, "allowed-principal",
		      "rights go to single people who work here, and to their "
		      "groups");
}

static enum err read_href(struct reading *reading, const xmlNode *node,
			  struct share_grant *grant)
{
	struct dav *dav = reading->dav;
	const char *href = xml_trimmed(dav->op->arena, node);
	struct http_path path;
	struct resource found;
	enum err err = ERR_NOT_FOUND;

	if (dav_href_parse(dav->op->arena, href, &path))
		err = dav_resource_find(dav->reader, &path, &found);
	if (err == ERR_NOT_FOUND ||
	    (!err && !(found.kind & (RESOURCE_PRINCIPAL | RESOURCE_GROUP))))
		return breaks(reading, "recognized-principal",
			      "an ACE names a principal that is not there");
	if (err)
		return err;
	if (found.proxy != PROXY_NONE ||
	    (found.kind == RESOURCE_PRINCIPAL &&
	     !practice_may_share_with(&found.person)))
		return not_allowed(reading);
	grant->person = found.person.id;
	grant->role = found.role;
	return OK;
}

/* The owner has everything already; everybody is too many. */
static enum err read_principal(struct reading *reading,
			       const xmlNode *principal,
			       struct share_grant *grant)
{
	const xmlNode *who = xml_first(principal);

	if (!who || xml_next(who))
		return fail(reading->dav->op, ERR_SYNTAX,
			    "a principal element names one principal");
	if (xml_is(who, NS_DAV, "href"))
		return read_href(reading, who, grant);
	if (xml_is(who, NS_DAV, "property") &&
	    xml_child(who, NS_DAV, "owner")) {
		grant->person = reading->resource.collection.owner;
		return OK;
	}
	if (xml_is(who, NS_DAV, "all") || xml_is(who, NS_DAV, "self") ||
	    xml_is(who, NS_DAV, "authenticated") ||
	    xml_is(who, NS_DAV, "unauthenticated") ||
	    xml_is(who, NS_DAV, "property"))
		return not_allowed(reading);
	return breaks(reading, "recognized-principal",
		      "an ACE names a principal of no known kind");
}

/* The right of its owner is protected; to say it again, also those parts of
 * it that nobody else is given, changes nothing. */
static enum err read_protected(struct reading *reading,
			       const xmlNode *principal)
{
	struct share_grant grant = { .person = 0 };
	enum err err = read_principal(reading, principal, &grant);

	if (err || grant.person == reading->resource.collection.owner)
		return err;
	return breaks(reading, "no-protected-ace-conflict",
		      "an ACE that is set is not a protected one");
}

static enum err read_ace(struct reading *reading, const xmlNode *ace,
			 struct share_grant *grant)
{
	const xmlNode *principal = xml_child(ace, NS_DAV, "principal");
	const xmlNode *granted = xml_child(ace, NS_DAV, "grant");
	enum err err;

	if (xml_child(ace, NS_DAV, "invert"))
		return breaks(
			reading, "no-invert",
			"an ACE is of a principal, and not of all others");
	if (xml_child(ace, NS_DAV, "deny"))
		return breaks(reading, "grant-only",
			      "an ACE grants: what nobody grants is denied");
	if (!principal || !granted)
		return fail(reading->dav->op, ERR_SYNTAX,
			    "an ace holds a principal and a grant");
	if (xml_child(ace, NS_DAV, "inherited"))
		return breaks(reading, "no-inherited-ace-conflict",
			      "an ACE that is inherited is not set here");
	if (xml_child(ace, NS_DAV, "protected"))
		return read_protected(reading, principal);
	err = read_privileges(reading, granted, &grant->privileges);
	return err ? err : read_principal(reading, principal, grant);
}

/* Two ACEs of one principal grant together. */
static void add(struct reading *reading, const struct share_grant *grant)
{
	for (size_t i = 0; i < reading->count; i++) {
		struct share_grant *other = &reading->grants[i];

		if (other->person == grant->person &&
		    other->role == grant->role) {
			other->privileges |= grant->privileges;
			return;
		}
	}
	reading->grants[reading->count++] = *grant;
}

static enum err read_aces(struct reading *reading)
{
	enum err err = OK;
	size_t count = 0;

	reading->grants = arena_array(reading->dav->op->arena, ACL_ACES,
				      sizeof(*reading->grants));
	for (const xmlNode *ace = xml_first(reading->root); !err && ace;
	     ace = xml_next(ace)) {
		struct share_grant grant = { .person = 0 };

		/* RFC 3744 10: what others add is passed over. */
		if (!str_equal(xml_ns(ace), NS_DAV))
			continue;
		if (!xml_is(ace, NS_DAV, "ace"))
			return fail(reading->dav->op, ERR_SYNTAX,
				    "an acl holds ace elements");
		if (++count > ACL_ACES)
			return breaks(reading, "limited-number-of-aces",
				      "a calendar has at most 200 ACEs");
		err = read_ace(reading, ace, &grant);
		if (!err && grant.privileges)
			add(reading, &grant);
	}
	return err;
}

static enum err judge(struct dav *dav, void *context)
{
	struct reading *reading = context;
	struct resource *resource = &reading->resource;
	enum err err =
		dav_resource_find(dav->reader, &dav->request->path, resource);

	if (err)
		return err;
	if (!resource_takes_grants(&dav->op->actor, resource))
		return fail(dav->op, ERR_NEED_PRIVILEGES,
			    "who may do what here is not yours to say: "
			    "personal calendars of one's own are shared");
	return read_aces(reading);
}

static enum err read_body(struct reading *reading)
{
	struct dav *dav = reading->dav;
	struct slice body = { dav->request->body, dav->request->body_len };
	enum err err = xml_parse(dav->op, body, &reading->root);

	if (!err && !xml_is(reading->root, NS_DAV, "acl"))
		err = fail(dav->op, ERR_SYNTAX,
			   "the body of ACL is a DAV:acl element");
	return err;
}

enum err dav_acl(struct dav *dav)
{
	struct reading reading = { .dav = dav };
	struct condition condition;
	struct object_at at;
	enum err err = read_body(&reading);

	if (!err)
		err = dav_read(dav, judge, &reading);
	if (err && reading.broken) {
		problem_answer_precondition(dav->op, reading.broken,
					    dav->response);
		return OK;
	}
	if (err)
		return err;
	at = (struct object_at){ reading.resource.person.login,
				 reading.resource.collection.path, NULL };
	precondition_of_whole(dav, &condition);
	err = practice_grants_set(dav->op, dav->store, &at, reading.grants,
				  reading.count, &condition);
	if (!err)
		dav->response->status = 200;
	return err;
}

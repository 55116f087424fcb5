#include "dav/report_private.h"

#include "base/str.h"
#include "dav/header_private.h"
#include "dav/read_private.h"
#include "dav/report_expand_private.h"
#include "dav/report_freebusy_private.h"
#include "dav/report_multiget_private.h"
#include "dav/report_principal_private.h"
#include "dav/report_query_private.h"
#include "dav/report_sync_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"
#include "practice/access.h"

/* Where a report is taken, and by what. */
struct report {
	const char *ns, *name;
	unsigned kinds;     /* enum resource_kind bits */
	unsigned calendars; /* collection kinds that take it; 0: all */
	bool shallow;       /* defined for Depth 0 alone */
	unsigned privilege; /* that it needs; 0: to read */
	enum err (*run)(struct dav *dav, struct resource *resource,
			const xmlNode *root);
};

#define KIND(kind) (1u << (kind))
#define CALENDARS                                                   \
	(KIND(COLLECTION_SESSIONS) | KIND(COLLECTION_CLOSURES) |    \
	 KIND(COLLECTION_TO_SAVE) | KIND(COLLECTION_PRACTITIONER) | \
	 KIND(COLLECTION_PERSONAL) | KIND(COLLECTION_INBOX) |       \
	 KIND(COLLECTION_SHARED))

#define SEARCHED                                                    \
	(RESOURCE_ROOT | RESOURCE_PRINCIPALS | RESOURCE_PRINCIPAL | \
	 RESOURCE_GROUPS | RESOURCE_GROUP | RESOURCE_HOMES | RESOURCE_HOME)

static const struct report reports[] = {
	{ NS_CALDAV, "calendar-query",
	  RESOURCE_HOME | RESOURCE_COLLECTION | RESOURCE_MEMBER, CALENDARS,
	  false, 0, report_query },
	{ NS_CALDAV, "calendar-multiget",
	  RESOURCE_HOME | RESOURCE_COLLECTION | RESOURCE_MEMBER, CALENDARS,
	  false, 0, report_multiget },
	{ NS_CALDAV, "free-busy-query", RESOURCE_HOME | RESOURCE_COLLECTION,
	  CALENDARS, false, PRIVILEGE_FREE_BUSY, report_freebusy },
	{ NS_DAV, "sync-collection", RESOURCE_HOME | RESOURCE_COLLECTION, 0,
	  false, 0, report_sync },
	{ NS_DAV, "expand-property", RESOURCE_ANY, 0, false, 0,
	  report_expand_property },
	{ NS_DAV, "principal-property-search", SEARCHED, 0, true, 0,
	  report_principal_search },
	{ NS_DAV, "principal-search-property-set", SEARCHED, 0, true, 0,
	  report_search_set },
	{ NS_DAV, "principal-match",
	  RESOURCE_ROOT | RESOURCE_PRINCIPALS | RESOURCE_GROUPS |
		  RESOURCE_HOMES | RESOURCE_HOME | RESOURCE_COLLECTION,
	  0, true, 0, report_principal_match },
	{ NS_DAV, "acl-principal-prop-set", RESOURCE_ANY, 0, true, 0,
	  report_acl_principals },
};

static bool takes(const struct resource *resource, const struct report *report)
{
	if (!(report->kinds & resource->kind))
		return false;
	/* A file in a plain collection is no calendar object either. */
	if (resource->kind & (RESOURCE_COLLECTION | RESOURCE_MEMBER) &&
	    report->calendars)
		return (report->calendars & KIND(resource->collection.kind)) !=
		       0;
	return true;
}

void report_set_write(const struct resource *resource, struct buf *buf)
{
	for (size_t i = 0; i < ARRAY_SIZE(reports); i++) {
		bool caldav = str_equal(reports[i].ns, NS_CALDAV);

		if (takes(resource, &reports[i]))
			buf_printf(buf,
				   "<D:supported-report><D:report><%s:%s/>"
				   "</D:report></D:supported-report>",
				   caldav ? "C" : "D", reports[i].name);
	}
}

static const struct report *report_find(const xmlNode *root)
{
	for (size_t i = 0; i < ARRAY_SIZE(reports); i++)
		if (xml_is(root, reports[i].ns, reports[i].name))
			return &reports[i];
	return NULL;
}

/* RFC 3744 9: only defined for Depth 0, which is also meant without it. */
static enum err depth_check(struct dav *dav, const struct report *report)
{
	int depth;
	enum err err = header_depth(dav, 0, &depth);

	if (err || depth == 0)
		return err;
	return fail(dav->op, ERR_INVALID, "the report %s has Depth 0 only",
		    report->name);
}

static enum err run(struct dav *dav, void *context)
{
	const xmlNode *root = context;
	const struct report *report = report_find(root);
	struct resource resource;
	unsigned privilege = report ? report->privilege : 0;
	enum err err = dav_resource_find_for(
		dav->reader, &dav->request->path,
		privilege ? privilege : PRIVILEGE_READ, &resource);

	if (err)
		return err;
	if (!report || !takes(&resource, report))
		return fail(dav->op, ERR_SUPPORTED_REPORT,
			    "the report '%s' is not taken at this address",
			    xml_name(root));
	if (report->shallow) {
		err = depth_check(dav, report);
		if (err)
			return err;
	}
	return report->run(dav, &resource, root);
}

enum err dav_report(struct dav *dav)
{
	struct slice body = { dav->request->body, dav->request->body_len };
	const xmlNode *root;
	enum err err;

	http_response_add(dav->response, "Vary", "Brief, Prefer");
	if (!body.len)
		return fail(dav->op, ERR_SYNTAX,
			    "REPORT needs a body that names the report");
	err = xml_parse(dav->op, body, &root);
	return err ? err : dav_read(dav, run, (void *)root);
}

#include "dav/dav.h"

#include "base/flow.h"
#include "dav/acl_private.h"
#include "dav/advertise_private.h"
#include "dav/allow_private.h"
#include "dav/copy_move_private.h"
#include "dav/delete_private.h"
#include "dav/get_private.h"
#include "dav/if_header_private.h"
#include "dav/lock_private.h"
#include "dav/mkcalendar_private.h"
#include "dav/problem_private.h"
#include "dav/propfind_private.h"
#include "dav/proppatch_private.h"
#include "dav/put_private.h"
#include "dav/read_private.h"
#include "dav/report_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"
#include "practice/calendar/address.h"

enum method_how {
	METHOD_BARE = 1,     /* has no use for a body (RFC 4918 8.4) */
	METHOD_FLEETING = 2, /* nobody keeps its answers (RFC 4918 9) */
};

struct method {
	const char *name;
	unsigned where; /* bits of enum resource_kind and enum allow */
	enum err (*run)(struct dav *dav);
	const char *privilege; /* that a refusal names (RFC 3744 7.1.1) */
	unsigned how;          /* bits of enum method_how */
};

static enum err dav_options(struct dav *dav);

/* Allow and dispatch derive from these rows. */
static const struct method methods[] = {
	{ "OPTIONS", ALLOW_ALL, dav_options, "read", 0 },
	{ "GET", RESOURCE_ANY, dav_get, "read", METHOD_BARE },
	{ "HEAD", RESOURCE_ANY, dav_get, "read", METHOD_BARE },
	{ "PUT", ALLOW_PUT, dav_put, "write-content", 0 },
	{ "POST", ALLOW_ADD, dav_post, "bind", 0 },
	{ "DELETE", ALLOW_DELETE, dav_delete, "unbind", METHOD_BARE },
	{ "PROPFIND", RESOURCE_ANY, dav_propfind, "read", 0 },
	{ "PROPPATCH", RESOURCE_ANY, dav_proppatch, "write-properties",
	  METHOD_FLEETING },
	{ "MKCALENDAR", ALLOW_MAKE, dav_mkcalendar, "bind", METHOD_FLEETING },
	{ "MKCOL", ALLOW_MAKE, dav_mkcalendar, "bind", METHOD_FLEETING },
	{ "COPY", ALLOW_COPY, dav_copy_move, "bind",
	  METHOD_BARE | METHOD_FLEETING },
	{ "MOVE", ALLOW_MOVE, dav_copy_move, "unbind",
	  METHOD_BARE | METHOD_FLEETING },
	{ "LOCK", ALLOW_LOCK, dav_lock, "write-content", METHOD_FLEETING },
	{ "UNLOCK", ALLOW_UNLOCK, dav_unlock, "unlock",
	  METHOD_BARE | METHOD_FLEETING },
	{ "REPORT", RESOURCE_ANY, dav_report, "read", 0 },
	{ "ACL", ALLOW_GRANT, dav_acl, "write-acl", METHOD_FLEETING },
};

void dav_init(void)
{
	xml_init();
}

static const struct method *method_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(methods); i++) {
		if (str_equal(methods[i].name, name))
			return &methods[i];
	}
	return NULL;
}

/* The methods of what has these bits. */
static void add_allow(struct http_response *response, unsigned where)
{
	struct buf buf;

	buf_init(&buf, response->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < ARRAY_SIZE(methods); i++) {
		if (!(methods[i].where & where))
			continue;
		if (buf.len > 0)
			buf_puts(&buf, ", ");
		buf_puts(&buf, methods[i].name);
	}
	http_response_add(response, "Allow", buf.at);
}

static void answer_options(struct http_response *response, unsigned where)
{
	response->status = 200;
	dav_advertise(response, where & ALLOW_LOCK);
	add_allow(response, where);
}

static bool is_well_known(const struct http_path *path)
{
	return path->count == 2 &&
	       str_equal(path->segments[0], ".well-known") &&
	       str_equal(path->segments[1], "caldav");
}

bool dav_owns(const struct http_path *path)
{
	return path->count == 0 || str_equal(path->segments[0], "dav") ||
	       is_well_known(path);
}

/* RFC 6764 5 */
static void answer_well_known(struct http_response *response)
{
	response->status = 301;
	http_response_add(response, "Location", ADDRESS_ROOT);
	http_response_add(response, "Cache-Control", "max-age=86400");
}

static void answer_unknown(struct http_response *response, const char *method,
			   unsigned where)
{
	struct operation op;

	operation_init(&op, response->arena, INSTANT_MIN);
	problem_answer(
		&op,
		fail(&op, ERR_METHOD, "there is no method '%s' here", method),
		response);
	add_allow(response, where);
}

bool dav_answer_open(const struct http_request *request,
		     struct http_response *response)
{
	bool stranger = !http_header(request, "Authorization");

	if (is_well_known(&request->path))
		answer_well_known(response);
	/* Who has not signed in is told what there is at all, and not whether
	 * anything is at this address. */
	else if (stranger && str_equal(request->method, "OPTIONS"))
		answer_options(response, ALLOW_ALL);
	else if (stranger && !method_find(request->method))
		answer_unknown(response, request->method, ALLOW_ALL);
	else
		return false;
	return true;
}

static enum err dav_options(struct dav *dav)
{
	answer_options(dav->response, allow_here(dav));
	return OK;
}

/* RFC 9110 15.5.16 */
static enum err coding_check(struct dav *dav)
{
	const char *coding = http_coding(dav->request);

	if (!coding)
		return OK;
	http_response_add(dav->response, "Accept-Encoding", "identity");
	return fail(dav->op, ERR_MEDIA_TYPE,
		    "a body is sent as it is, not in the coding '%s'", coding);
}

/* RFC 4918 8.4: what its sender means by it would not be done. */
static enum err body_check(struct dav *dav, const struct method *method)
{
	if (!(method->how & METHOD_BARE) || dav->request->body_len == 0)
		return OK;
	return fail(dav->op, ERR_MEDIA_TYPE,
		    "%s takes no body: nothing was done", method->name);
}

/* What the request says that it knows of locks and states. One that cannot be
 * read names no tokens and does not hold. */
static void read_conditions(struct dav *dav)
{
	struct arena *arena = dav->op->arena;
	const char *value = http_header(dav->request, "If");
	struct if_header *header;

	if (!value)
		return;
	header = arena_alloc(arena, sizeof(*header));
	if (!if_header_read(arena, value, header))
		return;
	dav->conditions = header;
	dav->op->tokens = header->tokens;
}

/* The collection that a path lies in. */
static const char *parent_of(struct arena *arena, struct http_path path)
{
	if (path.count > 0)
		path.count--;
	path.slash = true;
	return http_path_text(arena, &path);
}

/* Where something was to come, or NULL: it was not let go. */
static const char *refused_there(struct dav *dav, const struct method *method)
{
	const char *destination = http_header(dav->request, "Destination");
	bool move = str_equal(method->name, "MOVE");
	struct http_path path;

	if (!destination || !(move || str_equal(method->name, "COPY")) ||
	    !dav_href_parse(dav->op->arena, destination, &path) ||
	    (move &&
	     (!(allow_here(dav) & ALLOW_MOVE) || allow_new(dav, &path))))
		return NULL;
	return parent_of(dav->op->arena, path);
}

/* RFC 3744 7.1.1: which privilege is missing where. What is made or taken away
 * asks it of the collection that this is in. */
static struct problem_need need_of(struct dav *dav, const struct method *method)
{
	struct arena *arena = dav->op->arena;
	const struct http_path *path = &dav->request->path;
	struct problem_need need = { .privilege = method->privilege,
				     .href = refused_there(dav, method) };

	if (need.href ||
	    (method->run == dav_put && (allow_here(dav) & ALLOW_NOTHING)))
		need.privilege = "bind";
	if (need.href)
		return need;
	if (str_ends(need.privilege, "bind") && method->run != dav_post)
		need.href = parent_of(arena, *path);
	else
		need.href = http_path_text(arena, path);
	return need;
}

static void answer_problem(struct dav *dav, const struct method *method,
			   enum err err)
{
	struct problem_need need;

	if (problem_needs(err)) {
		need = need_of(dav, method);
		problem_answer_need(dav->op, err, &need, dav->response);
	} else {
		problem_answer(dav->op, err, dav->response);
	}
	if (err == ERR_METHOD)
		add_allow(dav->response, allow_here(dav));
}

/* Whoever writes without a look first must not keep a read open meanwhile. */
static bool reads_first(const struct method *method)
{
	return method->run == dav_get || method->run == dav_propfind ||
	       method->run == dav_report || method->run == dav_put;
}

static enum err run(struct dav *dav, const struct method *method)
{
	enum err err = coding_check(dav);

	if (!err)
		err = body_check(dav, method);
	if (method->how & METHOD_FLEETING)
		http_response_add(dav->response, "Cache-Control", "no-cache");
	read_conditions(dav);
	if (err || !reads_first(method))
		dav_read_over(dav);
	if (!err)
		err = method->run(dav);
	dav_read_over(dav);
	return err;
}

void dav_handle(struct dav *dav)
{
	struct flow *flow = dav->response->flow;
	const struct method *method;
	enum err err;

	if (dav_answer_open(dav->request, dav->response)) {
		dav_read_over(dav);
		return;
	}
	operation_bound(dav->op, DAV_WORK, DAV_MEMORY);
	method = method_find(dav->request->method);
	if (!method) {
		answer_unknown(dav->response, dav->request->method,
			       allow_here(dav));
		return;
	}
	err = run(dav, method);
	if (!err)
		return;
	failure_log(dav->op, err, "dav-failed");
	if (flow)
		flow->cut |= flow->begun;
	if (!flow || !flow->sent)
		answer_problem(dav, method, err);
}

void dav_fail(const struct operation *op, enum err err,
	      struct http_response *response)
{
	problem_answer(op, err, response);
	if (err == ERR_METHOD)
		add_allow(response, ALLOW_ALL);
}

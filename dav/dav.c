#include "dav/dav.h"

#include "dav/advertise_private.h"
#include "dav/copy_move_private.h"
#include "dav/delete_private.h"
#include "dav/get_private.h"
#include "dav/mkcalendar_private.h"
#include "dav/problem_private.h"
#include "dav/propfind_private.h"
#include "dav/proppatch_private.h"
#include "dav/put_private.h"
#include "dav/report_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"
#include "practice/calendar/address.h"

struct method {
	const char *name;
	unsigned kinds; /* enum resource_kind bits; 0: where nothing is */
	enum err (*run)(struct dav *dav);
};

static enum err dav_options(struct dav *dav);

#define CONTENT (RESOURCE_COLLECTION | RESOURCE_MEMBER)

/* Allow and dispatch derive from these rows. */
static const struct method methods[] = {
	{ "OPTIONS", RESOURCE_ANY, dav_options },
	{ "GET", RESOURCE_ANY, dav_get },
	{ "HEAD", RESOURCE_ANY, dav_get },
	{ "PUT", RESOURCE_MEMBER, dav_put },
	{ "DELETE", CONTENT, dav_delete },
	{ "PROPFIND", RESOURCE_ANY, dav_propfind },
	{ "PROPPATCH", RESOURCE_ANY, dav_proppatch },
	{ "MKCALENDAR", 0, dav_mkcalendar },
	{ "MKCOL", 0, dav_mkcalendar },
	{ "COPY", CONTENT, dav_copy_move },
	{ "MOVE", CONTENT, dav_copy_move },
	{ "REPORT", RESOURCE_ANY, dav_report },
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

/* The methods of these kinds of resource; of all where kinds is 0. */
static void add_allow(struct http_response *response, unsigned kinds)
{
	struct buf buf;

	buf_init(&buf, response->arena);
	for (size_t i = 0; i < ARRAY_SIZE(methods); i++) {
		if (kinds != 0 && !(methods[i].kinds & kinds))
			continue;
		if (buf.len > 0)
			buf_puts(&buf, ", ");
		buf_puts(&buf, methods[i].name);
	}
	http_response_add(response, "Allow", buf.at);
}

static void answer_options(struct http_response *response)
{
	response->status = 200;
	dav_advertise(response);
	add_allow(response, 0);
}

static enum err dav_options(struct dav *dav)
{
	answer_options(dav->response);
	return OK;
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

static void answer_unknown(struct http_response *response, const char *method)
{
	struct operation op;

	operation_init(&op, response->arena, INSTANT_MIN);
	problem_answer(
		&op,
		fail(&op, ERR_METHOD, "there is no method '%s' here", method),
		response);
	add_allow(response, 0);
}

bool dav_answer_open(const struct http_request *request,
		     struct http_response *response)
{
	if (is_well_known(&request->path))
		answer_well_known(response);
	else if (str_equal(request->method, "OPTIONS"))
		answer_options(response);
	else if (!method_find(request->method))
		answer_unknown(response, request->method);
	else
		return false;
	return true;
}

/* RFC 9110 15.5.6: what this very resource allows. */
static void add_allow_here(struct dav *dav)
{
	struct operation op = *dav->op;
	struct resource resource;
	unsigned kinds = 0;

	if (store_reader_begin(dav->reader, &op))
		return;
	if (!dav_resource_find(dav->reader, &dav->request->path, &resource))
		kinds = resource.kind;
	store_reader_end(dav->reader);
	add_allow(dav->response, kinds);
}

void dav_handle(struct dav *dav)
{
	const struct method *method;
	enum err err;

	if (dav_answer_open(dav->request, dav->response))
		return;
	operation_bound(dav->op, DAV_WORK, DAV_MEMORY);
	method = method_find(dav->request->method);
	err = method->run(dav);
	if (!err)
		return;
	failure_log(dav->op, err, "dav-failed");
	problem_answer(dav->op, err, dav->response);
	if (err == ERR_METHOD)
		add_allow_here(dav);
}

void dav_fail(const struct operation *op, enum err err,
	      struct http_response *response)
{
	problem_answer(op, err, response);
	if (err == ERR_METHOD)
		add_allow(response, 0);
}

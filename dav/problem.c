#include "dav/problem_private.h"

#include "base/str.h"
#include "base/unicode.h"
#include "dav/multistatus_private.h"
#include "dav/xml_private.h"

#include <string.h>

struct problem {
	int status;
	const char *element; /* NULL: none */
};

static const struct problem problems[ERR_COUNT] = {
	[ERR_SYNTAX] = { 400, NULL },
	[ERR_INVALID] = { 400, NULL },
	[ERR_UNAUTHENTICATED] = { 401, NULL },
	[ERR_FORBIDDEN] = { 403, "<D:need-privileges/>" },
	[ERR_NOT_FOUND] = { 404, NULL },
	[ERR_METHOD] = { 405, NULL },
	/* A stale revision: what programs know as a failed If-Match (S24). */
	[ERR_CONFLICT] = { 412, NULL },
	[ERR_EXISTS] = { 409, NULL },
	[ERR_PARENT] = { 409, NULL },
	[ERR_GONE] = { 410, NULL },
	[ERR_PRECONDITION] = { 412, NULL },
	[ERR_TOO_LARGE] = { 413, "<C:max-resource-size/>" },
	[ERR_MEDIA_TYPE] = { 415, NULL },
	[ERR_BUSY] = { 429, NULL },
	[ERR_QUOTA] = { 507, "<D:quota-not-exceeded/>" }, /* RFC 4331 6 */
	[ERR_STORAGE] = { 500, NULL },
	[ERR_FULL] = { 507, NULL },
	[ERR_UNAVAILABLE] = { 503, NULL },
	[ERR_INTERNAL] = { 500, NULL },
	[ERR_NEED_PRIVILEGES] = { 403, "<D:need-privileges/>" },
	[ERR_PROTECTED_PROPERTY] = { 403,
				     "<D:cannot-modify-protected-property/>" },
	[ERR_FINITE_DEPTH] = { 403, "<D:propfind-finite-depth/>" },
	[ERR_SUPPORTED_REPORT] = { 403, "<D:supported-report/>" },
	[ERR_SYNC_TOKEN] = { 403, "<D:valid-sync-token/>" },
	[ERR_MATCHES_LIMIT] = { 507, "<D:number-of-matches-within-limits/>" },
	[ERR_LOCK_TOKEN] = { 423, "<D:lock-token-submitted/>" },
	[ERR_LOCK_CONFLICT] = { 423, "<D:no-conflicting-lock/>" },
	/* RFC 4918 9.11.1, 9.10.6 */
	[ERR_LOCK_SCOPE] = { 409, "<D:lock-token-matches-request-uri/>" },
	[ERR_LOCK_REFRESH] = { 412, "<D:lock-token-matches-request-uri/>" },
	[ERR_RESOURCETYPE] = { 403, "<D:valid-resourcetype/>" },
	[ERR_CALENDAR_DATA] = { 403, "<C:valid-calendar-data/>" },
	[ERR_CALENDAR_OBJECT] = { 403, "<C:valid-calendar-object-resource/>" },
	[ERR_CALENDAR_TYPE] = { 403, "<C:supported-calendar-data/>" },
	[ERR_COMPONENT] = { 403, "<C:supported-calendar-component/>" },
	[ERR_UID_CONFLICT] = { 403, "<C:no-uid-conflict/>" },
	[ERR_LOCATION] = { 403, "<C:calendar-collection-location-ok/>" },
	[ERR_RESOURCE_NOT_NULL] = { 403, "<D:resource-must-be-null/>" },
	[ERR_RESOURCE_SIZE] = { 413, "<C:max-resource-size/>" },
	[ERR_MIN_DATE] = { 403, "<C:min-date-time/>" },
	[ERR_MAX_DATE] = { 403, "<C:max-date-time/>" },
	[ERR_MAX_INSTANCES] = { 403, "<C:max-instances/>" },
	[ERR_MAX_ATTENDEES] = { 403, "<C:max-attendees-per-instance/>" },
	[ERR_VALID_FILTER] = { 403, "<C:valid-filter/>" },
	[ERR_SUPPORTED_FILTER] = { 403, "<C:supported-filter/>" },
	[ERR_COLLATION] = { 403, "<C:supported-collation/>" },
	[ERR_TIMEZONE] = { 403, "<C:valid-timezone/>" },
	[ERR_RSCALE] = { 403, "<C:supported-rscale/>" },
	[ERR_REFUSED] = { 403, "<D:need-privileges/>" },
};

int problem_status(enum err err)
{
	int status = err > OK && err < ERR_COUNT ? problems[err].status : 0;

	return status ? status : 500;
}

void problem_element_write(struct buf *buf, enum err err, const char *refusal)
{
	if (err > OK && err < ERR_COUNT && problems[err].element)
		buf_puts(buf, problems[err].element);
	/* DAVx5 restores its copy only at need-privileges, hence it is beside
	 * each of ours (rules K19). */
	if (err == ERR_REFUSED && refusal)
		buf_printf(buf, "<B:%s/>", refusal);
}

bool problem_needs(enum err err)
{
	return err > OK && err < ERR_COUNT &&
	       str_equal(problems[err].element, "<D:need-privileges/>");
}

static void write_need(struct buf *buf, const struct problem_need *need)
{
	buf_puts(buf, "<D:need-privileges><D:resource><D:href>");
	xml_escape_text(buf, need->href);
	buf_printf(buf,
		   "</D:href><D:privilege><D:%s/></D:privilege></D:resource>"
		   "</D:need-privileges>",
		   need->privilege);
}

/* An element with the href that it is about (RFC 4791 5.3.2.1, RFC 4918 16);
 * others are as the table has them. */
static void write_element(struct buf *buf, enum err err,
			  const struct failure *failure)
{
	const char *element;

	if (!failure->href ||
	    (err != ERR_UID_CONFLICT && err != ERR_LOCK_TOKEN &&
	     err != ERR_LOCK_CONFLICT)) {
		problem_element_write(buf, err, failure->refusal);
		return;
	}
	element = problems[err].element;
	/* "<C:name/>" opens as "<C:name>". */
	buf_add(buf, element, strlen(element) - 2);
	buf_puts(buf, "><D:href>");
	xml_escape_text(buf, failure->href);
	buf_puts(buf, "</D:href></");
	buf_add(buf, element + 1, strlen(element) - 3);
	buf_putc(buf, '>');
}

/* A sentence may quote what a request held; XML takes UTF-8 only. */
static const char *readable(struct arena *arena, const char *text)
{
	char *copy;

	if (utf8_valid(text, strlen(text), NULL))
		return text;
	copy = arena_strdup(arena, text);
	for (char *at = copy; *at; at++)
		if ((unsigned char)*at >= 0x80)
			*at = '?';
	return copy;
}

static const char *sentence(const struct operation *op, enum err err,
			    int status)
{
	/* What broke here is for the log, not for the peer. */
	if (err == ERR_STORAGE || err == ERR_INTERNAL || !op->failure.message)
		return http_reason(status);
	return readable(op->arena, op->failure.message);
}

static void open_body(struct buf *buf, const struct operation *op)
{
	buf_init(buf, op->arena);
	buf_puts(buf, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		      "<D:error" MULTISTATUS_PREFIXES ">");
}

static void close_body(struct buf *buf, const struct operation *op,
		       enum err err, int status, struct http_response *response)
{
	buf_puts(buf, "<D:responsedescription>");
	xml_escape_text(buf, sentence(op, err, status));
	buf_puts(buf, "</D:responsedescription></D:error>\n");
	response->status = status;
	http_response_body(response, "application/xml; charset=utf-8", buf->at,
			   buf->len);
}

static void answer(const struct operation *op, enum err err,
		   const struct problem_need *need,
		   struct http_response *response)
{
	struct buf buf;

	open_body(&buf, op);
	if (need)
		write_need(&buf, need);
	else
		write_element(&buf, err, &op->failure);
	if (need && err == ERR_REFUSED && op->failure.refusal)
		buf_printf(&buf, "<B:%s/>", op->failure.refusal);
	if (op->failure.wait)
		http_response_add(response, "Retry-After",
				  arena_printf(op->arena, "%lld",
					       (long long)op->failure.wait));
	close_body(&buf, op, err, problem_status(err), response);
}

void problem_answer_precondition(const struct operation *op, const char *name,
				 struct http_response *response)
{
	struct buf buf;

	open_body(&buf, op);
	buf_printf(&buf, "<D:%s/>", name);
	close_body(&buf, op, ERR_FORBIDDEN, 403, response);
}

void problem_answer(const struct operation *op, enum err err,
		    struct http_response *response)
{
	answer(op, err, NULL, response);
}

void problem_answer_need(const struct operation *op, enum err err,
			 const struct problem_need *need,
			 struct http_response *response)
{
	answer(op, err, need, response);
}

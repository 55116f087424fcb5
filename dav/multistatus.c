#include "dav/multistatus_private.h"

#include "base/compiler.h"
#include "dav/sync_token_private.h"
#include "dav/xml_private.h"

#define TYPE "application/xml; charset=utf-8"
#define OPEN "<D:response><D:href>"

struct prefix {
	const char *ns, *prefix;
};

/* As MULTISTATUS_PREFIXES declares them. */
static const struct prefix prefixes[] = {
	{ NS_DAV, "D" },   { NS_CALDAV, "C" },  { NS_CS, "CS" },
	{ NS_APPLE, "A" }, { NS_DAYBOOK, "B" },
};

const char *multistatus_prefix(const char *ns)
{
	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++) {
		if (str_equal(prefixes[i].ns, ns))
			return prefixes[i].prefix;
	}
	return NULL;
}

void multistatus_begin(struct multistatus *ms, struct operation *op,
		       size_t room)
{
	struct arena *within = arena_within(op->arena);

	ms->op = op;
	ms->flow = NULL;
	pieces_init(&ms->before, within);
	if (room > 0)
		buf_init_sized(&ms->buf, within, room);
	else
		pieces_begin(&ms->buf, within);
	buf_puts(&ms->buf, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
			   "<D:multistatus" MULTISTATUS_PREFIXES ">\n");
}

void multistatus_flow(struct multistatus *ms, struct http_response *response,
		      size_t hold)
{
	response->status = 207;
	http_response_body(response, TYPE, "", 0);
	ms->flow = response->flow;
	if (ms->flow)
		ms->flow->hold = hold;
}

void multistatus_turn(struct multistatus *ms)
{
	flow_turn(ms->flow, ms->op, &ms->before, &ms->buf);
}

void multistatus_open(struct multistatus *ms, const char *href)
{
	buf_puts(&ms->buf, OPEN);
	buf_puts(&ms->buf, href);
	buf_puts(&ms->buf, "</D:href>");
}

void multistatus_close(struct multistatus *ms)
{
	buf_puts(&ms->buf, "</D:response>\n");
}

void multistatus_line(struct buf *buf, int status)
{
	if (status == 200) {
		buf_puts(buf, MULTISTATUS_OK);
		return;
	}
	buf_printf(buf, "<D:status>HTTP/1.1 %d %s</D:status>", status,
		   http_reason(status));
}

void multistatus_status(struct multistatus *ms, const char *href, int status,
			const char *error)
{
	buf_puts(&ms->buf, OPEN);
	xml_escape_text(&ms->buf, href);
	buf_puts(&ms->buf, "</D:href>");
	multistatus_line(&ms->buf, status);
	if (error) {
		buf_puts(&ms->buf, "<D:error>");
		buf_puts(&ms->buf, error);
		buf_puts(&ms->buf, "</D:error>");
	}
	multistatus_close(ms);
	multistatus_turn(ms);
}

void multistatus_finish(struct multistatus *ms, const char *sync_token,
			struct http_response *response)
{
	if (sync_token) {
		buf_puts(&ms->buf, "<D:sync-token>");
		xml_escape_text(&ms->buf, sync_token);
		buf_puts(&ms->buf, "</D:sync-token>\n");
	}
	buf_puts(&ms->buf, "</D:multistatus>\n");
	if (!ms->flow || !ms->flow->begun)
		response->status = 207;
	flow_finish(ms->flow, ms->op, &ms->before, &ms->buf, TYPE, response);
}

#include "server/head.h"

#include "server/daemon.h"
#include "server/peer.h"

#define HEADER_COUNT 100

struct head {
	struct arena *arena;
	struct http_header *headers;
	size_t count;
	bool too_many;
};

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind UNUSED,
				 const char *name, const char *value)
{
	struct head *head = cls;

	if (head->count == HEADER_COUNT) {
		head->too_many = true;
		return MHD_NO;
	}
	head->headers[head->count].name = arena_strdup(head->arena, name);
	head->headers[head->count].value =
		arena_strdup(head->arena, value ? value : "");
	head->count++;
	return MHD_YES;
}

const char *head_read(struct MHD_Connection *connection,
		      const struct config *config, const char *method,
		      const char *version, struct exchange *exchange,
		      struct framing *framing)
{
	struct arena *arena = exchange->arena;
	struct http_request *request = &exchange->request;
	struct head head = {
		.arena = arena,
		.headers =
			arena_array(arena, HEADER_COUNT, sizeof(*head.headers)),
	};
	const char *wrong;

	MHD_get_connection_values(connection, MHD_HEADER_KIND, on_header,
				  &head);
	request->method = arena_strdup(arena, method);
	request->headers = head.headers;
	request->header_count = head.count;
	if (head.too_many)
		return "A request has at most 100 headers.";
	wrong = framing_check(head.headers, head.count, version, framing);
	if (wrong)
		return wrong;
	request->header_count = framing_join(arena, head.headers, head.count);
	request->remote = peer_address(arena, daemon_peer(connection),
				       config->behind_proxy,
				       config->trusted_proxies, request);
	return NULL;
}

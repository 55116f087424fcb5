#include "admin/api/call_write.h"

#include "admin/api/call.h"
#include "base/str.h"

#include <string.h>

static enum err answer(struct call *call, int status, json_t *json)
{
	const char *text = json_text(call->op->arena, json);

	call->response->status = status;
	http_response_body(call->response, "application/json", text,
			   strlen(text));
	return OK;
}

enum err call_answer(struct call *call, json_t *json)
{
	return answer(call, 200, json);
}

enum err call_created(struct call *call, json_t *json)
{
	return answer(call, 201, json);
}

enum err call_nothing(struct call *call)
{
	call->response->status = 204;
	return OK;
}

enum err call_list(struct call *call, json_t *items, int64_t next)
{
	json_t *root = json_new(call->op->arena);

	json_put(root, "items", items);
	json_put_id(root, "next", next);
	return answer(call, 200, root);
}

bool call_wants_csv(const struct call *call)
{
	const char *accept = http_header(call->request, "Accept");

	return accept && strstr(accept, "text/csv");
}

enum err call_text_answer(struct call *call, const char *type,
			  const char *bytes, size_t len)
{
	call->response->status = 200;
	http_response_body(call->response, type, bytes, len);
	return OK;
}

#include "base/str.h"

#include "admin/api/call.h"

#include <stdlib.h>
#include <string.h>

static void release(void *json)
{
	json_decref(json);
}

static enum err answer(struct call *call, int status, json_t *json)
{
	char *text = json_dumps(json, JSON_COMPACT);

	if (!text)
		abort(); /* out of memory, or a value that is no JSON: a bug */
	arena_own(call->op->arena, text, free);
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
	json_t *root = call_object(call);

	json_object_set(root, "items", items);
	put_id(root, "next", next);
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

static json_t *owned(struct call *call, json_t *json)
{
	if (!json)
		abort();
	arena_own(call->op->arena, json, release);
	return json;
}

json_t *call_object(struct call *call)
{
	return owned(call, json_object());
}

json_t *call_array(struct call *call)
{
	return owned(call, json_array());
}

void put(json_t *object, const char *name, json_t *value)
{
	if (!value || json_object_set_new(object, name, value))
		abort();
}

void put_text(json_t *object, const char *name, const char *text)
{
	put(object, name, text ? json_string(text) : json_null());
}

void put_id(json_t *object, const char *name, int64_t id)
{
	put(object, name,
	    id ? json_sprintf("%lld", (long long)id) : json_null());
}

void put_integer(json_t *object, const char *name, int64_t value)
{
	put(object, name, json_integer(value));
}

void put_bool(json_t *object, const char *name, bool value)
{
	put(object, name, json_boolean(value));
}

void put_money(struct call *call, json_t *object, const char *name,
	       struct money money)
{
	put_text(object, name,
		 money_text(call->op->arena, money, call->digits));
}

void put_day(struct call *call, json_t *object, const char *name,
	     struct day day)
{
	put_text(object, name, day_text(call->op->arena, day));
}

void put_instant(struct call *call, json_t *object, const char *name,
		 struct instant instant)
{
	bool none = instant.s == INSTANT_MIN.s || instant.s == INSTANT_MAX.s;

	put_text(object, name,
		 none ? NULL : instant_text(call->op->arena, instant));
}
